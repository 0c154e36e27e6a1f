"""Metrics of slices from counts that were kept apart by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import pos_label_of, predicted_labels
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.metrics._counts import check_no_arrays, labels_in_rows, scores_in_rows
from figmerit.metrics._slice_tables import metric_of_tables
from figmerit.metrics._slices import Sliced, Slots, known_pos_label, labels_shown, slots_of

if TYPE_CHECKING:
    from figmerit._arrays import Array
    from figmerit._validate import Label
    from figmerit.metrics._catalog import Metric, Value

Counts = LabelCounts | ScoreCounts


def metric_of_counts(
    counts: Counts,
    metric: Metric | None,
    function: Any,
    average: str | None,
    *,
    row_slices: Any,
    col_slices: Any,
    row_labels: Any,
    col_labels: Any,
    threshold: Any,
    pos_label: Any,
    labels: Any,
    nan_policy: Any,
    **arrays: Any,
) -> Sliced:
    """Return a metric of the slices that counts were kept apart by."""
    check_no_arrays(counts, **arrays, nan_policy=None if nan_policy == "raise" else nan_policy)
    if metric is None:
        raise wrong_type("metric", "the name of a metric, as functions need rows", brief(function))
    rows, row_names = _places("row_slices", row_slices, row_labels, counts)
    cols: Array = np.zeros_like(rows)
    col_names: tuple[Label, ...] = ("all",)
    if col_slices is not None:
        cols, col_names = _places("col_slices", col_slices, col_labels, counts)
    slots = slots_of(rows, cols, len(row_names), len(col_names))
    if isinstance(counts, LabelCounts):
        found = _of_labels(counts, metric, average, slots, threshold, pos_label, labels)
    else:
        check_no_arrays(counts, labels=labels)
        found = _of_scores(counts.against_rest(pos_label), metric, slots)
    return Sliced(*found, row_names, col_names)


def _places(name: str, column: Any, shown: Any, counts: Counts) -> tuple[Array, tuple[Label, ...]]:
    """Return the position of each cell's slice among the slices shown, after the last one if it is not, and these."""
    if not isinstance(column, str) or column not in counts.slices:
        verb = "count_labels" if isinstance(counts, LabelCounts) else "count_scores"
        hint = did_you_mean(column, counts.slices) or f"{verb}(..., by={{...}}) keeps slices apart"
        rule = f"one of the columns that the counts were kept apart by, {listing(counts.slices)}"
        raise invalid(name, rule, brief(column), hint)
    known: tuple[Label, ...] = counts.slices[column]
    codes = counts.codes_of(column)
    labels = tuple(known[code] for code in np.unique(codes).tolist())
    if shown is not None:
        labels = labels_shown(f"{name.partition('_')[0]}_labels", shown, column, labels)
    position = {label: place for place, label in enumerate(labels)}
    return np.array([position.get(label, len(labels)) for label in known])[codes], labels


def _of_labels(
    counts: LabelCounts, metric: Metric, average: Any, slots: Slots, threshold: Any, pos_label: Any, labels: Any
) -> tuple[str, list[Value], list[int]]:
    predicted_labels(counts, None, threshold)
    if metric.needs != "labels":
        raise invalid("metric", "one of labels for LabelCounts", repr(metric.name), "count_scores(...) counts scores")
    counts = counts.onto(labels)
    target = labels_in_rows(counts, None)
    positive = known_pos_label(target, pos_label_of(counts.labels, pos_label))
    how = average or ("macro" if positive is None else "binary")
    size = len(counts.labels)
    rows = np.zeros((len(slots.codes.values), size, size), dtype=np.int64)
    weights = np.zeros(rows.shape)
    cells = slots.cells, counts.true_codes, counts.pred_codes
    np.add.at(rows, cells, counts.count)
    np.add.at(weights, cells, counts.rows()[2])
    shown = rows[slots.shown], weights[slots.shown]
    values = metric_of_tables(metric, how, positive, counts.labels, *shown, fixed=counts.fixed)
    return metric.title(target.kind, how), values, shown[0].sum(axis=(1, 2)).tolist()


def _of_scores(counts: ScoreCounts, metric: Metric, slots: Slots) -> tuple[str, list[Value], list[int]]:
    if counts.per_class or metric.needs == "labels":
        rule = "one of scores for ScoreCounts of one score a sample"
        hint = "count_labels(...) counts labels" if metric.needs == "labels" else "counts.against_rest(label)"
        raise invalid("metric", rule, repr(metric.name), hint)
    parts = [counts.part(np.flatnonzero(slots.cells == cell)) for cell in slots.shown.tolist()]
    values = [metric(scores_in_rows(part, None)) if part.n_rows else (float("nan"), "no samples") for part in parts]
    return metric.title("binary", "binary"), values, [part.n_rows for part in parts]
