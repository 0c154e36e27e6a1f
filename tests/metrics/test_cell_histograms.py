import json

import numpy as np
import pytest
from tests.helpers import same
from tests.plots.data import LARGE, binary, multiclass

import figmerit as fm
from figmerit.metrics._alignment import aligned

THIRD = 0.3


def by_hand(true, pred, score, edges, weight, labels):
    """Return NumPy's histograms of the raw rows, cell by cell."""
    return np.array([
        [np.histogram(score[at], edges, weights=None if weight is None else weight[at])[0] for at in
         ((true == row) & (pred == column) for column in labels)]
        for row in labels
    ])  # fmt: skip


@pytest.mark.parametrize("n_bins", [1, 3, 10])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_equal_to_numpy(dtype, weighted, n_bins):
    weight = np.random.default_rng(3).random(300) if weighted else None
    y_true, y_score = binary(1.1, n=300)
    y_score = np.append(y_score[:290], np.arange(10) / 10).astype(dtype)  # some are at edges
    matrix = fm.compute_confusion_matrix(y_true, y_score=y_score, threshold=THIRD, sample_weight=weight, n_bins=n_bins)
    found = matrix.cell_histograms
    pred = y_score >= np.dtype(dtype).type(THIRD)
    expected = by_hand(y_true, pred, y_score.astype(float), found.edges, weight, [0, 1])
    np.testing.assert_allclose(found.counts, expected, rtol=1e-12)
    np.testing.assert_array_equal(found.edges, (np.arange(n_bins + 1) / n_bins).astype(dtype))
    np.testing.assert_allclose(found.counts.sum(axis=2), matrix.counts, rtol=1e-12)
    assert (found.counts.dtype.kind, found.pos_label) == ("f" if weighted else "i", 1)
    of_counts = fm.compute_confusion_matrix(
        fm.count_scores(y_true, y_score, sample_weight=weight), threshold=THIRD, n_bins=n_bins
    )
    np.testing.assert_allclose(of_counts.cell_histograms.counts, expected, rtol=1e-9)
    np.testing.assert_array_equal(of_counts.cell_histograms.edges, found.edges)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_classes", [2, 3, 6])
def test_of_columns_the_predicted_class_counts(n_classes, weighted):
    weight = np.arange(200.0) % 3 if weighted else None
    y_true, y_score = multiclass(n_classes)
    found = fm.compute_confusion_matrix(y_true, y_score=y_score, sample_weight=weight, n_bins=7).cell_histograms
    expected = by_hand(y_true, y_score.argmax(1), y_score.max(1), found.edges, weight, range(n_classes))
    np.testing.assert_allclose(found.counts, expected, rtol=1e-12)
    assert found.pos_label is None
    assert found.scores_text() == "scores of the predicted class, 0 to 1"


def test_two_columns_are_cut_at_another_threshold():
    y_true, y_score = multiclass(2)
    two = fm.compute_confusion_matrix(y_true, y_score=y_score, threshold=0.7, n_bins=5).cell_histograms
    one = fm.compute_confusion_matrix(y_true, y_score=y_score[:, 1], threshold=0.7, n_bins=5).cell_histograms
    assert same(two, one)


def test_scores_beyond_probabilities():
    y_true, raw = np.array([0, 0, 1, 1]), np.array([-3.0, 1.0, 0.5, 5.0])
    found = fm.compute_confusion_matrix(y_true, y_score=raw, threshold=0.75, n_bins=4).cell_histograms
    assert found.edges.tolist() == [-3, -1, 1, 3, 5]
    assert found.counts.tolist() == [[[1, 0, 0, 0], [0, 0, 1, 0]], [[0, 1, 0, 0], [0, 0, 0, 1]]]
    assert found.scores_text("ill") == "scores of 'ill', -3 to 5"
    large = fm.compute_confusion_matrix(
        [0, 0, 0, 1, 1, 1], y_score=LARGE["float32"], threshold=0, n_bins=4
    ).cell_histograms
    assert large.counts.sum() == 6
    assert large.scores_text() == "scores of 1, -1 to 4 and beyond"


def test_rows_without_weight_set_no_edges():
    given = {"y_score": [-50.0, 0.2, 0.8], "sample_weight": [0.0, 1.0, 2.0], "threshold": 0.6, "n_bins": 2}
    found = fm.compute_confusion_matrix([0, 0, 1], **given).cell_histograms
    assert found.edges.tolist() == [0, 0.5, 1]
    assert found.counts.tolist() == [[[1, 0], [0, 0]], [[0, 0], [0, 2]]]


def test_other_labels_and_sums():
    y_true, y_score = multiclass(5)
    whole = fm.compute_confusion_matrix(y_true, y_score=y_score, n_bins=4)
    rest = fm.compute_confusion_matrix(y_true, y_score=y_score, n_bins=4, labels=[0, 1], other=9)
    np.testing.assert_array_equal(rest.cell_histograms.counts[:2, :2], whole.cell_histograms.counts[:2, :2])
    np.testing.assert_array_equal(rest.cell_histograms.counts.sum(axis=2), rest.counts)
    parts = [
        fm.compute_confusion_matrix(y_true[at], y_score=y_score[at], labels=range(5), n_bins=4)
        for at in (slice(80), slice(80, None))
    ]
    assert same(sum(parts).cell_histograms, whole.cell_histograms)
    other = fm.compute_confusion_matrix(y_true, y_score=y_score, n_bins=5)
    assert (whole + other).cell_histograms is None
    assert (whole + fm.compute_confusion_matrix(y_true, y_score=y_score)).cell_histograms is None


def test_counts_over_other_labels():
    counts = fm.count_scores([0, 1, 1], [0.2, 0.7, 0.4])
    found = fm.compute_confusion_matrix(counts, labels=[1, 0], n_bins=2).cell_histograms
    assert found.labels == (1, 0)
    assert found.counts.tolist() == [[[0, 1], [1, 0]], [[0, 0], [1, 0]]]


def test_matrices_over_the_labels_of_all():
    y_true, y_score = multiclass(3)
    matrix = fm.compute_confusion_matrix(y_true, y_score=y_score, n_bins=4)
    larger = aligned({"a": matrix, "b": fm.ConfusionMatrix.from_counts(np.eye(4, dtype=int))})["a"]
    assert larger.cell_histograms.labels == (0, 1, 2, 3)
    np.testing.assert_array_equal(larger.cell_histograms.counts.sum(axis=2), larger.counts)


def test_round_trip_table_and_words():
    matrix = fm.compute_confusion_matrix(["no", "yes"], y_score=[0.9, 0.8], pos_label="yes", n_bins=2)
    again = fm.ConfusionMatrix.from_dict(json.loads(json.dumps(matrix.to_dict())))
    assert same(matrix, again)
    table = matrix.cell_histograms.to_pandas()
    assert table.columns.tolist() == ["true", "predicted", "low_edge", "high_edge", "count"]
    assert table[table["count"] > 0].values.tolist() == [["no", "yes", 0.5, 1.0, 1], ["yes", "yes", 0.5, 1.0, 1]]
    assert repr(matrix.cell_histograms) == "CellHistograms(2 bins of scores of 'yes', 0 to 1)"
    assert matrix.alt_text() == (
        "Confusion matrix of 2 classes, 2 samples, with a histogram of the scores of 'yes', 0 to 1, in each cell: "
        "50.0% on the diagonal. Most frequent mistake: 'no' predicted as 'yes', once."
    )
    assert "histogram" not in fm.compute_confusion_matrix(["no", "yes"], ["no", "yes"]).alt_text()


def test_a_matrix_holds_no_histograms_of_other_labels():
    parts = [fm.compute_confusion_matrix([0, 1], y_score=[0.2, 0.7], labels=two, n_bins=2) for two in ([0, 1], [1, 0])]
    data = parts[0].to_dict() | {"cell_histograms": parts[1].cell_histograms.to_dict()}
    with pytest.raises(
        ValueError, match=r"^cell_histograms of a ConfusionMatrix must be of its labels; got \[1, 0\]\.$"
    ):
        fm.ConfusionMatrix.from_dict(data)


Y_TRUE, Y_SCORE = multiclass(3)
SO = r"\nHint: compute_confusion_matrix\(y_true, y_score=\.\.\., n_bins=10\)\.$"


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: fm.compute_confusion_matrix(Y_TRUE, Y_SCORE.argmax(1), n_bins=5),
            TypeError,
            r"^n_bins must be left out without scores; got 5\." + SO,
        ),
        (
            lambda: fm.compute_confusion_matrix(fm.count_labels(Y_TRUE, Y_SCORE.argmax(1)), n_bins=5),
            TypeError,
            r"^n_bins must be left out without scores; got 5\." + SO,
        ),
        (
            lambda: fm.compute_confusion_matrix(fm.count_scores(Y_TRUE, Y_SCORE), n_bins=5),
            TypeError,
            r"^n_bins must be left out with counts of several columns, which do not know the highest score of each "
            r"row; got 5\." + SO,
        ),
        (
            lambda: fm.compute_confusion_matrix(Y_TRUE, y_score=Y_SCORE, n_bins=0),
            ValueError,
            r"^n_bins must be a positive integer; got 0\.$",
        ),
        (
            lambda: fm.compute_confusion_matrix(Y_TRUE, y_score=Y_SCORE, n_bins=10_000_000),
            ValueError,
            r"^n_bins must be so few that the cells of 3 labels have 25,000,000 bins at most; "
            r"got 10000000, which makes 90,000,000\.$",
        ),
    ],
    ids=["labels", "counts-of-labels", "counts-of-columns", "none", "too-many"],
)
def test_errors(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
