"""Names as texts that fit: measured in ems (multiples of the font size), shortened where they are too long."""

from __future__ import annotations

import math
import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = 1.2
"""The distance of lines one under the other in ems, below which they would touch."""

SHORTEST = 6
"""Characters of a name that are left at least."""

NO_NAME = "(empty)"
"""What stands where a name is empty."""


def ems(names: Sequence[str]) -> float:
    """Return the length of the longest line of the names, in ems."""
    return max(_em(line) for name in names for line in name.split("\n"))


def wrapped(line: str, longest: float) -> list[str]:
    """Return a line as several ones of about so many ems; words stay whole."""
    length = ems([line])
    return [line] if length <= longest else textwrap.wrap(line, max(int(len(line) * longest / length), SHORTEST))


def in_one_line(names: Sequence[str], room: float) -> list[str]:
    """Return names with their lines side by side if there is no room, in ems, for one under the other."""
    lines = max(name.count("\n") + 1 for name in names)
    return list(names) if lines == 1 or LINE * (lines + 1) <= room else [" ".join(name.split("\n")) for name in names]


def shortened(names: Sequence[str], longest: float) -> list[str]:
    """Return names whose lines are cut to so many ems; an ellipsis says so, and an empty name that it is empty.

    The ends of the names are cut, or their middles if only the ends tell them apart, or their beginnings.
    """
    clearly_less = 0.8 * longest
    for keep in (1.0, 0.5):
        if len({_cut(name, clearly_less, keep) for name in names}) == len(set(names)):
            return [_cut(name, longest, keep) for name in names]
    letters = enumerate(zip(*names, strict=False))
    same = next((place for place, several in letters if len(set(several)) > 1), 0)  # only middles tell them apart
    ends = [f"…{name[same:].lstrip()}" for name in names]
    apart = len({_cut(name, clearly_less, 1.0) for name in ends}) == len(set(names))
    return [_cut(name, longest, 1.0) for name in (ends if apart else names)]


def _cut(name: str, longest: float, keep: float) -> str:
    """Return the text of a name of which each line keeps that share of its room for its beginning."""
    lines = []
    for line in name.split("\n") if name.strip() else [NO_NAME]:
        room = max(longest / (_em(line) or 1.0) * len(line), SHORTEST)
        head, tail = math.ceil(keep * (room - 1)), math.floor((1 - keep) * (room - 1))
        whole = len(line) <= room
        lines.append(line if whole else f"{line[:head].rstrip()}…{line[len(line) - tail :].lstrip()}")
    return "\n".join(lines)


def _em(line: str) -> float:
    """Return the length of a line of the user's font in ems."""
    font = tuple(rcParams["font.family"])
    return sum(_advance(char, font) for char in line)


@lru_cache(maxsize=2048)
def _advance(char: str, font: tuple[str, ...]) -> float:
    """Return the width of a character in ems; estimated for those that a font may lack, as it would warn of them."""
    if char.isascii() and char.isprintable():
        width, _, _ = text_to_path.get_text_width_height_descent(char, FontProperties(family=font, size=100), False)
        return float(width) / 100
    return 0.0 if combining(char) else 1.0 if east_asian_width(char) in "WF" else 0.65
