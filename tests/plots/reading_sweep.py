"""What a person would read off metrics over thresholds, and believe of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from figmerit._numbers import cut_text


def assert_threshold_sweep(line: Any, record: Any) -> None:
    """Compare lines, marks, intervals and the legend with the sweep."""
    ax, sweep, options = line.axes, record.result, record.options
    points = [sweep.at_threshold(float(cut)) for cut in options["threshold"]]
    named = {}
    for other in ax.lines:
        name = str(other.get_label()).split(" (")[0]
        named.setdefault(name, other)
    for name in options["metrics"]:
        _check_line(named[sweep.display_name(name)], sweep, name, points)
    low, high = ax.get_xlim()
    assert low < sweep.thresholds[0]
    assert high > sweep.thresholds[-2]
    if set(options["metrics"]) <= {"precision", "recall", "f1_score"}:
        assert ax.get_ylim()[0] <= 0
        assert ax.get_ylim()[1] >= 1
    texts = [] if ax.get_legend() is None else [text.get_text() for text in ax.get_legend().get_texts()]
    assert ax.get_legend() is None or len(texts) >= len(options["metrics"]) + len(points)
    for point in points:
        at = min(max(point.threshold, low), high)
        verticals = [other for other in ax.lines if list(other.get_xdata()) == [at, at]]
        assert verticals
        assert not texts or np.isinf(point.threshold) or any(cut_text(point.threshold) in text for text in texts)
        if options["intervals"]:
            _check_intervals(ax, point, options["metrics"])
    assumed = sweep.assumed_prevalence
    assert ("prevalence" in ax.get_ylabel()) == (assumed is not None)


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
    said = re.search(r"\(([\d.<>]+) at the mark\)$", str(line.get_label()))
    assert (said is not None) == (len(points) == 1 and not np.isnan(points[0].metrics[name]))
    if said is not None:
        text = said[1].lstrip("<>")
        assert abs(float(text) - points[0].metrics[name]) <= (0.001 if said[1][0] in "<>" else 0.0005 + 1e-9)


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
