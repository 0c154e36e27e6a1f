// The tabs below the first screen.

import { html } from './dom.js';
import { findingsOf, openFindings } from './findings.js';
import { say } from './words.js';

export class Tabs {
  /**
   * @param {Document} page
   * @param {Spec} spec
   * @param {Data} data
   * @param {Tools} tools
   */
  constructor(page, spec, data, { change }) {
    Object.assign(this, { page, spec, data, change });
    const root = page.getElementById('tabs');
    root.setAttribute('aria-label', say('tabs.tabs'));
    this.number = html('strong');
    this.tabs = spec.panels.map((panel) => html('button', {
      type: 'button', role: 'tab', id: `tab-${panel}`, 'aria-controls': `panel-${panel}`, onclick: () => change({ tab: panel }),
    }, say(`tabs.${panel === 'runs' ? spec.runsName : panel}`), panel === 'findings' ? this.number : null));
    root.append(...this.tabs);
    root.addEventListener('keydown', (event) => this.onKey(event));
    this.found = html('div', { class: 'findings' });
    page.getElementById('panel-findings')?.prepend(this.found);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { panels } = this.spec;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (panels.indexOf(this.state.tab) + step + panels.length) % panels.length;
    this.change({ tab: panels[next] });
    this.tabs[next].focus();
    event.preventDefault();
  }

  /** @param {State} state */
  update(state) {
    this.state = state;
    this.spec.panels.forEach((panel, k) => {
      const isOpen = panel === state.tab;
      this.tabs[k].setAttribute('aria-selected', String(isOpen));
      this.tabs[k].tabIndex = isOpen ? 0 : -1;
      const root = /** @type {HTMLElement} */ (this.page.getElementById(`panel-${panel}`));
      root.hidden = !isOpen;
      root.dataset.name = this.tabs[k].textContent ?? '';
    });
    const open = openFindings(this.data, state);
    this.number.textContent = open ? ` ${open}` : '';
    const said = findingsOf(this.data, state).filter(([key]) => !state.silenced.includes(key));
    this.found.hidden = !said.length;
    this.found.replaceChildren(...said.map(([, text]) => html('p', { class: 'said' }, text)));
  }
}
