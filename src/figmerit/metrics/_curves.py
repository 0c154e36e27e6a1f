"""What ROC and precision-recall curves have in common: they show outcomes, or are averages over classes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

import numpy as np

from figmerit._arrays import sealed
from figmerit._numbers import rounded
from figmerit.errors import brief, invalid
from figmerit.metrics._area_intervals import interval_of_curve
from figmerit.metrics._bounds import Bounded, Bounds
from figmerit.metrics.outcomes import Outcomes, View, check_threshold, check_thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from figmerit._arrays import FloatArray
    from figmerit.counts.evaluate import Evaluation
    from figmerit.inference.bands import Band
    from figmerit.inference.intervals import Intervals

AnyCurve = TypeVar("AnyCurve", bound="Curve")


class Kind(NamedTuple):
    """What is special about one kind of curve."""

    axes: tuple[str, str]
    """The fields that hold the points, horizontal first."""
    area: str
    """The field that holds the area."""
    words: tuple[str, str, str]
    """What sentences call the curve, its area, and the area of an average."""
    needed: tuple[str, ...]
    """The classes without which a curve is undefined."""
    lost: str
    """When an average is undefined."""

    def missing(self, data: Any) -> list[str]:
        """Return the needed classes that have no samples."""
        return [side for side in self.needed if not getattr(data, f"n_{side}")]


class Curve(View, Bounded):
    """Base of curves: of one class, or the macro average of several, which has no outcomes of its own."""

    __slots__ = ("_intervals",)
    outcomes: Outcomes | None
    average: Any
    per_class: Any
    micro: Any
    folds: Any
    confidence_level: Any
    _intervals: Intervals | None
    kind: ClassVar[Kind]

    @property
    def _data(self) -> Outcomes:
        outcomes: Outcomes = self.micro.outcomes if self.outcomes is None else self.outcomes
        return outcomes

    @property
    def _area(self) -> float:
        area: float = getattr(self, self.kind.area)
        return area

    @property
    def intervals(self) -> Intervals | None:
        """The interval of the area, under its name, found when first asked for; None without a level."""
        if not hasattr(self, "_intervals"):
            object.__setattr__(self, "_intervals", interval_of_curve(self))
        return self._intervals

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the area, if it has one."""
        known: Intervals | None = self.intervals
        return None if known is None else known.known(self.kind.area)

    def spread(self) -> Band:
        """Return how far the curves of folds lie apart.

        Returns
        -------
        Band
            The mean, less and more one standard deviation of the folds at each rate. It is no interval: folds share
            rows to train with, and more of them do not make it narrower.

        Raises
        ------
        ValueError
            If the curve is not the mean of folds.
        """
        from figmerit.metrics._folds import spread_of

        if not self.folds or self.undefined:
            raise invalid("the curve", "the mean of folds that are defined", repr(self.display_label))
        return spread_of(self)

    def band(
        self,
        kind: str = "simultaneous",
        *,
        confidence_level: float = 0.95,
        n_resamples: int = 500,
        random_state: int | None = 0,
    ) -> Band:
        """Return a band around the curve.

        Parameters
        ----------
        kind : {"simultaneous", "pointwise"}, default="simultaneous"
            Whether it holds the whole true curve about as often as the level says, all of one width; or each of its
            points for itself, which holds the whole curve hardly ever.
        confidence_level : float, default=0.95
            In (0, 1).
        n_resamples : int, default=500
            Resamples of positives and of negatives.
        random_state : int or None, default=0
            Seed of the resampling.

        Returns
        -------
        Band
            Its ``upper`` and ``lower`` edge, ndarrays of shape (n, 2): the points of each from left to right. Those of
            precision and recall are the same rates, for the share of positives that the curve has.

        Raises
        ------
        ValueError
            If the curve is an average or undefined, or samples are weighted.
        """
        from figmerit.metrics._bands import band_of

        return band_of(self, kind, confidence_level, n_resamples, random_state)

    @property
    def display_label(self) -> str:
        """The name of the positive label, or of the average, in figures."""
        if self.average in ("folds", "pooled"):
            return f"mean of {len(self.folds)} folds" if self.folds else "all folds"
        return "macro-average" if self.outcomes is None else self._data.display_label

    @property
    def positive_label(self) -> str | None:
        """The name of the positive label in figures; None of averages over classes."""
        return None if self.average in ("macro", "micro") else self._data.display_label

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason why the area is NaN, if it is, under its name; of each class under ``(name, label)``."""
        area = self.kind.area
        if not self.per_class:
            missing = self.kind.missing(self)
            return {area: f"no {missing[0]} samples"} if missing else {}
        names = self.folds or [one.pos_label for one in self.per_class]
        parts = zip(names, self.per_class, strict=True)
        reasons: dict[Any, str] = {(area, name): one.undefined[area] for name, one in parts if one.undefined}
        lost = "undefined for a fold" if self.folds else self.kind.lost
        return reasons | ({area: lost} if np.isnan(self._area) else {})

    def at_threshold(self, threshold: float) -> tuple[float, float]:
        """Return the point at which ``score >= threshold`` is called positive.

        Parameters
        ----------
        threshold : float
            A number, or infinity, which no score reaches; it is rounded to the dtype of the scores.

        Returns
        -------
        tuple of float
            False positive rate and true positive rate of a :class:`ROCCurve`. Recall and precision of a
            :class:`PRCurve`; precision is NaN if no score reaches the threshold.

        Raises
        ------
        ValueError
            If the curve is a macro average or undefined: it then has no thresholds. Or if the threshold cuts a bin
            of scores in two.
        """
        cut = check_threshold(threshold)
        return self._point(outcomes_of(self, threshold).place_of(cut))

    def _point(self, place: int) -> tuple[float, float]:
        """Return the point of one of the outcomes."""
        horizontal, vertical = (getattr(self, axis)[place].item() for axis in self.kind.axes)
        return horizontal, vertical

    def alt_text(self) -> str:
        """Say in a sentence or two what the curve shows."""
        name, area, area_of_average = self.kind.words
        title = f"{name[0].upper()}{name[1:]} curve"
        if self.per_class:
            text = f"{title}s of {len(self.per_class)} classes, each against the rest"
            if self.folds:
                return self._text_of_folds(title, area)
            if np.isnan(self._area):
                return f"{text}: {area_of_average} is {self.kind.lost}."
            return f"{text}: macro-averaged {area} {rounded(self._area)}{self._between()}."
        if self.undefined:
            return f"The {name} curve of {self.display_label!r} is undefined: {self.undefined[self.kind.area]}."
        said = self._between() + self._within()
        return f"{title} of {self.display_label!r}: {area} {rounded(self._area)}{said}{self._beside()}."

    def _text_of_folds(self, title: str, area: str) -> str:
        """Say what the curves of folds show."""
        text = f"{title}s of {len(self.folds)} folds and their mean"
        if self.undefined:
            return f"{text}: undefined for a fold."
        areas = [getattr(one, self.kind.area) for one in self.per_class]
        return f"{text}: mean {area} {rounded(self._area)}, from {rounded(min(areas))} to {rounded(max(areas))}."

    def _between(self) -> str:
        """Return the bounds of the area in words; "" if it is exact."""
        if self.bounds is None:
            return ""
        low, high = map(rounded, self.bounds)
        return f" (that of all scores lies between {low} and {high})"

    def _within(self) -> str:
        """Return the interval of the area in words; "" if it has none."""
        if self.interval is None:
            return ""
        low, high = map(rounded, self.interval)
        known: Any = self.intervals
        return f", {known.label} interval {low} to {high}"

    def _beside(self) -> str:
        """Return what a sentence says beside the area."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Show the area and the size."""
        name = f"{self.average} of {len(self.per_class)} classes" if self.per_class else self.display_label
        name = self.display_label if self.folds else name
        size = len(getattr(self, self.kind.axes[0]))
        return f"{type(self).__name__}({name}: {self.kind.area}={self._area:.6g}, {size} points)"

    def _columns(self) -> dict[str, Any]:
        parts = [*self.per_class, self, *([self.micro] if self.micro else [])]
        points = {axis: [getattr(part, axis) for part in parts] for axis in self.kind.axes}
        sizes = [len(found) for found in points[self.kind.axes[0]]]
        # the last point of precision and recall belongs to no threshold
        cuts = [np.append(part.thresholds, np.nan)[:size] for part, size in zip(parts, sizes, strict=True)]
        numbers = {name: np.concatenate(found) for name, found in {**points, "threshold": cuts}.items()}
        names = [part.display_label for part in parts]
        names[: len(self.folds)] = [f"fold {name}" for name in self.folds]
        return {"curve": np.repeat(names, sizes).tolist()} | numbers


def outcomes_of(curve: Any, threshold: Any = float("nan")) -> Outcomes:
    """Return the outcomes of a curve; raise for a threshold on one that has none."""
    if curve.per_class:
        hint = "Choose one of its curves, for example curve.per_class[0]"
        average = "mean of folds" if curve.folds else "macro average of curves"
        raise invalid("threshold", f"left out for the {average}", brief(threshold), hint)
    for reason in curve.undefined.values():
        raise invalid("threshold", f"left out for an undefined curve ({reason})", brief(threshold))
    outcomes: Outcomes = curve.outcomes
    return outcomes


def averaged_curve(
    evaluation: Evaluation,
    thresholds: Any,
    level: float | None,
    one: Callable[[Outcomes, float | None], AnyCurve],
    mean: Callable[[tuple[AnyCurve, ...]], tuple[FloatArray, FloatArray, list[float]]],
) -> AnyCurve:
    """Return the average of the curves of several classes, with the curve of each and of all pairs.

    The `mean` consists of both coordinates of its points, and of the areas that its own is the mean of.
    """
    counts = evaluation.counted_scores
    cuts = None if thresholds is None else check_thresholds(thresholds)
    named = [(part, evaluation.names[part.pos_label]) for part in counts.per_class]
    per_class = tuple(one(Outcomes.of(part, name, cuts), level) for part, name in named)
    micro = replace(one(Outcomes.of(counts.pooled(), "micro-average", cuts), level), average="micro")
    return _average(per_class, micro, *mean(per_class))


def _average(
    per_class: tuple[AnyCurve, ...], micro: AnyCurve, horizontal: FloatArray, vertical: FloatArray, areas: list[float]
) -> AnyCurve:
    kind = micro.kind
    points = zip((*kind.axes, kind.area), (horizontal, vertical, float(np.mean(areas))), strict=True)
    parts = {"outcomes": None, "average": "macro", "per_class": per_class, "micro": micro}
    return replace(micro, **dict(points), **parts, bounds=mean_bounds(per_class, areas))


def mean_bounds(per_class: Sequence[Curve], areas: Sequence[float]) -> Bounds | None:
    """Return the numbers between which the mean of the classes' areas lies; None where it is exact."""
    area = float(np.mean(areas))
    if np.isnan(area) or all(curve.exact for curve in per_class):
        return None
    pairs = [curve.bounds or (value, value) for curve, value in zip(per_class, areas, strict=True)]
    low, high = np.mean(pairs, axis=0).tolist()
    return min(low, area), max(high, area)


def unknown(size: int = 1) -> FloatArray:
    """Return what stands for numbers that a curve does not have."""
    return sealed(np.full(size, np.nan))
