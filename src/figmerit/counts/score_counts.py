"""Counts of true labels by score: all that curves and areas need, exactly or within proven bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Array, FloatArray, IntArray, to_numpy
from figmerit._numbers import quantity
from figmerit._options import named_options
from figmerit._targets import ScoreTarget, check_no_pos_label, round_to, score_target
from figmerit._validate import Label, check_fits, check_number, check_pos_label, is_default_threshold
from figmerit.counts._base import Counts
from figmerit.counts._cells import merged, recoded, union_of_labels
from figmerit.counts._input import (
    columns_of,
    factorized_slices,
    slice_labels,
    slices_by,
    union_of_slices,
)
from figmerit.counts._sorting import Distinct, distinct_scores
from figmerit.counts.label_counts import LabelCounts, counted
from figmerit.errors import brief, invalid, listing

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, eq=False)
class ScoreCounts(Counts):
    """How many rows with and without the positive label have which score.

    Counts of different rows of the same data are added with ``+``, in any order. Those of several score
    columns hold one set of counts a class, and their own numbers are those of all (row, class) pairs.

    Attributes
    ----------
    score : ndarray of shape (n_scores,)
        Distinct scores, descending, slice by slice. Of binned counts the numbers that stand for bins.
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
        Of several classes, true labels against the class of the highest score.
    """

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

    def _check(self) -> None:
        names = ("positives", "negatives", "positive_weight", "negative_weight")
        check_fits(self, dict.fromkeys(names, self.score.shape))
        check_fits(self, {"slice_codes": (len(self.slices), *self.score.shape)})

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
        """Return one row a score and label, with which scikit-learn's metrics have the value of all rows.

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
        >>> from sklearn.metrics import roc_auc_score
        >>> y_true, y_score, sample_weight = count_scores([0, 0, 1, 1], [0.1, 0.4, 0.4, 0.8]).rows()
        >>> float(roc_auc_score(y_true, y_score, sample_weight=sample_weight))
        0.875
        """
        there = [self.positives > 0, self.negatives > 0]
        weight = self._weights() if self.weighted else (self.positives, self.negatives)
        y_true = np.repeat([1, 0], [int(part.sum()) for part in there])
        y_score, sample_weight = (
            np.concatenate([values[part] for values, part in zip(both, there, strict=True)])
            for both in ([self.score, self.score], weight)
        )
        return y_true, y_score, sample_weight

    def ranked(self) -> tuple[FloatArray, Array, Array]:
        """Return what curves are made of: the scores that have a weight, with that of positives and negatives.

        Returns
        -------
        score : ndarray of shape (n,)
            Distinct scores, descending.
        positives, negatives : ndarray of shape (n,)
            The rows of each, or the sums of their weights.
        """
        if self.positive_weight is None or self.negative_weight is None:
            return self.score, self.positives, self.negatives
        some = self.positive_weight + self.negative_weight > 0
        return self.score[some], self.positive_weight[some], self.negative_weight[some]

    @property
    def other_label(self) -> Label:
        """The label of two that is not the positive one."""
        if len(self.labels) != 2 or self.pos_label is None:
            hint = f"labels=[<the other label>, {self.pos_label!r}]"
            raise invalid("labels", "two where scores are cut", listing(self.labels), hint)
        return self.labels[1 - self.labels.index(self.pos_label)]

    def cut(self, threshold: float = 0.5) -> LabelCounts:
        """Return the counts of labels that a threshold predicts.

        Parameters
        ----------
        threshold : float, default=0.5
            Positive means ``score >= threshold``, with the threshold rounded to the dtype of the scores. Of
            several classes the one of the highest score is predicted instead.

        Returns
        -------
        LabelCounts
            True labels against predicted ones, of all slices together.
        """
        if self.slices:
            return self.overall().cut(threshold)
        if self.predicted is not None:
            if not is_default_threshold(threshold):
                rule = "left out where the highest of several scores wins"
                raise invalid("threshold", rule, brief(threshold), "counts.against_rest(label).cut(threshold)")
            return self.predicted
        if self.per_class:
            rule = "those of one score, or of several classes, to be cut"
            raise invalid("counts", rule, "counts of a multilabel target", "counts.per_class[0].cut(threshold)")
        above = self.score >= round_to(check_number("threshold", threshold), np.dtype(self.score_dtype))
        rows, weights = (
            np.array([[part[~above].sum(), part[above].sum()] for part in (without, with_it)])
            for with_it, without in ((self.positives, self.negatives), self._weights())
        )
        true, pred = np.nonzero(rows)  # 0 for the other label, 1 for the positive one
        place = np.array([self.labels.index(label) for label in (self.other_label, self.pos_label)])
        weight = weights[true, pred] if self.weighted else None
        (true, pred), (count, weight) = merged([place[true], place[pred]], rows[true, pred], weight)
        return LabelCounts(self.labels, true, pred, count, weight, self.fixed)

    def part(self, index: IntArray) -> ScoreCounts:
        """Return the counts of some scores, of all slices together.

        Parameters
        ----------
        index : ndarray of int
            Their places in `score`.

        Returns
        -------
        ScoreCounts
            Without slices, of one score a row.
        """
        weights = tuple(weight[index] for weight in self._weights()) if self.weighted else ()
        (key,), sums = merged([-self.score[index]], self.positives[index], self.negatives[index], *weights)
        return replace(self, **Distinct(-key, *sums)._asdict(), slices={}, slice_codes=None)

    def overall(self) -> ScoreCounts:
        """Return the counts of all slices together.

        Returns
        -------
        ScoreCounts
            Without slices.
        """
        if not self.slices:
            return self
        per_class = tuple(part.overall() for part in self.per_class)
        predicted = None if self.predicted is None else self.predicted.overall()
        return replace(self.part(np.arange(len(self.score))), per_class=per_class, predicted=predicted)

    def against_rest(self, pos_label: Label | None) -> ScoreCounts:
        """Return the counts of one class against the rest.

        Parameters
        ----------
        pos_label : str, int, bool or None
            The class; of counts of one score the positive label itself. None for the counts as they are.

        Returns
        -------
        ScoreCounts
            Of one score.
        """
        if pos_label is None:
            return self
        if self.per_class and self.predicted is None:
            check_no_pos_label(pos_label)
        pos_label = check_pos_label(pos_label, self.labels)
        for part, label in zip(self.per_class, self.labels, strict=False):
            if label == pos_label:
                return replace(part, labels=self.labels, pos_label=label)
        if pos_label != self.pos_label:
            hint = f"count_scores(..., pos_label={pos_label!r})"
            raise invalid("pos_label", f"{self.pos_label!r}, as counted", repr(pos_label), hint)
        return self

    def __add__(self, other: object) -> ScoreCounts:
        """Add the counts of other rows; scores, labels and slices that one of both lacks are added too."""
        if not isinstance(other, ScoreCounts):
            return NotImplemented
        labels, slices = self._labels_with(other), union_of_slices(self.slices, other.slices)
        both = self, other
        apart = [
            np.concatenate([recoded(codes, own, among), recoded(more_codes, more_own, among)])
            for (own, codes), (more_own, more_codes), among in zip(
                self._slice_keys(), other._slice_keys(), slices.values(), strict=True
            )
        ]
        sums = [np.concatenate([part.positives for part in both]), np.concatenate([part.negatives for part in both])]
        if self.weighted or other.weighted:
            sums += [np.concatenate(weights) for weights in zip(self._weights(), other._weights(), strict=True)]
        (*codes, key), sums = merged([*apart, np.concatenate([-part.score for part in both])], *sums)
        return ScoreCounts(
            *Distinct(-key, *sums),
            labels,
            self.pos_label,
            np.promote_types(self.score_dtype, other.score_dtype).name,
            self.fixed or other.fixed,
            slices,
            np.array(codes) if codes else None,
            tuple(first + second for first, second in zip(self.per_class, other.per_class, strict=True)),
            None if self.predicted is None or other.predicted is None else self.predicted + other.predicted,
        )

    def _labels_with(self, other: ScoreCounts) -> tuple[Label, ...]:
        """Return the labels of both counts; raise unless they are of the same kind."""
        for name, own, theirs in (
            ("the positive label", self.pos_label, other.pos_label),
            ("the number of score columns", len(self.per_class), len(other.per_class)),
        ):
            if own != theirs:
                raise invalid(f"{name} of both counts", "the same", f"{own!r} and {theirs!r}")
        labels = union_of_labels(self, other)
        most = len(self.per_class) or 2
        if len(labels) > most:
            got = f"{listing(self.labels)} and {listing(other.labels)}"
            hint = "Count both with the same labels=[...]"
            raise invalid("the labels of both counts", f"{most} together", got, hint)
        return labels

    def _weights(self) -> tuple[FloatArray, FloatArray]:
        """Return the weights of positives and negatives: their rows, where there are no weights."""
        if self.positive_weight is not None and self.negative_weight is not None:
            return self.positive_weight, self.negative_weight
        return self.positives.astype(np.float64), self.negatives.astype(np.float64)

    def _columns(self) -> dict[str, Any]:
        columns = self._slice_table()
        columns |= {"score": self.score, "positives": self.positives, "negatives": self.negatives}
        if self.weighted:
            columns |= dict(zip(("positive_weight", "negative_weight"), self._weights(), strict=True))
        return columns

    def __repr__(self) -> str:
        """Show the sizes."""
        what = f"{len(self.per_class)} classes" if self.per_class else f"{self.pos_label!r}"
        size = f"{quantity(self.n_rows, 'row', 'rows')}, {quantity(len(self.score), 'score', 'scores')}"
        return f"ScoreCounts({size} of {what}{self._by()}{', weighted' if self.weighted else ''})"


@named_options()
def count_scores(
    y_true: Any,
    y_score: Any,
    *,
    data: Any = None,
    by: Any = None,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
) -> ScoreCounts:
    """Count how many rows of each label have which score.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), or str
        True labels, or a multilabel indicator matrix; or with `data` the name of their column.
    y_score : array-like of shape (n_samples,) or (n_samples, n_labels), str or list of str
        Scores, higher for the positive label; or one column a class. With `data` names of columns.
    data : data frame (pandas, polars, pyarrow), optional
        Where the columns are; the other arguments are then names.
    by : str, list of str, array-like or mapping of str to array-like, optional
        Columns by whose values rows are kept apart, for slices; without `data` arrays of shape
        (n_samples,), by their names.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans. With three and
        more columns: the only class to set against the rest.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them.
    sample_weight : array-like of shape (n_samples,) or str, optional
        Weights: the counts then hold the number of rows and the sums of their weights.

    Returns
    -------
    ScoreCounts
        Exact, and additive: the counts of two parts of the data add up to those of the whole.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    count_labels : Counts of true by predicted labels.
    compute_roc_curve : Takes arrays, or counts.

    Notes
    -----
    The cost is that of sorting the scores, once, as numbers that hold the label too.

    Examples
    --------
    >>> counts = count_scores([0, 1], [0.2, 0.7]) + count_scores([1, 1], [0.2, 0.9])
    >>> counts.score.tolist(), counts.positives.tolist(), counts.negatives.tolist()
    ([0.9, 0.7, 0.2], [1, 1, 1], [0, 0, 1])
    """
    several = isinstance(y_score, list | tuple) and data is not None
    arrays = columns_of(data, y_true=y_true, y_score=None if several else y_score, sample_weight=sample_weight)
    if several:
        columns = [columns_of(data, y_score=name)["y_score"] for name in y_score]
        arrays["y_score"] = np.column_stack([to_numpy(column, "y_score") for column in columns])
    target = score_target(**arrays, pos_label=pos_label, labels=labels, is_part=True).for_curves(pos_label)
    slices = slices_by(by, data)
    return replace(counted_scores(target, slices), fixed=labels is not None)


def counted_scores(target: ScoreTarget, slices: Mapping[str, Any] | None = None) -> ScoreCounts:
    """Count the rows of a target, kept apart by arrays of slices."""
    slices = slices or {}
    places, known = [], {}
    for name, values in slices.items():
        part = factorized_slices(values, f"by[{name!r}]", target.shape[:1])
        seen = part.seen
        known[name] = slice_labels(values, part.values[seen], f"by[{name!r}]")
        codes = part.among(known[name], seen)
        places.append(codes if target.kept is None else codes[target.kept])
    return _counted(target, known, places)


def _counted(target: ScoreTarget, slices: dict[str, tuple[Label, ...]], places: list[Array]) -> ScoreCounts:
    if target.kind == "binary":
        distinct, codes = _apart(target, [len(labels) for labels in slices.values()], places)
        dtype = target.score_dtype.name
        return ScoreCounts(*distinct, target.labels, target.pos_label, dtype, slices=slices, slice_codes=codes)
    pooled = _counted(target.pooled(), slices, [np.repeat(codes, len(target.labels)) for codes in places])
    per_class = tuple(_counted(part, slices, places) for part in target.one_vs_rest())
    predicted = counted(target.with_predictions(target.predict())) if target.kind == "multiclass" else None
    return replace(pooled, labels=target.labels, pos_label=None, per_class=per_class, predicted=predicted)


def _apart(target: ScoreTarget, sizes: list[int], places: list[Array]) -> tuple[Distinct, IntArray | None]:
    """Return the distinct scores of each slice, one after the other, and the codes of their slices."""
    score, positive, weight = target.y_score, target.indicator, target.sample_weight
    if not places:
        return distinct_scores(score, positive, target.score_dtype, weight), None
    slot = np.ravel_multi_index(places, sizes)
    order = np.argsort(slot.astype(np.min_scalar_type(math.prod(sizes))), kind="stable")
    ends = np.flatnonzero(np.diff(slot[order])) + 1
    parts = [
        distinct_scores(score[rows], positive[rows], target.score_dtype, None if weight is None else weight[rows])
        for rows in np.split(order, ends)
    ]
    several: list[Any] = [None if part[0] is None else np.concatenate(part) for part in zip(*parts, strict=True)]
    slots = np.repeat(slot[order][np.append(0, ends)], [len(part.score) for part in parts])
    return Distinct(*several), np.array(np.unravel_index(slots, sizes))
