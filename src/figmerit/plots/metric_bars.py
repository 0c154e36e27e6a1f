"""Values of metrics as bars."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties

from figmerit._options import named_options
from figmerit._validate import check_flag
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.plots._bar_texts import UNDEFINED, BarTexts
from figmerit.plots._bars import Bars, as_bars, namer
from figmerit.plots._figure import drawing_on, root_figure, set_title
from figmerit.plots._format import Format, formatter
from figmerit.plots._legend import place_legend_beside, shown_in_legend
from figmerit.plots._record import attach_record
from figmerit.plots._ticks import label_columns

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
        ``(metric, {name: value})``. By default ticks stay in the order given.
    label_formatter : callable or mapping, optional
        Turns the name of each tick and colour into the text shown; names that a mapping lacks stay.
        By default names are shown as they are, those of a summary's metrics in words.
    annotate : bool, default=True
        Whether each bar says its value. Texts turn upright and shrink where bars are narrow, and are
        left out where they would be unreadable.
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
    texts = {series: [_text(numbers, tick, say) for tick in bars.ticks] for series, numbers in bars.values.items()}
    annotate = check_flag("annotate", annotate)
    with drawing_on(ax, figsize) as axes:
        for index, (series, label) in enumerate(zip(bars.values, labels, strict=True)):
            places = _places(bars, index)
            bar, *_ = _draw_series(axes, bars, series, places, label)
            options = {"series": series, "annotate": annotate, "annot_fmt": annot_fmt}
            attach_record(bar, "metric_bars", bars, **options)
            _draw_intervals(axes, bars, series, places, named=series == next(iter(bars.intervals), None))
        if annotate:
            _annotate(axes, bars, texts)
        _finish(axes, ticks, bars, ylabel)
        set_title(axes, title)
    return root_figure(axes)


def _text(numbers: Mapping[str, float], tick: str, say: Callable[[float], str]) -> str:
    value = numbers.get(tick, math.nan)
    return UNDEFINED if math.isnan(value) else say(value)


def _places(bars: Bars, index: int) -> FloatArray:
    """Return where the bars of a series stand: those of one tick side by side around it."""
    shift = (index - (len(bars.values) - 1) / 2) * WIDTH / len(bars.values)
    return np.arange(len(bars.ticks), dtype=np.float64) + shift


def _draw_series(ax: Axes, bars: Bars, series: str | None, places: FloatArray, label: str) -> BarContainer:
    heights = np.array([bars.values[series].get(tick, math.nan) for tick in bars.ticks])
    shown = np.where(np.isnan(heights), 0.0, heights)
    return ax.bar(places, shown, 0.94 * WIDTH / len(bars.values), label=label, zorder=2)


def _draw_intervals(ax: Axes, bars: Bars, series: str | None, places: FloatArray, *, named: bool) -> None:
    known = [
        (place, bars.values[series][tick], *bars.intervals[series][tick])
        for place, tick in zip(places, bars.ticks, strict=True)
        if tick in bars.intervals.get(series, {})
    ]
    if not known:
        return
    x, heights, *ends = np.array(known).T
    style = {"fmt": "none", "ecolor": rcParams["text.color"], "capsize": 3, "zorder": 3}
    ax.errorbar(x, heights, yerr=np.abs(ends - heights), label=bars.interval_label if named else "", **style)


def _annotate(ax: Axes, bars: Bars, texts: dict[str | None, list[str]]) -> None:
    """Write each value beyond its bar and its interval: above positive ones, below negative ones."""
    ends, ups = [], []
    for index, (series, numbers) in enumerate(bars.values.items()):
        for place, tick in zip(_places(bars, index), bars.ticks, strict=True):
            value = numbers.get(tick, math.nan)
            low, high = bars.intervals.get(series, {}).get(tick, (value, value))
            ups.append(not value < 0)
            ends.append((place, 0.0 if math.isnan(value) else low if value < 0 else high))
    strings = [text for series in bars.values for text in texts[series]]
    ax.add_artist(BarTexts(ax, ends, ups, strings, WIDTH / len(bars.values)))
    _make_room(ax, bars, strings)


def _make_room(ax: Axes, bars: Bars, strings: list[str]) -> None:
    """Leave room for the texts beyond the ends of the bars, as far as can be said before they are drawn."""
    size = FontProperties(size=rcParams["font.size"]).get_size_in_points()
    wide, high = (length * 72 / ax.figure.dpi for length in ax.bbox.size)
    longest = 0.7 * size * max(map(len, strings))
    upright = longest > wide * WIDTH / len(bars.values) / len(bars.ticks)
    room = min(((longest if upright else 1.3 * size) + 5) / high, 0.35)
    heights = [value for numbers in bars.values.values() for value in numbers.values()]
    both_signs = np.nanmin([0.0, *heights]) < 0 < np.nanmax([0.0, *heights])
    ax.margins(y=room / (1 - (2 if both_signs else 1) * room))


def _finish(ax: Axes, labels: list[str], bars: Bars, ylabel: str | None) -> None:
    label_columns(ax, labels)
    if any(value < 0 for numbers in bars.values.values() for value in numbers.values()):
        ax.axhline(0, color=rcParams["axes.edgecolor"], linewidth=rcParams["axes.linewidth"], zorder=2.5)
    if ylabel is not None:
        ax.set_ylabel(ylabel)
    if len(bars.values) > 1 or any(bars.intervals.values()):
        place_legend_beside(ax)
