"""Counts of scores: the curves and areas of scikit-learn, from any chunks of the rows."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve
from tests.helpers import same

from figmerit.counts.count import count_labels, count_scores
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import FigmeritWarning
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
from figmerit.metrics.slice_metrics import compute_slice_metrics


def scores_of(kind: str, n: int, dtype: type, rng: np.random.Generator) -> np.ndarray:
    scores = {
        "prob": lambda: rng.random(n),
        "logit": lambda: rng.normal(size=n) * 5,
        "ties": lambda: rng.integers(-2, 3, n) / 2,
        "zeros": lambda: rng.choice([-0.0, 0.0, 1.0, -1.0], n),
        "negative": lambda: -rng.random(n),
        "tiny": lambda: rng.random(n) * 1e-6 * rng.choice([-1, 1], n),
        "subnormal": lambda: rng.integers(-3, 4, n) * np.finfo(dtype).smallest_subnormal,
        "three digits": lambda: rng.random(n).round(3),
    }[kind]()
    return np.asarray(scores).astype(dtype)


KINDS = ["prob", "logit", "ties", "zeros", "negative", "tiny", "subnormal", "three digits"]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
def test_curves_are_those_of_scikit_learn(dtype, kind, weighted):
    rng = np.random.default_rng(KINDS.index(kind))
    for _ in range(12):
        n = int(rng.integers(5, 300))
        y = rng.random(n) < 0.4
        y[:2] = [False, True]
        scores = scores_of(kind, n, dtype, rng)
        weight = rng.integers(0, 4, n) / 4 + (np.arange(n) < 2) if weighted else None
        counts = count_scores(y, scores, sample_weight=weight)
        assert counts.n_rows == n
        assert counts.score.tolist() == sorted(set((scores.astype(float) + 0.0).tolist()), reverse=True)
        wide, roc, pr = scores.astype(float), compute_roc_curve(counts), compute_pr_curve(counts)
        expected = roc_curve(y, wide, sample_weight=weight, drop_intermediate=False)
        for got, right in zip((roc.fpr, roc.tpr, roc.thresholds), expected, strict=True):
            np.testing.assert_allclose(got, right, rtol=0, atol=1e-12)
        expected = precision_recall_curve(y, wide, sample_weight=weight)
        for got, right in zip((pr.precision, pr.recall, pr.thresholds), expected, strict=True):
            np.testing.assert_allclose(got, right, rtol=0, atol=1e-12)
        assert roc.roc_auc == pytest.approx(roc_auc_score(y, wide, sample_weight=weight), abs=1e-12)
        assert pr.average_precision == pytest.approx(average_precision_score(y, wide, sample_weight=weight), abs=1e-12)
        true, score, sample_weight = counts.rows()
        assert roc_auc_score(true, score, sample_weight=sample_weight) == pytest.approx(roc.roc_auc, abs=1e-12)


@st.composite
def rows(draw):
    n = draw(st.integers(2, 40))
    lists = lambda values: st.lists(values, min_size=n, max_size=n)  # noqa: E731
    y = draw(lists(st.integers(0, 1)))
    scores = draw(lists(st.sampled_from([-2.5, -0.0, 0.0, 0.25, 0.5, 1.0, 1e300])))
    weight = draw(st.none() | lists(st.integers(0, 3)))
    return np.array(y), np.array(scores), None if weight is None else np.array(weight)


@settings(max_examples=150, deadline=None)
@given(rows(), st.lists(st.integers(0, 40), max_size=3), st.randoms())
def test_chunks_in_any_order_add_up_to_the_same(data, cuts, random):
    y, scores, weight = data
    whole = count_scores(y, scores, sample_weight=weight, labels=[0, 1])
    parts = [part for part in np.split(np.arange(len(y)), sorted(cuts)) if len(part)]
    random.shuffle(parts)
    chunks = [
        count_scores(y[part], scores[part], sample_weight=None if weight is None else weight[part], labels=[0, 1])
        for part in parts
    ]
    assert same(sum(chunks), whole)


def several(rng, n=200, n_classes=3):
    y = np.array(["a", "b", "c"])[rng.integers(0, n_classes, n)]
    y[:3] = ["a", "b", "c"]
    scores = rng.random((n, n_classes)).round(2)
    return y, scores / scores.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
@pytest.mark.parametrize("kind", ["multiclass", "multilabel"])
def test_chunks_of_several_columns_add_up_to_the_same(kind, weighted):
    rng = np.random.default_rng(4)
    y, scores = several(rng)
    weight, region = rng.integers(0, 5, 200) if weighted else np.ones(200), rng.choice(["x", "y"], 200)
    if kind == "multilabel":
        y = (rng.random((200, 3)) < 0.5).astype(int)

    def count(rows):
        options = {"labels": ["a", "b", "c"], "by": {"region": region[rows]}} if kind == "multiclass" else {}
        return count_scores(y[rows], scores[rows], sample_weight=weight[rows] if weighted else None, **options)

    total = sum(count(slice(k, None, 3)) for k in range(3))
    assert same(total, count(slice(None)))
    assert total.predicted is None if kind == "multilabel" else total.predicted.n_rows == 200


def test_rows_with_and_without_weights_add_up():
    rows, weighted = (
        count_scores([0, 1, 1], [0.2, 0.5, 0.5]),
        count_scores([1, 0], [0.5, 0.7], sample_weight=[2.5, 0.5]),
    )
    for total in (rows + weighted, weighted + rows):
        assert total.to_pandas().to_dict("list") == {
            "score": [0.7, 0.5, 0.2],
            "positives": [0, 3, 0],
            "negatives": [1, 0, 1],
            "positive_weight": [0, 4.5, 0],
            "negative_weight": [0.5, 0, 1],
        }


def test_labels_given_stay_closed():
    given, other = count_scores([0, 1], [0.2, 0.5], labels=[0, 1]), count_scores([0, 1], [0.2, 0.5])
    assert (given + other).fixed
    assert (other + given).fixed
    assert given.cut().fixed
    assert not other.cut().fixed


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
@pytest.mark.parametrize("kind", ["binary", "two columns", "multiclass", "multilabel"])
def test_counts_in_place_of_arrays(kind, weighted):
    rng = np.random.default_rng(3)
    y, scores = several(rng)
    if kind == "binary":
        y, scores = (y == "a").astype(int), scores[:, 0]
    if kind == "two columns":
        y, scores = np.where(y == "a", "a", "b"), rng.integers(-2, 3, (200, 2)).astype(np.float32)
    if kind == "multilabel":
        y = (rng.random((200, 3)) < 0.5).astype(int)
    weight = rng.random(200) if weighted else None
    named = {"pos_label": "b"} if kind == "two columns" else {}
    counts = count_scores(y, scores, sample_weight=weight, **named)
    assert counts.n_rows == 200
    for compute in (compute_roc_curve, compute_pr_curve):
        assert_same_numbers(compute(counts), compute(y, scores, sample_weight=weight, **named))
    matrix, rowwise = (
        compute_confusion_matrix(counts),
        compute_confusion_matrix(y, y_score=scores, sample_weight=weight, **named),
    )
    np.testing.assert_allclose(matrix.counts, rowwise.counts, rtol=1e-12)
    assert matrix.counts.dtype == rowwise.counts.dtype
    if kind == "two columns":
        rowwise = compute_confusion_matrix(y, y_score=scores, sample_weight=weight, threshold=1.5, **named)
        np.testing.assert_allclose(compute_confusion_matrix(counts, threshold=1.5).counts, rowwise.counts, rtol=1e-12)
    rowwise = compute_metric_summary(y, y_score=scores, sample_weight=weight, **named)
    summary = compute_metric_summary(counts)
    for name, value in rowwise.values.items():
        if kind == "multilabel" and name == "accuracy":
            assert summary.reasons[name] == "needs rows, not counts"
        else:
            assert summary.values[name] == pytest.approx(value, abs=1e-12, nan_ok=True)
    assert summary.support.tolist() == pytest.approx(rowwise.support.tolist())
    assert summary.support.dtype == rowwise.support.dtype


def assert_same_numbers(first, second):
    """Check that two curves differ by rounding at most."""
    for one, other in [(first, second), *zip(first.per_class, second.per_class, strict=True)]:
        for name in ("recall", "precision", "fpr", "tpr", "thresholds", "roc_auc", "average_precision", "n_positive"):
            if hasattr(one, name):
                np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, atol=1e-12)
        assert (one.pos_label, one.display_label, one.score_dtype) == (
            other.pos_label,
            other.display_label,
            other.score_dtype,
        )


def test_one_class_of_several_against_the_rest():
    y, scores = several(np.random.default_rng(5))
    counts = count_scores(y, scores)
    assert_same_numbers(compute_roc_curve(counts, pos_label="b"), compute_roc_curve(y, scores, pos_label="b"))


def test_thresholds_are_rounded_to_the_dtype_of_the_scores():
    counts = count_scores([0, 1], np.array([0.1, 0.7], dtype=np.float32))
    assert counts.cut(0.1).matrix().tolist() == [[0, 1], [0, 1]]
    matrix = compute_confusion_matrix(counts, threshold=0.7)
    assert matrix.counts.tolist() == [[1, 0], [0, 1]]
    assert matrix.threshold == 0.7
    rowwise = compute_confusion_matrix([0, 1], y_score=np.array([0.1, 0.7], dtype=np.float32), threshold=0.7)
    np.testing.assert_array_equal(matrix.mean_score, rowwise.mean_score)


def test_slices_are_counted_apart_and_together():
    rng = np.random.default_rng(1)
    y, scores, region = rng.integers(0, 2, 100), rng.random(100).round(1), rng.choice(["x", "y", "z"], 100)
    counts = count_scores(y, scores, by={"region": region})
    assert same(counts.overall(), count_scores(y, scores))
    for code, name in enumerate(counts.slices["region"]):
        part, chosen = count_scores(y[region == name], scores[region == name]), counts.slice_codes[0] == code
        assert counts.score[chosen].tolist() == part.score.tolist()
        assert counts.positives[chosen].tolist() == part.positives.tolist()
    halves = [count_scores(y[k::2], scores[k::2], by={"region": region[k::2]}) for k in (0, 1)]
    assert same(sum(halves), counts)
    assert counts.to_pandas().columns.tolist() == ["region", "score", "positives", "negatives"]
    assert same(counts.cut(0.7).overall(), count_scores(y, scores).cut(0.7))
    weight = rng.integers(0, 3, 100)
    whole = count_scores(y, scores, sample_weight=weight)
    assert same(count_scores(y, scores, sample_weight=weight, by={"region": region}).overall(), whole)


def test_columns_of_a_frame():
    frame = pd.DataFrame({"y": ["a", "b", "c"], "p": [0.1, 0.2, 0.7], "q": [0.3, 0.6, 0.1], "r": [0.6, 0.2, 0.2]})
    counts = count_scores("y", ["p", "q", "r"], data=frame, labels=["a", "b", "c"])
    assert same(counts, count_scores(frame["y"], frame[["p", "q", "r"]].to_numpy(), labels=["a", "b", "c"]))
    named = frame.rename(columns={"p": "b", "q": "a", "r": "c"})
    assert same(count_scores("y", ["b", "a", "c"], data=named), count_scores("y", ["a", "b", "c"], data=named))
    frame = frame.assign(y=[0, 1, 1], town=["u", "v", "u"])
    counts = count_scores("y", "p", data=frame, sample_weight="q", by="town")
    arrays = count_scores(frame["y"], frame["p"], sample_weight=frame["q"], by={"town": frame["town"]})
    assert same(counts, arrays)


def test_few_scores_are_suspicious_in_the_whole_only():
    counts = count_scores([0, 1], [0, 1])
    with pytest.warns(FigmeritWarning, match=r"^y_score holds only the values 0 and 1: these look like predicted"):
        compute_roc_curve(counts)
    assert compute_roc_curve(counts + count_scores([1], [0.5])).roc_auc == 1


def test_saved_counts_are_the_same(tmp_path):
    y, scores = several(np.random.default_rng(2))
    counts = count_scores(y, scores, sample_weight=np.linspace(0, 1, len(y)))
    counts.save(tmp_path / "c")
    for other in (ScoreCounts.load(tmp_path / "c"), ScoreCounts.from_dict(counts.to_dict())):
        assert same(other, counts)
        assert same(compute_confusion_matrix(other), compute_confusion_matrix(counts))


IN_ORDER = "score in data must be distinct and descending, slice by slice; got "
WRONG_CONTENT = {
    "unsorted": (
        {"score": [0.1, 0.9]},
        f"{IN_ORDER}[0.1, 0.9].",
    ),
    "tied": ({"score": [0.9, 0.9]}, f"{IN_ORDER}[0.9, 0.9]."),
    "missing": ({"score": [0.9, float("nan")]}, "score in data must be finite; got nan."),
    "type": ({"score_dtype": "x"}, "score_dtype in data must be one of 'float16', 'float32', 'float64'; got 'x'."),
    "label": ({"pos_label": 7}, "pos_label must be one of the labels [0, 1]; got 7."),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG_CONTENT.values(), ids=WRONG_CONTENT)
def test_dictionaries_of_no_counts(wrong, message):
    data = count_scores([0, 1], [0.1, 0.9]).to_dict()
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        ScoreCounts.from_dict(data | wrong)


def test_scores_of_labels_that_exclude_each_other_are_no_indicators():
    y, scores = several(np.random.default_rng(2))
    indicators = count_scores((scores > 0.5).astype(int), scores, labels=["a", "b", "c"])
    message = r"^the kind of target of both counts must be the same; got 'multilabel' and 'multiclass'\."
    with pytest.raises(ValueError, match=message):
        indicators + count_scores(y, scores, labels=["a", "b", "c"])


def test_curves_need_scores():
    message = "the counts must be ScoreCounts, as curves need scores; got LabelCounts.\nHint: count_scores(...)."
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        compute_roc_curve(count_labels([0, 1], [0, 1]))


def test_each_label_of_indicators_may_have_a_threshold():
    rng = np.random.default_rng(3)
    true, scores = rng.integers(0, 2, (50, 3)), rng.random((50, 3))
    counts, threshold = count_scores(true, scores), [0.2, 0.5, 0.9]
    cut = counts.cut(threshold)
    labels = count_labels(true, (scores >= threshold).astype(int))
    assert cut.matrix().tolist() == labels.matrix().tolist()
    assert [part.matrix().tolist() for part in cut.per_class] == [part.matrix().tolist() for part in labels.per_class]
    summary = compute_metric_summary(counts, threshold=threshold)
    of_rows = compute_metric_summary(true, y_score=scores, threshold=threshold)
    np.testing.assert_array_equal(summary.recall, of_rows.recall)
    with pytest.raises(ValueError, match=r"^threshold must be a number, or 3, one a label; got \[0\.2, 0\.5\]\."):
        counts.cut([0.2, 0.5])


def test_one_class_of_several_predicts_no_labels():
    message = (
        "pos_label must be left out where several classes are predicted; got 'b'.\n"
        "Hint: compute_multilabel_confusion_matrix sets each class against the rest."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        compute_metric_summary(count_scores(*several(np.random.default_rng(2))), pos_label="b")


def test_counts_know_their_options_already():
    counts = count_scores([0, 1], [0.1, 0.9])
    hint = "\nHint: count_scores(...) takes arrays and their options."
    for option, value in (("sample_weight", [1, 2]), ("labels", [0, 1]), ("multilabel", False)):
        with pytest.raises(TypeError) as error:
            compute_roc_curve(counts, **{option: value})
        assert str(error.value) == f"{option} must be left out with ScoreCounts; got {value!r}.{hint}"
    with pytest.raises(TypeError, match=r"^y_score must be left out with ScoreCounts; got \[0.1, 0.9\]"):
        compute_pr_curve(counts, [0.1, 0.9])
    with pytest.raises(
        TypeError, match=r"^y_score must be given; got nothing\.\nHint: Scores come second; or ScoreCounts"
    ):
        compute_pr_curve([0, 1])


def test_counts_that_do_not_fit_each_other():
    spam = count_scores(["ham", "spam"], [0.1, 0.9], pos_label="spam")
    with pytest.raises(
        ValueError, match=r"^the positive label of both counts must be the same; got 'spam' and 'ham'\."
    ):
        spam + count_scores(["ham", "spam"], [0.1, 0.9], pos_label="ham")
    message = (
        "the labels of both counts must be 2 together; got ['ham', 'spam'] and ['eggs', 'spam'].\n"
        "Hint: Count both with the same labels=[...]."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        spam + count_scores(["eggs", "spam"], [0.1, 0.9], pos_label="spam")
    y, scores = several(np.random.default_rng(2))
    with pytest.raises(
        ValueError, match=r"^the number of score columns of both counts must be the same; got 3 and 1\."
    ):
        count_scores(y, scores) + replace(count_scores([0, 1], [0.1, 0.9]), pos_label=None)


def test_cuts_that_make_no_sense():
    counts = count_scores(*several(np.random.default_rng(2)))
    assert counts.cut().matrix().sum() == 200
    indicators = count_scores(np.eye(2, dtype=int), [[0.1, 0.2], [0.3, 0.4]])
    assert indicators.cut().per_class[0].matrix().tolist() == [[1, 0], [1, 0]]
    for call, kind, message in (
        (
            lambda: counts.cut(0.3),
            ValueError,
            "threshold must be left out where the highest of several scores wins; got 0.3.\n"
            "Hint: counts.per_class[0].cut(threshold).",
        ),
        (
            lambda: count_scores(["a", "a"], [0.1, 0.2], pos_label="a").cut(),
            ValueError,
            "labels must be two where scores are cut; got ['a'].\nHint: labels=[<the other label>, 'a'].",
        ),
        (lambda: count_scores([0, 1], [1, 2]).cut("x"), TypeError, "threshold must be a finite number; got 'x'."),
    ):
        with pytest.raises(kind) as error:
            call()
        assert str(error.value) == message


def test_text():
    assert repr(count_scores([0, 1, 1], [0.5, 0.5, 1.0])) == "ScoreCounts(3 rows, 2 scores of 1)"
    assert repr(count_scores([1], [0.5], sample_weight=[2])) == "ScoreCounts(1 row, 1 score of 1, weighted)"
    y, scores = np.array(["a", "b", "c"]), np.eye(3)
    assert repr(count_scores(y, scores, by={"k": y})) == "ScoreCounts(3 rows, 6 scores of 3 classes, by k)"


def test_counts_of_one_class_of_several_add_up():
    y, scores = several(np.random.default_rng(2))
    whole = count_scores(y, scores, pos_label="b")
    parts = [count_scores(y[rows], scores[rows], pos_label="b") for rows in (slice(90), slice(90, None))]
    assert same(sum(parts), whole)
    part = count_scores(y, scores).against_rest("b")
    assert_same_numbers(compute_roc_curve(part + part), compute_roc_curve(whole + whole))


def test_slices_of_few_rows_are_those_of_many():
    rng = np.random.default_rng(3)
    n = 2000
    y, scores, weight = rng.integers(0, 2, n), rng.random(n).round(1) - 0.5, rng.random(n)
    few, many = rng.integers(0, 3, n), rng.integers(0, 50, n)
    together = count_scores(y, scores, by={"few": few, "many": many}, sample_weight=weight)  # in one sort
    for code, slices in ((0, few), (1, many)):
        name = ("few", "many")[code]
        apart = count_scores(y, scores, by={name: slices}, sample_weight=weight)
        grids = [compute_slice_metrics(counts, row_slices=name, metric="roc_auc") for counts in (together, apart)]
        np.testing.assert_allclose(grids[0].grid, grids[1].grid, rtol=0, atol=1e-12)
        assert grids[0].n.tolist() == grids[1].n.tolist()


BY = {
    "dates": (np.array(["2024-01-02", "2024-01-01"], dtype="datetime64[ns]"), ("2024-01-01", "2024-01-02")),
    "times": (pd.Series(pd.to_datetime(["2024-01-02 10:30", "2024-01-01 00:00"])), ("2024-01-01", "2024-01-02T10:30")),
    "polars dates": (pl.Series([date(2024, 1, 2), date(2024, 1, 1)]), ("2024-01-01", "2024-01-02")),
    "unused category": (pd.Categorical(["a", "b"], categories=["a", "b", 3]), ("a", "b")),
    "unused null": (
        pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["a", "b", None])),
        ("a", "b"),
    ),
    "order of pyarrow": (
        pa.chunked_array([pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["lo", "hi"]), ordered=True)]),
        ("lo", "hi"),
    ),
    "large integers": (np.array([2**63 + 5, 3], dtype=np.uint64), (3, 2**63 + 5)),
}


@pytest.mark.parametrize(("by", "slices"), BY.values(), ids=BY)
def test_whatever_slices_are(by, slices):
    counts = count_scores([0, 1], [0.1, 0.9], by={"score": by})
    assert counts.slices == {"score": slices}
    table = counts.to_pandas()
    assert table.columns.tolist() == ["score (slice)", "score", "positives", "negatives"]
    assert sorted(table["score (slice)"]) == sorted(slices)
    assert same(ScoreCounts.from_dict(counts.to_dict()), counts)


def test_too_many_slices():
    by = {f"column {place}": np.arange(5000) for place in range(6)}
    with pytest.raises(ValueError, match=r"^by must be columns of fewer values; got more than 2 \*\* 63 combinations"):
        count_scores(np.arange(5000) % 2, np.zeros(5000), by=by)


FRAMES = {
    "nothing": ({"y_score": []}, TypeError, "y_score must be the name of a column of data"),
    "unknown": ({"y_score": ["p", "x"]}, ValueError, "y_score must be the name of a column of data, one of ['y', 'p']"),
    "twice": (
        {"data": pd.DataFrame([[0, 0.5]], columns=["y", "y"])},
        ValueError,
        "the columns of data must be without",
    ),
    "no data": (
        {"data": None, "y_true": [0, 1], "y_score": [0.1, 0.9], "by": "p"},
        TypeError,
        "by must be an array or",
    ),
}


@pytest.mark.parametrize(("options", "kind", "message"), FRAMES.values(), ids=FRAMES)
def test_what_frames_lack(options, kind, message):
    given = {"y_true": "y", "y_score": "p", "data": pd.DataFrame({"y": [0, 1], "p": [0.1, 0.9]})} | options
    with pytest.raises(kind) as error:
        count_scores(**given)
    assert str(error.value).startswith(message)


def test_columns_whose_names_are_numbers():
    frame = pd.DataFrame([[0, 0.1], [1, 0.9]])
    assert same(count_scores(0, 1, data=frame), count_scores([0, 1], [0.1, 0.9]))


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
def test_slices_are_cut_apart(weighted):
    rng = np.random.default_rng(7)
    y, scores, town, age = rng.integers(0, 2, 90), rng.random(90), rng.choice(["u", "v"], 90), rng.integers(0, 3, 90)
    weight = rng.integers(0, 3, 90) if weighted else None
    slices = {"town": town, "age": age}
    cut = count_scores(y, scores, by=slices, sample_weight=weight, labels=[0, 1]).cut(0.3)
    labels = count_labels(y, (scores >= 0.3).astype(int), by=slices, sample_weight=weight, labels=[0, 1])
    assert same(replace(cut, sums={}), labels)


def test_columns_that_are_cut_keep_their_slices():
    rng = np.random.default_rng(8)
    y, scores, town = rng.integers(0, 2, (40, 3)), rng.random((40, 3)), rng.choice(["u", "v"], 40)
    cut = count_scores(y, scores, by={"town": town}).cut(0.4)
    labels = count_labels(y, (scores >= 0.4).astype(int), by={"town": town})
    for part, column in zip(cut.per_class, labels.per_class, strict=True):
        assert same(replace(part, sums={}), column)
    assert cut.class_labels == labels.class_labels
    assert same(
        replace(cut, per_class=(), class_labels=(), sums={}),
        replace(labels, per_class=(), class_labels=(), matched=None),
    )


def test_a_part_has_no_classes():
    y, scores = several(np.random.default_rng(2))
    part = count_scores(y, scores).part(np.array([0, 1]))
    assert (part.per_class, part.predicted, len(part.score)) == ((), None, 2)


def test_a_part_knows_no_slices():
    counts = count_scores([0, 1, 1], [0.1, 0.4, 0.9], by={"site": ["a", "b", "a"]})
    assert counts.part(slice(0, 2)).slices == {}


def test_rows_of_one_score_are_those_that_there_are():
    true, score, weight = count_scores([0, 1, 1, 1], [0.1, 0.4, 0.4, 0.9]).rows()
    assert sorted(zip(true.tolist(), score.tolist(), weight.tolist(), strict=True)) == [
        (0, 0.1, 1),
        (1, 0.4, 2),
        (1, 0.9, 1),
    ]
