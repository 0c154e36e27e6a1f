// Which rows the table shows, and in which order. Nothing here knows of the page.

/** Return for each row whether it has the chosen codes of its groups, of which -1 are all: null if all rows do. */
export function kept(groups, chosen, n) {
  const active = groups.map((codes, group) => ({ codes, wanted: chosen[group] })).filter(({ wanted }) => wanted >= 0);
  if (!active.length) return null;
  const keep = new Uint8Array(n).fill(1);
  for (const { codes, wanted } of active) {
    for (let i = 0; i < n; i++) if (codes[i] !== wanted) keep[i] = 0;
  }
  return keep;
}

/** Return the rows that a filter keeps, in the order given (or as they are). */
export function filtered(n, order, keep, accepts) {
  const out = new Uint32Array(n);
  let size = 0;
  for (let k = 0; k < n; k++) {
    const row = order ? order[k] : k;
    if (keep && !keep[row]) continue;
    if (accepts && !accepts(row)) continue;
    out[size++] = row;
  }
  return out.subarray(0, size);
}

/** Return all rows sorted by a value; ties stay as they are, what is missing comes last. */
export function sorted(n, value, descending) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const sign = descending ? -1 : 1;
  const missing = (one) => one === null || one === undefined || Number.isNaN(one);
  return order.sort((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (missing(first) || missing(second)) return missing(first) - missing(second) || a - b;
    if (first === second) return a - b;
    return (first < second ? -1 : 1) * sign;
  });
}

/** Return a function that tells whether a value fits the words of a filter: "> 0.5", "1 to 3", "= 7", or a part of it. */
export function fitting(words, { value, text, number }) {
  const wanted = words.trim();
  if (!wanted) return null;
  const comparison = /^(<=|>=|<|>|=|≤|≥)\s*(-?[\d.]+(?:e-?\d+)?)$/i.exec(wanted);
  const range = /^(-?[\d.]+)\s*(?:to|…|\.\.)\s*(-?[\d.]+)$/.exec(wanted);
  if (number && range) return (row) => value(row) >= Number(range[1]) && value(row) <= Number(range[2]);
  if (number && comparison) {
    const than = Number(comparison[2]);
    const tests = {
      '<': (one) => one < than, '>': (one) => one > than, '=': (one) => one === than,
      '<=': (one) => one <= than, '>=': (one) => one >= than, '≤': (one) => one <= than, '≥': (one) => one >= than,
    };
    return (row) => tests[comparison[1]](value(row));
  }
  const part = wanted.toLowerCase();
  return (row) => text(row).toLowerCase().includes(part);
}

/** Return a function that tells whether one of a row's texts holds the words that are looked for. */
export function searching(words, textsOf) {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return null;
  return (row) => textsOf(row).some((text) => text.toLowerCase().includes(wanted));
}
