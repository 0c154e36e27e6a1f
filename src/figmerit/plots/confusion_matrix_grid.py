"""Several confusion matrices side by side, on one colour scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Unpack

from matplotlib.axes import Axes

from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_texts
from figmerit.errors import brief, wrong_type
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.plots._drawing import drawing_in
from figmerit.plots._figure import root_figure
from figmerit.plots._grid import Grid, checked_ncols, size_of_grid, usual_ncols
from figmerit.plots._grid_frame import GridFrame
from figmerit.plots._header import set_title
from figmerit.plots._matrices import as_matrices, check_show_scores
from figmerit.plots._matrix_scale import Scale
from figmerit.plots._matrix_style import Annotate, MatrixStyle, mostly_wrong
from figmerit.plots._notes import notes_of
from figmerit.plots._styling import CellStyles

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.colors import Normalize as ColorNorm
    from matplotlib.figure import Figure, FigureBase

    from figmerit.metrics._matrix import Normalize
    from figmerit.metrics.options import MatrixOptions
    from figmerit.plots._format import Format
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Style


@named_options(compute_confusion_matrix)
def plot_confusion_matrix_grid(
    matrices: Any,
    y_pred: Any = None,
    *,
    normalize: Normalize | None = None,
    annotate: Annotate = None,
    annot_fmt: Format | None = None,
    cmap: str | Colormap | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
    norm: Literal["log"] | ColorNorm | None = None,
    hide_zeros: bool = False,
    diagonal: Literal["percent"] | None = None,
    show_scores: bool = False,
    share_scale: bool = True,
    colorbar: bool | Literal["auto"] = "auto",
    image_kw: Style | None = None,
    text_kw: Style | None = None,
    colorbar_kw: Style | None = None,
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
    %(vmin_matrix)s
    %(vmax_matrix)s
    %(norm_matrix)s
    %(hide_zeros)s
    %(diagonal)s
    %(show_scores)s
    share_scale : bool, default=True
        Whether a colour means the same in all panels. With False each panel has its own scale,
        and its own colour bar.
    colorbar : {"auto"} or bool, default="auto"
        Whether to draw colour bars: one for the grid, or one a panel without `share_scale`. By default they are
        there where cells have no room for their numbers.
    %(image_kw)s
    %(text_kw)s
    %(colorbar_kw)s
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
    align_labels, show_scores = check_flag("align_labels", align_labels), check_show_scores(show_scores, options)
    panels = as_matrices(matrices, y_pred, options, align_labels=align_labels, show_scores=show_scores)
    shown = list(panels.values())
    share_scale = check_flag("share_scale", share_scale)
    style = MatrixStyle(
        normalize,
        annotate,
        annot_fmt,
        cmap,
        _checked(colorbar),
        CellStyles.checked(image_kw, text_kw, colorbar_kw),
        Scale.checked(vmin, vmax, norm),
        hide_zeros=hide_zeros,
        diagonal=diagonal,
        show_scores=show_scores,
    )
    cells = [style.cells(matrix) for matrix in shown]
    check_texts(title=title)
    printed = notes_of(notes, fig, panels)
    hatched = f"hatched: {style.why_empty}" if any(matrix.hatched for matrix in cells) else ""
    what, scores = "; ".join(filter(None, (style.what(shown), hatched))), style.scores(shown)
    caption = "\n".join(filter(None, (what, scores, style.rules(panels))))
    columns, names = checked_ncols(ncols, len(panels)), [matrix.display_labels for matrix in shown]
    if fig is None and figsize is None:
        usual = columns or usual_ncols(len(panels))
        bars = 0 if style.colorbar is not True else 1 if share_scale else usual
        lines = len([line for line in (*caption.split("\n"), title) if line])
        figsize = size_of_grid(list(panels), names[0], usual, bars=bars, lines=lines)
    with drawing_in(fig, figsize, printed) as figure:
        around = GridFrame(figure, title, caption, "Predicted label", "True label")
        grid = Grid(figure, names, columns, shared=True, frame=around)
        outlined = any(map(mostly_wrong, shown))
        norm_of_all = style.norm(shown) if share_scale else None
        for drawing, panel, matrix in zip(grid.drawings, panels, cells, strict=True):
            image = style.draw(drawing, matrix, norm_of_all, outlined=outlined, scores=scores)
            set_title(drawing.ax, panel, parse_math=False)
            drawing.caption = "; ".join(
                filter(None, (f"accuracy {rounded(matrix.matrix.accuracy)}", matrix.matrix.cut_text))
            )
            if not share_scale:
                drawing.beside(style.add_colorbar(image, matrix.matrix))
        if share_scale and style.colorbar:
            grid.add_colorbar(style.look(image, shown), style.texts if style.colorbar == "auto" else None)
        grid.finish()
    return root_figure(figure)


def _checked(colorbar: Any) -> bool | Literal["auto"]:
    """Return whether there are colour bars; a grid has no use for axes of the caller."""
    if isinstance(colorbar, Axes):
        hint = "A grid makes the axes of its colour bars; fig= chooses where"
        raise wrong_type("colorbar", "'auto', True or False", brief(colorbar), hint)
    return "auto" if colorbar == "auto" else check_flag("colorbar", colorbar)
