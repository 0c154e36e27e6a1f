// Which rows the table shows, and in which order. Nothing here knows of the page.

/** Return for each row whether it has the chosen codes of its groups, of which -1 are all: null if all rows do.
 * @param {ArrayLike<number>[]} groups
 * @param {number[]} chosen
 * @param {number} n
 */
export function kept(groups, chosen, n) {
  const active = groups.map((codes, group) => ({ codes, wanted: chosen[group] })).filter(({ wanted }) => wanted >= 0);
  if (!active.length) return null;
  const keep = new Uint8Array(n).fill(1);
  for (const { codes, wanted } of active) {
    for (let i = 0; i < n; i++) if (codes[i] !== wanted) keep[i] = 0;
  }
  return keep;
}

/** Return the rows that a filter keeps, in the order given (or as they are).
 * @param {number} n
 * @param {ArrayLike<number> | null} order
 * @param {Keep} keep
 * @param {RowTest | null} accepts
 */
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

/** Return those of some rows of which a test of their two codes holds.
 * @param {Uint32Array} rows
 * @param {ArrayLike<number>} first
 * @param {ArrayLike<number>} second
 * @param {(first: number, second: number) => unknown} test
 */
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

/** Return all rows sorted by a value; ties stay as they are, what is missing comes last.
 * @param {number} n
 * @param {(row: number) => Value} value
 * @param {boolean} descending
 */
export function sorted(n, value, descending) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const sign = descending ? -1 : 1;
  /** @param {Value} one */
  const missing = (one) => one === null || one === undefined || one === '' || Number.isNaN(one);
  return order.sort((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (missing(first) || missing(second)) return Number(missing(first)) - Number(missing(second)) || a - b;
    const by = typeof first === 'string' ? inOrder(first, String(second)) : Number(first) - Number(second);
    return by * sign || a - b;
  });
}

/** What a number looks like, for regular expressions. */
export const NUMBER = String.raw`[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?`;
const WHOLE = new RegExp(`^${NUMBER}$`, 'i');

/** Return the number that a text says, with a point or a comma; NaN if it says none.
 * @param {string} text
 */
export function numberIn(text) {
  const number = WHOLE.test(text.trim()) ? Number(text.trim().replace(',', '.')) : NaN;
  return Number.isFinite(number) ? number : NaN;
}
