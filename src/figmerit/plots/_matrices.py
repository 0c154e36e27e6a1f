"""The matrices of a grid, whatever they came as."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result
from figmerit._validate import check_flag
from figmerit.counts._base import Counts
from figmerit.counts._cell_scores import WITH_BINS
from figmerit.errors import FigmeritError, OptionHint, brief, invalid, listing, wrong_type
from figmerit.metrics._alignment import aligned
from figmerit.metrics._naming import with_names
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.plots._resolve import as_result, models_of, of_scores

if TYPE_CHECKING:
    from figmerit.metrics.matrix_difference import MatrixDifference

GRID = "plot_confusion_matrix_grid"

N_BINS = 10
"""Bins of the scores in a cell, where nobody asks for a number."""


def as_matrix(
    first: Any, second: Any, options: Mapping[str, Any], plot: str, *, show_scores: bool = False
) -> ConfusionMatrix:
    """Return the matrix that a plot function was given: a result, a finished matrix, or that of arrays.

    It holds histograms of scores if these are to be shown, and only then.
    """
    if isinstance(first, OperatingPoint):
        first = first.matrix
    elif second is None and options.get("y_score") is None and (finished := finished_matrix(first)):
        first = ConfusionMatrix.from_counts(**finished)
    if show_scores and not isinstance(first, ConfusionMatrix):
        with named_show_scores(options, plot):
            return as_result(first, second, ConfusionMatrix, compute_confusion_matrix, with_bins(options), plot)
    matrix = as_result(first, second, ConfusionMatrix, compute_confusion_matrix, options, plot)
    if show_scores and matrix.cell_histograms is None:
        rule = "left out with a matrix that has no histograms of scores"
        raise invalid("show_scores", rule, "True", WITH_BINS)
    return matrix if show_scores else without_histograms(matrix)


def check_show_scores(show_scores: Any, options: Mapping[str, Any]) -> bool:
    """Return whether bars are drawn; bins that nobody would see raise."""
    if not check_flag("show_scores", show_scores) and options.get("n_bins") is not None:
        option = OptionHint("show_scores", "True", " as well")
        raise invalid("n_bins", "left out without show_scores", brief(options["n_bins"]), option=option)
    return bool(show_scores)


def with_bins(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of arrays whose scores are shown in cells."""
    given = {name: value for name, value in options.items() if name != "n_bins" or value is not None}
    return {"n_bins": N_BINS} | given


@contextmanager
def named_show_scores(options: Mapping[str, Any], plot: str) -> Iterator[None]:
    """Let an error about bins be one about what asked for them, unless the user did."""
    try:
        yield
    except FigmeritError as error:
        if error.name == "n_bins" and options.get("n_bins") is None:
            error.change(name="show_scores", got="True", hint=f"{plot}(y_true, y_score=..., show_scores=True)")
        raise


def without_histograms(matrix: ConfusionMatrix) -> ConfusionMatrix:
    """Return a matrix without what a figure does not show: its alt text then does not say so either."""
    return matrix if matrix.cell_histograms is None else replace(matrix, cell_histograms=None)


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
    matrices: Any, predictions: Any, options: Mapping[str, Any], *, align_labels: bool, show_scores: bool
) -> dict[str, ConfusionMatrix]:
    """Return each panel's matrix, all over the same labels."""
    of_arrays = with_bins(options) if show_scores else options
    scored = of_scores(matrices, predictions, compute_confusion_matrix, of_arrays)
    several = models_of(matrices, predictions, ConfusionMatrix, options) if scored is None else (scored, {})
    if several is None and (predictions is not None or options.get("y_score") is not None):
        if show_scores:
            raise invalid("show_scores", "left out where each label has a panel of its own", "True")
        several = _of_labels(matrices, predictions, options), {}
    if several is None:
        hint = 'plot_confusion_matrix_grid({"model": matrix, ...}), or (y_true, {"model": y_pred, ...})'
        raise wrong_type("matrices", "a mapping of name to matrix", brief(matrices), hint)
    models, options = several
    names = options.get("display_labels")
    options = {name: value for name, value in options.items() if name != "display_labels"}
    panels = {name: _of_panel(value, name, options, show_scores=show_scores) for name, value in models.items()}
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
    for name in ("pos_label", "other", "ignore_label", "n_bins"):
        if name in given:
            raise wrong_type(name, "left out where each label has a panel of its own", brief(given[name]))
    return compute_multilabel_confusion_matrix(y_true, y_pred, **given)


def _of_panel(value: Any, name: str, options: Mapping[str, Any], *, show_scores: bool) -> ConfusionMatrix:
    _check_pair(value, f"the panel {name!r}")
    pair = isinstance(value, tuple) and len(value) == 2
    try:
        if pair or isinstance(value, ConfusionMatrix | OperatingPoint | Counts):
            first, second = value if pair else (value, None)
            return as_matrix(first, second, options, GRID, show_scores=show_scores)
        finished = finished_matrix(value) or {"values": value}  # which says what is wrong with it
        return as_matrix(ConfusionMatrix.from_counts(**finished), None, options, GRID, show_scores=show_scores)
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
