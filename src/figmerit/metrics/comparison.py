"""Two models on the same samples: which is better, by how much, and whether these samples can tell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from figmerit._options import named_options
from figmerit._validate import (
    Label,
    check_confidence_level,
    check_count,
    check_keys,
    check_option,
    is_default_threshold,
)
from figmerit.counts._input import columns_of
from figmerit.counts._pairs import groups_of, label_pairs, score_pairs
from figmerit.errors import brief, invalid, wrong_type
from figmerit.inference.corrections import LEVEL, benjamini_hochberg, holm
from figmerit.inference.intervals import Intervals, check_unweighted
from figmerit.metrics._comparison_text import ComparisonText
from figmerit.metrics._paired import How, LabelledModels, ScoredModels
from figmerit.metrics.catalog import metric_of

if TYPE_CHECKING:
    from figmerit._arrays import IntArray
    from figmerit.metrics.catalog import Metric

METHODS = None, "exact", "bootstrap"
CORRECTIONS = {"holm": holm, "fdr_bh": benjamini_hochberg}
"""What is done about several tests, by the names that statsmodels has for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(ComparisonText):
    """Two models on the same samples.

    Attributes
    ----------
    names : tuple of str
        What the models are called.
    metric : str
        The metric of both.
    values : tuple of float
        That of the first and of the second model; NaN where it is undefined.
    difference : float
        The second less the first.
    intervals : Intervals or None
        Of the "difference": paired, as both models have the same samples.
    p_value : float
        Of the test that they do not differ, two-sided; NaN where there is none.
    test : str
        Its name.
    n : int
        Samples that the metric looks at.
    first_only, second_only : ndarray of shape (n_rows,)
        The places of the samples about which only the first model is right, and only the second, in the order that
        was given; empty for metrics of scores.
    smallest_difference : float
        The smallest one that a test of so many samples finds with a chance of 80 % at the level of 5 %; NaN if unknown.
    rows_needed : float
        Samples that would find the difference as it is with the same chance; of shares of samples alone, else NaN.
    greater_is_better : bool or None
        Whether more of the metric is better; None where neither is.
    p_adjusted : float
        The p-value after a correction for several comparisons; NaN without one.
    correction : str
        Its name: "holm" or "fdr_bh"; "" without one.
    """

    integers = ("first_only", "second_only")
    names: tuple[str, str]
    metric: str
    values: tuple[float, float]
    difference: float
    intervals: Intervals | None
    p_value: float
    test: str
    n: int
    first_only: IntArray
    second_only: IntArray
    smallest_difference: float = math.nan
    rows_needed: float = math.nan
    greater_is_better: bool | None = True
    p_adjusted: float = math.nan
    correction: str = ""

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the difference, if there is one."""
        return None if self.intervals is None else self.intervals.known("difference")

    @property
    def differ(self) -> bool | None:
        """Whether the models differ, at the level of 5 % and after correction; None where no test can tell."""
        p_value = self.p_value if math.isnan(self.p_adjusted) else self.p_adjusted
        return None if math.isnan(p_value) else p_value < LEVEL

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for numbers that are NaN."""
        reason = "" if self.intervals is None else self.intervals.reason
        known = {"difference": self.difference, "p_value": self.p_value}
        return {name: reason or "undefined for a model" for name, value in known.items() if math.isnan(value)}

    def alt_text(self) -> str:
        """Say in a sentence or two what was found."""
        return self.text

    def __repr__(self) -> str:
        """Show names, metric, difference and p-value."""
        names = " against ".join(reversed(self.names))
        return f"Comparison({names}: {self.metric} difference={self.difference:.6g}, p={self.p_value:.3g})"

    def _columns(self) -> dict[str, Any]:
        low, high = self.interval or (math.nan, math.nan)
        numbers = {"difference": self.difference, "low": low, "high": high, "p_value": self.p_value}
        return {name: [value] for name, value in {"metric": self.metric, **numbers, "test": self.test}.items()} | {
            f"{side}_{what}": [value]
            for what, pair in (("name", self.names), ("value", self.values))
            for side, value in zip(("first", "second"), pair, strict=True)
        }


@named_options()
def compare_models(
    y_true: Any,
    first: Any,
    second: Any,
    *,
    data: Any = None,
    metric: str = "accuracy",
    names: Any = None,
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    clusters: Any = None,
    confidence_level: float | None = 0.95,
    method: Literal["exact", "bootstrap"] | None = None,
    n_resamples: int = 1000,
    random_state: int | None = 0,
    correction: Literal["holm", "fdr_bh"] = "holm",
) -> Any:
    """Compare two models on the same samples, or several with the first one.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        True labels.
    first : array-like of shape (n_samples,) or (n_samples, n_classes)
        What the first model, or the baseline, predicts: labels or scores; scores where the metric needs them.
    second : array-like, or mapping of str to array-like
        What the second model predicts for the same samples; or several models by name.
    %(data)s
    metric : str, default="accuracy"
        Name of a metric, as :func:`compute_metric_summary` knows it: of labels, "roc_auc", "average_precision",
        "brier" or "log_loss".
    names : sequence of two str, optional
        What the models are called in texts and figures, by default "A" and "B"; of several models what the first is
        called, as text.
    threshold : float, default=0.5
        Where scores are cut for metrics of labels.
    %(pos_label)s
    labels : array-like, optional
        All labels, in order. Macro averages are over all of these; by default those of a model are over the labels in
        `y_true` and in its own predictions, as in scikit-learn.
    sample_weight : array-like of shape (n_samples,), optional
        Weights. The difference then has no interval and no test, as weights are not counts; `method` is left out.
    clusters : array-like of shape (n_samples,), optional
        What samples belong together, such as those of one patient: whole clusters are resampled.
    confidence_level : float or None, default=0.95
        Level of the interval of the difference, in (0, 1); None for none.
    method : {"exact", "bootstrap"}, optional
        By default McNemar's mid-p test and Newcombe's interval for shares of the same samples (accuracy; recall and
        specificity of a positive label), DeLong's for "roc_auc", the t-test of differences for losses, and the paired
        bootstrap else. "exact" is McNemar's exact test.
    n_resamples : int, default=1000
        Resamples of the bootstrap.
    random_state : int or None, default=0
        Seed of the bootstrap.
    correction : {"holm", "fdr_bh"}, default="holm"
        What is done about several comparisons: Holm's correction, or that of Benjamini and Hochberg.

    Returns
    -------
    Comparison or dict of str to Comparison
        Of the second model with the first; of several models with the first, by name.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or the metric needs something else; if the metric is that of the label
        1 of two, and a model predicts a third: `pos_label` or `labels` says what is meant.

    See Also
    --------
    rank_models : Several models, all with all.
    compute_metric_summary : All metrics of one model, with their intervals.

    Notes
    -----
    Both models have the same samples, so that what is hard for one is often hard for the other: intervals of the
    difference are shorter than those of both models suggest [1]_. Test and interval are found in different ways and
    may disagree at the border.

    References
    ----------
    .. [1] Dietterich, T. G. (1998). Approximate statistical tests for comparing supervised classification learning
       algorithms. Neural Computation, 10(7), 1895-1923. https://doi.org/10.1162/089976698300017197

    Examples
    --------
    >>> y_true = [0, 0, 0, 0, 1, 1, 1, 1] * 10
    >>> old = [0, 0, 1, 1, 1, 1, 0, 1] * 10
    >>> new = [0, 0, 0, 1, 1, 1, 0, 1] * 10
    >>> result = compare_models(y_true, old, new, names=["old", "new"])
    >>> result.difference
    0.125
    >>> print(result.text)
    new's accuracy is higher than old's by 0.125 [0.048, 0.202] (p < 0.001, mid-p McNemar).
    """
    wanted = metric_of("metric", metric)
    level = check_confidence_level(confidence_level)
    check_option("method", method, METHODS)
    check_unweighted(method, sample_weight)
    check_option("correction", correction, tuple(CORRECTIONS))
    arrays: dict[str, Any] = {"sample_weight": sample_weight, "clusters": clusters}
    if isinstance(second, Mapping):
        options = {
            "pos_label": pos_label,
            "labels": labels,
            "threshold": threshold,
            "confidence_level": confidence_level,
        }
        options |= {"method": method, "n_resamples": n_resamples, "random_state": random_state, "metric": metric}
        return _several(y_true, first, check_keys("second", second), names, correction, data=data, **options, **arrays)
    given = columns_of(data, y_true=y_true, first=first, second=second, **arrays)
    how = How(level, method, check_count("n_resamples", n_resamples), random_state, None)
    pair = {side: given[side] for side in ("first", "second")}
    options = {"pos_label": pos_label, "labels": labels, "sample_weight": given["sample_weight"]}
    models = lined_up(wanted, given["y_true"], pair, threshold, how, given["clusters"], **options)
    return comparison_of(models, (0, 1), two_names(names))


def lined_up(
    metric: Metric, y_true: Any, given: Mapping[str, Any], threshold: Any, how: How, clusters: Any, **options: Any
) -> LabelledModels | ScoredModels:
    """Line up what models predict, by the names of arguments, as the metric needs it."""
    if metric.needs == "labels":
        of_table = metric.table is not None
        labelled = label_pairs(y_true, given, threshold=threshold, of_table=of_table, **options)
        return LabelledModels(metric, labelled, replace(how, groups=groups_of(clusters, len(labelled.true))))
    if metric.needs == "ranks":
        raise invalid("metric", "a metric of labels or of one score", repr(metric.name))
    if not is_default_threshold(threshold):
        raise invalid("threshold", "left out for metrics of scores", brief(threshold))
    scored = score_pairs(y_true, given, **options)
    return ScoredModels(metric, scored, replace(how, groups=groups_of(clusters, len(scored.positive))))


def _several(
    y_true: Any, first: Any, others: Mapping[str, Any], names: Any, correction: str, **options: Any
) -> dict[str, Comparison]:
    """Compare several models with the first, and correct the p-values for their number."""
    if not others:
        raise invalid("second", "a mapping of at least one model", "an empty one")
    if names is not None and not isinstance(names, str):
        raise wrong_type("names", "the name of the first model, as the others have theirs", brief(names))
    base = "baseline" if names is None else names
    found = {name: compare_models(y_true, first, one, names=[base, name], **options) for name, one in others.items()}
    adjusted = CORRECTIONS[correction](np.array([one.p_value for one in found.values()]))
    pairs = zip(found.items(), adjusted.tolist(), strict=True)
    return {name: replace(one, p_adjusted=p_value, correction=correction) for (name, one), p_value in pairs}


def two_names(names: Any) -> tuple[str, str]:
    """Return the names of both models, or of whatever else is compared."""
    if names is None:
        return "A", "B"
    rule, hint = "two different texts", "names=['old', 'new']"
    if isinstance(names, str) or not hasattr(names, "__len__") or not all(isinstance(name, str) for name in names):
        raise wrong_type("names", rule, brief(names), hint)
    if len(names) != 2 or names[0] == names[1]:
        raise invalid("names", rule, brief(list(names)), hint)
    return names[0], names[1]


def comparison_of(models: LabelledModels | ScoredModels, sides: tuple[int, int], names: tuple[str, str]) -> Comparison:
    """Compare two of the models whose predictions are lined up."""
    found, metric = models.compared(sides), models.metric
    first_only, second_only = models.flipped(sides)
    ends, level = {"difference": found.ends}, models.how.level
    doubts = {"difference": found.unreliable} if found.unreliable else {}
    return Comparison(
        names=names,
        metric=models.name,
        values=found.values,
        difference=found.values[1] - found.values[0],
        intervals=None if level is None else Intervals(found.kind, level, ends, found.reason, unreliable=doubts),
        p_value=found.p_value,
        test=found.test,
        n=found.n,
        first_only=first_only,
        second_only=second_only,
        smallest_difference=found.smallest,
        rows_needed=found.rows_needed,
        greater_is_better=metric.greater_is_better,
    )
