"""The figure of each kind of result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from figmerit.errors import listing, wrong_type
from figmerit.logs.learning_curve import LearningCurve
from figmerit.metrics.abstention import Abstention
from figmerit.metrics.confusion_matrix import ConfusionMatrix
from figmerit.metrics.metric_summary import MetricSummary
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.reliability import Reliability
from figmerit.metrics.risk_coverage import RiskCoverage
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.metrics.score_histograms import ScoreHistograms
from figmerit.metrics.slice_metrics import SliceMetrics
from figmerit.metrics.threshold_sweep import ThresholdSweep
from figmerit.plots._svg import drawn
from figmerit.plots.confusion_matrix import plot_confusion_matrix
from figmerit.plots.learning_curve import plot_learning_curve
from figmerit.plots.metric_bars import plot_metric_bars
from figmerit.plots.pr_curve import plot_pr_curve
from figmerit.plots.reliability_diagram import plot_reliability_diagram
from figmerit.plots.risk_coverage import plot_risk_coverage
from figmerit.plots.roc_curve import plot_roc_curve
from figmerit.plots.score_histograms import plot_score_histograms
from figmerit.plots.slice_metric_heatmap import plot_slice_metric_heatmap
from figmerit.plots.threshold_sweep import plot_threshold_sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import Result

PLOTS: dict[type, Callable[..., Any]] = {
    ConfusionMatrix: plot_confusion_matrix,
    OperatingPoint: plot_confusion_matrix,
    Abstention: plot_confusion_matrix,
    ROCCurve: plot_roc_curve,
    PRCurve: plot_pr_curve,
    ThresholdSweep: plot_threshold_sweep,
    Reliability: plot_reliability_diagram,
    RiskCoverage: plot_risk_coverage,
    ScoreHistograms: plot_score_histograms,
    SliceMetrics: plot_slice_metric_heatmap,
    MetricSummary: plot_metric_bars,
    LearningCurve: plot_learning_curve,
}

SIZE = 6.4, 4.8


def figure_of(result: Result) -> Any:
    """Return the figure that shows a result."""
    for kind, plot in PLOTS.items():
        if isinstance(result, kind):
            return drawn(partial(plot, result), SIZE, panels=kind is LearningCurve)
    rule = f"a text, a figure, a table, findings or one of {listing([kind.__name__ for kind in PLOTS], most=20)}"
    raise wrong_type("content", rule, f"a {type(result).__name__}, which has no figure")
