"""What is shown in a legend looks like what it stands for, also when somebody has changed that."""

from __future__ import annotations

from typing import Any

from matplotlib.colors import to_rgba
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from figmerit.plots._measure import change

OF_LINES = ("linewidth", "linestyle", "marker", "alpha")
OF_PATCHES = ("facecolor", "edgecolor", "hatch", "linewidth", "alpha")
"""What somebody may change of lines and bars after they were named."""


def follow(drawn: Any, shown: Any, scale: float) -> None:
    """Give what is shown the looks of what is drawn; its marker has another `scale`."""
    one = drawn.patches[0] if isinstance(drawn, BarContainer) and drawn.patches else drawn
    if isinstance(one, Line2D) and isinstance(shown, Line2D):
        _follow_line(one, shown, scale)
    elif isinstance(one, Patch) and isinstance(shown, Patch):
        change(shown, **{name: getattr(one, f"get_{name}")() for name in OF_PATCHES})


def _follow_line(drawn: Line2D, shown: Line2D, scale: float) -> None:
    colors = all(
        to_rgba(getattr(drawn, name)()) == to_rgba(getattr(shown, name)())
        for name in ("get_color", "get_markerfacecolor", "get_markeredgecolor")
    )
    if colors and all(getattr(drawn, f"get_{name}")() == getattr(shown, f"get_{name}")() for name in OF_LINES):
        return
    place = shown.get_transform()
    shown.update_from(drawn)
    shown.set(transform=place, clip_box=None, markersize=scale * drawn.get_markersize(), visible=True)
    shown.set_clip_path(None)
