"""Predictions as columns of a page, and what it must know of them: see docs/guide/report_format.rst."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast

import numpy as np

from figmerit.report._metrics import metrics_spec
from figmerit.report._pack import as_codes, packed_ascending, packed_codes, packed_numbers, packed_texts, rounded_down
from figmerit.report._values import is_number, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from figmerit._arrays import Array
    from figmerit.report._pack import Block
    from figmerit.report._predictions import Predictions, Run

P = ParamSpec("P")
R = TypeVar("R")

FLOATS = np.float16, np.float32
"""Types of numbers that 32 bits hold."""

VERSION = 1
"""Of the format; it changes if older pages could not be read any more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of predictions a page holds: thumbnails, columns of the caller's, rows of the table, bits of scores."""

    thumbnails: int
    columns: int
    rows: int
    bits: int | None


class Codes(NamedTuple):
    """A column of codes below a size."""

    codes: Array
    size: int


class Counted(NamedTuple):
    """What is counted: the scores of a run for a label, or which label it predicts, or whether it predicts this one."""

    run: Run
    label: int | None
    is_score: bool


def once(method: Callable[P, R]) -> Callable[P, R]:
    """Let a method of columns do its work once for the same arguments."""

    @wraps(method)
    def known(*arguments: P.args, **options: P.kwargs) -> R:
        made: dict[Any, Any] = arguments[0].made  # type: ignore[attr-defined]
        key = (method.__name__, *arguments[1:])
        if key not in made:
            made[key] = method(*arguments, **options)
        return cast("R", made[key])

    return known


class Columns:
    """The columns of a page; what is the same for several plans is packed once."""

    def __init__(self, predictions: Predictions) -> None:
        self.predictions = predictions
        self.n, self.weight = len(predictions.truth), predictions.sample_weight
        self.made: dict[Any, Any] = {}
        self.counted = dict(_counted(predictions))

    def blocks(self, plan: Plan) -> dict[str, Block]:
        """Return the columns of the table by their names, and if it has not all rows also what is counted of all."""
        found = {name: self._table(name, plan.rows) for name in self._labels()}
        for name, counted in self.counted.items():
            found[name] = self._codes(name, plan.rows, plan.bits)
            if counted.is_score:
                found[f"{name}.values"] = self._values(name, plan.bits)
        if self.predictions.ids is not None:
            found |= self._ids(plan.rows)
        for k in range(plan.columns):
            found |= self._user(k, plan.rows)
        if plan.thumbnails:
            found["image"] = self._thumbnails(plan.thumbnails, plan.rows)
        if self.weight is not None:
            found["weight"] = packed_numbers(self.weight[self._rows(plan.rows)])
        if plan.rows < self.n or self.predictions.kept is not None:
            found["row"] = self._row(plan.rows)
        if plan.rows < self.n:
            for name in self.counted:
                found |= self._cells(name, plan.bits)
        return found

    @once
    def _rows(self, n: int) -> Any:
        """Return the rows of the table."""
        return slice(None) if n >= self.n else np.sort(self.predictions.order[:n])

    def _row(self, n: int) -> Block:
        """Return where the rows of the table are among all examples that were given."""
        kept = self.predictions.kept
        places = np.arange(self.n) if kept is None else kept
        return packed_ascending(as_codes(places[self._rows(n)], math.prod(self.predictions.shape)))

    def _labels(self) -> dict[str, Codes]:
        """Return the columns of true labels and groups."""
        given = self.predictions
        groups = {f"group{k}": Codes(group.codes, len(group.values)) for k, group in enumerate(given.groups)}
        if given.kind == "multilabel":
            return groups | {f"true.{k}": Codes(given.truth[:, k], 2) for k in range(len(given.labels))}
        return groups | {"true": Codes(given.truth, len(given.labels))}

    @once
    def _table(self, name: str, rows: int) -> Block:
        codes, size = self._labels()[name]
        return packed_codes(codes[self._rows(rows)], size)

    @once
    def _codes(self, name: str, rows: int, bits: int | None) -> Block:
        codes, size = self._coded(name, bits)
        return packed_codes(codes[self._rows(rows)], size)

    @once
    def _values(self, name: str, bits: int | None) -> Block:
        return packed_ascending(self._distinct(name, bits)[0])

    @once
    def _ids(self, rows: int) -> dict[str, Block]:
        return _packed_values("id", np.asarray(self.predictions.ids)[self._rows(rows)])

    @once
    def _user(self, k: int, rows: int) -> dict[str, Block]:
        column = self.predictions.columns[k]
        return _packed_values(column.key, column.values[self._rows(rows)])

    def _coded(self, name: str, bits: int | None) -> Codes:
        """Return a column of what is counted."""
        run, label, is_score = self.counted[name]
        if is_score:
            values, codes = self._distinct(name, bits)
            return Codes(codes, len(values))
        if label is None:
            return Codes(run.predicted, len(self.predictions.labels))
        return Codes(run.predicted[:, label], 2)

    @once
    def _distinct(self, name: str, bits: int | None) -> tuple[Array, Array]:
        """Return the distinct scores of a column, ascending, and the place of each row's among them."""
        run, label, _ = self.counted[name]
        scores = run.scores_of(label or 0)
        values, codes = np.unique(scores if bits is None else rounded_down(scores, bits), return_inverse=True)
        is_short = np.dtype(run.score_dtype).itemsize < 8
        return values.astype(np.float32 if is_short else np.float64), codes.ravel()

    @once
    def _cells(self, name: str, bits: int | None) -> dict[str, Block]:
        """Return how many of all rows have the same code, truth and groups, and how much these weigh."""
        given, label = self.predictions, self.counted[name].label
        truth = Codes(given.truth, len(given.labels)) if label is None else Codes(given.has_label(label), 2)
        combination, groups = self._combinations()
        codes, n_groups = self._coded(name, bits), len(groups)
        keys = (codes.codes * truth.size + truth.codes) * n_groups + combination
        cells, of_row, n = _distinct_cells(keys, weighted=self.weight is not None)
        cells, of_group = np.divmod(cells, n_groups)
        of_code, of_truth = np.divmod(cells, truth.size)
        found = {"code": packed_ascending(as_codes(of_code, codes.size)), "true": packed_codes(of_truth, truth.size)}
        for k, group in enumerate(given.groups):
            found[f"group{k}"] = packed_codes(groups[of_group, k], len(group.values))
        rows = packed_codes(n, int(n.max()) + 1)
        if self.weight is None:
            found["weight"] = rows
        else:
            found |= {"rows": rows, "weight": packed_numbers(np.bincount(of_row, self.weight))}
        return {f"{name}/{part}": block for part, block in found.items()}

    @once
    def _combinations(self) -> tuple[Array, Array]:
        """Return the number of each row's combination of groups, and the groups of each combination."""
        codes = np.column_stack([np.zeros(self.n, dtype=np.int64), *(group.codes for group in self.predictions.groups)])
        number = codes[:, 0]
        for column in codes.T[1:]:
            number = np.unique(number * (int(column.max()) + 1) + column, return_inverse=True)[1].ravel()
        _, first = np.unique(number, return_index=True)
        return number, codes[first, 1:]

    def _thumbnails(self, most: int, rows: int) -> Block:
        images, kept = self.predictions.thumbnails, self._kept(most)
        return packed_texts([images[place] if place in kept else "" for place in self._places(rows)])

    def _kept(self, most: int) -> set[int]:
        """Return the places of the thumbnails that stay."""
        return set(list(self.predictions.thumbnails)[:most])

    def _places(self, rows: int) -> list[int]:
        """Return the places of the rows of the table."""
        places: list[int] = np.arange(self.n)[self._rows(rows)].tolist()
        return places

    def n_shown(self, plan: Plan) -> int:
        """Return how many thumbnails the table has."""
        return len(self._kept(plan.thumbnails).intersection(self._places(plan.rows)))


def _distinct_cells(keys: Array, *, weighted: bool) -> tuple[Array, Array, Array]:
    """Return the distinct keys, of weighted rows the place of each one's among them, and how many rows have each."""
    if not weighted:
        cells, n = np.unique(keys, return_counts=True)
        return cells, n[:0], n
    cells, of_row, n = np.unique(keys, return_inverse=True, return_counts=True)
    return cells, of_row.ravel(), n


def _counted(predictions: Predictions) -> Iterator[tuple[str, Counted]]:
    """Yield what is counted with the names of the columns."""
    of_kind = {"binary": [predictions.positive or 0]}
    labels = of_kind.get(predictions.kind, range(len(predictions.labels)))
    for k, run in enumerate(predictions.runs):
        if run.scores is not None:
            for name, label in zip(score_names(predictions, k), labels, strict=True):
                yield name, Counted(run, label, is_score=True)
        if predictions.kind == "multiclass":
            yield f"run{k}.predicted", Counted(run, None, is_score=False)
        elif run.scores is None:
            for label in labels:
                yield f"run{k}.predicted.{label}", Counted(run, label, is_score=False)


def rest_of(predictions: Predictions) -> str:
    """Return what all labels but one are called: not as one of them is."""
    return next(
        name for name in ("rest", "all others", "not it", "the rest of all") if name not in predictions.display_labels
    )


def score_names(predictions: Predictions, run: int) -> list[str]:
    """Return the names of the columns of a run's scores."""
    if predictions.runs[run].scores is None:
        return []
    return [f"run{run}.{k}" for k in range(1 if predictions.kind == "binary" else len(predictions.labels))]


def spec_of(predictions: Predictions, first_run: int, plan: Plan) -> dict[str, Any]:
    """Return what the page must know beside the columns."""
    return {
        "version": VERSION,
        "kind": predictions.kind,
        "examples": len(predictions.truth),
        "index": _index(predictions.shape),
        "weighted": predictions.sample_weight is not None,
        "images": plan.thumbnails > 0,
        "labels": list(predictions.display_labels),
        "positive": predictions.positive,
        "runs": [
            {"name": run.name, "scores": score_names(predictions, k), "type": np.dtype(run.score_dtype).name}
            for k, run in enumerate(predictions.runs)
        ],
        "runsName": predictions.runs_name,
        "rest": rest_of(predictions),
        "groups": [
            {"name": group.name, "column": f"group{k}", "values": list(group.values), "note": group.note or None}
            for k, group in enumerate(predictions.groups)
        ],
        "columns": [{"name": one.name, "column": one.key} for one in predictions.columns[: plan.columns]],
        "rounded": plan.bits is not None,
        "first": _first(predictions, first_run),
        **metrics_spec(weighted=predictions.sample_weight is not None),
    }


def _first(predictions: Predictions, run: int) -> dict[str, Any]:
    """Return what is shown first; labels share one threshold, or each label has its own."""
    subset, thresholds = predictions.subsets, predictions.thresholds
    alike = len(set(thresholds)) == 1
    return {
        "run": run,
        "subset": None if subset is None else {"name": subset.name, "code": predictions.first_subset},
        "threshold": thresholds[0] if alike else None,
        "thresholds": None if alike else list(thresholds),
        "by": predictions.by,
    }


def _index(shape: tuple[int, ...]) -> dict[str, Any]:
    """Return what the axes of the targets are called, and how long they are: a row number tells the place on each."""
    others = ["y", "x"] if len(shape) == 3 else [f"axis{k}" for k in range(1, len(shape))]
    return {"names": ["row", *others], "shape": list(shape)}


def _packed_values(name: str, values: Array) -> dict[str, Block]:
    """Return a column of numbers; or of texts, of which those that repeat are told by codes."""
    if is_number(values):
        return {name: packed_numbers(values.astype(np.float32 if values.dtype in FLOATS else np.float64))}
    texts = texts_of(values)
    distinct = list(dict.fromkeys(texts))
    if len(distinct) > len(texts) // 2:
        return {name: packed_texts(texts)}
    place = {text: code for code, text in enumerate(distinct)}
    codes = np.array([place[text] for text in texts])
    return {name: packed_texts(distinct), f"{name}.codes": packed_codes(codes, len(distinct))}
