// The curves as a table: counts and shares at up to so many thresholds, made while it is open.

import { outcomes, placeOf } from './counts.js';
import { html, table } from './dom.js';
import { curvesOf } from './results.js';
import { count, rounded, shortest } from './text.js';
import { say } from './words.js';

const MOST_POINTS = 100; // listed in a table
const LEAST_POINTS = 10;
const OF_POINTS = ['precision', 'recall', 'fpr', 'f1_score'];
/** @type {(keyof Outcomes)[]} */
const OUTCOMES = ['tp', 'fp', 'fn', 'tn'];

export class CurveTable {
  /**
   * @param {Spec} spec
   * @param {Data} data
   */
  constructor(spec, data) {
    this.spec = spec;
    this.data = data;
    this.box = html('div', { class: 'scroll tall', role: 'region', 'aria-label': say('charts.table') });
    this.root = html('details', { id: 'points', class: 'card' }, html('summary', {}, say('charts.table')), this.box);
    this.root.addEventListener('toggle', () => this.draw());
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    this.draw();
  }

  draw() {
    const { data, root, spec, state } = this;
    if (root.hidden || !root.open) return;
    const key = String([state.run, state.positive, state.chosen]);
    if (this.drawn === key) return;
    this.drawn = key;
    const labels = state.positive === null ? spec.labels.map((_, label) => label) : [state.positive];
    const most = Math.max(MOST_POINTS / labels.length, LEAST_POINTS);
    const metrics = OF_POINTS.map((name) => data.metrics.get(name));
    const names = [say('charts.from'), ...OUTCOMES.map((name) => name.toUpperCase()), ...metrics.map(({ label }) => label)];
    const tables = labels.map((label) => {
      const [step, total, rows] = this.pointsOf(label, metrics, most);
      const part = step > 1 ? say('charts.some', { step, total }) : say('charts.every');
      return table(state.positive === null ? say('charts.tableOf', { name: spec.labels[label], part }) : part, names, rows);
    });
    this.box.replaceChildren(...tables);
  }

  /** Return which of the thresholds of a label are listed, one in so many of how many, and what there is at each.
   * @param {number} label
   * @param {Metric[]} metrics
   * @param {number} most
   * @returns {[step: number, total: number, rows: string[][]]}
   */
  pointsOf(label, metrics, most) {
    const { counts } = curvesOf(this.data, this.state, label);
    const { values, type } = /** @type {Scores} */ (this.data.scores(this.state, label));
    const step = Math.max(1, Math.ceil(values.length / most));
    const places = Array.from({ length: Math.ceil(values.length / step) }, (_, k) => k * step);
    const rows = [...places, values.length].map((place) => {
      const found = outcomes(counts, place);
      const cut = place < values.length ? shortest(values[place], (number) => placeOf(number, values, type) === place) : say('charts.beyond');
      return [cut, ...OUTCOMES.map((name) => count(found[name])), ...metrics.map((metric) => rounded(metric.of(found)))];
    });
    return [step, values.length, rows];
  }
}
