"""Bins of scores: few enough to be kept for any number of rows, narrow where scores crowd, at 0 and at 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_count
from figmerit.counts._scores import round_to
from figmerit.errors import brief, invalid

if TYPE_CHECKING:
    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray

FINER = "count_scores(...) without resolution="
"""What to type to have finer bins."""

COARSEST, FINEST = 2, 24
"""Bits of a resolution."""

HUGE = 2.0**900
"""Scores from here on are bins of their own: rounding them would overflow."""

STANDING_FOR_INFINITY = 1e300
"""Scores from here on, or at the end of their dtype, are no part of a scale that figures can have."""

BELOW_HALF = float(np.nextafter(0.5, 0))
"""A bin ends here, so that 0.5 cuts none in two."""

ABOVE_ONE = float(np.nextafter(1, 2))
"""A bin starts here: scores above 1 are no probabilities, whatever those in the bin below are."""


def check_resolution(resolution: Any) -> int:
    """Return a number of bits to which scores can be rounded."""
    bits = check_count("resolution", resolution)
    if not COARSEST <= bits <= FINEST:
        raise invalid("resolution", f"from {COARSEST} to {FINEST} bits", str(bits), "resolution=11")
    return bits


def bins_of(score: FloatArray, resolution: int) -> FloatArray:
    """Return a number for the bin of each score, which ascends with it and is close to it.

    It is the score rounded to so many bits; from 0.5 to 1 its distance to 1 is rounded instead, so that little
    is lost where scores crowd at 1 too.
    """
    to_one = (score >= 0.5) & (score <= 1)
    rounded = _rounded(np.where(to_one, 1 - score, score), resolution)
    beyond = np.where(score < 0.5, np.minimum(rounded, BELOW_HALF), np.maximum(rounded, ABOVE_ONE))
    return np.where(to_one, 1 - rounded, beyond)


def _rounded(numbers: FloatArray, bits: int) -> FloatArray:
    """Round to so many bits by Veltkamp's splitting, which needs sums and products only.

    https://doi.org/10.1007/BF01397083
    """
    with np.errstate(over="ignore", invalid="ignore"):
        wide = numbers * (2.0 ** (53 - bits) + 1)
        rounded = wide - (wide - numbers)
    return np.where(np.abs(numbers) < HUGE, rounded, numbers)


def usual_ends(scores: FloatArray, dtype: str) -> tuple[float, float]:
    """Return the lowest and the highest score that does not stand for infinity, as :func:`numpy.nan_to_num` writes it.

    They are 0 and 1 if there is none.
    """
    usual = scores[np.abs(scores) < min(STANDING_FOR_INFINITY, float(np.finfo(dtype).max))]
    return (float(usual.min()), float(usual.max())) if usual.size else (0.0, 1.0)


def equal_widths(scores: FloatArray, size: int, dtype: str) -> FloatArray:
    """Return the edges of so many bins of scores, in [0, 1] if all scores are there.

    Scores that stand for infinity have one more bin at each end.
    """
    low, high = usual_ends(scores, dtype)
    if low >= 0 and high <= 1:
        edges = np.arange(size + 1) / size  # 0.3, not the number after it
    else:
        high = high if high > low else low + max(1.0, abs(low) / 8)
        edges = np.linspace(low, high, size + 1)
    ends = np.array([scores.min(), scores.max()])
    below, above = ends[:1][ends[:1] < edges[0]], ends[1:][ends[1:] > edges[-1]]
    if above.size:  # a score at an edge is in the bin above it
        edges[-1] = np.nextafter(np.dtype(dtype).type(edges[-1]), np.inf)
    return np.concatenate([below, edges, above])


def reaching(threshold: float, score: FloatArray, highest: FloatArray | None, dtype: str) -> BoolArray:
    """Tell which scores, in any order, reach a threshold, which is rounded to their dtype.

    In bins each `score` is the lowest one, and `highest` the highest; a threshold that cuts one in two raises.
    """
    cut = round_to(threshold, np.dtype(dtype))
    if highest is not None:
        _check_whole(threshold, cut, score, highest)
    return np.greater_equal(score, cut)


def places_of(
    thresholds: Any, lowest: FloatArray, highest: FloatArray | None, dtype: str, finer: str = FINER
) -> IntArray:
    """Return the place of the first of ascending scores, or bins, that reaches each threshold.

    The rule is the one of `reaching`, by bisection. The place is `len(lowest)` for a threshold that no score reaches.
    """
    given = np.atleast_1d(np.asarray(thresholds, dtype=np.float64))
    cuts = round_to(given, np.dtype(dtype))
    places: IntArray = np.searchsorted(lowest, cuts, side="left")
    if highest is not None:
        some = places > 0
        before = places[some] - 1
        _check_whole(given[some], cuts[some], lowest[before], highest[before], finer)
    return places


def _check_whole(thresholds: Any, cuts: Array, lowest: FloatArray, highest: FloatArray, finer: str = FINER) -> None:
    """Raise for the first threshold that lies within a bin: above its lowest score, and not above its highest."""
    within = (lowest < cuts) & (cuts <= highest)
    if within.any():
        place = int(within.argmax())
        threshold, low, high = np.broadcast_to(thresholds, within.shape)[place].item(), lowest[place], highest[place]
        rule = f"none between {low:g} and {high:g}, which are one bin"
        raise invalid("threshold", rule, brief(threshold), f"threshold={float(low)!r}, or {finer}")
