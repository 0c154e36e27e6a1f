// Curves from counts: their vertices, their areas, and what of them is drawn. Nothing here knows of the page.

/** Return the vertices of a ROC curve from the highest threshold down; `places` are those in the sweep. */
export function rocVertices({ tp, fp, nPositive, nNegative }) {
  const n = tp.length;
  const places = Int32Array.from({ length: n }, (_, i) => n - 1 - i);
  return {
    x: Float64Array.from(places, (place) => fp[place] / nNegative),
    y: Float64Array.from(places, (place) => tp[place] / nPositive),
    places,
  };
}

/** Return the vertices of a precision-recall curve from the lowest threshold up, as scikit-learn does. */
export function prVertices({ tp, fp, nPositive }) {
  const places = [];
  for (let i = 0; i < tp.length - 1; i++) if (tp[i] + fp[i] > 0) places.push(i);
  return {
    x: Float64Array.from(places, (place) => tp[place] / nPositive),
    y: Float64Array.from(places, (place) => tp[place] / (tp[place] + fp[place])),
    places: Int32Array.from(places),
  };
}

/** Return the area under straight lines: the ROC AUC. */
export function areaUnderLines({ x, y }) {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
  return area;
}

/** Return the area under steps: the average precision. */
export function areaUnderSteps({ x, y }) {
  let area = 0;
  for (let i = 0; i < x.length; i++) area += (x[i] - (i + 1 < x.length ? x[i + 1] : 0)) * y[i];
  return area;
}

/** Return the corners of steps that keep their height from the left: what "steps-post" draws from right to left. */
export function corners({ x, y }) {
  const points = [];
  for (let i = 0; i < x.length; i++) {
    if (i) points.push([x[i], y[i - 1]]);
    points.push([x[i], y[i]]);
  }
  if (x.length) points.push([0, y[y.length - 1]]);
  return points;
}

/** Return the path of points, without those that no eye can tell apart; each column of pixels keeps its ends. */
export function pathOf(points, toPage, step = 0.1) {
  const parts = [];
  let column = null;
  let held = [];
  const flush = () => {
    const lowest = held.reduce((a, b) => (b[1] < a[1] ? b : a), held[0]);
    const highest = held.reduce((a, b) => (b[1] > a[1] ? b : a), held[0]);
    const kept = held.filter((point, i) => i === 0 || i === held.length - 1 || point === lowest || point === highest);
    for (const [x, y] of kept) parts.push(`${parts.length ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`);
  };
  for (const point of points) {
    const at = toPage(point[0], point[1]);
    const next = Math.round(at[0] / step);
    if (column !== null && next !== column) {
      flush();
      held = [];
    }
    column = next;
    held.push(at);
  }
  if (held.length) flush();
  return parts.join('');
}

/** Return the index of the vertex that is nearest to a point of the page; -1 if none is within reach. */
export function nearest({ x, y }, toPage, at, reach) {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const [pageX, pageY] = toPage(x[i], y[i]);
    const far = (pageX - at[0]) ** 2 + (pageY - at[1]) ** 2;
    if (far <= least) {
      least = far;
      best = i;
    }
  }
  return best;
}
