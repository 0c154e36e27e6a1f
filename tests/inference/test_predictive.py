"""Bands of predictions hold what SciPy says, and as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom, norm, t

from figmerit.inference.predictive import (
    beta_binomial_band,
    of_few,
    resampled_rows,
    sidak_level,
    simultaneous_band,
    simultaneous_limits,
    two_steps,
)

nan = float("nan")


@pytest.mark.parametrize(("successes", "trials"), [(90, 100), (0, 7), (7, 7), (0, 0), (1, 20_000), (480, 1000)])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.9999])
def test_quantiles_are_those_of_scipy(successes, trials, level):
    new = np.array([1, 10, 150, 0, 3000])
    found = beta_binomial_band(successes, trials, new, level)
    for n, ends in zip(new, found, strict=True):
        tails = np.array([(1 - level) / 2, 1 - (1 - level) / 2])
        own = betabinom(n, successes + 0.5, trials - successes + 0.5).ppf(tails) / n if n else [nan, nan]
        np.testing.assert_array_equal(ends, own)


def test_a_million_samples_take_no_time_and_are_normal():
    low, high = beta_binomial_band(9e6, 1e7, np.array([10**6]), 0.95)[0]
    half = 1.959964 * np.sqrt(0.09 * (1e-7 + 1e-6))
    assert (low, high) == pytest.approx((0.9 - half, 0.9 + half), abs=1e-5)


def test_sidak():
    assert sidak_level(0.95, 1) == 0.95
    assert sidak_level(0.95, 10) ** 10 == pytest.approx(0.95)


def test_two_steps_vary_as_both_samples_do():
    counts, sizes = np.array([300, 100]), [100, 400]
    tables = dict(two_steps(counts, sizes, 40_000, 0))
    for place, size in enumerate(sizes):
        shares = tables[place][:, 0] / size
        assert tables[place].sum(axis=1).tolist() == [size] * 40_000
        assert shares.mean() == pytest.approx(0.75, abs=0.001)
        first = 0.75 * 0.25 / 400
        assert shares.var() == pytest.approx(first + (0.1875 - first) / size, rel=0.03)
    both = np.corrcoef(tables[0][:, 0], tables[1][:, 0])[0, 1]  # as they have the first step in common
    assert 0.2 < both < 0.45


def test_rows_are_drawn_as_tables_are():
    counts, shares = np.array([60, 20, 0]), {0: [], 1: []}
    for _, place, drawn in resampled_rows(counts, [50, 200], 4000, 0):
        assert drawn.sum() == (50, 200)[place]
        shares[place].append(drawn[0] / drawn.sum())
    for place, size in enumerate((50, 200)):
        first = 0.1875 / 80
        assert np.var(shares[place]) == pytest.approx(first + (0.1875 - first) / size, rel=0.08)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_a_simultaneous_band_holds_whole_rows(correlation):
    rng = np.random.default_rng(0)

    def draws(n):
        common, own = rng.normal(size=(n, 1)), rng.normal(size=(n, 12))
        return np.exp(np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own)  # skewed

    band = simultaneous_band(draws(2000), 0.95)
    fresh = draws(20_000)
    held = ((fresh >= band[:, 0]) & (fresh <= band[:, 1])).all(axis=1).mean()
    assert 0.935 < held < 0.965
    if correlation == 0:
        limits = simultaneous_limits(np.abs(draws(2000)), 0.95)
        assert 0.935 < (draws(20_000) <= limits).all(axis=1).mean() < 0.965


def test_bands_of_few_are_wider_as_student_says():
    assert of_few(0.95, 1, 10) == pytest.approx(t.ppf(0.975, 9) / norm.ppf(0.975))
    assert of_few(0.95, 1, 10) == pytest.approx(2.262157 / 1.959964, abs=1e-6)  # of printed tables
    assert of_few(0.95, 12, 30) > of_few(0.95, 1, 30) > of_few(0.95, 1, 300) > 1
    assert of_few(0.95, 1, 10**7) == pytest.approx(1)
    assert of_few(0.95, 1, 0) == of_few(0.95, 1, 2) == of_few(0.95, 1, 10)
    draws = np.random.default_rng(0).normal(size=(500, 3))
    middle, plain, wide = np.median(draws, axis=0), simultaneous_band(draws, 0.95), simultaneous_band(draws, 0.95, 1.5)
    np.testing.assert_allclose(wide - middle[:, None], 1.5 * (plain - middle[:, None]))


def test_undefined_draws_and_columns_without_width():
    draws = np.column_stack([np.linspace(0, 1, 101), np.full(101, 0.5), np.full(101, nan)])
    draws[:50, 0] = nan
    band = simultaneous_band(draws, 0.9)
    assert band[1].tolist() == [0.5, 0.5]
    assert np.isnan(band[2]).all()
    assert band[0] == pytest.approx([0.542, 0.958], abs=0.01)  # nine tenths of all rows, of which half are undefined
    assert simultaneous_limits(np.zeros((20, 2)), 0.95).tolist() == [0, 0]
