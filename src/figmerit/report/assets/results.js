// What is read off counts: curves with their areas, and metrics. Kept until what was chosen changes. No elements here.

import { metricsOf, outcomes, share } from './counts.js';
import { areaBounds, averagePrecision, prVertices, rocAuc, rocVertices, stepBounds, sweepValues } from './curves.js';
import { choose } from './rules.js';

export const NAMES = { accuracy: 'accuracy', precision: 'precision', recall: 'recall', specificity: 'specificity', f1_score: 'F1' };

const NOTHING = { x: [], y: [], places: [] };

/** Return the curves of a label against the rest on the chosen data, their areas and the place of the best F1. */
export function curvesOf(data, state, label = state.positive) {
  const { name } = data.scores(state, label);
  return data.cached(`curves ${name}`, String(state.chosen), () => {
    const counts = data.sweep(state, label);
    const hasPositives = counts.nPositive > 0;
    const hasBoth = hasPositives && counts.nNegative > 0;
    const roc = hasBoth ? rocVertices(counts) : NOTHING;
    const pr = hasPositives ? prVertices(counts) : NOTHING;
    const { rounded } = data.spec;
    let best;
    return {
      counts,
      roc,
      pr,
      sweep: () => sweepOf(counts),
      auc: hasBoth ? rocAuc(counts) : NaN,
      ap: hasPositives ? averagePrecision(counts) : NaN,
      aucBounds: rounded && hasBoth ? areaBounds(counts) : null,
      apBounds: rounded && hasPositives ? stepBounds(counts) : null,
      get best() {
        best ??= choose(counts, 'f1');
        return best;
      },
    };
  });
}

/** Return precision, recall and F1 at each threshold; it is read along F1. */
function sweepOf(counts) {
  const { thresholds } = counts;
  const values = sweepValues(counts);
  const places = new Int32Array(thresholds.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  return { x: thresholds, y: values.f1, places, values };
}

/** Return the four outcomes of a label at its threshold. */
export function outcomesOf(data, state, label = state.positive) {
  if (data.hasScores(state)) return outcomes(data.sweep(state, label), data.place(state, label));
  const [tn, fp, fn, tp] = data.matrix({ ...state, positive: label });
  return { tp, fp, fn, tn };
}

/** Return how many of all the matrix says are right, and how many there are. */
export function rightOf(matrix, size) {
  let right = 0;
  for (let i = 0; i < size; i++) right += matrix[i * size + i];
  return [right, matrix.reduce((a, b) => a + b, 0)];
}

/** Return how many samples each class has, how often it is predicted, and how often that is right. */
export function classesOf(matrix, size) {
  return Array.from({ length: size }, (_, k) => {
    let [truly, predicted] = [0, 0];
    for (let i = 0; i < size; i++) {
      truly += matrix[k * size + i];
      predicted += matrix[i * size + k];
    }
    return { truly, predicted, right: matrix[k * size + k] };
  });
}

/** Return the means over classes, in which what is undefined counts as 0. */
function macroOf(matrix, size) {
  const classes = classesOf(matrix, size);
  const mean = (part) => classes.reduce((sum, one) => sum + (part(one) || 0), 0) / size;
  return {
    'macro precision': mean(({ right, predicted }) => share(right, predicted)),
    'macro recall': mean(({ right, truly }) => share(right, truly)),
    'macro F1': mean(({ right, truly, predicted }) => share(2 * right, truly + predicted)),
  };
}

/** Return the metrics of a state by their names. */
export function numbersOf(data, state) {
  if (state.positive === null) {
    const [matrix, size] = [data.matrix(state), data.labels(state).length];
    return { accuracy: share(...rightOf(matrix, size)), ...macroOf(matrix, size) };
  }
  const { values } = metricsOf(outcomesOf(data, state));
  const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [NAMES[name], value]));
  if (!data.hasScores(state)) return named;
  const { auc, ap } = curvesOf(data, state);
  return { ...named, AUC: auc, AP: ap };
}
