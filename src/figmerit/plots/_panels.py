"""Panels of a grid: where they stand, how large they are, how far apart, and titles that do not touch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties

from figmerit._validate import check_count
from figmerit.plots._figure import is_laid_out
from figmerit.plots._names import LINE, ems, shortened, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase, SubFigure

Colorbars: TypeAlias = Literal["each", "one", "none"]
"""Whether each panel has a colour bar, or all have one."""

PANEL = 2.5
"""Width and height in inches of a panel of a new figure, at least, while there are few."""

CELL = 0.3
"""Width and height in inches of a cell of a new figure, at least, while panels are below LARGEST."""

SMALLEST = 1.3
"""Width and height in inches of a panel of a new figure, however many there are."""

LARGEST = 6.0
"""Width and height in inches of a panel of a new figure, at most."""

GRID = 12.0
"""Width and height in inches of all panels of a new figure, at most, while they are above SMALLEST."""

COLORBAR = 70.0
"""Points that a colour bar takes, with its numbers and its label."""

APART = 10.0
"""Points between panels, and between their titles, at least."""

NAMES = 0.45
"""The share of the side of a panel that names take, at most."""

STEPS = (1, 1.0), (1, 0.85), (2, 1.0), (2, 0.85), (3, 0.85), (3, 0.7), (4, 0.6)
"""Lines of the titles of panels and shares of their font size, until they fit."""


class GridTexts(NamedTuple):
    """What is written around panels: the title of all, their own with a font size, names of columns, and below all."""

    title: str | None
    titles: list[str]
    size: float
    x_labels: list[str]
    below: str


@dataclass(frozen=True, slots=True)
class PanelLayout:
    """Where panels stand: in rows of `ncols`; the names of each one's labels, by its title, and what they share.

    There is a colour bar for each, one for all, or none.
    """

    names: Mapping[str, tuple[str, ...]]
    ncols: int
    colorbars: Colorbars
    title: str | None
    caption: str

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of panels."""
        return math.ceil(len(self.names) / self.ncols), self.ncols

    @property
    def n_colorbars(self) -> int:
        """Colour bars beside one another."""
        return {"each": self.ncols, "one": 1, "none": 0}[self.colorbars]

    @property
    def _first(self) -> tuple[str, ...]:
        """The names of the first panel, which stand for all where room is estimated."""
        return next(iter(self.names.values()))

    def figsize(self) -> tuple[float, float]:
        """Return the size in inches of a new figure."""
        lines = len([line for line in (*self.caption.split("\n"), self.title) if line])
        return size_of_grid(list(self.names), self._first, self.shape, self.n_colorbars, lines)

    def room(self, figure: FigureBase) -> float:
        """Return the width in points that a title of a panel may have."""
        return room_for_titles(figure, self._first, self.shape, self.n_colorbars)

    def make_axes(self, figure: FigureBase, x_labels: Sequence[str]) -> list[Axes]:
        """Make the axes of the panels, and write what is around them; each has a name for its columns."""
        texts = self._texts(figure, x_labels)
        axes = self._axes(figure, texts)
        self._name(axes, texts)
        if texts.below:
            figure.supxlabel(texts.below, fontsize=rcParams["axes.labelsize"])
        if self.title is not None:
            figure.suptitle(self.title)
        return axes

    def _texts(self, figure: FigureBase, x_labels: Sequence[str]) -> GridTexts:
        """Return what is written around the panels."""
        room, labels, below = self.room(figure), list(x_labels), self.caption
        titles, size = fitted_titles(list(self.names), room)
        if width_of(labels) > room:  # too long for a panel
            if len(set(labels)) == 1:
                labels, below = [""] * len(labels), "\n".join(filter(None, (labels[0], below)))
            labels = [label.replace(" (", "\n(") for label in labels]
        shown = [label if self._is_last(labels, index) else "" for index, label in enumerate(labels)]
        return GridTexts(self.title, titles, size, shown, _folded(below, 0.95 * size_in_points(figure)[0]))

    def _axes(self, figure: FigureBase, texts: GridTexts) -> list[Axes]:
        """Make axes, with room between them where no layout engine makes it."""
        every_name = [name for names in self.names.values() for name in names]
        space = {}
        if not is_laid_out(figure):
            space = spacing(figure, every_name, self.shape, texts, bars=self.colorbars == "each")
        places = figure.subplots(*self.shape, squeeze=False, gridspec_kw=space).ravel().tolist()
        for unused in places[len(self.names) :]:
            unused.remove()
        return places[: len(self.names)]

    def _name(self, axes: Sequence[Axes], texts: GridTexts) -> None:
        """Name panels; and rows on the left and columns below, unless the panel there has the same names."""
        names = list(self.names.values())
        for index, ax in enumerate(axes):
            starts_row = index % self.ncols == 0
            ax.set_title(texts.titles[index], fontsize=texts.size, parse_math=False)
            ax.set(xlabel=texts.x_labels[index], ylabel="True label" if starts_row else "")
            ax.tick_params(
                labelleft=starts_row or names[index - 1] != names[index], labelbottom=self._is_last(names, index)
            )

    def _is_last(self, said: Sequence[Any], index: int) -> bool:
        """Tell whether the panel below, if there is one, says something else."""
        below = index + self.ncols
        return below >= len(said) or said[below] != said[index]


def checked_ncols(ncols: Any, n_panels: int) -> int:
    """Return the number of panels in a row; by default as many as there are rows, or one more."""
    return math.ceil(math.sqrt(n_panels)) if ncols is None else min(check_count("ncols", ncols), n_panels)


def size_of_grid(
    titles: Sequence[str], labels: Sequence[str], shape: tuple[int, int], n_colorbars: int, lines: int
) -> tuple[float, float]:
    """Return the size in inches of a new figure: cells that can be read, and room for names and colour bars.

    `lines` are those above and below the panels, beside the names of the axes.
    """
    nrows, ncols = shape
    side = min(max(PANEL, CELL * len(labels)), LARGEST, max(GRID / max(nrows, ncols), SMALLEST))
    names = min(ems(labels) * points("xtick.labelsize") / 72, NAMES * side)
    titles, size = fitted_titles(titles, 0.9 * 72 * side)
    high = side + max(title.count("\n") + 1 for title in titles) * LINE * size / 72
    return side * ncols + names + n_colorbars * COLORBAR / 72 + 0.3, high * nrows + names + 0.85 + 0.22 * lines


def room_for_titles(figure: FigureBase, labels: Sequence[str], shape: tuple[int, int], n_colorbars: int) -> float:
    """Return the width in points that a title may have: with a layout engine square panels may be close together."""
    (nrows, ncols), (wide, high) = shape, size_in_points(figure)
    names = min(ems(labels) * points("xtick.labelsize"), NAMES * wide / ncols) + 2 * points("axes.labelsize")
    bars = max(COLORBAR, 0.2 * wide) if n_colorbars == 1 else n_colorbars * COLORBAR
    across = (wide - names - bars) / ncols
    down = (high - names) / nrows - 2 * LINE * points("axes.titlesize")
    beside = COLORBAR if n_colorbars > 1 else 0.0
    room = min(across, down) if is_laid_out(figure) else across
    return max(0.95 * (room + beside) - APART, APART)


def spacing(
    figure: FigureBase, labels: Sequence[str], shape: tuple[int, int], texts: GridTexts, *, bars: bool
) -> dict[str, float]:
    """Return where panels are in a figure that no layout engine lays out, as far as can be said beforehand.

    With `bars` each panel has a colour bar.
    """
    (nrows, ncols), (wide, high) = shape, size_in_points(figure)
    of_titles, of_labels = (max(map(_n_lines, part)) for part in (texts.titles, texts.x_labels))
    between = of_titles + (of_labels if any(texts.x_labels[:-ncols]) else 0)
    side = min(wide / ncols, high / nrows)
    label, tick = LINE * points("axes.labelsize"), points("xtick.labelsize")
    names = min(ems(labels) * tick, NAMES * side) + 8
    flat = (ems(labels) + 0.4) * len(labels) * tick < 0.7 * side
    title = max(between, 1) * LINE * points("axes.titlesize") + 8
    left, right = names + label + 4, 6 + (COLORBAR if bars else 0.0)
    bottom = (LINE * tick + 8 if flat else names) + (of_labels + _n_lines(texts.below)) * label + 4
    top = title + (0 if texts.title is None else 1.5 * points("figure.titlesize"))
    left, right = (min(part, 0.3 * wide) / wide for part in (left, right))
    bottom, top = (min(part, 0.35 * high) / high for part in (bottom, top))
    across = (1 - left - right) * wide / ncols
    down = (1 - bottom - top) * high / nrows
    apart = COLORBAR if bars else APART
    return {
        "left": left,
        "right": 1 - right,
        "bottom": bottom,
        "top": 1 - top,
        "wspace": _share(apart, across),
        "hspace": _share(title + 4, down),
    }


def _n_lines(text: str) -> int:
    return text.count("\n") + 1 if text else 0


def _share(apart: float, step: float) -> float:
    """Return a distance of panels as a share of their side."""
    apart = min(apart, 0.6 * step)
    return apart / (step - apart)


def fitted_titles(names: Sequence[str], room: float) -> tuple[list[str], float]:
    """Return titles of panels that are no wider than the room in points, and their font size.

    They take several lines, then are smaller; what is still too long is cut with an ellipsis.
    """
    size, titles = points("axes.titlesize"), list(names)
    if not any(name.strip() for name in names):
        return titles, size
    tries = []
    for lines, share in STEPS:
        longest = room / (share * size)
        wrapped = [_wrapped(name, longest, lines) for name in names]
        titles = shortened(wrapped, longest)
        if titles == wrapped:
            return titles, share * size
        tries.append((titles, share * size))
    return next((found for found in tries if len(set(found[0])) == len(set(names))), tries[-1])


def _wrapped(name: str, longest: float, lines: int) -> str:
    """Return a name in as few lines as it needs; what is too much for them is left in the last one."""
    if "\n" in name or not name.strip():
        return name
    parts = wrapped(name, longest)
    return "\n".join([*parts[: lines - 1], " ".join(parts[lines - 1 :])]).rstrip()


def _folded(text: str, room: float) -> str:
    """Return a text on lines that are no wider than the room in points."""
    longest = room / points("axes.labelsize")
    return "\n".join(part for line in text.split("\n") for part in wrapped(line, longest))


def width_of(labels: Sequence[str]) -> float:
    """Return the width in points of the longest name of an axis, about."""
    return ems(labels) * points("axes.labelsize")


def size_in_points(figure: FigureBase) -> tuple[float, float]:
    """Return the width and the height of a figure, or of a part of it, in points."""
    owner = cast("SubFigure", figure)
    wide, high = (float(length) / owner.dpi * 72 for length in owner.bbox.size)
    return wide, high


def points(setting: str) -> float:
    """Return a font size of the user's settings in points."""
    return float(FontProperties(size=rcParams[setting]).get_size_in_points())  # type: ignore[index]
