// What is read off counts: curves with their areas, and metrics. Kept until what was chosen changes. No elements here.

import { apEnds, aucEnds } from './areas.js';
import { along, outcomes } from './counts.js';
import { areaBounds, averagePrecision, prVertices, rocAuc, rocVertices, stepBounds } from './curves.js';
import { choose } from './rules.js';

/** The signs of the four outcomes. */
export const SIGNS = { tp: 'right', fp: 'false', fn: 'missed', tn: 'right' };

const NOTHING = { x: [], y: [], places: [] };

/** Return the curves of a label against the rest on the chosen data, their areas and the place where the marked metric is best.
 * @param {Data} data
 * @param {State} state
 * @param {number | null} label
 */
export function curvesOf(data, state, label = state.positive) {
  const { name } = /** @type {{ name: string }} */ (data.scores(state, label));
  return data.cached(`curves ${name}`, String(state.chosen), () => {
    const counts = data.sweep(state, label);
    const hasPositives = counts.nPositive > 0;
    const hasBoth = hasPositives && counts.nNegative > 0;
    const roc = hasBoth ? rocVertices(counts) : NOTHING;
    const pr = hasPositives ? prVertices(counts) : NOTHING;
    const { rounded } = data.spec;
    const auc = hasBoth ? rocAuc(counts) : NaN;
    const ap = hasPositives ? averagePrecision(counts) : NaN;
    const aucBounds = rounded && hasBoth ? areaBounds(counts) : null;
    const apBounds = rounded && hasPositives ? stepBounds(counts) : null;
    let [best, ends] = [-2, /** @type {Record<string, Ends> | null} */ (null)];
    return {
      counts,
      roc,
      pr,
      sweep: () => sweepOf(data.metrics, counts),
      auc,
      ap,
      aucBounds,
      apBounds,
      /** The intervals of both areas, NaN where there are none; bounds move their ends apart. */
      get ends() {
        ends ??= {
          AUC: apart(hasBoth ? aucEnds(counts, auc, data.spec) : [NaN, NaN], auc, aucBounds),
          AP: apart(hasPositives ? apEnds(counts, ap, data.spec) : [NaN, NaN], ap, apBounds),
        };
        return ends;
      },
      get best() {
        if (best < -1) best = choose(data.metrics, counts, 'best');
        return best;
      },
    };
  });
}

/** Return the ends of an interval, moved apart as far as the area may be off.
 * @param {Ends} ends
 * @param {number} value
 * @param {Ends | null} bounds
 * @returns {Ends}
 */
const apart = ([low, high], value, bounds) => (bounds ? [Math.max(low + bounds[0] - value, 0), Math.min(high + bounds[1] - value, 1)] : [low, high]);

/** Return the drawn metrics at each threshold; they are read along the one whose best threshold is marked.
 * @param {Metrics} metrics
 * @param {Sweep} counts
 */
function sweepOf(metrics, counts) {
  const { thresholds } = counts;
  const values = Object.fromEntries(metrics.sweep.map(({ name, at }) => [name, along(counts, at)]));
  const places = new Int32Array(thresholds.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  return { x: thresholds, y: values[metrics.best.name], places, values };
}

/** Return the four outcomes of a label at its threshold.
 * @param {Data} data
 * @param {State} state
 * @param {number | null} label
 * @returns {Outcomes}
 */
export function outcomesOf(data, state, label = state.positive) {
  if (data.hasScores(state)) return outcomes(data.sweep(state, label), data.place(state, label));
  const [tn, fp, fn, tp] = data.matrix({ ...state, positive: label });
  return { tp, fp, fn, tn };
}

/** Return how many of all the matrix says are right, and how many there are.
 * @param {Float64Array} matrix
 * @param {number} size
 * @returns {[number, number]}
 */
export function rightOf(matrix, size) {
  let right = 0;
  for (let i = 0; i < size; i++) right += matrix[i * size + i];
  return [right, matrix.reduce((a, b) => a + b, 0)];
}

/** Return the outcomes of each class of a matrix against the rest.
 * @param {Float64Array} matrix
 * @param {number} size
 * @returns {Outcomes[]}
 */
export function classesOf(matrix, size) {
  const [, total] = rightOf(matrix, size);
  return Array.from({ length: size }, (_, k) => {
    let [truly, predicted] = [0, 0];
    for (let i = 0; i < size; i++) {
      truly += matrix[k * size + i];
      predicted += matrix[i * size + k];
    }
    const tp = matrix[k * size + k];
    return { tp, fp: predicted - tp, fn: truly - tp, tn: total - truly - predicted + tp };
  });
}

/** Return the cells of a matrix with wrong predictions, the most frequent first.
 * @param {Float64Array} matrix
 * @param {number} size
 * @returns {Mistake[]}
 */
export function mistakesOf(matrix, size) {
  const wrong = Array.from(matrix, (n, cell) => ({ n, cell, i: Math.floor(cell / size), j: cell % size })).filter(({ n, i, j }) => n && i !== j);
  return wrong.sort((a, b) => b.n - a.n || a.cell - b.cell);
}

/** Return the outcomes of all together.
 * @param {Outcomes[]} all
 * @returns {Outcomes}
 */
export function sumOf(all) {
  const sum = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const one of all) for (const name of /** @type {(keyof Outcomes)[]} */ (Object.keys(sum))) sum[name] += one[name];
  return sum;
}

/** Return the mean of a metric over classes or labels, in which what is undefined counts as 0.
 * @param {Metric} metric
 * @param {Outcomes[]} all
 */
export const meanOf = (metric, all) => all.reduce((sum, one) => sum + (metric.of(one) || 0), 0) / all.length;

/** Return the means over classes.
 * @param {Metrics} metrics
 * @param {Float64Array} matrix
 * @param {number} size
 * @returns {Record<string, number>}
 */
function macroOf(metrics, matrix, size) {
  const classes = classesOf(matrix, size);
  return Object.fromEntries(metrics.averaged.map((metric) => [`macro ${metric.label}`, meanOf(metric, classes)]));
}

/** Return the metrics that a state has one value of, and the outcomes: of several classes together right and wrong labels.
 * @param {Data} data
 * @param {State} state
 * @returns {{ metrics: Metric[], found: Outcomes }}
 */
export function decidedOf(data, state) {
  if (state.positive !== null) return { metrics: data.metrics.shown, found: outcomesOf(data, state) };
  const [right, total] = rightOf(data.matrix(state), data.labels(state).length);
  return { metrics: data.metrics.whole, found: { tp: right, fp: total - right, fn: 0, tn: 0 } };
}

/** Return the metrics of a state by their names in figures.
 * @param {Data} data
 * @param {State} state
 * @returns {Record<string, number>}
 */
export function numbersOf(data, state) {
  const { metrics, found } = decidedOf(data, state);
  const named = Object.fromEntries(metrics.map((metric) => [metric.label, metric.of(found)]));
  if (state.positive === null) return { ...named, ...macroOf(data.metrics, data.matrix(state), data.labels(state).length) };
  if (!data.hasScores(state)) return named;
  const { auc, ap } = curvesOf(data, state);
  return { ...named, AUC: auc, AP: ap };
}
