// The part of a page that compares two models: the strip of agreement, the bar with two thresholds, and the examples of both.

import { Agreement, comparedHeadline } from './agreement.js';
import { html, icon } from './dom.js';
import { comparedColumns, comparedOrders, comparedSelection, comparedTags } from './pairrows.js';
import { pairedEnds } from './pairs.js';
import { comparison, parts } from './parts.js';
import { decidedOf } from './results.js';
import { Versus, offBy } from './versus.js';
import { say } from './words.js';

/** Return how a model differs from the one that is shown, with the interval and what it tells; "" where there is none.
 * @param {Data} data
 * @param {State} state
 * @param {State} other
 * @param {string} label
 */
function comparedDifference(data, state, other, label) {
  const metric = [...data.metrics.all.values()].find((one) => one.label === label);
  const ends = metric && pairedEnds(data, state, other)[metric.name];
  if (!ends) return '';
  const [first, second] = [state, other].map((one) => decidedOf(data, one).found);
  const off = metric.of(second) - metric.of(first);
  const isClear = ends[0] > 0 || ends[1] < 0;
  const isBetter = (off > 0) === (metric.greaterIsBetter ?? true);
  const [low, high] = ends.map((end) => offBy(end, 3));
  return say(isClear ? (isBetter ? 'runs.better' : 'runs.worse') : 'runs.unclear', { off: offBy(off, 3), low, high });
}

/** What a chart of one model says while two are compared. */
export class SweepNote {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   */
  constructor(page, spec, data) {
    Object.assign(this, { spec, data });
    this.root = html('p', { class: 'small', id: 'sweep-model', hidden: true });
    page.querySelector('#curves [data-picture="sweep"] .key')?.before(this.root);
  }

  /** @param {State} state */
  update(state) {
    this.root.hidden = !this.data.rival(state);
    if (!this.root.hidden) this.root.replaceChildren(icon('a'), say('compare.alone', { name: this.spec.runs[state.run].name }));
  }
}

Object.assign(comparison, { columns: comparedColumns, select: comparedSelection, orders: comparedOrders, tags: comparedTags, headline: comparedHeadline, difference: comparedDifference });
parts.push(Agreement, Versus, SweepNote);
