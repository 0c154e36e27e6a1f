// The lane: the histogram of scores, first class up and second down, cut by the threshold into the cells of the matrix.

import { filled, placeOf } from './counts.js';
import { html, label, line, svg } from './dom.js';
import { scale, ticksOf } from './text.js';
import { say } from './words.js';

const BINS = 40;
const [HEIGHT, LOW] = [104, 60]; // pixels of a lane, and of each of two
const [HEAD, FOOT, GUTTER, NARROW, RIGHT] = [16, 18, 84, 68, 10]; // room for words above, ticks below and names at the left, in pixels
const FACTORS = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
const STEPS = 1000; // of the slider

/** Return how much higher bars are drawn so that they can be seen beside others.
 * @param {number} most
 * @param {number} other
 */
const factorFor = (most, other) => FACTORS.findLast((factor) => factor * other <= most) ?? FACTORS[0];

/** Return the counts of both classes in bins that a threshold cuts in two: of each bin those below it and from it on.
 * @param {Counts} counts
 * @param {Pick<Scores, 'values' | 'type'>} scores
 * @param {Ends} range
 * @param {number} place
 */
export function binned({ tp, fp }, { values, type }, [low, high], place) {
  const edges = filled(BINS + 1, (k) => low + ((high - low) * k) / BINS);
  const places = Array.from(edges, (edge, k) => (k === 0 ? 0 : k === BINS ? values.length : placeOf(edge, values, type)));
  return Array.from({ length: BINS }, (_, k) => {
    const [from, to] = [places[k], places[k + 1]];
    const middle = Math.min(Math.max(place, from), to);
    /**
     * @param {ArrayLike<number>} all
     * @returns {Ends}
     */
    const part = (all) => [all[from] - all[middle], all[middle] - all[to]];
    return { from: edges[k], to: edges[k + 1], positives: part(tp), negatives: part(fp) };
  });
}

export class Lane {
  /**
   * @param {HTMLElement} root
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(root, spec, data, { change }) {
    Object.assign(this, { root, spec, data, change });
    [this.low, this.high] = spec.range ?? [0, 1];
    this.picture = svg('svg', { role: 'img' });
    /** @type {HTMLInputElement} */
    this.slider = html('input', {
      type: 'range', id: 'slider', min: this.low, max: this.high, step: scale((this.high - this.low) / STEPS),
      oninput: () => change({ threshold: Number(Number(this.slider.value).toPrecision(12)) }),
    });
    root.append(this.picture, this.slider);
  }

  /** @param {number} value */
  x(value) {
    const share = Math.min(Math.max((value - this.low) / (this.high - this.low || 1), 0), 1);
    return this.gutter + share * (this.width - this.gutter - RIGHT);
  }

  /** @param {State} state */
  update(state) {
    this.width = Math.max(this.root.clientWidth, 240);
    this.gutter = this.width < 420 ? NARROW : GUTTER;
    const scores = this.data.scores(state);
    [this.height, this.head] = scores && this.data.rival(state) ? [LOW, 0] : [HEIGHT, HEAD];
    this.picture.setAttribute('height', this.height);
    this.picture.setAttribute('viewBox', `0 0 ${this.width} ${this.height}`);
    this.slider.hidden = !scores;
    this.slider.style = `left:${this.gutter - 8}px;width:${this.width - this.gutter + 6}px`; // its thumb is 16 pixels wide, as the knob
    this.root.hidden = !this.data.hasScores(state);
    if (this.root.hidden) return;
    if (scores) this.drawClass(state, scores);
    else this.drawAll(state);
  }

  /** Draw the scores of the positive class and the rest, and the threshold.
   * @param {State} state
   * @param {Scores} scores
   */
  drawClass(state, scores) {
    const { data, spec } = this;
    const threshold = data.threshold(state);
    const bins = binned(data.sweep(state), scores, [this.low, this.high], data.place(state));
    const code = /** @type {number} */ (state.positive);
    const positive = spec.labels[code];
    const negative = spec.kind === 'binary' ? spec.labels[1 - code] : spec.rest;
    const parts = this.bars(bins.map(({ from, to, negatives, positives }) => ({ from, to, up: negatives, down: positives })), threshold, [negative, positive]);
    this.picture.replaceChildren(...parts, ...this.ticks(), ...this.knob(threshold, negative, positive));
    const text = this.data.thresholdText(state);
    this.picture.setAttribute('aria-label', say('bar.lane', { negative, positive, threshold: text }));
    // a slider is given what a hand on it has not moved it to already
    if (Number(this.slider.value) !== threshold) this.slider.value = String(Math.min(threshold, this.high));
    this.slider.setAttribute('aria-valuetext', text);
    this.slider.setAttribute('aria-label', say('bar.slider', { name: positive }));
  }

  /** Draw the score of the predicted class: of right predictions above, of wrong ones below.
   * @param {State} state
   */
  drawAll(state) {
    const { right, wrong, from, to } = this.data.topScores(state, BINS, [this.low, this.high]);
    const bins = Array.from(right, /** @returns {Bin} */ (n, k) => ({ from: from + ((to - from) * k) / BINS, to: from + ((to - from) * (k + 1)) / BINS, up: [n, 0], down: [wrong[k], 0] }));
    const names = [say('outcomes.right'), say('outcomes.wrong')];
    this.picture.replaceChildren(...this.bars(bins, Infinity, names, ['f-right', '', 'f-wrong', '']), ...this.ticks());
    this.picture.setAttribute('aria-label', say('bar.laneOfAll'));
  }

  /** Return the bars of bins, up and down from the middle; classes name what is up before and after the threshold, then down.
   * @param {Bin[]} bins
   * @param {number} threshold
   * @param {string[]} names
   * @param {string[]} classes
   */
  bars(bins, threshold, [above, below], classes = ['f-right', 'f-wrong', 'hollow', 'f-right']) {
    const [up, down] = /** @type {const} */ (['up', 'down']).map((side) => Math.max(...bins.flatMap((bin) => bin[side]), 0));
    const [ups, downs] = up >= down ? [1, factorFor(up / 2, down)] : [factorFor(down / 2, up), 1];
    const room = this.height - this.head - FOOT - 6;
    const unit = up + down ? room / (up * ups + down * downs) : 0;
    const middle = this.head + 2 + (unit ? up * ups * unit : room / 2);
    const parts = bins.flatMap(({ from, to, ...sides }) => {
      const cut = Math.min(Math.max(threshold, from), to);
      return /** @type {[Ends, number, number, number][]} */ ([[sides.up, ups, -1, 0], [sides.down, downs, 1, 2]]).flatMap(([[before, after], times, way, kind]) => [
        this.bar(from, cut, before * times * unit, middle, way, classes[kind]), this.bar(cut, to, after * times * unit, middle, way, classes[kind + 1]),
      ]);
    });
    /**
     * @param {string} text
     * @param {number} times
     */
    const name = (text, times) => (times > 1 ? say('bar.scaled', { name: text, factor: times }) : text);
    return [
      ...parts.filter(Boolean),
      line('axis', this.gutter, middle, this.width - RIGHT, middle),
      ...this.sides([name(above, ups), name(below, downs)], middle),
    ];
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {number} height
   * @param {number} middle
   * @param {number} way
   * @param {string} name
   */
  bar(from, to, height, middle, way, name) {
    const [left, right] = [this.x(from), this.x(to)];
    if (!height || right <= left) return null;
    const inset = name === 'hollow' ? 1.25 : 0.5;
    const width = Math.max(right - left - 2 * inset, 1);
    const tall = Math.max(height, 1.5);
    return svg('rect', { class: name, x: left + inset, width, y: way < 0 ? middle - 1 - tall : middle + 1, height: tall });
  }

  /** Return the names of what is above and below, at the left.
   * @param {string[]} names
   * @param {number} middle
   */
  sides([above, below], middle) {
    /** @param {string} text @param {number} y */
    const at = (text, y) => label(this.gutter - 8, y, this.short(text), 'end', 'inked');
    return [at(above, middle - 8), at(below, Math.min(middle + 17, this.height - FOOT - 2))];
  }

  /** @param {string} text */
  short(text) {
    const most = this.gutter / 7;
    return text.length > most ? `${text.slice(0, Math.floor(most) - 1)}…` : text;
  }

  ticks() {
    return ticksOf(this.low, this.high).map((value) => label(this.x(value), this.height - 3, String(value), 'middle'));
  }

  /** Return the threshold with its handle, and on each side what is called there.
   * @param {number} threshold
   * @param {string} negative
   * @param {string} positive
   */
  knob(threshold, negative, positive) {
    const x = this.x(threshold);
    const middle = this.head + (this.height - this.head - FOOT) / 2;
    const said = /** @type {[string, number, string][]} */ ([[negative, -12, 'end'], [positive, 12, 'start']]).map(([name, off, anchor]) => {
      const words = say('bar.called', { name: this.short(name) });
      const room = off < 0 ? x - 16 : this.width - x - 16;
      return !this.head || room < words.length * 7 ? null : label(x + off, 11, words, anchor);
    });
    return [
      ...said.filter(Boolean),
      line('cutline', x, 0, x, this.height - FOOT),
      svg('rect', { class: 'knob', x: x - 8, y: middle - 15, width: 16, height: 30, rx: 5 }),
      ...[-2.5, 2.5].map((off) => line('grip', x + off, middle - 5, x + off, middle + 5)),
    ];
  }
}
