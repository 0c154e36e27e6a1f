// The top line: how good it is in one sentence, what is shown, and what a person does with the whole page.

import { button, choice, html, icon, menu } from './dom.js';
import { openFindings } from './findings.js';
import { comparison } from './parts.js';
import { meanOf, outcomesOf, rightOf } from './results.js';
import { rounded, shortened } from './text.js';
import { say } from './words.js';

export class Top {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change, reset }) {
    Object.assign(this, { page, spec, data, change });
    this.headline = page.getElementById('headline');
    this.pickers = page.getElementById('pickers');
    this.pickers.append(...this.choices());
    page.getElementById('cut').append(...this.classes());
    this.selects = [.../** @type {NodeListOf<HTMLSelectElement>} */ (page.querySelectorAll('#pickers select, #cut select'))];
    this.flagged = html('span');
    this.flag = button([icon('flag'), this.flagged], () => {
      this.change({ tab: 'findings' });
      page.getElementById('tab-findings')?.focus();
      requestAnimationFrame(() => page.getElementById('panel-findings')?.scrollIntoView({ block: 'nearest' })); // as soon as it is drawn
    }, { id: 'badge' });
    this.copied = html('span', { class: 'word' }, say('top.copyLink'));
    this.copying = button([icon('link'), this.copied], () => this.copy(), { id: 'copy', 'aria-label': say('top.copyLink') });
    page.getElementById('tools').append(
      this.flag,
      this.copying,
      button([icon('reset'), html('span', { class: 'word' }, say('top.reset'))], reset, { 'aria-label': say('top.resetAll') }),
      button(icon('theme'), () => this.change({ theme: this.isDark() ? 'light' : 'dark' }), { id: 'theme', 'aria-label': say('top.theme') }),
    );
    this.prefers = matchMedia('(prefers-color-scheme: dark)');
    this.prefers.addEventListener('change', () => this.paint());
  }

  /** Return the choices that there are. */
  choices() {
    const { spec } = this;
    /** @type {HTMLElement[]} */
    const found = [];
    if (spec.runs.length > 1) {
      /** @type {Option[]} */
      const names = spec.runs.map(({ name }, k) => [k, name]);
      found.push(choice('run', say(`top.${spec.runsName}`), names, 0, (run) => this.change({ run: +run })));
      found.push(choice('other', say('top.against'), [[-1, say('top.nobody')], ...names], -1, (other) => (
        this.change((state) => ({ other: +other === state.run ? -1 : +other, ofOther: false }))
      )));
    }
    const groups = spec.groups.map(({ name, values }, k) => {
      const isSubset = k === 0 && spec.first.subset !== null;
      /** @type {Option[]} */
      const names = [[-1, say('top.all')], ...values.map(/** @returns {Option} */ (value, code) => [code, value])];
      /** @param {string} code */
      const choose = (code) => this.change(({ chosen }) => ({ chosen: chosen.with(k, +code) }));
      return choice(`in${k}`, isSubset ? say('top.subset') : name, names, -1, choose);
    });
    if (spec.first.subset !== null) found.push(/** @type {HTMLElement} */ (groups.shift()));
    if (groups.length === 1 && found.length < 3) found.push(...groups);
    else if (groups.length) {
      this.sliced = html('span');
      found.push(menu(this.sliced, groups, 'end'));
    }
    return found;
  }

  /** Return the choice of the class or label that is decided on, if there is one: it stands beside its threshold. */
  classes() {
    const { spec } = this;
    /** @param {string} code */
    const set = (code) => this.change({ positive: code === '' ? null : +code });
    /** @param {(name: string) => string} named @returns {Option[]} */
    const options = (named) => spec.labels.map((name, code) => [code, named(name)]);
    if (spec.kind === 'multilabel') return [choice('class', say('top.label'), options((name) => name), 0, set)];
    if (spec.kind !== 'multiclass' || !spec.runs[0].scores.length) return [];
    const all = say('top.allClasses', { n: spec.labels.length });
    return [choice('class', say('top.class'), [['', all], ...options((name) => say('top.classAlone', { name }))], '', set)];
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      this.copied.textContent = say('top.copied');
    } catch {
      this.copied.textContent = say('top.notCopied');
    }
    this.copying.setAttribute('aria-label', this.copied.textContent);
    setTimeout(() => {
      this.copied.textContent = say('top.copyLink');
      this.copying.setAttribute('aria-label', say('top.copyLink'));
    }, 2000);
  }

  isDark() {
    return (this.state?.theme ?? (this.prefers.matches ? 'dark' : 'light')) === 'dark';
  }

  paint() {
    this.page.documentElement.dataset.theme = this.isDark() ? 'dark' : 'light';
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    this.paint();
    /** @type {Record<string, string | number>} */
    const chosen = { run: state.run, other: state.other, class: state.positive ?? '' };
    state.chosen.forEach((code, k) => { chosen[`in${k}`] = code; });
    for (const select of this.selects) select.value = String(chosen[select.id]);
    if (this.sliced) this.sliced.textContent = this.slicesInWords();
    this.headline.textContent = this.sentence();
    this.headline.title = this.headline.textContent;
    const findings = openFindings(this.data, state);
    this.flagged.textContent = findings ? say('top.findings', { n: findings }) : say('top.noFindings');
    this.flag.classList.toggle('told', findings > 0);
    this.flag.setAttribute('aria-disabled', String(!this.spec.panels.includes('findings')));
  }

  /** Return which slices are shown alone, for the menu that chooses them. */
  slicesInWords() {
    const { groups, first } = this.spec;
    const chosen = this.state.chosen.flatMap((code, k) => (code >= 0 && !(k === 0 && first.subset !== null) ? [shortened(groups[k].values[code])] : []));
    return say('top.slice', { names: chosen.join(', ') || say('top.all') });
  }

  /** Return in one sentence how good it is. */
  sentence() {
    const { data, state, spec } = this;
    const compared = comparison.headline?.(data, state);
    if (compared) return compared;
    const size = data.labels(state).length;
    const [right, total] = rightOf(data.matrix(state), size);
    const [, n] = rightOf(data.unweighted.matrix(state), size);
    if (!n) return say('top.nothing');
    const weighted = spec.weighted ? say('top.weighted') : '';
    if (state.positive === null) return say('top.classes', { n, weighted, k: size, right, wrong: total - right });
    const { tp, fp, fn } = outcomesOf(data, state);
    const name = spec.labels[state.positive];
    const numbers = { n, weighted, tp, positives: tp + fn, name, fp };
    if (spec.kind === 'binary') return say(tp + fn ? 'top.binary' : 'top.binaryNone', numbers);
    const rest = say(tp + fn ? 'top.oneOf' : 'top.noneOf', numbers);
    if (spec.kind === 'multiclass') return `${say('top.examples', numbers)}: ${rest}`;
    const { best } = data.metrics;
    const all = spec.labels.map((_, positive) => outcomesOf(data, { ...state, positive }));
    return say('top.labels', { ...numbers, k: all.length, metric: best.label, value: rounded(meanOf(best, all)), rest });
  }

  /** Say on paper, where there are no controls, what is shown. */
  describe() {
    const fields = this.selects.map((select) => `${select.getAttribute('aria-label')}: ${select.selectedOptions[0].textContent}`);
    const [slider, rival] = ['slider', 'rival-slider'].map((id) => this.page.getElementById(id));
    const cut = slider && this.data.scores(this.state) ? [`${say('bar.number')}: ${slider.getAttribute('aria-valuetext')}`] : [];
    if (rival?.checkVisibility()) cut.push(`${rival.getAttribute('aria-label')}: ${rival.getAttribute('aria-valuetext')}`);
    const tags = [...this.page.querySelectorAll('#examples .tag')].map((one) => one.textContent);
    const search = this.state.search ? [`“${this.state.search}”`] : [];
    this.page.getElementById('chosen').textContent = [...new Set([...fields, ...cut, ...tags, ...search])].join('; ');
  }
}
