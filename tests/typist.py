"""Somebody who reads hints and types them: each error that a test has seen must not come again.

A hint that stands in a call is typed as it stands, one that names an option is added to the call, one that is an
expression takes the place of the argument that it begins with. :data:`tests.by_hand.BY_HAND` holds what somebody does
who reads a hint in words. A hint that nobody can type fails the test that has seen its error.
"""

from __future__ import annotations

import ast
import inspect
import math
import re
import sys
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from tests.by_hand import BY_HAND, FILLED
from tests.calls import STAND_INS, Call, call_at

import figmerit
from figmerit import errors
from figmerit._options import Call as Known

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = (TypeError, ValueError, AttributeError)


class Typist:
    """Remembers calls that failed, and types the hints of their errors."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def watch(self, monkeypatch: Any) -> None:
        plain, misfit = errors.FigmeritError.__init__, Known.misfit

        def remember() -> None:
            call = call_at(sys._getframe(2))
            if call is not None and len(self.calls) < 200:
                self.calls.append(call)

        def of_ours(error: Any, *parts: Any, **named: Any) -> None:
            plain(error, *parts, **named)
            remember()

        def of_misfit(known: Any, *given: Any) -> TypeError:
            remember()
            return misfit(known, *given)

        monkeypatch.setattr(errors.FigmeritError, "__init__", of_ours)
        monkeypatch.setattr(Known, "misfit", of_misfit)

    def faults(self) -> Iterator[str]:
        """Say which hints do not help."""
        for call in self.calls:
            error = failure(call)
            hint = hint_of(error)
            if error is None or not hint:
                continue
            said = f"{call.function.__qualname__}: {error}"
            try:
                better = typed(call, error, hint)
            except Exception as nobody:
                yield f"{said}\n-> cannot be typed: {nobody!r}"
                continue
            if better is None:
                yield f"{said}\n-> nobody knows how to type it"
                continue
            if not better:
                continue
            try:
                again = failure(better)
            except Exception as foreign:
                again = foreign
            if again is not None and not isinstance(again, errors.FigmeritError) and "\nHint: " not in str(again):
                yield f"{said}\n-> then {again!r}"
            elif again is not None and (str(again) == str(error) or same(error, again)):
                yield f"{said}\n-> then again: {again}"


def same(one: Exception, other: Exception) -> bool:
    """Tell whether two errors are about the same thing."""
    parts = [(error.name, error.rule, error.got) for error in (one, other) if isinstance(error, errors.FigmeritError)]
    return len(parts) == 2 and parts[0] == parts[1]


def failure(call: Call) -> Exception | None:
    """Return the error of a call, if it has one."""
    try:
        call.run()
    except OURS as error:
        return error
    finally:
        plt.close("all")
    return None


def hint_of(error: Exception | None) -> str:
    hint = str(error).partition("\nHint: ")[2] if error is not None else ""
    return hint.partition(" And '")[0].removesuffix(".")  # what is said of a second option comes after that


# --- What is typed --------------------------------------------------------------------------------

VERBS = re.compile(
    r"(Use|Pass|Pass one of them, for example|Choose one of its curves, for example|Write it with|"
    r"Move the (class axis|channels) to the end:|Drop those rows, or use|Here it is|It belongs to the figure:|"
    r"A curve needs scores:|Leave out \w+ to cut \w+,?) (?=\S)"
)
"""How hints begin that then say what to type."""


def typed(call: Call, error: Exception, hint: str) -> Call | bool | None:
    """Return the call that somebody makes who reads the hint; False where it must be made elsewhere."""
    for pattern, act in BY_HAND.items():
        found = re.search(pattern, hint)
        if found:
            return act(call, error, found)
    if meant := re.fullmatch(r"Did you mean '(.*)'\?", hint):
        return respelt(call, error, meant[1])
    if meant := re.fullmatch(r"It is called (\w+) here", hint):
        return renamed(call, error, meant[1])
    code = longest_code(VERBS.sub("", hint, count=1))
    if code is None:
        return None
    return _typed_code(call, error, code)


def longest_code(text: str) -> ast.Call | None:
    """Return the longest beginning of a text that stands between the brackets of a call."""
    ends = [len(text), *(match.start() for match in re.finditer(r"[ ,;]", text))]
    for end in sorted(ends, reverse=True):
        try:
            found = ast.parse(f"_({text[:end]})", mode="eval").body
        except SyntaxError:
            continue
        if isinstance(found, ast.Call) and (found.keywords or found.args):
            return found
    return None


def _typed_code(call: Call, error: Exception, code: ast.Call) -> Call | None:
    names = names_of(call)
    if code.keywords:
        options = {one.arg: value_of(one.value, names, call, one.arg) for one in code.keywords if one.arg}
        wrong = re.search(r"has no option '(\w+)'", str(error))
        return (call.without(wrong[1]) if wrong else call).with_(**options)
    first = code.args[0]
    if re.match(r"(report|counts)\.\w+\(", ast.unparse(first)) or hasattr(figmerit, called_name(first)):
        return Call(lambda: value_of(first, names_of(call), call, ""), {})
    known = [one.id for one in ast.walk(first) if isinstance(one, ast.Name) and one.id in call.arguments]
    if not known:
        return None
    value = value_of(first, names, call, known[0])
    return call.with_(**{known[0]: value})


def called_name(code: ast.expr) -> str:
    """Return the name of the function that is called, or "ScoreCounts" of a method of that class."""
    if isinstance(code, ast.Call) and isinstance(code.func, ast.Attribute):
        return ast.unparse(code.func.value)
    return code.func.id if isinstance(code, ast.Call) and isinstance(code.func, ast.Name) else ""


def names_of(call: Call) -> dict[str, Any]:
    """Return what names in hints stand for."""
    public = {name: getattr(figmerit, name) for name in figmerit.__all__}
    modules = {"np": np, "pd": pd, "plt": plt, "matplotlib": mpl, "math": math}
    given = {name: one for name, one in call.arguments.items() if one is not None}
    return (
        modules
        | public
        | STAND_INS
        | {"point": given.get("threshold"), "counts": given.get("self"), "report": given.get("self")}
        | given
    )


class Filled(ast.NodeTransformer):
    """Puts the arguments of a call in place of "..."."""

    def __init__(self, call: Call) -> None:
        self.call = call

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        function = getattr(figmerit, called_name(node), None)
        if function is not None and any(is_dots(one) for one in node.args):
            known = inspect.signature(function).parameters
            own = {one.arg for one in node.keywords}
            node.args = []
            node.keywords += [
                ast.keyword(name, ast.Name(name, ast.Load()))
                for name in self.call.arguments
                if name in known and name not in own
            ]
        return node


def is_dots(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def value_of(code: ast.expr, names: dict[str, Any], call: Call, name: str) -> Any:
    """Return the value of an expression in a hint; "[...]" is filled by whoever knows the data."""
    if ast.unparse(code) in ("[...]", "..."):
        return FILLED[name](call)
    tree = ast.fix_missing_locations(ast.Expression(Filled(call).visit(code)))
    return eval(compile(tree, "<hint>", "eval"), names)


def respelt(call: Call, error: Exception, meant: str) -> Call | None:
    """Write a name as it was meant: of an option, or of the value that an error shows."""
    if re.search(r"has no option '(\w+)'", str(error)):
        return renamed(call, error, meant)
    got = error.got if isinstance(error, errors.FigmeritError) else ""
    changed = {name: swapped(one, got, meant) for name, one in call.arguments.items()}
    found = {name: one for name, one in changed.items() if one is not call.arguments[name]}
    return call.with_(**found) if found else None


def renamed(call: Call, error: Exception, meant: str) -> Call | None:
    wrong = re.search(r"has no option '(\w+)'", str(error))
    return call.without(wrong[1]).with_(**{meant: call.arguments[wrong[1]]}) if wrong else None


def swapped(value: Any, got: str, meant: str) -> Any:
    """Return a value in which what was got is what was meant."""
    if isinstance(value, np.ndarray | pd.Series | pd.DataFrame):
        return value
    if isinstance(value, str) and errors.brief(value) in got:
        return meant
    if isinstance(value, dict):
        parts = {swapped(key, got, meant): swapped(one, got, meant) for key, one in value.items()}
        return (
            value
            if list(parts) == list(value) and all(a is b for a, b in zip(parts.values(), value.values(), strict=True))
            else parts
        )
    if isinstance(value, list | tuple):
        some = [swapped(one, got, meant) for one in value]
        return value if all(a is b for a, b in zip(some, value, strict=True)) else type(value)(some)
    return value
