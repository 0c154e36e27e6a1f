"""The receiver operating characteristic: true against false positive rate at every threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, sealed
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_fits, check_number
from figmerit.counts._targets import NanPolicy, round_to
from figmerit.errors import invalid
from figmerit.inference.formulas import mean_roc, partial_roc_auc, roc_points
from figmerit.metrics._bounds import Bounded, bounds_of
from figmerit.metrics._counts import counts_of_scores
from figmerit.metrics._curves import check_has_thresholds, check_threshold, fingerprint

if TYPE_CHECKING:
    from figmerit.counts.score_counts import ScoreCounts


@dataclass(frozen=True, slots=True, eq=False)
class ROCCurve(Bounded):
    """A receiver operating characteristic, or the macro average of one curve a class.

    Attributes
    ----------
    fpr, tpr : ndarray of shape (n_thresholds,)
        False and true positive rates in [0, 1], ascending; tied scores are one vertex, between
        vertices the curve is straight. A single NaN where the curve is undefined.
    thresholds : ndarray of shape (n_thresholds,)
        Descending, the first infinite: positive means ``score >= threshold``. NaN in macro averages.
    roc_auc : float
        Area under the curve; NaN where it is undefined.
    pos_label : str, int, bool or None
        The positive label; None in averages.
    display_label : str
        The name of the positive label, or of the average, in figures.
    n_positive, n_negative : float
        Samples with and without the positive label, or the sums of their weights.
    score_dtype : str
        The dtype of the scores, to which thresholds are rounded.
    average : {"macro", "micro"} or None
        Which average of classes this curve is.
    per_class : tuple of ROCCurve
        The curves that were averaged: one a class against the rest, or one a label.
    micro : ROCCurve or None
        The curve of all (sample, label) pairs, where there are several classes.
    bounds : tuple of float or None
        Between which numbers ``roc_auc`` lies, if scores were counted in bins; None where it is exact.
    labels : tuple
        All labels of the data, if they are known.
    weighted : bool
        Whether samples had weights.
    """

    fpr: FloatArray
    tpr: FloatArray
    thresholds: FloatArray
    roc_auc: float
    pos_label: Label | None
    display_label: str
    n_positive: float
    n_negative: float
    score_dtype: str = "float64"
    average: str | None = None
    per_class: tuple[ROCCurve, ...] = ()
    micro: ROCCurve | None = None
    bounds: tuple[float, float] | None = None
    labels: tuple[Label, ...] = ()
    weighted: bool = False

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("tpr", "thresholds"), self.fpr.shape))

    @property
    def fingerprint(self) -> str:
        """A name of the data, by which the curves and sweeps of the same scores know each other; "" of averages."""
        ascending = slice(None, 0, -1)
        return fingerprint(self, self.thresholds[ascending], self.tpr[ascending], self.fpr[ascending] * self.n_negative)

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason why the area is NaN, if it is; of each class under ``("roc_auc", label)``."""
        reasons: dict[Any, str] = {}
        if self.per_class:
            reasons = {("roc_auc", c.pos_label): c.undefined["roc_auc"] for c in self.per_class if c.undefined}
            return reasons | ({"roc_auc": "undefined for a class"} if reasons else {})
        if self.n_positive == 0:
            reasons["roc_auc"] = "no positive samples"
        elif self.n_negative == 0:
            reasons["roc_auc"] = "no negative samples"
        return reasons

    def at_threshold(self, threshold: float) -> tuple[float, float]:
        """Return the point at which ``score >= threshold`` is called positive.

        Parameters
        ----------
        threshold : float
            A number, or infinity, which no score reaches; it is rounded to the dtype of the scores. Of counts
            in bins the next of `thresholds` is taken, if it cuts a bin in two.

        Returns
        -------
        tuple of float
            False positive rate and true positive rate.

        Raises
        ------
        ValueError
            If the curve is a macro average or undefined: it then has no thresholds.
        """
        cut = round_to(check_threshold(threshold), np.dtype(self.score_dtype))
        check_has_thresholds(self, threshold)
        index = int(np.searchsorted(-self.thresholds, -cut, side="right")) - 1
        return self.fpr[index].item(), self.tpr[index].item()

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

    def alt_text(self) -> str:
        """Say in a sentence or two what the curve shows."""
        if self.per_class:
            text = f"ROC curves of {len(self.per_class)} classes, each against the rest"
            if np.isnan(self.roc_auc):
                return f"{text}: the macro-averaged area is {self.undefined['roc_auc']}."
            return f"{text}: macro-averaged area {rounded(self.roc_auc)}."
        name = f"{self.display_label!r}"
        if self.undefined:
            return f"The ROC curve of {name} is undefined: {self.undefined['roc_auc']}."
        counts = f"{self.n_positive:,.10g} positive and {self.n_negative:,.10g} negative samples"
        return f"ROC curve of {name}: area {rounded(self.roc_auc)}, from {counts}."

    def __repr__(self) -> str:
        """Show the area and the size."""
        kind = f"{self.average} of {len(self.per_class)} classes" if self.per_class else self.display_label
        return f"ROCCurve({kind}: roc_auc={self.roc_auc:.6g}, {len(self.fpr)} points)"

    def _columns(self) -> dict[str, Any]:
        parts = [*self.per_class, self, *([self.micro] if self.micro else [])]
        return {
            "curve": np.concatenate([[part.display_label] * len(part.fpr) for part in parts]).tolist(),
            "fpr": np.concatenate([part.fpr for part in parts]),
            "tpr": np.concatenate([part.tpr for part in parts]),
            "threshold": np.concatenate([part.thresholds for part in parts]),
        }


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
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
) -> ROCCurve:
    """Compute the receiver operating characteristic, binary or one a class.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), or ScoreCounts
        True labels, or a multilabel indicator matrix. With more axes, or one axis less than `y_score`,
        each element is a sample. Or the result of :func:`count_scores`, in place of all arrays.
    y_score : array-like of shape (n_samples,) or (n_samples, n_labels), optional
        Scores, higher for the positive label; or one column a class. Of two columns the one of
        `pos_label` is taken. float16 and float32 are cast to float64 first.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans. With three
        and more columns: the only class to set against the rest.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them. Columns of a
        data frame that carry the classes' names are matched by name.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,), optional
        Weights: rates are shares of weight. Scores of samples without weight are no thresholds.
    multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample.
        By default they are indicators if they hold zeros and ones only.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.

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
    counts, names = counts_of_scores(
        y_true,
        y_score,
        pos_label=pos_label,
        labels=labels,
        display_labels=display_labels,
        sample_weight=sample_weight,
        multilabel=multilabel,
        nan_policy=nan_policy,
    )
    if not counts.per_class:
        return _binary_curve(counts, names[counts.pos_label])
    return _macro_curve(counts, names)


def _binary_curve(counts: ScoreCounts, name: str) -> ROCCurve:
    score, positives, negatives = counts.ranked()
    n_positive, n_negative = float(positives.sum()), float(negatives.sum())
    fpr = tpr = thresholds = np.array([np.nan])
    area = float("nan")
    if n_positive and n_negative:
        (fpr, tpr, area), thresholds = roc_points(positives, negatives), np.append(np.inf, score)
    return ROCCurve(
        sealed(fpr),
        sealed(tpr),
        sealed(thresholds),
        area,
        counts.pos_label,
        name,
        n_positive,
        n_negative,
        counts.score_dtype,
        bounds=bounds_of("roc_auc", area, counts),
        labels=counts.labels if counts.pos_label is not None else (),
        weighted=counts.weighted,
    )


def _macro_curve(counts: ScoreCounts, names: dict[Any, str]) -> ROCCurve:
    per_class = [_binary_curve(part, names[part.pos_label]) for part in counts.per_class]
    micro = replace(_binary_curve(counts.pooled(), "micro-average"), average="micro")
    if any(curve.undefined for curve in per_class):
        fpr = tpr = np.array([np.nan])
    else:
        fpr, tpr = mean_roc([(curve.fpr, curve.tpr) for curve in per_class])
    area = float(np.mean([curve.roc_auc for curve in per_class]))
    return ROCCurve(
        fpr,
        tpr,
        np.full(len(fpr), np.nan),
        area,
        None,
        "macro-average",
        micro.n_positive,
        micro.n_negative,
        micro.score_dtype,
        average="macro",
        per_class=tuple(per_class),
        micro=micro,
        bounds=bounds_of("roc_auc", area, counts),
    )
