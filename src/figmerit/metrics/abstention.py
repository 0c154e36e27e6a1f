"""Scores between two thresholds, which are passed on to a human."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, IntArray, Result
from figmerit._numbers import quantity, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_fits, check_number, check_option
from figmerit.errors import invalid
from figmerit.inference.formulas import divide
from figmerit.metrics._counts import check_some_weight, counts_of_scores

if TYPE_CHECKING:
    from figmerit.counts._targets import NanPolicy
    from figmerit.metrics.confusion_matrix import Normalize

HUMAN = "to a human"
"""The name of the third column."""


@dataclass(frozen=True, slots=True, eq=False)
class Abstention(Result):
    """Counts of true labels against what is predicted, or passed on.

    Attributes
    ----------
    counts : ndarray of shape (2, 3)
        Rows are true labels, columns both predicted labels in the same order, and what goes to a human: samples, or
        sums of weights.
    labels : tuple
        The label of each row.
    display_labels : tuple of str
        The name of each label in figures.
    pos_label : str, int or bool
        The positive label.
    low, high : float
        Scores below `low` are called negative, those of at least `high` positive.
    weighted : bool
        Whether samples have weights.
    """

    counts: IntArray | FloatArray
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    pos_label: Label | None
    low: float
    high: float
    weighted: bool = False

    def _check(self) -> None:
        check_fits(self, {"counts": (2, 3), "display_labels": (2,)})

    @property
    def column_labels(self) -> tuple[str, ...]:
        """The name of each column in figures."""
        return (*self.display_labels, HUMAN)

    @property
    def cut_text(self) -> str:
        """What is decided, in words."""
        return f"score < {self.low:g} or ≥ {self.high:g}"

    @property
    def total(self) -> float:
        """The number of samples, or the sum of their weights."""
        number: float = self.counts.sum().item()
        return number

    @property
    def coverage(self) -> float:
        """The share of samples that are decided."""
        return divide(self.counts[:, :2].sum(), self.counts.sum()).item()

    @property
    def risk(self) -> float:
        """The share of errors among these; NaN if nothing is decided."""
        return divide(self.counts[0, 1] + self.counts[1, 0], self.counts[:, :2].sum()).item()

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason why the risk is NaN."""
        return {"risk": "nothing is decided"} if np.isnan(self.risk) else {}

    def normalized(self, normalize: Normalize) -> FloatArray:
        """Return the counts as shares.

        Parameters
        ----------
        normalize : {"true", "pred", "all"}
            Of each row, of each column or of all samples.

        Returns
        -------
        ndarray of shape (2, 3)
            NaN in a row or column without samples.

        Raises
        ------
        ValueError
            If `normalize` is not one of the three.
        """
        check_option("normalize", normalize, ("true", "pred", "all"))
        axis = {"true": 1, "pred": 0, "all": None}[normalize]
        return divide(self.counts, self.counts.sum(axis=axis, keepdims=True))

    def alt_text(self) -> str:
        """Say in a sentence or two what the matrix shows."""
        text = f"Confusion matrix of {quantity(self.total, 'sample', 'samples')} with abstention: "
        text += f"{rounded(self.coverage, '{:.1%}')} are decided"
        return f"{text}." if np.isnan(self.risk) else f"{text}, of which {rounded(self.risk, '{:.1%}')} are errors."

    def __repr__(self) -> str:
        """Show thresholds, coverage and risk."""
        return f"Abstention({self.cut_text}: coverage={self.coverage:.6g}, risk={self.risk:.6g})"

    def _columns(self) -> dict[str, Any]:
        columns = [*self.labels, HUMAN]
        return {
            "true": [label for label in self.labels for _ in columns],
            "predicted": [str(column) for column in columns] * 2,
            "count": self.counts.ravel(),
        }


@named_options()
def compute_abstention(
    y_true: Any,
    y_score: Any = None,
    *,
    low: float,
    high: float,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
) -> Abstention:
    """Count what is decided by two thresholds, and what between them is passed on to a human.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ScoreCounts
        True labels of two classes. Or the result of :func:`count_scores`.
    y_score : array-like of shape (n_samples,), optional
        Scores of the positive label.
    low, high : float
        Scores below `low` are called negative, those of at least `high` positive; both are rounded to the scores'
        dtype.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans.
    labels : array-like of shape (2,), optional
        Both labels, in the order of rows and columns.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,), optional
        Weights; each cell then holds the sum of the weights of its samples.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.

    Returns
    -------
    Abstention
        Exact. :func:`plot_confusion_matrix` draws it.

    Raises
    ------
    ValueError, TypeError
        If `low` is above `high`, or the inputs disagree with each other.

    See Also
    --------
    compute_risk_coverage : The errors that are left at every share of decided samples.

    Examples
    --------
    >>> result = compute_abstention([0, 1, 1, 0], [0.1, 0.4, 0.9, 0.3], low=0.25, high=0.5)
    >>> result.counts.tolist(), result.coverage, result.risk
    ([[1, 0, 1], [0, 1, 1]], 0.5, 0.0)
    """
    low, high = check_number("low", low), check_number("high", high)
    if low > high:
        raise invalid("low", "no higher than high", f"{low:g} and high={high:g}", f"low={high:g}, high={low:g}")
    options: dict[str, Any] = {"pos_label": pos_label, "labels": labels, "display_labels": display_labels}
    options |= {"sample_weight": sample_weight, "multilabel": None, "nan_policy": nan_policy}
    counts, names = counts_of_scores(y_true, y_score, **options)
    if counts.per_class or len(counts.labels) != 2:
        raise invalid("labels", "two, one on each side of the thresholds", f"{len(counts.labels)}")
    check_some_weight(counts)
    positives, negatives = counts.weights()
    below, above = ~counts.reaching(low), counts.reaching(high)
    sides = below, above, ~(below | above)
    table = np.array([[part[side].sum() for side in sides] for part in (negatives, positives)])
    if counts.labels[0] == counts.pos_label:
        table = table[::-1][:, [1, 0, 2]]
    shown = tuple(names[label] for label in counts.labels)
    return Abstention(table, counts.labels, shown, counts.pos_label, low, high, counts.weighted)
