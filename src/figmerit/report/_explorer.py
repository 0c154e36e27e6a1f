"""The part of a page in which predictions are explored: its pictures, and what moves them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.counts._binning import usual_ends
from figmerit.counts.count import count_scores
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
from figmerit.metrics.threshold_sweep import compute_threshold_sweep
from figmerit.plots._svg import cell_colors, color_table, drawn, svg_of
from figmerit.plots.confusion_matrix import plot_confusion_matrix
from figmerit.plots.pr_curve import plot_pr_curve
from figmerit.plots.roc_curve import plot_roc_curve
from figmerit.plots.threshold_sweep import plot_threshold_sweep
from figmerit.report._budget import FEWER_BITS, MOST_EXACT, first_plan, fitted, left_out
from figmerit.report._data import Columns, rest_of, spec_of
from figmerit.report._pack import script_json
from figmerit.report._page import Content, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.report._data import Plan
    from figmerit.report._predictions import Predictions

SIZE = 4.4, 4.2
"""Width and height in inches of each picture."""

MOST_CLASSES = 10
"""Classes whose curves can be told apart in one picture."""

SLICE_COLORS = "viridis"


@dataclass(frozen=True, slots=True)
class Explorer:
    """Predictions with the pictures that show them, and the results that are shown first."""

    section: Section
    columns: Columns
    first_run: int
    max_rows: int
    views: Mapping[str, Any]
    results: Mapping[str, Any]

    def bare(self) -> Content:
        """Return what the page must know beside the columns, if nothing is left out."""
        return Content(self._spec(first_plan(self.columns, self.max_rows)))

    def content(self, room: float, max_mb: float) -> Content:
        """Return all that the page knows, of columns as much as so many bytes hold."""
        plan = fitted(self.columns, self.max_rows, room, max_mb)
        return Content(self._spec(plan), self.columns.blocks(plan), left_out(self.columns, plan))

    def _spec(self, plan: Plan) -> str:
        colors = {"colors": cell_colors(), "sliceColors": color_table(SLICE_COLORS)}
        spec = spec_of(self.columns.predictions, self.first_run, plan)
        return script_json(spec | {"views": self.views} | colors)


def explorer_of(predictions: Predictions, select: str, title: str, max_rows: int) -> Explorer:
    """Draw the pictures of predictions."""
    first = predictions.best_run(select)
    matrices, curves = _matrices(predictions, first), _curves(predictions, first)
    figures = _matrix_figures(matrices, several=len(predictions.runs) > 1) | _curve_figures(curves)
    if "sweep" in figures:
        _widen(figures["sweep"].axes[0], predictions)
    pictures, views = {}, {}
    for name, figure in figures.items():
        pictures[name], (view, *_) = svg_of(figure, f"{name}-", role="group")
        views[name] = asdict(view)
    section = Section(
        title,
        explorer=True,
        pictures=pictures,
        matrices=[name for name in figures if name.startswith(("matrix", "rest"))],
        curves=[name for name in ("roc", "pr", "sweep") if name in figures],
        curves_of_all=[name for name in ("rocOfAll", "prOfAll") if name in figures],
    )
    results = _checked(predictions, matrices, curves)
    return Explorer(section, Columns(predictions), first, max_rows, views, results)


def _checked(predictions: Predictions, matrices: Mapping[str, Any], curves: Mapping[str, Any]) -> dict[str, Any]:
    """Return the results whose data are those of the page: no curve of one class out of several, nor that of a toy."""
    found = {"matrix": matrices["matrix"]} if "matrix" in matrices else {}
    if "rocOfAll" in curves:
        return found | {"roc": curves["rocOfAll"]}
    seen = np.unique(predictions.truth[predictions.first_rows])
    return found | ({"roc": curves["roc"]} if predictions.kind == "binary" and curves and len(seen) == 2 else {})


def _matrices(predictions: Predictions, first: int) -> dict[str, ConfusionMatrix]:
    """Return the matrix of all classes, and that of the first one where a class is set against the rest."""
    rows, run = predictions.first_rows, predictions.runs[first]
    several, names = predictions.kind == "multilabel", predictions.display_labels
    found = {}
    if not several:
        found["matrix"] = compute_confusion_matrix(
            predictions.truth[rows],
            run.predicted[rows],
            labels=np.arange(len(predictions.labels)),
            display_labels=names,
        )
    if several or (predictions.kind == "multiclass" and run.scores is not None):
        predicted = run.predicted[rows, 0] if run.scores is None else run.scores_of(0)[rows] >= 0.5
        truth = predictions.has_label(0)[rows].astype(int)
        found["rest"] = compute_confusion_matrix(
            truth, predicted.astype(int), labels=[0, 1], display_labels=[rest_of(predictions), names[0]]
        )
    return found


def _matrix_figures(matrices: Mapping[str, ConfusionMatrix], *, several: bool) -> dict[str, Any]:
    """Return the pictures of matrices; of several models each twice, to compare two."""
    twice = ("", "B") if several else ("",)
    return {
        f"{name}{which}": drawn(partial(plot_confusion_matrix, matrix, colorbar=False), SIZE)
        for name, matrix in matrices.items()
        for which in twice
    }


def _curves(predictions: Predictions, first: int) -> dict[str, Any]:
    """Return the curves of a class against the rest; of few classes also those of each.

    The page draws their lines anew, but their axes stay: where a curve is undefined, that of a toy stands for it.
    """
    run = predictions.runs[first]
    if run.scores is None:
        return {}
    rows, size, names = predictions.first_rows, len(predictions.labels), predictions.display_labels
    label = predictions.positive or 0
    true, scores = predictions.has_label(label)[rows].astype(int), run.scores_of(label)[rows]
    if not 0 < true.sum() < len(true):
        true, scores = np.array([0, 1]), np.array([0.1, 0.9])
    counts, shown = _counts(true, scores, [0, 1]), [rest_of(predictions), names[label]]
    found: dict[str, Any] = {
        "roc": compute_roc_curve(counts, display_labels=shown, confidence_level=None),
        "pr": compute_pr_curve(counts, display_labels=shown, confidence_level=None),
        "sweep": compute_threshold_sweep(counts),
    }
    truths = [predictions.has_label(k)[rows] for k in range(size)]
    if predictions.kind != "binary" and size <= MOST_CLASSES and all(one.any() and not one.all() for one in truths):
        counts = _counts(predictions.truth[rows], run.scores[rows], np.arange(size))
        found["rocOfAll"] = compute_roc_curve(counts, display_labels=names, confidence_level=None)
        found["prOfAll"] = compute_pr_curve(counts, display_labels=names, confidence_level=None)
    return found


def _widen(ax: Any, predictions: Predictions) -> None:
    """Give the scores of all models and labels room on the axis of thresholds, along which the page moves."""
    runs = [run for run in predictions.runs if run.scores is not None]
    ends = [usual_ends(np.asarray(run.scores), np.dtype(run.score_dtype).name) for run in runs]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    (left, right), margin = ax.get_xlim(), 0.05 * (high - low)
    ax.set_xlim(left if left <= low else low - margin, right if right >= high else high + margin)


def _counts(true: Any, scores: Any, labels: Any) -> ScoreCounts:
    """Return the counts that curves are made of; of very many rows in bins, as on the page."""
    resolution = FEWER_BITS if len(true) > MOST_EXACT else None
    several = {"multilabel": True} if np.ndim(true) == 2 else {}
    return count_scores(true, scores, labels=labels, resolution=resolution, **several)


def _curve_figures(curves: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pictures of curves."""
    plots: dict[str, Any] = {
        "roc": plot_roc_curve,
        "pr": partial(plot_pr_curve, chance_level=False),
        "sweep": plot_threshold_sweep,
        "rocOfAll": _all_classes(plot_roc_curve),
        "prOfAll": _all_classes(partial(plot_pr_curve, chance_level=False)),
    }
    return {name: drawn(partial(plots[name], curve), SIZE) for name, curve in curves.items()}


def _all_classes(plot: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that draws each class in a colour of its own."""
    return lambda curve, **options: plot(
        curve, averages=(), classes=[part.pos_label for part in curve.per_class], **options
    )
