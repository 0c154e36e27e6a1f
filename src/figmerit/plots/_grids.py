"""The values of a heatmap, whatever they came as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.errors import wrong_type
from figmerit.metrics.metric_summary import MetricSummary
from figmerit.metrics.slice_metrics import SliceMetrics, compute_slice_metrics
from figmerit.plots._resolve import of_result

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_slices(
    grid: Any, y_pred: Any, row_labels: Any, col_labels: Any, metric_name: str | None, options: Mapping[str, Any]
) -> SliceMetrics:
    """Return the grid with its labels: of arrays, of a summary, of values, or the result that was given."""
    labels: dict[str, Any] = {"row_labels": row_labels, "col_labels": col_labels}
    if _are_arrays(y_pred, options):
        slices = _of_arrays(grid, y_pred, {**options, **labels})
    elif isinstance(grid, SliceMetrics):
        if row_labels is not None or col_labels is not None:
            hint = "compute_slice_metrics(..., row_labels=..., col_labels=...) chooses and orders slices"
            raise wrong_type("row_labels and col_labels", "left out with a SliceMetrics", "labels", hint)
        slices = of_result(grid, compute_slice_metrics, options, "plot_slice_metric_heatmap")
    elif isinstance(grid, MetricSummary):
        return _of_summary(grid, metric_name, **labels)
    else:
        return SliceMetrics.from_grid(grid, **labels, metric_name=metric_name or "metric")
    return slices if metric_name is None else slices.renamed(metric_name)


def slices_of(first: Any, y_pred: Any, options: Mapping[str, Any], figure: str) -> SliceMetrics:
    """Return the metrics of slices that were given, or those of arrays."""
    if _are_arrays(y_pred, options) or not isinstance(first, SliceMetrics):
        return _of_arrays(first, y_pred, options)
    return of_result(first, compute_slice_metrics, options, figure)


def _are_arrays(y_pred: Any, options: Mapping[str, Any]) -> bool:
    return any(part is not None for part in (y_pred, options.get("y_score"), options.get("row_slices")))


def _of_arrays(y_true: Any, y_pred: Any, options: Mapping[str, Any]) -> SliceMetrics:
    if options.get("row_slices") is None:
        raise wrong_type("row_slices", "given with arrays", "nothing", "row_slices=<the slice of each sample>")
    return compute_slice_metrics(y_true, y_pred, **options)


def _of_summary(summary: MetricSummary, metric_name: str | None, row_labels: Any, col_labels: Any) -> SliceMetrics:
    """Return the numbers of each class as a grid."""
    numbers = {"precision": summary.precision, "recall": summary.recall, "F1": summary.f1_score}
    return SliceMetrics.from_grid(
        np.column_stack([*numbers.values()]),
        row_labels=summary.display_labels if row_labels is None else row_labels,
        col_labels=list(numbers) if col_labels is None else col_labels,
        metric_name=metric_name or "value",
    )
