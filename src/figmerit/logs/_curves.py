"""Which columns of a log are the curves of a metric, and their values step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_several, check_unrepeated
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.logs._names import (
    ROWS,
    Pair,
    chosen_column,
    direction_of,
    is_bookkeeping,
    metric_of,
    pairs_among,
    plain_name,
    steps_among,
)
from figmerit.logs._readers import check_lengths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from figmerit._arrays import BoolArray, FloatArray
    from figmerit.logs._readers import Log


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one side of a metric at each step, NaN where there is none; of folds their mean and range."""

    values: FloatArray
    ends: FloatArray | None = None
    n_folds: int | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Training and validation of one metric."""

    training: Series
    validation: Series

    @property
    def n_folds(self) -> int | None:
        """How many folds there are."""
        return self.training.n_folds or self.validation.n_folds


@dataclass(frozen=True, slots=True)
class Steps:
    """The horizontal axis: its name, its places in ascending order, and the place of each row of the log."""

    name: str
    places: FloatArray
    row_places: FloatArray
    rows: BoolArray

    def joined(self, values: FloatArray) -> FloatArray:
        """Return one value a step of a column, from all rows with that step."""
        known = self.rows & _is_known(values)
        at = np.searchsorted(self.places, self.row_places[known])
        found = np.full((len(self.places), *values.shape[1:]), np.nan)
        found[at] = values[known]
        return found

    def repeated(self, values: FloatArray) -> float | None:
        """Return a step at which a column has different values, if there is one."""
        known = self.rows & _is_known(values)
        again = self.joined(values)[np.searchsorted(self.places, self.row_places[known])]
        same = (again == values[known]) | np.isnan(values[known])
        differs = np.flatnonzero(~same.reshape(len(same), -1).all(axis=1))
        return float(self.row_places[known][differs[0]]) if differs.size else None


def curves_of(log: Log, metrics: Any, x: Any, train: Any, validation: Any) -> tuple[Steps, dict[str, Sides]]:
    """Return the steps of a log, and the curves of each metric that was asked for."""
    pairs = _chosen_pairs(log, metrics, x, train, validation)
    columns = {
        pair.name: (
            chosen_column(pair.training, pair.name, "training"),
            chosen_column(pair.validation, pair.name, "validation"),
        )
        for pair in pairs
    }
    used = {name: log.columns[name] for pair in columns.values() for name in pair if name is not None}
    steps = _chosen_steps(log, x, used)
    sides = {
        metric: Sides(*(_series(steps, None if name is None else used[name]) for name in pair))
        for metric, pair in columns.items()
    }
    for metric, both in sides.items():
        _check_folds(metric, both)
    return steps, sides


def _chosen_pairs(log: Log, metrics: Any, x: Any, train: Any, validation: Any) -> list[Pair]:
    """Return the columns of each metric that was asked for."""
    rule, hint = "names of metrics", 'metrics=["loss"]'
    wanted = [metrics] if isinstance(metrics, str) else metrics
    if wanted is not None:
        wanted = check_several("metrics", wanted, rule, hint)
        if not wanted or not all(isinstance(name, str) for name in wanted):
            raise wrong_type("metrics", rule, brief(metrics), hint)
        check_unrepeated(tuple(map(plain_name, wanted)), "metrics")
    if train is not None or validation is not None:
        return [_explicit_pair(log, wanted, train, validation)]
    names = [name for name in log.columns if name != x and name not in steps_among(log.columns)]
    n_known = {name: int(_is_known(log.columns[name]).sum()) for name in names}
    found = pairs_among([name for name in names if n_known[name]], n_known)
    if wanted is None:
        pairs = _default_pairs(log, found)
        _check_sides(log, [pair.name for pair in found.values()])
        return pairs
    _check_sides(log, wanted)
    known = [pair.name for pair in found.values()]
    for name in wanted:
        if plain_name(name) not in found:
            raise invalid("metrics", f"some of {listing(known)}", brief(name), did_you_mean(name, known))
    return [found[plain_name(name)] for name in wanted]


def _check_sides(log: Log, metrics: Iterable[str]) -> None:
    """Raise if a column of a metric holds no finite numbers: a curve that is left out says nothing of a failure."""
    names = {plain_name(metric) for metric in metrics}
    for column, fault in log.faults.items():
        if plain_name(metric_of(column)[0]) in names:
            raise fault


def _default_pairs(log: Log, found: Mapping[str, Pair]) -> list[Pair]:
    """Return the metrics with both sides; if there is none, those with one side that are known to be metrics."""
    pairs = [pair for pair in found.values() if not is_bookkeeping(pair.name)]
    both = [pair for pair in pairs if pair.training and pair.validation]
    one = [pair for pair in pairs if pair.validation or direction_of(pair.name) is not None]
    if not (both or one):
        _check_sides(log, [metric_of(name)[0] for name in log.faults if direction_of(metric_of(name)[0]) is not None])
        rule = 'of columns of training and validation, such as "loss" and "val_loss"'
        hint = 'train="<column>", validation="<column>"'
        raise invalid("log", rule, f"the columns {listing([*log.columns, *log.faults])}", hint)
    return both or one


def _explicit_pair(log: Log, wanted: list[str] | None, train: Any, validation: Any) -> Pair:
    """Return the columns that the caller named, and the name of their metric."""
    given = {"train": train, "validation": validation}
    for option, column in given.items():
        if column is not None and not isinstance(column, str):
            raise wrong_type(option, "the name of a column of log", brief(column))
    if wanted is not None and len(wanted) > 1:
        raise invalid("metrics", "one name if train or validation is given", listing(wanted))
    sides = {option: [] if name is None else [(0.0, name)] for option, name in given.items()}
    for option, column in given.items():
        if column is not None:
            log.column(column, option)
    name = wanted[0] if wanted else metric_of(train if train is not None else validation)[0]
    return Pair(name, sides["train"], sides["validation"])


def _chosen_steps(log: Log, x: Any, used: Mapping[str, FloatArray]) -> Steps:
    """Return the steps of a column that has one value of each other column a step."""
    if x is not None and not isinstance(x, str):
        raise wrong_type("x", "the name of a column of log", brief(x))
    n_rows = check_lengths(list(used.items()))
    candidates = steps_among(log.columns) if x is None else [x]
    if not candidates:
        places = np.arange(1.0, n_rows + 1)
        return Steps(ROWS, places, places, np.ones(n_rows, dtype=bool))
    faults = []
    for name in candidates:
        try:
            return _checked_steps(log, name, used, [other for other in candidates if other != name])
        except ValueError as error:
            faults.append(error)
    raise faults[0]


def _checked_steps(log: Log, name: str, used: Mapping[str, FloatArray], others: list[str]) -> Steps:
    places = log.column(name, "x")
    if places.ndim != 1:
        raise invalid("x", "a column of one number a step", f"{name!r} of shape {places.shape}")
    check_lengths([(name, places), *used.items()])
    rows = np.isfinite(places)
    steps = Steps(name, np.unique(places[rows]), places, rows)
    for column, values in used.items():
        lost = int((~rows & _is_known(values)).sum())
        if lost:
            raise invalid("x", "known where there are values", f"{name!r}, missing at {lost} values of {column!r}")
        twice = steps.repeated(values)
        if twice is not None:
            got = f"{name!r}, with different values of {column!r} at {twice:.10g}"
            raise invalid("x", "a column with one value of each metric a step", got, _hint_at_steps(others))
    return steps


def _hint_at_steps(others: list[str]) -> str:
    return f"x={others[0]!r}" if others else "Drop the rows of a run that was started again, or name a finer column"


def _series(steps: Steps, values: FloatArray | None) -> Series:
    """Return one side of a metric step by step."""
    if values is None:
        return Series(np.full(len(steps.places), np.nan))
    joined = steps.joined(values)
    if joined.ndim == 1:
        return Series(joined)
    known = np.isfinite(joined)
    n_known = known.sum(axis=1)
    mean = (np.where(known, joined, 0.0) / np.where(n_known, n_known, np.nan)[:, None]).sum(axis=1)
    low = np.where(known, joined, np.inf).min(axis=1)
    high = np.where(known, joined, -np.inf).max(axis=1)
    ends = np.where(n_known[:, None] > 0, np.column_stack([low, high]), np.nan)
    return Series(mean, ends, joined.shape[1])


def _check_folds(metric: str, sides: Sides) -> None:
    folds = [side.n_folds for side in (sides.training, sides.validation) if side.n_folds is not None]
    if len({*folds}) > 1:
        raise invalid("log", f"of one number of folds for the metric {metric!r}", f"{folds[0]} and {folds[1]}")


def _is_known(values: FloatArray) -> BoolArray:
    """Tell at which rows a column has a value, or one of a fold."""
    known: BoolArray = ~np.isnan(values)
    return known if known.ndim == 1 else np.asarray(known.any(axis=1))
