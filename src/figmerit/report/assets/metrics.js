// The metrics of single decisions, as the specification has them from Python's catalog: no formula is written here.

import { share } from './counts.js';

/** Return the sum of the four outcomes, each with its factor, as a function of them. */
const weighted = ([a, b, c, d]) => (tp, fp, fn, tn) => a * tp + b * fp + c * fn + d * tn;

/** Return a ratio of two such sums as a function of the four outcomes: NaN where its denominator is 0. */
export function ratioOf({ numerator, denominator }) {
  const [part, whole] = [weighted(numerator), weighted(denominator)];
  return (tp, fp, fn, tn) => share(part(tp, fp, fn, tn), whole(tp, fp, fn, tn));
}

/** A metric: what the specification says of it, its value, and both sums of samples that it is a share of. */
class Metric {
  constructor(row) {
    Object.assign(this, row);
    this.at = ratioOf(row);
    this.sums = [row.numerator, row.denominator].map(weighted);
  }

  of({ tp, fp, fn, tn }) {
    return this.at(tp, fp, fn, tn);
  }

  parts({ tp, fp, fn, tn }) {
    return this.sums.map((sum) => sum(tp, fp, fn, tn));
  }
}

export class Metrics {
  constructor({ metrics, best, sweep, youden, tie }) {
    this.all = new Map(metrics.map((row) => [row.name, new Metric(row)]));
    const every = [...this.all.values()];
    this.shown = every.filter((one) => one.shown);
    this.averaged = every.filter((one) => one.averaged);
    this.whole = every.filter((one) => one.whole);
    this.best = this.get(best);
    this.sweep = sweep.map((name) => this.get(name));
    const terms = youden.sum.map((name) => this.get(name));
    this.youden = { label: youden.label, at: (...four) => terms.reduce((sum, one) => sum + one.at(...four), 0) + youden.offset };
    this.tie = tie;
  }

  get(name) {
    return this.all.get(name);
  }
}
