"""What a person would read off a reliability diagram, and believe of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from matplotlib.patches import StepPatch

from figmerit.plots._header import caption_of
from figmerit.plots._record import drawn_on


def assert_reliability_diagram(line: Any, record: Any) -> None:
    """Compare points, intervals, the histogram and the legend with the result."""
    ax, result, options = line.axes, record.result, record.options
    there = result.n > 0
    if result.strategy == "isotonic":
        steps = [(x, y) for k, y in enumerate(result.observed) for x in result.edges[k : k + 2]]
        np.testing.assert_array_equal(line.get_xydata(), steps)
    else:
        np.testing.assert_array_equal(line.get_xdata(), result.mean_score)
        np.testing.assert_array_equal(line.get_ydata(), result.observed)
    assert there.all() or line.get_marker() != "None"
    assert (ax.get_xscale(), ax.get_yscale(), line.get_drawstyle()) == ("linear", "linear", "default")
    assert line.get_visible()
    assert all(low <= 0 and high >= 1 for low, high in (ax.get_xlim(), ax.get_ylim()))
    said = re.match(r"<?([\d.]+)(?: \(limit <?([\d.]+)\))?(?:  |$)", line.get_label())
    others = {record.result.bins_text for other, record in drawn_on(ax, "reliability_diagram")}
    assert f"{len(result.n)} {result.strategy} bin" in caption_of(ax) or len(others) > 1
    numbers = (result.ece, result.ece_of_chance[1])
    for text, number in zip(said.groups(), numbers, strict=True):
        assert (text is None) == np.isnan(number)
        assert text is None or abs(float(text) - number) <= 0.0005 + 1e-12
    diagonal = [other for other in ax.lines if other.get_label() == "perfectly calibrated"]
    assert [other.get_xydata().tolist() for other in diagonal] == [[[0, 0], [1, 1]]]
    if options["intervals"]:
        segments = [segment for bars in ax.collections for segment in bars.get_segments()]
        for x, ends in zip(result.mean_score[there], result.intervals.ends["observed"][there], strict=True):
            assert any(np.allclose(segment, [[x, ends[0]], [x, ends[1]]]) for segment in segments)
        assert f"ines: {result.intervals.label}" in caption_of(ax)
    if options["histogram"]:
        (inset,) = (child for child in ax.child_axes if child.get_label() == "_samples")
        drawn = [patch.get_data() for patch in inset.patches if isinstance(patch, StepPatch)]
        assert any(np.array_equal(values, result.histogram) for values, *_ in drawn)
        assert inset.get_xlim() == ax.get_xlim()
    assert ("class" in ax.get_ylabel()) == options["of_class"]
    assert ("predicted" in ax.get_xlabel()) == (result.kind == "top_label")
