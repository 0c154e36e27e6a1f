"""Several models in tiers."""

import math
import pickle
from itertools import combinations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn import metrics as sk

import figmerit as fm
from figmerit.metrics._paired import ScoredModels


def models_of(steps, n=400, seed=0):
    """Return labels, and scores that are the better the larger their step."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n)
    common = rng.normal(0, 0.4, n)
    logits = {name: y * step - step / 2 + common + rng.normal(0, 0.6, n) for name, step in steps.items()}
    return y, {name: 1 / (1 + np.exp(-2 * logit)) for name, logit in logits.items()}


STEPS = {"weak": 0.3, "strong": 2.5, "good": 1.3, "alike": 1.35, "guess": 0.0}
METRICS = {
    "accuracy": lambda y, s: sk.accuracy_score(y, s >= 0.5),
    "f1_score": lambda y, s: sk.f1_score(y, s >= 0.5),
    "mcc": lambda y, s: sk.matthews_corrcoef(y, s >= 0.5),
    "roc_auc": sk.roc_auc_score,
    "average_precision": sk.average_precision_score,
    "brier": sk.brier_score_loss,
    "log_loss": sk.log_loss,
}


@pytest.mark.parametrize("metric", METRICS)
def test_values_are_those_of_scikit_learn_and_the_best_comes_first(metric):
    y, scores = models_of(STEPS)
    found = fm.rank_models(y, scores, metric=metric)
    expected = {name: METRICS[metric](y, score) for name, score in scores.items()}
    sign = 1 if metric in ("brier", "log_loss") else -1
    assert list(found.names) == sorted(expected, key=lambda name: sign * expected[name])
    np.testing.assert_allclose(found.values, [expected[name] for name in found.names], rtol=1e-12)
    assert found.greater_is_better is (sign < 0)
    assert (found.names[0], found.tiers[0]) == ("strong", 1)


@pytest.mark.parametrize("metric", METRICS)
def test_each_pair_is_what_compare_models_finds(metric):
    y, scores = models_of(STEPS, 150)
    found = fm.rank_models(y, scores, metric=metric, n_resamples=400)
    for (better, worse), one in zip(combinations(found.names, 2), found.comparisons, strict=True):
        assert one.names == (worse, better)
        alone = fm.compare_models(y, scores[worse], scores[better], metric=metric, n_resamples=400)
        np.testing.assert_allclose(one.values, alone.values, rtol=1e-12)
        assert one.p_value == pytest.approx(alone.p_value, rel=1e-9)
        np.testing.assert_allclose(one.interval, alone.interval, rtol=1e-9, atol=1e-12)
        assert one.difference == alone.difference
        np.testing.assert_array_equal(one.first_only, alone.first_only)
        np.testing.assert_array_equal(one.second_only, alone.second_only)
        assert (one.correction, math.isnan(one.p_adjusted)) == ("holm", False)


@pytest.mark.parametrize("seed", range(6))
def test_ranks_are_those_of_holm_over_ordered_pairs(seed):
    """As Mogstad, Romano, Shaikh and Wilhelm do it: one-sided tests of all ordered pairs, stepped down."""
    multiple = pytest.importorskip("statsmodels.stats.multitest")
    y, scores = models_of({f"m{k}": 0.25 * k for k in range(6)}, 250, seed)
    found = fm.rank_models(y, scores)
    n, p = len(found.names), np.full((6, 6), np.nan)
    for (i, j), one in zip(combinations(range(n), 2), found.comparisons, strict=True):
        p[i, j], p[j, i] = one.p_value / 2, 1 - one.p_value / 2  # i has the better value
    ordered = ~np.eye(n, dtype=bool)
    rejected, adjusted = np.zeros((n, n), dtype=bool), np.full((n, n), np.nan)
    rejected[ordered], adjusted[ordered] = multiple.multipletests(p[ordered], alpha=0.05, method="holm")[:2]
    ranks = np.stack([1 + rejected.sum(axis=0), n - rejected.sum(axis=1)], axis=1)
    np.testing.assert_array_equal(found.rank_intervals, ranks)
    np.testing.assert_allclose(found.p_adjusted[np.triu_indices(n, 1)], adjusted[np.triu_indices(n, 1)], rtol=1e-12)
    np.testing.assert_array_equal(found.p_adjusted, found.p_adjusted.T)
    for place in range(n):  # what a tier claims, pair by pair
        for other in range(n):
            assert found.tiers[place] >= found.tiers[other] or rejected[place, other]
    ends = [k for k in range(1, n) if rejected[:k, k:].all()]
    assert found.tiers.tolist() == [1 + sum(end <= place for end in ends) for place in range(n)]
    low, high = found.rank_intervals.T
    assert (low <= np.arange(1, n + 1)).all()
    assert (np.arange(1, n + 1) <= high).all()


def test_benjamini_and_hochberg_are_those_of_statsmodels():
    multiple = pytest.importorskip("statsmodels.stats.multitest")
    y, scores = models_of(STEPS)
    found = fm.rank_models(y, scores, correction="fdr_bh")
    raw = [one.p_value for one in found.comparisons]
    expected = multiple.multipletests(raw, method="fdr_bh")[1]
    np.testing.assert_allclose([one.p_adjusted for one in found.comparisons], expected, rtol=1e-12)
    assert found.correction == "fdr_bh"


def test_equal_models_are_put_apart_as_often_as_the_level_says():
    rng = np.random.default_rng(5)
    n_apart = 0
    for _ in range(300):
        y = rng.integers(0, 2, 200)
        preds = {name: np.where(rng.random(200) < 0.75, y, 1 - y) for name in "abcde"}
        n_apart += bool(fm.rank_models(y, preds).differ.any())
    assert n_apart <= 0.05 * 300 + 3 * math.sqrt(300 * 0.05 * 0.95)


def test_two_models_are_what_one_comparison_says():
    y, scores = models_of({"a": 0.5, "b": 0.9})
    found = fm.rank_models(y, scores)
    alone = fm.compare_models(y, scores["a"], scores["b"])
    assert found.p_adjusted[0, 1] == pytest.approx(alone.p_value, rel=1e-12)
    assert (found.tiers[1] == 2) == alone.differ
    assert "holm" not in found.text


def rows_of(shares, n=100):
    """Return labels, and models that are right about the first samples, so many of a hundred."""
    return [1, 0] * (n // 2), {
        name: [label if place < share * n // 100 else 1 - label for place, label in enumerate([1, 0] * (n // 2))]
        for name, share in shares.items()
    }


def test_a_tier_has_no_line_through_it_though_its_ends_differ():
    y, preds = rows_of({"a": 90, "b": 86, "c": 82})
    found = fm.rank_models(y, preds)
    assert found.tiers.tolist() == [1, 1, 1]
    assert found.differ.tolist() == [[False, False, True], [False, False, False], [True, False, False]]
    assert found.rank_intervals.tolist() == [[1, 2], [1, 3], [2, 3]]
    assert found.text == (
        "Tier 1: a (0.900), b (0.860) and c (0.820); a is better than c, "
        "but 100 samples do not show where to divide the tier."
    )


def test_of_many_pairs_within_a_tier_one_is_named():
    y, preds = rows_of({name: 95 - 4 * place for place, name in enumerate("abcdef")})
    found = fm.rank_models(y, preds)
    assert found.tiers.tolist() == [1] * 6
    n_differ = int(np.triu(found.differ).sum())
    assert (
        f"; {n_differ} of its 15 pairs differ, such as a and f, but 100 samples do not show where to divide"
        in found.text
    )


def test_tiers_in_sentences():
    y, preds = rows_of({"old": 40, "new": 90, "newer": 90, "last": 10})
    found = fm.rank_models(y, preds)
    assert found.names == ("new", "newer", "old", "last")  # equal values as they were given
    assert found.tiers.tolist() == [1, 1, 2, 3]
    assert found.tests == ("mid-p McNemar",)
    assert found.text == (
        "Tier 1: new (0.900) and newer (0.900), which cannot be told apart by accuracy with 100 samples. "
        "Tier 2: old (0.400). Tier 3: last (0.100). "
        "Every model of a tier is better than every one below (mid-p McNemar, holm over 6 pairs)."
    )
    assert found.alt_text() == found.text
    assert repr(found) == "Ranking(accuracy: 1. new, newer; 2. old; 3. last)"
    assert fm.rank_models(y, preds, method="exact").tests == ("exact McNemar",)


def test_weights_leave_nothing_to_tell_by():
    y, preds = rows_of({"a": 90, "b": 20, "c": 50})
    found = fm.rank_models(y, preds, sample_weight=np.linspace(1, 2, 100))
    expected = [sk.accuracy_score(y, preds[name], sample_weight=np.linspace(1, 2, 100)) for name in "acb"]
    np.testing.assert_allclose(found.values, expected, rtol=1e-12)
    assert found.tiers.tolist() == [1, 1, 1]
    assert found.rank_intervals.tolist() == [[1, 3]] * 3
    assert found.undefined == dict.fromkeys([("a", "c"), ("a", "b"), ("c", "b")], "weights are not counts")
    assert found.text == (
        f"Tier 1: a (0.{round(1000 * expected[0])}), c ({expected[1]:.3f}) and b ({expected[2]:.3f}), "
        "which no test can tell apart by accuracy (weights are not counts)."
    )


def test_models_without_a_value_have_no_tier():
    y = [0, 1] * 40
    found = fm.rank_models(y, {"none": [0] * 80, "a": y, "b": [1] * 80}, metric="precision", pos_label=1)
    assert found.names == ("a", "b", "none")
    assert math.isnan(found.values[2])
    assert found.tiers.tolist() == [1, 2, 0]
    assert found.rank_intervals.tolist() == [[1, 2], [2, 3], [0, 0]]
    assert found.undefined == {"none": "precision is undefined"}
    assert found.text.endswith("none has no tier: precision is undefined.")
    nothing = fm.rank_models([0] * 20, {"a": [0.1] * 20, "b": [0.2] * 20}, metric="average_precision", pos_label=1,
                             labels=[0, 1])  # fmt: skip
    assert nothing.tiers.tolist() == [0, 0]
    assert nothing.text == "a and b have no tier: average precision is undefined."
    assert repr(nothing) == "Ranking(average_precision: )"


def test_few_samples_are_said():
    found = fm.rank_models([0, 1, 1], {"a": [0, 1, 0], "b": [0, 1, 1]})
    assert found.text.endswith("with 3 samples. Tests are unreliable: fewer than 10 samples.")


def test_clusters_and_the_samples_of_one_class():
    y, scores = models_of({"a": 0.2, "b": 1.6}, 100)
    repeated = {name: np.repeat(score, 4) for name, score in scores.items()}
    clusters = np.repeat(np.arange(100), 4)
    found = fm.rank_models(np.repeat(y, 4), repeated, clusters=clusters)
    assert found.comparisons[0].intervals.label == "95% bootstrap (1,000 resamples of clusters)"
    recall = fm.rank_models(y, scores, metric="recall")
    assert recall.n == y.sum()


@pytest.mark.parametrize("labels", [None, [0, 1, 2, 3]])
def test_macro_averages_are_over_the_labels_of_each_model_unless_all_are_given(labels):
    y, preds = [0, 1, 2] * 20, {"a": [0, 1, 1] * 20, "b": [0, 2, 2] * 20, "c": [3, 1, 2] * 20}
    found = fm.rank_models(y, preds, metric="f1_score", labels=labels)
    expected = {
        name: sk.f1_score(y, pred, average="macro", labels=labels, zero_division=0) for name, pred in preds.items()
    }
    np.testing.assert_allclose(found.values, [expected[name] for name in found.names], rtol=1e-12)
    for one in found.comparisons:
        np.testing.assert_allclose(one.values, [expected[name] for name in one.names], rtol=1e-12)


def test_a_stray_label_of_one_model_is_never_averaged_over_unasked():
    y, right = [0, 1] * 50, [0, 1] * 45 + [1, 0] * 5
    preds = {"A": right, "B": [2, *right[1:]]}
    with pytest.raises(ValueError, match="models") as caught:
        fm.rank_models(y, preds, metric="f1")
    assert str(caught.value) == (
        "models['B'] must be without labels beside [0, 1] for the metric of the label 1; got [2].\n"
        "Hint: rank_models(..., pos_label=1), which takes others for negative, or labels=[0, 1, 2] for macro averages."
    )
    positive = fm.rank_models(y, preds, metric="f1", pos_label=1)
    np.testing.assert_allclose(positive.values, [sk.f1_score(y, right)] * 2, rtol=1e-12)
    every = fm.rank_models(y, preds, metric="f1", labels=[0, 1, 2])
    expected = [sk.f1_score(y, pred, average="macro", labels=[0, 1, 2], zero_division=0) for pred in preds.values()]
    np.testing.assert_allclose(every.values, expected, rtol=1e-12)
    words = {name: [f"class {label}" for label in pred] for name, pred in preds.items()}
    macro = fm.rank_models([f"class {label}" for label in y], words, metric="f1")
    expected = [sk.f1_score(y, pred, average="macro", zero_division=0) for pred in preds.values()]
    np.testing.assert_allclose(macro.values, expected, rtol=1e-12)
    assert fm.rank_models(y, preds).names == ("A", "B")  # the accuracy is of all labels


def test_resamples_are_enough_for_all_pairs():
    y, scores = models_of({f"m{k}": 0.5 * k for k in range(9)}, 80)
    found = fm.rank_models(y, scores, metric="f1_score")
    assert found.comparisons[0].intervals.kind == "bootstrap (2,880 resamples)"
    assert fm.rank_models(y, dict(list(scores.items())[:3]), metric="f1_score").comparisons[0].intervals.kind == (
        "bootstrap (1,000 resamples)"
    )


def test_resamples_of_scores_are_drawn_once_for_all_models(monkeypatch):
    y, scores = models_of(STEPS, 60)
    n_calls = []
    plain = ScoredModels._resampled.func
    again = type(ScoredModels._resampled)(lambda self: n_calls.append(1) or plain(self))
    again.__set_name__(ScoredModels, "_resampled")
    monkeypatch.setattr(ScoredModels, "_resampled", again)
    fm.rank_models(y, scores, metric="average_precision", n_resamples=500)
    assert len(n_calls) == 1


def test_frames_and_strings():
    y, scores = models_of({"a": 0.3, "b": 1.5, "c": 0.6})
    plain = fm.rank_models(y, scores)
    words = {name: np.where(score >= 0.5, "spam", "ham") for name, score in scores.items()}
    frame = pd.DataFrame({"y": np.where(y, "spam", "ham")} | words)
    several = {
        "words": fm.rank_models(frame["y"], words),
        "columns": fm.rank_models("y", ["a", "b", "c"], data=frame),
        "named": fm.rank_models("y", {"a": "a", "b": "b", "c": "c"}, data=pl.from_pandas(frame)),
        "frame": fm.rank_models(frame["y"], frame[["a", "b", "c"]]),
        "polars": fm.rank_models(y, pl.DataFrame(scores)),
        "categories": fm.rank_models(frame["y"].astype("category"), frame[["a", "b", "c"]].astype("category")),
    }
    for found in several.values():
        assert (found.names, found.text) == (plain.names, plain.text)
        np.testing.assert_array_equal(found.p_adjusted, plain.p_adjusted)


def test_results_can_be_kept():
    y, preds = rows_of({"old": 40, "new": 90, "newer": 90})
    found = fm.rank_models(y, preds)
    again = fm.Ranking.from_dict(found.to_dict())
    assert (again.text, repr(again)) == (found.text, repr(found))
    assert again.comparisons[1].text == found.comparisons[1].text
    assert pickle.loads(pickle.dumps(found)).text == found.text
    table = found.to_pandas()
    assert table.to_dict("list") == {
        "name": ["new", "newer", "old"],
        "metric": ["accuracy"] * 3,
        "value": [0.9, 0.9, 0.4],
        "tier": [1, 1, 2],
        "rank_low": [1, 1, 3],
        "rank_high": [2, 2, 3],
    }
    assert found.to_polars().shape == (3, 6)
    assert fm.rank_models(y, preds, confidence_level=None).comparisons[0].interval is None


Y, TWO = [0, 1, 1, 0], {"a": [0, 1, 1, 0], "b": [0, 1, 0, 0]}
ERRORS = {
    "one": (lambda: fm.rank_models(Y, {"a": Y}), "models must be at least two models; got 1."),
    "no mapping": (
        lambda: fm.rank_models(Y, [Y, Y]),
        "models must be a mapping of names to predictions; got [[0, 1, 1, 0], [0, 1, 1, 0]].\n"
        "Hint: models={'A': models[0], 'B': models[1]}.",
    ),
    "an array": (
        lambda: fm.rank_models(Y, np.array(Y)),
        "models must be a mapping of names to predictions; got an array of shape (4,) and dtype int64.",
    ),
    "names twice": (
        lambda: fm.rank_models(Y, {1: Y, "1": Y}),
        "the keys of models must be without repetition; got ['1'] more than once.",
    ),
    "columns twice": (
        lambda: fm.rank_models("y", ["a", "a"], data=pd.DataFrame({"y": Y, "a": Y})),
        "models must be without repetition; got ['a'] more than once.",
    ),
    "no column": (
        lambda: fm.rank_models("y", {"a": "a", "c": "c"}, data=pd.DataFrame({"y": Y, "a": Y})),
        "models['c'] must be the name of a column of data, one of ['y', 'a']; got 'c'.",
    ),
    "lengths": (
        lambda: fm.rank_models(Y, {"a": Y, "b": [0, 1]}),
        "models['b'] must be of the same shape as y_true, (4,); got shape (2,).",
    ),
    "no direction": (
        lambda: fm.rank_models(Y, TWO, metric="predicted_positive_rate"),
        "metric must be one of which more, or less, is better; got 'predicted_positive_rate'.\n"
        "Hint: metric='accuracy'.",
    ),
    "ranks": (
        lambda: fm.rank_models(Y, TWO, metric="top_2_accuracy"),
        "metric must be a metric of labels or of one score; got 'top_2_accuracy'.",
    ),
    "threshold": (
        lambda: fm.rank_models(
            Y, {"a": [0.1, 0.7, 0.6, 0.2], "b": [0.1, 0.7, 0.6, 0.2]}, metric="brier", threshold=0.3
        ),
        "threshold must be left out for metrics of scores; got 0.3.",
    ),
    "no probabilities": (
        lambda: fm.rank_models(Y, {"a": [0.1, 0.7, 0.6, 0.2], "b": [0.1, 0.7, 0.6, 3]}, metric="brier"),
        "models['b'] must be probabilities for the metric 'brier'; got scores from 0.1 to 3.\n"
        "Hint: Pass the output of predict_proba.",
    ),
    "missing": (
        lambda: fm.rank_models(Y, {"a": [0.1, 0.7, 0.6, 0.2], "b": [0.1, 0.7, 0.6, np.nan]}, metric="roc_auc"),
        "models['b'] must be without missing values; got NaN in 1 of 4 rows.",
    ),
    "few resamples": (
        lambda: fm.rank_models(Y, TWO | {"c": Y}, metric="f1", n_resamples=10),
        "n_resamples must be at least 120, as fewer never tell 3 pairs apart; got 10.\nHint: n_resamples=240.",
    ),
    "no resamples": (
        lambda: fm.rank_models(Y, TWO, n_resamples=0),
        "n_resamples must be a positive integer; got 0.",
    ),
    "no weight": (
        lambda: fm.rank_models(Y, TWO, sample_weight=[0, 0, 0, 0]),
        "sample_weight must be positive for some sample; got zeros only.",
    ),
    "exact": (
        lambda: fm.rank_models(Y, TWO, metric="f1", method="exact"),
        "method must be left out, or 'bootstrap', for this metric; got 'exact'.\n"
        "Hint: metric='accuracy' has it; so have recall and specificity of a positive label.",
    ),
    "weights and a method": (
        lambda: fm.rank_models(Y, TWO, metric="f1", sample_weight=[1, 2, 1, 2], method="bootstrap"),
        "method must be left out with sample_weight; got 'bootstrap'.\n"
        "Hint: rank_models(..., method=None), which leaves intervals out, as weights are not counts.",
    ),
    "correction": (
        lambda: fm.rank_models(Y, TWO, correction="bonferroni"),
        "correction must be one of 'holm', 'fdr_bh'; got 'bonferroni'.",
    ),
    "level": (
        lambda: fm.rank_models(Y, TWO, confidence_level=1),
        "confidence_level must be between 0 and 1; got 1.\nHint: confidence_level=0.95, or None for no intervals.",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    call, message = ERRORS[case]
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    assert str(caught.value) == message
