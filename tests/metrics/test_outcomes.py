"""Outcomes at thresholds: one object, of which curves, sweeps and operating points are views."""

import json
import re
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk
from tests.helpers import same

from figmerit import (
    PRCurve,
    ROCCurve,
    ThresholdSweep,
    choose_threshold,
    compute_pr_curve,
    compute_roc_curve,
    compute_threshold_sweep,
    count_scores,
)
from figmerit.metrics.outcomes import Outcomes

SIX = [0, 0, 0, 1, 1, 1], [0.1, 0.4, 0.3, 0.35, 0.6, 0.8]
CURVES = {"roc": (compute_roc_curve, "roc_auc"), "pr": (compute_pr_curve, "average_precision")}


@st.composite
def targets(draw):
    n = draw(st.integers(2, 30))
    lists = partial(st.lists, min_size=n, max_size=n)
    true = np.array([0, 1, *draw(lists(st.integers(0, 1)))])
    score = np.array([0.3, 0.8, *draw(lists(st.integers(-3, 12)))]) / 8 + 0.01
    weight = draw(st.none() | lists(st.integers(0, 4)))
    return true, score, None if weight is None else np.array([1, 1, *weight]) / 3


CUTS = st.lists(st.integers(-8, 28), min_size=1, max_size=8, unique=True).map(lambda cuts: np.array(cuts) / 16)


@settings(max_examples=100, deadline=None)
@given(targets())
def test_outcomes_are_those_of_scikit_learn(target):
    true, score, weight = target
    outcomes = Outcomes.of(count_scores(true, score, sample_weight=weight))
    kept = slice(None) if weight is None else weight > 0
    part = None if weight is None else weight[kept]
    tns, fps, fns, tps, thresholds = sk.confusion_matrix_at_thresholds(true[kept], score[kept], sample_weight=part)
    np.testing.assert_array_equal(outcomes.thresholds[1:], thresholds)
    for name, numbers in {"tp": tps, "fp": fps, "fn": fns, "tn": tns}.items():
        np.testing.assert_allclose(outcomes.counted()[name][1:], numbers, rtol=0, atol=1e-12)
    assert (outcomes.thresholds[0], outcomes.tp[0], outcomes.fp[0]) == (np.inf, 0, 0)
    assert same(Outcomes.from_dict(json.loads(json.dumps(outcomes.to_dict()))), outcomes)
    assert outcomes.tied.all()


@settings(max_examples=150, deadline=None)
@given(targets(), CUTS, st.sampled_from(["float64", "float16"]))
def test_curves_at_given_thresholds_go_through_the_points_of_the_rows(target, cuts, dtype):
    true, score, weight = target
    score = score.astype(dtype)
    roc, pr = (compute(true, score, sample_weight=weight, thresholds=cuts) for compute, _ in CURVES.values())
    asked = sorted(cuts, reverse=True)
    seen = score if weight is None else score[weight > 0]
    ends = [] if asked[-1] <= seen.min() else [seen.min()]
    assert roc.thresholds.tolist() == [np.inf, *asked, *ends]
    assert pr.thresholds.tolist() == [cut for cut in sorted([*asked, *ends]) if (seen >= cut).any()]
    for place, cut in enumerate(roc.thresholds):
        (tn, fp), (fn, tp) = sk.confusion_matrix(true, score >= cut, sample_weight=weight)
        assert (roc.fpr[place], roc.tpr[place]) == pytest.approx((fp / (fp + tn), tp / (tp + fn)), abs=1e-12)
        assert roc.at_threshold(float(cut)) == (roc.fpr[place], roc.tpr[place])
        precision = tp / (tp + fp) if tp + fp else np.nan
        assert pr.at_threshold(float(cut)) == pytest.approx((tp / (tp + fn), precision), abs=1e-12, nan_ok=True)
    assert (roc.fpr[-1], roc.tpr[-1], pr.recall[0]) == (1, 1, 1)
    assert roc.roc_auc == pytest.approx(sk.auc(roc.fpr, roc.tpr), abs=1e-12)
    assert pr.average_precision == pytest.approx(-np.sum(np.diff(pr.recall) * pr.precision[:-1]), abs=1e-12)


@pytest.mark.parametrize("name", CURVES)
@settings(max_examples=150, deadline=None)
@given(target=targets(), cuts=CUTS, resolution=st.none() | st.sampled_from([2, 4]))
def test_bounds_at_given_thresholds_hold_the_exact_area(name, target, cuts, resolution):
    true, score, weight = target
    compute, area = CURVES[name]
    exact = getattr(compute(true, score, sample_weight=weight), area)
    counts = count_scores(true, score, sample_weight=weight, resolution=resolution)
    lowest, highest = counts.score, counts.score if resolution is None else counts.highest
    within = (lowest < cuts[:, None]) & (cuts[:, None] <= highest) & (np.sum(counts.weights(), axis=0) > 0)
    if within.any():
        with pytest.raises(ValueError, match="which are one bin"):
            compute(counts, thresholds=cuts)
        return
    curve = compute(counts, thresholds=cuts)
    seen = np.unique(score if weight is None else score[weight > 0])
    bins = np.searchsorted(np.sort(cuts), seen, side="right")
    low, high = curve.bounds or (getattr(curve, area),) * 2
    assert low - 1e-12 <= exact <= high + 1e-12
    assert low <= getattr(curve, area) <= high
    if len(set(bins)) == len(seen) and (resolution is None or weight is None or weight.all()):
        assert curve.exact
        assert getattr(curve, area) == pytest.approx(exact, abs=1e-12)


def test_all_scores_given_as_thresholds_are_the_curve_itself():
    for compute, area in CURVES.values():
        curve, whole = compute(*SIX, thresholds=SIX[1]), compute(*SIX)
        assert curve.exact
        assert getattr(curve, area) == getattr(whole, area)
        assert curve.thresholds.tolist() == whole.thresholds.tolist()
        assert curve.identity == whole.identity


def test_thresholds_between_those_given_are_unknown():
    curve = compute_roc_curve(*SIX, thresholds=[0.5, 0.33])
    assert curve.thresholds.tolist() == [np.inf, 0.5, 0.33, 0.1]
    assert curve.at_threshold(0.55) == curve.at_threshold(0.5)  # no score lies between
    message = (
        "threshold must be none between 0.35 and 0.4, which are one bin; got 0.37.\n"
        "Hint: threshold=0.35, or a curve that is computed without thresholds=."
    )
    for found in (curve, compute_pr_curve(*SIX, thresholds=[0.5, 0.33])):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            found.at_threshold(0.37)
    point = choose_threshold(curve)
    assert point.threshold in (0.33, 0.5)
    assert point.chosen_on == compute_roc_curve(*SIX).identity


def test_thresholds_of_scikit_learn_are_taken():
    for curve, area in ((compute_roc_curve, "roc_auc"), (compute_pr_curve, "average_precision")):
        found = curve(*SIX, thresholds=sk.roc_curve(*SIX)[2])  # the first is infinite
        assert getattr(found, area) == pytest.approx(getattr(curve(*SIX), area), abs=0.2)


def test_a_curve_at_few_thresholds_says_so_in_words():
    low, high = compute_roc_curve(*SIX, thresholds=[0.35]).bounds
    text = compute_roc_curve(*SIX, thresholds=[0.35]).alt_text()
    assert f"(that of all scores lies between {low:.3f} and {high:.3f})" in text
    assert "between" not in compute_roc_curve(*SIX).alt_text()


def test_several_classes_are_averaged_at_given_thresholds():
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 3, 60), rng.random((60, 3))
    for compute, area in CURVES.values():
        curve, exact = compute(true, score, thresholds=[0.2, 0.5, 0.7]), compute(true, score)
        for part in curve.per_class:
            assert {0.2, 0.5, 0.7} <= set(part.thresholds)
        assert getattr(curve, area) == pytest.approx(np.mean([getattr(part, area) for part in curve.per_class]))
        assert curve.bounds[0] < getattr(exact, area) < curve.bounds[1]
        assert curve.micro.bounds[0] < getattr(exact.micro, area) < curve.micro.bounds[1]


def test_thresholds_no_score_reaches():
    roc, pr = (compute(*SIX, thresholds=[2, 3]) for compute, _ in CURVES.values())
    assert roc.thresholds.tolist() == [np.inf, 3, 2, 0.1]
    assert roc.fpr.tolist() == roc.tpr.tolist() == [0, 0, 0, 1]
    assert (pr.thresholds.tolist(), pr.precision.tolist(), pr.recall.tolist()) == ([0.1], [0.5, 1], [1, 0])
    halves = compute_roc_curve(SIX[0], np.array(SIX[1], np.float16), thresholds=[1e9, 0.5, -1e9])
    assert len(halves.thresholds) == 3
    assert halves.at_threshold(0.5) == (0, 2 / 3)


def test_undefined_curves_at_given_thresholds():
    for compute, area in CURVES.values():
        curve = compute([0, 1], [0.2, 0.7], sample_weight=[1, 0], thresholds=[0.5])
        assert np.isnan(getattr(curve, area))
        assert curve.undefined


ERRORS = {
    "empty": ([], ValueError, "thresholds must be non-empty; got shape (0,)."),
    "one number": (0.5, TypeError, "thresholds must be a list of numbers; got 0.5.\nHint: thresholds=[0.5]."),
    "two axes": ([[0.1, 0.2]], ValueError,
                 "thresholds must be one-dimensional; got shape (1, 2).\nHint: thresholds=[0.3, 0.5]."),
    "NaN": ([0.1, np.nan], ValueError, "thresholds must be finite numbers; got nan.\nHint: thresholds=[0.3, 0.5]."),
    "infinity": ([np.inf], ValueError, "thresholds must be finite numbers; got inf.\nHint: thresholds=[0.3, 0.5]."),
    "repeated": ([0.5, 0.1, 0.5], ValueError, "thresholds must be without repetition; got [0.5] more than once."),
    "text": (["a"], TypeError, "thresholds must be numbers; got dtype <U1.\nHint: thresholds=[0.3, 0.5]."),
}  # fmt: skip


@pytest.mark.parametrize("compute", [compute for compute, _ in CURVES.values()], ids=CURVES)
@pytest.mark.parametrize(("thresholds", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(compute, thresholds, kind, message):
    with pytest.raises(kind) as error:
        compute(*SIX, thresholds=thresholds)
    assert str(error.value) == message


def test_thresholds_that_are_one_score():
    with pytest.raises(ValueError, match=r"^thresholds must be without repetition; got \[0\.1\d*\] more than once\.$"):
        compute_roc_curve([0, 1], np.float32([0.1, 0.3]), thresholds=[0.1, 0.1 + 1e-12])


def test_samples_of_a_restated_curve_are_those_there_are():
    restated = compute_pr_curve(*SIX).at_prevalence(0.1)
    sweep = ThresholdSweep(outcomes=restated.outcomes)
    point = sweep.at_threshold(0.35)
    assert point.matrix.counts.tolist() == [[2, 1], [0, 3]]
    assert point.prevalence == 0.1
    assert sorted(point.intervals.ends) == ["fpr", "recall", "specificity"]
    assert same(point, compute_threshold_sweep(*SIX, prevalence=0.1).at_threshold(0.35))


def test_a_choice_for_another_prevalence_reports_no_invented_samples():
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, 2000)
    score = rng.normal(true, 1)
    point = choose_threshold(compute_pr_curve(true, score).at_prevalence(0.05), "fbeta")
    assert point.matrix.counts.sum() == 2000
    assert point.prevalence == 0.05
    assert "precision" not in point.intervals.ends
    assert same(point, choose_threshold(compute_threshold_sweep(true, score), "fbeta", prevalence=0.05))


def test_all_results_refuse_a_threshold_within_a_bin():
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, 200)
    counts = count_scores(true, rng.random(200), resolution=2)
    wide = int(np.argmax(counts.highest - counts.score))
    middle = (counts.score[wide] + counts.highest[wide]).item() / 2
    said = set()
    for compute in (compute_roc_curve, compute_pr_curve, compute_threshold_sweep):
        with pytest.raises(ValueError, match="which are one bin") as error:
            compute(counts).at_threshold(middle)
        said.add(str(error.value))
    with pytest.raises(ValueError, match="which are one bin") as error:
        counts.cut(middle)
    assert said == {str(error.value)}


@pytest.mark.parametrize("kind", [ROCCurve, PRCurve])
def test_curves_keep_their_outcomes_on_a_round_trip(kind):
    compute = compute_roc_curve if kind is ROCCurve else compute_pr_curve
    rng = np.random.default_rng(1)
    several = compute(rng.integers(0, 3, 30), rng.random((30, 3)))
    for curve in (compute(*SIX), compute(*SIX, thresholds=[0.5]), several):
        again = kind.from_dict(json.loads(json.dumps(curve.to_dict())))
        assert same(again, curve)
        assert again.identity == curve.identity
        assert again.thresholds.tolist() == pytest.approx(curve.thresholds.tolist(), nan_ok=True)


def test_data_are_known_by_what_they_are():
    outcomes = compute_roc_curve(*SIX).outcomes
    assert outcomes.identity == compute_pr_curve(*SIX).at_prevalence(0.3).identity
    assert outcomes.identity == outcomes.at([0.4]).identity == outcomes.at([0.4]).at([0.4]).identity
    assert outcomes.identity != compute_roc_curve(SIX[0], [*SIX[1][:-1], 0.9]).identity
    assert compute_roc_curve([0, 1], [-0.0, 0.5]).identity == compute_roc_curve([0, 1], [0.0, 0.5]).identity
    assert compute_roc_curve([0, 1, 2], np.eye(3) / 2).identity == ""


def test_words():
    outcomes = compute_roc_curve(*SIX).outcomes
    assert repr(outcomes) == "Outcomes(1: 7 thresholds, 3 of 6 positive)"
    table = outcomes.to_pandas()
    assert list(table) == ["threshold", "tp", "fp", "fn", "tn"]
    assert len(table) == 7


def test_nothing_lies_between_thresholds_that_no_score_tells_apart():
    curve = compute_roc_curve(*SIX, thresholds=[0.5, 0.52, 0.9, 0.95])
    outcomes = curve.outcomes
    assert outcomes.thresholds.tolist() == [np.inf, 0.95, 0.9, 0.52, 0.5, 0.1]
    assert outcomes.lowest.tolist() == [0.95, 0.9, 0.6, 0.5, 0.1]
    assert outcomes.highest.tolist() == [0.95, 0.9, 0.8, 0.5, 0.4]
    assert outcomes.tied.tolist() == [True, True, False, True, False]


def test_a_curve_of_no_sample_has_no_lowest_score():
    for samples in (([0, 1], [0.3, 0.3]), ([0, 1, 1], [0.3, 0.3, 0.7])):
        roc = compute_roc_curve(*samples, thresholds=[0.9])
        assert roc.thresholds.tolist() == [np.inf, 0.9, 0.3]
        assert roc.tpr.tolist() == [0, 0, 1]


def test_an_infinite_threshold_may_stand_first_only():
    both = compute_roc_curve(*SIX, thresholds=[np.inf, 0.5, 0.2]).thresholds.tolist()
    assert both == [np.inf, 0.5, 0.2, 0.1]
    assert compute_roc_curve(*SIX, thresholds=[np.inf, 0.5]).thresholds.tolist() == [np.inf, 0.5, 0.1]
    for wrong in ([0.5, np.inf], [np.inf, np.inf, 0.5], [np.inf]):
        with pytest.raises(ValueError, match=r"^thresholds must be finite numbers; got inf"):
            compute_roc_curve(*SIX, thresholds=wrong)
    whole = compute_roc_curve(*SIX, thresholds=np.array([0, 1], np.int64)).thresholds
    assert (whole.dtype, whole.tolist()) == (np.float64, [np.inf, 1, 0])


@pytest.mark.parametrize("prevalence", [-0.1, 1.5, 2])
def test_a_prevalence_is_a_share(prevalence):
    with pytest.raises(ValueError, match=rf"^prevalence must be a number in \[0, 1\]; got {prevalence}\.") as error:
        compute_pr_curve(*SIX).at_prevalence(prevalence)
    assert str(error.value).startswith("prevalence must be")
