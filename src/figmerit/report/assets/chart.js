// A chart: lines in the place of those that matplotlib drew, and what is marked and written on them.

import { joined, pathOf } from './curves.js';
import { svg } from './dom.js';

export class Chart {
  /**
   * @param {SVGSVGElement} picture
   * @param {View} view
   */
  constructor(picture, view) {
    Object.assign(this, { picture, view });
    const [, top, , height] = view.frame;
    this.corner(1, 1);
    [this.lines, this.marks, this.texts, this.guides] = ['lines', 'marks', 'texts', 'guides'].map((name) => svg('g', { class: name }));
    this.guides.setAttribute('data-unsaved', '');
    this.guides.setAttribute('visibility', 'hidden');
    this.guideLine = svg('line', { class: 'guide', y1: top, y2: top + height });
    this.guides.append(this.guideLine);
    this.clip = picture.querySelector('[clip-path]')?.getAttribute('clip-path') ?? 'none';
    this.lines.setAttribute('clip-path', this.clip);
    picture.classList.add('chart');
    picture.append(this.lines, this.marks, this.texts, this.guides);
  }

  /** Show of the shares along both axes those of the upper left corner only: up to one along x, and this much below 1 along y.
   * @param {number} across
   * @param {number} along
   */
  corner(across, along) {
    if (this.across === across && this.along === along) return;
    const [[left, top, width, height], { xlim, ylim, parts }] = [this.view.frame, this.view];
    const [right, down] = [width / (xlim[1] - xlim[0]) / across, -height / (ylim[1] - ylim[0]) / along];
    this.scale = { left: left - right * across * xlim[0], right, top: top + height - down * (1 - (1 - ylim[0]) * along), down };
    if (this.across) {
      /**
       * @param {string} id
       * @param {number} value
       */
      const write = (id, value) => { /** @type {Element} */ (this.picture.querySelector(`[id="${id}"] text`)).textContent = String(Number(value.toPrecision(6))); };
      /**
       * @param {string[]} ids
       * @param {number} k
       */
      const share = (ids, k) => k / (ids.length - 1);
      parts.xticks.forEach((id, k, ids) => write(id, across * share(ids, k)));
      parts.yticks.forEach((id, k, ids) => write(id, 1 - along * (1 - share(ids, k))));
    }
    Object.assign(this, { across, along });
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  toPage(x, y) {
    const { left, right, top, down } = this.scale;
    return [left + right * x, top + down * y];
  }

  /** Return where a place of the picture is in the window.
   * @param {number} left
   * @param {number} top
   */
  toWindow(left, top) {
    return new DOMPoint(left, top).matrixTransform(/** @type {DOMMatrix} */ (this.picture.getScreenCTM()));
  }

  /** Return where an event is in the picture.
   * @param {MouseEvent} event
   * @returns {[number, number]}
   */
  fromWindow({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.picture.getScreenCTM()?.inverse());
    return [x, y];
  }

  /** Draw one of the lines of matplotlib anew; without points it is not drawn.
   * @param {number} k
   * @param {Points | null} points
   */
  line(k, points) {
    const path = this.picture.querySelector(`[id="${this.view.parts.lines[k]}"] path`);
    path?.setAttribute('d', points?.x.length ? pathOf(points, this.scale) : 'M0 0');
  }

  /** Draw lines of the page's own: of each its points in the picture, its class and its data attributes.
   * @param {({ points: Drawn } & Attributes)[]} lines
   */
  own(lines) {
    this.lines.replaceChildren(...lines.map(({ points, ...attributes }) => svg('path', { d: joined(points), ...attributes })));
  }

  /** Put a mark on a point; one that is nowhere is not shown.
   * @param {string} name
   * @param {number} x
   * @param {number} y
   * @param {string} [shape]
   */
  mark(name, x, y, shape) {
    this.marks.querySelector(`[data-mark="${name}"]`)?.remove();
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    const [left, top] = this.toPage(x, y);
    const attributes = { 'data-mark': name, class: `mark ${name}` };
    this.marks.append(shape === 'diamond'
      ? svg('path', { ...attributes, d: `M${left} ${top - 6}l6 6-6 6-6-6z` })
      : svg('circle', { ...attributes, cx: left, cy: top, r: 5 }));
  }

  /** Write what stands on the chart: of each text its place, and other attributes.
   * @param {({ text: string } & Attributes)[]} texts
   */
  write(texts) {
    this.texts.replaceChildren(...texts.map(({ text, ...attributes }) => svg('text', attributes, text)));
  }

  /** Draw the threshold as a line across the axes with a grip; beyond them at their end. Returns where it is.
   * @param {number} x
   */
  rule(x) {
    const [left, top, width, height] = this.view.frame;
    const at = Math.max(left, Math.min(left + width, this.toPage(x, 0)[0]));
    const foot = top + height;
    this.marks.querySelector('.handle')?.remove();
    this.marks.prepend(svg(
      'g', { class: 'handle' }, svg('line', { class: 'rule', x1: at, x2: at, y1: top, y2: foot }),
      svg('rect', { class: 'knob', 'data-unsaved': true, x: at - 5.5, y: foot - 22, width: 11, height: 20, rx: 3.5 }),
      ...[-1.5, 1.5].map((off) => svg('line', { class: 'grip', 'data-unsaved': true, x1: at + off, x2: at + off, y1: foot - 16, y2: foot - 8 })),
    ));
    return at;
  }

  /** Draw the line at the pointer, and a ring on each line there; where it is nowhere nothing is drawn.
   * @param {number} x
   * @param {number[]} values
   */
  guide(x, values) {
    const isThere = Number.isFinite(x);
    this.guides.setAttribute('visibility', isThere ? 'visible' : 'hidden');
    if (!isThere) return;
    const [left] = this.toPage(x, 0);
    this.guideLine.setAttribute('x1', left);
    this.guideLine.setAttribute('x2', left);
    const rings = values.filter(Number.isFinite).map((value) => svg('circle', { class: 'at', cx: left, cy: this.toPage(x, value)[1], r: 4 }));
    this.guides.replaceChildren(this.guideLine, ...rings);
  }
}
