"""Standard errors of kappa."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from figmerit.inference.agreement import (
    NO_AGREEMENT,
    NO_DISAGREEMENT,
    NO_SPREAD,
    ONE_EACH,
    ONE_LABEL,
    kappa_ends,
    kappa_error,
    weights_of_agreement,
)

# SAS/STAT User's Guide, the FREQ procedure, "Agreement Study": two dermatologists; simple kappa.
DERMATOLOGISTS = np.array([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])


def test_the_published_example():
    kappa, error = kappa_error(DERMATOLOGISTS, np.eye(4))
    assert (round(kappa, 4), round(error, 4)) == (0.3449, 0.0724)
    assert kappa_ends(DERMATOLOGISTS, np.eye(4), 0.95).ends.round(4).tolist() == [0.2030, 0.4868]


@pytest.mark.parametrize(("power", "named"), [(0, None), (1, "linear"), (2, "quadratic")])
@pytest.mark.parametrize("seed", range(5))
def test_errors_and_ends_are_those_of_statsmodels(power, named, seed):
    raters = pytest.importorskip("statsmodels.stats.inter_rater")
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 6))
    table = rng.integers(0, 30, (size, size)) + 40 * np.eye(size, dtype=int)
    for level in (0.95, 0.8):
        expected = raters.cohens_kappa(table, wt=named)
        weights = weights_of_agreement(size, power)
        kappa, error = kappa_error(table, weights)
        assert kappa == pytest.approx(expected.kappa, rel=1e-9)
        assert error == pytest.approx(expected.std_kappa, rel=1e-9)
        half = norm.ppf((1 + level) / 2) * expected.std_kappa
        ends = [max(expected.kappa - half, -1), min(expected.kappa + half, 1)]
        np.testing.assert_allclose(kappa_ends(table, weights, level).ends, ends, rtol=1e-9)


def test_the_error_is_the_spread_of_kappa_in_many_samples():
    rng = np.random.default_rng(3)
    shares = DERMATOLOGISTS / DERMATOLOGISTS.sum()
    for power in (0, 1, 2):
        weights = weights_of_agreement(4, power)
        drawn = [kappa_error(t.reshape(4, 4), weights)[0] for t in rng.multinomial(2000, shares.ravel(), 2000)]
        assert kappa_error(2000 * shares, weights)[1] == pytest.approx(np.std(drawn), rel=0.06)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[7, 0], [0, 0]], ONE_LABEL),
        ([[7, 0], [0, 9]], NO_DISAGREEMENT),
        ([[0, 8], [8, 0]], NO_AGREEMENT),
        ([[0, 3, 0], [3, 0, 0], [0, 0, 6]], ""),
        ([[0, 0], [20, 20]], ONE_EACH),
        ([[0, 7], [0, 0]], ONE_EACH),
    ],
)
def test_why_there_is_no_interval(table, reason):
    found = kappa_ends(np.array(table), np.eye(len(table)), 0.95)
    assert found.reason == reason
    assert np.isnan(found.ends).all() == bool(reason)


def test_errors_of_zero_say_so():
    table = np.array([[5, 0, 0], [0, 5, 5], [0, 5, 5]])
    flat = np.ones((3, 3)) - (np.add.outer([1, 0, 0], -np.array([1, 0, 0])) != 0)  # the last two count as one label
    assert kappa_ends(table, flat, 0.95).reason == NO_SPREAD


@pytest.mark.parametrize(
    ("table", "doubt"),
    [
        ([[3, 1], [2, 3]], "fewer than 10 samples"),
        ([[90, 5], [2, 2]], "fewer than 10 samples beside the most frequent label"),
        ([[50, 4], [5, 50]], "fewer than 10 disagreements"),
        ([[50, 5], [5, 50]], ""),
    ],
)
def test_doubts(table, doubt):
    assert kappa_ends(np.array(table), np.eye(2), 0.95).unreliable == doubt


def test_ends_stay_where_kappa_can_be():
    low, high = kappa_ends(np.array([[4, 1], [0, 2]]), np.eye(2), 0.99).ends
    assert high == 1
    assert -1 <= low < high
