"""Counts of true labels by score: all that curves and areas need, exactly or within proven bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit._arrays import check_fits, sealed
from figmerit._numbers import quantity
from figmerit.counts._cells import Groups
from figmerit.counts._score_base import NUMBERS, CountsOfScores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._input import SliceCodes
    from figmerit.counts._rows import ScoreRows
    from figmerit.counts.label_counts import LabelCounts


@dataclass(frozen=True, slots=True, eq=False)
class ScoreCounts(CountsOfScores):
    """How many rows with and without the positive label have which score.

    Counts of different rows of the same data are added with ``+``, in any order. If there are several score
    columns, they hold one set of counts a class, and their own numbers count all (row, class) pairs.

    Attributes
    ----------
    score : ndarray of shape (n_scores,)
        Distinct scores, descending, slice by slice. Of binned counts the lowest score in each bin.
    positives, negatives : ndarray of shape (n_scores,)
        Rows with each score that have the positive label, or another, whatever they weigh.
    positive_weight, negative_weight : ndarray of shape (n_scores,) or None
        The sums of their weights, if they have weights.
    labels : tuple
        All labels; for several columns the label of each.
    pos_label : str, int, bool or None
        The positive label; None of all pairs.
    score_dtype : str
        The dtype of the scores, to which thresholds are rounded.
    fixed : bool
        Whether `labels` were given, so that there can be no others.
    slices : mapping of str to tuple
        The columns by whose values rows are kept apart, with their values.
    slice_codes : ndarray of shape (n_columns, n_scores) or None
        The places in `slices` of each score's values.
    per_class : tuple of ScoreCounts
        Of several score columns, the counts of each class against the rest.
    predicted : LabelCounts or None
        Of two columns and more, true labels against the class of the highest score, with the sums of these
        scores and of the losses of probabilities.
    ranks : LabelCounts or None
        Of three columns and more, the place of the true class in `labels` against the number of classes that
        score higher, as a predicted label; of two equal scores, the later class has the higher one.
    top : ScoreCounts or None
        Of three columns and more, how many rows have each highest score, and how many of them are right.
    resolution : int or None
        The bits to which scores were rounded to put them into bins; None of exact counts.
    highest : ndarray of shape (n_scores,) or None
        The highest score in each bin.
    """

    floats = "score", "positive_weight", "negative_weight", "highest"
    integers = "positives", "negatives", "slice_codes"
    wholes = "predicted", "ranks", "top"
    score: FloatArray
    positives: IntArray
    negatives: IntArray
    positive_weight: FloatArray | None
    negative_weight: FloatArray | None
    labels: tuple[Label, ...]
    pos_label: Label | None
    score_dtype: str = "float64"
    fixed: bool = False
    slices: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    slice_codes: IntArray | None = None
    per_class: tuple[ScoreCounts, ...] = ()
    predicted: LabelCounts | None = None
    ranks: LabelCounts | None = None
    top: ScoreCounts | None = None
    resolution: int | None = None
    highest: FloatArray | None = None

    def _check(self) -> None:
        shape = self.score.shape
        check_fits(self, dict.fromkeys(NUMBERS, shape) | {"slice_codes": (len(self.slices), *shape)})

    @property
    def n_rows(self) -> int:
        """The number of rows, whatever they weigh."""
        pairs = int(self.positives.sum() + self.negatives.sum())
        return pairs // max(len(self.per_class), 1)

    @property
    def weighted(self) -> bool:
        """Whether rows have weights."""
        return self.positive_weight is not None

    def rows(self) -> tuple[IntArray, FloatArray, IntArray | FloatArray]:
        """Return one row a score and label; scikit-learn's metrics have the same value on these as on all rows.

        Returns
        -------
        y_true : ndarray of shape (n,)
            1 for the positive label, else 0.
        y_score : ndarray of shape (n,)
            The score of each.
        sample_weight : ndarray of shape (n,)
            Its rows, or the sum of their weights.

        Examples
        --------
        >>> from figmerit import count_scores
        >>> from sklearn.metrics import roc_auc_score
        >>> y_true, y_score, sample_weight = count_scores([0, 0, 1, 1], [0.1, 0.4, 0.4, 0.8]).rows()
        >>> float(roc_auc_score(y_true, y_score, sample_weight=sample_weight))
        0.875
        """
        there = [self.positives > 0, self.negatives > 0]
        y_true = np.repeat([1, 0], [int(part.sum()) for part in there])
        y_score, sample_weight = (
            np.concatenate([values[part] for values, part in zip(both, there, strict=True)])
            for both in ([self.score, self.score], self.weights())
        )
        return y_true, y_score, sample_weight

    def weights(self) -> tuple[IntArray | FloatArray, IntArray | FloatArray]:
        """Return how much the positives and the negatives of each score weigh.

        Returns
        -------
        positives, negatives : ndarray of shape (n_scores,)
            Rows, or the sums of their weights.
        """
        if self.positive_weight is None or self.negative_weight is None:
            return self.positives, self.negatives
        return self.positive_weight, self.negative_weight

    def ranked(self) -> tuple[FloatArray, Array, Array]:
        """Return what curves are made of: the scores that have a weight, and how much of it is positive and negative.

        Returns
        -------
        score : ndarray of shape (n,)
            Distinct scores, descending.
        positives, negatives : ndarray of shape (n,)
            The rows of each, or the sums of their weights.
        """
        positives, negatives = self.weights()
        if not self.weighted:
            return self.score, positives, negatives
        some = positives + negatives > 0
        return self.score[some], positives[some], negatives[some]

    @property
    def tied(self) -> BoolArray:
        """Whether the rows of each score or bin are known to have one score, of shape (n_scores,)."""
        if self.highest is None:
            return np.ones(len(self.score), dtype=bool)
        return np.equal(self.highest, self.score)

    def _columns(self) -> dict[str, Any]:
        return self._table(self._numbers())

    def __repr__(self) -> str:
        """Show the sizes."""
        what = f"{len(self.per_class)} classes" if self.per_class else f"{self.pos_label!r}"
        one, many = ("score", "scores") if self.resolution is None else ("bin", "bins")
        size = f"{quantity(self.n_rows, 'row', 'rows')}, {quantity(len(self.score), one, many)}"
        return f"ScoreCounts({size} of {what}{self._by()}{', weighted' if self.weighted else ''})"


FEW = 64
"""Rows of a slice, below which it takes longer to sort each slice than to sort all rows by slice and score."""

UNSIGNED: dict[int, Any] = {8: np.uint64, 4: np.uint32, 2: np.uint16}
"""Integers of the size of floats."""


class Distinct(NamedTuple):
    """Distinct scores, descending; how many positives and negatives have each, and how much they weigh."""

    score: FloatArray
    positives: IntArray
    negatives: IntArray
    positive_weight: FloatArray | None = None
    negative_weight: FloatArray | None = None

    def first(self, n: int) -> Distinct:
        """Return the first of them, without what would be kept of the others."""
        several: list[Any] = [part if part is None or n == len(part) else part[:n].copy() for part in self]
        for part in several:
            if part is not None:
                part.setflags(write=False)
        return Distinct(*several)


def distinct_scores(
    score: FloatArray, positive: BoolArray, dtype: np.dtype[Any], weight: FloatArray | None = None
) -> Distinct:
    """Return the distinct scores of some rows.

    `dtype` is the one that the scores had before they became float64: fewer bits are sorted faster.
    """
    if weight is not None:
        return _weighed(score, positive, weight)
    score = score.astype(dtype, copy=False) if dtype.itemsize in UNSIGNED else score
    if score.min() >= 0:
        return _descending(*_magnitudes(score, positive))
    is_below = score < 0
    below, above = np.flatnonzero(is_below), np.flatnonzero(~is_below)  # places are faster to take than a mask
    size, positives, negatives = _magnitudes(score[below], positive[below])
    negative = Distinct(-size, positives, negatives)
    if not above.size:
        return negative
    parts = _descending(*_magnitudes(score[above], positive[above])), negative
    return Distinct(*(np.concatenate(pair) for pair in zip(*(part[:3] for part in parts), strict=True)))


def distinct_by_slice(rows: ScoreRows, sizes: list[int], places: list[Array]) -> tuple[Distinct, IntArray | None]:
    """Return the distinct scores of each slice, one after the other, and the codes of their slices.

    `places` are the codes of each row's slices, one array a column, and `sizes` how many slices a column has.
    """
    n_slots = math.prod(sizes)
    if n_slots * FEW > len(rows.y_score):
        return _of_small_slices(rows, places)
    slot: Any = 0
    for column, size in zip(places, sizes, strict=True):
        slot = slot * size + column.astype(np.min_scalar_type(n_slots))
    score, positive, weight = rows.y_score, rows.indicator, rows.sample_weight
    order = np.argsort(slot, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(slot[order])) + 1)
    dtypes = (float, int, int) if weight is None else (float, int, int, float, float)
    whole: Any = Distinct(*(np.empty(len(slot), dtype=dtype) for dtype in dtypes))
    ends = [0]
    for at in groups:  # into arrays that are there: what is allocated anew each time costs more than the sorting
        part = distinct_scores(score[at], positive[at], rows.score_dtype, None if weight is None else weight[at])
        ends.append(ends[-1] + len(part.score))
        for several, found in zip(whole, part, strict=True):
            if several is not None:
                several[ends[-2] : ends[-1]] = found
    codes = np.array(np.unravel_index([int(slot[at[0]]) for at in groups], sizes))
    return whole.first(ends[-1]), sealed(np.repeat(codes, np.diff(ends), axis=1))


def _of_small_slices(rows: ScoreRows, places: list[Array]) -> tuple[Distinct, IntArray]:
    """Return the same by one sort of all rows."""
    score, positive, weight = rows.y_score + 0.0, rows.indicator, rows.sample_weight
    groups = Groups.of([*places, -score])
    sums: list[Array] = [side.astype(np.int64) for side in (positive, ~positive)]
    if weight is not None:
        sums += [np.where(side, weight, 0.0) for side in (positive, ~positive)]
    distinct = Distinct(groups.first_of(score), *(groups.reduced(np.add, part) for part in sums))
    return distinct, np.array([groups.first_of(codes) for codes in places], dtype=np.int64)


def _descending(score: FloatArray, positives: IntArray, negatives: IntArray) -> Distinct:
    """Turn counts round, as copies: walking backwards through them takes long."""
    return Distinct(*(sealed(part[::-1].copy()) for part in (score, positives, negatives)))


def _magnitudes(score: Array, positive: BoolArray) -> tuple[FloatArray, IntArray, IntArray]:
    """Return the distinct magnitudes of scores of one sign, ascending, and the positives and negatives of each."""
    bits = UNSIGNED[score.itemsize]
    keys = score.view(bits) << bits(1)  # the sign falls out, and with it that of a zero
    keys |= positive
    keys.sort()
    positives = (keys & bits(1)).astype(np.int64)
    keys >>= bits(1)
    new = keys[1:] != keys[:-1]
    if new.all():
        return keys.view(score.dtype).astype(np.float64, copy=False), positives, 1 - positives
    last = np.append(np.flatnonzero(new), len(keys) - 1)
    positives = np.diff(np.cumsum(positives, out=positives)[last], prepend=0)
    negatives = np.diff(last, prepend=-1) - positives
    return keys[last].view(score.dtype).astype(np.float64), positives, negatives


def _weighed(score: FloatArray, positive: BoolArray, weight: FloatArray) -> Distinct:
    """Return the same of rows with weights."""
    order = np.argsort(score, kind="stable")[::-1]
    score, positive, weight = score[order] + 0.0, positive[order], weight[order]
    first = np.flatnonzero(np.append(True, score[1:] != score[:-1]))
    both = positive, ~positive
    rows = (np.add.reduceat(part.astype(np.int64), first) for part in both)
    total = (np.add.reduceat(np.where(part, weight, 0.0), first) for part in both)
    return Distinct(score[first], *rows, *total)


def counts_of_one_score(rows: ScoreRows, places: SliceCodes, *, pairs: bool = True) -> ScoreCounts:
    """Count the scores of one label; of several those of each, and of all pairs unless nobody needs these."""
    if rows.kind == "binary":
        if places.codes:
            distinct, codes = distinct_by_slice(rows, places.sizes, places.codes)
        else:
            distinct, codes = distinct_scores(rows.y_score, rows.indicator, rows.score_dtype, rows.sample_weight), None
        known = (rows.labels, rows.pos_label, rows.score_dtype.name)
        return ScoreCounts(*distinct, *known, slices=places.labels, slice_codes=codes)
    per_class = tuple(counts_of_one_score(part, places) for part in rows.one_vs_rest())
    pooled = counts_of_one_score(rows.pooled(), places.repeated(len(rows.labels))) if pairs else per_class[0]
    return replace(pooled, labels=rows.labels, pos_label=None, per_class=per_class)
