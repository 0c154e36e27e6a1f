"""The slices that are shown: rows and columns of a grid, and where each cell of counts belongs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit._arrays import check_numbers, to_numpy
from figmerit._validate import Label, check_names, check_unrepeated
from figmerit.counts._input import in_words
from figmerit.counts._labels import check_labels
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit.counts._of_rows import RowArrays

Counts: TypeAlias = LabelCounts | ScoreCounts


@dataclass(frozen=True, slots=True)
class Side:
    """The rows or the columns of a grid: the column of the counts, the slices shown, and the place of each slice."""

    column: str
    shown: tuple[Label, ...]
    places: IntArray


@dataclass(frozen=True, slots=True)
class Grid:
    """The slices that are shown, row by row."""

    sides: tuple[Side, ...]

    @property
    def size(self) -> int:
        """The number of slices."""
        return math.prod(len(side.shown) for side in self.sides)

    def slots(self, counts: Counts | RowArrays) -> IntArray:
        """Return the slice of each cell of counts; what is not shown has a place after the last one."""
        slots: Any = 0
        hidden: Any = False
        for side in self.sides:
            places, size = side.places[counts.codes_of(side.column)], len(side.shown)
            slots = slots * size + places
            if (side.places == size).any():
                hidden = hidden | (places == size)
        return np.asarray(slots if hidden is False else np.where(hidden, self.size, slots), dtype=np.int64)

    def members(self, slots: Array) -> list[Any]:
        """Return the positions of what is in each slice, as a range where they follow each other."""
        starts = np.arange(self.size + 1)
        if np.all(slots[1:] >= slots[:-1]):
            ends = np.searchsorted(slots, starts).tolist()
            return [slice(*pair) for pair in pairwise(ends)]
        order = np.argsort(slots.astype(np.min_scalar_type(self.size)), kind="stable")
        return np.split(order, np.searchsorted(slots[order], starts[1:]))[: self.size]


def check_grid(grid: Any) -> FloatArray:
    """Return the values of a finished grid."""
    values = check_numbers(grid, "grid").astype(np.float64)
    if values.ndim != 2:
        raise invalid("grid", "two-dimensional", f"shape {values.shape}")
    if n_infinite := int(np.isinf(values).sum()):
        raise invalid("grid", "finite, or NaN", f"{n_infinite} infinite values")
    return values


def means_of(grid: FloatArray, axis: int) -> FloatArray:
    """Return the means of what is defined along an axis."""
    n_defined = np.sum(~np.isnan(grid), axis=axis, keepdims=True)
    shares = grid / np.maximum(n_defined, 1)  # divided first: a sum of large values may overflow
    return np.where(n_defined.squeeze(axis) > 0, np.nansum(shares, axis=axis), np.nan)


def names_of_slices(given: Any, own: tuple[Any, ...] | None, size: int, name: str) -> tuple[Label, ...]:
    """Return the names that were given, the names in a data frame, or 0, 1, ...."""
    values = check_names((range(size) if own is None else own) if given is None else given, name)
    hint = f"{name}=[...] with other names" if given is None else ""
    texts = tuple(value if isinstance(value, str | int) else str(value) for value in values)
    return check_unrepeated(texts, name, hint)


def side_of(name: str, column: Any, shown: Any, counts: Counts) -> Side:
    """Return one side of the grid; `shown` are the slices that the caller wants, None for all there are."""
    if not isinstance(column, str) or column not in counts.slices:
        verb = "count_labels" if isinstance(counts, LabelCounts) else "count_scores"
        hint = did_you_mean(column, counts.slices) or f"{verb}(..., by={{...}}) keeps slices apart"
        rule = f"one of the columns that the counts were kept apart by, {listing(counts.slices)}"
        raise invalid(name, rule, brief(column), hint)
    known: tuple[Label, ...] = counts.slices[column]
    seen = tuple(known[code] for code in np.unique(counts.codes_of(column)).tolist())
    return side_of_rows(name, known, shown, column, seen)


def side_of_rows(
    name: str, known: tuple[Label, ...], shown: Any, column: str | None = None, seen: tuple[Label, ...] | None = None
) -> Side:
    """Return one side of the grid: of the `known` slices those that are `seen`, or those that are `shown`."""
    column, labels = name if column is None else column, known if seen is None else seen
    if shown is not None:
        labels = _labels_shown(f"{name.partition('_')[0]}_labels", shown, column, labels)
    position = {label: place for place, label in enumerate(labels)}
    return Side(column, labels, np.array([position.get(label, len(labels)) for label in known], dtype=np.int64))


def _labels_shown(name: str, shown: Any, of: str, seen: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return the slices to show, of one kind with those seen."""
    values = to_numpy(shown, name)
    if values.dtype == object:  # intervals and the like go by their texts
        values = np.array([in_words(value) for value in values.ravel()], dtype=object).reshape(values.shape)
    array = check_labels(values, name)
    if array.ndim != 1:
        raise invalid(name, "one-dimensional", f"shape {array.shape}")
    labels: tuple[Label, ...] = check_unrepeated(tuple(array.tolist()), name)
    if isinstance(labels[0], str) != isinstance(seen[0], str):
        kind = "strings" if isinstance(seen[0], str) else "numbers"
        raise wrong_type(name, f"{kind}, as in {of}", listing(labels))
    return labels
