"""What was predicted for the same samples, parts of it, and the form in which scikit-learn is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, cast

import numpy as np

from figmerit._arrays import IntArray, to_numpy
from figmerit._targets import LabelTarget, NanPolicy, ScoreTarget, label_target, score_target
from figmerit._validate import (
    Label,
    check_labels,
    check_option,
    check_unrepeated,
    column_hint,
    pos_label_of,
    predicted_labels,
)
from figmerit.errors import brief, invalid, listing, wrong_type


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was predicted for the same samples: labels, scores or both."""

    labelled: LabelTarget | None
    scored: ScoreTarget | None
    pos_label: Label | None

    @property
    def label_target(self) -> LabelTarget:
        """What metrics of labels need."""
        return cast("LabelTarget", self.labelled)  # there unless `resolve` was told not to predict

    @property
    def score_target(self) -> ScoreTarget | None:
        """What metrics of scores need, if there are scores."""
        return None if self.scored is None else self.scored.for_curves(self.pos_label)


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
    predict: bool = True,
) -> Evaluation:
    """Resolve labels, scores or both; labels not given are predicted from the scores if `predict`."""
    check_option("nan_policy", nan_policy, ("raise", "drop"))
    options = {"display_labels": display_labels, "sample_weight": sample_weight}
    if y_score is None:
        if y_pred is None:
            raise wrong_type("y_pred or y_score", "given", "neither")
        predicted_labels(y_pred, y_score, threshold)
        labelled = label_target(y_true, y_pred, labels=labels, multilabel=True, **options)
        return Evaluation(labelled, None, _positive(labelled, pos_label))
    scored = score_target(y_true, y_score, pos_label=pos_label, labels=labels, nan_policy=nan_policy, **options)
    if y_pred is None:
        cut = scored.with_predictions(scored.predict(threshold)) if predict else None
        return Evaluation(cut, scored, _positive(cut or scored, scored.pos_label))
    if np.ndim(threshold) or threshold != 0.5:
        hint = "Leave out y_pred to cut y_score"
        raise invalid("threshold", "left out if y_pred is given", brief(threshold), hint)
    several = scored.kind == "multilabel"
    labelled = label_target(y_true, y_pred, labels=scored.labels, multilabel=several, **options)
    if scored.kept is not None:
        labelled = take(labelled, np.flatnonzero(scored.kept))
    return Evaluation(labelled, scored, _positive(labelled, scored.pos_label))


def _positive(target: LabelTarget | ScoreTarget, pos_label: Label | None) -> Label | None:
    if target.kind != "multilabel":
        return pos_label_of(target.labels, pos_label)
    if pos_label is not None:
        raise invalid("pos_label", "left out for multilabel targets", brief(pos_label))
    return None


def take(target: Any, index: IntArray) -> Any:
    """Return the target of some of the samples."""
    weight = None if target.sample_weight is None else target.sample_weight[index]
    names = ("codes", "y_score") if isinstance(target, ScoreTarget) else ("true_codes", "pred_codes")
    return replace(target, sample_weight=weight, **{name: getattr(target, name)[index] for name in names})


def weightless(target: LabelTarget | ScoreTarget) -> bool:
    """Tell whether all samples weigh nothing."""
    return target.sample_weight is not None and not target.sample_weight.any()


def counted(target: LabelTarget) -> LabelTarget:
    """Return the same target in few rows: one a cell of the confusion matrix, weighing what is in it."""
    size, weight = len(target.labels), target.sample_weight
    if target.kind == "multilabel" or size * size >= len(target.true_codes):
        return padded(target)
    cells = target.true_codes * size + target.pred_codes
    seen = np.flatnonzero(np.bincount(cells))
    total = np.bincount(cells, weights=weight)[seen].astype(np.float64)
    return replace(target, true_codes=seen // size, pred_codes=seen % size, sample_weight=total)


def padded(target: LabelTarget) -> LabelTarget:
    """Give an indicator of one column an empty second one, lest scikit-learn take it for binary labels."""
    if target.kind != "multilabel" or len(target.labels) > 1:
        return target
    true, pred = (np.pad(codes, ((0, 0), (0, 1))) for codes in (target.true_codes, target.pred_codes))
    return replace(target, true_codes=true, pred_codes=pred)


def known_pos_label(target: LabelTarget | ScoreTarget, pos_label: Label | None) -> Label | None:
    """Return the positive label if it is known, also where the data holds one label of {0, 1} only."""
    alone = target.kind == "binary" and target.labels in ((0,), (1,), (-1,))
    return 1 if pos_label is None and alone else pos_label


def with_labels_seen(target: LabelTarget) -> LabelTarget:
    """Return the target with the labels that it holds only."""
    seen, codes = np.unique(np.concatenate([target.true_codes, target.pred_codes]), return_inverse=True)
    true, pred = np.split(codes.astype(np.int64), 2)
    labels = tuple(target.labels[code] for code in seen.tolist())
    return replace(target, true_codes=true, pred_codes=pred, labels=labels)


def slices_of(
    side: str, slices: Any, shown: Any, evaluation: Evaluation, y_true: Any
) -> tuple[IntArray, tuple[Label, ...]]:
    """Return the position of each sample's slice among the slices shown (-1: none), and these."""
    name, values = f"{side}_slices", check_labels(slices, f"{side}_slices")
    scored = evaluation.scored
    target = evaluation.labelled or scored
    shape = to_numpy(y_true, "y_true").shape if scored is None else scored.shape
    shape = shape[:1] if target is not None and target.kind == "multilabel" else shape
    if values.shape not in (shape, shape[:1]):
        hint = column_hint("y_true", shape, name, values.shape)
        raise invalid(name, f"of shape {shape[:1]}, one slice a sample", f"shape {values.shape}", hint)
    seen, codes = np.unique(values.ravel(), return_inverse=True)
    labels: tuple[Label, ...] = tuple(seen.tolist())
    if shown is not None:
        labels = _labels_shown(f"{side}_labels", shown, name, labels)
    position = {label: code for code, label in enumerate(labels)}
    codes = np.array([position.get(label, -1) for label in seen.tolist()], dtype=np.int64)[codes]
    extra = (1,) * (len(shape) - values.ndim)
    codes = np.broadcast_to(codes.reshape(values.shape + extra), shape).ravel()
    return codes if scored is None or scored.kept is None else codes[scored.kept], labels


def _labels_shown(name: str, shown: Any, of: str, seen: tuple[Label, ...]) -> tuple[Label, ...]:
    array = check_labels(shown, name)
    if array.ndim != 1:
        raise invalid(name, "one-dimensional", f"shape {array.shape}")
    labels: tuple[Label, ...] = check_unrepeated(tuple(array.tolist()), name)
    if isinstance(labels[0], str) != isinstance(seen[0], str):
        kind = "strings" if isinstance(seen[0], str) else "numbers"
        raise wrong_type(name, f"{kind}, as in {of}", listing(labels))
    return labels


def members_of(rows: IntArray, cols: IntArray, n_rows: int, n_cols: int) -> list[IntArray]:
    """Return the positions of the samples in each cell, row by row."""
    cells = np.where((rows < 0) | (cols < 0), -1, rows * n_cols + cols)
    order = np.argsort(cells, kind="stable")
    ends = np.searchsorted(cells[order], np.arange(n_rows * n_cols + 1))
    return [order[start:end] for start, end in pairwise(ends.tolist())]
