// A metric along checkpoints: the subset that is shown, the others faint; a click goes to a checkpoint.

import { card, choice, html, label, line, menu, replaced, small, svg } from './dom.js';
import { Epochs, bestOf, epochMetrics, linesOf, positionsOf } from './epochs.js';
import { parts } from './parts.js';
import { savers } from './save.js';
import { Gradual } from './tables.js';
import { rounded, shortened, ticksOf } from './text.js';
import { say } from './words.js';

const [TALL, ABOVE, BELOW, BEFORE] = [288, 24, 40, 48]; // pixels of the picture, and of the room around the axes
const [USUAL, WIDEST, LETTER, APART, DOTTED] = [640, 112, 7, 15, 24]; // width before it is known; room for names at the right; pixels of a letter and between names; checkpoints up to which each has a dot

/** Return a sentence that starts with a capital letter.
 * @param {string} words
 */
const raised = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export class Checkpoints {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change, tip }) {
    Object.assign(this, { spec, data, change, tip, at: -1 });
    const panel = page.getElementById('panel-runs');
    if (!panel) return;
    if (spec.runs.length < 2) {
      panel.prepend(html('div', { class: 'empty' }, html('p', {}, say('checkpoints.one'))));
      return;
    }
    this.epochs = new Epochs(spec, data);
    this.values = new Gradual(() => this.state.tab === 'runs' && this.draw());
    this.places = positionsOf(spec.runs.map(({ name }) => name));
    this.title = html('span');
    this.picker = html('div', { class: 'toolbar push' });
    this.caption = small();
    this.drawn = svg('g');
    this.guides = svg('g', { class: 'guides', 'data-unsaved': true });
    this.reader = svg('rect', {
      class: 'reader', fill: 'transparent', 'data-unsaved': true, tabindex: 0, role: 'slider', 'aria-valuemin': 1, 'aria-valuemax': spec.runs.length,
      onpointermove: (event) => this.read(this.nearest(event), event),
      onclick: (event) => this.go(this.nearest(event)),
      onpointerleave: () => this.leave(), onblur: () => this.leave(), onfocus: () => this.read(this.state.run, null), onkeydown: (event) => this.onKey(event),
    });
    this.picture = svg('svg', { class: 'chart checkpoints', role: 'group', height: TALL }, this.drawn, this.guides, this.reader);
    const save = menu(say('charts.save'), savers(() => [[this.picture, this.title.textContent, null]]), 'end');
    save.classList.add('save');
    this.root = card({ id: 'checkpoints' }, this.title, this.picker, save);
    this.figure = html('figure', {}, this.picture, this.caption);
    this.root.append(this.figure);
    panel.prepend(this.root);
    new ResizeObserver(() => this.state?.tab === 'runs' && this.draw()).observe(this.figure); // a tab has its room only after it was opened
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    if (!this.root || state.tab !== 'runs') return;
    this.draw();
  }

  /** Return the metric that is drawn: the chosen one if checkpoints have it, else the one whose best threshold is marked. */
  chosenMetric() {
    const all = epochMetrics(this.data, this.state);
    const { best } = this.data.metrics;
    return all.find(({ name }) => name === this.state.slices.metric) ?? all.find(({ name }) => name === best.name) ?? all[0];
  }

  /** Draw all that has been computed so far. */
  draw() {
    const { spec, state } = this;
    const metric = this.chosenMetric();
    const lines = linesOf(spec, state);
    const key = JSON.stringify([metric, state.positive, state.chosen, metric.isFixed || state.thresholds]);
    const values = this.values.of(key, spec.runs.length * lines.length, (k) => this.epochs.value(state, Math.floor(k / lines.length), lines[k % lines.length], metric));
    this.metric = metric;
    this.lines = lines.map((one, k) => ({ ...one, values: spec.runs.map((_, run) => values[run * lines.length + k] ?? NaN) }));
    this.shown = /** @type {DrawnEpochs} */ (this.lines.find(({ isShown }) => isShown));
    this.best = bestOf(this.shown.values, metric.isBetterHigh);
    this.title.textContent = raised(say('checkpoints.title', { metric: metric.label }));
    this.drawPicker(metric);
    this.drawPicture();
    this.caption.textContent = values.length < spec.runs.length * lines.length ? say('checkpoints.computing') : this.sentence();
  }

  /** Show which metric is chosen.
   * @param {EpochMetric} metric
   */
  drawPicker(metric) {
    const options = epochMetrics(this.data, this.state);
    const key = JSON.stringify([metric.name, options]);
    if (this.picked === key) return;
    this.picked = key;
    replaced(this.picker, choice('checkpoints-metric', say('slices.metric'), options.map((one) => [one.name, one.label]), metric.name, (name) => this.change(({ slices }) => ({ slices: { ...slices, metric: name } }))));
  }

  /** Return in sentences which checkpoint is shown, which is the best one, and at which the page opened.
   * @returns {string}
   */
  sentence() {
    const { best, metric, spec, state } = this;
    const { select, subset, run } = spec.first;
    const first = subset ? spec.groups[0].values[subset.code] : '';
    /** @param {string} name */
    const on = (name) => (name ? `${shortened(name)} ` : '');
    const known = { metric: metric.label, subset: on(this.shown.name) };
    const epoch = this.nameOf(state.run);
    const shown = best < 0 ? say('checkpoints.undefined', { epoch, ...known })
      : best === state.run ? say('checkpoints.isBest', { epoch, ...known }) : say('checkpoints.notBest', { epoch, best: this.nameOf(best), ...known });
    const opened = select && select !== metric.label ? say('checkpoints.opened', { epoch: this.nameOf(run), metric: select, subset: on(first) }) : '';
    const sentence = [shown, say('checkpoints.go'), opened].filter(Boolean).join(' ');
    return raised(sentence);
  }

  /** @param {number} run */
  nameOf(run) {
    const { name } = this.spec.runs[run];
    return /^\d/.test(name) ? say('checkpoints.epoch', { name }) : say('checkpoints.named', { name: shortened(name, 32) });
  }

  /** Draw the axes, the lines, and what is marked on them. */
  drawPicture() {
    this.width = this.figure.clientWidth || this.width || USUAL;
    const { width } = this;
    const names = this.lines.map((one) => shortened(one.name || say('slices.all'), 15));
    const room = this.lines.length > 1 ? Math.min(WIDEST, 14 + LETTER * Math.max(...names.map((name) => name.length))) : 16;
    const known = this.lines.flatMap(({ values }) => values).filter((value) => !Number.isNaN(value));
    const [least, most] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 1];
    const pad = (most - least) * 0.12 || 0.05;
    const [low, high] = [Math.max(0, least - pad), Math.min(1, most + pad)];
    const [first, last] = [this.places[0], this.places[this.places.length - 1]];
    const across = width - BEFORE - room;
    /** @param {number} run */
    this.x = (run) => BEFORE + across * (last > first ? (this.places[run] - first) / (last - first) : 0.5);
    /** @param {number} value */
    this.y = (value) => TALL - BELOW - ((TALL - BELOW - ABOVE) * (value - low)) / (high - low);
    this.picture.setAttribute('viewBox', `0 0 ${width} ${TALL}`);
    for (const [name, value] of Object.entries({ x: BEFORE - 8, y: ABOVE - 8, width: across + 16, height: TALL - BELOW - ABOVE + 32 })) this.reader.setAttribute(name, value);
    const ticks = ticksOf(low, high);
    const digits = Math.max(...ticks.map((value) => String(value).length)) - 2;
    const grid = ticks.flatMap((value) => [line('grid', BEFORE, this.y(value), BEFORE + across, this.y(value)), label(BEFORE - 8, this.y(value) + 4, value.toFixed(Math.max(digits, 0)), 'end')]);
    const foot = TALL - BELOW;
    this.drawn.replaceChildren(
      ...grid, line('axis', BEFORE, foot, BEFORE + across, foot), ...this.ticks(foot), label(BEFORE + across / 2, TALL - 4, say('checkpoints.axis'), 'middle'),
      label(0, 12, this.metric.label, 'start'),
      line('rule', this.x(this.state.run), ABOVE - 4, this.x(this.state.run), foot), ...this.lines.flatMap((one) => this.path(one)), ...this.names(names, BEFORE + across), ...this.marks(),
    );
    this.speak(this.at < 0 ? this.state.run : this.at);
    if (this.at >= 0) this.read(this.at, null);
  }

  /** Return the names of checkpoints below the axis, as many as there is room for.
   * @param {number} foot
   */
  ticks(foot) {
    const names = this.spec.runs.map(({ name }) => shortened(name, 12));
    const size = LETTER * Math.max(...names.map((name) => name.length)) + 12;
    let end = -Infinity;
    return names.flatMap((name, run) => {
      const x = this.x(run);
      if (x - size / 2 < end) return [];
      end = x + size / 2;
      return [line('axis', x, foot, x, foot + 4), label(x, foot + 17, name, 'middle', run === this.state.run ? 'inked' : null)];
    });
  }

  /** Return a line, with gaps where its values are undefined, and dots where they are few or alone.
   * @param {DrawnEpochs} drawn
   */
  path({ values, isShown }) {
    /** @param {number | undefined} value */
    const isKnown = (value) => value !== undefined && !Number.isNaN(value);
    const steps = values.map((value, run) => (isKnown(value) ? `${isKnown(values[run - 1]) ? 'L' : 'M'}${this.x(run)} ${this.y(value)}` : ''));
    const dots = values.flatMap((value, run) => {
      const isAlone = !isKnown(values[run - 1]) && !isKnown(values[run + 1]);
      return isKnown(value) && (isAlone || (isShown && values.length <= DOTTED)) ? [svg('circle', { class: isShown ? 'f-ink' : 'f-quiet', cx: this.x(run), cy: this.y(value), r: 2.5 })] : [];
    });
    return [svg('path', { class: isShown ? 'curve' : 'curve c', d: steps.join('') || 'M0 0' }), ...dots];
  }

  /** Return the names of the lines at their ends, none upon another one.
   * @param {string[]} names
   * @param {number} right
   */
  names(names, right) {
    if (this.lines.length < 2) return [];
    const ends = this.lines.map(({ values, isShown }, k) => ({ name: names[k], isShown, y: this.y(values.findLast((value) => !Number.isNaN(value)) ?? NaN) + 4 }));
    let before = -Infinity;
    return ends.filter(({ y }) => !Number.isNaN(y)).sort((a, b) => a.y - b.y).map(({ name, isShown, y }) => {
      before = Math.max(y, before + APART);
      return label(right + 10, before, name, 'start', isShown ? 'inked strong' : null);
    });
  }

  /** Return the marks: a diamond at the best checkpoint, a ring at the one that is shown, and a violet one at the one it is compared with. */
  marks() {
    const { best, state } = this;
    const { values } = this.shown;
    /** @param {number} run */
    const at = (run) => (run >= 0 && !Number.isNaN(values[run]) ? [this.x(run), this.y(values[run])] : null);
    const [shown, diamond, rival] = [at(state.run), at(best), at(state.other === state.run ? -1 : state.other)];
    return [
      rival ? svg('circle', { class: 'mark rival', cx: rival[0], cy: rival[1], r: 5 }) : null,
      shown && state.run !== best ? svg('circle', { class: 'mark', cx: shown[0], cy: shown[1], r: 5 }) : null,
      diamond ? svg('path', { class: 'mark best', d: `M${diamond[0]} ${diamond[1] - 7}l7 7-7 7-7-7z` }) : null,
    ].filter((one) => one !== null);
  }

  /** Return the checkpoint that is nearest to the pointer.
   * @param {MouseEvent} event
   */
  nearest({ clientX, clientY }) {
    const { x } = new DOMPoint(clientX, clientY).matrixTransform(this.picture.getScreenCTM()?.inverse());
    const offs = this.places.map((_, run) => Math.abs(this.x(run) - x));
    return offs.indexOf(Math.min(...offs));
  }

  /** Say a checkpoint's value on each subset.
   * @param {number} run
   */
  said(run) {
    const head = this.nameOf(run) + (run === this.best ? say('checkpoints.best') : run === this.state.run ? say('checkpoints.shown') : '');
    return [head, ...this.lines.map(({ name, values }) => `${shortened(name, 32) || (this.lines.length > 1 ? say('slices.all') : this.metric.label)} ${rounded(values[run])}`)].join('\n');
  }

  /** Say which checkpoint is read.
   * @param {number} run
   */
  speak(run) {
    this.reader.setAttribute('aria-label', say('checkpoints.reader', { metric: this.metric.label }));
    this.reader.setAttribute('aria-valuenow', run + 1);
    this.reader.setAttribute('aria-valuetext', this.said(run).replaceAll('\n', ', '));
  }

  /** Show what is at a checkpoint, beside the pointer or the line there.
   * @param {number} run
   * @param {MouseEvent | null} event
   */
  read(run, event) {
    this.at = run;
    const x = this.x(run);
    const rings = this.lines.filter(({ values }) => !Number.isNaN(values[run])).map(({ values }) => svg('circle', { class: 'at', cx: x, cy: this.y(values[run]), r: 3.5 }));
    this.guides.replaceChildren(line('guide', x, ABOVE, x, TALL - BELOW), ...rings);
    this.speak(run);
    const { left, top } = this.picture.getBoundingClientRect();
    this.tip.show(this.said(run), event?.clientX ?? left + x, event?.clientY ?? top + ABOVE);
  }

  /** Take the guide away. */
  leave() {
    this.at = -1;
    this.guides.replaceChildren();
    this.tip.hide();
  }

  /** Show a checkpoint.
   * @param {number} run
   */
  go(run) {
    this.change({ run });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const last = this.spec.runs.length - 1;
    const now = this.at < 0 ? this.state.run : this.at;
    const far = Math.max(1, Math.ceil(last / 10));
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1, PageUp: now + far, PageDown: now - far, Home: 0, End: last };
    if (event.key in moves) this.read(Math.max(0, Math.min(last, moves[event.key])), null);
    else if (event.key === 'Enter' || event.key === ' ') this.go(now);
    else return;
    event.preventDefault();
  }
}

parts.push(Checkpoints);
