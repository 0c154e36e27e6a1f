"""Coloured cells with texts: what confusion matrices and slice heatmaps have in common."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PatchCollection
from matplotlib.colors import CenteredNorm, Colormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figmerit._validate import check_number
from figmerit.errors import brief, did_you_mean, invalid, wrong_type
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._colorbar import SWATCH, ColorBar, beyond, draw_bar
from figmerit.plots._names import Names, Ticks
from figmerit.styles.palettes import UNDEFINED_FACE, UNDEFINED_HATCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.image import AxesImage

    from figmerit._arrays import Array, FloatArray
    from figmerit.plots._drawing import Drawing

SEQUENTIAL, DIVERGING = "viridis", "RdBu"
"""Colours of values, and of values about a centre."""

LARGEST = 12.0
"""Width and height in inches of a new figure, at most, unless the user's own are more."""

BESIDE_CELLS = 2.0, 1.0
"""Width and height in inches that names and a colour bar take, about."""


def draw_cells(
    ax: Axes,
    values: FloatArray,
    *,
    cmap: Colormap,
    norm: Normalize,
    square: bool = False,
    corner: tuple[float, float] = (0.0, 0.0),
) -> AxesImage:
    """Draw one coloured cell a value, and a hatch where it is NaN; `corner` is the middle of the first one."""
    (x, y), (n_rows, n_cols) = corner, values.shape
    image = ax.imshow(
        np.ma.masked_invalid(values),
        cmap=cmap,
        norm=norm,
        interpolation="nearest",
        origin="upper",
        extent=(x - 0.5, x + n_cols - 0.5, y + n_rows - 0.5, y - 0.5),
        aspect="equal" if square else "auto",
    )
    ax.grid(visible=False, which="both")
    undefined = [Rectangle((x + col - 0.5, y + row - 0.5), 1, 1) for row, col in np.argwhere(np.isnan(values))]
    if undefined:
        ax.add_collection(_hatched(undefined), autolim=False)
    return image


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
        setattr(drawing, name, Names(axis, places, apart=last is not None))
    drawing.enough = False


def add_texts(image: AxesImage, levels: Sequence[Array], *, forced: bool) -> None:
    """Add the texts of the cells, from long to short, if they have any; fitted when they are drawn."""
    if levels:
        image.axes.add_artist(CellTexts(image, levels, forced=forced))


def size_for_cells(n_rows: int, n_cols: int, cell: tuple[float, float]) -> tuple[float, float]:
    """Return the size in inches of a new figure: the user's, or more where cells would be too small to read."""
    width, height = rcParams["figure.figsize"]
    needed = cell[0] * n_cols + BESIDE_CELLS[0], cell[1] * n_rows + BESIDE_CELLS[1]
    return max(width, min(needed[0], LARGEST)), max(height, min(needed[1], LARGEST))


def add_colorbar(
    ax: Axes,
    image: AxesImage,
    label: str,
    colorbar: bool | Axes,
    *,
    undefined: str | None = None,
    whole: bool = False,
) -> ColorBar | None:
    """Add a colour bar beside `ax`, or in the caller's own axes.

    With `undefined`, a hatched field under the bar says what cells without a value mean. With `whole`
    there are ticks at whole numbers only.
    """
    if colorbar is False:
        return None
    extend = beyond(image.get_array(), image.norm)
    if isinstance(colorbar, Axes):
        bar, cax = None, colorbar
        draw_bar(cax, image, label, whole=whole, extend=extend)
    else:
        bar = ColorBar([ax], image, label, whole=whole, below=SWATCH if undefined else 0.0, extend=extend)
        cax = bar.cax
    if undefined:
        swatch = cax.inset_axes((0.0, -0.13, 1.0, 0.07))
        swatch.add_collection(_hatched([Rectangle((0, 0), 1, 1)]), autolim=False)
        swatch.set(xlim=(0, 1), ylim=(0, 1), xticks=[], facecolor=UNDEFINED_FACE)
        swatch.yaxis.tick_right()
        swatch.set_yticks([0.5], labels=[undefined])
        swatch.minorticks_off()
        if bar is not None:
            bar.swatch = Ticks(swatch.yaxis)
    return bar


def colormap(cmap: str | Colormap | None, norm: Normalize | None = None) -> Colormap:
    """Return a colormap by name, with the colour of cells without a value; by default one that suits the norm."""
    if cmap is None:
        cmap = DIVERGING if isinstance(norm, CenteredNorm | TwoSlopeNorm) else SEQUENTIAL
    if isinstance(cmap, Colormap):
        return cmap.with_extremes(bad=UNDEFINED_FACE)
    if not isinstance(cmap, str):
        raise wrong_type("cmap", "a colormap or the name of one", brief(cmap))
    if cmap not in mpl.colormaps:
        hint = did_you_mean(cmap, mpl.colormaps) or "matplotlib.colormaps lists them"
        raise invalid("cmap", "the name of a colormap of matplotlib", repr(cmap), hint)
    return mpl.colormaps[cmap].with_extremes(bad=UNDEFINED_FACE)


def color_norm(values: FloatArray, vmin: Any, vmax: Any, center: Any, norm: Any) -> Normalize:
    """Return how values become colours: from the lowest to the highest, or centred."""
    if norm is not None:
        if not isinstance(norm, Normalize):
            raise wrong_type("norm", "a matplotlib Normalize", brief(norm), "norm=matplotlib.colors.LogNorm()")
        limits = {"vmin": vmin, "vmax": vmax, "center": center}
        for name, value in limits.items():
            if value is not None:
                raise invalid(name, "left out when norm is given", brief(value))
        return _scaled(norm, values)
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


def _scaled(norm: Normalize, values: FloatArray) -> Normalize:
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


def _hatched(patches: list[Rectangle]) -> PatchCollection:
    hatched = PatchCollection(patches, facecolor=UNDEFINED_FACE, edgecolor=UNDEFINED_HATCH, linewidth=0, zorder=1)
    hatched.set_hatch("////")
    if hasattr(hatched, "set_hatchcolor"):  # before matplotlib 3.11 a hatch has the colour of the edge
        hatched.set_hatchcolor(UNDEFINED_HATCH)
    return hatched
