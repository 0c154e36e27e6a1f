import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn import metrics as sk

from figmerit import (
    FigmeritWarning,
    choose_threshold,
    compute_pr_curve,
    compute_roc_curve,
    compute_threshold_sweep,
    count_scores,
)
from figmerit.inference.resampling import resampled

TWENTY_TRUE = [1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0]
TWENTY_SCORES = [0.92, 0.15, 0.88, 0.42, 0.22, 0.78, 0.61, 0.85, 0.95, 0.18,
                 0.38, 0.73, 0.12, 0.81, 0.55, 0.90, 0.35, 0.08, 0.87, 0.20]  # fmt: skip
COST = {"fp": 1, "fn": 4}
RULES = ("fbeta", "youden", "precision", "recall", "fpr", "cost")


def low_end(k, n):
    return binomtest(int(k), int(n)).proportion_ci(0.95, method="wilson").low if n else np.nan


def high_end(k, n):
    return binomtest(int(k), int(n)).proportion_ci(0.95, method="wilson").high if n else np.nan


def brute_force(true, score, weight, rule, *, target=None, beta=1.0, cost=None, safe=False):
    """Return the highest of the best thresholds, found by trying all of them; None if none reaches the target."""
    found = []
    for threshold in [*np.unique(score), np.inf]:
        pred = score >= threshold
        tp, fp = (weight[pred & (true == side)].sum() for side in (1, 0))
        fn, tn = (weight[~pred & (true == side)].sum() for side in (1, 0))
        precision, recall, fpr = tp / (tp + fp) if tp + fp else np.nan, tp / (tp + fn), fp / (fp + tn)
        if rule == "fbeta":
            value = sk.fbeta_score(true, pred, beta=beta, sample_weight=weight)
        elif rule == "youden":
            value = recall - fpr
        elif rule == "cost":
            value = -(fp * cost["fp"] + fn * cost["fn"])
        elif rule == "precision":
            reached = (low_end(tp, tp + fp) if safe else precision) >= target - 1e-12
            value = recall if reached else None
        elif rule == "recall":
            reached = (low_end(tp, tp + fn) if safe else recall) >= target - 1e-12
            value = (-1 if np.isnan(precision) else precision) if reached else None
        else:
            reached = (high_end(fp, fp + tn) if safe else fpr) <= target + 1e-12
            value = recall if reached else None
        if value is not None:
            found.append((value, threshold))
    best = max((value for value, _ in found), default=None)
    return None if best is None else max(threshold for value, threshold in found if value >= best - 1e-12)


@st.composite
def targets(draw):
    n = draw(st.integers(2, 30))
    true = np.array([0, 1, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))])
    score = np.array(draw(st.lists(st.integers(-3, 8), min_size=n, max_size=n))) / 4 + 0.01  # not only 0 and 1
    weight = draw(st.just(np.ones(n)) | st.lists(st.integers(1, 5), min_size=n, max_size=n).map(np.array))
    return true, score, weight


@settings(max_examples=300)
@given(targets(), st.sampled_from(RULES), st.integers(0, 10).map(lambda t: t / 10), st.sampled_from([0.5, 1, 2]))
def test_every_rule_finds_what_trying_all_thresholds_finds(target, rule, share, beta):
    true, score, weight = target
    sweep = compute_threshold_sweep(true, score, sample_weight=weight)
    options = {"fbeta": {"beta": beta}, "cost": {"cost": {"fp": 1, "fn": 3}}, "youden": {}}
    given_options = options.get(rule, {"target": share})
    expected = brute_force(true, score, weight, rule, **given_options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FigmeritWarning)
        if expected is None:
            with pytest.raises(ValueError, match=r"^target must be reached by some threshold"):
                choose_threshold(sweep, rule, **given_options)
            return
        point = choose_threshold(sweep, rule, **given_options)
        curves = [compute(true, score, sample_weight=weight) for compute in (compute_roc_curve, compute_pr_curve)]
        same = [choose_threshold(curve, rule, **given_options).threshold for curve in curves]
    assert point.threshold == expected
    assert same == [expected, expected]
    pred = score >= expected
    assert point.matrix.counts.tolist() == sk.confusion_matrix(true, pred, sample_weight=weight, labels=[0, 1]).tolist()
    assert point.metrics["f1_score" if rule != "fbeta" or beta == 1 else "fbeta_score"] == pytest.approx(
        sk.fbeta_score(true, pred, beta=beta if rule == "fbeta" else 1, sample_weight=weight), abs=1e-12
    )
    assert point.apply(score).tolist() == pred.astype(int).tolist()


@settings(max_examples=60)
@given(targets(), st.sampled_from(["precision", "recall", "fpr"]), st.integers(1, 9).map(lambda t: t / 10))
def test_the_safe_side_is_that_of_the_interval(target, rule, share):
    true, score, _ = target
    sweep = compute_threshold_sweep(true, score)
    expected = brute_force(true, score, np.ones(len(true)), rule, target=share, safe=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FigmeritWarning)
        if expected is None:
            with pytest.raises(ValueError, match=r"^target must be reached by some threshold; the (low|upp)er end"):
                choose_threshold(sweep, rule, target=share, safe=True)
        else:
            point = choose_threshold(sweep, rule, target=share, safe=True)
            assert point.threshold == expected
            assert point.rule.endswith("by 95% Wilson")


@settings(max_examples=60)
@given(targets(), st.integers(1, 99).map(lambda share: share / 100))
def test_a_prevalence_is_chosen_for(target, share):
    true, score, _ = target
    weight = np.where(true == 1, share / true.sum(), (1 - share) / (1 - true).sum())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FigmeritWarning)
        point = choose_threshold(
            compute_threshold_sweep(true, score), "cost", cost={"fp": 1, "fn": 4}, prevalence=share
        )
    assert point.threshold == brute_force(true, score, weight, "cost", cost={"fp": 1, "fn": 4})
    assert point.prevalence == share
    assert point.matrix.total == len(true)


def test_twenty_samples():
    sweep = compute_threshold_sweep(TWENTY_TRUE, TWENTY_SCORES)
    point = choose_threshold(sweep)
    assert point.metrics["f1_score"] == 12 / 13
    assert point.threshold == 0.35
    assert point.matrix.counts.tolist() == [[6, 2], [0, 12]]
    assert point.metrics["recall"] == 1
    assert point.metrics["precision"] == 12 / 14
    assert sweep.at_threshold(0.5).metrics["f1_score"] == pytest.approx(18 / 23)
    low, high = point.intervals.ends["precision"]
    assert (low, high) == pytest.approx((low_end(12, 14), high_end(12, 14)))


def test_ties_go_to_the_highest_threshold():
    true, score = [0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4]
    assert choose_threshold(compute_threshold_sweep(true, score), "youden").threshold == 0.4  # 0.2 is as good
    assert choose_threshold(compute_threshold_sweep(true, score), "recall", target=0.5).threshold == 0.4


def test_what_a_point_says_of_itself():
    sweep = compute_threshold_sweep(TWENTY_TRUE, TWENTY_SCORES, cost={"fp": 1, "fn": 5})
    names = {
        "fbeta": "best F1",
        "youden": "best Youden's J",
        "precision": "precision ≥ 0.9",
        "recall": "recall ≥ 0.9",
        "fpr": "FPR ≤ 0.9",
        "cost": "lowest cost for FP 1, FN 5",
    }
    for rule, name in names.items():
        point = choose_threshold(sweep, rule, target=0.9 if name.endswith("0.9") else None)
        assert point.rule == name
        assert point.name == f"{name} (chosen on these data)"
        assert point.chosen_here
    elsewhere = compute_threshold_sweep(TWENTY_TRUE[:10], TWENTY_SCORES[:10]).at_threshold(point)
    assert elsewhere.name == "lowest cost for FP 1, FN 5 (chosen on other data)"
    assert not elsewhere.chosen_here
    assert elsewhere.alt_text() == "Lowest cost for FP 1, FN 5: score ≥ 0.35, precision = 0.857, recall = 1.000."
    assert choose_threshold(sweep, "cost", prevalence=0.05).rule == "lowest cost for FP 1, FN 5, prevalence = 0.050"
    assert sweep.at_threshold(point).chosen_here
    assert count_scores(TWENTY_TRUE, TWENTY_SCORES).n_rows == 20


def test_a_threshold_that_sends_everything_to_one_class_is_useless():
    sweep = compute_threshold_sweep([1, 1, 1, 0], [0.1, 0.2, 0.3, 0.4])
    message = r"^the threshold of best F1 is useless: everything is called positive\.\nHint: plot_threshold_sweep"
    with pytest.warns(FigmeritWarning, match=message):
        point = choose_threshold(sweep)
    assert point.useless == "everything is called positive"
    assert point.name == "best F1 (useless: everything is called positive; chosen on these data)"
    assert "Useless: everything is called positive." in point.alt_text()
    with pytest.warns(FigmeritWarning, match="is useless: nothing is called positive"):
        nothing = choose_threshold(sweep, "fpr", target=0)
    assert nothing.threshold == np.inf
    assert nothing.apply([0.1, 1e300]).tolist() == [0, 0]


def test_optimism_is_taken_off():
    gaps, truth = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        true = rng.integers(0, 2, 40)
        score = rng.normal(size=40) + true
        point = choose_threshold(compute_threshold_sweep(true, score), "youden", n_resamples=200, random_state=0)
        gaps.append(point.metrics["youden"] - point.corrected)
        many = rng.integers(0, 2, 4000)
        judged = compute_threshold_sweep(many, rng.normal(size=4000) + many).at_threshold(point)
        assert judged.corrected == point.corrected
        truth.append(point.metrics["youden"] - judged.metrics["youden"])
    assert 0.5 * np.mean(truth) < np.mean(gaps) < 1.5 * np.mean(truth)
    again = choose_threshold(compute_threshold_sweep(true, score), "youden", n_resamples=200, random_state=0)
    assert again.corrected == point.corrected
    assert "On other data youden is expected to be" in point.alt_text()


def test_bootstrap_samples_are_as_large_as_the_data():
    positives, negatives = np.array([3, 0, 2]), np.array([1, 4, 0])
    drawn = list(resampled(positives, negatives, 300, random_state=0))
    assert len(drawn) == 300
    assert {int(a.sum() + b.sum()) for a, b in drawn} == {10}
    assert all(a[1] == 0 and b[2] == 0 and a.any() and b.any() for a, b in drawn)
    np.testing.assert_allclose(np.mean([a for a, _ in drawn], axis=0), positives, atol=0.3)


SWEEP = compute_threshold_sweep(TWENTY_TRUE, TWENTY_SCORES)
WEIGHTED = compute_threshold_sweep(TWENTY_TRUE, TWENTY_SCORES, sample_weight=[0.5] * 20)
ERRORS = {
    "rule": ((SWEEP, "mcc"), {}, ValueError,
             "rule must be one of 'fbeta', 'youden', 'precision', 'recall', 'fpr', 'cost', 'f1'; got 'mcc'."),
    "scores": ((3,), {}, TypeError, "y_score must be given; got nothing.\n"
               "Hint: Scores come second; or ScoreCounts come alone."),
    "target by position": ((SWEEP, "recall", 0.9), {}, TypeError,
                           "what follows a result must be the rule alone; got 'recall' and 0.9.\n"
                           "Hint: choose_threshold(result, 'recall', target=0.9)."),
    "option beside a result": ((SWEEP,), {"pos_label": 1}, TypeError,
                               "pos_label must be left out with a ThresholdSweep; got 1.\n"
                               "Hint: compute_threshold_sweep(y_true, y_score, pos_label=1)."),
    "target": ((SWEEP, "recall"), {}, TypeError, "target must be given for the rule 'recall'; got nothing.\n"
               "Hint: target=0.9."),
    "no target": ((SWEEP, "youden"), {"target": 0.9}, ValueError,
                  "target must be left out for the rule 'youden'; got 0.9."),
    "target range": ((SWEEP, "recall"), {"target": 90}, ValueError, "target must be a number in [0, 1]; got 90."),
    "beta": ((SWEEP, "youden"), {"beta": 2}, ValueError, "beta must be left out unless the rule is 'fbeta'; got 2."),
    "cost": ((SWEEP, "youden"), {"cost": {}}, ValueError, "cost must be left out unless the rule is 'cost'; got {}."),
    "no cost": ((SWEEP, "cost"), {}, TypeError, "cost must be given for the rule 'cost'; got nothing.\n"
                "Hint: cost={'fp': 1, 'fn': 5}."),
    "safe": ((SWEEP,), {"safe": True}, ValueError, "safe must be left out for a rule without a target; got True.\n"
             'Hint: rule="precision", target=0.9.'),
    "safe weights": ((WEIGHTED, "recall"), {"safe": True, "target": 0.5}, ValueError,
                     "safe must be left out without intervals; got True (weights are not counts)."),
    "safe prevalence": ((SWEEP, "precision"), {"safe": True, "target": 0.5, "prevalence": 0.1}, ValueError,
                        "safe must be left out without intervals; got True (the prevalence is an assumption)."),
    "out of reach": ((compute_threshold_sweep([1, 0, 1], [0.1, 0.2, 0.2]), "precision"), {"target": 0.9}, ValueError,
                     "target must be reached by some threshold; precision is 0.666667 at best; got 0.9.\n"
                     "Hint: target=0.666 or less."),
    "weights": ((WEIGHTED,), {"n_resamples": 200}, ValueError,
                "n_resamples must be left out for weighted samples, which are not counts; got 200."),
    "resamples": ((SWEEP,), {"n_resamples": 0}, ValueError, "n_resamples must be a positive integer; got 0."),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(arguments, options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        choose_threshold(*arguments, **options)


def test_missing_scores_are_not_predicted():
    point = choose_threshold(compute_threshold_sweep([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))
    with pytest.raises(ValueError, match=r"^y_score must be without missing values; got NaN in 1 of 2\.$"):
        point.apply([0.5, np.nan])
    message = "y_score must be the scores of the positive label; got two columns of shape (2, 2), which sum to 1."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}\nHint: np"):
        point.apply([[0.2, 0.8], [0.5, 0.5]])


def test_a_point_belongs_to_its_label():
    true, score = [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]
    point = choose_threshold(compute_threshold_sweep(true, score))
    other = compute_threshold_sweep(true, [1 - one for one in score], pos_label=0)
    with pytest.raises(ValueError, match=r"^threshold must be chosen for the same label, 0; got one for 1\."):
        other.at_threshold(point)


def test_a_metric_that_others_do_not_have_is_not_promised():
    true, score = [0, 0, 1, 1] * 5, [0.1, 0.4, 0.35, 0.8] * 5
    sweep = compute_threshold_sweep(true, score)
    point = choose_threshold(sweep, "cost", cost={"fp": 1, "fn": 5}, n_resamples=20, random_state=0)
    again = sweep.at_threshold(point)
    assert (again.objective, again.corrected) == ("", None)


def test_small_costs_choose_as_large_ones_do():
    true, score = [0, 0, 1, 1], [0.1, 0.2, 0.15, 0.3]
    for size in (1e-13, 1e-6, 1.0, 1e9):
        sweep = compute_threshold_sweep(true, score, cost={"fp": size, "fn": 5 * size})
        assert choose_threshold(sweep, "cost").threshold == 0.15


def test_the_hint_at_a_rate_that_can_be_reached():
    sweep = compute_threshold_sweep([0, 1] * 50, np.arange(100) / 100)
    with pytest.raises(ValueError, match="or more") as caught:
        choose_threshold(sweep, "fpr", target=0.001, safe=True)
    target = float(re.search(r"target=([\d.]+) or more", str(caught.value))[1])
    assert choose_threshold(sweep, "fpr", target=target, safe=True).metrics["fpr"] <= target
