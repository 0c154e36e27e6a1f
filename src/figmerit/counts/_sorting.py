"""Distinct scores and how many rows of each label have them: by one sort, of numbers that hold score and label."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit._arrays import sealed
from figmerit.counts._cells import Groups

if TYPE_CHECKING:
    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit.counts._targets import ScoreTarget

FEW = 64
"""Rows of a slice, below which it takes longer to sort each slice than to sort all rows by slice and score."""

UNSIGNED: dict[int, Any] = {8: np.uint64, 4: np.uint32, 2: np.uint16}
"""Integers of the size of floats."""


class Distinct(NamedTuple):
    """Distinct scores, descending; the positives and negatives that have each, and what these weigh."""

    score: FloatArray
    positives: IntArray
    negatives: IntArray
    positive_weight: FloatArray | None = None
    negative_weight: FloatArray | None = None


def distinct_scores(
    score: FloatArray, positive: BoolArray, dtype: np.dtype[Any], weight: FloatArray | None = None
) -> Distinct:
    """Return the distinct scores of some rows.

    `dtype` is the one that the scores had before they became float64: fewer bits are sorted faster.
    """
    if weight is not None:
        return _weighed(score, positive, weight)
    score = score.astype(dtype, copy=False) if dtype.itemsize in UNSIGNED else score
    if score.min() >= 0:
        return _descending(*_magnitudes(score, positive))
    is_below = score < 0
    below, above = np.flatnonzero(is_below), np.flatnonzero(~is_below)  # which are faster to take than a mask
    size, positives, negatives = _magnitudes(score[below], positive[below])
    negative = Distinct(-size, positives, negatives)
    if not above.size:
        return negative
    parts = _descending(*_magnitudes(score[above], positive[above])), negative
    return Distinct(*(np.concatenate(pair) for pair in zip(*(part[:3] for part in parts), strict=True)))


def distinct_by_slice(target: ScoreTarget, sizes: list[int], places: list[Array]) -> tuple[Distinct, IntArray | None]:
    """Return the distinct scores of each slice, one after the other, and the codes of their slices.

    `places` are the codes of each row's slices, one array a column, and `sizes` how many slices a column has.
    """
    if not places:
        return distinct_scores(target.y_score, target.indicator, target.score_dtype, target.sample_weight), None
    slot = np.ravel_multi_index(places, sizes)
    if math.prod(sizes) * FEW > len(slot):
        return _of_small_slices(target, places)
    parts = distinct_parts(target, slot, math.prod(sizes))
    several: list[Any] = [
        None if part[0] is None else np.concatenate(part) for part in zip(*parts.values(), strict=True)
    ]
    slots = np.repeat(list(parts), [len(part.score) for part in parts.values()])
    return Distinct(*several), np.array(np.unravel_index(slots, sizes))


def distinct_parts(target: ScoreTarget, slot: Array, n_slots: int) -> dict[int, Distinct]:
    """Return the distinct scores of the rows that have the same slot, of which there are so many."""
    score, positive, weight = target.y_score, target.indicator, target.sample_weight
    order = np.argsort(slot.astype(np.min_scalar_type(n_slots), copy=False), kind="stable")
    ends = np.flatnonzero(np.diff(slot[order])) + 1
    return {
        int(slot[rows[0]]): distinct_scores(
            score[rows], positive[rows], target.score_dtype, None if weight is None else weight[rows]
        )
        for rows in np.split(order, ends)
    }


def _of_small_slices(target: ScoreTarget, places: list[Array]) -> tuple[Distinct, IntArray]:
    """Return the same by one sort of all rows."""
    score, positive, weight = target.y_score + 0.0, target.indicator, target.sample_weight
    groups = Groups.of([*places, -score])
    sums: list[Array] = [side.astype(np.int64) for side in (positive, ~positive)]
    if weight is not None:
        sums += [np.where(side, weight, 0.0) for side in (positive, ~positive)]
    distinct = Distinct(groups.first_of(score), *(groups.reduced(np.add, part) for part in sums))
    return distinct, np.array([groups.first_of(codes) for codes in places], dtype=np.int64)


def _descending(score: FloatArray, positives: IntArray, negatives: IntArray) -> Distinct:
    """Turn counts round; as copies, for walking backwards through them takes long."""
    return Distinct(*(sealed(part[::-1].copy()) for part in (score, positives, negatives)))


def _magnitudes(score: Array, positive: BoolArray) -> tuple[FloatArray, IntArray, IntArray]:
    """Return the distinct magnitudes of scores of one sign, ascending, and the positives and negatives of each."""
    bits = UNSIGNED[score.itemsize]
    keys = score.view(bits) << bits(1)  # the sign falls out, and with it that of a zero
    keys |= positive
    keys.sort()
    positives = (keys & bits(1)).astype(np.int64)
    keys >>= bits(1)
    new = keys[1:] != keys[:-1]
    if new.all():
        return keys.view(score.dtype).astype(np.float64, copy=False), positives, 1 - positives
    last = np.append(np.flatnonzero(new), len(keys) - 1)
    positives = np.diff(np.cumsum(positives, out=positives)[last], prepend=0)
    negatives = np.diff(last, prepend=-1) - positives
    return keys[last].view(score.dtype).astype(np.float64), positives, negatives


def _weighed(score: FloatArray, positive: BoolArray, weight: FloatArray) -> Distinct:
    """Return the same of rows with weights."""
    order = np.argsort(score, kind="stable")[::-1]
    score, positive, weight = score[order] + 0.0, positive[order], weight[order]
    first = np.flatnonzero(np.append(True, score[1:] != score[:-1]))
    both = positive, ~positive
    rows = (np.add.reduceat(part.astype(np.int64), first) for part in both)
    total = (np.add.reduceat(np.where(part, weight, 0.0), first) for part in both)
    return Distinct(score[first], *rows, *total)
