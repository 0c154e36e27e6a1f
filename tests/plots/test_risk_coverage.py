import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.data import binary, multiclass
from tests.plots.reading import assert_picture_equals_number, caption, legend

from figmerit import compute_abstention, compute_risk_coverage, plot_confusion_matrix, plot_risk_coverage


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_risk_coverage(*binary(1.4, n=400), target=0.05, title="A model")
    entries = legend(fig.axes[0])
    assert re.fullmatch(r"AURC 0\.\d{3}", entries[0])
    assert caption(fig.axes[0]) == "Band: 95% Wilson at each coverage"
    assert re.fullmatch(r"coverage = 0\.\d{3}, \|score − 0\.5\| ≥ 0\.\d+", entries[1])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_two_models():
    skills = {"plain": 0.8, "tuned": 1.6}
    curves = {name: compute_risk_coverage(*binary(skill, n=300)) for name, skill in skills.items()}
    fig = plot_risk_coverage(curves, target=0.001)
    assert [text.split("  ")[1] for text in legend(fig.axes[0]) if "  " in text] == ["plain", "tuned"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_classes_on_axes_of_the_caller():
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.2), layout="constrained")
    assert plot_risk_coverage(*multiclass(4, n=300), ax=left) is fig
    plot_risk_coverage(*multiclass(4, n=300), intervals=False, legend=False, ax=right)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_matrix_with_a_third_column():
    abstention = compute_abstention(*binary(1.4, n=400), low=0.3, high=0.7, display_labels=["ham", "spam"])
    fig = plot_confusion_matrix(abstention, normalize="true")
    assert caption(fig.axes[0]).startswith("% of each true label (row); score < 0.3 or ≥ 0.7")
    np.testing.assert_array_equal(fig.axes[0].images[0].get_array(), abstention.normalized("true"))
    return fig


def test_a_target_that_is_out_of_reach():
    fig = plot_risk_coverage([1, 0], [0.0, 0.9], target=0.4)
    assert "no coverage keeps 0.4" in legend(fig.axes[0])
    assert_picture_equals_number(fig)


def test_a_matrix_with_a_third_column_comes_alone():
    abstention = compute_abstention([0, 1], [0.1, 0.9], low=0.3, high=0.7)
    with pytest.raises(TypeError, match=r"^the second argument must be left out with an Abstention; got \[0, 1\]\.$"):
        plot_confusion_matrix(abstention, [0, 1])


ERRORS = {
    "target": ({"target": 2}, ValueError, "target must be a number in [0, 1]; got 2."),
    "intervals": ({"intervals": 1}, ValueError, "intervals must be one of True, False; got 1."),
    "title": ({"title": 3}, TypeError, "title must be a text; got 3."),
}


@pytest.mark.parametrize(("options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        plot_risk_coverage([0, 1], [0.1, 0.4], **options)
    assert not plt.get_fignums()
