"""What surrounds axes, titles, labels, names, legends, colour bars, fits a room in one of several ways."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby, product
from typing import TYPE_CHECKING, Any, NamedTuple

from figmerit.plots._box import PAD, Box, Room, in_shares, size_of, text_height, texts_of_ticks
from figmerit.plots._header import APART, Head, Header
from figmerit.plots._legend import GAP, FittedLegend, Kind, Spot
from figmerit.plots._measure import Settled, Written, change, smaller
from figmerit.plots._names import LONGEST, Along, Names, Scale, SharesOnly, Ticks
from figmerit.plots._taken import Taken
from figmerit.plots._unnamed import ends_of, is_x, put_for_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from figmerit.plots._beside import Beside, Cover, Strip

STEPS = (
    *((1.0, 0), (0.9, 0), (1.0, 45), (0.8, 0), (0.8, 45), (1.0, 90)),
    *((0.7, 0), (0.7, 45), (0.8, 90), (0.7, 90), (0.0, 0), (0.0, 45), (0.0, 90)),
)
"""Shares of the user's font sizes and angles of names, from the most generous to the least."""

SHARES = tuple((share, 0) for share in (1.0, 0.9, 0.8, 0.7, 0.0))
"""The same for axes without names."""

FEW = 3
"""Entries of a legend up to which axes may be no larger than enough."""

ROUNDS = 4
"""Margins depend on the box, and the box on the margins: so often at most."""

KEPT = 200
"""Lengths of axes whose numbers are kept."""

FIRST = Box(40, 35, 12, 12)
"""Margins to begin with."""


class Step(NamedTuple):
    """One way to fit: a share of the user's font sizes, an angle of names, a kind of legend."""

    share: float
    angle: int
    legend: Kind | None
    last: bool = False


class Outside(NamedTuple):
    """A legend with its width and height in points."""

    kind: Kind
    spot: Spot
    width: float
    height: float

    def around(self, depth: Box, box: Box) -> Box:
        """Return the margins that it leads to beyond others of a box, which it may be wider than."""
        where = self.kind.where
        if where in ("below", "above"):
            more = max(self.width - depth.x0 - box.width - depth.x1, 0.0) / 2
            depth = depth._replace(x0=depth.x0 + more, x1=depth.x1 + more)
        if where == "beside":
            return depth._replace(x1=max(depth.x1, 0.0) + self.width + GAP)
        if where == "below":
            return depth._replace(y0=depth.y0 + self.height + GAP)
        return depth._replace(y1=depth.y1 + self.height + GAP) if where == "above" else depth


class Texts(NamedTuple):
    """What is written around a box, and how deep it is at each side, without legend and title."""

    x: Along
    y: Along
    xlabel: Settled
    ylabel: Settled
    head: Head
    strips: tuple[Beside, ...]
    depth: Box


@dataclass(frozen=True, slots=True)
class Decision:
    """Where axes are, in which room, their margins, and how everything around them stands.

    The title is `raised` over what stands above the axes. Where there is no room, all is `squeezed`: names are cut or
    left out, and a legend may lie on data. Letters have a `share` of their size.
    """

    box: Box
    outer: Box
    margins: Box
    texts: Texts
    raised: float = 0.0
    legend: Spot | None = None
    covers: tuple[Cover, ...] = ()
    squeezed: bool = False
    share: float = 1.0


class Around:
    """What is written around axes, and what stands at their sides.

    Parameters
    ----------
    ax : Axes
        The axes.
    legend : FittedLegend, optional
        The legend.
    x, y : Ticks, optional
        What is written along the axes, where that is not numbers.
    strips : sequence of Strip
        What stands at the sides: colour bars, histograms, values.
    """

    def __init__(
        self, ax: Axes, legend: FittedLegend | None, x: Ticks | None, y: Ticks | None, strips: Sequence[Strip]
    ) -> None:
        self.ax: Any = ax
        self.legend, self.strips = legend, list(strips)
        self.x, self.y = x or Ticks(ax.xaxis), y or Ticks(ax.yaxis)
        self.xlabel, self.ylabel = Written(ax.xaxis.label), Written(ax.yaxis.label)
        self.header = Header(ax)
        self.numbers: dict[Any, tuple[str, ...]] = {}
        self.seen: tuple[Any, Taken] | None = None

    def leave(self) -> None:
        """Give texts back as they were given: something else takes over."""
        for written in (self.xlabel, self.ylabel, *self.header.texts()):
            string, size = written.read()
            change(written.text, text=string, size=size)
        self.leave_ticks()

    def leave_ticks(self) -> None:
        """Give the numbers and names along the axes their own size back."""
        self.x.leave()
        self.y.leave()

    def known(self) -> tuple[Any, ...]:
        """Return all that the ways to fit depend on beside the room."""
        ax = self.ax
        names = tuple(self.legend.names(0)) if self.has_legend and self.legend else ()
        formats = [(id(axis.get_major_locator()), id(axis.get_major_formatter())) for axis in (ax.xaxis, ax.yaxis)]
        return (
            *(written.read() for written in (self.xlabel, self.ylabel, *self.header.texts())),
            *(ticks.read() for ticks in (self.x, self.y)),
            *(ax.get_xscale(), ax.get_yscale(), ax.get_aspect(), ax.get_box_aspect(), *self._drawn()),
            *(strip.known() for strip in self.strips),
            *formats,
            names,
        )

    @property
    def has_legend(self) -> bool:
        """Whether there is a legend that is ours."""
        return self.legend is not None and self.legend.there

    @property
    def few(self) -> bool:
        """Whether the legend has few entries, if there is one."""
        return not self.has_legend or self.legend is None or len(self.legend.entries[1]) <= FEW

    def ratio(self) -> float:
        """Return the height of the axes as a multiple of their width, 0 if that is free."""
        if self.ax.get_box_aspect() is not None:
            return float(self.ax.get_box_aspect())
        return 0.0 if self.ax.get_aspect() == "auto" else float(self.ax.get_data_ratio() * self.ax.get_aspect())

    def taken(self, covers: Sequence[Cover] = ()) -> Taken:
        """Return where data, legends and insets already stand in the axes."""
        drawn = self._drawn()
        if self.seen is None or self.seen[0] != drawn:
            self.seen = drawn, Taken(self.ax)
        taken = self.seen[1].copy() if covers else self.seen[1]
        for cover in covers:
            taken.add_box(*cover)
        return taken

    def _drawn(self) -> tuple[Any, ...]:
        ax = self.ax
        counted = [len(ax.lines), len(ax.collections), len(ax.patches)]
        return (*ax.get_xlim(), *ax.get_ylim(), *counted)

    # --- Ways to fit ---

    def steps(self) -> Iterator[list[Step]]:
        """Yield ways to fit, the most generous first; at last those with a shorter legend."""
        named = isinstance(self.x, Names) and self.x.shown
        kinds: list[Kind | None] = [*self.legend.kinds] if self.has_legend and self.legend else [None]
        for _, part in groupby(kinds, lambda kind: kind.short if kind else 0):
            ways = product(STEPS if named else SHARES, list(part))
            yield [Step(share, angle, kind) for (share, angle), kind in ways]

    def last_steps(self) -> list[Step]:
        """Return the ways to fit where nothing does: names are left out, and at last a legend hides something."""
        if not self.has_legend or self.legend is None:
            return [Step(0.0, 90, None, last=True)]
        short = len(self.legend.shorter)
        places = [where for where in ("below", "beside") if Kind(where) in self.legend.kinds]
        return [Step(0.0, 90, Kind(where, short=short), last=True) for where in (*places, "inside")]

    def attempt(self, step: Step, room: Room, *, title_share: float | None = None) -> Decision | None:
        """Return how everything fits in one way; None if it does not."""
        ratio = self.ratio()
        title_share = step.share if title_share is None else title_share
        box = (room.place or room.outer.within(FIRST)).squared(ratio)
        legend = self._legend(step, box, room)
        if step.legend is not None and legend is None:
            return None
        found: Any = None
        depth = Box(0, 0, 0, 0)
        for k in range(ROUNDS):
            found = self._written(step, box, room, title_share)
            if found is None:
                return None
            depth = found.depth if k < 2 else found.depth.larger(depth)  # numbers may come and go with the length
            margins = depth if legend is None else legend.around(depth, box)
            low = max(found.y.after, *(min(strip.ends, APART) for strip in found.strips), 0.0)
            raised = margins.y1 if margins.y1 > low else 0.0
            margins = margins._replace(y1=margins.y1 + found.head.height)
            inner = room.outer.within(margins)
            again = inner if room.place is None else room.place if room.fixed else room.place.common(inner)
            again = again.squared(ratio)
            if all(abs(one - other) < 0.05 for one, other in zip(again, box, strict=True)):
                break
            box = again
        else:  # names must fit the last box, too
            found = self._written(step, box, room, title_share)
            if found is None:
                return None
        covers = tuple(cover for strip in found.strips for cover in strip.covers)
        spot = None
        if legend is not None and self.legend is not None:
            if legend.kind.where == "inside":
                taken = self.taken(covers)
                spot, cover = self.legend.inside(legend.spot, box, taken, spare=room.spare, anyhow=step.last)
                covers = (*covers, cover)
            else:
                spot = self.legend.outside(legend.spot, box, room.outer, depth)
            if spot is None:
                return None
        return Decision(
            box=box,
            outer=room.outer,
            margins=margins,
            texts=found,
            raised=raised,
            legend=spot,
            covers=covers,
            squeezed=step.last,
            share=step.share,
        )

    def _legend(self, step: Step, box: Box, room: Room) -> Outside | None:
        """Return the room that a legend takes outside of the axes; None if it is too large."""
        if step.legend is None or self.legend is None:
            return None
        where, outer = step.legend.where, room.outer
        widest = {"inside": box.width, "beside": 0.5 * outer.width}.get(where, outer.width)
        spot = self.legend.sized(step.legend, step.share * step.legend.share, max(widest, 30.0))
        width, height = self.legend.size(spot)
        if spot.longest < math.inf and not step.last:
            return None
        highest = {"inside": math.inf, "beside": outer.height}.get(where, 0.5 * outer.height)
        return Outside(step.legend, spot, width, height) if height <= highest else None

    def _written(self, step: Step, box: Box, room: Room, title_share: float) -> Texts | None:
        """Return what is written around a box; None if names would touch."""
        x, y = self._along(self.x, step, box, room), self._along(self.y, step, box, room)
        if x is None or y is None:
            return None
        centre, outer = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2), room.outer
        across = 2 * max(min(centre[0] - outer.x0, outer.x1 - centre[0]), 10.0)
        down = 2 * max(min(centre[1] - outer.y0, outer.y1 - centre[1]), 10.0)
        if self.header.title.given[0]:  # a long one begins left of the axes
            down = min(down, box.height + 2 * PAD)
        xlabel, ylabel = self.xlabel.at(step.share, across), self.ylabel.at(step.share, down)
        strips: list[Beside] = []
        for strip in self.strips:
            covers = [cover for other in strips for cover in other.covers]
            strips.append(strip.at(step.share, box, outer, self.taken(covers)))
        below = x.depth + xlabel.height + (self.ax.xaxis.labelpad if xlabel.height else 0.0)
        left = y.depth + ylabel.height + (self.ax.yaxis.labelpad if ylabel.height else 0.0)
        depth = Box(
            max(left, x.before, *(strip.left for strip in strips)),
            max(below, y.before),
            max(x.after, sum(strip.right for strip in strips)),
            max(y.after, *(strip.ends for strip in strips), sum(strip.above for strip in strips)),
        )
        unsaid = next((strip.unsaid for strip in strips if strip.unsaid), "")
        head = self.header.at(title_share, max(outer.width, 10.0), unsaid)
        return Texts(x, y, xlabel, ylabel, head, tuple(strips), depth)

    def _along(self, ticks: Ticks, step: Step, box: Box, room: Room) -> Along | None:
        scale = self._scale(ticks, step.share, box, room)
        along = ticks.at(step.share, step.angle, scale)
        return ticks.forced(scale) if along is None and step.last and isinstance(ticks, Names) else along

    def _scale(self, ticks: Ticks, share: float, box: Box, room: Room) -> Scale:
        """Return what texts along an axis must fit: where axes stay in their place, names fit what is beside it."""
        axis, across = ticks.axis, is_x(ticks.axis)
        low, high = ends_of(axis)
        pitch = (box.width if across else box.height) / ((high - low) or 1.0)
        first, last = ticks.ends(low, high)
        most = LONGEST * (room.outer.height if across else room.outer.width)
        if room.fixed and room.place is not None:
            label = self.xlabel if across else self.ylabel
            left = room.place.y0 - room.outer.y0 if across else room.place.x0 - room.outer.x0
            most = max(min(most, left - text_height(label.text) - axis.labelpad - 2 * PAD), 20.0)
        return Scale(pitch, first * pitch, last * pitch, most, self._numbers(ticks, share, box))

    def _numbers(self, ticks: Ticks, share: float, box: Box) -> tuple[str, ...]:
        """Return the numbers along an axis: how many there are depends on its length and their size."""
        if isinstance(ticks, Names) or not ticks.shown or isinstance(ticks.axis.get_major_locator(), SharesOnly):
            return ()
        axis, across, size = ticks.axis, is_x(ticks.axis), smaller(ticks.read(), share)
        written_by = id(axis.get_major_locator()), id(axis.get_major_formatter())
        key = across, size, round(box.width if across else box.height, 1), ends_of(axis), written_by
        if key not in self.numbers:
            if len(self.numbers) > KEPT:
                self.numbers.clear()
            put_for_now(self.ax, in_shares(box, size_of(self.ax.get_figure(root=False))))
            ticks.resize(size)
            self.numbers[key] = tuple(texts_of_ticks(ticks.axis))
        return self.numbers[key]

    # --- What is written ---

    def write(self, decision: Decision, *, in_layout: bool) -> None:
        """Draw everything as it fits."""
        texts = decision.texts
        self.x.write(texts.x)
        self.y.write(texts.y)
        self.xlabel.write(texts.xlabel)
        self.ylabel.write(texts.ylabel)
        if decision.legend is not None and self.has_legend and self.legend is not None:
            self.legend.write(decision.legend, in_layout=in_layout)
        for strip, beside in zip(self.strips, texts.strips, strict=True):
            strip.write(beside.state, decision.box, self.taken(decision.covers))
            change(strip.artist, in_layout=in_layout)
        free = bool(decision.raised or self.strips)
        self.header.write(texts.head, decision.raised, decision.box, decision.outer, free=free)
