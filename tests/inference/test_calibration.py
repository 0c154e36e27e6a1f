"""Bins of probabilities."""

import numpy as np
import pytest

from figmerit.inference.calibration import quantile_bins, sweep_bins


def shares(bins, positives, n):
    return bins.sums(positives) / bins.sums(n)


@pytest.mark.parametrize("seed", range(6))
def test_the_sweep_has_as_many_bins_as_leave_shares_ascending(seed):
    rng = np.random.default_rng(seed)
    score, n = np.unique(rng.random(40)), rng.integers(1, 9, 40)
    positives = rng.binomial(n, score**0.5)
    found = sweep_bins(score, positives, n)
    assert np.all(np.diff(shares(found, positives, n)) >= 0)
    more = quantile_bins(score, n, found.size + 1)
    assert np.any(np.diff(shares(more, positives, n)) < 0)
    for size in range(1, found.size):
        assert np.all(np.diff(shares(quantile_bins(score, n, size), positives, n)) >= 0)


def test_the_sweep_ends_at_one_bin_a_score_and_at_a_hundred():
    for size, most in ((3, 3), (100, 100), (400, 100)):
        score, n = np.linspace(0, 1, size), np.ones(size, dtype=int)
        assert sweep_bins(score, n * score, n).size == most


def test_shares_that_descend_from_the_start_are_one_bin():
    score, n = np.array([0.2, 0.8]), np.array([4, 4])
    found = sweep_bins(score, np.array([3, 1]), n)
    assert (found.size, found.edges.tolist()) == (1, [0.2, 0.8])
    assert sweep_bins(score, np.array([1, 1]), n).size == 2  # equal shares do not descend
