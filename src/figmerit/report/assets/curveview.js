// The curves of what was chosen, with the threshold and the best one marked, and beside them those of another model.

import { Chart } from './chart.js';
import { outcomes } from './counts.js';
import { corners, stepsOver } from './curves.js';
import { html, table } from './dom.js';
import { curvesOf } from './results.js';
import { area, count, equation, rounded, shortened, threshold as thresholdText } from './text.js';

const TITLES = { roc: 'ROC curve', pr: 'Precision-recall curve', sweep: 'Metrics by threshold' };
const MOST_POINTS = 100; // listed in a table
const LEAST_POINTS = 10;
const OF_POINTS = ['precision', 'recall', 'fpr', 'f1_score'];

export class Curves {
  constructor(page, spec, data, { change, tip }) {
    Object.assign(this, { page, spec, data, change, tip });
    this.root = page.getElementById('curves');
    this.points = page.getElementById('points');
    this.points.addEventListener('toggle', () => this.drawPoints());
    const names = Object.keys(TITLES).filter((name) => spec.views[name]);
    this.charts = Object.fromEntries(names.map((name) => [name, this.chart(name)]));
    this.captions = ['roc', 'pr'].filter((name) => name in this.charts).map((name) => {
      const caption = html('figcaption');
      this.root.querySelector(`[data-picture="${name}"]`).append(caption);
      return caption;
    });
  }

  chart(name) {
    const chart = new Chart(this.root.querySelector(`[data-picture="${name}"] svg`), this.spec.views[name], {
      name: TITLES[name],
      tip: this.tip,
      said: (i) => `${this.said(name, chart.curve, i)}\n${this.atPlace(chart.curve.places[i])}`,
      choose: (place) => this.change({ threshold: this.data.thresholdAt(this.data.scores(this.state), place) }),
    });
    return chart;
  }

  /** Return in words where a vertex of a curve is. */
  said(name, curve, i) {
    if (name === 'roc') return `false positive rate ${rounded(curve.x[i])}\ntrue positive rate ${rounded(curve.y[i])}`;
    if (name === 'pr') return `recall ${rounded(curve.x[i])}\nprecision ${rounded(curve.y[i])}`;
    const at = curve.places[i];
    return this.data.metrics.sweep.map((one) => `${one.label} ${rounded(curve.values[one.name][at])}`).join('\n');
  }

  atPlace(place) {
    const { values, type } = this.data.scores(this.state);
    const cut = place < values.length ? `score ≥ ${thresholdText(values[place], type)}` : 'no score reaches it';
    const { tp, fp, fn, tn } = outcomes(this.data.sweep(this.state), place);
    return `${cut}\nTP ${count(tp)}, FP ${count(fp)}, FN ${count(fn)}, TN ${count(tn)}`;
  }

  update(state) {
    this.state = state;
    const isShown = state.positive !== null && this.data.hasScores(state);
    this.root.hidden = !isShown;
    this.points.hidden = !this.data.hasScores(state);
    if (!isShown) {
      this.drawPoints();
      return;
    }
    const curves = curvesOf(this.data, state);
    if (this.drawn !== curves) {
      this.drawLines(curves);
      this.nameLabel(this.spec.labels[state.positive]);
    }
    this.drawn = curves;
    this.drawMarks(curves);
    this.drawOther();
    this.drawPoints();
  }

  drawLines(curves) {
    const { roc, pr, sweep } = this.charts;
    const { thresholds } = curves.counts;
    const along = curves.sweep();
    roc.line(0, curves.roc, `AUC ${area(curves.auc, curves.aucBounds)}`);
    pr.line(0, corners(curves.pr), `AP ${area(curves.ap, curves.apBounds)}`);
    Object.values(along.values).forEach((values, k) => sweep.line(k, stepsOver(thresholds, values, sweep.view.xlim)));
    this.along = along;
  }

  /** Say above the axes which label is positive. */
  nameLabel(label) {
    if (this.spec.kind === 'binary') return;
    for (const chart of [this.charts.roc, this.charts.pr]) chart.caption(`Positive: ${shortened(label)}`);
  }

  drawMarks({ counts, best, roc, pr }) {
    const place = this.data.place(this.state);
    const readable = { roc, pr, sweep: this.along };
    const { thresholds } = counts;
    const { metrics } = this.data;
    const values = (at, ...names) => names.map((name) => metrics.get(name).of(outcomes(counts, at)));
    const value = (at) => metrics.best.of(outcomes(counts, at));
    const points = {
      roc: (at) => values(at, 'fpr', 'recall'),
      pr: (at) => values(at, 'recall', 'precision'),
      sweep: (at) => [at < thresholds.length ? thresholds[at] : NaN, value(at)],
    };
    for (const [name, chart] of Object.entries(this.charts)) {
      chart.mark('best', ...(best >= 0 ? points[name](best) : [NaN, NaN]), 'diamond');
      chart.mark('current', ...points[name](place), 'circle');
      chart.read(readable[name], place);
    }
    const threshold = this.data.threshold(this.state);
    this.charts.sweep.mark('current', Number.isFinite(threshold) ? threshold : NaN, value(place), 'circle');
    this.charts.sweep.rule(threshold);
  }

  /** Draw the curves of the model to compare with, dashed, and name them below. */
  drawOther() {
    const { state, spec, charts } = this;
    const compares = state.other >= 0 && state.other !== state.run;
    const curves = compares ? curvesOf(this.data, { ...state, run: state.other }) : null;
    if (this.drawnOther === curves) return;
    this.drawnOther = curves;
    charts.roc.other(curves?.roc);
    charts.pr.other(curves ? corners(curves.pr) : undefined);
    const areas = curves ? [equation('AUC', curves.auc, curves.aucBounds), equation('AP', curves.ap, curves.apBounds)] : [];
    this.captions.forEach((caption, k) => {
      caption.textContent = curves ? `dashed: ${spec.runs[state.other].name} (${areas[k]})` : '';
    });
  }

  /** Show what the curves are made of, at up to so many thresholds, while that is open. */
  drawPoints() {
    const { state, spec } = this;
    if (this.points.hidden || !this.points.open) return;
    const isOne = state.positive !== null;
    const labels = isOne ? [state.positive] : spec.labels.map((_, label) => label);
    const curves = labels.map((label) => curvesOf(this.data, state, label));
    const key = String([state.run, state.positive, state.chosen]);
    if (this.drawnPoints === key) return;
    this.drawnPoints = key;
    const most = Math.max(MOST_POINTS / labels.length, LEAST_POINTS);
    const names = ['score ≥', 'TP', 'FP', 'FN', 'TN', ...this.ofPoints().map(({ label }) => label)];
    const tables = labels.map((label, k) => {
      const [step, rows] = this.pointsOf(label, curves[k].counts, most);
      const every = step > 1 ? `One in ${step} of ${count(curves[k].counts.thresholds.length)} thresholds` : 'All thresholds';
      return table(isOne ? every : `${spec.labels[label]} against the rest. ${every}`, names, rows);
    });
    this.points.lastElementChild.replaceChildren(...tables);
  }

  /** Return the metrics that are listed at each threshold. */
  ofPoints() {
    return OF_POINTS.map((name) => this.data.metrics.get(name));
  }

  /** Return which of the thresholds of a label are listed, one in so many, and what there is at each. */
  pointsOf(label, counts, most) {
    const { values, type } = this.data.scores(this.state, label);
    const step = Math.max(1, Math.ceil(values.length / most));
    const places = Array.from({ length: Math.ceil(values.length / step) }, (_, k) => k * step);
    return [step, [...places, values.length].map((place) => {
      const one = outcomes(counts, place);
      const shares = this.ofPoints().map((metric) => rounded(metric.of(one)));
      const cut = place < values.length ? thresholdText(values[place], type) : 'beyond';
      return [cut, ...[one.tp, one.fp, one.fn, one.tn].map(count), ...shares];
    })];
  }
}

/** The curves of all classes, each against the rest. */
export class CurvesOfAll {
  constructor(page, spec, data) {
    Object.assign(this, { spec, data, root: page.getElementById('curves-of-all') });
    const names = ['rocOfAll', 'prOfAll'].filter((name) => spec.views[name]);
    this.charts = names.map((name) => [name, new Chart(this.root.querySelector(`[data-picture="${name}"] svg`), spec.views[name])]);
    this.names = new Map(this.charts.map(([name, chart]) => [name, chart.legend().map((text) => text.replace(/^\S+( ± \S+)?\s+/, ''))]));
  }

  update(state) {
    if (!this.root) return;
    this.root.hidden = state.positive !== null;
    if (this.root.hidden) return;
    this.data.cached('curves of all', String([state.run, state.chosen]), () => {
      const curves = this.spec.labels.map((_, k) => curvesOf(this.data, state, k));
      for (const [name, chart] of this.charts) this.draw(name, chart, curves);
      return true;
    });
  }

  draw(name, chart, curves) {
    const isRoc = name === 'rocOfAll';
    const names = this.names.get(name);
    const isEach = names.length >= curves.length; // of long names the legend is one line for all
    curves.forEach(({ roc, pr, auc, ap, aucBounds, apBounds }, k) => {
      const value = isRoc ? area(auc, aucBounds) : area(ap, apBounds);
      chart.line(k, isRoc ? roc : corners(pr), isEach ? `${value}  ${names[k]}` : undefined);
    });
    if (isEach) return;
    const areas = curves.map(({ auc, ap }) => (isRoc ? auc : ap)).filter((value) => !Number.isNaN(value));
    const range = areas.length ? `${rounded(Math.min(...areas))} to ${rounded(Math.max(...areas))}` : 'undefined';
    chart.label(0, `${range}  ${curves.length} classes`);
  }
}
