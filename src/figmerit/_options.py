"""Calls as people type them: options that are passed on, names that other libraries use, and what was meant instead."""

from __future__ import annotations

import inspect
import re
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from figmerit._docs import documented
from figmerit._synonyms import OPTIONS, PHRASES, UNDERSTOOD
from figmerit.errors import FigmeritError, did_you_mean, wrong_type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")

FIGURE_OF = {
    "abstention": "confusion_matrix",
    "agreement": "confusion_matrix",
    "multilabel_confusion_matrix": "confusion_matrix_grid",
    "metric_summary": "metric_bars",
    "slice_metrics": "slice_metric_heatmap",
    "reliability": "reliability_diagram",
    "score_shift": "metric_timeline",
}
"""The figure of a result, where it has another name."""

DRAWING = (
    *("normalize", "annotate", "annot_fmt", "cmap", "colorbar", "title", "figsize", "ax", "label", "chance_level"),
    *("legend", "line_kw", "bar_kw", "text_kw", "legend_kw"),
)
"""Options of the plot functions that people give to the compute functions."""

COUNTING = ("compute_", "count_", "choose_", "check", "plot_", "report_")
"""How functions begin whose options stand alone in a hint: who called them knows what was called."""


def named_options(compute: Callable[..., Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function answer a call that does not fit it with what to type instead.

    A plot function names its `compute` function, whose options it passes on: they are added to its signature and to its
    docstring, in place of ``%(options)s``. So do other lines that name shared parameters, such as ``%(title)s``.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        call = Call(function, compute)

        @wraps(documented(function, options=call.passed_texts()))
        def checked(*arguments: P.args, **options: P.kwargs) -> R:
            try:
                if not call.known.keys() >= options.keys():
                    options = call.translated(arguments, options)  # type: ignore[assignment]
                return function(*arguments, **options)
            except FigmeritError as error:
                call.place_option(error)
                raise
            except TypeError as error:
                if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                    raise  # of the function itself, which the call has reached
                raise call.misfit(arguments, options) from None

        checked.__signature__ = call.signature  # type: ignore[attr-defined]
        return checked

    return decorate


class Call:
    """A function as people call it, and the one that computes what it draws."""

    def __init__(self, function: Callable[..., Any], compute: Callable[..., Any] | None) -> None:
        self.name, self.compute, signature = function.__name__, compute, inspect.signature(function)
        own = [one for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD]
        self.passed = passed_on(signature, compute)
        self.signature = signature.replace(parameters=[*own, *self.passed])
        owner = function.__qualname__.rpartition(".")[0]
        self.is_method = next(iter(signature.parameters), "") == "self"
        self.typed = f"{owner.lower()}.{self.name}" if self.is_method else self.name
        self.known = {name: one for name, one in self.signature.parameters.items() if name != "self"}

    def passed_texts(self) -> str:
        """Return what the compute function's docstring says about the options that are passed on."""
        texts = parameters_of(inspect.getdoc(self.compute) or "") if self.passed else {}
        found = "\n".join(dict.fromkeys(texts[one.name] for one in self.passed if one.name in texts))
        return re.sub(r"\s*\[\d+\]_", "", found)  # what its references are called

    def translated(self, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> dict[str, Any]:
        """Return options by their own names; names of other libraries are understood where they mean the same."""
        found = dict(options)
        for name in [one for one in options if one not in self.known]:
            meant = UNDERSTOOD.get(name)
            if meant in self.known and meant not in found:
                found[meant] = found.pop(name)
        if not self.known.keys() >= found.keys():
            raise self.misfit(arguments, found)
        return found

    def misfit(self, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> TypeError:
        """Return the error for a call that does not fit."""
        if unknown := [name for name in options if name not in self.known]:
            first, *others = unknown
            more = "".join(f" And {name!r}: {self._hint(name, options)}" for name in others)
            return TypeError(f"{self.name}() has no option {first!r}.\nHint: {self._hint(first, options)}{more}")
        places = [name for name, one in self.known.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
        given = arguments[self.is_method :]
        if len(given) > len(places):
            return self._too_many(places, given)
        needed = [name for name, one in self.known.items() if one.default is one.empty]
        for name in needed:
            if name not in (*places[: len(given)], *options):
                call = ", ".join([*places, *(f"{one}=..." for one in needed if one not in places)])
                return wrong_type(name, "given", "nothing", f"{self.typed}({call})")
        twice = next((name for name in places[: len(given)] if name in options), "self")
        call = f"{self.typed}({', '.join(places)})"
        return wrong_type(f"{twice} of {self.name}()", "given once", "it by position and by name", call)

    def _too_many(self, places: list[str], given: tuple[Any, ...]) -> TypeError:
        """Return the error for a call with more arguments by position than there are; estimators are told apart."""
        if given and hasattr(given[0], "predict"):
            predicted = "model.predict(X)" if "y_pred" in places else "model.predict_proba(X)"
            hint = f"{self.typed}(y_true, {predicted})"
        elif places == ["log"]:  # what scikit-learn's learning_curve returns, one by one
            hint = f"{self.typed}((train_sizes, train_scores, test_scores))"
        else:
            hint = "Write the rest as name=value"
        taken = " and ".join(filter(None, [", ".join(places[:-1]), *places[-1:]]))
        return TypeError(f"{self.name}() takes {taken} by position; got {len(given)}.\nHint: {hint}.")

    def place_option(self, error: FigmeritError) -> None:
        """Let the hint of an error name an option that this function has, as it is typed here; or none."""
        if error.option is None:
            return
        if error.option.name not in self.known and error.option.otherwise is not None:
            error.change(option=error.option.otherwise)
        if error.option.name in self.known:
            alone = self.name.startswith(COUNTING)
            error.change(function="" if alone else f"{self.typed}(..., {{}})")
        elif not error.function:
            error.change(option=None)

    def _hint(self, name: str, given: Mapping[str, Any]) -> str:
        """Return what to type instead of an option that the function does not have."""
        if name == "y_pred" and "y_score" in self.known:
            return f"A curve needs scores: {self.typed}(y_true, y_score)."
        if self.name.startswith("compute_") and name in DRAWING:
            return f"It belongs to the figure: {figure_of(self.name)}({self.name}(...), {name}=...)."
        for known, phrase in PHRASES.get(name.lower(), ()):
            if known in self.known:
                number = given[name] if isinstance(given[name], int | float) else 0.9
                return f"Here it is {phrase.replace('{}', f'{number}')}."
        if UNDERSTOOD.get(name) in self.known:
            return f"It means {UNDERSTOOD[name]}, which is given already."
        several = [one for one in OPTIONS.get(name.lower(), ()) if one in self.known]
        meant = next((one for one in several if one not in given), None)
        if meant is not None:
            return f"It is called {meant} here."
        return did_you_mean(name, self.known) or f"It has {', '.join(self.known)}."


def passed_on(signature: inspect.Signature, compute: Callable[..., Any] | None) -> list[inspect.Parameter]:
    """Return the options of a compute function that a function with ``**options`` passes on, but for its own ones."""
    if compute is None or all(one.kind is not one.VAR_KEYWORD for one in signature.parameters.values()):
        return []
    options = inspect.signature(compute).parameters.values()
    found = [one for one in options if one.kind is one.KEYWORD_ONLY and one.name not in signature.parameters]
    return [one.replace(default=None) if one.default is one.empty else one for one in found]


def parameters_of(docstring: str) -> dict[str, str]:
    """Return the text of each parameter of a docstring of numpydoc's form, whose section is not indented."""
    section = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n-+$|\Z)", docstring, re.MULTILINE | re.DOTALL)
    blocks = re.split(r"^(?=\S.* : )", section[1] if section else "", flags=re.MULTILINE)
    return {name: block.rstrip() for block in blocks for name in block.partition(" : ")[0].split(", ") if block.strip()}


def arrays_of(compute: Callable[..., Any], beside: str = "") -> str:
    """Return the arrays that a compute function takes first, as they are typed beside another of its options."""
    known = inspect.signature(compute).parameters.values()
    first = [one.name for one in known if one.kind is one.POSITIONAL_OR_KEYWORD]
    return ", ".join(name for name in first if {name, beside} != {"y_pred", "y_score"})


def figure_of(compute: str) -> str:
    """Return the name of the function that draws what a compute function returns."""
    stem = compute.removeprefix("compute_")
    return f"plot_{FIGURE_OF.get(stem, stem)}"
