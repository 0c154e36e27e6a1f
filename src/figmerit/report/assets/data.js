// The predictions of a page: which rows are chosen, what they are and what is predicted for them. No elements here.

import { confusion, histogram, outcomes, placeOf, slicesOfLabels, slicesOfScores, sweep } from './counts.js';
import { kept } from './rows.js';

export class Data {
  constructor(spec, columns) {
    Object.assign(this, { spec, columns });
    this.truth = columns.get('true');
    this.n = this.truth.length;
    this.groups = spec.groups.map((group) => ({ ...group, codes: columns.get(group.column) }));
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

  /** Return the rows of the chosen subset and slices, or null for all. */
  keep(state) {
    const key = JSON.stringify(state.chosen);
    return this.cached('keep', key, () => kept(this.groups, state.chosen, this.n));
  }

  /** Return the scores of a class: codes, and the distinct scores that they stand for; null where there are none. */
  scores(state, label = state.positive) {
    const run = this.spec.runs[state.run];
    if (label === null || !run.scores.length) return null;
    const name = run.scores[this.spec.kind === 'binary' ? 0 : label];
    return { codes: this.columns.get(name), values: this.columns.get(`${name}.values`) };
  }

  /** Return the counts at each threshold of one class against the rest, and the threshold of each place. */
  sweep(state, label = state.positive) {
    const scores = this.scores(state, label);
    if (!scores) return null;
    const key = JSON.stringify(state.chosen);
    return this.cached(`sweep ${state.run} ${label}`, key, () => {
      const counts = sweep(histogram(scores.codes, scores.values.length, this.truth, label, this.keep(state)));
      return { ...counts, thresholds: scores.values };
    });
  }

  /** Return the place of the threshold among the distinct scores. */
  place(state) {
    return placeOf(state.threshold, this.scores(state).values);
  }

  /** Return the labels of the matrix: all, or a class and the rest. */
  labels(state) {
    if (this.spec.kind !== 'multiclass' || state.positive === null) return this.spec.labels;
    return ['rest', this.spec.labels[state.positive]];
  }

  /** Return the counts of true against predicted labels. */
  matrix(state) {
    if (state.positive === null) {
      const predicted = this.columns.get(this.spec.runs[state.run].predicted);
      const key = JSON.stringify(state.chosen);
      const size = this.spec.labels.length;
      return this.cached(`matrix ${state.run}`, key, () => confusion(this.truth, predicted, size, this.keep(state)));
    }
    const { tp, fp, fn, tn } = outcomes(this.sweep(state), this.place(state));
    return Float64Array.from(this.positiveCode(state) === 1 ? [tn, fp, fn, tp] : [tp, fn, fp, tn]);
  }

  /** Return the row of the positive class in the matrix. */
  positiveCode(state) {
    return this.spec.kind === 'binary' ? state.positive : 1;
  }

  /** Return for each slice of each column how many examples it has, and its F1, or its accuracy without a threshold. */
  slices(state) {
    const { positive } = state;
    const scores = positive === null ? this.columns.get(this.spec.runs[state.run].predicted) : this.scores(state).codes;
    const place = positive === null ? 0 : this.place(state);
    return this.groups.flatMap(({ name, values, codes }) => {
      const chosen = { ...state.chosen, [name]: -1 };
      const keep = this.cached(`keep but ${name}`, JSON.stringify(chosen), () => kept(this.groups, chosen, this.n));
      const counts = positive === null ? slicesOfLabels(codes, values.length, this.truth, scores, keep)
        : slicesOfScores(codes, values.length, this.truth, positive, scores, place, keep);
      return values.map((value, code) => ({ group: name, value, code, ...counts[code] }));
    });
  }

  /** Return functions that tell a row's true and predicted place in the matrix. */
  cellOf(state) {
    if (state.positive === null) {
      const predicted = this.columns.get(this.spec.runs[state.run].predicted);
      return { true: (row) => this.truth[row], predicted: (row) => predicted[row] };
    }
    const { codes } = this.scores(state);
    const [place, code] = [this.place(state), this.positiveCode(state)];
    return {
      true: (row) => (this.truth[row] === state.positive ? code : 1 - code),
      predicted: (row) => (codes[row] >= place ? code : 1 - code),
    };
  }
}
