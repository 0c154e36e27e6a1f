// The example that is looked at: its picture, its scores, and what else is known of it.

import { button, html, icon, line, replaced, svg } from './dom.js';
import { exampleCell, exampleImage } from './examplecells.js';
import { briefScore, scoresOfExample } from './examplescores.js';
import { say } from './words.js';

const [BAR_WIDE, BAR_TALL] = [88, 12]; // pixels of a bar
const MOST_FACTS = 24; // columns that are told of an example

/** Return who an example is: its id, or its place on each axis.
 * @param {TableColumn[]} all
 * @param {number} row
 */
export function nameOfExample(all, row) {
  if (all[0].key === 'id') return all[0].text(row);
  const places = all.filter(({ key }) => key === 'row' || /^axis\d+$/.test(key));
  return places.map((one) => (one.key === 'row' ? say('gallery.row', { row: one.text(row) }) : say('gallery.place', { name: one.name, value: one.text(row) }))).join(', ');
}

export class Detail {
  /**
   * @param {{ step: (by: number) => void, close: () => void }} given
   */
  constructor({ step, close }) {
    this.title = html('h3', { class: 'clamped', 'aria-live': 'polite' });
    this.pill = html('span', { class: 'pill' });
    this.previous = button(icon('previous'), () => step(-1), { class: 'btn bare', 'aria-label': say('gallery.previous') });
    this.next = button(icon('next'), () => step(1), { class: 'btn bare', 'aria-label': say('gallery.next') });
    this.close = button(icon('close'), close, { class: 'btn bare', 'aria-label': say('gallery.close') });
    this.body = html('div', { class: 'about-one' });
    this.root = html(
      'section', { class: 'detail scroll', 'aria-label': say('gallery.detail') },
      html('header', {}, html('div', { class: 'who' }, this.title, this.pill), html('div', { class: 'toolbar push' }, this.previous, this.next, this.close)), this.body,
    );
    this.key = '';
    /** @type {number | null} */
    this.row = null;
    /** @type {HTMLElement | null} */
    this.image = null;
    this.root.addEventListener('keydown', (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const isScrolled = event.target === this.root && /Up|Down/.test(event.key);
      if (!by || isScrolled || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      step(by);
    });
  }

  /** Show an example; `isFirst` and `isLast` say whether there is one before and after it.
   * @param {Data} data
   * @param {State} state
   * @param {TableColumn[]} all
   * @param {number} row
   * @param {{ isFirst: boolean, isLast: boolean }} place
   */
  draw(data, state, all, row, { isFirst, isLast }) {
    this.previous.setAttribute('aria-disabled', String(isFirst));
    this.next.setAttribute('aria-disabled', String(isLast));
    this.close.hidden = state.pictures;
    const key = JSON.stringify([row, state.run, state.other, state.positive, state.thresholds, state.rivalThresholds]);
    if (key === this.key) return;
    this.key = key;
    const [sign, words] = /** @type {TableColumn} */ (all.find(({ outcome }) => outcome)).outcome?.(row) ?? ['', ''];
    this.pill.classList.toggle('is-right', sign === 'right');
    this.pill.classList.toggle('is-wrong', sign !== 'right');
    this.pill.replaceChildren(icon(sign), words);
    const name = nameOfExample(all, row);
    if (name !== this.title.textContent) this.title.textContent = name;
    const margin = all.find((one) => one.key === 'margin');
    replaced(
      this.body, this.picture(all, row), ...(data.spec.kind === 'multiclass' && state.positive === null && data.hasScores(state) ? [] : [this.decided(all, row)]), ...this.scores(data, state, row), this.facts(data, all, row),
      html('p', { class: 'small quiet' }, margin ? say('gallery.margin', { margin: margin.text(row) }) : say('gallery.keys')),
    );
  }

  /** Return the picture of a row, which stays while the row is the same.
   * @param {TableColumn[]} all
   * @param {number} row
   */
  picture(all, row) {
    const source = all.find(({ image }) => image)?.image?.(row) ?? '';
    if (this.row === row && this.image) return this.image;
    this.row = row;
    this.image = source ? exampleImage(source, 'looked', say('examples.imageOf', { id: nameOfExample(all, row) })) : html('div', { class: 'lacking' }, say('gallery.none'));
    return this.image;
  }

  /** Return what is true and predicted in words.
   * @param {TableColumn[]} all
   * @param {number} row
   */
  decided(all, row) {
    /** @param {string} key */
    const text = (key) => all.find((one) => one.key === key)?.text(row);
    return html('p', { class: 'decided' }, say('examples.cell', { true: text('true'), predicted: text('predicted') }));
  }

  /** Return the scores as bars, and how high those are that have none.
   * @param {Data} data
   * @param {State} state
   * @param {number} row
   */
  scores(data, state, row) {
    const { shown, others, most } = scoresOfExample(data, state, row);
    if (!shown.length) return [];
    const [low, high] = data.spec.range ?? [0, 1];
    /** @param {number} value */
    const x = (value) => BAR_WIDE * Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
    const isOne = data.spec.kind === 'multiclass'; // of several classes one is true
    const [both, missed, alarm] = isOne ? ['outcomes.right', 'gallery.true', 'gallery.predicted'] : ['outcomes.oneTp', 'outcomes.oneFn', 'outcomes.oneFp'];
    const rows = shown.map((one) => {
      const { name, value, type, cut, other, isTrue, isPredicted } = one;
      const color = isTrue && (isPredicted || isOne) ? 'f-right' : isTrue || isPredicted ? 'f-wrong' : 'f-edge';
      const words = isTrue ? (isPredicted ? both : missed) : isPredicted ? alarm : '';
      const at = x(other);
      return html(
        'tr', { class: isTrue || isPredicted ? 'marked-score' : null }, html('th', { scope: 'row', 'data-tell': name }, html('bdi', {}, name.trim() || say('tables.blank'))),
        html('td', {}, svg(
          'svg', { width: BAR_WIDE, height: BAR_TALL, viewBox: `0 0 ${BAR_WIDE} ${BAR_TALL}`, 'aria-hidden': 'true', class: 'score' }, line('track', 0, BAR_TALL / 2, BAR_WIDE, BAR_TALL / 2), svg('rect', { class: color, y: 2, height: BAR_TALL - 4, width: Math.max(1, x(value)) }),
          Number.isFinite(cut) ? line('cutline', x(cut), 0, x(cut), BAR_TALL) : null, Number.isNaN(other) ? null : svg('path', { class: 'f-accent rival', d: `M${at} 1l5 5-5 5-5-5z` }),
        )),
        html('td', { class: 'number', title: String(value) }, briefScore(value, type, cut)), html('td', {}, words && say(words)),
      );
    });
    const table = html('table', { class: 'scores' }, html('caption', { class: 'spoken' }, say('gallery.scores')), html('tbody', {}, ...rows));
    const rival = data.rival(state);
    return [
      table,
      ...(others ? [html('p', { class: 'small quiet' }, say('gallery.others', { n: others, score: briefScore(most, shown[0].type) }))] : []),
      ...(rival && data.hasScores(rival) ? [html('p', { class: 'pill small quiet' }, icon('b'), html('bdi', {}, data.spec.runs[rival.run].name))] : []),
    ];
  }

  /** Return the other columns of an example with their names.
   * @param {Data} data
   * @param {TableColumn[]} all
   * @param {number} row
   */
  facts(data, all, row) {
    const told = all.filter(({ key, isOwn }) => isOwn || /^group\d+$/.test(key) || /labels$/i.test(key)).slice(0, MOST_FACTS);
    return html('dl', { hidden: !told.length }, ...told.flatMap((column) => [html('dt', { 'data-tell': column.name }, column.name.trim() || say('tables.blank')), html('dd', {}, exampleCell(column, row, all, data.spec.range))]));
  }
}
