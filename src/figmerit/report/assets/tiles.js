// Tiles of which only those in sight are elements, however many there are: a list of two dimensions that keys walk along.

import { html } from './dom.js';

const [NARROWEST, TILE_GAP, EDGE, ROWS_BEYOND] = [76, 8, 4, 2]; // pixels of a tile, between tiles, and around all; rows beyond those in sight
const TALLEST = 16e6; // pixels that browsers can scroll
const LINE = 18; // pixels of a line below a picture
const FRAME = 12; // pixels of a tile's frame and of the room in it

export class Tiles {
  /** Show what `fill(tile, row, place)` puts into a tile; `choose(row, place)` is called for the one that is clicked or walked to.
   * @param {{ label: string, fill: (tile: HTMLElement, row: number) => void, choose: (row: number, place: number, isClick: boolean) => void, told: (from: number, to: number) => void }} given
   */
  constructor({ label, fill, choose, told }) {
    this.fill = fill;
    this.choose = choose;
    this.told = told;
    this.sheet = html('div', { class: 'sheet-of-tiles', role: 'presentation' });
    this.root = html('div', { class: 'tiles', role: 'listbox', 'aria-label': label, tabindex: '-1', onscroll: () => this.place(false) }, this.sheet);
    this.root.addEventListener('keydown', (event) => this.walk(event));
    /** @type {Map<number, HTMLButtonElement>} tiles by their places */
    this.shown = new Map();
    this.n = 0;
    this.at = 0; // the place that the tab key reaches first
    this.across = 1;
    this.wide = NARROWEST;
    this.tall = NARROWEST;
    this.seen = '';
    this.reached = 0;
    /** @type {Shown['rows']} */
    this.rows = () => [];
  }

  /** Measure the room for tiles with so many lines below each picture, and return how many pixels all of them need.
   * @param {number} n
   * @param {number} lines
   * @param {number} narrowest
   */
  measure(n, lines, narrowest = NARROWEST) {
    const room = Math.max(NARROWEST, this.root.clientWidth - 2 * EDGE);
    this.across = Math.max(1, Math.floor((room + TILE_GAP) / (narrowest + TILE_GAP)));
    this.wide = Math.floor((room - TILE_GAP * (this.across - 1)) / this.across);
    this.tall = this.wide + lines * LINE + TILE_GAP;
    this.n = Math.min(n, Math.floor(TALLEST / this.tall) * this.across);
    return Math.ceil(this.n / this.across) * this.tall - TILE_GAP + 2 * EDGE;
  }

  /** Show rows, so many pixels of them at once.
   * @param {Shown['rows']} rows
   * @param {number} whole
   * @param {number} height
   * @param {number} at
   */
  draw(rows, whole, height, at) {
    this.rows = rows;
    this.at = at;
    this.root.style.height = `${Math.min(whole, height)}px`;
    this.sheet.style.height = `${whole}px`;
    this.sheet.style.setProperty('--wide', `${this.wide}px`);
    this.sheet.style.setProperty('--picture', `${this.wide - FRAME}px`);
    this.place(true);
  }

  /** Put tiles where they are in sight; those that are there stay, unless all are drawn anew.
   * @param {boolean} isNew
   */
  place(isNew) {
    const { root, shown, across, tall, n } = this;
    const first = Math.floor(Math.max(0, root.scrollTop - EDGE) / tall);
    const last = Math.floor(Math.max(0, root.scrollTop + root.clientHeight - EDGE - 1) / tall);
    const from = Math.min(n, Math.max(0, first - ROWS_BEYOND) * across);
    const to = Math.min(n, (last + 1 + ROWS_BEYOND) * across);
    const seen = String([from, to, first, last]);
    if (!isNew && seen === this.seen) return;
    this.seen = seen;
    const focused = document.activeElement;
    const hadFocus = root.contains(focused);
    for (const [place, tile] of shown) {
      if (place < n && ((place >= from && place < to) || tile === focused)) continue;
      tile.remove();
      shown.delete(place);
    }
    const rows = this.rows(from, to - from);
    /** @type {HTMLElement | null} */
    let after = null;
    for (let k = rows.length - 1; k >= 0; k--) after = this.put(from + k, rows[k], after, isNew);
    this.told(Math.min(n, first * across + 1), Math.min(n, (last + 1) * across));
    this.reach(shown.has(this.at) ? this.at : first * across);
    if (hadFocus && !root.contains(document.activeElement)) shown.get(this.reached)?.focus({ preventScroll: true });
  }

  /** Return the tile of a place, before another one.
   * @param {number} place
   * @param {number} row
   * @param {HTMLElement | null} after
   * @param {boolean} isNew
   */
  put(place, row, after, isNew) {
    const old = this.shown.get(place);
    /** @type {HTMLButtonElement} */
    const tile = old ?? html('button', { type: 'button', role: 'option', class: 'tile', tabindex: -1, onclick: () => this.choose(Number(tile.dataset.row), place, true) });
    if (!old) {
      this.shown.set(place, tile);
      this.sheet.insertBefore(tile, after);
    }
    if (!old || isNew) {
      tile.style.left = `${EDGE + (place % this.across) * (this.wide + TILE_GAP)}px`;
      tile.style.top = `${EDGE + Math.floor(place / this.across) * this.tall}px`;
      tile.style.height = `${this.tall - TILE_GAP}px`;
      tile.setAttribute('aria-posinset', place + 1);
      tile.setAttribute('aria-setsize', this.n);
      this.fill(tile, row);
      tile.dataset.row = String(row);
    }
    return tile;
  }

  /** Let the tab key reach the tile of a place alone.
   * @param {number} place
   */
  reach(place) {
    this.reached = place;
    for (const [one, tile] of this.shown) tile.tabIndex = one === place ? 0 : -1;
  }

  /** Scroll as little as shows a place.
   * @param {number} place
   */
  reveal(place) {
    const { root, tall, across } = this;
    const top = Math.floor(place / across) * tall;
    if (top < root.scrollTop) root.scrollTop = top;
    else if (top + tall + 2 * EDGE - TILE_GAP > root.scrollTop + root.clientHeight) root.scrollTop = top + tall + 2 * EDGE - TILE_GAP - root.clientHeight;
    this.place(false);
  }

  /** Walk along the tiles by arrow keys, by pages, or to an end.
   * @param {KeyboardEvent} event
   */
  walk(event) {
    const { across, n } = this;
    const old = [...this.shown].find(([, tile]) => tile === document.activeElement)?.[0];
    const page = across * Math.max(1, Math.floor(this.root.clientHeight / this.tall));
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, PageDown: page, PageUp: -page, Home: -n, End: n };
    const step = steps[event.key];
    if (!step || old === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const isBeyond = Math.abs(step) === across && (old + step < 0 || old + step >= n);
    const place = isBeyond ? old : Math.max(0, Math.min(n - 1, old + step));
    this.reveal(place);
    this.reach(place);
    this.shown.get(place)?.focus({ preventScroll: true });
    if (place !== old) this.choose(this.rows(place, 1)[0], place, false);
  }
}
