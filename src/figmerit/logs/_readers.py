"""Logs of training, in whatever holds them, as columns of numbers."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, is_missing, name_of
from figmerit._validate import check_keys, check_numbers, check_unrepeated
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULE = "a mapping of columns, a data frame, a list of dictionaries (one a step) or the path of a CSV file"

EMPTY = ("", "na", "nan", "n/a", "none", "null")
"""What stands in a cell without a value."""

DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Log:
    """The columns of a log that hold numbers, NaN where one is missing; and why the others do not."""

    columns: Mapping[str, FloatArray]
    faults: Mapping[str, Exception]

    def column(self, name: str, option: str) -> FloatArray:
        """Return the column that an option names."""
        if name in self.faults:
            raise self.faults[name]
        if name not in self.columns:
            rule = f"the name of a column of log, one of {listing(self.columns)}"
            raise invalid(option, rule, brief(name), did_you_mean(name, self.columns))
        return self.columns[name]


def read_log(log: Any) -> Log:
    """Return the columns of a log."""
    columns: dict[str, FloatArray] = {}
    faults: dict[str, Exception] = {}
    for name, values in _raw_columns(log).items():
        try:
            columns[name] = _numbers(values, f"log[{name!r}]")
        except (TypeError, ValueError) as error:  # it may be a column that nobody asks for, such as a date
            faults[name] = error
    if not columns:
        raise next(iter(faults.values()))
    return Log(columns, faults)


def _raw_columns(log: Any) -> dict[str, Any]:
    """Return what the columns of a log hold, by their names."""
    if isinstance(log, str | os.PathLike):
        return _from_csv(Path(log))
    if isinstance(log, Mapping):
        columns = check_keys("log", log)
    elif isinstance(log, list | tuple):
        columns = _from_rows(log)
    else:
        columns = _from_frame(log)
    if not columns:
        raise invalid("log", f"{RULE}, with at least one column", "an empty one")
    return columns


def _from_frame(frame: Any) -> dict[str, Any]:
    import narwhals as nw

    if hasattr(frame, "iloc"):  # pandas, of which names may repeat
        check_unrepeated(tuple(map(str, frame.columns)), "the columns of log")
    wrapped: Any = nw.from_native(frame, pass_through=True)
    if isinstance(wrapped, nw.LazyFrame):
        raise wrong_type("log", "a data frame in memory", brief(frame), "log.collect()")
    if not isinstance(wrapped, nw.DataFrame):
        raise wrong_type("log", RULE, brief(frame), "Pass its history" if hasattr(frame, "history") else "")
    index = getattr(frame, "index", None)
    steps = {} if name_of(index) is None else {str(name_of(index)): index}
    return steps | {str(name): wrapped.get_column(name).to_native() for name in wrapped.columns}


def _from_rows(rows: Sequence[Any]) -> dict[str, Any]:
    """Return the columns of rows that may each lack some."""
    strange = [row for row in rows if not isinstance(row, Mapping)]
    if strange:
        hint = '{"train_sizes": sizes, "train_scores": ..., "test_scores": ...}' if isinstance(rows, tuple) else ""
        raise wrong_type("log", RULE, f"a {type(rows).__name__} with {brief(strange[0])}", hint)
    names = dict.fromkeys(str(name) for row in rows for name in row)
    columns: dict[str, Any] = {name: [None] * len(rows) for name in names}
    for index, row in enumerate(rows):
        for name, value in row.items():
            columns[str(name)][index] = _plain(value)
    return columns


def _plain(value: Any) -> Any:
    """Return a number that some library holds, a tensor of one value too, as a float; what is no number as a text."""
    if hasattr(value, "__len__") and getattr(value, "shape", None) != ():
        return value if isinstance(value, str) else brief(value)
    if is_missing(value) or not hasattr(value, "__float__"):
        return value
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return value


def _from_csv(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise invalid("log", "the path of a CSV file that exists", repr(str(path)))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            rows = [row for row in csv.reader(file, delimiter=max(DELIMITERS, key=header.count)) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise invalid("log", "a CSV file in UTF-8", f"{str(path)!r} ({error})") from error
    if len(rows) < 2:
        raise invalid("log", "a CSV file with names of columns and at least one row", f"{len(rows)} rows")
    names, *body = rows
    check_unrepeated(tuple(names), "the columns of log")
    for number, row in enumerate(body, start=2):
        if len(row) > len(names):
            got = f"{len(row)} cells in row {number} under {len(names)} names"
            raise invalid("log", "a CSV file with a name above each cell", got)
    padded = [row + [""] * (len(names) - len(row)) for row in body]
    return {name: _cells([row[k] for row in padded]) for k, name in enumerate(names)}


def _cells(texts: Sequence[str]) -> Any:
    """Return the cells of a column as numbers, or as they are if one of them is no number."""
    try:
        return [math.nan if text.strip().lower() in EMPTY else float(text) for text in texts]
    except ValueError:
        return list(texts)


def _numbers(values: Any, name: str) -> FloatArray:
    """Return a column of numbers, or one row a step with a column a fold; NaN where one is missing."""
    array = check_numbers(values, name).astype(np.float64)
    if array.ndim > 2:
        raise invalid(name, "one number a step, or one row a step with a column a fold", f"shape {array.shape}")
    n_infinite = int(np.isinf(array).sum())
    if n_infinite:
        hint = "Replace the infinities by None: they then are gaps"
        raise invalid(name, "finite, or missing", f"infinity in {n_infinite} of {array.size} values", hint)
    return array


def check_lengths(columns: Iterable[tuple[str, FloatArray]]) -> int:
    """Return the number of steps, which all columns must have."""
    (first, known), *others = columns
    for name, values in others:
        if len(values) != len(known):
            rule = f"as long as log[{first!r}], {len(known)} steps"
            raise invalid(f"log[{name!r}]", rule, f"{len(values)}")
    return len(known)
