// The numbers of what is decided, with their intervals; those that count examples choose them.

import { Roving, html, icon, replaced } from './dom.js';
import { wilson } from './counts.js';
import { SIGNS, classesOf, decidedOf, numbersOf, outcomesOf, rightOf } from './results.js';
import { count, interval, percent, rounded } from './text.js';
import { say } from './words.js';

export class Chips {
  /**
   * @param {HTMLElement} root
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(root, spec, data, { change }) {
    Object.assign(this, { root, spec, data, change, roving: new Roving(root) });
    root.setAttribute('role', 'toolbar');
    root.setAttribute('aria-label', say('outcomes.decided'));
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    const key = JSON.stringify([state.run, state.positive, state.chosen, state.thresholds, [...state.cells], state.ofOther, state.outcome]);
    if (this.key === key) return;
    this.key = key;
    replaced(this.root, ...(state.positive === null ? this.ofClasses() : this.ofOutcomes()));
    this.roving.reach();
    this.speak();
  }

  /** Return the chips of a class against the rest: the four outcomes, each a cell of the matrix, and the metrics. */
  ofOutcomes() {
    const found = outcomesOf(this.data, this.state);
    const wholes = { tp: found.tp + found.fn, fp: found.fp + found.tn, fn: found.tp + found.fn, tn: found.fp + found.tn };
    const row = this.data.positiveRow(this.state);
    const cells = { tp: [row, row], fp: [1 - row, row], fn: [row, 1 - row], tn: [1 - row, 1 - row] };
    const outcomes = /** @type {(keyof Outcomes)[]} */ (Object.keys(SIGNS)).map((name) => {
      const cell = 2 * cells[name][0] + cells[name][1];
      const isChosen = !this.state.ofOther && this.state.cells.size === 1 && this.state.cells.has(cell);
      const share = wholes[name] ? say('outcomes.share', { share: percent(found[name] / wholes[name], 0), n: wholes[name] }) : '';
      const what = [html('strong', {}, name.toUpperCase()), html('span', { class: 'word' }, say(`outcomes.${name}`))];
      return this.chip(what, count(found[name]), share, SIGNS[name], () => this.choose(isChosen ? [] : [cell]), isChosen);
    });
    const { metrics } = decidedOf(this.data, this.state);
    const shown = ['precision', 'recall', 'f1_score', 'accuracy'].map((name) => metrics.find((one) => one.name === name)).filter(Boolean);
    return [...outcomes, ...shown.map((metric) => this.metric(metric, found))];
  }

  /** Return the chips of several classes: right and wrong ones, and the metrics of all together. */
  ofClasses() {
    const matrix = this.data.matrix(this.state);
    const labels = this.data.labels(this.state);
    const [right, total] = rightOf(matrix, labels.length);
    const parts = /** @type {['right' | 'wrong', number][]} */ ([['right', right], ['wrong', total - right]]).map(([name, n]) => {
      const isChosen = this.state.outcome === name;
      return this.chip([say(`outcomes.${name}`)], count(n), total ? percent(n / total, 0) : '', name, () => (
        this.change({ outcome: isChosen ? null : name })
      ), isChosen);
    });
    const { metrics, found } = decidedOf(this.data, this.state);
    const numbers = numbersOf(this.data, this.state);
    const macro = this.data.metrics.averaged.map(({ label }) => say('outcomes.macro', { metric: label })).filter((name) => name in numbers);
    const top = this.data.rightInTwo(this.state);
    return [
      ...parts,
      ...metrics.map((metric) => this.metric(metric, found)),
      ...(top ? [this.chip([say('outcomes.rightInTwo')], rounded(top[0] / top[1]), this.interval(this.spec.interval ? wilson(...top, this.spec.z) : null))] : []),
      ...macro.map((name) => this.chip([name], rounded(numbers[name]))),
      ...this.weakest(matrix, labels),
    ].slice(0, 8);
  }

  /** Return the chip of the class that is found worst, which shows that class.
   * @param {Float64Array} matrix
   * @param {string[]} labels
   */
  weakest(matrix, labels) {
    const { best } = this.data.metrics;
    const values = classesOf(matrix, labels.length).map((one) => best.of(one));
    const least = values.reduce((low, value, k) => (value < (values[low] ?? Infinity) ? k : low), -1);
    if (least < 0) return [];
    const what = `${say('outcomes.weakest')}, ${best.label} ${rounded(values[least], 2)}`;
    const act = this.data.hasScores(this.state) ? () => this.change({ positive: least }) : null;
    return [this.chip([what], labels[least], '', null, act)];
  }

  /**
   * @param {Metric} metric
   * @param {Outcomes} found
   */
  metric(metric, found) {
    const value = metric.of(found);
    const ends = metric.ends(found, this.spec.z);
    const chip = this.chip([metric.label], rounded(value), this.interval(ends));
    chip.dataset.tell = [`${metric.label} ${rounded(value)}`, ...(ends ? [`${this.spec.interval} ${interval(ends)}`] : [])].join('\n');
    return chip;
  }

  /** @param {Ends | null} ends */
  interval(ends) {
    if (!ends) return '';
    const [low, high] = ends.map((end) => rounded(end, 2));
    return say('outcomes.interval', { low, high });
  }

  /**
   * @param {Child[]} what
   * @param {string} value
   * @param {string} more
   * @param {string | null} sign
   * @param {(() => void) | null} act
   * @param {boolean | null} isChosen
   */
  chip(what, value, more = '', sign = null, act = null, isChosen = null) {
    const parts = [
      html('span', { class: 'what' }, sign ? icon(sign) : null, ...what),
      html('span', { class: 'value' }, html('strong', {}, value), more ? html('span', {}, more) : null),
    ];
    if (!act) return html('div', { class: 'chip' }, ...parts);
    return html('button', { type: 'button', class: 'chip', 'aria-pressed': isChosen === null ? null : String(isChosen), onclick: act }, ...parts);
  }

  /** @param {number[]} cells */
  choose(cells) {
    this.change({ cells: new Set(cells) });
  }

  /** Say the metrics, as soon as nothing has moved for a while. */
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      const numbers = numbersOf(this.data, this.state);
      const { averaged, whole, best } = this.data.metrics;
      const names = [...[...averaged, ...whole].map(({ label }) => label), `macro ${best.label}`].filter((name) => name in numbers);
      document.getElementById('spoken').textContent = names.map((name) => `${name} ${rounded(numbers[name])}`).join(', ');
    }, 400);
  }
}
