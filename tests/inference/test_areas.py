"""Areas under curves: DeLong's variance is its definition over all pairs, and intervals keep their laws."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from figmerit.inference.areas import (
    EXTRA,
    auc_interval,
    average_precision_interval,
    delong,
    placements,
    unreliable,
)
from figmerit.inference.formulas import average_precision
from figmerit.inference.intervals import wilson


def counted(y, score):
    """Return positives and negatives of descending distinct scores."""
    _, place = np.unique(-score, return_inverse=True)
    return np.bincount(place, y), np.bincount(place, 1 - y)


def by_pairs(y, score):
    """DeLong et al. (1988), equations 4 to 6: the kernel of all pairs, its means, and their sample variances."""
    x, rest = score[y == 1][:, None], score[y == 0][None, :]
    kernel = (x > rest) + 0.5 * (x == rest)
    of_positives, of_negatives = kernel.mean(axis=1), kernel.mean(axis=0)
    variance = of_positives.var(ddof=1) / len(of_positives) + of_negatives.var(ddof=1) / len(of_negatives)
    return kernel.mean(), variance


def logit(share):
    return math.log(share / (1 - share))


@pytest.mark.parametrize("seed", range(30))
def test_the_variance_is_that_of_all_pairs(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 80))
    y = np.r_[0, 0, 1, 1, rng.integers(0, 2, n)]
    score = rng.normal(y * rng.choice([-1, 0.5, 3]), 1).round(int(rng.integers(0, 4)))  # with many ties, or few
    found = delong(*counted(y, score))
    np.testing.assert_allclose(found, by_pairs(y, score), rtol=0, atol=1e-12)
    assert found.auc == pytest.approx(roc_auc_score(y, score), abs=1e-12)


def test_placements_count_halves_as_integers():
    below, above = placements(np.array([2, 1, 0]), np.array([0, 3, 1]))
    assert below.tolist() == [8, 5, 1]
    assert above.tolist() == [2, 5, 6]
    assert below.dtype == above.dtype == np.int64


def test_turning_classes_and_scores_around_changes_nothing_but_the_side():
    positives, negatives = np.array([3, 1, 2, 0]), np.array([0, 2, 2, 4])
    area, turned = delong(positives, negatives), delong(negatives, positives)
    assert turned == pytest.approx((1 - area.auc, area.variance))
    assert delong(negatives[::-1], positives[::-1]) == pytest.approx(area)
    ends, turned_ends = (auc_interval(*pair, 0.9)[0] for pair in ((positives, negatives), (negatives, positives)))
    np.testing.assert_allclose(turned_ends, 1 - ends[::-1], atol=1e-12)


def test_huge_counts_keep_their_variance():
    positives, negatives = np.array([3, 1, 2, 0]), np.array([0, 2, 2, 4])
    few = delong(positives * 10**3, negatives * 10**3)
    many = delong(positives * 10**9, negatives * 10**9)
    assert many.auc == pytest.approx(few.auc, abs=1e-15)
    assert many.variance * 10**6 == pytest.approx(few.variance, rel=1e-3)  # sizes less 1 differ
    ends, reason, _ = auc_interval(positives * 10**9, negatives * 10**9, 0.95)
    assert (reason, ends[0] < few.auc < ends[1], np.ptp(ends) < 1e-4) == ("", True, True)


@pytest.mark.parametrize("seed", range(30))
def test_half_a_row_more_of_each_class_is_the_definition_with_weights(seed):
    rng = np.random.default_rng(seed)
    y = np.r_[0, 0, 1, 1, rng.integers(0, 2, int(rng.integers(4, 80)))]
    score = rng.normal(y * rng.choice([-1, 0.5, 2]), 1).round(1)
    x, rest = score[y == 1][:, None], score[y == 0][None, :]
    kernel = (x > rest) + 0.5 * (x == rest)
    found = {}
    for part in (kernel.mean(axis=1), kernel.mean(axis=0)):
        rows, weight = np.r_[part, 0.5], np.r_[np.ones(len(part)), EXTRA]
        mean = np.average(rows, weights=weight)
        found[len(part), len(found)] = mean, np.sum(weight * (rows - mean) ** 2) / (weight.sum() - 1) / weight.sum()
    area, variance = delong(*counted(y, score), EXTRA)
    assert variance == pytest.approx(sum(pair[1] for pair in found.values()), rel=1e-12)
    assert area == pytest.approx(found[min(found)][0], abs=1e-15)
    ends, reason, _ = auc_interval(*counted(y, score), 0.9)
    half = NormalDist().inv_cdf(0.95) * math.sqrt(variance) / (area * (1 - area))
    if min(kernel.mean(), 1 - kernel.mean()) * min(kernel.shape) > 0.5:
        assert reason == ""
        assert [logit(end) for end in ends] == pytest.approx([logit(area) - half, logit(area) + half])


def test_an_area_that_less_than_half_a_row_misses_has_wilson_s_interval():
    for above, wilsons in ((800, True), (999, True), (1001, False)):  # of 2000 negatives, above one of 20 positives
        ends = auc_interval(np.array([19, 0, 1, 0]), np.array([0, above, 0, 2000 - above]), 0.95)[0]
        of_share = wilson(np.array(20 - above / 2000), np.array(20), 0.95)
        assert np.allclose(ends, of_share, rtol=1e-12) == wilsons
        turned = auc_interval(np.array([0, above, 0, 2000 - above]), np.array([19, 0, 1, 0]), 0.95)[0]
        np.testing.assert_allclose(turned, 1 - ends[::-1], atol=1e-12)


@pytest.mark.parametrize("level", [0.01, 0.5, 0.95, 0.999])
@pytest.mark.parametrize("sizes", [(2, 2), (3, 40), (20, 20), (30, 5000)])
def test_intervals_hold_the_area(sizes, level):
    n_positive, n_negative = sizes
    for above in np.unique(np.linspace(0, n_negative, 40).astype(int)):  # of the negatives, above one of the positives
        positives = np.array([n_positive - 1, 0, 1, 0])
        negatives = np.array([0, above, 0, n_negative - above])
        (low, high), reason, _ = auc_interval(positives, negatives, level)
        auc = delong(positives, negatives).auc
        assert reason == ""
        assert 0 <= low <= auc <= high <= 1


def test_perfect_order_leaves_what_independent_pairs_leave():
    ends, reason, _ = auc_interval(np.array([7, 0]), np.array([0, 30]), 0.95)
    assert (reason, ends[1]) == ("", 1.0)
    assert ends[0] ** 7 == pytest.approx(0.025)
    turned, *_ = auc_interval(np.array([0, 30]), np.array([7, 0]), 0.95)
    assert turned.tolist() == pytest.approx([0.0, 1 - ends[0]])
    assert auc_interval(np.array([1, 0]), np.array([0, 30]), 0.95)[0].tolist() == [pytest.approx(0.025), 1.0]


@pytest.mark.parametrize(
    ("positives", "negatives", "reason"),
    [
        ([0, 0], [1, 2], "no positives"),
        ([1, 2], [0, 0], "no negatives"),
        ([0, 0], [0, 0], "no positives"),
        ([0, 1, 0], [2, 0, 3], "only one positive"),
        ([2, 0, 3], [0, 1, 0], "only one negative"),
        ([20], [30], "all scores are equal"),
    ],
)
def test_what_has_no_interval_says_why(positives, negatives, reason):
    ends, found, _ = auc_interval(np.array(positives), np.array(negatives), 0.95)
    assert found == reason
    assert np.isnan(ends).all()


def test_undefined_areas_and_variances_are_nan():
    assert np.isnan(delong(np.array([0, 0]), np.array([1, 2]))).all()
    one = delong(np.array([0, 1, 0]), np.array([1, 0, 3]))
    assert one.auc == 0.75
    assert math.isnan(one.variance)


def test_intervals_that_do_not_cover_are_called_so():
    assert unreliable(9, 100, 0.7) == "fewer than 10 positives"
    assert unreliable(100, 9, 0.7) == "fewer than 10 negatives"
    assert unreliable(10, 10, 0.7) == ""
    assert unreliable(20, 1000, 0.95) == "the area is too near 1 for so few samples"
    assert unreliable(1000, 20, 0.05) == "the area is too near 0 for so few samples"
    assert unreliable(40, 1000, 0.95) == ""
    assert unreliable(40, 1000, 1.0) == "the area is 1"
    assert unreliable(40, 1000, math.nan) == ""


@pytest.mark.parametrize(("sizes", "truth"), [((40, 40), 0.8), ((20, 200), 0.97), ((200, 20), 0.9), ((20, 20), 0.97)])
def test_areas_are_covered_about_as_often_as_it_says(sizes, truth):
    rng = np.random.default_rng(3)
    y = np.repeat([1, 0], sizes)
    covered = 0
    for _ in range(600):
        score = rng.normal(y * NormalDist().inv_cdf(truth) * math.sqrt(2))
        low, high = auc_interval(*counted(y, score), 0.95)[0]
        covered += low <= truth <= high
    assert 0.92 < covered / 600 < 0.985


def test_average_precision_has_the_logit_interval_of_its_positives():
    # Boyd, Eng and Page (2013), section 3.2: eta +- z * tau, tau = (n * theta * (1 - theta)) ** -0.5
    z, eta, tau = NormalDist().inv_cdf(0.975), logit(0.7), (50 * 0.7 * 0.3) ** -0.5
    expected = [1 / (1 + math.exp(-(eta + sign * z * tau))) for sign in (-1, 1)]
    assert average_precision_interval(0.7, 50, 0.95).tolist() == pytest.approx(expected)


def test_average_precision_at_its_ends_and_without_positives():
    z = NormalDist().inv_cdf(0.95)
    low, high = average_precision_interval(1.0, 30, 0.9)
    assert (low, high) == (pytest.approx(30 / (30 + z**2)), 1.0)
    assert average_precision_interval(0.0, 30, 0.9).tolist() == pytest.approx([0.0, 1 - low])
    assert np.isnan(average_precision_interval(math.nan, 30, 0.9)).all()
    assert np.isnan(average_precision_interval(0.5, 0, 0.9)).all()
    positives = np.array([1, 1, 0, 1])
    found = average_precision(positives, 1 - positives)
    ends = average_precision_interval(found, 3, 0.95)
    assert 0 < ends[0] < found < ends[1] < 1


@pytest.mark.parametrize("positives", [3, 30, 10**6])
def test_an_average_precision_that_misses_its_end_by_little_is_hardly_less_certain(positives):
    """The logit's standard error would grow with the positives, and its interval would hold nearly everything."""
    low = average_precision_interval(1.0, positives, 0.95)[0]
    for missing in (1e-16, 1 / positives / (positives + 1), 0.5 / positives):
        ends = average_precision_interval(1 - missing, positives, 0.95)
        assert low - 3 / positives < ends[0] <= low
        assert 1 - missing <= ends[1] <= 1
        np.testing.assert_allclose(average_precision_interval(missing, positives, 0.95), 1 - ends[::-1], atol=1e-9)
    assert average_precision_interval(1 + 2e-16, positives, 0.95).tolist() == [low, 1.0]


def test_both_intervals_of_an_average_precision_meet():
    for positives in (10, 30, 1000):
        inner, outer = (average_precision_interval(1 - part / positives, positives, 0.95) for part in (1.0001, 0.9999))
        np.testing.assert_allclose(inner, outer, atol=1.5 / positives)
