"""Vertical means of curves, whose areas are the means of the areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.formulas import divide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._arrays import FloatArray


def mean_roc(curves: Sequence[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, FloatArray]:
    """Average ROC curves vertically, with both one-sided limits at every false positive rate.

    Between two neighbouring rates every curve is straight, so the area under the mean curve is exactly
    the mean of the areas. `curves` holds (fpr, tpr), both ascending.
    """
    rate = np.repeat(np.unique(np.concatenate([fpr for fpr, _ in curves])), 2)
    mean = sum((roc_at(curve, rate) for curve in curves), np.zeros_like(rate)) / len(curves)
    new = np.append(True, (np.diff(rate) > 0) | (np.diff(mean) > 0))
    return rate[new], mean[new]


def roc_at(curve: tuple[FloatArray, FloatArray], rates: FloatArray) -> FloatArray:
    """Return the limits of a ROC curve, from the left and from the right, at rates that are each there twice."""
    fpr, tpr = _corners(*curve)
    grid = rates[::2]
    first, last = np.searchsorted(fpr, grid, side="left"), np.searchsorted(fpr, grid, side="right") - 1
    between = last < first  # the rate lies between the vertices `last` and `first`
    inside = tpr[last] + divide(grid - fpr[last], fpr[first] - fpr[last]) * (tpr[first] - tpr[last])
    sides = np.where(between, inside, tpr[first]), np.where(between, inside, tpr[last])
    return np.column_stack(sides).ravel()


def _corners(fpr: FloatArray, tpr: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a ROC curve without the vertices inside of its horizontal and vertical lines."""
    flat = [(part[1:-1] == part[:-2]) & (part[1:-1] == part[2:]) for part in (fpr, tpr)]
    kept = np.append(True, np.append(~(flat[0] | flat[1]), True))[: len(fpr)]
    return fpr[kept], tpr[kept]


def mean_pr(curves: Sequence[tuple[FloatArray, FloatArray]], n_classes: int) -> tuple[FloatArray, FloatArray]:
    """Average PR step functions over `n_classes`; a class without a curve counts as 0.

    `curves` holds (precision, recall) in scikit-learn's order: recall descending to the final (1, 0).
    The area under the mean step function is exactly the mean of the average precisions.
    """
    recall = np.unique(np.concatenate([recall for _, recall in curves]))[::-1]
    total = sum((pr_at(curve, recall) for curve in curves), np.zeros(recall.size - 1))
    return np.append(total / n_classes, 1.0), recall


def pr_at(curve: tuple[FloatArray, FloatArray], recall: FloatArray) -> FloatArray:
    """Return the steps of a PR curve over the intervals that end at each recall but the last, 0."""
    precision, its_recall = curve
    # the step over an interval is the last vertex whose recall reaches the interval's end
    return precision[its_recall.size - np.searchsorted(its_recall[::-1], recall[:-1], side="left") - 1]
