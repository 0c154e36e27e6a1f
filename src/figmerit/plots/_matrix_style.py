"""How confusion matrices are drawn, one or a grid of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib.colors import Normalize as ColorNorm

from figmerit._numbers import count_text, rounded
from figmerit._validate import check_option
from figmerit.plots._cell_texts import Annotation, SpanText, texts_of
from figmerit.plots._format import formatter
from figmerit.plots._heatmap import add_colorbar, add_texts, draw_cells, name_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray
    from figmerit.metrics._matrix import Normalize
    from figmerit.metrics.confusion_matrix import ConfusionMatrix
    from figmerit.plots._colorbar import ColorBar
    from figmerit.plots._drawing import Drawing

    Say: TypeAlias = Callable[[float], str]

Annotate: TypeAlias = Literal["count", "percent", "both"] | bool | None

DENOMINATOR = {"true": "each true label (row)", "pred": "each predicted label (column)", "all": "all samples"}


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

    def draw(self, drawing: Drawing, cells: MatrixCells, vmax: float | None = None) -> AxesImage:
        """Draw one matrix; `vmax` is the value of the darkest colour, by default the matrix's own."""
        ax = drawing.ax
        vmax = vmax or self.highest([cells.matrix])
        norm = ColorNorm(0, vmax)
        image = draw_cells(ax, cells.values, cmap=self.cmap, norm=norm, square=True)
        add_texts(image, cells.levels, forced=self.annotation.forced)
        name_cells(drawing, cells.matrix.display_labels, cells.matrix.column_labels)
        self._explain_empty(ax, cells.values)
        drawing.record(
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
        """Return the value of the darkest colour: 1 for shares of rows or columns, else the highest one."""
        if self.normalize in ("true", "pred"):
            return 1.0
        return max(float(np.nanmax(self.values(matrix), initial=0.0)) for matrix in matrices) or 1.0

    def levels(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return the texts of the cells, first those that say most; empty where a share is undefined."""
        levels = {"count": self._counts, "percent": self._shares, "both": self._both}
        shows = self.annotation.of(matrix.counts.size)
        undefined = np.isnan(self.values(matrix))
        return [np.where(undefined, "", level) for level in levels[shows](matrix)] if shows else []

    def _counts(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return counts as texts; the caller's format is theirs if they stand alone."""
        says: list[Say] = [count_text]
        if self.format and self.annotation.shows == "count":
            says = [self.format]
        elif matrix.counts.dtype.kind == "f":
            says.append(partial(rounded, fmt="{:.0f}"))
        return [texts_of(matrix.counts, say) for say in says]

    def _shares(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return shares as texts."""
        says = [self.format] if self.format else [partial(rounded, fmt="{:.1%}"), partial(rounded, fmt="{:.0%}")]
        shares = matrix.normalized(self.normalize or "all")
        return [texts_of(shares, say) for say in says]

    def _both(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return shares over counts; where there is no room for both, shares."""
        shares, counts = self._shares(matrix), self._counts(matrix)
        both = [shares[0] + "\n" + counts[0], shares[-1] + "\n" + counts[-1]]
        return both if self.annotation.forced else [*both, shares[-1]]

    def x_label(self, matrix: ConfusionMatrix) -> str:
        """Name the columns, and the threshold."""
        return f"Predicted label ({matrix.cut_text})" if matrix.cut_text else "Predicted label"

    def below(self, cells: MatrixCells) -> str:
        """Return the text below a single matrix."""
        rule = getattr(cells.matrix, "threshold_rule", "")
        return "\n".join(filter(None, (self.x_label(cells.matrix), rule, self.caption(hatched=cells.hatched))))

    def caption(self, *, hatched: bool) -> str:
        """Say what shares are of, and what a hatch means: true also if cells turn out too small for their texts."""
        lines = []
        if self.normalize:
            lines.append(f"shares of {DENOMINATOR[self.normalize]}")
        elif self.annotation.shows in ("percent", "both"):
            lines.append(f"percentages are of {DENOMINATOR['all']}")
        return "\n".join([*lines, f"hatched: {self.why_empty}"] if hatched else lines)

    def rules(self, panels: Mapping[str, ConfusionMatrix]) -> str:
        """Say by which rules the thresholds of panels were chosen, one a line."""
        names: dict[str, list[str]] = {}
        for name, matrix in panels.items():
            if matrix.threshold_rule:
                names.setdefault(matrix.threshold_rule, []).append(name)
        return "\n".join(f"{', '.join(of_rule)}: {rule}" for rule, of_rule in names.items())

    @property
    def why_empty(self) -> str:
        """Say why a row or a column has no shares."""
        return "never predicted" if self.normalize == "pred" else "no samples"

    def color_label(self, matrices: list[ConfusionMatrix]) -> str:
        """Name what colours stand for."""
        if self.normalize:
            return f"Share of {DENOMINATOR[self.normalize]}"
        return "Samples (weighted)" if any(matrix.weighted for matrix in matrices) else "Samples"

    def add_colorbar(self, image: AxesImage, matrix: ConfusionMatrix) -> ColorBar | None:
        """Draw the colour bar of one matrix."""
        label = self.color_label([matrix])
        return add_colorbar(image.axes, image, label, self.colorbar, whole=self.whole([matrix]))

    def whole(self, matrices: list[ConfusionMatrix]) -> bool:
        """Tell whether colours stand for whole numbers."""
        return not self.normalize and all(matrix.counts.dtype.kind == "i" for matrix in matrices)

    def _explain_empty(self, ax: Axes, values: FloatArray) -> None:
        """Say across each row or column without a value why it has none."""
        upright = self.normalize == "pred"
        size = values.shape[0 if upright else 1]
        middle = (size - 1) / 2
        for place in np.flatnonzero(np.isnan(values).all(axis=0 if upright else 1)).tolist():
            (x, y), span = ((place, middle), (1, size)) if upright else ((middle, place), (size, 1))
            ax.add_artist(SpanText(x, y, self.why_empty, span=span, rotation=90 if upright else 0))
