"""One confusion matrix a label: who has it against who was predicted to have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._options import named_options
from figmerit._validate import check_confidence_level, cut_of, is_column, predicted_labels
from figmerit.counts._columns import keeps_columns
from figmerit.counts._input import columns_of
from figmerit.counts.evaluate import evaluate
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import invalid
from figmerit.inference.formulas import margins_of_slices
from figmerit.metrics.confusion_matrix import ConfusionMatrix

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._rows import NanPolicy


@named_options()
def compute_multilabel_confusion_matrix(
    y_true: Any,
    y_pred: Any = None,
    *,
    data: Any = None,
    y_score: Any = None,
    threshold: Any = 0.5,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> dict[str, ConfusionMatrix]:
    """Count, for each label, who has it against who was predicted to have it.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), LabelCounts or ScoreCounts
        True labels: one a sample (each class against the rest), or an indicator matrix (multilabel). Or the
        result of :func:`count_labels` or :func:`count_scores`, in place of all arrays.
    %(y_pred_or_scores)s
    %(data)s
    y_score : array-like of shape (n_samples, n_labels), optional
        One column a label.
    threshold : float or array-like of shape (n_labels,), default=0.5
        For an indicator `y_true`: has the label if ``score >= threshold``. For classes the highest
        column wins and `threshold` must be left out.
    labels : array-like of shape (n_labels,), optional
        All labels, in the order of the columns; column names of a data frame are used by default.
    %(display_labels)s
    %(sample_weight)s
    %(multilabel)s
    %(nan_policy)s
    %(confidence_level)s
        Each matrix has its own.

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
    level = check_confidence_level(confidence_level)
    given = columns_of(data, y_true=y_true, y_pred=y_pred, y_score=y_score, sample_weight=sample_weight)
    y_true, y_pred, y_score, sample_weight = given.values()
    if not isinstance(y_true, LabelCounts | ScoreCounts) and (y_pred is None) == (y_score is None):
        predicted_labels(y_pred, y_score)  # which says so
    if y_score is not None and not isinstance(y_true, LabelCounts | ScoreCounts):
        shape = to_numpy(y_score, "y_score").shape
        if len(shape) == 1 or (is_column(shape) and not keeps_columns(None, labels)):
            hint = "Use compute_confusion_matrix for the scores of one label"
            if is_column(shape):
                hint += "; labels=['a'] calls the one column of both 'a'"
            raise invalid("y_score", "of shape (n_samples, n_labels), one column a label", f"shape {shape}", hint)
    options: dict[str, Any] = {"threshold": cut_of(threshold), "labels": labels, "display_labels": display_labels}
    arrays: dict[str, Any] = {"sample_weight": sample_weight, "multilabel": multilabel, "nan_policy": nan_policy}
    found = evaluate(y_true, y_pred, y_score, labelled=True, **options, **arrays)
    counts: Any = found.labels
    return {
        name: ConfusionMatrix(table, (0, 1), ("rest", name), 1, counts.weighted).with_intervals(level)
        for name, table in zip(found.names.values(), _tables(counts), strict=True)
    }


def _tables(counts: LabelCounts) -> list[IntArray | FloatArray]:
    """Return one matrix a label: of classes each against the rest, of indicator matrices each column."""
    if counts.per_class:
        return [part.matrix() for part in counts.per_class]
    weight, shape = counts.rows()[2], (1, len(counts.labels))
    cells = np.zeros_like(counts.true_codes), counts.true_codes, counts.pred_codes
    (tp, fp, fn, tn), rows = (
        [part[0].astype(of.dtype) for part in margins_of_slices(*cells, of, shape).against_rest()]
        for of in (weight, np.where(weight > 0, counts.count, 0))
    )
    tables = np.array([[tn, fp], [fn, tp]])
    there = np.array([[rows[3], rows[1]], [rows[2], rows[0]]]) > 0  # differences of sums leave what no row weighs
    return list(np.moveaxis(np.where(there, np.maximum(tables, 0), 0), -1, 0))
