"""The picture of receiver operating characteristics."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib import rcParams

from figmerit._numbers import equation
from figmerit._options import named_options
from figmerit._validate import check_flag, check_option
from figmerit.errors import brief, invalid
from figmerit.metrics._costs import check_cost, cost_text, iso_cost_slope
from figmerit.metrics.outcomes import check_prevalence
from figmerit.metrics.roc_curve import ROCCurve, check_max_fpr, compute_roc_curve
from figmerit.plots._curve_differences import differences_of
from figmerit.plots._curves import CurveKind, plot_curves, warn_of_few
from figmerit.plots._lines import draw_reference
from figmerit.plots._partial_area import shade_partial_area
from figmerit.plots._resolve import as_results
from figmerit.plots._styling import LegendWish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from figmerit.metrics.options import CurveOptions
    from figmerit.plots._curve_bands import BandKind
    from figmerit.plots._curve_entries import Average
    from figmerit.plots._curves import Scale
    from figmerit.plots._marks import Thresholds
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style

ROC = CurveKind(
    plot="roc_curve",
    area_name="AUC",
    area=lambda curve: curve.roc_auc,
    vertices=lambda curve: (curve.fpr, curve.tpr),
    drawstyle="default",
    axis_names=("False positive rate", "True positive rate"),
    short_names=("FPR", "TPR"),
    baseline_hint="baseline_curve=(curve.fpr, curve.tpr)",
    corner=(0.0, 1.0),
)


@named_options(compute_roc_curve)
def plot_roc_curve(
    y_true: Any,
    y_score: Any = None,
    *,
    label: str | None = None,
    threshold: Thresholds | None = None,
    max_fpr: float | None = None,
    fpr_scale: Scale = "linear",
    zoom: bool | float = False,
    iso_cost: Any = None,
    prevalence: float | None = None,
    chance_level: bool = True,
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
    """Plot the receiver operating characteristic of one classifier or several.

    Parameters
    ----------
    y_true : array-like, ROCCurve or mapping of str to ROCCurve
        True labels; or the result of :func:`compute_roc_curve`, which takes string labels, weights
        and names; or several results by name, drawn together (of several classes each then shows
        its macro average).
    %(y_score_or_results)s
    %(label)s
    %(threshold_marks)s
    max_fpr : float, optional
        A false positive rate in (0, 1], up to which the legend gives the partial area as well,
        standardized to 0.5 by chance and 1 at best: :meth:`ROCCurve.partial_roc_auc`.
    fpr_scale : {"linear", "log"}, default="linear"
        Scale of the false positive rate. A logarithmic one shows where few negatives may be called
        positive; straight lines are curves there. Points at a rate of zero stand at its left end.
    %(zoom)s
    iso_cost : mapping of str to float or array-like of shape (2, 2), optional
        What outcomes cost, such as ``{"fp": 1, "fn": 5}``: draws through the best point of each curve the line along
        which the expected cost is the same. Lines nearer to the upper left corner cost less.
    prevalence : float, optional
        The share of positives, in (0, 1), for which costs are expected; by default that of the data.
    chance_level : bool, default=True
        Whether to draw the diagonal, on which a classifier that guesses lies.
    baseline_curve : pair of array-like, optional
        False and true positive rates of a curve to compare with.
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
    plot_pr_curve : Better where positives are rare.

    Notes
    -----
    Vertices are all distinct scores, joined by straight lines: the area under the drawn line is the
    AUC in the legend. An undefined curve is not drawn; the legend gives the reason.

    Examples
    --------
    >>> fig = plot_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], threshold=0.4)
    """
    curves = as_results(y_true, y_score, ROCCurve, compute_roc_curve, label, options)
    warn_of_few(options.get("thresholds"))
    limit = None if max_fpr is None else check_max_fpr(max_fpr)
    kind = replace(ROC, scale=check_option("fpr_scale", fpr_scale, ("linear", "log")), max_fpr=limit)
    if kind.scale == "log" and zoom is not False:
        hint = "Such an axis enlarges the corner itself"
        raise invalid("zoom", "left out with fpr_scale='log'", brief(zoom), hint)
    costs = None if iso_cost is None else _iso_cost(iso_cost, prevalence, list(curves.values()))
    if prevalence is not None and costs is None:
        raise invalid("prevalence", "left out without iso_cost", brief(prevalence))
    if costs and kind.scale == "log":
        raise invalid("iso_cost", "left out with fpr_scale='log', where its lines are curves", brief(iso_cost))
    return plot_curves(
        kind,
        curves,
        references=[([0, 1], [0, 1], kind.chance(0.5))] if check_flag("chance_level", chance_level) else [],
        threshold=threshold,
        zoom=zoom,
        baseline_curve=baseline_curve,
        baseline_label=baseline_label,
        classes=classes,
        averages=averages,
        band=band,
        differences=differences_of(comparison, y_true, y_score, options, "roc_auc", curves),
        legend=LegendWish.checked(legend, legend_kw),
        line_kw=line_kw,
        chance_kw=chance_kw,
        notes=notes,
        title=title,
        figsize=figsize,
        ax=ax,
        more=None if limit is None and costs is None else partial(_draw_more, max_fpr=limit, costs=costs),
    )


def _iso_cost(iso_cost: Any, prevalence: Any, curves: Sequence[ROCCurve]) -> list[tuple[ROCCurve, float, str]]:
    """Return the slope of the lines of equal cost of each curve that has thresholds, and what they say."""
    cost = check_cost(iso_cost)
    share = None if prevalence is None else check_prevalence(prevalence)
    found = []
    for curve in curves:
        if curve.folds:
            raise invalid("iso_cost", "left out for the mean of folds", brief(iso_cost))
        for part in curve.per_class or (curve,):
            if not part.undefined:
                own = part.n_positive / (part.n_positive + part.n_negative) if share is None else share
                text = f"equal {cost_text(cost)}" + ("" if share is None else f" if {equation('prevalence', share)}")
                found.append((part, iso_cost_slope(cost, own), text))
    return found


def _draw_more(
    ax: Axes, curves: Sequence[Line2D], max_fpr: float | None, costs: list[tuple[ROCCurve, float, str]] | None
) -> None:
    """Draw the end of the partial area, and lines of equal cost."""
    if max_fpr is not None:
        _draw_limit(ax, curves, max_fpr)
    for curve, slope, text in costs or []:
        best = int(np.argmax(curve.tpr - slope * curve.fpr))
        x, y = curve.fpr[best], curve.tpr[best]
        ends = np.clip([x - y / slope, x + (1 - y) / slope], 0, 1)
        label = f"_{text}" if text in ax.get_legend_handles_labels()[1] else text
        draw_reference(ax, ends, y + slope * (ends - x), label, linestyle=(0, (4, 2, 1, 2)))


def _draw_limit(ax: Axes, curves: Sequence[Line2D], max_fpr: float) -> None:
    """Draw where the partial area ends, and the area itself."""
    style = {"linestyle": ":", "linewidth": rcParams["axes.linewidth"]}
    label = f"_FPR ≤ {max_fpr:g}"  # with an underscore, which keeps it out of the legend
    draw_reference(ax, [max_fpr, max_fpr], ax.get_ylim(), label, **style)
    shade_partial_area(ax, curves, max_fpr)
