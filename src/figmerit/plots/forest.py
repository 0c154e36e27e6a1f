"""Estimates with their intervals, one below the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from matplotlib import rcParams
from matplotlib.lines import Line2D

from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_number, check_texts
from figmerit.errors import brief, wrong_type
from figmerit.plots._drawing import drawing_on
from figmerit.plots._end_names import EndNames
from figmerit.plots._forest_rows import ForestRows, as_forest
from figmerit.plots._format import with_minus
from figmerit.plots._frame import draw_frame
from figmerit.plots._lines import to_compare_with
from figmerit.plots._names import Names
from figmerit.plots._sorting import sorted_by
from figmerit.plots._styling import Styles

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit.plots._styling import Style

ROW, AROUND, WIDTH = 0.36, 1.3, 6.4
"""Inches of a new figure: of a row, above and below all of them, and its width."""

WHISKER = 1.3
"""Width in points of the lines of intervals."""

APART = 0.6
"""What is free above the first row and below the last, in rows."""


@named_options()
def plot_forest(
    items: Any,
    *,
    reference: float | None = None,
    interval_label: str | None = None,
    sort_key: Callable[[Any], Any] | None = None,
    annotate: bool = True,
    line_kw: Style | None = None,
    xlabel: str | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Plot estimates with their intervals, one below the other.

    Parameters
    ----------
    items : Comparison, mapping, data frame or sequence of mappings
        What :func:`compare_models` returns; or names with ``(estimate, low, high)``, a :class:`Comparison` or a mapping
        of "estimate", "low" and "high" each; or such rows with a "name". Columns may have the names that other
        libraries have: "delta", "ci_low", "ci_high". Missing ends stand for no interval.
    reference : float, optional
        The number that means no difference, a dashed line; 0 for comparisons. Points whose interval holds it are
        hollow.
    interval_label : str, optional
        What the intervals are, such as "95%% Wilson"; comparisons know theirs.
    sort_key : callable, optional
        Takes ``(name, estimate)`` and returns what to sort by; by default items keep their order.
    annotate : bool, default=True
        Whether numbers stand at the right.
    %(line_kw)s
    xlabel : str, optional
        What the numbers are; comparisons know theirs.
    %(title)s
    figsize : tuple of float, optional
        Width and height in inches of a new figure, which by default grows with the items.
    %(ax)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If the items cannot be understood, or options make no sense; the message says what to type.

    See Also
    --------
    compare_models : Two models on the same samples.
    plot_metric_bars : Values that start at zero.

    Examples
    --------
    >>> fig = plot_forest({"new": (0.021, 0.004, 0.038), "newer": (0.01, -0.01, 0.03)},
    ...                   reference=0, interval_label="95%% Newcombe", xlabel="difference in accuracy")
    """
    where = None if reference is None else check_number("reference", reference)
    check_texts(interval_label=interval_label, xlabel=xlabel, title=title)
    shown = _sorted(as_forest(items, where, interval_label), sort_key)
    said, styles = check_flag("annotate", annotate), Styles.checked("line_kw", line_kw, Line2D, shown.rows)
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
            drawing.beside(EndNames(axes, texts))
        drawing.record(next(iter(points.values())), "forest", shown)
    return drawing.figure


def _draw(ax: Axes, shown: ForestRows, name: str, place: int, styles: Styles) -> Line2D:
    """Draw one estimate, and a line from end to end; hollow where it cannot be told from the reference."""
    row = shown.rows[name]
    color = rcParams["axes.prop_cycle"].by_key().get("color", ["C0"])[0]
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
        return "n/a", ""
    ends = f"[{rounded(row.low)}, {rounded(row.high)}]" if row.has_ends else ""
    return with_minus(rounded(row.estimate, fmt)), with_minus(ends)


def _caption(shown: ForestRows) -> str:
    """Say what lines and hollow points are."""
    hollow = [name for name, row in shown.rows.items() if row.has_ends and not row.excludes(shown.reference)]
    said = [f"lines: {shown.interval_label}"] if any(row.has_ends for row in shown.rows.values()) else []
    if shown.reference is not None and hollow:
        said.append(f"hollow: cannot be told from {shown.reference:g}")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def _sorted(shown: ForestRows, sort_key: Any) -> ForestRows:
    """Return the rows in the order of a caller's function."""
    if sort_key is None:
        return shown
    rule = "a function of (name, estimate) whose results can be sorted"
    if not callable(sort_key):
        raise wrong_type("sort_key", rule, brief(sort_key), "sort_key=lambda item: -item[1]")
    items = [(name, row.estimate) for name, row in shown.rows.items()]
    order = [items[place][0] for place in sorted_by(sort_key, items, rule)]
    return ForestRows({name: shown.rows[name] for name in order}, shown.what, shown.reference, shown.interval_label)
