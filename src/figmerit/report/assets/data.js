// The predictions of a page: which examples are chosen, what they are and what is predicted for them. No elements here.
//
// The table holds examples. What is counted are all of them: these same examples, or if the table has only a part, cells
// of how many examples have the same score, truth and groups, each of which weighs as much.

import { bySlice, confusion, histogram, outcomes, paired, placeOf, rightBySlice, sliced, sweep } from './counts.js';
import { Metrics } from './metrics.js';
import { kept, rowsWhere } from './rows.js';
import { spreadOf, topOf, topRight } from './scored.js';
import { shortest } from './text.js';
import { say } from './words.js';

export class Data {
  constructor(spec, columns) {
    Object.assign(this, { spec, columns, metrics: new Metrics(spec) });
    this.groups = spec.groups.map((group) => ({ ...group, codes: columns.get(group.column) }));
    this.n = this.truth(0).length;
    this.whole = this.n === spec.examples;
    this.cache = new Map();
  }

  /** Return what was computed before from the same choice. */
  cached(name, key, compute) {
    const old = this.cache.get(name);
    if (old && old.key === key) return old.value;
    const value = compute();
    this.cache.set(name, { key, value });
    return value;
  }

  /** Return the codes of the true labels of the examples; of several labels whether they have this one. */
  truth(label) {
    return this.columns.get(this.spec.kind === 'multilabel' ? `true.${label}` : 'true');
  }

  /** Return the code that the positive examples have among those of the true labels. */
  positive(label) {
    return this.spec.kind === 'multilabel' ? 1 : label;
  }

  hasScores(state) {
    return this.spec.runs[state.run].scores.length > 0;
  }

  /** Return the scores of a label: codes, the distinct scores that they stand for, and their type; null if there are none. */
  scores(state, label = state.positive) {
    if (label === null || !this.hasScores(state)) return null;
    const run = this.spec.runs[state.run];
    const name = run.scores[this.spec.kind === 'binary' ? 0 : label];
    return { name, codes: this.columns.get(name), values: this.columns.get(`${name}.values`), type: run.type };
  }

  /** Return the name of the column of predicted labels, or of whether a label is predicted. */
  predicted(state, label = state.positive) {
    return label === null ? `run${state.run}.predicted` : `run${state.run}.predicted.${label}`;
  }

  /** Return the same data, of which each example counts as one, whatever it weighs. */
  get unweighted() {
    if (!this.spec.weighted) return this;
    this.rows ??= new Data({ ...this.spec, weighted: false }, this.columns);
    return this.rows;
  }

  /** Return what of a column is counted: its codes, and the truth, groups and weight of each. */
  counted(name, label) {
    const { columns, groups, spec } = this;
    const part = (of) => columns.get(`${name}/${of}`);
    if (!part('code')) {
      const weight = spec.weighted ? columns.get('weight') : null;
      return { name: 'table', codes: columns.get(name), truth: this.truth(label), positive: this.positive(label), groups: groups.map(({ codes }) => codes), weight };
    }
    const weight = (!spec.weighted && part('rows')) || part('weight');
    return { name, codes: part('code'), truth: part('true'), positive: 1, groups: groups.map(({ column }) => part(column)), weight };
  }

  /** Return which of what is counted are in the chosen groups, or null for all; some groups may be taken whole. */
  keep(state, { name, groups, codes }, whole = []) {
    const chosen = state.chosen.map((code, group) => (whole.includes(group) ? -1 : code));
    return this.cached(`keep ${name} ${whole}`, String(chosen), () => kept(groups, chosen, codes.length));
  }

  /** Return which examples of the table are in the chosen groups, or null for all. */
  keepRows(state) {
    return this.keep(state, { name: 'table', groups: this.groups.map(({ codes }) => codes), codes: this.truth(0) });
  }

  /** Return the place of an example of the table on each axis of the caller's targets. */
  indexOf(row) {
    let place = this.columns.get('row')?.[row] ?? row;
    return this.spec.index.shape.reduceRight((index, size) => {
      const at = place % size;
      place = (place - at) / size;
      return [at, ...index];
    }, []);
  }

  /** Return the threshold with which a label is shown first. */
  firstThreshold(label) {
    const { threshold, thresholds } = this.spec.first;
    return thresholds ? thresholds[label] : threshold;
  }

  threshold(state, label = state.positive) {
    return state.thresholds[label] ?? this.fit(state, label, this.firstThreshold(label));
  }

  /** Return a threshold as scores see it, and one within scores that are rounded down to one number above them. */
  fit(state, label, threshold) {
    const scores = this.scores(state, label);
    if (!scores || !this.spec.rounded || threshold === 0.5) return threshold;
    return this.thresholdAt(scores, placeOf(threshold, scores.values, scores.type));
  }

  thresholdAt({ values }, place) {
    return place < values.length ? values[place] : Infinity;
  }

  /** Return the place of the threshold among the distinct scores. */
  place(state, label = state.positive) {
    const { values, type } = this.scores(state, label);
    return placeOf(this.threshold(state, label), values, type);
  }

  /** Return the shortest number that cuts as the threshold does. */
  thresholdText(state, label = state.positive) {
    const threshold = this.threshold(state, label);
    if (!Number.isFinite(threshold)) return say('bar.beyond');
    if (this.spec.rounded) return String(threshold);
    const { values, type } = this.scores(state, label);
    const place = this.place(state, label);
    return shortest(threshold, (number) => placeOf(number, values, type) === place);
  }

  /** Return the scores of all classes, those of the true one among them, and what is predicted, for all rows that are shown. */
  classScores(state) {
    const { columns, spec } = this;
    return {
      scores: spec.labels.map((_, label) => this.scores(state, label)),
      truth: this.truth(0), predicted: columns.get(this.predicted({ ...state, positive: null })), weight: columns.get('weight') ?? null, keep: this.keepRows(state),
    };
  }

  /** Return histograms of the predicted class's score, of right and of wrong predictions, and from where to where they go. */
  topScores(state, bins, range) {
    return this.cached('top', String([state.run, state.chosen]), () => topOf(this.classScores(state), bins, range));
  }

  /** Return how many have the true class among the two highest scores, and how many there are; null if only a part is known. */
  rightInTwo(state) {
    if (!this.whole || state.positive !== null || !this.hasScores(state) || this.spec.labels.length < 3) return null;
    return this.cached('two', String([state.run, state.chosen]), () => topRight(this.classScores(state), 2));
  }

  /** Return for each cell of the matrix how the scores lie in it; null where there are none. */
  spread(state, bins, range) {
    if (!this.hasScores(state)) return null;
    const { positive } = state;
    const size = this.labels(state).length;
    const key = String([state.run, positive, state.chosen, this.threshold(state)]);
    return this.cached('spread', key, () => {
      const cell = this.cellOf(state);
      const { codes, values } = positive === null ? {} : this.scores(state);
      const all = positive === null ? this.classScores(state) : null;
      const score = all ? (row) => all.scores[all.predicted[row]].values[all.scores[all.predicted[row]].codes[row]] : (row) => values[codes[row]];
      return spreadOf({ n: this.n, cell: (row) => cell.true(row) * size + cell.predicted(row), score, keep: this.keepRows(state), weight: this.columns.get('weight') ?? null }, size * size, bins, range);
    });
  }

  /** Return the counts at each threshold of one class against the rest, and the threshold of each place. */
  sweep(state, label = state.positive) {
    const scores = this.scores(state, label);
    if (!scores) return null;
    return this.cached(`sweep ${scores.name}`, String(state.chosen), () => {
      const counted = this.counted(scores.name, label);
      return { ...sweep(histogram(counted, scores.values.length, this.keep(state, counted))), thresholds: scores.values };
    });
  }

  /** Return the labels of the matrix: all, or a class and the rest. */
  labels(state) {
    if (this.spec.kind === 'binary' || state.positive === null) return this.spec.labels;
    return [this.spec.rest, this.spec.labels[state.positive]];
  }

  /** Return the counts of true against predicted labels. */
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

  /** Return the row of the positive class in the matrix. */
  positiveRow(state) {
    return this.spec.kind === 'binary' ? state.positive : 1;
  }

  /** Return the four outcomes of each pair of slices of two groups (or of each slice of one), at the threshold. */
  slices(state, first, second = null) {
    const { positive } = state;
    const scored = positive !== null && this.hasScores(state);
    const counted = this.counted(scored ? this.scores(state).name : this.predicted(state), positive);
    const both = [first, second].filter((group) => group !== null);
    const slices = this.cached(`slices ${counted.name} ${both}`, '', () => (
      paired(both.map((group) => ({ codes: counted.groups[group], size: this.groups[group].values.length })))
    ));
    const key = String([both, state.chosen]);
    if (positive === null) return this.cached(`right ${counted.name} ${both}`, key, () => rightBySlice(counted, slices, this.keep(state, counted, both)));
    const size = scored ? this.scores(state).values.length : 2;
    const parts = this.cached(`sliced ${counted.name} ${positive} ${both}`, key, () => sliced(counted, slices, size, this.keep(state, counted, both)));
    return bySlice(parts, scored ? this.place(state) : 1);
  }

  /** Return functions that tell a row's true and predicted place in the matrix. */
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

  /** Return those of some rows whose cells are wanted: a loop of its own, as it runs at each step of the slider. */
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
    const at = (isPositive) => (isPositive ? code : 1 - code);
    const cells = [0, 1, 2, 3].map((kind) => wanted[size * at(kind & 2) + at(kind & 1)]); // 2: truly, 1: predicted positive
    return rowsWhere(rows, truth, this.scores(state).codes, (i, j) => cells[(i === has ? 2 : 0) + (j >= place ? 1 : 0)]);
  }

  /** Return a function that tells whether a label is predicted for a row. */
  decided(state, label = state.positive) {
    if (!this.hasScores(state)) {
      const predicted = this.columns.get(this.predicted(state, label));
      return (row) => predicted[row] === 1;
    }
    const { codes } = this.scores(state, label);
    const place = this.place(state, label);
    return (row) => codes[row] >= place;
  }
}
