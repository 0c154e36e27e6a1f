"""How the difference of two models is found for each kind of metric: in closed form where there is one."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import USUAL_LEVEL
from figmerit.counts._cells import count_cells
from figmerit.counts._scores import as_probabilities
from figmerit.errors import invalid
from figmerit.inference.areas import unreliable
from figmerit.inference.corrections import corrected_t
from figmerit.inference.doubts import FEWEST, FEWEST_RESAMPLED, RECALLS, few_of, few_of_classes
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
from figmerit.inference.paired_resampling import CellMargins, Resamples, of_rows, of_tables
from figmerit.inference.ranked import RankedScores

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit.counts._pairs import LabelPairs, ScorePairs
    from figmerit.metrics.catalog import Metric


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


@dataclass(frozen=True, slots=True)
class LabelledModels:
    """The labels that models predict for the same samples, ready to be compared."""

    metric: Metric
    pairs: LabelPairs
    how: How

    def compared(self, sides: tuple[int, int]) -> Found:
        """Compare two: shares of the same samples in closed form, other metrics by resampling the joint table."""
        metric, pairs, how = self.metric, self.pairs.pair(*sides), self.how
        table = self.table(*sides)
        values, n = table.values(), len(pairs.true)
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
        return _of_resamples(drawn, values, n, how, few_of_labels(pairs, metric.name, FEWEST_RESAMPLED))

    def values(self) -> FloatArray:
        """Return the metric of each model."""
        return np.array([self.table(side, side).values()[0] for side in range(len(self.pairs.pred))])

    @property
    def name(self) -> str:
        """The name of the metric, which says so if it is the mean over all labels."""
        averaged_over = self.metric.table is None and self.pairs.pos_label is None
        return f"macro_{self.metric.name}" if averaged_over else self.metric.name

    def table(self, first: int, second: int) -> JointTable:
        """Return the joint table of two models."""
        return JointTable(self.metric, self.pairs.pair(first, second))

    def flipped(self, sides: tuple[int, int]) -> tuple[IntArray, IntArray]:
        """Return the places of the samples about which only the first of two is right, and only the second."""
        first, second = (self.pairs.pred[side] == self.pairs.true for side in sides)
        return np.flatnonzero(first & ~second), np.flatnonzero(second & ~first)


class ScoredModels:
    """The scores that models give the same samples, ready to be compared: all models share the resamples."""

    def __init__(self, metric: Metric, pairs: ScorePairs, how: How) -> None:
        self.losses: list[FloatArray] = []
        if metric.curve is None:
            self.losses = [_losses(metric, pairs, side) for side in range(len(pairs.score))]
            self.of_times: list[Callable[[Array], float]] = [partial(_mean, part) for part in self.losses]
        else:
            self.ranked = [RankedScores(pairs.positive, score) for score in pairs.score]
            self.of_times = [partial(_area, metric.curve, one) for one in self.ranked]
        self.metric, self.pairs, self.how, self.name = metric, pairs, how, metric.name

    def compared(self, sides: tuple[int, int]) -> Found:
        """Compare two: areas under ROC curves by DeLong, losses by their mean difference, others by resampling rows."""
        metric, pairs, how = self.metric, self.pairs, self.how
        if how.method == "exact":
            raise invalid("method", "left out, or 'bootstrap', for this metric", "'exact'", "metric='accuracy' has it")
        n = len(pairs.positive)
        first, second = (float(self.values()[side]) for side in sides)
        if pairs.weight is not None:
            return Found.without((first, second), n, WEIGHTED)
        if how.groups is None and how.method is None and metric.curve is None:
            return _of_means([self.losses[side] for side in sides], (first, second), how)
        if how.groups is None and how.method is None and metric.name == "roc_auc":
            return _of_areas(self.ranked[sides[0]], self.ranked[sides[1]], how)
        drawn = Resamples(self._resampled[:, sides[1]] - self._resampled[:, sides[0]])
        return _of_resamples(drawn, (first, second), n, how, few_of_scores(pairs.positive, FEWEST_RESAMPLED))

    def values(self) -> FloatArray:
        """Return the metric of each model."""
        return self._values

    @cached_property
    def _values(self) -> FloatArray:
        pairs = self.pairs
        weight = np.ones(len(pairs.positive)) if pairs.weight is None else pairs.weight
        return np.array([of_times(weight) for of_times in self.of_times])

    def flipped(self, _: tuple[int, int]) -> tuple[IntArray, IntArray]:
        """Return no places, as scores are neither right nor wrong."""
        return np.zeros(0, np.int64), np.zeros(0, np.int64)

    @cached_property
    def _resampled(self) -> FloatArray:
        """The metric of all models in each resample, shape (n_resamples, n_models)."""
        how = self.how
        return of_rows(len(self.pairs.positive), self.of_times, how.n_resamples, how.random_state, how.groups)


class JointTable:
    """How often each true label met each pair of predicted ones, and the metric of both models in such tables.

    The margins of each model are over its own labels, which all resamples keep: what the other one predicts does not
    change its averages.
    """

    def __init__(self, metric: Metric, pairs: LabelPairs) -> None:
        size = len(pairs.labels)
        columns = [pairs.true, *pairs.pred]
        codes, numbers = count_cells(columns, [size] * 3, pairs.weight)
        self.metric, self.pairs, self.counts = metric, pairs, numbers["count"]
        self.weights = numbers.get("weight", self.counts)
        self.places, self.true_codes = np.ravel_multi_index(codes, [size] * 3), codes[0]
        self.sides = [
            CellMargins(np.searchsorted(own, codes[0]), np.searchsorted(own, pred), len(own))
            for own, pred in zip(pairs.own, codes[1:], strict=True)
        ]

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

    def first(self, tables: Array) -> FloatArray:
        """Return the metric of the first model in tables of shape (n, n_cells)."""
        return self._of(0, tables)

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
        place = np.searchsorted(self.pairs.own[side], self.pairs.labels.index(self.pairs.pos_label))
        found: FloatArray = ratio.value(tally)[:, place]
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


def _of_areas(first: RankedScores, second: RankedScores, how: How) -> Found:
    """Compare areas under ROC curves by DeLong."""
    found = paired_delong(second, first, how.level or USUAL_LEVEL)
    values, n = (found.areas[1], found.areas[0]), len(first.rows)
    if found.reason:
        return Found.without(values, n, found.reason)
    sizes = int(np.count_nonzero(first.rows)), int(np.count_nonzero(~first.rows))
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
    return float(smallest_effect(np.array(standard_error))) if standard_error > 0 else math.nan


def _losses(metric: Metric, pairs: ScorePairs, side: int) -> FloatArray:
    """Return the loss of each sample."""
    probability = as_probabilities(pairs.score[side], pairs.dtypes[side])
    if probability is None or metric.loss is None:
        low, high = float(pairs.score[side].min()), float(pairs.score[side].max())
        rule = f"probabilities for the metric {metric.name!r}"
        got = f"scores from {low:.10g} to {high:.10g}"
        raise invalid(pairs.names[side], rule, got, "Pass the output of predict_proba")
    of_truth = np.where(pairs.positive, probability, 1 - probability)
    return np.asarray(metric.loss(of_truth), dtype=np.float64)


def _area(curve: Callable[[Array, Array], float], ranked: RankedScores, times: Array) -> float:
    positives, negatives = ranked.counts(times)
    return float(curve(positives, negatives)) if positives.sum() and negatives.sum() else math.nan


def _mean(losses: FloatArray, times: Array) -> float:
    return float(np.average(losses, weights=times))


def few_of_scores(positive: BoolArray, fewest: int = FEWEST) -> str:
    """Return that there are few samples of a class, or ""."""
    n_positive = int(np.count_nonzero(positive))
    return few_of({"positives": n_positive, "negatives": len(positive) - n_positive}, fewest)


def few_of_labels(pairs: LabelPairs, metric: str, fewest: int = FEWEST) -> str:
    """Return that there are few samples of a class, or ""; for metrics of one label of it or of others."""
    if pairs.pos_label is not None and metric not in RECALLS:
        return few_of_scores(pairs.true == pairs.labels.index(pairs.pos_label), fewest)
    return few_of_classes(np.bincount(pairs.true).tolist(), metric, fewest)
