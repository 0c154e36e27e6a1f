// The charts of what was chosen: curves of one class, or of all, which the pointer and keys read all together.

import { CurvesOfAll, LONGEST, keyEntry } from './allcurves.js';
import { Chart } from './chart.js';
import { outcomes } from './counts.js';
import { corners, stepsOver, thinned } from './curves.js';
import { CurveTable } from './curvetable.js';
import { html, menu } from './dom.js';
import { parts } from './parts.js';
import { Reader } from './reader.js';
import { curvesOf } from './results.js';
import { savers } from './save.js';
import { area, interval, rounded, scale, shortened } from './text.js';
import { say } from './words.js';

/** @type {ChartName[]} */
const NAMES = ['roc', 'pr', 'sweep'];
const SWEEP_STYLES = ['curve', 'curve dashed', 'curve c']; // as matplotlib's lines
const HALF = 0.5;
const KEY_STEPS = 1000; // of a threshold that is dragged from end to end
const [ONLY_LINE, CHANCE] = [0, 1]; // matplotlib's lines

export class Curves {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change, tip }) {
    Object.assign(this, { spec, data, change, tip, guided: null });
    this.root = page.getElementById('curves');
    if (!this.root) return;
    this.none = html('p', { class: 'empty' }, say('charts.none'));
    this.table = new CurveTable(spec, data);
    this.root.after(this.none, this.table.root);
    this.charts = /** @type {Record<ChartName, Chart>} */ (Object.fromEntries(NAMES.map((name) => [name, this.card(name)])));
    this.all = new CurvesOfAll(this.charts, spec, data, { change, tip });
  }

  /** Return the parts of a chart's card: title, Save, picture, key and caption.
   * @param {ChartName} name
   * @returns {Chart}
   */
  card(name) {
    const card = /** @type {HTMLElement} */ (this.root?.querySelector(`[data-picture="${name}"]`));
    const picture = /** @type {SVGSVGElement} */ (card.querySelector('svg'));
    const [title, key, caption] = [html('h3'), html('div', { class: 'key' }), html('figcaption')];
    const save = menu(say('charts.save'), savers(() => [[picture, shortened(title.textContent, 48), key]]), 'end');
    save.classList.add('push', 'save');
    const opener = /** @type {Element} */ (save.firstElementChild);
    opener.classList.add('bare');
    card.prepend(html('header', {}, title, save));
    card.querySelector('figure')?.append(html('div', { class: 'below' }, key, caption));
    const chart = new Chart(picture, this.spec.views[name]);
    const reader = new Reader(chart, {
      said: (place) => this.said(name, place),
      onread: (place, at) => this.read(name, place, at),
      onleave: () => this.leave(),
      onchoose: (place) => this.choose(place),
      ondrag: name === 'sweep' ? (x, at) => this.drag(x, at) : null,
    });
    /** @param {string} text */
    const entitle = (text) => {
      if (title.textContent === text) return;
      title.textContent = text;
      opener.setAttribute('aria-label', say('charts.saveWhat', { what: text }));
    };
    return Object.assign(chart, { card, key, caption, reader, entitle });
  }

  /** @param {State} state */
  update(state) {
    if (!this.root || state.tab !== 'curves') return;
    const before = this.state;
    this.state = state;
    const hasScores = this.data.hasScores(state);
    this.root.hidden = !hasScores;
    this.table.root.hidden = !hasScores;
    this.none.hidden = hasScores;
    const isOne = hasScores && state.positive !== null;
    if (!isOne) this.leave();
    if (isOne) this.drawOne(state, before);
    else if (hasScores) this.drawAll(state);
    this.table.update(state);
  }

  /** @param {State} state */
  drawAll(state) {
    this.drawn = null;
    this.charts.sweep.card.hidden = true;
    for (const { reader } of Object.values(this.charts)) reader.area.setAttribute('visibility', 'hidden');
    this.all.show(state);
  }

  /** Draw the curves of one class: lines when the data change, marks at each threshold.
   * @param {State} state
   * @param {State | undefined} before
   */
  drawOne(state, before) {
    const { data, spec } = this;
    this.name = spec.labels[/** @type {number} */ (state.positive)];
    this.curves = curvesOf(data, state);
    this.place = data.place(state);
    this.threshold = data.thresholdText(state);
    const rival = data.rival(state);
    this.rival = rival && data.hasScores(rival) ? curvesOf(data, rival) : null;
    const isNew = this.drawn !== this.curves || this.drawnRival !== this.rival || before?.positive !== state.positive;
    if (isNew) {
      this.all.hide();
      this.charts.sweep.card.hidden = false;
      for (const { reader } of Object.values(this.charts)) reader.area.setAttribute('visibility', 'visible');
      this.drawLines();
      this.write();
    }
    if (isNew || (before && this.threshold !== this.settled)) this.leave();
    [this.drawn, this.drawnRival] = [this.curves, this.rival];
    this.drawMarks();
  }

  drawLines() {
    const { roc, pr, sweep } = this.charts;
    const { counts, roc: rates, pr: shares } = this.curves;
    this.along = this.curves.sweep();
    roc.line(ONLY_LINE, rates);
    pr.line(ONLY_LINE, corners(shares));
    this.chance = counts.nPositive / (counts.nPositive + counts.nNegative);
    pr.line(CHANCE, { x: Number.isNaN(this.chance) ? [] : [0, 1], y: [this.chance, this.chance] });
    Object.values(this.along.values).forEach((values, k) => sweep.line(k, stepsOver(counts.thresholds, values, sweep.view.xlim)));
    const { rival } = this;
    roc.own(rival ? [{ points: thinned(rival.roc, roc.scale, HALF), class: 'curve b' }] : []);
    pr.own(rival ? [{ points: thinned(corners(rival.pr), pr.scale, HALF), class: 'curve b' }] : []);
  }

  /** Write titles, areas, names of lines and captions. */
  write() {
    const { charts, curves, data, rival, spec, state } = this;
    const { roc, pr, sweep } = charts;
    const areas = this.areasOf(curves);
    const own = spec.kind === 'binary' ? '' : 'Of';
    for (const name of NAMES) {
      charts[name].entitle(say(`charts.${name}${own}`, { name: this.name }));
      charts[name].caption.textContent = say(`charts.${name}Caption`, { metric: data.metrics.best.label });
      charts[name].key.replaceChildren();
    }
    const isPoor = curves.auc < 0.5;
    const [x, y] = roc.toPage(isPoor ? 0.03 : 0.97, isPoor ? 0.93 : 0.07);
    const side = isPoor ? 'start' : 'end';
    roc.write([
      { text: areas[0], x, y, 'text-anchor': side, class: 'strong' },
      { text: say('charts.guessing'), x: roc.toPage(0.62, 0)[0], y: roc.toPage(0, 0.52)[1], class: 'plain' },
    ]);
    const low = pr.toPage(0.03, Math.min(this.chance || 0, 0.93));
    const text = say('charts.chance', { share: rounded(this.chance), name: shortened(this.name, 24) });
    const isLow = this.chance < 0.22;
    const said = Number.isNaN(this.chance) ? [] : [{ text, x: low[0], y: low[1] - 5, class: 'plain' }];
    pr.write([...said, { text: areas[1], x: low[0], y: isLow ? low[1] - 20 : pr.toPage(0, 0.05)[1], class: 'strong' }]);
    sweep.key.append(...data.metrics.sweep.map(({ label }, k) => keyEntry(SWEEP_STYLES[k], label)));
    if (!rival) return;
    const others = this.areasOf(rival);
    const [mine, theirs] = [state.run, state.other].map((run) => spec.runs[run].name);
    [roc, pr].forEach(({ key }, k) => key.append(
      keyEntry('curve', say('charts.rival', { name: shortened(mine, LONGEST), area: areas[k] }), mine), keyEntry('curve b', say('charts.rival', { name: shortened(theirs, LONGEST), area: others[k] }), theirs),
    ));
  }

  /** Return the areas of curves with their names.
   * @param {Pick<LabelCurves, 'auc' | 'aucBounds' | 'ap' | 'apBounds' | 'ends'>} curves
   */
  areasOf({ auc, aucBounds, ap, apBounds, ends }) {
    return /** @type {[string, number, Ends | null][]} */ ([['AUC', auc, aucBounds], ['AP', ap, apBounds]]).map(([name, value, bounds]) => (
      say('charts.area', { name, area: [area(value, bounds), ...(Number.isNaN(ends[name][0]) ? [] : [interval(ends[name])])].join(' ') })
    ));
  }

  /** Return where a place of the sweep is on each chart: x and the values of all lines.
   * @param {number} place
   * @param {Sweep} counts
   * @returns {Record<ChartName, [x: number, values: number[]]>}
   */
  pointsAt(place, counts = this.curves.counts) {
    const { metrics } = this.data;
    const found = outcomes(counts, place);
    /** @param {string} name */
    const value = (name) => metrics.get(name).of(found);
    const { thresholds } = counts;
    return {
      roc: [value('fpr'), [value('recall')]],
      pr: [value('recall'), [value('precision')]],
      sweep: [place < thresholds.length ? thresholds[place] : NaN, metrics.sweep.map((metric) => metric.of(found))],
    };
  }

  drawMarks() {
    const { charts, curves, data, place, rival, state } = this;
    const { roc, pr, sweep } = charts;
    const points = this.pointsAt(place);
    for (const chart of [roc, pr]) chart.mark('rival', NaN, NaN);
    if (rival) {
      const of = this.pointsAt(data.place(/** @type {State} */ (data.rival(state))), rival.counts);
      for (const name of /** @type {const} */ (['roc', 'pr'])) charts[name].mark('rival', of[name][0], of[name][1][0], 'diamond');
    }
    for (const name of /** @type {const} */ (['roc', 'pr'])) charts[name].mark('current', points[name][0], points[name][1][0], 'circle');
    const { best } = curves;
    if (best >= 0) sweep.mark('best', this.pointsAt(best).sweep[0], data.metrics.best.of(outcomes(curves.counts, best)), 'diamond');
    else sweep.mark('best', NaN, NaN);
    sweep.reader.ruleAt = sweep.rule(data.threshold(state));
    /** @type {Record<ChartName, Curve>} */
    const readable = { roc: curves.roc, pr: curves.pr, sweep: this.along };
    this.label();
    for (const name of NAMES) charts[name].reader.read(readable[name], place, say('charts.reader', { what: say(`charts.${name}`) }), name === 'sweep' ? 0 : HALF);
  }

  /** Say of each chart what it shows and what is there at the threshold. */
  label() {
    const { charts, curves, name, place, rival, spec, state, threshold } = this;
    const { counts, auc, aucBounds, ap, apBounds, best } = curves;
    const { tp, fp } = outcomes(counts, place);
    const at = say('charts.labelAt', { threshold, tp, fp, positives: counts.nPositive, negatives: counts.nNegative });
    const others = rival ? this.areasOf(rival) : [];
    const compared = others.map((text) => say('charts.labelRival', { name: spec.runs[state.other].name, area: text }));
    const values = this.valuesAt(place);
    const bestAt = best < 0 ? say('charts.noBest') : say('charts.best', { metric: this.data.metrics.best.label, threshold: this.textOf(best) });
    /** @type {Record<ChartName, string>} */
    const labels = {
      roc: say('charts.rocLabel', { name, area: area(auc, aucBounds), at, compared: compared[0] }),
      pr: say('charts.prLabel', { name, area: area(ap, apBounds), share: rounded(this.chance), at, values: values.pr, compared: compared[1] }),
      sweep: say('charts.sweepLabel', { name, at, values: values.sweep, best: bestAt }),
    };
    for (const one of NAMES) charts[one].picture.setAttribute('aria-label', labels[one]);
  }

  /** Return the values of each chart's lines at a place, in words.
   * @param {number} place
   * @returns {Record<ChartName, string>}
   */
  valuesAt(place) {
    const found = outcomes(this.curves.counts, place);
    const { metrics } = this.data;
    const [tpr, fpr, precision] = ['recall', 'fpr', 'precision'].map((name) => rounded(metrics.get(name).of(found)));
    return {
      roc: say('charts.rates', { tpr, fpr }),
      pr: say('charts.shares', { precision, recall: tpr }),
      sweep: metrics.sweep.map((metric) => `${metric.label} ${rounded(metric.of(found))}`).join(', '),
    };
  }

  /** Return the shortest text of the threshold of a place.
   * @param {number} place
   */
  textOf(place) {
    const { data, state } = this;
    const threshold = data.thresholdAt(/** @type {Scores} */ (data.scores(state)), place);
    return data.thresholdText({ ...state, thresholds: { ...state.thresholds, [/** @type {number} */ (state.positive)]: threshold } });
  }

  /** Return in words what there is at a place of the sweep.
   * @param {ChartName} name
   * @param {number} place
   */
  said(name, place) {
    if (place < 0) return say('charts.noCurve');
    const { counts } = this.curves;
    const threshold = this.textOf(place);
    const cut = place < counts.thresholds.length ? say('charts.at', { threshold }) : threshold;
    return [cut, this.valuesAt(place)[name], say('charts.counts', { ...outcomes(counts, place) })].join('\n');
  }

  /** Show what there is at a place: a line in all charts, and beside the pointer the numbers; without a pointer beside the curve.
   * @param {ChartName} name
   * @param {number} place
   * @param {Position | null} at
   */
  read(name, place, at) {
    const points = this.pointsAt(place);
    for (const one of NAMES) this.charts[one].guide(points[one][0], points[one][1]);
    const chart = this.charts[name];
    const [x, [y]] = points[name];
    const where = at ?? chart.toWindow(...chart.toPage(Number.isFinite(x) ? x : chart.view.xlim[1], Number.isFinite(y) ? y : 0));
    this.tip.show(this.said(name, place), where.x, where.y);
    this.guided = name;
  }

  leave() {
    if (!this.guided) return;
    this.guided = null;
    this.tip.hide();
    for (const chart of Object.values(this.charts)) chart.guide(NaN, []);
  }

  /** Set the threshold that a place has, in as few digits as say the same; the tip stays, as it was asked here.
   * @param {number} place
   */
  choose(place) {
    const text = this.textOf(place);
    this.settled = text;
    const threshold = Number(text);
    this.change({ threshold: Number.isNaN(threshold) ? Infinity : threshold });
  }

  /** Set the threshold to where its line is dragged, in a thousand steps, and show what is there.
   * @param {number} x
   * @param {Position} at
   */
  drag(x, at) {
    const [low, high] = this.spec.range ?? [0, 1];
    const step = scale((high - low) / KEY_STEPS);
    const wanted = Math.max(low, Math.min(high, Number((Math.round(x / step) * step).toPrecision(12))));
    const { data, state } = this;
    const next = { ...state, thresholds: { ...state.thresholds, [/** @type {number} */ (state.positive)]: data.fit(state, state.positive, wanted) } };
    this.settled = data.thresholdText(next);
    this.change({ threshold: wanted });
    this.read('sweep', data.place(next), at);
  }
}

parts.push(Curves);
