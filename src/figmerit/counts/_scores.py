"""What scores are as numbers, and what is probably not meant: a warning says what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.errors import warn

if TYPE_CHECKING:
    from figmerit._arrays import BoolArray, FloatArray

ULPS = 8
"""By how many steps of their dtype probabilities may lie outside [0, 1]: sums of them are off by that much."""

UNIT = 2.0**-64
"""Scores are summed in this unit: sums of the largest scores then stay finite."""

LEAST_WEIGHT = 2.0**-830
"""What weights must come to: scores times less would vanish in sums of that unit."""


CUTS_LOGITS = "threshold=0 cuts logits; or pass probabilities, scipy.special.expit(y_score)."
"""What to do about logits at a threshold that is meant for probabilities."""

TINY = float(np.finfo(np.float64).eps)
"""The lowest probability whose logarithm is taken, as in scikit-learn."""


def negative_logarithm(probability: FloatArray) -> FloatArray:
    """Return the log loss of the probability that was given to what is true; it is finite, as in scikit-learn."""
    return np.asarray(-np.log(np.clip(probability, TINY, 1 - TINY)))


def round_to(threshold: Any, dtype: Any) -> FloatArray:
    """Return thresholds as scores of `dtype` see them, so that 0.1 means float32's 0.1 there."""
    with np.errstate(over="ignore"):  # beyond float16's largest number lies infinity
        return np.asarray(threshold, dtype=np.float64).astype(dtype).astype(np.float64)


def rounding(dtype: Any) -> float:
    """Return by how much probabilities of a dtype may lie outside [0, 1]."""
    return ULPS * float(np.finfo(np.dtype(dtype)).eps)


def as_probabilities(scores: FloatArray, dtype: Any) -> FloatArray | None:
    """Return scores clipped to [0, 1] if they lie no more than rounding outside; None if they are no probabilities."""
    low, high, off = float(scores.min()), float(scores.max()), rounding(dtype)
    if low >= 0 and high <= 1:
        return scores
    return np.clip(scores, 0.0, 1.0) if low >= -off and high <= 1 + off else None


def proper_rows(scores: FloatArray, dtype: Any) -> tuple[FloatArray, BoolArray]:
    """Return scores of several columns clipped to [0, 1], and which rows are probabilities that sum to 1."""
    off, allowed = rounding(dtype), max(1e-6, float(np.sqrt(np.finfo(np.dtype(dtype)).eps)))
    inside = scores.min() >= -off and scores.max() <= 1 + off
    finite = scores if inside else np.clip(scores, -1.0, 2.0)  # sums of the largest ones would be infinite
    proper: BoolArray = np.abs(finite.sum(axis=1) - 1) <= allowed
    if not inside:
        proper &= ((scores >= -off) & (scores <= 1 + off)).all(axis=1)
    return np.clip(scores, 0.0, 1.0), proper


def warn_of_hard_labels(scores: FloatArray) -> None:
    """Warn of scores that are labels."""
    low, high = float(scores.min()), float(scores.max())
    warn(
        f"y_score holds only the values {low:g} and {high:g}: these look like predicted labels, "
        "not scores.\nHint: Pass the output of predict_proba or decision_function."
    )


def are_logits(scores: FloatArray) -> bool:
    """Tell whether scores that are no probabilities lie on both sides of zero, the boundary of logits."""
    return bool(scores.min() < 0 < scores.max())
