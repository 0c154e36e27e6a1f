"""Differences of shares of different rows, against statsmodels and SciPy."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact, hypergeom
from statsmodels.stats.proportion import confint_proportions_2indep

from figmerit.inference.unpaired import fisher, unpaired_difference

CASES = [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (10, 10, 0, 20)]
"""Those of Newcombe's table II, https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I."""


def test_the_interval_is_that_of_statsmodels():
    first, n_first, second, n_second = np.transpose(CASES)
    difference, ends = unpaired_difference((first, second), (n_first, n_second), 0.95)
    np.testing.assert_allclose(difference, first / n_first - second / n_second, rtol=0, atol=1e-15)
    expected = [confint_proportions_2indep(*case, method="newcomb", compare="diff", alpha=0.05) for case in CASES]
    np.testing.assert_allclose(ends, expected, rtol=0, atol=1e-12)


def test_published_intervals():
    """Newcombe's table II, row of method 10: 56/70 - 48/80 and 9/10 - 3/10."""
    successes, n = (np.array([56, 9]), np.array([48, 3])), (np.array([70, 10]), np.array([80, 10]))
    _, ends = unpaired_difference(successes, n, 0.95)
    assert ends.round(4).tolist() == [[0.0524, 0.3339], [0.1705, 0.8090]]


def test_the_mid_p_value_counts_half_of_what_was_observed():
    first, n_first, second, n_second = np.transpose(CASES)
    found = fisher((first, second), (n_first, n_second))
    for case, p_value in zip(CASES, found, strict=True):
        k, n, other, n_other = case
        table = [[k, n - k], [other, n_other - other]]
        tails = [fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
        observed = hypergeom.pmf(k, n + n_other, k + other, n)
        assert p_value == pytest.approx(min(1, 2 * min(tail - observed / 2 for tail in tails)), abs=1e-12)


def test_nothing_is_known_of_no_rows():
    difference, ends = unpaired_difference(([0], [3]), ([0], [5]), 0.95)
    assert np.isnan(difference).all()
    assert np.isnan(ends).all()
    assert np.isnan(fisher(([0], [3]), ([0], [5]))).all()


@pytest.mark.parametrize(("n_first", "n_second"), [(20, 200), (50, 50), (30, 300)])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.9])
def test_equal_shares_are_seldom_said_to_differ(share, n_first, n_second):
    """The size, summed over all tables: 5 % or fewer wrong findings, or a little more."""
    first, second = np.array(list(product(range(n_first + 1), range(n_second + 1)))).T
    chance = binom.pmf(first, n_first, share) * binom.pmf(second, n_second, share)
    wrong = fisher((first, second), (np.full_like(first, n_first), np.full_like(first, n_second))) < 0.05
    assert 0.02 < chance[wrong].sum() < 0.06
