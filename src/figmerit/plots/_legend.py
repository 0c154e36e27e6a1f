"""Legends that hide neither curves nor names: how large they are, and where they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.patches import BoxStyle

from figmerit.plots._legend_looks import follow
from figmerit.plots._measure import change, cut, ems, font_key, font_of, height_of, size_of_small, smaller, wrapped
from figmerit.plots._tones import Tones, stock
from figmerit.plots._unnamed import columns_of, new_legend, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.legend import Legend

    from figmerit.plots._box import Box
    from figmerit.plots._taken import Taken

Entries: TypeAlias = tuple[list[Any], list[str]]
"""Handles and names."""


class Shorter(NamedTuple):
    """The entries and the title of a legend where there is no room for more.

    It is taken where what says more leaves less than a share `below` of what no legend at all would leave.
    """

    entries: Entries
    title: str
    below: float


GAP = 6.0
"""Points between a legend and the axes that it stands outside of."""

CORNERS = {(0.0, 0.0): "lower left", (1.0, 0.0): "lower right", (0.0, 1.0): "upper left", (1.0, 1.0): "upper right"}
"""What matplotlib calls the corners of axes."""

ROUNDED = 1.4
"""Points that lines of a legend are higher where they are fitted to pixels."""

WIDER = 1.02
"""How much wider texts of a legend may be than others, whose sizes are no fractions of points."""

SHRUNK = (1.0, 0.85, 0.7)
"""Shares of its font size: a legend shrinks before all other texts do."""

SHEER, HANDLE, SPACING = 0.85, 1.9, 0.35
"""How much of the page a legend covers; the length of its handles and the distance of its lines, in font sizes."""

SIZED = ("prop", "fontsize", "title_fontsize", "title_fontproperties", "markerscale", "ncols", "title")
"""Options of a legend that change with its size; it keeps all others."""

NEAR = 0.02
"""How far from a corner a legend may be, as a share of the sides, to be put right into it."""


def shown_in_legend(name: str) -> str:
    """Return a name that legends show: matplotlib hides those that begin with an underscore."""
    name = name.replace("\t", " ")
    return f" {name}" if name.startswith("_") else name


class Kind(NamedTuple):
    """A way to place a legend: inside the axes, or at a side of them; how large; with all it says, or less and less."""

    where: str
    share: float = 1.0
    short: int = 0


class Spot(NamedTuple):
    """Where a legend is: its kind, font size, columns, the lines of its title, its anchor in shares of the axes."""

    kind: Kind
    size: float
    columns: int
    title: str = ""
    longest: float = np.inf
    loc: str = "upper left"
    anchor: tuple[float, float] | None = None


class FittedLegend:
    """The legend of axes, until its user takes it away or replaces it."""

    def __init__(
        self,
        ax: Axes,
        near: tuple[float, float],
        places: Sequence[str],
        shorter: Callable[[Entries], list[Shorter]] | None = None,
        order: Callable[[Any], Any] | None = None,
        options: Mapping[str, Any] | None = None,
        named: Container[Any] = (),
    ) -> None:
        options = dict(options or {})
        self.ax = ax
        wished = [corner for corner, name in CORNERS.items() if name == rcParams["legend.loc"]]
        self.near = near = near if stock("legend.loc") or not wished else wished[0]
        pairs = [pair for pair in zip(*ax.get_legend_handles_labels(), strict=True) if pair[0] not in named]
        pairs = pairs if order is None else sorted(pairs, key=lambda pair: order(pair[0]))
        if options.pop("reverse", False):  # matplotlib would reverse the handles alone: names are written later
            pairs = pairs[::-1]
        self.entries: Entries = [handle for handle, _ in pairs], [name for _, name in pairs]
        self.shorter = shorter(self.entries) if shorter else []
        levels = range(len(self.shorter) + 1)
        self.kinds = [Kind(where, share, short) for short in levels for share in SHRUNK for where in places]
        self.legend: Any = None
        self.spot: Spot | None = None
        self.short = 0
        self.columns = options.pop("ncols", options.pop("ncol", None))
        self.fixed = bool({"loc", "bbox_to_anchor"} & set(options))  # the user has said where it is
        self.options = {"loc": CORNERS[near]} | _style(ax) | options
        if self.entries[1]:
            letters = _without_strange_letters(self.entries)
            self.legend = new_legend(ax, *letters, ncols=self.columns or 1, **self.options)
            if options.get("title"):
                if not {"title_fontsize", "title_fontproperties"} & set(options):
                    self.legend.set_title(options["title"], prop=self.legend.prop.copy())
                self.legend.get_title().set(color=tuple(Tones.of(ax).soft), parse_math=False)
            self.title = self.title_written = self.legend.get_title().get_text()
            self.written = _write(self.legend, self.entries[1])
            self.given = float(self.legend.prop.get_size_in_points())
            self.marks, self.air, self.put = self.legend.markerscale, self.legend.borderaxespad, place_of(self.legend)

    @property
    def there(self) -> bool:
        """Whether the axes still has this legend, where we have put it."""
        legend = self.ax.get_legend()
        ours = legend is not None and legend is self.legend and legend.get_visible() and not self.fixed
        return bool(ours and place_of(legend) == self.put)

    def names(self, short: int) -> list[str]:
        """Return the entries, as the user may have changed them."""
        if short:
            return self.shorter[short - 1].entries[1]
        if not self.short:
            now = [text.get_text() for text in self.legend.get_texts()]
            pairs = zip(now, self.written, self.entries[1], strict=True)
            self.entries = self.entries[0], [name if text == before else text for text, before, name in pairs]
        return self.entries[1]

    def size(self, spot: Spot) -> tuple[float, float]:
        """Return the width and the height of the legend in points, as matplotlib packs it."""
        legend, size = self.legend, spot.size
        names = self.names(spot.kind.short)
        font = font_key(legend.prop)
        columns = [part.tolist() for part in np.array_split(np.array(names, dtype=object), spot.columns) if part.size]
        widths = [min(ems(part, font) * WIDER * size, spot.longest) for part in columns]
        handle = legend.handlelength + legend.handletextpad
        width = sum(widths) + size * (
            len(columns) * handle + (len(columns) - 1) * legend.columnspacing + 2 * legend.borderpad
        )
        highest = max(
            sum(max(height_of(name.count("\n") + 1), legend.handleheight) + ROUNDED / size for name in part)
            + (len(part) - 1) * legend.labelspacing
            for part in columns
        )
        high = size * (highest + legend.labelspacing + 2 * legend.borderpad)
        if spot.title:  # which shrinks with the names
            points = self._size_of_title(size)
            high += points * height_of(spot.title.count("\n") + 1)
            longest = ems(spot.title.split("\n"), font_of(legend.get_title())) * WIDER * points
            width = max(width, longest + 2 * legend.borderpad * size)
        return width, high

    def sized(self, kind: Kind, share: float, widest: float) -> Spot:
        """Return a legend of that kind and share of its font size, with as many columns as fit a width."""
        size, legend = smaller(self.given, share), self.legend
        title = self._title(kind.short, size, widest - 2 * legend.borderpad * size)
        n_entries = len(self.names(kind.short))
        most = n_entries if kind.where in ("above", "below") else 1
        for columns in range(most, 0, -1) if self.columns is None else [self.columns]:
            spot = Spot(kind, size, columns, title)
            if self.size(spot)[0] <= widest:
                return spot
        columns = self.columns or 1
        handles = columns * (legend.handlelength + legend.handletextpad)
        bare = (handles + (columns - 1) * legend.columnspacing + 2 * legend.borderpad) * size
        return Spot(kind, size, columns, title, max((widest - bare) / columns, 3 * size))

    def _title(self, short: int, size: float, longest: float) -> str:
        """Return the title, as the user may have changed it, on lines of so many points."""
        text = self.legend.get_title()
        if text.get_text() != self.title_written:
            self.title = self.title_written = text.get_text()
            self.shorter = [one._replace(title=self.title) for one in self.shorter]
        title = self.shorter[short - 1].title if short else self.title
        font, most = font_of(text), longest / WIDER / self._size_of_title(size)
        return "\n".join(cut(line, font, most) for line in wrapped(title, font, most).split("\n"))

    def _size_of_title(self, size: float) -> float:
        """Return the size of the title of a legend with letters of a size."""
        return float(self.legend.get_title().get_size() * size / self.legend.prop.get_size_in_points())

    def inside(
        self, spot: Spot, box: Box, taken: Taken, *, spare: float = 1.0, anyhow: bool = False
    ) -> tuple[Spot | None, Any]:
        """Return where the legend is inside the axes, and what it covers; None if it would hide something there."""
        width, height = self.size(spot)
        air = 2 * self.air * spot.size
        shares = (width + air) / box.width / spare, (height + air) / box.height / spare
        if not anyhow and max(shares) > 1:
            return None, ()
        framed = self.legend.get_frame_on()
        found = taken.free(*shares, self.near, across_references=framed or anyhow)
        if found is None and anyhow:
            found = taken.emptiest(*shares, self.near)
        if found is None:
            return None, ()
        return self._at(spot, found, shares), (*found, found[0] + shares[0], found[1] + shares[1])

    def outside(self, spot: Spot, box: Box, outer: Box, depth: Box) -> Spot:
        """Return where the legend is at a side of the axes, beyond what takes `depth` there."""
        width, height = self.size(spot)
        if spot.kind.where == "beside":
            top = min(max(box.y1, outer.y0 + height), outer.y1)
            anchor = (depth.x1 + GAP) / box.width, (top - box.y1) / box.height
            return spot._replace(anchor=(1 + anchor[0], 1 + anchor[1]))
        centre = min(max((box.x0 + box.x1) / 2, outer.x0 + width / 2), max(outer.x1 - width / 2, outer.x0))
        x = (centre - box.x0) / box.width
        if spot.kind.where == "below":
            return spot._replace(loc="upper center", anchor=(x, -(depth.y0 + GAP) / box.height))
        return spot._replace(loc="lower center", anchor=(x, 1 + (depth.y1 + GAP) / box.height))

    def write(self, spot: Spot, *, in_layout: bool) -> None:
        """Draw the legend where it fits."""
        before = self.spot
        if before is None or (before.size, before.columns, before.longest, before.kind.short) != (
            *(spot.size, spot.columns, spot.longest, spot.kind.short),
        ):
            self._rebuild(spot)
        self._follow()
        if before != spot or self.legend.get_in_layout() != in_layout:
            self.legend.set_in_layout(in_layout)
            self.legend.set_loc(spot.loc)
            self.legend.borderaxespad = 0.0 if spot.kind.where != "inside" else self.air
            self.legend.set_bbox_to_anchor(spot.anchor, self.ax.transAxes if spot.anchor else None)
            self.put = place_of(self.legend)
        change(self.legend.get_title(), text=spot.title)
        self.spot, self.title_written = spot, spot.title

    def _follow(self) -> None:
        """Give what is shown in the legend the looks of what it stands for, which somebody may have changed."""
        if not self.short:
            for drawn, shown in zip(self.entries[0], self.legend.legend_handles, strict=False):
                follow(drawn, shown, self.legend.markerscale)

    def below(self, level: int) -> float:
        """Return the share of the room below which a legend of a level gives way to a shorter one."""
        return self.shorter[level].below if level < len(self.shorter) else 0.0

    def _at(self, spot: Spot, found: tuple[float, float], shares: tuple[float, float]) -> Spot:
        """Return how a legend is placed in a box; in a corner as people would have it."""
        for corner, loc in CORNERS.items():
            pairs = zip(corner, found, shares, strict=True)
            if max(abs(end - at - end * length) for end, at, length in pairs) < NEAR:
                return spot._replace(loc=loc)
        x, y = (at > 0.5 - length / 2 for at, length in zip(found, shares, strict=True))
        anchor = found[0] + x * shares[0], found[1] + y * shares[1]
        return spot._replace(loc=CORNERS[float(x), float(y)], anchor=anchor)

    def _rebuild(self, spot: Spot) -> None:
        """Make the legend anew with other letters or columns: matplotlib cannot change them."""
        old = self.legend
        same = spot.size == old.prop.get_size_in_points() and spot.columns == columns_of(old)
        if same and self.spot is None and not spot.kind.short and spot.longest == np.inf:
            return
        short, names = spot.kind.short, self.names(spot.kind.short)
        handles = self.shorter[short - 1].entries[0] if short else self.entries[0]
        font, title_font = old.prop.copy(), old.get_title().get_fontproperties().copy()
        font.set_size(spot.size)
        title_font.set_size(self._size_of_title(spot.size))
        style = {name: option for name, option in self.options.items() if name not in SIZED}
        spacing = ("borderpad", "labelspacing", "handlelength", "handleheight", "handletextpad", "columnspacing")
        new = new_legend(
            self.ax,
            *_without_strange_letters((handles, names)),
            prop=font,
            ncols=spot.columns,
            title=spot.title or None,
            title_fontproperties=title_font,
            markerscale=self.marks * min(1.0, spot.size / self.given),
            **style
            | {name: getattr(old, name) for name in spacing}
            | {"fancybox": isinstance(old.get_frame().get_boxstyle(), BoxStyle.Round)}
            | {"alignment": old.get_alignment()},
        )
        new.get_title().set(color=old.get_title().get_color(), parse_math=False)
        new.get_frame().update_from(old.get_frame())
        new.set(frame_on=old.get_frame_on(), zorder=old.get_zorder(), draggable=old.get_draggable())
        longest = spot.longest / spot.size
        self.written = _write(new, [cut(name, font_key(font), longest) for name in names])
        self.short = short
        for text, before in zip(new.get_texts(), old.get_texts(), strict=False):
            font = before.get_fontproperties().copy()
            font.set_size(spot.size)
            text.set(color=before.get_color(), fontproperties=font)
        new.borderaxespad = self.air
        self.legend = new


def _style(ax: Axes) -> dict[str, Any]:
    """Return the looks of legends: without a frame, on the colour of the page, as far as the user has set no others."""
    style: dict[str, Any] = {"alignment": "left"}
    if stock("legend.fontsize"):
        style["fontsize"] = size_of_small()
    if stock("legend.frameon", "legend.edgecolor", "legend.facecolor", "legend.framealpha"):
        style |= {"edgecolor": "none", "framealpha": SHEER, "facecolor": tuple(Tones.of(ax).face)}
    if stock("legend.handlelength"):
        style["handlelength"] = HANDLE
    if stock("legend.labelspacing"):
        style["labelspacing"] = SPACING
    return style


def _write(legend: Legend, names: list[str]) -> list[str]:
    """Write names as texts, never as mathematics."""
    for text, name in zip(legend.get_texts(), names, strict=True):
        text.set(text=name, parse_math=False)
    return names


def _without_strange_letters(entries: Entries) -> Entries:
    """Return entries whose names are written later: matplotlib would read mathematics into them."""
    return entries[0], ["m" for _ in entries[1]]
