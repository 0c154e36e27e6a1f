"""A metric of each period and of the baseline, from rows that are counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.inference.intervals import of_proportions
from figmerit.metrics._grid import Grid, Side
from figmerit.metrics._slices import evaluated, function_of_slices, metric_of_slices
from figmerit.metrics._timeline_bands import TIME

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._periods import Periods
    from figmerit.counts.evaluate import Evaluation
    from figmerit.inference.intervals import Intervals
    from figmerit.metrics._slices import Found
    from figmerit.metrics.catalog import Metric

ROWS = {"multilabel": None, "nan_policy": "raise"}
"""How rows are taken."""


@dataclass(frozen=True, slots=True)
class TimelineValues:
    """A metric of each period, and of the `whole` baseline, which is the last there; and the counts of metrics."""

    each: Found
    whole: Found
    counts: Evaluation | None = None

    @property
    def values(self) -> FloatArray:
        """The value of each period, NaN where it is undefined."""
        return np.array([value for value, _ in self.each.values], dtype=np.float64)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why a value is undefined, for each period."""
        return tuple(reason for _, reason in self.each.values)

    @property
    def baseline(self) -> float:
        """The value of the baseline."""
        return self.whole.values[-1][0]

    def intervals(self, level: float | None) -> Intervals | None:
        """Return the intervals of shares of samples, and of F1: of each "value" and of the "baseline"."""
        if self.counts is None or self.each.share is None or self.whole.share is None:
            return None
        shares = {"value": self.each.share, "baseline": self.whole.share.at(-1)}
        return of_proportions(shares, level, weighted=self.counts.weighted)


def timeline_values(
    metric: Metric | None,
    function: Any,
    average: str | None,
    periods: Periods,
    size: int,
    options: dict[str, Any],
    arrays: dict[str, Any],
) -> TimelineValues:
    """Return a metric, or a `function` of rows, of each period, and of the first `size` of them together."""
    codes, shown, arrays = periods.codes, {TIME: np.arange(len(periods.names))}, arrays | ROWS
    if metric is None:
        parts = (codes, shown), ((codes < size).astype(np.int64), {TIME: [1]})
        each, whole = (function_of_slices(function, {TIME: of}, which, options | arrays)[0] for of, which in parts)
        return TimelineValues(each, whole)
    counts, grid = evaluated(metric, {TIME: codes}, shown, options, arrays)
    both = Grid((Side(TIME, ("later", "baseline"), _in_baseline(counts, size)),))
    each, whole = (metric_of_slices(metric, average, counts, one) for one in (grid, both))
    return TimelineValues(each, whole, counts)


def _in_baseline(counts: Evaluation, size: int) -> IntArray:
    """Return 1 for each period among the slices that is in the baseline, else 0.

    The baseline comes after the rest: scores of slices that stand in order are believed to be sorted, and those of
    several periods are not.
    """
    known: Any = counts.labels or counts.scores
    return np.array([int(code < size) for code in known.slices[TIME]], dtype=np.int64)
