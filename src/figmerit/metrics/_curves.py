"""What ROC and precision-recall curves have in common."""

from __future__ import annotations

from typing import Any

from figmerit.errors import brief, invalid


def check_has_thresholds(curve: Any, threshold: float) -> None:
    """Raise for a threshold on a curve that has none."""
    if curve.per_class:
        hint = "Choose one of its curves, for example curve.per_class[0]"
        raise invalid("threshold", "left out for the macro average of curves", brief(threshold), hint)
    for reason in curve.undefined.values():
        raise invalid("threshold", f"left out for an undefined curve ({reason})", brief(threshold))
