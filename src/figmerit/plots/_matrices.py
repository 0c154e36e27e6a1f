"""The matrices of a grid, whatever they came as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from figmerit._validate import check_keys
from figmerit.counts._labels import check_display_labels
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.metrics._alignment import aligned
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.operating_point import OperatingPoint


def as_matrices(matrices: Any, class_names: Any, *, align_labels: bool) -> dict[str, ConfusionMatrix]:
    """Return each panel's matrix, all over the same labels."""
    if not isinstance(matrices, Mapping):
        hint = 'plot_confusion_matrix_grid({"model": matrix, ...})'
        raise wrong_type("matrices", "a mapping of name to matrix", brief(matrices), hint)
    if not matrices:
        raise invalid("matrices", "a mapping of at least one matrix", "an empty one")
    panels = {name: _as_matrix(value, name) for name, value in check_keys("matrices", matrices).items()}
    panels = aligned(panels) if align_labels else panels
    first_name, first = next(iter(panels.items()))
    for name, matrix in panels.items():
        if matrix.labels != first.labels:
            got = f"{listing(matrix.labels)} in {name!r} and {listing(first.labels)} in {first_name!r}"
            hint = "align_labels=True gives each panel all labels; or compute each with the same labels=[...]"
            raise invalid("the labels of all matrices", "the same", got, hint)
    if class_names is None:
        return panels
    names = check_display_labels(class_names, first.labels, "class_names")
    return {name: replace(matrix, display_labels=names) for name, matrix in panels.items()}


def _as_matrix(value: Any, name: str) -> ConfusionMatrix:
    if isinstance(value, ConfusionMatrix):
        return value
    if isinstance(value, OperatingPoint):
        return value.matrix
    _check_pair(value, f"the panel {name!r}")
    try:
        if isinstance(value, tuple) and len(value) == 2:
            return compute_confusion_matrix(*value)
        return ConfusionMatrix.from_counts(value)
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
