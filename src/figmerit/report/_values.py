"""Values of the caller's columns as texts and numbers that a page can hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._containers import is_missing
from figmerit._validate import check_keys, check_same_shape, check_unrepeated, is_column
from figmerit.errors import brief, wrong_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._arrays import Array

LARGEST = 2**53
"""Whole numbers up to here are exact as numbers of a page."""

REPLACED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Control characters, ends of lines but "\\n", texts turned around, halves of letters, and what XML forbids.

Joiners stay: Persian, Hindi and emoji of several parts are spelled with them.
"""


def clean(text: Any) -> str:
    """Return a text that pages and figures can hold: what would break or turn them around becomes "�"."""
    return REPLACED.sub("\ufffd", str(text))


def texts_of(values: Array) -> Sequence[str]:
    """Return values as texts, "" where they are missing."""
    if values.dtype.kind == "M":
        days = np.datetime_as_string(values, unit="auto").tolist()
        return ["" if missing else day for day, missing in zip(days, np.isnat(values).tolist(), strict=True)]
    return ["" if is_missing(value) else clean(value) for value in values.tolist()]


def is_number(values: Array) -> bool:
    """Tell whether a column is one of numbers that 64 bits hold: not one of large whole numbers, such as ids."""
    if values.dtype.kind in "iu":
        return values.size == 0 or (int(values.max()) <= LARGEST and int(values.min()) >= -LARGEST)
    return values.dtype in (np.float16, np.float32, np.float64)


def flat(values: Any, name: str, shape: tuple[int, ...]) -> Array:
    """Return one value an element of a shape; a single column stands for one axis."""
    array = to_numpy(values, name)
    if is_column(array.shape) and len(shape) == 1:
        array = array[:, 0]
    check_same_shape("y_true", shape, name, array.shape)
    return array.ravel()


def named(name: str, given: Any) -> dict[str, Any]:
    """Return columns by their names in a page: those of a mapping, of a frame of any kind, or of one series."""
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return check_keys(name, given)
    frame = columns_of_frame(given, name)
    if frame is not None:
        return frame
    if isinstance(own := getattr(given, "name", None), str | int | tuple) and own != "":
        return {name_text(own): given}
    raise wrong_type(name, "a mapping of name to values, or a data frame", brief(given), _as_mapping(given, name))


def _as_mapping(given: Any, name: str) -> str:
    """Return the hint at several arrays, or at one, as a mapping."""
    if isinstance(given, list | tuple) and given and all(map(_is_column, given)):
        return f"{name}=dict(enumerate(values)), or a dict with names of your own"
    if np.ndim(given) == 2:
        return f"{name}=dict(enumerate(np.transpose(values))), or a dict with names of your own"
    return f"{name}={{'site': values}}"


def _is_column(values: Any) -> bool:
    return hasattr(values, "__len__") and not isinstance(values, str | bytes)


def columns_of_frame(given: Any, name: str) -> dict[str, Any] | None:
    """Return the columns of a data frame by the texts of their names, whatever these are; None of anything else."""
    import narwhals as nw

    if hasattr(given, "iloc"):  # pandas, where names may be of any kind, and repeat
        if getattr(given, "ndim", 1) != 2:
            return None
        names, columns = list(given.columns), [given.iloc[:, k] for k in range(given.shape[1])]
    else:
        frame: Any = nw.from_native(given, pass_through=True)
        if isinstance(frame, nw.LazyFrame):
            raise wrong_type(name, "a mapping or a data frame in memory", brief(given), f"{name}={name}.collect()")
        if not isinstance(frame, nw.DataFrame):
            return None
        names, columns = frame.columns, [column.to_native() for column in frame.iter_columns()]
    texts = check_unrepeated(tuple(map(name_text, names)), f"the columns of {name}")
    return dict(zip(texts, columns, strict=True))


def name_text(name: Any) -> str:
    """Return the name of a column as a text; of several levels with commas between them."""
    return ", ".join(map(str, name)) if isinstance(name, tuple) else str(name)
