"""The values behind bars: whatever they came as, checked before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import numpy as np

from figmerit._containers import is_missing
from figmerit._numbers import rounded
from figmerit._validate import check_keys, check_unrepeated
from figmerit.errors import brief, called, did_you_mean, invalid, listing, wrong_type
from figmerit.metrics.catalog import display_name, known_as
from figmerit.metrics.metric_summary import MetricSummary
from figmerit.plots._sorting import sorted_by
from figmerit.plots._summaries import numbers_of, of_report

Interval: TypeAlias = tuple[float, float]

REFERENCE_NAME = "reference"
"""The name of a reference line to which the caller gives none."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Values and intervals by series (colours) and by tick; a single series has the name None."""

    groups: dict[str | None, dict[str, float]]
    intervals: dict[str | None, dict[str, Interval]]
    interval_label: str | None
    ticks: tuple[str, ...]
    references: dict[str, float] = field(default_factory=dict)

    @property
    def extent(self) -> tuple[float, float]:
        """The lowest and the highest end of a bar, an interval or a reference, and 0 if it is beyond both."""
        values = [value for group in self.groups.values() for value in group.values() if not math.isnan(value)]
        ends = [end for pairs in self.intervals.values() for pair in pairs.values() for end in pair]
        every = [0.0, *values, *ends, *self.references.values()]
        return min(every), max(every)

    def value(self, series: str | None, tick: str) -> float:
        """Return the value of a bar, NaN where there is none."""
        return self.groups[series].get(tick, math.nan)

    def alt_text(self) -> str:
        """Say in a sentence or two what the bars show."""
        several = f" for each of {len(self.groups)}" if len(self.groups) > 1 else ""
        text = f"Bars of {len(self.ticks)} {'value' if len(self.ticks) == 1 else 'values'}{several}"
        bars = [(self.value(series, tick), _of(tick, series)) for series in self.groups for tick in self.ticks]
        known = [(value, name) for value, name in bars if not math.isnan(value)]
        if len(known) > 1:
            (low, lowest), (high, highest) = min(known), max(known)
            text += f": from {rounded(low)} ({lowest}) to {rounded(high)} ({highest})"
        elif known:
            text += f": {rounded(known[0][0])} ({known[0][1]})"
        if self.intervals:
            text += f", with intervals ({self.interval_label})"
        if self.references:
            lines = ", ".join(f"{name} ({rounded(value)})" for name, value in self.references.items())
            text += f", compared with {lines}"
        lost = [name for value, name in bars if math.isnan(value)]
        shown = ", ".join(lost[:6]) + (f" and {len(lost) - 6} more" if len(lost) > 6 else "")
        return f"{text}." + (f" Undefined: {shown}." if lost else "")


def as_bars(
    values: Any, intervals: Any, interval_label: Any, metrics: Any, sort_key: Any, reference: Any = None
) -> Bars:
    """Return the values that a caller gave, as a mapping, a series, a frame or summaries; these bring intervals."""
    groups, grouped = _groups(values, metrics)
    if isinstance(values, Mapping) and of_report(values) and _are_known(metrics, tuple(groups)):
        groups, metrics = {name: groups[name] for name in _chosen(tuple(groups), metrics)}, None
    summaries = _with_intervals(values) if intervals is None and interval_label is None else {}
    if summaries:
        found = {name: part.overall_intervals for name, part in summaries.items()}
        intervals = found[None] if isinstance(values, MetricSummary) else found
        interval_label = _own_label(summaries, found)
    numbers = {
        name: {tick: _number(value, f"the value of {_of(tick, name)}") for tick, value in group.items()}
        for name, group in groups.items()
    }
    ends = _as_intervals(intervals, numbers, grouped=grouped)
    _check_interval_label(interval_label, intervals)
    ticks = _chosen(tuple(dict.fromkeys(tick for group in numbers.values() for tick in group)), metrics)
    numbers = {name: {tick: group.get(tick, math.nan) for tick in ticks} for name, group in numbers.items()}
    ends = {name: {tick: pairs[tick] for tick in ticks if tick in pairs} for name, pairs in ends.items()}
    drawn = {name: pairs for name, pairs in ends.items() if pairs}
    if summaries and drawn:
        interval_label = _own_label(summaries, drawn)
    return Bars(numbers, drawn, interval_label, _sorted(ticks, numbers, sort_key), _as_references(reference))


def namer(label_formatter: Any, values: Any) -> Callable[[str], str]:
    """Return the function that turns a name into the text shown."""
    parts = values.values() if isinstance(values, Mapping) else [values]
    default = display_name if any(isinstance(part, MetricSummary) for part in parts) else str
    if label_formatter is None:
        return default
    if isinstance(label_formatter, Mapping):
        texts = check_keys("label_formatter", label_formatter)
        return lambda name: _text(texts[name] if name in texts else default(name), name)
    if not callable(label_formatter):
        raise wrong_type("label_formatter", "a function or a mapping of name to text", brief(label_formatter))
    rule = "a function that turns a name into a text"
    return lambda name: _text(called("label_formatter", rule, label_formatter, name), name)


def _groups(values: Any, metrics: Any) -> tuple[dict[str | None, dict[str, Any]], bool]:
    """Return the values by series and tick, and whether the caller has grouped them."""
    values = numbers_of(values, metrics) if isinstance(values, MetricSummary) else _plain(values)
    if not isinstance(values, Mapping):
        hint = 'plot_metric_bars({"accuracy": 0.9})'
        raise wrong_type(
            "values", "a mapping of name to value, a series, a frame or a MetricSummary", brief(values), hint
        )
    values = of_report(values) or values
    parts = {
        name: numbers_of(part, metrics) if isinstance(part, MetricSummary) else _plain(part)
        for name, part in check_keys("values", values).items()
    }
    grouped = {isinstance(part, Mapping) for part in parts.values()}
    if len(grouped) > 1:
        raise wrong_type("values", "all numbers, or all mappings of metric to number", "both")
    if not parts or (True in grouped and not any(parts.values())):
        raise invalid("values", "a mapping of at least one value", "an empty one")
    if grouped == {False}:
        return {None: parts}, False
    return {name: check_keys(f"values[{name!r}]", part) for name, part in parts.items()}, True


def summaries_of(values: Any) -> dict[Any, MetricSummary]:
    """Return the summaries that are shown, by name."""
    parts = values if isinstance(values, Mapping) else {None: values}
    return {name: part for name, part in parts.items() if isinstance(part, MetricSummary)}


def _with_intervals(values: Any) -> dict[Any, MetricSummary]:
    """Return the summaries that have intervals, by name."""
    return {name: part for name, part in summaries_of(values).items() if part.overall_intervals}


def _own_label(summaries: Mapping[Any, MetricSummary], drawn: Mapping[Any, Mapping[str, Interval]]) -> str:
    """Return what the intervals of summaries are that are drawn."""
    known = {name: part.intervals for name, part in summaries.items() if name in drawn and part.intervals}
    levels = {part.confidence_level for part in known.values()}
    if len(levels) > 1:
        hint = "compute_metric_summary(..., confidence_level=0.95) for all"
        got = " and ".join(sorted({part.label for part in known.values()}))
        raise invalid("the intervals of the summaries", "of one kind", got, hint)
    names = dict.fromkeys(tick for pairs in drawn.values() for tick in pairs)
    return next(iter(known.values())).label_of(names)


def _plain(values: Any) -> Any:
    """Return a pandas series as a mapping, and a frame as one of its columns; anything else as it is."""
    if not (hasattr(values, "to_dict") and hasattr(values, "index")):
        return values
    check_unrepeated(tuple(map(str, values.index)), "the index of values")
    if not hasattr(values, "columns"):
        return values.to_dict()
    check_unrepeated(tuple(map(str, values.columns)), "the columns of values")
    return values.to_dict()


def _of(tick: str, series: str | None) -> str:
    return repr(tick) if series is None else f"{tick!r} of {series!r}"


def _number(value: Any, name: str, finite: str = "finite, or NaN", hint: str = 'None is shown as "n/a"') -> float:
    if value is np.ma.masked:  # as a number it would be 0
        return math.nan
    scalar = value.item() if getattr(value, "ndim", None) == 0 and hasattr(value, "item") else value
    if is_missing(scalar):
        return math.nan
    if isinstance(scalar, bool) or not isinstance(scalar, Real | Decimal):
        raise wrong_type(name, "a number", brief(value), "" if "NaN" in finite else hint)
    try:
        number = float(scalar)
    except OverflowError:
        number = math.inf
    if math.isinf(number):
        raise invalid(name, finite, brief(value), hint)
    return number


def _chosen(known: tuple[Any, ...], metrics: Any) -> tuple[Any, ...]:
    """Return the names that were asked for, in that order; by default all in order of appearance."""
    if metrics is None:
        return known
    rule = f"some of {listing(known, most=20)}"
    if not isinstance(metrics, Iterable) or getattr(metrics, "ndim", 1) == 0:
        raise wrong_type("metrics", rule, brief(metrics))
    wanted = [known_as(name, known) for name in ([metrics] if isinstance(metrics, str) else map(str, metrics))]
    for metric in wanted:
        if metric not in known:
            raise invalid("metrics", rule, brief(metrics), did_you_mean(metric, known))
    if not wanted:
        raise invalid("metrics", rule, brief(metrics))
    return tuple(check_unrepeated(tuple(wanted), "metrics"))


def _are_known(metrics: Any, known: tuple[Any, ...]) -> bool:
    """Tell whether metrics are series, not ticks, as those of scikit-learn's report are."""
    wanted = [metrics] if isinstance(metrics, str) else metrics if isinstance(metrics, list | tuple) else []
    return bool(wanted) and all(known_as(name, known) in known for name in wanted)


def _as_intervals(
    intervals: Any, numbers: Mapping[str | None, Mapping[str, float]], *, grouped: bool
) -> dict[str | None, dict[str, Interval]]:
    """Return the intervals by series and tick, those that are known."""
    rule = "a mapping of the names in values to (low, high)"
    given = {} if intervals is None else _plain(intervals)
    if not isinstance(given, Mapping):
        raise wrong_type("intervals", rule, brief(intervals))
    parts: Mapping[Any, Any] = check_keys("intervals", given) if grouped else {None: given}
    found: dict[str | None, dict[str, Interval]] = {}
    for series, part in parts.items():
        where = "intervals" if series is None else f"intervals[{series!r}]"
        part = {} if is_missing(part) else _plain(part)
        if series not in numbers or not isinstance(part, Mapping):
            raise invalid("intervals", rule, brief({series: part}))
        pairs = {known_as(tick, tuple(numbers[series])): pair for tick, pair in check_keys(where, part).items()}
        unknown = [tick for tick in pairs if tick not in numbers[series]]
        if unknown:
            raise invalid(where, rule, brief(part), did_you_mean(unknown[0], numbers[series]))
        ends = {
            tick: _interval(pair, f"the interval of {_of(tick, series)}", numbers[series][tick])
            for tick, pair in pairs.items()
        }
        found[series] = {tick: pair for tick, pair in ends.items() if pair is not None}
    return found


def _interval(pair: Any, name: str, value: float) -> Interval | None:
    """Return the ends of an interval, or None where there is none."""
    rule = "a pair (low, high) around the value"
    if is_missing(pair):
        return None
    ends = list(pair) if isinstance(pair, Sequence | np.ndarray) and getattr(pair, "ndim", 1) == 1 else []
    if isinstance(pair, str | bytes) or len(ends) != 2:
        raise wrong_type(name, rule, brief(pair))
    hint = "None instead of the pair stands for no interval"
    low, high = (_number(end, f"an end of {name}", hint=hint) for end in ends)
    if math.isnan(low) and math.isnan(high):
        return None
    if math.isnan(value):
        raise invalid(name, "None where the value is undefined", f"({low:g}, {high:g})")
    slack = 1e-12 * max(1.0, abs(value))  # the upper end of a share of 1 may come out as 0.9999999999999999
    if not low - slack <= value <= high + slack:
        raise invalid(name, rule, f"({low:g}, {high:g}) around {value:g}")
    return min(low, value), max(high, value)


def _as_references(reference: Any) -> dict[str, float]:
    """Return the values of reference lines by their names."""
    if reference is None:
        return {}
    alone = not isinstance(reference, Mapping)
    given = {REFERENCE_NAME: reference} if alone else check_keys("reference", reference)
    hint, lines = 'reference={"chance": 0.5}', {}
    for name, value in given.items():
        if not name.strip():
            raise invalid("the keys of reference", "names for the legend", listing(given), hint)
        whose = "reference" if alone else f"the reference {name!r}"
        lines[name] = _number(value, whose, "a finite number", hint)
        if math.isnan(lines[name]):
            raise invalid(whose, "a finite number", brief(value), hint)
    return lines


def _check_interval_label(label: Any, intervals: Any) -> None:
    hint = 'interval_label="95% Wilson"'
    if intervals is None and label is not None:
        raise invalid("interval_label", "left out without intervals", brief(label), "intervals={name: (low, high)}")
    if intervals is None:
        return
    rule = "given with intervals, to say in the figure what they are"
    if not isinstance(label, str):
        raise wrong_type("interval_label", rule, brief(label), hint)
    if not label.strip():
        raise invalid("interval_label", rule, brief(label), hint)


def _sorted(ticks: tuple[str, ...], numbers: Mapping[Any, Mapping[str, float]], sort_key: Any) -> tuple[str, ...]:
    if sort_key is None:
        return ticks
    alone = None in numbers
    rule = f"a function of {'(name, value)' if alone else '(metric, {name: value})'} whose results can be sorted"
    if not callable(sort_key):
        raise wrong_type("sort_key", rule, brief(sort_key), "sort_key=lambda item: item[1]")
    groups = {tick: {name: group[tick] for name, group in numbers.items() if tick in group} for tick in ticks}
    items = [(tick, group[None] if alone else group) for tick, group in groups.items()]
    return tuple(ticks[place] for place in sorted_by(sort_key, items, rule))


def _text(text: Any, name: str) -> str:
    if not isinstance(text, str):
        raise wrong_type(f"the result of label_formatter for {name!r}", "a text", brief(text))
    return text
