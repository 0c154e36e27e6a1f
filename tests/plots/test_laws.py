"""With ax= or fig= a plot function touches nothing but what it was given."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import FuncNorm, LogNorm
from matplotlib.figure import Figure
from tests.plots.data import HAND, animals, multiclass
from tests.plots.reading import assert_picture_equals_number

import figmerit as fm
from figmerit.plots._record import find_records

PLOTS = {
    "confusion_matrix": lambda ax: fm.plot_confusion_matrix(*animals(), ax=ax, title="title"),
    "roc_curve": lambda ax: fm.plot_roc_curve(*HAND, ax=ax, title="title", threshold=0.5),
    "roc_curve_of_classes": lambda ax: fm.plot_roc_curve(*multiclass(8), ax=ax),
    "pr_curve": lambda ax: fm.plot_pr_curve(*HAND, ax=ax, title="title"),
    "slice_metric_heatmap": lambda ax: fm.plot_slice_metric_heatmap([[0.5, float("nan")]], ax=ax, title="title"),
    "metric_bars": lambda ax: fm.plot_metric_bars({"a": {"x": 1.0, "y": -1.0}, "b": {"x": 0.5}}, ax=ax),
    "confusion_matrix_grid": lambda ax: fm.plot_confusion_matrix_grid(
        {"a": [[1, 2], [3, 4]], "b": [[1, 2], [3, 4]]}, fig=ax.figure, title="title"
    ),
}

every_plot = pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)


def state(fig):
    """Return what belongs to the caller: sizes, places, titles, layout."""
    places = [ax.get_position(original=True).bounds for ax in fig.axes[:4]]
    return fig.get_size_inches().tolist(), fig.get_dpi(), fig.get_suptitle(), id(fig.get_layout_engine()), places


@every_plot
@pytest.mark.filterwarnings("ignore:This figure includes Axes that are not compatible with tight_layout")
@pytest.mark.parametrize("layout", [None, "constrained", "compressed", "tight"])
def test_nothing_else_is_touched(plot, layout):
    fig, axes = plt.subplots(2, 2, layout=layout)
    current = plt.figure()
    before, params = state(fig), dict(mpl.rcParams)
    assert plot(axes[0, 1]) is fig
    assert state(fig) == before
    assert dict(mpl.rcParams) == params
    assert plt.gcf() is current
    assert plt.get_fignums() == [1, 2]
    assert not any(ax.has_data() or ax.get_title() for ax in (axes[0, 0], axes[1, 0], axes[1, 1]))
    fig.draw_without_rendering()


@every_plot
def test_subfigures_and_inset_axes(plot):
    fig = plt.figure(layout="constrained")
    left, right = fig.subfigures(1, 2)
    assert plot(left.subplots()) is fig
    assert plot(right.subplots().inset_axes((0.1, 0.1, 0.8, 0.8))) is fig
    fig.draw_without_rendering()
    assert_picture_equals_number(fig)


@every_plot
def test_threads_draw_on_figures_of_their_own(plot):
    def draw(_):
        fig = Figure()
        canvas = FigureCanvasAgg(fig)
        plot(fig.subplots())
        canvas.draw()
        return np.asarray(canvas.buffer_rgba()).copy()

    alone = draw(0)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(draw, range(8)))
    assert all(np.array_equal(picture, alone) for picture in pictures)
    assert plt.get_fignums() == []


@every_plot
def test_figures_pickle(plot):
    fig, ax = plt.subplots()
    plot(ax)
    again = pickle.loads(pickle.dumps(fig))
    assert type(again) is Figure
    assert_picture_equals_number(again)
    again.canvas.draw()


@pytest.mark.parametrize(
    "plot",
    [
        lambda: fm.plot_confusion_matrix(*animals(), annot_fmt=lambda count: f"n={count}"),
        lambda: fm.plot_confusion_matrix_grid({"a": [[1, 2], [3, 4]]}, annot_fmt=lambda count: f"n={count}"),
        lambda: fm.plot_slice_metric_heatmap([[0.5, 0.6]], annot_fmt=lambda value: f"{value:.0%}", norm=LogNorm()),
        lambda: fm.plot_confusion_matrix(*animals(), annot_fmt=partial(round, ndigits=1)),
    ],
    ids=["matrix", "grid", "heatmap", "partial"],
)
def test_figures_with_functions_of_the_caller_pickle(plot):
    again = pickle.loads(pickle.dumps(plot()))
    assert find_records(again)


def fails(*_):
    raise RuntimeError


MATRIX = fm.ConfusionMatrix.from_counts([[8, 2], [3, 7]])
BAD_CALLS = {
    fm.plot_confusion_matrix: (
        MATRIX,
        [
            {"normalize": "rows"},
            {"annotate": "percents"},
            {"annot_fmt": ".2f"},
            {"annot_fmt": "{:d}", "normalize": "true"},
            {"annot_fmt": fails},
            {"cmap": "viridi"},
            {"colorbar": "x"},
            {"colorbar": None},
            {"figsize": (3, 3)},
        ],
    ),
    fm.plot_slice_metric_heatmap: (
        [[0.5, 0.6], [0.7, -0.8]],
        [
            {"row_labels": ["a"]},
            {"annotate": "yes"},
            {"annot_fmt": "{:d}"},
            {"annot_fmt": fails},
            {"cmap": 3},
            {"vmin": "0"},
            {"vmin": 3},
            {"center": 2, "vmax": 1},
            {"norm": "log"},
            {"norm": LogNorm(-1, 1)},
            {"norm": FuncNorm((np.square, np.sqrt))},
            {"colorbar": "x"},
            {"figsize": (3, 3)},
        ],
    ),
    fm.plot_confusion_matrix_grid: (
        {"a": MATRIX, "b": MATRIX},
        [
            {"normalize": "rows"},
            {"annot_fmt": fails},
            {"annot_fmt": "{:d}", "normalize": "true"},
            {"cmap": "viridi"},
            {"share_scale": "no"},
            {"colorbar": "x"},
            {"class_names": ["a"]},
            {"ncols": 0},
            {"figsize": (3, 3)},
        ],
    ),
}


@pytest.mark.filterwarnings("ignore:invalid value encountered in sqrt")
@pytest.mark.parametrize(
    ("plot", "shown", "options"),
    [(plot, shown, options) for plot, (shown, calls) in BAD_CALLS.items() for options in calls],
)
def test_an_error_leaves_nothing_on_the_axes_of_the_caller(plot, shown, options):
    fig, (ax, other) = plt.subplots(1, 2)
    owner = {"fig": fig} if plot is fm.plot_confusion_matrix_grid else {"ax": ax}

    def seen():
        limits = [axes.viewLim.bounds for axes in (ax, other)]
        ticks = [[text.get_text() for text in axes.get_xticklabels()] for axes in (ax, other)]
        return len(fig.findobj()), len(fig.axes), fig.subfigs, limits, ticks, ax.get_aspect(), ax.get_xlabel()

    before = seen()
    with pytest.raises((ValueError, TypeError, RuntimeError)):
        plot(shown, **owner, **options)
    assert seen() == before
    removed = fig.add_subplot()
    removed.remove()
    if "colorbar" in options:
        for colorbar in (removed, ax):
            with pytest.raises((ValueError, TypeError)):
                plot(shown, **owner, colorbar=colorbar)
        assert seen() == before


@every_plot
@pytest.mark.parametrize("suffix", ["png", "pdf", "svg"])
def test_every_format_can_be_saved(plot, suffix, tmp_path):
    _, ax = plt.subplots()
    plot(ax).savefig(tmp_path / f"figure.{suffix}")
    assert (tmp_path / f"figure.{suffix}").stat().st_size > 1000


def test_inputs_are_not_mutated():
    y_true, y_score = multiclass(4)
    kept = y_true.copy(), y_score.copy()
    fm.plot_roc_curve(y_true, y_score)
    fm.plot_confusion_matrix(y_true, y_score.argmax(axis=1))
    np.testing.assert_array_equal(y_true, kept[0])
    np.testing.assert_array_equal(y_score, kept[1])


def test_picture_equals_number_can_fail():
    fig = fm.plot_roc_curve(*HAND)
    line = fig.axes[0].lines[0]
    line.set_ydata(line.get_ydata() ** 2)
    with pytest.raises(AssertionError):
        assert_picture_equals_number(fig)
    wrong = fm.plot_metric_bars({"a": 1.0, "b": 2.0})
    wrong.axes[0].patches[0].set_height(1.5)
    with pytest.raises(AssertionError):
        assert_picture_equals_number(wrong)
