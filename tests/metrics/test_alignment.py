import numpy as np
import pytest

from figmerit import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics._alignment import aligned


def matrix(labels, **options):
    size = len(labels)
    return ConfusionMatrix.from_counts(np.arange(size * size).reshape(size, size), labels=labels, **options)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([0, 2], [1, 2], (0, 1, 2)),
        (["b", "d"], ["a", "b"], ("a", "b", "d")),
        (["dog", "cat"], ["bird", "cat"], ("dog", "cat", "bird")),
        (["cat", "dog"], ["fish", "cat"], ("cat", "dog", "fish")),
        ([0, 1], [0, 1], (0, 1)),
    ],
)
def test_labels_are_sorted_if_all_were(one, other, expected):
    found = aligned({"one": matrix(one), "other": matrix(other)})
    assert [result.labels for result in found.values()] == [expected, expected]


def test_aligned_is_what_scikit_learn_counts_with_all_labels():
    rng = np.random.default_rng(0)
    rows = {
        name: (rng.choice(known, 50), rng.choice(known, 50)) for name, known in {"a": [1, 4], "b": [2, 4, 5]}.items()
    }
    found = aligned({name: compute_confusion_matrix(*pair) for name, pair in rows.items()})
    for name, pair in rows.items():
        np.testing.assert_array_equal(found[name].counts, compute_confusion_matrix(*pair, labels=[1, 2, 4, 5]).counts)
        assert found[name].counts.dtype == np.int64


def test_what_else_a_matrix_knows_is_kept():
    scored = compute_confusion_matrix([0, 1, 1], y_score=[0.2, 0.7, 0.3], sample_weight=[1, 2, 0.5])
    found = aligned({"a": scored, "b": matrix([0, 1, 2])})["a"]
    assert (found.threshold, found.weighted, found.pos_label) == (0.5, True, 1)
    np.testing.assert_array_equal(found.counts[:2, :2], scored.counts)
    np.testing.assert_array_equal(found.mean_score[:2, :2], scored.mean_score)
    assert np.isnan(found.mean_score[2]).all()
    assert np.isnan(found.normalized("true")[2]).all()


def test_a_matrix_keeps_its_names_and_borrows_others():
    found = aligned(
        {"a": matrix([0, 1], display_labels=["no", "yes"]), "b": matrix([1, 2], display_labels=["one", "two"])}
    )
    assert found["a"].display_labels == ("no", "yes", "two")
    assert found["b"].display_labels == ("no", "one", "two")
