"""The picture of learning curves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Unpack, cast

import numpy as np
from matplotlib.lines import Line2D

from figmerit._options import named_options
from figmerit._validate import check_flag, check_option, check_several, check_texts
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.logs.learning_curve import LearningCurve, compute_learning_curve
from figmerit.logs.metric_curve import MetricCurve
from figmerit.plots._drawing import drawing_in, drawing_on
from figmerit.plots._figure import root_figure
from figmerit.plots._grid import Grid, checked_ncols, usual_ncols
from figmerit.plots._grid_frame import GridFrame
from figmerit.plots._learning_lines import STYLES, LearningStyle, YScale, has_values
from figmerit.plots._resolve import check_legend_name, of_result
from figmerit.plots._styling import LegendWish, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase

    from figmerit.logs.learning_curve import LogOptions
    from figmerit.plots._styling import Legend, Style

PANEL = 4.6, 3.6
"""Width and height in inches of a panel of a new figure of several metrics."""

SCALES = ("linear", "log")


@named_options(compute_learning_curve)
def plot_learning_curve(
    log: Any,
    *,
    metrics: Any = None,
    label: str | None = None,
    best: bool = True,
    gap: bool = True,
    reading: bool = True,
    legend: Legend = True,
    line_kw: Style | None = None,
    legend_kw: Style | None = None,
    xscale: YScale = "linear",
    yscale: YScale = "linear",
    ncols: int | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    fig: FigureBase | None = None,
    **options: Unpack[LogOptions],
) -> Figure:
    """Plot training and validation of one metric, or of several in panels.

    Parameters
    ----------
    log : LearningCurve, MetricCurve, mapping, DataFrame, list of mappings, or path of a CSV file
        The result of :func:`compute_learning_curve`, or one of its metrics; or a log, of which that function
        takes columns by the usual names.
    metrics : str or sequence of str, optional
        Which metrics to show, in this order; by default all of the result.
    label : str, optional
        Name of the run, in front of the entries of the legend: for several runs on one axes.
    best : bool, default=True
        Whether to mark the best validation value, and its step.
    gap : bool, default=True
        Whether to shade what lies between both lines.
    reading : bool, default=True
        Whether the legend says what the rule of thumb makes of the curves; see the notes of
        :func:`compute_learning_curve`.
    %(legend)s
    %(line_kw)s
    %(legend_kw)s
    xscale, yscale : {"linear", "log"}, default="linear"
        Scale of the steps, and of the values.
    %(ncols)s
    title : str, optional
        Title of the axes; of several panels the title of all.
    figsize : tuple of float, optional
        Width and height in inches of a new figure, which by default grows with the panels.
    ax : Axes, optional
        Axes to draw one metric on; nothing else of their figure is touched. By default a new figure is made.
    fig : Figure or SubFigure, optional
        Where to draw panels; they then are a new part of it.
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If the log cannot be understood, there are several metrics for one axes, or options make no sense; the
        message says what to type.

    See Also
    --------
    compute_learning_curve : Computes the result, and says how it is read.

    Notes
    -----
    Training is solid, validation dashed. Values that are logged rarely are joined; where values are missing that
    usually are there, the line has a gap. Values between two gaps, and all if they are few, have markers.

    Examples
    --------
    >>> log = {"loss": [0.9, 0.5, 0.3, 0.2, 0.1, 0.05], "val_loss": [0.9, 0.6, 0.5, 0.55, 0.7, 0.9]}
    >>> fig = plot_learning_curve(log, title="A small network")
    """
    curves = _chosen_curves(log, metrics, options)
    style = LearningStyle(
        check_legend_name("label", label),
        check_flag("best", best),
        check_flag("gap", gap),
        check_flag("reading", reading),
        LegendWish.checked(legend, legend_kw),
        Styles.checked("line_kw", line_kw, Line2D, STYLES),
        cast("YScale", check_option("xscale", xscale, SCALES)),
        cast("YScale", check_option("yscale", yscale, SCALES)),
    )
    for curve in curves:
        _check_drawable(curve, style)
    check_texts(title=title)
    n_columns = checked_ncols(ncols, len(curves))
    _check_owner(curves, ax, fig)
    if len(curves) == 1 and fig is None:
        with drawing_on(ax, figsize, title=title) as drawing:
            style.draw(drawing, curves[0])
        return drawing.figure
    usual = n_columns or usual_ncols(len(curves))
    size = (PANEL[0] * usual, PANEL[1] * math.ceil(len(curves) / usual)) if fig is None and figsize is None else figsize
    with drawing_in(fig, size) as figure:
        grid = Grid(figure, [curve.metric for curve in curves], n_columns, shared=False, frame=GridFrame(figure, title))
        for drawing, curve in zip(grid.drawings, curves, strict=True):
            style.draw(drawing, curve)
        grid.finish()
    return root_figure(figure)


def _chosen_curves(log: Any, metrics: Any, options: Mapping[str, Any]) -> list[MetricCurve]:
    """Return the curves to draw, computed from a log if need be."""
    if not isinstance(log, LearningCurve | MetricCurve):
        _check_no_results(log)
        return list(compute_learning_curve(log, metrics=metrics, **options).metrics.values())
    of_result(log, compute_learning_curve, options, "plot_learning_curve")
    known = log.metrics if isinstance(log, LearningCurve) else {log.metric: log}
    if metrics is None:
        return list(known.values())
    rule = f"some of {listing(known)}"
    wanted = [metrics] if isinstance(metrics, str) else check_several("metrics", metrics, rule, "")
    if not wanted:
        raise invalid("metrics", rule, "[]")
    for name in wanted:
        if not isinstance(name, str) or name not in known:
            raise invalid("metrics", rule, brief(name), did_you_mean(name, known))
    return [known[name] for name in dict.fromkeys(wanted)]


def _check_no_results(log: Any) -> None:
    """Raise for a mapping of results: there is one figure a run, or one call a run on the same axes."""
    if hasattr(log, "values") and callable(log.values):
        for value in log.values():
            if isinstance(value, LearningCurve | MetricCurve):
                hint = "plot_learning_curve(one, label=..., ax=ax) for each of them"
                raise wrong_type("log", "one log or one LearningCurve", "a mapping of results", hint)


def _check_drawable(curve: MetricCurve, style: LearningStyle) -> None:
    """Raise if a curve has nothing to draw on its axes."""
    if not (has_values(curve.training) or has_values(curve.validation)):
        raise invalid("log", f"of at least one value of {curve.metric!r}", "none")
    for option, scale, values in (
        ("xscale", style.xscale, curve.x),
        ("yscale", style.yscale, np.concatenate([curve.training, curve.validation])),
    ):
        lowest = np.nanmin(values)
        if scale == "log" and lowest <= 0:
            raise invalid(option, "'linear' where a value is not positive", f"'log' and the value {lowest:g}")


def _check_owner(curves: Sequence[MetricCurve], ax: Any, fig: Any) -> None:
    """Raise if several metrics should share one axes, or axes and figure are given."""
    if ax is not None and fig is not None:
        raise wrong_type("ax", "left out if fig is given", brief(ax))
    if ax is not None and len(curves) > 1:
        names = [curve.metric for curve in curves]
        got = f"axes for the metrics {listing(names)}"
        raise invalid("ax", "left out for several metrics", got, f"metrics=[{names[0]!r}], or fig= instead of ax=")
