"""What becomes of every threshold: metrics of the labels that it predicts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from figmerit._numbers import cut_text, rounded
from figmerit._options import named_options
from figmerit._validate import check_confidence_level
from figmerit.counts.evaluate import evaluate
from figmerit.errors import invalid, unknown_option
from figmerit.metrics import _threshold_metrics as of_thresholds
from figmerit.metrics._costs import check_cost
from figmerit.metrics._threshold_metrics import check_beta, f_name, intervals_at
from figmerit.metrics.catalog import known_as
from figmerit.metrics.operating_point import OperatingPoint, matrix_at
from figmerit.metrics.outcomes import Outcomes, View, check_prevalence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit._arrays import Array, FloatArray
    from figmerit._validate import Label
    from figmerit.counts._rows import NanPolicy
    from figmerit.inference.intervals import Intervals

ASCENDING = slice(None, None, -1)
"""The places of outcomes in the order of a sweep."""


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdSweep(View):
    """Confusion matrices at all thresholds, and the metrics of each.

    Attributes
    ----------
    outcomes : Outcomes
        True and false positives at each threshold, with the labels of the data.
    thresholds : ndarray of shape (n_thresholds,)
        The distinct scores, ascending, and infinity: positive means ``score >= threshold``.
    tp, fp : ndarray of shape (n_thresholds,)
        True and false positives at each: samples, or the sums of their weights.
    beta : float
        Weight of recall in F-beta.
    cost : mapping of str to float
        What "tp", "fp", "fn" and "tn" cost; empty if that is unknown.
    custom : mapping of str to ndarray of shape (n_thresholds,)
        The caller's own metrics.
    confidence_level : float or None
        The level of the Wilson intervals, if there are any.
    highest : ndarray of shape (n_thresholds - 1,) or None
        The highest score from each threshold to the next one, if scores were counted in bins.
    labels, pos_label, display_label, n_positive, n_negative, score_dtype, weighted, assumed_prevalence, identity
        What there is to know about the data, each described below.
    """

    floats = ("custom",)
    outcomes: Outcomes
    beta: float = 1.0
    cost: Mapping[str, float] = field(default_factory=dict)
    custom: Mapping[str, FloatArray] = field(default_factory=dict)
    confidence_level: float | None = 0.95

    @property
    def thresholds(self) -> FloatArray:
        """The distinct scores, ascending, and infinity."""
        return self.outcomes.thresholds[ASCENDING]

    @property
    def tp(self) -> Array:
        """True positives at each threshold."""
        return self.outcomes.tp[ASCENDING]

    @property
    def fp(self) -> Array:
        """False positives at each threshold."""
        return self.outcomes.fp[ASCENDING]

    @property
    def highest(self) -> FloatArray | None:
        """The highest score from each threshold to the next one; None where every score is a threshold."""
        return None if self.outcomes.highest is None else self.outcomes.highest[ASCENDING]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the metrics that there are."""
        return (*of_thresholds.metric_names(self.beta), *(["cost"] if self.cost else []), *self.custom)

    @property
    def prevalence(self) -> float:
        """The share of positives, or the one that is assumed."""
        return self.outcomes.prevalence

    def values(self, name: str) -> FloatArray:
        """Return a metric at each threshold.

        Parameters
        ----------
        name : str
            One of `names`.

        Returns
        -------
        ndarray of shape (n_thresholds,)
            NaN where it is undefined. "cost" is what one sample costs on average, "youden" is recall + specificity - 1.

        Raises
        ------
        ValueError
            If there is no such metric.
        """
        known = known_as(str(name), self.names)
        if known not in self.names:
            meant = f_name(self.beta) if str(name) in ("f1", "fbeta", "f_beta") else None
            raise unknown_option("name", name, self.names, meant=meant)
        return self._values(ASCENDING, known)[known]

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
        return of_thresholds.display_name_of(name, self.beta)

    @property
    def intervals(self) -> Intervals | None:
        """Of the metrics that are shares of samples, and of F1; one pair of ends a threshold, made when asked for."""
        return intervals_at(self.outcomes, ASCENDING, self.beta, self.confidence_level)

    def at_prevalence(self, prevalence: float) -> Self:
        """Return the sweep as it would be with another share of positives, if scores are the same within each class.

        Parameters
        ----------
        prevalence : float
            The share of positives, in (0, 1).

        Returns
        -------
        ThresholdSweep
            With all metrics restated; the caller's own metrics are left out, and so are intervals of metrics that
            depend on the prevalence. That classes keep their scores is an assumption (label shift), which no data
            here can check.

        Raises
        ------
        ValueError, TypeError
            If `prevalence` is not in (0, 1), or there are no positives or no negatives.
        """
        return replace(self, outcomes=self.outcomes.at_prevalence(prevalence), custom={})

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
            If the threshold is no number, was chosen for another label, or cuts a bin of scores in two.
        """
        if not isinstance(threshold, OperatingPoint):
            return self._point(self.outcomes.place_of(threshold), "given", float(threshold))
        if threshold.pos_label != self.pos_label:
            rule = f"chosen for the same label, {self.pos_label!r}"
            raise invalid("threshold", rule, f"one for {threshold.pos_label!r}", "threshold=point.threshold")
        point = self._point(self.outcomes.place_of(threshold.threshold), threshold.rule, threshold.threshold)
        point = replace(point, chosen_on=threshold.chosen_on)
        if threshold.objective not in point.metrics:
            return point
        return replace(point, objective=threshold.objective, corrected=threshold.corrected)

    def alt_text(self) -> str:
        """Say in a sentence or two what the sweep shows."""
        f_values = self.values(f_name(self.beta))
        text = f"Metrics of {self.display_label!r} at {len(self.thresholds) - 1:,} thresholds"
        if not self.n_positive:
            return f"{text}, of which there are no samples."
        best = of_thresholds.last_best(f_values)
        text += f": {self.display_name(f_name(self.beta))} is highest, {rounded(f_values[best])},"
        text += f" where {cut_text(self.thresholds[best])}."
        if self.assumed_prevalence is not None:
            text += f" For a prevalence of {rounded(self.assumed_prevalence)}, if nothing else differs."
        return text

    def __repr__(self) -> str:
        """Show the size and the class."""
        return f"ThresholdSweep({self.outcomes.size_text})"

    def _values(self, places: slice, *names: str) -> dict[str, FloatArray]:
        """Return metrics at some places of the outcomes, or all of them."""
        names = names or self.names
        known = [name for name in names if name not in self.custom]
        found = of_thresholds.metrics_at(self.outcomes, places, known, self.beta, self.cost)
        return {name: self.custom[name][ASCENDING][places] if name in self.custom else found[name] for name in names}

    def _point(self, place: int, rule: str, threshold: float) -> OperatingPoint:
        """Return the point of a threshold that predicts the same as the one at a place of the outcomes."""
        here = slice(place, place + 1)
        intervals = intervals_at(self.outcomes, here, self.beta, self.confidence_level)
        return OperatingPoint(
            threshold=threshold,
            rule=rule,
            matrix=matrix_at(self.outcomes, place, self.confidence_level),
            metrics={name: value.item() for name, value in self._values(here).items()},
            intervals=None if intervals is None else intervals.at(0),
            identity=self.identity,
            labels=self.labels,
            pos_label=self.pos_label,
            score_dtype=self.score_dtype,
            prevalence=self.assumed_prevalence,
        )

    def _columns(self) -> dict[str, Any]:
        counted = self.outcomes.counted(ASCENDING)
        return {"threshold": self.thresholds, **counted, **self._values(ASCENDING)}


@named_options()
def compute_threshold_sweep(
    y_true: Any,
    y_score: Any = None,
    *,
    data: Any = None,
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
    %(y_true_or_scores)s
    %(y_score_of_class)s
    %(data)s
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
        :meth:`ThresholdSweep.at_prevalence`. By default the share in the data.
    %(pos_label)s
        Of several classes it is always needed, and set against the rest.
    %(labels_of_scores)s
    %(display_labels)s
    %(sample_weight)s
        Costs are those of one unit of weight.
    %(nan_policy)s
    %(confidence_level)s
        Each threshold has its own.

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
    found = evaluate(
        y_true, None, y_score, scored=True, pos_label=pos_label, labels=labels, display_labels=display_labels,
        sample_weight=sample_weight, nan_policy=nan_policy, data=data,
    )  # fmt: skip
    counts = found.one_score
    outcomes = Outcomes.of(counts, found.names[counts.pos_label])
    custom = of_thresholds.custom_metrics(metrics, outcomes)
    sweep = ThresholdSweep(outcomes=outcomes, beta=factor, cost=costs, custom=custom, confidence_level=level)
    return sweep if share is None else sweep.at_prevalence(share)
