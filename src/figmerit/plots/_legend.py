"""Legends that hide neither curves nor names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import ScaledTranslation

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend

Place: TypeAlias = Literal["best", "lower left", "lower right"]

SMALLEST = 0.4
"""The share of its side that a square must keep where a legend is placed outside."""

INSIDE = 0.8
"""The share of a square's side, before names and ticks took their room, that a legend inside may take."""

BESIDE: dict[str, Any] = {"loc": "upper left", "bbox_to_anchor": (1.02, 1.0), "borderaxespad": 0.0}
"""Where a legend beside the axes is, for which only a layout engine makes room."""

READABLE = 5.0
"""Font size in points below which a legend does not shrink."""


def shown_in_legend(name: str) -> str:
    """Return a name that legends show: matplotlib hides those that begin with an underscore."""
    return f" {name}" if name.startswith("_") else name


def place_legend(ax: Axes, loc: Place) -> None:
    """Draw the legend of square axes in them; beside or under them if it is so large that it would hide curves.

    Only a layout engine makes room outside; without one, or without room, a legend stays inside, and shrinks.
    """
    labels = ax.get_legend_handles_labels()[1]
    size = FontProperties(size=rcParams["legend.fontsize"]).get_size_in_points()
    wide, high = (length * 72 / ax.figure.dpi for length in ax.bbox.size)
    width, height = size * (0.5 * max(map(len, labels)) + 4), size * 1.5 * len(labels)
    left_beside, left_above = min(wide - width, high), min(wide, high - height)
    side = min(wide, high)
    fits = width < 0.85 * side and height < 0.45 * side and width + height < 1.25 * side
    if fits:
        legend = ax.legend(loc=loc)
    elif not is_laid_out(ax) or max(left_beside, left_above) < SMALLEST * side:
        shrink = min(1.0, INSIDE * side / width, INSIDE * side / height)
        legend = ax.legend(loc=loc, fontsize=max(size * shrink, min(size, READABLE)))
    elif left_beside > left_above:
        legend = ax.legend(**BESIDE)
    else:
        under_names = ScaledTranslation(0, -4 * size / 72, ax.figure.dpi_scale_trans)
        style = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": ax.transAxes + under_names, "borderaxespad": 0.0}
        legend = ax.legend(loc="upper center", **style)
    without_mathematics(legend)


def without_mathematics(legend: Legend) -> None:
    """Take the names in a legend for texts, never for mathematics."""
    for text in legend.get_texts():
        text.set_parse_math(False)


def is_laid_out(ax: Axes) -> bool:
    """Tell whether a layout engine makes room for what lies outside of the axes."""
    return ax.get_figure(root=True).get_layout_engine() is not None  # type: ignore[union-attr]
