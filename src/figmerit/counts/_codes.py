"""Labels as small integers, whatever they came as."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import is_missing, to_numpy, unified
from figmerit._validate import Label, check_labels, check_none_missing, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from figmerit._arrays import Array, IntArray

BLOCK = 1 << 16
"""Rows that are worked on at a time: they stay in the processor's cache."""

NARROW = 4096
"""Integers of at most that range are codes as they are."""

WIDE = 8
"""The range of integers, in multiples of their number, up to which a table of all costs less than sorting them."""

ODD = np.uint64(0x9E3779B97F4A7C15)
"""A factor that spreads letters over all bits of a number."""


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Labels as flat integers: ``values[codes - low]``. `shape` is that of the labels; `all_occur` tells of values."""

    values: Array
    codes: Array
    shape: tuple[int, ...]
    low: int = 0
    all_occur: bool = True

    @property
    def seen(self) -> IntArray:
        """The codes that occur, counted from zero."""
        if self.all_occur:
            return np.arange(len(self.values))
        present = np.zeros(len(self.values), dtype=bool)
        for start in range(0, len(self.codes), BLOCK):
            present |= np.bincount(self._from_zero(start), minlength=len(present)) > 0
            if present.all():  # after a block or two, if there are few labels
                break
        return np.flatnonzero(present)

    def among(self, labels: tuple[Label, ...], seen: IntArray, missing: int | None = None) -> Array:
        """Return the place in `labels` of each element, of which those codes are `seen`.

        Elements that are not among the labels have the place `missing`, if there may be any.
        """
        if self.low == 0 and self.values.tolist() == list(labels):
            return self.codes.view(np.uint8) if self.codes.dtype == bool else self.codes
        table = np.zeros(len(self.values), dtype=np.min_scalar_type(len(labels)))
        if missing is not None:
            table[:] = missing
            known = set(labels)
            seen = np.array([code for code in seen.tolist() if self.values[code].item() in known], dtype=np.int64)
        table[seen] = encode(self.values[seen], labels)
        codes = np.empty(len(self.codes), dtype=table.dtype)
        for start in range(0, len(codes), BLOCK):
            codes[start : start + BLOCK] = table[self._from_zero(start)]
        return codes

    def _from_zero(self, start: int) -> IntArray:
        """Return a block of codes, counted from zero."""
        part: IntArray = np.subtract(self.codes[start : start + BLOCK], self.low, dtype=np.int64, casting="unsafe")
        return part


def factorized(values: Any, name: str, word: Callable[[Any], Any] = lambda value: value) -> Codes:
    """Return labels of any rank, from any container, as codes.

    The labels are those that :func:`check_labels` would return, and so are the errors; but each distinct
    one is looked at once, and integers of a narrow range are not copied. `word` is what a Python object is called.
    """
    categorical = _categorical(values, name, word)
    if categorical is not None:
        return categorical
    array = to_numpy(values, name)
    if array.dtype.kind in "OT" and array.ndim and array.size:
        return _of_objects(array.astype(object, copy=False), name, word)
    array = check_labels(array, name)
    flat = array.ravel()
    if array.dtype.kind == "b":
        return Codes(np.array([False, True]), flat, array.shape, all_occur=bool(flat.any()) and not flat.all())
    if array.dtype.kind == "U":
        return _of_strings(np.ascontiguousarray(flat), array.shape)
    return _of_integers(flat, array.shape)


def _categorical(values: Any, name: str, word: Callable[[Any], Any]) -> Codes | None:
    """Return the codes of a categorical (pandas, polars or pyarrow); None for anything else."""
    home = type(values).__module__.partition(".")[0]
    if home in ("pandas", "polars", "pyarrow") and not len(values):
        return None  # of which others complain
    if home == "pandas":
        values = getattr(values, "cat", values)
        if hasattr(values, "categories") and hasattr(values, "codes"):
            return _of_categories(map(word, values.categories), np.asarray(values.codes), name)
    if home == "polars" and type(getattr(values, "dtype", None)).__name__ in ("Categorical", "Enum"):
        check_none_missing(values.null_count(), len(values), name)
        distinct = values.unique()
        places = np.full(distinct.to_physical().max() + 1, -1)
        places[distinct.to_physical().to_numpy()] = np.arange(len(distinct))
        return _of_categories(map(word, distinct.to_list()), places[values.to_physical().to_numpy()], name)
    kind = str(getattr(values, "type", ""))
    if home == "pyarrow" and "dictionary" in kind and "values=null" not in kind:
        whole = unified(values)
        return _of_categories(map(word, whole.dictionary.to_pylist()), np.asarray(whole.indices.fill_null(-1)), name)
    return None


def _of_categories(categories: Iterable[Any], codes: Array, name: str) -> Codes:
    if codes.min() < 0:
        check_none_missing(int(np.count_nonzero(codes < 0)), codes.size, name)
    labels = np.fromiter(categories, dtype=object)
    try:
        return Codes(check_labels(labels, name), codes, codes.shape, all_occur=False)
    except (TypeError, ValueError):  # of a category, which may be one that does not occur
        seen, codes = np.unique(codes, return_inverse=True)
        return Codes(check_labels(labels[seen], name), codes, codes.shape)


def _of_integers(flat: Array, shape: tuple[int, ...]) -> Codes:
    low, high = int(flat.min()), int(flat.max())
    span, lowest = high - low + 1, flat.dtype.type(low)
    if span <= NARROW and high < 2**63:
        return Codes(np.arange(span).astype(flat.dtype) + lowest, flat, shape, low, all_occur=span <= 2)
    if span > WIDE * flat.size:
        values, codes = np.unique(flat, return_inverse=True)
        return Codes(values, codes, shape)
    offset = (flat - lowest).view(f"u{flat.itemsize}")  # an overflow is undone where bits are read as unsigned
    present = np.zeros(span, dtype=bool)
    present[offset] = True
    values = np.flatnonzero(present).astype(flat.dtype) + lowest
    return Codes(values, (np.cumsum(present) - 1)[offset], shape)


def _of_strings(flat: Array, shape: tuple[int, ...]) -> Codes:
    """Return the codes of strings of fixed width: each is a number made of its letters, which sorts faster."""
    if not flat.itemsize:  # empty strings only
        return Codes(flat[:1], np.zeros(flat.size, dtype=np.uint8), shape)
    letters = flat.view(np.uint32).reshape(flat.size, -1)
    numbers = np.zeros(flat.size, dtype=np.uint64)
    for column in letters.T:
        numbers *= ODD
        numbers ^= numbers >> np.uint64(29)
        numbers += column
    distinct, codes = np.unique(numbers, return_inverse=True)
    one = np.empty(distinct.size, dtype=np.int64)
    one[codes] = np.arange(flat.size)
    for start in range(0, flat.size, BLOCK):
        block = slice(start, start + BLOCK)
        if not np.array_equal(letters[one][codes[block]], letters[block]):  # two strings share a number
            values, codes = np.unique(flat, return_inverse=True)
            return Codes(values, codes, shape)
    return Codes(flat[one], codes, shape)


def _of_objects(array: Array, name: str, word: Callable[[Any], Any]) -> Codes:
    """Return the codes of Python objects, of strings above all."""
    flat, found = array.ravel(), dict[Any, int]()
    codes, n_missing = np.empty(flat.size, dtype=np.int32), 0
    try:
        for start in range(0, flat.size, BLOCK):
            part = _codes_of_block(flat[start : start + BLOCK], found)
            codes[start : start + BLOCK] = part
            n_missing += int(np.count_nonzero(part < 0))
    except TypeError:  # not hashable, hence no label
        check_labels(array, name)
        raise
    check_none_missing(n_missing, flat.size, name)
    values = check_labels(np.fromiter(map(word, found), dtype=object, count=len(found)), name)
    if values.dtype.kind == "b":  # True and 1 are one key of a dictionary
        values = values.astype(np.asarray(flat.tolist()).dtype)
    return Codes(values, codes, array.shape)


def _codes_of_block(block: Array, found: dict[Any, int]) -> Array:
    """Return the codes of some objects, -1 of missing ones; with pandas, if somebody has loaded it.

    New objects are added to those `found`.
    """
    pandas = sys.modules.get("pandas")
    if pandas is None:
        values = block.tolist()
        for value in dict.fromkeys(values):
            found.setdefault(value, -1 if is_missing(value) else len(found))
        return np.fromiter(map(found.__getitem__, values), dtype=np.int64, count=len(values))
    codes, distinct = pandas.factorize(block)
    places = [found.setdefault(value, len(found)) for value in distinct.tolist()]
    return np.asarray(np.array([*places, -1])[codes])
