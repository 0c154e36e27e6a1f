"""Bars on axes, upright or flat, in a figure that is large enough for them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke

from figmerit.plots._bar_texts import BarText, BarTexts
from figmerit.plots._behind import behind
from figmerit.plots._figure import is_laid_out
from figmerit.plots._heatmap import LARGEST
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._names import LINE, ems
from figmerit.plots._ticks import GAP, LEFT
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.axis import Axis
    from matplotlib.container import BarContainer

    from figmerit._arrays import FloatArray
    from figmerit.plots._bars import Bars

Orientation: TypeAlias = Literal["vertical", "horizontal"] | None

WIDTH = 0.8
"""The share of the distance between two ticks that bars take."""

THICKEST = {False: 0.25, True: 0.15}
"""The share of the side of the axes that one bar may take, upright or flat: a single one is no huge block."""

BAR = 0.15
"""The distance in inches of bars side by side in a new figure, at least: their texts can be read."""

AROUND = 1.0
"""Inches that names and numbers take beside the bars of a new figure, about."""

BESIDE_AT_MOST = 0.4
"""The share of the width of the axes that a legend beside them may take."""

READABLE_NAMES = 0.7
"""Names one under the other are better than names that stand upright, down to this share of their size."""

DASHES = "--", ":", "-."
"""What tells reference lines from each other."""


def choose_size_and_direction(
    ticks: Sequence[str], bars: Bars, labels: Sequence[str], orientation: Orientation, figsize: Any, ax: Any
) -> tuple[Any, bool]:
    """Return the size in inches of a new figure, and whether bars are horizontal.

    Bars are upright if their names fit side by side, else flat; but names that stand upright are better than
    those that are tiny. The size that a caller gave is kept, and checked later.
    """
    n_bars, (wide, high) = len(ticks) * len(bars.groups), rcParams["figure.figsize"]
    words = [label for label in (*labels, bars.interval_label or "", *bars.references) if label]
    beside = _legend_width(words) if len(bars.groups) > 1 or bars.intervals or bars.references else 0.0
    largest = max(wide, min(BAR * n_bars / WIDTH + AROUND + beside, LARGEST)), high
    if isinstance(ax, Axes):
        sides = points_left(ax)
        if is_laid_out(ax) and 72 * beside <= BESIDE_AT_MOST * sides[0]:
            sides = sides[0] - 72 * beside, sides[1]
    else:
        size = largest if figsize is None else figsize if _is_size(figsize) else (wide, high)
        sides = 72 * (size[0] - AROUND - beside), 72 * (size[1] - AROUND)
    if orientation is None:
        across, down = (side / _em(axis) / len(ticks) for side, axis in zip(sides, "xy", strict=True))
        tall = ax is None and figsize is None  # it may become as tall as is needed
        flat = ems(ticks) + GAP > across and (tall or down >= min(READABLE_NAMES * LINE, across))
    else:
        flat = orientation == "horizontal"
    if ax is not None or figsize is not None:
        return figsize, flat
    if not flat:
        return largest, False
    needed = max(BAR * n_bars / WIDTH, 1.1 * LINE * _em("y") / 72 * len(ticks))
    return (wide, max(high, min(needed + AROUND, LARGEST))), True


def _is_size(figsize: Any) -> bool:
    """Tell whether a size can be reckoned with."""
    return np.shape(figsize) == (2,) and all(isinstance(side, int | float | np.number) for side in figsize)


def _legend_width(words: Sequence[str]) -> float:
    """Estimate the width in inches of a legend of one column."""
    size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    return float(size * ((ems(words) if words else 0.0) + 4) / 72)


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
    is_new: bool

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

    def draw_series(self, series: str | None, label: str) -> BarContainer:
        """Draw the bars of one colour."""
        lengths = np.nan_to_num([self.bars.value(series, tick) for tick in self.bars.ticks])
        draw = self.ax.barh if self.horizontal else self.ax.bar
        return draw(self.places(series), lengths, self.thickness, label=label, zorder=2)

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
            capsize=min(3.0, 0.35 * self.thickness * points(self.ax)[self.horizontal] / len(self.bars.ticks)),
            zorder=3,
        )
        outline = withStroke(linewidth=rcParams["lines.linewidth"] + 1.5, foreground=tuple(behind(self.ax)))
        for lines in drawn.lines[2]:  # bars may have their colour
            lines.set_path_effects([outline])
        for cap in drawn.lines[1]:
            cap.set_zorder(3.1)

    def draw_lines(self) -> None:
        """Draw the references, and the line of zero if bars lie on both sides of it, or beyond it."""
        draw = self.ax.axvline if self.horizontal else self.ax.axhline
        if self.bars.extent[0] < 0:
            draw(0, color=rcParams["axes.edgecolor"], linewidth=rcParams["axes.linewidth"], zorder=2.5)
        for index, (name, value) in enumerate(self.bars.references.items()):
            style = DASHES[index % len(DASHES)]
            draw(value, color=REFERENCE, linestyle=style, linewidth=1.5, label=shown_in_legend(name), zorder=2.6)

    def add_texts(
        self,
        containers: Sequence[BarContainer],
        strings: Mapping[str | None, Mapping[str, tuple[str, ...]]],
        *,
        forced: bool,
    ) -> BarTexts | None:
        """Add what bars say, by series and tick, if they say anything."""
        entries = [
            entry
            for series, container in zip(self.bars.groups, containers, strict=True)
            for entry in self._entries(series, container, strings[series])
        ]
        if not entries:
            return None
        texts = BarTexts(
            self.ax,
            entries,
            room=self.step if len(self.bars.groups) > 1 else 1.0,
            thickness=self.thickness,
            horizontal=self.horizontal,
            inside=bool(self.bars.intervals),
            forced=forced,
            outlined=bool(self.bars.references),
        )
        self.ax.add_artist(texts)
        return texts

    def _entries(
        self, series: str | None, container: BarContainer, strings: Mapping[str, tuple[str, ...]]
    ) -> Iterator[BarText]:
        """Yield where the texts of a series stand; what is undefined at zero, on the side where there is room."""
        low, high = self.bars.extent
        all_go_down = low < high == 0
        for place, tick, patch in zip(self.places(series).tolist(), self.bars.ticks, container, strict=True):
            if any(strings.get(tick, ())):
                value = self.bars.value(series, tick)
                up = not all_go_down if math.isnan(value) else value >= 0
                value = 0.0 if math.isnan(value) else value
                ends = self.bars.intervals.get(series, {}).get(tick, (value, value))
                yield BarText(strings[tick], place, value, *ends, up, patch)


def points(ax: Axes) -> tuple[float, float]:
    """Return the width and the height of axes in points."""
    wide, high = (float(length) / ax.figure.dpi * 72 for length in ax.bbox.size)
    return wide, high


def points_left(ax: Axes) -> tuple[float, float]:
    """Return the width and the height that axes will have when the figure is laid out, about."""
    left = LEFT if is_laid_out(ax) else 1.0
    wide, high = points(ax)
    return left * wide, left * high
