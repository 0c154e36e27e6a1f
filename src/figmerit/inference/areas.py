"""Intervals of areas under curves, in closed form, from the counts of each distinct score.

Everywhere `positives` and `negatives` are the rows that have each score, of shape (n_scores,). Scores descend, as in
:class:`figmerit.ScoreCounts`. The numbers are counts of rows, not weights.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from figmerit.inference.doubts import few_of
from figmerit.inference.intervals import wilson

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray

EXTRA = 0.5
"""How much of a row each class gets that is in order with half of the other class: see :func:`auc_interval`."""

FEWEST_WRONG = 2.0
"""An interval is called unreliable if the smaller class times the distance from 0 or 1 is less than so many rows."""


FEW_SCORES, FEWEST_AT_FEW_SCORES, UNEQUAL = 3, 50, 10
"""Scores, rows of the smaller class, and how many times as large the other one is, where intervals are too short."""


class Ends(NamedTuple):
    """The ends of an interval, shape (2,), why they are NaN, or why they may be too close; "" if neither."""

    ends: FloatArray
    reason: str = ""
    unreliable: str = ""


class Area(NamedTuple):
    """An area under the ROC curve and its variance, NaN where they are undefined."""

    auc: float
    variance: float


def placements(positives: Array, negatives: Array) -> tuple[Array, Array]:
    """Return twice DeLong's structural components, before they are divided by the size of the other class.

    The first holds twice the negatives below each score, and once those that share it; the second twice the positives
    above, and once those that share it. Counts stay integers, so that equal components are equal to the last bit.
    """
    above, passed = np.cumsum(positives), np.cumsum(negatives)
    return 2 * (passed[-1] - passed) + negatives, 2 * above - positives


def delong(positives: Array, negatives: Array, extra: float = 0.0) -> Area:
    """Return the area under the ROC curve, ties as one half, and its variance by DeLong et al.

    Sums over scores take O(n_scores); the definition compares all pairs of rows. The variance is NaN if there are
    fewer than two rows of a class, as each class has a sample variance.

    With `extra` of a row more in each class, in order with half of the other class, the mean of each class is nearer
    to 1/2, and the squares around it sum to those around the area and to what the extra row adds. The area is then the
    mean of the smaller class.

    References: https://doi.org/10.2307/2531595 for the variance, https://doi.org/10.1109/LSP.2014.2337313 for ranks.
    """
    sizes = float(np.sum(positives)), float(np.sum(negatives))
    if not all(sizes):
        return Area(math.nan, math.nan)
    below, above = (part / 2 / size for part, size in zip(placements(positives, negatives), sizes[::-1], strict=True))
    auc, few = float(np.sum(positives * below) / sizes[0]), min(sizes)
    moved = (few * auc + extra / 2) / (few + extra)
    if few < 2:
        return Area(moved, math.nan)
    variance = 0.0
    for n, part, size in ((positives, below, sizes[0]), (negatives, above, sizes[1])):
        squares = float(np.sum(n * (part - auc) ** 2)) + (auc - 0.5) ** 2 * size * extra / (size + extra)
        variance += squares / (size + extra - 1) / (size + extra)
    return Area(moved, variance)


def auc_interval(positives: Array, negatives: Array, confidence_level: float) -> Ends:
    """Return the ends of the interval of the area under the ROC curve.

    DeLong's standard error is carried to the logit scale and the ends are carried back, so that they stay in [0, 1]:
    https://doi.org/10.1002/sim.1243. That covers the truth too seldom if one class is small, as its few rows rarely
    hold the ones that are far out of order. So each class gets `EXTRA` of a row, which is in order with half of the
    other class. Where less than `EXTRA` of a row of the smaller class is out of order, in sum,
    the ends are Wilson's for as large a share of that class, which is what the variance is at most for any scores:
    Birnbaum and Klose (1957), see https://doi.org/10.48550/arXiv.2409.05038. The guide has a table of how often these
    intervals hold the truth.

    At 0 and 1 the rows hold ``m = min(positives, negatives)`` pairs without a common row. Such pairs are independent,
    and each is in order with a chance of at most the true area A, so that all are with a chance of at most ``A ** m``.
    The interval holds all areas for which that is at least half of what `confidence_level` leaves: Clopper's and
    Pearson's for m of m. It is never too short, whatever the distribution of scores.
    """
    sizes = int(np.sum(positives)), int(np.sum(negatives))
    for size, name in zip(sizes, ("positives", "negatives"), strict=True):
        if size == 0:
            return _unknown(f"no {name}")
    auc, variance = delong(positives, negatives)
    few = min(sizes)
    doubt = unreliable(*sizes, auc) or _coarse(*sizes, int(np.count_nonzero(positives + negatives)))
    if auc in (0, 1):
        return Ends(_at_end(auc, few, confidence_level), "", doubt)
    for size, name in zip(sizes, ("positive", "negative"), strict=True):
        if size == 1:
            return _unknown(f"only one {name}")
    if variance == 0:
        return _unknown("all scores are equal")
    if few * min(auc, 1 - auc) < EXTRA:
        return Ends(wilson(np.array(few * auc), np.array(few), confidence_level), "", doubt)
    moved = delong(positives, negatives, EXTRA)
    ends = _logit(moved.auc, math.sqrt(moved.variance) / (moved.auc * (1 - moved.auc)), confidence_level)
    return Ends(np.array([min(ends[0], auc), max(ends[1], auc)]), "", doubt)


def unreliable(positives: int, negatives: int, auc: float) -> str:
    """Return why the interval of an area under the ROC curve may cover less often than it says, or ""."""
    if few := _few(positives, negatives):
        return few
    if auc in (0, 1):
        return f"the area is {auc:g}"
    if min(auc, 1 - auc) * min(positives, negatives) < FEWEST_WRONG:
        return f"the area is too near {round(auc)} for so few samples"
    return ""


def _coarse(positives: int, negatives: int, n_scores: int) -> str:
    """Return that so few rows of a class, at so few scores, leave the area too few values; or ""."""
    few, many = sorted((positives, negatives))
    if n_scores > FEW_SCORES or few >= FEWEST_AT_FEW_SCORES or many < UNEQUAL * few:
        return ""
    name, others = ("positives", "negatives") if positives < negatives else ("negatives", "positives")
    return f"only {n_scores} scores and fewer than {FEWEST_AT_FEW_SCORES} {name} among many {others}"


def roc_auc_ends(positives: Array, negatives: Array, area: float, confidence_level: float) -> Ends:  # noqa: ARG001
    """Return the ends of the interval of the area under the ROC curve of counts."""
    return auc_interval(positives, negatives, confidence_level)


def average_precision_ends(positives: Array, negatives: Array, area: float, confidence_level: float) -> Ends:
    """Return the ends of the interval of the average precision of counts."""
    sizes = int(np.sum(positives)), int(np.sum(negatives))
    if not sizes[0]:
        return _unknown("no positives")
    return Ends(average_precision_interval(area, sizes[0], confidence_level), "", _few(*sizes))


def average_precision_interval(average_precision: float, positives: int, confidence_level: float) -> FloatArray:
    """Return the ends of the logit interval of an average precision, shape (2,), NaN where it is undefined.

    It is treated as a share of the positives: the standard error is ``(P * AP * (1 - AP)) ** -0.5`` on the logit scale
    for P positives, and whatever negatives do is left out. https://doi.org/10.1007/978-3-642-40994-3_29

    Where the positives or what they lack of an average precision of 1 sum to less than one, that standard error grows
    beyond bounds: 30 positives with a single negative before the last of them would have 0.016 as their low end. The
    ends are Wilson's there, for as large a share of the positives; so they are at 0 and 1.
    """
    if not positives or math.isnan(average_precision):
        return np.full(2, np.nan)
    share = min(max(average_precision, 0.0), 1.0)  # sums over positives exceed 1 by their last bit
    if positives * min(share, 1 - share) < 1:
        return np.clip(wilson(np.array(share * positives), np.array(positives), confidence_level), 0.0, 1.0)
    return _logit(share, (positives * share * (1 - share)) ** -0.5, confidence_level)


def _unknown(reason: str) -> Ends:
    return Ends(np.full(2, np.nan), reason)


def _few(positives: int, negatives: int) -> str:
    return few_of({"positives": positives, "negatives": negatives})


def _at_end(share: float, n: int, confidence_level: float) -> FloatArray:
    """Return the ends of Clopper and Pearson for none out of `n`, or all of them."""
    low = ((1 - confidence_level) / 2) ** (1 / n)
    return np.array([low, 1.0] if share else [0.0, 1 - low])


def _logit(share: float, standard_error: float, confidence_level: float) -> FloatArray:
    """Return the ends of the interval of a share whose standard error is that of its logit."""
    half = NormalDist().inv_cdf((1 + confidence_level) / 2) * standard_error
    return np.asarray(1 / (1 + (1 - share) / share * np.exp(np.array([half, -half]))), dtype=np.float64)
