"""Labels as small integers, whatever they came as."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import at_least_one, to_numpy
from figmerit._containers import categorical, is_missing, label_array
from figmerit._validate import Label, check_display_labels, check_unrepeated, is_column
from figmerit.errors import OptionHint, brief, invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from figmerit._arrays import Array, IntArray

BLOCK = 1 << 16
"""Rows that are worked on at a time: they stay in the cache."""

SHORT = 1 << 12
"""So many rows usually hold every label, if there are few."""

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
        for start in range(0, len(self.codes), SHORT):
            present |= np.bincount(self._from_zero(self.codes[start : start + SHORT]), minlength=len(present)) > 0
            if present.all():
                break
        return np.flatnonzero(present)

    def in_one_axis(self) -> Codes:
        """Return a single column as what it is: one axis."""
        return replace(self, shape=self.shape[:1]) if is_column(self.shape) else self

    def among(self, labels: tuple[Label, ...], seen: IntArray, missing: int | None = None) -> Array:
        """Return the place in `labels` of each element; `seen` are the codes that occur.

        Elements that are not among the labels have the place `missing`, if there may be any.
        """
        if self.values.tolist() == list(labels):
            return self.codes if self.low == 0 and self.codes.dtype != bool else self._from_zero(self.codes)
        table = np.zeros(len(self.values), dtype=np.min_scalar_type(len(labels)))
        if missing is not None:
            table[:] = missing
            known = set(labels)
            seen = np.array([code for code in seen.tolist() if self.values[code].item() in known], dtype=np.int64)
        table[seen] = encode(self.values[seen], labels)
        codes = np.empty(len(self.codes), dtype=table.dtype)
        for start in range(0, len(codes), BLOCK):
            block = slice(start, start + BLOCK)
            table.take(self._from_zero(self.codes[block]), out=codes[block], mode="wrap")  # none is outside
        return codes

    def at(self, kept: Array) -> Codes:
        """Return the codes of some of the elements, flat."""
        codes = self.codes[kept.ravel()]
        return Codes(self.values, codes, codes.shape, self.low, all_occur=False)

    def _from_zero(self, codes: Array) -> Array:
        """Return some of the codes counted from zero, in the narrowest unsigned integers: these wrap around."""
        dtype = np.min_scalar_type(len(self.values))
        found = codes.astype(dtype)
        found -= dtype.type(self.low % 2 ** (8 * dtype.itemsize))
        return found


def factorized(values: Any, name: str, word: Callable[[Any], Any] = lambda value: value) -> Codes:
    """Return labels of any rank, from any container, as codes.

    The labels are those that :func:`check_labels` would return, and so are the errors; but each distinct
    one is looked at once, and integers of a narrow range are not copied. `word` is what a Python object is called.
    """
    categories = None if isinstance(values, np.ndarray) else categorical(values)
    if categories is not None:
        return _of_categories(map(word, categories[0]), categories[1], name)
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


def _of_categories(categories: Iterable[Any], codes: Array, name: str) -> Codes:
    if codes.min() < 0:
        check_none_missing(int(np.count_nonzero(codes < 0)), codes.size, name)
    labels = np.fromiter(categories, dtype=object)
    try:
        return Codes(_check_categories(labels, name), codes, codes.shape, all_occur=False)
    except (TypeError, ValueError):  # of a category, which may be one that does not occur
        seen, codes = np.unique(codes, return_inverse=True)
        return Codes(_check_categories(labels[seen], name), codes, codes.shape)


def _check_categories(labels: Array, name: str) -> Array:
    """Return categories as labels; a tuple of labels is none."""
    for label in labels.tolist():
        if isinstance(label, list | tuple | np.ndarray):
            raise wrong_type(name, LABELS, f"the category {brief(label)}", as_text(name))
    return check_labels(labels, name)


def _of_integers(flat: Array, shape: tuple[int, ...]) -> Codes:
    low, high = int(flat.min()), int(flat.max())
    span, lowest = high - low + 1, flat.dtype.type(low)
    if span <= NARROW and high < 2**63:
        return Codes(np.arange(span).astype(flat.dtype) + lowest, flat, shape, low, all_occur=span <= 2)
    if span > WIDE * flat.size:
        return Codes(*np.unique(flat, return_inverse=True), shape)
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
            return Codes(*np.unique(flat, return_inverse=True), shape)
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

    New objects are added to `found`.
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


LABELS = "labels: strings, integers or booleans"


def as_text(name: str) -> str:
    """Return the hint at labels of any kind as texts, in any container."""
    return f"np.asarray({name}, dtype=object).astype(str)"


def check_labels(values: Any, name: str) -> Array:
    """Return labels of any rank as an array of bool, int or str.

    Whole floats become integers, so that the labels 0.0 and 0 are one label.
    """
    array = at_least_one(values, name)
    if array.dtype.kind in "OT":
        array = _plain_labels(array, name)
    if array.dtype.kind == "f":
        array = _whole_labels(array, name)
    if array.dtype.kind not in "biuU":
        raise wrong_type(name, LABELS, f"dtype {array.dtype}", as_text(name))
    if array.dtype == np.uint64 and array.max() < 2**63:
        array = array.astype(np.int64)  # with int64, NumPy would compare both as float64
    return array


def _plain_labels(array: Array, name: str) -> Array:
    """Return an array of Python objects as one of strings, integers, booleans or floats."""
    values = array.ravel().tolist()
    check_none_missing(sum(map(is_missing, values)), array.size, name)
    strings = [value for value in values if isinstance(value, str)]
    if len(strings) == len(values):
        return np.array([str.__str__(value) for value in values]).reshape(array.shape)  # of an enumeration its value
    if strings:
        others = sorted({type(value).__name__ for value in values if not isinstance(value, str)})
        raise wrong_type(name, "labels of one kind", f"strings and {', '.join(others)}", as_text(name))
    for value in values:
        if not isinstance(value, bool | int | float | np.number | np.bool_):
            raise wrong_type(name, LABELS, f"the value {brief(value)}", as_text(name))
    return label_array(values).reshape(array.shape)


def _whole_labels(array: Array, name: str) -> Array:
    check_none_missing(int(np.isnan(array).sum()), array.size, name)
    array = array.astype(np.float64)
    broken = array[(array != np.floor(array)) | (np.abs(array) >= 2.0**63)]
    if broken.size and 2.0**63 <= broken[0] < 2.0**64 and broken[0] == np.floor(broken[0]):  # beside a negative one
        raise invalid(name, "integers of 64 bits", f"the value {broken[0]:g}", as_text(name))
    if broken.size:
        hint = {
            "y_pred": "Pass scores as y_score=; they are cut at threshold=",
            "y_true": "True labels come first, then what was predicted",
            **dict.fromkeys(("first", "second"), as_text(name)),
        }.get(name, "")
        raise invalid(name, "labels, not continuous values", f"the value {broken[0]:g}", hint)
    return array.astype(np.int64)


def check_none_missing(n_missing: int, size: int, name: str) -> None:
    """Raise if labels are missing."""
    if n_missing:
        hint = "Drop the rows without a label, and the same rows of the other arrays"
        raise invalid(name, "without missing values", f"{n_missing} missing of {size}", hint)


def given_labels(labels: Any) -> tuple[Label, ...]:
    """Return a list of labels without repetition."""
    array = check_labels(labels, "labels")
    if array.ndim != 1:
        raise invalid("labels", "one-dimensional", f"shape {array.shape}")
    return check_unrepeated(tuple(array.tolist()), "labels")


def label_universe(arrays: dict[str, Array], labels: Any) -> tuple[Label, ...]:
    """Return `labels`, checked to hold every value seen; or the sorted values seen."""
    kinds = {name: "strings" if array.dtype.kind == "U" else "numbers" for name, array in arrays.items()}
    if len(set(kinds.values())) > 1:
        got = " and ".join(f"{kind} in {name}" for name, kind in kinds.items())
        numbers = next(name for name, kind in kinds.items() if kind == "numbers")
        hint = as_text(numbers)
        raise wrong_type(" and ".join(arrays), "labels of one kind", got, hint)
    seen = {name: set(np.unique(array).tolist()) for name, array in arrays.items()}
    if labels is None:
        values = set().union(*seen.values())
        mixed = {type(value) for value in values} == {bool, int}
        return tuple(sorted({int(value) for value in values} if mixed else values))
    names = given_labels(labels)
    kind = next(iter(kinds.values()))
    if isinstance(names[0], str) != (kind == "strings"):
        hint = f"Names for numbers are display_labels={listing(names, most=20)}" if kind == "numbers" else ""
        raise wrong_type("labels", f"{kind}, as in {next(iter(kinds))}", listing(names), hint)
    for name, values in seen.items():
        missing = sorted(values - set(names))
        if missing:
            every = OptionHint("labels", listing([*names, *missing], most=20))
            rest = next(one for one in ("other", "rest", "(other)") if one not in names)
            alone = name == "y_true" and [name] == [one for one, found in seen.items() if found - set(names)]
            then = f"; ignore_label={missing[0]!r} leaves it out" if alone and len(missing) == 1 else ""
            option = OptionHint("other", repr(rest), f" puts the rest into one class{then}", otherwise=every)
            rule = f"a list with every value seen in {name}"
            raise invalid("labels", rule, f"{listing(names)} without {listing(missing)}", option=option)
    return names


def encode(values: Array, labels: Sequence[Label]) -> IntArray:
    """Return the position in `labels` of each value."""
    if values.dtype.kind == "U" or max(labels) >= 2**63:  # type: ignore[operator]
        position = {label: code for code, label in enumerate(labels)}
        return np.fromiter(map(position.__getitem__, values.tolist()), np.int64, values.size)
    numbers = np.asarray(labels, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    return order[np.searchsorted(numbers[order], values)].astype(np.int64)


def check_pos_label(pos_label: Any, labels: Sequence[Label]) -> Label:
    """Return the one of `labels` that equals `pos_label`."""
    if not isinstance(pos_label, str | int | float | np.generic):
        raise wrong_type("pos_label", f"one of the labels {listing(labels)}", brief(pos_label))
    for label in labels:
        if isinstance(pos_label, str) == isinstance(label, str) and label == pos_label:
            return label
    shown = {str(label): label for label in labels}
    close = [str(pos_label)] if str(pos_label) in shown else get_close_matches(str(pos_label), shown, n=1)
    option = OptionHint("pos_label", repr(shown[close[0]])) if close else None
    raise invalid("pos_label", f"one of the labels {listing(labels)}", brief(pos_label), option=option)


def pos_label_of(labels: tuple[Label, ...], pos_label: Label | None) -> Label | None:
    """Return the positive label of two labels: the one given, or the one that needs no telling."""
    if pos_label is None:
        known = len(labels) == 2 and (set(labels) == {0, 1} or set(labels) == {-1, 1})
        return labels[labels.index(1)] if known else None
    if len(labels) != 2:
        option = OptionHint("labels", f"[<the other label>, {labels[0]!r}]") if len(labels) == 1 else None
        got = f"{brief(pos_label)} and the labels {listing(labels)}"
        raise invalid("pos_label", "left out unless there are two labels", got, option=option)
    return check_pos_label(pos_label, labels)


def display_labels_of(values: Any, labels: Sequence[Label]) -> tuple[str, ...]:
    """Return the name of each label, by default the label itself."""
    return tuple(map(str, labels)) if values is None else check_display_labels(values, labels)
