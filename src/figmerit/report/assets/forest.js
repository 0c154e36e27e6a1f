// Differences as rows of a forest plot: a dot with its interval on a line, all at one scale around 0.

import { html, label, line, svg } from './dom.js';
import { isFew, signed } from './tables.js';
import { fixed, rounded } from './text.js';
import { say } from './words.js';

const [ROW_WIDTH, ZERO_AT, HALF_ROW] = [176, 88, 82]; // pixels of a row, of its 0, and from there to an end
const REACHES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1];

/** Return how far from 0 the rows go: the least round number that holds all differences, and the intervals of those that are not of few examples.
 * @param {Pick<Slice, 'compared' | 'n'>[]} rows
 */
export function reachOf(rows) {
  const values = rows.flatMap(({ compared, n }) => (compared ? [compared.off, ...((!isFew(n) && compared.ends) || [])] : []));
  const most = Math.max(...values.filter((value) => !Number.isNaN(value)).map(Math.abs), 0);
  return REACHES.find((one) => one >= most) ?? 1;
}

/** Return where a difference is on a row.
 * @param {number} value
 * @param {number} reach
 */
const spotOf = (value, reach) => ZERO_AT + HALF_ROW * Math.max(-1, Math.min(1, value / reach));

/** Return a row: the difference as a dot, its interval as a line, and 0 as a dashed line; of few examples the dot is hollow.
 * @param {Pick<Slice, 'compared' | 'n'>} row
 * @param {number} reach
 */
export function forest({ compared, n }, reach) {
  const { off = NaN, ends = null } = compared ?? {};
  const isPale = isFew(n);
  const [low, high] = (ends ?? []).map((end) => spotOf(end, reach));
  return svg(
    'svg', { width: ROW_WIDTH, height: 20, viewBox: `0 0 ${ROW_WIDTH} 20`, 'aria-hidden': 'true', class: 'span forest' },
    line('grid', ZERO_AT - HALF_ROW, 10, ZERO_AT + HALF_ROW, 10), line('axis', ZERO_AT, 0, ZERO_AT, 20, { 'stroke-dasharray': '2 2' }),
    ends ? line(isPale ? 'axis' : 'cutline', low, 10, high, 10) : null,
    Number.isNaN(off) ? null : svg('circle', { class: isPale ? 'pale' : 'f-ink', cx: spotOf(off, reach), cy: 10, r: 4 }),
  );
}

/** Return the scale of the rows.
 * @param {number} reach
 */
export function forestAxis(reach) {
  const ticks = [-reach, -reach / 2, 0, reach / 2, reach].map((value, k) => {
    const [at, anchor] = [spotOf(value, reach), ['start', 'middle', 'middle', 'middle', 'end'][k]];
    return k % 2 ? line('axis', at, 0, at, 4) : label([0, 0, at, 0, ROW_WIDTH][k], 14, value ? signed(value, String) : '0', anchor);
  });
  return svg('svg', { width: ROW_WIDTH, height: 18, viewBox: `0 0 ${ROW_WIDTH} 18`, 'aria-hidden': 'true', class: 'span forest chart' }, ...ticks);
}

/** Return a difference with its sign, a star where it stays after the correction, and its interval; `told` is in its tip.
 * @param {AgainstRest} row
 * @param {boolean} isStarred
 * @param {string} told
 */
export function differenceOf({ off, ends }, isStarred, told) {
  const star = isStarred ? [html('span', { 'aria-hidden': 'true' }, '★ '), html('span', { class: 'spoken' }, say('slices.differs'))] : [];
  const [low, high] = (ends ?? []).map((end) => signed(end, (value) => fixed(value, 2)));
  const words = ends ? say('slices.ends', { low, high }) : '';
  return html('span', { 'data-tell': told, class: 'difference' }, ...star, html('strong', {}, signed(off, rounded)), words ? html('span', { class: 'small quiet ends' }, ` ${words}`) : null);
}
