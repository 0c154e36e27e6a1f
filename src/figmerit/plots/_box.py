"""Rectangles in points, and the room that axes have: of the figure, of a cell, or up to their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.layout_engine import PlaceHolderLayoutEngine
from matplotlib.transforms import Bbox

from figmerit.plots._measure import LINE, ems, font_of
from figmerit.plots._unnamed import ends_of, first_tick, size_of_text, tick_depth, twins_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.gridspec import SubplotSpec

PAD = 3.0
"""Points between texts and what is next to them, at least."""

ENGINE_PAD = 0.04167 * 72
"""Points that layout engines leave around each axes."""

ALMOST = 0.87
"""The share of the largest area of the axes that more generous letters must leave."""

ALONE = 0.7
"""What is almost as large as can be for axes with a figure of their own, whose user has chosen the letters."""

ENOUGH = 0.37
"""The share of their slot with which axes of curves are large enough whatever smaller letters would leave."""

SMALLEST = 4.0
"""Points of a side of axes, however little room there is."""


class Box(NamedTuple):
    """A rectangle: its left, lower, right and upper end in points; or margins at these sides."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From below to above."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """What is inside."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    def within(self, margins: Box) -> Box:
        """Return what margins leave of it."""
        x0, y0, x1, y1 = self.x0 + margins.x0, self.y0 + margins.y0, self.x1 - margins.x1, self.y1 - margins.y1
        if x1 - x0 < SMALLEST:
            x0 = min(max((x0 + x1 - SMALLEST) / 2, self.x0), max(self.x1 - SMALLEST, self.x0))
            x1 = x0 + SMALLEST
        if y1 - y0 < SMALLEST:
            y0 = min(max((y0 + y1 - SMALLEST) / 2, self.y0), max(self.y1 - SMALLEST, self.y0))
            y1 = y0 + SMALLEST
        return Box(x0, y0, x1, y1)

    def around(self, margins: Box) -> Box:
        """Return it with margins around."""
        return Box(self.x0 - margins.x0, self.y0 - margins.y0, self.x1 + margins.x1, self.y1 + margins.y1)

    def common(self, other: Box) -> Box:
        """Return what both have in common."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        return Box(x0, y0, max(min(self.x1, other.x1), x0 + SMALLEST), max(min(self.y1, other.y1), y0 + SMALLEST))

    def larger(self, other: Box) -> Box:
        """Return margins that hold both."""
        return Box(*(max(pair) for pair in zip(self, other, strict=True)))

    def squared(self, ratio: float) -> Box:
        """Return the largest box in its middle that is so many times as high as wide; itself if the ratio is 0."""
        if not ratio:
            return self
        width, height = min(self.width, self.height / ratio), min(self.height, self.width * ratio)
        x0, y0 = (self.x0 + self.x1 - width) / 2, (self.y0 + self.y1 - height) / 2
        return Box(x0, y0, x0 + width, y0 + height)


class Room(NamedTuple):
    """Where axes may be: with all their texts within `outer`.

    With a `place` they stay there, and shrink only where texts would not fit; if that is `fixed`, texts must.
    `slot` is the area of their cell. Axes that fill the share `enough` of it are large enough; smaller ones must be
    `almost` as large as the smallest letters would leave them. Letters have at most the share `letters` of their size.
    """

    outer: Box
    place: Box | None = None
    fixed: bool = False
    slot: float = 0.0
    enough: float = ENOUGH
    almost: float = ALMOST
    spare: float = 1.0
    letters: float = 1.0


class Tracks:
    """What margins take of the columns, or the rows, of a grid: before and after the inside of each.

    Each part has two margins, and the columns that it spans.
    """

    def __init__(self, parts: Sequence[tuple[float, float, range]], n: int) -> None:
        self.before, self.after = [0.0] * n, [0.0] * n
        for before, after, span in parts:
            self.before[span.start] = max(self.before[span.start], before)
            self.after[span.stop - 1] = max(self.after[span.stop - 1], after)

    @property
    def total(self) -> float:
        """What all margins take."""
        return sum(self.before) + sum(self.after)

    def start(self, track: int, inside: float, apart: float) -> float:
        """Return where the inside of a column begins, if all are so large inside, and so far apart."""
        return self.before[track] + sum(self.before[k] + inside + self.after[k] + apart for k in range(track))


def size_of(figure: Any) -> tuple[float, float]:
    """Return the width and the height of a figure, or of a part of it, in points."""
    dpi = figure.get_figure(root=True).dpi
    return figure.bbox.width / dpi * 72, figure.bbox.height / dpi * 72


def in_points(place: Any, size: tuple[float, float]) -> Box:
    """Return a place, given in shares of a figure, in points; rounded, as engines answer up to their last digits."""
    ends = place.x0 * size[0], place.y0 * size[1], place.x1 * size[0], place.y1 * size[1]
    return Box(*(round(float(end), 4) for end in ends))


def in_shares(box: Box, size: tuple[float, float]) -> Bbox:
    """Return a box as shares of a figure."""
    return Bbox([[box.x0 / size[0], box.y0 / size[1]], [box.x1 / size[0], box.y1 / size[1]]])


def text_height(text: Any) -> float:
    """Return the height of a text in points, none if it says nothing."""
    if text is None or not text.get_text():
        return 0.0
    return size_of_text(text) * LINE * float(text.get_text().count("\n") + 1)


def page(figure: Any) -> Box:
    """Return what a figure's own title and labels leave of it, and what is printed below."""
    wide, high = size_of(figure)
    box = Box(PAD, PAD, wide - PAD, high - PAD)
    above = text_height(getattr(figure, "_suptitle", None))
    below = text_height(getattr(figure, "_supxlabel", None))
    beside = text_height(getattr(figure, "_supylabel", None))
    return box.within(Box(*(part + 2 * PAD if part else 0.0 for part in (beside, below, 0.0, above))))


def engine_of(figure: Any) -> Any:
    """Return the layout engine that is at work; one that only keeps the place of another is none.

    While a figure is saved, one stands for the engine that has laid it out.
    """
    engine = figure.get_figure(root=True).get_layout_engine()
    return None if isinstance(engine, PlaceHolderLayoutEngine) else engine


def cell_of(spec: SubplotSpec) -> Bbox:
    """Return a cell of a grid as shares of its figure, whatever engine runs."""
    grid: Any = spec.get_gridspec()
    parent = getattr(grid, "_subplot_spec", None)
    outer = Bbox.unit() if parent is None else cell_of(parent)
    across = np.cumsum([0, *(grid.get_width_ratios() or [1] * grid.ncols)])
    down = np.cumsum([0, *(grid.get_height_ratios() or [1] * grid.nrows)])
    x, y = outer.x0 + outer.width * across / across[-1], outer.y1 - outer.height * down / down[-1]
    rows, columns = spec.rowspan, spec.colspan
    return Bbox([[x[columns.start], y[rows.stop]], [x[columns.stop], y[rows.start]]])


def up_to_neighbours(ax: Axes, place: Box, size: tuple[float, float]) -> Box:
    """Return the room of axes in their figure: up to its edges, and to the middle of the gap to each neighbour.

    Neighbours that are not ours have texts of their own in that gap.
    """
    figure: Any = ax.get_figure(root=False)
    x0, y0, x1, y1 = page(figure)
    twins = set(twins_of(ax))
    for other in figure.axes:
        if other is ax or not other.get_visible() or other in twins:
            continue
        it = in_points(other.get_position(original=True), size)
        need = Box(0, 0, 0, 0) if is_fitted(other) else margins_of_foreign(other)
        if min(place.y1, it.y1) - max(place.y0, it.y0) > 0:  # beside each other
            if it.x0 >= place.x1:
                x1 = min(x1, max(min((it.x0 + place.x1) / 2, it.x0 - need.x0), place.x0 + place.width / 2))
            if it.x1 <= place.x0:
                x0 = max(x0, min(max((it.x1 + place.x0) / 2, it.x1 + need.x1), place.x1 - place.width / 2))
        if min(place.x1, it.x1) - max(place.x0, it.x0) > 0:
            if it.y0 >= place.y1:
                y1 = min(y1, max(min((it.y0 + place.y1) / 2, it.y0 - need.y0), place.y0 + place.height / 2))
            if it.y1 <= place.y0:
                y0 = max(y0, min(max((it.y1 + place.y0) / 2, it.y1 + need.y1), place.y1 - place.height / 2))
    return Box(min(x0, place.x1 - SMALLEST), min(y0, place.y1 - SMALLEST), max(x1, place.x0), max(y1, place.y0))


def is_fitted(ax: Any) -> bool:
    """Tell whether axes are ours, and fit their own texts."""
    return hasattr(ax.get_axes_locator(), "decided")


def margins_of_foreign(ax: Any) -> Box:
    """Return the margins that axes of somebody else take, from their texts as they are set."""
    if not ax.axison:
        return Box(0, 0, 0, text_height(ax.title) + PAD)
    left = tick_width(ax.yaxis) + text_height(ax.yaxis.label) + 2 * PAD
    below = tick_height(ax.xaxis) + text_height(ax.xaxis.label) + 2 * PAD
    return Box(left, below, 2 * PAD, text_height(ax.title) + 2 * PAD)


def tick_width(axis: Axis) -> float:
    """Return the width of ticks and their texts in points; none where they are not shown."""
    label = first_tick(axis).label1
    shown = axis.get_visible() and label.get_visible()
    return tick_depth(axis) + (
        ems(texts_of_ticks(axis), font_of(label), math=True) * label.get_size() if shown else 0.0
    )


def tick_height(axis: Axis) -> float:
    """Return the height of ticks and their texts in points."""
    label = first_tick(axis).label1
    return tick_depth(axis) + (LINE * label.get_size() if axis.get_visible() and label.get_visible() else 0.0)


def texts_of_ticks(axis: Axis) -> list[str]:
    """Return the texts of the ticks that are seen."""
    low, high = ends_of(axis)
    air = 1e-9 * (high - low)
    places = [place for place in axis.get_majorticklocs() if low - air <= place <= high + air]
    return list(axis.get_major_formatter().format_ticks(places))


def root_of(figure: Any) -> Figure:
    """Return the whole figure."""
    whole: Figure = figure.get_figure(root=True)
    return whole
