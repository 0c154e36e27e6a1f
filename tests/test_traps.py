"""One test for each way in which figures and metrics of classifiers are known to go wrong.

Each is wrong in some released library. The names say what we do instead.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import Normalize, to_hex
from matplotlib.figure import Figure
from sklearn import metrics as sk
from tests.plots.cases import pixels
from tests.plots.data import binary, multiclass
from tests.plots.reading import bar_texts, caption, cell_artist, cell_texts, drawn_area, legend

import figmerit as fm
from figmerit.plots._record import alt_text
from figmerit.plots._span_text import SpanText
from figmerit.styles.contrast import contrast_ratio

ROOT = Path(__file__).parents[1]


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


def test_undefined_values_are_the_same_on_every_scikit_learn():
    kappa = fm.compute_metric_summary([1, 1], [1, 1])
    assert kappa.undefined["cohen_kappa"] == "only one class"
    empty = fm.compute_pr_curve([[1, 0], [0, 0], [1, 0]], [[0.9, 0.1], [0.2, 0.3], [0.8, 0.3]])
    assert empty.undefined == {("average_precision", 1): "no positive samples"}
    assert empty.average_precision == 0.5  # counts as 0 in the average, as scikit-learn has it
    absent = fm.compute_roc_curve([0, 1, 1], [[0.8, 0.1, 0.1], [0.3, 0.5, 0.2], [0.2, 0.7, 0.1]], labels=[0, 1, 2])
    assert np.isnan(absent.per_class[2].roc_auc)
    assert fm.compute_roc_curve([0, 1], [0.1, 0.9]).thresholds[0] == np.inf
    full = fm.compute_pr_curve([0, 1, 0], [0.1, 0.9, 0.2])
    assert (full.recall[0], full.precision[0]) == (1, pytest.approx(1 / 3))  # the tail where all are called positive


@pytest.mark.parametrize(
    "compute", [fm.compute_roc_curve, fm.compute_pr_curve, fm.compute_confusion_matrix, fm.compute_metric_summary]
)
def test_no_samples_are_refused_in_our_words(compute):
    with pytest.raises(ValueError, match=r"^y_true must be non-empty; got shape \(0,\)\."):
        compute([], [])


def test_a_text_label_is_positive_only_if_the_caller_says_so():
    with pytest.raises(ValueError, match="pos_label must be given"):
        fm.compute_roc_curve(["no", "yes"], [0.1, 0.9])
    curve = fm.compute_roc_curve(["no", "yes"], [0.1, 0.9], pos_label="no")
    assert curve.roc_auc == 0
    assert caption(fm.plot_roc_curve(curve).axes[0]).startswith("Positive: no;")


def test_curves_of_text_labels_are_not_empty():
    y_true, y_score = multiclass(3)
    names = np.array(["no", "perhaps", "yes"])
    by_name = fm.compute_roc_curve(names[y_true], y_score, labels=names)
    for part, code in zip(by_name.per_class, range(3), strict=True):
        assert part.roc_auc == pytest.approx(sk.roc_auc_score(y_true == code, y_score[:, code]), abs=1e-12)
    assert len([entry for entry in legend(fm.plot_roc_curve(by_name).axes[0]) if entry.startswith("0.")]) == 5


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


def test_macro_f1_is_the_mean_of_the_f1_of_classes():
    y_true, y_pred = [0, 1, 2, 2, 1], [0, 2, 2, 2, 1]
    summary = fm.compute_metric_summary(y_true, y_pred)
    of_means = 2 / (1 / summary.averages["macro"]["precision"] + 1 / summary.averages["macro"]["recall"])
    assert summary.overall["macro_f1_score"] == sk.f1_score(y_true, y_pred, average="macro")
    assert summary.overall["macro_f1_score"] == pytest.approx(np.mean(summary.f1_score))
    assert abs(summary.overall["macro_f1_score"] - of_means) > 0.01  # the other formula of that name


def test_micro_averages_of_several_labels_pool_all_pairs():
    y_true, y_score = multiclass(3)
    indicators = np.eye(3, dtype=int)[y_true]
    curve = fm.compute_pr_curve(indicators, y_score, multilabel=True)
    expected = sk.average_precision_score(indicators, y_score, average="micro")
    assert curve.micro.average_precision == pytest.approx(expected, abs=1e-12)


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


def test_curves_are_neither_thinned_nor_rounded_nor_sampled():
    y_true, y_score = binary(n=5000, skill=0.0)
    roc, pr = fm.compute_roc_curve(y_true, y_score), fm.compute_pr_curve(y_true, y_score)
    fpr, tpr, thresholds = sk.roc_curve(y_true, y_score, drop_intermediate=False)
    np.testing.assert_array_equal(roc.thresholds, thresholds)
    np.testing.assert_array_equal(curve_line(fm.plot_roc_curve(roc)).get_xydata(), np.column_stack([fpr, tpr]))
    precision, recall, _ = sk.precision_recall_curve(y_true, y_score)
    line = curve_line(fm.plot_pr_curve(pr))
    np.testing.assert_array_equal(line.get_xdata(), recall)
    np.testing.assert_array_equal(
        line.get_ydata()[:-1], precision[:-1]
    )  # no envelope over it, no maximum from the right


def test_axes_carry_the_names_of_what_lies_on_them():
    y_true, y_score = binary()
    roc, pr = fm.compute_roc_curve(y_true, y_score), fm.compute_pr_curve(y_true, y_score)
    for fig, names, values in (
        (fm.plot_roc_curve(roc), ("False positive rate", "True positive rate"), roc.fpr),
        (fm.plot_pr_curve(pr), ("Recall", "Precision"), pr.recall),
    ):
        assert (fig.axes[0].get_xlabel(), fig.axes[0].get_ylabel()) == names
        np.testing.assert_array_equal(curve_line(fig).get_xdata(), values)


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
    assert any("chance (0.5)" in entry for entry in legend(fig.axes[0]))


def test_negative_weights_are_refused():
    with pytest.raises(ValueError, match="sample_weight must be finite and not negative; got the weight -1"):
        fm.compute_roc_curve([0, 1], [0.1, 0.9], sample_weight=[-1, 1])


def test_weights_reach_every_figure():
    y_true, y_score = binary(n=60)
    weight = np.linspace(0.5, 2, 60)
    roc = fm.compute_roc_curve(y_true, y_score, sample_weight=weight)
    assert roc.roc_auc == pytest.approx(sk.roc_auc_score(y_true, y_score, sample_weight=weight), abs=1e-12)
    assert drawn_area(curve_line(fm.plot_roc_curve(roc))) == pytest.approx(roc.roc_auc, abs=1e-12)
    matrix = fm.compute_confusion_matrix(y_true, y_score > 0.5, sample_weight=weight)
    (image,) = fm.plot_confusion_matrix(matrix).axes[0].images
    np.testing.assert_allclose(image.get_array(), sk.confusion_matrix(y_true, y_score > 0.5, sample_weight=weight))


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


def test_missing_labels_are_refused_in_our_words():
    for missing in (None, float("nan"), pd.NA):
        with pytest.raises(ValueError, match="y_true must be without missing values; got 1 missing of 2"):
            fm.compute_confusion_matrix([missing, "a"], ["a", "a"])


# --- Matrices and heatmaps ------------------------------------------------------------------------


def test_axes_of_the_matrix_are_not_flipped():
    matrix = fm.compute_confusion_matrix(["a", "a", "a"], ["b", "b", "a"])
    assert matrix.counts.tolist() == [[1, 2], [0, 0]]
    ax = fm.plot_confusion_matrix(matrix).axes[0]
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("True label", "Predicted label")
    assert cell_texts(ax) == [["1", "2"], ["0", "0"]]


def test_the_table_of_a_matrix_has_true_labels_under_true():
    table = fm.compute_confusion_matrix(["a", "a", "a"], ["b", "b", "a"]).to_pandas()
    (count,) = table[(table["true"] == "a") & (table["predicted"] == "b")]["count"]
    assert count == 2


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
    assert denominator in caption(ax)
    share = {"true": 8 / 10, "pred": 8 / 12, "all": 8 / 20}[normalize]
    assert cell_texts(ax)[0][0].startswith(f"{share:.0%}")


def test_accuracy_is_not_the_mean_recall():
    y_true, y_pred = [0] * 8 + [1] * 2, [0] * 9 + [1]
    summary = fm.compute_metric_summary(y_true, y_pred)
    assert (summary.overall["accuracy"], summary.overall["balanced_accuracy"]) == (0.9, 0.75)


def test_a_slice_says_of_how_many_samples_it_is():
    slices = fm.compute_slice_metrics(
        [0, 1, 1, 1], [0, 1, 0, 1], row_slices=["a", "a", "b", "b"], col_slices=[1, 1, 1, 2]
    )
    assert slices.n.tolist() == [[2, 0], [1, 1]]
    assert np.isnan(slices.grid[0, 1])  # none is not 0, and not the worst
    assert "worst in row 'b', column '1'" in slices.alt_text()


@pytest.mark.parametrize("cmap", ["coolwarm", "RdYlGn", "jet", "Blues", "viridis", "Greys_r"])  # test_laws has them all
def test_cell_texts_can_be_read_on_colormaps(cmap):
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


def test_the_style_of_the_user_is_kept():
    with plt.style.context(["ggplot", {"axes.facecolor": "#123456", "lines.linewidth": 5}]):
        fig, ax = plt.subplots()
        assert fm.plot_roc_curve(*binary(), ax=ax) is fig
        assert mpl.rcParams["axes.facecolor"] == "#123456"
        new = fm.plot_roc_curve(*binary())
    for axes in (ax, new.axes[0]):
        assert to_hex(axes.get_facecolor()) == "#123456"
        assert curve_line(axes.figure).get_linewidth() == 5


def test_a_figure_of_the_caller_is_not_laid_out_nor_is_the_current_one(monkeypatch):
    def refused(*_, **__):
        raise AssertionError

    fig, ax = plt.subplots()
    plt.figure()
    for name in ("tight_layout", "suptitle", "set_size_inches", "set_layout_engine", "subplots_adjust"):
        monkeypatch.setattr(Figure, name, refused)
    assert fm.plot_pr_curve(*binary(), ax=ax, title="Title") is fig


def test_a_figure_says_what_it_shows_to_those_who_cannot_see_it():
    fig = fm.plot_confusion_matrix(["a", "a", "b"], ["b", "a", "b"])
    assert alt_text(fig) == (
        "Confusion matrix of 2 classes, 3 samples: 66.7% on the diagonal. "
        "Most frequent mistake: 'a' predicted as 'b', once."
    )


# --- Figures as tests -----------------------------------------------------------------------------


def test_our_baselines_notice_one_wrong_digit():
    """pytest-mpl's own tolerance, 2, does not; nor is its own style, "classic", the one that people have."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert options["mpl-default-style"] == "default"
    counts = np.arange(100, 200).reshape(10, 10)
    wrong = counts.copy()
    wrong[4, 4] += 1
    images = []
    for shown in (counts, wrong):
        fig = fm.plot_confusion_matrix(fm.ConfusionMatrix.from_counts(shown), colorbar=False)
        images.append(pixels(fig).astype(float)[..., :3])
    rms = float(np.sqrt(np.mean((images[0] - images[1]) ** 2)))
    assert float(options["mpl-default-tolerance"]) < rms < 2
