// What was chosen, in the address of the page: a link shows the same again.

/** Return the state as the part of an address after "#". */
export function toAddress(state, groups, first) {
  const parts = new URLSearchParams();
  if (state.run !== first.run) parts.set('run', state.run);
  if (state.positive !== first.positive) parts.set('class', state.positive === null ? '' : state.positive);
  if (state.threshold !== first.threshold) parts.set('threshold', state.threshold);
  if (state.by !== first.by) parts.set('by', state.by);
  for (const { name } of groups) if (state.chosen[name] !== first.chosen[name]) parts.set(`in.${name}`, state.chosen[name]);
  if (state.cells.size) parts.set('cells', [...state.cells].join(','));
  return parts.toString();
}

const wholeIn = (text, low, high) => (/^-?\d+$/.test(text ?? '') && +text >= low && +text < high ? +text : null);

/** Return the state that an address says, as far as it makes sense here. */
export function fromAddress(text, first, spec) {
  const parts = new URLSearchParams(text.replace(/^#/, ''));
  const state = { ...first, chosen: { ...first.chosen } };
  state.run = wholeIn(parts.get('run'), 0, spec.runs.length) ?? first.run;
  if (spec.kind === 'multiclass' && spec.runs[state.run].scores.length && parts.has('class')) {
    state.positive = wholeIn(parts.get('class'), 0, spec.labels.length);
  }
  const threshold = parts.get('threshold');
  if (threshold !== null && threshold !== '' && !Number.isNaN(Number(threshold))) state.threshold = Number(threshold);
  if (['count', 'true', 'pred', 'all'].includes(parts.get('by'))) state.by = parts.get('by');
  for (const { name, values } of spec.groups) {
    state.chosen[name] = wholeIn(parts.get(`in.${name}`), -1, values.length) ?? first.chosen[name];
  }
  const size = state.positive === null ? spec.labels.length : 2;
  const cells = (parts.get('cells') ?? '').split(',').map((cell) => wholeIn(cell, 0, size * size));
  state.cells = new Set(cells.filter((cell) => cell !== null));
  return state;
}
