// Pictures of the page as files: as they are seen, in light colours, whatever the page has.

import { button, html, svg } from './dom.js';
import { say } from './words.js';

const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'paint-order', 'font-family', 'font-size', 'font-weight'];
const FINER = 3; // pixels of a file for one of the page
const MARGIN = 8;

/** Give a copy the styles that its original has on the page; what is not seen there is left out.
 * @param {Element} original
 * @param {Element} copy
 */
function dress(original, copy) {
  const style = getComputedStyle(original);
  if (style.display === 'none' || style.visibility === 'hidden' || original.hasAttribute('data-unsaved')) {
    copy.remove();
    return;
  }
  const children = Array.from(copy.children);
  Array.from(original.children).forEach((child, k) => dress(child, children[k]));
  if (original.closest('defs, clipPath')) return;
  const isGroup = original.localName === 'g' || original.localName === 'svg';
  for (const name of STYLES) if (!isGroup || name === 'opacity') copy.setAttribute(name, style.getPropertyValue(name));
}

/** Put the marks that a picture takes from the page's set of icons into the picture itself: a file has no such set.
 * @param {Element} picture
 */
function inlined(picture) {
  for (const use of picture.querySelectorAll('use')) {
    const symbol = /** @type {Element} */ (document.querySelector(use.getAttribute('href') ?? ''));
    const place = Object.fromEntries(['x', 'y', 'width', 'height'].map((name) => [name, use.getAttribute(name)]));
    use.replaceWith(svg('svg', { ...place, viewBox: symbol.getAttribute('viewBox') }, ...Array.from(symbol.children, (one) => /** @type {Element} */ (one.cloneNode(true)))));
  }
}

/** Return a copy of a part of the page's picture, in the styles that it has there.
 * @template {Element} T
 * @param {T} original
 */
function dressed(original) {
  const copy = /** @type {T} */ (original.cloneNode(true));
  dress(original, copy);
  return copy;
}

/** Return the title above a picture, and the lines of its key below it: each with its words, as far as they are seen.
 * @param {SVGSVGElement} picture
 * @param {string} title
 * @param {Element | null} key
 * @param {number[]} box
 */
function wordsIn(picture, title, key, [left, top, , height]) {
  const [name] = picture.querySelectorAll('text');
  const { fontFamily, fontSize } = getComputedStyle(name ?? picture);
  const size = parseFloat(fontSize);
  /**
   * @param {string | null} text
   * @param {number} x
   * @param {number} y
   * @param {Attributes} [attributes]
   */
  const write = (text, x, y, attributes) => svg('text', { x, y, fill: getComputedStyle(picture).color, 'font-family': fontFamily, 'font-size': size, ...attributes }, text);
  const samples = Array.from(key?.querySelectorAll('svg') ?? []).filter((one) => one.getClientRects().length);
  const rows = samples.map((one, k) => {
    const y = top + height + size * (1.2 + 1.6 * k);
    return svg('g', {}, svg('g', { transform: `translate(${left} ${y - 7})` }, ...Array.from(one.children, dressed)), write(/** @type {Element} */ (one.parentElement).textContent, left + 34, y));
  });
  const head = title ? [write(title, left, top - size, { 'font-weight': 650, 'font-size': 1.2 * size })] : [];
  return { parts: [...head, ...rows], above: head.length * 2 * size, below: rows.length * 1.6 * size };
}

/** Return a picture of the page as a text of SVG, with a title and a key, and how large it is there.
 * @param {SVGSVGElement} picture
 * @param {string} title
 * @param {Element | null} key
 */
export function pictureOf(picture, title = '', key = null) {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  const { width } = picture.getBoundingClientRect();
  const { x, y, width: wide, height: tall } = picture.viewBox.baseVal;
  dataset.theme = 'light';
  inlined(picture);
  const copy = dressed(picture);
  const { parts, above, below } = wordsIn(picture, title, key, [x, y, wide, tall]);
  const paper = getComputedStyle(picture.closest('.card') ?? document.body).backgroundColor;
  if (theme === undefined) delete dataset.theme;
  else dataset.theme = theme;
  const margin = (MARGIN * wide) / width;
  const box = { x: x - margin, y: y - above - margin, width: wide + 2 * margin, height: tall + above + below + 2 * margin };
  const size = { width: Math.round((box.width * width) / wide), height: Math.round((box.height * width) / wide) };
  for (const [name, value] of Object.entries({ viewBox: Object.values(box).join(' '), ...size })) copy.setAttribute(name, value);
  copy.prepend(svg('rect', { ...box, fill: paper }));
  copy.append(...parts);
  return { text: new XMLSerializer().serializeToString(copy), ...size };
}

/** Hand a file to whoever looks at the page.
 * @param {Blob} blob
 * @param {string} name
 */
export function saveFile(blob, name) {
  const link = html('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Save a picture of the page as "svg" or "png", with its name above it and a key below; the file has its name, as far as letters and digits go.
 * @param {SVGSVGElement} picture
 * @param {string} name
 * @param {string} format
 * @param {Element | null} key
 */
export async function savePicture(picture, name, format, key = null) {
  const { text, width, height } = pictureOf(picture, name, key);
  const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 80) || 'picture'}.${format}`;
  if (format === 'svg') {
    saveFile(new Blob([text], { type: 'image/svg+xml' }), file);
    return;
  }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = html('canvas', { width: FINER * width, height: FINER * height });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  saveFile(/** @type {Blob} */ (await new Promise((/** @type {BlobCallback} */ done) => { canvas.toBlob(done, 'image/png'); })), file);
}

/** Return buttons that save pictures in each format: a function returns those that are shown.
 * @param {() => Saved[]} shown
 */
export function savers(shown) {
  return ['svg', 'png'].map((format) => button(say('charts.saveAs', { format: format.toUpperCase() }), (event) => {
    const menu = /** @type {Element} */ (event.target).closest('details');
    if (menu) menu.open = false;
    for (const [picture, name, key] of shown()) savePicture(picture, name, format, key);
  }, { 'data-format': format }));
}
