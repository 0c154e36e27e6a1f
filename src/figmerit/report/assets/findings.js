// What the page itself finds for what was chosen: a threshold, or a classifier, that calls everything one class. No elements here.

import { outcomesOf, rightOf } from './results.js';
import { say } from './words.js';

/** Return in sentences what would mislead of what is shown.
 * @param {Data} data
 * @param {State} state
 * @returns {string[]}
 */
export function findingsOf(data, state) {
  const size = data.labels(state).length;
  const matrix = data.matrix(state);
  const [, n] = rightOf(matrix, size);
  if (!n) return [];
  if (state.positive === null) {
    const called = data.labels(state).filter((_, j) => data.labels(state).some((__, i) => matrix[i * size + j]));
    return called.length === 1 ? [say('findings.oneClass', { name: called[0] })] : [];
  }
  const name = data.spec.labels[state.positive];
  const { tp, fp } = outcomesOf(data, state);
  if (tp + fp === n) return [say('findings.everything', { name })];
  return tp + fp ? [] : [say('findings.nothing', { name })];
}
