"""Settings of matplotlib that the user has changed are the figures' own."""

import matplotlib as mpl
import pytest
from matplotlib.colors import to_hex, to_rgba

import figmerit as fm

COUNTS = [[90, 9], [4, 50]]
SCORES = [0, 1, 0, 1, 1], [0.1, 0.8, 0.4, 0.3, 0.9]


def roc(**options):
    fig = fm.plot_roc_curve(*SCORES, threshold=0.5, title="Title", **options)
    fig.draw_without_rendering()
    return fig.axes[0]


def bars():
    return fm.plot_metric_bars({"a": {"x": 0.5}, "b": {"x": 0.7}}, title="Title").axes[0]


def tick(ax):
    return ax.xaxis.get_major_ticks()[0]


SETTINGS = {
    "axes.edgecolor": ("red", lambda ax: ax.spines["left"].get_edgecolor() == to_rgba("red")),
    "axes.facecolor": ("#eeeeff", lambda ax: to_hex(ax.get_facecolor()) == "#eeeeff"),
    "axes.grid": (True, lambda ax: to_hex(ax.get_xgridlines()[0].get_color()) == to_hex(mpl.rcParams["grid.color"])),
    "axes.labelsize": (13, lambda ax: ax.xaxis.label.get_size() == 13),
    "axes.linewidth": (3, lambda ax: ax.spines["left"].get_linewidth() == 3),
    "axes.prop_cycle": (mpl.cycler(color=["#123456"]), lambda ax: ax.lines[0].get_color() == "#123456"),
    "axes.spines.left": (False, lambda ax: not ax.spines["left"].get_visible()),
    "axes.titlelocation": ("right", lambda ax: ax.title.get_ha() == "right"),
    "axes.titlesize": (9, lambda ax: ax.title.get_size() == 9),
    "axes.titleweight": ("bold", lambda ax: ax.title.get_weight() == "bold"),
    "axes.titlecolor": ("green", lambda ax: ax.title.get_color() == "green"),
    "figure.figsize": ((7, 5), lambda ax: tuple(ax.figure.get_size_inches()) == (7, 5)),
    "font.family": (["DejaVu Serif"], lambda ax: ax.title.get_family() == ["DejaVu Serif"]),
    "font.size": (8, lambda ax: ax.get_legend().get_texts()[0].get_size() == pytest.approx(0.85 * 8)),
    "grid.color": ("#ff0000", lambda ax: ax.get_xgridlines()[0].get_color()[0] > ax.get_xgridlines()[0].get_color()[1]),
    "grid.linewidth": (2, lambda ax: ax.get_xgridlines()[0].get_linewidth() == 2),
    "grid.linestyle": (":", lambda ax: ax.get_xgridlines()[0].get_linestyle() == ":"),
    "legend.edgecolor": ("blue", lambda ax: ax.get_legend().get_frame().get_edgecolor()[:3] == to_rgba("blue")[:3]),
    "legend.facecolor": ("yellow", lambda ax: ax.get_legend().get_frame().get_facecolor()[:3] == (1, 1, 0)),
    "legend.fontsize": (7, lambda ax: ax.get_legend().get_texts()[0].get_size() == 7),
    "legend.frameon": (False, lambda ax: not ax.get_legend().get_frame_on()),
    "legend.framealpha": (0.3, lambda ax: ax.get_legend().get_frame().get_alpha() == 0.3),
    "legend.handlelength": (4, lambda ax: ax.get_legend().handlelength == 4),
    "legend.labelspacing": (1, lambda ax: ax.get_legend().labelspacing == 1),
    "lines.linewidth": (3, lambda ax: ax.lines[0].get_linewidth() == 3),
    "lines.markersize": (10, lambda ax: ax.lines[1].get_markersize() == pytest.approx(11.5)),
    "xtick.color": ("red", lambda ax: tick(ax).tick1line.get_color() == "red"),
    "xtick.labelcolor": ("red", lambda ax: tick(ax).label1.get_color() == "red"),
    "xtick.labelsize": (7, lambda ax: tick(ax).label1.get_size() == 7),
    "ytick.color": ("red", lambda ax: ax.yaxis.get_major_ticks()[0].tick1line.get_color() == "red"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_of_the_user_wins(name):
    value, wins = SETTINGS[name]
    assert not wins(roc())
    with mpl.rc_context({name: value}):
        assert wins(roc())


def test_colours_of_texts_make_captions_and_values():
    with mpl.rc_context({"text.color": "#800000", "axes.labelcolor": "#800000"}):
        matrix = fm.plot_confusion_matrix(COUNTS).axes[0]
        red, green, blue = matrix.texts[0].get_color()
        assert red > green == blue


def test_colours_of_images():
    with mpl.rc_context({"image.cmap": "magma"}):
        assert fm.plot_slice_metric_heatmap([[0.5, 0.7]]).axes[0].images[0].get_cmap().name == "viridis"
        assert fm.plot_confusion_matrix(COUNTS).axes[0].images[0].get_cmap().name == "Blues"  # zero is the page
    with mpl.rc_context({"image.cmap": "gray"}):
        assert fm.plot_slice_metric_heatmap([[0.5, 0.7]]).axes[0].images[0].get_cmap().name == "gray"
        assert fm.plot_confusion_matrix(COUNTS).axes[0].images[0].get_cmap().name == "Greys"


def test_a_grid_of_the_user_lies_behind_bars_and_not_on_cells():
    with mpl.rc_context({"axes.grid": True, "grid.color": "red"}):
        assert bars().get_ygridlines()[0].get_color() == "red"
        assert not fm.plot_confusion_matrix(COUNTS).axes[0].get_xgridlines()[0].get_visible()
