"""The one module of vector formulas; tests pin each to scikit-learn's scalar functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._arrays import Array, FloatArray


def divide(numerator: Array, denominator: Array) -> FloatArray:
    """Divide, with NaN wherever the denominator is zero."""
    numerator, denominator = np.broadcast_arrays(np.asarray(numerator, np.float64), denominator)
    out = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out


class Margins(NamedTuple):
    """What label metrics need of a table of true by predicted labels, each of shape (..., K)."""

    correct: FloatArray
    true: FloatArray
    pred: FloatArray


def margins_of(tables: Array) -> Margins:
    """Return the diagonals of tables of shape (..., K, K), the sums of their rows (true labels) and columns."""
    tables = np.asarray(tables, dtype=np.float64)
    return Margins(np.diagonal(tables, axis1=-2, axis2=-1), tables.sum(axis=-1), tables.sum(axis=-2))


def margins_of_cells(true: Array, pred: Array, weight: Array, n_labels: int) -> Margins:
    """Return the same of the cells of one table that is too large to be made."""
    return Margins(*(part[0] for part in margins_of_slices(np.zeros_like(true), true, pred, weight, (1, n_labels))))


def margins_of_slices(slices: Array, true: Array, pred: Array, weight: Array, shape: tuple[int, int]) -> Margins:
    """Return the same of the cells of several tables, of shape (n_slices, K)."""
    correct = np.where(true == pred, weight, 0.0)
    pairs = ((true, correct), (true, weight), (pred, weight))
    start, size = np.asarray(slices, dtype=np.int64) * shape[1], shape[0] * shape[1]
    return Margins(
        *(np.bincount(start + codes, part, minlength=size).astype(np.float64).reshape(shape) for codes, part in pairs)
    )


def class_scores(margins: Margins) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return precision, recall and F1 of each class, NaN where undefined."""
    correct, true, pred = margins
    return divide(correct, pred), divide(correct, true), divide(2 * correct, true + pred)


def proportions(margins: Margins, total: Array) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Return the metrics of each class that are shares of samples: of how many there are, and of how many in all.

    The `total` is that of all samples, one number or one a class.
    """
    correct, true, pred = margins
    rest = total - true
    return {
        "precision": (correct, pred),
        "recall": (correct, true),
        "specificity": (rest - pred + correct, rest),
    }


def averaged(scores: FloatArray, margins: Margins, average: str, seen: Array) -> FloatArray:
    """Return the average of one score of each class, of the classes `seen`; undefined scores count as 0."""
    correct, true, _ = margins
    if average == "micro":
        return divide(correct.sum(axis=-1), true.sum(axis=-1))
    weight = true if average == "weighted" else seen
    return divide(np.sum(np.nan_to_num(scores) * weight, axis=-1), weight.sum(axis=-1))


def accuracy(margins: Margins) -> FloatArray:
    """Return the share on the diagonal."""
    correct, true, _ = margins
    return divide(correct.sum(axis=-1), true.sum(axis=-1))


def balanced_accuracy(margins: Margins) -> FloatArray:
    """Return the mean recall of the classes that have samples."""
    _, recall, _ = class_scores(margins)
    defined = ~np.isnan(recall)
    return divide(np.where(defined, recall, 0.0).sum(axis=-1), defined.sum(axis=-1))


def mcc(margins: Margins) -> FloatArray:
    """Return Matthews' correlation coefficient, 0 where all samples have, or are predicted to have, one label.

    https://doi.org/10.1016/j.compbiolchem.2004.09.006
    """
    correct, true, pred = margins
    total = true.sum(axis=-1, keepdims=True)
    together = (correct * total - true * pred).sum(axis=-1)
    spreads = [np.where(_n_classes(part) == 1, 0.0, (part * (total - part)).sum(axis=-1)) for part in (true, pred)]
    value = divide(together, np.sqrt(spreads[0]) * np.sqrt(spreads[1]))
    return np.where((spreads[0] * spreads[1] == 0) & (total[..., 0] > 0), 0.0, value)


def cohen_kappa(margins: Margins) -> FloatArray:
    """Return Cohen's kappa, NaN where there is one label only.

    https://doi.org/10.1177/001316446002000104
    """
    correct, true, pred = margins
    total = true.sum(axis=-1, keepdims=True)
    wrong, by_chance = (true - correct).sum(axis=-1), divide(true * (total - pred), total).sum(axis=-1)
    return np.where(_n_classes(true + pred) == 1, np.nan, 1 - divide(wrong, by_chance))


def _n_classes(margin: Array) -> Array:
    return np.asarray(np.count_nonzero(margin, axis=-1))


def roc_points(positives: Array, negatives: Array) -> tuple[FloatArray, FloatArray, float]:
    """Return false and true positive rates, from (0, 0) on, and the area under the straight lines between them.

    The positives and negatives are those of descending scores.
    """
    fpr, tpr = (np.zeros(len(part) + 1) for part in (negatives, positives))
    for rate, part in ((fpr, negatives), (tpr, positives)):
        total = np.cumsum(part)  # in the dtype of the counts: casting on the way takes long
        np.divide(total, total[-1], out=rate[1:])
    return fpr, tpr, float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1])) / 2)


def pr_points(positives: Array, negatives: Array) -> tuple[FloatArray, FloatArray, float]:
    """Return precision and recall in scikit-learn's order, to the final (1, 0), and the average precision.

    The positives and negatives are those of descending scores.
    """
    precision, recall = np.ones(len(positives) + 1), np.zeros(len(positives) + 1)
    found = np.cumsum(positives)
    np.divide(found, found + np.cumsum(negatives), out=precision[-2::-1])
    np.divide(found, found[-1], out=recall[-2::-1])
    return precision, recall, float(-np.sum(np.diff(recall) * precision[:-1]))


def threshold_metrics(tp: Array, fp: Array, fn: Array, tn: Array, beta: float) -> dict[str, FloatArray]:
    """Return the metrics of each threshold, NaN where undefined."""
    factor = beta**2
    return {
        "precision": divide(tp, tp + fp),
        "recall": divide(tp, tp + fn),
        "specificity": divide(tn, tn + fp),
        "fpr": divide(fp, tn + fp),
        "accuracy": divide(tp + tn, tp + fp + fn + tn),
        "fbeta_score": divide((1 + factor) * tp, (1 + factor) * tp + factor * fn + fp),
        "youden": divide(tp, tp + fn) - divide(fp, tn + fp),
        "predicted_positive_rate": divide(tp + fp, tp + fp + fn + tn),
    }


def roc_auc_bounds(positives: Array, negatives: Array, tied: Array) -> tuple[float, float]:
    """Return the lowest and highest area under the ROC curve of rows whose order within their bins is unknown.

    The positives and negatives are those of descending bins, `tied` where all rows of one have one score. Pairs of
    different bins are decided; one of the same bin counts as anything from 0 to 1, or as one half if it is tied.
    """
    of_positives, of_negatives = positives / np.sum(positives), negatives / np.sum(negatives)
    within = of_positives * of_negatives
    decided = np.sum(of_negatives * (np.cumsum(of_positives) - of_positives)) + within[tied].sum() / 2
    return float(decided), float(decided + within[~tied].sum())


def average_precision_bounds(
    positives: Array, negatives: Array, tied: Array, *, of_rows: bool = True
) -> tuple[float, float]:
    """Return a lower and an upper bound of the average precision of such rows.

    It is highest if the positives of a bin are tied above its negatives, and lowest if they follow these one by one.
    The sum over these is bounded by an integral: x / (x + negatives) rises and is concave in the number x of positives
    found, so its value for each row is no less than its mean over the step of length 1 around it; or, of weights, over
    the step up to it.
    """
    found, passed = np.cumsum(positives, dtype=np.float64), np.cumsum(negatives, dtype=np.float64)
    before = found - positives
    start = before + passed + (0.5 if of_rows else 0.0)
    worst = positives - passed * np.log1p(np.nan_to_num(divide(positives, start)))
    best = positives * np.nan_to_num(divide(found, found + passed - negatives))
    known = positives * np.nan_to_num(divide(found, found + passed))
    total = found[-1]
    return float(np.where(tied, known, worst).sum() / total), float(np.where(tied, known, best).sum() / total)


def mean_roc(curves: Sequence[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    """Average ROC curves vertically, with both one-sided limits at every false positive rate.

    Between two neighbouring rates every curve is straight, so the area under the mean curve is exactly
    the mean of the areas. `curves` holds (fpr, tpr), both ascending.
    """
    grid = np.unique(np.concatenate([fpr for fpr, _ in curves]))
    left, right = np.zeros_like(grid), np.zeros_like(grid)
    for fpr, tpr in curves:
        first = np.searchsorted(fpr, grid, side="left")
        last = np.searchsorted(fpr, grid, side="right") - 1
        between = last < first  # the rate lies between the vertices `last` and `first`
        share = divide(grid - fpr[last], fpr[first] - fpr[last])
        inside = tpr[last] + share * (tpr[first] - tpr[last])
        left += np.where(between, inside, tpr[first])
        right += np.where(between, inside, tpr[last])
    mean = np.column_stack([left, right]).ravel() / len(curves)
    rate = np.repeat(grid, 2)
    new = np.append(True, (np.diff(rate) > 0) | (np.diff(mean) > 0))
    return rate[new], mean[new]


def partial_roc_auc(fpr: FloatArray, tpr: FloatArray, max_fpr: float) -> float:
    """Return the area left of `max_fpr` under a ROC curve, scaled so that chance has 0.5 and perfection 1.

    `fpr` ascends to 1. The scale is that of McClish, 1989, https://doi.org/10.1177/0272989X8900900307.
    """
    stop = int(np.searchsorted(fpr, max_fpr, side="right"))
    last = slice(stop - 1, stop + 1)
    x = np.append(fpr[:stop], max_fpr)
    y = np.append(tpr[:stop], np.interp(max_fpr, fpr[last], tpr[last]))
    chance = 0.5 * max_fpr**2
    return float(0.5 * (1 + (np.trapezoid(y, x) - chance) / (max_fpr - chance)))


def mean_pr(curves: Sequence[tuple[FloatArray, FloatArray]], n_classes: int) -> tuple[FloatArray, FloatArray]:
    """Average PR step functions over `n_classes`; a class without a curve counts as 0.

    `curves` holds (precision, recall) in scikit-learn's order: recall descending to the final (1, 0).
    The area under the mean step function is exactly the mean of the average precisions.
    """
    recall = np.unique(np.concatenate([recall for _, recall in curves]))[::-1]
    total = np.zeros(recall.size - 1)  # one step for each interval that ends at recall[:-1]
    for precision, its_recall in curves:
        # the step over an interval is the last vertex whose recall reaches the interval's end
        step = its_recall.size - np.searchsorted(its_recall[::-1], recall[:-1], side="left") - 1
        total += precision[step]
    return np.append(total / n_classes, 1.0), recall


def precision_at_f1(f1: float, recall: FloatArray) -> FloatArray:
    """Return the precision with which a recall above `f1` / 2 has that F1: the harmonic mean of both."""
    return f1 * recall / (2 * recall - f1)


def cell_means(values: FloatArray, cells: Array, weight: Any, n_cells: int) -> FloatArray:
    """Return the weighted mean of `values` in each cell, NaN for a cell without weight."""
    weight = np.ones_like(values) if weight is None else weight
    total = np.bincount(cells, weights=weight, minlength=n_cells)
    shares = divide(weight, total[cells])  # before they meet the values: sums of huge scores would overflow
    return np.where(total > 0, np.bincount(cells, weights=values * shares, minlength=n_cells), np.nan)
