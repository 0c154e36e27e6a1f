"""Each slice against all others: which of many small shares are really another one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.inference.corrections import LEVEL, benjamini_hochberg
from figmerit.inference.intervals import of_proportions
from figmerit.inference.unpaired import fisher, unpaired_difference
from figmerit.metrics._slice_text import SliceText

if TYPE_CHECKING:
    from figmerit._arrays import BoolArray, FloatArray, IntArray
    from figmerit.inference.intervals import Intervals
    from figmerit.inference.proportions import Proportion


class AgainstRest(SliceText):
    """Base of the metrics of slices that says which of them differ from all others in the grid."""

    __slots__ = ()
    trials: IntArray | None

    @property
    def whole(self) -> float | None:
        """The share of all samples in the grid; None where slices cannot be compared."""
        if self.trials is None or not self.trials.any():
            return None
        return float(self._successes.sum() / self.trials.sum())

    @property
    def difference(self) -> FloatArray | None:
        """The share of each slice less that of all others; NaN where either has no samples."""
        return None if self.trials is None else _difference(self._successes, self.trials, 1 - LEVEL)[0]

    @property
    def p_values(self) -> FloatArray | None:
        """P-values of Fisher's mid-p test that a slice differs from all others; NaN where there are none."""
        return None if self.trials is None else fisher(*_sides(self._successes, self.trials))

    @property
    def p_adjusted(self) -> FloatArray | None:
        """The same, corrected for the number of slices by Benjamini and Hochberg."""
        found = self.p_values
        return None if found is None else benjamini_hochberg(found)

    @property
    def differ(self) -> BoolArray:
        """Which slices differ from all others, at 5 % and after correction; none where no test can tell."""
        found = self.p_adjusted
        return np.zeros(self.grid.shape, bool) if found is None else found < LEVEL

    @property
    def _successes(self) -> IntArray:
        trials: Any = self.trials
        found: IntArray = np.rint(np.nan_to_num(self.grid) * trials).astype(np.int64)  # samples, which are whole
        return found


def intervals_of_slices(share: Proportion, level: float | None, *, weighted: bool) -> Intervals | None:
    """Return the intervals of the number of each slice and, if it is a share, of its difference from all others."""
    intervals = of_proportions({"value": share}, level, weighted=weighted)
    if intervals is None or intervals.reason or not share.is_share:
        return intervals
    _, ends = _difference(share.successes, share.trials, intervals.confidence_level)
    return replace(intervals, ends={**intervals.ends, "difference": ends}, other_kinds={"difference": "Newcombe"})


def _difference(successes: Any, trials: Any, level: float) -> tuple[FloatArray, FloatArray]:
    return unpaired_difference(*_sides(successes, trials), level)


def _sides(successes: Any, trials: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Return the successes and the samples of each slice, and those of all others."""
    return (successes, successes.sum() - successes), (trials, trials.sum() - trials)
