"""The options of the compute functions as types, for functions that pass them on; a law compares both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit._validate import Label
    from figmerit.counts._periods import Freq
    from figmerit.counts._rows import NanPolicy
    from figmerit.metrics.reliability import Kind, Strategy
    from figmerit.metrics.slice_metrics import Average


class _Options(TypedDict, total=False):
    """What all compute functions of labels or scores take."""

    data: Any
    labels: Any
    sample_weight: Any
    nan_policy: NanPolicy


class _OfOneLabel(_Options, total=False):
    pos_label: Label | None


class _Named(_OfOneLabel, total=False):
    display_labels: Any


class CurveOptions(_Named, total=False):
    """Options of :func:`figmerit.compute_roc_curve` and :func:`figmerit.compute_pr_curve`."""

    folds: Any
    thresholds: Any
    multilabel: bool | None
    confidence_level: float | None


class _OfElements(_Named, total=False):
    y_score: Any
    threshold: Any
    other: Label | None
    ignore_label: Label | None
    confidence_level: float | None


class MatrixOptions(_OfElements, total=False):
    """Options of :func:`figmerit.compute_confusion_matrix`."""

    n_bins: int | None


class SummaryOptions(_OfElements, total=False):
    """Options of :func:`figmerit.compute_metric_summary`, but `metrics`, which bars show."""

    multilabel: bool | None
    method: Literal["bootstrap", "bca"] | None
    n_resamples: int
    random_state: int | None


class ReliabilityOptions(_Named, total=False):
    """Options of :func:`figmerit.compute_reliability`."""

    strategy: Strategy
    n_bins: int | None
    kind: Kind | None
    confidence_level: float | None
    n_resamples: int
    random_state: int | None


class RiskOptions(_OfOneLabel, total=False):
    """Options of :func:`figmerit.compute_risk_coverage`."""

    threshold: float
    confidence_level: float | None


class HistogramOptions(_Named, total=False):
    """Options of :func:`figmerit.compute_score_histograms`."""

    by: Any
    n_bins: int | None
    bins: Any


class _OfSweeps(_Named, total=False):
    confidence_level: float | None


class ChoiceOptions(_OfSweeps, total=False):
    """Options of :func:`figmerit.compute_threshold_sweep`, but what :func:`figmerit.choose_threshold` has itself."""

    metrics: Mapping[str, Callable[..., Any]] | None


class SweepOptions(_OfSweeps, total=False):
    """Options of :func:`figmerit.compute_threshold_sweep`, but `metrics`, which the figure chooses from."""

    beta: float
    cost: Any
    prevalence: float | None


class SliceOptions(_OfOneLabel, total=False):
    """Options of :func:`figmerit.compute_slice_metrics`, but the labels of rows and columns, which the figure has."""

    y_score: Any
    row_slices: Any
    col_slices: Any
    freq: Freq | None
    metric: str | Callable[..., float]
    average: Average | None
    threshold: Any
    multilabel: bool | None
    confidence_level: float | None


class TimelineOptions(TypedDict, total=False):
    """Options of :func:`figmerit.compute_metric_timeline`."""

    y_score: Any
    data: Any
    time: Any
    freq: Freq
    metric: str | Callable[..., float]
    baseline: Any
    average: Average | None
    threshold: Any
    pos_label: Label | None
    labels: Any
    sample_weight: Any
    confidence_level: float | None
    n_resamples: int
    random_state: int | None


class BootstrapOptions(TypedDict, total=False):
    """Options of :func:`figmerit.compute_bootstrap_distribution`."""

    y_score: Any
    data: Any
    metric: str | Callable[..., float]
    threshold: Any
    pos_label: Label | None
    labels: Any
    stratified: bool
    clusters: Any
    confidence_level: float
    method: Literal["percentile", "bca"]
    n_resamples: int
    random_state: int | None
