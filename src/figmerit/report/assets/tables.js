// Tables whose heads sort them, the names and small pictures in their cells, and values that take long.

import { button, html, line, replaced, svg } from './dom.js';
import { shortened } from './text.js';
import { say } from './words.js';

const [FEW, WIDE] = [10, 128]; // examples, of fewer than which shares are said to be few; pixels of a picture
const [LONG_NAME, AT_ONCE] = [32, 12]; // letters up to which a name is never cut; milliseconds in which values are computed before the browser draws again

/** Return whether shares of so many examples are those of few.
 * @param {number} n
 */
export const isFew = (n) => n < FEW;

/** Return a text of the caller's, or that it is empty.
 * @param {string} text
 */
const visible = (text) => (text.trim() ? text : say('tables.blank'));

/** Return the title of a text that may be cut.
 * @param {string} text
 */
const titleOf = (text) => (text.length > LONG_NAME ? text : null);

/** Return a name of the caller's as a button, or a true and a predicted one: what of them is cut is in its title.
 * @param {string | string[]} names
 * @param {() => void} onclick
 * @param {boolean} [isPressed]
 */
export function nameButton(names, onclick, isPressed) {
  const parts = [names].flat().map((name, k) => (k ? html('span', {}, ' → ', html('bdi', {}, visible(name))) : html('bdi', {}, visible(name))));
  return button(parts, onclick, { class: 'slice', title: titleOf([names].flat().join(' → ')), 'aria-pressed': isPressed?.toString() });
}

/** Return what is said in small letters beside a name; "" for nothing.
 * @param {string} words
 */
export const aside = (words) => html('span', { class: 'small quiet' }, words ? ` ${words}` : '');

/** Return how far a number is from another one, with its sign.
 * @param {number} off
 * @param {(number: number) => string} text
 */
export function signed(off, text) {
  if (Number.isNaN(off)) return text(off);
  return `${off > 0 ? '+' : off < 0 ? '−' : '±'}${text(Math.abs(off))}`;
}

/** Return a share with its interval on a line from 0 to 1, and a dashed line for the whole.
 * @param {number} share
 * @param {Ends | null} ends
 * @param {number} whole
 */
export function spanOf(share, ends, whole) {
  /** @param {number} value */
  const x = (value) => 4 + (WIDE - 8) * value;
  return svg(
    'svg', { width: WIDE, height: 20, viewBox: `0 0 ${WIDE} 20`, 'aria-hidden': 'true', class: 'span' },
    line('grid', x(0), 10, x(1), 10), Number.isNaN(whole) ? null : line('axis', x(whole), 2, x(whole), 18, { 'stroke-dasharray': '3 3' }),
    ends ? line('cutline', x(ends[0]), 10, x(ends[1]), 10) : null,
    Number.isNaN(share) ? null : svg('circle', { class: 'f-ink', cx: x(share), cy: 10, r: 4.5 }),
  );
}

/** Values that take long: as many at once as the browser has time for; then what is there is drawn.
 * @template T
 */
export class Gradual {
  /** @param {() => void} drawn */
  constructor(drawn) {
    this.drawn = drawn;
  }

  /** Return the values that there are so far: `compute(k)` returns one, `key` says what all depend on.
   * @param {string} key
   * @param {number} n
   * @param {(k: number) => T} compute
   */
  of(key, n, compute) {
    if (key !== this.key) Object.assign(this, { key, values: [] });
    const { values } = this;
    const end = performance.now() + AT_ONCE;
    while (values.length < n && performance.now() < end) values.push(compute(values.length));
    if (values.length < n) setTimeout(() => key === this.key && this.drawn());
    return values;
  }
}

/** A table that its heads sort.
 *
 * A column has a key, a name, `value(row)` to sort by and `cell(row)` that is shown; some are numbers, of which `share(row)`
 * is drawn as a bar; those of a lower rank go where there is no room.
 * @template Row
 */
export class SortedTable {
  /**
   * @param {Element} root
   * @param {{ id: string, label: string, key: string, descending?: boolean }} given
   */
  constructor(root, { id, label, key, descending = false }) {
    Object.assign(this, { sort: { key, descending }, head: html('tr'), body: html('tbody'), foot: html('tfoot'), caption: html('caption') });
    this.root = html('div', { class: 'scroll tall', id, role: 'region', 'aria-label': label }, html('table', {}, this.caption, html('thead', {}, this.head), this.body, this.foot));
    root.append(this.root);
  }

  /** Show rows; `classOf` says how one looks, `last` is what stands below all of them.
   * @param {SortedColumn<Row>[]} columns
   * @param {Row[]} rows
   * @param {TableLook<Row>} look
   */
  draw(columns, rows, { caption = '', classOf, last = [] }) {
    /** @type {[SortedColumn<Row>[], Row[], TableLook<Row>]} */
    this.given = [columns, rows, { caption, classOf, last }];
    this.caption.textContent = caption;
    this.caption.hidden = !caption;
    const column = columns.find(({ key }) => key === this.sort.key) ?? columns[0];
    const sign = this.sort.descending ? -1 : 1;
    /** @param {unknown} value */
    const missing = (value) => Number(Number.isNaN(value ?? NaN));
    /** @type {(a: any, b: any) => number} both numbers, or both texts */
    const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b);
    const order = rows.map((row, k) => ({ row, k, value: column.value(row) }));
    order.sort((a, b) => missing(a.value) - missing(b.value) || sign * compare(a.value, b.value) || a.k - b.k);
    this.drawHead(columns, column.key);
    replaced(this.body, ...order.map(({ row }) => html('tr', { class: classOf(row) }, ...this.cells(columns, row))));
    this.foot.replaceChildren(...last.map((cells) => html('tr', {}, ...cells.map((text, k) => this.cell(columns[k], k, text)))));
  }

  /**
   * @param {SortedColumn<Row>[]} columns
   * @param {Row} row
   */
  cells(columns, row) {
    return columns.map((column, k) => {
      const cell = this.cell(column, k, column.cell(row));
      if (column.share) {
        cell.classList.add('shared');
        cell.style.setProperty('--share', String(column.share(row) || 0));
      }
      return cell;
    });
  }

  /**
   * @param {Pick<SortedColumn<Row>, 'number' | 'rank'>} column
   * @param {number} k
   * @param {Child | Child[]} content
   */
  cell({ number, rank }, k, content) {
    return html(k ? 'td' : 'th', { scope: k ? null : 'row', class: `${number ? 'number' : ''} ${rank ?? ''}` }, ...[content].flat());
  }

  /**
   * @param {SortedColumn<Row>[]} columns
   * @param {string} sorted
   */
  drawHead(columns, sorted) {
    const { key, descending } = this.sort;
    const words = JSON.stringify([columns.map((one) => [one.key, one.name]), sorted, descending]);
    if (words === this.words) return;
    this.words = words;
    replaced(this.head, ...columns.map((column) => {
      const by = column.key === sorted ? (descending ? 'descending' : 'ascending') : null;
      const sign = by ? html('span', { 'aria-hidden': 'true' }, descending ? ' ▾' : ' ▴') : null;
      const act = () => {
        this.sort = { key: column.key, descending: column.key === key ? !descending : false };
        this.draw(...this.given);
      };
      const name = html('button', { type: 'button', onclick: act, title: titleOf(column.name) }, shortened(visible(column.name), LONG_NAME), sign);
      return html('th', { scope: 'col', 'aria-sort': by, class: `${column.number ? 'number' : ''} ${column.rank ?? ''}` }, name);
    }));
  }
}
