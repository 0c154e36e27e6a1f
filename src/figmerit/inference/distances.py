"""How far two samples of scores are from each other, from their counts over the same ascending scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array, FloatArray, IntArray

N_BINS = 10
"""The bins of the population stability index: tenths of the baseline."""

HALF = 0.5
"""Samples that are added to each bin, so that none is empty."""

MOST_NUMBERS = 2**21
"""Counts that are drawn at once, at most."""


def kolmogorov_smirnov(scores: Array, base: IntArray, new: IntArray) -> FloatArray:  # noqa: ARG001
    """Return the largest difference of both distribution functions; `base` and `new` have the shape (..., n_scores).

    :func:`scipy.stats.ks_2samp` returns the same.
    """
    apart = _reached(base) - _reached(new)
    return np.asarray(np.abs(apart).max(axis=-1))


def wasserstein(scores: Array, base: IntArray, new: IntArray) -> FloatArray:
    """Return the area between both distribution functions; arrays are as in :func:`kolmogorov_smirnov`.

    :func:`scipy.stats.wasserstein_distance` returns the same: the mean distance that scores have to be moved.
    """
    apart = (_reached(base) - _reached(new))[..., :-1]
    return np.asarray(np.abs(apart) @ np.diff(scores))


def stability_index(scores: Array, base: IntArray, new: IntArray) -> FloatArray:  # noqa: ARG001
    """Return the population stability index; arrays are as in :func:`kolmogorov_smirnov`.

    The bins are tenths of the baseline, half a sample is added to each: the sum of the differences of the shares times
    the logarithms of their ratios, which is Jeffreys' divergence. https://doi.org/10.1098/rspa.1946.0056
    """
    shape, (base, new) = np.shape(base)[:-1], (np.reshape(part, (-1, np.shape(part)[-1])) for part in (base, new))
    found = [_index(*pair) for pair in zip(np.cumsum(base, axis=1), np.cumsum(new, axis=1), strict=True)]
    return np.reshape(np.array(found, dtype=np.float64), shape)


def _index(base: IntArray, new: IntArray) -> float:
    cuts = np.unique(np.searchsorted(base, base[-1] * np.arange(1, N_BINS) / N_BINS, side="left"))
    cuts = cuts[cuts < len(base) - 1]  # the last bin ends with the highest score
    shares = []
    for reached in (base, new):
        counts = np.diff(np.concatenate([[0], reached[cuts], reached[-1:]])) + HALF
        shares.append(counts / counts.sum())
    return float(np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0])))


def _reached(counts: IntArray) -> FloatArray:
    sums = np.cumsum(counts, axis=-1)
    return np.asarray(sums / sums[..., -1:])


def by_chance(
    distance: Callable[[Array, Any, Any], FloatArray],
    scores: Array,
    base: IntArray,
    new: IntArray,
    n_resamples: int,
    rng: np.random.Generator,
) -> FloatArray:
    """Return the distances of two samples of one distribution, as often as `n_resamples` says.

    Both samples are put together and dealt out again, without replacement: a permutation test.
    """
    held = np.flatnonzero(base + new)
    pool, at_once, draws = (base + new)[held], max(MOST_NUMBERS // len(held), 1), np.empty(n_resamples)
    for start in range(0, n_resamples, at_once):
        stop = min(start + at_once, n_resamples)
        drawn = _drawn(rng, pool, int(new.sum()), stop - start)
        draws[start:stop] = distance(scores[held], pool - drawn, drawn)
    return draws


def _drawn(rng: np.random.Generator, pool: IntArray, size: int, times: int) -> IntArray:
    """Return samples without replacement, as counts; where most cells hold one row, by drawing rows."""
    n = int(pool.sum())
    if n > 4 * len(pool):
        return np.asarray(rng.multivariate_hypergeometric(pool, size, size=times, method="marginals"))
    rows, found = np.repeat(np.arange(len(pool)), pool), np.empty((times, len(pool)), dtype=np.int64)
    for place in range(times):
        found[place] = np.bincount(rows[rng.permutation(n)[:size]], minlength=len(pool))
    return found
