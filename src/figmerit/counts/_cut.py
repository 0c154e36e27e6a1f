"""Counts of scores, cut at a threshold: counts of the labels that it predicts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import is_default_threshold
from figmerit.counts._cells import Groups, merged
from figmerit.counts._rows import not_two, warn_of_logits
from figmerit.counts._scores import UNIT
from figmerit.counts.label_counts import LabelCounts, fields_of
from figmerit.errors import brief, invalid

if TYPE_CHECKING:
    from figmerit.counts.score_counts import ScoreCounts


def cut(counts: ScoreCounts, threshold: Any) -> LabelCounts:
    """Return the counts of labels that a threshold predicts, or the highest of several scores."""
    if counts.predicted is not None and is_default_threshold(threshold):
        return replace(counts.predicted, fixed=counts.fixed)
    if counts.predicted is not None and counts.per_class:
        rule = "left out where the highest of several scores wins"
        raise invalid("threshold", rule, brief(threshold), "counts.per_class[0].cut(threshold)")
    warn_of_logits(counts.score, counts.score_dtype, threshold)
    return _cut_columns(counts, threshold) if counts.per_class else cut_one(counts, threshold)


def cut_one(counts: ScoreCounts, threshold: Any) -> LabelCounts:
    """Return the counts of labels for one score; unless it is binned they know the sum of the scores in each cell."""
    above, code = counts.reaching(threshold), _codes(counts)
    apart = [np.zeros(len(above), dtype=np.int64)] if counts.slice_codes is None else list(counts.slice_codes)
    slices = Groups.of(apart)
    sides, weights = (counts.negatives, counts.positives), counts.weights()[::-1]
    numbers: dict[str, Any] = {"count": sides} | ({"weight": weights} if counts.weighted else {})
    numbers |= {"score": tuple(part * (counts.score * UNIT) for part in weights)} if counts.tied.all() else {}
    tables = {
        name: np.array([[slices.reduced(np.add, np.where(side, part, 0)) for side in (~above, above)] for part in both])
        for name, both in numbers.items()
    }
    true, pred, place = np.nonzero(tables["count"])  # 0 for the other label, 1 for the positive one
    keys = [code[true], code[pred], *(slices.first_of(column)[place] for column in apart)]
    keys, cells = merged(keys, {k: v[true, pred, place] for k, v in tables.items()})
    fields = fields_of(keys if counts.slices else keys[:2], cells)
    return LabelCounts(labels=counts.labels, fixed=counts.fixed, slices=counts.slices, **fields)


def _codes(counts: ScoreCounts) -> Any:
    """Return the codes of the other label and of the positive one."""
    labels, pos_label = counts.labels, counts.pos_label
    if len(labels) > 2:
        hint = "compute_multilabel_confusion_matrix sets each class against the rest"
        raise invalid("pos_label", "left out where several classes are predicted", repr(pos_label), hint)
    if len(labels) != 2 or pos_label is None:
        raise not_two(labels, pos_label)
    code = labels.index(pos_label)
    return np.array([1 - code, code])


def _cut_columns(counts: ScoreCounts, threshold: Any) -> LabelCounts:
    """Return the counts of labels for a multilabel target, whose rows cannot be told apart."""
    several = [threshold] * len(counts.per_class) if np.ndim(threshold) == 0 else list(threshold)
    if len(several) != len(counts.per_class):
        raise invalid("threshold", f"a number, or {len(counts.per_class)}, one a label", brief(threshold))
    parts = [replace(part, labels=(0, 1), pos_label=1, fixed=False) for part in counts.per_class]
    per_class = tuple(cut_one(part, one) for part, one in zip(parts, several, strict=True))
    return replace(sum(per_class[1:], per_class[0]), per_class=per_class, class_labels=counts.labels)
