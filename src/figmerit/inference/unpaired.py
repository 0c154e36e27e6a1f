"""Two shares of different rows: whether they differ, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.formulas import divide
from figmerit.inference.intervals import wilson

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray


def unpaired_difference(
    successes: tuple[Array, Array], n: tuple[Array, Array], confidence_level: float
) -> tuple[FloatArray, FloatArray]:
    """Return the first share less the second one, and its interval, shape (..., 2); NaN where a side has no rows.

    The `successes` and the rows `n` of both sides are arrays of one shape. It is Newcombe's method 10 of independent
    shares: the distances of Wilson's ends are squared and added.
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I
    """
    sides = [(np.asarray(k, np.float64), np.asarray(size, np.float64)) for k, size in zip(successes, n, strict=True)]
    shares, ends = [divide(*side) for side in sides], [wilson(*side, confidence_level) for side in sides]
    down = [share - end[..., 0] for share, end in zip(shares, ends, strict=True)]
    up = [end[..., 1] - share for share, end in zip(shares, ends, strict=True)]
    difference = shares[0] - shares[1]
    low, high = difference - np.hypot(down[0], up[1]), difference + np.hypot(up[0], down[1])
    return difference, np.stack([low, high], axis=-1)


def fisher(successes: tuple[Array, Array], n: tuple[Array, Array]) -> FloatArray:
    """Return the two-sided mid-p values of Fisher's test that both shares are the same; NaN where a side has no rows.

    The arrays are as :func:`unpaired_difference` takes them. Given all successes, those of the first side are
    hypergeometric; twice the smaller tail counts half of what was observed. The exact test, which counts all of it,
    finds too few differences. https://doi.org/10.1002/sim.3531
    """
    from scipy.stats import hypergeom  # which takes longer to import than most figures to draw

    (first, second), (n_first, n_second) = ([np.asarray(side, np.int64) for side in pair] for pair in (successes, n))
    of = n_first + n_second, first + second, n_first
    observed = hypergeom.pmf(first, *of) / 2
    below, above = hypergeom.cdf(first - 1, *of) + observed, hypergeom.sf(first, *of) + observed
    p_value = np.minimum(2 * np.minimum(below, above), 1.0)
    return np.where((n_first == 0) | (n_second == 0), np.nan, p_value)
