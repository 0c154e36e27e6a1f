"""What becomes of every threshold: the one object that curves, sweeps and operating points are views of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import Result, check_fits, check_numbers, sealed
from figmerit._validate import Label, check_number
from figmerit.counts._binning import FINER, places_of
from figmerit.counts._scores import round_to
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.inference.resampling import resampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit.counts.score_counts import ScoreCounts

    AreaBounds = Callable[..., tuple[float, float]]

NAMES = "tp", "fp", "fn", "tn"
"""The four outcomes of a decision."""


class Identified(Result):
    """Base of the classes that remember the name of their data, which takes long to find."""

    __slots__ = ("_identity",)
    _identity: str


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes(Identified):
    """True and false positives at every threshold.

    Attributes
    ----------
    thresholds : ndarray of shape (n_thresholds,)
        Descending, the first infinite: positive means ``score >= threshold``.
    tp, fp : ndarray of shape (n_thresholds,)
        True and false positives at each, ascending from 0 to all: numbers of samples, or sums of their weights.
    labels : tuple
        All labels of the data; empty for pairs of samples and labels.
    pos_label : str, int, bool or None
        The positive label; None for such pairs.
    display_label : str
        Its name in figures.
    score_dtype : str
        The dtype of the scores, to which thresholds are rounded.
    weighted : bool
        Whether samples have weights.
    lowest, highest : ndarray of shape (n_thresholds - 1,) or None
        The lowest and the highest score between each threshold and the one before it. Both are None where every
        score is a threshold; of counts in bins the thresholds themselves are the lowest scores.
    assumed_prevalence : float or None
        The share of positives that metrics are restated for; None where it is the data's own.
    origin : str
        The identity of the data, if some of their thresholds are left out.
    """

    floats = "thresholds", "lowest", "highest"
    numbers = "tp", "fp"
    thresholds: FloatArray
    tp: IntArray | FloatArray
    fp: IntArray | FloatArray
    labels: tuple[Label, ...]
    pos_label: Label | None
    display_label: str
    score_dtype: str = "float64"
    weighted: bool = False
    lowest: FloatArray | None = None
    highest: FloatArray | None = None
    assumed_prevalence: float | None = None
    origin: str = ""

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("tp", "fp"), self.thresholds.shape))
        check_fits(self, dict.fromkeys(("lowest", "highest"), (len(self.thresholds) - 1,)))

    @classmethod
    def of(cls, counts: ScoreCounts, display_label: str = "", thresholds: Any = None) -> Self:
        """Return the outcomes of counts of one score; scores that weigh nothing are no thresholds."""
        score, positives, negatives = counts.ranked()
        outcomes = cls(
            thresholds=sealed(np.append(np.inf, score)),
            tp=_running_sum(positives),
            fp=_running_sum(negatives),
            labels=() if counts.pos_label is None else counts.labels,
            pos_label=counts.pos_label,
            display_label=display_label,
            score_dtype=counts.score_dtype,
            weighted=counts.weighted,
            highest=None if counts.highest is None else counts.highest[np.isin(counts.score, score)],
        )
        return outcomes if thresholds is None else outcomes.at(thresholds)

    @property
    def n_positive(self) -> float:
        """Samples with the positive label, or the sum of their weights."""
        return float(self.tp[-1])

    @property
    def n_negative(self) -> float:
        """Samples without the positive label, or the sum of their weights."""
        return float(self.fp[-1])

    @property
    def prevalence(self) -> float:
        """The share of positives, or the one that is assumed; NaN without samples."""
        if self.assumed_prevalence is not None:
            return self.assumed_prevalence
        total = self.n_positive + self.n_negative
        return self.n_positive / total if total else float("nan")

    @property
    def identity(self) -> str:
        """The name of the data: the same for the same thresholds with the same outcomes, to the last bit."""
        if not hasattr(self, "_identity"):
            object.__setattr__(self, "_identity", self.origin or self._digest())
        return self._identity

    @property
    def tied(self) -> BoolArray:
        """Whether all scores from each threshold to the one before it are known to be equal."""
        if self.highest is None:
            return np.ones(len(self.thresholds) - 1, dtype=bool)
        return np.equal(self.highest, self._lowest)

    @property
    def size_text(self) -> str:
        """The class, and how many thresholds and samples it has."""
        n = self.n_positive + self.n_negative
        size = f"{len(self.thresholds):,} thresholds, {self.n_positive:,.10g} of {n:,.10g} positive"
        return f"{self.display_label}: {size}"

    def counted(self, places: Any = slice(None)) -> dict[str, Array]:
        """Return the samples of each outcome at some places, or the sums of their weights."""
        tp, fp = self.tp[places], self.fp[places]
        return {"tp": tp, "fp": fp, "fn": self.tp[-1] - tp, "tn": self.fp[-1] - fp}

    def restated(self, places: Any = slice(None)) -> dict[str, Array]:
        """Return the same for the prevalence that is assumed, as shares of all samples; as counted if none is."""
        of_positives, of_negatives = self._shares()
        tp, fp, fn, tn = self.counted(places).values()
        return {"tp": tp * of_positives, "fp": fp * of_negatives, "fn": fn * of_positives, "tn": tn * of_negatives}

    def positives(self) -> tuple[Array, Array]:
        """Return true and false positives at all thresholds, for the prevalence that is assumed."""
        if self.assumed_prevalence is None:
            return self.tp, self.fp
        of_positives, of_negatives = self._shares()
        return self.tp * of_positives, self.fp * of_negatives

    def place_of(self, threshold: Any) -> int:
        """Return the place of the lowest threshold that no score between it and this one is below.

        The threshold is a number, or infinity, which no score reaches; it is rounded to the dtype of the scores. One
        that cuts a bin in two raises: what it would do is not known.
        """
        cut = check_threshold(threshold)
        return len(self.thresholds) - 1 - int(self._reached_from(cut)[0])

    def at_prevalence(self, prevalence: Any) -> Self:
        """Return the same outcomes for another share of positives, if scores are the same within each class."""
        share = check_prevalence(prevalence)
        self.check_both_classes("assume another prevalence")
        return replace(self, assumed_prevalence=share)

    def at(self, thresholds: Any) -> Self:
        """Return the outcomes at given thresholds only: none is known between them.

        The last one is the lowest score if all that are given lie above it, so that curves end where everything is
        called positive.
        """
        cuts = np.unique(round_to(check_thresholds(thresholds, self.score_dtype), np.dtype(self.score_dtype)))
        cuts = cuts[np.isfinite(cuts)]  # beyond float16's largest number lies infinity
        first = self._reached_from(cuts)
        if len(self.thresholds) > 1 and not (len(cuts) and first[0] == 0):
            cuts, first = np.append(self._lowest[-1], cuts), np.append(0, first)
        cuts, places = cuts[::-1], np.append(0, len(self.thresholds) - 1 - first[::-1])
        nothing = places[1:] == places[:-1]
        highest = self._lowest if self.highest is None else self.highest
        return replace(
            self,
            thresholds=np.append(np.inf, cuts),
            tp=self.tp[places],
            fp=self.fp[places],
            lowest=np.where(nothing, cuts, np.append(self._lowest, np.nan)[places[1:] - 1]),
            highest=np.where(nothing, cuts, np.append(highest, np.nan)[places[:-1]]),
            origin=self.identity,
        )

    def resampled(self, n_resamples: int, random_state: int | None) -> Iterator[Self]:
        """Yield the outcomes of bootstrap samples, which have no weights."""
        ascending = [np.diff(part)[::-1] for part in (self.tp, self.fp)]
        for positives, negatives in resampled(ascending[0], ascending[1], n_resamples, random_state):
            yield replace(self, tp=_running_sum(positives[::-1]), fp=_running_sum(negatives[::-1]))

    def bounds_of(self, bounds: AreaBounds, area: float) -> tuple[float, float] | None:
        """Return the numbers between which an area of these outcomes lies; None where it is exact or undefined."""
        if np.isnan(area) or self.tied.all():
            return None
        low, high = self.area_between(bounds)
        return min(low, area), max(high, area)  # the area is rounded too

    def area_between(self, bounds: AreaBounds) -> tuple[float, float]:
        """Return the lowest and the highest area of rows whose order within their bins is unknown."""
        positives, negatives = map(np.diff, self.positives())
        of_rows = not self.weighted and self.assumed_prevalence is None
        return bounds(positives, negatives, self.tied, of_rows=of_rows)

    def check_both_classes(self, purpose: str) -> None:
        """Raise if one of the classes has no samples."""
        if not (self.n_positive and self.n_negative):
            got = f"{self.n_positive:g} positive and {self.n_negative:g} negative samples"
            raise invalid("the data", f"of both classes to {purpose}", got)

    def __repr__(self) -> str:
        """Show the size and the class."""
        return f"Outcomes({self.size_text})"

    def _shares(self) -> tuple[float, float]:
        """Return how much a sample of either class counts."""
        if self.assumed_prevalence is None:
            return 1, 1
        return self.assumed_prevalence / self.n_positive, (1 - self.assumed_prevalence) / self.n_negative

    def _digest(self) -> str:
        digest = hashlib.blake2b(digest_size=8)
        for part in (self.thresholds, self.tp, self.fp):
            digest.update(np.add(part, 0.0, order="C").data)  # as floats, with one zero only
        return digest.hexdigest()

    @property
    def _lowest(self) -> FloatArray:
        return self.thresholds[1:] if self.lowest is None else self.lowest

    def _reached_from(self, cuts: Any) -> IntArray:
        """Return the place of the first of ascending scores or bins that reaches each threshold."""
        finer = FINER if self.lowest is None else "a curve that is computed without thresholds="
        highest = None if self.highest is None else self.highest[::-1]
        return places_of(cuts, self._lowest[::-1], highest, self.score_dtype, finer)

    def _columns(self) -> dict[str, Any]:
        return {"threshold": self.thresholds} | self.counted()


class View(Result):
    """Base of the results that show outcomes; subclasses have the field `outcomes`."""

    __slots__ = ()
    outcomes: Any

    @property
    def _data(self) -> Outcomes:
        outcomes: Outcomes = self.outcomes
        return outcomes

    @property
    def labels(self) -> tuple[Label, ...]:
        """All labels of the data, if they are known."""
        return self._data.labels

    @property
    def pos_label(self) -> Label | None:
        """The positive label; None of averages."""
        return self._data.pos_label

    @property
    def display_label(self) -> str:
        """The name of the positive label, or of the average, in figures."""
        return self._data.display_label

    @property
    def n_positive(self) -> float:
        """Samples with the positive label, or the sum of their weights."""
        return self._data.n_positive

    @property
    def n_negative(self) -> float:
        """Samples without the positive label, or the sum of their weights."""
        return self._data.n_negative

    @property
    def score_dtype(self) -> str:
        """The dtype of the scores, to which thresholds are rounded."""
        return self._data.score_dtype

    @property
    def weighted(self) -> bool:
        """Whether samples have weights."""
        return self._data.weighted

    @property
    def assumed_prevalence(self) -> float | None:
        """The share of positives that all is restated for; None where it is the data's own."""
        return self._data.assumed_prevalence

    @property
    def identity(self) -> str:
        """A name of the data, so that results of the same scores know each other; "" for macro averages."""
        return "" if self.outcomes is None else self._data.identity


def check_threshold(threshold: Any) -> float:
    """Return a number, or infinity, which no score reaches."""
    beyond = isinstance(threshold, float | np.floating) and threshold == np.inf
    return float("inf") if beyond else check_number("threshold", threshold)


def check_thresholds(thresholds: Any, score_dtype: str = "float64") -> FloatArray:
    """Return several thresholds, in any order, that are distinct as scores of a dtype too.

    An infinite one may be the first, as scikit-learn's ``roc_curve`` returns them: every curve has that point.
    """
    hint = "thresholds=[0.3, 0.5]"
    if isinstance(thresholds, int | float | np.number):
        raise wrong_type("thresholds", "a list of numbers", brief(thresholds), f"thresholds=[{brief(thresholds)}]")
    numbers = check_numbers(thresholds, "thresholds", hint).astype(np.float64)
    if numbers.ndim != 1:
        raise invalid("thresholds", "one-dimensional", f"shape {numbers.shape}", hint)
    numbers = numbers[1:] if len(numbers) > 1 and numbers[0] == np.inf else numbers
    if not np.isfinite(numbers).all():
        raise invalid("thresholds", "finite numbers", brief(numbers[~np.isfinite(numbers)][0].item()), hint)
    distinct, n = np.unique(round_to(numbers, np.dtype(score_dtype)), return_counts=True)
    if (n > 1).any():
        raise invalid("thresholds", "without repetition", f"{listing(distinct[n > 1].tolist())} more than once")
    return numbers


def check_prevalence(prevalence: Any) -> float:
    """Return a share of positives, in (0, 1)."""
    share = check_number("prevalence", prevalence, 0, 1)
    if share in (0, 1):
        raise invalid("prevalence", "between 0 and 1", f"{share:g}", "prevalence=0.01")
    return share


def _running_sum(numbers: Array) -> Array:
    """Return the sums of the first 0, 1, 2, ... numbers."""
    total = np.zeros(len(numbers) + 1, dtype=numbers.dtype)
    np.cumsum(numbers, out=total[1:])
    return sealed(total)
