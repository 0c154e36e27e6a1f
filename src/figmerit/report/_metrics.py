"""What the script of a page is told of metrics: rows of the catalog, of which it evaluates the ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scipy.special import ndtri

from figmerit.inference.intervals import of_proportions
from figmerit.metrics._threshold_metrics import TIE
from figmerit.metrics.catalog import CATALOG
from figmerit.plots.threshold_sweep import USUAL

if TYPE_CHECKING:
    from figmerit.metrics.catalog import Metric

LEVEL = 0.95
"""The confidence level of the intervals of a page."""

BEST = "f1_score"
"""The metric whose best threshold is marked."""

ALSO_SHOWN = ("specificity",)
"""Metrics that a page shows beside those of summaries."""

YOUDEN = {"label": "Youden", "sum": ("recall", "specificity"), "offset": -1}
"""Youden's J of two labels: no ratio, but a sum of two, less 1."""

AREAS = {"AUC": "roc_auc", "AP": "average_precision"}
"""What curves call their areas, and the catalog."""


def metrics_spec() -> dict[str, Any]:
    """Return the metrics of single decisions, and which of them the rules, marks and intervals of a page are about."""
    intervals: Any = of_proportions({}, LEVEL, weighted=False)
    return {
        "metrics": [_entry(metric, metric.ratio) for metric in CATALOG.values() if metric.ratio is not None],
        "best": BEST,
        "sweep": [*USUAL, BEST],
        "youden": YOUDEN,
        "areas": {short: CATALOG[name].display_name for short, name in AREAS.items()},
        "tie": TIE,
        "interval": intervals.label,
        "z": float(ndtri(0.5 + LEVEL / 2)),
    }


def _entry(metric: Metric, ratio: Any) -> dict[str, Any]:
    """Return what the script is told of a metric.

    Of several classes together it has a value if it is a share of all samples: that of right and wrong labels.
    """
    of_all = ratio.is_share and set(ratio.denominator) == {1}
    return {
        "name": metric.name,
        "label": metric.display_name,
        "greaterIsBetter": metric.greater_is_better,
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "interval": metric.interval if metric.is_share else "",
        "shown": metric.summarized or metric.name in ALSO_SHOWN,
        "averaged": metric.summarized and metric.averaged,
        "whole": metric.summarized and metric.table is not None and of_all,
    }
