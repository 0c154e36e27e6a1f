"""Several tests at once, and splits that share rows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import false_discovery_control, t, ttest_1samp

from figmerit.inference.corrections import benjamini_hochberg, corrected_t, holm, holm_directed

# Benjamini and Hochberg (1995), section 4.1: myocardial infarction, 15 endpoints. Holm rejects three at 0.05
# (as Bonferroni does), and the false discovery rate four.
ENDPOINTS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
             0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]  # fmt: skip


def test_rejections_of_the_published_example():
    assert np.flatnonzero(holm(ENDPOINTS) <= 0.05).tolist() == [0, 1, 2]
    assert np.flatnonzero(benjamini_hochberg(ENDPOINTS) <= 0.05).tolist() == [0, 1, 2, 3]


def test_adjusted_values_by_hand():
    assert holm([0.04, 0.01, 0.03]).tolist() == pytest.approx([0.06, 0.03, 0.06])
    assert benjamini_hochberg([0.04, 0.01, 0.03]).tolist() == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.6, 0.7]).tolist() == [1.0, 1.0]
    assert holm([0.2]).tolist() == benjamini_hochberg([0.2]).tolist() == [0.2]
    assert holm([]).shape == benjamini_hochberg([]).shape == (0,)


def test_holm_of_both_directions_by_hand():
    assert holm_directed([0.2]).tolist() == [0.2]
    # one-sided 0.02, 0.005, 0.015 and their complements: times 6, 5 and 4
    assert holm_directed([0.04, 0.01, 0.03]).tolist() == pytest.approx([0.08, 0.03, 0.075])
    assert holm_directed([[0.04, math.nan], [0.01, 1.0]]).tolist()[0] == pytest.approx([0.1, math.nan], nan_ok=True)
    assert holm_directed([]).shape == (0,)


@pytest.mark.parametrize("seed", range(5))
def test_holm_of_both_directions_is_that_of_all_one_sided_tests_and_not_below_holm(seed):
    p = np.random.default_rng(seed).random(12) ** 3
    one_sided = np.r_[p / 2, 1 - p / 2]
    np.testing.assert_array_equal(holm_directed(p), holm(one_sided)[:12])
    assert (holm_directed(p) >= holm(p) - 1e-15).all()
    assert holm_directed(p).min() == pytest.approx(holm(p).min())


@pytest.mark.parametrize("seed", range(10))
def test_holm_is_the_stepping_down_and_the_rate_is_that_of_scipy(seed):
    rng = np.random.default_rng(seed)
    p = (rng.random(int(rng.integers(1, 30))) ** 3).round(int(rng.integers(1, 6)))  # with ties
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), rtol=1e-12)
    adjusted, m = holm(p), len(p)
    for level in (0.01, 0.0517, 0.2):
        rejected = set()
        for step, place in enumerate(np.argsort(p)):
            if p[place] > level / (m - step):
                break
            rejected.add(int(place))
        assert set(np.flatnonzero(adjusted <= level).tolist()) == rejected
    assert np.all(adjusted >= benjamini_hochberg(p) - 1e-15)
    assert np.all(benjamini_hochberg(p) >= p - 1e-15)


def test_both_are_those_of_statsmodels():
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    for own, name in ((holm, "holm"), (benjamini_hochberg, "fdr_bh")):
        np.testing.assert_allclose(own(ENDPOINTS), multitest.multipletests(ENDPOINTS, method=name)[1], rtol=1e-12)


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_undefined_tests_are_no_tests_and_shapes_stay(adjust):
    p = np.array([[0.01, np.nan, 0.02], [0.5, 0.04, np.nan]])
    given = p.copy()
    found = adjust(p)
    np.testing.assert_array_equal(p, given)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(p))
    np.testing.assert_array_equal(found[~np.isnan(p)], adjust(p[~np.isnan(p)]))
    assert np.isnan(adjust([np.nan])).all()


def test_the_corrected_t_is_its_formula():
    differences = np.array([0.02, 0.01, 0.03, -0.01, 0.02, 0.0, 0.04, 0.01, 0.02, 0.01])
    found = corrected_t(differences, 0.1, 0.9)
    error = math.sqrt((1 / 10 + 1 / 9) * differences.var(ddof=1))
    assert found.mean == pytest.approx(0.015)
    assert found.p_value == pytest.approx(2 * t.sf(0.015 / error, 9))
    assert found.ends.tolist() == pytest.approx([0.015 - t.ppf(0.95, 9) * error, 0.015 + t.ppf(0.95, 9) * error])
    turned = corrected_t(-differences, 0.1, 0.9)
    assert turned.p_value == found.p_value
    assert turned.ends.tolist() == (-found.ends[::-1]).tolist()


def test_without_anything_to_train_on_in_common_it_is_the_t_test():
    differences = np.array([0.02, 0.01, 0.03, -0.01, 0.02])
    plain = ttest_1samp(differences, 0)
    found = corrected_t(differences, 0.0, 0.95)
    assert found.p_value == pytest.approx(plain.pvalue)
    assert found.ends.tolist() == pytest.approx(list(plain.confidence_interval(0.95)))
    assert corrected_t(differences, 0.2, 0.95).p_value > plain.pvalue


def test_the_end_of_the_interval_is_zero_where_the_p_value_is_what_is_left():
    differences = np.array([0.02, 0.01, 0.03, -0.01, 0.02])
    p_value = corrected_t(differences, 0.2, 0.95).p_value
    assert corrected_t(differences, 0.2, 1 - p_value).ends[0] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("differences", "mean", "p_value", "reason"),
    [
        ([], math.nan, math.nan, "fewer than two splits"),
        ([0.3], 0.3, math.nan, "fewer than two splits"),
        ([0.3, math.nan, 0.1], math.nan, math.nan, "undefined in some splits"),
        ([0.1, 0.1, 0.1], 0.1, math.nan, "the same in all splits"),
        ([0.0, 0.0, 0.0], 0.0, 1.0, "the same in all splits"),
    ],
)
def test_nothing_to_test(differences, mean, p_value, reason):
    found = corrected_t(differences, 0.2, 0.95)
    np.testing.assert_equal(found[::2], (mean, p_value))
    assert found.reason == reason
    assert np.isnan(found.ends).all()


def test_random_splits_of_equals_are_told_apart_too_often_only_by_the_plain_test():
    """Means of random test sets of the same rows: two classifiers of equal worth, and no training at all."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(400):
        rows = rng.normal(size=100)  # the differences of two classifiers at each of all rows there are
        splits = np.array([rng.permutation(rows)[:20].mean() for _ in range(15)])
        found.append([corrected_t(splits, share, 0.95).p_value <= 0.05 for share in (0.0, 0.2)])
    plain, corrected = np.mean(found, axis=0)
    assert plain > 0.2
    assert 0.02 < corrected < 0.09
