import json
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn import metrics as sk
from tests.helpers import CONTAINERS, same

from figmerit import (
    ThresholdSweep,
    choose_threshold,
    compute_abstention,
    compute_pr_curve,
    compute_reliability,
    compute_risk_coverage,
    compute_roc_curve,
    compute_score_histograms,
    compute_threshold_sweep,
    count_scores,
)

TRUE = [0, 0, 1, 1, 1, 0]
SCORE = [0.1, 0.4, 0.35, 0.6, 0.8, 0.6]


@st.composite
def targets(draw):
    n = draw(st.integers(2, 30))
    true = np.array([0, 1, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))])
    score = np.array(draw(st.lists(st.integers(-3, 8), min_size=n, max_size=n))) / 4 + 0.01  # not only 0 and 1
    weight = draw(st.none() | st.lists(st.integers(1, 5), min_size=n, max_size=n).map(lambda w: np.array(w) / 3))
    return true, score, weight


@settings(max_examples=150)
@given(targets())
def test_metrics_are_those_of_scikit_learn_at_each_threshold(target):
    true, score, weight = target
    sweep = compute_threshold_sweep(true, score, sample_weight=weight, beta=2)
    assert sweep.thresholds.tolist() == [*np.unique(score), np.inf]
    for place, threshold in enumerate(sweep.thresholds):
        pred, options = (score >= threshold).astype(int), {"sample_weight": weight}
        (tn, fp), (fn, tp) = sk.confusion_matrix(true, pred, labels=[0, 1], **options)
        expected = {
            "precision": sk.precision_score(true, pred, zero_division=np.nan, **options),
            "recall": sk.recall_score(true, pred, **options),
            "specificity": sk.recall_score(true, pred, pos_label=0, **options),
            "fpr": fp / (fp + tn),
            "accuracy": sk.accuracy_score(true, pred, **options),
            "fbeta_score": sk.fbeta_score(true, pred, beta=2, **options),
            "youden": sk.balanced_accuracy_score(true, pred, **options) * 2 - 1,
            "predicted_positive_rate": np.average(pred, weights=weight),
        }
        assert {*sweep.names} == {*expected, "balanced_accuracy", "mcc", "cohen_kappa"}
        for name, value in expected.items():
            assert sweep.values(name)[place] == pytest.approx(value, abs=1e-12, nan_ok=True)
        counts = (sweep.tp[place], sweep.fp[place], sweep.n_positive, sweep.n_negative)
        assert counts == pytest.approx((tp, fp, tp + fn, fp + tn))


@settings(max_examples=80)
@given(targets())
def test_outcomes_are_those_of_scikit_learn(target):
    true, score, weight = target
    sweep = compute_threshold_sweep(true, score, sample_weight=weight)
    tns, fps, fns, tps, thresholds = sk.confusion_matrix_at_thresholds(true, score, sample_weight=weight)
    table = sweep.to_pandas().iloc[:-1][::-1]
    np.testing.assert_array_equal(table["threshold"], thresholds)
    for name, numbers in (("tp", tps), ("fp", fps), ("fn", fns), ("tn", tns)):
        np.testing.assert_allclose(table[name], numbers, rtol=0, atol=1e-12)


@pytest.mark.filterwarnings("ignore:the threshold of best Youden's J is useless")
@settings(max_examples=80)
@given(targets())
def test_counts_and_curves_have_the_same_sweep(target):
    true, score, weight = target
    sweep = compute_threshold_sweep(true, score, sample_weight=weight)
    assert same(compute_threshold_sweep(count_scores(true, score, sample_weight=weight)), sweep)
    for compute in (compute_roc_curve, compute_pr_curve):
        curve = compute(true, score, sample_weight=weight)
        assert same(curve.outcomes, sweep.outcomes)
        assert curve.identity == sweep.identity != ""
        point = choose_threshold(curve, "youden")
        assert same(point, choose_threshold(sweep, "youden"))
        assert point.chosen_on == curve.identity


def test_costs_are_those_of_a_sample():
    sweep = compute_threshold_sweep(TRUE, SCORE, cost={"fp": 1, "fn": 5, "tp": -2})
    for place, threshold in enumerate(sweep.thresholds):
        (_, fp), (fn, tp) = sk.confusion_matrix(TRUE, np.array(SCORE) >= threshold)
        assert sweep.values("cost")[place] == pytest.approx((fp + 5 * fn - 2 * tp) / 6)
    matrix = compute_threshold_sweep(TRUE, SCORE, cost=[[0, 1], [5, -2]])
    assert same(matrix, sweep)
    assert "cost" not in compute_threshold_sweep(TRUE, SCORE).names


def test_metrics_of_the_caller():
    sweep = compute_threshold_sweep(TRUE, SCORE, metrics={"missed": lambda *outcomes: outcomes[2]})
    assert sweep.values("missed").tolist() == [0, 0, 1, 1, 2, 3]
    assert sweep.names[-1] == "missed"


@settings(max_examples=60)
@given(targets().filter(lambda target: target[2] is None), st.floats(0.01, 0.99))
def test_another_prevalence_weighs_the_classes(target, share):
    true, score, _ = target
    weight = np.where(true == 1, share / true.sum(), (1 - share) / (1 - true).sum())
    weighted = compute_threshold_sweep(true, score, sample_weight=weight, cost={"fp": 1, "fn": 3})
    sweep = compute_threshold_sweep(true, score, prevalence=share, cost={"fp": 1, "fn": 3})
    for name in sweep.names:
        np.testing.assert_allclose(sweep.values(name), weighted.values(name), rtol=0, atol=1e-12)
    assert sweep.prevalence == share
    assert sorted(sweep.intervals.ends) == ["fpr", "recall", "specificity"]


def test_intervals_at_each_threshold():
    sweep = compute_threshold_sweep(TRUE, SCORE, confidence_level=0.9)
    place = 3  # 0.6: two of the three positives, one of the three negatives
    for name, (k, n) in {
        "recall": (2, 3), "precision": (2, 3), "specificity": (2, 3), "fpr": (1, 3), "accuracy": (4, 6),
        "predicted_positive_rate": (3, 6),
    }.items():  # fmt: skip
        expected = binomtest(k, n).proportion_ci(0.9, method="wilson")
        assert sweep.intervals.ends[name][place] == pytest.approx([expected.low, expected.high], abs=1e-12)
    jaccard = binomtest(2, 4).proportion_ci(0.9, method="wilson")
    expected = [2 * end / (1 + end) for end in (jaccard.low, jaccard.high)]
    assert sweep.intervals.ends["f1_score"][place] == pytest.approx(expected, abs=1e-12)
    point = sweep.at_threshold(0.6)
    assert point.intervals.ends["f1_score"] == pytest.approx(expected, abs=1e-12)
    assert expected[0] < point["f1"] < expected[1]
    f2 = compute_threshold_sweep(TRUE, SCORE, beta=2).intervals.ends
    assert {*f2} == {*sweep.intervals.ends} - {"f1_score"}  # F2 depends on two shares
    assert compute_threshold_sweep(TRUE, SCORE, confidence_level=None).intervals is None
    assert compute_threshold_sweep(TRUE, SCORE, sample_weight=[1] * 6).intervals.reason == "weights are not counts"


def test_one_class_of_several():
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 3, 40), rng.random((40, 3))
    sweep = compute_threshold_sweep(true, score, pos_label=2, display_labels=["a", "b", "c"])
    assert sweep.display_label == "c"
    assert sweep.tp[0] == (true == 2).sum()
    point = sweep.at_threshold(0.5)
    assert point.matrix.display_labels == ("rest", "c")
    assert point.matrix.counts.tolist() == sk.confusion_matrix(true == 2, score[:, 2] >= 0.5).tolist()
    assert point.apply([0.2, 0.9]).tolist() == [False, True]
    message = (
        "pos_label must be given for several classes, one of [0, 1, 2]; got None.\n"
        "Hint: pos_label=0 sets it against the rest."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        compute_threshold_sweep(true, score)


@pytest.mark.parametrize("compute", [compute_threshold_sweep, compute_score_histograms, compute_risk_coverage])
def test_several_labels_are_taken_one_by_one(compute):
    rng = np.random.default_rng(5)
    true, score = rng.integers(0, 2, (40, 3)), rng.random((40, 3))
    counts = count_scores(true, score)
    message = (
        "the target must be of one label; got 3 labels: [0, 1, 2].\n"
        "Hint: y_true[:, 0] and y_score[:, 0] are of the first label; its counts are counts.per_class[0]."
    )
    for arrays in ((true, score), (counts,)):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            compute(*arrays)
    first = replace(counts.per_class[0], labels=(0, 1), pos_label=1)
    assert compute(first).to_pandas().equals(compute(true[:, 0], score[:, 0]).to_pandas())


def test_a_point_that_was_given():
    sweep = compute_threshold_sweep(["no", "no", "yes", "yes"], [0.1, 0.4, 0.35, 0.8], pos_label="no")
    point = sweep.at_threshold(0.38)
    assert point.threshold == 0.38
    assert (point.rule, point.name, point.chosen_here) == ("given", "given", False)
    assert point.matrix.labels == ("no", "yes")
    assert point.matrix.counts.tolist() == [[1, 1], [1, 1]]
    assert (point.matrix.tp, point.matrix.fp) == (1, 1)
    assert (point.matrix.threshold, point.matrix.cut_text) == (0.38, "score ≥ 0.38")
    assert point.metrics["recall"] == 0.5
    assert point.apply(np.array([[0.3, 0.4]])).tolist() == [["yes", "no"]]
    beyond = sweep.at_threshold(np.inf)
    assert beyond.useless == "nothing is called positive"
    assert beyond.matrix.cut_text == "no score reaches it"
    assert beyond.matrix.threshold_rule == "given (useless: nothing is called positive)"
    assert np.isnan(beyond.metrics["precision"])
    assert beyond.undefined == {"precision": "no positive predictions"}
    assert sweep.at_threshold(-1).useless == "everything is called positive"


def test_thresholds_are_rounded_as_scores_are():
    sweep = compute_threshold_sweep([0, 1], np.float32([0.1, 0.3]))
    assert sweep.at_threshold(0.3).metrics["recall"] == 1
    assert sweep.at_threshold(0.3).apply(np.float32([0.3])).tolist() == [1]


def test_a_class_alone():
    sweep = compute_threshold_sweep([0, 0], [0.1, 0.4])
    assert np.isnan(sweep.values("recall")).all()
    assert sweep.values("specificity").tolist() == [0, 0.5, 1]
    assert sweep.alt_text() == "Metrics of '1' at 2 thresholds, of which there are no samples."
    with pytest.raises(ValueError, match=r"^the data must be of both classes to choose a threshold; got 0 positive"):
        choose_threshold(sweep)
    with pytest.raises(ValueError, match=r"^the data must be of both classes to assume another prevalence"):
        sweep.at_prevalence(0.1)


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_containers_give_the_same_result(make):
    assert same(compute_threshold_sweep(make(TRUE), make(SCORE)), compute_threshold_sweep(TRUE, SCORE))


def test_words_and_round_trips():
    sweep = compute_threshold_sweep(TRUE, SCORE, cost={"fp": 1, "fn": 5})
    assert repr(sweep) == "ThresholdSweep(1: 6 thresholds, 3 of 6 positive)"
    assert sweep.alt_text() == "Metrics of '1' at 5 thresholds: F1 is highest, 0.750, where score ≥ 0.35."
    assert sweep.at_prevalence(0.01).alt_text().endswith("For a prevalence of 0.010, if nothing else differs.")
    assert sweep.display_name("f1_score") == "F1"
    assert compute_threshold_sweep(TRUE, SCORE, beta=0.5).display_name("fbeta_score") == "F0.5"
    assert same(ThresholdSweep.from_dict(json.loads(json.dumps(sweep.to_dict()))), sweep)
    assert isinstance(sweep.to_pandas(), pd.DataFrame)
    point = sweep.at_threshold(0.6)
    assert same(type(point).from_dict(json.loads(json.dumps(point.to_dict()))), point)
    assert point.to_pandas()["metric"].tolist() == list(sweep.names)
    assert repr(point) == "OperatingPoint(given: score >= 0.6, precision=0.666667, recall=0.666667, fpr=0.333333)"


ERRORS = {
    "beta": ({"beta": 0}, ValueError, "beta must be positive; got 0.\n"
             "Hint: beta=2 weighs recall twice as much as precision."),
    "cost kind": ({"cost": 5}, TypeError,
                  "cost must be a mapping of 'tp', 'fp', 'fn' and 'tn' to costs, or a matrix [[tn, fp], [fn, tp]]; "
                  "got 5.\nHint: cost={'fp': 1, 'fn': 5}."),
    "cost key": ({"cost": {"FP": 1}}, ValueError,
                 "the keys of cost must be some of 'tp', 'fp', 'fn', 'tn'; got 'FP'.\nHint: cost={'fp': 1, 'fn': 5}."),
    "cost sign": ({"cost": {"fp": 1}}, ValueError,
                  "cost must be higher for a mistake (fp, fn) than for the right answer (tn, tp); "
                  "got tp: 0, fp: 1, fn: 0, tn: 0.\nHint: cost={'fp': 1, 'fn': 5}."),
    "cost number": ({"cost": {"fp": "1", "fn": 1}}, TypeError, "the cost of fp must be a finite number; got '1'."),
    "prevalence": ({"prevalence": 1}, ValueError, "prevalence must be between 0 and 1; got 1.\nHint: prevalence=0.01."),
    "metrics": ({"metrics": len}, TypeError,
                "metrics must be a mapping of name to function of (tp, fp, fn, tn); got <built-in function len>.\n"
                "Hint: metrics={'missed': lambda tp, fp, fn, tn: fn}."),
    "metrics name": ({"metrics": {"recall": len}}, ValueError,
                     "metrics must be a mapping of new names to functions of (tp, fp, fn, tn); "
                     "got <built-in function len> under 'recall'."),
    "metrics shape": ({"metrics": {"one": lambda *_: 1}}, ValueError,
                      "the result of metrics['one'] must be of shape (6,); got 1.\n"
                      "Hint: NumPy's functions take arrays: np.sqrt, np.where."),
    "level": ({"confidence_level": 1}, ValueError, "confidence_level must be between 0 and 1; got 1.\n"
              "Hint: confidence_level=0.95, or None for no intervals."),
}  # fmt: skip


@pytest.mark.parametrize(("options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(options, kind, message):
    with pytest.raises(kind) as error:
        compute_threshold_sweep(TRUE, SCORE, **options)
    assert str(error.value) == message


def test_errors_of_results():
    sweep = compute_threshold_sweep(TRUE, SCORE)
    with pytest.raises(
        ValueError, match=r"^name must be one of .*; got 'f1_skore'\.\nHint: Did you mean 'f1_score'\?$"
    ):
        sweep.values("f1_skore")
    assert sweep.values("f1").tolist() == sweep.values("f1_score").tolist()
    with pytest.raises(ValueError, match=r"^threshold must be left out for the macro average of curves"):
        choose_threshold(compute_roc_curve([0, 1, 2], np.eye(3) / 2))
    with pytest.raises(TypeError, match=r"^threshold must be a finite number; got 'a'\.$"):
        sweep.at_threshold("a")


@pytest.mark.parametrize(
    "compute",
    [
        compute_threshold_sweep,
        partial(compute_abstention, low=0.2, high=0.3),
        compute_score_histograms,
        compute_risk_coverage,
        compute_reliability,
    ],
    ids=["sweep", "abstention", "histograms", "risk", "reliability"],
)
def test_samples_without_weight_are_none(compute):
    with pytest.raises(ValueError, match=r"^sample_weight must be positive for some sample; got zeros only\.$"):
        compute([0, 1], [0.1, 0.4], sample_weight=[0, 0])


def random_binary():
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, 200)
    return true, np.clip(rng.normal(0.4 + 0.2 * true, 0.2), 0, 1)


BINNED = count_scores(*random_binary(), resolution=2)


def test_a_threshold_in_a_bin_is_refused():
    sweep = compute_threshold_sweep(BINNED)
    inside = np.flatnonzero(sweep.highest > sweep.thresholds[:-1])
    assert len(inside)
    for place in inside.tolist():
        low, high = sweep.thresholds[place], sweep.highest[place]
        with pytest.raises(ValueError, match=r"^threshold must be none between .* which are one bin"):
            sweep.at_threshold((low + high) / 2)
        exact = compute_threshold_sweep(*random_binary()).at_threshold(low).matrix.counts
        np.testing.assert_array_equal(sweep.at_threshold(low).matrix.counts, exact)
    again = ThresholdSweep.from_dict(sweep.to_dict())
    np.testing.assert_array_equal(again.highest, sweep.highest)


def test_other_cuts_of_bins_are_refused():
    wide = int(np.argmax(BINNED.highest - BINNED.score))
    low, high = BINNED.score[wide].item(), BINNED.highest[wide].item()
    middle = (low + high) / 2
    with pytest.raises(ValueError, match="which are one bin"):
        compute_abstention(BINNED, low=middle, high=middle)
    with pytest.raises(ValueError, match="which are one bin"):
        compute_score_histograms(BINNED).share_reaching(middle)
    with pytest.raises(TypeError, match="without resolution="):
        compute_risk_coverage(BINNED)


@pytest.mark.parametrize("name", ["cost", "fbeta_score", "tp", "threshold"])
def test_names_of_built_in_metrics_are_taken(name):
    with pytest.raises(ValueError, match=r"^metrics must be a mapping of new names"):
        compute_threshold_sweep([0, 1], [0.1, 0.9], metrics={name: max})


def test_data_that_differ_only_in_false_positives_are_others():
    first = compute_threshold_sweep([0, 0, 0, 1, 1, 0], [0.1, 0.1, 0.2, 0.1, 0.3, 0.3])
    second = compute_threshold_sweep([0, 0, 0, 1, 1, 0], [0.1, 0.2, 0.2, 0.1, 0.3, 0.3])
    assert first.identity != second.identity
    assert first.identity == compute_roc_curve([0, 0, 0, 1, 1, 0], [0.1, 0.1, 0.2, 0.1, 0.3, 0.3]).identity


def test_reasons_of_what_is_undefined():
    point = compute_threshold_sweep(np.zeros(4, int), [0.1, 0.2, 0.3, 0.4], labels=[0, 1]).at_threshold(0.25)
    assert point.undefined["recall"] == "no positive samples"
    assert point.undefined["youden"] == "defined for two labels that have samples"
    point = compute_threshold_sweep(np.ones(4, int), [0.1, 0.2, 0.3, 0.4], labels=[0, 1]).at_threshold(0.25)
    assert point.undefined["fpr"] == point.undefined["specificity"] == "no negative samples"
