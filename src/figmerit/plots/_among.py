"""Axes beside others in a grid that a layout engine lays out: how all of them fit at once.

An engine makes the insides of all columns equal, and of all rows, so that the margins of one axes take from all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import TightLayoutEngine

from figmerit.plots._box import (
    ALMOST,
    ENGINE_PAD,
    ENOUGH,
    Box,
    Room,
    Tracks,
    cell_of,
    engine_of,
    in_points,
    is_fitted,
    margins_of_foreign,
    text_height,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SLACK = 1.5
"""Points that engines are told more than texts need, which are larger where letters are fitted to pixels."""

MOST = 0.7
"""The share of their cell that the margins of axes may take."""

SPARE = 0.93
"""A legend must fit this share of the predicted inside: an engine may give a smaller one."""

LEVELS = (0.55, 0.92), (0.7, 0.96), (9.0, 0.99)
"""What is enough, and almost as large as can be, for all axes of a grid; from generous letters to the smallest."""

ROUNDS = 3
"""Margins depend on the room, and the room on the margins of all: so often they are looked for."""

SWEEPS = 2
"""How often other margins are tried for each of the axes."""

SMALL = 0.7
"""The share of their size down to which letters follow those of other axes."""

ALIKE = 0.1
"""The difference of the sides of cells, as a share, up to which they have the same size."""

NARROWEST = 20.0
"""Points that axes are taken to have at least, however little the margins leave."""


def told_to_engine(fit: Any, size: tuple[float, float]) -> tuple[Box, float]:
    """Return the margins of axes that their layout engine is told, and the largest share of letters.

    They depend on the cells and the texts alone.

    The first of the fitted axes of the grid keeps those of all.
    """
    grid = fit.ax.get_subplotspec().get_gridspec()
    figure = fit.ax.get_figure(root=False)
    axes = [
        ax
        for ax in figure.axes
        if ax.get_subplotspec() is not None and ax.get_subplotspec().get_gridspec() is grid and ax.get_in_layout()
    ]
    fits = [ax.get_axes_locator() if is_fitted(ax) else None for ax in axes]
    given = [one.around.known() if one else margins_of_foreign(ax) for one, ax in zip(fits, axes, strict=True)]
    engine = engine_of(figure)
    key = size, text_height(getattr(figure, "_suptitle", None)), type(engine), _compresses(engine), given
    leader = next(one for one in fits if one)
    if leader.among is None or leader.among[0] != key:
        among = Among(axes, fits, size)
        margins = among.margins()
        leader.among = key, list(zip(margins, among.letters(margins), strict=True))
    told: tuple[Box, float] = leader.among[1][fits.index(fit)]
    return told


def _compresses(engine: Any) -> bool:
    """Tell whether an engine takes the room that axes of a fixed shape do not need."""
    return bool(getattr(engine, "_compress", False))


class Among:
    """All axes of a grid, some of them with a fit of ours, in a figure of a size in points."""

    def __init__(self, axes: Sequence[Any], fits: Sequence[Any], size: tuple[float, float]) -> None:
        self.axes, self.fits = axes, fits
        self.specs = [ax.get_subplotspec() for ax in axes]
        self.grid = self.specs[0].get_gridspec()
        self.cells = [in_points(cell_of(spec), size) for spec in self.specs]
        self.foreign = [None if fit else margins_of_foreign(ax) for fit, ax in zip(fits, axes, strict=True)]
        self.figure = axes[0].get_figure(root=False)
        self.engine = engine_of(self.figure)

    def margins(self) -> list[Box]:
        """Return the most generous margins that leave all axes large enough, or as large as they can be."""
        found = [one for level in reversed(LEVELS) for one in self._found(*level)]
        possible = [max(areas) for areas in zip(*(areas for _, areas in found), strict=True)]
        for margins, areas in reversed(found):
            if self._fairness(areas, possible)[0] >= 1:
                return margins
        return self._mixed([*found, *self._found(ENOUGH, ALMOST)], possible)

    def letters(self, margins: Sequence[Box]) -> list[float]:
        """Return the largest share of the size of letters: axes of one size have the same, but for tiny ones."""
        decisions = self._decisions(self.inner(margins), margins)
        shares = [max(one.share, SMALL) if one else 1.0 for one in decisions]
        return [
            min(share for share, other in zip(shares, self.cells, strict=True) if _alike(cell, other))
            for cell in self.cells
        ]

    def _found(self, enough: float, almost: float) -> list[tuple[list[Box], list[float]]]:
        """Return margins of all axes, and their areas, found from those before, so many times."""
        found = []
        inner = [Box(0, 0, cell.width - 2 * ENGINE_PAD, cell.height - 2 * ENGINE_PAD) for cell in self.cells]
        margins = [Box(0, 0, 0, 0)] * len(self.axes)
        for _ in range(ROUNDS):
            rooms = [box.around(part) for box, part in zip(inner, margins, strict=True)]
            margins = [self._margins(index, room, enough, almost) for index, room in enumerate(rooms)]
            inner = self.inner(margins)
            found.append((margins, self._areas(inner, margins)))
        return found

    def _mixed(self, found: Sequence[tuple[list[Box], list[float]]], possible: Sequence[float]) -> list[Box]:
        """Return the best of the margins found, some of the axes with those of another one if that is better."""
        best, areas = max(found, key=lambda one: self._fairness(one[1], possible))
        fairness = self._fairness(areas, possible)
        for index in [*range(len(self.axes))] * SWEEPS:
            if fairness[0] >= 1:
                break
            for other in dict.fromkeys(margins[index] for margins, _ in found if margins[index] != best[index]):
                margins = [*best[:index], other, *best[index + 1 :]]
                again = self._fairness(self._areas(self.inner(margins), margins), possible)
                if again > fairness:
                    best, fairness = margins, again
        return best

    def inner(self, margins: Sequence[Box]) -> list[Box]:
        """Return what an engine leaves of each cell for the inside of its axes."""
        tight = isinstance(self.engine, TightLayoutEngine)
        parts = list(zip(margins, self.specs, strict=True))
        across = _Lost([(part.x0, part.x1, spec.colspan) for part, spec in parts], self.grid.ncols, tight=tight)
        down = _Lost([(part.y1, part.y0, spec.rowspan) for part, spec in parts], self.grid.nrows, tight=tight)
        above = text_height(getattr(self.figure, "_suptitle", None)) / self.grid.nrows
        sides = []
        for spec, cell in zip(self.specs, self.cells, strict=True):
            high = cell.height - above * len(spec.rowspan) - down.of(spec.rowspan)
            sides.append([cell.width - across.of(spec.colspan), high])
        if _compresses(self.engine):
            sides = self._compressed(sides)
        return [Box(0, 0, max(wide, NARROWEST), max(high, NARROWEST)) for wide, high in sides]

    def _compressed(self, sides: list[list[float]]) -> list[list[float]]:
        """Return sides without the width, or the height, that axes of a fixed shape do not need."""
        extra = [[0.0] * self.grid.ncols, [0.0] * self.grid.nrows]
        for fit, ax, spec, (wide, high) in zip(self.fits, self.axes, self.specs, sides, strict=True):
            ratio = fit.around.ratio() if fit else float(ax.get_box_aspect() or 0)
            square = Box(0, 0, wide, high).squared(ratio)
            for lost, span, more in (
                (extra[0], spec.colspan, wide - square.width),
                (extra[1], spec.rowspan, high - square.height),
            ):
                lost[span.start : span.stop] = [max(one, more) for one in lost[span.start : span.stop]]
        less = [sum(lost) / len(lost) for lost in extra]
        return [
            [wide - less[0] * len(spec.colspan), high - less[1] * len(spec.rowspan)]
            for (wide, high), spec in zip(sides, self.specs, strict=True)
        ]

    def _margins(self, index: int, outer: Box, enough: float, almost: float) -> Box:
        """Return the margins of one of the axes in a room."""
        fit, cell, foreign = self.fits[index], self.cells[index], self.foreign[index]
        if foreign is not None:
            return foreign
        margins = fit.decide(Room(outer, slot=cell.area, spare=SPARE, enough=enough, almost=almost)).margins
        wide = min(1.0, MOST * cell.width / max(margins.x0 + margins.x1, 1.0))
        high = min(1.0, MOST * cell.height / max(margins.y0 + margins.y1, 1.0))
        x0, y0, x1, y1 = margins.x0 * wide, margins.y0 * high, margins.x1 * wide, margins.y1 * high
        return Box(x0 + SLACK, y0 + SLACK, x1 + SLACK, y1 + SLACK)

    def _areas(self, inner: Sequence[Box], margins: Sequence[Box]) -> list[float]:
        """Return how large all fitted axes get in the places that an engine gives them; none where there is no room."""
        found = self._decisions(inner, margins)
        return [one.box.area if one and not one.squeezed else 0.0 for one in found]

    def _decisions(self, inner: Sequence[Box], margins: Sequence[Box]) -> list[Any]:
        """Return how all fitted axes are in the places that an engine gives them; None for those of others."""
        parts = zip(self.fits, inner, margins, self.cells, strict=True)
        return [fit.decide(place_among(box, told, cell)) if fit else None for fit, box, told, cell in parts]

    def _fairness(self, areas: Sequence[float], possible: Sequence[float]) -> list[float]:
        """Return the areas as shares of what is large enough, those that come off worst first."""
        shares = []
        for fit, cell, area, most in zip(self.fits, self.cells, areas, possible, strict=True):
            if fit:
                share = area / max(ALMOST * most, 1.0)
                few = fit.enough and fit.around.few
                shares.append(min(max(share, area / (ENOUGH * cell.area)) if few else share, 1.0))
        return sorted(shares)


def place_among(place: Box, told: Box, cell: Box, letters: float = 1.0) -> Room:
    """Return the room of axes that an engine has put into a place: their texts fit the margins it was told."""
    return Room(place.around(told), place, slot=cell.area, enough=9.0, almost=0.99, letters=letters)


def _alike(one: Box, other: Box) -> bool:
    """Tell whether two cells have the same size."""
    sides = (one.width / other.width, one.height / other.height)
    return all(abs(side - 1) < ALIKE for side in sides)


class _Lost:
    """What columns, or rows, lose to margins in an engine: a tight one makes all gaps alike."""

    def __init__(self, parts: Sequence[tuple[float, float, range]], n: int, *, tight: bool) -> None:
        tracks, pad = Tracks(parts, n), 2 * ENGINE_PAD
        self.between = [after + before + pad for after, before in zip(tracks.after, tracks.before[1:], strict=False)]
        if tight:
            pad = 1.08 * FontProperties(size=rcParams["font.size"]).get_size_in_points()
            self.between = [max(self.between, default=0.0) - 2 * ENGINE_PAD + pad] * (n - 1)
            pad *= 2
        self.each = (tracks.before[0] + tracks.after[-1] + pad + sum(self.between)) / n

    def of(self, span: range) -> float:
        """Return what axes of some columns, or rows, lose: they keep the gaps between these."""
        return self.each * len(span) - sum(self.between[span.start : span.stop - 1])
