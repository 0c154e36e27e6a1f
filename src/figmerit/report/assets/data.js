// The predictions of a page: which examples are chosen, what they are and what is predicted for them. No elements here.
//
// The table holds examples. What is counted are all of them: these same examples, or if the table has only a part, cells
// of how many examples have the same score, truth and groups, each of which weighs as much.

import { bySlice, confusion, histogram, outcomes, paired, placeOf, rightBySlice, sliced, sweep } from './counts.js';
import { Metrics } from './metrics.js';
import { kept, rowsWhere } from './rows.js';
import { scoreAt, spreadOf, topOf, topRight } from './scored.js';
import { shortest } from './text.js';
import { say } from './words.js';

export class Data {
  /** @param {Spec} spec @param {Columns} columns */
  constructor(spec, columns) {
    Object.assign(this, { spec, columns, metrics: new Metrics(spec) });
    this.groups = spec.groups.map((group) => ({ ...group, codes: columns.get(group.column) }));
    this.n = this.truth(0).length;
    this.whole = this.n === spec.examples;
    /** @type {Map<string, { key: string, value: any }>} */
    this.cache = new Map();
  }

  /** Return what was computed before from the same choice.
   * @template T @param {string} name @param {string} key @param {() => T} compute @returns {T} */
  cached(name, key, compute) {
    const old = this.cache.get(name);
    if (old && old.key === key) return old.value;
    const value = compute();
    this.cache.set(name, { key, value });
    return value;
  }

  /** Return the codes of the true labels of the examples; of several labels whether they have this one. @param {number | null} label */
  truth(label) {
    return this.columns.get(this.spec.kind === 'multilabel' ? `true.${label}` : 'true');
  }

  /** Return the code that the positive examples have among those of the true labels. @param {number | null} label */
  positive(label) {
    return this.spec.kind === 'multilabel' ? 1 : label;
  }

  /** @param {State} state */
  hasScores(state) {
    return this.spec.runs[state.run].scores.length > 0;
  }

  /** Return the state of the model that is compared, with thresholds of its own; null if there is none.
   * @param {State} state @returns {State | null} */
  rival(state) {
    const { other, run, rivalThresholds } = state;
    return other >= 0 && other !== run ? { ...state, run: other, other: run, thresholds: rivalThresholds, rivalThresholds: state.thresholds } : null;
  }

  /** Return the scores of a label: codes, the distinct scores that they stand for, and their type; null if there are none.
   * @param {State} state @param {number | null} label @returns {Scores | null} */
  scores(state, label = state.positive) {
    if (label === null || !this.hasScores(state)) return null;
    const run = this.spec.runs[state.run];
    const name = run.scores[this.spec.kind === 'binary' ? 0 : label];
    return { name, codes: this.columns.get(name), values: this.columns.get(`${name}.values`), type: run.type };
  }

  /** Return the name of the column of predicted labels, or of whether a label is predicted. @param {State} state @param {number | null} label */
  predicted(state, label = state.positive) {
    return label === null ? `run${state.run}.predicted` : `run${state.run}.predicted.${label}`;
  }

  /** Return the same data, of which each example counts as one, whatever it weighs. @returns {Data} */
  get unweighted() {
    if (!this.spec.weighted) return this;
    this.rows ??= new Data({ ...this.spec, weighted: false }, this.columns);
    return this.rows;
  }

  /** Return what of a column is counted: its codes, and the truth, groups and weight of each.
   * @param {string} name @param {number | null} label @returns {CountedColumn} */
  counted(name, label) {
    const { columns, groups, spec } = this;
    /** @param {string} of */
    const part = (of) => columns.get(`${name}/${of}`);
    if (!part('code')) {
      const weight = spec.weighted ? columns.get('weight') : null;
      return { name: 'table', codes: columns.get(name), truth: this.truth(label), positive: this.positive(label), groups: groups.map(({ codes }) => codes), weight };
    }
    const weight = (!spec.weighted && part('rows')) || part('weight');
    return /** @type {CountedColumn} */ ({ name, codes: part('code'), truth: part('true'), positive: 1, groups: groups.map(({ column }) => part(column)), weight });
  }

  /** Return which of what is counted are in the chosen groups, or null for all; some groups may be taken whole.
   * @param {State} state @param {Pick<CountedColumn, 'name' | 'groups' | 'codes'>} counted @param {number[]} whole */
  keep(state, { name, groups, codes }, whole = []) {
    const chosen = state.chosen.map((code, group) => (whole.includes(group) ? -1 : code));
    return this.cached(`keep ${name} ${whole}`, String(chosen), () => kept(groups, chosen, codes.length));
  }

  /** Return which examples of the table are in the chosen groups, or null for all. @param {State} state */
  keepRows(state) {
    return this.keep(state, { name: 'table', groups: this.groups.map(({ codes }) => codes), codes: this.truth(0) });
  }

  /** Return the place of an example of the table on each axis of the caller's targets. @param {number} row */
  indexOf(row) {
    let place = this.columns.get('row')?.[row] ?? row;
    return this.spec.index.shape.reduceRight((/** @type {number[]} */ index, size) => {
      const at = place % size;
      place = (place - at) / size;
      return [at, ...index];
    }, []);
  }

  /** Return the threshold with which a label is shown first. @param {number | null} label */
  firstThreshold(label) {
    const { threshold, thresholds } = this.spec.first;
    return thresholds ? thresholds[/** @type {number} */ (label)] : threshold;
  }

  /** @param {State} state @param {number | null} label @returns {number} */
  threshold(state, label = state.positive) {
    return state.thresholds[/** @type {number} */ (label)] ?? this.fit(state, label, this.firstThreshold(label));
  }

  /** Return a threshold as scores see it, and one within scores that are rounded down to one number above them.
   * @param {State} state @param {number | null} label @param {number} threshold */
  fit(state, label, threshold) {
    const scores = this.scores(state, label);
    if (!scores || !this.spec.rounded || threshold === 0.5) return threshold;
    return this.thresholdAt(scores, placeOf(threshold, scores.values, scores.type));
  }

  /** @param {Scores} scores @param {number} place */
  thresholdAt({ values }, place) {
    return place < values.length ? values[place] : Infinity;
  }

  /** Return the place of the threshold among the distinct scores. @param {State} state @param {number | null} label */
  place(state, label = state.positive) {
    const { values, type } = /** @type {Scores} */ (this.scores(state, label));
    return placeOf(this.threshold(state, label), values, type);
  }

  /** Return the shortest number that cuts as the threshold does. @param {State} state @param {number | null} label */
  thresholdText(state, label = state.positive) {
    const threshold = this.threshold(state, label);
    if (!Number.isFinite(threshold)) return say('bar.beyond');
    if (this.spec.rounded) return String(threshold);
    const { values, type } = /** @type {Scores} */ (this.scores(state, label));
    const place = this.place(state, label);
    return shortest(threshold, (number) => placeOf(number, values, type) === place);
  }

  /** Return the scores of all classes, those of the true one among them, and what is predicted, for all rows that are shown.
   * @param {State} state @returns {ClassScores} */
  classScores(state) {
    const { columns, spec } = this;
    return {
      scores: spec.labels.map((_, label) => /** @type {Scores} */ (this.scores(state, label))),
      truth: this.truth(0), predicted: columns.get(this.predicted({ ...state, positive: null })), weight: columns.get('weight') ?? null, keep: this.keepRows(state),
    };
  }

  /** Return histograms of the predicted class's score, of right and of wrong predictions, and from where to where they go.
   * @param {State} state @param {number} bins @param {Ends} range */
  topScores(state, bins, range) {
    return this.cached('top', String([state.run, state.chosen]), () => topOf(this.classScores(state), bins, range));
  }

  /** Return how many have the true class among the two highest scores, and how many there are; null if only a part is known. @param {State} state */
  rightInTwo(state) {
    if (!this.whole || state.positive !== null || !this.hasScores(state) || this.spec.labels.length < 3) return null;
    return this.cached('two', String([state.run, state.chosen]), () => topRight(this.classScores(state), 2));
  }

  /** Return for each cell of the matrix how the scores lie in it; null where there are none.
   * @param {State} state @param {number} bins @param {Ends} range */
  spread(state, bins, range) {
    if (!this.hasScores(state)) return null;
    const { positive } = state;
    const size = this.labels(state).length;
    const key = String([state.run, positive, state.chosen, this.threshold(state)]);
    return this.cached('spread', key, () => {
      const cell = this.cellOf(state);
      const all = positive === null && this.classScores(state);
      const own = /** @type {Scores} */ (this.scores(state));
      /** @param {number} row */
      const score = (row) => scoreAt(all ? all.scores[all.predicted[row]] : own, row);
      return spreadOf({ n: this.n, cell: (row) => cell.true(row) * size + cell.predicted(row), score, keep: this.keepRows(state), weight: this.columns.get('weight') ?? null }, size * size, bins, range);
    });
  }

  /** Return the counts at each threshold of one class against the rest, and the threshold of each place.
   * @param {State} state @param {number | null} label @returns {Sweep} */
  sweep(state, label = state.positive) {
    const scores = /** @type {Scores} */ (this.scores(state, label));
    return this.cached(`sweep ${scores.name}`, String(state.chosen), () => {
      const counted = this.counted(scores.name, label);
      return { ...sweep(histogram(counted, scores.values.length, this.keep(state, counted))), thresholds: scores.values };
    });
  }

  /** Return the labels of the matrix: all, or a class and the rest. @param {State} state */
  labels(state) {
    if (this.spec.kind === 'binary' || state.positive === null) return this.spec.labels;
    return [this.spec.rest, this.spec.labels[state.positive]];
  }

  /** Return the counts of true against predicted labels. @param {State} state */
  matrix(state) {
    const { positive } = state;
    if (positive !== null && this.hasScores(state)) {
      const { tp, fp, fn, tn } = outcomes(this.sweep(state), this.place(state));
      return Float64Array.from(this.positiveRow(state) === 1 ? [tn, fp, fn, tp] : [tp, fn, fp, tn]);
    }
    const name = this.predicted(state);
    return this.cached(`matrix ${name}`, String(state.chosen), () => {
      const counted = this.counted(name, positive);
      return confusion(counted, this.labels(state).length, this.keep(state, counted));
    });
  }

  /** Return the row of the positive class in the matrix. @param {State} state */
  positiveRow(state) {
    return this.spec.kind === 'binary' ? /** @type {number} */ (state.positive) : 1;
  }

  /** Return the four outcomes of each pair of slices of two groups (or of each slice of one), at the threshold.
   * @param {State} state @param {number} first @param {number | null} second */
  slices(state, first, second = null) {
    const { positive } = state;
    const scored = positive !== null && this.hasScores(state);
    const column = scored ? /** @type {Scores} */ (this.scores(state)).name : this.predicted(state);
    const counted = this.counted(column, positive);
    const both = [first, second].filter((group) => group !== null);
    const slices = this.cached(`slices ${counted.name} ${both}`, '', () => (
      paired(both.map((group) => ({ codes: counted.groups[group], size: this.groups[group].values.length })))
    ));
    const key = String([both, state.chosen]);
    if (positive === null) return this.cached(`right ${column} ${both}`, key, () => rightBySlice(counted, slices, this.keep(state, counted, both)));
    const size = scored ? /** @type {Scores} */ (this.scores(state)).values.length : 2;
    const parts = this.cached(`sliced ${column} ${positive} ${both}`, key, () => sliced(counted, slices, size, this.keep(state, counted, both)));
    return bySlice(parts, scored ? this.place(state) : 1);
  }

  /** Return functions that tell a row's true and predicted place in the matrix. @param {State} state @returns {CellOf} */
  cellOf(state) {
    const { positive } = state;
    const truth = this.truth(positive);
    const has = this.positive(positive);
    if (positive === null || !this.hasScores(state)) {
      const predicted = this.columns.get(this.predicted(state));
      return { true: (row) => truth[row], predicted: (row) => predicted[row] };
    }
    const code = this.positiveRow(state);
    const isPredicted = this.decided(state);
    return {
      true: (row) => (truth[row] === has ? code : 1 - code),
      predicted: (row) => (isPredicted(row) ? code : 1 - code),
    };
  }

  /** Return those of some rows whose cells are wanted: a loop of its own, as it runs at each step of the slider.
   * @param {State} state @param {Uint32Array} rows @param {ArrayLike<unknown>} wanted */
  inCells(state, rows, wanted) {
    const size = this.labels(state).length;
    const { positive } = state;
    const truth = this.truth(positive);
    const has = this.positive(positive);
    if (positive === null || !this.hasScores(state)) {
      return rowsWhere(rows, truth, this.columns.get(this.predicted(state)), (i, j) => wanted[i * size + j]);
    }
    const code = this.positiveRow(state);
    const place = this.place(state);
    /** @param {unknown} isPositive */
    const at = (isPositive) => (isPositive ? code : 1 - code);
    const cells = [0, 1, 2, 3].map((kind) => wanted[size * at(kind & 2) + at(kind & 1)]); // 2: truly, 1: predicted positive
    return rowsWhere(rows, truth, /** @type {Scores} */ (this.scores(state)).codes, (i, j) => cells[(i === has ? 2 : 0) + (j >= place ? 1 : 0)]);
  }

  /** Return a function that tells whether a label is predicted for a row. @param {State} state @param {number | null} label @returns {RowTest} */
  decided(state, label = state.positive) {
    if (!this.hasScores(state)) {
      const predicted = this.columns.get(this.predicted(state, label));
      return (row) => predicted[row] === 1;
    }
    const { codes } = /** @type {Scores} */ (this.scores(state, label));
    const place = this.place(state, label);
    return (row) => codes[row] >= place;
  }
}
