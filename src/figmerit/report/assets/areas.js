// Intervals of areas under curves, in closed form, from counts: the same as Python's. No elements here.

import { wilson } from './counts.js';

const EXTRA = 0.5; // how much of a row each class gets that is in order with half of the other class

/** Return the area under the ROC curve and its variance by DeLong et al., with so much of a row more in each class.
 * @param {Counts} counts
 * @param {number} auc
 * @param {number} extra
 */
function delong({ tp, fp, nPositive, nNegative }, auc, extra) {
  let [ofPositives, ofNegatives] = [0, 0];
  for (let i = 0; i + 1 < tp.length; i++) {
    const [positives, negatives] = [tp[i] - tp[i + 1], fp[i] - fp[i + 1]];
    ofPositives += positives * ((nNegative - fp[i] + negatives / 2) / nNegative - auc) ** 2;
    ofNegatives += negatives * ((tp[i + 1] + positives / 2) / nPositive - auc) ** 2;
  }
  /** @param {number} squares @param {number} size */
  const part = (squares, size) => (squares + ((auc - 0.5) ** 2 * size * extra) / (size + extra)) / (size + extra - 1) / (size + extra);
  const few = Math.min(nPositive, nNegative);
  return { moved: (few * auc + extra / 2) / (few + extra), variance: part(ofPositives, nPositive) + part(ofNegatives, nNegative) };
}

/** Return the ends of the interval of a share from half the width that its logit has.
 * @param {number} share
 * @param {number} half
 * @returns {Ends}
 */
const logit = (share, half) => {
  const odds = (1 - share) / share;
  return [1 / (1 + odds * Math.exp(half)), 1 / (1 + odds * Math.exp(-half))];
};

/** Return the ends of the interval of an area under the ROC curve: DeLong's on the logit scale, others near 0 and 1.
 * @param {Counts} counts
 * @param {number} auc
 * @param {Pick<Spec, 'z' | 'level'>} spec
 * @returns {Ends}
 */
export function aucEnds(counts, auc, { z, level }) {
  const few = Math.min(counts.nPositive, counts.nNegative);
  const low = ((1 - level) / 2) ** (1 / few);
  if (auc === 1) return [low, 1];
  if (auc === 0) return [0, 1 - low];
  if (few < 2 || z === null || !delong(counts, auc, 0).variance) return [NaN, NaN];
  if (few * Math.min(auc, 1 - auc) < EXTRA) return wilson(few * auc, few, z);
  const { moved, variance } = delong(counts, auc, EXTRA);
  const ends = logit(moved, (z * Math.sqrt(variance)) / moved / (1 - moved));
  return [Math.min(ends[0], auc), Math.max(ends[1], auc)];
}

/** Return the ends of the interval of an average precision, as a share of the positives.
 * @param {Counts} counts
 * @param {number} ap
 * @param {Pick<Spec, 'z'>} spec
 * @returns {Ends}
 */
export function apEnds({ nPositive }, ap, { z }) {
  const share = Math.min(ap, 1);
  if (z === null) return [NaN, NaN];
  if (nPositive * Math.min(share, 1 - share) < 1) return wilson(share * nPositive, nPositive, z);
  return logit(share, z / Math.sqrt(nPositive * share * (1 - share)));
}
