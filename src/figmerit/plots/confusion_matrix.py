"""The picture of a confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib.colors import Colormap
from matplotlib.colors import Normalize as ColorNorm

from figmerit._numbers import count_text, rounded
from figmerit._options import named_options
from figmerit._validate import check_option, check_texts
from figmerit.metrics.confusion_matrix import ConfusionMatrix, Normalize, compute_confusion_matrix
from figmerit.plots._cell_texts import Annotation, SpanText, texts_of
from figmerit.plots._figure import drawing_on, root_figure, set_title
from figmerit.plots._format import Format, formatter
from figmerit.plots._heatmap import add_colorbar, add_texts, check_colorbar, colormap, draw_cells, size_for_cells
from figmerit.plots._record import attach_record
from figmerit.plots._resolve import as_result
from figmerit.plots._ticks import label_columns, label_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray

    Say: TypeAlias = Callable[[float], str]

Annotate: TypeAlias = Literal["count", "percent", "both"] | bool | None

CELL = 0.3, 0.3
"""Width and height in inches of a cell of a new figure, at least: a percentage can be read in it."""

DENOMINATOR = {"true": "each true label (row)", "pred": "each predicted label (column)", "all": "all samples"}


@named_options(compute_confusion_matrix)
def plot_confusion_matrix(
    y_true: Any,
    y_pred: Any = None,
    *,
    normalize: Normalize | None = None,
    annotate: Annotate = None,
    annot_fmt: Format | None = None,
    cmap: str | Colormap = "Blues",
    colorbar: bool | Axes = True,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Plot a confusion matrix: rows are true labels, columns are predicted labels.

    Parameters
    ----------
    y_true : array-like, or ConfusionMatrix
        True labels of any shape, or the result of :func:`compute_confusion_matrix`, which takes
        scores, weights, label order and names.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels; left out with a result.
    normalize : {"true", "pred", "all"}, optional
        Colour (and percent) by share of the true label's row, of the predicted label's column, or
        of all samples. By default cells are coloured by count.
    annotate : {"count", "percent", "both"} or bool, optional
        What cells say. "percent" without `normalize` is of all samples. By default "count", with
        `normalize` "both". Texts shrink to their cells, then say less; where they would be unreadable,
        they are left out, unless `annotate` asks for them.
    annot_fmt : str or callable, optional
        Format of the counts (``"{:d}"``) if only they are shown, else of the shares (``"{:.0%}"``).
    cmap : str or Colormap, default="Blues"
        Colours of the cells.
    colorbar : bool or Axes, default=True
        Whether to draw a colour bar beside the matrix, or the axes to draw it in.
    title : str, optional
        Title of the axes.
    figsize : tuple of float, optional
        Width and height in inches of a new figure; by default the user's, or more for many labels.
    ax : Axes, optional
        Axes to draw on; nothing else of their figure is touched. By default a new figure is made.

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
    Colours of shares always run from 0 to 1.

    Examples
    --------
    >>> fig = plot_confusion_matrix(["cat", "dog", "dog"], ["cat", "dog", "cat"], normalize="true")
    """
    matrix = as_result(y_true, y_pred, ConfusionMatrix, compute_confusion_matrix)
    style = MatrixStyle(normalize, annotate, annot_fmt, colormap(cmap), check_colorbar(colorbar, ax))
    cells = style.cells(matrix)
    check_texts(title=title)
    if ax is None and figsize is None:
        figsize = size_for_cells(len(matrix.labels), len(matrix.labels), CELL)
    with drawing_on(ax, figsize) as axes:
        image = style.draw(axes, cells)
        caption = style.caption(hatched=cells.hatched)
        axes.set(xlabel="\n".join(filter(None, (style.x_label(matrix), caption))), ylabel="True label")
        add_colorbar(axes, image, style.color_label([matrix]), style.colorbar, whole=style.whole([matrix]))
        set_title(axes, title)
    return root_figure(axes)


@dataclass(frozen=True, slots=True)
class MatrixCells:
    """What the cells of a matrix show: the values of their colours, and their texts, from long to short."""

    matrix: ConfusionMatrix
    values: FloatArray
    levels: list[Array]

    @property
    def hatched(self) -> bool:
        """Whether some cells have no value."""
        return bool(np.isnan(self.values).any())


class MatrixStyle:
    """How confusion matrices are drawn: checked once, then used for one matrix or a grid of them."""

    def __init__(
        self, normalize: Any, annotate: Any, annot_fmt: Any, cmap: Colormap, colorbar: bool | Axes = True
    ) -> None:
        self.normalize: Normalize | None = check_option("normalize", normalize, (None, "true", "pred", "all"))
        default = "both" if normalize else "count"
        self.annotation = Annotation.checked(annotate, ("count", "percent", "both"), default)
        self.annot_fmt = annot_fmt
        self.format = None if annot_fmt is None else formatter("annot_fmt", annot_fmt)
        self.cmap = cmap
        self.colorbar = colorbar

    def cells(self, matrix: ConfusionMatrix) -> MatrixCells:
        """Return what the cells of a matrix show, made before anything is drawn."""
        return MatrixCells(matrix, self.values(matrix), self.levels(matrix))

    def draw(self, ax: Axes, cells: MatrixCells, vmax: float | None = None) -> AxesImage:
        """Draw one matrix; `vmax` is the value of the darkest colour, by default the matrix's own."""
        vmax = vmax or self.highest([cells.matrix])
        norm = ColorNorm(0, vmax)
        image = draw_cells(ax, cells.values, cmap=self.cmap, norm=norm, square=True)
        add_texts(image, cells.levels, forced=self.annotation.forced)
        label_rows(ax, cells.matrix.display_labels)
        label_columns(ax, cells.matrix.display_labels)
        self._explain_empty(ax, cells.values)
        attach_record(
            image,
            "confusion_matrix",
            cells.matrix,
            normalize=self.normalize,
            annotate=self.annotation.shows,
            annot_fmt=self.annot_fmt,
            cmap=self.cmap.name,
            vmin=0.0,
            vmax=vmax,
            colorbar=bool(self.colorbar),
        )
        return image

    def values(self, matrix: ConfusionMatrix) -> FloatArray:
        """Return the numbers that colours stand for."""
        return matrix.normalized(self.normalize) if self.normalize else matrix.counts.astype(np.float64)

    def highest(self, matrices: list[ConfusionMatrix]) -> float:
        """Return the value of the darkest colour: 1 for shares, else the highest count."""
        if self.normalize in ("true", "pred"):
            return 1.0
        return max(float(np.nanmax(self.values(matrix), initial=0.0)) for matrix in matrices) or 1.0

    def levels(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return the texts of the cells, first those that say most; empty where a share is undefined."""
        shows = self.annotation.of(matrix.counts.size)
        levels: list[Array] = []
        if shows == "count":
            levels = [texts_of(matrix.counts, say) for say in self._count_formats(matrix)]
        elif shows:
            shares = matrix.normalized(self.normalize or "all")
            levels = percents = [texts_of(shares, say) for say in self._percent_formats()]
        if shows == "both":
            counts = [texts_of(matrix.counts, say) for say in self._count_formats(matrix)]
            levels = [percents[0] + "\n" + counts[0], percents[-1] + "\n" + counts[-1]]
            levels += [] if self.annotation.forced else percents[-1:]
        return [np.where(np.isnan(self.values(matrix)), "", level) for level in levels]

    def x_label(self, matrix: ConfusionMatrix) -> str:
        """Name the columns, and the threshold."""
        label = "Predicted label"
        return label if matrix.threshold is None else f"{label} (score ≥ {matrix.threshold:g})"

    def caption(self, *, hatched: bool) -> str:
        """Say what shares are of, and what a hatch means: true also if cells turn out too small for their texts."""
        lines = []
        if self.normalize:
            lines.append(f"shares of {DENOMINATOR[self.normalize]}")
        elif self.annotation.shows in ("percent", "both"):
            lines.append(f"percentages are of {DENOMINATOR['all']}")
        return "\n".join([*lines, f"hatched: {self.why_empty}"] if hatched else lines)

    @property
    def why_empty(self) -> str:
        """Say why a row or a column has no shares."""
        return "never predicted" if self.normalize == "pred" else "no samples"

    def color_label(self, matrices: list[ConfusionMatrix]) -> str:
        """Name what colours stand for."""
        if self.normalize:
            return f"Share of {DENOMINATOR[self.normalize]}"
        return "Samples (weighted)" if any(matrix.weighted for matrix in matrices) else "Samples"

    def whole(self, matrices: list[ConfusionMatrix]) -> bool:
        """Tell whether colours stand for whole numbers."""
        return not self.normalize and all(matrix.counts.dtype.kind == "i" for matrix in matrices)

    def _percent_formats(self) -> list[Say]:
        """Return how shares are written, from long to short; the caller's own format is kept."""
        return [self.format] if self.format else [partial(rounded, fmt="{:.1%}"), partial(rounded, fmt="{:.0%}")]

    def _count_formats(self, matrix: ConfusionMatrix) -> list[Say]:
        """Return how counts are written, from long to short; the caller's format is theirs if they stand alone."""
        if self.format and self.annotation.shows == "count":
            return [self.format]
        return [count_text] if matrix.counts.dtype.kind == "i" else [count_text, partial(rounded, fmt="{:.0f}")]

    def _explain_empty(self, ax: Axes, values: FloatArray) -> None:
        """Say across each row or column without a value why it has none."""
        upright, size = self.normalize == "pred", len(values)
        middle = (size - 1) / 2
        for place in np.flatnonzero(np.isnan(values).all(axis=0 if upright else 1)).tolist():
            (x, y), span = ((place, middle), (1, size)) if upright else ((middle, place), (size, 1))
            ax.add_artist(SpanText(x, y, self.why_empty, span=span, rotation=90 if upright else 0))
