"""The picture of receiver operating characteristics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figmerit._options import named_options
from figmerit._validate import check_flag
from figmerit.metrics.roc_curve import ROCCurve, compute_roc_curve
from figmerit.plots._curves import Average, CurveKind, plot_curves
from figmerit.plots._resolve import as_results

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROC = CurveKind(
    plot="roc_curve",
    area_name="AUC",
    area=lambda curve: curve.roc_auc,
    vertices=lambda curve: (curve.fpr, curve.tpr),
    drawstyle="default",
    axis_names=("False positive rate", "True positive rate"),
    short_names=("FPR", "TPR"),
    baseline_hint="baseline_curve=(curve.fpr, curve.tpr)",
)


@named_options(compute_roc_curve)
def plot_roc_curve(
    y_true: Any,
    y_score: Any = None,
    *,
    label: str | None = None,
    threshold: float | None = None,
    chance_level: bool = True,
    baseline_curve: Any = None,
    baseline_label: str = "baseline",
    classes: Any = True,
    averages: tuple[Average, ...] | Average = ("macro", "micro"),
    legend: bool = True,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Plot the receiver operating characteristic of one classifier or several.

    Parameters
    ----------
    y_true : array-like, ROCCurve or mapping of str to ROCCurve
        True labels; or the result of :func:`compute_roc_curve`, which takes string labels, weights
        and names; or several results by name, drawn together (of several classes each then shows
        its macro average).
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, higher for the positive label, or one column a class; left out with results.
    label : str, optional
        Name of the classifier in the legend; a mapping brings its own names.
    threshold : float, optional
        Marks the point at which ``score >= threshold`` is called positive, on each drawn curve that
        has thresholds: not on macro averages, nor on undefined curves.
    chance_level : bool, default=True
        Whether to draw the diagonal, on which a classifier that guesses lies.
    baseline_curve : pair of array-like, optional
        False and true positive rates of a curve to compare with.
    baseline_label : str, default="baseline"
        Name of `baseline_curve` in the legend.
    classes : bool or list of labels, default=True
        Which classes of a single result to draw.
    averages : tuple of {"macro", "micro"}, default=("macro", "micro")
        Which averages over the classes of a single result to draw.
    legend : bool, default=True
        Whether to draw a legend. One of many entries stands beside the axes.
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
    curves = as_results(y_true, y_score, ROCCurve, compute_roc_curve, label)
    return plot_curves(
        ROC,
        curves,
        references=[([0, 1], [0, 1], "chance (AUC = 0.5)")] if check_flag("chance_level", chance_level) else [],
        threshold=threshold,
        baseline_curve=baseline_curve,
        baseline_label=baseline_label,
        classes=classes,
        averages=averages,
        legend=legend,
        loc="lower right",
        title=title,
        figsize=figsize,
        ax=ax,
    )
