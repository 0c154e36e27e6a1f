"""The room around bars: the limits of their axes, the texts beyond their ends, and a legend that hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.ticker import AutoLocator

from figmerit.plots._bar_axes import AROUND, BESIDE_AT_MOST, points, points_left
from figmerit.plots._figure import height_left, is_laid_out
from figmerit.plots._legend import BESIDE, READABLE, without_mathematics
from figmerit.plots._ticks import label_bars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

    from figmerit.plots._bar_axes import BarAxes
    from figmerit.plots._bar_texts import BarTexts

LEGEND_AT_MOST = 0.4
"""The share of the height of the axes that a legend inside may take, unless it would be too small to read."""

ROOM_AT_MOST = 0.7
"""The share of the axes that a legend and texts beyond bars may take."""

BEYOND = 1 + 1e-9
"""What is more than 1, not only by a rounding error."""

MARGIN = 0.6
"""The distance of the first and the last tick from the sides of the axes."""


class UpToOne(AutoLocator):
    """Ticks where there can be values: if none is beyond 1 or -1, neither is a tick."""

    def __call__(self) -> Any:
        """Return the places of the ticks."""
        ticks = super().__call__()
        low, high = _data_limits(cast("Axis", self.axis))
        highest, lowest = (np.inf if high > BEYOND else BEYOND), (-np.inf if low < -BEYOND else -BEYOND)
        return np.array([tick for tick in ticks if lowest <= tick <= highest])


def name_and_fit(drawing: BarAxes, ticks: Sequence[str], texts: BarTexts | None) -> None:
    """Name the bars, draw the legend if there is anything to name, and leave room for it and for the texts."""
    if type(drawing.value_axis.get_major_locator()) is AutoLocator:
        drawing.value_axis.set_major_locator(UpToOne())
    legend, beside = _place_legend(drawing)
    wide, high = points(drawing.ax)
    sides = _sides(drawing, beside)
    takes_room = drawing.is_new or is_laid_out(drawing.ax)
    if drawing.horizontal:  # the legend has a strip above the first bar
        strip, legend = min(legend, ROOM_AT_MOST * sides[1]), 0.0
        sides = sides[0], sides[1] - strip
        _limit_names(drawing, strip / sides[1])
        names, _ = label_bars(drawing.ax, ticks, sides, horizontal=True)
        sides = max(sides[0] - takes_room * names, 0.3 * sides[0]), sides[1]
    else:
        _limit_names(drawing)
        _, names = label_bars(drawing.ax, ticks, sides)
        sides = sides[0], max(sides[1] - takes_room * names, 0.3 * sides[1])
    if texts is not None:
        texts.reserved = legend
    left, along = sides[0] / wide, sides[1] / high
    left, along = (along, left) if drawing.horizontal else (left, along)
    _limit_values(drawing, legend, (0.0, 0.0), sides)
    for _ in range(2 if texts else 0):  # shorter bars may leave no room within them
        low, high = drawing.bars.extent
        per_unit = (1 - ROOM_AT_MOST) * sides[not drawing.horizontal] / ((high - low) or 1.0)
        needed = cast("BarTexts", texts).lengths(left, along, (low, high), per_unit)
        _limit_values(drawing, legend, needed, sides)


def _place_legend(drawing: BarAxes) -> tuple[float, float]:
    """Draw the legend and return the points that it needs in the axes, and beside them.

    Only a layout engine makes room beside; else the legend lies in a strip of its own, beyond the bars.
    """
    ax, bars = drawing.ax, drawing.bars
    handles, names = _handles(ax)
    if not names or not (bars.intervals or bars.references or len(bars.groups) > 1):
        return 0.0, 0.0
    wide, high = _sides(drawing, 0.0)
    if is_laid_out(ax):
        legend = ax.legend(handles, names, **BESIDE)
        without_mathematics(legend)
        width, height = _size(legend)
        if width <= BESIDE_AT_MOST * wide and height <= high:
            return 0.0, width + 0.02 * wide
    low, top = bars.extent
    loc: Literal["lower center", "upper center"]
    loc = "lower center" if low < top == 0 and not drawing.horizontal else "upper center"
    size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    for fontsize in (size, *(share * size for share in (0.8, 0.65) if share * size > READABLE), min(size, READABLE)):
        for columns in range(len(names), 0, -1):
            legend = ax.legend(handles, names, loc=loc, ncols=columns, fontsize=fontsize, framealpha=1.0)
            without_mathematics(legend)
            width, height = _size(legend)
            if width <= wide:
                break
        if width <= wide and height <= LEGEND_AT_MOST * high:
            break
    return height + 2 * fontsize * rcParams["legend.borderaxespad"], 0.0


def _handles(ax: Axes) -> tuple[list[Any], list[str]]:
    """Return what the legend names: bars, then their intervals, then lines to compare with."""
    pairs = zip(*ax.get_legend_handles_labels(), strict=True)
    ranked = sorted(pairs, key=lambda pair: (isinstance(pair[0], Line2D), not hasattr(pair[0], "patches")))
    return [handle for handle, _ in ranked], [name for _, name in ranked]


def _size(legend: Legend) -> tuple[float, float]:
    """Return the width and the height of a legend in points."""
    box, dpi = legend.get_window_extent(), cast("Figure", legend.get_figure(root=True)).dpi
    return box.width / dpi * 72, box.height / dpi * 72


def _sides(drawing: BarAxes, beside: float) -> tuple[float, float]:
    """Return the width and the height in points that will be left to the axes, about."""
    if drawing.is_new:
        size = cast("Figure", drawing.ax.get_figure(root=True)).get_size_inches()
        size *= 1.0, height_left(drawing.ax)
        wide, high = (72 * max(float(side) - AROUND, 0.3 * float(side)) for side in size)
    else:
        wide, high = points_left(drawing.ax)
    return max(wide - beside, 0.3 * wide), high


def _limit_names(drawing: BarAxes, strip: float = 0.0) -> None:
    """Give each tick the same room, and the legend a strip above flat bars: a share of their room."""
    size = len(drawing.bars.ticks) - 1 + 2 * MARGIN
    _limit(drawing.name_axis, -MARGIN - strip * size, size - MARGIN, inverted=drawing.horizontal)


def _limit_values(drawing: BarAxes, legend: float, texts: tuple[float, float], sides: tuple[float, float]) -> None:
    """Leave room beyond the bars: points for the legend, and for texts below and above."""
    low, high = drawing.bars.extent
    if low == high:  # nothing but zeros
        high = 1.0
    length = sides[not drawing.horizontal]
    margin = rcParams["axes.xmargin" if drawing.horizontal else "axes.ymargin"] * length
    down, up = (max(text, margin) if end else 0.0 for text, end in zip(texts, (low, high), strict=True))
    legend = min(legend, ROOM_AT_MOST * length)
    shrink = min(1.0, (ROOM_AT_MOST * length - legend) / (up + down)) if up + down else 1.0
    above, below = (0.0, legend) if low < high == 0 else (legend, 0.0)
    per_point = (high - low) / (length - legend - shrink * (up + down))
    _limit(drawing.value_axis, low - (below + shrink * down) * per_point, high + (above + shrink * up) * per_point)


def _limit(axis: Axis, low: float, high: float, *, inverted: bool = False) -> None:
    """Set the limits of an axis that nobody has fixed; what is there already, and what shares them, stays within."""
    name = "y" if axis is axis.axes.yaxis else "x"
    if not getattr(axis.axes, f"get_autoscale{name}_on")():
        return
    inverted = inverted or axis.get_inverted()
    lowest, highest = _data_limits(axis)
    low, high = min(low, lowest), max(high, highest)
    if any(other.has_data() for other in _siblings(axis) if other is not axis.axes):
        lowest, highest = sorted(map(float, axis.get_view_interval()))
        low, high = min(low, lowest), max(high, highest)
    ends = (high, low) if inverted else (low, high)
    getattr(axis.axes, f"set_{name}lim")(*ends, auto=None)


def _siblings(axis: Axis) -> list[Axes]:
    """Return all axes that share an axis."""
    name = "y" if axis is axis.axes.yaxis else "x"
    return list(getattr(axis.axes, f"get_shared_{name}_axes")().get_siblings(axis.axes))


def _data_limits(axis: Axis) -> tuple[float, float]:
    """Return the lowest and the highest number along an axis; the other way round if there is none."""
    name = "y" if axis is axis.axes.yaxis else "x"
    ends = [getattr(other.dataLim, f"interval{name}").tolist() for other in _siblings(axis)]
    return min(low for low, _ in ends), max(high for _, high in ends)
