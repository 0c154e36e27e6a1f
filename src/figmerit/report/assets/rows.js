// Which rows the table shows, and in which order. Nothing here knows of the page.

/** Return for each row whether it has the chosen codes of its groups, of which -1 are all: null if all rows do. */
export function kept(groups, chosen, n) {
  const active = groups.map((codes, group) => ({ codes, wanted: chosen[group] })).filter(({ wanted }) => wanted >= 0);
  if (!active.length) return null;
  const keep = new Uint8Array(n).fill(1);
  for (const { codes, wanted } of active) {
    for (let i = 0; i < n; i++) if (codes[i] !== wanted) keep[i] = 0;
  }
  return keep;
}

/** Return the rows that a filter keeps, in the order given (or as they are). */
export function filtered(n, order, keep, accepts) {
  const out = new Uint32Array(n);
  let size = 0;
  for (let k = 0; k < n; k++) {
    const row = order ? order[k] : k;
    if (keep && !keep[row]) continue;
    if (accepts && !accepts(row)) continue;
    out[size++] = row;
  }
  return out.subarray(0, size);
}

/** Return those of some rows of which a test of their two codes holds. */
export function rowsWhere(rows, first, second, test) {
  const out = new Uint32Array(rows.length);
  let size = 0;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    if (test(first[row], second[row])) out[size++] = row;
  }
  return out.subarray(0, size);
}

const inOrder = new Intl.Collator('en', { numeric: true }).compare;

/** Return all rows sorted by a value; ties stay as they are, what is missing comes last. */
export function sorted(n, value, descending) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const sign = descending ? -1 : 1;
  const missing = (one) => one === null || one === undefined || one === '' || Number.isNaN(one);
  return order.sort((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (missing(first) || missing(second)) return missing(first) - missing(second) || a - b;
    const by = typeof first === 'string' ? inOrder(first, second) : first - second;
    return by * sign || a - b;
  });
}

const NUMBER = String.raw`[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?`;
const COMPARISON = new RegExp(`^(<=|>=|<|>|=|≤|≥)\\s*(${NUMBER})$`, 'i');
const RANGE = new RegExp(`^(${NUMBER})\\s*(?:to|…|\\.\\.|–)\\s*(${NUMBER})$`, 'i');
const WHOLE = new RegExp(`^${NUMBER}$`, 'i');

/** Return the number that a text says, with a point or a comma; NaN if it says none. */
export function numberIn(text) {
  const number = WHOLE.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN;
  return Number.isFinite(number) ? number : NaN;
}

/** Return a function that tells whether a row fits the words of a filter: "> 0.5", "1 to 3", "= 7", or a part of its text.
 *
 * Null if there are no words; undefined if they are to compare numbers, but cannot be read. */
export function fitting(words, { value, text, number, fit }) {
  const wanted = words.trim();
  if (!wanted) return null;
  if (number) {
    const range = RANGE.exec(wanted);
    const comparison = COMPARISON.exec(wanted);
    if (range) return between(value, ...range.slice(1, 3).map((end) => fit(numberIn(end))));
    if (comparison) return compared(value, comparison[1], fit(numberIn(comparison[2])));
    if (/^[<>=≤≥]/.test(wanted)) return undefined;
  }
  const part = wanted.toLowerCase();
  return (row) => text(row).toLowerCase().includes(part);
}

const between = (value, low, high) => (row) => value(row) >= low && value(row) <= high;

function compared(value, sign, than) {
  const tests = {
    '<': (one) => one < than, '>': (one) => one > than, '=': (one) => one === than,
    '<=': (one) => one <= than, '>=': (one) => one >= than, '≤': (one) => one <= than, '≥': (one) => one >= than,
  };
  return (row) => tests[sign](value(row));
}

/** Return a function that tells whether one of a row's texts holds the words that are looked for. */
export function searching(words, textsOf) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return null;
  return (row) => textsOf(row).some((text) => text.toLowerCase().includes(wanted));
}
