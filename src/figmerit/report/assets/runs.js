// All models or checkpoints side by side, each compared with the one that is shown.

import { card, html, small } from './dom.js';
import { comparison, parts } from './parts.js';
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
    const rows = spec.runs.map(({ name }, run) => ({ name, run, numbers: numbersOf(data, this.stateOf(run)) }));
    const shown = rows[state.run];
    const kept = [data.metrics.best, data.metrics.get('accuracy')].map(({ label }) => label);
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
    const act = () => this.change({ run });
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
    return [text, html('span', { class: 'small quiet under' }, isOpen ? say('runs.open') : this.difference(name, value - shown.numbers[name], run))];
  }

  /** Return between which ends an area lies whose scores were rounded; null for what is exact.
   * @param {string} name
   * @param {number} run
   */
  boundsOf(name, run) {
    const state = this.stateOf(run);
    return name in this.spec.areas && this.data.hasScores(state) ? curvesOf(this.data, state)[name === 'AUC' ? 'aucBounds' : 'apBounds'] : null;
  }

  /** Return the state of a model: one that is compared has thresholds of its own.
   * @param {number} run
   */
  stateOf(run) {
    const rival = this.data.rival(this.state);
    return rival?.run === run ? rival : { ...this.state, run };
  }

  /** Return a difference with its sign, and where it has an interval whether that is for the better.
   * @param {string} name
   * @param {number} off
   * @param {number} run
   */
  difference(name, off, run) {
    if (Number.isNaN(off)) return '';
    return comparison.difference?.(this.data, this.state, this.stateOf(run), name) || (off ? signed(off, rounded) : say('runs.same'));
  }
}

parts.push(Runs);
