"""Lines along which F1 is constant, behind precision-recall curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties

from figmerit.inference.formulas import precision_at_f1
from figmerit.plots._behind import behind
from figmerit.plots._room import BEHIND, Room
from figmerit.styles.contrast import contrast_ratio, readable_on
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from figmerit._arrays import FloatArray

USUAL = (0.2, 0.4, 0.6, 0.8)
"""The values of F1, if none are given."""

EDGE = 0.03
"""How far names stay away from the sides of the axes, as a share of these."""

READABLE = 4.6
"""The contrast of texts with what is behind them."""

SPARE = 1.25
"""How much larger than it is now a name may be in the axes, when a legend has taken its room."""

UPWARDS = 8.0
"""How much more a name may hide at the right than at the top, in cells of a hundredth of the sides."""


def draw_iso_f1(ax: Axes, levels: Sequence[float]) -> None:
    """Draw the lines, each with its value at its right or its upper end: where that hides less."""
    room = Room(ax)
    drawn = {line.get_label() for line in ax.lines}
    for level in sorted(levels):
        name = f"F1 = {level:g}"
        if f"{BEHIND}{name}" in drawn:
            continue
        recall = np.geomspace(level / (2 - level), 1, 200)
        precision = precision_at_f1(level, recall)
        style = {"color": REFERENCE, "alpha": 0.6, "linewidth": 0.6 * rcParams["lines.linewidth"], "zorder": 1.1}
        ax.plot(recall, precision, "-", marker="", label=f"{BEHIND}{name}", **style)
        _name(ax, room, level, name)


def _grey(ax: Axes) -> FloatArray:
    """Return the grey nearest to that of lines to compare with that can be read as a text on the axes."""
    ground, line = behind(ax), np.array(to_rgb(REFERENCE))
    most = readable_on(ground)
    greys = (line + share * (most - line) for share in np.linspace(0, 1, 11))
    return next((grey for grey in greys if contrast_ratio(grey, ground) >= READABLE), most)


def _name(ax: Axes, room: Room, level: float, name: str) -> None:
    """Interrupt a line by its name: at its right end, or further up where that would hide less."""
    size = 0.8 * FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    style = {"boxstyle": "square,pad=0.1", "facecolor": ax.get_facecolor(), "edgecolor": "none"}
    text = ax.text(
        0, 0, name, color=_grey(ax), fontsize=size, ha="center", va="center", bbox=style, zorder=1.2, clip_on=True
    )
    box = text.get_window_extent()
    side = min(ax.bbox.size)
    width, height = SPARE * box.width / side, SPARE * box.height / side
    x = np.linspace(1 - EDGE - width / 2, level / (2 - level), 40)
    y = precision_at_f1(level, x)
    inside = (x >= EDGE + width / 2) & (y <= 1 - EDGE - height / 2)
    x, y = (x[inside], y[inside]) if inside.any() else (x[:1], y[:1].clip(0, 1 - EDGE - height / 2))
    hidden = [room.hidden(*corner, width, height) for corner in zip(x - width / 2, y - height / 2, strict=True)]
    best = int(np.argmin(hidden + np.linspace(0, UPWARDS, len(x))))
    text.set_position((x[best], y[best]))
    room.add_box(x[best] - width / 2, y[best] - height / 2, x[best] + width / 2, y[best] + height / 2)
