"""Intervals of areas under curves, and why some areas have none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.inference.intervals import WEIGHTED, Intervals
from figmerit.metrics.catalog import row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array
    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.metrics._bounds import Bounds

PAIRS = "pairs of one sample are not independent"
RESTATED = "restated for another share of positives"
OF_FOLDS = "folds share samples to train with"
OF_AVERAGES = "averages over classes have none in closed form"
"""Why areas have no intervals."""


def interval_of(
    name: str, counts: tuple[Array, Array], area: float, level: float, bounds: Bounds | None = None, reason: str = ""
) -> Intervals:
    """Return the interval of an area, from the positives and negatives of descending scores.

    Bounds of an area that is not known exactly move its ends apart. With a `reason` there are none.
    """
    metric = row(name)
    if metric.closed_form is None:
        raise KeyError(name)
    kind, ends_of = metric.closed_form
    if reason:
        return Intervals(kind, level, {name: np.full(2, np.nan)}, reason)
    ends, reason, doubt = ends_of(*counts, area, level)
    if bounds is not None:
        ends = np.clip(ends + np.subtract(bounds, area), 0, 1)
    return Intervals(kind, level, {name: ends}, reason, unreliable={name: doubt} if doubt else {})


def interval_of_curve(curve: Any) -> Intervals | None:
    """Return the interval of the area under a curve; None without a level."""
    level, outcomes = curve.confidence_level, curve.outcomes
    if level is None:
        return None
    if outcomes is None:
        reason = OF_FOLDS if curve.folds else OF_AVERAGES
    else:
        restated = outcomes.assumed_prevalence is not None
        reason = WEIGHTED if outcomes.weighted else RESTATED if restated else "" if outcomes.labels else PAIRS
    tp, fp = (np.zeros(0), np.zeros(0)) if outcomes is None else (outcomes.tp, outcomes.fp)
    area = getattr(curve, curve.kind.area)
    return interval_of(curve.kind.area, (np.diff(tp), np.diff(fp)), area, level, curve.bounds, reason)


def with_areas(
    known: Intervals | None, values: Mapping[str, float], counts: ScoreCounts | None, bounds: Mapping[str, Bounds]
) -> Intervals | None:
    """Return intervals with those of the areas among the values of two classes."""
    if known is None or known.reason or counts is None or counts.per_class:
        return known
    _, positives, negatives = counts.ranked()
    names = [name for name, value in values.items() if row(name).closed_form and not np.isnan(value)]
    for name in names:
        found = interval_of(name, (positives, negatives), values[name], known.confidence_level, bounds.get(name))
        known = replace(
            known,
            ends={**known.ends, name: found.ends[name]},
            other_kinds={**known.other_kinds, name: found.kind},
            unreliable={**known.unreliable, **found.unreliable},
        )
    return known
