import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.metrics.test_reliability import random_scores
from tests.plots.data import multiclass
from tests.plots.reading import assert_picture_equals_number, caption, legend

from figmerit import compute_reliability, plot_reliability_diagram, plot_risk_coverage


def two_models():
    true, score = random_scores(400, skill=1.5)
    return {
        name: compute_reliability(true, values, strategy="quantile")
        for name, values in {"raw": score, "calibrated": score**1.5}.items()
    }


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_reliability_diagram(*random_scores(400, skill=1.5), title="A model")
    entries = legend(fig.axes[0])
    assert re.fullmatch(r"0\.\d+ \(limit 0\.\d+\)", entries[0])
    assert entries[1:] == ["perfectly calibrated"]
    assert caption(fig.axes[0]) == "10 uniform bins; lines: 95% Wilson"
    assert (fig.axes[0].get_xlabel(), fig.axes[0].get_ylabel()) == (
        "Mean score",
        "Share of positives",
    )
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_two_models():
    fig = plot_reliability_diagram(two_models())
    assert [entry.split("  ")[-1] for entry in legend(fig.axes[0])[:2]] == ["raw", "calibrated"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_isotonic():
    true, score = random_scores(400, skill=1.5)
    result = compute_reliability(true, score, strategy="isotonic")
    assert result.intervals.reason == "bins were chosen by the labels"
    fig = plot_reliability_diagram(result, label="isotonic")
    assert not fig.axes[0].collections
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_few_scores_leave_bins_empty():
    true, score = random_scores(60)
    fig = plot_reliability_diagram(true, (score * 4).round() / 4, figsize=(5, 4))
    assert np.count_nonzero(~np.isnan(fig.axes[0].lines[0].get_xdata())) == 5
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_classes():
    result = compute_reliability(*multiclass(4, n=400), kind="class_wise")
    fig = plot_reliability_diagram(result, histogram=False)
    assert [entry.split("  ")[-1] for entry in legend(fig.axes[0])] == ["0", "1", "2", "3", "perfectly calibrated"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_top_label_on_axes_of_the_caller():
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 4.8), layout="constrained")
    right.plot([0, 1], [0, 1])
    assert plot_reliability_diagram(*multiclass(4, n=400), ax=left) is fig
    assert (left.get_xlabel(), left.get_ylabel()) == (
        "Score of the predicted class",
        "Share of right predictions",
    )
    assert_picture_equals_number(fig)
    return fig


def test_a_second_call_draws_one_histogram_of_both():
    _, ax = plt.subplots()
    for name, result in two_models().items():
        plot_reliability_diagram(result, label=name, histogram=True, ax=ax)
    (inset,) = ax.child_axes
    assert len(inset.patches) == 2
    assert len(ax.lines) == 3  # two curves and a diagonal
    assert_picture_equals_number(ax.figure)


def test_weights_have_no_intervals():
    true, score = random_scores(100)
    fig = plot_reliability_diagram(compute_reliability(true, score, sample_weight=np.ones(100)))
    assert legend(fig.axes[0])[1:] == ["perfectly calibrated"]
    assert fig.axes[0].get_legend().get_title().get_text() == "ECE"
    assert_picture_equals_number(fig)


def test_strings_name_the_positive_label():
    true, score = random_scores(100)
    names = np.array(["ham", "spam"])[true]
    fig = plot_reliability_diagram(compute_reliability(names, score, pos_label="spam"), intervals=False, legend=False)
    assert caption(fig.axes[0]).startswith("Positive: spam; 10 uniform bins")
    assert fig.axes[0].get_legend() is None
    assert not fig.axes[0].collections


ERRORS = {
    "intervals": ({"intervals": 1}, ValueError, "intervals must be one of True, False; got 1."),
    "histogram": ({"histogram": "no"}, ValueError, "histogram must be one of None, True, False; got 'no'."),
    "title": ({"title": 3}, TypeError, "title must be a text; got 3."),
}


@pytest.mark.parametrize(("options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        plot_reliability_diagram([0, 1], [0.1, 0.4], **options)
    assert not plt.get_fignums()


@pytest.mark.parametrize("n", [11, 24])
def test_more_models_than_colours(n):
    results = {f"m{k}": compute_reliability(*random_scores(100, seed=k)) for k in range(n)}
    fig = plot_reliability_diagram(results)
    lines = [(line.get_color(), line._figmerit_style) for line in fig.axes[0].lines[:n]]
    assert len(set(lines)) == n
    assert_picture_equals_number(fig)


def test_the_histogram_leaves_neighbours_alone():
    fig, (above, below) = plt.subplots(2, 1)
    plot_reliability_diagram(*random_scores(100), ax=below)
    plot_reliability_diagram(*random_scores(100), histogram=True, ax=above)
    fig.draw_without_rendering()
    (inset,) = below.child_axes
    assert not inset.get_visible() or inset.get_window_extent().y1 < above.get_window_extent().y0
    assert above.child_axes[0].get_visible()
    assert_picture_equals_number(fig)


@pytest.mark.parametrize("plot", [plot_reliability_diagram, plot_risk_coverage])
def test_shares_are_not_drawn_on_axes_of_powers(plot):
    _, ax = plt.subplots()
    ax.set_xscale("log")
    with pytest.raises(ValueError, match=r"^ax must be axes with linear scales; got a log one\.$"):
        plot(*random_scores(100), ax=ax)
