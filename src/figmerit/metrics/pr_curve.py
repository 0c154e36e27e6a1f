"""The precision-recall curve: a step function whose area is the average precision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import check_fits, sealed
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import USUAL_LEVEL, check_confidence_level
from figmerit.counts.evaluate import evaluate
from figmerit.inference.formulas import average_precision_bounds, pr_curve_of
from figmerit.inference.mean_curves import mean_pr
from figmerit.metrics._curves import Curve, Kind, averaged_curve, outcomes_of, unknown
from figmerit.metrics._folds import check_whole, curve_of_folds
from figmerit.metrics.outcomes import Outcomes, check_prevalence

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit._validate import Label
    from figmerit.counts._rows import NanPolicy


PR = Kind(
    axes=("recall", "precision"),
    area="average_precision",
    words=("precision-recall", "average precision", "average precision"),
    needed=("positive",),
    lost="undefined for every class",
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PRCurve(Curve):
    """A precision-recall curve, or the macro average of one curve a class.

    Attributes
    ----------
    outcomes : Outcomes or None
        True and false positives at each threshold, with the labels of the data; None of macro averages.
    precision, recall : ndarray of shape (n_thresholds + 1,)
        In scikit-learn's order: recall descends to the final point (recall 0, precision 1), which
        belongs to no threshold and is not drawn. A single NaN where the curve is undefined.
    thresholds : ndarray of shape (n_thresholds,)
        Ascending: positive means ``score >= threshold``. NaN in macro averages. Those that no score reaches are
        left out: precision is undefined there.
    average_precision : float
        Area under the steps; NaN where it is undefined. A class without positives counts as 0 in the macro
        average, as in scikit-learn.
    prevalence : float
        Share of positive samples (of weight): the precision of a classifier that guesses. In
        averages the mean over the classes (macro) or over all pairs (micro).
    average : {"macro", "micro", "folds", "pooled"} or None
        Which average of classes this curve is, or whether it is the mean of folds, or of all folds pooled.
    per_class : tuple of PRCurve
        The curves that were averaged: one a class against the rest, one a label, or one a fold.
    micro : PRCurve or None
        The curve of all (sample, label) pairs, where there are several classes; of folds that of all samples.
    bounds : tuple of float or None
        The numbers between which the area of all scores lies, if they were counted in bins or only some thresholds
        were asked for; None where ``average_precision`` is that area.
    confidence_level : float or None
        That of ``intervals``, which hold one of "average_precision": on the logit scale, of so many positives.
    assumed_prevalence : float or None
        The share of positives for which precision is restated; None where it is the data's own.
    folds : tuple of str
        The names of the folds that were averaged.
    labels, pos_label, display_label, n_positive, n_negative, score_dtype, weighted, identity
        What there is to know about the data, each described below.
    """

    kind = PR
    floats = "precision", "recall"
    outcomes: Outcomes | None
    precision: FloatArray
    recall: FloatArray
    average_precision: float
    average: str | None = None
    per_class: tuple[PRCurve, ...] = ()
    micro: PRCurve | None = None
    bounds: tuple[float, float] | None = None
    confidence_level: float | None = USUAL_LEVEL
    folds: tuple[str, ...] = ()

    def _check(self) -> None:
        check_fits(self, {"recall": self.precision.shape})
        if type(self.confidence_level) is not float or self.confidence_level != USUAL_LEVEL:
            check_confidence_level(self.confidence_level)

    @property
    def thresholds(self) -> FloatArray:
        """Ascending; NaN where there are none."""
        size = len(self.recall) - 1
        if self.outcomes is None or self.undefined:
            return unknown(max(size, 1))
        return self._data.thresholds[: -size - 1 : -1]

    @property
    def prevalence(self) -> float:
        """The share of positives, or the one that is assumed; for a macro average the mean over the classes."""
        if self.outcomes is None and not self.folds:
            return float(np.mean([curve.prevalence for curve in self.per_class]))
        return self._data.prevalence

    def at_prevalence(self, prevalence: float) -> Self:
        """Return the curve as it would be with another share of positives, if scores are the same within each class.

        Parameters
        ----------
        prevalence : float
            The share of positives, in (0, 1).

        Returns
        -------
        PRCurve
            With precision, average precision and its bounds restated; recall stays. That classes keep their scores
            is an assumption (label shift), which no data here can check; figures say that it was made.

        Raises
        ------
        ValueError
            If the curve is a macro average or undefined, or there are no negatives.
        TypeError
            If `prevalence` is no number.
        """
        share = check_prevalence(prevalence)
        return replace(self, **_numbers(outcomes_of(self).at_prevalence(share)))

    def _point(self, place: int) -> tuple[float, float]:
        place = len(self._data.thresholds) - 1 - place  # recall descends
        if place >= len(self.recall) - 1:
            return 0.0, float("nan")
        return self.recall[place].item(), self.precision[place].item()

    def _beside(self) -> str:
        chance = f"; a classifier that guesses would have {rounded(self.prevalence)}"
        return chance if self.assumed_prevalence is None else f"{chance}, the share of positives that is assumed"


@named_options()
def compute_pr_curve(
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
) -> PRCurve:
    """Compute the precision-recall curve, binary or one a class.

    Parameters
    ----------
    %(y_true_of_curve)s
    %(y_score_of_curve)s
    %(data)s
    %(folds)s
    thresholds : array-like of shape (n_thresholds,), optional
        The only thresholds to draw the curve at, in any order; by default all scores. Its area lies under the
        steps between these, and ``bounds`` says how far off it is.
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
    PRCurve
        For several classes the macro average with ``per_class`` and ``micro`` curves; its
        ``average_precision`` is what :func:`sklearn.metrics.average_precision_score` returns.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    compute_roc_curve : The rates among positives and among negatives.
    plot_pr_curve : Draws the result.

    Notes
    -----
    Exact: :func:`sklearn.metrics.precision_recall_curve` with every threshold kept. Between two
    thresholds the curve is a step, never a straight line, which would be too optimistic [1]_. The
    macro average is the mean of the step functions, so that its area is the mean of the areas.

    References
    ----------
    .. [1] Davis, J. and Goadrich, M. (2006). The relationship between precision-recall and ROC
       curves. ICML 2006, 233-240. https://doi.org/10.1145/1143844.1143874

    Examples
    --------
    >>> curve = compute_pr_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> round(curve.average_precision, 4)
    0.8333
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


def _curve(outcomes: Outcomes, level: float | None) -> PRCurve:
    return PRCurve(**_numbers(outcomes), confidence_level=level)


def _numbers(outcomes: Outcomes) -> dict[str, Any]:
    """Return outcomes with what a curve shows of them."""
    if not outcomes.n_positive:
        nothing = {"precision": unknown(), "recall": unknown(), "average_precision": float("nan"), "bounds": None}
        return nothing | {"outcomes": outcomes}
    tp, fp = outcomes.positives()
    # before it nothing is called positive, so that precision is undefined
    first = min(int(np.searchsorted(part, 0, side="right")) for part in (tp, fp))
    precision, recall, area = pr_curve_of(tp[first:], fp[first:])
    points = {"precision": sealed(precision), "recall": sealed(recall), "average_precision": area}
    return points | {"outcomes": outcomes, "bounds": outcomes.bounds_of(average_precision_bounds, area)}


def _mean(per_class: tuple[PRCurve, ...]) -> tuple[FloatArray, FloatArray, list[float]]:
    """Return the mean of the steps; a class without positives counts as 0."""
    defined = [(curve.precision, curve.recall) for curve in per_class if not curve.undefined]
    precision, recall = mean_pr(defined, len(per_class)) if defined else (unknown(), unknown())
    areas = [0.0 if curve.undefined and defined else curve.average_precision for curve in per_class]
    return recall, precision, areas
