"""What a plot function was given: arrays, one result, or a mapping of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from figmerit._arrays import Result
from figmerit.errors import brief, invalid, wrong_type

R = TypeVar("R", bound=Result)


def as_result(first: Any, second: Any, result: type[R], compute: Callable[..., R]) -> R:
    """Return the one result that a plot function was given, computed from arrays if need be."""
    name = _plot_name(compute)
    if isinstance(first, Mapping):
        hint = f"plot_confusion_matrix_grid draws several; or {name}(results[{next(iter(first), '...')!r}])"
        got = f"a mapping of {len(first)}"
        raise wrong_type("the first argument", f"arrays or one {result.__name__}", got, hint)
    if isinstance(first, result):
        if second is not None:
            got = f"{result.__name__} and {brief(second)}"
            raise wrong_type("the second argument", f"left out with a {result.__name__}", got)
        return first
    if second is None:
        arguments = "y_true, y_pred" if name == "plot_confusion_matrix" else "y_true, y_score"
        finished = f"{name}({compute.__name__}({arguments}))"
        if name == "plot_confusion_matrix":
            finished = f"{name}(ConfusionMatrix.from_counts(values)) for a finished matrix"
        rule = f"a {result.__name__}, or arrays go in pairs"
        raise wrong_type("the first argument", rule, brief(first), f"{name}({arguments}), or {finished}")
    try:
        return compute(first, second)
    except (TypeError, ValueError) as error:
        second_name = "y_pred" if name == "plot_confusion_matrix" else "y_score"
        call = f"{name}({compute.__name__}(y_true, {second_name}, labels=..., pos_label=..., sample_weight=...))"
        error.add_note(f"Options of the numbers go to the compute function: {call}")
        raise


def as_results(
    first: Any, second: Any, result: type[R], compute: Callable[..., R], label: str | None
) -> dict[str | None, R]:
    """Return the results that a plot function was given, by the name each has in the legend."""
    if not isinstance(first, Mapping):
        return {label: as_result(first, second, result, compute)}
    name = _plot_name(compute)
    if label is not None:
        raise wrong_type("label", "left out for a mapping, whose keys are the labels", brief(label))
    if second is not None:
        raise wrong_type("the second argument", "left out with a mapping of results", brief(second))
    if not first:
        raise invalid("the mapping", "of at least one result", "an empty one")
    for key, value in first.items():
        if not isinstance(value, result):
            hint = f"{name}({{{key!r}: {compute.__name__}(y_true, y_score), ...}})"
            rule = f"a mapping of name to {result.__name__}"
            raise wrong_type("the first argument", rule, f"{brief(value)} under {key!r}", hint)
    return {str(key): value for key, value in first.items()}


def _plot_name(compute: Callable[..., Any]) -> str:
    return compute.__name__.replace("compute_", "plot_")
