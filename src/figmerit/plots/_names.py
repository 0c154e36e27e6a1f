"""What is written along an axis: names of cells and bars, or numbers; and how it fits."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.ticker import FixedLocator, Formatter, MaxNLocator

from figmerit.plots._measure import (
    LINE,
    NO_NAME,
    change,
    ems,
    font_of,
    height_of,
    lines_of,
    shortened,
    smaller,
    wrapped,
)
from figmerit.plots._unnamed import first_tick, is_x, size_of_text, tick_depth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axis import Axis

    from figmerit._arrays import FloatArray

GAP = 0.4
"""The distance of names side by side in ems, at least."""

SLANTED = 45
"""The angle of names that do not fit side by side, in degrees."""

LONGEST = 0.38
"""The share of its side of the room that names may take."""

MOST_LINES = 3
"""Lines of a name."""


class Along(NamedTuple):
    """How names or numbers stand along an axis.

    `depth` is what they take beside it in points, `before` and `after` what they take beyond its ends. Of the names
    `every` so many is shown.
    """

    size: float
    depth: float
    before: float = 0.0
    after: float = 0.0
    strings: tuple[str, ...] = ()
    angle: int = 0
    every: int = 1


class Places(FixedLocator):
    """Places of names: each one, or each second, fifth, tenth, ... one where names would touch.

    The last one is always shown if it stands `apart` from the others.
    """

    def __init__(self, places: Sequence[float], *, apart: bool) -> None:
        self.nbins = None
        self.every_place, self._apart, self.every = np.array(places, np.float64), apart, 1

    @property
    def locs(self) -> FloatArray:
        """The places of the names that are shown."""
        if not self._apart:
            return self.every_place[:: self.every]
        *others, last = self.every_place.tolist()
        return np.array([place for place in others[:: self.every] if last - place >= self.every] + [last])


class Strings(Formatter):
    """The name of each place; none of any other."""

    def __init__(self, names: Mapping[float, str]) -> None:
        self.names = dict(names)

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002  its number
        """Return the name of a place."""
        return self.names.get(float(x), "")


class SharesOnly(MaxNLocator):
    """Ticks of one decimal in [0, 1]: where there is little room, two decimals or ticks beyond would be in the way."""

    def __init__(self) -> None:
        super().__init__("auto", steps=[1, 2, 5, 10])

    def __call__(self) -> Any:
        """Return the places of the ticks."""
        return [tick for tick in super().__call__() if -1e-9 <= tick <= 1 + 1e-9]


class Ticks:
    """The ticks of an axis with their texts: numbers, unless there are names."""

    def __init__(self, axis: Axis) -> None:
        self.axis, self.hidden, self.was_hidden = axis, False, False
        self.given = self.last = self._size()

    @property
    def shown(self) -> bool:
        """Whether there are texts at all."""
        if self.hidden or self.was_hidden:
            return not self.hidden
        tick = first_tick(self.axis)
        seen = tick.label1.get_visible() or tick.label2.get_visible()
        return bool(self.axis.axes.axison and self.axis.get_visible() and seen)

    @property
    def length(self) -> float:
        """What ticks take without their texts."""
        return tick_depth(self.axis)

    def read(self) -> float:
        """Return the font size that the user wants: what it is now, unless that was fitted."""
        now = self._size()
        if now != self.last:
            self.given = now
        return self.given

    def resize(self, size: float) -> None:
        """Set the size of the texts, on which the number of ticks depends."""
        self.read()
        self._resize(size)

    def leave(self) -> None:
        """Give the texts the size back that the user wants; clearing axes does not."""
        if self._size() == self.last != self.given:
            self._resize(self.given)

    def write(self, along: Along) -> None:
        """Draw texts as they fit."""
        self._resize(along.size)
        if self.hidden != self.was_hidden:
            sides: dict[str, Any] = {"labelbottom" if is_x(self.axis) else "labelleft": not self.hidden}
            self.axis.set_tick_params(**sides)
            self.was_hidden = self.hidden

    def at(self, share: float, angle: int, scale: Scale) -> Along | None:  # noqa: ARG002  numbers are never turned
        """Return how the numbers stand; None never."""
        return self.numbers(share, scale.texts or ("0.0",))

    def numbers(self, share: float, texts: Sequence[str]) -> Along:
        """Return how numbers stand at a share of their size."""
        size = smaller(self.given, share)
        if not self.shown:
            return Along(size, self.length)
        width = ems(texts, self.font, math=True) * size
        if is_x(self.axis):
            high = LINE if any("$" in text for text in texts) else 1.0  # powers stand higher than letters
            return Along(size, self.length + high * size, width / 2, width / 2)
        return Along(size, self.length + width, size / 2, size / 2)

    @property
    def font(self) -> Any:
        """The font of the texts."""
        return font_of(first_tick(self.axis).label1)

    def ends(self, low: float, high: float) -> tuple[float, float]:  # noqa: ARG002
        """Return how far the first and the last text are from the ends of the axis; numbers may be there."""
        return 0.0, 0.0

    def _size(self) -> float:
        return size_of_text(first_tick(self.axis).label1)

    def _resize(self, size: float) -> None:
        if self._size() != size:
            self.axis.set_tick_params(labelsize=size)
        self.last = size


class Scale(NamedTuple):
    """What texts along an axis must fit, in points, and the numbers that there are.

    A unit has a `pitch`, the first and the last place a distance from the axes' ends; beside the axis names may take so
    much at `most`.
    """

    pitch: float
    first: float
    last: float
    most: float
    texts: tuple[str, ...] = ()


class Names(Ticks):
    """Names at places along an axis, which are texts and never mathematics."""

    def __init__(self, axis: Axis, names: Mapping[float, str], *, apart: bool = False) -> None:
        self.names = [name.replace("\t", " ") if name.strip() else NO_NAME for name in names.values()]
        self.places = Places(list(names), apart=apart)
        self.formatter = Strings(dict(zip(names, self.names, strict=True)))
        axis.set_major_locator(self.places)
        axis.set_major_formatter(self.formatter)
        axis.minorticks_off()
        self.angle = 0
        self.counted = not apart and _are_consecutive(self.names)
        super().__init__(axis)

    def at(self, share: float, angle: int, scale: Scale) -> Along | None:
        """Return how names stand at a share of their size, turned by an angle; None if they would touch."""
        size = smaller(self.given, share)
        if not self.shown:
            return Along(size, self.length)
        if not is_x(self.axis):
            return self._rows(size, scale)
        if angle == 0:
            return self._side_by_side(size, scale)
        return None if self.counted else self._turned(size, angle, scale)

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """Return how far the first and the last name are from the ends of the axis."""
        return abs(self.places.every_place[0] - low), abs(high - self.places.every_place[-1])

    def forced(self, scale: Scale) -> Along:
        """Return how names stand where there is no room for all of them: each second, fifth, tenth, ... one."""
        size = smaller(self.given, 0.0)
        if not is_x(self.axis):
            return self._rows(size, scale)
        if self.counted:
            needed, angle = (ems(self.names, self.font) + GAP) * size, 0
        else:
            needed, angle = LINE * size, 90
        every = _skip(needed / max(scale.pitch, 1e-3))
        names = shortened(self.names, self.font, max(scale.most, 3 * size) / size)
        length = ems(names, self.font) * size
        depth = self.length + (size if angle == 0 else length)
        return Along(size, depth, 0.0, 0.0, tuple(names), angle, every)

    def write(self, along: Along) -> None:
        """Draw the names as they fit."""
        super().write(along)
        if along.strings and self.axis.get_major_formatter() is self.formatter:
            self.formatter.names = dict(zip(self.places.every_place.tolist(), along.strings, strict=True))
            self.places.every = along.every
        anchored = {"ha": "right", "va": "top" if along.angle < 90 else "center_baseline", "rotation_mode": "anchor"}
        flat = {"ha": "center", "va": "top", "rotation_mode": "default"}
        for tick in self.axis.get_major_ticks():
            change(tick.label1, parse_math=False)
            if is_x(self.axis):
                change(tick.label1, rotation=along.angle, **(anchored if along.angle else flat))

    def _rows(self, size: float, scale: Scale) -> Along:
        """Return how names stand one under the other: wrapped if they are long, then cut."""
        font, given = self.font, lines_of(self.names)
        lines = max(int(scale.pitch / (LINE * size)), 1)
        names = self.names if given <= lines else [" ".join(name.split("\n")) for name in self.names]
        if lines > given and ems(names, font) * size > 0.6 * scale.most:
            folded = [wrapped(name, font, 0.6 * scale.most / size) for name in names]
            names = folded if lines_of(folded) <= min(lines, MOST_LINES) else names
        names = shortened(names, font, scale.most / size)
        every = _skip(height_of(lines_of(names)) * size / max(scale.pitch, 1e-3))
        return Along(size, self.length + ems(names, font) * size, 0.0, 0.0, tuple(names), 0, every)

    def _side_by_side(self, size: float, scale: Scale) -> Along | None:
        """Return how names stand side by side, on several lines if need be; None if they would touch."""
        font, names = self.font, self.names
        if not _fit(names, font, scale.pitch / size):
            names = [wrapped(name, font, scale.pitch / size - GAP) for name in names]
            if lines_of(names) > max(MOST_LINES, lines_of(self.names)) or not _fit(names, font, scale.pitch / size):
                return None
        first, last = (ems([name], font) * size / 2 for name in (names[0], names[-1]))
        depth = self.length + height_of(lines_of(names)) * size
        return Along(size, depth, max(first - scale.first, 0.0), max(last - scale.last, 0.0), tuple(names))

    def _turned(self, size: float, angle: int, scale: Scale) -> Along | None:
        """Return how names stand that are turned; None if they would touch."""
        sin, cos = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        lines = lines_of(self.names)
        if height_of(lines) * size * 1.02 > scale.pitch * sin:
            if lines == 1 or LINE * size > scale.pitch * sin:
                return None
            lines = 1
        names = self.names if lines > 1 else [" ".join(name.split("\n")) for name in self.names]
        names = shortened(names, self.font, scale.most / sin / size)
        length, high = ems(names, self.font) * size, height_of(lines) * size
        first = ems(names[:1], self.font) * size * cos + high * sin * (0.5 if angle == 90 else 0.0)
        depth = self.length + length * sin + high * cos
        return Along(size, depth, max(first - scale.first, 0.0), 0.0, tuple(names), angle)


def _fit(names: Sequence[str], font: Any, pitch: float) -> bool:
    """Tell whether names do not touch at a distance in ems."""
    widths = [ems([name], font) for name in names]
    return all((one + other) / 2 + GAP <= pitch for one, other in pairwise(widths)) and max(widths) <= 2 * pitch


def _are_consecutive(labels: Sequence[str]) -> bool:
    """Tell whether names are whole numbers that count up: those between can be guessed where some are left out."""
    if not all(label.isdecimal() and label.isascii() for label in labels):
        return False
    numbers = [int(label) for label in labels]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _skip(needed: float) -> int:
    """Return 1, 2, 5, 10, ...: the first that is at least as needed."""
    return next(int(step * 10**tens) for tens in range(9) for step in (1, 2, 5) if step * 10**tens >= needed - 1e-9)
