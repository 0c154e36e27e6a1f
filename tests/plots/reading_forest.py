"""What a person would read off a forest plot, and believe of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from matplotlib.colors import to_hex

from figmerit.plots._end_names import GID as END
from figmerit.plots._header import caption_of


def assert_forest(point: Any, record: Any) -> None:
    """Compare points, lines, names, numbers and hollow marks with the rows."""
    ax, shown = point.axes, record.result
    ax.get_figure(root=True).draw_without_rendering()
    points = {line.get_label().removeprefix("_"): line for line in ax.lines if line.get_linestyle() == "None"}
    assert list(points) == list(shown.rows)
    names = [text.get_text().replace("\n", " ") for text in ax.get_yticklabels()]
    texts = [text.get_text().replace("\n", " ") for text in ax.texts if text.get_gid() == END]
    ends = {tuple(line.get_ydata()): line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2}
    for place, (name, row) in enumerate(shown.rows.items()):
        np.testing.assert_array_equal(points[name].get_xydata(), [[row.estimate, place]])
        assert name in names or any("\N{HORIZONTAL ELLIPSIS}" in one for one in names)
        assert (tuple([place] * 2) in ends) == row.has_ends
        if row.has_ends:
            assert tuple(ends[place, place]) == (row.low, row.high)
        hollow = to_hex(points[name].get_markerfacecolor()) == to_hex(ax.get_facecolor())
        assert hollow == (shown.reference is not None and not row.excludes(shown.reference))
        if texts:
            said = [
                float(number) for number in re.findall(r"[-+]?\d+\.\d+", texts[place].replace("\N{MINUS SIGN}", "-"))
            ]
            known = [row.estimate, row.low, row.high] if row.has_ends else [row.estimate]
            np.testing.assert_allclose(said, known[: len(said)], atol=0.001 + 1e-12)
    caption = caption_of(ax).replace("\n", " ")
    if any(row.has_ends for row in shown.rows.values()):
        assert f"ines: {shown.interval_label}" in caption
    verticals = [line.get_xdata()[0] for line in ax.lines if [*line.get_ydata()] == [0, 1]]
    assert verticals == ([] if shown.reference is None else [shown.reference])
