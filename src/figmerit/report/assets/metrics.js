// The metrics of single decisions, as the specification has them from Python's catalog: no formula is written here.

import { share, wilson } from './counts.js';

/** Return the sum of the four outcomes, each with its factor, as a function of them.
 * @param {Four} factors
 * @returns {OfOutcomes}
 */
const weighted = ([a, b, c, d]) => (tp, fp, fn, tn) => a * tp + b * fp + c * fn + d * tn;

/** Return a ratio of two such sums as a function of the four outcomes: NaN where its denominator is 0.
 * @param {Pick<MetricRow, 'numerator' | 'denominator'>} row
 * @returns {OfOutcomes}
 */
export function ratioOf({ numerator, denominator }) {
  const [part, whole] = [weighted(numerator), weighted(denominator)];
  return (tp, fp, fn, tn) => share(part(tp, fp, fn, tn), whole(tp, fp, fn, tn));
}

/** A metric: what the specification says of it, its value, and its interval. */
export class Metric {
  /** @param {MetricRow} row */
  constructor(row) {
    this.name = row.name;
    this.label = row.label;
    this.greaterIsBetter = row.greaterIsBetter;
    this.interval = row.interval;
    this.shown = row.shown;
    this.averaged = row.averaged;
    this.whole = row.whole;
    this.at = ratioOf(row);
    this.sums = row.share && [weighted(row.share.numerator), weighted(row.share.denominator)];
    this.map = row.map;
  }

  /** @param {Outcomes} outcomes */
  of({ tp, fp, fn, tn }) {
    return this.at(tp, fp, fn, tn);
  }

  /** Return the ends of the interval: Wilson's of the share that the metric rises with, mapped as it is; null if it has none.
   * @param {Outcomes} outcomes
   * @param {number | null} z
   * @returns {Ends | null}
   */
  ends({ tp, fp, fn, tn }, z) {
    if (!this.interval || !this.sums || !this.map) return null;
    const [part, whole] = this.sums.map((sum) => sum(tp, fp, fn, tn));
    if (!whole) return null;
    const [a, b, c] = this.map;
    const [low, high] = wilson(part, whole, /** @type {number} */ (z)).map((x) => (a * x) / (b + c * x));
    return [low, high];
  }
}

export class Metrics {
  /** @param {MetricsSpec} spec */
  constructor({ metrics, best, sweep, youden, tie }) {
    this.all = new Map(metrics.map((row) => [row.name, new Metric(row)]));
    const every = [...this.all.values()];
    this.shown = every.filter((one) => one.shown);
    this.averaged = every.filter((one) => one.averaged);
    this.whole = every.filter((one) => one.whole);
    this.best = this.get(best);
    this.sweep = sweep.map((name) => this.get(name));
    const terms = youden.sum.map((name) => this.get(name));
    /** @type {{ label: string, at: OfOutcomes }} */
    this.youden = { label: youden.label, at: (...four) => terms.reduce((sum, one) => sum + one.at(...four), 0) + youden.offset };
    this.tie = tie;
  }

  /**
   * @param {string} name
   * @returns {Metric}
   */
  get(name) {
    return /** @type {Metric} */ (this.all.get(name));
  }
}
