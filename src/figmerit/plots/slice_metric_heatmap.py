"""One metric over a grid of slices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from figmerit._options import named_options
from figmerit._validate import check_count, check_texts
from figmerit.errors import brief, invalid, wrong_type
from figmerit.metrics._slice_text import DIFFERS
from figmerit.metrics.slice_metrics import UNNAMED, SliceMetrics, compute_slice_metrics
from figmerit.plots._colorbar import BarLook, beyond, check_colorbar
from figmerit.plots._drawing import drawing_on
from figmerit.plots._grids import as_slices
from figmerit.plots._heatmap import (
    add_colorbar,
    add_texts,
    color_norm,
    colormap,
    draw_cells,
    name_cells,
    outline,
    size_for_cells,
)
from figmerit.plots._notes import notes_of
from figmerit.plots._slice_cells import GAP, MEAN, ShownMeans, blocks_of, check_annotate, formats_of
from figmerit.plots._sorting import sorted_by
from figmerit.plots._styling import CellStyles

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.colors import Normalize as ColorNorm
    from matplotlib.figure import Figure

    from figmerit._arrays import BoolArray
    from figmerit.metrics.options import SliceOptions
    from figmerit.plots._cell_texts import Annotation
    from figmerit.plots._colorbar import Bar
    from figmerit.plots._drawing import Drawing
    from figmerit.plots._format import Format
    from figmerit.plots._notes import Notes
    from figmerit.plots._slice_cells import Annotate, Means
    from figmerit.plots._styling import Style

CELL = 0.45, 0.3
"""Width and height in inches of a cell of a new figure, at least: three digits can be read in it."""


@named_options(compute_slice_metrics)
def plot_slice_metric_heatmap(
    grid: Any,
    y_pred: Any = None,
    *,
    row_labels: Any = None,
    col_labels: Any = None,
    metric_name: str | None = None,
    sort_key: Callable[[Any], Any] | None = None,
    means: Means | bool = False,
    min_n: int = 1,
    cmap: str | Colormap | None = None,
    annotate: Annotate = None,
    annot_fmt: Format | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
    center: float | None = None,
    norm: ColorNorm | None = None,
    colorbar: Bar = True,
    image_kw: Style | None = None,
    text_kw: Style | None = None,
    colorbar_kw: Style | None = None,
    xlabel: str | None = None,
    ylabel: str | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[SliceOptions],
) -> Figure:
    """Plot a metric over slices: rows by columns, NaN where it is undefined.

    Parameters
    ----------
    grid : array-like of shape (n_rows, n_cols), SliceMetrics or MetricSummary; or array-like of shape (n_samples,)
        Values of the metric, or the result of :func:`compute_slice_metrics`. NaN and None stand
        for slices without a value. A data frame brings the labels of its rows and columns. Of the result of
        :func:`compute_metric_summary` each class is a row. Or true labels, with `row_slices`.
    y_pred : array-like of shape (n_samples,), optional
        Predicted labels, with true ones and `row_slices`.
    row_labels, col_labels : sequence, optional
        The name of each row and column; 0, 1, ... by default.
    metric_name : str, optional
        Name of the metric beside the colour bar, by default the result's own or "metric".
    sort_key : callable, optional
        Sorts the rows as :func:`sorted` does, given ``(row label, {column label: value})``. Rows for which
        it returns NaN or None come last. By default rows stay in the order of the grid.
    means : {"rows", "cols"} or bool, default=False
        Whether to draw the mean of each row, of each column, or both, apart from the others. In a mean
        each defined cell counts once, whatever its number of samples.
    min_n : int, default=1
        Cells of fewer samples that the metric looks at are grey, and have no say in the limits of the colours.
    cmap : str or Colormap, optional
        Colours of the values, by default "viridis", or "RdBu" about a centre.
    annotate : {"value", "n", "both", "interval"} or bool, optional
        What cells say: their value, the number of their samples, or both; or their value and its interval,
        whose kind is named below. True is "both" if numbers are known. By default True as far
        as there is room: texts shrink to their cells, then say less; where they
        would be unreadable, they are left out, unless `annotate` asks for them. Without a colour
        bar to explain them, cells without a value always say "n/a".
    annot_fmt : str or callable, optional
        Format of the values, by default three decimals, or two where cells are small.
    vmin, vmax : float, optional
        Values of the first and the last colour, by default the lowest and the highest value.
    center : float, optional
        Value of the middle colour; colours are then symmetric about it, unless `vmin` and `vmax`
        are both given. By default zero if there are values of both signs and no limits.
    norm : matplotlib.colors.Normalize, optional
        How values become colours, in place of `vmin`, `vmax` and `center`. It is copied; limits that
        it lacks are those of the values.
    colorbar : bool, {"auto"} or Axes, default=True
        Whether to draw a colour bar beside the cells, or the axes to draw it in; an "auto" one is there where cells
        have no room for their numbers.
    %(image_kw)s
    %(text_kw)s
    %(colorbar_kw)s
    xlabel, ylabel : str, optional
        What the columns and the rows are, by default the result's ``col_name`` and ``row_name``.
    %(notes)s
    %(title)s
    figsize : tuple of float, optional
        Width and height in inches of a new figure; by default the user's, or more for many slices.
    %(ax)s
    %(options)s

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
    slices = _in_order(as_slices(grid, y_pred, row_labels, col_labels, metric_name, options), sort_key)
    printed = notes_of(notes, ax, {None: slices})
    few = _few(min_n, slices)
    colored = np.where(few, np.nan, slices.grid)
    scale = color_norm(colored, vmin, vmax, center, norm)
    colors, colorbar = colormap(cmap, scale), check_colorbar(colorbar, ax)
    annotation, styles = check_annotate(annotate, slices), CellStyles.checked(image_kw, text_kw, colorbar_kw)
    shown = ShownMeans.checked(means)
    blocks = blocks_of(
        slices, shown, annotation, formats_of(annot_fmt, slices.grid), explained=colorbar not in (False, "auto")
    )
    if ax is None and figsize is None:
        figsize = size_for_cells(len(slices.row_labels), len(slices.col_labels), CELL)
    with drawing_on(ax, figsize, title=title, notes=printed, alone=True) as drawing:
        axes = drawing.ax
        draw = partial(draw_cells, axes, cmap=colors, norm=scale, style=styles.image)
        own, *others = blocks
        images = [
            draw(own.values, grey=few if few.any() else None),
            *(draw(block.values, corner=block.corner) for block in others),
        ]
        texts = [
            add_texts(image, block.texts, styles.texts, forced=annotation.forced, quiet=few if block is own else None)
            for image, block in zip(images, blocks, strict=True)
        ]
        marked = slices.differ & ~few
        outline(images[0], marked)
        _name_slices(drawing, slices, shown)
        drawing.caption = _caption(slices, annotation, marked, few, min_n, says_metric=colorbar in (False, "auto"))
        _name_axes(axes, slices.col_name if xlabel is None else xlabel, slices.row_name if ylabel is None else ylabel)
        undefined = "undefined" if any(np.isnan(block.values).any() for block in blocks) else None
        look = BarLook(images[0], slices.metric_name, False, beyond(colored, scale), options=styles.bar)
        drawing.beside(add_colorbar(axes, look, colorbar, undefined=undefined, texts=texts[0]))
        drawing.record(
            images[0],
            "slice_metric_heatmap",
            slices,
            means=means,
            min_n=min_n,
            annotate=annotation.shows,
            annot_fmt=annot_fmt,
            cmap=colors.name,
            norm=type(scale).__name__,
            vmin=scale.vmin,
            vmax=scale.vmax,
            center=getattr(scale, "vcenter", None),
            colorbar=colorbar if colorbar == "auto" else bool(colorbar),
        )
    return drawing.figure


def _few(min_n: Any, slices: SliceMetrics) -> BoolArray:
    """Return which cells have fewer samples than a caller wants."""
    least = check_count("min_n", min_n)
    if least == 1:
        return np.zeros(slices.grid.shape, bool)
    if slices.n is None:
        hint = "compute_slice_metrics(...) counts them"
        raise invalid("min_n", "left out where the numbers of samples are unknown", brief(min_n), hint)
    looked_at = slices.n if slices.trials is None else slices.trials
    return (looked_at < least) & ~np.isnan(slices.grid)


def _caption(
    slices: SliceMetrics, annotation: Annotation, marked: BoolArray, few: BoolArray, min_n: int, *, says_metric: bool
) -> str:
    """Say what the values are where no colour bar does, what intervals in cells are, and what is framed or grey."""
    named = says_metric and slices.metric_name != UNNAMED
    said = [slices.metric_name] if named else []
    if annotation.shows == "interval" and slices.intervals is not None:
        said.append(f"in brackets: {slices.intervals.label_of(['value'])}")
    said += [f"framed: differs from {DIFFERS}"] if marked.any() else []
    said += [f"grey: fewer than {min_n} samples"] if few.any() else []
    text = "; ".join(said)
    return text if named else text[:1].upper() + text[1:]


def _in_order(slices: SliceMetrics, sort_key: Any) -> SliceMetrics:
    """Return the slices with their rows sorted, if a function says how."""
    if sort_key is None:
        return slices
    rule = "a function of (row label, {column label: value}) whose results can be sorted"
    if not callable(sort_key):
        raise wrong_type("sort_key", rule, brief(sort_key), "sort_key=lambda row: min(row[1].values())")
    rows = [dict(zip(slices.col_labels, row, strict=True)) for row in slices.grid.tolist()]
    order = sorted_by(sort_key, list(zip(slices.row_labels, rows, strict=True)), rule)
    return slices.reordered([slices.row_labels[place] for place in order])


def _name_slices(drawing: Drawing, slices: SliceMetrics, means: ShownMeans) -> None:
    """Name rows, columns and means, and show all of them."""
    n_rows, n_cols = slices.grid.shape
    below = (n_rows + GAP, MEAN) if means.of_cols else None
    beside = (n_cols + GAP, MEAN) if means.of_rows else None
    rows, columns = (list(map(str, labels)) for labels in (slices.row_labels, slices.col_labels))
    name_cells(drawing, rows, columns, (below, beside))
    if any(means):
        ax = drawing.ax
        ax.set_xlim(-0.5, (beside[0] if beside else n_cols - 1) + 0.5)
        ax.set_ylim((below[0] if below else n_rows - 1) + 0.5, -0.5)


def _name_axes(ax: Axes, xlabel: str | None, ylabel: str | None) -> None:
    """Say what columns and rows are, where that is known."""
    if xlabel:
        ax.set_xlabel(xlabel)
    if ylabel is not None:
        ax.set_ylabel(ylabel)
