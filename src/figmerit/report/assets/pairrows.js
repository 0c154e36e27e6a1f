// The examples of a page that compares two models: their columns, their orders, and those about which some model is right. No elements but signs.

import { columnsOfTable } from './columns.js';
import { roundTo } from './counts.js';
import { html, icon } from './dom.js';
import { AGREEMENTS, agreementsOf, gapsOf } from './pairs.js';
import { filtered } from './rows.js';
import { permutationOf, selectionOf, wantedCells } from './selection.js';
import { aligned, shortened } from './text.js';
import { say } from './words.js';

/** The two columns that a comparison adds, by which rows are ordered too. */
const [GAP, AGREEMENT] = ['gap', 'agreement'];
const MODEL_COLUMNS = /** @type {const} */ ({ outcome: 'examples.outcome', predicted: 'examples.predicted', score: 'examples.score' });

/** Return what an agreement is called.
 * @param {Spec} spec
 * @param {State} state
 * @param {NonNullable<State['agreement']>} name
 */
export function agreementWords(spec, state, name) {
  const [first, second] = [state.run, state.other].map((run) => shortened(spec.runs[run].name, 40));
  return say(`compare.${name}`, { first, second });
}

/** Return the columns of the table: of each model what it says, beside what is true; what these imply is shown if it is asked for.
 * @param {Data} data
 * @param {State} state
 * @returns {TableColumn[]}
 */
export function comparedColumns(data, state) {
  const all = columnsOfTable(data, state);
  const rival = data.rival(state);
  if (!rival) return all;
  const isOne = state.positive !== null;
  const hidden = isOne ? ['predicted', 'otherpredicted', 'margin'] : ['outcome', 'otheroutcome', 'margin', 'trueScore'];
  const found = all.map((column) => {
    const part = /^(other)?(outcome|predicted|score)$/.exec(column.key);
    if (!part) return hidden.includes(column.key) ? { ...column, isRare: true } : column;
    const [, isOther, what] = part;
    const name = say(MODEL_COLUMNS[/** @type {keyof typeof MODEL_COLUMNS} */ (what)]);
    const model = say('examples.of', { what: '', name: data.spec.runs[isOther ? rival.run : state.run].name });
    const outcome = all.find(({ key }) => key === `${isOther ?? ''}outcome`)?.outcome;
    return {
      ...column, isRare: hidden.includes(column.key), head: () => [icon(isOther ? 'b' : 'a'), what === 'outcome' ? html('span', {}, name) : name, html('span', { class: 'spoken' }, model)], rank: what === 'score' && !isOne ? 'rare' : '',
      // of several classes the predicted one has the sign of what it is
      ...(what === 'predicted' && !isOne && outcome ? { outcome: /** @returns {[string, string]} */ (/** @type {number} */ row) => [outcome(row)[0], column.text(row)] } : {}),
    };
  });
  const place = found.findIndex(({ key }) => key === 'outcome');
  const truth = found.splice(found.findIndex(({ key }) => key === 'true'), 1);
  found.splice(place, 0, ...truth.map((column) => ({ ...column, rank: '' })));
  const gaps = gapsOf(data, state, rival);
  const words = AGREEMENTS.map((name) => agreementWords(data.spec, state, name));
  /** @type {Uint8Array | undefined} */
  let codes; // which are found when they are asked for
  /** @param {number} row */
  const text = (row) => {
    codes ??= agreementsOf(data, state, rival);
    return words[codes[row]];
  };
  const { type } = data.spec.runs[state.run];
  return [
    ...found,
    { key: AGREEMENT, name: say('compare.agreement'), value: text, text, moves: true, isRare: true },
    ...(gaps ? [/** @type {NumberColumn} */ ({
      key: GAP, name: say(isOne ? 'compare.gap' : 'compare.gapOfTrue'), number: true, value: (row) => gaps[row], text: (row) => aligned(gaps[row], type), exact: (row) => String(gaps[row]), fit: (number) => roundTo(number, type), isRare: true,
    })] : []),
  ];
}

/** Return the orders that a comparison has, with their names.
 * @param {Data} data
 * @param {State} state
 */
export function comparedOrders(data, state) {
  const rival = data.rival(state);
  if (!rival) return [];
  const gaps = data.hasScores(state) && data.hasScores(rival) ? [[`-${GAP}`, say(state.positive === null ? 'compare.largestOfTrue' : 'compare.largest')]] : [];
  return [...gaps, [AGREEMENT, say('compare.disagreeFirst')]];
}

/** Return the agreement that is chosen as a tag.
 * @param {Spec} spec
 * @param {State} state
 * @param {Change} change
 * @returns {Tag[]}
 */
export function comparedTags(spec, state, change) {
  const { agreement } = state;
  if (!agreement || state.other < 0) return [];
  const sign = { both: 'right', neither: 'wrong', first: 'a', second: 'b' }[agreement];
  return [{ words: agreementWords(spec, state, agreement), sign, remove: () => change({ agreement: null }) }];
}

/** Return a number of each row by which rows are ordered; null if the order is another column's.
 * @param {Data} data
 * @param {State} state
 * @param {State} source the model whose mistakes and scores count
 * @param {State} rival
 * @param {Sort} sort
 * @returns {((row: number) => number) | null}
 */
function numberBy(data, state, source, rival, { key, descending }) {
  const sign = descending ? -1 : 1;
  if (key === GAP || key === AGREEMENT) {
    const gaps = gapsOf(data, state, rival);
    if (key === GAP) return gaps && ((row) => sign * gaps[row]);
    const [low, high] = data.spec.range ?? [0, 0];
    const codes = agreementsOf(data, state, rival);
    // those about which one is right, then those about which none is, each with the largest gap first
    const parts = [1, 0, 0, 2].map((part) => 2 * part * (high - low + 1));
    return (row) => sign * (parts[codes[row]] - (gaps ? gaps[row] : 0));
  }
  const scores = data.scores(source);
  if (!scores) return null;
  const { codes, values } = scores;
  if (key === 'score') return (row) => sign * codes[row];
  if (key !== 'mistakes' && key !== 'nearest') return null;
  const cut = Math.min(data.threshold(source), values[values.length - 1] + 1);
  /** @param {number} row */
  const far = (row) => Math.abs(values[codes[row]] - cut);
  if (key === 'nearest') return far;
  const agreements = agreementsOf(data, state, rival);
  const bit = source === state ? 2 : 1;
  return (row) => (agreements[row] & bit ? far(row) : -1 - far(row));
}

/** Return rows from a start on in the order of a number: without sorting all of many for a page of few.
 * @param {Uint32Array} rows
 * @param {(row: number) => number} number
 * @param {number} start
 * @param {number} size
 */
export function rankedRows(rows, number, start, size) {
  const wanted = Math.min(start + size, rows.length);
  if (wanted > rows.length / 8) {
    const keys = new Float64Array(rows.length);
    for (let k = 0; k < keys.length; k++) keys[k] = number(rows[k]);
    const order = Uint32Array.from({ length: rows.length }, (_, k) => k).sort((a, b) => keys[a] - keys[b] || a - b);
    return Array.from(order.subarray(start, wanted), (k) => rows[k]);
  }
  /** @type {number[]} */
  const found = [];
  /** @type {number[]} */
  const keys = [];
  for (let k = 0; k < rows.length; k++) {
    const key = number(rows[k]);
    if (keys.length === wanted && !(key < keys[wanted - 1])) continue;
    let at = keys.length === wanted ? wanted - 1 : keys.length;
    for (; at > 0 && keys[at - 1] > key; at--) {
      keys[at] = keys[at - 1];
      found[at] = found[at - 1];
    }
    keys[at] = key;
    found[at] = rows[k];
  }
  return found.slice(start);
}

/** Return the rows of the table that are chosen, as they stand in it.
 * @param {Data} data
 * @param {State} state
 * @param {State} source
 * @param {State} rival
 * @param {Query} query
 */
function chosenRows(data, state, source, rival, query) {
  /** @param {RowTest[]} tests @returns {RowTest | null} */
  const all = (tests) => (tests.length ? (row) => tests.every((test) => test(row)) : null);
  let rows = data.cached('rows compared', JSON.stringify([state.chosen, state.search, state.positive, state.run, state.other]), () => filtered(data.n, null, data.keepRows(state), all(query.still)));
  if (state.agreement) {
    const wanted = AGREEMENTS.indexOf(state.agreement);
    const codes = agreementsOf(data, state, rival);
    const kept = new Uint32Array(rows.length);
    let n = 0;
    for (let k = 0; k < rows.length; k++) if (codes[rows[k]] === wanted) kept[n++] = rows[k];
    rows = kept.subarray(0, n);
  }
  const cells = wantedCells(data, source);
  if (cells) rows = data.inCells(source, rows, cells);
  return query.moving.length ? filtered(rows.length, rows, null, all(query.moving)) : rows;
}

/** Return the examples that are shown; without a comparison, or where it chooses nothing, as on other pages.
 * @param {Data} data
 * @param {State} state
 * @param {Query} query
 * @param {Sort} sort
 * @param {TableColumn[]} columns
 * @returns {Shown}
 */
export function comparedSelection(data, state, query, sort, columns) {
  const rival = data.rival(state);
  if (!rival || (!state.agreement && sort.key !== GAP && sort.key !== AGREEMENT)) return selectionOf(data, state, query, sort, columns);
  const source = state.ofOther ? rival : state;
  const rows = chosenRows(data, state, source, rival, query);
  const number = numberBy(data, state, source, rival, sort);
  if (number) return { n: rows.length, rows: (start, size) => rankedRows(rows, number, start, size) };
  const order = permutationOf(data, source, sort, columns);
  if (!order) return { n: rows.length, rows: (start, size) => Array.from(rows.subarray(start, start + size)) };
  const isChosen = new Uint8Array(data.n);
  for (let k = 0; k < rows.length; k++) isChosen[rows[k]] = 1;
  const found = new Uint32Array(rows.length);
  let n = 0;
  for (let k = 0; k < order.length; k++) if (isChosen[order[k]]) found[n++] = order[k];
  return { n, rows: (start, size) => Array.from(found.subarray(start, start + size)) };
}
