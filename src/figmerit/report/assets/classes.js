// The classes, weakest first, and the most frequent mistakes among them: each a click away.

import { wilson } from './counts.js';
import { html, link, replaced } from './dom.js';
import { classesOf, curvesOf } from './results.js';
import { SortedTable, barOf, isFew, spanOf } from './tables.js';
import { count, percent, rounded, shortened } from './text.js';
import { say } from './words.js';

const [MOST_MISTAKES, MANY_CLASSES] = [12, 15]; // mistakes that are listed; classes from which on they are searched

export class Classes {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    const panel = page.getElementById('panel-classes');
    if (!panel) return;
    const card = html('section', { class: 'card classes' }, html('header', {}, html('h2', {}, say('tabs.classes')), html('p', { class: 'small quiet' }, say('classes.hint'))));
    this.search = html('input', { type: 'search', class: 'field search', id: 'search-classes', 'aria-label': say('classes.search'), placeholder: say('classes.search'), oninput: () => this.draw() });
    if (spec.labels.length > MANY_CLASSES) card.append(html('div', { class: 'toolbar' }, this.search));
    this.table = new SortedTable(card, { id: 'classes', label: say('tabs.classes'), key: data.metrics.best.name });
    this.heading = html('h2');
    this.mistakes = html('div', { class: 'scroll', id: 'mistakes', role: 'region', 'aria-label': say('matrix.mistakes') });
    this.sides = [html('div', { class: 'side' }, card), html('div', { class: 'side' })];
    this.card = html('section', { class: 'card' }, html('header', {}, this.heading), this.mistakes);
    panel.append(html('div', { class: 'row2' }, ...this.sides));
  }

  update(state) {
    if (!this.table || state.tab !== 'classes') return;
    this.state = state;
    this.matrix = this.data.matrix(state);
    this.labels = this.data.labels(state);
    this.found = classesOf(this.matrix, this.labels.length);
    this.place();
    this.draw();
    this.drawMistakes();
  }

  /** Put the shorter cards below the table of classes: of two classes the mistakes, of more the metrics. */
  place() {
    const [small, large] = this.labels.length === 2 ? [this.card, this.metrics] : [this.metrics, this.card];
    if (small.parentElement === this.sides[0] && large.parentElement === this.sides[1]) return;
    this.sides[0].append(small);
    this.sides[1].append(large);
  }

  get metrics() {
    return document.getElementById('card-metrics');
  }

  draw() {
    const wanted = this.search.value.trim().toLowerCase();
    const rows = this.found.map((found, k) => ({ found, k })).filter(({ k }) => !wanted || this.labels[k].toLowerCase().includes(wanted));
    const chosen = this.state.positive;
    const isOne = this.spec.kind === 'multiclass' && chosen !== null;
    const classOf = ({ found, k }) => (isOne && k === 1 ? 'chosen' : isFew(found.tp + found.fn) ? 'weak' : null);
    this.table.draw(this.columns(isOne), rows, { classOf, caption: rows.length ? '' : say('classes.none', { words: this.search.value }) });
  }

  columns(isOne) {
    const { averaged } = this.data.metrics;
    const all = this.found.reduce((sum, { tp, fn }) => [sum[0] + tp, sum[1] + tp + fn], [0, 0]);
    const number = (key, name, value, text, rank = '') => ({ key, name, number: true, rank, value, cell: (row) => text(value(row)) });
    const truly = ({ found }) => found.tp + found.fn;
    const areas = this.hasAreas(isOne) ? [number('auc', this.spec.areas.AUC, ({ k }) => curvesOf(this.data, this.state, k).auc, rounded)] : [];
    return [
      { key: 'class', name: say('classes.class'), value: ({ k }) => this.labels[k], cell: ({ k }) => this.name(k) },
      number('true', say('classes.true'), truly, count),
      number('predicted', say('classes.predicted'), ({ found }) => found.tp + found.fp, count, 'rare'),
      ...averaged.map((metric) => number(metric.name, metric.label, ({ found }) => metric.of(found), rounded)),
      ...areas,
      {
        key: 'span', name: say(this.spec.interval ? 'classes.span' : 'classes.recall'), rank: 'rare', value: ({ found }) => found.tp / truly({ found }),
        cell: ({ found }) => spanOf(found.tp / truly({ found }), this.spec.interval && truly({ found }) ? wilson(found.tp, truly({ found }), this.spec.z) : null, all[0] / all[1]),
      },
    ];
  }

  hasAreas(isOne) {
    return this.spec.kind === 'multiclass' && !isOne && this.data.hasScores(this.state);
  }

  /** Return a class as a button: the page is about it then, or shows its mistakes. */
  name(k) {
    const { state } = this;
    const size = this.labels.length;
    const canChange = this.spec.kind === 'multiclass' && this.data.hasScores(state) && state.positive === null;
    const mistakes = new Set(Array.from({ length: size }, (_, j) => k * size + j).filter((cell) => cell % size !== k && this.matrix[cell]));
    const act = canChange ? { positive: k } : { cells: mistakes };
    return link(this.labels[k], () => this.change(act));
  }

  drawMistakes() {
    const size = this.labels.length;
    const wrong = Array.from(this.matrix, (n, cell) => ({ n, cell, i: Math.floor(cell / size), j: cell % size })).filter(({ n, i, j }) => n && i !== j);
    wrong.sort((a, b) => b.n - a.n || a.cell - b.cell);
    this.heading.textContent = say(wrong.length ? 'matrix.mistakes' : 'matrix.noMistakes');
    const rows = wrong.slice(0, MOST_MISTAKES).map(({ n, cell, i, j }) => {
      const [one, other] = [this.labels[i], this.labels[j]];
      const act = () => this.change(({ cells }) => ({ cells: cells.has(cell) && cells.size === 1 ? new Set() : new Set([cell]) }));
      const isChosen = this.state.cells.has(cell) && !this.state.ofOther;
      const name = link(`${shortened(one)} → ${shortened(other)}`, act, isChosen);
      return html(
        'tr', { class: isChosen ? 'chosen' : null }, html('th', { scope: 'row' }, name), html('td', { class: 'number' }, count(n)), html('td', { class: 'rare' }, barOf(n / wrong[0].n)),
        html('td', { class: 'number' }, say('matrix.shareOf', { share: percent(n / (this.found[i].tp + this.found[i].fn)), name: shortened(one, 14) })),
      );
    });
    const more = wrong.length > MOST_MISTAKES ? [html('p', { class: 'small quiet' }, say('classes.more', { n: wrong.length - MOST_MISTAKES }))] : [];
    replaced(this.mistakes, html('table', {}, html('tbody', {}, ...rows)), ...more);
  }
}
