"""Metrics of slices from counts that were kept apart by columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from figmerit._validate import pos_label_of, predicted_labels
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.metrics._bounds import bounds_of
from figmerit.metrics._counts import check_no_arrays, labels_in_rows
from figmerit.metrics._slice_margins import SliceMargins, metric_of_columns, metric_of_margins, trials_of_margins
from figmerit.metrics._slices import Sliced, Slots, check_fits_kind, known_pos_label, labels_shown, slots_of

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.metrics._catalog import Metric, Value

Counts: TypeAlias = LabelCounts | ScoreCounts
Found: TypeAlias = "tuple[str, list[Value], list[int], FloatArray | None, Any]"
"""The name of a metric, its value in each slice, or NaN and the reason, the samples of each, bounds, and trials."""


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
    sides = [_side("row_slices", row_slices, row_labels, counts)]
    if col_slices is not None:
        sides.append(_side("col_slices", col_slices, col_labels, counts))
    if isinstance(counts, ScoreCounts):
        check_no_arrays(counts, labels=labels)
        counts = counts.against_rest(pos_label)
        if metric.needs == "labels":
            pos_label = counts.pos_label
            counts, threshold = counts.cut(threshold), 0.5
    if isinstance(counts, LabelCounts):
        predicted_labels(counts, None, threshold)
        if metric.needs != "labels":
            hint = "count_scores(...) counts scores"
            raise invalid("metric", "one of labels for LabelCounts", repr(metric.name), hint)
    if isinstance(counts, LabelCounts) and counts.per_class:
        check_no_arrays(counts, labels=labels)
        found = _of_columns(counts, metric, average, sides)
    elif isinstance(counts, LabelCounts):
        found = _of_labels(counts, metric, average, sides, pos_label, labels)
    else:
        found = _of_scores(counts, metric, sides)
    title, values, n, bounds, trials = found
    col_shown = sides[1].shown if col_slices is not None else ("all",)
    return Sliced(title, values, n, sides[0].shown, col_shown, bounds, trials, counts.weighted)


class Side(NamedTuple):
    """The rows or the columns of a grid: of which column of counts, the slices shown, and the place of each slice."""

    column: str
    shown: tuple[Label, ...]
    places: IntArray


def _side(name: str, column: Any, shown: Any, counts: Counts) -> Side:
    """Return the slices to show; the others have their place after the last one."""
    if not isinstance(column, str) or column not in counts.slices:
        verb = "count_labels" if isinstance(counts, LabelCounts) else "count_scores"
        hint = did_you_mean(column, counts.slices) or f"{verb}(..., by={{...}}) keeps slices apart"
        rule = f"one of the columns that the counts were kept apart by, {listing(counts.slices)}"
        raise invalid(name, rule, brief(column), hint)
    known: tuple[Label, ...] = counts.slices[column]
    labels = tuple(known[code] for code in np.unique(counts.codes_of(column)).tolist())
    if shown is not None:
        labels = labels_shown(f"{name.partition('_')[0]}_labels", shown, column, labels)
    position = {label: place for place, label in enumerate(labels)}
    return Side(column, labels, np.array([position.get(label, len(labels)) for label in known]))


def _slots(counts: Counts, sides: list[Side]) -> Slots:
    """Return the cell of the grid that each cell or score of counts is in."""
    places = [side.places[counts.codes_of(side.column)] for side in sides]
    sizes = [len(side.shown) for side in sides]
    if len(sides) == 1:
        places, sizes = [*places, np.zeros_like(places[0])], [*sizes, 1]
    return slots_of(places[0], places[1], sizes[0], sizes[1])


def _of_labels(
    counts: LabelCounts, metric: Metric, average: Any, sides: list[Side], pos_label: Any, labels: Any
) -> Found:
    counts = counts.onto(labels)
    target = labels_in_rows(counts, None)
    positive = known_pos_label(target, pos_label_of(counts.labels, pos_label))
    how = average or ("macro" if positive is None else "binary")
    margins = _margins(counts, sides)
    values = metric_of_margins(metric, how, positive, counts.labels, margins, fixed=counts.fixed)
    trials = trials_of_margins(metric, how, positive, counts.labels, margins)
    return metric.title(target.kind, how), values, margins.n.tolist(), None, trials


def _margins(counts: LabelCounts, sides: list[Side]) -> SliceMargins:
    """Return the margins of each slice that is shown."""
    slots = _slots(counts, sides)
    cells = slots.cells, counts.true_codes, counts.pred_codes, counts.count, counts.weight
    return SliceMargins.of_cells(*cells, (len(slots.codes.values), len(counts.labels))).at(slots.shown)


def _of_columns(counts: LabelCounts, metric: Metric, average: Any, sides: list[Side]) -> Found:
    """Return the same of indicator matrices."""
    check_fits_kind(metric, "multilabel")
    how = average or "macro"
    columns = [_margins(part, sides) for part in counts.per_class]
    n = columns[0].n.tolist()
    if metric.averaged:
        return metric.title("multilabel", how), metric_of_columns(metric, how, columns), n, None, None
    if counts.matched is None:
        raise invalid("metric", "of single labels for counts that do not know which samples match", repr(metric.name))
    values = metric_of_margins(metric, how, 1, (0, 1), _margins(counts.matched, sides), fixed=True)
    return metric.title("multilabel", how), values, n, None, n


def _of_scores(counts: ScoreCounts, metric: Metric, sides: list[Side]) -> Found:
    check_fits_kind(metric, counts.kind)
    parts = [replace(part, predicted=counts.predicted) for part in _parts(counts, sides)]
    per_class = [_parts(of_class, sides) for of_class in counts.per_class]
    if per_class:
        parts = [replace(part, per_class=classes) for part, *classes in zip(parts, *per_class, strict=True)]
    values = [metric(part) if part.n_rows else (float("nan"), "no samples") for part in parts]
    pairs = zip(parts, values, strict=True)
    bounds = [bounds_of(metric.name, value, part) or (value, value) for part, (value, _) in pairs]
    inexact = any(low < high for low, high in bounds)
    title = metric.title(counts.kind, "binary")
    return title, values, [part.n_rows for part in parts], np.array(bounds) if inexact else None, None


def _parts(counts: ScoreCounts, sides: list[Side]) -> list[ScoreCounts]:
    """Return the counts of each slice that is shown."""
    slots = _slots(counts, sides)
    return [counts.part(index) for index in slots.members()]
