"""How confusion matrices are drawn, one or a grid of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._numbers import count_text, rounded
from figmerit._validate import check_flag, check_option
from figmerit.errors import brief, invalid
from figmerit.plots._cell_bars import CellBars
from figmerit.plots._cell_texts import Annotation, texts_of
from figmerit.plots._colorbar import BarLook, beyond
from figmerit.plots._format import formatter
from figmerit.plots._heatmap import add_colorbar, add_texts, colormap, draw_cells, name_cells, outline, page_map
from figmerit.plots._span_text import SpanText
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.colors import Normalize as ColorNorm
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray
    from figmerit.metrics._matrix import Normalize
    from figmerit.metrics.cell_histograms import CellHistograms
    from figmerit.metrics.confusion_matrix import ConfusionMatrix
    from figmerit.plots._cell_texts import CellTexts
    from figmerit.plots._colorbar import Bar, ColorBar
    from figmerit.plots._drawing import Drawing
    from figmerit.plots._matrix_scale import Scale
    from figmerit.plots._styling import CellStyles

    Say: TypeAlias = Callable[[float], str]

Annotate: TypeAlias = Literal["count", "percent", "both"] | bool | None

DENOMINATOR = {"true": "each true label (row)", "pred": "each predicted label (column)", "all": "all samples"}


COLORED = "Samples; coloured by"
"""What cells with counts say whose colours stand for shares."""

COLORS = "Blues", 0.1, 0.88
"""The map of a matrix, and the part of it that is used."""

MANY, PRECISE = 6, 100
"""Classes from which on shares have no sign, and samples from which on they have a decimal."""


@dataclass(frozen=True, slots=True)
class MatrixCells:
    """What the cells of a matrix show: the values of their colours, and their texts, from long to short."""

    matrix: ConfusionMatrix
    values: FloatArray
    levels: list[Array]
    histograms: CellHistograms | None = None

    @property
    def hatched(self) -> bool:
        """Whether some cells have no value."""
        return bool(np.isnan(self.values).any())


class MatrixStyle:
    """How confusion matrices are drawn: checked once, then used for one matrix or a grid of them."""

    def __init__(
        self,
        normalize: Any,
        annotate: Any,
        annot_fmt: Any,
        cmap: str | Colormap | None,
        colorbar: Bar,
        styles: CellStyles,
        scale: Scale,
        *,
        hide_zeros: Any = False,
        diagonal: Any = None,
        show_scores: bool = False,
    ) -> None:
        self.normalize: Normalize | None = check_option("normalize", normalize, (None, "true", "pred", "all"))
        self.diagonal = check_option("diagonal", diagonal, (None, "percent"))
        if diagonal is not None and annotate not in (None, True, "count"):
            raise invalid("annotate", "left out with diagonal='percent'", brief(annotate))
        default = "both" if normalize and not diagonal else "count"
        self.annotation = Annotation.checked(annotate, ("count", "percent", "both"), default)
        self.annot_fmt = annot_fmt
        self.format = None if annot_fmt is None else formatter("annot_fmt", annot_fmt)
        self.cmap = None if cmap is None else colormap(cmap)
        self.colorbar, self.styles, self.scale = colorbar, styles, scale
        self.hide_zeros, self.show_scores = check_flag("hide_zeros", hide_zeros), show_scores
        self.texts: CellTexts | None = None

    def cells(self, matrix: ConfusionMatrix) -> MatrixCells:
        """Return what the cells of a matrix show, made before anything is drawn."""
        histograms = matrix.cell_histograms if self.show_scores else None
        return MatrixCells(matrix, self.values(matrix), self.levels(matrix), histograms)

    def norm(self, matrices: list[ConfusionMatrix]) -> ColorNorm:
        """Return how the numbers of matrices become colours."""
        values = np.concatenate([self.values(matrix).ravel() for matrix in matrices])
        return self.scale.norm(values, 1.0 if self.normalize in ("true", "pred") else None, apart=self.cmap is None)

    def draw(
        self, drawing: Drawing, cells: MatrixCells, norm: ColorNorm | None, *, outlined: bool, scores: str = ""
    ) -> AxesImage:
        """Draw one matrix, in its own colours unless there is a `norm` for several.

        The cells of what is right are `outlined` where colours do not show them. The caption of several says which
        `scores` bars show.
        """
        ax = drawing.ax
        norm = norm or self.norm([cells.matrix])
        cmap = self.colors(ax)
        image = draw_cells(ax, cells.values, cmap=cmap, norm=norm, square=True, style=self.styles.image)
        zero = cells.matrix.counts == 0
        self.texts = add_texts(image, cells.levels, self.styles.texts, forced=self.annotation.forced, quiet=zero)
        if cells.histograms is not None:
            bars = CellBars(self.texts, image, cells.histograms, scores or self.scores([cells.matrix]))
            ax.add_artist(bars)
            drawing.beside(bars)
        if outlined:
            outline(image, (np.eye(*zero.shape) > 0) & (cells.matrix.support > 0)[:, None])
        name_cells(drawing, cells.matrix.display_labels, cells.matrix.column_labels)
        self._explain_empty(ax, cells.values)
        drawing.record(
            image,
            "confusion_matrix",
            cells.matrix,
            normalize=self.normalize,
            annotate=self.annotation.shows,
            annot_fmt=self.annot_fmt,
            cmap=cmap.name,
            norm=type(norm).__name__,
            vmin=norm.vmin,
            vmax=norm.vmax,
            colorbar=self.colorbar if self.colorbar == "auto" else bool(self.colorbar),
            show_scores=self.show_scores,
        )
        return image

    def colors(self, ax: Axes) -> Colormap:
        """Return the colours of the cells."""
        return self.scale.apart(page_map(*COLORS, Tones.of_cells(ax))) if self.cmap is None else self.cmap

    def values(self, matrix: ConfusionMatrix) -> FloatArray:
        """Return the numbers that colours stand for."""
        return matrix.normalized(self.normalize) if self.normalize else matrix.counts.astype(np.float64)

    def levels(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return the texts of the cells, first those that say most; empty where a share is undefined."""
        levels = {"count": self._counts, "percent": self._shares, "both": self._both}
        shows = self.annotation.of(matrix.counts.size)
        undefined = np.isnan(self.values(matrix))
        hidden = undefined | (self.hide_zeros & (matrix.counts == 0))
        if shows and self.diagonal:
            shares, on = self._shares(matrix), np.eye(*matrix.counts.shape) > 0
            counts = self._counts(matrix)
            found = [np.where(on, shares[0], counts[0]), np.where(on, shares[-1], counts[-1])]
        else:
            found = levels[shows](matrix) if shows else []
        return [np.where(hidden, "", level) for level in found]

    def _counts(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return counts as texts; the caller's format is theirs if they stand alone."""
        says: list[Say] = [count_text]
        if self.format and self.annotation.shows == "count":
            says = [self.format]
        elif matrix.counts.dtype.kind == "f":
            says.append(partial(rounded, fmt="{:.0f}"))
        return [texts_of(matrix.counts, say) for say in says]

    def _shares(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return shares as texts: of few samples without decimals, and of many classes without the sign as well."""
        shares = matrix.normalized(self.denominator)
        if self.format and not self.diagonal:
            return [texts_of(shares, self.format)]
        says: list[Say] = [partial(rounded, fmt="{:.0%}")]
        if len(matrix.labels) >= MANY and not self.diagonal:
            says = [lambda share: rounded(share, "{:.0%}").removesuffix("%")]
        elif self._wholes(matrix).max() >= PRECISE:
            says = [partial(rounded, fmt="{:.1%}"), *says]
        return [texts_of(shares, say) for say in says]

    def _wholes(self, matrix: ConfusionMatrix) -> FloatArray:
        """Return the numbers that shares are of."""
        axis = {"true": 1, "pred": 0}.get(self.denominator)
        return np.atleast_1d(matrix.counts.sum(axis=axis))

    def _both(self, matrix: ConfusionMatrix) -> list[Array]:
        """Return shares over counts; where there is no room for both, shares."""
        shares, counts = self._shares(matrix), self._counts(matrix)
        both = [shares[0] + "\n" + counts[0], shares[-1] + "\n" + counts[-1]]
        if self.annotation.forced:
            return both
        return shares if len(matrix.labels) >= MANY else [*both, shares[-1]]

    def caption(self, cells: MatrixCells) -> str:
        """Say what is shown: what the numbers are, the threshold and its rule, what a hatch means."""
        matrix = cells.matrix
        rule = getattr(matrix, "threshold_rule", "")
        hatched = f"hatched: {self.why_empty}" if cells.hatched else ""
        said = "; ".join(filter(None, (self.what([matrix]), matrix.cut_text, rule, hatched)))
        return "\n".join(filter(None, (said, self.scores([matrix]))))

    def scores(self, matrices: list[ConfusionMatrix]) -> str:
        """Say what the bars in the cells of matrices are, in a line of its own; nothing without bars."""
        if not self.show_scores:
            return ""
        names: dict[Any, str] = dict(zip(matrices[0].labels, matrices[0].display_labels, strict=True))
        histograms = [matrix.cell_histograms for matrix in matrices if matrix.cell_histograms is not None]
        found = {each.scores_text(names.get(each.pos_label, "")) for each in histograms}
        scores = found.pop() if len(found) == 1 else "scores, in each panel from the lowest to the highest"
        return f"Bars: {scores}; heights compare within a cell"

    def what(self, matrices: list[ConfusionMatrix]) -> str:
        """Say what the numbers in the cells are, once."""
        shows = self.annotation.shows
        if self.diagonal:
            counted = "Samples (weighted)" if any(matrix.weighted for matrix in matrices) else "Samples"
            where = "on the diagonal, and in colours," if self.normalize else "on the diagonal"
            return f"{counted}; {where} % of {DENOMINATOR[self.denominator]}"
        if self.normalize or shows in ("percent", "both"):
            share = f"% of {DENOMINATOR[self.normalize or 'all']}"
            return share if shows != "count" else f"{COLORED} {share}"
        return self.color_label(matrices)

    @property
    def denominator(self) -> Normalize:
        """What shares are of; on the diagonal alone they are recalls, unless the caller says otherwise."""
        return self.normalize or ("true" if self.diagonal else "all")

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
        look = self.look(image, [matrix])
        return add_colorbar(image.axes, look, self.colorbar, texts=self.texts)

    def look(self, image: AxesImage, matrices: list[ConfusionMatrix]) -> BarLook:
        """Return what a colour bar of matrices shows; the caption says what it is."""
        values = np.concatenate([self.values(matrix).ravel() for matrix in matrices])
        ends = beyond(values, self.scale)  # where the user says so
        return BarLook(image, "", self.whole(matrices), ends, percent=bool(self.normalize), options=self.styles.bar)

    def whole(self, matrices: list[ConfusionMatrix]) -> bool:
        """Tell whether colours stand for whole numbers."""
        linear = type(self.scale.given) is not str
        return linear and not self.normalize and all(matrix.counts.dtype.kind == "i" for matrix in matrices)

    def _explain_empty(self, ax: Axes, values: FloatArray) -> None:
        """Say across each row or column without a value why it has none."""
        upright = self.normalize == "pred"
        size = values.shape[0 if upright else 1]
        middle = (size - 1) / 2
        for place in np.flatnonzero(np.isnan(values).all(axis=0 if upright else 1)).tolist():
            (x, y), span = ((place, middle), (1, size)) if upright else ((middle, place), (size, 1))
            ax.add_artist(SpanText(ax, x, y, self.why_empty, span=span, rotation=90 if upright else 0))


def mostly_wrong(matrix: ConfusionMatrix) -> bool:
    """Tell whether the highest number of some row is an error: colours do not show then what is right."""
    n = min(matrix.counts.shape)
    return bool((matrix.counts[:n].max(axis=1) > np.diagonal(matrix.counts)).any())
