// Tables whose heads sort them, and the small pictures in their cells.

import { html, line, replaced, svg } from './dom.js';
import { shortened } from './text.js';

const [FEW, WIDE] = [10, 128]; // examples, of fewer than which shares are said to be few; pixels of a picture

/** Return whether shares of so many examples are those of few. */
export const isFew = (n) => n < FEW;

/** Return a share with its interval on a line from 0 to 1, and a dashed line for the whole. */
export function spanOf(share, ends, whole) {
  const x = (value) => 4 + (WIDE - 8) * value;
  const at = (name, value, extra = {}) => line(name, x(value), 2, x(value), 18, extra);
  return svg(
    'svg', { width: WIDE, height: 20, viewBox: `0 0 ${WIDE} 20`, 'aria-hidden': 'true', class: 'span' },
    line('grid', x(0), 10, x(1), 10), Number.isNaN(whole) ? null : at('axis', whole, { 'stroke-dasharray': '3 3' }),
    ends ? line('cutline', x(ends[0]), 10, x(ends[1]), 10) : null,
    Number.isNaN(share) ? null : svg('circle', { class: 'f-ink', cx: x(share), cy: 10, r: 4.5 }),
  );
}

/** Return a bar as long as a share of the longest one. */
export function barOf(share, name = 'f-wrong') {
  return svg('svg', { width: WIDE, height: 12, viewBox: `0 0 ${WIDE} 12`, 'aria-hidden': 'true' }, svg('rect', { class: name, x: 0, y: 0, width: Math.max(WIDE * share, 1), height: 12 }));
}

/** A table that its heads sort. A column has a key, a name, `value(row)` to sort by and `cell(row)` that is shown; some are numbers. */
export class SortedTable {
  constructor(root, { id, label, key, descending = false }) {
    Object.assign(this, { sort: { key, descending }, head: html('tr'), body: html('tbody'), foot: html('tfoot'), caption: html('caption') });
    this.root = html('div', { class: 'scroll', id, role: 'region', 'aria-label': label }, html('table', {}, this.caption, html('thead', {}, this.head), this.body, this.foot));
    root.append(this.root);
  }

  /** Show rows; `classOf` says how one looks, `last` is what stands below all of them. */
  draw(columns, rows, { caption = '', classOf = () => null, last = [] } = {}) {
    Object.assign(this, { given: [columns, rows, { caption, classOf, last }] });
    this.caption.textContent = caption;
    this.caption.hidden = !caption;
    const column = columns.find(({ key }) => key === this.sort.key) ?? columns[0];
    const sign = this.sort.descending ? -1 : 1;
    const missing = (value) => Number(value === null || Number.isNaN(value));
    const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b);
    const order = rows.map((row, k) => ({ row, k, value: column.value(row) }));
    order.sort((a, b) => missing(a.value) - missing(b.value) || sign * compare(a.value, b.value) || a.k - b.k);
    this.drawHead(columns);
    replaced(this.body, ...order.map(({ row }) => html('tr', { class: classOf(row) }, ...this.cells(columns, row))));
    this.foot.replaceChildren(...last.map((cells) => html('tr', {}, ...cells.map((text, k) => html(k ? 'td' : 'th', { scope: k ? null : 'row', class: columns[k].number ? 'number' : null }, text)))));
  }

  cells(columns, row) {
    return columns.map(({ number, cell, rank = '' }, k) => html(k ? 'td' : 'th', { scope: k ? null : 'row', class: `${number ? 'number' : ''} ${rank}` }, ...[cell(row)].flat()));
  }

  drawHead(columns) {
    const { key, descending } = this.sort;
    const words = JSON.stringify([columns.map((one) => [one.key, one.name]), key, descending]);
    if (words === this.words) return;
    this.words = words;
    replaced(this.head, ...columns.map((column) => {
      const by = column.key === key ? (descending ? 'descending' : 'ascending') : null;
      const text = `${shortened(column.name, 28)}${by ? (descending ? ' ▾' : ' ▴') : ''}`;
      const act = () => {
        this.sort = { key: column.key, descending: column.key === key ? !descending : false };
        this.draw(...this.given);
      };
      return html('th', { scope: 'col', 'aria-sort': by, class: `${column.number ? 'number' : ''} ${column.rank ?? ''}` }, column.name ? html('button', { type: 'button', onclick: act }, text) : null);
    }));
  }
}
