"""Two models on the same samples."""

import math
import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, ttest_rel
from sklearn import metrics as sk
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm
from figmerit.inference.paired import paired_delong, paired_difference

LABEL_METRICS = {
    "accuracy": sk.accuracy_score,
    "balanced_accuracy": sk.balanced_accuracy_score,
    "precision": sk.precision_score,
    "recall": sk.recall_score,
    "f1_score": sk.f1_score,
    "specificity": lambda y, pred: sk.recall_score(y, pred, pos_label=0),
    "mcc": sk.matthews_corrcoef,
    "cohen_kappa": sk.cohen_kappa_score,
}
SCORE_METRICS = {
    "roc_auc": sk.roc_auc_score,
    "average_precision": sk.average_precision_score,
    "brier": sk.brier_score_loss,
    "log_loss": sk.log_loss,
}


def two_models(n=300, seed=0, better=0.4):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n)
    common = rng.normal(0, 0.5, n)
    logits = [y * step - step / 2 + common + rng.normal(0, 0.7, n) for step in (1.2, 1.2 + better)]
    return y, *(1 / (1 + np.exp(-2 * logit)) for logit in logits)


@pytest.mark.parametrize("metric", LABEL_METRICS)
def test_values_of_labels_are_those_of_scikit_learn(metric):
    y, first, second = two_models()
    preds = [(score >= 0.5).astype(int) for score in (first, second)]
    expected = [LABEL_METRICS[metric](y, pred) for pred in preds]
    for given in (preds, (first, second)):
        found = fm.compare_models(y, *given, metric=metric, n_resamples=50)
        np.testing.assert_allclose(found.values, expected, rtol=1e-12)
        assert found.difference == pytest.approx(expected[1] - expected[0], abs=1e-15)


@pytest.mark.parametrize("metric", SCORE_METRICS)
def test_values_of_scores_are_those_of_scikit_learn(metric):
    y, first, second = two_models()
    found = fm.compare_models(y, first, second, metric=metric, n_resamples=50)
    np.testing.assert_allclose(found.values, [SCORE_METRICS[metric](y, score) for score in (first, second)], rtol=1e-12)
    weight = np.random.default_rng(1).random(len(y))
    weighted = fm.compare_models(y, first, second, metric=metric, sample_weight=weight)
    expected = [SCORE_METRICS[metric](y, score, sample_weight=weight) for score in (first, second)]
    np.testing.assert_allclose(weighted.values, expected, rtol=1e-12)
    assert (weighted.interval, weighted.intervals.reason) == (None, "weights are not counts")
    assert math.isnan(weighted.p_value)
    assert "no test can tell by chance (weights are not counts)" in weighted.text


def test_accuracy_has_mcnemar_s_test_and_newcombe_s_interval():
    y, first, second = two_models()
    right = [(score >= 0.5) == y for score in (first, second)]
    only_first, only_second = np.sum(right[0] & ~right[1]), np.sum(right[1] & ~right[0])
    found = fm.compare_models(y, first, second)
    fewer, n = min(only_first, only_second), only_first + only_second
    mid_p = 2 * binom.cdf(fewer, n, 0.5) - binom.pmf(fewer, n, 0.5)
    assert found.p_value == pytest.approx(mid_p, rel=1e-12)
    assert found.test == "mid-p McNemar"
    counts = [np.array(part) for part in (np.sum(right[0] & right[1]), only_second, only_first)]
    expected = paired_difference(*counts, np.array(np.sum(~right[0] & ~right[1])), 0.95)[1]
    np.testing.assert_array_equal(found.intervals["difference"], expected)
    assert found.intervals.label == "95% Newcombe"
    np.testing.assert_array_equal(found.first_only, np.flatnonzero(right[0] & ~right[1]))
    np.testing.assert_array_equal(found.second_only, np.flatnonzero(right[1] & ~right[0]))
    exact = fm.compare_models(y, first, second, method="exact")
    assert exact.p_value == pytest.approx(min(2 * binom.cdf(fewer, n, 0.5), 1), rel=1e-12)
    assert exact.test == "exact McNemar"


@pytest.mark.parametrize(("metric", "label", "hit"), [("recall", 1, 1), ("specificity", 0, 0), ("fpr", 0, 1)])
def test_shares_of_one_class_look_at_its_samples_alone(metric, label, hit):
    y, first, second = two_models()
    some = y == label
    preds = [(score >= 0.5).astype(int) for score in (first, second)]
    found = fm.compare_models(y, *preds, metric=metric)
    alone = fm.compare_models(np.full(some.sum(), 1), *((pred[some] == hit).astype(int) for pred in preds))
    assert found.n == some.sum()
    assert (found.p_value, found.interval) == (alone.p_value, alone.interval)


def test_areas_have_delong_s_test():
    y, first, second = two_models()
    found = fm.compare_models(y, first, second, metric="roc_auc")
    expected = paired_delong(y == 1, second, first, 0.95)
    assert (found.p_value, found.test) == (expected.p_value, "DeLong")
    np.testing.assert_array_equal(found.intervals["difference"], expected.ends)


@pytest.mark.parametrize("metric", ["brier", "log_loss"])
def test_losses_have_the_paired_t_test(metric):
    y, first, second = two_models()
    of_truth = [np.where(y == 1, score, 1 - score) for score in (first, second)]
    losses = [(1 - p) ** 2 if metric == "brier" else -np.log(p) for p in of_truth]
    found = fm.compare_models(y, first, second, metric=metric)
    expected = ttest_rel(losses[1], losses[0])
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)
    np.testing.assert_allclose(found.interval, expected.confidence_interval(0.95), rtol=1e-9)
    assert found.greater_is_better is False


@pytest.mark.parametrize("metric", ["f1_score", "average_precision"])
def test_the_bootstrap_is_about_as_wide_as_resampled_rows_make_it(metric):
    y, first, second = two_models(200)
    found = fm.compare_models(y, first, second, metric=metric, n_resamples=2000)
    assert found.test == "bootstrap"
    assert found.intervals.label == "95% bootstrap (2,000 resamples)"
    rng = np.random.default_rng(9)
    differences = []
    for _ in range(1000):
        rows = rng.integers(0, len(y), len(y))
        if metric == "f1_score":
            values = [sk.f1_score(y[rows], score[rows] >= 0.5) for score in (first, second)]
        else:
            values = [sk.average_precision_score(y[rows], score[rows]) for score in (first, second)]
        differences.append(values[1] - values[0])
    width = np.subtract(*np.quantile(differences, [0.975, 0.025]))
    assert found.interval[1] - found.interval[0] == pytest.approx(width, rel=0.12)
    again = fm.compare_models(y, first, second, metric=metric, n_resamples=2000)
    assert again.interval == found.interval  # the seed is fixed


@pytest.mark.parametrize("metric", ["accuracy", "f1_score", "roc_auc", "average_precision", "brier"])
def test_clusters_that_repeat_samples_tell_no_more_than_one_of_each(metric):
    y, first, second = two_models(120)
    once = fm.compare_models(y, first, second, metric=metric, method="bootstrap", n_resamples=1500)
    thrice = [np.repeat(part, 3) for part in (y, first, second)]
    clusters = np.repeat(np.arange(len(y)), 3)
    found = fm.compare_models(*thrice, metric=metric, clusters=clusters, n_resamples=1500)
    naive = fm.compare_models(*thrice, metric=metric, method="bootstrap", n_resamples=1500)
    widths = [np.subtract(*one.interval[::-1]) for one in (once, found, naive)]
    assert widths[1] == pytest.approx(widths[0], rel=0.12)
    assert widths[2] < 0.7 * widths[0]
    assert found.intervals.label == "95% bootstrap (1,500 resamples of clusters)"


def test_equal_models_cannot_be_told_apart():
    y, first, _ = two_models()
    for metric in ("accuracy", "f1_score", "roc_auc", "brier"):
        found = fm.compare_models(y, first, first, metric=metric, n_resamples=100)
        assert found.difference == 0
        assert found.differ in (False, None)
    text = fm.compare_models(y, first, first).text
    assert text.startswith("A and B cannot be told apart: accuracy differs by 0.000 [")


def test_what_a_sample_of_this_size_could_have_shown_is_said():
    y, first, second = two_models(80, seed=3, better=0.1)
    found = fm.compare_models(y, first, second, names=["old", "new"])
    assert found.differ is False
    assert "old and new cannot be told apart" in found.text
    assert f"These 80 samples could have shown a difference of {found.smallest_difference:.3f}" in found.text
    assert found.rows_needed > 80 or found.difference == 0
    assert abs(found.difference) < found.smallest_difference


def test_several_models_are_corrected_for_their_number():
    y, first, second = two_models()
    rng = np.random.default_rng(2)
    others = {"second": second, "noise": rng.random(len(y)), "copy": first}
    for correction, expected in (("holm", [3, 2, 1]), ("fdr_bh", None)):
        found = fm.compare_models(y, first, others, names="old", correction=correction)
        assert list(found) == list(others)
        raw = np.array([one.p_value for one in found.values()])
        adjusted = np.array([one.p_adjusted for one in found.values()])
        assert (adjusted >= raw - 1e-15).all()
        if expected:
            order = np.argsort(raw)
            assert adjusted[order] == pytest.approx(np.maximum.accumulate(np.minimum(raw[order] * expected, 1)))
        assert {one.names[0] for one in found.values()} == {"old"}
        assert all(correction in one.text for one in found.values())


def test_data_frames_and_strings():
    y, first, second = two_models()
    frame = pd.DataFrame({"y": np.where(y, "spam", "ham"), "a": np.where(first >= 0.5, "spam", "ham"), "s": second})
    found = fm.compare_models("y", "a", "s", data=frame, pos_label="spam", metric="recall", names=("a", "s"))
    plain = fm.compare_models(y, (first >= 0.5).astype(int), second, metric="recall")
    assert (found.values, found.p_value) == (plain.values, plain.p_value)
    several = fm.compare_models([0, 1, 2] * 20, [0, 1, 1] * 20, [0, 2, 2] * 20, metric="f1_score", n_resamples=50)
    expected = [sk.f1_score([0, 1, 2], pred, average="macro") for pred in ([0, 1, 1], [0, 2, 2])]
    np.testing.assert_allclose(several.values, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("metric", "n_positive", "doubt"),
    [
        ("roc_auc", 5, "fewer than 10 positives"),
        ("roc_auc", 60, ""),
        ("f1_score", 5, "fewer than 10 positives"),
        ("f1_score", 60, ""),
        ("average_precision", 5, "fewer than 10 positives"),
        ("accuracy", 60, ""),
    ],
)
def test_few_samples_make_a_comparison_unreliable(metric, n_positive, doubt):
    rng = np.random.default_rng(1)
    y = np.r_[np.ones(n_positive, int), np.zeros(60, int)]
    first, second = (np.clip(0.5 + 0.15 * (y - 0.5) + rng.normal(0, 0.2, len(y)), 0, 1) for _ in range(2))
    found = fm.compare_models(y, first, second, metric=metric, n_resamples=100)
    said = found.intervals.unreliable.get("difference", "")
    assert said.startswith(doubt)
    assert bool(said) == bool(doubt)
    assert ("unreliable" in found.text) == bool(doubt)


def test_few_samples_in_all_and_lost_resamples():
    found = fm.compare_models([0, 1, 1], [0, 1, 0], [0, 1, 1])
    assert found.intervals.unreliable == {"difference": "fewer than 10 samples"}
    y = [1] + [0] * 20
    found = fm.compare_models(y, np.linspace(0, 1, 21), np.linspace(1, 0, 21), metric="average_precision")
    assert "undefined in" in found.intervals.unreliable["difference"]


def test_results_can_be_kept():
    found = fm.compare_models(*two_models(), names=["old", "new"])
    again = fm.Comparison.from_dict(found.to_dict())
    assert (again.text, again.interval) == (found.text, found.interval)
    assert pickle.loads(pickle.dumps(found)).text == found.text
    assert found.to_pandas().iloc[0]["second_name"] == "new"
    assert found.alt_text() == found.text
    assert repr(found).startswith("Comparison(new against old: accuracy difference=")
    assert fm.compare_models(*two_models(), confidence_level=None).interval is None


ERRORS = {
    "one name": (lambda: fm.compare_models([0, 1], [0, 1], [1, 1], names="new"), "names must be two different texts"),
    "same names": (lambda: fm.compare_models([0, 1], [0, 1], [1, 1], names=["a", "a"]), "two different texts"),
    "lengths": (lambda: fm.compare_models([0, 1], [0, 1], [1, 1, 1]), "second"),
    "metric": (lambda: fm.compare_models([0, 1], [0, 1], [1, 1], metric="f2"), "metric"),
    "method": (lambda: fm.compare_models([0, 1], [0, 1], [1, 1], metric="f1", method="exact"), "method must be"),
    "no probabilities": (
        lambda: fm.compare_models([0, 1, 1], [0.1, 0.7, 3], [0.3, 0.2, 0.9], metric="brier"),
        "first must be probabilities for the metric 'brier'",
    ),
    "missing scores": (
        lambda: fm.compare_models([0, 1, 1], [0.1, np.nan, 0.3], [0.2, 0.3, 0.4], metric="roc_auc"),
        "first must be without missing values; got NaN in 1 of 3 rows",
    ),
    "one column": (lambda: fm.compare_models([0, 1, 1], [0, 1], [0, 1, 1]), "first must be"),
    "nothing": (lambda: fm.compare_models([0, 1], [0, 1], {}), "second must be a mapping of at least one model"),
    "correction": (lambda: fm.compare_models([0, 1], [0, 1], [1, 1], correction="bonferroni"), "correction"),
    "classes": (
        lambda: fm.compare_models([0, 1, 2], np.eye(3), np.eye(3) * 0.9 + 0.03, metric="roc_auc"),
        "first must be one score a sample for this metric",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
@pytest.mark.filterwarnings("ignore:y_score holds only")
def test_errors(case):
    call, message = ERRORS[case]
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert message in str(caught.value)


def test_models_of_breast_cancer_as_statsmodels_compares_them():
    contingency = pytest.importorskip("statsmodels.stats.contingency_tables")
    multiple = pytest.importorskip("statsmodels.stats.multitest")
    x, y = load_breast_cancer(return_X_y=True)
    models = {
        "logistic": make_pipeline(StandardScaler(), LogisticRegression()),
        "few": make_pipeline(StandardScaler(), LogisticRegression(C=0.001)),
        "bayes": GaussianNB(),
    }
    first, *others = (cross_val_predict(model, x, y, cv=5) for model in models.values())
    named = dict(zip(list(models)[1:], others, strict=True))
    for exact in (False, True):
        found = fm.compare_models(y, first, named, names="logistic", method="exact" if exact else None)
        for name, one in found.items():
            right = [pred == y for pred in (first, named[name])]
            table = [[np.sum(right[0] & right[1]), np.sum(right[0] & ~right[1])],
                     [np.sum(~right[0] & right[1]), np.sum(~right[0] & ~right[1])]]  # fmt: skip
            expected = contingency.mcnemar(table, exact=True).pvalue
            mid = expected - binom.pmf(min(table[0][1], table[1][0]), table[0][1] + table[1][0], 0.5)
            assert one.p_value == pytest.approx(expected if exact else mid, rel=1e-9)
            assert one.difference == pytest.approx(np.mean(right[1]) - np.mean(right[0]), abs=1e-15)
        raw = [one.p_value for one in found.values()]
        adjusted = [one.p_adjusted for one in found.values()]
        np.testing.assert_allclose(adjusted, multiple.multipletests(raw, method="holm")[1])
