"""The receiver operating characteristic: true against false positive rate at every threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import check_fits, sealed
from figmerit._options import named_options
from figmerit._validate import USUAL_LEVEL, Label, check_confidence_level, check_number
from figmerit.counts.evaluate import evaluate
from figmerit.errors import invalid
from figmerit.inference.formulas import partial_roc_auc, roc_auc_bounds
from figmerit.inference.mean_curves import mean_roc
from figmerit.metrics._curves import Curve, Kind, averaged_curve, unknown
from figmerit.metrics._folds import check_whole, curve_of_folds
from figmerit.metrics.outcomes import Outcomes

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit.counts._rows import NanPolicy


ROC = Kind(
    axes=("fpr", "tpr"),
    area="roc_auc",
    words=("ROC", "area", "the macro-averaged area"),
    needed=("positive", "negative"),
    lost="undefined for a class",
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ROCCurve(Curve):
    """A receiver operating characteristic, or the macro average of one curve a class.

    Attributes
    ----------
    outcomes : Outcomes or None
        True and false positives at each threshold, with the labels of the data; None of macro averages.
    fpr, tpr : ndarray of shape (n_thresholds,)
        False and true positive rates in [0, 1], ascending; tied scores are one vertex, between
        vertices the curve is straight. A single NaN where the curve is undefined.
    thresholds : ndarray of shape (n_thresholds,)
        Descending, the first infinite: positive means ``score >= threshold``. NaN in macro averages.
    roc_auc : float
        Area under the curve; NaN where it is undefined.
    average : {"macro", "micro", "folds", "pooled"} or None
        Which average of classes this curve is, or whether it is the mean of folds, or of all folds pooled.
    per_class : tuple of ROCCurve
        The curves that were averaged: one a class against the rest, one a label, or one a fold.
    micro : ROCCurve or None
        The curve of all (sample, label) pairs, where there are several classes; of folds that of all samples.
    bounds : tuple of float or None
        The numbers between which the area of all scores lies, if they were counted in bins or only some thresholds
        were asked for; None where ``roc_auc`` is that area.
    confidence_level : float or None
        That of ``intervals``, which hold one of "roc_auc": DeLong's, on the logit scale, with half a row
        more of each class, so that it holds the truth as often as it says where a class is small.
    folds : tuple of str
        The names of the folds that were averaged.
    labels, pos_label, display_label, n_positive, n_negative, score_dtype, weighted, assumed_prevalence, identity
        What there is to know about the data, each described below.
    """

    kind = ROC
    floats = "fpr", "tpr"
    outcomes: Outcomes | None
    fpr: FloatArray
    tpr: FloatArray
    roc_auc: float
    average: str | None = None
    per_class: tuple[ROCCurve, ...] = ()
    micro: ROCCurve | None = None
    bounds: tuple[float, float] | None = None
    confidence_level: float | None = USUAL_LEVEL
    folds: tuple[str, ...] = ()

    def _check(self) -> None:
        check_fits(self, {"tpr": self.fpr.shape})
        if type(self.confidence_level) is not float or self.confidence_level != USUAL_LEVEL:
            check_confidence_level(self.confidence_level)

    @property
    def thresholds(self) -> FloatArray:
        """Descending, the first infinite; NaN where there are none."""
        return unknown(len(self.fpr)) if self.outcomes is None or self.undefined else self._data.thresholds

    def partial_roc_auc(self, max_fpr: float) -> float:
        """Return the area under the curve left of a false positive rate, standardized.

        The value of :func:`sklearn.metrics.roc_auc_score` with its ``max_fpr``: 0.5 by chance, 1 at best
        [1]_. For a macro average it is the mean of the classes' values, which is also the value of the
        averaged curve itself.

        Parameters
        ----------
        max_fpr : float
            The highest false positive rate, in (0, 1].

        Returns
        -------
        float
            NaN where the curve is undefined. Of counts in bins it may be off by as much as the width of
            ``bounds`` in the area before it is standardized.

        Raises
        ------
        ValueError
            If `max_fpr` is not in (0, 1].

        References
        ----------
        .. [1] McClish, D. K. (1989). Analyzing a portion of the ROC curve. Medical Decision Making, 9(3),
           190-195. https://doi.org/10.1177/0272989X8900900307
        """
        highest = check_max_fpr(max_fpr)
        return float("nan") if np.isnan(self.roc_auc) else partial_roc_auc(self.fpr, self.tpr, highest)

    def _beside(self) -> str:
        return f", from {self.n_positive:,.10g} positive and {self.n_negative:,.10g} negative samples"


def check_max_fpr(max_fpr: Any) -> float:
    """Return a rate up to which there is a partial area."""
    highest = check_number("max_fpr", max_fpr)
    if not 0 < highest <= 1:
        raise invalid("max_fpr", "a number in (0, 1]", f"{highest:g}", "max_fpr=0.1")
    return highest


@named_options()
def compute_roc_curve(
    y_true: Any,
    y_score: Any = None,
    *,
    data: Any = None,
    folds: Any = None,
    thresholds: Any = None,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = USUAL_LEVEL,
) -> ROCCurve:
    """Compute the receiver operating characteristic, binary or one a class.

    Parameters
    ----------
    %(y_true_of_curve)s
    %(y_score_of_curve)s
    %(data)s
    %(folds)s
    thresholds : array-like of shape (n_thresholds,), optional
        The only thresholds to draw the curve at, in any order; by default all scores. Straight lines join
        these, from (0, 0) to (1, 1); the area lies under them, and ``bounds`` says how far off it is.
    %(pos_label_or_class)s
    %(labels_of_scores)s
    %(display_labels)s
    %(sample_weight)s
        Scores of samples without weight are no thresholds.
    %(multilabel)s
    %(nan_policy)s
    confidence_level : float or None, default=0.95
        Level of the interval of the area, in (0, 1); None for none. It takes samples for independent; weighted
        samples, averages and pairs of samples and labels have none, and ``intervals.reason`` says why.

    Returns
    -------
    ROCCurve
        For several classes the macro average with ``per_class`` and ``micro`` curves; its
        ``roc_auc`` is what :func:`sklearn.metrics.roc_auc_score` returns for the same arrays.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    compute_pr_curve : Better where positives are rare.
    plot_roc_curve : Draws the result.

    Notes
    -----
    Exact: :func:`sklearn.metrics.roc_curve` with every threshold kept. Ties share one vertex [1]_.
    The macro average is vertical, with both one-sided limits at each false positive rate, so that
    the area under it is the mean of the areas. NaN for a class without positives or negatives, and
    then also for the macro average, as in scikit-learn.

    References
    ----------
    .. [1] Fawcett, T. (2006). An introduction to ROC analysis. Pattern Recognition Letters, 27(8),
       861-874. https://doi.org/10.1016/j.patrec.2005.10.010

    Examples
    --------
    >>> curve = compute_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> curve.roc_auc
    0.75
    >>> curve.at_threshold(0.4)
    (0.5, 0.5)
    """
    options = {"pos_label": pos_label, "labels": labels, "display_labels": display_labels, "nan_policy": nan_policy}
    arrays = {"y_true": y_true, "y_score": y_score, "sample_weight": sample_weight, "data": data}
    if folds is not None:
        check_whole(thresholds=thresholds, multilabel=multilabel)
        return curve_of_folds(arrays, folds, options, confidence_level, _curve, _mean)
    found = evaluate(**arrays, scored=True, multilabel=multilabel, **options)
    counts = found.counted_scores
    if counts.per_class:
        return averaged_curve(found, thresholds, confidence_level, _curve, _mean)
    return _curve(Outcomes.of(counts, found.names[counts.pos_label], thresholds), confidence_level)


def _curve(outcomes: Outcomes, level: float | None) -> ROCCurve:
    if not (outcomes.n_positive and outcomes.n_negative):
        nothing: dict[str, Any] = {"fpr": unknown(), "tpr": unknown(), "roc_auc": float("nan")}
        return ROCCurve(outcomes=outcomes, **nothing, confidence_level=level)
    fpr, tpr = sealed(outcomes.fp / outcomes.n_negative), sealed(outcomes.tp / outcomes.n_positive)
    area = float(np.trapezoid(tpr, fpr))
    points: dict[str, Any] = {"fpr": fpr, "tpr": tpr, "roc_auc": area}
    bounds = outcomes.bounds_of(roc_auc_bounds, area)
    return ROCCurve(outcomes=outcomes, **points, bounds=bounds, confidence_level=level)


def _mean(per_class: tuple[ROCCurve, ...]) -> tuple[FloatArray, FloatArray, list[float]]:
    """Return the vertical average; NaN if a class has none."""
    areas = [curve.roc_auc for curve in per_class]
    lost = np.isnan(areas).any()
    return *((unknown(), unknown()) if lost else mean_roc([(curve.fpr, curve.tpr) for curve in per_class])), areas
