// The explorer: what is chosen moves matrix, curves, numbers and table together.

import { fromAddress, toAddress } from './address.js';
import { Chart } from './chart.js';
import { Controls } from './controls.js';
import { metricsOf, outcomes, wilson } from './counts.js';
import { areaUnderLines, areaUnderSteps, corners, prVertices, rocVertices } from './curves.js';
import { Data } from './data.js';
import { columnsOf } from './decode.js';
import { html, table, Tip } from './dom.js';
import { Matrix } from './matrix.js';
import { Predictions } from './predictions.js';
import { choose } from './rules.js';
import { count, interval, percent, rounded, threshold as thresholdText } from './text.js';

const NAMES = { accuracy: 'accuracy', precision: 'precision', recall: 'recall', specificity: 'specificity', f1_score: 'F1' };
const pairs = ({ x, y }) => Array.from(x, (value, i) => [value, y[i]]);

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
    };
    const names = { roc: 'ROC curve', pr: 'Precision-recall curve' };
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
    const label = matrix.picture.querySelector(`[id="${matrix.view.parts.xlabel}"] text`);
    const values = data.scores(state)?.values;
    const cut = values && (Number.isFinite(state.threshold) ? ` (score ≥ ${thresholdText(state.threshold, values instanceof Float32Array)})` : ' (no score reaches the threshold)');
    if (label) label.textContent = `Predicted label${cut ?? ''}`;
  }

  drawCurves() {
    const { state, data } = this;
    const counts = data.sweep(state);
    const place = data.place(state);
    const best = choose(counts, 'f1');
    const point = { roc: (at) => [counts.fp[at] / counts.nNegative, counts.tp[at] / counts.nPositive], pr: (at) => [counts.tp[at] / counts.nPositive, counts.tp[at] / (counts.tp[at] + counts.fp[at])] };
    const curves = data.cached('curves', JSON.stringify([state.run, state.positive, state.chosen]), () => {
      const defined = counts.nPositive > 0;
      const both = defined && counts.nNegative > 0;
      const nothing = { x: [], y: [], places: [] };
      const found = { roc: both ? rocVertices(counts) : nothing, pr: defined ? prVertices(counts) : nothing };
      const areas = { roc: both ? areaUnderLines(found.roc) : NaN, pr: defined ? areaUnderSteps(found.pr) : NaN };
      return { found, areas, isNew: true };
    });
    for (const [name, chart] of Object.entries(this.charts)) {
      const curve = curves.found[name];
      if (curves.isNew) {
        const label = `${name === 'roc' ? 'AUC' : 'AP'} = ${rounded(curves.areas[name])}`;
        chart.line(0, name === 'roc' ? pairs(curve) : corners(curve), label);
        chart.read(curve);
      }
      if (best >= 0) chart.mark('best', ...point[name](best), 'diamond');
      chart.mark('current', ...(curve.x.length ? point[name](place) : [NaN, NaN]), 'circle');
    }
    this.areas = curves.areas;
    curves.isNew = false;
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
          const points = isRoc ? pairs(curve) : corners(curve);
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
  }

  drawConfusions(matrix, size) {
    const labels = this.data.labels(this.state);
    const sums = (cellOf) => Array.from({ length: size }, (_, k) => Array.from({ length: size }, (__, l) => matrix[cellOf(k, l)]).reduce((a, b) => a + b, 0));
    const [rowsOf, columnsOf_] = [sums((k, l) => k * size + l), sums((k, l) => l * size + k)];
    const wrong = Array.from(matrix, (n, cell) => ({ n, i: Math.floor(cell / size), j: cell % size })).filter(({ n, i, j }) => n && i !== j);
    wrong.sort((a, b) => b.n - a.n || a.i - b.i || a.j - b.j);
    const worst = wrong.slice(0, 8).map(({ n, i, j }) => [labels[i], labels[j], count(n), percent(n / rowsOf[i])]);
    const classes = labels.map((label, k) => [label, count(rowsOf[k]), count(columnsOf_[k]), rounded(columnsOf_[k] ? matrix[k * size + k] / columnsOf_[k] : NaN), rounded(rowsOf[k] ? matrix[k * size + k] / rowsOf[k] : NaN)]);
    const show = (id, ...parts) => this.page.getElementById(id).replaceChildren(table(...parts));
    show('mistakes', 'Most frequent mistakes', ['true', 'predicted', 'examples', 'of the true label'], worst);
    show('classes', 'Classes', ['class', 'true', 'predicted', 'precision', 'recall'], classes);
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
