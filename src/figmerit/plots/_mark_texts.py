"""What is written at marked points: their numbers, beside them where nothing else is."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib import rcParams
from matplotlib.patheffects import withStroke

from figmerit.plots._beside import Beside
from figmerit.plots._measure import change, ems, font_of, height_of, size_of_small, smaller
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from figmerit._arrays import FloatArray
    from figmerit.plots._beside import Cover
    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

OUTLINE = 2.2
"""Points around letters among lines, in the colour behind them."""

AWAY = (1.0, 1.8, 3.0, 5.0), (8.0, 12.0)
"""Distances of a text from its mark, in font sizes: near ones, and those where it has to be looked for."""

DIRECTIONS = 16
"""Directions in which there may be room."""

GID = "mark"
"""What texts at marks are called."""


class Place(NamedTuple):
    """How a text stands: its middle in shares of the axes, and whether it takes two lines; nowhere if it is None."""

    middle: tuple[float, float] | None
    string: str
    size: float


class MarkTexts:
    """Texts beside marked points, in the colours of these; those for which there is no room are left out.

    Parameters
    ----------
    ax : Axes
        The axes.
    towards : tuple of float
        The corner of the axes in whose direction a text stands by preference.
    """

    def __init__(self, ax: Axes, towards: tuple[float, float]) -> None:
        self.ax, self.artist, self.towards = ax, ax.patch, towards
        self.texts: list[tuple[Text, tuple[str, ...], tuple[float, float]]] = []
        self.given = size_of_small()

    def add(self, strings: tuple[str, ...], point: tuple[float, float], color: Any) -> None:
        """Add the text of a point in the data's coordinates: what is written on one line, or on several."""
        tones = Tones.of(self.ax)
        style: dict[str, Any] = {"color": tuple(tones.ink(color)), "fontsize": self.given, "parse_math": False}
        outline = [withStroke(linewidth=OUTLINE, foreground=tuple(tones.face))]
        where: dict[str, Any] = {"ha": "center", "va": "center", "transform": self.ax.transAxes, "zorder": 4.1}
        text = self.ax.text(0.5, 0.5, strings[0], gid=GID, path_effects=outline, clip_on=True, **where, **style)
        text.set_in_layout(False)
        self.texts.append((text, strings, point))

    def known(self) -> tuple[Any, ...]:
        """Return what their places depend on."""
        return (self.given, len(self.texts), *(point for _, _, point in self.texts))

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return where each text stands, and what it covers."""
        taken, covers, places = taken.copy(), [], []
        size = smaller(self.given, share)
        for text, strings, point in self.texts:
            place, cover = Place(None, strings[0], size), None
            for string, middle, found in self._tried(text, strings, point, size, box):
                if not taken.data_within(*found):
                    place, cover = Place(middle, string, size), found
                    break
            places.append(place)
            if cover is not None:
                covers.append(cover)
                taken.add_box(*cover)
        return Beside(0.0, 0.0, tuple(places), covers=tuple(covers))

    def write(self, state: Any, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Put the texts into their places."""
        for (text, _, _), place in zip(self.texts, state, strict=True):
            change(text, visible=place.middle is not None)
            if place.middle is not None:
                change(text, text=place.string, size=place.size, position=place.middle)

    def _tried(
        self, text: Text, strings: tuple[str, ...], point: tuple[float, float], size: float, box: Box
    ) -> Iterator[tuple[str, tuple[float, float], Cover]]:
        """Yield places around a point from the best on: what is written, its middle, and what it covers."""
        shape = np.array([box.width, box.height])
        to_shares = self.ax.transScale + self.ax.transLimits
        mark: FloatArray = np.clip(np.nan_to_num(to_shares.transform(np.array(point))), 0, 1)  # there may be no zero
        angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
        ways = np.column_stack([np.cos(angles), np.sin(angles)])
        best = np.argsort(-ways @ (np.array(self.towards) - 0.5), kind="stable")
        radius = rcParams["lines.markersize"] / 2
        for distances, string in itertools.product(AWAY, strings):
            extent = size * np.array([ems(string.split("\n"), font_of(text)), height_of(string.count("\n") + 1)])
            for away in distances:
                for way in ways[best]:
                    middle = mark + way * (extent / 2 + radius + away * 0.4 * size) / shape
                    low, high = middle - extent / 2 / shape, middle + extent / 2 / shape
                    if low.min() >= 0 and high.max() <= 1:
                        yield string, (float(middle[0]), float(middle[1])), (*low.tolist(), *high.tolist())
