// Metrics of slices as a heatmap: those of each slice of a group, or one metric of each pair of slices of two groups.

import { metricsOf, share } from './counts.js';
import { button, choice, html, replaced } from './dom.js';
import { inkOn } from './matrix.js';
import { NAMES } from './results.js';
import { count, rounded } from './text.js';

const UNDEFINED = '#d9d9d9';
const MOST = 100; // slices that are shown

export class Slices {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    this.root = page.getElementById('slices');
    const isSubset = (group) => spec.groups[group].name === spec.first.subset?.name;
    const groups = spec.groups.map((_, group) => group);
    this.first = groups.find((group) => !isSubset(group)) ?? 0;
    this.second = null;
    this.metric = 'f1_score';
    if (!groups.length) return;
    this.bar = html('div', { class: 'bar' });
    this.heat = html('div', { class: 'scrolled' });
    this.root.append(this.bar, this.heat, html('p', { class: 'note' }, 'A click shows the examples of a slice alone, another one all again.'));
    if (groups.length > 1) this.drawChoices();
  }

  drawChoices() {
    const groups = this.spec.groups.map(({ name }, group) => [group, name]);
    const again = (part) => { Object.assign(this, part); this.drawChoices(); this.update(this.state); };
    const metrics = Object.entries(NAMES);
    const choices = [
      choice('slices-of', 'slices of', groups, this.first, (group) => again({ first: +group, second: this.second === +group ? null : this.second })),
      choice('slices-by', 'by', [['', 'metrics'], ...groups.filter(([group]) => group !== this.first)], this.second ?? '', (group) => again({ second: group === '' ? null : +group })),
    ];
    if (this.second !== null) choices.push(choice('slices-metric', 'metric', metrics, this.metric, (metric) => again({ metric })));
    replaced(this.bar, ...choices);
  }

  update(state) {
    this.state = state;
    if (!this.heat) return;
    const cells = this.data.slices(state, this.first, this.second).map((one) => this.values(one));
    const { values } = this.spec.groups[this.first];
    const rows = this.second === null ? this.byMetric(cells) : this.bySecond(cells);
    const head = this.second === null ? ['examples', ...this.metrics().map((name) => NAMES[name])] : this.spec.groups[this.second].values;
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
    return `${this.second === null ? 'Metrics of each slice' : `${NAMES[this.shownMetric()]}, and examples`}${parts.join('')}`;
  }

  /** Return the metric that pairs of slices show: the chosen one, if there is a positive label. */
  shownMetric() {
    return this.metrics().includes(this.metric) ? this.metric : 'accuracy';
  }

  /** Return the names of the metrics that slices have. */
  metrics() {
    return this.state.positive === null ? ['accuracy'] : Object.keys(NAMES);
  }

  values(one) {
    if (this.state.positive === null) {
      const n = one.right + one.wrong;
      return { n, accuracy: share(one.right, n) };
    }
    return { n: one.tp + one.fp + one.fn + one.tn, ...metricsOf(one).values };
  }

  byMetric(cells) {
    return cells.map((cell, code) => [html('td', { class: 'number' }, count(cell.n)), ...this.metrics().map((name) => (
      this.cell(cell, name, [[this.first, code]])
    ))]);
  }

  bySecond(cells) {
    const width = this.spec.groups[this.second].values.length;
    const name = this.shownMetric();
    return this.spec.groups[this.first].values.map((_, code) => (
      cells.slice(code * width, code * width + Math.min(width, MOST)).map((cell, other) => this.cell(cell, name, [[this.first, code], [this.second, other]]))
    ));
  }

  cell(cell, name, places) {
    const value = cell[name];
    const color = Number.isNaN(value) ? UNDEFINED : this.spec.sliceColors[Math.round(value * (this.spec.sliceColors.length - 1))];
    const slices = places.map(([group, code]) => `${this.spec.groups[group].name} ${this.spec.groups[group].values[code]}`).join(', ');
    const chosen = places.every(([group, code]) => this.state.chosen[group] === code);
    const text = `${cell.n ? rounded(value) : '—'}${this.second === null ? '' : ` (${count(cell.n)})`}`;
    const box = button(text, () => this.choose(...places), {
      class: 'heat', 'aria-pressed': String(chosen), 'aria-label': `${slices}: ${NAMES[name]} ${rounded(value)}, ${count(cell.n)} examples`,
    });
    Object.assign(box.style, { backgroundColor: color, color: inkOn(color) });
    return html('td', {}, box);
  }

  /** Show some slices alone; all again if they are shown already. */
  choose(...places) {
    const are = places.every(([group, code]) => this.state.chosen[group] === code);
    const chosen = [...this.state.chosen];
    for (const [group, code] of places) chosen[group] = are ? -1 : code;
    this.change({ chosen, cells: new Set() });
  }
}
