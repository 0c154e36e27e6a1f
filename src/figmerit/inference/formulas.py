"""The one module of vector formulas; tests pin each to scikit-learn's scalar functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from figmerit.inference.proportions import Proportion

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray


def divide(numerator: Array, denominator: Array) -> FloatArray:
    """Divide, with NaN wherever the denominator is zero."""
    numerator, denominator = np.broadcast_arrays(np.asarray(numerator, np.float64), denominator)
    out = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out


class Tally(NamedTuple):
    """True and false positives, false and true negatives: numbers or arrays of one shape."""

    tp: Any
    fp: Any
    fn: Any
    tn: Any


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of two sums of outcomes, each with its factors for tp, fp, fn and tn.

    Most metrics of a decision are such linear-fractional functions: https://papers.nips.cc/paper/5454.
    """

    numerator: tuple[float, ...]
    denominator: tuple[float, ...]

    @classmethod
    def of(cls, numerator: str, denominator: str) -> Self:
        """Return the ratio of two sums that are written as "2tp fp fn"."""
        return cls(_factors(numerator), _factors(denominator))

    @property
    def is_share(self) -> bool:
        """Whether it is a share of samples, which can have a Wilson interval."""
        factors = zip(self.numerator, self.denominator, strict=True)
        return set(factors) <= {(0, 0), (0, 1), (1, 1)}

    @property
    def factors(self) -> tuple[float, float, float] | None:
        """The factors (a, b, c) with which the ratio is a x / (b + c x) of `share`; None if there is no such share.

        F1 is 2 x / (1 + x) of the share x = tp / (tp + fp + fn), which is Jaccard's index:
        https://doi.org/10.1007/s10994-021-05964-1. F2 weighs false positives and false negatives differently, so that
        it depends on two shares.
        """
        sides = list(zip(self.numerator, self.denominator, strict=True))
        counted = {pair for pair in sides if pair[0]}
        others = {below for above, below in sides if not above and below}
        if len(counted) != 1 or len(others) != 1:
            return None
        ((above, below),), (other,) = counted, others
        return (above / other, 1.0, below / other - 1) if above > 0 and below > 0 and other > 0 else None

    @property
    def share(self) -> Ratio | None:
        """The share of samples that the ratio rises with: the ratio itself if it is one, Jaccard's index for F1."""
        if self.factors is None:
            return None
        return Ratio(*(tuple(float(factor != 0) for factor in side) for side in (self.numerator, self.denominator)))

    def proportion(self, tally: Tally) -> Proportion:
        """Return the share that the ratio rises with, as successes and trials."""
        if self.share is None or self.factors is None:
            raise ValueError(f"{self} does not rise with a share of samples")
        return Proportion(*self.share.parts(tally), self.factors)

    @property
    def mixes_classes(self) -> bool:
        """Whether the denominator holds positives and negatives, so that the ratio depends on the share of either."""
        tp, fp, fn, tn = self.denominator
        return bool((tp or fn) and (fp or tn))

    def parts(self, tally: Tally) -> tuple[Any, Any]:
        """Return both sums."""
        return _weighted_sum(self.numerator, tally), _weighted_sum(self.denominator, tally)

    def value(self, tally: Tally) -> FloatArray:
        """Return the ratio, NaN where the denominator is zero."""
        return divide(*self.parts(tally))


def _factors(text: str) -> tuple[float, ...]:
    found = dict.fromkeys(Tally._fields, 0.0)
    for term in text.split():
        found[term[-2:]] = float(term[:-2] or 1)
    return tuple(found.values())


def _weighted_sum(factors: tuple[float, ...], tally: Tally) -> Any:
    terms = [part if factor == 1 else factor * part for factor, part in zip(factors, tally, strict=True) if factor]
    return sum(terms[1:], terms[0]) if terms else np.zeros_like(tally.tp)


def fbeta(beta: float) -> Ratio:
    """Return F-beta: recall weighs `beta` times as much as precision."""
    factor = float(beta) ** 2
    return Ratio((1 + factor, 0, 0, 0), (1 + factor, 1, factor, 0))


class Margins(NamedTuple):
    """What label metrics need to know about a table of true by predicted labels, each of shape (..., K).

    The `distance` holds the samples by how many places true and predicted label are apart; None where nobody asks.
    """

    correct: FloatArray
    true: FloatArray
    pred: FloatArray
    distance: FloatArray | None = None

    @property
    def total(self) -> FloatArray:
        """All samples of each table, shape (..., 1)."""
        return np.asarray(self.true.sum(axis=-1, keepdims=True))

    def against_rest(self) -> Tally:
        """Return the outcomes of each label against the rest, of shape (..., K)."""
        correct, true, pred, _ = self
        rest = (self.total - true) - pred + correct
        return Tally(correct, *(np.maximum(part, 0.0) for part in (pred - correct, true - correct, rest)))


def unit_weights(weight: Array, total: float | None = None) -> FloatArray:
    """Return weights times a power of two, so that products of their sums, up to the `total`, stay in range."""
    weight = np.asarray(weight, dtype=np.float64)
    exponent = int(np.frexp(weight.sum() if total is None else total)[1])
    return np.ldexp(weight, -exponent) if abs(exponent) > 100 else weight  # smaller ones can be multiplied as they are


def margins_of(tables: Array) -> Margins:
    """Return the diagonals of tables of shape (..., K, K), the sums of their rows (true labels) and columns."""
    tables = np.asarray(tables, dtype=np.float64)
    return Margins(np.diagonal(tables, axis1=-2, axis2=-1), tables.sum(axis=-1), tables.sum(axis=-2))


def margins_of_two(tally: Tally) -> Margins:
    """Return the margins of two-by-two tables: the rest comes first, then the label."""
    tp, fp, fn, tn = tally
    pairs = (tn, tp), (tn + fp, tp + fn), (tn + fn, tp + fp)
    together = (np.array(pair, dtype=np.float64) for pair in pairs)  # each side in one piece: sums over them are fast
    return Margins(*(np.moveaxis(pair, 0, -1) for pair in together))


def margins_of_slices(
    slices: Array, true: Array, pred: Array, weight: Array, shape: tuple[int, int], *, ordinal: bool = False
) -> Margins:
    """Return the margins of several tables, given as cells; they have the shape (n_slices, K)."""
    correct = np.where(true == pred, weight, 0.0)
    apart = [(np.abs(true - pred), weight)] if ordinal else []
    start, size = np.asarray(slices, dtype=np.int64) * shape[1], shape[0] * shape[1]
    pairs = (true, correct), (true, weight), (pred, weight), *apart
    sums = (np.bincount(start + codes, part, minlength=size) for codes, part in pairs)
    return Margins(*(part.astype(np.float64).reshape(shape) for part in sums))


def averaged(ratio: Ratio, tally: Tally, average: str, seen: Array | None = None) -> FloatArray:
    """Return the average of a ratio over all labels, or over those `seen`; undefined ones count as 0."""
    if average == "micro":
        return ratio.value(Tally(*(np.sum(part, axis=-1) for part in tally)))
    support = tally.tp + tally.fn
    weight = support if average == "weighted" else np.ones_like(support) if seen is None else seen
    return divide(np.sum(np.nan_to_num(ratio.value(tally)) * weight, axis=-1), weight.sum(axis=-1))


def accuracy(margins: Margins) -> FloatArray:
    """Return the share on the diagonal."""
    return divide(margins.correct.sum(axis=-1), margins.true.sum(axis=-1))


def balanced_accuracy(margins: Margins) -> FloatArray:
    """Return the mean recall of the classes that have samples."""
    recall, seen = divide(margins.correct, margins.true), margins.true != 0
    return divide(np.where(seen, recall, 0.0).sum(axis=-1), seen.sum(axis=-1))


def youden(margins: Margins) -> FloatArray:
    """Return Youden's J of two labels: the sum of both recalls, less 1; NaN of more labels.

    https://doi.org/10.1002/1097-0142(1950)3:1%3C32::aid-cncr2820030106%3E3.0.co;2-3
    """
    return np.where(margins.true.shape[-1] == 2, divide(margins.correct, margins.true).sum(axis=-1) - 1, np.nan)


def mcc(margins: Margins) -> FloatArray:
    """Return Matthews' correlation coefficient, 0 where all samples have, or are predicted to have, one label.

    https://doi.org/10.1016/j.compbiolchem.2004.09.006
    """
    (correct, true, pred, _), total = margins, margins.total
    together = (correct * total - true * pred).sum(axis=-1)
    spreads = [np.where(_n_classes(part) == 1, 0.0, (part * (total - part)).sum(axis=-1)) for part in (true, pred)]
    value = divide(together, np.sqrt(spreads[0]) * np.sqrt(spreads[1]))
    return np.where((spreads[0] * spreads[1] == 0) & (total[..., 0] > 0), 0.0, value)


def cohen_kappa(margins: Margins) -> FloatArray:
    """Return Cohen's kappa, NaN where there is one label only.

    https://doi.org/10.1177/001316446002000104
    """
    (correct, true, pred, _), total = margins, margins.total
    wrong, by_chance = (true - correct).sum(axis=-1), divide(true * (total - pred), total).sum(axis=-1)
    return np.where(_n_classes(true + pred) == 1, np.nan, 1 - divide(wrong, by_chance))


def weighted_kappa(margins: Margins, power: int) -> FloatArray:
    """Return Cohen's kappa of ordinal labels: a mistake counts as its distance (1), or as the square of it (2).

    https://doi.org/10.1037/h0026256
    """
    _, true, pred, distance = margins
    places = np.arange(true.shape[-1], dtype=np.float64)
    wrong = (np.asarray(distance) * places**power).sum(axis=-1)
    expected = ((true @ np.abs(places[:, None] - places) ** power) * pred).sum(axis=-1)
    by_chance = divide(expected, margins.total[..., 0])
    return np.where(_n_classes(true + pred) == 1, np.nan, 1 - divide(wrong, by_chance))


def within(margins: Margins, k: int) -> FloatArray:
    """Return the share of samples whose predicted label is at most `k` places from the true one."""
    return divide(np.asarray(margins.distance)[..., : k + 1].sum(axis=-1), margins.total[..., 0])


def _n_classes(margin: Array) -> Array:
    return np.asarray(np.count_nonzero(margin, axis=-1))


def squared_error(probability: Array) -> FloatArray:
    """Return the Brier loss of the probability that the true label was given."""
    return np.asarray((1 - probability) ** 2)


def roc_points(positives: Array, negatives: Array) -> tuple[FloatArray, FloatArray, float]:
    """Return false and true positive rates, from (0, 0) on, and the area under the straight lines between them.

    The positives and negatives, here and below, are those of descending scores.
    """
    fpr, tpr = (np.zeros(len(part) + 1) for part in (negatives, positives))
    for rate, part in ((fpr, negatives), (tpr, positives)):
        total = np.cumsum(part)  # in the dtype of the counts: casting on the way takes long
        np.divide(total, total[-1], out=rate[1:])
    return fpr, tpr, float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1])) / 2)


def roc_auc(positives: Array, negatives: Array) -> float:
    """Return the area under the ROC curve; of whole numbers it is exact at 0 and 1, and found faster."""
    if positives.dtype.kind == "f" or negatives.dtype.kind == "f":
        return roc_points(positives, negatives)[2]
    above, n_negative = np.cumsum(positives, dtype=np.float64), float(np.sum(negatives))
    n_positive = float(above[-1])
    if not (n_positive and n_negative):
        return float("nan")
    above -= np.multiply(positives, 0.5)  # of pairs with equal scores one half is in order
    return float(np.sum(np.multiply(above, negatives, out=above))) / n_positive / n_negative


def pr_curve_of(tp: Array, fp: Array) -> tuple[FloatArray, FloatArray, float]:
    """Return precision and recall in scikit-learn's order, to the final (1, 0), and the average precision.

    True and false positives are those at descending thresholds; some score must reach each of them.
    """
    precision, recall = np.ones(len(tp) + 1), np.zeros(len(tp) + 1)
    np.divide(tp, tp + fp, out=precision[-2::-1])
    np.divide(tp, tp[-1], out=recall[-2::-1])
    return precision, recall, float(-np.sum(np.diff(recall) * precision[:-1]))


def pr_points(positives: Array, negatives: Array) -> tuple[FloatArray, FloatArray, float]:
    """Return the same from the positives and negatives of each score."""
    return pr_curve_of(np.cumsum(positives), np.cumsum(negatives))


def average_precision(positives: Array, negatives: Array) -> float:
    """Return the average precision: the mean over positives of the precision at their scores."""
    above = np.cumsum(positives, dtype=np.float64)
    called = np.cumsum(np.add(positives, negatives, dtype=np.float64))
    first = int(np.argmax(called > 0))  # before it nothing is called positive
    n_positive = float(above[-1])
    if not n_positive:
        return float("nan")
    precision = np.divide(above[first:], called[first:], out=above[first:])
    return float(np.sum(np.multiply(precision, positives[first:], out=precision))) / n_positive


def roc_auc_bounds(positives: Array, negatives: Array, tied: Array, **_: bool) -> tuple[float, float]:
    """Return the lowest and highest area under the ROC curve of rows whose order within their bins is unknown.

    The positives and negatives are those of descending bins, `tied` where all rows of one have one score. Pairs of
    different bins are decided; one of the same bin counts as anything from 0 to 1, or as one half if it is tied.
    Weights or rows, as other bounds ask, are the same to it.
    """
    of_positives, of_negatives = positives / np.sum(positives), negatives / np.sum(negatives)
    within = of_positives * of_negatives
    decided = np.sum(of_negatives * (np.cumsum(of_positives) - of_positives)) + within[tied].sum() / 2
    return float(decided), float(decided + within[~tied].sum())


def average_precision_bounds(
    positives: Array, negatives: Array, tied: Array, *, of_rows: bool = True
) -> tuple[float, float]:
    """Return a lower and an upper bound of the average precision of such rows.

    It is highest if the positives of a bin are tied above its negatives, and lowest if they follow these one by one.
    The sum over these is bounded by an integral: x / (x + negatives) rises and is concave in the number x of positives
    found, so its value for each row is no less than its mean over the step of length 1 around it; or, of weights, over
    the step up to it.
    """
    found, passed = np.cumsum(positives, dtype=np.float64), np.cumsum(negatives, dtype=np.float64)
    start = found - positives + passed + (0.5 if of_rows else 0.0)
    worst = positives - passed * np.log1p(np.nan_to_num(divide(positives, start)))
    best = positives * np.nan_to_num(divide(found, found + passed - negatives))
    known = positives * np.nan_to_num(divide(found, found + passed))
    low, high = (float(np.where(tied, known, part).sum() / found[-1]) for part in (worst, best))
    return low, high


def partial_roc_auc(fpr: FloatArray, tpr: FloatArray, max_fpr: float) -> float:
    """Return the area left of `max_fpr` under a ROC curve, scaled so that chance has 0.5 and perfection 1.

    `fpr` ascends to 1. The scale is that of McClish, 1989, https://doi.org/10.1177/0272989X8900900307.
    """
    stop = int(np.searchsorted(fpr, max_fpr, side="right"))
    last = slice(stop - 1, stop + 1)
    x, y = np.append(fpr[:stop], max_fpr), np.append(tpr[:stop], np.interp(max_fpr, fpr[last], tpr[last]))
    chance = 0.5 * max_fpr**2
    return float(0.5 * (1 + (np.trapezoid(y, x) - chance) / (max_fpr - chance)))


def precision_at_f1(f1: float, recall: FloatArray) -> FloatArray:
    """Return the precision with which a recall above `f1` / 2 has that F1: the harmonic mean of both."""
    return f1 * recall / (2 * recall - f1)
