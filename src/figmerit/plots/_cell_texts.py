"""The texts of all cells of a heatmap as one artist, fitted to the cells when it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from figmerit.styles.contrast import composite, readable_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray

FILL = 0.88
"""The share of a cell's width and height that its text may take."""

SMALLEST = 4.0
"""Font size in points below which cells stay without text rather than hold an unreadable one."""


class CellTexts(Artist):
    """One text a cell, all of one size: the user's font size, or less where cells are small.

    Each text is black or white, whichever reads better on the colour that is really drawn behind it.

    Parameters
    ----------
    image : AxesImage
        The cells.
    strings : ndarray of str of shape (n_rows, n_cols)
        The texts; an empty one is not drawn.
    """

    def __init__(self, image: AxesImage, strings: Array) -> None:
        super().__init__()
        self._image = image
        self.strings = strings
        self._font = FontProperties(family=rcParams["font.family"], size=rcParams["font.size"])
        self.set_zorder(3)
        self.set_in_layout(False)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts, if there is room for them."""
        size = self.fitted_size(renderer)
        if not self.get_visible() or size < SMALLEST:
            return
        stamp = self._stamp(size)
        stamp.set_clip_box(self._ax.bbox)
        colors = self.colors()
        renderer.open_group("cell-texts", gid=self.get_gid())
        for row, col in np.argwhere(self.strings != ""):
            stamp.set(position=(col, row), text=self.strings[row, col], color=colors[row, col])
            stamp.draw(renderer)
        renderer.close_group("cell-texts")
        self.stale = False

    def colors(self) -> FloatArray:
        """Return the colour of each text, shape (n_rows, n_cols, 3)."""
        return readable_on(self.backgrounds())

    def backgrounds(self) -> FloatArray:
        """Return the colour seen behind each text, shape (n_rows, n_cols, 3)."""
        behind = np.ones(3)
        for owner in (self._ax.get_figure(root=True), self._ax.get_figure(), self._ax):
            behind = composite(np.array(cast("Any", owner).patch.get_facecolor()), behind)
        rgba = np.array(self._image.to_rgba(cast("Array", self._image.get_array()), alpha=self._image.get_alpha()))
        return composite(rgba, behind)

    def fitted_size(self, renderer: RendererBase) -> float:
        """Return the font size in points at which every text fits its cell, at most the user's."""
        base = self._font.get_size_in_points()
        stamp = self._stamp(base)
        boxes = []
        for string in np.unique(self.strings[self.strings != ""]):
            stamp.set_text(string)
            box = stamp.get_window_extent(renderer)
            boxes.append((box.width, box.height))
        if not boxes:
            return base
        corners = self._ax.transData.transform([(0, 0), (1, 1)])
        room = FILL * np.abs(corners[1] - corners[0])
        return float(base * min(1.0, (room / np.max(boxes, axis=0)).min()))

    def _stamp(self, size: float) -> Text:
        """Return the text that is moved from cell to cell."""
        font = self._font.copy()
        font.set_size(size)
        stamp = Text(ha="center", va="center", fontproperties=font, parse_math=False, clip_on=True)
        stamp.set_figure(cast("Any", self._ax.get_figure()))
        stamp.set_transform(self._ax.transData)
        return stamp

    @property
    def _ax(self) -> Axes:
        return self._image.axes
