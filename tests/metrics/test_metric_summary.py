import copy
import json
import pickle
import re
import warnings

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn import metrics as sk
from tests.helpers import same

from figmerit.counts.count import count_labels
from figmerit.errors import FigmeritWarning
from figmerit.metrics.metric_summary import MetricSummary, compute_metric_summary
from figmerit.metrics.slice_metrics import compute_slice_metrics

TRUE, PRED = [int(c) for c in "000001112222"], [int(c) for c in "000121102210"]
QUANTITIES = ("precision", "recall", "f1_score")


def near(value):
    return pytest.approx(value, rel=0, abs=1e-12, nan_ok=True)


def random_labels(seed, n_classes=4, n=60):
    """Labels, predictions that are right in half of the cases, and weights, some of which are zero."""
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, n_classes, n)
    y_pred = np.where(rng.random(n) < 0.5, y_true, rng.integers(0, n_classes, n))
    return y_true, y_pred, np.where(rng.random(n) < 0.1, 0, rng.random(n))


def random_scores(seed, n_classes=4, n=60):
    rng = np.random.default_rng(seed)
    y_true = np.append(np.arange(n_classes), rng.integers(0, n_classes, n - n_classes))
    raw = np.exp(rng.normal(size=(n, n_classes)).round(1))
    return y_true, raw / raw.sum(axis=1, keepdims=True), rng.random(n)


def random_indicators(seed, n_labels=3, n=40):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 2, (n, n_labels)), rng.random((n, n_labels)).round(1), rng.random(n)


def assert_label_numbers(summary, y_true, y_pred, weight=None, labels=None):
    options = {"labels": labels, "sample_weight": weight}
    expected = sk.precision_recall_fscore_support(y_true, y_pred, zero_division=np.nan, **options)
    for quantity, numbers in zip((*QUANTITIES, "support"), expected, strict=True):
        assert getattr(summary, quantity).tolist() == near(numbers.tolist()), quantity
    for average, numbers in summary.averages.items():
        expected = sk.precision_recall_fscore_support(y_true, y_pred, average=average, zero_division=0, **options)
        assert [numbers[quantity] for quantity in QUANTITIES] == near(expected[:3]), average
    assert summary.values["accuracy"] == near(sk.accuracy_score(y_true, y_pred, sample_weight=weight))


def test_known_by_hand():
    summary = compute_metric_summary(TRUE, PRED)
    assert round(summary.averages["macro"]["f1_score"], 6) == 0.580952
    assert round(summary.averages["weighted"]["f1_score"], 6) == 0.583333
    assert summary.support.tolist() == [5, 3, 4]
    assert summary.precision.tolist() == near([3 / 5, 2 / 4, 2 / 3])
    assert summary.recall.tolist() == near([3 / 5, 2 / 3, 2 / 4])
    assert summary.undefined == {}
    assert list(summary.averages) == ["macro", "micro", "weighted"]
    assert list(summary.values) == ["accuracy", "balanced_accuracy", "mcc", "cohen_kappa"]


@pytest.mark.parametrize("n_classes", [2, 3, 5, 30])
@pytest.mark.parametrize("weighted", [False, True])
def test_labels_equal_scikit_learn(n_classes, weighted):
    for seed in range(8):
        y_true, y_pred, weight = random_labels(seed, n_classes)
        y_pred[: n_classes // 2] = y_true[: n_classes // 2]
        y_true = np.append(y_true, np.arange(n_classes))  # balanced_accuracy_score warns of absent classes
        y_pred, weight = np.append(y_pred, np.roll(np.arange(n_classes), 1)), np.append(weight, np.full(n_classes, 0.3))
        weight = weight if weighted else None
        summary = compute_metric_summary(y_true, y_pred, sample_weight=weight)
        assert_label_numbers(summary, y_true, y_pred, weight)
        assert summary.values["balanced_accuracy"] == near(
            sk.balanced_accuracy_score(y_true, y_pred, sample_weight=weight)
        )
        assert summary.values["mcc"] == near(sk.matthews_corrcoef(y_true, y_pred, sample_weight=weight))
        assert summary.values["cohen_kappa"] == near(sk.cohen_kappa_score(y_true, y_pred, sample_weight=weight))


def test_many_classes_in_few_rows_do_not_warn():
    labels = np.arange(30)
    summary = compute_metric_summary(labels, np.roll(labels, 1))
    assert summary.values["accuracy"] == 0
    assert summary.values["cohen_kappa"] == near(-1 / 29)
    assert summary.support.tolist() == [1] * 30
    assert compute_metric_summary(labels, labels, sample_weight=np.full(30, 0.1)).support.tolist() == [0.1] * 30


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_labels", [1, 2, 4])
def test_multilabel_equals_scikit_learn(n_labels, weighted):
    for seed in range(8):
        y_true, y_score, weight = random_indicators(seed, n_labels)
        weight = weight if weighted else None
        summary = compute_metric_summary(y_true, y_score=y_score, threshold=0.6, sample_weight=weight, multilabel=True)
        y_pred = (y_score >= 0.6).astype(int)
        wide = [np.pad(a, ((0, 0), (0, 1))) for a in (y_true, y_pred)]  # one column alone is binary there
        assert_label_numbers(summary, *wide, weight, labels=range(n_labels))
        assert summary.values["roc_auc"] == near(sk.roc_auc_score(y_true, y_score, sample_weight=weight))
        expected = sk.average_precision_score(y_true, y_score, sample_weight=weight)
        assert summary.values["average_precision"] == near(expected)
        assert list(summary.averages)[-1] == "samples"


@pytest.mark.parametrize("weighted", [False, True])
def test_binary_scores_equal_scikit_learn(weighted):
    for seed in range(8):
        y_true, y_score, weight = random_scores(seed, 2)
        weight = weight if weighted else None
        for names, positive in (([0, 1], None), (["no", "yes"], "yes"), (["no", "yes"], "no")):
            true = np.array(names)[y_true]
            is_positive = true == (1 if positive is None else positive)
            score = y_score[:, 1] if positive != "no" else y_score[:, 0]
            summary = compute_metric_summary(
                true, y_score=score, threshold=0.6, pos_label=positive, sample_weight=weight
            )
            other = names[1 - names.index(summary.pos_label)]
            assert_label_numbers(summary, true, np.where(score >= 0.6, summary.pos_label, other), weight)
            for name, function in (
                ("roc_auc", sk.roc_auc_score),
                ("average_precision", sk.average_precision_score),
                ("brier", sk.brier_score_loss),
                ("log_loss", sk.log_loss),
            ):
                assert summary.values[name] == near(function(is_positive, score, sample_weight=weight)), name


def test_two_columns_are_the_positive_label_s():
    y_true, y_score, _ = random_scores(0, 2)
    y_score = y_score[y_score[:, 0] != y_score[:, 1]]  # of equal columns the first wins
    y_true = y_true[: len(y_score)]
    two = compute_metric_summary(y_true, y_score=y_score)
    one = compute_metric_summary(y_true, y_score=y_score[:, 1])
    assert two.values == near(one.values)
    assert two.pos_label == 1
    lower = compute_metric_summary(y_true, y_score=y_score, threshold=0.3)
    assert lower.values == near(compute_metric_summary(y_true, y_score=y_score[:, 1], threshold=0.3).values)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_probabilities_of_two_columns_equal_scikit_learn(dtype):
    y_true, y_score, weight = random_scores(3, 2)
    y_score = y_score.astype(dtype)
    cast = y_score.astype(np.float64)
    summary = compute_metric_summary(y_true, y_score=y_score, sample_weight=weight)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # float16 columns do not sum to 1 to scikit-learn's taste
        assert summary.values["log_loss"] == near(sk.log_loss(y_true, cast, sample_weight=weight))
        assert summary.values["brier"] == near(sk.brier_score_loss(y_true, cast, sample_weight=weight))


def test_two_columns_that_do_not_sum_to_one_are_no_probabilities():
    summary = compute_metric_summary([0, 1, 1], y_score=[[0.5, 0.4], [0.2, 0.9], [0.1, 0.3]])
    for name in ("brier", "log_loss"):
        assert np.isnan(summary.values[name])
        assert summary.undefined[name] == "scores do not sum to 1"
    slices = compute_slice_metrics(
        [0, 1, 1], y_score=[[0.5, 0.4], [0.2, 0.9], [0.1, 0.3]], row_slices=[1, 1, 1], metric="brier"
    )
    assert slices.reasons == ("scores do not sum to 1",)


def test_the_mappings_of_a_summary_are_read_only():
    summary = compute_metric_summary([1, 0, 1, 1], [1, 0, 0, 1])
    for copied in (summary, copy.deepcopy(summary), pickle.loads(pickle.dumps(summary))):
        for change in (
            lambda held=copied: held.values.update(accuracy=1),
            lambda held=copied: held.averages["macro"].__setitem__("recall", 1),
            lambda held=copied: held.values.pop("mcc"),
        ):
            with pytest.raises(TypeError, match="the mappings of a result are read-only"):
                change()
    assert json.loads(json.dumps(summary.values)) == dict(summary.values)


def test_a_text_never_rounds_to_a_perfect_number():
    y_true = np.repeat([0, 1], 5000)
    y_pred = y_true.copy()
    y_pred[0] = 1
    text = compute_metric_summary(y_true, y_pred).to_text()
    assert "balanced accuracy      >0.99" in text
    assert ">0.999" in compute_metric_summary(y_true, y_pred).alt_text()


@pytest.mark.parametrize("weighted", [False, True])
def test_multiclass_scores_equal_scikit_learn(weighted):
    for seed in range(8):
        y_true, y_score, weight = random_scores(seed)
        weight = weight if weighted else None
        summary = compute_metric_summary(y_true, y_score=y_score, sample_weight=weight)
        assert_label_numbers(summary, y_true, y_score.argmax(axis=1), weight)
        expected = {
            "roc_auc": sk.roc_auc_score(y_true, y_score, multi_class="ovr", sample_weight=weight),
            "average_precision": sk.average_precision_score(y_true, y_score, sample_weight=weight),
            "brier": sk.brier_score_loss(y_true, y_score, sample_weight=weight),
            "log_loss": sk.log_loss(y_true, y_score, sample_weight=weight),
        }
        assert {name: summary.values[name] for name in expected} == near(expected)


def test_float32_probabilities_are_cast_first():
    y_true, y_score, _ = random_scores(3)
    y_score = y_score.astype(np.float32)  # rows sum to 1 within float32 only
    summary = compute_metric_summary(y_true, y_score=y_score)
    of_truth = y_score.astype(np.float64)[np.arange(len(y_true)), y_true]
    assert summary.values["log_loss"] == near(-np.log(of_truth).mean())
    indicator = np.eye(4)[y_true]
    assert summary.values["brier"] == near(((indicator - y_score.astype(np.float64)) ** 2).sum(axis=1).mean())
    wide = compute_metric_summary(y_true, y_score=y_score.astype(np.float64))
    assert wide.values == summary.values
    certain = compute_metric_summary([0, 1], y_score=[0.0, 0.0])
    assert certain.values["log_loss"] == near(sk.log_loss([0, 1], [0.0, 0.0]))


def test_labels_of_one_and_scores_of_the_other():
    y_true, y_score, _ = random_scores(1)
    y_pred = np.roll(y_true, 1)
    both = compute_metric_summary(y_true, y_pred, y_score=y_score)
    assert_label_numbers(both, y_true, y_pred)
    assert both.values["log_loss"] == compute_metric_summary(y_true, y_score=y_score).values["log_loss"]
    both = compute_metric_summary(y_true > 1, (y_pred > 1).astype(int), y_score=y_score[:, 1])
    assert both.values["accuracy"] == near(np.mean((y_true > 1) == (y_pred > 1)))
    assert both.values["roc_auc"] == near(sk.roc_auc_score(y_true > 1, y_score[:, 1]))


def test_elements_are_samples_where_axes_are_not_labels():
    y_true, y_score, weight = random_scores(2)
    flat = compute_metric_summary(y_true, y_score=y_score, sample_weight=weight)
    cube = compute_metric_summary(
        y_true.reshape(5, 12), y_score=y_score.reshape(5, 12, 4), sample_weight=weight.reshape(5, 12)
    )
    assert same(cube, flat)
    labels, predicted = y_true.reshape(5, 3, 4), np.roll(y_true, 1).reshape(5, 3, 4)
    both = compute_metric_summary(
        y_true.reshape(5, 12), np.roll(y_true, 1).reshape(5, 12), y_score=y_score.reshape(5, 12, 4)
    )
    assert both.values["accuracy"] == compute_metric_summary(labels, predicted).values["accuracy"]


def test_rows_without_score_count_nowhere():
    y_true, y_score, weight = random_scores(4)
    y_pred, holes = np.roll(y_true, 3), y_score.copy()
    holes[[5, 9, 30]] = np.nan
    kept = ~np.isnan(holes[:, 0])
    for predicted in (None, y_pred):
        with pytest.warns(FigmeritWarning, match="Dropped 3 of 60 rows"):
            summary = compute_metric_summary(y_true, predicted, y_score=holes, sample_weight=weight, nan_policy="drop")
        rest = compute_metric_summary(
            y_true[kept],
            None if predicted is None else predicted[kept],
            y_score=y_score[kept],
            sample_weight=weight[kept],
        )
        assert same(summary, rest)


@pytest.mark.parametrize("digits", [2, 3, 14])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("kind", ["binary", "multiclass", "long names", "multilabel", "display"])
def test_text_starts_with_the_classification_report(kind, weighted, digits):
    for seed in range(5):
        y_true, y_pred, weight = random_labels(seed, 2 if kind == "binary" else 4)
        names = display = None
        if kind == "multilabel":
            y_true, y_pred, weight = random_indicators(seed)
            y_pred, names = (y_pred > 0.4).astype(int), ["0", "1", "2"]
        elif kind == "long names":
            y_true, y_pred = (np.array([f"the class called {k}" for k in range(4)])[y] for y in (y_true, y_pred))
        elif kind == "multiclass":
            y_true, y_pred = (np.array(["bird", "cat", "dog", "fish"])[y] for y in (y_true, y_pred))
        elif kind == "display":
            names = display = ["Vögel", "Katzen", "Hunde", "Fische"]
        weight = weight if weighted else None
        expected = sk.classification_report(
            y_true, y_pred, target_names=names, sample_weight=weight, digits=digits, zero_division=0
        )
        text = compute_metric_summary(y_true, y_pred, display_labels=display, sample_weight=weight).to_text(digits)
        expected = re.sub(r"\d+\.\d{10,}$", lambda found: f"{f'{float(found[0]):.10g}':>9}", expected, flags=re.M)
        assert text.startswith(expected + "\n")
        assert "n/a" not in text


def test_text_of_the_whole():
    text = compute_metric_summary([1, 0, 1, 1], y_score=[0.9, 0.2, 0.3, 0.5]).to_text()
    assert text.endswith(
        "\n\n"
        "balanced accuracy       0.83\n"
        "              MCC       0.58\n"
        "    Cohen's kappa       0.50\n"
        "          ROC AUC       1.00\n"
        "average precision       1.00\n"
        "      Brier score       0.20\n"
        "         log loss       0.56\n"
    )


def test_text_of_multilabel_targets():
    text = compute_metric_summary([[1, 0], [1, 1]], [[1, 0], [0, 1]]).to_text()
    assert text.endswith("\n\nsubset accuracy       0.50\n")


def test_text_says_what_is_undefined():
    summary = compute_metric_summary(
        ["cat", "dog", "dog", "cat"], ["cat", "cat", "cat", "emu"], labels=["cat", "dog", "emu", "fox"]
    )
    assert summary.to_text() == (
        "              precision    recall  f1-score   support\n"
        "\n"
        "         cat       0.33      0.50      0.40         2\n"
        "         dog        n/a      0.00      0.00         2\n"
        "         emu       0.00       n/a      0.00         0\n"
        "         fox        n/a       n/a       n/a         0\n"
        "\n"
        "    accuracy                           0.25         4\n"
        "   macro avg       0.08      0.12      0.10         4\n"
        "weighted avg       0.17      0.25      0.20         4\n"
        "\n"
        "balanced accuracy       0.25\n"
        "              MCC      -0.29\n"
        "    Cohen's kappa      -0.20\n"
        "\n"
        "n/a (never predicted): precision of dog, precision of fox\n"
        "n/a (no samples): recall of emu, recall of fox\n"
        "n/a (no samples, never predicted): F1 of fox\n"
    )
    assert summary.undefined == {
        ("precision", "dog"): "never predicted",
        ("precision", "fox"): "never predicted",
        ("recall", "emu"): "no samples",
        ("recall", "fox"): "no samples",
        ("f1_score", "fox"): "no samples, never predicted",
    }


UNDEFINED = {
    "one class": (([1, 1], [1, 1]), {}, {"cohen_kappa": "only one class"}),
    "no positives": (
        ([0, 0],),
        {"y_score": [0.9, 0.2]},
        {"roc_auc": "no positive samples", "average_precision": "no positive samples"},
    ),
    "no negatives": (([1, 1],), {"y_score": [0.9, 0.2]}, {"roc_auc": "no negative samples"}),
    "no weight of positives": (
        ([0, 0, 1],),
        {"y_score": [0.9, 0.2, 0.1], "sample_weight": [1, 1, 0]},
        {"roc_auc": "no positive samples", "average_precision": "no positive samples"},
    ),
    "no probabilities": (
        ([0, 1, 1],),
        {"y_score": [-2.5, 1.5, 0.2], "threshold": 0},
        {"brier": "scores are outside [0, 1]", "log_loss": "scores are outside [0, 1]"},
    ),
    "sums": (
        ([0, 1, 2],),
        {"y_score": [[0.5, 0.5, 0.5], [0.1, 0.9, 0], [0, 0, 1]]},
        {"brier": "scores do not sum to 1", "log_loss": "scores do not sum to 1"},
    ),
    "absent class": (
        ([0, 0, 1],),
        {
            "y_score": [[0.5, 0.3, 0.2], [0.1, 0.9, 0], [0, 0, 1]],
            "labels": [0, 1, 2],
            "display_labels": ["a", "b", "c"],
        },
        {"roc_auc": "no positive samples of 'c'"},
    ),
    "multilabel": (
        ([[1, 0], [0, 1]],),
        {"y_score": [[0.9, 0.2], [0.1, 0.8]]},
        dict.fromkeys(
            ["balanced_accuracy", "mcc", "cohen_kappa", "brier", "log_loss"], "not defined for multilabel targets"
        ),
    ),
}


@pytest.mark.parametrize("case", UNDEFINED)
def test_what_is_undefined_is_nan_and_says_why(case):
    arguments, options, reasons = UNDEFINED[case]
    summary = compute_metric_summary(*arguments, **options)
    assert {name for name, value in summary.values.items() if np.isnan(value)} == set(reasons)
    assert {key: reason for key, reason in summary.undefined.items() if isinstance(key, str)} == reasons


def test_absent_class_counts_as_zero_in_average_precision():
    y_true, y_score = [0, 0, 1], [[0.5, 0.3, 0.2], [0.1, 0.9, 0], [0, 0, 1]]
    summary = compute_metric_summary(y_true, y_score=y_score, labels=[0, 1, 2])
    indicator, scores = np.eye(3)[y_true], np.array(y_score)
    seen = [sk.average_precision_score(indicator[:, k], scores[:, k]) for k in (0, 1)]
    assert summary.values["average_precision"] == near(sum(seen) / 3)
    assert summary.averages["macro"]["recall"] == near((0.5 + 0 + 0) / 3)


def test_classes_without_samples_do_not_count_in_balanced_accuracy():
    summary = compute_metric_summary([0, 0, 1, 1], [0, 2, 1, 1])
    assert summary.values["balanced_accuracy"] == near(0.75)
    weighted = compute_metric_summary([0, 0, 1, 1], [0, 2, 1, 1], sample_weight=[1, 1, 0, 0])
    assert weighted.values["balanced_accuracy"] == near(0.5)


@pytest.mark.parametrize("arguments", [([0, 1], [1, 1]), ([1, 1], [0, 1])])
def test_mcc_of_one_label_is_zero_as_in_scikit_learn(arguments):
    assert compute_metric_summary(*arguments).values["mcc"] == sk.matthews_corrcoef(*arguments) == 0
    assert compute_metric_summary([1, 1], [1, 1]).values["mcc"] == 0


def test_containers_give_the_same_result():
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    y_true, y_score, weight = random_scores(5, 2)
    names = np.array(["ham", "spam"])[y_true].tolist()
    score = y_score[:, 1].tolist()
    expected = compute_metric_summary(names, y_score=score, pos_label="spam", sample_weight=weight)
    for make in (np.array, pd.Series, lambda values: pd.Series(values, index=range(60, 0, -1)), pl.Series):
        summary = compute_metric_summary(
            make(names), y_score=make(score), pos_label="spam", sample_weight=make(weight.tolist())
        )
        assert same(summary, expected)
    categories = pd.Series(names, dtype="category")
    assert same(compute_metric_summary(categories, y_score=score, pos_label="spam", sample_weight=weight), expected)
    frame = pd.DataFrame({"cat": [1, 0, 1], "dog": [0, 0, 1]})
    summary = compute_metric_summary(frame, frame)
    assert summary.labels == ("cat", "dog")
    assert summary.values["accuracy"] == 1


def test_inputs_stay_as_they_were():
    y_true, y_score, weight = random_scores(6)
    copies = [array.copy() for array in (y_true, y_score, weight)]
    compute_metric_summary(y_true, y_score=y_score, sample_weight=weight)
    for array, before in zip((y_true, y_score, weight), copies, strict=True):
        np.testing.assert_array_equal(array, before)


def test_order_and_names_of_labels():
    summary = compute_metric_summary(TRUE, PRED, labels=[2, 0, 1], display_labels=["two", "zero", "one"])
    assert summary.support.tolist() == [4, 5, 3]
    assert summary.by_class["recall"] == near({"two": 0.5, "zero": 0.6, "one": 2 / 3})
    assert list(summary.by_class) == [*QUANTITIES, "specificity"]


def test_overall_numbers_of_which_more_is_better():
    binary = compute_metric_summary([1, 0, 1, 1], y_score=[0.9, 0.2, 0.3, 0.5])
    assert list(binary.overall) == [
        *("accuracy", "balanced_accuracy", "precision", "recall", "f1_score"),
        *("mcc", "cohen_kappa", "roc_auc", "average_precision"),
    ]
    assert binary.overall["recall"] == near(2 / 3)
    several = compute_metric_summary(TRUE, PRED)
    assert several.overall["macro_f1_score"] == several.averages["macro"]["f1_score"]
    assert several.pos_label is None
    tags = compute_metric_summary([[1, 0], [1, 1]], [[1, 0], [0, 1]])
    assert list(tags.overall) == ["subset_accuracy", "macro_precision", "macro_recall", "macro_f1_score"]


def test_table():
    table = compute_metric_summary(["a", "b", "b"], ["a", "a", "b"]).to_pandas()
    assert table.columns.tolist() == [
        *("name", "label", "precision", "recall", "f1_score", "specificity", "support"),
        *("precision_low", "precision_high", "recall_low", "recall_high"),
        *("f1_score_low", "f1_score_high", "specificity_low", "specificity_high"),
    ]
    assert table["name"].tolist() == ["a", "b", "accuracy", "macro avg", "weighted avg"]
    assert table["label"].tolist()[:2] == ["a", "b"]
    assert table["label"].isna().tolist() == [False, False, True, True, True]
    assert table["recall"].tolist() == [1, 0.5, pytest.approx(2 / 3), 0.75, pytest.approx(2 / 3)]
    assert table["support"].tolist() == [1, 2, 3, 3, 3]
    numbered = compute_metric_summary([0, 1, 1], [0, 1, 0], display_labels=["cat", "dog"])
    assert numbered.to_pandas()["label"].tolist() == [0, 1, None, None, None]
    assert numbered.to_polars()["label"].to_list() == [0, 1, None, None, None]
    assert numbered.to_pandas()["name"].tolist()[:2] == ["cat", "dog"]
    assert numbered._repr_html_() == f"<pre>{numbered.to_text()}</pre>"
    marked = compute_metric_summary(["<a>", "b"], ["<a>", "b"])._repr_html_()
    assert "<a>" not in marked
    assert "&lt;a&gt;" in marked


def test_no_number_of_the_text_is_rounded_to_perfection():
    true = np.arange(100_000) % 2
    text = compute_metric_summary(true, np.where(np.arange(100_000) == 0, 1, true)).to_text()
    accuracy = next(line for line in text.splitlines() if "accuracy" in line)
    assert accuracy.split() == ["accuracy", ">0.99", "100000"]
    assert [line.split()[1:3] for line in text.splitlines()[2:4]] == [["1.00", ">0.99"], [">0.99", "1.00"]]


NAN = float("nan")


def f1_of(both, either, level=0.95):
    """Return the interval of F1, which is twice Jaccard's index by one more than it."""
    return [2 * end / (1 + end) for end in wilson_of(both, either, level)]


def wilson_of(successes, n, level=0.95):
    if n == 0:
        return [NAN, NAN]
    found = binomtest(int(successes), int(n)).proportion_ci(level, method="wilson")
    return [found.low, found.high]


@pytest.mark.parametrize("counted", [False, True])
def test_intervals_of_shares(counted):
    rng = np.random.default_rng(0)
    y_true, y_pred = rng.integers(0, 4, 90), rng.integers(0, 3, 90)
    given = (count_labels(y_true, y_pred, labels=range(5)),) if counted else (y_true, y_pred)
    summary = compute_metric_summary(*given, confidence_level=0.9, **({} if counted else {"labels": range(5)}))
    ends = summary.intervals.ends
    assert summary.intervals.label == "90% Wilson"
    assert ends["accuracy"] == near(wilson_of((y_true == y_pred).sum(), 90, 0.9))
    for k in range(5):
        true, pred = y_true == k, y_pred == k
        assert ends["precision"][k] == near(wilson_of((true & pred).sum(), pred.sum(), 0.9))
        assert ends["f1_score"][k] == near(f1_of((true & pred).sum(), (true | pred).sum(), 0.9))
        assert ends["recall"][k] == near(wilson_of((true & pred).sum(), true.sum(), 0.9))
        assert ends["specificity"][k] == near(wilson_of((~true & ~pred).sum(), (~true).sum(), 0.9))
        assert summary.specificity[k] == near(sk.recall_score(~true, ~pred))
    assert summary.undefined["precision", 3] == "never predicted"


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("n_labels", [1, 3])
def test_intervals_of_indicators(n_labels, counted):
    rng = np.random.default_rng(1)
    true, pred = rng.integers(0, 2, (2, 40, n_labels))
    given = (count_labels(true, pred, multilabel=True),) if counted else (true, pred)
    summary = compute_metric_summary(*given, **({} if counted else {"multilabel": True}))
    ends = summary.intervals.ends
    assert ends["accuracy"] == near(wilson_of((true == pred).all(axis=1).sum(), 40))
    for k in range(n_labels):
        assert ends["specificity"][k] == near(wilson_of(((1 - true) * (1 - pred))[:, k].sum(), (1 - true)[:, k].sum()))
        assert ends["precision"][k] == near(wilson_of((true * pred)[:, k].sum(), pred[:, k].sum()))
        assert ends["f1_score"][k] == near(f1_of((true * pred)[:, k].sum(), (true | pred)[:, k].sum()))
    assert list(summary.overall_intervals) == ["subset_accuracy"]


def test_intervals_in_the_numbers_of_the_whole():
    summary = compute_metric_summary([1, 0, 1, 1], [1, 0, 0, 1])
    assert list(summary.overall_intervals) == ["accuracy", "precision", "recall", "f1_score"]
    assert summary.overall_intervals["recall"] == near(tuple(wilson_of(2, 3)))
    assert summary.overall_intervals["f1_score"] == near(tuple(f1_of(2, 3)))
    none = compute_metric_summary([1, 0, 1, 1], [1, 0, 0, 1], confidence_level=None)
    assert none.intervals is None
    assert none.overall_intervals == {}
    weighted = compute_metric_summary([1, 0, 1, 1], [1, 0, 0, 1], sample_weight=[1, 1, 1, 2])
    assert weighted.overall_intervals == {}
    assert weighted.intervals.reason == "weights are not counts"
    assert np.isnan(weighted.intervals.ends["recall"]).all()
    assert np.isnan(weighted.intervals.ends["f1_score"]).all()
    only_positives = compute_metric_summary([1, 1], [1, 0], labels=[0, 1])
    assert only_positives.undefined["specificity", 1] == "no samples of other classes"


@pytest.mark.parametrize("weight", [None, [0.5, 1, 2, 0.1]])
def test_dictionary_and_pickle_bring_it_back(weight):
    summary = compute_metric_summary([1, 0, 1, 1], y_score=[0.9, 0.2, 0.3, 0.5], sample_weight=weight)
    through_json = MetricSummary.from_dict(json.loads(json.dumps(summary.to_dict())))
    for other in (through_json, pickle.loads(pickle.dumps(summary))):
        assert same(other, summary)
        assert other.support.dtype == summary.support.dtype
        assert other.to_text() == summary.to_text()
        with pytest.raises(ValueError, match="read-only"):
            other.precision[0] = 0


def test_words():
    summary = compute_metric_summary(TRUE, PRED)
    assert repr(summary) == "MetricSummary(3 classes: accuracy=0.583333, macro F1=0.580952)"
    assert summary.alt_text() == ("Metrics of 3 classes: accuracy 0.583, macro F1 0.581. Lowest F1: '1' with 0.571.")
    tags = compute_metric_summary([[1, 0], [1, 0]], [[1, 0], [0, 0]])
    assert repr(tags) == "MetricSummary(2 labels: accuracy=0.5, macro F1=0.333333)"
    assert tags.alt_text() == (
        "Metrics of 2 labels: subset accuracy 0.500, macro F1 0.333. Lowest F1: '0' with 0.667. 7 values are undefined."
    )


COLUMNS = [[0.2, 0.8], [0.6, 0.4]]
ERRORS = {
    "neither": (([0, 1],), {}, TypeError, "y_pred or y_score must be given; got neither."),
    "threshold": (
        ([0, 1], [0, 1]),
        {"threshold": 0.6},
        ValueError,
        "threshold must be left out if y_pred is given; got 0.6.\nHint: Pass scores as y_score= to cut them.",
    ),
    "threshold-both": (
        ([0, 1], [0, 1]),
        {"y_score": [0.2, 0.7], "threshold": 0.6},
        ValueError,
        "threshold must be left out if y_pred is given; got 0.6.\nHint: Leave out y_pred to cut y_score.",
    ),
    "nan_policy": (
        ([0, 1], [0, 1]),
        {"nan_policy": "dropped"},
        ValueError,
        "nan_policy must be one of 'raise', 'drop'; got 'dropped'.\nHint: Did you mean 'drop'?",
    ),
    "weights": (
        ([0, 1], [0, 1]),
        {"sample_weight": [0, 0]},
        ValueError,
        "sample_weight must be positive for some sample; got zeros only.",
    ),
    "pos_label-multilabel": (
        ([[0, 1]], [[0, 1]]),
        {"pos_label": 1},
        ValueError,
        "pos_label must be left out for multilabel targets; got 1.\n"
        "Hint: multilabel=False, if each element is a sample.",
    ),
    "pos_label-several": (
        ([0, 1, 2], [0, 1, 2]),
        {"pos_label": 1},
        ValueError,
        "pos_label must be left out unless there are two labels; got 1 and the labels [0, 1, 2].",
    ),
    "pos_label-strings": (
        (["no", "yes"],),
        {"y_score": COLUMNS},
        ValueError,
        "pos_label must be given, unless the labels are {0, 1}, {-1, 1} or booleans; got the labels "
        "['no', 'yes'].\nHint: pos_label='yes', or 'no': the one that scores are higher for.",
    ),
    "third-label": (
        ([0, 1], [0, 2]),
        {"y_score": [0.2, 0.7]},
        ValueError,
        "labels must be a list with every value seen in y_pred; got [0, 1] without [2].\nHint: Leave out y_score.",
    ),
    "digits": (([0, 1], [0, 1]), {"digits": 0}, ValueError, "digits must be a positive integer; got 0."),
    "digits-kind": (([0, 1], [0, 1]), {"digits": 2.0}, TypeError, "digits must be a positive integer; got 2.0."),
}


@pytest.mark.parametrize("case", ERRORS)
def test_message(case):
    arguments, options, kind, message = ERRORS[case]
    digits = {"digits": options["digits"]} if "digits" in options else {}
    options = {name: value for name, value in options.items() if name != "digits"}
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        compute_metric_summary(*arguments, **options).to_text(**digits)


def test_many_labels_need_no_matrix(monkeypatch):
    rng = np.random.default_rng(0)
    y_true = rng.integers(0, 60, 400)
    y_pred = np.where(rng.random(400) < 0.5, y_true, rng.integers(0, 60, 400))
    usual = compute_metric_summary(y_true, y_pred)
    monkeypatch.setattr("figmerit.metrics._values.MANY_LABELS", 10)
    assert dict(compute_metric_summary(y_true, y_pred).values) == pytest.approx(dict(usual.values), abs=1e-12)
    many = np.arange(100_000)
    summary = compute_metric_summary(count_labels(many, np.where(many % 2, many, 0)))
    assert summary.values["accuracy"] == 0.50001
    assert summary.values["mcc"] == pytest.approx(0.5773, abs=1e-3)
