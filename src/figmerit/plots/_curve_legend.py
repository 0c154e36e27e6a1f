"""What the legends of curves say: areas with their intervals in brackets, and less where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.lines import Line2D

from figmerit._numbers import rounded
from figmerit.plots._legend import Shorter
from figmerit.plots._record import PlotRecord, drawn_on
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from figmerit.plots._curves import CurveKind
    from figmerit.plots._legend import Entries

WITHOUT_INTERVALS, WITHOUT_CLASSES = 0.8, 0.6
"""The share of the room below which intervals go, and then the names of classes."""

OTHERS = " others"
"""What the legend's entry of faint curves ends with."""


def in_brackets(curve: Any, options: Any) -> str:
    """Return the interval of a curve's area as its entry in a legend has it; faint curves share an entry."""
    if curve.interval is None or options["faint"]:
        return ""
    low, high = map(rounded, curve.interval)
    return f" [{low}, {high}]"


def title_with(name: str, records: Iterable[PlotRecord]) -> str:
    """Return the title of a legend of numbers: what they are, and what stands in brackets beside them."""
    kinds = _kinds(_shown(records))
    return f"{name} [{kinds}]" if kinds else name


def said_intervals(records: Iterable[PlotRecord], *, titled: bool) -> str:
    """Say what is in brackets, unless a title does, and which intervals may be too close together, and why."""
    shown = _shown(records)
    doubts: dict[str, list[str]] = {}
    for record in shown:
        for reason in record.result.intervals.unreliable.values():
            doubts.setdefault(reason, []).append(record.options["label"] or "")
    said = [f"in brackets: {_kinds(shown)}"] if shown and not titled else []
    for reason, names in doubts.items():
        whose = "" if len(names) == len(shown) else f" of {', '.join(names)}"
        said.append(f"unreliable interval{'s' if len(names) > 1 else ''}{whose}: {reason}")
    return "; ".join(said)


def _shown(records: Iterable[PlotRecord]) -> list[PlotRecord]:
    return [record for record in records if in_brackets(record.result, record.options)]


def _kinds(records: Iterable[PlotRecord]) -> str:
    return ", ".join(dict.fromkeys(record.result.intervals.label for record in records))


def is_titled(ax: Axes, kind: CurveKind) -> bool:
    """Tell whether all curves have names: the legend then says once what their numbers are."""
    return all(record.options["label"] for _, record in drawn_on(ax, kind.plot))


def records_of(ax: Axes, kind: CurveKind) -> list[PlotRecord]:
    return [record for _, record in drawn_on(ax, kind.plot)]


def shorter(ax: Axes, kind: CurveKind, entries: Entries) -> list[Shorter]:
    """Return legends where there is no room: first without intervals, then with one entry for all classes."""
    records = dict(drawn_on(ax, kind.plot))
    title = kind.area_name if is_titled(ax, kind) else ""
    handles, names = entries
    known = {
        handle: in_brackets(records[handle].result, records[handle].options) for handle in handles if handle in records
    }
    bare = [name.replace(known.get(handle, ""), "", 1) for handle, name in zip(handles, names, strict=True)]
    found = [Shorter((handles, bare), title, WITHOUT_INTERVALS)] if bare != names else []
    classes = {line: record.result for line, record in records.items() if _is_class(record)}
    areas = [area for area in map(kind.area, classes.values()) if not np.isnan(area)]
    if len(classes) < 2 or not areas:
        return found
    ends = " to ".join(rounded(area) for area in (min(areas), max(areas)))
    line = Line2D([], [], color=REFERENCE, linewidth=0.8 * rcParams["lines.linewidth"])
    others = [(handle, name) for handle, name in zip(handles, bare, strict=True)
              if handle not in classes and not name.endswith(OTHERS)]  # fmt: skip
    summary = (
        [line, *(handle for handle, _ in others)],
        [f"{ends}  {len(classes)} classes", *(name for _, name in others)],
    )
    return [*found, Shorter(summary, title, WITHOUT_CLASSES)]


def _is_class(record: PlotRecord) -> bool:
    return record.options["says_class"] and not record.result.average
