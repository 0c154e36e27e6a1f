"""The matrices of a grid, whatever they came as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result
from figmerit.counts._base import Counts
from figmerit.errors import FigmeritError, brief, invalid, listing, wrong_type
from figmerit.metrics._alignment import aligned
from figmerit.metrics._naming import with_names
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._resolve import as_result, models_of, of_scores

if TYPE_CHECKING:
    from figmerit.metrics.matrix_difference import MatrixDifference

GRID = "plot_confusion_matrix_grid"


def as_matrix(first: Any, second: Any, options: Mapping[str, Any], plot: str) -> ConfusionMatrix:
    """Return the matrix that a plot function was given: a result, a finished matrix, or that of arrays."""
    if isinstance(first, OperatingPoint):
        first = first.matrix
    elif second is None and options.get("y_score") is None and (finished := finished_matrix(first)):
        first = ConfusionMatrix.from_counts(**finished)
    return as_result(first, second, ConfusionMatrix, compute_confusion_matrix, options, plot)


def less_baseline(matrix: Any, y_true: Any, y_pred: Any, baseline: Any, options: Mapping[str, Any]) -> MatrixDifference:
    """Return a matrix less that of another model, which is one too, or what it predicts for the same samples."""
    if not isinstance(matrix, ConfusionMatrix):
        raise wrong_type("baseline", f"left out with {type(matrix).__name__}", brief(baseline))
    arrays = y_pred is not None or options.get("y_score") is not None
    try:
        if isinstance(baseline, Result) or finished_matrix(baseline) or not arrays:
            return matrix - as_matrix(baseline, None, {}, "plot_confusion_matrix")
        if options.get("y_score") is not None:
            other = as_matrix(y_true, None, {**options, "y_score": baseline}, "plot_confusion_matrix")
        else:
            other = as_matrix(y_true, baseline, options, "plot_confusion_matrix")
    except FigmeritError as error:
        raise error.change(name=re.sub(r"\by_(pred|score)\b", "baseline", error.name)) from None
    first, second = aligned({"matrix": matrix, "baseline": other}).values()
    return first - second


def finished_matrix(values: Any) -> dict[str, Any]:
    """Return a square table of counts, or a mapping of "categories" (or "labels") and "values", for ``from_counts``.

    Nothing is returned for what is none.
    """
    if isinstance(values, Mapping):
        table = next((values[name] for name in ("values", "counts", "matrix") if name in values), None)
        labels = next((values[name] for name in ("categories", "labels", "classes") if name in values), None)
        return {} if table is None else {"values": table, "labels": labels}
    nested = isinstance(values, list) and all(isinstance(row, list | tuple) for row in values)
    size = len(values) if hasattr(values, "__len__") else 0
    if not size or not (nested or hasattr(values, "shape")) or isinstance(values, Counts | Result):
        return {}
    square = all(len(row) == size for row in values) if nested else values.shape == (size, size)
    return {"values": values} if square else {}


def as_matrices(
    matrices: Any, predictions: Any, *, align_labels: bool, options: Mapping[str, Any]
) -> dict[str, ConfusionMatrix]:
    """Return each panel's matrix, all over the same labels."""
    scored = of_scores(matrices, predictions, compute_confusion_matrix, options)
    several = models_of(matrices, predictions, ConfusionMatrix, options) if scored is None else (scored, {})
    if several is None and (predictions is not None or options.get("y_score") is not None):
        several = _of_labels(matrices, predictions, options), {}
    if several is None:
        hint = 'plot_confusion_matrix_grid({"model": matrix, ...}), or (y_true, {"model": y_pred, ...})'
        raise wrong_type("matrices", "a mapping of name to matrix", brief(matrices), hint)
    models, options = several
    names = options.get("display_labels")
    options = {name: value for name, value in options.items() if name != "display_labels"}
    panels = {name: _of_panel(value, name, options) for name, value in models.items()}
    panels = aligned(panels) if align_labels else panels
    first_name, first = next(iter(panels.items()))
    for name, matrix in panels.items():
        if matrix.labels != first.labels:
            got = f"{listing(matrix.labels)} in {name!r} and {listing(first.labels)} in {first_name!r}"
            hint = "align_labels=True gives each panel all labels; or compute each with the same labels=[...]"
            raise invalid("the labels of all matrices", "the same", got, hint)
    return {name: with_names(matrix, names) for name, matrix in panels.items()}


def _of_labels(y_true: Any, y_pred: Any, options: Mapping[str, Any]) -> dict[str, ConfusionMatrix]:
    """Return the matrix of each label of one model against the rest."""
    given: Any = {name: value for name, value in options.items() if value is not None}
    for name in ("pos_label", "other", "ignore_label"):
        if name in given:
            raise wrong_type(name, "left out where each label has a panel of its own", brief(given[name]))
    return compute_multilabel_confusion_matrix(y_true, y_pred, **given)


def _of_panel(value: Any, name: str, options: Mapping[str, Any]) -> ConfusionMatrix:
    _check_pair(value, f"the panel {name!r}")
    pair = isinstance(value, tuple) and len(value) == 2
    try:
        if pair or isinstance(value, ConfusionMatrix | OperatingPoint | Counts):
            first, second = value if pair else (value, None)
            return as_matrix(first, second, options, GRID)
        finished = finished_matrix(value) or {"values": value}  # which says what is wrong with it
        return as_matrix(ConfusionMatrix.from_counts(**finished), None, options, GRID)
    except (TypeError, ValueError) as error:
        error.add_note(f"This is about the panel {name!r}.")
        raise


def _check_pair(value: Any, panel: str) -> None:
    """Raise if a pair may be read in two ways, or holds labels but came as a list."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return
    first, second = value
    if not all(hasattr(part, "__len__") and getattr(part, "shape", None) != () for part in value):
        return
    numbers = all(isinstance(part, tuple) and _are_numbers(part) for part in value)
    if isinstance(value, tuple) and numbers and len(first) == len(second) == 2:
        hint = f"{[[*first], [*second]]} is a matrix, ({[*first]}, {[*second]}) are labels"
        raise invalid(panel, "a matrix or a tuple (y_true, y_pred)", f"{brief(value)}, which may be either", hint)
    if isinstance(value, list) and len(first) == len(second) != 2:
        rule, got = "a square matrix or a tuple (y_true, y_pred)", f"a list of two, each of {len(first)}"
        raise invalid(panel, rule, got, "Pass (y_true, y_pred) as a tuple")


def _are_numbers(values: tuple[Any, ...]) -> bool:
    return all(isinstance(value, int | float | np.number) for value in values)
