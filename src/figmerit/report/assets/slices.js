// Metrics of slices: all of each slice of a group, or one metric of each pair of slices of two groups as a heatmap.

import { button, card, choice, html, replaced, small } from './dom.js';
import { differenceOf, forest, forestAxis, reachOf } from './forest.js';
import { parts } from './parts.js';
import { sumOf } from './results.js';
import { SortedTable, aside, isFew, nameButton } from './tables.js';
import { count, rounded } from './text.js';
import { againstRest, shareOf } from './unpaired.js';
import { say } from './words.js';

const [MOST_SHOWN, SHADES] = [100, 7]; // slices that are shown; shades of a heatmap
const LEVEL = 0.05; // p-values from which on a difference may be chance

/** Return how many examples four outcomes are.
 * @param {Outcomes} outcomes
 */
const sizeOf = ({ tp, fp, fn, tn }) => tp + fp + fn + tn;

export class Slices {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { spec, data, change });
    const panel = page.getElementById('panel-slices');
    if (!panel) return;
    this.title = html('span');
    this.bar = html('div', { class: 'toolbar push' });
    this.note = small();
    const root = card({ id: 'slices' }, this.title, this.bar);
    root.append(this.note);
    panel.append(root);
    this.table = new SortedTable(root, { id: 'slices-table', label: say('tabs.slices'), key: 'off' });
    this.stars = small();
    root.append(this.stars);
  }

  /** Show which slices are shown, and by what, if there is a choice. */
  drawChoices() {
    const { groups } = this.spec;
    const { first, second } = this.state.slices;
    const metric = this.shownMetric().name;
    const key = String([first, second, metric, this.state.positive === null]);
    if (this.choices === key) return;
    this.choices = key;
    /** @type {Option[]} */
    const names = groups.map(({ name }, group) => [group, name]);
    /** @param {Partial<State['slices']>} part */
    const set = (part) => this.change(({ slices }) => ({ slices: { ...slices, ...part } }));
    const metrics = this.metrics();
    replaced(
      this.bar,
      ...(groups.length < 2 ? [] : [
        choice('slices-of', say('slices.of'), names, first, (group) => set({ first: +group, second: second === +group ? null : second })),
        choice('slices-by', say('slices.by'), [['', say('slices.metrics')], ...names.filter(([group]) => group !== first)], second ?? '', (group) => set({ second: group === '' ? null : +group })),
      ]),
      ...(metrics.length < 2 ? [] : [choice('slices-metric', say('slices.metric'), metrics.map((one) => [one.name, one.label]), metric, (one) => set({ metric: one }))]),
    );
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    if (!this.table || state.tab !== 'slices') return;
    Object.assign(this, state.slices);
    this.drawChoices();
    const { groups } = this.spec;
    const of = state.positive === null || this.spec.kind === 'binary' ? '' : say('slices.ofLabel', { name: this.spec.labels[state.positive] });
    this.title.textContent = this.second === null ? say('slices.title', { of }) : say('slices.pairs', { metric: this.shownMetric().label, of });
    const many = [this.first, this.second].filter(/** @returns {group is number} */ (group) => group !== null && groups[group].values.length > MOST_SHOWN);
    const notes = [say('slices.hint'), groups[this.first].note ?? '', ...many.map((group) => say('slices.most', { n: MOST_SHOWN, all: groups[group].values.length, name: groups[group].name }))];
    this.note.textContent = notes.filter(Boolean).join(' ');
    const cells = this.data.slices(state, this.first, this.second);
    this.draw(cells);
  }

  /** Return the metric in which slices are compared: the chosen one, if there is a positive label. */
  shownMetric() {
    const { best } = this.data.metrics;
    const metrics = this.metrics();
    return metrics.find(({ name }) => name === this.state.slices.metric) ?? metrics.find((one) => one === best) ?? metrics[0];
  }

  /** Return the metrics that slices have. */
  metrics() {
    const { shown, whole } = this.data.metrics;
    return this.state.positive === null ? whole : shown;
  }

  /** Show a row a slice: its metrics and how it differs from the rest, or one metric of it in each slice of the second group.
   * @param {Outcomes[]} cells
   */
  draw(cells) {
    const { groups, z } = this.spec;
    const isPaired = this.second !== null;
    const width = this.second === null ? 1 : groups[this.second].values.length;
    const sum = sumOf(cells);
    const metric = this.shownMetric();
    const compared = isPaired ? [] : againstRest(cells, sum, metric, z);
    const rows = groups[this.first].values.slice(0, MOST_SHOWN).map((_, code) => {
      const all = cells.slice(code * width, (code + 1) * width);
      return { code, all, found: all[0], n: sizeOf(sumOf(all)), compared: compared[code] };
    });
    /** @param {Slice} row */
    const classOf = ({ code, n }) => (this.state.chosen[this.first] === code ? 'chosen' : isFew(n) ? 'weak' : null);
    const reach = reachOf(rows);
    const positives = this.state.positive === null ? [] : [count(sum.tp + sum.fn)];
    const last = [say('slices.all'), count(sizeOf(sum)), ...positives, ...this.metrics().map((one) => rounded(one.of(sum))), '', forestAxis(reach)];
    const columns = isPaired ? this.pairs() : this.columns(reach);
    this.table.root.classList.toggle('heats', isPaired);
    this.table.draw([this.slice(), ...columns], rows, { classOf, last: isPaired ? [] : [last] });
    this.explain(isPaired ? [] : compared, metric);
  }

  /** Say below the slices what a star and a line mean, or why there are none.
   * @param {AgainstRest[]} compared
   * @param {Metric} metric
   */
  explain(compared, metric) {
    const tests = compared.filter(({ p }) => !Number.isNaN(p));
    const { noInterval } = this.spec;
    const why = noInterval ? say('slices.weighted') : shareOf(metric) ? '' : say('slices.noShare', { metric: metric.label });
    const stars = tests.some(({ p }) => p < LEVEL) ? say('slices.star', { n: tests.length }) : say('slices.noStar', { n: tests.length });
    const words = tests.length ? [stars, say('slices.line')] : [why];
    this.stars.textContent = compared.length > 1 ? words.filter(Boolean).join(' ') : '';
    this.stars.hidden = !this.stars.textContent;
  }

  /** Return the column of the slices.
   * @returns {SortedColumn<Slice>}
   */
  slice() {
    return { key: 'slice', name: this.spec.groups[this.first].name, value: ({ code }) => code, cell: ({ code, n }) => [this.name(code), aside(isFew(n) ? say(n ? 'tables.few' : 'slices.empty') : '')] };
  }

  /** Return a column a slice of the second group.
   * @returns {SortedColumn<Slice>[]}
   */
  pairs() {
    const metric = this.shownMetric();
    const second = /** @type {number} */ (this.second);
    return this.spec.groups[second].values.slice(0, MOST_SHOWN).map(/** @returns {SortedColumn<Slice>} */ (name, other) => ({
      key: `by${other}`, name, value: ({ all }) => metric.of(all[other]), cell: ({ all, code }) => this.pair(all[other], metric, [[this.first, code], [second, other]]),
    }));
  }

  /** Return the columns of a slice: its examples, its metrics with bars, and how far one is from that of the rest.
   * @param {number} reach
   * @returns {SortedColumn<Slice>[]}
   */
  columns(reach) {
    const best = this.shownMetric();
    const positive = this.state.positive;
    /** @param {Slice} row */
    const off = ({ compared }) => compared?.off ?? NaN;
    /** @type {SortedColumn<Slice>[]} */
    const positives = positive === null ? [] : [{
      key: 'positives', name: this.spec.labels[positive], number: true, rank: 'rare', value: ({ found }) => found.tp + found.fn, cell: ({ found }) => count(found.tp + found.fn),
    }];
    return [
      { key: 'n', name: say('slices.examples'), number: true, value: ({ n }) => n, cell: ({ n }) => count(n) },
      ...positives,
      ...this.metrics().map(/** @returns {SortedColumn<Slice>} */ (metric) => ({
        key: metric.name, name: metric.label, number: true, rank: this.rank(metric), value: ({ found }) => metric.of(found),
        cell: ({ found, n }) => (n ? rounded(metric.of(found)) : '–'), share: ({ found }) => metric.of(found),
      })),
      { key: 'off', name: say('slices.off', { metric: best.label }), number: true, value: off, cell: (row) => this.difference(row, best) },
      { key: 'forest', name: say('slices.forest'), rank: 'rare', value: off, cell: (row) => forest(row, reach) },
    ];
  }

  /** Return how far a slice is from the rest: of which counts the tip says.
   * @param {Slice} row
   * @param {Metric} metric
   */
  difference({ code, found, compared }, metric) {
    if (!compared) return '';
    const shares = shareOf(metric);
    const [mine, rest] = [found, compared.rest].map((one) => (shares ? say('slices.share', { part: shares(one)[0], whole: shares(one)[1] }) : rounded(metric.of(one))));
    const told = say('slices.told', { name: this.spec.groups[this.first].values[code], metric: metric.label, mine, rest });
    return differenceOf(compared, compared.p < LEVEL, told);
  }

  /** Return where there is no room for the column of a metric.
   * @param {Metric} metric
   */
  rank({ name }) {
    return name === this.shownMetric().name ? '' : ['precision', 'recall'].includes(name) ? 'rare' : 'rare scarce';
  }

  /** @param {number} code */
  name(code) {
    return nameButton(this.spec.groups[this.first].values[code], () => this.choose([this.first, code]), this.state.chosen[this.first] === code);
  }

  /** Return a pair of slices as a shaded button: its metric, and of how many examples.
   * @param {Outcomes} found
   * @param {Metric} metric
   * @param {Place[]} places
   */
  pair(found, metric, places) {
    const n = sizeOf(found);
    const value = metric.of(found);
    const shade = Number.isNaN(value) ? 'undefined' : `heat-${Math.max(1, Math.ceil(Math.min(value, 1) * SHADES))}`;
    const slices = places.map(([group, code]) => `${this.spec.groups[group].name} ${this.spec.groups[group].values[code]}`).join(', ');
    const isChosen = places.every(([group, code]) => this.state.chosen[group] === code);
    const label = say('slices.pair', { slices, metric: metric.label, value: rounded(value), n });
    const few = isFew(n) ? `, ${say('tables.few')}` : '';
    return button(n ? `${rounded(value)} (${count(n)}${few})` : say('slices.empty'), () => this.choose(...places), { class: `heat ${shade}${isFew(n) ? ' few' : ''}`, 'aria-pressed': String(isChosen), 'aria-label': label });
  }

  /** Show some slices alone; if they are, all again.
   * @param {...Place} places
   */
  choose(...places) {
    const are = places.every(([group, code]) => this.state.chosen[group] === code);
    const chosen = [...this.state.chosen];
    for (const [group, code] of places) chosen[group] = are ? -1 : code;
    this.change({ chosen });
  }
}

parts.push(Slices);
