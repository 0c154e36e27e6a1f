// Rules that choose a threshold: those of choose_threshold in Python, with the same ties and tolerances.

import { filled } from './counts.js';

const TIE = 1e-12;

/** Return the place of the highest number (or the lowest), of equal ones the last: the highest threshold. */
function lastBest(numbers, lowest = false) {
  const size = lowest ? Math.min(numbers.reduce((most, number) => Math.max(most, Math.abs(number) || 0), 0), 1) : 1;
  let best = NaN;
  for (const number of numbers) if (!(lowest ? number >= best : number <= best) && !Number.isNaN(number)) best = number;
  return numbers.findLastIndex((number) => Math.abs(number - best) <= TIE * size);
}

function along(counts, value) {
  const { tp, fp, nPositive, nNegative } = counts;
  return filled(tp.length, (i) => value(tp[i], fp[i], nPositive - tp[i], nNegative - fp[i]));
}

const precision = (tp, fp) => (tp + fp ? tp / (tp + fp) : NaN);
const recall = (tp, fp, fn) => (tp + fn ? tp / (tp + fn) : NaN);

/** Return the place that a rule chooses in a sweep; -1 if no threshold reaches its target. */
export function choose(counts, rule, { target, cost } = {}) {
  if (!(counts.nPositive && counts.nNegative)) return -1;
  if (rule === 'f1') {
    return lastBest(along(counts, (tp, fp, fn) => (tp + fp + fn ? (2 * tp) / (2 * tp + fp + fn) : NaN)));
  }
  if (rule === 'youden') return lastBest(along(counts, (tp, fp, fn, tn) => tp / (tp + fn) + tn / (tn + fp) - 1));
  if (rule === 'cost') {
    const total = counts.nPositive + counts.nNegative;
    return lastBest(along(counts, (tp, fp, fn) => (cost.fp * fp + cost.fn * fn) / total), true);
  }
  const [reached, wanted] = rule === 'precision' ? [precision, recall] : [recall, precision];
  const reaches = along(counts, reached).map((value) => (value >= target - TIE ? 1 : 0));
  if (!reaches.includes(1)) return -1;
  const values = along(counts, wanted);
  return lastBest(values.map((value, i) => (reaches[i] ? (Number.isNaN(value) ? -1 : value) : -2)));
}
