// Shares of different examples: by how much they differ, and which of several differences stay after a correction. No elements here.

import { wilson } from './counts.js';

const LEAST = 1e-30; // weight of the likeliest count 1: what is less likely changes no sum

/** Return the interval of how far the first share is above the second one, by Newcombe's method 10; NaN where a side has no examples.
 * @param {Share} one
 * @param {Share} other
 * @param {number} z
 * @returns {Ends}
 */
export function unpairedEnds(one, other, z) {
  const [[share, low, high], [otherShare, otherLow, otherHigh]] = [one, other].map(([part, whole]) => [part / whole, ...wilson(part, whole, z)]);
  const off = share - otherShare;
  return [off - Math.hypot(share - low, otherHigh - otherShare), off + Math.hypot(high - share, otherShare - otherLow)];
}

/** Return the two-sided mid-p value of Fisher's test that two shares are the same; NaN where a side has no examples.
 *
 * Counts of the first side are hypergeometric given both sums; their weights follow from each other, from the likeliest count on.
 * @param {Share} one
 * @param {Share} other
 */
export function fisher([part, n], [otherPart, m]) {
  if (!n || !m) return NaN;
  const found = part + otherPart;
  const [low, high] = [Math.max(0, found - m), Math.min(n, found)];
  const likeliest = Math.min(high, Math.max(low, Math.floor(((n + 1) * (found + 1)) / (n + m + 2))));
  const sums = [0, 0, 0]; // below what was observed, there, and above
  /**
   * @param {number} step
   * @param {number} end
   * @param {(k: number) => number} ratio
   */
  const walk = (step, end, ratio) => {
    let weight = 1;
    for (let k = likeliest; k !== end && weight > LEAST; k += step) {
      weight *= ratio(k);
      sums[1 + Math.sign(k + step - part)] += weight;
    }
  };
  sums[1 + Math.sign(likeliest - part)] += 1;
  walk(1, high, (k) => ((found - k) * (n - k)) / ((k + 1) * (m - found + k + 1)));
  walk(-1, low, (k) => (k * (m - found + k)) / ((found - k + 1) * (n - k + 1)));
  const [below, there, above] = sums;
  return Math.min(1, (2 * Math.min(below + there / 2, above + there / 2)) / (below + there + above));
}

/** Return p-values as Holm adjusts them for their number; NaN stays, and is no test.
 * @param {number[]} values
 */
export function holm(values) {
  const adjusted = [...values];
  const order = values.map((_, k) => k).filter((k) => !Number.isNaN(values[k])).sort((a, b) => values[a] - values[b] || a - b);
  let least = 0;
  order.forEach((k, place) => {
    least = Math.max(least, values[k] * (order.length - place));
    adjusted[k] = Math.min(least, 1);
  });
  return adjusted;
}

/** Return what tells a metric's successes and trials, if it is a share of examples and not merely rises with one.
 * @param {Metric} metric
 * @returns {((found: Outcomes) => Share) | null}
 */
export function shareOf({ sums, map, interval }) {
  if (!sums || !interval || String(map) !== '1,1,0') return null;
  const [part, whole] = sums;
  return ({ tp, fp, fn, tn }) => [part(tp, fp, fn, tn), whole(tp, fp, fn, tn)];
}

/** Return all outcomes but those of a part.
 * @param {Outcomes} all
 * @param {Outcomes} part
 * @returns {Outcomes}
 */
const without = (all, part) => ({ tp: all.tp - part.tp, fp: all.fp - part.fp, fn: all.fn - part.fn, tn: all.tn - part.tn });

/** Return how far a metric of each slice is above that of the rest: with its interval and Holm's p-value where it is a share of examples.
 * @param {Outcomes[]} slices
 * @param {Outcomes} all
 * @param {Metric} metric
 * @param {number | null} z
 * @returns {AgainstRest[]}
 */
export function againstRest(slices, all, metric, z) {
  const shares = z === null ? null : shareOf(metric);
  const rests = slices.map((one) => without(all, one));
  const compared = slices.map((one, k) => {
    const rest = rests[k];
    const off = metric.of(one) - metric.of(rest);
    if (!shares || z === null) return { off, rest, ends: null, p: NaN };
    const [mine, others] = [shares(one), shares(rest)];
    return { off, rest, ends: Number.isNaN(off) ? null : unpairedEnds(mine, others, z), p: fisher(mine, others) };
  });
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map((one, k) => ({ ...one, p: adjusted[k] }));
}
