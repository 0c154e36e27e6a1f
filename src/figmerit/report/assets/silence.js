// Findings that Python wrote into the page: each can be shown in the matrix, and silenced, which a link keeps.

import { button, html, small } from './dom.js';
import { parts } from './parts.js';
import { say } from './words.js';

export class Silence {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Pick<Tools, 'change'>} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change });
    const panel = page.getElementById('panel-findings');
    this.items = [.../** @type {NodeListOf<HTMLElement>} */ (panel?.querySelectorAll('[data-finding]') ?? [])].map((item) => this.complete(item));
    this.head = small(say('findings.silenced'));
    this.quiet = html('ul', { class: 'findings silenced' });
    this.items[0]?.item.closest('.card')?.append(this.head, this.quiet);
  }

  /** Return a finding with its place in the list and its buttons.
   * @param {HTMLElement} item
   */
  complete(item) {
    const { cells, finding = '', threshold } = item.dataset;
    const words = item.textContent ?? '';
    const toggle = button('', () => this.toggle(finding));
    const acts = [];
    if (cells) acts.push(button(say('findings.show'), () => this.show(finding, JSON.parse(cells)), { 'aria-label': say('findings.showWhat', { words }) }));
    if (threshold && this.spec.range) acts.push(button(say('findings.cut', { threshold: Number(threshold) }), () => this.change({ threshold: Number(threshold) })));
    const said = html('span', { class: 'sentence' }, ...item.childNodes);
    item.append(said, html('span', { class: 'toolbar acts' }, ...acts, toggle));
    return { item, finding, words, toggle, list: /** @type {HTMLElement} */ (item.parentElement) };
  }

  /** Silence a finding, or show it again.
   * @param {string} finding
   */
  toggle(finding) {
    this.change(({ silenced }) => ({ silenced: silenced.includes(finding) ? silenced.filter((one) => one !== finding) : [...silenced, finding] }));
  }

  /** Show the examples that a finding is about: the cells of its true and predicted classes, or of several labels the first one.
   * @param {string} finding
   * @param {[truly: string | null, predicted: string | null][]} pairs
   */
  show(finding, pairs) {
    const { kind, labels } = this.spec;
    const size = labels.length;
    const isMistakes = finding.startsWith('errors');
    const codes = pairs.map((pair) => pair.map((name) => (name === null ? -1 : labels.indexOf(name))));
    if (kind === 'multilabel') this.change({ positive: Math.max(...codes[0]) });
    else {
      const cells = Array.from({ length: size * size }, (_, cell) => cell).filter((cell) => {
        const [i, j] = [Math.floor(cell / size), cell % size];
        return !(isMistakes && i === j) && codes.some(([truly, predicted]) => (truly < 0 || truly === i) && (predicted < 0 || predicted === j));
      });
      this.change(({ positive }) => ({ ...(kind === 'multiclass' && positive !== null ? { positive: null } : {}), cells: new Set(cells) }));
    }
    this.page.getElementById('screen').scrollIntoView({ block: 'start' });
  }

  /** @param {State} state */
  update({ silenced }) {
    const key = String(silenced);
    if (key === this.key) return;
    this.key = key;
    const focused = this.items.find(({ toggle }) => toggle === document.activeElement);
    for (const { item, finding, list, toggle, words } of this.items) {
      const isSilent = silenced.includes(finding);
      (isSilent ? this.quiet : list).append(item);
      toggle.textContent = say(isSilent ? 'findings.again' : 'findings.silence');
      toggle.setAttribute('aria-label', say(isSilent ? 'findings.againWhat' : 'findings.silenceWhat', { words }));
    }
    this.head.hidden = this.quiet.hidden = !this.quiet.childElementCount;
    focused?.toggle.focus();
  }
}

parts.push(Silence);
