// Metrics of slices: all of each slice of a group, or one metric of each pair of slices of two groups as a heatmap.

import { button, choice, html, link, replaced } from './dom.js';
import { SortedTable, isFew } from './tables.js';
import { count, rounded, shortened } from './text.js';
import { say } from './words.js';

const [MOST_SHOWN, SHADES] = [100, 7]; // slices that are shown; shades of a heatmap

export class Slices {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    const panel = page.getElementById('panel-slices');
    if (!panel) return;
    this.title = html('h2');
    this.bar = html('div', { class: 'toolbar push' });
    this.note = html('p', { class: 'small quiet' });
    const card = html('section', { class: 'card', id: 'slices' }, html('header', {}, this.title, this.bar), this.note);
    panel.append(card);
    this.table = new SortedTable(card, { id: 'slices-table', label: say('tabs.slices'), key: 'slice' });
    this.heat = html('div', { class: 'scroll', role: 'region', 'aria-label': say('tabs.slices') });
    card.append(this.heat);
  }

  /** Show which slices are shown, and by what, if there is a choice. */
  drawChoices() {
    const { groups } = this.spec;
    const { first, second, metric } = this.state.slices;
    const key = String([first, second, metric]);
    if (groups.length < 2 || this.choices === key) return;
    this.choices = key;
    const names = groups.map(({ name }, group) => [group, name]);
    const set = (part) => this.change(({ slices }) => ({ slices: { ...slices, ...part } }));
    replaced(
      this.bar,
      choice('slices-of', say('slices.of'), names, first, (group) => set({ first: +group, second: second === +group ? null : second })),
      choice('slices-by', say('slices.by'), [['', say('slices.metrics')], ...names.filter(([group]) => group !== first)], second ?? '', (group) => set({ second: group === '' ? null : +group })),
      ...(second === null ? [] : [choice('slices-metric', say('slices.metric'), this.data.metrics.shown.map((one) => [one.name, one.label]), metric, (one) => set({ metric: one }))]),
    );
  }

  update(state) {
    this.state = state;
    if (!this.table || state.tab !== 'slices') return;
    Object.assign(this, state.slices);
    this.drawChoices();
    const { groups } = this.spec;
    const of = state.positive === null || this.spec.kind === 'binary' ? '' : say('slices.ofLabel', { name: this.spec.labels[state.positive] });
    this.title.textContent = this.second === null ? say('slices.title', { of }) : say('slices.pairs', { metric: this.shownMetric().label, of });
    const many = [this.first, this.second].filter((group) => group !== null && groups[group].values.length > MOST_SHOWN);
    const notes = [say('slices.hint'), groups[this.first].note ?? '', ...many.map((group) => say('slices.most', { n: MOST_SHOWN, all: groups[group].values.length, name: groups[group].name }))];
    this.note.textContent = notes.filter(Boolean).join(' ');
    const cells = this.data.slices(state, this.first, this.second);
    this.table.root.hidden = this.second !== null;
    this.heat.hidden = this.second === null;
    (this.second === null ? this.heat : this.table.body).replaceChildren();
    if (this.second === null) this.drawTable(cells);
    else this.drawHeat(cells);
  }

  /** Return the metric that pairs of slices show: the chosen one, if there is a positive label. */
  shownMetric() {
    return this.metrics().find(({ name }) => name === this.metric) ?? this.metrics()[0];
  }

  /** Return the metrics that slices have. */
  metrics() {
    const { shown, whole } = this.data.metrics;
    return this.state.positive === null ? whole : shown;
  }

  drawTable(cells) {
    const size = ({ tp, fp, fn, tn }) => tp + fp + fn + tn;
    const sum = cells.reduce((all, one) => Object.fromEntries(Object.keys(one).map((name) => [name, (all[name] ?? 0) + one[name]])), {});
    const best = this.shownMetric();
    const off = ({ found }) => best.of(found) - best.of(sum);
    const sign = (value) => (Number.isNaN(value) ? rounded(value) : `${value > 0 ? '+' : value < 0 ? '−' : '±'}${rounded(Math.abs(value))}`);
    const columns = [
      { key: 'slice', name: this.spec.groups[this.first].name, value: ({ code }) => code, cell: ({ code, found }) => [this.name(code), ...(isFew(size(found)) ? [html('span', { class: 'small quiet' }, ` ${say('slices.few')}`)] : [])] },
      { key: 'n', name: say('slices.examples'), number: true, value: ({ found }) => size(found), cell: ({ found }) => count(size(found)) },
      ...this.metrics().map((metric) => ({ key: metric.name, name: metric.label, number: true, value: ({ found }) => metric.of(found), cell: ({ found }) => (size(found) ? rounded(metric.of(found)) : say('slices.empty')) })),
      { key: 'off', name: say('slices.off', { metric: best.label }), number: true, rank: 'rare', value: off, cell: (row) => sign(off(row)) },
    ];
    const rows = cells.slice(0, MOST_SHOWN).map((found, code) => ({ found, code }));
    const classOf = ({ found, code }) => (this.state.chosen[this.first] === code ? 'chosen' : isFew(size(found)) ? 'weak' : null);
    const all = [say('slices.all'), count(size(sum)), ...this.metrics().map((metric) => rounded(metric.of(sum))), ''];
    this.table.draw(columns, rows, { classOf, last: [all] });
  }

  name(code) {
    return link(this.spec.groups[this.first].values[code], () => this.choose([this.first, code]), this.state.chosen[this.first] === code);
  }

  drawHeat(cells) {
    const [first, second] = [this.first, this.second].map((group) => this.spec.groups[group].values);
    const metric = this.shownMetric();
    const head = second.slice(0, MOST_SHOWN).map((name) => html('th', { scope: 'col', class: 'number' }, shortened(name, 24)));
    const body = first.slice(0, MOST_SHOWN).map((_, code) => html(
      'tr', {}, html('th', { scope: 'row' }, this.name(code)), ...second.slice(0, MOST_SHOWN).map((__, other) => this.pair(cells[code * second.length + other], metric, [[this.first, code], [this.second, other]])),
    ));
    replaced(this.heat, html('table', { class: 'heat' }, html('thead', {}, html('tr', {}, html('td'), ...head)), html('tbody', {}, ...body)));
  }

  /** Return a pair of slices as a shaded button: its metric, and of how many examples. */
  pair(found, metric, places) {
    const n = found.tp + found.fp + found.fn + found.tn;
    const value = metric.of(found);
    const shade = Number.isNaN(value) ? 'undefined' : `heat-${Math.max(1, Math.ceil(Math.min(value, 1) * SHADES))}`;
    const slices = places.map(([group, code]) => `${this.spec.groups[group].name} ${this.spec.groups[group].values[code]}`).join(', ');
    const isChosen = places.every(([group, code]) => this.state.chosen[group] === code);
    const label = say('slices.pair', { slices, metric: metric.label, value: rounded(value), n });
    return html('td', {}, button(`${n ? rounded(value) : say('slices.empty')} (${count(n)})`, () => this.choose(...places), { class: `heat ${shade}`, 'aria-pressed': String(isChosen), 'aria-label': label }));
  }

  /** Show some slices alone; if they are, all again. */
  choose(...places) {
    const are = places.every(([group, code]) => this.state.chosen[group] === code);
    const chosen = [...this.state.chosen];
    for (const [group, code] of places) chosen[group] = are ? -1 : code;
    this.change({ chosen });
  }
}
