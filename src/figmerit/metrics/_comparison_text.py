"""A comparison in plain sentences."""

from __future__ import annotations

import math
from typing import Any

from figmerit._arrays import Result
from figmerit._numbers import equation, quantity, rounded
from figmerit.metrics.catalog import display_name

TINY = 0.001
"""The p-value below which journals do not ask for the number."""


def p_text(p_value: float) -> str:
    """Return "p = 0.012", or "p < 0.001" of all that is less."""
    return f"p < {TINY}" if p_value < TINY else equation("p", p_value)


class ComparisonText(Result):
    """Base of the comparison of two models, that says what was found."""

    __slots__ = ()
    names: Any
    metric: Any
    difference: Any
    intervals: Any
    interval: Any
    differ: Any
    p_value: Any
    p_adjusted: Any
    correction: Any
    test: Any
    n: Any
    smallest_difference: Any
    rows_needed: Any

    @property
    def text(self) -> str:
        """The result in plain sentences."""
        first, second = self.names
        metric = display_name(self.metric)
        if math.isnan(self.difference):
            return f"{metric[:1].upper()}{metric[1:]} of {first} and {second} cannot be compared: it is undefined."
        size = rounded(abs(self.difference))
        said = f"{size}{self._in_brackets()}"
        test = "" if math.isnan(self.p_value) else f" ({self._p_text()}, {self.test})"
        if self.differ:
            higher = "higher" if self.difference > 0 else "lower"
            sentence = f"{second}'s {metric} is {higher} than {first}'s by {said}{test}."
        elif self.differ is None:
            why = next(iter(self.undefined.values()), "")
            sentence = f"{second}'s {metric} differs from {first}'s by {said}; no test can tell by chance ({why})."
        else:
            sentence = f"{first} and {second} cannot be told apart: {metric} differs by {said}{test}.{self._power()}"
        doubt = "" if self.intervals is None else next(iter(self.intervals.unreliable.values()), "")
        return f"{sentence} The interval is unreliable: {doubt}." if doubt else sentence

    def _in_brackets(self) -> str:
        """Return the interval of the size of the difference."""
        if self.interval is None:
            return ""
        low, high = self.interval if self.difference >= 0 else (-self.interval[1], -self.interval[0])
        return f" [{rounded(low)}, {rounded(high)}]".replace("-", "\N{MINUS SIGN}")

    def _p_text(self) -> str:
        value = self.p_value if math.isnan(self.p_adjusted) else self.p_adjusted
        named = f", {self.correction}" if self.correction else ""
        return p_text(value) + named

    def _power(self) -> str:
        """Say what so many samples could have shown, and how many would show this difference."""
        if math.isnan(self.smallest_difference):
            return " Too few samples tell them apart to show a difference." if "McNemar" in self.test else ""
        said = f" These {quantity(self.n, 'sample', 'samples')} could have shown a difference of "
        said += f"{rounded(self.smallest_difference)}"
        if math.isfinite(self.rows_needed) and self.rows_needed > self.n:
            said += f"; about {self.rows_needed:,.0f} would show this one"
        return f"{said}."
