"""Intervals from numbers of resampled data; and resampled tables of counts, as if their rows were drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from figmerit.inference.formulas import divide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from figmerit._arrays import Array, FloatArray, IntArray

MOST_NUMBERS = 2**22
"""Counts that are drawn at once, at most: 32 MiB of them. One table that is larger is drawn alone."""


ALIKE = 1e-12
"""The distance up to which resampled numbers are the same: an interval of one point is none."""


class Resampled(NamedTuple):
    """Ends of intervals, shape (..., 2), and of how many resamples the number was undefined, shape (...)."""

    ends: FloatArray
    undefined: IntArray


def percentile(values: Array, confidence_level: float) -> Resampled:
    """Return the percentile intervals of numbers of resamples, of shape (n_resamples, ...).

    Undefined ones are NaN; they are left out and counted. The ends are NaN if all are. https://doi.org/10.1214/ss/1177013815
    """
    values = np.asarray(values, dtype=np.float64)
    tail = (1 - confidence_level) / 2
    return _ends(values, [np.full(values.shape[1:], share) for share in (tail, 1 - tail)])


def bca(
    value: Array,
    values: Array,
    jackknife: Array,
    multiplicity: Array,
    confidence_level: float,
    strata: Array | None = None,
) -> Resampled:
    """Return the bias-corrected and accelerated intervals of a number, of shape (...), that resampling gave `values`.

    Rows of one cell of a table are equal, so the `jackknife` has the number without one row of each cell, of shape
    (n_cells, ...), and `multiplicity` says how many rows there are in each, of shape (n_cells,). The `strata` are the
    places, from 0 on, of the stratum of each cell, if as many rows of each were drawn: the sums of the jackknife are
    then those of several samples. Undefined resamples are left out and counted; the ends are NaN if the number is
    undefined, if it is without some row, or if all resamples are on one side of it: correction is infinite then.
    Without jackknife values that differ the acceleration is zero. https://doi.org/10.1080/01621459.1987.10478410
    """
    from scipy.special import ndtr, ndtri  # which take longer to import than most figures to draw

    value, values = np.asarray(value, dtype=np.float64), np.asarray(values, dtype=np.float64)
    below = np.count_nonzero(values < value, axis=0) + np.count_nonzero(values == value, axis=0) / 2
    bias = ndtri(divide(below, np.count_nonzero(~np.isnan(values), axis=0)))
    bias = np.where(np.isinf(bias), np.nan, bias)  # infinite also of an undefined value, which nothing is below
    speed = acceleration(jackknife, multiplicity, strata)
    shares = []
    for tail in ((1 - confidence_level) / 2, (1 + confidence_level) / 2):
        moved = bias + ndtri(tail)
        shares.append(np.asarray(ndtr(bias + divide(moved, 1 - speed * moved)), dtype=np.float64))
    return _ends(values, shares)


def without_each(counts: IntArray, formula: Callable[[IntArray], FloatArray]) -> FloatArray:
    """Return what a formula of tables (n, n_cells) gives without one row of each cell, shape (n_cells, ...)."""
    size, at_once = len(counts), max(1, MOST_NUMBERS // max(1, len(counts)))
    found = []
    for start in range(0, size, at_once):
        places = np.arange(start, min(start + at_once, size))
        tables = np.repeat(counts[None, :], len(places), axis=0)
        tables[np.arange(len(places)), places] = np.maximum(counts[places] - 1, 0)
        found.append(formula(tables))
    return np.concatenate(found)


def acceleration(jackknife: Array, multiplicity: Array, strata: Array | None = None) -> FloatArray:
    """Return a sixth of the skewness of the rows' influence on a number, from what it is without each row.

    Arrays are as :func:`bca` takes them. Cells without rows do not count; an undefined value makes it NaN.
    """
    held = np.asarray(multiplicity) > 0
    jackknife, weight = np.asarray(jackknife, dtype=np.float64)[held], np.asarray(multiplicity, np.float64)[held]
    place = np.zeros(len(weight), dtype=np.int64) if strata is None else np.asarray(strata)[held]
    cubes, squares = np.zeros(jackknife.shape[1:]), np.zeros(jackknife.shape[1:])
    for stratum in np.unique(place):
        one, n = jackknife[place == stratum], weight[place == stratum]
        total = float(n.sum())
        influence = (np.tensordot(n, one, axes=1) / total - one) * ((total - 1) / total)
        influence[:, np.ptp(one, axis=0) == 0] = 0.0  # which the mean may miss by its last bit
        cubes += np.tensordot(n, influence**3, axes=1)
        squares += np.tensordot(n, influence**2, axes=1)
    return np.where(squares == 0, 0.0, divide(cubes, 6 * squares**1.5))


def _ends(values: FloatArray, shares: list[FloatArray]) -> Resampled:
    """Return quantiles of the defined values along the first axis, by straight lines, as in :func:`numpy.quantile`."""
    ascending = np.sort(values, axis=0)  # NaN comes last
    n = np.count_nonzero(~np.isnan(values), axis=0)
    ends = []
    for share in shares:
        known = (n > 0) & ~np.isnan(share)
        rank = np.where(known, share * (n - 1), 0.0)
        lower = np.floor(rank).astype(np.int64)
        upper = np.minimum(lower + 1, np.maximum(n - 1, 0))
        low, high = (np.take_along_axis(ascending, at[None], axis=0)[0] for at in (lower, upper))
        part = rank - lower
        with np.errstate(invalid="ignore"):  # of infinite values
            between = np.where((high == low) | (part == 0), low, (1 - part) * low + part * high)
        ends.append(np.where(known, between, np.nan))
    return Resampled(np.stack(ends, axis=-1), np.asarray(len(values) - n, dtype=np.int64))


def multinomial(
    counts: IntArray, n_resamples: int, random_state: int | None, *, axis: int | None = None
) -> Iterator[IntArray]:
    """Yield bootstrap samples of a table of counts in blocks, of shape (n_block, *counts.shape).

    Rows of one cell cannot be told apart, so their numbers are drawn at once: the time and the memory depend on the
    cells, not on the rows. A block holds at most `MOST_NUMBERS` counts, 32 MiB, or a single table; drawing takes as
    much again for a while. Which samples are drawn does not depend on the size of blocks. As many rows are drawn as
    there are; with an `axis`, as many as there are at each place along it: along true labels, as many of each class.
    """
    counts = np.asarray(counts)
    strata = counts.reshape(1, -1) if axis is None else np.moveaxis(counts, axis, 0).reshape(counts.shape[axis], -1)
    # NumPy gives what rounding leaves to the last cell, so only cells with rows take part
    held = [(stratum, np.flatnonzero(row)) for stratum, row in enumerate(strata) if row.any()]
    # each stratum has its own stream, or the order of draws would depend on the size of blocks
    streams = np.random.default_rng(random_state).spawn(len(strata))
    at_once = max(1, MOST_NUMBERS // max(1, counts.size))
    for start in range(0, n_resamples, at_once):
        size = min(at_once, n_resamples - start)
        drawn = np.zeros((size, *strata.shape), dtype=np.int64)
        for stratum, cells in held:
            n = strata[stratum, cells]
            drawn[:, stratum, cells] = streams[stratum].multinomial(n.sum(), n / n.sum(), size=size)
        if axis is None:
            yield drawn.reshape(size, *counts.shape)
        else:
            others = np.delete(counts.shape, axis)
            yield np.moveaxis(drawn.reshape(size, counts.shape[axis], *others), 1, 1 + axis % counts.ndim)
