// Numbers as texts, never rounded to something that they are not: as figmerit's figures write them.

import { roundTo } from './counts.js';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Round half to even, as Python does; toFixed rounds half up.
 * @param {number} value
 * @param {number} digits
 */
export function fixed(value, digits) {
  const text = value.toFixed(digits);
  const exact = Math.abs(value) < 1e15 ? value.toFixed(Math.min(100, digits + 55)) : text;
  const rest = exact.slice(exact.indexOf('.') + 1 + digits);
  if (!/^50*$/.test(rest)) return text;
  const last = Number(text[text.length - 1]);
  if (last % 2 === 0) return text;
  const down = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return Number(down[down.length - 1]) % 2 === 0 ? down : text;
}

/** Return a number with decimals; "<0.001" and ">0.999" stand where rounding would claim a 0 or a 1.
 * @param {number} value
 * @param {number} digits
 */
export function rounded(value, digits = 3) {
  if (Number.isNaN(value)) return 'undefined';
  const text = fixed(value, digits).replace(/^-(0(\.0*)?)$/, '$1');
  if ((Number(text) !== 0 && Number(text) !== 1) || value === 0 || value === 1 || value > 1) return text;
  const step = 10 ** -digits;
  return Number(text) === 0 ? `<${step.toFixed(digits)}` : `>${(1 - step).toFixed(digits)}`;
}

/** Return "0.812", or ">0.999"; with bounds "0.8307 ± 0.0006": how far off the number may be.
 * @param {number} value
 * @param {Ends | null} bounds
 */
export function area(value, bounds = null) {
  if (!bounds || Number.isNaN(value)) return rounded(value);
  const [low, high] = bounds;
  const off = Math.max(high - value, value - low);
  const digits = off > 0 ? Math.min(Math.max(3, Math.ceil(-Math.log10(off))), 5) : 5;
  const text = fixed(value, digits);
  const shown = Number(text);
  const steps = Math.ceil(Number((Math.max(high - shown, shown - low) * 10 ** digits).toFixed(6)));
  return `${text} ± ${(Math.max(steps, 1) / 10 ** digits).toFixed(digits)}`;
}

/** Return a share in percent, with a decimal or so many.
 * @param {number} value
 * @param {number} digits
 */
export function percent(value, digits = 1) {
  if (Number.isNaN(value)) return 'undefined';
  const text = fixed(100 * value, digits);
  const least = 10 ** -digits;
  if (value > 0 && Number(text) === 0) return `<${least.toFixed(digits)}%`;
  return value < 1 && Number(text) === 100 ? `>${(100 - least).toFixed(digits)}%` : `${text}%`;
}

/** Return a name as long as there is room for one beside a picture.
 * @param {string} name
 * @param {number} longest
 */
export const shortened = (name, longest = 20) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** Return a name cut in its middle, as names of many classes often differ at their ends.
 * @param {string} name
 * @param {number} longest
 */
export function bothEnds(name, longest) {
  const head = Math.ceil((longest - 1) / 2);
  return name.length > longest ? `${name.slice(0, head)}…${name.slice(name.length - longest + head + 1)}` : name;
}

/** Return a number of samples.
 * @param {number} value
 */
export const count = (value) => whole.format(value);

const SHORT = 7; // letters of a number that needs no shortening

/** Return the shortest text of a number near a value that a test takes for the same.
 * @param {number} value
 * @param {(number: number) => boolean} isSame
 */
export function shortest(value, isSame) {
  if (String(value).length <= SHORT) return String(value);
  for (let digits = 1; digits < 17; digits++) {
    const number = Number(value.toPrecision(digits));
    if (isSame(number)) return String(number);
  }
  return String(value);
}

/** Return a threshold, short but such that it is read back as the same number of its kind.
 * @param {number} value
 * @param {string} type
 */
export function thresholdText(value, type) {
  if (!Number.isFinite(value)) return 'beyond all scores';
  if (type === 'float64') return String(value);
  for (let digits = 1; digits < 10; digits++) {
    const text = Number(value.toPrecision(digits));
    if (roundTo(text, type) === value) return String(text);
  }
  return String(value);
}

/** Return the nearest number of so many digits that is not above a value, as [mantissa, power of ten].
 * @param {number} value
 * @param {number} digits
 * @returns {[string, number]}
 */
function partsNotAbove(value, digits) {
  let text = value.toExponential(digits - 1);
  if (Number(text) > value) {
    const [mantissa, power] = text.split('e');
    const steps = Number(mantissa) === 1 ? 10 ** digits : Math.round(Number(mantissa) * 10 ** (digits - 1)); // finer below 1
    const unit = Number(power) - digits + (steps === 10 ** digits ? 0 : 1);
    text = Number(`${steps - 1}e${unit}`).toExponential(digits - 1);
  }
  const [mantissa, power] = text.split('e');
  return [mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa, Number(power)];
}

/** Return a number in so many digits, never rounded up to one that it does not reach.
 * @param {number} value
 * @param {string} type
 * @param {number} digits
 */
export function short(value, type = 'float64', digits = 6) {
  const exact = thresholdText(value, type);
  if (exact.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length <= digits) return exact;
  return String(Number(partsNotAbove(value, digits).join('e')));
}

/** Return a number in four decimals, so that numbers of a column stand below each other; tiny and large ones in four digits.
 *
 * One that would seem to reach a threshold, or not to, has as many digits as tell.
 * @param {number} value
 * @param {string} type
 * @param {number} threshold
 */
export function aligned(value, type, threshold = NaN) {
  const size = Math.abs(value);
  const text = size && (size < 0.001 || size >= 1000) ? short(value, type, 4) : value.toFixed(4);
  return Number(text) >= threshold === value >= threshold ? text : thresholdText(value, type);
}

/** Return an interval of shares in percents.
 * @param {Ends} range
 */
export const percents = ([low, high]) => `[${percent(low)}, ${percent(high)}]`;

/** Return an interval.
 * @param {Ends} range
 */
export const interval = ([low, high]) => `[${rounded(low)}, ${rounded(high)}]`;

const FORMULA = /^(?:[=@\t\r]|[+-]+[\w(@'"$.])/;

/** Return a text that no spreadsheet runs as a formula: what could be one is quoted by '.
 * @param {string | number} value
 */
const harmless = (value) => {
  const isFormula = typeof value !== 'number' && FORMULA.test(value) && Number.isNaN(Number(value));
  return isFormula ? `'${value}` : String(value);
};

/** Return rows of texts and numbers as CSV.
 * @param {(string | number)[][]} rows
 */
export function csv(rows) {
  /** @param {string | number} value */
  const field = (value) => {
    const text = harmless(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

/** Return rows as a spreadsheet takes them from the clipboard.
 * @param {(string | number)[][]} rows
 */
export const tabbed = (rows) => rows.map((row) => row.map((value) => harmless(value).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');

/** Return the greatest of 1, 2 and 5 times a power of ten that is not above a number.
 * @param {number} number
 */
export function scale(number) {
  if (!(number > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(number) + 1e-9);
  const times = [5, 2, 1].find((one) => one * power <= number * (1 + 1e-9)) ?? 1;
  return Number((times * power).toPrecision(6));
}

/** Return about five round numbers from one to another.
 * @param {number} low
 * @param {number} high
 */
export function ticksOf(low, high) {
  const step = high - low === 1 ? 0.25 : scale((high - low) / 3);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** Return a number of the caller's in six digits, and a large one as a whole number.
 * @param {number} value
 */
export function shown(value) {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return String(Number(value.toPrecision(6)));
  return String(Number(size >= 1e6 ? value.toFixed(0) : value.toPrecision(6)));
}
