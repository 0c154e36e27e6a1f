"""What people change about a figure: options of artists, the place of the legend, texts and colours of cells."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import LogNorm, PowerNorm, to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.plots.data import HAND, binary, multiclass
from tests.plots.reading import assert_picture_equals_number, bar_texts, caption, cell_texts, legend

import figmerit as fm
from figmerit.plots._record import find_records

COUNTS = [[90, 9, 0], [4, 50, 1], [0, 2, 7]]
LOG = {"loss": [0.9, 0.5, 0.3, 0.2], "val_loss": [1.0, 0.6, 0.5, 0.6]}


def lines_of(draw, names):
    """Return a function that draws with options, and the names of its lines."""
    return pytest.param(draw, names, id=draw.__name__)


def two(compute):
    return {name: compute(*binary(n=80, seed=k)) for k, name in enumerate("ab")}


def roc(**options):
    return fm.plot_roc_curve(two(fm.compute_roc_curve), **options)


def pr(**options):
    return fm.plot_pr_curve(two(fm.compute_pr_curve), **options)


def sweep(**options):
    return fm.plot_threshold_sweep(*binary(n=80), metrics=["recall", "precision"], **options)


def reliability(**options):
    return fm.plot_reliability_diagram(two(fm.compute_reliability), intervals=False, **options)


def risk(**options):
    return fm.plot_risk_coverage(two(fm.compute_risk_coverage), **options)


def learning(**options):
    return fm.plot_learning_curve(LOG, **options)


DRAWN = [
    lines_of(roc, "ab"),
    lines_of(pr, "ab"),
    lines_of(sweep, ["recall", "precision"]),
    lines_of(reliability, "ab"),
    lines_of(risk, "ab"),
    lines_of(learning, ["training", "validation"]),
]


@pytest.mark.parametrize(("draw", "names"), DRAWN)
def test_options_of_all_lines_or_of_one(draw, names):
    assert [to_hex(line.get_color()) for line in draw(line_kw={"color": None}).axes[0].lines[:2]] == [
        to_hex(line.get_color()) for line in draw().axes[0].lines[:2]
    ]
    styles = None, {"alpha": 0.4}, {names[1]: {"color": "#123456"}}
    lines = [draw(line_kw=style).axes[0].lines[:2] for style in styles]
    assert [line.get_alpha() for line in lines[1]] == [0.4, 0.4]
    assert to_hex(lines[2][0].get_color()) == to_hex(lines[0][0].get_color())
    assert to_hex(lines[2][1].get_color()) == "#123456"
    fig = draw(line_kw={names[1]: {"color": "#123456", "linewidth": 3}}, legend="inside")
    shown = [handle for handle in fig.axes[0].get_legend().legend_handles if to_hex(handle.get_color()) == "#123456"]
    assert [handle.get_linewidth() for handle in shown][:1] == [3]
    assert_picture_equals_number(fig)


def histogram(**options):
    return fm.plot_score_histograms(*binary(n=80), **options)


@pytest.mark.parametrize("draw", [*(one.values[0] for one in DRAWN), histogram])
@pytest.mark.parametrize("where", ["auto", "inside", "outside", "below"])
def test_where_the_legend_stands(draw, where):
    fig = Figure(figsize=(7, 5))
    draw(ax=fig.subplots(), legend=where)
    fig.draw_without_rendering()
    ax = fig.axes[0]
    box, data = ax.get_legend().get_window_extent(), ax.get_window_extent()
    if where == "inside":
        assert data.padded(2).contains(*box.p0)
        assert data.padded(2).contains(*box.p1)
    elif where == "below":
        assert box.y1 < data.y0
    elif where == "outside":
        assert box.x0 >= data.x1 or box.y1 < data.y0
    assert fig.bbox.padded(2).count_contains(box.corners()) == 4


def test_a_legend_that_its_user_puts_somewhere_stays_there():
    fig = roc(legend_kw={"loc": "upper left", "title": "Mine", "fontsize": 7})
    fig.set_size_inches(3, 5)
    fig.draw_without_rendering()
    shown = fig.axes[0].get_legend()
    assert (shown._loc, shown.get_title().get_text(), shown.get_texts()[0].get_fontsize()) == (2, "Mine", 7)


def test_columns_and_frame_of_a_legend():
    fig = roc(legend="below", legend_kw={"ncols": 1, "frameon": True, "edgecolor": "red"})
    fig.draw_without_rendering()
    shown = fig.axes[0].get_legend()
    boxes = [text.get_window_extent() for text in shown.get_texts()]
    assert len({round(box.x0) for box in boxes}) == 1
    assert shown.get_frame().get_edgecolor() == to_rgba("red", shown.get_frame().get_alpha())


def test_a_legend_may_be_read_from_its_end():
    for draw in (roc, sweep, histogram):
        shown = [draw(legend_kw={"reverse": reverse}).axes[0].get_legend() for reverse in (False, True)]
        looks = [
            [(text.get_text(), to_hex(handle.get_color())) for text, handle in zip(*parts, strict=True)]
            for parts in ((one.get_texts(), one.legend_handles) for one in shown)
        ]
        assert looks[1] == looks[0][::-1]  # each name with its own colour
    ax = fm.plot_metric_bars({"old": {"a": 0.5}, "new": {"a": 0.7}}, legend_kw={"reverse": True}).axes[0]
    entries = {
        text.get_text(): to_hex(handle.get_facecolor())
        for text, handle in zip(ax.get_legend().get_texts(), ax.get_legend().legend_handles, strict=True)
    }
    assert entries == {"old": to_hex("C0"), "new": to_hex("C1")}


def test_short_names_of_options_are_understood():
    fig = fm.plot_roc_curve(*HAND, chance_kw={"ls": ":", "c": "red"}, line_kw={"lw": 3})
    (chance,) = (line for line in fig.axes[0].lines if "chance" in line.get_label())
    assert (chance.get_linestyle(), chance.get_color(), fig.axes[0].lines[0].get_linewidth()) == (":", "red", 3)


def test_options_reach_all_of_a_bar_and_the_ground_of_a_histogram():
    ax = fm.plot_class_counts([0, 1, 1], [0, 1, 0], bar_kw={"true": {"hatch": "//"}}).axes[0]
    containers = {one.get_label(): one for one in ax.containers}
    assert [containers[name][0].get_hatch() for name in ("_true", "true", "_predicted")] == ["//", "//", None]
    ax = histogram(line_kw={"0": {"color": "red"}}).axes[0]
    grounds = [patch for patch in ax.patches if patch.get_fill()]
    assert to_hex(grounds[0].get_facecolor()) == to_hex("red")


def test_the_legend_follows_a_colour_that_is_changed_later():
    fig = roc()
    fig.axes[0].lines[0].set(color="purple", linewidth=4)
    fig.draw_without_rendering()
    handle = fig.axes[0].get_legend().legend_handles[0]
    assert (handle.get_color(), handle.get_linewidth()) == ("purple", 4)


def test_the_legend_follows_dashes_marks_and_bars_too():
    fig = roc(legend="inside")
    fig.axes[0].lines[0].set(linestyle=(0, (1, 9)), marker="D", markerfacecolor="red")
    bars = fm.plot_metric_bars({"old": {"a": 0.5}, "new": {"a": 0.7}}, legend="below")
    for patch in bars.axes[0].containers[1]:
        patch.set(facecolor="purple", hatch="//")
    for one in (fig, bars):
        one.draw_without_rendering()
        one.draw_without_rendering()
    line = fig.axes[0].get_legend().legend_handles[0]
    assert (line.get_marker(), line.get_markerfacecolor()) == ("D", "red")
    assert line._unscaled_dash_pattern == fig.axes[0].lines[0]._unscaled_dash_pattern
    (patch,) = [one for one in bars.axes[0].get_legend().legend_handles if one.get_hatch() == "//"]
    assert to_hex(patch.get_facecolor()) == to_hex("purple")


KEPT = {
    "shadow": (True, lambda shown: shown.shadow),
    "draggable": (True, lambda shown: shown.get_draggable()),
    "markerfirst": (False, lambda shown: shown._legend_box.get_children()[1] is not None and shown.texts[0].get_ha()),
    "title_fontsize": (15, lambda shown: shown.get_title().get_size() > shown.texts[0].get_size()),
    "labelcolor": ("red", lambda shown: {to_hex(text.get_color()) for text in shown.get_texts()}),
    "prop": ({"weight": "bold", "size": 9}, lambda shown: {text.get_weight() for text in shown.get_texts()}),
    "facecolor": ("yellow", lambda shown: shown.get_frame().get_facecolor()[:3]),
    "numpoints": (2, lambda shown: shown.numpoints),
}


@pytest.mark.parametrize("option", KEPT)
def test_a_legend_that_shrinks_keeps_the_options_of_its_user(option):
    value, read = KEPT[option]
    seen, sizes = [], []
    for size in ((7, 6), (2.4, 2)):
        fig = roc(figsize=size, legend_kw={"title": "Mine", option: value})
        fig.draw_without_rendering()
        seen.append(read(fig.axes[0].get_legend()))
        sizes.append(fig.axes[0].get_legend().get_texts()[0].get_size())
    assert seen[0] == seen[1]
    assert sizes[1] < sizes[0]


def test_weights_of_single_entries_are_kept():
    fig = roc(figsize=(2.4, 2))
    fig.axes[0].get_legend().get_texts()[1].set_weight("bold")
    fig.draw_without_rendering()
    assert [text.get_weight() for text in fig.axes[0].get_legend().get_texts()][:2] == ["normal", "bold"]


@pytest.mark.parametrize("drawn", [False, True])
def test_a_legend_that_its_user_moves_stays_there(drawn):
    fig = roc(figsize=(4, 3))
    if drawn:
        fig.draw_without_rendering()
    fig.axes[0].get_legend().set_loc("upper left")
    for size in ((4, 3), (3, 3)):
        fig.set_size_inches(size)
        fig.draw_without_rendering()
        assert fig.axes[0].get_legend()._loc == 2


def test_the_place_of_legends_in_the_settings_is_preferred_where_it_hides_nothing():
    for draw, place in ((sweep, 1), (roc, 4)):
        with plt.rc_context({"legend.loc": "upper right" if draw is sweep else "upper left"}):
            fig = draw(figsize=(9, 7))
            fig.draw_without_rendering()
        assert (fig.axes[0].get_legend()._loc == place) == (draw is sweep)


@pytest.mark.parametrize("where", ["inside", "outside", "below"])
def test_long_titles_of_legends_and_columns_stay_in_the_figure(where):
    title = "A title of a legend that goes on, and on, and does not end before the figure does"
    for options in ({"title": title}, {"ncols": 3}, {"ncols": 2, "title": title}):
        fig = roc(figsize=(4, 4), legend=where, legend_kw=options)
        fig.draw_without_rendering()
        box = fig.axes[0].get_legend().get_window_extent()
        assert fig.bbox.padded(1).count_contains(box.corners()) == 4, options


def test_a_shared_legend_says_what_others_do_not():
    axes = plt.figure(figsize=(9, 3), layout="constrained").subplots(1, 3)
    y, scores = HAND[0], {"a": HAND[1], "b": HAND[1][::-1]}
    fm.plot_roc_curve(y, scores, ax=axes[0], legend="shared")
    fm.plot_pr_curve(y, scores, ax=axes[1], legend="shared")
    fm.plot_roc_curve(y, scores, ax=axes[2], legend="shared", line_kw={"b": {"color": "red"}})
    said = [[name.rpartition("  ")[2] for name in legend(ax)] for ax in axes]
    assert said == [["a", "b", "chance (0.5)"], [], ["b"]]


def test_zero_has_its_colour_on_logarithmic_scales_too_and_small_counts_do_not():
    options = {}, {"norm": "log"}, {"vmin": 5}
    figs = [fm.plot_confusion_matrix([[50, 3], [0, 80]], colorbar=True, **one) for one in options]
    colors = [fig.axes[0].images[0].to_rgba(np.ma.masked_equal([3.0, 0.0], 0) if k == 1 else [3.0, 0.0])
              for k, fig in enumerate(figs)]  # fmt: skip
    assert np.allclose(colors[0][1], colors[1][1])  # zero
    assert not np.allclose(colors[2][0], colors[0][1])  # three is not zero
    assert np.allclose(colors[2][0], figs[2].axes[0].images[0].to_rgba(5.0))
    bars = [find_records(fig)[0][0].colorbar.extend for fig in figs]
    assert bars == ["neither", "neither", "min"]


def test_the_caption_says_what_colours_of_a_diagonal_are():
    said = [
        caption(fm.plot_confusion_matrix([[50, 3], [7, 80]], diagonal="percent", normalize=normalize).axes[0])
        for normalize in (None, "true", "pred")
    ]
    assert said == [
        "Samples; on the diagonal % of each true label (row)",
        "Samples; on the diagonal, and in colours, % of each true label (row)",
        "Samples; on the diagonal, and in colours, % of each predicted label (column)",
    ]


def test_a_colour_bar_of_their_own_stands_beside_the_cells():
    fig = fm.plot_confusion_matrix([[5, 1], [2, 7]], colorbar=False)
    bar = fig.colorbar(fig.axes[0].images[0], shrink=0.5, orientation="horizontal")
    fig.draw_without_rendering()
    assert not bar.ax.get_tightbbox().overlaps(fig.axes[0].get_window_extent())


def test_options_of_a_guess_go_to_its_line_alone():
    fig = fm.plot_roc_curve(*HAND, chance_kw={"color": "red", "linestyle": ":"}, line_kw={"color": "k"})
    (chance,) = (line for line in fig.axes[0].lines if "chance" in line.get_label())
    assert (chance.get_color(), chance.get_linestyle(), fig.axes[0].lines[0].get_color()) == ("red", ":", "k")


def test_options_of_bars():
    values = {"old": {"a": 0.5, "b": 0.6}, "new": {"a": 0.7, "b": 0.8}}
    ax = fm.plot_metric_bars(values, bar_kw={"new": {"facecolor": "#abcdef"}}, legend="below").axes[0]
    old, new = ax.containers[:2]
    assert {to_hex(bar.get_facecolor()) for bar in new} == {"#abcdef"}
    assert to_hex(old[0].get_facecolor()) == to_hex("C0")
    assert [to_hex(handle.get_facecolor()) for handle in ax.get_legend().legend_handles] == [to_hex("C0"), "#abcdef"]
    ax = fm.plot_class_counts([0, 1, 1], [0, 1, 0], bar_kw={"alpha": 0.5}, legend=False).axes[0]
    assert ax.get_legend() is None


# --- Cells -----------------------------------------------------------------------------------------

CELLS = [
    pytest.param(lambda **options: fm.plot_confusion_matrix(COUNTS, **options), id="matrix"),
    pytest.param(lambda **options: fm.plot_slice_metric_heatmap(np.array(COUNTS) / 100, **options), id="heatmap"),
    pytest.param(lambda **options: fm.plot_confusion_matrix_grid({"a": COUNTS, "b": COUNTS}, **options), id="grid"),
]


def found_texts(fig):
    return {text.get_text(): text for text in fig.axes[0].findobj(Text) if text.get_text()}


@pytest.mark.parametrize("draw", CELLS)
def test_options_of_the_texts_in_cells(draw):
    fig = draw(text_kw={"fontsize": 9, "weight": "bold", "color": "#aa0000"})
    string = cell_texts(fig.axes[0])[0][0]
    text = found_texts(fig)[string]
    assert (text.get_fontsize(), text.get_weight(), text.get_color()) == (9, "bold", "#aa0000")
    assert found_texts(draw())[string].get_weight() == "normal"


@pytest.mark.parametrize("draw", CELLS)
def test_texts_in_cells_are_found_and_changed(draw):
    fig = draw()
    string = cell_texts(fig.axes[0])[0][0]
    text = found_texts(fig)[string]
    text.set(text="mine", color="red")
    for size in ((6.4, 4.8), (3, 4)):
        fig.set_size_inches(size)
        fig.canvas.draw()
        assert (text.get_text(), text.get_color()) == ("mine", "red")
        box = text.get_window_extent()
        assert fig.axes[0].get_window_extent().contains(*((box.p0 + box.p1) / 2))


def test_a_figure_whose_texts_were_asked_for_looks_the_same():
    pictures = []
    for asked in (False, True):
        fig = fm.plot_confusion_matrix(COUNTS, normalize="true")
        if asked:
            assert {"91%", "90"} <= set(found_texts(fig))
        fig.canvas.draw()
        pictures.append(np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(float))
    assert (np.abs(pictures[0] - pictures[1]).max(axis=2) > 1).mean() < 0.01


@pytest.mark.parametrize("draw", CELLS)
def test_options_of_cells_and_of_their_colour_bar(draw):
    fig = draw(image_kw={"alpha": 0.5}, colorbar=True, colorbar_kw={"label": "how many", "extend": "max"})
    (artist, _), *_ = find_records(fig)
    assert artist.get_alpha() == 0.5
    bar = artist.colorbar or next(one.colorbar for one, _ in find_records(fig) if one.colorbar)
    assert (bar.ax.get_ylabel(), bar.extend) == ("how many", "max")


def test_limits_of_colours():
    fig = fm.plot_confusion_matrix(COUNTS, vmin=5, vmax=60)
    assert fig.axes[0].images[0].get_clim() == (5, 60)
    both = fm.plot_confusion_matrix_grid({"a": COUNTS, "b": np.eye(3, dtype=int)}, vmax=100, share_scale=False)
    assert {ax.images[0].get_clim()[1] for ax in both.axes[:2]} == {100}
    assert_picture_equals_number(both)


def test_logarithmic_colours():
    image = fm.plot_confusion_matrix(COUNTS, norm="log", colorbar=True).axes[0].images[0]
    assert isinstance(image.norm, LogNorm)
    assert image.get_clim() == (1, 90)
    assert_picture_equals_number(image.figure)
    norm = PowerNorm(0.5)
    image = fm.plot_confusion_matrix(COUNTS, norm=norm).axes[0].images[0]
    assert (type(image.norm), image.get_clim()) == (PowerNorm, (0, 90))
    assert norm.vmax is None  # the caller's own is left as it is


def test_zeros_are_hidden():
    assert cell_texts(fm.plot_confusion_matrix(COUNTS, hide_zeros=True).axes[0])[0] == ["90", "9", ""]
    fig = fm.plot_confusion_matrix(COUNTS, normalize="true", annotate="percent", hide_zeros=True)
    assert cell_texts(fig.axes[0])[0] == ["91%", "9%", ""]


def test_shares_on_the_diagonal_alone():
    fig = fm.plot_confusion_matrix(COUNTS, diagonal="percent")
    assert cell_texts(fig.axes[0]) == [["91%", "9", "0"], ["4", "91%", "1"], ["0", "2", "78%"]]
    assert caption(fig.axes[0]) == "Samples; on the diagonal % of each true label (row)"
    fig = fm.plot_confusion_matrix(COUNTS, diagonal="percent", normalize="pred")
    assert caption(fig.axes[0]) == "Samples; on the diagonal, and in colours, % of each predicted label (column)"
    assert cell_texts(fig.axes[0])[0][0] == "96%"


def test_options_of_a_class_keep_its_name():
    fig = fm.plot_roc_curve(*multiclass(4), line_kw={"2": {"linewidth": 5}})
    assert [line.get_linewidth() == 5 for line, _ in find_records(fig)][:4] == [False, False, True, False]
    assert [entry.split("  ")[1] for entry in legend(fig.axes[0])[:4]] == ["0", "1", "2", "3"]


ERRORS = {
    "kind": (lambda: roc(line_kw="red"), TypeError,
             "line_kw must be a mapping of options of Line2D or of names to these; got 'red'.\n"
             "Hint: line_kw={'alpha': 0.5}."),
    "option": (lambda: roc(line_kw={"colour": "red"}), ValueError,
               "the keys of line_kw must be options of Line2D; got 'colour'.\nHint: Did you mean 'color'?"),
    "option of one": (lambda: roc(line_kw={"a": {"colour": "red"}}), ValueError,
                      "the keys of line_kw['a'] must be options of Line2D; got 'colour'.\nHint: Did you mean 'color'?"),
    "name": (lambda: roc(line_kw={"c": {"color": "red"}}), ValueError,
             "the keys of line_kw must be some of ['a', 'b']; got 'c'."),
    "label": (lambda: sweep(line_kw={"label": "x"}), ValueError,
              "the keys of line_kw must be options of Line2D; got 'label'."),
    "legend": (lambda: roc(legend="best"), ValueError,
               "legend must be one of True, False, 'auto', 'inside', 'outside', 'below', 'shared'; got 'best'."),
    "legend_kw": (lambda: roc(legend_kw=2), TypeError,
                  "legend_kw must be a mapping of options of a legend; got 2.\nHint: legend_kw={'ncols': 2}."),
    "keys of colorbar_kw": (
        lambda: fm.plot_confusion_matrix(COUNTS, colorbar_kw={"shrink": 0.5}), ValueError,
        "the keys of colorbar_kw must be some of ['alpha', 'boundaries', 'drawedges', 'extend', 'extendfrac', "
        "'extendrect', 'format', 'label', 'spacing', 'ticks', 'values']; got 'shrink'.\n"
        "Hint: colorbar=False, colorbar_kw=None, then fig.colorbar(ax.images[0], shrink=...)."),
    "colorbar_kw": (lambda: fm.plot_confusion_matrix(COUNTS, colorbar_kw=2), TypeError,
                    "colorbar_kw must be a mapping of options of a colour bar; got 2.\n"
                    "Hint: colorbar_kw={'label': 'share'}."),
    "norm": (lambda: fm.plot_confusion_matrix(COUNTS, norm="power"), ValueError,
             "norm must be 'log' or a matplotlib Normalize; got 'power'."),
    "norm kind": (lambda: fm.plot_confusion_matrix(COUNTS, norm=2), TypeError,
                  "norm must be 'log' or a matplotlib Normalize; got 2."),
    "norm and limit": (lambda: fm.plot_confusion_matrix(COUNTS, norm=PowerNorm(0.5), vmax=3), ValueError,
                       "vmax must be left out when norm is given; got 3."),
    "limits": (lambda: fm.plot_confusion_matrix(COUNTS, vmin=9, vmax=3), ValueError,
               "vmin must be less than vmax, 3; got 9."),
    "log of zero": (lambda: fm.plot_confusion_matrix(COUNTS, norm="log", vmin=0), ValueError,
                    "vmin must be positive with norm='log'; got 0."),
    "vmax": (lambda: fm.plot_confusion_matrix(COUNTS, vmax=0), ValueError, "vmax must be more than 0; got 0."),
    "log of a negative limit": (lambda: fm.plot_confusion_matrix(COUNTS, norm="log", vmax=-1), ValueError,
                                "vmax must be positive with norm='log'; got -1."),
    "norm of arrays": (lambda: fm.plot_confusion_matrix(COUNTS, norm=np.ones(2)), TypeError,
                       "norm must be 'log' or a matplotlib Normalize; got an array of shape (2,) and dtype float64."),
    "diagonal": (lambda: fm.plot_confusion_matrix(COUNTS, diagonal="count"), ValueError,
                 "diagonal must be one of None, 'percent'; got 'count'."),
    "diagonal and texts": (lambda: fm.plot_confusion_matrix(COUNTS, diagonal="percent", annotate="both"), ValueError,
                           "annotate must be left out with diagonal='percent'; got 'both'."),
}  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(call, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        call()
    assert not plt.get_fignums()


def test_a_part_of_a_curve_is_a_square_without_what_lies_beyond():
    for draw in (roc, pr, reliability):
        options = {} if draw is reliability else {"threshold": 0.5}
        fig = draw(**options)
        ax = fig.axes[0]
        ax.set_xlim(0, 0.02)
        fig.draw_without_rendering()
        box = ax.get_window_extent()
        assert box.width == pytest.approx(box.height)
        ax.get_legend().set_visible(False)
        fig.canvas.draw()
        rows = slice(int(fig.bbox.height - box.y1) + 2, int(fig.bbox.height - box.y0) - 2)
        beyond = np.asarray(fig.canvas.buffer_rgba())[rows, int(box.x1) + 4 :, :3]
        assert (beyond == 255).all()


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([1234567.0, 81257.302], ["1.23e+06", "8.13e+04"]),
        ([81257.302, 12.0], ["81,257", "12"]),
        ([812.57, 0.5], ["812.6", "0.5"]),
        ([0.0012, 0.0034], ["1.20e−03", "3.40e−03"]),
        ([0.5, 0.0], ["0.500", "0.000"]),
    ],
    ids=str,
)
def test_values_of_any_size_have_a_few_digits(values, shown):
    bars = fm.plot_metric_bars(dict(zip("ab", values, strict=True)))
    assert bar_texts(bars.axes[0]) == shown
    assert_picture_equals_number(bars)
    cells = fm.plot_slice_metric_heatmap([values])
    cells.draw_without_rendering()  # the colour bar's factor is written then
    assert cell_texts(cells.axes[0]) == [shown]
    assert_picture_equals_number(cells)
