// The explorer: what is chosen moves matrix, curves, numbers and table together.

import { fromAddress, toAddress } from './address.js';
import { Chart } from './chart.js';
import { Controls } from './controls.js';
import { metricsOf, outcomes, wilson } from './counts.js';
import { areaUnderLines, areaUnderSteps, corners, prVertices, rocVertices, stepsOver, sweepValues } from './curves.js';
import { Data } from './data.js';
import { columnsOf } from './decode.js';
import { button, html, svg, table, Tip } from './dom.js';
import { Matrix } from './matrix.js';
import { Predictions } from './predictions.js';
import { choose } from './rules.js';
import { count, interval, percent, rounded, threshold as thresholdText } from './text.js';

const NAMES = { accuracy: 'accuracy', precision: 'precision', recall: 'recall', specificity: 'specificity', f1_score: 'F1' };
/** Return a bar for the samples of a class, and one below it for its predictions. */
const bars = (shares) => svg(
  'svg', { class: 'bars', viewBox: '0 0 60 14', width: 60, height: 14, 'aria-hidden': 'true' },
  ...shares.map((share, k) => svg('rect', { x: 0, y: 7 * k, height: 6, width: 60 * share })),
);

export class Explorer {
  constructor(page, spec, columns) {
    this.page = page;
    this.spec = spec;
    this.data = new Data(spec, columns);
    this.tip = new Tip(page.getElementById('explorer'));
    this.first = {
      run: spec.first.run, positive: spec.kind === 'binary' ? spec.positive : null, threshold: 0.5, by: 'count', cells: new Set(),
      chosen: Object.fromEntries(spec.groups.map(({ name }) => [name, name === spec.first.subset?.name ? spec.first.subset.code : -1])),
    };
    this.state = fromAddress(location.hash, this.first, spec);
    const change = (part) => this.change(part);
    this.controls = new Controls(page.getElementById('controls'), this.data, { change, state: this.state });
    this.predictions = new Predictions(page.getElementById('predictions'), this.data, { change });
    this.charts = this.makeCharts();
    this.chartsOfAll = Object.fromEntries(['rocOfAll', 'prOfAll'].filter((name) => spec.views[name]).map((name) => (
      [name, new Chart(this.picture(name), spec.views[name])]
    )));
    this.matrices = new Map();
    page.addEventListener('keydown', (event) => event.key === 'Escape' && this.escape());
    window.addEventListener('hashchange', () => this.change(fromAddress(location.hash, this.first, spec)));
    page.getElementById('points').addEventListener('toggle', () => this.drawPoints());
    this.draw();
  }

  escape() {
    this.tip.hide();
    if (this.state.cells.size) this.change({ cells: new Set() });
  }

  /** Change what is chosen; all is drawn once, before the next picture of the browser. */
  change(part) {
    this.state = { ...this.state, ...part };
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      this.draw();
      this.remember();
    });
  }

  remember() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const address = toAddress(this.state, this.data.groups, this.first);
      try {
        history.replaceState(null, '', address ? `#${address}` : location.pathname + location.search);
      } catch {
        // a frame without an address of its own has nothing to remember
      }
    }, 300);
  }

  picture(name) {
    return this.page.querySelector(`[data-picture="${name}"] svg`);
  }

  makeCharts() {
    const said = {
      roc: (curve, i) => `false positive rate ${rounded(curve.x[i])}\ntrue positive rate ${rounded(curve.y[i])}`,
      pr: (curve, i) => `recall ${rounded(curve.x[i])}\nprecision ${rounded(curve.y[i])}`,
      sweep: (curve, i) => {
        const at = curve.places[i];
        const [precision, recall, f1] = ['precision', 'recall', 'f1'].map((name) => rounded(curve.values[name][at]));
        return `precision ${precision}\nrecall ${recall}\nF1 ${f1}`;
      },
    };
    const names = { roc: 'ROC curve', pr: 'Precision-recall curve', sweep: 'Metrics by threshold' };
    return Object.fromEntries(Object.keys(said).filter((name) => this.spec.views[name]).map((name) => {
      const chart = new Chart(this.picture(name), this.spec.views[name], {
        name: names[name],
        tip: this.tip,
        said: (i) => `${said[name](chart.curve, i)}\n${this.atPlace(chart.curve.places[i])}`,
        choose: (place) => this.change({ threshold: this.controls.thresholdAt(place) }),
      });
      return [name, chart];
    }));
  }

  atPlace(place) {
    const counts = this.data.sweep(this.state);
    const { values } = this.data.scores(this.state);
    const cut = place < values.length ? `score ≥ ${thresholdText(values[place], values instanceof Float32Array)}` : 'no score reaches it';
    const { tp, fp, fn, tn } = outcomes(counts, place);
    return `${cut}\nTP ${count(tp)}, FP ${count(fp)}, FN ${count(fn)}, TN ${count(tn)}`;
  }

  draw() {
    const start = performance.now();
    const { state, data } = this;
    this.controls.update(state);
    this.drawMatrix();
    const hasCurves = data.spec.runs[state.run].scores.length > 0;
    if (hasCurves && state.positive !== null) this.drawCurves();
    if (hasCurves && state.positive === null) this.drawCurvesOfAll();
    this.page.getElementById('curves').hidden = state.positive === null;
    this.drawPoints();
    this.page.getElementById('curves-of-all')?.toggleAttribute('hidden', state.positive !== null);
    this.drawNumbers();
    this.predictions.update(state);
    this.page.documentElement.dataset.milliseconds = (performance.now() - start).toFixed(1);
  }

  matrix() {
    const name = this.data.labels(this.state).length === this.spec.labels.length ? 'matrix' : 'rest';
    if (!this.matrices.has(name)) {
      const act = (cell, more) => this.toggle(cell, more);
      const { colors, z } = this.spec;
      const matrix = new Matrix(this.picture(name), this.spec.views[name], [...this.data.labels(this.state)], { colors, z, tip: this.tip, act });
      this.matrices.set(name, matrix);
    }
    for (const figure of this.page.querySelectorAll('[data-picture="matrix"], [data-picture="rest"]')) {
      figure.hidden = figure.dataset.picture !== name;
    }
    return this.matrices.get(name);
  }

  toggle(cell, more) {
    const old = this.state.cells;
    const cells = more ? new Set(old) : new Set([...old].filter((one) => one === cell));
    if (cells.has(cell)) cells.delete(cell);
    else cells.add(cell);
    this.change({ cells });
  }

  drawMatrix() {
    const { state, data } = this;
    const matrix = this.matrix();
    matrix.labels = [...data.labels(state)];
    matrix.update(data.matrix(state), state.by, state.cells);
    const label = matrix.picture.querySelector(`[id="${matrix.view.parts.xlabel[0]}"] text`);
    const values = data.scores(state)?.values;
    const cut = values && (Number.isFinite(state.threshold) ? ` (score ≥ ${thresholdText(state.threshold, values instanceof Float32Array)})` : ' (no score reaches the threshold)');
    if (label) label.textContent = `Predicted label${cut ?? ''}`;
  }

  /** Return the curves of the chosen data, with their areas; "isNew" until they were drawn. */
  curves(counts) {
    const { state, data } = this;
    return data.cached('curves', JSON.stringify([state.run, state.positive, state.chosen]), () => {
      const both = counts.nPositive > 0 && counts.nNegative > 0;
      const nothing = { x: [], y: [], places: [] };
      const roc = both ? rocVertices(counts) : nothing;
      const pr = counts.nPositive > 0 ? prVertices(counts) : nothing;
      const values = sweepValues(counts);
      const { thresholds } = counts;
      const sweep = { x: thresholds, y: values.f1, places: Int32Array.from(thresholds, (_, i) => i), values };
      const best = choose(counts, 'f1');
      const areas = { roc: both ? areaUnderLines(roc) : NaN, pr: counts.nPositive > 0 ? areaUnderSteps(pr) : NaN };
      return { roc, pr, sweep, areas, best, isNew: true };
    });
  }

  drawCurves() {
    const { state, data } = this;
    const counts = data.sweep(state);
    const place = data.place(state);
    const curves = this.curves(counts);
    const { best } = curves;
    if (curves.isNew) this.drawLines(curves, counts);
    const { tp, fp, nPositive, nNegative } = counts;
    const points = {
      roc: (at) => [fp[at] / nNegative, tp[at] / nPositive],
      pr: (at) => [tp[at] / nPositive, tp[at] / (tp[at] + fp[at])],
      sweep: (at) => [at < counts.thresholds.length ? counts.thresholds[at] : NaN, curves.sweep.values.f1[at]],
    };
    for (const [name, chart] of Object.entries(this.charts)) {
      chart.mark('best', ...(best >= 0 ? points[name](best) : [NaN, NaN]), 'diamond');
      chart.mark('current', ...points[name](place), 'circle');
    }
    this.charts.sweep.rule(state.threshold);
    this.areas = curves.areas;
    curves.isNew = false;
  }

  drawLines(curves, counts) {
    const { roc, pr, sweep } = this.charts;
    roc.line(0, curves.roc, `AUC = ${rounded(curves.areas.roc)}`);
    pr.line(0, corners(curves.pr), `AP = ${rounded(curves.areas.pr)}`);
    Object.values(curves.sweep.values).forEach((values, k) => {
      sweep.line(k, stepsOver(counts.thresholds, values, sweep.view.xlim));
    });
    for (const [name, chart] of Object.entries(this.charts)) chart.read(curves[name]);
  }

  /** Show what the curves are made of, at up to so many thresholds, while that is open. */
  drawPoints(most = 100) {
    const { state, data } = this;
    const root = this.page.getElementById('points');
    root.hidden = state.positive === null;
    if (root.hidden || !root.open) return;
    const counts = data.sweep(state);
    const { values } = data.scores(state);
    const key = JSON.stringify([state.run, state.positive, state.chosen]);
    data.cached('points', key, () => {
      const step = Math.max(1, Math.ceil(values.length / most));
      const places = Array.from({ length: Math.ceil(values.length / step) }, (_, k) => k * step);
      const rows = [...places, values.length].map((place) => {
        const one = outcomes(counts, place);
        const numbers = metricsOf(one).values;
        const cut = place < values.length ? thresholdText(values[place], values instanceof Float32Array) : 'beyond';
        const rate = counts.nNegative ? one.fp / counts.nNegative : NaN;
        const shares = [numbers.precision, numbers.recall, rate, numbers.f1_score].map((number) => rounded(number));
        return [cut, ...[one.tp, one.fp, one.fn, one.tn].map(count), ...shares];
      });
      const names = ['score ≥', 'TP', 'FP', 'FN', 'TN', 'precision', 'recall', 'false positive rate', 'F1'];
      const every = step > 1 ? `One in ${step} of ${count(values.length)} thresholds` : 'All thresholds';
      root.lastElementChild.replaceChildren(table(every, names, rows));
      return true;
    });
  }

  /** Draw the curves of all classes, each against the rest. */
  drawCurvesOfAll() {
    const { state, data, spec } = this;
    data.cached('curves of all', JSON.stringify([state.run, state.chosen]), () => {
      for (const [name, chart] of Object.entries(this.chartsOfAll)) {
        spec.labels.forEach((label, k) => {
          const counts = data.sweep(state, k);
          const isRoc = name === 'rocOfAll';
          const defined = counts.nPositive > 0 && (!isRoc || counts.nNegative > 0);
          const curve = defined ? (isRoc ? rocVertices(counts) : prVertices(counts)) : { x: [], y: [] };
          const area = defined ? (isRoc ? areaUnderLines(curve) : areaUnderSteps(curve)) : NaN;
          const points = isRoc ? curve : corners(curve);
          chart.line(k, points, `${label} (${isRoc ? 'AUC' : 'AP'} = ${rounded(area)})`);
        });
      }
      return true;
    });
  }

  drawNumbers() {
    const { state, data, spec } = this;
    const root = this.page.getElementById('numbers');
    const matrix = data.matrix(state);
    const size = data.labels(state).length;
    const total = matrix.reduce((a, b) => a + b, 0);
    const rows = [];
    let spoken;
    if (state.positive !== null) {
      const { values, shares } = metricsOf(outcomes(data.sweep(state), data.place(state)));
      for (const [name, value] of Object.entries(values)) {
        const ends = shares[name] ? interval(wilson(...shares[name], spec.z)) : '';
        rows.push([NAMES[name], rounded(value), Number.isNaN(value) ? '' : ends]);
      }
      if (this.areas) rows.push(['ROC AUC', rounded(this.areas.roc), ''], ['average precision', rounded(this.areas.pr), '']);
      spoken = `precision ${rounded(values.precision)}, recall ${rounded(values.recall)}, F1 ${rounded(values.f1_score)}`;
    } else {
      let right = 0;
      for (let i = 0; i < size; i++) right += matrix[i * size + i];
      rows.push(['accuracy', rounded(total ? right / total : NaN), interval(wilson(right, total, spec.z))]);
      spoken = `accuracy ${rounded(total ? right / total : NaN)}`;
    }
    root.replaceChildren(table(`${count(total)} examples`, ['metric', 'value', '95 % Wilson'], rows));
    const live = this.page.getElementById('spoken');
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { live.textContent = spoken; }, 400);
    this.drawConfusions(matrix, size);
    this.drawSlices();
    if (spec.runs.length > 1) this.drawRuns();
  }

  /** Show a metric of each slice; a click shows that slice alone, and another one all again. */
  drawSlices() {
    const { state, data } = this;
    const metric = state.positive === null ? 'accuracy' : 'F1';
    const rows = data.slices(state).map(({ group, value, code, n, number }) => {
      const chosen = state.chosen[group] === code;
      const choose = () => this.change({ chosen: { ...state.chosen, [group]: chosen ? -1 : code }, cells: new Set() });
      const color = Number.isNaN(number) ? '#d9d9d9' : this.spec.sliceColors[Math.round(number * 255)];
      const box = svg('svg', { viewBox: '0 0 14 14', width: 14, height: 14, 'aria-hidden': 'true' }, svg('rect', { width: 14, height: 14, fill: color }));
      return [group, button(value, choose, { 'aria-pressed': String(chosen), class: 'slice' }), count(n), box, rounded(number)];
    });
    const root = this.page.getElementById('slices');
    const focused = [...root.querySelectorAll('button')].indexOf(document.activeElement);
    root.replaceChildren(...(rows.length ? [table('Slices: each shows itself alone', ['slice', '', 'examples', '', metric], rows)] : []));
    if (focused >= 0) root.querySelectorAll('button')[focused]?.focus();
  }

  /** Compare all models or checkpoints on the chosen data, at the chosen threshold, with the chosen one. */
  drawRuns() {
    const { state, data, spec } = this;
    const numbers = spec.runs.map((_, run) => this.numbersOf({ ...state, run }));
    const names = Object.keys(numbers[state.run]);
    const rows = spec.runs.map(({ name }, run) => [
      run === state.run ? `${name} (shown)` : name,
      ...names.map((one) => {
        const value = numbers[run][one];
        const off = value - numbers[state.run][one];
        const sign = off > 0 ? '+' : '−';
        return run === state.run || Number.isNaN(off) ? rounded(value) : `${rounded(value)} (${sign}${rounded(Math.abs(off))})`;
      }),
    ]);
    const caption = `Each ${spec.runsName}, in brackets the difference from the one that is shown`;
    this.page.getElementById('runs').replaceChildren(table(caption, [spec.runsName, ...names], rows));
  }

  /** Return the metrics of a state by their names. */
  numbersOf(state) {
    const { data } = this;
    if (state.positive === null) {
      const matrix = data.matrix(state);
      const size = data.labels(state).length;
      const total = matrix.reduce((a, b) => a + b, 0);
      const right = matrix.reduce((sum, n, cell) => (cell % (size + 1) ? sum : sum + n), 0);
      return { accuracy: total ? right / total : NaN };
    }
    const counts = data.sweep(state);
    const { values } = metricsOf(outcomes(counts, data.place(state)));
    const areas = data.cached(`areas ${state.run}`, JSON.stringify([state.positive, state.chosen]), () => ({
      AUC: counts.nPositive && counts.nNegative ? areaUnderLines(rocVertices(counts)) : NaN,
      AP: counts.nPositive ? areaUnderSteps(prVertices(counts)) : NaN,
    }));
    return { ...Object.fromEntries(Object.entries(values).map(([name, value]) => [NAMES[name], value])), ...areas };
  }

  drawConfusions(matrix, size) {
    const labels = this.data.labels(this.state);
    const sums = (cellOf) => Array.from({ length: size }, (_, k) => Array.from({ length: size }, (__, l) => matrix[cellOf(k, l)]).reduce((a, b) => a + b, 0));
    const [rowsOf, columnsOf_] = [sums((k, l) => k * size + l), sums((k, l) => l * size + k)];
    const wrong = Array.from(matrix, (n, cell) => ({ n, i: Math.floor(cell / size), j: cell % size })).filter(({ n, i, j }) => n && i !== j);
    wrong.sort((a, b) => b.n - a.n || a.i - b.i || a.j - b.j);
    const worst = wrong.slice(0, 8).map(({ n, i, j }) => [labels[i], labels[j], count(n), percent(n / rowsOf[i])]);
    const most = Math.max(...rowsOf, ...columnsOf_, 1);
    const of = (part, whole) => rounded(whole ? part / whole : NaN);
    const classes = labels.map((label, k) => [
      label, count(rowsOf[k]), count(columnsOf_[k]), bars([rowsOf[k] / most, columnsOf_[k] / most]),
      of(matrix[k * size + k], columnsOf_[k]), of(matrix[k * size + k], rowsOf[k]),
    ]);
    const show = (id, ...parts) => this.page.getElementById(id).replaceChildren(table(...parts));
    show('mistakes', 'Most frequent mistakes', ['true', 'predicted', 'examples', 'of the true label'], worst);
    show('classes', 'Classes', ['class', 'true', 'predicted', '', 'precision', 'recall'], classes);
  }
}

/** Start the page. */
export async function boot(page) {
  const start = performance.now();
  const block = page.getElementById('spec');
  if (block) {
    const spec = JSON.parse(block.textContent);
    page.explorer = new Explorer(page, spec, await columnsOf(page));
  }
  page.documentElement.dataset.ready = (performance.now() - start).toFixed(0);
}
