// What is chosen: model, checkpoint, subset, slices, class, and the threshold with its rules.

import { button, choice, html } from './dom.js';
import { numberIn } from './rows.js';
import { choose } from './rules.js';
import { threshold as thresholdText } from './text.js';

const BY = [['count', 'counts'], ['true', '% of row'], ['pred', '% of column'], ['all', '% of all']];

export class Controls {
  constructor(root, data, { change, state }) {
    Object.assign(this, { root, data, change, state });
    this.selectors = html('div', { class: 'bar', role: 'group', 'aria-label': 'What is shown' });
    this.cut = html('div', { class: 'cut', role: 'group', 'aria-label': 'Threshold' });
    root.append(this.selectors, this.cut);
    this.drawSelectors();
    this.drawCut();
  }

  drawSelectors() {
    const { spec } = this.data;
    const add = (...parts) => this.selectors.append(choice(...parts));
    if (spec.runs.length > 1) {
      add('run', spec.runsName, spec.runs.map(({ name }, k) => [k, name]), this.state.run, (run) => this.setRun(+run));
    }
    if (spec.runs.length > 1) {
      const names = [[-1, 'none'], ...spec.runs.map(({ name }, k) => [k, name])];
      add('other', 'compare with', names, this.state.other, (other) => this.change((state) => ({ other: +other === state.run ? -1 : +other })));
    }
    for (const [k, { name, values }] of spec.groups.entries()) {
      const names = [[-1, 'all'], ...values.map((value, code) => [code, value])];
      const set = (code) => this.change(({ chosen }) => ({ chosen: chosen.with(k, +code), cells: new Set() }));
      add(`in${k}`, name, names, this.state.chosen[k], set);
    }
    const set = (code) => this.change({ positive: code === '' ? null : +code, cells: new Set() });
    if (spec.kind === 'multilabel') add('class', 'label', spec.labels.map((label, code) => [code, label]), this.state.positive, set);
    if (spec.kind === 'multiclass' && spec.runs[0].scores.length) {
      const names = [['', 'the highest score decides'], ...spec.labels.map((label, code) => [code, `${label} against the rest`])];
      add('class', 'class', names, this.state.positive ?? '', set);
    }
    add('by', 'cells show', BY, this.state.by, (by) => this.change({ by }));
  }

  drawCut() {
    const slide = () => this.setPlace(+this.slider.value);
    this.slider = html('input', { type: 'range', id: 'slider', min: 0, step: 1, oninput: slide });
    const type = () => {
      const number = numberIn(this.box.value);
      if (Number.isNaN(number)) this.message.textContent = `“${this.box.value}” is no number: type one such as 0.5.`;
      else this.change({ threshold: number });
      this.written = null; // what was typed gives way to what it became
    };
    this.box = html('input', { type: 'text', inputmode: 'decimal', id: 'threshold', size: 10, onchange: type });
    const number = (id, label, value, step) => {
      const input = html('input', { type: 'number', id, value, min: 0, step });
      return [html('label', { for: id }, label), input];
    };
    const [targetLabel, target] = number('target', 'target', 0.9, 0.01);
    const [fpLabel, fp] = number('cost-fp', 'cost of a false positive', 1, 0.1);
    const [fnLabel, fn] = number('cost-fn', 'of a false negative', 1, 0.1);
    const { best, youden } = this.data.metrics;
    const by = (rule, options = () => ({})) => () => this.byRule(rule, options());
    const aim = () => ({ target: numberIn(target.value) });
    const costs = () => ({ cost: { fp: numberIn(fp.value), fn: numberIn(fn.value) } });
    this.message = html('p', { class: 'note', id: 'threshold-note', role: 'status' });
    this.cut.append(
      html('div', { class: 'field wide' }, html('label', { for: 'slider' }, 'Threshold: positive is score ≥'), this.slider),
      html('div', { class: 'field' }, html('label', { for: 'threshold' }, 'exactly'), this.box),
      html(
        'div',
        { class: 'bar' },
        button('0.5', () => this.change({ threshold: 0.5 })),
        button(`Best ${best.label}`, by('best')),
        button(youden.label, by('youden')),
        html('span', { class: 'joined' }, targetLabel, target, button('Precision', by('precision', aim)), button('Recall', by('recall', aim))),
        html('span', { class: 'joined' }, fpLabel, fp, fnLabel, fn, button('Lowest cost', by('cost', costs))),
      ),
      this.message,
    );
  }

  setPlace(place) {
    this.change({ threshold: this.data.thresholdAt(this.data.scores(this.state), place) });
  }

  byRule(rule, options) {
    const counts = this.data.sweep(this.state);
    const wrong = this.wrongWith(counts, rule, options);
    const place = wrong ? -1 : choose(this.data.metrics, counts, rule, options);
    if (place < 0) this.message.textContent = wrong ?? 'No threshold reaches that on these data.';
    else this.setPlace(place);
  }

  /** Return why a rule cannot choose. */
  wrongWith({ nPositive, nNegative }, rule, { target, cost }) {
    if (!nPositive || !nNegative) return 'These data have one class only: no rule can choose a threshold.';
    if (target !== undefined && !(target > 0 && target <= 1)) return 'The target must be a number above 0, and 1 at most.';
    if (cost && !(cost.fp >= 0 && cost.fn >= 0 && cost.fp + cost.fn > 0)) return 'The costs must be numbers from 0 on, not both 0.';
    return null;
  }

  /** Show another run; one that was compared with changes places with it. */
  setRun(run) {
    this.change((state) => ({ run, other: state.other === run ? state.run : state.other }));
  }

  /** Let the selectors say what is chosen, by whomever it was. */
  select(state) {
    const chosen = { run: state.run, other: state.other, class: state.positive ?? '', by: state.by };
    state.chosen.forEach((code, k) => { chosen[`in${k}`] = code; });
    for (const select of this.selectors.querySelectorAll('select')) select.value = String(chosen[select.id]);
  }

  /** Say on paper, where there are no controls, what is shown. */
  describe(state) {
    const fields = [...this.selectors.querySelectorAll('.field')].map((field) => {
      const [label, select] = field.children;
      return `${label.textContent}: ${select.selectedOptions[0].textContent}`;
    });
    const cut = this.data.scores(state) ? [`threshold: ${this.slider.getAttribute('aria-valuetext')}`] : [];
    document.getElementById('chosen').textContent = [...fields, ...cut].join('; ');
  }

  update(state) {
    this.state = state;
    this.select(state);
    this.show(state);
    this.describe(state);
  }

  /** Show the threshold. */
  show(state) {
    const scores = this.data.scores(state);
    this.cut.hidden = !scores;
    if (!scores) return;
    const { values, type } = scores;
    const place = this.data.place(state);
    const threshold = this.data.threshold(state);
    const text = thresholdText(threshold, type);
    this.slider.max = values.length;
    this.slider.value = place;
    this.slider.setAttribute('aria-valuetext', text);
    if (this.written !== text) this.box.value = Number.isFinite(threshold) ? text : '';
    this.written = text;
    const { tp, fp, nPositive, nNegative } = this.data.sweep(state);
    const called = tp[place] + fp[place];
    const whole = called === nPositive + nNegative;
    const end = whole ? 'Everything is called positive: this decides nothing. ' : called ? '' : 'Nothing is called positive: this decides nothing. ';
    this.message.textContent = `${end}Circles mark this threshold, diamonds the best ${this.data.metrics.best.label}. A threshold that is chosen here is chosen on these data: judge it on others.`;
  }
}
