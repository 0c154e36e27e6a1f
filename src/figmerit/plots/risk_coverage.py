"""The picture of the errors that are left if only the surest samples are decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib.lines import Line2D

from figmerit._numbers import cut_text, equation, rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_number, check_texts
from figmerit.metrics.risk_coverage import RiskCoverage, compute_risk_coverage
from figmerit.plots._curve_entries import tell_apart
from figmerit.plots._curves import draw_point
from figmerit.plots._drawing import drawing_on
from figmerit.plots._figure import check_linear
from figmerit.plots._frame import draw_frame
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import draw_reference
from figmerit.plots._names import SharesOnly
from figmerit.plots._notes import notes_of
from figmerit.plots._record import PlotRecord, drawn_on
from figmerit.plots._resolve import as_results
from figmerit.plots._styling import LegendWish, Styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from figmerit.metrics.options import RiskOptions
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style

NAME = "risk_coverage"
"""What records call the figure."""

MOST_ABSTAINED = 0.1
"""The coverage from which risks and their bands are shown whole."""

MOST_BANDS = 2
"""Curves whose bands can be told apart."""


@named_options(compute_risk_coverage)
def plot_risk_coverage(
    y_true: Any,
    y_score: Any = None,
    *,
    label: str | None = None,
    target: float | None = None,
    intervals: bool = True,
    legend: Legend = True,
    line_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[RiskOptions],
) -> Figure:
    """Plot the share of errors among the surest samples against their share of all.

    Parameters
    ----------
    y_true : array-like, RiskCoverage or mapping of str to RiskCoverage
        True labels; or the result of :func:`compute_risk_coverage`; or several results by name.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores of the positive label, or one column a class; left out with results.
    %(label)s
    target : float, optional
        A share of errors, in [0, 1]: marks the highest coverage that keeps it.
    intervals : bool, default=True
        Whether to draw the interval of the risk at each coverage as a band: of up to two curves.
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
    compute_abstention : What becomes of each class between two thresholds.

    Notes
    -----
    Samples of one confidence are decided together, so that the curve is a step function; the area under it (AURC)
    is in the legend, lower is better. Bands are of each coverage for itself.

    Examples
    --------
    >>> fig = plot_risk_coverage([0, 1, 1, 0], [0.1, 0.4, 0.9, 0.3], target=0.1)
    """
    results = as_results(y_true, y_score, RiskCoverage, compute_risk_coverage, label, options)
    limit = None if target is None else check_number("target", target, 0, 1)
    intervals, wish = check_flag("intervals", intervals), LegendWish.checked(legend, legend_kw)
    styles = Styles.checked("line_kw", line_kw, Line2D, results)
    check_texts(title=title)
    printed = notes_of(notes, ax, results)
    check_linear(ax)
    with drawing_on(ax, figsize, title=title, notes=printed) as drawing:
        axes = drawing.ax
        for name, curve in results.items():
            line = _draw(axes, curve, name, styles.of(name))
            banded = intervals and len(drawn_on(axes, NAME)) < MOST_BANDS and _draw_band(axes, line, curve)
            drawing.record(line, NAME, curve, label=name, target=limit, intervals=banded)
            if limit is not None:
                _mark(axes, line, curve, limit)
        if limit is not None:
            draw_reference(axes, [0, 1], [limit, limit], f"target: {rounded(limit)}")
        axes.set(xlim=(-0.01, 1.01), xlabel="Coverage (share decided)", ylabel="Risk (share of errors)")
        axes.set_ylim(0, 1.2 * max(limit or 0.01, *(_highest(record.result) for _, record in drawn_on(axes, NAME))))
        axes.xaxis.set_major_locator(SharesOnly())
        draw_frame(axes)
        drawn = [record for _, record in drawn_on(axes, NAME)]
        banded_ones = [record for record in drawn if record.options["intervals"]]
        kinds = {record.result.intervals.label for record in banded_ones}
        whose = "" if len(banded_ones) == len(drawn) else f" of {_joined(banded_ones)}"
        drawing.caption = f"Band{whose}: {kinds.pop()} at each coverage" if len(kinds) == 1 else ""
        drawing.legend((0.0, 1.0), wish, title="AURC" if all(record.options["label"] for record in drawn) else "")
    return drawing.figure


def _joined(records: Sequence[PlotRecord]) -> str:
    """Name the curves of records."""
    return ", ".join(record.options["label"] or "the first" for record in records)


def _draw(ax: Axes, curve: RiskCoverage, name: str | None, style: dict[str, Any]) -> Line2D:
    """Draw the curve: each level of confidence stands for the coverages from the one before it."""
    area = rounded(curve.aurc)
    text = shown_in_legend(f"{area}  {name}" if name else f"AURC {area}")
    x, y = np.append(0.0, curve.coverage), np.append(curve.risk[0], curve.risk)
    (line,) = ax.plot(x, y, drawstyle="steps-pre", marker="", label=text)
    tell_apart(ax, line)
    line.set(**style)
    return line


def _highest(curve: RiskCoverage) -> float:
    """Return the highest risk, or end of its interval, that is of interest: few samples may have any."""
    some = curve.coverage >= MOST_ABSTAINED
    ends = curve.risk[some] if curve.intervals is None else curve.intervals.ends["risk"][some, 1]
    return float(np.nanmax(np.append(ends, curve.risk[-1])))


def _draw_band(ax: Axes, line: Line2D, curve: RiskCoverage) -> bool:
    """Draw the intervals as a band; tell whether there are any."""
    if curve.intervals is None or curve.intervals.reason:
        return False
    low, high = curve.intervals.ends["risk"].T
    x = np.append(0.0, curve.coverage)
    low, high = (np.append(end[0], end) for end in (low, high))
    ax.fill_between(x, low, high, step="pre", color=line.get_color(), alpha=0.13, linewidth=0, zorder=1)
    return True


def _mark(ax: Axes, line: Line2D, curve: RiskCoverage, limit: float) -> None:
    """Mark the highest coverage that keeps a share of errors."""
    coverage, confidence = curve.at_risk(limit)
    if not coverage:
        draw_point(ax, [], [], f"no coverage keeps {limit:g}", line.get_color(), "o")
        return
    risk = curve.risk[int(np.searchsorted(curve.coverage, coverage))]
    what = "highest score" if curve.threshold is None else f"|score − {curve.threshold:g}|"
    text = f"{equation('coverage', coverage)}, {cut_text(confidence).replace('score', what, 1)}"
    draw_point(ax, [coverage], [risk], text, line.get_color(), "o")
