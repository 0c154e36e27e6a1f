"""How many errors are left if a classifier passes on the samples that it is unsure about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit._arrays import Result, check_fits
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_number, cut_of
from figmerit.counts._cells import Groups
from figmerit.counts._rows import warn_of_logits
from figmerit.counts._scores import round_to
from figmerit.counts.evaluate import evaluate
from figmerit.errors import invalid, wrong_type
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import Intervals, of_proportions

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._rows import NanPolicy

DECIMALS = 12
"""Confidences that differ by less are equal: 0.7 and 0.3 are equally far from 0.5, but for rounding."""


class AtRisk(NamedTuple):
    """The share of samples that are decided, and the confidence that it takes."""

    coverage: float
    confidence: float


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
        The decided samples that are wrong, or the sums of their weights.
    threshold : float or None
        Where scores of one label are cut; their confidence is the distance from it. None for several classes,
        where the highest score is the confidence.
    weighted : bool
        Whether samples have weights.
    confidence_level : float or None
        The level of the Wilson intervals, if there are any.
    """

    floats = ("confidence",)
    numbers = "decided", "errors"
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
        """Intervals of "risk", each level for itself."""
        return of_proportions({"risk": (self.errors, self.decided)}, self.confidence_level, weighted=self.weighted)

    @property
    def aurc(self) -> float:
        """The area under the risk over all coverages, as a step function: the mean risk."""
        return float(np.sum(self.risk * np.diff(self.coverage, prepend=0.0)))

    def at_risk(self, risk: float) -> AtRisk:
        """Return the highest coverage at which the share of errors is no more than a limit.

        Parameters
        ----------
        risk : float
            In [0, 1].

        Returns
        -------
        AtRisk
            That ``coverage``, and the ``confidence`` that it takes: how far the score is from the threshold, of several
            classes the highest score; 0 and infinity if there is none.

        Raises
        ------
        TypeError, ValueError
            If `risk` is no such number.
        """
        limit = check_number("risk", risk, 0, 1)
        places = np.flatnonzero(self.risk <= limit + 1e-12)
        if not len(places):
            return AtRisk(0.0, float("inf"))
        return AtRisk(self.coverage[places[-1]].item(), self.confidence[places[-1]].item())

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
    data: Any = None,
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
    %(y_true_or_scores)s
        Counts must be of scores of one label.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores of the positive label: the distance from `threshold` is the confidence. Or one column a class:
        the highest score is.
    %(data)s
    threshold : float, default=0.5
        Where scores of one label are cut; it is rounded to their dtype.
    %(pos_label)s
        Given, it is set against the rest of several classes.
    %(labels_of_scores)s
    %(sample_weight)s
    %(nan_policy)s
    %(confidence_level)s
        Each risk has one.

    Returns
    -------
    RiskCoverage
        Exact [1]_. Samples with the same confidence, to 12 decimals, are decided together.

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
    threshold = cut_of(threshold)
    level, cut = check_confidence_level(confidence_level), check_number("threshold", threshold)
    found = evaluate(
        y_true, None, y_score, scored=True, top=2, pos_label=pos_label, labels=labels,
        sample_weight=sample_weight, nan_policy=nan_policy, data=data,
    )  # fmt: skip
    counts = found.counted_scores
    found.check_one_label()
    if counts.per_class:
        raise invalid("y_true", "counts of one score, as those of several do not know the rows", repr(counts))
    if counts.resolution is not None:
        raise wrong_type("counts", "without resolution=, as confidences differ within a bin", repr(counts))
    score, positives, negatives = counts.ranked()
    if found.is_top:  # the positives are the rows whose highest score is right
        return _curve(score, positives + negatives, negatives, None, counts.weighted, level)
    warn_of_logits(score, counts.score_dtype, threshold)
    cut = float(round_to(cut, np.dtype(counts.score_dtype)))
    wrong = np.where(score >= cut, negatives, positives)
    return _curve(np.abs(score - cut), positives + negatives, wrong, cut, counts.weighted, level)


def _curve(
    confidence: FloatArray, weight: Any, wrong: Any, threshold: float | None, weighted: bool, level: float | None
) -> RiskCoverage:
    alike = np.where(np.abs(confidence) < 1, np.round(np.clip(confidence, -1, 1), DECIMALS), confidence)
    groups = Groups.of([-alike])
    decided, errors = (np.cumsum(groups.reduced(np.add, np.asarray(part))) for part in (weight, wrong))
    some = decided > 0
    return RiskCoverage(
        confidence=groups.first_of(confidence)[some],
        decided=decided[some],
        errors=errors[some],
        threshold=threshold,
        weighted=weighted,
        confidence_level=level,
    )
