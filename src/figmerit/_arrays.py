"""Any array-like becomes a NumPy array here; and the base of the frozen results."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from figmerit._attributes import missing_attribute
from figmerit._containers import EXACT, extent, from_container, is_missing, unnested
from figmerit.errors import brief, invalid, require, wrong_type

Array: TypeAlias = NDArray[Any]
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

PLAIN = str, int, float, bool
"""The types of values that are plain as they are."""

FIXED = (*PLAIN, tuple)
"""The types of values that nobody can change."""


def to_numpy(values: Any, name: str) -> Array:
    """Return any array-like as a NumPy array in native byte order, without importing the library it comes from.

    Lists, NumPy, pandas, polars, pyarrow, SciPy sparse, torch (also on a device or with a gradient)
    and jax are understood; a column of lists or arrays has two axes. Missing values stay missing: None,
    NaN or the container's own NA.
    """
    array = _of_numpy(values) if isinstance(values, np.ndarray) else from_container(values, name)
    return _native(unnested(array, name) if array.dtype == object else array, name)


def _of_numpy(values: Array) -> Array:
    if not isinstance(values, np.ma.MaskedArray):
        return np.asarray(values)  # np.matrix would stay two-dimensional for ever
    if not np.ma.is_masked(values):
        return values.data
    objects = values.data.astype(object)
    objects[np.ma.getmaskarray(values)] = None  # filled(None) would fill in the fill value
    return objects


def as_floats(numbers: list[Any], name: str, hint: str = "") -> list[float]:
    """Return Python objects as floats; decimals and fractions as the nearest ones, as long as these tell them apart."""
    floats = []
    for number in numbers:
        try:
            floats.append(number.__float__())  # which texts do not have
        except OverflowError:
            raise _rounded(number, name) from None
        except (AttributeError, TypeError, ValueError):
            raise wrong_type(name, "numbers", f"the value {brief(number)}", hint) from None
        if not isinstance(number, Decimal | Fraction) and number != floats[-1] and not math.isnan(floats[-1]):
            raise _rounded(number, name)
    nearest: dict[float, Any] = {}
    for number, near in zip(numbers, floats, strict=True):
        if isinstance(number, Decimal | Fraction) and nearest.setdefault(near, number) != number and near == near:
            raise _rounded(number, name)
    return floats


def check_exact(array: Array, name: str) -> None:
    """Raise for integers that float64 would round."""
    if array.dtype.kind in "iu" and array.size and extent(array) > EXACT:
        for value in array.ravel().tolist():
            if int(float(value)) != value:
                raise _rounded(value, name)


def _rounded(value: Any, name: str) -> ValueError:
    return invalid(
        name, "numbers that float64 tells apart", f"the number {brief(value)}", f"np.asarray({name}, dtype=float)"
    )


def _native(array: Array, name: str) -> Array:
    """Return an array in the byte order of this machine; floats that are wider than float64 are refused."""
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        hint = f"np.asarray({name}, dtype=float)"
        raise wrong_type(name, "numbers of at most 64 bits", f"dtype {array.dtype}", hint)
    if array.dtype.char == "g":
        return array.astype(np.float64)
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def check_numbers(values: Any, name: str, hint: str = "") -> Array:
    """Return an array of bool, int or float; missing values become NaN, and numbers that float64 rounds raise."""
    array = at_least_one(values, name)
    if array.dtype.kind == "O":
        numbers = [math.nan if is_missing(value) else value for value in array.ravel().tolist()]
        array = np.array(as_floats(numbers, name, hint), dtype=np.float64).reshape(array.shape)
    if array.dtype.kind not in "biuf":
        raise wrong_type(name, "numbers", f"dtype {array.dtype}", hint)
    check_exact(array, name)
    return array


def check_scores(values: Any, name: str) -> tuple[FloatArray, np.dtype[Any]]:
    """Return scores of any rank as float64, and the dtype that thresholds must be rounded to."""
    meant = name == "y_score"
    array = check_numbers(values, name, "Pass the output of predict_proba or decision_function" if meant else "")
    ends = array.min(), array.max()  # NaN if there is one
    n_infinite = 0 if np.isfinite(ends).all() else int(np.isinf(array).sum())
    if n_infinite:
        objects = not isinstance(values, np.ndarray) or values.dtype.kind == "O"  # which nan_to_num leaves as they are
        numbers = f"np.asarray({name}, dtype=float)" if objects else name
        hint = f"{name}=np.nan_to_num({numbers}, nan=np.nan) makes them the largest numbers" if meant else ""
        raise invalid(name, "finite", f"infinity in {n_infinite} of {array.size} values", hint)
    dtype = array.dtype if array.dtype.kind == "f" else np.dtype(np.float64)
    return array.astype(np.float64, copy=False), dtype


def at_least_one(values: Any, name: str) -> Array:
    """Return an array with at least one axis and one element."""
    array = to_numpy(values, name)
    if array.ndim == 0:
        raise invalid(name, "at least one-dimensional", f"the single value {brief(values)}")
    if array.size == 0:
        raise invalid(name, "non-empty", f"shape {array.shape}")
    return array


def check_fits(result: object, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise unless each named field of a result has its shape; None has every shape."""
    for name, shape in shapes.items():
        value = getattr(result, name)
        found = shape if value is None else np.shape(value) if isinstance(value, np.ndarray) else (len(value),)
        if found != shape:
            raise invalid(f"{name} of a {type(result).__name__}", f"of shape {shape}", f"shape {found}")


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

    Subclasses are ``@dataclass(frozen=True, slots=True, eq=False)`` and name the fields that hold arrays, which
    are copied and made read-only; lists and mappings are rebuilt as tuples and read-only dictionaries.
    """

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]
    floats: ClassVar[tuple[str, ...]] = ()
    integers: ClassVar[tuple[str, ...]] = ()
    numbers: ClassVar[tuple[str, ...]] = ()
    """The fields that hold arrays: of floats, of integers, or of either."""
    kinds: ClassVar[dict[str, type[Result]]] = {}
    """All results by their names, for those that hold others."""

    def __init_subclass__(cls) -> None:
        """Remember each kind of result; of a dataclass with slots the class that was made last."""
        Result.kinds[cls.__name__] = cls

    def __post_init__(self) -> None:
        """Own every array, and let nobody change one."""
        kind: Any = type(self)
        for name, is_array, dtype in _plan(kind):
            value = getattr(self, name)
            if value is not None and (is_array or type(value) not in FIXED):
                object.__setattr__(self, name, _frozen(value, is_array=is_array, dtype=dtype))
        self._check()

    def _check(self) -> None:
        """Raise if the fields do not fit each other."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild through the constructor, so that unpickled and copied arrays are read-only too."""
        return type(self), tuple(getattr(self, field.name) for field in fields(self))

    if not TYPE_CHECKING:  # which would believe that any attribute is there

        def __getattr__(self, name: str) -> Any:
            """Say what the attribute of another library is called here."""
            raise AttributeError(missing_attribute(self, name), name=name, obj=None)  # else Python guesses too

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

    def _repr_html_(self) -> str:
        """Show the result in a notebook: its whole text if it has one."""
        whole: Any = getattr(type(self), "to_text", repr)
        return f"<pre>{escape(whole(self), quote=False)}</pre>"

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


@cache
def _plan(kind: Any) -> tuple[tuple[str, bool, type | None], ...]:
    """Return the name of each field of a kind of result, whether it holds an array, and of what dtype."""
    dtypes = dict.fromkeys(kind.numbers) | dict.fromkeys(kind.floats, float) | dict.fromkeys(kind.integers, int)
    names = [field.name for field in fields(kind)]
    return tuple((name, name in dtypes, dtypes.get(name)) for name in names)


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


def _frozen(value: Any, *, is_array: bool, dtype: type | None) -> Any:
    """Return a value that nobody can change: lists become tuples, or arrays of a dtype, if the field holds any."""
    if value is None:
        return None
    if not isinstance(value, np.ndarray) and isinstance(value, Mapping):
        return ReadOnlyDict({key: _frozen(item, is_array=is_array, dtype=dtype) for key, item in value.items()})
    if is_array:
        return read_only(value, dtype)
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if value is None or type(value) in PLAIN:
        return value
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
