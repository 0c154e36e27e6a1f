// The strip of agreement: how many examples both models are right about, one of them or none; each chooses these examples.

import { Roving, html, icon, replaced } from './dom.js';
import { agreementWords } from './pairrows.js';
import { mcnemar, pairsOf, talliesOf } from './pairs.js';
import { rightOf } from './results.js';
import { count, rounded } from './text.js';
import { say } from './words.js';

/** The parts of the strip in their order, each with the signs of both models. */
const SHOWN = /** @type {const} */ ([['both', 'right', 'right'], ['first', 'right', 'wrong'], ['second', 'wrong', 'right'], ['neither', 'wrong', 'wrong']]);

/** Return the probability of a test in words, short where it is no small one.
 * @param {number} value
 */
const probability = (value) => rounded(Number(value.toFixed(12)) || value, value < 0.1 ? 3 : 2);

/** Return in one sentence about how many examples two models disagree; "" while one is shown alone.
 * @param {Data} data
 * @param {State} state
 */
export function comparedHeadline(data, state) {
  const rival = data.rival(state);
  if (!rival) return '';
  const { spec } = data;
  const [, n] = rightOf(data.unweighted.matrix(state), data.labels(state).length);
  const { first, second } = pairsOf(talliesOf(data, state, rival));
  const given = { n, weighted: spec.weighted ? say('top.weighted') : '', apart: first + second, rows: data.n };
  return n ? say(`compare.${spec.runsName}${data.whole ? '' : 'Sampled'}`, given) : say('top.nothing');
}

export class Agreement {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change });
    this.strip = html('div', { class: 'agreement', role: 'group', 'aria-label': say('compare.strip') });
    this.sentence = html('p', { class: 'small quiet', id: 'disagreement' });
    this.roving = new Roving(this.strip);
    this.root = html('div', { class: 'agreed', id: 'agreement', hidden: true }, this.strip, this.sentence);
    page.getElementById('matrices')?.before(this.root);
  }

  /** @param {State} state */
  update(state) {
    const { data, page } = this;
    this.state = state;
    const rival = data.rival(state);
    this.root.hidden = !rival;
    const { classList } = page.getElementById('examples');
    classList.toggle('versus', rival !== null);
    classList.toggle('signed', rival !== null && state.positive !== null);
    this.pairs = rival && pairsOf(talliesOf(data, state, rival));
    if (this.pairs) this.show(state, this.pairs);
  }

  /** Show how many examples there are of each kind, and what this tells.
   * @param {State} state
   * @param {Pairs} pairs
   */
  show(state, pairs) {
    const { data, spec } = this;
    const key = JSON.stringify([pairs, state.agreement, state.run, state.other]);
    if (this.key === key) return;
    this.key = key;
    replaced(this.strip, ...SHOWN.map(([name, ...signs]) => this.part(name, signs, pairs[name])));
    this.roving.reach();
    const total = pairs.both + pairs.first + pairs.second + pairs.neither;
    const part = data.whole ? '' : say('compare.sampled', { n: data.n, all: spec.examples });
    this.sentence.textContent = this.inWords(pairs, total) + part;
  }

  /** Return a button that shows the examples of one kind, or all again.
   * @param {NonNullable<State['agreement']>} name
   * @param {string[]} signs
   * @param {number} n
   */
  part(name, signs, n) {
    const isChosen = this.state.agreement === name;
    const pairs = ['a', 'b'].map((model, k) => html('span', {}, icon(model), icon(signs[k])));
    return html(
      'button', { type: 'button', 'aria-pressed': String(isChosen), 'data-kind': name, onclick: () => this.change({ agreement: isChosen ? null : name }) },
      html('span', { class: 'signs' }, ...pairs), html('strong', {}, count(n)), html('span', { class: 'small' }, agreementWords(this.spec, this.state, name)),
    );
  }

  /** Return on how many they disagree, and whether chance splits them as unevenly.
   * @param {Pairs} pairs
   * @param {number} all
   */
  inWords({ first, second }, all) {
    const n = first + second;
    if (this.spec.weighted) return say('compare.weighted', { n, all });
    if (!n) return say('compare.alike', { all });
    return say('compare.test', { n, all, first, second, p: probability(mcnemar(first, second)) });
  }
}
