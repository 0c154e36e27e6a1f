"""The door: any array-like becomes the same NumPy array, and results keep their promises."""

import copy
import json
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.helpers import CONTAINERS, FRAMES, MISSING, STRINGS, JaxArray, Tensor, bfloat16

from figmerit._arrays import to_numpy
from figmerit._containers import column_names, is_missing
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.pr_curve import PRCurve, compute_pr_curve
from figmerit.metrics.roc_curve import ROCCurve, compute_roc_curve
from figmerit.metrics.slice_metrics import SliceMetrics

INTEGERS = [2, 0, 1, 2, 1]
BOOLEANS = [True, False, True, True, False]
FLOATS = [0.25, 0.5, 0.75, 1.0, 0.5]
WORDS = ["cat", "dog", "cat", "owl", "dog"]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(("values", "kind"), [(INTEGERS, "i"), (BOOLEANS, "b"), (FLOATS, "f")], ids=["i", "b", "f"])
def test_numbers_from_every_container(container: str, values: list, kind: str) -> None:
    array = to_numpy(CONTAINERS[container](values), "x")
    assert array.tolist() == values
    assert type(array) is np.ndarray
    if container not in ("numpy_object", "numpy_masked"):  # theirs is left to the validators
        assert array.dtype.kind == kind


@pytest.mark.parametrize("container", STRINGS)
def test_strings_from_every_container(container: str) -> None:
    assert to_numpy(STRINGS[container](WORDS), "x").tolist() == WORDS


@pytest.mark.parametrize("container", MISSING)
@pytest.mark.parametrize("values", [[1, None, 0, 1], [0.5, None, 0.25, 1.5], ["a", None, "b", "a"]], ids=list("ifs"))
def test_missing_values_stay_missing(container: str, values: list) -> None:
    array = to_numpy(MISSING[container](values), "x").tolist()
    assert [is_missing(value) for value in array] == [False, True, False, False]
    assert [value for value in array if not is_missing(value)] == [v for v in values if v is not None]


@pytest.mark.parametrize("frame", FRAMES)
def test_rows_and_columns_from_every_frame(frame: str) -> None:
    rows = [[0.5, 0.25], [1.0, 0.0], [0.75, 0.125]]
    array = to_numpy(FRAMES[frame](rows, ["b", "a"]), "x")
    assert array.tolist() == rows
    assert array.dtype == np.float64
    assert type(array) is np.ndarray


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([0.7, None], dtype="Float32"),
        pd.Series([0.7, None], dtype="float32"),
        pd.Series([0.7, None], dtype="float32[pyarrow]"),
        pl.Series([0.7, None], dtype=pl.Float32),
        pa.array([0.7, None], pa.float32()),
    ],
    ids=["pandas_nullable", "pandas", "pandas_arrow", "polars", "pyarrow"],
)
def test_float32_survives_missing_values(values: object) -> None:
    assert to_numpy(values, "x").dtype == np.float32


def test_frames_with_odd_columns() -> None:
    assert to_numpy(pd.DataFrame([[1, 2]], columns=["a", "a"]), "x").tolist() == [[1, 2]]
    assert to_numpy(pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["a"], [1, 2]])), "x").shape == (1, 2)
    assert to_numpy(pd.DataFrame({"a": [1], "b": ["x"]}), "x").tolist() == [[1, "x"]]
    assert to_numpy(pd.DataFrame(), "x").size == 0
    assert to_numpy(pa.table({"a": pa.array(["x", "y"]).dictionary_encode()}), "x").tolist() == [["x"], ["y"]]


def test_bfloat16_becomes_float() -> None:
    assert to_numpy(bfloat16([0.5, 0.25]), "x").tolist() == [0.5, 0.25]


def test_numbers_beside_strings_stay_numbers() -> None:
    assert to_numpy([1, "a"], "x").tolist() == [1, "a"]
    assert to_numpy([["a", "b"], ["c", "d"]], "x").tolist() == [["a", "b"], ["c", "d"]]


def test_sparse() -> None:
    scipy_sparse = pytest.importorskip("scipy.sparse")
    assert to_numpy(scipy_sparse.csr_array([[0, 1], [1, 0]]), "x").tolist() == [[0, 1], [1, 0]]


def test_column_names() -> None:
    assert column_names(pd.DataFrame(columns=["b", "a"])) == ("b", "a")
    assert column_names(pd.DataFrame([[1, 2]], columns=[7, 3])) == (7, 3)
    assert column_names(pd.DataFrame([[1, 2]])) is None
    assert column_names(pd.DataFrame([[1, 2]], columns=["a", 3])) == ("a", 3)
    assert column_names(pl.DataFrame({"b": [1], "a": [2]})) == ("b", "a")
    assert column_names(pa.table({"b": [1], "a": [2]})) == ("b", "a")
    assert column_names(np.zeros((2, 2))) is None
    assert column_names([[1, 2]]) is None


def test_stand_ins_are_as_unwilling_as_torch() -> None:
    with pytest.raises(RuntimeError, match="requires grad"):
        Tensor([1.0]).numpy()
    with pytest.raises(TypeError, match="device"):
        Tensor([1.0]).detach().numpy()
    with pytest.raises(TypeError, match="BFloat16"):
        bfloat16([1.0]).detach().cpu().numpy()
    assert not hasattr(JaxArray([1.0]), "__len__")


WATCHED = ("pandas", "polars", "pyarrow", "narwhals", "torch", "jax", "matplotlib", "figmerit.plots")
DOOR = """
from figmerit.counts._label_rows import label_rows
from figmerit.counts._rows import score_rows
label_rows(y, y, labels=form([1, 0]), sample_weight=s)
score_rows(y, s, sample_weight=s).predict()
score_rows(y, form([[0.2, 0.8], [0.9, 0.1], [0.4, 0.6], [0.5, 0.5]]))
"""
METRICS = """
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
compute_confusion_matrix(y, y); compute_confusion_matrix(y, y_score=s)
compute_roc_curve(y, s).to_dict(); compute_pr_curve(y, s).to_dict()
"""


@pytest.mark.parametrize("form", ["list", "np.asarray"], ids=["lists", "arrays"])
@pytest.mark.parametrize(("first", "then"), [("numpy", DOOR), ("sklearn.metrics", METRICS)], ids=["door", "metrics"])
def test_a_user_of_numpy_imports_no_frame_library(form: str, first: str, then: str) -> None:
    """scikit-learn imports pandas where it finds it; this package adds nothing to that."""
    code = f"""
import sys, {first}, numpy as np
before, form = set(sys.modules), {form}
y, s = form([0, 1, 1, 0]), form([0.2, 0.9, 0.4, 0.5])
{then}
print(sorted(set({WATCHED}) & (set(sys.modules) - before)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- Results ---------------------------------------------------------------------------------------------------------

SCORES = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.2, 0.7], [0.4, 0.4, 0.2]])
RESULTS = {
    "matrix": compute_confusion_matrix(["b", "a", "b"], ["a", "a", "b"]),
    "weighted_matrix": compute_confusion_matrix([0, 1, 1], [0, 1, 0], sample_weight=[2, 0.5, 1]),
    "scored_matrix": compute_confusion_matrix([0, 1, 1, 0], y_score=[0.2, 0.9, 0.4, 0.1]),
    "binned_matrix": compute_confusion_matrix([0, 1, 1, 0], y_score=[0.2, 0.9, 0.4, 0.1], n_bins=4),
    "roc": compute_roc_curve([0, 1, 1, 0], [0.2, 0.9, 0.4, 0.5]),
    "roc_undefined": compute_roc_curve([1, 1], [0.2, 0.9]),
    "roc_macro": compute_roc_curve([0, 1, 2, 1], SCORES, display_labels=["cat", "dog", "owl"]),
    "pr": compute_pr_curve(["n", "y", "y"], np.float32([0.2, 0.9, 0.4]), pos_label="y"),
    "pr_undefined": compute_pr_curve([0, 0], [0.2, 0.9]),
    "pr_macro": compute_pr_curve([0, 1, 1, 1], SCORES, labels=[0, 1, 2]),
}
each_result = pytest.mark.parametrize("name", RESULTS)


def assert_same(one: object, two: object) -> None:
    assert type(one) is type(two)
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(two, field.name)
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype
            np.testing.assert_array_equal(a, b)
            assert not b.flags.writeable
        elif hasattr(a, "to_dict"):
            assert_same(a, b)
        elif isinstance(a, tuple):
            assert isinstance(b, tuple)
            assert len(a) == len(b)
            for x, y in zip(a, b, strict=True):
                if hasattr(x, "to_dict"):
                    assert_same(x, y)
                else:
                    assert (x, type(x)) == (y, type(y))
        elif isinstance(a, dict):
            assert type(a) is type(b)
            assert list(a) == list(b)
            for x, y in zip(a.values(), b.values(), strict=True):
                np.testing.assert_array_equal(x, y)
        else:
            assert type(a) is type(b)
            assert a == b or (a != a and b != b)


@each_result
@pytest.mark.parametrize(
    "trip",
    [
        lambda r: pickle.loads(pickle.dumps(r)),
        copy.deepcopy,
        copy.copy,
        lambda r: type(r).from_dict(r.to_dict()),
        lambda r: type(r).from_dict(json.loads(json.dumps(r.to_dict()))),
    ],
    ids=["pickle", "deepcopy", "copy", "dict", "json"],
)
def test_round_trips(name: str, trip: object) -> None:
    result = RESULTS[name]
    again = trip(result)
    assert_same(result, again)
    assert repr(again) == repr(result)
    assert again.alt_text() == result.alt_text()
    assert again.undefined == result.undefined


def test_nan_and_infinity_survive_json() -> None:
    roc = json.loads(json.dumps(RESULTS["roc"].to_dict()))
    assert ROCCurve.from_dict(roc).thresholds[0] == np.inf
    assert np.isnan(ROCCurve.from_dict(RESULTS["roc_undefined"].to_dict()).roc_auc)


@each_result
def test_results_are_frozen(name: str) -> None:
    result = RESULTS[name]
    for field in fields(result):
        value = getattr(result, field.name)
        with pytest.raises(FrozenInstanceError):
            setattr(result, field.name, value)
        if isinstance(value, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                value[:] = 0
    assert not hasattr(result, "__dict__")


def test_results_own_their_arrays() -> None:
    counts = np.array([[1, 2], [3, 4]])
    matrix = ConfusionMatrix.from_counts(counts)
    counts[0, 0] = 99
    assert matrix.counts[0, 0] == 1


@each_result
def test_tables(name: str) -> None:
    result = RESULTS[name]
    pandas, polars = result.to_pandas(), result.to_polars()
    assert list(pandas.columns) == polars.columns
    assert len(pandas) == len(polars) > 0
    for column in polars.columns:
        assert_equal_lists(pandas[column].tolist(), polars[column].to_list())


def assert_equal_lists(one: list, two: list) -> None:
    assert len(one) == len(two)
    assert all(a == b or (is_missing(a) and is_missing(b)) for a, b in zip(one, two, strict=True))


def test_tables_say_what_the_result_says() -> None:
    assert RESULTS["matrix"].to_polars().rows() == [("a", "a", 1), ("a", "b", 0), ("b", "a", 1), ("b", "b", 1)]
    assert RESULTS["scored_matrix"].to_polars().columns == ["true", "predicted", "count", "mean_score"]
    roc = RESULTS["roc_macro"].to_polars()
    assert roc["curve"].unique(maintain_order=True).to_list() == ["cat", "dog", "owl", "macro-average", "micro-average"]
    pr = RESULTS["pr"].to_pandas()
    assert pr["curve"].tolist() == ["y"] * len(RESULTS["pr"].recall)
    assert pr["recall"].tolist() == RESULTS["pr"].recall.tolist()
    assert np.isnan(pr["threshold"].iloc[-1])


@pytest.mark.parametrize("package", ["pandas", "polars"])
@each_result
def test_without_the_optional_package(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError) as caught:
        getattr(RESULTS[name], f"to_{package}")()
    assert str(caught.value) == f"to_{package}() needs {package}, which is not installed.\nHint: pip install {package}"


@each_result
def test_repr_and_alt_text_read_well(name: str) -> None:
    result = RESULTS[name]
    assert repr(result).startswith(type(result).__name__)
    assert result.alt_text().endswith(".")
    assert "nan" not in result.alt_text()


def test_alt_texts() -> None:
    assert RESULTS["matrix"].alt_text() == (
        "Confusion matrix of 2 classes, 3 samples: 66.7% on the diagonal. "
        "Most frequent mistake: 'b' predicted as 'a', once."
    )
    assert RESULTS["weighted_matrix"].alt_text() == (
        "Confusion matrix of 2 classes, 3.5 total weight: 71.4% on the diagonal. "
        "Most frequent mistake: '1' predicted as '0', weight 1."
    )
    empty = ConfusionMatrix.from_counts([[0, 0], [0, 0]])
    assert empty.alt_text() == "Confusion matrix of 2 classes, 0 samples."
    many = ConfusionMatrix.from_counts([[12_345_678, 0], [0, 1]])
    assert many.alt_text() == "Confusion matrix of 2 classes, 12,345,679 samples: 100.0% on the diagonal."
    almost = ConfusionMatrix.from_counts([[12_345_678, 2], [0, 1]])
    assert ">99.9% on the diagonal. Most frequent mistake: '0' predicted as '1', 2 times." in almost.alt_text()
    assert RESULTS["roc"].alt_text() == (
        "ROC curve of '1': area 0.750, 95% adjusted DeLong interval 0.143 to 0.970, "
        "from 2 positive and 2 negative samples."
    )
    assert RESULTS["roc_undefined"].alt_text() == "The ROC curve of '1' is undefined: no negative samples."
    assert RESULTS["pr_undefined"].alt_text() == (
        "The precision-recall curve of '1' is undefined: no positive samples."
    )


def test_alt_texts_never_say_nan() -> None:
    scores = [[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]]
    assert compute_roc_curve([0, 1], scores, labels=[0, 1, 2]).alt_text() == (
        "ROC curves of 3 classes, each against the rest: the macro-averaged area is undefined for a class."
    )
    nowhere = compute_pr_curve([[0, 0], [0, 0]], [[0.1, 0.2], [0.3, 0.4]])
    assert nowhere.alt_text() == (
        "Precision-recall curves of 2 classes, each against the rest: average precision is undefined for every class."
    )
    one = SliceMetrics.from_grid([[1.0, float("nan")]], metric_name="recall")
    assert one.alt_text() == "recall of 1 by 2 slices: 1.000 wherever it is defined. Undefined in 1 of 2 slices."


def test_from_dict_of_another_class() -> None:
    with pytest.raises(ValueError, match="data must be the dictionary of a PRCurve; got type 'ROCCurve' with "):
        PRCurve.from_dict(RESULTS["roc"].to_dict())
