"""The picture of a metric in resampled data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib import rcParams
from matplotlib.patches import StepPatch

from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import check_texts
from figmerit.errors import invalid
from figmerit.metrics.bootstrap_distribution import BootstrapDistribution, compute_bootstrap_distribution
from figmerit.plots._drawing import drawing_on
from figmerit.plots._frame import draw_frame
from figmerit.plots._lines import color_of_cycle
from figmerit.plots._resolve import as_result
from figmerit.plots._styling import Styles
from figmerit.plots._tones import Tones

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.metrics.options import BootstrapOptions
    from figmerit.plots._styling import Style

SHADE = 0.22, 0.45
"""How much of what is below it the ground of all resamples covers, and that of those within the interval."""


@named_options(compute_bootstrap_distribution)
def plot_bootstrap_distribution(
    y_true: Any,
    y_pred: Any = None,
    *,
    line_kw: Style | None = None,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[BootstrapOptions],
) -> Figure:
    """Plot a metric in resampled data: its distribution, the value of the data, and the interval.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or BootstrapDistribution
        True labels; or the result of :func:`compute_bootstrap_distribution`.
    %(y_pred_or_result)s
    %(line_kw)s
    %(title)s
    %(figsize)s
    %(ax)s
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If the metric is undefined, or the arrays or options make no sense; the message says what to type.

    See Also
    --------
    plot_forest : Several estimates with their intervals.

    Notes
    -----
    The dark part holds the resamples within the interval. Where it is far from the middle of the distribution, or the
    distribution has gaps, percentiles say little.

    Examples
    --------
    >>> fig = plot_bootstrap_distribution([0, 0, 1, 1] * 20, [0, 1, 1, 1] * 20, metric="f1")
    """
    result = as_result(y_true, y_pred, BootstrapDistribution, compute_bootstrap_distribution, options)
    styles = Styles.checked("line_kw", line_kw, StepPatch).of_all
    check_texts(title=title)
    if result.undefined:
        raise invalid("the metric", "defined for the samples", f"{result.metric_name}: {result.undefined['value']}")
    counts, edges = result.histogram()
    with drawing_on(ax, figsize, title=title) as drawing:
        axes = drawing.ax
        outline = axes.stairs(
            counts, edges, color=color_of_cycle(), linewidth=rcParams["lines.linewidth"], label="_samples", zorder=2
        )
        outline.set(**styles)
        ground = outline.get_edgecolor()[:3]
        axes.stairs(counts, edges, fill=True, color=ground, alpha=SHADE[0], linewidth=0, zorder=1.5)
        if result.interval is not None:
            axes.stairs(*_within(counts, edges, result.interval), fill=True, color=ground, alpha=SHADE[1], linewidth=0)
        axes.axvline(result.value, color=tuple(Tones.of(axes).text), label="_value", zorder=3)
        draw_frame(axes, y=False, grid="y")
        axes.set_ylim(bottom=0)
        name = result.metric_name
        axes.set(xlabel=name[:1].upper() + name[1:], ylabel="Resamples")
        drawing.caption = _caption(result)
        drawing.record(outline, "bootstrap_distribution", result)
    return drawing.figure


def _within(counts: IntArray, edges: FloatArray, interval: tuple[float, float]) -> tuple[IntArray, FloatArray]:
    """Return the part of a histogram between two ends, which may cut bins in two."""
    low, high = np.clip(interval, edges[0], edges[-1])
    cut = np.concatenate([[low], edges[(edges > low) & (edges < high)], [high]])
    return counts[np.clip(np.searchsorted(edges, cut[:-1], side="right") - 1, 0, len(counts) - 1)], cut


def _caption(result: BootstrapDistribution) -> str:
    """Say what the line and the dark part are, and how sure the interval is."""
    said = [f"Line: {rounded(result.value)}, of the data"]
    if result.interval is not None:
        low, high = map(rounded, result.interval)
        said.append(f"dark: {result.intervals.label}, {low} to {high}")
    doubt = result.intervals.unreliable.get("value")
    return "; ".join([*said, *([f"unreliable: {doubt}"] if doubt else [])])
