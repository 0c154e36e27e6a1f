"""What a person would read off histograms of scores, counts of classes and risk-coverage curves."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from matplotlib.patches import StepPatch

from figmerit.plots._bar_texts import BarTexts
from figmerit.plots._header import caption_of
from figmerit.styles.contrast import relative_luminance


def assert_score_histograms(patch: Any, record: Any) -> None:
    """Compare outlines, the threshold and the legend with the result."""
    ax, result, options = patch.axes, record.result, record.options
    outlines = [one for one in ax.patches if isinstance(one, StepPatch) and not one.get_fill()]
    assert len({str(one.get_linestyle()) for one in outlines}) == len(outlines) == len(result.names)
    for place, outline in enumerate(outlines):
        values, edges, _ = outline.get_data()
        shown = result.counts[place] / (result.n[place] if options["normalize"] else 1)
        np.testing.assert_array_equal(values, shown)
        np.testing.assert_array_equal(edges, result.edges)
        assert outline.get_label().strip().startswith(f"{result.names[place]} (n=")
        said = re.search(r", ([<>]?[\d.]+) reach", outline.get_label())
        assert (said is None) == (options["threshold"] is None)
        if said is not None:
            share = result.share_reaching(options["threshold"])[place]
            assert abs(float(said[1].lstrip("<>")) - share) <= 0.0011
    assert ax.get_yscale() == ("log" if options["log_counts"] else "linear")
    assert options["log_counts"] or ax.get_ylim()[0] == 0
    assert ("Share" in ax.get_ylabel()) == options["normalize"]
    if options["threshold"] is not None:
        assert [options["threshold"]] * 2 in [list(line.get_xdata()) for line in ax.lines]


def assert_class_counts(bar: Any, record: Any) -> None:
    """Compare bars, their hatched parts and texts with the matrix."""
    ax, matrix, options = bar.axes, record.result, record.options
    containers = {container.get_label(): container for container in ax.containers}
    order = [matrix.display_labels.index(tick) for tick in options["ticks"]]
    total = matrix.total if options["normalize"] else 1
    sums = matrix.support, matrix.counts.sum(axis=0), np.diagonal(matrix.counts)
    flat = containers["true"].orientation == "horizontal"
    whole, right = sums[:2], sums[2]
    for name, part in zip(("true", "predicted"), whole, strict=True):
        for label, of_bars in ((f"_{name}", part), (name, right)):
            lengths = [one.get_width() if flat else one.get_height() for one in containers[label]]
            np.testing.assert_allclose(lengths, of_bars[order] / total)
        lighter, solid = (relative_luminance(np.array(containers[label][0].get_facecolor()[:3])) for label in
                          (f"_{name}", name))  # fmt: skip
        assert abs(lighter - solid) > 0.05
    for artist in ax.findobj(BarTexts):
        for entry in artist.entries:
            for text in entry.strings:
                number = float(text.lstrip("<>").rstrip("%")) / (100 if text.endswith("%") else 1)
                assert abs(number - entry.value) <= (0.0011 if text.endswith("%") else 0.006)


def assert_risk_coverage(line: Any, record: Any) -> None:
    """Compare steps, the area, the band and the mark with the result."""
    ax, result, options = line.axes, record.result, record.options
    x, y = (np.asarray(part, float) for part in line.get_data())
    assert line.get_drawstyle() == "steps-pre"
    assert line.get_visible()
    np.testing.assert_array_equal(x[1:], result.coverage)
    np.testing.assert_array_equal(y[1:], result.risk)
    assert abs(float(np.sum(np.diff(x) * y[1:])) - result.aurc) < 1e-12
    said = re.match(r"(?:AURC )?[<>]?([\d.]+)", line.get_label())
    assert abs(float(said[1]) - result.aurc) <= 0.0011
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylim()[1] >= result.risk[-1]
    if options["intervals"]:
        paths = [path for band in ax.collections for path in band.get_paths()]
        ends = result.intervals.ends["risk"]
        assert any(np.isin(ends.ravel(), path.vertices[:, 1]).all() for path in paths)
        assert caption_of(ax).startswith(f"Band: {result.intervals.label}")
    if options["target"] is not None:
        coverage, _ = result.at_risk(options["target"])
        marks = [list(mark.get_xdata()) for mark in ax.lines if mark.get_linestyle() == "None"]
        assert ([coverage] if coverage else []) in marks
