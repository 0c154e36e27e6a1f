"""The picture of a metric in resampled data."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.reading import assert_no_texts_overlap, assert_picture_equals_number, caption

from figmerit import compute_bootstrap_distribution, plot_bootstrap_distribution

RNG = np.random.default_rng(0)
TRUE = RNG.random(400) < 0.3
SCORE = TRUE + RNG.normal(size=400)


@pytest.mark.mpl_image_compare
def test_a_metric_of_labels():
    result = compute_bootstrap_distribution(TRUE, SCORE > 0.5, metric="f1", pos_label=True)
    fig = plot_bootstrap_distribution(result, title="How sure is F1?")
    (ax,) = fig.axes
    assert ax.get_xlabel() == "F1"
    low, high = result.interval
    assert caption(ax) == (
        f"Line: {result.value:.3f}, of the data; dark: 95% bootstrap (1,000 resamples), {low:.3f} to {high:.3f}"
    )
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_few_samples_in_a_column():
    fig, ax = plt.subplots(figsize=(3.25, 2.5))
    options = {"metric": "average_precision", "method": "bca", "n_resamples": 400}
    assert plot_bootstrap_distribution(TRUE[:30], y_score=SCORE[:30], ax=ax, **options) is fig
    assert "unreliable: fewer than 10 positives" in caption(ax).replace("\n", " ")
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


def test_one_value_only():
    fig = plot_bootstrap_distribution([0, 1] * 10, [0, 1] * 10)
    assert_picture_equals_number(fig)


def test_an_undefined_metric_is_an_error():
    message = "^the metric must be defined for the samples; got ROC AUC: undefined for these samples"
    with pytest.raises(ValueError, match=message):
        plot_bootstrap_distribution([1, 1], y_score=[0.1, 0.2], metric="roc_auc", labels=[0, 1])
