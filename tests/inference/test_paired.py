"""Two classifiers on the same rows."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import norm

from figmerit.inference.areas import delong
from figmerit.inference.paired import (
    mcnemar,
    paired_delong,
    paired_difference,
    rows_to_tell,
    smallest_difference,
    smallest_effect,
    two_sided,
)
from figmerit.inference.ranked import RankedScores


def by_pairs(y, first, second):
    """DeLong et al. (1988), equations 4 to 8: covariances of both scores' structural components."""
    kernels = []
    for score in (first, second):
        x, rest = score[y][:, None], score[~y][None, :]
        kernels.append((x > rest) + 0.5 * (x == rest))
    parts = [np.cov([kernel.mean(axis=axis) for kernel in kernels]) / np.count_nonzero(rows)
             for axis, rows in ((1, y), (0, ~y))]  # fmt: skip
    covariance = parts[0] + parts[1]
    contrast = np.array([1, -1])
    return [kernel.mean() for kernel in kernels], math.sqrt(contrast @ covariance @ contrast)


def delong_of(positive, first, second, level):
    return paired_delong(RankedScores(positive, first), RankedScores(positive, second), level)


@pytest.mark.parametrize("seed", range(20))
def test_paired_delong_is_its_definition(seed):
    rng = np.random.default_rng(seed)
    y = np.r_[True, True, False, False, rng.random(int(rng.integers(6, 90))) < 0.4]
    shared, decimals = rng.normal(y, 1), int(rng.integers(0, 4))
    first, second = ((shared + rng.normal(0, scale, len(y))).round(decimals) for scale in (0.5, 1.5))
    found = delong_of(y, first, second, 0.9)
    areas, error = by_pairs(y, first, second)
    np.testing.assert_allclose(found.areas, areas, rtol=0, atol=1e-12)
    assert found.difference == pytest.approx(areas[0] - areas[1], abs=1e-12)
    assert found.standard_error == pytest.approx(error, abs=1e-12)
    assert found.p_value == pytest.approx(2 * norm.sf(abs(found.difference / error)), rel=1e-9)
    half = norm.ppf(0.95) * error
    np.testing.assert_allclose(found.ends, np.clip(found.difference + np.array([-half, half]), -1, 1), atol=1e-12)
    turned = delong_of(y, second, first, 0.9)
    assert (turned.difference, turned.p_value) == (-found.difference, found.p_value)


def test_against_chance_the_error_is_that_of_the_one_area():
    rng = np.random.default_rng(0)
    y = rng.random(60) < 0.5
    score = rng.normal(y)
    found = delong_of(y, score, np.zeros(60), 0.95)
    order = np.argsort(-score)
    area = delong(y[order].astype(int), (~y[order]).astype(int))
    assert found.areas == (pytest.approx(area.auc), 0.5)
    assert found.standard_error**2 == pytest.approx(area.variance)


def test_what_cannot_be_compared_says_why():
    y = np.array([True, True, False, False, False])
    score = np.array([5.0, 2, 3, 1, 0])
    alike = delong_of(y, score, np.exp(score), 0.95)
    assert (alike.difference, alike.standard_error, alike.p_value) == (0.0, 0.0, 1.0)
    assert alike.reason == "both scores order the rows alike"
    assert np.isnan(alike.ends).all()
    apart = delong_of(y, y * 1.0, -1.0 * y, 0.95)
    assert (apart.difference, apart.reason) == (1.0, "all rows differ alike")
    assert math.isnan(apart.p_value)
    assert np.isnan(apart.ends).all()
    for labels, reason in ((y | True, "no negatives"), (y & False, "no positives")):
        none = delong_of(labels, score, -score, 0.95)
        assert none.reason == reason
        assert np.isnan([*none.areas, none.difference, none.standard_error, *none.ends, none.p_value]).all()
    one = delong_of(np.array([False, True, False, False, False]), score, -score, 0.95)
    assert (one.areas, one.difference, one.reason) == ((0.5, 0.5), 0.0, "only one positive")
    assert math.isnan(one.p_value)
    assert delong_of(np.arange(5) != 2, score, -score, 0.95).reason == "only one negative"


def test_one_class_whose_rows_differ_is_enough():
    y = np.array([True, True, False, False, False])
    first, second = np.array([1.0, 1, 0, 2, 3]), np.array([1.0, 1, 0, 0, 2])
    for labels, sign in ((y, 1), (~y, -1)):
        found = delong_of(labels, sign * first, sign * second, 0.95)
        assert found.standard_error == pytest.approx(by_pairs(labels, sign * first, sign * second)[1])
        assert (found.difference, found.reason) == (pytest.approx(-1 / 3), "")


def test_no_areas_differ_by_more_than_one():
    y = np.repeat([True, False], 4)
    score = np.array([9.0, 8, 7, 3, 4, 2, 1, 0])
    found, turned = delong_of(y, score, -score, 0.95), delong_of(y, -score, score, 0.95)
    assert (found.difference, found.ends[1], turned.ends[0]) == (0.875, 1.0, -1.0)
    assert found.ends[0] == -turned.ends[1] > 0


def test_small_chances_are_not_rounded_to_zero():
    assert two_sided(-1.959963984540054) == pytest.approx(0.05)
    assert two_sided(30) == pytest.approx(2 * norm.sf(30), rel=1e-12)
    assert two_sided(30) > 0


@pytest.mark.parametrize(
    ("first_only", "second_only", "mid_p", "exact"),
    [  # Fagerland, Lydersen, Laake (2013), and their R package contingencytables; more digits by hand
        (1, 7, 10 / 256, 18 / 256),  # Bentur et al. (2009), airway hyper-responsiveness: 0.039 and 0.070
        (6, 16, 0.034690, 0.052479),  # Cavo et al. (2012), complete response: 0.035 and 0.052
    ],
)
def test_mcnemar_of_published_examples(first_only, second_only, mid_p, exact):
    assert mcnemar(first_only, second_only) == pytest.approx(mid_p, abs=1e-6)
    assert mcnemar(second_only, first_only, exact=True) == pytest.approx(exact, abs=1e-6)


def test_mcnemar_sums_what_is_as_far_from_even():
    for n in range(1, 30):
        chance = [Fraction(math.comb(n, k), 2**n) for k in range(n + 1)]
        for k in range(n + 1):
            far = [abs(2 * other - n) - abs(2 * k - n) for other in range(n + 1)]
            beyond = sum(part for part, at in zip(chance, far, strict=True) if at > 0)
            same = sum(part for part, at in zip(chance, far, strict=True) if at == 0)
            assert mcnemar(k, n - k) == pytest.approx(float(beyond + same / 2), rel=1e-9)
            assert mcnemar(k, n - k, exact=True) == pytest.approx(float(beyond + same), rel=1e-9)


def test_mcnemar_of_nothing_and_of_many():
    assert mcnemar(0, 0) == mcnemar(0, 0, exact=True) == 1.0
    found = mcnemar(np.array([10**9, 5 * 10**11]), np.array([10**9 + 10**5, 5 * 10**11 + 2 * 10**6]))
    z = np.array([10**5 / math.sqrt(2 * 10**9 + 10**5), 2 * 10**6 / math.sqrt(10**12 + 2 * 10**6)])
    np.testing.assert_allclose(found, 2 * norm.sf(z), rtol=1e-3)
    assert mcnemar(0, 10**6) == 0.0


def test_mcnemar_is_that_of_statsmodels():
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    for b, c in ((3, 9), (0, 4), (12, 12), (150, 100)):
        assert mcnemar(b, c, exact=True) == pytest.approx(tables.mcnemar([[5, b], [c, 5]], exact=True).pvalue)


@pytest.mark.parametrize(
    ("table", "ends"),
    [
        ((59, 6, 16, 80), (-0.1186, -0.0046)),  # Cavo et al. (2012) in Fagerland, Lydersen, Laake: R contingencytables
        ((1, 1, 7, 12), (-0.507, -0.026)),  # Bentur et al. (2009), https://doi.org/10.1002/sim.6148
        ((36, 12, 2, 0), (0.0569, 0.3404)),  # Newcombe (1998), the example of 50 pairs, method 10
    ],
)
def test_the_interval_of_a_paired_difference_is_published(table, ends):
    difference, found = paired_difference(*table, 0.95)
    assert difference == pytest.approx((table[1] - table[2]) / sum(table))
    np.testing.assert_allclose(found, ends, atol=6e-4 if table[0] == 1 else 6e-5)


def test_intervals_of_paired_differences_turn_with_the_classifiers_and_take_arrays():
    rng = np.random.default_rng(0)
    tables = rng.integers(0, 12, (4, 200))
    difference, ends = paired_difference(*tables, 0.95)
    turned, turned_ends = paired_difference(*tables[[0, 2, 1, 3]], 0.95)
    wrong, wrong_ends = paired_difference(*tables[::-1], 0.95)  # of the shares that are wrong
    np.testing.assert_allclose(turned_ends, -ends[:, ::-1], atol=1e-12)
    np.testing.assert_allclose(wrong_ends, turned_ends, atol=1e-12)
    np.testing.assert_array_equal((turned, wrong), (-difference, -difference))
    assert np.all((ends[:, 0] <= difference) & (difference <= ends[:, 1]))
    assert np.abs(ends).max() <= 1
    nothing, no_ends = paired_difference(0, 0, 0, 0, 0.95)
    assert np.isnan([nothing, *no_ends]).all()
    few, many = (paired_difference(*(np.array([6, 3, 2, 4]) * 10**power), 0.95)[1] for power in (9, 11))
    np.testing.assert_allclose(np.ptp(few) / np.ptp(many), 10, rtol=1e-4)


def power_of(n, difference, discordant):
    """Return how often McNemar's mid-p test of `n` rows is below 0.05, over all outcomes."""
    from scipy.stats import binom

    total = 0.0
    first = (discordant + difference) / 2 / discordant
    for k in range(n + 1):
        b = np.arange(k + 1)
        found = np.atleast_1d(mcnemar(b, k - b)) <= 0.05
        total += binom.pmf(k, n, discordant) * binom.pmf(b, k, first)[found].sum()
    return total


@pytest.mark.parametrize(("n", "discordant"), [(100, 0.3), (250, 0.1)])
def test_the_smallest_difference_is_found_four_times_in_five(n, discordant):
    difference = float(smallest_difference(n, discordant))
    assert power_of(n, difference, discordant) == pytest.approx(0.8, abs=0.03)
    assert rows_to_tell(difference, discordant) == n
    assert rows_to_tell(-difference * 0.99, discordant) > n
    assert power_of(n, 0.0, discordant) < 0.052


def test_rows_that_tell_a_difference():
    # Connor (1987): (1.959964 * sqrt(0.2) + 0.841621 * sqrt(0.2 - 0.01)) ** 2 / 0.01
    assert rows_to_tell(0.1, 0.2) == math.ceil((1.959964 * 0.2**0.5 + 0.841621 * 0.19**0.5) ** 2 / 0.01) == 155
    assert math.ceil((1.959964 * 0.2**0.5 + 1.281552 * 0.19**0.5) ** 2 / 0.01) == 206
    assert rows_to_tell(0.1, 0.2, power=0.9) == 206
    assert rows_to_tell(0.1, 0.2, level=0.01) > 155
    assert rows_to_tell(0.0, 0.2) == np.inf
    assert rows_to_tell(0.0, 0.0) == np.inf
    assert np.isnan(rows_to_tell(0.3, 0.2))


def test_what_so_few_rows_could_never_have_shown_is_nan():
    assert np.isnan(smallest_difference(3, 0.5))
    assert np.isnan(smallest_difference(100, 0.01))
    assert np.isnan(smallest_difference(100, 0.0))
    assert smallest_difference(np.array([100, 400]), 0.2).shape == (2,)


def test_the_smallest_effect_of_a_normal_test():
    effect = smallest_effect(0.02)
    assert norm.sf(norm.ppf(0.975) - effect / 0.02) == pytest.approx(0.8)
    assert smallest_effect(0.02, power=0.5) == pytest.approx(0.02 * norm.ppf(0.975))
