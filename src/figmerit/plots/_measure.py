"""How large texts are, in points: unhinted, so that they are as large at every resolution and in every file format."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from unicodedata import combining, east_asian_width

from matplotlib import rcParams
from matplotlib.cbook import is_math_text
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from figmerit.plots._unnamed import size_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.text import Text

Font: TypeAlias = tuple[tuple[str, ...], str, str, str | int, str | int]
"""What the width of letters depends on beside their size: family, style, variant, weight and stretch."""

LINE = 1.2
"""The distance of lines one under the other, in ems."""

READABLE = 6.0
"""Font size in points below which no text shrinks, unless the user's own is smaller."""

FEWEST = 3
"""Letters that an ellipsis replaces at least."""

SHORTEST = 6
"""Letters of a name that are left at least."""

SMALL = 0.85
"""The size of captions, legends and values, as a share of the user's font size."""

HINTED = 1.08
"""How much wider letters may be where they are fitted to pixels."""

NO_NAME = "(empty)"
"""What stands where a name is empty."""


class Settled(NamedTuple):
    """A text as it fits: its lines, its font size, and the height that they take, in points."""

    text: str
    size: float
    height: float


def change(artist: Any, **properties: Any) -> None:
    """Set what differs: whatever is set makes a figure stale, and a live one would be drawn for ever."""
    if differing := {name: value for name, value in properties.items() if getattr(artist, f"get_{name}")() != value}:
        artist.set(**differing)


def font_of(text: Text) -> Font:
    """Return the font of a text, without its size."""
    return font_key(text.get_fontproperties())


def font_key(font: FontProperties) -> Font:
    """Return what makes two fonts of one size alike."""
    return tuple(font.get_family()), font.get_style(), font.get_variant(), font.get_weight(), font.get_stretch()


def ems(names: Iterable[str], font: Font, *, math: bool = False) -> float:
    """Return the width of the widest line of the names, in ems; with `math` some may be mathematics."""
    if math:
        return max((_width_of_math(name, font) if "$" in name else ems([name], font) for name in names), default=0.0)
    return max((_width(line, font) for name in names for line in name.split("\n")), default=0.0)


def height_of(n_lines: int) -> float:
    """Return the height of so many lines, in ems."""
    return float(n_lines) if n_lines < 2 else LINE * n_lines


def lines_of(names: Iterable[str]) -> int:
    """Return how many lines the highest of the names has."""
    return max((name.count("\n") + 1 for name in names), default=1)


def smaller(size: float, share: float) -> float:
    """Return a share of a font size that can still be read, if the size itself can."""
    return max(share * size, min(size, READABLE))


def wrapped(text: str, font: Font, longest: float) -> str:
    """Return a text with its lines broken at spaces, so that they are of so many ems where words allow it.

    All lines are about as long: a last line of one short word looks like a mistake.
    """
    return "\n".join(_balanced(line, font, longest) for line in text.split("\n"))


def settled(text: str, font: Font, size: float, longest: float, *, most_lines: int = 3, math: bool = False) -> Settled:
    """Return a text as it fits a length in points: on several lines, then smaller, at last cut."""
    least = smaller(size, 0.0)
    given = text.count("\n") + 1
    while True:
        whole = text if math else wrapped(text, font, longest / size)
        wide = ems([whole], font, math=math) * size
        if size <= least or (whole.count("\n") < most_lines + given - 1 and wide <= longest):
            break
        size = max(size - 0.5, least)
    if not math and ems([whole], font) * size > longest:
        whole = "\n".join(cut(line, font, longest / size) for line in whole.split("\n"))
    return Settled(whole, size, height_of(whole.count("\n") + 1) * size)


def shortened(names: Sequence[str], font: Font, longest: float) -> list[str]:
    """Return names whose lines are cut to so many ems; an ellipsis says so, and an empty name that it is empty.

    The ends of the names are cut, or their middles if only the ends tell them apart, or their beginnings.
    """
    clearly_less = 0.8 * longest
    for keep in (1.0, 0.5):
        if len({_cut_name(name, font, clearly_less, keep) for name in names}) == len(set(names)):
            return [_cut_name(name, font, longest, keep) for name in names]
    letters = enumerate(zip(*names, strict=False))
    same = next((place for place, several in letters if len(set(several)) > 1), 0)  # only middles tell them apart
    ends = [f"…{name[same:].lstrip()}" for name in names]
    apart = len({_cut_name(name, font, clearly_less, 1.0) for name in ends}) == len(set(names))
    return [_cut_name(name, font, longest, 1.0) for name in (ends if apart else names)]


def cut(line: str, font: Font, longest: float, keep: float = 1.0) -> str:
    """Return a line that is cut to so many ems; an ellipsis stands for the letters that are left out.

    A share `keep` of its room is for its beginning.
    """
    length = _width(line, font)
    if length <= longest:
        return line
    room = min(max(longest / length * len(line), SHORTEST), len(line) - FEWEST + 1.0)
    head, tail = math.ceil(keep * (room - 1)), math.floor((1 - keep) * (room - 1))
    return line if head < 1 else f"{line[:head].rstrip()}…{line[len(line) - tail :].lstrip()}"


def _cut_name(name: str, font: Font, longest: float, keep: float) -> str:
    return "\n".join(cut(line, font, longest, keep) for line in (name.split("\n") if name.strip() else [NO_NAME]))


def _balanced(line: str, font: Font, longest: float) -> str:
    length = _width(line, font)
    if length <= longest or " " not in line:
        return line
    lines = _broken(line, font, longest)
    for share in (1.0, 1.1, 1.2, 1.35, 1.5):
        shorter = _broken(line, font, min(share * length / len(lines), longest))
        if len(shorter) == len(lines):
            return "\n".join(shorter)
    return "\n".join(lines)


def _broken(line: str, font: Font, longest: float) -> list[str]:
    lines = [""]
    for word in line.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        lines[-1:] = [longer] if _width(longer, font) <= longest or not lines[-1] else [lines[-1], word]
    return lines


@lru_cache(maxsize=8192)
def _width(line: str, font: Font) -> float:
    """Return the width of a line in ems."""
    return HINTED * sum(_advance(char, font) for char in line)


@lru_cache(maxsize=512)
def _width_of_math(text: str, font: Font) -> float:
    """Return the width of mathematics in ems, as matplotlib writes it."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, _properties(font), ismath=bool(is_math_text(text)))
    return HINTED * float(width) / 100


@lru_cache(maxsize=4096)
def _advance(char: str, font: Font) -> float:
    """Return the width of a character in ems; estimated for those that a font may lack, as it would warn of them."""
    if char.isascii() and char.isprintable():
        width, _, _ = text_to_path.get_text_width_height_descent(char, _properties(font), ismath=False)
        return float(width) / 100
    return 0.0 if combining(char) else 1.0 if east_asian_width(char) in "WF" else 0.65


def _properties(font: Font) -> FontProperties:
    named: dict[str, Any] = dict(zip(("family", "style", "variant", "weight", "stretch"), font, strict=True))
    return FontProperties(size=100, **named)


def size_of_small() -> float:
    """Return the font size of captions, legends and values in points."""
    return max(SMALL * float(rcParams["font.size"]), min(READABLE, float(rcParams["font.size"])))


class Written:
    """A text around the axes: as it was given, and as it was fitted last."""

    def __init__(self, text: Text) -> None:
        self.text, self.hidden = text, False
        self.given = self.last = self._now()

    def read(self) -> tuple[str, float]:
        """Return what the text says and its font size: what it is now, unless that was fitted."""
        now = self._now()
        string = self.given[0] if now[0] == self.last[0] else now[0]
        size = self.given[1] if now[1] == self.last[1] else now[1]
        self.given, self.last = (string, size), now
        return self.given

    def at(self, share: float, longest: float, unsaid: str = "") -> Settled:
        """Return the text as it fits a length, but for a line that is left `unsaid`."""
        string, size = self.given
        string = "\n".join(line for line in string.split("\n") if line != unsaid) if unsaid else string
        if not string or self.hidden:
            return Settled(string, size, 0.0)
        math = "$" in string and bool(self.text.get_parse_math())
        return settled(string, font_of(self.text), smaller(size, share), max(longest, size), math=math)

    def width(self) -> float:
        """Return its width in points, as it is now."""
        math = bool(self.text.get_parse_math())
        return ems([self.text.get_text()], font_of(self.text), math=math) * size_of_text(self.text)

    def height(self) -> float:
        """Return its height in points, as it is now."""
        return height_of(self.text.get_text().count("\n") + 1) * size_of_text(self.text)

    def write(self, as_fitted: Settled) -> None:
        """Write the text as it fits."""
        change(self.text, text="" if self.hidden else as_fitted.text, size=as_fitted.size)
        self.last = self._now()

    def _now(self) -> tuple[str, float]:
        return self.text.get_text(), size_of_text(self.text)
