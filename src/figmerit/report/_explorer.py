"""The part of a page in which predictions are explored: its pictures, and what moves them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.metrics.confusion_matrix import ConfusionMatrix
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
from figmerit.plots._svg import View, color_table, drawn, svg_of
from figmerit.plots.confusion_matrix import plot_confusion_matrix
from figmerit.plots.pr_curve import plot_pr_curve
from figmerit.plots.roc_curve import plot_roc_curve
from figmerit.report._data import columns_of, spec_of
from figmerit.report._page import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit.report._pack import Block
    from figmerit.report._predictions import Predictions

SIZE = 4.4, 4.2
"""Width and height in inches of each picture."""

MOST_CLASSES = 10
"""Classes whose curves can be told apart in one picture."""

NAMELESS = "□"
"""The class against the rest, in the picture of which the page writes its name."""

COLORS = "Blues"


@dataclass(frozen=True, slots=True)
class Explorer:
    """Predictions with the pictures that show them."""

    section: Section
    spec: Mapping[str, Any]
    columns: Mapping[str, Block]


def explorer_of(predictions: Predictions, title: str) -> Explorer:
    """Draw the pictures of predictions, and pack all that the page needs to move them."""
    figures = _matrices(predictions) | _curves(predictions)
    pictures, views = {}, {}
    for name, figure in figures.items():
        pictures[name], (view, *_) = svg_of(figure, f"{name}-", role="group")
        views[name] = _plain(view)
    names = [name for name in ("roc", "pr") if name in figures]
    of_all = [name for name in ("rocOfAll", "prOfAll") if name in figures]
    section = Section(
        title,
        explorer=True,
        pictures=pictures,
        matrices=[name for name in ("matrix", "rest") if name in figures],
        curves=names,
        curves_of_all=of_all,
    )
    spec = spec_of(predictions) | {"views": views, "colors": color_table(COLORS)}
    return Explorer(section, spec, columns_of(predictions))


def _plain(view: View) -> dict[str, Any]:
    return asdict(view)


def _matrices(predictions: Predictions) -> dict[str, Any]:
    """Return the matrix of all classes; of several also one of a class and the rest."""
    size, labels = len(predictions.labels), predictions.display_labels
    counts = np.bincount(predictions.truth * size + predictions.runs[0].predicted.ravel(), minlength=size * size)
    matrix = ConfusionMatrix(counts.reshape(size, size), tuple(range(size)), labels)
    figures = {"matrix": _matrix_figure(matrix)}
    if predictions.kind != "binary" and predictions.runs[0].scores is not None:
        figures["rest"] = _matrix_figure(ConfusionMatrix(np.ones((2, 2), int), (0, 1), ("rest", NAMELESS)))
    return figures


def _matrix_figure(matrix: ConfusionMatrix) -> Any:
    return drawn(partial(plot_confusion_matrix, matrix, colorbar=False, cmap=COLORS), SIZE)


def _curves(predictions: Predictions) -> dict[str, Any]:
    """Return the curves of a class against the rest; of few classes also those of each."""
    scores = predictions.runs[0].scores
    if scores is None:
        return {}
    binary = predictions.kind == "binary"
    positive = predictions.labels.index(predictions.pos_label) if binary else 0
    true = (predictions.truth == positive).astype(int)
    column = scores if binary else scores[:, 0]
    if 0 < true.sum() < len(true):
        name = predictions.display_labels[positive] if binary else "1"
        options: dict[str, Any] = {"display_labels": ["rest", name], "labels": [0, 1]}
        roc, pr = compute_roc_curve(true, column, **options), compute_pr_curve(true, column, **options)
    else:
        roc, pr = compute_roc_curve([0, 1], [0.0, 1.0]), compute_pr_curve([0, 1], [0.0, 1.0])
    figures = {
        "roc": drawn(partial(plot_roc_curve, roc), SIZE),
        "pr": drawn(partial(plot_pr_curve, pr, chance_level=False), SIZE),
    }
    if not binary and len(predictions.labels) <= MOST_CLASSES:
        seen = np.bincount(predictions.truth, minlength=len(predictions.labels)) > 0
        if seen.all():
            options = {"labels": list(range(len(seen))), "display_labels": predictions.display_labels}
            roc = compute_roc_curve(predictions.truth, scores, **options)
            pr = compute_pr_curve(predictions.truth, scores, **options)
            figures["rocOfAll"] = drawn(partial(plot_roc_curve, roc, averages=()), SIZE)
            figures["prOfAll"] = drawn(partial(plot_pr_curve, pr, averages=(), chance_level=False), SIZE)
    return figures
