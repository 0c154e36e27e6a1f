// What the page says: the words come from Python, numbers and names are filled in here.

import { count } from './text.js';

const words = new Map();

/** Take the words of a specification.
 * @param {Record<string, Record<string, string>>} given
 */
export function learn(given) {
  for (const [part, texts] of Object.entries(given)) for (const [key, text] of Object.entries(texts)) words.set(`${part}.${key}`, text);
}

/** Return what a part of the page says: "{name}" is a value, "{n|example|examples}" a number with its word.
 * @param {string} key
 * @param {Record<string, unknown>} values
 */
export function say(key, values = {}) {
  const text = words.get(key);
  if (text === undefined) throw new Error(`no words for ${key}`);
  /** @type {(all: string, name: string, one?: string, many?: string) => string} */
  const filled = (_, name, one, many) => {
    const value = values[name];
    const said = typeof value === 'number' ? count(value) : String(value ?? '');
    return many === undefined ? said : `${said} ${value === 1 ? one : many}`;
  };
  return text.replaceAll(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, filled);
}
