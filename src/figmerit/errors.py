"""Builds the messages of every error: what was got, and what to type instead."""

from __future__ import annotations

import difflib
import importlib
import inspect
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType


class FigmeritWarning(UserWarning):
    """Something was computed as asked, but is probably not what was meant."""


def invalid(name: str, rule: str, got: str, hint: str = "") -> ValueError:
    """Return the error for a value that breaks a rule."""
    return ValueError(_sentence(name, rule, got, hint))


def wrong_type(name: str, rule: str, got: str, hint: str = "") -> TypeError:
    """Return the error for a value of the wrong kind."""
    return TypeError(_sentence(name, rule, got, hint))


def unknown_option(name: str, got: Any, options: Iterable[Any], meant: str | None = None) -> ValueError:
    """Return the error for an option that does not exist, with the one that was `meant`, or the closest."""
    options = list(options)
    hint = did_you_mean(meant or got, options)
    return invalid(name, f"one of {', '.join(map(repr, options))}", brief(got), hint)


def did_you_mean(got: Any, known: Iterable[Any]) -> str:
    """Return the hint at the closest known name, or "" if none is close."""
    names = [name for name in known if isinstance(name, str)]
    close = difflib.get_close_matches(got, names, n=1) if isinstance(got, str) else []
    return f"Did you mean {close[0]!r}?" if close else ""


def called(name: str, rule: str, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call the caller's own function; say whose it is if it fails."""
    try:
        return function(*arguments, **options)
    except Exception as error:
        given = ", ".join(map(brief, arguments))
        raise invalid(name, rule, f"{type(error).__name__} ({error}) for {given}") from error


def warn(message: str) -> None:
    """Issue a FigmeritWarning that points at the line which called this package."""
    level, frame = 1, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith("figmerit."):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, FigmeritWarning, stacklevel=level)


def require(package: str, purpose: str) -> ModuleType:
    """Import an optional package, or say how to install it."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        message = f"{purpose} needs {package}, which is not installed.\nHint: pip install {package}"
        raise ImportError(message) from error


def brief(value: Any, width: int = 60) -> str:
    """Describe a value in at most `width` characters, arrays by their shape."""
    shape = getattr(value, "shape", ())
    if isinstance(shape, tuple) and shape:
        size = f"of shape {tuple(shape)}"
        return (
            f"an array {size} and dtype {value.dtype}"
            if hasattr(value, "dtype")
            else f"a {type(value).__name__} {size}"
        )
    text = " ".join(repr(value).split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def listing(values: Iterable[Any], most: int = 6) -> str:
    """List values for a message, at most `most` of them."""
    values = list(values)
    shown = ", ".join(repr(value) for value in values[:most])
    return f"[{shown}]" if len(values) <= most else f"[{shown}, … {len(values) - most} more]"


def _sentence(name: str, rule: str, got: str, hint: str) -> str:
    sentence = f"{name} must be {rule}; got {got}."
    if not hint:
        return sentence
    return f"{sentence}\nHint: {hint}" if hint[-1] in ".?" else f"{sentence}\nHint: {hint}."
