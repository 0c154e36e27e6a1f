"""The texts of heatmaps, fitted to their cells when they are drawn."""

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

PAD = 0.15
"""The margin around a text that lies on a patch of its own, as a share of its font size."""


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
        stamp = _stamp(self._ax, self._font, size)
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
        stamp = _stamp(self._ax, self._font, base)
        boxes = []
        for string in np.unique(self.strings[self.strings != ""]):
            stamp.set_text(string)
            box = stamp.get_window_extent(renderer)
            boxes.append((box.width, box.height))
        if not boxes:
            return base
        return base * _fit(self._ax, (1, 1), *np.max(boxes, axis=0).tolist())

    @property
    def _ax(self) -> Axes:
        return self._image.axes


class SpanText(Text):
    """A text across a row or column of cells: of the user's font size, or less where it would not fit.

    Parameters
    ----------
    x, y : float
        The middle.
    text : str
        What it says.
    span : tuple of float
        Width and height, in cells, that it must fit into.
    rotation : float, default=0
        Angle in degrees.
    """

    def __init__(self, x: float, y: float, text: str, *, span: tuple[float, float], rotation: float = 0) -> None:
        box = {"boxstyle": f"square,pad={PAD}", "facecolor": "white", "edgecolor": "none"}
        super().__init__(x, y, text, color="black", rotation=rotation, ha="center", va="center", clip_on=True)
        self.set_bbox(box)
        self.set_in_layout(False)
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
        stamp = _stamp(ax, self.get_fontproperties(), self._largest)
        stamp.set(text=self.get_text(), rotation=self.get_rotation())
        box = stamp.get_window_extent(renderer)
        margin = cast("float", renderer.points_to_pixels(2 * PAD * self._largest))
        return self._largest * _fit(ax, self._span, box.width + margin, box.height + margin)


def _stamp(ax: Axes, font: FontProperties, size: float) -> Text:
    """Return a text that is measured, or drawn in one cell after another, and belongs to no axes."""
    font = font.copy()
    font.set_size(size)
    stamp = Text(ha="center", va="center", fontproperties=font, parse_math=False, clip_on=True)
    stamp.set_figure(cast("Any", ax.get_figure()))
    stamp.set_transform(ax.transData)
    return stamp


def _fit(ax: Axes, span: tuple[float, float], width: float, height: float) -> float:
    """Return the factor, at most 1, at which a text of that size in pixels fits into so many cells."""
    corners = ax.transData.transform([(0, 0), span])
    across, down = FILL * np.abs(corners[1] - corners[0])
    return float(min(1.0, across / width, down / height))
