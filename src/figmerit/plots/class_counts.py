"""How many samples there are of each class, and how many are predicted as it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from figmerit._numbers import count_text, rounded
from figmerit._options import named_options
from figmerit._validate import check_flag, check_option, check_texts
from figmerit.errors import brief, wrong_type
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.plots._bar_values import Bars
from figmerit.plots._bars import BarAxes, Orientation, size_and_direction
from figmerit.plots._behind import behind
from figmerit.plots._drawing import drawing_on
from figmerit.plots._matrices import as_matrix
from figmerit.plots._notes import notes_of
from figmerit.plots._sorting import sorted_by
from figmerit.plots._styling import LegendWish, Styles
from figmerit.styles.contrast import mixed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.figure import Figure

    from figmerit.metrics.options import MatrixOptions
    from figmerit.plots._notes import Notes
    from figmerit.plots._styling import Legend, Style

TRUE, PREDICTED = "true", "predicted"
"""What the legend calls the bars."""

CAPTION = "Solid: right; lighter: missed (true), wrong (predicted)"
"""What their parts are."""

TINT = 0.32
"""How much of its colour the lighter part of a bar has."""


@named_options(compute_confusion_matrix)
def plot_class_counts(
    y_true: Any,
    y_pred: Any = None,
    *,
    normalize: bool = False,
    sort_key: Callable[[Any], Any] | None = None,
    orientation: Orientation = None,
    annotate: bool | None = None,
    legend: Legend = True,
    bar_kw: Style | None = None,
    legend_kw: Style | None = None,
    notes: Notes = False,
    title: str | None = None,
    figsize: tuple[float, float] | None = None,
    ax: Axes | None = None,
    **options: Unpack[MatrixOptions],
) -> Figure:
    """Plot the number of samples of each class beside the number of its predictions.

    Parameters
    ----------
    y_true : array-like, or ConfusionMatrix
        True labels; or the result of :func:`compute_confusion_matrix`, which takes scores, weights and names.
    %(y_pred_or_result)s
    normalize : bool, default=False
        Whether bars are shares of all samples, not counts.
    sort_key : callable, optional
        Sorts the classes as :func:`sorted` does, given ``(name, {"true": value, "predicted": value})``.
    orientation : {"vertical", "horizontal"}, optional
        Direction of the bars. By default they are vertical if their names fit side by side.
    annotate : bool, optional
        Whether each bar says its value; by default as far as there is room.
    %(legend)s
    %(bar_kw)s
    %(legend_kw)s
    %(notes)s
    %(title)s
    figsize : tuple of float, optional
        Width and height in inches of a new figure; by default the user's, or more for many classes.
    %(ax)s
    %(options)s

    Returns
    -------
    Figure
        The whole figure that holds the axes.

    Raises
    ------
    ValueError, TypeError
        If the arrays or options make no sense; the message says what to type.

    See Also
    --------
    plot_confusion_matrix : Which class is taken for which.

    Notes
    -----
    The solid part of both bars of a class is right: the recall is its share of the bar of true labels, the precision
    its share of the bar of predictions.

    Examples
    --------
    >>> fig = plot_class_counts(["cat", "dog", "dog"], ["cat", "dog", "cat"])
    """
    matrix = as_matrix(y_true, y_pred, options, "plot_class_counts")
    normalize = check_flag("normalize", normalize)
    check_option("orientation", orientation, (None, "vertical", "horizontal"))
    check_option("annotate", annotate, (None, True, False))
    check_texts(title=title)
    wish = LegendWish.checked(legend, legend_kw)
    styles = Styles.checked("bar_kw", bar_kw, Rectangle, (TRUE, PREDICTED))
    printed = notes_of(notes, ax, {None: matrix})
    bars, right = _bars(matrix, sort_key, normalize=normalize)
    say = (lambda value: rounded(value, "{:.1%}")) if normalize else count_text
    strings = {
        series: {tick: (say(value),) if annotate is not False else () for tick, value in group.items()}
        for series, group in bars.groups.items()
    }
    size, horizontal = size_and_direction(bars.ticks, bars, orientation, figsize, ax)
    with drawing_on(ax, size, title=title, notes=printed, alone=True) as drawing:
        axes = BarAxes(drawing.ax, bars, horizontal)
        containers = [axes.draw_series(series, f"_{series}", styles.of(series)) for series in bars.groups]
        solid = [
            _draw_right(axes, container, series, [right[tick] for tick in bars.ticks], styles.of(series))
            for series, container in zip((TRUE, PREDICTED), containers, strict=True)
        ]
        drawing.caption = CAPTION
        counted = "Samples (weighted)" if matrix.weighted else "Samples"
        axes.value_axis.set_label_text("Share of all samples" if normalize else counted)
        axes.finish(drawing, bars.ticks, solid, strings, legend=wish, forced=annotate is True)
        drawing.record(containers[0][0], "class_counts", matrix, normalize=normalize, ticks=bars.ticks)
    return drawing.figure


def _bars(matrix: ConfusionMatrix, sort_key: Any, *, normalize: bool) -> tuple[Bars, dict[str, float]]:
    """Return the bars of each class, and what of its predictions is right."""
    total = matrix.total if normalize and matrix.total else 1
    sums = (matrix.support, matrix.counts.sum(axis=0), np.diagonal(matrix.counts))
    names = matrix.display_labels
    true, predicted, right = (dict(zip(names, (part / total).tolist(), strict=True)) for part in sums)
    bars = Bars({TRUE: true, PREDICTED: predicted}, {}, None, _in_order(true, predicted, sort_key))
    return bars, right


def _in_order(true: dict[str, float], predicted: dict[str, float], sort_key: Any) -> tuple[str, ...]:
    """Return the names of the classes, sorted if a function says how."""
    if sort_key is None:
        return tuple(true)
    rule = "a function of (name, {'true': value, 'predicted': value}) whose results can be sorted"
    if not callable(sort_key):
        raise wrong_type("sort_key", rule, brief(sort_key), "sort_key=lambda item: -item[1]['true']")
    items = [(name, {TRUE: true[name], PREDICTED: predicted[name]}) for name in true]
    return tuple(items[place][0] for place in sorted_by(sort_key, items, rule))


def _draw_right(
    axes: BarAxes, container: BarContainer, series: str, right: list[float], style: Mapping[str, Any]
) -> BarContainer:
    """Draw what is right of a bar solid over the rest, which is of a lighter tint."""
    color = np.array(to_rgb(container[0].get_facecolor()))
    draw = axes.ax.barh if axes.horizontal else axes.ax.bar
    places = axes.places(series)
    drawn = draw(places, right, axes.thickness, label=series, facecolor=tuple(color), linewidth=0, zorder=2.1)
    for patch in drawn:
        patch.set(**style)
    for patch in container:
        patch.set(facecolor=_tint(axes.ax, color), linewidth=0)
    return drawn


def _tint(ax: Axes, color: Any) -> tuple[float, ...]:
    """Return a light tint of a colour on axes."""
    return tuple(mixed(np.array(to_rgb(color)), behind(ax), 1 - TINT).tolist())
