"""How the axes of a page's charts look: value grid, texts in the page's size, colours that stand for the page's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from matplotlib.ticker import AutoLocator, FixedLocator, FuncFormatter

from figmerit.plots._fit import settle
from figmerit.plots._header import CAPTION
from figmerit.plots._lines import DASHED
from figmerit.plots._svg import PLACEHOLDERS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 350.0, 276.0
"""Points of a chart: texts of ten are 12 pixels high where it is 420 pixels wide."""

LEFT, RIGHT, TOP, BOTTOM = 34.0, 9.0, 26.0, 38.0
"""Points around its axes, the same in all charts, so that their frames stand in one row."""

DASHES: tuple[Any, ...] = "-", (0, (4, 2)), (0, (1, 1.6))

QUARTERS = 0.0, 0.25, 0.5, 0.75, 1.0

AIR = 0.02
"""What is shown beyond shares of 0 and 1."""


def in_page_look(figure: Figure) -> Figure:
    """Return a figure whose only axes look as charts of the page do; nothing is moved there any more."""
    settle(figure)
    (ax,) = figure.axes
    ax.set_axes_locator(cast("Any", None))
    ax.set_aspect("auto")
    ax.set_box_aspect(None)
    ax.set_position((LEFT / WIDTH, BOTTOM / HEIGHT, (WIDTH - LEFT - RIGHT) / WIDTH, (HEIGHT - TOP - BOTTOM) / HEIGHT))
    for text in [text for text in ax.texts if text.get_gid() == CAPTION]:
        text.remove()
    _lines(ax)
    if _ticks(ax.yaxis, ax.get_ylim(), "right"):
        ax.set_ylim(0, 1 + AIR)
    _ticks(ax.xaxis, ax.get_xlim(), "center")
    _names(ax)
    return figure


def _lines(ax: Axes) -> None:
    """Draw a line below the data and the grid of values, and all lines in the page's colours."""
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(PLACEHOLDERS["edge"])
    ax.grid(visible=False, axis="x")
    ax.grid(visible=True, axis="y", color=PLACEHOLDERS["line"], linewidth=0.8)
    ax.set_axisbelow(True)
    data = [line for line in ax.lines if not hasattr(line, DASHED)]
    for line, name, dashes in zip(data, ("ink", "ink", "quiet"), DASHES, strict=False):
        line.set(color=PLACEHOLDERS[name], linestyle=dashes, linewidth=1.6)
    for line in ax.lines:
        if hasattr(line, DASHED):
            line.set_color(PLACEHOLDERS["quiet"])


def _ticks(axis: Axis, limits: tuple[float, float], side: Literal["right", "center"]) -> bool:
    """Write numbers along an axis, those of shares at the quarters; return whether it is one of shares."""
    low, high = min(limits), max(limits)
    is_share = low >= -0.1 and high <= 1.1 and high - low > 0.9
    axis.set_major_locator(FixedLocator(QUARTERS) if is_share else AutoLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace("-", "−")))
    axis.set_tick_params(length=0, labelsize=10, labelcolor=PLACEHOLDERS["quiet"], labelrotation=0, pad=5)
    for label in axis.get_ticklabels():
        label.set_horizontalalignment(side)
    return is_share


def _names(ax: Axes) -> None:
    """Name both axes in small letters: that of values is above it, where it needs no turned head."""
    for axis in (ax.xaxis, ax.yaxis):
        text = axis.label.get_text()
        axis.set_label_text(text[:1].lower() + text[1:], fontsize=10, color=PLACEHOLDERS["quiet"])
    ax.yaxis.label.set(rotation=0, horizontalalignment="left", verticalalignment="bottom")
    ax.yaxis.set_label_coords(-0.085, 1 + 7 / (HEIGHT - TOP - BOTTOM))
    ax.xaxis.set_label_coords(0.5, -22 / (HEIGHT - TOP - BOTTOM))
