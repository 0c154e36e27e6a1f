"""Confusion matrices over different labels, brought onto the same ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from figmerit.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array
    from figmerit._validate import Label
    from figmerit.metrics.confusion_matrix import ConfusionMatrix


def aligned(matrices: Mapping[str, ConfusionMatrix]) -> dict[str, ConfusionMatrix]:
    """Return matrices over the labels of all of them: a label that one lacks is an empty row and column.

    Labels are sorted if they are so in every matrix, as by default, else in order of appearance. A matrix keeps
    its own names of labels, and borrows those that it lacks.
    """
    labels = _union(matrices)
    names: dict[Label, str] = {}
    for matrix in matrices.values():
        names = dict(zip(matrix.labels, matrix.display_labels, strict=True)) | names
    return {name: _onto(matrix, labels, names) for name, matrix in matrices.items()}


def _union(matrices: Mapping[str, ConfusionMatrix]) -> tuple[Label, ...]:
    """Return the labels of all matrices."""
    owners = {isinstance(matrix.labels[0], str): name for name, matrix in matrices.items()}
    if len(owners) == 2:
        got = " and ".join(f"{matrices[name].labels[0]!r} in {name!r}" for name in owners.values())
        raise invalid("the labels of all matrices", "of one kind to be aligned", got, "Convert them to strings")
    found = tuple(dict.fromkeys(label for matrix in matrices.values() for label in matrix.labels))
    in_order = all(list(matrix.labels) == sorted(matrix.labels) for matrix in matrices.values())
    return tuple(sorted(found)) if in_order else found


def _onto(matrix: ConfusionMatrix, labels: tuple[Label, ...], names: Mapping[Label, str]) -> ConfusionMatrix:
    if matrix.labels == labels:
        return matrix
    place = [labels.index(label) for label in matrix.labels]
    own = dict(zip(matrix.labels, matrix.display_labels, strict=True))

    def spread(values: Array, empty: float) -> Array:
        grid = np.full((len(labels), len(labels), *values.shape[2:]), empty, dtype=values.dtype)
        grid[np.ix_(place, place)] = values
        return grid

    histograms = matrix.cell_histograms
    return replace(
        matrix,
        counts=spread(matrix.counts, 0),
        labels=labels,
        display_labels=tuple(own.get(label, names[label]) for label in labels),
        mean_score=None if matrix.mean_score is None else spread(matrix.mean_score, np.nan),
        cell_histograms=histograms and replace(histograms, labels=labels, counts=spread(histograms.counts, 0)),
    )
