// The table of examples: filtered by cells of the matrix, searched, sorted, page by page, copied and saved.

import { button, html } from './dom.js';
import { filtered, fitting, searching, sorted } from './rows.js';
import { hiddenScores, tableColumns } from './tablecolumns.js';
import { count, csv, tabbed } from './text.js';

const PAGE = 25;
const COARSE = 32; // pixels: images of fewer show them
const MOST_COPIED = 10000; // rows: more are for a file

export class Predictions {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { root: page.getElementById('predictions'), data, change, page: 0 });
    this.caption = html('caption', { 'aria-live': 'polite' });
    this.head = html('tr');
    this.filterRow = html('tr', { class: 'filters' });
    this.body = html('tbody');
    this.search = html('input', { type: 'search', id: 'search', oninput: () => change({ search: this.search.value }) });
    this.errors = html('input', { type: 'checkbox', id: 'errors', onchange: () => change({ errors: this.errors.checked }) });
    this.previous = button('Previous', () => this.turn(-1));
    this.next = button('Next', () => this.turn(1));
    this.clear = button('Clear cells', () => change({ cells: new Set() }));
    this.copied = html('span', { role: 'status' });
    this.root.append(
      html(
        'div',
        { class: 'bar' },
        html('div', { class: 'field' }, html('label', { for: 'search' }, 'Search'), this.search),
        html('div', { class: 'check' }, this.errors, html('label', { for: 'errors' }, 'Errors only')),
        this.clear,
        button('Copy', () => this.copy()),
        button('Save as CSV', () => this.save()),
        this.copied,
      ),
      html(
        'div',
        { class: 'scrolled', role: 'region', 'aria-label': 'Table of examples' },
        html('table', {}, this.caption, html('thead', {}, this.head, this.filterRow), this.body),
      ),
      html('div', { class: 'bar' }, this.previous, this.next),
    );
  }

  turn(pages) {
    this.page += pages;
    this.draw();
  }

  sortBy(key) {
    const { sort } = this.state;
    this.change({ sort: { key, descending: sort?.key === key ? !sort.descending : false } });
  }

  update(state) {
    const what = JSON.stringify([state.search, state.errors, state.filters, state.sort, state.chosen, [...state.cells]]);
    if (this.what !== what) this.page = 0;
    this.what = what;
    this.state = state;
    this.shown = tableColumns(this.data, state);
    this.search.value = state.search;
    this.errors.checked = state.errors;
    this.rows = this.chosenRows();
    this.drawHead();
    this.drawFilters();
    this.draw();
  }

  /** Return the rows that are shown: first those that no threshold moves, which are kept, then of these the others. */
  chosenRows() {
    const { state, data } = this;
    const still = this.tests().filter(({ moves }) => !moves);
    const order = this.order();
    const accepts = (tests) => (tests.length ? (row) => tests.every(({ test }) => test(row)) : null);
    const base = () => filtered(data.n, order, data.keepRows(state), accepts(still));
    const moving = this.tests().filter(({ moves }) => moves);
    const inCells = (all) => (this.wanted() ? data.inCells(state, all, this.wanted()) : all);
    const isStill = !state.sort || !this.shown.find(({ key }) => key === state.sort.key)?.moves;
    const key = JSON.stringify([state.run, state.positive, state.chosen, state.search, state.filters, state.sort]);
    const rows = inCells(isStill ? data.cached('rows', key, base) : base());
    return moving.length ? filtered(rows.length, rows, null, accepts(moving)) : rows;
  }

  /** Return which cells of the matrix the table is to show; null for all. */
  wanted() {
    const { cells, errors } = this.state;
    if (!cells.size && !errors) return null;
    const size = this.data.labels(this.state).length;
    const isWanted = (cell) => (!cells.size || cells.has(cell)) && !(errors && Math.floor(cell / size) === cell % size);
    return Uint8Array.from({ length: size * size }, (_, cell) => (isWanted(cell) ? 1 : 0));
  }

  /** Return the tests that rows must pass; those that a threshold moves are said to. */
  tests() {
    const { state } = this;
    const found = [];
    const still = this.shown.filter(({ moves }) => !moves);
    const search = searching(state.search, (row) => still.map((column) => column.text(row)));
    if (search) found.push({ test: search });
    for (const column of this.shown) {
      const test = fitting(state.filters[column.key] ?? '', column);
      if (test) found.push({ moves: column.moves, test });
    }
    return found;
  }

  /** Return the permutation that sorts all rows; kept until what it sorts by changes. */
  order() {
    const { sort, run, positive, thresholds } = this.state;
    const column = sort && this.shown.find(({ key }) => key === sort.key);
    if (!column) return null;
    const key = JSON.stringify([sort, run, positive, column.moves ? thresholds : null]);
    return this.data.cached('order', key, () => sorted(this.data.n, column.value, sort.descending));
  }

  draw() {
    const last = Math.max(0, Math.ceil(this.rows.length / PAGE) - 1);
    this.page = Math.min(Math.max(this.page, 0), last);
    const start = this.page * PAGE;
    const part = this.rows.subarray(start, start + PAGE);
    this.caption.textContent = `Examples ${count(part.length ? start + 1 : 0)} to ${count(start + part.length)} of `
      + `${count(this.rows.length)}${this.inWords()}`;
    this.body.replaceChildren(...Array.from(part, (row) => html(
      'tr',
      {},
      ...this.shown.map((column) => html('td', { class: column.number ? 'number' : null }, this.cell(column, row))),
    )));
    const allow = (one, isAllowed) => one.setAttribute('aria-disabled', String(!isAllowed));
    allow(this.previous, this.page > 0);
    allow(this.next, this.page < last);
    allow(this.clear, this.state.cells.size > 0);
  }

  drawHead() {
    const { sort } = this.state;
    const head = this.shown.map(({ key, name, number, image }) => {
      if (image) return html('th', { scope: 'col' }, name);
      const by = sort?.key === key && (sort.descending ? 'descending' : 'ascending');
      const sign = by ? (by === 'ascending' ? ' ▲' : ' ▼') : '';
      const text = button(`${name}${sign}`, () => this.sortBy(key), { class: 'sort' });
      return html('th', { scope: 'col', 'aria-sort': by || null, class: number ? 'number' : null }, text);
    });
    const focused = [...this.head.children].findIndex((cell) => cell.contains(document.activeElement));
    this.head.replaceChildren(...head);
    if (focused >= 0) head[focused]?.firstChild.focus?.();
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
    const keys = String(this.shown.map(({ key, name }) => [key, name]));
    if (keys !== this.filterKeys) {
      this.filterKeys = keys;
      this.filters = new Map();
      this.filterRow.replaceChildren(...this.shown.map((column) => this.filter(column)));
    }
    for (const column of this.shown.filter(({ image }) => !image)) {
      const input = this.filters.get(column.key);
      const words = this.state.filters[column.key] ?? '';
      if (input.value !== words) input.value = words;
      input.setAttribute('aria-invalid', String(fitting(words, column) === undefined));
    }
  }

  filter({ key, name, number, image }) {
    if (image) return html('td');
    const input = html('input', {
      type: 'text', size: 6, 'aria-label': `Filter ${name}`, placeholder: number ? '> 0.5, 1 to 3' : 'contains',
      oninput: () => this.change(({ filters }) => ({ filters: { ...filters, [key]: input.value } })),
    });
    this.filters.set(key, input);
    return html('td', {}, input);
  }

  /** Return what the caption says beside the number of rows. */
  inWords() {
    const labels = this.data.labels(this.state);
    const cells = [...this.state.cells].map((cell) => (
      `true ${labels[Math.floor(cell / labels.length)]}, predicted ${labels[cell % labels.length]}`
    ));
    const wrong = this.shown.filter((column) => fitting(this.state.filters[column.key] ?? '', column) === undefined);
    const hidden = hiddenScores(this.data, this.state);
    return [
      cells.length ? ` (${cells.join('; ')})` : '',
      hidden ? `; the file has the scores of ${hidden} more classes` : '',
      wrong.length ? `; not understood: ${wrong.map(({ key, name }) => `${name} ${this.state.filters[key]}`).join(', ')}` : '',
    ].join('');
  }

  /** Return the rows of the filter, all pages or the first ones, with the names of the columns; without images. */
  table(most = Infinity) {
    const columns = tableColumns(this.data, this.state, true).filter(({ image }) => !image);
    const cell = ({ number, value, text }, row) => (number && !Number.isNaN(value(row)) ? Number(text(row)) : text(row));
    const exact = (column, row) => (column.key.startsWith('score') ? column.value(row) : cell(column, row));
    const rows = Array.from(this.rows.subarray(0, most), (row) => columns.map((column) => exact(column, row)));
    return [columns.map(({ name }) => name), ...rows];
  }

  async copy() {
    const rows = this.table(MOST_COPIED);
    try {
      await navigator.clipboard.writeText(tabbed(rows));
      const of = this.rows.length > MOST_COPIED ? `the first ${count(MOST_COPIED)} of ${count(this.rows.length)}` : count(rows.length - 1);
      this.copied.textContent = `Copied ${of} rows.`;
    } catch {
      this.copied.textContent = 'This browser does not let the page copy: save the rows as CSV.';
    }
  }

  save() {
    const file = new Blob(['\ufeff', csv(this.table())], { type: 'text/csv' });
    const link = html('a', { href: URL.createObjectURL(file), download: 'predictions.csv' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
