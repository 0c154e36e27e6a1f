// All models or checkpoints side by side.

import { html, link, replaced, table } from './dom.js';
import { curvesOf, numbersOf } from './results.js';
import { area, rounded } from './text.js';
import { say } from './words.js';

/** Return a number, and how far it is from another one. */
function compared(value, from, isSame = false) {
  const off = value - from;
  if (isSame || Number.isNaN(off)) return rounded(value);
  return `${rounded(value)} (${off > 0 ? '+' : off < 0 ? '−' : '±'}${rounded(Math.abs(off))})`;
}

export class Runs {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    const panel = page.getElementById('panel-runs');
    if (!panel) return;
    this.root = html('div', { class: 'scroll', id: 'runs', role: 'region', 'aria-label': say(`tabs.${spec.runsName}`) });
    panel.append(html('section', { class: 'card' }, this.root));
  }

  update(state) {
    if (!this.root || state.tab !== 'runs') return;
    this.state = state;
    const { data, spec } = this;
    const numbers = spec.runs.map((_, run) => numbersOf(data, { ...state, run }));
    const names = Object.keys(numbers[state.run]);
    const rows = spec.runs.map(({ name }, run) => [
      link(name, () => this.change({ run }), run === state.run),
      ...names.map((one) => (one in spec.areas ? this.area(one, run) : compared(numbers[run][one], numbers[state.run][one], run === state.run))),
    ]);
    const caption = say('runs.caption', { what: say(`top.${spec.runsName}`).toLowerCase() });
    replaced(this.root, table(caption, [say(`top.${spec.runsName}`), ...names], rows));
  }

  /** Return an area of a run; the difference is left out where it is less than the bounds of both. */
  area(name, run) {
    const [mine, shown] = [run, this.state.run].map((one) => {
      const { auc, ap, aucBounds, apBounds } = curvesOf(this.data, { ...this.state, run: one });
      return name === 'AUC' ? { value: auc, bounds: aucBounds } : { value: ap, bounds: apBounds };
    });
    if (!mine.bounds) return compared(mine.value, shown.value, run === this.state.run);
    const overlap = mine.bounds[0] <= shown.bounds[1] && shown.bounds[0] <= mine.bounds[1];
    const text = area(mine.value, mine.bounds);
    return overlap ? text : `${text} ${compared(mine.value, shown.value).split(' ')[1] ?? ''}`;
  }
}
