"""How the learning curve of one metric is drawn on its axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from matplotlib import rcParams
from matplotlib.ticker import AutoLocator, MaxNLocator

from figmerit._numbers import measured
from figmerit.logs._names import counts_samples
from figmerit.logs._readers import ROWS
from figmerit.plots._end_names import EndNames
from figmerit.plots._format import with_minus
from figmerit.plots._frame import draw_frame
from figmerit.plots._header import caption_of
from figmerit.plots._legend import shown_in_legend
from figmerit.plots._lines import to_compare_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from figmerit._arrays import BoolArray, FloatArray
    from figmerit.logs.metric_curve import MetricCurve
    from figmerit.plots._drawing import Drawing
    from figmerit.plots._styling import LegendWish, Styles

YScale: TypeAlias = Literal["linear", "log"]

APART = 1.5
"""The multiple of the usual distance of a column's values beyond which missing ones between them are a gap."""

FEW = 25
"""Values of a curve up to which each one is marked."""

SHADED = 4000
"""Places of the shaded gap at most: of noisy curves that are longer the lines hide it."""

SHADE = 0.05
"""How much of what is below it the gap covers."""

LONGEST = 1e300
"""The largest value that is drawn: matplotlib knows no axis that is longer."""

MOST_NAMED = 4
"""Lines up to which each is named at its end."""

ENDS = "_figmerit_end"
"""Where a line keeps its name and its last value."""

STYLES = {"training": "-", "validation": "--"}


@dataclass(frozen=True, slots=True)
class LearningStyle:
    """What is drawn of each metric, beside its lines."""

    label: str | None
    best: bool
    gap: bool
    reading: bool
    legend: LegendWish
    styles: Styles
    xscale: YScale
    yscale: YScale

    def draw(self, drawing: Drawing, curve: MetricCurve) -> None:
        """Draw one metric on its axes."""
        ax = drawing.ax
        ax.set(xscale=self.xscale, yscale=self.yscale)
        lines: dict[str, Line2D] = {}
        for side in STYLES:
            if has_values(getattr(curve, side)):
                lines[side] = self._draw_line(ax, curve, side, self._color(lines))
        for side, line in lines.items():
            self._draw_range(ax, curve, side, line.get_color())
        if self.gap:
            self._shade_gap(ax, curve)
        if curve.target is not None:
            text = self._named(f"target: {_said(curve.target)}")
            ax.axhline(_on_axis(curve.target), label=text, **to_compare_with(linestyle="-."))
        if self.best and "validation" in lines:
            self._mark_best(ax, curve, lines["validation"].get_color())
        name_axes(ax, curve)
        draw_frame(ax)
        drawing.caption = self._caption(ax, curve)
        main = lines["validation" if "validation" in lines else "training"]
        drawing.record(
            main,
            "learning_curve",
            curve,
            label=self.label,
            best=self.best,
            gap=self.gap,
            reading=self.reading,
            xscale=self.xscale,
            yscale=self.yscale,
            linestyle=main.get_linestyle(),
        )
        near = (1.0, 0.0) if curve.greater_is_better else (1.0, 1.0)
        drawing.legend(near, self.legend, named=self._name_ends(drawing, curve, lines))

    def _color(self, lines: Mapping[str, Line2D]) -> Any:
        """Return the colour of the next line: one hue for a run that has a name, as there may be others."""
        return next(iter(lines.values())).get_color() if lines and self.label else None

    def _name_ends(self, drawing: Drawing, curve: MetricCurve, lines: Mapping[str, Line2D]) -> Sequence[Line2D]:
        """Name lines at their ends, those of earlier runs on the axes too, and return them; not where they are many."""
        for side, line in lines.items():
            known = getattr(curve, side)[~np.isnan(getattr(curve, side))]
            setattr(line, ENDS, (line.get_label(), _said(known[-1])))
        named = {line: getattr(line, ENDS) for line in drawing.ax.lines if hasattr(line, ENDS)}
        if not self.legend.wanted or self.legend.places is not None or len(named) > MOST_NAMED:
            named = {}
        names = EndNames(drawing.ax, named)
        drawing.beside(names if named else None)
        return [*named]

    def _named(self, text: str) -> str:
        return shown_in_legend(f"{self.label}, {text}" if self.label else text)

    def _draw_line(self, ax: Axes, curve: MetricCurve, side: str, color: Any) -> Line2D:
        """Draw one side. Lines end at gaps; values without a neighbour, and all where they are few, are marked."""
        values: FloatArray = getattr(curve, side)
        shown = shown_rows(curve.x, values)
        x, y = curve.x[shown], _on_axis(values[shown])
        known = ~np.isnan(y)
        alone = known & ~np.append(False, known[:-1]) & ~np.append(known[1:], False)
        marked = known if known.sum() <= FEW else alone
        (line,) = ax.plot(
            x,
            y,
            linestyle=STYLES[side],
            marker="." if marked.any() else "",
            markevery=np.flatnonzero(marked).tolist(),
            drawstyle="default",
            color=color,
            label=self._named(side),
        )
        line.set(**self.styles.of(side))
        return line

    def _draw_range(self, ax: Axes, curve: MetricCurve, side: str, color: Any) -> None:
        """Draw the lowest and highest value of all folds as a band."""
        ends: FloatArray | None = getattr(curve, f"{side}_range")
        if ends is None:
            return
        ends = _on_axis(ends)
        text = f"range of {curve.n_folds} folds"
        label = self._named(text) if side == "validation" or curve.validation_range is None else "_nolegend_"
        ax.fill_between(curve.x, ends[:, 0], ends[:, 1], color=color, alpha=0.25, linewidth=0, label=label, zorder=1.3)

    def _shade_gap(self, ax: Axes, curve: MetricCurve) -> None:
        """Shade what lies between both lines, where there are both."""
        if np.isnan(curve.gap_at_last):
            return
        both = [_on_axis(interpolated(curve.x, getattr(curve, side))) for side in STYLES]
        every = -(-len(curve.x) // SHADED)
        x, training, validation = (values[::every] for values in (curve.x, *both))
        ax.fill_between(x, training, validation, color=rcParams["text.color"], alpha=SHADE, linewidth=0, zorder=1.2)

    def _caption(self, ax: Axes, curve: MetricCurve) -> str:
        """Say how far both lines are apart, and what the rule of thumb makes of them; of several runs one a line."""
        said = []
        if self.gap and not np.isnan(curve.gap_at_last):
            known = not np.isnan(curve.gap_at_best) and curve.best_x != curve.last_x
            at_best = f"{_said(curve.gap_at_best)} at best, " if known else ""
            said.append(f"gap: {at_best}{_said(curve.gap_at_last)} at the end")
        if self.reading:
            said.append(said_reading(curve))
        text = "; ".join(said)
        if not self.label:
            return text[:1].upper() + text[1:]
        earlier = [line for line in caption_of(ax).split("\n") if line and not line.startswith(f"{self.label}: ")]
        return "\n".join([*earlier, *([f"{self.label}: {text}"] if text else [])])

    def _mark_best(self, ax: Axes, curve: MetricCurve, color: Any) -> None:
        """Mark the best validation value, and its step."""
        step = _step(curve.best_x)
        where = f"at {step} {_plain(curve.x_name)}" if counts_samples(curve.x_name) else f"at {curve.x_name} {step}"
        width = 0.8 * rcParams["lines.linewidth"]
        ax.axvline(curve.best_x, **to_compare_with(linestyle=":", linewidth=width, zorder=1.4))
        ax.plot(
            [curve.best_x],
            [_on_axis(curve.best_value)],
            label=self._named(f"best: {_said(curve.best_value)} {where}"),
            color=color,
            linestyle="",
            marker="o",
            markersize=1.15 * rcParams["lines.markersize"],
            markeredgecolor=ax.get_facecolor(),
            zorder=4,
        )


def _on_axis(values: Any) -> Any:
    """Return values no larger than an axis can show; texts beside them keep the values as they are."""
    return np.clip(values, -LONGEST, LONGEST)


def has_values(values: FloatArray) -> bool:
    """Tell whether a side was logged at all."""
    return not bool(np.isnan(values).all())


def gaps_between(x: FloatArray, values: FloatArray) -> tuple[Any, BoolArray]:
    """Return where the known values of a column are, and which of them a gap divides from the next one.

    Sparse values are joined: a gap is where values are missing, and the next one is farther away than usual.
    """
    known = np.flatnonzero(~np.isnan(values))
    distance = np.diff(x[known])
    usual = float(np.median(distance)) if distance.size else 0.0
    return known, np.asarray((np.diff(known) > 1) & (distance > APART * usual))


def shown_rows(x: FloatArray, values: FloatArray) -> Any:
    """Return the rows of a line: those with values, and one without in each gap, at which the line ends."""
    known, gaps = gaps_between(x, values)
    return np.sort(np.concatenate([known, known[:-1][gaps] + 1]))


def interpolated(x: FloatArray, values: FloatArray) -> FloatArray:
    """Return the height of a line at each step; NaN where there is none."""
    known, gaps = gaps_between(x, values)
    heights: FloatArray = np.interp(x, x[known], values[known], left=np.nan, right=np.nan)
    for start, end in zip(known[:-1][gaps], known[1:][gaps], strict=True):
        heights[start + 1 : end] = np.nan
    return heights


def said_reading(curve: MetricCurve) -> str:
    """Return what the figure says of the rule's reading."""
    unsure = curve.reading == "good fit" and curve.target is None
    return f"rule of thumb: {curve.reading}{' (or underfitting: no target)' if unsure else ''}"


def name_axes(ax: Axes, curve: MetricCurve) -> None:
    """Name the axes; steps that are whole numbers have whole ticks."""
    name = "row of the log" if curve.x_name == ROWS else _plain(curve.x_name)
    ax.set_xlabel(name[:1].upper() + name[1:], parse_math=False)
    ax.set_ylabel(curve.metric.replace("_", " "), parse_math=False)
    whole = bool((curve.x == np.floor(curve.x)).all())
    if whole and type(ax.xaxis.get_major_locator()) is AutoLocator:
        ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True, min_n_ticks=1))


def _plain(x_name: str) -> str:
    return "training samples" if counts_samples(x_name) else x_name.replace("_", " ")


def _said(value: float) -> str:
    return with_minus(measured(value))


def _step(x: float) -> str:
    return f"{x:,.0f}" if x == round(x) else f"{x:.6g}"
