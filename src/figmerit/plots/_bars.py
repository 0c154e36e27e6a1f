"""Bars on axes, upright or flat, with intervals, lines to compare with, names and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import AutoLocator

from figmerit.plots._bar_texts import BarText, BarTexts
from figmerit.plots._behind import behind
from figmerit.plots._frame import draw_frame
from figmerit.plots._heatmap import LARGEST
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import DASHES, to_compare_with
from figmerit.plots._measure import LINE, ems, font_key
from figmerit.plots._names import GAP, Names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.container import BarContainer

    from figmerit._arrays import FloatArray
    from figmerit.plots._bar_values import Bars
    from figmerit.plots._drawing import Drawing
    from figmerit.plots._styling import LegendWish

Orientation: TypeAlias = Literal["vertical", "horizontal"] | None

WIDTH = 0.8
"""The share of the distance between two ticks that bars take."""

THICKEST = {False: 0.25, True: 0.15}
"""The share of the side of the axes that one bar may take, upright or flat: a single one is no huge block."""

BAR = 0.15
"""The distance in inches of bars side by side in a new figure, at least: their texts can be read."""

AROUND = 1.0
"""Inches that names and numbers take beside the bars of a new figure, about."""

HATCHES = "", "///", "...", "xxx", "\\\\\\", "+++"
"""What tells groups of bars from each other whose colours are the same."""

WHISKER = 1.1
"""Width in points of intervals."""

UPRIGHT = 3
"""Bars with names that stand upright at most, unless the caller says how."""

MARGIN = 0.6
"""The distance of the first and the last tick from the sides of the axes."""

BEYOND = 1 + 1e-9
"""What is more than 1, not only by a rounding error."""


class UpToOne(AutoLocator):
    """Ticks where there can be values: if none is beyond 1 or -1, neither is a tick."""

    def __call__(self) -> Any:
        """Return the places of the ticks."""
        low, high = _data_limits(cast("Axis", self.axis))
        highest, lowest = (np.inf if high > BEYOND else BEYOND), (-np.inf if low < -BEYOND else -BEYOND)
        return np.array([tick for tick in super().__call__() if lowest <= tick <= highest])


def size_and_direction(
    ticks: Sequence[str], bars: Bars, orientation: Orientation, figsize: Any, ax: Any
) -> tuple[Any, bool]:
    """Return the size in inches of a new figure, and whether bars are horizontal.

    A few bars are upright if their names fit side by side in a figure of the user's size, all others flat, so that
    names and values are read in columns: that must not change with the size that the figure happens to have.
    """
    n_bars, (wide, high) = len(ticks) * len(bars.groups), rcParams["figure.figsize"]
    largest = max(wide, min(BAR * n_bars / WIDTH + AROUND, LARGEST))
    if orientation is None:
        needed = (ems(ticks, font_key(FontProperties())) + GAP) * _em("x") * len(ticks)
        flat = len(ticks) > UPRIGHT or needed > 72 * (largest - AROUND)
    else:
        flat = orientation == "horizontal"
    if ax is not None or figsize is not None:
        return figsize, flat
    if not flat:
        return (largest, high), False
    needed = max(BAR * n_bars / WIDTH, 1.1 * LINE * _em("y") / 72 * len(ticks))
    return (wide, max(high, min(needed + AROUND, LARGEST))), True


def _em(axis: str) -> float:
    """Return the font size in points of names along an axis."""
    size = rcParams["xtick.labelsize" if axis == "x" else "ytick.labelsize"]
    return float(FontProperties(size=size).get_size_in_points())


@dataclass(frozen=True, slots=True)
class BarAxes:
    """Axes with bars, whose names are along one axis and whose values are along the other."""

    ax: Axes
    bars: Bars
    horizontal: bool

    @property
    def name_axis(self) -> Axis:
        """The axis of the names."""
        return self.ax.yaxis if self.horizontal else self.ax.xaxis

    @property
    def value_axis(self) -> Axis:
        """The axis of the values."""
        return self.ax.xaxis if self.horizontal else self.ax.yaxis

    @property
    def step(self) -> float:
        """The distance of the bars of one tick."""
        n_bars = len(self.bars.groups) * len(self.bars.ticks)
        return min(WIDTH, THICKEST[self.horizontal] * n_bars) / len(self.bars.groups)

    @property
    def thickness(self) -> float:
        """The thickness of a bar."""
        return 0.94 * self.step

    def places(self, series: str | None) -> FloatArray:
        """Return where the bars of a series stand: those of one tick side by side around it."""
        index = list(self.bars.groups).index(series)
        shift = (index - (len(self.bars.groups) - 1) / 2) * self.step
        return np.arange(len(self.bars.ticks), dtype=np.float64) + shift

    def draw_series(self, series: str | None, label: str, style: Mapping[str, Any]) -> BarContainer:
        """Draw the bars of one colour; where a colour comes again, they are hatched."""
        lengths = np.nan_to_num([self.bars.value(series, tick) for tick in self.bars.ticks])
        draw = self.ax.barh if self.horizontal else self.ax.bar
        earlier = [
            to_rgba(group.patches[0].get_facecolor()) for group in self.ax.containers if hasattr(group, "patches")
        ]
        container = draw(self.places(series), lengths, self.thickness, label=label, zorder=2)
        if again := earlier.count(to_rgba(container.patches[0].get_facecolor())):
            for patch in container:
                patch.set(hatch=HATCHES[again % len(HATCHES)], edgecolor=tuple(behind(self.ax)), linewidth=0)
        for patch in container:
            patch.set(**style)
        return container

    def draw_intervals(self) -> None:
        """Draw all intervals, with one entry in the legend."""
        known = [
            (place, self.bars.groups[series][tick], *self.bars.intervals[series][tick])
            for series in self.bars.groups
            for place, tick in zip(self.places(series), self.bars.ticks, strict=True)
            if tick in self.bars.intervals.get(series, {})
        ]
        if not known:
            return
        places, lengths, *ends = np.array(known).T
        sides = np.abs(ends - lengths)
        x, y, xerr, yerr = (lengths, places, sides, None) if self.horizontal else (places, lengths, None, sides)
        drawn = self.ax.errorbar(
            x,
            y,
            xerr=xerr,
            yerr=yerr,
            label=shown_in_legend(self.bars.interval_label or ""),
            fmt="none",
            ecolor=rcParams["text.color"],
            elinewidth=WHISKER,
            capsize=0,
            zorder=3,
        )
        outline = withStroke(linewidth=WHISKER + 1.0, foreground=tuple(behind(self.ax)))
        for lines in drawn.lines[2]:  # bars may have their colour
            lines.set_path_effects([outline])

    def draw_lines(self) -> None:
        """Draw the references, and the line of zero if bars lie on both sides of it, or beyond it."""
        draw = self.ax.axvline if self.horizontal else self.ax.axhline
        if self.bars.extent[0] < 0:
            draw(0, color=rcParams["axes.edgecolor"], linewidth=rcParams["axes.linewidth"], zorder=2.5, marker="")
        for index, (name, value) in enumerate(self.bars.references.items()):
            dashes = DASHES[index % len(DASHES)]
            style = to_compare_with(linestyle=dashes, zorder=2.6)
            draw(value, label=shown_in_legend(name), **style)

    def finish(
        self,
        drawing: Drawing,
        ticks: Sequence[str],
        containers: Sequence[BarContainer],
        strings: Mapping[str | None, Mapping[str, tuple[str, ...]]],
        *,
        legend: LegendWish,
        forced: bool,
    ) -> None:
        """Name the bars, say their values, give both axes limits, and add a legend if there is anything to name."""
        entries = [
            BarText(strings[series][tick], place, self.bars.value(series, tick), patch)
            for series, container in zip(self.bars.groups, containers, strict=True)
            for place, tick, patch in zip(self.places(series).tolist(), self.bars.ticks, container, strict=True)
            if any(strings[series].get(tick, ()))
        ]
        draw_frame(self.ax, x=not self.horizontal, y=self.horizontal, grid="x" if self.horizontal else "y")
        self.name_axis.set_tick_params(length=0)
        if entries:
            texts = BarTexts(self.ax, entries, step=self._room, horizontal=self.horizontal, forced=forced)
            self.ax.add_artist(texts)
            drawing.beside(texts)
        if type(self.value_axis.get_major_locator()) is AutoLocator:
            self.value_axis.set_major_locator(UpToOne())
        names = Names(self.name_axis, dict(enumerate(map(str, ticks))))
        setattr(drawing, "y" if self.horizontal else "x", names)
        _limit(self.name_axis, -MARGIN, len(ticks) - 1 + MARGIN, inverted=self.horizontal)
        if self.bars.extent == (0.0, 0.0):  # nothing but zeros
            _limit(self.value_axis, 0.0, 1.0)
        if self.bars.intervals or self.bars.references or len(self.bars.groups) > 1:
            drawing.legend((1.0, 1.0), legend, places=("above", "beside", "below"), order=_rank)

    @property
    def _room(self) -> float:
        """The distance of neighbouring texts."""
        return self.step if len(self.bars.groups) > 1 else 1.0


def _rank(handle: Any) -> tuple[bool, bool]:
    """Order what the legend names: bars, then their intervals, then lines to compare with."""
    return isinstance(handle, Line2D), not hasattr(handle, "patches")


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
