// The curves of all classes, each against the rest, in one pair of charts: the weakest stand out, and the one at the pointer.

import { corners, firstAt, joined, nearestLine, thinned } from './curves.js';
import { html, svg } from './dom.js';
import { curvesOf } from './results.js';
import { area, shortened } from './text.js';
import { say } from './words.js';

const LINE_STYLES = ['curve', 'curve b', 'curve c'];
const REACH = 18; // units from the pointer to a line
const STEP = 1; // units that are one for an eye among many lines
const RISEN = 0.95; // share found by which a curve is about flat
const MOST_NAMED = 5;
const MANY_LINES = 30; // lines that are fainter still

/** Return the places of numbers from the lowest up; undefined ones are left out.
 * @param {number[]} numbers
 */
const fromLowest = (numbers) => numbers.map((_, k) => k).filter((k) => !Number.isNaN(numbers[k])).sort((a, b) => numbers[a] - numbers[b] || a - b);

/** Return how far the corner reaches in which the weakest ROC curves rise: along x, and below 1.
 * @param {LabelCurves[]} curves
 * @param {number[]} weakest
 * @returns {[across: number, along: number]}
 */
function cornerOf(curves, weakest) {
  /** @param {number} rate */
  const least = (rate) => Math.min(...weakest.map((k) => curves[k].roc.y[firstAt(curves[k].roc.x, rate)] ?? 1));
  const across = [0.1, 0.2, 0.5].find((rate) => least(rate) >= RISEN);
  return weakest.length && across ? [across, [0.2, 0.4].find((below) => least(across / 20) >= 1 - below) ?? 1] : [1, 1];
}

/** Return the points of a line up to a limit of x, with a last point at that limit.
 * @param {Points} points
 * @param {number} end
 * @returns {Points}
 */
function upTo({ x, y }, end) {
  const next = firstAt(x, end);
  if (next === 0 || next >= x.length) return { x, y };
  const last = next - 1;
  const part = (end - x[last]) / (x[next] - x[last]);
  return { x: [...x.slice(0, next), end], y: [...y.slice(0, next), y[last] + part * (y[next] - y[last])] };
}

export const LONGEST = 28; // letters of a name in a key, whose title has all

/** Return an entry of a key: a piece of a line, and what it is; it is a button if something is done.
 * @param {string} style
 * @param {string} text
 * @param {string | null} title
 * @param {(() => void) | null} onclick
 */
export function keyEntry(style, text, title = null, onclick = null) {
  const line = svg('svg', { class: 'chart', width: 28, height: 8, viewBox: '0 0 28 8', 'aria-hidden': 'true' }, svg('path', { class: style, d: 'M0 4H28' }));
  const parts = [line, html('bdi', {}, text)];
  return onclick ? html('button', { type: 'button', class: 'entry', title, onclick }, ...parts) : html('span', { title }, ...parts);
}

export class CurvesOfAll {
  /**
   * @param {Record<'roc' | 'pr', Chart>} charts
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change' | 'tip'>} tools
   */
  constructor({ roc, pr }, spec, data, { change, tip }) {
    Object.assign(this, { spec, data, change, tip, charts: { roc, pr }, shown: {}, drawn: null });
    for (const [name, chart] of /** @type {['roc' | 'pr', Chart][]} */ (Object.entries(this.charts))) {
      const [left, top, width, height] = chart.view.frame;
      chart.near = svg('path', { class: 'curve near', 'clip-path': chart.clip, 'data-unsaved': true });
      chart.pointing = svg('rect', {
        x: left, y: top - 4, width, height: height + 4, fill: 'transparent', class: 'reader', 'data-unsaved': true, visibility: 'hidden',
        onpointermove: (event) => this.point(name, event), onpointerleave: () => this.leave(),
        onclick: (event) => this.choose(this.find(name, event)),
      });
      chart.picture.append(chart.near, chart.pointing);
    }
  }

  /** Choose a class.
   * @param {number} label
   */
  choose(label) {
    if (label >= 0) this.change({ positive: label });
  }

  hide() {
    this.drawn = null;
    this.leave();
    this.charts.roc.corner(1, 1);
    this.charts.roc.line(1, { x: [0, 1], y: [0, 1] });
    for (const chart of Object.values(this.charts)) {
      chart.own([]);
      chart.pointing.setAttribute('visibility', 'hidden');
    }
  }

  /** @param {State} state */
  show(state) {
    const key = String([state.run, state.chosen]);
    if (this.drawn === key) return;
    this.leave();
    this.drawn = key;
    const curves = this.spec.labels.map((_, k) => curvesOf(this.data, state, k));
    /** @type {Record<'roc' | 'pr', [short: string, of: (curves: LabelCurves) => [Points, number, Ends | null]]>} */
    const parts = {
      roc: ['AUC', ({ roc, auc, aucBounds }) => [roc, auc, aucBounds]],
      pr: ['AP', ({ pr, ap, apBounds }) => [corners(pr), ap, apBounds]],
    };
    const order = fromLowest(curves.map(({ ap }) => ap)); // of both charts: a class has one line style
    this.charts.roc.corner(...cornerOf(curves, order.slice(0, LINE_STYLES.length)));
    for (const [name, chart] of /** @type {['roc' | 'pr', Chart][]} */ (Object.entries(this.charts))) {
      const [short, of] = parts[name];
      /** @type {[Drawn[], { value: number, text: string }[]]} */
      const [lines, areas] = [[], []];
      for (const [points, value, bounds] of curves.map(of)) {
        lines.push(thinned(chart.across < 1 ? upTo(points, chart.across) : points, chart.scale, STEP));
        areas.push({ value, text: area(value, bounds) });
      }
      this.shown[name] = { lines, areas, short, order: order.filter((k) => !Number.isNaN(areas[k].value)) };
      this.draw(name, chart);
    }
  }

  /**
   * @param {'roc' | 'pr'} name
   * @param {Chart} chart
   */
  draw(name, chart) {
    const { lines, areas, short, order } = this.shown[name];
    const weakest = order.slice(0, LINE_STYLES.length);
    const { labels } = this.spec;
    const faint = order.length > MANY_LINES ? 'curve faint many' : 'curve faint';
    for (const mark of [...chart.marks.children]) mark.remove();
    chart.guide(NaN, []);
    chart.line(0, null);
    chart.line(1, name === 'roc' && chart.across === 1 ? { x: [0, 1], y: [0, 1] } : null);
    chart.own([...order].reverse().map((k) => ({ points: lines[k], 'data-class': k, class: LINE_STYLES[weakest.indexOf(k)] ?? faint })));
    chart.write([]);
    chart.pointing.setAttribute('visibility', 'visible');
    chart.entitle(say(`charts.${name}All`));
    /** @param {number} k */
    const said = (k) => say('charts.entry', { name: shortened(labels[k], LONGEST), short, area: areas[k].text });
    chart.key.replaceChildren(...weakest.map((k, at) => keyEntry(LINE_STYLES[at], said(k), labels[k], () => this.choose(k))), this.others(order.slice(LINE_STYLES.length), said));
    const missing = labels.filter((_, k) => Number.isNaN(areas[k].value));
    const named = missing.length > MOST_NAMED ? [...missing.slice(0, MOST_NAMED), say('charts.more', { n: missing.length - MOST_NAMED })] : missing;
    chart.caption.textContent = [say('charts.allCaption'), ...(chart.across < 1 ? [say('charts.corner')] : []), ...(missing.length ? [say('charts.undefined', { names: named.join(', ') })] : [])].join(' ');
    const text = weakest.map(said).join(', ');
    chart.picture.setAttribute('aria-label', say('charts.allLabel', { what: say(`charts.${name}All`), n: labels.length, weakest: text || say('charts.noCurve') }));
  }

  /** Return the classes that do not stand out: a list that opens.
   * @param {number[]} order
   * @param {(k: number) => string} said
   */
  others(order, said) {
    if (!order.length) return '';
    const list = html('div', { class: 'entries' });
    const details = html('details', { class: 'others' }, html('summary', {}, keyEntry('curve faint', say('charts.others', { n: order.length }))), list);
    details.addEventListener('toggle', () => {
      if (details.open && !list.children.length) list.append(...order.map((k) => keyEntry('curve faint', said(k), this.spec.labels[k], () => this.choose(k))));
    });
    return details;
  }

  /** Return the class whose line is nearest to the pointer; -1 if none is near.
   * @param {'roc' | 'pr'} name
   * @param {MouseEvent} event
   */
  find(name, event) {
    return nearestLine(this.shown[name].lines, this.charts[name].fromWindow(event), REACH);
  }

  /** Let the line nearest to the pointer stand out in both charts, with its name and area.
   * @param {'roc' | 'pr'} name
   * @param {MouseEvent} event
   */
  point(name, event) {
    const found = this.find(name, event);
    if (found < 0) {
      this.leave();
      return;
    }
    for (const [one, chart] of /** @type {['roc' | 'pr', Chart][]} */ (Object.entries(this.charts))) chart.near.setAttribute('d', joined(this.shown[one].lines[found]));
    this.charts[name].pointing.style.cursor = 'pointer';
    const { areas, short } = this.shown[name];
    this.tip.show(say('charts.near', { name: this.spec.labels[found], short, area: areas[found].text }), event.clientX, event.clientY);
    this.isNear = true;
  }

  leave() {
    if (!this.isNear) return;
    this.isNear = false;
    this.tip.hide();
    for (const chart of Object.values(this.charts)) {
      chart.near.setAttribute('d', '');
      chart.pointing.style.cursor = '';
    }
  }
}
