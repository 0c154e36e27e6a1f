// The card of the examples: what is chosen as tags, a search, and a table of one page at a time.

import { columnsOfTable, contentOf, usualColumns } from './columns.js';
import { DifferenceView } from './differenceview.js';
import { button, html, icon, menu, replaced, tag } from './dom.js';
import { exampleCell } from './examplecells.js';
import { comparison, galleries } from './parts.js';
import { queryOf } from './query.js';
import { saveFile } from './save.js';
import { selectionOf } from './selection.js';
import { count, csv, shortened, tabbed } from './text.js';
import { say } from './words.js';

const [ROW, TABLE_HEAD, FEWEST, MOST_ROWS] = [36, 32, 6, 25]; // pixels of a row and of the head; rows of a page
const PICTURE = 56; // pixels of a row with an image
const MOST_COPIED = 10000; // rows: more are for a file
const KEY_PAUSE = [0, 50]; // milliseconds after a key, of few and of many examples
const MANY_ROWS = 50000;
const NAMED_ORDERS = ['mistakes', 'nearest', 'row']; // that are no column's

export class Examples {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change, root: page.getElementById('examples') });
    this.title = html('h2', { id: 'examples-title' });
    this.tags = html('div', { class: 'toolbar tags' });
    this.search = html('input', { type: 'search', class: 'field search', id: 'search', 'aria-label': say('examples.search'), placeholder: this.placeholder(), oninput: () => this.typed() });
    /** @type {HTMLSelectElement} */
    this.sorting = html('select', { id: 'sort', 'aria-label': say('examples.sort'), onchange: () => change({ sort: this.sortOf(this.sorting.value) }) });
    this.picker = html('div', { class: 'stack' });
    this.columnMenu = menu(say('examples.columns'), [this.picker], 'end');
    this.message = html('p', { class: 'small', role: 'status', id: 'examples-note' });
    this.differences = new DifferenceView(data, () => this.draw());
    this.head = html('tr');
    this.body = html('tbody');
    this.caption = html('caption', { class: 'spoken', 'aria-live': 'polite' });
    this.table = html('div', { class: 'scroll rows', role: 'region', 'aria-label': say('examples.table') }, html('table', {}, this.caption, html('thead', {}, this.head), this.body));
    this.empty = html('div', { class: 'empty', hidden: true });
    this.previous = button([icon('previous'), say('examples.previous')], () => this.turn(-1));
    this.next = button([say('examples.next'), icon('next')], () => this.turn(1));
    this.where = html('span', { class: 'quiet' });
    this.copying = button(say('examples.copy'), () => this.copy(), { class: 'btn bare' });
    this.copied = html('span', { role: 'status', class: 'small quiet' });
    this.root.append(
      html('header', {}, this.title, this.tags),
      html(
        'div', { class: 'toolbar' }, this.search, this.sorting, this.columnMenu,
      ),
      this.message, this.differences.root, this.table, this.empty,
      html('footer', {}, this.where, button(say('examples.save'), () => this.save(), { class: 'btn bare' }), this.copying, this.copied, html('div', { class: 'toolbar push' }, this.previous, this.next)),
    );
    [this.gallery] = spec.images ? galleries.map((View) => new View(this, change)) : [];
  }

  placeholder() {
    const { spec, data } = this;
    const number = spec.columns.find(({ column }) => !Array.isArray(data.columns.get(column)));
    if (!number && !spec.range) return say('examples.placeholderOfLabels', { name: shortened(spec.labels[0], 12) });
    const [low, high] = spec.range ?? [0, 1];
    const value = number ? Number(data.columns.get(number.column)?.[data.n >> 1]) : low + 0.8 * (high - low);
    return say('examples.placeholder', { column: number ? shortened(number.name, 12) : say('examples.score'), value: String(Number(value.toPrecision(2))) });
  }

  /** Search as soon as nothing was typed for a moment, which many examples take. */
  typed() {
    clearTimeout(this.timer);
    const wait = KEY_PAUSE[Number(this.data.n > MANY_ROWS)];
    if (wait) this.message.textContent = say('examples.searching');
    this.timer = setTimeout(() => this.change({ search: this.search.value }), wait);
  }

  /** Return an order by its name in the choice of orders.
   * @param {string} name
   * @returns {Sort | null}
   */
  sortOf(name) {
    if (name === this.usual()) return null;
    return { key: name.replace(/^-/, ''), descending: name.startsWith('-') };
  }

  /** Return the order that comes first: the surest mistakes where there are scores. */
  usual() {
    return this.data.hasScores(this.state) ? 'mistakes' : 'row';
  }

  get sort() {
    const { sort } = this.state;
    return sort && (NAMED_ORDERS.includes(sort.key) || this.all.some(({ key }) => key === sort.key)) ? sort : { key: this.usual(), descending: false };
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    const { columns = columnsOfTable, select = selectionOf } = comparison;
    this.all = columns(this.data, state);
    this.query = this.data.cached('query', JSON.stringify([state.search, state.run, state.other, state.positive, state.thresholds, state.rivalThresholds]), () => queryOf(state.search, this.all));
    this.selection = select(this.data, state, this.query, this.sort, this.all);
    const keys = state.columns ?? usualColumns(this.data, state, this.all);
    this.shown = this.all.filter(({ key }) => keys.includes(key));
    if (this.page.activeElement !== this.search) this.search.value = state.search;
    this.drawTitle();
    this.drawOrders();
    this.differences.update(state, this.all, this.selection.n);
    this.draw();
  }

  /** Return all chosen rows, for files and tests. */
  get rows() {
    return this.selection.rows(0, this.selection.n);
  }

  drawTitle() {
    this.title.textContent = say('examples.title', { n: this.selection.n });
    const tags = this.chosen();
    const clear = tags.length > 1 ? [button(say('examples.clearAll'), () => this.change(this.cleared()), { class: 'btn bare' })] : [];
    replaced(this.tags, ...tags.map(({ words, remove, sign }) => tag(words, remove, sign, say('examples.remove', { words }))), ...clear);
    const { wrong } = this.query;
    this.search.setAttribute('aria-invalid', String(wrong.length > 0));
    this.message.textContent = wrong.length ? say('examples.misread', { words: wrong.join(', ') }) : '';
    this.message.hidden = !wrong.length;
  }

  /** Return what is chosen, each with its words and what takes it away.
   * @returns {Tag[]}
   */
  chosen() {
    const { state, spec, data } = this;
    const labels = data.labels(state);
    const cells = [...state.cells].map((cell) => {
      const [i, j] = [Math.floor(cell / labels.length), cell % labels.length];
      const rest = new Set([...state.cells].filter((one) => one !== cell));
      return { words: this.cellWords(i, j, labels), sign: state.ofOther ? 'b' : this.signOf(i, j), remove: () => this.change({ cells: rest, ofOther: state.ofOther && rest.size > 0 }) };
    });
    const outcome = state.outcome ? [{ words: say(`outcomes.${state.outcome}`), sign: state.outcome, remove: () => this.change({ outcome: null }) }] : [];
    const slices = state.chosen.flatMap((code, k) => {
      const isSubset = k === 0 && spec.first.subset !== null;
      if (code < 0 || isSubset) return [];
      const words = `${shortened(spec.groups[k].name)}: ${shortened(spec.groups[k].values[code], 40)}`;
      return [{ words, remove: () => this.change({ chosen: state.chosen.with(k, -1) }) }];
    });
    return [...cells, ...outcome, ...comparison.tags?.(spec, state, this.change) ?? [], ...slices];
  }

  cleared() {
    const { spec, state } = this;
    const chosen = state.chosen.map((code, k) => (k === 0 && spec.first.subset !== null ? code : -1));
    return { outcome: null, agreement: null, cells: new Set(), chosen };
  }

  /**
   * @param {number} i
   * @param {number} j
   * @param {string[]} labels
   */
  cellWords(i, j, labels) {
    const [truly, predicted] = [i, j].map((k) => shortened(labels[k], 40));
    const name = this.state.ofOther ? `${this.spec.runs[this.state.other].name}: ` : '';
    if (this.state.positive === null) return name + say('examples.cell', { true: truly, predicted });
    const positive = this.data.positiveRow(this.state);
    const outcome = i === positive ? (j === positive ? 'oneTp' : 'oneFn') : j === positive ? 'oneFp' : 'oneTn';
    return name + say(i === j ? 'examples.rightCell' : 'examples.wrongCell', { outcome: say(`outcomes.${outcome}`), true: truly, predicted });
  }

  /**
   * @param {number} i
   * @param {number} j
   */
  signOf(i, j) {
    if (i === j) return 'right';
    if (this.state.positive === null) return 'wrong';
    return i === this.data.positiveRow(this.state) ? 'missed' : 'false';
  }

  drawOrders() {
    const scored = this.data.hasScores(this.state);
    const orders = [...(scored ? ['mistakes'] : []), ...(scored && this.state.positive !== null ? ['nearest'] : []), 'row'];
    const { key, descending } = this.sort;
    const column = this.all.find((one) => one.key === key);
    const now = `${descending ? '-' : ''}${key}`;
    const options = [...orders.map((name) => [name, say(`examples.${name}`)]), ...comparison.orders?.(this.data, this.state) ?? []];
    if (!options.some(([value]) => value === now)) options.push([now, say(descending ? 'examples.descending' : 'examples.ascending', { name: column?.name ?? key })]);
    const words = JSON.stringify(options);
    if (words !== this.orders) this.sorting.replaceChildren(...options.map(([value, text]) => html('option', { value }, text)));
    this.orders = words;
    this.sorting.value = now;
  }

  drawPicker() {
    const keys = this.seen;
    const words = JSON.stringify(this.all.map(({ key, name }) => [key, name]));
    if (words !== this.picked) {
      replaced(this.picker, ...this.all.map(({ key, name }) => {
        /** @type {HTMLInputElement} */
        const box = html('input', { type: 'checkbox', value: key, onchange: () => this.pick(key, box.checked) });
        return html('label', { class: 'check' }, box, name);
      }));
    }
    this.picked = words;
    for (const box of this.picker.querySelectorAll('input')) box.checked = keys.includes(box.value); // a label is not made anew in its own click
  }

  /**
   * @param {string} key
   * @param {boolean} isShown
   */
  pick(key, isShown) {
    const keys = this.seen.filter((one) => one !== key);
    this.change({ columns: isShown ? [...keys, key] : keys });
  }

  /** Return how many rows there is room for beside the matrix. */
  size() {
    this.table.hidden = false; // what is hidden has no place
    this.empty.hidden = true;
    if (this.page.documentElement.clientWidth < 900) return 9;
    const room = this.room(this.table) - TABLE_HEAD;
    return Math.max(FEWEST, Math.min(MOST_ROWS, Math.floor(room / (this.shown.some(({ image }) => image) ? PICTURE : ROW))));
  }

  /** Return how many pixels there are from an element to the end of the matrix's card, without the foot.
   * @param {HTMLElement} from
   */
  room(from) {
    const last = /** @type {HTMLElement} */ ([...this.page.getElementById('where').children].findLast((one) => one.clientHeight > 0));
    return last.offsetTop + last.offsetHeight - from.offsetTop - 48;
  }

  /** @param {number} pages */
  turn(pages) {
    if ((pages < 0 ? this.previous : this.next).getAttribute('aria-disabled') === 'true') return;
    this.change(({ page }) => ({ page: page + pages }));
  }

  draw() {
    if (this.gallery) this.gallery.draw();
    else this.drawTable();
    this.caption.textContent = `${this.title.textContent} ${this.chosen().map(({ words }) => words).join('; ')}`;
    this.drawEmpty(this.selection.n);
  }

  /** Say which of the examples are in sight.
   * @param {number} from
   * @param {number} to
   */
  tell(from, to) {
    const { data, spec, selection: { n } } = this;
    const whole = data.n < spec.examples ? say('examples.sampled', { n: data.n, all: spec.examples }) : '';
    this.where.textContent = (n ? say('examples.where', { from, to, n }) : '') + whole;
  }

  drawTable() {
    const size = this.size();
    const { n } = this.selection;
    const last = Math.max(0, Math.ceil(n / size) - 1);
    const page = Math.min(this.state.page, last);
    if (this.state.page > last) this.state.page = last;
    const rows = this.selection.rows(page * size, size);
    this.drawHead();
    this.body.replaceChildren(...rows.map((row) => this.row(row)));
    this.table.hidden = !n;
    this.tell(page * size + 1, page * size + rows.length);
    this.previous.setAttribute('aria-disabled', String(page === 0));
    this.next.setAttribute('aria-disabled', String(page === last));
    this.fit();
    this.drawPicker();
  }

  /** Leave out what there is no room for, unless columns were asked for: those of the lower rank, then bars, then the rest from the last one on. */
  fit() {
    const rows = [this.head, ...this.body.children];
    /** @param {number} k @param {boolean} isHidden */
    const hide = (k, isHidden) => { for (const row of rows) /** @type {HTMLElement} */ (row.children[k]).hidden = isHidden; };
    const isOver = () => this.table.scrollWidth > this.table.clientWidth;
    const ranks = this.shown.map((column) => this.rareness(column));
    ranks.forEach((_, k) => hide(k, false));
    this.table.classList.remove('plain');
    for (const rank of this.state.columns ? [] : ['second', 'plain', 'rare']) {
      if (rank === 'plain') this.table.classList.toggle(rank, isOver());
      for (let k = ranks.length - 1; k >= 0 && isOver(); k--) if (ranks[k] === rank) hide(k, true);
    }
    this.seen = this.shown.flatMap(({ key }, k) => (/** @type {HTMLElement} */ (this.head.children[k]).hidden ? [] : [key]));
  }

  /** Say why there are no rows, and offer a way out.
   * @param {number} n
   */
  drawEmpty(n) {
    this.empty.hidden = n > 0;
    this.copying.hidden = !n;
    if (n) return;
    const chosen = this.chosen();
    const ways = chosen.map(({ words, remove }) => button(say('examples.remove', { words }), remove));
    const clear = this.state.search ? [button(say('examples.clearSearch'), () => this.clearSearch())] : [];
    const names = this.all.filter(({ image }) => !image).map(({ name }) => shortened(name, 30)).slice(0, 12).join(', ');
    const search = this.state.search ? [`‘${this.state.search}’`] : [];
    const why = chosen.length ? say('examples.nothing', { words: [...chosen.map(({ words }) => words), ...search].join(say('examples.andAlso')) }) : say('examples.nothingFound', { words: this.state.search, names });
    replaced(this.empty, html('p', {}, why), html('div', { class: 'toolbar' }, ...clear, ...ways));
  }

  clearSearch() {
    this.search.value = '';
    this.change({ search: '' });
    this.search.focus();
  }

  drawHead() {
    const { key, descending } = this.sort;
    const words = JSON.stringify([this.shown.map((one) => [one.key, one.name, one.rank]), this.state.run, key, descending]);
    if (words === this.heads) return;
    this.heads = words;
    const head = this.shown.map((column) => {
      const rare = this.rareness(column);
      if (column.image) return html('th', { scope: 'col', class: rare }, column.name);
      const by = key === column.key ? (descending ? 'descending' : 'ascending') : null;
      const sign = by ? (descending ? ' ▾' : ' ▴') : '';
      const act = () => this.change({ sort: { key: column.key, descending: key === column.key ? !descending : false } });
      return html('th', { scope: 'col', 'aria-sort': by, class: `${column.number ? 'number' : ''} ${rare}` }, html('button', { type: 'button', onclick: act }, ...column.head?.() ?? [shortened(column.name, 28)], sign));
    });
    replaced(this.head, ...head);
  }

  /** Return the class of columns that go where there is little room.
   * @param {TableColumn} column
   */
  rareness({ key, isOwn, rank }) {
    if (rank !== undefined) return rank;
    if (isOwn || /^group/.test(key) || key === 'trueScore') return 'second';
    const isSaid = this.state.positive !== null && ['true', 'predicted'].includes(key); // by the outcome
    return isSaid || ['margin', 'labels', 'predictedLabels'].includes(key) ? 'rare' : '';
  }

  /** @param {number} row */
  row(row) {
    const outcome = this.all.find(({ key }) => key === 'outcome')?.outcome?.(row);
    return html('tr', { 'data-row': row, class: outcome && outcome[0] !== 'right' ? 'off' : null }, ...this.shown.map((column) => (
      html('td', { class: `${column.number && !column.meter ? 'number' : ''} ${this.rareness(column)}` }, exampleCell(column, row, this.all, this.spec.range))
    )));
  }

  async copy() {
    const rows = contentOf(this.all, this.selection.rows(0, Math.min(MOST_COPIED, this.selection.n)));
    try {
      await navigator.clipboard.writeText(tabbed(rows));
      this.copied.textContent = say('examples.copied', { n: rows.length - 1, all: count(this.selection.n) });
    } catch {
      this.copied.textContent = say('examples.notCopied');
    }
  }

  save() {
    saveFile(new Blob(['\ufeff', csv(contentOf(this.all, this.rows))], { type: 'text/csv' }), 'predictions.csv');
  }
}
