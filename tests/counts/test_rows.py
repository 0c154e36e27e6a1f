"""Rows: the label that was not seen, what a caller's own metric is given, and what is wrong with thresholds."""

import numpy as np
import pytest

from figmerit import compute_roc_curve, compute_slice_metrics, count_scores
from figmerit.counts._scores import are_logits


@pytest.mark.parametrize(
    ("value", "pos_label", "labels"),
    [
        (True, None, (False, True)),
        (False, None, (False, True)),
        (1, None, (0, 1)),
        (0, None, (0, 1)),
        (-1, None, (-1, 1)),
        (-1, -1, (-1, 1)),
        (0, 1, (0, 1)),
        (5, 5, (5,)),
        (5, 7, (5, 7)),
        (1, 2, (1, 2)),
        ("yes", "yes", ("yes",)),
        ("no", "yes", ("no", "yes")),
    ],
)
def test_the_label_that_was_not_seen_is_added_where_it_is_known(value, pos_label, labels):
    counts = count_scores([value] * 3, [0.1, 0.7, 0.3], pos_label=pos_label)
    assert counts.labels == labels
    assert [type(label) for label in counts.labels] == [type(value)] * len(labels)


def rows_given(y_true, y_pred=None, **options):
    """Return what a caller's own metric was given, and under which names."""
    seen = []

    def metric(y_true, y_other, sample_weight=None):
        seen.append((y_true, y_other, sample_weight))
        return 0.5

    side = np.zeros(len(y_true), dtype=int)
    compute_slice_metrics(y_true, y_pred, row_slices=side, col_slices=side, metric=metric, **options)
    return seen[0]


def test_a_metric_of_the_callers_own_sees_labels_as_they_are():
    words, found = ["b", "a", "b"], ["a", "a", "b"]
    true, pred, weight = rows_given(words, found, sample_weight=[1, 2, 3])
    assert (true.tolist(), pred.tolist(), weight.tolist()) == (words, found, [1, 2, 3])
    true, score, weight = rows_given(words, y_score=[0.1, 0.2, 0.7], pos_label="b", sample_weight=[1, 2, 3])
    assert (true.tolist(), score.tolist(), weight.tolist()) == (words, [0.1, 0.2, 0.7], [1, 2, 3])


def test_a_metric_of_the_callers_own_sees_indicators():
    indicator = np.array([[1, 0], [0, 1], [1, 1]])
    true, pred, _ = rows_given(indicator, indicator[::-1], labels=["cat", "dog"])
    np.testing.assert_array_equal(true, indicator)
    np.testing.assert_array_equal(pred, indicator[::-1])
    scores = indicator * 0.4 + [[0.1, 0.2]]
    true, score, _ = rows_given(indicator, y_score=scores, labels=["cat", "dog"])
    np.testing.assert_array_equal(true, indicator)
    np.testing.assert_array_equal(score, scores)
    for other in ({"y_pred": indicator}, {"y_score": scores}):
        with pytest.raises(ValueError, match=r"^pos_label must be left out for multilabel targets; got 'cat'\."):
            rows_given(indicator, labels=["cat", "dog"], pos_label="cat", **other)


@pytest.mark.parametrize(("y_pred", "name"), [([0, 1, 1], "y_pred"), (None, "y_score")])
@pytest.mark.parametrize("sample_weight", [None, [1, 2, 3]])
def test_a_metric_of_the_callers_own_is_told_what_it_is_called_with(y_pred, name, sample_weight):
    score = {} if y_pred else {"y_score": [0.1, 0.2, 0.7]}
    options = {"y_pred": y_pred, "sample_weight": sample_weight, **score}
    arguments = f"y_true, {name}" + (", sample_weight" if sample_weight else "")
    with pytest.raises(ValueError, match=r"^metric must be ") as error:
        compute_slice_metrics([0, 1, 1], row_slices=[0, 0, 1], col_slices=[0, 0, 0], metric=lambda: 0.5, **options)
    assert f"a function of ({arguments}) that returns a number" in str(error.value)


def test_labels_are_not_cut_for_a_metric_of_the_callers_own():
    with pytest.raises(ValueError, match=r"^threshold must be left out if y_pred is given; got 0\.3\."):
        rows_given([0, 1, 1], [0, 1, 1], threshold=0.3)
    assert rows_given([0, 1, 1], y_score=[0.1, 0.2, 0.7], threshold=0.3)[1].tolist() == [0.1, 0.2, 0.7]


@pytest.mark.parametrize(
    ("scores", "logits"),
    [([-2.0, 3.0], True), ([0.0, 3.0], False), ([-2.0, 0.0], False), ([0.5, 3.0], False), ([-2.0, -1.0], False)],
)
def test_logits_lie_on_both_sides_of_zero(scores, logits):
    assert are_logits(np.array(scores)) is logits


def test_the_other_label_of_a_curve_is_known_with_one_label_seen():
    assert np.isnan(compute_roc_curve([1, 1], [0.1, 0.2]).roc_auc)
