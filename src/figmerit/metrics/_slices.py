"""Which samples are in which slice, and what computes a metric of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import IntArray, is_missing, ordered_categories, to_numpy
from figmerit._targets import LabelTarget, ScoreTarget
from figmerit._validate import Label, check_labels, check_unrepeated, column_hint
from figmerit.errors import brief, called, invalid, listing, wrong_type
from figmerit.metrics._catalog import CATALOG, Metric, Value
from figmerit.metrics._evaluation import Evaluation, in_cells, take

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Array

PLAIN = (str, bytes, bool, int, float, np.generic)
"""What can be a label itself."""


def known_pos_label(target: LabelTarget | ScoreTarget, pos_label: Label | None) -> Label | None:
    """Return the positive label if it is known, also where the data holds one label of {0, 1} only."""
    alone = target.kind == "binary" and target.labels in ((0,), (1,), (-1,))
    return 1 if pos_label is None and alone else pos_label


def with_labels_seen(target: LabelTarget) -> LabelTarget:
    """Return the target with the labels that it holds only."""
    seen, codes = np.unique(np.concatenate([target.true_codes, target.pred_codes]), return_inverse=True)
    true, pred = np.split(codes.astype(np.int64), 2)
    labels = tuple(target.labels[code] for code in seen.tolist())
    return replace(target, true_codes=true, pred_codes=pred, labels=labels)


def slices_of(
    side: str, slices: Any, shown: Any, evaluation: Evaluation, y_true: Any
) -> tuple[IntArray, tuple[Label, ...]]:
    """Return the position of each sample's slice among the slices shown (-1: none), and these."""
    name = f"{side}_slices"
    values = check_labels(_in_words(slices, name), name)
    scored: Any = evaluation.scored
    target = evaluation.labelled or scored
    shape = to_numpy(y_true, "y_true").shape if scored is None else scored.shape
    shape = shape[:1] if target is not None and target.kind == "multilabel" else shape
    if values.shape not in (shape, shape[:1]):
        hint = column_hint("y_true", shape, name, values.shape)
        raise invalid(name, f"of shape {shape[:1]}, one slice a sample", f"shape {values.shape}", hint)
    seen, codes = np.unique(values.ravel(), return_inverse=True)
    labels: tuple[Label, ...] = _in_order(tuple(seen.tolist()), slices)
    if shown is not None:
        labels = _labels_shown(f"{side}_labels", shown, name, labels)
    position = {label: code for code, label in enumerate(labels)}
    codes = np.array([position.get(label, -1) for label in seen.tolist()], dtype=np.int64)[codes]
    extra = (1,) * (len(shape) - values.ndim)
    codes = np.broadcast_to(codes.reshape(values.shape + extra), shape).ravel()
    return codes if scored is None or scored.kept is None else codes[scored.kept], labels


def _in_words(slices: Any, name: str) -> Array:
    """Return the slices, those that are neither texts nor numbers (intervals, periods) by their text."""
    values = to_numpy(slices, name)
    if values.dtype != object:
        return values
    words = [value if is_missing(value) or isinstance(value, PLAIN) else str(value) for value in values.ravel()]
    return np.array(words, dtype=object).reshape(values.shape)


def _in_order(seen: tuple[Label, ...], slices: Any) -> tuple[Label, ...]:
    """Return the slices seen in the order of their categories, if they have one."""
    categories = ordered_categories(slices)
    if categories is None:
        return seen
    place = {value if isinstance(value, PLAIN) else str(value): k for k, value in enumerate(categories)}
    return tuple(sorted(seen, key=place.__getitem__))


def _labels_shown(name: str, shown: Any, of: str, seen: tuple[Label, ...]) -> tuple[Label, ...]:
    array = check_labels(_in_words(shown, name), name)
    if array.ndim != 1:
        raise invalid(name, "one-dimensional", f"shape {array.shape}")
    labels: tuple[Label, ...] = check_unrepeated(tuple(array.tolist()), name)
    if isinstance(labels[0], str) != isinstance(seen[0], str):
        kind = "strings" if isinstance(seen[0], str) else "numbers"
        raise wrong_type(name, f"{kind}, as in {of}", listing(labels))
    return labels


def members_of(rows: IntArray, cols: IntArray, n_rows: int, n_cols: int) -> list[IntArray]:
    """Return the positions of the samples in each cell, row by row."""
    cells = np.where((rows < 0) | (cols < 0), -1, rows * n_cols + cols)
    order = np.argsort(cells, kind="stable")
    ends = np.searchsorted(cells[order], np.arange(n_rows * n_cols + 1))
    return [order[start:end] for start, end in pairwise(ends.tolist())]


def metric_of_slices(
    metric: Metric, average: str | None, evaluation: Evaluation, *, fixed: bool
) -> tuple[str, Callable[[IntArray], Value]]:
    """Return the name of a metric, and the function that computes it for some of the samples.

    Averages go over all labels if they are `fixed`, else over those seen in the slice.
    """
    target: Any = evaluation.target_for(metric.needs)
    if target.kind == "multilabel" and not metric.multilabel:
        defined = ", ".join(repr(other.name) for other in CATALOG.values() if other.multilabel)
        raise invalid("metric", f"one of {defined} for multilabel targets", repr(metric.name))
    positive = known_pos_label(target, evaluation.pos_label)
    how = average or ("macro" if positive is None else "binary")

    def value_of(index: IntArray) -> Value:
        part = take(target, index)
        if metric.needs == "labels":
            part = in_cells(part if fixed or part.kind == "multilabel" else with_labels_seen(part))
        return metric(part, how, positive)

    return metric.title(target.kind, how), value_of


def function_of_slices(metric: Any, evaluation: Evaluation) -> tuple[str, Callable[[IntArray], Value]]:
    """Return the name of a function, and what calls it on some of the samples."""
    name = str(getattr(metric, "__name__", type(metric).__name__))
    target: Any = evaluation.labelled or evaluation.scored
    takes = "(y_true, y_score)" if isinstance(target, ScoreTarget) else "(y_true, y_pred)"

    def in_words(codes: IntArray) -> Array:
        return codes if target.kind == "multilabel" else np.asarray(target.labels)[codes]

    def value_of(index: IntArray) -> Value:
        part = take(target, index)
        if isinstance(part, ScoreTarget):
            arrays = in_words(part.codes), part.y_score
        else:
            arrays = in_words(part.true_codes), in_words(part.pred_codes)
        weight = {} if part.sample_weight is None else {"sample_weight": part.sample_weight}
        result = called("metric", f"a function of {takes} that returns a number", metric, *arrays, **weight)
        if np.ndim(result) or isinstance(result, str) or not hasattr(result, "__float__"):
            raise wrong_type(f"the result of {name}", "a number", brief(result))
        value = float(result)
        if np.isinf(value):
            raise invalid(f"the result of {name}", "finite, or NaN", f"{value:g}")
        return value, f"{name} returned NaN" if np.isnan(value) else ""

    return name, value_of
