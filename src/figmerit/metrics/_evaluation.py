"""What was predicted for the same samples, and the form in which scikit-learn is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._validate import (
    Label,
    check_option,
    is_default_threshold,
    pos_label_of,
    predicted_labels,
)
from figmerit.counts._targets import LabelTarget, NanPolicy, ScoreTarget, check_no_pos_label, label_target, score_target
from figmerit.counts.count import counted
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, wrong_type
from figmerit.metrics._counts import check_no_arrays, labels_in_rows

if TYPE_CHECKING:
    from figmerit._arrays import IntArray

Needs: TypeAlias = Literal["labels", "scores", "probabilities"]
"""What a metric is computed from."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was predicted for the same samples: labels, scores or both.

    Of counts each row stands for several samples, of which it weighs the number, or their weights if `weighted`;
    scores are then counts themselves.
    """

    labelled: LabelTarget | None
    scored: ScoreTarget | ScoreCounts | None
    pos_label: Label | None
    weighted: bool

    def target_for(self, needs: Needs) -> Any:
        """Return what a metric needs, None if it is not there."""
        if needs == "labels":
            return self.labelled
        if needs == "probabilities" or not isinstance(self.scored, ScoreTarget):
            return self.scored
        return self.scored.for_curves(self.pos_label)


def resolve(
    y_true: Any,
    y_pred: Any,
    y_score: Any,
    *,
    threshold: Any,
    pos_label: Label | None,
    labels: Any,
    sample_weight: Any,
    nan_policy: NanPolicy,
    display_labels: Any = None,
    multilabel: bool | None = None,
    predict: bool = True,
) -> Evaluation:
    """Resolve labels, scores or both; labels not given are predicted from the scores if `predict`."""
    check_option("nan_policy", nan_policy, ("raise", "drop"))
    weighted = sample_weight is not None
    if isinstance(y_true, LabelCounts | ScoreCounts):
        dropped = None if nan_policy == "raise" else nan_policy
        given = {"y_pred": y_pred, "y_score": y_score, "sample_weight": sample_weight}
        check_no_arrays(y_true, **given, multilabel=multilabel, nan_policy=dropped)
        return _of_counts(y_true, threshold, pos_label, labels, display_labels)
    options: dict[str, Any] = {"display_labels": display_labels, "sample_weight": sample_weight}
    if y_score is None:
        if y_pred is None:
            raise wrong_type("y_pred or y_score", "given", "neither")
        predicted_labels(y_pred, y_score, threshold)
        labelled = label_target(y_true, y_pred, labels=labels, multilabel=multilabel, **options)
        return Evaluation(labelled, None, _positive(labelled, pos_label), weighted)
    options |= {"multilabel": multilabel}
    scored = score_target(y_true, y_score, pos_label=pos_label, labels=labels, nan_policy=nan_policy, **options)
    if y_pred is None:
        cut = scored.with_predictions(scored.for_threshold(threshold).predict(threshold)) if predict else None
        return Evaluation(cut, scored, _positive(cut or scored, scored.pos_label), weighted)
    if not is_default_threshold(threshold):
        hint = "Leave out y_pred to cut y_score"
        raise invalid("threshold", "left out if y_pred is given", brief(threshold), hint)
    options |= {"multilabel": scored.kind == "multilabel", "labels": scored.labels}
    labelled = label_target(y_true, y_pred, **options)
    if scored.kept is not None:
        labelled = take(labelled, np.flatnonzero(scored.kept))
    return Evaluation(labelled, scored, _positive(labelled, scored.pos_label), weighted)


def _of_counts(
    counts: LabelCounts | ScoreCounts, threshold: Any, pos_label: Any, labels: Any, display_labels: Any
) -> Evaluation:
    """Return the evaluation of counts, of all slices together."""
    if isinstance(counts, LabelCounts):
        predicted_labels(counts, None, threshold)
        labelled = labels_in_rows(_onto(counts.overall(), labels), display_labels)
        return Evaluation(labelled, None, _positive(labelled, pos_label), counts.weighted)
    check_no_arrays(counts, labels=labels)
    counts = counts.overall().against_rest(pos_label)
    labelled = labels_in_rows(counts.cut(threshold), display_labels)
    return Evaluation(labelled, counts, _positive(labelled, counts.pos_label), counts.weighted)


def _onto(counts: LabelCounts, labels: Any) -> LabelCounts:
    """Return the counts over other labels; indicator matrices have theirs."""
    if counts.per_class:
        check_no_arrays(counts, labels=labels)
        return counts
    return counts.onto(labels)


def _positive(target: LabelTarget | ScoreTarget, pos_label: Label | None) -> Label | None:
    if target.kind != "multilabel":
        return pos_label_of(target.labels, pos_label)
    check_no_pos_label(pos_label)
    return None


def take(target: Any, index: IntArray) -> Any:
    """Return the target of some of the samples."""
    weight = None if target.sample_weight is None else target.sample_weight[index]
    names = ("codes", "y_score") if isinstance(target, ScoreTarget) else ("true_codes", "pred_codes")
    return replace(target, sample_weight=weight, **{name: getattr(target, name)[index] for name in names})


def has_no_weight(target: LabelTarget | ScoreTarget | ScoreCounts) -> bool:
    """Tell whether all samples weigh nothing."""
    if isinstance(target, ScoreCounts):
        return not any(map(np.any, target.weights()))
    return target.sample_weight is not None and not target.sample_weight.any()


def in_cells(target: LabelTarget) -> LabelTarget:
    """Return the same target in few rows: one a cell of the confusion matrix, weighing what is in it."""
    if target.kind == "multilabel":
        return with_two_columns(target)
    counts = counted(target)
    weight = np.asarray(counts.rows()[2], dtype=np.float64)
    return replace(target, true_codes=counts.true_codes, pred_codes=counts.pred_codes, sample_weight=weight)


def with_two_columns(target: LabelTarget) -> LabelTarget:
    """Give an indicator of one column an empty second one, lest scikit-learn take it for binary labels."""
    if target.kind != "multilabel" or len(target.labels) > 1:
        return target
    true, pred = (np.pad(codes, ((0, 0), (0, 1))) for codes in (target.true_codes, target.pred_codes))
    return replace(target, true_codes=true, pred_codes=pred)
