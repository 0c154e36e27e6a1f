"""How the difference of two models is found for each kind of metric: in closed form where there is one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import USUAL_LEVEL
from figmerit.counts._cells import count_cells
from figmerit.counts._scores import as_probabilities
from figmerit.errors import invalid
from figmerit.inference.areas import unreliable
from figmerit.inference.corrections import corrected_t
from figmerit.inference.formulas import averaged
from figmerit.inference.intervals import WEIGHTED
from figmerit.inference.paired import (
    mcnemar,
    paired_delong,
    paired_difference,
    rows_to_tell,
    smallest_difference,
    smallest_effect,
)
from figmerit.inference.paired_resampling import CellMargins, RankedScores, of_rows, of_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit.counts._pairs import LabelPairs, ScorePairs
    from figmerit.inference.paired_resampling import Resamples
    from figmerit.metrics.catalog import Metric

FEWEST = 10
"""Samples below which an interval is called unreliable."""


@dataclass(frozen=True, slots=True)
class How:
    """How intervals are found: the level, a method of the caller's choice, and what resampling needs."""

    level: float | None
    method: str | None
    n_resamples: int
    random_state: int | None
    groups: IntArray | None


@dataclass(frozen=True, slots=True)
class Found:
    """Both values, and what is known of the second less the first one."""

    values: tuple[float, float]
    n: int
    ends: FloatArray
    kind: str
    p_value: float
    test: str
    reason: str = ""
    unreliable: str = ""
    smallest: float = math.nan
    rows_needed: float = math.nan

    @classmethod
    def without(cls, values: tuple[float, float], n: int, reason: str) -> Found:
        """Return both values without an interval of their difference."""
        return cls(values, n, np.full(2, np.nan), "", math.nan, "", reason)


def of_labels(metric: Metric, pairs: LabelPairs, how: How) -> Found:
    """Compare labels: shares of the same samples in closed form, other metrics by resampling the joint table."""
    table = _JointTable(metric, pairs)
    values = table.values()
    n = len(pairs.true)
    if pairs.weight is not None:
        return Found.without(values, n, WEIGHTED)
    if how.groups is None and how.method in (None, "exact"):
        success = _successes(metric, pairs)
        if success is not None:
            return _of_shares(success, values, how)
    if how.method == "exact":
        hint = "metric='accuracy' has it; so have recall and specificity of a positive label"
        raise invalid("method", "left out, or 'bootstrap', for this metric", "'exact'", hint)
    groups = None if how.groups is None else table.by_group(how.groups)
    drawn = of_tables(table.counts, table.differences, how.n_resamples, how.random_state, groups)
    return _of_resamples(drawn, values, n, how, _few_of(pairs))


def of_scores(metric: Metric, pairs: ScorePairs, how: How) -> Found:
    """Compare scores: areas under ROC curves by DeLong, losses by their mean difference, others by resampling rows."""
    n, few = len(pairs.positive), _few(pairs.positive)
    if how.method == "exact":
        raise invalid("method", "left out, or 'bootstrap', for this metric", "'exact'", "metric='accuracy' has it")
    closed = how.groups is None and how.method is None and pairs.weight is None
    if metric.curve is None:
        losses = [_losses(metric, pairs, side) for side in (0, 1)]
        weight = np.ones(n) if pairs.weight is None else pairs.weight
        values = tuple(float(np.average(part, weights=weight)) for part in losses)
        found = _of_means(losses, (values[0], values[1]), how) if closed else None
        difference: Callable[[Array], float] = lambda times: float(np.average(losses[1] - losses[0], weights=times))  # noqa: E731
    else:
        curve, ranked = metric.curve, [RankedScores(pairs.positive, score) for score in pairs.score]
        weight = np.ones(n) if pairs.weight is None else pairs.weight
        values = tuple(_area(curve, one.counts(weight)) for one in ranked)
        found = _of_areas(pairs, how) if closed and metric.name == "roc_auc" else None
        difference = lambda times: _area(curve, ranked[1].counts(times)) - _area(curve, ranked[0].counts(times))  # noqa: E731
    if found is not None:
        return found
    both = values[0], values[1]
    if pairs.weight is not None:
        return Found.without(both, n, WEIGHTED)
    return _of_resamples(of_rows(n, difference, how.n_resamples, how.random_state, how.groups), both, n, how, few)


class _JointTable:
    """How often each true label met each pair of predicted ones, and the metric of both models in such tables."""

    def __init__(self, metric: Metric, pairs: LabelPairs) -> None:
        size = len(pairs.labels)
        columns = [pairs.true, *pairs.pred]
        codes, numbers = count_cells(columns, [size] * 3, pairs.weight)
        self.metric, self.pairs, self.counts = metric, pairs, numbers["count"]
        self.weights = numbers.get("weight", self.counts)
        self.places = np.ravel_multi_index(codes, [size] * 3)
        self.sides = [CellMargins(codes[0], pred, size) for pred in codes[1:]]

    def by_group(self, groups: IntArray) -> IntArray:
        """Return the tables of groups of samples, of shape (n_groups, n_cells)."""
        size = len(self.pairs.labels)
        cells = np.ravel_multi_index([self.pairs.true, *self.pairs.pred], [size] * 3)
        place = np.searchsorted(self.places, cells)
        n_cells = len(self.places)
        found = np.bincount(groups * n_cells + place, minlength=(int(groups.max()) + 1) * n_cells)
        return found.reshape(-1, n_cells).astype(np.int64)

    def values(self) -> tuple[float, float]:
        """Return the metric of both models."""
        first, second = (float(self._of(side, self.weights[None, :])[0]) for side in (0, 1))
        return first, second

    def differences(self, tables: Array) -> FloatArray:
        """Return the second metric less the first one, of tables of shape (n, n_cells)."""
        return self._of(1, tables) - self._of(0, tables)

    def _of(self, side: int, tables: Array) -> FloatArray:
        margins = self.sides[side].of(tables)
        if self.metric.table is not None:
            return self.metric.table(margins)
        ratio: Any = self.metric.ratio
        tally = margins.against_rest()
        if self.pairs.pos_label is None:
            return np.nan_to_num(averaged(ratio, tally, "macro"))
        found: FloatArray = ratio.value(tally)[:, self.pairs.labels.index(self.pairs.pos_label)]
        return found


def _successes(metric: Metric, pairs: LabelPairs) -> tuple[BoolArray, BoolArray] | None:
    """Return what the metric is a share of, if it is one of samples that truth alone chooses: of both models."""
    if metric.ratio is None or not metric.is_share:
        return None
    if metric.table is not None:
        return pairs.pred[0] == pairs.true, pairs.pred[1] == pairs.true
    if pairs.pos_label is None:
        return None
    code = pairs.labels.index(pairs.pos_label)
    tp, fp, fn, tn = map(bool, metric.ratio.denominator)
    if (tp, fp) != (fn, tn):  # what is predicted chooses the samples
        return None
    chosen = (tp & (pairs.true == code)) | (fp & (pairs.true != code))
    positive = bool(metric.ratio.numerator[0] or metric.ratio.numerator[1])
    first, second = ((pred[chosen] == code) == positive for pred in pairs.pred)
    return first, second


def _of_shares(success: tuple[BoolArray, BoolArray], values: tuple[float, float], how: How) -> Found:
    """Compare shares of the same samples: Newcombe's interval and McNemar's test."""
    first, second = success
    n = len(first)
    if not n:
        return Found.without(values, 0, "no such samples")
    cells = first & second, second & ~first, first & ~second, ~first & ~second
    both, only_second, only_first, neither = (np.asarray(np.count_nonzero(cell)) for cell in cells)
    _, ends = paired_difference(both, only_second, only_first, neither, how.level or USUAL_LEVEL)
    apart, exact = np.asarray((only_first + only_second) / n), how.method == "exact"
    return Found(
        values=values,
        n=n,
        ends=ends,
        kind="Newcombe",
        p_value=float(mcnemar(only_first, only_second, exact=exact)),
        test="exact McNemar" if exact else "mid-p McNemar",
        unreliable=f"fewer than {FEWEST} samples" if n < FEWEST else "",
        smallest=float(smallest_difference(np.asarray(n), apart)),
        rows_needed=float(rows_to_tell(np.asarray((only_second - only_first) / n), apart)),
    )


def _of_areas(pairs: ScorePairs, how: How) -> Found | None:
    """Compare areas under ROC curves by DeLong; None where the variance is zero and only resampling may tell."""
    found = paired_delong(pairs.positive, pairs.score[1], pairs.score[0], how.level or USUAL_LEVEL)
    values, n = (found.areas[1], found.areas[0]), len(pairs.positive)
    if found.reason:
        return Found.without(values, n, found.reason)
    sizes = int(np.count_nonzero(pairs.positive)), int(np.count_nonzero(~pairs.positive))
    doubts = [unreliable(*sizes, area) for area in values]
    return Found(
        values=values,
        n=n,
        ends=found.ends,
        kind="DeLong",
        p_value=found.p_value,
        test="DeLong",
        unreliable=next(filter(None, doubts), ""),
        smallest=_smallest(found.standard_error),
    )


def _of_means(losses: list[FloatArray], values: tuple[float, float], how: How) -> Found:
    """Compare mean losses of the same samples by the t-test of their differences."""
    apart = losses[1] - losses[0]
    found = corrected_t(apart, 0.0, how.level or USUAL_LEVEL)
    few = f"fewer than {FEWEST} samples" if len(apart) < FEWEST else ""
    error = float(np.std(apart, ddof=1)) / math.sqrt(len(apart)) if len(apart) > 1 else math.nan
    return Found(
        values=values,
        n=len(apart),
        ends=found.ends,
        kind="t",
        p_value=found.p_value,
        test="paired t",
        reason=found.reason,
        unreliable=few,
        smallest=_smallest(error),
    )


def _of_resamples(drawn: Resamples, values: tuple[float, float], n: int, how: How, few: str) -> Found:
    """Return what resampling says of the difference."""
    lost = f"undefined in {drawn.undefined} of {how.n_resamples} resamples" if drawn.undefined else ""
    kind = f"bootstrap ({how.n_resamples:,} resamples{'' if how.groups is None else ' of clusters'})"
    found = Found(values, n, drawn.ends(how.level or USUAL_LEVEL), kind, drawn.p_value, "bootstrap")
    if np.isnan(values).any():
        return Found.without(values, n, "undefined for a model")
    doubts = "; ".join(filter(None, (few, lost)))
    return replace(found, unreliable=doubts, smallest=_smallest(drawn.standard_error))


def _smallest(standard_error: float) -> float:
    """Return the smallest difference that a test with this standard error finds."""
    return float(smallest_effect(np.array(standard_error)))


def _losses(metric: Metric, pairs: ScorePairs, side: int) -> FloatArray:
    """Return the loss of each sample."""
    probability = as_probabilities(pairs.score[side], pairs.dtypes[side])
    if probability is None or metric.loss is None:
        low, high = float(pairs.score[side].min()), float(pairs.score[side].max())
        rule = f"probabilities for the metric {metric.name!r}"
        got = f"scores from {low:.10g} to {high:.10g}"
        raise invalid(("first", "second")[side], rule, got, "Pass the output of predict_proba")
    of_truth = np.where(pairs.positive, probability, 1 - probability)
    return np.asarray(metric.loss(of_truth), dtype=np.float64)


def _area(curve: Callable[[Array, Array], float], counts: tuple[Array, Array]) -> float:
    positives, negatives = counts
    return float(curve(positives, negatives)) if positives.sum() and negatives.sum() else math.nan


def _few(positive: BoolArray) -> str:
    sizes = {"positives": int(np.count_nonzero(positive)), "negatives": int(np.count_nonzero(~positive))}
    return next((f"fewer than {FEWEST} {name}" for name, size in sizes.items() if size < FEWEST), "")


def _few_of(pairs: LabelPairs) -> str:
    if pairs.pos_label is not None:
        return _few(pairs.true == pairs.labels.index(pairs.pos_label))
    return f"fewer than {FEWEST} samples" if len(pairs.true) < FEWEST else ""
