"""Counts of true and predicted labels: all that metrics of labels need, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from figmerit._arrays import check_fits
from figmerit._containers import label_array
from figmerit._numbers import quantity
from figmerit.counts._base import Counts
from figmerit.counts._cells import merged, union_of_labels
from figmerit.counts._labels import encode, given_labels, label_universe
from figmerit.errors import brief, invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._cells import Key

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
    sums : mapping of str to ndarray of shape (n_cells,)
        What else adds up over the rows of each cell, times their weights: the scores of predicted labels, in
        units of 2 ** -64 ("score"), the losses of probabilities ("brier", "log_loss"), and the metrics of single
        samples of indicator matrices ("precision", "recall", "f1_score"). NaN where a row has none.
    """

    floats = "weight", "sums"
    integers = "true_codes", "pred_codes", "count", "slice_codes"
    wholes = ("matched",)
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
    sums: Mapping[str, FloatArray] = field(default_factory=dict)

    def _check(self) -> None:
        shape = self.count.shape
        shapes = {"slice_codes": (len(self.slices), *shape), "class_labels": (len(self.per_class),)}
        check_fits(self, dict.fromkeys(("true_codes", "pred_codes", "weight"), shape) | shapes)
        for name, numbers in self.sums.items():
            if numbers.shape != self.count.shape:
                rule, got = f"of shape {self.count.shape}", f"shape {numbers.shape}"
                raise invalid(f"the sums of {name} of a LabelCounts", rule, got)

    @property
    def n_rows(self) -> int:
        """The number of rows, whatever they weigh."""
        return self.per_class[0].n_rows if self.per_class else int(self.count.sum())

    @property
    def weighted(self) -> bool:
        """Whether rows have weights."""
        return self.weight is not None

    def rows(self) -> tuple[Array, Array, IntArray | FloatArray]:
        """Return one row a cell; scikit-learn's metrics have the same value on these as on all rows.

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

    def onto(self, labels: Any, other: Any = None) -> LabelCounts:
        """Return the same counts over other labels.

        Parameters
        ----------
        labels : array-like of shape (n_labels,) or None
            All labels, in their order: those that occur, and maybe more. None leaves the labels as they are.
        other : str or int, optional
            The label, after all others, into which labels go that occur and are not among them.

        Returns
        -------
        LabelCounts
            With `labels`, to which no others can be added.

        Raises
        ------
        ValueError
            If a label that occurs is not among them, and there is no `other`.
        """
        if labels is None:
            return self
        own = label_array(self.labels)
        if other is not None:
            return self._with_rest(given_labels(labels), other)
        seen = own[np.unique(np.concatenate([self.true_codes, self.pred_codes]))]
        among = label_universe({"the counts": seen}, labels)
        true, pred = (encode(own[codes], among) for codes in (self.true_codes, self.pred_codes))
        return replace(self, labels=among, true_codes=true, pred_codes=pred, fixed=True)

    def _with_rest(self, labels: tuple[Label, ...], other: Any) -> LabelCounts:
        """Return the counts over some labels and one for all others; beside numbers a text is a number of its own."""
        if not isinstance(other, str | int) or isinstance(other, bool):
            raise wrong_type("other", "a text or an integer", brief(other), 'other="other"')
        texts = isinstance(labels[0], str)
        if texts != isinstance(self.labels[0], str):
            hint = f"Names for numbers are display_labels={listing(labels)}" if texts else ""
            raise wrong_type("labels", f"labels such as {listing(self.labels)}", listing(labels), hint)
        if isinstance(other, str) and not texts:
            other = min(-1, int(min(*self.labels, *labels)) - 1)
        if other in labels or isinstance(other, str) != texts:
            raise invalid("other", f"none of the labels {listing(labels)}", brief(other), 'other="(other)"')
        place_of = {label: place for place, label in enumerate(labels)}
        places = np.array([place_of.get(label, len(labels)) for label in self.labels], dtype=np.int64)
        slices = () if self.slice_codes is None else self.slice_codes
        keys = [places[self.true_codes], places[self.pred_codes], *slices]
        return replace(self, labels=(*labels, other), fixed=True, **self._together(self._numbers(), keys))

    def _numbers(self, *, weighted: bool | None = None) -> dict[str, Array]:
        use = self.weighted if weighted is None else weighted
        weight = {"weight": np.asarray(self.rows()[2], dtype=np.float64)} if use else {}
        return {"count": self.count} | weight | dict(self.sums)

    def _together(self, numbers: Mapping[str, Array], codes: Sequence[Array]) -> dict[str, Any]:
        return fields_of(*merged(codes, numbers))

    def _known_with(self, other: LabelCounts) -> dict[str, Any]:
        both = bool(self.per_class and other.per_class)  # else their elements are what both can tell
        if both and self.class_labels != other.class_labels:
            got = f"{listing(self.class_labels)} and {listing(other.class_labels)}"
            hint = "multilabel=False, if each element is a sample"
            raise invalid("the columns of both counts", "of the same labels", got, hint)
        return {"labels": union_of_labels(self, other), "class_labels": self.class_labels if both else ()}

    def _own_keys(self) -> list[Key]:
        return [(self.labels, self.true_codes), (self.labels, self.pred_codes)]

    def __repr__(self) -> str:
        """Show the sizes."""
        weighted = ", weighted" if self.weighted else ""
        return f"LabelCounts({quantity(self.n_rows, 'row', 'rows')} of {listing(self.labels)}{self._by()}{weighted})"


def fields_of(codes: Sequence[Array], cells: Mapping[str, Array]) -> dict[str, Any]:
    """Return the codes of cells, of true and predicted labels and of slices, and their sums, as fields of counts."""
    sums = {name: part for name, part in cells.items() if name not in ("count", "weight")}
    numbers = {"count": cells["count"], "weight": cells.get("weight"), "sums": sums}
    true, pred, *apart = codes
    return numbers | {"true_codes": true, "pred_codes": pred, "slice_codes": np.array(apart) if apart else None}
