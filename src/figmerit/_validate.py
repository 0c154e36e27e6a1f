"""Validators: each returns the clean value or raises the error that says what to type instead."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np

from figmerit._containers import row_names
from figmerit._synonyms import VALUES
from figmerit.errors import brief, invalid, listing, typed, unknown_option, wrong_type

Label: TypeAlias = str | int | bool
Option = TypeVar("Option", bound=Hashable)


def check_option(name: str, value: Option, options: Sequence[Option]) -> Option:
    """Return `value` if it is one of `options`."""
    if isinstance(value, np.bool_ | np.str_):
        value = value.item()  # type: ignore[assignment]
    for option in options:
        if type(option) is type(value) and option == value:
            return option
    meant = VALUES.get(name, {}).get(value) if isinstance(value, str | bool) else None
    raise unknown_option(name, value, options, meant=meant if meant in options else None)


def check_number(name: str, value: Any, low: float = -math.inf, high: float = math.inf) -> float:
    """Return a finite number within [low, high]."""
    rule = "a finite number" if math.isinf(low) and math.isinf(high) else f"a number in [{low:g}, {high:g}]"
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise wrong_type(name, rule, brief(value))
    if not (math.isfinite(value) and low <= value <= high):
        raise invalid(name, rule, brief(value))
    return float(value)


USUAL_LEVEL = 0.95
"""The confidence level, if none is given."""


def check_confidence_level(confidence_level: Any) -> float | None:
    """Return a share in (0, 1), or None for no intervals."""
    if confidence_level is None:
        return None
    level = check_number("confidence_level", confidence_level, 0, 1)
    if level in (0, 1):
        hint = "confidence_level=0.95, or None for no intervals"
        raise invalid("confidence_level", "between 0 and 1", f"{confidence_level!r}", hint)
    return level


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


def is_column(shape: tuple[int, ...]) -> bool:
    """Tell whether that is the shape of a single column, which stands for one axis."""
    return len(shape) == 2 and shape[1] == 1


def check_no_options(result: object, options: Mapping[str, Any], call: str) -> None:
    """Raise for options of arrays beside a result; `call` is the one that takes them, with {} in their place."""
    for name, value in options.items():
        if value is not None:
            hint = call.replace("{}", typed(name, value))
            raise wrong_type(name, f"left out with a {type(result).__name__}", brief(value), hint)


def cut_of(threshold: Any) -> Any:
    """Return a threshold as it is, of a chosen operating point its number."""
    return getattr(threshold, "threshold", threshold)


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


def check_unrepeated(names: tuple[Any, ...], name: str, hint: str = "") -> tuple[Any, ...]:
    """Return names of which none stands twice."""
    if len(set(names)) < len(names):
        twice = dict.fromkeys(value for value in names if names.count(value) > 1)
        raise invalid(name, "without repetition", f"{listing(twice)} more than once", hint)
    return names


def check_display_labels(values: Any, labels: Sequence[Label], name: str = "display_labels") -> tuple[str, ...]:
    """Return one name for each label."""
    if isinstance(values, Mapping):
        values = _names_of(values, labels, name)
    names = tuple(str(value) for value in check_names(values, name))
    index = row_names(values) or ()
    if len(index) == len(names) and set(index) == set(labels):  # a series says which label it names
        names = tuple(names[index.index(label)] for label in labels)
    if len(names) != len(labels):
        rule = f"{len(labels)} names, one for each of the labels {listing(labels)}"
        raise invalid(name, rule, f"{len(names)}: {listing(names)}")
    return check_unrepeated(names, name)


def _names_of(names: Mapping[Any, Any], labels: Sequence[Label], name: str) -> list[Any]:
    """Return the name of each label; keys may be the labels or, as in files, their texts."""
    known = {label: names.get(label, names.get(str(label))) for label in labels}
    if missing := [label for label, text in known.items() if text is None]:
        raise invalid(name, f"a name for each of the labels {listing(labels)}", f"none for {listing(missing)}")
    return [*known.values()]
