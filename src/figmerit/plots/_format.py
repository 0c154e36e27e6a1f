"""Numbers as figures print them: never rounded to something they are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from figmerit.errors import brief, invalid, wrong_type

Format: TypeAlias = str | Callable[[float], str]


def formatter(name: str, fmt: Any) -> Callable[[float], str]:
    """Return a function that formats a number by a format string, or the caller's own function."""
    if callable(fmt):
        return lambda value: str(fmt(value))
    if not isinstance(fmt, str):
        raise wrong_type(name, "a format string or a function", brief(fmt), f'{name}="{{:.3f}}"')
    if not _has_place(fmt):
        raise invalid(name, "a format string with one place for a number", repr(fmt), f'{name}="{{:.3f}}"')
    return lambda value: _formatted(name, fmt, value)


def score_text(value: float, digits: int = 3) -> str:
    """Return " = 0.812"; or " > 0.999" and " < 0.001" where rounding would claim a perfect score."""
    text = f"{value:.{digits}f}"
    smallest = 10.0**-digits
    if value < 1 and float(text) >= 1:
        return f" > {1 - smallest:.{digits}f}"
    if value > 0 and float(text) <= 0:
        return f" < {smallest:.{digits}f}"
    return f" = {text}"


def percent_text(share: float) -> str:
    """Return "12.3%"; or "<0.1%" and ">99.9%" where rounding would claim none or all."""
    text = f"{share:.1%}"
    if text == "0.0%" and share > 0:
        return "<0.1%"
    return ">99.9%" if text == "100.0%" and share < 1 else text


def count_text(value: float) -> str:
    """Return whole numbers whole, weights with two decimals or three digits."""
    if float(value).is_integer():
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}"


def _formatted(name: str, fmt: str, value: float) -> str:
    try:
        return fmt.format(value)
    except ValueError:  # "{:d}" takes no float
        if float(value).is_integer():
            return fmt.format(int(value))
        raise invalid(name, f"a format that fits the value {value:g}", repr(fmt), f'{name}="{{:.3f}}"') from None


def _has_place(fmt: str) -> bool:
    """Tell whether two different numbers make two different texts."""
    for first, second in ((0.25, 0.75), (1, 2)):
        try:
            if fmt.format(first) != fmt.format(second):
                return True
        except (ValueError, IndexError, KeyError):
            continue
    return False
