"""Several confusion matrices side by side, on one colour scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes

from figmerit._options import named_options
from figmerit._validate import check_count, check_display_labels, check_flag, check_keys, check_texts
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics.confusion_matrix import ConfusionMatrix, Normalize, compute_confusion_matrix
from figmerit.plots._figure import drawing_in, root_figure
from figmerit.plots._heatmap import add_colorbar, colormap, whole_ticks
from figmerit.plots.confusion_matrix import Annotate, MatrixCells, MatrixStyle

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure, FigureBase

    from figmerit.plots._format import Format

PANEL = 2.6
"""Width and height in inches of a panel of a new figure, at least."""

CELL = 0.4
"""Width and height in inches of a cell of a new figure, at least, while panels are below LARGEST."""

CHARACTER = 0.09
"""Width in inches of a character of a name, about."""

LARGEST = 6.0
"""Width and height in inches of a panel of a new figure, at most."""


@named_options()
def plot_confusion_matrix_grid(
    matrices: Mapping[str, Any],
    *,
    normalize: Normalize | None = None,
    annotate: Annotate = None,
    annot_fmt: Format | None = None,
    cmap: str | Colormap = "Blues",
    share_scale: bool = True,
    colorbar: bool = True,
    class_names: Sequence[str] | None = None,
    ncols: int | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    fig: FigureBase | None = None,
) -> Figure:
    """Plot several confusion matrices over the same labels as a grid of panels.

    Parameters
    ----------
    matrices : mapping of str to ConfusionMatrix, array-like or tuple
        For each panel's title a result of :func:`compute_confusion_matrix`, a finished matrix of
        shape (n_labels, n_labels) (rows are true labels), or a tuple ``(y_true, y_pred)`` of lists or arrays.
    normalize : {"true", "pred", "all"}, optional
        Colour (and percent) by share of the true label's row, of the predicted label's column, or
        of all samples. By default cells are coloured by count.
    annotate : {"count", "percent", "both"} or bool, optional
        What cells say. "percent" without `normalize` is of all samples. By default "count", with
        `normalize` "both". Texts shrink to their cells, and are left out where they would be unreadable.
    annot_fmt : str or callable, optional
        Format of the counts (``"{:d}"``) if only they are shown, else of the shares (``"{:.0%}"``).
    cmap : str or Colormap, default="Blues"
        Colours of the cells.
    share_scale : bool, default=True
        Whether a colour means the same in all panels. With False each panel has its own scale,
        and its own colour bar.
    colorbar : bool, default=True
        Whether to draw colour bars: one for the grid, or one a panel without `share_scale`.
    class_names : sequence of str, optional
        Names of the labels in all panels, by default the results' own.
    ncols : int, optional
        Panels in a row; by default as square as possible.
    title : str, optional
        Title of the grid.
    figsize : tuple of float, optional
        Width and height in inches of a new figure.
    fig : Figure or SubFigure, optional
        Where to draw; the grid then is a new part of it. By default a new figure is made.

    Returns
    -------
    Figure
        The whole figure that holds the panels.

    Raises
    ------
    ValueError, TypeError
        If panels have different labels, or options make no sense; the message says what to type.

    See Also
    --------
    plot_confusion_matrix : One matrix.
    compute_multilabel_confusion_matrix : One matrix a label, ready for the grid.

    Examples
    --------
    >>> fig = plot_confusion_matrix_grid({"baseline": [[8, 2], [3, 7]], "tuned": [[9, 1], [1, 9]]})
    """
    panels = _as_matrices(matrices, class_names)
    style = MatrixStyle(normalize, annotate, annot_fmt, colormap(cmap), _checked_colorbar(colorbar))
    share_scale = check_flag("share_scale", share_scale)
    check_texts(title=title)
    cells = {name: style.cells(matrix) for name, matrix in panels.items()}
    ncols = math.ceil(math.sqrt(len(panels))) if ncols is None else min(check_count("ncols", ncols), len(panels))
    nrows = math.ceil(len(panels) / ncols)
    if fig is None and figsize is None:
        figsize = _size(next(iter(panels.values())), nrows, ncols)
    with drawing_in(fig, figsize) as panel:
        grid = panel.subplots(nrows, ncols, squeeze=False)
        axes = grid.ravel()[: len(panels)].tolist()
        for unused in grid.ravel()[len(panels) :]:
            unused.remove()
        _draw_panels(panel, axes, cells, style, share_scale=share_scale, ncols=ncols)
        if title is not None:
            panel.suptitle(title)
    return root_figure(panel)


def _size(matrix: ConfusionMatrix, nrows: int, ncols: int) -> tuple[float, float]:
    """Return the size in inches of a new figure: cells that can be read, and room for long names."""
    longest = max(len(line) for name in matrix.display_labels for line in name.split("\n"))
    names = CHARACTER * max(0, longest - 8)
    side = min(max(PANEL, CELL * len(matrix.labels)), LARGEST) + names
    return side * ncols + 1.2, side * nrows + 0.4


def _draw_panels(
    panel: FigureBase,
    axes: list[Axes],
    cells: dict[str, MatrixCells],
    style: MatrixStyle,
    *,
    share_scale: bool,
    ncols: int,
) -> None:
    matrices = [panel_cells.matrix for panel_cells in cells.values()]
    highest = style.highest(matrices) if share_scale else None
    x_labels = [style.x_label(matrix) for matrix in matrices]
    for index, (ax, (name, panel_cells)) in enumerate(zip(axes, cells.items(), strict=True)):
        image = style.draw(ax, panel_cells, highest)
        ax.set_title(name)
        if index % ncols == 0:
            ax.set_ylabel("True label")
        if [x_labels[index]] != x_labels[index + ncols : index + ncols + 1]:  # unless the panel below says it
            ax.set_xlabel(x_labels[index])
        if not share_scale:
            whole = style.whole([panel_cells.matrix])
            add_colorbar(ax, image, style.color_label([panel_cells.matrix]), style.colorbar, whole=whole)
    if share_scale and style.colorbar:
        ticks = whole_ticks() if style.whole(matrices) else None
        bar = panel.colorbar(image, ax=axes, label=style.color_label(matrices), ticks=ticks)
        bar.outline.set_visible(False)
    caption = style.caption(hatched=any(panel_cells.hatched for panel_cells in cells.values()))
    if caption:
        panel.supxlabel(caption, fontsize=rcParams["axes.labelsize"])


def _checked_colorbar(colorbar: Any) -> bool:
    """Return whether to draw colour bars; a grid has no use for axes of the caller."""
    if isinstance(colorbar, Axes):
        hint = "A grid makes the axes of its colour bars; fig= chooses where"
        raise wrong_type("colorbar", "True or False", brief(colorbar), hint)
    return check_flag("colorbar", colorbar)


def _as_matrices(matrices: Any, class_names: Any) -> dict[str, ConfusionMatrix]:
    """Return each panel's matrix, all over the same labels."""
    if not isinstance(matrices, Mapping):
        hint = 'plot_confusion_matrix_grid({"model": matrix, ...})'
        raise wrong_type("matrices", "a mapping of name to matrix", brief(matrices), hint)
    if not matrices:
        raise invalid("matrices", "a mapping of at least one matrix", "an empty one")
    panels = {name: _as_matrix(value, name) for name, value in check_keys("matrices", matrices).items()}
    first_name, first = next(iter(panels.items()))
    for name, matrix in panels.items():
        if matrix.labels != first.labels:
            got = f"{listing(matrix.labels)} in {name!r} and {listing(first.labels)} in {first_name!r}"
            hint = "Compute each with the same labels=[...]"
            raise invalid("the labels of all matrices", "the same", got, hint)
    if class_names is None:
        return panels
    names = check_display_labels(class_names, first.labels, "class_names")
    return {name: replace(matrix, display_labels=names) for name, matrix in panels.items()}


def _as_matrix(value: Any, name: str) -> ConfusionMatrix:
    if isinstance(value, ConfusionMatrix):
        return value
    _check_pair(value, f"the panel {name!r}")
    try:
        if isinstance(value, tuple) and len(value) == 2:
            return compute_confusion_matrix(*value)
        return ConfusionMatrix.from_counts(value)
    except (TypeError, ValueError) as error:
        error.add_note(f"This is about the panel {name!r}.")
        raise


def _check_pair(value: Any, panel: str) -> None:
    """Raise if a pair may be read in two ways, or holds labels but came as a list."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return
    first, second = value
    if not all(hasattr(part, "__len__") and getattr(part, "shape", None) != () for part in value):
        return
    numbers = all(isinstance(part, tuple) and _are_numbers(part) for part in value)
    if isinstance(value, tuple) and numbers and len(first) == len(second) == 2:
        hint = f"{[[*first], [*second]]} is a matrix, ({[*first]}, {[*second]}) are labels"
        raise invalid(panel, "a matrix or a tuple (y_true, y_pred)", f"{brief(value)}, which may be either", hint)
    if isinstance(value, list) and len(first) == len(second) != 2:
        rule, got = "a square matrix or a tuple (y_true, y_pred)", f"a list of two, each of {len(first)}"
        raise invalid(panel, rule, got, "Pass (y_true, y_pred) as a tuple")


def _are_numbers(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, int | float | np.number) for value in values)
