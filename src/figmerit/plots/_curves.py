"""What ROC and precision-recall figures have in common: curves, marks, lines to compare with, an inset, a legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import AutoLocator

from figmerit._arrays import check_scores
from figmerit._numbers import cut_text, equation, rounded, within
from figmerit._validate import check_texts
from figmerit.errors import brief, invalid, literal, warn, wrong_type
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.plots._curve_bands import check_band, draw_band, said_bands
from figmerit.plots._curve_differences import in_parentheses, said_differences
from figmerit.plots._curve_entries import NARROW, entries_of, tell_apart
from figmerit.plots._curve_legend import OTHERS, in_brackets, is_titled, records_of, said_intervals, shorter, title_with
from figmerit.plots._drawing import drawing_on
from figmerit.plots._frame import draw_frame
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import Point, draw_reference
from figmerit.plots._log_axis import log_limits, on_log_axis
from figmerit.plots._mark_texts import MarkTexts
from figmerit.plots._marks import marks_of
from figmerit.plots._names import SharesOnly
from figmerit.plots._notes import notes_of
from figmerit.plots._record import attach_record, drawn_on
from figmerit.plots._styling import Styles
from figmerit.plots._tones import Tones
from figmerit.plots._zoom import check_zoom, draw_zoom

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from figmerit._arrays import FloatArray
    from figmerit.plots._curve_entries import Average, Entry
    from figmerit.plots._marks import Mark
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import LegendWish

Curve: TypeAlias = ROCCurve | PRCurve
Scale: TypeAlias = Literal["linear", "log"]
Reference: TypeAlias = tuple[Any, Any, str]
"""x, y and name of a line to compare with."""

FEW = 5
"""Thresholds below which a curve is hardly one."""


@dataclass(frozen=True, slots=True)
class CurveKind:
    """How one kind of curve is drawn: its name, its area, its vertices, its drawing style, the corner of the best."""

    plot: str
    area_name: str
    area: Callable[[Any], float]
    vertices: Callable[[Any], tuple[FloatArray, FloatArray]]
    drawstyle: str
    axis_names: tuple[str, str]
    short_names: tuple[str, str]
    baseline_hint: str
    corner: tuple[float, float]
    scale: Scale = "linear"
    max_fpr: float | None = None

    def chance(self, area: float) -> str:
        """Return the legend's entry of a classifier that guesses."""
        text = rounded(area)
        return f"chance ({text.rstrip('0').rstrip('.') if '.' in text else text})"

    def points(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the vertices of a line on the axes of this kind."""
        return on_log_axis(x, y) if self.scale == "log" else (x, y)

    def options(self, entry: Entry, marks: Sequence[Mark], *, said: bool) -> dict[str, Any]:
        """Return what the record of a drawn curve holds; `said` with the curve is the threshold of its own."""
        cuts = tuple(mark.threshold.value for mark in marks)
        return {
            "label": entry.name,
            "says_class": entry.says_class,
            "faint": entry.faint,
            "threshold": cuts if len(cuts) > 1 else next(iter(cuts), None),
            "says_threshold": said and bool(cuts),
            "max_fpr": self.max_fpr,
            "fpr_scale": self.scale,
            "difference": entry.difference,
        }

    def text(self, curve: Curve, name: str | None, options: Any, *, titled: bool) -> str:
        """Return the legend's entry of a curve: its area, its name, and what else its record says is said of it.

        A `titled` legend says over all entries what the number is.
        """
        area, max_fpr, notes = self.area(curve), options["max_fpr"], []
        value = "undefined"
        if np.isnan(area):
            notes.append(next(iter(curve.undefined.values())))
        else:
            fmt, margin = within(area, curve.bounds) if curve.bounds is not None else ("{:.3f}", "")
            value = f"{rounded(area, fmt)} {margin}".rstrip()
            value += in_brackets(curve, options)
            notes += ["undefined classes as 0"] if curve.undefined else []
            if isinstance(curve, PRCurve) and curve.assumed_prevalence is not None:
                notes.append(f"if {equation('prevalence', curve.assumed_prevalence)}")
            notes += in_parentheses(options["difference"])
            if max_fpr is not None and isinstance(curve, ROCCurve):
                notes.append(f"{rounded(curve.partial_roc_auc(max_fpr))} for FPR ≤ {max_fpr:g}")
        if options["says_threshold"]:
            notes.append(f"marked: {cut_text(options['threshold'])}")
        said = value if titled else f"{self.area_name} {value}"
        said = f"{said}  {name}" if name else said
        return shown_in_legend(f"{said} ({', '.join(notes)})" if notes else said)


def warn_of_few(thresholds: Any) -> None:
    """Warn of curves at a few thresholds, where points at these were probably meant."""
    if thresholds is not None and (n := np.size(thresholds)) < FEW:
        points = "one point" if n == 1 else f"{n} points"
        warn(
            f"thresholds= leaves {points} of the curve, and bounds of its area.\n"
            f"Hint: threshold={literal(np.ravel(thresholds).tolist())} marks points of the whole curve."
        )


def plot_curves(
    kind: CurveKind,
    curves: dict[str | None, Any],
    *,
    references: list[Reference],
    threshold: Any,
    zoom: Any,
    baseline_curve: Any,
    baseline_label: Any,
    classes: Any,
    averages: tuple[Average, ...] | Average,
    band: Any,
    differences: Mapping[str, Any],
    legend: LegendWish,
    line_kw: Any,
    chance_kw: Any,
    notes: Notes,
    title: str | None,
    figsize: tuple[float, float] | None,
    ax: Axes | None,
    more: Callable[[Axes, Sequence[Line2D]], Any] | None = None,
) -> Figure:
    """Draw curves with all that belongs to them, after everything has been checked.

    `more` draws what else there is on the axes and under their curves.
    """
    entries = entries_of(curves, classes, averages, kind.area)
    entries = [replace(entry, difference=differences.get(next(iter(entry.keys), ""))) for entry in entries]
    marks = marks_of(entries, threshold)
    enlarged, banded = check_zoom(zoom), check_band(band, entries, kind.scale)
    baseline = _check_baseline(kind, baseline_curve)
    if not isinstance(baseline_label, str) or not baseline_label.strip():
        raise wrong_type("baseline_label", "a text, for the legend", brief(baseline_label))
    baseline_label = shown_in_legend(baseline_label)
    names = (name for entry in entries for name in (entry.name, *entry.keys))
    styles = Styles.checked("line_kw", line_kw, Line2D, dict.fromkeys(names))
    of_chance = Styles.checked("chance_kw", chance_kw, Line2D).of_all
    check_texts(title=title)
    _check_scale(kind, ax)
    printed = notes_of(notes, ax, curves, threshold)
    with drawing_on(ax, figsize, title=title, notes=printed) as drawing:
        axes = drawing.ax
        if axes.get_xscale() != kind.scale:
            axes.set_xscale(kind.scale)
        texts = MarkTexts(axes, (1 - kind.corner[0], 0.0))
        last_faint = next((entry for entry in reversed(entries) if entry.faint), None)
        for entry, own in zip(entries, marks.of_curves, strict=True):
            style = entry.style | styles.of(entry.name, *entry.keys)
            _draw(axes, kind, replace(entry, style=style), own, texts, said=marks.said_by_curves)
            if entry is last_faint:
                _name_others(axes, kind, entries)
        for marker, text in marks.shared():
            if text not in axes.get_legend_handles_labels()[1]:
                draw_point(axes, [], [], text, rcParams["text.color"], marker)
        if baseline is not None:
            style = {"linestyle": "-.", "drawstyle": _from_left(kind, baseline[0])}
            draw_reference(axes, *kind.points(*baseline), baseline_label, **style)
        for x, y, name in references:
            draw_reference(axes, *kind.points(np.array(x, float), np.array(y, float)), name, **of_chance)
        how = marks.how(entry.curve.identity for entry in entries)
        positive = _finish_axes(axes, kind)
        brackets = said_intervals(records_of(axes, kind), titled=is_titled(axes, kind))
        for line, record in drawn_on(axes, kind.plot):
            if any(entry.curve is record.result and not entry.faint for entry in entries):
                draw_band(axes, line, record.result, banded)
        apart = said_differences(records_of(axes, kind))
        about = "; ".join(filter(None, (positive, brackets, apart, said_bands(axes))))
        drawing.caption = "\n".join(filter(None, (about[:1].upper() + about[1:], *how)))
        more_parts = more(axes, [line for line, _ in drawn_on(axes, kind.plot)]) if more is not None else None
        drawing.beside(texts, draw_zoom(axes, kind.corner, enlarged), more_parts)
        title = title_with(kind.area_name, records_of(axes, kind)) if is_titled(axes, kind) else ""
        drawing.legend((1 - kind.corner[0], 0.0), legend, shorter=partial(shorter, axes, kind), title=title)
    return drawing.figure


def _check_baseline(kind: CurveKind, baseline_curve: Any) -> tuple[FloatArray, FloatArray] | None:
    """Return the caller's curve to compare with: a pair of arrays (x, y)."""
    if baseline_curve is None:
        return None
    rule = f"a pair of arrays ({kind.axis_names[0]}, {kind.axis_names[1]})"
    pair = isinstance(baseline_curve, Sequence | np.ndarray) and getattr(baseline_curve, "ndim", 1) != 0
    if not pair or len(baseline_curve) != 2:
        raise wrong_type("baseline_curve", rule, brief(baseline_curve), kind.baseline_hint)
    x, _ = check_scores(baseline_curve[0], "baseline_curve[0]")
    y, _ = check_scores(baseline_curve[1], "baseline_curve[1]")
    if x.ndim != 1 or x.shape != y.shape:
        raise invalid("baseline_curve", f"{rule} of one length", f"shapes {x.shape} and {y.shape}")
    return x, y


def _check_scale(kind: CurveKind, ax: Any) -> None:
    """Raise for axes that hold curves of the other scale: what is straight on one is curved on the other."""
    if not isinstance(ax, Axes):
        return
    scales = {record.options["fpr_scale"] for _, record in drawn_on(ax, kind.plot)} - {kind.scale}
    for scale in scales:
        rule = f"{scale!r}, as of the curves that are on these axes"
        raise invalid("fpr_scale", rule, repr(kind.scale), f"fpr_scale={scale!r}")


def _from_left(kind: CurveKind, x: FloatArray) -> str:
    """Return the drawing style that draws the same steps where a curve is walked through from the left."""
    return "steps-pre" if kind.drawstyle == "steps-post" and x[0] < x[-1] else kind.drawstyle


def _draw(ax: Axes, kind: CurveKind, entry: Entry, marks: Sequence[Mark], texts: MarkTexts, *, said: bool) -> None:
    x, y = kind.points(*kind.vertices(entry.curve))
    record = kind.options(entry, marks, said=said)
    style: dict[str, Any] = {"marker": "", "drawstyle": kind.drawstyle} | entry.style
    if entry.faint:
        narrow = NARROW * rcParams["lines.linewidth"]
        style = {"color": tuple(Tones.of(ax).faint), "linewidth": narrow, "zorder": 1.9, "linestyle": "-"} | style
    (line,) = ax.plot(x, y, label="_", **style)
    if "linestyle" not in style:
        tell_apart(ax, line)
    attach_record(line, kind.plot, entry.curve, **record)
    for mark in marks:
        draw_point(ax, [mark.x], [mark.y], "", line.get_color(), mark.marker)
        if strings := mark.texts(kind.short_names, fine=kind.scale == "log"):
            texts.add(strings, (mark.x, mark.y), line.get_color())


def _name_others(ax: Axes, kind: CurveKind, entries: Sequence[Entry]) -> None:
    """Count the faint curves in the legend, and give their lowest area."""
    areas = [kind.area(entry.curve) for entry in entries if entry.faint]
    if areas:
        low, high = rounded(min(areas)), rounded(max(areas))
        text = f"{low if low[0] in '<>' else f'≥{low}'}  {len(areas)}{OTHERS}"
        if any(entry.curve.folds for entry in entries):
            text = f"{low} to {high}  {len(areas)} folds" if not np.isnan(areas).any() else f"{len(areas)} folds"
        style = {"color": tuple(Tones.of(ax).faint), "linewidth": NARROW * rcParams["lines.linewidth"], "marker": ""}
        ax.plot([], [], label=text, linestyle="-", **style)


def draw_point(ax: Axes, x: Any, y: Any, label: str, color: Any, marker: str) -> None:
    """Draw a marked point; one at zero stands at the left end of an axis that has no zero."""
    point = Point(
        np.asarray(x, float),
        np.asarray(y, float),
        label=label,
        color=color,
        linestyle="",
        marker=marker,
        markersize=1.15 * rcParams["lines.markersize"],
        markeredgecolor=ax.get_facecolor(),
        zorder=4,
        clip_on=False,
    )
    ax.add_line(point)
    point.set_in_layout(False)
    if ax.get_xscale() == "log" and x == [0]:
        point.set_transform(ax.get_yaxis_transform())


def _finish_axes(ax: Axes, kind: CurveKind) -> str:
    """Set limits and names of the unit square, and return a caption that says which label is positive.

    If curves on the axes do not share it, each entry of the legend says so.
    """
    records = drawn_on(ax, kind.plot)
    draw_frame(ax)
    ax.set_ylim(-0.01, 1.01)
    xlim = log_limits(record.result.fpr for _, record in records) if kind.scale == "log" else (-0.01, 1.01)
    ax.set(xlim=xlim, aspect="auto", box_aspect=1)  # a part of it that somebody shows is a square, too
    for axis in (ax.xaxis, ax.yaxis):
        if type(axis.get_major_locator()) is AutoLocator:
            axis.set_major_locator(SharesOnly())
    positive = {record.result.positive_label for _, record in records}
    one = next(iter(positive)) if len(positive) == 1 else None
    x_name, y_name = kind.axis_names
    ax.set(xlabel=x_name, ylabel=y_name)
    titled = is_titled(ax, kind)
    faint = [line for line, record in records if record.options["faint"]]
    earlier = ax.get_legend()
    texts = [] if earlier is None else list(earlier.get_texts())
    for line, record in records:
        name, curve = record.options["label"], record.result
        if len(positive) > 1 and not (curve.average or record.options["says_class"]):
            name = ", ".join(filter(None, (name, f"positive: {curve.positive_label}")))
        text = kind.text(curve, name, record.options, titled=titled)
        _rename(line, f"_{text}" if line in faint else text, texts)
    return positive_text(one)


def positive_text(label: str | None) -> str:
    """Say which label is positive, where that is not plain."""
    return "" if label in (None, "1", "True") else f"Positive: {label}"


def _rename(line: Line2D, name: str, texts: list[Text]) -> None:
    """Name a line, also in the legend of an earlier call, of whose `texts` each belongs to one line."""
    for text in texts:
        if text.get_text() == line.get_label():
            text.set_text(name)
            texts.remove(text)
            break
    line.set_label(name)
