"""Figures as people make them: in a column of a paper, several plots beside each other, long names, odd settings."""

import itertools
import re
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from tests.plots.cases import CASES, drawn_alone, is_grid
from tests.plots.data import binary, multiclass
from tests.plots.drawing import shown
from tests.plots.mosaics import faults_of_legend

import figmerit as fm
from figmerit.plots._box import ALMOST
from figmerit.plots._measure import READABLE
from figmerit.styles.palettes import REFERENCE

IRIS = ["setosa", "versicolor", "virginica"]
LONG = ["healthy control", "mild impairment"]
TEN = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
LAYOUTS = [None, "constrained", "compressed", "tight"]
COLUMN = 3.25, 3.25
"""Inches of a column of a paper."""

ROUNDED = mpl.__version_info__ < (3, 11)
"""Whether matplotlib rounds the boxes of mathematics up: they are higher than what is drawn."""

every_plot = pytest.mark.parametrize("name", CASES)
in_every_layout = pytest.mark.parametrize("layout", LAYOUTS)


def matrix(names, seed=0):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 60, (len(names), len(names))) + 120 * np.eye(len(names), dtype=int)
    return fm.ConfusionMatrix.from_counts(counts, labels=names)


def bars_of(names, **given):
    return fm.plot_metric_bars(dict.fromkeys(names, 0.5), **given)


def heatmap_of(names, **given):
    values = np.random.default_rng(0).random((len(names), len(names)))
    return fm.plot_slice_metric_heatmap(values, row_labels=names, col_labels=names, **given)


NAMED = {
    "matrix": lambda names, **given: fm.plot_confusion_matrix(matrix(names), **given),
    "shares": lambda names, **given: fm.plot_confusion_matrix(matrix(names), normalize="true", **given),
    "class counts": lambda names, **given: fm.plot_class_counts(matrix(names), **given),
    "bars": bars_of,
    "heatmap": heatmap_of,
}
"""Plots of which names are the half: classes, metrics, slices."""


def names_along(ax):
    """Return the names that are seen along the axes of a plot, axis by axis."""
    seen = []
    for axis in (ax.xaxis, ax.yaxis):
        if hasattr(axis.get_major_formatter(), "names"):
            low, high = sorted(axis.get_view_interval())
            ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            seen.append([tick.label1 for tick in ticks if tick.label1.get_text()])
    return seen


def clean(fig):
    """Draw a figure, and assert that its texts are inside, apart from each other, and can be read."""
    picture = shown(fig)
    assert not picture.outside()
    texts = [text for text in picture.texts if "$" not in text.text or not ROUNDED]
    assert not [(a.text, b.text) for a, b in itertools.combinations(texts, 2) if a.meets(b)]
    assert min(text.size for text in picture.texts) >= READABLE - 0.01
    return picture


# --- Names ----------------------------------------------------------------------------------------


@in_every_layout
@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize(
    ("names", "size", "n"), [(IRIS, (8, 4), 2), (LONG, (4.4, 3.8), 1), (LONG, COLUMN, 1), (TEN, COLUMN, 1)]
)
def test_no_class_loses_its_name(kind, names, size, n, layout):
    fig = Figure(figsize=size, layout=layout)
    for ax in np.ravel(fig.subplots(1, n)):
        NAMED[kind](names, ax=ax)
    clean(fig)
    for ax in fig.axes:
        assert [len(texts) for texts in names_along(ax)] == [len(names)] * len(names_along(ax))
        for text in itertools.chain(*names_along(ax)):
            whole = [name for name in names if name in text.get_text().replace("\n", " ")]
            assert whole or "…" in text.get_text()


@pytest.mark.parametrize("kind", NAMED)
def test_names_of_new_figures_are_whole(kind):
    fig = NAMED[kind](IRIS)
    clean(fig)
    for texts in names_along(fig.axes[0]):
        assert [text.get_text() for text in texts] == IRIS
    plt.close(fig)


@pytest.mark.parametrize("kind", NAMED)
def test_tabs_are_no_boxes(kind, recwarn):
    fig = Figure()
    NAMED[kind](["a\tb", "c"], ax=fig.subplots())
    assert not any("\t" in text.text for text in shown(fig).texts)
    assert not [str(one.message) for one in recwarn if "Glyph" in str(one.message)]


@pytest.mark.parametrize("kind", NAMED)
def test_one_warning_names_letters_that_no_font_has(kind):
    fig = Figure()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        NAMED[kind](["猫", "犬"], ax=fig.subplots())
        for _ in range(2):
            fig.canvas.draw()
        fig.axes[0].set_title("鳥")
        fig.canvas.draw()
    first, *others = [str(one.message) for one in caught]
    assert first.startswith("no font of this figure has ['犬', '猫']: boxes are drawn in their place.\nHint: plt.rc")
    assert all("29483" not in one and "missing" in one for one in others)  # of the title, which is not ours
    assert {one.filename for one in caught[:1]} == {__file__}


def test_a_second_font_has_what_the_first_one_lacks():
    for families, n_warnings in ((["cmr10"], 1), (["cmr10", "DejaVu Sans"], 0)):
        with mpl.rc_context({"font.family": families}), warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            fm.plot_confusion_matrix([[5, 1], [2, 7]], display_labels=["№ 1", "b"])
        assert len([one for one in caught if "'№'" in str(one.message)]) == n_warnings


# --- Several beside each other --------------------------------------------------------------------

SHOWN_TOGETHER = {
    "matrix": lambda ax: fm.plot_confusion_matrix(matrix(IRIS), ax=ax),
    "shares": lambda ax: fm.plot_confusion_matrix(matrix(IRIS), normalize="true", ax=ax),
    "roc": lambda ax: fm.plot_roc_curve(*multiclass(4), ax=ax),
    "pr": lambda ax: fm.plot_pr_curve(*multiclass(4), ax=ax),
    "sweep": lambda ax: fm.plot_threshold_sweep(*binary(1.2), ax=ax),
    "bars": lambda ax: fm.plot_metric_bars({k: dict.fromkeys(("x", "y", "z"), 0.6) for k in ("one", "two")}, ax=ax),
}
TOGETHER = {
    "four in a square": (["matrix", "roc", "pr", "sweep"], (2, 2), (7, 7)),
    "three in a row": (["shares", "pr", "roc"], (1, 3), (7, 2.5)),
    "three matrices": (["matrix"] * 3, (1, 3), (9, 3)),
    "three bars": (["bars"] * 3, (1, 3), (7, 2.5)),
}


@in_every_layout
@pytest.mark.parametrize("together", TOGETHER)
def test_several_beside_each_other(together, layout):
    kinds, shape, size = TOGETHER[together]
    fig = Figure(figsize=size, layout=layout)
    axes = np.ravel(fig.subplots(*shape))
    for ax, kind in zip(axes, kinds, strict=True):
        SHOWN_TOGETHER[kind](ax)
    shown(fig)
    clean(fig)
    wide, high = fig.bbox.width / shape[1], fig.bbox.height / shape[0]
    for ax in axes:
        assert not faults_of_legend(ax, fig)
        if ax.get_aspect() == "auto" and ax.get_box_aspect() is None:
            assert ax.bbox.width >= wide / 3
            assert ax.bbox.height >= high / 2
        else:
            assert ax.bbox.width >= min(wide, high) / 3
        for child in ax.child_axes:  # a colour bar keeps off the neighbours
            assert not any(child.bbox.overlaps(other.bbox) for other in axes if other is not ax)


# --- Grids ----------------------------------------------------------------------------------------


def columns(fig):
    return len({round(ax.get_position().x0, 3) for ax in fig.axes if ax.get_images()})


def smallest(fig):
    shown(fig)
    return min(ax.bbox.width * ax.bbox.height for ax in fig.axes if ax.get_images())


@pytest.mark.parametrize(("n", "size", "expected"), [(3, (7, 2.5), 3), (3, None, 3), (7, None, 4), (4, (3, 9), 1)])
def test_a_grid_has_the_columns_that_one_expects(n, size, expected):
    fig = fm.plot_confusion_matrix_grid({f"model {k}": matrix(IRIS, k) for k in range(n)}, figsize=size)
    shown(fig)
    assert columns(fig) == expected
    plt.close(fig)


@pytest.mark.parametrize("share_scale", [True, False])
@pytest.mark.parametrize("size", [(7, 2.5), (7, 5), (4, 7), (6.4, 4.8)])
@pytest.mark.parametrize("n", [2, 3, 5, 6])
def test_a_grid_has_the_columns_with_the_largest_panels(n, size, share_scale):
    panels = {f"model {k}": matrix(IRIS, k) for k in range(n)}
    given = {"share_scale": share_scale, "normalize": None if share_scale else "true"}

    def drawn(ncols):
        fig = Figure(figsize=size)
        fm.plot_confusion_matrix_grid(panels, ncols=ncols, fig=fig, **given)
        return smallest(fig)

    largest = max(drawn(ncols) for ncols in range(1, n + 1))
    assert drawn(None) >= ALMOST * largest, "larger letters may take the rest, not another number of columns"


# --- Texts ----------------------------------------------------------------------------------------


TITLE = "A title of so many words that no column of any paper has room for all of them on one line"


@pytest.mark.parametrize("name", [name for name in CASES if not re.match("learn|forest|time|slice-|boot", name)])
def test_notes_fit_a_column(name):
    fig = CASES[name](figsize=COLUMN, notes=True)
    clean(fig)
    plt.close(fig)


@pytest.mark.parametrize("size", [COLUMN, (3.25, 2.5)])
@pytest.mark.parametrize("name", [name for name in CASES if name in ("grid", "learning-grid") or not is_grid(name)])
def test_long_titles_fit_a_column(name, size):
    fig = CASES[name](figsize=size)
    (fig.suptitle if is_grid(name) else fig.axes[0].set_title)(TITLE)
    picture = clean(fig)
    assert " ".join(text.text for text in picture.texts if text.text in TITLE and len(text.text) > 9) == TITLE
    plt.close(fig)


def test_values_of_bars_stand_in_one_row_or_column_off_everything():
    values = {"low": {"a": 0.02, "b": -0.4}, "high": {"a": 0.98, "b": 0.5}}
    ends = {"low": {"a": (0.0, 0.3)}, "high": {"a": (0.6, 1.0), "b": (0.1, 0.9)}}
    for direction, size in itertools.product(("vertical", "horizontal"), [(4, 3), (3.25, 2.5), (8, 3)]):
        fig = Figure(figsize=size)
        ax = fig.subplots()
        fm.plot_metric_bars(values, intervals=ends, interval_label="range", orientation=direction, ax=ax)
        picture = clean(fig)
        said = [text for text in picture.texts if text.text in ("0.02", "0.020", "-0.4", "−0.400", "0.98", "0.980")]
        assert said
        first = 1 if direction == "vertical" else 0
        assert np.ptp([text.box[first] for text in said]) < 3
        inside = ax.get_window_extent()
        assert not any(inside.padded(-1).contains(*text.box[:2]) for text in said)


# --- Odd settings ---------------------------------------------------------------------------------

SETTINGS = {
    "no frame": {"legend.frameon": False},
    "one colour": {"axes.prop_cycle": plt.cycler(color=["k"])},
    "two colours": {"axes.prop_cycle": plt.cycler(color=["b", "r"])},
    "markers": {"lines.marker": "o"},
}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", [name for name in CASES if not is_grid(name)])
def test_legends_hide_nothing_and_lines_to_compare_with_have_no_marks(name, setting):
    with plt.rc_context(SETTINGS[setting]):
        fig = drawn_alone(name)
        shown(fig)
    for ax in fig.axes:
        assert not faults_of_legend(ax, fig)
        for line in ax.lines:
            if line.get_color() == REFERENCE:
                assert line.get_marker() in ("", "None", None)


def test_groups_of_one_colour_are_hatched_apart():
    with plt.rc_context(SETTINGS["one colour"]):
        fig = Figure()
        ax = fig.subplots()
        fm.plot_metric_bars({name: {"x": 0.5, "y": 0.6} for name in "abc"}, ax=ax)
    hatches = [container.patches[0].get_hatch() for container in ax.containers]
    assert len(set(hatches)) == 3


def test_lines_of_one_colour_are_dashed_apart():
    with plt.rc_context(SETTINGS["one colour"]):
        fig = Figure()
        ax = fig.subplots()
        fm.plot_roc_curve({name: binary(1.0, seed=k) for k, name in enumerate("abc")}, ax=ax)
    lines = [line for line in ax.lines if line.get_color() != REFERENCE]
    assert len(lines) == len({str(line._unscaled_dash_pattern) for line in lines}) == 3


@pytest.mark.parametrize(
    ("limits", "ends"),
    [({}, "neither"), ({"vmin": 0.3}, "min"), ({"vmax": 0.8}, "max"), ({"vmin": 0.3, "vmax": 0.8}, "both")],
)
def test_a_colour_bar_says_that_values_are_beyond_it(limits, ends):
    fig = fm.plot_slice_metric_heatmap([[0.1, 0.5], [0.7, 0.9]], **limits)
    (image,) = fig.axes[0].get_images()
    assert image.colorbar.extend == ends
    plt.close(fig)


# --- One plot on its axes -------------------------------------------------------------------------

ALONE = ["matrix", "heatmap", "bars", "class-counts"]


@pytest.mark.parametrize("first", ALONE)
@pytest.mark.parametrize("second", [*ALONE, "roc", "learning"])
def test_cells_and_bars_stand_alone(first, second):
    for one, other in ((first, second), (second, first)):
        fig = Figure()
        ax = fig.subplots()
        CASES[one](ax=ax)
        before = len(ax.get_children())
        with pytest.raises(ValueError, match=r"^ax must be axes without another plot"):
            CASES[other](ax=ax)
        assert len(ax.get_children()) == before
        ax.clear()
        CASES[other](ax=ax)


def test_curves_are_drawn_over_each_other():
    fig = Figure()
    ax = fig.subplots()
    for seed in range(2):
        fm.plot_roc_curve(*binary(1.0, seed=seed), label=f"model {seed}", ax=ax)
    assert len([line for line in ax.lines if "model" in line.get_label()]) == 2
