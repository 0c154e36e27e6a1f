// Several labels an example: each has a threshold of its own, with a slider, and what it decides.

import { button, html } from './dom.js';
import { curvesOf, outcomesOf } from './results.js';
import { count, rounded, threshold as thresholdText } from './text.js';

export class Labels {
  constructor(page, spec, data, { change }) {
    Object.assign(this, { data, change, rows: [] });
    if (spec.kind !== 'multilabel') return;
    const hasScores = spec.runs[0].scores.length > 0;
    this.rows = spec.labels.map((label, k) => this.row(label, k, hasScores));
    this.whole = html('tr');
    const head = ['label', ...(hasScores ? ['threshold', ''] : []), 'true', 'predicted', ...data.metrics.averaged.map((metric) => metric.label)];
    const best = () => this.change({ thresholds: Object.fromEntries(spec.labels.map((_, k) => [k, this.best(k)])) });
    const caption = html('caption', {}, 'Labels: each has its own threshold; its name shows it above');
    page.getElementById('labels').append(
      ...(hasScores ? [html('div', { class: 'bar' }, button(`Best ${data.metrics.best.label} of each label`, best))] : []),
      html(
        'div', { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': 'Labels' },
        html(
          'table', {}, caption, html('thead', {}, html('tr', {}, ...head.map((name, at) => html(name ? 'th' : 'td', { scope: name ? 'col' : null, class: at ? 'number' : null }, name)))),
          html('tbody', {}, ...this.rows.map(({ row }) => row)), html('tfoot', {}, this.whole),
        ),
      ),
    );
  }

  row(label, k, hasScores) {
    const choose = button(label, () => this.change({ positive: k, cells: new Set() }), { class: 'slice' });
    const slide = () => this.change((state) => (
      { thresholds: { ...state.thresholds, [k]: this.data.thresholdAt(this.data.scores(state, k), +slider.value) } }
    ));
    const slider = html('input', { type: 'range', min: 0, step: 1, 'aria-label': `Threshold of ${label}`, oninput: slide });
    const texts = Array.from({ length: (hasScores ? 3 : 2) + this.data.metrics.averaged.length }, () => html('td', { class: 'number' }));
    const cells = hasScores ? [texts[0], html('td', {}, slider), ...texts.slice(1)] : texts;
    return { row: html('tr', {}, html('th', { scope: 'row' }, choose), ...cells), choose, slider, texts };
  }

  best(label) {
    const { best } = curvesOf(this.data, this.state, label);
    return best < 0 ? 0.5 : this.data.thresholdAt(this.data.scores(this.state, label), best);
  }

  update(state) {
    this.state = state;
    if (!this.rows.length) return;
    const hasScores = this.data.hasScores(state);
    const sum = { tp: 0, fp: 0, fn: 0, tn: 0 };
    this.rows.forEach(({ choose, slider, texts }, k) => {
      const found = outcomesOf(this.data, state, k);
      for (const name of Object.keys(sum)) sum[name] += found[name];
      choose.setAttribute('aria-pressed', String(state.positive === k));
      const cut = hasScores ? [this.slide(slider, state, k)] : [];
      [...cut, ...this.texts(found)].forEach((text, at) => { texts[at].textContent = text; });
    });
    const cells = ['all together (micro)', ...(hasScores ? ['', ''] : []), ...this.texts(sum)];
    this.whole.replaceChildren(...cells.map((text, at) => html(at ? 'td' : 'th', { class: at ? 'number' : null, scope: at ? null : 'row' }, text)));
  }

  /** Put a slider where the threshold of its label is, and return what that is. */
  slide(slider, state, label) {
    const { values, type } = this.data.scores(state, label);
    const text = thresholdText(this.data.threshold(state, label), type);
    slider.max = values.length;
    slider.value = this.data.place(state, label);
    slider.setAttribute('aria-valuetext', text);
    return text;
  }

  texts(found) {
    return [count(found.tp + found.fn), count(found.tp + found.fp), ...this.data.metrics.averaged.map((metric) => rounded(metric.of(found)))];
  }
}
