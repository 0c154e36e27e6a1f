"""The texts of bars as one artist, fitted to the bars when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from figmerit.plots._behind import behind
from figmerit.styles.contrast import readable_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.backend_bases import RendererBase
    from matplotlib.patches import Patch
    from matplotlib.transforms import Bbox


SMALLEST = 5.0
"""Font size in points below which bars stay without text, unless texts are asked for."""

FLAT = 0.8
"""Texts lie flat if they then need not be smaller than this share of the user's font size."""

FILL = 0.88
"""The share of the room between neighbouring texts, or within a bar, that a text may take."""

GAP = 3.0
"""Points between the end of a bar, or its base, and its text."""

ASIDE = 4.0
"""Points between the line of an interval and a text beside it."""

DESCENT = 0.2
"""The part of a line below its digits, in ems: it is empty."""

UNDEFINED = "n/a"
"""What stands where a bar would be, also where all other texts are left out."""


@dataclass(frozen=True, slots=True)
class BarText:
    """What one bar says, from long to short, and where the bar and its interval end."""

    strings: tuple[str, ...]
    place: float
    value: float
    low: float
    high: float
    up: bool
    patch: Patch

    @property
    def near(self) -> float:
        """The end of the interval that is nearer to zero, or beyond it."""
        return self.low if self.up else self.high

    @property
    def far(self) -> float:
        """The end of the bar and its interval."""
        return self.high if self.up else self.low


class Spot(NamedTuple):
    """Where a text begins, whether that is in its bar or beside the interval, and whether it goes back to zero."""

    start: float
    inside: bool = False
    beside: bool = False
    back: bool = False


class BarTexts(Artist):
    """One text a bar, all of one size and direction: of the user's font size, or less.

    Texts stand beyond the ends of bars. With intervals they stand in the bars, at zero, lest they be read as
    the ends of the intervals; where a bar is too short for that, beside the interval.

    Texts that are wider than their bars say less, or stand upright; without room for that either, there are none.

    Parameters
    ----------
    ax : Axes
        The axes of the bars.
    entries : sequence of BarText
        What the bars say.
    room : float
        The distance of neighbouring bars, along the axis of their names.
    thickness : float
        Their thickness, along the axis of their names.
    horizontal : bool
        Whether bars lie flat, so that texts need not stand upright.
    inside : bool
        Whether texts stand in the bars where they can.
    forced : bool
        Whether texts are drawn at any size.
    outlined : bool
        Whether lines may run behind the texts, which therefore need an outline.
    """

    def __init__(
        self,
        ax: Axes,
        entries: Sequence[BarText],
        *,
        room: float,
        thickness: float,
        horizontal: bool,
        inside: bool,
        forced: bool,
        outlined: bool,
    ) -> None:
        super().__init__()
        self.entries = list(entries)
        self.horizontal, self.inside, self.forced, self.outlined = horizontal, inside, forced, outlined
        self._room, self._thickness = room, thickness
        self.reserved = 0.0  # points for the legend, at the end of the axes to which the bars go
        self._font = FontProperties(family=rcParams["font.family"], size=rcParams["font.size"])
        self._color = rcParams["text.color"]
        self._measured: dict[tuple[str, float, str], tuple[float, float]] = {}
        self.set_figure(cast("Any", ax.get_figure()))
        self.set_zorder(3.5)
        self.set_in_layout(False)

    @property
    def strings(self) -> list[str]:
        """The texts at their longest, bar by bar."""
        return [entry.strings[0] for entry in self.entries]

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts, if there is room for them."""
        if not self.get_visible():
            return
        renderer.open_group("bar-texts", gid=self.get_gid())
        for stamp in self.stamps(renderer):
            stamp.draw(renderer)
        renderer.close_group("bar-texts")
        self.stale = False

    def fitted(self, renderer: RendererBase | None = None, planned: float | None = None) -> tuple[int, float, bool]:
        """Return which texts fit their bars, their font size in points, and whether they stand upright.

        Before the figure is laid out, `planned` is the share of the room that will be left to the bars.
        """
        base = self._font.get_size_in_points()
        room = FILL * self._wide(self._thickness if self.inside else self._room) * (planned or 1.0)
        best = 0, 0.0, False
        for upright in (False,) if self.horizontal else (False, True):
            for level in range(max(len(entry.strings) for entry in self.entries)):
                length, breadth = self._extents(level, base, renderer, upright=upright)
                size = base * min(1.0, room / breadth, 1.0 if planned else self._shrink(length))
                if size >= FLAT * base and not upright:
                    return level, size, upright
                if size > 1.05 * best[1]:
                    best = level, size, upright
        return best

    def lengths(
        self, planned: float, along: float, extent: tuple[float, float], per_unit: float
    ) -> tuple[float, float]:
        """Return the points that values take below and above all bars, where a unit takes so many at least.

        `along` is the share of their lengths that will be left to the bars.
        """
        level, size, upright = self.fitted(planned=planned)
        largest = max(min(1.1 * size / planned, self._font.get_size_in_points()), SMALLEST)
        length, breadth = self._extents(level, largest, None, upright=upright)
        room, beyond = length * 72 / self._ax.figure.dpi + 2 * GAP, {True: 0.0, False: 0.0}
        for entry in self.entries:
            spot = self._spot(entry, length, breadth, planned=along)
            if entry.strings != (UNDEFINED,) and not spot.inside:
                left = abs(extent[entry.up] - spot.start) * per_unit
                beyond[entry.up] = max(beyond[entry.up], room - left)
        return beyond[False], beyond[True]

    def stamps(self, renderer: RendererBase | None = None) -> list[Text]:
        """Return the texts that are drawn, each in its place."""
        return [stamp for stamp, _ in self._placed(renderer)]

    def _placed(self, renderer: RendererBase | None, planned: float | None = None) -> list[tuple[Text, bool]]:
        """Return the texts that are drawn, each in its place, and whether that is in its bar."""
        level, size, upright = self.fitted(renderer, planned)
        readable = self.forced or size >= SMALLEST
        placed: list[tuple[Text, bool]] = []
        last = -np.inf
        for entry in sorted(self.entries, key=lambda entry: self._across(entry.place)):
            string = entry.strings[min(level, len(entry.strings) - 1)]
            if string != UNDEFINED and not readable:
                continue
            stamp = self._stamp(string, size if readable else SMALLEST, upright=upright)
            inside = self._put(stamp, entry, renderer)
            if self.outlined:
                ground = tuple(behind(self._ax, entry.patch if inside else None))
                stamp.set_path_effects([withStroke(linewidth=2.5, foreground=ground)])
            if string == UNDEFINED:
                first, end = self._reach(stamp.get_window_extent(renderer))
                if first < last:  # of neighbours without a value one says it
                    continue
                last = end
            placed.append((stamp, inside))
        return placed

    def _put(self, stamp: Text, entry: BarText, renderer: RendererBase | None) -> bool:
        """Move a text to its bar, and tell whether it stands in it."""
        size, upright = float(stamp.get_fontsize()), bool(stamp.get_rotation())
        spot = self._spot(entry, *self._extent(stamp.get_text(), size, renderer, upright=upright))
        self._anchor(stamp, spot, self._across(entry.place), self._sign(entry))
        if spot.inside:
            stamp.set_color(tuple(readable_on(behind(self._ax, entry.patch))))
        return spot.inside

    def _spot(self, entry: BarText, length: float, breadth: float, planned: float | None = None) -> Spot:
        """Return where a text of that size in pixels goes."""
        if entry.strings == (UNDEFINED,):
            return Spot(0.0)
        if self.inside and self._inner(entry) * (planned or 1.0) >= length:
            return Spot(0.0, inside=True)
        if entry.low < entry.high and self._is_free_beside(entry, length, breadth):
            return Spot(entry.value, beside=True)
        if planned or self._outer(entry, entry.far) >= length or self._inner(entry) < length:
            return Spot(entry.far)
        return Spot(entry.value, inside=True, back=True)

    def _is_free_beside(self, entry: BarText, length: float, breadth: float) -> bool:
        """Tell whether no other bar is where a text would be that begins at a bar's end, beside the interval."""
        step, aside = self._wide(self._room), self._pixels(ASIDE)
        if breadth > step - 2 * aside:
            return False
        if breadth + 2 * aside <= step - self._wide(self._thickness) / 2:
            return True
        start = self._at(entry.value)
        low, high = sorted((start, start + self._sign(entry) * length))
        for other in self.entries:
            if other is entry or abs(self._across(other.place) - self._across(entry.place)) > 1.1 * step:
                continue
            ends = [self._at(number) for number in (0.0, other.low, other.value, other.high)]
            around = 0.0 if other.low < other.high else length + self._pixels(GAP)
            if min(ends) - around < high and low < max(ends) + around:
                return False
        return True

    def _sign(self, entry: BarText) -> int:
        """Return whether a bar goes to the right or up, in pixels."""
        return (1 if entry.up else -1) * (1 if self._at(1.0) > self._at(0.0) else -1)

    def _inner(self, entry: BarText) -> float:
        """Return the pixels that a text may take in a bar, beside the interval."""
        ends = [entry.value, entry.near] if entry.low < entry.high else [entry.value]
        room = min(self._sign(entry) * (self._at(end) - self._at(0.0)) for end in ends)
        return room - 2 * self._pixels(GAP)

    def _outer(self, entry: BarText, start: float) -> float:
        """Return the pixels that a text may take from some value of a bar to the end of the axes."""
        limits = [self._sign(entry) * (self._at(end) - self._at(start)) for end in self._values.get_view_interval()]
        return max(limits) - self._pixels(GAP + self.reserved)

    def _anchor(self, stamp: Text, spot: Spot, place: float, sign: int) -> None:
        """Move a text to its spot, from where it goes up or down a bar."""
        sign, gap = (-sign if spot.back else sign), self._pixels(GAP)
        place += self._pixels(ASIDE) if spot.beside else 0.0
        start = self._at(spot.start)
        if self.horizontal:
            side = "left" if sign > 0 else "right"
            stamp.set(position=(start + sign * gap, place), ha=side, va="bottom" if spot.beside else "center_baseline")
            return
        descent = self._pixels(DESCENT * float(stamp.get_fontsize()))
        if stamp.get_rotation():
            place += descent / 2
        else:
            gap -= sign * descent / 2
        side = "bottom" if sign > 0 else "top"
        stamp.set(position=(place, start + sign * gap), va=side, ha="left" if spot.beside else "center")

    def _extents(self, level: int, size: float, renderer: RendererBase | None, *, upright: bool) -> tuple[float, float]:
        """Return the length of the longest text along the bars, and its breadth across, in pixels."""
        strings = {entry.strings[min(level, len(entry.strings) - 1)] for entry in self.entries}
        sizes = [self._extent(string, size, renderer, upright=upright) for string in strings]
        return max(length for length, _ in sizes), max(breadth for _, breadth in sizes)

    def _extent(self, string: str, size: float, renderer: RendererBase | None, *, upright: bool) -> tuple[float, float]:
        """Return the length of a text along its bar, and its breadth across, in pixels."""
        base = self._font.get_size_in_points()
        key = string, self._ax.figure.dpi, type(renderer).__name__  # measuring takes long
        if key not in self._measured:
            box = self._stamp(string, base, upright=False).get_window_extent(renderer)
            self._measured[key] = box.width, box.height
        width, height = (side * size / base for side in self._measured[key])
        return (width, height) if self.horizontal or upright else (height, width)

    def _shrink(self, length: float) -> float:
        """Return the factor, at most 1, at which texts stay on the axes."""
        room = min(max(self._outer(entry, entry.value), self._inner(entry)) for entry in self.entries)
        return max(0.0, min(1.0, room / length))

    def _stamp(self, string: str, size: float, *, upright: bool) -> Text:
        """Return a text that belongs to no axes."""
        font = self._font.copy()
        font.set_size(size)
        stamp = Text(text=string, fontproperties=font, color=self._color, parse_math=False)
        stamp.set(rotation=90 if upright else 0, clip_on=True, clip_box=self._ax.bbox)
        stamp.set_figure(cast("Any", self._ax.get_figure()))
        return stamp

    def _at(self, value: float) -> float:
        """Return where a value is along the axis of the values, in pixels."""
        point = (value, 0) if self.horizontal else (0, value)
        return float(self._ax.transData.transform(point)[0 if self.horizontal else 1])

    def _across(self, place: float) -> float:
        """Return where a bar is along the axis of the names, in pixels."""
        point = (0, place) if self.horizontal else (place, 0)
        return float(self._ax.transData.transform(point)[1 if self.horizontal else 0])

    def _wide(self, distance: float) -> float:
        """Return a distance along the axis of the names in pixels."""
        return abs(self._across(distance) - self._across(0.0))

    def _reach(self, box: Bbox) -> tuple[float, float]:
        """Return from where to where a text reaches along the axis of the names."""
        return (box.y0, box.y1) if self.horizontal else (box.x0, box.x1)

    def _pixels(self, points: float) -> float:
        return points * self._ax.figure.dpi / 72

    @property
    def _values(self) -> Axis:
        return self._ax.xaxis if self.horizontal else self._ax.yaxis

    @property
    def _ax(self) -> Axes:
        return cast("Axes", self.axes)
