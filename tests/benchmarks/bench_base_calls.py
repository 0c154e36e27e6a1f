"""The calls that ``bench_base.py`` times: one process of one tree, whose times are printed as JSON."""

from __future__ import annotations

import gc
import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any

import numpy as np

import figmerit as fm

Call = Callable[[], Any]
Setups = dict[str, Callable[[], Call]]
"""What prepares each call. Names of the package are looked up there, as one of the trees may lack them."""

REPEATS = {1_000: 20, 100_000: 3, 1_000_000: 1}
"""Number of rows -> calls in a process, of which the fastest counts, after one that does not."""
ENDS = {1_000: "1e3", 100_000: "1e5", 1_000_000: "1e6"}

LARGEST = {
    "metric summary, scores of 10 classes": (100_000, 1_000),
    "ROC curve, 10 classes": (100_000, 1_000),
    "PR curve, 10 classes": (100_000, 1_000),
    "F1 of 8 x 6 slices, 5 labels": (100_000, 1_000),
    "confusion matrices of 5 labels": (1_000_000, 100_000),
    "metric summary, binary scores": (1_000_000, 100_000),
    "reliability": (1_000_000, 100_000),
    "risk and coverage": (1_000_000, 100_000),
    "score histograms": (1_000_000, 100_000),
    "choose threshold of a sweep": (1_000_000, 100_000),
    "choose threshold of a ROC curve": (1_000_000, 100_000),
}
"""Calls that take long -> the largest number of rows without and with weights."""
HEAVY = {name for name in LARGEST if LARGEST[name][0] < 1_000_000} | {"reliability"}
"""Calls of which few repeats do."""


@dataclass(frozen=True)
class Rows:
    """Labels, scores and slices of n examples, always the same ones."""

    n: int

    @cached_property
    def rng(self) -> np.random.Generator:
        return np.random.default_rng(self.n)

    @cached_property
    def labels(self) -> tuple[Any, Any]:
        true = self.rng.integers(0, 10, self.n)
        return true, np.where(self.rng.random(self.n) < 0.8, true, self.rng.integers(0, 10, self.n))

    @cached_property
    def words(self) -> tuple[Any, Any]:
        names = np.array([f"class {k}" for k in range(10)])
        return names[self.labels[0]], names[self.labels[1]]

    @cached_property
    def binary(self) -> tuple[Any, Any]:
        true = (self.rng.random(self.n) < 0.3).astype(np.int64)
        return true, 1 / (1 + np.exp(1 - 2 * true - self.rng.normal(size=self.n)))

    @cached_property
    def classes(self) -> tuple[Any, Any]:
        true = self.labels[0]
        score = self.rng.random((self.n, 10))
        score[np.arange(self.n), true] += 0.5
        return true, score / score.sum(axis=1, keepdims=True)

    @cached_property
    def indicators(self) -> tuple[Any, Any]:
        true = self.rng.random((self.n, 5)) < 0.3
        return true, true ^ (self.rng.random((self.n, 5)) < 0.2)

    @cached_property
    def slices(self) -> tuple[Any, Any]:
        return self.rng.integers(0, 8, self.n), self.rng.integers(0, 6, self.n)

    @cached_property
    def weight(self) -> Any:
        return self.rng.random(self.n) + 0.5

    def make(self) -> Rows:
        """Make all arrays in one order, so that they do not depend on the calls that ask for them."""
        for name in ("labels", "words", "binary", "classes", "indicators", "slices", "weight"):
            getattr(self, name)
        return self


def label_setups(rows: Rows, weight: Mapping[str, Any]) -> Setups:
    by = dict(zip("ab", rows.slices, strict=True))
    over = dict(zip(("row_slices", "col_slices"), rows.slices, strict=True))
    f1 = {"metric": "f1_score", "average": "macro"}
    return {
        "confusion matrix, int": lambda: partial(fm.compute_confusion_matrix, *rows.labels, **weight),
        "confusion matrix, str": lambda: partial(fm.compute_confusion_matrix, *rows.words, **weight),
        "confusion matrices of 5 labels": lambda: partial(
            fm.compute_multilabel_confusion_matrix, *rows.indicators, **weight
        ),
        "metric summary, labels": lambda: partial(fm.compute_metric_summary, *rows.labels, **weight),
        "accuracy of 8 x 6 slices": lambda: partial(fm.compute_slice_metrics, *rows.labels, **over, **weight),
        "F1 of 8 x 6 slices, 5 labels": lambda: partial(
            fm.compute_slice_metrics, *rows.indicators, **over, **f1, **weight
        ),
        "count labels by 8 x 6": lambda: partial(fm.count_labels, *rows.labels, by=by, **weight),
    }


def score_setups(rows: Rows, weight: Mapping[str, Any]) -> Setups:
    (true, score), (many_true, many_score) = rows.binary, rows.classes
    by = dict(zip("ab", rows.slices, strict=True))
    over = dict(zip(("row_slices", "col_slices"), rows.slices, strict=True))

    def of(name: str, *arrays: Any, **options: Any) -> Callable[[], Call]:
        return lambda: partial(getattr(fm, name), *(arrays or rows.binary), **options, **weight)

    def choose(name: str, *rule: str) -> Callable[[], Call]:
        return lambda: partial(fm.choose_threshold, of(name)()(), *rule)

    return {
        "confusion matrix, binary scores": of("compute_confusion_matrix", true, y_score=score),
        "confusion matrix, scores of 10 classes": of("compute_confusion_matrix", many_true, y_score=many_score),
        "metric summary, binary scores": of("compute_metric_summary", true, y_score=score),
        "metric summary, scores of 10 classes": of("compute_metric_summary", many_true, y_score=many_score),
        "ROC curve": of("compute_roc_curve"),
        "ROC curve, 10 classes": of("compute_roc_curve", many_true, many_score),
        "PR curve": of("compute_pr_curve"),
        "PR curve, 10 classes": of("compute_pr_curve", many_true, many_score),
        "threshold sweep": of("compute_threshold_sweep"),
        "choose threshold of a sweep": choose("compute_threshold_sweep"),
        "choose threshold of a ROC curve": choose("compute_roc_curve", "youden"),
        "reliability": of("compute_reliability"),
        "risk and coverage": of("compute_risk_coverage"),
        "score histograms": of("compute_score_histograms"),
        "AUC of 8 x 6 slices": of("compute_slice_metrics", true, y_score=score, metric="roc_auc", **over),
        "count scores by 8 x 6": of("count_scores", by=by),
    }


def plot_setups(rows: Rows) -> Setups:
    """Return the drawing of finished results, to the last pixel."""
    over = dict(zip(("row_slices", "col_slices"), rows.slices, strict=True))
    log = {"loss": np.geomspace(1, 0.05, 30), "val_loss": np.geomspace(1, 0.2, 30)}

    def of(figure: str, compute: str, *arrays: Any, **options: Any) -> Callable[[], Call]:
        def setup() -> Call:
            result = getattr(fm, f"compute_{compute}")(*arrays, **options)
            return partial(
                draw, getattr(fm, f"plot_{figure}"), {"a": result, "b": result} if "grid" in figure else result
            )

        return setup

    setups = {
        "confusion_matrix": of("confusion_matrix", "confusion_matrix", *rows.labels),
        "confusion_matrix_grid": of("confusion_matrix_grid", "confusion_matrix", *rows.labels),
        "class_counts": of("class_counts", "confusion_matrix", *rows.labels),
        "metric_bars": of("metric_bars", "metric_summary", *rows.labels),
        "slice_metric_heatmap": of("slice_metric_heatmap", "slice_metrics", *rows.labels, **over),
        "roc_curve": of("roc_curve", "roc_curve", *rows.binary),
        "pr_curve": of("pr_curve", "pr_curve", *rows.binary),
        "threshold_sweep": of("threshold_sweep", "threshold_sweep", *rows.binary),
        "reliability_diagram": of("reliability_diagram", "reliability", *rows.binary),
        "risk_coverage": of("risk_coverage", "risk_coverage", *rows.binary),
        "score_histograms": of("score_histograms", "score_histograms", *rows.binary),
        "learning_curve": of("learning_curve", "learning_curve", log),
    }
    return {f"plot_{name}": setup for name, setup in setups.items()}


def draw(plot: Callable[[Any], Any], result: Any) -> None:
    from matplotlib import pyplot as plt

    figure = plot(result)
    figure.canvas.draw()
    plt.close(figure)


def pair_setups(rows: Rows) -> dict[str, tuple[Callable[[], Call], Call]]:
    """Return our call and scikit-learn's, for what both can do."""
    from sklearn import metrics as sk

    def their_roc() -> Any:
        fpr, tpr, _ = sk.roc_curve(*rows.binary)
        return sk.auc(fpr, tpr)

    def their_pr() -> Any:
        return sk.precision_recall_curve(*rows.binary), sk.average_precision_score(*rows.binary)

    theirs: dict[str, tuple[str, Call]] = {
        "confusion matrix, int": ("confusion_matrix, int", partial(sk.confusion_matrix, *rows.labels)),
        "confusion matrix, str": ("confusion_matrix, str", partial(sk.confusion_matrix, *rows.words)),
        "ROC curve": ("roc_curve + auc", their_roc),
        "PR curve": ("precision_recall_curve + average_precision", their_pr),
        "metric summary, labels": ("classification_report", partial(sk.classification_report, *rows.labels)),
    }
    ours = label_setups(rows, {}) | score_setups(rows, {})
    return {name: (ours[own], call) for own, (name, call) in theirs.items()}


def cpu_seconds(call: Call) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def fastest(repeats: int, *calls: Call) -> list[float]:
    """Return the least CPU time of each call; the calls take turns, and the first turn does not count.

    Garbage is collected before, not in between: of all calls that one would be slow in which it happens.
    """
    gc.collect()
    gc.disable()
    try:
        turns = [[cpu_seconds(call) for call in calls] for _ in range(repeats + 1)]
    finally:
        gc.enable()
    return [min(times) for times in zip(*turns[1:], strict=True)]


def setups_of(n: int) -> Iterator[tuple[str, Callable[[], Call], int]]:
    """Yield name, setup and repeats of what is timed at a number of rows, with and without weights."""
    rows = Rows(n).make()
    for weighted in (False, True):
        weight = {"sample_weight": rows.weight} if weighted else {}
        for name, setup in (label_setups(rows, weight) | score_setups(rows, weight)).items():
            if n <= LARGEST.get(name, (n, n))[weighted]:
                repeats = 1 + REPEATS[n] // 5 if name in HEAVY else REPEATS[n]
                yield f"{name}, {ENDS[n]}{', weighted' if weighted else ''}", setup, repeats


def main() -> None:
    """Time all calls in this process."""
    warnings.simplefilter("ignore")
    times: dict[str, float] = {}
    pairs: dict[str, list[float]] = {}
    errors: dict[str, str] = {}
    plots = ((name, setup, 1) for name, setup in plot_setups(Rows(10_000).make()).items())
    for name, setup, repeats in chain(chain.from_iterable(map(setups_of, REPEATS)), plots):
        try:
            (times[name],) = fastest(repeats, setup())
        except Exception as error:  # a tree may lack a function or an option, or have a fault: the rest is still timed
            errors[name] = f"{type(error).__name__}: {error}".splitlines()[0]
    for name, (setup, theirs) in pair_setups(Rows(1_000).make()).items():
        with suppress(Exception):  # told above: the same calls
            pairs[name] = fastest(REPEATS[1_000], setup(), theirs)
    print(json.dumps({"file": fm.__file__, "times": times, "pairs": pairs, "errors": errors}))


if __name__ == "__main__":
    main()
