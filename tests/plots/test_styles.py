"""Every plot under the user's styles, font sizes, colours, resolutions and file formats."""

from __future__ import annotations

import re
from io import StringIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from cycler import cycler
from matplotlib.backends import backend_pgf
from matplotlib.colors import to_hex
from matplotlib.text import Text
from tests.plots.cases import CASES, GROUPS, ROC, drawn_alone, pixels
from tests.plots.data import multiclass
from tests.plots.drawing import saved, shown
from tests.plots.reading import assert_no_texts_overlap, assert_picture_equals_number

import figmerit as fm
from figmerit.plots._bar_texts import BarTexts
from figmerit.plots._cell_bars import CellBars
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._record import find_records
from figmerit.plots._span_text import SpanText
from figmerit.styles.contrast import contrast_ratio, relative_luminance

STYLES = ["default", "classic", "dark_background", "ggplot", "grayscale", "seaborn-v0_8-paper"]
ONE_OF_EACH = ["matrix-shares", "grid", "roc-ten", "pr-models", "heatmap", "bars-groups"]
FONT_SIZES = [6, 10, 16]
CELLS = [name for name in CASES if name.startswith(("matrix", "grid", "heatmap"))]

every_plot = pytest.mark.parametrize("name", CASES)


def drawn(name, look):
    """Draw the case on a new figure with a style, by name, or with other settings."""
    with plt.style.context(look):
        return CASES[name]()


def laid_out(fig):
    """Draw a new figure, and leave all in its place when it is drawn again."""
    picture = shown(fig)
    fig.set_layout_engine("none")
    return picture


# --- Styles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "style"),
    [(name, style) for style in STYLES for name in (CASES if style in STYLES[:4] else ONE_OF_EACH)],
)
def test_styles(name, style):
    with plt.style.context(style):
        fig = CASES[name]()
        picture = laid_out(fig)
        assert not picture.outside()
        assert_no_texts_overlap(fig)
        assert_picture_equals_number(fig)
        for artist in fig.findobj(CellTexts):
            assert contrast_ratio(artist.colors(), artist.backgrounds()).min() >= 4.5
        assert_texts_are_seen(fig, picture)


def assert_texts_are_seen(fig, picture):
    """Compare the colour of each text with what is drawn behind most of it."""
    for text in fig.findobj(Text):
        if not isinstance(text, SpanText):  # it brings its own ground
            text.set_alpha(0)
    for artist in fig.findobj(CellTexts):
        artist.set_visible(False)
    for artist in fig.findobj(BarTexts):
        artist.set_alpha(0)  # without them the axes would be wider
    bare = pixels(fig)[..., :3] / 255
    for text in picture.texts:
        left, bottom, right, top = (round(side) for side in text.box)
        behind = bare[max(len(bare) - top, 0) : len(bare) - bottom, max(left, 0) : right]
        if behind.size and text.text.strip():
            ground = np.median(behind.reshape(-1, 3), axis=0)
            assert contrast_ratio(np.array(text.color[:3]), ground) >= 4.5, text


@pytest.mark.parametrize("style", ["default", "classic", "dark_background", "ggplot"])
@pytest.mark.parametrize("name", CELLS)
def test_nothing_lies_over_cells(name, style):
    fig = drawn(name, style)
    for ours in [*fig.findobj(CellTexts), *fig.findobj(SpanText), *fig.findobj(CellBars)]:
        ours.set_visible(False)
    picture = pixels(fig)
    for image, _ in find_records(fig):
        ax, values = image.axes, image.get_array()
        assert not any(line.get_visible() for line in ax.get_xgridlines() + ax.get_ygridlines())
        left, _, _, top = image.get_extent()
        for row, col in np.argwhere(~np.ma.getmaskarray(values)):
            corners = ax.transData.transform([(left + col, top + row), (left + col + 1, top + row + 1)])
            (x0, x1), (y0, y1) = corners[:, 0], len(picture) - corners[:, 1]
            cell = picture[round(y0) + 8 : round(y1) - 8, round(x0) + 8 : round(x1) - 8]
            assert cell.size
            assert (cell == cell[0, 0]).all()


@pytest.mark.parametrize("style", STYLES)
def test_intervals_are_seen_on_bars(style):
    with plt.style.context(style):
        bars = {"a": {"x": 0.8, "y": 0.7}, "b": {"x": 0.6, "y": 0.9}}
        ends = {
            name: {tick: (value - 0.3, value + 0.05) for tick, value in group.items()} for name, group in bars.items()
        }
        fig = fm.plot_metric_bars(bars, intervals=ends, interval_label="95% Wilson", annotate=False)
    picture, ax = pixels(fig), fig.axes[0]
    for group in ax.containers[:2]:
        for bar in group.patches:
            x = bar.get_x() + bar.get_width() / 2
            (x, high), (_, low) = ax.transData.transform([(x, bar.get_height() - 0.05), (x, bar.get_height() - 0.25)])
            beside = (
                picture[round(len(picture) - high) : round(len(picture) - low), round(x) - 3 : round(x) + 4, :3] / 255
            )
            assert contrast_ratio(beside, np.array(bar.get_facecolor()[:3])).max(axis=1).min() >= 3


# --- Fonts and colours of the user ----------------------------------------------------------------


@pytest.mark.parametrize("size", FONT_SIZES)
@every_plot
def test_font_sizes(name, size):
    fig = drawn(name, {"font.size": size})
    picture = laid_out(fig)
    assert not picture.outside()
    assert_no_texts_overlap(fig)
    sizes = {text.size for text in picture.texts}
    assert max(sizes) <= 1.2 * size  # titles are "large"
    for ax in () if name.startswith("grid") else fig.axes:
        for text in (ax.xaxis.label, ax.yaxis.label):
            assert min(size, 6) <= text.get_size() <= size  # smaller where axes would be too small
    if "ten" not in name and name != "pr-iso" and size <= 10:  # small cells, many entries
        assert size in sizes


def test_a_size_of_its_own_for_each_kind_of_text():
    look = {"axes.labelsize": 7, "xtick.labelsize": 5, "ytick.labelsize": 6, "axes.titlesize": 9, "legend.fontsize": 4}
    fig = drawn("roc", look)
    ax = fig.axes[0]
    sizes = [ax.xaxis.label, ax.get_xticklabels()[0], ax.get_yticklabels()[0], ax.title, ax.get_legend().get_texts()[0]]
    assert [text.get_size() for text in sizes] == [7, 5, 6, 9, 4]


def test_the_font_family_is_the_user_s():
    fig = drawn("matrix-shares", {"font.family": "DejaVu Serif"})
    fonts = {text.get_fontfamily()[0] for text in fig.findobj(Text) if text.get_text()}
    assert fonts == {"DejaVu Serif"}
    assert fig.findobj(CellTexts)[0]._font.get_family() == ["DejaVu Serif"]


@pytest.mark.parametrize("plot", [fm.plot_roc_curve, fm.plot_pr_curve])
def test_curves_take_the_cycle_of_the_user(plot):
    lines = cycler(color=["#112233", "#cc5500"]) + cycler(linestyle=["--", ":"]) + cycler(linewidth=[3, 1])
    with plt.style.context({"axes.prop_cycle": lines}):
        fig = plot(*multiclass(3), averages=())
    drawn_lines = [line for line, _ in find_records(fig)]
    assert [line.get_color() for line in drawn_lines] == ["#112233", "#cc5500", "#112233"]
    assert [line.get_linestyle() for line in drawn_lines] == ["--", ":", "--"]
    assert [line.get_linewidth() for line in drawn_lines] == [3, 1, 3]
    assert_picture_equals_number(fig)


def test_bars_take_the_cycle_of_the_user():
    three = GROUPS | {"third": {"precision": 0.5, "recall": 0.5}}
    with plt.style.context({"axes.prop_cycle": cycler(color=["#112233", "#cc5500"])}):
        fig = fm.plot_metric_bars(three)
    colors = [to_hex(bar.get_facecolor()) for bar, _ in find_records(fig)]
    assert colors == ["#112233", "#cc5500", "#112233"]


def test_a_second_call_goes_on_in_the_cycle():
    with plt.style.context({"axes.prop_cycle": cycler(color=["#112233", "#cc5500"])}):
        _, ax = plt.subplots()
        for name, curve in ROC.items():
            fig = fm.plot_roc_curve(curve, label=name, ax=ax)
    assert [line.get_color() for line, _ in find_records(fig)] == ["#112233", "#cc5500"]


def test_lines_are_as_wide_as_the_user_s():
    fig = drawn("roc", {"lines.linewidth": 4.5, "lines.markersize": 10})
    line, _ = find_records(fig)[0]
    assert line.get_linewidth() == 4.5
    assert max(other.get_markersize() for other in fig.axes[0].lines if other.get_linestyle() == "None") > 10


# --- Resolutions ----------------------------------------------------------------------------------


def assert_scaled(small, large, factor):
    """Compare texts of two pictures: the same ones, in points of one size, at the same places.

    The boxes of mathematics, which matplotlib 3.10 rounds, are not compared: powers of ten along logarithmic axes.
    """
    assert small.strings == large.strings
    assert [text.size for text in small.texts] == pytest.approx([text.size for text in large.texts], rel=0.05)
    plain = [[text for text in picture.texts if "$" not in text.text] for picture in (small, large)]
    places = (np.array([text.box for text in texts]) for texts in plain)
    np.testing.assert_allclose(next(places) * factor, next(places), atol=4 * factor)
    assert large.pixels.shape[:2] == tuple(factor * side for side in small.pixels.shape[:2])


@every_plot
def test_high_resolution_is_the_same_picture(name):
    # Hinting fits widths to whole pixels, and matplotlib 3.10 font sizes: a point is two pixels here.
    with plt.style.context({"text.hinting": "none", "savefig.dpi": 432}):
        fig = drawn_alone(name, layout=None, figsize=(6, 5), dpi=144)
        small = saved(fig)
        assert_scaled(small, saved(fig, dpi=None), 3)
        assert_scaled(small, saved(drawn_alone(name, layout=None, figsize=(6, 5), dpi=288)), 2)


@every_plot
def test_new_figures_of_high_resolution(name):
    with plt.style.context({"figure.dpi": 200}):
        fig = CASES[name]()
        picture = laid_out(fig)
    assert not picture.outside()
    assert picture.strings == shown(drawn(name, {})).strings
    assert_no_texts_overlap(fig)


@pytest.mark.parametrize("name", ["matrix-shares", "grid", "roc-ten", "pr-models", "heatmap", "bars-groups"])
def test_tight_boxes_hold_all_texts(name):
    for fig in (CASES[name](), drawn_alone(name, figsize=(6, 5), layout=None)):
        tight = saved(fig, bbox_inches="tight")
        assert set(tight.strings) >= set(saved(fig).strings) - {""}
        assert tight.pixels.shape[0] < 1.3 * 100 * fig.get_figheight()  # nothing far away is counted in
        assert tight.pixels.shape[1] < 1.6 * 100 * fig.get_figwidth()
        edge = np.concatenate([tight.pixels[[0, -1]].reshape(-1, 4), tight.pixels[:, [0, -1]].reshape(-1, 4)])
        assert (edge == 255).all()


# --- Transparent figures --------------------------------------------------------------------------


@every_plot
def test_a_transparent_figure_is_transparent(name):
    fig = drawn_alone(name)
    opaque, through = saved(fig), saved(fig, transparent=True)
    assert (opaque.pixels[..., 3] == 255).all()
    assert (through.pixels[[0, -1]][..., 3] == 0).all()
    assert (through.pixels[..., 3] == 0).mean() > 0.1
    assert through.strings == opaque.strings


def test_texts_of_transparent_cells_are_read_on_white():
    with plt.style.context("dark_background"):
        fig = drawn_alone("matrix")
        for image, _ in find_records(fig):
            image.set_alpha(0.3)
        colors = {
            through: {text.color[:3] for text in saved(fig, transparent=through).texts if text.text == "27"}
            for through in (False, True)
        }
    assert colors == {False: {(1.0, 1.0, 1.0)}, True: {(0.0, 0.0, 0.0)}}


# --- Files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "suffix"),
    [(name, "pdf") for name in CASES]
    + [(name, "eps") for name in ("matrix-shares", "grid", "roc", "pr-ten", "bars-groups")],
)
def test_vector_formats(name, suffix, tmp_path):
    drawn_alone(name).savefig(tmp_path / f"figure.{suffix}")
    content = (tmp_path / f"figure.{suffix}").read_bytes()
    assert content.startswith({"pdf": b"%PDF", "eps": b"%!PS"}[suffix])
    assert len(content) > 1000


@every_plot
def test_texts_are_found_in_svg(name):
    with plt.style.context({"svg.fonttype": "none"}):
        fig = drawn_alone(name)
        file = StringIO()
        fig.savefig(file, format="svg")
    found = [re.sub("<[^>]+>", "", text) for text in re.findall("<text[^>]*>(.*?)</text>", file.getvalue(), re.DOTALL)]
    texts = [text for text in shown(fig).strings if "$" not in text and text.strip()]
    assert set(texts) <= {text.strip().replace("&lt;", "<").replace("&gt;", ">") for text in found}


class GuessedSizes:
    """Stands in for LaTeX: says how large texts would be, about."""

    @classmethod
    def _get_cached_or_new(cls):
        return cls()

    def get_width_height_descent(self, text, prop):
        size = prop.get_size_in_points()
        return 0.5 * size * len(text), size, 0.2 * size

    def _stdin_writeln(self, text):
        """Take a command: how to include an image is tried out."""

    def _expect_prompt(self):
        """Say that all went well."""


@pytest.fixture
def no_latex(monkeypatch):
    monkeypatch.setattr(backend_pgf, "LatexManager", GuessedSizes)
    yield
    backend_pgf._get_image_inclusion_command.cache_clear()


@every_plot
def test_pgf_without_latex(name, tmp_path, no_latex):
    fig = drawn_alone(name)
    fig.savefig(tmp_path / "figure.pgf")
    code = (tmp_path / "figure.pgf").read_text(encoding="utf-8")
    assert code.count(r"\begin{pgfpicture}") == code.count(r"\end{pgfpicture}") == 1
    for text in set(shown(fig).strings):
        if re.fullmatch(r"[\w .]+", text, re.ASCII) and "_" not in text:
            assert text in code


# --- Looks ----------------------------------------------------------------------------------------

LOOKS = {
    "dark-matrix": ("matrix-shares", "dark_background"),
    "dark-curves": ("roc-ten", "dark_background"),
    "dark-bars": ("bars", "dark_background"),
    "ggplot-grid": ("grid", "ggplot"),
    "ggplot-heatmap": ("heatmap-centred", "ggplot"),
    "grayscale-curves": ("pr-models", "grayscale"),
    "paper-bars": ("bars-summary", "seaborn-v0_8-paper"),
    "large-fonts": ("roc", {"font.size": 16}),
}


@pytest.mark.mpl_image_compare
@pytest.mark.parametrize("look", LOOKS)
def test_looks(look):
    name, style = LOOKS[look]
    fig = drawn(name, style)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.parametrize("look", [*STYLES, {"figure.facecolor": "0.7", "axes.facecolor": "0.7"}], ids=str)
def test_zero_is_nearer_to_the_page_than_the_smallest_count(look):
    with plt.style.context(look):
        fig = fm.plot_confusion_matrix([[1000, 1], [0, 500]])
        image = fig.axes[0].images[0]
    zero, one, most = (relative_luminance(np.array(image.to_rgba(value)[:3])) for value in (0.0, 1.0, 1000.0))
    assert zero > one > most or zero < one < most
