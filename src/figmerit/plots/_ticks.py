"""Names along an axis: slanted, upright, left out or smaller before they touch."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

LINE = 1.2
"""The distance of neighbouring names as a share of the font size, below which they would touch."""

SLANTED = 1.3
"""The same for names that are slanted by 45 degrees."""

SMALLEST = 4.0
"""Font size in points below which names do not shrink."""


def label_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Name the rows, as many as there is room for; names are texts, never mathematics."""
    _name(ax.yaxis, labels, every=LINE / _room(ax.yaxis, ax.bbox.height, len(labels)))


def label_columns(ax: Axes, labels: Sequence[str]) -> None:
    """Name the columns, slanted or upright where names side by side would touch, as many as there is room for."""
    room = _room(ax.xaxis, ax.bbox.width, len(labels))
    rotation = _rotation(labels, room)
    _name(ax.xaxis, labels, rotation, every=LINE / room if rotation else 1)


def label_bars(ax: Axes, labels: Sequence[str]) -> None:
    """Name all bars, slanted, upright or smaller where names side by side would touch."""
    room, size = _room(ax.xaxis, ax.bbox.width, len(labels)), _font_size(ax.xaxis)
    rotation = _rotation(labels, room)
    if rotation and room < LINE:
        ax.tick_params(axis="x", labelsize=max(size * room / LINE, min(size, SMALLEST)))
    _name(ax.xaxis, labels, rotation)


def _name(axis: Axis, labels: Sequence[str], rotation: int = 0, *, every: float = 1) -> None:
    """Name every place, or every second, third, ... one."""
    shown = range(0, len(labels), math.ceil(every))
    axis.set_ticks(shown, labels=[labels[place] for place in shown], parse_math=False)
    axis.minorticks_off()
    if rotation:
        axis.set_tick_params(labelrotation=rotation)
        for text in axis.get_ticklabels():
            text.set(ha="right", rotation_mode="anchor", va="top" if rotation < 90 else "center_baseline")


def _rotation(labels: Sequence[str], room: float) -> int:
    """Return how far names must be turned lest they touch, at 0.6 of the font size a character."""
    longest = max(len(line) for label in labels for line in (label.splitlines() or [""]))
    if 0.6 * longest + 0.4 <= room:
        return 0
    return 45 if room >= SLANTED else 90


def _room(axis: Axis, length: float, size: int) -> float:
    """Return the distance of neighbouring rows or columns as a share of the font size."""
    return length / axis.axes.figure.dpi * 72 / size / _font_size(axis)


def _font_size(axis: Axis) -> float:
    return float(axis.get_major_ticks()[0].label1.get_fontproperties().get_size_in_points())
