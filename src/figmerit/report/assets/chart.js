// Curves in the place of those that matplotlib drew: they follow the data that were chosen, are read, and set thresholds.

import { nearest, pathOf } from './curves.js';
import { svg } from './dom.js';

/** Return the vertex of a place of the sweep, or of one beside it: places ascend or descend. */
function vertexOf(places, place) {
  let [low, high] = [0, places.length];
  const descends = places[0] > places[places.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descends ? places[middle] > place : places[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

const REACH = 24; // in units of the picture

export class Chart {
  /** With `reading`: `said(i)` says what is at vertex i of the curve, `choose(place)` sets the threshold there. */
  constructor(picture, view, reading) {
    Object.assign(this, { picture, view, curve: null, at: 0 });
    const [[left, top, width, height], { xlim, ylim }] = [view.frame, view];
    const [right, down] = [width / (xlim[1] - xlim[0]), -height / (ylim[1] - ylim[0])];
    this.scale = { left: left - right * xlim[0], right, top: top + height - down * ylim[0], down };
    if (reading) this.makeReadable(reading);
  }

  makeReadable({ name, tip, said, choose }) {
    const { picture, view } = this;
    Object.assign(this, { tip, said, choose });
    const [left, top, width, height] = view.frame;
    this.marks = svg('g', { class: 'marks' });
    this.reader = svg('rect', {
      x: left, y: top, width, height, class: 'reader', fill: 'transparent', tabindex: 0, role: 'slider',
      'aria-label': `${name}: arrow keys read along the curve, Enter sets the threshold`,
      onpointermove: (event) => this.onPointer(event, false),
      onclick: (event) => this.onPointer(event, true),
      onpointerleave: () => this.leave(),
      onblur: () => this.leave(),
      onkeydown: (event) => this.onKey(event),
    });
    picture.append(this.marks, this.reader);
    this.cursor = svg('circle', { r: 3.5, class: 'cursor', visibility: 'hidden' });
    this.marks.append(this.cursor);
  }

  toPage(x, y) {
    const { left, right, top, down } = this.scale;
    return [left + right * x, top + down * y];
  }

  element(name) {
    return this.picture.querySelector(`[id="${name}"]`);
  }

  /** Draw one of the lines anew; without points it is not drawn. */
  line(k, points, label) {
    const group = this.element(this.view.parts.lines[k]);
    group?.querySelector('path')?.setAttribute('d', points.x.length ? pathOf(points, this.scale) : 'M0 0');
    if (label !== undefined) this.label(k, label);
  }

  /** Write one of the texts of the legend. */
  label(k, text) {
    const element = this.element(this.view.parts.legend[k])?.querySelector('text');
    if (element) element.textContent = text;
  }

  /** Return the texts of the legend. */
  legend() {
    return this.view.parts.legend.map((id) => this.element(id)?.textContent.trim() ?? '');
  }

  /** Write what stands above the axes. */
  caption(text) {
    const label = this.element(this.view.parts.caption[0])?.querySelector('text');
    if (label) label.textContent = text;
  }

  /** Draw the curve of another model, or none. */
  other(points) {
    this.picture.querySelector('.other')?.remove();
    if (points?.x.length) this.marks.before(svg('path', { class: 'other', d: pathOf(points, this.scale) }));
  }

  /** Let the pointer and the keys read this curve, from the vertex of a place on. */
  read(curve, place) {
    this.curve = curve;
    const last = Math.max(curve.x.length - 1, 0);
    this.at = Math.max(0, Math.min(last, vertexOf(curve.places, place)));
    this.reader.setAttribute('aria-valuemin', 0);
    this.reader.setAttribute('aria-valuemax', last);
    this.speak();
  }

  /** Put a mark on a point; one that is nowhere is not shown. */
  mark(name, x, y, shape) {
    const old = this.marks.querySelector(`[data-mark="${name}"]`);
    old?.remove();
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const [left, top] = this.toPage(x, y);
    const attributes = { 'data-mark': name, class: `mark ${name}` };
    const element = shape === 'diamond'
      ? svg('path', { ...attributes, d: `M${left} ${top - 5}L${left + 5} ${top}L${left} ${top + 5}L${left - 5} ${top}Z` })
      : svg('circle', { ...attributes, cx: left, cy: top, r: 6.5 });
    this.marks.prepend(element);
  }

  /** Draw a line across the axes at x; beyond them at their end. */
  rule(x) {
    this.marks.querySelector('.rule')?.remove();
    const [left, top, width, height] = this.view.frame;
    const at = Math.max(left, Math.min(left + width, this.toPage(x, 0)[0]));
    this.marks.prepend(svg('line', { class: 'rule', x1: at, x2: at, y1: top, y2: top + height }));
  }

  speak() {
    this.reader.setAttribute('aria-valuenow', this.at);
    this.reader.setAttribute('aria-valuetext', this.curve?.x.length ? this.said(this.at).replaceAll('\n', ', ') : 'no curve');
  }

  onPointer(event, isClick) {
    if (!this.curve?.x.length) return;
    const matrix = this.picture.getScreenCTM().inverse();
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    const found = nearest(this.curve, this.scale, [point.x, point.y], REACH);
    if (found < 0) {
      this.leave();
      return;
    }
    this.show(found, event.clientX, event.clientY);
    if (isClick) this.choose(this.curve.places[found]);
  }

  onKey(event) {
    if (!this.curve?.x.length) return;
    const last = this.curve.x.length - 1;
    const step = event.shiftKey ? Math.max(1, Math.round(last / 20)) : 1;
    const moves = {
      ArrowRight: this.at + step, ArrowUp: this.at + step, ArrowLeft: this.at - step, ArrowDown: this.at - step,
      PageUp: this.at + Math.round(last / 10), PageDown: this.at - Math.round(last / 10), Home: 0, End: last,
    };
    if (event.key in moves) {
      const found = Math.max(0, Math.min(last, moves[event.key]));
      const [x, y] = this.toPage(this.curve.x[found], this.curve.y[found]).map((one) => one || 0);
      const at = new DOMPoint(x, y).matrixTransform(this.picture.getScreenCTM());
      this.show(found, at.x, at.y);
    } else if (event.key === 'Enter' || event.key === ' ') this.choose(this.curve.places[this.at]);
    else return;
    event.preventDefault();
  }

  show(found, x, y) {
    this.at = found;
    const [left, top] = this.toPage(this.curve.x[found], this.curve.y[found]);
    const isThere = Number.isFinite(left) && Number.isFinite(top);
    this.cursor.setAttribute('visibility', isThere ? 'visible' : 'hidden');
    if (isThere) {
      this.cursor.setAttribute('cx', left);
      this.cursor.setAttribute('cy', top);
    }
    this.tip.show(this.said(found), x, y);
    this.speak();
  }

  leave() {
    this.cursor.setAttribute('visibility', 'hidden');
    this.tip.hide();
  }
}
