// From examples to counts: how many of each class have at least each score. Nothing here knows of the page.
//
// What is counted has codes, the truth of each, the code of the positive ones among it, and perhaps weights. `keep` says
// which of them count.

const HALF_LARGEST = 65504;

/** Return a number as scores of a type see it: of 16, 32 or 64 bits.
 * @param {number} number
 * @param {string} type
 */
export function roundTo(number, type) {
  if (type === 'float32') return Math.fround(number);
  if (type !== 'float16' || !Number.isFinite(number) || number === 0) return number;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(number))), -14);
  const step = 2 ** (exponent - 10);
  const steps = number / step;
  const low = Math.floor(steps);
  const isUp = steps - low > 0.5 || (steps - low === 0.5 && low % 2 !== 0);
  const rounded = (low + (isUp ? 1 : 0)) * step;
  return Math.abs(rounded) > HALF_LARGEST ? Math.sign(rounded) * Infinity : rounded;
}

/** Return numbers made one by one: much faster than Float64Array.from with a function.
 * @param {number} size
 * @param {(i: number) => number} value
 */
export function filled(size, value) {
  const out = new Float64Array(size);
  for (let i = 0; i < size; i++) out[i] = value(i);
  return out;
}

/** Count at each distinct score, apart for the positive class and the rest.
 * @param {Counted} counted
 * @param {number} size
 * @param {Keep} [keep]
 * @returns {Histogram}
 */
export function histogram({ codes, truth, positive, weight }, size, keep) {
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

/** Return the true and false positives at each distinct score, and at infinity, where there are none.
 * @param {Histogram} histogram
 * @returns {Counts}
 */
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

/** Return the place of the first score that reaches a threshold, which is rounded as scores of their type are.
 * @param {number} threshold
 * @param {ArrayLike<number>} values
 * @param {string} type
 */
export function placeOf(threshold, values, type) {
  const cut = roundTo(threshold, type);
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < cut) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Return the four outcomes at a place of a sweep.
 * @param {Counts} counts
 * @param {number} place
 * @returns {Outcomes}
 */
export function outcomes(counts, place) {
  const { tp, fp, nPositive, nNegative } = counts;
  return { tp: tp[place], fp: fp[place], fn: nPositive - tp[place], tn: nNegative - fp[place] };
}

/**
 * @param {number} part
 * @param {number} whole
 */
export const share = (part, whole) => (whole ? part / whole : NaN);

/** Return a value at each place of a sweep, from the four outcomes there.
 * @param {Counts} counts
 * @param {OfOutcomes} value
 */
export function along({ tp, fp, nPositive, nNegative }, value) {
  return filled(tp.length, (i) => value(tp[i], fp[i], nPositive - tp[i], nNegative - fp[i]));
}

/** Return the Wilson score interval of a share of samples; z is the quantile of the normal distribution.
 * @param {number} part
 * @param {number} whole
 * @param {number} z
 * @returns {Ends}
 */
export function wilson(part, whole, z) {
  if (!whole || z === null) return [NaN, NaN]; // weights are no samples
  const p = part / whole;
  const centre = (part + (z * z) / 2) / (whole + z * z);
  const half = (z / (whole + z * z)) * Math.sqrt(whole * p * (1 - p) + (z * z) / 4);
  return [part === 0 ? 0 : centre - half, part === whole ? 1 : centre + half];
}

/** Count true against predicted classes.
 * @param {Pick<Counted, 'codes' | 'truth' | 'weight'>} counted
 * @param {number} size
 * @param {Keep} [keep]
 */
export function confusion({ codes, truth, weight }, size, keep) {
  const counts = new Float64Array(size * size);
  for (let i = 0; i < truth.length; i++) {
    if (keep && !keep[i]) continue;
    counts[truth[i] * size + codes[i]] += weight ? weight[i] : 1;
  }
  return counts;
}

/** Return each cell as a share of its row, its column or all; NaN where there is nothing to share.
 * @param {Float64Array} counts
 * @param {number} size
 * @param {'true' | 'pred' | 'all'} by
 */
export function normalized(counts, size, by) {
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  let total = 0;
  counts.forEach((count, cell) => {
    rows[Math.floor(cell / size)] += count;
    columns[cell % size] += count;
    total += count;
  });
  /** @type {Record<string, (cell: number) => number>} */
  const whole = { true: (cell) => rows[Math.floor(cell / size)], pred: (cell) => columns[cell % size], all: () => total };
  return counts.map((count, cell) => share(count, whole[by](cell)));
}

/** Return the slice of each row, or the pair of slices of two groups as one code, and how many there can be.
 * @param {Slices[]} groups
 * @returns {Slices}
 */
export function paired([first, second]) {
  if (!second) return first;
  const codes = new Uint32Array(first.codes.length);
  for (let i = 0; i < codes.length; i++) codes[i] = first.codes[i] * second.size + second.codes[i];
  return { codes, size: first.size * second.size };
}

/** Return the rows in the ascending order of their codes, which are below a size.
 * @param {ArrayLike<number>} codes
 * @param {number} size
 */
export function ascending(codes, size) {
  const next = new Uint32Array(size + 1);
  for (let i = 0; i < codes.length; i++) next[codes[i] + 1] += 1;
  for (let k = 0; k < size; k++) next[k + 1] += next[k];
  const order = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[next[codes[i]]++] = i;
  return order;
}

/** Return the codes of each slice, of its negatives and its positives apart, ascending: so each threshold is found in a few steps.
 *
 * Part 2 k holds the negatives of slice k, and part 2 k + 1 its positives; `sums` are weights from each place on to the end of its part.
 * @param {Counted} counted
 * @param {Slices} slices
 * @param {number} size
 * @param {Keep} [keep]
 */
export function sliced({ codes, truth, positive, weight }, slices, size, keep) {
  const slice = slices.codes;
  const part = (/** @type {number} */ i) => 2 * slice[i] + (truth[i] === positive ? 1 : 0);
  const starts = new Uint32Array(2 * slices.size + 1);
  for (let i = 0; i < codes.length; i++) if (!keep || keep[i]) starts[part(i) + 1] += 1;
  for (let k = 0; k < 2 * slices.size; k++) starts[k + 1] += starts[k];
  const next = starts.slice();
  const found = new Uint32Array(starts[2 * slices.size]);
  const sums = weight ? new Float64Array(found.length + 1) : null;
  for (const i of ascending(codes, size)) {
    if (keep && !keep[i]) continue;
    const at = next[part(i)]++;
    found[at] = codes[i];
    if (sums && weight) sums[at] = weight[i];
  }
  if (sums) for (let k = 2 * slices.size; k > 0; k--) for (let at = starts[k] - 2; at >= starts[k - 1]; at--) sums[at] += sums[at + 1];
  return { starts, found, sums, size: slices.size };
}

/** Return the four outcomes of each slice, where positive are codes from a place on.
 * @param {{ starts: Uint32Array, found: Uint32Array, sums: Float64Array | null, size: number }} parts
 * @param {number} place
 * @returns {Outcomes[]}
 */
export function bySlice({ starts, found, sums, size }, place) {
  const both = (/** @type {number} */ k) => {
    let [low, high] = [starts[k], starts[k + 1]];
    const end = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (found[middle] < place) low = middle + 1;
      else high = middle;
    }
    if (!sums) return [low - starts[k], end - low];
    const [whole, above] = [starts[k], low].map((at) => (at < end ? sums[at] : 0));
    return [whole - above, above];
  };
  return Array.from({ length: size }, (_, k) => {
    const [[tn, fp], [fn, tp]] = [both(2 * k), both(2 * k + 1)];
    return { tp, fp, fn, tn };
  });
}

/** Return of each slice how many predicted labels are right (tp), and how many are wrong (fp).
 * @param {Pick<Counted, 'codes' | 'truth' | 'weight'>} counted
 * @param {Slices} slices
 * @param {Keep} [keep]
 * @returns {Outcomes[]}
 */
export function rightBySlice({ codes, truth, weight }, slices, keep) {
  const counts = new Float64Array(2 * slices.size);
  const slice = slices.codes;
  for (let i = 0; i < codes.length; i++) {
    if (keep && !keep[i]) continue;
    counts[2 * slice[i] + (truth[i] === codes[i] ? 1 : 0)] += weight ? weight[i] : 1;
  }
  return Array.from({ length: slices.size }, (_, k) => ({ tp: counts[2 * k + 1], fp: counts[2 * k], fn: 0, tn: 0 }));
}
