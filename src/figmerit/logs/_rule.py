"""The rule of thumb by which learning curves are read. It looks at medians of stretches, never at single values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from figmerit._numbers import rounded

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray

Reading: TypeAlias = Literal[
    "underfitting", "good fit", "plateau", "overfitting", "more data would help", "too short to tell", "diverging"
]

ADVICE: dict[str, str] = {
    "underfitting": "a larger model, better features or a longer training",
    "good fit": "more data, for small gains",
    "plateau": "target= or chance=, which tell a good fit from underfitting",
    "overfitting": "early stopping, regularization, a smaller model or more data",
    "more data would help": "more data, or augmentation",
    "too short to tell": "a longer training",
    "diverging": "a lower learning rate",
}
"""What is worth a try after each reading."""

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

OF_LEVEL = 0.1
"""The share of the distance from perfection that a wide gap must exceed too: less is close together."""

LEAST_OF_LEVEL = 0.03
"""Validation must get worse by this share of the distance from perfection, else it has stayed the same."""

CLOSING, CLOSING_SLOWLY = 0.9, 0.95
"""The share of the gap halfway that must not be exceeded at the end, for the gap to be closing with samples, steps."""

LOW = 1 / 3
"""The share of the distance from perfection at the start below which training has become good."""

NEAR_CHANCE = 0.2
"""The share of what lies between chance and perfection that training must gain, else it is near chance."""

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
    def of(cls, values: FloatArray, unit: float) -> Levels:
        """Return the levels of a curve in multiples of a unit."""
        with np.errstate(over="ignore"):  # a single value may be too large for the unit: any huge number stands for it
            values = np.clip(values / unit, -1e300, 1e300)
        n = len(values)
        size = max(math.ceil(STRETCH * n), min(3, n // 2))
        stretches = sliding_window_view(values, size)
        starts = np.unique(np.linspace(0, n - size, min(n - size + 1, MOST_STRETCHES)).round().astype(int))
        medians = np.median(stretches[starts], axis=1)
        # third differences know nothing of a trend and its bend; of independent errors they have 20 times the variance
        error = float(np.median(np.abs(np.diff(values, 3)))) / 0.6745 / math.sqrt(20)
        return cls(
            halfway=float(np.median(stretches[(n - size) // 2])),
            best=float(medians.min()),
            worst=float(medians.max()),
            end=float(medians[-1]),
            noise=NOISE * error / math.sqrt(size),
        )


def read_curves(
    training: FloatArray,
    validation: FloatArray,
    *,
    greater_is_better: bool,
    counts_samples: bool,
    target: float | None,
    chance: float | None = None,
) -> tuple[Reading, str]:
    """Return the reading of the known values of two curves, and the sentence that says why."""
    fewest = min(len(training), len(validation))
    if fewest < FEWEST:
        side = "training" if len(training) == fewest else "validation"
        return "too short to tell", f"{fewest} {side} values, where the rule needs {FEWEST} of each side."
    # running medians of three values: single ones that stand out do not widen the range; both ends stay
    calm = [np.median(sliding_window_view(np.pad(values, 1, "edge"), 3), axis=1) for values in (training, validation)]
    span = max(float(values.max()) for values in calm) - min(float(values.min()) for values in calm)
    if span == 0:
        return "too short to tell", "The metric has not moved."
    if span == math.inf:
        return "too short to tell", "The range is too large to divide by."
    unit = -span if greater_is_better else span
    levels = Levels.of(training, unit), Levels.of(validation, unit)
    moved = max(side.worst for side in levels) - min(side.best for side in levels)
    if moved < 2 * max(side.noise for side in levels):
        what = f"all that moved, {_share(moved)} of the range of the metric, may be noise"
        return "too short to tell", f"By the scatter from step to step {what}."
    known = target, chance, _perfect(calm, greater_is_better=greater_is_better)
    goals = Goals(*(None if goal is None else goal / unit for goal in known))
    return _read_levels(*levels, goals, counts_samples=counts_samples)


def _perfect(sides: list[FloatArray], *, greater_is_better: bool) -> float | None:
    """Return the best value that there can be: 0 of losses, 1 of shares; None where it is unknown."""
    low, high = min(float(side.min()) for side in sides), max(float(side.max()) for side in sides)
    if low < 0:
        return None
    return 1.0 if greater_is_better and high <= 1 else None if greater_is_better else 0.0


@dataclass(frozen=True, slots=True)
class Goals:
    """What is good enough, what guessing has, and what is perfect, in the unit of levels; None where it is unknown."""

    target: float | None
    chance: float | None
    perfect: float | None

    def distance(self, value: float) -> float:
        """Return how far a value is from perfection; where that is unknown, from zero."""
        return abs(value - (self.perfect or 0.0))

    def is_near_chance(self, value: float) -> bool:
        """Tell whether a value is hardly better than guessing, if it is known what guessing has."""
        if self.chance is None:
            return False
        return self.chance - value < NEAR_CHANCE * self.distance(self.chance)


def _read_levels(training: Levels, validation: Levels, goals: Goals, *, counts_samples: bool) -> tuple[Reading, str]:
    """Read curves that moved. Over numbers of samples training gets worse, and that is good."""
    goal, level = goals.target, goals.distance(validation.end)
    gap, gap_halfway = validation.end - training.end, validation.halfway - training.halfway
    rise, rise_of_training = validation.end - validation.best, training.end - training.best
    gain = validation.halfway - validation.end
    if not counts_samples and rise > max(MATERIAL, validation.noise, LEAST_OF_LEVEL * level):
        what = f"Since its best, validation has got worse by {_share(rise)} of the range of the metric"
        if rise_of_training > max(MATERIAL, training.noise):
            return "diverging", f"{what}, and so has training, by {_share(rise_of_training)}."
        return "overfitting", f"{what} (more than {MATERIAL:.0%}), training has not."
    if not counts_samples and gain > max(MATERIAL, validation.noise):
        what = f"validation has still gained {_share(gain)} of the range of the metric (more than {MATERIAL:.0%})"
        return "too short to tell", f"In the second half {what}."
    if goal is not None and training.end > goal:
        short = _share(training.end - goal)
        return "underfitting", f"Training itself ends short of the target, by {short} of the range of the metric."
    if goals.is_near_chance(training.end):
        return "underfitting", "Training itself ends near chance: guessing would be hardly worse."
    least, closing = (MATERIAL, CLOSING) if counts_samples else (max(WIDE, OF_LEVEL * level), CLOSING_SLOWLY)
    if least < gap < closing * gap_halfway and gain > (0 if counts_samples else validation.noise):
        what = f"The gap is {_share(gap)} of the range of the metric (more than {_share(least)})"
        return "more data would help", f"{what} and still closing: halfway it was {_share(gap_halfway)}."
    where = "ahead of" if gap < 0 else "behind"
    what = f"At the end validation is {where} training by {_share(abs(gap))} of the range of the metric"
    if gap > max(WIDE, validation.noise, OF_LEVEL * level):
        return "overfitting", f"{what} (more than {WIDE:.0%})."
    close = f"at most {WIDE:.0%}" if gap <= WIDE else "within the noise of validation"
    if WIDE < gap <= OF_LEVEL * level:
        close = f"{_share(gap / level)} of the distance from perfection"
    start = max(goals.distance(training.worst), goals.distance(validation.worst))
    if goal is None and goals.chance is None and goals.distance(training.end) > LOW * start:
        return "plateau", f"{what} ({close}): a good fit or underfitting, which a target would tell."
    return "good fit", f"{what} ({close})."


def _share(value: float) -> str:
    return rounded(value, "{:.0%}")
