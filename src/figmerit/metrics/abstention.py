"""Samples whose scores lie between two thresholds, which are passed on to a human."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import check_fits
from figmerit._numbers import quantity, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_number
from figmerit.counts.evaluate import evaluate
from figmerit.errors import invalid
from figmerit.inference.formulas import divide
from figmerit.metrics._matrix import Matrix
from figmerit.metrics.outcomes import Outcomes

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._rows import NanPolicy

HUMAN = "to a human"
"""The name of the third column."""


@dataclass(frozen=True, slots=True, eq=False)
class Abstention(Matrix):
    """Counts of true labels against predictions, or passed on to a human.

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

    numbers = ("counts",)
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
    def coverage(self) -> float:
        """The share of samples that are decided."""
        return divide(self.counts[:, :2].sum(), self.counts.sum()).item()

    @property
    def risk(self) -> float:
        """The share of errors among the decided samples; NaN if nothing is decided."""
        return divide(self.counts[0, 1] + self.counts[1, 0], self.counts[:, :2].sum()).item()

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason why the risk is NaN."""
        return {"risk": "nothing is decided"} if np.isnan(self.risk) else {}

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
    data: Any = None,
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
    %(y_true_or_scores)s
        There must be two labels.
    y_score : array-like of shape (n_samples,), optional
        Scores of the positive label.
    %(data)s
    low, high : float
        Scores below `low` are called negative, those of at least `high` positive; both are rounded to the scores'
        dtype.
    %(pos_label)s
    labels : array-like of shape (2,), optional
        Both labels, in the order of rows and columns.
    %(display_labels)s
    %(sample_weight)s
    %(nan_policy)s

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
    arrays: dict[str, Any] = {"sample_weight": sample_weight, "nan_policy": nan_policy, "data": data}
    found = evaluate(y_true, None, y_score, scored=True, **options, **arrays)
    counts = found.counted_scores
    if counts.per_class or len(counts.labels) != 2:
        raise invalid("labels", "two, one on each side of the thresholds", f"{len(counts.labels)}")
    outcomes = Outcomes.of(counts)
    low_place, high_place = outcomes.place_of(low), outcomes.place_of(high)
    above = [(part[high_place], part[low_place], part[-1]) for part in (outcomes.fp, outcomes.tp)]
    table = np.array([[n - reach_low, reach_high, reach_low - reach_high] for reach_high, reach_low, n in above])
    if counts.labels[0] == counts.pos_label:
        table = table[::-1][:, [1, 0, 2]]
    names = tuple(found.names[label] for label in counts.labels)
    return Abstention(
        counts=table,
        labels=counts.labels,
        display_labels=names,
        pos_label=counts.pos_label,
        low=low,
        high=high,
        weighted=counts.weighted,
    )
