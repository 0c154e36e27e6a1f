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


def metrics_spec(*, weighted: bool = False) -> dict[str, Any]:
    """Return the metrics of single decisions, and which of them the rules, marks and intervals of a page are about.

    Weighted samples have no intervals, and the page says why.
    """
    intervals: Any = of_proportions({}, LEVEL, weighted=weighted)
    return {
        "metrics": [
            _entry(metric, metric.ratio, weighted=weighted) for metric in CATALOG.values() if metric.ratio is not None
        ],
        "best": BEST,
        "sweep": [*USUAL, BEST],
        "youden": YOUDEN,
        "areas": {short: CATALOG[name].display_name for short, name in AREAS.items()},
        "areaIntervals": {short: CATALOG[name].interval for short, name in AREAS.items()},
        "tie": TIE,
        "interval": None if weighted else intervals.label,
        "noInterval": intervals.reason or None,
        "z": None if weighted else float(ndtri(0.5 + LEVEL / 2)),
        "level": LEVEL,
    }


def _entry(metric: Metric, ratio: Any, *, weighted: bool) -> dict[str, Any]:
    """Return what the script is told of a metric.

    Of several classes together it has a value if it is a share of all samples: that of right and wrong labels. The
    Wilson interval of its `share` x has the ends of its own: a x / (b + c x), with the numbers (a, b, c) of its `map`.
    """
    share = ratio.share
    of_all = ratio.is_share and set(ratio.denominator) == {1}
    return {
        "name": metric.name,
        "label": metric.display_name,
        "greaterIsBetter": metric.greater_is_better,
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "interval": metric.interval if share and not weighted else "",
        "share": {"numerator": share.numerator, "denominator": share.denominator} if share else None,
        "map": ratio.factors,
        "shown": metric.summarized or metric.name in ALSO_SHOWN,
        "averaged": metric.summarized and metric.averaged,
        "whole": metric.summarized and metric.table is not None and of_all,
    }
