import pickle
import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from tests.plots.data import ANIMALS, HAND, binary, multiclass
from tests.plots.reading import assert_picture_equals_number, caption, drawn_area, legend

from figmerit import (
    choose_threshold,
    compare_models,
    compute_roc_curve,
    compute_threshold_sweep,
    count_scores,
    plot_roc_curve,
)
from figmerit.plots._curve_entries import STYLE
from figmerit.plots._record import find_records


def two_models():
    y_true, good = binary(skill=1.2)
    _, bad = binary(skill=0.5)
    return {"baseline": compute_roc_curve(y_true, bad), "tuned": compute_roc_curve(y_true, good)}


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_roc_curve(*HAND)
    assert legend(fig.axes[0]) == ["AUC 0.812 [0.349, 0.958]", "chance (0.5)"]
    assert drawn_area(fig.axes[0].lines[0]) == 0.8125
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_several_models_with_threshold():
    fig = plot_roc_curve(two_models(), threshold=0.5, title="Two models")
    marks = [line for line in fig.axes[0].lines if line.get_marker() == "o" and len(line.get_xdata())]
    for mark, curve in zip(marks, two_models().values(), strict=True):
        assert (mark.get_xdata()[0], mark.get_ydata()[0]) == curve.at_threshold(0.5)
    assert legend(fig.axes[0])[0] == "0.796 [0.725, 0.848]  baseline"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_ties_and_baseline_curve():
    y_true, y_score = binary()
    baseline = ([0, 0.2, 0.5, 1], [0, 0.5, 0.8, 1])
    fig = plot_roc_curve(
        y_true,
        y_score.round(1),
        label="rounded",
        baseline_curve=baseline,
        baseline_label="last year",
        chance_level=False,
    )
    assert len(fig.axes[0].lines[0].get_xdata()) == len(np.unique(y_score.round(1))) + 1
    assert legend(fig.axes[0])[1] == "last year"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_classes_and_averages():
    y_true, y_score = multiclass(4)
    curve = compute_roc_curve(y_true, y_score, display_labels=ANIMALS)
    fig = plot_roc_curve(curve)
    assert names(fig.axes[0]) == [
        *ANIMALS,
        "macro-average",
        "micro-average",
        "chance",
    ]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_ten_classes():
    fig = plot_roc_curve(*multiclass(10, 400))
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_some_classes_of_strings():
    y_true, y_score = multiclass(4)
    curve = compute_roc_curve([ANIMALS[code] for code in y_true], y_score)
    fig = plot_roc_curve(curve, classes=["cat"], averages="macro", label="tree", figsize=(4.8, 4.2))
    assert names(fig.axes[0]) == ["tree, cat", "tree, macro-average of all 4 classes", "chance"]
    return fig


@pytest.mark.mpl_image_compare
def test_undefined_class():
    curve = compute_roc_curve(
        ["a", "b", "b"], [[0.7, 0.2, 0.1], [0.4, 0.5, 0.1], [0.1, 0.2, 0.7]], labels=["a", "b", "c"]
    )
    fig = plot_roc_curve(curve)
    assert legend(fig.axes[0])[2] == "undefined  c (no positive samples)"
    assert "undefined  macro-average (" in legend(fig.axes[0])[3]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_axes_of_the_caller():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8), layout="constrained")
    assert plot_roc_curve(*HAND, ax=axes[0, 0], legend=False) is fig
    plot_roc_curve(two_models(), ax=axes[1, 1], legend=False)
    assert not axes[0, 1].has_data()
    return fig


def test_positive_label_is_named():
    curve = compute_roc_curve(["ham", "spam"], [0.2, 0.9], pos_label="spam")
    assert caption(plot_roc_curve(curve).axes[0]).split(";")[0] == "Positive: spam"
    assert plot_roc_curve(*HAND).axes[0].get_ylabel() == "True positive rate"


def test_mapping_of_one_equals_label():
    curve = compute_roc_curve(*HAND)
    one, other = plot_roc_curve({"a": curve}).axes[0], plot_roc_curve(curve, label="a").axes[0]
    assert legend(one) == legend(other)
    np.testing.assert_array_equal(one.lines[0].get_xydata(), other.lines[0].get_xydata())


def test_several_models_of_several_classes_show_their_macro_averages():
    curve = compute_roc_curve(*multiclass(3))
    fig = plot_roc_curve({"a": curve, "b": curve})
    assert names(fig.axes[0]) == ["a, macro", "b, macro", "chance"]
    assert_picture_equals_number(fig)


def test_nearly_perfect_is_not_called_perfect():
    y_true = np.repeat([0, 1], 2000)
    y_score = np.arange(4000.0)
    y_score[[1999, 2000]] = y_score[[2000, 1999]]
    assert legend(plot_roc_curve(y_true, y_score).axes[0])[0].startswith("AUC >0.999 [")


def test_no_positive_label_is_named_where_curves_differ_in_it():
    curves = {name: compute_roc_curve(*HAND, pos_label=label) for name, label in (("a", 1), ("b", 0))}
    assert plot_roc_curve(curves).axes[0].get_ylabel() == "True positive rate"
    named = compute_roc_curve(*HAND, display_labels=["ham", "spam"])
    assert caption(plot_roc_curve(named).axes[0]).split(";")[0] == "Positive: spam"


def words(pos_label, skill=1.0):
    y_true, y_score = binary(skill=skill)
    y_true = np.where(y_true == 1, "spam", "ham")
    return compute_roc_curve(y_true, y_score if pos_label == "spam" else 1 - y_score, pos_label=pos_label)


def names(ax):
    return [entry.split(" (")[0].split("  ")[-1] for entry in legend(ax)]


def said_at_marks(fig):
    return [text.get_text().replace("\n", ", ") for text in fig.axes[0].texts if text.get_gid() == "mark"]


def test_curves_of_different_positive_labels_each_name_their_own():
    ax = plot_roc_curve({"a": words("spam"), "b": words("ham")}).axes[0]
    assert caption(ax) == ""
    assert names(ax) == ["a, positive: spam", "b, positive: ham", "chance"]


def test_a_second_call_with_another_positive_label_renames_the_first():
    fig = plot_roc_curve(words("spam"), label="a")
    ax = fig.axes[0]
    assert caption(ax).split(";")[0] == "Positive: spam"
    plot_roc_curve(words("ham"), ax=ax)
    assert caption(ax) == "In brackets: 95% adjusted DeLong"
    assert names(ax) == ["a, positive: spam", "chance", "positive: ham"]  # and chance stands there once


def test_a_second_call_without_legend_renames_the_first_in_its_legend():
    ax = plot_roc_curve({"a": words("spam"), "b": words("spam")}).axes[0]
    ax.get_legend().get_texts()[1].set_text("my own words")
    plot_roc_curve(words("ham"), ax=ax, legend=False)
    assert names(ax) == ["a, positive: spam", "my own words", "chance"]


def test_curves_that_bear_their_class_as_name_do_not_say_it_twice():
    curve = compute_roc_curve(*multiclass(3), display_labels=["cat", "dog", "owl"])
    ax = plot_roc_curve({part.display_label: part for part in curve.per_class}).axes[0]
    assert names(ax) == ["cat", "dog", "owl", "chance"]


@pytest.mark.mpl_image_compare
def test_threshold_on_classes():
    curve = compute_roc_curve(*multiclass(3), display_labels=["cat", "dog", "owl"])
    fig = plot_roc_curve(curve, threshold=0.4, averages="micro")
    marks = [line for line in fig.axes[0].lines if line.get_marker() == "o" and len(line.get_xdata())]
    expected = [part.at_threshold(0.4) for part in (*curve.per_class, curve.micro)]
    assert [(mark.get_xdata()[0], mark.get_ydata()[0]) for mark in marks] == expected
    assert legend(fig.axes[0])[-1] == "chance (0.5)"
    assert legend(fig.axes[0])[-2] == "score ≥ 0.4"
    assert_picture_equals_number(fig)
    return fig


def test_two_calls_with_marks_on_classes_share_their_entry():
    curve = compute_roc_curve(*multiclass(3))
    ax = plot_roc_curve(curve, threshold=0.4).axes[0]
    plot_roc_curve(curve, threshold=0.4, ax=ax)
    assert legend(ax).count("score ≥ 0.4") == 1


def test_names_with_an_underscore_stand_in_the_legend():
    curve = compute_roc_curve(*multiclass(3), display_labels=["_cat", "dog", "owl"])
    fig = plot_roc_curve(curve, averages=(), baseline_curve=([0, 1], [0, 1]), baseline_label="_old")
    assert [name.strip() for name in names(fig.axes[0])] == ["_cat", "dog", "owl", "_old", "chance"]
    assert names(plot_roc_curve({"_a": compute_roc_curve(*HAND)}).axes[0])[0].strip() == "_a"


def test_the_record_holds_the_drawing_options_and_the_figure_pickles():
    fig = pickle.loads(pickle.dumps(plot_roc_curve(compute_roc_curve(*HAND), label="a", threshold=0.5)))
    ((_, record),) = find_records(fig)
    assert (record.options["label"], record.options["threshold"]) == ("a", 0.5)


def test_a_mark_never_claims_a_perfect_rate():
    y_true, y_score = np.repeat([0, 1], 5000), np.repeat([0.2, 0.8], 5000)
    y_score[-1] = 0.1
    assert said_at_marks(plot_roc_curve(y_true, y_score, threshold=0.5)) == ["TPR >0.999, FPR 0.000"]


def test_one_undefined_curve_does_not_fail_the_others():
    empty = compute_roc_curve([0, 0], [0.1, 0.9])
    ax = plot_roc_curve({"empty": empty, "good": compute_roc_curve(*HAND)}, threshold=0.5).axes[0]
    assert legend(ax)[0] == "undefined  empty (no positive samples)"
    assert legend(ax)[2] == "score ≥ 0.5"


def test_two_columns_are_the_positive_label_s():
    y_true, y_score = binary()
    two = plot_roc_curve(y_true, np.column_stack([1 - y_score, y_score]), threshold=0.5)
    one = plot_roc_curve(y_true, y_score, threshold=0.5)
    assert legend(two.axes[0]) == legend(one.axes[0])


@pytest.mark.parametrize(
    "options", [{"legend": "x"}, {"classes": [9]}, {"averages": 5}, {"threshold": "x"}, {"baseline_curve": 3}]
)
def test_an_error_leaves_the_axes_of_the_caller_as_they_were(options):
    ax = plt.figure().subplots()
    before = len(ax.get_children())
    with pytest.raises((TypeError, ValueError)):
        plot_roc_curve(compute_roc_curve(*multiclass(3)), ax=ax, **options)
    assert len(ax.get_children()) == before
    assert ax.get_xlim() == (0, 1)


def test_an_empty_name_is_none_and_numpy_labels_are_labels():
    curve = compute_roc_curve(*multiclass(3))
    assert names(plot_roc_curve(compute_roc_curve(*HAND), label="").axes[0])[0] == "AUC 0.812 [0.349, 0.958]"
    assert names(plot_roc_curve(curve, classes=np.int64(1), averages=()).axes[0]) == ["1", "chance"]
    assert names(plot_roc_curve(curve, classes=np.array([2, 0]), averages=()).axes[0]) == ["2", "0", "chance"]


# --- Marked points --------------------------------------------------------------------------------


def marks_on(ax):
    """Return marker and place of each marked point."""
    marks = [line for line in ax.lines if line.get_linestyle() == "None" and len(line.get_xdata())]
    return [(mark.get_marker(), *mark.get_xydata()[0].tolist()) for mark in marks]


@pytest.mark.mpl_image_compare
def test_named_points():
    curve = two_models()["baseline"]
    points = {"cautious": 0.3, "deployed": 0.5, "strict": 0.8}
    fig = plot_roc_curve(curve, threshold=points)
    ax = fig.axes[0]
    expected = [(marker, *curve.at_threshold(cut)) for marker, cut in zip("os^", points.values(), strict=True)]
    assert marks_on(ax) == expected
    assert legend(ax)[2] == "deployed: score ≥ 0.5"
    assert said_at_marks(fig)[1] == "TPR 0.679, FPR 0.286"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_a_threshold_of_its_own_for_each_model():
    models = two_models()
    fig = plot_roc_curve(models, threshold={"tuned": 0.6, "baseline": 0.4})
    assert marks_on(fig.axes[0]) == [
        ("o", *models["baseline"].at_threshold(0.4)),
        ("o", *models["tuned"].at_threshold(0.6)),
    ]
    marked = [entry.split("(")[1] for entry in legend(fig.axes[0])[:2]]
    assert marked == ["marked: score ≥ 0.4)", "marked: score ≥ 0.6)"]
    assert_picture_equals_number(fig)
    return fig


def test_a_model_without_a_threshold_of_its_own_has_no_mark():
    models = two_models()
    assert marks_on(plot_roc_curve(models, threshold={"tuned": 0.6}).axes[0]) == [
        ("o", *models["tuned"].at_threshold(0.6))
    ]


@pytest.mark.parametrize("names", [("cat", "owl"), (0, 2)], ids=["names", "labels"])
def test_classes_have_thresholds_of_their_own(names):
    curve = compute_roc_curve(*multiclass(3), display_labels=["cat", "dog", "owl"])
    fig = plot_roc_curve(curve, threshold=dict(zip(names, (0.3, 0.5), strict=True)))
    ax = fig.axes[0]
    assert marks_on(ax) == [("o", *curve.per_class[0].at_threshold(0.3)), ("o", *curve.per_class[2].at_threshold(0.5))]
    assert ["(marked: score ≥ " in entry for entry in legend(ax)] == [True, False, True, False, False, False]
    assert legend(ax)[0].endswith("(marked: score ≥ 0.3)")
    assert_picture_equals_number(fig)


@pytest.mark.parametrize(
    "cuts",
    [[0.3, 0.5], (0.3, 0.5), np.array([0.3, 0.5]), pd.Series([0.3, 0.5])],
    ids=["list", "tuple", "array", "series"],
)
def test_several_thresholds_on_each_curve(cuts):
    models = two_models()
    ax = plot_roc_curve(models, threshold=cuts).axes[0]
    assert marks_on(ax) == [
        (m, *curve.at_threshold(cut)) for curve in models.values() for m, cut in (("o", 0.3), ("s", 0.5))
    ]
    assert [entry for entry in legend(ax) if "score" in entry] == ["score ≥ 0.3", "score ≥ 0.5"]
    assert len(said_at_marks(ax.figure)) == 4


def test_many_points_share_an_entry_for_each_threshold():
    curve = compute_roc_curve(*multiclass(3))
    for curves in (curve, two_models()):
        ax = plot_roc_curve(curves, threshold={"low": 0.2, "middle": 0.5, "high": 0.7}).axes[0]
        assert [e for e in legend(ax) if "score" in e] == [
            "low: score ≥ 0.2",
            "middle: score ≥ 0.5",
            "high: score ≥ 0.7",
        ]
        assert {marker for marker, *_ in marks_on(ax)} == {"o", "s", "^"}


def test_a_number_in_a_list_or_named_after_the_only_curve_is_that_number():
    curve = compute_roc_curve(*HAND)
    one, listed = (legend(plot_roc_curve(curve, threshold=cut).axes[0]) for cut in (0.5, [0.5]))
    assert one == listed
    named = legend(plot_roc_curve(curve, label="a", threshold={"a": 0.5}).axes[0])
    assert named == legend(plot_roc_curve(curve, label="a", threshold=0.5).axes[0])


# --- The corner, and low false positive rates ------------------------------------------------------


def inset_of(ax):
    (inset,) = ax.child_axes
    return inset


@pytest.mark.mpl_image_compare
def test_zoom():
    fig = plot_roc_curve(two_models(), zoom=0.3, threshold=0.5)
    inset = inset_of(fig.axes[0])
    assert fig.axes == [inset.get_figure().axes[0]]  # no new axes of the figure
    np.testing.assert_allclose((inset.get_xlim(), inset.get_ylim()), [(-0.009, 0.3), (0.7, 1.009)])
    assert sum(line.get_marker() == "o" and len(line.get_xdata()) for line in inset.lines) == 2
    assert_picture_equals_number(fig)
    return fig


def test_zoom_on_axes_of_the_caller_touches_no_others_and_is_kept_up_to_date():
    fig, axes = plt.subplots(1, 2)
    models = two_models()
    plot_roc_curve(models["baseline"], label="baseline", zoom=True, ax=axes[0])
    assert fig.axes == list(axes)
    plot_roc_curve(models["tuned"], label="tuned", ax=axes[0], chance_level=False)
    assert len(axes[0].child_axes) == 1
    assert inset_of(axes[0]).get_xlim()[1] == pytest.approx(0.2)
    assert sum(record.plot == "roc_curve" for _, record in find_records(fig)) == 2  # the inset's are no records
    assert_picture_equals_number(fig)
    plot_roc_curve(models["tuned"], label="again", zoom=0.4, ax=axes[0])
    assert inset_of(axes[0]).get_xlim()[1] == pytest.approx(0.4)
    assert not axes[1].child_axes
    pickle.loads(pickle.dumps(fig)).draw_without_rendering()


@pytest.mark.mpl_image_compare
def test_log_scale():
    y_true, y_score = binary(n=1500, seed=3)
    curve = compute_roc_curve(y_true, y_score.round(2))
    fig = plot_roc_curve(
        curve, fpr_scale="log", threshold={"strict": 0.97, "deployed": 0.7}, baseline_curve=([0, 0.5, 1], [0, 0.8, 1])
    )
    ax = fig.axes[0]
    assert ax.get_xlim()[0] < curve.fpr[curve.fpr > 0].min() <= ax.get_xlim()[0] * 2
    assert drawn_area(ax.lines[0]) == pytest.approx(curve.roc_auc, rel=0, abs=1e-12)
    for line, area in zip(ax.lines[-2:], (0.65, 0.5), strict=True):  # straight lines, of many vertices
        x, y = line.get_data()
        assert drawn_area(line) == pytest.approx(area, rel=0, abs=1e-12)
        np.testing.assert_allclose(y, np.interp(x, [0, 0.5, 1], [0, 0.8 if area > 0.5 else 0.5, 1]), atol=1e-14)
        assert np.diff(np.log10(x[x > 1e-6])).max() < 0.02
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_a_point_at_zero_stands_at_the_left_of_a_log_scale():
    y_true, y_score = binary(skill=2, n=400)
    fig = plot_roc_curve(y_true, y_score, fpr_scale="log", threshold=0.95, max_fpr=0.02, figsize=(4.8, 4.8))
    ax = fig.axes[0]
    mark, _ = (line for line in ax.lines if line.get_marker() == "o")
    assert list(mark.get_xdata()) == [0]
    fig.draw_without_rendering()
    at = ax.transAxes.inverted().transform(mark.get_transform().transform(mark.get_xydata()))
    assert at[0, 0] == pytest.approx(0)
    assert said_at_marks(fig)[0].endswith(", FPR 0")
    assert_picture_equals_number(fig)
    return fig


def test_a_log_scale_names_small_rates_and_averages_keep_their_areas():
    y_true, y_score = binary(skill=2, n=4000)
    assert said_at_marks(plot_roc_curve(y_true, y_score, fpr_scale="log", threshold=0.66))[0].endswith("FPR 0.0025")
    assert_picture_equals_number(plot_roc_curve(*multiclass(4), fpr_scale="log", threshold=0.4, max_fpr=0.1))


@pytest.mark.mpl_image_compare
def test_partial_area():
    fig = plot_roc_curve(*binary(), max_fpr=0.1, label="model")
    curve = compute_roc_curve(*binary())
    assert legend(fig.axes[0])[0] == f"0.943 [0.897, 0.964]  model ({curve.partial_roc_auc(0.1):.3f} for FPR ≤ 0.1)"
    (limit,) = (line for line in fig.axes[0].lines if set(line.get_xdata()) == {0.1})
    assert limit.get_linestyle() == ":"
    (shade,) = fig.axes[0].collections
    corners = shade.get_paths()[0].vertices
    assert corners[:, 0].max() == 0.1
    x, y = corners[:, 0], corners[:, 1]
    drawn = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    assert 0.5 * (1 + (drawn - 0.005) / (0.1 - 0.005)) == pytest.approx(curve.partial_roc_auc(0.1), abs=1e-12)
    assert_picture_equals_number(fig)
    return fig


def test_partial_areas_of_several_curves_stand_in_the_legend_and_are_not_shaded():
    fig = plot_roc_curve(two_models(), max_fpr=0.2)
    assert not fig.axes[0].collections
    assert all(" for FPR ≤ 0.2" in entry for entry in legend(fig.axes[0])[:2])
    assert_picture_equals_number(fig)
    plot_roc_curve({"undefined": compute_roc_curve([0, 0], [0.1, 0.9])}, max_fpr=0.2)


# --- Many classes ----------------------------------------------------------------------------------


def assert_legend_hides_no_curve(fig):
    """Draw the figure, and fail if a legend lies over a curve or a mark, or leaves the figure."""
    fig.draw_without_rendering()
    for ax in fig.axes:
        box = ax.get_legend().get_window_extent()
        for line, _ in find_records(fig):
            if line.axes is ax:
                path = line.get_transform().transform_path(line.get_path())
                steps = path.interpolated(20) if len(path.vertices) < 10_000 else path
                assert not box.padded(-2).count_contains(steps.vertices), line.get_label()
        assert fig.bbox.padded(2).count_contains(box.corners()) == 4


@pytest.mark.mpl_image_compare
def test_thirty_classes():
    fig = plot_roc_curve(*multiclass(30, 900))
    lines = [line for line, _ in find_records(fig)]
    shown = [line for line in lines if not line.get_label().startswith("_")]
    assert len({(line.get_color(), str(getattr(line, STYLE, line.get_linestyle()))) for line in shown}) == 5
    areas = sorted(record.result.roc_auc for line, record in find_records(fig) if record.options["faint"])
    assert len(areas) == 27
    assert legend(fig.axes[0])[3] == f"≥{areas[0]:.3f}  27 others"
    assert areas[0] >= max(record.result.roc_auc for line, record in find_records(fig) if line in shown[:3])
    assert_legend_hides_no_curve(fig)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.parametrize("figsize", [None, (3.2, 2.4), (3, 5), (8, 3)], ids=str)
@pytest.mark.parametrize("n_classes", [3, 10, 20, 30])
def test_the_legend_hides_nothing(n_classes, figsize):
    fig = plot_roc_curve(*multiclass(n_classes, 40 * n_classes), figsize=figsize)
    assert_legend_hides_no_curve(fig)
    assert_picture_equals_number(fig)


@pytest.mark.mpl_image_compare
def test_many_classes_on_axes_without_a_layout():
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.2), gridspec_kw={"wspace": 0.4, "bottom": 0.15})
    plot_roc_curve(*multiclass(10, 400), ax=axes[0])
    plot_roc_curve(*multiclass(30, 900), ax=axes[1])
    assert_legend_hides_no_curve(fig)
    assert_picture_equals_number(fig)
    return fig


def test_axes_that_leave_room_for_their_legend_keep_their_place_and_can_be_laid_out():
    fig, axes = plt.subplots(1, 2, figsize=(12, 4))
    place = axes[0].get_position(original=True).bounds
    for ax in axes:
        plot_roc_curve(*multiclass(10, 400), ax=ax)
        assert len(legend(ax)) == 7
    assert_legend_hides_no_curve(fig)
    assert axes[0].get_position(original=True).bounds == place
    assert axes[0].get_position().width < 0.9 * place[2]
    fig.tight_layout()  # warns of axes that it cannot lay out
    assert_legend_hides_no_curve(fig)
    plot_roc_curve(compute_roc_curve(*HAND), ax=axes[0])  # and once more
    assert_legend_hides_no_curve(pickle.loads(pickle.dumps(fig)))


def test_a_cycle_of_the_user_with_styles_is_left_as_it_is():
    cycle = plt.cycler(color=["k", "k"], linestyle=["--", ":"])
    with plt.rc_context({"axes.prop_cycle": cycle}):
        fig = plot_roc_curve(*multiclass(4), averages=())
    assert [line.get_linestyle() for line, _ in find_records(fig)] == ["--", ":", "--", ":"]


def test_curves_of_two_calls_are_told_apart():
    ax = plt.figure().subplots()
    for name in range(12):
        plot_roc_curve(compute_roc_curve(*HAND), label=str(name), ax=ax)
    lines = [(line.get_color(), getattr(line, STYLE)) for line, _ in find_records(ax.figure)]
    assert len({*lines}) == 12


# --- Small and large data --------------------------------------------------------------------------

SMALL = {
    "ties": ([0, 0, 1, 1, 0, 1], [0.5, 0.5, 0.5, 0.7, 0.2, 0.7]),
    "constant": ([0, 1, 1, 0], [0.4, 0.4, 0.4, 0.4]),
    "three": ([0, 1, 1], [0.2, 0.8, 0.1]),
    "one-of-each": ([0, 1], [0.3, 0.6]),
    "one-of-each-wrong": ([0, 1], [0.6, 0.3]),
}


@pytest.mark.parametrize("options", [{}, {"fpr_scale": "log"}, {"zoom": True}, {"max_fpr": 0.3}], ids=str)
@pytest.mark.parametrize("name", SMALL)
def test_small_data(name, options):
    curve = compute_roc_curve(*SMALL[name])
    fig = plot_roc_curve(curve, threshold=[0.4, 0.65], **options)
    fig.draw_without_rendering()
    points = {*map(tuple, fig.axes[0].lines[0].get_xydata().tolist())}
    assert points >= {*zip(curve.fpr.tolist(), curve.tpr.tolist(), strict=True)}
    assert_picture_equals_number(fig)


def test_constant_scores_are_the_diagonal():
    line = plot_roc_curve(*SMALL["constant"]).axes[0].lines[0]
    assert line.get_xydata().tolist() == [[0, 0], [1, 1]]


@pytest.mark.parametrize(
    "options", [{}, {"fpr_scale": "log"}, {"zoom": 0.1, "max_fpr": 0.05}], ids=["plain", "log", "zoom"]
)
def test_a_million_samples(options, tmp_path):
    y_true, y_score = binary(n=1_000_000)
    curve = compute_roc_curve(y_true, y_score)
    fig = plot_roc_curve(curve, threshold=0.5, **options)
    for suffix in ("png", "pdf"):
        fig.savefig(tmp_path / f"figure.{suffix}")
    assert (tmp_path / "figure.pdf").stat().st_size < 200_000
    line = fig.axes[0].lines[0]
    assert len(line.get_xydata()) >= len(curve.fpr) > 900_000
    if not options:
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack([curve.fpr, curve.tpr]))
    assert abs(drawn_area(line) - curve.roc_auc) < 1e-12


def test_counts_are_drawn_as_their_arrays_are():
    y_true, y_score = binary()
    counted, rowwise = plot_roc_curve(count_scores(y_true, y_score)), plot_roc_curve(y_true, y_score)
    lines = [fig.axes[0].lines[0].get_xydata() for fig in (counted, rowwise)]
    np.testing.assert_array_equal(*lines)
    assert legend(counted.axes[0]) == legend(rowwise.axes[0])
    assert_picture_equals_number(counted)


@pytest.mark.mpl_image_compare
def test_scores_in_bins():
    y_true, y_score = binary()
    curves = {
        "coarse": compute_roc_curve(count_scores(y_true, y_score, resolution=2)),
        "fine": compute_roc_curve(count_scores(y_true, y_score, resolution=6)),
        "exact": compute_roc_curve(y_true, y_score),
    }
    fig = plot_roc_curve(curves)
    exact = curves["exact"].roc_auc
    for text, curve in zip(legend(fig.axes[0]), curves.values(), strict=False):
        shown, _, off = text.partition(" [")[0].partition(" ± ")
        assert abs(float(shown) - exact) <= float(off or 0.0005)
        assert bool(off) != curve.exact
    assert re.fullmatch(r"AUC 0\.\d+ ± 0\.\d+ \[0\.\d+, 0\.\d+\]", legend(plot_roc_curve(curves["fine"]).axes[0])[0])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_bands_that_hold_whole_curves():
    fig = plot_roc_curve(two_models(), band="simultaneous", title="Two models")
    assert [str(patch.get_gid()) for patch in fig.axes[0].patches] == ["band:simultaneous:95"] * 2
    assert "and: 95% simultaneous (bootstrap, 500 resamples)" in caption(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


def test_bands_of_what_has_none():
    classes = compute_roc_curve(*multiclass(3))
    fig = plot_roc_curve(classes, band="pointwise")
    assert len(fig.axes[0].patches) == 3  # the averages have none
    assert_picture_equals_number(fig)
    weighted = compute_roc_curve(*HAND, sample_weight=np.full(8, 2.0))
    with pytest.raises(ValueError, match="band must be left out where no curve has one; got 'pointwise' for weighted"):
        plot_roc_curve(weighted, band="pointwise")
    with pytest.raises(ValueError, match="band must be left out with fpr_scale='log'"):
        plot_roc_curve(*HAND, band="pointwise", fpr_scale="log")


@pytest.mark.mpl_image_compare
def test_lines_of_equal_cost():
    cost = {"fp": 1, "fn": 5}
    curves = {"at hand": compute_roc_curve(*binary(1.0, n=300))}
    fig = plot_roc_curve(curves, iso_cost=cost, threshold=choose_threshold(curves["at hand"], "cost", cost=cost))
    sweep = compute_threshold_sweep(*binary(1.0, n=300), cost=cost)
    (line,) = (line for line in fig.axes[0].lines if line.get_label() == "equal cost for FP 1, FN 5")
    share = sweep.prevalence
    along = [cost["fp"] * x * (1 - share) + cost["fn"] * (1 - y) * share for x, y in line.get_xydata()]
    assert along == pytest.approx([np.nanmin(sweep.values("cost"))] * 2)
    assert_picture_equals_number(fig)
    return fig


def test_costs_of_another_prevalence():
    fig = plot_roc_curve(*binary(), iso_cost=[[0, 1], [5, 0]], prevalence=0.5)
    (line,) = (line for line in fig.axes[0].lines if line.get_label().startswith("equal cost"))
    assert line.get_label() == "equal cost for FP 1, FN 5 if prevalence = 0.500"
    (x0, y0), (x1, y1) = line.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(1 / 5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"prevalence": 0.1}, r"^prevalence must be left out without iso_cost; got 0\.1\.$"),
        (
            {"iso_cost": {"fp": 1, "fn": 5}, "fpr_scale": "log"},
            r"^iso_cost must be left out with fpr_scale='log', where",
        ),
        ({"iso_cost": {"fp": 1}}, r"^cost must be higher for a mistake"),
        ({"iso_cost": {"fp": 1, "fn": 5}, "prevalence": 0}, r"^prevalence must be between 0 and 1; got 0\."),
    ],
)
def test_costs_that_cannot_be_drawn(options, message):
    with pytest.raises(ValueError, match=message):
        plot_roc_curve(*binary(), **options)


def test_curve_at_given_thresholds():
    y_true, y_score = binary(1.2, n=300)
    curve, exact = compute_roc_curve(y_true, y_score, thresholds=[0.3, 0.5, 0.7]), compute_roc_curve(y_true, y_score)
    fig = plot_roc_curve({"at three thresholds": curve, "at all": exact}, threshold=0.5)
    (entry, *_) = legend(fig.axes[0])
    assert re.match(rf"{curve.roc_auc:.2f}\d? ± 0\.\d+ \[0\.\d+, 1\.000\]  at three thresholds", entry)
    assert len(fig.axes[0].lines[0].get_xdata()) == 5
    assert_picture_equals_number(fig)
    with pytest.raises(ValueError, match="which are one bin"):
        plot_roc_curve(curve, threshold=0.6)


def _folds(n_folds, n=600):
    rng = np.random.default_rng(4)
    true = rng.integers(0, 2, n)
    return true, true * 1.2 + rng.normal(size=n), np.arange(n) % n_folds


@pytest.mark.mpl_image_compare
def test_folds_are_thin_and_their_mean_has_a_band():
    true, score, folds = _folds(5)
    fig = plot_roc_curve(true, score, folds=folds, title="Five folds")
    (ax,) = fig.axes
    curve = compute_roc_curve(true, score, folds=folds)
    areas = [one.roc_auc for one in curve.per_class]
    assert legend(ax) == [
        f"{min(areas):.3f} to {max(areas):.3f}  5 folds",
        f"{curve.roc_auc:.3f}  mean of 5 folds",
        "chance (0.5)",
    ]
    assert caption(ax) == "Band: ± 1 standard deviation of 5 folds"
    (band,) = [patch for patch in ax.patches if str(patch.get_gid()).startswith("band")]
    spread = curve.spread()
    corners = np.concatenate([spread.upper, spread.lower[::-1]])
    np.testing.assert_array_equal(band.get_xy()[: len(corners)], corners)
    assert_picture_equals_number(fig)
    return fig


def test_folds_as_a_list_of_pairs():
    true, score, folds = _folds(5)
    pairs = [(true[folds == fold], score[folds == fold]) for fold in range(5)]
    drawn = legend(plot_roc_curve(pairs, folds=True).axes[0])
    assert drawn == legend(plot_roc_curve(true, score, folds=folds).axes[0])


def test_many_folds_are_no_rainbow_and_have_no_long_legend():
    true, score, folds = _folds(25)
    ax = plot_roc_curve(true, score, folds=folds).axes[0]
    assert len(legend(ax)) == 3
    faint = {line.get_color() for line in ax.lines if line.get_label().startswith("_") and len(line.get_xdata()) > 2}
    assert len(faint) == 1
    with pytest.raises(ValueError, match="iso_cost must be left out for the mean of folds; got"):
        plot_roc_curve(true, score, folds=folds, iso_cost={"fp": 1, "fn": 2})


def test_the_mean_of_folds_beside_another_model():
    true, score, folds = _folds(5)
    curves = {"five": compute_roc_curve(true, score, folds=folds), "once": compute_roc_curve(true, score)}
    ax = plot_roc_curve(curves).axes[0]
    assert legend(ax)[0] == f"{curves['five'].roc_auc:.3f}  five, mean of 5 folds"
    assert len(ax.patches) == 1


def _three_models():
    rng = np.random.default_rng(0)
    true, common = rng.integers(0, 2, 400), rng.normal(size=400)
    better = true * 1.5 + 0.9 * common + 0.3 * rng.normal(size=400)
    return true, {"forest": true + common, "boosting": better, "linear": 0.9 * true + common}


@pytest.mark.mpl_image_compare
def test_differences_from_the_first_model():
    true, scores = _three_models()
    fig = plot_roc_curve(true, scores, comparison=True)
    (ax,) = fig.axes
    found = compare_models(true, scores["forest"], {name: scores[name] for name in ("boosting", "linear")},
                           metric="roc_auc", names="forest")  # fmt: skip
    assert "(" not in legend(ax)[0]
    for name, entry in zip(found, legend(ax)[1:], strict=False):
        one = found[name]
        low, high = one.interval
        said = f"{name} ({one.difference:+.3f} [{low:.3f}, {high:.3f}])".replace("-", "\N{MINUS SIGN}")
        assert entry.endswith(said)
    assert caption(ax) == "In parentheses: difference in ROC AUC from forest, 95% DeLong"
    assert_picture_equals_number(fig)
    return fig


def test_a_comparison_of_the_callers_own():
    true, scores = _three_models()
    curves = {name: compute_roc_curve(true, score) for name, score in scores.items()}
    one = compare_models(true, scores["forest"], scores["linear"], metric="roc_auc", names=["forest", "linear"])
    for given in (one, {"linear": one}):
        entries = legend(plot_roc_curve(curves, comparison=given).axes[0])
        assert ["(" in entry for entry in entries] == [False, False, True, True]
    plain = plot_roc_curve(true, {1: scores["forest"], 2: scores["linear"]}, comparison=True, confidence_level=None)
    entry = legend(plain.axes[0])[1]
    assert entry.endswith(")")
    assert "[" not in entry
    weighted = plot_roc_curve(true, scores, comparison=True, sample_weight=np.full(400, 0.5)).axes[0]
    assert caption(weighted).endswith("difference in ROC AUC from forest (weights are not counts)")


def _wrong(comparison, **given):
    true, scores = _three_models()
    return lambda: plot_roc_curve(*given.get("arrays", (true, scores)), comparison=comparison)


def _compared(names=("forest", "linear"), metric="roc_auc"):
    true, scores = _three_models()
    pair = [scores[name] if metric == "roc_auc" else (scores[name] > 0).astype(int) for name in ("forest", "linear")]
    return compare_models(true, *pair, metric=metric, names=list(names))


COMPARISONS = {
    "results": (
        _wrong(True, arrays=({"A": compute_roc_curve([0, 1], [0, 0.3]), "B": compute_roc_curve([0, 1], [0, 0.5])},)),
        ValueError,
        "comparison must be given as a Comparison where models do not come as a mapping of two scores or more for one "
        "y_true: samples must be the same; got True.",
    ),
    "a text": (
        _wrong("forest"),
        TypeError,
        "comparison must be a Comparison, a mapping of names to these, or True with one y_true and a mapping of "
        "scores; got 'forest'.",
    ),
    "a number": (
        _wrong({"linear": 0.3}), TypeError, "comparison['linear'] must be a Comparison; got 0.3.",
    ),
    "accuracy": (
        lambda: _wrong(_compared(metric="accuracy"))(),
        ValueError,
        "comparison must be one of 'roc_auc'; got 'accuracy'.\nHint: compare_models(..., metric='roc_auc').",
    ),
    "other samples": (
        lambda: plot_roc_curve(
            {name: compute_roc_curve(_three_models()[0][:300], one[:300]) for name, one in _three_models()[1].items()},
            comparison=_compared(),
        ),
        ValueError,
        None,
    ),
    "folds": (
        lambda: plot_roc_curve(*_three_models(), folds=np.arange(400) % 4, comparison=True),
        ValueError,
        "comparison must be left out with folds; got True.",
    ),
    "several classes": (
        lambda: plot_roc_curve([0, 1, 2] * 4, {name: np.full((12, 3), 1 / 3) for name in "ab"}, comparison=True),
        ValueError,
        "comparison must be left out where models cannot be compared; got True: first must be one score a sample for "
        "this metric; got scores of 3 classes.",
    ),
    "a stranger": (
        lambda: _wrong(_compared(names=("old", "linear")))(),
        ValueError,
        "comparison must be of models that are drawn, ['forest', 'boosting', 'linear']; got 'old'.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COMPARISONS)
def test_whole_message_of_a_comparison(name):
    call, kind, message = COMPARISONS[name]
    with pytest.raises(kind) as error:
        call()
    if message is None:
        assert str(error.value).startswith("comparison must be of the curves that are drawn; got ")
    else:
        assert str(error.value) == message
