"""Two classifiers on the same rows: whether they differ, by how much, and what so many rows could have shown."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from figmerit.inference.corrections import LEVEL
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import wilson

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray
    from figmerit.inference.ranked import RankedScores

POWER = 0.8
"""The chance of a test to find a difference that is there."""


class Difference(NamedTuple):
    """The area under the first ROC curve less that under the second; with `reason` where the rest is NaN."""

    areas: tuple[float, float]
    difference: float
    standard_error: float
    ends: FloatArray
    p_value: float
    reason: str = ""


def paired_delong(first: RankedScores, second: RankedScores, confidence_level: float) -> Difference:
    """Return the difference of two areas under ROC curves, tested by DeLong et al.

    Each row has one label and two scores, which are ranked: that takes O(n log n), and the rest O(n). The variance is
    that of the rows' differences of structural components, which is the definition's sum of variances and covariances:
    https://doi.org/10.2307/2531595. Interval and test take the difference to be normal.

    Where all rows of a class have the same difference the variance is zero, although it is not known for certain;
    the interval is NaN then. Two scores that order rows alike give no reason to tell them apart: a p-value of 1.
    """
    sizes = int(np.count_nonzero(first.rows)), int(np.count_nonzero(~first.rows))
    pairs = [first.components, second.components] if all(sizes) else []
    if not all(sizes):
        nan = math.nan
        return Difference((nan, nan), nan, nan, np.full(2, nan), nan, f"no {'negatives' if sizes[0] else 'positives'}")
    areas = [float(np.mean(pair[0])) / 2 / sizes[1] for pair in pairs]
    of_classes = [one - other for one, other in zip(*pairs, strict=True)]  # whole numbers, twice the differences
    difference = float(np.mean(of_classes[0])) / 2 / sizes[1]
    if min(sizes) < 2:
        name = "positive" if sizes[0] == 1 else "negative"
        known = math.nan, np.full(2, np.nan), math.nan
        return Difference((areas[0], areas[1]), difference, *known, f"only one {name}")
    if not any(np.ptp(part) for part in of_classes):
        p_value = math.nan if difference else 1.0
        reason = "all rows differ alike" if difference else "both scores order the rows alike"
        return Difference((areas[0], areas[1]), difference, 0.0, np.full(2, np.nan), p_value, reason)
    scaled = ((part / 2 / size, len(part)) for part, size in zip(of_classes, sizes[::-1], strict=True))
    error = math.sqrt(sum(float(np.var(part, ddof=1)) / size for part, size in scaled))
    half = NormalDist().inv_cdf((1 + confidence_level) / 2) * error
    ends = np.clip([difference - half, difference + half], -1, 1)
    return Difference((areas[0], areas[1]), difference, error, ends, two_sided(difference / error))


def two_sided(z: float) -> float:
    """Return the chance of a standard normal number to be as far from zero, also where it is very small."""
    return math.erfc(abs(z) / math.sqrt(2))


def mcnemar(first_only: Array, second_only: Array, *, exact: bool = False) -> FloatArray:
    """Return the two-sided p-values of McNemar's test: whether two classifiers are right about as many rows.

    Only discordant rows count: those about which the `first_only` or the `second_only` is right, arrays of one shape.
    Given their number, the smaller part is binomial with chance one half. The mid-p value counts half of what was
    observed; it holds the level in practice, and the `exact` one, which always does, finds fewer differences:
    https://doi.org/10.1186/1471-2288-13-91. Without discordant rows it is 1.
    """
    from scipy.stats import binom  # which takes longer to import than most figures to draw

    first_only, second_only = np.broadcast_arrays(np.asarray(first_only, np.float64), second_only)
    n, fewer = first_only + second_only, np.minimum(first_only, second_only)
    tail = binom.cdf(fewer, n, 0.5)
    if exact:
        return np.asarray(np.minimum(2 * tail, 1.0), dtype=np.float64)
    mid_p = np.where(first_only == second_only, 1 - binom.pmf(fewer, n, 0.5) / 2, tail + binom.cdf(fewer - 1, n, 0.5))
    return np.where(n == 0, 1.0, mid_p)


def paired_difference(
    both: Array, first_only: Array, second_only: Array, neither: Array, confidence_level: float
) -> tuple[FloatArray, FloatArray]:
    """Return the share that the first is right about less that of the second, and its interval, shape (..., 2).

    The counts are of rows about which both are right, and so on, arrays of one shape. It is Newcombe's method 10:
    Wilson's distances are squared and added, less what the correlation takes away. The correlation is corrected for
    continuity, and zero if a margin is. https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22%3C2635::AID-SIM954%3E3.0.CO;2-C
    """
    both, first_only, second_only, neither = (
        np.asarray(part, dtype=np.float64) for part in (both, first_only, second_only, neither)
    )
    n = both + first_only + second_only + neither
    right = both + first_only, both + second_only
    shares = [divide(part, n) for part in right]
    ends = [wilson(part, n, confidence_level) for part in right]
    together = both * neither - first_only * second_only
    together = np.where(together > 0, np.maximum(together - n / 2, 0.0), together)
    roots = [np.sqrt(part * (n - part)) for part in right]  # the product of four huge counts would lose its range
    correlation = np.nan_to_num(divide(together, roots[0] * roots[1]))
    down, up = ([share - end[..., 0] for share, end in zip(shares, ends, strict=True)],
                [end[..., 1] - share for share, end in zip(shares, ends, strict=True)])  # fmt: skip
    difference = divide(first_only - second_only, n)
    low = difference - _added(down[0], up[1], correlation)
    high = difference + _added(up[0], down[1], correlation)
    return difference, np.stack([low, high], axis=-1)


def _added(one: FloatArray, other: FloatArray, correlation: FloatArray) -> FloatArray:
    return np.sqrt(np.maximum(one**2 - 2 * correlation * one * other + other**2, 0.0))


def smallest_difference(n: Array, discordant: Array, *, level: float = LEVEL, power: float = POWER) -> FloatArray:
    """Return the smallest difference of two shares that McNemar's test of `n` rows finds with a chance of `power`.

    `discordant` is the share of rows about which only one of both is right: the fewer, the smaller the differences
    that show. NaN if even all discordant rows on one side would not be enough. Connor (1987),
    https://doi.org/10.2307/2531961, solved for the difference.
    """
    n, discordant = np.broadcast_arrays(np.asarray(n, np.float64), np.asarray(discordant, np.float64))
    z, z_power = _quantiles(level, power)
    inner = n + z_power**2 - z**2
    root = np.sqrt(np.maximum(inner, 0.0))
    found = np.sqrt(discordant) * (z * np.sqrt(n) + z_power * root) / (n + z_power**2)
    return np.where((inner < 0) | (found > discordant) | (discordant == 0), np.nan, found)


def rows_to_tell(difference: Array, discordant: Array, *, level: float = LEVEL, power: float = POWER) -> FloatArray:
    """Return how many rows McNemar's test needs to find a difference of two shares with a chance of `power`.

    A whole number; infinite for no difference, NaN for one that is larger than the share of `discordant` rows. Connor
    (1987), https://doi.org/10.2307/2531961.
    """
    size, discordant = np.broadcast_arrays(np.abs(np.asarray(difference, np.float64)), discordant)
    z, z_power = _quantiles(level, power)
    total = z * np.sqrt(discordant) + z_power * np.sqrt(np.maximum(discordant - size**2, 0.0))
    n = np.ceil(divide(total, size) ** 2 - 1e-9)  # a whole number of rows is not one more for its last bit
    return np.where(size > discordant, np.nan, np.where(size == 0, np.inf, n))


def smallest_effect(standard_error: Array, *, level: float = LEVEL, power: float = POWER) -> FloatArray:
    """Return the smallest difference that a normal test with this standard error finds with a chance of `power`."""
    return np.asarray(standard_error * sum(_quantiles(level, power)), dtype=np.float64)


def _quantiles(level: float, power: float) -> tuple[float, float]:
    return -NormalDist().inv_cdf(level / 2), NormalDist().inv_cdf(power)
