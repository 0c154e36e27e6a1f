// What the rows of the table say of scores: how those of predicted classes lie, and where the true class stands. No elements here.

/** Return the score of a row.
 * @param {Scores} scores
 * @param {number} row
 */
export const scoreAt = ({ values, codes }, row) => values[codes[row]];

/** Return in which of so many bins between two ends a number is.
 * @param {number} value
 * @param {number} bins
 * @param {Ends} range
 */
const binOf = (value, bins, [low, high]) => Math.min(bins - 1, Math.max(0, Math.floor((bins * (value - low)) / (high - low || 1))));

/** Return histograms of the predicted class's score: of right predictions and of wrong ones.
 * @param {ClassScores} all
 * @param {number} bins
 * @param {Ends} range
 */
export function topOf({ scores, truth, predicted, weight, keep }, bins, [from, to]) {
  const [right, wrong] = [new Float64Array(bins), new Float64Array(bins)];
  for (let row = 0; row < truth.length; row++) {
    if (keep && !keep[row]) continue;
    (truth[row] === predicted[row] ? right : wrong)[binOf(scoreAt(scores[predicted[row]], row), bins, [from, to])] += weight ? weight[row] : 1;
  }
  return { right, wrong, from, to };
}

/** Return how many have the true class among the highest scores, and how many there are: of equal scores the later class is higher, as in scikit-learn.
 * @param {ClassScores} all
 * @param {number} places
 * @returns {[right: number, total: number]}
 */
export function topRight({ scores, truth, weight, keep }, places) {
  let [right, total] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    if (keep && !keep[row]) continue;
    const one = weight ? weight[row] : 1;
    const label = truth[row];
    const own = scoreAt(scores[label], row);
    let above = 0;
    for (let k = 0; k < scores.length && above < places; k++) {
      const other = scoreAt(scores[k], row);
      if (other > own || (other === own && k > label)) above += 1;
    }
    total += one;
    if (above < places) right += one;
  }
  return [right, total];
}

/** Return for each cell the histogram of the scores in it.
 * @param {{ n: number, cell: (row: number) => number, score: (row: number) => number, keep: Keep, weight: Numbers | null }} rows
 * @param {number} cells
 * @param {number} bins
 * @param {Ends} range
 */
export function spreadOf({ n, cell, score, keep, weight }, cells, bins, range) {
  const counts = Array.from({ length: cells }, () => new Float64Array(bins));
  for (let row = 0; row < n; row++) {
    if (keep && !keep[row]) continue;
    counts[cell(row)][binOf(score(row), bins, range)] += weight ? weight[row] : 1;
  }
  return counts;
}
