"""How scores are distributed in each cell of a confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import Result, check_fits
from figmerit._numbers import quantity
from figmerit.counts._binning import usual_ends

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._cell_scores import CellScores


@dataclass(frozen=True, slots=True, eq=False)
class CellHistograms(Result):
    """Histograms of scores over the same bins, one a cell of a confusion matrix.

    Attributes
    ----------
    counts : ndarray of shape (n_labels, n_labels, n_bins)
        Samples of each true label, predicted label and bin, or the sums of their weights.
    edges : ndarray of shape (n_bins + 1,)
        The bins: a score at an edge is in the bin above it, the highest edge belongs to the last one. Edges are rounded
        to the dtype of the scores, as thresholds are.
    labels : tuple
        The label of each row and column of cells.
    pos_label : str, int, bool or None
        The label whose scores they are; None if they are those of the predicted label.
    score_dtype : str
        The dtype of the scores.
    """

    floats = ("edges",)
    numbers = ("counts",)
    counts: IntArray | FloatArray
    edges: FloatArray
    labels: tuple[Label, ...]
    pos_label: Label | None = None
    score_dtype: str = "float64"

    @classmethod
    def of(cls, scores: CellScores | None) -> Self | None:
        """Return the histograms of scores that were counted, if they were."""
        return (
            None
            if scores is None
            else cls(scores.table(), scores.edges, scores.counts.labels, scores.pos_label, scores.score_dtype)
        )

    def _check(self) -> None:
        size = len(self.labels)
        check_fits(self, {"counts": (size, size, len(self.edges) - 1)})

    def scores_text(self, name: str = "") -> str:
        """Say whose scores they are, and from where to where bins go; the positive label may have a name in figures."""
        whose = "the predicted class" if self.pos_label is None else repr(name or self.pos_label)
        low, high = usual_ends(self.edges, self.score_dtype)
        beyond = "" if (low, high) == (self.edges[0], self.edges[-1]) else " and beyond"
        return f"scores of {whose}, {low:.3g} to {high:.3g}{beyond}"

    def __repr__(self) -> str:
        """Show the size."""
        return f"CellHistograms({quantity(len(self.edges) - 1, 'bin', 'bins')} of {self.scores_text()})"

    def _columns(self) -> dict[str, Any]:
        true, pred, bins = (part.ravel() for part in np.indices(self.counts.shape))
        return {
            "true": [self.labels[place] for place in true.tolist()],
            "predicted": [self.labels[place] for place in pred.tolist()],
            "low_edge": self.edges[bins],
            "high_edge": self.edges[bins + 1],
            "count": self.counts.ravel(),
        }


def added(first: CellHistograms | None, second: CellHistograms | None) -> CellHistograms | None:
    """Return the histograms of two matrices together, where they have the same bins of the same scores."""
    if first is None or second is None:
        return None
    same = first.pos_label == second.pos_label and np.array_equal(first.edges, second.edges)
    return replace(first, counts=first.counts + second.counts) if same else None
