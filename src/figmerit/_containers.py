"""Containers of other libraries become NumPy arrays here: lists, frames, series, tensors, sparse matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.errors import OptionHint, brief, invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array

TEXTS = {str, np.str_, bytes, np.bytes_}
"""What NumPy takes for text as it is; of their subclasses (string enumerations) it takes what ``str()`` says."""


COLUMNS = "y_true", "y_pred", "y_score", "sample_weight", "row_slices", "col_slices", "time"
"""What may be the name of a column, if a data frame is given too."""

WIDER = {"Int128", "UInt128"}
"""The dtypes of series that NumPy has none for."""


def column_names(values: Any) -> tuple[Any, ...] | None:
    """Return the names of a data frame's columns, of any kind, or None where the columns have no names of their own."""
    dtype: Any = getattr(values, "dtype", None)
    if type(dtype).__name__ == "Struct":  # a series of polars whose elements have fields
        return tuple(field.name for field in dtype.fields)
    columns = getattr(values, "column_names", getattr(values, "columns", None))
    return None if columns is None or callable(columns) else axis_names(columns)


def row_names(values: Any) -> tuple[Any, ...] | None:
    """Return the names of a data frame's rows, or None where the rows have no names of their own."""
    return axis_names(values.index) if hasattr(values, "iloc") else None


def axis_names(axis: Any) -> tuple[Any, ...] | None:
    """Return the names along an axis; None for the numbers 0, 1, ... that nobody gave, unless they were moved."""
    if type(axis).__name__ == "RangeIndex" and list(axis) == list(range(len(axis))):
        return None
    return tuple(name.item() if isinstance(name, np.number | np.bool_ | np.str_) else name for name in axis) or None


def name_of(values: Any) -> str | None:
    """Return the name that a series or an index carries, if it is a text."""
    name = getattr(values, "name", None)
    return name if isinstance(name, str) and name else None


def ordered_categories(values: Any) -> list[Any] | None:
    """Return the categories of an ordered categorical (pandas, pyarrow) or an enumeration (polars), in their order."""
    if getattr(getattr(values, "type", None), "ordered", False):
        return list(unified(values).dictionary.to_pylist())
    dtype = getattr(values, "dtype", None)
    ordered = getattr(dtype, "ordered", False) or type(dtype).__name__ == "Enum"
    return list(dtype.categories) if dtype is not None and ordered else None


def unified(values: Any) -> Any:
    """Return a pyarrow dictionary array, of chunks too, as one."""
    return values.unify_dictionaries().combine_chunks() if hasattr(values, "num_chunks") else values


def from_list(values: list[Any] | tuple[Any, ...], name: str) -> Array:
    kinds = set(map(type, values))
    if any(map(_is_foreign, kinds)):
        values = [_foreign(value, name) if _is_foreign(type(value)) else value for value in values]
    try:
        array = np.asarray(values)
    except ValueError as error:
        hint = "Make all rows of one length: fill up the short ones, or cut the long ones"
        raise invalid(
            name, "rectangular (all rows of one length)", "rows of different lengths or depths", hint
        ) from error
    if array.dtype.kind in "US" and kinds - TEXTS:
        return np.asarray(values, dtype=object)  # NumPy would turn [1, "a"] into ["1", "a"]
    return _unrounded(values, array)


def _is_foreign(kind: type) -> bool:
    """Tell whether a kind of object is an array that is not NumPy's."""
    return (hasattr(kind, "__array__") or hasattr(kind, "detach")) and not issubclass(kind, np.ndarray | np.generic)


def _unrounded(values: Any, array: Array) -> Array:
    """Return numbers as the array that NumPy made of them, or as objects where it rounded large integers to floats."""
    if array.dtype != np.float64 or not (np.abs(array) >= EXACT).any():
        return array
    if array.ndim == 1 and (whole := label_array(values)).dtype == np.uint64:
        return whole
    objects = np.asarray(values, dtype=object)
    pairs = zip(objects.ravel().tolist(), array.ravel().tolist(), strict=True)
    return (
        objects
        if any(isinstance(value, int | np.integer) and int(value) != number for value, number in pairs)
        else array
    )


def from_container(values: Any, name: str) -> Array:
    """Return an array-like that is no NumPy array as one."""
    loose = isinstance(values, ValuesView | Iterator)
    sized = hasattr(values, "__len__") or hasattr(values, "__array__")
    if isinstance(values, str | bytes | Mapping | AbstractSet) or loose or not sized:
        hint = f"list({name})" if loose else ""
        if isinstance(values, Mapping) and values:
            hint = f"{name}[{next(iter(values))!r}]"
        elif type(values).__name__ == "LazyFrame":
            hint = f"{name}.collect()"
        elif hasattr(values, "predict"):
            hint = "True labels come first, then model.predict_proba(X) or model.predict(X)"
        column = isinstance(values, str) and name in COLUMNS
        option = OptionHint("data", "<a data frame>", ", if that is a column of it") if column else None
        raise wrong_type(name, "array-like (a list, an array, a series)", brief(values), hint, option)
    return widened(from_list(values, name) if isinstance(values, list | tuple) else _foreign(values, name))


def _foreign(values: Any, name: str) -> Array:
    if hasattr(values, "detach"):  # torch
        values = values.detach().cpu()
        values = values.float() if "bfloat16" in str(values.dtype) else values
        return np.asarray(values.numpy())
    if hasattr(values, "toarray"):  # SciPy sparse
        return np.asarray(values.toarray())
    if type(values).__module__.startswith("pyarrow"):
        return _from_arrow(values, name)
    if hasattr(values, "__dataframe__") or hasattr(values, "columns"):
        return _from_frame(values, name)
    if hasattr(values, "to_numpy"):
        return _from_series(values)
    return np.asarray(values)


def _from_arrow(values: Any, name: str) -> Array:
    if hasattr(values, "column_names"):
        return _from_frame(values, name)
    return np.asarray(values.to_pylist() if "dictionary" in str(values.type) else values)


def _from_series(series: Any) -> Array:
    import narwhals as nw

    wrapped = nw.from_native(series, series_only=True, pass_through=True)
    try:
        wide = str(getattr(wrapped, "dtype", "")) in WIDER  # older versions of polars panic, which is no Exception
        array = np.array(wrapped.to_list(), dtype=object) if wide else np.asarray(wrapped.to_numpy())
    except Exception:  # the library's own, for what else NumPy has no type for
        array = np.array(wrapped.to_list(), dtype=object)
    return _with_number_dtype(array)


def _from_frame(frame: Any, name: str) -> Array:
    import narwhals as nw

    if hasattr(frame, "iloc"):  # pandas: names may be of any kind, and repeat
        columns = [_from_series(frame.iloc[:, k]) for k in range(frame.shape[1])]
    elif hasattr(frame, "column_names"):
        columns = [_from_arrow(column, name) for column in frame.columns]
    else:
        columns = [_from_series(column.to_native()) for column in nw.from_native(frame).iter_columns()]
    columns = [unnested(column, name) for column in columns]
    return np.column_stack(_of_one_kind(columns)) if columns else np.empty((0, 0))


def _of_one_kind(columns: list[Array]) -> list[Array]:
    """Return columns as objects where NumPy would change what they hold: 1 beside "a", large integers beside floats."""
    kinds = {column.dtype.kind for column in columns}
    rounds = any(column.dtype.kind in "iu" and column.size and extent(column) > EXACT for column in columns)
    if len(kinds) > 1 and (kinds & set("OUS") or rounds):
        return [column.astype(object) for column in columns]
    return columns


def _with_number_dtype(array: Array) -> Array:
    """Give numbers that came as Python objects their NumPy dtype."""
    if array.dtype != object:
        return array
    values = array.ravel().tolist()
    if any(is_missing(value) or not isinstance(value, bool | int | float | np.generic) for value in values):
        return array
    return _unrounded(values, np.asarray(values)).reshape(array.shape)


def unnested(array: Array, name: str) -> Array:
    """Return a column of lists or arrays as rows of them."""
    if array.dtype != object or array.ndim != 1 or not array.size:
        return array
    return (
        from_list(array.tolist(), name) if all(isinstance(row, list | tuple | np.ndarray) for row in array) else array
    )


def widened(array: Array) -> Array:
    """Turn extension floats (bfloat16 of jax) into float64."""
    return array.astype(np.float64) if "bfloat16" in array.dtype.name else array


def label_array(labels: Sequence[Any]) -> Array:
    """Return labels as an array; of integers from 2 ** 63 on NumPy would make floats."""
    array = np.asarray(labels)
    whole = array.dtype.kind == "f" and all(isinstance(label, int) and label >= 0 for label in labels)
    return np.array(labels, dtype=np.uint64) if whole and array.max() < 2.0**64 else array


def is_missing(value: Any) -> bool:
    """Tell whether one value stands for a missing one: None, NaN, NaT or pandas' NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


EXACT = 2.0**53
"""Integers up to this one are exact as float64."""


def extent(array: Array) -> int:
    """Return the largest magnitude of integers."""
    return max(int(array.max()), -int(array.min()))


def categorical(values: Any) -> tuple[list[Any], Array] | None:
    """Return the categories and the codes of a categorical (pandas, polars, pyarrow), -1 where a value is missing."""
    home = type(values).__module__.partition(".")[0]
    if home not in ("pandas", "polars", "pyarrow") or not hasattr(values, "__len__") or not len(values):
        return None
    if home == "pandas":
        values = getattr(values, "cat", values)
        known = hasattr(values, "categories") and hasattr(values, "codes")
        return (list(values.categories), np.asarray(values.codes)) if known else None
    if home == "polars" and type(getattr(values, "dtype", None)).__name__ in ("Categorical", "Enum"):
        distinct = values.drop_nulls().unique()
        places = np.full((distinct.to_physical().max() or 0) + 1, -1)
        places[distinct.to_physical().to_numpy()] = np.arange(len(distinct))
        codes = places[values.to_physical().fill_null(0).to_numpy()]
        return distinct.to_list(), np.where(values.is_null().to_numpy(), -1, codes)
    kind = str(getattr(values, "type", ""))
    if home == "pyarrow" and "dictionary" in kind and "values=null" not in kind:
        whole = unified(values)
        return whole.dictionary.to_pylist(), np.asarray(whole.indices.fill_null(-1))
    return None
