"""Several models on the same samples: in tiers, as ranks within a tier are chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from figmerit._arrays import FloatArray, IntArray, check_fits
from figmerit._containers import column_names
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_count, check_keys, check_option, check_unrepeated
from figmerit.counts._input import columns_of
from figmerit.errors import brief, invalid, wrong_type
from figmerit.inference.corrections import LEVEL, benjamini_hochberg, holm_directed
from figmerit.inference.intervals import check_unweighted
from figmerit.metrics._paired import How
from figmerit.metrics._ranking_text import RankingText
from figmerit.metrics.catalog import metric_of
from figmerit.metrics.comparison import CORRECTIONS, METHODS, Comparison, comparison_of, lined_up

if TYPE_CHECKING:
    from figmerit._arrays import BoolArray
    from figmerit.metrics._paired import LabelledModels, ScoredModels
    from figmerit.metrics.catalog import Metric

DIRECTED = {"holm": holm_directed, "fdr_bh": benjamini_hochberg}
"""The corrections of tests after which it is said which model is better."""

RESAMPLES = 1000
"""Resamples of the bootstrap, if they are enough for so many pairs."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ranking(RankingText):
    """Several models on the same samples, the best first.

    Attributes
    ----------
    names : tuple of str
        What the models are called, in the order of their values; those of equal values as they were given.
    metric : str
        The metric of all.
    values : ndarray of shape (n_models,)
        That of each model; NaN where it is undefined.
    tiers : ndarray of shape (n_models,)
        The tier of each, 1 the best: every model of a tier is shown to be better than every one of a worse tier. 0 of a
        model whose metric is undefined.
    rank_intervals : ndarray of shape (n_models, 2)
        The lowest and the highest rank that each may have: 1 more than the models shown to be better, and the
        number of models less those shown to be worse. 0 of a model whose metric is undefined.
    p_adjusted : ndarray of shape (n_models, n_models)
        The p-value of each pair, after the correction for all pairs; NaN on the diagonal, and where no test can tell.
    comparisons : tuple of Comparison
        All pairs in the order of the names: the first with the second, the first with the third, and so on. Each is
        of the better model with the worse one.
    correction : str
        The name of the correction: "holm" or "fdr_bh".
    n : int
        Samples that the metric looks at.
    greater_is_better : bool
        Whether more of the metric is better.
    """

    floats = ("values", "p_adjusted")
    integers = ("tiers", "rank_intervals")
    names: tuple[str, ...]
    metric: str
    values: FloatArray
    tiers: IntArray
    rank_intervals: IntArray
    p_adjusted: FloatArray
    comparisons: tuple[Comparison, ...]
    correction: str
    n: int
    greater_is_better: bool

    def _check(self) -> None:
        n = len(self.names)
        shapes = {"values": (n,), "tiers": (n,), "rank_intervals": (n, 2), "p_adjusted": (n, n)}
        check_fits(self, shapes | {"comparisons": (n * (n - 1) // 2,)})

    @property
    def tests(self) -> tuple[str, ...]:
        """The names of the tests of the pairs."""
        return tuple(dict.fromkeys(one.test for one in self.comparisons if one.test))

    @property
    def differ(self) -> BoolArray:
        """Whether the models of each pair are shown to differ, shape (n_models, n_models)."""
        return differing(self.values, self.p_adjusted)

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each model without a value, and for each pair of models without a test."""
        found: dict[Any, str] = {
            name: f"{self.metric} is undefined"
            for name, value in zip(self.names, self.values, strict=True)
            if math.isnan(value)
        }
        pairs = zip(combinations(self.names, 2), self.comparisons, strict=True)
        return found | {
            pair: one.undefined.get("p_value", "undefined for a model")
            for pair, one in pairs
            if math.isnan(one.p_value) and not {*pair} & found.keys()
        }

    def _columns(self) -> dict[str, Any]:
        low, high = self.rank_intervals.T
        columns = {"name": list(self.names), "metric": [self.metric] * len(self.names), "value": self.values}
        return columns | {"tier": self.tiers, "rank_low": low, "rank_high": high}


@named_options()
def rank_models(
    y_true: Any,
    models: Any,
    *,
    data: Any = None,
    metric: str = "accuracy",
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    clusters: Any = None,
    confidence_level: float | None = 0.95,
    method: Literal["exact", "bootstrap"] | None = None,
    n_resamples: int | None = None,
    random_state: int | None = 0,
    correction: Literal["holm", "fdr_bh"] = "holm",
) -> Ranking:
    """Put several models into tiers: models that these samples cannot tell apart share one.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        True labels.
    models : mapping of str to array-like, or data frame
        What each model predicts for the same samples: labels or scores; scores where the metric needs them. The columns
        of a data frame are models; with `data` a list of names of columns is enough.
    %(data)s
    metric : str, default="accuracy"
        Name of a metric, as :func:`compare_models` knows it, of which more, or less, is better.
    threshold : float, default=0.5
        Where scores are cut for metrics of labels.
    %(pos_label)s
    labels : array-like, optional
        All labels, in order. Macro averages are over all of these; by default those of a model are over the labels in
        `y_true` and in its own predictions, as in scikit-learn.
    sample_weight : array-like of shape (n_samples,), optional
        Weights. No test can tell the models apart then, as weights are not counts; `method` is left out.
    clusters : array-like of shape (n_samples,), optional
        What samples belong together, such as those of one patient: whole clusters are resampled.
    confidence_level : float or None, default=0.95
        Level of the intervals of differences, in (0, 1); None for none. Tiers and ranks are decided at the level of
        5 % in any case.
    method : {"exact", "bootstrap"}, optional
        How each pair is tested, as by :func:`compare_models`.
    n_resamples : int, optional
        Resamples of the bootstrap; by default 1000, or as many as the correction for all pairs needs.
    random_state : int or None, default=0
        Seed of the bootstrap.
    correction : {"holm", "fdr_bh"}, default="holm"
        What is done about several pairs. Holm's correction, over both directions of each pair, makes the rank
        intervals simultaneous: all hold the true ranks in at least 95 % of samples. After that of Benjamini and
        Hochberg at most 5 % of the differences that are said are wrong on average, and rank intervals promise nothing
        more.

    Returns
    -------
    Ranking
        The models in the order of their values, in tiers.

    Raises
    ------
    ValueError, TypeError
        If there are fewer than two models, the inputs disagree with each other, or the metric needs something else; if
        the metric is that of the label 1 of two, and a model predicts a third: `pos_label` or `labels` says what is
        meant.

    See Also
    --------
    compare_models : Two models, or several with one baseline.

    Notes
    -----
    A tier ends after a model only if every model down to it is shown to be better than every one below, so that "tier 1
    is better than tier 2" is true of all their pairs. Within a tier some may differ: of three models in a row the first
    may be better than the third, and no sample tell where between them the line is. Rank intervals [1]_ keep what is
    known of these.

    References
    ----------
    .. [1] Mogstad, M., Romano, J. P., Shaikh, A. M., and Wilhelm, D. (2024). Inference for ranks with applications to
       mobility across neighbourhoods and academic achievement across countries. The Review of Economic Studies,
       91(1), 476-518. https://doi.org/10.1093/restud/rdad006

    Examples
    --------
    >>> y_true = [0, 0, 0, 0, 1, 1, 1, 1] * 15
    >>> old = [0, 1, 1, 1, 1, 1, 0, 0] * 15
    >>> new = [0, 0, 0, 1, 1, 1, 0, 1] * 15
    >>> newer = [0, 0, 0, 0, 1, 0, 0, 1] * 14 + new[:8]
    >>> ranking = rank_models(y_true, {"old": old, "newer": newer, "new": new})
    >>> ranking.tiers.tolist(), ranking.rank_intervals.tolist()
    ([1, 1, 2], [[1, 2], [1, 2], [3, 3]])
    >>> print(ranking.text)
    Tier 1: newer (0.750) and new (0.750), which cannot be told apart by accuracy with 120 samples. Tier 2: old (0.375).
    Every model of a tier is better than every one below (mid-p McNemar, holm over 3 pairs).
    """
    chosen, level = _directed(metric), check_confidence_level(confidence_level)
    check_option("method", method, METHODS)
    check_unweighted(method, sample_weight)
    check_option("correction", correction, tuple(CORRECTIONS))
    known = _models(models, data)
    given = columns_of(data, y_true=y_true, sample_weight=sample_weight, clusters=clusters)
    arrays = columns_of(data, **{f"models[{name!r}]": one for name, one in known.items()})
    resamples = _resamples(n_resamples, math.comb(len(known), 2))
    options = {"pos_label": pos_label, "labels": labels, "sample_weight": given["sample_weight"]}
    how = How(level, method, resamples, random_state, None)
    lined = lined_up(chosen, given["y_true"], arrays, threshold, how, given["clusters"], **options)
    return _ranking(lined, tuple(known), correction)


def _directed(metric: Any) -> Metric:
    """Return the metric of that name, of which more, or less, is better."""
    found = metric_of("metric", metric)
    if found.greater_is_better is None:
        rule = "one of which more, or less, is better"
        raise invalid("metric", rule, repr(metric), "metric='accuracy'")
    return found


def _models(models: Any, data: Any) -> dict[str, Any]:
    """Return at least two models by their names."""
    if data is not None and isinstance(models, list | tuple) and all(isinstance(name, str | int) for name in models):
        models = {str(name): name for name in check_unrepeated(tuple(models), "models")}
    elif not isinstance(models, Mapping) and column_names(models) is not None:
        models = columns_of(models, **{str(name): name for name in column_names(models) or ()})
    if not isinstance(models, Mapping):
        several = isinstance(models, list | tuple) and len(models) > 1
        hint = "models={'A': models[0], 'B': models[1]}" if several else ""
        raise wrong_type("models", "a mapping of names to predictions", brief(models), hint)
    found = check_keys("models", models)
    if len(found) < 2:
        raise invalid("models", "at least two models", f"{len(found)}")
    return found


def _resamples(n_resamples: int | None, n_pairs: int) -> int:
    """Return how often to resample."""
    return max(RESAMPLES, 2 * _enough(n_pairs)) if n_resamples is None else check_count("n_resamples", n_resamples)


def _enough(n_pairs: int) -> int:
    """Return the resamples that so many pairs need: p-values are not below 2 of these, and are then corrected."""
    return math.ceil(2 * n_pairs / LEVEL)


def _compared(models: LabelledModels | ScoredModels, order: list[int], names: tuple[str, ...]) -> list[Comparison]:
    """Compare all pairs of models in their order, the better one with the worse one."""
    found, given, n_pairs = [], models.how.n_resamples, math.comb(len(order), 2)
    enough = _enough(n_pairs)
    for better, worse in combinations(order, 2):
        found.append(comparison_of(models, (worse, better), (names[worse], names[better])))
        if found[-1].test == "bootstrap" and given < enough:
            rule = f"at least {enough:,}, as fewer never tell {n_pairs} pairs apart"
            raise invalid("n_resamples", rule, f"{given:,}", f"n_resamples={2 * enough}")
    return found


def _ranking(models: LabelledModels | ScoredModels, names: tuple[str, ...], correction: str) -> Ranking:
    """Put models into the order of their values, and into tiers."""
    n, metric, values = len(names), models.metric, models.values()
    order = np.argsort(-values if metric.greater_is_better else values, kind="stable")  # NaN comes last
    compared, values = _compared(models, order.tolist(), names), values[order]
    adjusted = DIRECTED[correction](np.array([one.p_value for one in compared]))
    corrected = zip(compared, adjusted.tolist(), strict=True)
    p_adjusted, upper = np.full((n, n), np.nan), np.triu_indices(n, 1)
    p_adjusted[upper] = p_adjusted.T[upper] = adjusted
    better = np.triu(differing(values, p_adjusted))
    return Ranking(
        names=tuple(names[place] for place in order),
        metric=models.name,
        values=values,
        tiers=_tiers(values, better),
        rank_intervals=_ranks(values, better),
        p_adjusted=p_adjusted,
        comparisons=tuple(replace(one, p_adjusted=p, correction=correction) for one, p in corrected),
        correction=correction,
        n=compared[0].n,
        greater_is_better=bool(metric.greater_is_better),
    )


def differing(values: FloatArray, p_adjusted: FloatArray) -> BoolArray:
    """Tell of which pairs the models are shown to differ; equal values never are."""
    return np.asarray((p_adjusted < LEVEL) & (values[:, None] != values))


def _tiers(values: FloatArray, better: BoolArray) -> IntArray:
    """Return the tier of each model: one ends where all down to it are better than all below."""
    defined = int(np.count_nonzero(~np.isnan(values)))
    ends = [place for place in range(1, defined) if better[:place, place:defined].all()]
    tiers = 1 + np.searchsorted(ends, np.arange(len(values)), side="right")
    return np.where(np.isnan(values), 0, tiers)


def _ranks(values: FloatArray, better: BoolArray) -> IntArray:
    """Return the ranks that each model may have: `better` tells of each row whether it is better than the column."""
    ranks = np.stack([1 + better.sum(axis=0), len(values) - better.sum(axis=1)], axis=1)
    return np.where(np.isnan(values)[:, None], 0, ranks)
