"""What stands at the sides of axes, or in them, and fits there when it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from matplotlib.transforms import Bbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

Cover: TypeAlias = tuple[float, float, float, float]
"""What something covers of axes: left, lower, right and upper end, in shares of their sides."""


class Beside(NamedTuple):
    """What something at the side of axes, or in them, takes there in points; how it stands; what it covers of the axes.

    Its texts may go beyond the ends of the axes by some points. A line of the caption may be left `unsaid`.
    """

    right: float
    above: float
    state: Any
    left: float = 0.0
    ends: float = 0.0
    covers: tuple[Cover, ...] = ()
    unsaid: str = ""


class Strip(Protocol):
    """A colour bar, a histogram, values of bars, an inset: it takes room, and places itself."""

    @property
    def artist(self) -> Artist:
        """What layout engines may measure of it."""

    def known(self) -> tuple[Any, ...]:
        """Return what its room depends on."""

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:
        """Return the room that it takes beside a box with letters of a share of their size."""

    def write(self, state: Any, box: Box, taken: Taken) -> None:
        """Write its texts as they fit."""


def right_of(axes: Sequence[Axes], apart: float, thick: float, below: float = 0.0) -> Bbox:
    """Return the place right of axes as they are drawn, as shares of the figure, even if saved on other paper.

    It is so many points apart and thick, and as high as the axes but for a share of them that is left out `below`.
    """
    figure: Any = axes[0].get_figure(root=False)
    boxes = [ax.get_position(original=False) for ax in axes]
    point = figure.get_figure(root=True).dpi / 72 / figure.bbox.width
    low, high = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
    x = max(box.x1 for box in boxes) + apart * point
    return Bbox([[x, low + below * (high - low)], [x + thick * point, high]])
