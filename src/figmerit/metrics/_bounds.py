"""Between which numbers a metric lies whose scores were counted in bins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit._arrays import Result
from figmerit.counts.score_counts import ScoreCounts
from figmerit.inference.formulas import average_precision_bounds, roc_auc_bounds
from figmerit.metrics._catalog import CATALOG
from figmerit.metrics._counts import scores_in_rows

if TYPE_CHECKING:
    from collections.abc import Mapping


Bounds: TypeAlias = tuple[float, float]


class Bounded(Result):
    """Base of the results that may be inexact; subclasses have the field `bounds`."""

    __slots__ = ()
    bounds: Any

    @property
    def exact(self) -> bool:
        """Whether all numbers are those of the rows; else `bounds` says how far off some may be."""
        return self.bounds is None or len(self.bounds) == 0


def bounds_of(name: str, value: float, counts: ScoreCounts) -> Bounds | None:
    """Return the bounds of a metric of counts that has a value; None where it is exact."""
    if np.isnan(value) or all(part.tied.all() for part in counts.per_class or (counts,)):
        return None
    if CATALOG[name].one_vs_rest:
        low, high = np.mean([_of_area(name, part) for part in counts.per_class or (counts,)], axis=0).tolist()
    else:
        low, high = _of_loss(name, counts)
    return min(low, value), max(high, value)  # the value is rounded too


def bounds_of_values(values: Mapping[str, float], counts: Any) -> dict[str, Bounds]:
    """Return the bounds of each metric that is inexact, by its name; of counts, if scores were counted."""
    if not isinstance(counts, ScoreCounts):
        return {}
    known = {name: value for name, value in values.items() if CATALOG[name].needs != "labels"}
    found = {name: bounds_of(name, value, counts) for name, value in known.items()}
    return {name: bounds for name, bounds in found.items() if bounds is not None}


def _of_area(name: str, counts: ScoreCounts) -> Bounds:
    """Return the bounds of an area; a class without positives counts as 0."""
    positives, negatives = counts.weights()
    if not np.any(positives):
        return 0.0, 0.0
    if name == "roc_auc":
        return roc_auc_bounds(positives, negatives, counts.tied)
    return average_precision_bounds(positives, negatives, counts.tied, of_rows=not counts.weighted)


def _of_loss(name: str, counts: ScoreCounts) -> Bounds:
    """Return the loss of the best and of the worst scores that the rows of each bin can have."""
    positives, negatives = counts.positives > 0, counts.negatives > 0
    low, high = counts.score, counts.score if counts.highest is None else counts.highest
    target = scores_in_rows(counts)
    best, worst = (
        CATALOG[name](replace(target, y_score=np.concatenate([of_positives[positives], of_negatives[negatives]])))[0]
        for of_positives, of_negatives in ((high, low), (low, high))
    )
    return best, worst
