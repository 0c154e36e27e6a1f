"""One number of resampled data, against SciPy's bootstrap and plain loops over rows."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn import metrics as sk
from tests.helpers import check_kind, same

import figmerit as fm
from figmerit.metrics.bootstrap_distribution import BootstrapDistribution

RNG = np.random.default_rng(2)
TRUE = RNG.integers(0, 2, 300)
SCORE = np.clip(np.round(0.3 * TRUE + 0.7 * RNG.random(300), 2), 0, 1)
PRED = (SCORE >= 0.5).astype(int)
NAMED = {
    "accuracy": (PRED, sk.accuracy_score),
    "f1_score": (PRED, sk.f1_score),
    "mcc": (PRED, sk.matthews_corrcoef),
    "cohen_kappa": (PRED, sk.cohen_kappa_score),
    "balanced_accuracy": (PRED, sk.balanced_accuracy_score),
    "roc_auc": (SCORE, sk.roc_auc_score),
    "average_precision": (SCORE, sk.average_precision_score),
    "brier": (SCORE, sk.brier_score_loss),
}


def found(metric, **options):
    name = "y_pred" if NAMED[metric][0] is PRED else "y_score"
    return fm.compute_bootstrap_distribution(TRUE, **{name: NAMED[metric][0]}, metric=metric, **options)


@pytest.mark.parametrize("metric", NAMED)
def test_the_value_is_scikit_learns_and_the_samples_are_those_of_resampled_rows(metric):
    other, function = NAMED[metric]
    result = found(metric, n_resamples=2000)
    assert result.value == pytest.approx(function(TRUE, other), abs=1e-12)
    rng, n = np.random.default_rng(0), len(TRUE)
    samples = []
    for _ in range(600):
        rows = rng.integers(0, n, n)
        samples.append(function(TRUE[rows], other[rows]))
    assert result.standard_error == pytest.approx(np.std(samples, ddof=1), rel=0.1)
    assert stats.ks_2samp(result.samples, samples).pvalue > 0.001
    assert result.interval == pytest.approx(np.quantile(result.samples, [0.025, 0.975]), abs=1e-12)


@pytest.mark.parametrize("metric", ["f1_score", "roc_auc", "brier"])
def test_corrected_intervals_are_those_of_scipy(metric):
    other, function = NAMED[metric]
    expected = stats.bootstrap(
        (TRUE, other), lambda true, one: function(true, one), paired=True, vectorized=False, n_resamples=1500,
        method="BCa", random_state=np.random.default_rng(0),
    )  # fmt: skip
    result = found(metric, method="bca", n_resamples=1500)
    assert result.interval == pytest.approx(list(expected.confidence_interval), abs=0.25 * result.standard_error)
    assert result.intervals.label == "95% BCa (1,500 resamples)"


@pytest.mark.parametrize("metric", ["accuracy", "roc_auc"])
def test_stratified_samples_have_as_many_of_each_class(metric):
    seen = []

    def share(true, other):
        seen.append(true.mean())
        return NAMED[metric][1](true, other)

    fm.compute_bootstrap_distribution(
        TRUE, NAMED[metric][0] if metric == "accuracy" else None, y_score=None if metric == "accuracy" else SCORE,
        metric=share, stratified=True, n_resamples=50,
    )  # fmt: skip
    assert len(set(seen)) == 1
    plain, apart = found(metric, n_resamples=3000), found(metric, stratified=True, n_resamples=3000)
    assert apart.standard_error <= 1.1 * plain.standard_error
    assert "stratified" in apart.intervals.label
    rng, places = np.random.default_rng(3), [np.flatnonzero(side == TRUE) for side in (0, 1)]
    samples = []
    for _ in range(1000):
        rows = np.concatenate([part[rng.integers(0, len(part), len(part))] for part in places])
        samples.append(NAMED[metric][1](TRUE[rows], NAMED[metric][0][rows]))
    assert apart.standard_error == pytest.approx(np.std(samples, ddof=1), rel=0.1)


@pytest.mark.parametrize("metric", ["f1_score", "roc_auc", "own"])
def test_clusters_are_resampled_whole(metric):
    """Each sample is there four times: as clusters it is resampled as if it were there once."""
    function = sk.f1_score if metric in ("f1_score", "own") else sk.roc_auc_score
    other = PRED if metric in ("f1_score", "own") else SCORE
    side = "y_score" if metric == "roc_auc" else "y_pred"
    wanted = function if metric == "own" else metric
    four = {"y_true": np.tile(TRUE, 4), side: np.tile(other, 4)}
    options = {"metric": wanted, "n_resamples": 600}
    whole = fm.compute_bootstrap_distribution(**four, clusters=np.tile(np.arange(300), 4), **options)
    once = fm.compute_bootstrap_distribution(TRUE, **{side: other}, **options)
    assert whole.value == pytest.approx(once.value, abs=1e-12)
    assert whole.standard_error == pytest.approx(once.standard_error, rel=0.12)
    assert whole.n_clusters == 300
    assert "of clusters" in whole.intervals.label
    few = fm.compute_bootstrap_distribution(**four, clusters=np.arange(1200) % 8, method="bca", **options)
    assert few.intervals.unreliable == {"value": "fewer than 20 clusters"}


def test_a_function_of_the_callers_own():
    own = fm.compute_bootstrap_distribution(TRUE, PRED, metric=sk.f1_score, n_resamples=1000)
    assert own.metric_name == "f1_score"
    assert own.standard_error == pytest.approx(found("f1_score").standard_error, rel=0.12)
    error = fm.compute_bootstrap_distribution(
        TRUE, y_score=SCORE, n_resamples=50,
        metric=lambda true, score: fm.compute_reliability(true, score, confidence_level=None).ece,
    )  # fmt: skip
    assert error.value == fm.compute_reliability(TRUE, SCORE).ece
    words = np.where(TRUE > 0, "spam", "ham")
    named = fm.compute_bootstrap_distribution(
        words, np.where(PRED > 0, "spam", "ham"), n_resamples=20,
        metric=lambda true, pred: sk.f1_score(true, pred, pos_label="spam"),
    )  # fmt: skip
    assert named.value == own.value


def test_what_is_unreliable_says_why():
    true, score = np.arange(60) < 6, np.linspace(0, 1, 60)
    silent, firing = found("roc_auc"), fm.compute_bootstrap_distribution(true, y_score=score, metric="roc_auc")
    assert not silent.intervals.unreliable
    assert firing.intervals.unreliable["value"].startswith("fewer than 10 positives")
    some = fm.compute_bootstrap_distribution(np.arange(20) < 2, np.arange(20) < 1, metric="recall", pos_label=True)
    lost = int(np.isnan(some.samples).sum())
    assert some.intervals.unreliable == {"value": f"fewer than 10 positives; undefined in {lost} of 1000 resamples"}
    few = np.arange(200) < 12
    balanced = fm.compute_bootstrap_distribution(few, few ^ (np.arange(200) % 7 == 0), metric="balanced_accuracy")
    assert balanced.intervals.unreliable == {"value": "fewer than 20 samples of a class"}
    assert found("average_precision").intervals.unreliable == {"value": "fewer than 200 positives"}
    many = fm.compute_bootstrap_distribution(np.tile(TRUE, 3), y_score=np.tile(SCORE, 3), metric="ap", n_resamples=20)
    assert not many.intervals.unreliable


def test_perfect_predictions_have_no_interval_to_believe_in():
    for options in ({"metric": "accuracy"}, {"metric": "f1"}, {"metric": sk.accuracy_score}):
        result = fm.compute_bootstrap_distribution(TRUE, TRUE, **options)
        assert result.interval == (1, 1)
        assert result.intervals.unreliable == {"value": "all resamples are alike"}
    summary = fm.compute_metric_summary(TRUE, TRUE, method="bootstrap")
    assert summary.intervals.unreliable["mcc"] == "all resamples are alike"


def test_scores_are_taken_by_position_too():
    assert (
        fm.compute_bootstrap_distribution(TRUE, SCORE, metric="roc_auc", n_resamples=20).value == found("roc_auc").value
    )


def test_a_histogram_has_a_bin_for_each_of_few_values():
    result = fm.compute_bootstrap_distribution([0, 1] * 10, [0, 1] * 9 + [0, 0])
    counts, edges = result.histogram()
    middles = (edges[1:] + edges[:-1]) / 2
    np.testing.assert_allclose(np.round(middles * 20), middles * 20, atol=1e-6)
    assert counts.sum() == 1000
    one, ends = fm.compute_bootstrap_distribution([0, 1] * 10, [0, 1] * 10).histogram()
    assert one.tolist() == [1000]
    assert ends.tolist() == pytest.approx([0.995, 1.005])
    loss = fm.compute_bootstrap_distribution(TRUE, y_score=np.full(300, 0.5), metric="log_loss")
    assert loss.histogram()[0].tolist() == [1000]


def test_an_undefined_metric():
    result = fm.compute_bootstrap_distribution([1, 1, 1], y_score=[0.1, 0.5, 0.2], metric="roc_auc", labels=[0, 1])
    assert math.isnan(result.value)
    assert result.interval is None
    assert result.undefined == {"value": "undefined for these samples"}
    assert result.alt_text() == "ROC AUC is undefined for these samples."


def test_words_tables_and_dictionaries():
    result = found("f1_score", confidence_level=0.9)
    low, high = result.interval
    said = f"F1 {result.value:.3f}, 90% bootstrap (1,000 resamples) interval {low:.3f} to {high:.3f}."
    assert result.alt_text() == said
    assert repr(result).startswith("BootstrapDistribution(F1=0.")
    assert result.to_pandas()["value"].tolist() == result.samples.tolist()
    assert same(BootstrapDistribution.from_dict(json.loads(json.dumps(result.to_dict()))), result)
    assert same(found("f1_score", confidence_level=0.9), result)
    frame = pd.DataFrame({"y": TRUE, "p": PRED, "c": np.arange(300) // 3})
    by_name = fm.compute_bootstrap_distribution("y", "p", data=frame, clusters="c", metric="f1", n_resamples=20)
    assert by_name.n_clusters == 100


MESSAGES = {
    "level": (
        lambda: found("f1_score", confidence_level=None),
        ValueError,
        "confidence_level must be between 0 and 1; got None.\nHint: confidence_level=0.95.",
    ),
    "both": (
        lambda: found("f1_score", stratified=True, clusters=np.arange(300)),
        ValueError,
        "stratified must be left out with clusters; got True.",
    ),
    "scores": (
        lambda: fm.compute_bootstrap_distribution(TRUE, metric="roc_auc"),
        TypeError,
        "y_score must be given for the metric 'roc_auc'; got None.",
    ),
    "no number": (
        lambda: fm.compute_bootstrap_distribution(TRUE, PRED, metric=lambda *_: "high"),
        TypeError,
        "the result of <lambda> must be a number; got 'high'.",
    ),
    "no finite number": (
        lambda: fm.compute_bootstrap_distribution(TRUE, PRED, metric=lambda *_: np.inf),
        ValueError,
        "the result of <lambda> must be finite, or NaN; got inf.",
    ),
    "jackknife": (
        lambda: fm.compute_bootstrap_distribution(
            np.tile(TRUE, 20), y_score=np.tile(SCORE, 20), metric="ap", method="bca", n_resamples=5
        ),
        ValueError,
        "method must be 'percentile' for more than 5,000 samples or clusters; got 'bca' for 6,000.\n"
        "Hint: method='percentile'.",
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_whole_message(name):
    call, kind, message = MESSAGES[name]
    with pytest.raises(kind) as error:
        call()
    check_kind(error.value, kind)
    assert str(error.value) == message
