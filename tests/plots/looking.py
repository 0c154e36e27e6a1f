"""What a person would believe of a figure beside its numbers: places, axes, legends, colour bars, intervals."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, StepPatch

from figmerit.metrics.catalog import display_name
from figmerit.plots._bar_texts import UNDEFINED, BarTexts
from figmerit.plots._end_names import GID as END
from figmerit.plots._format import formatter
from figmerit.plots._tones import Tones

READ_AS_A_WHOLE = (
    *("learning_curve", "threshold_sweep", "reliability_diagram"),
    *("score_histograms", "class_counts", "risk_coverage", "forest", "metric_timeline"),
    "bootstrap_distribution",
)
"""Figures of which nothing is left to check here."""


def assert_drawn_as_it_says(artist: Any, record: Any) -> None:
    """Fail if what surrounds the main artist of a drawing would mislead whoever reads it."""
    checks = {"metric_bars": _check_bars, "roc_curve": _check_curve, "pr_curve": _check_curve}
    if record.plot not in READ_AS_A_WHOLE:
        checks.get(record.plot, _check_cells)(artist, record)
    assert artist.get_visible()
    assert artist.get_transform().contains_branch(artist.axes.transData)
    if artist.axes.get_legend() is not None:
        _check_legend(artist.axes)


def _check_curve(line: Any, record: Any) -> None:
    """All vertices, and a mark where each threshold is; on logarithmic axes with vertices along all slopes."""
    ax, curve, options = line.axes, record.result, record.options
    assert (ax.get_xscale(), ax.get_yscale()) == (options["fpr_scale"], "linear")
    assert line.get_drawstyle() == ("default" if record.plot == "roc_curve" else "steps-post")
    if curve.undefined and not curve.per_class:
        return
    x, y = (curve.fpr, curve.tpr) if record.plot == "roc_curve" else (curve.recall, curve.precision)
    last = -1 if record.plot == "pr_curve" else None  # where scikit-learn's end, at precision 1, is not drawn
    if options["fpr_scale"] == "log":
        assert {*zip(x.tolist(), y.tolist(), strict=True)} <= {*map(tuple, line.get_xydata().tolist())}
        seen = line.get_xydata()[line.get_xdata() >= ax.get_xlim()[0]]
        slopes = np.diff(seen[:, 1]) != 0
        assert np.all(np.diff(np.log10(seen[:, 0]))[slopes] < 0.02)
        assert _holds(ax.get_xlim(), x[x > 0])
    else:
        np.testing.assert_array_equal(line.get_xdata(), x)
        np.testing.assert_array_equal(line.get_ydata()[:last], y[:last])
        assert _holds(ax.get_xlim(), line.get_xdata())
    assert _holds(ax.get_ylim(), line.get_ydata())
    if options["threshold"] is not None and not curve.per_class:
        marks = [mark.get_xydata().tolist() for mark in ax.lines if mark.get_linestyle() == "None"]
        for threshold in np.atleast_1d(options["threshold"]):
            point = list(curve.at_threshold(threshold))
            assert np.isnan(point).any() or [point] in marks


def _check_cells(image: Any, record: Any) -> None:
    """Cells of one size from the top left, a hatch where there is no number, and the colour bar of these colours."""
    ax, values = image.axes, np.ma.masked_invalid(image.get_array())
    left, right, bottom, top = image.get_extent()
    assert image.origin == "upper"
    assert (right - left, bottom - top) == values.shape[::-1]
    assert image.get_interpolation() == "nearest"
    hatched = [artist for artist in ax.collections if isinstance(artist, Collection) and artist.get_hatch()]
    assert sum(len(artist.get_paths()) for artist in hatched) >= np.ma.getmaskarray(values).sum()
    for axis, length in ((ax.yaxis, values.shape[0]), (ax.xaxis, values.shape[1])):
        places = [place for place in axis.get_ticklocs() if place <= length - 1]
        steps = {after - before for before, after in itertools.pairwise(places)} or {length}
        assert len(steps) == 1, "names are left out here and there"
        assert places[-1] + steps.pop() * (1 + (len(axis.get_ticklocs()) > len(places))) > length - 1
    if record.options["colorbar"] is True:
        bars = [other.colorbar for other in image.figure.findobj(AxesImage) if other.colorbar is not None]
        own = [bar for bar in bars if bar.mappable is image] or bars
        _check_colorbar(own[0], image)


def _check_colorbar(bar: Any, image: Any) -> None:
    """The same colours for the same numbers, and each tick where its number is."""
    assert bar.cmap.name == image.get_cmap().name
    if len(set(image.get_clim())) > 1:  # of one value matplotlib makes a range
        np.testing.assert_allclose((bar.vmin, bar.vmax), image.get_clim())
    axis, ends = (
        (bar.ax.yaxis, bar.ax.get_ylim()) if bar.orientation == "vertical" else (bar.ax.xaxis, bar.ax.get_xlim())
    )
    np.testing.assert_allclose(ends, (bar.vmin, bar.vmax))
    for place, text in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
        said = text.get_text().replace("−", "-")
        if re.fullmatch(r"-?[\d.]+", said) and not axis.get_offset_text().get_text():
            assert abs(float(said) - place) <= 0.5 * 10.0 ** -len(said.partition(".")[2]) + 1e-9


def _check_bars(bar: Any, record: Any) -> None:
    """Bars from zero at the places of their names, with their intervals and texts."""
    ax, bars, series = bar.axes, record.result, record.options["series"]
    (container,) = (group for group in ax.containers if bar in getattr(group, "patches", ()))
    flat = container.orientation == "horizontal"
    names, numbers = (ax.yaxis, ax.xaxis) if flat else (ax.xaxis, ax.yaxis)
    assert numbers.get_scale() == "linear"
    segments = [
        part[:, ::-1] if flat else part
        for lines in ax.collections
        if isinstance(lines, LineCollection)
        for part in lines.get_segments()
    ]
    assert len(segments) >= sum(map(len, bars.intervals.values()))
    for index, (tick, patch) in enumerate(zip(bars.ticks, container.patches, strict=True)):
        box = patch.get_bbox()
        sides, ends = (box.intervaly, box.intervalx) if flat else (box.intervalx, box.intervaly)
        assert round(np.mean(sides)) == index
        assert 0 in ends
        value = bars.value(series, tick)
        assert ends.sum() == (0.0 if np.isnan(value) else value)
        assert _holds(numbers.get_view_interval(), ends)
        interval = bars.intervals.get(series, {}).get(tick)
        if interval is not None:
            drawn = [part[:, 1] for part in segments if sides.min() < part[0, 0] < sides.max()]
            np.testing.assert_allclose(drawn, [interval])
    _check_bar_names(names, bars.ticks)
    _check_bar_texts(ax, record)


def _check_bar_names(axis: Any, ticks: Any) -> None:
    """Each bar is named, and by no name of another."""
    places = axis.get_ticklocs().tolist()
    step = int(places[1] - places[0]) if len(places) > 1 else 1
    assert places == list(range(0, len(ticks), step))
    assert len(ticks) > 20 or step == 1
    own = [{tick, display_name(tick)} for tick in ticks]
    for index, text in zip(map(int, places), axis.get_ticklabels(), strict=True):
        others = set().union(*own[:index], *own[index + 1 :])
        said = " ".join(text.get_text().split())
        assert said in own[index] or said not in others


def _check_bar_texts(ax: Any, record: Any) -> None:
    """Texts say how long their bars are, or that there is none; what is undefined is said in any case."""
    bars, fmt = record.result, record.options["annot_fmt"]
    values = [bars.value(series, tick) for series, group in bars.groups.items() for tick in bars.ticks if tick in group]
    entries = [entry for artist in ax.get_children() if isinstance(artist, BarTexts) for entry in artist.entries]
    for artist in ax.get_children():
        if isinstance(artist, BarTexts):
            _check_places(ax, artist)
    undefined = [entry for entry in entries if entry.strings == (UNDEFINED,)]
    assert len(undefined) == np.isnan(values).sum()
    assert len(entries) in (len(undefined), len(values))
    for entry in entries:
        length = _value(entry.patch, flat=entry.patch in _flat_bars(ax))
        assert (length == 0) or entry not in undefined
        if isinstance(fmt, str) and entry not in undefined:
            assert entry.strings[0] == formatter("annot_fmt", fmt)(length)
            for string in entry.strings[1:]:
                said = re.sub("[<>%,]", "", string).replace("−", "-")
                mantissa, _, power = said.partition("e")
                unit = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2])) * (0.01 if "%" in string else 1)
                assert abs(float(said) * (0.01 if "%" in string else 1) - length) <= unit


def _check_places(ax: Any, texts: Any) -> None:
    """Each text stands beside, or above, its own bar."""
    side = 1 if texts.horizontal else 0
    for stamp in texts.stamps():
        boxes = [entry.patch.get_window_extent() for entry in texts.entries if stamp.get_text() in entry.strings]
        assert min(abs(stamp.get_position()[side] - box.get_points()[:, side].mean()) for box in boxes) < 1


def _flat_bars(ax: Any) -> list[Any]:
    groups = [group for group in ax.containers if getattr(group, "orientation", "") == "horizontal"]
    return [patch for group in groups for patch in getattr(group, "patches", ())]


def _value(patch: Any, *, flat: bool) -> float:
    """Return how far a bar reaches from zero."""
    low, high = (patch.get_bbox().intervalx if flat else patch.get_bbox().intervaly).tolist()
    return low + high


def _named_at_end(ax: Any, line: Any, name: str) -> bool:
    """Tell whether a line has its name at its end, in its colour as letters have it."""
    texts = [text for text in ax.texts if text.get_gid() == END and re.split(r"\s(?=\S+$)", text.get_text())[0] == name]
    ink = [to_hex(Tones.on(ax.get_figure(root=False)).ink(line.get_color())) for _ in texts]
    return any(to_hex(text.get_color()) == one for text, one in zip(texts, ink, strict=True))


def _check_legend(ax: Any) -> None:
    """Each entry has the name and the looks of what is drawn."""
    legend = ax.get_legend()
    handles = [pair for pair in zip(*ax.get_legend_handles_labels(), strict=True) if not _named_at_end(ax, *pair)]
    drawn = sorted((label, _look(handle)) for handle, label in handles)
    said = sorted(zip((text.get_text() for text in legend.get_texts()), map(_look, legend.legend_handles), strict=True))
    if summaries := [entry for entry in said if re.search(r"  \d+ classes$", entry[0])]:  # instead of the classes
        assert int(summaries[0][0].split()[-2]) >= len(drawn) - len(said) + 1
        others = [entry for entry in said if entry not in summaries and entry not in drawn]
        assert all(any(one[1] == other[1] and _is_short(one[0], other[0]) for other in drawn) for one in others)
    else:
        assert len(said) == len(drawn)
        for one, other in zip(said, drawn, strict=True):
            assert one == other or (one[1] == other[1] and _is_short(one[0], other[0])), (one, other)


def _is_short(text: str, whole: str) -> bool:
    """Tell whether a text is another one without its interval, or with letters left out."""
    bare = re.sub(r" \[[^\]]*\]", "", whole, count=1)
    return text == bare or _is_cut(text, whole) or _is_cut(text, bare)


def _is_cut(text: str, whole: str) -> bool:
    head, dots, tail = text.partition("…")
    return bool(dots) and whole.startswith(head) and whole.endswith(tail)


def _look(artist: Any) -> tuple[str, ...]:
    """Return what tells a line, a bar, an interval or their likes in a legend from others."""
    if isinstance(artist, Line2D):
        return _color(artist), str(artist.get_linestyle()), str(artist.get_marker())
    if isinstance(artist, StepPatch):  # which legends show as a line
        style = artist.get_linestyle()
        return _color(artist), style if isinstance(style, str) else "--", ""  # what lines say of dashes of their own
    return (_color(artist),)


def _color(artist: Any) -> str:
    """Return the colour, without its alpha."""
    if hasattr(artist, "patches"):
        return to_hex(artist.patches[0].get_facecolor())
    if hasattr(artist, "lines"):
        return _color(artist.lines[2][0])
    if isinstance(artist, Patch) and not artist.get_fill():
        return to_hex(artist.get_edgecolor())
    for side in ("get_color", "get_facecolor"):
        if hasattr(artist, side):
            color = getattr(artist, side)()
            return to_hex(color[0] if np.ndim(color) == 2 else color)
    raise AssertionError(artist)


def _holds(limits: Any, values: Any) -> bool:
    """Tell whether all values, as far as there are any, are within the limits of an axis."""
    low, high = sorted(limits)
    known = np.asarray(values)[~np.isnan(values)]
    return bool(np.all((low <= known) & (known <= high)))
