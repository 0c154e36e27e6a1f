// The explorer: what is chosen moves matrix, curves, numbers and table together.

import { fromAddress, toAddress } from './address.js';
import { Controls } from './controls.js';
import { Curves, CurvesOfAll } from './curveview.js';
import { Data } from './data.js';
import { columnsOf } from './decode.js';
import { Tip } from './dom.js';
import { Labels } from './labels.js';
import { Matrices } from './matrices.js';
import { Numbers } from './numbers.js';
import { Predictions } from './predictions.js';
import { curvesOf, numbersOf } from './results.js';
import { Slices } from './slices.js';

const PAUSE = 300; // milliseconds without a change, after which it goes into the address

/** Return what is chosen first. */
function firstState({ kind, positive, groups, first, best }) {
  const isSubset = (group) => group === 0 && first.subset !== null;
  const chosen = groups.map((_, group) => (isSubset(group) ? first.subset.code : -1));
  const shown = { binary: positive, multiclass: null, multilabel: 0 }[kind];
  const slices = { first: Math.max(0, groups.findIndex((_, group) => !isSubset(group))), second: null, metric: best };
  return {
    run: first.run, other: -1, positive: shown, thresholds: {}, by: 'count', chosen, cells: new Set(), slices,
    search: '', errors: false, sort: null, filters: {},
  };
}

export class Explorer {
  constructor(page, spec, columns) {
    this.page = page;
    this.data = new Data(spec, columns);
    this.tip = new Tip(page.getElementById('explorer'));
    this.first = firstState(spec);
    this.state = this.fitted(fromAddress(location.hash, this.first, spec));
    const tools = { change: (part) => this.change(part), tip: this.tip };
    const views = [Matrices, Numbers, Slices, Labels].map((View) => new View(page, spec, this.data, tools));
    this.views = [
      new Controls(page.getElementById('controls'), this.data, { ...tools, state: this.state }),
      ...views,
      ...(spec.views.roc ? [new Curves(page, spec, this.data, tools), new CurvesOfAll(page, spec, this.data)] : []),
      new Predictions(page, spec, this.data, tools),
    ];
    page.addEventListener('keydown', (event) => event.key === 'Escape' && this.escape());
    window.addEventListener('hashchange', () => this.change(fromAddress(location.hash, this.first, spec)));
    window.addEventListener('resize', () => this.makeScrollable());
    this.draw();
    this.makeScrollable();
  }

  get threshold() {
    return this.data.threshold(this.state);
  }

  get numbers() {
    return numbersOf(this.data, this.state);
  }

  get bounds() {
    const { aucBounds, apBounds } = curvesOf(this.data, this.state);
    return { AUC: aucBounds, AP: apBounds };
  }

  escape() {
    this.tip.hide();
    if (this.state.cells.size) this.change({ cells: new Set() });
  }

  /** Change what is chosen, or what a function makes of it; all is drawn once, before the next picture of the browser. */
  change(what) {
    const { threshold, ...part } = typeof what === 'function' ? what(this.state) : what;
    const state = { ...this.state, ...part };
    if (threshold !== undefined) state.thresholds = { ...state.thresholds, [state.positive]: threshold };
    this.state = this.fitted(state);
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.remember(), PAUSE);
    });
  }

  /** Return a state whose thresholds are such that counts are exact, also where scores were rounded. */
  fitted(state) {
    const fit = ([label, threshold]) => [label, this.data.fit(state, Number(label), threshold)];
    return { ...state, thresholds: Object.fromEntries(Object.entries(state.thresholds).map(fit)) };
  }

  remember() {
    const address = toAddress(this.state, this.first);
    try {
      history.replaceState(null, '', address ? `#${address}` : location.pathname + location.search);
    } catch {
      // a frame without an address of its own has nothing to remember
    }
    this.makeScrollable();
  }

  draw() {
    const start = performance.now();
    for (const view of this.views) view.update(this.state);
    this.page.documentElement.dataset.milliseconds = (performance.now() - start).toFixed(1);
  }

  /** Let keys reach the tables for which there is not room enough. */
  makeScrollable() {
    for (const box of this.page.querySelectorAll('.scrolled')) {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.setAttribute('tabindex', 0);
      else box.removeAttribute('tabindex');
    }
  }
}

/** Start the page. */
export async function boot(page) {
  const start = performance.now();
  const block = page.getElementById('spec');
  if (block) {
    const spec = JSON.parse(block.textContent);
    page.explorer = new Explorer(page, spec, await columnsOf(page));
  }
  page.documentElement.dataset.ready = (performance.now() - start).toFixed(0);
}
