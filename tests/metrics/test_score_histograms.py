import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import recall_score
from tests.helpers import CONTAINERS, same

from figmerit import ScoreHistograms, compute_score_histograms, count_scores


@st.composite
def targets(draw):
    n = draw(st.integers(2, 40))
    true = np.array([0, 1, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))])
    score = np.array(draw(st.lists(st.integers(-3, 12), min_size=n, max_size=n))) / 8
    score[0] = 0.3
    weight = draw(st.none() | st.lists(st.integers(1, 5), min_size=n, max_size=n).map(lambda w: np.array(w) / 3))
    return true, score, weight


@settings(max_examples=150)
@given(targets(), st.integers(1, 12))
def test_bins_are_those_of_numpy(target, n_bins):
    true, score, weight = target
    found = compute_score_histograms(true, score, n_bins=n_bins, sample_weight=weight)
    for side in (0, 1):
        part = true == side
        expected, edges = np.histogram(score[part], found.edges, weights=None if weight is None else weight[part])
        np.testing.assert_allclose(found.counts[side], expected, rtol=0, atol=1e-12)
        np.testing.assert_array_equal(edges, found.edges)
    assert found.counts.sum() == pytest.approx(len(true) if weight is None else weight.sum())
    assert found.n.tolist() == pytest.approx(found.counts.sum(axis=1).tolist())


@settings(max_examples=80)
@given(targets(), st.integers(-4, 13))
def test_shares_that_reach_a_threshold_are_rates(target, threshold):
    true, score, weight = target
    found = compute_score_histograms(true, score, sample_weight=weight).share_reaching(threshold / 8)
    pred = score >= threshold / 8
    assert found[1] == pytest.approx(recall_score(true, pred, sample_weight=weight), abs=1e-12)
    assert found[0] == pytest.approx(1 - recall_score(true, pred, pos_label=0, sample_weight=weight), abs=1e-12)


def test_slices():
    rng = np.random.default_rng(0)
    true, score, town = rng.integers(0, 2, 90), rng.random(90), rng.choice(["a", "b", "c"], 90)
    found = compute_score_histograms(true, score, by={"town": town}, n_bins=5)
    assert (found.names, found.series_name) == (("a", "b", "c"), "town")
    for name, counts in zip(found.names, found.counts, strict=True):
        assert counts.tolist() == np.histogram(score[town == name], found.edges)[0].tolist()
    counted = compute_score_histograms(count_scores(true, score, by={"town": town}), by="town", n_bins=5)
    assert same(counted, found)
    assert compute_score_histograms(true, score, by=town).series_name == "slice"


def test_bins():
    arrays = ([0, 1, 1], [0.1, 0.2, 0.9])
    assert compute_score_histograms(*arrays).edges[[0, -1]].tolist() == [0, 1]
    assert len(compute_score_histograms(*arrays).edges) == 11
    assert len(compute_score_histograms(np.arange(10**5) % 2, np.arange(10**5) / 10**5).edges) == 51
    wide = compute_score_histograms([0, 1, 1], [-2, 0.2, 3])
    assert wide.edges[[0, -1]].tolist() == [-2, 3]
    assert compute_score_histograms([0, 1], [5, 5]).counts.sum() == 2
    own = compute_score_histograms(*arrays, bins=[0, 0.2, 1])
    assert own.counts.tolist() == [[1, 0], [0, 2]]


def test_classes():
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 3, 60), rng.random((60, 3))
    found = compute_score_histograms(true, score, pos_label=1, display_labels=["x", "y", "z"])
    assert found.names == ("not y", "y")
    assert found.n.tolist() == [(true != 1).sum(), (true == 1).sum()]
    names = compute_score_histograms(["no", "yes", "no"], [0.1, 0.8, 0.7], pos_label="no")
    assert names.names == ("yes", "no")


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_containers_give_the_same_result(make):
    true, score = [0, 1, 1, 0], [0.1, 0.4, 0.8, 0.3]
    assert same(compute_score_histograms(make(true), make(score)), compute_score_histograms(true, score))


def test_words_and_round_trips():
    found = compute_score_histograms([0, 1, 1], [0.1, 0.2, 0.9], n_bins=2)
    assert repr(found) == "ScoreHistograms(0, 1: 2 bins)"
    assert found.alt_text() == "Histograms of the scores of 2 classes. Most frequent: '0' near 0.25, '1' near 0.25."
    assert same(ScoreHistograms.from_dict(json.loads(json.dumps(found.to_dict()))), found)
    assert found.to_pandas()["count"].tolist() == [1, 0, 1, 1]


CLASSES = ([0, 1, 2], np.eye(3) * 0.5 + 0.1)
ERRORS = {
    "classes": (CLASSES, {}, ValueError, "pos_label must be given for several classes, one of [0, 1, 2]; got None.\n"
                "Hint: pos_label=0 sets it against the rest."),
    "n_bins": (([0, 1], [0.1, 0.2]), {"n_bins": 0}, ValueError, "n_bins must be a positive integer; got 0."),
    "both": (([0, 1], [0.1, 0.2]), {"n_bins": 3, "bins": [0, 1]}, ValueError,
             "n_bins must be left out with bins; got 3."),
    "bins": (([0, 1], [0.1, 0.2]), {"bins": [1, 0]}, ValueError,
             "bins must be at least two ascending edges; got [1, 0]."),
    "bins leave out": (([0, 1], [0.1, 0.2]), {"bins": [0, 0.15]}, ValueError,
                       "bins must be such that they hold all scores; got 0 to 0.15, and scores from 0.1 to 0.2."),
    "by": ((count_scores([0, 1], [0.1, 0.2], by={"town": ["a", "b"]}),), {"by": "city"}, ValueError,
           "by must be one of the columns that the counts were kept apart by, ['town']; got 'city'.\n"
           "Hint: count_scores(..., by={...}) keeps slices apart."),
    "by two": (([0, 1], [0.1, 0.2]), {"by": {"a": [0, 1], "b": [0, 1]}}, ValueError,
               "by must be one column; got ['a', 'b']."),
    "by and names": (([0, 1], [0.1, 0.2]), {"by": [0, 1], "display_labels": ["a", "b"]}, ValueError,
                     "display_labels must be left out with by; got ['a', 'b']."),
    "no scores": (([0, 1],), {"by": [0, 1]}, TypeError, "y_score must be given; got nothing.\n"
                  "Hint: Scores come second; or ScoreCounts come alone."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(arguments, options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        compute_score_histograms(*arguments, **options)


@pytest.mark.parametrize("dtype", [float, np.float32, np.float16])
def test_scores_at_an_edge_are_in_the_bin_above_it(dtype):
    score = np.array([0.1, 0.2, 0.3, 0.6, 0.7, 0.9], dtype=dtype)
    found = compute_score_histograms([0, 0, 0, 1, 1, 1], score, n_bins=10)
    assert found.counts.sum(axis=0).tolist() == [0, 1, 1, 1, 0, 0, 1, 1, 0, 1]


@pytest.mark.parametrize("score", [0.0, -1e308, 1e308, 1.7e308, -1.7e308, 1e20, -5.0, 1e-300])
def test_one_score_however_large(score):
    histograms = compute_score_histograms([0, 1], [score, score])
    assert (np.diff(histograms.edges) > 0).all()
    assert histograms.counts.sum(axis=1).tolist() == [1, 1]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("scores", [[0.1, 0.4, 0.3, 1.0], [-4.0, 1.0, 2.0, 4.0]], ids=["probabilities", "log odds"])
def test_scores_that_stand_for_infinity_have_bins_of_their_own(scores, dtype):
    score = np.nan_to_num(np.array([-np.inf, *scores, np.inf], dtype))
    found = compute_score_histograms([0, 0, 1, 1, 0, 1], score, n_bins=5)
    usual = compute_score_histograms([0, 1, 1, 0], np.array(scores, dtype), n_bins=5)
    assert found.edges[[0, -1]].tolist() == score[[0, -1]].astype(float).tolist()
    assert found.edges[1:-1] == pytest.approx(usual.edges, rel=2e-3)
    assert found.counts[:, 1:-1].tolist() == usual.counts.tolist()
    assert found.counts[:, [0, -1]].tolist() == [[1, 0], [0, 1]]
    one_end = compute_score_histograms([0, 1, 1, 0, 1], score[1:], n_bins=5)
    assert len(one_end.edges) == 7


@pytest.mark.parametrize("score", [[-1e308, 1e308, 1e308], [1e308, 0.5, -3], [1.7e308, 1e307, 5], [1e299, -1e299, 0]])
@pytest.mark.parametrize("n_bins", [None, 7])
def test_large_scores_do_not_overflow(score, n_bins):
    found = compute_score_histograms([0, 1, 1], score, n_bins=n_bins)
    assert np.isfinite(found.edges).all()
    assert (np.diff(found.edges) > 0).all()
    assert found.counts.sum() == 3
    assert "nan" not in found.alt_text()


def test_errors_of_slices_name_them_as_they_were_given():
    with pytest.raises(
        ValueError, match=r"^by\['region'\] must be of shape \(4,\), one slice a sample; got shape \(3,\)\."
    ):
        compute_score_histograms([0, 1, 1, 0], [0.1, 0.4, 0.3, 0.9], by={"region": list("abc")})
