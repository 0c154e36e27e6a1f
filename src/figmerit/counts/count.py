"""The door: arrays, or columns of a data frame, become counts here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from figmerit._arrays import to_numpy
from figmerit._options import named_options
from figmerit.counts._input import Slices, columns_of, slices_by
from figmerit.counts._labels import given_labels
from figmerit.counts._of_rows import counts_of_labels, with_whole_rows
from figmerit.counts._rows import score_rows
from figmerit.counts.score_counts import counts_of_one_score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._validate import Label
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.counts.score_counts import ScoreCounts


@named_options()
def count_labels(
    y_true: Any,
    y_pred: Any,
    *,
    data: Any = None,
    by: Any = None,
    sample_weight: Any = None,
    labels: Any = None,
    multilabel: bool | None = None,
) -> LabelCounts:
    """Count how many rows have which true and which predicted label.

    Parameters
    ----------
    y_true : array-like of any shape, or str
        True labels: strings, integers or booleans; or with `data` the name of their column.
    y_pred : array-like of the shape of y_true, or str
        Predicted labels, or the name of their column.
    %(data)s
    by : str, list of str, array-like or mapping of str to array-like, optional
        Columns by whose values rows are kept apart, for slices; without `data` arrays of shape
        (n_samples,) or of the shape of y_true, by their names.
    sample_weight : array-like of shape (n_samples,) or of the shape of y_true, or str, optional
        Weights: each cell then holds the number of its rows and the sum of their weights.
    labels : array-like of shape (n_labels,), optional
        All labels, in their order; by default the sorted labels seen.
    multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample. By
        default, those that hold zeros and ones only are counted both ways.

    Returns
    -------
    LabelCounts
        Exact, and additive: the counts of two parts of the data add up to those of the whole.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    count_scores : Counts of true labels by score.
    compute_confusion_matrix : Takes arrays, or counts.

    Notes
    -----
    The cost beyond one pass over the rows depends on the number of cells that occur, at most the square of
    the number of labels; a table of all of them is made only while it is small.

    Examples
    --------
    >>> chunks = [([1, 0], [1, 1]), ([1, 1], [1, 0])]
    >>> counts = sum(count_labels(y_true, y_pred) for y_true, y_pred in chunks)
    >>> counts.matrix().tolist()
    [[0, 1], [1, 2]]
    """
    arrays = columns_of(data, y_true=y_true, y_pred=y_pred, sample_weight=sample_weight)
    slices = slices_by(by, data)
    if multilabel is None and _may_be_elements(arrays, labels, slices):
        multilabel = False
    return counts_of_labels(
        **arrays, labels=labels, multilabel=multilabel, slices=Slices("by[{!r}]", only_seen=False, columns=slices)
    )


@named_options()
def count_scores(
    y_true: Any,
    y_score: Any,
    *,
    data: Any = None,
    by: Any = None,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    resolution: int | None = None,
) -> ScoreCounts:
    """Count how many rows of each label have which score.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), or str
        True labels, or a multilabel indicator matrix; or with `data` the name of their column.
    y_score : array-like of shape (n_samples,) or (n_samples, n_labels), str or list of str
        Scores, higher for the positive label; or one column a class. With `data` names of columns.
    %(data)s
    by : str, list of str, array-like or mapping of str to array-like, optional
        Columns by whose values rows are kept apart, for slices; without `data` arrays of shape
        (n_samples,), by their names.
    %(pos_label_or_class)s
    %(labels_of_scores)s
    sample_weight : array-like of shape (n_samples,) or str, optional
        Weights: the counts then hold the number of rows and the sums of their weights.
    %(multilabel)s
    resolution : int, optional
        Put scores into bins, as :meth:`ScoreCounts.binned` does; 11 bits are a good choice. The size of the
        counts then has a limit, whatever the number of rows, and areas have proven bounds.

    Returns
    -------
    ScoreCounts
        Exact without `resolution`, and additive: the counts of two parts of the data add up to those of the whole.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    count_labels : Counts of true by predicted labels.
    compute_roc_curve : Takes arrays, or counts.

    Notes
    -----
    The cost is that of sorting the scores, once, as numbers that hold the label too.

    Examples
    --------
    >>> counts = count_scores([0, 1], [0.2, 0.7]) + count_scores([1, 1], [0.2, 0.9])
    >>> counts.score.tolist(), counts.positives.tolist(), counts.negatives.tolist()
    ([0.9, 0.7, 0.2], [1, 1, 1], [0, 0, 1])
    """
    arrays = columns_of(data, y_true=y_true, y_score=y_score, sample_weight=sample_weight)
    rows = score_rows(**arrays, pos_label=pos_label, labels=labels, multilabel=multilabel, is_part=True)
    places = rows.places(Slices("by[{!r}]", only_seen=False, columns=slices_by(by, data)))
    counts = with_whole_rows(counts_of_one_score(rows.for_curves(pos_label), places), rows, places)
    counts = replace(counts, fixed=labels is not None)
    return counts if resolution is None else counts.binned(resolution)


def _may_be_elements(arrays: Mapping[str, Any], labels: Any, slices: Mapping[str, Any]) -> bool:
    """Tell whether labels, weights or slices fit elements only, so that zeros and ones are no indicators.

    If not, targets of two axes are counted both ways: element by element, and column by column.
    """
    shape, weight = to_numpy(arrays["y_true"], "y_true").shape, arrays["sample_weight"]
    names = None if labels is None else given_labels(labels)
    if names is not None and ((len(names),) != shape[1:] or set(names) <= {0, 1}):
        return True
    each = {"sample_weight": weight} | {f"by[{name!r}]": values for name, values in slices.items()}
    return any(to_numpy(part, name).ndim > 1 for name, part in each.items() if part is not None)
