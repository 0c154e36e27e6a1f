"""Calls that do not fit a function: which option was meant, or which function has it."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from figmerit._docs import documented
from figmerit.errors import FigmeritError, did_you_mean, wrong_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")

FIGURE_OF = {
    "abstention": "confusion_matrix",
    "multilabel_confusion_matrix": "confusion_matrix_grid",
    "metric_summary": "metric_bars",
    "slice_metrics": "slice_metric_heatmap",
    "reliability": "reliability_diagram",
}
"""The figure of a result, where it has another name."""

DRAWING = ("normalize", "annotate", "annot_fmt", "cmap", "colorbar", "title", "figsize", "ax", "label", "chance_level")
"""Options of the plot functions that people give to the compute functions."""

COUNTING = ("compute_", "count_", "choose_", "check")
"""How functions begin whose options stand alone in a hint: who called them knows what was called."""


def named_options(compute: Callable[..., Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function answer a call that does not fit it with what to type instead.

    A plot function names its `compute` function, to which options of the numbers belong. Lines of the docstring that
    name shared parameters, such as ``%(title)s``, become their texts.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        call = Call(function, compute)

        @wraps(documented(function))
        def checked(*arguments: P.args, **options: P.kwargs) -> R:
            try:
                return function(*arguments, **options)
            except FigmeritError as error:
                call.place_option(error)
                raise
            except TypeError as error:
                if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                    raise  # of the function itself, which the call has reached
                raise call.misfit(arguments, options) from None

        return checked

    return decorate


class Call:
    """A function as people call it, and the one that computes what it draws."""

    def __init__(self, function: Callable[..., Any], compute: Callable[..., Any] | None) -> None:
        self.name, self.compute, self.signature = function.__name__, compute, inspect.signature(function)
        owner = function.__qualname__.rpartition(".")[0]
        self.is_method = next(iter(self.signature.parameters), "") == "self"
        self.typed = f"{owner.lower()}.{self.name}" if self.is_method else self.name
        self.known = {name: one for name, one in self.signature.parameters.items() if name != "self"}

    def misfit(self, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> TypeError:
        """Return the error for a call that does not fit."""
        for name in options:
            if name not in self.known:
                return TypeError(f"{self.name}() has no option {name!r}.\nHint: {self._hint(name)}")
        places = [name for name, one in self.known.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
        given = arguments[self.is_method :]
        if len(given) > len(places):
            rule = f"at most {len(places)} without their names ({', '.join(places)})"
            return wrong_type(f"the arguments of {self.name}()", rule, str(len(given)), "Name the others")
        needed = [name for name, one in self.known.items() if one.default is one.empty]
        for name in needed:
            if name not in (*places[: len(given)], *options):
                call = ", ".join([*places, *(f"{one}=..." for one in needed if one not in places)])
                return wrong_type(name, "given", "nothing", f"{self.typed}({call})")
        twice = next((name for name in places[: len(given)] if name in options), "self")
        return wrong_type(f"{twice} of {self.name}()", "given once", "it with and without its name")

    def place_option(self, error: FigmeritError) -> None:
        """Let the hint of an error name the call in which its option can be typed, or no option if there is none."""
        if error.option is None:
            return
        if error.option.name in self.known:
            alone = self.name.startswith(COUNTING)
            error.change(function="" if alone else f"{self.typed}(..., {{}})")
        elif self.compute is not None and error.option.name in inspect.signature(self.compute).parameters:
            error.change(function=f"{self.name}({self.compute.__name__}({arrays_of(self.compute)}, {{}}))")
        elif not error.function:
            error.change(option=None)

    def _hint(self, name: str) -> str:
        """Return what to type instead of an option that the function does not have."""
        if name == "y_pred" and "y_score" in self.known:
            return f"A curve needs scores: {self.typed}(y_true, y_score)."
        if self.compute is not None and name in inspect.signature(self.compute).parameters:
            return f"{self.typed}({self.compute.__name__}({arrays_of(self.compute, name)}, {name}=...))."
        if self.name.startswith("compute_") and name in DRAWING:
            return f"It belongs to the figure: {figure_of(self.name)}({self.name}(...), {name}=...)."
        return did_you_mean(name, self.known) or f"It has {', '.join(self.known)}."


def arrays_of(compute: Callable[..., Any], beside: str = "") -> str:
    """Return the arrays that a compute function takes first, as they are typed beside another of its options."""
    first = list(inspect.signature(compute).parameters)[:2]
    return ", ".join(name for name in first if {name, beside} != {"y_pred", "y_score"})


def figure_of(compute: str) -> str:
    """Return the name of the function that draws what a compute function returns."""
    stem = compute.removeprefix("compute_")
    return f"plot_{FIGURE_OF.get(stem, stem)}"
