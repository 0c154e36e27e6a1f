"""Where a number of new samples would be if nothing had changed: bands that hold several such numbers at once."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.inference.formulas import divide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from figmerit._arrays import Array, FloatArray, IntArray

JEFFREYS = 0.5
"""What Jeffreys' prior adds to successes and to failures."""

PERKS = 1.0
"""The samples that Perks' prior spreads over all cells."""

LEAST = 10
"""Samples below which bands are not widened more: Student's t would soon reach beyond all that there is."""

FAR = 40
"""The standard deviations from the mean beyond which no number of successes is looked at."""


def sidak_level(level: float, m: int) -> float:
    """Return the level of each of m bands that together hold as often as `level` says, were they independent.

    https://doi.org/10.1080/01621459.1967.10482935
    """
    return float(level ** (1 / max(m, 1)))


def beta_binomial_band(successes: float, trials: float, new: IntArray, level: float) -> FloatArray:
    """Return between which shares of successes new samples are, each with a chance of `level`, shape (n_new, 2).

    The predictive distribution after `successes` of `trials`, with Jeffreys' prior: beta-binomial. Its quantiles are
    those of :class:`scipy.stats.betabinom`; the ends are NaN where there are no new samples.
    https://doi.org/10.1214/ss/1009213286
    """
    from scipy.special import betaln, gammaln

    a, b = successes + JEFFREYS, trials - successes + JEFFREYS
    tail, ends = (1 - level) / 2, {0: (np.nan, np.nan)}
    for n in {*np.asarray(new).tolist()} - {0}:
        mean = n * a / (a + b)
        deviation = np.sqrt(mean * b / (a + b) * (a + b + n) / (a + b + 1))
        k = np.arange(
            max(int(mean - FAR * deviation), 0), min(int(mean + FAR * deviation) + 1, n) + 1, dtype=np.float64
        )
        choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        below = np.cumsum(np.exp(choose + betaln(k + a, n - k + b) - betaln(a, b)))
        places = np.minimum(np.searchsorted(below, [tail, 1 - tail]), len(k) - 1)
        ends[n] = tuple(k[places] / n)
    return np.array([ends[n] for n in np.asarray(new).tolist()], dtype=np.float64).reshape(-1, 2)


def two_steps(
    counts: IntArray, sizes: Sequence[int], n_resamples: int, random_state: int | None
) -> Iterator[tuple[int, IntArray]]:
    """Yield for each size its place and tables of so many rows, drawn from what `counts` may be a sample of.

    The shares of cells are drawn again as the Bayesian bootstrap does, from the counts of shape (n_cells,); from each
    of these a new table of each size is drawn, shape (n_resamples, n_cells). So the new ones vary as both samples do.
    Row k of all sizes has the same first step. One more row is spread over all cells, which is Perks' prior: what has
    not happened yet, such as an error, may happen. https://doi.org/10.1214/aos/1176345338
    """
    rng = np.random.default_rng(random_state)
    first = rng.dirichlet(counts + PERKS / len(counts), size=n_resamples)
    for place, size in enumerate(sizes):
        yield place, rng.multinomial(size, first)


def resampled_rows(
    counts: IntArray, sizes: Sequence[int], n_resamples: int, random_state: int | None
) -> Iterator[tuple[int, int, IntArray]]:
    """Yield what :func:`two_steps` does one table at a time, with the places of resample and size: for many cells.

    Rows are drawn again, as many as there are; one extra row is drawn uniformly from all cells (Perks' prior).
    """
    rng = np.random.default_rng(random_state)
    cells = np.repeat(np.arange(len(counts)), counts)
    for resample in range(n_resamples):
        first = cells[rng.integers(0, len(cells), len(cells))]
        n_any = rng.binomial(len(cells), PERKS / (len(cells) + PERKS))
        first[:n_any] = rng.integers(0, len(counts), n_any)
        for place, size in enumerate(sizes):
            drawn = first[rng.integers(0, len(cells), size)]
            yield resample, place, np.bincount(drawn, minlength=len(counts))


def of_few(level: float, m: int, n: float) -> float:
    """Return how much wider than the normal distribution's the level's quantiles of Student's t are.

    For m bands that hold together, of what rests on n samples: resamples of few vary less than samples do, and with
    n - 1 degrees of freedom simulated timelines of F1 and of Matthews' correlation hold as often as the level says.
    """
    from scipy.special import ndtri, stdtrit

    quantile = (1 + sidak_level(level, m)) / 2
    return float(stdtrit(max(n, LEAST) - 1, quantile) / ndtri(quantile))


def simultaneous_band(draws: Array, level: float, wider: float = 1.0) -> FloatArray:
    """Return the band that holds as large a share of rows of `draws` (n_resamples, m) as `level` says, shape (m, 2).

    A row is held if all of its numbers are. Each number's distance from the median of its column is measured in the
    root mean square of those on its side; the largest of each row, of all rows, has the quantile that all ends are
    moved out to. So columns share what is left in equal parts, whatever depends on what, and few draws are enough.
    Undefined draws are left out. All ends are as many times as far out as `wider` says.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of columns without a number
        middle = np.nanmedian(draws, axis=0)
        off = draws - middle
        up, down = (np.sqrt(np.nanmean(np.where(side > 0, side, np.nan) ** 2, axis=0)) for side in (off, -off))
    up, down = (np.where(np.isnan(middle), np.nan, np.nan_to_num(side)) for side in (up, down))
    far = np.max(np.where(off > 0, _parts(off, up), _parts(-off, down)), axis=1)
    far = far[~np.isnan(draws).all(axis=1)]
    factor = wider * float(np.quantile(far, level, method="weibull")) if far.size else np.nan
    return np.stack([middle - factor * down, middle + factor * up], axis=-1)


def simultaneous_limits(draws: Array, level: float) -> FloatArray:
    """Return for each column of `draws` (n_resamples, m) a number, such that few rows have any number beyond it.

    Numbers are measured in the root mean square of their column, as in :func:`simultaneous_band`.
    """
    size = np.sqrt(np.mean(np.square(draws), axis=0))
    return np.asarray(size * np.quantile(np.max(_parts(draws, size), axis=1), level, method="weibull"))


def _parts(values: Array, of: Any) -> FloatArray:
    """Divide, with 0 where the divisor is zero: nothing is beyond what has no width."""
    return np.nan_to_num(divide(values, np.broadcast_to(of, np.shape(values))), nan=0.0)
