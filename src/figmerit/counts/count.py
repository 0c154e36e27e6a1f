"""From arrays, or columns of a data frame, to counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._options import named_options
from figmerit._validate import Label, check_same_shape, check_weights, encode, given_labels, label_universe
from figmerit.counts._cells import count_cells, merged
from figmerit.counts._codes import Codes, factorized
from figmerit.counts._input import check_combinations, columns_of, factorized_slices, slice_labels, slices_by
from figmerit.counts._sorting import distinct_by_slice
from figmerit.counts._targets import LabelTarget, ScoreTarget, label_target, score_target
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from figmerit._arrays import Array


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
    data : data frame (pandas, polars, pyarrow), optional
        Where the columns are; the other arguments are then names.
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
    target = _indicators(arrays, labels, slices, multilabel)
    counts = label_counts(**arrays, slices=slices, labels=None if target else labels)
    return counts if target is None else _with_columns(counts, target, slices)


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
    data : data frame (pandas, polars, pyarrow), optional
        Where the columns are; the other arguments are then names.
    by : str, list of str, array-like or mapping of str to array-like, optional
        Columns by whose values rows are kept apart, for slices; without `data` arrays of shape
        (n_samples,), by their names.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans. With three and
        more columns: the only class to set against the rest.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them.
    sample_weight : array-like of shape (n_samples,) or str, optional
        Weights: the counts then hold the number of rows and the sums of their weights.
    multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample.
        By default they are indicators if they hold zeros and ones only.
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
    target = score_target(**arrays, pos_label=pos_label, labels=labels, multilabel=multilabel, is_part=True)
    slices, places = _slices_of(slices_by(by, data), target.shape[:1])
    counts = replace(_counted(target.for_curves(pos_label), slices, places), fixed=labels is not None)
    if target.kind == "multiclass" and (counts.per_class or len(target.labels) == 2):
        predicted = counted(target.with_predictions(target.predict()), slices, places)
        counts = replace(counts, predicted=predicted)
    return counts if resolution is None else counts.binned(resolution)


def _indicators(
    arrays: Mapping[str, Any], labels: Any, slices: Mapping[str, Any], multilabel: bool | None
) -> LabelTarget | None:
    """Return the target of indicator matrices; None where each element is a sample, whatever else there may be.

    Zeros and ones on two axes may be either: of those there are counts of elements and of columns, unless labels,
    weights or slices are such as elements have.
    """
    shape, weight = to_numpy(arrays["y_true"], "y_true").shape, arrays["sample_weight"]
    if multilabel is None:
        names = None if labels is None else given_labels(labels)
        of_elements = names is not None and (len(names) != shape[-1] or set(names) <= {0, 1})
        each = {"sample_weight": weight} | {f"by[{name!r}]": values for name, values in slices.items()}
        of_elements |= any(to_numpy(part, name).ndim > 1 for name, part in each.items() if part is not None)
        if len(shape) != 2 or of_elements:
            return None
    target = label_target(**arrays, labels=labels, multilabel=multilabel)
    return target if target.kind == "multilabel" else None


def _with_columns(counts: LabelCounts, target: LabelTarget, slices: Mapping[str, Any]) -> LabelCounts:
    """Add the counts of each column of indicator matrices, and of the samples that have all labels right."""
    known, places = _slices_of(slices, target.true_codes.shape[:1])

    def counted_column(true: Array, pred: Array) -> LabelCounts:
        column = LabelTarget("binary", true, pred, (0, 1), ("rest", "label"), target.sample_weight)
        return counted(column, known, places)

    true, pred = target.true_codes, target.pred_codes
    per_class = tuple(counted_column(*columns) for columns in zip(true.T, pred.T, strict=True))
    matched = counted_column(np.ones(len(true), dtype=np.int64), np.all(true == pred, axis=1).astype(np.int64))
    return replace(counts, per_class=per_class, class_labels=target.labels, matched=matched)


def label_counts(
    y_true: Any, y_pred: Any, *, sample_weight: Any, labels: Any, slices: Mapping[str, Any] | None = None
) -> LabelCounts:
    """Count arrays of labels."""
    true, pred = factorized(y_true, "y_true"), factorized(y_pred, "y_pred")
    check_same_shape("y_true", true.shape, "y_pred", pred.shape)
    weight, slices = check_weights(sample_weight, true.shape), slices or {}
    parts = {name: factorized_slices(values, f"by[{name!r}]", true.shape) for name, values in slices.items()}
    check_combinations(len(part.values) for part in (true, pred, *parts.values()))
    (true_places, pred_places, *apart), count, total = count_cells([true, pred, *parts.values()], weight)
    arrays = {"y_true": true.values[true_places], "y_pred": pred.values[pred_places]}
    names = label_universe(arrays, labels)
    found = {name: part.values[places] for (name, part), places in zip(parts.items(), apart, strict=True)}
    known = {name: slice_labels(slices[name], values, f"by[{name!r}]") for name, values in found.items()}
    keys = [encode(values, names) for values in arrays.values()]
    keys += [encode(values, known[name]) for name, values in found.items()]
    (true_codes, pred_codes, *codes), (count, total) = merged(keys, count, total)
    fixed = labels is not None
    return LabelCounts(names, true_codes, pred_codes, count, total, fixed, known, np.array(codes) if codes else None)


def counted(
    target: LabelTarget, slices: Mapping[str, tuple[Label, ...]] | None = None, places: Sequence[Array] = ()
) -> LabelCounts:
    """Count the rows of a target that is not multilabel, kept apart by the codes of their slices."""
    slices = slices or {}
    codes = target.true_codes, target.pred_codes, *places
    sizes = len(target.labels), len(target.labels), *map(len, slices.values())
    columns = [Codes(np.arange(size), column, column.shape) for size, column in zip(sizes, codes, strict=True)]
    (true, pred, *apart), count, weight = count_cells(columns, target.sample_weight)
    slice_codes = np.array(apart) if apart else None
    return LabelCounts(target.labels, true, pred, count, weight, slices=slices, slice_codes=slice_codes)


def counted_scores(target: ScoreTarget) -> ScoreCounts:
    """Count the rows of a target."""
    return _counted(target, {}, [])


def _slices_of(slices: Mapping[str, Any], shape: tuple[int, ...]) -> tuple[dict[str, tuple[Label, ...]], list[Array]]:
    """Return the slices of each column, and the code of each row."""
    known, places = {}, []
    for name, values in slices.items():
        part = factorized_slices(values, f"by[{name!r}]", shape)
        seen = part.seen
        known[name] = slice_labels(values, part.values[seen], f"by[{name!r}]")
        places.append(part.among(known[name], seen))
    check_combinations(map(len, known.values()))
    return known, places


def _counted(target: ScoreTarget, slices: dict[str, tuple[Label, ...]], places: list[Array]) -> ScoreCounts:
    if target.kind == "binary":
        distinct, codes = distinct_by_slice(target, [len(labels) for labels in slices.values()], places)
        dtype = target.score_dtype.name
        return ScoreCounts(*distinct, target.labels, target.pos_label, dtype, slices=slices, slice_codes=codes)
    pooled = _counted(target.pooled(), slices, [np.repeat(codes, len(target.labels)) for codes in places])
    per_class = tuple(_counted(part, slices, places) for part in target.one_vs_rest())
    return replace(pooled, labels=target.labels, pos_label=None, per_class=per_class)
