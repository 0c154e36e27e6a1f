// The predictions of a page: which examples are chosen, what they are and what is predicted for them. No elements here.
//
// The table holds examples. What is counted are all of them: these same examples, or if the table has only a part, cells
// of how many examples have the same score, truth and groups, each of which weighs as much.

import { bySlice, confusion, histogram, outcomes, paired, placeOf, rightBySlice, sweep } from './counts.js';
import { Metrics } from './metrics.js';
import { kept, rowsWhere } from './rows.js';

export class Data {
  constructor(spec, columns) {
    Object.assign(this, { spec, columns, metrics: new Metrics(spec) });
    this.groups = spec.groups.map((group) => ({ ...group, codes: columns.get(group.column) }));
    this.n = this.truth(0).length;
    this.whole = !columns.has('row');
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

  /** Return what of a column is counted: its codes, and the truth, groups and weight of each. */
  counted(name, label) {
    const { columns, groups } = this;
    const part = (of) => columns.get(`${name}/${of}`);
    if (!part('code')) {
      return { name: 'table', codes: columns.get(name), truth: this.truth(label), positive: this.positive(label), groups: groups.map(({ codes }) => codes), weight: null };
    }
    return { name, codes: part('code'), truth: part('true'), positive: 1, groups: groups.map(({ column }) => part(column)), weight: part('weight') };
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

  threshold(state, label = state.positive) {
    return state.thresholds[label] ?? 0.5;
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
    const slices = this.cached(`slices ${counted.name}`, String(both), () => (
      paired(both.map((group) => ({ codes: counted.groups[group], size: this.groups[group].values.length })))
    ));
    const keep = this.keep(state, counted, both);
    if (positive === null) return rightBySlice(counted, slices, keep);
    return bySlice(counted, slices, scored ? this.place(state) : 1, keep);
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
