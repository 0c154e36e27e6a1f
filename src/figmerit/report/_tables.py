"""Frames and mappings as tables of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from figmerit._arrays import to_numpy
from figmerit._containers import column_names, is_missing
from figmerit._numbers import measured
from figmerit._validate import check_keys, check_same_shape
from figmerit.errors import brief, invalid, wrong_type
from figmerit.report._page import Cell, Table
from figmerit.report._values import clean

if TYPE_CHECKING:
    from figmerit._arrays import Array, Result

MOST = 1000
"""Rows that a table shows, at most."""

FEW = 100
"""Rows of the data of a figure, at most: of more, one in so many."""


def table_of(content: Any) -> Table:
    """Return a table of a frame, or of columns by their names; single values are a table of two columns."""
    if isinstance(content, Mapping):
        columns = check_keys("content", content)
        if columns and all(not hasattr(value, "__len__") or isinstance(value, str) for value in columns.values()):
            columns = {"name": list(columns), "value": list(columns.values())}
    else:
        names = column_names(content)
        if names is None:
            rule = "a text, a figure, a result, a data frame, a mapping of names to columns, or findings"
            raise wrong_type("content", rule, brief(content))
        columns = {str(name): content[name] for name in names}
    arrays, n = _arrays(columns)
    part = f"The first {MOST:,} of {n:,} rows" if n > MOST else ""
    return _table({name: array[:MOST] for name, array in arrays.items()}, part)


def data_of(result: Result) -> Table:
    """Return the data of a result's figure."""
    arrays, n = _arrays(result._columns())  # noqa: SLF001  what to_pandas shows, without pandas
    step = -(-n // FEW)
    part = f"One in {step:,} of {n:,} rows" if step > 1 else ""
    return _table({name: array[::step] for name, array in arrays.items()}, part)


def _arrays(columns: Mapping[str, Any]) -> tuple[dict[str, Array], int]:
    """Return columns as arrays, and how many rows they have."""
    arrays = {name: to_numpy(values, f"the column {name!r}") for name, values in columns.items()}
    first = next(iter(arrays), None)
    if first is None:
        raise invalid("content", "a table of at least one column", "an empty one")
    for name, array in arrays.items():
        check_same_shape(f"the column {first!r}", arrays[first].shape[:1], f"the column {name!r}", array.shape)
    return arrays, len(arrays[first])


def _table(arrays: Mapping[str, Array], part: str) -> Table:
    rows = zip(*(array.tolist() for array in arrays.values()), strict=True)
    return Table([clean(name) for name in arrays], [[_cell(value) for value in row] for row in rows], part)


def _cell(value: Any) -> Cell:
    if is_missing(value):
        return Cell("")
    if isinstance(value, float):
        return Cell(measured(value), is_number=True)
    return Cell(clean(value), is_number=isinstance(value, int) and not isinstance(value, bool))
