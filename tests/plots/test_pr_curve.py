import itertools
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.data import ANIMALS, HAND, binary, multiclass
from tests.plots.reading import assert_picture_equals_number, caption, drawn_area, legend, texts

from figmerit import compute_pr_curve, plot_pr_curve
from figmerit.plots._header import CAPTION
from figmerit.plots._lines import DASHED, DASHES
from figmerit.plots._record import find_records


def two_models():
    y_true, good = binary(skill=1.2)
    _, bad = binary(skill=0.5)
    return {"baseline": compute_pr_curve(y_true, bad), "tuned": compute_pr_curve(y_true, good)}


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_pr_curve(*HAND)
    line = fig.axes[0].lines[0]
    assert legend(fig.axes[0]) == ["AP 0.854 [0.379, 0.983]", "chance (0.5)"]
    assert line.get_drawstyle() == "steps-post"
    assert drawn_area(line) == pytest.approx(0.8541666666666666, abs=1e-12)
    assert line.get_xydata()[-1].tolist() == [0, 1]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_several_models_with_threshold():
    fig = plot_pr_curve(two_models(), threshold=0.5, title="Two models")
    marks = [line for line in fig.axes[0].lines if line.get_marker() == "o" and len(line.get_xdata())]
    for mark, curve in zip(marks, two_models().values(), strict=True):
        assert (mark.get_xdata()[0], mark.get_ydata()[0]) == curve.at_threshold(0.5)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_wrong_at_the_top_ends_at_the_last_precision():
    fig = plot_pr_curve([0, 1, 1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert fig.axes[0].lines[0].get_xydata()[-1].tolist() == [0, 0]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_prevalence_and_baseline_curve():
    y_true, y_score = binary()
    fig = plot_pr_curve(
        y_true, y_score, prevalence=0.1, baseline_curve=([0, 0.5, 1], [0.9, 0.6, 0.3]), baseline_label="last year"
    )
    assert legend(fig.axes[0])[1:] == ["last year", "chance (0.1)"]
    assert fig.axes[0].lines[1].get_drawstyle() == "steps-pre"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_classes_and_averages():
    y_true, y_score = multiclass(4)
    fig = plot_pr_curve(compute_pr_curve(y_true, y_score, display_labels=ANIMALS))
    assert [entry.split("  ")[-1] for entry in legend(fig.axes[0])] == [*ANIMALS, "macro-average", "micro-average"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_ten_classes():
    fig = plot_pr_curve(*multiclass(10, 400))
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_undefined_class():
    scores = [[0.7, 0.2, 0.1], [0.4, 0.5, 0.1], [0.1, 0.2, 0.7]]
    fig = plot_pr_curve(compute_pr_curve(["a", "b", "b"], scores, labels=["a", "b", "c"]))
    assert legend(fig.axes[0])[2] == "undefined  c (no positive samples)"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_axes_of_the_caller():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8), layout="constrained")
    assert plot_pr_curve(*HAND, ax=axes[0, 0], legend=False) is fig
    plot_pr_curve(two_models(), ax=axes[1, 1], legend=False)
    assert not axes[0, 1].has_data()
    return fig


def test_prevalences_of_several_data_sets():
    rare, common = binary(prevalence=0.2), binary(prevalence=0.5)
    curves = {"2024": compute_pr_curve(*rare), "2025": compute_pr_curve(*common)}
    (ax,) = plot_pr_curve(curves).axes
    chance = [line for line in ax.lines if "chance" in line.get_label()]
    assert [line.get_label() for line in chance] == [f"chance ({y.mean():g})" for y, _ in (rare, common)]
    assert [getattr(line, DASHED) for line in chance] == list(DASHES[:2])


def test_mapping_of_one_equals_label():
    curve = compute_pr_curve(*HAND)
    one, other = plot_pr_curve({"a": curve}).axes[0], plot_pr_curve(curve, label="a").axes[0]
    assert legend(one) == legend(other)
    np.testing.assert_array_equal(one.lines[0].get_xydata(), other.lines[0].get_xydata())


def test_two_columns_are_one_curve():
    y_true, y_score = binary()
    fig = plot_pr_curve(y_true, np.column_stack([1 - y_score, y_score]))
    assert legend(fig.axes[0]) == legend(plot_pr_curve(y_true, y_score).axes[0])


def test_a_threshold_that_no_score_reaches_is_said_and_not_drawn():
    ax = plot_pr_curve(*HAND, threshold=0.99).axes[0]
    assert "score ≥ 0.99: no score reaches it" in legend(ax)
    mark, _ = (line for line in ax.lines if line.get_marker() == "o")
    assert np.isnan(mark.get_ydata()).all()


def test_a_threshold_that_some_classes_do_not_reach_is_said_of_all_marks():
    y_true = [0, 1, 2, 0, 1, 2]
    y_score = [[0.7, 0.2, 0.1], [0.3, 0.5, 0.2], [0.1, 0.4, 0.5], [0.9, 0.1, 0], [0.2, 0.6, 0.2], [0.3, 0.3, 0.4]]
    curve = compute_pr_curve(y_true, y_score)
    entries = {cut: legend(plot_pr_curve(curve, threshold=cut).axes[0]) for cut in (0.5, 0.8, 5)}
    assert "score ≥ 0.5" in entries[0.5]
    assert "score ≥ 0.8: reached by 2 of 4 curves" in entries[0.8]
    assert "score ≥ 5: no score reaches it" in entries[5]


def test_chance_levels_of_two_calls_both_stand_if_they_differ():
    ax = plot_pr_curve(*HAND).axes[0]
    plot_pr_curve(*HAND, ax=ax)
    assert [entry for entry in legend(ax) if "chance" in entry] == ["chance (0.5)"]
    plot_pr_curve([0, 0, 0, 1], [0.1, 0.2, 0.3, 0.4], ax=ax)
    assert [entry for entry in legend(ax) if "chance" in entry] == ["chance (0.5)", "chance (0.25)"]


def test_a_legend_without_room_outside_stays_inside():
    curve = compute_pr_curve(*multiclass(4), display_labels=[f"a rather long name {k}" for k in range(4)])
    fig = plot_pr_curve(curve, figsize=(3, 2.5))
    fig.draw_without_rendering()  # a layout that collapses warns, and warnings are errors
    assert fig.axes[0].get_window_extent().width > 100


def test_an_undefined_curve_has_no_chance_level():
    curves = {"good": compute_pr_curve(*HAND), "none": compute_pr_curve([0, 0], [0.1, 0.2])}
    entries = legend(plot_pr_curve(curves).axes[0])
    assert [entry for entry in entries if "chance" in entry] == ["chance (0.5)"]


# --- Marked points, lines of constant F1, the corner -----------------------------------------------


def test_named_points_of_several_thresholds():
    curve = two_models()["tuned"]
    ax = plot_pr_curve(curve, threshold={"deployed": 0.5, "strict": 0.8, "never": 2}).axes[0]
    marks = [line for line in ax.lines if line.get_linestyle() == "None" and len(line.get_xdata())]
    assert [mark.get_marker() for mark in marks] == ["o", "s", "^"]
    assert [tuple(mark.get_xydata()[0]) for mark in marks[:2]] == [curve.at_threshold(0.5), curve.at_threshold(0.8)]
    recall, precision = curve.at_threshold(0.5)
    assert f"precision {precision:.3f}, recall {recall:.3f}" in texts(ax)
    assert "deployed: score ≥ 0.5" in legend(ax)
    assert "never: score ≥ 2, no score reaches it" in legend(ax)


def test_points_of_several_thresholds_on_several_curves_share_entries():
    ax = plot_pr_curve(two_models(), threshold=[0.3, 0.5, 2]).axes[0]
    shared = [entry for entry in legend(ax) if "score" in entry]
    assert shared == ["score ≥ 0.3", "score ≥ 0.5", "score ≥ 2: no score reaches it"]


@pytest.mark.mpl_image_compare
def test_iso_f1_and_points():
    fig = plot_pr_curve(two_models(), iso_f1=True, threshold=[0.5, 0.8])
    ax = fig.axes[0]
    iso = {line.get_label(): line for line in ax.lines if "F1" in line.get_label()}
    assert list(iso) == [f"_behind F1 = {level}" for level in (0.2, 0.4, 0.6, 0.8)]
    for name, line in iso.items():
        recall, precision = line.get_data()
        np.testing.assert_allclose(2 * recall * precision / (recall + precision), float(name.split("= ")[1]))
        assert max(recall.max(), precision.max()) <= 1 + 1e-12
    assert [said for said in texts(ax) if "F1" in said] == ["F1 = 0.2", "F1 = 0.4", "F1 = 0.6", "F1 = 0.8"]
    assert not any("F1" in entry for entry in legend(ax))
    assert_picture_equals_number(fig)
    return fig


def test_names_of_many_lines_of_constant_f1_do_not_meet():
    ax = plot_pr_curve(*HAND, iso_f1=np.arange(1, 10) / 10).axes[0]
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_gid() != CAPTION]
    assert len(boxes) == 9
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert all(ax.bbox.count_contains(box.corners()) == 4 for box in boxes)
    plot_pr_curve(*HAND, iso_f1=[0.5, 0.55], ax=ax)
    assert texts(ax).count("F1 = 0.5") == 1


@pytest.mark.mpl_image_compare
def test_a_band_of_each_point():
    curve = compute_pr_curve(*binary(1.6, n=300), confidence_level=0.9)
    fig = plot_pr_curve(curve, band="pointwise", label="forest")
    assert "and: 90% pointwise (bootstrap, 500 resamples)" in caption(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_zoom():
    curve = compute_pr_curve(*multiclass(4, 400, skill=4), display_labels=ANIMALS)
    fig = plot_pr_curve(curve, zoom=True, iso_f1=[0.7, 0.9], title="Nearly perfect")
    (inset,) = fig.axes[0].child_axes
    assert len(fig.axes) == 1
    np.testing.assert_allclose((inset.get_xlim(), inset.get_ylim()), [(0.8, 1.006), (0.8, 1.006)])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_many_classes_on_a_grid_without_a_layout():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8))
    for ax, n_classes in zip(axes.flat, (3, 10, 20, 2), strict=True):
        curve = compute_pr_curve(*multiclass(n_classes, 40 * n_classes, skill=2.5))
        plot_pr_curve(curve, ax=ax)
        ax.set(xlabel="", ylabel="")
    fig.draw_without_rendering()
    for ax in axes.flat:
        box = ax.get_legend().get_window_extent()
        lines = [line.get_transform().transform(line.get_xydata()) for line, _ in find_records(fig) if line.axes is ax]
        assert not any(box.padded(-2).count_contains(points) for points in lines)
    assert_picture_equals_number(fig)
    return fig


# --- Small and large data --------------------------------------------------------------------------

SMALL = {
    "ties": ([0, 0, 1, 1, 0, 1], [0.5, 0.5, 0.5, 0.7, 0.2, 0.7]),
    "constant": ([0, 1, 1, 0], [0.4, 0.4, 0.4, 0.4]),
    "three": ([0, 1, 1], [0.2, 0.8, 0.1]),
    "one-of-each": ([0, 1], [0.3, 0.6]),
    "one-of-each-wrong": ([0, 1], [0.6, 0.3]),
}


@pytest.mark.parametrize("options", [{}, {"iso_f1": True}, {"zoom": True}], ids=str)
@pytest.mark.parametrize("name", SMALL)
def test_small_data(name, options):
    curve = compute_pr_curve(*SMALL[name])
    fig = plot_pr_curve(curve, threshold=[0.4, 0.65], **options)
    fig.draw_without_rendering()
    np.testing.assert_array_equal(fig.axes[0].lines[0].get_xdata(), curve.recall)
    assert_picture_equals_number(fig)


def test_constant_scores_are_one_step_at_the_share_of_positives():
    line = plot_pr_curve([0, 1, 1, 1], [0.4, 0.4, 0.4, 0.4]).axes[0].lines[0]
    assert line.get_xydata().tolist() == [[1, 0.75], [0, 0.75]]


@pytest.mark.parametrize("options", [{}, {"zoom": 0.5, "iso_f1": True}], ids=["plain", "zoom"])
def test_a_million_samples(options, tmp_path):
    curve = compute_pr_curve(*binary(n=1_000_000))
    fig = plot_pr_curve(curve, threshold=0.5, **options)
    for suffix in ("png", "pdf"):
        fig.savefig(tmp_path / f"figure.{suffix}")
    assert (tmp_path / "figure.pdf").stat().st_size < 300_000
    line = fig.axes[0].lines[0]
    np.testing.assert_array_equal(line.get_xdata(), curve.recall)
    np.testing.assert_array_equal(line.get_ydata()[:-1], curve.precision[:-1])
    assert len(curve.recall) > 900_000
    assert abs(drawn_area(line) - curve.average_precision) < 1e-12


@pytest.mark.mpl_image_compare
def test_another_prevalence():
    curve = compute_pr_curve(*binary(1.0, n=300))
    fig = plot_pr_curve({"as it is": curve, "where it is rare": curve.at_prevalence(0.05)})
    assert legend(fig.axes[0])[1].endswith("if prevalence = 0.050)")
    assert_picture_equals_number(fig)
    return fig


def test_curve_at_given_thresholds():
    y_true, y_score = binary(1.2, n=300)
    curve = compute_pr_curve(y_true, y_score, thresholds=[0.3, 0.5, 0.7, 2])
    fig = plot_pr_curve(curve, threshold=0.5)
    assert re.match(r"AP 0\.\d+ ± 0\.\d+", legend(fig.axes[0])[0])
    assert_picture_equals_number(fig)
    restated = curve.at_prevalence(0.01)
    assert restated.bounds[0] < compute_pr_curve(y_true, y_score).at_prevalence(0.01).average_precision
    assert restated.bounds[1] > compute_pr_curve(y_true, y_score).at_prevalence(0.01).average_precision
    assert_picture_equals_number(plot_pr_curve(restated))
    with pytest.raises(ValueError, match="which are one bin"):
        plot_pr_curve(curve, threshold=0.6)


@pytest.mark.mpl_image_compare
def test_folds_are_thin_and_their_mean_has_a_band():
    rng = np.random.default_rng(4)
    true, folds = rng.random(500) < 0.3, np.arange(500) % 5
    words = np.where(true, "spam", "ham")
    fig = plot_pr_curve(words, true + rng.normal(size=500), folds=folds, pos_label="spam")
    (ax,) = fig.axes
    assert caption(ax) == "Positive: spam; band: ± 1 standard deviation of 5 folds"
    assert legend(ax)[-1] == f"chance ({true.mean():.3g})"
    assert_picture_equals_number(fig)
    return fig
