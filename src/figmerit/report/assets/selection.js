// Which examples are shown, in which order: found for one page at a time, however many there are. No elements here.
//
// Rows in the order of their scores are kept for each class and each truth; a threshold cuts both lists into the four cells
// of the matrix. Each order by score walks some of these parts from an end, so that a step of the slider costs no sorting.

import { ascending } from './counts.js';
import { filtered, sorted } from './rows.js';
import { scoreAt } from './scored.js';

/** Return the first place in rows of ascending codes whose code reaches a limit.
 * @param {ArrayLike<number>} rows
 * @param {ArrayLike<number>} codes
 * @param {number} limit
 */
function firstFrom(rows, codes, limit) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (codes[rows[middle]] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return what walks along rows from one place to before another, up or down.
 * @param {ArrayLike<number>} rows
 * @param {number} from
 * @param {number} to
 * @returns {Walk}
 */
const walk = (rows, from, to) => ({ rows, from, to, step: from <= to ? 1 : -1, size: Math.abs(to - from) });

/** Return rows from a start on, taken from walks such that a number of each row never falls.
 * @param {Walk[]} walks
 * @param {(row: number) => number} number
 * @param {number} start
 * @param {number} size
 */
function merged(walks, number, start, size) {
  const at = walks.map(({ from }) => from);
  const left = walks.map((one) => one.size);
  const heads = walks.map((one, k) => (left[k] ? number(one.rows[at[k]]) : Infinity));
  const found = [];
  for (let k = 0; k < start + size; k++) {
    let least = -1;
    for (let j = 0; j < walks.length; j++) if (left[j] && (least < 0 || heads[j] < heads[least])) least = j;
    if (least < 0) break;
    if (k >= start) found.push(walks[least].rows[at[least]]);
    at[least] += walks[least].step;
    left[least] -= 1;
    heads[least] = left[least] ? number(walks[least].rows[at[least]]) : Infinity;
  }
  return found;
}

/** Return stages, one after the other, of walks that are merged.
 * @param {{ walks: Walk[], number: (row: number) => number }[]} stages
 * @returns {Shown}
 */
function staged(stages) {
  const sizes = stages.map(({ walks }) => walks.reduce((sum, { size }) => sum + size, 0));
  const n = sizes.reduce((a, b) => a + b, 0);
  /**
   * @param {number} start
   * @param {number} size
   */
  const rows = (start, size) => {
    /** @type {number[]} */
    const found = [];
    let [from, wanted] = [start, Math.min(size, n - start)];
    stages.forEach(({ walks, number }, k) => {
      const part = Math.max(0, Math.min(wanted, sizes[k] - from));
      if (part) for (const row of merged(walks, number, from, part)) found.push(row);
      wanted -= part;
      from = Math.max(0, from - sizes[k]);
    });
    return found;
  };
  return { n, rows };
}

/** Return the rows of a class against the rest by ascending score, positives and negatives apart, as far as a search keeps them.
 * @param {Data} data
 * @param {State} state
 * @param {Query} query
 * @param {string} key
 */
function byScore(data, state, query, key) {
  const { name, codes, values } = /** @type {Scores} */ (data.scores(state));
  const truth = data.truth(state.positive);
  const positive = data.positive(state.positive);
  return data.cached('by score', JSON.stringify([name, key]), () => {
    const keep = data.keepRows(state);
    /** @param {number} row */
    const accepts = (row) => (!keep || keep[row]) && query.still.every((test) => test(row));
    const order = data.cached(`ascending ${name}`, '', () => ascending(codes, values.length));
    const rows = new Uint32Array(order.length); // positives from the front, negatives from the back
    let [p, q] = [0, order.length];
    const isAll = !keep && !query.still.length;
    for (let k = 0; k < order.length; k++) {
      const row = order[k];
      if (!isAll && !accepts(row)) continue;
      if (truth[row] === positive) rows[p++] = row;
      else rows[--q] = row;
    }
    return { positives: rows.subarray(0, p), negatives: rows.subarray(q).reverse() };
  });
}

/** Return which of the four cells are wanted, as tp, fp, fn, tn.
 * @param {Data} data
 * @param {State} state
 */
function wantedOutcomes(data, state) {
  const row = data.positiveRow(state);
  /** @type {Record<string, number>} */
  const cell = { tp: 3 * row, fn: row ? 2 : 1, fp: row ? 1 : 2, tn: row ? 0 : 3 };
  /** @param {string} name */
  const isWanted = (name) => (!state.cells.size || state.cells.has(cell[name]))
    && (!state.outcome || (state.outcome === 'right') === (name === 'tp' || name === 'tn'));
  return Object.fromEntries(Object.keys(cell).map((name) => [name, isWanted(name)]));
}

/** Return the examples of a class against the rest in an order by score.
 * @param {Data} data
 * @param {State} state
 * @param {Query} query
 * @param {Sort} sort
 * @param {string} key
 */
function ofScores(data, state, query, sort, key) {
  const { positives, negatives } = byScore(data, state, query, key);
  const { codes, values } = /** @type {Scores} */ (data.scores(state));
  const place = data.place(state);
  const [a, b] = [positives, negatives].map((rows) => firstFrom(rows, codes, place));
  const wanted = wantedOutcomes(data, state);
  const threshold = data.threshold(state);
  /** @param {number} row */
  const far = (row) => Math.abs(values[codes[row]] - threshold);
  /** @type {(name: string, ...one: Parameters<typeof walk>) => Walk[]} */
  const when = (name, ...one) => (wanted[name] ? [walk(...one)] : []);
  const near = {
    tp: () => when('tp', positives, a, positives.length), fn: () => when('fn', positives, a - 1, -1),
    fp: () => when('fp', negatives, b, negatives.length), tn: () => when('tn', negatives, b - 1, -1),
  };
  if (sort.key === 'mistakes') {
    const wrong = [...when('fn', positives, 0, a), ...when('fp', negatives, negatives.length - 1, b - 1)];
    return staged([{ walks: wrong, number: (row) => -far(row) }, { walks: [...near.tp(), ...near.tn()], number: far }]);
  }
  if (sort.key === 'nearest') return staged([{ walks: Object.values(near).flatMap((one) => one()), number: far }]);
  const up = [...when('fn', positives, 0, a), ...when('tp', positives, a, positives.length), ...when('tn', negatives, 0, b), ...when('fp', negatives, b, negatives.length)];
  const down = up.map(({ rows, from, to }) => walk(rows, to - 1, from - 1));
  return staged([sort.descending ? { walks: down, number: (row) => -codes[row] } : { walks: up, number: (row) => codes[row] }]);
}

/** Return all rows such that the mistakes that several classes' scores were surest of come first, then what is right, the least sure first.
 * @param {Pick<ClassScores, 'scores' | 'truth' | 'predicted'>} all
 */
export function bySureness({ scores, truth, predicted }) {
  const n = truth.length;
  /**
   * @param {number} label
   * @param {number} row
   */
  const at = (label, row) => scoreAt(scores[label], row);
  const key = new Float64Array(n);
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < n; row++) {
    const own = at(predicted[row], row);
    key[row] = truth[row] === predicted[row] ? own : at(truth[row], row) - own;
    if (key[row] < low) low = key[row];
    if (key[row] > high) high = key[row];
  }
  // whole numbers, of which the lower part is the row: these are sorted much faster than rows by a function
  const scale = (2 ** 29 - 1) / (high - low || 1);
  for (let row = 0; row < n; row++) {
    const isRight = truth[row] === predicted[row] ? 2 ** 29 : 0;
    key[row] = (Math.round((key[row] - low) * scale) + isRight) * 2 ** 22 + row;
  }
  key.sort();
  return Uint32Array.from(key, (one) => one % 2 ** 22);
}

/** Return the permutation that sorts all rows; null where they stay as they are.
 * @param {Data} data
 * @param {State} state
 * @param {Sort} sort
 * @param {TableColumn[]} columns
 */
export function permutationOf(data, state, sort, columns) {
  if (sort.key === 'mistakes' || sort.key === 'nearest') {
    return data.hasScores(state) && state.positive === null ? data.cached('sureness', String(state.run), () => bySureness(data.classScores(state))) : null;
  }
  const column = columns.find(({ key }) => key === sort.key);
  if (!column || (sort.key === 'row' && !sort.descending)) return null;
  const key = JSON.stringify([sort, state.run, state.other, state.positive, column.moves ? [state.thresholds, state.rivalThresholds] : null]);
  return data.cached('order', key, () => sorted(data.n, column.value, sort.descending));
}

/** Return which cells of the matrix are wanted; null for all.
 * @param {Data} data
 * @param {State} state
 */
export function wantedCells(data, state) {
  const { cells, outcome } = state;
  if (!cells.size && !outcome) return null;
  const size = data.labels(state).length;
  /** @param {number} cell */
  const isWanted = (cell) => (!cells.size || cells.has(cell)) && (!outcome || (outcome === 'right') === (Math.floor(cell / size) === cell % size));
  return Uint8Array.from({ length: size * size }, (_, cell) => (isWanted(cell) ? 1 : 0));
}

/** Return the examples that are shown: how many, and those from a start on. `columns` are all that can be sorted by.
 * @param {Data} data
 * @param {State} state
 * @param {Query} query
 * @param {Sort} sort
 * @param {TableColumn[]} columns
 * @returns {Shown}
 */
export function selectionOf(data, state, query, sort, columns) {
  const source = (state.ofOther && data.rival(state)) || state;
  const key = JSON.stringify([state.chosen, state.search]);
  const isByScore = ['mistakes', 'nearest', 'score'].includes(sort.key) && state.positive !== null && data.hasScores(source);
  if (isByScore && !query.moving.length) return ofScores(data, source, query, sort, key);
  const order = permutationOf(data, source, sort, columns);
  /**
   * @param {RowTest[]} tests
   * @returns {RowTest | null}
   */
  const all = (tests) => (tests.length ? (row) => tests.every((test) => test(row)) : null);
  const isMoving = columns.find((one) => one.key === sort.key)?.moves;
  const base = () => filtered(data.n, order, data.keepRows(state), all(query.still));
  let rows = isMoving ? base() : data.cached('rows', JSON.stringify([key, sort, source.run, state.positive]), base);
  const wanted = wantedCells(data, source);
  if (wanted) rows = data.inCells(source, rows, wanted);
  if (query.moving.length) rows = filtered(rows.length, rows, null, all(query.moving));
  return { n: rows.length, rows: (start, size) => Array.from(rows.subarray(start, start + size)) };
}
