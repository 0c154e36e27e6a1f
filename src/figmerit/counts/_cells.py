"""Cells of tables: how many rows have the same codes, and what tables add up to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np

from figmerit._containers import label_array
from figmerit.counts._labels import BLOCK, encode, label_universe
from figmerit.errors import invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit._validate import Label

DENSE = 1 << 16
"""Cells of a table that is counted in a piece; of larger ones only the cells that occur are kept."""


def count_cells(
    columns: Sequence[Array],
    sizes: Sequence[int],
    weight: FloatArray | None = None,
    values: Mapping[str, FloatArray] | None = None,
) -> tuple[list[IntArray], dict[str, Array]]:
    """Return the codes that occur together, column by column, and the sums over the rows of each cell, by name.

    These are the "count" of the rows, their "weight" if they have one, and other `values`, times the weights.
    Codes are below the size of their column. Cells are in the order of their codes.
    """
    adds = {} if weight is None else {"weight": weight}
    with np.errstate(over="ignore"):  # of huge scores with huge weights the sum is infinite
        adds |= {name: part if weight is None else part * weight for name, part in (values or {}).items()}
    if math.prod(sizes) > DENSE:
        cells, numbers = _sparse(columns, sizes, adds)
    else:
        tables = _dense(columns, sizes, adds)
        cells = np.flatnonzero(tables["count"])
        numbers = {name: table[cells] for name, table in tables.items()}
    return list(np.unravel_index(cells, sizes)), numbers


def _dense(columns: Sequence[Array], sizes: Sequence[int], adds: Mapping[str, FloatArray]) -> dict[str, Array]:
    """Return the whole tables, flat."""
    if not adds and list(sizes) == [2, 2] and all(column.itemsize == 1 for column in columns):
        return {"count": _of_bools(*(column.view(bool) for column in columns))}
    size = math.prod(sizes)
    count = np.zeros(size, dtype=np.int64)
    tables = {name: np.zeros(size) for name in adds}
    for start, cells in _blocks(columns, sizes):
        count += np.bincount(cells, minlength=size)
        for name, part in adds.items():
            tables[name] += np.bincount(cells, part[start : start + len(cells)], minlength=size)
    return {"count": count} | tables


def _of_bools(first: Array, second: Array) -> IntArray:
    """Return the table of two truth values: bits are counted faster than cells."""
    blocks = (slice(start, start + BLOCK) for start in range(0, len(first), BLOCK))
    both = sum(int(np.count_nonzero(first[block] & second[block])) for block in blocks)
    in_first, in_second = int(np.count_nonzero(first)), int(np.count_nonzero(second))
    return np.array([len(first) - in_first - in_second + both, in_second - both, in_first - both, both])


def _sparse(
    columns: Sequence[Array], sizes: Sequence[int], adds: Mapping[str, FloatArray]
) -> tuple[IntArray, dict[str, Array]]:
    """Return the cells that occur, as places in the flat table, and their sums."""
    places = np.concatenate([cells.copy() for _, cells in _blocks(columns, sizes)])
    if not adds:
        cells, rows = np.unique(places, return_counts=True)
        return cells, {"count": rows.astype(np.int64)}
    cells, inverse, rows = np.unique(places, return_inverse=True, return_counts=True)
    sums = {name: np.bincount(inverse, part).astype(np.float64) for name, part in adds.items()}
    return cells, {"count": rows.astype(np.int64)} | sums


def _blocks(columns: Sequence[Array], sizes: Sequence[int]) -> Iterator[tuple[int, IntArray]]:
    """Yield the place in the flat table of each row, some at a time, in one buffer."""
    n = len(columns[0])
    buffer = np.empty(min(BLOCK, n), dtype=np.int64)
    for start in range(0, n, BLOCK):
        cells = buffer[: n - start]
        cells[:] = columns[0][start : start + BLOCK]
        for column, size in zip(columns[1:], sizes[1:], strict=True):
            cells *= size
            np.add(cells, column[start : start + BLOCK], out=cells, dtype=np.int64, casting="unsafe")
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


def merged(keys: Sequence[Array], numbers: Mapping[str, Array]) -> tuple[list[Array], dict[str, Array]]:
    """Return the distinct keys in order, the first key first, and what the numbers of each add up to, by name."""
    groups = Groups.of(keys)
    sums = {name: groups.reduced(np.add, part) for name, part in numbers.items()}
    return [groups.first_of(key) for key in keys], sums


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
