// What was chosen, in the address of the page: a link shows the same again.

import { numberIn } from './rows.js';

const FLAGS = /** @type {const} */ (['ofOther', 'log', 'spread']);

/** Return the state as the part of an address after "#".
 * @param {State} state
 * @param {State} first
 */
export function toAddress(state, first) {
  const parts = new URLSearchParams();
  if (state.other >= 0) parts.set('other', state.other);
  if (state.positive !== first.positive) parts.set('class', state.positive === null ? '' : state.positive);
  for (const [name, of] of /** @type {const} */ ([['threshold', 'thresholds'], ['rival', 'rivalThresholds']])) {
    for (const [label, threshold] of Object.entries(state[of])) parts.set(`${name}${label}`, threshold);
  }
  state.chosen.forEach((code, group) => { if (code !== first.chosen[group]) parts.set(`in${group}`, code); });
  if (state.sort) parts.set('sort', `${state.sort.descending ? '-' : ''}${state.sort.key}`);
  if (state.columns) parts.set('columns', state.columns.join(','));
  for (const name of /** @type {const} */ (['first', 'second', 'metric'])) {
    if (state.slices[name] !== first.slices[name]) parts.set(`slices.${name}`, state.slices[name] ?? '');
  }
  if (state.cells.size) parts.set('cells', [...state.cells].join(','));
  for (const name of FLAGS) if (state[name]) parts.set(name, 1);
  for (const name of /** @type {const} */ (['run', 'by', 'search', 'outcome', 'agreement', 'open', 'tab', 'theme', 'order', 'page'])) {
    if (state[name] !== first[name]) parts.set(name, state[name] ?? '');
  }
  if (!state.diagonal) parts.set('diagonal', 0);
  if (state.pictures !== first.pictures) parts.set('pictures', Number(state.pictures));
  if (state.silenced.length) parts.set('silenced', state.silenced.join(','));
  return parts.toString();
}

/** Return which one of what slides or is typed differs between two addresses; "" if more does, or something that is chosen.
 * @param {string} before
 * @param {string} after
 */
export function gradualChange(before, after) {
  const [old, now] = [new URLSearchParams(before), new URLSearchParams(after)];
  const changed = new Set([...old.keys(), ...now.keys()].filter((name) => old.get(name) !== now.get(name) && name !== 'page'));
  const [name] = changed;
  return changed.size === 1 && /^((threshold|rival)\d+|search|open)$/.test(name) ? name : '';
}

/**
 * @param {string | null} text
 * @param {number} low
 * @param {number} high
 */
const wholeIn = (text, low, high) => {
  const number = /^-?\d+$/.test(text ?? '') ? Number(text) : NaN;
  return number >= low && number < high ? number : null;
};

/**
 * @template {string} T, U
 * @param {string | null} text
 * @param {readonly T[]} options
 * @param {U} otherwise
 * @returns {T | U}
 */
const oneOf = (text, options, otherwise) => options.find((one) => one === text) ?? otherwise;

/** Return which slices are shown by what, as far as there are such.
 * @param {URLSearchParams} parts
 * @param {State} first
 * @param {Spec} spec
 */
function slicesIn(parts, { slices }, { areas, groups, metrics }) {
  const one = wholeIn(parts.get('slices.first'), 0, groups.length) ?? slices.first;
  const two = wholeIn(parts.get('slices.second'), 0, groups.length);
  const names = [...metrics.filter(({ shown }) => shown).map(({ name }) => name), ...Object.keys(areas)];
  return { first: one, second: two === one ? null : two, metric: oneOf(parts.get('slices.metric'), names, slices.metric) };
}

/** Return the thresholds of labels that have a name in an address, as far as they are numbers.
 * @param {URLSearchParams} parts
 * @param {string} name
 * @param {string[]} labels
 */
function thresholdsIn(parts, name, labels) {
  /** @type {Record<string, number>} */
  const thresholds = {};
  labels.forEach((_, label) => {
    const threshold = parts.get(`${name}${label}`) ?? '';
    const number = threshold === 'Infinity' ? Infinity : numberIn(threshold);
    if (!Number.isNaN(number)) thresholds[label] = number;
  });
  return thresholds;
}

/** Return the state that an address says, as far as it makes sense here.
 * @param {string} text
 * @param {State} first
 * @param {Spec} spec
 * @returns {State}
 */
export function fromAddress(text, first, spec) {
  const parts = new URLSearchParams(text.replace(/^#/, ''));
  const state = { ...first };
  state.run = wholeIn(parts.get('run'), 0, spec.runs.length) ?? first.run;
  state.other = wholeIn(parts.get('other'), 0, spec.runs.length) ?? -1;
  const isChosen = spec.kind === 'multilabel' || (spec.kind === 'multiclass' && spec.runs[state.run].scores.length);
  if (isChosen && parts.has('class')) state.positive = wholeIn(parts.get('class'), 0, spec.labels.length) ?? first.positive;
  state.thresholds = thresholdsIn(parts, 'threshold', spec.labels);
  state.rivalThresholds = thresholdsIn(parts, 'rival', spec.labels);
  state.by = oneOf(parts.get('by'), ['count', 'true', 'pred', 'all'], first.by);
  state.chosen = spec.groups.map(({ values }, group) => wholeIn(parts.get(`in${group}`), -1, values.length) ?? first.chosen[group]);
  state.search = parts.get('search') ?? '';
  state.outcome = oneOf(parts.get('outcome'), /** @type {const} */ (['right', 'wrong']), null);
  state.agreement = oneOf(parts.get('agreement'), /** @type {const} */ (['both', 'first', 'second', 'neither']), null);
  state.open = wholeIn(parts.get('open'), 0, 1e9);
  state.silenced = parts.get('silenced')?.split(',') ?? [];
  if (parts.has('pictures')) state.pictures = parts.get('pictures') === '1';
  const sort = parts.get('sort');
  state.sort = sort ? { key: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : null;
  state.columns = parts.get('columns')?.split(',') ?? null;
  state.slices = slicesIn(parts, first, spec);
  const size = state.positive === null ? spec.labels.length : 2;
  const cells = (parts.get('cells') ?? '').split(',').map((cell) => wholeIn(cell, 0, size * size));
  state.cells = new Set(cells.filter((cell) => cell !== null));
  for (const name of FLAGS) state[name] = parts.get(name) === '1';
  state.tab = oneOf(parts.get('tab'), spec.panels, first.tab);
  state.theme = oneOf(parts.get('theme'), /** @type {const} */ (['light', 'dark']), null);
  state.order = oneOf(parts.get('order'), ['support', 'recall', 'confusion'], 'given');
  state.diagonal = parts.get('diagonal') !== '0';
  state.page = wholeIn(parts.get('page'), 0, 1e9) ?? 0;
  return state;
}
