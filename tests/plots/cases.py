"""Typical calls of every plot function: what the laws and the styles are checked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from tests.plots.data import HAND, animals, binary, multiclass, training_log

import figmerit as fm

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

nan = float("nan")

MODELS = {"plain": binary(0.8), "tuned": binary(1.6, seed=1)}
ROC = {name: fm.compute_roc_curve(*arrays) for name, arrays in MODELS.items()}
PR = {name: fm.compute_pr_curve(*arrays) for name, arrays in MODELS.items()}
ROC_OF_TEN, PR_OF_TEN = fm.compute_roc_curve(*multiclass(10)), fm.compute_pr_curve(*multiclass(10))
UNDEFINED = fm.compute_roc_curve([1, 1], [0.2, 0.7])
AT_HALF = fm.compute_confusion_matrix(HAND[0], y_score=HAND[1], threshold=0.5)
OF_TEN = fm.compute_confusion_matrix(multiclass(10)[0], multiclass(10)[1].argmax(axis=1))
SCORED = [
    fm.compute_confusion_matrix(y_true, y_score=y_score, n_bins=10)
    for y_true, y_score in (multiclass(4, 200), multiclass(4, 80, seed=1))
]
SUMMARY = fm.compute_metric_summary(*animals(), labels=["bird", "cat", "dog", "fish"])
MATRICES = {"plain": [[8, 2, 0], [3, 7, 1], [0, 0, 0]], "tuned": [[9, 1, 0], [1, 9, 1], [0, 0, 0]]}
GRID = np.array([[0.91, 0.62, nan], [0.78, 0.85, 0.4]])
SLICES = fm.compute_slice_metrics(
    *animals(), row_slices=np.arange(66) % 3, col_slices=np.arange(66) // 40, row_labels=[2, 0, 1, 7]
)
GROUPS = {"plain": {"precision": 0.62, "recall": 0.81}, "tuned": {"precision": 0.74, "recall": nan}}
INTERVALS = {"plain": {"precision": (0.5, 0.7), "recall": (0.7, 0.9)}, "tuned": {"precision": (0.7, 0.8)}}
LOG = training_log()
RELIABILITY = {name: fm.compute_reliability(*arrays, strategy="quantile") for name, arrays in MODELS.items()}
SWEEP = fm.compute_threshold_sweep(*binary(1.4, seed=2), cost={"fp": 1, "fn": 5})
CHOSEN = fm.choose_threshold(SWEEP, "recall", target=0.9)
FOLDS = fm.compute_learning_curve(
    {
        "train_sizes": [100, 300, 1000, 3000, 10000],
        "train_scores": [[1.0, 0.99], [0.99, 0.98], [0.98, 0.97], [0.97, 0.97], [0.97, 0.96]],
        "test_scores": [[0.6, 0.7], [0.75, 0.79], [0.8, 0.86], [0.85, 0.88], [0.88, 0.91]],
    },
    target=0.95,
)

MONTHS = np.datetime64("2024-01-15") + 30 * np.arange(12).repeat(80)
OVER_TIME = fm.compute_metric_timeline(
    np.ones(960, int), np.arange(960) % 80 > np.repeat([8, 9, 7, 8, 10, 8, 6, 30, 8, 9, 24, 9], 80),
    time=MONTHS, freq="month", baseline=3,
)  # fmt: skip
DRIFT = fm.compute_score_shift(
    np.arange(960) % 80 / 80 * np.repeat([1, 1, 1, 1, 0.7, 1], 160), time=MONTHS, freq="week", baseline=4
)

FOREST = {"new": (0.021, 0.004, 0.038), "a newer one": (-0.01, -0.03, 0.01), "alone": (0.015, nan, nan)}

GROUPED = [0, 1, 1, 0, 1, 0] * 9, [0, 1, 1, 0, 0, 0] * 6 + [0, 1, 1, 1, 1, 0] * 3, [*"aab" * 12, *"abc" * 6]

BOOTSTRAP = fm.compute_bootstrap_distribution([0, 1, 1] * 40, [0, 1, 0, 1, 1, 1] * 20, metric="f1", pos_label=1)

CASES: dict[str, Callable[..., Figure]] = {
    "matrix": lambda **given: fm.plot_confusion_matrix(*animals(), title="Animals", **given),
    "matrix-shares": lambda **given: fm.plot_confusion_matrix(
        fm.compute_confusion_matrix(*animals(), labels=["bird", "cat", "dog", "fish"]), normalize="true", **given
    ),
    "matrix-ten": lambda **given: fm.plot_confusion_matrix(OF_TEN, normalize="all", cmap="magma", **given),
    "matrix-threshold": lambda **given: fm.plot_confusion_matrix(
        AT_HALF, annotate="both", colorbar=False, title="At 0.5", **given
    ),
    "matrix-scores": lambda **given: fm.plot_confusion_matrix(SCORED[0], show_scores=True, title="By score", **given),
    "grid": lambda **given: fm.plot_confusion_matrix_grid(MATRICES, title="Two models", **given),
    "grid-own": lambda **given: fm.plot_confusion_matrix_grid(
        MATRICES | {"third": [[1, 0, 2], [0, 3, 0], [5, 0, 5]]}, normalize="true", share_scale=False, **given
    ),
    "grid-aligned": lambda **given: fm.plot_confusion_matrix_grid(
        {"plain": [[8, 2, 0], [3, 7, 1], [0, 1, 4]], "a model of fewer classes": [[9, 1], [1, 9]]},
        align_labels=True,
        normalize="true",
        **given,
    ),
    "grid-scores": lambda **given: fm.plot_confusion_matrix_grid(
        {"first": SCORED[0], "second": SCORED[1]}, show_scores=True, title="By score", **given
    ),
    "roc": lambda **given: fm.plot_roc_curve(*HAND, threshold=0.5, title="By hand", **given),
    "roc-ten": lambda **given: fm.plot_roc_curve(ROC_OF_TEN, **given),
    "roc-models": lambda **given: fm.plot_roc_curve(
        ROC | {"undefined": UNDEFINED}, threshold=0.4, baseline_curve=([0, 0.2, 1], [0, 0.5, 1]), **given
    ),
    "roc-log": lambda **given: fm.plot_roc_curve(
        ROC["tuned"], fpr_scale="log", max_fpr=0.1, threshold={"strict": 0.9, "usual": 0.5}, **given
    ),
    "roc-zoom": lambda **given: fm.plot_roc_curve(ROC, zoom=True, threshold={"plain": 0.4, "tuned": 0.6}, **given),
    "pr": lambda **given: fm.plot_pr_curve(*HAND, threshold=0.5, label="model", title="By hand", **given),
    "pr-ten": lambda **given: fm.plot_pr_curve(PR_OF_TEN, threshold=0.2, classes=[0, 3, 9], **given),
    "pr-models": lambda **given: fm.plot_pr_curve(PR, threshold=0.4, **given),
    "pr-iso": lambda **given: fm.plot_pr_curve(PR, iso_f1=True, zoom=0.3, threshold=[0.3, 0.6], **given),
    "heatmap": lambda **given: fm.plot_slice_metric_heatmap(
        GRID, row_labels=["old", "new"], col_labels=["day", "dusk", "night"], title="Recall", **given
    ),
    "heatmap-centred": lambda **given: fm.plot_slice_metric_heatmap(
        GRID - 0.6, cmap="RdBu", center=0, annot_fmt="{:+.0%}", xlabel="Time", **given
    ),
    "heatmap-norm": lambda **given: fm.plot_slice_metric_heatmap(
        GRID * 100, norm=LogNorm(), annotate=False, metric_name="errors", **given
    ),
    "heatmap-means": lambda **given: fm.plot_slice_metric_heatmap(
        SLICES, means=True, sort_key=lambda row: row[0], annot_fmt="{:.0%}", **given
    ),
    "bars": lambda **given: fm.plot_metric_bars(
        {"precision": 0.71, "kappa": -0.2, "recall": nan}, title="Metrics", ylabel="value", **given
    ),
    "bars-groups": lambda **given: fm.plot_metric_bars(
        GROUPS, intervals=INTERVALS, interval_label="95% Wilson", **given
    ),
    "bars-summary": lambda **given: fm.plot_metric_bars(SUMMARY, **given),
    "bars-flat": lambda **given: fm.plot_metric_bars(
        GROUPS,
        intervals=INTERVALS,
        interval_label="95% Wilson",
        reference={"chance": 0.5},
        orientation="horizontal",
        **given,
    ),
    "reliability": lambda **given: fm.plot_reliability_diagram(
        *binary(1.2), label="forest", title="A model", histogram=True, **given
    ),
    "reliability-models": lambda **given: fm.plot_reliability_diagram(RELIABILITY, **given),
    "histograms": lambda **given: fm.plot_score_histograms(*binary(1.2), threshold=0.5, title="A model", **given),
    "class-counts": lambda **given: fm.plot_class_counts(*animals(), title="Animals", **given),
    "risk-coverage": lambda **given: fm.plot_risk_coverage(*binary(1.2), target=0.05, title="A model", **given),
    "sweep": lambda **given: fm.plot_threshold_sweep(*binary(1.2), threshold=[0.4, 0.6], title="A model", **given),
    "sweep-chosen": lambda **given: fm.plot_threshold_sweep(SWEEP, threshold=CHOSEN, **given),
    "forest": lambda **given: fm.plot_forest(FOREST, reference=0, interval_label="95% Wilson", title="Lift", **given),
    "bootstrap": lambda **given: fm.plot_bootstrap_distribution(BOOTSTRAP, title="Resampled", **given),
    "slice-intervals": lambda **given: fm.plot_slice_intervals(*GROUPED[:2], row_slices=GROUPED[2], min_n=12, **given),
    "timeline": lambda **given: fm.plot_metric_timeline(OVER_TIME, title="In production", **given),
    "timeline-shift": lambda **given: fm.plot_metric_timeline(DRIFT, **given),
    "learning": lambda **given: fm.plot_learning_curve(
        training_log(), metrics="loss", title="A small network", **given
    ),
    "learning-folds": lambda **given: fm.plot_learning_curve(FOLDS, label="SVC", xscale="log", **given),
    "learning-grid": lambda **given: fm.plot_learning_curve(LOG, title="A small network", **given),
}
"""By name: a function that draws on a new figure, or on ``ax=`` (a grid: in ``fig=``)."""


def is_grid(name: str) -> bool:
    """Tell whether the case takes a figure, not axes."""
    return name.startswith("grid") or name.endswith("-grid")


def draw_on(name: str, ax: Axes) -> Figure:
    """Draw the case on axes; a grid in the figure of the axes."""
    return CASES[name](**{"fig": ax.figure} if is_grid(name) else {"ax": ax})


def drawn_alone(name: str, **options: Any) -> Figure:
    """Draw the case on a small figure made without pyplot, which belongs to the caller."""
    size = (7, 5) if is_grid(name) else (4, 3)
    fig = Figure(**({"figsize": size, "layout": "constrained"} | options))
    FigureCanvasAgg(fig)
    CASES[name](**{"fig": fig} if is_grid(name) else {"ax": fig.subplots()})
    return fig


def pixels(fig: Figure) -> Any:
    """Return the picture of a figure as an array of shape (height, width, 4)."""
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


def settings() -> dict[str, Any]:
    """Return all rcParams as they are now."""
    return dict(mpl.rcParams)
