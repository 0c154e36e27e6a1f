"""The picture of observed shares by score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib import rcParams
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from figmerit._numbers import count_text, rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_option, check_texts
from figmerit.metrics.reliability import HISTOGRAM, Reliability, compute_reliability
from figmerit.plots._beside import Beside
from figmerit.plots._curve_entries import tell_apart
from figmerit.plots._curves import positive_text
from figmerit.plots._drawing import drawing_on
from figmerit.plots._figure import check_linear
from figmerit.plots._frame import draw_frame
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import draw_reference
from figmerit.plots._marks import MARKERS
from figmerit.plots._measure import Written, change
from figmerit.plots._names import SharesOnly, Ticks
from figmerit.plots._notes import notes_of
from figmerit.plots._record import attach_record, drawn_on
from figmerit.plots._resolve import as_results
from figmerit.plots._styling import LegendWish, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit._arrays import FloatArray
    from figmerit.metrics.options import ReliabilityOptions
    from figmerit.plots._box import Box
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style
    from figmerit.plots._taken import Taken

NAME = "reliability_diagram"
"""What records call the figure."""

LOWEST = 14.0
"""Points below which a histogram is left out."""

APART = 0.02
"""The distance of the histogram as a share of the square's."""

HEIGHT = 0.18
"""The height of the histogram as a share of the square's."""

SAMPLES = "_samples"
"""The label of the histogram's axes, by which a second call finds it."""

WHISKER, SHEER = 1.1, 0.55
"""Width in points of intervals, and how much of what is below them they cover."""

PERFECT = "perfectly calibrated"
"""What the legend calls the diagonal."""


@named_options(compute_reliability)
def plot_reliability_diagram(
    y_true: Any,
    y_score: Any = None,
    *,
    label: str | None = None,
    intervals: bool = True,
    histogram: bool | None = None,
    legend: Legend = True,
    line_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[ReliabilityOptions],
) -> Figure:
    """Plot the observed share of positives against the probabilities.

    Parameters
    ----------
    y_true : array-like, Reliability or mapping of str to Reliability
        True labels; or the result of :func:`compute_reliability`, which takes bins, string labels and weights; or
        several results by name. Of a class-wise result each class is drawn.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Probabilities, in [0, 1]; left out with results.
    %(label)s
    intervals : bool, default=True
        Whether to draw the interval of each bin, where there are any: of up to three curves.
    histogram : bool, optional
        Whether to draw how many samples have which score, above the axes. By default it is drawn where there is room
        for it when the figure is drawn.
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
        If the arrays or options make no sense; the message says what to type.

    See Also
    --------
    compute_reliability : Computes bins, intervals and the calibration error.

    Notes
    -----
    A point is the mean score and the observed share of a bin; bins without samples have none, and break the line.
    Isotonic regression is constant in each of its bins, and drawn so. The legend gives the expected calibration error
    (ECE) with what a perfectly calibrated classifier with these scores would have: an error within that is no evidence
    of bad calibration.

    Examples
    --------
    >>> fig = plot_reliability_diagram([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    """
    results = as_results(y_true, y_score, Reliability, compute_reliability, label, options)
    curves = _curves(results)
    intervals, wish = check_flag("intervals", intervals), LegendWish.checked(legend, legend_kw)
    styles = Styles.checked("line_kw", line_kw, Line2D, [name for name, *_ in curves])
    check_option("histogram", histogram, (None, True, False))
    check_linear(ax)
    check_texts(title=title)
    printed = notes_of(notes, ax, results)
    with drawing_on(ax, figsize, title=title, notes=printed) as drawing:
        axes = drawing.ax
        lines = [_draw(axes, curve, name, styles.of(name)) for name, curve, _ in curves]
        shown = intervals and len(drawn_on(axes, NAME)) <= 3
        for line, (name, curve, of_class) in zip(lines, curves, strict=True):
            drawn = shown and _draw_intervals(axes, line, curve)
            drawn_as = {"label": name, "of_class": of_class, "intervals": drawn, "histogram": histogram is not False}
            drawing.record(line, NAME, curve, **drawn_as)
        draw_reference(axes, [0, 1], [0, 1], PERFECT)
        drawing.caption = _name_axes(axes)
        draw_frame(axes)
        if histogram is not False:
            drawing.beside(HistogramAbove(_draw_histogram(axes), forced=histogram is True))
        drawing.legend((0.0, 1.0), wish, title=_title([record.result for _, record in drawn_on(axes, NAME)]))
    return drawing.figure


def _curves(results: Mapping[str | None, Reliability]) -> list[tuple[str | None, Reliability, bool]]:
    """Return the curves to draw with their names: the classes of a class-wise result each, for which it is true."""
    found: list[tuple[str | None, Reliability, bool]] = []
    for name, result in results.items():
        prefix = f"{name}, " if name else ""
        parts = [(f"{prefix}{part.display_label}", part, True) for part in result.per_class]
        found += parts or [(name, result, False)]
    return found


def _text(name: str | None, curve: Reliability) -> str:
    """Return the legend's entry of a curve: its calibration error, with what chance explains of it."""
    limit = curve.ece_of_chance[1]
    of_chance = "" if np.isnan(limit) else f" (limit {rounded(limit)})"
    return shown_in_legend(f"{rounded(curve.ece)}{of_chance}" + (f"  {name}" if name else ""))


def _title(curves: Sequence[Reliability]) -> str:
    """Say what the numbers in the legend are."""
    return "ECE" if all(np.isnan(curve.ece_of_chance[1]) for curve in curves) else "ECE (95% limit if calibrated)"


def _draw(ax: Axes, curve: Reliability, name: str | None, style: dict[str, Any]) -> Line2D:
    """Draw the bins that have samples; where one has none the line is broken."""
    marker = MARKERS[len(drawn_on(ax, NAME)) % len(MARKERS)]
    (line,) = ax.plot(
        *_vertices(curve),
        marker=marker if _needs_markers(curve) else "",
        markersize=0.8 * rcParams["lines.markersize"],
        label=_text(name, curve),
    )
    tell_apart(ax, line)
    line.set(**style)
    attach_record(line, NAME, curve, label=name)  # by which the next curve knows of it
    return line


def _vertices(curve: Reliability) -> tuple[FloatArray, FloatArray]:
    """Return the points of the bins; of isotonic regression, which is constant within each, its steps."""
    if curve.strategy == "isotonic" and len(curve.n) > 1:
        return np.repeat(curve.edges, 2)[1:-1], np.repeat(curve.observed, 2)
    return curve.mean_score, curve.observed


def _needs_markers(curve: Reliability) -> bool:
    """Tell whether single points are to be seen: there are few, or some have no neighbours."""
    empty = bool((curve.n == 0).any())
    return len(curve.n) == 1 or (curve.strategy != "isotonic" and (empty or len(curve.n) <= 2 * HISTOGRAM))


def _draw_intervals(ax: Axes, line: Line2D, curve: Reliability) -> bool:
    """Draw the interval of each bin, and name their kind once; tell whether there are any."""
    if curve.intervals is None or curve.intervals.reason:
        return False
    there = curve.n > 0
    share, ends = curve.observed[there], curve.intervals.ends["observed"][there]
    kind = curve.intervals.label
    ax.errorbar(
        curve.mean_score[there],
        share,
        np.array([share - ends[:, 0], ends[:, 1] - share]),
        fmt="none",
        ecolor=line.get_color(),
        elinewidth=WHISKER,
        alpha=SHEER,
        capsize=0,
        zorder=1.9,
        label=f"_{kind}",
    )
    return True


def _name_axes(ax: Axes) -> str:
    """Set limits and names of the unit square, and return a caption: bins, intervals, whose probabilities they are."""
    ax.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="auto", box_aspect=1)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(SharesOnly())
    records = [record for _, record in drawn_on(ax, NAME)]
    names = {record.result.display_label for record in records}
    bins = {record.result.bins_text for record in records}
    kinds = {record.result.intervals.label for record in records if record.options["intervals"]}
    positive = ""
    score = "Score" if all(record.result.strategy == "isotonic" for record in records) else "Mean score"
    if all(record.result.kind == "top_label" for record in records):
        ax.set(xlabel="Score of the predicted class", ylabel="Share of right predictions")
    elif all(record.options["of_class"] for record in records):
        ax.set(xlabel=f"{score} of the class", ylabel="Share of the class")
    else:
        positive = "" if len(names) > 1 else positive_text(names.pop())
        ax.set(xlabel=score, ylabel="Share of positives")
    binned = bins.pop() if len(bins) == 1 else ""
    text = "; ".join(filter(None, (positive, binned, f"lines: {kinds.pop()}" if len(kinds) == 1 else "")))
    return text[:1].upper() + text[1:]


def _draw_histogram(ax: Axes) -> Axes:
    """Draw how many samples have which score, above the axes; anew for all curves that are there."""
    for child in [child for child in ax.child_axes if child.get_label() == SAMPLES]:
        child.remove()
    inset = ax.inset_axes((0.0, 1 + APART, 1.0, HEIGHT), label=SAMPLES)
    edges = np.linspace(0, 1, HISTOGRAM + 1)
    for line, record in drawn_on(ax, NAME):
        color, style = line.get_color(), line.get_linestyle()
        inset.stairs(record.result.histogram, edges, color=color, linestyle=style, baseline=0)
    inset.set(xlim=ax.get_xlim(), ylabel="n", facecolor=ax.get_facecolor())
    inset.set_ylim(bottom=0)
    inset.xaxis.set_major_locator(SharesOnly())
    inset.yaxis.set_major_locator(MaxNLocator(2, integer=True, prune="lower"))
    draw_frame(inset, y=False, grid=None)
    inset.tick_params(axis="x", labelbottom=False)
    return inset


class HistogramAbove:
    """The histogram above the axes, while there is room for it."""

    def __init__(self, inset: Axes, *, forced: bool) -> None:
        self.inset, self.artist, self.forced = inset, inset, forced
        self.ticks, self.label = Ticks(inset.yaxis), Written(inset.yaxis.label)

    def known(self) -> tuple[Any, ...]:
        """Return what its room depends on."""
        return (self.ticks.read(), self.label.read(), *self.inset.get_ylim())

    def at(self, share: float, box: Box, outer: Box, taken: Taken) -> Beside:  # noqa: ARG002
        """Return the room that it takes."""
        height = HEIGHT * box.height
        if height < LOWEST and not self.forced:
            return Beside(0.0, 0.0, None)
        highest = count_text(self.inset.get_ylim()[1])
        numbers = self.ticks.numbers(share, (highest,))
        label = self.label.at(share, height)
        left = numbers.depth + label.height + self.inset.yaxis.labelpad
        return Beside(0.0, height + APART * box.height, (numbers, label), left)

    def write(self, state: Any, box: Box, taken: Taken) -> None:  # noqa: ARG002
        """Write its texts as they fit."""
        change(self.inset, visible=state is not None)
        if state is not None:
            self.ticks.write(state[0])
            self.label.write(state[1])
