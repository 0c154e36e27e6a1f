"""What ROC and precision-recall figures have in common: classes, averages, marks, references, legends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import ScaledTranslation

from figmerit._numbers import equation
from figmerit._validate import check_number, check_scores
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.plots._record import attach_record
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from figmerit._arrays import FloatArray

Curve: TypeAlias = ROCCurve | PRCurve
Average: TypeAlias = Literal["macro", "micro"]
Place: TypeAlias = Literal["best", "lower left", "lower right"]


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
        return whole if name is None else f"{name} ({whole})"


def draw_curves(
    ax: Axes,
    kind: CurveKind,
    curves: dict[str | None, Any],
    *,
    classes: Any,
    averages: Sequence[Average],
    threshold: float | None,
) -> None:
    """Draw each curve; of a single one over several classes, its classes and averages."""
    if len(curves) == 1:
        (name, curve), *_ = curves.items()
        if curve.per_class:
            if threshold is not None:
                curve.at_threshold(threshold)  # raises: averages have no threshold
            _draw_classes(ax, kind, curve, name, classes, averages)
            return
    for name, curve in curves.items():
        shown = f"{name}, {curve.average}" if name is not None and curve.average else name
        line = _draw(ax, kind, curve, kind.text(curve, shown))
        if threshold is not None:
            _mark(ax, kind, curve, threshold, line)


def draw_reference(ax: Axes, x: Any, y: Any, label: str, **style: Any) -> Line2D:
    """Draw a line to compare with, under the curves."""
    options: dict[str, Any] = {"color": REFERENCE, "linestyle": "--", "zorder": 1.5, "marker": ""} | style
    (line,) = ax.plot(x, y, label=label, **options)
    return line


def draw_baseline(ax: Axes, kind: CurveKind, baseline_curve: Any, baseline_label: str) -> None:
    """Draw the caller's curve to compare with: a pair of arrays (x, y)."""
    if baseline_curve is None:
        return
    rule = f"a pair of arrays ({kind.axis_names[0]}, {kind.axis_names[1]})"
    if not isinstance(baseline_curve, Sequence | np.ndarray) or len(baseline_curve) != 2:
        raise wrong_type("baseline_curve", rule, brief(baseline_curve), kind.baseline_hint)
    x, _ = check_scores(baseline_curve[0], "baseline_curve[0]")
    y, _ = check_scores(baseline_curve[1], "baseline_curve[1]")
    if x.ndim != 1 or x.shape != y.shape:
        raise invalid("baseline_curve", f"{rule} of one length", f"shapes {x.shape} and {y.shape}")
    style = kind.drawstyle
    if style == "steps-post" and x[0] < x[-1]:
        style = "steps-pre"  # the same steps, walked through from the left
    draw_reference(ax, x, y, baseline_label, linestyle="-.", drawstyle=style)


def finish_axes(ax: Axes, kind: CurveKind, curves: dict[str | None, Any], *, legend: bool, loc: Place) -> None:
    """Set limits and names of the unit square, and place the legend where it hides no data."""
    ax.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
    x_name, y_name = kind.axis_names
    positive = {None if curve.average else curve.display_label for curve in curves.values()}
    one = positive.pop() if len(positive) == 1 else None
    suffix = "" if one in (None, "1", "True") else f" (positive: {one})"
    ax.set(xlabel=x_name, ylabel=y_name + suffix)
    if legend:
        _place_legend(ax, loc)


def check_averages(averages: Any) -> tuple[Average, ...]:
    """Return the averages to draw."""
    chosen = (averages,) if isinstance(averages, str) else tuple(averages or ())
    for average in chosen:
        if average not in ("macro", "micro"):
            raise invalid("averages", "a sequence of 'macro' and 'micro'", brief(averages))
    return chosen


def _draw_classes(
    ax: Axes, kind: CurveKind, curve: Any, name: str | None, classes: Any, averages: Sequence[Average]
) -> None:
    prefix = "" if name is None else f"{name}, "
    chosen = _chosen_classes(curve, classes)
    if not chosen and not averages:
        raise invalid("classes and averages", "such that a curve is left to draw", "none of either")
    for part in chosen:
        _draw(ax, kind, part, kind.text(part, f"{prefix}{part.display_label}"), alpha=0.85)
    wide = 1.6 * rcParams["lines.linewidth"]
    for average, linestyle in (("macro", "-"), ("micro", (0, (3, 1)))):
        if average in averages:
            part = curve if average == "macro" else curve.micro
            style = {"color": rcParams["text.color"], "linewidth": wide, "linestyle": linestyle}
            _draw(ax, kind, part, kind.text(part, f"{prefix}{part.display_label}"), **style, zorder=2.5)


def _chosen_classes(curve: Any, classes: Any) -> list[Any]:
    if classes is True:
        return list(curve.per_class)
    if classes is False:
        return []
    known = {part.pos_label: part for part in curve.per_class}
    wanted = [classes] if isinstance(classes, str | int) else list(classes)
    missing = [label for label in wanted if label not in known]
    if missing:
        raise invalid("classes", f"True, False or some of {listing(known)}", brief(classes))
    return [known[label] for label in wanted]


def _draw(ax: Axes, kind: CurveKind, curve: Any, label: str, **style: Any) -> Line2D:
    x, y = kind.vertices(curve)
    (line,) = ax.plot(x, y, label=label, drawstyle=kind.drawstyle, **({"marker": ""} | style))
    attach_record(line, kind.plot, curve)
    return line


def _mark(ax: Axes, kind: CurveKind, curve: Any, threshold: float, line: Line2D) -> None:
    """Mark the point at which ``score >= threshold`` is called positive, and say what it is."""
    x, y = curve.at_threshold(check_number("threshold", threshold))
    x_name, y_name = kind.short_names
    ax.plot(
        [x],
        [y],
        linestyle="",
        marker="o",
        markersize=1.3 * rcParams["lines.markersize"],
        markeredgecolor=ax.get_facecolor(),
        color=line.get_color(),
        zorder=4,
        clip_on=False,
        label=f"score ≥ {threshold:g}: {equation(x_name, x)}, {equation(y_name, y)}",
    )


def _place_legend(ax: Axes, loc: Place) -> None:
    """Draw the legend in the axes; beside or under them if it is so large that it would hide curves.

    Only a layout engine makes room outside; without one a legend stays inside, off the neighbours.
    """
    labels = ax.get_legend_handles_labels()[1]
    size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    wide, high = (length * 72 / ax.figure.dpi for length in ax.bbox.size)
    width, height = size * (0.5 * max(map(len, labels)) + 4), size * 1.5 * len(labels)
    left_beside, left_above = min(wide - width, high), min(wide, high - height)
    side = min(wide, high)
    laid_out = ax.get_figure(root=True).get_layout_engine() is not None  # type: ignore[union-attr]
    if not laid_out or (width < 0.85 * side and height < 0.45 * side and width + height < 1.25 * side):
        legend = ax.legend(loc=loc)
    elif left_beside > left_above:
        legend = ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), borderaxespad=0.0)
    else:
        under_names = ScaledTranslation(0, -4 * size / 72, ax.figure.dpi_scale_trans)
        style = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": ax.transAxes + under_names, "borderaxespad": 0.0}
        legend = ax.legend(loc="upper center", **style)
    for text in legend.get_texts():
        text.set_parse_math(False)
