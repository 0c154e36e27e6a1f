"""Lines to compare with: grey, dashed, without marks, under the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.artist import allow_rasterization
from matplotlib.lines import Line2D

from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase

DASHES: tuple[Any, ...] = ((0, (4, 2.5)), (0, (1, 2.5)), (0, (4, 2, 1, 2)))
"""What tells such lines from each other."""


DASHED = "_figmerit_dashes"
"""Where such a line keeps its dashes: matplotlib only says that it is dashed."""

THIN = 0.7
"""Their width, as a share of the user's."""


class Point(Line2D):
    """A marked point, which is whole on the frame of its axes, and not drawn beyond limits that somebody has set."""

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the point, if it is to be seen."""
        ax = self.axes
        if ax is not None and self.get_transform() == ax.transData:
            (x0, x1), (y0, y1) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
            x, y = (np.asarray(part, float) for part in self.get_data())
            if not ((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).all():
                return
        super().draw(renderer)


def color_of_cycle(place: int = 0) -> Any:
    """Return a colour of the user's cycle by its place, the last one if it has fewer."""
    colors = rcParams["axes.prop_cycle"].by_key().get("color", ["C0"])
    return colors[min(place, len(colors) - 1)]


def to_compare_with(**style: Any) -> dict[str, Any]:
    """Return the style of a line to compare with, with what is given; the user's markers are for data."""
    width = THIN * rcParams["lines.linewidth"]
    return {"color": REFERENCE, "linestyle": DASHES[0], "linewidth": width, "zorder": 1.5, "marker": ""} | style


def draw_reference(ax: Axes, x: Any, y: Any, label: str, **style: Any) -> None:
    """Draw a line to compare with under the curves, unless the axes has it already."""
    for line in ax.lines:
        if line.get_label() == label and np.array_equal(line.get_xydata(), np.column_stack([x, y])):
            return
    taken = [getattr(line, DASHED) for line in ax.lines if hasattr(line, DASHED)]
    free = next((dashes for dashes in DASHES if dashes not in taken), DASHES[0])
    (line,) = ax.plot(x, y, label=label, **to_compare_with(**({"linestyle": free} | style)))
    setattr(line, DASHED, style.get("linestyle", free))
