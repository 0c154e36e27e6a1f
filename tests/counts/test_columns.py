"""Names of columns: which are labels, which are only numbers, and what is said of those that are neither."""

import numpy as np
import pandas as pd
import pytest

from figmerit import (
    ConfusionMatrix,
    compute_confusion_matrix,
    compute_multilabel_confusion_matrix,
    compute_roc_curve,
    count_labels,
)
from figmerit.counts._columns import _columns_by_label

SCORES = [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.1, 0.7]]


@pytest.mark.parametrize(
    ("columns", "labels", "place", "doubtful"),
    [
        (("P(spam)", "P(not spam)"), ("not spam", "spam"), {"not spam": 1, "spam": 0}, False),
        (("p_ham", "p_spam"), ("ham", "spam"), {"ham": 0, "spam": 1}, False),
        ((1.0, 0.0), (0, 1), {0: 1, 1: 0}, False),
        (("+1.0", "-1.0"), ("+1", "-1"), {"+1": 0, "-1": 1}, False),
        (("x1.0", "x0.0"), (0, 1), {0: 1, 1: 0}, False),
        ((("model", "a"), ("model", "b")), ("a", "b"), {"a": 0, "b": 1}, False),
        ((("model", 2.0), ("model", 1.0)), (1, 2), {1: 1, 2: 0}, False),
        (("class10", "class1"), (1, 10), {1: 1, 10: 0}, False),
        (("b1x", "bx"), ("b1", "b"), {"b1": 0}, False),
        (("spam or ham", "x"), ("ham", "spam"), {"ham": 0}, False),
        (("spam ham", "ham spam"), ("ham", "spam"), {}, True),
        (("catalogue", "dog"), ("cat", "dog"), {"dog": 1}, False),
        (("concat", "dog"), ("cat", "dog"), {"dog": 1}, False),
        (("2b", "12b"), ("2b", "12"), {"2b": 0, "12": 1}, False),
        (("score 21", "score 2"), (2, 21), {2: 1, 21: 0}, False),
        (("ab", "abc"), ("ab", "b"), {"ab": 0}, False),
    ],
)
def test_the_column_of_each_label(columns, labels, place, doubtful):
    assert _columns_by_label(columns, labels) == (place, doubtful)


def test_labels_of_an_enumeration_are_columns_by_their_values():
    class Animal(str):
        __slots__ = ()

        def __str__(self) -> str:
            return "an animal"

    assert _columns_by_label((Animal("dog"), Animal("cat")), ("cat", "dog")) == ({"cat": 1, "dog": 0}, False)


@pytest.mark.parametrize("pos_label", [None, "yes", "no"])
def test_a_single_column_is_not_called_as_the_other_label(pos_label):
    y_true, other = ["no", "yes", "yes"], {"yes": "no", "no": "yes"}
    score = pd.DataFrame({other.get(pos_label, "no"): [0.1, 0.8, 0.4]})
    with pytest.raises(ValueError, match="pos_label") as error:
        compute_roc_curve(y_true, score, pos_label=pos_label)
    if pos_label is not None:
        assert str(error.value) == (
            f"y_score must be the scores of the positive label, {pos_label!r}; got a column called "
            f"{other[pos_label]!r}.\nHint: pos_label={other[pos_label]!r}."
        )
        assert compute_roc_curve(y_true, score, pos_label=other[pos_label]).pos_label == other[pos_label]


FIRST = pd.DataFrame({0: [1, 0, 1], 1: [0, 1, 1]})


@pytest.mark.parametrize("columns", [[0, 1], [1, 0]])
@pytest.mark.parametrize("as_frame", ["both", "y_true", "y_pred"])
def test_numbers_beside_what_has_no_names(columns, as_frame):
    true, pred = pd.DataFrame({0: [1, 0, 1], 1: [0, 1, 1]}), pd.DataFrame({0: [1, 1, 1], 1: [0, 0, 1]})
    expected = count_labels(true.to_numpy(), pred.to_numpy(), multilabel=False)
    given = {
        "both": (true[columns], pred),
        "y_true": (true[columns], pred.to_numpy()),
        "y_pred": (true.to_numpy(), pred[columns]),
    }[as_frame]
    assert count_labels(*given, multilabel=False).to_dict() == expected.to_dict()


def test_elements_of_frames_are_matched_by_names_or_not_at_all():
    true = pd.DataFrame({"a": [1, 0], "b": [0, 1]})
    same, moved = (count_labels(true, true[columns], multilabel=False) for columns in (["a", "b"], ["b", "a"]))
    assert same.to_dict() == moved.to_dict()
    assert count_labels(true, [[1, 1], [0, 0]], multilabel=False).n_rows == 4
    message = r"^y_pred must be of columns that carry the names of the labels, \['a', 'b'\]"
    with pytest.raises(ValueError, match=message):
        count_labels(true, pd.DataFrame({"c": [1, 0], "d": [0, 1]}), multilabel=False)


def test_repeated_names_of_columns():
    true = pd.DataFrame([[1, 0], [0, 1], [1, 1]], columns=["a", "a"])
    message = r"^the names of columns must be without repetition; got \['a'\] more than once.\nHint: Rename them"
    with pytest.raises(ValueError, match=message):
        compute_multilabel_confusion_matrix(true, true)


def test_rows_and_columns_of_a_table_are_matched():
    counts = [[5, 1, 0], [2, 7, 1], [0, 3, 9]]
    named = pd.DataFrame(counts, index=["a", "b", "c"], columns=["a", "b", "c"])
    expected = ConfusionMatrix.from_counts(counts, labels=["a", "b", "c"])
    assert ConfusionMatrix.from_counts(named[["c", "a", "b"]]).to_dict() == expected.to_dict()
    numbered = pd.DataFrame(counts)
    for table in (numbered, numbered[[2, 0, 1]], numbered.rename_axis("true").rename_axis(columns="pred")):
        assert ConfusionMatrix.from_counts(table).to_dict() == ConfusionMatrix.from_counts(counts).to_dict()
    for columns in (["a", "b", "b"], ["a", "b", "d"]):
        with pytest.raises(ValueError, match=r"^values must be a matrix with the same labels in rows and columns; got"):
            ConfusionMatrix.from_counts(pd.DataFrame(counts, index=["a", "b", "c"], columns=columns))


def test_one_name_a_label_of_scores():
    with pytest.raises(ValueError, match=r"got 3 columns for the 2 labels \[0, 1\]\.\nHint: labels=\[\.\.\.\] with"):
        compute_confusion_matrix([0, 1, 1], y_score=np.array(SCORES))


def test_indicators_of_numbered_columns_are_those_of_an_array():
    true = pd.DataFrame([[1, 0], [0, 1], [1, 1]], columns=[1, 0])
    found = compute_multilabel_confusion_matrix(true, true.to_numpy()[:, ::-1])
    assert list(found) == ["0", "1"]
    assert all(part.counts[0, 1] == part.counts[1, 0] == 0 for part in found.values())
