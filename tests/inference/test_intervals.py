"""Wilson intervals are SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from figmerit._validate import check_confidence_level
from figmerit.inference.formulas import Ratio, Tally
from figmerit.inference.intervals import Intervals, of_proportions, wilson


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_is_that_of_scipy(pair, level):
    found = wilson(*pair, level)
    expected = binomtest(*pair).proportion_ci(level, method="wilson")
    np.testing.assert_allclose(found, [expected.low, expected.high], rtol=0, atol=1e-12)


def test_wilson_takes_arrays_and_nothing_has_no_interval():
    found = wilson(np.array([[0, 5], [0, 3]]), np.array([[0, 10], [4, 3]]), 0.95)
    assert found.shape == (2, 2, 2)
    assert np.isnan(found[0, 0]).all()
    assert found[1, 0, 0] == 0.0
    assert found[1, 1, 1] == 1.0
    assert found[0, 1, 0] < 0.5
    assert found[0, 1, 1] > 0.5


@pytest.mark.parametrize(("n", "p"), [(10, 0.5), (20, 0.95), (50, 0.9), (200, 0.02)])
def test_wilson_covers_the_truth_about_as_often_as_it_says(n, p):
    k = np.arange(n + 1)
    low, high = wilson(k, n, 0.95).T
    log_choose = np.array([np.sum(np.log(np.arange(n - i + 1, n + 1)) - np.log(np.arange(1, i + 1))) for i in k])
    chance = np.exp(log_choose + k * np.log(p) + (n - k) * np.log(1 - p))
    assert 0.92 < chance[(low <= p) & (p <= high)].sum() < 0.99


JACCARD, F1 = Ratio.of("tp", "tp fp fn"), Ratio.of("2tp", "2tp fp fn")


def test_the_ends_of_f1_are_those_of_the_share_that_it_rises_with():
    tally = Tally(*np.array([[8, 1, 3, 20], [0, 2, 1, 9], [4, 0, 0, 1], [0, 0, 0, 7]], dtype=float).T)
    pairs = {"jaccard": JACCARD.proportion(tally), "f1_score": F1.proportion(tally)}
    found = of_proportions(pairs, 0.9, weighted=False)
    jaccard, ends, value = found["jaccard"], found["f1_score"], F1.value(tally)
    np.testing.assert_allclose(ends, 2 * jaccard / (1 + jaccard), rtol=0, atol=1e-15)
    assert ((ends[:3, 0] <= value[:3]) & (value[:3] <= ends[:3, 1])).all()
    assert (ends[1, 0], ends[2, 1]) == (0, 1)
    assert np.isnan(ends[3]).all()
    assert np.isnan(value[3])
    assert found.label_of(["f1_score"]) == "90% Wilson"
    assert np.isnan(of_proportions(pairs, 0.9, weighted=True)["f1_score"]).all()


@pytest.mark.parametrize("n", [50, 100, 500])
@pytest.mark.parametrize("prevalence", [0.5, 0.1])
@pytest.mark.parametrize(("recall", "specificity"), [(0.8, 0.9), (0.5, 0.95), (0.95, 0.99)])
def test_the_interval_of_f1_holds_the_truth_about_as_often_as_it_says(n, prevalence, recall, specificity):
    tables = np.random.default_rng(0).multinomial(
        n,
        [
            prevalence * recall,
            (1 - prevalence) * (1 - specificity),
            prevalence * (1 - recall),
            (1 - prevalence) * specificity,
        ],
        size=20_000,
    )
    tally = Tally(*tables[tables[:, :3].any(axis=1)].T)
    low, high = of_proportions({"f1_score": F1.proportion(tally)}, 0.95, weighted=False)["f1_score"].T
    precision = prevalence * recall / (prevalence * recall + (1 - prevalence) * (1 - specificity))
    truth = 2 * precision * recall / (precision + recall)
    assert 0.94 < np.mean((low <= truth) & (truth <= high)) < 0.97


def test_intervals_name_their_kind_and_say_why_there_are_none():
    intervals = of_proportions({"recall": ([3, 4], [4, 4])}, 0.9, weighted=False)
    assert intervals.label == "90% Wilson"
    assert intervals.ends["recall"].shape == (2, 2)
    assert intervals.reason == ""
    assert "90% Wilson of recall" in repr(intervals)
    lost = of_proportions({"recall": ([3, 4], [4, 4])}, 0.9, weighted=True)
    assert np.isnan(lost.ends["recall"]).all()
    assert lost.reason == "weights are not counts"
    assert of_proportions({}, None, weighted=False) is None
    again = Intervals.from_dict(intervals.to_dict())
    np.testing.assert_array_equal(again.ends["recall"], intervals.ends["recall"])
    table = of_proportions({"recall": ([3, 4], [4, 4]), "accuracy": (7, 8)}, 0.9, weighted=False)
    assert repr(table) == "Intervals(90% Wilson of recall, accuracy 0.5889 to 0.9716)"
    assert table["accuracy"].tolist() == table.ends["accuracy"].tolist()
    assert repr(lost) == "Intervals(90% Wilson of recall: weights are not counts)"
    columns = table.to_pandas()
    assert columns["number"].tolist() == ["recall", "recall", "accuracy"]
    ends = np.vstack([table.ends["recall"], table.ends["accuracy"]])
    np.testing.assert_array_equal(columns[["low", "high"]], ends)


def test_a_confidence_level_is_a_share():
    assert check_confidence_level(None) is None
    assert check_confidence_level(0.95) == 0.95
    with pytest.raises(ValueError, match=r"confidence_level must be a number in \[0, 1\]; got 95\."):
        check_confidence_level(95)
    for end in (0, 1):
        with pytest.raises(ValueError, match=r"confidence_level must be between 0 and 1; got [01]\.\nHint: "):
            check_confidence_level(end)
    with pytest.raises(TypeError, match=r"confidence_level must be a number in \[0, 1\]; got '95'\."):
        check_confidence_level("95")
