import pickle

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.data import ANIMALS, HAND, binary, multiclass
from tests.plots.reading import assert_picture_equals_number, drawn_area, legend

from figmerit import compute_roc_curve, plot_roc_curve
from figmerit.plots._record import find_records


def two_models():
    y_true, good = binary(skill=1.2)
    _, bad = binary(skill=0.5)
    return {"baseline": compute_roc_curve(y_true, bad), "tuned": compute_roc_curve(y_true, good)}


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_roc_curve(*HAND)
    assert legend(fig.axes[0]) == ["AUC = 0.812", "chance (AUC = 0.5)"]
    assert drawn_area(fig.axes[0].lines[0]) == 0.8125
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_several_models_with_threshold():
    fig = plot_roc_curve(two_models(), threshold=0.5, title="Two models")
    marks = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    for mark, curve in zip(marks, two_models().values(), strict=True):
        assert (mark.get_xdata()[0], mark.get_ydata()[0]) == curve.at_threshold(0.5)
    assert legend(fig.axes[0])[0] == f"baseline (AUC = {two_models()['baseline'].roc_auc:.3f})"
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
    assert [entry.split(" (")[0] for entry in legend(fig.axes[0])] == [
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
    assert [entry.split(" (")[0] for entry in legend(fig.axes[0])] == ["tree, cat", "tree, macro-average", "chance"]
    return fig


@pytest.mark.mpl_image_compare
def test_undefined_class():
    curve = compute_roc_curve(
        ["a", "b", "b"], [[0.7, 0.2, 0.1], [0.4, 0.5, 0.1], [0.1, 0.2, 0.7]], labels=["a", "b", "c"]
    )
    fig = plot_roc_curve(curve)
    assert legend(fig.axes[0])[2] == "c (AUC undefined: no positive samples)"
    assert "macro-average (AUC undefined" in legend(fig.axes[0])[3]
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
    assert plot_roc_curve(curve).axes[0].get_ylabel() == "True positive rate (positive: spam)"
    assert plot_roc_curve(*HAND).axes[0].get_ylabel() == "True positive rate"


def test_mapping_of_one_equals_label():
    curve = compute_roc_curve(*HAND)
    one, other = plot_roc_curve({"a": curve}).axes[0], plot_roc_curve(curve, label="a").axes[0]
    assert legend(one) == legend(other)
    np.testing.assert_array_equal(one.lines[0].get_xydata(), other.lines[0].get_xydata())


def test_several_models_of_several_classes_show_their_macro_averages():
    curve = compute_roc_curve(*multiclass(3))
    fig = plot_roc_curve({"a": curve, "b": curve})
    assert [entry.split(" (")[0] for entry in legend(fig.axes[0])] == ["a, macro", "b, macro", "chance"]
    assert_picture_equals_number(fig)


def test_nearly_perfect_is_not_called_perfect():
    y_true = np.repeat([0, 1], 2000)
    y_score = np.arange(4000.0)
    y_score[[1999, 2000]] = y_score[[2000, 1999]]
    assert legend(plot_roc_curve(y_true, y_score).axes[0])[0] == "AUC > 0.999"


def test_no_positive_label_is_named_where_curves_differ_in_it():
    curves = {name: compute_roc_curve(*HAND, pos_label=label) for name, label in (("a", 1), ("b", 0))}
    assert plot_roc_curve(curves).axes[0].get_ylabel() == "True positive rate"
    named = compute_roc_curve(*HAND, display_labels=["ham", "spam"])
    assert plot_roc_curve(named).axes[0].get_ylabel() == "True positive rate (positive: spam)"


def words(pos_label, skill=1.0):
    y_true, y_score = binary(skill=skill)
    y_true = np.where(y_true == 1, "spam", "ham")
    return compute_roc_curve(y_true, y_score if pos_label == "spam" else 1 - y_score, pos_label=pos_label)


def names(ax):
    return [entry.split(" (")[0] for entry in legend(ax)]


def test_curves_of_different_positive_labels_each_name_their_own():
    ax = plot_roc_curve({"a": words("spam"), "b": words("ham")}).axes[0]
    assert ax.get_ylabel() == "True positive rate"
    assert names(ax) == ["a, positive: spam", "b, positive: ham", "chance"]


def test_a_second_call_with_another_positive_label_renames_the_first():
    fig = plot_roc_curve(words("spam"), label="a")
    ax = fig.axes[0]
    assert ax.get_ylabel() == "True positive rate (positive: spam)"
    plot_roc_curve(words("ham"), ax=ax)
    assert ax.get_ylabel() == "True positive rate"
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
    assert legend(fig.axes[0])[-1] == "chance (AUC = 0.5)"
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
    assert "TPR > 0.999" in legend(plot_roc_curve(y_true, y_score, threshold=0.5).axes[0])[1]


def test_one_undefined_curve_does_not_fail_the_others():
    empty = compute_roc_curve([0, 0], [0.1, 0.9])
    ax = plot_roc_curve({"empty": empty, "good": compute_roc_curve(*HAND)}, threshold=0.5).axes[0]
    assert legend(ax)[0] == "empty (AUC undefined: no positive samples)"
    assert legend(ax)[2].startswith("score ≥ 0.5: FPR = 0.500")


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
    assert names(plot_roc_curve(compute_roc_curve(*HAND), label="").axes[0])[0] == "AUC = 0.812"
    assert names(plot_roc_curve(curve, classes=np.int64(1), averages=()).axes[0]) == ["1", "chance"]
    assert names(plot_roc_curve(curve, classes=np.array([2, 0]), averages=()).axes[0]) == ["2", "0", "chance"]
