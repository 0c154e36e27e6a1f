import re

import matplotlib.pyplot as plt
import pytest
from tests.plots.data import animals, multiclass
from tests.plots.reading import (
    assert_bars_can_be_read,
    assert_picture_equals_number,
    bar_lengths,
    legend,
    x_names,
    y_names,
)

from figmerit import compute_confusion_matrix, plot_class_counts


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_class_counts(*animals(), title="Animals")
    assert legend(fig.axes[0]) == ["true", "predicted"]
    true, predicted, *right = (bar_lengths(container) for container in fig.axes[0].containers)
    assert (true, predicted, right) == ([12, 30, 24], [0, 41, 25], [[0, 27, 15]] * 2)
    assert fig.axes[0].get_ylabel() == "Samples"
    assert_bars_can_be_read(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_long_names_as_shares():
    true, score = multiclass(9, n=600)
    names = [f"a class with a long name, {k}" for k in range(9)]
    matrix = compute_confusion_matrix(true, score.argmax(axis=1), display_labels=names)
    fig = plot_class_counts(matrix, normalize=True, sort_key=lambda item: -item[1]["true"], figsize=(6.4, 4.8))
    assert fig.axes[0].get_xlabel() == "Share of all samples"
    lengths = bar_lengths(fig.axes[0].containers[0])
    assert lengths == sorted(lengths, reverse=True)
    assert y_names(fig.axes[0])[0] != names[0]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_weights_on_axes_of_the_caller():
    true, score = multiclass(4, n=80)
    matrix = compute_confusion_matrix(true, score.argmax(axis=1), sample_weight=[0.25] * 80, labels=[0, 1, 2, 3, 4])
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.4), layout="constrained")
    assert plot_class_counts(matrix, orientation="vertical", ax=left) is fig
    plot_class_counts(matrix, orientation="horizontal", annotate=False, ax=right)
    assert left.get_ylabel() == right.get_xlabel() == "Samples (weighted)"
    assert x_names(left) == ["0", "1", "2", "3", "4"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_thirty_classes():
    true, score = multiclass(30, n=2000)
    fig = plot_class_counts(true, score.argmax(axis=1), figsize=(6.4, 4.8))
    assert_bars_can_be_read(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


ERRORS = {
    "normalize": ({"normalize": "true"}, ValueError, "normalize must be one of True, False; got 'true'."),
    "sort_key": ({"sort_key": "true"}, TypeError,
                 "sort_key must be a function of (name, {'true': value, 'predicted': value}) whose results can be "
                 "sorted; got 'true'.\nHint: sort_key=lambda item: -item[1]['true']."),
    "orientation": ({"orientation": "up"}, ValueError,
                    "orientation must be one of None, 'vertical', 'horizontal'; got 'up'."),
    "annotate": ({"annotate": "n"}, ValueError, "annotate must be one of None, True, False; got 'n'."),
    "title": ({"title": 3}, TypeError, "title must be a text; got 3."),
}  # fmt: skip


@pytest.mark.parametrize(("options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        plot_class_counts([0, 1], [0, 1], **options)
    assert not plt.get_fignums()


def test_errors_name_this_function():
    with pytest.raises(TypeError, match=r"\nHint: plot_class_counts\(y_true, y_pred\)"):
        plot_class_counts([0, 1])
    with pytest.raises(TypeError, match=r"\nHint: plot_class_counts\(results\['a'\]\)\.$"):
        plot_class_counts({"a": compute_confusion_matrix([0, 1], [0, 1])})


def test_names_that_differ_in_their_middles_are_told_apart():
    true, score = multiclass(10, n=600)
    names = [f"category {k} of ten" for k in range(10)]
    matrix = compute_confusion_matrix(true, score.argmax(axis=1), display_labels=names)
    _, (ax, _, _) = plt.subplots(1, 3, figsize=(9, 3))
    plot_class_counts(matrix, ax=ax)
    shown = [name for name in [*x_names(ax), *y_names(ax)] if "\u2026" in name]
    assert len(set(shown)) == len(shown)
