"""One drawing: the axes of a new figure or the caller's, their title, legend and record, and how all of it fits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from figmerit.errors import invalid
from figmerit.plots._around import Around
from figmerit.plots._figure import closed_on_error, new_figure, new_part, own_axes, root_figure
from figmerit.plots._fit import Fit
from figmerit.plots._header import CAPTION, add_caption, set_title
from figmerit.plots._legend import FittedLegend
from figmerit.plots._letters import warn_of_boxes
from figmerit.plots._notes import add_notes
from figmerit.plots._record import attach_record
from figmerit.plots._shared_legend import named_elsewhere
from figmerit.plots._styling import LegendWish
from figmerit.plots._unnamed import titles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase

    from figmerit.plots._beside import Strip
    from figmerit.plots._legend import Entries, Shorter
    from figmerit.plots._names import Ticks


class Drawing:
    """What is being drawn on axes; it fits when the drawing is done."""

    def __init__(self, ax: Axes, *, is_new: bool, title: str | None = None) -> None:
        self.ax, self.is_new, self._title = ax, is_new, title
        self.x: Ticks | None = None
        self.y: Ticks | None = None
        self.strips: list[Strip] = []
        self.caption = ""
        self.enough, self.alone = True, False
        self._legend: FittedLegend | None = None

    @property
    def figure(self) -> Figure:
        """The whole figure."""
        return root_figure(self.ax)

    def record(self, artist: Artist, plot: str, result: Any, **options: Any) -> None:
        """Hang the record of the drawing on its main artist."""
        attach_record(artist, plot, result, **options)

    def legend(
        self,
        near: tuple[float, float],
        wish: LegendWish = LegendWish(),  # noqa: B008
        *,
        places: Sequence[str] = ("inside", "beside", "below"),
        shorter: Callable[[Entries], list[Shorter]] | None = None,
        order: Callable[[Any], Any] | None = None,
        title: str = "",
        named: Sequence[Any] = (),
    ) -> None:
        """Add a legend of all that has a name and is not `named` elsewhere, if it is wished, where it hides nothing.

        It stands near a corner if it can.
        """
        if wish.wanted:
            elsewhere = named_elsewhere(self.ax) if wish.shared else []
            title = "" if elsewhere else title  # which is of the numbers before the names
            options = ({"title": title} if title else {}) | dict(wish.options)
            named = [*named, *elsewhere]
            self._legend = FittedLegend(self.ax, near, wish.places or places, shorter, order, options, named)

    def beside(self, *strips: Strip | None) -> None:
        """Add what stands at the sides of the axes, or in them, and fits there when drawn."""
        self.strips += [strip for strip in strips if strip is not None]

    def finish(self) -> Fit:
        """Write the title, and hang the fit on the axes."""
        if self._title is not None:
            set_title(self.ax, self._title)
        if self.caption or any(text.get_gid() == CAPTION for text in self.ax.texts):
            add_caption(self.ax, self.caption)
        legend = self.ax.get_legend()
        texts = [self.ax.xaxis.label, self.ax.yaxis.label, *titles_of(self.ax), *self.ax.texts]
        names = [name for ticks in (self.x, self.y) for name in getattr(ticks, "names", ())]
        warn_of_boxes(self.figure, [*texts, *(legend.get_texts() if legend else [])], names)
        before: object = self.ax.get_axes_locator()
        if isinstance(before, Fit):
            before.leave()
        around = Around(self.ax, self._legend, self.x, self.y, self.strips)
        return Fit(around, is_new=self.is_new, enough=self.enough, alone=self.alone)


@contextmanager
def drawing_on(
    ax: Any,
    figsize: tuple[float, float] | None,
    *,
    title: str | None = None,
    notes: str = "",
    alone: bool = False,
) -> Iterator[Drawing]:
    """Draw on the caller's axes, or on those of a new figure, which is closed if drawing fails.

    Cells and bars stand there `alone`: nothing of ours is drawn over them.
    """
    if ax is None:
        with closed_on_error(new_figure(figsize)) as figure:
            drawing = Drawing(figure.subplots(), is_new=True, title=title)
            drawing.alone = alone
            add_notes(figure, notes)
            yield drawing
            drawing.finish()
    else:
        drawing = Drawing(own_axes(ax, figsize), is_new=False, title=title)
        drawing.alone = alone
        _check_free(drawing)
        yield drawing
        drawing.finish()


@contextmanager
def drawing_in(fig: Any, figsize: tuple[float, float] | None, notes: str = "") -> Iterator[FigureBase]:
    """Give a new part of the caller's figure, or a new figure: its axes and title are ours to make."""
    if fig is None:
        with closed_on_error(new_figure(figsize)) as figure:
            add_notes(figure, notes)
            yield figure
    else:
        yield new_part(fig, figsize)


def _check_free(drawing: Drawing) -> None:
    """Raise for axes with a plot of ours, if that or the new one stands alone."""
    before = drawing.ax.get_axes_locator()
    if isinstance(before, Fit) and before.there and (before.alone or drawing.alone):
        hint = "ax.clear() removes that; fig, axes = plt.subplots(1, 2) makes room for both"
        raise invalid("ax", "axes without another plot, as cells and bars stand alone", "axes with a plot", hint)
