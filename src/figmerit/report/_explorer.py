"""The part of a page in which predictions are explored: its pictures, and what moves them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_option
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
from figmerit.metrics.threshold_sweep import compute_threshold_sweep
from figmerit.plots._svg import color_table, drawn, svg_of
from figmerit.plots.confusion_matrix import plot_confusion_matrix
from figmerit.plots.pr_curve import plot_pr_curve
from figmerit.plots.roc_curve import plot_roc_curve
from figmerit.plots.threshold_sweep import plot_threshold_sweep
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

COLORS, SLICE_COLORS = "Blues", "viridis"

SELECT = {"f1": "f1_score", "accuracy": "accuracy", "roc_auc": "roc_auc", "average_precision": "average_precision"}
"""The metrics that choose a checkpoint, and what summaries call them."""


@dataclass(frozen=True, slots=True)
class Explorer:
    """Predictions with the pictures that show them, and the results that are shown first."""

    section: Section
    spec: Mapping[str, Any]
    columns: Mapping[str, Block]
    results: Mapping[str, Any]


def check_select(select: Any) -> str:
    """Return the name of the metric that chooses a checkpoint."""
    return str(check_option("select", select, tuple(SELECT)))


def explorer_of(predictions: Predictions, select: str, title: str) -> Explorer:
    """Draw the pictures of predictions, and pack all that the page needs to move them."""
    first = _best_run(predictions, select)
    matrix, curves = _matrix(predictions, first), _curves(predictions, first)
    figures = _matrix_figures(predictions, matrix) | _curve_figures(curves)
    pictures, views = {}, {}
    for name, figure in figures.items():
        pictures[name], (view, *_) = svg_of(figure, f"{name}-", role="group")
        views[name] = asdict(view)
    section = Section(
        title,
        explorer=True,
        pictures=pictures,
        matrices=[name for name in ("matrix", "rest") if name in figures],
        curves=[name for name in ("roc", "pr", "sweep") if name in figures],
        curves_of_all=[name for name in ("rocOfAll", "prOfAll") if name in figures],
    )
    spec = spec_of(predictions, first) | {
        "views": views,
        "colors": color_table(COLORS),
        "sliceColors": color_table(SLICE_COLORS),
    }
    return Explorer(section, spec, columns_of(predictions), {"matrix": matrix} | _checked(predictions, curves))


def _checked(predictions: Predictions, curves: Mapping[str, Any]) -> dict[str, Any]:
    """Return the curve whose data are those of the page: not that of one class out of several, nor that of a toy."""
    if "rocOfAll" in curves:
        return {"roc": curves["rocOfAll"]}
    seen = np.unique(predictions.truth[_first_rows(predictions)])
    return {"roc": curves["roc"]} if predictions.kind == "binary" and curves and len(seen) == 2 else {}


def _first_rows(predictions: Predictions) -> Any:
    """Return which examples are shown first."""
    subsets = predictions.subsets
    return slice(None) if subsets is None else subsets.codes.ravel() == predictions.first_subset


def _best_run(predictions: Predictions, select: str) -> int:
    """Return the checkpoint that is best on what is shown first, of equal ones the earliest; of models the first."""
    if predictions.runs_name != "checkpoint":
        return 0
    rows, labels = _first_rows(predictions), np.arange(len(predictions.labels))
    values = []
    for run in predictions.runs:
        scores = np.asarray(run.scores)[rows]
        positive = predictions.labels.index(predictions.pos_label) if predictions.kind == "binary" else None
        summary = compute_metric_summary(
            predictions.truth[rows], y_score=scores, labels=labels, pos_label=positive, confidence_level=None
        ).overall
        name = SELECT[select]
        values.append(summary.get(name, summary.get(f"macro_{name}", np.nan)))
    return int(np.nanargmax(values)) if not np.isnan(values).all() else 0


def _matrix(predictions: Predictions, first: int) -> ConfusionMatrix:
    """Return the matrix of all classes that is shown first."""
    rows = _first_rows(predictions)
    return compute_confusion_matrix(
        predictions.truth[rows],
        predictions.runs[first].predicted.ravel()[rows],
        labels=np.arange(len(predictions.labels)),
        display_labels=predictions.display_labels,
    )


def _matrix_figures(predictions: Predictions, matrix: ConfusionMatrix) -> dict[str, Any]:
    """Return the picture of the matrix; of several classes also one of a class and the rest."""
    figures = {"matrix": _matrix_figure(matrix)}
    if predictions.kind != "binary" and predictions.runs[0].scores is not None:
        figures["rest"] = _matrix_figure(ConfusionMatrix(np.ones((2, 2), int), (0, 1), ("rest", NAMELESS)))
    return figures


def _matrix_figure(matrix: ConfusionMatrix) -> Any:
    return drawn(partial(plot_confusion_matrix, matrix, colorbar=False, cmap=COLORS), SIZE)


def _curves(predictions: Predictions, first: int) -> dict[str, Any]:
    """Return the curves of a class against the rest; of few classes also those of each.

    The page draws their lines anew, but their axes stay: where a curve is undefined, that of a toy stands for it.
    """
    scores = predictions.runs[first].scores
    if scores is None:
        return {}
    rows, size = _first_rows(predictions), len(predictions.labels)
    truth, scores, names = predictions.truth[rows], scores[rows], predictions.display_labels
    binary = predictions.kind == "binary"
    positive = predictions.labels.index(predictions.pos_label) if binary else 0
    true, column = (truth == positive).astype(int), scores if binary else scores[:, 0]
    shown = names[positive] if binary else "1"
    if 0 < true.sum() < len(true):
        pair: tuple[Any, Any] = true, column
    else:
        pair = [0, 1], [0.1, 0.9]
    options: dict[str, Any] = {"labels": [0, 1], "display_labels": ["rest", shown]}
    found: dict[str, Any] = {
        "roc": compute_roc_curve(*pair, **options),
        "pr": compute_pr_curve(*pair, **options),
        "sweep": compute_threshold_sweep(*pair, labels=[0, 1]),
    }
    if not binary and size <= MOST_CLASSES and (np.bincount(truth, minlength=size) > 0).all():
        options = {"labels": np.arange(size), "display_labels": names}
        found["rocOfAll"] = compute_roc_curve(truth, scores, **options)
        found["prOfAll"] = compute_pr_curve(truth, scores, **options)
    return found


def _curve_figures(curves: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pictures of curves."""
    plots: dict[str, Any] = {
        "roc": plot_roc_curve,
        "pr": partial(plot_pr_curve, chance_level=False),
        "sweep": plot_threshold_sweep,
        "rocOfAll": partial(plot_roc_curve, averages=()),
        "prOfAll": partial(plot_pr_curve, averages=(), chance_level=False),
    }
    return {name: drawn(partial(plots[name], curve), SIZE) for name, curve in curves.items()}
