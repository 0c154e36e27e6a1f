"""Validators: each returns the clean value or raises the error that says what to type instead."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeAlias, TypeVar

import numpy as np

from figmerit._arrays import Array, FloatArray, IntArray, column_names, is_missing, label_array, to_numpy
from figmerit.errors import brief, invalid, listing, unknown_option, wrong_type

Label: TypeAlias = str | int | bool
Option = TypeVar("Option", bound=Hashable)
LABELS = "labels: strings, integers or booleans"


def check_option(name: str, value: Option, options: Sequence[Option]) -> Option:
    """Return `value` if it is one of `options`."""
    if isinstance(value, np.bool_ | np.str_):
        value = value.item()  # type: ignore[assignment]
    for option in options:
        if type(option) is type(value) and option == value:
            return option
    raise unknown_option(name, value, options)


def check_number(name: str, value: Any, low: float = -math.inf, high: float = math.inf) -> float:
    """Return a finite number within [low, high]."""
    rule = "a finite number" if math.isinf(low) and math.isinf(high) else f"a number in [{low:g}, {high:g}]"
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise wrong_type(name, rule, brief(value))
    if not (math.isfinite(value) and low <= value <= high):
        raise invalid(name, rule, brief(value))
    return float(value)


def check_flag(name: str, value: Any) -> bool:
    """Return True or False."""
    return bool(check_option(name, value, (True, False)))


def check_keys(name: str, mapping: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a mapping by the texts of its keys, of which none may stand twice."""
    check_unrepeated(tuple(str(key) for key in mapping), f"the keys of {name}")
    return {str(key): value for key, value in mapping.items()}


def check_texts(**texts: Any) -> None:
    """Raise unless each is a text, or left out."""
    for name, text in texts.items():
        if text is not None and not isinstance(text, str):
            raise wrong_type(name, "a text", brief(text))


def check_count(name: str, value: Any) -> int:
    """Return an integer of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise wrong_type(name, "a positive integer", brief(value))
    if value < 1:
        raise invalid(name, "a positive integer", brief(value))
    return int(value)


def check_labels(values: Any, name: str) -> Array:
    """Return labels of any rank as an array of bool, int or str.

    Whole floats become integers, so that the labels 0.0 and 0 are one label.
    """
    array = _at_least_one(values, name)
    if array.dtype.kind in "OT":
        array = _plain_labels(array, name)
    if array.dtype.kind == "f":
        array = _whole_labels(array, name)
    if array.dtype.kind not in "biuU":
        hint = "Convert it, for example with astype(str)"
        raise wrong_type(name, LABELS, f"dtype {array.dtype}", hint)
    if array.dtype == np.uint64 and array.max() < 2**63:
        array = array.astype(np.int64)  # with int64, NumPy would compare both as float64
    return array


def check_scores(values: Any, name: str) -> tuple[FloatArray, np.dtype[Any]]:
    """Return scores of any rank as float64, and the dtype that thresholds must be rounded to."""
    meant = name == "y_score"
    array = check_numbers(values, name, "Pass the output of predict_proba or decision_function" if meant else "")
    ends = array.min(), array.max()  # NaN if there is one
    n_infinite = 0 if np.isfinite(ends).all() else int(np.isinf(array).sum())
    if n_infinite:
        hint = "Replace the infinities by finite numbers beyond all others" if meant else ""
        raise invalid(name, "finite", f"infinity in {n_infinite} of {array.size} values", hint)
    dtype = array.dtype if array.dtype.kind == "f" else np.dtype(np.float64)
    return array.astype(np.float64, copy=False), dtype


def check_weights(values: Any, shape: tuple[int, ...]) -> FloatArray | None:
    """Return one non-negative weight for each element of y_true, flat; or None.

    Weights of shape (n_samples,) count for every element of their sample.
    """
    if values is None:
        return None
    weights = check_numbers(values, "sample_weight").astype(np.float64)
    if weights.shape not in (shape, shape[:1]):
        rule = f"of shape {shape[:1]}, one weight a sample"
        rule += f", or of shape {shape}, one weight an element" if len(shape) > 1 else ""
        raise invalid("sample_weight", rule, f"shape {weights.shape}")
    wrong = weights[~((weights >= 0) & np.isfinite(weights))]
    if wrong.size:
        raise invalid("sample_weight", "finite and not negative", f"the weight {wrong[0]:g}")
    with np.errstate(over="ignore"):
        if not np.isfinite(weights.sum() * math.prod(shape)):
            raise invalid("sample_weight", "small enough to be summed", f"weights up to {weights.max():g}")
    extra = (1,) * (len(shape) - weights.ndim)
    return np.broadcast_to(weights.reshape(weights.shape + extra), shape).ravel().copy()


def check_display_labels(values: Any, labels: Sequence[Label], name: str = "display_labels") -> tuple[str, ...]:
    """Return one name for each label, by default the label itself."""
    if values is None:
        return tuple(str(label) for label in labels)
    names = tuple(str(value) for value in check_names(values, name))
    if len(names) != len(labels):
        rule = f"{len(labels)} names, one for each of the labels {listing(labels)}"
        raise invalid(name, rule, f"{len(names)}: {listing(names)}")
    return check_unrepeated(names, name)


def check_names(values: Any, name: str) -> list[Any]:
    """Return what a list holds, whatever holds the list."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable) or getattr(values, "ndim", 1) == 0:
        raise wrong_type(name, "a list of names", brief(values))
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def check_several(name: str, values: Any, rule: str, hint: str) -> list[Any]:
    """Return what a sequence holds, which is no text."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable) or getattr(values, "ndim", 1) == 0:
        raise wrong_type(name, rule, brief(values), hint)
    return list(values)


def check_pos_label(pos_label: Any, labels: Sequence[Label]) -> Label:
    """Return the one of `labels` that equals `pos_label`."""
    if not isinstance(pos_label, str | int | float | np.generic):
        raise wrong_type("pos_label", f"one of the labels {listing(labels)}", brief(pos_label))
    for label in labels:
        if isinstance(pos_label, str) == isinstance(label, str) and label == pos_label:
            return label
    shown = {str(label): label for label in labels}
    close = [str(pos_label)] if str(pos_label) in shown else get_close_matches(str(pos_label), shown, n=1)
    hint = f"pos_label={shown[close[0]]!r}" if close else ""
    raise invalid("pos_label", f"one of the labels {listing(labels)}", brief(pos_label), hint)


def check_fits(result: object, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise unless each named field of a result has its shape; None has every shape."""
    for name, shape in shapes.items():
        value = getattr(result, name)
        found = shape if value is None else np.shape(value) if isinstance(value, np.ndarray) else (len(value),)
        if found != shape:
            raise invalid(f"{name} of a {type(result).__name__}", f"of shape {shape}", f"shape {found}")


def check_same_shape(first: str, a: tuple[int, ...], second: str, b: tuple[int, ...]) -> None:
    """Raise unless two arrays have one shape."""
    if a != b:
        hint = column_hint(first, a, second, b)
        raise invalid(second, f"of the same shape as {first}, {a}", f"shape {b}", hint)


def column_hint(first: str, a: tuple[int, ...], second: str, b: tuple[int, ...]) -> str:
    """Say what to type if one of two arrays is a column of the length of the other one."""
    if b == (*a, 1):
        return f"Pass its only column (of an array: {second}[..., 0])"
    return f"Pass its only column (of an array: {first}[..., 0])" if a == (*b, 1) else ""


def given_labels(labels: Any) -> tuple[Label, ...]:
    """Return a list of labels without repetition."""
    array = check_labels(labels, "labels")
    if array.ndim != 1:
        raise invalid("labels", "one-dimensional", f"shape {array.shape}")
    return check_unrepeated(tuple(array.tolist()), "labels")


def label_universe(arrays: dict[str, Array], labels: Any) -> tuple[Label, ...]:
    """Return `labels`, checked to hold every value seen; or the sorted values seen."""
    kinds = {name: _kind_of(array) for name, array in arrays.items()}
    if len(set(kinds.values())) > 1:
        got = " and ".join(f"{kind} in {name}" for name, kind in kinds.items())
        numbers = next(name for name, kind in kinds.items() if kind == "numbers")
        hint = f"Use [str(label) for label in {numbers}]"
        raise wrong_type(" and ".join(arrays), "labels of one kind", got, hint)
    seen = {name: _unique(array) for name, array in arrays.items()}
    if labels is None:
        values = set().union(*seen.values())
        mixed = {type(value) for value in values} == {bool, int}
        return tuple(sorted({int(value) for value in values} if mixed else values))
    names = given_labels(labels)
    kind = next(iter(kinds.values()))
    if isinstance(names[0], str) != (kind == "strings"):
        raise wrong_type("labels", f"{kind}, as in {next(iter(kinds))}", listing(names))
    for name, values in seen.items():
        missing = sorted(values - set(names))
        if missing:
            hint = f"labels={listing([*names, *missing], most=20)}"
            rule = f"a list with every value seen in {name}"
            raise invalid("labels", rule, f"{listing(names)} without {listing(missing)}", hint)
    return names


def encode(values: Array, labels: Sequence[Label]) -> IntArray:
    """Return the position in `labels` of each value."""
    if values.dtype.kind == "U" or max(labels) >= 2**63:  # type: ignore[operator]
        position = {label: code for code, label in enumerate(labels)}
        return np.fromiter(map(position.__getitem__, values.tolist()), np.int64, values.size)
    numbers = np.asarray(labels, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    return order[np.searchsorted(numbers[order], values)].astype(np.int64)


def is_default_threshold(threshold: Any) -> bool:
    """Tell whether a threshold is the one that nobody need give."""
    return isinstance(threshold, int | float | np.number) and bool(threshold == 0.5)


def predicted_labels(y_pred: Any, y_score: Any, threshold: Any = 0.5) -> bool:
    """Tell whether labels were predicted, not scores; raise unless it is exactly one of both."""
    if (y_pred is None) == (y_score is None):
        got = "neither" if y_pred is None else "both"
        raise wrong_type("exactly one of y_pred and y_score", "given", got)
    if y_score is None and not is_default_threshold(threshold):
        hint = "Pass scores as y_score= to cut them"
        raise invalid("threshold", "left out if y_pred is given", brief(threshold), hint)
    return y_score is None


def pos_label_of(labels: tuple[Label, ...], pos_label: Label | None) -> Label | None:
    """Return the positive label of two labels: the one given, or the one that needs no telling."""
    if pos_label is None:
        known = len(labels) == 2 and (set(labels) == {0, 1} or set(labels) == {-1, 1})
        return labels[labels.index(1)] if known else None
    if len(labels) != 2:
        hint = f"labels=[<the other label>, {labels[0]!r}]" if len(labels) == 1 else ""
        got = f"{brief(pos_label)} and the labels {listing(labels)}"
        raise invalid("pos_label", "left out unless there are two labels", got, hint)
    return check_pos_label(pos_label, labels)


def matrix_labels(values: Any, labels: Any, size: int) -> tuple[Label, ...]:
    """Return the labels of a finished matrix: those given, a data frame's, or 0, 1, ...."""
    columns = column_names(values)
    if columns is not None:
        rows = getattr(values, "index", None)
        if rows is not None and type(rows).__name__ != "RangeIndex" and list(rows) != list(columns):
            rule = "a matrix with the same labels in rows and columns"
            got = f"the rows {listing(rows)} and the columns {listing(columns)}"
            hint = "Use values.reindex(index=labels, columns=labels, fill_value=0)"
            raise invalid("values", rule, got, hint)
    names = given_labels((columns or range(size)) if labels is None else labels)
    if len(names) != size:
        raise invalid("labels", f"{size}, one a row of the matrix", f"{len(names)}: {listing(names)}")
    if columns is not None and set(names) == set(columns) and names != columns:
        raise invalid("labels", f"in the order of the columns, {listing(columns)}", listing(names))
    return names


def _at_least_one(values: Any, name: str) -> Array:
    """Return an array with at least one axis and one element."""
    array = to_numpy(values, name)
    if array.ndim == 0:
        raise invalid(name, "at least one-dimensional", f"the single value {brief(values)}")
    if array.size == 0:
        raise invalid(name, "non-empty", f"shape {array.shape}")
    return array


def check_numbers(values: Any, name: str, hint: str = "") -> Array:
    """Return an array of bool, int or float; values that are missing become NaN."""
    array = _at_least_one(values, name)
    if array.dtype.kind == "O":
        numbers = [math.nan if is_missing(value) else value for value in array.ravel().tolist()]
        for number in numbers:
            if isinstance(number, str | bytes) or not hasattr(number, "__float__"):
                raise wrong_type(name, "numbers", f"the value {brief(number)}", hint)
        array = np.array(numbers, dtype=np.float64).reshape(array.shape)
    if array.dtype.kind not in "biuf":
        raise wrong_type(name, "numbers", f"dtype {array.dtype}", hint)
    return array


def _plain_labels(array: Array, name: str) -> Array:
    """Return an array of Python objects as one of strings, integers, booleans or floats."""
    values = array.ravel().tolist()
    check_none_missing(sum(map(is_missing, values)), array.size, name)
    strings = [value for value in values if isinstance(value, str)]
    if len(strings) == len(values):
        return np.array([str(value) for value in values]).reshape(array.shape)
    if strings:
        others = sorted({type(value).__name__ for value in values if not isinstance(value, str)})
        hint = f"Use [str(label) for label in {name}]"
        raise wrong_type(name, "labels of one kind", f"strings and {', '.join(others)}", hint)
    for value in values:
        if not isinstance(value, bool | int | float | np.number | np.bool_):
            raise wrong_type(name, LABELS, f"the value {brief(value)}")
    return label_array(values).reshape(array.shape)


def _whole_labels(array: Array, name: str) -> Array:
    check_none_missing(int(np.isnan(array).sum()), array.size, name)
    array = array.astype(np.float64)
    broken = array[(array != np.floor(array)) | (np.abs(array) >= 2.0**63)]
    if broken.size:
        hint = {
            "y_pred": "Pass scores as y_score=; they are cut at threshold=",
            "y_true": "True labels come first, then what was predicted",
        }.get(name, "")
        raise invalid(name, "labels, not continuous values", f"the value {broken[0]:g}", hint)
    return array.astype(np.int64)


def check_none_missing(n_missing: int, size: int, name: str) -> None:
    """Raise if labels are missing."""
    if n_missing:
        hint = "Drop the rows without a label, and the same rows of the other arrays"
        raise invalid(name, "without missing values", f"{n_missing} missing of {size}", hint)


def check_unrepeated(names: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    """Return names of which none stands twice."""
    if len(set(names)) < len(names):
        twice = sorted({value for value in names if names.count(value) > 1})
        raise invalid(name, "without repetition", f"{listing(twice)} more than once")
    return names


def _kind_of(array: Array) -> str:
    return "strings" if array.dtype.kind == "U" else "numbers"


def _unique(array: Array) -> set[Any]:
    values = array.ravel() if array.dtype.kind == "U" else np.unique(array)
    return set(values.tolist())
