// Metrics with their intervals, the most frequent mistakes, the classes, and all models or checkpoints side by side.

import { wilson } from './counts.js';
import { button, replaced, svg, table } from './dom.js';
import { classesOf, curvesOf, decidedOf, numbersOf, rightOf } from './results.js';
import { area, count, interval, percent, rounded } from './text.js';

const MOST_MISTAKES = 8;

/** Return a number, and how far it is from another one. */
function compared(value, from, isSame = false) {
  const off = value - from;
  if (isSame || Number.isNaN(off)) return rounded(value);
  return `${rounded(value)} (${off > 0 ? '+' : off < 0 ? '−' : '±'}${rounded(Math.abs(off))})`;
}

/** Return a bar for the samples of a class, and one below it for its predictions. */
const bars = (shares) => svg(
  'svg', { class: 'bars', viewBox: '0 0 40 14', width: 40, height: 14, 'aria-hidden': 'true' },
  ...shares.map((share, k) => svg('rect', { x: 0, y: 7 * k, height: 6, width: 40 * share })),
);

export class Numbers {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change });
  }

  update(state) {
    this.state = state;
    this.matrix = this.data.matrix(state);
    this.labels = this.data.labels(state);
    this.drawMetrics();
    this.drawMistakes();
    this.drawClasses();
    if (this.spec.runs.length > 1) this.drawRuns();
  }

  show(id, ...parts) {
    replaced(this.page.getElementById(id), table(...parts));
  }

  drawMetrics() {
    const [, total] = rightOf(this.matrix, this.labels.length);
    const { z, interval: kind, areas } = this.spec;
    const { metrics, found } = decidedOf(this.data, this.state);
    const shares = Object.fromEntries(metrics.filter((one) => one.interval).map((one) => [one.label, one.parts(found)]));
    const numbers = numbersOf(this.data, this.state);
    const rows = Object.entries(numbers).filter(([name]) => !(name in areas)).map(([name, value]) => {
      const parts = shares[name];
      return [name, rounded(value), parts && !Number.isNaN(value) ? interval(wilson(...parts, z)) : ''];
    });
    if ('AUC' in numbers) rows.push(...this.areas());
    this.show('numbers', `${count(total)} examples`, ['metric', 'value', kind], rows);
    const { averaged, whole, best } = this.data.metrics;
    const spoken = [...[...averaged, ...whole].map(({ label }) => label), `macro ${best.label}`].filter((name) => name in numbers);
    this.speak(spoken.map((name) => `${name} ${rounded(numbers[name])}`).join(', '));
  }

  /** Return the areas under the curves, with how far off they may be. */
  areas() {
    const { auc, ap, aucBounds, apBounds } = curvesOf(this.data, this.state);
    const { AUC, AP } = this.spec.areas;
    return [[AUC, area(auc, aucBounds), ''], [AP, area(ap, apBounds), '']];
  }

  /** Say the metrics, as soon as nothing has moved for a while. */
  speak(words) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { this.page.getElementById('spoken').textContent = words; }, 400);
  }

  drawMistakes() {
    const size = this.labels.length;
    const classes = classesOf(this.matrix, size);
    const wrong = Array.from(this.matrix, (n, cell) => ({ n, cell, i: Math.floor(cell / size), j: cell % size })).filter(({ n, i, j }) => n && i !== j);
    wrong.sort((a, b) => b.n - a.n || a.cell - b.cell);
    const rows = wrong.slice(0, MOST_MISTAKES).map(({ n, cell, i, j }) => {
      const words = { 'aria-label': `${count(n)} examples of ${this.labels[i]} predicted as ${this.labels[j]}: show them`, class: 'slice' };
      return [this.labels[i], this.labels[j], button(count(n), () => this.change({ cells: new Set([cell]) }), words), percent(n / (classes[i].tp + classes[i].fn))];
    });
    const head = rows.length ? ['true', 'predicted', 'examples', 'of the true label'] : [];
    this.show('mistakes', rows.length ? 'Most frequent mistakes' : 'No mistakes', head, rows);
  }

  drawClasses() {
    const { averaged } = this.data.metrics;
    const classes = classesOf(this.matrix, this.labels.length);
    const sizes = classes.map(({ tp, fp, fn }) => [tp + fn, tp + fp]);
    const most = Math.max(...sizes.flat(), 1);
    const rows = classes.map((one, k) => {
      const numbers = averaged.map((metric) => rounded(metric.of(one)));
      return [this.labels[k], ...sizes[k].map(count), bars(sizes[k].map((n) => n / most)), ...numbers];
    });
    this.show('classes', 'Classes', ['class', 'true', 'predicted', '', ...averaged.map(({ label }) => label)], rows);
  }

  /** Compare all models or checkpoints on the chosen data, at the chosen threshold, with the chosen one. */
  drawRuns() {
    const { state, data, spec } = this;
    const numbers = spec.runs.map((_, run) => numbersOf(data, { ...state, run }));
    const names = Object.keys(numbers[state.run]);
    const rows = spec.runs.map(({ name }, run) => [
      run === state.run ? `${name} (shown)` : name,
      ...names.map((one) => (one in spec.areas ? this.area(one, run) : compared(numbers[run][one], numbers[state.run][one], run === state.run))),
    ]);
    const caption = `Each ${spec.runsName}, in brackets the difference from the one that is shown`;
    this.show('runs', caption, [spec.runsName, ...names], rows);
  }

  /** Return an area of a run; the difference is left out where it is less than the bounds of both. */
  area(name, run) {
    const [mine, shown] = [run, this.state.run].map((one) => {
      const { auc, ap, aucBounds, apBounds } = curvesOf(this.data, { ...this.state, run: one });
      return name === 'AUC' ? { value: auc, bounds: aucBounds } : { value: ap, bounds: apBounds };
    });
    if (!mine.bounds) return compared(mine.value, shown.value, run === this.state.run);
    const overlap = mine.bounds[0] <= shown.bounds[1] && shown.bounds[0] <= mine.bounds[1];
    const text = area(mine.value, mine.bounds);
    return overlap ? text : `${text} ${compared(mine.value, shown.value).split(' ')[1] ?? ''}`;
  }
}
