"""The metrics of thresholds: what they are called, and how they follow from outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import check_numbers
from figmerit._validate import check_number
from figmerit.errors import brief, called, invalid, wrong_type
from figmerit.inference.formulas import Ratio, Tally, fbeta, margins_of_two, unit_weights
from figmerit.inference.intervals import Intervals, of_proportions
from figmerit.metrics.catalog import CATALOG
from figmerit.metrics.outcomes import NAMES

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit.metrics.outcomes import Outcomes

RESERVED = ("threshold", *NAMES, "fbeta_score", "cost")
"""Names that the caller's own metrics cannot have, beside the names in the catalog."""

LARGEST_BETA = 1e6

TIE = 1e-12
"""Numbers that differ by less are equal: rounding must not decide."""


def f_name(beta: float) -> str:
    """Return the name of F-beta."""
    return "f1_score" if beta == 1 else "fbeta_score"


def metric_names(beta: float) -> tuple[str, ...]:
    """Return the names of the metrics of a single threshold, as the catalog has them."""
    rows = [one for one in CATALOG.values() if one.needs == "labels" and not one.ordinal]
    return tuple(f_name(beta) if one.name == "f1_score" else one.name for one in rows)


def display_name_of(name: str, beta: float) -> str:
    """Return what figures call one of them."""
    if name == f_name(beta):
        return f"F{beta:g}"
    return CATALOG[name].display_name if name in CATALOG else "cost of a sample" if name == "cost" else name


def metrics_at(
    outcomes: Outcomes, places: Any, names: Iterable[str], beta: float, cost: Mapping[str, float]
) -> dict[str, FloatArray]:
    """Return metrics at some places, for the prevalence that is assumed."""
    tally = Tally(**outcomes.restated(places))
    ratios = {name: _ratio_of(name, beta, cost) for name in names}
    tables: dict[str, Any] = {name: CATALOG[name].table for name, ratio in ratios.items() if ratio is None}
    total = float(sum(part[0] for part in tally))
    margins: Any = margins_of_two(Tally(*(unit_weights(part, total) for part in tally))) if tables else None
    return {name: tables[name](margins) if ratio is None else ratio.value(tally) for name, ratio in ratios.items()}


def _ratio_of(name: str, beta: float, cost: Mapping[str, float]) -> Ratio | None:
    """Return the ratio of a metric; None of those that need whole tables."""
    if name == "cost":
        return Ratio(tuple(float(cost[outcome]) for outcome in NAMES), (1, 1, 1, 1))
    return fbeta(beta) if name == f_name(beta) else CATALOG[name].ratio


def intervals_at(outcomes: Outcomes, places: Any, beta: float, confidence_level: float | None) -> Intervals | None:
    """Return the Wilson intervals of metrics that rise with shares of samples, at some places.

    Metrics that depend on the share of positives have none once they are restated for another.
    """
    tally = Tally(**outcomes.counted(places))
    restated = outcomes.assumed_prevalence is not None
    shares = {
        name: ratio.proportion(tally)
        for name in metric_names(beta)
        if (ratio := _ratio_of(name, beta, {})) and ratio.share and not (restated and ratio.mixes_classes)
    }
    return of_proportions(shares, confidence_level, weighted=outcomes.weighted)


def custom_metrics(metrics: Any, outcomes: Outcomes) -> dict[str, FloatArray]:
    """Return the caller's own metrics, computed from ascending thresholds."""
    if metrics is None:
        return {}
    if not isinstance(metrics, Mapping):
        hint = "metrics={'missed': lambda tp, fp, fn, tn: fn}"
        raise wrong_type("metrics", "a mapping of name to function of (tp, fp, fn, tn)", brief(metrics), hint)
    cells = list(outcomes.counted(slice(None, None, -1)).values())
    return {name: _custom_metric(name, function, cells) for name, function in metrics.items()}


def _custom_metric(name: Any, function: Callable[..., Any], cells: list[Any]) -> FloatArray:
    if not isinstance(name, str) or name in (*RESERVED, *CATALOG) or not callable(function):
        rule = "a mapping of new names to functions of (tp, fp, fn, tn)"
        raise invalid("metrics", rule, f"{brief(function)} under {name!r}")
    rule = "a function of the arrays (tp, fp, fn, tn) that returns an array of their shape"
    result = called(f"metrics[{name!r}]", rule, function, *cells)
    if np.shape(result) != cells[0].shape:
        hint = "NumPy's functions take arrays: np.sqrt, np.where"
        raise invalid(f"the result of metrics[{name!r}]", f"of shape {cells[0].shape}", brief(result), hint)
    return check_numbers(result, f"the result of metrics[{name!r}]").astype(np.float64)


def last_best(numbers: FloatArray, *, lowest: bool = False) -> int:
    """Return the place of the highest number (or the lowest), of equal ones the last: the highest threshold."""
    best = np.nanmin(numbers) if lowest else np.nanmax(numbers)
    size = min(float(np.nanmax(np.abs(numbers))), 1.0) if lowest else 1.0
    return int(np.flatnonzero(np.abs(numbers - best) <= TIE * size)[-1])


def check_beta(beta: Any) -> float:
    """Return a positive weight of recall."""
    factor = check_number("beta", beta)
    if not 0 < factor <= LARGEST_BETA:
        rule = "positive" if factor <= 0 else f"at most {LARGEST_BETA:g}"
        raise invalid("beta", rule, f"{factor:g}", "beta=2 weighs recall twice as much as precision")
    return factor
