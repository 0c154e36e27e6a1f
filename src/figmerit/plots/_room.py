"""Where axes are empty: for legends, insets and texts that must not hide what is drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection
from matplotlib.patches import StepPatch

from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.transforms import Bbox

    from figmerit._arrays import FloatArray

SIDE = 100
"""Cells along a side of the axes."""

MOST = 5000
"""Points of a line that are all looked at."""

BEHIND = "_behind "
"""What the labels of lines begin with that anything may cover."""

LABELS = 0.11
"""The share of the side of the axes that the tick labels of axes inside of them take."""


def place_of(ax: Axes, child: Any) -> Bbox:
    """Return the place of axes within others, in shares of the sides of these."""
    locator: Any = child.get_axes_locator()
    place = child.bbox if locator is None else locator(child, None).transformed(ax.figure.transSubfigure)
    return ax.transAxes.inverted().transform_bbox(place)


class Room:
    """What of the axes is taken, in shares of their sides: by data, and by lines to compare with."""

    def __init__(self, ax: Axes) -> None:
        self.data = np.zeros((SIDE, SIDE))
        self.references = np.zeros((SIDE, SIDE))
        to_shares = ax.transScale + ax.transLimits
        for line in ax.lines:
            if str(line.get_label()).startswith(BEHIND) or not line.get_visible():
                continue
            if line.get_transform().contains_branch(ax.transData):
                self._add_line(line, to_shares)
        for bars in ax.collections:
            if isinstance(bars, LineCollection) and bars.get_transform().contains_branch(ax.transData):
                for segment in bars.get_segments():
                    self._take(self.data, _filled(to_shares.transform(segment)))
        for steps in ax.patches:
            if isinstance(steps, StepPatch):
                self._add_steps(steps, to_shares)
        for box in map(partial(place_of, ax), ax.child_axes):
            if box.y0 < 1:
                self.add_box(box.x0 - LABELS, box.y0 - LABELS, box.x1, box.y1)

    def add_box(self, left: float, bottom: float, right: float, top: float) -> None:
        """Take a part of the axes."""
        x0, y0 = (max(int(np.floor(end * SIDE)), 0) for end in (left, bottom))
        x1, y1 = (max(int(np.ceil(end * SIDE)), 0) for end in (right, top))
        self.data[y0:y1, x0:x1] = 1

    def free(self, width: float, height: float, near: tuple[float, float]) -> tuple[float, float] | None:
        """Return the lower left corner of an empty box; as far as can be also of lines to compare with, and near."""
        return self._best(width, height, near, most=0.0)

    def emptiest(self, width: float, height: float, near: tuple[float, float]) -> tuple[float, float]:
        """Return the lower left corner of a box that hides as little as can be."""
        return self._best(min(width, 1.0), min(height, 1.0), near, most=np.inf) or (0.0, 0.0)

    def hidden(self, left: float, bottom: float, width: float, height: float) -> float:
        """Return how much a box would hide; lines to compare with count half."""
        x0, y0 = (max(int(np.floor(end * SIDE)), 0) for end in (left, bottom))
        x1, y1 = (int(np.ceil(end * SIDE)) for end in (left + width, bottom + height))
        return float((self.data + 0.5 * self.references)[y0:y1, x0:x1].sum())

    def _best(self, width: float, height: float, near: tuple[float, float], most: float) -> tuple[float, float] | None:
        columns, rows = (int(np.ceil(length * SIDE)) for length in (width, height))
        if columns > SIDE or rows > SIDE:
            return None
        data, references = (_sums(taken, columns, rows) for taken in (self.data, self.references))
        y, x = np.indices(data.shape) / SIDE
        away = np.hypot(x + width / 2 - near[0], y + height / 2 - near[1])
        cost = data * SIDE**2 + references + away
        if data.min() > most:
            return None
        row, column = np.unravel_index(int(cost.argmin()), cost.shape)
        return float(column) / SIDE, float(row) / SIDE

    def _add_line(self, line: Line2D, to_shares: Any) -> None:
        x, y = (np.asarray(part, float) for part in line.get_data())
        if line.get_drawstyle() in STEP_LOOKUP_MAP and len(x) > 1:
            x, y = STEP_LOOKUP_MAP[line.get_drawstyle()](x, y)
        points = to_shares.transform(np.column_stack([x, y]))
        points = np.clip(points[np.isfinite(points).all(axis=1)], -0.1, 1.1)
        if line.get_linestyle() != "None":
            points = _filled(_thinned(points))
        taken = self.references if line.get_color() == REFERENCE else self.data
        self._take(taken, points, around=2 if line.get_marker() not in ("", "None", None) else 0)

    def _add_steps(self, steps: StepPatch, to_shares: Any) -> None:
        """Take all that lies below the steps of a histogram."""
        heights, edges, _ = steps.get_data()
        with np.errstate(divide="ignore"):  # an axis of powers puts zero infinitely low
            corners = to_shares.transform(np.column_stack([np.repeat(edges, 2)[1:-1], np.repeat(heights, 2)]))
        for (left, top), (right, _) in zip(corners[::2].tolist(), corners[1::2].tolist(), strict=True):
            if top > 0:
                self.add_box(left, 0.0, right, min(top, 1.0))

    def _take(self, taken: FloatArray, points: FloatArray, around: int = 0) -> None:
        """Take the cells of points, and so many around them."""
        inside = points[((points >= 0) & (points <= 1)).all(axis=1)]
        cells = np.minimum((inside * SIDE).astype(int), SIDE - 1)
        for right in range(-around, around + 1):
            for up in range(-around, around + 1):
                taken[np.clip(cells[:, 1] + up, 0, SIDE - 1), np.clip(cells[:, 0] + right, 0, SIDE - 1)] = 1


def _filled(points: FloatArray) -> FloatArray:
    """Return points along lines, so dense that there is one in each cell."""
    if len(points) < 2:
        return points
    steps = np.diff(points, axis=0)
    parts = np.maximum(np.ceil(2 * SIDE * np.abs(steps).max(axis=1)), 1).astype(int)
    line = np.repeat(np.arange(len(steps)), parts)
    share = (np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[line]
    return np.vstack([points[line] + share[:, None] * steps[line], points[-1:]])


def _thinned(points: FloatArray) -> FloatArray:
    """Return of a long line that goes to the right its lowest and highest point in each half of a cell."""
    x, y = points.T
    if len(points) <= MOST or (np.diff(x) < 0).any():
        return points
    starts = np.flatnonzero(np.diff(np.floor(2 * SIDE * x), prepend=-np.inf))
    ends = np.column_stack([np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)])
    return np.column_stack([np.repeat(x[starts], 2), ends.ravel()])


def _sums(taken: FloatArray, columns: int, rows: int) -> FloatArray:
    """Return how much is taken of each box of that many cells, by its lower left cell."""
    total = np.pad(taken, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    sums: FloatArray = (
        total[rows:, columns:] - total[:-rows, columns:] - total[rows:, :-columns] + total[:-rows, :-columns]
    )
    return sums
