"""What frames data: spines, tick marks and a light grid where an axis measures, and nothing where it does not.

Each is as the user's settings have it once they differ from matplotlib's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import to_rgb

from figmerit.plots._tones import Tones, stock
from figmerit.styles.contrast import mixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 0.6
"""The width of grid lines in points."""

PALE = 0.75
"""How much of the page is mixed into the user's colour of grids, where only we ask for one."""


def draw_frame(ax: Axes, *, x: bool = True, y: bool = True, grid: Literal["x", "y", "both"] | None = "both") -> None:
    """Frame axes whose x axis measures, or whose y axis does; a grid is drawn for values along one of them or both."""
    tones = Tones.of(ax)
    for side, measures in {"left": y, "bottom": x, "right": False, "top": False}.items():
        if stock(f"axes.spines.{side}"):
            ax.spines[side].set_visible(measures)
        if stock("axes.edgecolor"):
            ax.spines[side].set_color(tuple(tones.line))
    for axis, side, measures in ((ax.xaxis, "bottom", x), (ax.yaxis, "left", y)):
        if not measures and stock(f"axes.spines.{side}"):
            axis.set_tick_params(which="both", length=0)
        elif stock(f"{axis.axis_name}tick.color"):
            axis.set_tick_params(which="both", color=tuple(tones.line))
    if grid and stock("axes.grid"):
        own = mixed(np.array(to_rgb(rcParams["grid.color"])), tones.face, PALE)  # which may be meant for other grids
        style: dict[str, Any] = {"color": tuple(tones.grid if stock("grid.color") else own)}
        style |= {"linewidth": WIDTH} if stock("grid.linewidth") else {}
        ax.grid(visible=True, axis=grid, **style)
    if stock("axes.axisbelow"):
        ax.set_axisbelow(True)
