"""What a plot function was given: arrays, one result, or a mapping of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from figmerit._arrays import Result
from figmerit._options import arrays_of, figure_of
from figmerit._validate import check_keys
from figmerit.counts._base import Counts
from figmerit.errors import brief, invalid, wrong_type

R = TypeVar("R", bound=Result)


def as_result(first: Any, second: Any, result: type[R], compute: Callable[..., R], plot: str | None = None) -> R:
    """Return the one result that a plot function was given, computed from arrays if need be.

    The function's own name is needed where several draw the same result.
    """
    name = plot or figure_of(compute.__name__)
    if isinstance(first, Mapping):
        hint = f"{name}(results[{next(iter(first), '...')!r}])"
        hint = f"plot_confusion_matrix_grid draws several; or {hint}" if name == "plot_confusion_matrix" else hint
        got = f"a mapping of {len(first)}"
        raise wrong_type("the first argument", f"arrays or one {result.__name__}", got, hint)
    if isinstance(first, result):
        if second is not None:
            got = f"{result.__name__} and {brief(second)}"
            raise wrong_type("the second argument", f"left out with a {result.__name__}", got)
        return first
    if second is None and isinstance(first, Counts):
        return compute(first)
    if second is None:
        rule = f"a {result.__name__}, or arrays go in pairs"
        raise wrong_type("the first argument", rule, brief(first), _hint_at_pairs(first, name, compute))
    return compute(first, second)


def as_results(
    first: Any, second: Any, result: type[R], compute: Callable[..., R], label: str | None
) -> dict[str | None, R]:
    """Return the results that a plot function was given, by the name each has in the legend."""
    if not isinstance(first, Mapping):
        return {check_legend_name("label", label): as_result(first, second, result, compute)}
    name = figure_of(compute.__name__)
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
    return {check_legend_name("each key", key): value for key, value in check_keys("the mapping", first).items()}


def check_legend_name(what: str, name: Any) -> str | None:
    """Return a name for a legend; None is none, and so is an empty one."""
    if name is not None and not isinstance(name, str):
        raise wrong_type(what, "a text", brief(name))
    return name or None


def _hint_at_pairs(first: Any, name: str, compute: Callable[..., Any]) -> str:
    pair = f"{name}({arrays_of(compute)})"
    if name != "plot_confusion_matrix":
        return f"{pair}, or {name}({compute.__name__}({arrays_of(compute)}))"
    finished = f"{name}(ConfusionMatrix.from_counts(values)) for a finished matrix"
    shape: tuple[int, ...] = getattr(first, "shape", ())
    square = isinstance(first, list | tuple) or (len(shape) == 2 and shape[0] == shape[1])
    return f"{finished}, or {pair}" if square else f"{pair}, or {finished}"
