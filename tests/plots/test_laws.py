"""Laws that every plot function keeps, run over typical calls of all of them."""

from __future__ import annotations

import copy
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import FuncNorm, LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from tests.plots.cases import CASES, GRID, GROUPS, INTERVALS, PR, ROC, draw_on, drawn_alone, is_grid, pixels, settings
from tests.plots.data import animals, binary, multiclass, training_log
from tests.plots.reading import assert_picture_equals_number, cell_artist, legend

import figmerit as fm
from figmerit.plots._bar_texts import BarTexts
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._heatmap import colormap
from figmerit.plots._record import alt_text, find_records
from figmerit.styles.contrast import contrast_ratio

every_plot = pytest.mark.parametrize("name", CASES)
narrow = pytest.mark.filterwarnings("ignore:(constrained|compressed)_layout not applied")  # many axes on a small figure


# --- The figure of the caller ---------------------------------------------------------------------


def state(fig):
    """Return what belongs to the caller: sizes, places, titles, layout, and whatever lies on the figure."""
    layout = fig.get_layout_engine()
    return {
        "size": (*fig.get_size_inches(), fig.get_dpi()),
        "layout": (id(layout), layout and layout.get()),
        "titles": (fig.get_suptitle(), fig.get_supxlabel(), fig.get_supylabel()),
        "colours": (fig.get_facecolor(), fig.get_edgecolor(), fig.get_frameon()),
        "subplots": vars(fig.subplotpars),
    }


def state_of_axes(ax):
    """Return what is seen of axes."""
    texts = ax.get_title(), ax.get_xlabel(), ax.get_ylabel()
    limits = ax.viewLim.bounds, ax.get_position(original=True).bounds, ax.get_aspect(), ax.axison, ax.get_zorder()
    ticks = [(axis.get_ticklocs().tolist(), axis.get_scale()) for axis in (ax.xaxis, ax.yaxis)]
    return [id(artist) for artist in ax.get_children()], texts, limits, ticks


@every_plot
@pytest.mark.filterwarnings("ignore:This figure includes Axes that are not compatible with tight_layout")
@narrow
@pytest.mark.parametrize("layout", [None, "constrained", "tight"])
def test_nothing_else_is_touched(name, layout):
    fig, axes = plt.subplots(2, 2, layout=layout)
    fig.suptitle("Mine")
    for ax in axes.flat[1:]:
        ax.plot([3, 1, 2])
    fig.sca(axes[1, 1])
    current = plt.figure()
    params, interactive = settings(), mpl.is_interactive()
    others = list(axes.flat) if is_grid(name) else list(axes.flat)[1:]
    place = axes[0, 0].get_position(original=True).bounds
    on_figure = [part for part in fig.get_children() if part not in fig.subfigs]
    before = state(fig), [state_of_axes(ax) for ax in others]
    assert draw_on(name, axes[0, 0]) is fig
    assert (state(fig), [state_of_axes(ax) for ax in others]) == before
    assert [part for part in fig.get_children() if part not in fig.subfigs] == on_figure
    assert len(fig.subfigs) == is_grid(name)
    assert axes[0, 0].get_position(original=True).bounds == place
    assert (settings(), mpl.is_interactive()) == (params, interactive)
    assert (plt.gcf(), plt.get_fignums()) == (current, [1, 2])
    assert is_grid(name) or fig.gca() is axes[1, 1]
    if layout is not None:  # it is at work when the figure is drawn
        fig.draw_without_rendering()
        assert state(fig) == before[0]


@every_plot
def test_the_rest_of_the_figure_looks_the_same(name):
    fig = Figure(figsize=(8, 3))
    left, right = fig.subfigures(1, 2)
    left.subplots().plot([3, 1, 2])
    ax = right.add_axes((0.3, 0.35, 0.5, 0.5))
    before = pixels(fig)
    draw_on(name, ax)
    after = pixels(fig)
    assert np.array_equal(before[:, :380], after[:, :380])
    assert not np.array_equal(before, after)


@every_plot
@narrow
def test_subfigures_and_inset_axes(name):
    fig = plt.figure(layout="constrained")
    left, right = fig.subfigures(1, 2)
    assert draw_on(name, left.subplots()) is fig
    assert draw_on(name, right.subplots().inset_axes((0.1, 0.1, 0.8, 0.8))) is fig
    fig.draw_without_rendering()
    assert_picture_equals_number(fig)


@every_plot
def test_threads_draw_on_figures_of_their_own(name):
    barrier = Barrier(4)

    def draw(_, wait=barrier.wait):
        fig = Figure(figsize=(4, 3))
        ax = fig.subplots()
        wait()  # all at once
        draw_on(name, ax)
        return pixels(fig)

    alone = draw(0, wait=lambda: None)
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(draw, range(4)))
    assert all(np.array_equal(picture, alone) for picture in pictures)
    assert plt.get_fignums() == []


@every_plot
def test_a_new_figure_is_the_current_one_and_nothing_else_is_new(name):
    other, params = plt.figure(), settings()
    fig = CASES[name]()
    assert plt.gcf() is fig
    assert plt.get_fignums() == [other.number, fig.number]
    assert settings() == params
    assert type(fig) is Figure
    assert not other.axes


# --- The picture ----------------------------------------------------------------------------------


@every_plot
def test_a_figure_that_is_drawn_again_shows_the_same(name):
    fig = drawn_alone(name, layout=None)
    first = pixels(fig)
    assert np.array_equal(pixels(fig), first)
    fig.set_dpi(150)
    larger = pixels(fig)
    fig.set_dpi(100)
    assert larger.shape[0] == 1.5 * first.shape[0]
    assert np.array_equal(pixels(fig), first)


@pytest.mark.parametrize("name", CASES)
def test_the_layout_of_a_new_figure_settles(name):
    fig = CASES[name]()

    def places():
        pixels(fig)
        return np.array([ax.get_position().bounds for ax in fig.axes]) * 640

    first, second, third = places(), places(), places()
    np.testing.assert_allclose(second, first, atol=10)  # matplotlib's own layouts take two rounds
    np.testing.assert_allclose(third, second, atol=0.5)


@every_plot
def test_figures_pickle(name):
    for fig in (CASES[name](), drawn_alone(name, figsize=(6, 5), layout=None)):
        again = pickle.loads(pickle.dumps(fig))
        assert type(again) is Figure
        assert_picture_equals_number(again)
        assert alt_text(again) == alt_text(fig)
    assert np.array_equal(pixels(again), pixels(fig))


@every_plot
def test_picture_equals_number(name):
    fig = CASES[name]()
    fig.draw_without_rendering()
    assert_picture_equals_number(fig)


@every_plot
def test_alt_texts_are_a_sentence_or_two(name):
    fig = CASES[name]()
    for _, record in find_records(fig):
        text = record.result.alt_text()
        assert text.endswith(".")
        assert text == " ".join(text.split())
        assert len(text) < 300
        assert len(re.findall(r"\.(?= |$)", text)) <= 2
    assert alt_text(fig)
    titles = [title for title in (fig.get_suptitle(), fig.axes[0].get_title()) if title]
    assert alt_text(fig).startswith("".join(f"{title}: " for title in titles))


def test_an_alt_text_says_the_whole_and_not_its_parts():
    assert alt_text(fm.plot_roc_curve(*multiclass(4))).count("ROC curve") == 1
    assert alt_text(fm.plot_roc_curve(*multiclass(4), averages=())).count("ROC curve") == 4
    assert alt_text(fm.plot_metric_bars(GROUPS)).count("Bars") == 1
    models = alt_text(fm.plot_roc_curve(ROC))
    assert re.fullmatch(r"plain: ROC curve of '1': .+ tuned: ROC curve of '1': .+", models)
    assert alt_text(plt.figure()) == ""


@pytest.mark.parametrize("options", [{}, {"threshold": 0.3}, {"chance_level": False, "title": "Same"}], ids=str)
@pytest.mark.parametrize(
    ("plot", "result"),
    [
        (fm.plot_roc_curve, ROC["tuned"]),
        (fm.plot_roc_curve, fm.compute_roc_curve(*multiclass(3))),
        (fm.plot_pr_curve, PR["tuned"]),
        (fm.plot_pr_curve, fm.compute_pr_curve(*multiclass(3))),
    ],
    ids=["roc", "roc-classes", "pr", "pr-classes"],
)
def test_a_mapping_of_one_result_is_that_result_with_a_label(plot, result, options):
    as_mapping, labelled = (pixels(fig) for fig in (plot({"a": result}, **options), plot(result, label="a", **options)))
    assert np.array_equal(as_mapping, labelled)


@pytest.mark.parametrize(("plot", "results"), [(fm.plot_roc_curve, ROC), (fm.plot_pr_curve, PR)], ids=["roc", "pr"])
def test_two_calls_on_one_axes_draw_in_their_order(plot, results):
    _, ax = plt.subplots()
    for name, result in results.items():
        fig = plot(result, label=name, ax=ax)
    together = plot(results)
    assert [record.result for _, record in find_records(fig)] == list(results.values())
    assert [name.split("  ")[1] for name in legend(ax) if "chance" not in name] == list(results)
    assert sorted(legend(ax)) == sorted(legend(together.axes[0]))
    lines = [[line.get_color() for line, _ in find_records(figure)] for figure in (fig, together)]
    assert lines[0] == lines[1]
    assert_picture_equals_number(fig)


# --- What was given -------------------------------------------------------------------------------

FRAME = pd.DataFrame(multiclass(3, n=20)[1], columns=["p_0", "p_1", "p_2"])
MASKED = np.ma.masked_invalid(GRID)
GIVEN = {
    "matrix": (fm.plot_confusion_matrix, [*map(np.array, animals())], {}),
    "matrix of lists": (fm.plot_confusion_matrix, [*animals()], {"normalize": "true"}),
    "matrix of series": (fm.plot_confusion_matrix, [*map(pd.Series, animals())], {"normalize": "all"}),
    "matrix of a result": (fm.plot_confusion_matrix, [fm.compute_confusion_matrix(*animals())], {"annotate": "both"}),
    "grid": (
        fm.plot_confusion_matrix_grid,
        [{"a": np.array([[1, 2], [3, 4]]), "b": [[1, 2], [3, 4]], "c": ([0, 1, 1], [1, 1, 0])}],
        {"display_labels": ["no", "yes"], "share_scale": False},
    ),
    "roc": (fm.plot_roc_curve, [*binary(n=20)], {"baseline_curve": [[0.0, 1.0], np.array([0.0, 1.0])]}),
    "roc of a frame": (fm.plot_roc_curve, [multiclass(3, n=20)[0], FRAME], {"classes": [0, 2], "averages": ["macro"]}),
    "roc of results": (fm.plot_roc_curve, [ROC], {"threshold": 0.5}),
    "pr": (fm.plot_pr_curve, [*binary(n=20)], {"threshold": 0.5}),
    "pr of results": (fm.plot_pr_curve, [PR], {}),
    "heatmap": (fm.plot_slice_metric_heatmap, [GRID], {"row_labels": ["a", "b"], "col_labels": [1, 2, 3]}),
    "heatmap of lists": (fm.plot_slice_metric_heatmap, [[[0.1, None], [0.2, 0.3]]], {"norm": LogNorm()}),
    "heatmap of a frame": (fm.plot_slice_metric_heatmap, [pd.DataFrame(GRID)], {"norm": Normalize(vmin=0.1)}),
    "heatmap of a mask": (fm.plot_slice_metric_heatmap, [MASKED], {}),
    "bars": (
        fm.plot_metric_bars,
        [GROUPS],
        {
            "intervals": INTERVALS,
            "interval_label": "95% Wilson",
            "metrics": ["recall", "precision"],
            "label_formatter": {"recall": "Recall"},
        },
    ),
    "bars of a frame": (fm.plot_metric_bars, [pd.DataFrame(GROUPS)], {}),
    "learning curves": (fm.plot_learning_curve, [training_log()], {"metrics": ["accuracy", "loss"]}),
    "learning curves of a frame": (fm.plot_learning_curve, [pd.DataFrame(training_log())], {"metrics": "loss"}),
    "bars of a summary": (fm.plot_metric_bars, [{"a": fm.compute_metric_summary(*animals())}], {}),
}


def plain(options):
    """Return options as they are pickled; a norm counts how often it was."""
    return {
        name: (type(value), value.vmin, value.vmax) if isinstance(value, Normalize) else value
        for name, value in options.items()
    }


@pytest.mark.parametrize("given", GIVEN)
def test_what_was_given_is_not_mutated(given):
    plot, arguments, options = copy.deepcopy(GIVEN[given])
    before = pickle.dumps((arguments, plain(options)))
    fig = plot(*arguments, **options)
    fig.draw_without_rendering()
    assert pickle.dumps((arguments, plain(options))) == before
    results = pickle.dumps([record.result for _, record in find_records(fig)])
    pixels(fig)
    assert pickle.dumps([record.result for _, record in find_records(fig)]) == results


@pytest.mark.parametrize("plot", [fm.plot_confusion_matrix, fm.plot_slice_metric_heatmap])
def test_the_colormap_of_the_caller_is_not_mutated(plot):
    cmap = mpl.colormaps["magma"].with_extremes(bad="red", under="blue", over="green")
    shown = fm.ConfusionMatrix.from_counts([[1, 2], [0, 0]]) if plot is fm.plot_confusion_matrix else GRID
    before, registered = pickle.dumps(cmap.copy()), mpl.colormaps["magma"].copy()
    plot(shown, cmap=cmap).draw_without_rendering()
    assert pickle.dumps(cmap.copy()) == before
    assert mpl.colormaps["magma"] == registered


def test_the_norm_of_the_caller_stays_free_of_the_figure():
    norm = LogNorm()
    fig = fm.plot_slice_metric_heatmap(GRID, norm=norm)
    assert (norm.vmin, norm.vmax, norm.callbacks.callbacks) == (None, None, {})
    _, _, picture = (pixels(fig) for _ in range(3))  # until the layout has settled
    norm.vmin, norm.vmax = 1e-9, 1e9
    assert np.array_equal(pixels(fig), picture)


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
            {"display_labels": ["a"]},
            {"ncols": 0},
            {"figsize": (3, 3)},
        ],
    ),
    fm.plot_threshold_sweep: (
        fm.compute_threshold_sweep([0, 1, 1], [0.1, 0.4, 0.8]),
        [
            {"metrics": ["f1x"]},
            {"threshold": "0.5"},
            {"intervals": 1},
            {"legend": 3},
            {"title": 3},
            {"figsize": (3, 3)},
        ],
    ),
    fm.plot_reliability_diagram: (
        fm.compute_reliability([0, 1, 1], [0.1, 0.4, 0.8]),
        [{"label": 3}, {"intervals": 1}, {"histogram": "x"}, {"legend": 3}, {"title": 3}, {"figsize": (3, 3)}],
    ),
    fm.plot_score_histograms: (
        fm.compute_score_histograms([0, 1, 1], [0.1, 0.4, 0.8]),
        [{"threshold": "x"}, {"normalize": 1}, {"log_counts": 1}, {"legend": 3}, {"title": 3}, {"figsize": (3, 3)}],
    ),
    fm.plot_class_counts: (
        fm.ConfusionMatrix.from_counts([[3, 1], [1, 2]]),
        [{"normalize": 1}, {"sort_key": fails}, {"orientation": "up"}, {"annotate": 3}, {"figsize": (3, 3)}],
    ),
    fm.plot_risk_coverage: (
        fm.compute_risk_coverage([0, 1, 1], [0.1, 0.4, 0.8]),
        [{"target": 2}, {"intervals": 1}, {"label": 3}, {"legend": 3}, {"title": 3}, {"figsize": (3, 3)}],
    ),
    fm.plot_learning_curve: (
        {"loss": [0.5, 0.4, -0.1], "val_loss": [0.5, 0.6, 0.7]},
        [
            {"metrics": ["f1x"]},
            {"label": 3},
            {"best": "no"},
            {"reading": 1},
            {"yscale": "log"},
            {"xscale": "logit"},
            {"ncols": 0},
            {"title": 3},
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


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:invalid value encountered in sqrt")
@pytest.mark.parametrize(
    ("plot", "shown", "options"),
    [
        (plot, shown, options)
        for plot, (shown, calls) in BAD_CALLS.items()
        for options in calls
        if "figsize" not in options
    ],
)
def test_an_error_leaves_no_figure_open(plot, shown, options):
    with pytest.raises((ValueError, TypeError, RuntimeError)):
        plot(shown, **options)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", CASES)
def test_an_error_while_drawing_leaves_no_figure_open(name, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("matplotlib.axes.Axes.set_title", interrupted)
    monkeypatch.setattr("matplotlib.axes.Axes.set_xlabel", interrupted)
    monkeypatch.setattr("matplotlib.axis.Axis.set_major_formatter", interrupted)
    monkeypatch.setattr("matplotlib.axes.Axes.plot", interrupted)
    kept = plt.figure()
    with pytest.raises(KeyboardInterrupt):
        CASES[name]()
    assert plt.get_fignums() == [kept.number]


# --- Pictures that lie ----------------------------------------------------------------------------


def main(fig):
    """Return the main artist of the first drawing."""
    return find_records(fig)[0][0]


def swap(get, put, one, other):
    """Exchange what two artists have."""
    first, second = get(one), get(other)
    put(one, second)
    put(other, first)


def swap_texts(texts):
    swap(lambda text: text.get_text(), lambda text, words: text.set_text(words), texts[0], texts[1])


def rename(axis, change):
    """Set the names along an axis anew."""
    axis.set_ticks(axis.get_ticklocs(), labels=change([text.get_text() for text in axis.get_ticklabels()]))


def mark_of(fig):
    return next(line for line in fig.axes[0].lines if line.get_linestyle() == "None")


def is_flat(fig):
    """Tell whether bars are horizontal."""
    return fig.axes[0].containers[0].orientation == "horizontal"


def names_of(fig):
    """Return the axis along which bars have their names."""
    return fig.axes[0].yaxis if is_flat(fig) else fig.axes[0].xaxis


def set_values(fig, **properties):
    """Set properties of the axis of the values, by the letter of a vertical one."""
    fig.axes[0].set(**{("x" if is_flat(fig) else "y") + name: value for name, value in properties.items()})


def say(fig, **texts):
    """Let the bars say other texts."""
    for artist in fig.axes[0].get_children():
        if isinstance(artist, BarTexts):
            artist.entries = [
                replace(entry, strings=(texts.get(entry.strings[0], entry.strings[0]),)) for entry in artist.entries
            ]


def move_interval(fig):
    lines = next(lines for lines in fig.axes[0].collections if isinstance(lines, LineCollection))
    shift = np.array([0.05, 0]) if is_flat(fig) else np.array([0, 0.05])
    lines.set_segments([part + shift for part in lines.get_segments()])


def move_mark(fig):
    mark = mark_of(fig)
    mark.set_ydata(mark.get_ydata() * 0.9)


def root_of_y(fig):
    main(fig).set_ydata(np.sqrt(main(fig).get_ydata()))


def another_point(fig):  # the area stays as it was
    x, y = (values.copy() for values in main(fig).get_data())
    x[1:3], y[1:3] = [0, 0], [0.1, 0.2]
    main(fig).set_data(x, y)


def flipped(fig):
    main(fig).set_data(main(fig).get_array()[::-1])


def turned(fig):
    image = main(fig)
    image.origin = "lower"
    left, right, bottom, top = image.get_extent()
    image.set_extent((left, right, top, bottom))


def shift_ticks_of_colorbar(fig):
    axis = main(fig).colorbar.ax.yaxis
    places = axis.get_ticklocs()
    axis.set_ticks(places, labels=[f"{place + 1:g}" for place in places])


def swap_cells(fig):
    for level in cell_artist(fig.axes[0]).levels:
        level[0, 0], level[1, 1] = level[1, 1], level[0, 0]


def wrong_cell(fig):
    for level in cell_artist(fig.axes[0]).levels:
        level[0, 0] = "4"


def fill_undefined(fig):
    main(fig).set_data(main(fig).get_array().filled(0.0))


def no_hatch(fig):
    for cells in list(fig.axes[0].collections):
        cells.remove()


def another_number(fig):
    text = fig.axes[0].get_legend().get_texts()[0]
    text.set_text(text.get_text().replace("0.", "0.9"))


def change_bar(**properties):
    def change(fig):
        main(fig).set(**properties)

    return change


def swap_bars(fig):
    first, second, *_ = fig.axes[0].patches
    swap(lambda bar: bar.get_x(), lambda bar, x: bar.set_x(x), first, second)


def training_of(fig):
    return next(line for line in fig.axes[0].lines if line.get_label() == "training")


def bridged(fig):  # the line that had a gap goes through
    x, y = main(fig).get_data()
    main(fig).set_data(x[~np.isnan(y)], y[~np.isnan(y)])


def move_best(fig):
    mark = next(line for line in fig.axes[0].lines if str(line.get_label()).startswith("best"))
    mark.set_xdata(mark.get_xdata() + 1)


def change_entry(beginning, change):
    def changed(fig):
        handles, names = fig.axes[0].get_legend_handles_labels()
        found = [(handle, name) for handle, name in zip(handles, names, strict=True) if name.startswith(beginning)]
        assert found, names
        for handle, name in found:
            handle.set_label(change(name))
        fig.axes[0].legend()

    return changed


def change_caption(before, after):
    def changed(fig):
        written = fig.axes[0].get_axes_locator().around.header.caption.text
        assert before in written.get_text()
        written.set_text(written.get_text().replace(before, after))

    return changed


def narrow_band(fig):
    for band in list(fig.axes[0].collections):
        for path in band.get_paths():
            path.vertices[:, 1] = path.vertices[:, 1].mean()


LIES = {
    "a lower validation loss": ("learning", root_of_y),
    "a training line through other points": ("learning", lambda fig: training_of(fig).set_ydata(np.zeros(30))),
    "a gap that is bridged": ("learning", bridged),
    "training that is dashed too": ("learning", lambda fig: training_of(fig).set_linestyle("--")),
    "a line of steps": ("learning", lambda fig: main(fig).set_drawstyle("steps-post")),
    "a best step beside the best": ("learning", move_best),
    "another best value": ("learning", change_entry("best", lambda text: text.replace("0.", "0.1"))),
    "another best step": ("learning", change_entry("best", lambda text: f"{text}0")),
    "another gap": ("learning", change_caption("ap: 0.", "ap: 0.1")),
    "another reading": ("learning", change_caption("overfitting", "good fit")),
    "a band of folds called an interval": ("learning-folds", change_entry("SVC, range", lambda _: "95% confidence")),
    "a narrower band of folds": ("learning-folds", narrow_band),
    "another target": ("learning-folds", change_entry("SVC, target", lambda _: "SVC, target: 0.900")),
    "logarithmic steps that are linear": ("learning-folds", lambda fig: fig.axes[0].set_xscale("linear")),
    "a cut learning curve": ("learning", lambda fig: fig.axes[0].set_ylim(0.7, 2)),
    "swapped names of panels": (
        "learning-grid",
        lambda fig: swap(lambda ax: ax.get_ylabel(), lambda ax, name: ax.set_ylabel(name), *fig.axes),
    ),
    "another metric": ("sweep", root_of_y),
    "a sweep of straight lines": ("sweep", lambda fig: main(fig).set_drawstyle("default")),
    "a cut sweep": ("sweep", lambda fig: fig.axes[0].set_xlim(0.3, 0.7)),
    "a marked threshold beside its place": ("sweep", move_mark),
    "another value at the mark": ("sweep-chosen", change_entry("0.8", lambda text: f"0.123{text[5:]}")),
    "intervals of a sweep that are left out": (
        "sweep-chosen",
        change_entry("0.8", lambda text: re.sub(r" \[.*?\]", "", text)),
    ),
    "other shares of a reliability diagram": ("reliability", root_of_y),
    "another calibration error": ("reliability", change_entry("0.", lambda text: text.replace("0.", "0.9", 1))),
    "intervals of bins that are left out": ("reliability", lambda fig: fig.axes[0].collections[0].remove()),
    "a diagonal elsewhere": ("reliability", lambda fig: fig.axes[0].lines[-1].set_ydata([0, 0.9])),
    "a histogram of other scores": (
        "reliability",
        lambda fig: fig.axes[0].child_axes[0].patches[0].set_data(np.ones(20)),
    ),
    "another histogram": ("histograms", lambda fig: main(fig).set_data(main(fig).get_data().values + 1)),
    "other bins": ("histograms", lambda fig: main(fig).set_data(edges=main(fig).get_data().edges + 0.01)),
    "another share that reaches a threshold": (
        "histograms",
        change_entry("1 (n=", lambda text: text.replace("0.", "0.1", 1)),
    ),
    "histograms that do not start at zero": ("histograms", lambda fig: fig.axes[0].set_ylim(bottom=5)),
    "another number of samples": ("class-counts", change_bar(height=9)),
    "predictions that are all right": (
        "class-counts",
        lambda fig: [bar.set_height(41) for bar in fig.axes[0].containers[2]],
    ),
    "a lower risk": ("risk-coverage", lambda fig: main(fig).set_ydata(main(fig).get_ydata() / 2)),
    "another area of risk": ("risk-coverage", change_entry("AURC", lambda _: "AURC 0.001")),
    "a risk axis that is cut": ("risk-coverage", lambda fig: fig.axes[0].set_ylim(0.02, 0.2)),
    "a higher bar": ("bars", change_bar(height=0.9)),
    "a bar that does not start at zero": ("bars", change_bar(y=0.3, height=0.41)),
    "bars whose places are swapped": ("bars", swap_bars),
    "an axis that cuts the bars": ("bars-summary", lambda fig: set_values(fig, lim=(0.5, 1))),
    "an axis of bars in powers": ("bars-summary", lambda fig: set_values(fig, scale="symlog")),
    "a wrong text of a bar": ("bars", lambda fig: say(fig, **{"0.710": "0.720"})),
    "swapped texts of bars": ("bars", lambda fig: say(fig, **{"0.710": "−0.200", "−0.200": "0.710"})),
    "a bar that is undefined but says a number": ("bars", lambda fig: say(fig, **{"n/a": "0.000"})),
    "bars of summaries that say another's number": ("bars-summary", lambda fig: say(fig, **{"0.636": "0.508"})),
    "swapped names of bars": ("bars", lambda fig: rename(names_of(fig), lambda names: names[::-1])),
    "swapped names of metrics": ("bars-summary", lambda fig: rename(names_of(fig), lambda names: names[::-1])),
    "a bar without a name": ("bars", lambda fig: names_of(fig).set_ticks([0, 1])),
    "moved intervals": ("bars-groups", move_interval),
    "intervals that are left out": ("bars-groups", lambda fig: fig.axes[0].collections[0].remove()),
    "a swapped legend of bars": ("bars-groups", lambda fig: swap_texts(fig.axes[0].get_legend().get_texts())),
    "a higher curve": ("roc", root_of_y),
    "a higher curve of steps": ("pr", root_of_y),
    "other points of the same area": ("roc", another_point),
    "steps that are straight lines": ("pr", lambda fig: main(fig).set_drawstyle("default")),
    "straight lines that are steps": ("roc", lambda fig: main(fig).set_drawstyle("steps-post")),
    "an axis in powers": ("roc", lambda fig: fig.axes[0].set_xscale("symlog")),
    "a cut curve": ("roc", lambda fig: fig.axes[0].set_ylim(0, 0.9)),
    "another number in the legend": ("roc", another_number),
    "a swapped legend": ("roc-models", lambda fig: swap_texts(fig.axes[0].get_legend().get_texts())),
    "other colours in the legend": ("pr-models", lambda fig: main(fig).set_color("red")),
    "a mark beside its point": ("roc", move_mark),
    "a mark that is missing": ("roc", lambda fig: mark_of(fig).remove()),
    "a curve that is hidden": ("roc", lambda fig: main(fig).set_visible(False)),
    "a wrong text in a cell": ("matrix", wrong_cell),
    "swapped texts of cells": ("heatmap", swap_cells),
    "swapped names of rows": ("matrix", lambda fig: rename(fig.axes[0].yaxis, lambda names: names[::-1])),
    "swapped names of columns": ("heatmap", lambda fig: rename(fig.axes[0].xaxis, lambda names: names[::-1])),
    "a row without a name": (
        "matrix-shares",
        lambda fig: fig.axes[0].set_yticks([0, 1, 3], labels=["bird", "cat", "fish"]),
    ),
    "names beside their rows": ("matrix-shares", lambda fig: fig.axes[0].yaxis.set_ticks(np.arange(4) + 0.5)),
    "flipped cells": ("matrix", flipped),
    "turned cells": ("heatmap", turned),
    "transposed cells": ("matrix", lambda fig: main(fig).set_data(main(fig).get_array().T)),
    "other limits of colours": ("matrix", lambda fig: main(fig).set_clim(0, 20)),
    "other colours": ("heatmap", lambda fig: main(fig).set_cmap("magma")),
    "colours in powers": ("heatmap", lambda fig: main(fig).set_norm(LogNorm(0.4, 0.91))),
    "smeared colours": ("heatmap", lambda fig: main(fig).set_interpolation("bilinear")),
    "colours of what is undefined": ("heatmap", fill_undefined),
    "undefined cells without a hatch": ("heatmap", no_hatch),
    "other limits of the colour bar": ("heatmap", lambda fig: main(fig).colorbar.ax.set_ylim(0, 20)),
    "other numbers beside the colour bar": ("heatmap", shift_ticks_of_colorbar),
    "other limits in one panel": ("grid", lambda fig: main(fig).set_clim(0, 5)),
    "swapped names in one panel": ("grid", lambda fig: rename(fig.axes[0].xaxis, lambda names: names[::-1])),
    "nothing of ours": ("roc", lambda fig: fig.clear()),
}


@pytest.mark.parametrize("lie", LIES)
def test_picture_equals_number_notices(lie):
    name, change = LIES[lie]
    fig = CASES[name]()
    fig.draw_without_rendering()
    change(fig)
    with pytest.raises(AssertionError):
        assert_picture_equals_number(fig)


# --- Texts that can be read -----------------------------------------------------------------------

READ = ["matrix", "matrix-shares", "grid", "heatmap"]
GROUNDS = {
    "white": {},
    "dark": {"face": "black"},
    "see-through": {"face": "none"},
    "alpha": {"alpha": 0.6},
    "alpha on dark": {"face": "#222222", "alpha": 0.3},
    "see-through dark": {"face": (0, 0, 0, 0.5), "alpha": 0.8},
}


def with_ground(name, face="white", alpha=None):
    fig = drawn_alone(name, figsize=(6, 5))
    fig.set_facecolor(face)
    for ax in fig.findobj(Axes):
        ax.set_facecolor(face)
    for image in fig.findobj(AxesImage):
        image.set_alpha(alpha)
    return fig


@pytest.mark.parametrize(
    ("name", "ground"),
    [(name, ground) for name in READ for ground in (GROUNDS if name in ("matrix-shares", "heatmap") else ["white"])],
)
def test_cell_texts_can_be_read_on_every_colormap(name, ground):
    fig = with_ground(name, **GROUNDS[ground])
    artists = fig.findobj(CellTexts)
    assert artists
    for cmap in mpl.colormaps:  # the reversed ones too
        for artist in artists:
            artist._image.set_cmap(colormap(cmap))
            assert contrast_ratio(artist.colors(), artist.backgrounds()).min() >= 4.5, cmap


def drawn_contrast(fig, artist):
    """Return the contrast of each text in cells to the colour behind it, from the pixels."""
    texts = pixels(fig)
    strings, _ = artist.fitted(fig.canvas.get_renderer().points_to_pixels(1))
    artist.set_visible(False)
    grounds = pixels(fig)
    artist.set_visible(True)
    corners = [(col, row) for row, col in np.argwhere(strings != "")]
    centres = artist.axes.transData.transform(corners)
    across, down = np.abs(np.diff(artist.axes.transData.transform([(0, 0), (1, 1)]), axis=0))[0] * 0.45
    ratios = []
    for x, y in centres:
        y = texts.shape[0] - y
        cell = np.s_[round(y - down) : round(y + down), round(x - across) : round(x + across)]
        ratios.append(contrast_ratio(on_white(texts[cell]), on_white(grounds[cell])).max())
    return np.array(ratios)


def on_white(rgba):
    rgba = rgba / 255
    return rgba[..., :3] * rgba[..., 3:] + 1 - rgba[..., 3:]


@pytest.mark.parametrize(
    ("name", "cmap", "ground"),
    [
        ("heatmap", "viridis", "white"),
        ("heatmap", "twilight_r", "alpha"),
        ("heatmap", "Greys", "alpha on dark"),
        ("matrix-shares", "Blues", "dark"),
        ("matrix", "RdYlGn", "see-through"),
        ("grid", "coolwarm", "white"),
    ],
)
def test_texts_can_be_read_as_they_are_drawn(name, cmap, ground):
    mpl.rcParams["font.size"] = 14
    mpl.rcParams["font.weight"] = "bold"
    fig = with_ground(name, **GROUNDS[ground])
    for artist in fig.findobj(CellTexts):
        artist._image.set_cmap(colormap(cmap))
        assert drawn_contrast(fig, artist).min() >= 4.5
