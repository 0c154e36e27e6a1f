// What was chosen, in the address of the page: a link shows the same again.

import { numberIn } from './rows.js';

/** Return the state as the part of an address after "#". */
export function toAddress(state, first) {
  const parts = new URLSearchParams();
  if (state.run !== first.run) parts.set('run', state.run);
  if (state.other >= 0) parts.set('other', state.other);
  if (state.positive !== first.positive) parts.set('class', state.positive === null ? '' : state.positive);
  for (const [label, threshold] of Object.entries(state.thresholds)) if (threshold !== 0.5) parts.set(`threshold${label}`, threshold);
  if (state.by !== first.by) parts.set('by', state.by);
  state.chosen.forEach((code, group) => { if (code !== first.chosen[group]) parts.set(`in${group}`, code); });
  if (state.search) parts.set('search', state.search);
  if (state.errors) parts.set('errors', 1);
  if (state.sort) parts.set('sort', `${state.sort.descending ? '-' : ''}${state.sort.key}`);
  for (const [key, words] of Object.entries(state.filters)) if (words) parts.set(`filter.${key}`, words);
  for (const name of ['first', 'second', 'metric']) {
    if (state.slices[name] !== first.slices[name]) parts.set(`slices.${name}`, state.slices[name] ?? '');
  }
  if (state.cells.size) parts.set('cells', [...state.cells].join(','));
  return parts.toString();
}

const wholeIn = (text, low, high) => (/^-?\d+$/.test(text ?? '') && +text >= low && +text < high ? +text : null);

/** Return which slices are shown by what, as far as there are such. */
function slicesIn(parts, { slices }, { groups, metrics }) {
  const one = wholeIn(parts.get('slices.first'), 0, groups.length) ?? slices.first;
  const two = wholeIn(parts.get('slices.second'), 0, groups.length);
  const metric = parts.get('slices.metric');
  return { first: one, second: two === one ? null : two, metric: metrics.some(({ name, shown }) => shown && name === metric) ? metric : slices.metric };
}

/** Return the state that an address says, as far as it makes sense here. */
export function fromAddress(text, first, spec) {
  const parts = new URLSearchParams(text.replace(/^#/, ''));
  const state = { ...first, thresholds: {} };
  state.run = wholeIn(parts.get('run'), 0, spec.runs.length) ?? first.run;
  state.other = wholeIn(parts.get('other'), 0, spec.runs.length) ?? -1;
  const isChosen = spec.kind === 'multilabel' || (spec.kind === 'multiclass' && spec.runs[state.run].scores.length);
  if (isChosen && parts.has('class')) state.positive = wholeIn(parts.get('class'), 0, spec.labels.length) ?? first.positive;
  spec.labels.forEach((_, label) => {
    const threshold = parts.get(`threshold${label}`) ?? '';
    const number = threshold === 'Infinity' ? Infinity : numberIn(threshold);
    if (!Number.isNaN(number)) state.thresholds[label] = number;
  });
  if (['count', 'true', 'pred', 'all'].includes(parts.get('by'))) state.by = parts.get('by');
  state.chosen = spec.groups.map(({ values }, group) => wholeIn(parts.get(`in${group}`), -1, values.length) ?? first.chosen[group]);
  state.search = parts.get('search') ?? '';
  state.errors = parts.get('errors') === '1';
  const sort = parts.get('sort');
  state.sort = sort ? { key: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : null;
  const filters = [...parts].filter(([name]) => name.startsWith('filter.'));
  state.filters = Object.fromEntries(filters.map(([name, words]) => [name.slice('filter.'.length), words]));
  state.slices = slicesIn(parts, first, spec);
  const size = state.positive === null ? spec.labels.length : 2;
  const cells = (parts.get('cells') ?? '').split(',').map((cell) => wholeIn(cell, 0, size * size));
  state.cells = new Set(cells.filter((cell) => cell !== null));
  return state;
}
