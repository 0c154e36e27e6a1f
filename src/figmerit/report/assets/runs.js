// All models or checkpoints side by side, each compared with the one that is shown.

import { card, html, small } from './dom.js';
import { parts } from './parts.js';
import { curvesOf, numbersOf } from './results.js';
import { SortedTable, aside, nameButton, signed } from './tables.js';
import { area, rounded } from './text.js';
import { say } from './words.js';

export class Runs {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    const panel = page.getElementById('panel-runs');
    if (!panel) return;
    const name = say(`tabs.${spec.runsName}`);
    const root = card({ id: 'runs' }, name, small(say('runs.hint')));
    panel.append(root);
    this.table = new SortedTable(root, { id: 'runs-table', label: name, key: 'run' });
  }

  /** @param {State} state */
  update(state) {
    if (!this.table || state.tab !== 'runs') return;
    this.state = state;
    const { data, spec } = this;
    const rows = spec.runs.map(({ name }, run) => ({ name, run, numbers: numbersOf(data, { ...state, run }) }));
    const shown = rows[state.run];
    const kept = [data.metrics.best, data.metrics.get('recall')].map(({ label }) => label);
    /** @type {SortedColumn<Run>[]} */
    const columns = [
      { key: 'run', name: say(`top.${spec.runsName}`), value: ({ run }) => run, cell: (row) => this.name(row) },
      ...Object.keys(shown.numbers).map(/** @returns {SortedColumn<Run>} */ (name) => ({
        key: name, name: spec.areas[name] ?? name, number: true, rank: kept.some((label) => name.endsWith(label)) ? '' : 'rare', value: ({ numbers }) => numbers[name], cell: (row) => this.cell(name, row, shown),
      })),
    ];
    this.table.draw(columns, rows, { classOf: ({ run }) => (run === state.run ? 'chosen' : null) });
  }

  /** @param {Run} row */
  name({ name, run }) {
    const { state } = this;
    const act = () => this.change(({ run: old, other }) => ({ run, other: other === run ? old : other }));
    return [nameButton(name, act, run === state.run), aside(run === state.run ? say('runs.shown') : '')];
  }

  /**
   * @param {string} name
   * @param {Run} row
   * @param {Run} shown
   */
  cell(name, { run, numbers: { [name]: value = NaN } }, shown) {
    const [bounds, others] = [run, shown.run].map((one) => this.boundsOf(name, one));
    const text = bounds ? area(value, bounds) : rounded(value);
    if (run === shown.run) return text;
    const isOpen = bounds && others && bounds[0] <= others[1] && others[0] <= bounds[1];
    return [text, html('span', { class: 'small quiet under' }, isOpen ? say('runs.open') : this.difference(name, value - shown.numbers[name]))];
  }

  /** Return between which ends an area lies whose scores were rounded; null for what is exact.
   * @param {string} name
   * @param {number} run
   */
  boundsOf(name, run) {
    const state = { ...this.state, run };
    return name in this.spec.areas && this.data.hasScores(state) ? curvesOf(this.data, state)[name === 'AUC' ? 'aucBounds' : 'apBounds'] : null;
  }

  /** Return a difference with its sign, and whether it is for the better.
   * @param {string} name
   * @param {number} off
   */
  difference(name, off) {
    if (Number.isNaN(off)) return '';
    if (!off) return say('runs.same');
    const metric = [...this.data.metrics.all.values()].find(({ label }) => label === name.replace(/^macro /, ''));
    const isBetter = (off > 0) === (metric?.greaterIsBetter ?? true);
    return say(isBetter ? 'runs.better' : 'runs.worse', { off: signed(off, rounded) });
  }
}

parts.push(Runs);
