"""Keywords that a function does not have: which one was meant, or which function has it."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from figmerit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def named_options(compute: Callable[..., Any] | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function answer an unknown keyword with the closest one it has.

    A plot function names its `compute` function, to which options of the numbers belong.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        known = inspect.signature(function).parameters

        @wraps(function)
        def checked(*arguments: P.args, **options: P.kwargs) -> R:
            for name in options:
                if name not in known:
                    hint = _hint(name, function, compute, list(known))
                    raise TypeError(f"{function.__name__}() has no option {name!r}.{hint}")
            return function(*arguments, **options)

        return checked

    return decorate


def _hint(name: str, function: Callable[..., Any], compute: Callable[..., Any] | None, known: list[str]) -> str:
    if compute is not None and name in inspect.signature(compute).parameters:
        arrays = ", ".join(list(inspect.signature(compute).parameters)[:2])
        return f"\nHint: {function.__name__}({compute.__name__}({arrays}, {name}=...))."
    hint = did_you_mean(name, known) or f"It has {', '.join(known)}."
    return f"\nHint: {hint}"
