"""What is left of the errors if a classifier passes on what it is unsure of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, IntArray, Result
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_fits, check_number
from figmerit.counts._cells import Groups
from figmerit.counts._targets import NanPolicy, round_to, score_target
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import invalid, wrong_type
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import Intervals, check_confidence_level, of_proportions
from figmerit.metrics._counts import counts_of_scores

if TYPE_CHECKING:
    from figmerit.counts._targets import ScoreTarget


DECIMALS = 12
"""Confidences that differ by less are one: 0.7 and 0.3 are equally far from 0.5, but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class RiskCoverage(Result):
    """The share of errors among the samples of highest confidence, whatever their share.

    Attributes
    ----------
    confidence : ndarray of shape (n_levels,)
        Distinct confidences, descending: a sample is decided if its own is at least that.
    decided : ndarray of shape (n_levels,)
        Samples that are decided, or the sums of their weights.
    errors : ndarray of shape (n_levels,)
        Those of them that are wrong.
    threshold : float or None
        Where scores of one label are cut; their confidence is the distance from it. None of several classes,
        whose confidence is the highest score.
    weighted : bool
        Whether samples have weights.
    confidence_level : float or None
        That of the Wilson intervals, if there are any.
    """

    confidence: FloatArray
    decided: IntArray | FloatArray
    errors: IntArray | FloatArray
    threshold: float | None
    weighted: bool = False
    confidence_level: float | None = 0.95

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("decided", "errors"), self.confidence.shape))

    @property
    def coverage(self) -> FloatArray:
        """The share of samples that are decided, ascending, shape (n_levels,)."""
        return divide(self.decided, self.decided[-1])

    @property
    def risk(self) -> FloatArray:
        """The share of errors among them, shape (n_levels,)."""
        return divide(self.errors, self.decided)

    @property
    def intervals(self) -> Intervals | None:
        """Of "risk", each level for itself."""
        return of_proportions({"risk": (self.errors, self.decided)}, self.confidence_level, weighted=self.weighted)

    @property
    def aurc(self) -> float:
        """The area under the risk over all coverages, as a step function: the mean risk."""
        return float(np.sum(self.risk * np.diff(self.coverage, prepend=0.0)))

    def at_risk(self, risk: float) -> tuple[float, float]:
        """Return the highest coverage at which the share of errors is no more than a limit.

        Parameters
        ----------
        risk : float
            In [0, 1].

        Returns
        -------
        tuple of float
            That coverage, and the confidence that it takes; 0 and infinity if there is none.

        Raises
        ------
        TypeError, ValueError
            If `risk` is no such number.
        """
        limit = check_number("risk", risk, 0, 1)
        places = np.flatnonzero(self.risk <= limit + 1e-12)
        if not len(places):
            return 0.0, float("inf")
        return self.coverage[places[-1]].item(), self.confidence[places[-1]].item()

    def alt_text(self) -> str:
        """Say in a sentence or two what the curve shows."""
        text = f"Risk-coverage curve: {rounded(self.risk[-1])} of all samples are errors"
        half = int(np.searchsorted(self.coverage, 0.5))
        return f"{text}, {rounded(self.risk[half])} of the surer half."

    def __repr__(self) -> str:
        """Show the size and the area."""
        return f"RiskCoverage({len(self.confidence)} levels, risk={self.risk[-1]:.6g}, aurc={self.aurc:.6g})"

    def _columns(self) -> dict[str, Any]:
        numbers = {"confidence": self.confidence, "coverage": self.coverage, "risk": self.risk}
        return numbers | {"decided": self.decided, "errors": self.errors}


@named_options()
def compute_risk_coverage(
    y_true: Any,
    y_score: Any = None,
    *,
    threshold: float = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> RiskCoverage:
    """Compute how many errors are left if only the surest samples are decided.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ScoreCounts
        True labels. Or the result of :func:`count_scores` for scores of one label.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores of the positive label, of which the distance from `threshold` is the confidence; or one column a
        class, of which the highest score is.
    threshold : float, default=0.5
        Where scores of one label are cut; it is rounded to their dtype.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them.
    sample_weight : array-like of shape (n_samples,), optional
        Weights: risk and coverage are shares of weight.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.
    confidence_level : float or None, default=0.95
        That of the Wilson interval of the risk, in (0, 1); None for no intervals.

    Returns
    -------
    RiskCoverage
        Exact [1]_. Samples of one confidence, to 12 decimals, are decided together.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other; the message says what to type.

    See Also
    --------
    plot_risk_coverage : Draws the result.
    compute_abstention : What becomes of each class between two thresholds.

    References
    ----------
    .. [1] El-Yaniv, R. and Wiener, Y. (2010). On the foundations of noise-free selective classification. Journal of
       Machine Learning Research 11, 1605-1641. https://jmlr.org/papers/v11/el-yaniv10a.html

    Examples
    --------
    >>> curve = compute_risk_coverage([0, 1, 1, 0], [0.1, 0.4, 0.9, 0.3])
    >>> curve.coverage.tolist(), curve.risk.round(3).tolist()
    ([0.5, 0.75, 1.0], [0.0, 0.0, 0.25])
    """
    level, cut = check_confidence_level(confidence_level), check_number("threshold", threshold)
    options: dict[str, Any] = {"pos_label": pos_label, "labels": labels, "sample_weight": sample_weight}
    options |= {"display_labels": None, "multilabel": None, "nan_policy": nan_policy}
    if not isinstance(y_true, ScoreCounts) and y_score is not None and pos_label is None:
        target = score_target(y_true, y_score, **options)
        if target.kind == "multiclass":
            return _of_classes(target, level)
    counts, _ = counts_of_scores(y_true, y_score, **options)
    if counts.per_class:
        raise invalid("y_true", "counts of one score, as those of several do not know the rows", repr(counts))
    if counts.resolution is not None:
        raise wrong_type("counts", "without resolution=, as confidences differ within a bin", repr(counts))
    score, positives, negatives = counts.ranked()
    cut = float(round_to(cut, np.dtype(counts.score_dtype)))
    wrong = np.where(score >= cut, negatives, positives)
    return _curve(np.abs(score - cut), positives + negatives, wrong, cut, counts.weighted, level)


def _of_classes(target: ScoreTarget, level: float | None) -> RiskCoverage:
    """Return the curve of rows whose class is that of the highest score."""
    weighted = target.sample_weight is not None
    weight = np.ones(len(target.codes), dtype=np.int64) if target.sample_weight is None else target.sample_weight
    wrong = np.where(target.predict() != target.codes, weight, 0)
    return _curve(target.y_score.max(axis=1), weight, wrong, None, weighted, level)


def _curve(
    confidence: FloatArray, weight: Any, wrong: Any, threshold: float | None, weighted: bool, level: float | None
) -> RiskCoverage:
    if not np.any(weight):
        raise invalid("sample_weight", "positive for some sample", "zeros only")
    alike = np.where(np.abs(confidence) < 1, np.round(np.clip(confidence, -1, 1), DECIMALS), confidence)
    groups = Groups.of([-alike])
    decided, errors = (np.cumsum(groups.reduced(np.add, np.asarray(part))) for part in (weight, wrong))
    some = decided > 0
    return RiskCoverage(groups.first_of(confidence)[some], decided[some], errors[some], threshold, weighted, level)
