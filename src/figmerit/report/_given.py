"""What is given to a page becomes its predictions here, after everything about it has been checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._containers import column_names
from figmerit._validate import check_keys, check_number, check_option, cut_of, is_default_threshold
from figmerit.counts._columns import is_one_hot
from figmerit.counts._label_rows import LabelRows, label_rows
from figmerit.counts._labels import display_labels_of
from figmerit.counts._missing import check_nan_policy, kept_rows, lost, missing_rows, without_missing
from figmerit.counts._rows import score_rows
from figmerit.errors import FigmeritError, brief, invalid, listing, wrong_type
from figmerit.report._groups import group_of, slices_of
from figmerit.report._predictions import Column, Predictions, Run, order_of
from figmerit.report._thumbnails import thumbnails
from figmerit.report._values import clean, columns_of_frame, flat, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from figmerit._arrays import BoolArray, IntArray
    from figmerit._validate import Label
    from figmerit.counts._rows import Kind


def predictions_of(
    y_true: Any,
    y_score: Any,
    *,
    y_pred: Any,
    models: Any,
    epochs: Any,
    pos_label: Label | None,
    labels: Any,
    display_labels: Any,
    sample_weight: Any,
    threshold: Any,
    normalize: Any,
    nan_policy: Any,
    multilabel: bool | None,
    **beside: Any,
) -> Predictions:
    """Return the predictions of arrays, and what stands `beside` them."""
    given, runs_name, are_labels = _runs_given(y_score, y_pred, models, epochs)
    by, policy = check_option("normalize", normalize, (None, "true", "pred", "all")), check_nan_policy(nan_policy)
    options = {"labels": labels, "sample_weight": sample_weight, "multilabel": multilabel}
    if are_labels:
        _check_none_cut(pos_label, threshold)
        targets = {name: label_rows(y_true, run, **options) for name, run in given.items()}
        missing, sentence = np.zeros(0, dtype=bool), ""
    else:
        _check_lengths(f"{runs_name}s" if epochs is None else "epochs", y_true, given)
        targets = _scored(y_true, given, pos_label, options | {"display_labels": display_labels})
        _check_alike(given, targets)
        targets, missing, sentence = _without_missing(targets, policy)
    first: Any = next(iter(targets.values()))
    kind: Kind = "multiclass" if are_labels and first.kind == "binary" else first.kind
    thresholds = _thresholds(threshold, kind, first.labels)
    truth = _flat(first, first.true if are_labels else first.codes)
    shape = first.shape[:1] if kind == "multilabel" else first.shape
    kept = np.flatnonzero(~missing) if missing.any() else None
    return Predictions(
        kind=kind,
        labels=first.labels,
        display_labels=tuple(map(clean, display_labels_of(display_labels, first.labels))),
        pos_label=None if are_labels else first.pos_label,
        truth=truth,
        runs=tuple(_run(clean(name), target, thresholds) for name, target in targets.items()),
        runs_name=runs_name,
        thresholds=thresholds,
        by=by or "count",
        shape=shape,
        sample_weight=first.sample_weight,
        kept=kept,
        missing=sentence,
        one_hot=multilabel is None and kind == "multilabel" and is_one_hot(truth),
        **_beside(shape, kept, **beside),
    )


def _beside(
    shape: tuple[int, ...],
    kept: IntArray | None,
    *,
    subsets: Any,
    slices: Any,
    bins: Any,
    ids: Any,
    images: Any,
    columns: Any,
    max_rows: int,
    room: float,
) -> dict[str, Any]:
    """Return what stands beside the predictions of each row.

    Thumbnails are made of the rows that a table can have, until they take more bytes than there is `room` for.
    """
    order = order_of(math.prod(shape) if kept is None else len(kept))
    n_images, pictures = (0, {}) if images is None else thumbnails(images, shape, order, max_rows, room, kept)
    return {
        "subsets": None if subsets is None else group_of("subset", "subsets", subsets, shape, kept),
        "slices": tuple(slices_of(slices, bins, shape, kept)),
        "ids": None if ids is None else _of_kept(flat(ids, "ids", shape), kept),
        "columns": tuple(_columns(columns, shape, kept)),
        "n_images": n_images,
        "thumbnails": pictures,
    }


def _run(name: str, target: Any, thresholds: tuple[float, ...]) -> Run:
    """Return the predictions of a target."""
    if isinstance(target, LabelRows):
        return Run(name, _flat(target, target.pred), None, None)
    several = target.kind == "multilabel"
    predicted = target.predict(np.array(thresholds) if several and len(set(thresholds)) > 1 else thresholds[0])
    return Run(name, _flat(target, predicted), target.y_score, target.score_dtype)


def _check_none_cut(pos_label: Any, threshold: Any) -> None:
    """Raise for options that scores have and labels do not."""
    if pos_label is not None:
        hint = "The page shows precision and recall of each class"
        raise invalid("pos_label", "left out where labels are predicted", brief(pos_label), hint)
    if not is_default_threshold(cut_of(threshold)):
        hint = "Pass scores as y_score= to cut them"
        raise invalid("threshold", "left out where labels are predicted", brief(threshold), hint)


def _thresholds(threshold: Any, kind: Kind, labels: tuple[Label, ...]) -> tuple[float, ...]:
    """Return the threshold that each label is shown with first."""
    cut, size = cut_of(threshold), len(labels)
    if kind == "multiclass" and not is_default_threshold(cut):
        rule = "left out where the highest score of several classes decides"
        hint = f"Pass the scores of one class to cut them, with np.asarray(y_true) == {labels[0]!r}"
        raise invalid("threshold", rule, brief(threshold), hint)
    if np.ndim(cut) == 0 or isinstance(cut, str | Mapping):
        return (check_number("threshold", cut),) * size
    if kind != "multilabel" or np.shape(cut) != (size,):
        rule = f"a number, or one for each of the {size} labels" if kind == "multilabel" else "a number"
        raise invalid("threshold", rule, brief(threshold), f"threshold={[0.5] * size if kind == 'multilabel' else 0.5}")
    return tuple(check_number("threshold", one) for one in np.asarray(cut).tolist())


@contextmanager
def _naming(name: str, several: int) -> Iterator[None]:
    """Name the model in an error, if there are several models."""
    try:
        yield
    except FigmeritError as error:
        if several > 1:
            error.change(about=clean(name))
        raise


def _scored(y_true: Any, given: Mapping[str, Any], pos_label: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Return the targets of scores, rows without a score included; two columns of scores are a binary target."""
    found: dict[str, Any] = {}
    for name, y_score in given.items():
        with _naming(name, len(given)):
            rows = score_rows(y_true, y_score, pos_label=pos_label, keep_missing=True, **options)
        found[name] = rows.for_curves(pos_label) if len(rows.labels) == 2 or pos_label is not None else rows
        if rows.kind == "multilabel":
            options["labels"] = rows.labels  # the other models' columns are matched to them
    return found


def _without_missing(targets: dict[str, Any], policy: str) -> tuple[dict[str, Any], BoolArray, str]:
    """Return the rows for which every model has a score, which ones have not, and in words how many these are."""
    of_each = {name: missing_rows(rows) for name, rows in targets.items()}
    if policy == "raise":
        for name, rows in targets.items():
            with _naming(name, len(targets)):
                without_missing(rows, of_each[name], policy)
    missing: BoolArray = np.logical_or.reduce(list(of_each.values()))
    if not missing.any():
        return targets, missing, ""
    first = next(iter(targets.values()))
    without_missing(first, missing, policy)  # which warns, once for all models
    whose = "their score" if len(targets) == 1 else "the score of a model"
    sentence = f"{int(missing.sum()):,} of {missing.size:,} examples are left out, as {whose} is missing"
    kept = {name: kept_rows(rows, ~missing) for name, rows in targets.items()}
    return kept, missing, f"{sentence}: {lost(first, missing)}."


def _runs_given(y_score: Any, y_pred: Any, models: Any, epochs: Any) -> tuple[dict[str, Any], str, bool]:
    """Return the predictions of each model or checkpoint, what these are called, and whether they are labels."""
    given = {"y_score": y_score, "y_pred": y_pred, "models": models, "epochs": epochs}
    several = [name for name, value in given.items() if value is not None]
    hint = "report_classification(y_true, y_score), or models={'baseline': y_score, 'tuned': other_score}"
    if len(several) != 1:
        rule = "y_score, y_pred, models and epochs"
        raise wrong_type(rule, "given one at a time", listing(several) if several else "none of them", hint)
    (name,) = several
    if name in ("y_score", "y_pred"):
        return {"model": given[name]}, "model", name == "y_pred"
    runs = given[name] if isinstance(given[name], Mapping) else columns_of_frame(given[name], name)
    if not runs:
        raise wrong_type(name, "a mapping of name to scores, or a data frame", brief(given[name]), hint)
    return check_keys(name, runs), "model" if name == "models" else "checkpoint", False


def _check_lengths(name: str, y_true: Any, given: Mapping[str, Any]) -> None:
    """Raise for a model that has scores for fewer or more samples than there are, and say how to fill them up."""
    n = _length(y_true)
    for key, run in given.items() if len(given) > 1 else ():
        if (size := _length(run)) != n and None not in (size, n):
            hint = "Fill up its scores with NaN"
            if hasattr(run, "reindex") and hasattr(y_true, "index"):
                hint = f"{name}={{{key!r}: scores.reindex(y_true.index), ...}} has NaN where it has no score"
            with _naming(key, len(given)):
                rule = f"of length {n}, one row a sample"
                raise invalid("y_score", rule, f"length {size}", f"{hint}; nan_policy='drop' leaves those samples out")


def _length(values: Any) -> int | None:
    """Return the size of the first axis, if there is one."""
    shape = getattr(values, "shape", None)
    if isinstance(shape, tuple):
        return shape[0] if shape else None
    return len(values) if hasattr(values, "__len__") and not isinstance(values, str | Mapping) else None


def _flat(target: Any, codes: IntArray) -> IntArray:
    """Return codes of labels one an example, but those of an indicator as they are."""
    return codes if target.kind == "multilabel" else codes.ravel()


def _check_alike(given: Mapping[str, Any], targets: Mapping[str, Any]) -> None:
    """Raise unless all models predict the same labels in the same way."""
    kinds = {name: target.kind for name, target in targets.items()}
    if len(set(kinds.values())) > 1:
        hint = "Give each one score a sample, or each one column a class"
        raise invalid("the scores of all models", "of the same kind", f"{kinds}", hint)
    names = {frozenset(map(str, columns)) for columns in map(column_names, given.values()) if columns}
    if len(names) > 1:
        got = " and ".join(listing(sorted(columns)) for columns in list(names)[:2])
        raise invalid("the columns of all models", "of the same names", got, "Rename them, or use .to_numpy()")


def _columns(columns: Any, shape: tuple[int, ...], kept: IntArray | None) -> Iterator[Column]:
    """Yield the user's own columns."""
    for k, (name, values) in enumerate(named("columns", columns).items()):
        yield Column(f"column{k}", clean(name), _of_kept(flat(values, f"columns[{name!r}]", shape), kept))


def _of_kept(values: Any, kept: IntArray | None) -> Any:
    return values if kept is None else values[kept]
