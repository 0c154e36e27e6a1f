"""Numbers as texts: never rounded to something they are not."""

from __future__ import annotations

import math
import re
from decimal import ROUND_FLOOR, Context

DIGITS = 6
"""The digits of a threshold that texts show."""

PLAIN = range(-4, DIGITS)
"""The powers of ten of the numbers that are written without one."""

DECIMALS = re.compile(r"\{0?:[^{}.]*\.(\d+)([f%])\}")
"""The part of a format string that rounds to a number of decimals."""


def rounded(value: float, fmt: str = "{:.3f}") -> str:
    """Format a number; "<0.001" and ">0.999" stand where rounding would claim a 0 or a 1.

    Formats that do not round to decimals are used as they are.
    """
    value = value or abs(value)  # zero has no sign
    text, place = fmt.format(value), DECIMALS.search(fmt)
    claims = {fmt.format(math.copysign(whole, value)) for whole in (0.0, 1.0)}
    if place is None or text not in claims or not 0 < abs(value) < 1:
        return text
    step = 10.0 ** -(int(place[1]) + 2 * (place[2] == "%"))
    to_zero = abs(value) < 0.5
    bound = math.copysign(step if to_zero else 1 - step, value)
    sign = "<" if to_zero == (value > 0) else ">"
    return f"{fmt[: place.start()]}{sign}{fmt[place.start() :]}".format(bound)


def within(value: float, bounds: tuple[float, float]) -> tuple[str, str]:
    """Return the format of a number that lies between bounds, and "± 0.0002": how far off what it shows may be.

    It has as many decimals as mean something, but from 3 to 5.
    """
    low, high = bounds
    off = max(high - value, value - low)
    decimals = min(max(3, math.ceil(-math.log10(off))), 5) if off > 0 else 5
    fmt = f"{{:.{decimals}f}}"
    shown = float(fmt.format(value))
    steps = math.ceil(round(max(high - shown, shown - low) * 10**decimals, 6))
    return fmt, f"± {fmt.format(max(steps, 1) / 10**decimals)}"


def cut_text(threshold: float) -> str:
    """Return "score ≥ 0.3518": with six digits, never rounded up to a number that the score itself does not reach."""
    return f"score ≥ {not_above(threshold)}" if math.isfinite(threshold) else "no score reaches it"


def not_above(value: float) -> str:
    """Return the nearest number of six digits that is not above a value, as a text without needless characters.

    The pages of reports write the same: text.js.
    """
    fmt = f".{DIGITS - 1}e"
    text = format(value, fmt)
    if float(text) > value:
        text = format(Context(prec=DIGITS, rounding=ROUND_FLOOR).create_decimal_from_float(value), fmt)
    mantissa, exponent = text.split("e")
    mantissa, power = mantissa.rstrip("0").rstrip("."), int(exponent)
    if float(mantissa) == 0:
        return "0"
    decimals = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - power, 0)
    return f"{float(text):.{decimals}f}" if power in PLAIN else f"{mantissa}e{power:+}"


def equation(name: str, value: float, fmt: str = "{:.3f}") -> str:
    """Return "AUC = 0.812"; or "AUC > 0.999" and "AUC < 0.001"."""
    text = rounded(value, fmt)
    return f"{name} {text[0]} {text[1:]}" if text[0] in "<>" else f"{name} = {text}"


def quantity(value: float, one: str, many: str) -> str:
    """Return "1 class" or "1,234 classes"."""
    return f"{value:,.10g} {one if value == 1 else many}"


def count_text(value: float) -> str:
    """Return whole numbers whole, weights with two decimals or three digits."""
    if float(value).is_integer():
        return f"{value:.0f}"
    text = f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}"
    return ">0.999" if text == "1" else text


def measured(value: float) -> str:
    """Return a value of a metric of any size: with three decimals, or as many digits as it needs."""
    if value == 0 or 0.001 <= abs(value) < 1000:
        return rounded(value)
    return f"{value:.2e}" if abs(value) < 0.001 or abs(value) >= 1e6 else f"{value:,.1f}"
