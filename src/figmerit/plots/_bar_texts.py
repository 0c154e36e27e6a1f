"""What bars say, in one column beside their axes or one row above them: never on a bar, an interval or a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from matplotlib import rcParams
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from figmerit.plots._beside import Beside
from figmerit.plots._measure import READABLE, ems, font_key, size_of_small, smaller
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.patches import Patch

    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

UNDEFINED = "n/a"
"""What stands where a bar would be, also where all other texts are left out."""

APART = 4.0
"""Points between the axes and their values."""

BETWEEN = 0.35
"""The distance of neighbouring values, in ems, at least."""


@dataclass(frozen=True, slots=True)
class BarText:
    """What one bar says, from long to short, and where it stands."""

    strings: tuple[str, ...]
    place: float
    value: float
    patch: Patch


class Look(NamedTuple):
    """How texts are drawn: which of each bar's, their font size, their angle."""

    level: int
    size: float
    angle: int


class BarTexts(Artist):
    """One text a bar, all of one size and direction: of the user's font size, or less.

    Texts that are wider than their bars say less, are smaller or stand upright; without room for that either, there
    are none but for what is undefined.

    Parameters
    ----------
    ax : Axes
        The axes of the bars.
    entries : sequence of BarText
        What the bars say.
    step : float
        The distance of neighbouring bars, along the axis of their names.
    horizontal : bool
        Whether bars lie flat.
    forced : bool
        Whether texts are drawn at any size.
    """

    def __init__(self, ax: Axes, entries: Sequence[BarText], *, step: float, horizontal: bool, forced: bool) -> None:
        super().__init__()
        self.entries, self.step, self.horizontal, self.forced = list(entries), step, horizontal, forced
        self._font = FontProperties(family=rcParams["font.family"], size=size_of_small())
        self.look: Look | None = None
        self.artist = self
        self.set_figure(cast("Any", ax.get_figure()))
        self.set_zorder(3.5)
        self.set_clip_on(False)

    @property
    def strings(self) -> list[str]:
        """The texts at their longest, bar by bar."""
        return [entry.strings[0] for entry in self.entries]

    # --- How they fit ---

    def known(self) -> tuple[Any, ...]:
        """Return what their room depends on."""
        return (tuple(self.strings), self.get_visible())

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return the room that they take."""
        axis = self._ax.yaxis if self.horizontal else self._ax.xaxis
        low, high = axis.get_view_interval()
        pitch = (box.height if self.horizontal else box.width) / (abs(high - low) or 1.0) * self.step
        look = self._look(share, pitch)
        strings = [string for string, _ in self._said(look)]
        if not strings or not self.get_visible():
            return Beside(0.0, 0.0, look)
        length = ems(strings, font_key(self._font)) * look.size
        if self.horizontal:
            return Beside(APART + length, 0.0, look)
        return Beside(0.0, APART + (length if look.angle else look.size), look)

    def write(self, state: Any, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Take the look that fits."""
        if state != self.look:
            self.look = state
            self.stale = True

    def _look(self, share: float, pitch: float) -> Look:
        """Return how texts stand at a distance in points."""
        base, font = float(self._font.get_size_in_points()), font_key(self._font)
        size = smaller(base, share)
        levels = range(max(len(entry.strings) for entry in self.entries))
        if self.horizontal:
            return self._readable(Look(0, min(size, pitch / 1.05), 0))
        for smallest in (max(0.8 * size, min(size, READABLE)), min(size, READABLE)):
            for level in levels:
                strings = [entry.strings[min(level, len(entry.strings) - 1)] for entry in self.entries]
                fitting = min(size, pitch / (ems(strings, font) + BETWEEN))
                if fitting >= smallest:
                    return Look(level, fitting, 0)
        return self._readable(Look(0, min(size, pitch / 1.05), 90))

    def _readable(self, look: Look) -> Look:
        """Return a look that can be read, or one that leaves only the undefined values."""
        least = min(float(self._font.get_size_in_points()), READABLE)
        return look if look.size >= least or self.forced else Look(-1, least, 0 if self.horizontal else 90)

    # --- What is drawn ---

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts."""
        if not self.get_visible():
            return
        renderer.open_group("bar-texts", gid=self.get_gid())
        for stamp in self.stamps():
            stamp.draw(renderer)
        renderer.close_group("bar-texts")
        self.stale = False

    def stamps(self) -> list[Text]:
        """Return the texts that are drawn, each in its place."""
        look = self.look or Look(0, float(self._font.get_size_in_points()), 0)
        font = self._font.copy()
        font.set_size(look.size)
        gap = APART * self._ax.get_figure(root=True).dpi / 72  # type: ignore[union-attr]
        apart, last = float(font.get_size_in_points()) * gap / APART * 1.05, -math.inf
        stamps = []
        for string, entry in sorted(self._said(look), key=lambda said: self._across(said[1])):
            if look.level < 0 and self._across(entry) - last < apart:
                continue  # of neighbours without a value one says it
            last = self._across(entry)
            stamp = Text(text=string, fontproperties=font, color=self._color(entry), parse_math=False, clip_on=False)
            stamp.set_figure(cast("Any", self._ax.get_figure()))
            stamp.set_alpha(self.get_alpha())
            if self.horizontal:
                _, y = self._ax.transData.transform((0, entry.place))
                stamp.set(position=(self._ax.bbox.x1 + gap, y), ha="left", va="center_baseline")
            else:
                x, _ = self._ax.transData.transform((entry.place, 0))
                stamp.set(position=(x, self._ax.bbox.y1 + gap), ha="center", va="bottom", rotation=look.angle)
            stamps.append(stamp)
        return stamps

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Return the box around all texts."""
        boxes = [stamp.get_window_extent(renderer) for stamp in self.stamps()]
        return Bbox.union(boxes) if boxes else Bbox.null()

    def get_tightbbox(self, renderer: RendererBase | None = None) -> Bbox | None:
        """Return the box around all texts, if there are any."""
        return self.get_window_extent(renderer) if self.get_visible() and self.stamps() else None

    def _said(self, look: Look) -> Iterator[tuple[str, BarText]]:
        """Yield the text of each bar that has one, with its bar."""
        for entry in self.entries:
            string = entry.strings[min(max(look.level, 0), len(entry.strings) - 1)]
            if look.level >= 0 or string == UNDEFINED:
                yield string, entry

    def _color(self, entry: BarText) -> Any:
        """Return the colour of a text: that of its bar, where several stand side by side."""
        return tuple(Tones.on(self._ax.get_figure(root=False)).ink(to_rgb(entry.patch.get_facecolor())[:3]))

    def _across(self, entry: BarText) -> float:
        """Return where a bar is along the axis of the names, in pixels."""
        place = self._ax.transData.transform((0, entry.place) if self.horizontal else (entry.place, 0))
        return float(place[1 if self.horizontal else 0])

    @property
    def _ax(self) -> Axes:
        return cast("Axes", self.axes)
