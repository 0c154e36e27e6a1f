"""A metric over time, and where it would be if nothing had changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, IntArray, check_fits
from figmerit._options import named_options
from figmerit._validate import check_confidence_level, check_count, cut_of
from figmerit.counts._base import Counts
from figmerit.counts._input import columns_of
from figmerit.counts._periods import period_at, periods_of, starts_of
from figmerit.errors import FigmeritError, brief, invalid, wrong_type
from figmerit.inference.intervals import Intervals, check_intervals
from figmerit.metrics._timeline_bands import TIME, Band, Baseline, Drawn, band_of
from figmerit.metrics._timeline_text import TimelineText
from figmerit.metrics._timeline_values import TimelineValues, timeline_values
from figmerit.metrics.catalog import chosen_metric

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array, BoolArray
    from figmerit._validate import Label
    from figmerit.counts._periods import Freq, Periods
    from figmerit.metrics.catalog import Metric
    from figmerit.metrics.slice_metrics import Average

NEAR = 1e-12
"""What rounding may move a value beyond an end of its band."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MetricTimeline(TimelineText):
    """A metric of each period.

    Attributes
    ----------
    freq : str
        What the periods are: "day", "week", "month", "quarter" or "year".
    names : tuple of str
        All periods from the first to the last: "2024-03"; "2024-Q1"; days, and the Mondays of weeks, "2024-03-04".
    values : ndarray of shape (n_periods,)
        The metric; NaN where it is undefined. Of distances also in the baseline.
    n : ndarray of shape (n_periods,)
        Samples of each period.
    metric_name : str
        Name of the metric in figures.
    reasons : tuple of str
        Why a value is undefined, for each period; "" where it is not.
    n_baseline : int
        How many of the first periods are the baseline.
    baseline : float
        The metric of all samples of the baseline; 0 of distances from them.
    band : ndarray of shape (n_periods, 2)
        Between which numbers the value of each later period is if nothing has changed since the baseline. All of
        them are, as often as `confidence_level` says. NaN in the baseline and where there are no samples.
    band_kind : str
        How the band was found: "beta-binomial" of shares of samples, "bootstrap" or "permutation" with the number of
        resamples.
    confidence_level : float or None
        Level of the band, of all periods together, and of the intervals, of each one alone.
    band_reason : str
        Why there is no band; "" if there is one.
    band_doubt : str
        Why the band is unreliable, as of too few samples in the baseline; "" if it is not.
    intervals : Intervals or None
        Of each "value", shape (n_periods, 2), and of the "baseline", if the metric is a share of samples, or F1 of
        the positive label.
    greater_is_better : bool or None
        Whether a higher value is the better one, if known.
    is_distance : bool
        Whether values are distances from the baseline, as :func:`compute_score_shift` returns.
    """

    floats = ("values", "band")
    integers = ("n",)
    freq: Freq
    names: tuple[str, ...]
    values: FloatArray
    n: IntArray
    metric_name: str
    reasons: tuple[str, ...]
    n_baseline: int
    baseline: float
    band: FloatArray
    band_kind: str = ""
    confidence_level: float | None = None
    band_reason: str = ""
    band_doubt: str = ""
    intervals: Intervals | None = None
    greater_is_better: bool | None = None
    is_distance: bool = False

    def _check(self) -> None:
        size = len(self.names)
        check_fits(self, {"values": (size,), "n": (size,), "band": (size, 2), "reasons": (size,)})
        check_intervals(self.intervals, {"value": (size, 2), "baseline": (2,)})

    @property
    def starts(self) -> Array:
        """The first day of each period, datetime64[D]."""
        return starts_of(self.names)

    @property
    def outside(self) -> BoolArray:
        """Whether the value of each period is outside its band, shape (n_periods,)."""
        return self._below() | self._above()

    @property
    def worse(self) -> BoolArray:
        """Whether the value is outside its band on the side that is worse; nowhere if neither side is."""
        if self.greater_is_better is None:
            return np.zeros(len(self.names), dtype=np.bool_)
        return self._below() if self.greater_is_better else self._above()

    @property
    def first_outside(self) -> str | None:
        """The name of the first period whose value is outside its band; None if there is none."""
        return self._first(self.outside)

    @property
    def first_worse(self) -> str | None:
        """The name of the first period whose value is worse than its band; None if there is none."""
        return self._first(self.worse)

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each value that is NaN, by the name of its period."""
        return {name: reason for name, reason in zip(self.names, self.reasons, strict=True) if reason}

    def _first(self, marked: BoolArray) -> str | None:
        places = np.flatnonzero(marked)
        return self.names[places[0]] if places.size else None

    def _below(self) -> BoolArray:
        return np.asarray(self.values < self.band[:, 0] - NEAR)

    def _above(self) -> BoolArray:
        return np.asarray(self.values > self.band[:, 1] + NEAR)

    def _columns(self) -> dict[str, Any]:
        columns: dict[str, Any] = {"period": list(self.names), "start": self.starts}
        columns |= {"value": self.values, "n": self.n}
        if self.intervals is not None:
            columns |= dict(zip(("low", "high"), self.intervals["value"].T, strict=True))
        columns |= dict(zip(("band_low", "band_high"), self.band.T, strict=True))
        return columns | {"in_baseline": np.arange(len(self.names)) < self.n_baseline, "outside": self.outside}


@named_options()
def compute_metric_timeline(
    y_true: Any,
    y_pred: Any = None,
    *,
    y_score: Any = None,
    data: Any = None,
    time: Any,
    freq: Freq,
    metric: str | Callable[..., float] = "accuracy",
    baseline: Any = None,
    average: Average | None = None,
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    confidence_level: float | None = 0.95,
    n_resamples: int = 1000,
    random_state: int | None = 0,
) -> MetricTimeline:
    """Compute one metric of each period, and where it would be if nothing had changed.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels)
        True labels: strings, integers or booleans; or a multilabel indicator matrix.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels, for metrics of labels.
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, or one column a class or label. Without `y_pred`, metrics of
        labels cut them at `threshold` or take the class of the highest.
    %(data)s
    %(time)s
    %(freq)s
    metric : str or callable, default="accuracy"
        What :func:`compute_slice_metrics` takes: the name of a metric, or a function of the rows of a period, which
        has no band.
    %(baseline)s
    average : {"micro", "macro", "weighted"}, optional
        Average of precision, recall or F1, as in :func:`compute_slice_metrics`.
    %(threshold)s
    %(pos_label_of_two)s
    %(labels)s
    %(sample_weight)s
        There are then no intervals and no band, as weights are not counts.
    confidence_level : float or None, default=0.95
        How often all later periods are in the band if nothing has changed, in (0, 1); and the level of the intervals,
        of each period alone. None for neither.
    n_resamples : int, default=1000
        Resamples of the bootstrap, for metrics that are no shares of samples.
    random_state : int or None, default=0
        Seed of the bootstrap.

    Returns
    -------
    MetricTimeline
        Values are what :mod:`sklearn.metrics` returns for the rows of each period. ``timeline.first_outside is None``
        says that chance explains all of them.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, dates are missing or cannot be read, or the metric does not exist or
        fit them; the message says what to type.

    See Also
    --------
    compute_score_shift : Whether scores have changed, without labels.
    plot_metric_timeline : Draws the result.

    Notes
    -----
    The band knows how few samples the baseline and each period have: a month of 50 samples has a wider one than a
    month of 500. Of shares it is the beta-binomial prediction with Jeffreys' prior [1]_, at a level that all later
    periods together keep [2]_. For other metrics a baseline is drawn again, and the samples of each period from that;
    one sample that is anything is added to the baseline, as one without errors does not mean that there are none, and
    the band is wider as quantiles of Student's t are, with a degree of freedom for each sample but one of the smallest
    class, also of predictions, and at least 9. Below 30 of these (for ROC AUC 100, for average precision 1,000
    positives), or 100 samples, `band_doubt` says that it is unreliable.
    Samples are taken for independent, and what is compared is each period with the baseline: a slow drift that has
    begun there is not seen.

    References
    ----------
    .. [1] Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion.
       Statistical Science, 16(2), 101-133. https://doi.org/10.1214/ss/1009213286
    .. [2] Sidak, Z. (1967). Rectangular confidence regions for the means of multivariate normal distributions.
       Journal of the American Statistical Association, 62(318), 626-633.
       https://doi.org/10.1080/01621459.1967.10482935

    Examples
    --------
    >>> days = ["2024-01-08"] * 100 + ["2024-02-05"] * 100 + ["2024-03-04"] * 100
    >>> right = [1] * 95 + [0] * 5 + [1] * 93 + [0] * 7 + [1] * 70 + [0] * 30
    >>> timeline = compute_metric_timeline([1] * 300, right, time=days, freq="month")
    >>> timeline.values.tolist()
    [0.95, 0.93, 0.7]
    >>> print(timeline.text)
    Accuracy was 0.950 in 2024-01; 2024-03 is the first month outside what chance explains
    (0.700, expected 0.860 to 1.000).
    """
    chosen, level = chosen_metric(metric, average), check_confidence_level(confidence_level)
    resamples = check_count("n_resamples", n_resamples)
    if isinstance(y_true, Counts):
        raise wrong_type("y_true", "labels, as each sample has its date", type(y_true).__name__)
    given = columns_of(data, y_true=y_true, y_pred=y_pred, y_score=y_score, sample_weight=sample_weight, time=time)
    periods = periods_of(given.pop("time"), freq)
    size = baseline_size(baseline, periods)
    options: dict[str, Any] = {"threshold": cut_of(threshold), "pos_label": pos_label, "labels": labels}
    try:
        found = timeline_values(chosen, metric, average, periods, size, options, given)
    except FigmeritError as error:
        if error.name == TIME:
            error.change(rule=error.rule.replace("one slice", "one date"))
        raise error from None
    base = Baseline(size, found.baseline, found.each.n)
    how = None if level is None else Drawn(level, resamples, random_state)
    return _timeline(periods, found, base, band_of(chosen, average, base, how, found.counts), level, chosen)


def baseline_size(baseline: Any, periods: Periods) -> int:
    """Return how many of the first periods are the baseline: their number, or those up to one, which is among them."""
    names, last = periods.names, len(periods.names) - 1
    if last < 1:
        hint = f"freq={'week' if periods.freq == 'month' else 'month'!r}" if periods.freq not in ("day", "week") else ""
        got = f"one {periods.freq}, {names[0]}"
        raise invalid("time", "in two periods at least, as the first is the baseline", got, hint)
    if baseline is None:
        return 1
    if isinstance(baseline, int | np.integer) and not isinstance(baseline, bool):
        if not 1 <= baseline <= last:
            rule = f"from 1 to {last}, so that there is a {periods.freq} after it"
            raise invalid("baseline", rule, brief(baseline), f"baseline={last}")
        return int(baseline)
    name, hint = period_at(baseline, periods.freq), f"baseline={names[0]!r}"
    if name is None:
        raise wrong_type("baseline", "a number of periods, a date or the name of a period", brief(baseline), hint)
    if name not in names[:-1]:
        rule = f"from {names[0]} to {names[-2]}, so that there is a {periods.freq} after it"
        raise invalid("baseline", rule, brief(baseline), hint)
    return names.index(name) + 1


def _timeline(
    periods: Periods, found: TimelineValues, base: Baseline, band: Band, level: float | None, metric: Metric | None
) -> MetricTimeline:
    return MetricTimeline(
        freq=periods.freq,
        names=periods.names,
        values=found.values,
        n=base.n,
        metric_name=found.each.title,
        reasons=found.reasons,
        n_baseline=base.size,
        baseline=base.value,
        band=band.ends,
        band_kind=band.kind,
        confidence_level=level,
        band_reason=band.reason,
        band_doubt=band.doubt,
        intervals=found.intervals(level),
        greater_is_better=None if metric is None else metric.greater_is_better,
    )
