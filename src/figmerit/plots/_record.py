"""What a figure knows of itself: the result it shows and the options it was drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase
    from matplotlib.lines import Line2D

RECORD = "_figmerit_record"


@dataclass(frozen=True, slots=True)
class PlotRecord:
    """One drawing: by which function, of which result, with which drawing options."""

    plot: str
    result: Any
    options: Mapping[str, Any]


def attach_record(artist: Artist, plot: str, result: Any, **options: Any) -> None:
    """Hang the record of a drawing on its main artist; functions are recorded by their names."""
    plain = {name: _name(value) if callable(value) else value for name, value in options.items()}
    setattr(artist, RECORD, PlotRecord(plot, result, plain))


def record_of(artist: Artist) -> PlotRecord | None:
    """Return the record of a drawing, if the artist is its main one."""
    return getattr(artist, RECORD, None)


def drawn_on(ax: Axes, plot: str) -> list[tuple[Line2D, PlotRecord]]:
    """Return the lines on axes that are main artists of drawings of one function, with their records."""
    records = [(line, record_of(line)) for line in ax.lines]
    return [(line, record) for line, record in records if record is not None and record.plot == plot]


def find_records(figure: FigureBase) -> list[tuple[Artist, PlotRecord]]:
    """Return the main artists of a figure with their records, in drawing order."""
    artists = figure.findobj(lambda artist: hasattr(artist, RECORD))
    return [(artist, getattr(artist, RECORD)) for artist in artists]


def alt_text(figure: FigureBase) -> str:
    """Say what a figure shows, for those who cannot see it: its results, with the names that it gives them.

    What is a part of another result in the figure, a class beside its average, is said by the whole.
    """
    records = find_records(figure)
    parts = {id(part) for _, record in records for part in _parts(record.result)}
    texts = []
    for ax, drawn in groupby(records, lambda pair: pair[0].axes):
        whole = [_said(record) for _, record in drawn if id(record.result) not in parts]
        title = ax.get_title() if ax is not None else ""
        texts += [f"{title}:"] * bool(title and whole) + whole
    title = figure.get_suptitle()
    heading = [f"{title}:"] if title and texts else []
    return " ".join([*heading, *dict.fromkeys(texts)])  # the bars of each colour have the same result


def _said(record: PlotRecord) -> str:
    name, text = record.options.get("label"), str(record.result.alt_text())
    return text if name in (None, getattr(record.result, "display_label", None)) else f"{name}: {text}"


def _parts(result: Any) -> tuple[Any, ...]:
    return (*getattr(result, "per_class", ()), getattr(result, "micro", None))


def _name(function: Any) -> str:
    """Return the name of a function: with the function itself, a lambda, its figure could not be pickled."""
    return str(getattr(function, "__qualname__", type(function).__name__))
