"""What people type first: each call works, or its error says what to type, and that works as it stands."""

from __future__ import annotations

import inspect
import re
import warnings
from types import SimpleNamespace  # noqa: F401
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.metrics import classification_report

import figmerit as fm
from figmerit._options import parameters_of
from figmerit._synonyms import ATTRIBUTES, FUNCTIONS, OPTIONS, PHRASES, UNDERSTOOD, VALUES
from figmerit._validate import check_option
from figmerit.logs.learning_curve import LogOptions
from figmerit.metrics import options as option_types
from figmerit.report.classification import PredictionOptions

if TYPE_CHECKING:
    from collections.abc import Callable

rng = np.random.default_rng(0)
n = 120
y_true = rng.integers(0, 2, n)
y_score = np.clip(0.3 * y_true + 0.7 * rng.random(n), 0, 1)
y_pred = (y_score > 0.5).astype(int)
other_score = np.clip(y_score + 0.2 * rng.random(n), 0, 1)
words = np.where(y_true == 1, "malignant", "benign")
Y = rng.integers(0, 3, n)
Y_score = rng.dirichlet(np.ones(3), n)
Y_pred = Y_score.argmax(axis=1)
weight = rng.random(n)
train_sizes, train_scores, test_scores = [10, 20, 40], [[1, 0.9]] * 3, [[0.5, 0.6]] * 3
tags = rng.integers(0, 2, (n, 3))
tag_scores = np.clip(0.4 * tags + 0.6 * rng.random((n, 3)), 0, 1)
names = ["cat", "dog", "owl"]
df = pd.DataFrame(
    {"y": y_true, "pred": y_pred, "score": y_score, "w": weight, "site": rng.choice(list("abc"), n), "Y": Y}
    | {
        "day": pd.date_range("2024-01-01", periods=n),
        "P": Y_pred,
        "sex": rng.choice(["f", "m"], n),
        "other": other_score,
    }
)
X = np.column_stack([y_score, y_true])
log = {"loss": [1, 0.5, 0.4, 0.35, 0.33, 0.32], "val_loss": [1.1, 0.7, 0.6, 0.56, 0.55, 0.54]}
matrix = fm.compute_confusion_matrix(Y, Y_pred)
curve = fm.compute_roc_curve(y_true, y_score)
values = [[5, 1], [2, 7]]


class Model:
    """An estimator, as people pass it."""

    def predict(self, X: Any) -> Any:
        return (X[:, 0] > 0.5).astype(int)

    def predict_proba(self, X: Any) -> Any:
        return np.column_stack([1 - X[:, 0], X[:, 0]])


model = Model()

WORKS = """
fm.plot_confusion_matrix(Y, Y_pred, class_names=names)
fm.plot_confusion_matrix(Y, Y_pred, target_names=names)
fm.plot_confusion_matrix(Y, Y_score, class_names=names)
fm.plot_confusion_matrix(y_true, y_score, threshold=0.3)
fm.plot_confusion_matrix(words, y_score, threshold=0.3, pos_label="malignant")
fm.compute_metric_summary(Y, pd.DataFrame(Y_score))["log_loss"]
fm.plot_confusion_matrix(Y, Y_pred, ignore_index=2, normalize="true")
fm.plot_confusion_matrix_grid(tags, tags[::-1], labels=names)
fm.plot_confusion_matrix_grid(tags, y_score=tag_scores, threshold=0.4, class_names=names)
fm.plot_threshold_sweep(y_true, y_score, metrics=["precision", "recall", "f1"])
fm.plot_slice_metric_heatmap(Y, Y_pred, row_slices=df.site, metric="f1", average="macro")
fm.compute_metric_summary(Y, Y_pred, metrics=["mcc", "f1"])
fm.rank_models(y_true, {"a": y_pred, "b": y_score, "c": other_score}).text
fm.rank_models("y", ["pred", "score", "other"], data=df).to_pandas()
fm.rank_models(y_true, df[["score", "other"]], metric="roc_auc")
fm.compute_agreement(Y, Y_pred, weights="quadratic").kappa
fm.compute_agreement(words, words[::-1], names=["Ann", "Bo"]).matrix
fm.plot_confusion_matrix(fm.compute_agreement(Y, Y_pred).matrix)
fm.plot_confusion_matrix(fm.compute_agreement(Y, Y_pred))
fm.compute_learning_curve(log).to_text()
fm.plot_learning_curve(([10, 20, 40], [[1, 0.9]] * 3, [[0.5, 0.6]] * 3))
fm.plot_learning_curve(SimpleNamespace(history=log))
fm.plot_confusion_matrix_grid(Y, y_score={"a": Y_score, "b": Y_score[:, ::-1]}, class_names=names)
fm.plot_metric_bars(Y, {"a": Y_score, "b": Y_score[:, ::-1]}, metrics=["accuracy", "f1", "log_loss"])
fm.plot_metric_bars(Y, y_score={"a": Y_score, "b": Y_score[:, ::-1]}, metrics=["accuracy", "log_loss"])
fm.plot_pr_curve(y_true, y_score, plot_chance_level=True)
fm.choose_threshold(y_true, y_score, "f1")["recall"]
fm.choose_threshold(y_true, y_score, "f1").precision
fm.compute_metric_summary(Y, Y_pred).accuracy
fm.compute_metric_summary(Y, Y_pred).intervals["accuracy"]
fm.compute_threshold_sweep(y_true, y_score).values("f1")
fm.plot_confusion_matrix(Y, Y_pred, display_labels={0: "cat", 1: "dog", 2: "owl"})
fm.plot_confusion_matrix(Y, Y_pred, display_labels={"0": "cat", "1": "dog", "2": "owl"})
fm.plot_confusion_matrix(matrix, display_labels=names)
fm.plot_confusion_matrix(Y, Y_pred, labels=[2, 1, 0], normalize="true")
fm.plot_confusion_matrix(data=df, y_true="Y", y_pred="P")
fm.plot_confusion_matrix("Y", "P", data=pl.DataFrame(df), sample_weight="w")
fm.plot_confusion_matrix(words, y_score=y_score, pos_label="malignant")
fm.plot_confusion_matrix(y_true, y_score=y_score, threshold=0.6)
fm.plot_confusion_matrix(y_true, y_score=y_score, threshold=fm.choose_threshold(y_true, y_score, "f1"))
fm.plot_confusion_matrix(values)
fm.plot_confusion_matrix(values, display_labels=["no", "yes"])
fm.plot_confusion_matrix({"categories": ["no", "yes"], "values": values})
fm.plot_confusion_matrix(pd.crosstab(df.Y, df.P))
fm.plot_confusion_matrix(np.array(values))
fm.plot_confusion_matrix_grid({"a": (Y, Y_pred), "b": (Y, Y_pred[::-1])}, class_names=names)
fm.plot_confusion_matrix_grid(Y, {"a": Y_pred, "b": Y_pred[::-1]})
fm.plot_confusion_matrix_grid([matrix, matrix], labels=["old", "new"])
fm.plot_confusion_matrix_grid([(Y[k::5], Y_pred[k::5]) for k in range(5)], labels=[f"fold {k}" for k in range(5)])
fm.plot_confusion_matrix_grid({f"fold {k}": (Y[k::5], Y_pred[k::5]) for k in range(5)}, labels=[0, 1, 2])
fm.plot_class_counts("Y", "P", data=df, display_labels=names)
fm.plot_roc_curve(words, y_score, pos_label="malignant")
fm.plot_roc_curve(words, y_score, pos_label="malignant", sample_weight=weight)
fm.plot_roc_curve(y_true, {"forest": y_score, "boosting": other_score})
fm.plot_roc_curve({"train": (y_true, y_score), "test": (y_true[:60], y_score[:60])})
fm.plot_roc_curve(y_true, [y_score, other_score], labels=["forest", "boosting"])
fm.plot_roc_curve([curve, curve], labels=["one", "two"])
fm.plot_roc_curve("y", {"forest": "score", "boosting": "other"}, data=df)
fm.plot_roc_curve(Y, Y_score, display_labels=names)
fm.plot_roc_curve(fm.compute_roc_curve(Y, Y_score), display_labels=names)
fm.plot_roc_curve(y_true, model.predict_proba(X))
fm.plot_pr_curve("y", "score", data=df)
fm.plot_pr_curve("y", ["score", "other"], data=df)
fm.plot_confusion_matrix(Y, Y_pred, labels=[0, 1], other="rest")
fm.report_classification(y_true, {"forest": y_score, "boosting": other_score})
fm.report_classification("y", ["score", "other"], data=df)
fm.plot_pr_curve(y_true, {"forest": y_score, "boosting": other_score}, sample_weight=weight)
fm.plot_reliability_diagram(y_true, {"a": y_score, "b": other_score}, n_bins=5, strategy="quantile")
fm.plot_threshold_sweep(words, y_score, pos_label="malignant", beta=2)
fm.plot_score_histograms("y", "score", by="site", data=df)
fm.plot_risk_coverage(y_true, {"a": y_score, "b": other_score})
fm.plot_metric_bars(Y, Y_pred)
fm.plot_metric_bars(Y, {"a": Y_pred, "b": Y_pred[::-1]})
fm.plot_metric_bars(matrix)
fm.plot_metric_bars(classification_report(Y, Y_pred, output_dict=True))
fm.plot_metric_bars({"a": {"f1": 0.8, "acc": 0.9}, "b": {"f1": 0.7}})
fm.plot_metric_bars(pd.DataFrame({"a": {"f1": 0.8, "acc": 0.9}, "b": {"f1": 0.7, "acc": 0.6}}))
fm.plot_slice_metric_heatmap("y", "pred", data=df, row_slices="site", col_slices="sex")
fm.plot_slice_metric_heatmap(y_true, y_pred, row_slices=df.site, metric="f1_score")
fm.plot_slice_metric_heatmap(fm.compute_metric_summary(Y, Y_pred, display_labels=names))
fm.plot_learning_curve(log, target=0.3)
fm.choose_threshold(y_true, y_score, "f1")
fm.choose_threshold(y_true, y_score)
fm.choose_threshold(words, y_score, "sensitivity", target=0.9, pos_label="malignant")
fm.choose_threshold("y", "score", "youden", data=df)
fm.choose_threshold(curve, "youden")
fm.check("y", "score", data=df)
fm.compute_metric_summary(matrix)
fm.compute_metric_summary("y", "pred", data=df)["f1"]
fm.compute_metric_summary(y_true, y_pred)["accuracy"]
fm.compute_confusion_matrix(y_true, y_score=y_score, threshold=fm.choose_threshold(curve))
fm.compute_confusion_matrix("y", "pred", data=df)
fm.compute_slice_metrics("y", "pred", row_slices="site", data=df)
fm.compute_metric_timeline("y", "pred", time="day", freq="MS", data=df)
fm.compute_metric_timeline(y_true, y_score=y_score, time=df.day, freq="W", metric="auc", baseline="2024-01-15")
fm.compute_score_shift("score", time="day", freq="month", data=df)
fm.plot_metric_timeline("y", "pred", time="day", freq="month", data=df)
fm.plot_metric_timeline(fm.compute_score_shift(y_score, time=df.day, freq="D"))
fm.compute_metric_summary(Y, Y_pred, ignore_label=2, labels=[0, 1], other=-1)
fm.plot_metric_bars(Y, Y_pred, metrics=["f1", "precision", "accuracy"])
fm.plot_metric_bars(classification_report(Y, Y_pred, output_dict=True), metrics=["f1", "recall"])
fm.report_classification("y", "score", data=df, slices="site", columns=["w"])
fm.report_classification("y", models={"forest": "score", "boosting": "other"}, data=df, slices=["site", "sex"])
"""
"""Calls that run as they stand."""

HINTED = """
fm.plot_roc_curve(words, y_score)
fm.plot_confusion_matrix(y_true, preds=y_pred)
fm.plot_confusion_matrix(y_true=y_true, predictions=y_pred)
fm.plot_roc_curve(y_true, probas=y_score)
fm.plot_roc_curve(y_true, y_probas=y_score)
fm.plot_roc_curve(y_true, y_scores=y_score)
fm.plot_roc_curve(model, X, y_true)
fm.plot_confusion_matrix(model, X, y_true)
fm.plot_confusion_matrix(y_true, y_score)
fm.plot_roc_curve(curve, pos_label=1)
fm.plot_calibration_curve
fm.ConfusionMatrixDisplay
fm.roc_auc_score
fm.classification_report
fm.f1_score
fm.average_precision_score
fm.precision_recall_curve
curve.auc
curve.to_dataframe
matrix.classes
matrix.matrix
fm.compute_metric_timeline(y_true, y_pred, date=df.day, freq="month")
fm.choose_threshold(curve, "precision", 0.9)
fm.choose_threshold(y_true, y_score, "precision")
fm.compute_roc_curve(y_true, y_score, title="mine")
fm.plot_roc_curve("y", "score")
fm.plot_roc_curve(y_true, weights=weight, y_score=y_score)
fm.plot_metric_bars(Y, Y_pred, weights=weight)
fm.plot_confusion_matrix(Y, Y_pred, normalize="true", show_counts="both")
fm.plot_learning_curve(train_sizes, train_scores, test_scores)
fm.plot_roc_curve(y_true, y_score, mark_thresholds=[0.3])
fm.report_classification(y_true, compare={"forest": y_score})
fm.report_classification("y", "score")
fm.plot_roc_curve(Y, Y_score, class_names=names, average="macro")
fm.compute_metric_summary(Y, Y_pred).mcc
fm.compute_slice_metrics("y", "pred", row_slices="site", data=df).values
fm.compute_risk_coverage(y_true, y_score).coverage_at_risk
fm.choose_threshold(y_true, y_score, "f1").specificity
fm.compute_metric_summary(Y, Y_pred).accuracy_ci
fm.rank_models(y_true, predictions={"a": y_score, "b": other_score})
fm.compute_agreement(y1=Y, second=Y_pred)
fm.compute_agreement(Y, rater2=Y_pred)
fm.compute_agreement(Y, Y_pred, wt="linear")
fm.compute_agreement(Y, Y_pred).cohen_kappa
fm.compute_agreement(Y, Y_pred).confusion_matrix
fm.compute_reliability(y_true, y_score).brier_score
matrix.most_confused
"""
"""Calls whose error has a hint that runs, as it stands or in the call."""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("call", lines(WORKS))
def test_first_calls_run(call: str) -> None:
    assert eval(call) is not None
    plt.close("all")


def retyped(call: str, hint: str) -> str:
    """Return what somebody types who reads the hint."""
    hint = hint.strip().removesuffix(".").replace("figmerit.", "fm.")
    renamed = re.fullmatch(r"It is called (\w+) here", hint)
    if renamed:
        wrong = next(name for name in re.findall(r"(\w+)=", call) if name in OPTIONS)
        return call.replace(f"{wrong}=", f"{renamed[1]}=")
    if phrase := re.fullmatch(r"Here it is (.+)", hint):
        return re.sub(r"average=[^,)]+", phrase[1], call)
    if item := re.fullmatch(r"It is result(\[.+\]) here", hint):
        return f"{call.rpartition('.')[0]}{item[1]}"
    if attribute := re.fullmatch(r"It is \.(.+) here", hint):
        return f"{call.rpartition('.')[0]}.{attribute[1]}"
    meant = hint.partition("; ")[0].partition(", or ")[0].removeprefix("It belongs to the figure: ")
    if option := re.fullmatch(r"(?:Pass scores as )?(\w+)=(.*)", meant):
        if meant.startswith("Pass"):
            return call.replace("y_score)", "y_score=y_score)")
        if option[1] == "data":
            return call.replace(")", ", data=df)")
        return f"{call.removesuffix(')')}, {meant})"
    meant = meant.replace("(...)", "(y_true, y_score)").replace("result", "curve")
    meant = re.sub(r"(\w+)=\.\.\.", r"\1='mine'", meant)
    return meant if meant.startswith(("fm.", "model.")) else f"fm.{re.sub(r'(?<![.])compute_', 'fm.compute_', meant)}"


@pytest.mark.parametrize("call", lines(HINTED))
def test_hints_run(call: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)) as caught:
        eval(call)
    hint = str(caught.value).partition("\nHint: ")[2]
    assert hint, f"no hint: {caught.value}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert eval(retyped(call, hint).replace("fm.fm.", "fm.")) is not None
    plt.close("all")


PLOTS = [getattr(fm, name) for name in fm.__all__ if name.startswith("plot_") and name != "plot_forest"]
PLOTS += [fm.choose_threshold, fm.report_classification]
TYPES = {
    fm.plot_roc_curve: (fm.compute_roc_curve, option_types.CurveOptions),
    fm.plot_pr_curve: (fm.compute_pr_curve, option_types.CurveOptions),
    fm.plot_confusion_matrix: (fm.compute_confusion_matrix, option_types.MatrixOptions),
    fm.plot_confusion_matrix_grid: (fm.compute_confusion_matrix, option_types.MatrixOptions),
    fm.plot_class_counts: (fm.compute_confusion_matrix, option_types.MatrixOptions),
    fm.plot_metric_bars: (fm.compute_metric_summary, option_types.SummaryOptions),
    fm.plot_reliability_diagram: (fm.compute_reliability, option_types.ReliabilityOptions),
    fm.plot_risk_coverage: (fm.compute_risk_coverage, option_types.RiskOptions),
    fm.plot_score_histograms: (fm.compute_score_histograms, option_types.HistogramOptions),
    fm.plot_threshold_sweep: (fm.compute_threshold_sweep, option_types.SweepOptions),
    fm.plot_slice_metric_heatmap: (fm.compute_slice_metrics, option_types.SliceOptions),
    fm.plot_bootstrap_distribution: (fm.compute_bootstrap_distribution, option_types.BootstrapOptions),
    fm.plot_slice_intervals: (fm.compute_slice_metrics, option_types.SliceOptions),
    fm.plot_metric_timeline: (fm.compute_metric_timeline, option_types.TimelineOptions),
    fm.plot_learning_curve: (fm.compute_learning_curve, LogOptions),
    fm.choose_threshold: (fm.compute_threshold_sweep, option_types.ChoiceOptions),
    fm.report_classification: (fm.Report.add_predictions, PredictionOptions),
}
"""Each function that passes options on, the one that takes them, and their types."""


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)
def test_options_that_are_passed_on_are_those_of_the_compute_function(plot: Callable[..., Any]) -> None:
    compute, types = TYPES[plot]
    own = {
        name for name, one in inspect.signature(plot.__wrapped__).parameters.items() if one.kind is not one.VAR_KEYWORD
    }
    passed = {
        name: one
        for name, one in inspect.signature(compute).parameters.items()
        if one.kind is one.KEYWORD_ONLY and name not in own
    }
    declared = {name: reference.__forward_arg__ for name, reference in types.__annotations__.items()}
    assert declared == {name: one.annotation for name, one in passed.items()}
    shown = inspect.signature(plot).parameters
    assert own <= set(shown)
    assert [name for name in shown if name not in own] == list(passed)


@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.__name__)
def test_each_option_is_documented_once(plot: Callable[..., Any]) -> None:
    documented = list(parameters_of(inspect.getdoc(plot) or ""))
    assert documented == list(inspect.signature(plot).parameters)
    assert "%(" not in plot.__doc__


def test_no_synonym_hides_a_name_of_ours() -> None:
    known = {name for name in fm.__all__ for function in [getattr(fm, name)] if inspect.isfunction(function)
             for name in inspect.signature(function).parameters}  # fmt: skip
    assert not set(UNDERSTOOD) & known
    assert set(UNDERSTOOD.values()) <= known
    assert all(target in known for targets in OPTIONS.values() for target in targets)
    assert not set(FUNCTIONS) & set(fm.__all__)
    for typed in FUNCTIONS.values():
        assert re.match(r"\w+", typed)[0] in fm.__all__
    for kind, attributes in ATTRIBUTES.items():
        for name in attributes:
            assert not kind or not hasattr(getattr(fm, kind), name), (kind, name)
    assert not set(PHRASES) & set(OPTIONS)
    assert all(meant in known for several in PHRASES.values() for meant, _ in several)


@pytest.mark.parametrize("name", sorted(VALUES))
def test_values_of_other_libraries_are_hints_at_ours(name: str) -> None:
    for value, meant in VALUES[name].items():
        with pytest.raises(ValueError, match=rf"^{name} must be one of .*\nHint: Did you mean '{meant}'\?$"):
            check_option(name, value, [None, *VALUES[name].values()])


def test_labels_beside_numbers_may_be_put_together_under_a_name() -> None:
    found = fm.compute_confusion_matrix(Y, Y_pred, labels=[1], other="rest", display_labels=["dog"])
    assert (found.labels, found.display_labels) == ((1, -1), ("dog", "rest"))
    below = fm.compute_confusion_matrix(Y - 3, Y_pred - 3, labels=[-2], other="rest")
    assert (below.labels, below.display_labels) == ((-2, -4), ("-2", "rest"))
    np.testing.assert_array_equal(below.counts, found.counts)


def test_ignored_labels_leave_columns_their_names() -> None:
    scores = pd.DataFrame(Y_score, columns=["2", "0", "1"])[["1", "2", "0"]]
    true = np.where(np.arange(n) % 5, Y, 255)
    whole = fm.compute_metric_summary(true[true != 255], y_score=scores[true != 255])
    for frame in (scores, pl.DataFrame(scores)):
        assert fm.compute_metric_summary(true, y_score=frame, ignore_label=255)["roc_auc"] == whole["roc_auc"]


@pytest.mark.parametrize("ignored", [2, 255])
def test_elements_are_samples_where_a_label_is_ignored(ignored: int) -> None:
    for mask in (tags, np.where(tags, tags, ignored)):  # whether or not one is left out
        assert fm.compute_metric_summary(mask, tags, ignore_label=ignored).support.sum() == (mask != ignored).sum()
    with pytest.raises(ValueError, match=r"^ignore_label must be left out for multilabel targets"):
        fm.compute_metric_summary(tags, tags, ignore_label=ignored, multilabel=True)


def test_labels_in_floats_are_no_scores() -> None:
    two = np.column_stack([y_pred, 1 - y_pred]).astype(float)
    with pytest.raises(ValueError, match=r"^y_pred must be of the same shape as y_true"):
        fm.compute_confusion_matrix(y_true, two)
    with pytest.raises(ValueError, match=r"^threshold must be left out if y_pred is given"):
        fm.compute_confusion_matrix(y_true, y_pred.astype(float), threshold=0.3)
    with pytest.raises(ValueError, match=r"^threshold must be left out if y_pred is given"):
        fm.compute_confusion_matrix([[0, 1], [1]], y_score.tolist(), threshold=0.3)
    of_lists = fm.compute_confusion_matrix(Y.tolist(), Y_score.tolist())
    assert of_lists.to_dict() == fm.compute_confusion_matrix(Y, y_score=Y_score).to_dict()
    assert fm.compute_multilabel_confusion_matrix(tags, tag_scores, threshold=0.4)["0"].counts.sum() == n


def test_what_is_asked_for_beside_other_is_there() -> None:
    found = fm.compute_metric_summary(Y, y_score=Y_score, labels=[0, 1], other="rest", metrics=["log_loss"])
    assert found["log_loss"] == fm.compute_metric_summary(Y, y_score=Y_score)["log_loss"]
    assert found.display_labels == ("0", "1", "rest")


def test_columns_that_stand_twice_are_told_so() -> None:
    for call in (
        lambda: fm.plot_roc_curve("y", ["score", "score"], data=df),
        lambda: fm.report_classification("y", "score", data=df, columns=["site", "site"]),
    ):
        with pytest.raises(ValueError, match="without repetition"):
            call()


def test_bars_of_a_report_choose_classes_too() -> None:
    report = classification_report(Y, Y_pred, output_dict=True)
    everything = ["0", "1", "2", "macro avg", "weighted avg", "accuracy"]
    for metrics, ticks in ((["0", "macro avg"], ["0", "macro avg"]), ("accuracy", ["accuracy"]), (["f1"], everything)):
        axes = fm.plot_metric_bars(report, metrics=metrics).axes[0]
        shown = [[text.get_text() for text in side] for side in (axes.get_xticklabels(), axes.get_yticklabels())]
        assert sorted(ticks) in [sorted(side) for side in shown]


def test_an_option_is_to_blame_that_is_there() -> None:
    for plot, unknown in ((fm.plot_roc_curve, "foo"), (fm.compute_roc_curve, "foo")):
        with pytest.raises(TypeError, match=rf"^{plot.__name__}\(\) has no option '{unknown}'"):
            plot(Y, Y_score, class_names=names, **{unknown: 1})
    with pytest.raises(TypeError, match=re.escape('Hint: Here it is rule="recall", target=0.95.')):
        fm.choose_threshold(y_true, y_score, min_recall=0.95)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=re.escape('Hint: Here it is rule="fpr", target=0.05.')):
        fm.choose_threshold(y_true, y_score, max_fpr=0.05)  # type: ignore[call-arg]


@pytest.mark.parametrize("plot", [fm.plot_roc_curve, fm.plot_pr_curve])
def test_a_curve_of_few_points_says_what_was_probably_meant(plot: Callable[..., Any]) -> None:
    with pytest.warns(
        fm.FigmeritWarning, match=r"^thresholds= leaves one point of the curve, .*\nHint: threshold=\[0\.3\]"
    ):
        plot(y_true, y_score, thresholds=[0.3])
    plot(y_true, y_score, thresholds=np.linspace(0, 1, 20))
    plot(
        fm.compute_roc_curve(y_true, y_score, thresholds=[0.3])
        if plot is fm.plot_roc_curve
        else (fm.compute_pr_curve(y_true, y_score, thresholds=[0.3]))
    )


def test_each_unknown_option_has_its_hint() -> None:
    message = (
        "has no option 'slices'.\nHint: Here it is row_slices=<a column>, col_slices=<another>. And 'metrics': Did "
    )
    with pytest.raises(TypeError, match=re.escape(f"compute_slice_metrics() {message}you mean 'metric'?")):
        fm.compute_slice_metrics("y", "pred", data=df, slices="site", metrics=["accuracy"])  # type: ignore[call-arg]


def test_an_array_is_no_switch() -> None:
    both = np.array([1, 2])
    for call in (
        lambda: fm.compute_roc_curve(tags, tag_scores, multilabel=both),
        lambda: fm.compute_metric_summary(tags, tags, multilabel=both),
        lambda: fm.choose_threshold(y_true, y_score, both),
        lambda: fm.choose_threshold(curve, "f1", rule=both),
        lambda: fm.plot_threshold_sweep(y_true, y_score, metrics=[[0, 1]]),
    ):
        with pytest.raises((TypeError, ValueError), match=r"^[\w ]+ must be .*; got "):
            call()


def test_slices_have_a_text() -> None:
    found = fm.compute_slice_metrics("y", "pred", row_slices="site", data=df)
    lines = found.to_text().splitlines()
    assert [line.split() for line in lines] == [
        ["site", "accuracy", "n"],
        *([name, f"{(part.y == part.pred).mean():.3f}", str(len(part))] for name, part in df.groupby("site")),
    ]
    both = fm.compute_slice_metrics([0, 1], [0, 1], row_slices=["a", "b"], col_slices=["u", "v"]).to_text()
    assert both.splitlines()[2].split() == ["a", "v", "n/a", "(no", "samples)", "0"]
    assert fm.compute_risk_coverage(y_true, y_score).at_risk(0.5).coverage == 1


def test_notebooks_show_the_text_of_a_result() -> None:
    assert fm.compute_learning_curve(log)._repr_html_().startswith("<pre>loss: ")
    assert curve._repr_html_() == f"<pre>{curve!r}</pre>"


def test_columns_of_a_frame_are_those_of_classes_if_they_are_called_so() -> None:
    of_classes = df.assign(**{f"p_{k}": Y_score[:, k] for k in range(3)})
    assert len(fm.plot_roc_curve("Y", ["p_0", "p_1", "p_2"], data=of_classes).axes[0].lines) >= 5
    lines = fm.plot_roc_curve("y", ["score", "other"], data=df).axes[0].get_legend_handles_labels()[1]
    assert [line.partition("  ")[2] for line in lines][:2] == ["score", "other"]


def test_labels_that_are_left_out_are_left_out_everywhere() -> None:
    kept, rest = Y != 2, np.where(Y == 2, 255, Y)
    whole = fm.compute_metric_summary(Y[kept], Y_pred[kept], sample_weight=weight[kept])
    found = fm.compute_metric_summary(rest, Y_pred, ignore_label=255, sample_weight=weight)
    assert repr(found.to_dict()) == repr(whole.to_dict())
    summary = fm.compute_metric_summary(Y, Y_pred, labels=[0], other=-1)
    table = fm.compute_confusion_matrix(Y, Y_pred, labels=[0], other=-1)
    assert summary.labels == table.labels == (0, -1)
    assert summary.overall["accuracy"] == np.trace(table.counts) / table.counts.sum()
    with pytest.raises(ValueError, match=r"^other must be left out for multilabel targets; got -1\."):
        fm.compute_metric_summary(
            np.eye(3, dtype=int)[Y], np.eye(3, dtype=int)[Y], labels=[0], other=-1, multilabel=True
        )


def test_options_that_are_several_here_are_said_in_full() -> None:
    with pytest.raises(TypeError, match=re.escape("Hint: Here it is cost={'fp': 1, 'fn': 5}.")):
        fm.choose_threshold(y_true, y_score, "cost", cost_fn=5, cost_fp=1)  # type: ignore[call-arg]
    assert fm.choose_threshold(y_true, y_score, "cost", cost={"fp": 1, "fn": 5}).rule.startswith("lowest cost")
    with pytest.raises(TypeError, match="Hint: Here it is row_slices=<a column>, col_slices=<another>"):
        fm.plot_slice_metric_heatmap("y", "pred", data=df, slices=["site", "sex"])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=re.escape("Hint: Here it is curve (macro), curve.micro and curve.per_class.")):
        fm.compute_roc_curve(Y, Y_score, average="micro")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"^ignore_label must be one label; got \[254, 255\]\.\nHint: np\.where"):
        fm.compute_confusion_matrix(Y, Y_pred, ignore_label=[254, 255])  # type: ignore[arg-type]
    boosted = {"validation_0": {"logloss": [0.6, 0.4]}, "validation_1": {"logloss": [0.7, 0.5]}}
    assert not fm.compute_learning_curve(boosted)["logloss"].greater_is_better
