// The scores of one example for each class: which of them are shown, and what is true and predicted. No elements here.

import { scoreAt } from './scored.js';
import { aligned, rounded } from './text.js';

const [FEW_CLASSES, HIGHEST] = [12, 10]; // classes of which all scores are shown; scores that are shown of more

/** Return a score in two decimals, or in more where these would seem to reach a threshold, or not to.
 * @param {number} value
 * @param {string} type
 * @param {number} threshold
 */
export function briefScore(value, type, threshold = NaN) {
  const text = rounded(value, 2);
  const size = Math.abs(value);
  const isBrief = (size < 1000 && Number(text.replace(/[<>]/, '')) >= threshold === value >= threshold) || size === 0;
  return isBrief ? text : aligned(value, type, threshold);
}

/** Return a function that tells whether a label is predicted for a row.
 * @param {Data} data
 * @param {State} state
 * @param {number} label
 * @returns {RowTest}
 */
function predictedOf(data, state, label) {
  if (data.spec.kind !== 'multiclass' || label === state.positive) return data.decided({ ...state, positive: label });
  const predicted = data.columns.get(data.predicted({ ...state, positive: null }));
  return (row) => state.positive === null && predicted[row] === label;
}

/** Return the scores of a row: those of few classes in their order, of many the highest ones and what is true and predicted, and how high the others are at most.
 * @param {Data} data
 * @param {State} state
 * @param {number} row
 * @returns {{ shown: ExampleScore[], others: number, most: number }}
 */
export function scoresOfExample(data, state, row) {
  const { spec } = data;
  if (!data.hasScores(state)) return { shown: [], others: 0, most: NaN };
  const labels = spec.kind === 'binary' ? [/** @type {number} */ (spec.positive)] : spec.labels.map((_, label) => label);
  const rival = data.rival(state);
  const all = labels.map((label) => {
    const scores = /** @type {Scores} */ (data.scores(state, label));
    const isCut = spec.kind !== 'multiclass' || label === state.positive;
    const other = rival && data.scores(rival, label);
    return {
      label, name: spec.labels[label], value: scoreAt(scores, row), type: scores.type, cut: isCut ? data.threshold(state, label) : NaN, other: other ? scoreAt(other, row) : NaN,
      isTrue: data.truth(label)[row] === data.positive(label), isPredicted: predictedOf(data, state, label)(row),
    };
  });
  if (all.length <= FEW_CLASSES) return { shown: all, others: 0, most: NaN };
  const order = [...all].sort((a, b) => b.value - a.value || a.label - b.label);
  const shown = order.filter(({ isTrue, isPredicted }, k) => k < HIGHEST || isTrue || isPredicted);
  const rest = order.filter((one) => !shown.includes(one));
  return { shown, others: rest.length, most: rest.length ? rest[0].value : NaN };
}
