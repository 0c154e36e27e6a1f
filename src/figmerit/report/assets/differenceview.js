// How the chosen examples differ from those beside them, as strips of the columns that differ most.

import { counterpart, differencesOf } from './differences.js';
import { html, line, replaced, small, svg } from './dom.js';
import { percent, shortened, shown } from './text.js';
import { say } from './words.js';

const REST = 150; // milliseconds without a change, after which rows are compared
const [STRIP_WIDTH, STRIP_HEIGHT] = [240, 26];

export class DifferenceView {
  /** `drawn` is told when there is more or less to see.
   * @param {Data} data
   * @param {() => void} drawn
   */
  constructor(data, drawn) {
    this.data = data;
    this.drawn = drawn;
    this.root = html('div', { class: 'differences', hidden: true });
  }

  /** Compare the chosen rows as soon as nothing has moved for a while.
   * @param {State} state
   * @param {TableColumn[]} columns
   * @param {number} n
   */
  update(state, columns, n) {
    const key = JSON.stringify([state.run, state.other, state.positive, state.chosen, state.thresholds, state.rivalThresholds, [...state.cells], state.ofOther, state.outcome, state.agreement]);
    if (key === this.key) return;
    this.key = key;
    clearTimeout(this.timer);
    const isChosen = n > 1 && !state.agreement && (state.cells.size === 1 || state.outcome);
    if (!isChosen) this.root.hidden = true;
    else this.timer = setTimeout(() => this.compare(state, columns), REST);
  }

  /** Return the rows in some cells of the matrix.
   * @param {State} state
   * @param {number[]} cells
   */
  rowsIn(state, cells) {
    const size = this.data.labels(state).length;
    const wanted = Uint8Array.from({ length: size * size }, (_, cell) => (cells.includes(cell) ? 1 : 0));
    const keep = this.data.keepRows(state);
    const rows = this.data.cached('all rows', String(state.chosen), () => Uint32Array.from({ length: this.data.n }, (_, row) => row).filter((row) => !keep || keep[row]));
    return this.data.inCells(state, rows, wanted);
  }

  /**
   * @param {State} given
   * @param {TableColumn[]} columns
   */
  compare(given, columns) {
    const state = given.ofOther ? { ...given, run: given.other } : given;
    const size = this.data.labels(state).length;
    const all = Array.from({ length: size * size }, (_, cell) => cell);
    /** @param {number} cell */
    const isRight = (cell) => Math.floor(cell / size) === cell % size;
    /** @param {State['outcome']} outcome */
    const ofOutcome = (outcome) => all.filter((cell) => isRight(cell) === (outcome === 'right'));
    const chosen = state.cells.size ? [...state.cells] : ofOutcome(state.outcome);
    const others = state.cells.size ? counterpart(state.cells, size) : ofOutcome(state.outcome === 'right' ? 'wrong' : 'right');
    const compared = columns.filter(({ isOwn, key }) => isOwn || /^group/.test(key));
    const found = differencesOf(compared, this.rowsIn(state, chosen), this.rowsIn(state, others));
    const was = this.root.hidden;
    this.root.hidden = !found.length;
    if (was !== this.root.hidden) this.drawn();
    if (!found.length) return;
    const [one, other] = this.names(state, chosen, others, size);
    replaced(this.root, small(say('examples.differ', { one, other })), html('div', { class: 'facts' }, ...found.map((fact) => this.fact(fact, one, other))));
  }

  /** Return what the chosen rows are called, and those beside them.
   * @param {State} state
   * @param {number[]} chosen
   * @param {number[]} others
   * @param {number} size
   */
  names(state, chosen, others, size) {
    if (!state.cells.size || chosen.length > 1) return state.outcome === 'right' ? [say('outcomes.right'), say('outcomes.wrong')] : [say('outcomes.wrong'), say('outcomes.right')];
    const labels = this.data.labels(state);
    const [i, j] = [Math.floor(chosen[0] / size), chosen[0] % size];
    if (state.positive === null) return i === j ? [say('outcomes.right'), say('examples.wrongOf', { name: shortened(labels[i]) })] : [`${shortened(labels[i])} → ${shortened(labels[j])}`, say('examples.rightOf', { name: shortened(labels[i]) })];
    const isPositive = i === this.data.positiveRow(state);
    const pair = isPositive ? ['tp', 'fn'] : ['tn', 'fp'];
    return (i === j ? pair : pair.reverse()).map((name) => say(`outcomes.${name}`));
  }

  /**
   * @param {Fact} fact
   * @param {string} one
   * @param {string} other
   */
  fact({ name, number, medians, marks, ends, value, shares }, one, other) {
    const title = html('h3', {}, shortened(name, 36));
    if (!number) return html('div', {}, title, small(say('examples.shares', { value: shortened(value), share: percent(shares[0], 0), one, otherShare: percent(shares[1], 0), other })));
    const [first, second] = medians.map((number) => shown(Number(number.toPrecision(3))));
    return html('div', {}, title, small(say('examples.medians', { first, one, second, other })), this.strip(marks, medians, ends));
  }

  /** Return a strip: others as ticks above, the chosen ones as rings below, medians as bars.
   * @param {number[][]} marks
   * @param {number[]} medians
   * @param {Ends} ends
   */
  strip([chosen, others], [first, second], [low, high]) {
    /** @param {number} value */
    const x = (value) => 5 + (STRIP_WIDTH - 10) * ((value - low) / (high - low || 1));
    /**
     * @param {number} value
     * @param {number} y
     */
    const bar = (value, y) => line('cutline', x(value), y, x(value), y + 11);
    return svg(
      'svg', { class: 'chart strip', viewBox: `0 0 ${STRIP_WIDTH} ${STRIP_HEIGHT}`, 'aria-hidden': 'true' },
      ...others.map((value) => line('tick', x(value), 2, x(value), 9)), bar(second, 0),
      ...chosen.map((value) => svg('circle', { class: 'pip', cx: x(value), cy: 19, r: 3.5 })), bar(first, 14),
    );
  }
}
