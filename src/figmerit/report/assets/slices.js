// Metrics of slices as a heatmap: those of each slice of a group, or one metric of each pair of slices of two groups.

import { button, choice, html, replaced } from './dom.js';
import { inkOn, UNDEFINED } from './matrix.js';
import { count, rounded } from './text.js';

const MOST = 100; // slices that are shown

export class Slices {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    this.root = page.getElementById('slices');
    if (!spec.groups.length) return;
    this.bar = html('div', { class: 'bar' });
    this.heat = html('div', { class: 'scrolled', role: 'region', 'aria-label': 'Slices' });
    this.root.append(this.bar, this.heat, html('p', { class: 'note' }, 'A click shows the examples of a slice alone, another one what was shown before.'));
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
      choice('slices-of', 'slices of', names, first, (group) => set({ first: +group, second: second === +group ? null : second })),
      choice('slices-by', 'by', [['', 'metrics'], ...names.filter(([group]) => group !== first)], second ?? '', (group) => set({ second: group === '' ? null : +group })),
      ...(second === null ? [] : [choice('slices-metric', 'metric', this.data.metrics.shown.map((one) => [one.name, one.label]), metric, (one) => set({ metric: one }))]),
    );
  }

  update(state) {
    this.state = state;
    if (!this.heat) return;
    Object.assign(this, state.slices);
    this.drawChoices();
    const cells = this.data.slices(state, this.first, this.second).map((one) => this.values(one));
    const { values } = this.spec.groups[this.first];
    const rows = this.second === null ? this.byMetric(cells) : this.bySecond(cells);
    const head = this.second === null ? ['examples', ...this.metrics().map(({ label }) => label)] : this.spec.groups[this.second].values;
    const body = values.slice(0, MOST).map((name, code) => html(
      'tr', {}, html('th', { scope: 'row' }, button(name, () => this.choose([this.first, code]), { class: 'slice', 'aria-pressed': String(this.state.chosen[this.first] === code) })), ...rows[code],
    ));
    replaced(this.heat, html(
      'table', { class: 'heat' }, html('caption', {}, this.caption()),
      html('thead', {}, html('tr', {}, html('td'), ...head.slice(0, MOST).map((name) => html('th', { scope: 'col', class: 'number' }, name)))), html('tbody', {}, ...body),
    ));
  }

  caption() {
    const { groups } = this.spec;
    const shown = [this.first, this.second].filter((group) => group !== null && groups[group].values.length > MOST);
    const parts = shown.map((group) => `; the first ${MOST} of ${count(groups[group].values.length)} slices of ${groups[group].name}`);
    const of = this.state.positive === null || this.spec.kind === 'binary' ? '' : ` of ${this.spec.labels[this.state.positive]}`;
    return `${this.second === null ? `Metrics${of} in each slice` : `${this.shownMetric().label}${of}, and examples`}${parts.join('')}`;
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

  values(one) {
    const values = this.metrics().map((metric) => [metric.name, metric.of(one)]);
    return { n: one.tp + one.fp + one.fn + one.tn, values: Object.fromEntries(values) };
  }

  byMetric(cells) {
    return cells.map((cell, code) => [html('td', { class: 'number' }, count(cell.n)), ...this.metrics().map((metric) => (
      this.cell(cell, metric, [[this.first, code]])
    ))]);
  }

  bySecond(cells) {
    const width = this.spec.groups[this.second].values.length;
    const metric = this.shownMetric();
    return this.spec.groups[this.first].values.map((_, code) => (
      cells.slice(code * width, code * width + Math.min(width, MOST)).map((cell, other) => this.cell(cell, metric, [[this.first, code], [this.second, other]]))
    ));
  }

  cell(cell, metric, places) {
    const value = cell.values[metric.name];
    const isUndefined = Number.isNaN(value);
    const { sliceColors } = this.spec;
    const color = isUndefined ? UNDEFINED : sliceColors[Math.round(Math.min(Math.max(value, 0), 1) * (sliceColors.length - 1))];
    const slices = places.map(([group, code]) => `${this.spec.groups[group].name} ${this.spec.groups[group].values[code]}`).join(', ');
    const chosen = places.every(([group, code]) => this.state.chosen[group] === code);
    const text = `${cell.n ? rounded(value) : 'no samples'}${this.second === null ? '' : ` (${count(cell.n)})`}`;
    const box = button(text, () => this.choose(...places), {
      class: isUndefined ? 'heat undefined' : 'heat', 'aria-pressed': String(chosen), 'aria-label': `${slices}: ${metric.label} ${rounded(value)}, ${count(cell.n)} examples`,
    });
    Object.assign(box.style, { backgroundColor: color, color: inkOn(color) });
    return html('td', {}, box);
  }

  /** Show some slices alone; if they are, what was shown before. */
  choose(...places) {
    const are = places.every(([group, code]) => this.state.chosen[group] === code);
    const chosen = [...this.state.chosen];
    for (const [group, code] of places) chosen[group] = are ? this.before?.[group] ?? -1 : code;
    if (!are) this.before = this.state.chosen;
    this.change({ chosen, cells: new Set() });
  }
}
