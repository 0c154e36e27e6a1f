"""Bins of scores: few enough to be kept for any number of rows, narrow where scores crowd, at 0 and at 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_count
from figmerit.errors import brief, invalid

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray

COARSEST, FINEST = 2, 24
"""Bits of a resolution."""

HUGE = 2.0**900
"""Scores from here on are bins of their own: rounding them would overflow."""

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

    It is the score rounded to so many bits; from 0.5 to 1 what it lacks to 1 is rounded, of which little is lost
    where scores crowd at 1 too.
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


def bin_is_cut(threshold: Any, low: float, high: float) -> ValueError:
    """Return the error for a threshold that lies within a bin, between its lowest and its highest score."""
    hint = f"threshold={low!r}, or count_scores(...) without resolution="
    return invalid("threshold", f"none between {low:g} and {high:g}, which are one bin", brief(threshold), hint)
