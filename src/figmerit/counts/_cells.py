"""Cells of tables: how many rows have the same codes, and what tables add up to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np

from figmerit._arrays import label_array
from figmerit._validate import encode, label_universe
from figmerit.counts._codes import BLOCK
from figmerit.errors import invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._codes import Codes

DENSE = 1 << 16
"""Cells of a table that is counted in a piece; of larger ones only the cells that occur are kept."""


def count_cells(
    columns: Sequence[Codes], weight: FloatArray | None = None
) -> tuple[list[IntArray], IntArray, FloatArray | None]:
    """Return the codes, column by column, that occur together, in how many rows, and the sums of their weights.

    Codes are counted from zero: ``columns[k].values`` are theirs. Cells are in the order of their codes.
    """
    sizes = [len(column.values) for column in columns]
    if math.prod(sizes) > DENSE:
        cells, rows, total = _sparse(columns, sizes, weight)
    else:
        table, total = _dense(columns, sizes, weight)
        cells = np.flatnonzero(table)
        rows, total = table[cells], None if total is None else total[cells]
    return list(np.unravel_index(cells, sizes)), rows, total


def _dense(columns: Sequence[Codes], sizes: list[int], weight: FloatArray | None) -> tuple[IntArray, FloatArray | None]:
    """Return the whole table, flat."""
    if weight is None and len(columns) == 2 and all(column.codes.dtype == bool for column in columns):
        return _of_bools(*(column.codes for column in columns)), None
    size = math.prod(sizes)
    table, total = np.zeros(size, dtype=np.int64), np.zeros(size)
    for start, cells in _blocks(columns, sizes):
        table += np.bincount(cells, minlength=size)
        if weight is not None:
            total += np.bincount(cells, weight[start : start + len(cells)], minlength=size)
    return table, None if weight is None else total


def _of_bools(first: Array, second: Array) -> IntArray:
    """Return the table of two truth values: bits are counted faster than cells."""
    n, both = len(first), 0
    for start in range(0, n, BLOCK):
        block = slice(start, start + BLOCK)
        both += int(np.count_nonzero(first[block] & second[block]))
    in_first, in_second = int(np.count_nonzero(first)), int(np.count_nonzero(second))
    return np.array([n - in_first - in_second + both, in_second - both, in_first - both, both])


def _sparse(
    columns: Sequence[Codes], sizes: list[int], weight: FloatArray | None
) -> tuple[IntArray, IntArray, FloatArray | None]:
    """Return the cells that occur, as places in the flat table."""
    places = np.concatenate([cells.copy() for _, cells in _blocks(columns, sizes)])
    if weight is None:
        cells, rows = np.unique(places, return_counts=True)
        return cells, rows.astype(np.int64), None
    cells, inverse, rows = np.unique(places, return_inverse=True, return_counts=True)
    total: FloatArray = np.bincount(inverse, weight).astype(np.float64)
    return cells, rows.astype(np.int64), total


def _blocks(columns: Sequence[Codes], sizes: list[int]) -> Iterator[tuple[int, IntArray]]:
    """Yield the place in the flat table of each row, some at a time, in one buffer."""
    n = len(columns[0].codes)
    buffer = np.empty(min(BLOCK, n), dtype=np.int64)
    for start in range(0, n, BLOCK):
        block, cells = slice(start, start + BLOCK), buffer[: n - start]
        np.subtract(columns[0].codes[block], columns[0].low, out=cells, dtype=np.int64, casting="unsafe")
        for column, size in zip(columns[1:], sizes[1:], strict=True):
            cells *= size
            np.add(cells, column.codes[block], out=cells, dtype=np.int64, casting="unsafe")
            if column.low:
                cells -= column.low
        yield start, cells


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows with the same keys: the order that brings these together, and where each group starts.

    Either is None where nothing would change.
    """

    order: IntArray | None
    first: IntArray | None

    @classmethod
    def of(cls, keys: Sequence[Array]) -> Self:
        """Group rows by all of their keys, in the order of these, the first key first."""
        order, new = None, _new(keys)
        if new is None:
            order = np.lexsort(keys[::-1])
            new = np.any([np.append(True, key[order][1:] != key[order][:-1]) for key in keys], axis=0)
        return cls(order, None if new.all() else np.flatnonzero(new))

    def first_of(self, part: Array) -> Array:
        """Return the number that the rows of each group share."""
        part = self._ordered(part)
        return part if self.first is None else part[self.first]

    def reduced(self, function: np.ufunc, part: Array) -> Any:
        """Return what the numbers of each group come to, by ``np.add``, ``np.minimum`` or ``np.maximum``."""
        part = self._ordered(part)
        return part if self.first is None else function.reduceat(part, self.first)

    def _ordered(self, part: Array) -> Array:
        return part if self.order is None else part[self.order]


def _new(keys: Sequence[Array]) -> BoolArray | None:
    """Tell which rows have other keys than the one before; None if rows are not in the order of their keys."""
    same = np.ones(max(len(keys[0]) - 1, 0), dtype=bool)
    for key in keys:
        if np.any(same & (key[1:] < key[:-1])):
            return None
        same &= key[1:] == key[:-1]
    return np.append(True, ~same)[: len(keys[0])]


def merged(keys: Sequence[Array], *sums: Array | None) -> tuple[list[Array], list[Any]]:
    """Return the distinct keys in order, the first key first, and what the cells of each add up to.

    Integers are added as integers; sums that are None stay so.
    """
    groups = Groups.of(keys)
    added = [None if part is None else groups.reduced(np.add, part) for part in sums]
    return [groups.first_of(key) for key in keys], added


Key: TypeAlias = "tuple[tuple[Label, ...], IntArray]"
"""Labels, and the codes into them."""


def joined(mine: Sequence[Key], theirs: Sequence[Key], among: Sequence[tuple[Label, ...]]) -> list[IntArray]:
    """Return the codes of two counts one after the other, key by key, into the labels that both are `among`."""
    pairs = zip(mine, theirs, among, strict=True)
    return [np.concatenate([_recoded(key, labels) for key in both]) for *both, labels in pairs]


def _recoded(key: Key, among: tuple[Label, ...]) -> IntArray:
    """Return codes into `among` in place of codes into a key's own labels."""
    labels, codes = key
    return codes if labels == among else encode(label_array(labels), among)[codes]


def union(*several: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return the labels of all, sorted."""
    if len({isinstance(label, str) for labels in several for label in labels}) > 1:
        got = " and ".join(map(listing, several))
        raise wrong_type("the labels of both counts", "of one kind", got, "Count both with strings, or with numbers")
    return label_universe({f"counts {place}": label_array(labels) for place, labels in enumerate(several)}, None)


def union_of_labels(first: Any, second: Any) -> tuple[Label, ...]:
    """Return the labels of both; none may be new to those that were given."""
    if first.labels == second.labels:
        labels: tuple[Label, ...] = first.labels
        return labels
    given, other = (first, second) if first.fixed else (second, first)
    if not given.fixed:
        return union(first.labels, second.labels)
    if other.fixed:
        got = f"{listing(first.labels)} and {listing(second.labels)}"
        raise invalid("the labels of both counts", "the same", got, "Count both with the same labels=[...]")
    return label_universe({"the other counts": label_array(other.labels)}, given.labels)
