"""The colour behind what is drawn: of the axes, and of all figures that shine through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.styles.contrast import composite

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    from figmerit._arrays import FloatArray


def behind(ax: Axes, patch: Patch | None = None) -> FloatArray:
    """Return the colour seen behind what is drawn on axes, or on a patch on them: they may be transparent."""
    owners: list[Any] = [ax]
    while (parent := owners[-1].get_figure(root=False)) not in (None, owners[-1]):
        owners.append(parent)
    faces = [owner.patch.get_facecolor() for owner in reversed(owners)]
    color = np.ones(3)
    for face in [*faces, *([] if patch is None else [patch.get_facecolor()])]:
        color = composite(np.array(face), color)
    return color
