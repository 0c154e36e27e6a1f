"""Bands around ROC and precision-recall curves: that hold the whole true curve, or each of its points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from figmerit._arrays import Array, FloatArray, IntArray

POINTS = 401
"""Rates at which a pointwise band is found, and parts of the edges of others between which lines are curved."""

MOST = 2000
"""Scores that are told apart where a band is calibrated; of more, neighbours are taken together."""

WIDEST, HALVINGS = 3.0, 14
"""The widest band, in units of a share's largest standard error times two, and how finely it is looked for."""


class Band(NamedTuple):
    """The upper and the lower edge of a band, each with its own points, of shape (n, 2), from left to right."""

    upper: FloatArray
    lower: FloatArray

    def at(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the lower and the upper edge at some places; at a jump its outer end."""
        lower, upper = (_height(edge, x, outer) for edge, outer in ((self.lower, np.minimum), (self.upper, np.maximum)))
        return lower, upper

    def as_precision_recall(self, prevalence: float) -> Band:
        """Return the band of precision by recall that the same rates give for a share of positives."""
        return Band(*(_precision(edge, prevalence) for edge in self))


def simultaneous(
    positives: IntArray, negatives: IntArray, confidence_level: float, n_resamples: int, random_state: int | None
) -> Band:
    """Return a band around a ROC curve that holds the whole true curve about as often as it says.

    The curve is moved by one multiple of ``(n_negative ** -0.5, n_positive ** -0.5)`` to the upper left, and to the
    lower right: by the smallest that holds all of a resampled curve in a share `confidence_level` of the resamples.
    Bands of one width do not collapse in the corners, as pointwise ones do: Macskassy, Provost and Rosset (2005), ROC
    confidence bands: an empirical evaluation, https://doi.org/10.1145/1102351.1102419.

    `positives` and `negatives` are those of each score, the highest first.
    """
    step = np.array([float(part.sum()) ** -0.5 for part in (negatives, positives)])
    coarse = _grouped(positives), _grouped(negatives)
    curve = _rates(*coarse)
    widths = [_width(curve, one, step) for one in _resampled(*coarse, n_resamples, random_state)]
    across, up = float(np.quantile(widths, confidence_level)) * step
    fpr, tpr = _rates(positives, negatives)
    upper = _within_unit(fpr - across, tpr + up, start=None, end=1.0)
    return Band(upper, _within_unit(fpr + across, tpr - up, start=0.0, end=None))


def pointwise(
    positives: IntArray, negatives: IntArray, confidence_level: float, n_resamples: int, random_state: int | None
) -> Band:
    """Return the percentile band of the true positive rate at each false positive rate for itself.

    The whole true curve lies within it much less often than the level says.
    """
    grid = np.linspace(0, 1, POINTS)
    curves = _resampled(_grouped(positives), _grouped(negatives), n_resamples, random_state)
    heights = np.array([np.interp(grid, *curve) for curve in curves])
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(heights, [tail, 1 - tail], axis=0)
    return Band(np.column_stack([grid, high]), np.column_stack([grid, low]))


def _grouped(counts: IntArray) -> IntArray:
    """Return counts of neighbouring scores together, where there are many."""
    every = -(-len(counts) // MOST)
    return np.asarray(np.add.reduceat(counts, np.arange(0, len(counts), every)), dtype=np.int64)


def _rates(positives: Array, negatives: Array) -> tuple[FloatArray, FloatArray]:
    """Return false and true positive rates, from (0, 0) to (1, 1)."""
    fpr, tpr = (np.append(0.0, np.cumsum(part) / part.sum()) for part in (negatives, positives))
    return fpr, tpr


def _resampled(
    positives: IntArray, negatives: IntArray, n_resamples: int, random_state: int | None
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield curves of resampled positives and negatives, as many of each as there are."""
    rng: Any = np.random.default_rng(random_state)
    sizes, shares = (
        [part.sum() for part in (positives, negatives)],
        [part / part.sum() for part in (positives, negatives)],
    )
    for _ in range(n_resamples):
        yield _rates(*(rng.multinomial(size, share) for size, share in zip(sizes, shares, strict=True)))


def _width(curve: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray], step: FloatArray) -> float:
    """Return by how many steps a curve is moved so that it holds another one."""
    fpr, tpr = other
    low, high = 0.0, WIDEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        across, up = middle * step
        above = np.interp(fpr + across, *curve, right=1.0) + up
        below = np.where(fpr < across, 0.0, np.interp(fpr - across, *curve)) - up
        holds = bool((tpr <= above).all() and (tpr >= below).all())
        low, high = (low, middle) if holds else (middle, high)
    return high


def _within_unit(x: Array, y: Array, *, start: float | None, end: float | None) -> FloatArray:
    """Return the part of a rising line in the unit square, from its left to its right side.

    The line goes on from its first point at the height `start` and from its last one at the height `end`.
    """
    x = np.concatenate([[-1.0], x, [2.0]])
    y = np.concatenate([[y[0] if start is None else start], y, [y[-1] if end is None else end]])
    for edge in (0.0, 1.0):
        x, y = _crossing(x, y, edge)
        y, x = _crossing(y, x, edge)
    inside = (x >= 0) & (x <= 1)
    return np.column_stack([x[inside], np.clip(y[inside], 0, 1)])


def _crossing(x: FloatArray, y: FloatArray, edge: float) -> tuple[FloatArray, FloatArray]:
    """Return a line with a vertex where its first coordinate, which never falls, crosses an edge."""
    place = int(np.searchsorted(x, edge, side="left"))
    if place in (0, len(x)) or x[place] == edge:
        return x, y
    share = (edge - x[place - 1]) / (x[place] - x[place - 1])
    return np.insert(x, place, edge), np.insert(y, place, y[place - 1] + share * (y[place] - y[place - 1]))


def _height(edge: FloatArray, x: FloatArray, outer: Any) -> FloatArray:
    """Return the height of an edge at some places; at a jump the outer one of its ends."""
    left, right = np.searchsorted(edge[:, 0], x, side="left"), np.searchsorted(edge[:, 0], x, side="right")
    last = len(edge) - 1
    ends = outer(edge[np.minimum(left, last), 1], edge[np.clip(right - 1, 0, last), 1])
    return np.where(right > left, ends, np.interp(x, *edge.T))


def _precision(edge: FloatArray, prevalence: float) -> FloatArray:
    """Return the points of precision by recall of an edge of rates; lines between these are curves there."""
    share = np.linspace(0, 1, max(2, POINTS // len(edge) + 2))[:-1, None, None]
    dense = edge[:-1] + share * (edge[1:] - edge[:-1])
    fpr, tpr = np.concatenate([np.moveaxis(dense, 0, 1).reshape(-1, 2), edge[-1:]]).T
    hits, alarms = prevalence * tpr, (1 - prevalence) * fpr
    precision = np.divide(hits, hits + alarms, out=np.ones_like(hits), where=hits + alarms > 0)
    return np.column_stack([tpr, precision])
