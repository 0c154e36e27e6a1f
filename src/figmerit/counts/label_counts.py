"""Counts of true and predicted labels: all that metrics of labels need, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from figmerit._arrays import label_array
from figmerit._numbers import quantity
from figmerit._validate import Label, check_fits, encode, label_universe
from figmerit.counts._base import Counts
from figmerit.counts._cells import joined, merged, union_of_labels
from figmerit.counts._input import (
    union_of_slices,
)
from figmerit.errors import invalid, listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array, FloatArray, IntArray

MOST_LABELS = 5000
"""Labels of a dense matrix, at most: it then takes 200 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelCounts(Counts):
    """How many rows have which true and which predicted label, cell by cell.

    Counts of different rows of the same data are added with ``+``, in any order.

    Attributes
    ----------
    labels : tuple
        All labels, those seen or those given.
    true_codes, pred_codes : ndarray of shape (n_cells,)
        The places in `labels` of each cell's true and predicted label; cells without rows are left out.
    count : ndarray of shape (n_cells,)
        Rows in each cell, whatever they weigh.
    weight : ndarray of shape (n_cells,) or None
        The sum of the weights of its rows, if they have weights.
    fixed : bool
        Whether `labels` were given, so that there can be no others.
    slices : mapping of str to tuple
        The columns by whose values rows are kept apart, with their values.
    slice_codes : ndarray of shape (n_columns, n_cells) or None
        The places in `slices` of each cell's values.
    per_class : tuple of LabelCounts
        Of indicator matrices, whose elements the cells hold, the counts of each column: labels 0 and 1.
    class_labels : tuple
        The label of each column.
    matched : LabelCounts or None
        Of indicator matrices, how many of all samples have all labels right (1) or not (0), as predicted
        labels; unless that is unknown.
    """

    labels: tuple[Label, ...]
    true_codes: IntArray
    pred_codes: IntArray
    count: IntArray
    weight: FloatArray | None = None
    fixed: bool = False
    slices: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    slice_codes: IntArray | None = None
    per_class: tuple[LabelCounts, ...] = ()
    class_labels: tuple[Label, ...] = ()
    matched: LabelCounts | None = None

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("true_codes", "pred_codes", "weight"), self.count.shape))
        check_fits(self, {"slice_codes": (len(self.slices), *self.count.shape)})
        check_fits(self, {"class_labels": (len(self.per_class),)})

    @property
    def n_rows(self) -> int:
        """The number of rows, whatever they weigh."""
        return self.per_class[0].n_rows if self.per_class else int(self.count.sum())

    @property
    def weighted(self) -> bool:
        """Whether rows have weights."""
        return self.weight is not None

    def rows(self) -> tuple[Array, Array, IntArray | FloatArray]:
        """Return one row a cell, with which scikit-learn's metrics have the value that they have on all rows.

        Returns
        -------
        y_true, y_pred : ndarray of shape (n_cells,)
            The labels of each cell.
        sample_weight : ndarray of shape (n_cells,)
            Its rows, or the sum of their weights.

        Examples
        --------
        >>> from figmerit import count_labels
        >>> from sklearn.metrics import accuracy_score
        >>> y_true, y_pred, sample_weight = count_labels([1, 1, 0, 1], [1, 0, 0, 1]).rows()
        >>> float(accuracy_score(y_true, y_pred, sample_weight=sample_weight))
        0.75
        """
        labels = label_array(self.labels)
        return labels[self.true_codes], labels[self.pred_codes], self.count if self.weight is None else self.weight

    def matrix(self) -> IntArray | FloatArray:
        """Return the confusion matrix: rows are true labels, columns predicted ones.

        Returns
        -------
        ndarray of shape (n_labels, n_labels)
            Rows in each cell (integers), or the sums of their weights.

        Raises
        ------
        ValueError
            If there are too many labels for a matrix.
        """
        size = len(self.labels)
        if size > MOST_LABELS:
            hint = "compute_metric_summary(counts) needs no matrix; or count fewer, coarser labels"
            raise invalid("labels", f"at most {MOST_LABELS:,} for a matrix", f"{size:,} labels", hint)
        numbers = self.rows()[2]
        table: Any = np.zeros((size, size), dtype=numbers.dtype)
        np.add.at(table, (self.true_codes, self.pred_codes), numbers)
        return cast("IntArray | FloatArray", table)

    def _columns(self) -> dict[str, Any]:
        true, pred, weight = self.rows()
        numbers = {"y_true": true, "y_pred": pred, "count": self.count}
        return self._table(numbers | ({"weight": weight} if self.weighted else {}))

    def overall(self) -> LabelCounts:
        """Return the counts of all slices together.

        Returns
        -------
        LabelCounts
            Without slices.
        """
        if not self.slices:
            return self
        (true, pred), (count, weight) = merged([self.true_codes, self.pred_codes], self.count, self.weight)
        whole = LabelCounts(self.labels, true, pred, count, weight, self.fixed)
        matched = None if self.matched is None else self.matched.overall()
        per_class = tuple(part.overall() for part in self.per_class)
        return replace(whole, per_class=per_class, class_labels=self.class_labels, matched=matched)

    def onto(self, labels: Any) -> LabelCounts:
        """Return the same counts over other labels.

        Parameters
        ----------
        labels : array-like of shape (n_labels,) or None
            All labels, in their order: those that occur, and maybe more. None for those that it has.

        Returns
        -------
        LabelCounts
            With `labels`, and closed to any others.

        Raises
        ------
        ValueError
            If a label that occurs is not among them.
        """
        if labels is None:
            return self
        own = label_array(self.labels)
        seen = own[np.unique(np.concatenate([self.true_codes, self.pred_codes]))]
        among = label_universe({"the counts": seen}, labels)
        true, pred = (encode(own[codes], among) for codes in (self.true_codes, self.pred_codes))
        return replace(self, labels=among, true_codes=true, pred_codes=pred, fixed=True)

    def __add__(self, other: object) -> LabelCounts:
        """Add the counts of other rows; labels and slices that one of both lacks are added too."""
        if not isinstance(other, LabelCounts):
            return NotImplemented
        labels, slices = union_of_labels(self, other), union_of_slices(self.slices, other.slices)
        keys = joined(self._keys(), other._keys(), (labels, labels, *slices.values()))
        count, weight = np.concatenate([self.count, other.count]), None
        if self.weighted or other.weighted:
            weight = np.concatenate([self.rows()[2], other.rows()[2]]).astype(np.float64)
        (true, pred, *apart), (count, weight) = merged(keys, count, weight)
        codes = np.array(apart) if apart else None
        both = LabelCounts(labels, true, pred, count, weight, self.fixed or other.fixed, slices, codes)
        return self._with_classes_of(other, both)

    def _with_classes_of(self, other: LabelCounts, both: LabelCounts) -> LabelCounts:
        """Return counts of elements with those of columns, if both parts are indicator matrices."""
        if not self.per_class or not other.per_class:
            return both
        if self.class_labels != other.class_labels:
            got = f"{listing(self.class_labels)} and {listing(other.class_labels)}"
            hint = "multilabel=False, if each element is a sample"
            raise invalid("the columns of both counts", "of the same labels", got, hint)
        per_class = tuple(first + second for first, second in zip(self.per_class, other.per_class, strict=True))
        matched = None if self.matched is None or other.matched is None else self.matched + other.matched
        return replace(both, per_class=per_class, class_labels=self.class_labels, matched=matched)

    def _keys(self) -> list[tuple[tuple[Label, ...], IntArray]]:
        """Return what cells differ in: labels, and the codes into them."""
        return [(self.labels, self.true_codes), (self.labels, self.pred_codes), *self._slice_keys()]

    def __repr__(self) -> str:
        """Show the sizes."""
        weighted = ", weighted" if self.weighted else ""
        return f"LabelCounts({quantity(self.n_rows, 'row', 'rows')} of {listing(self.labels)}{self._by()}{weighted})"
