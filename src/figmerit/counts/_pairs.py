"""The predictions of two models for the same rows, lined up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.counts._input import Slices, are_scores
from figmerit.counts._label_rows import label_rows
from figmerit.counts._labels import pos_label_of
from figmerit.counts._rows import score_rows
from figmerit.errors import FigmeritError, OptionHint, invalid

if TYPE_CHECKING:
    from figmerit._arrays import BoolArray, FloatArray, IntArray
    from figmerit._validate import Label

SIDES = "first", "second"
"""What the arguments are called that hold the predictions."""

KNOWN = "pos_label", "labels", "threshold"
"""The options that a comparison has in common with what counts rows."""


@dataclass(frozen=True, slots=True)
class LabelPairs:
    """True labels and those that two models predict, as codes into `labels`; all of shape (n_samples,)."""

    true: IntArray
    pred: tuple[IntArray, IntArray]
    labels: tuple[Label, ...]
    pos_label: Label | None
    weight: FloatArray | None


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Whether samples are positive, and the scores that two models give them; all of shape (n_samples,)."""

    positive: BoolArray
    score: tuple[FloatArray, FloatArray]
    dtypes: tuple[Any, Any]
    weight: FloatArray | None


def label_pairs(
    y_true: Any, given: tuple[Any, Any], *, threshold: Any, pos_label: Any, labels: Any, sample_weight: Any
) -> LabelPairs:
    """Line up labels that two models predict, or that their scores predict at a threshold."""
    found = []
    for name, one in zip(SIDES, given, strict=True):
        try:
            found.append(_labelled(y_true, one, threshold, pos_label, labels, sample_weight))
        except FigmeritError as error:
            raise _renamed(error, name) from None
    universe = found[0][2] if labels is not None else _union(found[0][2], found[1][2])
    true, pred = [], []
    for codes, predicted, own in ((part[0], part[1], part[2]) for part in found):
        places = np.array([universe.index(label) for label in own], dtype=np.int64)
        true.append(places[codes])
        pred.append(places[predicted])
    return LabelPairs(true[0], (pred[0], pred[1]), universe, pos_label_of(universe, pos_label), found[0][3])


def score_pairs(y_true: Any, given: tuple[Any, Any], *, pos_label: Any, labels: Any, sample_weight: Any) -> ScorePairs:
    """Line up the scores that two models give the positive label."""
    found = []
    for name, one in zip(SIDES, given, strict=True):
        try:
            rows = score_rows(y_true, one, pos_label=pos_label, labels=labels, sample_weight=sample_weight)
        except FigmeritError as error:
            raise _renamed(error, name) from None
        rows = rows.for_curves(pos_label)
        if rows.kind != "binary":
            got = f"scores of {len(rows.labels)} classes" if rows.kind == "multiclass" else "a multilabel target"
            option = OptionHint("pos_label", repr(rows.labels[0]), " sets it against the rest")
            raise invalid(name, "one score a sample for this metric", got, option=option)
        found.append(rows)
    first, second = found
    dtypes = first.score_dtype, second.score_dtype
    return ScorePairs(first.indicator, (first.y_score, second.y_score), dtypes, first.sample_weight)


def groups_of(clusters: Any, n: int) -> IntArray | None:
    """Return the code of each sample's cluster."""
    if clusters is None:
        return None
    places = Slices("{}", columns={"clusters": clusters}).places((n,))
    return np.asarray(places.codes[0], dtype=np.int64)


def _labelled(
    y_true: Any, given: Any, threshold: Any, pos_label: Any, labels: Any, sample_weight: Any
) -> tuple[IntArray, IntArray, tuple[Label, ...], FloatArray | None]:
    """Return codes of true and predicted labels, the labels, and weights."""
    try:
        rows = label_rows(y_true, given, labels=labels, sample_weight=sample_weight, multilabel=False)
    except FigmeritError:
        scored = are_scores(given, y_true, threshold) or _are_fractions(given)
        if not scored:
            raise
        cut = score_rows(y_true, given, pos_label=pos_label, labels=labels, sample_weight=sample_weight)
        cut = cut.for_threshold(threshold)
        return cut.codes.ravel(), cut.predict(threshold).ravel(), cut.labels, cut.sample_weight
    return rows.true.ravel(), rows.pred.ravel(), rows.labels, rows.sample_weight


def _are_fractions(values: Any) -> bool:
    """Tell whether values are numbers, and some are fractions."""
    numbers = np.asarray(values)
    return numbers.dtype.kind == "f" and bool(np.any(numbers != np.floor(numbers)))


def _union(first: tuple[Label, ...], second: tuple[Label, ...]) -> tuple[Label, ...]:
    return first if first == second else tuple(sorted({*first, *second}))


def _renamed(error: FigmeritError, name: str) -> FigmeritError:
    """Return an error about predictions as one about the argument that holds them, with hints that this call knows."""
    if error.option is not None and error.option.name not in KNOWN:
        error.change(option=None, hint="")
    return error.change(name=error.name.replace("y_pred", name).replace("y_score", name))
