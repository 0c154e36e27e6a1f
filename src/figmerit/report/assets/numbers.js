// All metrics of what is decided, with their intervals, and the areas under the curves: a card beside the classes.

import { card, html, replaced, table } from './dom.js';
import { curvesOf, decidedOf, numbersOf } from './results.js';
import { area, interval, rounded } from './text.js';
import { say } from './words.js';

export class Numbers {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   */
  constructor(page, spec, data) {
    this.spec = spec;
    this.data = data;
    this.tab = spec.kind === 'multilabel' ? 'labels' : 'classes';
    this.title = html('span');
    this.root = html('div', { class: 'scroll', id: 'numbers', role: 'region', 'aria-label': say('numbers.title') });
    const root = card({ id: 'card-metrics' }, this.title);
    root.append(this.root);
    /** @type {HTMLElement} */ (page.getElementById(`panel-${this.tab}`)).append(root);
  }

  /** @param {State} state */
  update(state) {
    if (state.tab !== this.tab) return;
    const { spec, data } = this;
    const name = state.positive === null ? '' : spec.labels[state.positive];
    this.title.textContent = name ? say('numbers.titleOf', { name }) : say('numbers.title');
    const { metrics, found } = decidedOf(data, state);
    const ends = new Map(metrics.map((one) => [one.label, one.ends(found, spec.z)]));
    const numbers = numbersOf(data, state);
    const rows = Object.entries(numbers).filter(([one]) => !(one in spec.areas)).map(([one, value]) => {
      const both = ends.get(one);
      return [one, rounded(value), both ? interval(both) : ''];
    });
    if ('AUC' in numbers) rows.push(...this.areas(state));
    replaced(this.root, table('', [say('numbers.metric'), say('numbers.value'), spec.interval ?? ''], rows));
  }

  /** Return the areas under the curves, with how far off they may be.
   * @param {State} state
   */
  areas(state) {
    const { auc, ap, aucBounds, apBounds, ends } = curvesOf(this.data, state);
    const { areas, areaIntervals } = this.spec;
    return /** @type {[string, number, Ends | null][]} */ ([['AUC', auc, aucBounds], ['AP', ap, apBounds]]).map(([name, value, bounds]) => [
      areas[name], area(value, bounds), Number.isNaN(ends[name][0]) ? '' : `${interval(ends[name])} ${areaIntervals[name]}`,
    ]);
  }
}
