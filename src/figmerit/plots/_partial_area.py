"""The part of the area under a ROC curve that a partial AUC counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from figmerit.plots._taken import BEHIND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from figmerit._arrays import FloatArray

FINEST = 2000
"""Parts of a side of the axes, of which nobody sees one: vertices are left out where several lie in the same one."""


def shade_partial_area(ax: Axes, curves: Sequence[Line2D], max_fpr: float) -> None:
    """Shade the area under a curve up to a false positive rate; areas of several curves would hide one another."""
    if len(curves) > 1:
        return
    curve = curves[0]
    x, y = (np.asarray(part, float) for part in curve.get_data())
    if np.isnan(y).any():
        return
    left = x <= max_fpr
    x, y = _thinned(ax, np.append(x[left], max_fpr), np.append(y[left], np.interp(max_fpr, x, y)))
    ax.fill_between(x, y, color=curve.get_color(), alpha=0.15, linewidth=0, zorder=1, label=f"{BEHIND}area")


def _thinned(ax: Axes, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the first and the last vertex in each small cell: matplotlib itself thins out lines, but not areas."""
    places = (ax.transScale + ax.transLimits).transform(np.column_stack([x, y]))
    moves = np.diff(np.floor(FINEST * places), axis=0).any(axis=1)
    kept = np.append(True, moves) | np.append(moves, True)
    return x[kept], y[kept]
