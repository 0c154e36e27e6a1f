"""Subsets and slices of a page: each column becomes a group, with a name for each slice and a code for each example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._containers import categorical, is_missing
from figmerit._numbers import quantity
from figmerit._validate import check_count
from figmerit.counts._input import dates_in_words, in_words, of_elements, slice_labels
from figmerit.counts._labels import factorized
from figmerit.counts._number_bins import N_BINS, binned, edges_text, needs_bins
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.report._values import clean, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray

MISSING = "(missing)"
"""What the slice of the examples without a value is called, unless a value is called so: then with more brackets."""

BINS = "bins=4, or bins={'age': [18, 30, 65]}"

HALF_OPEN = "a bin holds its lower edge, not its upper one."


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A column that says in which subset or slice each example is, and a `note` on how these were made."""

    name: str
    values: tuple[str, ...]
    codes: IntArray
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bins:
    """How numbers of a column are cut: how many bins or which edges, and whether that was said of this very column."""

    how: Any = None
    said: bool = False


AS_THEY_ARE = Bins()


def slices_of(slices: Any, bins: Any, shape: tuple[int, ...], kept: IntArray | None) -> Iterator[Group]:
    """Yield the slices of each column, of the rows that are `kept`; numbers are put into bins."""
    columns = named("slices", slices)
    known = _bins_of(bins, list(columns))
    for key, values in columns.items():
        yield group_of(key, f"slices[{key!r}]", values, shape, kept, known[key])


def _bins_of(bins: Any, names: Sequence[str]) -> dict[str, Bins]:
    """Return how each column of numbers is cut."""
    if isinstance(bins, Mapping):
        given = {str(name): how for name, how in bins.items()}
        if unknown := [name for name in given if name not in names]:
            raise invalid("the keys of bins", f"names of slices, {listing(names)}", listing(unknown))
        return {name: Bins(given.get(name, N_BINS), said=name in given) for name in names}
    if bins is not None and (isinstance(bins, str) or np.ndim(bins)):
        raise wrong_type("bins", "a number of bins, or a mapping of slices to their edges", brief(bins), BINS)
    return dict.fromkeys(names, Bins(None if bins is None else check_count("bins", bins)))


def group_of(
    key: str, name: str, values: Any, shape: tuple[int, ...], kept: IntArray | None, bins: Bins = AS_THEY_ARE
) -> Group:
    """Return the group that a column says, one value an example; those without a value have a slice of their own."""
    missing = _missing_in(values, name)
    numbers = None if bins == AS_THEY_ARE else _numbers(values, name, missing)
    if bins.said and bins.how is not None and numbers is None:
        rule = "left out of slices that are no numbers"
        raise invalid(f"bins[{key!r}]", rule, brief(bins.how))
    labels: tuple[Any, ...] = ()
    codes, note = np.zeros(0, dtype=np.int64), ""
    if missing.all():
        pass
    elif numbers is not None and bins.how is not None and (bins.said or needs_bins(numbers)):
        cut = binned(numbers, bins.how, f"bins[{key!r}]" if bins.said else "bins", f"bins={{{key!r}: [18, 30, 65]}}")
        labels, codes, note = cut.names, cut.codes, _note(cut.edges, bins.how)
    else:
        labels, codes = _as_they_are(values, name, missing)
    if missing.any():
        labels = (*labels, _unlike(map(str, labels)))
        codes, there = np.full(missing.shape, len(labels) - 1), codes
        codes[~missing] = there
    of_rows = of_elements(codes, missing.shape, name, shape)
    of_rows = of_rows if kept is None else of_rows[kept]
    n = np.bincount(of_rows, minlength=len(labels))
    if missing.any() and n[-1]:
        note = f"{note} {quantity(int(n[-1]), 'example has', 'examples have')} no value.".strip()
    texts = tuple(clean(label) for label, size in zip(labels, n.tolist(), strict=True) if size)
    return Group(clean(key), texts, of_rows if n.all() else (np.cumsum(n > 0) - 1)[of_rows], note)


def _unlike(names: Iterable[str]) -> str:
    """Return what examples without a value are called, other than all values."""
    known, name = set(names), MISSING
    while name in known:
        name = f"({name})"
    return name


def _note(edges: tuple[float, ...], how: Any) -> str:
    """Say how numbers were cut."""
    if not edges:
        return "Numbers in a single bin."
    if np.ndim(how):
        return f"Numbers cut at {edges_text(edges)}: {HALF_OPEN}"
    return f"Numbers in {len(edges) + 1} bins of about as many examples each, cut at {edges_text(edges)}: {HALF_OPEN}"


def _as_they_are(values: Any, name: str, missing: BoolArray) -> tuple[tuple[Any, ...], Array]:
    """Return the labels of slices, and the code of each value that is not missing."""
    there = to_numpy(values, name)[~missing] if missing.any() else values
    found = factorized(dates_in_words(there, name), name, in_words)
    seen = found.seen
    labels = slice_labels(values, found.values[seen], name)
    return labels, found.among(labels, seen)


def _missing_in(values: Any, name: str) -> BoolArray:
    """Tell which values are missing, in their own shape."""
    categories = None if isinstance(values, np.ndarray) else categorical(values)
    if categories is not None:
        return np.asarray(categories[1] < 0)
    array = to_numpy(values, name)
    if array.dtype.kind == "f":
        return np.asarray(np.isnan(array))
    if array.dtype.kind in "mM":
        return np.asarray(np.isnat(array))
    if array.dtype.kind in "OT":
        flat = array.astype(object).ravel().tolist()
        return np.fromiter(map(is_missing, flat), dtype=bool, count=array.size).reshape(array.shape)
    return np.zeros(array.shape, dtype=bool)


def _numbers(values: Any, name: str, missing: BoolArray) -> FloatArray | None:
    """Return the values that are not missing, if they are numbers; None for texts, truth values and categories."""
    if not isinstance(values, np.ndarray) and categorical(values) is not None:
        return None
    array = to_numpy(values, name)[~missing]
    if array.dtype.kind == "O":
        kinds = set(map(type, array.tolist()))
        if not kinds or not all(issubclass(one, int | float | np.number) and one is not bool for one in kinds):
            return None
    elif array.dtype.kind not in "iuf":
        return None
    numbers = array.astype(np.float64)
    if not np.isfinite(numbers).all():
        raise invalid(name, "finite", f"infinity in {int(np.isinf(numbers).sum())} of {missing.size} values")
    return numbers
