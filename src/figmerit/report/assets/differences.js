// How chosen examples differ from others, column by column: by the probability that one is above another. No elements here.

const MOST_COMPARED = 20000; // rows of each side that are compared
const MARKS = 60; // rows of each side that are drawn

/** Return at most so many rows, evenly taken.
 * @param {ArrayLike<number>} rows
 * @param {number} most
 */
const some = (rows, most) => {
  const step = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(rows.length, most) }, (_, k) => rows[Math.floor(k * step)]);
};

/** @param {ArrayLike<number>} sorted */
function median(sorted) {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** Return the probability that a value of one sample is above one of another, equal ones by half. Both are sorted.
 * @param {Float64Array} one
 * @param {Float64Array} other
 */
export function above(one, other) {
  let [sum, low, high] = [0, 0, 0];
  for (const value of one) {
    while (low < other.length && other[low] < value) low += 1;
    while (high < other.length && other[high] <= value) high += 1;
    sum += (low + high) / 2;
  }
  return sum / one.length / other.length;
}

/** Return how a column of numbers differs between two sets of rows.
 * @param {NumberColumn} column
 * @param {Uint32Array} chosen
 * @param {Uint32Array} others
 * @returns {Fact | null}
 */
function numbersDiffer({ name, value }, chosen, others) {
  const [one, other] = [chosen, others].map((rows) => Float64Array.from(some(rows, MOST_COMPARED), value).filter((x) => !Number.isNaN(x)).sort());
  if (!one.length || !other.length || one[0] === one[one.length - 1] && other[0] === other[other.length - 1] && one[0] === other[0]) return null;
  return {
    name, number: true, size: Math.abs(above(one, other) - 0.5), medians: [median(one), median(other)],
    marks: [some(one, MARKS), some(other, MARKS)], ends: [Math.min(one[0], other[0]), Math.max(one[one.length - 1], other[other.length - 1])],
  };
}

/** Return which text of a column is most unequally frequent in two sets of rows.
 * @param {CodedColumn} column
 * @param {Uint32Array} chosen
 * @param {Uint32Array} others
 * @returns {Fact | null}
 */
function textsDiffer({ name, values, codes }, chosen, others) {
  if (values.length < 2) return null;
  const shares = [chosen, others].map((rows) => {
    const counts = new Float64Array(values.length);
    const taken = some(rows, MOST_COMPARED);
    for (const row of taken) counts[codes[row]] += 1 / taken.length;
    return counts;
  });
  let most = 0;
  for (let k = 0; k < values.length; k++) if (Math.abs(shares[0][k] - shares[1][k]) > Math.abs(shares[0][most] - shares[1][most])) most = k;
  return { name, number: false, size: Math.abs(shares[0][most] - shares[1][most]) / 2, value: values[most], shares: [shares[0][most], shares[1][most]] };
}

/** Return the columns in which two sets of rows differ most, those first.
 * @param {TableColumn[]} columns
 * @param {Uint32Array} chosen
 * @param {Uint32Array} others
 * @param {number} most
 */
export function differencesOf(columns, chosen, others, most = 3) {
  if (chosen.length < 2 || others.length < 2) return [];
  const found = columns.map((column) => (column.number ? numbersDiffer(column, chosen, others) : column.codes ? textsDiffer(column, chosen, others) : null));
  return /** @type {Fact[]} */ (found.filter((one) => one && one.size > 0.02)).sort((a, b) => b.size - a.size).slice(0, most);
}

/** Return whose examples the chosen cells are set against: in words of the cell, those of the same class that are right (or wrong).
 * @param {Set<number>} cells
 * @param {number} size
 */
export function counterpart(cells, size) {
  const [cell] = cells;
  if (cells.size !== 1) return [];
  const [i, j] = [Math.floor(cell / size), cell % size];
  if (i !== j) return [i * size + i];
  return Array.from({ length: size }, (_, k) => i * size + k).filter((one) => one !== cell);
}
