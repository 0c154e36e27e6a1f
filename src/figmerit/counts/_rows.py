"""Rows: true labels with the labels or scores that belong to them, checked and lined up, before they are counted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import Array, BoolArray, FloatArray, IntArray, check_numbers, check_scores
from figmerit._containers import column_names
from figmerit._validate import Label, check_number, column_hint, is_column, is_default_threshold
from figmerit.counts._columns import (
    aligned,
    by_name,
    check_not_of_other,
    class_columns,
    column_a_label,
    indicator,
    indicator_labels,
    is_multilabel,
    keeps_columns,
    warn_of_one_hot,
)
from figmerit.counts._labels import Codes, check_pos_label, display_labels_of, factorized, label_universe
from figmerit.counts._missing import check_nan_policy, missing_rows, without_missing
from figmerit.counts._scores import (
    CUTS_LOGITS,
    LEAST_WEIGHT,
    are_logits,
    as_probabilities,
    round_to,
    warn_of_hard_labels,
)
from figmerit.errors import OptionHint, brief, invalid, listing, warn

if TYPE_CHECKING:
    from figmerit.counts._input import SliceCodes, Slices

Kind: TypeAlias = Literal["binary", "multiclass", "multilabel"]
NanPolicy: TypeAlias = Literal["raise", "drop"]


WEIGHTS_AS_NUMBERS = "np.asarray(sample_weight, dtype=float), if these are numbers that were read as texts"
"""What to do about weights that are no numbers."""

FEW = 1000
"""Scores that are looked at first, where few distinct ones would be suspicious."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreRows:
    """True labels with the scores that belong to them.

    `codes` are codes into `labels`; for multilabel targets an indicator of shape (n_samples, n_labels).
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

    def places(self, slices: Slices) -> SliceCodes:
        """Return the slices of each sample that is kept."""
        return slices.places(self.shape[:1] if self.kind == "multilabel" else self.shape, self.kept)

    def predict(self, threshold: Any = 0.5) -> IntArray:
        """Return predicted codes: by ``score >= threshold``, or the highest of several columns."""
        if self.kind == "multiclass":
            if not is_default_threshold(threshold):
                rule = "left out when y_score has one column a class, of which the highest wins"
                raise invalid("threshold", rule, brief(threshold), "Pass the scores of one class to cut them")
            return np.asarray(np.argmax(self.y_score, axis=1), dtype=np.int64)
        warn_of_logits(self.y_score, self.score_dtype, threshold)
        positive = self.y_score >= self._thresholds(threshold)
        if self.kind == "multilabel":
            return np.asarray(positive, dtype=np.int64)
        if len(self.labels) != 2:
            raise not_two(self.labels, self.pos_label)
        return np.where(positive, self._pos_code, 1 - self._pos_code).astype(np.int64)

    def for_curves(self, pos_label: Label | None) -> ScoreRows:
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

    def for_threshold(self, threshold: Any) -> ScoreRows:
        """Reduce two columns of classes to the positive label's, if a threshold is there to cut them."""
        two = self.kind == "multiclass" and len(self.labels) == 2
        return self.for_curves(self.pos_label) if two and not is_default_threshold(threshold) else self

    def one_vs_rest(self) -> list[ScoreRows]:
        """Return one binary target for each label."""
        columns = zip(self.indicator.T, self.y_score.T, self.labels, strict=True)
        return [self._against_rest(positive, score, label) for positive, score, label in columns]

    def pooled(self) -> ScoreRows:
        """Return the binary target of all (sample, label) pairs, on which micro averages rest."""
        weight = self.sample_weight
        repeated = None if weight is None else np.repeat(weight, len(self.labels))
        pooled = self._against_rest(self.indicator.ravel(), self.y_score.ravel(), 1)
        return replace(pooled, sample_weight=repeated)

    def _against_rest(self, positive: BoolArray, y_score: FloatArray, pos_label: Label) -> ScoreRows:
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
            got = f"NaN in {int(np.isnan(values).sum())} of {values.size}"
            raise invalid("threshold", "without missing values", got)
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


def score_rows(
    y_true: Any,
    y_score: Any,
    *,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    multilabel: bool | None = None,
    elements: bool = False,
    is_part: bool = False,
    keep_missing: bool = False,
) -> ScoreRows:
    """Line up true labels and scores of a binary, multiclass or multilabel target.

    A part of the data may hold few distinct scores; of the whole that is suspicious. Rows without a score may be kept,
    where those of several models are left out together.
    Scores with one more axis than `y_true` hold one column a class. Scores of its shape are binary,
    unless they are `multilabel`: one column a label.
    """
    given: Any = nan_policy
    if not isinstance(given, str) or given != "raise":
        check_nan_policy(given)
    true = factorized(y_true, "y_true")
    scores, dtype = check_scores(y_score if len(true.shape) == 1 else column_a_label(true, y_score), "y_score")
    if max(len(true.shape), scores.ndim) > 1 and (elements or not keeps_columns(multilabel, labels)):
        true = true.in_one_axis() if scores.ndim <= 2 else true
        scores = scores[:, 0] if len(true.shape) == 1 and is_column(scores.shape) else scores
    kind, seen = _score_kind(true, scores, False if elements else multilabel), true.seen
    if elements:
        warn_of_one_hot(true, elements=True)
    weight = check_weights(sample_weight, true.shape[:1] if kind == "multilabel" else true.shape)
    if kind == "multilabel":
        check_no_pos_label(pos_label)
        names = indicator_labels(true.shape[1], labels, column_names(y_true), column_names(y_score))
        given = labels is not None
        codes = by_name("y_true", indicator(true), column_names(y_true), names, given=given)
        scores = by_name("y_score", scores, column_names(y_score), names, given=given)
    else:
        if kind == "binary":
            names, pos_label = _binary_labels(true.values[seen], labels, pos_label)
            if not isinstance(y_score, np.ndarray):
                check_not_of_other(column_names(y_score), names, pos_label)
            scores = scores if scores.ndim == 1 else aligned(y_true, "y_score", y_score, scores).ravel()
        else:
            names = label_universe({"y_true": true.values[seen]}, labels)
            scores = class_columns(scores.reshape(len(true.codes), -1), names, labels, column_names(y_score))
        codes = true.among(names, seen)
    shown = display_labels_of(display_labels, names)
    rows = ScoreRows(kind, codes, scores, dtype, names, shown, pos_label, weight, true.shape)
    if np.isnan(rows.y_score.min()) and not keep_missing:
        rows = without_missing(rows, missing_rows(rows), nan_policy)
    if not is_part and hard_labels(rows.y_score):
        warn_of_hard_labels(rows.y_score)
    return rows


def not_two(labels: tuple[Label, ...], pos_label: Label | None) -> Exception:
    """Return the error of scores that cannot be cut, as one of the two labels is not known."""
    option = OptionHint("labels", f"[<the other label>, {pos_label!r}]")
    return invalid("labels", "two where scores are cut", listing(labels), option=option)


def check_no_pos_label(pos_label: Any) -> None:
    """Raise for a positive label of targets that have several."""
    if pos_label is not None:
        option = OptionHint("multilabel", "False", ", if each element is a sample")
        raise invalid("pos_label", "left out for multilabel targets", brief(pos_label), option=option)


def _score_kind(true: Codes, scores: Array, multilabel: bool | None) -> Kind:
    seen, found = true.shape, scores.shape
    if found == seen:
        may = multilabel is not None or len(seen) == 2
        return "multilabel" if may and is_multilabel(multilabel, {"y_true": true}) else "binary"
    if found[:-1] == seen and found[-1] > 1:
        return "multiclass"
    rule = f"of the shape of y_true, {seen}, or with one more axis of one column a class"
    hint = column_hint("y_true", seen, "y_score", found)
    if not hint and len(found) == len(seen) + 1:
        if len(seen) == 1 and found[1:] == seen:
            hint = "Pass np.transpose(y_score)"
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
    others = f", or {listing(names[:-1])[1:-1]}: the one that scores are higher for"
    option = OptionHint("pos_label", repr(names[-1]), others if len(names) == 2 else "")
    rule = "given, unless the labels are {0, 1}, {-1, 1} or booleans"
    raise invalid("pos_label", rule, f"the labels {listing(names)}", option=option)


def _complete(names: tuple[Label, ...], pos_label: Label) -> tuple[Label, ...]:
    """Add the label that was not seen, where it is known."""
    for known in ((False, True), (0, 1), (-1, 1)):
        if isinstance(names[0], bool) == isinstance(known[0], bool) and {*names, pos_label} <= set(known):
            return known
    return names if names[0] == pos_label else (*names, pos_label)


def hard_labels(scores: FloatArray) -> list[float]:
    """Return the two values of scores that are labels; nothing for others."""
    found = np.unique(scores.ravel()[:FEW])
    if len(found) <= 2 and scores.size > FEW:
        found = np.unique(scores)
    values: list[float] = found.tolist()
    return values if values in ([0, 1], [-1, 1]) else []


def warn_of_logits(scores: FloatArray, dtype: Any, threshold: Any) -> None:
    """Warn of scores that are no probabilities, nor labels, where they are cut at the default threshold."""
    if is_default_threshold(threshold) and as_probabilities(scores, dtype) is None and not hard_labels(scores):
        low, high = float(scores.min()), float(scores.max())
        hint = CUTS_LOGITS if are_logits(scores) else "Pass the threshold= they are meant for, or probabilities."
        warn(f"y_score was cut at 0.5, as probabilities are, but goes from {low:.10g} to {high:.10g}.\nHint: {hint}")


def check_weights(values: Any, shape: tuple[int, ...]) -> FloatArray | None:
    """Return one non-negative weight for each element of y_true, flat; or None.

    Weights of shape (n_samples,) count for every element of their sample.
    """
    if values is None:
        return None
    weights = check_numbers(values, "sample_weight", WEIGHTS_AS_NUMBERS).astype(np.float64)
    if is_column(weights.shape) and weights.shape != shape:
        weights = weights[:, 0]
    if weights.shape not in (shape, shape[:1]):
        rule = f"of shape {shape[:1]}, one weight a sample"
        rule += f", or of shape {shape}, one weight an element" if len(shape) > 1 else ""
        raise invalid("sample_weight", rule, f"shape {weights.shape}")
    wrong = weights[~((weights >= 0) & np.isfinite(weights))]
    if wrong.size:
        raise invalid("sample_weight", "finite and not negative", f"the weight {wrong[0]:g}")
    hint = "sample_weight / np.max(sample_weight)"
    with np.errstate(over="ignore"):
        total = weights.sum() * math.prod(shape)
    if total and not LEAST_WEIGHT <= total < np.inf:
        size = "small" if total > 1 else "large"
        raise invalid("sample_weight", f"{size} enough to be summed", f"weights up to {weights.max():g}", hint)
    extra = (1,) * (len(shape) - weights.ndim)
    return np.broadcast_to(weights.reshape(weights.shape + extra), shape).ravel().copy()
