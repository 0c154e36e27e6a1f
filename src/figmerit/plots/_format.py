"""The formats that callers give for numbers: format strings and functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from matplotlib import rcParams

from figmerit._numbers import rounded
from figmerit.errors import brief, called, invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray

Format: TypeAlias = str | Callable[[float], str]


USUAL = "{:.3f}", "{:.2f}"
"""How shares are written, from long to short."""


def usual_formats(values: FloatArray) -> tuple[str, ...]:
    """Return how values are written, from long to short: with three or four digits that mean something."""
    highest = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
    if 0 < highest < 0.01 or highest >= 1e6:
        return "{:.2e}", "{:.0e}"
    if highest >= 100:
        return ("{:,.0f}",) if highest >= 1000 else ("{:.1f}", "{:.0f}")
    return USUAL


def formatter(name: str, fmt: Any) -> Callable[[float], str]:
    """Return a function that formats a number by a format string, or the caller's own function."""
    if callable(fmt):
        return lambda value: str(called(name, "a function that turns a number into a text", fmt, value))
    if not isinstance(fmt, str):
        raise wrong_type(name, "a format string or a function", brief(fmt), f'{name}="{{:.3f}}"')
    if not _has_place(fmt):
        raise invalid(name, "a format string with one place for a number", repr(fmt), f'{name}="{_meant(fmt)}"')
    return lambda value: _formatted(name, fmt, value)


def _formatted(name: str, fmt: str, value: float) -> str:
    try:
        return with_minus(rounded(value, fmt))
    except ValueError:  # "{:d}" takes no float
        if float(value).is_integer():
            return with_minus(fmt.format(int(value)))
        raise invalid(name, f"a format that fits the value {value:g}", repr(fmt), f'{name}="{{:.3f}}"') from None


def with_minus(text: str) -> str:
    """Write negative numbers as the axes of the figure do."""
    return re.sub(r"-(?=\d)", "−", text) if rcParams["axes.unicode_minus"] else text


def _has_place(fmt: str) -> bool:
    """Tell whether two different numbers make two different texts."""
    for first, second in ((0.25, 0.75), (1, 2)):
        try:
            if fmt.format(first) != fmt.format(second):
                return True
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
    return False


def _meant(fmt: str) -> str:
    """Return the format string for a bare specification, ".2f" or "%.2f"; else any that is right."""
    for spec in (fmt, fmt.removeprefix("%")):
        for number in (0.25, 1):
            with suppress(ValueError):
                if spec and format(number, spec) != spec:
                    return f"{{:{spec}}}"
    return "{:.3f}"
