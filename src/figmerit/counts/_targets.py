"""What the true labels mean, and which prediction or score belongs to which of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import Array, BoolArray, FloatArray, IntArray, column_names
from figmerit._validate import (
    Label,
    check_display_labels,
    check_number,
    check_option,
    check_pos_label,
    check_same_shape,
    check_scores,
    check_weights,
    column_hint,
    is_default_threshold,
    label_universe,
)
from figmerit.counts._codes import Codes, factorized
from figmerit.counts._columns import by_name, check_indicator, class_columns, indicator, indicator_labels, is_indicator
from figmerit.errors import brief, invalid, listing, warn

Kind: TypeAlias = Literal["binary", "multiclass", "multilabel"]
NanPolicy: TypeAlias = Literal["raise", "drop"]


@dataclass(frozen=True, slots=True, eq=False)
class LabelTarget:
    """True and predicted labels as codes into `labels`, one for each element.

    Multilabel indicator matrices have codes of shape (n_samples, n_labels) that are 0 or 1.
    """

    kind: Kind
    true_codes: IntArray
    pred_codes: IntArray
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    sample_weight: FloatArray | None


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTarget:
    """True labels with the scores that belong to them.

    `codes` are codes into `labels`; for multilabel an indicator of shape (n_samples, n_labels).
    `y_score` is (n,) for binary targets, else one column a label. `shape` is that of y_true, and
    `kept` says which of its samples had a score, if not all.
    """

    kind: Kind
    codes: IntArray
    y_score: FloatArray
    score_dtype: np.dtype[Any]
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    pos_label: Label | None
    sample_weight: FloatArray | None
    shape: tuple[int, ...]
    kept: BoolArray | None = None

    @property
    def indicator(self) -> BoolArray:
        """Positive or not: (n,) for binary targets, else one column a label."""
        if self.kind == "multilabel":
            return np.equal(self.codes, 1)
        if self.kind == "multiclass":
            return np.equal(self.codes[:, None], np.arange(len(self.labels)))
        return np.equal(self.codes, self._pos_code)

    def predict(self, threshold: Any = 0.5) -> IntArray:
        """Return predicted codes: by ``score >= threshold``, or the highest of several columns."""
        if self.kind == "multiclass":
            if not is_default_threshold(threshold):
                rule = "left out when y_score has one column a class, of which the highest wins"
                raise invalid("threshold", rule, brief(threshold), "Pass the scores of one class to cut them")
            return np.asarray(np.argmax(self.y_score, axis=1), dtype=np.int64)
        positive = self.y_score >= self._thresholds(threshold)
        if self.kind == "multilabel":
            return np.asarray(positive, dtype=np.int64)
        if len(self.labels) != 2:
            hint = f"labels=[<the other label>, {self.pos_label!r}]"
            raise invalid("labels", "two where scores are cut", listing(self.labels), hint)
        return np.where(positive, self._pos_code, 1 - self._pos_code).astype(np.int64)

    def with_predictions(self, codes: IntArray) -> LabelTarget:
        """Return the target of predicted codes."""
        return LabelTarget(self.kind, self.codes, codes, self.labels, self.display_labels, self.sample_weight)

    def for_curves(self, pos_label: Label | None) -> ScoreTarget:
        """Reduce columns of classes to a binary target where one class is meant.

        Two columns are binary; more are, if `pos_label` names the class to set against the rest.
        """
        if self.kind != "multiclass" or (pos_label is None and len(self.labels) > 2):
            return self
        if pos_label is None:
            pos_label = _default_pos_label(self.labels)
        pos_label = check_pos_label(pos_label, self.labels)
        score = self.y_score[:, self.labels.index(pos_label)]
        return replace(self, kind="binary", y_score=score, pos_label=pos_label)

    def for_threshold(self, threshold: Any) -> ScoreTarget:
        """Reduce two columns of classes to the positive label's, if a threshold is there to cut them."""
        two = self.kind == "multiclass" and len(self.labels) == 2
        return self.for_curves(self.pos_label) if two and not is_default_threshold(threshold) else self

    def one_vs_rest(self) -> list[ScoreTarget]:
        """Return one binary target for each label."""
        columns = zip(self.indicator.T, self.y_score.T, self.labels, strict=True)
        return [self._binary(positive, score, label) for positive, score, label in columns]

    def pooled(self) -> ScoreTarget:
        """Return the binary target of all (sample, label) pairs, on which micro averages rest."""
        weight = self.sample_weight
        repeated = None if weight is None else np.repeat(weight, len(self.labels))
        pooled = self._binary(self.indicator.ravel(), self.y_score.ravel(), 1)
        return replace(pooled, sample_weight=repeated)

    def _binary(self, positive: BoolArray, y_score: FloatArray, pos_label: Label) -> ScoreTarget:
        other: Label = f"not {pos_label}" if isinstance(pos_label, str) else pos_label - 1
        return replace(
            self,
            kind="binary",
            codes=positive.astype(np.int64),
            y_score=y_score,
            labels=(other, pos_label),
            display_labels=("rest", str(pos_label)),
            pos_label=pos_label,
        )

    def _thresholds(self, threshold: Any) -> FloatArray:
        """Return thresholds as the scores see them: rounded to their dtype, then float64."""
        if isinstance(threshold, np.ndarray) and threshold.ndim == 0:
            threshold = threshold.item()
        single = isinstance(threshold, str | bytes) or not hasattr(threshold, "__len__")
        values = np.array(check_number("threshold", threshold)) if single else check_scores(threshold, "threshold")[0]
        if np.isnan(values).any():
            raise invalid(
                "threshold", "without missing values", f"NaN in {int(np.isnan(values).sum())} of {values.size}"
            )
        try:
            values = np.broadcast_to(values, self.shape)
        except ValueError:
            rule = f"a number, or an array that fits the shape {self.shape} of y_true"
            raise invalid("threshold", rule, f"shape {values.shape}") from None
        values = round_to(values, self.score_dtype).reshape(-1, *self.y_score.shape[1:])
        return values if self.kept is None else values[self.kept]

    @property
    def _pos_code(self) -> int:
        return self.labels.index(self.pos_label)


def round_to(threshold: Any, dtype: np.dtype[Any]) -> FloatArray:
    """Return thresholds as scores of `dtype` see them, so that 0.1 means float32's 0.1 there."""
    with np.errstate(over="ignore"):  # beyond float16's largest number lies infinity
        return np.asarray(threshold, dtype=np.float64).astype(dtype).astype(np.float64)


def label_target(
    y_true: Any,
    y_pred: Any,
    *,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = False,
) -> LabelTarget:
    """Resolve true and predicted labels of any rank: each element counts.

    Unless they are `multilabel`: indicator matrices, one column a label. With None, those of two axes
    that hold zeros and ones only are.
    """
    true, pred = factorized(y_true, "y_true"), factorized(y_pred, "y_pred")
    check_same_shape("y_true", true.shape, "y_pred", pred.shape)
    if _is_multilabel(multilabel, {"y_true": true, "y_pred": pred}):
        columns = column_names(y_true), column_names(y_pred)
        names = indicator_labels(true.shape[1], labels, columns[0] or columns[1])
        given = labels is not None
        codes = (
            by_name("y_true", indicator(true), columns[0], names, given=given),
            by_name("y_pred", indicator(pred), columns[1], names, given=given),
        )
        kind: Kind = "multilabel"
        weight = check_weights(sample_weight, true.shape[:1])
    else:
        seen = true.seen, pred.seen
        names = label_universe({"y_true": true.values[seen[0]], "y_pred": pred.values[seen[1]]}, labels)
        codes = true.among(names, seen[0]), pred.among(names, seen[1])
        kind = "binary" if len(names) <= 2 else "multiclass"
        weight = check_weights(sample_weight, true.shape)
    return LabelTarget(kind, *codes, names, check_display_labels(display_labels, names), weight)


def score_target(
    y_true: Any,
    y_score: Any,
    *,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    multilabel: bool | None = None,
    is_part: bool = False,
) -> ScoreTarget:
    """Resolve true labels and scores into a binary, multiclass or multilabel target.

    A part of the data may hold few distinct scores; of the whole that is suspicious.
    Scores with one more axis than `y_true` hold one column a class. Scores of its shape are binary,
    unless they are `multilabel` (see `label_target`): one column a label.
    """
    check_option("nan_policy", nan_policy, ("raise", "drop"))
    true = factorized(y_true, "y_true")
    scores, dtype = check_scores(y_score, "y_score")
    kind = _score_kind(true, scores, multilabel)
    if kind == "multilabel":
        check_no_pos_label(pos_label)
        names = indicator_labels(true.shape[1], labels, column_names(y_true) or column_names(y_score))
        given = labels is not None
        codes = by_name("y_true", indicator(true), column_names(y_true), names, given=given)
        scores = by_name("y_score", scores, column_names(y_score), names, given=given)
        weight = check_weights(sample_weight, true.shape[:1])
    else:
        seen = true.seen
        if kind == "binary":
            names, pos_label = _binary_labels(true.values[seen], labels, pos_label)
            scores = scores.ravel()
        else:
            names = label_universe({"y_true": true.values[seen]}, labels)
            scores = class_columns(scores.reshape(len(true.codes), -1), names, labels, column_names(y_score))
        codes = true.among(names, seen)
        weight = check_weights(sample_weight, true.shape)
    shown = check_display_labels(display_labels, names)
    target = ScoreTarget(kind, codes, scores, dtype, names, shown, pos_label, weight, true.shape)
    target = _without_missing(target, nan_policy)
    if not is_part:
        warn_of_hard_labels(target.y_score)
    return target


def check_no_pos_label(pos_label: Any) -> None:
    """Raise for a positive label of targets that have several."""
    if pos_label is not None:
        hint = "multilabel=False in the function that computes or counts, if each element is a sample"
        raise invalid("pos_label", "left out for multilabel targets", brief(pos_label), hint)


def _is_multilabel(multilabel: bool | None, arrays: dict[str, Codes]) -> bool:
    """Tell whether labels are indicator matrices: as told, else if nothing speaks against it."""
    check_option("multilabel", multilabel, (None, True, False))
    if multilabel is None:
        return all(map(is_indicator, arrays.values()))
    if multilabel:
        for name, array in arrays.items():
            check_indicator(array, name)
    return multilabel


def _score_kind(true: Codes, scores: Array, multilabel: bool | None) -> Kind:
    seen, found = true.shape, scores.shape
    if found == seen:
        return "multilabel" if _is_multilabel(multilabel, {"y_true": true}) else "binary"
    if found[:-1] == seen and found[-1] > 1:
        return "multiclass"
    rule = f"of the shape of y_true, {seen}, or with one more axis of one column a class"
    hint = column_hint("y_true", seen, "y_score", found)
    if not hint and len(found) == len(seen) + 1:
        if len(seen) == 1 and found[1:] == seen:
            hint = "Pass y_score.T"
        elif found[:1] + found[2:] == seen:
            hint = "Move the class axis to the end: np.moveaxis(y_score, 1, -1)"
    raise invalid("y_score", rule, f"shape {found}", hint)


def _binary_labels(seen: Array, labels: Any, pos_label: Label | None) -> tuple[tuple[Label, ...], Label]:
    names = label_universe({"y_true": seen}, labels)
    if len(names) > 2:
        got = f"{len(names)} labels: {listing(names)}"
        hint = "Pass y_score with one column a class, or compare one class with the rest: y_true == <label>"
        raise invalid("y_true", "binary if y_score holds one score a sample", got, hint)
    if pos_label is None:
        pos_label = _default_pos_label(names)
    if labels is None and len(names) == 1 and isinstance(pos_label, str if isinstance(names[0], str) else int):
        names = _complete(names, pos_label)
    return names, check_pos_label(pos_label, names)


def _default_pos_label(names: tuple[Label, ...]) -> Label:
    if set(names) <= {0, 1} or set(names) <= {-1, 1}:
        return True if isinstance(names[0], bool) else 1
    hint = f"pos_label={names[-1]!r} in the function that computes or counts"
    rule = "given, unless the labels are {0, 1}, {-1, 1} or booleans"
    raise invalid("pos_label", rule, f"the labels {listing(names)}", hint)


def _complete(names: tuple[Label, ...], pos_label: Label) -> tuple[Label, ...]:
    """Add the label that was not seen, where it is known."""
    for known in ((False, True), (0, 1), (-1, 1)):
        if isinstance(names[0], bool) == isinstance(known[0], bool) and {*names, pos_label} <= set(known):
            return known
    return names if names[0] == pos_label else (*names, pos_label)


def warn_of_hard_labels(scores: FloatArray) -> None:
    """Warn of scores that are labels."""
    found = np.unique(scores.ravel()[:1000])
    if len(found) <= 2 and scores.size > 1000:
        found = np.unique(scores)
    if found.tolist() in ([0, 1], [-1, 1]):
        warn(
            f"y_score holds only the values {found[0]:g} and {found[1]:g}: these look like predicted labels, "
            "not scores.\nHint: Pass the output of predict_proba or decision_function."
        )


def _without_missing(target: ScoreTarget, nan_policy: NanPolicy) -> ScoreTarget:
    """Return the target of the rows that have all scores; raise unless the others may be dropped."""
    if not np.isnan(target.y_score.min()):
        return target
    missing: BoolArray = np.atleast_1d(np.isnan(target.y_score).reshape(len(target.y_score), -1).any(axis=1))
    n_missing, n = int(missing.sum()), missing.size
    if nan_policy == "raise":
        hint = 'Drop those rows, or use nan_policy="drop" in the compute function'
        raise invalid("y_score", "without missing values", f"NaN in {n_missing} of {n} rows", hint)
    if n_missing == n:
        raise invalid("y_score", "without missing values in some row", f"NaN in all {n} rows")
    lost = target.indicator[missing].sum(axis=0)
    if target.kind == "binary":
        lost = np.bincount(target.codes[missing], minlength=len(target.labels))
    names = zip(target.display_labels, lost.tolist(), strict=True)
    parts = ", ".join(f"{count} of {name!r}" for name, count in names if count) or "none of a label"
    warn(f"Dropped {n_missing} of {n} rows, whose score is missing: {parts}.")
    weight = None if target.sample_weight is None else target.sample_weight[~missing]
    codes, scores = target.codes[~missing], target.y_score[~missing]
    return replace(target, codes=codes, y_score=scores, sample_weight=weight, kept=~missing)
