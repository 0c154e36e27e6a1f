"""Slices of the data with their intervals, those first that most surely differ from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack, cast

import numpy as np
from matplotlib.lines import Line2D

from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import check_count, check_flag, check_texts
from figmerit.errors import invalid
from figmerit.metrics._slice_text import DIFFERS
from figmerit.metrics.slice_metrics import compute_slice_metrics
from figmerit.plots._forest import draw_forest
from figmerit.plots._forest_rows import ForestRows, Row
from figmerit.plots._grids import slices_of
from figmerit.plots._styling import Styles

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit._arrays import FloatArray
    from figmerit.metrics.options import SliceOptions
    from figmerit.metrics.slice_metrics import SliceMetrics
    from figmerit.plots._styling import Style


@named_options(compute_slice_metrics)
def plot_slice_intervals(
    y_true: Any,
    y_pred: Any = None,
    *,
    row_labels: Any = None,
    col_labels: Any = None,
    min_n: int = 1,
    top: int | None = None,
    annotate: bool = True,
    line_kw: Style | None = None,
    xlabel: str | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[SliceOptions],
) -> Figure:
    """Plot the slices of the data with their intervals, those first that most surely differ from all others.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or SliceMetrics
        True labels, with `row_slices`; or the result of :func:`compute_slice_metrics` of a metric that is a share of
        samples: accuracy, or precision or recall of the positive label.
    y_pred : array-like of shape (n_samples,), optional
        Predicted labels.
    row_labels, col_labels : array-like, optional
        The slices to compare, of arrays; by default those seen.
    min_n : int, default=1
        Slices of fewer samples that the metric looks at are grey, and stand last.
    top : int, optional
        How many slices to show, at most; the caption then says of how many. By default all.
    annotate : bool, default=True
        Whether values, intervals and numbers of samples stand at the right.
    %(line_kw)s
    xlabel : str, optional
        What the numbers are, by default the name of the metric.
    %(title)s
    figsize : tuple of float, optional
        Width and height in inches of a new figure, which by default grows with the slices.
    %(ax)s
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If slices of this metric have no intervals, or options make no sense; the message says what to type.

    See Also
    --------
    plot_slice_metric_heatmap : Rows by columns.
    plot_forest : Any estimates with intervals.

    Notes
    -----
    The dashed line is the share of all samples. Slices that differ from all others are filled: the p-values of
    Fisher's mid-p test are corrected for the number of slices by Benjamini and Hochberg, so that on average at most one
    finding in twenty is wrong, however many slices there are.

    Examples
    --------
    >>> fig = plot_slice_intervals([1, 0, 1, 0] * 9, [1, 0, 0, 0] * 9, row_slices=["a", "a", "b", "b"] * 9)
    """
    check_texts(xlabel=xlabel, title=title)
    chosen: dict[str, Any] = {"row_labels": row_labels, "col_labels": col_labels}
    given = {**options, **{name: labels for name, labels in chosen.items() if labels is not None}}
    slices = slices_of(y_true, y_pred, given, "plot_slice_intervals")
    shown = _rows(slices, check_count("min_n", min_n), None if top is None else check_count("top", top))
    said, styles = check_flag("annotate", annotate), Styles.checked("line_kw", line_kw, Line2D, shown.rows)
    return draw_forest(shown, styles, said=said, xlabel=xlabel, title=title, figsize=figsize, ax=ax)


def _rows(slices: SliceMetrics, least: int, top: int | None) -> ForestRows:
    """Return the slices that have a value: by evidence, then by their distance from the whole, the small ones last."""
    intervals, adjusted = slices.intervals, slices.p_adjusted
    if np.isnan(slices.grid).all():
        raise invalid("metric", "one that is defined in a slice", f"{slices.metric_name!r}: {slices.reasons[0]}")
    if intervals is None and adjusted is not None:
        raise invalid("confidence_level", "a number in (0, 1) for intervals", "None", "confidence_level=0.95")
    if intervals is None or intervals.reason or adjusted is None or slices.trials is None:
        why = f" ({intervals.reason})" if intervals is not None and intervals.reason else ""
        rule = f"a share of samples, so that slices can be compared{why}"
        hint = "Accuracy is one, precision and recall of the positive label are, without weights"
        raise invalid("metric", rule, repr(slices.metric_name), hint)
    ends, n = intervals.ends["value"].reshape(-1, 2), slices.trials.ravel()
    whole: Any = slices.whole
    values, differ = slices.grid.ravel(), slices.differ.ravel()
    p_values = cast("FloatArray", slices.p_values).ravel()
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.lexsort((-np.abs(values - whole)[known], p_values[known], n[known] < least))]
    names = _names(slices)
    rows = {
        names[place]: Row(
            estimate=values[place].item(),
            low=ends[place, 0].item(),
            high=ends[place, 1].item(),
            apart=bool(differ[place]),
            grey=bool(n[place] < least),
            note=f"n={n[place]:,}",
        )
        for place in order[:top].tolist()
    }
    about = [f"dashed: all slices, {rounded(whole)}"]
    about += [f"grey: fewer than {least} samples"] if any(row.grey for row in rows.values()) else []
    about += [f"{len(rows)} of {len(order)} slices"] if len(rows) < len(order) else []
    hollow = f"does not differ from {DIFFERS}"
    label = intervals.label_of(["value"])
    return ForestRows(rows, slices.metric_name, whole, label, hollow, tuple(about))


def _names(slices: SliceMetrics) -> list[str]:
    """Return what slices are called, row by row."""
    if len(slices.col_labels) == 1:
        return [str(row) for row in slices.row_labels]
    names = [f"{row}, {col}" for row in slices.row_labels for col in slices.col_labels]
    if len({*names}) < len(names):  # commas in labels
        names = [f"{row!r}, {col!r}" for row in slices.row_labels for col in slices.col_labels]
    return names
