"""Rows of true and predicted labels, checked and lined up, before they are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from figmerit._containers import column_names
from figmerit._validate import check_same_shape, is_column
from figmerit.counts._columns import (
    aligned,
    by_name,
    indicator,
    indicator_labels,
    is_indicator,
    is_multilabel,
    keeps_columns,
    warn_of_one_hot,
)
from figmerit.counts._labels import factorized, label_universe
from figmerit.counts._rows import check_weights

if TYPE_CHECKING:
    from figmerit._arrays import BoolArray, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._rows import Kind


@dataclass(frozen=True, slots=True, eq=False)
class LabelRows:
    """True and predicted labels as codes into `labels`, one for each element.

    Of multilabel targets zeros and ones of shape (n_samples, n_labels). `shape` is that of the elements or samples
    that were given, also where only some were kept. Elements may be `boolean`.
    """

    kind: Kind
    true: IntArray
    pred: IntArray
    labels: tuple[Label, ...]
    sample_weight: FloatArray | None
    shape: tuple[int, ...]
    boolean: bool = False


def label_rows(
    y_true: Any,
    y_pred: Any,
    *,
    labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    elements: bool = False,
    kept: BoolArray | None = None,
) -> LabelRows:
    """Line up true and predicted labels, or those that are `kept`.

    Each element counts, unless they are `multilabel`: one column a label.
    """
    true, pred = factorized(y_true, "y_true"), factorized(y_pred, "y_pred")
    columns = all(len(part.shape) == 1 or is_column(part.shape) for part in (true, pred))
    if columns and (elements or not keeps_columns(multilabel, labels)):
        true, pred = true.in_one_axis(), pred.in_one_axis()
    check_same_shape("y_true", true.shape, "y_pred", pred.shape)
    multi = not elements and is_multilabel(multilabel, {"y_true": true, "y_pred": pred})
    if elements and is_indicator(pred):
        warn_of_one_hot(true, elements=True)
    shape = true.shape[:1] if multi else true.shape
    weight = check_weights(sample_weight, shape)
    some = slice(None) if kept is None else kept
    weight = None if weight is None else weight[some]
    if multi:
        own = column_names(y_true), column_names(y_pred)
        names = indicator_labels(true.shape[1], labels, *own)
        matrices = zip(("y_true", "y_pred"), (true, pred), own, strict=True)
        given = labels is not None
        first, second = (
            by_name(name, indicator(part), named, names, given=given)[some] for name, part, named in matrices
        )
        boolean = true.values.dtype.kind == pred.values.dtype.kind == "b"
        return LabelRows(
            kind="multilabel",
            true=first,
            pred=second,
            labels=names,
            sample_weight=weight,
            shape=shape,
            boolean=boolean,
        )
    if len(shape) == 2:
        pred = replace(pred, codes=aligned(y_true, "y_pred", y_pred, pred.codes.reshape(shape)).ravel())
    if kept is not None:
        true, pred = true.at(kept), pred.at(kept)
    seen = true.seen, pred.seen
    names = label_universe({"y_true": true.values[seen[0]], "y_pred": pred.values[seen[1]]}, labels)
    kind: Kind = "binary" if len(names) <= 2 else "multiclass"
    return LabelRows(
        kind=kind,
        true=true.among(names, seen[0]),
        pred=pred.among(names, seen[1]),
        labels=names,
        sample_weight=weight,
        shape=shape,
    )
