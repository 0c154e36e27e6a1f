// Numbers as texts, never rounded to something that they are not: as figmerit's figures write them.

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

/** Return a share in percent, with a decimal. */
export function percent(value) {
  if (Number.isNaN(value)) return 'undefined';
  const text = fixed(100 * value, 1);
  if (value > 0 && Number(text) === 0) return '<0.1%';
  return value < 1 && Number(text) === 100 ? '>99.9%' : `${text}%`;
}

/** Return a number of samples. */
export const count = (value) => whole.format(value);

/** Return a threshold, short but such that it is read back as the same number of its kind. */
export function threshold(value, isFloat32) {
  if (!Number.isFinite(value)) return 'beyond all scores';
  if (!isFloat32) return String(value);
  for (let digits = 1; digits < 10; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

/** Return an interval. */
export const interval = ([low, high]) => `[${rounded(low)}, ${rounded(high)}]`;

const FORMULA = /^[=+\-@\t\r]/;

/** Return rows of texts and numbers as CSV; a text that a spreadsheet would run as a formula is quoted by '. */
export function csv(rows) {
  const field = (value) => {
    const text = typeof value === 'number' ? String(value) : FORMULA.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}
