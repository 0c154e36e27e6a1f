"""The learning curve of one metric, and what is said of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, Result
from figmerit._numbers import measured
from figmerit._validate import check_fits
from figmerit.logs._names import counts_samples
from figmerit.logs._rule import read_curves

if TYPE_CHECKING:
    from figmerit.logs._curves import Sides, Steps

NO_VALIDATION = "no validation values"
NO_TRAINING = "no training value by then"


@dataclass(frozen=True, slots=True, eq=False)
class MetricCurve(Result):
    """The learning curve of one metric.

    Attributes
    ----------
    metric : str
        Name of the metric, as in the log.
    x_name : str
        Name of the steps: of the log's column, or "row" for 1, 2, ....
    x : ndarray of shape (n_steps,)
        The steps of the log, ascending.
    training, validation : ndarray of shape (n_steps,)
        Values of the metric; NaN at steps where none was logged. Of several folds their mean.
    greater_is_better : bool
        Whether greater values are better.
    best_x, best_value : float
        Step and value of the best validation value, of equal ones the earliest.
    last_x : float
        The last step with a validation value.
    gap_at_best, gap_at_last : float
        The generalization gap at these two steps: by how much validation is worse than training, negative
        where it is better. Where training is logged more often, the mean of its values since the validation
        value before stands for it, as in the logs of Keras; where it is logged less often, its last value.
    reading : str
        What a rule of thumb makes of the curves; see :func:`compute_learning_curve`.
    explanation : str
        The sentence with the numbers by which the rule came to its reading.
    target : float or None
        The value that training must reach at least, else it underfits.
    training_range, validation_range : ndarray of shape (n_steps, 2) or None
        Lowest and highest value of all folds. It is no confidence interval.
    n_folds : int or None
        Number of folds.
    """

    metric: str
    x_name: str
    x: FloatArray
    training: FloatArray
    validation: FloatArray
    greater_is_better: bool
    best_x: float
    best_value: float
    last_x: float
    gap_at_best: float
    gap_at_last: float
    reading: str
    explanation: str
    target: float | None = None
    training_range: FloatArray | None = None
    validation_range: FloatArray | None = None
    n_folds: int | None = None

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("training", "validation"), self.x.shape))
        check_fits(self, dict.fromkeys(("training_range", "validation_range"), (*self.x.shape, 2)))

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each number that is NaN."""
        if np.isnan(self.best_x):
            names = ("best_x", "best_value", "last_x", "gap_at_best", "gap_at_last")
            return dict.fromkeys(names, NO_VALIDATION)
        return {name: NO_TRAINING for name in ("gap_at_best", "gap_at_last") if np.isnan(getattr(self, name))}

    def alt_text(self) -> str:
        """Say in a sentence or two what the curves show."""
        what = f"Learning curve of {self.metric!r} over {len(self.x)} steps of {self.x_name!r}"
        if np.isnan(self.best_x):
            return f"{what}: {NO_VALIDATION}."
        best = f"validation is best at {self.best_x:.10g} with {measured(self.best_value)}"
        gap = "" if np.isnan(self.gap_at_last) else f", and the gap at the end is {measured(self.gap_at_last)}"
        return f"{what}: {best}{gap}. Rule of thumb: {self.reading}."

    def __repr__(self) -> str:
        """Show the best validation value, and the reading."""
        best = NO_VALIDATION if np.isnan(self.best_x) else f"best {self.best_value:.6g} at {self.best_x:.10g}"
        return f"MetricCurve({self.metric}: {best}, {len(self.x)} steps, {self.reading})"

    def _columns(self) -> dict[str, Any]:
        return columns_of_curve(self)


def columns_of_curve(curve: MetricCurve) -> dict[str, Any]:
    """Return a curve as the columns of one tidy table."""
    columns: dict[str, Any] = {
        "metric": [curve.metric] * len(curve.x),
        "x": curve.x,
        "training": curve.training,
        "validation": curve.validation,
    }
    for side in ("training", "validation"):
        ends = getattr(curve, f"{side}_range")
        if ends is not None:
            columns |= {f"{side}_lowest": ends[:, 0], f"{side}_highest": ends[:, 1]}
    return columns


def curve_of_metric(
    metric: str, steps: Steps, sides: Sides, *, greater_is_better: bool, target: float | None
) -> MetricCurve:
    """Return the curve of one metric, with all that is said of it."""
    training, validation = sides.training.values, sides.validation.values
    with np.errstate(over="ignore", invalid="ignore"):  # of values near the ends of floating point
        reading, explanation = read_curves(
            training[~np.isnan(training)],
            validation[~np.isnan(validation)],
            greater_is_better=greater_is_better,
            counts_samples=counts_samples(steps.name),
            target=target,
        )
        best, last = _best_and_last(validation, greater_is_better=greater_is_better)
        at_best, at_last = (_gap(training, validation, i, greater_is_better=greater_is_better) for i in (best, last))
    return MetricCurve(
        metric,
        steps.name,
        steps.places,
        training,
        validation,
        greater_is_better,
        math.nan if best is None else float(steps.places[best]),
        math.nan if best is None else float(validation[best]),
        math.nan if last is None else float(steps.places[last]),
        at_best,
        at_last,
        reading,
        explanation,
        target,
        sides.training.ends,
        sides.validation.ends,
        sides.n_folds,
    )


def _best_and_last(validation: FloatArray, *, greater_is_better: bool) -> tuple[int | None, int | None]:
    """Return where the best value is, of equal ones the earliest, and where the last one is."""
    known = np.flatnonzero(~np.isnan(validation))
    if not known.size:
        return None, None
    values = validation[known]
    best = values.argmax() if greater_is_better else values.argmin()
    return int(known[best]), int(known[-1])


def _gap(training: FloatArray, validation: FloatArray, at: int | None, *, greater_is_better: bool) -> float:
    """Return by how much validation is worse than training, as that was logged since the validation value before."""
    if at is None:
        return math.nan
    before = np.flatnonzero(~np.isnan(validation[:at]))
    since = training[before[-1] + 1 if before.size else 0 : at + 1]
    values = since[~np.isnan(since)]
    if not values.size:  # training is logged less often
        earlier = training[: at + 1]
        values = earlier[~np.isnan(earlier)][-1:]
    if not values.size:
        return math.nan
    difference = float(validation[at] - values.mean())
    return -difference if greater_is_better else difference
