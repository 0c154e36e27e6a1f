import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from sklearn.metrics import auc, roc_auc_score, roc_curve

from figmerit.metrics.roc_curve import compute_roc_curve

EIGHT_SCORES, EIGHT_TRUE = [0.95, 0.80, 0.75, 0.60, 0.50, 0.40, 0.30, 0.10], [1, 1, 0, 1, 0, 1, 0, 0]
KINDS = {
    "zero_one": (np.array([0, 1]), None),
    "signed": (np.array([-1, 1]), None),
    "bool": (np.array([False, True]), None),
    "strings": (np.array(["spam", "ham"]), "ham"),
    "numbers": (np.array([7, 3]), 3),
}
DTYPES = st.sampled_from([np.float64, np.float32, np.float16])


@st.composite
def binary(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return positive, score, weight: both classes have weight, scores are often tied."""
    n = draw(st.integers(2, 25))
    positive = draw(npst.arrays(np.int64, n, elements=st.integers(0, 1)))
    positive[:2] = [0, 1]
    tied = st.integers(-3, 3).map(lambda x: x / 10)
    score = draw(npst.arrays(np.float64, n, elements=tied | st.floats(-1e3, 1e3))).astype(draw(DTYPES))
    weight = draw(st.none() | npst.arrays(np.float64, n, elements=st.sampled_from([0.0, 0.5, 1.0, 3.0])))
    if weight is not None:
        weight[:2] = 1
    return positive, score, weight


@pytest.mark.filterwarnings("ignore:y_score holds only")
@settings(deadline=None, max_examples=150)
@given(binary(), st.sampled_from(sorted(KINDS)))
def test_equals_scikit_learn(target: tuple, kind: str) -> None:
    positive, score, weight = target
    names, pos_label = KINDS[kind]
    curve = compute_roc_curve(names[positive], score, pos_label=pos_label, sample_weight=weight)
    cast = score.astype(np.float64)
    expected = roc_curve(positive, cast, sample_weight=weight, drop_intermediate=False)
    for found, one in zip((curve.fpr, curve.tpr, curve.thresholds), expected, strict=True):
        np.testing.assert_allclose(found, one, rtol=1e-12, atol=1e-12)
    assert curve.roc_auc == pytest.approx(roc_auc_score(positive, cast, sample_weight=weight), abs=1e-12)
    assert curve.roc_auc == pytest.approx(auc(curve.fpr, curve.tpr), abs=1e-12)
    weighed = np.ones(len(score)) if weight is None else weight
    assert (curve.n_positive, curve.n_negative) == (weighed[positive == 1].sum(), weighed[positive == 0].sum())
    assert curve.thresholds[1:].tolist() == sorted({*cast[weighed > 0].tolist()}, reverse=True)
    assert curve.pos_label == names[1]
    assert curve.undefined == {}
    assert curve.score_dtype == str(score.dtype)


@pytest.mark.filterwarnings("ignore:y_score holds only")
@settings(deadline=None, max_examples=60)
@given(binary(), st.floats(-1, 1) | st.sampled_from([0.1, -0.3, 0.2, 0.0, 1e5, -1e5]))
def test_at_threshold_is_score_at_least_threshold(target: tuple, threshold: float) -> None:
    positive, score, weight = target
    weight = np.ones(len(score)) if weight is None else weight
    chosen = score >= score.dtype.type(min(max(threshold, -6e4), 6e4))
    expected = tuple(weight[chosen & (positive == k)].sum() / weight[positive == k].sum() for k in (0, 1))
    curve = compute_roc_curve(positive, score, sample_weight=weight)
    assert curve.at_threshold(threshold) == pytest.approx(expected, abs=1e-12)


@st.composite
def columns(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return codes of all three classes, probabilities and weights."""
    n = draw(st.integers(3, 15))
    codes = draw(npst.arrays(np.int64, n, elements=st.integers(0, 2)))
    codes[:3] = [0, 1, 2]
    score = draw(npst.arrays(np.float64, (n, 3), elements=st.integers(1, 8).map(float)))
    weight = draw(st.none() | npst.arrays(np.float64, n, elements=st.sampled_from([0.5, 1.0, 3.0])))
    return codes, score / score.sum(axis=1, keepdims=True), weight


@settings(deadline=None, max_examples=60)
@given(columns(), st.sampled_from([[0, 1, 2], [-1, 0, 1], ["a", "b", "c"], ["", "x", "y"]]))
def test_classes_equal_scikit_learn(target: tuple, names: list) -> None:
    codes, score, weight = target
    true = np.array(names)[codes]
    curve = compute_roc_curve(true, score, sample_weight=weight)
    options = {"multi_class": "ovr", "sample_weight": weight}
    assert curve.roc_auc == pytest.approx(roc_auc_score(true, score, **options), abs=1e-12)
    assert auc(curve.fpr, curve.tpr) == pytest.approx(curve.roc_auc, abs=1e-12)
    micro = roc_auc_score(np.eye(3)[codes], score, average="micro", sample_weight=weight)
    assert curve.micro.roc_auc == pytest.approx(micro, abs=1e-12)
    assert auc(curve.micro.fpr, curve.micro.tpr) == pytest.approx(micro, abs=1e-12)
    assert [one.pos_label for one in curve.per_class] == names
    assert [one.display_label for one in curve.per_class] == [str(name) for name in names]
    for code, one in enumerate(curve.per_class):
        expected = roc_auc_score(codes == code, score[:, code], sample_weight=weight)
        assert one.roc_auc == pytest.approx(expected, abs=1e-12)
        alone = compute_roc_curve(true, score, sample_weight=weight, pos_label=names[code])
        assert alone.roc_auc == one.roc_auc
        assert (alone.pos_label, alone.display_label) == (names[code], str(names[code]))


@settings(deadline=None, max_examples=60)
@given(st.data(), st.integers(2, 10), st.integers(2, 4))
def test_multilabel_equals_scikit_learn(data: st.DataObject, n: int, k: int) -> None:
    true = data.draw(npst.arrays(np.int64, (n, k), elements=st.integers(0, 1)))
    true[:2] = [[0] * k, [1] * k]
    score = data.draw(npst.arrays(np.float64, (n, k), elements=st.integers(1, 6).map(lambda x: x / 7)))
    weight = data.draw(st.none() | npst.arrays(np.float64, n, elements=st.sampled_from([0.5, 1.0, 3.0])))
    curve = compute_roc_curve(true, score, sample_weight=weight)
    for average, found in (("macro", curve), ("micro", curve.micro)):
        expected = roc_auc_score(true, score, average=average, sample_weight=weight)
        assert found.roc_auc == pytest.approx(expected, abs=1e-12)
        assert auc(found.fpr, found.tpr) == pytest.approx(expected, abs=1e-12)
        assert found.average == average
    areas = roc_auc_score(true, score, average=None, sample_weight=weight)
    np.testing.assert_allclose([one.roc_auc for one in curve.per_class], areas, rtol=1e-12, atol=1e-12)


def test_worked_example() -> None:
    curve = compute_roc_curve(EIGHT_TRUE, EIGHT_SCORES)
    assert curve.roc_auc == pytest.approx(0.8125, abs=1e-6)
    assert len(curve.thresholds) == 9
    assert repr(curve) == "ROCCurve(1: roc_auc=0.8125, 9 points)"


def test_points_at_below_between_and_above_the_scores() -> None:
    curve = compute_roc_curve([0, 1, 0, 1, 1], [0.2, 0.4, 0.4, 0.4, 0.8])
    assert curve.at_threshold(0.8) == (0.0, 1 / 3)
    assert curve.at_threshold(0.81) == (0.0, 0.0)
    assert curve.at_threshold(0.4) == (0.5, 1.0)
    assert curve.at_threshold(0.41) == curve.at_threshold(0.7) == (0.0, 1 / 3)
    assert curve.at_threshold(0.3) == curve.at_threshold(0.4)
    assert curve.at_threshold(0.2) == curve.at_threshold(-5) == (1.0, 1.0)
    assert curve.fpr.tolist() == [0, 0, 0.5, 1]  # the ties are one vertex


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_thresholds_are_rounded_to_the_dtype_of_the_scores(dtype: type) -> None:
    curve = compute_roc_curve([0, 1, 0, 1], np.array([0.1, 0.3, 0.7, 0.9], dtype))
    assert curve.at_threshold(0.1) == (1.0, 1.0)
    assert curve.at_threshold(0.3) == (0.5, 1.0)
    assert curve.at_threshold(0.7) == (0.5, 0.5)
    assert curve.at_threshold(0.9) == (0.0, 0.5)
    assert curve.at_threshold(1e300) == (0.0, 0.0)
    assert curve.at_threshold(-1e300) == (1.0, 1.0)


def test_constant_scores_are_a_diagonal() -> None:
    curve = compute_roc_curve([0, 1, 1], [0.5, 0.5, 0.5])
    assert (curve.fpr.tolist(), curve.tpr.tolist(), curve.roc_auc) == ([0, 1], [0, 1], 0.5)


@pytest.mark.parametrize(
    ("true", "weight", "reason"),
    [
        ([1, 1], None, "no negative samples"),
        ([0, 0], None, "no positive samples"),
        ([1, 0], [1, 0], "no negative samples"),
        ([1, 0], [0, 1], "no positive samples"),
        ([1], None, "no negative samples"),
        ([-1], None, "no positive samples"),
        ([True], None, "no negative samples"),
    ],
)
def test_undefined_curves(true: list, weight: list | None, reason: str) -> None:
    curve = compute_roc_curve(true, [0.2, 0.7][: len(true)], sample_weight=weight)
    assert np.isnan(curve.roc_auc)
    assert curve.undefined == {"roc_auc": reason}
    assert np.isnan([*curve.fpr, *curve.tpr, *curve.thresholds]).all()
    assert reason in curve.alt_text()


def test_one_class_of_strings() -> None:
    assert compute_roc_curve(["no", "no"], [0.1, 0.2], pos_label="yes").undefined == {"roc_auc": "no positive samples"}
    assert compute_roc_curve(["yes"], [0.1], pos_label="yes").undefined == {"roc_auc": "no negative samples"}


def test_absent_classes_are_undefined_not_misassigned() -> None:
    scores = np.array([[0.7, 0.1, 0.2], [0.1, 0.2, 0.7], [0.8, 0.1, 0.1], [0.2, 0.2, 0.6]])
    curve = compute_roc_curve(["a", "c", "a", "c"], scores, labels=["a", "b", "c"])
    np.testing.assert_array_equal([one.roc_auc for one in curve.per_class], [1, np.nan, 1])
    assert np.isnan(curve.roc_auc)
    assert curve.undefined == {("roc_auc", "b"): "no positive samples", "roc_auc": "undefined for a class"}
    assert curve.micro.roc_auc == pytest.approx(roc_auc_score(np.eye(3)[[0, 2, 0, 2]], scores, average="micro"))
    assert np.isnan(curve.fpr).all()


def test_two_columns_are_the_column_of_pos_label() -> None:
    true, score = ["n", "y", "n", "y"], np.array([0.2, 0.9, 0.6, 0.4])
    both = np.column_stack([1 - score, score])
    for pos_label, column in (("y", score), ("n", 1 - score)):
        curve = compute_roc_curve(true, both, pos_label=pos_label)
        alone = compute_roc_curve(true, column, pos_label=pos_label)
        assert (curve.roc_auc, curve.pos_label) == (alone.roc_auc, pos_label)
        assert curve.per_class == ()
        swapped = compute_roc_curve(true, both[:, ::-1], pos_label=pos_label, labels=["y", "n"])
        assert swapped.roc_auc == alone.roc_auc
        named = compute_roc_curve(true, pd.DataFrame(both[:, ::-1], columns=["y", "n"]), pos_label=pos_label)
        assert named.roc_auc == alone.roc_auc
    assert compute_roc_curve([0, 1, 0, 1], both).pos_label == 1
    assert compute_roc_curve([-1, 1, -1, 1], both).pos_label == 1
    assert compute_roc_curve([False, True, False, True], both).pos_label is True


def test_display_labels_name_the_curves() -> None:
    scores = [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.2, 0.7]]
    curve = compute_roc_curve([0, 1, 2], scores, display_labels=["cat", "dog", "owl"])
    assert [one.display_label for one in curve.per_class] == ["cat", "dog", "owl"]
    assert curve.display_label == "macro-average"
    assert (
        compute_roc_curve([0, 1, 2], scores, display_labels=["cat", "dog", "owl"], pos_label=1).display_label == "dog"
    )
    assert compute_roc_curve([0, 1], [0.1, 0.2], display_labels=["no", "yes"]).display_label == "yes"


def test_the_micro_average_has_thresholds() -> None:
    true, scores = [[1, 0], [0, 1], [1, 1]], [[0.9, 0.4], [0.4, 0.6], [0.3, 0.8]]
    assert compute_roc_curve(true, scores).micro.at_threshold(0.4) == (1.0, 0.75)


def test_pos_label_turns_the_curve_around() -> None:
    curve = compute_roc_curve(EIGHT_TRUE, EIGHT_SCORES, pos_label=0)
    assert curve.roc_auc == pytest.approx(1 - 0.8125)
    assert curve.pos_label == 0


def test_scores_whose_difference_overflows() -> None:
    assert compute_roc_curve([0, 1, 0, 1], [-1e308, 1e308, -1e308, -1e308]).roc_auc == 0.75


@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("decimals", [1, 8], ids=["ties", "distinct"])
@pytest.mark.parametrize("max_fpr", [1e-3, 0.05, 0.1, 1 / 3, 0.5, 0.999, 1])
def test_partial_area_is_scikit_learns(max_fpr, decimals, weighted):
    rng = np.random.default_rng(0)
    y_true = rng.integers(0, 2, 300)
    y_score = np.round(y_true * 0.3 + rng.random(300), decimals)
    weight = rng.random(300) if weighted else None
    curve = compute_roc_curve(y_true, y_score, sample_weight=weight)
    expected = roc_auc_score(y_true, y_score, max_fpr=max_fpr, sample_weight=weight)
    assert curve.partial_roc_auc(max_fpr) == pytest.approx(expected, rel=0, abs=1e-12)


def test_partial_area_of_averages_and_of_nothing():
    rng = np.random.default_rng(0)
    y_true, y_score = rng.integers(0, 3, 200), rng.random((200, 3))
    curve = compute_roc_curve(y_true, y_score, labels=[0, 1, 2])
    of_classes = [roc_auc_score(y_true == label, y_score[:, label], max_fpr=0.2) for label in range(3)]
    assert curve.partial_roc_auc(0.2) == pytest.approx(np.mean(of_classes), rel=0, abs=1e-12)
    pooled = roc_auc_score(np.eye(3)[y_true].ravel(), y_score.ravel(), max_fpr=0.2)
    assert curve.micro.partial_roc_auc(0.2) == pytest.approx(pooled, rel=0, abs=1e-12)
    assert np.isnan(compute_roc_curve([1, 1], [0.1, 0.2]).partial_roc_auc(0.5))


@pytest.mark.parametrize("max_fpr", [0, -0.1, 1.5])
def test_partial_area_needs_a_rate(max_fpr):
    rule = re.escape(f"max_fpr must be a number in (0, 1]; got {max_fpr:g}.\nHint: max_fpr=0.1.")
    with pytest.raises(ValueError, match=rule):
        compute_roc_curve([0, 1], [0.1, 0.2]).partial_roc_auc(max_fpr)
