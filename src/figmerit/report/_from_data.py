"""What a page explores, where it is named as columns of a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from figmerit._validate import check_unrepeated
from figmerit.counts._input import columns_of
from figmerit.errors import brief, wrong_type

SEVERAL = ("models", "epochs", "slices", "columns")
"""What has several columns, each with a name in the page."""


def from_data(data: Any, **given: Any) -> dict[str, Any]:
    """Return arrays as they are; with `data` the columns of those names."""
    if data is None:
        return given
    found = columns_of(data, **{name: column for name, column in given.items() if name not in SEVERAL})
    for name in SEVERAL:
        columns = _names(name, given[name])
        found[name] = {shown: columns_of(data, **{name: one})[name] for shown, one in columns.items()} or None
    return found


def _names(name: str, columns: Any) -> Mapping[str, Any]:
    """Return the columns of the frame by the names that they have in the page."""
    if columns is None:
        return {}
    if isinstance(columns, Mapping):
        return columns
    several = [columns] if isinstance(columns, str | int) else columns
    if not isinstance(several, list | tuple) or not all(isinstance(one, str | int) for one in several):
        hint = f"{name}=['a column', 'another']"
        raise wrong_type(name, "names of columns of data", brief(columns), hint)
    return {str(one): one for one in check_unrepeated(tuple(several), name)}
