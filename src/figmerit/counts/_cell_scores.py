"""Scores in the cells of a confusion matrix: counts of labels that are kept apart by bins of their scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit.counts._binning import equal_widths
from figmerit.counts._cut import cut_one
from figmerit.counts._input import SliceCodes
from figmerit.counts._of_rows import counts_of_codes
from figmerit.counts._scores import round_to
from figmerit.counts.label_counts import MOST_LABELS
from figmerit.errors import invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._rows import ScoreRows
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.counts.score_counts import ScoreCounts

WITH_BINS = "compute_confusion_matrix(y_true, y_score=..., n_bins=10)"
"""What to type to know the scores in cells."""

COLUMN = "score"
"""The column of slices whose values are the places of bins."""


@dataclass(frozen=True, slots=True, eq=False)
class CellScores:
    """Counts of labels that are kept apart by bins of scores, the edges of the bins, and whose scores they are.

    These are those of the positive label; without one each row's highest score, which is that of the predicted label.
    Edges are rounded as thresholds are, so that one at an edge cuts between bins.
    """

    counts: LabelCounts
    edges: FloatArray
    pos_label: Label | None
    score_dtype: str

    @classmethod
    def of_rows(cls, rows: ScoreRows, pred: IntArray, n_bins: int, *, fixed: bool) -> Self:
        """Count rows whose predicted codes are known."""
        _check_size(len(rows.labels), n_bins)
        is_binary, weight = rows.kind == "binary", rows.sample_weight
        score = rows.y_score if is_binary else rows.y_score.max(axis=1)
        dtype = rows.score_dtype.name
        edges = _edges(score if weight is None else score[weight > 0], n_bins, dtype)
        counts = counts_of_codes(rows.labels, rows.codes, pred, weight, _in_bins(score, edges), fixed=fixed)
        return cls(counts, edges, rows.pos_label if is_binary else None, dtype)

    @classmethod
    def of_counts(cls, counts: ScoreCounts, threshold: Any, n_bins: int) -> Self:
        """Count the scores of one label; scores that were counted in bins are taken at the lowest one of each."""
        if counts.per_class or counts.predicted is not None:
            rule = "left out with counts of several columns, which do not know the highest score of each row"
            raise wrong_type("n_bins", rule, str(n_bins), WITH_BINS)
        _check_size(len(counts.labels), n_bins)
        edges = _edges(counts.ranked()[0], n_bins, counts.score_dtype)
        bins = _in_bins(counts.score, edges)
        apart = replace(counts, slices=bins.labels, slice_codes=np.array(bins.codes))
        return cls(cut_one(apart, threshold), edges, counts.pos_label, counts.score_dtype)

    def onto(self, labels: Any, other: Any = None) -> Self:
        """Return the same over other labels."""
        return replace(self, counts=self.counts.onto(labels, other))

    def table(self) -> Array:
        """Return the samples, or weights, of each true label, predicted label and bin."""
        counts, size, n_bins = self.counts, len(self.counts.labels), len(self.edges) - 1
        numbers, bins = counts.rows()[2], np.asarray(counts.slice_codes)[0]
        table = np.zeros((size, size, n_bins), dtype=numbers.dtype)
        np.add.at(table, (counts.true_codes, counts.pred_codes, bins), numbers)
        return table


def _check_size(n_labels: int, n_bins: int) -> None:
    """Raise for so many bins in all cells that they would fill the memory."""
    if n_labels**2 * n_bins > MOST_LABELS**2:
        rule = f"so few that the cells of {n_labels:,} labels have {MOST_LABELS**2:,} bins at most"
        raise invalid("n_bins", rule, f"{n_bins}, which makes {n_labels**2 * n_bins:,}")


def _edges(score: FloatArray, n_bins: int, dtype: str) -> FloatArray:
    """Return the edges of bins of equal width."""
    edges: FloatArray = round_to(equal_widths(score, n_bins, dtype), np.dtype(dtype))
    return edges


def _in_bins(score: FloatArray, edges: FloatArray) -> SliceCodes:
    """Return the bin of each score, as a slice; rows without weight may have scores beyond all others."""
    places = np.searchsorted(edges[1:-1], score, side="right")
    return SliceCodes({COLUMN: tuple(range(len(edges) - 1))}, [places])
