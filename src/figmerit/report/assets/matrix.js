// A confusion matrix that the page draws itself, as large as there is room: a grid whose cells are read, and choose examples.

import { cellAt } from './cells.js';
import { normalized, wilson } from './counts.js';
import { label, svg } from './dom.js';
import { SIGNS } from './results.js';
import { bothEnds, count, percent, percents, shortened } from './text.js';
import { say } from './words.js';

const [LARGEST, MOST_CELLS] = [26, 40]; // classes whose numbers can be read; whose cells all are elements
const [TOP, BAR_ROOM] = [22, 92]; // pixels above the cells, and beside them for recalls

/** Return one of seven steps for a share of the whole shade; 0 is none. @param {number} share @param {number} whole @param {boolean} isFew */
export function stepOf(share, whole, isFew) {
  if (!(share > 0)) return 0;
  return Math.min(7, Math.max(1, Math.ceil(7 * Math.min(share / whole, 1) ** (isFew ? 1 : 0.6) - 0.2)));
}

export class Matrix {
  /** `act` is told which cell was chosen, `name` which class.
   * @param {HTMLElement} root @param {Pick<import('./matrix.js').Matrix, 'tip' | 'act' | 'name'>} tools */
  constructor(root, { tip, act, name }) {
    Object.assign(this, { root, tip, act, name, window: null });
    root.addEventListener('keydown', (event) => this.onKey(event));
    root.addEventListener('pointerleave', () => tip.hide());
    root.addEventListener('focusout', () => tip.hide());
    root.addEventListener('pointermove', (event) => this.onPointer(event));
    root.addEventListener('click', (event) => this.onClick(event));
    root.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
  }

  /** Draw what is given: counts, labels, order, by, chosen cells, the row of the positive class (or -1), spread, z and interval.
   * @param {MatrixGiven} given */
  draw(given) {
    Object.assign(this, given);
    const size = this.labels.length;
    if (this.window && this.drawnSize !== size) this.window = null;
    this.drawnSize = size;
    if (this.isDrawn(given)) return;
    const all = this.order ?? Array.from({ length: size }, (_, k) => k);
    const [from, shown] = this.window ?? [0, size];
    this.shown = all.slice(from, from + shown);
    this.measure();
    this.shades();
    const focus = this.root.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement).dataset?.cell;
    const cells = [];
    for (const [row, i] of this.shown.entries()) {
      const group = svg('g', { role: 'row' });
      for (const [column, j] of this.shown.entries()) {
        if (this.shown.length > MOST_CELLS && !this.counts[i * size + j] && i !== j) continue;
        group.append(this.cell(i, j, row, column));
      }
      cells.push(group);
    }
    const grid = svg('g', { role: 'grid', 'aria-label': say('matrix.grid'), 'aria-rowcount': size, 'aria-colcount': size }, ...cells);
    const ground = svg('rect', { x: this.left, y: TOP, width: this.shown.length * this.width, height: this.shown.length * this.height, fill: 'var(--wash)' });
    const picture = svg('svg', { class: 'chart matrix', viewBox: `0 0 ${this.room} ${this.tall}`, role: 'group', 'aria-label': say('matrix.grid') });
    picture.append(...(this.shown.length > MOST_CELLS ? [ground] : []), grid, ...this.rings(), ...this.names(), ...this.recalls());
    this.root.replaceChildren(picture);
    this.rove(focus);
  }

  /** Tell whether the same was drawn already, for the same room; large matrices take long to draw. @param {MatrixGiven} given */
  isDrawn({ counts, labels, order, chosen, spread, ...rest }) {
    const key = JSON.stringify([labels, order, [...chosen], rest, this.window, this.root.clientWidth, labels.length > 2 ? null : [...counts]]);
    const isSame = this.key === key && this.drawnSpread === spread && (labels.length < 3 || this.drawnCounts === counts);
    Object.assign(this, { key, drawnSpread: spread, drawnCounts: counts });
    return isSame;
  }

  /** Find how large cells are, and how much room names have. */
  measure() {
    const n = this.shown.length;
    this.room = Math.max(this.root.clientWidth, 280);
    const longest = Math.max(...this.shown.map((k) => this.labels[k].length));
    this.left = Math.min(Math.max(longest * 8 + 16, n > 2 ? 28 : 64), 0.28 * this.room);
    this.right = n > 2 && n <= LARGEST && this.room >= 420 ? BAR_ROOM : 0;
    this.width = (this.room - this.left - this.right) / n;
    const most = n === 2 ? 148 : n <= 12 ? Math.max(46, Math.min(this.width, 460 / n)) : Math.min(this.width, 470 / n);
    this.height = Math.min(n === 2 ? Math.max(0.75 * this.width, 104) : this.width, most);
    this.slant = n > 2 && Math.max(...this.shown.map((k) => this.labels[k].length)) * 8 > this.width;
    this.foot = this.slant ? Math.min(longest, 14) * 5.4 + 16 : n === 2 ? 40 : 24;
    this.tall = TOP + n * this.height + this.foot + 20;
  }

  /** Find the share that a cell's shade is of: of its true class, or of what shares are shown of. */
  shades() {
    const size = this.labels.length;
    const by = this.by === 'count' ? 'true' : this.by;
    const shares = normalized(this.counts, size, by);
    const wrong = shares.filter((share, cell) => Math.floor(cell / size) !== cell % size && share > 0);
    this.shares = this.by === 'count' ? null : shares;
    const most = Math.max(...this.counts.filter((n, cell) => this.diagonal || Math.floor(cell / size) !== cell % size), 0);
    const whole = by === 'all' ? Math.max(...shares.filter((share) => share > 0)) : 1;
    const wholeOfWrong = Math.max(...wrong, 1 / size);
    /** @param {number} cell */
    this.shade = (cell) => {
      const isRight = Math.floor(cell / size) === cell % size;
      if (isRight && !this.diagonal) return 0;
      if (this.log) return stepOf(Math.log1p(this.counts[cell]), Math.log1p(most), true);
      return stepOf(shares[cell], isRight ? whole : wholeOfWrong, size < 6);
    };
  }

  /** @param {number} i @param {number} j @param {number} row @param {number} column */
  cell(i, j, row, column) {
    const size = this.labels.length;
    const cell = i * size + j;
    const [x, y] = [this.left + column * this.width, TOP + row * this.height];
    const gap = Math.min(this.width, this.height) < 6 ? 0 : size < 6 ? 3 : 1.5;
    /** @type {Attributes} */
    const box = { x: x + gap / 2, y: y + gap / 2, width: Math.max(this.width - gap, 0.5), height: Math.max(this.height - gap, 0.5) };
    const shade = this.shade(cell);
    box.fill = shade ? `var(--${i === j ? 'right' : 'wrong'}${shade})` : 'var(--wash)';
    const attributes = { role: 'gridcell', class: `cell ${i === j ? 'on' : 'off'} q${shade}`, 'data-cell': `${i},${j}`, tabindex: -1 };
    if (this.shown.length > LARGEST) return svg('rect', { ...attributes, ...box }); // words come with the focus: they are many
    const group = svg('g', { ...attributes, 'aria-label': this.words(i, j), 'aria-selected': String(this.chosen.has(cell)) }, svg('rect', { ...box, rx: Math.min(2, this.width / 8) }));
    if (this.spread && (i !== j || this.diagonal)) group.append(...this.bars(this.spread[cell], x + gap, y + this.height - gap, this.width - 2 * gap));
    if (i !== j || this.diagonal) group.append(...(size === 2 && this.positive >= 0 ? this.large(i, j, x, y) : this.small(cell, x, y)));
    return group;
  }

  /** Return the texts of a cell of many: its number or share. @param {number} cell @param {number} x @param {number} y */
  small(cell, x, y) {
    const n = this.counts[cell];
    const share = /** @type {number} */ (this.shares?.[cell]);
    const text = this.shares ? (Number.isNaN(share) ? 'n/a' : percent(share, this.width < 56 ? 0 : 1)) : n ? count(n) : '·';
    const font = Math.max(Math.min(14, (1.5 * this.width) / Math.max(text.length, 2)), 6);
    const middle = this.spread ? y + 0.34 * this.height : y + this.height / 2;
    const isEmpty = this.shares && !n && !Number.isNaN(share);
    return [label(x + this.width / 2, middle + font * 0.36, isEmpty ? '·' : text, 'middle', null, { 'font-size': font })];
  }

  /** Return the texts of one of the four cells of a class against the rest: its name with a sign, its number and its share.
   * @param {number} i @param {number} j @param {number} x @param {number} y */
  large(i, j, x, y) {
    const cell = 2 * i + j;
    const name = i === this.positive ? (j === this.positive ? 'tp' : 'fn') : j === this.positive ? 'fp' : 'tn';
    /** @type {['true' | 'pred' | 'all', string]} */
    const [of, named] = this.by === 'pred' ? ['pred', this.labels[j]] : [this.by === 'all' ? 'all' : 'true', this.labels[i]];
    const share = normalized(this.counts, 2, of)[cell];
    const text = percent(share, this.width < 180 ? 0 : 1);
    const isNarrow = this.width < 132;
    const room = Math.max(4, Math.floor((this.width - 8) / 6.4) - text.length - 4);
    const part = Number.isNaN(share) ? 'n/a' : isNarrow ? text : of === 'all' ? say('matrix.ofAll', { share: text }) : say('matrix.shareOf', { share: text, name: shortened(named, room) });
    const numbers = this.by === 'count' ? [count(this.counts[cell]), part] : [Number.isNaN(share) ? 'n/a' : percent(share), count(this.counts[cell])];
    const centre = x + this.width / 2;
    const middle = y + this.height / 2 + 12;
    const size = Math.min(28, (1.6 * (this.width - 24)) / Math.max(numbers[0].length, 1));
    return [
      svg('use', { href: `#i-${SIGNS[name]}`, x: x + (isNarrow ? 6 : 12), y: y + 12, width: 16, height: 16 }),
      svg('text', { x: x + (isNarrow ? 26 : 34), y: y + 25, class: isNarrow ? null : 'mid', 'data-part': 'name' }, say(`outcomes.${name}`)),
      label(centre, middle + 2, numbers[0], 'middle', 'big', { 'font-size': size, 'data-part': 'first' }),
      label(centre, middle + 24, numbers[1], 'middle', null, { 'data-part': 'second' }),
    ];
  }

  /** Return the bars of the scores in a cell. @param {Float64Array} counts @param {number} x @param {number} bottom @param {number} width */
  bars(counts, x, bottom, width) {
    const most = Math.max(...counts);
    const high = this.height * (this.labels.length === 2 ? 0.2 : 0.4);
    if (!most) return [];
    return Array.from(counts, (n, k) => n && svg('rect', { class: 'spread', x: x + (k * width) / counts.length, width: Math.max(width / counts.length - 0.5, 0.5), y: bottom - (high * n) / most, height: (high * n) / most })).filter(Boolean);
  }

  rings() {
    const size = this.labels.length;
    return [...this.chosen].flatMap((cell) => {
      const [row, column] = [this.shown.indexOf(Math.floor(cell / size)), this.shown.indexOf(cell % size)];
      if (row < 0 || column < 0) return [];
      const [x, y] = [this.left + column * this.width, TOP + row * this.height];
      /** @param {number} off @param {string} name */
      const ring = (off, name) => svg('rect', { class: name, x: x + off, y: y + off, width: Math.max(this.width - 2 * off, 1), height: Math.max(this.height - 2 * off, 1), rx: 2 });
      return [ring(4, 'ring in'), ring(1.5, 'ring')];
    });
  }

  /** Return the names of classes at the left and below; a click shows that class. */
  names() {
    const step = Math.max(Math.ceil(16 / this.height), this.slant ? Math.ceil(20 / this.width) : 1);
    const size = this.labels.length;
    const totals = size === 2;
    /** @param {number} k @param {boolean} isRow */
    const sum = (k, isRow) => Array.from({ length: size }, (_, j) => this.counts[isRow ? k * size + j : j * size + k]).reduce((a, b) => a + b, 0);
    const most = Math.floor((this.left - 12) / 7.6);
    const end = TOP + this.shown.length * this.height;
    const parts = this.shown.flatMap((k, at) => {
      if (at % step) return [];
      const y = TOP + (at + 0.5) * this.height;
      const x = this.left + (at + 0.5) * this.width;
      const below = this.slant
        ? svg('text', { transform: `translate(${x + 4} ${end + 12}) rotate(-45)`, 'text-anchor': 'end', class: 'inked', 'data-class': k }, bothEnds(this.labels[k], 14))
        : label(x, end + 18, bothEnds(this.labels[k], Math.max(3, Math.floor(this.width / 8))), 'middle', 'mid inked', { 'data-class': k });
      return [
        label(this.left - 8, y + (totals ? -2 : 5), bothEnds(this.labels[k], Math.max(most, 3)), 'end', 'mid inked', { 'data-class': k }),
        below,
        ...(totals ? [label(this.left - 8, y + 15, count(sum(k, true)), 'end'), label(x, end + 34, count(sum(k, false)), 'middle')] : []),
      ];
    });
    const middle = this.left + (this.shown.length * this.width) / 2;
    return [
      svg('g', { class: 'names' }, ...parts),
      svg('text', { x: 0, y: TOP - 8 }, say('matrix.truly')),
      label(middle, this.tall - 2, this.below, 'middle', 'below'),
    ];
  }

  /** Return how many of each class are found, as bars beside the rows. */
  recalls() {
    if (!this.right) return [];
    const size = this.labels.length;
    const at = this.room - this.right;
    const parts = this.shown.flatMap((i, row) => {
      const whole = Array.from({ length: size }, (_, j) => this.counts[i * size + j]).reduce((a, b) => a + b, 0);
      const share = whole ? this.counts[i * size + i] / whole : NaN;
      const y = TOP + (row + 0.5) * this.height;
      return [
        svg('rect', { class: 'f-line', x: at + 10, y: y - 3, width: 40, height: 6 }),
        svg('rect', { class: 'f-right', x: at + 10, y: y - 3, width: 40 * (share || 0), height: 6 }),
        label(this.room, y + 4, whole ? share.toFixed(2) : '–', 'end', 'inked'),
      ];
    });
    return [label(this.room, TOP - 8, say('matrix.recallColumn'), 'end'), ...parts];
  }

  /** @param {number} i @param {number} j */
  words(i, j) {
    const n = this.counts[i * this.labels.length + j];
    return say(this.weighted ? 'matrix.cellWeighted' : 'matrix.cell', { n, true: this.labels[i], predicted: this.labels[j] });
  }

  /** Return all that is known of a cell. @param {number} i @param {number} j */
  said(i, j) {
    const size = this.labels.length;
    const cell = i * size + j;
    const row = this.counts.slice(i * size, (i + 1) * size).reduce((a, b) => a + b, 0);
    const [ofRow, ofColumn, ofAll] = /** @type {const} */ (['true', 'pred', 'all']).map((by) => percent(normalized(this.counts, size, by)[cell]));
    const ends = row && this.interval ? `, ${this.interval} ${percents(wilson(this.counts[cell], row, /** @type {number} */ (this.z)))}` : '';
    const names = { true: this.labels[i], predicted: this.labels[j] };
    return [
      this.words(i, j), `${say('matrix.ofRow', { ...names, share: ofRow })}${ends}`, say('matrix.ofColumn', { ...names, share: ofColumn }), say('matrix.ofAll', { share: ofAll }),
    ].join('\n');
  }

  /** @param {PointerEvent} event */
  onPointer(event) {
    const place = cellAt(event.target);
    if (place) this.tip.show(this.said(...place), event.clientX, event.clientY);
    else this.tip.hide();
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const place = cellAt(event.target);
    if (place) this.act(place[0] * this.labels.length + place[1], event.shiftKey);
    else if (/** @type {SVGElement} */ (event.target).dataset?.class) this.name(Number(/** @type {SVGElement} */ (event.target).dataset.class));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const place = cellAt(event.target);
    if (!place) return;
    const [row, column] = [this.shown.indexOf(place[0]), this.shown.indexOf(place[1])];
    const last = this.shown.length - 1;
    /** @type {Record<string, Cell>} */
    const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -column], End: [0, last - column] };
    if (event.key in moves) this.moveTo(row, column, ...moves[event.key], ['Home', 'End'].includes(event.key));
    else if (event.key === 'Enter' || event.key === ' ') this.act(place[0] * this.labels.length + place[1], event.shiftKey);
    else if (event.key === '+' || event.key === '=') this.zoom(0.5, place);
    else if (event.key === '-') this.zoom(2, place);
    else return;
    event.preventDefault();
  }

  /** Put the focus on the next cell in a direction; where cells without examples are no elements it goes on to one that is.
   * @param {number} row @param {number} column @param {number} down @param {number} right @param {boolean} isJump */
  moveTo(row, column, down, right, isJump) {
    let [i, j] = [row + down, column + right];
    while (i >= 0 && j >= 0 && i < this.shown.length && j < this.shown.length) {
      const found = this.element(this.shown[i], this.shown[j]);
      if (found) {
        this.focus(found);
        return;
      }
      [i, j] = isJump ? [i, j + (right > 0 ? -1 : 1)] : [i + down, j + right];
    }
    if (this.window && !isJump) this.pan(down, right, row, column);
  }

  /** Move the window over the classes by one. @param {number} down @param {number} right @param {number} row @param {number} column */
  pan(down, right, row, column) {
    const [from, shown] = /** @type {Cell} */ (this.window);
    const next = Math.min(Math.max(from + (down + right > 0 ? 1 : -1), 0), this.labels.length - shown);
    if (next === from) return;
    /** @type {Cell | null} */
    this.window = [next, shown];
    this.redraw();
    const found = this.element(this.shown[row], this.shown[column]);
    if (found) this.focus(found);
  }

  /** @param {number} i @param {number} j @returns {SVGElement | null} */
  element(i, j) {
    return this.root.querySelector(`[data-cell="${i},${j}"]`);
  }

  /** @param {SVGElement} element */
  focus(element) {
    for (const one of this.root.querySelectorAll('[data-cell][tabindex="0"]')) one.setAttribute('tabindex', -1);
    element.setAttribute('tabindex', 0);
    const place = /** @type {Cell} */ (cellAt(element));
    element.setAttribute('aria-label', this.words(...place));
    element.focus();
    if (!element.matches(':focus-visible')) return;
    const box = element.getBoundingClientRect();
    this.tip.show(this.said(...place), box.right - 12, box.top - 12);
  }

  /** Let one cell be reached by the tab key: the one that had the focus, the chosen one, or the first.
   * @param {string | null | undefined | false} focused */
  rove(focused) {
    const size = this.labels.length;
    const [cell] = this.chosen;
    const chosen = cell === undefined ? null : this.element(Math.floor(cell / size), cell % size);
    /** @type {SVGElement | null} */
    const one = (focused && this.root.querySelector(`[data-cell="${focused}"]`)) || chosen || this.root.querySelector('[data-cell]');
    one?.setAttribute('tabindex', 0);
    one?.setAttribute('aria-label', this.words(.../** @type {Cell} */ (cellAt(one))));
    if (focused) one?.focus({ preventScroll: true });
  }

  /** @param {WheelEvent} event */
  onWheel(event) {
    const place = cellAt(event.target);
    if (this.labels.length <= LARGEST || !(event.ctrlKey || event.metaKey || this.root.contains(document.activeElement))) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 0.8 : 1.25, place);
  }

  /** Show fewer classes or more around a cell. @param {number} times @param {Cell | null} [place] */
  zoom(times, place) {
    const size = this.labels.length;
    const [from, shown] = this.window ?? [0, size];
    const next = Math.min(size, Math.max(Math.min(size, 6), times < 1 ? Math.floor(shown * times) : Math.ceil(shown * times)));
    const order = this.order ?? Array.from({ length: size }, (_, k) => k);
    const centre = place ? (order.indexOf(place[0]) + order.indexOf(place[1])) / 2 : from + shown / 2;
    const start = Math.min(Math.max(Math.round(centre - next / 2), 0), size - next);
    /** @type {Cell | null} */
    this.window = next === size ? null : [start, next];
    this.redraw();
  }
}
