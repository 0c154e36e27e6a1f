import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from tests.helpers import CONTAINERS, same

from figmerit import Reliability, compute_reliability, count_scores
from figmerit.inference import calibration
from figmerit.inference.calibration import quantile_bins


def random_scores(n=300, seed=0, *, skill=1.0):
    rng = np.random.default_rng(seed)
    score = rng.random(n)
    return (rng.random(n) < score**skill).astype(int), score


@st.composite
def targets(draw):
    n = draw(st.integers(2, 40))
    true = np.array([0, 1, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))])
    steps = draw(st.sampled_from([4, 10, 20, 97]))
    score = np.array(draw(st.lists(st.integers(0, steps), min_size=n, max_size=n))) / steps
    score[0] = 0.3  # not only 0 and 1
    return true, score


@settings(max_examples=200)
@given(targets(), st.sampled_from(["uniform", "quantile"]), st.integers(1, 12))
def test_bins_are_those_of_scikit_learn_with_the_empty_ones(target, strategy, n_bins):
    true, score = target
    found = compute_reliability(true, score, strategy=strategy, n_bins=n_bins, n_resamples=2)
    share, mean = calibration_curve(true, score, strategy=strategy, n_bins=n_bins)
    there = found.n > 0
    np.testing.assert_allclose(found.observed[there], share, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.mean_score[there], mean, rtol=0, atol=1e-12)
    assert np.isnan(found.observed[~there]).all()
    assert list(found.undefined) == np.flatnonzero(~there).tolist()
    assert found.n.sum() == len(true)
    if strategy == "quantile":
        np.testing.assert_array_equal(found.edges, np.percentile(score, np.linspace(0, 1, n_bins + 1) * 100))


@settings(max_examples=100)
@given(targets(), st.sampled_from(["uniform", "quantile", "auto", "isotonic"]), st.booleans())
def test_the_brier_score_is_the_sum_of_its_parts(target, strategy, weighted):
    true, score = target
    weight = np.random.default_rng(0).random(len(true)) if weighted else None
    found = compute_reliability(true, score, strategy=strategy, sample_weight=weight, n_resamples=2)
    assert found.brier == pytest.approx(brier_score_loss(true, score, sample_weight=weight), abs=1e-12)
    parts = found.parts
    total = parts["reliability"] - parts["resolution"] + parts["uncertainty"] + parts["within"]
    assert total == pytest.approx(found.brier, abs=1e-12)
    there = found.n > 0
    weight = np.ones(len(true)) if weight is None else weight
    share, total_weight = (np.array([part[m].sum() for m in _masks(found, score)]) for part in (true * weight, weight))
    if strategy in ("uniform", "quantile"):
        np.testing.assert_allclose(found.observed[there], (share / np.maximum(total_weight, 1e-300))[there], atol=1e-12)
        off = np.abs(found.mean_score - found.observed)[there] * total_weight[there]
        assert found.ece == pytest.approx(off.sum() / total_weight.sum(), abs=1e-12)


def _masks(found, score):
    """Return which rows are in each bin."""
    place = np.searchsorted(found.edges[1:-1], score)
    return [place == k for k in range(len(found.n))]


@settings(max_examples=100)
@given(targets())
def test_isotonic_bins_are_those_of_scikit_learn(target):
    true, score = target
    found = compute_reliability(true, score, strategy="isotonic", n_resamples=2)
    expected = IsotonicRegression().fit_transform(score, true)
    values = found.observed[np.searchsorted(found.edges[1:-1], score)]
    np.testing.assert_allclose(values, expected, atol=1e-12)
    assert (np.diff(found.observed) > 0).all()


def test_automatic_bins_ascend_and_one_more_would_not():
    true, score = random_scores(500)
    found = compute_reliability(true, score, strategy="auto", n_resamples=2)
    assert len(found.n) > 2
    assert (np.diff(found.observed) >= 0).all()
    more = compute_reliability(true, score, strategy="quantile", n_bins=len(found.n) + 1, n_resamples=2)
    assert (np.diff(more.observed) < 0).any()


def test_intervals_of_bins():
    true, score = random_scores()
    found = compute_reliability(true, score, n_bins=5, confidence_level=0.9, n_resamples=2)
    for mask, n, ends in zip(_masks(found, score), found.n, found.intervals.ends["observed"], strict=True):
        expected = binomtest(int(true[mask].sum()), int(n)).proportion_ci(0.9, method="wilson")
        assert ends == pytest.approx([expected.low, expected.high], abs=1e-12)
    assert compute_reliability(true, score, confidence_level=None, n_resamples=2).intervals is None
    weighted = compute_reliability(true, score, sample_weight=np.ones(300))
    assert weighted.intervals.reason == "weights are not counts"
    assert np.isnan(weighted.ece_of_chance).all()
    assert weighted.ece_text == f"ECE = {weighted.ece:.3f}"


@pytest.mark.parametrize("n", [50, 200, 1000])
def test_perfect_calibration_has_an_error_too(n):
    rng = np.random.default_rng(0)
    score = rng.random(n)
    place = np.minimum((score * 15).astype(int), 14)
    errors = []
    for _ in range(400):
        off = np.bincount(place, score - (rng.random(n) < score), minlength=15)
        errors.append(np.abs(off).sum() / n)
    mean, upper = compute_reliability(np.arange(n) % 2, score, n_bins=15, n_resamples=400).ece_of_chance
    assert mean == pytest.approx(np.mean(errors), rel=0.05)
    assert upper == pytest.approx(np.quantile(errors, 0.95), rel=0.08)
    assert mean < upper


def test_perfect_calibration_of_very_many_scores():
    true, score = random_scores(150_000)
    exact = compute_reliability(true[:90_000], score[:90_000], n_resamples=60)
    many = compute_reliability(true, score, n_resamples=60)
    assert many.ece_of_chance[0] == pytest.approx(exact.ece_of_chance[0] * np.sqrt(90 / 150), rel=0.15)
    assert many.ece < many.ece_of_chance[1]


@pytest.mark.parametrize("high", [0.002, 0.05, 1.0])
def test_many_scores_are_drawn_at_once_as_they_are_one_by_one(monkeypatch, high):
    score = np.sort(np.random.default_rng(0).uniform(0, high, 4000))
    true = np.random.default_rng(1).random(4000) < score
    options = {"n_bins": 20, "n_resamples": 3000, "random_state": 0}
    exact = compute_reliability(true, score, **options).ece_of_chance
    monkeypatch.setattr(calibration, "MOST_SCORES", 10)
    assert compute_reliability(true, score, **options).ece_of_chance == pytest.approx(exact, rel=0.02)


def test_the_error_of_chance_covers_calibrated_classifiers():
    below = []
    for seed in range(60):
        true, score = random_scores(200, seed)
        found = compute_reliability(true, score, n_resamples=100)
        below.append(found.ece < found.ece_of_chance[1])
    assert 0.85 <= np.mean(below) <= 1


def test_several_classes():
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
    score = GaussianNB().fit(X_train, y_train).predict_proba(X_test)
    top = compute_reliability(y_test, score, n_resamples=2)
    share, mean = calibration_curve(score.argmax(axis=1) == y_test, score.max(axis=1), n_bins=10)
    np.testing.assert_allclose(top.observed[top.n > 0], share, atol=1e-12)
    np.testing.assert_allclose(top.mean_score[top.n > 0], mean, atol=1e-12)
    assert (top.kind, top.display_label) == ("top_label", "top label")
    classes = compute_reliability(y_test, score, kind="class_wise", n_resamples=2)
    assert (classes.kind, classes.display_label, len(classes.per_class)) == ("class_wise", "all classes", 10)
    share, _ = calibration_curve(y_test == 3, score[:, 3], n_bins=10)
    np.testing.assert_allclose(classes.per_class[3].observed[classes.per_class[3].n > 0], share, atol=1e-12)
    one = compute_reliability(y_test, score, pos_label=3, n_resamples=2)
    assert same(one, classes.per_class[3])
    counted = compute_reliability(count_scores(y_test, score), kind="class_wise", n_resamples=2)
    assert same(counted, classes)


def test_counts_have_the_same_reliability():
    true, score = random_scores()
    assert same(compute_reliability(count_scores(true, score)), compute_reliability(true, score))


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_containers_give_the_same_result(make):
    true, score = random_scores(40)
    other = compute_reliability(make(true.tolist()), make(score.tolist()), n_resamples=3)
    assert same(other, compute_reliability(true, score, n_resamples=3))


def test_a_good_and_a_bad_model():
    X, y = load_breast_cancer(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
    good = LogisticRegression(max_iter=10000).fit(X_train, y_train).predict_proba(X_test)[:, 1]
    bad = GaussianNB().fit(X_train, y_train).predict_proba(X_test)[:, 1]
    good, bad = (compute_reliability(y_test, score) for score in (good, bad))
    assert good.ece < good.ece_of_chance[1]
    assert bad.ece > bad.ece_of_chance[1]


def test_words_and_round_trips():
    true, score = random_scores(skill=3)
    found = compute_reliability(true, score)
    assert repr(found).startswith("Reliability(1: 10 uniform bins, ece=0.")
    assert re.fullmatch(
        r"Reliability of '1' in 10 uniform bins: ECE = 0\.\d{3}, by chance 0\.\d{3}, 95% ≤ 0\.\d{3}\. "
        r"Farthest off near 0\.\d{3}, where scores are above what is observed \(0\.\d{3}\)\.",
        found.alt_text(),
    )
    assert same(Reliability.from_dict(json.loads(json.dumps(found.to_dict()))), found)
    assert found.to_pandas().columns.tolist() == ["low_edge", "high_edge", "mean_score", "observed", "n", "low", "high"]
    assert found.histogram.sum() == 300


def test_quantiles_of_counts():
    rng = np.random.default_rng(0)
    for _ in range(50):
        score = np.unique(rng.random(rng.integers(1, 30)))
        n = rng.integers(1, 9, len(score))
        for n_bins in (1, 3, 10):
            expected = np.percentile(np.repeat(score, n), np.linspace(0, 1, n_bins + 1) * 100)
            np.testing.assert_array_equal(quantile_bins(score, n, n_bins).edges, expected)


CLASSES = ([0, 1, 2], np.eye(3) * 0.5 + 1 / 6)
ERRORS = {
    "below": (([0, 1], [-0.1, 0.5]), {}, ValueError, "y_score must be probabilities, in [0, 1]; got the score -0.1.\n"
              "Hint: scipy.special.expit turns log-odds into probabilities."),
    "above": (([0, 1], [0.1, 3]), {}, ValueError, "y_score must be probabilities, in [0, 1]; got the score 3.0.\n"
              "Hint: scipy.special.expit turns log-odds into probabilities."),
    "strategy": (([0, 1], [0.1, 0.3]), {"strategy": "best"}, ValueError,
                 "strategy must be one of 'uniform', 'quantile', 'auto', 'isotonic'; got 'best'."),
    "bins": (([0, 1], [0.1, 0.3]), {"n_bins": 0}, ValueError, "n_bins must be a positive integer; got 0."),
    "no bins": (([0, 1], [0.1, 0.3]), {"n_bins": 5, "strategy": "auto"}, ValueError,
                "n_bins must be left out for the strategy 'auto'; got 5."),
    "kind": (([0, 1], [0.1, 0.3]), {"kind": "top"}, ValueError,
             "kind must be one of None, 'top_label', 'class_wise'; got 'top'."),
    "kind of one label": (([0, 1], [0.1, 0.3]), {"kind": "class_wise"}, ValueError,
                          "kind must be left out for the scores of one label; got 'class_wise'."),
    "top label of counts": ((replace(count_scores([0, 1, 2], np.eye(3) / 2 + 0.1), top=None),), {}, ValueError,
                            "kind must be 'class_wise' for counts, which do not know the top label of each row; "
                            "got None.\nHint: kind='class_wise'."),
    "top label of indicators": ((count_scores(np.eye(3, dtype=int), np.eye(3) / 2 + 0.1),), {}, ValueError,
                                "kind must be 'class_wise' for rows of several labels; got None.\n"
                                "Hint: kind='class_wise'."),
    "resamples": (([0, 1], [0.1, 0.3]), {"n_resamples": 0}, ValueError,
                  "n_resamples must be a positive integer; got 0."),
    "bins of counts": ((count_scores([0, 1], [0.1, 0.3], resolution=4),), {}, TypeError,
                       "counts must be without resolution=, as bins of both kinds do not fit; "
                       "got ScoreCounts(2 rows, 2 bins of 1)."),
    "no weight": (([0, 1], [0.1, 0.3]), {"sample_weight": [0, 0]}, ValueError,
                  "sample_weight must be positive for some sample; got zeros only."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(arguments, options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        compute_reliability(*arguments, **options)


def test_bins_that_labels_choose_are_chosen_for_each_draw_however_many_scores_there_are():
    true, score = random_scores(101_000)
    fewer, more = (
        compute_reliability(true[:n], score[:n], strategy="isotonic", n_resamples=3).ece_of_chance[0]
        for n in (99_000, 101_000)
    )
    assert more == pytest.approx(fewer, rel=0.2)
