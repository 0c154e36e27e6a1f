"""What a check finds, small below a figure of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from matplotlib import rcParams

from figmerit.checks.check import SEVERITIES, check
from figmerit.checks.finding import Finding
from figmerit.errors import brief, invalid, wrong_type
from figmerit.metrics.operating_point import OperatingPoint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase

Notes: TypeAlias = bool | Sequence[Finding]

GID = "notes"
"""What the text is called in the figure."""

MOST = 4
"""Findings that are printed; of more it is said how many."""

SIZE = 0.75
"""The size of the letters, as a share of the user's."""


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
    """Print lines at the lower end of a new figure; they fit its width when it is drawn."""
    if lines:
        size = SIZE * rcParams["font.size"]
        figure.text(0, 0, lines, fontsize=size, ha="left", va="bottom", gid=GID, parse_math=False)


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
