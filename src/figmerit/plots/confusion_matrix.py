"""The picture of a confusion matrix."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Unpack

from figmerit._arrays import Result
from figmerit._options import named_options
from figmerit._validate import check_texts
from figmerit.errors import brief, invalid, wrong_type
from figmerit.metrics.abstention import Abstention, compute_abstention
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.metrics.matrix_difference import MatrixDifference
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._colorbar import check_colorbar
from figmerit.plots._difference_style import DifferenceStyle
from figmerit.plots._drawing import drawing_on
from figmerit.plots._heatmap import size_for_cells
from figmerit.plots._matrices import as_matrix, check_show_scores, less_baseline
from figmerit.plots._matrix_scale import Scale
from figmerit.plots._matrix_style import Annotate, MatrixStyle, mostly_wrong
from figmerit.plots._notes import notes_of
from figmerit.plots._resolve import of_result
from figmerit.plots._styling import CellStyles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.colors import Normalize as ColorNorm
    from matplotlib.figure import Figure

    from figmerit.metrics._matrix import Normalize
    from figmerit.metrics.options import MatrixOptions
    from figmerit.plots._colorbar import Bar
    from figmerit.plots._format import Format
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Style

NAME = "plot_confusion_matrix"

CELL = 0.3, 0.3
"""Width and height in inches of a cell of a new figure, at least: a percentage can be read in it."""


@named_options(compute_confusion_matrix)
def plot_confusion_matrix(
    y_true: Any,
    y_pred: Any = None,
    *,
    baseline: Any = None,
    baseline_label: str = "baseline",
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
    colorbar: Bar = "auto",
    image_kw: Style | None = None,
    text_kw: Style | None = None,
    colorbar_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[MatrixOptions],
) -> Figure:
    """Plot a confusion matrix: rows are true labels, columns are predicted labels.

    Parameters
    ----------
    y_true : array-like, ConfusionMatrix, OperatingPoint, Agreement, Abstention or difference of matrices
        True labels of any shape; or the result of :func:`compute_confusion_matrix`, which takes scores, weights,
        label order and names, of :func:`choose_threshold`, whose rule is then named, of
        :func:`compute_agreement`, whose raters then name the axes, or of :func:`compute_abstention`.
    %(y_pred_or_result)s
    baseline : ConfusionMatrix, OperatingPoint or array-like of the shape of y_true, optional
        The matrix of another model over the same labels, or, with arrays, what it predicts for the same samples, as
        labels or as scores. The figure then shows what is more or less than there, in colours about zero.
    baseline_label : str, default="baseline"
        What it is called in texts.
    %(normalize_matrix)s
    annotate : {"count", "percent", "both"} or bool, optional
        What cells say. "percent" without `normalize` is of all samples. By default "count", with
        `normalize` "both". Texts shrink to their cells, then say less; where they would be unreadable,
        they are left out, unless `annotate` asks for them.
    %(annot_fmt_matrix)s
    %(cmap_matrix)s
    %(vmin_matrix)s
    %(vmax_matrix)s
    %(norm_matrix)s
    %(hide_zeros)s
    %(diagonal)s
    %(show_scores)s
    colorbar : {"auto"}, bool or Axes, default="auto"
        Whether to draw a colour bar beside the matrix, or the axes to draw it in. By default there is one where
        cells have no room for their numbers.
    %(image_kw)s
    %(text_kw)s
    %(colorbar_kw)s
    %(notes)s
    %(title)s
    figsize : tuple of float, optional
        Width and height in inches of a new figure; by default the user's, or more for many labels.
    %(ax)s
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If the arrays or options make no sense; the message says what to type.

    See Also
    --------
    plot_confusion_matrix_grid : Several matrices side by side.

    Notes
    -----
    A label without samples has no shares: its row is hatched and says "no samples", never 0 %. The line
    below the axes says so too, as texts are left out where cells are too small for them.
    Colours of shares of rows and columns run from 0 to 1, all others from 0 to the highest value.

    Examples
    --------
    >>> fig = plot_confusion_matrix(["cat", "dog", "dog"], ["cat", "dog", "cat"], normalize="true")
    """
    if isinstance(y_true, MatrixDifference) and y_pred is None and baseline is None:
        y_true, baseline = y_true.matrix, y_true.baseline
    show_scores = check_show_scores(show_scores, options)
    matrix = shown = _as_matrix(y_true, y_pred, options, show_scores=show_scores)
    kind: Any = MatrixStyle
    if baseline is not None:
        if show_scores:
            raise invalid("show_scores", "left out with a baseline", "True")
        shown = less_baseline(matrix, y_true, y_pred, baseline, options)
        kind = partial(DifferenceStyle, baseline=baseline_label)
    style = kind(
        normalize,
        annotate,
        annot_fmt,
        cmap,
        check_colorbar(colorbar, ax),
        CellStyles.checked(image_kw, text_kw, colorbar_kw),
        Scale.checked(vmin, vmax, norm),
        hide_zeros=hide_zeros,
        diagonal=diagonal,
        show_scores=show_scores,
    )
    cells = style.cells(shown)
    check_texts(title=title, baseline_label=baseline_label)
    printed = notes_of(notes, ax, {None: y_true if isinstance(y_true, OperatingPoint) else matrix})
    if ax is None and figsize is None:
        figsize = size_for_cells(len(matrix.labels), len(matrix.column_labels), CELL)
    with drawing_on(ax, figsize, title=title, notes=printed, alone=True) as drawing:
        image = style.draw(drawing, cells, None, outlined=shown is matrix and mostly_wrong(matrix))
        rows, columns = y_true.names if _is_agreement(y_true) else ("True label", "Predicted label")
        drawing.ax.set(xlabel=columns, ylabel=rows)
        drawing.caption = style.caption(cells)
        drawing.beside(style.add_colorbar(image, shown))
    return drawing.figure


def _is_agreement(value: Any) -> bool:
    """Tell whether a value is what two raters say; its module is not imported for that, as who has one has done so."""
    return isinstance(value, Result.kinds.get("Agreement", ()))


def _as_matrix(first: Any, second: Any, options: Mapping[str, Any], *, show_scores: bool) -> Any:
    """Return the matrix that was given, with all that is said below it, or that of arrays."""
    if not isinstance(first, Abstention):
        first = first.matrix if _is_agreement(first) else first
        return as_matrix(first, second, options, NAME, show_scores=show_scores)
    if show_scores:
        raise invalid("show_scores", "left out with an Abstention", "True")
    if second is not None:
        raise wrong_type("the second argument", "left out with an Abstention", brief(second))
    return of_result(first, compute_abstention, options, NAME)
