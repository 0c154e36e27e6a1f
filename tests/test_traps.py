"""One test for each way in which figures and metrics of classifiers are known to go wrong.

Each is wrong in some released library. The names say what we do instead.
"""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from sklearn import metrics as sk
from tests.plots.data import binary, multiclass
from tests.plots.reading import bar_texts, cell_artist, cell_texts, drawn_area, legend

import figmerit as fm
from figmerit.plots._cell_texts import SpanText
from figmerit.styles.contrast import contrast_ratio


def curve_line(fig):
    """Return the line of the only curve."""
    return max(fig.axes[0].lines, key=lambda line: len(line.get_xdata()))


# --- Curves ---------------------------------------------------------------------------------------


def test_pr_interpolation_is_by_steps():
    y_true, y_score = [0, 1] * 10, [0.5] * 20  # a straight line from (1, 0.5) to (0, 1) would have an area of 0.75
    fig = fm.plot_pr_curve(y_true, y_score)
    assert drawn_area(curve_line(fig)) == 0.5


def test_average_precision_is_not_the_trapezoid():
    rng = np.random.default_rng(0)
    y_true, y_score = (rng.random(500) < 0.05).astype(int), rng.random(500)
    curve = fm.compute_pr_curve(y_true, y_score)
    assert curve.average_precision == sk.average_precision_score(y_true, y_score)
    assert abs(curve.average_precision - sk.auc(curve.recall, curve.precision)) > 0.001


@pytest.mark.parametrize("only", [0, 1])
def test_undefined_metrics_have_a_reason_and_no_value(only):
    y_true, y_score = [only] * 3, [0.1, 0.5, 0.9]
    roc, pr = fm.compute_roc_curve(y_true, y_score), fm.compute_pr_curve(y_true, y_score)
    assert np.isnan(roc.roc_auc)
    assert roc.undefined == {"roc_auc": "no negative samples" if only else "no positive samples"}
    assert np.isnan(pr.average_precision) == (only == 0)
    summary = fm.compute_metric_summary(y_true, y_score=y_score, labels=[0, 1])
    assert np.isnan(summary.values["roc_auc"])
    assert "roc_auc" in summary.undefined


def test_an_absent_class_counts_as_0_in_the_macro_average():
    summary = fm.compute_metric_summary([0, 1, 0, 1], [0, 1, 0, 1], labels=[0, 1, 2])
    assert summary.averages["macro"]["f1_score"] == pytest.approx(2 / 3)
    assert np.isnan(summary.f1_score[2])


def test_a_text_label_is_positive_only_if_the_caller_says_so():
    with pytest.raises(ValueError, match="pos_label must be given"):
        fm.compute_roc_curve(["no", "yes"], [0.1, 0.9])
    curve = fm.compute_roc_curve(["no", "yes"], [0.1, 0.9], pos_label="no")
    assert curve.roc_auc == 0
    assert "no" in fm.plot_roc_curve(curve).axes[0].get_ylabel()


def test_a_column_belongs_to_its_class_also_where_another_class_is_absent():
    y_true, y_score = multiclass(3)
    kept = y_true != 1
    with pytest.raises(ValueError, match="y_score must be of one column a label"):
        fm.compute_roc_curve(y_true[kept], y_score[kept])
    curve = fm.compute_roc_curve(y_true[kept], y_score[kept], labels=[0, 1, 2])
    for part in (curve.per_class[0], curve.per_class[2]):
        expected = sk.roc_auc_score(y_true[kept] == part.pos_label, y_score[kept][:, part.pos_label])
        assert part.roc_auc == pytest.approx(expected, abs=1e-12)
    named = pd.DataFrame(y_score, columns=["p_0", "p_1", "p_2"])[["p_2", "p_0", "p_1"]]
    assert fm.compute_roc_curve(y_true, named).roc_auc == fm.compute_roc_curve(y_true, y_score).roc_auc


def test_labels_have_one_order_in_numbers_and_in_names():
    y_true = [2, 10, 1, 11, 2]
    matrix = fm.compute_confusion_matrix(y_true, y_true)
    assert matrix.labels == (1, 2, 10, 11)
    fig = fm.plot_confusion_matrix(matrix)
    assert [text.get_text() for text in fig.axes[0].get_yticklabels()] == ["1", "2", "10", "11"]


def test_macro_curves_have_the_area_of_the_macro_average():
    y_true, y_score = multiclass(4)
    y_score = y_score.round(1)  # ties
    roc, pr = fm.compute_roc_curve(y_true, y_score), fm.compute_pr_curve(y_true, y_score)
    areas = [sk.roc_auc_score(y_true == k, y_score[:, k]) for k in range(4)]
    precisions = [sk.average_precision_score(y_true == k, y_score[:, k]) for k in range(4)]
    assert sk.auc(roc.fpr, roc.tpr) == pytest.approx(np.mean(areas), abs=1e-12)
    assert -np.sum(np.diff(pr.recall) * pr.precision[:-1]) == pytest.approx(np.mean(precisions), abs=1e-12)


def test_micro_averages_of_single_labels_are_not_three_bars():
    y_true, y_score = multiclass(3)
    shown = fm.compute_metric_summary(y_true, y_score.argmax(axis=1)).overall
    assert not [name for name in shown if "micro" in name]


def test_ties_are_one_vertex_whatever_the_order_of_rows():
    y_true, y_score = np.array([0, 1, 0, 1, 1, 0]), np.array([0.5, 0.5, 0.5, 0.5, 0.9, 0.1])
    curve = fm.compute_roc_curve(y_true, y_score)
    assert list(zip(curve.fpr, curve.tpr, strict=True)) == [(0, 0), (0, 1 / 3), (2 / 3, 1), (1, 1)]
    backwards = fm.compute_roc_curve(y_true[::-1], y_score[::-1])
    np.testing.assert_array_equal(curve.tpr, backwards.tpr)
    fig = fm.plot_roc_curve(curve)
    assert drawn_area(curve_line(fig)) == pytest.approx(curve.roc_auc, abs=1e-12)


def test_predicted_labels_passed_as_scores_are_noticed():
    y_true, y_score = binary()
    with pytest.warns(fm.FigmeritWarning, match="look like predicted labels"):
        fm.compute_roc_curve(y_true, (y_score > 0.5).astype(int))


def test_weights_of_zero_make_no_threshold_and_prevalence_is_weighted():
    y_true, y_score, weight = [0, 1, 1, 0], [0.1, 0.4, 0.8, 0.6], [1, 0, 2, 1]
    curve = fm.compute_pr_curve(y_true, y_score, sample_weight=weight)
    assert 0.4 not in curve.thresholds
    assert curve.prevalence == 0.5
    fig = fm.plot_pr_curve(curve)
    assert any("chance (AP = 0.500)" in entry for entry in legend(fig.axes[0]))


@pytest.mark.parametrize("score", [0.1, 0.7])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_positive_is_at_least_the_threshold_in_the_type_of_the_scores(score, dtype):
    scores = np.array([score, 0.0, 1.0], dtype=dtype)
    matrix = fm.compute_confusion_matrix([1, 0, 1], y_score=scores, threshold=score)
    assert (matrix.tp, matrix.fp, matrix.fn, matrix.tn) == (2, 0, 0, 1)
    assert fm.compute_roc_curve([1, 0, 1], scores).at_threshold(score) == (0, 1)


def test_missing_scores_raise_and_dropping_them_says_what_went():
    y_true, y_score = [0, 1, 1, 0], [0.1, np.nan, 0.8, 0.3]
    with pytest.raises(ValueError, match="y_score must be without missing values; got NaN in 1 of 4 rows"):
        fm.compute_roc_curve(y_true, y_score)
    with pytest.warns(fm.FigmeritWarning, match="Dropped 1 of 4 rows, whose score is missing: 1 of '1'"):
        assert fm.compute_roc_curve(y_true, y_score, nan_policy="drop").n_positive == 1


# --- Matrices and heatmaps ------------------------------------------------------------------------


def test_axes_of_the_matrix_are_not_flipped():
    matrix = fm.compute_confusion_matrix(["a", "a", "a"], ["b", "b", "a"])
    assert matrix.counts.tolist() == [[1, 2], [0, 0]]
    ax = fm.plot_confusion_matrix(matrix).axes[0]
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("True label", "Predicted label")
    assert cell_texts(ax) == [["1", "2"], ["0", "0"]]


def test_a_row_without_samples_is_not_zero():
    matrix = fm.compute_confusion_matrix([0, 1], [0, 1], labels=[0, 1, 2])
    ax = fm.plot_confusion_matrix(matrix, normalize="true").axes[0]
    assert cell_texts(ax)[2] == ["", "", ""]
    assert [text.get_text() for text in ax.findobj(SpanText)] == ["no samples"]


@pytest.mark.parametrize(
    ("normalize", "denominator"), [("true", "row"), ("pred", "column"), ("all", "all samples")], ids=str
)
def test_every_percentage_names_its_denominator_and_divides_by_it(normalize, denominator):
    matrix = fm.ConfusionMatrix.from_counts([[8, 2], [4, 6]])
    ax = fm.plot_confusion_matrix(matrix, normalize=normalize).axes[0]
    assert denominator in ax.get_xlabel()
    share = {"true": 8 / 10, "pred": 8 / 12, "all": 8 / 20}[normalize]
    assert cell_texts(ax)[0][0].startswith(f"{share:.1%}")


@pytest.mark.parametrize("cmap", sorted(name for name in mpl.colormaps if not name.endswith("_r")))
def test_cell_texts_can_be_read_on_every_colormap(cmap):
    grid = np.linspace(0, 1, 49).reshape(7, 7)
    grid[3, 3] = np.nan
    fig = Figure()
    fm.plot_slice_metric_heatmap(grid, cmap=cmap, ax=fig.subplots())
    artist = cell_artist(fig.axes[0])
    assert contrast_ratio(artist.colors(), artist.backgrounds()).min() >= 4.5


def test_a_missing_cell_does_not_change_its_neighbours():
    grid = np.array([[0.1, 0.2, 0.3], [0.4, np.nan, 0.6], [0.7, 0.8, 0.9]])
    with plt.style.context("classic"):
        fig = fm.plot_slice_metric_heatmap(grid, figsize=(3, 3))
    (image,) = fig.axes[0].images
    assert image.get_interpolation() == "nearest"
    assert image.get_clim() == (0.1, 0.9)
    assert np.ma.getmaskarray(image.get_array()).sum() == 1


def test_every_cell_has_its_text():
    grid = np.arange(12.0).reshape(3, 4)
    fig = fm.plot_slice_metric_heatmap(grid, annot_fmt="{:.0f}")
    assert cell_texts(fig.axes[0]) == [[f"{value:.0f}" for value in row] for row in grid]


# --- Figures of the caller ------------------------------------------------------------------------

DRAWN = {
    "roc": lambda ax: fm.plot_roc_curve(*binary(), ax=ax, title="Title"),
    "pr": lambda ax: fm.plot_pr_curve(*binary(), ax=ax, title="Title"),
    "matrix": lambda ax: fm.plot_confusion_matrix([0, 1, 1], [0, 1, 0], ax=ax, title="Title"),
    "heatmap": lambda ax: fm.plot_slice_metric_heatmap([[0.1, 0.2]], ax=ax, title="Title"),
    "bars": lambda ax: fm.plot_metric_bars({"a": 0.1, "b": -0.2}, ax=ax, title="Title"),
}


@pytest.mark.parametrize("plot", DRAWN)
def test_a_figure_of_the_caller_keeps_its_size_title_and_layout(plot):
    fig, axes = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
    other, engine = plt.figure(), fig.get_layout_engine()
    fig.suptitle("Mine")
    assert DRAWN[plot](axes[0]) is fig
    assert tuple(fig.get_size_inches()) == (7, 3)
    assert fig.get_layout_engine() is engine
    assert fig.get_suptitle() == "Mine"
    assert plt.gcf() is other
    assert not axes[1].has_data()


@pytest.mark.parametrize("plot", DRAWN)
def test_axes_of_a_subfigure_are_axes(plot):
    fig = Figure(layout="constrained")
    left, _ = fig.subfigures(1, 2)
    assert DRAWN[plot](left.subplots()) is fig


@pytest.mark.parametrize("plot", DRAWN)
def test_font_sizes_are_the_user_s(plot):
    with plt.rc_context({"font.size": 7, "axes.labelsize": "medium"}):
        before = dict(mpl.rcParams)
        fig = plt.figure()
        DRAWN[plot](fig.subplots())
        assert fig.axes[0].xaxis.label.get_size() == 7
        assert fig.axes[0].yaxis.label.get_size() == 7
        assert dict(mpl.rcParams) == before


def test_negative_and_missing_bars_are_seen():
    fig = fm.plot_metric_bars({"a": -0.4, "b": float("nan"), "c": 0.2})
    ax = fig.axes[0]
    low, high = ax.get_ylim()
    assert low < -0.4
    assert high > 0.2
    fig.canvas.draw()
    assert bar_texts(ax) == ["−0.400", "n/a", "0.200"]


def test_limits_of_colours_come_from_what_is_shown():
    norm = Normalize()
    fm.plot_slice_metric_heatmap([[0.2, np.nan], [0.4, 0.3]], norm=norm)
    assert (norm.vmin, norm.vmax) == (None, None)  # the caller's own stays as it was


def test_two_hundred_classes_are_drawn_without_two_hundred_by_two_hundred_artists():
    counts = np.random.default_rng(0).integers(0, 9, (200, 200))
    fig = fm.plot_confusion_matrix(fm.ConfusionMatrix.from_counts(counts))
    assert len(fig.axes[0].findobj()) < 3000
