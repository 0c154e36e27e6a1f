"""Coloured cells as an image that is coloured cell by cell, not pixel by pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.image import AxesImage
from matplotlib.transforms import Affine2D

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

    from figmerit._arrays import Array, BoolArray


def add_cells(ax: Axes, values: Array, extent: tuple[float, float, float, float], **options: Any) -> CellsImage:
    """Add an image of cells, the first row on top, as :meth:`matplotlib.axes.Axes.imshow` does."""
    image = CellsImage(ax, interpolation="nearest", origin="upper", extent=extent, **options)
    image.set_data(values)
    image.set_clip_path(ax.patch)
    image.set_extent(extent)  # which sets the limits of the axes
    ax.add_image(image)
    return image


class CellsImage(AxesImage):
    """The image of :meth:`matplotlib.axes.Axes.imshow` without interpolation, for axes whose scales are linear.

    A pixel has the colour of the cell that its middle lies in. Matplotlib would resample the numbers, and then
    colour each pixel.
    """

    grey: tuple[BoolArray, Any] | None = None
    """Which cells have one colour, whatever their values, and that colour."""

    def to_rgba(self, x: Any, *args: Any, **options: Any) -> Any:
        """Return the colours of values; of cells that are grey their own."""
        found = super().to_rgba(x, *args, **options)
        if self.grey is not None and np.shape(x) == self.grey[0].shape:
            color = np.array(to_rgba(self.grey[1]))
            found[self.grey[0]] = np.rint(255 * color) if found.dtype == np.uint8 else color
        return found

    def make_image(self, renderer: RendererBase, magnification: float = 1.0, unsampled: bool = False) -> Any:
        """Return the pixels from the lowest row on, where they begin, and how they are drawn."""
        ax: Any = self.axes
        values: Any = self.get_array()
        trans: Any = self.get_transform()
        plain = self.get_interpolation() == "nearest" and np.ndim(self.get_alpha() or 0) == 0
        if unsampled or not plain or not trans.is_affine or np.any(trans.get_matrix()[[0, 1], [1, 0]]):
            return super().make_image(renderer, magnification, unsampled)
        left, right, bottom, top = self.get_extent()
        (x0, y0), (x1, y1) = trans.transform([(left, bottom), (right, top)])
        clip = self.get_clip_box() or ax.bbox
        columns, at_x = _cells(x0, x1, clip.x0, clip.x1, values.shape[1], magnification)
        rows, at_y = _cells(y0, y1, clip.y0, clip.y1, values.shape[0], magnification)
        if not columns.size or not rows.size:
            return None, 0, 0, None
        colors: Array = self.to_rgba(values, bytes=True)
        colors[..., 3] = np.rint(colors[..., 3] * (1.0 if self.get_alpha() is None else self.get_alpha()))
        if self.origin == "upper":
            rows = values.shape[0] - 1 - rows
        pixels = np.ascontiguousarray(colors[rows].take(columns, axis=1))
        return pixels, at_x, at_y, Affine2D()


def _cells(start: float, end: float, low: float, high: float, n: int, magnification: float) -> tuple[Array, float]:
    """Return the cell of each pixel between `low` and `high`, and where the first of these pixels begins."""
    first, last = (round(magnification * edge) for edge in (max(min(start, end), low), min(max(start, end), high)))
    middles = (np.arange(first, last) + 0.5) / magnification
    cells = np.floor((middles - start) / (end - start) * n).astype(int)
    return np.clip(cells, 0, n - 1), first / magnification
