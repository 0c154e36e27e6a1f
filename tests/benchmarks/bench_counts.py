"""What counting costs, beside scikit-learn and beside the least work that could give the answer.

Run by ``make bench``: one process, calls interleaved, medians of the CPU time. The table has ratios, as only these
can be compared between machines.
"""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics as sk

import figmerit as fm

REPEATS = 7
"""Calls of each function, of which the median counts."""


@dataclass(frozen=True)
class Work:
    """One line of the table: the same work done by us, by scikit-learn, and the floor below both."""

    name: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    floor: Callable[[], Any] | None = None
    floor_name: str = ""
    repeats: int = REPEATS


def seconds(repeats: int, *calls: Callable[[], Any]) -> list[float]:
    """Return the median CPU time of each call, the calls taking turns."""
    times = np.zeros((repeats, len(calls)))
    for turn in times:
        for k, call in enumerate(calls):
            start = time.process_time()
            call()
            turn[k] = time.process_time() - start
    return np.median(times, axis=0).tolist()


def megabytes(call: Callable[[], Any]) -> float:
    """Return the most memory that a call takes at a time, beyond what is there already."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def label_works(rng: np.random.Generator) -> list[Work]:
    n, size = 10_000_000, 10
    true = rng.integers(0, size, n)
    pred = np.where(rng.random(n) < 0.8, true, rng.integers(0, size, n))
    small_true, small_pred = true.astype(np.int8), pred.astype(np.int8)
    is_true, is_pred = true < 5, pred < 5
    words = np.array(["cat", "dog", "bird", "fish", "horse"], dtype=object)
    n_words = 1_000_000
    word_true, word_pred = (words[rng.integers(0, 5, n_words)] for _ in range(2))
    kinds_true, kinds_pred = pd.Categorical(word_true), pd.Categorical(word_pred)
    codes = kinds_true.codes, kinds_pred.codes

    def matrix(*arrays: Any) -> Work:
        return lambda: fm.compute_confusion_matrix(*arrays)

    def theirs(*arrays: Any) -> Any:
        return lambda: sk.confusion_matrix(*arrays)

    few = true[:1_000_000], pred[:1_000_000]
    return [
        Work("matrix, int64, 1e7", matrix(true, pred), theirs(true, pred),
             lambda: np.bincount(true * size + pred, minlength=size * size), "bincount(y * K + p)"),
        Work("matrix, int8, 1e7", matrix(small_true, small_pred), theirs(small_true, small_pred),
             lambda: np.bincount(small_true * np.int8(size) + small_pred), "bincount(y * K + p)"),
        Work("matrix, bool, 1e7", matrix(is_true, is_pred), theirs(is_true, is_pred),
             lambda: [np.count_nonzero(part) for part in (is_true & is_pred, is_true, is_pred)], "3 count_nonzero"),
        Work("matrix, categorical, 1e6", matrix(kinds_true, kinds_pred), theirs(kinds_true, kinds_pred),
             lambda: np.bincount(codes[0] * np.int8(5) + codes[1]), "bincount of codes"),
        Work("matrix, strings, 1e6", matrix(word_true, word_pred), theirs(word_true, word_pred),
             lambda: [pd.factorize(part) for part in (word_true, word_pred)], "factorize both"),
        Work("label summary, 1e6", lambda: fm.compute_metric_summary(*few), lambda: all_metrics(*few)),
    ]  # fmt: skip


def all_metrics(true: Any, pred: Any) -> list[Any]:
    """Compute what a summary holds, as people do without one."""
    calls = [sk.accuracy_score, sk.balanced_accuracy_score, sk.matthews_corrcoef, sk.cohen_kappa_score]
    averages = [
        sk.precision_recall_fscore_support(true, pred, average=average, zero_division=0)
        for average in (None, "macro", "micro", "weighted")
    ]
    return [call(true, pred) for call in calls] + averages


def score_works(rng: np.random.Generator) -> list[Work]:
    n, many = 1_000_000, 10_000_000
    all_true, all_scores = (rng.random(many) < 0.3).astype(np.int64), rng.random(many)
    true, share, signed = all_true[:n], all_scores[:n], rng.normal(size=n)
    kinds = {
        "float64 in [0, 1]": share,
        "float32 in [0, 1]": share.astype(np.float32),
        "float64, signed": signed,
        "float32, signed": signed.astype(np.float32),
        "3 decimals": share.round(3),
    }

    def ours(true: Any, score: Any, **options: Any) -> Any:
        def call() -> Any:
            counts = fm.count_scores(true, score, **options)
            return fm.compute_roc_curve(counts), fm.compute_pr_curve(counts)

        return call

    def theirs(true: Any, score: Any) -> Any:
        calls = [sk.roc_curve, sk.precision_recall_curve, sk.average_precision_score, sk.roc_auc_score]
        return lambda: [call(true, score) for call in calls]

    def floor(score: Any) -> Any:
        return lambda: np.sort(score)

    return [
        *(
            Work(f"ROC, PR, AP, AUC, 1e6, {name}", ours(true, score), theirs(true, score), floor(score), "np.sort")
            for name, score in kinds.items()
        ),
        Work("ROC, PR, AP, AUC, 1e6, 11 bits", ours(true, share, resolution=11), theirs(true, share)),
        Work(
            "ROC, PR, AP, AUC, 1e7, float64 in [0, 1]",
            ours(all_true, all_scores),
            theirs(all_true, all_scores),
            floor(all_scores),
            "np.sort",
            repeats=3,
        ),
    ]


def slice_works(rng: np.random.Generator) -> list[Work]:
    n = 1_000_000
    true = (rng.random(n) < 0.3).astype(np.int64)
    pred, score = np.where(rng.random(n) < 0.8, true, 1 - true), rng.random(n)
    rows, cols = rng.integers(0, 10, n), rng.integers(0, 5, n)
    slices = {"row_slices": rows, "col_slices": cols}

    def masks(metric: Any, values: Any) -> Any:
        pairs = [(row, col) for row in range(10) for col in range(5)]
        return lambda: [metric(true[m], values[m]) for m in ((rows == row) & (cols == col) for row, col in pairs)]

    return [
        Work("F1 of 50 slices, 1e6", lambda: fm.compute_slice_metrics(true, pred, **slices, metric="f1_score"),
             masks(sk.f1_score, pred)),
        Work("AUC of 50 slices, 1e6", lambda: fm.compute_slice_metrics(true, y_score=score, **slices, metric="roc_auc"),
             masks(sk.roc_auc_score, score)),
    ]  # fmt: skip


def works_of_all(rng: np.random.Generator) -> list[Work]:
    """Return what people ask of ten million predictions: the figure in the documentation shows it."""
    n, repeats = 10_000_000, 3
    true = (rng.random(n) < 0.3).astype(np.int64)
    pred, score = np.where(rng.random(n) < 0.8, true, 1 - true), rng.random(n)
    rows, cols = rng.integers(0, 10, n), rng.integers(0, 5, n)
    slices = {"row_slices": rows, "col_slices": cols}

    def masks(metric: Any, values: Any) -> Any:
        pairs = [(row, col) for row in range(10) for col in range(5)]
        return lambda: [metric(true[m], values[m]) for m in ((rows == row) & (cols == col) for row, col in pairs)]

    def curves() -> Any:
        counts = fm.count_scores(true, score)
        return fm.compute_roc_curve(counts), fm.compute_pr_curve(counts)

    def their_curves() -> Any:
        return [f(true, score) for f in (sk.roc_curve, sk.precision_recall_curve)]

    calls: dict[str, tuple[Any, Any]] = {
        "confusion matrix": (lambda: fm.compute_confusion_matrix(true, pred), lambda: sk.confusion_matrix(true, pred)),
        "label metrics": (lambda: fm.compute_metric_summary(true, pred), lambda: all_metrics(true, pred)),
        "F1 of 50 slices": (
            lambda: fm.compute_slice_metrics(true, pred, **slices, metric="f1_score"),
            masks(sk.f1_score, pred),
        ),
        "ROC and PR": (curves, their_curves),
        "ROC AUC of 50 slices": (
            lambda: fm.compute_slice_metrics(true, y_score=score, **slices, metric="roc_auc"),
            masks(sk.roc_auc_score, score),
        ),
    }
    return [Work(f"1e7, {name}", *pair, repeats=repeats) for name, pair in calls.items()]


def small_works(rng: np.random.Generator) -> list[Work]:
    n = 1000
    true = (rng.random(n) < 0.3).astype(np.int64)
    pred, score = 1 - true, rng.random(n)
    return [
        Work("matrix, 1e3", lambda: fm.compute_confusion_matrix(true, pred), lambda: sk.confusion_matrix(true, pred)),
        Work("ROC, 1e3", lambda: fm.compute_roc_curve(true, score), lambda: sk.roc_curve(true, score)),
        Work("PR, 1e3", lambda: fm.compute_pr_curve(true, score), lambda: sk.precision_recall_curve(true, score)),
        Work(
            "summary of label metrics, 1e3",
            lambda: fm.compute_metric_summary(true, pred),
            lambda: all_metrics(true, pred),
        ),
    ]


def main() -> None:
    rng = np.random.default_rng(0)
    print(f"{'work':<40} {'ours':>10} {'faster than':>12} {'times the':>10}  floor")
    print(f"{'':<40} {'ms':>10} {'scikit-learn':>12} {'floor':>10}")
    for works in (label_works, score_works, slice_works, small_works, works_of_all):
        for work in works(rng):
            ours, theirs, *floor = seconds(work.repeats, *filter(None, (work.ours, work.theirs, work.floor)))
            of_floor = f"{ours / floor[0]:>10.2f}" if floor else f"{'':>10}"
            print(f"{work.name:<40} {1e3 * ours:>10.2f} {theirs / ours:>12.1f} {of_floor}  {work.floor_name}")
    true = rng.integers(0, 10, 10_000_000)
    print(f"\nmatrix, int64, 1e7: {megabytes(lambda: fm.compute_confusion_matrix(true, true)):.1f} MB at most")
    words = np.array(["cat", "dog", "bird"], dtype=object)[rng.integers(0, 3, 1_000_000)]
    for name, call in {"ours": fm.compute_confusion_matrix, "scikit-learn": sk.confusion_matrix}.items():
        print(f"matrix, strings, 1e6, {name}: {megabytes(lambda call=call: call(words, words)):.1f} MB at most")


if __name__ == "__main__":
    main()
