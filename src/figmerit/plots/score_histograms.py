"""The picture of distributions of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib import rcParams
from matplotlib.patches import StepPatch

from figmerit._numbers import count_text, cut_text, rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_number, check_texts
from figmerit.counts._binning import usual_ends
from figmerit.errors import invalid
from figmerit.inference.formulas import divide
from figmerit.metrics.score_histograms import ScoreHistograms, compute_score_histograms
from figmerit.plots._curve_entries import LINE_STYLES
from figmerit.plots._drawing import drawing_on
from figmerit.plots._frame import draw_frame
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import to_compare_with
from figmerit.plots._notes import notes_of
from figmerit.plots._resolve import as_result
from figmerit.plots._styling import LegendWish, Styles

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit.metrics.options import HistogramOptions
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style

MOST = 6
"""Distributions that can be told apart on one axes."""

FILLED = 2
"""Distributions whose grounds can be told apart where they overlap."""

LOWEST = 0.5
"""Where an axis of powers starts: a bin of one sample is seen."""

BEYOND = 0.02
"""What is shown beyond the lowest and the highest edge, as a share of their distance."""


@named_options(compute_score_histograms)
def plot_score_histograms(
    y_true: Any,
    y_score: Any = None,
    *,
    threshold: float | None = None,
    normalize: bool = False,
    log_counts: bool = False,
    legend: Legend = True,
    line_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[HistogramOptions],
) -> Figure:
    """Plot how scores are distributed in each class, or in each slice.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ScoreHistograms
        True labels; or the result of :func:`compute_score_histograms`, which takes slices, bins, string labels and
        weights.
    %(y_score_or_result)s
    threshold : float, optional
        Draws a line, and says which share of each class has at least that score.
    normalize : bool, default=False
        Whether to draw shares of each class, which then has the same area whatever its size, not counts.
    log_counts : bool, default=False
        Whether counts are on a logarithmic axis, on which bins of few samples are seen; empty ones stay empty.
    %(legend)s
    %(line_kw)s
    %(legend_kw)s
    %(notes)s
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
        If there are more than 6 distributions, or the arrays or options make no sense.

    See Also
    --------
    plot_threshold_sweep : What each threshold does.

    Examples
    --------
    >>> fig = plot_score_histograms([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], threshold=0.5)
    """
    histograms = as_result(y_true, y_score, ScoreHistograms, compute_score_histograms, options)
    if len(histograms.names) > MOST:
        hint = "Draw some of them: compute_score_histograms of the rows of these"
        raise invalid("the distributions", f"at most {MOST} on one axes", f"{len(histograms.names)}", hint)
    cut = None if threshold is None else check_number("threshold", threshold)
    normalize, log_counts = check_flag("normalize", normalize), check_flag("log_counts", log_counts)
    wish = LegendWish.checked(legend, legend_kw)
    styles = Styles.checked("line_kw", line_kw, StepPatch, histograms.names)
    check_texts(title=title)
    printed = notes_of(notes, ax, {None: histograms})
    with drawing_on(ax, figsize, title=title, notes=printed) as drawing:
        axes = drawing.ax
        patches = [
            _draw(axes, histograms, place, cut, styles, normalize=normalize) for place in range(len(histograms.names))
        ]
        if cut is not None:
            _draw_threshold(axes, histograms, cut)
        _finish(axes, histograms, normalize=normalize, log_counts=log_counts)
        drawn_as = {"threshold": cut, "normalize": normalize, "log_counts": log_counts}
        drawing.record(patches[0], "score_histograms", histograms, **drawn_as)
        drawing.legend((1.0, 1.0), wish, places=("above", "inside", "beside", "below"))
    return drawing.figure


def _draw(
    ax: Axes, histograms: ScoreHistograms, place: int, threshold: float | None, styles: Styles, *, normalize: bool
) -> StepPatch:
    """Draw one distribution: an outline in a style of its own, and a light ground."""
    counts, n = histograms.counts[place], histograms.n[place]
    edges = np.clip(histograms.edges, *_limits(histograms))  # matplotlib knows no axis that is longer
    values = counts / n if normalize and n else counts
    color = _next_color(ax)
    label = f"{histograms.names[place]} (n={count_text(n)}"
    if threshold is not None and n:
        label += f", {rounded(histograms.share_reaching(threshold)[place])} reach {threshold:g}"
    outline = ax.stairs(
        values,
        edges,
        color=color,
        linestyle=LINE_STYLES[place],
        linewidth=rcParams["lines.linewidth"],
        label=shown_in_legend(f"{label})"),
        zorder=2,
    )
    outline.set(**styles.of(histograms.names[place]))
    if len(histograms.names) <= FILLED:
        ax.stairs(values, edges, fill=True, color=outline.get_edgecolor()[:3], alpha=0.2, zorder=1.5)
    return outline


def _next_color(ax: Axes) -> Any:
    """Return the next colour of the user's cycle, as a line would have it."""
    (line,) = ax.plot([], [])
    color = line.get_color()
    line.remove()
    return color


def _draw_threshold(ax: Axes, histograms: ScoreHistograms, threshold: float) -> None:
    """Draw a line at a threshold; the legend says so if no score is near enough for it to be seen."""
    low, high = _limits(histograms)
    beyond = "" if low <= threshold <= high else ", beyond the axis"
    ax.axvline(threshold, label=f"{cut_text(threshold)}{beyond}", **to_compare_with(linestyle="-", zorder=3))


def _limits(histograms: ScoreHistograms) -> tuple[float, float]:
    """Return the ends of the axis of scores."""
    low, high = usual_ends(histograms.edges, histograms.score_dtype)
    air = BEYOND * (high - low) or 0.5
    return low - air, high + air


def _finish(ax: Axes, histograms: ScoreHistograms, *, normalize: bool, log_counts: bool) -> None:
    """Set limits, and name the axes."""
    draw_frame(ax, y=False, grid="y")
    ax.set_xlim(*_limits(histograms))
    heights = divide(histograms.counts, histograms.n[:, None]) if normalize else histograms.counts
    # sums of weights may lie below one sample, and are seen too
    lowest = float(heights[heights > 0].min()) / 2 if normalize else min(LOWEST, float(heights[heights > 0].min()) / 2)
    if log_counts:
        ax.set_yscale("log", nonpositive="clip")
    ax.set_ylim(bottom=lowest if log_counts else 0)
    counted = "Samples (weighted)" if histograms.weighted else "Samples"
    by = "" if histograms.series_name == "class" else f" by {histograms.series_name}"
    ax.set(xlabel="Score", ylabel=f"Share of each {histograms.series_name}" if normalize else f"{counted}{by}")
