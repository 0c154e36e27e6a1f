"""The value of a metric of counts, or why there is none.

Whether there is a value is decided before scikit-learn is asked, so that no version of it warns and all agree.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit.counts._scores import as_probabilities
from figmerit.errors import listing, warn
from figmerit.inference.formulas import Margins, Tally, averaged, margins_of_slices, unit_weights
from figmerit.inference.proportions import Proportion
from figmerit.metrics.catalog import CATALOG, ratio_of, scikit_learn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from figmerit._arrays import Array, FloatArray
    from figmerit.counts.evaluate import Evaluation
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.metrics.catalog import Metric

Value: TypeAlias = tuple[float, str]
"""A number and "", or NaN and the reason why it is undefined."""

NOT_MULTILABEL = "not defined for multilabel targets"
NEEDS_ROWS = "needs rows, not counts"
NO_COLUMNS = "needs the scores of three classes or more"

OF_LABELS = "precision", "recall", "f1_score", "specificity"
"""The metrics of each label that results hold intervals of."""

QUANTITIES = "precision", "recall", "f1_score"
"""The numbers of each label, and of averages over labels."""

MANY_LABELS = 1000
"""Labels beyond which scikit-learn is not asked for what it computes from a matrix of all of them."""


def warn_of_order(metric: Metric, counts: LabelCounts) -> None:
    """Warn of labels that an ordinal metric takes in the order of the alphabet, which nobody has asked for."""
    if metric.ordinal and not counts.fixed and len(counts.labels) > 2 and isinstance(counts.labels[0], str):
        warn(
            f"the metric {metric.name!r} takes the labels in the order of the alphabet, {listing(counts.labels)}.\n"
            f"Hint: labels=[...] in their own order."
        )


def undefined(reason: str) -> Value:
    """Return no value, and why."""
    return math.nan, reason


def value_of(metric: Metric, evaluation: Evaluation) -> Value:
    """Return the value of a metric that is one number for the whole."""
    if evaluation.kind == "multilabel" and not metric.multilabel:
        return undefined(NOT_MULTILABEL)
    if metric.needs != "labels":
        if evaluation.scores is None:
            return undefined("needs scores")
        return value_of_scores(metric, evaluation.scores, evaluation.names, delegate=True)
    if evaluation.labels is None:
        return undefined("needs labels")
    if not metric.averaged:
        return value_of_labels(metric, evaluation.labels)
    ratio, tally = ratio_of(metric.name), tally_of(evaluation.labels)
    if evaluation.pos_label is None:  # the macro average counts undefined values as 0
        return float(np.nan_to_num(averaged(ratio, tally, "macro"))), ""
    value = float(ratio.value(tally)[list(evaluation.names).index(evaluation.pos_label)])
    return undefined(metric.why_undefined) if math.isnan(value) else (value, "")


def value_of_labels(metric: Metric, counts: LabelCounts) -> Value:
    """Return the value of a metric of whole tables: scikit-learn's, of the cells that were counted."""
    if counts.per_class:
        return undefined(NEEDS_ROWS) if counts.matched is None else value_of_labels(metric, counts.matched)
    if metric.table is None:
        return undefined("has one value a label")
    warn_of_order(metric, counts)
    weight = unit_weights(counts.rows()[2])
    value = float(metric.table(_margins(counts, weight, ordinal=metric.ordinal)))
    if math.isnan(value):
        return undefined(metric.why_undefined)
    if metric.call is None or value == 0 or len(counts.labels) > MANY_LABELS:  # of one label scikit-learn warns
        return value, ""
    true, pred = counts.true_codes, counts.pred_codes
    return metric.call(true, pred, weight, len(counts.labels)), ""


def tally_of(counts: LabelCounts) -> Tally:
    """Return the outcomes of each label against the rest, of shape (n_labels,), as samples or as sums of weights."""
    if counts.per_class:
        tables = np.array([part.matrix() for part in counts.per_class], dtype=np.float64)
        return Tally(*(tables[:, true, pred] for true, pred in ((1, 1), (0, 1), (1, 0), (0, 0))))
    return _margins(counts, counts.rows()[2]).against_rest()


def shares_of(tally: Tally, further: Iterable[Metric] = ()) -> dict[str, Proportion]:
    """Return the shares of samples behind precision, recall, F1 and specificity of each label, and behind others."""
    others = (metric.name for metric in further if metric.averaged and metric.rises_with_share)
    return {name: ratio_of(name).proportion(tally) for name in (*OF_LABELS, *others)}


def scores_of_classes(counts: LabelCounts, tally: Tally) -> dict[str, FloatArray]:
    """Return precision, recall and F1 of each class, NaN where undefined: scikit-learn's, of the cells."""
    if counts.per_class:
        return {name: ratio_of(name).value(tally) for name in QUANTITIES}
    options: dict[str, Any] = {"labels": np.arange(len(counts.labels)), "zero_division": np.nan}
    true, pred, weight = counts.true_codes, counts.pred_codes, unit_weights(counts.rows()[2])
    found = scikit_learn().precision_recall_fscore_support(true, pred, sample_weight=weight, **options)
    return dict(zip(QUANTITIES, found, strict=False))


def averages_of(counts: LabelCounts, tally: Tally) -> dict[str, dict[str, float]]:
    """Return each average of precision, recall and F1."""
    found = {
        kind: {name: float(np.nan_to_num(averaged(ratio_of(name), tally, kind))) for name in QUANTITIES}
        for kind in ("macro", "micro", "weighted")
    }
    if counts.per_class:
        sums = {} if counts.matched is None else counts.matched.sums
        total = _total(counts.matched)
        found["samples"] = {name: float(sums[name].sum() / total) if name in sums else math.nan for name in QUANTITIES}
    return found


def shares_of_whole(
    counts: LabelCounts, wanted: Iterable[Metric], values: Mapping[str, float]
) -> dict[str, Proportion]:
    """Return of which samples the metrics of the whole are shares, and all; of counts that know none nothing."""
    total = _total(counts.matched if counts.per_class else counts)
    shares = [metric.name for metric in wanted if metric.is_share and not metric.averaged]
    return {name: Proportion(np.rint(values[name] * total), total) for name in shares if not math.isnan(values[name])}


def _total(counts: LabelCounts | None) -> Any:
    return 0 if counts is None else counts.rows()[2].sum()


def summarized(evaluation: Evaluation) -> list[Metric]:
    """Return the metrics of the whole that summaries show without being asked."""
    whole = [metric for metric in CATALOG.values() if metric.summarized and metric.name not in QUANTITIES]
    return [metric for metric in whole if metric.needs == "labels" or evaluation.scores is not None]


def _margins(counts: LabelCounts, weight: Array, *, ordinal: bool = False) -> Margins:
    """Return what label metrics need from counts, over all slices together."""
    true, pred = counts.true_codes, counts.pred_codes
    table = margins_of_slices(np.zeros_like(true), true, pred, weight, (1, len(counts.labels)), ordinal=ordinal)
    correct, true_sums, pred_sums, distance = table
    return Margins(correct[0], true_sums[0], pred_sums[0], None if distance is None else distance[0])


def value_of_scores(metric: Metric, counts: ScoreCounts, names: Mapping[Any, str], *, delegate: bool = False) -> Value:
    """Return the value of a metric of scores; with `delegate` scikit-learn computes losses."""
    if metric.needs == "ranks":
        return _of_ranks(metric, counts)
    if metric.curve is not None:
        curves = [part.ranked()[1:] for part in counts.per_class or (counts,)]
        return area_of(metric, curves, counts.labels if counts.per_class else (), names)
    return _of_losses(metric, counts, delegate=delegate)


def area_of(
    metric: Metric, curves: Sequence[tuple[Array, Array]], labels: Sequence[Any], names: Mapping[Any, str]
) -> Value:
    """Return the area under a curve, or the mean of those of several `labels`.

    Curves are given as the positives and negatives of descending scores that weigh something.
    """
    curve: Any = metric.curve
    areas = []
    for place, (positives, negatives) in enumerate(curves):
        absent = "" if positives.any() else "no positive samples"
        absent = absent or ("" if metric.zero_if_absent or negatives.any() else "no negative samples")
        if not absent:
            areas.append(curve(positives, negatives))
        elif not (metric.zero_if_absent and labels):
            return undefined(f"{absent} of {names[labels[place]]!r}" if labels else absent)
    return (math.fsum(areas) / len(curves), "") if areas else undefined("no positive samples")


def _of_losses(metric: Metric, counts: ScoreCounts, *, delegate: bool) -> Value:
    """Return a mean loss of probabilities."""
    scores = as_probabilities(counts.score, counts.score_dtype)
    if scores is None:
        return undefined("scores are outside [0, 1]")
    if counts.predicted is None and not counts.per_class:
        if delegate and metric.call is not None:
            true, score, weight = counts.rows()
            return metric.call(true, np.clip(score, 0.0, 1.0), unit_weights(weight)), ""
        return loss_of(metric, scores, scores, *counts.weights()), ""
    sums = None if counts.predicted is None else counts.predicted.sums.get(metric.name)
    if counts.predicted is None or sums is None:
        return undefined(NEEDS_ROWS)
    total = float(sums.sum() / counts.predicted.rows()[2].sum())
    return undefined("scores do not sum to 1") if math.isnan(total) else (total, "")


def loss_of(metric: Metric, of_positives: FloatArray, of_negatives: FloatArray, *weights: Array) -> float:
    """Return the mean loss where positives and negatives have these probabilities of being positive, and weights."""
    loss: Any = metric.loss
    losses = loss(of_positives), loss(1 - of_negatives)
    positives, negatives = np.split(unit_weights(np.concatenate(weights)), 2)
    return float((losses[0] @ positives + losses[1] @ negatives) / (positives.sum() + negatives.sum()))


def _of_ranks(metric: Metric, counts: ScoreCounts) -> Value:
    """Return the share of samples whose true class is among the highest."""
    if counts.ranks is None:
        return undefined(NO_COLUMNS)
    weight = counts.ranks.rows()[2]
    return float(weight[counts.ranks.pred_codes < metric.most_ranks].sum() / weight.sum()), ""
