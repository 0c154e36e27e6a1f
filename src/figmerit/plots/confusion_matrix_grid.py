"""Several confusion matrices side by side, on one colour scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from matplotlib.axes import Axes

from figmerit._options import named_options
from figmerit._validate import check_flag, check_texts
from figmerit.errors import brief, wrong_type
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.plots._drawing import drawing_in
from figmerit.plots._figure import root_figure
from figmerit.plots._grid import Grid, checked_ncols, size_of_grid, usual_ncols
from figmerit.plots._heatmap import colormap
from figmerit.plots._matrices import as_matrices
from figmerit.plots._matrix_style import Annotate, MatrixStyle
from figmerit.plots._notes import notes_of

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure, FigureBase

    from figmerit.metrics._matrix import Normalize
    from figmerit.metrics.options import MatrixOptions
    from figmerit.plots._format import Format
    from figmerit.plots._notes import Notes


@named_options(compute_confusion_matrix)
def plot_confusion_matrix_grid(
    matrices: Any,
    y_pred: Any = None,
    *,
    normalize: Normalize | None = None,
    annotate: Annotate = None,
    annot_fmt: Format | None = None,
    cmap: str | Colormap = "Blues",
    share_scale: bool = True,
    colorbar: bool = True,
    align_labels: bool = False,
    ncols: int | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    fig: FigureBase | None = None,
    **options: Unpack[MatrixOptions],
) -> Figure:
    """Plot several confusion matrices as a grid of panels.

    Parameters
    ----------
    matrices : mapping of str to ConfusionMatrix, array-like or tuple; or array-like
        For each panel's title a result of :func:`compute_confusion_matrix` or :func:`choose_threshold`, a finished
        matrix of shape (n_labels, n_labels) (rows are true labels), or a tuple ``(y_true, y_pred)`` of lists or
        arrays. Or true labels, with `y_pred`. A list of results is named by ``labels=``.
    y_pred : mapping of str to array-like, or array-like, optional
        For each panel's title the labels that a model predicts for the same true ones. Or the labels of one model:
        then each label has a panel of its own, against the rest, as of
        :func:`compute_multilabel_confusion_matrix`; so it has with `y_score` alone.
    %(normalize_matrix)s
    annotate : {"count", "percent", "both"} or bool, optional
        What cells say. "percent" without `normalize` is of all samples. By default "count", with
        `normalize` "both". Texts shrink to their cells, and are left out where they would be unreadable.
    %(annot_fmt_matrix)s
    %(cmap_matrix)s
    share_scale : bool, default=True
        Whether a colour means the same in all panels. With False each panel has its own scale,
        and its own colour bar.
    colorbar : bool, default=True
        Whether to draw colour bars: one for the grid, or one a panel without `share_scale`.
    align_labels : bool, default=False
        Whether matrices may have different labels: each panel then has those of all, and a label that a
        matrix lacks is an empty row and column. By default that is refused.
    %(ncols)s
    %(notes)s
    title : str, optional
        Title of the grid.
    figsize : tuple of float, optional
        Width and height in inches of a new figure, which by default grows with panels and labels.
    fig : Figure or SubFigure, optional
        Where to draw; the grid then is a new part of it. By default a new figure is made.
    %(options)s

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

    Notes
    -----
    Labels are named on the outer panels only, unless their names differ. Long titles of panels take two lines,
    and are cut with an ellipsis where that is not enough.

    Examples
    --------
    >>> fig = plot_confusion_matrix_grid({"baseline": [[8, 2], [3, 7]], "tuned": [[9, 1], [1, 9]]})
    """
    panels = as_matrices(matrices, y_pred, align_labels=check_flag("align_labels", align_labels), options=options)
    shown = list(panels.values())
    share_scale = check_flag("share_scale", share_scale)
    colorbars = _colorbars(colorbar, share_scale=share_scale)
    style = MatrixStyle(normalize, annotate, annot_fmt, colormap(cmap), colorbars != "none")
    cells = [style.cells(matrix) for matrix in shown]
    check_texts(title=title)
    printed = notes_of(notes, fig, panels)
    captions = style.rules(panels), style.caption(hatched=any(matrix.hatched for matrix in cells))
    below = "\n".join(filter(None, captions))
    columns, names = checked_ncols(ncols, len(panels)), [matrix.display_labels for matrix in shown]
    if fig is None and figsize is None:
        usual = columns or usual_ncols(len(panels))
        bars = {"each": usual, "one": 1, "none": 0}[colorbars]
        lines = len([line for line in (*below.split("\n"), title) if line])
        figsize = size_of_grid(list(panels), names[0], usual, bars=bars, lines=lines)
    with drawing_in(fig, figsize, printed) as figure:
        grid = Grid(figure, names, columns, shared=True, title=title, below=below)
        vmax = style.highest(shown) if share_scale else None
        for drawing, panel, matrix in zip(grid.drawings, panels, cells, strict=True):
            image = style.draw(drawing, matrix, vmax)
            drawing.ax.set_title(panel, parse_math=False)
            drawing.ax.set(xlabel=style.x_label(matrix.matrix), ylabel="True label")
            if colorbars == "each":
                drawing.beside(style.add_colorbar(image, matrix.matrix))
        if colorbars == "one":
            grid.add_colorbar(image, style.color_label(shown), whole=style.whole(shown))
        grid.finish()
    return root_figure(figure)


def _colorbars(colorbar: Any, *, share_scale: bool) -> Literal["each", "one", "none"]:
    """Return which colour bars there are; a grid has no use for axes of the caller."""
    if isinstance(colorbar, Axes):
        hint = "A grid makes the axes of its colour bars; fig= chooses where"
        raise wrong_type("colorbar", "True or False", brief(colorbar), hint)
    if not check_flag("colorbar", colorbar):
        return "none"
    return "one" if share_scale else "each"
