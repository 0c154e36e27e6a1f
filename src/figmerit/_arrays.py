"""Any array-like becomes a NumPy array here; and the base of the frozen results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from figmerit.errors import brief, invalid, require, wrong_type

Array: TypeAlias = NDArray[Any]
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


def to_numpy(values: Any, name: str) -> Array:
    """Return any array-like as a NumPy array, without importing the library it comes from.

    Lists, NumPy, pandas, polars, pyarrow, SciPy sparse, torch (also on a device or with a gradient)
    and jax are understood. Missing values stay missing: None, NaN or the container's own NA.
    """
    if isinstance(values, np.ma.MaskedArray):
        if not np.ma.is_masked(values):
            return values.data
        objects = values.data.astype(object)
        objects[np.ma.getmaskarray(values)] = None  # filled(None) would fill in the fill value
        return objects
    if isinstance(values, np.ndarray):
        return np.asarray(values)  # np.matrix would stay two-dimensional for ever
    if isinstance(values, str | bytes | Mapping) or not (hasattr(values, "__len__") or hasattr(values, "__array__")):
        raise wrong_type(name, "array-like (a list, an array, a series)", brief(values))
    return _widened(_from_list(values, name) if isinstance(values, list | tuple) else _from_container(values))


def label_array(labels: Sequence[Any]) -> Array:
    """Return labels as an array; of integers from 2 ** 63 on NumPy would make floats."""
    array = np.asarray(labels)
    whole = array.dtype.kind == "f" and all(isinstance(label, int) and label >= 0 for label in labels)
    return np.array(labels, dtype=np.uint64) if whole and array.max() < 2.0**64 else array


def column_names(values: Any) -> tuple[str | int, ...] | None:
    """Return the names of a data frame's columns, or None where the columns have no names of their own."""
    columns = getattr(values, "column_names", getattr(values, "columns", None))
    if columns is None or callable(columns) or type(columns).__name__ == "RangeIndex":
        return None
    names = [name.item() if isinstance(name, np.generic) else name for name in columns]
    alike = all(isinstance(name, str) for name in names) or all(isinstance(name, int) for name in names)
    return tuple(names) if alike and names else None


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


def is_missing(value: Any) -> bool:
    """Tell whether one value stands for a missing one: None, NaN, NaT or pandas' NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


def _from_list(values: list[Any] | tuple[Any, ...], name: str) -> Array:
    if any(hasattr(value, "detach") for value in values):
        values = [_from_container(value) for value in values]
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise invalid(name, "rectangular (all rows of one length)", "rows of different lengths or depths") from error
    if array.dtype.kind in "US" and any(not isinstance(value, str | bytes) for value in values):
        return np.asarray(values, dtype=object)  # NumPy would turn [1, "a"] into ["1", "a"]
    return label_array(values) if array.dtype.kind == "f" and array.size and isinstance(values[0], int) else array


def _from_container(values: Any) -> Array:
    if hasattr(values, "detach"):  # torch
        values = values.detach().cpu()
        values = values.float() if "bfloat16" in str(values.dtype) else values
        return np.asarray(values.numpy())
    if hasattr(values, "toarray"):  # SciPy sparse
        return np.asarray(values.toarray())
    if type(values).__module__.startswith("pyarrow"):
        return _from_arrow(values)
    if hasattr(values, "__dataframe__") or hasattr(values, "columns"):
        return _from_frame(values)
    if hasattr(values, "to_numpy"):
        return _from_series(values)
    return np.asarray(values)


def _from_arrow(values: Any) -> Array:
    if hasattr(values, "column_names"):
        return _from_frame(values)
    return np.asarray(values.to_pylist() if "dictionary" in str(values.type) else values)


def _from_series(series: Any) -> Array:
    import narwhals as nw

    wrapped = nw.from_native(series, series_only=True, pass_through=True)
    try:
        array = np.asarray(wrapped.to_numpy())  # keeps float32 where values are missing
    except Exception:  # the library's own, for what NumPy has no type for: integers of 128 bits
        array = np.array(wrapped.to_list(), dtype=object)
    return _with_number_dtype(array)


def _from_frame(frame: Any) -> Array:
    import narwhals as nw

    if hasattr(frame, "iloc"):  # pandas: names may be of any kind, and repeat
        columns = [_from_series(frame.iloc[:, k]) for k in range(frame.shape[1])]
    elif hasattr(frame, "column_names"):
        columns = [_from_arrow(column) for column in frame.columns]
    else:
        columns = [_from_series(column.to_native()) for column in nw.from_native(frame).iter_columns()]
    if not columns:
        return np.empty((0, 0))
    kinds = {column.dtype.kind for column in columns}
    dtype = object if len(kinds) > 1 and kinds & set("OUS") else None  # NumPy would turn 1 and "a" into "1", "a"
    return np.column_stack([column.astype(dtype) if dtype else column for column in columns])


def _with_number_dtype(array: Array) -> Array:
    """Give numbers that came as Python objects their NumPy dtype."""
    if array.dtype != object:
        return array
    values = array.ravel().tolist()
    if any(is_missing(value) or not isinstance(value, bool | int | float | np.generic) for value in values):
        return array
    return np.asarray(values).reshape(array.shape)


def _widened(array: Array) -> Array:
    """Turn extension floats (bfloat16 of jax) into float64."""
    return array.astype(np.float64) if "bfloat16" in array.dtype.name else array


class ReadOnlyDict(dict[str, Any]):
    """A dictionary that nobody can change, also by accident."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        message = "the mappings of a result are read-only.\nHint: dict(mapping) is a copy to change."
        raise TypeError(message)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild through the constructor when unpickled or copied."""
        return type(self), (dict(self),)


class Result:
    """Base of the frozen results: read-only arrays, plain dictionaries, tables.

    Subclasses are ``@dataclass(frozen=True, slots=True, eq=False)``; fields annotated as one of the
    array aliases of this module are copied and made read-only, tuples and mappings are rebuilt.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]
    kinds: ClassVar[dict[str, type[Result]]] = {}
    """All results by their names, for those that hold others."""

    def __init_subclass__(cls) -> None:
        """Remember each kind of result; of a dataclass with slots the class that was made last."""
        Result.kinds[cls.__name__] = cls

    def __post_init__(self) -> None:
        """Own every array, and let nobody change one."""
        for field in fields(self):
            value = getattr(self, field.name)
            object.__setattr__(self, field.name, _frozen(value, str(field.type)))
        self._check()

    def _check(self) -> None:
        """Raise if the fields do not fit each other."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild through the constructor, so that unpickled and copied arrays are read-only too."""
        return type(self), tuple(getattr(self, field.name) for field in fields(self))

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each number of this result that is NaN."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain lists, numbers and strings.

        Returns
        -------
        dict
            One entry a field, and ``"type"``. Undefined numbers stay NaN, the first ROC threshold
            stays infinite: :mod:`json` writes and reads both with its default settings.
        """
        return {"type": type(self).__name__} | {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the result that :meth:`to_dict` wrote.

        Parameters
        ----------
        data : mapping
            What :meth:`to_dict` returned.

        Returns
        -------
        Result
            A result of this class.

        Raises
        ------
        ValueError
            If `data` was written by another class or lacks a field.
        TypeError
            If `data` is no dictionary.
        """
        if not isinstance(data, Mapping):
            raise wrong_type("data", f"the dictionary of a {cls.__name__}", brief(data))
        names = {field.name for field in fields(cls)}
        if data.get("type") != cls.__name__ or names != set(data) - {"type"}:
            hint = f"Write it with {cls.__name__}.to_dict()"
            raise invalid("data", f"the dictionary of a {cls.__name__}", listing_of_keys(data), hint)
        return cls(**{name: _restored(data[name]) for name in names})

    def _columns(self) -> dict[str, Any]:
        """Return the result as the columns of one tidy table."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """Return the result as a tidy :class:`pandas.DataFrame`.

        Returns
        -------
        pandas.DataFrame
            One row an observation: a cell, a threshold, a class or a slice.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return require("pandas", "to_pandas()").DataFrame(self._columns())

    def to_polars(self) -> Any:
        """Return the result as a tidy :class:`polars.DataFrame`.

        Returns
        -------
        polars.DataFrame
            One row an observation: a cell, a threshold, a class or a slice.

        Raises
        ------
        ImportError
            If polars is not installed.
        """
        return require("polars", "to_polars()").DataFrame(self._columns())


def listing_of_keys(data: Mapping[str, Any]) -> str:
    """Describe a dictionary by its type entry and its keys."""
    return f"type {data.get('type')!r} with {sorted(set(data) - {'type'})}"


def read_only(values: Any, dtype: Any = None) -> Array:
    """Return a read-only copy, or the array itself if nobody can change it."""
    if isinstance(values, np.ndarray) and (dtype is None or values.dtype == dtype) and _is_sealed(values):
        return values
    return sealed(np.array(values, dtype=dtype))


def sealed(array: Array) -> Array:
    """Return an array that nobody else has, read-only: results then need no copy of it."""
    array.setflags(write=False)
    return array


def _is_sealed(array: Array) -> bool:
    """Tell whether an array and all that it is a view of are read-only."""
    owner: Any = array
    while isinstance(owner, np.ndarray) and not owner.flags.writeable:
        owner = owner.base
    return owner is None


def _frozen(value: Any, annotation: str) -> Any:
    if value is None:
        return None
    if annotation.startswith("Mapping"):
        inner = annotation.removeprefix("Mapping[str, ").removesuffix("]")
        return ReadOnlyDict({key: _frozen(item, inner) for key, item in value.items()})
    if "FloatArray" in annotation and "IntArray" in annotation:
        return read_only(value)
    if "FloatArray" in annotation:
        return read_only(value, np.float64)
    if "IntArray" in annotation:
        return read_only(value, np.int64)
    if annotation.startswith("tuple"):
        return tuple(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Result):
        return value.to_dict()
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, Mapping):
        kind = Result.kinds.get(value.get("type", ""))
        return {key: _restored(item) for key, item in value.items()} if kind is None else kind.from_dict(value)
    if isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        return [_restored(item) for item in value]
    return value
