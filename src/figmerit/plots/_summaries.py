"""What bars were given: summaries that are there or are computed, the report of scikit-learn, or values as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from figmerit.counts._base import Counts
from figmerit.metrics.catalog import known_as
from figmerit.metrics.confusion_matrix import ConfusionMatrix
from figmerit.metrics.metric_summary import MetricSummary, compute_metric_summary
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._resolve import as_result, as_results, of_scores

COUNTED = Counts | ConfusionMatrix | OperatingPoint
"""What a summary is computed from without arrays."""

QUANTITIES = {"precision", "recall", "f1-score", "support"}
"""The numbers of a class in the report of scikit-learn."""


def as_values(values: Any, y_pred: Any, options: Mapping[str, Any]) -> Any:
    """Return the values of bars, or the summaries that have them."""
    summary, compute = MetricSummary, compute_metric_summary
    if (models := of_scores(values, y_pred, compute, options)) is not None:
        return models
    if isinstance(values, Mapping) and y_pred is None:
        if not any(map(_is_counted, values.values())):
            return values
        counted = {name: compute(one, **options) if isinstance(one, COUNTED) else one for name, one in values.items()}
        return as_results(counted, None, summary, compute, None, options if options.get("data") is not None else {})
    several = isinstance(values, list) and values and isinstance(values[0], summary)
    if isinstance(y_pred, Mapping) or several:
        return as_results(values, y_pred, summary, compute, None, options)
    if isinstance(values, COUNTED):
        return compute(values, y_pred, **options)
    if y_pred is not None or options.get("y_score") is not None or isinstance(values, summary):
        return as_result(values, y_pred, summary, compute, options, "plot_metric_bars")
    return values


def numbers_of(summary: MetricSummary, metrics: Any) -> dict[str, float]:
    """Return the numbers of the whole, and those of its other `values` that are asked for."""
    wanted = [metrics] if isinstance(metrics, str) else metrics if isinstance(metrics, list | tuple) else []
    shown, further = dict(summary.overall), dict(summary.values)
    names = [known_as(name, tuple(further)) for name in wanted if known_as(name, tuple(shown)) not in shown]
    return shown | {name: further[name] for name in names if name in further}


def _is_counted(value: Any) -> bool:
    """Tell whether a summary is computed from a value: a matrix, counts, or a pair of arrays."""
    pair = isinstance(value, tuple) and len(value) == 2 and hasattr(value[0], "__len__")
    return pair or isinstance(value, COUNTED)


def of_report(values: Mapping[Any, Any]) -> dict[str, dict[str, Any]] | None:
    """Return the report of :func:`sklearn.metrics.classification_report` as bars; None for what is none.

    Each quantity is a series, each class a tick, and so are the averages and the accuracy, which is all three of them.
    """
    rows = {str(name): row for name, row in values.items() if isinstance(row, Mapping)}
    if not rows or any(set(row) != QUANTITIES for row in rows.values()):
        return None
    alone = {str(name): value for name, value in values.items() if not isinstance(value, Mapping)}
    quantities = ("precision", "recall", "f1-score")
    return {quantity: {name: row[quantity] for name, row in rows.items()} | alone for quantity in quantities}
