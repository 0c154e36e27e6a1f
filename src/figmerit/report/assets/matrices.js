// The confusion matrix of what was chosen, and beside it that of a model to compare with.

import { html } from './dom.js';
import { Matrix } from './matrix.js';
import { cut } from './text.js';

export class Matrices {
  constructor(page, spec, data, { change, tip }) {
    Object.assign(this, { page, spec, data, change, tip });
    this.made = new Map();
    this.figures = [...page.querySelectorAll('#matrices figure')];
    this.captions = new Map(this.figures.map((figure) => [figure.dataset.picture, html('figcaption')]));
    for (const figure of this.figures) figure.prepend(this.captions.get(figure.dataset.picture));
  }

  update(state) {
    this.state = state;
    const name = state.positive === null || this.spec.kind === 'binary' ? 'matrix' : 'rest';
    const compares = state.other >= 0 && state.other !== state.run;
    const shown = { [name]: state, ...(compares ? { [`${name}B`]: { ...state, run: state.other, cells: new Set() } } : {}) };
    for (const figure of this.figures) figure.hidden = !(figure.dataset.picture in shown);
    for (const [picture, one] of Object.entries(shown)) {
      this.captions.get(picture).textContent = compares ? this.spec.runs[one.run].name : '';
      this.draw(picture, one);
    }
  }

  draw(picture, state) {
    const { data } = this;
    const act = (cell, more) => this.act(cell, more, picture.endsWith('B'));
    if (!this.made.has(picture)) {
      const figure = this.page.querySelector(`[data-picture="${picture}"] svg`);
      const { colors, z, interval } = this.spec;
      const options = { colors, z, interval, tip: this.tip, renames: picture.startsWith('rest') };
      this.made.set(picture, new Matrix(figure, this.spec.views[picture], data.labels(state).length, options));
    }
    const matrix = this.made.get(picture);
    matrix.act = act;
    matrix.name([...data.labels(state)], `Predicted label${this.cut(state)}`);
    matrix.update(data.matrix(state), state.by, state.cells);
  }

  cut(state) {
    const scores = this.data.scores(state);
    if (!scores) return '';
    const threshold = this.data.threshold(state);
    return Number.isFinite(threshold) ? ` (${cut(threshold)})` : ' (no score reaches the threshold)';
  }

  /** Filter the table to a cell; one of the model that is compared with shows that model. */
  act(cell, more, isOther) {
    if (isOther) {
      this.change({ run: this.state.other, other: this.state.run, cells: new Set([cell]) });
      return;
    }
    const old = this.state.cells;
    const cells = more ? new Set(old) : new Set([...old].filter((one) => one === cell));
    if (cells.has(cell)) cells.delete(cell);
    else cells.add(cell);
    this.change({ cells });
  }
}
