"""A metric of each slice: of counts that were kept apart by columns, or a caller's own function of the rows."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_option
from figmerit.counts._cells import Groups
from figmerit.counts._input import Slices
from figmerit.counts._of_rows import row_arrays
from figmerit.counts._periods import periods_of
from figmerit.counts.evaluate import Asked, check_no_arrays, evaluate
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import FigmeritError, brief, called, invalid, wrong_type
from figmerit.inference.formulas import Margins, Tally, averaged, margins_of_slices, unit_weights
from figmerit.inference.proportions import Proportion
from figmerit.metrics._bounds import bounds_of
from figmerit.metrics._grid import Grid, side_of, side_of_rows
from figmerit.metrics._values import Value, area_of, undefined, value_of_scores, warn_of_order
from figmerit.metrics.catalog import CATALOG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit.counts._of_rows import RowArrays
    from figmerit.counts.evaluate import Evaluation
    from figmerit.metrics.catalog import Metric

MOST = 1 << 22
"""Labels, over all slices, whose margins are made at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """A metric of each slice, row by row: its name, values or NaN with the reason, and the samples of each.

    With the `bounds` of each value if scores were counted in bins, and the `share` of samples that the metric is, or
    rises with.
    """

    title: str
    values: list[Value]
    n: IntArray
    bounds: FloatArray | None = None
    share: Proportion | None = None


def as_periods(dates: Any, freq: Any) -> tuple[Array, tuple[str, ...]]:
    """Return the period of each date, and all periods from the first to the last."""
    try:
        periods = periods_of(dates, freq)
    except FigmeritError as error:
        words = {part: re.sub(r"\btime\b", "row_slices", getattr(error, part)) for part in ("name", "hint")}
        raise error.change(**words) from None
    return np.array(periods.names)[periods.codes], periods.names


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
    warn_of_order(metric, counts)
    values: list[Value] = []
    n: list[Any] = []
    shares: list[Proportion | None] = []
    for rows, weights in _margins(counts, grid, ordinal=metric.ordinal):
        of_slices = values_of_margins(metric, how, place, rows, weights, fixed=counts.fixed)
        n.append(rows.true.sum(axis=1))
        shares.append(_share_of(metric, how, place, rows))
        values += _reasoned(of_slices, n[-1], weights.true.sum(axis=1), metric)
    return Found(title, values, np.concatenate(n).astype(np.int64), share=_together(shares))


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


def values_of_margins(
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


def _share_of(metric: Metric, how: str, place: int | None, rows: Margins) -> Proportion | None:
    """Return the share of samples that each slice's value is, or rises with, if there is one."""
    if metric.ratio is None or not metric.rises_with_share:
        return None
    if metric.table is not None:
        return Proportion(rows.correct.sum(axis=1), rows.true.sum(axis=1))
    if how != "binary" or place is None:
        return None
    return metric.ratio.proportion(rows.against_rest()).at((slice(None), place))


def _together(shares: Sequence[Proportion | None]) -> Proportion | None:
    """Return the shares of all slices as one, in whole samples; None if there are none."""
    known = [share for share in shares if share is not None]
    if not known:
        return None
    successes, trials = (np.concatenate(side).astype(np.int64) for side in list(zip(*known, strict=True))[:2])
    return Proportion(successes, trials, known[0].factors)


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
    title, several = metric.title(evaluation.kind, "binary"), counts.per_class or (counts,)
    if metric.curve is not None and all(part.highest is None for part in several):
        return Found(title, *_areas(metric, several, grid, evaluation))
    values, n, bounds = [], [], []
    for part in _parts(counts, grid, whole=metric.curve is None):
        whole = part.per_class[0] if part.per_class else part
        n.append(whole.n_rows)
        weighs = any(map(np.any, whole.weights()))
        values.append(value_of_scores(metric, part, evaluation.names) if weighs else _empty(n[-1]))
        bounds.append(bounds_of(metric, values[-1][0], part) or (values[-1][0],) * 2)
    inexact = any(low < high for low, high in bounds)
    return Found(title, values, np.array(n), np.array(bounds) if inexact else None)


def _areas(
    metric: Metric, several: Sequence[ScoreCounts], grid: Grid, evaluation: Evaluation
) -> tuple[list[Value], IntArray]:
    """Return the areas under curves of exact counts, of one score or of each class, and the rows of each slice."""
    first, sides = several[0], [_by_slice(part, grid) for part in several]
    labels = evaluation.counted_scores.labels if evaluation.counted_scores.per_class else ()
    if first.weighted:
        n = np.bincount(grid.slots(first), first.positives + first.negatives, minlength=grid.size)[: grid.size]
    else:
        n = np.array([positives.sum() + negatives.sum() for positives, negatives in sides[0]])
    curves = zip(*sides, strict=True)
    values = [
        area_of(metric, of_slice, labels, evaluation.names) if of_slice[0][0].size else _empty(rows)
        for of_slice, rows in zip(curves, n.tolist(), strict=True)
    ]
    return values, n.astype(np.int64)


def _by_slice(counts: ScoreCounts, grid: Grid) -> list[tuple[Array, Array]]:
    """Return the positives and negatives of descending scores that weigh something, slice by slice."""
    slots, sides = grid.slots(counts), list(counts.weights())
    apart = {side.column for side in grid.sides} == {*counts.slices}
    if not apart or np.any(slots[1:] < slots[:-1]):  # else they are in order, and no two scores of a slice are equal
        groups = Groups.of([slots, -counts.score])
        slots, *sides = groups.first_of(slots), *(groups.reduced(np.add, side) for side in sides)
    if counts.weighted:
        weighs = sides[0] + sides[1] > 0
        slots, *sides = slots[weighs], *(side[weighs] for side in sides)
    ends = np.searchsorted(slots, np.arange(grid.size + 1)).tolist()
    return [(sides[0][start:end], sides[1][start:end]) for start, end in pairwise(ends)]


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
    arguments = ", ".join(["y_true", rows.second, *weight])
    rule = f"a function of ({arguments}) that returns a number"
    result = called("metric", rule, function, rows.true[index], rows.other[index], **weight)
    if np.ndim(result) or isinstance(result, str) or not hasattr(result, "__float__"):
        raise wrong_type(f"the result of {name}", "a number", brief(result))
    value = float(result)
    if math.isinf(value):
        raise invalid(f"the result of {name}", "finite, or NaN", f"{value:g}")
    return value, f"{name} returned NaN" if math.isnan(value) else ""
