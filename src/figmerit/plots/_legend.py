"""Legends that hide neither curves nor names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox, ScaledTranslation

from figmerit.plots._figure import height_left, is_laid_out
from figmerit.plots._room import Room, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.gridspec import SubplotSpec
    from matplotlib.legend import Legend

Entries: TypeAlias = tuple[list[Any], list[str]]
"""Handles and names."""

SMALLEST = 0.6
"""The share of its side that a square must keep where a legend is placed outside; with smaller letters if need be."""

WIDEST, HIGHEST = 0.95, 0.6
"""The shares of a square's sides that a legend inside may take."""

SHRUNK = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""Shares of the user's font size: the largest with which a legend fits."""

BESIDE: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.02, 1.0), "borderaxespad": 0.0}
"""Where a legend beside the axes is, for which only a layout engine makes room."""

UNMEASURED = re.compile(r"[^\u0000-\u058f\u1e00-\u22ff]")
"""Letters that are taken to be as wide as they are high: for those that a font lacks, measuring them would warn."""

CORNERS: dict[tuple[float, float], Literal["lower left", "lower right", "upper left", "upper right"]] = {
    (0.0, 0.0): "lower left",
    (1.0, 0.0): "lower right",
    (0.0, 1.0): "upper left",
    (1.0, 1.0): "upper right",
}
"""What matplotlib calls the corners of axes."""

LAID_OUT = 1.14, 1.1
"""What a layout engine gives to axes with their legend, as multiples of their place without it."""

NAMES = 5.0, 4.5
"""Width and height in letters that the names and ticks beside and below axes take, whatever their size."""

READABLE = 5.0
"""Font size in points below which a legend does not shrink."""


def shown_in_legend(name: str) -> str:
    """Return a name that legends show: matplotlib hides those that begin with an underscore."""
    return f" {name}" if name.startswith("_") else name


def place_legend(
    ax: Axes, near: tuple[float, float], shorter: Entries | None = None, *, rather_inside: bool = False
) -> None:
    """Draw the legend of axes where they are empty, first looked for `near` a corner; else beside or under them.

    Where no layout engine makes room outside, the square makes it itself: the axes keep the place that they were given.
    A legend that cannot be read anywhere without hiding curves is the `shorter` one. A long one may `rather` be smaller
    and inside than outside.
    """
    entries, inside = ax.get_legend_handles_labels(), rather_inside
    found = _place(ax, near, entries, give_up=shorter is not None, rather_inside=inside)
    if found is None and shorter is not None:
        found = _place(ax, near, shorter, give_up=False, rather_inside=inside)
    if found and not is_laid_out(ax) and found.get("bbox_to_anchor", (0,))[0] > 1:
        ax.set_axes_locator(RoomForLegend(ax))


def lay_out(ax: Axes) -> None:
    """Lay out a new figure whose legend lies outside of its axes: matplotlib needs a second round to place both."""
    figure, legend = cast("Figure", ax.get_figure(root=True)), ax.get_legend()
    engine = figure.get_layout_engine()
    centre = None if legend is None else legend.get_window_extent().get_points().mean(axis=0)
    outside = centre is not None and not ax.bbox.contains(*centre)
    if engine is not None and (outside or height_above(ax) > 1):
        engine.execute(figure)


def height_above(ax: Axes) -> float:
    """Return how high axes are with those that stand above them, as a multiple of their own height."""
    return max([1.0, *(float(place_of(ax, child).y1) for child in ax.child_axes)])


def _place(
    ax: Axes, near: tuple[float, float], entries: Entries, *, give_up: bool, rather_inside: bool
) -> dict[str, Any] | None:
    """Draw a legend and return how it was placed; None if it would hide curves and may be given up."""
    if isinstance(cast("Any", ax.get_axes_locator()), RoomForLegend):
        ax.set_axes_locator(None)  # type: ignore[arg-type]
    legend = ax.legend(entries[0], [UNMEASURED.sub("m", name) for name in entries[1]], loc=CORNERS[near])
    without_mathematics(legend)
    spots = _Spots(ax, legend, near)
    found = next(filter(None, spots.tries(rather_inside=rather_inside)), None)
    if found is None and give_up:
        return None
    found = found or spots.anywhere()
    without_mathematics(ax.legend(*entries, **found))
    return found


class RoomForLegend:
    """Where axes are that leave room beside them for their legend, in the place that they were given."""

    def __init__(self, ax: Axes) -> None:
        self._ax = ax

    def get_subplotspec(self) -> SubplotSpec | None:
        """Return the cell of the axes: ``tight_layout`` asks for it."""
        return self._ax.get_subplotspec()

    def __call__(self, ax: Any, renderer: Any) -> Bbox:
        """Return the place that is left."""
        place: Bbox = ax.get_position(original=True)
        legend = ax.get_legend()
        if legend is None:
            return place
        wide, high = ax.figure.bbox.size
        box = legend.get_window_extent(renderer)
        left = max(0.95 * place.width - (round(box.width, 3) + 0.02 * place.height * high) / wide, 0.1 * place.width)
        return Bbox.from_bounds(place.x0, place.y0, left, place.height)


def _is_placed(ax: Axes) -> bool:
    """Tell whether something else places the axes: other axes, of which they are an inset, or a grid."""
    return cast("Any", ax.get_axes_locator()) is not None


class _Spots:
    """Where a legend may be: inside of square axes, or beside or under them, of which it then leaves a share."""

    def __init__(self, ax: Axes, legend: Legend, near: tuple[float, float]) -> None:
        self.ax, self.near, self.room = ax, near, Room(ax)
        self.width, self.height = (float(side) for side in legend.get_window_extent().size)
        self.n_entries = len(legend.get_texts())
        self.size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
        self.sizes = [share * self.size for share in SHRUNK if share * self.size >= READABLE] or [self.size]
        self.laid_out = is_laid_out(ax)
        self.wide, self.high = self._sides()
        self.high /= height_above(ax)
        self.side = min(self.wide, self.high)
        stretched = ax.get_aspect() == "auto" and ax.get_box_aspect() is None
        self.sides = (self.wide, self.high) if stretched else (self.side, self.side)

    def tries(self, *, rather_inside: bool) -> Iterator[dict[str, Any] | None]:
        """Yield what would do, the best first; None where there is no room for it."""
        if rather_inside:
            yield self.inside(self.sizes[:4])
        full = [self.inside(self.sizes[:1]), self.outside(self.sizes[:1]) if self.laid_out else None]
        # an inset takes what room there is: what points at it would go under the legend
        yield from reversed(full) if self.ax.child_axes else full
        yield self.inside(self.sizes[1:4])
        if self.laid_out or not _is_placed(self.ax):
            yield self.outside(self.sizes)
        yield self.inside(self.sizes[4:])

    def _sides(self) -> tuple[float, float]:
        """Return the sides of the place that the axes have, with the legend, in pixels."""
        ax, cell = self.ax, self.ax.get_subplotspec()
        if self.laid_out and cell is not None:  # what a layout engine has to give, whatever it has given already
            place = cell.get_position(ax.figure)  # type: ignore[arg-type]
            rows_and_columns = cell.get_gridspec().get_geometry()
            names = np.array(NAMES) * self.size * ax.figure.dpi / 72
            size = np.multiply(ax.figure.bbox.size, (1.0, height_left(ax)))
            sides = np.minimum(np.multiply(place.size, size) * LAID_OUT, size / rows_and_columns[::-1] - names)
        elif _is_placed(ax):
            sides = ax.bbox.size
        else:  # the axes may be square already, their place is not
            sides = np.multiply(ax.get_position(original=True).size, ax.figure.bbox.size)
        return float(sides[0]), float(sides[1])

    def inside(self, sizes: Sequence[float]) -> dict[str, Any] | None:
        """Return where the legend hides no data."""
        for size in sizes:
            width, height = self._shares(size)
            if width > WIDEST or height > HIGHEST:
                continue
            found = self.room.free(width, height, self.near)
            if found is not None:
                return self._at(found, width, height, size)
        return None

    def anywhere(self) -> dict[str, Any]:
        """Return where the legend hides least; it stays within the axes, however small its letters are then."""
        width, height = self._shares(self.sizes[-1])
        size = self.sizes[-1] * min(1.0, WIDEST / width, WIDEST / height)
        width, height = self._shares(size)
        return self._at(self.room.emptiest(width, height, self.near), width, height, size)

    def outside(self, sizes: Sequence[float]) -> dict[str, Any] | None:
        """Return a place beside or under the axes, with as many columns as it needs."""
        best, found = 0.0, None
        for size in sizes:
            choices = [choice for n_columns in (1, 2, 3) for choice in self._outside(size, n_columns)]
            square, _, how = max(choices, key=lambda choice: choice[:2], default=(0.0, 0, {}))
            value = square * np.sqrt(size)  # large curves, and letters that can be read
            if square >= SMALLEST * self.side and value > best:
                best, found = value, how
        return found

    def _outside(self, size: float, n_columns: int) -> Iterator[tuple[float, int, dict[str, Any]]]:
        """Yield the square that is left beside a legend, and above it, with how that is placed."""
        share, n_rows = size / self.size, -(-self.n_entries // n_columns)
        width, height = share * self.width * n_columns, share * self.height * n_rows / self.n_entries
        beside = min((1.0 if self.laid_out else 0.95) * self.wide - width - 0.02 * self.high, self.high)
        if height <= 1.05 * self.high:
            how = BESIDE if height <= 0.85 * beside else self._centred_beside()
            yield beside, -n_columns, {**how, **self._sized(size), "ncols": n_columns}
        if self.laid_out and width <= 1.05 * self.wide:
            above = min(self.wide, self.high - height)
            yield above, -n_columns, {**self._under(), **self._sized(size), "ncols": n_columns}

    def _centred_beside(self) -> dict[str, Any]:
        """Return how a legend is placed that may be higher than its axes: past the last tick's name."""
        past_tick = self.ax.transAxes + ScaledTranslation(self.size / 72, 0, self.ax.figure.dpi_scale_trans)
        place = {"loc": "center left", "bbox_to_anchor": (1.02, 0.5), "borderaxespad": 0.0}
        return {**place, "bbox_transform": past_tick}

    def _under(self) -> dict[str, Any]:
        """Return how a legend is placed under the names of the axes."""
        under_names = ScaledTranslation(0, -4 * self.size / 72, self.ax.figure.dpi_scale_trans)
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.0), "borderaxespad": 0.0}
        return {**place, "bbox_transform": self.ax.transAxes + under_names}

    def _shares(self, size: float) -> tuple[float, float]:
        """Return the sides of a legend and the air around it, as shares of the axes'."""
        share = size / self.size
        air = 2 * rcParams["legend.borderaxespad"] * size * self.ax.figure.dpi / 72
        return (share * self.width + air) / self.sides[0], (share * self.height + air) / self.sides[1]

    def _sized(self, size: float) -> dict[str, Any]:
        """Return how a legend has letters of a size: its markers shrink with them, but are no smaller than them."""
        return {"fontsize": size} | ({"markerscale": size / self.size} if size < self.size else {})

    def _at(self, found: tuple[float, float], width: float, height: float, size: float) -> dict[str, Any]:
        """Return how a legend is placed in a box; in a corner as people would have it."""
        for corner, loc in CORNERS.items():
            distance = max(
                abs(end - at - end * length) for end, at, length in zip(corner, found, (width, height), strict=True)
            )
            if distance < 0.02:
                return {"loc": loc, **self._sized(size)}
        x, y = (at > 0.5 - length / 2 for at, length in zip(found, (width, height), strict=True))
        anchor = found[0] + x * width, found[1] + y * height
        return {"loc": CORNERS[float(x), float(y)], "bbox_to_anchor": anchor, **self._sized(size)}


def without_mathematics(legend: Legend) -> None:
    """Take the names in a legend for texts, never for mathematics."""
    for text in legend.get_texts():
        text.set_parse_math(False)
