// The card of the examples: what is chosen as tags, a search, and a table of one page at a time.

import { columnsOfTable, uniqueNames, usualColumns } from './columns.js';
import { DifferenceView } from './differenceview.js';
import { button, html, icon, line, menu, replaced, svg, tag } from './dom.js';
import { queryOf } from './query.js';
import { selectionOf } from './selection.js';
import { count, csv, shortened, tabbed } from './text.js';
import { say } from './words.js';

const [ROW, TABLE_HEAD, FEWEST, MOST_ROWS] = [36, 32, 6, 25]; // pixels of a row and of the head; rows of a page
const PICTURE = 56; // pixels of a row with an image
const MOST_COPIED = 10000; // rows: more are for a file
const COARSE = 32; // pixels: images of fewer show them
const KEY_PAUSE = [0, 50]; // milliseconds after a key, of few and of many examples
const MANY_ROWS = 50000;
const LONG = 60; // letters, from which on a text is shown in two lines

export class Examples {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change, root: page.getElementById('examples') });
    this.title = html('h2', { id: 'examples-title' });
    this.tags = html('div', { class: 'toolbar tags' });
    this.search = html('input', { type: 'search', class: 'field search', id: 'search', 'aria-label': say('examples.search'), placeholder: this.placeholder(), oninput: () => this.typed() });
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
    this.copied = html('span', { role: 'status', class: 'small quiet' });
    this.root.append(
      html('header', {}, this.title, this.tags),
      html(
        'div', { class: 'toolbar' }, this.search, this.sorting, this.columnMenu, button(say('examples.save'), () => this.save()),
      ),
      this.message, this.differences.root, this.table, this.empty,
      html('footer', {}, this.where, button(say('examples.copy'), () => this.copy(), { class: 'btn bare' }), this.copied, html('div', { class: 'toolbar push' }, this.previous, this.next)),
    );
  }

  placeholder() {
    const number = this.spec.columns.find(({ column }) => !Array.isArray(this.data.columns.get(column)));
    return say('examples.placeholder', { column: number ? shortened(number.name, 12) : say('examples.score') });
  }

  /** Search as soon as nothing was typed for a moment, which many examples take. */
  typed() {
    clearTimeout(this.timer);
    const wait = KEY_PAUSE[Number(this.data.n > MANY_ROWS)];
    if (wait) this.message.textContent = say('examples.searching');
    this.timer = setTimeout(() => this.change({ search: this.search.value }), wait);
  }

  /** Return an order by its name in the choice of orders. */
  sortOf(name) {
    if (name === this.usual()) return null;
    return { key: name.replace(/^-/, ''), descending: name.startsWith('-') };
  }

  /** Return the order that comes first: the surest mistakes where there are scores. */
  usual() {
    return this.data.hasScores(this.state) ? 'mistakes' : 'row';
  }

  get sort() {
    return this.state.sort ?? { key: this.usual(), descending: false };
  }

  update(state) {
    this.state = state;
    this.all = columnsOfTable(this.data, state);
    this.query = this.data.cached('query', JSON.stringify([state.search, state.run, state.other, state.positive, state.thresholds]), () => queryOf(state.search, this.all));
    this.selection = selectionOf(this.data, state, this.query, this.sort, this.all);
    const keys = state.columns ?? usualColumns(this.data, state, this.all);
    this.shown = this.all.filter(({ key }) => keys.includes(key));
    if (this.page.activeElement !== this.search) this.search.value = state.search;
    this.drawTitle();
    this.drawOrders();
    this.drawPicker(keys);
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

  /** Return what is chosen, each with its words and what takes it away. */
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
    return [...cells, ...outcome, ...slices];
  }

  cleared() {
    const { spec, state } = this;
    const chosen = state.chosen.map((code, k) => (k === 0 && spec.first.subset !== null ? code : -1));
    return { outcome: null, chosen };
  }

  cellWords(i, j, labels) {
    const [truly, predicted] = [i, j].map((k) => shortened(labels[k], 40));
    const name = this.state.ofOther ? `${this.spec.runs[this.state.other].name}: ` : '';
    if (this.state.positive === null) return name + say('examples.cell', { true: truly, predicted });
    const positive = this.data.positiveRow(this.state);
    const outcome = i === positive ? (j === positive ? 'oneTp' : 'oneFn') : j === positive ? 'oneFp' : 'oneTn';
    return name + say(i === j ? 'examples.rightCell' : 'examples.wrongCell', { outcome: say(`outcomes.${outcome}`), true: truly, predicted });
  }

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
    const own = orders.includes(key) && !descending ? [] : [[`${descending ? '-' : ''}${key}`, say(descending ? 'examples.descending' : 'examples.ascending', { name: column?.name ?? key })]];
    const options = [...orders.map((name) => [name, say(`examples.${name}`)]), ...own];
    const words = JSON.stringify(options);
    if (words !== this.orders) this.sorting.replaceChildren(...options.map(([value, text]) => html('option', { value }, text)));
    this.orders = words;
    this.sorting.value = `${descending ? '-' : ''}${key}`;
  }

  drawPicker(keys) {
    const words = JSON.stringify([keys, this.all.map(({ key, name }) => [key, name])]);
    if (words === this.picked) return;
    this.picked = words;
    replaced(this.picker, ...this.all.map(({ key, name }) => {
      const box = html('input', { type: 'checkbox', checked: keys.includes(key), onchange: () => this.pick(key, box.checked) });
      return html('label', { class: 'check' }, box, name);
    }));
  }

  pick(key, isShown) {
    const keys = this.shown.map((one) => one.key).filter((one) => one !== key);
    this.change({ columns: isShown ? [...keys, key] : keys });
  }

  /** Return how many rows there is room for beside the matrix. */
  size() {
    const where = this.page.getElementById('where');
    this.table.hidden = false; // what is hidden has no place
    this.empty.hidden = true;
    if (this.page.documentElement.clientWidth < 900) return 9;
    const last = [...where.children].findLast((one) => one.offsetHeight > 0);
    const room = last.offsetTop + last.offsetHeight - this.table.offsetTop - TABLE_HEAD - 48;
    return Math.max(FEWEST, Math.min(MOST_ROWS, Math.floor(room / (this.shown.some(({ image }) => image) ? PICTURE : ROW))));
  }

  turn(pages) {
    if ((pages < 0 ? this.previous : this.next).getAttribute('aria-disabled') === 'true') return;
    this.change(({ page }) => ({ page: page + pages }));
  }

  draw() {
    const size = this.size();
    const { n } = this.selection;
    const last = Math.max(0, Math.ceil(n / size) - 1);
    const page = Math.min(this.state.page, last);
    if (this.state.page > last) this.state.page = last;
    const rows = this.selection.rows(page * size, size);
    this.drawHead();
    this.body.replaceChildren(...rows.map((row) => this.row(row)));
    this.table.hidden = !n;
    const whole = this.data.n < this.spec.examples ? say('examples.sampled', { n: this.data.n, all: this.spec.examples }) : '';
    this.where.textContent = (n ? say('examples.where', { from: page * size + 1, to: page * size + rows.length, n }) : '') + whole;
    this.caption.textContent = `${this.title.textContent} ${this.chosen().map(({ words }) => words).join('; ')}`;
    this.previous.setAttribute('aria-disabled', String(page === 0));
    this.next.setAttribute('aria-disabled', String(page === last));
    this.drawEmpty(n);
    this.fit();
  }

  /** Leave out columns for which there is no room, unless they were asked for: of the lower ranks, from the last one on. */
  fit() {
    const ofRank = (rank) => this.shown.flatMap((column, k) => (this.rareness(column) === rank ? [k] : []));
    const rest = this.state.columns ? [] : [...ofRank('rare'), ...ofRank('second')];
    for (const row of [this.head, ...this.body.children]) for (const k of rest) row.children[k].hidden = false;
    while (rest.length && this.table.scrollWidth > this.table.clientWidth) {
      const k = rest.pop();
      for (const row of [this.head, ...this.body.children]) row.children[k].hidden = true;
    }
  }

  /** Say why there are no rows, and offer a way out. */
  drawEmpty(n) {
    this.empty.hidden = n > 0;
    if (n) return;
    const chosen = this.chosen();
    const ways = chosen.map(({ words, remove }) => button(say('examples.remove', { words }), remove));
    const clear = this.state.search ? [button(say('examples.clearSearch'), () => this.clearSearch())] : [];
    const names = this.all.filter(({ image }) => !image).map(({ name }) => shortened(name, 30)).slice(0, 12).join(', ');
    const why = this.state.search ? say('examples.nothingFound', { words: this.state.search, names }) : say('examples.nothing', { words: chosen.map(({ words }) => words).join('; ') });
    replaced(this.empty, html('p', {}, why), html('div', { class: 'toolbar' }, ...clear, ...ways));
  }

  clearSearch() {
    this.search.value = '';
    this.change({ search: '' });
    this.search.focus();
  }

  drawHead() {
    const { key, descending } = this.sort;
    const words = JSON.stringify([this.shown.map((one) => [one.key, one.name]), key, descending]);
    if (words === this.heads) return;
    this.heads = words;
    const head = this.shown.map((column) => {
      const rare = this.rareness(column);
      if (column.image) return html('th', { scope: 'col', class: rare }, column.name);
      const by = key === column.key ? (descending ? 'descending' : 'ascending') : null;
      const sign = by ? (descending ? ' ▾' : ' ▴') : '';
      const act = () => this.change({ sort: { key: column.key, descending: key === column.key ? !descending : false } });
      return html('th', { scope: 'col', 'aria-sort': by, class: `${column.number ? 'number' : ''} ${rare}` }, html('button', { type: 'button', onclick: act }, `${shortened(column.name, 28)}${sign}`));
    });
    replaced(this.head, ...head);
  }

  /** Return the class of columns that go where there is little room. */
  rareness({ key, isOwn }) {
    if (isOwn || /^group/.test(key) || key === 'trueScore') return 'second';
    return ['true', 'predicted', 'margin', 'labels', 'predictedLabels'].includes(key) ? 'rare' : '';
  }

  row(row) {
    const outcome = this.all.find(({ key }) => key === 'outcome')?.outcome(row);
    return html('tr', { class: outcome && outcome[0] !== 'right' ? 'off' : null }, ...this.shown.map((column) => (
      html('td', { class: `${column.number && !column.meter ? 'number' : ''} ${this.rareness(column)}` }, this.cell(column, row))
    )));
  }

  /** Return what stands in a cell: an image, a sign with words, a number with its bar, or a text. */
  cell(column, row) {
    if (column.image) return this.image(column, row);
    if (column.outcome) {
      const [sign, words] = column.outcome(row);
      return html('span', { class: `pill ${sign === 'right' ? 'is-right' : 'is-wrong'}` }, icon(sign), words);
    }
    const text = column.text(row);
    if (text === '') return html('span', { class: 'quiet' }, say('examples.missing'));
    if (column.meter !== undefined) return this.meter(column, row, text);
    if (column.number) return html('span', { title: column.exact(row) }, text);
    return text.length > LONG ? this.long(text) : text;
  }

  /** Return a score as a bar from the threshold, with its number. */
  meter(column, row, text) {
    const [low, high] = this.spec.range ?? [0, 1];
    const x = (value) => 3 + 50 * Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
    const isRight = this.all.find(({ key }) => key === column.key.replace(/score$/, 'outcome')).outcome(row)[0] === 'right';
    const at = x(column.value(row));
    const cut = Number.isFinite(column.meter) ? x(column.meter) : x(low);
    const color = isRight ? 'm-right' : 'm-wrong';
    const picture = svg(
      'svg', { width: 56, height: 12, viewBox: '0 0 56 12', 'aria-hidden': 'true', class: color },
      line('track', 3, 6, 53, 6), line('part', cut, 6, at, 6),
      Number.isFinite(column.meter) ? line('cutline', cut, 1, cut, 11) : null, svg('circle', { cx: at, cy: 6, r: 3.5 }),
    );
    return html('span', { class: 'meter', title: column.exact(row) }, picture, text);
  }

  /** Return a long text in two lines, which a button opens. */
  long(text) {
    const part = html('span', { class: 'clamped' }, text);
    const open = html('button', { type: 'button', class: 'slice', 'aria-expanded': 'false', onclick: () => {
      const isOpen = part.classList.toggle('open');
      open.setAttribute('aria-expanded', String(isOpen));
      open.textContent = say(isOpen ? 'examples.less' : 'examples.more');
    } }, say('examples.more'));
    return html('div', {}, part, open);
  }

  image(column, row) {
    const source = column.image(row);
    if (!source) return html('span', { class: 'quiet' }, say('examples.missing'));
    const id = this.all[0];
    const image = html('img', { src: source, alt: say('examples.imageOf', { id: `${id.name} ${id.text(row)}` }), class: 'thumbnail' });
    image.addEventListener('load', () => image.classList.toggle('coarse', image.naturalHeight < COARSE));
    return image;
  }

  /** Return the chosen rows with the names of all columns; without images. */
  content(most = Infinity) {
    const columns = this.all.filter(({ image }) => !image);
    const cell = (column, row) => {
      const value = column.number ? column.value(row) : NaN;
      return Number.isNaN(value) ? column.text(row) : value;
    };
    const rows = this.selection.rows(0, Math.min(most, this.selection.n)).map((row) => columns.map((column) => cell(column, row)));
    return [uniqueNames(columns), ...rows];
  }

  async copy() {
    const rows = this.content(MOST_COPIED);
    try {
      await navigator.clipboard.writeText(tabbed(rows));
      this.copied.textContent = say('examples.copied', { n: rows.length - 1, all: count(this.selection.n) });
    } catch {
      this.copied.textContent = say('examples.notCopied');
    }
  }

  save() {
    const file = new Blob(['\ufeff', csv(this.content())], { type: 'text/csv' });
    const link = html('a', { href: URL.createObjectURL(file), download: 'predictions.csv' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
