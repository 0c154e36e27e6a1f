import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.data import LARGE, binary
from tests.plots.reading import assert_picture_equals_number, legend

from figmerit import compute_score_histograms, plot_score_histograms


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_score_histograms(*binary(1.2, n=600), title="A model")
    assert legend(fig.axes[0]) == ["0 (n=440)", "1 (n=160)"]
    assert (fig.axes[0].get_xlabel(), fig.axes[0].get_ylabel()) == ("Score", "Samples")
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_threshold_and_log_counts():
    y_true, y_score = binary(1.4, n=4000, prevalence=0.02)
    fig = plot_score_histograms(y_true, y_score, threshold=0.7, log_counts=True)
    entries = legend(fig.axes[0])
    assert re.fullmatch(r"0 \(n=39\d\d, 0\.0\d\d reach 0\.7\)", entries[0])
    assert entries[2] == "score ≥ 0.7"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_shares_of_each_class():
    y_true, y_score = binary(1.2, n=600, prevalence=0.1)
    names = np.array(["ham", "spam"])[y_true]
    histograms = compute_score_histograms(names, 8 * y_score - 4, pos_label="spam", n_bins=16)
    fig = plot_score_histograms(histograms, normalize=True, threshold=0)
    assert fig.axes[0].get_ylabel() == "Share of each class"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_slices_on_axes_of_the_caller():
    y_true, y_score = binary(1.2, n=600)
    site = np.random.default_rng(0).choice(["north", "south", "west"], 600)
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.4), layout="constrained")
    histograms = compute_score_histograms(y_true, y_score, by={"site": site}, n_bins=10)
    assert plot_score_histograms(histograms, ax=left) is fig
    plot_score_histograms(histograms, normalize=True, legend=False, ax=right)
    assert right.get_ylabel() == "Share of each site"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_six_slices_of_scores():
    y_true, y_score = binary(1.2, n=1200)
    site = np.random.default_rng(1).choice(["north", "south", "west", "east", "centre", "abroad"], 1200)
    fig = plot_score_histograms(compute_score_histograms(y_true, y_score, by={"site": site}, n_bins=8), threshold=0.5)
    assert fig.axes[0].get_ylabel() == "Samples by site"
    assert len(legend(fig.axes[0])) == 7
    assert_picture_equals_number(fig)
    return fig


def test_a_threshold_that_cannot_be_seen_says_so():
    fig = plot_score_histograms([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], threshold=1.5)
    assert legend(fig.axes[0])[2] == "score ≥ 1.5, beyond the axis"
    assert fig.axes[0].get_xlim() == pytest.approx((-0.02, 1.02))


def test_the_legend_hides_no_bin():
    y_true, y_score = binary(1.2, n=600)
    ax = plot_score_histograms(y_true, 1 - y_score).axes[0]  # the highest bins are where legends are put first
    ax.figure.draw_without_rendering()
    box = ax.get_legend().get_window_extent().transformed(ax.transData.inverted())
    for steps in ax.patches:
        heights, edges, _ = steps.get_data()
        under = (edges[:-1] < box.x1) & (edges[1:] > box.x0)
        assert (heights[under] < box.y0).all()


ERRORS = {
    "threshold": ({"threshold": "0.5"}, TypeError, "threshold must be a finite number; got '0.5'."),
    "normalize": ({"normalize": "all"}, ValueError, "normalize must be one of True, False; got 'all'."),
    "log": ({"log_counts": 1}, ValueError, "log_counts must be one of True, False; got 1."),
    "title": ({"title": 3}, TypeError, "title must be a text; got 3."),
}


@pytest.mark.parametrize(("options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        plot_score_histograms([0, 1], [0.1, 0.4], **options)
    assert not plt.get_fignums()


def test_too_many_distributions():
    many = compute_score_histograms([0, 1] * 4, np.arange(8) / 10, by=np.arange(8))
    with pytest.raises(ValueError, match=r"^the distributions must be at most 6 on one axes; got 8\.\nHint: Draw some"):
        plot_score_histograms(many)


def test_a_class_without_samples():
    fig = plot_score_histograms([0, 0], [0.1, 0.4], threshold=0.3, normalize=True)
    assert legend(fig.axes[0])[:2] == ["0 (n=2, 0.500 reach 0.3)", "1 (n=0)"]


@pytest.mark.parametrize("normalize", [False, True])
def test_small_weights_are_seen_on_an_axis_of_powers(normalize):
    weights = [1e-4, 2e-4, 3e-4, 1e-6]
    histograms = compute_score_histograms([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], sample_weight=weights)
    fig = plot_score_histograms(histograms, log_counts=True, normalize=normalize)
    heights = histograms.counts / (histograms.n[:, None] if normalize else 1)
    low, high = fig.axes[0].get_ylim()
    assert 0 < low < heights[heights > 0].min() <= heights.max() < high
    assert_picture_equals_number(fig)


@pytest.mark.parametrize("score", LARGE.values(), ids=LARGE)
def test_scores_that_stand_for_infinity_are_at_the_ends(score):
    fig = plot_score_histograms([0, 0, 1, 1, 0, 1], score, threshold=0.25)
    (low, high), usual = fig.axes[0].get_xlim(), score[np.abs(score) < 1e38]
    assert low < min([0, *usual])
    assert max([1, *usual]) < high < 6
    for outline in fig.axes[0].patches:
        assert outline.get_data().values.sum() == 3
        assert (low <= outline.get_data().edges).all()
        assert (outline.get_data().edges <= high).all()
    fig.canvas.draw()


def test_bins_of_large_scores_alone():
    histograms = compute_score_histograms([0, 1], [-1e308, 1e307], bins=[-1.7e308, 0, 1.7e308])
    fig = plot_score_histograms(histograms, threshold=1e308)
    assert legend(fig.axes[0])[-1] == "score ≥ 1e+308, beyond the axis"
    fig.canvas.draw()
