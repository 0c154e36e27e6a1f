"""What intervals, resampling and comparisons cost, beside ``confidenceinterval`` if it is installed.

Run by ``make bench``: one process, the median of the CPU time of FIGMERIT_BENCH_RUNS turns (3 by default).
"""

from __future__ import annotations

import os
import statistics
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import figmerit as fm

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = int(os.environ.get("FIGMERIT_BENCH_RUNS", "3"))
FEW = 20
"""Resamples of the other library, whose time is multiplied."""

rng = np.random.default_rng(0)


class Work(NamedTuple):
    """Something to do, and the milliseconds that we aim at."""

    do: Callable[[], Any]
    aim: float


def rows(n: int) -> tuple[Any, Any, Any, Any]:
    """Return labels, scores of two models, and labels that the first predicts."""
    true = rng.integers(0, 2, n)
    common = rng.normal(size=n)
    first, second = (true * step + common + rng.normal(size=n) for step in (1.0, 1.1))
    return true, first, second, (first > 0.5).astype(int)


def works() -> dict[str, Work]:
    """Return what is measured, by name."""
    true, first, second, pred = rows(1_000_000)
    other = (second > 0.5).astype(int)
    some, score, *_ = rows(100_000)
    few, small, *_ = rows(10_000)
    counts = fm.count_labels(true, pred)
    areas = fm.count_scores(few, small)
    return {
        "F1 of counts of 1e6 rows, 1000 resamples": Work(
            lambda: fm.compute_metric_summary(counts, method="bootstrap", metrics=["f1_score"]), 5
        ),
        "the same without resamples": Work(lambda: fm.compute_metric_summary(counts, metrics=["f1_score"]), np.nan),
        "ROC AUC and its interval, counts of 1e4 rows": Work(lambda: fm.compute_roc_curve(areas).interval, 1),
        "the same without an interval": Work(lambda: fm.compute_roc_curve(areas, confidence_level=None), np.nan),
        "ROC AUC and AP of 1e5 rows, 1000 resamples": Work(
            lambda: [fm.compute_bootstrap_distribution(some, y_score=score, metric=name) for name in ("roc_auc", "ap")],
            3000,
        ),
        "accuracy of two models, 1e6 rows": Work(lambda: fm.compare_models(true, pred, other), 500),
        "F1 of two models, 1e6 rows": Work(lambda: fm.compare_models(true, pred, other, metric="f1"), 500),
        "ROC AUC of two models, 1e6 rows": Work(lambda: fm.compare_models(true, first, second, metric="roc_auc"), 500),
    } | _theirs(some, score)


def _theirs(true: Any, score: Any) -> dict[str, Work]:
    if not find_spec("confidenceinterval"):
        return {}
    import confidenceinterval as other

    options = {"method": "bootstrap_percentile", "confidence_level": 0.95, "n_resamples": FEW}
    return {f"confidenceinterval: ROC AUC of 1e5 rows, {FEW} resamples": Work(
        lambda: other.roc_auc_score(true, score, **options), np.nan
    )}  # fmt: skip


def milliseconds(do: Callable[[], Any]) -> float:
    """Return the median CPU time of the turns."""
    do()
    found = []
    for _ in range(RUNS):
        start = time.process_time()
        do()
        found.append(1000 * (time.process_time() - start))
    return statistics.median(found)


def main() -> None:
    """Print a table."""
    print(f"{'':52} {'ms':>9} {'aim':>7}")
    for name, work in works().items():
        print(f"{name:52} {milliseconds(work.do):9.2f} {'' if np.isnan(work.aim) else format(work.aim, 'g'):>7}")


if __name__ == "__main__":
    main()
