import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from tests.helpers import CONTAINERS, same
from tests.plots.data import multiclass

from figmerit import RiskCoverage, compute_risk_coverage, count_scores


@st.composite
def targets(draw):
    n = draw(st.integers(2, 40))
    true = np.array([0, 1, *draw(st.lists(st.integers(0, 1), min_size=n - 2, max_size=n - 2))])
    score = np.array(draw(st.lists(st.integers(0, 16), min_size=n, max_size=n))) / 16
    score[0] = 0.25
    weight = draw(st.none() | st.lists(st.integers(1, 5), min_size=n, max_size=n).map(np.array))
    return true, score, weight


@settings(max_examples=150)
@given(targets(), st.sampled_from([0.5, 0.25]))
def test_risks_are_those_of_the_rows_that_are_sure(target, threshold):
    true, score, weight = target
    curve = compute_risk_coverage(true, score, threshold=threshold, sample_weight=weight)
    sure, wrong = np.abs(score - threshold), (score >= threshold) != true
    weight = np.ones(len(true)) if weight is None else weight
    assert curve.confidence.tolist() == np.unique(sure)[::-1].tolist()
    for level, coverage, risk in zip(curve.confidence, curve.coverage, curve.risk, strict=True):
        there = sure >= level
        assert coverage == pytest.approx(weight[there].sum() / weight.sum(), abs=1e-12)
        assert risk == pytest.approx(np.average(wrong[there], weights=weight[there]), abs=1e-12)
    area = sum(r * (c - b) for r, c, b in zip(curve.risk, curve.coverage, [0, *curve.coverage[:-1]], strict=True))
    assert curve.aurc == pytest.approx(area, abs=1e-12)


def test_several_classes():
    true, score = multiclass(4)
    curve = compute_risk_coverage(true, score)
    sure, wrong = score.max(axis=1), score.argmax(axis=1) != true
    assert curve.threshold is None
    for level, risk in zip(curve.confidence[::20], curve.risk[::20], strict=True):
        assert risk == pytest.approx(wrong[sure >= level].mean(), abs=1e-12)
    with pytest.raises(ValueError, match=r"^y_true must be counts of one score, as those of several do not know the"):
        compute_risk_coverage(replace(count_scores(true, score), top=None))
    assert same(compute_risk_coverage(count_scores(true, score)), curve)


def test_the_highest_coverage_of_a_risk():
    curve = compute_risk_coverage([0, 1, 1, 0, 1], [0.05, 0.4, 0.9, 0.3, 0.98])
    assert curve.risk.tolist() == pytest.approx([0, 0, 0, 0, 0.2])
    assert curve.at_risk(0.1) == (0.8, pytest.approx(0.2))
    assert curve.at_risk(0.2)[0] == 1
    worst = compute_risk_coverage([1, 0], [0.0, 1.0 - 1e-9])
    assert worst.at_risk(0.4) == (0.0, np.inf)


def test_intervals_and_counts():
    true, score = np.arange(40) % 2, np.linspace(0, 0.99, 40)
    curve = compute_risk_coverage(true, score, confidence_level=0.9)
    expected = binomtest(int(curve.errors[5]), int(curve.decided[5])).proportion_ci(0.9, method="wilson")
    assert curve.intervals.ends["risk"][5] == pytest.approx([expected.low, expected.high], abs=1e-12)
    assert same(compute_risk_coverage(count_scores(true, score), confidence_level=0.9), curve)
    assert compute_risk_coverage(true, score, confidence_level=None).intervals is None
    assert compute_risk_coverage(true, score, sample_weight=np.ones(40)).intervals.reason == "weights are not counts"


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_containers_give_the_same_result(make):
    true, score = [0, 1, 1, 0], [0.1, 0.4, 0.8, 0.3]
    assert same(compute_risk_coverage(make(true), make(score)), compute_risk_coverage(true, score))


def test_words_and_round_trips():
    curve = compute_risk_coverage([0, 1, 1, 0], [0.1, 0.4, 0.9, 0.3])
    assert repr(curve) == "RiskCoverage(3 levels, risk=0.25, aurc=0.0625)"
    assert curve.alt_text() == "Risk-coverage curve: 0.250 of all samples are errors, 0.000 of the surer half."
    assert same(RiskCoverage.from_dict(json.loads(json.dumps(curve.to_dict()))), curve)
    assert curve.to_pandas().columns.tolist() == ["confidence", "coverage", "risk", "decided", "errors"]


def test_errors():
    with pytest.raises(TypeError, match=re.escape("threshold must be a finite number; got '0.5'.")):
        compute_risk_coverage([0, 1], [0.1, 0.4], threshold="0.5")
    with pytest.raises(ValueError, match=r"^sample_weight must be positive for some sample; got zeros only\.$"):
        compute_risk_coverage([0, 1], [0.1, 0.4], sample_weight=[0, 0])
    with pytest.raises(ValueError, match=r"^risk must be a number in \[0, 1\]; got 5\.$"):
        compute_risk_coverage([0, 1], [0.1, 0.4]).at_risk(5)


def test_the_higher_of_two_columns_decides():
    rng = np.random.default_rng(0)
    true, scores = rng.integers(0, 2, 200), rng.normal(size=(200, 2))
    scores[np.arange(200), true] += 1
    assert compute_risk_coverage(true, scores).risk[-1] == np.mean(scores.argmax(axis=1) != true)


def test_scores_equally_far_from_the_threshold_are_decided_together():
    assert compute_risk_coverage([1, 0], [0.3, 0.7]).coverage.tolist() == [1.0]
