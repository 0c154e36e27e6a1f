"""What curves and sweeps over thresholds have in common."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_number
from figmerit.counts._binning import bin_is_cut
from figmerit.errors import brief, invalid

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray


def check_has_thresholds(curve: Any, threshold: float) -> None:
    """Raise for a threshold on a curve that has none."""
    if curve.per_class:
        hint = "Choose one of its curves, for example curve.per_class[0]"
        raise invalid("threshold", "left out for the macro average of curves", brief(threshold), hint)
    for reason in curve.undefined.values():
        raise invalid("threshold", f"left out for an undefined curve ({reason})", brief(threshold))


def check_threshold(threshold: Any) -> float:
    """Return a number, or infinity, which no score reaches."""
    beyond = isinstance(threshold, float | np.floating) and threshold == np.inf
    return float("inf") if beyond else check_number("threshold", threshold)


def check_no_bin_is_cut(threshold: Any, cut: float, place: int, scores: Any, highest: Any) -> None:
    """Raise if a threshold lies within a bin: above the score at the place before, and not above its highest."""
    if highest is not None and place and cut <= highest[place - 1]:
        raise bin_is_cut(threshold, scores[place - 1].item(), highest[place - 1].item())


def check_prevalence(prevalence: Any) -> float:
    """Return a share of positives, in (0, 1)."""
    share = check_number("prevalence", prevalence, 0, 1)
    if share in (0, 1):
        raise invalid("prevalence", "between 0 and 1", f"{share:g}", "prevalence=0.01")
    return share


def fingerprint(curve: Any, thresholds: FloatArray, recall: FloatArray, fp: Any) -> str:
    """Return a name of the data of a curve or a sweep: ascending thresholds, with recall and false positives at each.

    Curves of either kind and sweeps of the same scores have the same one, to the last bit: false positives count as far
    as precision knows them, down to the first positive, and where they are whole.
    """
    if getattr(curve, "per_class", ()) or np.isnan(recall).any():
        return ""
    totals = np.array([curve.n_positive, curve.n_negative], dtype=np.float64)
    known = np.zeros(0) if curve.weighted else np.rint(np.asarray(fp, np.float64)[recall > 0])
    numbers = thresholds, recall, known, totals
    parts = (np.ascontiguousarray(part, dtype=np.float64).tobytes() for part in numbers)
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]
