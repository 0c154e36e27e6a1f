"""A text across a row or a column of cells, fitted to it when it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from matplotlib.artist import allow_rasterization
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from figmerit.plots._cell_texts import FILL, OUTLINE, SMALLEST, stamp_of
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

PAD = 0.15
"""The margin around the text, as a share of its font size."""


class SpanText(Text):
    """A text across a row or column of cells: of the user's font size, or less where it would not fit.

    Parameters
    ----------
    ax : Axes
        The axes of the cells.
    x, y : float
        The middle.
    text : str
        What it says.
    span : tuple of float
        Width and height, in cells, that it must fit into.
    rotation : float, default=0
        Angle in degrees.
    """

    def __init__(
        self, ax: Axes, x: float, y: float, text: str, *, span: tuple[float, float], rotation: float = 0
    ) -> None:
        super().__init__(x, y, text, rotation=rotation, ha="center", va="center", clip_on=True)
        self.set_in_layout(False)
        tones = Tones.of(ax)
        self.set(color=tuple(tones.soft), path_effects=[withStroke(linewidth=OUTLINE, foreground=tuple(tones.face))])
        self._span = span
        self._largest = self._fitted = self.get_fontproperties().get_size_in_points()

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the text, if there is room for it."""
        size = self.get_fontproperties().get_size_in_points()
        if size != self._fitted:  # someone has set it since
            self._largest = size
        self._fitted = self.fitted_size(renderer)
        if size != self._fitted:  # an artist that changes asks to be drawn again
            self.set_fontsize(self._fitted)
        if self._fitted >= SMALLEST:
            super().draw(renderer)

    def fitted_size(self, renderer: RendererBase) -> float:
        """Return the font size in points at which the text fits its span, at most the user's."""
        ax = cast("Axes", self.axes)
        stamp = stamp_of(ax, self.get_fontproperties(), self._largest)
        stamp.set(text=self.get_text(), rotation=self.get_rotation())
        box = stamp.get_window_extent(renderer)
        margin = cast("float", renderer.points_to_pixels(2 * PAD * self._largest))
        return self._largest * _fit(ax, self._span, box.width + margin, box.height + margin)


def _fit(ax: Axes, span: tuple[float, float], width: float, height: float) -> float:
    """Return the factor, at most 1, at which a text of that size in pixels fits into so many cells."""
    corners = ax.transData.transform([(0, 0), span])
    across, down = FILL * np.abs(corners[1] - corners[0])
    return float(min(1.0, across / width, down / height))
