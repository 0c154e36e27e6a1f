"""Lines of text in cells: each is drawn with one text for all, as copies of characters, or as a text of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from figmerit.plots._glyphs import Glyphs

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.text import Text


class Line(NamedTuple):
    """A line of a cell: row, column and line; what it says, its middle in pixels, size in points, colour, outline."""

    key: tuple[int, int, int]
    text: str
    position: tuple[float, float]
    size: float
    color: Any
    outline: tuple[Any, ...] = ()

    def put(self, text: Text) -> None:
        """Let a text say it."""
        text.set(text=self.text, position=self.position, color=self.color, path_effects=list(self.outline))


class OwnText:
    """The text of one line, and how it was drawn last: what differs from that, somebody has changed since."""

    def __init__(self, text: Text, line: Line) -> None:
        self.text, self.line = text, line
        line.put(text)

    def draw(self, renderer: RendererBase, line: Line) -> None:
        """Draw the text where its line stands now."""
        text, before = self.text, self.line
        now = before._replace(
            text=text.get_text(), color=text.get_color(), size=text.get_fontproperties().get_size_in_points()
        )
        line.put(text)
        text.set_fontsize(line.size)
        if now.text != before.text:
            text.set_text(now.text)
        if now.color != before.color:
            text.set_color(now.color)
        if now.size != before.size:
            text.set_fontsize(now.size)
        self.line = self.line._replace(
            text=line.text if now.text == before.text else before.text,
            color=line.color if now.color == before.color else before.color,
            size=line.size if now.size == before.size else before.size,
        )
        text.draw(renderer)


class Copies:
    """Lines that are drawn as copies of characters on a raster canvas."""

    def __init__(self, renderer: RendererBase) -> None:
        self.renderer = renderer
        self.glyphs: dict[float, tuple[Glyphs, float]] = {}
        self.contexts: dict[Any, Any] = {}

    def draw(self, stamp: Text, line: Line) -> bool:
        """Draw a line as the stamp would; tell whether that could be done."""
        if line.size not in self.glyphs:
            stamp.set(text="0", position=(0, 0), va="baseline")
            box = stamp.get_window_extent(self.renderer)
            stamp.set(va="center")
            self.glyphs[line.size] = Glyphs(self.renderer, stamp.get_fontproperties()), box.height / 2 + box.y0
        glyphs, low = self.glyphs[line.size]
        length = glyphs.length(line.text)
        if length is None:
            return False
        if line.color not in self.contexts:
            self.contexts[line.color] = context = self.renderer.new_gc()
            context.set_foreground((*line.color, 1.0), isRGBA=True)
            context.set_clip_rectangle(stamp.get_clip_box())
        x, y = line.position
        glyphs.draw(self.contexts[line.color], line.text, x - length / 2, y - low)
        return True
