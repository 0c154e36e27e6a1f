// Two models on the same rows: which is right about which, whether they differ by more than chance, and by how much. No elements here.

import { filled, share, wilson } from './counts.js';

/** What two models can be right about, by the code of a row: 2 if the first is right, and 1 if the second is. */
export const AGREEMENTS = /** @type {const} */ (['neither', 'second', 'first', 'both']);

const SMALL = 16; // whole numbers below which Stirling's formula is not used
const LEAST_PART = 1e-17; // of a sum: smaller terms do not change it

/** Return for each row of the table whether a model is right about it: 1 or 0.
 * @param {Data} data
 * @param {State} state
 */
function rightsOf(data, state) {
  const scores = data.scores(state);
  const place = scores ? data.place(state) : 0;
  return data.cached(`rights ${state.run}`, String([state.positive, place]), () => {
    const truth = data.truth(state.positive);
    const found = new Uint8Array(data.n);
    if (!scores) {
      const predicted = data.columns.get(data.predicted(state));
      for (let i = 0; i < found.length; i++) found[i] = truth[i] === predicted[i] ? 1 : 0;
      return found;
    }
    const has = data.positive(state.positive);
    const { codes } = scores;
    for (let i = 0; i < found.length; i++) found[i] = (truth[i] === has) === (codes[i] >= place) ? 1 : 0;
    return found;
  });
}

/** Return what the decisions of two models depend on.
 * @param {Data} data
 * @param {State} state
 * @param {State} rival
 */
const decisions = (data, state, rival) => String([state.positive, ...[state, rival].map((one) => (data.scores(one) ? data.place(one) : -1))]);

/** Return for each row of the table the place in AGREEMENTS of what two models are right about.
 * @param {Data} data
 * @param {State} state
 * @param {State} rival
 */
export function agreementsOf(data, state, rival) {
  return data.cached(`agreements ${state.run} ${rival.run}`, decisions(data, state, rival), () => {
    const [first, second] = [rightsOf(data, state), rightsOf(data, rival)];
    const codes = new Uint8Array(data.n);
    for (let i = 0; i < codes.length; i++) codes[i] = 2 * first[i] + second[i];
    return codes;
  });
}

/** Return for each place of a model's threshold how many rows reach it (or how much weight), by whether they have the label and the other model is right.
 * @param {Data} data
 * @param {State} moving
 * @param {State} fixed
 * @returns {Float64Array[]}
 */
function reachingOf(data, moving, fixed) {
  const { codes, values } = /** @type {Scores} */ (data.scores(moving));
  return data.cached(`reaching ${moving.run} ${fixed.run}`, String([moving.positive, data.scores(fixed) && data.place(fixed), moving.chosen]), () => {
    const right = rightsOf(data, fixed);
    const keep = data.keepRows(moving);
    const weight = data.spec.weighted ? data.columns.get('weight') : null;
    const truth = data.truth(moving.positive);
    const has = data.positive(moving.positive);
    const found = [0, 1, 2, 3].map(() => new Float64Array(values.length + 1));
    for (let i = 0; i < codes.length; i++) {
      if (!keep || keep[i]) found[(truth[i] === has ? 2 : 0) + right[i]][codes[i]] += weight ? weight[i] : 1;
    }
    for (const sums of found) for (let k = values.length - 1; k >= 0; k--) sums[k] += sums[k + 1];
    return found;
  });
}

/** Return tallies while one threshold moves and the other stays: a look into sums that stay too.
 * @param {Data} data
 * @param {State} moving
 * @param {State} fixed
 * @param {[moving: number, fixed: number]} bits of the codes of agreements
 */
function talliesAt(data, moving, fixed, [bit, other]) {
  const counts = new Float64Array(8);
  const place = data.place(moving);
  reachingOf(data, moving, fixed).forEach((sums, k) => {
    const isOwn = k >= 2;
    const at = (isOwn ? 4 : 0) + (k % 2) * other;
    const [reached, rest] = [sums[place], sums[0] - sums[place]];
    counts[at + bit] = isOwn ? reached : rest;
    counts[at] = isOwn ? rest : reached;
  });
  return counts;
}

/** Return how many of the chosen rows of the table (or how much weight) each agreement has: of the rest, then of those with the label.
 * @param {Data} data
 * @param {State} state
 * @param {State} rival
 */
export function talliesOf(data, state, rival) {
  return data.cached(`tallies ${state.run} ${rival.run}`, `${decisions(data, state, rival)} ${state.chosen}`, () => {
    if (data.scores(state) && data.scores(rival)) {
      const last = data.cached(`places ${state.run} ${rival.run}`, '', () => ({ own: -1 }));
      const isSecond = last.own === data.place(state);
      last.own = data.place(state);
      return isSecond ? talliesAt(data, rival, state, [1, 2]) : talliesAt(data, state, rival, [2, 1]);
    }
    const codes = agreementsOf(data, state, rival);
    const keep = data.keepRows(state);
    const weight = data.spec.weighted ? data.columns.get('weight') : null;
    const truth = data.truth(state.positive);
    const has = data.positive(state.positive);
    const counts = new Float64Array(8);
    for (let i = 0; i < codes.length; i++) {
      if (!keep || keep[i]) counts[codes[i] + (truth[i] === has ? 4 : 0)] += weight ? weight[i] : 1;
    }
    return counts;
  });
}

/** Return the sums of tallies that some of the rows have: the rest, those with the label, or both.
 * @param {Float64Array} tallies
 * @param {boolean} rest
 * @param {boolean} own
 * @returns {Pairs}
 */
export function pairsOf(tallies, rest = true, own = true) {
  const [neither, second, first, both] = filled(4, (k) => (rest ? tallies[k] : 0) + (own ? tallies[k + 4] : 0));
  return { both, first, second, neither };
}

/** Return of which rows a metric is the share of right ones, the rest and those with the label; null if it is no such share.
 * @param {MetricRow | undefined} metric
 * @returns {[rest: boolean, own: boolean] | null}
 */
export function rowsOfMetric(metric) {
  if (!metric?.share) return null;
  const { numerator: [tp, fp, fn, tn], denominator } = metric.share;
  const [own, alarms, missed, rest] = denominator;
  const isShare = own === missed && alarms === rest && tp === own && tn === rest && !fp && !fn;
  return isShare ? [rest > 0, own > 0] : null;
}

/** Return the error of Stirling's formula for the logarithm of a factorial.
 * @param {number} n
 */
function stirlingError(n) {
  if (n < SMALL) {
    let factorial = 1;
    for (let k = 2; k <= n; k++) factorial *= k;
    return n ? Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI) : 0;
  }
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** Return x log(x / mean) + mean - x, also where both are nearly the same.
 * @param {number} x
 * @param {number} mean
 */
function deviance(x, mean) {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = (x - mean) / (x + mean);
  let sum = (x - mean) * ratio;
  let term = 2 * x * ratio;
  for (let k = 3; ; k += 2) {
    term *= ratio * ratio;
    const next = sum + term / k;
    if (next === sum) return sum;
    sum = next;
  }
}

/** Return the chance of so many out of n where each has the chance of one half (Loader's method).
 * @param {number} k
 * @param {number} n
 */
function binomial(k, n) {
  if (!k) return 2 ** -n;
  const rest = n - k;
  const error = stirlingError(n) - stirlingError(k) - stirlingError(rest) - deviance(k, n / 2) - deviance(rest, n / 2);
  return Math.exp(error) * Math.sqrt(n / (2 * Math.PI * k * rest));
}

/** Return the two-sided p-value of McNemar's exact test: a split at least this uneven, if both are equally good.
 * @param {number} first
 * @param {number} second
 */
export function mcnemar(first, second) {
  if (first === second) return 1;
  const [n, fewer] = [first + second, Math.min(first, second)];
  let [sum, ratio] = [1, 1];
  for (let k = fewer; k > 0 && ratio > LEAST_PART * sum; k--) {
    ratio *= k / (n - k + 1);
    sum += ratio;
  }
  return Math.min(1, 2 * sum * binomial(fewer, n));
}

/** Return the share that the first is right about less that of the second, and its interval (Newcombe's method 10).
 * @param {Pairs} pairs
 * @param {number} z
 * @returns {{ off: number, ends: Ends }}
 */
export function pairedDifference({ both, first, second, neither }, z) {
  const n = both + first + second + neither;
  const right = [both + first, both + second];
  const [one, other] = right.map((part) => {
    const [low, high] = wilson(part, n, z);
    return { down: share(part, n) - low, up: high - share(part, n) };
  });
  const product = both * neither - first * second;
  const together = product > 0 ? Math.max(product - n / 2, 0) : product;
  const [a, b] = right.map((part) => Math.sqrt(part * (n - part)));
  const correlation = a * b ? together / (a * b) : 0;
  /** @param {number} x @param {number} y */
  const added = (x, y) => Math.sqrt(Math.max(x * x - 2 * correlation * x * y + y * y, 0));
  const off = share(first - second, n);
  return { off, ends: [off - added(one.down, other.up), off + added(one.up, other.down)] };
}

/** Return the paired interval of each metric that has a closed form, by its name: of the second model less the first; nothing where not all rows are known.
 * @param {Data} data
 * @param {State} state
 * @param {State} rival
 * @returns {Record<string, Ends>}
 */
export function pairedEnds(data, state, rival) {
  const { spec } = data;
  const { z } = spec;
  if (!data.whole || z === null) return {};
  const tallies = talliesOf(data, state, rival);
  const all = spec.metrics.flatMap((metric) => {
    const rows = state.positive === null ? metric.whole && [true, true] : rowsOfMetric(metric);
    if (!rows) return [];
    const { both, first, second, neither } = pairsOf(tallies, ...rows);
    const { ends } = pairedDifference({ both, first: second, second: first, neither }, z);
    return Number.isNaN(ends[0]) ? [] : [[metric.name, ends]];
  });
  return Object.fromEntries(all);
}

/** Return how far the scores of two models are apart for each row: of the label, or of the true class; null without scores.
 * @param {Data} data
 * @param {State} state
 * @param {State} rival
 */
export function gapsOf(data, state, rival) {
  if (!data.hasScores(state) || !data.hasScores(rival)) return null;
  return data.cached('gaps', String([state.run, rival.run, state.positive]), () => {
    const truth = data.truth(0);
    /** @param {State} of */
    const all = (of) => data.spec.labels.map((_, label) => /** @type {Scores} */ (data.scores(of, state.positive ?? label)));
    const [mine, theirs] = [all(state), all(rival)];
    const isOne = state.positive !== null;
    return filled(data.n, (row) => {
      const label = isOne ? 0 : truth[row];
      return Math.abs(mine[label].values[mine[label].codes[row]] - theirs[label].values[theirs[label].codes[row]]);
    });
  });
}
