"""The numbers between which a metric lies if scores were counted in bins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit._arrays import Result
from figmerit.metrics._values import loss_of
from figmerit.metrics.catalog import row
from figmerit.metrics.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.metrics.catalog import Metric

Bounds: TypeAlias = tuple[float, float]


class Bounded(Result):
    """Base of the results that may be inexact; subclasses have the field `bounds`."""

    __slots__ = ()
    bounds: Any

    @property
    def exact(self) -> bool:
        """Whether all numbers are what the rows give; else `bounds` says how far off some may be."""
        return self.bounds is None or len(self.bounds) == 0


def bounds_of(metric: Metric, value: float, counts: ScoreCounts) -> Bounds | None:
    """Return the bounds of a metric of counts that has a value; None where it is exact."""
    if np.isnan(value) or all(map(_is_exact, counts.per_class or (counts,))):
        return None
    if metric.curve is not None:
        low, high = np.mean([_of_area(metric, part) for part in counts.per_class or (counts,)], axis=0).tolist()
    elif metric.loss is not None and not counts.per_class:
        low, high = _of_loss(metric, counts)
    else:
        return None
    return min(low, value), max(high, value)  # the value is rounded too


def bounds_of_values(values: Mapping[str, float], counts: ScoreCounts | None) -> dict[str, Bounds]:
    """Return the bounds of each metric that is inexact, by its name."""
    if counts is None:
        return {}
    known = {name: value for name, value in values.items() if row(name).needs != "labels"}
    found = {name: bounds_of(row(name), value, counts) for name, value in known.items()}
    return {name: bounds for name, bounds in found.items() if bounds is not None}


def _is_exact(counts: ScoreCounts) -> bool:
    """Tell whether the rows of each bin that weighs something are known to have one score."""
    return bool(counts.tied[np.add(*counts.weights()) > 0].all())


def _of_area(metric: Metric, counts: ScoreCounts) -> Bounds:
    """Return the bounds of an area; a class without positives counts as 0."""
    outcomes = Outcomes.of(counts)
    if metric.bounds is None:
        return -np.inf, np.inf
    return outcomes.area_between(metric.bounds) if outcomes.n_positive else (0.0, 0.0)


def _of_loss(metric: Metric, counts: ScoreCounts) -> Bounds:
    """Return the loss of the best and of the worst scores that the rows of each bin can have."""
    low, high = counts.score, counts.score if counts.highest is None else counts.highest
    weights = counts.weights()
    return loss_of(metric, high, low, *weights), loss_of(metric, low, high, *weights)
