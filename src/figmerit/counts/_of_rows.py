"""From rows to counts: labels by cell, scores by score, and with several columns each row as a whole too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._containers import label_array
from figmerit._validate import Label, predicted_labels
from figmerit.counts._cells import count_cells
from figmerit.counts._input import NONE, SliceCodes, Slices, check_combinations
from figmerit.counts._label_rows import LabelRows, label_rows
from figmerit.counts._labels import pos_label_of
from figmerit.counts._rows import ScoreRows, check_no_pos_label, score_rows
from figmerit.counts._scores import UNIT, negative_logarithm, proper_rows
from figmerit.counts.label_counts import LabelCounts, fields_of
from figmerit.counts.score_counts import counts_of_one_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit.counts.score_counts import ScoreCounts


def counts_of_labels(
    y_true: Any, y_pred: Any, *, slices: Slices, labels: Any, kept: BoolArray | None = None, **options: Any
) -> LabelCounts:
    """Count true and predicted labels: of indicator matrices column by column, else element by element."""
    rows = label_rows(y_true, y_pred, labels=labels, kept=kept, **options)
    places = slices.places(rows.shape, kept)
    if rows.kind == "multilabel":
        return counts_of_columns(rows, places)
    fixed = labels is not None
    return counts_of_codes(rows.labels, rows.true, rows.pred, rows.sample_weight, places, fixed=fixed)


def counts_of_codes(
    labels: tuple[Label, ...],
    true: Array,
    pred: Array,
    weight: FloatArray | None,
    places: SliceCodes = NONE,
    values: Mapping[str, FloatArray] | None = None,
    *,
    fixed: bool = False,
) -> LabelCounts:
    """Count codes of labels, and add up other values of the same rows."""
    sizes = [len(labels), len(labels), *places.sizes]
    check_combinations(sizes)
    cells = count_cells([true, pred, *places.codes], sizes, weight, values)
    return LabelCounts(labels=labels, slices=places.labels, fixed=fixed, **fields_of(*cells))


def counts_of_columns(rows: LabelRows, places: SliceCodes = NONE) -> LabelCounts:
    """Count indicator matrices: each column, their elements, and the samples that have all labels right."""
    true, pred = (np.ascontiguousarray(side.T, dtype=np.uint8) for side in (rows.true, rows.pred))
    weight = rows.sample_weight
    per_class = tuple(counts_of_codes((0, 1), *pair, weight, places) for pair in zip(true, pred, strict=True))
    both, in_true, in_pred = (part.sum(axis=0, dtype=np.int64) for part in (true & pred, true, pred))
    scores = {  # one a sample; scikit-learn puts 0 where it is undefined
        "precision": both / np.maximum(in_pred, 1),
        "recall": both / np.maximum(in_true, 1),
        "f1_score": 2 * both / np.maximum(in_true + in_pred, 1),
    }
    right = np.all(true == pred, axis=0).astype(np.int64)
    matched = counts_of_codes((0, 1), np.ones_like(right), right, weight, places, scores)
    elements = replace(sum(per_class[1:], per_class[0]), labels=(False, True) if rows.boolean else (0, 1))
    return replace(elements, per_class=per_class, class_labels=rows.labels, matched=matched)


def predictions_of_rows(rows: ScoreRows, pred: IntArray, places: SliceCodes = NONE) -> LabelCounts:
    """Count the labels that scores predict, with the sums of the scores of these."""
    if rows.kind == "multilabel":
        labelled = LabelRows(rows.kind, rows.codes, pred, rows.labels, rows.sample_weight, rows.shape)
        return counts_of_columns(labelled, places)
    values = {"score": UNIT * (rows.y_score if rows.kind == "binary" else rows.y_score.max(axis=1))}
    return counts_of_codes(rows.labels, rows.codes, pred, rows.sample_weight, places, values)


def top_of_rows(rows: ScoreRows, places: SliceCodes = NONE) -> ScoreCounts:
    """Count how many rows have each highest score, and how many of them are right."""
    right = (rows.predict() == rows.codes).astype(np.int64)
    highest = replace(rows, kind="binary", codes=right, y_score=rows.y_score.max(axis=1), labels=(0, 1), pos_label=1)
    return counts_of_one_score(highest, places)


def with_whole_rows(counts: ScoreCounts, rows: ScoreRows, places: SliceCodes) -> ScoreCounts:
    """Add what the score columns of a row say together, if it has several.

    These are its predicted class, its losses, and the rank of the true class.
    """
    scores, weight, size = rows.y_score, rows.sample_weight, len(rows.labels)
    if rows.kind != "multiclass" or not (counts.per_class or size == 2):
        return counts
    values = {"score": UNIT * scores.max(axis=1), **_losses(rows)}
    counts = replace(counts, predicted=counts_of_codes(rows.labels, rows.codes, rows.predict(), weight, places, values))
    if size == 2:
        return counts
    of_truth = np.take_along_axis(scores, rows.codes[:, None].astype(np.int64), axis=1)
    later = np.arange(size) > rows.codes[:, None]
    above: IntArray = ((scores > of_truth) | ((scores == of_truth) & later)).sum(axis=1)
    ranks = counts_of_codes(tuple(range(size)), rows.codes, above, weight, places)
    return replace(counts, ranks=ranks, top=top_of_rows(rows, places))


def _losses(rows: ScoreRows) -> dict[str, FloatArray]:
    """Return the losses of the probabilities of each row, NaN where its scores are none."""
    scores, proper = proper_rows(rows.y_score, rows.score_dtype)
    of_truth = np.take_along_axis(scores, rows.codes[:, None].astype(np.int64), axis=1)[:, 0]
    squares = (scores**2).sum(axis=1) + 1 - 2 * of_truth
    losses = {
        "brier": squares / 2 if len(rows.labels) == 2 else squares,  # both columns of two classes tell the same
        "log_loss": negative_logarithm(of_truth),
    }
    return {name: np.where(proper, loss, np.nan) for name, loss in losses.items()}


@dataclass(frozen=True, slots=True)
class RowArrays:
    """The rows themselves, for a caller's own function: NumPy arrays of labels, and of labels or scores (`second`)."""

    true: Array
    other: Array
    second: str
    weight: FloatArray | None
    places: SliceCodes

    def codes_of(self, column: str) -> Array:
        """Return the places of each row's value among the slices of a column."""
        return self.places.codes[list(self.places.labels).index(column)]


def row_arrays(y_true: Any, y_pred: Any, y_score: Any, *, threshold: Any, slices: Slices, **options: Any) -> RowArrays:
    """Return rows of labels or of scores as arrays of the labels themselves; indicators stay indicators."""
    if predicted_labels(y_pred, y_score, threshold):
        given = {name: options[name] for name in ("labels", "sample_weight", "multilabel")}
        rows = label_rows(y_true, y_pred, **given)
        _check_pos_label(options["pos_label"], rows)
        true, pred = _in_words(rows, rows.true), _in_words(rows, rows.pred)
        return RowArrays(true, pred, "y_pred", rows.sample_weight, slices.places(rows.shape))
    scored = score_rows(y_true, y_score, **options)
    _check_pos_label(options["pos_label"], scored)
    true = _in_words(scored, scored.codes)
    return RowArrays(true, scored.y_score, "y_score", scored.sample_weight, scored.places(slices))


def _check_pos_label(pos_label: Label | None, rows: LabelRows | ScoreRows) -> None:
    """Raise for a positive label that the rows cannot have, although a function does not see it."""
    if rows.kind == "multilabel":
        check_no_pos_label(pos_label)
    else:
        pos_label_of(rows.labels, pos_label)


def _in_words(rows: LabelRows | ScoreRows, codes: Array) -> Array:
    return codes if rows.kind == "multilabel" else label_array(rows.labels)[codes]
