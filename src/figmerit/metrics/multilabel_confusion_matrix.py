"""One confusion matrix a label: who has it against who was predicted to have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import multilabel_confusion_matrix

from figmerit._arrays import to_numpy
from figmerit._options import named_options
from figmerit._validate import check_display_labels, check_option, predicted_labels
from figmerit.counts._targets import label_target, score_target
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import invalid
from figmerit.inference.intervals import check_confidence_level
from figmerit.metrics._counts import check_no_arrays
from figmerit.metrics._evaluation import with_two_columns
from figmerit.metrics.confusion_matrix import ConfusionMatrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._targets import LabelTarget, NanPolicy


@named_options()
def compute_multilabel_confusion_matrix(
    y_true: Any,
    y_pred: Any = None,
    *,
    y_score: Any = None,
    threshold: Any = 0.5,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> dict[str, ConfusionMatrix]:
    """Count, for each label, who has it against who was predicted to have it.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), LabelCounts or ScoreCounts
        True labels: one a sample (each class against the rest), or an indicator matrix (multilabel). Or the
        result of :func:`count_labels` or :func:`count_scores`, in place of all arrays.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels. Exactly one of `y_pred` and `y_score` must be given.
    y_score : array-like of shape (n_samples, n_labels), optional
        One column a label.
    threshold : float or array-like of shape (n_labels,), default=0.5
        For an indicator `y_true`: has the label if ``score >= threshold``. For classes the highest
        column wins and `threshold` must be left out.
    labels : array-like of shape (n_labels,), optional
        All labels, in the order of the columns; column names of a data frame are used by default.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,), optional
        Weights of the samples.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.
    confidence_level : float or None, default=0.95
        That of the Wilson intervals of each matrix, in (0, 1); None for no intervals.

    Returns
    -------
    dict of str to ConfusionMatrix
        For each name of `display_labels` a matrix of the labels 0 (rest) and 1; equal to
        :func:`sklearn.metrics.multilabel_confusion_matrix`.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    plot_confusion_matrix_grid : Draws the result.

    Examples
    --------
    >>> matrices = compute_multilabel_confusion_matrix([[1, 0], [1, 1]], [[1, 0], [0, 1]], labels=["cat", "dog"])
    >>> matrices["cat"].fn
    1
    """
    options = {"labels": labels, "display_labels": display_labels, "sample_weight": sample_weight}
    check_option("nan_policy", nan_policy, ("raise", "drop"))
    check_confidence_level(confidence_level)
    if isinstance(y_true, LabelCounts | ScoreCounts):
        dropped = None if nan_policy == "raise" else nan_policy
        check_no_arrays(y_true, y_pred=y_pred, y_score=y_score, sample_weight=sample_weight, nan_policy=dropped)
        names, stack = _of_counts(y_true.overall(), threshold, labels, display_labels)
        return _matrices(names, stack, confidence_level, weighted=y_true.weighted)
    if predicted_labels(y_pred, y_score, threshold):
        target = label_target(y_true, y_pred, multilabel=None, **options)
    else:
        shape = to_numpy(y_score, "y_score").shape
        if len(shape) == 1:
            hint = "Use compute_confusion_matrix for the scores of one label"
            raise invalid("y_score", "of shape (n_samples, n_labels), one column a label", f"shape {shape}", hint)
        scored = score_target(y_true, y_score, nan_policy=nan_policy, **options)
        target = scored.with_predictions(scored.for_threshold(threshold).predict(threshold))
    weighted = target.sample_weight is not None
    return _matrices(target.display_labels, _stack(target), confidence_level, weighted=weighted)


def _matrices(
    names: Sequence[str], stack: Iterable[Any], confidence_level: float | None, *, weighted: bool
) -> dict[str, ConfusionMatrix]:
    """Return the matrix of each label against the rest, with its intervals."""
    matrices = {
        name: ConfusionMatrix(table, (0, 1), ("rest", name), 1, weighted)
        for name, table in zip(names, stack, strict=True)
    }
    return {name: matrix.with_intervals(confidence_level) for name, matrix in matrices.items()}


def _of_counts(
    counts: LabelCounts | ScoreCounts, threshold: Any, labels: Any, display_labels: Any
) -> tuple[tuple[str, ...], list[IntArray | FloatArray]]:
    """Return names, and one matrix a label: of classes each against the rest, of a multilabel target each by itself."""
    cut = counts.cut(threshold) if isinstance(counts, ScoreCounts) else counts
    if cut.per_class:
        check_no_arrays(counts, labels=labels)
        names = check_display_labels(display_labels, cut.class_labels)
        stack = [part.matrix() for part in cut.per_class]
    else:
        cut = cut.onto(labels)
        names = check_display_labels(display_labels, cut.labels)
        true, pred = cut.true_codes, cut.pred_codes
        stack = [LabelCounts((0, 1), true == k, pred == k, cut.count, cut.weight).matrix() for k in range(len(names))]
    return names, stack


def _stack(target: LabelTarget) -> IntArray | FloatArray:
    weight, size = target.sample_weight, len(target.labels)
    if weight is not None and not weight.any():  # scikit-learn raises
        return np.zeros((size, 2, 2))
    labels = None if target.kind == "multilabel" else np.arange(size)
    target = with_two_columns(target)
    codes = target.true_codes, target.pred_codes
    stack = multilabel_confusion_matrix(*codes, sample_weight=weight, labels=labels)[:size]
    stack = np.maximum(stack, 0)  # of weights: scikit-learn subtracts their sums
    counts: IntArray | FloatArray = stack.astype(np.int64 if weight is None else np.float64)
    return counts
