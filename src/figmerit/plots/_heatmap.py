"""Coloured cells with texts: what confusion matrices and slice heatmaps have in common."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib import rcParams
from matplotlib.artist import allow_rasterization
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import CenteredNorm, Colormap, LinearSegmentedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figmerit._validate import check_number
from figmerit.errors import brief, did_you_mean, invalid, wrong_type
from figmerit.plots._behind import behind
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._cells_image import add_cells
from figmerit.plots._colorbar import SWATCH, Bar, BarLook, ColorBar
from figmerit.plots._names import Names
from figmerit.plots._tones import Tones
from figmerit.styles.contrast import composite, mixed, readable_on, relative_luminance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.backend_bases import RendererBase
    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, BoolArray, FloatArray
    from figmerit.plots._drawing import Drawing

NOTHING = 0.0, 0.0, 0.0, 0.0
"""The colour of cells without a value: the page is seen, with a hatch."""

GREY = "gray", "grey", "greys", "gray_r", "grey_r"
"""Maps of greys."""

SEQUENTIAL, DIVERGING = "viridis", "RdBu"
"""Colours of values, and of values about a centre."""

GAPS, MANY = (1.2, 0.5), 20
"""Widths in points of lines between cells, up to so many cells in a row and above."""

INSET, EDGE = 0.46, 0.9
"""Half the side of the outline of a cell, in cells, and its width in points."""

LARGEST = 12.0
"""Width and height in inches of a new figure, at most, unless the user's own are more."""

BESIDE_CELLS = 2.0, 1.0
"""Width and height in inches that names and a colour bar take, about."""


class Gaps(LineCollection):
    """Lines between cells in the colour of the page, whatever that is when they are drawn."""

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: RendererBase) -> None:
        """Draw the lines."""
        color = [(*behind(cast("Axes", self.axes)).tolist(), 1.0)]
        if np.asarray(self.get_color()).tolist() != np.asarray(color).tolist():
            self.set_color(color)
        super().draw(renderer)


def draw_cells(
    ax: Axes,
    values: FloatArray,
    *,
    cmap: Colormap,
    norm: Normalize,
    square: bool = False,
    corner: tuple[float, float] = (0.0, 0.0),
    style: Mapping[str, Any] | None = None,
    grey: BoolArray | None = None,
) -> AxesImage:
    """Draw one coloured cell a value, and a hatch where it is NaN; `corner` is the middle of the first one.

    Cells that are `grey` have values, but not their colours.
    """
    (x, y), (n_rows, n_cols) = corner, values.shape
    ax.set_facecolor("none")  # cells lie on the page: what is between them has its colour
    extent = x - 0.5, x + n_cols - 0.5, y + n_rows - 0.5, y - 0.5
    image = add_cells(ax, np.ma.masked_invalid(values), extent, cmap=cmap, norm=norm)
    image.grey = None if grey is None or not grey.any() else (grey, tuple(Tones.of(ax).grid))
    ax.set_aspect("equal" if square else "auto")
    image.set(**(style or {}))
    ax.grid(visible=False, which="both")
    ax.spines[:].set_visible(False)
    unknown = np.isnan(values)
    rows, columns = (
        np.asarray(unknown.all(axis=1)),
        np.asarray(unknown.all(axis=0)),
    )  # a row without values is one strip
    edges = [[(at, row), (end, row)] for row in range(1, n_rows) for at, end in _runs(~columns)]
    edges += [[(col, at), (col, end)] for col in range(1, n_cols) for at, end in _runs(~rows)]
    if edges:
        shifted = np.array(edges, float) + np.array([x - 0.5, y - 0.5])
        ax.add_collection(Gaps(list(shifted), linewidths=GAPS[max(values.shape) > MANY]), autolim=False)
    if unknown.any():
        patches = [Rectangle((x + col - 0.5, y + row - 0.5), 1, 1) for row, col in np.argwhere(unknown)]
        ax.add_collection(_hatched(patches, Tones.of(ax)), autolim=False)
    return image


def outline(image: AxesImage, cells: BoolArray) -> None:
    """Outline some cells, each in the colour that texts on it have."""
    ax: Any = image.axes
    grounds = composite(np.array(image.to_rgba(cast("Any", image.get_array()))), behind(ax))
    for row, col in np.argwhere(cells):
        style: dict[str, Any] = {"facecolor": "none", "edgecolor": tuple(readable_on(grounds[row, col]))}
        ax.add_patch(Rectangle((col - INSET, row - INSET), 2 * INSET, 2 * INSET, zorder=2.2, linewidth=EDGE, **style))


def _runs(there: BoolArray) -> list[tuple[int, int]]:
    """Return where runs of True begin and end."""
    changes = np.flatnonzero(np.diff(there, prepend=False, append=False))
    return list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))


def name_cells(
    drawing: Drawing,
    rows: Sequence[str],
    columns: Sequence[str],
    apart: tuple[tuple[float, str] | None, ...] = (None, None),
) -> None:
    """Name rows and columns; beyond the last one some may stand apart, at a place and with a name of their own."""
    for name, axis, names, last in (
        ("y", drawing.ax.yaxis, rows, apart[0]),
        ("x", drawing.ax.xaxis, columns, apart[1]),
    ):
        places = {float(place): name for place, name in enumerate(names)} | (dict([last]) if last else {})
        axis.set_tick_params(length=0)
        setattr(drawing, name, Names(axis, places, apart=last is not None))
    drawing.enough = False


def add_texts(
    image: AxesImage, levels: Sequence[Array], style: Mapping[str, Any], *, forced: bool, quiet: Array | None = None
) -> CellTexts | None:
    """Add the texts of the cells, from long to short, if they have any; fitted when they are drawn."""
    if not levels:
        return None
    texts = CellTexts(image, levels, forced=forced, quiet=quiet, style=style)
    image.axes.add_artist(texts)
    return texts


def page_map(name: str, low: float, high: float, tones: Tones) -> Colormap:
    """Return a part of a map, from nearly the page to strong; on dark pages the other way round. Zero is apart.

    Greys stay greys where the user's own map is grey.
    """
    if rcParams["image.cmap"].lower() in GREY:
        name = "Greys"
    ends = (0.95, low + 0.15) if tones.dark else (low, high)
    colors: FloatArray = mpl.colormaps[name](np.linspace(*ends, 256))[:, :3]
    if tones.dark:
        share = np.linspace(0.5, 0, 256)[:, None]
        colors = (1 - share) * colors + share * tones.face
    part = LinearSegmentedColormap.from_list(name, [tuple(color) for color in colors])
    zero, first = tones.zero, colors[0]
    if not tones.dark and relative_luminance(zero) <= relative_luminance(first):  # the page is darker than small counts
        zero = mixed(first, np.ones(3), 0.5)
    return part.with_extremes(under=tuple(zero), bad=NOTHING)


def size_for_cells(n_rows: int, n_cols: int, cell: tuple[float, float]) -> tuple[float, float]:
    """Return the size in inches of a new figure: the user's, or more where cells would be too small to read."""
    width, height = rcParams["figure.figsize"]
    needed = cell[0] * n_cols + BESIDE_CELLS[0], cell[1] * n_rows + BESIDE_CELLS[1]
    return max(width, min(needed[0], LARGEST)), max(height, min(needed[1], LARGEST))


def add_colorbar(
    ax: Axes, look: BarLook, colorbar: Bar, *, undefined: str | None = None, texts: CellTexts | None = None
) -> ColorBar | None:
    """Add a colour bar beside `ax`, or in the caller's own axes.

    With `undefined`, a hatched field under the bar says what cells without a value mean. One that is "auto" is there
    where cells have no room for their `texts`.
    """
    if colorbar is False:
        return None
    swatch = partial(_add_swatch, undefined=undefined) if undefined else None
    if isinstance(colorbar, Axes):
        look.draw(colorbar)
        if swatch:
            swatch(colorbar)
        return None
    fitted = texts if colorbar == "auto" else None
    return ColorBar([ax], look, below=SWATCH if undefined else 0.0, swatch=swatch, texts=fitted)


def _add_swatch(cax: Axes, undefined: str) -> Axes:
    """Add a hatched field under a colour bar that says what cells without a value mean."""
    tones = Tones.of(cax)
    swatch = cax.inset_axes((0.0, -0.13, 1.0, 0.07))
    swatch.add_collection(_hatched([Rectangle((0, 0), 1, 1)], tones), autolim=False)
    swatch.set(xlim=(0, 1), ylim=(0, 1), xticks=[], facecolor=tuple(tones.face))
    swatch.spines[:].set_color(tuple(tones.hatch))
    swatch.yaxis.tick_right()
    swatch.set_yticks([0.5], labels=[undefined])
    swatch.minorticks_off()
    return swatch


def colormap(cmap: str | Colormap | None, norm: Normalize | None = None) -> Colormap:
    """Return a colormap by name, with the colour of cells without a value; by default one that suits the norm."""
    if cmap is None:
        grey = rcParams["image.cmap"] if rcParams["image.cmap"].lower() in GREY else None
        cmap = DIVERGING if isinstance(norm, CenteredNorm | TwoSlopeNorm) else grey or SEQUENTIAL
    if isinstance(cmap, Colormap):
        return cmap.with_extremes(bad=NOTHING)
    if not isinstance(cmap, str):
        raise wrong_type("cmap", "a colormap or the name of one", brief(cmap))
    if cmap not in mpl.colormaps:
        hint = did_you_mean(cmap, mpl.colormaps) or "matplotlib.colormaps lists them"
        raise invalid("cmap", "the name of a colormap of matplotlib", repr(cmap), hint)
    return mpl.colormaps[cmap].with_extremes(bad=NOTHING)


def color_norm(values: FloatArray, vmin: Any, vmax: Any, center: Any, norm: Any) -> Normalize:
    """Return how values become colours: from the lowest to the highest, or centred."""
    if norm is not None:
        if not isinstance(norm, Normalize):
            raise wrong_type("norm", "a matplotlib Normalize", brief(norm), "norm=matplotlib.colors.LogNorm()")
        limits = {"vmin": vmin, "vmax": vmax, "center": center}
        for name, value in limits.items():
            if value is not None:
                raise invalid(name, "left out when norm is given", brief(value))
        return scaled(norm, values)
    finite = values[np.isfinite(values)]
    low = check_number("vmin", vmin) if vmin is not None else float(finite.min()) if finite.size else 0.0
    high = check_number("vmax", vmax) if vmax is not None else float(finite.max()) if finite.size else 1.0
    if low > high:
        raise invalid("vmin", f"at most vmax, {high:g}", f"{low:g}")
    if vmin is None and vmax is None and center is None and low < 0 < high:
        center = 0.0  # values of both signs: a colour must not claim the wrong one
    if center is None:
        return Normalize(low, high)
    middle = check_number("center", center)
    if (vmin is not None and middle <= low) or (vmax is not None and middle >= high):
        raise invalid("center", f"between vmin and vmax, {low:g} and {high:g}", f"{middle:g}")
    if vmin is not None and vmax is not None:
        return TwoSlopeNorm(middle, low, high)
    limits_given = [abs(limit - middle) for limit, given in ((low, vmin), (high, vmax)) if given is not None]
    half = limits_given[0] if limits_given else max(abs(low - middle), abs(high - middle))
    return CenteredNorm(middle, half or 1.0)


def scaled(norm: Normalize, values: FloatArray) -> Normalize:
    """Return a copy of the caller's norm with the limits that it lacks, those of the values."""
    norm, shown = deepcopy(norm), np.ma.masked_invalid(values)
    rehearsal = Figure()
    try:
        norm.autoscale_None(shown if shown.count() else np.array([0.1, 1.0]))
        norm(shown)
        rehearsal.colorbar(ScalarMappable(deepcopy(norm)), cax=rehearsal.add_subplot())
    except Exception as error:  # the norm may be anybody's
        got = f"{type(norm).__name__} from {norm.vmin} to {norm.vmax}"
        raise invalid("norm", "one that takes the values of the grid", got) from error
    return norm


def _hatched(patches: list[Rectangle], tones: Tones) -> PatchCollection:
    line = tuple(tones.hatch)
    hatched = PatchCollection(patches, facecolor="none", edgecolor=line, linewidth=0, zorder=1)
    hatched.set_hatch("////")
    if hasattr(hatched, "set_hatchcolor"):  # before matplotlib 3.11 a hatch has the colour of the edge
        hatched.set_hatchcolor(line)
    return hatched
