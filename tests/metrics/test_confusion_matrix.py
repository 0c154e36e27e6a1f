import itertools

import hypothesis
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from scipy.stats import binomtest
from sklearn import metrics as sk
from sklearn.metrics import confusion_matrix
from tests.helpers import same

from figmerit.counts.count import count_labels
from figmerit.metrics.confusion_matrix import Confusion, ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix

from_counts = ConfusionMatrix.from_counts
NAMES = ["owl", "cat", "ant", "dog"]
TWENTY_TRUE = [1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0]
TWENTY_SCORES = [0.92, 0.15, 0.88, 0.42, 0.22, 0.78, 0.61, 0.85, 0.95, 0.18,
                 0.38, 0.73, 0.12, 0.81, 0.55, 0.90, 0.35, 0.08, 0.87, 0.20]  # fmt: skip


@st.composite
def labelled(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    n = draw(st.integers(1, 30))
    codes = npst.arrays(np.int64, n, elements=st.integers(0, 3))
    true, pred = draw(codes), draw(codes)
    weight = None
    if draw(st.booleans()):
        weight = draw(npst.arrays(np.float64, n, elements=st.sampled_from([0.0, 0.25, 1.0, 3.5, 1e-3])))
    return true, pred, weight


@settings(deadline=None, max_examples=150)
@given(labelled(), st.sampled_from(["codes", "names", "signed", "bool"]))
def test_equals_scikit_learn(target: tuple, kind: str) -> None:
    true, pred, weight = target
    form = {
        "codes": np.arange(4),
        "names": np.array(NAMES),
        "signed": np.array([-1, 1, -1, 1]),
        "bool": np.arange(4) > 1,
    }
    true, pred = form[kind][true], form[kind][pred]
    if len({*true.tolist(), *pred.tolist()}) == 1:
        return  # scikit-learn warns
    if weight is not None and not weight.any():
        with pytest.raises(ValueError, match=r"^sample_weight must be positive for some sample; got zeros only\."):
            compute_confusion_matrix(true, pred, sample_weight=weight)  # scikit-learn raises too
        return
    matrix = compute_confusion_matrix(true, pred, sample_weight=weight)
    labels = sorted({*true.tolist(), *pred.tolist()})
    assert list(matrix.labels) == labels
    expected = confusion_matrix(true, pred, labels=labels, sample_weight=weight)
    np.testing.assert_allclose(matrix.counts, expected, rtol=1e-12, atol=0)
    assert matrix.counts.dtype == (np.int64 if weight is None else np.float64)
    assert matrix.weighted == (weight is not None)
    for normalize in ("true", "pred", "all"):
        shares = confusion_matrix(true, pred, labels=labels, sample_weight=weight, normalize=normalize)
        np.testing.assert_allclose(np.nan_to_num(matrix.normalized(normalize)), shares, rtol=0, atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(labelled(), labelled())
def test_matrices_add_up(one: tuple, two: tuple) -> None:
    hypothesis.assume(all(weight is None or weight.any() for *_, weight in (one, two)))
    parts = [compute_confusion_matrix(t, p, sample_weight=w, labels=range(4)) for t, p, w in (one, two)]
    weight = None
    if one[2] is not None or two[2] is not None:
        weight = np.concatenate([np.ones(len(t)) if w is None else w for t, _, w in (one, two)])
    whole = compute_confusion_matrix(
        np.concatenate([one[0], two[0]]), np.concatenate([one[1], two[1]]), sample_weight=weight, labels=range(4)
    )
    total = parts[0] + parts[1]
    np.testing.assert_allclose(total.counts, whole.counts, rtol=1e-9)
    assert total.weighted == whole.weighted


def test_worked_example() -> None:
    true, pred = [int(c) for c in "000001112222"], [int(c) for c in "000121102210"]
    matrix = compute_confusion_matrix(true, pred)
    assert matrix.counts.tolist() == [[3, 1, 1], [1, 2, 0], [1, 1, 2]]
    assert matrix.support.tolist() == [5, 3, 4]
    np.testing.assert_allclose(matrix.precision, [3 / 5, 2 / 4, 2 / 3], rtol=1e-12)
    np.testing.assert_allclose(matrix.recall, [3 / 5, 2 / 3, 2 / 4], rtol=1e-12)
    assert matrix.undefined == {}
    assert matrix.total == 12


def test_twenty_scores_cut_at_a_half() -> None:
    matrix = compute_confusion_matrix(TWENTY_TRUE, y_score=TWENTY_SCORES)
    assert matrix.counts.tolist() == [[6, 2], [3, 9]]
    assert (matrix.tn, matrix.fp, matrix.fn, matrix.tp) == (6, 2, 3, 9)
    assert matrix.labels == (0, 1)
    assert matrix.pos_label == 1
    assert matrix.threshold == 0.5


def test_labels_fix_order_and_keep_absent_classes() -> None:
    matrix = compute_confusion_matrix(["cat", "dog"], ["dog", "dog"], labels=["dog", "owl", "cat"])
    assert matrix.labels == ("dog", "owl", "cat")
    assert matrix.counts.tolist() == [[1, 0, 0], [0, 0, 0], [1, 0, 0]]
    assert np.isnan(matrix.recall).tolist() == [False, True, False]
    assert matrix.undefined == {
        ("precision", "owl"): "never predicted",
        ("precision", "cat"): "never predicted",
        ("recall", "owl"): "no samples",
    }
    assert compute_confusion_matrix([0.0, 1.0], [1, 1]).labels == (0, 1)


def test_empty_rows_and_columns_have_no_shares() -> None:
    matrix = from_counts([[2, 0, 2], [0, 0, 0], [1, 0, 3]])
    nan = np.nan
    np.testing.assert_array_equal(matrix.normalized("true"), [[0.5, 0, 0.5], [nan] * 3, [0.25, 0, 0.75]])
    np.testing.assert_array_equal(matrix.normalized("pred"), [[2 / 3, nan, 0.4], [0, nan, 0], [1 / 3, nan, 0.6]])
    np.testing.assert_array_equal(matrix.normalized("all"), np.array([[2, 0, 2], [0, 0, 0], [1, 0, 3]]) / 8)
    assert np.isnan(from_counts(np.zeros((2, 2), int)).normalized("all")).all()


@pytest.mark.parametrize("shape", [(7,), (4, 3), (2, 3, 4)], ids=["rank1", "rank2", "rank3"])
@pytest.mark.parametrize("weighted", ["none", "samples", "elements"])
def test_targets_of_any_rank(shape: tuple, weighted: str) -> None:
    rng = np.random.default_rng(0)
    true, pred = rng.integers(0, 3, shape), rng.integers(0, 3, shape)
    weight = {"none": None, "samples": rng.random(shape[0]), "elements": rng.random(shape)}[weighted]
    flat = None
    if weight is not None:
        flat = np.broadcast_to(weight.reshape(weight.shape + (1,) * (len(shape) - weight.ndim)), shape).ravel()
    matrix = compute_confusion_matrix(true, pred, sample_weight=weight)
    expected = confusion_matrix(true.ravel(), pred.ravel(), sample_weight=flat)
    np.testing.assert_allclose(matrix.counts, expected, rtol=1e-12)
    scores = rng.random((*shape, 3))
    scored = compute_confusion_matrix(true, y_score=scores, sample_weight=weight)
    expected = confusion_matrix(true.ravel(), scores.argmax(-1).ravel(), sample_weight=flat)
    np.testing.assert_allclose(scored.counts, expected, rtol=1e-12)
    mask = compute_confusion_matrix(true > 0, y_score=scores[..., 0], threshold=0.3, sample_weight=weight)
    expected = confusion_matrix(true.ravel() > 0, scores[..., 0].ravel() >= 0.3, sample_weight=flat)
    np.testing.assert_allclose(mask.counts, expected, rtol=1e-12)


def test_weights_of_zero_keep_labels() -> None:
    matrix = compute_confusion_matrix([0, 1, 2], [0, 1, 2], sample_weight=[1, 0, 2])
    assert matrix.labels == (0, 1, 2)
    assert matrix.counts.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 2]]
    assert matrix.undefined == {("precision", 1): "never predicted", ("recall", 1): "no samples"}
    nothing = ConfusionMatrix.from_counts(np.zeros((2, 2)))
    assert nothing.alt_text() == "Confusion matrix of 2 classes, 0 samples."


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_positive_means_at_least_the_threshold_in_the_dtype_of_the_scores(dtype: type) -> None:
    scores = np.array([0.1, 0.3, 0.7, 0.9], dtype=dtype)
    for threshold, n_positive in [(0.1, 4), (0.3, 3), (0.7, 2), (0.9, 1), (0.2, 3), (0.0, 4), (1.0, 0), (1e300, 0)]:
        matrix = compute_confusion_matrix([0, 1, 0, 1], y_score=scores, threshold=threshold)
        assert matrix.tp + matrix.fp == n_positive
        assert matrix.threshold == threshold


def test_scores_of_strings_need_and_use_pos_label() -> None:
    true, scores = ["no", "yes", "yes", "no"], [0.2, 0.9, 0.4, 0.6]
    yes = compute_confusion_matrix(true, y_score=scores, pos_label="yes")
    assert yes.counts.tolist() == [[1, 1], [1, 1]]
    no = compute_confusion_matrix(true, y_score=scores, pos_label="no", threshold=0.3)
    assert no.labels == ("no", "yes")
    assert no.counts.tolist() == [[1, 1], [2, 0]]
    assert (no.tp, no.fn, no.fp, no.tn) == (1, 1, 2, 0)


@pytest.mark.parametrize(
    ("labels", "positive"), [([0, 1], 1), ([-1, 1], 1), ([False, True], True)], ids=["01", "signed", "bool"]
)
def test_positive_labels_that_need_no_telling(labels: list, positive: object) -> None:
    matrix = compute_confusion_matrix(labels * 2, [labels[1], labels[1], labels[0], labels[1]])
    assert matrix.pos_label == positive
    assert (matrix.tn, matrix.fp, matrix.fn, matrix.tp) == (1, 1, 0, 2)
    backwards = compute_confusion_matrix(labels * 2, labels * 2, labels=labels[::-1])
    assert backwards.tp == 2
    seen = compute_confusion_matrix([positive, positive], y_score=[0.2, 0.8])
    assert (seen.tp, seen.fn, seen.total) == (1, 1, 2)
    zero = compute_confusion_matrix(labels, labels, pos_label=labels[0])
    assert zero.pos_label == labels[0]


def test_highest_column_wins_the_first_of_equals() -> None:
    scores = [[0.4, 0.4, 0.2], [0.1, 0.45, 0.45], [0.0, 0.0, 1.0]]
    matrix = compute_confusion_matrix([0, 1, 2], y_score=scores)
    assert matrix.counts.tolist() == np.eye(3).tolist()
    assert matrix.threshold is None
    two = compute_confusion_matrix(["a", "b"], y_score=[[0.5, 0.5], [0.2, 0.8]])
    assert two.counts.tolist() == [[1, 0], [0, 1]]
    assert compute_confusion_matrix(["a", "b"], y_score=[[0.5, 0.5], [0.2, 0.8]], pos_label="b").tp == 1


def test_mean_scores() -> None:
    true, scores, weight = [0, 0, 1, 1, 1], [0.2, 0.4, 0.9, 0.7, 0.1], [1, 3, 1, 1, 0]
    matrix = compute_confusion_matrix(true, y_score=scores)
    np.testing.assert_allclose(matrix.mean_score, [[0.3, np.nan], [0.1, 0.8]], rtol=1e-12)
    weighted = compute_confusion_matrix(true, y_score=scores, sample_weight=weight)
    np.testing.assert_allclose(weighted.mean_score, [[0.35, np.nan], [np.nan, 0.8]], rtol=1e-12)
    columns = compute_confusion_matrix([0, 1], y_score=[[0.6, 0.4], [0.7, 0.3]])
    np.testing.assert_allclose(columns.mean_score, [[0.6, np.nan], [0.7, np.nan]], rtol=1e-12)
    assert compute_confusion_matrix(true, true).mean_score is None


def test_sum_of_matrices() -> None:
    rng = np.random.default_rng(1)
    true, scores, weight = rng.integers(0, 2, 40), rng.random(40), rng.random(40)
    for w in (None, weight):
        parts = [
            compute_confusion_matrix(
                true[s], y_score=scores[s], sample_weight=None if w is None else w[s], labels=[0, 1]
            )
            for s in (slice(0, 15), slice(15, 40))
        ]
        whole = compute_confusion_matrix(true, y_score=scores, sample_weight=w)
        total = parts[0] + parts[1]
        np.testing.assert_allclose(total.counts, whole.counts, rtol=1e-9)
        np.testing.assert_allclose(total.mean_score, whole.mean_score, rtol=1e-9)
        assert (total.threshold, total.pos_label, total.labels) == (0.5, 1, (0, 1))
    other = compute_confusion_matrix(true, y_score=scores, threshold=0.25)
    assert (whole + other).threshold is None
    assert (whole + compute_confusion_matrix(true, true)).mean_score is None
    assert (from_counts([[1]]) + from_counts([[2]])).counts.tolist() == [[3]]


def test_top_confusions() -> None:
    matrix = from_counts([[5, 2, 3], [3, 9, 0], [2, 2, 1]], labels=["a", "b", "c"])
    assert matrix.top_confusions() == (
        Confusion("a", "c", 3, 0.3),
        Confusion("b", "a", 3, 0.25),
        Confusion("a", "b", 2, 0.2),
        Confusion("c", "a", 2, 0.4),
        Confusion("c", "b", 2, 0.4),
    )
    assert matrix.top_confusions(2) == matrix.top_confusions()[:2]
    assert matrix.top_confusions(np.int64(1))[0].true_label == "a"
    assert from_counts([[3, 0], [0, 4]]).top_confusions() == ()
    assert from_counts([[0.5, 0.25], [0.0, 0.0]]).top_confusions() == (Confusion(0, 1, 0.25, 1 / 3),)


def test_from_counts() -> None:
    whole = from_counts([[6, 2], [3, 9]])
    assert whole.counts.dtype == np.int64
    assert whole.labels == (0, 1)
    assert (whole.pos_label, whole.weighted, whole.threshold) == (1, False, None)
    assert from_counts([[0.5, 2], [3, 9]]).counts.dtype == np.float64
    assert from_counts([[1, 2], [3, 4]], labels=["x", "y"]).pos_label is None
    assert from_counts([[1, 2], [3, 4]], labels=["x", "y"], pos_label="x").tp == 1
    assert from_counts(np.array([[1, 2], [3, 4]], np.uint8)).counts.sum() == 10
    assert from_counts([[1, 2], [3, 4]], display_labels=["no", "yes"]).display_labels == ("no", "yes")


def test_from_counts_of_frames() -> None:
    counts = [[1, 2, 0], [3, 4, 1], [0, 0, 2]]
    for frame in (
        pd.DataFrame(counts, columns=["a", "b", "c"]),
        pd.DataFrame(counts, columns=["a", "b", "c"], index=["a", "b", "c"]),
        pl.DataFrame(dict(zip("abc", np.transpose(counts), strict=True))),
    ):
        matrix = from_counts(frame)
        assert matrix.labels == ("a", "b", "c")
        assert matrix.counts.tolist() == counts
    table = pd.crosstab(pd.Series([7, 3, 7, 5]), pd.Series([3, 7, 7, 5]))
    matrix = from_counts(table)
    assert matrix.labels == (3, 5, 7)
    assert matrix.counts.tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 1]]
    assert from_counts(pd.DataFrame(counts)).labels == (0, 1, 2)
    assert from_counts(pd.DataFrame(counts, columns=["a", "b", "c"]), labels=[4, 5, 6]).labels == (4, 5, 6)


def test_binary_cells_for_every_order() -> None:
    for labels, positive in itertools.product((["n", "y"], ["y", "n"]), "yn"):
        matrix = compute_confusion_matrix(list("yynny"), list("ynnyy"), labels=labels, pos_label=positive)
        expected = (2, 1, 1, 1) if positive == "y" else (1, 1, 1, 2)
        assert (matrix.tp, matrix.fp, matrix.fn, matrix.tn) == expected


def test_one_sample_and_one_class() -> None:
    assert compute_confusion_matrix([1], [1]).counts.tolist() == [[1]]
    assert compute_confusion_matrix(["a"], ["b"]).counts.tolist() == [[0, 1], [0, 0]]
    assert compute_confusion_matrix([0], y_score=[0.7]).counts.tolist() == [[0, 1], [0, 0]]


def test_repr_shows_labels_and_counts() -> None:
    text = repr(compute_confusion_matrix(["b", "a"], ["a", "a"]))
    assert text == "ConfusionMatrix([[1 0]\n                 [1 0]], labels=['a', 'b'])"


def test_two_columns_are_cut_at_another_threshold_than_a_half() -> None:
    y_true, positive = [0, 1, 1, 0], np.array([0.2, 0.35, 0.9, 0.4])
    columns = np.column_stack([1 - positive, positive])
    cut = compute_confusion_matrix(y_true, y_score=columns, threshold=0.3)
    expected = compute_confusion_matrix(y_true, y_score=positive, threshold=0.3)
    assert repr(cut.to_dict()) == repr(expected.to_dict())
    assert cut.counts.tolist() == [[1, 1], [0, 2]]


def test_sum_starts_with_nothing() -> None:
    matrix = compute_confusion_matrix([0, 1, 1], [0, 1, 0])
    assert sum([matrix] * 3).counts.tolist() == [[3, 0], [3, 3]]
    with pytest.raises(TypeError):
        1 + matrix


def test_counts_that_are_not_whole_are_weights() -> None:
    assert not ConfusionMatrix.from_counts([[3.0, 1.0], [0.0, 2.0]]).weighted
    mean = ConfusionMatrix.from_counts([[2.5, 1.0], [0.0, 2.0]])
    assert mean.weighted
    assert "total weight" in mean.alt_text()


def test_huge_numbers_stay_numbers() -> None:
    scores = [1e308, -1e308, 1e308, 1.5e308]
    matrix = compute_confusion_matrix([0, 0, 1, 1], y_score=scores, sample_weight=[2, 1, 2, 2], threshold=0)
    assert matrix.mean_score is not None
    np.testing.assert_allclose(matrix.mean_score, [[-1e308, 1e308], [np.nan, 1.25e308]])
    labels = compute_confusion_matrix(np.array([True]), np.array([2**63], dtype=np.uint64)).labels
    assert labels == (1, 2**63)


def test_counts_beyond_64_bits_are_floats() -> None:
    matrix = ConfusionMatrix.from_counts(np.array([[2**63, 1], [0, 1]], dtype=np.uint64))
    assert matrix.counts.tolist() == [[2.0**63, 1], [0, 1]]


def test_a_threshold_may_be_an_array_of_no_axes() -> None:
    found = compute_confusion_matrix([0, 1], y_score=[0.2, 0.3], threshold=np.array(0.25))
    assert found.counts.tolist() == [[1, 0], [0, 1]]


def test_intervals_of_shares_of_samples():
    rng = np.random.default_rng(0)
    y_true, y_pred = rng.integers(0, 3, (2, 70))
    matrix = compute_confusion_matrix(y_true, y_pred, confidence_level=0.99)
    assert matrix.accuracy == sk.accuracy_score(y_true, y_pred)
    assert matrix.intervals.label == "99% Wilson"
    for k in range(3):
        true, pred = y_true == k, y_pred == k
        assert matrix.specificity[k] == pytest.approx(sk.recall_score(~true, ~pred), abs=1e-12)
        pairs = {
            "precision": ((true & pred).sum(), pred.sum()),
            "recall": ((true & pred).sum(), true.sum()),
            "specificity": ((~true & ~pred).sum(), (~true).sum()),
        }
        for name, (successes, n) in pairs.items():
            expected = binomtest(successes, n).proportion_ci(0.99, method="wilson")
            assert matrix.intervals.ends[name][k] == pytest.approx([expected.low, expected.high], abs=1e-12)


def test_intervals_of_a_sum_are_those_of_all_samples():
    parts = [compute_confusion_matrix([0, 1, 1], [0, 1, 0], confidence_level=level) for level in (0.9, 0.9, None)]
    both = parts[0] + parts[1]
    whole = compute_confusion_matrix([0, 1, 1] * 2, [0, 1, 0] * 2, confidence_level=0.9)
    np.testing.assert_array_equal(both.intervals.ends["recall"], whole.intervals.ends["recall"])
    assert (parts[0] + parts[2]).intervals is None
    assert sum(parts[2:]).intervals is None


def test_weighted_samples_have_no_intervals():
    matrix = compute_confusion_matrix([0, 1, 1], [0, 1, 0], sample_weight=[1, 2, 0.5])
    assert matrix.intervals.reason == "weights are not counts"
    assert all(np.isnan(ends).all() for ends in matrix.intervals.ends.values())
    assert compute_confusion_matrix([0, 1, 1], [0, 1, 0], confidence_level=None).intervals is None


def test_nothing_has_no_share():
    empty = ConfusionMatrix.from_counts([[0, 0], [0, 0]])
    assert np.isnan(empty.accuracy)
    assert np.isnan(empty.intervals.ends["accuracy"]).all()
    assert empty.undefined["specificity", 1] == "no samples of other labels"
    only = ConfusionMatrix.from_counts([[0, 0], [1, 2]])
    assert only.undefined == {("recall", 0): "no samples", ("specificity", 1): "no samples of other labels"}


@pytest.mark.parametrize("compute", [compute_confusion_matrix, compute_multilabel_confusion_matrix])
def test_a_level_of_confidence_is_a_share(compute):
    with pytest.raises(ValueError, match=r"confidence_level must be a number in \[0, 1\]; got 95\."):
        compute([[0, 1], [1, 1]], [[0, 1], [1, 0]], confidence_level=95)
    found = compute([[0, 1], [1, 1]], [[0, 1], [1, 0]], confidence_level=0.5)
    matrix = found["0"] if isinstance(found, dict) else found
    assert matrix.intervals.label == "50% Wilson"


@pytest.mark.parametrize("weighted", [False, True])
def test_other_takes_the_labels_that_are_not_kept(weighted):
    rng = np.random.default_rng(3)
    true, pred = (rng.choice(list("abcd"), 200) for _ in range(2))
    weight = {"sample_weight": rng.random(200)} if weighted else {}
    some = {"labels": ["b", "a"], "other": "rest"}
    found = compute_confusion_matrix(true, pred, display_labels=["B", "A", "all"], **some, **weight)
    true_of, pred_of = (np.where(np.isin(side, ["a", "b"]), side, "rest") for side in (true, pred))
    np.testing.assert_allclose(found.counts, sk.confusion_matrix(true_of, pred_of, labels=["b", "a", "rest"], **weight))
    assert (found.labels, found.display_labels) == (("b", "a", "rest"), ("B", "A", "all"))
    np.testing.assert_allclose(
        compute_confusion_matrix(count_labels(true, pred, **weight), **some).counts, found.counts
    )
    with pytest.raises(TypeError, match=r"^labels must be given with other; got nothing"):
        compute_confusion_matrix(true, pred, other="rest")
    for wrong in ("a", 7):
        with pytest.raises(ValueError, match=r"^other must be none of the labels \['b', 'a'\]; got "):
            compute_confusion_matrix(true, pred, labels=["b", "a"], other=wrong)
    for wrong in ([2], 2.5, True):
        with pytest.raises(TypeError, match=r"^other must be a text or an integer; got "):
            compute_confusion_matrix(true, pred, labels=["b", "a"], other=wrong)
    with pytest.raises(TypeError, match=r"^labels must be labels such as \['a', 'b', 'c', 'd'\]; got \[1\]"):
        compute_confusion_matrix(true, pred, labels=[1], other="rest")
    with pytest.raises(TypeError, match=r"^labels must be labels such as \[1, 2\]; got \['a'\]"):
        compute_confusion_matrix([1, 2], [2, 1], labels=["a"], other="rest")
    positive = compute_confusion_matrix(true, pred, labels=["a"], other="rest", pos_label="a")
    assert positive.tp == np.sum((true == "a") & (pred == "a"))


def test_an_ignored_label_does_not_count():
    rng = np.random.default_rng(4)
    mask, pred, score = rng.integers(0, 3, (4, 10)), rng.integers(0, 3, (4, 10)), rng.dirichlet(np.ones(3), (4, 10))
    mask[0, :5] = 255
    weight, kept = rng.random(4), mask != 255
    right = sk.confusion_matrix(mask[kept], pred[kept])
    assert compute_confusion_matrix(mask, pred, ignore_label=255).counts.tolist() == right.tolist()
    of_weight = compute_confusion_matrix(mask, pred, ignore_label=255, sample_weight=weight)
    assert of_weight.counts.sum() == pytest.approx((weight[:, None] * kept).sum())
    of_score = compute_confusion_matrix(mask, y_score=score, ignore_label=255)
    assert of_score.counts.tolist() == sk.confusion_matrix(mask[kept], score.argmax(axis=-1)[kept]).tolist()
    assert same(compute_confusion_matrix(pred, pred, ignore_label=255), compute_confusion_matrix(pred, pred))
    with pytest.raises(ValueError, match=r"^ignore_label must be another label than all samples have; got 255"):
        compute_confusion_matrix(np.full(4, 255), np.zeros(4, int), ignore_label=255)
    with pytest.raises(ValueError, match=r"^y_pred must be of the same shape as y_true, \(4, 10\); got shape \(40,\)"):
        compute_confusion_matrix(mask, pred.ravel(), ignore_label=255)
