"""Intervals of areas under curves: in results, in summaries, and where there are none."""

import math

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import average_precision_score, roc_auc_score

import figmerit as fm

COMPUTE = {"roc_auc": fm.compute_roc_curve, "average_precision": fm.compute_pr_curve}


def scored(n=300, seed=0, decimals=2, step=1.2):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n)
    return y, np.round(y * step + rng.normal(size=n), decimals)


def delong_of_rows(y, score, level):
    """Return the interval from the definition: all pairs of rows, and half a row more of each class."""
    positive, negative = score[y == 1], score[y == 0]
    pairs = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    parts = []
    for components in (pairs.mean(axis=1), pairs.mean(axis=0)):
        rows, weight = np.r_[components, 0.5], np.r_[np.ones(len(components)), 0.5]
        mean = np.average(rows, weights=weight)
        variance = np.sum(weight * (rows - mean) ** 2) / (weight.sum() - 1) / weight.sum()
        parts.append((len(components), mean, variance))
    area, variance = min(parts)[1], sum(part[2] for part in parts)
    half = norm.ppf((1 + level) / 2) * math.sqrt(variance) / (area * (1 - area))
    return [1 / (1 + math.exp(-(math.log(area / (1 - area)) + side * half))) for side in (-1, 1)]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("seed", range(5))
def test_the_area_under_the_roc_curve_has_delong_s_interval(seed, level):
    y, score = scored(seed=seed, decimals=1)
    curve = fm.compute_roc_curve(y, score, confidence_level=level)
    np.testing.assert_allclose(curve.interval, delong_of_rows(y, score, level), rtol=1e-12)
    assert curve.intervals.label == f"{100 * level:g}% adjusted DeLong"
    assert curve.interval[0] < roc_auc_score(y, score) < curve.interval[1]


@pytest.mark.parametrize("seed", range(5))
def test_average_precision_has_the_logit_interval(seed):
    y, score = scored(seed=seed)
    curve = fm.compute_pr_curve(y, score)
    area = average_precision_score(y, score)
    half = norm.ppf(0.975) / math.sqrt(y.sum() * area * (1 - area))
    logit = math.log(area / (1 - area))
    expected = [1 / (1 + math.exp(-(logit + side * half))) for side in (-1, 1)]
    np.testing.assert_allclose(curve.interval, expected, rtol=1e-12)
    assert curve.intervals.label == "95% logit"


@pytest.mark.parametrize("name", COMPUTE)
def test_what_has_no_interval_says_why(name):
    y, score = scored()
    compute = COMPUTE[name]
    assert compute(y, score, confidence_level=None).intervals is None
    assert compute(y, score, confidence_level=None).interval is None
    weighted = compute(y, score, sample_weight=np.full(len(y), 2.0))
    assert (weighted.interval, weighted.intervals.reason) == (None, "weights are not counts")
    classes = compute(np.arange(300) % 3, np.random.default_rng(0).random((300, 3)))
    assert classes.intervals.reason == "averages over classes have none in closed form"
    assert classes.micro.intervals.reason == "pairs of one sample are not independent"
    assert all(one.interval is not None for one in classes.per_class)
    alone = compute([0, 0, 0], [0.1, 0.2, 0.3], labels=[0, 1])
    assert (alone.interval, alone.intervals.reason) == (None, "no positives")


def test_precision_that_is_restated_has_no_interval():
    curve = fm.compute_pr_curve(*scored())
    assert curve.at_prevalence(0.1).intervals.reason == "restated for another share of positives"


@pytest.mark.parametrize(
    ("y", "score", "reason"),
    [
        ([1] * 9 + [0] * 50, np.r_[np.linspace(0, 1, 9), np.linspace(-0.5, 0.6, 50)], "fewer than 10 positives"),
        ([1] * 50 + [0] * 9, np.r_[np.linspace(0, 1, 50), np.linspace(-0.5, 0.6, 9)], "fewer than 10 negatives"),
        ([1] * 20 + [0] * 20, np.r_[np.linspace(2, 3, 20), np.linspace(0, 1, 20)], "the area is 1"),
        ([0] * 20 + [1] * 20, np.r_[np.linspace(2, 3, 20), np.linspace(0, 1, 20)], "the area is 0"),
        ([1] * 20 + [0] * 20, np.r_[np.ones(19), 0.5, np.zeros(19), 0.6], "the area is too near 1 for so few samples"),
        ([1] * 20 + [0] * 20, np.r_[np.linspace(0, 1, 20), np.linspace(-0.5, 0.6, 20)], ""),
    ],
)
def test_few_samples_make_intervals_unreliable(y, score, reason):
    roc, pr = fm.compute_roc_curve(y, score), fm.compute_pr_curve(y, score)
    assert roc.intervals.unreliable.get("roc_auc", "") == reason
    assert pr.intervals.unreliable.get("average_precision", "") == (reason if "fewer" in reason else "")
    for curve in (roc, pr):
        low, high = curve.interval
        assert 0 <= low < high <= 1


@pytest.mark.parametrize("name", COMPUTE)
def test_bounds_of_binned_scores_move_the_ends_apart(name):
    y, score = scored(2000, decimals=6)
    score = 1 / (1 + np.exp(-score))
    exact = COMPUTE[name](y, score)
    binned = COMPUTE[name](fm.count_scores(y, score, resolution=20))
    area = getattr(binned, name)
    assert binned.interval[0] < exact.interval[0] < exact.interval[1] < binned.interval[1]
    widths = [high - low for low, high in (binned.interval, exact.interval, binned.bounds)]
    assert abs(widths[0] - widths[1] - widths[2]) < 0.3 * widths[1]
    assert binned.interval[0] <= binned.bounds[0] <= area <= binned.bounds[1] <= binned.interval[1]


def test_summaries_have_the_same_intervals_and_say_of_which_kind_each_is():
    y, score = scored()
    score = 1 / (1 + np.exp(-score))
    summary = fm.compute_metric_summary(y, y_score=score)
    known = summary.intervals
    for name, compute in COMPUTE.items():
        np.testing.assert_array_equal(known.ends[name], compute(y, score).intervals.ends[name])
        assert summary.overall_intervals[name] == compute(y, score).interval
    assert known.label_of(["accuracy"]) == "95% Wilson"
    assert known.label_of(["accuracy", "roc_auc", "average_precision"]) == "95% Wilson, adjusted DeLong, logit"
    few = fm.compute_metric_summary(y[:12], y_score=score[:12]).intervals
    assert few.unreliable == dict.fromkeys(COMPUTE, "fewer than 10 positives")
    weighted = fm.compute_metric_summary(y, y_score=score, sample_weight=np.full(len(y), 2.0)).intervals
    assert weighted.known("roc_auc") is None
    several = fm.compute_metric_summary(np.arange(60) % 3, y_score=np.full((60, 3), 1 / 3))
    assert "roc_auc" not in several.intervals.ends


def test_bars_name_the_kinds_that_they_show():
    y, score = scored()
    score = 1 / (1 + np.exp(-score))
    summary = fm.compute_metric_summary(y, y_score=score)
    both = "95% Wilson, adjusted DeLong, logit"
    for metrics, said in ((["accuracy"], "95% Wilson"), (["roc_auc"], "95% adjusted DeLong"), (None, both)):
        legend = fm.plot_metric_bars(summary, metrics=metrics).axes[0].get_legend()
        assert said in [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize("name", COMPUTE)
def test_intervals_survive_dictionaries_and_pieces(name):
    y, score = scored()
    curve = COMPUTE[name](y, score)
    again = type(curve).from_dict(curve.to_dict())
    assert again.interval == curve.interval
    parts = [fm.count_scores(y[part], score[part]) for part in (slice(0, 100), slice(100, None))]
    assert COMPUTE[name](sum(parts)).interval == curve.interval


def test_a_level_that_is_none_raises():
    with pytest.raises(ValueError, match="confidence_level"):
        fm.compute_roc_curve([0, 1], [0.1, 0.2], confidence_level=95)


def test_few_scores_and_few_positives_among_many_negatives_are_unreliable():
    """Simulations find that intervals hold 91 % there, not 95 %."""
    true = np.arange(3030) < 30
    two = np.where(true, np.arange(3030) % 5 > 0, np.arange(3030) % 4 == 0).astype(float) + 0.5
    known = fm.compute_roc_curve(true, two).intervals
    assert known.unreliable == {"roc_auc": "only 2 scores and fewer than 50 positives among many negatives"}
    assert not fm.compute_roc_curve(true, two + 0.001 * (np.arange(3030) % 9)).intervals.unreliable
    assert not fm.compute_roc_curve(np.tile(true, 2), np.tile(two, 2)).intervals.unreliable
