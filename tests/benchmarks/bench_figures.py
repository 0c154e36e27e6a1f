"""What figures cost, plotted and saved as PNG, beside scikit-learn's displays of the same numbers.

Run by ``make bench``: one process, calls that take turns, the median of the CPU time of FIGMERIT_BENCH_RUNS turns (7 by
default).
"""

from __future__ import annotations

import gc
import os
import time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("agg")

import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import ConfusionMatrixDisplay, PrecisionRecallDisplay, RocCurveDisplay

import figmerit as fm

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = int(os.environ.get("FIGMERIT_BENCH_RUNS", "7"))

rng = np.random.default_rng(0)
y_true = rng.integers(0, 2, 1000)
y_score = 1 / (1 + np.exp(1.2 - 2.4 * y_true - rng.normal(size=1000)))
COUNTS = rng.integers(5, 40, (3, 3)) + 150 * np.eye(3, dtype=int)
NAMES = ["setosa", "versicolor", "virginica"]
MATRIX = fm.ConfusionMatrix.from_counts(COUNTS, labels=NAMES)
ROC, PR = fm.compute_roc_curve(y_true, y_score), fm.compute_pr_curve(y_true, y_score)

FIGURES: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "confusion matrix of 3 classes, colour bar": (
        lambda: fm.plot_confusion_matrix(MATRIX, colorbar=True),
        lambda: ConfusionMatrixDisplay(COUNTS, display_labels=NAMES).plot().figure_,
    ),
    "ROC curve of 1,000 rows": (
        lambda: fm.plot_roc_curve(ROC),
        lambda: RocCurveDisplay(fpr=ROC.fpr, tpr=ROC.tpr, roc_auc=ROC.roc_auc).plot(plot_chance_level=True).figure_,
    ),
    "precision-recall curve of 1,000 rows": (
        lambda: fm.plot_pr_curve(PR),
        lambda: (
            PrecisionRecallDisplay(
                precision=PR.precision,
                recall=PR.recall,
                average_precision=PR.average_precision,
                prevalence_pos_label=PR.prevalence,
            )
            .plot(plot_chance_level=True)
            .figure_
        ),
    ),
}
"""By name: our figure and scikit-learn's."""


def cpu_time(draw: Callable[[], Any]) -> float:
    """Return the seconds of CPU time that a figure takes until it is a PNG."""
    gc.collect()  # what one figure leaves behind is not the next one's work
    start = time.process_time()
    figure = draw()
    figure.savefig(BytesIO(), format="png")
    plt.close(figure)
    return time.process_time() - start


def main() -> None:
    """Print a line for each figure."""
    print(f"{'plotted and saved as PNG':<54}{'ours ms':>9}{'theirs':>9}{'ratio':>7}")
    for name, pair in FIGURES.items():
        for draw in pair:
            cpu_time(draw)
        turns = [[cpu_time(draw) for draw in pair] for _ in range(RUNS)]
        ours, theirs = 1e3 * np.median(turns, axis=0)
        print(f"{name:<54}{ours:>9.1f}{theirs:>9.1f}{ours / theirs:>7.2f}")


if __name__ == "__main__":
    main()
