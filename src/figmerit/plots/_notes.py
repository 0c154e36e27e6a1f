"""What a check finds, small below a figure of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from matplotlib import rcParams

from figmerit.checks.check import SEVERITIES, check
from figmerit.checks.finding import Finding
from figmerit.errors import brief, invalid, wrong_type
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._names import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase
    from matplotlib.layout_engine import ConstrainedLayoutEngine

Notes: TypeAlias = bool | Sequence[Finding]

GID = "notes"
"""What the text is called in the figure."""

MOST = 4
"""Findings that are printed; of more it is said how many."""

SIZE = 0.75
"""The size of the letters, as a share of the user's."""

MARGIN = 0.6
"""The distance from the sides of the figure, and from what is above, as a share of the letters' size."""


def notes_of(notes: Any, owner: Axes | FigureBase | None, results: Mapping[Any, Any], threshold: Any = None) -> str:
    """Return what is printed below a new figure of results by name, and of points that were chosen on their data."""
    if notes is False:
        return ""
    if owner is not None:
        hint = "check(result) returns what would be printed"
        raise invalid("notes", "left out on axes or in figures of your own", brief(notes), hint)
    if notes is not True:
        found = sorted(_given(notes), key=lambda finding: SEVERITIES.index(finding.severity))
    else:
        found = check(dict(results) | _chosen_here(threshold, results))
    lines = [f"{finding.severity.capitalize()}: {finding.sentence}" for finding in found[:MOST]]
    if len(found) > MOST:
        lines.append(f"{len(found) - MOST} more: see check(...).")
    return "\n".join(lines)


def add_notes(figure: Figure, lines: str) -> None:
    """Print lines at the lower end of a new figure, and leave them room."""
    size, sides = SIZE * rcParams["font.size"], 72 * figure.get_size_inches()
    air = MARGIN * size
    parts = [part for line in lines.split("\n") for part in wrapped(line, 0.97 * (sides[0] - 2 * air) / size)]
    x, y = air / sides
    text = figure.text(x, y, "\n".join("lp" for _ in parts), fontsize=size, ha="left", va="bottom", gid=GID)
    height = text.get_window_extent().height / figure.bbox.height + 2 * air / sides[1]
    text.set(text="\n".join(parts), parse_math=False)  # measuring letters that a font lacks would warn
    cast("ConstrainedLayoutEngine", figure.get_layout_engine()).set(rect=(0, height, 1, 1 - height))


def _given(notes: Any) -> Sequence[Finding]:
    """Return findings that the caller chose."""
    if not isinstance(notes, list | tuple) or not all(isinstance(finding, Finding) for finding in notes):
        raise wrong_type("notes", "True, False or findings", brief(notes), 'notes=check(result, ignore=["tiny-class"])')
    return notes


def _chosen_here(threshold: Any, results: Mapping[Any, Any]) -> dict[Any, OperatingPoint]:
    """Return the points among thresholds whose numbers are those of the data in the figure."""
    several = threshold.values() if isinstance(threshold, Mapping) else threshold
    points = several if isinstance(several, Iterable) else [several]
    data = {result.identity for result in results.values() if hasattr(result, "identity")}
    return {point.name: point for point in points if isinstance(point, OperatingPoint) and point.identity in data}
