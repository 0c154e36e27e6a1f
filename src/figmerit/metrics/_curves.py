"""What ROC and precision-recall curves have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.errors import brief, invalid

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit._targets import ScoreTarget

differences_may_overflow = np.errstate(over="ignore", invalid="ignore")
"""Around scikit-learn's curves: huge scores of both signs differ by infinity, and that they differ is all it asks."""


def check_has_thresholds(curve: Any, threshold: float) -> None:
    """Raise for a threshold on a curve that has none."""
    if curve.per_class:
        hint = "Choose one of its curves, for example curve.per_class[0]"
        raise invalid("threshold", "left out for the macro average of curves", brief(threshold), hint)
    for reason in curve.undefined.values():
        raise invalid("threshold", f"left out for an undefined curve ({reason})", brief(threshold))


def total_weight(chosen: Any, weight: FloatArray | None) -> float:
    """Return how many samples were chosen, or the sum of their weights."""
    return float(chosen.sum()) if weight is None else float(weight[chosen].sum())


def name_of_positive(target: ScoreTarget) -> str:
    """Return the name of a binary target's positive label."""
    names: dict[Any, str] = dict(zip(target.labels, target.display_labels, strict=True))
    return names[target.pos_label]
