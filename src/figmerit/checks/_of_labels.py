"""Checks of predicted labels: where errors are, and what a classifier that guesses would reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from figmerit._numbers import rounded
from figmerit.checks._of_scores import check_area, check_sizes, few_of_slices, few_samples, one_class
from figmerit.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from figmerit._arrays import Array
    from figmerit.metrics.abstention import Abstention
    from figmerit.metrics.confusion_matrix import ConfusionMatrix
    from figmerit.metrics.metric_summary import MetricSummary
    from figmerit.metrics.operating_point import OperatingPoint
    from figmerit.metrics.slice_metrics import SliceMetrics

CHOSEN_HERE = "chosen on these data"
"""What the name of a rule says if its threshold is judged on the data that it was chosen on."""

ENOUGH_ERRORS = 20
"""Errors from which it is said where they are."""

MOST = 0.5
"""The share of all errors from which they are concentrated."""

TWICE = 2.0
"""How many times its share by chance a row or a column must have."""

EVEN = 2.0
"""How many times its share by chance the largest cell may have where errors are spread evenly."""


def one_hot() -> Finding:
    """Return the finding of indicators that are classes."""
    return Finding(
        "one-hot",
        "warning",
        "True labels have exactly one 1 in each row, as classes that were one-hot encoded have; each column was taken "
        "for a label of its own.",
        "y_true.argmax(axis=1) are the classes.",
    )


def check_matrix(matrix: ConfusionMatrix) -> Iterator[Finding]:
    """Yield what is wrong with the labels of a confusion matrix."""
    if matrix.total:
        predicted, right = matrix.counts.sum(axis=0) > 0, np.diagonal(matrix.counts) > 0
        yield from _check_classes(matrix, predicted, right, matrix.accuracy)
        if CHOSEN_HERE in matrix.threshold_rule:
            yield _chosen_here()
        if len(matrix.labels) > 2 and np.count_nonzero(predicted) > 1:
            yield from _where_errors_are(matrix)


def check_summary(summary: MetricSummary) -> Iterator[Finding]:
    """Yield what is wrong with the classes of a summary, and with its area."""
    if summary.support.sum():
        predicted, right = ~np.isnan(summary.precision), summary.recall > 0
        accuracy = None if "subset_accuracy" in summary.overall else summary.values["accuracy"]
        yield from _check_classes(summary, predicted, right, accuracy)
    if not np.isnan(area := summary.values.get("roc_auc", np.nan)):
        yield from check_area(area, "all classes" if summary.pos_label is None else repr(summary.pos_label))


def check_abstention(decided: Abstention) -> Iterator[Finding]:
    """Yield what is wrong with the classes of a matrix with a column of samples that nobody decided."""
    if not decided.counts[:, :2].any():
        yield Finding(
            "one-prediction",
            "error",
            "Every sample goes to a human: nothing is decided.",
            "Choose thresholds that are nearer to each other; plot_risk_coverage shows what they cost.",
        )
        return
    n_decided = decided.counts[:, :2].sum(axis=0)
    if not n_decided.all():
        yield _one_prediction(decided.display_labels[int(n_decided.argmax())], "Every sample that is decided")
    place, n = decided.labels.index(decided.pos_label), decided.counts.sum(axis=1)
    yield from check_sizes(repr(decided.display_labels[place]), n[place], n[1 - place], weighted=decided.weighted)


def _check_classes(
    result: ConfusionMatrix | MetricSummary, predicted: Array, right: Array, accuracy: float | None
) -> Iterator[Finding]:
    """Yield what is wrong with single classes; with no accuracy a sample may have several of them."""
    true, names = result.support, result.display_labels
    if accuracy is not None and np.count_nonzero(true) == 1:
        yield one_class(repr(names[int(true.argmax())]), 1)
    if true.dtype.kind != "f":
        yield from few_samples({f"of {name!r}": int(n) for name, n in zip(names, true, strict=True)}, names)
    if accuracy is not None and np.count_nonzero(predicted) == 1 and np.count_nonzero(true) > 1:
        yield _one_prediction(names[int(predicted.argmax())])
        return
    if accuracy is not None:
        yield from _majority(names, true, accuracy)
    yield from _never_right([name for name, n, found in zip(names, true, right, strict=True) if n and not found])


def _one_prediction(name: str, which: str = "Every sample") -> Finding:
    return Finding(
        "one-prediction",
        "error",
        f"{which} is predicted as {name!r}: nothing is decided.",
        "Choose another threshold with choose_threshold, or look for collapsed training.",
        cells=((None, name),),
    )


def _majority(names: Sequence[str], true: Array, accuracy: float) -> Iterator[Finding]:
    share = float(true.max() / true.sum())
    if accuracy <= share and np.count_nonzero(true) > 1:
        name = names[int(true.argmax())]
        yield Finding(
            "no-better-than-majority",
            "warning",
            f"Accuracy is {rounded(accuracy)}; always saying {name!r} would reach {rounded(share)}.",
            "Show balanced accuracy, MCC or the recall of each class.",
        )


def _never_right(lost: Sequence[str]) -> Iterator[Finding]:
    if lost:
        shown = ", ".join(map(repr, lost[:4])) + (f" and {len(lost) - 4} more" if len(lost) > 4 else "")
        yield Finding(
            "recall-zero",
            "warning",
            f"No sample of {shown} was found: the recall is 0.",
            "Averages hide it: show the metrics of each class.",
            cells=tuple((name, None) for name in lost),
        )


def _where_errors_are(matrix: ConfusionMatrix) -> Iterator[Finding]:
    """Yield where most errors are: in one cell, in one row or column, or everywhere alike.

    By chance a row has the share of its samples, a column that of all other samples, and a cell the product of both.
    """
    errors = np.where(np.eye(len(matrix.labels), dtype=bool), 0, matrix.counts).astype(np.float64)
    total = errors.sum()
    if total < ENOUGH_ERRORS:
        return
    by_chance = np.outer(matrix.support, np.ones(len(errors))) * ~np.eye(len(errors), dtype=bool)
    by_chance *= total / by_chance.sum()
    names = matrix.display_labels
    row, col = (int(place) for place in np.unravel_index(int(errors.argmax()), errors.shape))
    share = errors[row, col] / total
    if share >= MOST and errors[row, col] >= TWICE * by_chance[row, col]:
        yield Finding(
            "errors-in-a-cell",
            "warning",
            f"{rounded(share, '{:.0%}')} of the errors are {names[row]!r} predicted as {names[col]!r}.",
            "Look at these samples: their labels may be wrong, or the classes not to be told apart.",
            cells=((names[row], names[col]),),
        )
        return
    sides = {
        "errors-in-a-row": (1, "are samples of", "It may be too rare in training, or split badly."),
        "errors-in-a-column": (0, "are predicted as", "The model is biased towards it: is it as frequent in training?"),
    }
    for name, (axis, words, hint) in sides.items():
        part, chance = errors.sum(axis=axis), by_chance.sum(axis=axis)
        place = int(part.argmax())
        if part[place] >= MOST * total and part[place] >= TWICE * chance[place]:
            sentence = f"{rounded(part[place] / total, '{:.0%}')} of the errors {words} {names[place]!r}."
            cell = (names[place], None) if axis else (None, names[place])
            yield Finding(name, "warning", sentence, hint, cells=(cell,))
            return
    if (errors <= EVEN * np.maximum(by_chance, 1)).all():
        yield Finding(
            "errors-everywhere",
            "note",
            f"The {total:,.10g} errors are spread evenly over the matrix.",
            "No class stands out: a model of more capacity, or better features, may tell classes apart.",
        )


def check_point(point: OperatingPoint) -> Iterator[Finding]:
    """Yield what is wrong with a threshold that was chosen."""
    if point.useless:
        yield Finding(
            "one-prediction",
            "error",
            f"At the threshold {point.threshold:g} {point.useless}.",
            "It is no decision: see plot_threshold_sweep.",
        )
    if point.chosen_here:
        yield _chosen_here()


def _chosen_here() -> Finding:
    return Finding(
        "chosen-here",
        "warning",
        "The threshold was chosen on the data that it is judged on, so its numbers are too good.",
        "Judge it on other data with sweep.at_threshold(point), or correct it: choose_threshold(n_resamples=200).",
    )


def check_slices(slices: SliceMetrics) -> Iterator[Finding]:
    """Yield the finding of slices with few samples."""
    if slices.n is not None:
        yield from few_of_slices(slices.n)
