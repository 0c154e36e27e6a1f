"""Distances of scores are SciPy's, and what chance makes of them is a permutation test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp, wasserstein_distance

from figmerit.inference.distances import by_chance, kolmogorov_smirnov, stability_index, wasserstein

SCORES = st.lists(st.integers(-8, 8).map(lambda k: k / 4), min_size=1, max_size=30)


def counted(*samples):
    known = np.unique(np.concatenate(samples))
    return known, *(np.array([np.sum(np.asarray(sample) == one) for one in known]) for sample in samples)


@pytest.mark.filterwarnings("ignore::RuntimeWarning:scipy")  # of p-values, which nobody asks for
@given(SCORES, SCORES)
def test_they_are_those_of_scipy(first, second):
    given = counted(first, second)
    assert float(kolmogorov_smirnov(*given)) == pytest.approx(
        ks_2samp(first, second, method="asymp").statistic, abs=1e-12
    )
    assert float(wasserstein(*given)) == pytest.approx(wasserstein_distance(first, second), abs=1e-12)


@pytest.mark.parametrize("n", [30, 999])
def test_the_stability_index_is_that_of_its_definition(n):
    rng = np.random.default_rng(n)
    base, new = rng.normal(size=1000), rng.normal(0.3, 1.2, n)
    cuts = np.sort(base)[np.arange(1, 10) * 100 - 1]  # 100 samples of the baseline are at most that, 200, ...
    edges = np.concatenate([[-np.inf], np.nextafter(cuts, np.inf), [np.inf]])
    shares = [(np.histogram(sample, edges)[0] + 0.5) / (len(sample) + 5) for sample in (base, new)]
    own = np.sum((shares[1] - shares[0]) * np.log(shares[1] / shares[0]))
    assert float(stability_index(*counted(base, new))) == pytest.approx(own, abs=1e-12)


def test_few_scores_have_fewer_bins():
    assert float(stability_index(*counted([0, 0, 1, 1], [0, 0, 1, 1]))) == 0
    assert float(stability_index(*counted([1, 1], [1, 1, 1]))) == 0
    two = (np.array([2.5, 2.5]) / 5, np.array([4.5, 0.5]) / 5)
    own = np.sum((two[1] - two[0]) * np.log(two[1] / two[0]))
    assert float(stability_index(*counted([0, 0, 1, 1], [0, 0, 0, 0]))) == pytest.approx(own)


def test_several_samples_at_once():
    rng = np.random.default_rng(0)
    scores, base, new = np.sort(rng.random(20)), rng.integers(0, 5, (7, 20)), rng.integers(0, 5, (7, 20))
    for distance in (kolmogorov_smirnov, wasserstein, stability_index):
        found = distance(scores, base, new)
        assert found.shape == (7,)
        alone = [float(distance(scores, *pair)) for pair in zip(base, new, strict=True)]
        np.testing.assert_allclose(found, alone, rtol=1e-12)


@pytest.mark.parametrize("ties", [True, False])
def test_chance_is_that_of_a_permutation_test(ties):
    rng = np.random.default_rng(1)
    base, new = rng.normal(size=200), rng.normal(size=80)
    if ties:
        base, new = base.round(), new.round()
    scores, first, second = counted(base, new)
    draws = by_chance(kolmogorov_smirnov, scores, first, second, 4000, np.random.default_rng(0))
    both, own = np.concatenate([base, new]), []
    for _ in range(4000):
        moved = rng.permutation(both)
        own.append(ks_2samp(moved[:200], moved[200:], method="asymp").statistic)
    np.testing.assert_allclose(np.quantile(draws, [0.5, 0.9, 0.99]), np.quantile(own, [0.5, 0.9, 0.99]), rtol=0.06)
