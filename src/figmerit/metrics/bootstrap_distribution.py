"""One number of resampled data: how far chance alone moves a metric, also one of the caller's own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from figmerit._arrays import Result
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_count, check_flag, check_option
from figmerit.counts._input import columns_of
from figmerit.errors import invalid
from figmerit.inference.bootstrap import ALIKE, bca, percentile
from figmerit.inference.intervals import Intervals
from figmerit.metrics._bootstrap_draws import Asked, of_function, of_metric
from figmerit.metrics._paired import How

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.metrics._bootstrap_draws import Drawn


MOST_BINS, DIGITS = 50, 12
"""Bins of a histogram of samples, at most, and the decimals that tell two samples apart."""

FEWEST_CLUSTERS = 20
"""Clusters below which intervals are called unreliable."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BootstrapDistribution(Result):
    """A metric, and what it is in resampled data.

    Attributes
    ----------
    metric_name : str
        The name of the metric in figures.
    value : float
        The metric of the data; NaN where it is undefined.
    samples : ndarray of shape (n_resamples,)
        The metric in each resample; NaN where it is undefined.
    intervals : Intervals
        Of the "value": percentiles of the samples, or corrected for their bias and skewness.
    n : int
        Samples of the data.
    n_clusters : int or None
        Clusters that were resampled as a whole, if samples belong together.
    """

    floats = ("samples",)
    metric_name: str
    value: float
    samples: FloatArray
    intervals: Intervals
    n: int
    n_clusters: int | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the value, if there is one."""
        return self.intervals.known("value")

    @property
    def standard_error(self) -> float:
        """The standard deviation of the samples."""
        known = self.samples[~np.isnan(self.samples)]
        return float(np.std(known, ddof=1)) if known.size > 1 else math.nan

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for the value, if it is NaN."""
        return {"value": "undefined for these samples"} if math.isnan(self.value) else {}

    def histogram(self) -> tuple[IntArray, FloatArray]:
        """Return how many defined samples are in each of at most 50 bins, and the edges of these.

        A few distinct values have a bin each, which it stands in the middle of; else bins have one width.

        Returns
        -------
        tuple of ndarray
            Counts, shape (n_bins,), and edges, shape (n_bins + 1,).
        """
        known = np.round(self.samples[~np.isnan(self.samples)], DIGITS)
        values = np.unique(known)
        if len(values) <= MOST_BINS:  # each value has a bin of its own, in its middle
            step = float(np.diff(values).min()) if len(values) > 1 else 0.01
            edges = np.concatenate([[values[0] - step / 2], (values[1:] + values[:-1]) / 2, [values[-1] + step / 2]])
        else:
            edges = np.linspace(values[0], values[-1], _n_bins(known) + 1)
        return np.histogram(known, edges)[0].astype(np.int64), edges

    def alt_text(self) -> str:
        """Say in a sentence or two what was found."""
        if self.undefined:
            return f"{self.metric_name} is undefined for these samples."
        text = f"{self.metric_name} {rounded(self.value)}"
        if self.interval is not None:
            low, high = map(rounded, self.interval)
            text += f", {self.intervals.label} interval {low} to {high}"
        doubt = self.intervals.unreliable.get("value")
        return f"{text}; unreliable: {doubt}." if doubt else f"{text}."

    def __repr__(self) -> str:
        """Show the metric, the value and its interval."""
        low, high = self.interval or (math.nan, math.nan)
        ends = f"[{low:.6g}, {high:.6g}], {self.intervals.label}"
        return f"BootstrapDistribution({self.metric_name}={self.value:.6g} {ends})"

    def _columns(self) -> dict[str, Any]:
        return {"resample": np.arange(len(self.samples)), "value": self.samples}


def _n_bins(values: FloatArray) -> int:
    """Return the number of bins of Freedman and Diaconis, within reason.

    https://doi.org/10.1007/BF01025868
    """
    low, high = np.quantile(values, [0.25, 0.75])
    width = 2 * float(high - low) * len(values) ** (-1 / 3)
    return int(np.clip(np.ptp(values) / width, 10, MOST_BINS)) if width > 0 else MOST_BINS


@named_options()
def compute_bootstrap_distribution(
    y_true: Any,
    y_pred: Any = None,
    *,
    data: Any = None,
    y_score: Any = None,
    metric: str | Callable[..., float] = "accuracy",
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    stratified: bool = False,
    clusters: Any = None,
    confidence_level: float = 0.95,
    method: Literal["percentile", "bca"] = "percentile",
    n_resamples: int = 1000,
    random_state: int | None = 0,
) -> BootstrapDistribution:
    """Resample the data, and compute a metric each time.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        True labels.
    y_pred : array-like of shape (n_samples,), optional
        Predicted labels.
    %(data)s
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, for metrics of scores; metrics of labels cut them at `threshold`.
    metric : str or callable, default="accuracy"
        Name of a metric, as :func:`compare_models` knows it; or a function of the ``(y_true, y_pred)`` or
        ``(y_true, y_score)`` of a resample, as NumPy arrays, that returns a number.
    threshold : float, default=0.5
        Where scores are cut for metrics of labels.
    %(pos_label)s
    labels : array-like, optional
        All labels, in order.
    stratified : bool, default=False
        Whether each resample has as many samples of each true label as the data.
    clusters : array-like of shape (n_samples,), optional
        What samples belong together, such as those of one patient: whole clusters are resampled.
    confidence_level : float, default=0.95
        Level of the interval, in (0, 1).
    method : {"percentile", "bca"}, default="percentile"
        Percentiles of the resamples [1]_, or corrected for their bias and skewness [2]_, which needs the metric without
        each sample.
    n_resamples : int, default=1000
        How many resamples there are.
    random_state : int or None, default=0
        Seed of the resampling.

    Returns
    -------
    BootstrapDistribution
        With the metric of each resample and an interval.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or the metric needs something else.

    See Also
    --------
    compare_models : The difference of two models.
    plot_bootstrap_distribution : Draws the result.
    compute_metric_summary : All metrics of labels with their intervals, many of them in closed form.

    Notes
    -----
    Metrics of labels are resampled as tables of counts, whose cost does not depend on the number of samples. Closed
    forms, where there are any, hold the truth more often: see the guide's table of coverage.

    References
    ----------
    .. [1] Efron, B. (1979). Bootstrap methods: another look at the jackknife. The Annals of Statistics, 7(1), 1-26.
       https://doi.org/10.1214/aos/1176344552
    .. [2] Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association,
       82(397), 171-185. https://doi.org/10.1080/01621459.1987.10478410

    Examples
    --------
    >>> y_true, y_pred = [0, 0, 0, 1, 1] * 20, [0, 0, 1, 1, 0] * 20
    >>> compute_bootstrap_distribution(y_true, y_pred, metric="f1").interval
    (0.3548285014291548, 0.6292134831460674)
    >>> from sklearn.metrics import fbeta_score
    >>> own = lambda y_true, y_pred: fbeta_score(y_true, y_pred, beta=2)
    >>> compute_bootstrap_distribution(y_true, y_pred, metric=own, n_resamples=200).value
    0.5
    """
    level = check_confidence_level(confidence_level)
    if level is None:
        raise invalid("confidence_level", "between 0 and 1", "None", "confidence_level=0.95")
    check_option("method", method, ("percentile", "bca"))
    check_flag("stratified", stratified)
    if stratified and clusters is not None:
        raise invalid("stratified", "left out with clusters", "True")
    given = columns_of(data, y_true=y_true, y_pred=y_pred, y_score=y_score, clusters=clusters)
    how = How(level, None, check_count("n_resamples", n_resamples), random_state, None)
    options = {"pos_label": pos_label, "labels": labels}
    asked = Asked(metric, given, threshold, how, options, method, bool(stratified))
    drawn, groups = of_function(asked) if callable(metric) else of_metric(asked)
    return _distribution(drawn, groups, asked, level)


def _distribution(drawn: Drawn, groups: IntArray | None, asked: Asked, level: float) -> BootstrapDistribution:
    """Return the result, with an interval unless the metric is undefined."""
    how, n_clusters = asked.how, None if groups is None else int(groups.max()) + 1
    if asked.method == "bca":
        values, multiplicity = drawn.without()
        ends = bca(np.array(drawn.value), drawn.samples, values, multiplicity, level).ends
    else:
        ends = percentile(drawn.samples, level).ends
    undefined = math.isnan(drawn.value)
    about = f"{how.n_resamples:,} resamples"
    about += " of clusters" if n_clusters else ", stratified" if asked.stratified else ""
    doubt = "" if undefined else _doubts(drawn, n_clusters)
    return BootstrapDistribution(
        metric_name=drawn.name,
        value=drawn.value,
        samples=drawn.samples,
        intervals=Intervals(
            kind=f"{'BCa' if asked.method == 'bca' else 'bootstrap'} ({about})",
            confidence_level=level,
            ends={"value": np.full(2, np.nan) if undefined else ends},
            reason="undefined" if undefined else "",
            unreliable={"value": doubt} if doubt else {},
        ),
        n=drawn.n,
        n_clusters=n_clusters,
    )


def _doubts(drawn: Drawn, n_clusters: int | None) -> str:
    """Return why the interval may hold the truth too seldom, or ""."""
    lost = int(np.isnan(drawn.samples).sum())
    few = n_clusters is not None and n_clusters < FEWEST_CLUSTERS
    alike = np.nanmax(drawn.samples) - np.nanmin(drawn.samples) <= ALIKE
    doubts = {
        drawn.doubt: bool(drawn.doubt),
        f"fewer than {FEWEST_CLUSTERS} clusters": few,
        "all resamples are alike": alike,
        f"undefined in {lost} of {len(drawn.samples)} resamples": lost > 0,
    }
    return "; ".join(doubt for doubt, there in doubts.items() if there)
