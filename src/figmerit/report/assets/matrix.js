// A confusion matrix in the place of the one that matplotlib drew: a grid whose cells are read, and filter the table.

import { count, interval, percent, rounded, shortened } from './text.js';
import { normalized, wilson } from './counts.js';
import { svg } from './dom.js';

const LARGEST = 26; // cells a side whose numbers can be read

export const UNDEFINED = '#d9d9d9'; // what has no value; it is hatched too

/** What the picture says that shares are of. */
const SHARES = { true: '% of each true label (row)', pred: '% of each predicted label (column)', all: '% of all samples' };

/** Return the colour of a text that can be read on a colour. */
export function inkOn(color) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? '#ffffff' : '#000000';
}

export class Matrix {
  /** `picture` is the SVG, `view` says where in it the matrix is, `act` is told which cell was chosen. */
  constructor(picture, view, size, { colors, z, interval, tip, act, renames }) {
    Object.assign(this, { picture, view, size, colors, z, kind: interval, tip, act, renames });
    picture.querySelector(`[id="${view.parts.image[0]}"]`)?.remove();
    for (const texts of picture.querySelectorAll('[id*="cell-texts"]')) texts.remove();
    this.longest = Math.max(14, ...view.parts.yticks.map((id) => picture.querySelector(`[id="${id}"] text`)?.textContent.length ?? 0));
    this.cells = [];
    this.group = svg('g', { role: 'grid', 'aria-label': 'Confusion matrix: rows are true labels', class: 'matrix' });
    const [left, top, width, height] = view.frame;
    const font = Math.min(11, (0.5 * height) / size, (0.23 * width) / size);
    for (let i = 0; i < size; i++) {
      const row = svg('g', { role: 'row' });
      for (let j = 0; j < size; j++) row.append(this.cell(i, j, left, top, width / size, height / size, font));
      this.group.append(row);
    }
    const frame = picture.querySelector(`[id="${view.parts.frame[0]}"]`);
    frame.after(this.group);
    this.group.addEventListener('keydown', (event) => this.onKey(event));
    this.group.addEventListener('pointerleave', () => tip.hide());
    this.group.addEventListener('focusout', () => tip.hide());
  }

  cell(i, j, left, top, width, height, font) {
    const box = svg('rect', { x: left + j * width, y: top + i * height, width, height });
    const [x, y] = [left + j * width, top + i * height];
    const strokes = [0.25, 0.5, 0.75, 1].map((part) => `M${x} ${y + part * height}L${x + part * width} ${y}`);
    const hatch = svg('path', { class: 'hatch', visibility: 'hidden', d: strokes.join('') });
    const middle = [left + (j + 0.5) * width, top + (i + 0.5) * height];
    const lines = [0, 1].map(() => svg('text', { x: middle[0], y: middle[1], 'text-anchor': 'middle', 'font-size': font }));
    const group = svg('g', {
      role: 'gridcell', class: 'cell', tabindex: i || j ? -1 : 0, 'data-cell': `${i},${j}`,
      onclick: (event) => this.act(i * this.size + j, event.shiftKey),
      onpointermove: (event) => this.tip.show(this.said(i, j), event.clientX, event.clientY),
      onfocus: () => this.sayAtFocus(i, j),
    }, box, hatch, ...lines);
    this.cells.push({ group, box, hatch, lines, i, j, font });
    return group;
  }

  onKey(event) {
    const { size } = this;
    const at = this.cells.findIndex((cell) => cell.group === event.target);
    if (at < 0) return;
    const row = Math.floor(at / size);
    const moves = {
      ArrowRight: at % size < size - 1 ? at + 1 : at, ArrowLeft: at % size ? at - 1 : at,
      ArrowDown: row < size - 1 ? at + size : at, ArrowUp: row ? at - size : at,
      Home: row * size, End: row * size + size - 1,
    };
    if (event.key in moves) this.focus(moves[event.key]);
    else if (event.key === 'Enter' || event.key === ' ') this.act(at, event.shiftKey);
    else return;
    event.preventDefault();
  }

  focus(at) {
    for (const [place, cell] of this.cells.entries()) cell.group.setAttribute('tabindex', place === at ? 0 : -1);
    this.cells[at].group.focus();
  }

  sayAtFocus(i, j) {
    const { group } = this.cells[i * this.size + j];
    if (!group.matches(':focus-visible')) return;
    const box = group.getBoundingClientRect();
    this.tip.show(this.said(i, j), box.right - 12, box.top - 12);
  }

  /** Return all that is known of a cell. */
  said(i, j) {
    const { size } = this;
    const cell = i * size + j;
    const n = this.counts[cell];
    const row = this.counts.slice(i * size, (i + 1) * size).reduce((a, b) => a + b, 0);
    const [ofRow, ofColumn, ofAll] = ['true', 'pred', 'all'].map((by) => percent(normalized(this.counts, size, by)[cell]));
    const ends = row ? `, ${this.kind} ${interval(wilson(n, row, this.z))}` : '';
    return `True ${this.labels[i]}, predicted ${this.labels[j]}: ${count(n)}\n${ofRow} of the row${ends}\n`
      + `${ofColumn} of the column\n${ofAll} of all`;
  }

  /** Give the rows and columns the names of labels, and the columns together a name. */
  name(labels, below) {
    const text = (id) => this.picture.querySelector(`[id="${id}"] text`);
    if (this.renames && String(this.labels) !== String(labels)) {
      for (const side of ['xticks', 'yticks']) {
        this.view.parts[side].forEach((id, k) => { if (text(id)) text(id).textContent = shortened(labels[k], this.longest); });
      }
    }
    this.labels = labels;
    const label = text(this.view.parts.xlabel[0]);
    if (label) label.textContent = below;
  }

  /** Show counts; `by` is "count", or what shares are of: "true", "pred" or "all". */
  update(counts, by, chosen) {
    const { size } = this;
    this.counts = counts;
    const shares = by === 'count' ? null : normalized(counts, size, by);
    const caption = this.picture.querySelector(`[id="${this.view.parts.caption[0]}"] text`);
    if (caption) {
      this.counted ??= caption.textContent;
      caption.textContent = SHARES[by] ?? this.counted;
    }
    const most = by === 'true' || by === 'pred' ? 1 : Math.max(...(shares ?? counts).map((value) => value || 0)) || 1;
    this.cells.forEach(({ group, box, hatch, lines, i, j, font }, cell) => {
      const value = shares ? shares[cell] : counts[cell];
      const empty = Number.isNaN(value);
      hatch.setAttribute('visibility', empty ? 'visible' : 'hidden');
      const place = Math.round((value / most) * (this.colors.length - 1));
      const color = empty ? UNDEFINED : this.colors[value > 0 ? Math.max(place, 1) : 0]; // the first one is of no samples
      const texts = shares ? [empty ? 'n/a' : percent(value), count(counts[cell])] : [count(counts[cell])];
      box.setAttribute('fill', color);
      lines.forEach((line, k) => {
        line.textContent = size <= LARGEST ? texts[k] ?? '' : '';
        line.setAttribute('fill', inkOn(color));
        line.setAttribute('dy', (texts.length === 1 ? 0.35 : k ? 1.0 : -0.2) * font);
      });
      group.setAttribute('aria-label', `True ${this.labels[i]}, predicted ${this.labels[j]}: ${count(counts[cell])}`
        + (shares && !empty ? `, ${rounded(100 * value, 1)} percent` : ''));
      group.setAttribute('aria-selected', String(chosen.has(cell)));
    });
  }
}
