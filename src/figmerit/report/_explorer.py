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
from figmerit.plots._page_look import HEIGHT, WIDTH, in_page_look
from figmerit.plots._svg import drawn, svg_of
from figmerit.plots.confusion_matrix import plot_confusion_matrix
from figmerit.plots.pr_curve import plot_pr_curve
from figmerit.plots.roc_curve import plot_roc_curve
from figmerit.plots.threshold_sweep import plot_threshold_sweep
from figmerit.report._budget import FEWER_BITS, MOST_EXACT, first_plan, fitted, left_out
from figmerit.report._data import Columns, rest_of, spec_of
from figmerit.report._pack import script_json
from figmerit.report._page import Content, Explored, Section
from figmerit.report._tables import table_of
from figmerit.report._words import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.report._data import Plan
    from figmerit.report._page import Table
    from figmerit.report._predictions import Predictions

SIZE = 4.4, 4.2
"""Width and height in inches of each picture."""

MOST_CHECKED = 10
"""Classes whose curves together are checked, and drawn where no page draws them."""


@dataclass(frozen=True, slots=True)
class Explorer:
    """Predictions with the pictures that show them, and the results that are shown first."""

    section: Section
    columns: Columns
    first_run: int
    max_rows: int
    views: Mapping[str, Any]
    results: Mapping[str, Any]
    findings: tuple[str, ...] = ()
    """The names of the findings that Python wrote into the page."""
    select: str | None = None
    """What the checkpoint that is shown first is best in."""

    def bare(self) -> Content:
        """Return what the page must know beside the columns, if nothing is left out."""
        return Content(self._spec(first_plan(self.columns, self.max_rows)))

    def content(self, room: float, max_mb: float) -> Content:
        """Return all that the page knows, of columns as much as so many bytes hold."""
        plan = fitted(self.columns, self.max_rows, room, max_mb)
        return Content(self._spec(plan), self.columns.blocks(plan), left_out(self.columns, plan))

    def _spec(self, plan: Plan) -> str:
        predictions = self.columns.predictions
        own = {
            "views": self.views,
            "panels": self.section.explorer.panels if self.section.explorer else [],
            "range": _range(predictions),
            "findings": self.findings,
            "words": WORDS,
        }
        spec = spec_of(predictions, self.first_run, plan)
        spec["first"]["select"] = self.select
        return script_json(spec | own)


def explorer_of(predictions: Predictions, select: str, title: str, max_rows: int) -> Explorer:
    """Draw the pictures of predictions."""
    first = predictions.best_run(select)
    matrices, curves = _matrices(predictions, first), _curves(predictions, first)
    figures = _curve_figures(curves)
    if "sweep" in figures:
        _widen(figures["sweep"].axes[0], predictions)
    pictures, views = {}, {}
    for name, figure in figures.items():
        pictures[name], (view, *_) = svg_of(in_page_look(figure), f"{name}-", role="group")
        views[name] = asdict(view)
    matrix = next(iter(matrices.values()))
    explored = Explored(
        panels=_panels(predictions, curves=bool(curves)),
        pictures=pictures,
        numbers=_numbers(matrix),
        alone=lambda: [_matrix_picture(matrix), *_curves_alone(curves)],
        features=_features(predictions),
    )
    results = _checked(predictions, matrices, curves)
    section = Section(title, explorer=explored)
    chosen_by = predictions.best_in(select) if predictions.runs_name == "checkpoint" else None
    return Explorer(section, Columns(predictions), first, max_rows, views, results, select=chosen_by)


def _panels(predictions: Predictions, *, curves: bool) -> list[str]:
    """Return the tabs that a page has, the one that is open first at the front."""
    several = predictions.kind == "multilabel"
    kinds = {
        "labels": several,
        "curves": curves,
        "classes": not several,
        "slices": bool(predictions.groups),
        "runs": len(predictions.runs) > 1 or predictions.runs_name == "checkpoint",
        "findings": True,
        "about": True,
    }
    return [name for name, has in kinds.items() if has]


def _features(predictions: Predictions) -> list[str]:
    """Return what tabs show of such data alone."""
    kinds = {
        "checkpoints": predictions.runs_name == "checkpoint",
        "images": bool(predictions.thumbnails),
        "compare": len(predictions.runs) > 1,
    }
    return [name for name, has in kinds.items() if has]


def _numbers(matrix: ConfusionMatrix) -> Table:
    """Return the counts of a matrix as a table, a row a true label."""
    names = [str(name) for name in matrix.display_labels]
    columns = {"true": names} | {f"predicted {name}": matrix.counts[:, k] for k, name in enumerate(names)}
    return table_of(columns)


def _matrix_picture(matrix: ConfusionMatrix) -> str:
    """Return the picture of a matrix, for where a page's own is not."""
    return svg_of(drawn(partial(plot_confusion_matrix, matrix, colorbar=False), SIZE), "matrix-")[0]


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
            sample_weight=predictions.first_weight(),
            labels=np.arange(len(predictions.labels)),
            display_labels=names,
        )
    if several or (predictions.kind == "multiclass" and run.scores is not None):
        predicted = run.predicted[rows, 0] if several else run.scores_of(0)[rows] >= 0.5
        truth = predictions.has_label(0)[rows].astype(int)
        found["rest"] = compute_confusion_matrix(
            truth,
            predicted.astype(int),
            sample_weight=predictions.first_weight(),
            labels=[0, 1],
            display_labels=[rest_of(predictions), names[0]],
        )
    return found


def _curves(predictions: Predictions, first: int) -> dict[str, Any]:
    """Return the curves of a class against the rest; of few classes also those of each.

    The page draws the lines of one class or of all anew, but their axes stay: where a curve is undefined, that of a toy
    stands for it.
    """
    run = predictions.runs[first]
    if run.scores is None:
        return {}
    rows, size, names = predictions.first_rows, len(predictions.labels), predictions.display_labels
    label = predictions.positive or 0
    has, scores, weight = predictions.has_label(label), run.scores_of(label)[rows], predictions.first_weight()
    true = has[rows].astype(int)
    if not (predictions.weighs(has) and predictions.weighs(~has)):
        true, scores, weight = np.array([0, 1]), np.array([0.1, 0.9]), None
    counts, shown = _counts(true, scores, [0, 1], weight), [rest_of(predictions), names[label]]
    found: dict[str, Any] = {
        "roc": compute_roc_curve(counts, display_labels=shown, confidence_level=None),
        "pr": compute_pr_curve(counts, display_labels=shown, confidence_level=None),
        "sweep": compute_threshold_sweep(counts),
    }
    truths = [predictions.has_label(k) for k in range(size)]
    if (
        predictions.kind != "binary"
        and size <= MOST_CHECKED
        and all(predictions.weighs(one) and predictions.weighs(~one) for one in truths)
    ):
        counts = _counts(predictions.truth[rows], run.scores[rows], np.arange(size), predictions.first_weight())
        found["rocOfAll"] = compute_roc_curve(counts, display_labels=names, confidence_level=None)
        found["prOfAll"] = compute_pr_curve(counts, display_labels=names, confidence_level=None)
    return found


def _range(predictions: Predictions) -> tuple[float, float] | None:
    """Return from where to where thresholds go: from 0 to 1 for probabilities, else over all scores."""
    runs = [run for run in predictions.runs if run.scores is not None]
    ends = [usual_ends(np.asarray(run.scores), np.dtype(run.score_dtype).name) for run in runs]
    if not ends:
        return None
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return (0.0, 1.0) if low >= 0 and high <= 1 else (low, high)


def _widen(ax: Any, predictions: Predictions) -> None:
    """Give the scores of all models and labels room on the axis of thresholds, along which the page moves."""
    low, high = _range(predictions) or (0.0, 1.0)
    (left, right), margin = ax.get_xlim(), 0.05 * (high - low)
    ax.set_xlim(left if left <= low else low - margin, right if right >= high else high + margin)


def _counts(true: Any, scores: Any, labels: Any, weight: Any) -> ScoreCounts:
    """Return the counts that curves are made of; of very many rows in bins, as on the page."""
    resolution = FEWER_BITS if len(true) > MOST_EXACT else None
    several = {"multilabel": True} if np.ndim(true) == 2 else {}
    return count_scores(true, scores, labels=labels, sample_weight=weight, resolution=resolution, **several)


def _curve_figures(curves: Mapping[str, Any]) -> dict[str, Any]:
    """Return the charts of a page: axes with one line each, and what guessing reaches."""
    plots: dict[str, Any] = {
        "roc": partial(plot_roc_curve, legend=False),
        "pr": partial(plot_pr_curve, legend=False),
        "sweep": partial(plot_threshold_sweep, legend=False),
    }
    size = WIDTH / 72, HEIGHT / 72
    return {name: drawn(partial(plot, curves[name]), size) for name, plot in plots.items() if name in curves}


def _curves_alone(curves: Mapping[str, Any]) -> list[str]:
    """Return the pictures of curves for where a page's own are not: of several classes those of all."""
    plots: dict[str, Any] = {
        "rocOfAll": _all_classes(plot_roc_curve),
        "prOfAll": _all_classes(partial(plot_pr_curve, chance_level=False)),
    }
    if not plots.keys() <= curves.keys():
        plots = {
            "roc": plot_roc_curve,
            "pr": partial(plot_pr_curve, chance_level=False),
            "sweep": plot_threshold_sweep,
        }
    return [
        svg_of(drawn(partial(plot, curves[name]), SIZE), f"{name}-", role="group")[0]
        for name, plot in plots.items()
        if name in curves
    ]


def _all_classes(plot: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that draws each class in a colour of its own."""
    return lambda curve, **options: plot(
        curve, averages=(), classes=[part.pos_label for part in curve.per_class], **options
    )
