"""One metric over a grid of slices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._options import named_options
from figmerit._validate import check_flag, check_texts
from figmerit.errors import wrong_type
from figmerit.metrics.slice_metrics import SliceMetrics, compute_slice_metrics
from figmerit.plots._figure import drawing_on, root_figure, set_title
from figmerit.plots._format import Format, formatter
from figmerit.plots._heatmap import add_colorbar, check_colorbar, color_norm, colormap, draw_cells
from figmerit.plots._record import attach_record
from figmerit.plots._ticks import label_columns, label_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.colors import Normalize as ColorNorm
    from matplotlib.figure import Figure

    from figmerit._arrays import Array, FloatArray


@named_options(compute_slice_metrics)
def plot_slice_metric_heatmap(
    grid: Any,
    *,
    row_labels: Any = None,
    col_labels: Any = None,
    metric_name: str | None = None,
    cmap: str | Colormap = "viridis",
    annotate: bool = True,
    annot_fmt: Format = "{:.3f}",
    vmin: float | None = None,
    vmax: float | None = None,
    center: float | None = None,
    norm: ColorNorm | None = None,
    colorbar: bool | Axes = True,
    xlabel: str | None = None,
    ylabel: str | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Plot a metric over slices: rows by columns, NaN where it is undefined.

    Parameters
    ----------
    grid : array-like of shape (n_rows, n_cols), or SliceMetrics
        Values of the metric, or the result of :func:`compute_slice_metrics`. NaN and None stand
        for slices without a value. A data frame brings the labels of its rows and columns.
    row_labels, col_labels : sequence, optional
        The name of each row and column; 0, 1, ... by default.
    metric_name : str, optional
        Name of the metric beside the colour bar, by default the result's own or "metric".
    cmap : str or Colormap, default="viridis"
        Colours of the values. Choose a diverging one, such as "RdBu", with `center`.
    annotate : bool, default=True
        Whether cells say their value. Texts shrink to their cells, and are left out where they
        would be unreadable. Without a colour bar to explain them, cells without a value always say "n/a".
    annot_fmt : str or callable, default="{:.3f}"
        Format of the values.
    vmin, vmax : float, optional
        Values of the first and the last colour, by default the lowest and the highest value.
    center : float, optional
        Value of the middle colour; colours are then symmetric about it, unless `vmin` and `vmax`
        are both given.
    norm : matplotlib.colors.Normalize, optional
        How values become colours, in place of `vmin`, `vmax` and `center`. It is copied; limits that
        it lacks are those of the values.
    colorbar : bool or Axes, default=True
        Whether to draw a colour bar beside the cells, or the axes to draw it in.
    xlabel, ylabel : str, optional
        What the columns and the rows are, by default the result's ``col_name`` and ``row_name``.
    title : str, optional
        Title of the axes.
    figsize : tuple of float, optional
        Width and height in inches of a new figure.
    ax : Axes, optional
        Axes to draw on; nothing else of their figure is touched. By default a new figure is made.

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError
        If the shape of `grid` is not (number of row labels, number of column labels), `grid` holds
        infinities, or the values of options make no sense.
    TypeError
        If `grid` does not hold numbers, or options are of the wrong kind.

    See Also
    --------
    compute_slice_metrics : Computes the metric of each slice.

    Examples
    --------
    >>> fig = plot_slice_metric_heatmap([[0.9, 0.7], [0.8, float("nan")]], row_labels=["a", "b"])
    """
    check_texts(metric_name=metric_name, xlabel=xlabel, ylabel=ylabel, title=title)
    slices = _as_slices(grid, row_labels, col_labels, metric_name)
    colors, scale = colormap(cmap), color_norm(slices.grid, vmin, vmax, center, norm)
    annotate, colorbar = check_flag("annotate", annotate), check_colorbar(colorbar, ax)
    strings = _texts(slices.grid, formatter("annot_fmt", annot_fmt), annotate=annotate, colorbar=bool(colorbar))
    undefined = "undefined" if np.isnan(slices.grid).any() else None
    with drawing_on(ax, figsize) as axes:
        image = draw_cells(axes, slices.grid, cmap=colors, norm=scale, strings=strings)
        label_rows(axes, [str(label) for label in slices.row_labels])
        label_columns(axes, [str(label) for label in slices.col_labels])
        _name_axes(axes, slices.col_name if xlabel is None else xlabel, slices.row_name if ylabel is None else ylabel)
        add_colorbar(axes, image, slices.metric_name, colorbar, undefined=undefined)
        set_title(axes, title)
        attach_record(
            image,
            "slice_metric_heatmap",
            slices,
            annotate=annotate,
            annot_fmt=annot_fmt,
            cmap=colors.name,
            norm=type(scale).__name__,
            vmin=scale.vmin,
            vmax=scale.vmax,
            center=getattr(scale, "vcenter", None),
            colorbar=bool(colorbar),
        )
    return root_figure(axes)


def _texts(grid: FloatArray, say: Callable[[float], str], *, annotate: bool, colorbar: bool) -> Array | None:
    """Return the text of each cell, or None if no cell has one."""
    undefined = np.isnan(grid)
    if not annotate and (colorbar or not undefined.any()):
        return None
    values = zip(grid.ravel().tolist(), undefined.ravel().tolist(), strict=True)
    texts = ["n/a" if missing else say(value) if annotate else "" for value, missing in values]
    return np.array(texts, dtype=object).reshape(grid.shape)


def _name_axes(ax: Axes, xlabel: str | None, ylabel: str | None) -> None:
    """Say what columns and rows are, where that is known."""
    if xlabel is not None:
        ax.set_xlabel(xlabel)
    if ylabel is not None:
        ax.set_ylabel(ylabel)


def _as_slices(grid: Any, row_labels: Any, col_labels: Any, metric_name: str | None) -> SliceMetrics:
    """Return the grid with its labels, whatever it came as."""
    if isinstance(grid, SliceMetrics):
        if row_labels is not None or col_labels is not None:
            hint = "compute_slice_metrics(..., row_labels=..., col_labels=...) chooses and orders slices"
            raise wrong_type("row_labels and col_labels", "left out with a SliceMetrics", "labels", hint)
        return grid if metric_name is None else grid.renamed(metric_name)
    return SliceMetrics.from_grid(
        grid, row_labels=row_labels, col_labels=col_labels, metric_name=metric_name or "metric"
    )
