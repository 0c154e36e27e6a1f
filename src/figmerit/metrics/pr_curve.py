"""The precision-recall curve: a step function whose area is the average precision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import FloatArray, sealed
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_fits
from figmerit.counts._targets import NanPolicy, round_to
from figmerit.errors import invalid
from figmerit.inference.formulas import divide, mean_pr, pr_points
from figmerit.metrics._bounds import Bounded, bounds_of
from figmerit.metrics._counts import counts_of_scores
from figmerit.metrics._curves import check_has_thresholds, check_prevalence, check_threshold, fingerprint

if TYPE_CHECKING:
    from figmerit.counts.score_counts import ScoreCounts


@dataclass(frozen=True, slots=True, eq=False)
class PRCurve(Bounded):
    """A precision-recall curve, or the macro average of one curve a class.

    Attributes
    ----------
    precision, recall : ndarray of shape (n_thresholds + 1,)
        In scikit-learn's order: recall descends to the final point (recall 0, precision 1), which
        belongs to no threshold and is not drawn. A single NaN where the curve is undefined.
    thresholds : ndarray of shape (n_thresholds,)
        Ascending: positive means ``score >= threshold``. NaN in macro averages.
    average_precision : float
        Area under the steps; NaN where it is undefined.
    prevalence : float
        Share of positive samples (of weight): the precision of a classifier that guesses. In
        averages the mean over the classes (macro) or over all pairs (micro).
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
    per_class : tuple of PRCurve
        The curves that were averaged: one a class against the rest, or one a label.
    micro : PRCurve or None
        The curve of all (sample, label) pairs, where there are several classes.
    bounds : tuple of float or None
        Between which numbers ``average_precision`` lies, if scores were counted in bins; None where it is exact.
    labels : tuple
        All labels of the data, if they are known.
    weighted : bool
        Whether samples had weights.
    assumed_prevalence : float or None
        The share of positives for which precision is restated; None where it is the data's own.
    """

    precision: FloatArray
    recall: FloatArray
    thresholds: FloatArray
    average_precision: float
    prevalence: float
    pos_label: Label | None
    display_label: str
    n_positive: float
    n_negative: float
    score_dtype: str = "float64"
    average: str | None = None
    per_class: tuple[PRCurve, ...] = ()
    micro: PRCurve | None = None
    bounds: tuple[float, float] | None = None
    labels: tuple[Label, ...] = ()
    weighted: bool = False
    assumed_prevalence: float | None = None

    def _check(self) -> None:
        check_fits(self, {"recall": self.precision.shape, "thresholds": (max(len(self.precision) - 1, 1),)})

    @property
    def fingerprint(self) -> str:
        """A name of the data, by which the curves and sweeps of the same scores know each other; "" of averages."""
        if self.per_class or np.isnan(self.recall).any():
            return ""
        above = self.recall[:-1] * self.n_positive
        return fingerprint(self, self.thresholds, self.recall[:-1], divide(above, self.precision[:-1]) - above)

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason why the average precision is NaN; of each class under ``("average_precision", label)``.

        A class without positives counts as 0 in the macro average, as in scikit-learn.
        """
        if self.per_class:
            lost = [curve for curve in self.per_class if curve.undefined]
            reasons: dict[Any, str] = {
                ("average_precision", c.pos_label): c.undefined["average_precision"] for c in lost
            }
            everywhere = {"average_precision": "undefined for every class"}
            return reasons | (everywhere if len(lost) == len(self.per_class) else {})
        return {"average_precision": "no positive samples"} if self.n_positive == 0 else {}

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
            Recall and precision; precision is NaN if no score reaches the threshold.

        Raises
        ------
        ValueError
            If the curve is a macro average or undefined: it then has no thresholds.
        """
        cut = round_to(check_threshold(threshold), np.dtype(self.score_dtype))
        check_has_thresholds(self, threshold)
        index = int(np.searchsorted(self.thresholds, cut, side="left"))
        if index == len(self.thresholds):
            return 0.0, float("nan")
        return self.recall[index].item(), self.precision[index].item()

    def at_prevalence(self, prevalence: float) -> Self:
        """Return the curve as it would be with another share of positives, if scores are the same within each class.

        Parameters
        ----------
        prevalence : float
            The share of positives, in (0, 1).

        Returns
        -------
        PRCurve
            With precision and average precision restated; recall stays. That classes keep their scores is an
            assumption (label shift), which no data here can check; figures say that it was made.

        Raises
        ------
        ValueError
            If the curve is an average or undefined, has no negatives, or its scores were counted in bins.
        TypeError
            If `prevalence` is no number.
        """
        share = check_prevalence(prevalence)
        check_has_thresholds(self, float("nan"))
        if not self.n_negative or self.bounds is not None:
            got = "no negative samples" if not self.n_negative else "counts in bins"
            raise invalid("the curve", "exact and of both classes to assume another prevalence", got)
        odds = (1 - share) / share * self.n_positive / self.n_negative
        found = self.precision > 0
        precision = np.where(found, 1 / (1 + odds * (1 / np.where(found, self.precision, 1.0) - 1)), 0.0)
        area = float(-np.sum(np.diff(self.recall) * precision[:-1]))
        return replace(self, precision=precision, average_precision=area, prevalence=share, assumed_prevalence=share)

    def alt_text(self) -> str:
        """Say in a sentence or two what the curve shows."""
        if self.per_class:
            text = f"Precision-recall curves of {len(self.per_class)} classes, each against the rest"
            if np.isnan(self.average_precision):
                return f"{text}: average precision is {self.undefined['average_precision']}."
            return f"{text}: macro-averaged average precision {rounded(self.average_precision)}."
        name = f"{self.display_label!r}"
        if self.undefined:
            return f"The precision-recall curve of {name} is undefined: {self.undefined['average_precision']}."
        chance = f"a classifier that guesses would have {rounded(self.prevalence)}"
        chance += "" if self.assumed_prevalence is None else ", the share of positives that is assumed"
        return f"Precision-recall curve of {name}: average precision {rounded(self.average_precision)}; {chance}."

    def __repr__(self) -> str:
        """Show the area and the size."""
        kind = f"{self.average} of {len(self.per_class)} classes" if self.per_class else self.display_label
        return f"PRCurve({kind}: average_precision={self.average_precision:.6g}, {len(self.recall)} points)"

    def _columns(self) -> dict[str, Any]:
        parts = [*self.per_class, self, *([self.micro] if self.micro else [])]
        return {
            "curve": np.concatenate([[part.display_label] * len(part.recall) for part in parts]).tolist(),
            "recall": np.concatenate([part.recall for part in parts]),
            "precision": np.concatenate([part.precision for part in parts]),
            "threshold": np.concatenate([np.append(part.thresholds, np.nan)[: len(part.recall)] for part in parts]),
        }


@named_options()
def compute_pr_curve(
    y_true: Any,
    y_score: Any = None,
    *,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
) -> PRCurve:
    """Compute the precision-recall curve, binary or one a class.

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
        Weights: precision and recall are shares of weight. Scores of samples without weight are
        no thresholds.
    multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample.
        By default they are indicators if they hold zeros and ones only.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.

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


def _binary_curve(counts: ScoreCounts, name: str) -> PRCurve:
    score, positives, negatives = counts.ranked()
    n_positive, n_negative = float(positives.sum()), float(negatives.sum())
    total = n_positive + n_negative
    precision = recall = thresholds = np.array([np.nan])
    area = float("nan")
    if n_positive:
        (precision, recall, area), thresholds = pr_points(positives, negatives), score[::-1]
    return PRCurve(
        sealed(precision),
        sealed(recall),
        sealed(thresholds),
        area,
        n_positive / total if total else float("nan"),
        counts.pos_label,
        name,
        n_positive,
        n_negative,
        counts.score_dtype,
        bounds=bounds_of("average_precision", area, counts),
        labels=counts.labels if counts.pos_label is not None else (),
        weighted=counts.weighted,
    )


def _macro_curve(counts: ScoreCounts, names: dict[Any, str]) -> PRCurve:
    per_class = [_binary_curve(part, names[part.pos_label]) for part in counts.per_class]
    micro = replace(_binary_curve(counts.pooled(), "micro-average"), average="micro")
    defined = [(curve.precision, curve.recall) for curve in per_class if not curve.undefined]
    if defined:
        precision, recall = mean_pr(defined, len(per_class))
    else:
        precision = recall = np.array([np.nan])
    areas = [0.0 if curve.undefined else curve.average_precision for curve in per_class]
    area = float(np.mean(areas)) if defined else float("nan")
    return PRCurve(
        precision,
        recall,
        np.full(max(len(recall) - 1, 1), np.nan),
        area,
        float(np.mean([curve.prevalence for curve in per_class])),
        None,
        "macro-average",
        micro.n_positive,
        micro.n_negative,
        micro.score_dtype,
        average="macro",
        per_class=tuple(per_class),
        micro=micro,
        bounds=bounds_of("average_precision", area, counts),
    )
