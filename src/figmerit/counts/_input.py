"""Arrays or columns of a data frame, and the slices that rows are kept apart by."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import BoolArray, check_scores, to_numpy
from figmerit._containers import is_missing, name_of, ordered_categories
from figmerit._validate import (
    check_keys,
    check_same_shape,
    check_unrepeated,
    column_hint,
    is_column,
    is_default_threshold,
)
from figmerit.counts._cells import union
from figmerit.counts._columns import carry_labels
from figmerit.counts._labels import Codes, check_labels, check_none_missing, factorized, label_universe
from figmerit.errors import FigmeritError, brief, did_you_mean, invalid, listing, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array
    from figmerit._validate import Label

PLAIN = (str, bytes, bool, int, float, np.generic)
"""What can be a label itself."""

OF_CLASSES = ("y_score", "models", "epochs")
"""What may be several columns, one a class."""


def columns_of(data: Any, **names: Any) -> dict[str, Any]:
    """Return arrays as they are; with `data` the columns of those names, None for None."""
    if data is None:
        return names
    import narwhals as nw

    if hasattr(data, "iloc"):  # pandas, where names may repeat
        check_unrepeated(tuple(data.columns), "the columns of data")
    frame: Any = nw.from_native(data, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        raise wrong_type("data", "a data frame in memory", brief(data), "data.collect()")
    if not isinstance(frame, nw.DataFrame):
        raise wrong_type("data", "a data frame (pandas, polars, pyarrow)", brief(data))
    known, found = frame.columns, {}
    for option, name in names.items():
        several = option in OF_CLASSES and isinstance(name, list | tuple) and len(name) > 0
        for one in name if several else [name]:
            if one is not None and (not isinstance(one, str | int) or one not in known):
                rule = f"the name of a column of data, one of {listing(known)}"
                kind = invalid if isinstance(one, str | int) else wrong_type
                raise kind(option, rule, brief(one), did_you_mean(one, known))
        if several:
            found[option] = data[list(name)] if hasattr(data, "iloc") else frame.select(*name).to_native()
        else:
            found[option] = None if name is None else frame.get_column(name).to_native()
    return found


def name_models(columns: Any, y_true: Any, data: Any, labels: Any) -> bool:
    """Tell whether columns of a frame are those of models: no classes are given for them, nor are they called so."""
    if data is None or not isinstance(columns, list | tuple) or not all(isinstance(name, str) for name in columns):
        return False
    if labels is not None:
        return len(columns) != np.size(labels)
    true = factorized(columns_of(data, y_true=y_true)["y_true"], "y_true")
    found = not carry_labels(tuple(columns), tuple(true.values[true.seen].tolist()))
    return found and bool(check_unrepeated(tuple(columns), "the columns of models"))


def are_scores(values: Any, y_true: Any, threshold: Any) -> bool:
    """Tell whether what is no prediction can only be scores: fractions, one column a class or beside a threshold."""
    try:
        numbers, true = check_scores(values, "y_pred")[0], factorized(y_true, "y_true").in_one_axis()
    except FigmeritError:
        return False
    columns = numbers.shape[:-1] == true.shape and numbers.shape[-1] > 1
    return bool(np.any(numbers != np.floor(numbers))) and (columns or not is_default_threshold(threshold))


def slices_by(by: Any, data: Any) -> dict[str, Any]:
    """Return the arrays of slices by their names: `by` is one or several columns of data, or a mapping of arrays."""
    if by is None:
        return {}
    if data is not None:
        names = [by] if isinstance(by, str) else by
        if not isinstance(names, Sequence) or not names:
            raise wrong_type("by", "the name of a column of data, or a list of them", brief(by))
        columns = [columns_of(data, by=name)["by"] for name in names]
        return dict(zip(check_unrepeated(tuple(map(str, names)), "by"), columns, strict=True))
    if isinstance(by, str):
        raise wrong_type("by", "an array or a mapping of name to array without data", brief(by), "data=<a data frame>")
    if not isinstance(by, Mapping):
        return {name_of(by) or "slice": by}
    if not by:
        raise invalid("by", "a mapping of at least one array", "an empty one")
    return check_keys("by", by)


def without_label(ignored: Any, **arrays: Any) -> dict[str, Any]:
    """Return arrays without the elements whose true label is ignored, if one is: the others on one axis."""
    if ignored is None:
        return arrays
    if not isinstance(ignored, str | int | np.generic):
        raise wrong_type("ignore_label", "one label", brief(ignored), "np.where(np.isin(y_true, [...]), 255, y_true)")
    true = to_numpy(arrays["y_true"], "y_true")
    kept = np.asarray(true != ignored)
    if kept.shape != true.shape or kept.all():
        return arrays
    if not kept.any():
        raise invalid("ignore_label", "another label than all samples have", brief(ignored))
    return {name: None if values is None else _kept(values, name, kept) for name, values in arrays.items()}


def _kept(values: Any, name: str, kept: Array) -> Any:
    """Return the elements, or the rows of scores, that are kept; a frame keeps the names of its columns."""
    import narwhals as nw

    part = to_numpy(values, name)
    if part.ndim == 1 < kept.ndim and part.shape == kept.shape[:1]:  # one weight a sample
        part = np.broadcast_to(part.reshape(-1, *[1] * (kept.ndim - 1)), kept.shape)
    if part.shape[: kept.ndim] != kept.shape:
        check_same_shape("y_true", kept.shape, name, part.shape)
    frame = nw.from_native(values, pass_through=True)
    if isinstance(frame, nw.DataFrame) and kept.ndim == 1:
        return frame.filter(kept.tolist()).to_native()
    return part[kept]


def check_combinations(sizes: Iterable[int]) -> None:
    """Raise if slices (and labels) have so many combinations that no integer tells them apart."""
    if math.prod(sizes) >= 2**63:
        raise invalid("by", "columns of fewer values", "more than 2 ** 63 combinations", "by= with fewer columns")


def factorized_slices(values: Any, name: str, shape: tuple[int, ...]) -> Codes:
    """Return the codes of slices: one for each element of that shape, or for each of its first axis."""
    codes = factorized(dates_in_words(values, name), name, in_words)
    if codes.shape == shape:
        return codes
    return replace(codes, codes=of_elements(codes.codes, codes.shape, name, shape), shape=shape)


def of_elements(codes: Array, found: tuple[int, ...], name: str, shape: tuple[int, ...]) -> Array:
    """Return one code an element of a shape, flat: of codes of that shape, or of one for each of its first axis."""
    if found == shape:
        return codes.ravel()
    found = found[:1] if is_column(found) else found
    if found != shape[:1]:
        hint = column_hint("y_true", shape, name, found)
        raise invalid(name, f"of shape {shape[:1]}, one slice a sample", f"shape {found}", hint)
    return np.broadcast_to(codes.reshape(found + (1,) * (len(shape) - 1)), shape).ravel()


def dates_in_words(values: Any, name: str) -> Any:
    """Return points in time by their texts, as short as they can be; anything else as it is."""
    plain = isinstance(values, np.ndarray) and values.dtype.kind != "M"  # their names take long to make
    if plain or "date" not in str(getattr(values, "dtype", getattr(values, "type", ""))).lower():
        return values
    array = to_numpy(values, name)
    if array.dtype.kind != "M":
        return values
    check_none_missing(int(np.isnat(array).sum()), array.size, name)
    return np.datetime_as_string(array, unit="auto")


def in_words(value: Any) -> Any:
    """Return a slice's name: what is neither text nor number (an interval, a period) is named by its text."""
    return value if is_missing(value) or isinstance(value, PLAIN) else str(value)


def slice_labels(values: Any, seen: Array, name: str) -> tuple[Label, ...]:
    """Return the labels of slices: in the order of their categories, all of them, if they have one; else those seen."""
    categories = ordered_categories(values)
    if categories is not None:
        return tuple(check_labels(list(map(in_words, categories)), name).tolist())
    return in_natural_order(label_universe({name: seen}, None))


def in_natural_order(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return sorted labels as people order texts with numbers: "<40", "40-60", ">60"; "fold 2" before "fold 10"."""
    return tuple(sorted(labels, key=_natural)) if isinstance(labels[0], str) else labels


def _natural(text: Any) -> tuple[Any, ...]:
    """Return what a text is sorted by: words and numbers in turn, and whether it is below or above the first number."""
    side = {"<": -1, "≤": -1, ">": 1, "≥": 1}.get(text.strip()[:1], 0)
    first, *rest = re.split(r"(\d+(?:\.\d+)?)", text.strip().lstrip("<≤>≥= "))
    numbers, words = [float(number) for number in rest[::2]], rest[1::2]
    later = [part for pair in zip(words, [*numbers[1:], -math.inf], strict=False) for part in pair]
    return first, numbers[0] if numbers else -math.inf, side, *later, text


def union_of_slices(first: Mapping[str, tuple[Label, ...]], second: Mapping[str, tuple[Label, ...]]) -> dict[str, Any]:
    """Return the slices of two counts, which are kept apart by the same columns."""
    if list(first) != list(second):
        got = f"{listing(first)} and {listing(second)}"
        raise invalid("the slices of both counts", "of the same columns", got, "Count both with the same by=")
    both = {name: (labels, second[name]) for name, labels in first.items()}
    return {name: a if a == b else in_natural_order(union(a, b)) for name, (a, b) in both.items()}


@dataclass(frozen=True, slots=True)
class Slices:
    """Columns that keep rows apart by their values; `called` says how errors name a column.

    Categories that do not occur are left out, unless all are wanted (`only_seen`).
    """

    called: str = "{}"
    only_seen: bool = True
    columns: Mapping[str, Any] = field(default_factory=dict)

    def places(self, shape: tuple[int, ...], kept: BoolArray | None = None) -> SliceCodes:
        """Return the slices of each column, and the code of each row that is kept."""
        known, codes = {}, []
        for column, values in self.columns.items():
            name = self.called.format(column)
            part = factorized_slices(values, name, shape)
            seen = part.seen
            labels = slice_labels(values, part.values[seen], name)
            present = {*part.values[seen].tolist()} if self.only_seen else {*labels}
            known[column] = tuple(label for label in labels if label in present)
            of_rows = part.among(known[column], seen)
            codes.append(of_rows if kept is None else of_rows[kept])
        check_combinations(map(len, known.values()))
        return SliceCodes(known, codes)


@dataclass(frozen=True, slots=True)
class SliceCodes:
    """The slices of each column, and the code of each row."""

    labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    codes: list[Array] = field(default_factory=list)

    @property
    def sizes(self) -> list[int]:
        """How many slices each column has."""
        return [len(labels) for labels in self.labels.values()]

    def repeated(self, times: int) -> SliceCodes:
        """Return the slices of rows that are each repeated so many times."""
        return SliceCodes(self.labels, [np.repeat(codes, times) for codes in self.codes])


NONE = SliceCodes()
