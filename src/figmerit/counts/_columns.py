"""Which column of scores or indicators belongs to which label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._containers import column_names, row_names
from figmerit._validate import check_option, check_unrepeated
from figmerit.counts._labels import given_labels
from figmerit.errors import FigmeritError, OptionHint, invalid, listing, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._labels import Codes

RENAME = "Rename them, or use .to_numpy()"
"""What to do about columns whose names are not those of the labels."""


def class_columns(
    scores: FloatArray, names: tuple[Label, ...], labels: Any, columns: tuple[Any, ...] | None
) -> FloatArray:
    """Return one column a label, in their order."""
    if len(names) != scores.shape[1]:
        got = f"{scores.shape[1]} columns for the {len(names)} labels {listing(names)}"
        then = " with the class of each column, in the columns' order (an estimator's classes_)"
        option = OptionHint("labels", "[...]", then) if labels is None else None
        raise invalid("y_score", "of one column a label", got, option=option)
    return by_name("y_score", scores, columns, names, given=labels is not None)


def by_name(
    name: str, array: Array, columns: tuple[Any, ...] | None, labels: tuple[Label, ...], *, given: bool
) -> Array:
    """Order columns as the labels, by their names.

    Columns that name no label are taken in the order of the labels `given` by the caller; in the order
    of sorted labels they could be anything, and so could numbers that were moved.
    """
    if columns is None or len(columns) != array.shape[1]:
        return array
    place, doubtful = _columns_by_label(columns, labels)
    if len(place) == len(labels) == len(columns):
        return array[:, [place[label] for label in labels]]
    moved = are_numbers(columns) and list(columns) != sorted(columns)
    if place or doubtful or moved or not given:
        rule = f"of columns that carry the names of the labels, {listing(labels)}, or of columns without names"
        got, then = f"the columns {listing(columns)}", " with the label of each column, in the columns' order"
        if place or doubtful or moved:
            raise invalid(name, rule, got, RENAME)
        raise invalid(name, rule, got, option=OptionHint("labels", "[...]", f"{then}, or use .to_numpy()"))
    return array


def check_not_of_other(columns: tuple[Any, ...] | None, labels: tuple[Label, ...], pos_label: Label | None) -> None:
    """Raise if the only column of scores is called as the label that is not the positive one."""
    if columns is None or len(columns) != 1 or pos_label is None:
        return
    for other in labels:
        if other != pos_label and _text(columns[0]) == _text(other):
            rule, got = f"the scores of the positive label, {pos_label!r}", f"a column called {columns[0]!r}"
            raise invalid("y_score", rule, got, option=OptionHint("pos_label", repr(other)))


def are_numbers(names: tuple[Any, ...] | None) -> bool:
    """Tell whether names are the numbers 0, 1, ... in any order, which columns have that nobody named."""
    return names is not None and set(names) == set(range(len(names)))


def _numbered(first: Any, second: Any, size: int) -> Any:
    """Return two lists of names; where nobody gave any, beside numbers, the numbers 0, 1, ...."""
    numbered = are_numbers(first) or are_numbers(second)
    return tuple(names or (tuple(range(size)) if numbered else names) for names in (first, second))


def carry_labels(columns: tuple[Any, ...], labels: tuple[Label, ...]) -> bool:
    """Tell whether each label has a column that is named for it."""
    return len(_columns_by_label(columns, labels)[0]) == len(labels)


def _columns_by_label(columns: tuple[Any, ...], labels: tuple[Label, ...]) -> tuple[dict[Label, int], bool]:
    """Return the column of each label that one column names, and whether a name could mean several labels.

    A column is called as the label (1.0 or "1" as 1), or has it in a part of its name, such as "P(spam)", "p_spam".
    """
    texts = [_text(column) for column in columns]
    at: dict[Any, int] = {}
    for names in (texts, map(str, columns), columns):
        at |= {name: k for k, name in enumerate(names)}
    found = {
        label: next((at[name] for name in (label, str(label), _text(label)) if name in at), -1) for label in labels
    }
    place = {label: k for label, k in found.items() if k >= 0}
    free = set(range(len(columns))) - set(place.values())
    named = {label: {k for k in free if _names(texts[k], _text(label))} for label in labels if label not in place}
    while clear := [label for label, several in named.items() if len(several & free) == 1]:
        label = clear[0]  # "not spam" is in one column; then there is one left for "spam"
        place[label] = (named.pop(label) & free).pop()
        free.remove(place[label])
    return place, any(several & free for several in named.values())


def _text(name: Any) -> str:
    """Return the text of a name: 1.0 is written as 1, and several levels are all in it."""
    if isinstance(name, tuple):
        return " ".join(map(_text, name))
    text = str.__str__(name) if isinstance(name, str) else str(name)
    return re.sub(r"^([+-]?\d+)\.0*$", r"\1", text)


def _names(column: str, label: str) -> bool:
    """Tell whether a label is a word in the name of a column."""
    before, after = (r"\d" if end.isdigit() else r"[^\W\d_]" for end in (label[:1], label[-1:]))
    return re.search(f"(?<!{before}){re.escape(label)}(?!{after})", column) is not None


def indicator_labels(n_columns: int, labels: Any, *columns: tuple[Any, ...] | None) -> tuple[Label, ...]:
    """Return the label of each column: those given, the columns' own names, or 0, 1, ....

    Columns called 0, 1, ... in any order are ordered by these numbers, like the columns of an array beside them.
    """
    own = next((names for names in columns if names is not None and len(names) == n_columns), None)
    found = range(n_columns) if own is None or are_numbers(own) else _as_labels(own)
    names = given_labels(found if labels is None else labels)
    if len(names) != n_columns:
        got = f"{len(names)}: {listing(names)}"
        raise invalid("labels", f"{n_columns}, one a column of the multilabel y_true", got)
    return names


def _as_labels(names: tuple[Any, ...]) -> tuple[Label, ...]:
    """Return the names of columns as labels: integers and texts as they are, else all by their texts."""
    check_unrepeated(names, "the names of columns", RENAME)
    if all(isinstance(name, int) or (isinstance(name, float) and name.is_integer()) for name in names):
        return tuple(int(name) if isinstance(name, float) else name for name in names)
    return tuple(map(_text, names))


def labelled_matrix(values: Any, counts: Array, labels: Any) -> tuple[Array, tuple[Label, ...]]:
    """Return a finished matrix and its labels: those given, a data frame's, or 0, 1, ....

    Rows and columns of a data frame are matched by their names.
    """
    rows, columns = _numbered(row_names(values), column_names(values), len(counts))
    if rows is not None and columns is not None and rows != columns:
        counts, columns = counts[:, _places(rows, columns)], rows
    own = None if columns is None else _as_labels(columns)
    names = given_labels((own or range(len(counts))) if labels is None else labels)
    if len(names) != len(counts):
        raise invalid("labels", f"{len(counts)}, one a row of the matrix", f"{len(names)}: {listing(names)}")
    if own is not None and set(names) == set(own) and names != own:
        hint = f"labels={listing(own, most=20)}"
        raise invalid("labels", f"in the order of the columns, {listing(own)}", listing(names), hint)
    return counts, names


def _places(rows: tuple[Any, ...], columns: tuple[Any, ...]) -> list[int]:
    """Return the column of each row's name."""
    if set(rows) != set(columns) or len(set(columns)) < len(columns):
        rule = "a matrix with the same labels in rows and columns"
        got = f"the rows {listing(rows)} and the columns {listing(columns)}"
        once = len(set(columns)) == len(columns) and len(set(rows)) == len(rows)
        hint = "Use values.reindex(index=labels, columns=labels, fill_value=0)" if once else "Name each label once"
        raise invalid("values", rule, got, hint)
    return [columns.index(row) for row in rows]


def column_a_label(true: Codes, y_score: Any) -> Any:
    """Return what predict_proba of several outputs gave, a list of arrays of two columns, as one column a label."""
    parts, shape = y_score, true.shape
    if not isinstance(parts, list | tuple) or len(shape) != 2 or len(parts) != shape[1] or not is_indicator(true):
        return y_score
    if any(tuple(getattr(part, "shape", ())) != (shape[0], 2) for part in parts):
        return y_score
    pairs = [by_name("y_score", to_numpy(part, "y_score"), column_names(part), (0, 1), given=False) for part in parts]
    return np.stack([pair[:, 1] for pair in pairs], axis=1)


def keeps_columns(multilabel: bool | None, labels: Any) -> bool:
    """Tell whether a single column is an indicator of one label, as told, or as it is given the name of one."""
    one = hasattr(labels, "__len__") and getattr(labels, "shape", (1,)) != () and len(labels) == 1
    told = check_option("multilabel", multilabel, (None, True, False))
    return bool(told) or (told is None and one)


def aligned(y_true: Any, name: str, values: Any, array: Array) -> Array:
    """Return the columns of a frame in the order that y_true has, where each element is a sample."""
    first, columns = column_names(y_true), column_names(values)
    if array.ndim != 2:
        return array
    first, columns = _numbered(first, columns, array.shape[1])
    if first is None or columns is None:
        return array
    try:
        return by_name(name, array, columns, _as_labels(first), given=False)
    except FigmeritError as error:
        raise error.change(option=None, hint=RENAME) from None


def is_indicator(array: Codes) -> bool:
    """Tell whether labels can be an indicator matrix."""
    return len(array.shape) == 2 and not strange_in_indicator(array)


def check_indicator(array: Codes, name: str) -> None:
    """Raise unless labels can be an indicator matrix."""
    rule = "of two axes, one column a label, and hold zeros and ones if multilabel=True"
    option = OptionHint("multilabel", "False", ", if each element is a sample")
    if len(array.shape) != 2:
        raise invalid(name, rule, f"shape {array.shape}", option=option)
    for strange in strange_in_indicator(array):
        raise invalid(name, rule, f"the value {strange!r}", option=option)


def strange_in_indicator(array: Codes) -> list[Label]:
    """Return the values that no indicator holds."""
    return [value for value in array.values[array.seen].tolist() if value not in (0, 1)]


def indicator(array: Codes) -> IntArray:
    """Return a matrix of labels that are zeros and ones."""
    return np.asarray(array.among((0, 1), array.seen), dtype=np.int64).reshape(array.shape)


def is_multilabel(multilabel: bool | None, arrays: Mapping[str, Codes]) -> bool:
    """Tell whether labels are indicator matrices: as told, else if nothing speaks against it."""
    if multilabel is None:
        if len(arrays["y_true"].shape) != 2:
            return False
        found = all(map(is_indicator, arrays.values()))
        if found:
            warn_of_one_hot(arrays["y_true"])
        return found
    if check_option("multilabel", multilabel, (None, True, False)):
        for name, array in arrays.items():
            check_indicator(array, name)
    return multilabel


def warn_of_one_hot(true: Codes, *, elements: bool = False) -> None:
    """Warn of indicators that have exactly one 1 in each row: these are classes, not labels or `elements`."""
    if not is_indicator(true) or np.count_nonzero(true.codes) != true.shape[0]:
        return
    if is_one_hot(indicator(true)):
        taken = "element was counted as a sample" if elements else "column was taken for a label of its own"
        silent = "y_true.ravel()" if elements else "multilabel=True"
        warn(
            f"y_true has exactly one 1 in each row, as classes that were one-hot encoded have; each {taken}.\n"
            f"Hint: y_true.argmax(axis=1) are the classes; {silent} is silent."
        )


def is_one_hot(labels: Array) -> bool:
    """Tell whether zeros and ones have exactly one 1 in each row, and enough rows to tell."""
    n_samples, n_labels = labels.shape
    return bool(1 < n_labels < n_samples and (labels.sum(axis=1) == 1).all())
