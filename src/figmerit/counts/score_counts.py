"""Counts of true labels by score: all that curves and areas need, exactly or within proven bounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import quantity
from figmerit._validate import Label, check_fits, check_number, check_pos_label, is_default_threshold
from figmerit.counts._base import Counts
from figmerit.counts._binning import bin_is_cut, bins_of, check_resolution
from figmerit.counts._cells import Groups, joined, merged, union_of_labels
from figmerit.counts._input import union_of_slices
from figmerit.counts._targets import check_no_pos_label, round_to
from figmerit.counts.label_counts import LabelCounts
from figmerit.errors import brief, invalid, listing, unknown_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit.counts._targets import Kind

NUMBERS = "score", "positives", "negatives", "positive_weight", "negative_weight", "highest"
"""The fields that hold a number for each score."""

FLOATS = "float16", "float32", "float64"
"""The types of scores."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreCounts(Counts):
    """How many rows with and without the positive label have which score.

    Counts of different rows of the same data are added with ``+``, in any order. Those of several score
    columns hold one set of counts a class, and their own numbers are those of all (row, class) pairs.

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
        Of two columns and more, true labels against the class of the highest score.
    resolution : int or None
        The bits to which scores were rounded to put them into bins; None of exact counts.
    highest : ndarray of shape (n_scores,) or None
        The highest score in each bin.
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
    resolution: int | None = None
    highest: FloatArray | None = None

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(NUMBERS, self.score.shape))
        check_fits(self, {"slice_codes": (len(self.slices), *self.score.shape)})

    def _check_content(self) -> None:
        """Raise for what no counts can hold: scores that are unsorted, unknown labels and types."""
        Counts._check_content(self)  # noqa: SLF001  super() does not know classes with slots
        if not np.isfinite(self.score).all():
            raise invalid("score in data", "finite", f"{self.score[~np.isfinite(self.score)][0]}")
        codes = [] if self.slice_codes is None else list(self.slice_codes)
        groups = Groups.of([*codes, -self.score])
        if groups.order is not None or groups.first is not None:
            raise invalid("score in data", "distinct and descending, slice by slice", brief(self.score.tolist()))
        if self.score_dtype not in FLOATS:
            raise unknown_option("score_dtype in data", self.score_dtype, FLOATS)
        if self.pos_label is not None:
            check_pos_label(self.pos_label, self.labels)

    @property
    def n_rows(self) -> int:
        """The number of rows, whatever they weigh."""
        pairs = int(self.positives.sum() + self.negatives.sum())
        return pairs // max(len(self.per_class), 1)

    @property
    def kind(self) -> Kind:
        """What the target is: "binary" (two score columns too), "multiclass" or "multilabel"."""
        if not self.per_class:
            return "binary"
        return "multilabel" if self.predicted is None else "multiclass"

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
        """Return what the positives and the negatives of each score weigh.

        Returns
        -------
        positives, negatives : ndarray of shape (n_scores,)
            Rows, or the sums of their weights.
        """
        if self.positive_weight is None or self.negative_weight is None:
            return self.positives, self.negatives
        return self.positive_weight, self.negative_weight

    def ranked(self) -> tuple[FloatArray, Array, Array]:
        """Return what curves are made of: the scores that have a weight, with that of positives and negatives.

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
        """Of each score or bin whether its rows are known to have one score, of shape (n_scores,)."""
        if self.highest is None:
            return np.ones(len(self.score), dtype=bool)
        return np.equal(self.highest, self.score)

    def binned(self, resolution: int) -> ScoreCounts:
        """Return the same counts with scores in bins, which are fewer and whose number has a limit.

        Parameters
        ----------
        resolution : int
            The bits to which scores are rounded, from 2 to 24: the scores in one bin differ by a share of
            2 ** -`resolution` or so of their distance to 0, and from 0.5 to 1 of their distance to 1. With 11,
            scores in [0, 1] come to about 130,000 bins at most if they are float32.

        Returns
        -------
        ScoreCounts
            Additive too, with counts of the same resolution. Curves go through points of the exact ones,
            the lowest score of each bin being a threshold. Areas are those of rows that share the score of
            their bin, whose order is unknown: results give their `bounds`.
        """
        resolution = check_resolution(resolution)
        if self.resolution is not None:
            if self.resolution != resolution:
                raise invalid("resolution", f"{self.resolution}, as of the counts", str(resolution))
            return self
        numbers = self._numbers() | {"highest": self.score}
        codes = [] if self.slice_codes is None else list(self.slice_codes)
        per_class = tuple(part.binned(resolution) for part in self.per_class)
        return replace(self, **_together(numbers, codes, resolution), resolution=resolution, per_class=per_class)

    @property
    def other_label(self) -> Label:
        """The label of two that is not the positive one."""
        if len(self.labels) > 2:
            hint = "compute_multilabel_confusion_matrix sets each class against the rest"
            raise invalid("pos_label", "left out where several classes are predicted", repr(self.pos_label), hint)
        if len(self.labels) != 2 or self.pos_label is None:
            hint = f"labels=[<the other label>, {self.pos_label!r}]"
            raise invalid("labels", "two where scores are cut", listing(self.labels), hint)
        return self.labels[1 - self.labels.index(self.pos_label)]

    def cut(self, threshold: Any = 0.5) -> LabelCounts:
        """Return the counts of labels that a threshold predicts.

        Parameters
        ----------
        threshold : float or array-like of shape (n_labels,), default=0.5
            Positive means ``score >= threshold``, with the threshold rounded to the dtype of the scores. Of
            several columns the class of the highest score is predicted instead; two may be cut elsewhere, and
            those of a multilabel target may have a threshold each.

        Returns
        -------
        LabelCounts
            True labels against predicted ones, of the same slices.

        Raises
        ------
        ValueError
            If the threshold cuts a bin in two.
        """
        if self.predicted is not None and is_default_threshold(threshold):
            return replace(self.predicted, fixed=self.fixed)
        if self.predicted is not None and self.per_class:
            rule = "left out where the highest of several scores wins"
            raise invalid("threshold", rule, brief(threshold), "counts.per_class[0].cut(threshold)")
        if self.per_class:
            return self._cut_columns(threshold)
        above = self.reaching(threshold)
        apart = [np.zeros(len(above), dtype=np.int64)] if self.slice_codes is None else list(self.slice_codes)
        slices = Groups.of(apart)
        rows, weights = (
            np.array([[slices.reduced(np.add, np.where(side, part, 0)) for side in (~above, above)] for part in parts])
            for parts in ((self.negatives, self.positives), self.weights()[::-1])
        )
        true, pred, place = np.nonzero(rows)  # 0 for the other label, 1 for the positive one
        code = np.array([self.labels.index(label) for label in (self.other_label, self.pos_label)])
        keys = [code[true], code[pred], *(slices.first_of(column)[place] for column in apart)]
        weight = weights[true, pred, place] if self.weighted else None
        (true, pred, *apart), (count, weight) = merged(keys, rows[true, pred, place], weight)
        slice_codes = np.array(apart) if self.slices else None
        return LabelCounts(self.labels, true, pred, count, weight, self.fixed, self.slices, slice_codes)

    def _cut_columns(self, threshold: Any) -> LabelCounts:
        """Return the counts of labels of a multilabel target, whose rows cannot be told apart."""
        several = [threshold] * len(self.per_class) if np.ndim(threshold) == 0 else list(threshold)
        if len(several) != len(self.per_class):
            raise invalid("threshold", f"a number, or {len(self.per_class)}, one a label", brief(threshold))
        parts = [replace(part, labels=(0, 1), pos_label=1, fixed=False) for part in self.per_class]
        per_class = tuple(part.cut(one) for part, one in zip(parts, several, strict=True))
        return replace(sum(per_class[1:], per_class[0]), per_class=per_class, class_labels=self.labels)

    def reaching(self, threshold: float) -> BoolArray:
        """Tell which scores reach a threshold.

        Parameters
        ----------
        threshold : float
            It is rounded to the dtype of the scores.

        Returns
        -------
        ndarray of bool of shape (n_scores,)
            One for each of `score`.

        Raises
        ------
        ValueError, TypeError
            If it cuts a bin in two, or is no finite number.
        """
        cut = round_to(check_number("threshold", threshold), np.dtype(self.score_dtype))
        above = self.score >= cut
        if self.highest is not None:
            for place in np.flatnonzero(~above & (self.highest >= cut)).tolist():
                raise bin_is_cut(threshold, self.score[place].item(), self.highest[place].item())
        return above

    def part(self, index: IntArray) -> ScoreCounts:
        """Return the counts of some scores alone.

        Parameters
        ----------
        index : ndarray of int
            Their places in `score`.

        Returns
        -------
        ScoreCounts
            Of all slices together, and of all classes.
        """
        numbers = {name: None if part is None else part[index] for name, part in self._numbers().items()}
        return replace(self, **_together(numbers, [], self.resolution), slices={}, per_class=(), predicted=None)

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

    def pooled(self) -> ScoreCounts:
        """Return the counts of all (row, class) pairs, as those of one score.

        Returns
        -------
        ScoreCounts
            Without the classes.
        """
        return replace(self, per_class=(), predicted=None)

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
        if self.kind == "multilabel":
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
        codes = joined(self._slice_keys(), other._slice_keys(), tuple(slices.values()))
        weighted = self.weighted or other.weighted
        mine, theirs = self._numbers(weighted=weighted), other._numbers(weighted=weighted)
        numbers = {name: None if part is None else np.concatenate([part, theirs[name]]) for name, part in mine.items()}
        return replace(
            self,
            **_together(numbers, codes, self.resolution),
            labels=labels,
            score_dtype=np.promote_types(self.score_dtype, other.score_dtype).name,
            fixed=self.fixed or other.fixed,
            slices=slices,
            per_class=tuple(first + second for first, second in zip(self.per_class, other.per_class, strict=True)),
            predicted=None if self.predicted is None or other.predicted is None else self.predicted + other.predicted,
        )

    @property
    def _n_columns(self) -> int:
        return len(self.per_class) or (1 if self.predicted is None else 2)

    def _labels_with(self, other: ScoreCounts) -> tuple[Label, ...]:
        """Return the labels of both counts; raise unless they are of the same kind."""
        for name, own, theirs in (
            ("the positive label", self.pos_label, other.pos_label),
            ("the number of score columns", self._n_columns, other._n_columns),
            ("the kind of target", self.kind, other.kind),
            ("the resolution", self.resolution, other.resolution),
        ):
            if own != theirs:
                raise invalid(f"{name} of both counts", "the same", f"{own!r} and {theirs!r}")
        labels = union_of_labels(self, other)
        most = len(self.per_class) or 2
        if len(labels) > max(most, len(self.labels)):
            got = f"{listing(self.labels)} and {listing(other.labels)}"
            hint = "Count both with the same labels=[...]"
            raise invalid("the labels of both counts", f"{most} together", got, hint)
        return labels

    def _numbers(self, *, weighted: bool = False) -> dict[str, Any]:
        """Return what there is one of for each score, apart from its slices; if `weighted` with weights."""
        numbers: dict[str, Any] = {name: getattr(self, name) for name in NUMBERS}
        if weighted:
            weights = [np.asarray(part, dtype=np.float64) for part in self.weights()]
            numbers |= dict(zip(("positive_weight", "negative_weight"), weights, strict=True))
        return numbers

    def _columns(self) -> dict[str, Any]:
        return self._table({name: part for name, part in self._numbers().items() if part is not None})

    def __repr__(self) -> str:
        """Show the sizes."""
        what = f"{len(self.per_class)} classes" if self.per_class else f"{self.pos_label!r}"
        one, many = ("score", "scores") if self.resolution is None else ("bin", "bins")
        size = f"{quantity(self.n_rows, 'row', 'rows')}, {quantity(len(self.score), one, many)}"
        return f"ScoreCounts({size} of {what}{self._by()}{', weighted' if self.weighted else ''})"


def _together(numbers: Mapping[str, Array | None], codes: Sequence[Array], resolution: int | None) -> dict[str, Any]:
    """Bring the numbers of one slice and one score, or one bin, together."""
    score = np.asarray(numbers["score"])
    groups = Groups.of([*codes, -(score if resolution is None else bins_of(score, resolution))])
    how: dict[str, np.ufunc] = {"score": np.minimum, "highest": np.maximum}
    found: dict[str, Any] = {
        name: None if part is None else groups.reduced(how.get(name, np.add), part) for name, part in numbers.items()
    }
    return found | {"slice_codes": np.array([groups.first_of(column) for column in codes]) if codes else None}
