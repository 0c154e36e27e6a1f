"""The learning curve of one metric, and what is said of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result, check_fits
from figmerit._numbers import measured
from figmerit.errors import invalid
from figmerit.logs._names import counts_samples
from figmerit.logs._rule import ADVICE, read_curves

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit.logs._names import Columns
    from figmerit.logs._readers import Table

NO_VALIDATION = "no validation values"
NO_TRAINING = "no training value by then"
SUMMARY = ("best_x", "best_value", "last_x", "gap_at_best", "gap_at_last")
"""The numbers of a curve that are NaN where there are no validation values."""


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
    chance : float or None
        The value of a classifier that guesses.
    training_range, validation_range : ndarray of shape (n_steps, 2) or None
        Lowest and highest value of all folds. It is no confidence interval.
    n_folds : int or None
        Number of folds.
    """

    floats = (
        "x",
        "training",
        "validation",
        "training_range",
        "validation_range",
    )
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
    chance: float | None = None
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
            return dict.fromkeys(SUMMARY, NO_VALIDATION)
        return {name: NO_TRAINING for name in ("gap_at_best", "gap_at_last") if np.isnan(getattr(self, name))}

    @property
    def advice(self) -> str:
        """What is worth a try, going by the reading."""
        return ADVICE[self.reading]

    def alt_text(self) -> str:
        """Say in a sentence or two what the curves show."""
        what = f"Learning curve of {self.metric!r} over {len(self.x)} steps of {self.x_name!r}"
        if np.isnan(self.best_x):
            return f"{what}: {NO_VALIDATION}."
        best = f"validation is best at {self.best_x:.10g} with {measured(self.best_value)}"
        gap = "" if np.isnan(self.gap_at_last) else f", and the gap at the end is {measured(self.gap_at_last)}"
        return f"{what}: {best}{gap}. Rule of thumb: {self.reading}."

    def to_text(self) -> str:
        """Return the best value, the gap, the reading of the rule of thumb, and what is worth a try, as lines.

        Returns
        -------
        str
            Lines; the first one names the metric.
        """
        best = NO_VALIDATION
        if not np.isnan(self.best_x):
            best = f"validation is best at {self.x_name} {self.best_x:.10g} with {measured(self.best_value)}"
        gap = "" if np.isnan(self.gap_at_last) else f"; gap at the end {measured(self.gap_at_last)}"
        lines = [f"{self.metric}: {self.reading}", f"  {best}{gap}"]
        lines += [f"  why: {self.explanation}"] if self.explanation else []
        return "\n".join([*lines, f"  worth a try: {self.advice}"] if self.advice else lines)

    def __repr__(self) -> str:
        """Show the best validation value, and the reading."""
        best = NO_VALIDATION if np.isnan(self.best_x) else f"best {self.best_value:.6g} at {self.best_x:.10g}"
        return f"MetricCurve({self.metric}: {best}, {len(self.x)} steps, {self.reading})"

    def _columns(self) -> dict[str, Any]:
        columns: dict[str, Any] = {"metric": [self.metric] * len(self.x), "x": self.x}
        columns |= {"training": self.training, "validation": self.validation}
        for side in ("training", "validation"):
            ends = getattr(self, f"{side}_range")
            if ends is not None:
                columns |= {f"{side}_lowest": ends[:, 0], f"{side}_highest": ends[:, 1]}
        return columns


def curve_of_metric(
    metric: str,
    table: Table,
    columns: Columns,
    *,
    greater_is_better: bool,
    target: float | None,
    chance: float | None,
) -> MetricCurve:
    """Return the curve of one metric, with all that is said of it."""
    sides: dict[str, Any] = {}
    folds = []
    for side, column in zip(("training", "validation"), columns, strict=True):
        values = np.full(len(table.x), np.nan) if column is None else table.columns[column]
        if values.ndim == 2:
            folds.append(values.shape[1])
            values, *ends = mean_and_ends(values)
            sides[f"{side}_range"] = np.column_stack(ends)
        sides[side] = values
    if len({*folds}) > 1:
        raise invalid("log", f"of one number of folds for the metric {metric!r}", f"{folds[0]} and {folds[1]}")
    reading, explanation = read_curves(
        *(sides[side][~np.isnan(sides[side])] for side in ("training", "validation")),
        greater_is_better=greater_is_better,
        counts_samples=counts_samples(table.x_name),
        target=target,
        chance=chance,
    )
    return MetricCurve(
        metric=metric,
        x_name=table.x_name,
        x=table.x,
        greater_is_better=greater_is_better,
        reading=reading,
        explanation=explanation,
        target=target,
        chance=chance,
        n_folds=folds[0] if folds else None,
        **sides,
        **_summary(table.x, sides["training"], sides["validation"], -1.0 if greater_is_better else 1.0),
    )


def _summary(x: FloatArray, training: FloatArray, validation: FloatArray, sign: float) -> dict[str, Any]:
    """Return the best and the last step, and by how much validation is worse than training there."""
    known = np.flatnonzero(~np.isnan(validation))
    if not known.size:
        return dict.fromkeys(SUMMARY, math.nan)
    best, last = known[(sign * validation[known]).argmin()], known[-1]
    gaps = []
    for at in (best, last):
        before = known[known < at].max(initial=-1)
        logged = np.flatnonzero(~np.isnan(training[: at + 1]))
        since = logged[logged > before]
        level, *_ = mean_and_ends(training[since if since.size else logged[-1:]])  # the last, if logged less often
        gaps.append(sign * (float(validation[at]) - float(level)))
    return dict(zip(SUMMARY, (float(x[best]), float(validation[best]), float(x[last]), *gaps), strict=True))


def mean_and_ends(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean, lowest and highest of all values that are not NaN, over the last axis; NaN where there are none."""
    known = ~np.isnan(values)
    lowest, highest = (end.reduce(values, axis=-1, initial=np.nan) for end in (np.fmin, np.fmax))
    shares = np.where(known, values, 0.0) / np.maximum(known.sum(axis=-1, keepdims=True), 1)
    with np.errstate(over="ignore"):  # shares of the largest numbers may be rounded to more than there is
        return np.clip(shares.sum(axis=-1), lowest, highest), lowest, highest
