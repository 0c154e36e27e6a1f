"""Which curves a figure shows: models, or the classes and averages of one result; and how they are told apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.colors import to_rgb

from figmerit._validate import check_unrepeated
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.plots._lines import DASHES
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

Average: TypeAlias = Literal["macro", "micro"]

LINE_STYLES: tuple[Any, ...] = (
    "-",
    (0, (5, 1.3)),
    (0, (6, 1.3, 1.3, 1.3)),
    (0, (1.6, 1.1)),
    (0, (9, 1.5)),
    (0, (3, 1.2, 1, 1.2, 1, 1.2)),
)
"""What tells curves apart beside their colours: in print, for the colour-blind, and where colours come again."""

STYLE = "_figmerit_style"
"""Where a line keeps the style that was chosen for it."""

MOST, WORST = 6, 3
"""Classes that can be told from each other; of more the worst ones are shown, and the others faintly."""

NARROW, AVERAGE = 0.6, 0.9
"""Widths of faint lines, and of averages, as shares of the user's."""

GREYISH = 0.1
"""The difference of red, green and blue in a colour up to which it is a grey."""

ALIKE = 0.05
"""The difference of red, green and blue up to which two colours are taken for one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One curve to draw, its name in the legend, and the keys under which a caller may mean it.

    With the comparison of its area with that of another model, if there is one.
    """

    curve: Any
    name: str | None
    says_class: bool = False
    style: dict[str, Any] = field(default_factory=dict)
    keys: tuple[Any, ...] = ()
    faint: bool = False
    difference: Any = None


def entries_of(curves: dict[str | None, Any], classes: Any, averages: Any, area: Callable[[Any], float]) -> list[Entry]:
    """Return what is drawn: each curve; of a single one over several classes, its classes and averages."""
    averages = _check_averages(averages)
    (name, first), *others = curves.items()
    if first.folds and not others:
        return _entries_of_folds(first, name)
    if first.per_class and not others:
        return _entries_of_classes(first, name, classes, averages, area)
    if not isinstance(classes, bool | np.bool_):
        rule = "left out unless the figure is of one result over several classes"
        raise invalid("classes", rule, brief(classes))
    return [
        Entry(
            curve,
            f"{name}, {curve.display_label if curve.folds else curve.average}" if name and curve.average else name,
            name == curve.display_label,
            keys=(name,) if name else (),
        )
        for name, curve in curves.items()
    ]


def _entries_of_folds(curve: Any, name: str | None) -> list[Entry]:
    """Return the curves of folds, faintly, and over them their mean."""
    prefix = f"{name}, " if name else ""
    folds = zip(curve.folds, curve.per_class, strict=True)
    entries = [Entry(part, f"fold {fold}", faint=True, keys=(fold, f"fold {fold}")) for fold, part in folds]
    return [*entries, Entry(curve, f"{prefix}{curve.display_label}", True, keys=(curve.display_label,))]


def _entries_of_classes(
    curve: Any, name: str | None, classes: Any, averages: Sequence[Average], area: Callable[[Any], float]
) -> list[Entry]:
    """Return the classes, each in its own colour whichever are shown, and over them the averages of all."""
    prefix = f"{name}, " if name else ""
    chosen = _chosen_classes(curve, classes)
    worst = _worst(chosen, area) if classes is True and len(chosen) > MOST else chosen
    entries = [
        Entry(
            part,
            f"{prefix}{part.display_label}",
            True,
            _looks(curve.per_class.index(part)) if part in worst else {},
            (part.display_label, part.pos_label),
            faint=part not in worst,
        )
        for part in [*worst, *(part for part in chosen if part not in worst)]
    ]
    covers = "" if len(chosen) in (0, len(curve.per_class)) else f" of all {len(curve.per_class)} classes"
    plain: dict[str, Any] = {"color": rcParams["text.color"], "linewidth": AVERAGE * rcParams["lines.linewidth"]}
    styles: dict[str, dict[str, Any]] = {
        "macro": {"linestyle": "-", "zorder": 2.2},
        "micro": {"linestyle": (0, (1, 1)), "zorder": 2.2},
    }
    for average, style in styles.items():
        if average in averages:
            part = curve if average == "macro" else curve.micro
            said = f"{prefix}{part.display_label}{covers}"
            entries.append(Entry(part, said, True, plain | style, (part.display_label,)))
    if not entries:
        raise invalid("classes and averages", "such that a curve is left to draw", "none of either")
    return entries


def _worst(parts: Sequence[Any], area: Callable[[Any], float]) -> list[Any]:
    """Return the curves of the lowest areas, and with them those that have none."""
    undefined = [part for part in parts if np.isnan(area(part))]
    known = sorted((part for part in parts if part not in undefined), key=area)
    return [*undefined, *known[:WORST]]


def _looks(place: int) -> dict[str, Any]:
    """Return the colour and the dashes of a class by its place among all of them: no two of the first 36 are alike."""
    every = rcParams["axes.prop_cycle"].by_key().get("color", ())
    colors = [color for color in every if np.ptp(to_rgb(color)) > GREYISH] or every  # grey lines stand for others
    style: dict[str, Any] = {"color": colors[place % len(colors)]} if colors else {}
    if "linestyle" not in rcParams["axes.prop_cycle"].keys:
        turn = place // len(colors) if colors and len(colors) % len(LINE_STYLES) == 0 else 0
        style |= {"linestyle": LINE_STYLES[(place + turn) % len(LINE_STYLES)], "dash_capstyle": "butt"}
    return style


def _chosen_classes(curve: Any, classes: Any) -> list[Any]:
    if isinstance(classes, bool | np.bool_):
        return list(curve.per_class) if classes else []
    known = {part.pos_label: part for part in curve.per_class}
    rule = f"True, False or some of {listing(known)}"
    wanted = [classes] if isinstance(classes, str | int | np.generic) else classes
    if not isinstance(wanted, Iterable):
        raise wrong_type("classes", rule, brief(classes))
    labels = [label.item() if isinstance(label, np.generic) else label for label in wanted]
    for label in labels:
        if not isinstance(label, Hashable) or label not in known:
            raise invalid("classes", rule, brief(classes), _hint_at_class(label, curve.per_class))
    return [known[label] for label in check_unrepeated(tuple(labels), "classes")]


def _hint_at_class(label: Any, parts: Iterable[Any]) -> str:
    """Print the label that was meant by its text, by the class's name, or by something close to them."""
    meant = {text: part.pos_label for part in parts for text in (str(part.pos_label), part.display_label)}
    close = get_close_matches(str(label), meant, n=1)
    return f"classes=[{meant[close[0]]!r}]" if close else "Names for classes are display_labels=[...]"


def _check_averages(averages: Any) -> tuple[Average, ...]:
    chosen = (averages,) if isinstance(averages, str) else averages
    rule = "a sequence of 'macro' and 'micro'"
    if not isinstance(chosen, Iterable):
        raise wrong_type("averages", rule, brief(averages), "averages=() draws none")
    chosen = tuple(chosen)
    if any(not isinstance(average, str) or average not in ("macro", "micro") for average in chosen):
        raise invalid("averages", rule, brief(averages))
    return check_unrepeated(chosen, "averages")


def tell_apart(ax: Axes, line: Line2D) -> Any:
    """Return the style of a new line: the next one that no line of its colour has.

    A user's cycle of styles is left as it is. The grey lines to compare with count too.
    """
    own = line.get_linestyle()
    if "linestyle" in rcParams["axes.prop_cycle"].keys:
        return own
    earlier = [other for other in ax.lines if other is not line and hasattr(other, STYLE)]
    color = np.array(to_rgb(line.get_color()))
    alike = [other for other in earlier if np.abs(np.array(to_rgb(other.get_color())) - color).max() < ALIKE]
    taken = [getattr(other, STYLE) for other in alike]
    if np.abs(np.array(to_rgb(REFERENCE)) - color).max() < ALIKE:
        taken += DASHES  # of lines to compare with, which are drawn after the curves
    first = len(earlier) % len(LINE_STYLES)
    turned = (*LINE_STYLES[first:], *LINE_STYLES[:first])
    style = next((style for style in turned if style not in taken), own)
    line.set(linestyle=style, dash_capstyle="butt")
    setattr(line, STYLE, style)
    return style
