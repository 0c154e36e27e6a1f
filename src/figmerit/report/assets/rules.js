// Rules that choose a threshold: those of choose_threshold in Python, with the same ties and tolerances.

import { along } from './counts.js';
import { ratioOf } from './metrics.js';

/** Return the place of the highest number (or the lowest), of equal ones the last: the highest threshold.
 * @param {Float64Array} numbers
 * @param {number} tie
 * @param {boolean} lowest
 */
function lastBest(numbers, tie, lowest = false) {
  const size = lowest ? Math.min(numbers.reduce((most, number) => Math.max(most, Math.abs(number) || 0), 0), 1) : 1;
  let best = NaN;
  for (const number of numbers) if (!(lowest ? number >= best : number <= best) && !Number.isNaN(number)) best = number;
  return numbers.findLastIndex((number) => Math.abs(number - best) <= tie * size);
}

/** Return the place that a rule chooses in a sweep; -1 if no threshold reaches its target.
 * @param {Metrics} metrics
 * @param {Counts} counts
 * @param {string} rule
 * @param {Targets} options
 */
export function choose(metrics, counts, rule, { target = NaN, cost = { fp: NaN, fn: NaN } } = {}) {
  if (!(counts.nPositive && counts.nNegative)) return -1;
  const { best, youden, tie } = metrics;
  if (rule === 'best') return lastBest(along(counts, best.at), tie, best.greaterIsBetter === false);
  if (rule === 'youden') return lastBest(along(counts, youden.at), tie);
  if (rule === 'cost') {
    /** @type {Pick<MetricRow, 'numerator' | 'denominator'>} */
    const costs = { numerator: [0, cost.fp, cost.fn, 0], denominator: [1, 1, 1, 1] };
    return lastBest(along(counts, ratioOf(costs)), tie, true);
  }
  const wanted = metrics.get(rule === 'precision' ? 'recall' : 'precision');
  const reaches = along(counts, metrics.get(rule).at).map((value) => (value >= target - tie ? 1 : 0));
  if (!reaches.includes(1)) return -1;
  const values = along(counts, wanted.at);
  return lastBest(values.map((value, i) => (reaches[i] ? (Number.isNaN(value) ? -1 : value) : -2)), tie);
}
