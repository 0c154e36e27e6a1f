"""Many short texts on raster canvases: each character is drawn once by matplotlib, and then copied.

The texts are those that matplotlib would draw, at whole pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.backends.backend_agg import RendererAgg

from figmerit.plots._unnamed import draw_mask, pixels_of, places_glyphs

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

    from figmerit._arrays import Array

Mask: TypeAlias = "tuple[int, int, Array]"
"""Where pixels begin, from the left end and the base line of a text downwards, and how much each is covered."""

FINE = 64
"""Parts of a pixel: matplotlib places characters as finely."""


class Glyphs:
    """The characters of a font, for one canvas.

    Parameters
    ----------
    renderer : RendererAgg
        The canvas; :meth:`can` tells whether it is one.
    font : FontProperties
        Font and size.
    """

    def __init__(self, renderer: Any, font: FontProperties) -> None:
        self.renderer, self.font = renderer, font
        self.side = 3 * int(np.ceil(font.get_size_in_points() * renderer.dpi / 72)) + 4
        new_canvas: Any = RendererAgg
        self.canvas = new_canvas(self.side, self.side, renderer.dpi)
        self.masks: dict[tuple[str, int], Mask | None] = {}
        self.seen: set[str] = set()
        self.whole: dict[str, list[Mask]] = {}
        self.plain: dict[str, bool] = {}
        self.widths: dict[str, float] = {}
        self.base = self._width("00")

    @staticmethod
    def can(renderer: Any) -> bool:
        """Tell whether a canvas is of pixels, and texts on it are drawn character by character."""
        usual = not rcParams["text.usetex"] and rcParams["text.antialiased"]
        return bool(usual and type(renderer) is RendererAgg and places_glyphs(renderer))

    def length(self, text: str) -> float | None:
        """Return how long a text is in pixels; None if its characters are not just set one after another."""
        pairs = [text[at : at + 2] for at in range(len(text) - 1)] or [text]
        if not all(map(self._is_plain, pairs)):
            return None
        return sum(map(self._advance, text))

    def draw(self, gc: Any, text: str, x: float, y: float) -> None:
        """Draw a text that has a length; x and y are its left end and base line in pixels, from the lower left."""
        left, low = round(x), round(self.renderer.height - y)
        if text in self.seen:  # of a text that comes again the whole is copied
            if text not in self.whole:
                self.whole[text] = _joined(self._placed(text))
            masks = self.whole[text]
        else:
            self.seen.add(text)
            masks = self._placed(text)
        for across, below, pixels in masks:
            draw_mask(self.renderer, gc, pixels, left + across, low + below)

    def _placed(self, text: str) -> list[Mask]:
        """Return the pixels of each character of a text, and where they are."""
        found, at = [], 0.0
        for char in text:
            whole, part = divmod(round(FINE * at), FINE)
            mask = self._mask(char, part)
            if mask is not None:
                found.append((whole + mask[0], mask[1], mask[2]))
            at += self._advance(char)
        return found

    def _is_plain(self, pair: str) -> bool:
        """Tell whether a pair of characters is as long as both: there is no kerning, and no ligature."""
        if pair not in self.plain:
            self.plain[pair] = (
                pair.isprintable()
                and abs(self._width(f"0{pair}0") - self.base - sum(map(self._advance, pair))) < 1 / FINE
            )
        return self.plain[pair]

    def _advance(self, char: str) -> float:
        if char not in self.widths:
            self.widths[char] = self._width(f"0{char}0") - self.base
        return self.widths[char]

    def _width(self, text: str) -> float:
        return float(self.renderer.get_text_width_height_descent(text, self.font, ismath=False)[0])

    def _mask(self, char: str, part: int) -> Mask | None:
        """Return the pixels of a character that begins at a part of a pixel, and where they are; None for a space."""
        key = char, part
        if key not in self.masks:
            at = self.side // 3
            self.canvas.clear()
            self.canvas.draw_text(self.canvas.new_gc(), at + part / FINE, 2 * at, char, self.font, 0)
            alpha = pixels_of(self.canvas)[..., 3]
            rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
            if not rows.size:
                self.masks[key] = None
            else:
                pixels = np.ascontiguousarray(alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
                self.masks[key] = int(columns[0]) - at, int(rows[-1]) + 1 - 2 * at, pixels
        return self.masks[key]


def _joined(masks: list[Mask]) -> list[Mask]:
    """Return several masks as one: what is covered twice is covered as if one were drawn over the other."""
    if not masks:
        return []
    left, right = min(mask[0] for mask in masks), max(mask[0] + mask[2].shape[1] for mask in masks)
    top, bottom = min(mask[1] - mask[2].shape[0] for mask in masks), max(mask[1] for mask in masks)
    free = np.ones((bottom - top, right - left))
    for across, below, pixels in masks:
        high, wide = pixels.shape
        free[below - high - top : below - top, across - left : across - left + wide] *= 1 - pixels / 255
    return [(left, bottom, np.rint(255 * (1 - free)).astype(np.uint8))]
