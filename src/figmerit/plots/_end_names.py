"""Names of lines at their right ends, in their colours: nobody has to look them up in a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from figmerit.plots._beside import Beside
from figmerit.plots._legend import GAP
from figmerit.plots._measure import change, ems, font_of, height_of, size_of_small, smaller
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

    from figmerit._arrays import FloatArray
    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

APART = 1.05
"""The distance of two names, as a multiple of their height."""

WIDEST, WIDEST_OF_ROWS = 0.25, 0.4
"""The share of the room that names may take on one line; else their values stand on a second one."""

GID = "end"
"""What names at the ends of lines are called."""


class _Standing(NamedTuple):
    """How the names stand: what is written, its size, and its middle as a share of the height of the axes."""

    strings: tuple[str, ...]
    size: float
    middles: tuple[float, ...]


class EndNames:
    """What lines show, and their last values, right of the axes at the heights at which they end.

    Parameters
    ----------
    ax : Axes
        The axes.
    names : mapping of Line2D to tuple of str
        The name of each line, and its last value.
    of_rows : bool, default=False
        Whether lines are rows: texts then stay beside theirs, and say less, or nothing, where rows are too near.
    """

    def __init__(self, ax: Axes, names: Mapping[Line2D, tuple[str, str]], *, of_rows: bool = False) -> None:
        self.of_rows = of_rows
        self.ax, self.artist, self.names = ax, ax.patch, dict(names)
        for text in [text for text in ax.texts if text.get_gid() == GID]:  # of an earlier call
            text.remove()
        self.given = size_of_small()
        self.texts = {line: self._text() for line in self.names}

    def _text(self) -> Text:
        text = self.ax.text(1.0, 0.5, "", gid=GID, va="center", transform=self.ax.transAxes, fontsize=self.given)
        text.set(parse_math=False, in_layout=False)
        return text

    def known(self) -> tuple[object, ...]:
        """Return what their places depend on."""
        return self.given, *(tuple(self._end(line).tolist()) for line in self.texts)

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return the room that they take right of the axes, and how far apart they stand."""
        size = smaller(self.given, share)
        strings = tuple(f"{name} {value}".rstrip() for name, value in self.names.values())
        if self._width(strings) * size > (WIDEST_OF_ROWS if self.of_rows else WIDEST) * outer.width:
            strings = tuple(f"{name}\n{value}".rstrip() for name, value in self.names.values())
        to_shares = self.ax.transScale + self.ax.transLimits
        ends = np.array([to_shares.transform(self._end(line))[1] for line in self.texts])
        high = height_of(max(string.count("\n") for string in strings) + 1) * size / max(box.height, 1.0)
        if self.of_rows and len(ends) > 1:
            apart = float(np.abs(np.diff(ends)).min())
            if APART * high > apart:  # a text beside another row would be read as that row's
                strings, high = (
                    tuple(name for name, _ in self.names.values()),
                    height_of(1) * size / max(box.height, 1.0),
                )
            if high > apart:
                return Beside(0.0, 0.0, _Standing(("",) * len(ends), size, tuple(ends)))
        middles = spread(np.clip(np.nan_to_num(ends), 0, 1), 0.0 if self.of_rows else APART * high)
        beyond = max(high / 2 - middles.min(), middles.max() + high / 2 - 1, 0.0) * box.height
        return Beside(GAP + self._width(strings) * size, 0.0, _Standing(strings, size, tuple(middles)), ends=beyond)

    def write(self, state: _Standing, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Write them as they fit, in the colours that the lines have now."""
        tones = Tones.on(self.ax.get_figure(root=False))
        for (line, text), string, middle in zip(self.texts.items(), state.strings, state.middles, strict=True):
            change(text, text=string, size=state.size, position=(1 + GAP / max(box.width, 1.0), middle))
            change(text, color=tuple(tones.ink(line.get_color())), visible=line.get_visible())

    def _width(self, strings: tuple[str, ...]) -> float:
        """Return the width of the longest of texts in ems."""
        lines = [line for string in strings for line in string.split("\n")]
        return ems(lines, font_of(next(iter(self.texts.values()))))

    def _end(self, line: Line2D) -> FloatArray:
        """Return the last point of a line that has a value."""
        points: FloatArray = np.asarray(line.get_xydata(), np.float64)
        known = points[~np.isnan(points).any(axis=1)]
        return known[-1] if len(known) else np.zeros(2)


def spread(places: FloatArray, apart: float) -> FloatArray:
    """Return places at least so far apart, in the same order and moved as little as can be (in least squares).

    That is the isotonic regression of the places less their distances, by pooling adjacent violators.
    """
    order = np.argsort(places, kind="stable")
    pools: list[list[float]] = []
    for place in places[order] - apart * np.arange(len(places)):
        pools.append([place])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    moved = np.concatenate([np.full(len(pool), np.mean(pool)) for pool in pools]) + apart * np.arange(len(places))
    found = np.empty(len(places))
    found[order] = moved
    return found
