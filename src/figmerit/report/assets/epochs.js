// How a metric goes along checkpoints, on the subset that is shown and on the others. No elements here.

import { Data } from './data.js';
import { curvesOf, numbersOf, outcomesOf, sumOf } from './results.js';

/** Return the metrics that checkpoints have: the name of each among the numbers of a state, in the catalog, and in words.
 * @param {Data} data
 * @param {State} state
 * @returns {EpochMetric[]}
 */
export function epochMetrics(data, state) {
  const { metrics: { shown, whole, averaged }, spec: { areas } } = data;
  if (state.positive === null) return [...whole.map((one) => entryOf(one, '')), ...averaged.map((one) => entryOf(one, 'macro '))];
  const ranked = data.hasScores(state) ? Object.entries(areas).map(([key, label]) => ({ key, name: key, label, isBetterHigh: true, isFixed: true })) : [];
  return [...shown.map((one) => ({ ...entryOf(one, ''), isFixed: false })), ...ranked];
}

/** Return what is said of a metric, whose value no threshold changes.
 * @param {Metric} metric
 * @param {string} prefix
 * @returns {EpochMetric}
 */
function entryOf({ name, label, greaterIsBetter }, prefix) {
  return { key: prefix + label, name, label: prefix + label, isBetterHigh: greaterIsBetter ?? true, isFixed: true };
}

/** Return the lines that are drawn: of each subset one, that of all if none is chosen, and which is the shown one.
 * @param {Spec} spec
 * @param {State} state
 * @returns {EpochLine[]}
 */
export function linesOf({ first, groups }, { chosen }) {
  if (!first.subset) return [{ code: -1, name: '', isShown: true }];
  const subsets = groups[0].values.map((name, code) => ({ code, name, isShown: code === chosen[0] }));
  return chosen[0] >= 0 ? subsets : [...subsets, { code: -1, name: '', isShown: true }];
}

/** The values of checkpoints. Those that take long are computed beside the caches of what is shown. */
export class Epochs {
  /**
   * @param {Spec} spec
   * @param {Data} data
   */
  constructor(spec, data) {
    this.spec = spec;
    this.data = data;
    this.beside = new Data(spec, data.columns);
  }

  /** Return a metric of a checkpoint on the examples of a line.
   * @param {State} state
   * @param {number} run
   * @param {EpochLine} line
   * @param {EpochMetric} metric
   */
  value(state, run, { code }, { key, name, isFixed }) {
    const { beside, data } = this;
    const hasSubsets = this.spec.first.subset !== null;
    if (!isFixed) {
      const found = hasSubsets ? data.slices({ ...state, run }, 0) : [outcomesOf(data, { ...state, run })];
      return data.metrics.get(name).of(code < 0 ? sumOf(found) : found[code]);
    }
    const chosen = hasSubsets ? [code, ...state.chosen.slice(1)] : state.chosen;
    const part = { ...state, run, chosen };
    const value = state.positive === null ? numbersOf(beside, part)[key] : curvesOf(beside, part)[key === 'AUC' ? 'auc' : 'ap'];
    beside.cache.clear();
    return value;
  }
}

/** Return the place of the best of some values, the first of equals; -1 if none is known.
 * @param {number[]} values
 * @param {boolean} isBetterHigh
 */
export function bestOf(values, isBetterHigh) {
  let best = -1;
  values.forEach((value, k) => {
    if (!Number.isNaN(value) && (best < 0 || (isBetterHigh ? value > values[best] : value < values[best]))) best = k;
  });
  return best;
}

/** Return where checkpoints are along an axis: at their numbers if these ascend, else one after the other.
 * @param {string[]} names
 */
export function positionsOf(names) {
  const numbers = names.map((name) => (/^\d+(\.\d+)?$/.test(name) ? Number(name) : NaN));
  return numbers.every((number, k) => number > (k ? numbers[k - 1] : -1)) ? numbers : names.map((_, k) => k);
}
