"""What a person would read off a metric over time, and believe of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num

from figmerit._numbers import measured
from figmerit.plots._header import caption_of
from figmerit.plots._mark_texts import GID as MARK
from figmerit.plots.metric_timeline import MANY


def assert_metric_timeline(line: Any, record: Any) -> None:
    """Compare points, whiskers, band, baseline, marks and words with the result."""
    ax, found = line.axes, record.result
    ax.get_figure(root=True).draw_without_rendering()
    lines = {one.get_label(): one for one in ax.lines}
    x, y = map(np.asarray, line.get_data())
    np.testing.assert_array_equal(y, found.values)
    days = (date2num(found.starts), np.append(date2num(found.starts)[1:], np.inf))
    assert ((days[0] < x) & (x < days[1])).all()
    _check_band(ax, found, days)
    base = lines.get("_baseline")
    assert (base is None) == np.isnan(found.baseline)
    if base is not None:
        assert set(base.get_ydata()) == {found.baseline}
        assert base.get_xdata()[0] == days[0][0]
        assert base.get_xdata()[1] == days[0][found.n_baseline]
    out = np.flatnonzero(found.outside)
    assert ("_outside" in lines) == bool(out.size)
    if out.size:
        np.testing.assert_array_equal(lines["_outside"].get_xydata(), np.column_stack([x, y])[out])
        np.testing.assert_array_equal(lines["_first"].get_xydata(), [[x[out[0]], y[out[0]]]])
        assert lines["_outside"].get_color() == lines["_first"].get_markeredgecolor() != line.get_color()
    texts = [text for text in ax.texts if text.get_gid() == MARK]
    assert len(texts) == bool(out.size)
    for text in texts:
        assert (
            text.get_text().replace("\n", ": ").replace(": : ", ": ") == f"{found.first_outside}: {measured(y[out[0]])}"
        )
    _check_whiskers(ax, found, x)
    _check_words(ax, found)


def _check_band(ax: Any, found: Any, days: Any) -> None:
    bands = [one for one in ax.collections if not isinstance(one, LineCollection)]
    assert len(bands) == (not np.isnan(found.band).all())
    for band in bands:
        corners = np.concatenate([path.vertices for path in band.get_paths()])
        for k in np.flatnonzero(~np.isnan(found.band[:, 0])):
            there = corners[corners[:, 0] == days[0][k], 1]
            assert set(found.band[k]) <= set(there)
        assert set(corners[:, 1]) <= set(found.band[~np.isnan(found.band)])
        low, high = sorted(ax.get_ylim())
        assert low <= corners[:, 1].min() <= corners[:, 1].max() <= high


def _check_whiskers(ax: Any, found: Any, x: Any) -> None:
    drawn = [one for one in ax.collections if isinstance(one, LineCollection)]
    has = found.intervals is not None and len(found.names) <= MANY and not np.isnan(found.intervals["value"]).all()
    assert len(drawn) == has
    if has:
        ends = found.intervals["value"]
        known = ~np.isnan(ends[:, 0])
        segments = np.array(drawn[0].get_segments())
        np.testing.assert_allclose(segments[:, :, 1], ends[known])
        np.testing.assert_allclose(segments[:, 0, 0], x[known])


def _check_words(ax: Any, found: Any) -> None:
    caption = " ".join(caption_of(ax).split())
    assert f"Grey: baseline ({found.baseline_span})" in caption
    assert ("no band: " + found.band_reason in caption) == bool(found.band_reason)
    assert (f"band: {100 * (found.confidence_level or 0):g}% of timelines" in caption) != bool(found.band_reason)
    assert (f"band unreliable: {found.band_doubt}" in caption) == bool(found.band_doubt)
    assert ax.get_ylabel() == found.title
    names = [text.get_text() for text in ax.get_xticklabels() if text.get_text()]
    assert names
    assert set(names) <= set(found.names)
