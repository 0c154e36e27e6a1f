"""How estimates with their intervals are drawn, one below the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from figmerit._numbers import rounded
from figmerit.plots._drawing import drawing_on
from figmerit.plots._end_names import EndNames
from figmerit.plots._format import with_minus
from figmerit.plots._frame import draw_frame
from figmerit.plots._lines import color_of_cycle, to_compare_with
from figmerit.plots._names import Names
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from figmerit.plots._forest_rows import ForestRows
    from figmerit.plots._styling import Styles

ROW, AROUND, WIDTH = 0.36, 1.3, 6.4
"""Inches of a new figure: of a row, above and below all of them, and its width."""

WHISKER = 1.3
"""Width in points of the lines of intervals."""

APART = 0.6
"""What is free above the first row and below the last, in rows."""


def draw_forest(
    shown: ForestRows,
    styles: Styles,
    *,
    said: bool,
    xlabel: str | None,
    title: str | None,
    figsize: tuple[float, float] | None,
    ax: Axes | None,
) -> Figure:
    """Draw the rows, and their numbers at the right if they are `said`."""
    size = figsize or ((WIDTH, AROUND + ROW * len(shown.rows)) if ax is None else None)
    with drawing_on(ax, size, title=title, alone=True) as drawing:
        axes = drawing.ax
        points = {name: _draw(axes, shown, name, place, styles) for place, name in enumerate(shown.rows)}
        if shown.reference is not None:
            axes.axvline(shown.reference, **to_compare_with(zorder=1.4))
        draw_frame(axes, y=False, grid="x")
        axes.set_ylim(len(points) - 1 + APART, -APART)
        drawing.y = Names(axes.yaxis, dict(enumerate(shown.rows)))
        axes.tick_params(axis="y", length=0)
        what = shown.what[:1].upper() + shown.what[1:] if xlabel is None else xlabel
        axes.set_xlabel(what, parse_math=False)
        drawing.caption = _caption(shown)
        if said:
            texts = {line: _texts(shown, name) for name, line in points.items()}
            drawing.beside(EndNames(axes, texts, of_rows=True))
        drawing.record(next(iter(points.values())), "forest", shown)
    return drawing.figure


def _draw(ax: Axes, shown: ForestRows, name: str, place: int, styles: Styles) -> Line2D:
    """Draw one estimate, and a line from end to end; hollow where it cannot be told from the reference."""
    row = shown.rows[name]
    color = tuple(Tones.of(ax).faint) if row.grey else color_of_cycle()
    style: dict[str, Any] = {"color": color, "marker": "o", "linestyle": ""} | styles.of(name)
    if row.has_ends:
        ax.plot([row.low, row.high], [place, place], color=style["color"], linewidth=WHISKER, marker="", zorder=2)
    hollow = shown.reference is not None and not row.excludes(shown.reference)
    face = {"markerfacecolor": ax.get_facecolor()} if hollow else {}
    (point,) = ax.plot([row.estimate], [place], label=f"_{name}", zorder=3, **(face | style))
    return point


def _texts(shown: ForestRows, name: str) -> tuple[str, str]:
    """Return the estimate and its interval in words."""
    row = shown.rows[name]
    fmt = "{:+.3f}" if shown.reference == 0 else "{:.3f}"
    if math.isnan(row.estimate):
        return "n/a", row.note
    ends = f"[{rounded(row.low)}, {rounded(row.high)}]" if row.has_ends else ""
    return with_minus(rounded(row.estimate, fmt)), with_minus("  ".join(filter(None, (ends, row.note))))


def _caption(shown: ForestRows) -> str:
    """Say what lines and hollow points are."""
    known = [row for row in shown.rows.values() if row.has_ends]
    said = [f"lines: {shown.interval_label}"] if known else []
    if shown.reference is not None and not all(row.excludes(shown.reference) for row in known):
        said.append(f"hollow: {shown.hollow or f'cannot be told from {shown.reference:g}'}")
    said += shown.about
    text = "; ".join(said)
    return text[:1].upper() + text[1:]
