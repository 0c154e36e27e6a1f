"""What is written around all panels of a grid: a title and a caption above them, a name below and one beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties

from figmerit.plots._box import PAD, Box
from figmerit.plots._header import ALONG, APART, BETWEEN, CAPTION, alignment
from figmerit.plots._measure import Written, change, size_of_small
from figmerit.plots._tones import Tones, stock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import FigureBase

    from figmerit.plots._around import Decision
    from figmerit.plots._measure import Settled

WRAPPED = 0.7
"""The share of its size that a text has where it takes more lines than it was given."""

LABEL_PAD = 4.0
"""Points between what panels say along their axes and the name of all."""


class Fitted(NamedTuple):
    """A text, how it fits, and with which share of its size and which length."""

    written: Written
    settled: Settled
    share: float
    longest: float


class GridFrame:
    """The texts around all panels.

    Parameters
    ----------
    figure : Figure or SubFigure
        Where the panels stand.
    title, caption : str, optional
        What is written above them.
    xlabel, ylabel : str, optional
        What is written below, and beside them.
    """

    def __init__(
        self, figure: FigureBase, title: str | None, caption: str = "", xlabel: str = "", ylabel: str = ""
    ) -> None:
        self.figure: Any = figure
        style: dict[str, Any] = {
            "fontsize": rcParams["axes.labelsize"],
            "fontweight": rcParams["axes.labelweight"],
            "color": rcParams["axes.labelcolor"],
        }
        if title is not None:
            sizes = [rcParams["figure.titlesize"], *([rcParams["axes.titlesize"]] if stock("figure.titlesize") else [])]
            points = max(FontProperties(size=size).get_size_in_points() for size in sizes)  # no smaller than names
            figure.suptitle(title, ha=alignment(), fontsize=points)
        self.title: Written | None = None
        self.caption = Written(self._add_caption(caption)) if caption else None
        self.xlabel = Written(figure.supxlabel(xlabel, va="top", **style)) if xlabel else None
        self.ylabel = Written(figure.supylabel(ylabel, ha="right", **style)) if ylabel else None

    def _add_caption(self, caption: str) -> Any:
        style: dict[str, Any] = {"color": tuple(Tones.on(self.figure).soft), "fontsize": size_of_small()}
        return self.figure.text(0, 1, caption, ha=alignment(), va="bottom", gid=CAPTION, parse_math=False, **style)

    def texts(self) -> list[Written]:
        """Return all of them; the title may be one that the user has set since."""
        title = getattr(self.figure, "_suptitle", None)
        if title is not None and (self.title is None or self.title.text is not title):
            self.title = Written(title)
        return [text for text in (self.title, self.caption, self.xlabel, self.ylabel) if text is not None]

    def fitted(self, size: tuple[float, float], share: float) -> list[Fitted]:
        """Return how the texts fit a figure."""
        return [self._fitted(text, size, share) for text in self.texts()]

    def margins(self, fitted: Sequence[Fitted], notes: float) -> Box:
        """Return the room that texts take at the sides of the figure as they fit it, with the `notes`."""
        found = {id(one.written): one.settled for one in fitted}
        above = sum(_taken(found, text, air) for text, air in ((self.title, BETWEEN), (self.caption, APART)))
        below, left = _taken(found, self.xlabel, LABEL_PAD), _taken(found, self.ylabel, LABEL_PAD)
        return Box(PAD + left, max(PAD, notes) + below, PAD, PAD + above)

    def _fitted(self, written: Written, size: tuple[float, float], share: float) -> Fitted:
        written.read()
        longest = 0.95 * size[written is self.ylabel]
        fitted = written.at(share, longest)
        if fitted.text.count("\n") > written.given[0].count("\n"):
            share = min(share, WRAPPED)
            fitted = written.at(share, longest)
        return Fitted(written, fitted, share, longest)

    def place(self, fitted: Sequence[Fitted], decisions: Sequence[Decision], size: tuple[float, float]) -> None:
        """Put the texts around the panels; what the caption says of no panel is left out."""
        boxes = [(one.box, one.box.around(one.margins)) for one in decisions]
        x0, x1 = min(inner.x0 for inner, _ in boxes), max(inner.x1 for inner, _ in boxes)
        y0, y1 = min(inner.y0 for inner, _ in boxes), max(inner.y1 for inner, _ in boxes)
        above = max(outer.y1 for _, outer in boxes) + APART
        unsaid = [next((strip.unsaid for strip in one.texts.strips if strip.unsaid), "") for one in decisions]
        for text, settled, share, longest in fitted:
            short = text is self.caption and all(unsaid)
            text.write(text.at(share, longest, unsaid[0]) if short else settled)
        for written in (self.caption, self.title):
            if written is not None and written.text.get_text():
                along = ALONG[written.text.get_horizontalalignment()]
                wide = written.width()
                left = max(min(x0 + along * (x1 - x0 - wide), size[0] - PAD - wide), PAD)
                position = ((left + along * wide) / size[0], above / size[1])
                change(written.text, position=position, verticalalignment="bottom")
                above += written.height() + BETWEEN
        if self.xlabel is not None:
            low = min(outer.y0 for _, outer in boxes) - LABEL_PAD
            change(self.xlabel.text, position=((x0 + x1) / 2 / size[0], low / size[1]))
        if self.ylabel is not None:
            left = min(outer.x0 for _, outer in boxes) - LABEL_PAD
            change(self.ylabel.text, position=(left / size[0], (y0 + y1) / 2 / size[1]))


def _taken(found: dict[int, Settled], written: Written | None, air: float) -> float:
    """Return the room that a text takes, with some air."""
    height = found[id(written)].height if written is not None else 0.0
    return height + air if height else 0.0
