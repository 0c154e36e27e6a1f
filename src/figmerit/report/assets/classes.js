// The classes, weakest first, and the most frequent mistakes among them: each a click away.

import { button, card, html, small } from './dom.js';
import { parts } from './parts.js';
import { classesOf, curvesOf, mistakesOf, sumOf } from './results.js';
import { Gradual, SortedTable, aside, isFew, nameButton, spanOf } from './tables.js';
import { count, percent, rounded } from './text.js';
import { say } from './words.js';

const [MOST_MISTAKES, MANY_CLASSES] = [100, 15]; // mistakes that are listed; classes from which on they are searched

export class Classes {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change });
    const panel = page.getElementById('panel-classes');
    if (!panel) return;
    this.hint = small();
    this.back = button(say('classes.back', { n: spec.labels.length }), () => change({ positive: null }), { class: 'btn push', id: 'all-classes' });
    const root = card({}, say('tabs.classes'), this.hint, this.back);
    this.search = html('input', { type: 'search', class: 'field', id: 'search-classes', 'aria-label': say('classes.search'), placeholder: say('classes.search'), oninput: () => this.draw() });
    root.append(this.search);
    this.table = new SortedTable(root, { id: 'classes', label: say('tabs.classes'), key: data.metrics.best.name });
    this.areas = new Gradual(() => this.draw());
    this.sides = [html('div', { class: 'side' }, root), html('div', { class: 'side' })];
    this.card = card({}, say('matrix.mistakes'));
    this.mistakes = new SortedTable(this.card, { id: 'mistakes', label: say('matrix.mistakes'), key: 'n', descending: true });
    panel.append(html('div', { class: 'row2' }, ...this.sides));
  }

  /** @param {State} state */
  update(state) {
    if (!this.table || state.tab !== 'classes') return;
    const key = JSON.stringify([state.run, state.positive, state.chosen, state.thresholds, [...state.cells], state.ofOther]);
    if (key === this.key) return;
    this.key = key;
    this.state = state;
    const matrix = this.data.matrix(state);
    this.labels = this.data.labels(state);
    const size = this.labels.length;
    this.found = classesOf(matrix, size);
    this.wrong = mistakesOf(matrix, size);
    this.isOne = this.spec.kind === 'multiclass' && state.positive !== null;
    this.canShow = this.spec.kind === 'multiclass' && this.data.hasScores(state) && !this.isOne;
    this.hint.textContent = say(this.canShow ? 'classes.hint' : 'classes.hintMistakes');
    this.back.hidden = !this.isOne;
    this.search.hidden = size <= MANY_CLASSES;
    this.place();
    this.draw();
    this.drawMistakes();
  }

  /** Put either the mistakes or the metrics below the table of classes, the shorter ones: mistakes beside it scroll. */
  place() {
    const metrics = this.page.getElementById('card-metrics');
    const [below, beside] = this.wrong.length > metrics.querySelectorAll('tbody tr').length ? [metrics, this.card] : [this.card, metrics];
    if (beside.parentElement === this.sides[1]) return;
    this.sides.forEach((side, k) => side.append([below, beside][k]));
  }

  draw() {
    const wanted = this.search.hidden ? '' : this.search.value.trim().toLowerCase();
    const rows = this.found.map((found, k) => ({ found, k, n: found.tp + found.fn })).filter(({ k }) => !wanted || this.labels[k].toLowerCase().includes(wanted));
    /** @param {Class} row */
    const classOf = ({ n, k }) => (this.isChosen(k) ? 'chosen' : isFew(n) ? 'weak' : null);
    this.table.draw(this.columns(), rows, { classOf, caption: rows.length ? '' : say('classes.none', { words: this.search.value }) });
  }

  /** @returns {SortedColumn<Class>[]} */
  columns() {
    const { averaged } = this.data.metrics;
    /**
     * @param {string} key
     * @param {string} name
     * @param {(row: Class) => number} value
     * @param {(value: number) => string} text
     * @param {string} rank
     * @returns {SortedColumn<Class>}
     */
    const number = (key, name, value, text, rank = '') => ({ key, name, number: true, rank, value, cell: (row) => text(value(row)) });
    const recall = this.data.metrics.get('recall');
    return [
      { key: 'class', name: say('classes.class'), value: ({ k }) => this.labels[k], cell: ({ k, n }) => [this.name(k), aside(isFew(n) ? say('tables.few') : '')] },
      number('true', say('classes.true'), ({ n }) => n, count),
      number('predicted', say('classes.predicted'), ({ found }) => found.tp + found.fp, count, 'rare'),
      ...averaged.map((metric) => number(metric.name, metric.label, ({ found }) => metric.of(found), rounded)),
      ...this.areaColumn(number),
      {
        key: 'span', name: say(this.spec.interval ? 'classes.span' : 'classes.recall'), rank: 'rare', value: ({ found }) => recall.of(found),
        cell: ({ found }) => spanOf(recall.of(found), recall.ends(found, this.spec.z), recall.of(sumOf(this.found))),
      },
    ];
  }

  /** Return the column of areas, if there are scores: of two classes both have the same.
   * @param {(key: string, name: string, value: (row: Class) => number, text: (value: number) => string, rank: string) => SortedColumn<Class>} number
   */
  areaColumn(number) {
    if (!this.data.hasScores(this.state)) return [];
    const { state, data } = this;
    const areas = this.areas.of(String([state.run, state.positive, state.chosen]), this.labels.length, (k) => curvesOf(data, state, state.positive ?? k).auc);
    return [number('auc', this.spec.areas.AUC, ({ k }) => areas[k], (area) => (area === undefined ? '…' : rounded(area)), 'rarest')];
  }

  /** Return the cells of what a class was called instead.
   * @param {number} k
   */
  cellsOf(k) {
    return this.wrong.filter(({ i }) => i === k).map(({ cell }) => cell);
  }

  /** Return whether just the mistakes of a class are chosen.
   * @param {number} k
   */
  isPressed(k) {
    const { cells, ofOther } = this.state;
    const mine = this.cellsOf(k);
    return !ofOther && mine.length > 0 && mine.length === cells.size && mine.every((cell) => cells.has(cell));
  }

  /** @param {number} k */
  isChosen(k) {
    return !this.canShow && (this.isPressed(k) || (this.isOne && k === 1 && !this.state.cells.size));
  }

  /** Return a class as a button: the page is about it then, or shows its mistakes, and after another click all again.
   * @param {number} k
   */
  name(k) {
    if (this.canShow) return nameButton(this.labels[k], () => this.change({ positive: k }));
    const isPressed = this.isPressed(k);
    return nameButton(this.labels[k], () => this.change({ cells: new Set(isPressed ? [] : this.cellsOf(k)) }), isPressed);
  }

  drawMistakes() {
    const { wrong } = this;
    /** @param {Mistake} mistake */
    const share = ({ n, i }) => n / (this.found[i].tp + this.found[i].fn);
    /** @type {SortedColumn<Mistake>[]} */
    const columns = [
      { key: 'pair', name: say('classes.mistake'), value: ({ i, j }) => this.pair(i, j).join(' '), cell: (one) => this.mistake(one) },
      { key: 'n', name: say('classes.examples'), number: true, value: ({ n }) => n, cell: ({ n }) => count(n), share: ({ n }) => n / wrong[0].n },
      { key: 'share', name: say('classes.share'), number: true, value: share, cell: (one) => percent(share(one)) },
    ];
    const more = wrong.length - MOST_MISTAKES;
    this.mistakes.draw(columns, wrong.slice(0, MOST_MISTAKES), {
      caption: wrong.length ? '' : say('matrix.noMistakes'), classOf: ({ cell }) => (this.isShown(cell) ? 'chosen' : null), last: more > 0 ? [[say('classes.more', { n: more }), '', '']] : [],
    });
  }

  /** @param {...number} both */
  pair(...both) {
    return both.map((k) => this.labels[k]);
  }

  /** @param {number} cell */
  isShown(cell) {
    return this.state.cells.has(cell) && !this.state.ofOther;
  }

  /** @param {Mistake} mistake */
  mistake({ cell, i, j }) {
    return nameButton(this.pair(i, j), () => this.change(({ cells }) => ({ cells: new Set(cells.has(cell) && cells.size === 1 ? [] : [cell]) })), this.isShown(cell));
  }
}

parts.push(Classes);
