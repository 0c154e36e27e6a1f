"""Figures of merit: from a classifier's predictions to figures that never lie.

``compute_*`` turn arrays into frozen results, whose numbers are scikit-learn's; ``plot_*`` turn arrays
or results into matplotlib figures; ``count_*`` turn arrays, also chunk by chunk, into counts that stand
for them; a ``Report`` puts predictions and figures into one HTML file. Nothing heavy is imported before
it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what editors and type checkers see; a test compares it with the table below
    from figmerit.checks.check import check
    from figmerit.checks.finding import Finding
    from figmerit.counts.count import count_labels, count_scores
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.errors import FigmeritWarning
    from figmerit.inference.intervals import Intervals
    from figmerit.logs.learning_curve import LearningCurve, compute_learning_curve
    from figmerit.logs.metric_curve import MetricCurve
    from figmerit.metrics.abstention import Abstention, compute_abstention
    from figmerit.metrics.agreement import Agreement, compute_agreement
    from figmerit.metrics.bootstrap_distribution import BootstrapDistribution, compute_bootstrap_distribution
    from figmerit.metrics.cell_histograms import CellHistograms
    from figmerit.metrics.choose_threshold import choose_threshold
    from figmerit.metrics.compare_folds import compare_folds
    from figmerit.metrics.comparison import Comparison, compare_models
    from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
    from figmerit.metrics.metric_summary import MetricSummary, compute_metric_summary
    from figmerit.metrics.metric_timeline import MetricTimeline, compute_metric_timeline
    from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix
    from figmerit.metrics.operating_point import OperatingPoint
    from figmerit.metrics.pr_curve import PRCurve, compute_pr_curve
    from figmerit.metrics.ranking import Ranking, rank_models
    from figmerit.metrics.reliability import Reliability, compute_reliability
    from figmerit.metrics.risk_coverage import RiskCoverage, compute_risk_coverage
    from figmerit.metrics.roc_curve import ROCCurve, compute_roc_curve
    from figmerit.metrics.score_histograms import ScoreHistograms, compute_score_histograms
    from figmerit.metrics.score_shift import compute_score_shift
    from figmerit.metrics.slice_metrics import SliceMetrics, compute_slice_metrics
    from figmerit.metrics.threshold_sweep import ThresholdSweep, compute_threshold_sweep
    from figmerit.plots.bootstrap_distribution import plot_bootstrap_distribution
    from figmerit.plots.class_counts import plot_class_counts
    from figmerit.plots.confusion_matrix import plot_confusion_matrix
    from figmerit.plots.confusion_matrix_grid import plot_confusion_matrix_grid
    from figmerit.plots.forest import plot_forest
    from figmerit.plots.learning_curve import plot_learning_curve
    from figmerit.plots.metric_bars import plot_metric_bars
    from figmerit.plots.metric_timeline import plot_metric_timeline
    from figmerit.plots.pr_curve import plot_pr_curve
    from figmerit.plots.reliability_diagram import plot_reliability_diagram
    from figmerit.plots.risk_coverage import plot_risk_coverage
    from figmerit.plots.roc_curve import plot_roc_curve
    from figmerit.plots.score_histograms import plot_score_histograms
    from figmerit.plots.slice_intervals import plot_slice_intervals
    from figmerit.plots.slice_metric_heatmap import plot_slice_metric_heatmap
    from figmerit.plots.threshold_sweep import plot_threshold_sweep
    from figmerit.report.classification import report_classification
    from figmerit.report.report import Report

__version__ = "0.1.0.dev0"

__all__ = [
    "Abstention",
    "Agreement",
    "BootstrapDistribution",
    "CellHistograms",
    "Comparison",
    "ConfusionMatrix",
    "FigmeritWarning",
    "Finding",
    "Intervals",
    "LabelCounts",
    "LearningCurve",
    "MetricCurve",
    "MetricSummary",
    "MetricTimeline",
    "OperatingPoint",
    "PRCurve",
    "ROCCurve",
    "Ranking",
    "Reliability",
    "Report",
    "RiskCoverage",
    "ScoreCounts",
    "ScoreHistograms",
    "SliceMetrics",
    "ThresholdSweep",
    "check",
    "choose_threshold",
    "compare_folds",
    "compare_models",
    "compute_abstention",
    "compute_agreement",
    "compute_bootstrap_distribution",
    "compute_confusion_matrix",
    "compute_learning_curve",
    "compute_metric_summary",
    "compute_metric_timeline",
    "compute_multilabel_confusion_matrix",
    "compute_pr_curve",
    "compute_reliability",
    "compute_risk_coverage",
    "compute_roc_curve",
    "compute_score_histograms",
    "compute_score_shift",
    "compute_slice_metrics",
    "compute_threshold_sweep",
    "count_labels",
    "count_scores",
    "plot_bootstrap_distribution",
    "plot_class_counts",
    "plot_confusion_matrix",
    "plot_confusion_matrix_grid",
    "plot_forest",
    "plot_learning_curve",
    "plot_metric_bars",
    "plot_metric_timeline",
    "plot_pr_curve",
    "plot_reliability_diagram",
    "plot_risk_coverage",
    "plot_roc_curve",
    "plot_score_histograms",
    "plot_slice_intervals",
    "plot_slice_metric_heatmap",
    "plot_threshold_sweep",
    "rank_models",
    "report_classification",
]

_HOMES = {
    "figmerit.checks.check": ["check"],
    "figmerit.checks.finding": ["Finding"],
    "figmerit.counts.count": ["count_labels", "count_scores"],
    "figmerit.counts.label_counts": ["LabelCounts"],
    "figmerit.counts.score_counts": ["ScoreCounts"],
    "figmerit.errors": ["FigmeritWarning"],
    "figmerit.inference.intervals": ["Intervals"],
    "figmerit.metrics.abstention": ["Abstention", "compute_abstention"],
    "figmerit.metrics.agreement": ["Agreement", "compute_agreement"],
    "figmerit.metrics.bootstrap_distribution": ["BootstrapDistribution", "compute_bootstrap_distribution"],
    "figmerit.metrics.cell_histograms": ["CellHistograms"],
    "figmerit.metrics.choose_threshold": ["choose_threshold"],
    "figmerit.metrics.compare_folds": ["compare_folds"],
    "figmerit.metrics.comparison": ["Comparison", "compare_models"],
    "figmerit.metrics.confusion_matrix": ["ConfusionMatrix", "compute_confusion_matrix"],
    "figmerit.logs.learning_curve": ["LearningCurve", "compute_learning_curve"],
    "figmerit.logs.metric_curve": ["MetricCurve"],
    "figmerit.metrics.metric_summary": ["MetricSummary", "compute_metric_summary"],
    "figmerit.metrics.metric_timeline": ["MetricTimeline", "compute_metric_timeline"],
    "figmerit.metrics.multilabel_confusion_matrix": ["compute_multilabel_confusion_matrix"],
    "figmerit.metrics.operating_point": ["OperatingPoint"],
    "figmerit.metrics.pr_curve": ["PRCurve", "compute_pr_curve"],
    "figmerit.metrics.ranking": ["Ranking", "rank_models"],
    "figmerit.metrics.reliability": ["Reliability", "compute_reliability"],
    "figmerit.metrics.risk_coverage": ["RiskCoverage", "compute_risk_coverage"],
    "figmerit.metrics.roc_curve": ["ROCCurve", "compute_roc_curve"],
    "figmerit.metrics.score_histograms": ["ScoreHistograms", "compute_score_histograms"],
    "figmerit.metrics.score_shift": ["compute_score_shift"],
    "figmerit.metrics.slice_metrics": ["SliceMetrics", "compute_slice_metrics"],
    "figmerit.metrics.threshold_sweep": ["ThresholdSweep", "compute_threshold_sweep"],
    "figmerit.plots.bootstrap_distribution": ["plot_bootstrap_distribution"],
    "figmerit.plots.class_counts": ["plot_class_counts"],
    "figmerit.plots.confusion_matrix": ["plot_confusion_matrix"],
    "figmerit.plots.confusion_matrix_grid": ["plot_confusion_matrix_grid"],
    "figmerit.plots.forest": ["plot_forest"],
    "figmerit.plots.learning_curve": ["plot_learning_curve"],
    "figmerit.plots.metric_bars": ["plot_metric_bars"],
    "figmerit.plots.metric_timeline": ["plot_metric_timeline"],
    "figmerit.plots.pr_curve": ["plot_pr_curve"],
    "figmerit.plots.reliability_diagram": ["plot_reliability_diagram"],
    "figmerit.plots.risk_coverage": ["plot_risk_coverage"],
    "figmerit.plots.roc_curve": ["plot_roc_curve"],
    "figmerit.plots.score_histograms": ["plot_score_histograms"],
    "figmerit.plots.slice_intervals": ["plot_slice_intervals"],
    "figmerit.plots.slice_metric_heatmap": ["plot_slice_metric_heatmap"],
    "figmerit.plots.threshold_sweep": ["plot_threshold_sweep"],
    "figmerit.report.classification": ["report_classification"],
    "figmerit.report.report": ["Report"],
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOME:
        from figmerit._synonyms import FUNCTIONS
        from figmerit.errors import did_you_mean

        hint = f"figmerit.{FUNCTIONS[name]}." if name in FUNCTIONS else did_you_mean(name, __all__)
        raise AttributeError(f"figmerit has no {name!r}." + (f"\nHint: {hint}" if hint else ""))
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, so that an editor completes them."""
    return sorted([*__all__, "__version__"])
