"""How sure the agreement of two raters is, from the table of their labels."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.areas import Ends
from figmerit.inference.doubts import few_of

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray

NO_DISAGREEMENT = "the raters never disagree"
NO_AGREEMENT = "the raters never agree"
ONE_EACH = "a rater gives all samples the same label"
NO_SPREAD = "the standard error is zero"
ONE_LABEL = "only one label is used"
"""Why kappa has no interval."""


def weights_of_agreement(size: int, power: int) -> FloatArray:
    """Return how much each cell of a table of ordinal labels counts as agreement, shape (size, size).

    The power of the distance is 0 where any disagreement counts the same, 1 for linear and 2 for quadratic weights.
    """
    places = np.arange(size, dtype=np.float64)
    apart = np.abs(places[:, None] - places)
    if not power:
        return np.asarray(apart == 0, dtype=np.float64)
    return 1 - (apart / max(size - 1, 1)) ** power


def kappa_error(table: Array, weights: Array) -> tuple[float, float]:
    """Return Cohen's kappa of a table of counts, and its standard error in large samples; NaN if there is one label.

    `weights` say how much each cell counts as agreement, 1 on the diagonal. The variance is that of kappa as it is, and
    not of none. Fleiss, Cohen and Everitt (1969), https://doi.org/10.1037/h0028106
    """
    n = float(np.sum(table))
    shares = np.asarray(table, dtype=np.float64) / n
    rows, cols = shares.sum(axis=1), shares.sum(axis=0)
    expected = float(rows @ weights @ cols)
    if np.count_nonzero(rows + cols) < 2:
        return float("nan"), float("nan")
    observed = float((weights * shares).sum())
    kappa = (observed - expected) / (1 - expected)
    mean_weights = (weights @ cols)[:, None] + rows @ weights
    squares = float((shares * (weights - mean_weights * (1 - kappa)) ** 2).sum())
    variance = (squares - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return kappa, float(np.sqrt(max(variance, 0.0)))


def kappa_ends(table: Array, weights: Array, confidence_level: float) -> Ends:
    """Return the interval of Cohen's kappa of a table of counts, by its standard error in large samples.

    Ends beyond -1 and 1, which kappa never is, are moved there. Where the raters always agree, or never do, the
    standard error is zero or says nothing, and there is no interval.
    """
    nothing = np.full(2, np.nan)
    table = np.asarray(table)
    kappa, error = kappa_error(table, weights)
    if np.isnan(kappa):
        return Ends(nothing, ONE_LABEL)
    n, agreed = int(table.sum()), int(np.trace(table))
    if agreed == n:
        return Ends(nothing, NO_DISAGREEMENT)
    if min(np.count_nonzero(table.sum(axis=axis)) for axis in (0, 1)) == 1:
        return Ends(nothing, ONE_EACH)
    if error < 1e-9:  # which rounding leaves of zero
        return Ends(nothing, NO_SPREAD if agreed else NO_AGREEMENT)
    half = -NormalDist().inv_cdf((1 - confidence_level) / 2) * error
    return Ends(np.clip([kappa - half, kappa + half], -1, 1), unreliable=_doubt(table, n, agreed))


def _doubt(table: Array, n: int, agreed: int) -> str:
    """Return why the interval may hold kappa less often than it says: far less where nearly all have one label."""
    rest = n - max(int(table.sum(axis=axis).max()) for axis in (0, 1))
    found = {"samples": n, "samples beside the most frequent label": rest, "disagreements": n - agreed}
    return few_of(found)
