"""Names as texts that fit: measured in ems (multiples of the font size), shortened where they are too long."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = 1.2
"""The distance of lines one under the other in ems, below which they would touch."""

NARROW, WIDE = "ijlftrI.,:;'|!-()[]/ ", "mwMW@%"
"""Characters that are narrower or wider than the others of their kind."""

SHORTEST = 6
"""Characters of a name that are left at least."""

NO_NAME = "(empty)"
"""What stands where a name is empty."""


def ems(names: Sequence[str]) -> float:
    """Return the length of the longest line of the names, in ems."""
    return max(_em(line) for name in names for line in name.split("\n"))


def in_one_line(names: Sequence[str], room: float) -> list[str]:
    """Return names with their lines side by side if there is no room, in ems, for one under the other."""
    lines = max(name.count("\n") + 1 for name in names)
    return list(names) if lines == 1 or LINE * (lines + 1) <= room else [" ".join(name.split("\n")) for name in names]


def shortened(names: Sequence[str], longest: float) -> list[str]:
    """Return names whose lines are cut to so many ems; an ellipsis says so, and an empty name that it is empty.

    The ends of the names are cut, or their middles if only the ends tell them apart.
    """
    at_end, amid = ([_cut(name, longest, keep) for name in names] for keep in (1.0, 0.5))
    return at_end if len(set(at_end)) == len(set(names)) else amid


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
    """Estimate the length of a line in ems, as of matplotlib's own font; measuring it would need a renderer."""
    return sum(map(_width, line))


def _width(char: str) -> float:
    if combining(char):
        return 0.0
    if east_asian_width(char) in "WF" or char in WIDE:
        return 1.0
    return 0.4 if char in NARROW else 0.72 if char.isupper() else 0.62
