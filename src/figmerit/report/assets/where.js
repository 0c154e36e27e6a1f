// The card of the matrix: where it is wrong, beside it that of a model to compare with, and what is found in slices.

import { wilson } from './counts.js';
import { Roving, button, html, icon, link, menu, segments } from './dom.js';
import { Matrix } from './matrix.js';
import { orderOf } from './order.js';
import { outcomesOf } from './results.js';
import { savers } from './save.js';
import { isFew, spanOf } from './tables.js';
import { percent, percents, shortened } from './text.js';
import { say } from './words.js';

const SPREAD_BINS = 12; // of the scores in a cell
const MOST_SLICES = 4;
const LARGE = 26; // classes from which on a matrix is zoomed

export class Where {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change, tip }) {
    Object.assign(this, { page, spec, data, change });
    const root = page.getElementById('where');
    const options = /** @type {const} */ (['count', 'true', 'pred']).map(/** @returns {[State['by'], string]} */ (by) => [by, say(`matrix.${by}`)]);
    this.title = html('h2', { id: 'where-title' });
    this.by = segments(say('matrix.cellsShow'), options, (by) => change({ by }));
    this.view = this.viewMenu();
    this.pair = html('div', { class: 'pair', id: 'matrices' });
    this.legend = html('p', { class: 'key' });
    this.zoomed = html('p', { class: 'small quiet', hidden: true });
    this.slices = html('div', { id: 'weakest' });
    this.roving = new Roving(this.slices);
    root.append(html('header', {}, this.title, html('div', { class: 'toolbar push' }, this.by.group, this.view)), this.pair, this.legend, this.zoomed, this.slices);
    this.matrices = [0, 1].map((which) => this.matrix(which, tip));
  }

  /**
   * @param {number} which
   * @param {Tip} tip
   */
  matrix(which, tip) {
    const caption = html('figcaption');
    const root = html('div', { class: 'cells' });
    this.pair.append(html('figure', { hidden: which === 1, 'data-picture': which ? 'matrixB' : 'matrix' }, caption, root));
    const matrix = new Matrix(root, { tip, act: (cell, more) => this.act(cell, more, which === 1), name: (label) => this.showClass(label) });
    matrix.redraw = () => this.update(this.state);
    return { matrix, caption, figure: /** @type {HTMLElement} */ (root.parentElement) };
  }

  viewMenu() {
    const orders = [['given', 'orderGiven'], ['support', 'orderSupport'], ['recall', 'orderRecall'], ['confusion', 'orderConfusion']];
    /** @type {HTMLSelectElement} */
    this.orders = html('select', { id: 'order', onchange: () => this.change({ order: /** @type {State['order']} */ (this.orders.value) }) }, ...orders.map(([value, key]) => html('option', { value }, say(`matrix.${key}`))));
    /**
     * @param {'diagonal' | 'log' | 'spread'} name
     * @param {string} key
     * @param {boolean} isTurned
     */
    const check = (name, key, isTurned) => {
      /** @type {HTMLInputElement} */
      const box = html('input', { type: 'checkbox', id: `view-${name}`, onchange: () => this.change({ [name]: box.checked !== isTurned }) });
      return html('label', { class: 'check' }, box, say(`matrix.${key}`));
    };
    this.checks = /** @type {['diagonal' | 'log' | 'spread', string, boolean][]} */ ([['diagonal', 'diagonal', true], ['log', 'log', false], ['spread', 'scores', false]]).map((one) => check(...one));
    this.zooms = html('div', { class: 'toolbar' }, button(say('matrix.zoomIn'), () => this.matrices[0].matrix.zoom(0.5)), button(say('matrix.zoomOut'), () => this.matrices[0].matrix.zoom(2)));
    this.ordering = html('label', { class: 'pick' }, html('span', {}, say('matrix.order')), this.orders);
    return menu(say('matrix.view'), [this.ordering, ...this.checks, this.zooms, html('div', { class: 'toolbar' }, ...savers(() => this.pictures()))], 'end');
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    const { data, spec } = this;
    const labels = data.labels(state);
    const rival = data.rival(state);
    this.title.textContent = say(rival ? 'compare.title' : 'matrix.title');
    this.by.press(state.by);
    this.orders.value = state.order;
    for (const name of /** @type {const} */ (['log', 'spread'])) this.page.getElementById(`view-${name}`).checked = state[name];
    this.page.getElementById('view-diagonal').checked = !state.diagonal;
    this.ordering.hidden = this.checks[0].hidden = this.checks[1].hidden = labels.length < 3;
    this.checks[2].hidden = !data.hasScores(state) || labels.length > LARGE;
    this.zooms.hidden = labels.length <= LARGE;
    this.page.getElementById('screen').classList.toggle('even', labels.length > 2 || rival !== null);
    this.pair.classList.toggle('two', rival !== null);
    const shown = rival ? [state, rival] : [state];
    this.matrices.forEach(({ figure }, which) => { figure.hidden = which >= shown.length; }); // before any is drawn, as they share the room
    this.matrices.forEach(({ matrix, caption, figure }, which) => {
      if (figure.hidden) return;
      caption.replaceChildren(...(rival ? [html('span', { class: 'pill' }, icon(which ? 'b' : 'a'), shortened(spec.runs[shown[which].run].name, 36))] : []));
      this.draw(matrix, shown[which], which === 1, labels);
    });
    this.explain(state, labels);
    this.drawSlices(state);
  }

  /** Return what there is to save: the matrices that are shown, with the names of their models. */
  pictures() {
    const shown = this.matrices.filter(({ figure }) => !figure.hidden);
    return shown.map(/** @returns {Saved} */ ({ figure, caption }) => [
      /** @type {SVGSVGElement} */ (figure.querySelector('svg.matrix')), `${say('matrix.picture')} ${caption.textContent}`.trim(), null,
    ]);
  }

  /**
   * @param {import('./matrix.js').Matrix} matrix
   * @param {State} state
   * @param {boolean} isOther
   * @param {string[]} labels
   */
  draw(matrix, state, isOther, labels) {
    const { data, spec } = this;
    const counts = data.matrix(state);
    const range = spec.range ?? [0, 1];
    matrix.draw({
      counts, labels, by: state.by, order: orderOf(data.matrix(this.state), labels.length, labels.length > 2 ? state.order : 'given'), log: state.log,
      diagonal: state.diagonal || labels.length < 3, chosen: state.ofOther === isOther ? state.cells : new Set(), positive: state.positive === null ? -1 : data.positiveRow(state),
      spread: state.spread ? data.spread(state, SPREAD_BINS, range) : null, z: spec.z, interval: spec.interval, weighted: spec.weighted, below: this.below(state),
    });
  }

  /** Return what stands below a matrix: where the scores are cut.
   * @param {State} state
   */
  below(state) {
    if (!this.data.scores(state)) return say('matrix.predicted');
    const isReached = Number.isFinite(this.data.threshold(state));
    return `${say('matrix.predicted')} (${isReached ? say('charts.at', { threshold: this.data.thresholdText(state) }) : say('bar.beyond')})`;
  }

  /**
   * @param {State} state
   * @param {string[]} labels
   */
  explain(state, labels) {
    const parts = [['right', 'legend'], ['wrong', 'legendWrong']].map(([sign, key]) => html('span', {}, icon(sign), say(`matrix.${key}`)));
    const scores = state.spread ? [html('span', {}, say('matrix.scoresLegend', { low: String(this.spec.range?.[0] ?? 0), high: String(this.spec.range?.[1] ?? 1) }))] : [];
    this.legend.replaceChildren(...(labels.length > 2 ? parts : []), ...scores);
    const { window } = this.matrices[0].matrix;
    this.zoomed.hidden = labels.length <= LARGE;
    const [from, n] = window ?? [0, labels.length];
    this.zoomed.textContent = say('matrix.zoom', { from: from + 1, to: from + n, n: labels.length });
  }

  /** Show the weakest slices of the first group, whichever is chosen: how many are found in each.
   * @param {State} state
   */
  drawSlices(state) {
    const group = state.slices.first;
    const { groups } = this.spec;
    const isShown = groups.length > 0 && this.data.labels(state).length === 2 && groups[group].values.length > 1;
    this.slices.hidden = !isShown;
    if (!isShown) return;
    const all = { ...state, chosen: state.chosen.with(group, -1) };
    const whole = this.share(outcomesOf(this.data, all));
    const rows = this.data.slices(all, group).map((found, code) => ({ code, ...this.share(found) })).filter(({ n }) => n > 0);
    rows.sort((a, b) => a.part / a.n - b.part / b.n || a.code - b.code);
    const name = groups[group].name;
    this.slices.replaceChildren(
      html('p', { class: 'small quiet' }, this.data.rival(state) ? `${shortened(this.spec.runs[state.run].name, 36)}: ` : '', say('matrix.weakest', { name })),
      html('table', {}, html('tbody', {}, ...rows.slice(0, MOST_SLICES).map((row) => this.slice(row, whole, group)))),
    );
    this.roving.reach();
  }

  /** @param {Outcomes} outcomes */
  share({ tp, fn }) {
    return { part: tp, n: tp + fn };
  }

  /**
   * @param {{ code: number, part: number, n: number }} slice
   * @param {{ part: number, n: number }} whole
   * @param {number} group
   */
  slice({ code, part, n }, whole, group) {
    const ends = this.spec.interval ? wilson(part, n, this.spec.z) : null;
    const isChosen = this.state.chosen[group] === code;
    const choose = () => this.change(({ chosen }) => ({ chosen: chosen.with(group, isChosen ? -1 : code) }));
    const tell = [`${percent(part / n)}: ${say('matrix.partOf', { part, whole: n })}`, ...(ends ? [`${this.spec.interval} ${percents(ends)}`] : [])].join('\n');
    return html(
      'tr', { class: isChosen ? 'chosen' : isFew(n) ? 'weak' : null, 'data-tell': tell },
      html('th', { scope: 'row' }, link(this.spec.groups[group].values[code], choose, isChosen)),
      html('td', { class: 'number' }, say(isFew(n) ? 'matrix.few' : 'matrix.partOf', { part, whole: n })),
      html('td', { class: 'rare' }, spanOf(part / n, ends, whole.part / whole.n)),
    );
  }

  /** Choose the examples of a cell, or give them back; with `more` beside those of other cells.
   * @param {number} cell
   * @param {boolean} more
   * @param {boolean} isOther
   */
  act(cell, more, isOther) {
    const old = this.state.ofOther === isOther ? this.state.cells : new Set();
    const cells = more ? new Set(old) : new Set([...old].filter((one) => one === cell));
    if (cells.has(cell)) cells.delete(cell);
    else cells.add(cell);
    this.change({ cells, ofOther: isOther && cells.size > 0, outcome: null });
  }

  /** Let the page be about a class: a name was chosen.
   * @param {number} label
   */
  showClass(label) {
    if (this.spec.kind === 'multiclass' && this.state.positive === null && this.data.hasScores(this.state)) this.change({ positive: label });
  }
}
