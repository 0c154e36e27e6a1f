// Curves from counts: their vertices, their areas, and what of them is drawn. Nothing here knows of the page.

import { filled } from './counts.js';

/** Return the vertices of a ROC curve from the highest threshold down; `places` are those in the sweep. */
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

/** Return the vertices of a precision-recall curve from the lowest threshold up, as scikit-learn does. */
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

/** Return the corners of steps over thresholds: a value holds from the score before it, the last one up to the end. */
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

/** Return the area under the ROC curve: sums of whole numbers, divided once. */
export function rocAuc({ tp, fp, nPositive, nNegative }) {
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) area += (fp[i] - fp[i + 1]) * (tp[i] + tp[i + 1]);
  return area / 2 / nPositive / nNegative;
}

/** Return the average precision. */
export function averagePrecision({ tp, fp, nPositive }) {
  let area = 0;
  for (let i = tp.length - 2; i >= 0; i--) if (tp[i] > tp[i + 1]) area += (tp[i] - tp[i + 1]) * (tp[i] / (tp[i] + fp[i]));
  return area / nPositive;
}

/** Return between which areas under the ROC curve lie those of all orders of rows within their scores. */
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

/** Return between which average precisions lie those of all orders: the lower end by an integral, as in Python. */
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

/** Return the corners of steps that keep their height from right to left: what a precision-recall curve draws. */
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

/** Return the path of points on a page, where x is at left + right * x, and y at top + down * y.
 *
 * Points that no eye can tell apart are left out; each tenth of a unit keeps its first, last, lowest and highest one. */
export function pathOf({ x, y }, { left, right, top, down }, step = 0.1) {
  const parts = [];
  const add = (i) => parts.push(`${parts.length ? 'L' : 'M'}${(left + right * x[i]).toFixed(2)} ${(top + down * y[i]).toFixed(2)}`);
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
  return parts.join('');
}

/** Return the index of the vertex that is nearest to a point of the page; -1 if none is within reach. */
export function nearest({ x, y }, { left, right, top, down }, at, reach) {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const far = (left + right * x[i] - at[0]) ** 2 + (top + down * y[i] - at[1]) ** 2;
    if (far <= least) {
      least = far;
      best = i;
    }
  }
  return best;
}
