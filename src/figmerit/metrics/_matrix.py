"""What matrices of true labels by predictions have in common."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import Result, check_scores, to_numpy
from figmerit._validate import check_option
from figmerit.counts._scores import UNIT
from figmerit.counts.label_counts import LabelCounts
from figmerit.errors import OptionHint, invalid, listing
from figmerit.inference.formulas import divide, margins_of
from figmerit.metrics._values import shares_of
from figmerit.metrics.cell_histograms import added

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit._validate import Label

Normalize: TypeAlias = Literal["true", "pred", "all"]

WHY_UNDEFINED = {
    "precision": "never predicted",
    "recall": "no samples",
    "specificity": "no samples of other labels",
}
"""The shares of each label, and why one is undefined."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """One kind of mistake: how often it occurs, and in what share of the samples with its true label."""

    true_label: Label
    predicted_label: Label
    count: float
    share: float
    names: tuple[str, str] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """Show the mistake by the names of both labels."""
        true, predicted = self.names or (self.true_label, self.predicted_label)
        return f"Confusion({true!r} taken for {predicted!r}: count={self.count:g}, share={self.share:.4g})"


def shares_of_matrix(counts: Array) -> dict[str, tuple[Any, Any]]:
    """Return the accuracy, and the shares of samples of each label, as two numbers each."""
    shares, whole = shares_of(margins_of(counts).against_rest()), (np.trace(counts), counts.sum())
    return {"accuracy": whole} | {name: shares[name][:2] for name in WHY_UNDEFINED}


def mean_scores_of(counts: LabelCounts) -> FloatArray | None:
    """Return the mean score in each cell, NaN in those without weight; None where scores are unknown."""
    if "score" not in counts.sums:
        return None
    means = np.full((len(counts.labels), len(counts.labels)), np.nan)
    in_cells = divide(counts.sums["score"], counts.rows()[2]) / UNIT
    means[counts.true_codes, counts.pred_codes] = np.where(np.isfinite(in_cells), in_cells, np.nan)
    return means


def added_up(first: Any, second: Any) -> Any:
    """Return the matrix of the samples of two matrices over the same labels."""
    if first.labels != second.labels:
        hint = "Compute both with the same labels=[...]"
        got = f"{listing(first.labels)} and {listing(second.labels)}"
        raise invalid("the labels of both matrices", "the same", got, hint)
    both = first, second
    apart = {"threshold": None, "threshold_rule": "", "pos_label": None}  # where both differ
    facts: dict[str, Any] = {
        name: getattr(first, name) if getattr(first, name) == getattr(second, name) else value
        for name, value in apart.items()
    }
    facts |= {"counts": first.counts + second.counts, "weighted": first.weighted or second.weighted}
    facts["mean_score"] = _mean_scores_together(both)
    facts["cell_histograms"] = added(first.cell_histograms, second.cell_histograms)
    levels = {None if part.intervals is None else part.intervals.confidence_level for part in both}
    return replace(first, **facts).with_intervals(levels.pop() if len(levels) == 1 else None)


def _mean_scores_together(matrices: Sequence[Any]) -> FloatArray | None:
    """Return the mean score in each cell of several matrices; None where that of one is unknown."""
    if any(matrix.mean_score is None for matrix in matrices):
        return None
    sums = [np.where(matrix.counts == 0, 0.0, matrix.mean_score * matrix.counts) for matrix in matrices]
    return divide(np.sum(sums, axis=0), np.sum([matrix.counts for matrix in matrices], axis=0))


def check_square(values: Any) -> Any:
    """Return a square matrix of numbers that are not negative: integers if `values` are, else floats."""
    found = to_numpy(values, "values")
    if found.dtype.kind not in "iu" or (found.size and found.max() >= 2**63):
        found, _ = check_scores(values, "values")
    if found.ndim != 2 or found.shape[0] != found.shape[1] or found.size == 0:
        rule, hint = "a square matrix (rows true, columns predicted)", "compute_confusion_matrix(y_true, y_pred)"
        raise invalid("values", rule, f"shape {found.shape}", f"{hint} counts labels")
    wrong = found[~(found >= 0)]
    if wrong.size:
        raise invalid("values", "without negative or missing counts", f"the value {wrong[0]:g}")
    return found.astype(np.int64 if found.dtype.kind in "iu" else np.float64)


class Matrix(Result):
    """Base of matrices with a row for each true label; subclasses have these fields."""

    __slots__ = ()
    counts: IntArray | FloatArray
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    pos_label: Label | None
    weighted: bool

    @property
    def column_labels(self) -> tuple[str, ...]:
        """The name of each column in figures."""
        return self.display_labels

    @property
    def total(self) -> float:
        """The number of samples, or the sum of their weights."""
        number: float = self.counts.sum().item()
        return number

    @property
    def support(self) -> IntArray | FloatArray:
        """Samples of each true label, shape (n_labels,)."""
        row_sums: IntArray | FloatArray = self.counts.sum(axis=1)
        return row_sums

    def normalized(self, normalize: Normalize) -> FloatArray:
        """Return the matrix as shares.

        Parameters
        ----------
        normalize : {"true", "pred", "all"}
            Of each row (true label), of each column (predicted label) or of all samples.

        Returns
        -------
        ndarray of the shape of counts
            Shares in [0, 1]. A row or column without samples is NaN (scikit-learn shows 0).

        Raises
        ------
        ValueError
            If `normalize` is not one of the three.
        """
        check_option("normalize", normalize, ("true", "pred", "all"))
        axis = {"true": 1, "pred": 0, "all": None}[normalize]
        return divide(self.counts, self.counts.sum(axis=axis, keepdims=True))


class SquareMatrix(Matrix):
    """Base of matrices with the same labels in rows and columns: what follows from their counts."""

    __slots__ = ()

    def to_counts(self) -> LabelCounts:
        """Return the counts that the matrix shows, for functions that take counts.

        Returns
        -------
        LabelCounts
            Over the same labels; of weights each cell counts as one row.
        """
        true, pred = np.nonzero(self.counts)
        cells = self.counts[true, pred]
        whole = not self.weighted and bool((cells == np.floor(cells)).all())
        number: dict[str, Any] = {"count": cells} if whole else {"count": np.ones(len(cells)), "weight": cells}
        return LabelCounts(labels=self.labels, true_codes=true, pred_codes=pred, fixed=True, **number)

    @property
    def tp(self) -> float:
        """True positives of a binary matrix."""
        return self._binary_cell(1, 1)

    @property
    def fp(self) -> float:
        """False positives of a binary matrix."""
        return self._binary_cell(0, 1)

    @property
    def fn(self) -> float:
        """False negatives of a binary matrix."""
        return self._binary_cell(1, 0)

    @property
    def tn(self) -> float:
        """True negatives of a binary matrix."""
        return self._binary_cell(0, 0)

    @property
    def accuracy(self) -> float:
        """The share on the diagonal; NaN without samples."""
        return self._share("accuracy").item()

    @property
    def precision(self) -> FloatArray:
        """Precision of each label, shape (n_labels,); NaN for a label never predicted."""
        return self._share("precision")

    @property
    def recall(self) -> FloatArray:
        """Recall of each label, shape (n_labels,); NaN for a label without samples."""
        return self._share("recall")

    @property
    def specificity(self) -> FloatArray:
        """Recall of all other labels together, shape (n_labels,); NaN if they have no samples."""
        return self._share("specificity")

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each (quantity, label) that is NaN."""
        shares = shares_of_matrix(self.counts)
        return {
            (quantity, label): reason
            for quantity, reason in WHY_UNDEFINED.items()
            for label, number in zip(self.labels, shares[quantity][1].tolist(), strict=True)
            if number == 0
        }

    def _share(self, name: str) -> FloatArray:
        return divide(*shares_of_matrix(self.counts)[name])

    def _binary_cell(self, true: int, pred: int) -> float:
        if len(self.labels) != 2:
            raise invalid("labels", "two for tp, fp, fn and tn", f"{len(self.labels)}: {listing(self.labels)}")
        if self.pos_label is None:
            rule, got = "known for tp, fp, fn and tn", f"None and the labels {listing(self.labels)}"
            option = OptionHint("pos_label", repr(self.labels[1]))
            raise invalid("pos_label", rule, got, option=option).change(function="compute_confusion_matrix(..., {})")
        positive = self.labels.index(self.pos_label)
        place = [1 - positive, positive]
        number: float = self.counts[place[true], place[pred]].item()
        return number
