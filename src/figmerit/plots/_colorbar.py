"""Colour bars beside axes, that take their room from the axes' own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._beside import Beside, right_of
from figmerit.plots._box import texts_of_ticks
from figmerit.plots._measure import Written
from figmerit.plots._names import Ticks
from figmerit.plots._unnamed import put_for_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.cm import ScalarMappable
    from matplotlib.colorbar import Colorbar

    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

APART, THICK = 6.0, 9.0
"""Points between cells and their colour bar, and its width."""

LABEL = 60.0
"""Points of a line of its label, at least: it may be longer than a short bar."""

SWATCH = 0.14
"""The share of its height that a field for undefined cells takes, with the gap to it."""


def check_colorbar(colorbar: Any, ax: Any) -> bool | Axes:
    """Return whether to draw a colour bar, or the caller's axes for it."""
    if isinstance(colorbar, bool | np.bool_):
        return bool(colorbar)
    if not isinstance(colorbar, Axes):
        raise wrong_type("colorbar", "True, False or a matplotlib Axes", brief(colorbar))
    if colorbar.get_figure() is None:
        raise invalid("colorbar", "part of a figure", "axes that were removed from theirs")
    if colorbar is ax:
        raise invalid("colorbar", "other axes than ax", "the same", "colorbar=True draws it beside ax")
    return colorbar


def whole_ticks() -> MaxNLocator:
    """Return ticks at whole numbers, as many as there is room for."""
    return MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True)


class ColorBar:
    """A colour bar at the right of axes, or of all panels of a grid, in a child of the first of them."""

    def __init__(
        self,
        axes: Sequence[Axes],
        mappable: ScalarMappable,
        label: str,
        *,
        whole: bool,
        below: float = 0.0,
        extend: str = "neither",
    ) -> None:
        self.axes, self.below = list(axes), below
        self.cax = self.axes[0].inset_axes((1.03, 0.0, 0.045, 1.0))
        self.artist = self.cax
        self.cax.set_axes_locator(self.place)
        self.bar = draw_bar(self.cax, mappable, label, whole=whole, extend=extend)
        self.ticks, self.label = Ticks(self.cax.yaxis), Written(self.cax.yaxis.label)
        self.texts: dict[Any, tuple[str, ...]] = {}
        self.swatch: Ticks | None = None

    def known(self) -> tuple[Any, ...]:
        """Return what its room depends on."""
        return self.label.read(), self.ticks.read(), *self.cax.get_ylim()

    def place(self, cax: Any, renderer: Any) -> Bbox:  # noqa: ARG002
        """Return its place as shares of the figure: it is the locator of its axes."""
        return right_of(self.axes, APART, THICK, self.below)

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return the room that it takes."""
        numbers = self._numbers(outer.height)
        if self.swatch is not None:
            numbers += tuple(self.swatch.axis.get_major_formatter().format_ticks([0.5]))
        along = self.ticks.numbers(share, numbers)
        longest = max(box.height, min(LABEL, outer.height))
        label = self.label.at(share, longest)
        pad = self.cax.yaxis.labelpad if label.height else 0.0
        return Beside(
            APART + THICK + along.depth + pad + label.height,
            0.0,
            (along, label),
            ends=max(self.ticks.given, longest - box.height) / 2,
        )

    def write(self, state: Any, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Write its texts as they fit."""
        along, label = state
        self.ticks.write(along)
        self.label.write(label)
        if self.swatch is not None:
            self.swatch.write(along)

    def _numbers(self, high: float) -> tuple[str, ...]:
        """Return its numbers: how many there are depends on its length, so it gets that of the room."""
        key = round(high), *self.cax.get_ylim()
        if key not in self.texts:
            self.ticks.resize(self.ticks.read())
            figure: Any = self.cax.get_figure(root=True)
            place = Bbox.from_bounds(0, 0, 0.05, min(high / 72 / figure.get_figheight(), 1.0))
            put_for_now(self.cax, place)
            self.texts = {key: tuple(texts_of_ticks(self.cax.yaxis))}
        return self.texts[key]


def draw_bar(cax: Axes, mappable: Any, label: str, *, whole: bool, extend: str = "neither") -> Colorbar:
    """Draw a colour bar in axes; with `whole` there are ticks at whole numbers only."""
    bar: Colorbar = cax.figure.colorbar(mappable, cax=cax, ticks=whole_ticks() if whole else None, extend=extend)
    bar.set_label(label)
    bar.outline.set_visible(False)
    return bar


def beyond(values: Any, norm: Any) -> str:
    """Return at which ends of a colour bar arrows say that there are values beyond."""
    known = np.ma.compressed(np.ma.masked_invalid(values))
    low = known.size and norm.vmin is not None and known.min() < norm.vmin
    high = known.size and norm.vmax is not None and known.max() > norm.vmax
    return "both" if low and high else "min" if low else "max" if high else "neither"
