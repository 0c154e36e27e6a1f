"""What was predicted for the same samples, and the form in which scikit-learn is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._targets import LabelTarget, NanPolicy, ScoreTarget, check_no_pos_label, label_target, score_target
from figmerit._validate import (
    Label,
    check_option,
    is_default_threshold,
    pos_label_of,
    predicted_labels,
)
from figmerit.errors import brief, invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import IntArray

Needs: TypeAlias = Literal["labels", "scores", "probabilities"]
"""What a metric is computed from."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was predicted for the same samples: labels, scores or both."""

    labelled: LabelTarget | None
    scored: ScoreTarget | None
    pos_label: Label | None

    def target_for(self, needs: Needs) -> Any:
        """Return what a metric needs, None if it is not there."""
        if needs == "labels":
            return self.labelled
        if needs == "probabilities" or self.scored is None:
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
    options: dict[str, Any] = {"display_labels": display_labels, "sample_weight": sample_weight}
    if y_score is None:
        if y_pred is None:
            raise wrong_type("y_pred or y_score", "given", "neither")
        predicted_labels(y_pred, y_score, threshold)
        labelled = label_target(y_true, y_pred, labels=labels, multilabel=multilabel, **options)
        return Evaluation(labelled, None, _positive(labelled, pos_label))
    options |= {"multilabel": multilabel}
    scored = score_target(y_true, y_score, pos_label=pos_label, labels=labels, nan_policy=nan_policy, **options)
    if y_pred is None:
        cut = scored.with_predictions(scored.for_threshold(threshold).predict(threshold)) if predict else None
        return Evaluation(cut, scored, _positive(cut or scored, scored.pos_label))
    if not is_default_threshold(threshold):
        hint = "Leave out y_pred to cut y_score"
        raise invalid("threshold", "left out if y_pred is given", brief(threshold), hint)
    options |= {"multilabel": scored.kind == "multilabel", "labels": scored.labels}
    labelled = label_target(y_true, y_pred, **options)
    if scored.kept is not None:
        labelled = take(labelled, np.flatnonzero(scored.kept))
    return Evaluation(labelled, scored, _positive(labelled, scored.pos_label))


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


def has_no_weight(target: LabelTarget | ScoreTarget) -> bool:
    """Tell whether all samples weigh nothing."""
    return target.sample_weight is not None and not target.sample_weight.any()


def in_cells(target: LabelTarget) -> LabelTarget:
    """Return the same target in few rows: one a cell of the confusion matrix, weighing what is in it."""
    size, weight = len(target.labels), target.sample_weight
    if target.kind == "multilabel" or size * size >= len(target.true_codes):
        return with_two_columns(target)
    cells = target.true_codes * size + target.pred_codes
    seen = np.flatnonzero(np.bincount(cells))
    total = np.bincount(cells, weights=weight)[seen].astype(np.float64)
    return replace(target, true_codes=seen // size, pred_codes=seen % size, sample_weight=total)


def with_two_columns(target: LabelTarget) -> LabelTarget:
    """Give an indicator of one column an empty second one, lest scikit-learn take it for binary labels."""
    if target.kind != "multilabel" or len(target.labels) > 1:
        return target
    true, pred = (np.pad(codes, ((0, 0), (0, 1))) for codes in (target.true_codes, target.pred_codes))
    return replace(target, true_codes=true, pred_codes=pred)
