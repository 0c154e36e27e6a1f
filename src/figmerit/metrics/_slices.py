"""Which samples are in which slice."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import IntArray, is_missing, ordered_categories, to_numpy
from figmerit._validate import Label, check_labels, check_unrepeated, column_hint
from figmerit.errors import invalid, listing, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array
    from figmerit._targets import LabelTarget, ScoreTarget
    from figmerit.metrics._evaluation import Evaluation

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
    scored = evaluation.scored
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
