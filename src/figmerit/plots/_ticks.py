"""Names along an axis: slanted, upright, shortened, left out or smaller before they touch."""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np
from matplotlib.ticker import FixedLocator, Formatter

from figmerit.plots._figure import is_laid_out
from figmerit.plots._names import LINE, ems, in_one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from figmerit._arrays import FloatArray

Apart: TypeAlias = tuple[float, str]
"""Place and name of a row or column that stands apart from the others, beyond the last one."""

GAP = 0.4
"""The distance of names side by side in ems, at least."""

SLANTED = 1.45
"""The distance of names slanted by 45 degrees in ems, at least."""

LONGEST = 0.45
"""The share of the side of the axes that names of rows and turned names of columns may take."""

LEFT = 0.9
"""The share of its side that a layout engine leaves to axes beside their names and colour bar, about."""

MOST = 200
"""Names of an axis that are shown at most."""

SMALLEST = 4.0
"""Font size in points below which names do not shrink."""


def label_rows(ax: Axes, labels: Sequence[str], apart: Apart | None = None) -> None:
    """Name the rows, as many as there is room for; names are texts, never mathematics."""
    _, high = _sides(ax)
    room = high / _font_size(ax.yaxis) / (apart[0] + 1 if apart else len(labels))
    longest = LONGEST * ax.bbox.width / ax.figure.dpi * 72 / _font_size(ax.yaxis)
    names = shortened(in_one_line(labels, room), longest)
    _name(ax.yaxis, names, needed=LINE * _n_lines(names), apart=apart)


def label_columns(ax: Axes, labels: Sequence[str], apart: Apart | None = None) -> None:
    """Name the columns, slanted or upright where names side by side would touch, as many as there is room for.

    Numbers in their order are never turned: those between can be guessed where some are left out.
    """
    wide, high = (side / _font_size(ax.xaxis) for side in _sides(ax))
    room = wide / (apart[0] + 1 if apart else len(labels))
    every = [*labels, apart[1]] if apart else labels
    rotation = 0 if _are_consecutive(labels) else _rotation(every, room)
    if rotation == 0:
        names = shortened(labels, ems(every))
        _name(ax.xaxis, names, needed=ems(every) + GAP, apart=apart)
    else:
        longest = LONGEST * high / math.sin(math.radians(rotation))
        names = shortened(in_one_line(labels, room), longest)
        needed = (LINE if rotation == 90 else SLANTED) * _n_lines(names)
        _name(ax.xaxis, names, rotation, needed=needed, apart=apart)


def label_bars(
    ax: Axes, labels: Sequence[str], sides: tuple[float, float], *, horizontal: bool = False
) -> tuple[float, float]:
    """Name all bars, shortened, slanted, upright or smaller where names side by side would touch.

    `sides` are those that the axes will have, in points. Returns by how much names are wider, and higher, than
    one line of text.
    """
    axis = ax.yaxis if horizontal else ax.xaxis
    size = _font_size(axis)
    wide, high = (side / size for side in sides)
    room = (high if horizontal else wide) / len(labels)
    rotation = 0 if horizontal else _rotation(labels, room)
    if horizontal:
        names = shortened(in_one_line(labels, room), LONGEST * wide)
    elif rotation:
        names = shortened(in_one_line(labels, room), LONGEST * high / math.sin(math.radians(rotation)))
    else:
        names = shortened(labels, ems(labels))
    if (rotation or horizontal) and room < LINE * _n_lines(names):
        size = max(size * room / LINE / _n_lines(names), min(size, SMALLEST))
        axis.set_tick_params(labelsize=size)
    _name(axis, names, rotation)
    length, angle = ems(names) * size, math.radians(rotation)
    return length * math.cos(angle), max(length * math.sin(angle), size * LINE * (_n_lines(names) - 1))


class Places(FixedLocator):
    """Places of names: each one, or each second, fifth, tenth, ... one where names would touch.

    They are chosen anew whenever the axis is measured or drawn, as its length is known only then.

    Parameters
    ----------
    size : int
        Number of names.
    needed : float
        The distance of names that do not touch, in ems.
    apart : float, optional
        A place beyond the others, whose name is never left out.
    """

    def __init__(self, size: int, needed: float, apart: float | None = None) -> None:
        self.nbins = None
        self._size, self._needed, self._apart = size, needed, apart

    @property
    def locs(self) -> FloatArray:
        """The places of the names that are shown."""
        axis = cast("Axis", self.axis)
        every = self._needed / _room(axis, np.ptp(axis.get_view_interval()))
        step = next(step * 10**tens for tens in count() for step in (1, 2, 5) if step * 10**tens >= every)
        places = np.arange(0, self._size, step, dtype=np.float64)
        return places if self._apart is None else np.append(places[self._apart - places >= every], self._apart)


class Names(Formatter):
    """The name of each place; none of any other."""

    def __init__(self, names: Mapping[float, str]) -> None:
        self._names = names

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002  its number
        """Return the name of a place."""
        return self._names.get(float(x), "")


def _name(
    axis: Axis, names: Sequence[str], rotation: int = 0, *, needed: float = 0.0, apart: Apart | None = None
) -> None:
    """Name every place, or as many as there is room for if names need so many ems, and always what stands apart."""
    known = {float(place): name for place, name in enumerate(names)} | dict([apart] if apart else [])
    axis.set_ticks(list(known)[:MOST], labels=list(known.values())[:MOST], parse_math=False)
    axis.minorticks_off()
    if rotation:
        axis.set_tick_params(labelrotation=rotation)
        for text in axis.get_ticklabels():
            text.set(ha="right", rotation_mode="anchor", va="top" if rotation < 90 else "center_baseline")
    if needed:
        axis.set_major_locator(Places(len(names), needed, apart and apart[0]))
        axis.set_major_formatter(Names(known))


def _rotation(names: Sequence[str], room: float) -> int:
    """Return how far names must be turned lest they touch."""
    if ems(names) + GAP <= room:
        return 0
    return 45 if room >= SLANTED else 90


def _are_consecutive(labels: Sequence[str]) -> bool:
    """Tell whether names are whole numbers that count up."""
    if not all(label.isdecimal() and label.isascii() for label in labels):
        return False
    numbers = [int(label) for label in labels]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _n_lines(names: Sequence[str]) -> int:
    return max(name.count("\n") + 1 for name in names)


def _sides(ax: Axes) -> tuple[float, float]:
    """Return the width and the height in points that axes will have, which may be kept square."""
    left = LEFT if is_laid_out(ax) else 1.0
    wide, high = (left * float(length) / ax.figure.dpi * 72 for length in ax.bbox.size)
    return (wide, high) if ax.get_aspect() == "auto" else (min(wide, high), min(wide, high))


def _room(axis: Axis, size: float) -> float:
    """Return the distance in ems of neighbouring names, of which so many share the axis."""
    box = axis.axes.bbox
    length = box.width if axis is axis.axes.xaxis else box.height
    return float(length) / axis.axes.figure.dpi * 72 / size / _font_size(axis)


def _font_size(axis: Axis) -> float:
    ticks = axis.majorTicks or axis.get_major_ticks(1)
    return float(ticks[0].label1.get_fontproperties().get_size_in_points())
