"""Values of metrics as bars."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties

from figmerit._options import named_options
from figmerit._validate import check_flag, check_texts
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.plots._bar_texts import FLAT, UNDEFINED, BarTexts
from figmerit.plots._bars import Bars, as_bars, namer
from figmerit.plots._figure import drawing_on, root_figure, set_title
from figmerit.plots._format import Format, formatter
from figmerit.plots._legend import BESIDE, is_laid_out, shown_in_legend, without_mathematics
from figmerit.plots._record import attach_record
from figmerit.plots._ticks import label_bars

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure

    from figmerit._arrays import FloatArray

WIDTH = 0.8
"""The share of the distance between two ticks that bars take."""


@named_options(compute_metric_summary)
def plot_metric_bars(
    values: Any,
    *,
    intervals: Mapping[str, Any] | None = None,
    interval_label: str | None = None,
    metrics: Sequence[str] | None = None,
    sort_key: Callable[[Any], Any] | None = None,
    label_formatter: Callable[[str], str] | Mapping[str, str] | None = None,
    annotate: bool = True,
    annot_fmt: Format = "{:.3f}",
    ylabel: str | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Plot metrics as bars that start at zero.

    Parameters
    ----------
    values : mapping, Series, DataFrame, MetricSummary or mapping of str to MetricSummary
        ``{name: value}``: one bar a name. ``{name: {metric: value}}``: one group of bars a metric,
        one colour a name. A :class:`MetricSummary` shows its overall metrics; by name, side by side. A
        pandas series brings names in its index; of a frame each row is a name, each column a metric.
        NaN and None are shown as "n/a", negative values below zero.
    intervals : mapping, optional
        ``{name: (low, high)}``, or ``{name: {metric: (low, high)}}`` for groups: ends of the error bars.
        Names may be left out; None and NaN stand for no interval.
    interval_label : str, optional
        What the intervals are, such as "95 % Wilson"; needed with `intervals`.
    metrics : sequence of str, optional
        Which metrics of a group or of a summary to show, in this order.
    sort_key : callable, optional
        Sorts the ticks as :func:`sorted` does, given ``(name, value)``; for groups
        ``(metric, {name: value})``. Those for which it returns NaN or None come last. By default ticks
        stay in the order given.
    label_formatter : callable or mapping, optional
        Turns the name of each tick and colour into the text shown; names that a mapping lacks stay.
        By default names are shown as they are, those of a summary's metrics in words.
    annotate : bool, default=True
        Whether each bar says its value. Texts turn upright and shrink where bars are narrow, and are
        left out where they would be unreadable. Undefined values are shown as "n/a" in any case.
    annot_fmt : str or callable, default="{:.3f}"
        Format of the values.
    ylabel : str, optional
        Name of the values.
    title : str, optional
        Title of the axes.
    figsize : tuple of float, optional
        Width and height in inches of a new figure.
    ax : Axes, optional
        Axes to draw on; nothing else of their figure is touched. By default a new figure is made.

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError
        If a value is infinite or lies outside its interval, an interval belongs to no value, or two
        names are alike.
    TypeError
        If `values` is no mapping of numbers, or options are of the wrong kind.

    See Also
    --------
    compute_metric_summary : Computes the metrics of a classifier.

    Examples
    --------
    >>> fig = plot_metric_bars({"baseline": 0.71, "tuned": 0.84}, ylabel="F1")
    """
    bars = as_bars(values, intervals, interval_label, metrics, sort_key)
    name, say = namer(label_formatter, values), formatter("annot_fmt", annot_fmt)
    ticks = [name(tick) for tick in bars.ticks]
    labels = ["" if series is None else shown_in_legend(name(series)) for series in bars.values]
    texts = _texts(bars, say if check_flag("annotate", annotate) else lambda _: "")
    check_texts(ylabel=ylabel, title=title)
    chosen = None if metrics is None else bars.ticks
    options = {"metrics": chosen, "sort_key": sort_key, "annotate": annotate, "annot_fmt": annot_fmt}
    with drawing_on(ax, figsize) as axes:
        for index, (series, label) in enumerate(zip(bars.values, labels, strict=True)):
            bar, *_ = _draw_series(axes, bars, series, _places(bars, index), label)
            attach_record(bar, "metric_bars", bars, series=series, **options)
        if bars.intervals:
            _draw_intervals(axes, bars)
        if texts:
            ends, ups, strings = zip(*texts, strict=True)
            axes.add_artist(BarTexts(axes, ends, ups, strings, WIDTH / len(bars.values)))
        _finish(axes, ticks, bars, ylabel)
        _make_room(axes, bars, [text for *_, text in texts], _place_legend(axes, bars))
        set_title(axes, title)
    return root_figure(axes)


def _texts(bars: Bars, say: Callable[[float], str]) -> list[tuple[tuple[float, float], bool, str]]:
    """Return where each text begins, whether it goes up from there, and the text.

    Texts stand beyond bars and intervals: above positive ones, below negative ones. What is undefined
    stands at zero, on the side where there is room.
    """
    low, high = bars.extent
    texts = []
    for index, series in enumerate(bars.values):
        for place, tick in zip(_places(bars, index).tolist(), bars.ticks, strict=True):
            if tick not in bars.values[series]:
                continue
            value = bars.value(series, tick)
            bottom, top = bars.intervals.get(series, {}).get(tick, (value, value))
            if math.isnan(value):
                texts.append(((place, 0.0), not low < high == 0, UNDEFINED))
            else:
                texts.append(((place, bottom if value < 0 else top), not value < 0, say(value)))
    return [entry for entry in texts if entry[-1]]


def _places(bars: Bars, index: int) -> FloatArray:
    """Return where the bars of a series stand: those of one tick side by side around it."""
    shift = (index - (len(bars.values) - 1) / 2) * WIDTH / len(bars.values)
    return np.arange(len(bars.ticks), dtype=np.float64) + shift


def _draw_series(ax: Axes, bars: Bars, series: str | None, places: FloatArray, label: str) -> BarContainer:
    heights = np.nan_to_num([bars.value(series, tick) for tick in bars.ticks])
    return ax.bar(places, heights, 0.94 * WIDTH / len(bars.values), label=label, zorder=2)


def _draw_intervals(ax: Axes, bars: Bars) -> None:
    known = [
        (place, bars.values[series][tick], *bars.intervals[series][tick])
        for index, series in enumerate(bars.values)
        for place, tick in zip(_places(bars, index), bars.ticks, strict=True)
        if tick in bars.intervals.get(series, {})
    ]
    x, heights, *ends = np.array(known).T
    ax.errorbar(
        x,
        heights,
        yerr=np.abs(ends - heights),
        label=shown_in_legend(bars.interval_label or ""),
        fmt="none",
        ecolor=rcParams["text.color"],
        capsize=min(3.0, 0.35 * _bar_width(ax, bars)),
        zorder=3,
    )


def _finish(ax: Axes, labels: list[str], bars: Bars, ylabel: str | None) -> None:
    label_bars(ax, labels)
    if bars.extent[0] < 0:
        ax.axhline(0, color=rcParams["axes.edgecolor"], linewidth=rcParams["axes.linewidth"], zorder=2.5)
    if ylabel is not None:
        ax.set_ylabel(ylabel)


def _place_legend(ax: Axes, bars: Bars) -> float:
    """Draw the legend, if there is anything to name, and return the height in points that it needs in the axes.

    Only a layout engine makes room outside; without one the legend lies inside, beyond the bars.
    """
    names = ax.get_legend_handles_labels()[1]
    if not names or (not bars.intervals and len(bars.values) == 1):
        return 0.0
    if is_laid_out(ax):
        without_mathematics(ax.legend(**BESIDE))
        return 0.0
    columns = min(max(int(_points(ax)[0] / _legend_width(names)), 1), len(names))
    low, high = bars.extent
    legend = ax.legend(loc="lower center" if low < high == 0 else "upper center", ncols=columns)
    without_mathematics(legend)
    size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    return float(size * (1.4 * math.ceil(len(names) / columns) + 2))


def _make_room(ax: Axes, bars: Bars, strings: list[str], legend: float) -> None:
    """Leave room beyond the bars for their texts and the legend, as far as can be said before they are drawn."""
    if not strings and not legend:
        return
    size = FontProperties(size=rcParams["font.size"]).get_size_in_points()
    lines = [string.split("\n") for string in strings]
    longest = size * max((len(line) for part in lines for line in part), default=0)
    upright = 0.65 * FLAT * longest > _bar_width(ax, bars)
    text = (0.7 * longest if upright else 1.3 * size * max(map(len, lines), default=0)) + 5
    low, high = bars.extent
    sides = 2 if low < 0 < high else 1
    tall = _points(ax)[1]
    room = min(min(text / tall, 0.35) + legend / tall, 0.8 / (sides + 1))
    ax.margins(y=room / (1 - sides * room))


def _bar_width(ax: Axes, bars: Bars) -> float:
    """Estimate the width of a bar in points, with the legend beside the axes if a layout engine makes room there."""
    wide, _ = _points(ax)
    if is_laid_out(ax):
        names = ax.get_legend_handles_labels()[1]
        wide -= min(_legend_width(names), 0.6 * wide) if len(bars.values) > 1 or bars.intervals else 0.0
    return wide * WIDTH / len(bars.values) / len(bars.ticks)


def _legend_width(names: Sequence[str]) -> float:
    """Estimate the width in points of a legend of one column."""
    size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    return float(size * (0.6 * max(map(len, names), default=0) + 5))


def _points(ax: Axes) -> tuple[float, float]:
    """Return the width and the height of the axes in points."""
    inch = ax.figure.dpi
    return ax.bbox.width / inch * 72, ax.bbox.height / inch * 72
