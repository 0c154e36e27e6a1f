"""What the legends of other axes of a figure already say, so that it need not be said again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from figmerit.plots._figure import root_figure

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from matplotlib.axes import Axes


def named_elsewhere(ax: Axes) -> list[Any]:
    """Return what is shown on axes under a name, and with looks, that the legend of other axes shows too."""
    others = [other for other in root_figure(ax).axes if other is not ax and other.get_legend() is not None]
    known = {meaning for other in others for _, meaning in _meanings(other)}
    return [artist for artist, meaning in _meanings(ax) if meaning in known]


def _meanings(ax: Axes) -> Iterable[tuple[Any, Hashable]]:
    """Yield what axes show under a name, with the name and the looks: without a number, which is another one there."""
    for artist, name in zip(*ax.get_legend_handles_labels(), strict=True):
        yield artist, (name.rpartition("  ")[2], *_looks(artist))


def _looks(artist: Any) -> tuple[Hashable, ...]:
    """Return the colour, and the style of a line; artists of other kinds are like themselves alone."""
    one = artist.patches[0] if isinstance(artist, BarContainer) and artist.patches else artist
    if isinstance(one, Line2D):
        return to_hex(one.get_color()), str(one.get_linestyle()), str(one.get_marker())
    return (to_hex(one.get_facecolor(), keep_alpha=True),) if isinstance(one, Patch) else (id(one),)
