"""Values of metrics as bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties

from figmerit._arrays import is_missing
from figmerit._options import named_options
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics.metric_summary import MetricSummary, compute_metric_summary, display_name
from figmerit.plots._figure import drawing_on, root_figure, set_title
from figmerit.plots._format import Format, formatter
from figmerit.plots._record import attach_record
from figmerit.plots._ticks import label_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure

WIDTH = 0.8
"""The share of the distance between two ticks that bars take."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Values by series (colours) and by tick; `series` is [None] where there is but one, unnamed."""

    values: dict[str | None, dict[str, float]]
    intervals: dict[str | None, dict[str, tuple[float, float]]]

    @property
    def ticks(self) -> list[str]:
        """Every name that some series has, in the order of their first appearance."""
        return list(dict.fromkeys(tick for values in self.values.values() for tick in values))


@named_options(compute_metric_summary)
def plot_metric_bars(
    values: Any,
    *,
    intervals: Mapping[str, Any] | None = None,
    interval_label: str | None = None,
    metrics: Sequence[str] | None = None,
    sort_key: Callable[[Any], Any] | None = None,
    label_formatter: Callable[[str], str] | None = None,
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
    values : mapping, MetricSummary or mapping of str to MetricSummary
        ``{name: value}``: one bar a name. ``{name: {metric: value}}``: one group of bars a metric,
        one colour a name. A :class:`MetricSummary` shows its overall metrics; by name, side by side.
        NaN and None are shown as "n/a", negative values below zero.
    intervals : mapping, optional
        ``{name: (low, high)}``, or ``{name: {metric: (low, high)}}`` for groups: ends of the error bars.
        Names may be left out.
    interval_label : str, optional
        What the intervals are, such as "95 % Wilson"; needed with `intervals`.
    metrics : sequence of str, optional
        Which metrics of a group or of a summary to show, in this order.
    sort_key : callable, optional
        Sorts the ticks as :func:`sorted` does, given ``(name, value)``; for groups
        ``(metric, {name: value})``. By default ticks stay in the order given.
    label_formatter : callable, optional
        Turns the name of each tick and colour into the text shown. By default names are shown as
        they are, those of a summary's metrics in words.
    annotate : bool, default=True
        Whether each bar says its value.
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
        If a value is infinite or lies outside its interval, or an interval belongs to no value.
    TypeError
        If `values` is no mapping of numbers.

    See Also
    --------
    compute_metric_summary : Computes the metrics of a classifier.

    Examples
    --------
    >>> fig = plot_metric_bars({"baseline": 0.71, "tuned": 0.84}, ylabel="F1")
    """
    bars = _chosen(_as_bars(values, intervals), metrics)
    ticks = _sorted_ticks(bars, sort_key)
    say = formatter("annot_fmt", annot_fmt)
    name = label_formatter or (display_name if _has_summary(values) else str)
    if intervals is not None and not isinstance(interval_label, str):
        hint = 'interval_label="95 % Wilson"'
        raise wrong_type("interval_label", "the kind of the intervals", brief(interval_label), hint)
    with drawing_on(ax, figsize) as axes:
        width = WIDTH / len(bars.values)
        for index, (series, numbers) in enumerate(bars.values.items()):
            positions = np.arange(len(ticks)) + (index - (len(bars.values) - 1) / 2) * width
            heights = np.array([numbers.get(tick, math.nan) for tick in ticks])
            ends = np.array([bars.intervals.get(series, {}).get(tick, (math.nan, math.nan)) for tick in ticks])
            container = _draw_series(axes, positions, heights, width, None if series is None else name(series))
            attach_record(container[0], "metric_bars", dict(zip(ticks, heights.tolist(), strict=True)), series=series)
            _draw_intervals(axes, positions, heights, ends, interval_label if index == 0 else None)
            if annotate:
                texts = ["n/a" if np.isnan(height) else say(height) for height in heights.tolist()]
                _annotate(axes, positions, heights, ends, texts, width=width / len(ticks))
        _finish(axes, [name(tick) for tick in ticks], bars, ylabel)
        set_title(axes, title)
    return root_figure(axes)


def _draw_series(ax: Axes, positions: Any, heights: Any, width: float, label: str | None) -> BarContainer:
    shown = np.where(np.isnan(heights), 0.0, heights)
    return ax.bar(positions, shown, 0.94 * width, label=label or "", zorder=2)


def _draw_intervals(ax: Axes, positions: Any, heights: Any, ends: Any, label: str | None) -> None:
    known = ~np.isnan(ends).any(axis=1)
    if not known.any():
        return
    lengths = np.abs(ends[known].T - heights[known])
    ax.errorbar(
        positions[known],
        heights[known],
        yerr=lengths,
        fmt="none",
        ecolor=rcParams["text.color"],
        capsize=3,
        label=label or "",
        zorder=3,
    )


def _annotate(ax: Axes, positions: Any, heights: Any, ends: Any, texts: list[str], *, width: float) -> None:
    """Write each value beyond its bar and its interval: above positive ones, below negative ones.

    Texts stand upright where they are wider than the bars, whose width is a share of that of the axes.
    """
    size = FontProperties(size=rcParams["font.size"]).get_size_in_points()
    wide, high = (length * 72 / ax.figure.dpi for length in ax.bbox.size)
    longest = 0.7 * size * max(map(len, texts))
    upright = longest > wide * width
    for x, height, (low, top), text in zip(positions, heights, ends, texts, strict=True):
        up = not height < 0
        tip = top if up else low
        if np.isnan(tip):
            tip = 0.0 if np.isnan(height) else height
        ax.annotate(
            text,
            (x, tip),
            xytext=(0, 2 if up else -2),
            textcoords="offset points",
            ha="center",
            va="bottom" if up else "top",
            rotation=90 if upright else 0,
            parse_math=False,
        )
    room = min(((longest if upright else 1.3 * size) + 5) / high, 0.35)
    ends_with_text = 2 if np.nanmin(heights, initial=0.0) < 0 < np.nanmax(heights, initial=0.0) else 1
    ax.margins(y=room / (1 - ends_with_text * room))


def _finish(ax: Axes, labels: list[str], bars: Bars, ylabel: str | None) -> None:
    label_columns(ax, labels)
    if any(value < 0 for numbers in bars.values.values() for value in numbers.values()):
        ax.axhline(0, color=rcParams["axes.edgecolor"], linewidth=rcParams["axes.linewidth"], zorder=2.5)
    if ylabel is not None:
        ax.set_ylabel(ylabel)
    if len(bars.values) > 1 or any(bars.intervals.values()):
        if ax.get_figure(root=True).get_layout_engine() is None:  # type: ignore[union-attr]
            ax.legend()
        else:  # only a layout engine makes room outside
            ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), borderaxespad=0.0)


def _as_bars(values: Any, intervals: Any) -> Bars:
    if isinstance(values, MetricSummary):
        values = values.overall
    if not isinstance(values, Mapping):
        hint = 'plot_metric_bars({"accuracy": 0.9}); a series or frame has to_dict()'
        raise wrong_type("values", "a mapping of name to value, or a MetricSummary", brief(values), hint)
    if not values:
        raise invalid("values", "a mapping of at least one value", "an empty one")
    values = {name: v.overall if isinstance(v, MetricSummary) else v for name, v in values.items()}
    nested = {isinstance(value, Mapping) for value in values.values()}
    if len(nested) > 1:
        raise wrong_type("values", "all numbers, or all mappings of metric to number", "both")
    if not nested.pop():
        values, intervals = {None: values}, {None: intervals or {}}
    numbers = {
        None if name is None else str(name): {str(tick): _number(value, tick) for tick, value in group.items()}
        for name, group in values.items()
    }
    return Bars(numbers, _as_intervals(numbers, intervals or {}))


def _has_summary(values: Any) -> bool:
    parts = values.values() if isinstance(values, Mapping) else [values]
    return any(isinstance(part, MetricSummary) for part in parts)


def _as_intervals(
    numbers: dict[str | None, dict[str, float]], intervals: Mapping[Any, Any]
) -> dict[str | None, dict[str, tuple[float, float]]]:
    found: dict[str | None, dict[str, tuple[float, float]]] = {}
    for key, parts in intervals.items():
        series = None if key is None else str(key)
        ends = {str(tick): pair for tick, pair in parts.items()} if isinstance(parts, Mapping) else parts
        if series not in numbers or not isinstance(ends, Mapping) or not set(ends) <= set(numbers[series]):
            name = ends if series is None else {series: ends}
            got = brief(name)
            raise invalid("intervals", "a mapping of the names in values to (low, high)", got)
        found[series] = {tick: _interval(pair, tick, numbers[series][tick]) for tick, pair in ends.items()}
    return found


def _interval(pair: Any, name: str, value: float) -> tuple[float, float]:
    rule = "a pair (low, high) around the value"
    if not isinstance(pair, Sequence | np.ndarray) or len(pair) != 2:
        raise wrong_type(f"the interval of {name!r}", rule, brief(pair))
    low, high = (_number(end, name) for end in pair)
    if low > high or value < low or value > high:
        raise invalid(f"the interval of {name!r}", rule, f"({low:g}, {high:g}) around {value:g}")
    return low, high


def _number(value: Any, name: Any) -> float:
    if is_missing(value):
        return math.nan
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise wrong_type(f"the value of {name!r}", "a number", brief(value))
    if math.isinf(value):
        raise invalid(f"the value of {name!r}", "finite, or NaN", brief(value))
    return float(value)


def _chosen(bars: Bars, metrics: Any) -> Bars:
    """Keep the ticks that were asked for, in that order."""
    if metrics is None:
        return bars
    wanted = [metrics] if isinstance(metrics, str) else list(metrics)
    unknown = [metric for metric in wanted if metric not in bars.ticks]
    if unknown or not wanted:
        raise invalid("metrics", f"some of {listing(bars.ticks, most=20)}", brief(metrics))
    values = {
        series: {tick: numbers[tick] for tick in wanted if tick in numbers} for series, numbers in bars.values.items()
    }
    return Bars(values, bars.intervals)


def _sorted_ticks(bars: Bars, sort_key: Callable[[Any], Any] | None) -> list[str]:
    ticks = bars.ticks
    if sort_key is None:
        return ticks
    groups = {
        tick: {series: numbers[tick] for series, numbers in bars.values.items() if tick in numbers} for tick in ticks
    }
    items = [(tick, group.get(None, group)) for tick, group in groups.items()]
    return [tick for tick, _ in sorted(items, key=sort_key)]
