// The explorer: what is chosen moves all parts of the page together.

import { fromAddress, gradualChange, toAddress } from './address.js';
import { Bar } from './bar.js';
import { Data } from './data.js';
import { columnsOf } from './decode.js';
import { Tip } from './dom.js';
import { Examples } from './examples.js';
import { Numbers } from './numbers.js';
import { parts } from './parts.js';
import { curvesOf, numbersOf } from './results.js';
import { Tabs } from './tabs.js';
import { Top } from './top.js';
import { Where } from './where.js';
import { learn } from './words.js';

const PAUSE = 300; // milliseconds without a change, after which it goes into the address

/** Return what is chosen first.
 * @param {Spec} spec
 * @returns {State}
 */
function firstState({ kind, positive, groups, first, best, panels, images }) {
  /** @param {number} group */
  const isSubset = (group) => group === 0 && first.subset !== null;
  const chosen = groups.map((_, group) => (isSubset(group) ? /** @type {{ code: number }} */ (first.subset).code : -1));
  const shown = { binary: positive, multiclass: null, multilabel: 0 }[kind];
  const slices = { first: Math.max(0, groups.findIndex((_, group) => !isSubset(group))), second: null, metric: best };
  return {
    run: first.run, other: -1, positive: shown, thresholds: {}, rivalThresholds: {}, by: first.by, chosen, cells: new Set(), ofOther: false, outcome: null, agreement: null, slices,
    pictures: images, open: null, silenced: [],
    search: '', sort: null, page: 0, columns: null, tab: panels[0], theme: null, order: 'given', diagonal: true, log: false, spread: false,
  };
}

/** Return what else changes with a part of what is chosen: cells belong to a class and its data, pages to rows; a model that was compared changes places.
 * @param {Part} part
 * @param {State} state
 * @returns {Part}
 */
function follows(part, { run, other, thresholds, rivalThresholds }) {
  /** @param {...keyof State} names */
  const changes = (...names) => names.some((name) => name in part);
  return {
    ...(changes('positive') ? { cells: new Set() } : {}),
    ...(changes('positive', 'chosen', 'cells') ? { ofOther: false } : {}),
    ...(changes('positive', 'run', 'other') ? { agreement: null } : {}),
    ...(part.run === other && other !== run ? { other: run, thresholds: rivalThresholds, rivalThresholds: thresholds } : {}),
    ...(part.cells?.size ? { outcome: null } : {}),
    ...(changes('positive', 'chosen', 'cells', 'outcome', 'agreement', 'search', 'sort') ? { page: 0, open: null } : {}),
  };
}

export class Explorer {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Columns} columns
   */
  constructor(page, spec, columns) {
    this.page = page;
    this.spec = spec;
    this.data = new Data(spec, columns);
    this.tip = new Tip(page.body);
    this.first = firstState(spec);
    this.state = this.fitted(fromAddress(location.hash, this.first, spec));
    this.address = toAddress(this.state, this.first);
    /** @type {Tools} */
    const tools = { change: (part) => this.change(part), reset: () => this.reset(), tip: this.tip };
    this.views = [Top, Bar, Where, Examples, Numbers, ...parts, Tabs].map((View) => new View(page, spec, this.data, tools));
    page.addEventListener('keydown', (event) => event.key === 'Escape' && this.escape());
    page.querySelector('.skip')?.addEventListener('click', (event) => {
      event.preventDefault(); // the address holds what is chosen
      page.getElementById('search')?.focus();
    });
    for (const name of ['popstate', 'hashchange']) window.addEventListener(name, () => this.read());
    window.addEventListener('resize', () => this.later());
    window.addEventListener('beforeprint', () => this.drawAll());
    window.addEventListener('afterprint', () => this.draw());
    this.draw();
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
    for (const menu of /** @type {NodeListOf<HTMLDetailsElement>} */ (this.page.querySelectorAll('details.menu[open]'))) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
      return;
    }
    if (this.state.cells.size || this.state.outcome || this.state.agreement) this.change({ cells: new Set(), outcome: null, agreement: null });
  }

  reset() {
    this.change({ ...this.first, theme: this.state.theme });
  }

  /** Change what is chosen, or what a function makes of it; all is drawn once, before the next picture of the browser.
   * @param {Part | ((state: State) => Part)} what
   */
  change(what) {
    const { threshold, rivalThreshold, ...part } = typeof what === 'function' ? what(this.state) : what;
    const state = { ...this.state, ...follows(part, this.state), ...part };
    const label = /** @type {number} */ (state.positive);
    if (threshold !== undefined) state.thresholds = { ...state.thresholds, [label]: threshold };
    if (rivalThreshold !== undefined) state.rivalThresholds = { ...state.rivalThresholds, [label]: rivalThreshold };
    this.state = this.fitted(state);
    this.later();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remember(), PAUSE);
  }

  later() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
    });
  }

  /** Return a state whose thresholds are such that counts are exact, also where scores were rounded.
   * @param {State} state
   */
  fitted(state) {
    /** @param {State} of */
    const fitted = (of) => Object.fromEntries(Object.entries(of.thresholds).map(([label, threshold]) => [label, this.data.fit(of, Number(label), threshold)]));
    const rival = this.data.rival(state);
    return { ...state, thresholds: fitted(state), rivalThresholds: rival ? fitted(rival) : {} };
  }

  /** Show what the address says: a link was followed, or the browser went back or forward. */
  read() {
    const address = location.hash.replace(/^#/, '');
    if (address === this.address) return;
    this.address = address;
    this.state = this.fitted(fromAddress(address, this.first, this.spec));
    this.later();
  }

  /** Write what is chosen into the address: a choice is a step of the browser's history, what slides or is typed is one together. */
  remember() {
    const address = toAddress(this.state, this.first);
    if (address === this.address) return;
    const changed = gradualChange(this.address, address);
    const goesOn = changed && changed === this.gradual;
    this.gradual = changed;
    this.address = address;
    try {
      const url = address ? `#${address}` : location.pathname + location.search;
      if (goesOn) history.replaceState(null, '', url);
      else history.pushState(null, '', url);
    } catch {
      // a frame without an address of its own has nothing to remember
    }
  }

  draw() {
    const start = performance.now();
    for (const view of this.views) view.update(this.state);
    /** @type {Top} */ (this.views[0]).describe();
    this.makeScrollable();
    this.page.documentElement.dataset.milliseconds = (performance.now() - start).toFixed(1);
  }

  /** Draw all tabs: on paper none can be opened. */
  drawAll() {
    for (const tab of this.spec.panels) for (const view of this.views) view.update({ ...this.state, tab });
  }

  /** Let keys reach the tables for which there is not room enough. */
  makeScrollable() {
    for (const box of this.page.querySelectorAll('.scroll')) {
      if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.setAttribute('tabindex', 0);
      else box.removeAttribute('tabindex');
    }
  }
}

/** Start the page.
 * @param {Document} page
 */
export async function boot(page) {
  const start = performance.now();
  const spec = JSON.parse(/** @type {HTMLElement} */ (page.getElementById('spec')).textContent);
  learn(spec.words);
  page.explorer = new Explorer(page, spec, /** @type {Columns} */ (await columnsOf(page)));
  page.documentElement.dataset.ready = (performance.now() - start).toFixed(0);
}
