"""Bands around curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_confidence_level, check_count, check_option
from figmerit.errors import invalid
from figmerit.inference.bands import pointwise, simultaneous

if TYPE_CHECKING:
    from figmerit.inference.bands import Band
    from figmerit.metrics._curves import Curve

KINDS = {"simultaneous": simultaneous, "pointwise": pointwise}


def band_of(curve: Curve, kind: Any, confidence_level: Any, n_resamples: Any, random_state: int | None) -> Band:
    """Return the band of a curve that has outcomes of samples."""
    check_option("kind", kind, tuple(KINDS))
    level, n_resamples = check_confidence_level(confidence_level), check_count("n_resamples", n_resamples)
    if level is None:
        raise invalid("confidence_level", "between 0 and 1", "None", "confidence_level=0.95")
    reason = why_no_band(curve)
    if reason:
        raise invalid("the curve", "of independent samples of both classes for a band", reason)
    outcomes: Any = curve.outcomes
    found = KINDS[kind](np.diff(outcomes.tp), np.diff(outcomes.fp), level, n_resamples, random_state)
    return found if curve.kind.area == "roc_auc" else found.as_precision_recall(outcomes.prevalence)


def why_no_band(curve: Curve) -> str:
    """Return why a curve has no band, or ""."""
    if curve.outcomes is None:
        return "the mean of folds" if curve.folds else "an average over classes"
    if not curve.outcomes.labels:
        return "pairs of samples and labels"
    if curve.outcomes.weighted:
        return "weighted samples"
    sizes = {"positive": curve.outcomes.n_positive, "negative": curve.outcomes.n_negative}
    return next((f"no {name} samples" for name, size in sizes.items() if not size), "")
