"""Points at which `score >= threshold` is called positive: which are marked, and what the legend says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit._numbers import cut_text, equation
from figmerit._validate import check_number, check_several, check_unrepeated
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.metrics._curves import outcomes_of
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._legend import shown_in_legend

if TYPE_CHECKING:
    from collections.abc import Sequence

Cut: TypeAlias = float | OperatingPoint
Thresholds: TypeAlias = Cut | Iterable[Cut] | Mapping[str, Cut]

MARKERS = "os^DvPX*<>ph"
"""One for each marked point of a curve."""

NAMED_EACH = 4
"""How many points of several thresholds have an entry each in the legend; of more, each threshold has one."""

UNREACHED = "no score reaches it"
"""What the legend says of a threshold beyond all scores."""

RULE = "a number, an OperatingPoint, a sequence of these or a mapping of name to one"
HINT = "threshold=0.5, threshold=[0.3, 0.5] or threshold={'deployed': 0.5}"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold: its place among those of a curve, its name, if it has one, and where it was chosen."""

    value: float
    place: int = 0
    name: str | None = None
    chosen_on: str = ""

    @classmethod
    def checked(cls, what: str, cut: Any, place: int = 0, name: str | None = None) -> Threshold:
        """Return the threshold that a caller gave as a number, or as a point, which is named by its rule."""
        if not isinstance(cut, OperatingPoint):
            return cls(check_number(what, cut), place, name)
        rule = None if cut.rule == "given" else cut.rule
        return cls(cut.threshold, place, name or rule, cut.chosen_on)

    @property
    def text(self) -> str:
        """What the legend calls it."""
        cut = cut_text(self.value)
        return f"{self.name}: {cut}" if self.name else cut

    def on(self, data: Any) -> Threshold:
        """Return the same threshold for a curve or a sweep, of whose data its name says if it was chosen on them."""
        if not self.chosen_on:
            return self
        which = "these" if self.chosen_on == data.identity else "other"
        return replace(self, name=f"{self.name} (chosen on {which} data)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked point of a curve; `alone` it is named in the legend."""

    threshold: Threshold
    x: float
    y: float
    alone: bool

    @property
    def marker(self) -> str:
        """How the point is drawn: the first threshold of each curve as a dot."""
        return MARKERS[self.threshold.place]

    def text(self, names: tuple[str, str], *, fine: bool) -> str:
        """Return the legend's entry; `names` are those of x and y, of which a `fine` x may be tiny."""
        if np.isinf(self.threshold.value):
            return shown_in_legend(self.threshold.text)
        if np.isnan(self.y):
            reached = UNREACHED
        else:
            x = equation(names[0], self.x, "{:.2g}" if fine and self.x < 0.1 else "{:.3f}")
            reached = f"{x}, {equation(names[1], self.y)}"
        return shown_in_legend(f"{self.threshold.text}{', ' if self.threshold.name else ': '}{reached}")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of each curve, and the thresholds that the legend names once for all curves."""

    of_curves: tuple[tuple[Mark, ...], ...]
    said_by_curves: bool = False

    def shared(self) -> list[tuple[str, str]]:
        """Return marker and text of each entry of the legend that stands for the points of several curves."""
        if self.said_by_curves:
            return []
        several: dict[Threshold, list[Mark]] = {}
        for mark in (mark for marks in self.of_curves for mark in marks if not mark.alone):
            several.setdefault(mark.threshold, []).append(mark)
        return [(marks[0].marker, shown_in_legend(_text_of_all(marks))) for marks in several.values()]


def _text_of_all(marks: Sequence[Mark]) -> str:
    n_reached = sum(not np.isnan(mark.y) for mark in marks)
    text = marks[0].threshold.text
    if n_reached == len(marks):
        return text
    text += ", " if marks[0].threshold.name else ": "
    return f"{text}reached by {n_reached} of {len(marks)} curves" if n_reached else f"{text}{UNREACHED}"


def marks_of(entries: Sequence[Any], threshold: Any) -> Marks:
    """Return the marks of each curve that has thresholds."""
    if threshold is None:
        return Marks(((),) * len(entries))
    own = _own_thresholds(entries, threshold) if isinstance(threshold, Mapping) else None
    wanted = [points_of(threshold)] * len(entries) if own is None else own
    can_be = [not (entry.curve.per_class or entry.curve.undefined) for entry in entries]
    asked = [index for index, points in enumerate(wanted) if points]
    if not any(can_be[index] for index in asked):
        outcomes_of(entries[asked[0]].curve, wanted[asked[0]][0].value)
    several = len(wanted[asked[0]]) > 1
    n_points = sum(len(points) for points, can in zip(wanted, can_be, strict=True) if can)
    by_name = len(entries) == 1 or not any(entry.says_class for entry in entries)
    alone = by_name and (not several or len(entries) == 1 or n_points <= NAMED_EACH)
    found = [
        tuple(_mark(entry.curve, point, alone=alone) for point in points) if can else ()
        for entry, points, can in zip(entries, wanted, can_be, strict=True)
    ]
    return Marks(tuple(found), said_by_curves=own is not None and not alone)


def _mark(curve: Any, threshold: Threshold, *, alone: bool) -> Mark:
    x, y = curve.at_threshold(threshold.value)
    return Mark(threshold.on(curve), x, y, alone)


def points_of(threshold: Any) -> tuple[Threshold, ...]:
    """Return the thresholds that every curve has: of a number or a point, a sequence, or a mapping of names."""
    if isinstance(threshold, Mapping):
        pairs = enumerate(_few(threshold).items())
        return tuple(Threshold.checked(f"threshold[{name!r}]", cut, place, name) for place, (name, cut) in pairs)
    number = isinstance(threshold, int | float | np.integer | np.floating) and not isinstance(threshold, bool)
    if number or isinstance(threshold, OperatingPoint):
        return (Threshold.checked("threshold", threshold),)
    several = enumerate(_few(check_several("threshold", threshold, RULE, HINT)))
    points = tuple(Threshold.checked(f"threshold[{place}]", cut, place) for place, cut in several)
    check_unrepeated(tuple(point.text if point.name else point.value for point in points), "threshold")
    return points


def _few(several: Any) -> Any:
    """Return several thresholds, if there is a marker for each."""
    if not 0 < len(several) <= len(MARKERS):
        raise invalid("threshold", f"1 to {len(MARKERS)} numbers", f"{len(several)}", HINT)
    return several


def _own_thresholds(entries: Sequence[Any], threshold: Mapping[Any, Any]) -> list[tuple[Threshold, ...]] | None:
    """Return the threshold that each curve has for itself; None if the names are those of points."""
    named = {entry.keys[0]: place for place, entry in enumerate(entries) if entry.keys}
    known = {key: place for place, entry in enumerate(entries) for key in entry.keys} | named
    unknown = [key for key in threshold if key not in known]
    if not unknown and threshold:
        own: list[tuple[Threshold, ...]] = [()] * len(entries)
        for key, value in threshold.items():
            own[known[key]] = (Threshold.checked(f"threshold[{key!r}]", value),)
        return own
    if len(unknown) < len(threshold):
        rule = f"a mapping of names of curves, {listing(named)}, or of names of points, not of both"
        raise invalid("threshold", rule, f"the names {listing(threshold)}", did_you_mean(unknown[0], named))
    for key in unknown:
        if not isinstance(key, str) or not key.strip():
            rule = f"names of curves, {listing(named)}, or names of points" if named else "names of points"
            raise wrong_type("the keys of threshold", rule, brief(key), "threshold={'deployed': 0.5}")
    return None
