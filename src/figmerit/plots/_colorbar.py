"""Colour bars beside axes, that take their room from the axes' own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from matplotlib.transforms import Bbox

from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._beside import Beside, right_of
from figmerit.plots._box import texts_of_ticks
from figmerit.plots._measure import Written, change
from figmerit.plots._names import Ticks
from figmerit.plots._unnamed import put_for_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.colorbar import Colorbar

    from figmerit.plots._box import Box
    from figmerit.plots._cell_texts import CellTexts
    from figmerit.plots._taken import Taken

APART, THICK = 6.0, 9.0
"""Points between cells and their colour bar, and its width."""

LABEL = 60.0
"""Points of a line of its label, at least: it may be longer than a short bar."""

SWATCH = 0.14
"""The share of its height that a field for undefined cells takes, with the gap to it."""


Bar: TypeAlias = bool | Literal["auto"] | Axes
"""Whether there is a colour bar, or in which axes; an "auto" one is there where cells do not say their numbers."""


def check_colorbar(colorbar: Any, ax: Any) -> Bar:
    """Return whether to draw a colour bar, or the caller's axes for it."""
    if isinstance(colorbar, bool | np.bool_):
        return bool(colorbar)
    if isinstance(colorbar, str) and colorbar == "auto":
        return "auto"
    if not isinstance(colorbar, Axes):
        raise wrong_type("colorbar", "'auto', True, False or a matplotlib Axes", brief(colorbar))
    if colorbar.get_figure() is None:
        raise invalid("colorbar", "part of a figure", "axes that were removed from theirs")
    if colorbar is ax:
        raise invalid("colorbar", "other axes than ax", "the same", "colorbar=True draws it beside ax")
    return colorbar


def whole_ticks() -> MaxNLocator:
    """Return ticks at whole numbers, as many as there is room for."""
    return MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True)


class BarLook(NamedTuple):
    """What a colour bar shows: colours, their name, ticks at whole numbers or as percent, and arrows at its ends."""

    mappable: Any
    label: str
    whole: bool
    extend: str = "neither"
    percent: bool = False
    options: Mapping[str, Any] = {}

    def draw(self, cax: Axes) -> Colorbar:
        """Draw the bar in axes."""
        options: dict[str, Any] = {"extend": self.extend, "label": self.label}
        if self.whole:
            options["ticks"] = whole_ticks()
        if self.percent:
            options["format"] = PercentFormatter(1.0)
        bar: Colorbar = cax.figure.colorbar(self.mappable, cax=cax, **(options | dict(self.options)))
        bar.outline.set_visible(False)
        return bar


class ColorBar:
    """A colour bar at the right of axes, or of all panels of a grid, in a child of the first of them.

    It is made when it is first needed: with `texts` of cells it is not while these can be read.
    """

    def __init__(
        self,
        axes: Sequence[Axes],
        look: BarLook,
        *,
        below: float = 0.0,
        swatch: Callable[[Axes], Axes] | None = None,
        texts: CellTexts | None = None,
    ) -> None:
        self.axes, self.look, self.below, self.add_swatch, self.cells = list(axes), look, below, swatch, texts
        self.texts: dict[Any, tuple[str, ...]] = {}
        self.made: Axes | None = None
        if texts is None:
            self._make()

    @property
    def artist(self) -> Artist:
        """What layout engines may measure of it."""
        return self.axes[0].patch if self.made is None else self.made

    @property
    def cax(self) -> Axes:
        """The axes of the bar."""
        return self.made or self._make()

    def _make(self) -> Axes:
        self.made = cax = self.axes[0].inset_axes((1.03, 0.0, 0.045, 1.0))
        cax.set_axes_locator(self.place)
        self.bar = self.look.draw(cax)
        self.ticks, self.label = Ticks(cax.yaxis), Written(cax.yaxis.label)
        self.swatch = Ticks(self.add_swatch(cax).yaxis) if self.add_swatch else None
        return cax

    def known(self) -> tuple[Any, ...]:
        """Return what its room depends on."""
        if self.made is None:
            return ()
        return self.label.read(), self.ticks.read(), *self.cax.get_ylim()

    def needed(self, box: Box) -> bool:
        """Tell whether colours say more than the texts of the cells of axes with that box."""
        if self.cells is None:
            return True
        n_rows, n_cols = self.cells.quiet.shape
        strings, _ = self.cells.at(box.width / n_cols, box.height / n_rows)
        return not (strings != "").any()

    def place(self, cax: Any, renderer: Any) -> Bbox:  # noqa: ARG002
        """Return its place as shares of the figure: it is the locator of its axes."""
        return right_of(self.axes, APART, THICK, self.below)

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return the room that it takes, if it is needed."""
        return self.room(share, box, outer) if self.needed(box) else Beside(0.0, 0.0, None)

    def room(self, share: float, box: Box, outer: Box) -> Beside:
        """Return the room that it takes."""
        pad = self.cax.yaxis.labelpad
        numbers = self._numbers(outer.height)
        if self.swatch is not None:
            numbers += tuple(self.swatch.axis.get_major_formatter().format_ticks([0.5]))
        along = self.ticks.numbers(share, numbers)
        longest = max(box.height, min(LABEL, outer.height))
        label = self.label.at(share, longest)
        pad = pad if label.height else 0.0
        return Beside(
            APART + THICK + along.depth + pad + label.height,
            0.0,
            (along, label),
            ends=max(self.ticks.given, longest - box.height if label.height else 0.0) / 2,
        )

    def write(self, state: Any, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Write its texts as they fit."""
        if self.made is not None:
            change(self.made, visible=state is not None)
        if state is None:
            return
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


def beyond(values: Any, norm: Any) -> str:
    """Return at which ends of a colour bar arrows say that there are values beyond."""
    known = np.ma.compressed(np.ma.masked_invalid(values))
    low = known.size and norm.vmin is not None and known.min() < norm.vmin
    high = known.size and norm.vmax is not None and known.max() > norm.vmax
    return "both" if low and high else "min" if low else "max" if high else "neither"
