// Elements. Every text of the user becomes a text node or an attribute: never markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @template {Element} T
 * @param {T} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function completed(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Return an element of HTML with attributes, listeners (onclick) and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function html(tag, attributes = {}, ...children) {
  return completed(document.createElement(tag), attributes, children);
}

/** Return an element of SVG.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  return completed(document.createElementNS(SVG, tag), attributes, children);
}

/** Return a sign of the page, which words beside it say too.
 * @param {string} name
 */
export function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `#i-${name}` }));
}

/** Return a choice among names with its label.
 * @param {string} id
 * @param {string} label
 * @param {Option[]} names
 * @param {unknown} chosen
 * @param {(value: string) => void} onchange
 */
export function choice(id, label, names, chosen, onchange) {
  const options = names.map(([value, text]) => html('option', { value, selected: String(value) === String(chosen) }, text));
  /** @type {HTMLSelectElement} */
  const select = html('select', { id, 'aria-label': label, onchange: () => onchange(select.value) }, ...options);
  return html('label', { class: 'pick' }, html('span', {}, label), select);
}

/** Return a button.
 * @param {Child | Child[]} text
 * @param {(event: MouseEvent) => void} onclick
 * @param {Attributes} attributes
 */
export function button(text, onclick, attributes = {}) {
  return html('button', { type: 'button', class: 'btn', onclick, ...attributes }, ...[text].flat());
}

/** Return a button that looks like a link: what is named is shown.
 * @param {string} text
 * @param {() => void} onclick
 * @param {boolean} [isPressed]
 */
export function link(text, onclick, isPressed) {
  return button(text, onclick, { class: 'slice', 'aria-pressed': isPressed === undefined ? null : String(isPressed) });
}

/** Return a text of a picture: of the anchor "start", "middle" or "end".
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} anchor
 * @param {string | null} [name]
 * @param {Attributes} [attributes]
 */
export function label(x, y, words, anchor, name, attributes = {}) {
  return svg('text', { x, y, 'text-anchor': anchor, class: name, ...attributes }, words);
}

/** Return a line of a picture.
 * @param {string} name
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 * @param {Attributes} [attributes]
 */
export function line(name, x1, y1, x2, y2, attributes = {}) {
  return svg('line', { class: name, x1, y1, x2, y2, ...attributes });
}

/** Return a row of buttons, one of which is pressed: of each a value and a text.
 * @template V
 * @param {string} label
 * @param {[V, Child | Child[]][]} options
 * @param {(value: V) => void} onchoose
 */
export function segments(label, options, onchoose) {
  const all = options.map(([value, text]) => button(text, () => onchoose(value), { 'data-value': value }));
  const group = html('div', { class: 'seg', role: 'group', 'aria-label': label }, ...all);
  const roving = new Roving(group);
  /** @param {V} chosen */
  const press = (chosen) => {
    all.forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.value === String(chosen))));
    if (!group.contains(document.activeElement)) roving.reach(Math.max(0, all.findIndex((one) => one.dataset.value === String(chosen))));
  };
  return { group, press };
}

/** Return a menu that a button opens.
 * @param {Child} label
 * @param {Child[]} children
 * @param {string} side
 */
export function menu(label, children, side = '') {
  const sheet = html('div', { class: `sheet ${side}` }, ...children);
  const details = html('details', { class: 'menu' }, html('summary', { class: 'btn' }, label, icon('down')), sheet);
  /** @param {EventTarget | null} target */
  const isIn = (target) => details.contains(/** @type {Node | null} */ (target));
  details.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !isIn(event.relatedTarget)) details.open = false;
  });
  document.addEventListener('pointerdown', (event) => { if (!isIn(event.target)) details.open = false; });
  return details;
}

/** Return a card with a title, what is said beside it, and what else is in its head.
 * @param {Attributes} attributes
 * @param {Child} title
 * @param {...Child} head
 */
export function card(attributes, title, ...head) {
  return html('section', { class: 'card', ...attributes }, html('header', {}, html('h2', {}, title), ...head));
}

/** Return a sentence in small letters.
 * @param {...Child} words
 */
export const small = (...words) => html('p', { class: 'small quiet' }, ...words);

/** Return what was chosen as a tag, which can be taken away.
 * @param {string} words
 * @param {() => void} remove
 * @param {string} [sign]
 * @param {string} [label]
 */
export function tag(words, remove, sign, label) {
  return html('span', { class: 'tag' }, sign ? icon(sign) : null, words, html('button', { type: 'button', 'aria-label': label ?? words, onclick: remove }, icon('close')));
}

/** Return a table of texts and elements; a column may have no name.
 * @param {Child} caption
 * @param {Child[]} head
 * @param {Child[][]} rows
 */
export function table(caption, head, rows) {
  /**
   * @param {Child} value
   * @param {boolean} isHead
   */
  const cell = (value, isHead) => html(isHead && value ? 'th' : 'td', { scope: isHead && value ? 'col' : null }, value);
  return html(
    'table',
    {},
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...head.map((value) => cell(value, true)))),
    html('tbody', {}, ...rows.map((row) => html('tr', {}, ...row.map((value) => cell(value, false))))),
  );
}

/** Replace what is in an element; what had the focus keeps it, as the first, second, ... that can have it.
 * @param {Element} root
 * @param {...(Node | string)} children
 */
export function replaced(root, ...children) {
  /** @type {() => (HTMLButtonElement | HTMLSelectElement | HTMLInputElement)[]} */
  const all = () => Array.from(root.querySelectorAll('button, select, input'));
  const focused = all().findIndex((one) => one === document.activeElement);
  root.replaceChildren(...children);
  if (focused >= 0) all()[focused]?.focus();
}

/** What is said beside the pointer, or beside what has the focus. */
export class Tip {
  /** @param {Element} page */
  constructor(page) {
    this.isTelling = false;
    this.box = html('div', { class: 'tip', role: 'tooltip', id: 'tip', hidden: true });
    page.append(this.box);
    page.addEventListener('pointerover', (event) => this.tell(/** @type {PointerEvent} */ (event)));
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   */
  show(text, x, y) {
    this.box.textContent = text;
    this.box.hidden = false;
    const { width, height } = this.box.getBoundingClientRect();
    this.box.style.left = `${Math.max(4, Math.min(x + 12, window.innerWidth - width - 8))}px`;
    this.box.style.top = `${Math.max(4, Math.min(y + 12, window.innerHeight - height - 8))}px`;
  }

  /** Say what an element has to tell when the pointer is on it.
   * @param {PointerEvent} event
   */
  tell(event) {
    const told = /** @type {Element} */ (event.target).closest('[data-tell]');
    if (told) this.show(told.getAttribute('data-tell') ?? '', event.clientX, event.clientY);
    else if (this.isTelling) this.hide();
    this.isTelling = Boolean(told);
  }

  hide() {
    this.box.hidden = true;
  }
}

/** A group of buttons, one of which the tab key reaches, and arrow keys the others. */
export class Roving {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.at = 0;
    root.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const all = this.buttons();
      const place = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      if (!step || place < 0) return;
      event.preventDefault();
      this.reach((place + step + all.length) % all.length);
      all[this.at].focus();
    });
    root.addEventListener('focusin', () => {
      const place = this.buttons().indexOf(/** @type {HTMLElement} */ (document.activeElement));
      if (place >= 0) this.reach(place);
    });
  }

  /** @returns {HTMLElement[]} */
  buttons() {
    return [...this.root.querySelectorAll('button')];
  }

  /** Let the tab key reach this one of the buttons; without a place the one of before, after they were drawn anew.
   * @param {number} [place]
   */
  reach(place = this.at) {
    const all = this.buttons();
    this.at = Math.max(0, Math.min(place, all.length - 1));
    all.forEach((one, k) => { one.tabIndex = k === this.at ? 0 : -1; });
  }
}
