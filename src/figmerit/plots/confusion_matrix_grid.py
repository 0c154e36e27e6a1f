"""Several confusion matrices side by side, on one colour scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes

from figmerit._options import named_options
from figmerit._validate import check_count, check_display_labels, check_flag, check_keys, check_texts
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics._alignment import aligned
from figmerit.metrics.confusion_matrix import ConfusionMatrix, Normalize, compute_confusion_matrix
from figmerit.plots._figure import drawing_in, root_figure
from figmerit.plots._heatmap import add_colorbar, colormap, whole_ticks
from figmerit.plots._names import ems
from figmerit.plots._panels import fitted_titles, panel_size, points, room_for_titles, size_of_grid, spacing
from figmerit.plots.confusion_matrix import Annotate, MatrixCells, MatrixStyle

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure, FigureBase

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
    panels = _as_matrices(matrices, class_names, align_labels=check_flag("align_labels", align_labels))
    style = MatrixStyle(normalize, annotate, annot_fmt, colormap(cmap), _checked_colorbar(colorbar))
    share_scale = check_flag("share_scale", share_scale)
    check_texts(title=title)
    cells = {name: style.cells(matrix) for name, matrix in panels.items()}
    ncols = math.ceil(math.sqrt(len(panels))) if ncols is None else min(check_count("ncols", ncols), len(panels))
    nrows = math.ceil(len(panels) / ncols)
    if fig is None and figsize is None:
        n_colorbars = (1 if share_scale else ncols) * bool(style.colorbar)
        labels = next(iter(panels.values())).display_labels
        caption = style.caption(hatched=any(matrix.hatched for matrix in cells.values()))
        lines = len([line for line in (*caption.split("\n"), title) if line])
        figsize = size_of_grid(list(panels), labels, nrows, ncols, n_colorbars, lines)
    with drawing_in(fig, figsize) as panel:
        _Grid(panel, cells, style, share_scale, nrows, ncols, title).draw()
    return root_figure(panel)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Panels in rows and columns of a figure, or of a part of it."""

    panel: FigureBase
    cells: dict[str, MatrixCells]
    style: MatrixStyle
    share_scale: bool
    nrows: int
    ncols: int
    title: str | None

    @property
    def matrices(self) -> list[ConfusionMatrix]:
        """The matrix of each panel."""
        return [cells.matrix for cells in self.cells.values()]

    @property
    def is_laid_out(self) -> bool:
        """Whether a layout engine places the panels."""
        return self.panel.get_figure(root=True).get_layout_engine() is not None

    def draw(self) -> None:
        """Draw the panels, their names, and what they share."""
        matrices, style = self.matrices, self.style
        n_colorbars = (1 if self.share_scale else self.ncols) * bool(style.colorbar)
        bars = bool(style.colorbar) and not self.share_scale
        size = self.nrows, self.ncols, n_colorbars
        room = room_for_titles(self.panel, matrices[0].display_labels, *size, laid_out=self.is_laid_out)
        titles, size_of_titles = fitted_titles(list(self.cells), room)
        x_labels, shared = self._x_labels(room)
        caption = "\n".join(filter(None, (shared, style.caption(hatched=any(c.hatched for c in self.cells.values())))))
        axes = self._axes(titles, x_labels, caption, bars=bars)
        highest = style.highest(matrices) if self.share_scale else None
        for index, (ax, cells) in enumerate(zip(axes, self.cells.values(), strict=True)):
            image = style.draw(ax, cells, highest)
            ax.set_title(titles[index], fontsize=size_of_titles, parse_math=False)
            self._name_axes(ax, index)
            if x_labels[index]:
                ax.set_xlabel(x_labels[index])
            if not self.share_scale:
                label, whole = self._color_label([cells.matrix], room), style.whole([cells.matrix])
                add_colorbar(ax, image, label, style.colorbar, whole=whole)
        if self.share_scale and style.colorbar:
            ticks = whole_ticks() if style.whole(matrices) else None
            label = self._color_label(matrices, 0.8 * panel_size(self.panel)[1])
            bar = self.panel.colorbar(image, ax=axes, label=label, ticks=ticks)
            bar.outline.set_visible(False)
        if caption:
            self.panel.supxlabel(caption, fontsize=rcParams["axes.labelsize"])
        if self.title is not None:
            self.panel.suptitle(self.title)

    def _axes(self, titles: list[str], x_labels: list[str], caption: str, *, bars: bool) -> list[Axes]:
        """Make the axes of the panels, with room between them where no layout engine makes it."""
        space = {}
        if not self.is_laid_out:
            of_panels, of_labels = (max(text.count("\n") + 1 for text in texts) for texts in (titles, x_labels))
            inner = any(x_labels[: -self.ncols])  # names of columns stand between the panels too
            under = of_labels * any(x_labels) + (caption.count("\n") + 1 if caption else 0)
            names = [name for matrix in self.matrices for name in matrix.display_labels]
            lines = int(self.title is not None), of_panels + inner * of_labels, under
            space = spacing(self.panel, names, (self.nrows, self.ncols), lines=lines, bars=bars)
        grid = self.panel.subplots(self.nrows, self.ncols, squeeze=False, gridspec_kw=space)
        for unused in grid.ravel()[len(titles) :]:
            unused.remove()
        return list(grid.ravel()[: len(titles)])

    def _x_labels(self, room: float) -> tuple[list[str], str]:
        """Return what is said below each panel, unless the panel there says it; and below all, if it is too long."""
        labels = [self.style.x_label(matrix) for matrix in self.matrices]
        too_long = ems(labels) * points("axes.labelsize") > room
        if too_long and len(set(labels)) == 1:
            return [""] * len(labels), labels[0]
        if too_long:
            labels = [label.replace(" (", "\n(") for label in labels]
        below = [labels[index + self.ncols : index + self.ncols + 1] for index in range(len(labels))]
        return ["" if [label] == other else label for label, other in zip(labels, below, strict=True)], ""

    def _color_label(self, matrices: list[ConfusionMatrix], room: float) -> str:
        """Return the name of a colour bar, a short one where the room in points is little: the caption says it all."""
        label = self.style.color_label(matrices)
        return label if ems([label]) * points("axes.labelsize") <= room else label.split(" of ")[0]

    def _name_axes(self, ax: Axes, index: int) -> None:
        """Name rows on the left and columns below, unless the panel there has the same names."""
        names = [matrix.display_labels for matrix in self.matrices]
        beside = names[index - 1] if index % self.ncols else None
        below = [*names[index + self.ncols : index + self.ncols + 1], None][0]
        ax.tick_params(labelleft=beside != names[index], labelbottom=below != names[index])
        if beside is None:
            ax.set_ylabel("True label")


def _checked_colorbar(colorbar: Any) -> bool:
    """Return whether to draw colour bars; a grid has no use for axes of the caller."""
    if isinstance(colorbar, Axes):
        hint = "A grid makes the axes of its colour bars; fig= chooses where"
        raise wrong_type("colorbar", "True or False", brief(colorbar), hint)
    return check_flag("colorbar", colorbar)


def _as_matrices(matrices: Any, class_names: Any, *, align_labels: bool) -> dict[str, ConfusionMatrix]:
    """Return each panel's matrix, all over the same labels."""
    if not isinstance(matrices, Mapping):
        hint = 'plot_confusion_matrix_grid({"model": matrix, ...})'
        raise wrong_type("matrices", "a mapping of name to matrix", brief(matrices), hint)
    if not matrices:
        raise invalid("matrices", "a mapping of at least one matrix", "an empty one")
    panels = {name: _as_matrix(value, name) for name, value in check_keys("matrices", matrices).items()}
    panels = aligned(panels) if align_labels else panels
    first_name, first = next(iter(panels.items()))
    for name, matrix in panels.items():
        if matrix.labels != first.labels:
            got = f"{listing(matrix.labels)} in {name!r} and {listing(first.labels)} in {first_name!r}"
            hint = "align_labels=True gives each panel all labels; or compute each with the same labels=[...]"
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
