// Curves from counts: their vertices, their areas, and what of them is drawn. Nothing here knows of the page.

import { filled } from './counts.js';

/** Return the vertices of a ROC curve from the highest threshold down; `places` are those in the sweep.
 * @param {Counts} counts
 * @returns {Curve}
 */
export function rocVertices({ tp, fp, nPositive, nNegative }) {
  const last = tp.length - 1;
  const places = new Int32Array(tp.length);
  for (let i = 0; i <= last; i++) places[i] = last - i;
  return {
    x: filled(places.length, (i) => fp[last - i] / nNegative),
    y: filled(places.length, (i) => tp[last - i] / nPositive),
    places,
  };
}

/** Return the vertices of a precision-recall curve from the lowest threshold up, as scikit-learn does.
 * @param {Counts} counts
 * @returns {Curve}
 */
export function prVertices({ tp, fp, nPositive }) {
  let size = 0;
  const all = new Int32Array(tp.length);
  for (let i = 0; i < tp.length - 1; i++) if (tp[i] + fp[i] > 0) all[size++] = i;
  const places = all.subarray(0, size);
  return {
    x: filled(size, (i) => tp[places[i]] / nPositive),
    y: filled(size, (i) => tp[places[i]] / (tp[places[i]] + fp[places[i]])),
    places,
  };
}

/** Return the corners of steps over thresholds: a value holds from the score before it, the last one up to the end.
 * @param {ArrayLike<number>} thresholds
 * @param {ArrayLike<number>} values
 * @param {Ends} range
 */
export function stepsOver(thresholds, values, [low, high]) {
  const size = thresholds.length;
  const x = new Float64Array(2 * size + 2);
  const y = new Float64Array(2 * size + 2);
  for (let i = 0; i <= size; i++) {
    x[2 * i] = i ? thresholds[i - 1] : Math.min(low, thresholds[0]);
    x[2 * i + 1] = i < size ? thresholds[i] : high;
    y[2 * i] = values[i];
    y[2 * i + 1] = values[i];
  }
  let end = 2 * size + 2;
  while (end && Number.isNaN(y[end - 1])) end -= 1; // the precision is undefined beyond all scores
  return { x: x.subarray(0, end), y: y.subarray(0, end) };
}

/** Return the area under the ROC curve: sums of whole numbers, divided once.
 * @param {Counts} counts
 */
export function rocAuc({ tp, fp, nPositive, nNegative }) {
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) area += (fp[i] - fp[i + 1]) * (tp[i] + tp[i + 1]);
  return area / 2 / nPositive / nNegative;
}

/** Return the average precision.
 * @param {Counts} counts
 */
export function averagePrecision({ tp, fp, nPositive }) {
  let area = 0;
  for (let i = tp.length - 2; i >= 0; i--) if (tp[i] > tp[i + 1]) area += (tp[i] - tp[i + 1]) * (tp[i] / (tp[i] + fp[i]));
  return area / nPositive;
}

/** Return between which areas under the ROC curve lie those of all orders of rows within their scores.
 * @param {Counts} counts
 * @returns {Ends}
 */
export function areaBounds({ tp, fp, nPositive, nNegative }) {
  let decided = 0;
  let open = 0;
  for (let i = tp.length - 2; i >= 0; i--) {
    const negatives = (fp[i] - fp[i + 1]) / nNegative;
    decided += negatives * (tp[i + 1] / nPositive);
    open += negatives * ((tp[i] - tp[i + 1]) / nPositive);
  }
  return [decided, decided + open];
}

/** Return between which average precisions lie those of all orders: the lower end by an integral, as in Python.
 * @param {Counts} counts
 * @returns {Ends}
 */
export function stepBounds({ tp, fp, nPositive }) {
  let worst = 0;
  let best = 0;
  for (let i = tp.length - 2; i >= 0; i--) {
    const positives = tp[i] - tp[i + 1];
    if (!positives) continue;
    worst += positives - fp[i] * Math.log1p(positives / (tp[i + 1] + fp[i] + 0.5));
    best += positives * (tp[i] / (tp[i] + fp[i + 1]));
  }
  return [worst / nPositive, best / nPositive];
}

/** Return the corners of steps that keep their height from right to left: what a precision-recall curve draws.
 * @param {Points} points
 */
export function corners({ x, y }) {
  const size = x.length;
  const cornersX = new Float64Array(2 * size);
  const cornersY = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    cornersX[2 * i] = x[i];
    cornersX[2 * i + 1] = i + 1 < size ? x[i + 1] : 0;
    cornersY[2 * i] = y[i];
    cornersY[2 * i + 1] = y[i];
  }
  return { x: cornersX, y: cornersY };
}

/** Return the points of a page where data are, without those that no eye can tell apart: each step keeps its first, last, lowest and highest one.
 * @param {Points} points
 * @param {Scale} scale
 * @param {number} step
 */
export function thinned({ x, y }, { left, right, top, down }, step) {
  /** @type {number[]} */
  const across = [];
  /** @type {number[]} */
  const along = [];
  /** @param {number} i */
  const add = (i) => {
    across.push(left + right * x[i]);
    along.push(top + down * y[i]);
  };
  let start = 0;
  while (start < x.length) {
    const column = Math.round((left + right * x[start]) / step);
    let [low, high, end] = [start, start, start];
    while (end + 1 < x.length && Math.round((left + right * x[end + 1]) / step) === column) {
      end += 1;
      if (y[end] < y[low]) low = end;
      if (y[end] > y[high]) high = end;
    }
    for (const i of new Set([start, Math.min(low, high), Math.max(low, high), end])) add(i);
    start = end + 1;
  }
  return { x: across, y: along };
}

/** Return the path of points of a page.
 * @param {{ x: number[], y: number[] }} points
 */
export const joined = ({ x, y }) => x.map((one, i) => `${i ? 'L' : 'M'}${one.toFixed(2)} ${y[i].toFixed(2)}`).join('');

/** Return the path of points on a page, where x is at left + right * x, and y at top + down * y.
 * @param {Points} points
 * @param {Scale} scale
 * @param {number} step
 */
export const pathOf = (points, scale, step = 0.1) => joined(thinned(points, scale, step));

/** Return the first place of ascending or descending numbers that reaches one.
 * @param {ArrayLike<number>} numbers
 * @param {number} wanted
 */
export function firstAt(numbers, wanted) {
  let [low, high] = [0, numbers.length];
  const descends = numbers[0] > numbers[numbers.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descends ? numbers[middle] > wanted : numbers[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return the vertex that is nearest to a point of the page along x; of those within a slack of it the nearest along y.
 * @param {Points} points
 * @param {Scale} scale
 * @param {[number, number]} at
 * @param {number} slack
 */
export function nearestAt({ x, y }, { left, right, top, down }, at, slack) {
  const wanted = (at[0] - left) / right;
  const last = x.length - 1;
  const first = Math.min(firstAt(x, wanted), last);
  const nearest = first && Math.abs(x[first - 1] - wanted) <= Math.abs(x[first] - wanted) ? first - 1 : first;
  const isNear = (/** @type {number} */ i) => Math.abs(x[i] - x[nearest]) * right <= slack;
  const far = (/** @type {number} */ i) => Math.abs(top + down * y[i] - at[1]);
  let best = nearest;
  for (let i = nearest - 1; i >= 0 && isNear(i); i--) if (!(far(best) <= far(i))) best = i;
  for (let i = nearest + 1; i <= last && isNear(i); i++) if (!(far(best) <= far(i))) best = i;
  return best;
}

/** Return which of several lines of the page is nearest to a point; -1 if none is within reach.
 * @param {{ x: number[], y: number[] }[]} lines
 * @param {[number, number]} at
 * @param {number} reach
 */
export function nearestLine(lines, [left, top], reach) {
  let [best, least] = [-1, reach * reach];
  lines.forEach(({ x, y }, k) => {
    for (let i = 0; i + 1 < x.length; i++) {
      const [across, along] = [x[i + 1] - x[i], y[i + 1] - y[i]];
      const length = across * across + along * along;
      const part = length ? Math.max(0, Math.min(1, ((left - x[i]) * across + (top - y[i]) * along) / length)) : 0;
      const far = (x[i] + part * across - left) ** 2 + (y[i] + part * along - top) ** 2;
      if (far < least) [best, least] = [k, far];
    }
  });
  return best;
}
