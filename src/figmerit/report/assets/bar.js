// The bar that stays: the threshold with its rules, the lane of scores, and what is decided in numbers.

import { Chips } from './chips.js';
import { button, html, menu } from './dom.js';
import { Lane } from './lane.js';
import { classesOf, curvesOf } from './results.js';
import { numberIn } from './rows.js';
import { choose } from './rules.js';
import { rounded } from './text.js';
import { say } from './words.js';

export class Bar {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, tools) {
    Object.assign(this, { page, spec, data, change: tools.change });
    this.cut = page.getElementById('cut');
    this.lane = new Lane(page.getElementById('lane'), spec, data, tools);
    this.chips = new Chips(page.getElementById('chips'), spec, data, tools);
    this.title = html('label', { for: 'threshold' });
    this.decides = html('p', { class: 'strong' });
    const type = () => {
      const number = numberIn(this.box.value);
      this.box.setAttribute('aria-invalid', String(Number.isNaN(number)));
      if (Number.isNaN(number)) this.note(say('bar.noNumber', { text: this.box.value, threshold: this.data.thresholdText(this.state) }));
      else this.change({ threshold: number });
      this.written = null; // what was typed gives way to what it became
    };
    this.box = html('input', { type: 'text', inputmode: 'decimal', class: 'field n', id: 'threshold', onchange: type });
    this.message = html('p', { class: 'small quiet', id: 'threshold-note', role: 'status' });
    this.rules = menu(say('bar.byRule'), this.ruleParts());
    this.joined = html('div', { class: 'joined' }, this.box, this.rules);
    this.cut.append(this.title, this.decides, this.joined, this.message);
  }

  /** Return what the menu of rules offers. */
  ruleParts() {
    const { best } = this.data.metrics;
    /**
     * @param {string} rule
     * @param {() => Targets} options
     */
    const by = (rule, options = () => ({})) => () => this.byRule(rule, options());
    /**
     * @param {string} id
     * @param {string} label
     * @param {number} value
     * @param {number} step
     */
    const number = (id, label, value, step) => html('label', { class: 'pick' }, html('span', {}, label), html('input', { type: 'number', class: 'field n', id, value, min: 0, step }));
    /** @param {`cost-${string}` | `least-${string}`} id */
    const value = (id) => numberIn(this.page.getElementById(id).value);
    /** @param {...Child} parts */
    const line = (...parts) => html('div', { class: 'toolbar' }, ...parts);
    /** @param {string} rule */
    const reach = (rule) => line(
      number(`least-${rule}`, say(`bar.${rule}`), 0.9, 0.01),
      button(say('bar.apply'), by(rule, () => ({ target: value(`least-${rule}`) })), { 'aria-label': [say('bar.apply'), say(`bar.${rule}`)].join(': ') }),
    );
    this.half = button('', () => this.close(() => this.change({ threshold: this.data.firstThreshold(this.state.positive) })), { id: 'first-threshold' });
    this.refused = html('p', { class: 'said', role: 'status', hidden: true });
    return [
      html('h3', {}, say('bar.choose')),
      line(
        button(say('bar.best', { metric: best.label }), by('best')),
        button(say('bar.youden'), by('youden')),
        this.half,
      ),
      reach('recall'),
      reach('precision'),
      line(
        number('cost-fp', say('bar.costs'), 1, 0.1), number('cost-fn', say('bar.missCosts'), 1, 0.1),
        button(say('bar.cost'), by('cost', () => ({ cost: { fp: value('cost-fp'), fn: value('cost-fn') } }))),
      ),
      this.refused,
      html('p', { class: 'small quiet' }, say('bar.judge')),
    ];
  }

  /** @param {() => void} act */
  close(act) {
    act();
    this.rules.open = false;
    /** @type {HTMLElement} */ (this.rules.querySelector('summary')).focus();
  }

  /**
   * @param {string} rule
   * @param {Targets} options
   */
  byRule(rule, options) {
    const counts = this.data.sweep(this.state);
    const wrong = this.wrongWith(counts, options);
    const place = wrong ? -1 : choose(this.data.metrics, counts, rule, options);
    this.refused.hidden = place >= 0;
    this.refused.textContent = place < 0 ? wrong ?? say('bar.unreachable') : '';
    if (place >= 0) this.close(() => this.change({ threshold: this.data.thresholdAt(/** @type {Scores} */ (this.data.scores(this.state)), place) }));
  }

  /** Return why a rule cannot choose.
   * @param {Counts} counts
   * @param {Targets} options
   */
  wrongWith({ nPositive, nNegative }, { target, cost }) {
    if (!nPositive || !nNegative) return say('bar.oneClass');
    if (target !== undefined && !(target > 0 && target <= 1)) return say('bar.target');
    if (cost && !(cost.fp >= 0 && cost.fn >= 0 && cost.fp + cost.fn > 0)) return say('bar.costRange');
    return null;
  }

  /** @param {string} text */
  note(text) {
    if (this.message.textContent !== text) this.message.textContent = text;
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    const scores = this.data.scores(state);
    const hasScores = this.data.hasScores(state);
    this.title.hidden = this.joined.hidden = !scores;
    this.decides.hidden = Boolean(scores);
    this.decides.textContent = say(hasScores ? 'bar.topDecides' : 'bar.labelsOnly');
    this.lane.update(state);
    this.chips.update(state);
    if (scores) this.show(state);
    else this.note('');
    this.stick();
  }

  /** Let the last part of the bar stay where it takes much of a small screen: the metrics and the lane. */
  stick() {
    const chips = this.page.getElementById('chips');
    const isSmall = matchMedia('(max-width: 899px)').matches;
    const second = /** @type {HTMLElement[]} */ ([...chips.children]).find((one) => one.offsetTop > chips.offsetTop);
    this.page.getElementById('bar').style.top = isSmall ? `${4 - (second ?? chips).offsetTop}px` : '';
  }

  /** Show the threshold, and where the marked metric is best.
   * @param {State} state
   */
  show(state) {
    const name = this.spec.labels[/** @type {number} */ (state.positive)];
    const text = this.data.thresholdText(state);
    this.title.textContent = say('bar.title', { name });
    this.half.textContent = String(this.data.firstThreshold(state.positive));
    const shown = JSON.stringify([text, state.run, state.positive, state.chosen]);
    if (this.written === shown) return; // what a person is typing stays
    this.box.value = Number.isFinite(this.data.threshold(state)) ? text : '';
    this.note(this.verdict(state, name));
    this.written = shown;
  }

  /** Return which share of a class is found where the highest score decides.
   * @param {State} state
   */
  recallOf(state) {
    const matrix = this.data.matrix({ ...state, positive: null });
    return this.data.metrics.get('recall').of(classesOf(matrix, this.spec.labels.length)[/** @type {number} */ (state.positive)]);
  }

  /**
   * @param {State} state
   * @param {string} name
   */
  verdict(state, name) {
    const { tp, fp, nPositive, nNegative } = this.data.sweep(state);
    const place = this.data.place(state);
    const called = tp[place] + fp[place];
    if (called === nPositive + nNegative) return say('bar.everything', { name });
    if (!called) return say('bar.nothing', { name });
    const { best } = curvesOf(this.data, state);
    if (this.spec.kind === 'multiclass') return say('bar.alone', { name, recall: rounded(this.recallOf(state)) });
    if (best < 0) return '';
    const metric = this.data.metrics.best.label;
    if (best === place) return say('bar.atBest', { metric });
    return say('bar.bestAt', { metric, threshold: rounded(this.data.thresholdAt(/** @type {Scores} */ (this.data.scores(state)), best), 2) });
  }
}
