"""What matplotlib does but has no public name for, and what its types leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.legend import Legend
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    from figmerit._arrays import Array

# ruff: noqa: SLF001


def twins_of(ax: Any) -> Iterable[Axes]:
    """Return all axes that share the place of axes, these too."""
    twins: Iterable[Axes] = ax._twinned_axes.get_siblings(ax)
    return twins


def titles_of(ax: Any) -> list[Text]:
    """Return the titles in the middle, at the left and at the right."""
    return [ax.title, ax._left_title, ax._right_title]


def free_title(ax: Any) -> None:
    """Let the title of axes stand where it is put: matplotlib would overlook what stands above them."""
    ax._autotitlepos = False


def put_for_now(ax: Any, place: Bbox) -> None:
    """Give axes a place until they are drawn: it says how many ticks there are."""
    ax._set_position(place, which="active")


def columns_of(legend: Any) -> int:
    """Return the number of columns of a legend."""
    return int(legend._ncols)


def place_of(legend: Any) -> tuple[Any, Any]:
    """Return where a legend is put: in which corner, and of what."""
    return legend._get_loc(), legend._bbox_to_anchor


def is_x(axis: Any) -> bool:
    """Tell whether an axis is horizontal."""
    return bool(axis.axis_name == "x")


def first_tick(axis: Axis) -> Any:
    """Return the first tick of an axis, which stands for all."""
    return axis.get_major_ticks(1)[0]


def tick_depth(axis: Axis) -> float:
    """Return the points between axes and the texts of their ticks."""
    tick = first_tick(axis)
    return float(tick.get_tick_padding() + tick.get_pad())


def size_of_text(text: Any) -> float:
    """Return the font size of a text in points."""
    return float(text.get_size())


def ends_of(axis: Any) -> tuple[float, float]:
    """Return the lower and the upper limit of an axis, whatever its direction."""
    low, high = sorted(float(end) for end in axis.get_view_interval())
    return low, high


def places_glyphs(renderer: Any) -> bool:
    """Tell whether a canvas draws texts character by character; before matplotlib 3.11 it does not."""
    return hasattr(renderer, "_draw_text_glyphs_and_boxes")


def pixels_of(renderer: Any) -> Array:
    """Return the pixels of a canvas, of shape (height, width, 4)."""
    return np.asarray(renderer.buffer_rgba())


def draw_mask(renderer: Any, gc: Any, pixels: Any, x: int, y: int) -> None:
    """Draw the colour of a graphics context as a mask says, at its lower left corner, from the top of a canvas."""
    renderer._renderer.draw_text_image(pixels, x, y, 0, gc)


def new_legend(ax: Any, *entries: Any, **options: Any) -> Legend:
    """Draw a legend."""
    legend: Legend = ax.legend(*entries, **options)
    return legend
