// Examples as pictures in place of their table, and the one that is looked at beside either.

import { Detail, nameOfExample } from './detail.js';
import { html, icon, segments } from './dom.js';
import { exampleImage } from './examplecells.js';
import { briefScore } from './examplescores.js';
import { galleries } from './parts.js';
import { mistakesOf } from './results.js';
import { nameButton } from './tables.js';
import { bothEnds, count, percent } from './text.js';
import { Tiles } from './tiles.js';
import { say } from './words.js';

const [LOWEST, ONE_COLUMN] = [456, 420]; // pixels of what pictures have at least, and where all is in one column
const [SHORT_NAME, LONG_TILE, LETTERS] = [3, 104, 5]; // letters of short names; pixels of tiles with longer ones, and letters that they show
const MOST_SOUGHT = 20000; // examples among which one is sought whenever they change
const [WORST_TITLE, WORST_ROW, MOST_WORST, FEWEST_WORST] = [44, 33, 5, 2]; // pixels of the title and of a row of mistakes

export class Gallery {
  /**
   * @param {import('./examples.js').Examples} examples
   * @param {Change} change
   */
  constructor(examples, change) {
    this.examples = examples;
    this.data = examples.data;
    this.change = change;
    this.switch = segments(say('gallery.show'), [['pictures', say('gallery.pictures')], ['table', say('gallery.table')]], (shown) => change({ pictures: shown === 'pictures' }));
    this.switch.group.classList.add('push');
    this.tiles = new Tiles({ label: say('gallery.tiles'), fill: (tile, row) => this.fill(tile, row), choose: (row, place, isClick) => this.show(row, place, isClick), told: (from, to) => examples.tell(from, to) });
    this.mistakes = html('div', { class: 'worst' });
    this.detail = new Detail({ step: (by) => this.step(by), close: () => change({ open: null }) });
    this.side = html('div', { class: 'pictured' });
    this.root = html('div', { class: 'looking' }, this.side, this.detail.root);
    examples.table.replaceWith(this.root);
    this.side.append(this.tiles.root, examples.table, this.mistakes);
    /** @type {Element} */ (examples.root.firstElementChild).append(this.switch.group);
    examples.body.addEventListener('click', (event) => this.clicked(event));
    examples.body.addEventListener('keydown', (event) => this.walk(event));
    this.key = '';
    this.drawn = '';
    this.at = 0; // the place of the example that is looked at, as far as it is known
    /** @type {number | null} */
    this.focused = null;
    this.isLong = this.data.spec.labels.some(({ length }) => length > SHORT_NAME);
    /** @type {number | null} */
    this.opened = null;
  }

  /** @returns {State} */
  get state() {
    return this.examples.state;
  }

  draw() {
    const { examples, state, data } = this;
    const { n } = examples.selection;
    const isStill = this.isStill();
    this.switch.press(state.pictures ? 'pictures' : 'table');
    for (const one of [examples.columnMenu, examples.previous.parentElement]) /** @type {HTMLElement} */ (one).hidden = state.pictures;
    this.root.hidden = false;
    this.tiles.root.hidden = !state.pictures || !n;
    const asked = state.open !== null && state.open < data.n ? state.open : null;
    const open = n ? asked ?? (state.pictures ? examples.selection.rows(0, 1)[0] : null) : null;
    if (!isStill) [this.at, this.tiles.root.scrollTop] = [0, 0];
    this.seek(open);
    this.detail.root.hidden = open === null;
    this.root.classList.toggle('split', open !== null);
    if (open !== null) this.detail.draw(data, state, examples.all, open, { isFirst: this.at === 0, isLast: this.at === n - 1 });
    if (state.pictures) this.drawPictures(open);
    else this.drawTable(open);
    this.root.hidden = !n;
    this.opened = open;
  }

  /** Return whether examples were chosen and sorted as now when they were drawn last. */
  isStill() {
    const { positive, run, chosen, cells, ofOther, outcome, agreement, search, sort } = this.state;
    const key = JSON.stringify([positive, run, chosen, [...cells], ofOther, outcome, agreement, search, sort]);
    const isStill = key === this.key;
    this.key = key;
    return isStill;
  }

  /** Find the place of the example that is looked at; one that left what is chosen keeps the place that it had.
   * @param {number | null} row
   */
  seek(row) {
    const { n, rows } = this.examples.selection;
    if (row === null || rows(this.at, 1)[0] === row || (row === this.opened && n > MOST_SOUGHT)) return;
    const place = rows(0, n).indexOf(row);
    this.at = place >= 0 ? place : Math.min(this.at, Math.max(0, n - 1));
  }

  /** @param {number | null} open */
  drawPictures(open) {
    const { examples, tiles } = this;
    const { n, rows } = examples.selection;
    examples.table.hidden = true;
    if (!n) {
      examples.tell(0, 0);
      return;
    }
    const isWide = examples.page.documentElement.clientWidth >= 900;
    const height = isWide ? Math.max(LOWEST, examples.room(this.root)) : ONE_COLUMN;
    this.detail.root.style.maxHeight = isWide ? `${height}px` : '';
    const whole = this.isOfClasses() ? tiles.measure(n, 2, this.isLong ? LONG_TILE : undefined) : tiles.measure(n, 1);
    const room = isWide ? height - whole - WORST_TITLE : 0;
    this.drawMistakes(Math.min(MOST_WORST, Math.floor(room / WORST_ROW)));
    tiles.draw(rows, whole, height, this.at);
    if (open !== this.opened && this.state.open !== null) tiles.reveal(this.at);
  }

  isOfClasses() {
    return this.data.spec.kind === 'multiclass' && this.state.positive === null;
  }

  /** Fill the tile of a row: its picture in the frame of its outcome, the sign, the score, and of several classes what is true and predicted.
   * @param {HTMLElement} tile
   * @param {number} row
   */
  fill(tile, row) {
    const { all } = this.examples;
    /** @param {string} key */
    const column = (key) => all.find((one) => one.key === key);
    const [sign, outcome] = column('outcome')?.outcome?.(row) ?? ['', ''];
    const [truly, predicted] = ['true', 'predicted'].map((key) => column(key)?.text(row) ?? '');
    const scores = /** @type {NumberColumn | undefined} */ (all.find(({ isScore }) => isScore));
    const score = scores ? briefScore(scores.value(row), scores.type ?? 'float64', scores.meter) : '';
    const said = { id: nameOfExample(all, row), outcome, cell: say('examples.cell', { true: truly, predicted }), score };
    const words = say(score ? 'gallery.scored' : 'gallery.tile', said);
    const isSame = tile.dataset.row === String(row);
    tile.className = `tile is-${sign}`;
    tile.setAttribute('aria-label', words);
    tile.setAttribute('aria-selected', String(row === this.lookedAt()));
    if (Math.max(truly.length, predicted.length) > SHORT_NAME) tile.dataset.tell = words;
    const picture = (isSame && tile.firstElementChild) || this.picture(row);
    const arrow = html('span', {}, truly === predicted ? '' : ' → ');
    const pair = this.isOfClasses() ? [html('span', { class: 'both' }, html('bdi', {}, bothEnds(truly, LETTERS)), arrow, html('bdi', {}, truly === predicted ? '' : bothEnds(predicted, LETTERS)))] : [];
    tile.replaceChildren(picture, html('span', { class: 'below-picture' }, icon(sign), html('span', {}, score)), ...pair);
  }

  /** Return the row of the example that is looked at. */
  lookedAt() {
    const { open } = this.state;
    return open !== null && open < this.data.n ? open : this.examples.selection.rows(0, 1)[0];
  }

  /** Return the picture of a row, or that it has none.
   * @param {number} row
   */
  picture(row) {
    const source = this.data.columns.get('image')[row];
    return source ? exampleImage(source, 'small-picture', '') : html('span', { class: 'lacking' }, say('gallery.none'));
  }

  /** Show an example; if it was clicked, also where it stands below all pictures.
   * @param {number} row
   * @param {number} place
   * @param {boolean} isClick
   */
  show(row, place, isClick) {
    this.at = place;
    this.change({ open: row });
    const { root } = this.detail;
    if (isClick && root.getBoundingClientRect().top > this.examples.page.documentElement.clientHeight - 80) root.scrollIntoView({ block: 'nearest' });
  }

  /** Show the example before or after; in the table turn to its page.
   * @param {number} by
   */
  step(by) {
    const { selection } = this.examples;
    const place = Math.max(0, Math.min(selection.n - 1, this.at + by));
    const [row] = selection.rows(place, 1);
    if (row === undefined || place === this.at) return;
    this.at = place;
    this.change({ open: row, ...(this.state.pictures ? {} : { page: Math.floor(place / this.examples.size()) }) });
  }

  /** Show the most frequent mistakes below few pictures, if there is room for them.
   * @param {number} most
   */
  drawMistakes(most) {
    const { data, state } = this;
    this.mistakes.hidden = !this.isOfClasses() || most < FEWEST_WORST;
    if (this.mistakes.hidden) return;
    const labels = data.labels(state);
    const matrix = data.matrix(state);
    const wrong = data.cached('worst', String([state.run, state.chosen]), () => mistakesOf(matrix, labels.length)).slice(0, most);
    const key = JSON.stringify([state.run, state.chosen, [...state.cells], state.ofOther, most]);
    if (key === this.drawn) return;
    this.drawn = key;
    const rows = wrong.map(({ n, cell, i, j }) => {
      const share = n / matrix.subarray(i * labels.length, (i + 1) * labels.length).reduce((a, b) => a + b, 0);
      const isChosen = state.cells.has(cell) && state.cells.size === 1 && !state.ofOther;
      const name = nameButton([labels[i], labels[j]], () => this.change({ cells: new Set(isChosen ? [] : [cell]) }), isChosen);
      const bar = html('td', { class: 'bar-of-mistakes' });
      bar.style.setProperty('--share', String(n / wrong[0].n));
      return html('tr', { class: isChosen ? 'chosen' : null }, html('th', { scope: 'row' }, name), html('td', { class: 'number' }, count(n)), bar, html('td', { class: 'number' }, say('matrix.shareOf', { share: percent(share), name: labels[i] })));
    });
    const focused = this.mistakes.contains(document.activeElement) ? [...this.mistakes.querySelectorAll('button')].findIndex((one) => one === document.activeElement) : -1;
    this.mistakes.replaceChildren(html('table', {}, html('caption', {}, say(wrong.length ? 'matrix.mistakes' : 'matrix.noMistakes')), html('tbody', {}, ...rows)));
    if (focused >= 0) this.mistakes.querySelectorAll('button')[focused]?.focus();
  }

  /** Draw the table, whose rows keys and clicks open: one of them is a stop of the tab key.
   * @param {number | null} open
   */
  drawTable(open) {
    this.mistakes.hidden = true;
    this.detail.root.style.maxHeight = '';
    this.examples.drawTable();
    const rows = /** @type {HTMLElement[]} */ ([...this.examples.body.children]);
    const chosen = rows.find(({ dataset }) => dataset.row === String(open));
    for (const row of rows) row.tabIndex = row === (chosen ?? rows[0]) ? 0 : -1;
    chosen?.classList.add('chosen');
    chosen?.setAttribute('aria-current', 'true');
    if (this.focused !== null) rows.find(({ dataset }) => dataset.row === String(this.focused))?.focus();
    this.focused = null;
  }

  /** Open the example of a row of the table.
   * @param {HTMLElement} row
   */
  openRow(row) {
    this.focused = Number(row.dataset.row);
    this.change({ open: this.focused });
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest('tr'));
    if (row && !target.closest('button')) this.openRow(row);
  }

  /** Open the row that has the focus, or the one above or below it.
   * @param {KeyboardEvent} event
   */
  walk(event) {
    const row = /** @type {HTMLElement} */ (event.target);
    if (row.tagName !== 'TR' || event.ctrlKey || event.altKey || event.metaKey) return;
    const wanted = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling, Enter: row, ' ': row }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    if (wanted) this.openRow(/** @type {HTMLElement} */ (wanted));
    else this.turn(event.key === 'ArrowDown' ? 1 : -1, Number(row.dataset.row));
  }

  /** Open the first example of the next page, or the last one of the page before.
   * @param {number} by
   * @param {number} row
   */
  turn(by, row) {
    const { selection } = this.examples;
    const place = this.examples.state.page * this.examples.size() + (by > 0 ? this.examples.body.children.length : -1);
    const [next] = place >= 0 && place < selection.n ? selection.rows(place, 1) : [row];
    this.focused = next;
    this.at = Math.max(0, Math.min(selection.n - 1, place));
    this.change({ open: next, page: Math.floor(this.at / this.examples.size()) });
  }
}

galleries.push(Gallery);
