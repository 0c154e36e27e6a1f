import json
import pickle
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy.stats import binomtest, fisher_exact, hypergeom
from sklearn import metrics as sk
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep
from tests.helpers import same

from figmerit.counts.count import count_labels, count_scores
from figmerit.errors import FigmeritWarning
from figmerit.metrics.slice_metrics import SliceMetrics, compute_slice_metrics

SITES, SEXES = ["Basel", "Lyon", "Turin"], ["female", "male"]
AVERAGED = {"precision": sk.precision_score, "recall": sk.recall_score, "f1_score": sk.f1_score}
OF_LABELS = {
    "accuracy": sk.accuracy_score,
    "balanced_accuracy": sk.balanced_accuracy_score,
    "mcc": sk.matthews_corrcoef,
    "cohen_kappa": sk.cohen_kappa_score,
}
OF_SCORES = {
    "roc_auc": sk.roc_auc_score,
    "average_precision": sk.average_precision_score,
    "brier": sk.brier_score_loss,
    "log_loss": sk.log_loss,
}


def near(value):
    return pytest.approx(value, rel=0, abs=1e-12, nan_ok=True)


def data(seed=0, n_classes=2, n=240):
    """Labels, probabilities of each class, weights, and the slices of each sample."""
    rng = np.random.default_rng(seed)
    raw = np.exp(rng.normal(size=(n, n_classes)))
    sites, sexes = rng.choice(SITES, n), rng.choice(SEXES, n)
    return rng.integers(0, n_classes, n), raw / raw.sum(axis=1, keepdims=True), rng.random(n), sites, sexes


def assert_cells(slices, sites, sexes, expected_of):
    """Compare each cell with a function of the mask of its rows."""
    assert (slices.row_labels, slices.col_labels) == (tuple(SITES), tuple(SEXES))
    for i, site in enumerate(SITES):
        for j, sex in enumerate(SEXES):
            rows = (sites == site) & (sexes == sex)
            assert slices.n[i, j] == rows.sum()
            assert slices.grid[i, j] == near(expected_of(rows)), (site, sex)
    assert slices.undefined == {}


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("metric", [*OF_LABELS, *AVERAGED])
@pytest.mark.parametrize("n_classes", [2, 4])
def test_labels_equal_scikit_learn(n_classes, metric, weighted):
    y_true, y_score, weight, sites, sexes = data(1, n_classes)
    y_pred = y_score.argmax(axis=1)
    slices = compute_slice_metrics(
        y_true,
        y_pred,
        row_slices=sites,
        col_slices=sexes,
        metric=metric,
        sample_weight=weight if weighted else None,
    )
    options = {"average": "binary" if n_classes == 2 else "macro"} if metric in AVERAGED else {}
    function = (OF_LABELS | AVERAGED)[metric]

    def expected(rows):
        its = {"sample_weight": weight[rows]} if weighted else {}
        return function(y_true[rows], y_pred[rows], **its, **options)

    assert_cells(slices, sites, sexes, expected)


@pytest.mark.parametrize("average", ["micro", "macro", "weighted"])
@pytest.mark.parametrize("metric", AVERAGED)
def test_averages_equal_scikit_learn(metric, average):
    y_true, y_score, _, sites, sexes = data(2, 4)
    y_pred = y_score.argmax(axis=1)
    for labels in (y_true, y_pred):
        labels[sites == "Lyon"] %= 2  # averages go over the labels seen in a slice
    seen = compute_slice_metrics(y_true, y_pred, row_slices=sites, col_slices=sexes, metric=metric, average=average)
    function, options = AVERAGED[metric], {"average": average, "zero_division": 0}
    assert_cells(seen, sites, sexes, lambda rows: function(y_true[rows], y_pred[rows], **options))
    labels = [4, 3, 2, 1, 0]
    fixed = compute_slice_metrics(
        y_true, y_pred, row_slices=sites, col_slices=sexes, metric=metric, average=average, labels=labels
    )
    assert_cells(fixed, sites, sexes, lambda rows: function(y_true[rows], y_pred[rows], labels=labels, **options))
    assert seen.metric_name == f"{average} {'F1' if metric == 'f1_score' else metric}"


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("metric", OF_SCORES)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_scores_equal_scikit_learn(n_classes, metric, weighted):
    y_true, y_score, weight, sites, sexes = data(3, n_classes)
    y_score = y_score[:, 1] if n_classes == 2 else y_score
    slices = compute_slice_metrics(
        y_true,
        y_score=y_score,
        row_slices=sites,
        col_slices=sexes,
        metric=metric,
        sample_weight=weight if weighted else None,
    )
    options = {"multi_class": "ovr"} if metric == "roc_auc" else {}

    def expected(rows):
        its = {"sample_weight": weight[rows]} if weighted else {}
        return OF_SCORES[metric](y_true[rows], y_score[rows], **its, **options)

    assert_cells(slices, sites, sexes, expected)


@pytest.mark.parametrize("metric", ["accuracy", *AVERAGED, "roc_auc", "average_precision"])
def test_multilabel_equals_scikit_learn(metric):
    rng = np.random.default_rng(4)
    _, _, _, sites, sexes = data(4)
    y_true, y_score = rng.integers(0, 2, (240, 3)), rng.random((240, 3))
    slices = compute_slice_metrics(y_true, y_score=y_score, row_slices=sites, col_slices=sexes, metric=metric)
    options = {"average": "macro"} if metric in AVERAGED else {}
    found = y_score if metric in OF_SCORES else (y_score >= 0.5).astype(int)
    function = (OF_LABELS | AVERAGED | OF_SCORES)[metric]
    assert_cells(slices, sites, sexes, lambda rows: function(y_true[rows], found[rows], **options))


def test_positive_label_of_two_names():
    y_true, y_score, _, sites, sexes = data(5)
    names = np.array(["ham", "spam"])
    true, pred = names[y_true], names[(y_score[:, 0] < 0.4).astype(int)]
    for positive in names:
        slices = compute_slice_metrics(
            true, pred, row_slices=sites, col_slices=sexes, metric="precision", pos_label=positive
        )
        assert slices.metric_name == "precision"
        assert_cells(
            slices, sites, sexes, lambda rows, p=positive: sk.precision_score(true[rows], pred[rows], pos_label=p)
        )
    macro = compute_slice_metrics(true, pred, row_slices=sites, metric="f1_score")
    assert macro.metric_name == "macro F1"


def test_threshold_and_two_columns():
    y_true, y_score, _, sites, _ = data(6)
    cut = compute_slice_metrics(y_true, y_score=y_score[:, 1], threshold=0.7, row_slices=sites, metric="recall")
    rows = sites == "Basel"
    assert cut.grid[0, 0] == near(sk.recall_score(y_true[rows], y_score[rows, 1] >= 0.7))
    two = compute_slice_metrics(y_true, y_score=y_score, row_slices=sites, metric="recall")
    assert two.metric_name == "recall"
    assert two.grid[0, 0] == near(sk.recall_score(y_true[rows], y_score[rows, 1] >= 0.5))


def test_labels_and_scores_together():
    y_true, y_score, _, sites, _ = data(7)
    y_pred = np.roll(y_true, 1)
    options = {"y_score": y_score, "row_slices": sites}
    rows = sites == "Basel"
    accuracy = compute_slice_metrics(y_true, y_pred, **options)
    assert accuracy.grid[0, 0] == near(np.mean(y_true[rows] == y_pred[rows]))
    loss = compute_slice_metrics(y_true, y_pred, metric="log_loss", **options)
    assert loss.grid[0, 0] == near(sk.log_loss(y_true[rows], y_score[rows]))


NAN = float("nan")
UNDEFINED = {
    "precision": (([1, 0, 1], [0, 0, 1]), {"metric": "precision"}, [NAN, 1], "no positive predictions"),
    "recall": (([0, 0, 1], [1, 0, 1]), {"metric": "recall"}, [NAN, 1], "no positive samples"),
    "f1": (([0, 0, 1], [0, 0, 1]), {"metric": "f1_score"}, [NAN, 1], "no positive samples or predictions"),
    "kappa": (
        ([1, 1, 1, 0], [1, 1, 0, 1]),
        {"metric": "cohen_kappa", "row_slices": [0, 0, 1, 1]},
        [NAN, -1],
        "only one class",
    ),
    "auc": (
        ([1, 1, 1, 0],),
        {"y_score": [0.3, 0.4, 0.6, 0.5], "metric": "roc_auc", "row_slices": [0, 0, 1, 1]},
        [NAN, 1],
        "no negative samples",
    ),
    "average precision": (
        ([0, 0, 1],),
        {"y_score": [0.3, 0.4, 0.6], "metric": "average_precision"},
        [NAN, 1],
        "no positive samples",
    ),
    "auc of classes": (
        ([0, 1, 0, 1, 2],),
        {
            "y_score": [[0.2, 0.3, 0.5], [0.1, 0.9, 0], [0.9, 0.1, 0], [0, 1, 0], [0, 0, 1]],
            "metric": "roc_auc",
            "row_slices": [0, 0, 1, 1, 1],
        },
        [NAN, 1],
        "no positive samples of '2'",
    ),
    "brier": (
        ([0, 0, 1],),
        {"y_score": [0.3, 1.4, 0.5], "metric": "brier"},
        [NAN, 0.25],
        "scores are outside [0, 1]",
    ),
    "weight": (([0, 1, 1], [0, 1, 1]), {"sample_weight": [0, 0, 1]}, [NAN, 1], "no weight"),
    "one label of {0, 1}": (
        ([0, 0, 0], [0, 0, 0]),
        {"metric": "f1_score"},
        [NAN, NAN],
        "no positive samples or predictions",
    ),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_what_is_undefined_is_nan_and_says_why(case):
    arguments, options, grid, reason = UNDEFINED[case]
    slices = compute_slice_metrics(*arguments, **({"row_slices": [0, 0, 1]} | options))
    assert slices.grid[:, 0].tolist() == near(grid)
    assert slices.undefined == {(row, "all"): reason for row, value in enumerate(grid) if np.isnan(value)}


def test_slices_without_samples():
    slices = compute_slice_metrics(
        [0, 1, 1],
        [0, 1, 0],
        row_slices=["a", "a", "b"],
        col_slices=[True, True, False],
        row_labels=["b", "a", "c"],
    )
    assert slices.row_labels == ("b", "a", "c")
    assert slices.col_labels == (False, True)
    assert slices.grid.ravel().tolist() == near([0, NAN, NAN, 1, NAN, NAN])
    assert slices.n.tolist() == [[1, 0], [0, 2], [0, 0]]
    cells = [("b", True), ("a", False), ("c", False), ("c", True)]
    assert slices.undefined == dict.fromkeys(cells, "no samples")


def test_chosen_slices_only():
    slices = compute_slice_metrics([0, 1, 1], [0, 1, 0], row_slices=[3, 1, 2], row_labels=[2, 3])
    assert slices.grid.tolist() == [[0], [1]]
    assert slices.col_labels == ("all",)


def test_many_classes_in_a_small_slice_do_not_warn():
    labels = np.arange(30)
    slices = compute_slice_metrics(labels, np.roll(labels, 1), row_slices=[0] * 30, metric="f1_score")
    assert slices.grid.tolist() == [[0]]


def test_slices_of_elements():
    y_true, y_score, _, sites, sexes = data(8, 3)
    flat = compute_slice_metrics(y_true, y_score=y_score, row_slices=sites, col_slices=sexes)
    cube = {"y_true": y_true.reshape(40, 6), "y_score": y_score.reshape(40, 6, 3)}
    elements = compute_slice_metrics(**cube, row_slices=sites.reshape(40, 6), col_slices=sexes.reshape(40, 6))
    assert same(elements, flat)
    samples = compute_slice_metrics(**cube, row_slices=sites[:40])
    repeated = compute_slice_metrics(y_true, y_score=y_score, row_slices=np.repeat(sites[:40], 6))
    assert same(samples, repeated)
    volume = compute_slice_metrics(y_true.reshape(40, 3, 2), y_true.reshape(40, 3, 2), row_slices=sites[:40])
    assert volume.n.sum() == 240


def test_rows_without_score_count_nowhere():
    y_true, y_score, weight, sites, sexes = data(9)
    score = y_score[:, 1].copy()
    score[[3, 50, 51]] = np.nan
    kept = ~np.isnan(score)
    with pytest.warns(FigmeritWarning, match="Dropped 3 of 240 rows"):
        slices = compute_slice_metrics(
            y_true,
            y_score=score,
            row_slices=sites,
            col_slices=sexes,
            metric="roc_auc",
            sample_weight=weight,
            nan_policy="drop",
        )
    rest = compute_slice_metrics(
        y_true[kept],
        y_score=score[kept],
        row_slices=sites[kept],
        col_slices=sexes[kept],
        metric="roc_auc",
        sample_weight=weight[kept],
    )
    assert same(slices, rest)


def test_function_of_labels():
    y_true, y_score, weight, sites, sexes = data(10, 3)
    names = np.array(["bird", "cat", "dog"])
    true, pred = names[y_true], names[y_score.argmax(axis=1)]

    def cats(y_true, y_pred, sample_weight=None):
        return np.average((y_true == "cat") & (y_pred == "cat"), weights=sample_weight)

    slices = compute_slice_metrics(true, pred, row_slices=sites, col_slices=sexes, metric=cats, sample_weight=weight)
    assert_cells(slices, sites, sexes, lambda rows: cats(true[rows], pred[rows], weight[rows]))
    assert slices.metric_name == "cats"
    assert slices.greater_is_better is None

    def unweighted(y_true, y_pred):
        return np.mean(y_true == y_pred)

    slices = compute_slice_metrics(true, pred, row_slices=sites, col_slices=sexes, metric=unweighted)
    assert_cells(slices, sites, sexes, lambda rows: unweighted(true[rows], pred[rows]))


def test_function_of_scores():
    y_true, y_score, _, sites, sexes = data(11)
    true, score = y_true == 1, y_score[:, 1]
    slices = compute_slice_metrics(true, y_score=score, row_slices=sites, col_slices=sexes, metric=sk.brier_score_loss)
    assert_cells(slices, sites, sexes, lambda rows: sk.brier_score_loss(true[rows], score[rows]))
    tags = compute_slice_metrics(
        [[1, 0], [0, 1]], [[1, 1], [0, 1]], row_slices=[0, 1], metric=lambda true, pred: (true != pred).mean()
    )
    assert tags.grid.tolist() == [[0.5], [0]]


def test_function_may_return_nan():
    slices = compute_slice_metrics([0, 1], [0, 1], row_slices=["a", "b"], metric=lambda *_: np.nan)
    assert slices.undefined == dict.fromkeys([("a", "all"), ("b", "all")], "<lambda> returned NaN")


NAMES = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "f1_score": "F1",
    "mcc": "MCC",
    "cohen_kappa": "Cohen's kappa",
    "roc_auc": "ROC AUC",
    "average_precision": "average precision",
    "brier": "Brier score",
    "log_loss": "log loss",
}


@pytest.mark.parametrize("metric", NAMES)
def test_name(metric):
    y_true, y_score, _, sites, _ = data()
    slices = compute_slice_metrics(y_true, y_score=y_score, row_slices=sites, metric=metric)
    assert slices.metric_name == NAMES[metric]
    assert slices.greater_is_better is (metric not in ("brier", "log_loss"))


def test_name_of_averages_over_classes():
    y_true, y_score, _, sites, _ = data(0, 3)
    for metric, name in (("roc_auc", "macro ROC AUC"), ("f1_score", "macro F1"), ("log_loss", "log loss")):
        assert compute_slice_metrics(y_true, y_score=y_score, row_slices=sites, metric=metric).metric_name == name


def test_containers_give_the_same_result():
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    y_true, y_score, weight, sites, sexes = (array.tolist() for array in data(12))
    score = [row[1] for row in y_score]

    def call(make, category=lambda values: values):
        return compute_slice_metrics(
            make(y_true),
            y_score=make(score),
            row_slices=category(make(sites)),
            col_slices=make(sexes),
            metric="roc_auc",
            sample_weight=make(weight),
            row_labels=make(SITES),
        ).to_dict()

    expected = call(list)
    for make in (np.array, tuple, pd.Series, pl.Series):
        assert call(make) == expected
    assert call(pd.Series, lambda series: series.astype("category")) == expected


def test_finished_grid():
    slices = SliceMetrics.from_grid([[0.5, None], [1, 2]], row_labels=["a", "b"], metric_name="lift")
    assert slices.grid.ravel().tolist() == near([0.5, NAN, 1, 2])
    assert slices.n is None
    assert slices.undefined == {("a", 1): "no value"}
    assert slices.renamed("gain").metric_name == "gain"
    assert slices.renamed("gain").grid.ravel().tolist() == near([0.5, NAN, 1, 2])
    assert list(slices.to_pandas()) == ["row", "col", "value"]
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame([[1, 2]], index=pd.to_datetime(["2024-05-01"]), columns=["x", "y"])
    slices = SliceMetrics.from_grid(frame)
    assert (slices.row_labels, slices.col_labels) == (("2024-05-01 00:00:00",), ("x", "y"))
    assert SliceMetrics.from_grid(pd.DataFrame([[1, 2]])).row_labels == (0,)
    assert SliceMetrics.from_grid([[1, 2]], col_labels=np.array([7, 8])).col_labels == (7, 8)


SHARES = {
    "accuracy": lambda true, pred: (true == pred, np.ones_like(true)),
    "precision": lambda true, pred: (true * pred, pred),
    "recall": lambda true, pred: (true * pred, true),
    "f1_score": lambda true, pred: (true * pred, true | pred),
}


@pytest.mark.parametrize("metric", SHARES)
@pytest.mark.parametrize("how", ["rows", "labels", "scores"])
def test_intervals_of_slices_that_are_shares_or_rise_with_one(metric, how):
    rng = np.random.default_rng(0)
    true, score, town = rng.integers(0, 2, 200), rng.random(200), rng.choice(["a", "b", "c"], 200)
    pred = (score >= 0.5).astype(int)
    given = {
        "rows": ((true, pred), {"row_slices": town}),
        "labels": ((count_labels(true, pred, by={"town": town}),), {"row_slices": "town"}),
        "scores": ((count_scores(true, score, by={"town": town}),), {"row_slices": "town"}),
    }[how]
    slices = compute_slice_metrics(*given[0], **given[1], metric=metric, confidence_level=0.8)
    assert slices.intervals.label_of(["value"]) == "80% Wilson"
    successes, trials = SHARES[metric](true, pred)
    for place, name in enumerate(slices.row_labels):
        k, n = (int(part[town == name].sum()) for part in (successes, trials))
        expected = binomtest(k, n).proportion_ci(0.8, method="wilson")
        ends = np.array([expected.low, expected.high])
        ends = 2 * ends / (1 + ends) if metric == "f1_score" else ends
        assert slices.intervals.ends["value"][place, 0] == near(ends.tolist())
    assert (slices.trials is None) == (metric == "f1_score")
    assert ("difference" in slices.intervals.ends) == (metric != "f1_score")
    turned = slices.reordered(["c", "a", "b"])
    np.testing.assert_array_equal(turned.intervals.ends["value"][0], slices.intervals.ends["value"][2])


def test_each_slice_against_all_others():
    rng = np.random.default_rng(3)
    town = rng.choice(["a", "b", "c", "d"], 2000, p=[0.4, 0.3, 0.2, 0.1])
    true = rng.integers(0, 2, 2000)
    right = rng.random(2000) < np.where(town == "c", 0.7, 0.9)
    slices = compute_slice_metrics(true, np.where(right, true, 1 - true), row_slices=town, row_labels=[*"abcde"])
    assert slices.whole == near(right.mean())
    assert slices.intervals.label == "95% Wilson, Newcombe"
    p_values = []
    for place, name in enumerate("abcd"):
        here, others = right[town == name], right[town != name]
        assert slices.difference[place, 0] == near(here.mean() - others.mean())
        ends = confint_proportions_2indep(here.sum(), len(here), others.sum(), len(others), "newcomb", "diff")
        assert slices.intervals["difference"][place, 0] == near(ends)
        tails = [fisher_exact([[k.sum(), len(k) - k.sum()] for k in (here, others)], alternative=side).pvalue
                 for side in ("less", "greater")]  # fmt: skip
        observed = hypergeom.pmf(here.sum(), 2000, right.sum(), len(here))
        p_values.append(min(1, 2 * (min(tails) - observed / 2)))
    adjusted = multipletests(p_values, method="fdr_bh")[1]
    np.testing.assert_allclose(slices.p_adjusted[:4, 0], adjusted, rtol=1e-9)
    assert np.isnan(slices.p_adjusted[4, 0])
    assert np.isnan(slices.difference[4, 0])
    assert slices.differ.ravel().tolist() == [*(adjusted < 0.05), False] == [True, True, True, False, False]
    turned = slices.reordered([*"edcba"])
    assert turned.differ.ravel().tolist() == [False, False, True, True, True]
    assert turned.difference[2, 0] == slices.difference[2, 0]


def test_rows_of_periods():
    dates = np.array(["2024-01-05", "2024-01-31", "2024-04-02", "2024-04-30"], dtype="datetime64[D]")
    slices = compute_slice_metrics([0, 1, 1, 0], [0, 1, 0, 0], row_slices=dates, freq="month")
    assert slices.row_labels == ("2024-01", "2024-02", "2024-03", "2024-04")
    assert slices.n.ravel().tolist() == [2, 0, 0, 2]
    assert slices.undefined[("2024-02", "all")] == "no samples"
    frame = pd.DataFrame({"y": [0, 1, 1, 0], "p": [0, 1, 0, 0], "day": dates, "site": list("aabb")})
    both = compute_slice_metrics("y", "p", data=frame, row_slices="day", col_slices="site", freq="quarter")
    assert both.row_labels == ("2024-Q1", "2024-Q2")
    assert (both.row_name, both.col_name) == ("day", "site")
    some = compute_slice_metrics([0, 1, 1, 0], [0, 1, 0, 0], row_slices=dates, freq="M", row_labels=["2024-04"])
    assert some.grid.tolist() == [[0.5]]
    with pytest.raises(TypeError, match=r"^row_slices must be dates"):
        compute_slice_metrics([0, 1], [0, 1], row_slices=[3.5, 4.5], freq="month")


def test_one_slice_has_nothing_to_differ_from():
    slices = compute_slice_metrics([0, 1, 1], [0, 1, 0], row_slices=["a"] * 3)
    assert slices.whole == near(2 / 3)
    assert np.isnan(slices.p_adjusted).all()
    assert not slices.differ.any()


def test_equal_slices_are_seldom_said_to_differ():
    """Of many grids in which nothing differs, the share with a finding is at most the level, or a little more."""
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(300):
        town, right = rng.integers(0, 12, 1500), rng.random(1500) < 0.85
        wrong += compute_slice_metrics(right, np.ones(1500, bool), row_slices=town).differ.any()
    assert wrong / 300 < 0.08


def test_slices_without_intervals():
    arrays = ([0, 1, 1, 0], [0, 1, 0, 1])
    assert compute_slice_metrics(*arrays, row_slices=[0, 0, 1, 1], metric="mcc").intervals is None
    assert compute_slice_metrics(*arrays, row_slices=[0, 0, 1, 1], metric="recall", average="macro").intervals is None
    assert compute_slice_metrics(*arrays, row_slices=[0, 0, 1, 1], metric="f1", average="macro").intervals is None
    assert compute_slice_metrics(*arrays, row_slices=[0, 0, 1, 1], confidence_level=None).intervals is None
    unknown = compute_slice_metrics(*arrays, row_slices=[0, 0, 1, 1], metric="mcc")
    assert (unknown.whole, unknown.difference, unknown.p_adjusted) == (None, None, None)
    assert unknown.differ.tolist() == [[False], [False]]
    weighted = compute_slice_metrics(*arrays, row_slices=[0, 0, 1, 1], sample_weight=[1, 2, 3, 4])
    assert weighted.difference is None
    assert weighted.intervals.reason == "weights are not counts"
    assert np.isnan(weighted.intervals.ends["value"]).all()
    tags = compute_slice_metrics([[1, 0], [0, 1]], [[1, 0], [1, 1]], row_slices=[0, 1], row_labels=[0, 1, 2])
    assert tags.intervals.ends["value"].shape == (3, 1, 2)
    assert np.isnan(tags.intervals.ends["value"][2]).all()


def test_intervals_have_the_shape_of_the_grid():
    one = compute_slice_metrics([0, 1], [0, 1], row_slices=[0, 1])
    other = compute_slice_metrics([0, 1], [0, 1], row_slices=[0, 0])
    message = r"the intervals of value must be of shape \(2, 1, 2\); got shape \(1, 1, 2\)\."
    with pytest.raises(ValueError, match=message):
        replace(one, intervals=other.intervals)


def test_table():
    slices = compute_slice_metrics([0, 1, 1], [0, 1, 0], row_slices=["a", "a", "b"], col_slices=[1, 2, 2])
    table = slices.to_pandas()
    assert table.columns.tolist() == ["row", "col", "value", "n", "low", "high", "difference", "p_adjusted"]
    assert table[["row", "col", "n"]].to_numpy().tolist() == [["a", 1, 1], ["a", 2, 1], ["b", 1, 0], ["b", 2, 1]]
    assert table["value"].tolist() == near([1, 1, NAN, 0])


def test_dictionary_and_pickle_bring_it_back():
    slices = compute_slice_metrics([0, 1, 1], [0, 1, 0], row_slices=["a", "a", "b"], metric="recall")
    through_json = SliceMetrics.from_dict(json.loads(json.dumps(slices.to_dict())))
    for other in (through_json, pickle.loads(pickle.dumps(slices))):
        assert same(other, slices)
        assert other.undefined == slices.undefined
        with pytest.raises(ValueError, match="read-only"):
            other.grid[0] = 0


def test_words():
    options = {"row_slices": ["a", "a", "b", "c"], "row_labels": ["a", "b", "c", "d"]}
    slices = compute_slice_metrics([0, 1, 1, 1], [0, 1, 0, 1], **options)
    assert repr(slices) == "SliceMetrics(accuracy of 4 x 1 slices: 0 to 1, 1 undefined)"
    assert slices.alt_text() == (
        "accuracy of 4 by 1 slices: from 0.000 to 1.000, worst in row 'b', column 'all'. Undefined in 1 of 4 slices."
    )
    loss = compute_slice_metrics([0, 1, 1, 1], y_score=[0.1, 0.9, 0.2, 0.8], metric="brier", row_slices=list("aabb"))
    assert loss.alt_text() == "Brier score of 2 by 1 slices: from 0.010 to 0.340, worst in row 'b', column 'all'."
    grid = SliceMetrics.from_grid([[2, 1]])
    assert grid.alt_text() == "metric of 1 by 2 slices: from 1.000 to 2.000, lowest in row '0', column '1'."
    nothing = SliceMetrics.from_grid([[None]])
    assert nothing.alt_text() == "metric of 1 by 1 slices: undefined in all."
    assert repr(nothing) == "SliceMetrics(metric of 1 x 1 slices: all undefined)"


def test_words_of_slices_that_differ():
    true, town = np.ones(400, int), np.repeat(["a", "b"], 200)
    slices = compute_slice_metrics(true, np.where(np.arange(400) < 20, 0, 1), row_slices=town, labels=[0, 1])
    assert slices.to_text().splitlines() == [
        "row  accuracy    n",
        "  a    0.900*  200",
        "  b    1.000*  200",
        "* differs from all other slices (5%, Benjamini-Hochberg)",
    ]
    assert slices.alt_text() == (
        "accuracy of 2 by 1 slices: from 0.900 to 1.000, worst in row 'a', column 'all'. "
        "2 slices differ from all others (5%, Benjamini-Hochberg)."
    )


def slices(*arguments, **options):
    return lambda: compute_slice_metrics(*(arguments or ([0, 1], [0, 1])), **({"row_slices": [0, 1]} | options))


def grid(values, **options):
    return lambda: SliceMetrics.from_grid(values, **options)


METRICS = (
    "'accuracy', 'balanced_accuracy', 'precision', 'recall', 'f1_score', 'specificity', 'fpr', 'youden', "
    "'predicted_positive_rate', 'mcc', 'cohen_kappa', 'linear_kappa', 'quadratic_kappa', 'within_1', 'roc_auc', "
    "'average_precision', 'brier', 'log_loss', 'top_2_accuracy', 'top_3_accuracy', 'top_5_accuracy'"
)
ERRORS = {
    "metric": (
        slices(metric="f1_skore"),
        ValueError,
        f"metric must be one of {METRICS}; got 'f1_skore'.\nHint: Did you mean 'f1_score'?",
    ),
    "metric-close": (
        slices(metric="acuracy"),
        ValueError,
        f"metric must be one of {METRICS}; got 'acuracy'.\nHint: Did you mean 'accuracy'?",
    ),
    "metric-kind": (slices(metric=3), TypeError, "metric must be the name of a metric or a function; got 3."),
    "metric-multilabel": (
        slices([[0, 1], [1, 0]], [[0, 1], [1, 0]], metric="mcc"),
        ValueError,
        "metric must be one of 'accuracy', 'precision', 'recall', 'f1_score', 'specificity', 'fpr', "
        "'predicted_positive_rate', 'roc_auc', 'average_precision' for multilabel targets; got 'mcc'.",
    ),
    "average": (
        slices(metric="recall", average="makro"),
        ValueError,
        "average must be one of None, 'micro', 'macro', 'weighted'; got 'makro'.\nHint: Did you mean 'macro'?",
    ),
    "average-of-accuracy": (
        slices(average="macro"),
        ValueError,
        "average must be left out for the metric 'accuracy'; got 'macro'.\n"
        "Hint: metric='precision' has averages, as have 'recall', 'f1_score', 'specificity', 'fpr' and "
        "'predicted_positive_rate'.",
    ),
    "average-of-function": (
        slices(metric=sk.accuracy_score, average="macro"),
        ValueError,
        "average must be left out if metric is a function; got 'macro'.",
    ),
    "no-scores": (
        slices(metric="roc_auc"),
        TypeError,
        "y_score must be given for the metric 'roc_auc'; got None.",
    ),
    "neither": (slices([0, 1]), TypeError, "y_pred or y_score must be given; got neither."),
    "function-of-both": (
        slices([0, 1], [0, 1], y_score=[0.2, 0.7], metric=sk.accuracy_score),
        TypeError,
        "exactly one of y_pred and y_score must be given; got both.",
    ),
    "result-kind": (
        slices(metric=lambda *_: "high"),
        TypeError,
        "the result of <lambda> must be a number; got 'high'.",
    ),
    "result-shape": (
        slices(metric=lambda *_: np.ones(2)),
        TypeError,
        "the result of <lambda> must be a number; got an array of shape (2,) and dtype float64.",
    ),
    "result-infinite": (
        slices(metric=lambda *_: -np.inf),
        ValueError,
        "the result of <lambda> must be finite, or NaN; got -inf.",
    ),
    "row_slices-length": (
        slices(row_slices=["a"]),
        ValueError,
        "row_slices must be of shape (2,), one slice a sample; got shape (1,).",
    ),
    "row_slices-missing": (
        slices(row_slices=["a", None]),
        ValueError,
        "row_slices must be without missing values; got 1 missing of 2.\n"
        "Hint: Drop the rows without a label, and the same rows of the other arrays.",
    ),
    "col_slices-multilabel": (
        slices([[0, 1], [1, 0]], [[0, 1], [1, 0]], col_slices=[[0, 1], [1, 0]]),
        ValueError,
        "col_slices must be of shape (2,), one slice a sample; got shape (2, 2).",
    ),
    "row_labels-kind": (
        slices(row_labels=["a"]),
        TypeError,
        "row_labels must be numbers, as in row_slices; got ['a'].",
    ),
    "row_labels-twice": (
        slices(row_labels=[1, 0, 1]),
        ValueError,
        "row_labels must be without repetition; got [1] more than once.",
    ),
    "row_labels-axes": (
        slices(row_labels=[[1, 0]]),
        ValueError,
        "row_labels must be one-dimensional; got shape (1, 2).",
    ),
    "col_labels": (
        slices(col_labels=["x"]),
        TypeError,
        "col_labels must be left out without col_slices; got ['x'].",
    ),
    "grid-shape": (
        grid([[1, 2]], row_labels=["a", "b"]),
        ValueError,
        "grid must be of shape (number of row labels, number of column labels) = (2, 2); got shape (1, 2).",
    ),
    "grid-axes": (grid([1, 2]), ValueError, "grid must be two-dimensional; got shape (2,)."),
    "grid-empty": (grid([[]]), ValueError, "grid must be non-empty; got shape (1, 0)."),
    "grid-infinite": (grid([[np.inf]]), ValueError, "grid must be finite, or NaN; got 1 infinite values."),
    "grid-kind": (grid(np.array([["a"]])), TypeError, "grid must be numbers; got dtype <U1."),
    "grid-labels": (grid([[1]], row_labels="a"), TypeError, "row_labels must be a list of names; got 'a'."),
    "grid-labels-twice": (
        grid([[1, 2]], col_labels=["a", "a"]),
        ValueError,
        "col_labels must be without repetition; got ['a'] more than once.",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_message(case):
    call, kind, message = ERRORS[case]
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        call()


def test_ordered_categories_keep_their_order():
    y_true, y_pred, order = [0, 1, 0, 1], [0, 1, 1, 1], ["small", "middle", "large", "huge"]
    sizes = pd.Series(pd.Categorical(["small", "large", "middle", "small"], order, ordered=True), name="size")
    found = compute_slice_metrics(y_true, y_pred, row_slices=sizes, col_slices=pl.Series(sizes, dtype=pl.Enum(order)))
    assert found.row_labels == found.col_labels == ("small", "middle", "large")
    assert found.n.tolist() == [[2, 0, 0], [0, 1, 0], [0, 0, 1]]
    unordered = compute_slice_metrics(y_true, y_pred, row_slices=pd.Categorical(sizes, ordered=False))
    assert unordered.row_labels == ("large", "middle", "small")


def test_intervals_are_named_by_their_text_in_their_order():
    ages = pd.Series([5, 30, 101, 7], name="age")
    found = compute_slice_metrics([0, 1, 0, 1], [0, 1, 1, 1], row_slices=pd.cut(ages, [0, 20, 100, 1000]))
    assert found.row_labels == ("(0, 20]", "(20, 100]", "(100, 1000]")
    assert found.grid.ravel().tolist() == [1, 1, 0]
    one = compute_slice_metrics([0], [0], row_slices=pd.cut(ages[:1], [0, 20]), row_labels=[pd.Interval(0, 20)])
    assert one.row_labels == ("(0, 20]",)
    with pytest.raises(ValueError, match="row_slices must be without missing values; got 1 missing of 4"):
        compute_slice_metrics([0, 1, 0, 1], [0, 1, 1, 1], row_slices=pd.cut(ages, [0, 20, 100]))


def test_series_and_frames_bring_their_names():
    rows, cols = pd.Series(["a", "b"], name="hospital"), pl.Series("scanner", ["x", "y"])
    found = compute_slice_metrics([0, 1], [0, 1], row_slices=rows, col_slices=cols)
    assert (found.row_name, found.col_name) == ("hospital", "scanner")
    assert SliceMetrics.from_dict(found.to_dict()).row_name == "hospital"
    unnamed = compute_slice_metrics([0, 1], [0, 1], row_slices=["a", "b"])
    assert (unnamed.row_name, unnamed.col_name) == (None, None)
    frame = pd.crosstab(rows, pd.Series(["x", "y"], name="scanner"))
    finished = SliceMetrics.from_grid(frame)
    assert (finished.row_name, finished.col_name) == ("hospital", "scanner")


def test_accuracy_of_several_labels_is_named_for_what_it_is():
    tags = [[1, 0], [1, 1]]
    assert compute_slice_metrics(tags, tags, row_slices=["a", "b"]).metric_name == "subset accuracy"


def test_means_count_each_defined_cell_once():
    slices = SliceMetrics.from_grid([[0.5, np.nan, 1.0], [np.nan, np.nan, np.nan]])
    assert slices.row_means() == near([0.75, np.nan])
    assert slices.col_means() == near([0.5, np.nan, 1.0])
    large = SliceMetrics.from_grid([[1e308, 1e308]])
    assert large.row_means() == near([1e308])
    grid = np.random.default_rng(0).normal(size=(7, 5))
    grid[grid > 1] = np.nan
    slices = SliceMetrics.from_grid(grid)
    assert slices.row_means() == near(np.nanmean(grid, axis=1))
    assert slices.col_means() == near(np.nanmean(grid, axis=0))


def test_rows_in_another_order():
    slices = compute_slice_metrics([1, 0, 1], [1, 1, 0], row_slices=["a", "b", "a"], row_labels=["a", "b", "none"])
    turned = slices.reordered(["none", "a", "b"])
    assert turned.row_labels == ("none", "a", "b")
    assert turned.grid.ravel().tolist() == near([np.nan, 0.5, 0.0])
    assert turned.n.ravel().tolist() == [0, 2, 1]
    assert turned.undefined == {("none", "all"): "no samples"}
    for wanted in (["a", "b"], ["a", "b", "c"], ["a", "a", "b"]):
        rule = re.escape("row_labels must be all of ['a', 'b', 'none'], each once; got [")
        with pytest.raises(ValueError, match=rule):
            slices.reordered(wanted)


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
@pytest.mark.parametrize("labels", [None, ["a", "b", "c", "d"]], ids=["seen", "fixed"])
@pytest.mark.parametrize(
    "metric", ["accuracy", "balanced_accuracy", "precision", "recall", "f1_score", "mcc", "cohen_kappa"]
)
def test_counts_of_labels_in_place_of_arrays(metric, labels, weighted):
    rng = np.random.default_rng(0)
    y_true, y_pred = rng.choice(["a", "b", "c"], (2, 200))
    town, age = rng.choice(["u", "v", "w"], 200), rng.integers(0, 4, 200)
    weight = rng.integers(0, 3, 200) / 2 if weighted else None
    counts = count_labels(y_true, y_pred, by={"town": town, "age": age}, sample_weight=weight)
    options = {"metric": metric, "labels": labels, "row_labels": ["w", "u", "x"]}
    grid = compute_slice_metrics(counts, row_slices="town", col_slices="age", **options)
    rowwise = compute_slice_metrics(y_true, y_pred, row_slices=town, col_slices=age, sample_weight=weight, **options)
    np.testing.assert_allclose(grid.grid, rowwise.grid, rtol=0, atol=1e-12)
    assert grid.n.tolist() == rowwise.n.tolist()
    assert grid.reasons == rowwise.reasons
    assert (grid.metric_name, grid.row_labels, grid.col_labels) == (
        rowwise.metric_name,
        rowwise.row_labels,
        rowwise.col_labels,
    )
    assert (grid.row_name, grid.col_name) == ("town", "age")


@pytest.mark.parametrize("metric", ["roc_auc", "average_precision", "brier", "log_loss"])
def test_counts_of_scores_in_place_of_arrays(metric):
    rng = np.random.default_rng(0)
    y, scores, town = rng.integers(0, 2, 100), rng.random(100).round(1), rng.choice(["u", "v"], 100)
    scores = scores.clip(0.1, 0.9)
    counts = count_scores(y, scores, by={"town": town})
    grid = compute_slice_metrics(counts, row_slices="town", metric=metric)
    rowwise = compute_slice_metrics(y, y_score=scores, row_slices=town, metric=metric)
    np.testing.assert_allclose(grid.grid, rowwise.grid, rtol=0, atol=1e-12)
    assert grid.n.tolist() == rowwise.n.tolist()


COUNTED = {
    "column": (
        {"row_slices": "twon"},
        ValueError,
        "row_slices must be one of the columns that the counts were kept apart by, ['town']; got 'twon'.\n"
        "Hint: Did you mean 'town'?",
    ),
    "array": (
        {"row_slices": [1]},
        ValueError,
        "row_slices must be one of the columns that the counts were kept apart by, ['town']; got [1].\n"
        "Hint: count_labels(..., by={...}) keeps slices apart.",
    ),
    "function": (
        {"row_slices": "town", "metric": len},
        TypeError,
        "metric must be the name of a metric, as functions need rows; got <built-in function len>.",
    ),
    "scores": (
        {"row_slices": "town", "metric": "roc_auc"},
        ValueError,
        "metric must be one of labels for LabelCounts; got 'roc_auc'.\nHint: count_scores(...) counts scores.",
    ),
    "weights": (
        {"row_slices": "town", "sample_weight": [1]},
        TypeError,
        "sample_weight must be left out with LabelCounts; got [1].\n"
        "Hint: count_labels(...) takes arrays and their options.",
    ),
}


@pytest.mark.parametrize(("options", "kind", "message"), COUNTED.values(), ids=COUNTED)
def test_whole_error_of_counts(options, kind, message):
    counts = count_labels([0, 1], [1, 1], by={"town": ["u", "v"]})
    with pytest.raises(kind) as error:
        compute_slice_metrics(counts, **options)
    assert str(error.value) == message


@pytest.mark.parametrize("labels", [None, ["a", "b", "c"]], ids=["labels seen", "labels given"])
@pytest.mark.parametrize("metric", ["roc_auc", "average_precision", "f1_score", "accuracy", "mcc"])
@pytest.mark.parametrize("kind", ["binary", "several"])
def test_counted_scores_in_place_of_arrays(kind, metric, labels):
    rng = np.random.default_rng(1)
    y, scores = np.array(["a", "b", "c"])[rng.integers(0, 3, 120)], rng.random((120, 3)).round(1)
    town, age, weight = rng.choice(["u", "v", "w"], 120), rng.integers(0, 2, 120), rng.integers(0, 3, 120) / 2
    town[(y == "c") & (town == "w")] = "v"
    options = {"pos_label": "b"} if kind == "binary" else {}
    if kind == "binary":
        y, scores, labels = np.where(y == "b", "b", "a"), scores[:, 1], labels and labels[:2]
    slices = {"town": town, "age": age}
    counts = count_scores(y, scores, by=slices, sample_weight=weight, labels=labels, **options)
    options |= {"metric": metric}
    grid = compute_slice_metrics(counts, row_slices="town", col_slices="age", **options)
    options |= {"labels": labels, "sample_weight": weight}
    rowwise = compute_slice_metrics(y, y_score=scores, row_slices=town, col_slices=age, **options)
    np.testing.assert_allclose(grid.grid, rowwise.grid, rtol=0, atol=1e-12)
    assert grid.n.tolist() == rowwise.n.tolist()
    assert grid.reasons == rowwise.reasons
    assert grid.metric_name == rowwise.metric_name
    assert grid.exact


def test_slices_of_scores_that_are_not_there():
    counts = count_scores([0, 1, 1], [0.1, 0.9, 0.5], by={"town": ["u", "u", "v"], "age": [1, 2, 1]})
    grid = compute_slice_metrics(counts, row_slices="town", col_slices="age", metric="roc_auc")
    assert grid.reasons == ("no positive samples", "no negative samples", "no negative samples", "no samples")
    assert grid.n.tolist() == [[1, 1], [1, 0]]


@pytest.mark.parametrize(("y_true", "got"), [([0, 1, 2, 0], "9 and the labels [0, 1, 2]"), ([0, 1, 1, 0], "9")])
@pytest.mark.parametrize("scored", [False, True])
def test_functions_see_no_positive_label_but_a_wrong_one_is_told(y_true, got, scored):
    scores = np.eye(3)[y_true] if max(y_true) == 2 else y_true
    given = {"y_score": np.asarray(scores) * 0.8 + 0.1} if scored else {"y_pred": y_true}
    with pytest.raises(ValueError, match=rf"^pos_label must be .*; got {re.escape(got)}\."):
        compute_slice_metrics(y_true, row_slices=list("aabb"), metric=lambda *_: 1.0, pos_label=9, **given)


@pytest.mark.parametrize(
    "order",
    [
        ["<40", "40-60", ">60"],
        ["≤ 18", "18 to 25", "26 to 35", "≥ 36"],
        ["fold 1", "fold 2", "fold 10"],
        ["a", "b", "c"],
        ["", "1", "1.5", "2", "10", "x", "x1", "x1a", "x1b2", "x1b10"],
    ],
)
def test_slices_are_in_the_order_of_their_numbers(order):
    shuffled = np.random.default_rng(0).permutation(np.array(order, dtype=object))
    slices = compute_slice_metrics(np.zeros(len(order), int), np.zeros(len(order), int), row_slices=shuffled)
    assert list(slices.row_labels) == order
    halves = [
        count_labels([0] * len(part), [0] * len(part), by={"s": list(part)}) for part in np.array_split(shuffled, 2)
    ]
    assert list((halves[0] + halves[1]).slices["s"]) == order
