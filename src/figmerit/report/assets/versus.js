// The bar while two models are compared: a threshold and a lane for each, and their metrics below each other with differences.

import { button, html, icon, replaced } from './dom.js';
import { Lane } from './lane.js';
import { pairedEnds } from './pairs.js';
import { curvesOf, decidedOf, numbersOf } from './results.js';
import { numberIn } from './rows.js';
import { signed } from './tables.js';
import { fixed, interval, rounded, shortened } from './text.js';
import { say } from './words.js';

const LABEL_METRICS = ['precision', 'recall', 'f1_score', 'accuracy', 'specificity'];
const MOST = 5; // metrics that are shown
const [SHORT_MODEL, LONGEST_MODEL] = [8, 40]; // letters up to which a model's name is never cut, and those of one that is

/** Return a difference with its sign in so many digits, and in more where these would claim that there is none.
 * @param {number} off
 * @param {number} digits
 */
export const offBy = (off, digits) => signed(off, (number) => {
  const text = fixed(number, digits);
  return number && !Number(text) ? String(Number(number.toPrecision(1))) : text;
});

/** Return the sign of a model with its name.
 * @param {string} sign
 * @param {string} name
 */
const named = (sign, name) => html('span', { class: 'pill', title: name.length > SHORT_MODEL ? name : null }, icon(sign), html('bdi', {}, shortened(name, LONGEST_MODEL)));

export class Versus {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, tools) {
    Object.assign(this, { page, spec, data, change: tools.change });
    this.bar = page.getElementById('bar');
    this.name = html('p', { class: 'strong named' });
    page.querySelector('#cut .joined')?.before(this.name);
    this.rivalName = html('label', { for: 'rival-threshold', class: 'strong named' });
    this.box = html('input', { type: 'text', inputmode: 'decimal', class: 'field n', id: 'rival-threshold', 'aria-describedby': 'rival-note', onchange: () => this.type() });
    this.message = html('p', { class: 'small quiet', id: 'rival-note', role: 'status' });
    const best = button(say('bar.best', { metric: data.metrics.best.label }), () => this.choose(), { id: 'rival-best' });
    this.cut = html('div', { class: 'cut', id: 'rival-cut' }, this.rivalName, html('div', { class: 'joined' }, this.box, best), this.message);
    const lane = html('div', { class: 'lane', id: 'rival-lane' });
    this.lane = new Lane(lane, spec, data, { change: (part) => tools.change({ rivalThreshold: /** @type {Part} */ (part).threshold }) });
    this.lane.slider.id = 'rival-slider';
    this.table = html('div', { class: 'against scroll', id: 'against', role: 'region', 'aria-label': say('compare.metrics') });
    page.getElementById('lane').after(this.cut, lane);
    page.getElementById('chips').after(this.table);
  }

  /** Set the threshold that was typed for the model that is compared. */
  type() {
    const number = numberIn(this.box.value);
    const isWrong = Number.isNaN(number);
    this.box.setAttribute('aria-invalid', String(isWrong));
    this.written = null; // what was typed gives way to what it became
    if (isWrong) this.message.textContent = say('bar.noNumber', { text: this.box.value, threshold: this.data.thresholdText(/** @type {State} */ (this.rival)) });
    else this.change({ rivalThreshold: number });
  }

  /** Set the threshold of the model that is compared to where the marked metric is best. */
  choose() {
    const rival = /** @type {State} */ (this.rival);
    const { best } = curvesOf(this.data, rival);
    if (best >= 0) this.change({ rivalThreshold: this.data.thresholdAt(/** @type {Scores} */ (this.data.scores(rival)), best) });
    else this.message.textContent = say('bar.oneClass');
  }

  /** @param {State} state */
  update(state) {
    const { bar, data, spec } = this;
    const rival = data.rival(state);
    this.rival = rival;
    const hasTwo = Boolean(rival && data.scores(state) && data.scores(rival));
    const looks = `bar ${rival ? 'versus' : ''} ${hasTwo ? 'lanes' : ''}`;
    if (bar.className !== looks) {
      bar.className = looks;
      this.change({}); // what was drawn before in another room is drawn again
    }
    this.name.hidden = this.cut.hidden = this.lane.root.hidden = !hasTwo;
    this.table.hidden = !rival;
    if (!rival) return;
    if (hasTwo) {
      const [mine, theirs] = [state.run, rival.run].map((run) => spec.runs[run].name);
      this.show(rival, mine, theirs);
      this.lane.update(rival);
      this.lane.slider.setAttribute('aria-label', say('compare.slider', { name: theirs }));
    }
    this.drawTable(state, rival);
    this.stick(hasTwo);
  }

  /** Let the last part of the bar stay where it takes much of a small screen: what moves thresholds, or else the last that there is.
   * @param {boolean} hasTwo
   */
  stick(hasTwo) {
    if (!matchMedia('(max-width: 899px)').matches) return;
    const lane = this.page.getElementById('lane');
    const last = hasTwo ? /** @type {HTMLElement} */ (this.page.querySelector('#cut .joined')) : lane.hidden ? this.table : lane;
    this.bar.style.top = `${4 - last.offsetTop}px`;
  }

  /** Show the names of both models and the threshold of the second.
   * @param {State} rival
   * @param {string} mine
   * @param {string} theirs
   */
  show(rival, mine, theirs) {
    const text = this.data.thresholdText(rival);
    const shown = JSON.stringify([text, rival.run, rival.other, rival.positive]);
    if (this.written === shown) return; // what a person is typing stays
    this.written = shown;
    replaced(this.name, named('a', mine), ` ${say('compare.from')}`);
    replaced(this.rivalName, named('b', theirs), ` ${say('compare.from')}`);
    this.box.value = Number.isFinite(this.data.threshold(rival)) ? text : '';
    this.message.textContent = this.box.value ? '' : say('bar.beyond');
    this.box.setAttribute('aria-invalid', 'false');
  }

  /** Return the names of the metrics that are compared, by their labels in figures.
   * @param {State} state
   * @returns {[label: string, name: string][]}
   */
  metrics(state) {
    const { metrics } = this.data;
    const { metrics: decided } = decidedOf(this.data, state);
    if (state.positive !== null) return LABEL_METRICS.map((name) => decided.find((one) => one.name === name)).filter(Boolean).map(({ label, name }) => [label, name]);
    const macro = metrics.averaged.map(/** @returns {[string, string]} */ ({ label }) => [say('outcomes.macro', { metric: label }), '']);
    return /** @type {[string, string][]} */ ([...decided.map(({ label, name }) => [label, name]), ...macro]).slice(0, MOST);
  }

  /** Draw the metrics of both models and their differences.
   * @param {State} state
   * @param {State} rival
   */
  drawTable(state, rival) {
    const { data, spec } = this;
    const [mine, theirs] = [state, rival].map((one) => numbersOf(data, one));
    const key = JSON.stringify([mine, theirs, state.run, rival.run, state.positive, state.chosen]);
    if (key === this.key) return;
    this.key = key;
    const metrics = this.metrics(state).filter(([label]) => label in mine);
    const ends = pairedEnds(data, state, rival);
    this.ends = ends;
    /** @param {string} name */
    const rank = (name) => (name === 'specificity' ? 'second' : '');
    /**
     * @param {string} sign
     * @param {State} one
     * @param {Record<string, number>} numbers
     */
    const row = (sign, one, numbers) => {
      const { found, metrics: all } = decidedOf(data, one);
      const cells = metrics.map(([label, name]) => {
        const both = all.find((metric) => metric.name === name)?.ends(found, spec.z);
        return html('td', { class: `number ${rank(name)}`, 'data-tell': both ? `${label} ${rounded(numbers[label])}\n${spec.interval} ${interval(both)}` : null }, rounded(numbers[label]));
      });
      return html('tr', {}, html('th', { scope: 'row' }, named(sign, spec.runs[one.run].name)), ...cells);
    };
    const differences = metrics.map(([label, name]) => this.difference(label, theirs[label] - mine[label], ends[name], rank(name)));
    this.table.replaceChildren(html(
      'table', {},
      html('thead', {}, html('tr', {}, html('td'), ...metrics.map(([label, name]) => html('th', { scope: 'col', class: `number ${rank(name)}` }, label)))),
      html('tbody', {}, row('a', state, mine), row('b', rival, theirs), html('tr', {}, html('th', { scope: 'row' }, say('compare.difference')), ...differences)),
    ));
  }

  /** Return the cell of a difference: below it its paired interval where it has one.
   * @param {string} label
   * @param {number} off
   * @param {Ends | undefined} ends
   * @param {string} rank
   */
  difference(label, off, ends, rank) {
    if (Number.isNaN(off)) return html('td', { class: `number ${rank}` });
    /** @param {number} digits */
    const span = (digits) => say('compare.interval', { low: offBy(ends?.[0] ?? NaN, digits), high: offBy(ends?.[1] ?? NaN, digits) });
    const tell = ends ? [`${label} ${offBy(off, 3)}`, `${say('compare.paired')} ${span(3)}`].join('\n') : null;
    return html('td', { class: `number ${rank}`, 'data-tell': tell }, html('strong', {}, offBy(off, 3)), ends ? html('span', { class: 'small quiet under' }, span(2)) : null);
  }
}
