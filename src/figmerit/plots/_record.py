"""What a figure knows of itself: the result it shows and the options it was drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.figure import FigureBase

RECORD = "_figmerit_record"


@dataclass(frozen=True, slots=True)
class PlotRecord:
    """One drawing: by which function, of which result, with which drawing options."""

    plot: str
    result: Any
    options: Mapping[str, Any]


def attach_record(artist: Artist, plot: str, result: Any, **options: Any) -> None:
    """Hang the record of a drawing on its main artist."""
    setattr(artist, RECORD, PlotRecord(plot, result, options))


def find_records(figure: FigureBase) -> list[tuple[Artist, PlotRecord]]:
    """Return the main artists of a figure with their records, in drawing order."""
    artists = figure.findobj(lambda artist: hasattr(artist, RECORD))
    return [(artist, getattr(artist, RECORD)) for artist in artists]
