"""What stands above axes, flush with their left end: the title, and below it a caption that says what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib import rcParams

from figmerit.plots._box import PAD
from figmerit.plots._measure import Settled, Written, change, size_of_small
from figmerit.plots._tones import Tones, stock
from figmerit.plots._unnamed import free_title, titles_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from figmerit.plots._box import Box

CAPTION = "caption"
"""What the caption is called among the texts of its axes."""

APART, BETWEEN = 6.0, 6.0
"""Points between the axes and the caption, and between that and the title."""

ALONG = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Where texts of an alignment stand along the axes."""


class Head(NamedTuple):
    """How title and caption fit, and the height that they take in points."""

    title: Settled
    caption: Settled
    height: float


class Header:
    """The title of axes, and their caption; a title that the user sets later takes the place of ours."""

    def __init__(self, ax: Axes) -> None:
        self.ax: Any = ax
        titles = [title for title in titles_of(ax) if title.get_text()]
        self.title = Written(titles[0] if titles else ax.title)
        captions = [text for text in ax.texts if text.get_gid() == CAPTION]
        self.caption = Written(captions[0]) if captions else None
        self.pad = float(rcParams["axes.titlepad"])

    def texts(self) -> list[Written]:
        """Return what it consists of."""
        return [self.title, *([self.caption] if self.caption else [])]

    def at(self, share: float, longest: float, unsaid: str = "") -> Head:
        """Return how title and caption fit a length in points, with room for a line that is left `unsaid`.

        Whether it is depends on the size of the axes, which would else depend on it, too.
        """
        title = self.title.at(share, longest)
        caption = self.caption.at(share, longest) if self.caption else Settled("", 0.0, 0.0)
        height = APART + caption.height if caption.height else 0.0
        if title.height:
            height += title.height + (BETWEEN if caption.height else self.pad)
        if self.caption and unsaid:
            caption = self.caption.at(share, longest, unsaid)
        return Head(title, caption, height + PAD if height else 0.0)

    def write(self, head: Head, above: float, box: Box, outer: Box, *, free: bool) -> None:
        """Write both, over what stands so many points above the axes.

        The title is `free` of where matplotlib would put it.
        """
        along = self.title.text.get_horizontalalignment() if head.title.height else alignment()
        if self.caption is not None:
            change(self.caption.text, horizontalalignment=along)
            self.caption.write(head.caption)
            _put(self.caption, above + APART, box, outer)
            above += APART + head.caption.height + BETWEEN - self.pad
        self.title.write(head.title)
        if head.title.height:
            if free or self.caption is not None:
                free_title(self.ax)
            _put(self.title, above, box, outer)


def _put(written: Written, above: float, box: Box, outer: Box) -> None:
    """Put a text so many points above the axes; one that is too long moves to where there is room."""
    text, width = written.text, written.width()
    x = ALONG[text.get_horizontalalignment()]
    left = box.x0 + x * (box.width - width)
    moved = max(min(left, outer.x1 - width), outer.x0) - left
    change(text, position=(x + moved / box.width, 1 + above / box.height))


def caption_of(ax: Axes) -> str:
    """Return the caption that axes have, as it was given."""
    fit = ax.get_axes_locator()
    written = fit.around.header.caption if hasattr(fit, "around") else None
    return written.read()[0] if written is not None else ""


def add_caption(ax: Axes, caption: str) -> Text:
    """Write a caption above axes, in place of one that they have; empty ones only if there is one."""
    for text in ax.texts:
        if text.get_gid() == CAPTION:
            text.set_text(caption)
            return text
    tones = Tones.on(ax.get_figure(root=False))
    style: dict[str, Any] = {"color": tuple(tones.soft), "fontsize": size_of_small(), "parse_math": False}
    return ax.text(0, 1, caption, transform=ax.transAxes, va="bottom", ha=alignment(), gid=CAPTION, **style)


def alignment() -> str:
    """Return how title and caption are aligned: to the left, unless the user's settings say otherwise."""
    return "left" if stock("axes.titlelocation") else str(rcParams["axes.titlelocation"])


def set_title(ax: Axes, title: str, **options: Any) -> None:
    """Set the title of axes, where a title stands that people set on their own: theirs then takes its place."""
    ax.set_title(title, loc="center", ha=alignment(), x=ALONG[alignment()], **options)
