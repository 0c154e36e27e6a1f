import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from sklearn.metrics import multilabel_confusion_matrix

from figmerit.counts.count import count_labels, count_scores
from figmerit.errors import FigmeritWarning
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix


@settings(deadline=None, max_examples=80)
@given(st.data(), st.integers(1, 12), st.integers(2, 4), st.booleans(), st.booleans())
def test_equals_scikit_learn(data: st.DataObject, n: int, k: int, indicator: bool, weighted: bool) -> None:
    shape, top = ((n, k), 1) if indicator else (n, k)
    arrays = npst.arrays(np.int64, shape, elements=st.integers(0, top))
    true, pred = data.draw(arrays), data.draw(arrays)
    weight = data.draw(npst.arrays(np.float64, n, elements=st.sampled_from([0.0, 0.5, 2.0]))) if weighted else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FigmeritWarning)  # of targets that could be one-hot
        if weight is not None and not weight.any():
            with pytest.raises(ValueError, match=r"^sample_weight must be positive for some sample; got zeros only\."):
                compute_multilabel_confusion_matrix(true, pred, sample_weight=weight)  # scikit-learn raises too
            return
        found = compute_multilabel_confusion_matrix(true, pred, sample_weight=weight)
    expected = multilabel_confusion_matrix(true, pred, sample_weight=weight)
    np.testing.assert_allclose([matrix.counts for matrix in found.values()], expected, rtol=1e-12)
    names = range(k) if indicator else sorted({*true.tolist(), *pred.tolist()})
    assert list(found) == [str(name) for name in names]
    assert all(matrix.weighted == weighted for matrix in found.values())


def test_each_matrix_is_binary() -> None:
    found = compute_multilabel_confusion_matrix(
        [[1, 0], [1, 1], [0, 1]], [[1, 0], [0, 1], [1, 1]], labels=["cat", "dog"]
    )
    cat = found["cat"]
    assert (cat.labels, cat.pos_label, cat.display_labels) == ((0, 1), 1, ("rest", "cat"))
    assert (cat.tp, cat.fp, cat.fn, cat.tn) == (1, 1, 1, 0)
    assert list(compute_multilabel_confusion_matrix(["a", "b"], ["b", "b"], display_labels=["A", "B"])) == ["A", "B"]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_are_cut_for_each_label(dtype: type) -> None:
    scores = np.array([[0.1, 0.7], [0.3, 0.6], [0.2, 0.9]], dtype)
    true = [[1, 0], [1, 1], [0, 1]]
    found = compute_multilabel_confusion_matrix(true, y_score=scores, threshold=[0.1, 0.7])
    assert found["0"].counts.tolist() == [[0, 1], [0, 2]]
    assert found["1"].counts.tolist() == [[0, 1], [1, 1]]
    one = compute_multilabel_confusion_matrix(true, y_score=scores, threshold=0.3)
    assert one["0"].counts.tolist() == [[1, 0], [1, 1]]
    columns = compute_multilabel_confusion_matrix([1, 0, 1], y_score=scores, labels=[0, 1])
    assert columns["1"].counts.tolist() == [[0, 1], [0, 2]]


def test_absent_labels_stay() -> None:
    found = compute_multilabel_confusion_matrix(["a", "b"], ["a", "b"], labels=["b", "z", "a"])
    assert list(found) == ["b", "z", "a"]
    assert found["z"].counts.tolist() == [[2, 0], [0, 0]]


def test_an_indicator_of_one_column_is_one_label() -> None:
    matrices = compute_multilabel_confusion_matrix([[1], [0], [1]], [[1], [1], [0]], labels=["cat"])
    assert {name: matrix.counts.tolist() for name, matrix in matrices.items()} == {"cat": [[0, 1], [1, 1]]}


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
def test_counts_in_place_of_arrays(weighted):
    rng = np.random.default_rng(0)
    y_true, y_pred = rng.choice(["a", "b", "c"], (2, 80))
    weight = rng.integers(0, 3, 80) / 2 if weighted else None
    indicators, scores = rng.integers(0, 2, (80, 3)), rng.random((80, 3)).round(2)
    scores[:3] = 0.5
    pairs = [
        (count_labels(y_true, y_pred, sample_weight=weight), {"y_true": y_true, "y_pred": y_pred}),
        (count_scores(indicators, scores, sample_weight=weight), {"y_true": indicators, "y_score": scores}),
        (count_scores(y_true, scores, sample_weight=weight), {"y_true": y_true, "y_score": scores}),
    ]
    for counts, arrays in pairs:
        counted = compute_multilabel_confusion_matrix(counts)
        rowwise = compute_multilabel_confusion_matrix(**arrays, sample_weight=weight)
        assert list(counted) == list(rowwise)
        for name, matrix in counted.items():
            np.testing.assert_allclose(matrix.counts, rowwise[name].counts, rtol=1e-12)
            assert matrix.counts.dtype == rowwise[name].counts.dtype
            assert matrix.display_labels == rowwise[name].display_labels


@pytest.mark.parametrize("counted", [False, True])
def test_rounding_leaves_no_weight_where_there_is_none(counted: bool) -> None:
    y_true, y_pred, weight = [0, 1, 1, 0, 1, 1], [0] * 6, [0.5, 0.3, 0.4, 0.4, 1.0, 0.6]
    counts = count_labels(y_true, y_pred, sample_weight=weight)
    given, options = ((counts,), {}) if counted else ((y_true, y_pred), {"sample_weight": weight})
    rest = compute_multilabel_confusion_matrix(*given, **options)["0"]
    assert rest.counts[:, 0].tolist() == [0, 0]
    assert np.isnan(rest.precision[0])
