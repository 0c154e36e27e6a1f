"""How far the scores of each period are from those of the baseline: no labels are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import check_scores
from figmerit._options import named_options
from figmerit._validate import check_confidence_level, check_count, check_option, check_same_shape
from figmerit.counts._input import columns_of
from figmerit.counts._periods import periods_of
from figmerit.errors import invalid
from figmerit.inference.distances import by_chance, kolmogorov_smirnov, stability_index, wasserstein
from figmerit.inference.predictive import simultaneous_limits
from figmerit.metrics._timeline_bands import NO_LEVEL
from figmerit.metrics.metric_timeline import MetricTimeline, baseline_size

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit.counts._periods import Freq

Distance: TypeAlias = Literal["kolmogorov_smirnov", "wasserstein", "psi"]

DISTANCES: dict[Distance, tuple[str, Any]] = {
    "kolmogorov_smirnov": ("Kolmogorov-Smirnov distance", kolmogorov_smirnov),
    "wasserstein": ("Wasserstein distance", wasserstein),
    "psi": ("population stability index", stability_index),
}
"""The name in figures and the formula of each."""

REFERENCE = "part of the baseline"
EMPTY = "no samples"
"""Why a period has no distance."""


@named_options()
def compute_score_shift(
    y_score: Any,
    *,
    data: Any = None,
    time: Any,
    freq: Freq,
    baseline: Any = None,
    distance: Distance = "kolmogorov_smirnov",
    confidence_level: float | None = 0.95,
    n_resamples: int = 1000,
    random_state: int | None = 0,
) -> MetricTimeline:
    """Compute how far the scores of each period are from those of the baseline, and how far chance would bring them.

    Parameters
    ----------
    y_score : array-like of shape (n_samples,)
        Any number of each sample: a score, or a feature. Labels are not needed.
    %(data)s
    %(time)s
    %(freq)s
    %(baseline)s
    distance : {"kolmogorov_smirnov", "wasserstein", "psi"}, default="kolmogorov_smirnov"
        The largest difference of the distribution functions, from 0 to 1; the mean distance that scores have to be
        moved, in their unit; or the population stability index over tenths of the baseline, with half a sample added
        to each.
    confidence_level : float or None, default=0.95
        How often all later periods are within their limits if scores have not changed, in (0, 1). None for no limits.
    n_resamples : int, default=1000
        Permutations for the limits.
    random_state : int or None, default=0
        Seed of the permutations.

    Returns
    -------
    MetricTimeline
        With the distances as `values`, a `band` from 0 to the largest one that chance explains, and the name of the
        distance as `metric_name`. Periods of the baseline have no distance from it.

    Raises
    ------
    ValueError, TypeError
        If scores or dates are missing, cannot be read or do not fit each other; the message says what to type.

    See Also
    --------
    compute_metric_timeline : A metric over time, where labels are known.
    plot_metric_timeline : Draws the result.

    Notes
    -----
    The distance alone grows as samples become fewer, which is why rules such as "above 0.2" mislead. The limit is that
    of a permutation test [1]_: scores of the period and of the baseline are put together and dealt out again. It
    depends on the number of samples of both, and all later periods keep it together. A shift of scores is no proof
    that the metric has changed, nor the other way round.

    References
    ----------
    .. [1] Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero: calculating exact p-values
       when permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology, 9(1), 39.
       https://doi.org/10.2202/1544-6115.1585

    Examples
    --------
    >>> days = ["2024-01-08"] * 100 + ["2024-02-05"] * 100 + ["2024-03-04"] * 100
    >>> scores = [k / 100 for k in range(100)] * 2 + [k / 200 for k in range(100)]
    >>> timeline = compute_score_shift(scores, time=days, freq="month")
    >>> timeline.values.round(3).tolist()
    [nan, 0.0, 0.5]
    >>> timeline.first_outside
    '2024-03'
    """
    level, resamples = check_confidence_level(confidence_level), check_count("n_resamples", n_resamples)
    title, formula = DISTANCES[check_option("distance", distance, tuple(DISTANCES))]
    given = columns_of(data, y_score=y_score, time=time)
    scores, periods = _scores(given["y_score"]), periods_of(given["time"], freq)
    check_same_shape("y_score", scores.shape, "time", periods.codes.shape)
    size = baseline_size(baseline, periods)
    n = np.bincount(periods.codes, minlength=len(periods.names))
    later = np.flatnonzero((n > 0) & (np.arange(len(n)) >= size))
    known, codes = np.unique(scores, return_inverse=True)
    base, rng = np.bincount(codes[periods.codes < size], minlength=len(known)), np.random.default_rng(random_state)
    values, band, draws = np.full(len(n), np.nan), np.full((len(n), 2), np.nan), []
    for place in later:
        new = np.bincount(codes[periods.codes == place], minlength=len(known))
        values[place] = float(formula(known, base, new))
        draws += [] if level is None else [by_chance(formula, known, base, new, resamples, rng)]
    if level is not None:
        band[later] = np.stack([np.zeros(len(later)), simultaneous_limits(np.stack(draws, axis=1), level)], axis=-1)
    return MetricTimeline(
        freq=periods.freq,
        names=periods.names,
        values=values,
        n=n,
        metric_name=title,
        reasons=tuple(REFERENCE if k < size else "" if n[k] else EMPTY for k in range(len(n))),
        n_baseline=size,
        baseline=0.0,
        band=band,
        band_kind="" if level is None else f"permutation, {resamples:,} resamples",
        confidence_level=level,
        band_reason="" if level is not None else NO_LEVEL,
        greater_is_better=False,
        is_distance=True,
    )


def _scores(y_score: Any) -> FloatArray:
    """Return one finite score a sample."""
    scores, _ = check_scores(y_score, "y_score")
    if scores.ndim != 1:
        hint = "np.asarray(y_score)[:, -1], its last column" if scores.ndim == 2 else "np.ravel(y_score)"
        raise invalid("y_score", "one-dimensional, one score a sample", f"shape {scores.shape}", hint)
    if n_missing := int(np.isnan(scores).sum()):
        hint = "Drop the rows without a score, and the same rows of time"
        raise invalid("y_score", "without missing values", f"{n_missing} missing of {scores.size}", hint)
    return scores
