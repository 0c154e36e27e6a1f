// From rows to counts: how many samples of each class have at least each score. Nothing here knows of the page.

/** Count rows at each distinct score, apart for the positive class and the rest; `keep` says which rows count. */
export function histogram(codes, size, truth, positive, keep, weight) {
  const positives = new Float64Array(size);
  const negatives = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) {
    if (keep && !keep[i]) continue;
    const one = weight ? weight[i] : 1;
    if (truth[i] === positive) positives[codes[i]] += one;
    else negatives[codes[i]] += one;
  }
  return { positives, negatives };
}

/** Return the true and false positives at each distinct score, and at infinity, where there are none. */
export function sweep({ positives, negatives }) {
  const size = positives.length;
  const tp = new Float64Array(size + 1);
  const fp = new Float64Array(size + 1);
  for (let i = size - 1; i >= 0; i--) {
    tp[i] = tp[i + 1] + positives[i];
    fp[i] = fp[i + 1] + negatives[i];
  }
  return { tp, fp, nPositive: tp[0], nNegative: fp[0] };
}

/** Return the place of the first score that reaches a threshold; scores of 32 bits are compared as such. */
export function placeOf(threshold, values) {
  const cut = values instanceof Float32Array ? Math.fround(threshold) : threshold;
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < cut) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return the four outcomes at a place of a sweep. */
export function outcomes(counts, place) {
  const { tp, fp, nPositive, nNegative } = counts;
  return { tp: tp[place], fp: fp[place], fn: nPositive - tp[place], tn: nNegative - fp[place] };
}

const share = (part, whole) => (whole ? part / whole : NaN);

/** Return the metrics of four outcomes, NaN where undefined, and for shares of samples what they are shares of. */
export function metricsOf({ tp, fp, fn, tn }) {
  const total = tp + fp + fn + tn;
  const shares = {
    accuracy: [tp + tn, total],
    precision: [tp, tp + fp],
    recall: [tp, tp + fn],
    specificity: [tn, tn + fp],
  };
  const values = Object.fromEntries(Object.entries(shares).map(([name, [part, whole]]) => [name, share(part, whole)]));
  values.f1_score = share(2 * tp, 2 * tp + fp + fn);
  return { values, shares };
}

/** Return the Wilson score interval of a share of samples; z is the quantile of the normal distribution. */
export function wilson(part, whole, z) {
  if (!whole) return [NaN, NaN];
  const p = part / whole;
  const centre = (part + (z * z) / 2) / (whole + z * z);
  const half = (z / (whole + z * z)) * Math.sqrt(whole * p * (1 - p) + (z * z) / 4);
  return [part === 0 ? 0 : centre - half, part === whole ? 1 : centre + half];
}

/** Count true against predicted classes; `keep` says which rows count. */
export function confusion(truth, predicted, size, keep, weight) {
  const counts = new Float64Array(size * size);
  for (let i = 0; i < truth.length; i++) {
    if (keep && !keep[i]) continue;
    counts[truth[i] * size + predicted[i]] += weight ? weight[i] : 1;
  }
  return counts;
}

/** Return each cell as a share of its row, its column or all; NaN where there is nothing to share. */
export function normalized(counts, size, by) {
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  let total = 0;
  counts.forEach((count, cell) => {
    rows[Math.floor(cell / size)] += count;
    columns[cell % size] += count;
    total += count;
  });
  const whole = { true: (cell) => rows[Math.floor(cell / size)], pred: (cell) => columns[cell % size], all: () => total };
  return counts.map((count, cell) => share(count, whole[by](cell)));
}

/** Return for each slice how many rows it has, and the F1 of the positive class at a place among the scores. */
export function slicesOfScores(slices, size, truth, positive, scores, place, keep) {
  const counts = new Float64Array(4 * size);
  for (let i = 0; i < slices.length; i++) {
    if (keep && !keep[i]) continue;
    counts[4 * slices[i] + (truth[i] === positive ? 2 : 0) + (scores[i] >= place ? 1 : 0)] += 1;
  }
  return Array.from({ length: size }, (_, slice) => {
    const [tn, fp, fn, tp] = counts.subarray(4 * slice, 4 * slice + 4);
    return { n: tn + fp + fn + tp, number: share(2 * tp, 2 * tp + fp + fn) };
  });
}

/** Return for each slice how many rows it has, and the accuracy of predicted labels. */
export function slicesOfLabels(slices, size, truth, predicted, keep) {
  const counts = new Float64Array(2 * size);
  for (let i = 0; i < slices.length; i++) {
    if (keep && !keep[i]) continue;
    counts[2 * slices[i] + (truth[i] === predicted[i] ? 1 : 0)] += 1;
  }
  return Array.from({ length: size }, (_, slice) => {
    const [wrong, right] = counts.subarray(2 * slice, 2 * slice + 2);
    return { n: wrong + right, number: share(right, wrong + right) };
  });
}
