"""Counts of true and predicted labels: all that metrics of labels need, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from figmerit._codes import Codes, factorized
from figmerit._numbers import quantity
from figmerit._options import named_options
from figmerit._validate import Label, check_fits, check_same_shape, check_weights, encode, label_universe
from figmerit.counts._base import Counts
from figmerit.counts._cells import count_cells, merged, recoded, union_of_labels
from figmerit.counts._input import (
    columns_of,
    factorized_slices,
    slice_labels,
    slices_by,
    union_of_slices,
)
from figmerit.errors import invalid, listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit._targets import LabelTarget

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
    """

    labels: tuple[Label, ...]
    true_codes: IntArray
    pred_codes: IntArray
    count: IntArray
    weight: FloatArray | None = None
    fixed: bool = False
    slices: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    slice_codes: IntArray | None = None

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("true_codes", "pred_codes", "weight"), self.count.shape))
        check_fits(self, {"slice_codes": (len(self.slices), *self.count.shape)})

    @property
    def n_rows(self) -> int:
        """The number of rows, whatever they weigh."""
        return int(self.count.sum())

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
        >>> from sklearn.metrics import accuracy_score
        >>> y_true, y_pred, sample_weight = count_labels([1, 1, 0, 1], [1, 0, 0, 1]).rows()
        >>> float(accuracy_score(y_true, y_pred, sample_weight=sample_weight))
        0.75
        """
        labels = np.asarray(self.labels)
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
        columns = self._slice_table() | {"y_true": true, "y_pred": pred, "count": self.count}
        return columns | ({"weight": weight} if self.weighted else {})

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
        return LabelCounts(self.labels, true, pred, count, weight, self.fixed)

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
        own = np.asarray(self.labels)
        seen = own[np.unique(np.concatenate([self.true_codes, self.pred_codes]))]
        among = label_universe({"the counts": seen}, labels)
        true, pred = (encode(own[codes], among) for codes in (self.true_codes, self.pred_codes))
        return replace(self, labels=among, true_codes=true, pred_codes=pred, fixed=True)

    def __add__(self, other: object) -> LabelCounts:
        """Add the counts of other rows; labels and slices that one of both lacks are added too."""
        if not isinstance(other, LabelCounts):
            return NotImplemented
        labels, slices = union_of_labels(self, other), union_of_slices(self.slices, other.slices)
        keys = [
            np.concatenate([recoded(codes, own, among), recoded(more_codes, more_own, among)])
            for (own, codes), (more_own, more_codes), among in zip(
                self._keys(), other._keys(), (labels, labels, *slices.values()), strict=True
            )
        ]
        count, weight = np.concatenate([self.count, other.count]), None
        if self.weighted or other.weighted:
            weight = np.concatenate([self.rows()[2], other.rows()[2]]).astype(np.float64)
        (true, pred, *apart), (count, weight) = merged(keys, count, weight)
        codes = np.array(apart) if apart else None
        return LabelCounts(labels, true, pred, count, weight, self.fixed or other.fixed, slices, codes)

    def _keys(self) -> list[tuple[tuple[Label, ...], IntArray]]:
        """Return what cells differ in: labels, and the codes into them."""
        return [(self.labels, self.true_codes), (self.labels, self.pred_codes), *self._slice_keys()]

    def __repr__(self) -> str:
        """Show the sizes."""
        weighted = ", weighted" if self.weighted else ""
        return f"LabelCounts({quantity(self.n_rows, 'row', 'rows')} of {listing(self.labels)}{self._by()}{weighted})"


@named_options()
def count_labels(
    y_true: Any,
    y_pred: Any,
    *,
    data: Any = None,
    by: Any = None,
    sample_weight: Any = None,
    labels: Any = None,
) -> LabelCounts:
    """Count how many rows have which true and which predicted label.

    Parameters
    ----------
    y_true : array-like of any shape, or str
        True labels: strings, integers or booleans; or with `data` the name of their column.
    y_pred : array-like of the shape of y_true, or str
        Predicted labels, or the name of their column.
    data : data frame (pandas, polars, pyarrow), optional
        Where the columns are; the other arguments are then names.
    by : str, list of str, array-like or mapping of str to array-like, optional
        Columns by whose values rows are kept apart, for slices; without `data` arrays of shape
        (n_samples,) or of the shape of y_true, by their names.
    sample_weight : array-like of shape (n_samples,) or of the shape of y_true, or str, optional
        Weights: each cell then holds the number of its rows and the sum of their weights.
    labels : array-like of shape (n_labels,), optional
        All labels, in their order; by default the sorted labels seen.

    Returns
    -------
    LabelCounts
        Exact, and additive: the counts of two parts of the data add up to those of the whole.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    count_scores : Counts of true labels by score.
    compute_confusion_matrix : Takes arrays, or counts.

    Notes
    -----
    The cost beyond one pass over the rows depends on the number of cells that occur, at most the square of
    the number of labels; a table of all of them is made only while it is small.

    Examples
    --------
    >>> chunks = [([1, 0], [1, 1]), ([1, 1], [1, 0])]
    >>> counts = sum(count_labels(y_true, y_pred) for y_true, y_pred in chunks)
    >>> counts.matrix().tolist()
    [[0, 1], [1, 2]]
    """
    arrays = columns_of(data, y_true=y_true, y_pred=y_pred, sample_weight=sample_weight)
    return label_counts(**arrays, slices=slices_by(by, data), labels=labels)


def label_counts(
    y_true: Any, y_pred: Any, *, sample_weight: Any, labels: Any, slices: Mapping[str, Any] | None = None
) -> LabelCounts:
    """Count arrays of labels."""
    true, pred = factorized(y_true, "y_true"), factorized(y_pred, "y_pred")
    check_same_shape("y_true", true.shape, "y_pred", pred.shape)
    weight, slices = check_weights(sample_weight, true.shape), slices or {}
    parts = {name: factorized_slices(values, f"by[{name!r}]", true.shape) for name, values in slices.items()}
    (true_places, pred_places, *apart), count, total = count_cells([true, pred, *parts.values()], weight)
    arrays = {"y_true": true.values[true_places], "y_pred": pred.values[pred_places]}
    names = label_universe(arrays, labels)
    found = {name: part.values[places] for (name, part), places in zip(parts.items(), apart, strict=True)}
    known = {name: slice_labels(slices[name], values, f"by[{name!r}]") for name, values in found.items()}
    keys = [encode(values, names) for values in arrays.values()]
    keys += [encode(values, known[name]) for name, values in found.items()]
    (true_codes, pred_codes, *codes), (count, total) = merged(keys, count, total)
    fixed = labels is not None
    return LabelCounts(names, true_codes, pred_codes, count, total, fixed, known, np.array(codes) if codes else None)


def counted(target: LabelTarget) -> LabelCounts:
    """Count the rows of a target that is not multilabel."""
    labels = np.asarray(target.labels)
    shape = target.true_codes.shape
    columns = [Codes(labels, codes, shape) for codes in (target.true_codes, target.pred_codes)]
    (true, pred), count, weight = count_cells(columns, target.sample_weight)
    return LabelCounts(target.labels, true, pred, count, weight)
