"""Every error as its parts, what was got and what to type instead, and the one place that says them."""

from __future__ import annotations

import difflib
import importlib
import inspect
import re
import sys
import warnings
from dataclasses import dataclass
from itertools import islice
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType
    from typing import Self

MOST = 60
"""So many elements of a list are read for a message, which shows fewer."""


class FigmeritWarning(UserWarning):
    """Something was computed as asked, but is probably not what was meant."""


@dataclass(frozen=True, slots=True)
class OptionHint:
    """An option that helps: what to type after its name, and what there is to say of it.

    The text that follows starts with its own comma or space: ", if each element is a sample".
    """

    name: str
    value: str
    then: str = ""
    otherwise: OptionHint | None = None


class FigmeritError(Exception):
    """An error as its parts; whoever handles it changes these, and the sentence follows.

    Attributes
    ----------
    name, rule, got : str
        What is wrong, what it must be, and what it is.
    hint : str
        What to do instead, wherever the error comes from.
    option : OptionHint or None
        The option that helps. The function that the caller used says in which call to type it.
    function : str
        That call, with "{}" in place of the option; "" where it is the function that was called.
    about : str
        Which of several things the error is about, such as the name of a model.
    """

    def __init__(self, name: str, rule: str, got: str, hint: str = "", option: OptionHint | None = None) -> None:
        self.name, self.rule, self.got, self.hint, self.option = name, rule, got, hint, option
        self.function = self.about = ""
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the sentence: the one place that builds it."""
        about = f"{self.about}: " if self.about else ""
        sentence = f"{about}{self.name} must be {self.rule}; got {self.got}."
        hint = self._whole_hint()
        return sentence if not hint else f"{sentence}\nHint: {hint}{'' if hint[-1] in '.?' else '.'}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuild from the parts, with notes, when unpickled or copied."""
        return type(self), (self.name, self.rule, self.got, self.hint, self.option), self.__dict__

    def __setstate__(self, state: dict[str, Any] | None) -> None:
        """Take the other parts, and the sentence of all."""
        self.change(**(state or {}))

    def change(self, **parts: Any) -> Self:
        """Change some parts, and the sentence with them."""
        for name, value in parts.items():
            setattr(self, name, value)
        self.args = (str(self),)
        return self

    def _whole_hint(self) -> str:
        if self.option is None:
            return self.hint
        typed = (self.function or "{}").replace("{}", f"{self.option.name}={self.option.value}") + self.option.then
        return f"{self.hint}, or use {typed}" if self.hint else typed


class InvalidValueError(FigmeritError, ValueError):
    """A value breaks a rule."""


class InvalidTypeError(FigmeritError, TypeError):
    """A value is of the wrong kind."""


def invalid(name: str, rule: str, got: str, hint: str = "", option: OptionHint | None = None) -> InvalidValueError:
    """Return the error for a value that breaks a rule."""
    return InvalidValueError(name, rule, got, hint, option)


def wrong_type(name: str, rule: str, got: str, hint: str = "", option: OptionHint | None = None) -> InvalidTypeError:
    """Return the error for a value of the wrong kind."""
    return InvalidTypeError(name, rule, got, hint, option)


def unknown_option(name: str, got: Any, options: Iterable[Any], meant: str | None = None) -> InvalidValueError:
    """Return the error for an option that does not exist, with the one that was `meant`, or the closest."""
    options = list(options)
    hint = did_you_mean(meant or got, options)
    return invalid(name, f"one of {', '.join(map(literal, options))}", brief(got), hint)


CLOSE = 0.72
"""How alike a name must be to be suggested: a typing error, no other word."""


def did_you_mean(got: Any, known: Iterable[Any]) -> str:
    """Return the hint at the closest known name, or "" if none is close."""
    names = [name for name in known if isinstance(name, str)]
    close = difflib.get_close_matches(got, names, n=1, cutoff=CLOSE) if isinstance(got, str) else []
    return f"Did you mean {close[0]!r}?" if close else ""


def called(name: str, rule: str, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call the caller's own function; say whose it is if it fails."""
    try:
        return function(*arguments, **options)
    except Exception as error:
        given = ", ".join(map(brief, arguments))
        raise invalid(name, rule, f"{type(error).__name__} ({error}) for {given}") from error


OURS = re.compile(r"figmerit\.|contextlib$")
"""Modules between a warning and the line of the caller."""


def warn(message: str) -> None:
    """Issue a FigmeritWarning that points at the line which called this package."""
    level, frame = 1, inspect.currentframe()
    while frame is not None and OURS.match(frame.f_globals.get("__name__", "")):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, FigmeritWarning, stacklevel=level)


def require(package: str, purpose: str, install: str = "") -> ModuleType:
    """Import an optional package, or say how to install it: `install` is its name there, if that is another."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        install = install or package
        message = f"{purpose} needs {install}, which is not installed.\nHint: pip install {install}"
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
    text = " ".join(literal(value).split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def typed(name: str, value: Any) -> str:
    """Return an option as it is typed: with its value if that is short, else with the name that it may have."""
    short = isinstance(value, str | int | float | bool | list | tuple | dict | set) and len(literal(value)) <= 60
    return f"{name}={literal(value) if short else name}"


def listing(values: Iterable[Any], most: int = 6) -> str:
    """List values for a message, at most `most` of them."""
    values = list(values)
    shown = ", ".join(map(literal, values[:most]))
    return f"[{shown}]" if len(values) <= most else f"[{shown}, … {len(values) - most} more]"


@recursive_repr("...")
def literal(value: Any) -> str:
    """Return a value as Python writes it, but numbers of NumPy as nan and 0.5."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.number | numpy.bool_):
        return str(value)
    if numpy is not None and isinstance(value, numpy.str_):
        return repr(str(value))
    kind = type(value)
    if kind not in (list, tuple, dict) or not value:
        return repr(value)
    pairs = ((f"{literal(key)}: ", one) for key, one in value.items()) if kind is dict else (("", one) for one in value)
    shown = ", ".join(key + literal(one) for key, one in islice(pairs, MOST)) + (", …" if len(value) > MOST else "")
    if kind is tuple:
        return f"({shown}{',' if len(value) == 1 else ''})"
    return f"[{shown}]" if kind is list else f"{{{shown}}}"
