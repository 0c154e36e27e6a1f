// The columns of the table of examples: of each a key, a name, the value of a row and its text. No elements here.

import { roundTo } from './counts.js';
import { scoreAt } from './scored.js';
import { aligned, shown, short } from './text.js';
import { say } from './words.js';

const MOST_OWN = 3; // columns of the caller's that are shown at first

/** Return all columns for a state. A column that `moves` depends on the threshold.
 * @param {Data} data
 * @param {State} state
 * @returns {TableColumn[]}
 */
export function columnsOfTable(data, state) {
  const rival = data.rival(state);
  const { spec, columns, groups } = data;
  return [
    ...indexColumns(data),
    ...(columns.has('image') ? [{ key: 'image', name: say('examples.image'), value: () => '', text: () => '', image: (/** @type {number} */ row) => columns.get('image')[row] }] : []),
    ...decided(data, state, '', ''),
    ...(rival ? decided(data, rival, 'other', spec.runs[rival.run].name) : []),
    ...allScores(data, state),
    ...(spec.kind === 'multilabel' ? labelColumns(data, state) : []),
    ...spec.columns.map(({ name, column }) => ({ ...ownColumn(data, column, name), isOwn: true })),
    ...groups.map(({ name, values, codes }, k) => coded(`group${k}`, name, values, codes)),
  ];
}

/** Return the keys of the columns that are shown if none were chosen.
 * @param {Data} data
 * @param {State} state
 * @param {TableColumn[]} all
 */
export function usualColumns(data, state, all) {
  const own = all.filter(({ isOwn }) => isOwn).slice(0, MOST_OWN).map(({ key }) => key);
  /** @param {TableColumn} column */
  const isGroup = ({ key }) => /^group\d+$/.test(key) && !(key === 'group0' && data.spec.first.subset !== null);
  const groups = all.filter(isGroup).slice(0, MOST_OWN - own.length).map(({ key }) => key);
  const rest = all.filter(({ isOwn, key, isRare }) => !isOwn && !/^group\d+$/.test(key) && !isRare).map(({ key }) => key);
  return [...rest, ...own, ...groups];
}

/**
 * @param {string} key
 * @param {string} name
 * @param {(row: number) => string} value
 * @returns {TextColumn}
 */
const texts = (key, name, value) => ({ key, name, value, text: (row) => String(value(row) ?? '') });

/** Return a column of texts that few distinct ones stand for.
 * @param {string} key
 * @param {string} name
 * @param {string[]} values
 * @param {ArrayLike<number>} codes
 */
const coded = (key, name, values, codes) => ({ ...texts(key, name, (row) => values[codes[row]]), values, codes });

/** Return a column of numbers, which a search rounds to their type before it compares.
 * @param {string} key
 * @param {string} name
 * @param {(row: number) => number} value
 * @param {string} type
 * @param {number} [threshold]
 * @returns {NumberColumn}
 */
const numbers = (key, name, value, type, threshold) => ({
  key, name, value, type, number: true, fit: (number) => roundTo(number, type), text: (row) => (Number.isNaN(value(row)) ? '' : aligned(value(row), type, threshold)),
  exact: (row) => (Number.isNaN(value(row)) ? '' : String(Number(short(value(row), type, 17)))),
});

/** Return who an example is: its id, its row, or its place on each axis of the caller's targets.
 * @param {Data} data
 * @returns {TableColumn[]}
 */
function indexColumns(data) {
  const { columns, spec } = data;
  if (columns.has('id')) return [ownColumn(data, 'id', 'id')];
  const places = columns.get('row');
  /**
   * @param {string} key
   * @param {string} name
   * @param {(row: number) => number} value
   */
  const one = (key, name, value) => ({ ...numbers(key, name, value, 'float64'), text: (/** @type {number} */ row) => String(value(row)) });
  if (!spec.index || spec.index.shape.length < 2) return [one('row', 'row', (row) => (places ? places[row] : row))];
  return spec.index.names.map((name, axis) => one(axis ? `axis${axis}` : 'row', name, (row) => data.indexOf(row)[axis]));
}

/** Return what a model decides: the outcome, the true and the predicted label, the score and how far it is from deciding otherwise.
 * @param {Data} data
 * @param {State} state
 * @param {string} prefix
 * @param {string} name
 * @returns {TableColumn[]}
 */
function decided(data, state, prefix, name) {
  const labels = data.labels(state);
  const cell = data.cellOf(state);
  const outcome = outcomeOf(data, state);
  /** @param {string} what */
  const named = (what) => (name ? say('examples.of', { what, name }) : what);
  const truth = name ? [] : [{ ...texts('true', say('examples.true'), (row) => labels[cell.true(row)]), isStill: true }];
  return [
    { ...texts(`${prefix}outcome`, named(say('examples.outcome')), (row) => outcome(row)[1]), outcome, moves: true },
    ...truth,
    { ...texts(`${prefix}predicted`, named(say('examples.predicted')), (row) => labels[cell.predicted(row)]), moves: true, isRare: Boolean(prefix) && state.positive !== null },
    ...(state.positive === null ? ofClasses(data, state, prefix, named) : ofClass(data, state, prefix, named)),
  ];
}

/** Return a function that tells a row's outcome: its sign and its word.
 * @param {Data} data
 * @param {State} state
 * @returns {(row: number) => [sign: string, words: string]}
 */
export function outcomeOf(data, state) {
  const cell = data.cellOf(state);
  /** @type {[sign: string, words: string]} */
  const right = ['right', say('outcomes.right')];
  /** @type {[sign: string, words: string]} */
  const wrong = ['wrong', say('outcomes.wrong')];
  if (state.positive === null) return (row) => (cell.true(row) === cell.predicted(row) ? right : wrong);
  const positive = data.positiveRow(state);
  /** @type {[sign: string, words: string]} */
  const found = ['right', say('outcomes.oneTp')];
  /** @type {[sign: string, words: string][]} */
  const [alarm, missed, cleared] = [['false', say('outcomes.oneFp')], ['missed', say('outcomes.oneFn')], ['right', say('outcomes.oneTn')]];
  return (row) => {
    if (cell.true(row) === positive) return cell.predicted(row) === positive ? found : missed;
    return cell.predicted(row) === positive ? alarm : cleared;
  };
}

/**
 * @param {Data} data
 * @param {State} state
 * @param {string} prefix
 * @param {(what: string) => string} named
 * @returns {TableColumn[]}
 */
function ofClass(data, state, prefix, named) {
  if (!data.hasScores(state)) return [];
  const scores = /** @type {Scores} */ (data.scores(state));
  const threshold = data.threshold(state);
  /** @param {number} row */
  const score = (row) => scoreAt(scores, row);
  const name = data.spec.rounded ? say('examples.rounded') : say('examples.score');
  return [
    { ...numbers(`${prefix}score`, named(name), score, scores.type, threshold), meter: threshold, isScore: !prefix },
    ...(prefix ? [] : [{ ...numbers('margin', say('examples.margin'), (row) => Math.abs(score(row) - threshold), 'float64'), moves: true }]),
  ];
}

/** Return the score of the predicted class, that of the true one, and how far they are apart.
 * @param {Data} data
 * @param {State} state
 * @param {string} prefix
 * @param {(what: string) => string} named
 * @returns {TableColumn[]}
 */
function ofClasses(data, state, prefix, named) {
  if (!data.hasScores(state)) return [];
  const all = data.classScores(state);
  const type = all.scores[0].type;
  /** @param {number} row */
  const predicted = (row) => scoreAt(all.scores[all.predicted[row]], row);
  /** @param {number} row */
  const truly = (row) => scoreAt(all.scores[all.truth[row]], row);
  /** @param {number} row */
  const runnerUp = (row) => all.scores.reduce((most, scores, label) => (label === all.predicted[row] ? most : Math.max(most, scoreAt(scores, row))), -Infinity);
  return [
    { ...numbers(`${prefix}score`, named(say('examples.score')), predicted, type), meter: -Infinity, isScore: !prefix },
    ...(prefix ? [] : [
      numbers('trueScore', say('examples.trueScore'), truly, type),
      numbers('margin', say('examples.margin'), (row) => predicted(row) - (all.truth[row] === all.predicted[row] ? runnerUp(row) : truly(row)), 'float64'),
    ]),
  ];
}

/** Return the scores of each class, which are shown if they are asked for.
 * @param {Data} data
 * @param {State} state
 * @returns {TableColumn[]}
 */
function allScores(data, state) {
  if (state.positive !== null || !data.hasScores(state)) return [];
  return data.spec.labels.map((label, k) => {
    const scores = /** @type {Scores} */ (data.scores(state, k));
    return { ...numbers(`score${k}`, say('examples.scoreOf', { name: label }), (row) => scoreAt(scores, row), scores.type), isRare: true };
  });
}

/** Return the columns of all labels that an example has, and of all that are predicted.
 * @param {Data} data
 * @param {State} state
 * @returns {TableColumn[]}
 */
function labelColumns(data, state) {
  const { labels } = data.spec;
  const truths = labels.map((_, label) => data.truth(label)).map((truth) => (/** @type {number} */ row) => truth[row] === 1);
  const predicted = labels.map((_, label) => data.decided(state, label));
  /** @type {(has: RowTest[]) => (row: number) => string} */
  const all = (has) => (row) => labels.filter((_, label) => has[label](row)).join(', ') || say('examples.none');
  return [texts('labels', say('examples.labels'), all(truths)), { ...texts('predictedLabels', say('examples.predictedLabels'), all(predicted)), moves: true }];
}

/**
 * @param {Data} data
 * @param {OwnName} key
 * @param {string} name
 * @returns {TableColumn}
 */
function ownColumn(data, key, name) {
  const values = data.columns.get(key);
  const codes = data.columns.get(`${key}.codes`);
  if (Array.isArray(values)) return codes ? coded(key, name, values, codes) : texts(key, name, (row) => values[row]);
  const type = values instanceof Float32Array ? 'float32' : 'float64';
  /** @param {number} row */
  const value = (row) => values[row];
  const column = numbers(key, name, value, type);
  return { ...column, text: (row) => (Number.isNaN(value(row)) ? '' : shown(value(row))) };
}

/** Return rows with the names of all columns; without images.
 * @param {TableColumn[]} all
 * @param {number[]} rows
 * @returns {(string | number)[][]}
 */
export function contentOf(all, rows) {
  const columns = all.filter(({ image }) => !image);
  /**
   * @param {TableColumn} column
   * @param {number} row
   */
  const cell = (column, row) => {
    const value = column.number ? column.value(row) : NaN;
    return Number.isNaN(value) ? column.text(row) : value;
  };
  return [uniqueNames(columns), ...rows.map((row) => columns.map((column) => cell(column, row)))];
}

/** Return the names of columns, where a repeated name gets a number.
 * @param {{ name: string }[]} columns
 */
export function uniqueNames(columns) {
  const seen = new Set();
  return columns.map(({ name }) => {
    let unique = name;
    for (let k = 2; seen.has(unique); k++) unique = `${name} (${k})`;
    seen.add(unique);
    return unique;
  });
}
