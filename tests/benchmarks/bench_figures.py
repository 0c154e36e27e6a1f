"""What figures cost, plotted and saved, beside other libraries' figures of the same numbers.

Run by ``make bench``: one process, calls that take turns, the median of the CPU time of FIGMERIT_BENCH_RUNS turns (7 by
default). seaborn is measured if it is installed.
"""

from __future__ import annotations

import gc
import os
import time
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Work(NamedTuple):
    """A figure as we draw it, and as somebody else does; the ratio of their times that we aim at."""

    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    aim: float
    suffix: str = "png"


def matrix(n: int) -> tuple[Any, list[str]]:
    """Return counts and names of so many classes."""
    return rng.integers(5, 40, (n, n)) + 150 * np.eye(n, dtype=int), [f"class {k}" for k in range(n)]


def matrix_work(n: int, aim: float, **options: Any) -> Work:
    """Return the work of a confusion matrix."""
    counts, names = matrix(n)
    ours = fm.ConfusionMatrix.from_counts(counts, labels=names)
    return Work(
        lambda: fm.plot_confusion_matrix(ours, **options),
        lambda: ConfusionMatrixDisplay(counts, display_labels=names).plot().figure_,
        aim,
    )


def binary(n: int) -> tuple[Any, Any]:
    """Return labels and scores."""
    y_true = rng.integers(0, 2, n)
    return y_true, 1 / (1 + np.exp(1.2 - 2.4 * y_true - rng.normal(size=n)))


def curve_work(kind: str, n: int, suffix: str) -> Work:
    """Return the work of a finished ROC or precision-recall curve."""
    if kind == "ROC":
        roc = fm.compute_roc_curve(*binary(n))
        shown = {"fpr": roc.fpr, "tpr": roc.tpr, "roc_auc": roc.roc_auc}
        return Work(
            lambda: fm.plot_roc_curve(roc),
            lambda: RocCurveDisplay(**shown).plot(plot_chance_level=True).figure_,
            0.9,
            suffix,
        )
    pr = fm.compute_pr_curve(*binary(n))
    shown = {
        "precision": pr.precision,
        "recall": pr.recall,
        "average_precision": pr.average_precision,
        "prevalence_pos_label": pr.prevalence,
    }
    return Work(
        lambda: fm.plot_pr_curve(pr),
        lambda: PrecisionRecallDisplay(**shown).plot(plot_chance_level=True).figure_,
        0.9,
        suffix,
    )


def grid_work() -> Work:
    """Return the work of a grid of twelve matrices with one colour bar."""
    counts = {f"model {k}": matrix(4)[0] for k in range(12)}
    ours = {name: fm.ConfusionMatrix.from_counts(part) for name, part in counts.items()}

    def theirs() -> Any:
        figure, axes = plt.subplots(3, 4, figsize=(12, 9), layout="constrained")
        for ax, (name, part) in zip(axes.flat, counts.items(), strict=True):
            ConfusionMatrixDisplay(part).plot(ax=ax)
            ax.set_title(name)
        return figure

    return Work(lambda: fm.plot_confusion_matrix_grid(ours, colorbar=True, figsize=(12, 9)), theirs, 0.5)


def heatmap_work(n_rows: int, n_cols: int, aim: float, suffix: str = "png") -> Work:
    """Return the work of a heatmap whose cells say their values."""
    import seaborn as sns

    grid = rng.uniform(0.5, 1, (n_rows, n_cols))
    size = max(6.4, 0.42 * n_cols), max(4.8, 0.22 * n_rows)

    def theirs() -> Any:
        figure, ax = plt.subplots(figsize=size)
        sns.heatmap(grid, annot=True, fmt=".2f", cmap="viridis", annot_kws={"fontsize": 7}, ax=ax)
        return figure

    return Work(
        lambda: fm.plot_slice_metric_heatmap(grid, annotate="value", annot_fmt="{:.2f}", figsize=size),
        theirs,
        aim,
        suffix,
    )


def long_curve_work(plot: Callable[..., Any], compute: Callable[..., Any], aim: float) -> Work:
    """Return the work of a curve of a million points beside one of a thousand."""
    long, short = compute(*binary(1_000_000)), compute(*binary(1000))
    return Work(lambda: plot(long), lambda: plot(short), aim)


def works() -> dict[str, Work]:
    """Return all work by name."""
    found = {
        "matrix of 3 classes / scikit-learn": matrix_work(3, 0.8),
        "matrix of 3 classes, colour bar / scikit-learn": matrix_work(3, 1.05, colorbar=True),
        "matrix of 10 classes / scikit-learn": matrix_work(10, 0.7),
        **{
            f"{kind} of 10,000 rows, {suffix.upper()} / scikit-learn": curve_work(kind, 10_000, suffix)
            for kind in ("ROC", "precision-recall")
            for suffix in ("png", "pdf")
        },
        "grid of 12, colour bar / scikit-learn": grid_work(),
        "ROC of a million rows / of a thousand": long_curve_work(fm.plot_roc_curve, fm.compute_roc_curve, 3),
        "precision-recall of a million / of a thousand": long_curve_work(fm.plot_pr_curve, fm.compute_pr_curve, 5),
    }
    if find_spec("seaborn"):
        found |= {
            "heatmap 5 x 6 / seaborn": heatmap_work(5, 6, 0.9),
            "heatmap 20 x 30 / seaborn": heatmap_work(20, 30, 0.35),
            "heatmap 20 x 30, PDF / seaborn": heatmap_work(20, 30, 0.65, "pdf"),
            "heatmap 100 x 100 / seaborn": heatmap_work(100, 100, 0.15),
        }
    return found


def cpu_time(draw: Callable[[], Any], suffix: str) -> float:
    """Return the seconds of CPU time that a figure takes until it is saved."""
    gc.collect()  # what one figure leaves behind is not the next one's work
    start = time.process_time()
    figure = draw()
    figure.savefig(BytesIO(), format=suffix)
    plt.close(figure)
    return time.process_time() - start


def main() -> None:
    """Print a line for each figure."""
    print(f"{'plotted and saved':<54}{'ours ms':>9}{'theirs':>9}{'ratio':>7}{'aim':>6}")
    for name, work in works().items():
        pair = work.ours, work.theirs
        for draw in pair:
            cpu_time(draw, work.suffix)
        turns = [[cpu_time(draw, work.suffix) for draw in pair] for _ in range(RUNS)]
        ours, theirs = 1e3 * np.median(turns, axis=0)
        print(f"{name:<54}{ours:>9.1f}{theirs:>9.1f}{ours / theirs:>7.2f}{work.aim:>6}", flush=True)


if __name__ == "__main__":
    main()
