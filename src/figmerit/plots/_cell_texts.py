"""The texts of heatmaps, fitted to their cells when they are drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from figmerit._validate import check_option
from figmerit.plots._behind import behind
from figmerit.plots._cell_lines import Copies, Line, OwnText
from figmerit.plots._glyphs import Glyphs
from figmerit.plots._measure import READABLE, ems, font_key
from figmerit.styles.contrast import composite, mixed, readable, readable_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray
    from figmerit.plots._cell_bars import CellBars

FILL = 0.88
"""The share of a cell's width and height that its text may take."""

COMFORTABLE = 7.0
"""Font size in points below which shorter texts are taken, if there are any."""

SMALLEST = READABLE
"""Font size in points below which cells stay without text rather than hold an unreadable one."""

MOST = 250_000
"""Cells that have texts at most, unless they are forced: no figure has room for more, and making them takes seconds."""

OUTLINE = 3.0
"""Points around letters on a hatch, in the colour behind it."""

NARROWEST = 0.22, 0.7
"""Width of a character and height of a line that no text falls short of, as shares of the font size."""

LARGEST = 1.1
"""The size of the texts, as a share of the user's font size, at most."""

LOWER, STEP = 0.75, 0.95
"""The size of lines below the first one, while that can be read, and their distance, as shares of its size."""

ABOVE_BARS = 0.25
"""The distance of texts from bars below them, as a share of half their height."""

QUIET, SOFTER = 0.42, 0.3
"""How much of the colour behind it is mixed into a text of nothing, and into lines below the first one."""


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
    """One text a cell, all of one size: a little more than the user's font size, or less where cells are small.

    Lines below the first one are smaller. Each text is black or white, whichever reads better on the colour that is
    really drawn behind it; lines below it, and texts of cells in which there is nothing, are softer.

    Parameters
    ----------
    image : AxesImage
        The cells.
    levels : sequence of ndarray of str of shape (n_rows, n_cols)
        The texts, first those that say most, last those that need the least room; an empty one is not drawn.
    forced : bool, default=False
        Whether to draw the last of them however small they turn out.
    quiet : ndarray of bool of shape (n_rows, n_cols), optional
        Which texts are softer.
    style : mapping, optional
        Options of the texts. Each can also be found as a child of this artist, and what somebody changes stays.
    """

    def __init__(
        self,
        image: AxesImage,
        levels: Sequence[Array],
        *,
        forced: bool = False,
        quiet: Array | None = None,
        style: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._image = image
        self.levels, self.forced = tuple(levels), forced
        self.quiet = np.zeros(self.levels[0].shape, bool) if quiet is None else quiet
        usual = Text(
            fontproperties=FontProperties(family=rcParams["font.family"], size=LARGEST * rcParams["font.size"])
        )
        usual.set(**(style or {}))
        self._font, self._style = usual.get_fontproperties(), dict(style or {})
        self._own: dict[tuple[int, int, int], OwnText] | None = None
        self.bars: CellBars | None = None
        self.set_zorder(3)
        self.set_in_layout(False)

    def get_children(self) -> list[Artist]:
        """Return the texts, each line of a cell for itself; they are made when somebody first asks for them."""
        if self._own is None:
            self._own = {}
            point = cast("Any", self._ax.get_figure(root=True)).dpi / 72
            for line in self._lines(*self.fitted(point), point):
                self._own_text(line)
        return [own.text for own in self._own.values()]

    def pick(self, mouseevent: Any) -> None:
        """Do nothing: a click makes no texts."""

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the texts, if there is room for them."""
        if not self.get_visible():
            return
        point = cast("float", renderer.points_to_pixels(1))
        copies = None if self._style or not Glyphs.can(renderer) else Copies(renderer)
        stamps: dict[float, Text] = {}
        renderer.open_group("cell-texts", gid=self.get_gid())
        for line in self._lines(*self.fitted(point), point):
            if self._own is not None:
                self._own_text(line).draw(renderer, line)
                continue
            if line.size not in stamps:
                stamps[line.size] = self._stamp(line.size)
            if line.outline or copies is None or not copies.draw(stamps[line.size], line):
                line.put(stamps[line.size])
                stamps[line.size].draw(renderer)
        renderer.close_group("cell-texts")
        self.stale = False

    def _lines(self, strings: Array, size: float, point: float) -> Iterator[Line]:
        """Yield each line of the texts of a size, where a point is so many pixels."""
        undefined = np.ma.getmaskarray(cast("Array", self._image.get_array()))
        upper, grounds = self.colors(), self.backgrounds()
        colors = upper, self.colors(lower=True) if any("\n" in string for string in strings.ravel()) else upper
        sizes = size, max(LOWER * size, min(size, SMALLEST))
        left, _, _, top = self._image.get_extent()
        places = np.argwhere(strings != "")
        points = self._ax.transData.transform(places[:, ::-1] + np.array([left + 0.5, top + 0.5]))
        points[:, 1] += self._lift(strings, size, point) if self.bars is not None else 0.0
        em = point * size
        for (row, col), (x, y) in zip(places.tolist(), points.tolist(), strict=True):
            lines = strings[row, col].split("\n")
            y += (_height(len(lines)) - 1) / 2 * em
            outline = (withStroke(linewidth=OUTLINE, foreground=tuple(grounds[row, col])),)
            for place, text in enumerate(lines):
                lower = place > 0
                color = self._style.get("color", tuple(colors[lower][row, col].tolist()))
                yield Line((row, col, place), text, (x, y), sizes[lower], color, outline if undefined[row, col] else ())
                y -= (STEP if lower else (1 + STEP) / 2) * em

    def _stamp(self, size: float) -> Text:
        """Return a text of a size that is drawn in one cell or in all."""
        stamp = stamp_of(self._ax, self._font, size)
        stamp.set(**self._style)
        stamp.set_fontsize(size)
        stamp.set_clip_box(self._ax.bbox)
        stamp.set_transform(IdentityTransform())
        return stamp

    def _own_text(self, line: Line) -> OwnText:
        own = cast("dict[tuple[int, int, int], OwnText]", self._own)
        if line.key not in own:
            own[line.key] = OwnText(self._stamp(line.size), line)
        return own[line.key]

    def fitted(self, point: float) -> tuple[Array, float]:
        """Return the texts to draw and their font size in points, where one is so many pixels.

        There are no texts at all if none can be read.
        """
        return self.at(*self._cell(point))

    def at(self, across: float, down: float) -> tuple[Array, float]:
        """Return the same for cells of a width and a height in points, which bars may take a part of."""
        low, high = self._free(across, down)
        return self._in_room(across, high - low)

    def fit_in(self, across: float, down: float) -> bool:
        """Tell whether texts can be read in a room of a width and a height in points, forced ones too."""
        strings, size = self._in_room(across, down)
        return size >= SMALLEST and bool((strings != "").any())

    def _cell(self, point: float) -> tuple[float, float]:
        """Return the width and the height of cells in points, where one is so many pixels."""
        corners = self._ax.transData.transform([(0, 0), (1, 1)])
        across, down = np.abs(corners[1] - corners[0]) / point
        return float(across), float(down)

    def _free(self, across: float, down: float) -> tuple[float, float]:
        """Return the lower and the upper end of the room of texts in points above the lower end of their cells."""
        return self.bars.free(down) if self.bars is not None and self.bars.fit(across, down) else (0.0, down)

    def _lift(self, strings: Array, size: float, point: float) -> float:
        """Return by how many pixels texts stand above the middle of their cells, where bars would touch them."""
        across, down = self._cell(point)
        low, high = self._free(across, down)
        lines = max((string.count("\n") for string in strings.ravel()), default=0) + 1
        needed = low + (1 + ABOVE_BARS) * size * _height(lines) / 2
        return point * (min(max(needed, down / 2), (low + high) / 2) - down / 2)

    def _in_room(self, across: float, down: float) -> tuple[Array, float]:
        """Return the texts and their size for a room of a width and a height in points."""
        base = self._font.get_size_in_points()
        strings, size = self.levels[-1], base
        for strings in self.levels:
            size = self._size(strings, FILL * across, FILL * down)
            if size >= min(COMFORTABLE, base):
                return strings, size
        return (strings, size) if size >= SMALLEST or self.forced else (np.full_like(strings, ""), base)

    def colors(self, *, lower: bool = False) -> FloatArray:
        """Return the colour of each text, or of what stands `lower` in its cell, shape (n_rows, n_cols, 3)."""
        grounds = self.backgrounds()
        strong = readable_on(grounds)
        softer = np.ones_like(self.quiet) if lower else self.quiet
        share = np.where(self.quiet, QUIET, SOFTER)[softer][:, None]
        strong[softer] = readable(mixed(strong[softer], grounds[softer], share), grounds[softer])
        return strong

    def backgrounds(self) -> FloatArray:
        """Return the colour seen behind each text, shape (n_rows, n_cols, 3)."""
        return grounds_of(self._image)

    def _size(self, strings: Array, across: float, down: float) -> float:
        """Return the font size in points at which every text fits a width and a height, at most the largest."""
        base = self._font.get_size_in_points()
        unique = set(strings[strings != ""].tolist())
        if not unique:
            return base
        lines = [string.split("\n") for string in unique]
        highest = _height(max(map(len, lines)))
        longest = max(len(line) * (LOWER if place else 1) for part in lines for place, line in enumerate(part))
        best = min(base, across / (NARROWEST[0] * longest), down / (NARROWEST[1] * highest))
        if best < SMALLEST and not self.forced:  # measuring takes long, and would only make it less
            return best
        font = font_key(self._font)
        first, others = {part[0] for part in lines}, {line for part in lines for line in part[1:]}
        return min(base, across / max(ems(first, font), LOWER * ems(others, font)), down / highest)

    @property
    def _ax(self) -> Axes:
        return self._image.axes


def grounds_of(image: AxesImage) -> FloatArray:
    """Return the colour seen in each cell, shape (n_rows, n_cols, 3)."""
    values = cast("Array", image.get_array())
    page = behind(image.axes)
    seen = composite(np.array(image.to_rgba(values, alpha=image.get_alpha())), page)
    seen[np.ma.getmaskarray(values)] = page  # of the patch over the cell
    return seen


def _height(n_lines: int) -> float:
    """Return the height of so many lines, in ems of the first one."""
    return 1 + STEP * (n_lines - 1)


def stamp_of(ax: Axes, font: FontProperties, size: float) -> Text:
    """Return a text that is measured, or drawn in one cell after another, and belongs to no axes."""
    font = font.copy()
    font.set_size(size)
    stamp = Text(ha="center", va="center", fontproperties=font, parse_math=False, clip_on=True)
    stamp.set_figure(cast("Any", ax.get_figure()))
    stamp.set_transform(ax.transData)
    return stamp
