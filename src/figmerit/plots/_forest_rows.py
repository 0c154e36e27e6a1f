"""Estimates with both ends of their intervals, by name: what a forest plot shows, from what people have."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit._containers import is_missing
from figmerit._numbers import rounded
from figmerit._validate import check_keys, check_unrepeated
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics.catalog import display_name
from figmerit.metrics.comparison import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = ("name", "label", "model", "metric", "group", "slice")
ESTIMATES = ("estimate", "difference", "delta", "value", "mean", "lift", "point")
LOWS = ("low", "ci_low", "lower", "ci_lower", "lo", "conf_low")
HIGHS = ("high", "ci_high", "upper", "ci_upper", "hi", "conf_high")
"""What columns of rows are called, here and elsewhere."""

RULE = "a mapping of names to (estimate, low, high) or to Comparison"


class Row(NamedTuple):
    """One estimate, and the ends of its interval, NaN where there is none.

    A test may say whether it is `apart` from the reference; else the interval does. Some rows are in grey, and some
    have a note beside their numbers.
    """

    estimate: float
    low: float
    high: float
    apart: bool | None = None
    grey: bool = False
    note: str = ""

    @property
    def has_ends(self) -> bool:
        """Whether there is an interval."""
        return not math.isnan(self.low)

    def excludes(self, reference: float | None) -> bool:
        """Tell whether the estimate can be told from a number."""
        if self.apart is not None:
            return self.apart
        return self.has_ends and reference is not None and not self.low <= reference <= self.high


@dataclass(frozen=True, slots=True)
class ForestRows:
    """Estimates by name; what they are, which number means nothing, and what the intervals are.

    With what cannot be told, of rows that are not apart from the reference, and what else a caption says.
    """

    rows: dict[str, Row]
    what: str = ""
    reference: float | None = None
    interval_label: str = ""
    hollow: str = ""
    about: tuple[str, ...] = ()

    @property
    def apart_words(self) -> str:
        """What is said of rows that can be told from the reference."""
        return f"intervals that exclude {self.reference:g}" if not self.hollow else "differ"

    def alt_text(self) -> str:
        """Say in a sentence or two what is shown."""
        known = {name: row for name, row in self.rows.items() if not math.isnan(row.estimate)}
        text = f"{len(self.rows)} {'estimate' if len(self.rows) == 1 else 'estimates'}"
        text += f" of {self.what}" if self.what else ""
        if known:
            low, high = (pick(known, key=lambda name: known[name].estimate) for pick in (min, max))
            text += f": from {rounded(known[low].estimate)} ({low}) to {rounded(known[high].estimate)} ({high})"
        if self.reference is not None:
            apart = [name for name, row in self.rows.items() if row.excludes(self.reference)]
            found = ", ".join(apart) if apart else "none"
            text += f"; {self.apart_words}: {found}"
        return f"{text}."


def as_forest(items: Any, reference: Any, interval_label: Any) -> ForestRows:
    """Return the rows that a caller gave: comparisons, pairs of numbers, or rows of a table."""
    if isinstance(items, Comparison):
        items = {items.names[1]: items}
    found = _named(items)
    comparisons = {name: one for name, one in found.items() if isinstance(one, Comparison)}
    if comparisons and len(comparisons) < len(found):
        raise wrong_type("items", "all of Comparison, or none", "both")
    rows = {name: _row(one, name) for name, one in found.items()}
    what, label = _of_comparisons(comparisons) if comparisons else ("", "")
    if interval_label is None and not label and any(row.has_ends for row in rows.values()):
        rule = "given with intervals, to say in the figure what they are"
        raise wrong_type("interval_label", rule, "None", 'interval_label="95% Wilson"')
    if reference is None and comparisons:
        reference = 0.0
    return ForestRows(rows, what, reference, label if interval_label is None else interval_label)


def _of_comparisons(found: Mapping[str, Comparison]) -> tuple[str, str]:
    """Return what the differences are of, and what their intervals are."""
    metrics = dict.fromkeys(display_name(one.metric) for one in found.values())
    bases = dict.fromkeys(one.names[0] for one in found.values())
    what = f"difference in {next(iter(metrics))}" if len(metrics) == 1 else "difference"
    what += f" from {next(iter(bases))}" if len(bases) == 1 else ""
    labels = dict.fromkeys(one.intervals.label for one in found.values() if one.intervals and one.interval)
    return what, ", ".join(labels)


def _named(items: Any) -> dict[str, Any]:
    """Return what was given, by name."""
    if isinstance(items, list | tuple) and items and all(isinstance(one, Comparison) for one in items):
        seconds = check_unrepeated(tuple(one.names[1] for one in items), "the names of items")
        found: dict[str, Any] = dict(zip(seconds, items, strict=True))
    elif isinstance(items, Mapping):
        found = check_keys("items", items)
    else:
        if hasattr(items, "to_dict") and hasattr(items, "columns"):
            items = items.to_dict("records") if hasattr(items, "iloc") else items.to_dicts()
        if isinstance(items, str) or not isinstance(items, Sequence) or not all(isinstance(r, Mapping) for r in items):
            raise wrong_type("items", RULE, brief(items), "items={'model': (0.02, -0.01, 0.05)}")
        names = [str(_taken(row, NAMES, place)) for place, row in enumerate(items)]
        found = dict(zip(check_unrepeated(tuple(names), "the names of items"), items, strict=True))
    if not found:
        raise invalid("items", "a mapping of at least one name", "an empty one")
    return found


def _row(given: Any, name: str) -> Row:
    """Return one estimate with its ends."""
    whose = f"items[{name!r}]"
    if isinstance(given, Comparison):
        low, high = given.interval or (math.nan, math.nan)
        return Row(given.difference, low, high)
    if isinstance(given, Mapping):
        parts = [_taken(given, columns, name) for columns in (ESTIMATES, LOWS, HIGHS)]
    elif isinstance(given, Sequence | np.ndarray) and not isinstance(given, str) and len(given) == 3:
        parts = list(given)
    else:
        raise wrong_type(whose, "(estimate, low, high)", brief(given), f"items={{{name!r}: (0.02, -0.01, 0.05)}}")
    numbers = [math.nan if is_missing(part) else part for part in parts]
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int | float | np.integer | np.floating):
            raise wrong_type(whose, "of three numbers", brief(given))
    estimate, low, high = map(float, numbers)
    whole = (math.isnan(low) and math.isnan(high)) or low <= estimate <= high
    if not whole or any(map(math.isinf, numbers)):
        raise invalid(whose, "a finite estimate between a low and a high end", brief(given))
    return Row(estimate, low, high)


def _taken(row: Mapping[Any, Any], columns: Iterable[str], where: Any) -> Any:
    """Return the value of the first of several columns that a row has."""
    for column in columns:
        if column in row:
            return row[column]
    rule = f"such that one is among {listing(columns, 8)}"
    raise invalid(f"the columns of items, row {where!r},", rule, listing(row))
