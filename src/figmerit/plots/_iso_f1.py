"""Lines along which F1 is constant, behind precision-recall curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties

from figmerit.inference.formulas import precision_at_f1
from figmerit.plots._behind import behind
from figmerit.plots._beside import Beside
from figmerit.plots._lines import to_compare_with
from figmerit.plots._measure import change, ems, font_of, smaller
from figmerit.plots._taken import BEHIND
from figmerit.plots._unnamed import size_of_text
from figmerit.styles.contrast import contrast_ratio, readable_on
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from figmerit._arrays import FloatArray
    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

USUAL = (0.2, 0.4, 0.6, 0.8)
"""The values of F1, if none are given."""

EDGE = 0.03
"""How far names stay away from the sides of the axes, as a share of these."""

READABLE = 4.6
"""The contrast of texts with what is behind them."""

LETTERS = 0.8
"""The size of names, as a share of that of a legend's."""

MOST = 0.3
"""The share of a name that may lie on data; one that lies on a legend is left out."""

UPWARDS = 8.0
"""How much more a name may hide at the right than at the top, in cells of a hundredth of the sides."""


def draw_iso_f1(ax: Axes, levels: Sequence[float]) -> IsoNames:
    """Draw the lines, each with its value at its right or its upper end: where that hides less."""
    drawn = {line.get_label() for line in ax.lines}
    names = {}
    for level in sorted(levels):
        name = f"F1 = {level:g}"
        if f"{BEHIND}{name}" in drawn:
            continue
        recall = np.geomspace(level / (2 - level), 1, 200)
        style = to_compare_with(linestyle="-", alpha=0.6, linewidth=0.6 * rcParams["lines.linewidth"], zorder=1.1)
        ax.plot(recall, precision_at_f1(level, recall), label=f"{BEHIND}{name}", **style)
        size = LETTERS * FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
        box = {"boxstyle": "square,pad=0.1", "facecolor": ax.get_facecolor(), "edgecolor": "none"}
        where: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 1.2, "clip_on": True}
        names[level] = ax.text(1, level / (2 - level), name, color=_grey(ax), fontsize=size, bbox=box, **where)
    return IsoNames(ax, names)


class IsoNames:
    """The values of F1 on the lines, which they interrupt: at their right ends, or where they hide less."""

    def __init__(self, ax: Axes, names: Mapping[float, Text]) -> None:
        self.ax, self.names, self.artist = ax, dict(names), ax.patch
        self.sizes = {level: size_of_text(text) for level, text in names.items()}

    def known(self) -> tuple[Any, ...]:
        """Return what their places depend on."""
        return tuple(self.names)

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return the size of their letters."""
        return Beside(0.0, 0.0, share)

    def write(self, state: Any, box: Box, taken: Taken) -> None:
        """Put each name where it hides least of all that is taken."""
        taken = taken.copy()
        for level, text in self.names.items():
            size = smaller(self.sizes[level], state)
            change(text, size=size)
            width = (ems([text.get_text()], font_of(text)) + 0.4) * size / box.width
            height = 1.4 * size / box.height
            x = np.linspace(1 - EDGE - width / 2, level / (2 - level), 40)
            y = precision_at_f1(level, x)
            inside = (x >= EDGE + width / 2) & (y <= 1 - EDGE - height / 2)
            x, y = (x[inside], y[inside]) if inside.any() else (x[:1], y[:1].clip(0, 1 - EDGE - height / 2))
            hidden = [
                taken.hidden(*corner, width, height) for corner in zip(x - width / 2, y - height / 2, strict=True)
            ]
            best = int(np.argmin(hidden + np.linspace(0, UPWARDS, len(x))))
            change(text, position=(float(x[best]), float(y[best])), visible=hidden[best] < MOST * 1e4 * width * height)
            taken.add_box(x[best] - width / 2, y[best] - height / 2, x[best] + width / 2, y[best] + height / 2)


def _grey(ax: Axes) -> FloatArray:
    """Return the grey nearest to that of lines to compare with that can be read as a text on the axes."""
    ground, line = behind(ax), np.array(to_rgb(REFERENCE))
    most = readable_on(ground)
    greys = (line + share * (most - line) for share in np.linspace(0, 1, 11))
    return next((grey for grey in greys if contrast_ratio(grey, ground) >= READABLE), most)
