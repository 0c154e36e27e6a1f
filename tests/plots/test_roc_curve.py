import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.data import ANIMALS, HAND, binary, multiclass
from tests.plots.reading import assert_picture_equals_number, drawn_area, legend

from figmerit import compute_roc_curve, plot_roc_curve


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
