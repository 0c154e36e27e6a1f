"""The texts of heatmaps, fitted to their cells when they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from figmerit._validate import check_option
from figmerit.plots._behind import behind
from figmerit.plots._measure import READABLE, ems, font_key, height_of, lines_of
from figmerit.styles.contrast import composite, readable_on
from figmerit.styles.palettes import UNDEFINED_FACE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray

FILL = 0.88
"""The share of a cell's width and height that its text may take."""

COMFORTABLE = 7.0
"""Font size in points below which shorter texts are taken, if there are any."""

SMALLEST = READABLE
"""Font size in points below which cells stay without text rather than hold an unreadable one."""

MOST = 250_000
"""Cells that have texts at most, unless they are forced: no figure has room for more, and making them takes seconds."""

NARROWEST = 0.22, 0.7
"""Width of a character and height of a line that no text falls short of, as shares of the font size."""

PAD = 0.15
"""The margin around a text that lies on a patch of its own, as a share of its font size."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What cells say: one of the figure's choices, or False; if `forced`, they say it however small it turns out."""

    shows: Any
    forced: bool

    @classmethod
    def checked(cls, annotate: Any, choices: tuple[str, ...], default: str) -> Annotation:
        """Return what `annotate` asks for; True is the default, and None the default as far as there is room."""
        check_option("annotate", annotate, (None, *choices, True, False))
        return cls(default if annotate is None or annotate is True else annotate, forced=annotate is not None)

    def of(self, n_cells: int) -> Any:
        """Return what so many cells say: nothing where they are too many for anybody to read."""
        return self.shows if self.forced or n_cells <= MOST else False


def texts_of(values: Array, say: Callable[[Any], str], undefined: str = "") -> Array:
    """Return the text of each value; `undefined` for NaN."""
    texts = [undefined if math.isnan(value) else say(value) for value in values.ravel().tolist()]
    return np.array(texts, dtype=object).reshape(values.shape)


class CellTexts(Artist):
    """One text a cell, all of one size: the user's font size, or less where cells are small.

    Each text is black or white, whichever reads better on the colour that is really drawn behind it.

    Parameters
    ----------
    image : AxesImage
        The cells.
    levels : sequence of ndarray of str of shape (n_rows, n_cols)
        The texts, first those that say most, last those that need the least room; an empty one is not drawn.
    forced : bool, default=False
        Whether to draw the last of them however small they turn out.
    """

    def __init__(self, image: AxesImage, levels: Sequence[Array], *, forced: bool = False) -> None:
        super().__init__()
        self._image = image
        self.levels, self.forced = tuple(levels), forced
        self._font = FontProperties(family=rcParams["font.family"], size=rcParams["font.size"])
        self.set_zorder(3)
        self.set_in_layout(False)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts, if there is room for them."""
        if not self.get_visible():
            return
        strings, size = self.fitted(renderer)
        stamp = _stamp(self._ax, self._font, size)
        stamp.set_clip_box(self._ax.bbox)
        colors = self.colors()
        left, _, _, top = self._image.get_extent()
        renderer.open_group("cell-texts", gid=self.get_gid())
        for row, col in np.argwhere(strings != ""):
            stamp.set(position=(left + 0.5 + col, top + 0.5 + row), text=strings[row, col], color=colors[row, col])
            stamp.draw(renderer)
        renderer.close_group("cell-texts")
        self.stale = False

    def fitted(self, renderer: RendererBase) -> tuple[Array, float]:
        """Return the texts to draw and their font size in points: no texts at all if none can be read."""
        base = self._font.get_size_in_points()
        strings, size = self.levels[-1], base
        for strings in self.levels:
            size = self._fitted_size(strings, renderer)
            if size >= min(COMFORTABLE, base):
                return strings, size
        return (strings, size) if size >= SMALLEST or self.forced else (np.full_like(strings, ""), base)

    def colors(self) -> FloatArray:
        """Return the colour of each text, shape (n_rows, n_cols, 3)."""
        return readable_on(self.backgrounds())

    def backgrounds(self) -> FloatArray:
        """Return the colour seen behind each text, shape (n_rows, n_cols, 3)."""
        values = cast("Array", self._image.get_array())
        seen = composite(np.array(self._image.to_rgba(values, alpha=self._image.get_alpha())), behind(self._ax))
        seen[np.ma.getmaskarray(values)] = to_rgb(UNDEFINED_FACE)  # of the patch over the cell
        return seen

    def _fitted_size(self, strings: Array, renderer: RendererBase) -> float:
        """Return the font size in points at which every text fits its cell, at most the user's."""
        base = self._font.get_size_in_points()
        unique = np.unique(strings[strings != ""]).tolist()
        if not unique:
            return base
        lines = [string.split("\n") for string in unique]
        longest, highest = max(len(line) for part in lines for line in part), max(map(len, lines))
        pixel = cast("float", renderer.points_to_pixels(base))
        best = base * _fit(self._ax, (1, 1), NARROWEST[0] * pixel * longest, NARROWEST[1] * pixel * highest)
        if best < SMALLEST and not self.forced:  # measuring takes long, and would only make it less
            return best
        wide, high = ems(unique, font_key(self._font)) * pixel, height_of(lines_of(unique)) * pixel
        return base * _fit(self._ax, (1, 1), wide, high)

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
