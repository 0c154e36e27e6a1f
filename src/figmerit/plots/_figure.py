"""Who owns the figure: a new one is ours to lay out, a caller's axes are only drawn on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._display import figure_class, show_once
from figmerit.plots._notes import add_notes

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def drawing_on(ax: Any, figsize: tuple[float, float] | None, notes: str = "") -> Iterator[Axes]:
    """Give the caller's axes, or those of a new figure, above its notes, that is closed if drawing on it fails."""
    if ax is None:
        with closed_on_error(new_figure(figsize, notes)) as figure:
            yield figure.subplots()
    else:
        yield _checked_axes(ax, figsize)


@contextmanager
def drawing_in(fig: Any, figsize: tuple[float, float] | None, notes: str = "") -> Iterator[FigureBase]:
    """Give a new part of the caller's figure, or a new figure: its axes and title are ours to make."""
    if fig is None:
        with closed_on_error(new_figure(figsize, notes)) as figure:
            yield figure
    else:
        yield _new_part(fig, figsize)


@contextmanager
def closed_on_error(figure: Figure) -> Iterator[Figure]:
    """Leave no empty figure open in pyplot if drawing fails."""
    try:
        yield figure
    except BaseException:
        from matplotlib import pyplot as plt

        plt.close(figure)
        raise


def check_linear(ax: Any) -> None:
    """Raise for axes of a caller on which shares from zero to one cannot be drawn."""
    scales = {ax.get_xscale(), ax.get_yscale()} - {"linear"} if isinstance(ax, Axes) else set()
    for scale in sorted(scales):
        raise invalid("ax", "axes with linear scales", f"a {scale} one")


def _checked_axes(ax: Any, figsize: tuple[float, float] | None) -> Axes:
    if not isinstance(ax, Axes):
        hint = (
            "Pass one of them, for example ax=axes[0]" if hasattr(ax, "shape") or isinstance(ax, list | tuple) else ""
        )
        raise wrong_type("ax", "a matplotlib Axes", brief(ax), hint)
    if ax.get_figure() is None:
        raise invalid("ax", "part of a figure", "axes that were removed from theirs")
    if ax.name != "rectilinear":
        raise invalid("ax", "plain axes with a straight x and y", f"{ax.name} axes")
    _check_no_figsize(figsize, "ax")
    return ax


def _new_part(fig: Any, figsize: tuple[float, float] | None) -> FigureBase:
    if not isinstance(fig, FigureBase):
        raise wrong_type("fig", "a matplotlib Figure or SubFigure", brief(fig))
    _check_no_figsize(figsize, "fig")
    part = cast("SubFigure", fig.subfigures())
    part.set_facecolor("none")
    return part


def root_figure(owner: Axes | FigureBase) -> Figure:
    """Return the whole figure, ready to be shown once by a notebook."""
    root = owner.get_figure(root=True)
    if not isinstance(root, Figure):
        raise invalid("ax", "part of a figure", "axes that were removed from theirs")
    return show_once(root)


def is_laid_out(owner: Axes | FigureBase) -> bool:
    """Tell whether a layout engine makes room for what lies outside of the axes."""
    return cast("Figure", owner.get_figure(root=True)).get_layout_engine() is not None


def height_left(owner: Axes | FigureBase) -> float:
    """Return the share of a figure's height that its layout engine gives to axes; the rest may be notes."""
    engine = cast("Figure", owner.get_figure(root=True)).get_layout_engine()
    return float(engine.get()["rect"][3]) if isinstance(engine, ConstrainedLayoutEngine) else 1.0


def new_figure(figsize: tuple[float, float] | None, notes: str = "") -> Figure:
    """Return a new pyplot figure, so that scripts, plt.show() and notebooks behave as expected."""
    from matplotlib import pyplot as plt

    if figsize is not None:
        _check_figsize(figsize)
    figure = plt.figure(figsize=figsize, layout="compressed", FigureClass=figure_class())
    if notes:
        add_notes(figure, notes)
    return figure


def set_title(ax: Axes, title: str | None, y: float | None = None) -> None:
    """Set the title of axes, if there is one; a long one takes several lines, unless it stands at a given `y`."""
    if title is not None:
        ax.set_title(title, wrap=y is None, y=y)  # a layout makes no room for what may be wrapped


def _check_figsize(figsize: Any) -> None:
    rule, hint = "a pair of positive lengths in inches", "figsize=(6.4, 4.8)"
    lengths = list(figsize) if isinstance(figsize, Sequence) or getattr(figsize, "ndim", 0) == 1 else []
    numbers = [length for length in lengths if isinstance(length, int | float | np.integer | np.floating)]
    if len(lengths) != 2 or len(numbers) != 2 or any(isinstance(length, bool) for length in lengths):
        raise wrong_type("figsize", rule, brief(figsize), hint)
    if not all(0 < length < math.inf for length in numbers):
        raise invalid("figsize", rule, brief(tuple(lengths)), hint)


def _check_no_figsize(figsize: Any, owner: str) -> None:
    if figsize is not None:
        hint = "Size the figure where it is made, for example plt.subplots(figsize=...)"
        raise invalid("figsize", f"left out when {owner} is given", brief(figsize), hint)
