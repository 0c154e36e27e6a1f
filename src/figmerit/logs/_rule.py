"""The rule of thumb by which learning curves are read. It looks at medians of stretches, never at single values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from figmerit._numbers import rounded

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray

Reading: TypeAlias = Literal[
    "underfitting", "good fit", "overfitting", "more data would help", "too short to tell", "diverging"
]

FEWEST = 5
"""Values of training and of validation without which nothing is read."""

STRETCH = 0.1
"""The share of the values that a stretch holds; three values at least, two where there are five."""

MATERIAL = 0.1
"""The share of the range by which a curve must change for the change to count."""

NOISE = 4.0
"""By how many standard errors of a stretch, about, a curve must change for the change to count."""

WIDE = 0.2
"""The share of the range from which on a gap is overfitting."""

CLOSING = 0.9
"""The share of the gap halfway that must not be exceeded at the end, for the gap to be closing."""

MOST_STRETCHES = 50
"""Stretches that are looked at for the best one."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Medians of stretches of a curve, lower is better: halfway, at best, worst and last; and what is only noise."""

    halfway: float
    best: float
    worst: float
    end: float
    noise: float

    @classmethod
    def of(cls, values: FloatArray) -> Levels:
        """Return the levels of a curve."""
        n = len(values)
        size = max(math.ceil(STRETCH * n), min(3, n // 2))
        stretches = np.lib.stride_tricks.sliding_window_view(values, size)
        starts = np.unique(np.linspace(0, n - size, min(n - size + 1, MOST_STRETCHES)).round().astype(int))
        medians = np.median(stretches[starts], axis=1)
        halfway = float(np.median(stretches[(n - size) // 2]))
        # third differences know nothing of a trend and its bend; of independent errors they have 20 times the variance
        error = float(np.median(np.abs(np.diff(values, 3)))) / 0.6745 / math.sqrt(20)
        best, worst = float(medians.min()), float(medians.max())
        return cls(halfway, best, worst, float(medians[-1]), NOISE * error / math.sqrt(size))


def read_curves(
    training: FloatArray,
    validation: FloatArray,
    *,
    greater_is_better: bool,
    counts_samples: bool,
    target: float | None,
) -> tuple[Reading, str]:
    """Return the reading of the known values of two curves, and the sentence that says why."""
    fewest = min(len(training), len(validation))
    if fewest < FEWEST:
        side = "training" if len(training) == fewest else "validation"
        return "too short to tell", f"{fewest} {side} values, where the rule needs {FEWEST} of each side."
    sign = -1.0 if greater_is_better else 1.0
    span = _span(training, validation)
    if not (0 < span < math.inf):
        return "too short to tell", "The metric has not moved." if span == 0 else "The range is too large to divide by."
    of_training, of_validation = (Levels.of(sign * values / span) for values in (training, validation))
    noise = max(of_training.noise, of_validation.noise)
    moved = max(of_training.worst, of_validation.worst) - min(of_training.best, of_validation.best)
    if moved < 2 * noise:
        what = f"all that moved, {_share(moved)} of the range of the metric, may be noise"
        return "too short to tell", f"By the scatter from step to step {what}."
    goal = None if target is None else sign * target / span
    read = _read_samples if counts_samples else _read_steps
    return read(of_training, of_validation, goal)


def _read_steps(training: Levels, validation: Levels, goal: float | None) -> tuple[Reading, str]:
    """Read curves over steps of training."""
    rise = validation.end - validation.best
    if rise > max(MATERIAL, validation.noise):
        own = training.end - training.best
        what = f"Since its best, validation has got worse by {_share(rise)} of the range of the metric"
        if own > max(MATERIAL, training.noise):
            return "diverging", f"{what}, and so has training, by {_share(own)}."
        return "overfitting", f"{what} (more than {MATERIAL:.0%}), training has not."
    gain = validation.halfway - validation.end
    if gain > max(MATERIAL, validation.noise):
        what = f"validation has still gained {_share(gain)} of the range of the metric (more than {MATERIAL:.0%})"
        return "too short to tell", f"In the second half {what}."
    return _read_end(training, validation, goal)


def _read_samples(training: Levels, validation: Levels, goal: float | None) -> tuple[Reading, str]:
    """Read curves over numbers of samples: training there gets worse, and that is good."""
    gap, earlier = validation.end - training.end, validation.halfway - training.halfway
    if goal is not None and training.end > goal:
        return _read_end(training, validation, goal)
    closing = gap < CLOSING * earlier and validation.end < validation.halfway
    if gap > MATERIAL and closing:
        what = f"The gap is {_share(gap)} of the range of the metric (more than {MATERIAL:.0%})"
        return "more data would help", f"{what} and still closing: halfway it was {_share(earlier)}."
    return _read_end(training, validation, goal)


def _read_end(training: Levels, validation: Levels, goal: float | None) -> tuple[Reading, str]:
    """Read the plateaus at the end."""
    if goal is not None and training.end > goal:
        short = _share(training.end - goal)
        return "underfitting", f"Training itself ends short of the target, by {short} of the range of the metric."
    gap = validation.end - training.end
    what = f"At the end validation is behind training by {_share(gap)} of the range of the metric"
    if gap > max(WIDE, validation.noise):
        return "overfitting", f"{what} (more than {WIDE:.0%})."
    if gap < 0:
        what = f"At the end validation is ahead of training by {_share(-gap)} of the range of the metric"
    hedge = "." if goal is not None else "; without a target, underfitting looks the same."
    return "good fit", f"{what} (at most {WIDE:.0%}){hedge}"


def _span(training: FloatArray, validation: FloatArray) -> float:
    """Return the range that both curves have covered, without single values that stand out."""
    both = np.concatenate([_without_spikes(training), _without_spikes(validation)])
    return float(both.max() - both.min())


def _without_spikes(values: FloatArray) -> FloatArray:
    """Return running medians of three values; the ends stay."""
    middle = np.median(np.lib.stride_tricks.sliding_window_view(values, 3), axis=1)
    return np.concatenate([values[:1], middle, values[-1:]])


def _share(value: float) -> str:
    return rounded(value, "{:.0%}")
