"""Calls that do not fit a function: which option was meant, or which function has it."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from figmerit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")

FIGURE_OF = {
    "multilabel_confusion_matrix": "confusion_matrix_grid",
    "metric_summary": "metric_bars",
    "slice_metrics": "slice_metric_heatmap",
    "reliability": "reliability_diagram",
}
"""The figure of a result, where it has another name."""

DRAWING = ("normalize", "annotate", "annot_fmt", "cmap", "colorbar", "title", "figsize", "ax", "label", "chance_level")
"""Options of the plot functions that people give to the compute functions."""


def named_options(compute: Callable[..., Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function answer a call that does not fit it with what to type instead.

    A plot function names its `compute` function, to which options of the numbers belong.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        known = inspect.signature(function).parameters
        positional = [name for name, one in known.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
        required = [name for name, one in known.items() if one.default is one.empty]

        @wraps(function)
        def checked(*arguments: P.args, **options: P.kwargs) -> R:
            for name in options:
                if name not in known:
                    message = f"{function.__name__}() has no option {name!r}.\nHint: "
                    raise TypeError(message + _hint(name, function, compute, known))
            given = {*positional[: len(arguments)], *options}
            if len(arguments) > len(positional):
                rule = f"at most {len(positional)} without their names ({', '.join(positional)}); got {len(arguments)}"
                message = f"the arguments of {function.__name__}() must be {rule}.\nHint: Name the others."
                raise TypeError(message)
            for name in required:
                if name not in given:
                    call = ", ".join([*positional, *(f"{one}=..." for one in required if one not in positional)])
                    message = f"{name} must be given; got nothing.\nHint: {function.__name__}({call})."
                    raise TypeError(message)
            for name in positional[: len(arguments)]:
                if name in options:
                    message = f"{name} of {function.__name__}() must be given once; got it with and without its name."
                    raise TypeError(message)
            return function(*arguments, **options)

        return checked

    return decorate


def _hint(
    name: str, function: Callable[..., Any], compute: Callable[..., Any] | None, known: Mapping[str, inspect.Parameter]
) -> str:
    if name == "y_pred" and "y_score" in known:
        return f"A curve needs scores: {function.__name__}(y_true, y_score)."
    if compute is not None and name in inspect.signature(compute).parameters:
        arrays = [
            one for one in list(inspect.signature(compute).parameters)[:2] if {one, name} != {"y_pred", "y_score"}
        ]
        return f"{function.__name__}({compute.__name__}({', '.join(arrays)}, {name}=...))."
    verb, _, stem = function.__name__.partition("_")
    if verb == "compute" and name in DRAWING:
        return f"It belongs to the figure: plot_{FIGURE_OF.get(stem, stem)}({function.__name__}(...), {name}=...)."
    return did_you_mean(name, known) or f"It has {', '.join(known)}."
