"""Labels as codes: the labels that the validators return, from every container."""

import sys

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.helpers import CONTAINERS, MISSING, STRINGS

from figmerit.counts import _labels as _codes
from figmerit.counts._labels import Codes, check_labels, factorized

INTEGERS = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]


def decoded(codes: Codes) -> list:
    """Return what codes stand for."""
    places = codes.codes.astype(object) - codes.low if codes.low else codes.codes.astype(np.int64)
    return codes.values[places.astype(np.int64)].reshape(codes.shape).tolist()


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("values", [[2, 0, 1, 2, 1], [True, False, True, True], [2.0, 0.0, 5.0]], ids=["i", "b", "f"])
def test_numbers_from_every_container(container: str, values: list) -> None:
    given = CONTAINERS[container](values)
    found = decoded(factorized(given, "y_true"))
    assert found == check_labels(given, "y_true").tolist()
    assert [type(value) for value in found] == [type(value) for value in check_labels(given, "y_true").tolist()]


@pytest.mark.parametrize("container", STRINGS)
def test_strings_from_every_container(container: str) -> None:
    words = ["cat", "dog", "cat", "owl", "dog", "a\0b", "漢字"]
    assert decoded(factorized(STRINGS[container](words), "y_true")) == words


FITTING = [
    (dtype, size, offset)
    for dtype in INTEGERS
    for size in (2, 3, 12, 120, 5000)
    for offset in (0, -5, -100, 100, 7000, 2**40, 2**63)
    if np.iinfo(dtype).min <= offset and offset + size <= np.iinfo(dtype).max
]


@pytest.mark.parametrize(("dtype", "size", "offset"), FITTING)
def test_integers_of_every_size_do_not_overflow(dtype: type, size: int, offset: int) -> None:
    rng = np.random.default_rng(0)
    values = rng.integers(0, size, 800).astype(dtype) + dtype(offset)
    assert decoded(factorized(values, "y_true")) == values.tolist()


def test_integers_at_both_ends() -> None:
    for dtype in INTEGERS:
        limits = np.iinfo(dtype)
        values = np.array([limits.min, limits.max, 0, limits.max], dtype=dtype)
        assert decoded(factorized(values, "y_true")) == values.tolist()


def test_narrow_integers_and_booleans_are_not_copied() -> None:
    for values in (np.array([3, 7, 5]), np.array([True, False])):
        assert np.shares_memory(factorized(values, "y_true").codes, values)


@pytest.mark.parametrize("width", [1, 2, 3, 8, 20])
@pytest.mark.parametrize("dtype", ["U", "O", "T"])
def test_strings_of_every_width(width: int, dtype: str) -> None:
    rng = np.random.default_rng(width)
    words = ["".join(rng.choice(list("abcé漢🙂"), rng.integers(1, width + 1))) for _ in range(300)]
    array = np.array(words, dtype=np.dtypes.StringDType() if dtype == "T" else dtype)
    assert decoded(factorized(array, "y_true")) == words
    assert decoded(factorized(array[::-1], "y_true")) == words[::-1]  # not contiguous


def test_empty_strings() -> None:
    assert decoded(factorized(np.array(["", ""]), "y_true")) == ["", ""]
    assert decoded(factorized(["", "a", ""], "y_true")) == ["", "a", ""]


def test_strings_that_share_a_number_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_codes, "ODD", np.uint64(0))  # all letters but the last are forgotten
    assert decoded(factorized(np.array(["ab", "bb", "ba"]), "y_true")) == ["ab", "bb", "ba"]


@pytest.mark.parametrize("loaded", [True, False], ids=["pandas", "no-pandas"])
def test_objects_with_pandas_and_without(loaded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not loaded:
        monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setattr(_codes, "BLOCK", 4)  # labels turn up in later blocks only
    words = np.array([*"abcabcdefgab"], dtype=object)
    assert decoded(factorized(words, "y_true")) == words.tolist()
    for values, expected in (([True, 1, 0], [1, 1, 0]), ([1.0, 2], [1, 2]), ([True, False], [True, False])):
        found = decoded(factorized(np.array(values, dtype=object), "y_true"))
        assert [(type(value), value) for value in found] == [(type(value), value) for value in expected]


@pytest.mark.parametrize("loaded", [True, False], ids=["pandas", "no-pandas"])
@pytest.mark.parametrize("values", [["a", None, float("nan")], [1, None, np.nan], ["a", 1], [[1], [1, 2]], [1.5], [{}]])
def test_bad_objects_are_the_validators_errors(values: list, loaded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    with pytest.raises((TypeError, ValueError)) as expected:
        check_labels(array, "y_true")
    if not loaded:
        monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(type(expected.value)) as got:
        factorized(array, "y_true")
    assert str(got.value) == str(expected.value)


@pytest.mark.parametrize("container", MISSING)
def test_missing_labels_are_counted(container: str) -> None:
    with pytest.raises(ValueError, match=r"^y_true must be without missing values; got 1 missing of 3\.\nHint: Drop"):
        factorized(MISSING[container]([0, None, 1]), "y_true")


CATEGORICALS = {
    "pandas": lambda values: pd.Series(pd.Categorical(values, categories=["unused", "c", "b", "a"])),
    "pandas-index": lambda values: pd.CategoricalIndex(values),
    "pandas-bare": lambda values: pd.Categorical(values),
    "polars": lambda values: pl.Series(values, dtype=pl.Categorical),
    "polars-enum": lambda values: pl.Series(values, dtype=pl.Enum(["unused", "c", "b", "a"])),
    "pyarrow": lambda values: pa.array(values).dictionary_encode(),
    "pyarrow-chunks": lambda values: pa.chunked_array(
        [pa.array(values[:2], pa.string()).dictionary_encode(), pa.array(values[2:], pa.string()).dictionary_encode()]
    ),
}


@pytest.mark.parametrize("make", CATEGORICALS.values(), ids=CATEGORICALS)
def test_categoricals_by_their_codes(make) -> None:
    words = ["b", "a", "c", "b", "b"]
    assert decoded(factorized(make(words), "y_true")) == words
    with pytest.raises(ValueError, match=r"^y_true must be without missing values; got 2 missing of 5\."):
        factorized(make(["b", None, "c", None, "b"]), "y_true")


def test_labels_of_any_rank() -> None:
    grid = np.array([[1, 2], [3, 1]])
    codes = factorized(grid.T, "y_true")
    assert codes.shape == (2, 2)
    assert decoded(codes) == grid.T.tolist()


def test_codes_of_some_elements_know_which_labels_are_left() -> None:
    for values in ([3, 4, 5], ["a", "b", "c"], [1000, 7, 2**40]):
        codes = factorized(np.array(values), "y_true").at(np.array([True, False, True]))
        assert (codes.shape, decoded(codes)) == ((2,), [values[0], values[2]])
        assert sorted(codes.values[codes.seen].tolist()) == sorted([values[0], values[2]])


def test_codes_of_categories_are_not_copied() -> None:
    words = pd.Categorical.from_codes(np.array([1, 0, 1], np.int8), categories=["a", "b", "unused"])
    codes = factorized(words, "y_true")
    assert np.shares_memory(codes.codes, words.codes)
    assert (codes.shape, codes.seen.tolist()) == ((3,), [0, 1])


def test_a_category_that_is_no_label_may_be_unused() -> None:
    words = pd.Categorical.from_codes([1, 0, 1], categories=["a", "b", 1.5])
    assert decoded(factorized(words, "y_true")) == ["b", "a", "b"]
    with pytest.raises(TypeError, match=r"^y_pred must be labels of one kind"):
        factorized(pd.Categorical.from_codes([0, 2], categories=["a", "b", 1.5]), "y_pred")


def test_missing_objects_of_all_blocks_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_codes, "BLOCK", 2)
    with pytest.raises(ValueError, match=r"got 3 missing of 6\."):
        factorized(np.array([None, "a", "b", None, None, "a"], dtype=object), "y_true")


def test_true_and_one_are_one_object_of_the_kind_that_the_whole_array_has() -> None:
    found = decoded(factorized(np.array([True, 2, 1], dtype=object), "y_true"))
    assert [(type(value), value) for value in found] == [(int, 1), (int, 2), (int, 1)]
    assert decoded(factorized(np.array([True, 1, True, 0], dtype=object), "y_true")) == [1, 1, 1, 0]


@pytest.mark.parametrize("value", [2.0**63, -(2.0**63), 2.0**64, 2.0**65, 126.5])
def test_whole_floats_are_labels_as_far_as_integers_go(value: float) -> None:
    assert decoded(factorized(np.array([2.0**62, 200.0]), "y_true")) == [2**62, 200]
    rule = "integers of 64 bits" if value == 2.0**63 else "labels, not continuous values"
    ways = {"integers of 64 bits": "np.asarray(y_pred, dtype=object).astype(str)"}
    hint = ways.get(rule, "Pass scores as y_score=; they are cut at threshold=")
    with pytest.raises(ValueError, match=rf"^y_pred must be {rule}; got the value ") as error:
        factorized(np.array([value, -1.0]), "y_pred")
    assert str(error.value) == f"y_pred must be {rule}; got the value {value:g}.\nHint: {hint}."
    with pytest.raises(ValueError, match=rf"^labels must be {rule}; got the value ") as error:
        factorized(np.array([value, -1.0]), "labels")
    assert ("Hint" in str(error.value)) == (rule == "integers of 64 bits")


def test_half_floats_are_labels() -> None:
    assert decoded(factorized(np.array([1, 2000], np.float16), "y_true")) == [1, 2000]


def test_a_tuple_is_no_category() -> None:
    words = pd.Series([(1, 2), (1, 2)]).astype("category")
    with pytest.raises(TypeError, match=r"^y_pred must be labels: .*; got the category \(1, 2\)\.\nHint: np\.asarray"):
        factorized(words, "y_pred")
