"""A metric of labels for all slices at once, from what their tables add up to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from figmerit.counts._cells import count_cells
from figmerit.counts._codes import Codes
from figmerit.inference import formulas
from figmerit.inference.formulas import Margins, margins_of_slices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._arrays import Array, IntArray
    from figmerit._validate import Label
    from figmerit.counts._targets import LabelTarget
    from figmerit.metrics._catalog import Metric, Value

MOST = 1 << 22
"""Labels of all slices together, at most: beyond, slices are computed one by one."""

OF_TABLES = {
    "accuracy": formulas.accuracy,
    "balanced_accuracy": formulas.balanced_accuracy,
    "mcc": formulas.mcc,
    "cohen_kappa": formulas.cohen_kappa,
}
"""The formulas of metrics without averages."""

OF_CLASSES = "precision", "recall", "f1_score"
"""The metrics of single classes, in the order of their formula."""


class SliceMargins(NamedTuple):
    """The margins of each slice's table, shape (n_slices, n_labels): of its rows, and of what they weigh."""

    rows: Margins
    weights: Margins

    @classmethod
    def of_cells(
        cls, slices: Array, true: Array, pred: Array, count: Array, weight: Array | None, shape: tuple[int, int]
    ) -> SliceMargins:
        """Return those of cells that are counted, of so many slices and labels."""
        rows = margins_of_slices(slices, true, pred, count, shape)
        return cls(rows, rows if weight is None else margins_of_slices(slices, true, pred, weight, shape))

    @classmethod
    def of_rows(cls, target: LabelTarget, slots: Codes) -> SliceMargins:
        """Return those of rows, whose slices are codes."""
        size = len(target.labels)
        codes = target.true_codes, target.pred_codes
        columns = [slots, *(Codes(np.arange(size), column, column.shape) for column in codes)]
        (slices, true, pred), count, weight = count_cells(columns, target.sample_weight)
        return cls.of_cells(slices, true, pred, count, weight, (len(slots.values), size))

    def at(self, slices: IntArray) -> SliceMargins:
        """Return those of some slices."""
        return SliceMargins(*(Margins(*(part[slices] for part in margins)) for margins in self))

    @property
    def n(self) -> IntArray:
        """The rows of each slice."""
        n: IntArray = self.rows.true.sum(axis=1).astype(np.int64)
        return n


def fits_margins(target: LabelTarget, n_slices: int) -> bool:
    """Tell whether the margins of all slices are small."""
    return target.kind != "multilabel" and n_slices * len(target.labels) <= MOST


def metric_of_margins(
    metric: Metric, how: str, pos_label: Label | None, labels: tuple[Label, ...], margins: SliceMargins, *, fixed: bool
) -> list[Value]:
    """Return the value of a metric for each slice, or NaN and the reason.

    Averages go over all labels if they are `fixed`, else over those seen in the slice.
    """
    rows, weights = margins
    if metric.name in OF_TABLES:
        values = OF_TABLES[metric.name](weights)
    else:
        scores = formulas.class_scores(weights)[OF_CLASSES.index(metric.name)]
        if how != "binary":
            values = formulas.averaged(scores, weights, how, (rows.true + rows.pred > 0) | fixed)
        elif pos_label in labels:
            values = scores[:, labels.index(pos_label)]
        else:
            values = np.full(len(scores), np.nan)
    return _values(values, margins, metric)


def metric_of_columns(metric: Metric, how: str, columns: Sequence[SliceMargins]) -> list[Value]:
    """Return the same of indicator matrices, from the margins of each column."""
    parts = zip(*(column.weights for column in columns), strict=True)
    margins = Margins(*(np.stack([part[:, 1] for part in several], axis=1) for several in parts))
    if how == "micro":
        margins = Margins(*(part.sum(axis=-1, keepdims=True) for part in margins))
    scores = formulas.class_scores(margins)[OF_CLASSES.index(metric.name)]
    average = "weighted" if how == "weighted" else "macro"
    values = np.nan_to_num(formulas.averaged(scores, margins, average, np.ones_like(scores)))
    return _values(values, columns[0], metric)


def trials_of_margins(
    metric: Metric, how: str, pos_label: Label | None, labels: tuple[Label, ...], margins: SliceMargins
) -> IntArray | None:
    """Return of how many samples each slice's value is a share, if it is one."""
    if metric.name == "accuracy":
        return margins.n
    if how != "binary" or metric.name not in ("precision", "recall") or pos_label not in labels:
        return None
    of_classes = margins.rows.pred if metric.name == "precision" else margins.rows.true
    trials: IntArray = of_classes[:, labels.index(pos_label)].astype(np.int64)
    return trials


def _values(values: Array, margins: SliceMargins, metric: Metric) -> list[Value]:
    totals = margins.weights.true.sum(axis=1).tolist()
    sums = zip(values.tolist(), margins.n.tolist(), totals, strict=True)
    return [_value(value, n, total, metric.why_undefined) for value, n, total in sums]


def _value(value: float, n: int, total: float, why: str) -> Value:
    if not n:
        return math.nan, "no samples"
    if not total:
        return math.nan, "no weight"
    return value, why if math.isnan(value) else ""
