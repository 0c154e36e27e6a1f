"""One definition of each metric: its names, what it needs, its value and when it has none.

The numbers are scikit-learn's. Whether there is one is decided before scikit-learn is asked, so that no
version of it warns and all versions agree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    log_loss,
    matthews_corrcoef,
    precision_recall_fscore_support,
)

from figmerit._validate import Label, check_option
from figmerit.counts.count import counted_scores
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, unknown_option, wrong_type
from figmerit.inference.formulas import Margins, averaged, cohen_kappa, margins_of_cells, mcc, pr_points, roc_points
from figmerit.metrics._counts import LabelsByClass, scores_in_rows
from figmerit.metrics._evaluation import has_no_weight

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from figmerit._arrays import Array, IntArray
    from figmerit.counts._targets import Kind, LabelTarget, ScoreTarget
    from figmerit.metrics._evaluation import Needs

Value: TypeAlias = tuple[float, str]
"""A number and "", or NaN and the reason why it is undefined."""

NOT_MULTILABEL = "not defined for multilabel targets"

NEEDS_ROWS = "needs rows, not counts"

SUBSET_ACCURACY = "subset accuracy"
"""What accuracy is of multilabel targets: the share of samples whose labels are all right."""

MANY_LABELS = 1000
"""Labels beyond which scikit-learn is not asked for what it computes from a matrix of all of them."""

NAMES_ELSEWHERE = {
    "f1": "f1_score",
    "auc": "roc_auc",
    "auroc": "roc_auc",
    "ap": "average_precision",
    "map": "average_precision",
    "matthews_corrcoef": "mcc",
    "kappa": "cohen_kappa",
    "brier_score": "brier",
    "brier_score_loss": "brier",
    "neg_brier_score": "brier",
    "neg_log_loss": "log_loss",
    "cross_entropy": "log_loss",
    "sensitivity": "recall",
}
"""What other libraries call some of the metrics."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of labels (a LabelTarget), of scores or of probabilities (a ScoreTarget, or ScoreCounts).

    Scores are reduced to one column where one class is meant, probabilities keep all. An `averaged`
    metric takes ``average`` and ``pos_label`` too; a `one_vs_rest` one is the macro average where there
    are several score columns.
    """

    name: str
    display_name: str
    needs: Needs
    function: Callable[..., Value]
    greater_is_better: bool = True
    averaged: bool = False
    one_vs_rest: bool = False
    multilabel: bool = True
    why_undefined: str = ""

    def __call__(self, target: Any, average: str = "macro", pos_label: Label | None = None) -> Value:
        """Return the value, or NaN and the reason."""
        if target.kind == "multilabel" and not self.multilabel:
            return _undefined(NOT_MULTILABEL)
        if has_no_weight(target):
            return _undefined("no weight")
        value, reason = self.function(target, average, pos_label) if self.averaged else self.function(target)
        return value, reason or (self.why_undefined if np.isnan(value) else "")

    def title(self, kind: Kind, average: str) -> str:
        """Return the name in figures, with the average that is taken."""
        if self.averaged:
            return self.display_name if average == "binary" else f"{average} {self.display_name}"
        if kind == "multilabel" and self.name == "accuracy":
            return SUBSET_ACCURACY
        return f"macro {self.display_name}" if self.one_vs_rest and kind != "binary" else self.display_name


def scores_of(target: LabelTarget, average: str | None) -> tuple[Any, Any, Any, Any]:
    """Return precision, recall, F1 and support: of each class, NaN where undefined, or averaged."""
    found: tuple[Any, Any, Any, Any] = precision_recall_fscore_support(
        target.true_codes,
        target.pred_codes,
        labels=np.arange(len(target.labels)),
        average=average,
        sample_weight=target.sample_weight,
        zero_division=np.nan if average is None else 0,
    )
    return found


def averages_of(target: LabelTarget, scores: Sequence[Any]) -> dict[str, list[float]]:
    """Return each average of the precision, recall and F1 of the classes."""
    if target.kind != "multilabel":
        margins, kinds = _margins(target), ("macro", "micro", "weighted")
        seen = np.ones(len(target.labels))
        return {kind: [averaged(score, margins, kind, seen).item() for score in scores] for kind in kinds}
    found = {kind: [float(score) for score in scores_of(target, kind)[:3]] for kind in ("macro", "micro", "weighted")}
    unknown = isinstance(target, LabelsByClass)
    return found | {"samples": [math.nan] * 3 if unknown else [float(s) for s in scores_of(target, "samples")[:3]]}


def _undefined(reason: str) -> Value:
    return float("nan"), reason


def _accuracy(target: LabelTarget) -> Value:
    if isinstance(target, LabelsByClass):
        return _undefined(NEEDS_ROWS) if target.matched is None else _accuracy(target.matched)
    weight = target.sample_weight
    return float(accuracy_score(target.true_codes, target.pred_codes, sample_weight=weight)), ""


def _balanced_accuracy(target: LabelTarget) -> Value:
    """Average recall over the classes with samples: scikit-learn's own function warns of the others."""
    present = np.unique(_with_weight(target, target.true_codes))
    recall = precision_recall_fscore_support(
        target.true_codes,
        target.pred_codes,
        labels=present,
        average="macro",
        sample_weight=target.sample_weight,
        zero_division=0,
    )[1]
    return float(recall), ""


def _averaged(name: str, display_name: str, column: int, why_undefined: str) -> Metric:
    """Return precision, recall or F1: of the positive label, or averaged."""

    def value(target: LabelTarget, average: str, pos_label: Label | None) -> Value:
        if average != "binary":
            return float(scores_of(target, average)[column]), ""
        if pos_label not in target.labels:
            return _undefined("")
        return float(scores_of(target, None)[column][target.labels.index(pos_label)]), ""

    return Metric(name, display_name, "labels", value, averaged=True, why_undefined=why_undefined)


def _mcc(target: LabelTarget) -> Value:
    """Return 0, as scikit-learn does, where all samples have or are predicted to have one label."""
    codes = target.true_codes, target.pred_codes
    if any(len(np.unique(_with_weight(target, some))) == 1 for some in codes):
        return 0.0, ""
    if len(target.labels) > MANY_LABELS:
        return float(mcc(_margins(target))), ""
    return float(matthews_corrcoef(*codes, sample_weight=target.sample_weight)), ""


def _cohen_kappa(target: LabelTarget) -> Value:
    codes = target.true_codes, target.pred_codes
    if len(np.unique(np.concatenate([_with_weight(target, some) for some in codes]))) == 1:
        return _undefined("")
    if len(target.labels) > MANY_LABELS:
        return float(cohen_kappa(_margins(target))), ""
    return float(cohen_kappa_score(*codes, sample_weight=target.sample_weight)), ""


def _margins(target: LabelTarget) -> Margins:
    weight = np.ones(len(target.true_codes)) if target.sample_weight is None else target.sample_weight
    return margins_of_cells(target.true_codes, target.pred_codes, weight, len(target.labels))


def _with_weight(target: LabelTarget, codes: IntArray) -> IntArray:
    return codes if target.sample_weight is None else codes[target.sample_weight > 0]


def _one_vs_rest(target: ScoreTarget | ScoreCounts) -> list[tuple[str, Array, Array]]:
    """Return the name of each class, and the positives and negatives of descending scores: of one, or of several."""
    if isinstance(target, ScoreCounts):
        parts, names = target.per_class or (target,), tuple(map(str, target.labels))
    else:
        several = [target] if target.kind == "binary" else target.one_vs_rest()
        parts, names = tuple(map(counted_scores, several)), target.display_labels
    return [(name, *part.ranked()[1:]) for name, part in zip(names, parts, strict=False)]


def _roc_auc(target: ScoreTarget | ScoreCounts) -> Value:
    areas = []
    for name, positives, negatives in _one_vs_rest(target):
        for numbers, reason in ((positives, "no positive samples"), (negatives, "no negative samples")):
            if not numbers.sum():
                return _undefined(reason if target.kind == "binary" else f"{reason} of {name!r}")
        areas.append(roc_points(positives, negatives)[2])
    return float(np.mean(areas)), ""


def _average_precision(target: ScoreTarget | ScoreCounts) -> Value:
    """Return the mean over the classes, where those without positive samples count as 0."""
    parts = [(positives, negatives) for _, positives, negatives in _one_vs_rest(target)]
    if not any(positives.sum() for positives, _ in parts):
        return _undefined("no positive samples")
    return float(np.mean([pr_points(*part)[2] if part[0].sum() else 0.0 for part in parts])), ""


def _brier(given: ScoreTarget | ScoreCounts) -> Value:
    target, fault = _probabilities(given)
    if target is None:
        return _undefined(fault)
    parts = [target] if target.kind == "binary" else target.one_vs_rest()
    size = 2 if len(parts) == 2 else 1  # both columns of two classes tell the same
    losses = [
        brier_score_loss(part.indicator.astype(np.int64), part.y_score, sample_weight=part.sample_weight, pos_label=1)
        for part in parts
    ]
    return float(np.sum(losses)) / size, ""


def _log_loss(given: ScoreTarget | ScoreCounts) -> Value:
    """Return the log loss of the probability of what was true: all that the loss depends on."""
    target, fault = _probabilities(given)
    if target is None:
        return _undefined(fault)
    if target.kind == "binary":
        of_truth = np.where(target.indicator, target.y_score, 1 - target.y_score)
    else:
        of_truth = np.take_along_axis(target.y_score, target.codes[:, None], axis=1)[:, 0]
    true = np.ones(len(of_truth), dtype=np.int64)
    return float(log_loss(true, of_truth, labels=[0, 1], sample_weight=target.sample_weight)), ""


def _probabilities(given: ScoreTarget | ScoreCounts) -> tuple[ScoreTarget | None, str]:
    """Return the target if its scores are probabilities, or the reason why they are not."""
    if isinstance(given, ScoreCounts) and (given.per_class or given.predicted is not None):
        return None, NEEDS_ROWS
    target = scores_in_rows(given) if isinstance(given, ScoreCounts) else given
    scores = target.y_score
    if scores.min() < 0 or scores.max() > 1:
        return None, "scores are outside [0, 1]"
    allowed = max(1e-6, float(np.sqrt(np.finfo(target.score_dtype).eps)))
    if target.kind == "multiclass" and np.abs(scores.sum(axis=1) - 1).max() > allowed:
        return None, "scores do not sum to 1"
    return target, ""


CATALOG = {
    metric.name: metric
    for metric in (
        Metric("accuracy", "accuracy", "labels", _accuracy),
        Metric("balanced_accuracy", "balanced accuracy", "labels", _balanced_accuracy, multilabel=False),
        _averaged("precision", "precision", 0, why_undefined="no positive predictions"),
        _averaged("recall", "recall", 1, why_undefined="no positive samples"),
        _averaged("f1_score", "F1", 2, why_undefined="no positive samples or predictions"),
        Metric("mcc", "MCC", "labels", _mcc, multilabel=False),
        Metric(
            "cohen_kappa", "Cohen's kappa", "labels", _cohen_kappa, multilabel=False, why_undefined="only one class"
        ),
        Metric("roc_auc", "ROC AUC", "scores", _roc_auc, one_vs_rest=True),
        Metric("average_precision", "average precision", "scores", _average_precision, one_vs_rest=True),
        Metric("brier", "Brier score", "probabilities", _brier, greater_is_better=False, multilabel=False),
        Metric("log_loss", "log loss", "probabilities", _log_loss, greater_is_better=False, multilabel=False),
    )
}
"""Each metric by its name."""


def chosen_metric(metric: Any, average: str | None) -> Metric | None:
    """Return the metric of that name, or None for a function."""
    check_option("average", average, (None, "micro", "macro", "weighted"))
    if isinstance(metric, str):
        if metric not in CATALOG:
            raise unknown_option("metric", metric, CATALOG, meant=NAMES_ELSEWHERE.get(metric.lower()))
        if average is not None and not CATALOG[metric].averaged:
            hint = 'metric="precision", "recall" and "f1_score" have averages'
            raise invalid("average", f"left out for the metric {metric!r}", brief(average), hint)
        return CATALOG[metric]
    if not callable(metric):
        raise wrong_type("metric", "the name of a metric or a function", brief(metric))
    if average is not None:
        raise invalid("average", "left out if metric is a function", brief(average))
    return None
