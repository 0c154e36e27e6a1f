"""Which samples are in which slice, and what computes a metric of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit._arrays import FloatArray, IntArray, label_array, to_numpy
from figmerit._validate import Label, check_labels, check_unrepeated, predicted_labels
from figmerit.counts._codes import Codes
from figmerit.counts._input import factorized_slices, in_words, slice_labels
from figmerit.counts._sorting import distinct_parts
from figmerit.counts._targets import LabelTarget, ScoreTarget
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, called, invalid, listing, wrong_type
from figmerit.metrics._catalog import CATALOG, Metric, Value
from figmerit.metrics._evaluation import Evaluation, in_cells, resolve, take
from figmerit.metrics._slice_margins import SliceMargins, fits_margins, metric_of_margins, trials_of_margins

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array
    from figmerit.counts._targets import Kind


class Sliced(NamedTuple):
    """The metric of each slice, or NaN and the reason, row by row; the samples of each, and the slices' names.

    Of counts in bins also between which numbers each value lies; of a metric that is a share of samples, of how many,
    and whether they have weights.
    """

    title: str
    values: list[Value]
    n: list[int]
    row_labels: tuple[Label, ...]
    col_labels: tuple[Label, ...]
    bounds: FloatArray | None = None
    trials: Any = None
    weighted: bool = False


def metric_of_rows(
    y_true: Any,
    metric: Metric | None,
    function: Any,
    average: str | None,
    *,
    y_pred: Any,
    y_score: Any,
    row_slices: Any,
    col_slices: Any,
    row_labels: Any,
    col_labels: Any,
    labels: Any,
    **options: Any,
) -> Sliced:
    """Return a metric of slices of arrays, or what the caller's own function returns for each."""
    if metric is None:
        predicted_labels(y_pred, y_score)
    elif metric.needs != "labels" and y_score is None:
        raise wrong_type("y_score", f"given for the metric {metric.name!r}", "None")
    predict = metric is not None and metric.needs == "labels"
    evaluation = resolve(y_true, y_pred, y_score, labels=labels, predict=predict, **options)
    rows, row_names = slices_of("row", row_slices, row_labels, evaluation, y_true)
    cols: Array = np.zeros_like(rows)
    col_names: tuple[Label, ...] = ("all",)
    if col_slices is not None:
        cols, col_names = slices_of("col", col_slices, col_labels, evaluation, y_true)
    slots = slots_of(rows, cols, len(row_names), len(col_names))
    if metric is None:
        title, values, n = function_of_slices(function, evaluation, slots)
        trials = None
    else:
        title, values, n, trials = metric_of_slices(metric, average, evaluation, slots, fixed=labels is not None)
    return Sliced(title, values, n, row_names, col_names, trials=trials, weighted=evaluation.weighted)


def known_pos_label(target: LabelTarget | ScoreTarget, pos_label: Label | None) -> Label | None:
    """Return the positive label if it is known, also where the data holds one label of {0, 1} only."""
    alone = target.kind == "binary" and target.labels in ((0,), (1,), (-1,))
    return 1 if pos_label is None and alone else pos_label


def with_labels_seen(target: LabelTarget) -> LabelTarget:
    """Return the target with the labels that it holds only."""
    seen, codes = np.unique(np.concatenate([target.true_codes, target.pred_codes]), return_inverse=True)
    true, pred = np.split(codes.astype(np.int64), 2)
    labels = tuple(target.labels[code] for code in seen.tolist())
    return replace(target, true_codes=true, pred_codes=pred, labels=labels)


def slices_of(
    side: str, slices: Any, shown: Any, evaluation: Evaluation, y_true: Any
) -> tuple[Array, tuple[Label, ...]]:
    """Return the position of each sample's slice among the slices shown, after the last one if it is not, and these."""
    name = f"{side}_slices"
    scored: Any = evaluation.scored
    target = evaluation.labelled or scored
    shape = to_numpy(y_true, "y_true").shape if scored is None else scored.shape
    shape = shape[:1] if target is not None and target.kind == "multilabel" else shape
    found = factorized_slices(slices, name, shape)
    seen = found.seen
    present = set(found.values[seen].tolist())
    labels = tuple(label for label in slice_labels(slices, found.values[seen], name) if label in present)
    if shown is not None:
        labels = labels_shown(f"{side}_labels", shown, name, labels)
    codes = found.among(labels, seen, missing=len(labels))
    return codes if scored is None or scored.kept is None else codes[scored.kept], labels


def labels_shown(name: str, shown: Any, of: str, seen: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return the slices to show, of one kind with those seen."""
    array = check_labels(_words(shown, name), name)
    if array.ndim != 1:
        raise invalid(name, "one-dimensional", f"shape {array.shape}")
    labels: tuple[Label, ...] = check_unrepeated(tuple(array.tolist()), name)
    if isinstance(labels[0], str) != isinstance(seen[0], str):
        kind = "strings" if isinstance(seen[0], str) else "numbers"
        raise wrong_type(name, f"{kind}, as in {of}", listing(labels))
    return labels


def _words(shown: Any, name: str) -> Array:
    """Return the slices to show by their names."""
    values = to_numpy(shown, name)
    if values.dtype != object:
        return values
    return np.array([in_words(value) for value in values.ravel()], dtype=object).reshape(values.shape)


@dataclass(frozen=True, slots=True)
class Slots:
    """The cell of the grid that each sample is in, row by row; what is not shown is in a row or column beyond."""

    cells: Array
    n_rows: int
    n_cols: int

    @property
    def shown(self) -> IntArray:
        """The cells that are shown."""
        return (np.arange(self.n_rows)[:, None] * (self.n_cols + 1) + np.arange(self.n_cols)).ravel()

    @property
    def codes(self) -> Codes:
        """The cells as codes."""
        return Codes(np.arange((self.n_rows + 1) * (self.n_cols + 1)), self.cells, self.cells.shape)

    def members(self) -> list[IntArray]:
        """Return the positions of the samples in each cell that is shown."""
        order = np.argsort(self.cells, kind="stable")
        ends = np.searchsorted(self.cells[order], np.arange(len(self.codes.values) + 1))
        parts = [order[start:end] for start, end in pairwise(ends.tolist())]
        return [parts[cell] for cell in self.shown.tolist()]


def slots_of(rows: Array, cols: Array, n_rows: int, n_cols: int) -> Slots:
    """Return the cell of each sample from its row and its column."""
    smallest = np.min_scalar_type((n_rows + 1) * (n_cols + 1))
    return Slots(rows.astype(smallest) * (n_cols + 1) + cols.astype(smallest), n_rows, n_cols)


def check_fits_kind(metric: Metric, kind: Kind) -> None:
    """Raise for a metric that multilabel targets do not have."""
    if kind == "multilabel" and not metric.multilabel:
        defined = ", ".join(repr(other.name) for other in CATALOG.values() if other.multilabel)
        raise invalid("metric", f"one of {defined} for multilabel targets", repr(metric.name))


def metric_of_slices(
    metric: Metric, average: str | None, evaluation: Evaluation, slots: Slots, *, fixed: bool
) -> tuple[str, list[Value], list[int], Any]:
    """Return the name of a metric, its value in each slice, or NaN and the reason, and the samples of each.

    The last are the samples that each value is a share of, if it is one.
    Averages go over all labels if they are `fixed`, else over those seen in the slice.
    """
    target: Any = evaluation.target_for(metric.needs)
    check_fits_kind(metric, target.kind)
    positive = known_pos_label(target, evaluation.pos_label)
    how = average or ("macro" if positive is None else "binary")
    title = metric.title(target.kind, how)
    if metric.needs == "labels" and fits_margins(target, len(slots.codes.values)):
        margins = SliceMargins.of_rows(target, slots.codes).at(slots.shown)
        values = metric_of_margins(metric, how, positive, target.labels, margins, fixed=fixed)
        trials = trials_of_margins(metric, how, positive, target.labels, margins)
        return title, values, margins.n.tolist(), trials

    if metric.one_vs_rest and target.kind == "binary":
        return title, *_area_of_slices(metric, target, slots), None

    def value_of(index: IntArray) -> Value:
        part = take(target, index)
        if metric.needs == "labels":
            part = in_cells(part if fixed or part.kind == "multilabel" else with_labels_seen(part))
        return metric(part, how, positive)

    values, n = _of_each(value_of, slots)
    return title, values, n, n if metric.name == "accuracy" else None


def _area_of_slices(metric: Metric, target: ScoreTarget, slots: Slots) -> tuple[list[Value], list[int]]:
    """Return the area under a curve of each slice, and the number of its samples."""
    options: dict[str, Any] = {"labels": target.labels, "pos_label": target.pos_label}
    parts = {
        cell: ScoreCounts(*distinct, **options)
        for cell, distinct in distinct_parts(target, slots.cells, len(slots.codes.values)).items()
    }
    shown = [parts.get(cell) for cell in slots.shown.tolist()]
    values = [(float("nan"), "no samples") if part is None else metric(part) for part in shown]
    return values, [0 if part is None else part.n_rows for part in shown]


def function_of_slices(metric: Any, evaluation: Evaluation, slots: Slots) -> tuple[str, list[Value], list[int]]:
    """Return the name of a function, what it returns for each slice, or NaN and the reason, and the samples of each."""
    name = str(getattr(metric, "__name__", type(metric).__name__))
    target: Any = evaluation.labelled or evaluation.scored
    takes = "(y_true, y_score)" if isinstance(target, ScoreTarget) else "(y_true, y_pred)"

    def in_words(codes: Array) -> Array:
        return codes if target.kind == "multilabel" else label_array(target.labels)[codes]

    def value_of(index: IntArray) -> Value:
        part = take(target, index)
        if isinstance(part, ScoreTarget):
            arrays = in_words(part.codes), part.y_score
        else:
            arrays = in_words(part.true_codes), in_words(part.pred_codes)
        weight = {} if part.sample_weight is None else {"sample_weight": part.sample_weight}
        result = called("metric", f"a function of {takes} that returns a number", metric, *arrays, **weight)
        if np.ndim(result) or isinstance(result, str) or not hasattr(result, "__float__"):
            raise wrong_type(f"the result of {name}", "a number", brief(result))
        value = float(result)
        if np.isinf(value):
            raise invalid(f"the result of {name}", "finite, or NaN", f"{value:g}")
        return value, f"{name} returned NaN" if np.isnan(value) else ""

    return name, *_of_each(value_of, slots)


def _of_each(value_of: Callable[[IntArray], Value], slots: Slots) -> tuple[list[Value], list[int]]:
    """Return the value of each slice, and the number of its samples."""
    members = slots.members()
    values = [value_of(index) if len(index) else (float("nan"), "no samples") for index in members]
    return values, [len(index) for index in members]
