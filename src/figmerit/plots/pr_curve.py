"""The picture of precision-recall curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from figmerit._options import named_options
from figmerit._validate import check_flag, check_number, check_several, check_unrepeated
from figmerit.errors import brief, invalid
from figmerit.metrics.pr_curve import PRCurve, compute_pr_curve
from figmerit.plots._curve_differences import differences_of
from figmerit.plots._curves import CurveKind, Reference, plot_curves, warn_of_few
from figmerit.plots._iso_f1 import USUAL, draw_iso_f1
from figmerit.plots._resolve import as_results
from figmerit.plots._styling import LegendWish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit._arrays import FloatArray
    from figmerit.metrics.options import CurveOptions
    from figmerit.plots._curve_bands import BandKind
    from figmerit.plots._curve_entries import Average
    from figmerit.plots._marks import Thresholds
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style


def _vertices(curve: PRCurve) -> tuple[FloatArray, FloatArray]:
    """Return recall and precision of the drawn steps, which end at recall 0 with the last precision.

    scikit-learn's final point (recall 0, precision 1) belongs to no threshold.
    """
    if curve.undefined and np.isnan(curve.average_precision):
        return curve.recall, curve.precision
    return curve.recall, np.append(curve.precision[:-1], curve.precision[-2])


PR = CurveKind(
    plot="pr_curve",
    area_name="AP",
    area=lambda curve: curve.average_precision,
    vertices=_vertices,
    drawstyle="steps-post",
    axis_names=("Recall", "Precision"),
    short_names=("recall", "precision"),
    baseline_hint="baseline_curve=(curve.recall, curve.precision)",
    corner=(1.0, 1.0),
)


@named_options(compute_pr_curve)
def plot_pr_curve(
    y_true: Any,
    y_score: Any = None,
    *,
    label: str | None = None,
    threshold: Thresholds | None = None,
    iso_f1: bool | Iterable[float] = False,
    zoom: bool | float = False,
    chance_level: bool = True,
    prevalence: float | None = None,
    baseline_curve: Any = None,
    baseline_label: str = "baseline",
    classes: Any = True,
    averages: tuple[Average, ...] | Average = ("macro", "micro"),
    band: BandKind = None,
    comparison: Any = None,
    legend: Legend = True,
    line_kw: Style | None = None,
    chance_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[CurveOptions],
) -> Figure:
    """Plot the precision-recall curve of one classifier or several.

    Parameters
    ----------
    y_true : array-like, PRCurve or mapping of str to PRCurve
        True labels; or the result of :func:`compute_pr_curve`, which takes string labels, weights
        and names; or several results by name, drawn together (of several classes each then shows
        its macro average).
    %(y_score_or_results)s
    %(label)s
    %(threshold_marks)s
    iso_f1 : bool or sequence of float, default=False
        Whether to draw lines along which F1 is constant, or its values there, in (0, 1): 0.2, 0.4, 0.6
        and 0.8 with True.
    %(zoom)s
    chance_level : bool, default=True
        Whether to draw the precision of a classifier that guesses: the share of positives in the
        data, one line for each share. Not drawn where several classes differ in it.
    prevalence : float, optional
        Share of positives in [0, 1] to draw as chance level in place of the data's own.
    baseline_curve : pair of array-like, optional
        Recall and precision of a curve to compare with, drawn as steps.
    %(baseline_label)s
    %(classes)s
    %(averages)s
    %(band)s
    %(comparison)s
    %(legend_classes)s
    %(line_kw)s
    %(chance_kw)s
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
    plot_roc_curve : The rates among positives and among negatives.

    Notes
    -----
    The curve is drawn as steps, never by straight lines between its points: the area under it is
    the average precision (AP) in the legend. It ends at recall 0 with the precision of the highest
    score, not at an invented precision of 1. An undefined curve is not drawn; the legend gives the
    reason.

    Examples
    --------
    >>> fig = plot_pr_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], threshold=0.4)
    """
    curves = as_results(y_true, y_score, PRCurve, compute_pr_curve, label, options)
    warn_of_few(options.get("thresholds"))
    chance = _chance(curves, prevalence)
    levels = _check_iso_f1(iso_f1)
    return plot_curves(
        PR,
        curves,
        references=chance if check_flag("chance_level", chance_level) else [],
        threshold=threshold,
        zoom=zoom,
        baseline_curve=baseline_curve,
        baseline_label=baseline_label,
        classes=classes,
        averages=averages,
        band=band,
        differences=differences_of(comparison, y_true, y_score, options, "average_precision", curves),
        legend=LegendWish.checked(legend, legend_kw),
        line_kw=line_kw,
        chance_kw=chance_kw,
        notes=notes,
        title=title,
        figsize=figsize,
        ax=ax,
        more=None if not levels else lambda axes, _: draw_iso_f1(axes, levels),
    )


def _check_iso_f1(iso_f1: Any) -> tuple[float, ...]:
    """Return the values of F1 whose lines are drawn."""
    if isinstance(iso_f1, bool | np.bool_):
        return USUAL if iso_f1 else ()
    rule, hint = "True, False or numbers in (0, 1)", "iso_f1=[0.5, 0.7, 0.9]"
    several = check_several("iso_f1", iso_f1, rule, hint)
    levels = tuple(check_number(f"iso_f1[{place}]", level) for place, level in enumerate(several))
    if not all(0 < level < 1 for level in levels):
        raise invalid("iso_f1", rule, brief(iso_f1), hint)
    return check_unrepeated(levels, "iso_f1")


def _chance(curves: dict[str | None, PRCurve], prevalence: Any) -> list[Reference]:
    """Return the line of a classifier that guesses, one for each share of positives."""
    shares = _prevalences(curves) if prevalence is None else [check_number("prevalence", prevalence, 0, 1)]
    return [([0, 1], [share, share], PR.chance(share)) for share in shares]


def _prevalences(curves: dict[str | None, PRCurve]) -> list[float]:
    """Return the distinct shares of positives; none where classes differ in it: a line would belong to one of them."""
    whole: list[Any] = [curve.micro if curve.folds else curve for curve in curves.values()]
    parts = [part for curve in whole for part in (curve.per_class or (curve,))]
    shares = sorted({round(part.prevalence, 12) for part in parts if part.n_positive})
    several_classes = any(curve.per_class for curve in whole)
    return [] if several_classes and len(shares) > 1 else shares
