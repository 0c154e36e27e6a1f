"""What a person would read off a learning curve, and believe of it."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np

from figmerit.plots._end_names import GID as END
from figmerit.plots._header import caption_of

SIDES = {"training": "-", "validation": "--"}
"""The lines, and how they are drawn."""


def assert_learning_curve(line: Any, record: Any) -> None:
    """Compare lines, marks, bands, the shaded gap and all texts of one metric with its result."""
    ax, curve, options = line.axes, record.result, record.options
    prefix = f"{options['label']}, " if options["label"] else ""
    assert (ax.get_xscale(), ax.get_yscale()) == (options["xscale"], options["yscale"])
    assert ax.get_ylabel() == curve.metric.replace("_", " ")
    own = [other for other in ax.lines if str(other.get_label()).startswith(prefix)]
    lines = {side: [other for other in own if other.get_label() == prefix + side] for side in SIDES}
    assert any(line in found for found in lines.values())
    for side, style in SIDES.items():
        values = getattr(curve, side)
        if np.isnan(values).all():
            assert not lines[side]
            continue
        assert any(_shows(one, curve.x, values, style) for one in lines[side]), side
    _check_limits(ax, curve)
    _check_texts(ax, curve, options, prefix)
    _check_ends(ax, curve, prefix)
    _check_bands(ax, curve)


def _shows(line: Any, x: Any, values: Any, style: str) -> bool:
    """Tell whether a line has all values of a side, in its style, and a gap wherever one is missing."""
    known = ~np.isnan(values)
    drawn_x, drawn_y = (np.asarray(part, float) for part in line.get_data())
    drawn = ~np.isnan(drawn_y)
    same = np.array_equal(drawn_x[drawn], x[known]) and np.array_equal(drawn_y[drawn], values[known])
    if not same or line.get_linestyle() != style or line.get_drawstyle() != "default" or not line.get_visible():
        return False
    usual = np.median(np.diff(x[known])) if known.sum() > 1 else 0.0
    rows = np.flatnonzero(known)
    pieces, drawn_pieces = [[rows[0]]], [[np.flatnonzero(drawn)[0]]]
    for before, after in itertools.pairwise(rows):
        apart = after - before > 1 and x[after] - x[before] > 1.5 * usual
        pieces.append([after]) if apart else pieces[-1].append(after)
    for before, after in itertools.pairwise(np.flatnonzero(drawn)):
        drawn_pieces.append([after]) if after - before > 1 else drawn_pieces[-1].append(after)
    if [*map(len, pieces)] != [*map(len, drawn_pieces)]:
        return False
    marked = {*(line.get_markevery() or [])} if line.get_marker() not in ("", "None") else set()
    return all(len(piece) > 1 or piece[0] in marked for piece in drawn_pieces)


def _check_limits(ax: Any, curve: Any) -> None:
    for limits, values in (
        (ax.get_xlim(), curve.x),
        (ax.get_ylim(), curve.training),
        (ax.get_ylim(), curve.validation),
    ):
        known = values[~np.isnan(values)]
        assert np.all((min(limits) <= known) & (known <= max(limits)))
    assert ax.get_ylim()[0] < ax.get_ylim()[1]


def number(text: str) -> tuple[str, float, float]:
    """Return the sign of a number in a text, the number, and half of its last digit."""
    plain = text.replace("−", "-").replace(",", "").lstrip("<>")
    mantissa, _, power = plain.partition("e")
    unit = 10.0 ** -len(mantissa.partition(".")[2]) * 10.0 ** int(power or 0)
    return text[0] if text[0] in "<>" else "", float(plain), 0.5 * unit * (1 + 1e-9)


def assert_means(text: str, value: float) -> None:
    """Compare a text with the number that it stands for."""
    sign, said, half = number(text)
    if sign:
        assert (value < said) if (sign == "<") == (value > 0) else (value > said)
    else:
        assert abs(said - value) <= half


def _check_texts(ax: Any, curve: Any, options: Any, prefix: str) -> None:
    """The best step, the gaps and the reading, in the legend and in their places."""
    entries = [label for _, label in zip(*ax.get_legend_handles_labels(), strict=True)]
    texts = [text.removeprefix(prefix) for text in entries if text.startswith(prefix)]
    best = [text for text in texts if text.startswith("best: ")]
    assert len(best) >= bool(options["best"] and not np.isnan(curve.best_x))
    if best:
        values = curve.validation[~np.isnan(curve.validation)]
        top = values.max() if curve.greater_is_better else values.min()
        where = curve.x[np.flatnonzero(curve.validation == top)[0]]
        assert (curve.best_value, curve.best_x) == (top, where)
        found = [re.fullmatch(r"best: (\S+) at (?:.*?)([\d.,e+−]+)(?: training samples)?", text) for text in best]
        said = [one for one in found if one is not None and number(one[2])[1] == float(f"{where:.6g}")] or found
        assert_means(said[0][1], top)
        assert abs(number(said[0][2])[1] - where) <= 1e-5 * abs(where)
        marks = [mark for mark in ax.lines if str(mark.get_label()).startswith(f"{prefix}best: ")]
        assert [where, top] in [mark.get_xydata()[0].tolist() for mark in marks]
    lines = [line.removeprefix(prefix.replace(", ", ": ")) for line in caption_of(ax).split("\n")
             if line.startswith(prefix.replace(", ", ": "))]  # fmt: skip
    said_above = [part[:1].lower() + part[1:] for line in lines for part in line.split("; ")]
    gaps = [text for text in said_above if text.startswith("gap: ")]
    if options["gap"] and not np.isnan(curve.gap_at_last):
        numbers = re.findall(r"gap: (\S+) at best, (\S+) at the end|gap: (\S+) at the end", gaps[-1])
        at_best, at_last, alone = numbers[0]
        assert_means(alone or at_last, curve.gap_at_last)
        if at_best:
            assert_means(at_best, curve.gap_at_best)
    if options["reading"]:
        (said,) = {text for text in said_above if text.startswith("rule of thumb: ")}
        assert said.startswith(f"rule of thumb: {curve.reading}")
    if curve.target is not None:
        (target,) = {text for text in texts if text.startswith("target: ")}
        assert_means(target.removeprefix("target: "), curve.target)
        lines = [other for other in ax.lines if other.get_label() == prefix + target]
        assert [*lines[0].get_ydata()] == [curve.target, curve.target]


def _check_ends(ax: Any, curve: Any, prefix: str) -> None:
    """Names at the ends of lines have the last values, and stand in the order in which the lines end."""
    texts = [text for text in ax.texts if text.get_gid() == END]
    if not texts:
        return
    ax.get_figure(root=True).draw_without_rendering()
    said = [text.get_text().replace("\n", " ") for text in texts]
    shown = {entry.get_text() for entry in ax.get_legend().get_texts()} if ax.get_legend() else set()
    for side in SIDES:
        known = getattr(curve, side)[~np.isnan(getattr(curve, side))]
        if len(known):
            numbers = [one.removeprefix(f"{prefix}{side} ") for one in said if one.startswith(f"{prefix}{side} ")]
            assert numbers, side
            assert any(abs(number(one)[1] - known[-1]) <= number(one)[2] or one[0] in "<>" for one in numbers)
            assert prefix + side not in shown
    heights = [text.get_position()[1] for text in texts]
    assert len({*np.round(heights, 4)}) == len(heights)


def _check_bands(ax: Any, curve: Any) -> None:
    """Each band has the ends of all folds, and says what it is."""
    labels = [str(band.get_label()) for band in ax.collections]
    assert not any("confidence" in label for label in labels)
    if curve.n_folds is None:
        return
    assert any(label.endswith(f"range of {curve.n_folds} folds") for label in labels)
    shown = [{*map(tuple, path.vertices.tolist())} for band in ax.collections for path in band.get_paths()]
    for side in SIDES:
        ends = getattr(curve, f"{side}_range")
        if ends is not None:
            known = ~np.isnan(ends[:, 0])
            points = {(x, end) for column in ends[known].T for x, end in zip(curve.x[known], column, strict=True)}
            assert any(points <= vertices for vertices in shown), side
