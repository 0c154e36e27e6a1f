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
from figmerit.inference.ranked import RankedScores
from figmerit.metrics._comparison_text import p_text

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
    expected = paired_delong(RankedScores(y == 1, second), RankedScores(y == 1, first), 0.95)
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
        ("f1_score", 5, "fewer than 30 positives"),
        ("f1_score", 60, ""),
        ("average_precision", 5, "fewer than 30 positives"),
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


P_VALUES = {0.0: "p < 0.001", 0.00099: "p < 0.001", 0.001: "p = 0.001", 0.04996: "p = 0.050", 1.0: "p = 1.000"}


@pytest.mark.parametrize("value", P_VALUES)
def test_p_values_are_written_in_one_way(value):
    assert p_text(value) == P_VALUES[value]


def test_results_can_be_kept():
    found = fm.compare_models(*two_models(), names=["old", "new"])
    again = fm.Comparison.from_dict(found.to_dict())
    assert (again.text, again.interval) == (found.text, found.interval)
    assert pickle.loads(pickle.dumps(found)).text == found.text
    assert found.to_pandas().iloc[0]["second_name"] == "new"
    assert found.alt_text() == found.text
    assert repr(found).startswith("Comparison(new against old: accuracy difference=")
    assert fm.compare_models(*two_models(), confidence_level=None).interval is None


Y, Z, S, W = [0, 1, 1, 0], [0, 1, 0, 0], [0.2, 0.8, 0.4, 0.3], [1, 2, 1, 2]
FRAME = pd.DataFrame({"y": Y, "z": Z, "w": W})
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


WEIGHTS_AND_A_METHOD = {
    "labels": (lambda: fm.compare_models(Y, Y, Z, metric="f1", method="bootstrap", sample_weight=W), "bootstrap"),
    "exact": (lambda: fm.compare_models(Y, Y, Z, method="exact", sample_weight=W), "exact"),
    "scores": (lambda: fm.compare_models(Y, S, Z, metric="roc_auc", method="bootstrap", sample_weight=W), "bootstrap"),
    "several": (lambda: fm.compare_models(Y, Y, {"z": Z}, method="bootstrap", sample_weight=W), "bootstrap"),
    "column": (
        lambda: fm.compare_models("y", "y", "z", data=FRAME, method="bootstrap", sample_weight="w"),
        "bootstrap",
    ),
}


@pytest.mark.parametrize("case", WEIGHTS_AND_A_METHOD)
def test_weights_and_a_method_exclude_each_other(case):
    call, method = WEIGHTS_AND_A_METHOD[case]
    with pytest.raises(ValueError, match="method") as caught:
        call()
    assert str(caught.value) == (
        f"method must be left out with sample_weight; got {method!r}.\n"
        "Hint: compare_models(..., method=None), which leaves intervals out, as weights are not counts."
    )


STRAYS = {
    "second": (lambda: fm.compare_models(Y, Y, [0, 1, 2, 1], metric="recall"), "second", "[0, 1, 2]"),
    "both": (lambda: fm.compare_models(Y, [0, 1, 3, 1], [0, 1, 2, 1], metric="f1"), "first", "[0, 1, 2, 3]"),
    "beside scores": (lambda: fm.compare_models(Y, S, [0, 1, 2, 1], metric="f1"), "second", ""),
    "one true label": (
        lambda: fm.compare_models([1, 1, 1, 1], [0, 1, 0, 1], [1, 1, 2, 1], metric="recall"),
        "second",
        "[0, 1, 2]",
    ),
}


@pytest.mark.parametrize("case", STRAYS)
def test_a_third_label_beside_the_positive_one_of_two_is_asked_about(case):
    call, name, every = STRAYS[case]
    with pytest.raises(ValueError, match="without labels beside") as caught:
        call()
    stray = "[3]" if case == "both" else "[2]"
    assert str(caught.value) == (
        f"{name} must be without labels beside [0, 1] for the metric of the label 1; got {stray}.\n"
        "Hint: compare_models(..., pos_label=1), which takes others for negative"
        f"{f', or labels={every} for macro averages' if every else ''}."
    )


OWN = {
    "precision": lambda y, pred, **options: sk.precision_score(y, pred, zero_division=0, **options),
    "recall": lambda y, pred, **options: sk.recall_score(y, pred, zero_division=0, **options),
    "f1_score": lambda y, pred, **options: sk.f1_score(y, pred, zero_division=0, **options),
}


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("metric", OWN)
def test_macro_averages_are_over_the_true_labels_and_those_of_the_model_itself(metric, seed, weighted):
    rng = np.random.default_rng(seed)
    y = rng.choice([2, 4, 6], 60)
    models = [np.where(rng.random(60) < 0.6, y, rng.choice(drawn, 60)) for drawn in ([2, 4, 6], [1, 3, 5, 7], [4, 9])]
    weight = rng.random(60) if weighted else None
    expected = [OWN[metric](y, pred, average="macro", sample_weight=weight) for pred in models]
    for first, second in ((0, 1), (1, 2), (2, 0)):
        found = fm.compare_models(y, models[first], models[second], metric=metric, sample_weight=weight, n_resamples=40)
        np.testing.assert_allclose(found.values, [expected[first], expected[second]], rtol=1e-12)
    every = list(range(1, 10))
    over_all = fm.compare_models(y, *models[:2], metric=metric, sample_weight=weight, labels=every, n_resamples=40)
    wanted = [OWN[metric](y, pred, average="macro", labels=every, sample_weight=weight) for pred in models[:2]]
    np.testing.assert_allclose(over_all.values, wanted, rtol=1e-12)


@pytest.mark.parametrize(("metric", "weights"), [("linear_kappa", "linear"), ("quadratic_kappa", "quadratic")])
def test_distances_of_a_model_are_over_its_own_labels_too(metric, weights):
    y, first, second = [0, 2, 4] * 20, [0, 2, 2] * 20, [0, 1, 4, 0, 2, 3] * 10
    found = fm.compare_models(y, first, second, metric=metric, n_resamples=40)
    expected = [sk.cohen_kappa_score(y, pred, weights=weights) for pred in (first, second)]
    np.testing.assert_allclose(found.values, expected, rtol=1e-12)


def test_resamples_are_averaged_over_the_same_labels_as_the_data():
    rng = np.random.default_rng(3)
    y = np.repeat([0, 1, 2], [40, 40, 3])  # the last is missing from some resamples, in which it counts as 0
    models = [np.where(rng.random(83) < 0.7, y, rng.choice(drawn, 83)) for drawn in ([0, 1], [0, 1, 2, 5])]
    found = fm.compare_models(y, *models, metric="f1", n_resamples=4000)
    differences = []
    for _ in range(1500):
        rows = rng.integers(0, 83, 83)
        values = [
            sk.f1_score(y[rows], pred[rows], labels=np.union1d(y, pred), average="macro", zero_division=0)
            for pred in models
        ]
        differences.append(values[1] - values[0])
    ends = np.quantile(differences, [0.025, 0.975])
    np.testing.assert_allclose(found.interval, ends, atol=0.1 * (ends[1] - ends[0]))


def test_a_positive_label_that_is_given_stands_beside_a_third():
    y, first, second = ["ham", "spam"] * 30, ["ham", "spam", "spam"] * 20, ["ham", "eggs", "spam"] * 20
    for metric, of in OWN.items():
        found = fm.compare_models(y, first, second, metric=metric, pos_label="spam", n_resamples=40)
        expected = [of(np.array(y) == "spam", np.array(pred) == "spam") for pred in (first, second)]
        np.testing.assert_allclose(found.values, expected, rtol=1e-12)
    nobody = fm.compare_models([0] * 20, [0] * 20, [1] + [0] * 19, metric="specificity")
    assert nobody.values == (1, 0.95)


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
