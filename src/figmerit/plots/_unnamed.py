"""What matplotlib does but has no public name for, and what its types leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.legend import Legend
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

# ruff: noqa: SLF001


def twins_of(ax: Any) -> Iterable[Axes]:
    """Return all axes that share the place of axes, these too."""
    twins: Iterable[Axes] = ax._twinned_axes.get_siblings(ax)
    return twins


def titles_of(ax: Any) -> list[Text]:
    """Return the titles in the middle, at the left and at the right."""
    return [ax.title, ax._left_title, ax._right_title]


def raise_title(ax: Any, title: Any, height: float) -> None:
    """Put a title over what stands above axes, which matplotlib would overlook."""
    ax._autotitlepos = False
    x, y = title.get_position()
    if y != height:
        title.set_position((x, height))


def put_for_now(ax: Any, place: Bbox) -> None:
    """Give axes a place until they are drawn: it says how many ticks there are."""
    ax._set_position(place, which="active")


def columns_of(legend: Any) -> int:
    """Return the number of columns of a legend."""
    return int(legend._ncols)


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


def new_legend(ax: Any, *entries: Any, **options: Any) -> Legend:
    """Draw a legend."""
    legend: Legend = ax.legend(*entries, **options)
    return legend
