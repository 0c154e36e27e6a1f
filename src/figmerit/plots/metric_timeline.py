"""The picture of a metric over time, and of what chance explains of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib import rcParams
from matplotlib.lines import Line2D

from figmerit._numbers import measured
from figmerit._options import named_options
from figmerit._validate import check_texts
from figmerit.metrics.metric_timeline import MetricTimeline, compute_metric_timeline
from figmerit.plots._drawing import drawing_on
from figmerit.plots._format import with_minus
from figmerit.plots._frame import draw_frame
from figmerit.plots._lines import color_of_cycle, to_compare_with
from figmerit.plots._mark_texts import MarkTexts
from figmerit.plots._period_axis import name_periods
from figmerit.plots._resolve import as_result
from figmerit.plots._styling import Styles
from figmerit.plots._taken import BEHIND
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit._arrays import FloatArray
    from figmerit.metrics.options import TimelineOptions
    from figmerit.plots._styling import Style

NAME = "metric_timeline"

WHISKER = 1.3
"""Width in points of the lines of intervals."""

MANY = 60
"""Periods beyond which points are small, and have no intervals."""

SHADE = 0.13
"""How much of what is below it the band covers."""

FREE = 0.07
"""What is free above and below the data, as a share of its height."""

ALARM = 3
"""The place of the colour of periods outside the band in the user's cycle: red, if that is matplotlib's."""


@named_options(compute_metric_timeline)
def plot_metric_timeline(
    y_true: Any,
    y_pred: Any = None,
    *,
    line_kw: Style | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[TimelineOptions],
) -> Figure:
    """Plot a metric over time, with the band in which it would be if nothing had changed.

    Parameters
    ----------
    y_true : array-like or MetricTimeline
        True labels; or the result of :func:`compute_metric_timeline` or :func:`compute_score_shift`.
    %(y_pred_or_result)s
    line_kw : dict, optional
        Options of the line, such as ``{"color": "k", "marker": "s"}``.
    %(title)s
    %(figsize)s
    %(ax)s
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If the arrays or options make no sense; the message says what to type.

    See Also
    --------
    compute_metric_timeline : Computes the result, and says what the band is.
    plot_slice_metric_heatmap : A metric of slices by two columns.

    Notes
    -----
    The x axis has matplotlib's dates: ``fig.axes[0].axvline(datetime.date(2024, 7, 15))`` marks a day. The line has a
    gap where there are no samples. The baseline is grey, and so is the band; the first period outside has a ring and
    is named, later ones have the colour of that.

    Examples
    --------
    >>> days = ["2024-01-08"] * 100 + ["2024-02-05"] * 100 + ["2024-03-04"] * 100
    >>> right = [1] * 95 + [0] * 5 + [1] * 93 + [0] * 7 + [1] * 70 + [0] * 30
    >>> fig = plot_metric_timeline([1] * 300, right, time=days, freq="month")
    """
    found = as_result(y_true, y_pred, MetricTimeline, compute_metric_timeline, options, "plot_metric_timeline")
    styles = Styles.checked("line_kw", line_kw, Line2D).of_all
    check_texts(title=title)
    with drawing_on(ax, figsize, title=title, alone=True) as drawing:
        axes = drawing.ax
        middles, edges = name_periods(axes, found.names, found.freq)
        _draw_band(axes, found, edges)
        _draw_baseline(axes, found, edges)
        line = _draw_line(axes, found, middles, styles)
        _draw_intervals(axes, found, line)
        texts = MarkTexts(axes, (0.5, 0.0))
        _mark_outside(axes, found, line, texts)
        axes.set(ylabel=with_minus(found.title), xlabel=found.freq.capitalize(), ylim=_limits(found))
        draw_frame(axes, grid="y")
        drawing.caption = _caption(found)
        drawing.beside(texts)
        drawing.record(line, NAME, found)
    return drawing.figure


def _draw_band(ax: Axes, found: MetricTimeline, edges: FloatArray) -> None:
    """Draw where values would be if nothing had changed, each period as wide as it lasts."""
    if np.isnan(found.band).all():
        return
    x = np.repeat(edges, 2)[1:-1]
    low, high = (np.repeat(end, 2) for end in found.band.T)
    style: dict[str, Any] = {"color": rcParams["text.color"], "alpha": SHADE, "linewidth": 0, "zorder": 1.2}
    ax.fill_between(x, low, high, where=~np.isnan(low), label=f"{BEHIND}band", **style)


def _draw_baseline(ax: Axes, found: MetricTimeline, edges: FloatArray) -> None:
    """Draw the metric of the baseline: solid where it was found, dashed where it is compared with."""
    if np.isnan(found.baseline):
        return
    end = edges[found.n_baseline]
    ax.plot([edges[0], end], [found.baseline] * 2, label="_baseline", **to_compare_with(linestyle="-"))
    if not found.is_distance:
        ax.plot([end, edges[-1]], [found.baseline] * 2, label="_compared", **to_compare_with())


def _draw_line(ax: Axes, found: MetricTimeline, middles: FloatArray, styles: dict[str, Any]) -> Line2D:
    """Draw the values, joined where there is none missing between them, and those of the baseline in grey."""
    few = len(found.names) <= MANY
    size = rcParams["lines.markersize"] * (0.85 if few else 0.4)
    style: dict[str, Any] = {"marker": "o", "markersize": size, "linewidth": 0.6 * rcParams["lines.linewidth"]}
    (line,) = ax.plot(middles, found.values, label="_values", zorder=2.2, **style)
    line.set(**styles)
    first = slice(0, found.n_baseline)
    over: dict[str, Any] = {"marker": line.get_marker(), "markersize": line.get_markersize(), "linestyle": ""}
    ax.plot(
        middles[first],
        found.values[first],
        color=tuple(Tones.of(ax).line),
        label="_values of the baseline",
        zorder=2.3,
        **over,
    )
    return line


def _draw_intervals(ax: Axes, found: MetricTimeline, line: Line2D) -> None:
    """Draw the interval of each value, in the colour of that."""
    if not _has_intervals(found):
        return
    ends: Any = found.intervals
    low, high = ends["value"].T
    known = np.flatnonzero(~np.isnan(low))
    grey = tuple(Tones.of(ax).line)
    colors = [grey if k < found.n_baseline else _alarm() if found.outside[k] else line.get_color() for k in known]
    middles = np.asarray(line.get_xdata(), dtype=np.float64)[known]
    ax.vlines(middles, low[known], high[known], colors=colors, linewidth=WHISKER, zorder=2)


def _mark_outside(ax: Axes, found: MetricTimeline, line: Line2D, texts: MarkTexts) -> None:
    """Draw values outside the band in another colour; the first has a ring, its name and its value."""
    places = np.flatnonzero(found.outside)
    if not places.size:
        return
    color = _alarm()
    x, y = np.asarray(line.get_xdata(), dtype=np.float64)[places], found.values[places]
    size = line.get_markersize()
    over: dict[str, Any] = {"marker": line.get_marker(), "markersize": size, "linestyle": "", "color": color}
    ax.plot(x, y, label="_outside", zorder=2.4, **over)
    ring: dict[str, Any] = {"marker": "o", "markersize": size + 6, "markerfacecolor": "none", "linestyle": ""}
    ax.plot(x[:1], y[:1], label="_first", markeredgecolor=color, markeredgewidth=1.5, zorder=2.5, **ring)
    said = with_minus(measured(y[0].item()))
    texts.add((f"{found.first_outside}: {said}", f"{found.first_outside}\n{said}"), (x[0], y[0]), color)


def _alarm() -> Any:
    """Return the colour of what is outside."""
    return color_of_cycle(ALARM)


def _has_intervals(found: MetricTimeline) -> bool:
    """Tell whether intervals are drawn: of so many periods they would hide each other."""
    if found.intervals is None or len(found.names) > MANY:
        return False
    return not np.isnan(found.intervals["value"]).all()


def _limits(found: MetricTimeline) -> tuple[float, float]:
    """Return the ends of the y axis; shares have none far beyond 0 and 1."""
    drawn = [found.values, found.band.ravel(), np.array([found.baseline])]
    if _has_intervals(found) and found.intervals is not None:
        drawn.append(found.intervals["value"].ravel())
    known = np.concatenate(drawn)
    known = known[~np.isnan(known)]
    if not known.size:
        return 0.0, 1.0
    low, high = known.min(), known.max()
    free = FREE * ((high - low) or abs(high) or 1.0)
    return (low - free if low else -free / 2), high + free


def _caption(found: MetricTimeline) -> str:
    """Say what is grey, what the band holds, and what lines and colours are."""
    said = [f"Grey: baseline ({found.baseline_span})"]
    if found.band_reason:
        said.append(f"no band: {found.band_reason}")
    else:
        level = f"{100 * (found.confidence_level or 0):g}%"
        said.append(f"band: {level} of timelines without change stay inside ({found.band_kind})")
    if found.band_doubt:
        said.append(f"band unreliable: {found.band_doubt}")
    if _has_intervals(found) and found.intervals is not None:
        said.append(f"lines: {found.intervals.label_of(['value'])}")
    if found.first_outside is not None:
        said.append("ring: the first outside")
    return "; ".join(said)
