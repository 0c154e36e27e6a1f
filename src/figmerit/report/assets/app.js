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
function firstState({ kind, positive, groups, first }) {
  const chosen = groups.map(({ name }, group) => (group === 0 && name === first.subset?.name ? first.subset.code : -1));
  const shown = { binary: positive, multiclass: null, multilabel: 0 }[kind];
  return { run: first.run, other: -1, positive: shown, thresholds: {}, by: 'count', chosen, cells: new Set() };
}

export class Explorer {
  constructor(page, spec, columns) {
    this.page = page;
    this.data = new Data(spec, columns);
    this.tip = new Tip(page.getElementById('explorer'));
    this.first = firstState(spec);
    this.state = fromAddress(location.hash, this.first, spec);
    const tools = { change: (part) => this.change(part), tip: this.tip };
    const views = [Matrices, Numbers, Slices, Labels].map((View) => new View(page, spec, this.data, tools));
    this.views = [
      new Controls(page.getElementById('controls'), this.data, { ...tools, state: this.state }),
      ...views,
      ...(spec.views.roc ? [new Curves(page, spec, this.data, tools), new CurvesOfAll(page, spec, this.data)] : []),
      new Predictions(page.getElementById('predictions'), this.data, tools),
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

  /** Change what is chosen; all is drawn once, before the next picture of the browser. */
  change({ threshold, ...part }) {
    this.state = { ...this.state, ...part };
    if (threshold !== undefined) {
      const { positive, thresholds } = this.state;
      this.state.thresholds = { ...thresholds, [positive]: this.data.fit(this.state, positive, threshold) };
    }
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.remember(), PAUSE);
    });
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
