"""A metric of resampled data: tables of labels, rows of scores, or whatever a caller's own function asks for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit.counts._input import Slices
from figmerit.counts._of_rows import row_arrays
from figmerit.counts._pairs import groups_of
from figmerit.errors import brief, called, invalid, wrong_type
from figmerit.inference.bootstrap import without_each
from figmerit.inference.doubts import FEWEST_OF_PRECISION, few_of
from figmerit.inference.paired_resampling import of_rows, of_tables
from figmerit.metrics._paired import How, LabelledModels, few_of_labels, few_of_scores
from figmerit.metrics.catalog import display_name, metric_of
from figmerit.metrics.comparison import lined_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array, FloatArray, IntArray

MOST_JACKKNIFE = 5_000
"""Samples or clusters up to which a metric is computed without each of them."""


class Asked(NamedTuple):
    """What to resample: a metric, arrays by their names, and how."""

    metric: Any
    given: dict[str, Any]
    threshold: Any
    how: How
    options: dict[str, Any]
    method: str
    stratified: bool


class Drawn(NamedTuple):
    """A metric, its resamples, what it is without each unit and how often such units are there, and doubts."""

    name: str
    value: float
    samples: FloatArray
    without: Callable[[], tuple[FloatArray, IntArray]]
    n: int
    doubt: str = ""


def of_metric(asked: Asked) -> tuple[Drawn, IntArray | None]:
    """Resample a metric of the catalog: tables of labels, or rows of scores; with the clusters of rows."""
    metric, given, threshold, how, options, method, stratified = asked
    wanted = metric_of("metric", metric)
    sides = ("y_pred", "y_score") if wanted.needs == "labels" else ("y_score", "y_pred")
    side = next((one for one in sides if given[one] is not None), sides[0])
    if given[side] is None:
        raise wrong_type(side, f"given for the metric {wanted.name!r}", "None")
    models = lined_up(
        wanted, given["y_true"], {side: given[side]}, threshold, how, given["clusters"], sample_weight=None, **options
    )
    groups, value = models.how.groups, float(models.values()[0])
    size = how.n_resamples, how.random_state
    if isinstance(models, LabelledModels):
        table = models.table(0, 0)
        strata = table.true_codes if stratified else None
        blocks = None if groups is None else table.by_group(groups)
        samples = of_tables(table.counts, table.first, *size, blocks, strata).differences

        def without() -> tuple[FloatArray, IntArray]:
            if blocks is not None:
                return table.first(table.counts - blocks), np.ones(len(blocks), np.int64)
            return without_each(table.counts, table.first), table.counts

        return Drawn(
            display_name(models.name),
            value,
            samples,
            without,
            len(models.pairs.true),
            few_of_labels(models.pairs, wanted.name),
        ), groups
    positive, of_times = models.pairs.positive, models.of_times[0]
    jackknife = _jackknife(len(positive), of_times, groups, method)
    samples = of_rows(len(positive), [of_times], *size, groups, positive if stratified else None)[:, 0]
    doubt = few_of_scores(positive)
    if wanted.name == "average_precision" and not doubt:
        doubt = few_of({"positives": int(np.count_nonzero(positive))}, FEWEST_OF_PRECISION)
    return Drawn(display_name(models.name), value, samples, jackknife, len(positive), doubt), groups


def of_function(asked: Asked) -> tuple[Drawn, IntArray | None]:
    """Resample a caller's own function of rows."""
    function, given, threshold, how, options, method, stratified = asked
    arrays = {name: given[name] for name in ("y_true", "y_pred", "y_score")}
    plain: dict[str, Any] = {"sample_weight": None, "multilabel": None, "nan_policy": "raise"}
    rows = row_arrays(**arrays, **plain, **options, threshold=threshold, slices=Slices(columns={}))
    name, n = str(getattr(function, "__name__", type(function).__name__)), len(rows.true)
    groups = groups_of(given["clusters"], n)
    rule = f"a function of (y_true, {rows.second}) that returns a number"

    def of_times(times: Array) -> float:
        places = np.repeat(np.arange(n), times.astype(np.int64))
        result = called("metric", rule, function, rows.true[places], rows.other[places])
        if np.ndim(result) or isinstance(result, str) or not hasattr(result, "__float__"):
            raise wrong_type(f"the result of {name}", "a number", brief(result))
        value = float(result)
        if math.isinf(value):
            raise invalid(f"the result of {name}", "finite, or NaN", f"{value:g}")
        return value

    strata = np.unique(rows.true, return_inverse=True)[1] if stratified else None
    jackknife = _jackknife(n, of_times, groups, method)
    samples = of_rows(n, [of_times], how.n_resamples, how.random_state, groups, strata)[:, 0]
    doubt = few_of({"samples": n})
    return Drawn(name, of_times(np.ones(n)), samples, jackknife, n, doubt), groups


def _jackknife(
    n: int, of_times: Callable[[Array], float], groups: IntArray | None, method: str
) -> Callable[[], tuple[FloatArray, IntArray]]:
    """Return what gives the metric without each sample, or without each cluster, if the method can ask for it."""
    n_units = n if groups is None else int(groups.max()) + 1
    if method == "bca" and n_units > MOST_JACKKNIFE:
        rule = f"'percentile' for more than {MOST_JACKKNIFE:,} samples or clusters"
        raise invalid("method", rule, f"'bca' for {n_units:,}", "method='percentile'")

    def without() -> tuple[FloatArray, IntArray]:
        units = np.arange(n) if groups is None else groups
        found = np.array([of_times((units != unit).astype(np.int64)) for unit in range(n_units)])
        return found, np.ones(n_units, np.int64)

    return without
