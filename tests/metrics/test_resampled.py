"""Intervals of label metrics that have no closed form."""

import inspect

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn import metrics as sk

import figmerit as fm

SEED = "rng" if "rng" in inspect.signature(bootstrap).parameters else "random_state"
"""What SciPy calls the seed, which depends on its version."""

NAMES = {
    "macro_f1_score": lambda y, p: sk.f1_score(y, p, average="macro", zero_division=0),
    "mcc": sk.matthews_corrcoef,
    "cohen_kappa": sk.cohen_kappa_score,
    "balanced_accuracy": sk.balanced_accuracy_score,
}


def predicted(n=250, n_classes=3, seed=0, right=0.7):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, n_classes, n)
    return y, np.where(rng.random(n) < right, y, rng.integers(0, n_classes, n))


@pytest.mark.parametrize("method", ["bootstrap", "bca"])
@pytest.mark.parametrize("name", NAMES)
def test_resampled_cells_are_resampled_rows(name, method):
    y, pred = predicted(120)
    summary = fm.compute_metric_summary(y, pred, method=method, n_resamples=3000)
    how = "percentile" if method == "bootstrap" else "BCa"
    rows = bootstrap((y, pred), NAMES[name], paired=True, vectorized=False, n_resamples=600, method=how, **{SEED: 1})
    expected = np.array(rows.confidence_interval)
    width = expected[1] - expected[0]
    np.testing.assert_allclose(summary.overall_intervals[name], expected, atol=0.12 * width)
    low, high = summary.overall_intervals[name]
    assert low < summary.overall[name] < high


def test_f1_of_each_class_and_of_the_positive_one():
    y, pred = predicted(n_classes=2)
    summary = fm.compute_metric_summary(y, pred, method="bootstrap", pos_label=1)
    assert summary.intervals["f1_score"].shape == (2, 2)
    assert summary.overall_intervals["f1_score"] == tuple(summary.intervals["f1_score"][1])
    assert summary.intervals.label_of(["f1_score"]) == "95% bootstrap (1,000 resamples)"
    assert summary.intervals.label_of(["accuracy"]) == "95% Wilson"
    table = summary.to_pandas()
    assert table["f1_score_low"].notna().sum() == 2
    again = fm.compute_metric_summary(y, pred, method="bootstrap", pos_label=1)
    assert again.overall_intervals == summary.overall_intervals
    other = fm.compute_metric_summary(y, pred, method="bootstrap", pos_label=1, random_state=5)
    assert other.overall_intervals["f1_score"] != summary.overall_intervals["f1_score"]


def test_counts_give_the_same_as_their_rows():
    y, pred = predicted()
    pieces = sum(fm.count_labels(y[part], pred[part]) for part in (slice(0, 100), slice(100, None)))
    rows = fm.compute_metric_summary(y, pred, method="bootstrap")
    assert fm.compute_metric_summary(pieces, method="bootstrap").overall_intervals == rows.overall_intervals


def test_without_a_method_or_with_weights_there_are_none():
    y, pred = predicted()
    assert set(fm.compute_metric_summary(y, pred).overall_intervals) == {"accuracy"}
    weighted = fm.compute_metric_summary(y, pred, sample_weight=np.full(len(y), 2.0))
    assert weighted.overall_intervals == {}
    assert weighted.intervals.reason == "weights are not counts"


@pytest.mark.parametrize("method", ["bootstrap", "bca"])
def test_weights_and_a_method_exclude_each_other(method):
    y, pred = predicted()
    weight = np.full(len(y), 2.0)
    counts = fm.count_labels(y, pred, sample_weight=weight)
    hint = "Hint: method=None, which leaves intervals out, as weights are not counts."
    with pytest.raises(ValueError, match="method") as caught:
        fm.compute_metric_summary(y, pred, sample_weight=weight, method=method)
    assert str(caught.value) == f"method must be left out with sample_weight; got {method!r}.\n{hint}"
    with pytest.raises(ValueError, match="method") as caught:
        fm.compute_metric_summary(counts, method=method)
    assert str(caught.value) == f"method must be left out with weighted counts; got {method!r}.\n{hint}"


def test_resamples_without_a_value_are_counted():
    y, pred = np.array([1] + [0] * 30), np.array([0] * 31)
    summary = fm.compute_metric_summary(y, pred, method="bootstrap", pos_label=1)
    said = "fewer than 10 samples of a class; undefined in 358 of 1000 resamples"
    assert summary.intervals.unreliable["f1_score"] == said
    silent = fm.compute_metric_summary(*predicted(n_classes=2), method="bootstrap", pos_label=1)
    assert "f1_score" not in silent.intervals.unreliable


def test_bars_show_them():
    summary = fm.compute_metric_summary(*predicted(), method="bootstrap")
    fig = fm.plot_metric_bars(summary, metrics=["macro_f1_score", "mcc"])
    assert "95% bootstrap (1,000 resamples)" in [text.get_text() for text in fig.axes[0].get_legend().get_texts()]


@pytest.mark.parametrize(
    "options", [{"method": "jackknife"}, {"method": "bootstrap", "n_resamples": 0}, {"method": "percentile"}]
)
def test_errors(options):
    with pytest.raises(ValueError, match=r"method|n_resamples"):
        fm.compute_metric_summary([0, 1], [0, 1], **options)


@pytest.mark.parametrize("method", ["bootstrap", "bca"])
@pytest.mark.parametrize(
    ("sizes", "doubts"),
    [
        ((9, 40), {"f1_score": 10, "mcc": 10, "macro_f1_score": 10, "balanced_accuracy": 20, "macro_recall": 20}),
        ((19, 40), {"balanced_accuracy": 20, "macro_recall": 20}),
        ((20, 40), {}),
        ((40, 0), {}),
    ],
)
def test_a_class_of_few_samples_makes_resampled_intervals_unreliable(method, sizes, doubts):
    y = np.repeat([1, 0], sizes)
    pred = np.where(np.arange(len(y)) % 4 == 0, 1 - y, y)
    said = fm.compute_metric_summary(y, pred, labels=[0, 1], method=method, n_resamples=50).intervals.unreliable
    few = {name: reason for name, reason in said.items() if reason.startswith("fewer")}
    assert {name: few[name] for name in doubts} == {
        name: f"fewer than {fewest} samples of a class" for name, fewest in doubts.items()
    }
    assert bool(few) == bool(doubts)
    assert ("f1_score" in few) == ("f1_score" in doubts)
