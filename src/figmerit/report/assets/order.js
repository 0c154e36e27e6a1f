// Orders of the classes of a matrix. Nothing here knows of the page.

/** Return the classes in an order by name: as given, most examples first, weakest recall first, or confused ones together.
 * @param {ArrayLike<number>} counts
 * @param {number} size
 * @param {State['order']} name
 */
export function orderOf(counts, size, name) {
  const order = Array.from({ length: size }, (_, k) => k);
  if (name === 'given') return order;
  const support = order.map((i) => order.reduce((sum, j) => sum + counts[i * size + j], 0));
  /** @param {number} k */
  const recall = (k) => (support[k] ? counts[k * size + k] / support[k] : Infinity);
  if (name === 'support') return order.sort((a, b) => support[b] - support[a] || a - b);
  if (name === 'recall') return order.sort((a, b) => recall(a) - recall(b) || a - b);
  return together(size, (i, j) => (counts[i * size + j] + counts[j * size + i]) / Math.max(Math.min(support[i], support[j]), 1));
}

/** Return classes such that near ones are beside each other: chains, the nearest of whose ends are joined first.
 * @param {number} size
 * @param {(i: number, j: number) => number} near
 */
function together(size, near) {
  /** @type {[near: number, i: number, j: number][]} */
  const pairs = [];
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) if (near(i, j)) pairs.push([near(i, j), i, j]);
  pairs.sort((a, b) => b[0] - a[0] || a[1] - b[1] || a[2] - b[2]);
  const chains = Array.from({ length: size }, (_, k) => [k]);
  /**
   * @param {number[]} chain
   * @param {number} k
   */
  const ends = (chain, k) => chain[0] === k || chain[chain.length - 1] === k;
  for (const [, i, j] of pairs) {
    const [one, other] = [chains[i], chains[j]];
    if (one === other || !ends(one, i) || !ends(other, j)) continue;
    if (one[0] === i) one.reverse();
    if (other[other.length - 1] === j) other.reverse();
    one.push(...other);
    for (const k of other) chains[k] = one;
  }
  return [...new Set(chains)].flat();
}
