"""Slices with their intervals, those first that most surely differ from all others."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.helpers import check_kind
from tests.plots.reading import assert_no_texts_overlap, assert_picture_equals_number, caption, end_names, y_names

from figmerit import SliceMetrics, compute_slice_metrics, plot_slice_intervals
from figmerit.plots._record import alt_text


def rows(n=1500):
    """True and predicted labels, towns and ages: one of the slices is bad."""
    rng = np.random.default_rng(1)
    town = rng.choice(["Basel", "Lyon", "Turin", "Wien"], n, p=[0.5, 0.3, 0.15, 0.05])
    age = rng.choice(["<40", "40-60", "60+"], n)
    true = rng.integers(0, 2, n)
    right = rng.random(n) < np.where((town == "Lyon") & (age == "60+"), 0.55, 0.88)
    return true, np.where(right, true, 1 - true), town, age


def slices(**options):
    true, pred, town, age = rows()
    return compute_slice_metrics(true, pred, row_slices=town, col_slices=age, **options)


@pytest.mark.mpl_image_compare
def test_slices_by_evidence():
    found = slices()
    fig = plot_slice_intervals(found, min_n=40, title="Accuracy by town and age", figsize=(6.4, 4.8))
    (ax,) = fig.axes
    assert y_names(ax)[0] == "Lyon, 60+"
    assert sorted(y_names(ax)[-3:]) == ["Wien, 40-60", "Wien, 60+", "Wien, <40"]
    shown = y_names(ax)[:-3]
    adjusted = {
        f"{row}, {col}": found.p_adjusted[i, j]
        for i, row in enumerate(found.row_labels)
        for j, col in enumerate(found.col_labels)
    }
    assert [adjusted[name] for name in shown] == sorted(adjusted[name] for name in shown)
    assert caption(ax) == (
        "Lines: 95% Wilson; hollow: does not differ from all other slices (5%, Benjamini-Hochberg); "
        f"dashed: all slices, {found.whole:.3f}; grey: fewer than 40 samples"
    )
    assert re.search(r"^0\.\d{3}\n?\s*\[0\.\d{3}, 0\.\d{3}\]\s+n=\d+$", end_names(ax)[0])
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_arrays_on_axes_of_the_caller():
    true, pred, town, _ = rows()
    fig, ax = plt.subplots(figsize=(3.5, 2.4))
    assert plot_slice_intervals(true, pred, row_slices=town, metric="recall", ax=ax) is fig
    assert ax.get_xlabel() == "Recall"
    assert sorted(y_names(ax)) == ["Basel", "Lyon", "Turin", "Wien"]
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


def test_the_first_ones_only():
    fig = plot_slice_intervals(slices(), top=3)
    assert len(y_names(fig.axes[0])) == 3
    assert caption(fig.axes[0]).endswith("; 3 of 12 slices")


def test_slices_without_a_value_are_left_out():
    true, pred, town, _ = rows()
    fig = plot_slice_intervals(true, pred, row_slices=town, row_labels=["Basel", "Bern", "Lyon"])
    assert sorted(y_names(fig.axes[0])) == ["Basel", "Lyon"]


def test_names_with_commas_are_told_apart():
    row, col = ["a", "a", "a, b", "a, b"] * 9, ["b, c", "c", "b, c", "c"] * 9
    fig = plot_slice_intervals([0, 1, 1, 0] * 9, [0, 1, 0, 0] * 9, row_slices=row, col_slices=col, figsize=(6, 4))
    assert len(y_names(fig.axes[0])) == 4


def test_numbers_stay_beside_their_rows():
    fig, ax = plt.subplots(figsize=(3.25, 1.6))
    plot_slice_intervals(slices(), ax=ax)
    assert {*end_names(ax)} == {""}
    fig.set_size_inches(3.25, 4.0)
    assert all(re.fullmatch(r"[>\d.]+", text) for text in end_names(ax))


def test_few_samples_that_the_metric_looks_at():
    true, pred = [1] * 10 + [0] * 90 + [1] * 60 + [0] * 40, [1] * 8 + [0] * 92 + [1] * 50 + [0] * 50
    found = compute_slice_metrics(true, pred, row_slices=["few"] * 100 + ["many"] * 100, metric="recall")
    fig = plot_slice_intervals(found, min_n=20)
    assert y_names(fig.axes[0]) == ["many", "few"]
    assert [re.search(r"n=\d+", text)[0] for text in end_names(fig.axes[0])] == ["n=60", "n=10"]


def test_words():
    text = alt_text(plot_slice_intervals(slices()))
    assert text.startswith("12 estimates of accuracy: from 0.453 (Lyon, 60+) to 0.952 (Wien, 60+); differ: Lyon, 60+")


MESSAGES = {
    "no intervals": (
        lambda: plot_slice_intervals(slices(metric="mcc")),
        ValueError,
        "metric must be a share of samples, so that slices can be compared; got 'MCC'.\n"
        "Hint: Accuracy is one, precision and recall of the positive label are, without weights.",
    ),
    "a number that rises with a share": (
        lambda: plot_slice_intervals(slices(metric="f1")),
        ValueError,
        "metric must be a share of samples, so that slices can be compared; got 'F1'.\n"
        "Hint: Accuracy is one, precision and recall of the positive label are, without weights.",
    ),
    "weights": (
        lambda: plot_slice_intervals(slices(sample_weight=np.full(1500, 0.5))),
        ValueError,
        "metric must be a share of samples, so that slices can be compared (weights are not counts); got 'accuracy'.\n"
        "Hint: Accuracy is one, precision and recall of the positive label are, without weights.",
    ),
    "a grid": (
        lambda: plot_slice_intervals(SliceMetrics.from_grid([[0.5]])),
        ValueError,
        "metric must be a share of samples, so that slices can be compared; got 'metric'.\n"
        "Hint: Accuracy is one, precision and recall of the positive label are, without weights.",
    ),
    "no level": (
        lambda: plot_slice_intervals(slices(confidence_level=None)),
        ValueError,
        "confidence_level must be a number in (0, 1) for intervals; got None.\nHint: confidence_level=0.95.",
    ),
    "no slices": (
        lambda: plot_slice_intervals([0, 1], [0, 1]),
        TypeError,
        "row_slices must be given with arrays; got nothing.\nHint: row_slices=<the slice of each sample>.",
    ),
    "nothing known": (
        lambda: plot_slice_intervals([0, 0], [0, 0], row_slices=[1, 2], metric="recall", labels=[0, 1]),
        ValueError,
        "metric must be one that is defined in a slice; got 'recall': no positive samples.",
    ),
    "min_n": (lambda: plot_slice_intervals(slices(), min_n=0), ValueError, "min_n must be a positive integer; got 0."),
    "top": (lambda: plot_slice_intervals(slices(), top="3"), TypeError, "top must be a positive integer; got '3'."),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_whole_message(name):
    call, kind, message = MESSAGES[name]
    with pytest.raises(kind) as error:
        call()
    check_kind(error.value, kind)
    assert str(error.value) == message
