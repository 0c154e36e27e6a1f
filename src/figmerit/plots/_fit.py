"""The one place that decides by size, when a figure is drawn: where axes are, and how the texts around them fit.

matplotlib asks the locator of axes for their place before it measures and before it draws them. :class:`Fit` is such a
locator. Its decision is a function of the room, the texts and the data alone, so that the same size gives the same
picture, whatever was drawn or saved before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from matplotlib.artist import Artist
from matplotlib.transforms import Bbox

from figmerit.plots._among import place_among, told_to_engine
from figmerit.plots._box import (
    ALONE,
    Box,
    Room,
    cell_of,
    engine_of,
    in_points,
    in_shares,
    is_fitted,
    page,
    root_of,
    size_of,
    up_to_neighbours,
)
from figmerit.plots._measure import Settled, Written, change, font_of, height_of, wrapped
from figmerit.plots._notes import GID as NOTES
from figmerit.plots._unnamed import twins_of

if TYPE_CHECKING:
    from matplotlib.gridspec import SubplotSpec

    from figmerit.plots._around import Around, Decision

LEAST = 0.05
"""The share of their slot that axes keep before a legend hides something."""

AIR = 0.6
"""The distance of notes from the sides of the figure, and from what is above, as a share of the letters' size."""

KEPT = 64
"""Decisions that are kept, for the sizes that a figure had last."""


class Fit:
    """Where axes are, with all that is around them; a class, as figures are pickled.

    Parameters
    ----------
    around : Around
        The axes, and what is written around them.
    is_new : bool
        Whether the figure was made for them: then they take all its room.
    enough : bool, default=True
        Whether axes may be no larger than enough where there are few entries in the legend; else they are almost as
        large as can be.
    alone : bool, default=False
        Whether no other plot of ours may stand on the axes.
    """

    def __init__(self, around: Around, *, is_new: bool, enough: bool = True, alone: bool = False) -> None:
        self.around, self.ax, self.is_new, self.enough, self.alone = around, around.ax, is_new, enough, alone
        before: Any = self.ax.get_axes_locator()
        self.outer: Any = getattr(before, "outer", None) if isinstance(before, Fit) else before
        self.group: Any = None
        self.decided: dict[Any, Decision] = {}
        self.known: Any = None
        self.told, self.letters, self.among = Box(0, 0, 0, 0), 1.0, None
        self.in_engine = False
        self.laid_out: Any = None
        self.original = self.ax.get_position(original=True).bounds
        notes = [text for text in root_of(self.ax).texts if text.get_gid() == NOTES] if is_new else []
        self.notes = Written(notes[0]) if notes else None
        self.ax.set_axes_locator(self)
        self.agent = self.ax.add_artist(Agent(self))

    @property
    def there(self) -> bool:
        """Whether the plot is still on its axes: ``ax.clear()`` keeps locators."""
        return self.agent.axes is self.ax and self.agent in self.ax.get_children()

    def leave(self) -> None:
        """Give everything back as it was given: another fit takes over."""
        if self.there:
            self.around.leave()
            self.agent.remove()
        self.around.leave_ticks()

    # --- What matplotlib asks ---

    def __call__(self, ax: Any, renderer: Any) -> Bbox:
        """Return the place of the axes, with all that is around them as it fits there."""
        if not self.there:
            self.around.leave_ticks()
            place: Bbox = self.outer(ax, renderer) if self.outer else ax.get_position(original=True)
            return place
        figure = self.ax.get_figure(root=False)
        size, now = size_of(figure), self.ax.get_position(original=True).bounds
        if self.group is not None and (now == self.original or engine_of(figure)):
            decision = self.group.decide(self)
        else:
            decision = self.decide(self.room(size))
        self.around.write(decision, in_layout=not self.in_engine)
        for twin in twins_of(self.ax):
            if twin is not self.ax and twin.get_axes_locator() is None:  # they share the active place
                twin.set_axes_locator(self.repeat)
        return in_shares(decision.box, size)

    def repeat(self, twin: Any, renderer: Any) -> Bbox:  # noqa: ARG002
        """Return the place of the axes for a twin of them."""
        return self(self.ax, renderer)

    def get_subplotspec(self) -> SubplotSpec | None:
        """Return the cell of the axes: ``tight_layout`` refuses locators without one."""
        spec: SubplotSpec | None = self.ax.get_subplotspec()
        return spec

    # --- The room ---

    def room(self, size: tuple[float, float]) -> Room:
        """Return the room that the axes have."""
        ax, figure = self.ax, self.ax.get_figure(root=False)
        spec, now = ax.get_subplotspec(), ax.get_position(original=True)
        self.in_engine = False
        if self.is_new and ax.get_in_layout() and (now.bounds == self.original or engine_of(figure)):
            outer = page(figure)
            outer = outer._replace(y0=max(outer.y0, self.notes_height(size)))
            return Room(outer, slot=outer.area, almost=ALONE)
        place = in_points(self.outer(ax, None) if self.outer else now, size)
        if spec is None or not ax.get_in_layout():  # an inset, or put there by its user
            return Room(up_to_neighbours(ax, place, size), place, fixed=True, slot=place.area)
        cell = in_points(cell_of(spec), size)
        if engine_of(figure) is not None:
            self.laid_out, (self.told, self.letters) = (now.bounds, size), told_to_engine(self, size)
        elif self.laid_out != (now.bounds, size):
            return Room(up_to_neighbours(ax, place, size), place, slot=cell.area)
        self.in_engine = True
        return place_among(place, self.told, cell, self.letters)  # also as it is saved, when its engine is gone

    def notes_height(self, size: tuple[float, float]) -> float:
        """Write the notes below the axes as they fit, and return the points that they take."""
        if self.notes is None:
            return 0.0
        string, points = self.notes.read()
        air = AIR * points
        lines = [wrapped(line, font_of(self.notes.text), (size[0] - 2 * air) / points) for line in string.split("\n")]
        text = "\n".join(lines)
        self.notes.write(Settled(text, points, 0.0))
        change(self.notes.text, position=(air / size[0], air / size[1]))
        return height_of(text.count("\n") + 1) * points + 2 * air

    # --- The decision ---

    def decide(self, room: Room) -> Decision:
        """Return how everything fits in a room."""
        known = self.around.known()
        if self.known != known or len(self.decided) > KEPT:
            self.known, self.decided = known, {}
        key = tuple(round(part, 2) for part in (*room.outer, *(room.place or ()), *room[2:]))
        if key not in self.decided:
            self.decided[key] = self._fixed(room) if room.fixed else self._largest(room)
        return self.decided[key]

    def _largest(self, room: Room) -> Decision:
        """Return the first way to fit that leaves large enough axes, else almost as large ones as any does."""
        around, share = self.around, 0.995 if room.place else room.almost
        possible: float | None = None
        found: list[Decision] = []
        most = 0.0
        for level, steps in enumerate(around.steps()):
            found = []
            for step in steps:
                one = around.attempt(step, room) if step.share <= room.letters else None
                if one is None:
                    continue
                if self.enough and around.few and one.box.area >= room.enough * room.slot:
                    return one
                if possible is None:
                    possible = self._bound(room)
                if one.box.area >= share * possible:
                    return one
                found.append(one)
            most = max((one.box.area for one in found), default=0.0)
            if most > (around.legend.below(level) if around.legend else 0.0) * (possible or 0.0):
                break
        if not found:
            return self._last(room)
        return next(one for one in found if one.box.area >= room.almost * most)

    def _bound(self, room: Room) -> float:
        """Return the largest area that any step could leave: with the smallest letters at any angle, no legend."""
        if room.place is not None:
            return room.place.squared(self.around.ratio()).area
        smallest = (step for steps in self.around.steps() for step in steps if step.share == 0)
        bare = dict.fromkeys(step._replace(legend=None, last=True) for step in smallest)
        found = (self.around.attempt(step, room) for step in bare)
        return max((one.box.area for one in found if one), default=0.0)

    def _fixed(self, room: Room) -> Decision:
        """Return the first way to fit around a place that is fixed, else the one that is least too large."""
        found: list[Decision] = []
        for steps in self.around.steps():
            for step in steps:
                one = self.around.attempt(step, room)
                if one is not None and _over(one.margins, room) < 0.5:
                    return one
                found += [one] if one is not None else []
        return min(found, key=lambda one: _over(one.margins, room)) if found else self._last(room)

    def _last(self, room: Room) -> Decision:
        """Return how everything fits where nothing does: a legend has cut names, and lies on data only at last."""
        *outside, inside = self.around.last_steps()
        for step in outside:
            one = self.around.attempt(step, room)
            if one is not None and one.box.area > LEAST * room.slot:
                return one
        return cast("Decision", self.around.attempt(inside, room))


def _over(margins: Box, room: Room) -> float:
    """Return by how many points margins around a place that is fixed go beyond its room."""
    place, outer = cast("Box", room.place), room.outer
    return max(
        outer.x0 - place.x0 + margins.x0,
        outer.y0 - place.y0 + margins.y0,
        place.x1 + margins.x1 - outer.x1,
        place.y1 + margins.y1 - outer.y1,
    )


def settle(figure: Any) -> None:
    """Let all axes fit the figure as it is now, as they do when it is drawn."""
    for ax in figure.axes:
        if is_fitted(ax):
            ax.apply_aspect(ax.get_axes_locator()(ax, None))


class Agent(Artist):
    """What tells layout engines the room that the texts of axes need.

    A layout engine measures the axes and then moves them, which changes what it has measured: its answer drifts. This
    artist reports margins that depend on the texts alone, so that the answer does not depend on the present place.
    """

    zorder = -1e9

    def __init__(self, fit: Fit) -> None:
        super().__init__()
        self.fit = fit
        self.set_clip_on(False)  # what is clipped to the axes is not measured

    def get_tightbbox(self, renderer: Any = None) -> Bbox | None:  # noqa: ARG002
        """Return the place of the axes with their margins; nothing where no engine asks."""
        fit, ax = self.fit, self.fit.ax
        if not fit.in_engine:
            return None
        figure = ax.get_figure(root=False)
        scale = root_of(figure).dpi / 72
        place, told = ax.get_position(original=True).transformed(figure.transSubfigure), fit.told
        return Bbox(
            [
                [place.x0 - told.x0 * scale, place.y0 - told.y0 * scale],
                [place.x1 + told.x1 * scale, place.y1 + told.y1 * scale],
            ]
        )

    def draw(self, renderer: Any) -> None:
        """Draw nothing."""
