"""Letters that no font has: matplotlib draws boxes in their place.

It says so for each letter, each time; we say once which ones, and what helps. Its warnings of the same letters are
switched off then, and those of no others.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties, findfont, get_font

from figmerit.errors import listing, warn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure
    from matplotlib.text import Text

BOXES = "_figmerit_boxes"
"""Where a figure keeps the letters of which its user was told."""

SHOWN = 5
"""Letters that a warning shows."""


def warn_of_boxes(figure: Figure, texts: Iterable[Text], names: Iterable[str]) -> None:
    """Warn once of letters that no font of the texts has; `names` are in the font that all figures have."""
    strings = [(text.get_text(), text.get_fontproperties()) for text in texts]
    strings += [("".join(names), FontProperties())]
    told: set[str] = getattr(figure, BOXES, set())
    missing = {letter for string, font in strings if not string.isascii() for letter in _missing(string, font)} - told
    if not missing:
        return
    setattr(figure, BOXES, told | missing)
    warn(
        f"no font of this figure has {listing(sorted(missing), SHOWN)}: boxes are drawn in their place.\n"
        "Hint: plt.rcParams['font.family'] = ['DejaVu Sans', 'Noto Sans CJK JP'] before plotting, or another second "
        "font that has them."
    )
    codes = "|".join(str(ord(letter)) for letter in sorted(missing))
    warnings.filterwarnings("ignore", rf"Glyph (?:{codes}) \(.*missing from (?:current )?font")


def _missing(string: str, font: FontProperties) -> set[str]:
    """Return the letters of a text that no font of its families has."""
    letters = {letter for letter in string if not letter.isascii() and not letter.isspace()}
    for family in font.get_family():
        again = font.copy()
        again.set_family(family)
        letters -= _letters_of(findfont(again))
    return letters


@lru_cache(maxsize=32)
def _letters_of(path: str) -> frozenset[str]:
    """Return all letters of a font."""
    return frozenset(map(chr, get_font(path).get_charmap()))
