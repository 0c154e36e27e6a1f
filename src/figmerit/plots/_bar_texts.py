"""The texts at the ends of bars as one artist, fitted to the bars when it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

SMALLEST = 5.0
"""Font size in points below which bars stay without text."""

FLAT = 0.8
"""Texts lie flat if they then need not be smaller than this share of the user's font size."""

FILL = 0.88
"""The share of the distance of neighbouring bars that their texts may take."""

ABOVE, BELOW = 2.0, 4.0
"""Points between the end of a bar and its text; digits reach up to the top of their line, and not to its bottom."""

UNDEFINED = "n/a"
"""What stands where a bar would be, also where all other texts are left out."""


class BarTexts(Artist):
    """One text a bar, all of one size and direction, beyond the end of the bar: of the user's font size, or less.

    Texts that are wider than their bars stand upright; where there is no room for that either, there are none.

    Parameters
    ----------
    ax : Axes
        The axes of the bars.
    ends : ndarray of shape (n_bars, 2)
        Where each text begins, in data coordinates.
    up : sequence of bool
        Whether each text is above its bar's end, not below.
    strings : sequence of str
        The texts.
    room : float
        The distance of neighbouring bars in data coordinates.
    """

    def __init__(self, ax: Axes, ends: Any, up: Sequence[bool], strings: Sequence[str], room: float) -> None:
        super().__init__()
        self.strings = list(strings)
        self._ends, self._up, self._room = np.asarray(ends, dtype=float), list(up), room
        self._font = FontProperties(family=rcParams["font.family"], size=rcParams["font.size"])
        self._color = rcParams["text.color"]
        self.set_figure(cast("Any", ax.get_figure()))
        self.set_zorder(3)
        self.set_in_layout(False)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts, if there is room for them."""
        if not self.get_visible():
            return
        size, upright = self.fitted(renderer)
        stamp = self._stamp(max(size, SMALLEST), upright=upright)
        above, below = (cast("float", renderer.points_to_pixels(points)) for points in (ABOVE, BELOW))
        renderer.open_group("bar-texts", gid=self.get_gid())
        for (x, y), up, string in zip(self._ax.transData.transform(self._ends), self._up, self.strings, strict=True):
            if size >= SMALLEST or string == UNDEFINED:
                stamp.set(position=(x, y + (above if up else -below)), text=string, va="bottom" if up else "top")
                stamp.draw(renderer)
        renderer.close_group("bar-texts")
        self.stale = False

    def fitted(self, renderer: RendererBase) -> tuple[float, bool]:
        """Return the font size in points at which texts fit their bars, and whether they stand upright."""
        base = self._font.get_size_in_points()
        stamp = self._stamp(base, upright=False)
        boxes = []
        for string in set(self.strings):
            stamp.set_text(string)
            boxes.append(stamp.get_window_extent(renderer))
        left, right = self._ax.transData.transform([(0, 0), (self._room, 0)])[:, 0]
        room = FILL * abs(right - left)
        flat, upright = (room / max(getattr(box, side) for box in boxes) for side in ("width", "height"))
        return (base * min(1.0, flat), False) if flat >= FLAT else (base * min(1.0, upright), True)

    def _stamp(self, size: float, *, upright: bool) -> Text:
        """Return the text that is moved from bar to bar."""
        font = self._font.copy()
        font.set_size(size)
        stamp = Text(ha="center", fontproperties=font, color=self._color, parse_math=False)
        stamp.set(rotation=90 if upright else 0, clip_on=True, clip_box=self._ax.bbox)
        stamp.set_figure(cast("Any", self._ax.get_figure()))
        return stamp

    @property
    def _ax(self) -> Axes:
        return cast("Axes", self.axes)
