"""Whatever holds the labels, scores and weights: the same results, and nothing is changed."""

import copy
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.helpers import CONTAINERS, FRAMES, MISSING, STRINGS, bfloat16

from figmerit.errors import FigmeritWarning
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
from figmerit.metrics.slice_metrics import compute_slice_metrics

TRUE = {"ints": [2, 0, 1, 2, 1, 0], "bools": [True, False, True, True, False, False]}
PRED = {"ints": [2, 1, 1, 0, 1, 0], "bools": [True, True, True, False, False, False]}
WORDS_TRUE, WORDS_PRED = ["cat", "dog", "cat", "owl", "dog", "owl"], ["cat", "cat", "cat", "owl", "dog", "dog"]
BINARY = [1, 0, 1, 1, 0, 0]
SCORE = [0.75, 0.5, 0.5, 0.875, 0.25, 0.125]
WEIGHT = [1.0, 2.0, 0.5, 1.0, 0.0, 3.0]
COLUMNS = [
    [0.5, 0.25, 0.25],
    [0.125, 0.5, 0.375],
    [0.25, 0.25, 0.5],
    [0.5, 0.375, 0.125],
    [0.0, 0.75, 0.25],
    [0.25, 0.0, 0.75],
]
INDICATOR = [[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 1]]
CURVES = {"roc": compute_roc_curve, "pr": compute_pr_curve}


def plain(result: object) -> object:
    return result.to_dict() if hasattr(result, "to_dict") else {name: one.to_dict() for name, one in result.items()}


def same(one: object, two: object) -> bool:
    return repr(plain(one)) == repr(plain(two))


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("kind", TRUE)
def test_matrix_of_numbers(container: str, kind: str) -> None:
    form = CONTAINERS[container]
    expected = compute_confusion_matrix(TRUE[kind], PRED[kind], sample_weight=WEIGHT)
    assert same(compute_confusion_matrix(form(TRUE[kind]), form(PRED[kind]), sample_weight=form(WEIGHT)), expected)
    labels = [2, 0, 1, 7] if kind == "ints" else [True, False]
    expected = compute_confusion_matrix(TRUE[kind], PRED[kind], labels=labels)
    assert same(compute_confusion_matrix(form(TRUE[kind]), PRED[kind], labels=form(labels)), expected)


@pytest.mark.parametrize("container", STRINGS)
def test_matrix_of_strings(container: str) -> None:
    form = STRINGS[container]
    expected = compute_confusion_matrix(WORDS_TRUE, WORDS_PRED, labels=["owl", "dog", "cat"])
    found = compute_confusion_matrix(form(WORDS_TRUE), form(WORDS_PRED), labels=form(["owl", "dog", "cat"]))
    assert same(found, expected)
    assert found.labels == ("owl", "dog", "cat")


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("curve", CURVES)
def test_curves(container: str, curve: str) -> None:
    form, compute = CONTAINERS[container], CURVES[curve]
    expected = compute(BINARY, SCORE, sample_weight=WEIGHT)
    assert same(compute(form(BINARY), form(SCORE), sample_weight=form(WEIGHT)), expected)
    matrix = compute_confusion_matrix(form(BINARY), y_score=form(SCORE), threshold=0.5)
    assert same(matrix, compute_confusion_matrix(BINARY, y_score=SCORE))


@pytest.mark.parametrize("container", STRINGS)
@pytest.mark.parametrize("curve", CURVES)
def test_curves_of_strings(container: str, curve: str) -> None:
    words = ["no", "yes", "yes", "no", "yes", "no"]
    expected = CURVES[curve](words, SCORE, pos_label="yes")
    assert same(CURVES[curve](STRINGS[container](words), SCORE, pos_label="yes"), expected)
    assert same(CURVES[curve](words, SCORE, pos_label=np.str_("yes")), expected)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("curve", CURVES)
def test_score_columns(frame: str, curve: str) -> None:
    compute, names = CURVES[curve], ["cat", "dog", "owl"]
    held = FRAMES[frame](COLUMNS, names)
    assert same(compute(WORDS_TRUE, held), compute(WORDS_TRUE, COLUMNS))
    assert same(compute(TRUE["ints"], held, labels=[0, 1, 2]), compute(TRUE["ints"], COLUMNS))
    matrix = compute_confusion_matrix(WORDS_TRUE, y_score=held)
    assert same(matrix, compute_confusion_matrix(WORDS_TRUE, y_score=COLUMNS))


@pytest.mark.parametrize("frame", FRAMES)
def test_multilabel_columns(frame: str) -> None:
    names = ["cat", "dog", "owl"]
    true, score = FRAMES[frame](INDICATOR, names), FRAMES[frame](COLUMNS, names)
    for compute in CURVES.values():
        assert same(compute(true, score, labels=names), compute(INDICATOR, COLUMNS, labels=names))
    found = compute_multilabel_confusion_matrix(true, y_score=score, threshold=[0.5, 0.25, 0.3], labels=names)
    expected = compute_multilabel_confusion_matrix(INDICATOR, y_score=COLUMNS, threshold=[0.5, 0.25, 0.3], labels=names)
    assert same(found, expected)


@pytest.mark.parametrize("frame", ["pandas", "pandas_nullable", "polars", "pyarrow_table", "pyarrow_batch"])
def test_columns_are_matched_by_name(frame: str) -> None:
    order, names = [2, 0, 1], ["cat", "dog", "owl"]
    shuffled = FRAMES[frame]([[row[k] for k in order] for row in COLUMNS], [names[k] for k in order])
    expected = compute_roc_curve(WORDS_TRUE, COLUMNS)
    assert same(compute_roc_curve(WORDS_TRUE, shuffled), expected)
    one = compute_roc_curve(WORDS_TRUE, COLUMNS, pos_label="dog")
    assert same(compute_roc_curve(WORDS_TRUE, shuffled, pos_label="dog"), one)
    # multilabel: both frames in their own order, and in the order of labels=
    true = FRAMES[frame](INDICATOR, names)
    expected = compute_pr_curve(INDICATOR, COLUMNS, labels=names)
    assert same(compute_pr_curve(true, shuffled), expected)
    backwards = compute_pr_curve(true, shuffled, labels=names[::-1])
    assert [c.average_precision for c in backwards.per_class] == [c.average_precision for c in expected.per_class[::-1]]
    pred = FRAMES[frame]([[row[k] for k in order] for row in INDICATOR], [names[k] for k in order])
    perfect = compute_multilabel_confusion_matrix(true, pred)
    assert all(matrix.fp == matrix.fn == 0 for matrix in perfect.values())
    assert list(perfect) == names


def test_integer_columns_are_matched_by_name_too() -> None:
    scores = pd.DataFrame(COLUMNS, columns=[0, 1, 2])
    expected = compute_roc_curve(TRUE["ints"], COLUMNS)
    assert same(compute_roc_curve(TRUE["ints"], scores[[2, 0, 1]]), expected)
    # the columns 0, 1, 2 of a frame that nobody named are no names
    unnamed = compute_roc_curve(TRUE["ints"], pd.DataFrame(COLUMNS), labels=[2, 1, 0])
    assert same(unnamed, compute_roc_curve(TRUE["ints"], COLUMNS, labels=[2, 1, 0]))


@pytest.mark.parametrize("form", ["P({})", "p_{}", "{} (%)", "score.{}.mean", "2{}"])
def test_columns_that_carry_a_label_in_a_part_of_their_name_are_its_own(form: str) -> None:
    scores = pd.DataFrame(COLUMNS, columns=[form.format(name) for name in ("cat", "dog", "owl")])
    expected = compute_roc_curve(WORDS_TRUE, COLUMNS)
    assert same(compute_roc_curve(WORDS_TRUE, scores[scores.columns[::-1]]), expected)
    numbered = pd.DataFrame(COLUMNS, columns=["p0", "p1", "p2"])
    assert same(compute_roc_curve(TRUE["ints"], numbered[["p2", "p0", "p1"]]), compute_roc_curve(TRUE["ints"], COLUMNS))


def test_a_label_inside_another_label_has_its_own_column() -> None:
    scores = pd.DataFrame({"P(spam)": [0.9, 0.2], "P(not spam)": [0.1, 0.8]})
    curve = compute_roc_curve(["spam", "not spam"], scores, pos_label="spam")
    assert curve.roc_auc == 1
    assert compute_confusion_matrix(["spam", "not spam"], y_score=scores).counts.tolist() == [[1, 0], [0, 1]]
    thirds = pd.DataFrame(COLUMNS, columns=["1/3", "2/3", "3/3"])
    plus_one = [label + 1 for label in TRUE["ints"]]
    for labels in ([1, 2, 3], [3, 1, 2]):
        expected = compute_roc_curve(plus_one, COLUMNS).roc_auc
        assert compute_roc_curve(plus_one, thirds, labels=labels).roc_auc == expected


def test_columns_that_name_no_label_belong_to_the_labels_given() -> None:
    scores = pd.DataFrame(COLUMNS, columns=["x", "y", "z"])
    labels = ["cat", "dog", "owl"]
    assert same(compute_roc_curve(WORDS_TRUE, scores, labels=labels), compute_roc_curve(WORDS_TRUE, COLUMNS))


def test_targets_of_two_axes_are_samples_unless_they_are_indicators() -> None:
    mask, found = np.array([[0, 1, 2], [2, 1, 0]]), np.array([[0, 1, 1], [2, 0, 0]])
    each = compute_metric_summary(mask, found)
    assert each.to_dict() == compute_metric_summary(mask.ravel(), found.ravel()).to_dict()
    assert each.support.sum() == 6
    words = np.array([["b", "a"], ["a", "a"]])
    assert compute_metric_summary(words, words).labels == ("a", "b")
    slices = compute_slice_metrics(mask, found, row_slices=["x", "y"])
    assert slices.n.tolist() == [[3], [3]]
    assert compute_slice_metrics(mask, found, row_slices=[["x", "y", "y"]] * 2).n.tolist() == [[2], [4]]
    scores = np.array([[0.1, 0.7, 0.4], [0.6, 0.2, 0.9]])
    signs = np.where(scores > 0.5, 1, -1)
    assert compute_roc_curve(signs, scores).roc_auc == 1
    one_class_each = 0.25 + 0.25 * np.eye(3)[found]
    assert same(
        compute_roc_curve(mask, one_class_each, labels=[0, 1, 2]),
        compute_roc_curve(mask.ravel(), one_class_each.reshape(6, 3), labels=[0, 1, 2]),
    )


def test_multilabel_says_what_zeros_and_ones_of_two_axes_are() -> None:
    mask, found = np.array([[0, 1, 0], [1, 1, 0]]), np.array([[0, 1, 1], [1, 1, 0]])
    score = np.array([[0.1, 0.7, 0.8], [0.6, 0.9, 0.3]])
    assert compute_metric_summary(mask, found).support.tolist() == [1, 2, 0]
    assert compute_metric_summary(mask, found, multilabel=True).support.tolist() == [1, 2, 0]
    each = compute_metric_summary(mask, y_score=score, multilabel=False)
    assert each.to_dict() == compute_metric_summary(mask.ravel(), y_score=score.ravel()).to_dict()
    both = compute_metric_summary(mask, found, y_score=score, multilabel=False)
    assert both.values["roc_auc"] == each.values["roc_auc"]
    for compute in CURVES.values():
        assert same(compute(mask, score, multilabel=False), compute(mask.ravel(), score.ravel()))
    assert compute_slice_metrics(mask, found, row_slices=["x", "y"], multilabel=False).n.tolist() == [[3], [3]]


def test_names_of_an_indicator_frame_become_labels() -> None:
    frame = pl.DataFrame({name: [row[k] for row in INDICATOR] for k, name in enumerate(["x", "y", "z"])})
    assert [c.pos_label for c in compute_roc_curve(frame, COLUMNS).per_class] == ["x", "y", "z"]
    scores = pa.table({name: [row[k] for row in COLUMNS] for k, name in enumerate(["x", "y", "z"])})
    assert [c.pos_label for c in compute_roc_curve(INDICATOR, scores).per_class] == ["x", "y", "z"]
    assert list(compute_multilabel_confusion_matrix(frame, INDICATOR)) == ["x", "y", "z"]


def test_bfloat16_scores() -> None:
    assert same(
        compute_roc_curve(BINARY, bfloat16(SCORE)), compute_roc_curve(BINARY, np.asarray(SCORE, dtype=np.float32))
    )


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.int8, np.uint8, np.uint64])
def test_dtypes_of_scores(dtype: type) -> None:
    scores = (np.asarray(SCORE) * 8).astype(dtype)
    curve = compute_roc_curve(BINARY, scores)
    assert curve.roc_auc == compute_roc_curve(BINARY, SCORE).roc_auc
    assert curve.thresholds.dtype == np.float64


def test_dtypes_of_labels() -> None:
    expected = compute_confusion_matrix(TRUE["ints"], PRED["ints"])
    for dtype in (np.int8, np.uint8, np.uint64, np.float16, np.float64):
        assert same(compute_confusion_matrix(np.asarray(TRUE["ints"], dtype), PRED["ints"]), expected)
    huge = [2**60 + 1, 2**60 + 2, 2**60 + 1]  # float64 cannot tell these apart
    matrix = compute_confusion_matrix(np.asarray(huge, np.uint64), np.asarray(huge, np.int64))
    assert matrix.labels == (2**60 + 1, 2**60 + 2)
    assert matrix.counts.tolist() == [[2, 0], [0, 1]]
    mixed = compute_confusion_matrix(np.asarray([0, 1, 2]), np.asarray([False, True, True]))
    assert [type(label) for label in mixed.labels] == [int, int, int]
    assert mixed.counts.tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]


@pytest.mark.parametrize("container", MISSING)
@pytest.mark.parametrize("values", [[1, None, 0, 1], ["a", None, "b", "a"]], ids=["ints", "strings"])
def test_missing_labels(container: str, values: list) -> None:
    with pytest.raises(ValueError, match=r"^y_true must be without missing values; got 1 missing of 4\.\nHint: Drop "):
        compute_confusion_matrix(MISSING[container](values), values)


@pytest.mark.parametrize("container", MISSING)
def test_missing_scores(container: str) -> None:
    scores = MISSING[container]([0.5, None, 0.25, 0.75])
    with pytest.raises(ValueError, match=r"^y_score must be without missing values; got NaN in 1 of 4 rows\.\nHint: "):
        compute_roc_curve([1, 0, 0, 1], scores)
    with pytest.warns(FigmeritWarning) as caught:
        curve = compute_roc_curve([1, 0, 0, 1], scores, nan_policy="drop", sample_weight=[1, 5, 2, 3])
    assert [str(w.message) for w in caught] == ["Dropped 1 of 4 rows, whose score is missing: 1 of '0'."]
    assert same(curve, compute_roc_curve([1, 0, 1], [0.5, 0.25, 0.75], sample_weight=[1, 2, 3]))
    with pytest.warns(FigmeritWarning, match="Dropped 1 of 4"):
        matrix = compute_confusion_matrix([1, 0, 0, 1], y_score=scores, nan_policy="drop")
    assert same(matrix, compute_confusion_matrix([1, 0, 1], y_score=[0.5, 0.25, 0.75]))


def test_missing_scores_in_columns() -> None:
    scores = np.array(COLUMNS)
    scores[1, 2] = np.nan
    with pytest.warns(FigmeritWarning, match=r"^Dropped 1 of 6 rows, whose score is missing: 1 of 'dog'\.$"):
        curve = compute_pr_curve(WORDS_TRUE, scores, nan_policy="drop")
    assert same(curve, compute_pr_curve(np.delete(WORDS_TRUE, 1), np.delete(COLUMNS, 1, axis=0)))
    with pytest.warns(FigmeritWarning, match=r"^Dropped 1 of 6 rows, whose score is missing: 1 of '1'\.$"):
        curve = compute_pr_curve(INDICATOR, scores, nan_policy="drop", sample_weight=WEIGHT)
    expected = compute_pr_curve(
        np.delete(INDICATOR, 1, axis=0), np.delete(COLUMNS, 1, axis=0), sample_weight=np.delete(WEIGHT, 1)
    )
    assert same(curve, expected)
    with pytest.warns(FigmeritWarning, match="Dropped 1 of 6"):
        kept = compute_multilabel_confusion_matrix(
            INDICATOR, y_score=scores, threshold=np.full((6, 3), 0.3), nan_policy="drop"
        )
    assert kept["0"].total == 5


def test_missing_scores_do_not_hide_hard_labels() -> None:
    with pytest.warns(FigmeritWarning) as caught:
        compute_roc_curve([0, 1, 1, 0] * 500, [0.0, 1.0, np.nan, 1.0] * 500, nan_policy="drop")
    assert ["Dropped" in str(w.message) for w in caught] == [True, False]


@pytest.mark.parametrize("container", ["list", "numpy", "numpy_object", "pandas", "pandas_nullable"])
def test_inputs_are_not_changed(container: str) -> None:
    form = CONTAINERS[container]
    inputs = [form(values) for values in (BINARY, SCORE, WEIGHT)]
    before = copy.deepcopy(inputs)
    for value in inputs:
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    for compute in CURVES.values():
        compute(inputs[0], inputs[1], sample_weight=inputs[2])
    compute_confusion_matrix(inputs[0], inputs[0], sample_weight=inputs[2])
    compute_confusion_matrix(inputs[0], y_score=inputs[1], sample_weight=inputs[2])
    assert [list(value) for value in inputs] == [list(value) for value in before]


def test_results_do_not_share_memory_with_inputs() -> None:
    scores, counts = np.array(SCORE), np.array([[1.0, 2.0], [3.0, 4.0]])
    curve = compute_roc_curve(BINARY, scores)
    assert not np.shares_memory(curve.thresholds, scores)
    assert not np.shares_memory(ConfusionMatrix.from_counts(counts).counts, counts)


def test_the_only_column_of_scores_is_not_called_as_the_other_label() -> None:
    true = np.array(["cat", "dog"])[BINARY]
    for frame in (pd.DataFrame, pl.DataFrame):
        with pytest.raises(ValueError, match="the positive label, 'dog'; got a column called 'cat'"):
            compute_roc_curve(true, frame({"cat": SCORE}), pos_label="dog")
        area = compute_roc_curve(BINARY, SCORE).roc_auc
        for name in ("dog", "p", "cat_or_dog"):
            assert compute_roc_curve(true, frame({name: SCORE}), pos_label="dog").roc_auc == area
        assert compute_roc_curve(true, frame({"cat": SCORE}), pos_label="cat").roc_auc == pytest.approx(1 - area)


def test_fields_of_a_series_are_columns_with_names() -> None:
    true, other = np.array(["cat", "dog"])[BINARY], 1 - np.array(SCORE)
    fields = pl.DataFrame({"dog": SCORE, "cat": other}).to_struct("scores")
    found = compute_roc_curve(true, fields, pos_label="dog")
    assert found.roc_auc == compute_roc_curve(BINARY, SCORE).roc_auc


def test_a_series_of_display_labels_says_which_label_each_names() -> None:
    for names in (pd.Series({1: "pos", 0: "neg"}), pd.Series(["neg", "pos"]), ["neg", "pos"]):
        matrix = compute_confusion_matrix(BINARY, BINARY, display_labels=names)
        assert list(matrix.display_labels) == ["neg", "pos"]


def test_elements_of_one_hot_targets_are_no_samples_without_a_word() -> None:
    classes = np.eye(3, dtype=int)[[0, 1, 2, 0]]
    for given in ({"y_pred": classes}, {"y_score": classes * 0.5 + 0.1}):
        with pytest.warns(
            FigmeritWarning, match=r"each element was counted as a sample.\nHint: y_true.argmax\(axis=1\)"
        ):
            compute_confusion_matrix(classes, **given)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compute_confusion_matrix(classes.ravel(), classes.ravel())
        compute_confusion_matrix(INDICATOR, INDICATOR)


@pytest.mark.parametrize(("low", "high", "hint"), [(-3, 5, "threshold=0 cuts logits"), (1, 99, "Pass the threshold= ")])
def test_scores_at_the_default_threshold_get_the_hint_that_fits(low: float, high: float, hint: str) -> None:
    with pytest.warns(
        FigmeritWarning, match=f"cut at 0.5, as probabilities are, but goes from {low} to {high}.\nHint: {hint}"
    ):
        compute_confusion_matrix(BINARY, y_score=np.linspace(low, high, len(BINARY)))
