// What the page itself finds for what was chosen: a threshold, or a classifier, that calls everything one class. No elements here.

import { outcomesOf, rightOf } from './results.js';
import { say } from './words.js';

/** Return what would mislead of what is shown: the name of each finding and its sentence.
 * @param {Data} data
 * @param {State} state
 * @returns {[key: string, sentence: string][]}
 */
export function findingsOf(data, state) {
  const size = data.labels(state).length;
  const matrix = data.matrix(state);
  const [, n] = rightOf(matrix, size);
  if (!n) return [];
  if (state.positive === null) {
    const called = data.labels(state).filter((_, j) => data.labels(state).some((__, i) => matrix[i * size + j]));
    return called.length === 1 ? [['page.class', say('findings.oneClass', { name: called[0] })]] : [];
  }
  const name = data.spec.labels[state.positive];
  const { tp, fp } = outcomesOf(data, state);
  if (tp + fp === n) return [['page.all', say('findings.everything', { name })]];
  return tp + fp ? [] : [['page.none', say('findings.nothing', { name })]];
}

/** Return how many findings there are, of the page and of Python, that are not silenced.
 * @param {Data} data
 * @param {State} state
 */
export const openFindings = (data, state) => [...findingsOf(data, state).map(([key]) => key), ...data.spec.findings].filter((key) => !state.silenced.includes(key)).length;
