"""The corner of perfect classifiers, enlarged in an inset of the axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.inset import InsetIndicator
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from figmerit._validate import check_number
from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._room import LABELS, Room
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

USUAL = 0.2
"""The side of the corner, if none is given."""

SIDES = (0.46, 0.42, 0.38, 0.34, 0.3)
"""Sides of the inset as shares of those of the axes: the largest that hides nothing."""

EDGE = 0.03
"""What is shown beyond the unit square, as a share of the corner's side."""

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


def draw_zoom(ax: Axes, corner: tuple[float, float], side: float | None) -> None:
    """Draw all lines again in an inset of the side given; without one in that of an earlier call, if there is one."""
    earlier = [child for child in ax.child_axes if child.get_label() == NAME]
    if side is None and not earlier:
        return
    if side is None:
        side = float(np.ptp(earlier[0].get_xlim())) / (1 + EDGE)
    indicators = [artist for artist in ax.get_children() if isinstance(artist, InsetIndicator)]
    for artist in (*earlier, *(artist for artist in indicators if artist.get_label() == NAME)):
        artist.remove()
    inset = ax.inset_axes(_place(ax, corner, side), label=NAME)
    x, y = (_limits(end, side) for end in corner)
    inset.set(xlim=x, ylim=y, facecolor=ax.get_facecolor(), aspect="equal")
    for line in ax.lines:
        if line.get_transform() == ax.transData and line.get_visible():
            inset.add_line(_copied(line, inset))
    size = FontProperties(size=rcParams["xtick.labelsize"]).get_size_in_points()
    inset.tick_params(labelsize=0.8 * size)
    for axis in (inset.xaxis, inset.yaxis):
        axis.set_major_locator(MaxNLocator(2, steps=[1, 2, 5, 10]))
    indicator = ax.indicate_inset_zoom(inset, edgecolor=REFERENCE)
    indicator.set_label(NAME)


def _limits(end: float, side: float) -> tuple[float, float]:
    return (-EDGE * side, side) if end == 0 else (1 - side, 1 + EDGE * side)


def _place(ax: Axes, corner: tuple[float, float], side: float) -> tuple[float, float, float, float]:
    """Return the bounds of the largest inset that hides nothing, else of the smallest where it hides least."""
    room = Room(ax)
    room.add_box(*(end if end == 0 else 1 - side for end in corner), *(side if end == 0 else 1.0 for end in corner))
    near = 1 - corner[0], 0.0
    for length in SIDES:
        outer = length + LABELS + 0.03
        found = room.free(outer, outer, near)
        if found is not None:
            break
    else:
        found = room.emptiest(outer, outer, near)
    return (found[0] + LABELS, found[1] + LABELS, length, length)


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
