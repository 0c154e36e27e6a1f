import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import BoundaryNorm, CenteredNorm, LogNorm, Normalize
from matplotlib.figure import Figure
from tests.plots.data import binary
from tests.plots.reading import (
    assert_no_texts_overlap,
    assert_picture_equals_number,
    caption,
    cell_artist,
    cell_texts,
    x_names,
    y_names,
)

from figmerit import compute_slice_metrics, plot_slice_metric_heatmap
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._record import find_records
from figmerit.styles.contrast import contrast_ratio

ROWS = ["baseline", "small", "large", "prompted"]
COLS = ["news", "forum", "legal", "medical", "held out"]


def hatch_color(collection):
    """Return the colour of a hatch, which before matplotlib 3.11 is that of the edge."""
    color = getattr(collection, "get_hatchcolor", collection.get_edgecolor)()
    return np.asarray(color)[0, :3]


def grid():
    return np.random.default_rng(42).uniform(0.55, 0.95, size=(4, 5))


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_slice_metric_heatmap(grid(), row_labels=ROWS, col_labels=COLS, metric_name="AUPRC", title="By domain")
    ax = fig.axes[0]
    assert (y_names(ax), x_names(ax)) == (ROWS, COLS)
    assert cell_texts(ax)[0][0] == f"{grid()[0, 0]:.3f}"
    assert ax.child_axes[0].get_ylabel() == "AUPRC"
    assert ax.get_title() == "By domain"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_gaps():
    values = grid()
    values[0, 4] = values[1, 2] = np.nan
    fig = plot_slice_metric_heatmap(values, row_labels=ROWS, col_labels=COLS)
    ax = fig.axes[0]
    assert cell_texts(ax)[0][4] == cell_texts(ax)[1][2] == "n/a"
    (swatch,) = ax.child_axes[0].child_axes
    assert [text.get_text() for text in swatch.get_yticklabels()] == ["undefined"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_gaps_under_the_classic_style():
    with mpl.style.context("classic"):
        values = grid()
        values[1, 2] = np.nan
        fig = plot_slice_metric_heatmap(values, row_labels=ROWS, col_labels=COLS, figsize=(6.4, 4.8))
        fig.set_dpi(100)
        assert fig.axes[0].images[0].get_interpolation() == "nearest"
        (hatched,) = [artist for artist in fig.axes[0].collections if artist.get_hatch()]
        assert contrast_ratio(hatch_color(hatched), np.ones(3)) > 1.5
        assert_picture_equals_number(fig)
        fig.draw_without_rendering()
    return fig


@pytest.mark.mpl_image_compare
def test_without_texts():
    values = np.random.default_rng(0).uniform(0.5, 0.95, size=(20, 30))
    names = [f"r{row}" for row in range(20)], [f"s{col}" for col in range(30)]
    return plot_slice_metric_heatmap(
        values, row_labels=names[0], col_labels=names[1], annotate=False, figsize=(6.4, 4.8)
    )


@pytest.mark.mpl_image_compare
def test_centred_differences():
    fig = plot_slice_metric_heatmap(
        grid() - 0.7, center=0, cmap="RdBu", annot_fmt="{:+.2f}", metric_name="difference to last year"
    )
    norm = fig.axes[0].images[0].norm
    assert norm(0.0) == 0.5
    assert norm.vmin == -norm.vmax
    assert y_names(fig.axes[0]) == ["0", "1", "2", "3"]
    return fig


@pytest.mark.mpl_image_compare
def test_limits_and_no_colorbar():
    fig = plot_slice_metric_heatmap(
        grid(), vmin=0, vmax=1, colorbar=False, annot_fmt=lambda v: f"{v:.0%}", cmap="cividis", figsize=(5, 3)
    )
    assert fig.axes[0].images[0].get_clim() == (0, 1)
    assert fig.axes[0].child_axes == []
    return fig


@pytest.mark.mpl_image_compare
def test_slices_of_predictions():
    y_true, y_score = binary(n=400)
    rng = np.random.default_rng(1)
    site, sex = rng.choice(["Basel", "Lyon", "Turin"], 400), rng.choice(["female", "male"], 400)
    y_true[(site == "Lyon") & (sex == "male")] = 0
    slices = compute_slice_metrics(y_true, y_score=y_score, row_slices=site, col_slices=sex, metric="roc_auc")
    fig = plot_slice_metric_heatmap(slices, ylabel="Site", xlabel="Sex")
    assert y_names(fig.axes[0]) == ["Basel", "Lyon", "Turin"]
    assert (fig.axes[0].get_ylabel(), fig.axes[0].get_xlabel()) == ("Site", "Sex")
    assert fig.axes[0].child_axes[0].get_ylabel() == slices.metric_name
    assert cell_texts(fig.axes[0])[1][1] == f"n/a\nn={slices.n[1, 1]}"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_axes_of_the_caller():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8), layout="constrained")
    assert plot_slice_metric_heatmap(grid(), ax=axes[0, 0], colorbar=False) is fig
    plot_slice_metric_heatmap(grid(), ax=axes[1, 0], colorbar=axes[1, 1])
    assert not axes[0, 1].has_data()
    return fig


def test_a_frame_brings_its_labels():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(grid(), index=pd.Index(ROWS, name="model"), columns=pd.Index(COLS, name="domain"))
    ax = plot_slice_metric_heatmap(frame).axes[0]
    assert (y_names(ax), x_names(ax)) == (ROWS, COLS)
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("model", "domain")
    ax = plot_slice_metric_heatmap(frame, xlabel="", ylabel="Model").axes[0]
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("Model", "")


def test_axes_without_known_names_keep_those_of_the_caller():
    _, ax = plt.subplots()
    ax.set(xlabel="mine", ylabel="too")
    plot_slice_metric_heatmap(grid(), ax=ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("mine", "too")


@pytest.mark.mpl_image_compare
def test_gaps_without_texts_and_colorbar():
    values = grid()
    values[0, 4] = values[1, 2] = np.nan
    fig = plot_slice_metric_heatmap(values, annotate=False, colorbar=False, figsize=(5, 3))
    assert cell_texts(fig.axes[0]) == [[""] * 4 + ["n/a"], ["", "", "n/a", "", ""], [""] * 5, [""] * 5]
    return fig


@pytest.mark.parametrize("norm", [LogNorm(), Normalize(vmax=2), CenteredNorm(), BoundaryNorm([0, 0.6, 1], 256)])
def test_norm_of_the_caller_stays_as_it_was(norm):
    before = norm.vmin, norm.vmax
    fig = plot_slice_metric_heatmap(grid(), norm=norm)
    fig.draw_without_rendering()
    assert (norm.vmin, norm.vmax) == before
    assert fig.axes[0].images[0].norm is not norm


def test_norm_without_any_value():
    fig = plot_slice_metric_heatmap([[float("nan")]], norm=LogNorm())
    fig.draw_without_rendering()
    assert cell_texts(fig.axes[0]) == [["n/a"]]


@pytest.mark.parametrize(
    ("options", "recorded"),
    [
        ({}, {"norm": "Normalize", "vmin": 0.2, "vmax": 0.8, "center": None, "cmap": "viridis", "colorbar": True}),
        ({"center": 0.6, "cmap": "RdBu"}, {"norm": "CenteredNorm", "center": 0.6, "cmap": "RdBu"}),
        ({"center": 0.6, "vmin": 0, "vmax": 1}, {"norm": "TwoSlopeNorm", "center": 0.6, "vmin": 0, "vmax": 1}),
        ({"norm": LogNorm(vmin=0.1), "colorbar": False}, {"norm": "LogNorm", "vmin": 0.1, "colorbar": False}),
        ({"annot_fmt": str, "annotate": True}, {"annot_fmt": "str", "annotate": "value", "means": False}),
    ],
)
def test_record_tells_what_the_picture_shows(options, recorded):
    ((image, record),) = find_records(plot_slice_metric_heatmap([[0.2, 0.8]], **options))
    assert {name: record.options[name] for name in recorded} == recorded
    assert image.get_clim() == (record.options["vmin"], record.options["vmax"])


@pytest.mark.mpl_image_compare
def test_norm_of_the_caller():
    fig = plot_slice_metric_heatmap(
        [[1e-4, 2e-3], [0.05, 0.9]], norm=LogNorm(1e-4, 1), annot_fmt="{:.0e}", cmap="magma"
    )
    assert isinstance(fig.axes[0].images[0].norm, LogNorm)
    assert cell_texts(fig.axes[0]) == [["1e−04", "2e−03"], ["5e−02", "9e−01"]]
    return fig


def test_whole_numbers_may_be_formatted_as_integers():
    fig = plot_slice_metric_heatmap([[1, 20], [3, 4]], annot_fmt="{:d}")
    assert cell_texts(fig.axes[0]) == [["1", "20"], ["3", "4"]]


def test_one_colour_for_one_value_and_none_for_all_undefined():
    fig = plot_slice_metric_heatmap([[0.5]])
    assert cell_texts(fig.axes[0]) == [["0.500"]]
    fig = plot_slice_metric_heatmap([[float("nan"), None]])
    fig.draw_without_rendering()
    assert cell_texts(fig.axes[0]) == [["n/a", "n/a"]]


def test_texts_read_well_on_every_colormap():
    values = np.linspace(0, 1, 40).reshape(5, 8)
    values[2, 3] = np.nan
    for name in mpl.colormaps:
        artist = cell_artist(plot_slice_metric_heatmap(values, cmap=name, colorbar=False).axes[0])
        assert contrast_ratio(artist.colors(), artist.backgrounds()).min() >= 4.5, name
        plt.close("all")


@pytest.mark.parametrize(
    "limits", [{"vmin": 0.9, "center": 0.5}, {"vmin": 0, "center": 0}, {"vmax": 0.6, "center": 0.7}]
)
def test_center_must_lie_inside_each_limit(limits):
    with pytest.raises(ValueError, match="center must be between vmin and vmax"):
        plot_slice_metric_heatmap(grid(), **limits)


def test_cell_texts_keep_the_font_of_the_call():
    with mpl.rc_context({"font.size": 6}):
        fig = plot_slice_metric_heatmap(grid())
    fig.draw_without_rendering()
    assert cell_artist(fig.axes[0]).fitted(fig.canvas.get_renderer().points_to_pixels(1))[1] == pytest.approx(1.1 * 6)


def sliced(n_rows=4, n_cols=5, seed=0):
    """Return the accuracy of slices of very different sizes, some of them empty."""
    rng = np.random.default_rng(seed)
    size = 60 * n_rows * n_cols
    y_true = rng.integers(0, 2, size)
    y_pred = np.where(rng.random(size) < 0.8, y_true, 1 - y_true)
    rows = rng.choice([f"site {row}" for row in range(n_rows)], size)
    cols = rng.choice(
        [f"group {col}" for col in range(n_cols)], size, p=np.arange(1, n_cols + 1) / (n_cols * (n_cols + 1) / 2)
    )
    kept = (rows != "site 1") | (cols != "group 0")
    return compute_slice_metrics(y_true[kept], y_pred[kept], row_slices=rows[kept], col_slices=cols[kept])


@pytest.mark.mpl_image_compare
def test_samples_and_means():
    slices = sliced()
    fig = plot_slice_metric_heatmap(slices, means=True)
    ax = fig.axes[0]
    assert cell_texts(ax)[1][0] == "n/a\nn=0"
    assert cell_texts(ax)[0][0] == f"{slices.grid[0, 0]:.3f}\nn={slices.n[0, 0]}"
    assert x_names(ax)[-1] == y_names(ax)[-1] == "mean"
    _, rows, cols = ax.images
    np.testing.assert_allclose(rows.get_array().ravel(), np.nanmean(slices.grid, axis=1), rtol=1e-12)
    np.testing.assert_allclose(cols.get_array().ravel(), np.nanmean(slices.grid, axis=0), rtol=1e-12)
    assert_picture_equals_number(fig)
    assert_no_texts_overlap(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_sorted_rows_and_their_means():
    fig = plot_slice_metric_heatmap(
        grid(), row_labels=ROWS, col_labels=COLS, means="rows", sort_key=lambda row: -np.mean(list(row[1].values()))
    )
    order = np.argsort(-grid().mean(axis=1))
    assert y_names(fig.axes[0]) == [ROWS[row] for row in order]
    np.testing.assert_allclose(fig.axes[0].images[1].get_array().ravel(), grid().mean(axis=1)[order], rtol=1e-12)
    assert_picture_equals_number(fig)
    return fig


def test_rows_without_a_key_come_last():
    values = [[0.5, 0.6], [float("nan"), float("nan")], [0.1, 0.2]]
    fig = plot_slice_metric_heatmap(values, row_labels=["b", "none", "a"], sort_key=lambda row: row[1][0])
    assert y_names(fig.axes[0]) == ["a", "b", "none"]
    fig = plot_slice_metric_heatmap(values, row_labels=["b", "none", "a"], sort_key=lambda row: row[0])
    assert y_names(fig.axes[0]) == ["a", "b", "none"]


def test_sorting_moves_samples_and_reasons_along():
    slices = sliced()
    ((_, record),) = find_records(plot_slice_metric_heatmap(slices, sort_key=lambda row: -int(row[0][-1])))
    assert record.result.row_labels == slices.row_labels[::-1]
    np.testing.assert_array_equal(record.result.n, slices.n[::-1])
    assert record.result.undefined == {("site 1", "group 0"): "no samples"} == slices.undefined


@pytest.mark.parametrize(
    ("annotate", "text"),
    [(None, "0.800\nn=5"), (True, "0.800\nn=5"), ("both", "0.800\nn=5"), ("value", "0.800"), ("n", "n=5")],
)
def test_what_cells_say(annotate, text):
    slices = compute_slice_metrics([1, 1, 1, 1, 1], [1, 1, 1, 1, 0], row_slices=["a"] * 5)
    assert cell_texts(plot_slice_metric_heatmap(slices, annotate=annotate).axes[0]) == [[text]]


def test_texts_say_less_before_they_vanish():
    slices, seen = sliced(2, 2), []
    for inches in np.linspace(1, 0.2, 30):
        fig = Figure(figsize=(5, 5))
        ax = fig.add_axes((0.1, 0.1, inches / 5, inches / 5))
        plot_slice_metric_heatmap(slices, ax=ax, colorbar=False)
        strings, _ = cell_artist(ax).fitted(FigureCanvasAgg(fig).get_renderer().points_to_pixels(1))
        seen.append(strings[0, 0])
    value, n = slices.grid[0, 0], slices.n[0, 0]
    levels = [f"{value:.3f}\nn={n}", f"{value:.2f}\nn={n}", f"{value:.2f}", ""]
    assert list(dict.fromkeys(seen)) == [level for level in levels if level in seen]
    assert {levels[0], levels[2], levels[3]} <= set(seen)


def test_values_of_both_signs_are_coloured_about_zero():
    image = plot_slice_metric_heatmap([[-0.1, 0.3], [0.2, 0.0]]).axes[0].images[0]
    assert (image.get_cmap().name, image.get_clim()) == ("RdBu", (-0.3, 0.3))
    image = plot_slice_metric_heatmap([[-0.1, 0.3]], cmap="coolwarm").axes[0].images[0]
    assert (image.get_cmap().name, image.get_clim()) == ("coolwarm", (-0.3, 0.3))
    image = plot_slice_metric_heatmap([[-0.1, 0.3]], vmax=1).axes[0].images[0]
    assert (image.get_cmap().name, image.get_clim()) == ("viridis", (-0.1, 1.0))
    image = plot_slice_metric_heatmap([[0.25, 0.5]], center=0.75).axes[0].images[0]
    assert (image.get_cmap().name, image.get_clim()) == ("RdBu", (0.25, 1.25))


NAN = float("nan")


@pytest.mark.mpl_image_compare
@pytest.mark.parametrize(
    "values",
    [
        [[0.5]],
        [np.linspace(0, 1, 8).tolist()],
        [[0.25], [0.5], [0.75]],
        [[NAN, NAN], [NAN, NAN]],
        [[NAN, 0.5], [NAN, NAN]],
    ],
    ids=["one_cell", "one_row", "one_column", "all_undefined", "one_value"],
)
def test_shapes(values):
    fig = plot_slice_metric_heatmap(values, means=True, figsize=(5, 3.2))
    assert_picture_equals_number(fig)
    assert_no_texts_overlap(fig)
    return fig


@pytest.mark.mpl_image_compare
@pytest.mark.parametrize("shape", [(20, 30), (100, 100)], ids=["20x30", "100x100"])
def test_many_slices(shape):
    values = np.random.default_rng(0).uniform(0.5, 0.95, size=shape)
    rows = [f"subgroup {row}" for row in range(shape[0])]
    fig = plot_slice_metric_heatmap(values, row_labels=rows, means=True, figsize=(6.4, 4.8))
    assert_picture_equals_number(fig)
    assert_no_texts_overlap(fig)
    return fig


def test_a_new_figure_grows_with_its_slices():
    values = np.random.default_rng(0).uniform(0.5, 0.95, size=(20, 30))
    fig = plot_slice_metric_heatmap(values)
    assert fig.get_size_inches().tolist() == [12.0, 7.0]
    fig.draw_without_rendering()
    strings, size = cell_artist(fig.axes[0]).fitted(fig.canvas.get_renderer().points_to_pixels(1))
    assert (strings[0, 0], size >= 6) == ("0.787", True)


def test_labels_of_mixed_types():
    fig = plot_slice_metric_heatmap([[0.1, 0.2, 0.3]], row_labels=["all"], col_labels=[1, "two", 3.5])
    assert x_names(fig.axes[0]) == ["1", "two", "3.5"]


@pytest.mark.mpl_image_compare
def test_intervals():
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, 300)
    pred, site, year = np.where(rng.random(300) < 0.8, true, 1 - true), rng.choice(["north", "south"], 300), 2024
    slices = compute_slice_metrics(
        true, pred, row_slices=site, col_slices=year + rng.integers(0, 3, 300), col_labels=[2024, 2025, 2026, 2027]
    )
    fig = plot_slice_metric_heatmap(slices, annotate="interval", xlabel="year", title="Accuracy")
    low, high = slices.intervals.ends["value"][1, 2]
    assert cell_texts(fig.axes[0])[1][2] == f"{slices.grid[1, 2]:.3f}\n[{low:.3f}, {high:.3f}]"
    assert cell_texts(fig.axes[0])[1][3] == "n/a"
    assert (fig.axes[0].get_xlabel(), caption(fig.axes[0])) == ("year", "In brackets: 95% Wilson")
    assert_no_texts_overlap(fig)
    return fig


def test_intervals_that_are_not_there():
    arrays = ([0, 1], [0, 1])
    without = compute_slice_metrics(*arrays, row_slices=[0, 1], metric="mcc")
    weighted = compute_slice_metrics(*arrays, row_slices=[0, 1], sample_weight=[1, 2])
    for slices, why in ((without, ""), (weighted, r" \(weights are not counts\)")):
        rule = f"annotate must be 'value', 'n' or 'both' where there are no intervals{why}; got 'interval'"
        with pytest.raises(ValueError, match=rf"^{rule}\.\nHint: Accuracy has them"):
            plot_slice_metric_heatmap(slices, annotate="interval")


def test_undefined_means_say_so_where_no_colour_bar_does():
    values = np.array([[np.nan, np.nan], [0.5, 0.7]])
    fig = plot_slice_metric_heatmap(values, means="rows", annotate=False, colorbar=False)
    shown = [artist.levels[0].tolist() for artist in fig.axes[0].get_children() if isinstance(artist, CellTexts)]
    assert shown == [[["n/a", "n/a"], ["", ""]], [["n/a"], [""]]]


def _towns():
    rng = np.random.default_rng(1)
    town = rng.choice(["Basel", "Lyon", "Turin", "Wien"], 1200, p=[0.5, 0.3, 0.18, 0.02])
    right = rng.random(1200) < np.where(town == "Lyon", 0.6, 0.88)
    return compute_slice_metrics(right, np.ones(1200, bool), row_slices=town, col_slices=rng.choice(["a", "b"], 1200))


@pytest.mark.mpl_image_compare
def test_slices_that_differ_are_framed_and_those_of_few_samples_grey():
    slices = _towns()
    fig = plot_slice_metric_heatmap(slices, min_n=40, title="Accuracy by town")
    (ax, *_) = fig.axes
    frames = [
        patch
        for patch in ax.patches
        if (patch.get_edgecolor()[3] and not patch.get_fill()) or patch.get_facecolor()[3] == 0
    ]
    framed = {(round(patch.get_y() + 0.46), round(patch.get_x() + 0.46)) for patch in frames}
    assert framed == {*map(tuple, np.argwhere(slices.differ & (slices.n >= 40)).tolist())}
    assert framed
    image = ax.images[0]
    few = slices.n < 40
    assert image.norm.vmax == slices.grid[~few].max()
    colors = image.to_rgba(image.get_array())
    assert len(np.unique(colors[few], axis=0)) == 1
    assert caption(ax) == (
        "Framed: differs from all other slices (5%, Benjamini-Hochberg); grey: fewer than 40 samples"
    )
    assert_picture_equals_number(fig)
    return fig


def test_numbers_of_samples_that_nobody_knows_are_no_limit():
    with pytest.raises(ValueError, match="min_n must be left out where the numbers of samples are unknown; got 5"):
        plot_slice_metric_heatmap([[0.5]], min_n=5)
