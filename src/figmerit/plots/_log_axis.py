"""ROC curves on a logarithmic false positive rate, on which straight lines are curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from figmerit._arrays import FloatArray

PER_DECADE = 64
"""Vertices along a sloping line for each power of ten: what is drawn between them is off by less than 0.02 %."""

LEAST = 1e-12
"""The lowest rate that vertices are put at; a rate of zero is beyond the end of every logarithmic axis."""

WIDEST = 0.1
"""The highest rate that such an axis begins at: of a curve with few thresholds it shows one power of ten at least."""


def on_log_axis(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the same straight lines with more vertices, so that they look as they are where x is logarithmic.

    All vertices are kept; the new ones lie between them on the lines, so that the area below does not change.
    """
    start, end = x[:-1], x[1:]
    low = np.maximum(np.minimum(start, end), LEAST)
    ratio = np.maximum(np.maximum(start, end) / low, 1.0)
    slopes = (y[1:] != y[:-1]) & (ratio > 1)
    parts = np.where(slopes, np.ceil(PER_DECADE * np.log10(ratio)), 1).astype(int)
    line = np.repeat(np.arange(len(start)), parts)
    share = (np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[line]
    upwards = np.where(end[line] >= start[line], share, 1 - share)
    inside = low[line] * ratio[line] ** upwards
    length = np.where(slopes, end - start, 1.0)[line]
    along = np.where(share > 0, (inside - start[line]) / length, 0.0)
    more_x = np.where(share > 0, inside, start[line])
    more_y = y[line] + along * (y[1:] - y[:-1])[line]
    return np.append(more_x, x[-1]), np.append(more_y, y[-1])


def log_limits(rates: Iterable[FloatArray]) -> tuple[float, float]:
    """Return limits of an axis that shows the lowest positive one of all rates."""
    positive = [float(rate[rate > 0].min(initial=WIDEST)) for rate in rates]
    low = max(min(positive, default=WIDEST), 10 * LEAST)
    margin = -np.log10(low)
    return float(low * 10 ** (-0.04 * margin)), float(10 ** (0.01 * margin))
