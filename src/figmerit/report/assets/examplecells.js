// What stands in the cells of the table of examples: images, signs with words, numbers with their bars, and texts.

import { html, icon, line, svg } from './dom.js';
import { say } from './words.js';

const COARSE = 32; // pixels: images of fewer show them
const LONG = 60; // letters, from which on a text is shown in two lines

/** Return what stands in a cell: an image, a sign with words, a number with its bar, or a text.
 * @param {TableColumn} column
 * @param {number} row
 * @param {TableColumn[]} all
 * @param {Ends | null} range
 * @returns {Child}
 */
export function exampleCell(column, row, all, range) {
  if (column.outcome) {
    const [sign, words] = column.outcome(row);
    return html('span', { class: `pill ${sign === 'right' ? 'is-right' : 'is-wrong'}` }, icon(sign), words);
  }
  const text = (column.image ?? column.text)(row);
  if (text === '') return html('span', { class: 'quiet' }, say('examples.missing'));
  if (column.image) return exampleImage(text, 'thumbnail', say('examples.imageOf', { id: `${all[0].name} ${all[0].text(row)}` }));
  if (column.meter !== undefined) return meterOf(/** @type {NumberColumn & { meter: number }} */ (column), row, text, all, range);
  if (column.number) return html('span', { title: column.exact(row) }, text);
  return text.length > LONG ? longText(text) : text;
}

/** Return a score as a bar from the threshold, with its number.
 * @param {NumberColumn & { meter: number }} column
 * @param {number} row
 * @param {string} text
 * @param {TableColumn[]} all
 * @param {Ends | null} range
 */
function meterOf(column, row, text, all, range) {
  const [low, high] = range ?? [0, 1];
  /** @param {number} value */
  const x = (value) => 3 + 50 * Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const isRight = all.find(({ key }) => key === column.key.replace(/score$/, 'outcome'))?.outcome?.(row)[0] === 'right';
  const at = x(column.value(row));
  const cut = Number.isFinite(column.meter) ? x(column.meter) : x(low);
  const color = isRight ? 'm-right' : 'm-wrong';
  const picture = svg(
    'svg', { width: 56, height: 12, viewBox: '0 0 56 12', 'aria-hidden': 'true', class: color },
    line('track', 3, 6, 53, 6), line('part', cut, 6, at, 6),
    Number.isFinite(column.meter) ? line('cutline', cut, 1, cut, 11) : null, svg('circle', { cx: at, cy: 6, r: 3.5 }),
  );
  return html('span', { class: 'meter', title: column.exact(row) }, picture, text);
}

/** Return a long text in two lines, which a button opens.
 * @param {string} text
 */
function longText(text) {
  const part = html('span', { class: 'clamped' }, text);
  const open = html('button', { type: 'button', class: 'slice', 'aria-expanded': 'false', onclick: () => {
    const isOpen = part.classList.toggle('open');
    open.setAttribute('aria-expanded', String(isOpen));
    open.textContent = say(isOpen ? 'examples.less' : 'examples.more');
  } }, say('examples.more'));
  return html('div', {}, part, open);
}

/** Return the picture of an example.
 * @param {string} source
 * @param {string} name
 * @param {string} alt
 */
export function exampleImage(source, name, alt) {
  const image = html('img', { src: source, alt, class: name, decoding: 'async' });
  image.addEventListener('load', () => image.classList.toggle('coarse', image.naturalHeight < COARSE));
  return image;
}
