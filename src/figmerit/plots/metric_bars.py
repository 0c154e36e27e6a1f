"""Values of metrics as bars."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib.patches import Rectangle

from figmerit._options import named_options
from figmerit._validate import check_option, check_texts
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.plots._bar_texts import UNDEFINED
from figmerit.plots._bar_values import as_bars, namer, summaries_of
from figmerit.plots._bars import BarAxes, Orientation, size_and_direction
from figmerit.plots._drawing import drawing_on
from figmerit.plots._format import Format, formatter, usual_formats
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._notes import notes_of
from figmerit.plots._styling import LegendWish, Styles
from figmerit.plots._summaries import as_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit.metrics.options import SummaryOptions
    from figmerit.plots._bar_values import Bars
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style


@named_options(compute_metric_summary)
def plot_metric_bars(
    values: Any,
    y_pred: Any = None,
    *,
    intervals: Mapping[str, Any] | None = None,
    interval_label: str | None = None,
    metrics: Sequence[str] | None = None,
    sort_key: Callable[[Any], Any] | None = None,
    label_formatter: Callable[[str], str] | Mapping[str, str] | None = None,
    reference: float | Mapping[str, float] | None = None,
    orientation: Orientation = None,
    annotate: bool | None = None,
    annot_fmt: Format | None = None,
    ylabel: str | None = None,
    legend: Legend = True,
    bar_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[SummaryOptions],
) -> Figure:
    """Plot metrics as bars that start at zero.

    Parameters
    ----------
    values : mapping, Series, DataFrame, MetricSummary, ConfusionMatrix, mapping of these, or array-like
        ``{name: value}``: one bar a name. ``{name: {metric: value}}``: one group of bars a metric,
        one colour a name. A :class:`MetricSummary` shows its overall metrics; by name, side by side. A
        pandas series brings names in its index; a frame is what ``{column: {row: value}}`` is. The report of
        :func:`sklearn.metrics.classification_report` as a dictionary has a colour a quantity. NaN, None and metrics
        that a name lacks are shown as "n/a", negative values below zero. Or true labels, with `y_pred` or `y_score`.
    y_pred : array-like or mapping of str to array-like, optional
        Predicted labels, or those of several models for the same true ones.
    intervals : mapping, optional
        ``{name: (low, high)}``, or ``{name: {metric: (low, high)}}`` for groups: ends of the error bars.
        Names may be left out; None and NaN stand for no interval. By default those that a summary has,
        which ``confidence_level=None`` in its compute function leaves out.
    interval_label : str, optional
        What the intervals are, such as "95% Wilson"; needed with `intervals`.
    metrics : sequence of str, optional
        Which metrics of a group or of a summary to show, in this order.
    sort_key : callable, optional
        Sorts the ticks as :func:`sorted` does, given ``(name, value)``; for groups
        ``(metric, {name: value})``. Those for which it returns NaN or None come last. By default ticks
        stay in the order given.
    label_formatter : callable or mapping, optional
        Turns the name of each tick and colour into the text shown. By default, and for names that a
        mapping lacks, names are shown as they are, those of a summary's metrics in words.
    reference : float or mapping of str to float, optional
        A value to compare all bars with, drawn as a dashed line across them; a mapping names one or
        several in the legend, such as ``{"chance": 0.5}``.
    orientation : {"vertical", "horizontal"}, optional
        Direction of the bars. By default they are vertical if their names fit side by side, else
        horizontal, the first one on top.
    annotate : bool, optional
        Whether each bar says its value. By default texts shrink, say less or turn upright where bars are
        narrow, and are left out where they would be unreadable; True draws them however small they are.
        Undefined values are shown as "n/a" in any case.
    annot_fmt : str or callable, optional
        Format of the values: by default ``"{:.3f}"``, or ``"{:.2f}"`` where there is little room; of large and
        tiny values three digits or four.
    ylabel : str, optional
        Name of the values, along their axis.
    %(legend)s
    %(bar_kw)s
    %(legend_kw)s
    %(notes)s
    %(title)s
    figsize : tuple of float, optional
        Width and height in inches of a new figure; by default the user's, or more for many bars.
    %(ax)s
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError
        If a value or a reference is infinite, a value lies outside its interval, an interval belongs to
        no value, or two names are alike.
    TypeError
        If `values` is no mapping of numbers, or options are of the wrong kind.

    See Also
    --------
    compute_metric_summary : Computes the metrics of a classifier.

    Examples
    --------
    >>> fig = plot_metric_bars({"baseline": 0.71, "tuned": 0.84}, reference={"chance": 0.5}, ylabel="AUC")
    """
    values = as_values(values, y_pred, options)
    bars = as_bars(values, intervals, interval_label, metrics, sort_key, reference)
    name = namer(label_formatter, values)
    ticks = [name(tick) for tick in bars.ticks]
    labels = ["" if series is None else shown_in_legend(name(series)) for series in bars.groups]
    check_option("orientation", orientation, (None, "vertical", "horizontal"))
    check_option("annotate", annotate, (None, True, False))
    numbers = np.array([value for group in bars.groups.values() for value in group.values()], float)
    usual = usual_formats(numbers) if annot_fmt is None else (annot_fmt,)
    formats = [formatter("annot_fmt", fmt) for fmt in usual]
    strings = _strings(bars, formats if annotate is not False else [])
    check_texts(ylabel=ylabel, title=title)
    wish = LegendWish.checked(legend, legend_kw)
    styles = Styles.checked("bar_kw", bar_kw, Rectangle, bars.groups)
    printed = notes_of(notes, ax, summaries_of(values))
    size, horizontal = size_and_direction(ticks, bars, orientation, figsize, ax)
    with drawing_on(ax, size, title=title, notes=printed, alone=True) as drawing:
        axes = BarAxes(drawing.ax, bars, horizontal)
        containers = [
            axes.draw_series(series, label, styles.of(series))
            for series, label in zip(bars.groups, labels, strict=True)
        ]
        axes.draw_intervals()
        axes.draw_lines()
        if ylabel is not None:
            axes.value_axis.set_label_text(ylabel)
        axes.finish(drawing, ticks, containers, strings, legend=wish, forced=annotate is True)
        for series, container in zip(bars.groups, containers, strict=True):
            drawing.record(
                container[0],
                "metric_bars",
                bars,
                series=series,
                metrics=None if metrics is None else bars.ticks,
                sort_key=sort_key,
                annotate=annotate,
                annot_fmt=usual[0],
            )
    return drawing.figure


def _strings(bars: Bars, formats: Sequence[Callable[[float], str]]) -> dict[str | None, dict[str, tuple[str, ...]]]:
    """Return what each bar says, from long to short, by series and tick; what is undefined says so in any case."""
    return {
        series: {
            tick: (UNDEFINED,) if math.isnan(value) else tuple(write(value) for write in formats)
            for tick, value in group.items()
        }
        for series, group in bars.groups.items()
    }
