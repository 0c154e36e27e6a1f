"""Two raters of the same samples."""

import json
import math
import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

import figmerit as fm
from figmerit.inference.paired import mcnemar, paired_difference

WEIGHTS = [None, "linear", "quadratic"]


def two_raters(n=250, size=4, seed=0, same=0.6):
    rng = np.random.default_rng(seed)
    first = rng.integers(0, size, n)
    return first, np.where(rng.random(n) < same, first, rng.integers(0, size, n))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("size", [2, 3, 6])
def test_kappa_is_that_of_scikit_learn_and_its_interval_that_of_statsmodels(weights, size):
    raters = pytest.importorskip("statsmodels.stats.inter_rater")
    first, second = two_raters(size=size)
    found = fm.compute_agreement(first, second, weights=weights)
    assert found.kappa == pytest.approx(cohen_kappa_score(first, second, weights=weights), rel=1e-12)
    expected = raters.cohens_kappa(confusion_matrix(first, second), wt=weights)
    np.testing.assert_allclose(found.interval, (expected.kappa_low, expected.kappa_upp), rtol=1e-9)
    sample_weight = np.random.default_rng(1).random(len(first))
    weighted = fm.compute_agreement(first, second, weights=weights, sample_weight=sample_weight)
    value = cohen_kappa_score(first, second, weights=weights, sample_weight=sample_weight)
    assert weighted.kappa == pytest.approx(value, rel=1e-12)


def test_shares_rates_and_tests():
    first, second = two_raters(seed=3)
    found = fm.compute_agreement(first, second)
    table = confusion_matrix(first, second)
    n, agreed = len(first), int((first == second).sum())
    np.testing.assert_array_equal(found.matrix.counts, table)
    assert found.observed_agreement == agreed / n
    rates = np.stack([[np.mean(side == label) for label in range(4)] for side in (first, second)], axis=1)
    np.testing.assert_allclose(found.base_rates, rates, rtol=1e-12)
    assert found.expected_agreement == pytest.approx((rates[:, 0] * rates[:, 1]).sum(), rel=1e-12)
    chance = (found.observed_agreement - found.expected_agreement) / (1 - found.expected_agreement)
    assert found.kappa == pytest.approx(chance, rel=1e-12)
    interval = binomtest(agreed, n).proportion_ci(method="wilson")
    np.testing.assert_allclose(found.intervals["observed_agreement"], interval, rtol=1e-12)
    np.testing.assert_allclose(found.specific_agreement, f1_score(first, second, average=None), rtol=1e-12)
    np.testing.assert_array_equal(found.disagreements, np.flatnonzero(first != second))
    raw = []
    for label in range(4):
        a, b = first == label, second == label
        cells = [np.array(part.sum()) for part in (a & b, b & ~a, a & ~b, ~a & ~b)]
        difference, ends = paired_difference(*cells, 0.95)
        np.testing.assert_allclose(found.intervals["base_rate_difference"][label], ends, rtol=1e-12)
        assert difference == pytest.approx(rates[label, 1] - rates[label, 0], abs=1e-15)
        raw.append(float(mcnemar(cells[2], cells[1])))
    multiple = pytest.importorskip("statsmodels.stats.multitest")
    np.testing.assert_allclose(found.p_values, multiple.multipletests(raw, method="holm")[1], rtol=1e-12)


@pytest.mark.parametrize(("cells", "kappa"), [((40, 9, 6, 45), 0.70), ((80, 10, 5, 5), 0.32)])
def test_the_published_paradox(cells, kappa):
    """The same agreement, of common and of rare labels: https://doi.org/10.1016/0895-4356(90)90158-L."""
    both, first_only, second_only, neither = cells
    first = [1] * (both + first_only) + [0] * (second_only + neither)
    second = [1] * both + [0] * first_only + [1] * second_only + [0] * neither
    found = fm.compute_agreement(first, second)
    assert found.observed_agreement == 0.85
    assert round(found.kappa, 2) == kappa
    differing = first_only + second_only
    expected = [2 * same / (2 * same + differing) for same in (neither, both)]
    np.testing.assert_allclose(found.specific_agreement, expected)


def test_the_matrix_is_drawn():
    first, second = two_raters()
    matrix = fm.compute_agreement(first, second).matrix
    assert fm.plot_confusion_matrix(matrix).axes[0].images
    assert matrix.accuracy == np.mean(first == second)
    assert matrix.intervals.label == "95% Wilson"


def test_text_of_two_labels():
    person = ["ham"] * 60 + ["spam"] * 40
    judge = ["ham"] * 45 + ["spam"] * 53 + ["ham"] * 2
    found = fm.compute_agreement(person, judge, names=["person", "judge"])
    assert found.text == (
        "person and judge agree on 83.0% of 100 samples; kappa 0.664 [0.523, 0.805]. "
        "judge says 'spam' more often (53.0% against 40.0%; p = 0.001, mid-p McNemar)."
    )
    assert found.alt_text() == found.text
    assert repr(found) == "Agreement(person and judge: kappa=0.664, observed_agreement=0.83, n=100)"
    swapped = fm.compute_agreement(judge, person, names=["judge", "person"])
    assert "judge says 'ham' less" not in swapped.text
    assert "person says 'ham' more often (60.0% against 47.0%; p = 0.001, mid-p McNemar)." in swapped.text
    assert swapped.kappa == pytest.approx(found.kappa, rel=1e-12)


def test_text_of_several_labels_names_the_one_that_differs_most():
    first = [0] * 40 + [1] * 40 + [2] * 40
    second = [0] * 40 + [2] * 30 + [1] * 10 + [2] * 40
    found = fm.compute_agreement(first, second, weights="quadratic")
    assert "quadratic kappa" in found.text
    assert found.text.endswith("B says 2 more often (58.3% against 33.3%; p < 0.001, mid-p McNemar, holm).") or (
        found.text.endswith("A says 1 more often (33.3% against 8.3%; p < 0.001, mid-p McNemar, holm).")
    )
    assert repr(found).startswith("Agreement(A and B: quadratic_kappa=")
    same = fm.compute_agreement(first, first[::-1])
    assert "more often" not in same.text


def test_what_is_undefined_is_said():
    found = fm.compute_agreement(["a"] * 20, ["a"] * 20)
    assert (math.isnan(found.kappa), found.observed_agreement, found.interval) == (True, 1, None)
    assert found.undefined == {"kappa": "only one label is used"}
    assert found.text == "A and B agree on 100.0% of 20 samples; kappa is undefined, as only one label is used."
    complete = fm.compute_agreement(["a", "b"] * 10, ["a", "b"] * 10)
    assert (complete.kappa, complete.interval) == (1, None)
    assert complete.why_no_interval == "the raters never disagree"
    assert complete.text == (
        "A and B agree on 100.0% of 20 samples; kappa 1.000 without an interval, as the raters never disagree."
    )
    absent = fm.compute_agreement(["a", "b"] * 10, ["a", "b"] * 10, labels=["a", "b", "c"])
    assert absent.undefined == {("specific_agreement", "c"): "never given", ("p_value", "c"): "never given"}
    assert absent.base_rates[2].tolist() == [0, 0]
    few = fm.compute_agreement([0, 1, 1, 0], [0, 1, 0, 0])
    assert few.text.endswith("The interval of kappa is unreliable: fewer than 10 samples.")
    worse = fm.compute_agreement([0, 1] * 20, [1, 0] * 19 + [0, 1])
    assert "kappa \N{MINUS SIGN}0.9" in worse.text
    none = fm.compute_agreement(*two_raters(), confidence_level=None)
    assert (none.intervals, none.interval, none.matrix.intervals) == (None, None, None)
    assert "[" not in none.text
    assert none.to_pandas().shape == (4, 5)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_labels_that_nobody_gives_are_no_tests(size):
    first, second = two_raters(size=size)
    second = np.where((first == 0) & (np.arange(len(first)) % 3 > 0), size - 1, first)
    seen = fm.compute_agreement(first, second)
    listed = fm.compute_agreement(first, second, labels=[9, *range(size), 12, 11])
    np.testing.assert_array_equal(listed.p_values[1:-2], seen.p_values)
    assert np.isnan(listed.p_values[[0, -2, -1]]).all()
    assert listed.text == seen.text
    assert ("holm" in seen.text) == (size > 2 and "more often" in seen.text)
    assert ("more often" in seen.text) == (size > 1)


def test_weights_leave_no_intervals_and_no_tests():
    first, second = two_raters()
    found = fm.compute_agreement(first, second, sample_weight=np.full(250, 0.5))
    plain = fm.compute_agreement(first, second)
    assert found.kappa == pytest.approx(plain.kappa, rel=1e-12)
    assert found.observed_agreement == pytest.approx(plain.observed_agreement)
    assert (found.interval, found.intervals.reason) == (None, "weights are not counts")
    assert np.isnan(found.p_values).all()
    assert found.undefined == {("p_value", label): "weights are not counts" for label in range(4)}
    assert found.matrix.weighted
    assert "of the weight 125; kappa" in found.text
    assert found.text.endswith("without an interval, as weights are not counts.")


CONTAINERS = {
    "list": list,
    "numpy": np.array,
    "objects": lambda values: np.array(values, dtype=object),
    "pandas": pd.Series,
    "nullable": lambda values: pd.Series(values, dtype="string"),
    "categorical": lambda values: pd.Series(values, dtype="category"),
    "polars": pl.Series,
    "pyarrow": pa.array,
    "column": lambda values: np.array(values)[:, None],
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_containers(kind):
    first, second = (np.array(["ham", "spam", "eggs", "toast"])[side].tolist() for side in two_raters())
    plain = fm.compute_agreement(first, second)
    found = fm.compute_agreement(CONTAINERS[kind](first), CONTAINERS[kind](second))
    assert (found.to_dict()["matrix"], found.text) == (plain.to_dict()["matrix"], plain.text)
    frame = pd.DataFrame({"a": first, "b": second, "w": 1.0})
    for data in (frame, pl.from_pandas(frame)):
        named = fm.compute_agreement("a", "b", data=data)
        assert named.text == plain.text
        assert fm.compute_agreement("a", "b", sample_weight="w", data=data).kappa == pytest.approx(plain.kappa)


GRADES = ["low", "mid", "high"]


def test_the_order_of_labels():
    first, second = (np.array(GRADES)[side % 3] for side in two_raters())
    codes = [side % 3 for side in two_raters()]
    expected = cohen_kappa_score(*codes, weights="linear")
    ordered = [pd.Categorical(side, categories=GRADES, ordered=True) for side in (first, second)]
    several = {
        "labels": fm.compute_agreement(first, second, weights="linear", labels=GRADES),
        "categories": fm.compute_agreement(*ordered, weights="linear"),
        "one of both": fm.compute_agreement(ordered[0], second, weights="linear"),
        "enum": fm.compute_agreement(*(pl.Series(side.tolist(), dtype=pl.Enum(GRADES)) for side in (first, second)),
                                     weights="linear"),
        "numbers": fm.compute_agreement(*codes, weights="linear"),
    }  # fmt: skip
    for found in several.values():
        assert found.kappa == pytest.approx(expected, rel=1e-12)
    assert several["categories"].labels == tuple(GRADES)
    two = fm.compute_agreement(["no", "yes", "no"] * 9, ["yes", "yes", "no"] * 9, weights="linear")
    assert two.kappa == fm.compute_agreement(["no", "yes", "no"] * 9, ["yes", "yes", "no"] * 9).kappa
    wide = fm.compute_agreement(ordered[0][first != "mid"], ordered[0][first != "mid"], weights="linear")
    assert wide.labels == tuple(GRADES)  # a grade that nobody gives counts in distances


def test_results_can_be_kept():
    found = fm.compute_agreement(*two_raters(), weights="linear", names=("x", "y"))
    again = fm.Agreement.from_dict(json.loads(json.dumps(found.to_dict())))
    assert (again.text, repr(again), again.interval) == (found.text, repr(found), found.interval)
    np.testing.assert_array_equal(again.matrix.counts, found.matrix.counts)
    assert pickle.loads(pickle.dumps(found)).text == found.text
    table = found.to_pandas()
    names = ["label", "first_rate", "second_rate", "difference_low", "difference_high", "p_value", "specific_agreement"]
    assert list(table.columns) == names
    assert table["label"].tolist() == [0, 1, 2, 3]
    assert found.to_polars().shape == (4, 7)
    with pytest.raises(ValueError, match="read-only"):
        found.base_rates[0] = 0


ERRORS = {
    "lengths": (
        lambda: fm.compute_agreement([0, 1, 1], [0, 1]),
        "second must be of the same shape as first, (3,); got shape (2,).",
    ),
    "axes": (
        lambda: fm.compute_agreement([[0, 1], [1, 1]], [[0, 1], [1, 0]]),
        "first must be of shape (n_samples,); got shape (2, 2).\nHint: np.ravel(first).",
    ),
    "nothing": (lambda: fm.compute_agreement([], []), "first must be non-empty; got shape (0,)."),
    "kinds": (
        lambda: fm.compute_agreement(["a", "b"], [0, 1]),
        "first and second must be labels of one kind; got strings in first and numbers in second.\n"
        "Hint: np.asarray(second, dtype=object).astype(str).",
    ),
    "missing": (
        lambda: fm.compute_agreement(["a", None, "b"], ["a", "b", "b"]),
        "first must be without missing values; got 1 missing of 3.\n"
        "Hint: Drop the rows without a label, and the same rows of the other arrays.",
    ),
    "fractions": (
        lambda: fm.compute_agreement([1, 2], [1.5, 2]),
        "second must be labels, not continuous values; got the value 1.5.\n"
        "Hint: np.asarray(second, dtype=object).astype(str).",
    ),
    "no order": (
        lambda: fm.compute_agreement(["low", "mid", "high"], ["mid", "mid", "high"], weights="linear"),
        "weights must be left out for texts, whose order is unknown; got 'linear'.\n"
        "Hint: labels=['high', 'low', 'mid'], in their order.",
    ),
    "two orders": (
        lambda: fm.compute_agreement(
            pd.Categorical(["a", "b"], ["a", "b"], ordered=True),
            pd.Categorical(["a", "b"], ["b", "a"], ordered=True),
            weights="linear",
        ),
        "the categories of first and second must be the same, in one order; got ['a', 'b'] and ['b', 'a'].\n"
        "Hint: labels=['a', 'b'], in the order that is meant.",
    ),
    "labels": (
        lambda: fm.compute_agreement(["a", "b"], ["a", "c"], labels=["a", "b"]),
        "labels must be a list with every value seen in second; got ['a', 'b'] without ['c'].\n"
        "Hint: labels=['a', 'b', 'c'].",
    ),
    "weights": (
        lambda: fm.compute_agreement([0, 1], [0, 1], weights="squared"),
        "weights must be one of None, 'linear', 'quadratic'; got 'squared'.",
    ),
    "no weight": (
        lambda: fm.compute_agreement([0, 1], [0, 1], sample_weight=[0, 0]),
        "sample_weight must be positive for some sample; got zeros only.",
    ),
    "sample_weight": (
        lambda: fm.compute_agreement([0, 1], [0, 1], sample_weight=[1, 2, 3]),
        "sample_weight must be of shape (2,), one weight a sample; got shape (3,).",
    ),
    "names": (
        lambda: fm.compute_agreement([0, 1], [0, 1], names=["x", "x"]),
        "names must be two different texts; got ['x', 'x'].\nHint: names=['old', 'new'].",
    ),
    "one name": (
        lambda: fm.compute_agreement([0, 1], [0, 1], names="judge"),
        "names must be two different texts; got 'judge'.\nHint: names=['old', 'new'].",
    ),
    "level": (
        lambda: fm.compute_agreement([0, 1], [0, 1], confidence_level=95),
        "confidence_level must be a number in [0, 1]; got 95.",
    ),
    "an option of the figure": (
        lambda: fm.compute_agreement([0, 1], [0, 1], title="Who says what"),
        "compute_agreement() has no option 'title'.\n"
        "Hint: It belongs to the figure: plot_confusion_matrix(compute_agreement(...), title=...).",
    ),
    "column": (
        lambda: fm.compute_agreement("a", "c", data=pd.DataFrame({"a": [0, 1], "b": [0, 1]})),
        "second must be the name of a column of data, one of ['a', 'b']; got 'c'.",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    call, message = ERRORS[case]
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert str(caught.value) == message
