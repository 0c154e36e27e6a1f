"""A metric of labels or of ranks for all slices at once, from counts of each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from figmerit._codes import Codes
from figmerit.counts._cells import count_cells
from figmerit.inference import formulas

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit._targets import LabelTarget
    from figmerit._validate import Label
    from figmerit.metrics._catalog import Metric, Value

MOST_CELLS = 1 << 23
"""Cells of all slices' tables together, at most: beyond, slices are computed one by one."""

OF_TABLES = {
    "accuracy": formulas.accuracy,
    "balanced_accuracy": formulas.balanced_accuracy,
    "mcc": formulas.mcc,
    "cohen_kappa": formulas.cohen_kappa,
}
"""The formulas of metrics without averages."""

OF_CLASSES = "precision", "recall", "f1_score"
"""The metrics of single classes, in the order of their formula."""


def fits_tables(target: LabelTarget, n_slices: int) -> bool:
    """Tell whether the tables of all slices are small."""
    return target.kind != "multilabel" and n_slices * len(target.labels) ** 2 <= MOST_CELLS


def tables_of_slices(target: LabelTarget, slots: Codes) -> tuple[IntArray, FloatArray]:
    """Return the table of each slice, shape (n_slices, n_labels, n_labels): its rows, and their weights."""
    labels = np.asarray(target.labels)
    shape = target.true_codes.shape
    columns = [slots, *(Codes(labels, codes, shape) for codes in (target.true_codes, target.pred_codes))]
    places, count, weight = count_cells(columns, target.sample_weight)
    rows = np.zeros((len(slots.values), len(labels), len(labels)), dtype=np.int64)
    rows[tuple(places)] = count
    if weight is None:
        return rows, rows.astype(np.float64)
    weights = np.zeros(rows.shape)
    weights[tuple(places)] = weight
    return rows, weights


def metric_of_tables(
    metric: Metric,
    how: str,
    pos_label: Label | None,
    labels: tuple[Label, ...],
    rows: IntArray,
    weights: FloatArray,
    *,
    fixed: bool,
) -> list[Value]:
    """Return the value of a metric for each slice, or NaN and the reason.

    Averages go over all labels if they are `fixed`, else over those seen in the slice.
    """
    margins = formulas.margins_of(weights)
    if metric.name in OF_TABLES:
        values = OF_TABLES[metric.name](margins)
    else:
        scores = formulas.class_scores(margins)[OF_CLASSES.index(metric.name)]
        if how != "binary":
            seen = (rows.sum(axis=1) + rows.sum(axis=2) > 0) | fixed
            values = formulas.averaged(scores, margins, how, seen)
        elif pos_label in labels:
            values = scores[:, labels.index(pos_label)]
        else:
            values = np.full(len(rows), np.nan)
    sums = zip(values.tolist(), rows.sum(axis=(1, 2)).tolist(), margins.true.sum(axis=1).tolist(), strict=True)
    return [_value(value, n, total, metric.why_undefined) for value, n, total in sums]


def metric_of_columns(metric: Metric, how: str, rows: IntArray, weights: FloatArray) -> list[Value]:
    """Return the same of indicator matrices, from one 2 x 2 table a slice and column: shape (n_slices, K, 2, 2)."""
    margins = formulas.Margins(weights[..., 1, 1], weights[..., 1, :].sum(axis=-1), weights[..., :, 1].sum(axis=-1))
    if how == "micro":
        margins = formulas.Margins(*(part.sum(axis=-1, keepdims=True) for part in margins))
    scores = formulas.class_scores(margins)[OF_CLASSES.index(metric.name)]
    average = "weighted" if how == "weighted" else "macro"
    values = np.nan_to_num(formulas.averaged(scores, margins, average, np.ones_like(scores)))
    sums = zip(values.tolist(), *(part[:, 0].sum(axis=(1, 2)).tolist() for part in (rows, weights)), strict=True)
    return [_value(value, n, total, metric.why_undefined) for value, n, total in sums]


def trials_of_tables(
    metric: Metric, how: str, pos_label: Label | None, labels: tuple[Label, ...], rows: IntArray
) -> IntArray | None:
    """Return of how many samples each slice's value is a share, if it is one."""
    if metric.name == "accuracy":
        n: IntArray = rows.sum(axis=(1, 2))
        return n
    if how != "binary" or metric.name not in ("precision", "recall") or pos_label not in labels:
        return None
    place = labels.index(pos_label)
    trials: IntArray = (rows[:, :, place] if metric.name == "precision" else rows[:, place]).sum(axis=1)
    return trials


def _value(value: float, n: int, total: float, why: str) -> Value:
    if not n:
        return math.nan, "no samples"
    if not total:
        return math.nan, "no weight"
    return value, why if math.isnan(value) else ""
