"""Figures decide when they are drawn: the same size gives the same picture, and nothing is hidden, cut or lost."""

from __future__ import annotations

import os
import pickle
import warnings
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from tests.plots.cases import CASES, drawn_alone, is_grid, pixels
from tests.plots.drawing import shown
from tests.plots.mosaics import DRAW, faults, mosaic, too_small

import figmerit as fm
from figmerit.plots._measure import cut, ems, font_key, settled, shortened, wrapped

LAYOUTS = [None, "constrained", "compressed", "tight"]
MOSAICS = int(os.environ.get("FIGMERIT_MOSAICS", "20"))
"""Random mosaics that are looked at."""

PAIRS = [
    (name, layout)
    for index, name in enumerate(CASES)
    for layout in (LAYOUTS if MOSAICS >= 100 else [None, LAYOUTS[1 + index % 3]])
]
every_plot = pytest.mark.parametrize("name", CASES)
not_of_grids = pytest.mark.filterwarnings("ignore:This figure includes Axes that are not compatible with tight_layout")
in_layouts = pytest.mark.parametrize(("name", "layout"), PAIRS)


def size_of(name):
    return (7, 5) if is_grid(name) else (4, 3)


def drawn_settled(name, layout, size):
    """Return the case on a figure of that size, and its picture; a tight layout is done with its second drawing."""
    fig = drawn_alone(name, layout=layout, figsize=size)
    if layout == "tight":
        pixels(fig)
    return fig, pixels(fig)


# --- The same size, the same picture --------------------------------------------------------------


@in_layouts
@not_of_grids
def test_a_resized_figure_is_as_if_plotted_at_that_size(name, layout):
    _, picture = drawn_settled(name, layout, size_of(name))
    fig, _ = drawn_settled(name, layout, (9, 6))
    fig.set_dpi(60)
    pixels(fig)
    fig.savefig(BytesIO(), dpi=40)
    fig.set_dpi(100)
    fig.set_size_inches(*size_of(name))
    if layout == "tight":
        pixels(fig)
    assert np.array_equal(pixels(fig), picture)


@in_layouts
@not_of_grids
def test_drawn_or_saved_six_times_is_as_once(name, layout):
    fig, picture = drawn_settled(name, layout, size_of(name))
    for suffix in ("png", "pdf", "svg", "png"):
        fig.savefig(BytesIO(), format=suffix)
    fig.savefig(BytesIO(), bbox_inches="tight")
    for _ in range(2):
        assert np.array_equal(pixels(fig), picture)


@every_plot
def test_a_new_figure_fits_itself(name):
    picture = pixels(CASES[name](figsize=(5, 4)))
    fig = CASES[name](figsize=(8, 5))
    pixels(fig)
    fig.set_size_inches(5, 4)
    assert np.array_equal(pixels(fig), picture)
    assert not shown(fig).outside()


@pytest.mark.parametrize("name", [name for name in CASES if not is_grid(name)])
def test_cleared_and_plotted_again_is_as_once(name):
    fig = drawn_alone(name, layout=None)
    picture, (ax,) = pixels(fig), fig.axes
    for _ in range(3):
        ax.clear()
        ax.set_aspect("auto")
        ax.set_box_aspect(None)
        CASES[name](ax=ax)
    assert np.array_equal(pixels(fig), picture)


def test_a_hundred_times_is_as_once():
    fig = Figure(figsize=(4, 3))
    ax = fig.subplots()
    for _ in range(100):
        ax.clear()
        fm.plot_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], ax=ax)
    assert np.array_equal(pixels(fig), pixels(fresh_axes().get_figure()))
    assert len(ax.get_children()) == len(fresh_axes().get_children())


def fresh_axes():
    ax = Figure(figsize=(4, 3)).subplots()
    fm.plot_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], ax=ax)
    return ax


@pytest.mark.parametrize("later", ["compressed", "tight"])
def test_another_engine_is_as_if_it_were_there_from_the_beginning(later):
    def drawn(layout):
        fig = Figure(figsize=(7, 4), layout=layout)
        for ax, name in zip(fig.subplots(1, 2), ("roc-ten", "bars-summary"), strict=True):
            CASES[name](ax=ax)
        return fig

    fig = drawn("constrained")
    pixels(fig)
    fig.set_layout_engine(later)
    expected = drawn(later)
    for _ in range(2):
        picture, right = pixels(fig), pixels(expected)
    assert np.array_equal(picture, right)


# --- What the user does afterwards ----------------------------------------------------------------


def add_suptitle(fig):
    fig.suptitle("A title of the whole figure")


def name_anew(fig):
    fig.axes[0].set(title="Another title that is so long that it takes several lines", xlabel="Mine", ylabel="Mine too")


LATER = {
    "a title": name_anew,
    "limits": lambda fig: fig.axes[0].set_xlim(0, 0.5),
    "a suptitle": add_suptitle,
    "a tight layout": lambda fig: fig.tight_layout(),
    "subplots_adjust": lambda fig: fig.subplots_adjust(left=0.4, right=0.9),
    "a place": lambda fig: fig.axes[0].set_position((0.3, 0.3, 0.4, 0.4)),
    "a twin": lambda fig: fig.axes[0].twinx().plot([0, 1], [5, 6]),
}


@pytest.mark.parametrize("later", LATER)
@pytest.mark.parametrize("layout", [None, "constrained"])
@pytest.mark.parametrize("name", ["matrix", "roc", "sweep", "bars-groups"])
@pytest.mark.filterwarnings("ignore:The figure layout has changed to tight")
def test_what_is_set_after_drawing_is_as_if_set_before(name, layout, later):
    if layout and later in ("subplots_adjust", "a tight layout"):
        pytest.skip("matplotlib refuses the one, and the other begins where axes are")
    pictures = []
    for first in (True, False):
        fig = drawn_alone(name, layout=layout, figsize=(5, 4))
        if first:
            pixels(fig)
        LATER[later](fig)
        pixels(fig)
        pictures.append(pixels(fig))
    assert np.array_equal(*pictures)


def test_a_place_that_is_set_is_kept():
    fig = fm.plot_roc_curve(*[[0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]], figsize=(5, 4))
    pixels(fig)
    fig.axes[0].set_position((0.3, 0.3, 0.4, 0.4))
    pixels(fig)
    box = fig.axes[0].get_position(original=True)
    np.testing.assert_allclose(box.bounds, (0.3, 0.3, 0.4, 0.4))
    active = fig.axes[0].get_position()
    assert active.x0 >= 0.3 - 1e-9
    assert active.x1 <= 0.7 + 1e-9


def test_texts_that_the_user_sets_are_kept():
    fig = fm.plot_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], figsize=(5, 4))
    ax = fig.axes[0]
    pixels(fig)
    ax.set_title("Mine", fontsize=17)
    ax.get_legend().get_texts()[0].set_text("my curve")
    pixels(fig)
    fig.set_size_inches(3, 2.5)
    pixels(fig)
    fig.set_size_inches(5, 4)
    pixels(fig)
    assert (ax.get_title(), ax.title.get_size()) == ("Mine", 17)
    assert ax.get_legend().get_texts()[0].get_text() == "my curve"


def test_a_legend_of_the_user_stays_theirs():
    fig = fm.plot_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], figsize=(3, 2.5))
    legend = fig.axes[0].legend(loc="upper left", fontsize=9)
    for _ in range(2):
        pixels(fig)
    assert fig.axes[0].get_legend() is legend
    fig.axes[0].get_legend().remove()
    pixels(fig)
    assert fig.axes[0].get_legend() is None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_mosaic_pickles(layout):
    fig, axes = plt.subplots(1, 2, figsize=(7, 3), layout=layout)
    fm.plot_confusion_matrix([[8, 2], [3, 7]], display_labels=["healthy control", "mild impairment"], ax=axes[0])
    fm.plot_roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], ax=axes[1])
    pixels(fig)
    again = pickle.loads(pickle.dumps(fig))
    FigureCanvasAgg(again)
    assert np.array_equal(pixels(again), pixels(fig))


# --- Mosaics --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(MOSAICS))
def test_nothing_is_hidden_cut_overlapping_or_lost_in_a_mosaic(seed):
    assert not faults(mosaic(seed))


@pytest.mark.parametrize("seed", range(MOSAICS))
def test_axes_in_a_mosaic_are_as_large_as_letters_that_can_be_read_leave_them(seed):
    assert not too_small(seed)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 29])
def test_a_mosaic_is_saved_as_it_is_drawn(seed):
    fig = mosaic(seed).fig
    for _ in range(2):  # layout engines need two rounds
        drawn = pixels(fig)
    file = BytesIO()
    fig.savefig(file, format="rgba", dpi="figure")
    assert file.getvalue() == drawn.tobytes()


@pytest.mark.parametrize("kind", DRAW)
def test_a_single_plot_at_the_width_of_a_column(kind):
    rng = np.random.default_rng(5)
    fig, ax = plt.subplots(figsize=(3.25, 2.5))
    DRAW[kind](rng, ax=ax, title="A title of one panel")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = shown(fig)
    assert not picture.outside()
    assert min(text.size for text in picture.texts) >= 6 - 1e-9


# --- Texts ----------------------------------------------------------------------------------------

FONT = font_key(FontProperties())


def test_an_ellipsis_saves_three_letters_at_least():
    for name in ("Cohen's kappa", "healthy control", "abcdefgh"):
        for longest in np.linspace(1, ems([name], FONT), 40):
            short = cut(name, FONT, longest)
            assert short == name or len(name) - (len(short) - 1) >= 3
            assert len(short) <= len(name)


def test_names_wrap_at_spaces_first():
    assert wrapped("healthy control", FONT, 5) == "healthy\ncontrol"
    fitted = settled("Confusion matrix of six classes on the held-out part", FONT, 12, 200)
    assert fitted.text.count("\n") in (1, 2)
    assert fitted.size == 12
    assert shortened(["one", "two"], FONT, 10) == ["one", "two"]
