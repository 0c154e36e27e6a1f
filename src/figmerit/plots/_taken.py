"""Where axes are empty: for legends, insets and texts that must not hide what is drawn."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.path import Path

from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from figmerit._arrays import FloatArray

SIDE = 100
"""Cells along a side of the axes."""

MANY = 5000
"""Points of a line up to which all are looked at."""

BEHIND = "_behind "
"""What the labels of lines begin with that anything may cover."""


class Taken:
    """What of the axes is taken, in shares of their sides: by data, and by lines to compare with.

    It depends on the data and the limits alone, not on how large the axes are.
    """

    def __init__(self, ax: Axes) -> None:
        self.data = np.zeros((SIDE, SIDE))
        self.references = np.zeros((SIDE, SIDE))
        to_shares = ax.transScale + ax.transLimits
        lines = set(ax.lines)
        drawn: list[Any] = [*ax.lines, *ax.collections, *ax.patches]
        for artist in drawn:
            if not artist.get_visible() or str(artist.get_label()).startswith(BEHIND):
                continue
            if artist in lines:
                self._add_line(artist, to_shares if _is_of_data(artist, ax) else artist.get_transform() - ax.transAxes)
            elif isinstance(artist, LineCollection):
                own = to_shares if _is_of_data(artist, ax) else artist.get_transform() - ax.transAxes
                for segment in artist.get_segments():
                    self._take(self.data, _filled(own.transform(segment).round(9)))
            elif not _is_of_data(artist, ax):
                continue
            elif isinstance(artist, PathCollection):
                self._take(self.data, to_shares.transform(np.asarray(artist.get_offsets(), float)), around=2)
            else:
                paths = artist.get_paths() if isinstance(artist, Collection) else [_path_of(artist)]
                for path in paths:
                    self._add_area(path, to_shares)

    def copy(self) -> Taken:
        """Return a copy that others may add to."""
        again = copy(self)
        again.data, again.references = self.data.copy(), self.references.copy()
        return again

    def add_box(self, left: float, bottom: float, right: float, top: float) -> None:
        """Take a part of the axes."""
        x0, y0 = (max(int(np.floor(end * SIDE)), 0) for end in (left, bottom))
        x1, y1 = (max(int(np.ceil(end * SIDE)), 0) for end in (right, top))
        self.data[y0:y1, x0:x1] = 1

    def free(
        self, width: float, height: float, near: tuple[float, float], *, across_references: bool = True
    ) -> tuple[float, float] | None:
        """Return the lower left corner of an empty box near a corner; of lines to compare with it is free if it can be.

        None if there is no such box.
        """
        columns, rows = (int(np.ceil(length * SIDE)) for length in (width, height))
        if columns > SIDE or rows > SIDE:
            return None
        data, references = (_sums(taken, columns, rows) for taken in (self.data, self.references))
        blocked = data > 0 if across_references else data + references > 0
        if blocked.all():
            return None
        y, x = np.indices(data.shape) / SIDE
        away = np.hypot(x + width / 2 - near[0], y + height / 2 - near[1])
        row, column = np.unravel_index(int((blocked * SIDE**3 + references + away).argmin()), data.shape)
        return float(column) / SIDE, float(row) / SIDE

    def emptiest(self, width: float, height: float, near: tuple[float, float]) -> tuple[float, float]:
        """Return the lower left corner of a box that hides as little as can be."""
        columns, rows = (int(np.ceil(min(length, 1.0) * SIDE)) for length in (width, height))
        hidden = _sums(self.data, columns, rows) * SIDE + _sums(self.references, columns, rows)
        y, x = np.indices(hidden.shape) / SIDE
        away = np.hypot(x + width / 2 - near[0], y + height / 2 - near[1])
        row, column = np.unravel_index(int((hidden + away / SIDE).argmin()), hidden.shape)
        return float(column) / SIDE, float(row) / SIDE

    def data_within(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Tell whether there is any data in a box."""
        x0, y0 = (max(int(np.floor(end * SIDE)), 0) for end in (left, bottom))
        x1, y1 = (int(np.ceil(end * SIDE)) for end in (right, top))
        return bool(self.data[y0:y1, x0:x1].any())

    def hidden(self, left: float, bottom: float, width: float, height: float) -> float:
        """Return how much a box would hide; lines to compare with count half."""
        x0, y0 = (max(int(np.floor(end * SIDE)), 0) for end in (left, bottom))
        x1, y1 = (int(np.ceil(end * SIDE)) for end in (left + width, bottom + height))
        return float((self.data + 0.5 * self.references)[y0:y1, x0:x1].sum())

    def _add_line(self, line: Line2D, to_shares: Any) -> None:
        points = to_shares.transform(line.get_path().vertices)  # with the corners of steps
        points = np.clip(points[np.isfinite(points).all(axis=1)], -0.1, 1.1).round(9)
        if line.get_linestyle() != "None":
            points = _filled(_thinned(points))
        taken = self.references if line.get_color() == REFERENCE else self.data
        self._take(taken, points, around=2 if line.get_marker() not in ("", "None", None) else 0)

    def _add_area(self, path: Path, to_shares: Any) -> None:
        """Take what lies within the outline of a bar, a band or a histogram."""
        with np.errstate(divide="ignore"):  # an axis of powers puts zero infinitely low
            corners = np.nan_to_num(to_shares.transform(path.vertices), neginf=-9.0, posinf=9.0)
        inside = np.clip(corners, 0, 1)
        if len(corners) == 5:  # a bar
            (left, bottom), (right, top) = inside.min(axis=0), inside.max(axis=0)
            if right > left and top > bottom:
                self.add_box(left, bottom, right, top)
            return
        self._take(self.data, _filled(np.clip(corners, -0.1, 1.1)))
        y, x = (np.indices(self.data.shape).reshape(2, -1) + 0.5) / SIDE
        if len(corners) > MANY:
            return
        within = Path(corners).contains_points(np.column_stack([x, y]))
        self.data.ravel()[within] = 1

    def _take(self, taken: FloatArray, points: FloatArray, around: int = 0) -> None:
        """Take the cells of points, and so many around them."""
        inside = points[((points >= 0) & (points <= 1)).all(axis=1)]
        cells = np.minimum((inside * SIDE).astype(int), SIDE - 1)
        for right in range(-around, around + 1):
            for up in range(-around, around + 1):
                taken[np.clip(cells[:, 1] + up, 0, SIDE - 1), np.clip(cells[:, 0] + right, 0, SIDE - 1)] = 1


def _is_of_data(artist: Any, ax: Axes) -> bool:
    return bool(artist.get_transform().contains_branch(ax.transData))


def _path_of(patch: Any) -> Path:
    """Return the outline of a patch in the data's coordinates."""
    path: Path = patch.get_patch_transform().transform_path(patch.get_path())
    return path


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
    """Return of a long line that goes to one side its lowest and highest point in each half of a cell."""
    if len(points) > MANY and points[0, 0] > points[-1, 0]:
        points = points[::-1]
    x, y = points.T
    if len(points) <= MANY or (np.diff(x) < 0).any():
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
