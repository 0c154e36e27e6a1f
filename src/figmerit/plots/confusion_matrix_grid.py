"""Several confusion matrices side by side, on one colour scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matplotlib import rcParams
from matplotlib.axes import Axes

from figmerit._options import named_options
from figmerit._validate import check_count, check_flag, check_texts
from figmerit.errors import brief, wrong_type
from figmerit.plots._figure import drawing_in, is_laid_out, root_figure
from figmerit.plots._heatmap import add_colorbar, colormap, whole_ticks
from figmerit.plots._matrices import as_matrices
from figmerit.plots._names import ems
from figmerit.plots._panels import (
    GridTexts,
    fitted_titles,
    points,
    room_for_titles,
    size_in_points,
    size_of_grid,
    spacing,
)
from figmerit.plots.confusion_matrix import Annotate, MatrixCells, MatrixStyle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure, FigureBase
    from matplotlib.image import AxesImage

    from figmerit.metrics.confusion_matrix import ConfusionMatrix, Normalize
    from figmerit.plots._format import Format


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
    align_labels: bool = False,
    ncols: int | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    fig: FigureBase | None = None,
) -> Figure:
    """Plot several confusion matrices as a grid of panels.

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
    align_labels : bool, default=False
        Whether matrices may have different labels: each panel then has those of all, and a label that a
        matrix lacks is an empty row and column. By default that is refused.
    ncols : int, optional
        Panels in a row; by default as square as possible.
    title : str, optional
        Title of the grid.
    figsize : tuple of float, optional
        Width and height in inches of a new figure, which by default grows with panels and labels.
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

    Notes
    -----
    Labels are named on the outer panels only, unless their names differ. Long titles of panels take two lines,
    and are cut with an ellipsis where that is not enough.

    Examples
    --------
    >>> fig = plot_confusion_matrix_grid({"baseline": [[8, 2], [3, 7]], "tuned": [[9, 1], [1, 9]]})
    """
    panels = as_matrices(matrices, class_names, align_labels=check_flag("align_labels", align_labels))
    style = MatrixStyle(normalize, annotate, annot_fmt, colormap(cmap), _checked_colorbar(colorbar))
    check_texts(title=title)
    n_panels = len(panels)
    grid = _Grid(
        panels={name: style.cells(matrix) for name, matrix in panels.items()},
        style=style,
        share_scale=check_flag("share_scale", share_scale),
        ncols=math.ceil(math.sqrt(n_panels)) if ncols is None else min(check_count("ncols", ncols), n_panels),
        title=title,
    )
    with drawing_in(fig, grid.figsize() if fig is None and figsize is None else figsize) as figure:
        grid.draw(figure)
    return root_figure(figure)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Panels in rows and columns: their cells by their titles, and what they share."""

    panels: dict[str, MatrixCells]
    style: MatrixStyle
    share_scale: bool
    ncols: int
    title: str | None

    @property
    def matrices(self) -> list[ConfusionMatrix]:
        """The matrix of each panel."""
        return [cells.matrix for cells in self.panels.values()]

    @property
    def names(self) -> list[tuple[str, ...]]:
        """The names of each panel's labels."""
        return [matrix.display_labels for matrix in self.matrices]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of panels."""
        return math.ceil(len(self.panels) / self.ncols), self.ncols

    @property
    def n_colorbars(self) -> int:
        """Colour bars beside one another."""
        return (1 if self.share_scale else self.ncols) * bool(self.style.colorbar)

    @property
    def caption(self) -> str:
        """What is said below the grid, of all panels."""
        return self.style.caption(hatched=any(cells.hatched for cells in self.panels.values()))

    def figsize(self) -> tuple[float, float]:
        """Return the size in inches of a new figure."""
        lines = len([line for line in (*self.caption.split("\n"), self.title) if line])
        return size_of_grid(list(self.panels), self.names[0], self.shape, self.n_colorbars, lines)

    def draw(self, figure: FigureBase) -> None:
        """Draw the panels, their names, and what they share, in an empty figure."""
        room = room_for_titles(figure, self.names[0], self.shape, self.n_colorbars)
        texts = self._texts(room)
        axes = self._axes(figure, texts)
        vmax = self.style.highest(self.matrices) if self.share_scale else None
        images = [self.style.draw(ax, cells, vmax) for ax, cells in zip(axes, self.panels.values(), strict=True)]
        self._name(axes, texts)
        self._add_colorbars(figure, images, room)
        if texts.below:
            figure.supxlabel(texts.below, fontsize=rcParams["axes.labelsize"])
        if self.title is not None:
            figure.suptitle(self.title)

    def _texts(self, room: float) -> GridTexts:
        """Return what is written around the panels, of which each has that many points for its title."""
        titles, size = fitted_titles(list(self.panels), room)
        labels, below = [self.style.x_label(matrix) for matrix in self.matrices], self.caption
        if ems(labels) * points("axes.labelsize") > room:  # too long for a panel
            if len(set(labels)) == 1:
                labels, below = [""] * len(labels), "\n".join(filter(None, (labels[0], below)))
            labels = [label.replace(" (", "\n(") for label in labels]
        x_labels = [label if self._is_last(labels, index) else "" for index, label in enumerate(labels)]
        return GridTexts(self.title, titles, size, x_labels, below)

    def _axes(self, figure: FigureBase, texts: GridTexts) -> list[Axes]:
        """Make the axes of the panels, with room between them where no layout engine makes it."""
        every_name = [name for names in self.names for name in names]
        bars = self.n_colorbars > 0 and not self.share_scale
        space = {} if is_laid_out(figure) else spacing(figure, every_name, self.shape, texts, bars=bars)
        places = figure.subplots(*self.shape, squeeze=False, gridspec_kw=space).ravel().tolist()
        for unused in places[len(self.panels) :]:
            unused.remove()
        return places[: len(self.panels)]

    def _name(self, axes: list[Axes], texts: GridTexts) -> None:
        """Name panels; and rows on the left and columns below, unless the panel there has the same names."""
        for index, ax in enumerate(axes):
            starts_row = index % self.ncols == 0
            ax.set_title(texts.titles[index], fontsize=texts.size, parse_math=False)
            ax.set(xlabel=texts.x_labels[index], ylabel="True label" if starts_row else "")
            ax.tick_params(
                labelleft=starts_row or self.names[index - 1] != self.names[index],
                labelbottom=self._is_last(self.names, index),
            )

    def _is_last(self, said: Sequence[Any], index: int) -> bool:
        """Tell whether the panel below, if there is one, says something else."""
        below = index + self.ncols
        return below >= len(said) or said[below] != said[index]

    def _add_colorbars(self, figure: FigureBase, images: list[AxesImage], room: float) -> None:
        """Draw one colour bar a panel, or one for all beside the grid."""
        if not self.share_scale:
            for image, matrix in zip(images, self.matrices, strict=True):
                label, whole = self._color_label([matrix], room), self.style.whole([matrix])
                add_colorbar(image.axes, image, label, self.style.colorbar, whole=whole)
        elif self.style.colorbar:
            ticks = whole_ticks() if self.style.whole(self.matrices) else None
            label = self._color_label(self.matrices, 0.8 * size_in_points(figure)[1])
            bar = figure.colorbar(images[-1], ax=[image.axes for image in images], label=label, ticks=ticks)
            bar.outline.set_visible(False)

    def _color_label(self, matrices: list[ConfusionMatrix], room: float) -> str:
        """Return the name of a colour bar, a short one where the room in points is little: the caption says it all."""
        label = self.style.color_label(matrices)
        return label if ems([label]) * points("axes.labelsize") <= room else label.split(" of ")[0]


def _checked_colorbar(colorbar: Any) -> bool:
    """Return whether to draw colour bars; a grid has no use for axes of the caller."""
    if isinstance(colorbar, Axes):
        hint = "A grid makes the axes of its colour bars; fig= chooses where"
        raise wrong_type("colorbar", "True or False", brief(colorbar), hint)
    return check_flag("colorbar", colorbar)
