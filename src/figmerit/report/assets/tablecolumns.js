// The columns of the table of examples: of each a key, a name, the value of a row and its text. No elements here.

import { roundTo } from './counts.js';
import { short } from './text.js';

const MOST_SCORES = 20; // columns of scores of classes that are shown; a file has all

/** Return the columns for a state; `isAll` also those of scores that a page has no room for. */
export function tableColumns(data, state, isAll = false) {
  const { spec, columns, groups } = data;
  const labels = data.labels(state);
  const cell = data.cellOf(state);
  return [
    ...(columns.has('image') ? [{ key: 'image', name: 'image', value: () => '', text: () => '', image: (row) => columns.get('image')[row] }] : []),
    idColumn(data),
    texts('true', 'true', (row) => labels[cell.true(row)]),
    { ...texts('predicted', 'predicted', (row) => labels[cell.predicted(row)]), moves: true },
    ...scoreColumns(data, state, isAll),
    ...(spec.kind === 'multilabel' ? labelColumns(data, state) : []),
    ...groups.map(({ name, values, codes }, k) => texts(`group${k}`, name, (row) => values[codes[row]])),
    ...spec.columns.map(({ name, column }) => userColumn(data, column, name)),
  ];
}

/** Return how many columns of scores are not shown. */
export function hiddenScores(data, state) {
  return state.positive === null && data.hasScores(state) ? Math.max(0, data.spec.labels.length - MOST_SCORES) : 0;
}

const texts = (key, name, value) => ({ key, name, value, text: (row) => String(value(row) ?? '') });

/** Return a column of numbers, which a filter rounds to their type before it compares. */
const numbers = (key, name, value, type) => ({
  key, name, value, number: true, fit: (number) => roundTo(number, type), text: (row) => (Number.isNaN(value(row)) ? '' : short(value(row), type)),
});

function idColumn(data) {
  if (data.columns.has('id')) return userColumn(data, 'id', 'id');
  const places = data.columns.get('row');
  return { ...numbers('row', 'row', (row) => (places ? places[row] : row), 'float64'), text: (row) => String(places ? places[row] : row) };
}

function scoreColumns(data, state, isAll) {
  if (!data.hasScores(state)) return [];
  const { labels } = data.spec;
  const of = (label, key, name) => {
    const { codes, values, type } = data.scores(state, label);
    return numbers(key, name, (row) => values[codes[row]], type);
  };
  if (state.positive !== null) return [of(state.positive, 'score', data.spec.rounded ? 'score (rounded down)' : 'score')];
  return labels.slice(0, isAll ? labels.length : MOST_SCORES).map((label, k) => of(k, `score${k}`, `score of ${label}`));
}

/** Return the columns of all labels that an example has, and of all that are predicted. */
function labelColumns(data, state) {
  const { labels } = data.spec;
  const all = (has) => (row) => labels.filter((_, label) => has[label](row)).join(', ');
  const truths = labels.map((_, label) => data.truth(label)).map((truth) => (row) => truth[row] === 1);
  const decided = labels.map((_, label) => data.decided(state, label));
  return [texts('labels', 'all labels', all(truths)), { ...texts('predictedLabels', 'all predicted', all(decided)), moves: true }];
}

function userColumn(data, key, name) {
  const values = data.columns.get(key);
  const codes = data.columns.get(`${key}.codes`);
  const value = codes ? (row) => values[codes[row]] : (row) => values[row];
  if (Array.isArray(values)) return texts(key, name, value);
  const type = values instanceof Float32Array ? 'float32' : 'float64';
  return { ...numbers(key, name, value, type), text: (row) => (Number.isNaN(value(row)) ? '' : String(Number(short(value(row), type, 17)))) };
}
