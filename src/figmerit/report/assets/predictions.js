// The table of predictions: filtered by cells of the matrix, searched, sorted, page by page, copied and saved.

import { button, html } from './dom.js';
import { filtered, fitting, searching, sorted } from './rows.js';
import { count, csv, threshold } from './text.js';

const PAGE = 25;
const MOST_SCORES = 20; // columns of scores of classes
const COARSE = 32; // pixels: images of fewer show them
const MOST_COPIED = 10000; // rows: more are for a file

export class Predictions {
  constructor(root, data, { change }) {
    Object.assign(this, { root, data, change, page: 0, search: '', errors: false, sortedBy: null });
    this.caption = html('caption', { 'aria-live': 'polite' });
    this.head = html('tr');
    this.filters = new Map();
    this.filterRow = html('tr', { class: 'filters' });
    this.body = html('tbody');
    const search = html('input', { type: 'search', id: 'search', oninput: () => this.set({ search: search.value }) });
    const errors = html('input', { type: 'checkbox', id: 'errors', onchange: () => this.set({ errors: errors.checked }) });
    this.previous = button('Previous', () => this.turn(-1));
    this.next = button('Next', () => this.turn(1));
    this.clear = button('Clear cells', () => this.change({ cells: new Set() }));
    this.copied = html('span', { role: 'status' });
    root.append(
      html(
        'div',
        { class: 'bar' },
        html('div', { class: 'field' }, html('label', { for: 'search' }, 'Search'), search),
        html('div', { class: 'check' }, errors, html('label', { for: 'errors' }, 'Errors only')),
        this.clear,
        button('Copy', () => this.copy()),
        button('Save as CSV', () => this.save()),
        this.copied,
      ),
      html(
        'div',
        { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': 'Table of examples' },
        html('table', {}, this.caption, html('thead', {}, this.head, this.filterRow), this.body),
      ),
      html('div', { class: 'bar' }, this.previous, this.next),
    );
  }

  /** Return the columns for the state: of each a key, its name, the value of a row, and its text. */
  columnsOf(state) {
    const { spec, columns, groups } = this.data;
    const labels = this.data.labels(state);
    const cell = this.data.cellOf(state);
    const column = (key, name, value, number = false) => ({ key, name, value, number, text: (row) => String(value(row) ?? '') });
    const places = columns.get('row');
    const id = columns.get('id') ? this.userColumn('id', 'id') : column('row', 'row', (row) => (places ? places[row] : row), true);
    return [
      ...(columns.has('image') ? [{ ...column('image', 'image', () => ''), image: (row) => columns.get('image')[row] }] : []),
      id,
      column('true', 'true', (row) => labels[cell.true(row)]),
      column('predicted', 'predicted', (row) => labels[cell.predicted(row)]),
      ...this.scoreColumns(state),
      ...(spec.kind === 'multilabel' ? this.labelColumns(state, column) : []),
      ...groups.map(({ name, values, codes }, k) => column(`group${k}`, name, (row) => values[codes[row]])),
      ...spec.columns.map(({ name, column: key }) => this.userColumn(key, name)),
    ];
  }

  /** Return the columns of the scores of the label that is shown, or of all. */
  scoreColumns(state) {
    const { spec } = this.data;
    const shown = state.positive === null ? spec.labels.map((_, k) => k) : [state.positive];
    if (!this.data.hasScores(state)) return [];
    return shown.slice(0, MOST_SCORES).map((label) => {
      const { codes, values, type } = this.data.scores(state, label);
      const value = (row) => values[codes[row]];
      const name = shown.length > 1 ? `score of ${spec.labels[label]}` : 'score';
      return { key: `score${label}`, name, value, text: (row) => threshold(Number(value(row).toPrecision(6)), type), number: true };
    });
  }

  /** Return the columns of all labels that an example has, and of all that are predicted. */
  labelColumns(state, column) {
    const { labels } = this.data.spec;
    const all = (has) => (row) => labels.filter((_, label) => has[label](row)).join(', ');
    const truths = labels.map((_, label) => this.data.truth(label)).map((truth) => (row) => truth[row] === 1);
    return [
      column('labels', 'all labels', all(truths)),
      column('predictedLabels', 'all predicted', all(labels.map((_, label) => this.data.decided(state, label)))),
    ];
  }

  userColumn(key, name) {
    const values = this.data.columns.get(key);
    const codes = this.data.columns.get(`${key}.codes`);
    const value = codes ? (row) => values[codes[row]] : (row) => values[row];
    const number = !Array.isArray(values);
    return { key, name, value, text: (row) => (number && Number.isNaN(value(row)) ? '' : String(value(row))), number };
  }

  set(part) {
    Object.assign(this, part, { page: 0 });
    this.update(this.state);
  }

  turn(pages) {
    this.page += pages;
    this.draw();
  }

  sortBy(key) {
    const descending = this.sortedBy?.key === key ? !this.sortedBy.descending : false;
    this.set({ sortedBy: { key, descending } });
  }

  /** Return the permutation that sorts all rows; kept until what it sorts by changes. */
  orderOf() {
    const column = this.sortedBy && this.shown.find(({ key }) => key === this.sortedBy.key);
    if (!column) return null;
    const { run, positive, thresholds } = this.state;
    const key = JSON.stringify([this.sortedBy, run, positive, column.key.startsWith('predicted') ? thresholds : null]);
    return this.data.cached('order', key, () => sorted(this.data.n, column.value, this.sortedBy.descending));
  }

  update(state) {
    if (this.state && this.state.cells !== state.cells) this.page = 0;
    this.state = state;
    this.shown = this.columnsOf(state);
    const cell = this.data.cellOf(state);
    const size = this.data.labels(state).length;
    const holds = searching(this.search, (row) => this.shown.map((column) => column.text(row)));
    const tests = [
      state.cells.size && ((row) => state.cells.has(cell.true(row) * size + cell.predicted(row))),
      this.errors && ((row) => cell.true(row) !== cell.predicted(row)),
      holds,
      ...this.shown.map((column) => fitting(this.filters.get(column.key) ?? '', column)),
    ].filter(Boolean);
    const accepts = tests.length ? (row) => tests.every((test) => test(row)) : null;
    const order = this.orderOf();
    const rows = () => filtered(this.data.n, order, this.data.keepRows(state), accepts);
    if (accepts || this.sortedBy) this.rows = rows();
    else this.rows = this.data.cached('rows', String(state.chosen), rows);
    this.draw();
  }

  draw() {
    const last = Math.max(0, Math.ceil(this.rows.length / PAGE) - 1);
    this.page = Math.min(Math.max(this.page, 0), last);
    const start = this.page * PAGE;
    const part = this.rows.subarray(start, start + PAGE);
    this.caption.textContent = `Examples ${count(part.length ? start + 1 : 0)} to ${count(start + part.length)} of `
      + `${count(this.rows.length)}${this.cellsInWords()}`;
    const head = this.shown.map(({ key, name, number, image }) => {
      if (image) return html('th', { scope: 'col' }, name);
      const by = this.sortedBy?.key === key && (this.sortedBy.descending ? 'descending' : 'ascending');
      const sign = by ? (by === 'ascending' ? ' ▲' : ' ▼') : '';
      const text = button(`${name}${sign}`, () => this.sortBy(key), { class: 'sort' });
      return html('th', { scope: 'col', 'aria-sort': by || null, class: number ? 'number' : null }, text);
    });
    const focused = [...this.head.children].findIndex((cell) => cell.contains(document.activeElement));
    this.head.replaceChildren(...head);
    if (focused >= 0) head[focused]?.firstChild.focus();
    this.drawFilters();
    this.body.replaceChildren(...Array.from(part, (row) => html(
      'tr',
      {},
      ...this.shown.map((column) => html('td', { class: column.number ? 'number' : null }, this.cell(column, row))),
    )));
    this.previous.disabled = this.page === 0;
    this.next.disabled = this.page === last;
    this.clear.disabled = this.state.cells.size === 0;
  }

  /** Return the image of a row, or its text. */
  cell(column, row) {
    const source = column.image?.(row);
    if (!source) return column.text(row);
    const image = html('img', { src: source, alt: `image of ${this.idOf(row)}`, class: 'thumbnail' });
    image.addEventListener('load', () => image.classList.toggle('coarse', image.naturalHeight < COARSE));
    return image;
  }

  idOf(row) {
    const id = this.shown.find(({ key }) => key === 'id' || key === 'row');
    return `${id.name} ${id.text(row)}`;
  }

  /** Show a filter for each column; they stay as they are while the columns do. */
  drawFilters() {
    const keys = String(this.shown.map(({ key }) => key));
    if (keys === this.filterKeys) return;
    this.filterKeys = keys;
    this.filters = new Map([...this.filters].filter(([key]) => this.shown.some((column) => column.key === key)));
    this.filterRow.replaceChildren(...this.shown.map(({ key, name, number, image }) => {
      if (image) return html('td');
      const input = html('input', {
        type: 'text', size: 6, 'aria-label': `Filter ${name}`, placeholder: number ? '> 0.5, 1 to 3' : 'contains', value: this.filters.get(key) ?? '',
        oninput: () => {
          this.filters.set(key, input.value);
          this.set({});
        },
      });
      return html('td', {}, input);
    }));
  }

  cellsInWords() {
    const labels = this.data.labels(this.state);
    const words = [...this.state.cells].map((cell) => (
      `true ${labels[Math.floor(cell / labels.length)]}, predicted ${labels[cell % labels.length]}`
    ));
    return words.length ? ` (${words.join('; ')})` : '';
  }

  /** Return the rows of the filter, all pages or the first ones, with the names of the columns; without images. */
  table(most = Infinity) {
    const columns = this.shown.filter(({ image }) => !image);
    const cell = (column, row) => (column.number ? column.value(row) : column.text(row));
    const rows = Array.from(this.rows.subarray(0, most), (row) => columns.map((column) => cell(column, row)));
    return [columns.map(({ name }) => name), ...rows];
  }

  async copy() {
    const rows = this.table(MOST_COPIED);
    const text = rows.map((row) => row.map((value) => String(value).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
    try {
      await navigator.clipboard.writeText(text);
      const of = this.rows.length > MOST_COPIED ? `the first ${count(MOST_COPIED)} of ${count(this.rows.length)}` : count(rows.length - 1);
      this.copied.textContent = `Copied ${of} rows.`;
    } catch {
      this.copied.textContent = 'This browser does not let the page copy: save the rows as CSV.';
    }
  }

  save() {
    const file = new Blob([csv(this.table())], { type: 'text/csv' });
    const link = html('a', { href: URL.createObjectURL(file), download: 'predictions.csv' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
