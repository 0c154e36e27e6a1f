// Several labels an example: each has a threshold of its own, with a slider, and what it decides.

import { button, card, html, small } from './dom.js';
import { parts } from './parts.js';
import { curvesOf, meanOf, outcomesOf, sumOf } from './results.js';
import { nameButton } from './tables.js';
import { count, rounded, scale } from './text.js';
import { say } from './words.js';

const LABEL_STEPS = 1000; // of a slider

export class Labels {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    if (spec.kind !== 'multilabel') return;
    const hasScores = spec.runs[0].scores.length > 0;
    this.rows = spec.labels.map((label, k) => this.row(label, k, hasScores));
    this.foot = html('tfoot');
    const { averaged, best } = data.metrics;
    const head = ['class', ...(hasScores ? ['threshold', 'slider'] : []), 'true', 'predicted'].map((key) => say(`labels.${key}`));
    const names = [...head, ...averaged.map(({ label }) => label), ...(hasScores ? [spec.areas.AUC] : [])];
    const bests = () => change({ thresholds: Object.fromEntries(spec.labels.map((_, k) => [k, this.best(k)])) });
    const choose = hasScores ? button(say('labels.best', { metric: best.label }), bests, { class: 'btn push', id: 'best-of-labels' }) : null;
    const heads = names.map((name, k) => html('th', { scope: 'col', class: k && !(hasScores && k === 2) ? 'number' : null }, name));
    const table = html('table', {}, html('thead', {}, html('tr', {}, ...heads)), html('tbody', {}, ...this.rows.map(({ row }) => row)), this.foot);
    const root = card({ class: hasScores ? 'card scored' : 'card', id: 'labels' }, say('tabs.labels'), small(say('labels.hint')), choose);
    root.append(html('div', { class: 'scroll tall', role: 'region', 'aria-label': say('tabs.labels') }, table));
    /** @type {HTMLElement} */ (page.getElementById('panel-labels')).prepend(root);
  }

  /**
   * @param {string} label
   * @param {number} k
   * @param {boolean} hasScores
   */
  row(label, k, hasScores) {
    const choose = nameButton(label, () => this.change({ positive: k }), false);
    const [low, high] = this.spec.range ?? [0, 1];
    /** @type {() => void} */
    const slide = () => this.change((state) => ({ thresholds: { ...state.thresholds, [k]: Number(Number(slider.value).toPrecision(12)) } }));
    const slider = html('input', { type: 'range', min: low, max: high, step: scale((high - low) / LABEL_STEPS), 'aria-label': say('labels.sliderOf', { name: label }), oninput: slide });
    const texts = Array.from({ length: (hasScores ? 4 : 2) + this.data.metrics.averaged.length }, () => html('td', { class: 'number' }));
    const cells = hasScores ? [texts[0], html('td', { class: 'slid' }, slider), ...texts.slice(1)] : texts;
    return { row: html('tr', {}, html('th', { scope: 'row' }, choose), ...cells), choose, slider, texts };
  }

  /** @param {number} label */
  best(label) {
    const { best } = curvesOf(this.data, this.state, label);
    return best < 0 ? this.data.firstThreshold(label) : this.data.thresholdAt(/** @type {Scores} */ (this.data.scores(this.state, label)), best);
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    if (!this.rows || state.tab !== 'labels') return;
    const hasScores = this.data.hasScores(state);
    const found = this.rows.map((_, k) => outcomesOf(this.data, state, k));
    const areas = hasScores ? found.map((_, k) => curvesOf(this.data, state, k).auc) : [];
    this.rows.forEach(({ row, choose, slider, texts }, k) => {
      row.classList.toggle('chosen', state.positive === k);
      choose.setAttribute('aria-pressed', String(state.positive === k));
      const cut = hasScores ? [this.slide(slider, state, k)] : [];
      const area = hasScores ? [rounded(areas[k])] : [];
      [...cut, ...this.texts(found[k]), ...area].forEach((text, at) => { texts[at].textContent = text; });
    });
    this.drawFoot(found, areas, hasScores);
  }

  /** Show what all labels are together: their outcomes added up, and the mean of their metrics.
   * @param {Outcomes[]} found
   * @param {number[]} areas
   * @param {boolean} hasScores
   */
  drawFoot(found, areas, hasScores) {
    const { averaged } = this.data.metrics;
    const empty = hasScores ? ['', ''] : [];
    const lines = [
      [say('labels.micro'), ...empty, ...this.texts(sumOf(found)), ...(hasScores ? [''] : [])],
      [say('labels.macro'), ...empty, '', '', ...averaged.map((metric) => rounded(meanOf(metric, found))), ...(hasScores ? [rounded(areas.reduce((a, b) => a + b, 0) / areas.length)] : [])],
    ];
    this.foot.replaceChildren(...lines.map((cells) => html('tr', {}, ...cells.map((text, at) => html(at ? 'td' : 'th', { class: at ? 'number' : null, scope: at ? null : 'row' }, text)))));
  }

  /** Put a slider where the threshold of its label is, and return what that is.
   * @param {HTMLInputElement} slider
   * @param {State} state
   * @param {number} label
   */
  slide(slider, state, label) {
    const text = this.data.thresholdText(state, label);
    const threshold = this.data.threshold(state, label);
    if (Number(slider.value) !== threshold) slider.value = String(Math.min(Math.max(threshold, +slider.min), +slider.max));
    slider.setAttribute('aria-valuetext', text);
    return text;
  }

  /** @param {Outcomes} found */
  texts(found) {
    return [count(found.tp + found.fn), count(found.tp + found.fp), ...this.data.metrics.averaged.map((metric) => rounded(metric.of(found)))];
  }
}

parts.push(Labels);
