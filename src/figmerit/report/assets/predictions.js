// The table of predictions: filtered by cells of the matrix, searched, sorted, page by page, copied and saved.

import { button, html } from './dom.js';
import { filtered, fitting, searching, sorted } from './rows.js';
import { count, csv, threshold } from './text.js';

const PAGE = 25;

export class Predictions {
  constructor(root, data, { change }) {
    Object.assign(this, { root, data, change, order: null, page: 0, search: '', errors: false, sortedBy: null });
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

  /** Return the columns for the state: their names, the value of a row, and its text. */
  columnsOf(state) {
    const { spec, columns } = this.data;
    const labels = this.data.labels(state);
    const cell = this.data.cellOf(state);
    const named = (name, value) => ({ name, value, text: (row) => String(value(row) ?? '') });
    const ids = columns.get('id');
    const found = [
      ids ? this.userColumn('id', 'id') : { name: 'row', value: (row) => row, text: String, number: true },
      named('true', (row) => labels[cell.true(row)]),
      named('predicted', (row) => labels[cell.predicted(row)]),
    ];
    const shown = state.positive === null ? spec.labels.map((_, k) => k) : [state.positive];
    for (const label of shown.slice(0, 20)) {
      const scores = this.data.scores(state, label);
      if (!scores) continue;
      const name = shown.length > 1 ? `score of ${spec.labels[label]}` : 'score';
      const isFloat32 = scores.values instanceof Float32Array;
      const value = (row) => scores.values[scores.codes[row]];
      found.push({ name, value, text: (row) => threshold(Number(value(row).toPrecision(6)), isFloat32), number: true });
    }
    for (const group of this.data.groups) found.push(named(group.name, (row) => group.values[group.codes[row]]));
    for (const { name, column } of spec.columns) found.push(this.userColumn(name, column));
    return found;
  }

  userColumn(name, column) {
    const values = this.data.columns.get(column);
    const codes = this.data.columns.get(`${column}.codes`);
    const value = codes ? (row) => values[codes[row]] : (row) => values[row];
    const number = !Array.isArray(values);
    return { name, value, text: (row) => (number && Number.isNaN(value(row)) ? '' : String(value(row))), number };
  }

  set(part) {
    Object.assign(this, part, { page: 0 });
    this.update(this.state);
  }

  turn(pages) {
    this.page += pages;
    this.draw();
  }

  sortBy(name) {
    const descending = this.sortedBy?.name === name ? !this.sortedBy.descending : false;
    this.set({ sortedBy: { name, descending } });
  }

  /** Return the permutation that sorts all rows; kept until what it sorts by changes. */
  orderOf() {
    if (!this.sortedBy) return null;
    const column = this.shown.find(({ name }) => name === this.sortedBy.name);
    if (!column) return null;
    const { run, positive, threshold: cut } = this.state;
    const key = JSON.stringify([this.sortedBy, run, positive, column.name === 'predicted' ? cut : null]);
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
      ...this.shown.map((column) => fitting(this.filters.get(column.name) ?? '', column)),
    ].filter(Boolean);
    const accepts = tests.length ? (row) => tests.every((test) => test(row)) : null;
    this.rows = filtered(this.data.n, this.orderOf(), this.data.keep(state), accepts);
    this.draw();
  }

  draw() {
    const last = Math.max(0, Math.ceil(this.rows.length / PAGE) - 1);
    this.page = Math.min(Math.max(this.page, 0), last);
    const start = this.page * PAGE;
    const part = this.rows.subarray(start, start + PAGE);
    this.caption.textContent = `Examples ${count(part.length ? start + 1 : 0)} to ${count(start + part.length)} of `
      + `${count(this.rows.length)}${this.cellsInWords()}`;
    const head = this.shown.map(({ name, number }) => {
      const by = this.sortedBy?.name === name && (this.sortedBy.descending ? 'descending' : 'ascending');
      const sign = by ? (by === 'ascending' ? ' ▲' : ' ▼') : '';
      const text = button(`${name}${sign}`, () => this.sortBy(name), { class: 'sort' });
      return html('th', { scope: 'col', 'aria-sort': by || null, class: number ? 'number' : null }, text);
    });
    const focused = [...this.head.children].findIndex((cell) => cell.contains(document.activeElement));
    this.head.replaceChildren(...head);
    if (focused >= 0) head[focused]?.firstChild.focus();
    this.drawFilters();
    this.body.replaceChildren(...Array.from(part, (row) => html(
      'tr',
      {},
      ...this.shown.map((column) => html('td', { class: column.number ? 'number' : null }, column.text(row))),
    )));
    this.previous.disabled = this.page === 0;
    this.next.disabled = this.page === last;
    this.clear.disabled = this.state.cells.size === 0;
  }

  /** Show a filter for each column; they stay as they are while the columns do. */
  drawFilters() {
    const names = this.shown.map(({ name }) => name).join('\n');
    if (names === this.filterNames) return;
    this.filterNames = names;
    const kept = new Map([...this.filters].filter(([name]) => this.shown.some((column) => column.name === name)));
    this.filters = kept;
    this.filterRow.replaceChildren(...this.shown.map(({ name, number }) => {
      const input = html('input', {
        type: 'text', 'aria-label': `Filter ${name}`, placeholder: number ? '> 0.5, 1 to 3' : 'contains', value: kept.get(name) ?? '',
        oninput: () => {
          this.filters.set(name, input.value);
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

  /** Return the rows of the filter, all pages, with the names of the columns. */
  table() {
    const cell = (column, row) => (column.number ? column.value(row) : column.text(row));
    return [this.shown.map(({ name }) => name), ...Array.from(this.rows, (row) => this.shown.map((one) => cell(one, row)))];
  }

  async copy() {
    const text = this.table().slice(0, PAGE * 40 + 1).map((row) => row.join('\t')).join('\n');
    try {
      await navigator.clipboard.writeText(text);
      this.copied.textContent = `Copied ${count(Math.min(this.rows.length, PAGE * 40))} rows.`;
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
