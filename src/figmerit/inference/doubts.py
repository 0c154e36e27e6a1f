"""How few samples make an interval unreliable, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST = 10
"""Samples of a class below which an interval may hold the truth less often than it says."""

FEWEST_OF_RECALLS = 20
"""The same of a mean of recalls that is resampled: few samples of a class have as few values."""

FEWEST_RESAMPLED = 30
"""The same of a resampled difference of two models."""

FEWEST_OF_PRECISION = 200
"""Positives below which percentiles of the average precision are too near to each other."""

RECALLS = "balanced_accuracy", "youden", "macro_recall"
"""Metrics to which each class adds its recall."""


def few_of(sizes: Mapping[str, int], fewest: int = FEWEST) -> str:
    """Return which kind of samples is too small, in words; the first one, or "" if none is."""
    return next((f"fewer than {fewest} {name}" for name, size in sizes.items() if size < fewest), "")


def few_of_classes(sizes: list[int], metric: str, fewest: int = FEWEST) -> str:
    """Return that a class has few samples for a metric, or ""; one without any has no part in it."""
    least = max(fewest, FEWEST_OF_RECALLS) if metric in RECALLS else fewest
    return few_of({"samples of a class": min(size for size in sizes if size)}, least) if any(sizes) else ""
