"""Logs of training, in whatever holds them, as columns of numbers; and those as a table with one row a step."""

from __future__ import annotations

import contextlib
import csv
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import FloatArray, check_numbers
from figmerit._containers import name_of
from figmerit._validate import check_keys, check_unrepeated
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from figmerit._arrays import BoolArray

RULE = "a mapping of columns, a data frame, a list of dictionaries (one a step) or the path of a CSV file"

ROWS = "row"
"""The name of the horizontal axis where no column is one."""

EMPTY = ("", "na", "nan", "n/a", "none", "null")
"""What stands in a cell without a value."""


@dataclass(frozen=True, slots=True)
class Log:
    """The columns of a log that hold numbers, NaN where one is missing; and why the others do not."""

    columns: Mapping[str, FloatArray]
    faults: Mapping[str, Exception]

    def check_column(self, option: str, name: Any) -> None:
        """Raise unless an option names a column of numbers."""
        rule = "the name of a column of log"
        if not isinstance(name, str):
            raise wrong_type(option, rule, brief(name))
        if name in self.faults:
            raise self.faults[name]
        if name not in self.columns:
            hint = did_you_mean(name, self.columns)
            raise invalid(option, f"{rule}, one of {listing(self.columns)}", brief(name), hint)


def read_log(log: Any) -> Log:
    """Return the columns of a log."""
    if isinstance(getattr(log, "history", None), Mapping):  # what Keras' fit returns
        log = log.history
    if isinstance(log, tuple) and len(log) in (3, 5) and not any(isinstance(part, Mapping) for part in log):
        log = dict(zip(OF_SIZES, log, strict=False))
    if isinstance(log, str | os.PathLike):
        raw = _from_csv(Path(log))
    elif isinstance(log, Mapping):
        raw = _spread(_flat(check_keys("log", log)))
    else:
        raw = _from_rows(log) if isinstance(log, list | tuple) else _from_frame(log)
    if not raw:
        raise invalid("log", f"{RULE}, with at least one column", "an empty one")
    columns: dict[str, FloatArray] = {}
    faults: dict[str, Exception] = {}
    for name, values in raw.items():
        try:
            columns[name] = _numbers(values, f"log[{name!r}]")
        except (TypeError, ValueError) as error:  # it may be a column that nobody asks for, such as a date
            faults[name] = error
    if not columns:
        raise next(iter(faults.values()))
    return Log(columns, faults)


def _flat(log: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a log that holds a mapping for each set of data, as boosting libraries keep them.

    The sets of XGBoost have numbers: the first of two is taken for the training data, as its examples pass them.
    """
    sets = {name: part for name, part in log.items() if isinstance(part, Mapping)}
    if not sets or len(sets) < len(log):
        return log
    names = {name: re.sub(r"_\d+$", "", name) for name in sets}
    if len(sets) == 2 and len({*names.values()}) == 1:
        names = dict(zip(sets, ("train", "validation"), strict=True))
    if len({*names.values()}) < len(names):
        names = {name: name for name in sets}
    found = {f"{names[name]}_{metric}": values for name, part in sets.items() for metric, values in part.items()}
    size = max((len(values) for values in found.values() if hasattr(values, "__len__")), default=0)
    return {"iteration": list(range(size))} | found  # these libraries count their best_iteration from 0


def _spread(log: dict[str, Any]) -> dict[str, Any]:
    """Return columns of one length: of a validation that was made every k-th epoch, the values stand at these."""
    sizes = {name: len(values) for name, values in log.items() if isinstance(values, list) and len(values) > 1}
    most = max(sizes.values(), default=0)
    spread = dict(log)
    for name, size in sizes.items():
        every = most // size
        if size < most and most // every == size and name.lower().startswith("val"):
            spread[name] = [None] * most
            spread[name][every - 1 : every * size : every] = log[name]
    return spread


def _from_csv(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise invalid("log", "the path of a CSV file that exists", repr(str(path)))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            mark = max(",;\t", key=header.count)
            rows = [row for row in csv.reader(file, delimiter=mark) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise invalid("log", "a CSV file in UTF-8", f"{str(path)!r} ({error})") from error
    if len(rows) < 2:
        raise invalid("log", "a CSV file with names of columns and at least one row", f"{len(rows)} rows")
    check_unrepeated(tuple(rows[0]), "the columns of log")
    for number, row in enumerate(rows, start=1):
        if len(row) > len(rows[0]):
            got = f"{len(row)} cells in row {number} under {len(rows[0])} names"
            raise invalid("log", "a CSV file with a name above each cell", got)
    columns: dict[str, Any] = {name: texts for name, *texts in zip_longest(*rows, fillvalue="")}
    for name, texts in columns.items():
        with contextlib.suppress(ValueError):  # a column of texts stays one
            columns[name] = [_number_of(text if mark == "," else text.replace(",", ".")) for text in texts]
    return columns


def _number_of(text: str) -> float:
    return math.nan if text.strip().lower() in EMPTY else float(text)


def _from_rows(rows: Sequence[Any]) -> dict[str, Any]:
    """Return rows as columns. A row may lack some columns; a value that holds several numbers is no number."""
    columns: dict[str, Any] = {}
    for index, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise wrong_type("log", RULE, f"a {type(rows).__name__} with {brief(row)}")
        for name, value in row.items():
            single = isinstance(value, str) or not hasattr(value, "__len__") or getattr(value, "shape", None) == ()
            columns.setdefault(str(name), [None] * len(rows))[index] = value if single else brief(value)
    return columns


def _from_frame(frame: Any) -> dict[str, Any]:
    import narwhals as nw

    if hasattr(frame, "iloc"):  # names of pandas may stand twice
        check_unrepeated(tuple(map(str, frame.columns)), "the columns of log")
    wrapped: Any = nw.from_native(frame, pass_through=True)
    if isinstance(wrapped, nw.LazyFrame):
        raise wrong_type("log", "a data frame in memory", brief(frame), "log.collect()")
    if not isinstance(wrapped, nw.DataFrame):
        raise wrong_type("log", RULE, brief(frame))
    index = getattr(frame, "index", None)
    steps = {} if name_of(index) is None else {str(name_of(index)): index}
    return steps | {str(name): wrapped.get_column(name).to_native() for name in wrapped.columns}


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


OF_SIZES = ("train_sizes", "train_scores", "test_scores")
"""What scikit-learn's ``learning_curve`` returns first; times may follow."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of a log with one row a step, the steps ascending; NaN where a column has no value."""

    x_name: str
    x: FloatArray
    columns: Mapping[str, FloatArray]


def table_of(log: Log, names: Iterable[str], axes: Sequence[str]) -> Table:
    """Return columns over the first one of several axes at whose steps each column has one value."""
    columns = {name: log.columns[name] for name in names}
    n_rows = len(next(iter(columns.values())))
    faults = []
    for name in axes or [ROWS]:
        others = [f"x={other!r}" for other in axes if other != name]
        hint = (*others, "Drop the rows of a run that was started again, or name a finer column")[0]
        try:
            return _joined(name, log.columns[name] if axes else np.arange(1.0, n_rows + 1), columns, hint)
        except ValueError as error:
            faults.append(error)
    raise faults[0]


def _joined(x_name: str, x: FloatArray, columns: Mapping[str, FloatArray], hint: str) -> Table:
    """Return columns with the rows of each step joined into one."""
    if x.ndim != 1:
        raise invalid("x", "a column of one number a step", f"{x_name!r} of shape {x.shape}")
    (first, known), *others = (*columns.items(), (x_name, x))
    for name, values in others:
        if len(values) != len(known):
            raise invalid(f"log[{name!r}]", f"as long as log[{first!r}], {len(known)} steps", f"{len(values)}")
    steps, step_of_row = np.unique(x, return_inverse=True)  # NaN comes last
    n_steps = int(np.isfinite(steps).sum())
    joined = {}
    for name, values in columns.items():
        rows = rows_with_values(values)
        at, given = step_of_row[rows], values[rows]
        n_lost = int((at == n_steps).sum())
        if n_lost:
            raise invalid("x", "known where there are values", f"{x_name!r}, missing at {n_lost} values of {name!r}")
        joined[name] = np.full((n_steps, *values.shape[1:]), np.nan)
        joined[name][at] = given
        twice = at[rows_with_values(np.where(joined[name][at] == given, np.nan, given))]
        if twice.size and (twice == at.max()).all() and len(columns) > 1:
            again = np.flatnonzero(rows)[at == at.max()][1:]
            if not any(rows_with_values(other)[again].any() for key, other in columns.items() if key != name):
                joined[name][at.max()], twice = given[at == at.max()][0], twice[:0]  # made once more after the training
        if twice.size:
            got = f"{x_name!r}, with different values of {name!r} at {steps[twice[0]]:.10g}"
            raise invalid("x", "a column with one value of each metric a step", got, hint)
    return Table(x_name=x_name, x=steps[:n_steps], columns=joined)


def rows_with_values(values: FloatArray) -> BoolArray:
    """Tell at which rows a column has a value, or one of a fold."""
    return np.asarray(~np.isnan(values).all(axis=tuple(range(1, values.ndim))))
