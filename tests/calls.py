"""Calls of public functions that failed, so that they can be made again with other arguments."""

from __future__ import annotations

import inspect
import re
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

import figmerit
from figmerit._options import Call as Known

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

PACKAGE = "figmerit"


@dataclass(frozen=True)
class Call:
    """A call of a public function or method."""

    function: Callable[..., Any]
    arguments: dict[str, Any]

    def run(self) -> Any:
        """Call, on axes that nobody else needs."""
        given, places, rest = dict(self.arguments), [], {}
        for name, one in inspect.signature(self.function).parameters.items():
            if one.kind is one.VAR_POSITIONAL:
                places += given.pop(name, ())
            elif one.kind is one.VAR_KEYWORD:
                rest = given.pop(name, {})
            elif one.kind is one.POSITIONAL_ONLY and name in given:
                places.append(given.pop(name))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.function(*places, **given, **rest)

    def with_(self, **options: Any) -> Call:
        return replace(self, arguments={**self.arguments, **options})

    def without(self, *names: str) -> Call:
        return replace(self, arguments={name: one for name, one in self.arguments.items() if name not in names})


def call_at(frame: FrameType | None) -> Call | None:
    """Return the call of ours that a test made, which is the outermost one on the stack."""
    outer = None
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] == PACKAGE and "<" not in frame.f_code.co_filename:
            outer = frame
        frame = frame.f_back
    if outer is None:
        return None
    known = outer.f_locals.get("call")
    if outer.f_code.co_name == "checked" and isinstance(known, Known):
        return _as_given(known, outer.f_locals["arguments"], outer.f_locals["options"])
    owner, _, name = outer.f_code.co_qualname.rpartition(".")
    function = getattr(getattr(figmerit, owner, None) if owner else figmerit, name, None)
    if name.startswith("_") or not callable(function):
        return None
    parameters = inspect.signature(function).parameters
    return Call(function, {one: outer.f_locals[one] for one in parameters if one in outer.f_locals})


def _as_given(known: Known, arguments: tuple[Any, ...], options: dict[str, Any]) -> Call | None:
    function = getattr(type(arguments[0]) if known.is_method else figmerit, known.name)
    places = list(inspect.signature(function).parameters)[: len(arguments)]
    if len(arguments) > len(places):
        return None
    return Call(function, dict(zip(places, arguments, strict=True)) | options)


def first_of(call: Call) -> str:
    return next(iter(call.arguments))


def argument_of(call: Call, error: Any) -> str:
    """Return the name of the argument that an error is about."""
    named = re.match(r"\w+", getattr(error, "name", ""))
    return named[0] if named and named[0] in call.arguments else first_of(call)


def changed(call: Call, error: Any, change: Callable[[Any], Any]) -> Call:
    """Return the call with another value of the argument that an error is about."""
    name = argument_of(call, error)
    return call.with_(**{name: change(call.arguments[name])})


def size_of(value: Any) -> int:
    return len(value) if hasattr(value, "__len__") and not isinstance(value, str | dict) and np.ndim(value) else -1


Y_TRUE, Y_SCORE = [0, 1, 1, 0, 1], [0.2, 0.7, 0.4, 0.1, 0.9]
STAND_INS = {
    "y_true": Y_TRUE,
    "labels": ["a", "b", "c"],
    "y_pred": [0, 1, 0, 0, 1],
    "y_score": Y_SCORE,
    "scores": {"a": Y_SCORE},
    "result": figmerit.compute_roc_curve(Y_TRUE, Y_SCORE),
    "curve": figmerit.compute_roc_curve(Y_TRUE, Y_SCORE),
}
"""What names in hints stand for, if the call has no such argument."""
