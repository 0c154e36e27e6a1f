"""Intervals from resampled numbers are SciPy's, and tables are drawn as their rows would be."""

from __future__ import annotations

import inspect
import math

import numpy as np
import pytest
from scipy.stats import bootstrap as of_scipy
from scipy.stats import chisquare

from figmerit.inference import bootstrap
from figmerit.inference.bootstrap import acceleration, bca, multinomial, percentile

SEED = "rng" if "rng" in inspect.signature(of_scipy).parameters else "random_state"
"""What SciPy calls the seed, which depends on its version."""


def without_each(rows, statistic):
    """Return the jackknife of the distinct rows, and how many there are of each."""
    found, n = np.unique(rows, return_counts=True)
    places = [np.flatnonzero(rows == row)[0] for row in found]
    return np.array([statistic(np.delete(rows, place)) for place in places]), n


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("method", ["percentile", "BCa"])
def test_intervals_are_those_of_scipy(seed, method):
    rng = np.random.default_rng(seed)
    rows = rng.exponential(2, 25).round()  # with ties
    result = of_scipy((rows,), np.var, n_resamples=400, method=method, confidence_level=0.9, **{SEED: seed})
    values = result.bootstrap_distribution
    jackknife = without_each(rows, np.var)
    found = bca(np.var(rows), values, *jackknife, 0.9) if method == "BCa" else percentile(values, 0.9)
    assert found.ends.tolist() == pytest.approx(list(result.confidence_interval))
    assert found.undefined == 0


def test_strata_are_the_several_samples_of_scipy():
    rng = np.random.default_rng(0)
    first, second = rng.exponential(2, 12).round(), rng.exponential(1, 30).round()

    def ratio(one, other, axis=-1):
        return np.mean(one, axis=axis) / np.mean(other, axis=axis)

    result = of_scipy((first, second), ratio, n_resamples=500, method="BCa", **{SEED: 1})
    parts = [
        without_each(first, lambda rows: ratio(rows, second)),
        without_each(second, lambda rows: ratio(first, rows)),
    ]
    jackknife, n = (np.concatenate(part) for part in zip(*parts, strict=True))
    strata = np.repeat([0, 1], [len(part[1]) for part in parts])
    found = bca(ratio(first, second), result.bootstrap_distribution, jackknife, n, 0.95, strata)
    assert found.ends.tolist() == pytest.approx(list(result.confidence_interval))
    apart = bca(ratio(first, second), result.bootstrap_distribution, jackknife, n, 0.95)
    assert found.ends.tolist() != pytest.approx(apart.ends.tolist())


def test_the_acceleration_of_a_mean_is_a_sixth_of_its_skewness():
    counts, at = np.array([5, 0, 3, 2]), np.array([0.0, 9, 1, 4])
    n = counts.sum()
    jackknife = ((counts @ at) - at) / (n - 1)
    rows = np.repeat(at, counts)
    deviation = rows - rows.mean()
    expected = (deviation**3).sum() / (deviation**2).sum() ** 1.5 / 6
    assert acceleration(jackknife, counts) == pytest.approx(expected)
    assert acceleration(np.full((4, 2), 0.1), counts).tolist() == [0.0, 0.0]
    jackknife[1] = np.nan  # of no row
    assert acceleration(jackknife, counts) == pytest.approx(expected)
    jackknife[2] = np.nan
    assert math.isnan(acceleration(jackknife, counts))


def test_several_numbers_are_several_single_ones():
    rng = np.random.default_rng(2)
    values, jackknife = rng.normal(size=(300, 2, 3)), rng.exponential(size=(9, 2, 3))
    n, value = rng.integers(0, 5, 9), rng.normal(0, 0.3, (2, 3))
    values[rng.random(values.shape) < 0.1] = np.nan
    together = bca(value, values, jackknife, n, 0.8), percentile(values, 0.8)
    for i, j in np.ndindex(2, 3):
        defined = values[:, i, j][~np.isnan(values[:, i, j])]
        alone = bca(value[i, j], defined, jackknife[:, i, j], n, 0.8), percentile(defined, 0.8)
        for all_of_them, one in zip(together, alone, strict=True):
            assert all_of_them.ends[i, j].tolist() == pytest.approx(one.ends.tolist())
            assert (one.undefined, all_of_them.undefined[i, j]) == (0, 300 - len(defined))
        assert alone[1].ends.tolist() == pytest.approx(np.quantile(defined, [0.1, 0.9]).tolist())


def test_what_has_no_interval_is_nan():
    n = np.array([3, 4])
    none = percentile(np.full((5, 1), np.nan), 0.9)
    assert np.isnan(none.ends).all()
    assert none.undefined.tolist() == [5]
    values = np.linspace(0, 1, 50)
    for value, jackknife in ((-1.0, [0.1, 0.2]), (2.0, [0.1, 0.2]), (np.nan, [0.1, 0.2]), (0.5, [0.1, np.nan])):
        assert np.isnan(bca(value, values, np.array(jackknife), n, 0.9).ends).all()
    assert np.isnan(bca(0.5, np.full(5, np.nan), np.array([0.1, 0.2]), n, 0.9).ends).all()
    same = bca(0.5, np.full(50, 0.5), np.array([0.5, 0.5]), n, 0.9)
    assert same.ends.tolist() == [0.5, 0.5]
    assert percentile(np.array([1.0, np.inf, np.inf]), 0.9).ends.tolist() == [np.inf, np.inf]
    assert percentile(np.array([-np.inf, 1.0, 2.0, np.inf, 4.0]), 0.5).ends.tolist() == [1.0, 4.0]


TABLE = np.array([[5, 0, 2], [0, 0, 0], [1, 7, 0]])


def drawn(counts, n_resamples, random_state=0, axis=None):
    return np.concatenate(list(multinomial(counts, n_resamples, random_state, axis=axis)))


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_as_many_rows_are_drawn_and_none_of_empty_cells(axis):
    found = drawn(TABLE, 200, axis=axis)
    assert (found.shape, found.dtype) == ((200, 3, 3), np.int64)
    assert not found[:, TABLE == 0].any()
    assert np.all(found.sum(axis=(1, 2)) == TABLE.sum())
    if axis is not None:
        other = (2, 1)[axis % 2]
        assert np.all(found.sum(axis=other) == TABLE.sum(axis=other - 1))
    assert np.ptp(found.sum(axis=1), axis=0).any() == (axis not in (1, -1))
    np.testing.assert_array_equal(found, drawn(TABLE, 200, axis=axis))
    assert not np.array_equal(found, drawn(TABLE, 200, 1, axis=axis))


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_blocks_are_bounded_and_change_nothing(monkeypatch, axis):
    expected = drawn(TABLE, 50, axis=axis)
    for most, size in ((40, 4), (9, 1), (1, 1)):
        monkeypatch.setattr(bootstrap, "MOST_NUMBERS", most)
        blocks = list(multinomial(TABLE, 50, 0, axis=axis))
        assert {len(block) for block in blocks[:-1]} == {size}
        np.testing.assert_array_equal(np.concatenate(blocks), expected)


def test_tables_are_drawn_as_their_rows_would_be():
    """The chances of each count of a cell are those of drawing rows, by the multinomial distribution."""
    table = np.array([2, 1, 1])
    found = drawn(table, 20_000)
    for cell, share in enumerate(table / 4):
        seen = np.bincount(found[:, cell], minlength=5)
        chance = [math.comb(4, k) * share**k * (1 - share) ** (4 - k) for k in range(5)]
        assert chisquare(seen, np.array(chance) * 20_000).pvalue > 1e-4
    covariance = np.cov(found.T)
    expected = 4 * (np.diag(table / 4) - np.outer(table, table) / 16)
    np.testing.assert_allclose(covariance, expected, atol=0.04)


def test_strata_are_drawn_apart():
    found = drawn(np.array([[3, 3], [3, 3]]), 5000, axis=0)
    assert abs(np.corrcoef(found[:, 0, 0], found[:, 1, 0])[0, 1]) < 0.06


def test_other_shapes_and_huge_counts():
    cube = np.arange(24).reshape(2, 3, 4)
    for axis, others in ((1, (1, 3)), (2, (1, 2)), (-3, (2, 3))):
        np.testing.assert_array_equal(
            drawn(cube, 3, axis=axis).sum(axis=others)[2], cube.sum(axis=tuple(other - 1 for other in others))
        )
    huge = drawn(np.array([10**9, 2 * 10**9, 0]), 20)
    assert np.all(huge.sum(axis=1) == 3 * 10**9)
    assert np.abs(huge[:, 0] - 10**9).max() < 6 * 26_000
    assert drawn(np.zeros((2, 2), dtype=np.int64), 3).tolist() == np.zeros((3, 2, 2)).tolist()
    assert list(multinomial(TABLE, 0, 0)) == []


def test_rounding_leaves_nothing_to_empty_cells():
    many = np.append(np.full(10**5, 10**9), 0)  # whose chances do not sum to one
    assert not drawn(many, 2)[:, -1].any()


@pytest.mark.parametrize("seed", range(20))
def test_equal_numbers_stay_equal_to_the_last_bit(seed):
    rng = np.random.default_rng(seed)
    number, n = rng.random(), rng.integers(1, 9, 6)
    assert acceleration(np.full(6, number), n) == 0
    for level in (0.9, 0.95, 0.731):
        assert percentile(np.full(8, number), level).ends.tolist() == [number, number]
