"""The corner of perfect classifiers, enlarged in an inset of the axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.inset import InsetIndicator
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from figmerit._validate import check_number
from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._beside import Beside
from figmerit.plots._box import Box, in_shares, size_of
from figmerit.plots._frame import draw_frame
from figmerit.plots._measure import smaller
from figmerit.plots._tones import Tones
from figmerit.plots._unnamed import first_tick, size_of_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from figmerit.plots._beside import Cover
    from figmerit.plots._taken import Taken

USUAL = 0.2
"""The side of the corner, if none is given."""

LETTERS = 0.8
"""The size of its numbers, as a share of the user's."""

SIDES = (0.44, 0.42, 0.38, 0.34, 0.3)
"""Sides of the inset as shares of those of the axes: the largest that hides nothing."""

EDGE = 0.03
"""What is shown beyond the unit square, as a share of the corner's side."""

THIN = 0.6
"""Width in points of its frame, and of the lines that point at it."""

NAME = "_enlarged"
"""The label of the inset and of what points at it, by which a second call finds them."""


def check_zoom(zoom: Any) -> float | None:
    """Return the side of the corner to enlarge, or None."""
    if isinstance(zoom, bool | np.bool_):
        return USUAL if zoom else None
    rule, hint = "True, False or a number in (0, 1)", f"zoom={USUAL:g}"
    if not isinstance(zoom, int | float | np.integer | np.floating):
        raise wrong_type("zoom", rule, brief(zoom), hint)
    if not 0 < zoom < 1:
        raise invalid("zoom", rule, brief(zoom), hint)
    return check_number("zoom", zoom)


def draw_zoom(ax: Axes, corner: tuple[float, float], side: float | None) -> Zoom | None:
    """Draw all lines again in an inset of the side given; without one in that of an earlier call, if there is one."""
    earlier = [child for child in ax.child_axes if child.get_label() == NAME]
    if side is None and not earlier:
        return None
    if side is None:
        side = float(np.ptp(earlier[0].get_xlim())) / (1 + EDGE)
    indicators = [artist for artist in ax.get_children() if isinstance(artist, InsetIndicator)]
    for artist in (*earlier, *(artist for artist in indicators if artist.get_label() == NAME)):
        artist.remove()
    inset = ax.inset_axes((0.5, 0.1, SIDES[0], SIDES[0]), label=NAME)
    x, y = (_limits(end, side) for end in corner)
    inset.set(xlim=x, ylim=y, facecolor=ax.get_facecolor(), aspect="equal")
    for line in ax.lines:
        if line.get_transform() == ax.transData and line.get_visible():
            inset.add_line(_copied(line, inset))
    for axis in (inset.xaxis, inset.yaxis):
        axis.set_major_locator(MaxNLocator(2, steps=[1, 2, 5, 10]))
    tones = Tones.of(ax)
    draw_frame(inset, grid=None)
    inset.spines[:].set(visible=True, color=tuple(tones.line), linewidth=THIN)
    indicator = ax.indicate_inset_zoom(inset, edgecolor=tuple(tones.faint), linewidth=THIN, alpha=1.0)
    indicator.set_label(NAME)
    return Zoom(ax, inset, corner, side)


class Zoom:
    """The inset: as large as hides nothing, else where it hides least."""

    def __init__(self, ax: Axes, inset: Axes, corner: tuple[float, float], side: float) -> None:
        self.ax, self.inset, self.corner, self.side = ax, inset, corner, side
        self.size = size_of_text(first_tick(inset.xaxis).label1)
        self.artist = inset
        inset.set_axes_locator(self.place)
        self.bounds = (0.5, 0.1, SIDES[0], SIDES[0])

    def known(self) -> tuple[Any, ...]:
        """Return what its place depends on."""
        return (*self.inset.get_xlim(), *self.inset.get_ylim())

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return how large its letters are, and its place in shares of the axes."""
        size = smaller(LETTERS * self.size, share)
        names = round(max((3 * size + 8) / box.width, (size + 8) / box.height), 3)
        taken = taken.copy()
        taken.add_box(*self._corner())
        near, air = (1 - self.corner[0], 0.0), 0.03
        for length in SIDES:
            outside = length + names + air
            found = taken.free(outside, outside, near)
            if found is not None:
                break
        else:
            found = taken.emptiest(min(outside, 1.0), min(outside, 1.0), near)
        bounds = (found[0] + names, found[1] + names, length, length)
        covers = (found[0], found[1], found[0] + outside, found[1] + outside)
        return Beside(0.0, 0.0, (size, bounds), covers=(covers,))

    def write(self, state: Any, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Put the inset into its place, before lines that point at it are drawn."""
        size, self.bounds = state
        x, y, wide, high = self.bounds
        place = Box(x * box.width, y * box.height, (x + wide) * box.width, (y + high) * box.height)
        place = Box(box.x0 + place.x0, box.y0 + place.y0, box.x0 + place.x1, box.y0 + place.y1)
        self.inset.apply_aspect(in_shares(place, size_of(self.ax.get_figure(root=False))))
        for axis in (self.inset.xaxis, self.inset.yaxis):
            if size_of_text(first_tick(axis).label1) != size:
                axis.set_tick_params(labelsize=size)

    def place(self, inset: Any, renderer: Any) -> Bbox:  # noqa: ARG002
        """Return the place of the inset in the axes, as shares of the figure: it is its locator."""
        figure: Any = self.ax.get_figure(root=False)
        return Bbox.from_bounds(*self.bounds).transformed(self.ax.transAxes - figure.transSubfigure)

    def _corner(self) -> Cover:
        """Return the corner that is enlarged, in shares of the axes."""
        (x0, x1), (y0, y1) = ((0.0, self.side) if end == 0 else (1 - self.side, 1.0) for end in self.corner)
        return x0, y0, x1, y1


def _limits(end: float, side: float) -> tuple[float, float]:
    return (-EDGE * side, side) if end == 0 else (1 - side, 1 + EDGE * side)


def _copied(line: Line2D, inset: Axes) -> Line2D:
    """Return a line for the inset; points beyond it are cut off, those on its frame are whole."""
    x, y = (np.asarray(part, float) for part in line.get_data())
    again = Line2D(x, y)
    again.update_from(line)
    again.set_label("_nolegend_")
    again.set_zorder(line.get_zorder())
    is_point = len(x) == 1 and line.get_linestyle() == "None"
    inside = [
        np.all((low <= part) & (part <= high)) for part, (low, high) in ((x, inset.get_xlim()), (y, inset.get_ylim()))
    ]
    again.set_clip_on(not (is_point and all(inside)))
    again.set_clip_path(None)
    again.set_transform(inset.transData)
    return again
