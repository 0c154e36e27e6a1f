"""P-values of several tests, and the t-test of differences whose training data overlap."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray


LEVEL = 0.05
"""The p-value below which a difference is said to be one: the chance to say so where there is none."""


class Comparison(NamedTuple):
    """A mean difference with its interval and p-value; with `reason` where the rest is NaN."""

    mean: float
    ends: FloatArray
    p_value: float
    reason: str = ""


def holm(p_values: Array) -> FloatArray:
    """Return Holm's adjusted p-values, of the same shape: reject those up to the level, and hardly ever any wrongly.

    The chance of a wrong rejection among all tests is at most the level, however the tests depend on each other.
    NaN stays NaN and does not count as a test. Holm (1979), https://www.jstor.org/stable/4615733.
    """
    flat, places = _ascending(p_values)
    m = len(places)
    adjusted = np.maximum.accumulate(flat[places] * np.arange(m, 0, -1))
    return _put_back(flat, places, adjusted, np.shape(p_values))


def holm_directed(p_values: Array) -> FloatArray:
    """Return Holm's adjusted p-values of two-sided tests after which also the direction is said, of the same shape.

    Each is taken for two one-sided tests, one of each direction, and Holm corrects for all of these: the chance that
    any difference, or its direction, is said wrongly is at most the level, however the tests depend on each other. Of
    one test it is the p-value itself. Simultaneous confidence sets for ranks follow from it. NaN stays NaN and does
    not count as a test. Mogstad, Romano, Shaikh and Wilhelm (2024), https://doi.org/10.1093/restud/rdad006
    """
    half = np.asarray(p_values, dtype=np.float64) / 2
    both = holm(np.stack([half, 1 - half]))
    return np.asarray(both[0], dtype=np.float64)


def benjamini_hochberg(p_values: Array) -> FloatArray:
    """Return Benjamini's and Hochberg's adjusted p-values, of the same shape: few of those up to the level are wrong.

    The share of wrong rejections is at most the level on average, if tests are independent or depend positively. NaN
    stays NaN and does not count as a test. https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    """
    flat, places = _ascending(p_values)
    m = len(places)
    adjusted = np.minimum.accumulate((flat[places] * m / np.arange(1, m + 1))[::-1])[::-1]
    return _put_back(flat, places, adjusted, np.shape(p_values))


def _ascending(p_values: Array) -> tuple[FloatArray, Array]:
    """Return the p-values in one row and the places of those that are known, the smallest first."""
    flat = np.array(p_values, dtype=np.float64).ravel()
    order = np.argsort(flat, kind="stable")  # NaN comes last
    return flat, order[: len(flat) - int(np.count_nonzero(np.isnan(flat)))]


def _put_back(flat: FloatArray, places: Array, adjusted: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    flat[places] = np.minimum(adjusted, 1.0)
    return flat.reshape(shape)


def corrected_t(differences: Array, test_share: float, confidence_level: float) -> Comparison:
    """Return the mean of differences between two classifiers in several splits, tested by Nadeau and Bengio.

    `differences` has the shape (n_splits,), `test_share` is the share of rows that each split tests, in (0, 1): 0.1
    of ten folds. Splits share rows to train with, so their differences are alike, and the t-test of independent ones
    finds far too many. The variance is `1 / n_splits + test_share / (1 - test_share)` times that of the differences.
    https://doi.org/10.1023/A:1024068626366

    Undefined differences and fewer than two splits leave nothing to test. Neither do differences that are all the
    same: then the p-value is 1 if they are zero, and NaN otherwise.
    """
    differences = np.asarray(differences, dtype=np.float64)
    n, nothing = len(differences), np.full(2, np.nan)
    if n < 2:
        return Comparison(float(differences[0]) if n else math.nan, nothing, math.nan, "fewer than two splits")
    mean = float(np.mean(differences))
    if not np.isfinite(differences).all():
        return Comparison(math.nan, nothing, math.nan, "undefined in some splits")
    if np.ptp(differences) == 0:
        same = float(differences[0])  # which the mean may miss by its last bit
        return Comparison(same, nothing, math.nan if same else 1.0, "the same in all splits")
    from scipy.special import stdtr, stdtrit  # which take longer to import than most figures to draw

    factor = 1 / n + test_share / (1 - test_share)
    error = math.sqrt(factor * float(np.var(differences, ddof=1)))
    half = float(stdtrit(n - 1, (1 + confidence_level) / 2)) * error
    p_value = 2 * float(stdtr(n - 1, -abs(mean) / error))
    return Comparison(mean, np.array([mean - half, mean + half]), p_value)
