"""Which column of scores or indicators belongs to which label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import given_labels
from figmerit.errors import invalid, listing

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._codes import Codes


def class_columns(
    scores: FloatArray, names: tuple[Label, ...], labels: Any, columns: tuple[Label, ...] | None
) -> FloatArray:
    """Return one column a label, in their order."""
    if len(names) != scores.shape[1]:
        got = f"{scores.shape[1]} columns for the {len(names)} labels {listing(names)}"
        hint = "labels=[...] with the class of each column, in the columns' order (an estimator's classes_)"
        raise invalid("y_score", "of one column a label", got, hint if labels is None else "")
    return by_name("y_score", scores, columns, names, given=labels is not None)


def by_name(
    name: str, array: Array, columns: tuple[Label, ...] | None, labels: tuple[Label, ...], *, given: bool
) -> Array:
    """Order columns as the labels, by their names.

    Columns that name no label are taken in the order of the labels `given` by the caller; in the order
    of sorted labels they could be anything.
    """
    if columns is None:
        return array
    place = _columns_by_label([str(column) for column in columns], [str(label) for label in labels])
    if len(place) == len(labels) == len(columns):
        return array[:, [place[str(label)] for label in labels]]
    if place or not given:
        rule = f"of columns that carry the names of the labels, {listing(labels)}, or of columns without names"
        hint = "Rename them" if place else "labels=[...] with the label of each column, in the columns' order"
        raise invalid(name, rule, f"the columns {listing(columns)}", f"{hint}, or use .to_numpy()")
    return array


def _columns_by_label(columns: list[str], labels: list[str]) -> dict[str, int]:
    """Return the column of each label that one column names: whole, or in a part such as "P(spam)", "p_spam"."""
    at = {column: k for k, column in enumerate(columns)}
    place = {label: at[label] for label in labels if label in at}
    free = {k for column, k in at.items() if column not in place}
    named = {label: {k for k in free if _names(columns[k], label)} for label in labels if label not in place}
    while clear := [label for label, found in named.items() if len(found & free) == 1]:
        label = clear[0]  # "not spam" is in one column; then there is one left for "spam"
        place[label] = (named.pop(label) & free).pop()
        free.remove(place[label])
    return place


def _names(column: str, label: str) -> bool:
    """Tell whether a label is a word in the name of a column."""
    before, after = (r"\d" if end.isdigit() else r"[^\W\d_]" for end in (label[:1], label[-1:]))
    return re.search(f"(?<!{before}){re.escape(label)}(?!{after})", column) is not None


def indicator_labels(n_columns: int, labels: Any, columns: tuple[Label, ...] | None) -> tuple[Label, ...]:
    """Return the label of each column: those given, the columns' own names, or 0, 1, ...."""
    names = given_labels((columns or range(n_columns)) if labels is None else labels)
    if len(names) != n_columns:
        raise invalid(
            "labels", f"{n_columns}, one a column of the multilabel y_true", f"{len(names)}: {listing(names)}"
        )
    return names


def is_indicator(array: Codes) -> bool:
    """Tell whether labels can be an indicator matrix."""
    return len(array.shape) == 2 and not strange_in_indicator(array)


def check_indicator(array: Codes, name: str) -> None:
    """Raise unless labels can be an indicator matrix."""
    rule = "of two axes, one column a label, and hold zeros and ones if multilabel=True"
    hint = "multilabel=False, if each element is a sample"
    if len(array.shape) != 2:
        raise invalid(name, rule, f"shape {array.shape}", hint)
    for strange in strange_in_indicator(array):
        raise invalid(name, rule, f"the value {strange!r}", hint)


def strange_in_indicator(array: Codes) -> list[Label]:
    """Return the values that no indicator holds."""
    return [value for value in array.values[array.seen].tolist() if value not in (0, 1)]


def indicator(array: Codes) -> IntArray:
    """Return labels that are zeros and ones as a matrix of them."""
    return np.asarray(array.among((0, 1), array.seen), dtype=np.int64).reshape(array.shape)
