"""Bins of probabilities, and how far they are from what was observed in them; all from counts of each score.

Everywhere `score` holds the distinct scores, ascending; `positives` and `n` say how many positives and how many
samples have each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from figmerit.inference.formulas import divide

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array, FloatArray, IntArray

MOST_BINS = 100
"""Bins that are chosen automatically, at most."""

MOST_SCORES = 100_000
"""Distinct scores beyond which sums of drawn labels are drawn at once."""


class Bins(NamedTuple):
    """The bin of each score, and the edges of the bins."""

    places: IntArray
    edges: FloatArray

    @property
    def size(self) -> int:
        """The number of bins."""
        return len(self.edges) - 1

    def sums(self, part: Array) -> FloatArray:
        """Return the sum in each bin of numbers, one for each score."""
        return np.bincount(self.places, part, minlength=self.size).astype(np.float64)


def uniform_bins(score: FloatArray, n_bins: int) -> Bins:
    """Return bins of equal width in [0, 1]; a score at an edge is in the lower bin, as in scikit-learn."""
    return _bins(score, np.linspace(0, 1, n_bins + 1))


def quantile_bins(score: FloatArray, n: Array, n_bins: int) -> Bins:
    """Return bins with about as many samples each, whose edges are those of :func:`numpy.percentile` on all rows."""
    cumulated = np.cumsum(n)
    rank = np.linspace(0, 1, n_bins + 1) * 100 / 100 * (cumulated[-1] - 1)  # percents, to the last bit
    lower = np.floor(rank)
    low, high = (score[np.searchsorted(cumulated, end, side="right")] for end in (lower, np.ceil(rank)))
    share, apart = rank - lower, high - low
    edges = np.where(share >= 0.5, high - apart * (1 - share), low + apart * share)
    return _bins(score, edges)


def _bins(score: FloatArray, edges: FloatArray) -> Bins:
    return Bins(np.searchsorted(edges[1:-1], score), edges)


def sweep_bins(score: FloatArray, positives: Array, n: Array) -> Bins:
    """Return as many bins of equal mass as leave the observed shares ascending.

    Roelofs, R. et al. (2022). Mitigating bias in calibration error estimation. AISTATS 151. https://arxiv.org/abs/2012.08668
    """
    best = quantile_bins(score, n, 1)
    for n_bins in range(2, min(MOST_BINS, len(score)) + 1):
        bins = quantile_bins(score, n, n_bins)
        shares = divide(bins.sums(positives), bins.sums(n))
        if np.any(np.diff(shares[~np.isnan(shares)]) < 0):
            break
        best = bins
    return best


def isotonic_bins(score: FloatArray, positives: Array, n: Array) -> Bins:
    """Return the bins of isotonic regression: neighbours are pooled until observed shares ascend.

    https://doi.org/10.1073/pnas.2016191118
    """
    from scipy.optimize import isotonic_regression  # which takes longer to import than most figures to draw

    shares = positives / n
    blocks = isotonic_regression(shares, weights=n).blocks
    places = np.repeat(np.arange(len(blocks) - 1), np.diff(blocks))
    edges = np.concatenate([score[:1], (score[blocks[1:-1] - 1] + score[blocks[1:-1]]) / 2, score[-1:]])
    return Bins(places, edges)


def calibration_error(bins: Bins, score: FloatArray, positives: Array, n: Array) -> float:
    """Return the mean distance between mean score and observed share; a bin counts as much as it holds."""
    total = np.sum(n)
    return float(np.abs(bins.sums(score * n) - bins.sums(positives)).sum() / total)


def calibration_error_of_chance(
    choose: Callable[[IntArray], Bins],
    score: FloatArray,
    n: IntArray,
    n_resamples: int,
    random_state: int | None,
    *,
    fixed: bool,
) -> FloatArray:
    """Return the calibration errors that perfect calibration has by chance: labels are drawn with each score as chance.

    Bins are chosen anew for each draw, unless they are `fixed`: if there are very many scores, the positives of each
    bin are then drawn at once, as binomial numbers with the same mean and variance.
    """
    rng = np.random.default_rng(random_state)
    if fixed and len(score) > MOST_SCORES:
        bins = choose(n)
        mean, squares = bins.sums(n * score), bins.sums(n * score**2)
        trials = np.rint(np.nan_to_num(divide(mean**2, squares))).astype(np.int64)
        share = np.minimum(np.nan_to_num(divide(mean, trials)), 1.0)
        drawn = rng.binomial(trials, share, size=(n_resamples, bins.size))
        return np.asarray(np.abs(drawn - mean).sum(axis=1) / n.sum(), dtype=np.float64)
    found = []
    for _ in range(n_resamples):
        drawn = rng.binomial(n, score)
        found.append(calibration_error(choose(drawn), score, drawn, n))
    return np.array(found)


def brier_parts(bins: Bins, score: FloatArray, positives: Array, n: Array) -> dict[str, float]:
    """Return the Brier score and its parts: it is reliability - resolution + uncertainty + within.

    The last one is there because scores differ within bins. https://doi.org/10.1175/2007WAF2006116.1
    """
    total = np.sum(n)
    in_bin, found = bins.sums(n), bins.sums(positives)
    mean_score, share = (np.nan_to_num(divide(part, in_bin)) for part in (bins.sums(score * n), found))
    prevalence = np.sum(positives) / total
    beside = score - mean_score[bins.places]
    return {
        "brier": float(np.sum(positives * (1 - score) ** 2 + (n - positives) * score**2) / total),
        "reliability": float(np.sum(in_bin * (mean_score - share) ** 2) / total),
        "resolution": float(np.sum(in_bin * (share - prevalence) ** 2) / total),
        "uncertainty": float(prevalence * (1 - prevalence)),
        "within": float(np.sum(n * beside**2 - 2 * positives * beside) / total),
    }
