// Numbers as texts, never rounded to something that they are not: as figmerit's figures write them.

import { roundTo } from './counts.js';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Round half to even, as Python does; toFixed rounds half up. */
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

/** Return a number with decimals; "<0.001" and ">0.999" stand where rounding would claim a 0 or a 1. */
export function rounded(value, digits = 3) {
  if (Number.isNaN(value)) return 'undefined';
  const text = fixed(value, digits).replace(/^-(0(\.0*)?)$/, '$1');
  if ((Number(text) !== 0 && Number(text) !== 1) || value === 0 || value === 1 || value > 1) return text;
  const step = 10 ** -digits;
  return Number(text) === 0 ? `<${step.toFixed(digits)}` : `>${(1 - step).toFixed(digits)}`;
}

/** Return "AUC = 0.812", or "AUC > 0.999"; with bounds also how far off the number may be. */
export function equation(name, value, bounds = null) {
  const [text, margin] = area(value, bounds).split(' ± ');
  const said = '<>'.includes(text[0]) ? `${name} ${text[0]} ${text.slice(1)}` : `${name} = ${text}`;
  return margin ? `${said} (± ${margin})` : said;
}

/** Return "0.812", or ">0.999"; with bounds "0.8307 ± 0.0006": how far off the number may be. */
export function area(value, bounds = null) {
  if (!bounds || Number.isNaN(value)) return rounded(value);
  const [low, high] = bounds;
  const off = Math.max(high - value, value - low);
  const digits = off > 0 ? Math.min(Math.max(3, Math.ceil(-Math.log10(off))), 5) : 5;
  const shown = fixed(value, digits);
  const steps = Math.ceil(Number((Math.max(high - shown, shown - low) * 10 ** digits).toFixed(6)));
  return `${shown} ± ${(Math.max(steps, 1) / 10 ** digits).toFixed(digits)}`;
}

/** Return a share in percent, with a decimal. */
export function percent(value) {
  if (Number.isNaN(value)) return 'undefined';
  const text = fixed(100 * value, 1);
  if (value > 0 && Number(text) === 0) return '<0.1%';
  return value < 1 && Number(text) === 100 ? '>99.9%' : `${text}%`;
}

/** Return a name as long as there is room for one beside a picture. */
export const shortened = (name, longest = 20) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** Return a number of samples. */
export const count = (value) => whole.format(value);

/** Return a threshold, short but such that it is read back as the same number of its kind. */
export function threshold(value, type) {
  if (!Number.isFinite(value)) return 'beyond all scores';
  if (type === 'float64') return String(value);
  for (let digits = 1; digits < 10; digits++) {
    const text = Number(value.toPrecision(digits));
    if (roundTo(text, type) === value) return String(text);
  }
  return String(value);
}

/** Return the nearest number of so many digits that is not above a value, as [mantissa, power of ten]. */
function partsNotAbove(value, digits) {
  let text = value.toExponential(digits - 1);
  if (Number(text) > value) {
    const [mantissa, power] = text.split('e');
    const steps = Number(mantissa) === 1 ? 10 ** digits : Math.round(mantissa * 10 ** (digits - 1)); // finer below 1
    const unit = power - digits + (steps === 10 ** digits ? 0 : 1);
    text = Number(`${steps - 1}e${unit}`).toExponential(digits - 1);
  }
  const [mantissa, power] = text.split('e');
  return [mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa, Number(power)];
}

/** Return a number in so many digits, never rounded up to one that it does not reach. */
export function short(value, type = 'float64', digits = 6) {
  const exact = threshold(value, type);
  if (exact.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').length <= digits) return exact;
  return String(Number(partsNotAbove(value, digits).join('e')));
}

/** Return the nearest number of six digits that is not above a value, as `not_above` writes it in Python. */
export function notAbove(value) {
  const [mantissa, power] = partsNotAbove(value, 6);
  if (Number(mantissa) === 0) return '0';
  if (power < -4 || power > 5) return `${mantissa}e${power < 0 ? '' : '+'}${power}`;
  return Number(`${mantissa}e${power}`).toFixed(Math.max(mantissa.replace(/[-.]/g, '').length - 1 - power, 0));
}

/** Return "score ≥ 0.3518". */
export const cut = (value) => (Number.isFinite(value) ? `score ≥ ${notAbove(value)}` : 'no score reaches it');

/** Return an interval. */
export const interval = ([low, high]) => `[${rounded(low)}, ${rounded(high)}]`;

const FORMULA = /^[=+\-@\t\r]/;

/** Return a text that no spreadsheet runs as a formula: what could be one is quoted by '. */
const harmless = (value) => (typeof value !== 'number' && FORMULA.test(value) ? `'${value}` : String(value));

/** Return rows of texts and numbers as CSV. */
export function csv(rows) {
  const field = (value) => {
    const text = harmless(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

/** Return rows as a spreadsheet takes them from the clipboard. */
export const tabbed = (rows) => rows.map((row) => row.map((value) => harmless(value).replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
