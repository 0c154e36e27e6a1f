// What reads a curve by pointer and keys, sets the threshold there, and drags it where it is a line.

import { firstAt, nearestAt } from './curves.js';
import { svg } from './dom.js';

const MOST_STEPS = 1000;
const BESIDE = 7; // units beside the axes that still belong to them
const GRASP = 9; // units from the threshold's line at which it is taken hold of

export class Reader {
  /** `said(place)` says what is there, `onread(place, at)` shows it, `onchoose(place)` sets the threshold, `ondrag(x)` does so while a line is dragged.
   * @param {Chart} chart
   * @param {Reading} reading
   */
  constructor(chart, { said, onread, onleave, onchoose, ondrag = null }) {
    Object.assign(this, { chart, said, onread, onleave, onchoose, ondrag, curve: null, at: 0, ruleAt: NaN });
    const [left, top, width, height] = chart.view.frame;
    this.area = svg('rect', {
      x: left - BESIDE, y: top - BESIDE, width: width + 2 * BESIDE, height: height + 2 * BESIDE, class: 'reader', fill: 'transparent', 'data-unsaved': true, tabindex: 0, role: 'slider',
      onpointerdown: (event) => this.onPress(event),
      onpointermove: (event) => this.onMove(event),
      onlostpointercapture: () => { this.drags = false; },
      onpointerleave: () => this.drags || this.onleave(),
      onblur: () => this.onleave(),
      onclick: (event) => this.onClick(event),
      onkeydown: (event) => this.onKey(event),
    });
    chart.picture.append(this.area);
  }

  /** Read this curve, from the vertex of a place of the sweep on; `slack` are units along x within which the nearest one along y counts.
   * @param {Curve} curve
   * @param {number} place
   * @param {string} label
   * @param {number} slack
   */
  read(curve, place, label, slack) {
    Object.assign(this, { curve, slack });
    this.last = Math.max(curve.x.length - 1, 0);
    this.descends = curve.x[0] > curve.x[this.last];
    this.at = Math.min(firstAt(curve.places, place), this.last);
    this.area.setAttribute('aria-label', label);
    this.area.setAttribute('aria-valuemin', 0);
    this.area.setAttribute('aria-valuemax', this.last);
    this.speak();
  }

  get isEmpty() {
    return !this.curve?.x.length;
  }

  speak() {
    this.area.setAttribute('aria-valuenow', this.descends ? this.last - this.at : this.at);
    this.area.setAttribute('aria-valuetext', this.said(this.isEmpty ? -1 : this.curve.places[this.at]).replaceAll('\n', ', '));
  }

  /** Tell whether a point is near the line of the threshold, which can be dragged.
   * @param {PointerEvent} event
   */
  isOnRule(event) {
    return Boolean(this.ondrag) && Math.abs(this.chart.fromWindow(event)[0] - this.ruleAt) <= GRASP * (event.pointerType === 'touch' ? 2 : 1);
  }

  /** @param {PointerEvent} event */
  onPress(event) {
    this.dragged = false;
    if (event.button || !this.isOnRule(event)) return;
    this.drags = true;
    this.area.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (this.isEmpty) return;
    const at = this.chart.fromWindow(event);
    if (this.ondrag) this.area.style.cursor = this.drags || this.isOnRule(event) ? 'ew-resize' : '';
    if (this.drags) {
      this.dragged = true;
      this.ondrag?.((at[0] - this.chart.scale.left) / this.chart.scale.right, { x: event.clientX, y: event.clientY });
    } else this.show(nearestAt(this.curve, this.chart.scale, at, this.slack), { x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  onClick(event) {
    if (this.isEmpty || this.dragged) return;
    this.onMove(event);
    this.onchoose(this.curve.places[this.at]);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (this.isEmpty) return;
    const { last } = this;
    const step = Math.ceil(last / MOST_STEPS) * (event.shiftKey ? 20 : 1);
    const page = Math.ceil(last / 10);
    const now = this.descends ? last - this.at : this.at;
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: now + step, ArrowUp: now + step, ArrowLeft: now - step, ArrowDown: now - step, PageUp: now + page, PageDown: now - page, Home: 0, End: last };
    if (event.key in moves) {
      const found = Math.max(0, Math.min(last, moves[event.key]));
      this.show(this.descends ? last - found : found, null);
    } else if (event.key === 'Enter' || event.key === ' ') this.onchoose(this.curve.places[this.at]);
    else return;
    event.preventDefault();
  }

  /**
   * @param {number} found
   * @param {Position | null} at
   */
  show(found, at) {
    this.at = found;
    this.onread(this.curve.places[found], at);
    this.speak();
  }
}
