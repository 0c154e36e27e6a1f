"""Who owns the figure: a new one is ours to lay out, a caller's axes are only drawn on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, FigureBase, SubFigure

from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._display import figure_class, show_once

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def own_axes(ax: Any, figsize: tuple[float, float] | None) -> Axes:
    """Return the caller's axes, if they can be drawn on."""
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


def new_part(fig: Any, figsize: tuple[float, float] | None) -> FigureBase:
    """Return a new part of the caller's figure."""
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


def new_figure(figsize: tuple[float, float] | None) -> Figure:
    """Return a new pyplot figure, so that scripts, plt.show() and notebooks behave as expected.

    Its axes fit themselves: it needs no layout engine, whatever the user's settings say.
    """
    from matplotlib import pyplot as plt

    if figsize is not None:
        _check_figsize(figsize)
    return plt.figure(figsize=figsize, layout="none", FigureClass=figure_class())


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
