"""The picture of metrics at every threshold, with the points that were decided on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib import rcParams
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from figmerit._numbers import equation, rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_names, check_texts, check_unrepeated
from figmerit.counts._binning import usual_ends
from figmerit.errors import did_you_mean, invalid, listing
from figmerit.metrics.catalog import known_as
from figmerit.metrics.threshold_sweep import ThresholdSweep, compute_threshold_sweep
from figmerit.plots._curve_entries import tell_apart
from figmerit.plots._curves import draw_point, positive_text
from figmerit.plots._drawing import drawing_on
from figmerit.plots._frame import draw_frame
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import to_compare_with
from figmerit.plots._marks import MARKERS, points_of
from figmerit.plots._notes import notes_of
from figmerit.plots._resolve import as_result
from figmerit.plots._styling import LegendWish, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit.metrics.operating_point import OperatingPoint
    from figmerit.metrics.options import SweepOptions
    from figmerit.plots._marks import Threshold, Thresholds
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style

USUAL = "precision", "recall"
"""The metrics that are drawn beside F-beta, unless others are asked for."""

COST = "cost"
"""The metric that is no share, and has an axis of its own."""

BEYOND = 0.03
"""What is shown beyond the lowest and the highest score, as a share of their distance."""

APART = 4.0
"""Points between the intervals of metrics at one threshold."""


@named_options(compute_threshold_sweep)
def plot_threshold_sweep(
    y_true: Any,
    y_score: Any = None,
    *,
    metrics: Sequence[str] | None = None,
    threshold: Thresholds | None = None,
    intervals: bool = True,
    legend: Legend = True,
    line_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[SweepOptions],
) -> Figure:
    """Plot metrics against the threshold.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ThresholdSweep
        True labels; or the result of :func:`compute_threshold_sweep`, which takes string labels, weights, costs
        and another prevalence.
    %(y_score_or_result)s
    metrics : sequence of str, optional
        Which metrics of ``ThresholdSweep.names`` to draw, by default precision, recall and F-beta. The cost is no
        share, and is drawn alone.
    threshold : OperatingPoint, float, sequence or mapping of str to either, optional
        Marks thresholds: the result of :func:`choose_threshold`, of which the legend says by which rule it was
        chosen and whether on these data; or numbers, which a mapping names.
    intervals : bool, default=True
        Whether marked points have their intervals, where there are any.
    %(legend)s
    %(line_kw)s
    %(legend_kw)s
    %(notes)s
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
    choose_threshold : Chooses one of the thresholds.

    Notes
    -----
    Between two scores nothing changes: lines are steps, exact at every threshold. Precision is undefined, and
    not drawn, beyond the highest score.

    Examples
    --------
    >>> fig = plot_threshold_sweep([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], threshold=0.3)
    """
    sweep = as_result(y_true, y_score, ThresholdSweep, compute_threshold_sweep, options)
    names = _checked_metrics(sweep, metrics)
    thresholds = () if threshold is None else tuple(one.on(sweep) for one in points_of(threshold))
    points = [sweep.at_threshold(one.value) for one in thresholds]
    intervals, wish = check_flag("intervals", intervals), LegendWish.checked(legend, legend_kw)
    styles = Styles.checked("line_kw", line_kw, Line2D, names)
    check_texts(title=title)
    printed = notes_of(notes, ax, {None: sweep}, threshold)
    with drawing_on(ax, figsize, title=title, notes=printed) as drawing:
        axes = drawing.ax
        limits = _limits(sweep)
        lines = {name: _draw(axes, sweep, name, limits, styles.of(name)) for name in names}
        texts = [_text(one, point, limits) for one, point in zip(thresholds, points, strict=True)]
        kind = ""
        if len(points) == 1:
            kind = _say_values(lines, points[0], intervals=intervals)
        for one, point, text in zip(thresholds, points, texts, strict=True):
            _draw_marks(axes, lines, point, one, limits, "" if len(points) == 1 else text)
        if intervals and len(points) > 1:
            _draw_intervals(axes, lines, points, limits)
        _finish(axes, sweep, names, limits)
        drawing.caption = _caption(sweep, thresholds, texts, kind)
        cuts = tuple(one.value for one in thresholds)
        drawing.record(lines[names[0]], "threshold_sweep", sweep, metrics=names, threshold=cuts, intervals=intervals)
        drawing.legend((0.0, 0.0), wish, title=replace(thresholds[0], name=None).text if len(points) == 1 else "")
    return drawing.figure


def _checked_metrics(sweep: ThresholdSweep, metrics: Any) -> tuple[str, ...]:
    """Return the names of the metrics to draw."""
    if metrics is None:
        return (*USUAL, "f1_score" if sweep.beta == 1 else "fbeta_score")
    wanted = check_names([metrics] if isinstance(metrics, str) else metrics, "metrics")
    wanted = [known_as(name, sweep.names) for name in wanted]
    unknown = [name for name in wanted if not isinstance(name, str) or name not in sweep.names]
    if unknown or not wanted:
        hint = did_you_mean(unknown[0], sweep.names) if unknown else ""
        hint = "compute_threshold_sweep(..., cost={'fp': 1, 'fn': 5})" if "cost" in unknown else hint
        raise invalid("metrics", f"some of {listing(sweep.names, most=20)}", listing(wanted), hint)
    names: tuple[str, ...] = check_unrepeated(tuple(wanted), "metrics")
    if COST in names and len(names) > 1:
        hint = 'Draw metrics=["cost"] on axes of its own'
        raise invalid("metrics", "shares, or the cost alone", listing(names), hint)
    return names


def _limits(sweep: ThresholdSweep) -> tuple[float, float]:
    """Return the ends of the axis of thresholds: 0 and 1 for scores that lie there, and some air."""
    low, high = usual_ends(sweep.thresholds[:-1], sweep.score_dtype)
    if low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    air = BEYOND * (high - low) or 0.5
    return low - air, high + air


def _draw(ax: Axes, sweep: ThresholdSweep, name: str, limits: tuple[float, float], style: dict[str, Any]) -> Line2D:
    """Draw a metric: a score stands for all thresholds down to the score before it, infinity for those beyond."""
    values = sweep.values(name)
    inside = np.clip(sweep.thresholds[:-1], *limits)  # matplotlib knows no axis that is longer
    x = np.concatenate([[limits[0]], inside, [limits[1]]])
    y = np.concatenate([values[:1], values])
    label = shown_in_legend(sweep.display_name(name))
    (line,) = ax.plot(x, y, drawstyle="steps-pre", marker="", label=label)
    tell_apart(ax, line)
    line.set(**style)
    return line


def _say_values(lines: Mapping[str, Line2D], point: OperatingPoint, *, intervals: bool) -> str:
    """Let the legend say the values at the only marked threshold, and return the kind of interval that it says."""
    known = point.intervals if intervals else None
    for name, line in lines.items():
        value = point.metrics[name]
        said = "undefined" if np.isnan(value) else rounded(value)
        if known is not None and name in known.ends and not np.isnan(known.ends[name]).any():
            low, high = known.ends[name]
            said += f" [{rounded(low)}, {rounded(high)}]"
        line.set_label(shown_in_legend(f"{said}  {line.get_label()}"))
    return known.label if known is not None and not known.reason and set(known.ends) & set(lines) else ""


def _text(threshold: Threshold, point: OperatingPoint, limits: tuple[float, float]) -> str:
    """Say what a marked threshold is."""
    useless = f" (useless: {point.useless})" if point.useless else ""
    seen = limits[0] <= point.threshold <= limits[1] or np.isinf(point.threshold)
    return shown_in_legend(f"{threshold.text}{'' if seen else ', beyond the axis'}{useless}")


def _draw_marks(
    ax: Axes,
    lines: Mapping[str, Line2D],
    point: OperatingPoint,
    threshold: Threshold,
    limits: tuple[float, float],
    text: str,
) -> None:
    """Mark a threshold on every line, and say in the legend what it is."""
    x, marker = _place(point, limits), MARKERS[threshold.place]
    ax.axvline(x, **to_compare_with(linestyle="-"))
    for name, line in lines.items():
        draw_point(ax, [x], [point.metrics[name]], "", line.get_color(), marker)
    if text:
        draw_point(ax, [], [], text, rcParams["text.color"], marker)


def _place(point: OperatingPoint, limits: tuple[float, float]) -> float:
    """Return where a threshold stands; one beyond the axis at its end."""
    return min(max(point.threshold, limits[0]), limits[1])


def _draw_intervals(
    ax: Axes, lines: Mapping[str, Line2D], points: Sequence[OperatingPoint], limits: tuple[float, float]
) -> None:
    """Draw the intervals of marked points side by side, and name them once."""
    bars = {}
    for point in points:
        if point.intervals is None:
            continue
        known = {name: ends for name, ends in point.intervals.ends.items() if name in lines}
        for place, (name, (low, high)) in enumerate(known.items()):
            value, shift = point.metrics[name], APART * (place - (len(known) - 1) / 2)
            if np.isnan(low):
                continue
            bars[point.intervals.label] = ax.errorbar(
                [_place(point, limits)],
                [value],
                [[value - low], [high - value]],
                fmt="none",
                ecolor=lines[name].get_color(),
                capsize=2,
                zorder=3,
                transform=ax.transData + ScaledTranslation(shift / 72, 0, ax.figure.dpi_scale_trans),
            )
    for label, drawn in bars.items():
        drawn.set_label(label)


def _finish(ax: Axes, sweep: ThresholdSweep, names: Sequence[str], limits: tuple[float, float]) -> None:
    """Set limits, and name the axes."""
    ax.set_xlim(*limits)
    lowest = min(float(np.nanmin(sweep.values(name), initial=0.0)) for name in names)
    if names != (COST,) and not set(names) & set(sweep.custom):
        ax.set_ylim(lowest - 0.01, 1.01)
    what = sweep.display_name(names[0]) if len(names) == 1 else "value"
    ax.set(xlabel="Threshold", ylabel=f"{what[:1].upper()}{what[1:]}")
    ax.yaxis.label.set_parse_math(False)
    draw_frame(ax)


def _caption(sweep: ThresholdSweep, thresholds: Sequence[Threshold], texts: Sequence[str], kind: str) -> str:
    """Say which label is positive, what is assumed, how thresholds were chosen, and which intervals are in brackets."""
    assumed = sweep.assumed_prevalence
    if_share = "" if assumed is None else f"if {equation('prevalence', assumed)}"
    how = [one.how([sweep.identity]) for one in thresholds]
    points = [
        f"{one.name or text}: {rule}" if rule else text
        for one, text, rule in zip(thresholds, texts, how, strict=True)
        if rule or (len(texts) == 1 and text != one.text)
    ]
    in_brackets = f"in brackets: {kind}" if kind else ""
    text = "; ".join(filter(None, (positive_text(sweep.display_label), if_share, *points, in_brackets)))
    return text[:1].upper() + text[1:]
