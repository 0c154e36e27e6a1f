"""Counts of labels: what scikit-learn says of all rows, from any chunks of them."""

import json
import tempfile
import tracemalloc
from datetime import date
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from tests.helpers import same

from figmerit.counts import _cells
from figmerit.counts.count import count_labels, count_scores
from figmerit.counts.label_counts import MOST_LABELS, LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix
from figmerit.metrics.slice_metrics import compute_slice_metrics

ALPHABETS = {
    "int": np.array([0, 1, 2, 7]),
    "int8": np.array([-128, 0, 127], dtype=np.int8),
    "uint8": np.array([0, 200, 255], dtype=np.uint8),
    "far": np.array([-(2**40), 2**62]),
    "bool": np.array([False, True]),
    "str": np.array(["a", "bb", "", "漢字"]),
    "object": np.array(["a", "bb", "c"], dtype=object),
    "float": np.array([0.0, 3.0, -0.0]),
}


@st.composite
def rows(draw):
    kind = draw(st.sampled_from(sorted(ALPHABETS)))
    labels = ALPHABETS[kind]
    n = draw(st.integers(1, 60))
    codes = st.lists(st.integers(0, len(labels) - 1), min_size=n, max_size=n)
    weights = st.none() | st.lists(st.integers(0, 5), min_size=n, max_size=n)
    return labels[draw(codes)], labels[draw(codes)], draw(weights)


@settings(max_examples=200, deadline=None)
@given(rows())
def test_counts_are_those_of_scikit_learn(data):
    y_true, y_pred, weight = data
    counts = count_labels(y_true, y_pred, sample_weight=weight)
    labels = np.union1d(y_true, y_pred)
    assert list(counts.labels) == [int(label) if isinstance(label, float) else label for label in labels.tolist()]
    assert counts.n_rows == len(y_true)
    if len(labels) > 1 and (weight is None or any(weight)):
        assert counts.matrix().tolist() == confusion_matrix(y_true, y_pred, sample_weight=weight).tolist()
        args = {"average": "macro", "zero_division": 0}
        true, pred, sample_weight = counts.rows()
        assert f1_score(true, pred, sample_weight=sample_weight, **args) == pytest.approx(
            f1_score(y_true, y_pred, sample_weight=weight, **args), abs=1e-12
        )


@settings(max_examples=100, deadline=None)
@given(rows(), st.lists(st.integers(0, 60), max_size=3), st.randoms())
def test_chunks_in_any_order_add_up_to_the_same(data, cuts, random):
    y_true, y_pred, weight = data
    whole = count_labels(y_true, y_pred, sample_weight=weight)
    weight = None if weight is None else np.array(weight)
    parts = [part for part in np.split(np.arange(len(y_true)), sorted(cuts)) if len(part)]
    random.shuffle(parts)
    chunks = [
        count_labels(y_true[part], y_pred[part], sample_weight=None if weight is None else weight[part])
        for part in parts
    ]
    assert same(sum(chunks), whole)


def test_sums_are_associative():
    counts = [
        count_labels(["b", "a"], ["a", "a"]),
        count_labels(["c"], ["b"], sample_weight=[2.0]),
        count_labels(["a"], ["c"]),
    ]
    sums = [(a + b) + c for a, b, c in permutations(counts)] + [a + (b + c) for a, b, c in permutations(counts)]
    assert all(same(total, sums[0]) for total in sums)
    assert sums[0].weighted
    assert sums[0].n_rows == 4


@pytest.mark.parametrize("dense", [_cells.DENSE, 0], ids=["dense", "sparse"])
@pytest.mark.parametrize("weighted", [False, True])
def test_dense_and_sparse_tables_agree(dense, weighted, monkeypatch):
    monkeypatch.setattr(_cells, "DENSE", dense)
    monkeypatch.setattr("figmerit.counts._cells.BLOCK", 7)
    rng = np.random.default_rng(0)
    y_true, y_pred = rng.integers(-3, 5, (2, 100))
    weight = rng.integers(0, 4, 100).astype(float) if weighted else None
    counts = count_labels(y_true, y_pred, sample_weight=weight)
    assert counts.matrix().tolist() == confusion_matrix(y_true, y_pred, sample_weight=weight).tolist()
    truths = count_labels(y_true > 0, y_pred > 0, sample_weight=weight)
    assert truths.matrix().tolist() == confusion_matrix(y_true > 0, y_pred > 0, sample_weight=weight).tolist()


def test_many_labels_need_no_matrix():
    labels = np.arange(100_000)
    counts = count_labels(labels, np.roll(labels, 1))
    assert len(counts.count) == 100_000
    true, pred, weight = counts.rows()
    assert accuracy_score(true, pred, sample_weight=weight) == 0
    rule = f"^labels must be at most {MOST_LABELS:,} for a matrix; got 100,000 labels\\.\nHint: compute_metric_summary"
    with pytest.raises(ValueError, match=rule):
        counts.matrix()


def test_rows_without_weight_keep_their_labels():
    counts = count_labels(["a", "b"], ["a", "a"], sample_weight=[1, 0])
    assert counts.labels == ("a", "b")
    assert counts.n_rows == 2
    assert counts.matrix().tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_counts_beyond_the_integers_of_floats():
    big = LabelCounts((0, 1), [0, 1], [0, 0], [2**53, 1])
    total = big + big + LabelCounts((0, 1), [0], [0], [1])
    assert total.matrix().tolist() == [[2**54 + 1, 0], [2, 0]]


FRAME = {"truth": ["a", "b", "a"], "guess": ["a", "a", "b"], "w": [1, 2, 3], "region": ["x", "y", "x"]}
FRAMES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


@pytest.mark.parametrize("make", FRAMES.values(), ids=FRAMES)
def test_columns_of_frames(make):
    frame = make(FRAME)
    counts = count_labels("truth", "guess", data=frame, sample_weight="w", by=["region"])
    arrays = count_labels(FRAME["truth"], FRAME["guess"], sample_weight=FRAME["w"], by={"region": FRAME["region"]})
    assert same(counts, arrays)
    assert counts.slices == {"region": ("x", "y")}
    assert same(counts.overall(), count_labels(FRAME["truth"], FRAME["guess"], sample_weight=FRAME["w"]))
    assert counts.to_pandas().to_dict("list") == {
        "region": ["x", "x", "y"],
        "y_true": ["a", "a", "b"],
        "y_pred": ["a", "b", "a"],
        "count": [1, 1, 1],
        "weight": [1, 3, 2],
    }
    assert count_labels([0], [1]).to_pandas().to_dict("list") == {"y_true": [0], "y_pred": [1], "count": [1]}


def test_slices_add_up_and_keep_the_order_of_their_categories():
    ages = pd.Categorical(["young", "old", "young"], categories=["young", "old"], ordered=True)
    whole = count_labels([0, 1, 1], [1, 1, 1], by={"age": ages, "sex": ["m", "f", "f"]})
    parts = [
        count_labels([y], [1], by={"age": ages[k : k + 1], "sex": [s]})
        for k, (y, s) in enumerate([(0, "m"), (1, "f"), (1, "f")])
    ]
    assert same(sum(parts), whole)
    assert whole.slices["age"] == ("young", "old")
    series = pd.Series(["u", "v", "u"], name="town")
    assert count_labels([0, 1, 1], [1, 1, 1], by=series).slices == {"town": ("u", "v")}


def test_slices_that_are_python_objects():
    numbers = np.array([2, 1, 2], dtype=object)
    days = np.array([date(2024, 1, 2), date(2024, 1, 1), date(2024, 1, 2)], dtype=object)
    counts = count_labels([0, 1, 1], [1, 1, 1], by={"number": numbers, "day": days})
    assert counts.slices == {"number": (1, 2), "day": ("2024-01-01", "2024-01-02")}


def test_labels_given_are_kept_and_closed():
    first = count_labels(["b"], ["a"], labels=["c", "b", "a"])
    assert (first + count_labels(["c"], ["c"])).labels == ("c", "b", "a")
    assert (count_labels(["c"], ["c"]) + first).labels == ("c", "b", "a")
    assert (first + count_labels(["c"], ["c"])).fixed
    assert first.onto(["a", "b"]).matrix().tolist() == [[0, 0], [1, 0]]
    with pytest.raises(
        ValueError, match=r"^labels must be a list with every value seen in the other counts; got .* without \['d'\]"
    ):
        first + count_labels(["d"], ["d"])
    with pytest.raises(ValueError, match=r"^the labels of both counts must be the same; got \['c', 'b', 'a'\] and"):
        first + count_labels(["a"], ["a"], labels=["a", "b"])


def test_saved_counts_are_the_same(tmp_path):
    counts = count_labels([True, False], [True, True], sample_weight=[0.1, 0.2], by={"k": ["x", "y"]})
    path = tmp_path / "deep.counts"
    counts.save(path)
    assert same(LabelCounts.load(path), counts)
    assert same(LabelCounts.from_dict(counts.to_dict()), counts)
    assert [file.name for file in tmp_path.iterdir()] == ["deep.counts"]
    assert LabelCounts.load(str(path)).labels == (False, True)


def error_of(call, kind=ValueError) -> str:
    with pytest.raises(kind) as error:
        call()
    return str(error.value)


def write_archive(path, **arrays) -> None:
    with path.open("wb") as file:
        np.savez(file, **{name: np.array(value) for name, value in arrays.items()})


class Evil:
    def __reduce__(self):
        return Path("executed").touch, ()


def test_what_is_no_file_of_counts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("x")
    message = "path must be a file written by LabelCounts.save(); got 'x'."
    for content in (b"", b"text", b"PK\x03\x04"):
        path.write_bytes(content)
        assert error_of(lambda: LabelCounts.load(path)) == message
    for header in ({}, {"header": "[1]"}, {"header": "{}"}, {"header": '{"format": "other counts"}'}):
        write_archive(path, a=[1], **header)
        assert error_of(lambda: LabelCounts.load(path)) == message
    write_archive(path, header=np.array([Evil()], dtype=object))
    assert error_of(lambda: LabelCounts.load(path)) == message
    with pytest.raises(FileNotFoundError):
        LabelCounts.load("nowhere")


def test_nothing_in_a_file_is_executed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_archive(Path("x"), header=np.array(Evil(), dtype=object))
    assert error_of(lambda: LabelCounts.load("x")).startswith("path must be a file written by LabelCounts.save(); got")
    assert not Path("executed").exists()


def test_files_of_other_counts_and_of_later_versions(tmp_path):
    path = tmp_path / "x"
    count_scores([0, 1], [0.1, 0.9]).save(path)
    assert error_of(lambda: LabelCounts.load(path), TypeError) == (
        "path must be a file written by LabelCounts.save(); got a file of ScoreCounts.\nHint: ScoreCounts.load(path)."
    )
    write_archive(path, header=json.dumps({"format": "figmerit counts", "version": 2}))
    assert error_of(lambda: LabelCounts.load(path)) == (
        "path must be of version 1; got version 2.\nHint: Update figmerit."
    )


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    old, path, names = count_labels([0], [1]), tmp_path / "deep.counts", []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # maybe on another disk: not used
    old.save(path)

    def no_space(self, target):
        names.append(self.name)
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(OSError, match="no space"):
        (old + old).save(path)
    assert names[0].startswith(".deep.counts.")
    assert [file.name for file in tmp_path.iterdir()] == ["deep.counts"]
    assert same(LabelCounts.load(path), old)


BAD = {
    "data-kind": (
        lambda: count_labels("a", "b", data=[1]),
        TypeError,
        "data must be a data frame (pandas, polars, pyarrow); got [1].",
    ),
    "data-lazy": (
        lambda: count_labels("a", "b", data=pl.LazyFrame({"a": [1]})),
        TypeError,
        "data must be a data frame in memory; got ",
    ),
    "column": (
        lambda: count_labels("truth", "gess", data=pd.DataFrame(FRAME)),
        ValueError,
        "y_pred must be the name of a column of data, one of ['truth', 'guess', 'w', 'region']; got 'gess'.\n"
        "Hint: Did you mean 'guess'?",
    ),
    "column-kind": (
        lambda: count_labels("truth", [1], data=pd.DataFrame(FRAME)),
        TypeError,
        "y_pred must be the name of a column of data, one of ['truth', 'guess', 'w', 'region']; got [1].",
    ),
    "by-kind": (
        lambda: count_labels("truth", "guess", by=3, data=pd.DataFrame(FRAME)),
        TypeError,
        "by must be the name of a column of data, or a list of them; got 3.",
    ),
    "by-empty": (
        lambda: count_labels([1], [1], by={}),
        ValueError,
        "by must be a mapping of at least one array; got an empty one.",
    ),
    "by-shape": (
        lambda: count_labels([1, 2], [1, 2], by={"k": [1]}),
        ValueError,
        "by['k'] must be of shape (2,), one slice a sample; got shape (1,).",
    ),
    "slices": (
        lambda: count_labels([1], [1], by={"k": [1]}) + count_labels([1], [1]),
        ValueError,
        "the slices of both counts must be of the same columns; got ['k'] and [].\nHint: Count both with the same by=.",
    ),
    "slice-column": (
        lambda: count_labels([1], [1], by={"age": ["x"], "sex": ["m"]}).codes_of("ages"),
        ValueError,
        "column must be one of 'age', 'sex'; got 'ages'.\nHint: Did you mean 'age'?",
    ),
    "kinds": (
        lambda: count_labels([1], [1]) + count_labels(["a"], ["a"]),
        TypeError,
        "the labels of both counts must be of one kind; got ",
    ),
}


@pytest.mark.parametrize(("call", "kind", "message"), BAD.values(), ids=BAD)
def test_whole_error(call, kind, message):
    with pytest.raises(kind) as error:
        call()
    assert str(error.value).startswith(message)


def test_other_things_cannot_be_added():
    with pytest.raises(TypeError, match="unsupported operand"):
        count_labels([1], [1]) + 1
    with pytest.raises(TypeError, match="unsupported operand"):
        1 + count_labels([1], [1])


def test_text():
    counts = count_labels([0, 1, 1], [1, 1, 0], sample_weight=[1, 2, 3], by={"k": list("abc")})
    assert repr(counts) == "LabelCounts(3 rows of [0, 1], by k, weighted)"
    assert repr(count_labels([0], [1])) == "LabelCounts(1 row of [0, 1])"
    assert repr(count_labels([0], [1], by={"k": ["a"], "l": ["b"]})) == "LabelCounts(1 row of [0, 1], by k, l)"


def indicators(n: int, n_labels: int = 3):
    rng = np.random.default_rng(n)
    true = (rng.random((n, n_labels)) < 0.4).astype(int)
    return true, np.where(rng.random((n, n_labels)) < 0.7, true, 1 - true)


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
@pytest.mark.parametrize("labels", [None, ["cat", "dog", "fox"]], ids=["numbers", "names"])
def test_indicator_matrices_are_counted_by_columns_and_by_elements(weighted, labels):
    true, pred = indicators(60)
    weight = np.random.default_rng(0).integers(0, 5, 60) / 4 if weighted else None
    counts = count_labels(true, pred, sample_weight=weight, labels=labels)
    assert counts.n_rows == 60
    assert counts.class_labels == tuple(labels or range(3))
    summary = compute_metric_summary(counts)
    rowwise = compute_metric_summary(true, pred, sample_weight=weight, labels=labels)
    for name in ("precision", "recall", "f1_score", "support"):
        np.testing.assert_allclose(getattr(summary, name), getattr(rowwise, name), rtol=0, atol=1e-12)
    for average in ("macro", "micro", "weighted", "samples"):
        assert summary.averages[average] == pytest.approx(rowwise.averages[average], abs=1e-12)
    assert summary.values == pytest.approx(rowwise.values, abs=1e-12, nan_ok=True)
    assert summary.labels == rowwise.labels
    assert summary.undefined == rowwise.undefined
    assert summary.to_text() == rowwise.to_text()
    apart = compute_multilabel_confusion_matrix(counts)
    for name, matrix in compute_multilabel_confusion_matrix(true, pred, sample_weight=weight, labels=labels).items():
        np.testing.assert_allclose(apart[name].counts, matrix.counts, rtol=1e-12)
    together = compute_confusion_matrix(true, pred, sample_weight=weight)
    np.testing.assert_allclose(compute_confusion_matrix(counts).counts, together.counts, rtol=1e-12)


def test_chunks_of_indicator_matrices_add_up(tmp_path):
    true, pred = indicators(50)
    town = np.array(["u", "v"])[np.arange(50) % 2]
    whole = count_labels(true, pred, by={"town": town}, labels=["x", "y", "z"])
    parts = [slice(17), slice(17, 30), slice(30, None)]
    chunks = [count_labels(true[part], pred[part], by={"town": town[part]}, labels=["x", "y", "z"]) for part in parts]
    assert same(sum(chunks[::-1]), whole)
    assert same(whole.overall(), count_labels(true, pred, labels=["x", "y", "z"]))
    whole.save(tmp_path / "c")
    assert same(LabelCounts.load(tmp_path / "c"), whole)
    other = count_labels(true + (np.arange(50) == 3)[:, None], pred)  # has a 2: whose elements are samples
    assert (other + count_labels(true, pred)).per_class == ()
    with pytest.raises(
        ValueError, match=r"^the columns of both counts must be of the same labels; got \['x', 'y', 'z'\]"
    ):
        whole.overall() + count_labels(true, pred)


@pytest.mark.parametrize("average", [None, "micro", "weighted"])
@pytest.mark.parametrize("metric", ["precision", "recall", "f1_score", "accuracy"])
def test_slices_of_indicator_matrices(metric, average):
    true, pred = indicators(40)
    true[:10] = 0
    weight = np.random.default_rng(0).integers(0, 4, 40)
    town = np.repeat(["u", "v", "w", "x"], 10)
    weight[30:] = 0
    if metric == "accuracy" and average:
        return
    options = {"row_slices": "town", "metric": metric, "average": average, "row_labels": ["x", "u", "v", "none"]}
    grid = compute_slice_metrics(count_labels(true, pred, by={"town": town}, sample_weight=weight), **options)
    rowwise = compute_slice_metrics(true, pred, sample_weight=weight, **(options | {"row_slices": town}))
    np.testing.assert_allclose(grid.grid, rowwise.grid, rtol=0, atol=1e-12)
    assert (grid.reasons, grid.n.tolist(), grid.metric_name) == (
        rowwise.reasons,
        rowwise.n.tolist(),
        rowwise.metric_name,
    )


def test_zeros_and_ones_of_which_each_element_is_a_sample():
    true, pred = indicators(20)
    counts = count_labels(true, pred, multilabel=False)
    assert counts.per_class == ()
    assert counts.n_rows == 60
    rowwise = compute_metric_summary(true, pred, multilabel=False)
    assert compute_metric_summary(counts).values == pytest.approx(rowwise.values, abs=1e-12)
    assert count_labels(true, pred, sample_weight=np.ones((20, 3))).per_class == ()
    assert count_labels(true, pred, labels=[0, 1]).labels == (0, 1)
    with pytest.raises(ValueError, match=r"^y_true must be of two axes"):
        count_labels([0, 1], [0, 1], multilabel=True)
    with pytest.raises(ValueError, match=r"^metric must be one of 'accuracy', .* for multilabel targets; got 'mcc'"):
        compute_slice_metrics(count_labels(true, pred, by={"k": np.zeros(20, int)}), row_slices="k", metric="mcc")


DAMAGED = {
    "no version": lambda header, arrays: ({k: v for k, v in header.items() if k != "version"}, arrays),
    "fields": lambda header, arrays: (header | {"fields": [1]}, arrays),
    "later": lambda header, arrays: (header | {"version": 2}, arrays),
    "codes": lambda header, arrays: (header, arrays | {"true_codes": np.array([-1, 0])}),
    "far codes": lambda header, arrays: (header, arrays | {"pred_codes": np.array([0, 2])}),
    "counts": lambda header, arrays: (header, arrays | {"count": np.array([1, -1])}),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_damaged_files(tmp_path, damage):
    path = tmp_path / "c"
    count_labels([0, 1], [0, 1]).save(path)
    with np.load(path) as archive:
        arrays = dict(archive)
    header, arrays = damage(json.loads(str(arrays.pop("header"))), arrays)
    with path.open("wb") as file:
        np.savez(file, header=np.array(json.dumps(header)), **arrays)
    with pytest.raises(ValueError, match=r"must be"):
        LabelCounts.load(path)


def test_files_are_like_others(tmp_path):
    counts, path = count_labels([0, 1], [0, 1]), tmp_path / "c"
    (tmp_path / "link").symlink_to(path)
    counts.save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert same(LabelCounts.load(path), counts)
    (tmp_path / "plain").write_text("")
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode
    with pytest.raises(FileNotFoundError) as error:
        counts.save(tmp_path / "nowhere" / "c")
    assert error.value.filename == str(tmp_path / "nowhere" / "c")


def test_integers_beyond_64_bits_with_sign():
    true, pred = np.array([2**63 + 5, 2**63 + 1025, 3], np.uint64), np.array([3, 2**63 + 1025, 3], np.uint64)
    counts = count_labels(true, pred)
    assert counts.labels == (3, 2**63 + 5, 2**63 + 1025)
    assert [sorted(part.tolist()) for part in counts.rows()[:2]] == [sorted(true.tolist()), sorted(pred.tolist())]
    assert (counts + count_labels([7], [7])).labels == (3, 7, 2**63 + 5, 2**63 + 1025)
    assert count_labels(true, pred, labels=[3, 2**63 + 1025, 2**63 + 5]).labels == (3, 2**63 + 1025, 2**63 + 5)


WRONG_DATA = {
    "codes": ({"true_codes": [0, 2]}, "the codes in data must be from 0 to 1; got 0 to 2."),
    "negative codes": ({"pred_codes": [-1, 1]}, "the codes in data must be from 0 to 1; got -1 to 1."),
    "slices": ({"slice_codes": [[0, 3]]}, "the codes in data must be from 0 to 1; got 0 to 3."),
    "count": ({"count": [1, -2]}, "count in data must be not negative; got -2."),
    "weight": ({"weight": [1.0, -0.5]}, "weight in data must be not negative; got -0.5."),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG_DATA.values(), ids=WRONG_DATA)
def test_dictionaries_of_no_counts(wrong, message):
    data = count_labels([0, 1], [0, 1], sample_weight=[1, 2], by={"k": ["u", "v"]}).to_dict()
    with pytest.raises(ValueError, match="data must be") as error:
        LabelCounts.from_dict(data | wrong)
    assert str(error.value) == message


@pytest.mark.parametrize("name", ["positives", "negatives", "positive_weight", "negative_weight"])
def test_dictionaries_of_no_scores(name):
    data = count_scores([0, 1], [0.1, 0.9], sample_weight=[1, 2]).to_dict()
    with pytest.raises(ValueError, match=f"^{name} in data must be not negative; got -1"):
        ScoreCounts.from_dict(data | {name: [-1, 2]})


def test_codes_of_slices():
    counts = count_labels([0, 1, 1], [0, 1, 0], by={"town": ["v", "u", "u"], "age": [1, 2, 3]})
    assert sorted(zip(counts.codes_of("town").tolist(), counts.codes_of("age").tolist(), strict=True)) == [
        (0, 1),
        (0, 2),
        (1, 0),
    ]
    with pytest.raises(ValueError, match="column") as error:
        counts.codes_of("twon")
    assert str(error.value) == "column must be one of 'town', 'age'; got 'twon'.\nHint: Did you mean 'town'?"
    with pytest.raises(ValueError, match="column") as error:
        counts.overall().codes_of("town")
    assert str(error.value) == "column must be left out for counts that were not kept apart by columns; got 'town'."


def test_labels_of_two_columns_are_those_of_elements_if_they_are_zero_and_one():
    true, pred = indicators(20, 2)
    assert count_labels(true, pred, labels=[1, 0]).per_class == ()
    assert count_labels(true, pred, labels=[1, 2]).class_labels == (1, 2)
    assert count_labels(true, pred, labels=["x", "y"], multilabel=True).class_labels == ("x", "y")
    with pytest.raises(TypeError, match=r"^labels must be array-like"):
        count_labels(true, pred, labels=5)


def test_slices_of_elements_make_elements_samples():
    mask = [[1, 0], [0, 1]]
    counts = count_labels(mask, [[1, 1], [0, 1]], by={"x": [["a", "b"], ["a", "b"]]})
    assert not counts.per_class
    assert counts.slices == {"x": ("a", "b")}
    assert counts.matrix().tolist() == [[1, 1], [0, 2]]


def test_names_of_columns_are_texts(tmp_path):
    frame = pd.DataFrame({0: [0, 1, 1], 1: [0, 0, 1], 2: ["u", "v", "v"]})
    counts = count_labels(0, 1, data=frame, by=[2])
    assert list(counts.slices) == ["2"]
    counts.save(tmp_path / "counts")
    assert same(counts + LabelCounts.load(tmp_path / "counts"), counts + counts)


def test_slices_of_many_labels_need_no_table():
    rng = np.random.default_rng(0)
    true, pred, group = rng.integers(0, 3000, (3, 5000)) % [[3000], [3000], [400]]
    counts = count_labels(true, pred, by={"g": group})
    tracemalloc.start()
    found = compute_slice_metrics(counts, metric="f1_score", average="macro", row_slices="g", labels=range(3000))
    assert tracemalloc.get_traced_memory()[1] < 400 * 3000 * 8 * 20
    tracemalloc.stop()
    few = compute_slice_metrics(true, pred, metric="f1_score", average="macro", row_slices=group, labels=range(3000))
    np.testing.assert_allclose(found.grid, few.grid, rtol=0, atol=1e-12)
    part = group == 7
    expected = f1_score(true[part], pred[part], labels=np.arange(3000), average="macro", zero_division=0)
    assert found.grid[found.row_labels.index(7), 0] == pytest.approx(expected, abs=1e-12)


def test_elements_of_boolean_indicators_are_boolean_as_those_of_arrays():
    y_true, y_pred = (
        np.array([[True, False], [True, True], [False, True]]),
        np.array([[True, True], [True, False]] * 2)[:3],
    )
    counts = count_labels(y_true, y_pred)
    same(compute_confusion_matrix(counts), compute_confusion_matrix(y_true, y_pred))
    assert [type(label) for label in (counts + counts).labels] == [bool, bool]
    assert [type(label) for label in count_labels(y_true * 1, y_pred * 1).labels] == [int, int]
    assert (counts + count_labels(y_true * 1, y_pred * 1)).matrix().tolist() == (2 * counts.matrix()).tolist()
