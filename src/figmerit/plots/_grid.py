"""Panels of a grid: they share one fit, so that they are of one size, as large as the figure's shape allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties

from figmerit._validate import check_count
from figmerit.plots._beside import Beside
from figmerit.plots._box import ALMOST, ALONE, Box, Room, Tracks, size_of
from figmerit.plots._colorbar import BarLook, ColorBar
from figmerit.plots._drawing import Drawing
from figmerit.plots._measure import LINE, ems, font_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from figmerit.plots._around import Decision, Step
    from figmerit.plots._cell_texts import CellTexts
    from figmerit.plots._fit import Fit
    from figmerit.plots._grid_frame import Fitted, GridFrame

PANEL, CELL, SMALLEST, LARGEST, GRID = 2.5, 0.3, 1.3, 6.0, 12.0
"""Inches of a new figure: of a panel while there are few, of a cell; of a panel at least and at most; of all panels."""

APART = 10.0
"""Points between panels."""

NAMES = 0.45
"""The share of the side of a panel that names take, at most."""

LIKELY = 3
"""Numbers of columns that are looked at closely, at least."""

ALIKE = 0.97
"""The share of the largest panels with which others are as large."""

FLAT = 0.8
"""The ratio of the sides of panels from which on they are as good as squares."""

SHAPE = 1.4
"""How much wider than high a new figure of many panels is, about."""


class Layout(NamedTuple):
    """Where panels stand: in rows of `ncols`, and how each fits, the texts around them and their colour bar."""

    ncols: int
    decisions: list[Decision]
    frame: list[Fitted]
    bar: Any


def checked_ncols(ncols: Any, n_panels: int) -> int | None:
    """Return the number of panels in a row, if the caller has chosen it."""
    return None if ncols is None else min(check_count("ncols", ncols), n_panels)


def usual_ncols(n_panels: int) -> int:
    """Return in how many columns panels stand in a figure that is made for them."""
    return math.ceil(n_panels / max(round(math.sqrt(n_panels / SHAPE)), 1))


def size_of_grid(
    titles: Sequence[str], labels: Sequence[str], ncols: int, *, bars: int, lines: int
) -> tuple[float, float]:
    """Return the size in inches of a new figure: cells that can be read, and room for names and colour bars.

    `lines` are those above and below the panels, beside the names of the axes.
    """
    nrows, font = math.ceil(len(titles) / ncols), font_key(FontProperties())
    side = min(max(PANEL, CELL * len(labels)), LARGEST, max(GRID / max(nrows, ncols), SMALLEST))
    names = min(ems(labels, font) * _points("xtick.labelsize") / 72, NAMES * side)
    of_title = math.ceil(ems(titles, font) * _points("axes.titlesize") / (0.9 * 72 * side))
    high = side + max(of_title, 1) * LINE * _points("axes.titlesize") / 72
    return side * ncols + names + bars * 0.9 + 0.3, high * nrows + names + 0.85 + 0.22 * lines


def _points(setting: str) -> float:
    """Return a font size of the user's settings in points."""
    return float(FontProperties(size=rcParams[setting]).get_size_in_points())  # type: ignore[index]


def _worth(wide: float, high: float) -> float:
    """Return how large a panel looks: long flat ones show less than their area says."""
    return math.sqrt(wide * high) * min(wide / high, high / wide, FLAT)


class Grid:
    """Panels of one kind in a figure, or a part of one, that is theirs.

    Parameters
    ----------
    figure : Figure or SubFigure
        Where they stand.
    names : sequence of hashable
        What is written along the axes of each panel; where neighbours have the same, only the outer ones say it.
    ncols : int, optional
        Panels in a row, by default as many as make them largest.
    shared : bool
        Whether names along the axes of neighbours may be left out.
    frame : GridFrame
        What is written around all panels.
    """

    def __init__(
        self,
        figure: FigureBase,
        names: Sequence[Any],
        ncols: int | None,
        *,
        shared: bool,
        frame: GridFrame,
    ) -> None:
        self.figure, self.names, self.ncols, self.shared = figure, list(names), ncols, shared
        n_panels = len(self.names)
        panels = [figure.add_axes((index / n_panels, 0.1, 0.8 / n_panels, 0.8)) for index in range(n_panels)]
        for panel in panels:
            panel.set_in_layout(False)  # they fit themselves, whatever engine lays out the rest
        self.drawings = [Drawing(panel, is_new=True) for panel in panels]
        self.frame = frame
        self.almost = ALMOST if shared else ALONE  # curves may be smaller than cells with numbers
        self.bar: ColorBar | None = None
        self.fits: list[Fit] = []
        self.layouts: dict[Any, Layout] = {}

    @property
    def axes(self) -> list[Axes]:
        """The panels."""
        return [drawing.ax for drawing in self.drawings]

    def add_colorbar(self, look: BarLook, texts: CellTexts | None) -> None:
        """Add one colour bar for all panels, beside them; with `texts` of a panel only where these cannot be read."""
        self.bar = ColorBar(self.axes, look, texts=texts)

    def finish(self) -> None:
        """Hang the fit on all panels."""
        for drawing in self.drawings:
            fit = drawing.finish()
            fit.group = self
            self.fits.append(fit)
        for fit in self.fits:
            fit.around.write(self.decide(fit), in_layout=True)

    # --- The decision ---

    def decide(self, fit: Fit) -> Decision:
        """Return how one panel fits beside all others."""
        size = size_of(self.figure)
        known = (
            *(round(side, 2) for side in size),
            *(one.around.known() for one in self.fits),
            *(text.read() for text in self.frame.texts()),
        )
        bar = self.bar.known() if self.bar else ()
        if (known, bar) not in self.layouts:
            if len(self.layouts) > 8:
                self.layouts.clear()
            self.layouts[known, bar] = self._layout(size)
        layout = self.layouts[known, bar]
        self._show(layout.ncols)
        if self.bar is not None:
            self.bar.write(layout.bar, Box(0, 0, *size), self.fits[0].around.taken())
        self.frame.place(layout.frame, layout.decisions, size)
        return layout.decisions[self.fits.index(fit)]

    def _layout(self, size: tuple[float, float]) -> Layout:
        """Return how all fit; a colour bar stands there if the cells of the panels, as they come out, need it."""
        has_bar = self.bar is not None and self.bar.cells is None
        layout = self._laid_out(size, has_bar=has_bar)
        if self.bar is not None and not has_bar and self.bar.needed(layout.decisions[0].box):
            layout = self._laid_out(size, has_bar=True)
        return layout

    def _laid_out(self, size: tuple[float, float], *, has_bar: bool) -> Layout:
        outer, frame, bar = self._outer(size, has_bar=has_bar)
        ncols = self.ncols or self._best_ncols(outer)
        self._show(ncols)
        found: list[tuple[float, list[Decision]]] = []
        for steps in self._steps():
            found = self._attempts(steps, outer, ncols)
            if found:
                break
        if not found:
            last = self.fits[-1].around.last_steps()[-1]
            return Layout(ncols, cast("list[Decision]", self._attempt(last, outer, ncols)), frame, bar)
        most = max(area for area, _ in found)
        decisions = next(decisions for area, decisions in found if area >= self.almost * most)
        return Layout(ncols, decisions, frame, bar)

    def _steps(self) -> Iterator[list[Step]]:
        """Yield ways to fit of the last panel, below which names stand whatever the grid."""
        return self.fits[-1].around.steps()

    def _best_ncols(self, outer: Box) -> int:
        """Return how many panels in a row are largest, with the smallest letters; rows are full where that is alike."""
        n = len(self.fits)
        smallest = [step for step in next(self._steps()) if step.share == 0]
        last = self.fits[-1].around.last_steps()[-1:]
        sizes: dict[int, float] = {}
        fits = False
        for ncols in sorted(range(1, n + 1), key=lambda ncols: -self._side(outer, ncols)):
            if fits and len(sizes) >= LIKELY:
                break
            self._show(ncols)
            found = self._attempts(smallest, outer, ncols)
            fits |= bool(found)
            decisions = [one for _, one in found or self._attempts(last, outer, ncols)]
            sizes[ncols] = max(min(_worth(one.box.width, one.box.height) for one in panels) for panels in decisions)
        most = max(sizes.values())
        alike = [ncols for ncols, area in sizes.items() if area >= ALIKE * most]
        return max(alike, key=lambda ncols: (n % ncols == 0, sizes[ncols], ncols))

    def _attempts(self, steps: Sequence[Step], outer: Box, ncols: int) -> list[tuple[float, list[Decision]]]:
        """Return each way that fits all panels, with the area of the smallest panel."""
        attempts = (self._attempt(step, outer, ncols) for step in steps)
        return [(min(one.box.area for one in decisions), decisions) for decisions in attempts if decisions]

    def _attempt(self, step: Step, outer: Box, ncols: int) -> list[Decision] | None:
        """Return how all panels fit in one way: inside all of one size, as their margins leave it."""
        nrows = math.ceil(len(self.fits) / ncols)
        cell = Box(0, 0, outer.width / ncols, outer.height / nrows)
        places = [divmod(index, ncols) for index in range(len(self.fits))]
        inner, title = [cell] * len(self.fits), step.share
        for _ in range(2):
            margins = []
            for fit, room in zip(self.fits, inner, strict=True):
                one = fit.around.attempt(step, Room(room), title_share=title)
                if one is None:
                    return None
                margins.append(one.margins)
                base = fit.around.header.title.given[1]
                title = min(title, one.texts.head.title.size / base) if one.texts.head.title.height else title
            parts = list(zip(margins, places, strict=True))
            across = Tracks([(part.x0, part.x1, range(column, column + 1)) for part, (_, column) in parts], ncols)
            down = Tracks([(part.y1, part.y0, range(row, row + 1)) for part, (row, _) in parts], nrows)
            w = (outer.width - across.total - APART * (ncols - 1)) / ncols
            h = (outer.height - down.total - APART * (nrows - 1)) / nrows
            if min(w, h) < 4:
                pairs = zip(self.fits, places, strict=True) if step.last else ()
                return [self._squeezed(fit, step, cell, place, outer) for fit, place in pairs] or None
            square = Box(0, 0, w, h).squared(self.fits[0].around.ratio())
            wide, high = square.width + 2 * APART / 3, square.height
            inner = [
                Box(
                    0, 0, wide + across.before[column] + across.after[column], high + down.before[row] + down.after[row]
                )
                for row, column in places
            ]
        left = outer.x0 + (w - square.width) * ncols / 2
        above = outer.y1 - (h - square.height) * nrows / 2
        decisions = []
        for fit, (row, column) in zip(self.fits, places, strict=True):
            x0 = left + across.start(column, square.width, APART)
            y1 = above - down.start(row, square.height, APART)
            place = Box(x0, y1 - square.height, x0 + square.width, y1)
            part = Box(across.before[column], down.after[row], across.after[column], down.before[row])
            room = place.around(part._replace(x0=part.x0 + APART / 3, x1=part.x1 + APART / 3))
            one = fit.around.attempt(step, Room(room, place), title_share=title)
            if one is None:
                return None
            decisions.append(one)
        return decisions

    def _squeezed(self, fit: Fit, step: Step, cell: Box, place: tuple[int, int], outer: Box) -> Decision:
        """Return how a panel fits where there is no room for anything."""
        row, column = place
        x0, y1 = outer.x0 + column * cell.width, outer.y1 - row * cell.height
        room = Box(x0 + 1, y1 - cell.height + 1, x0 + cell.width - 1, y1 - 1)
        return cast("Decision", fit.around.attempt(step, Room(room)))

    def _outer(self, size: tuple[float, float], *, has_bar: bool) -> tuple[Box, list[Fitted], Any]:
        """Return the room of all panels: what the texts around them and the colour bar leave, and how these fit."""
        share = min(math.sqrt(size[0] * size[1] / len(self.fits)) / 72 / PANEL, 1.0)
        frame = self.frame.fitted(size, share)
        margins = self.frame.margins(frame, self.fits[0].notes_height(size))
        state = None
        whole = Box(0, 0, *size).within(margins)
        if self.bar is not None:
            bar = self.bar.room(share, whole, whole) if has_bar else Beside(0.0, 0.0, None)
            state = bar.state
            whole = whole.within(Box(0, 0, bar.right, 0))
        whole = whole._replace(x1=max(whole.x1, whole.x0 + 20), y1=max(whole.y1, whole.y0 + 20))
        return whole, frame, state

    def _side(self, outer: Box, ncols: int) -> float:
        """Return about how large panels are that stand in so many columns."""
        fit, nrows = self.fits[0], math.ceil(len(self.fits) / ncols)
        font, size = fit.around.y.font, fit.around.y.given
        labels = [*getattr(fit.around.y, "names", ("0.00",))]
        left = min(ems(labels, font) * size, NAMES * outer.width / ncols) + 2 * LINE * size
        right = max((strip.at(1.0, outer, outer, fit.around.taken()).right for strip in fit.around.strips), default=0.0)
        title = LINE * fit.around.header.title.given[1] + 10 if fit.around.header.title.given[0] else 0.0
        lefts, belows = (1, 1) if self.shared else (ncols, nrows)
        wide = (outer.width - lefts * left - (ncols - 1) * APART) / ncols - right
        high = (outer.height - belows * 3 * size - (nrows - 1) * APART) / nrows - title
        ratio = fit.around.ratio()
        return min(wide, high) if ratio else _worth(max(wide, 1), max(high, 1))

    def _show(self, ncols: int) -> None:
        """Let only the outer panels say what their neighbours say too."""
        n = len(self.fits)
        for index, fit in enumerate(self.fits):
            below, first = index + ncols, index % ncols == 0
            is_last = below >= n
            if self.shared:
                fit.around.y.hidden = not (first or self.names[index - 1] != self.names[index])
                fit.around.x.hidden = not (is_last or self.names[below] != self.names[index])
                fit.around.ylabel.hidden = not first
            fit.around.xlabel.hidden = not (
                is_last or fit.around.xlabel.given[0] != self.fits[below].around.xlabel.given[0]
            )
