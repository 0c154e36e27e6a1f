"""What a person would read off metrics over thresholds, and believe of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from figmerit.plots._header import caption_of


def assert_threshold_sweep(line: Any, record: Any) -> None:
    """Compare lines, marks, intervals and the legend with the sweep."""
    ax, sweep, options = line.axes, record.result, record.options
    points = [sweep.at_threshold(float(cut)) for cut in options["threshold"]]
    named = {}
    for other in ax.lines:
        name = str(other.get_label()).split("  ")[-1]
        named.setdefault(name, other)
    for name in options["metrics"]:
        _check_line(named[sweep.display_name(name)], sweep, name, points)
    low, high = ax.get_xlim()
    assert low < sweep.thresholds[0]
    assert high > sweep.thresholds[-2]
    if set(options["metrics"]) <= {"precision", "recall", "f1_score"}:
        assert ax.get_ylim()[0] <= 0
        assert ax.get_ylim()[1] >= 1
    legend = ax.get_legend()
    texts = [] if legend is None else [text.get_text() for text in (*legend.get_texts(), legend.get_title())]
    assert legend is None or len(texts) >= len(options["metrics"]) + len(points)
    for point in points:
        at = min(max(point.threshold, low), high)
        verticals = [other for other in ax.lines if list(other.get_xdata()) == [at, at]]
        assert verticals
        cuts = [float(said[1].replace("−", "-")) for text in texts if (said := re.search(r"score ≥ (\S+)$", text))]
        same = [sweep.at_threshold(cut).matrix.counts.tolist() == point.matrix.counts.tolist() for cut in cuts]
        assert not texts or np.isinf(point.threshold) or any(same)
        if options["intervals"] and len(points) == 1:
            _check_brackets(ax, point, named, sweep, options["metrics"])
        elif options["intervals"]:
            _check_intervals(ax, point, options["metrics"])
    assumed = sweep.assumed_prevalence
    assert ("prevalence" in caption_of(ax)) == (assumed is not None)


def _check_line(line: Any, sweep: Any, name: str, points: list[Any]) -> None:
    """Steps that go through the metric at every threshold, and a mark at each that is marked."""
    values, (x, y) = sweep.values(name), (np.asarray(part, float) for part in line.get_data())
    assert line.get_drawstyle() == "steps-pre"
    assert line.get_visible()
    np.testing.assert_array_equal(x[1:-1], sweep.thresholds[:-1])
    np.testing.assert_array_equal(y[1:], values)
    assert y[0] == values[0] or np.isnan(values[0])
    marks = [
        mark.get_xydata()[0]
        for mark in line.axes.lines
        if mark.get_linestyle() == "None" and len(mark.get_xdata()) == 1 and mark.get_color() == line.get_color()
    ]
    for point in points:
        value = point.metrics[name]
        assert np.isnan(value) or any(
            np.array_equal(mark, [min(max(point.threshold, x[0]), x[-1]), value]) for mark in marks
        )
    said = re.match(r"([-−\d.<>]+)(?: \[(\S+), (\S+)\])?  ", str(line.get_label()))
    assert (said is not None) == (len(points) == 1 and not np.isnan(points[0].metrics[name]))
    if said is not None:
        known = points[0].intervals
        ends = (None, None) if said[2] is None else known.ends[name]
        for text, number in zip(said.groups(), (points[0].metrics[name], *ends), strict=True):
            assert text is None or abs(float(text.lstrip("<>").replace("−", "-")) - number) <= (
                0.001 if text[0] in "<>" else 0.0005 + 1e-9
            )


def _check_brackets(ax: Any, point: Any, named: Any, sweep: Any, metrics: Any) -> None:
    """The interval of each metric that has one, in the legend; its kind in the caption."""
    if point.intervals is None or point.intervals.reason:
        return
    ends = point.intervals.ends
    known = [name for name in set(metrics) & set(ends) if not np.isnan(ends[name]).any()]
    assert all(" [" in str(named[sweep.display_name(name)].get_label()) for name in known)
    assert not known or f"n brackets: {point.intervals.label}" in caption_of(ax)


def _check_intervals(ax: Any, point: Any, metrics: Any) -> None:
    """A bar from end to end for each metric that has an interval, and its kind in the legend."""
    if point.intervals is None or point.intervals.reason:
        return
    segments = [segment for lines in ax.collections for segment in lines.get_segments()]
    known = set(metrics) & set(point.intervals.ends)
    for name in known:
        ends = point.intervals.ends[name]
        assert np.isnan(ends).any() or any(np.allclose(segment[:, 1], ends) for segment in segments), name
    assert not known or point.intervals.label in ax.get_legend_handles_labels()[1]
