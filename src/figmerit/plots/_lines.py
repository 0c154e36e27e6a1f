"""Lines to compare with: grey, dashed, without marks, under the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DASHES: tuple[Any, ...] = ("--", ":", "-.")
"""What tells such lines from each other."""


def to_compare_with(**style: Any) -> dict[str, Any]:
    """Return the style of a line to compare with, with what is given; the user's markers are for data."""
    return {"color": REFERENCE, "linestyle": "--", "zorder": 1.5, "marker": ""} | style


def draw_reference(ax: Axes, x: Any, y: Any, label: str, **style: Any) -> None:
    """Draw a line to compare with under the curves, unless the axes has it already."""
    for line in ax.lines:
        if line.get_label() == label and np.array_equal(line.get_xydata(), np.column_stack([x, y])):
            return
    taken = {line.get_linestyle() for line in ax.lines if line.get_color() == REFERENCE}
    free = next((dashes for dashes in DASHES if dashes not in taken), DASHES[0])
    ax.plot(x, y, label=label, **to_compare_with(**({"linestyle": free} | style)))
