"""A metric of each slice: of counts that were kept apart by columns, or a caller's own function of the rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit._arrays import check_numbers, to_numpy
from figmerit._validate import Label, check_names, check_option, check_unrepeated
from figmerit.counts._input import Slices, in_words
from figmerit.counts._labels import check_labels
from figmerit.counts._of_rows import row_arrays
from figmerit.counts.evaluate import Asked, check_no_arrays, evaluate
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, called, did_you_mean, invalid, listing, wrong_type
from figmerit.inference.formulas import Margins, Tally, averaged, margins_of_slices, unit_weights
from figmerit.metrics._bounds import bounds_of
from figmerit.metrics._values import Value, undefined, value_of_scores
from figmerit.metrics.catalog import CATALOG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit.counts._of_rows import RowArrays
    from figmerit.counts.evaluate import Evaluation
    from figmerit.metrics.catalog import Metric

Counts: TypeAlias = LabelCounts | ScoreCounts

MOST = 1 << 22
"""Labels, over all slices, whose margins are made at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """A metric of each slice, row by row: its name, values or NaN with the reason, and the samples of each.

    With the `bounds` of each value if scores were counted in bins, and, if the metric is a share of samples, how many
    samples there are (`trials`).
    """

    title: str
    values: list[Value]
    n: IntArray
    bounds: FloatArray | None = None
    trials: IntArray | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The rows or the columns of a grid: the column of the counts, the slices shown, and the place of each slice."""

    column: str
    shown: tuple[Label, ...]
    places: IntArray


@dataclass(frozen=True, slots=True)
class Grid:
    """The slices that are shown, row by row."""

    sides: tuple[Side, ...]

    @property
    def size(self) -> int:
        """The number of slices."""
        return math.prod(len(side.shown) for side in self.sides)

    def slots(self, counts: Counts | RowArrays) -> IntArray:
        """Return the slice of each cell of counts; what is not shown has a place after the last one."""
        slots: Any = 0
        hidden: Any = False
        for side in self.sides:
            places, size = side.places[counts.codes_of(side.column)], len(side.shown)
            slots = slots * size + places
            if (side.places == size).any():
                hidden = hidden | (places == size)
        return np.asarray(slots if hidden is False else np.where(hidden, self.size, slots), dtype=np.int64)

    def members(self, slots: Array) -> list[Any]:
        """Return the positions of what is in each slice, as a range where they follow each other."""
        starts = np.arange(self.size + 1)
        if np.all(slots[1:] >= slots[:-1]):
            ends = np.searchsorted(slots, starts).tolist()
            return [slice(*pair) for pair in pairwise(ends)]
        order = np.argsort(slots.astype(np.min_scalar_type(self.size)), kind="stable")
        return np.split(order, np.searchsorted(slots[order], starts[1:]))[: self.size]


def check_grid(grid: Any) -> FloatArray:
    """Return the values of a finished grid."""
    values = check_numbers(grid, "grid").astype(np.float64)
    if values.ndim != 2:
        raise invalid("grid", "two-dimensional", f"shape {values.shape}")
    if n_infinite := int(np.isinf(values).sum()):
        raise invalid("grid", "finite, or NaN", f"{n_infinite} infinite values")
    return values


def means_of(grid: FloatArray, axis: int) -> FloatArray:
    """Return the means of what is defined along an axis."""
    n_defined = np.sum(~np.isnan(grid), axis=axis, keepdims=True)
    shares = grid / np.maximum(n_defined, 1)  # divided first: a sum of large values may overflow
    return np.where(n_defined.squeeze(axis) > 0, np.nansum(shares, axis=axis), np.nan)


def names_of_slices(given: Any, own: tuple[Any, ...] | None, size: int, name: str) -> tuple[Label, ...]:
    """Return the names that were given, the names in a data frame, or 0, 1, ...."""
    values = check_names((range(size) if own is None else own) if given is None else given, name)
    hint = f"{name}=[...] with other names" if given is None else ""
    texts = tuple(value if isinstance(value, str | int) else str(value) for value in values)
    return check_unrepeated(texts, name, hint)


def side_of(name: str, column: Any, shown: Any, counts: Counts) -> Side:
    """Return one side of the grid; `shown` are the slices that the caller wants, None for all there are."""
    if not isinstance(column, str) or column not in counts.slices:
        verb = "count_labels" if isinstance(counts, LabelCounts) else "count_scores"
        hint = did_you_mean(column, counts.slices) or f"{verb}(..., by={{...}}) keeps slices apart"
        rule = f"one of the columns that the counts were kept apart by, {listing(counts.slices)}"
        raise invalid(name, rule, brief(column), hint)
    known: tuple[Label, ...] = counts.slices[column]
    seen = tuple(known[code] for code in np.unique(counts.codes_of(column)).tolist())
    return side_of_rows(name, known, shown, column, seen)


def side_of_rows(
    name: str, known: tuple[Label, ...], shown: Any, column: str | None = None, seen: tuple[Label, ...] | None = None
) -> Side:
    """Return one side of the grid of rows, which bring their own slices; or of a column of which some are `seen`."""
    column, labels = name if column is None else column, known if seen is None else seen
    if shown is not None:
        labels = _labels_shown(f"{name.partition('_')[0]}_labels", shown, column, labels)
    position = {label: place for place, label in enumerate(labels)}
    return Side(column, labels, np.array([position.get(label, len(labels)) for label in known], dtype=np.int64))


def _labels_shown(name: str, shown: Any, of: str, seen: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return the slices to show, of one kind with those seen."""
    values = to_numpy(shown, name)
    if values.dtype == object:  # intervals and the like go by their texts
        values = np.array([in_words(value) for value in values.ravel()], dtype=object).reshape(values.shape)
    array = check_labels(values, name)
    if array.ndim != 1:
        raise invalid(name, "one-dimensional", f"shape {array.shape}")
    labels: tuple[Label, ...] = check_unrepeated(tuple(array.tolist()), name)
    if isinstance(labels[0], str) != isinstance(seen[0], str):
        kind = "strings" if isinstance(seen[0], str) else "numbers"
        raise wrong_type(name, f"{kind}, as in {of}", listing(labels))
    return labels


def evaluated(
    metric: Metric, wanted: Mapping[str, Any], shown: Any, options: dict[str, Any], arrays: dict[str, Any]
) -> tuple[Evaluation, Grid]:
    """Return the evaluation of rows, or of counts that the caller made, and the `wanted` slices that are `shown`."""
    labelled, counts = metric.needs == "labels", arrays["y_true"]
    if isinstance(counts, LabelCounts | ScoreCounts):
        policy = check_option("nan_policy", arrays["nan_policy"], ("raise", "drop"))
        check_no_arrays(counts, **arrays | {"y_true": None, "nan_policy": None if policy == "raise" else policy})
        sides = [side_of(name, column, shown[name], counts) for name, column in wanted.items()]
        if isinstance(counts, LabelCounts) and not labelled:
            hint = "count_scores(...) counts scores"
            raise invalid("metric", "one of labels for LabelCounts", repr(metric.name), hint)
        return Asked(labelled=labelled, **options).of_counts(counts), Grid(tuple(sides))
    if not labelled and arrays["y_score"] is None:
        raise wrong_type("y_score", f"given for the metric {metric.name!r}", "None")
    whole = metric.needs in ("probabilities", "ranks")
    found = evaluate(labelled=labelled, scored=not labelled, whole=whole, by=wanted, **options, **arrays)
    known: Any = found.labels or found.scores
    return found, Grid(tuple(side_of_rows(name, known.slices[name], shown[name]) for name in wanted))


def metric_of_slices(metric: Metric, average: str | None, evaluation: Evaluation, grid: Grid) -> Found:
    """Return a metric of each slice of counts."""
    if evaluation.kind == "multilabel" and not metric.multilabel:
        defined = ", ".join(repr(other.name) for other in CATALOG.values() if other.multilabel)
        raise invalid("metric", f"one of {defined} for multilabel targets", repr(metric.name))
    if metric.needs != "labels":
        return _of_scores(metric, evaluation, grid)
    counts: Any = evaluation.labels
    positive = evaluation.pos_label
    if positive is None and counts.labels in ((0,), (1,), (-1,)):
        positive = 1  # also where the data holds one label of two only
    how = average or ("macro" if positive is None else "binary")
    title = metric.title(evaluation.kind, how)
    if counts.per_class and metric.averaged:
        return _of_columns(metric, "macro" if how == "binary" else how, counts, grid, title)
    if counts.per_class and counts.matched is None:
        rule = "of single labels for counts that do not know which samples match"
        raise invalid("metric", rule, repr(metric.name))
    place = counts.labels.index(positive) if how == "binary" and positive in counts.labels else None
    counts = counts.matched if counts.per_class else counts
    values: list[Value] = []
    n: list[Any] = []
    trials: list[Any] = []
    for rows, weights in _margins(counts, grid, ordinal=metric.ordinal):
        of_slices = _values_of_margins(metric, how, place, rows, weights, fixed=counts.fixed)
        n.append(rows.true.sum(axis=1))
        trials.append(_trials(metric, how, place, rows))
        values += _reasoned(of_slices, n[-1], weights.true.sum(axis=1), metric)
    some = None if trials[0] is None else np.concatenate(trials).astype(np.int64)
    return Found(title, values, np.concatenate(n).astype(np.int64), trials=some)


def _margins(counts: Any, grid: Grid, *, ordinal: bool = False) -> Iterator[tuple[Margins, Margins]]:
    """Yield the margins of some slices at a time, of shape (n_slices, n_labels): as rows, and as sums of weights."""
    slots, size = grid.slots(counts), len(counts.labels)
    step = max(MOST // size, 1)
    for start in range(0, grid.size, step):
        shape = min(step, grid.size - start), size
        here = np.flatnonzero((slots >= start) & (slots < start + shape[0]))
        cells = slots[here] - start, counts.true_codes[here], counts.pred_codes[here]
        rows = margins_of_slices(*cells, counts.count[here], shape, ordinal=ordinal)
        weight = None if counts.weight is None else unit_weights(counts.weight)[here]
        yield rows, rows if weight is None else margins_of_slices(*cells, weight, shape, ordinal=ordinal)


def _values_of_margins(
    metric: Metric, how: str, place: int | None, rows: Margins, weights: Margins, *, fixed: bool
) -> FloatArray:
    """Return the value for each slice; averages go over all labels if they are `fixed`, else over those seen in it."""
    if metric.table is not None:
        return metric.table(weights)
    ratio: Any = metric.ratio
    if how != "binary":
        return averaged(ratio, weights.against_rest(), how, (rows.true + rows.pred > 0) | fixed)
    found: FloatArray = ratio.value(weights.against_rest())
    return np.full(len(found), np.nan) if place is None else found[:, place]


def _trials(metric: Metric, how: str, place: int | None, rows: Margins) -> Any:
    """Return how many samples each slice's value is a share of, if it is one."""
    if not metric.interval:
        return None
    if metric.table is not None:
        return rows.true.sum(axis=1)
    if how != "binary" or place is None or metric.ratio is None:
        return None
    return metric.ratio.parts(rows.against_rest())[1][:, place]


def _of_columns(metric: Metric, how: str, counts: LabelCounts, grid: Grid, title: str) -> Found:
    """Return the average over the columns of indicator matrices."""
    columns = [list(_margins(column, grid)) for column in counts.per_class]
    rows = next(np.concatenate([part.true.sum(axis=1) for part, _ in column]) for column in columns[:1])
    tallies = [
        Tally(*(np.concatenate(pieces)[:, 1] for pieces in zip(*(w.against_rest() for _, w in column), strict=True)))
        for column in columns
    ]
    tally = Tally(*(np.stack(part, axis=1) for part in zip(*tallies, strict=True)))
    ratio: Any = metric.ratio
    values = np.nan_to_num(averaged(ratio, tally, how))
    total = sum(part[:, 0] for part in tally)
    return Found(title, _reasoned(values, rows, total, metric), rows.astype(np.int64))


def _reasoned(values: Array, n: Array, total: Array, metric: Metric) -> list[Value]:
    """Return values with the reason of each that is undefined."""
    found = zip(values.tolist(), n.tolist(), total.tolist(), strict=True)
    return [
        (value, metric.why_undefined if math.isnan(value) else "") if weight else _empty(rows)
        for value, rows, weight in found
    ]


def _empty(rows: float) -> Value:
    """Return why a slice that weighs nothing has no value."""
    return undefined("no weight" if rows else "no samples")


def _of_scores(metric: Metric, evaluation: Evaluation, grid: Grid) -> Found:
    """Return a metric of scores, slice by slice."""
    counts: Any = evaluation.scores
    values, n, bounds = [], [], []
    for part in _parts(counts, grid, whole=metric.curve is None):
        whole = part.per_class[0] if part.per_class else part
        n.append(whole.n_rows)
        weighs = any(map(np.any, whole.weights()))
        values.append(value_of_scores(metric, part, evaluation.names) if weighs else _empty(n[-1]))
        bounds.append(bounds_of(metric, values[-1][0], part) or (values[-1][0],) * 2)
    inexact = any(low < high for low, high in bounds)
    return Found(metric.title(evaluation.kind, "binary"), values, np.array(n), np.array(bounds) if inexact else None)


def _parts(counts: ScoreCounts, grid: Grid, *, whole: bool) -> list[ScoreCounts]:
    """Return the counts of each slice; of several classes those of each class, and if needed of rows as a `whole`."""

    def apart(several: Any) -> list[Any]:
        return [several.part(index) for index in grid.members(grid.slots(several))]

    if counts.per_class:
        classes = list(zip(*map(apart, counts.per_class), strict=True))
        parts = apart(counts) if whole else [of_classes[0] for of_classes in classes]
        parts = [replace(one, labels=counts.labels, per_class=of) for one, of in zip(parts, classes, strict=True)]
    else:
        parts = apart(counts)
    for name in ("predicted", "ranks") if whole else ():
        of_rows = getattr(counts, name)
        if of_rows is not None:
            parts = [replace(part, **{name: one}) for part, one in zip(parts, apart(of_rows), strict=True)]
    return parts


def function_of_slices(
    function: Any, wanted: Mapping[str, Any], shown: Any, arrays: dict[str, Any]
) -> tuple[Found, Grid]:
    """Return what a caller's own function returns for the rows of each `wanted` slice, and the slices `shown`."""
    if isinstance(arrays["y_true"], LabelCounts | ScoreCounts):
        raise wrong_type("metric", "the name of a metric, as functions need rows", brief(function))
    rows = row_arrays(slices=Slices(columns=wanted), **arrays)
    grid = Grid(tuple(side_of_rows(name, known, shown[name]) for name, known in rows.places.labels.items()))
    name = str(getattr(function, "__name__", type(function).__name__))
    slots = grid.slots(rows)
    n = np.bincount(slots, minlength=grid.size)[: grid.size]
    values = [
        _value_of_function(function, name, rows, index) if size else undefined("no samples")
        for index, size in zip(grid.members(slots), n.tolist(), strict=True)
    ]
    return Found(name, values, n), grid


def _value_of_function(function: Any, name: str, rows: RowArrays, index: Any) -> Value:
    weight = {} if rows.weight is None else {"sample_weight": rows.weight[index]}
    rule = f"a function of (y_true, {rows.second}) that returns a number"
    result = called("metric", rule, function, rows.true[index], rows.other[index], **weight)
    if np.ndim(result) or isinstance(result, str) or not hasattr(result, "__float__"):
        raise wrong_type(f"the result of {name}", "a number", brief(result))
    value = float(result)
    if math.isinf(value):
        raise invalid(f"the result of {name}", "finite, or NaN", f"{value:g}")
    return value, f"{name} returned NaN" if math.isnan(value) else ""
