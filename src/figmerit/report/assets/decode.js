// Columns of the page: text in base64 -> gzip -> bytes in planes -> typed arrays. The format is described in
// docs/guide/report_format.rst.

const TYPES = {
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, float32: Float32Array, float64: Float64Array,
};

/** Return the bytes that a text in base64 stands for.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** Return unpacked bytes. A stream is what a strict content security policy leaves: fetch("data:...") is blocked.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function gunzipped(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Put the bytes of each number together: all first bytes come first, then all second ones.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} width
 */
export function fromPlanes(bytes, width) {
  if (width === 1) return bytes;
  const n = bytes.length / width;
  const out = new Uint8Array(bytes.length);
  for (let plane = 0; plane < width; plane++) {
    const start = plane * n;
    for (let i = 0, at = plane; i < n; i++, at += width) out[at] = bytes[start + i];
  }
  return out;
}

/** Return ascending numbers from the steps between their bit patterns, which ascend with them.
 * @param {Uint8Array<ArrayBuffer>} steps
 * @param {keyof typeof TYPES} dtype
 */
export function fromSteps(steps, dtype) {
  if (dtype.startsWith('uint')) {
    const codes = new TYPES[dtype](steps.buffer, steps.byteOffset, steps.length / TYPES[dtype].BYTES_PER_ELEMENT);
    for (let i = 1; i < codes.length; i++) codes[i] += codes[i - 1];
    return codes;
  }
  const words = dtype === 'float64' ? 2 : 1; // of 32 bits, the lower one first
  const keys = new Uint32Array(steps.buffer, steps.byteOffset, steps.byteLength / 4);
  const out = new Uint32Array(keys.length);
  let low = 0;
  let high = 0;
  for (let i = 0; i < keys.length; i += words) {
    const sum = low + keys[i];
    low = sum >>> 0;
    if (words === 2) high = (high + keys[i + 1] + (sum > 0xffffffff ? 1 : 0)) >>> 0;
    const top = words === 2 ? high : low;
    const flip = top & 0x80000000 ? 0 : 0xffffffff; // below zero all bits were turned, else the first
    out[i] = (words === 2 ? low ^ flip : low ^ (flip || 0x80000000)) >>> 0;
    if (words === 2) out[i + 1] = (high ^ (flip || 0x80000000)) >>> 0;
  }
  return new TYPES[dtype](out.buffer);
}

/** Return a column: a typed array, or a list of texts.
 * @param {string} text
 * @param {string} encoding
 * @param {keyof typeof TYPES} dtype
 * @returns {Promise<Column>}
 */
export async function decoded(text, encoding, dtype) {
  const bytes = await gunzipped(fromBase64(text));
  if (encoding === 'texts') return JSON.parse(new TextDecoder().decode(bytes));
  const width = TYPES[dtype].BYTES_PER_ELEMENT;
  const whole = fromPlanes(bytes, width);
  return encoding === 'ascending' ? fromSteps(whole, dtype) : new TYPES[dtype](whole.buffer, whole.byteOffset, whole.length / width);
}

/** Return all columns of a page by their names, and free their texts.
 * @param {Document} page
 */
export async function columnsOf(page) {
  /** @type {NodeListOf<HTMLScriptElement>} */
  const blocks = page.querySelectorAll('script[type="application/x-figmerit-column"]');
  const columns = await Promise.all(Array.from(blocks, async (block) => {
    const { name = '', encoding = '', dtype } = block.dataset;
    const column = await decoded(block.textContent, encoding, /** @type {keyof typeof TYPES} */ (dtype));
    block.remove();
    return /** @type {const} */ ([name, column]);
  }));
  return new Map(columns);
}
