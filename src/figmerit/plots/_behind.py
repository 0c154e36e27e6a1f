"""The colour behind what is drawn: of the axes, and of all figures that shine through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.styles.contrast import composite

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase
    from matplotlib.patches import Patch

    from figmerit._arrays import FloatArray


def behind(ax: Axes, patch: Patch | None = None) -> FloatArray:
    """Return the colour seen behind what is drawn on axes, or on a patch on them: they may be transparent."""
    color = composite(np.array(ax.patch.get_facecolor()), behind_axes(ax.get_figure(root=False)))
    return color if patch is None else composite(np.array(patch.get_facecolor()), color)


def behind_axes(figure: FigureBase | None) -> FloatArray:
    """Return the colour of a figure, or of a part of it."""
    owners: list[Any] = [figure]
    while (parent := owners[-1].get_figure(root=False)) not in (None, owners[-1]):
        owners.append(parent)
    color = np.ones(3)
    for owner in reversed(owners):
        color = composite(np.array(owner.patch.get_facecolor()), color)
    return color
