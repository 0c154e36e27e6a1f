"""Whatever is passed to the public functions: a right answer, or an error of our own that says what to type.

One example is one set of hostile inputs, with which every public function is called. ``make fuzz`` runs a
million calls; the usual run does a fiftieth of that.
"""

from __future__ import annotations

import datetime as dt
import inspect
import os
import re
import warnings
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.helpers import CONTAINERS, FRAMES, STRINGS

import figmerit as fm

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = 4
CALLS = int(os.environ.get("FIGMERIT_FUZZ_CALLS", "20000"))
OURS = re.compile(
    r".+ must be .+; got .+\.(\nHint: .+)?"
    r"|\w+\(\) has no option '\w+'\.\nHint: .+"
    r"|\w+\(\) needs .+",
    re.DOTALL,
)
"""The wording of every error that may leave a public function."""

nan, inf = float("nan"), float("inf")
ALPHABETS: list[list[Any]] = [
    *([0, 1], [1, 0], [-1, 1], [False, True], [0.0, 1.0], [0], [1], [2, 7]),
    *(["a", "b"], ["spam"], ["", " "], ["$x$", "é", "名"], ["a", "b", "c"], ["True", "False"]),
    *([0, 1, 2], [0, 1, 2, 3, 4], [-3, 0, 9], [1.5, 2.5], [10**20, 1], [2**63, 0]),
    *([0, "a"], [True, 2], [None, 1], [nan, 1], [inf, 0], [b"a", b"b"], [(1, 2), 3], [object(), 1], ["a", None]),
    *([np.float32(0), np.float32(1)], [np.int8(3), np.int8(4)], [Fraction(1, 2), 1], [dt.date(2020, 1, 1)]),
]
SCORES: list[list[Any]] = [
    *([0.1, 0.4, 0.5, 0.9], [0.5], [0.0, 1.0], [0, 1], [-5.0, 0.0, 3.25], [1e-9, 1e9, 0.0]),
    *([0.25, nan], [0.25, None], [0.25, inf], ["0.5", "0.1"], [0.5, "x"], [1 + 2j], [True, False], [3, 9, 27]),
    *([np.float16(0.1), np.float16(0.3)], [np.float32(0.1), np.float32(0.7)], [Fraction(1, 3), 0.5], [-0.0, 0.0]),
]
BEYOND_FIGURES = [[1e-320, 1e-310, 0.0], [1e308, -1e308]]
"""Scores that metrics know how to handle, and matplotlib does not."""

GARBAGE: list[Any] = [
    *(None, "", "x", -1, 0, 1, 0.5, 3.5, nan, inf, True, False, b"x", 1j, [], {}, (), [0, 1], ["a", "b"], [[0, 1]]),
    *(np.array([1, 2]), np.array(0.5), np.float32(0.25), np.str_("a"), np.int64(1), {"a": 1}, {1, 2}, range(3), len),
    *(object(), Figure, "true", "macro", (1, 2), (0, 5), [None], "{:.2f}", "{:d}", "{", "viridis", 10**9),
]

METRICS: list[Any] = [
    *("loss", "mcc", "quadratic_kappa", "specificity", "jaccard", "log_loss", ["mcc", "mcc"], ["accuracy", "fpr"]),
    *(["linear_kappa", "within_1", "within_0"], ["top_2_accuracy", "top_5_accuracy"], ["roc_auc", "brier", "youden"]),
    *({"missed": lambda _tp, _fp, fn, _tn: fn}, {"recall": len}, {"share": lambda tp, _fp, fn, _tn: tp / (tp + fn)}),
]
"""Metrics beside the usual ones: by their names, or functions of outcomes."""

METRIC: list[Any] = [
    *("accuracy", "recall", "f1_score", "specificity", "fpr", "youden", "mcc", "quadratic_kappa", "within_2"),
    *("roc_auc", "average_precision", "brier", "log_loss", "top_1_accuracy", "top_3_accuracy", "f1", np.size, np.hypot),
]
"""One metric for slices: its name, or a function of rows."""

DATES: list[list[Any]] = [
    *(["2024-01-05", "2024-02-29", "2024-07-01"], ["2024-01", "2024-Q3"], ["2024-01-05T10:00Z", "2024-02-01"], ["x"]),
    *([dt.date(2024, 1, 5), dt.date(2023, 12, 31), None], [dt.datetime(2024, 1, 5, 9), dt.datetime(1, 1, 1)], [1, 2]),
    *([np.datetime64("2024-01-05"), np.datetime64("NaT")], [np.datetime64("2024-01"), np.datetime64("2024-03")], [nan]),
]
"""When samples were."""

THRESHOLDS: list[Any] = [
    *([0.5, 0.25], [0.1, 0.1, 0.9], [], [inf], [-inf, 0.5], 0.5, [nan], np.float16([0.1, 0.3]), [-5.0, 3.25, 1e9]),
    *([[0.5]], ["0.5"], [None], [0, 1], (0.4,), {0.4: 1}),
]
"""Thresholds at which alone curves are drawn."""


def nested(draw: Any, shape: tuple[int, ...], alphabet: list[Any]) -> Any:
    """Return lists within lists of values of the alphabet."""
    if not shape:
        return draw(st.sampled_from(alphabet))
    return [nested(draw, shape[1:], alphabet) for _ in range(shape[0])]


@st.composite
def held(draw: Any, shape: tuple[int, ...], alphabet: list[Any]) -> Any:
    """Return values of that shape in some container, or as they are where the container cannot hold them."""
    values = nested(draw, shape, alphabet)
    kinds = {type(value) for value in alphabet}
    forms: dict[str, Any] = STRINGS if kinds == {str} else CONTAINERS
    try:
        if len(shape) == 1:
            return forms[draw(st.sampled_from(sorted(forms)))](values)
        if len(shape) == 2:
            names = [str(name) for name in draw(st.permutations(range(shape[1])))]
            return FRAMES[draw(st.sampled_from(sorted(FRAMES)))](values, names)
        return np.asarray(values) if shape and draw(st.booleans()) else values
    except Exception:  # it cannot hold such values: its own business
        return values


@st.composite
def targets(draw: Any, score_alphabets: list[list[Any]]) -> dict[str, Any]:
    """Return true labels, predictions, scores, weights and slices that fit each other, mostly."""
    n = draw(st.integers(1, 8))
    shape = draw(st.sampled_from([(n,)] * 5 + [(n, 2), (n, 3), (n, 1), (2, n, 2), (), (0,)]))
    alphabet = draw(st.sampled_from(ALPHABETS))
    other = draw(st.sampled_from([alphabet] * 5 + ALPHABETS))
    columns = draw(st.sampled_from([(), (), (len(alphabet),), (1,), (3,)]))
    scores = draw(st.sampled_from(score_alphabets))
    strange = draw(st.sampled_from([(n,)] * 8 + [(n + 1,), (n, 2), ()]))
    losses = {name: draw(held((n,) if draw(st.booleans()) else shape, scores)) for name in ("loss", "val_loss")}
    steps = {name: draw(held((n,), alphabet)) for name in draw(st.sets(st.sampled_from(["epoch", "x", "n_samples"])))}
    found = {
        "log": draw(st.sampled_from([losses | steps, [losses, steps], steps, losses, *GARBAGE])),
        "y_true": draw(held(shape, alphabet)),
        "y_pred": draw(held(shape, other)),
        "y_score": draw(held(shape + columns, scores)),
        "slices": draw(held(strange, draw(st.sampled_from(ALPHABETS)))),
        "weight": draw(held(strange, draw(st.sampled_from([[1, 2], [0.5, 1.5], [0], [-1, 1], [nan], ["a"]])))),
        "labels": draw(st.permutations(alphabet)),
        "metrics": draw(st.sampled_from(METRICS)),
        "metric": draw(st.sampled_from(METRIC)),
        "average": draw(st.sampled_from(["micro", "macro", "weighted", None])),
        "thresholds": draw(st.sampled_from(THRESHOLDS)),
        "groups": draw(held((n,), draw(st.sampled_from(ALPHABETS)))),
        "dates": draw(held(strange, draw(st.sampled_from(DATES)))),
    }
    models = {"a": found["y_pred"], "b": found["y_score"], "c": found["y_true"]}
    found["models"] = draw(st.sampled_from([models, models, list(models.values()), {"a": found["y_pred"]}, *GARBAGE]))
    return found


@st.composite
def options(draw: Any, given_names: dict[str, Any]) -> dict[str, Any]:
    """Return few options: each one that fits, or anything at all."""
    chosen = draw(st.sets(st.sampled_from(sorted(given_names)), max_size=2))
    anything = st.sampled_from(GARBAGE)
    return {name: draw(st.one_of(st.just(given_names[name]), anything)) for name in sorted(chosen)}


def outcome(function: Any, *arguments: Any, **keywords: Any) -> Any:
    """Return what the function returns, or None if it raised an error of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fm.FigmeritWarning)
        try:
            return function(*arguments, **keywords)
        except (TypeError, ValueError) as error:
            if not OURS.fullmatch(str(error)):
                raise
            return None


def check_result(result: Any) -> None:
    """Any result can be said, written and read again."""
    for one in result.values() if isinstance(result, dict) else [result]:
        assert one.alt_text()
        assert repr(one)
        again = type(one).from_dict(one.to_dict())
        assert repr(again.to_dict()) == repr(one.to_dict())
        assert isinstance(one.undefined, dict)
        if isinstance(one, fm.MetricSummary):
            assert {*one.overall_intervals} <= {*one.overall}
            assert one.to_text()
        one.to_pandas()


def weighted(target: dict[str, Any]) -> dict[str, Any]:
    """Return an option of the numbers that fits the inputs, by its name."""
    names = [str(label) for label in target["labels"]]
    return {
        "labels": target["labels"],
        "display_labels": names,
        "sample_weight": target["weight"],
        "pos_label": target["labels"][0],
        "nan_policy": "drop",
        "threshold": 0.25,
        "thresholds": target["thresholds"],
        "multilabel": False,
        "by": target["slices"],
        "bins": [0, 0.5, 1],
        "strategy": "quantile",
        "n_bins": 3,
        "kind": "class_wise",
        "n_resamples": 2,
        "beta": 2,
        "cost": {"fp": 1, "fn": 2},
        "prevalence": 0.2,
        "confidence_level": 0.9,
        "metrics": target["metrics"],
        "metric": target["metric"],
        "average": target["average"],
        "col_slices": target["groups"],
        "freq": "quarter",
        "baseline": "2024-01",
        "distance": "psi",
        "x": "x",
        "train": "loss",
        "validation": "x",
        "greater_is_better": True,
        "target": {"loss": 0.5},
    }


COMPUTED: dict[str, tuple[Any, str]] = {
    "confusion_matrix": (fm.compute_confusion_matrix, "y_true y_pred"),
    "confusion_matrix_of_scores": (fm.compute_confusion_matrix, "y_true y_score="),
    "multilabel_confusion_matrix": (fm.compute_multilabel_confusion_matrix, "y_true y_pred"),
    "multilabel_confusion_matrix_of_scores": (fm.compute_multilabel_confusion_matrix, "y_true y_score="),
    "roc_curve": (fm.compute_roc_curve, "y_true y_score"),
    "pr_curve": (fm.compute_pr_curve, "y_true y_score"),
    "metric_summary": (fm.compute_metric_summary, "y_true y_pred"),
    "agreement": (fm.compute_agreement, "y_true y_pred"),
    "ranking": (fm.rank_models, "y_true models"),
    "metric_summary_of_scores": (fm.compute_metric_summary, "y_true y_score="),
    "slice_metrics": (fm.compute_slice_metrics, "y_true y_pred row_slices="),
    "slice_metrics_of_scores": (fm.compute_slice_metrics, "y_true y_score= row_slices="),
    "metric_timeline": (partial(fm.compute_metric_timeline, freq="month", n_resamples=5), "y_true y_pred time="),
    "metric_timeline_of_scores": (
        partial(fm.compute_metric_timeline, freq="week", n_resamples=5),
        "y_true y_score= time=",
    ),
    "score_shift": (partial(fm.compute_score_shift, freq="month", n_resamples=5), "y_score time="),
    "threshold_sweep": (fm.compute_threshold_sweep, "y_true y_score"),
    "reliability": (fm.compute_reliability, "y_true y_score"),
    "risk_coverage": (fm.compute_risk_coverage, "y_true y_score"),
    "abstention": (partial(fm.compute_abstention, low=0.2, high=0.4), "y_true y_score"),
    "score_histograms": (fm.compute_score_histograms, "y_true y_score"),
    "learning_curve": (fm.compute_learning_curve, "log"),
    "from_counts": (fm.ConfusionMatrix.from_counts, "y_score"),
    "from_grid": (fm.SliceMetrics.from_grid, "y_score"),
}
"""Each function that computes, and which of the inputs it gets."""

RULES = {"rule": "recall", "target": 0.5, "beta": 2, "cost": {"fp": 1, "fn": 3}, "safe": True, "prevalence": 0.1}
"""Options of the choice of a threshold."""

METHODS = (
    *("at_threshold", "at_prevalence", "values", "with_intervals", "apply", "share_reaching", "at_risk"),
    *("partial_roc_auc", "reordered", "renamed", "normalized", "top_confusions"),
)
"""Methods of results that take an argument."""

PLOTTED: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "confusion_matrix": (
        fm.plot_confusion_matrix,
        "y_true y_pred",
        {"normalize": "true", "annotate": "both", "annot_fmt": "{:.1f}", "cmap": "magma", "colorbar": False},
    ),
    "confusion_matrix_grid": (
        fm.plot_confusion_matrix_grid,
        "pairs",
        {
            "normalize": "pred",
            "annotate": "percent",
            "share_scale": False,
            "ncols": 2,
            "display_labels": ["a", "b"],
            "align_labels": True,
        },
    ),
    "roc_curve": (
        fm.plot_roc_curve,
        "y_true y_score",
        {
            "label": "model",
            "threshold": {"model": 0.4},
            "classes": [1],
            "averages": "micro",
            "chance_level": False,
            "max_fpr": 0.1,
            "fpr_scale": "log",
            "zoom": True,
            "iso_cost": {"fp": 1, "fn": 2},
        },
    ),
    "pr_curve": (
        fm.plot_pr_curve,
        "y_true y_score",
        {
            "label": "model",
            "threshold": [0.2, 0.4],
            "iso_f1": [0.5],
            "zoom": 0.3,
            "prevalence": 0.2,
            "baseline_curve": ([1, 0], [0.5, 0.5]),
            "legend": False,
        },
    ),
    "slice_metric_heatmap": (
        fm.plot_slice_metric_heatmap,
        "y_score",
        {
            "row_labels": ["a", "b"],
            "vmin": -1,
            "vmax": 2,
            "center": 0.5,
            "annotate": False,
            "annot_fmt": "{:.1%}",
            "means": True,
            "sort_key": lambda row: min(row[1].values()),
        },
    ),
    "metric_timeline": (
        fm.plot_metric_timeline,
        "y_true y_pred time=",
        {"freq": "month", "baseline": 1, "line_kw": {"color": "k"}, "metric": "f1_score", "n_resamples": 5},
    ),
    "reliability_diagram": (
        fm.plot_reliability_diagram,
        "y_true y_score",
        {"label": "model", "intervals": False, "histogram": False, "legend": False},
    ),
    "score_histograms": (
        fm.plot_score_histograms,
        "y_true y_score",
        {"threshold": 0.4, "normalize": True, "log_counts": True, "legend": False},
    ),
    "risk_coverage": (fm.plot_risk_coverage, "y_true y_score", {"target": 0.1, "intervals": False, "legend": False}),
    "class_counts": (
        fm.plot_class_counts,
        "y_true y_pred",
        {"normalize": True, "sort_key": str, "orientation": "horizontal", "annotate": False},
    ),
    "threshold_sweep": (
        fm.plot_threshold_sweep,
        "y_true y_score",
        {"metrics": ["recall", "accuracy"], "threshold": {"a": 0.4}, "intervals": False, "legend": False},
    ),
    "learning_curve": (
        fm.plot_learning_curve,
        "log",
        {
            "metrics": ["loss"],
            "label": "run",
            "best": False,
            "gap": False,
            "reading": False,
            "legend": False,
            "xscale": "log",
            "yscale": "log",
            "ncols": 2,
        },
    ),
    "metric_bars": (
        fm.plot_metric_bars,
        "values",
        {
            "metrics": ["0"],
            "annotate": False,
            "sort_key": str,
            "label_formatter": str.upper,
            "ylabel": "value",
            "orientation": "horizontal",
            "reference": {"chance": 0.5},
        },
    ),
}
"""Each function that plots, which of the inputs it gets, and options that may fit."""


def arguments(target: dict[str, Any], names: str) -> tuple[list[Any], dict[str, Any]]:
    """Return the inputs of those names, those with "=" as keywords."""
    given_names = names.split()
    positional = [target[name] for name in given_names if not name.endswith("=")]
    keywords = {"y_score=": "y_score", "row_slices=": "slices", "time=": "dates"}
    return positional, {name[:-1]: target[keywords[name]] for name in given_names if name.endswith("=")}


def compute_all(data: st.DataObject) -> None:
    """Call every function that computes with one set of inputs."""
    target = data.draw(targets([*SCORES, *BEYOND_FIGURES]))
    chosen, strange = data.draw(options(weighted(target))), data.draw(st.sampled_from(GARBAGE))
    for function, names in COMPUTED.values():
        known = inspect.signature(function).parameters
        positional, keywords = arguments(target, names)
        keywords |= {name: value for name, value in chosen.items() if name in known}
        result = outcome(function, *positional, **keywords)
        if result is not None:
            check_result(result)
            for method in METHODS:
                if inspect.ismethod(getattr(result, method, None)):
                    outcome(getattr(result, method), strange)
            if isinstance(result, fm.ROCCurve | fm.PRCurve | fm.ThresholdSweep):
                outcome(fm.choose_threshold, result, **data.draw(options(RULES)))
            outcome(fm.check, result)
    compute_from_counts(target, strange)
    outcome(fm.check, target["y_true"], target["y_score"], ignore=strange)
    outcome(fm.check, target["y_true"], y_pred=target["y_pred"], sample_ids=target["slices"])


def compute_from_counts(target: dict[str, Any], strange: Any) -> None:
    """Compute from counts, which were kept apart by groups, what takes counts."""
    for count, second in ((fm.count_labels, "y_pred"), (fm.count_scores, "y_score")):
        pair = target["y_true"], target[second]
        counts = outcome(count, *pair, by={"group": target["groups"]}, sample_weight=strange)
        counts = outcome(count, *pair, by={"group": target["groups"]}) if counts is None else counts
        if counts is None:
            continue
        again = type(counts).from_dict(counts.to_dict())
        assert repr(again.to_dict()) == repr(counts.to_dict())
        of_slices = {"row_slices": "group", "metric": target["metric"], "average": target["average"]}
        for result in (
            outcome(fm.compute_metric_summary, counts, metrics=target["metrics"]),
            outcome(fm.compute_slice_metrics, counts, **of_slices),
            outcome(fm.compute_roc_curve, counts, thresholds=target["thresholds"]),
            outcome(fm.compute_threshold_sweep, counts + counts, metrics=target["metrics"]),
        ):
            if result is not None:
                check_result(result)


def plot_all(data: st.DataObject) -> None:
    """Call every function that plots with one set of inputs, on axes of its own."""
    target = data.draw(targets(SCORES))
    target["pairs"] = {"one": (target["y_true"], target["y_pred"])}
    if data.draw(st.booleans()):
        target["pairs"]["two"] = target["y_score"]
    numbers = st.sampled_from(data.draw(st.sampled_from([*SCORES, GARBAGE])))
    target["values"] = data.draw(st.dictionaries(st.sampled_from(["0", "1", 1, "", "a" * 40, None]), numbers))
    for name, (function, names, fitting) in PLOTTED.items():
        positional, keywords = arguments(target, names)
        keywords |= data.draw(options(fitting))
        figure = Figure(figsize=(3, 2))
        own = {"fig": figure} if name.endswith("grid") else {"ax": figure.add_subplot()}
        before = len(figure.axes[0].get_children()) if figure.axes else 0
        if outcome(function, *positional, **keywords, **own) is None:
            assert not figure.axes or len(figure.axes[0].get_children()) == before, "an error left something behind"
        elif data.draw(st.integers(0, 9)) == 0:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Glyph .* missing")  # the font's business
                warnings.filterwarnings("ignore", message=".*not large enough to accommodate")
                warnings.filterwarnings("ignore", message=".*layout not applied")
                FigureCanvasAgg(figure).draw()
        if name not in ("learning_curve", "metric_timeline") and data.draw(st.integers(0, 19)) == 0:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Glyph .* missing")  # a new figure is measured at once
                outcome(function, *positional, **keywords, notes=True)
            plt.close("all")


def run(function: Callable[[st.DataObject], None], calls: int, part: int) -> None:
    """Run one part of the calls: the same ones each time, unless their number was asked for."""
    phases = [Phase.generate]  # the first example that fails says enough: smaller ones take minutes to find
    quiet = list(HealthCheck)
    fuzz = settings(max_examples=calls // PARTS, phases=phases, suppress_health_check=quiet, database=None)
    test = fuzz(given(data=st.data())(lambda data: function(data)))
    (test if os.environ.get("FIGMERIT_FUZZ_CALLS") else seed(part)(test))()


@pytest.mark.parametrize("part", range(PARTS))
def test_numbers_or_errors_of_ours(part: int) -> None:
    run(compute_all, 3 * CALLS // 4 // len(COMPUTED), part)


@pytest.mark.parametrize("part", range(PARTS))
def test_figures_or_errors_of_ours(part: int) -> None:
    run(plot_all, CALLS // 4 // len(PLOTTED), part)
