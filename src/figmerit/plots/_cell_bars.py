"""Histograms of scores along the bottom of the cells of a matrix, below the numbers, where cells have room for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from figmerit.inference.formulas import divide
from figmerit.plots._beside import Beside
from figmerit.plots._cell_texts import grounds_of
from figmerit.styles.contrast import mixed, readable, readable_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

    from figmerit._arrays import FloatArray
    from figmerit.metrics.cell_histograms import CellHistograms
    from figmerit.plots._box import Box
    from figmerit.plots._cell_texts import CellTexts
    from figmerit.plots._taken import Taken

SIDE, BELOW = 0.12, 0.1
"""What bars leave free of a cell at each side, and below them, as shares of its width and height."""

HIGH, HIGHEST = 0.26, 30.0
"""The height of the highest bar of a cell, as a share of the cell's, and in points at most."""

ALONE = 0.7
"""The same share where cells have no numbers; there is no limit in points then."""

APART, ABOVE = 0.03, 0.05
"""Between the highest bar and the room of the number, and above that, as shares of the cell's height."""

NARROWEST, LOWEST = 1.0, 5.0
"""Points of the width of a bar, and of the height of the highest one, at least: less cannot be seen."""

WIDE, GAP = 3.5, 0.22
"""Bars at least so many points wide have gaps between them; a gap is so large a share of the width."""

LINE, SEEN = 0.6, 1.0
"""Points of the line that bars stand on, and of the height of a bar above it, at least, if it is of anything."""

SOFTER, LEAST = 0.42, 3.05
"""How much of the colour behind them is mixed into bars, and their contrast with it, at least."""


class CellBars(Artist):
    """Bars in the cells of a matrix: in each the scores of its samples, on one scale from left to right.

    The highest bar of each cell is as high as that of all others: heights compare within a cell.

    Parameters
    ----------
    texts : CellTexts or None
        The numbers of the cells, which make room for bars.
    image : AxesImage
        The cells.
    histograms : CellHistograms
        The scores in them.
    line : str
        What the caption says about the bars; it is left out where there are none.
    """

    def __init__(self, texts: CellTexts | None, image: Any, histograms: CellHistograms, line: str) -> None:
        super().__init__()
        self.texts, self.image, self.histograms, self.line = texts, image, histograms, line
        self.set_zorder(2.5)
        self.set_in_layout(False)
        if texts is not None:
            texts.bars = self

    # --- The room, as what stands beside axes ---

    @property
    def artist(self) -> Artist:
        """What layout engines may measure of it."""
        return self.image.axes.patch  # type: ignore[no-any-return]

    def known(self) -> tuple[Any, ...]:
        """Return what its room depends on."""
        return ()

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return that it takes no room beside the axes, and what the caption does not say if there are no bars."""
        n_rows, n_cols, _ = self.histograms.counts.shape
        there = self.fit(box.width / n_cols, box.height / n_rows)
        return Beside(0.0, 0.0, None, unsaid="" if there else self.line)

    def write(self, state: Any, box: Box, taken: Taken) -> None:
        """Do nothing: bars know their room as they are drawn."""

    def fit(self, across: float, down: float) -> bool:
        """Tell whether cells of a width and a height in points have room for bars, and for numbers above them."""
        n_bins = self.histograms.counts.shape[2]
        if (1 - 2 * SIDE) * across < NARROWEST * n_bins or self.height(down) < LOWEST:
            return False
        low, high = self.free(down)
        return self.texts is None or self.texts.fit_in(across, high - low)

    def height(self, down: float) -> float:
        """Return the height of the highest bars in points, in cells of a height."""
        return ALONE * down if self.texts is None else min(HIGH * down, HIGHEST)

    def free(self, down: float) -> tuple[float, float]:
        """Return the lower and the upper end of what bars leave of the height of a cell, in points above its end."""
        return self.height(down) + (BELOW + APART) * down, (1 - ABOVE) * down

    # --- The picture ---

    def colors(self) -> FloatArray:
        """Return the colour of the bars of each cell, shape (n_rows, n_cols, 3)."""
        grounds = grounds_of(self.image)
        return readable(mixed(readable_on(grounds), grounds, SOFTER), grounds, LEAST)

    def heights(self) -> FloatArray:
        """Return the height of each bar as a share of the highest one of its cell."""
        counts = self.histograms.counts.astype(np.float64)
        most = counts.max(axis=2, keepdims=True)
        return np.nan_to_num(divide(counts, most))

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the bars, if there is room for them."""
        if not self.get_visible():
            return
        point = cast("float", renderer.points_to_pixels(1))
        corners = self._ax.transData.transform([(0, 0), (1, 1)])
        width, height = np.abs(corners[1] - corners[0])
        if not self.fit(width / point, height / point):
            return
        colors, heights = self.colors(), self.heights()
        left, _, _, top = self.image.get_extent()
        renderer.open_group("cell-bars", gid=self.get_gid())
        for row, col in np.argwhere(heights.any(axis=2)).tolist():
            x, y = self._ax.transData.transform((left + col + 0.5, top + row + 0.5))
            corner = x + (SIDE - 0.5) * width, y + (BELOW - 0.5) * height
            path = _path(heights[row, col], corner, (1 - 2 * SIDE) * width, self.height(height / point), point)
            self._draw_path(renderer, path, colors[row, col].tolist())
        renderer.close_group("cell-bars")
        self.stale = False

    def _draw_path(self, renderer: RendererBase, path: Path, color: list[float]) -> None:
        context = renderer.new_gc()
        context.set_clip_rectangle(self._ax.bbox)
        context.set_linewidth(0)
        context.set_snap(True)
        renderer.draw_path(context, path, cast("Any", IdentityTransform()), cast("Any", (*color, 1.0)))
        context.restore()

    @property
    def _ax(self) -> Axes:
        return self.image.axes  # type: ignore[no-any-return]


def _path(heights: FloatArray, corner: tuple[float, float], width: float, high: float, point: float) -> Path:
    """Return the bars of one cell, and the line that they stand on, as one path in pixels."""
    (x, y), slot = corner, width / len(heights)
    line = max(LINE * point, 1.0)  # of a thinner one pixels that it snaps to may show nothing
    gap = GAP * slot if slot >= WIDE * point else 0.0
    bins = np.flatnonzero(heights)
    lefts, tops = x + bins * slot + gap / 2, y + np.maximum(heights[bins] * high, LINE + SEEN) * point
    boxes = [_rectangle(x, y, x + width, y + line)]
    boxes += [_rectangle(one, y, one + slot - gap, top) for one, top in zip(lefts, tops, strict=True)]
    return Path.make_compound_path(*boxes)


def _rectangle(x0: float, y0: float, x1: float, y1: float) -> Path:
    return Path(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]), closed=True)
