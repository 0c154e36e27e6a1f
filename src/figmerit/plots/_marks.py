"""Points at which `score >= threshold` is called positive: which are marked, and what the legend says of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from figmerit._numbers import cut_text, rounded
from figmerit._validate import check_number, check_several, check_unrepeated
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.metrics._curves import outcomes_of
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._format import with_minus
from figmerit.plots._legend import shown_in_legend

if TYPE_CHECKING:
    from collections.abc import Sequence

Cut: TypeAlias = float | OperatingPoint
Thresholds: TypeAlias = Cut | Iterable[Cut] | Mapping[str, Cut]

MARKERS = "os^DvPX*<>ph"
"""One for each marked point of a curve."""

NAMED_EACH = 6
"""How many points at most have their numbers beside them."""

DIGITS = 6
"""Digits of a threshold at most."""

UNREACHED = "no score reaches it"
"""What the legend says of a threshold beyond all scores."""

RULE = "a number, an OperatingPoint, a sequence of these or a mapping of name to one"
HINT = "threshold=0.5, threshold=[0.3, 0.5] or threshold={'deployed': 0.5}"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold: its place among those of a curve, its name, if it has one, and how and where it was chosen."""

    value: float
    place: int = 0
    name: str | None = None
    rule: str = ""
    chosen_on: str = ""
    shown: float | None = None

    @classmethod
    def checked(cls, what: str, cut: Any, place: int = 0, name: str | None = None) -> Threshold:
        """Return the threshold that a caller gave as a number, or as a point, which knows its rule."""
        if not isinstance(cut, OperatingPoint):
            return cls(check_number(what, cut), place, name)
        return cls(cut.threshold, place, name, "" if cut.rule == "given" else cut.rule, cut.chosen_on)

    @property
    def text(self) -> str:
        """What the legend calls it."""
        cut = with_minus(cut_text(self.value if self.shown is None else self.shown))
        return f"{self.name}: {cut}" if self.name else cut

    def on(self, data: Any) -> Threshold:
        """Return the same for a curve or a sweep; one that was chosen on its data has as few digits as do the same."""
        if not self.rule or self.chosen_on != data.identity or not np.isfinite(self.value) or self.value == 0:
            return self
        place = math.floor(math.log10(abs(self.value)))
        for digits in range(2, DIGITS):
            step = 10.0 ** (place - digits + 1)
            shown = round(math.floor(self.value / step) * step, digits - place)
            if _reached(data, shown) == _reached(data, self.value):
                return replace(self, shown=shown)
        return self

    def how(self, identities: Iterable[str]) -> str:
        """Say by which rule it was chosen, and on which of the data of these identities; nothing if it was given."""
        if not self.rule:
            return ""
        where = {identity == self.chosen_on for identity in identities}
        which = "some of these" if len(where) > 1 else "these" if True in where else "other"
        on = f" (chosen on {which} data)" if self.chosen_on else ""
        return f"{self.rule}{on}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked point of a curve; what is `said` of it stands beside it."""

    threshold: Threshold
    x: float
    y: float
    said: bool

    @property
    def marker(self) -> str:
        """How the point is drawn: the first threshold of each curve as a dot."""
        return MARKERS[self.threshold.place]

    def texts(self, names: tuple[str, str], *, fine: bool) -> tuple[str, ...]:
        """Return what stands beside it, on one line or on two; `names` are those of x and y, and `fine` x is tiny."""
        if not self.said or np.isnan(self.y):
            return ()
        x = _said(names[0], self.x, "{:.2g}" if fine and self.x < 0.1 else "{:.3f}")
        y = _said(names[1], self.y)
        return f"{y}, {x}", f"{y}\n{x}"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of each curve; the legend says of each threshold once what it is, or of each curve its own."""

    of_curves: tuple[tuple[Mark, ...], ...]
    said_by_curves: bool = False

    def how(self, identities: Iterable[str]) -> list[str]:
        """Say how each threshold was chosen."""
        known = set(identities)
        marks = [mark for marks in self.of_curves for mark in marks]
        thresholds = dict.fromkeys(mark.threshold for mark in marks)
        return [f"{one.name or one.text}: {how}" for one in thresholds if (how := one.how(known))]

    def shared(self) -> list[tuple[str, str]]:
        """Return marker and text of each entry of the legend that stands for a threshold."""
        if self.said_by_curves:
            return []
        several: dict[Threshold, list[Mark]] = {}
        for mark in (mark for marks in self.of_curves for mark in marks):
            several.setdefault(mark.threshold, []).append(mark)
        return [(marks[0].marker, shown_in_legend(_text_of_all(marks))) for marks in several.values()]


def _reached(data: Any, cut: float) -> Any:
    """Return what a threshold does: the point of a curve, or the counts of a sweep."""
    point = data.at_threshold(cut)
    return point.matrix.counts.tolist() if isinstance(point, OperatingPoint) else str(point)


def _said(name: str, value: float, fmt: str = "{:.3f}") -> str:
    return f"{name} {rounded(value, fmt)}"


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
    n_points = sum(len(points) for points, can in zip(wanted, can_be, strict=True) if can)
    alone = len(entries) == 1
    found = [
        tuple(
            _mark(entry.curve, point.on(entry.curve) if alone else point, said=n_points <= NAMED_EACH)
            for point in points
        )
        if can
        else ()
        for entry, points, can in zip(entries, wanted, can_be, strict=True)
    ]
    return Marks(tuple(found), said_by_curves=own is not None and len(entries) > 1)


def _mark(curve: Any, threshold: Threshold, *, said: bool) -> Mark:
    x, y = curve.at_threshold(threshold.value)
    return Mark(threshold, x, y, said)


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
