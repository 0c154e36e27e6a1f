"""The greys around data: all are made of two colours of the user, that of texts and that behind the axes.

So a dark style needs no second set of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams, rcParamsDefault
from matplotlib.colors import to_rgb

from figmerit.plots._behind import behind, behind_axes
from figmerit.styles.contrast import contrast_ratio, mixed, readable, relative_luminance

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from figmerit._arrays import FloatArray

DARK = 0.18
"""The luminance of the page below which it is a dark one."""


@dataclass(frozen=True, slots=True)
class Tones:
    """The two colours, as arrays of shape (3,), and the greys between them."""

    face: FloatArray
    text: FloatArray

    @classmethod
    def of(cls, ax: Axes) -> Tones:
        """Return the tones within axes."""
        return cls(behind(ax), np.array(to_rgb(rcParams["text.color"])))

    @classmethod
    def on(cls, figure: FigureBase | None) -> Tones:
        """Return the tones outside of axes."""
        return cls(behind_axes(figure), np.array(to_rgb(rcParams["text.color"])))

    @classmethod
    def of_cells(cls, ax: Axes) -> Tones:
        """Return the tones of cells, which hide the axes: on the page, or on the axes where texts are clearer there."""
        return max(cls.on(ax.get_figure(root=False)), cls.of(ax), key=lambda one: contrast_ratio(one.text, one.face))

    @property
    def dark(self) -> bool:
        """Whether the page is a dark one."""
        return bool(relative_luminance(self.face) < DARK)

    @property
    def soft(self) -> FloatArray:
        """Captions, titles of legends, names of lines to compare with: they can still be read."""
        return self.ink(mixed(self.text, self.face, 0.42))

    @property
    def line(self) -> FloatArray:
        """Spines, tick marks, lines to compare with."""
        return mixed(self.text, self.face, 0.5)

    @property
    def faint(self) -> FloatArray:
        """The many classes that are not in question."""
        return mixed(self.text, self.face, 0.7)

    @property
    def hatch(self) -> FloatArray:
        """The hatch of cells without a value."""
        return mixed(self.text, self.face, 0.7 if self.dark else 0.78)

    @property
    def grid(self) -> FloatArray:
        """Grids of values, and what joins an inset to its corner."""
        return mixed(self.text, self.face, 0.88)

    @property
    def zero(self) -> FloatArray:
        """Cells of no samples."""
        return mixed(self.text, self.face, 0.96)

    def ink(self, color: Any) -> FloatArray:
        """Return a colour in which a text can be read on the page, as near to the given one as can be."""
        return readable(np.array(to_rgb(color)), self.face)


def stock(*settings: str) -> bool:
    """Tell whether settings are as matplotlib has them; those that the user has changed win."""
    return all(rcParams[name] == rcParamsDefault[name] for name in settings)  # type: ignore[index]
