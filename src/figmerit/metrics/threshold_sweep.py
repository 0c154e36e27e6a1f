"""What becomes of every threshold: metrics of the labels that it predicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import FloatArray, IntArray, Result, sealed
from figmerit._numbers import cut_text, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_fits, check_number, check_numbers
from figmerit.counts._targets import NanPolicy, round_to
from figmerit.errors import brief, called, invalid, listing, unknown_option, wrong_type
from figmerit.inference.formulas import divide, threshold_metrics
from figmerit.inference.intervals import Intervals, check_confidence_level, of_proportions
from figmerit.metrics._costs import OUTCOMES, check_cost
from figmerit.metrics._counts import check_some_weight, counts_of_scores
from figmerit.metrics._curves import (
    check_has_thresholds,
    check_no_bin_is_cut,
    check_prevalence,
    check_threshold,
    fingerprint,
)
from figmerit.metrics.confusion_matrix import ConfusionMatrix
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve

if TYPE_CHECKING:
    from collections.abc import Callable


WITH_PREVALENCE = "precision", "accuracy", "predicted_positive_rate"
"""Shares of samples that depend on the share of positives: restated for another one, they have no interval."""


DISPLAY = {
    "fpr": "false positive rate",
    "youden": "Youden's J",
    "predicted_positive_rate": "predicted positive rate",
    "cost": "cost of a sample",
}
"""What figures call metrics whose name is another."""

MEANT = {"f1": "f1_score", "f_beta": "fbeta_score", "fbeta": "fbeta_score", "tpr": "recall", "sensitivity": "recall"}
"""What metrics are called elsewhere."""

LARGEST_BETA = 1e6

RESERVED = (
    *("threshold", "tp", "fp", "fn", "tn", "precision", "recall", "specificity", "fpr", "accuracy", "f1_score"),
    *("fbeta_score", "youden", "predicted_positive_rate", "cost"),
)
"""Names that metrics of the caller's own cannot have."""

TIE = 1e-12
"""Numbers that differ by less are equal: rounding must not decide."""


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdSweep(Result):
    """Confusion matrices at all thresholds, and the metrics of each.

    Attributes
    ----------
    thresholds : ndarray of shape (n_thresholds,)
        The distinct scores, ascending, and infinity: positive means ``score >= threshold``.
    tp, fp : ndarray of shape (n_thresholds,)
        True and false positives at each: samples, or the sums of their weights.
    n_positive, n_negative : float
        Samples with and without the positive label, or the sums of their weights.
    labels : tuple
        All labels.
    pos_label : str, int, bool or None
        The positive label.
    display_label : str
        Its name in figures.
    score_dtype : str
        The dtype of the scores, to which thresholds are rounded.
    weighted : bool
        Whether samples have weights.
    beta : float
        Weight of recall in F-beta.
    cost : mapping of str to float
        What "tp", "fp", "fn" and "tn" cost; empty if that is unknown.
    custom : mapping of str to ndarray of shape (n_thresholds,)
        The caller's own metrics.
    confidence_level : float or None
        That of the Wilson intervals, if there are any.
    assumed_prevalence : float or None
        The share of positives that all metrics are restated for; None where it is the data's own.
    fingerprint : str
        A name of the data, by which the curves and sweeps of the same scores know each other.
    highest : ndarray of shape (n_thresholds - 1,) or None
        The highest score of each bin, if scores were counted in bins, of which `thresholds` are the lowest.
    """

    thresholds: FloatArray
    tp: IntArray | FloatArray
    fp: IntArray | FloatArray
    n_positive: float
    n_negative: float
    labels: tuple[Label, ...]
    pos_label: Label | None
    display_label: str
    score_dtype: str = "float64"
    weighted: bool = False
    beta: float = 1.0
    cost: Mapping[str, float] = field(default_factory=dict)
    custom: Mapping[str, FloatArray] = field(default_factory=dict)
    confidence_level: float | None = 0.95
    assumed_prevalence: float | None = None
    fingerprint: str = ""
    highest: FloatArray | None = None

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("tp", "fp"), self.thresholds.shape))
        check_fits(self, {"highest": (len(self.thresholds) - 1,)})

    @classmethod
    def from_curve(cls, curve: ROCCurve | PRCurve) -> Self:
        """Take the thresholds of a curve.

        Parameters
        ----------
        curve : ROCCurve or PRCurve
            Of one class.

        Returns
        -------
        ThresholdSweep
            Of the same data.

        Raises
        ------
        ValueError
            If the curve is a macro average or undefined: it then has no thresholds.
        TypeError
            If it is no curve.
        """
        if not isinstance(curve, ROCCurve | PRCurve):
            raise wrong_type("curve", "a ROCCurve or a PRCurve", brief(curve))
        check_has_thresholds(curve, float("nan"))
        if isinstance(curve, ROCCurve):
            thresholds, recall, fp = curve.thresholds[::-1], curve.tpr[::-1], curve.fpr[::-1] * curve.n_negative
        else:  # which does not know how many negatives are above the first positive: no rule would stop there
            found = np.flatnonzero(curve.recall[:-1] > 0)
            thresholds, recall = np.append(curve.thresholds[found], np.inf), np.append(curve.recall[found], 0.0)
            above = curve.recall[found] * curve.n_positive
            fp = np.append(above / curve.precision[found] - above, 0.0)
        tp = recall * curve.n_positive
        return cls(
            thresholds,
            tp if curve.weighted else np.rint(tp).astype(np.int64),
            fp if curve.weighted else np.rint(fp).astype(np.int64),
            curve.n_positive,
            curve.n_negative,
            curve.labels,
            curve.pos_label,
            curve.display_label,
            curve.score_dtype,
            curve.weighted,
            fingerprint=curve.fingerprint,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the metrics that there are."""
        own = ("precision", "recall", "specificity", "fpr", "accuracy", self._f_name, "youden")
        return (*own, "predicted_positive_rate", *(["cost"] if self.cost else []), *self.custom)

    @property
    def prevalence(self) -> float:
        """The share of positives, of those assumed if they are."""
        if self.assumed_prevalence is not None:
            return self.assumed_prevalence
        total = self.n_positive + self.n_negative
        return self.n_positive / total if total else float("nan")

    def values(self, name: str) -> FloatArray:
        """Return a metric at each threshold.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        ndarray of shape (n_thresholds,)
            NaN where it is undefined. "cost" is that of one sample on average, "youden" is recall + specificity - 1.

        Raises
        ------
        ValueError
            If there is no such metric.
        """
        if str(name) not in self.names:
            raise unknown_option("name", name, self.names, meant=MEANT.get(str(name)))
        return self._metrics(slice(None))[str(name)]

    def display_name(self, name: str) -> str:
        """Return the name of a metric in figures.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        str
            "F1" for "f1_score".
        """
        if name == self._f_name:
            return f"F{self.beta:g}"
        return DISPLAY.get(name, name)

    @property
    def intervals(self) -> Intervals | None:
        """Of the metrics that are shares of samples, one pair of ends a threshold; made when they are asked for."""
        return self._intervals(slice(None))

    def at_prevalence(self, prevalence: float) -> Self:
        """Return the sweep as it would be with another share of positives, if scores are the same within each class.

        Parameters
        ----------
        prevalence : float
            The share of positives, in (0, 1).

        Returns
        -------
        ThresholdSweep
            With all metrics restated; metrics of the caller's own are left out, and so are intervals of what depends
            on the prevalence. That classes keep their scores is an assumption (label shift), which no data here
            can check.

        Raises
        ------
        ValueError, TypeError
            If `prevalence` is no such number, or there are no positives or no negatives.
        """
        share = check_prevalence(prevalence)
        check_both_classes(self, "assume another prevalence")
        return replace(self, assumed_prevalence=share, custom={})

    def at_threshold(self, threshold: float | OperatingPoint) -> OperatingPoint:
        """Return what becomes of a threshold.

        Parameters
        ----------
        threshold : float or OperatingPoint
            It is rounded to the dtype of the scores; or a point that was chosen, perhaps on other data.

        Returns
        -------
        OperatingPoint
            Of these data.

        Raises
        ------
        TypeError, ValueError
            If the threshold is no number, or was chosen for another label.
        """
        if isinstance(threshold, OperatingPoint):
            if threshold.pos_label != self.pos_label:
                rule = f"chosen for the same label, {self.pos_label!r}"
                raise invalid("threshold", rule, f"one for {threshold.pos_label!r}", "threshold=point.threshold")
            point = self._point(self._place_of(threshold.threshold), threshold.rule)
            known = threshold.objective in point.metrics
            return replace(
                point,
                threshold=threshold.threshold,
                chosen_on=threshold.chosen_on,
                objective=threshold.objective if known else "",
                corrected=threshold.corrected if known else None,
            )
        cut = check_threshold(threshold)
        return replace(self._point(self._place_of(cut), "given"), threshold=cut)

    def alt_text(self) -> str:
        """Say in a sentence or two what the sweep shows."""
        f_values = self.values(self._f_name)
        text = f"Metrics of {self.display_label!r} at {len(self.thresholds) - 1:,} thresholds"
        if not self.n_positive:
            return f"{text}, of which there are no samples."
        best = last_best(f_values)
        text += f": {self.display_name(self._f_name)} is highest, {rounded(f_values[best])},"
        text += f" where {cut_text(self.thresholds[best])}."
        if self.assumed_prevalence is not None:
            text += f" For a prevalence of {rounded(self.assumed_prevalence)}, if nothing else differs."
        return text

    def __repr__(self) -> str:
        """Show the size and the class."""
        n, n_positive = self.n_positive + self.n_negative, self.n_positive
        size = f"{len(self.thresholds):,} thresholds, {n_positive:,.10g} of {n:,.10g} positive"
        return f"ThresholdSweep({self.display_label}: {size})"

    @property
    def _f_name(self) -> str:
        return "f1_score" if self.beta == 1 else "fbeta_score"

    def _outcomes(self, places: slice) -> dict[str, Any]:
        """Return the samples of each outcome at some thresholds."""
        tp, fp = self.tp[places], self.fp[places]
        return {"tp": tp, "fp": fp, "fn": self.tp[0] - tp, "tn": self.fp[0] - fp}

    def _metrics(self, places: slice) -> dict[str, FloatArray]:
        """Return all metrics at some thresholds, for the prevalence that is assumed."""
        outcomes = self._outcomes(places)
        if self.assumed_prevalence is not None:
            shares = self.assumed_prevalence / self.tp[0], (1 - self.assumed_prevalence) / self.fp[0]
            outcomes = {name: part * shares[name in ("fp", "tn")] for name, part in outcomes.items()}
        found = threshold_metrics(**outcomes, beta=self.beta)
        found = {self._f_name if name == "fbeta_score" else name: numbers for name, numbers in found.items()}
        if self.cost:
            total = np.sum([outcomes[name] * cost for name, cost in self.cost.items()], axis=0)
            found["cost"] = divide(total, np.sum(list(outcomes.values()), axis=0))
        return found | {name: numbers[places] for name, numbers in self.custom.items()}

    def _intervals(self, places: slice) -> Intervals | None:
        """Return the intervals at some thresholds."""
        tp, fp, fn, tn = (self._outcomes(places)[name] for name in OUTCOMES)
        n = tp + fp + fn + tn
        shares: dict[str, tuple[Any, Any]] = {
            "precision": (tp, tp + fp),
            "recall": (tp, tp + fn),
            "specificity": (tn, tn + fp),
            "fpr": (fp, tn + fp),
            "accuracy": (tp + tn, n),
            "predicted_positive_rate": (tp + fp, n),
        }
        if self.assumed_prevalence is not None:
            shares = {name: share for name, share in shares.items() if name not in WITH_PREVALENCE}
        return of_proportions(shares, self.confidence_level, weighted=self.weighted)

    def _place_of(self, threshold: float) -> int:
        """Return the place of the first threshold that no score between lies below."""
        cut = round_to(threshold, np.dtype(self.score_dtype))
        place = int(np.searchsorted(self.thresholds, cut, side="left"))
        check_no_bin_is_cut(threshold, float(cut), place, self.thresholds, self.highest)
        return place

    def _point(self, place: int, rule: str) -> OperatingPoint:
        """Return the point of one of the thresholds."""
        here = slice(place, place + 1)
        intervals = self._intervals(here)
        return OperatingPoint(
            self.thresholds[place].item(),
            rule,
            self._matrix(place),
            {name: value.item() for name, value in self._metrics(here).items()},
            None if intervals is None else intervals.at(0),
            self.fingerprint,
            labels=self.labels,
            pos_label=self.pos_label,
            score_dtype=self.score_dtype,
            prevalence=self.assumed_prevalence,
        )

    def _matrix(self, place: int) -> ConfusionMatrix:
        """Return the confusion matrix at one of the thresholds; of several classes, of this one against the rest."""
        tp, fp, fn, tn = (self._outcomes(slice(place, place + 1))[name].item() for name in OUTCOMES)
        two = len(self.labels) == 2
        labels, pos_label = (self.labels, self.pos_label) if two else ((0, 1), 1)
        names = tuple(map(str, labels)) if two else ("rest", self.display_label)
        counts = np.array([[tn, fp], [fn, tp]])
        if pos_label == labels[0]:
            counts = counts[::-1, ::-1]
        matrix = ConfusionMatrix(counts, labels, names, pos_label, self.weighted, self.thresholds[place].item())
        return matrix.with_intervals(self.confidence_level)

    def _columns(self) -> dict[str, Any]:
        return {"threshold": self.thresholds} | self._outcomes(slice(None)) | self._metrics(slice(None))


def check_both_classes(sweep: ThresholdSweep, purpose: str) -> None:
    """Raise if one of the classes has no samples."""
    if not (sweep.n_positive and sweep.n_negative):
        got = f"{sweep.n_positive:g} positive and {sweep.n_negative:g} negative samples"
        raise invalid("the data", f"of both classes to {purpose}", got)


def last_best(numbers: FloatArray, *, lowest: bool = False) -> int:
    """Return the place of the highest number (or the lowest), of equal ones the last: the highest threshold."""
    best = np.nanmin(numbers) if lowest else np.nanmax(numbers)
    size = min(float(np.nanmax(np.abs(numbers))), 1.0) if lowest else 1.0
    return int(np.flatnonzero(np.abs(numbers - best) <= TIE * size)[-1])


@named_options()
def compute_threshold_sweep(
    y_true: Any,
    y_score: Any = None,
    *,
    beta: float = 1.0,
    cost: Any = None,
    metrics: Mapping[str, Callable[..., Any]] | None = None,
    prevalence: float | None = None,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> ThresholdSweep:
    """Compute metrics at every threshold that changes a prediction.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ScoreCounts
        True labels. With more axes each element is a sample. Or the result of :func:`count_scores`, in place of
        all arrays.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, higher for the positive label; or one column a class, of which that of `pos_label` is taken.
        float16 and float32 are cast to float64 first.
    beta : float, default=1.0
        Weight of recall in F-beta: with 2, recall counts twice as much as precision.
    cost : mapping of str to float or array-like of shape (2, 2), optional
        What each sample costs: ``{"fp": 1, "fn": 5}``, others 0; or a matrix ``[[tn, fp], [fn, tp]]``. A benefit
        is a negative cost.
    metrics : mapping of str to callable, optional
        Metrics of your own by their names: functions of ``(tp, fp, fn, tn)``, arrays of shape (n_thresholds,),
        that return an array of that shape.
    prevalence : float, optional
        A share of positives, in (0, 1), for which all metrics are restated: see
        :meth:`ThresholdSweep.at_prevalence`. By default that of the data.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans, and for several classes.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,), optional
        Weights: metrics are shares of weight, and costs those of one unit of it.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.
    confidence_level : float or None, default=0.95
        That of Wilson intervals, in (0, 1), which take samples for independent and each threshold for itself; None
        for no intervals.

    Returns
    -------
    ThresholdSweep
        Exact: at each threshold what :mod:`sklearn.metrics` returns for ``score >= threshold``.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or there are several classes and no `pos_label`; the message says
        what to type.

    See Also
    --------
    choose_threshold : Chooses one of the thresholds.
    plot_threshold_sweep : Draws the result.

    Examples
    --------
    >>> sweep = compute_threshold_sweep([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> sweep.thresholds.tolist()
    [0.1, 0.35, 0.4, 0.8, inf]
    >>> sweep.values("f1_score").round(3).tolist()
    [0.667, 0.8, 0.5, 0.667, 0.0]
    """
    level, factor = check_confidence_level(confidence_level), check_beta(beta)
    costs = {} if cost is None else check_cost(cost)
    share = None if prevalence is None else check_prevalence(prevalence)
    options = {"pos_label": pos_label, "labels": labels, "display_labels": display_labels}
    options |= {"sample_weight": sample_weight, "multilabel": None, "nan_policy": nan_policy}
    counts, names = counts_of_scores(y_true, y_score, **options)
    if counts.per_class:
        rule = f"given for several classes, one of {listing(counts.labels)}"
        raise invalid("pos_label", rule, "None", f"pos_label={counts.labels[0]!r} sets it against the rest")
    check_some_weight(counts)
    score, positives, negatives = counts.ranked()
    tp, fp = (np.append(np.cumsum(part)[::-1], part.dtype.type(0)) for part in (positives, negatives))
    sweep = ThresholdSweep(
        sealed(np.append(score[::-1], np.inf)),
        sealed(tp),
        sealed(fp),
        float(positives.sum()),
        float(negatives.sum()),
        counts.labels,
        counts.pos_label,
        names[counts.pos_label],
        counts.score_dtype,
        counts.weighted,
        factor,
        costs,
        confidence_level=level,
    )
    highest = None if counts.highest is None else counts.highest[np.isin(counts.score, score)][::-1]
    name = fingerprint(sweep, sweep.thresholds[:-1], divide(tp[:-1], tp[0]), fp[:-1])
    sweep = replace(sweep, fingerprint=name, custom=_custom(metrics, sweep), highest=highest)
    return sweep if share is None else sweep.at_prevalence(share)


def check_beta(beta: Any) -> float:
    """Return a positive weight of recall."""
    factor = check_number("beta", beta)
    if not 0 < factor <= LARGEST_BETA:
        rule = "positive" if factor <= 0 else f"at most {LARGEST_BETA:g}"
        raise invalid("beta", rule, f"{factor:g}", "beta=2 weighs recall twice as much as precision")
    return factor


def _custom(metrics: Any, sweep: ThresholdSweep) -> dict[str, FloatArray]:
    """Return the metrics of the caller's own."""
    if metrics is None:
        return {}
    if not isinstance(metrics, Mapping):
        hint = "metrics={'missed': lambda tp, fp, fn, tn: fn}"
        raise wrong_type("metrics", "a mapping of name to function of (tp, fp, fn, tn)", brief(metrics), hint)
    outcomes, found = sweep._outcomes(slice(None)), {}  # noqa: SLF001
    for name, function in metrics.items():
        if not isinstance(name, str) or name in RESERVED or not callable(function):
            rule = "a mapping of new names to functions of (tp, fp, fn, tn)"
            raise invalid("metrics", rule, f"{brief(function)} under {name!r}")
        rule = "a function of the arrays (tp, fp, fn, tn) that returns an array of their shape"
        result = called(f"metrics[{name!r}]", rule, function, *(outcomes[one] for one in OUTCOMES))
        if np.shape(result) != sweep.thresholds.shape:
            hint = "NumPy's functions take arrays: np.sqrt, np.where"
            raise invalid(f"the result of metrics[{name!r}]", f"of shape {sweep.thresholds.shape}", brief(result), hint)
        found[name] = check_numbers(result, f"the result of metrics[{name!r}]").astype(np.float64)
    return found
