// Elements. Every text of the user becomes a text node or an attribute: never markup.

const SVG = 'http://www.w3.org/2000/svg';

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Return an element of HTML with attributes, listeners (onclick) and children. */
export function html(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Return an element of SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** Return a choice among names with its label. */
export function choice(id, label, names, chosen, onchange) {
  const options = names.map(([value, text]) => html('option', { value, selected: String(value) === String(chosen) }, text));
  const select = html('select', { id, onchange: () => onchange(select.value) }, ...options);
  return html('div', { class: 'field' }, html('label', { for: id }, label), select);
}

/** Return a button. */
export function button(text, onclick, attributes = {}) {
  return html('button', { type: 'button', onclick, ...attributes }, text);
}

/** Return a table of texts and elements; a column may have no name. */
export function table(caption, head, rows) {
  const cell = (value, isHead) => html(isHead && value ? 'th' : 'td', { scope: isHead && value ? 'col' : null }, value);
  return html(
    'table',
    {},
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...head.map((value) => cell(value, true)))),
    html('tbody', {}, ...rows.map((row) => html('tr', {}, ...row.map((value) => cell(value, false))))),
  );
}

/** Replace what is in an element; what had the focus keeps it, as the first, second, ... that can have it. */
export function replaced(root, ...children) {
  const all = () => [...root.querySelectorAll('button, select, input')];
  const focused = root.contains(document.activeElement) ? all().indexOf(document.activeElement) : -1;
  root.replaceChildren(...children);
  if (focused >= 0) all()[focused]?.focus();
}

/** What is said beside the pointer, or beside what has the focus. */
export class Tip {
  constructor(page) {
    this.box = html('div', { class: 'tip', role: 'tooltip', id: 'tip', hidden: true });
    page.append(this.box);
  }

  show(text, x, y) {
    this.box.textContent = text;
    this.box.hidden = false;
    const { width, height } = this.box.getBoundingClientRect();
    this.box.style.left = `${Math.max(4, Math.min(x + 12, window.innerWidth - width - 8))}px`;
    this.box.style.top = `${Math.max(4, Math.min(y + 12, window.innerHeight - height - 8))}px`;
  }

  hide() {
    this.box.hidden = true;
  }
}
