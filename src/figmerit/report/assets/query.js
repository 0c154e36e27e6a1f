// What is typed into the search field: words, ranges and comparisons. Nothing here knows of the page.

import { NUMBER, numberIn } from './rows.js';

const RANGE = new RegExp(String.raw`^(${NUMBER})\s*(?:to|…|\.\.|–|-)\s*(${NUMBER})$`, 'i');
const BETWEEN = new RegExp(String.raw`\bbetween\s+(${NUMBER})\s+and\s+(${NUMBER})`, 'gi');
const SIGN = /^(<=|>=|!=|<>|≤|≥|≠|<|>|=)\s*(.*)$/s;
const PARTS = /"[^"]*"|;|\s+and\s+|[^;"\s]+|\s+/gi;
const UNFINISHED = new RegExp(String.raw`^${NUMBER}\s*(?:to|…|\.\.|–|-)\s*$`, 'i');
/** @type {Record<string, string>} */
const SAME = { '≤': '<=', '≥': '>=', '≠': '!=', '<>': '!=' };

/** @type {Record<string, (one: number, than: number) => boolean>} */
const TESTS = {
  '<': (one, than) => one < than, '>': (one, than) => one > than, '=': (one, than) => one === than,
  '<=': (one, than) => one <= than, '>=': (one, than) => one >= than, '!=': (one, than) => one !== than && !Number.isNaN(one),
};

/** @param {string} text */
const unquoted = (text) => text.trim().replace(/^"(.*)"$/s, '$1');

/** Return the parts of a search, which "and" and ";" divide outside quotes.
 * @param {string} text
 */
export function partsOf(text) {
  const parts = [''];
  for (const [piece] of text.replaceAll(BETWEEN, '$1 to $2').matchAll(PARTS)) {
    if (piece === ';' || /^\s+and\s+$/i.test(piece)) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** Return the column whose name a part begins with, the longest of several, and what follows it.
 * @param {string} part
 * @param {TableColumn[]} columns
 * @returns {[TableColumn | null, string]}
 */
function addressed(part, columns) {
  const lower = part.toLowerCase();
  const byLength = columns.filter(({ name }) => name).toSorted((a, b) => b.name.length - a.name.length);
  for (const column of byLength) {
    if (!lower.startsWith(column.name.toLowerCase())) continue;
    const rest = part.slice(column.name.length);
    if (/^\s*(?:<|>|=|!=|≤|≥|≠)/.test(rest) || /^\s+\S/.test(rest) && (RANGE.test(rest.trim()) || UNFINISHED.test(rest.trim()))) return [column, rest.trim()];
  }
  return [null, part];
}

/** Return a test of a number: of a range, or of a comparison; null if the words say none.
 * @param {string} words
 * @param {NumberColumn} column
 * @returns {RowTest | null}
 */
function numeric(words, { value, fit }) {
  const range = RANGE.exec(words);
  if (range) {
    const [low, high] = [1, 2].map((k) => fit(numberIn(range[k])));
    return (row) => value(row) >= low && value(row) <= high;
  }
  const [, sign, rest = ''] = SIGN.exec(words) ?? [];
  const than = fit(numberIn(rest));
  if (Number.isNaN(than)) return null;
  const test = TESTS[SAME[sign] ?? sign];
  return (row) => test(value(row), than);
}

/** Return a test of a row for a test of texts: where few texts stand for all rows each is looked at once.
 * @param {TableColumn} column
 * @param {(text: string) => boolean} test
 * @returns {RowTest}
 */
function ofTexts(column, test) {
  if (!column.codes) return (row) => test(column.text(row).toLowerCase());
  const { codes } = column;
  const fits = Uint8Array.from(column.values, (text) => (test(String(text).toLowerCase()) ? 1 : 0));
  return (row) => fits[codes[row]] === 1;
}

/** Return a test of a row's text: it is, or is not, the same; null if the words compare otherwise.
 * @param {string} words
 * @param {TableColumn} column
 */
function textual(words, column) {
  const [, sign, rest] = SIGN.exec(words) ?? [];
  const wanted = unquoted(rest ?? '').toLowerCase();
  if (sign === '=') return ofTexts(column, (text) => text === wanted);
  if (SAME[sign] === '!=' || sign === '!=') return ofTexts(column, (text) => text !== wanted);
  return null;
}

/** Return a test that one of the texts of a row holds words; of a row's number, that it is the same.
 * @param {string} words
 * @param {TableColumn[]} columns
 * @returns {RowTest}
 */
function containing(words, columns) {
  const wanted = unquoted(words).toLowerCase();
  const tests = columns.filter(({ number, image, moves }) => !number && !image && !moves).map((column) => ofTexts(column, (text) => text.includes(wanted)));
  const row = columns.find(({ key }) => key === 'row');
  const number = row ? numberIn(wanted) : NaN;
  if (!Number.isNaN(number)) tests.push((one) => row?.value(one) === number);
  return (one) => tests.some((test) => test(one));
}

/** Return the test of one part: of the column that it names, of the score, or of all texts.
 * @param {string} part
 * @param {TableColumn[]} columns
 * @returns {Understood | null}
 */
function testOf(part, columns) {
  const [column, words] = addressed(part, columns);
  if (column) {
    const test = column.number ? numeric(words, column) : textual(words, column);
    return test && { test, moves: Boolean(column.moves) };
  }
  if (RANGE.test(words) || SIGN.test(words)) {
    const score = /** @type {NumberColumn | undefined} */ (columns.find(({ isScore }) => isScore));
    const test = score && numeric(words, score);
    if (test) return { test, moves: false };
    const [, sign] = SIGN.exec(words) ?? [];
    const tests = columns.filter(({ number, image, moves }) => !number && !image && !moves).map((one) => textual(words, one)).filter(Boolean);
    if (!tests.length) return null;
    return { test: sign === '=' ? (row) => tests.some((one) => one(row)) : (row) => tests.every((one) => one(row)), moves: false };
  }
  return UNFINISHED.test(words) ? null : { test: containing(words, columns), moves: false, words: unquoted(words) };
}

/** Return what a search asks for: tests that rows must pass, and the parts that were not understood.
 * @param {string} text
 * @param {TableColumn[]} columns
 */
export function queryOf(text, columns) {
  /** @type {Query} */
  const found = { still: [], moving: [], wrong: [], words: [] };
  for (const part of partsOf(text)) {
    const one = testOf(part, columns);
    if (!one) found.wrong.push(part);
    else (one.moves ? found.moving : found.still).push(one.test);
    if (one?.words) found.words.push(one.words);
  }
  return found;
}
