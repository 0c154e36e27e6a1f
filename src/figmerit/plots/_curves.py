"""What ROC and precision-recall figures have in common: classes, averages, marks, references, legends."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib import rcParams

from figmerit._numbers import equation
from figmerit._validate import check_flag, check_number, check_scores, check_texts, check_unrepeated
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics._curves import check_has_thresholds
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.plots._figure import drawing_on, root_figure, set_title
from figmerit.plots._legend import Place, place_legend, shown_in_legend
from figmerit.plots._record import attach_record, record_of
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    from figmerit._arrays import FloatArray

Curve: TypeAlias = ROCCurve | PRCurve
Average: TypeAlias = Literal["macro", "micro"]
Reference: TypeAlias = tuple[Any, Any, str]
"""x, y and name of a line to compare with."""


@dataclass(frozen=True, slots=True)
class CurveKind:
    """How one kind of curve is drawn: its name, its area, its vertices, its drawing style."""

    plot: str
    area_name: str
    area: Callable[[Any], float]
    vertices: Callable[[Any], tuple[FloatArray, FloatArray]]
    drawstyle: str
    axis_names: tuple[str, str]
    short_names: tuple[str, str]
    baseline_hint: str

    def text(self, curve: Curve, name: str | None) -> str:
        """Return the legend's entry of a curve: its name and its area."""
        area = self.area(curve)
        if np.isnan(area):
            whole = f"{self.area_name} undefined: {next(iter(curve.undefined.values()))}"
        else:
            whole = equation(self.area_name, area)
            whole += ", undefined classes as 0" if curve.undefined else ""
        return shown_in_legend(f"{name} ({whole})" if name else whole)


@dataclass(frozen=True, slots=True)
class Entry:
    """One curve to draw, and its name in the legend."""

    curve: Any
    name: str | None
    says_class: bool = False
    style: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """The point at which ``score >= threshold`` is called positive; `alone` it is named in the legend."""

    threshold: float
    x: float
    y: float
    alone: bool

    def text(self, kind: CurveKind) -> str:
        """Return the legend's entry."""
        x_name, y_name = kind.short_names
        reached = f"{equation(x_name, self.x)}, {equation(y_name, self.y)}"
        return f"score ≥ {self.threshold:g}: {'no score reaches it' if np.isnan(self.y) else reached}"


def plot_curves(
    kind: CurveKind,
    curves: dict[str | None, Any],
    *,
    references: list[Reference],
    threshold: float | None,
    baseline_curve: Any,
    baseline_label: Any,
    classes: Any,
    averages: Any,
    legend: bool,
    loc: Place,
    title: str | None,
    figsize: tuple[float, float] | None,
    ax: Axes | None,
) -> Figure:
    """Draw curves with all that belongs to them, after everything has been checked."""
    entries = _entries(curves, classes, _check_averages(averages))
    marks = _marks(entries, threshold)
    shared = _text_of_all(marks)
    baseline = _check_baseline(kind, baseline_curve)
    if not isinstance(baseline_label, str) or not baseline_label.strip():
        raise wrong_type("baseline_label", "a text, for the legend", brief(baseline_label))
    baseline_label = shown_in_legend(baseline_label)
    legend = check_flag("legend", legend)
    check_texts(title=title)
    with drawing_on(ax, figsize) as axes:
        for entry, mark in zip(entries, marks, strict=True):
            _draw(axes, kind, entry, mark)
        if shared and shared not in axes.get_legend_handles_labels()[1]:
            _draw_point(axes, [], [], shared, rcParams["text.color"])
        if baseline is not None:
            _draw_reference(axes, *baseline, baseline_label, linestyle="-.", drawstyle=_from_left(kind, baseline[0]))
        for x, y, name in references:
            _draw_reference(axes, x, y, name)
        _finish_axes(axes, kind)
        if legend:
            place_legend(axes, loc)
        set_title(axes, title)
    return root_figure(axes)


def _entries(curves: dict[str | None, Any], classes: Any, averages: Sequence[Average]) -> list[Entry]:
    """Return what is drawn: each curve; of a single one over several classes, its classes and averages."""
    (name, first), *others = curves.items()
    if first.per_class and not others:
        return _entries_of_classes(first, name, classes, averages)
    if not isinstance(classes, bool | np.bool_):
        rule = "left out unless the figure is of one result over several classes"
        raise invalid("classes", rule, brief(classes))
    return [
        Entry(curve, f"{name}, {curve.average}" if name and curve.average else name, name == curve.display_label)
        for name, curve in curves.items()
    ]


def _entries_of_classes(curve: Any, name: str | None, classes: Any, averages: Sequence[Average]) -> list[Entry]:
    prefix = f"{name}, " if name else ""
    entries = [
        Entry(part, f"{prefix}{part.display_label}", says_class=True, style={"alpha": 0.85})
        for part in _chosen_classes(curve, classes)
    ]
    wide = {"color": rcParams["text.color"], "linewidth": 1.6 * rcParams["lines.linewidth"], "zorder": 2.5}
    for average, linestyle in (("macro", "-"), ("micro", (0, (3, 1)))):
        if average in averages:
            part = curve if average == "macro" else curve.micro
            entries.append(Entry(part, f"{prefix}{part.display_label}", True, wide | {"linestyle": linestyle}))
    if not entries:
        raise invalid("classes and averages", "such that a curve is left to draw", "none of either")
    return entries


def _chosen_classes(curve: Any, classes: Any) -> list[Any]:
    if isinstance(classes, bool | np.bool_):
        return list(curve.per_class) if classes else []
    known = {part.pos_label: part for part in curve.per_class}
    rule = f"True, False or some of {listing(known)}"
    wanted = [classes] if isinstance(classes, str | int | np.generic) else classes
    if not isinstance(wanted, Iterable):
        raise wrong_type("classes", rule, brief(classes))
    labels = [label.item() if isinstance(label, np.generic) else label for label in wanted]
    for label in labels:
        if not isinstance(label, Hashable) or label not in known:
            raise invalid("classes", rule, brief(classes), _hint_at_class(label, curve.per_class))
    return [known[label] for label in check_unrepeated(tuple(labels), "classes")]


def _hint_at_class(label: Any, parts: Iterable[Curve]) -> str:
    """Print the label that was meant by its text, by the class's name, or by something close to them."""
    meant = {text: part.pos_label for part in parts for text in (str(part.pos_label), part.display_label)}
    close = get_close_matches(str(label), meant, n=1)
    return f"classes=[{meant[close[0]]!r}]" if close else ""


def _check_averages(averages: Any) -> tuple[Average, ...]:
    chosen = (averages,) if isinstance(averages, str) else averages
    rule = "a sequence of 'macro' and 'micro'"
    if not isinstance(chosen, Iterable):
        raise wrong_type("averages", rule, brief(averages), "averages=() draws none")
    chosen = tuple(chosen)
    if any(not isinstance(average, str) or average not in ("macro", "micro") for average in chosen):
        raise invalid("averages", rule, brief(averages))
    return check_unrepeated(chosen, "averages")


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


def _from_left(kind: CurveKind, x: FloatArray) -> str:
    """Return the drawing style that draws the same steps where a curve is walked through from the left."""
    return "steps-pre" if kind.drawstyle == "steps-post" and x[0] < x[-1] else kind.drawstyle


def _draw(ax: Axes, kind: CurveKind, entry: Entry, mark: Mark | None) -> None:
    x, y = kind.vertices(entry.curve)
    options = {"marker": "", "drawstyle": kind.drawstyle, "label": kind.text(entry.curve, entry.name)}
    (line,) = ax.plot(x, y, **(options | entry.style))
    threshold = None if mark is None else mark.threshold
    attach_record(line, kind.plot, entry.curve, label=entry.name, says_class=entry.says_class, threshold=threshold)
    if mark is not None:
        _draw_point(ax, [mark.x], [mark.y], mark.text(kind) if mark.alone else "", line.get_color())


def _draw_reference(ax: Axes, x: Any, y: Any, label: str, **style: Any) -> None:
    """Draw a line to compare with under the curves, unless the axes has it already."""
    for line in ax.lines:
        if line.get_label() == label and np.array_equal(line.get_xydata(), np.column_stack([x, y])):
            return
    options: dict[str, Any] = {"color": REFERENCE, "linestyle": "--", "zorder": 1.5, "marker": ""}
    ax.plot(x, y, label=label, **(options | style))


def _marks(entries: list[Entry], threshold: Any) -> list[Mark | None]:
    """Return the mark of each curve that has thresholds."""
    if threshold is None:
        return [None] * len(entries)
    threshold = check_number("threshold", threshold)
    if all(entry.curve.per_class or entry.curve.undefined for entry in entries):
        check_has_thresholds(entries[0].curve, threshold)
    alone = len(entries) == 1 or not any(entry.says_class for entry in entries)
    marks: list[Mark | None] = []
    for curve in (entry.curve for entry in entries):
        if curve.per_class or curve.undefined:
            marks.append(None)
        else:
            x, y = curve.at_threshold(threshold)
            marks.append(Mark(threshold, x, y, alone))
    return marks


def _text_of_all(marks: Sequence[Mark | None]) -> str:
    """Return the legend's one entry of marks that are not named each, or ""."""
    shared = [mark for mark in marks if mark and not mark.alone]
    if not shared:
        return ""
    n_reached = sum(not np.isnan(mark.y) for mark in shared)
    text = f"score ≥ {shared[0].threshold:g}"
    if n_reached == len(shared):
        return text
    return f"{text}: reached by {n_reached} of {len(shared)} curves" if n_reached else f"{text}: no score reaches it"


def _draw_point(ax: Axes, x: Any, y: Any, label: str, color: Any) -> None:
    ax.plot(
        x,
        y,
        label=label,
        color=color,
        linestyle="",
        marker="o",
        markersize=1.3 * rcParams["lines.markersize"],
        markeredgecolor=ax.get_facecolor(),
        zorder=4,
        clip_on=False,
    )


def _finish_axes(ax: Axes, kind: CurveKind) -> None:
    """Set limits and names of the unit square, and say which label is positive.

    If all curves on the axes share it, the axis says so, else each entry of the legend.
    """
    ax.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
    drawn = [(line, record_of(line)) for line in ax.lines]
    records = [(line, record) for line, record in drawn if record is not None and record.plot == kind.plot]
    positive = {None if record.result.average else record.result.display_label for _, record in records}
    one = next(iter(positive)) if len(positive) == 1 else None
    x_name, y_name = kind.axis_names
    ax.set(xlabel=x_name, ylabel=y_name if one in (None, "1", "True") else f"{y_name} (positive: {one})")
    earlier = ax.get_legend()
    texts = [] if earlier is None else list(earlier.get_texts())
    for line, record in records:
        name, curve = record.options["label"], record.result
        if len(positive) > 1 and not (curve.average or record.options["says_class"]):
            name = ", ".join(filter(None, (name, f"positive: {curve.display_label}")))
        _rename(line, kind.text(curve, name), texts)


def _rename(line: Line2D, name: str, texts: list[Text]) -> None:
    """Name a line, also in the legend of an earlier call, of whose `texts` each belongs to one line."""
    for text in texts:
        if text.get_text() == line.get_label():
            text.set_text(name)
            texts.remove(text)
            break
    line.set_label(name)
