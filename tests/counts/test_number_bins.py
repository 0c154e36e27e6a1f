"""Numbers as slices: where they are cut, and what the bins are called."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figmerit.counts._number_bins import binned, needs_bins


def cut(numbers, bins=4):
    return binned(np.asarray(numbers, dtype=float), bins, "bins", "bins=4")


def test_quartiles_are_named_by_three_digits():
    values = np.random.default_rng(0).normal(18, 4, 1000)
    found = cut(values)
    assert found.edges == (15.2, 17.7, 20.4)
    assert found.names == ("under 15.2", "15.2 to 17.7", "17.7 to 20.4", "20.4 and over")
    assert np.abs(np.bincount(found.codes) - 250).max() < 10
    np.testing.assert_array_equal(found.codes, np.digitize(values, found.edges))


@given(
    st.lists(st.floats(-1e9, 1e9) | st.integers(-3, 3).map(float), min_size=1, max_size=60),
    st.integers(1, 8),
)
def test_bins_hold_what_their_names_say(values, n_bins):
    found = cut(values, n_bins)
    assert len(set(found.names)) == len(found.names) <= n_bins
    np.testing.assert_array_equal(np.unique(found.codes), np.arange(len(found.names)))
    np.testing.assert_array_equal(found.codes, np.digitize(values, found.edges))
    for name, low, high in zip(found.names, [None, *found.edges], [*found.edges, None], strict=True):
        ends = name.replace("under ", "").replace(" and over", "").replace(",", "").split(" to ")
        if found.edges:
            assert [float(end) for end in ends] == [end for end in (low, high) if end is not None]


@pytest.mark.parametrize(
    ("values", "names"),
    {
        "constant": ([7.5, 7.5], ("7.5",)),
        "mostly the lowest": ([1, 1, 1, 1, 1, 2], ("under 2", "2 and over")),
        "no shortest number": ([0.1, 0.2, 0.3, 0.7], ("under 0.2", "0.2 to 0.3", "0.3 to 0.7", "0.7 and over")),
        "close to each other": (
            1_000_000 + np.arange(100),
            ("under 1,000,025", "1,000,025 to 1,000,050", "1,000,050 to 1,000,075", "1,000,075 and over"),
        ),
        "small": ([1e-7, 2e-7, 3e-7, 4e-7], ("under 2e-07", "2e-07 to 3e-07", "3e-07 to 4e-07", "4e-07 and over")),
    }.values(),
)
def test_names(values, names):
    assert cut(values).names == names


def test_equal_numbers_need_no_more_digits():
    values = np.repeat([0.1111, 0.36767578125, 0.55761, 0.70605], 25)
    assert cut(values).edges == (0.367, 0.557, 0.706)


def test_edges_are_taken_as_they_are():
    found = cut([3, 18, 29, 30, 64, 65, 99], [18, 30, 65])
    assert found.names == ("under 18", "18 to 30", "30 to 65", "65 and over")
    assert found.codes.tolist() == [0, 1, 1, 2, 2, 3, 3]
    assert cut([20, 70], [18, 30, 65]).names == ("18 to 30", "65 and over")
    assert cut([20, 70], 1).names == ("20 to 70",)


def test_few_whole_numbers_need_no_bins():
    assert not needs_bins(np.arange(12.0))
    assert needs_bins(np.arange(13.0))
    assert needs_bins(np.array([0.5]))
