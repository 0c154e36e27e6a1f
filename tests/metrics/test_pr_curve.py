import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from sklearn.metrics import average_precision_score, precision_recall_curve

from figmerit.counts.count import count_scores
from figmerit.metrics.pr_curve import PRCurve, compute_pr_curve

EIGHT_SCORES, EIGHT_TRUE = [0.95, 0.80, 0.75, 0.60, 0.50, 0.40, 0.30, 0.10], [1, 1, 0, 1, 0, 1, 0, 0]
TWENTY_TRUE = [1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0]
TWENTY_SCORES = [0.92, 0.15, 0.88, 0.42, 0.22, 0.78, 0.61, 0.85, 0.95, 0.18,
                 0.38, 0.73, 0.12, 0.81, 0.55, 0.90, 0.35, 0.08, 0.87, 0.20]  # fmt: skip
KINDS = {
    "zero_one": (np.array([0, 1]), None),
    "signed": (np.array([-1, 1]), None),
    "bool": (np.array([False, True]), None),
    "strings": (np.array(["spam", "ham"]), "ham"),
    "numbers": (np.array([7, 3]), 3),
}


def area(curve: PRCurve) -> float:
    """Return the area under the steps of a curve in scikit-learn's order."""
    return float(-np.sum(np.diff(curve.recall) * curve.precision[:-1]))


@st.composite
def binary(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return positive, score, weight: a positive has weight, scores are often tied."""
    n = draw(st.integers(1, 25))
    positive = draw(npst.arrays(np.int64, n, elements=st.integers(0, 1)))
    positive[0] = 1
    tied = st.integers(-3, 3).map(lambda x: x / 10)
    dtype = draw(st.sampled_from([np.float64, np.float32, np.float16]))
    score = draw(npst.arrays(np.float64, n, elements=tied | st.floats(-1e3, 1e3))).astype(dtype)
    weight = draw(st.none() | npst.arrays(np.float64, n, elements=st.sampled_from([0.0, 0.5, 1.0, 3.0])))
    if weight is not None:
        weight[0] = 1
    return positive, score, weight


@pytest.mark.filterwarnings("ignore:y_score holds only")
@settings(deadline=None, max_examples=150)
@given(binary(), st.sampled_from(sorted(KINDS)))
def test_equals_scikit_learn(target: tuple, kind: str) -> None:
    positive, score, weight = target
    names, pos_label = KINDS[kind]
    curve = compute_pr_curve(names[positive], score, pos_label=pos_label, sample_weight=weight)
    cast = score.astype(np.float64)
    expected = precision_recall_curve(positive, cast, sample_weight=weight)
    for found, one in zip((curve.precision, curve.recall, curve.thresholds), expected, strict=True):
        np.testing.assert_allclose(found, one, rtol=1e-12, atol=1e-12)
    expected = average_precision_score(positive, cast, sample_weight=weight)
    assert curve.average_precision == pytest.approx(expected, abs=1e-12)
    assert area(curve) == pytest.approx(expected, abs=1e-12)
    weighed = np.ones(len(score)) if weight is None else weight
    assert curve.prevalence == pytest.approx(np.average(positive, weights=weighed), abs=1e-12)
    assert curve.thresholds.tolist() == sorted({*cast[weighed > 0].tolist()})
    assert curve.undefined == {}
    assert curve.score_dtype == str(score.dtype)


@pytest.mark.filterwarnings("ignore:y_score holds only")
@settings(deadline=None, max_examples=60)
@given(binary(), st.floats(-1, 1) | st.sampled_from([0.1, -0.3, 0.2, 0.0, -1e5]))
def test_at_threshold_is_score_at_least_threshold(target: tuple, threshold: float) -> None:
    positive, score, weight = target
    weight = np.ones(len(score)) if weight is None else weight
    chosen = score >= score.dtype.type(max(threshold, -6e4))
    curve = compute_pr_curve(positive, score, sample_weight=weight)
    if not weight[chosen].any():
        assert repr(curve.at_threshold(threshold)) == "(0.0, nan)"
        return
    tp = weight[chosen & (positive == 1)].sum()
    expected = tp / weight[positive == 1].sum(), tp / weight[chosen].sum()
    assert curve.at_threshold(threshold) == pytest.approx(expected, abs=1e-12)


@pytest.mark.filterwarnings("ignore:No positive class found")  # scikit-learn's own, in the expected value
@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(3, 15), st.sampled_from([[0, 1, 2], [-1, 0, 1], ["a", "b", "c"], ["", "x", "y"]]))
def test_classes_equal_scikit_learn(data: st.DataObject, n: int, names: list) -> None:
    codes = data.draw(npst.arrays(np.int64, n, elements=st.integers(0, 2)))
    score = data.draw(npst.arrays(np.float64, (n, 3), elements=st.integers(1, 6).map(float)))
    weight = data.draw(st.none() | npst.arrays(np.float64, n, elements=st.sampled_from([0.5, 1.0, 3.0])))
    true = np.array(names)[codes]
    # classes may be absent: those count as 0 in the macro average, as in scikit-learn
    curve = compute_pr_curve(true, score, sample_weight=weight, labels=names)
    for average, found in (("macro", curve), ("micro", curve.micro)):
        expected = average_precision_score(np.eye(3)[codes], score, average=average, sample_weight=weight)
        assert found.average_precision == pytest.approx(expected, abs=1e-12)
        assert area(found) == pytest.approx(expected, abs=1e-12)
        assert found.average == average
        assert len(found.thresholds) == len(found.recall) - 1
    for code, one in enumerate(curve.per_class):
        assert (one.pos_label, one.display_label) == (names[code], str(names[code]))
        alone = compute_pr_curve(true, score, sample_weight=weight, labels=names, pos_label=names[code])
        if not (codes == code).any():
            assert one.undefined == alone.undefined == {"average_precision": "no positive samples"}
            assert curve.undefined["average_precision", names[code]] == "no positive samples"
            continue
        expected = average_precision_score(codes == code, score[:, code], sample_weight=weight)
        assert one.average_precision == alone.average_precision == pytest.approx(expected, abs=1e-12)


@pytest.mark.filterwarnings("ignore:No positive class found")  # scikit-learn's own, in the expected value
@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(2, 10), st.integers(2, 4))
def test_multilabel_equals_scikit_learn(data: st.DataObject, n: int, k: int) -> None:
    true = data.draw(npst.arrays(np.int64, (n, k), elements=st.integers(0, 1)))
    true[0, 0] = 1
    score = data.draw(npst.arrays(np.float64, (n, k), elements=st.integers(1, 6).map(lambda x: x / 7)))
    weight = data.draw(st.none() | npst.arrays(np.float64, n, elements=st.sampled_from([0.5, 1.0, 3.0])))
    curve = compute_pr_curve(true, score, sample_weight=weight, multilabel=True)
    for average, found in (("macro", curve), ("micro", curve.micro)):
        expected = average_precision_score(true, score, average=average, sample_weight=weight)
        assert found.average_precision == pytest.approx(expected, abs=1e-12)
        assert area(found) == pytest.approx(expected, abs=1e-12)
    weighed = np.ones(n) if weight is None else weight
    shares = np.average(true, axis=0, weights=weighed)
    np.testing.assert_allclose([one.prevalence for one in curve.per_class], shares, rtol=1e-12)
    assert curve.prevalence == pytest.approx(shares.mean())
    assert curve.micro.prevalence == pytest.approx(shares.mean())


def test_worked_example() -> None:
    curve = compute_pr_curve(EIGHT_TRUE, EIGHT_SCORES)
    assert curve.average_precision == pytest.approx(0.854167, abs=1e-6)
    assert curve.thresholds.tolist() == EIGHT_SCORES[::-1]
    assert curve.prevalence == 0.5
    assert repr(curve) == "PRCurve(1: average_precision=0.854167, 9 points)"
    assert curve.alt_text() == (
        "Precision-recall curve of '1': average precision 0.854, 95% logit interval 0.379 to 0.983; "
        "a classifier that guesses would have 0.500."
    )


def test_best_f1_over_all_thresholds() -> None:
    curve = compute_pr_curve(TWENTY_TRUE, TWENTY_SCORES)
    assert len(curve.thresholds) == 20
    precision, recall = curve.precision[:-1], curve.recall[:-1]
    f1 = 2 * precision * recall / (precision + recall)
    assert f1.max() == pytest.approx(12 / 13, abs=1e-12)
    assert curve.thresholds[f1.argmax()] == 0.35
    assert curve.at_threshold(0.3) == curve.at_threshold(0.35) == (1.0, 12 / 14)


def test_points_at_below_between_and_above_the_scores() -> None:
    curve = compute_pr_curve([0, 1, 0, 1, 1], [0.2, 0.4, 0.4, 0.4, 0.8])
    assert curve.at_threshold(0.8) == curve.at_threshold(0.41) == (1 / 3, 1.0)
    assert curve.at_threshold(0.4) == curve.at_threshold(0.3) == (1.0, 0.75)
    assert curve.at_threshold(0.2) == curve.at_threshold(-5) == (1.0, 0.6)
    assert curve.thresholds.tolist() == [0.2, 0.4, 0.8]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_thresholds_are_rounded_to_the_dtype_of_the_scores(dtype: type) -> None:
    curve = compute_pr_curve([0, 1, 0, 1], np.array([0.1, 0.3, 0.7, 0.9], dtype))
    assert curve.at_threshold(0.1) == (1.0, 0.5)
    assert curve.at_threshold(0.3) == (1.0, 2 / 3)
    assert curve.at_threshold(0.7) == (0.5, 0.5)
    assert curve.at_threshold(0.9) == (0.5, 1.0)


def test_constant_scores_have_the_precision_of_guessing() -> None:
    curve = compute_pr_curve([0, 1, 0], [0.5, 0.5, 0.5])
    assert curve.average_precision == pytest.approx(1 / 3)
    assert curve.recall.tolist() == [1, 0]


@pytest.mark.parametrize("weight", [None, [0, 1]], ids=["rows", "weight"])
def test_without_positives(weight: list | None) -> None:
    curve = compute_pr_curve([0, 0] if weight is None else [1, 0], [0.2, 0.7], sample_weight=weight)
    assert np.isnan(curve.average_precision)
    assert curve.undefined == {"average_precision": "no positive samples"}
    assert np.isnan([*curve.recall, *curve.precision, *curve.thresholds]).all()
    assert curve.prevalence == 0


def test_without_negatives_all_is_precise() -> None:
    curve = compute_pr_curve([1], [0.3])
    assert (curve.average_precision, curve.prevalence) == (1.0, 1.0)


def test_without_any_positive_label() -> None:
    curve = compute_pr_curve(np.zeros((3, 2), int), [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], labels=["a", "b"])
    assert np.isnan(curve.average_precision)
    assert curve.undefined == {
        ("average_precision", "a"): "no positive samples",
        ("average_precision", "b"): "no positive samples",
        "average_precision": "undefined for every class",
    }
    assert curve.micro.undefined == {"average_precision": "no positive samples"}


def test_two_columns_are_the_column_of_pos_label() -> None:
    true, score = ["n", "y", "n", "y"], np.array([0.2, 0.9, 0.6, 0.4])
    both = np.column_stack([1 - score, score])
    for pos_label, column in (("y", score), ("n", 1 - score)):
        curve = compute_pr_curve(true, both, pos_label=pos_label)
        assert curve.average_precision == compute_pr_curve(true, column, pos_label=pos_label).average_precision


def test_the_micro_average_has_thresholds() -> None:
    true, scores = [[1, 0], [0, 1], [1, 1]], [[0.9, 0.4], [0.4, 0.6], [0.3, 0.8]]
    assert compute_pr_curve(true, scores).micro.at_threshold(0.4) == (0.75, 0.6)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_another_prevalence_weighs_the_classes(share):
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 2, 80), rng.integers(0, 30, 80) / 30
    weight = np.where(true == 1, share / true.sum(), (1 - share) / (1 - true).sum())
    expected = compute_pr_curve(true, score, sample_weight=weight)
    restated = compute_pr_curve(true, score).at_prevalence(share)
    np.testing.assert_allclose(restated.precision, expected.precision, rtol=0, atol=1e-12)
    np.testing.assert_allclose(restated.recall, expected.recall, rtol=0, atol=1e-12)
    assert restated.average_precision == pytest.approx(expected.average_precision, abs=1e-12)
    assert restated.prevalence == restated.assumed_prevalence == share
    assert restated.alt_text().endswith(f"would have {share:.3f}, the share of positives that is assumed.")


def test_no_other_prevalence_without_both_classes():
    with pytest.raises(ValueError, match=r"^prevalence must be between 0 and 1; got 0\.\nHint: prevalence=0\.01\.$"):
        compute_pr_curve([0, 1], [0.1, 0.4]).at_prevalence(0)
    message = (
        r"^the data must be of both classes to assume another prevalence; got 2 positive and 0 negative samples\.$"
    )
    with pytest.raises(ValueError, match=message):
        compute_pr_curve([1, 1], [0.1, 0.4]).at_prevalence(0.1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 0.99), st.booleans())
def test_bounds_hold_for_another_prevalence_too(seed: int, share: float, weighted: bool) -> None:
    rng = np.random.default_rng(seed)
    true, score = np.array([0, 1, *rng.integers(0, 2, 30)]), rng.random(32)
    weight = rng.integers(1, 4, 32) / 2 if weighted else None
    exact = compute_pr_curve(true, score, sample_weight=weight).at_prevalence(share)
    binned = compute_pr_curve(count_scores(true, score, sample_weight=weight, resolution=2)).at_prevalence(share)
    assert not binned.exact
    low, high = binned.bounds
    assert low - 1e-12 <= exact.average_precision <= high + 1e-12
