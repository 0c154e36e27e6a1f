"""Estimates with their intervals, one below the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D

from figmerit._options import named_options
from figmerit._validate import check_flag, check_number, check_texts
from figmerit.errors import brief, wrong_type
from figmerit.plots._forest import draw_forest
from figmerit.plots._forest_rows import ForestRows, as_forest
from figmerit.plots._sorting import sorted_by
from figmerit.plots._styling import Styles

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit.plots._styling import Style


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
    items : Comparison, sequence of Comparison, mapping, data frame or sequence of mappings
        What :func:`compare_models` returns, also several of them; or names with ``(estimate, low, high)``, a
        :class:`Comparison` or a mapping of "estimate", "low" and "high" each; or such rows with a "name". Columns may
        have the names that other libraries have: "delta", "ci_low", "ci_high". Missing ends stand for no interval.
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
    return draw_forest(shown, styles, said=said, xlabel=xlabel, title=title, figsize=figsize, ax=ax)


def _sorted(shown: ForestRows, sort_key: Any) -> ForestRows:
    """Return the rows in the order of a caller's function."""
    if sort_key is None:
        return shown
    rule = "a function of (name, estimate) whose results can be sorted"
    if not callable(sort_key):
        raise wrong_type("sort_key", rule, brief(sort_key), "sort_key=lambda item: -item[1]")
    items = [(name, row.estimate) for name, row in shown.rows.items()]
    order = [items[place][0] for place in sorted_by(sort_key, items, rule)]
    return replace(shown, rows={name: shown.rows[name] for name in order})
