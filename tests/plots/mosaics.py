"""Random figures of a caller with several of our plots, and what may be wrong with them."""

from __future__ import annotations

import itertools
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.plots.data import animals, binary, multiclass, training_log
from tests.plots.drawing import shown

import figmerit as fm
from figmerit.styles.palettes import REFERENCE

if TYPE_CHECKING:
    from matplotlib.lines import Line2D
    from matplotlib.transforms import Bbox

NAMES = ["versicolor", "setosa", "virginica", "healthy control", "delivery van", "tram"]
TITLES = [None, "Title", "A longer title of one panel", "Predictions on the held-out part"]
LAYOUTS = ["constrained", "compressed", "tight", None]
SHAPES = [
    ((1, 1), (3.25, 2.5)),
    ((1, 2), (6.5, 3.1)),
    ((1, 3), (9, 3.3)),
    ((2, 2), (6.4, 6)),
    ((2, 2), (8, 7.4)),
    ((2, 3), (11, 6.6)),
]


def _matrix(k: int, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 400, (k, k)) + np.diag(rng.integers(500, 900, k))
    return fm.ConfusionMatrix.from_counts(counts, labels=list(rng.permutation(NAMES)[:k]))


MODELS = {f"model {k}": binary(0.6 + 0.3 * k, seed=k) for k in range(5)}
ROC = {name: fm.compute_roc_curve(*arrays) for name, arrays in MODELS.items()}
PR = {name: fm.compute_pr_curve(*arrays) for name, arrays in MODELS.items()}
ROC_OF_THREE, PR_OF_FIVE = fm.compute_roc_curve(*multiclass(3)), fm.compute_pr_curve(*multiclass(5))
SWEEP = fm.compute_threshold_sweep(*binary(1.4, seed=2))
RELIABILITY = fm.compute_reliability(*binary(1.2))
HISTOGRAMS = fm.compute_score_histograms(*binary(1.2))
SUMMARY = fm.compute_metric_summary(*animals())
LOG = fm.compute_learning_curve(training_log(), metrics=["loss"])
MATRICES = {(k, seed): _matrix(k, seed) for k in range(2, 7) for seed in range(3)}


def some(results: dict[str, Any], rng: Any) -> dict[str, Any]:
    """Return one to five of the results."""
    return dict(list(results.items())[: int(rng.integers(1, 6))])


def _heatmap(rng: Any, **given: Any) -> None:
    rows, cols = int(rng.integers(1, 5)), int(rng.integers(2, 5))
    labels = {"row_labels": NAMES[:rows], "col_labels": ["day", "dusk", "night", "early morning"][:cols]}
    fm.plot_slice_metric_heatmap(rng.random((rows, cols)), **labels, **given)


def _bars(rng: Any, **given: Any) -> None:
    metrics = ["accuracy", "balanced accuracy", "recall", "F1"][: int(rng.integers(2, 5))]
    groups = {f"model {k}": dict(zip(metrics, rng.random(4), strict=False)) for k in range(int(rng.integers(1, 4)))}
    fm.plot_metric_bars(groups if len(groups) > 1 else groups["model 0"], **given)


def _shares(rng: Any) -> Any:
    return [None, None, "true"][int(rng.integers(3))]


DRAW = {
    "matrix": lambda rng, **given: fm.plot_confusion_matrix(
        MATRICES[int(rng.integers(2, 7)), int(rng.integers(3))], normalize=_shares(rng), **given
    ),
    "roc": lambda rng, **given: fm.plot_roc_curve(some(ROC, rng), **given),
    "roc of classes": lambda rng, **given: fm.plot_roc_curve(ROC_OF_THREE, zoom=bool(rng.integers(2)), **given),
    "pr": lambda rng, **given: fm.plot_pr_curve(some(PR, rng), iso_f1=bool(rng.integers(2)), **given),
    "pr of classes": lambda rng, **given: fm.plot_pr_curve(PR_OF_FIVE, **given),  # noqa: ARG005
    "sweep": lambda rng, **given: fm.plot_threshold_sweep(SWEEP, threshold=float(rng.choice([0.3, 0.6])), **given),
    "reliability": lambda rng, **given: fm.plot_reliability_diagram(RELIABILITY, **given),  # noqa: ARG005
    "histograms": lambda rng, **given: fm.plot_score_histograms(HISTOGRAMS, threshold=0.5, **given),  # noqa: ARG005
    "learning": lambda rng, **given: fm.plot_learning_curve(LOG, **given),  # noqa: ARG005
    "summary": lambda rng, **given: fm.plot_metric_bars(SUMMARY, **given),  # noqa: ARG005
    "bars": _bars,
    "heatmap": _heatmap,
}
"""By name: a function that draws a random plot of its kind."""


@dataclass
class Mosaic:
    """A figure, what stands on its axes, and by which layout."""

    fig: Figure
    layout: str | None
    kinds: dict[Any, str] = field(default_factory=dict)


def mosaic(seed: int, *, size: float = 1.0, only: tuple[str, ...] = tuple(DRAW), foreign: bool = True) -> Mosaic:
    """Draw a random mosaic, on a figure so many times as large."""
    rng = np.random.default_rng(seed)
    (n_rows, n_cols), inches = SHAPES[int(rng.integers(len(SHAPES)))]
    layout = LAYOUTS[seed % 4]
    fig = Figure(figsize=(inches[0] * size, inches[1] * size), layout=layout)  # type: ignore[arg-type]
    FigureCanvasAgg(fig)
    part: Any = fig
    if n_cols == 2 and rng.random() < 0.15 and layout != "tight":  # which matplotlib cannot do in subfigures
        left, right = fig.subfigures(1, 2)
        axes = [*np.ravel(left.subplots(n_rows, 1)), *np.ravel(right.subplots(n_rows, 1))]
    elif (n_rows, n_cols) == (2, 3) and rng.random() < 0.4:
        axes = list(part.subplot_mosaic("AAB;CDB").values())
    else:
        axes = list(np.ravel(part.subplots(n_rows, n_cols)))
    found = Mosaic(fig, layout)
    for ax in axes:
        if foreign and len(axes) > 1 and rng.random() < 0.1:
            ax.plot([3, 1, 2], label="foreign")
            ax.tick_params(labelsize=10)
            ax.set_xlabel("Somebody's x", fontsize=10)
            ax.set_ylabel("Somebody's y", fontsize=10)
            continue
        kind = str(rng.choice(only))
        DRAW[kind](rng, ax=ax, title=TITLES[int(rng.integers(len(TITLES)))])
        found.kinds[ax] = kind
    return found


def faults(found: Mosaic) -> set[str]:
    """Draw the figure, and return what is wrong with it."""
    fig = found.fig
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown(fig)
        if found.layout == "tight":  # it settles with the second drawing
            shown(fig)
        picture = shown(fig)
    bad: set[str] = set()
    if outside := [text for text in picture.outside() if "Somebody" not in text]:
        bad.add(f"outside: {outside[:3]}")
    if small := [text.text for text in picture.texts if text.size < min(6, mpl.rcParams["font.size"]) - 0.01]:
        bad.add(f"small: {small[:3]}")
    for one, other in itertools.combinations(picture.texts, 2):
        if one.meets(other):
            bad.add(f"overlap: {one.text[:20]} / {other.text[:20]}")
    for ax, kind in found.kinds.items():
        bad |= faults_of_legend(ax, fig) | _on_neighbours(ax, fig) | _lost_names(ax, kind)
    return bad


def faults_of_legend(ax: Any, fig: Any) -> set[str]:
    legend = ax.get_legend()
    if legend is None:
        return set()
    bad, box = set(), legend.get_window_extent()
    if box.x0 < -1 or box.y0 < -1 or box.x1 > fig.bbox.width + 1 or box.y1 > fig.bbox.height + 1:
        bad.add("legend outside of the figure")
    for line in ax.lines:
        is_data = line.get_color() != REFERENCE and not str(line.get_label()).startswith("_behind")
        if is_data and line.get_visible() and _crosses(line, box.padded(-1)):
            bad.add(f"legend on data: {line.get_label()}")
    for patch in ax.patches:
        if patch.get_window_extent().width > 1 and patch.get_path().transformed(patch.get_transform()).intersects_bbox(
            box.padded(-1)
        ):
            bad.add("legend on a bar")
    for other in fig.axes:
        if other is not ax and _overlap(other.get_window_extent(), box):
            bad.add("legend on a neighbour")
    return bad


def _crosses(line: Line2D, box: Bbox) -> bool:
    path = line.get_transform().transform_path(line.get_path())
    if line.get_linestyle() == "None":
        return any(box.contains(*point) for point in path.vertices)
    return bool(path.intersects_bbox(box, filled=False))


def _on_neighbours(ax: Any, fig: Any) -> set[str]:
    texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *_seen(ax.xaxis), *_seen(ax.yaxis)]
    parts = [text.get_window_extent() for text in texts if text.get_visible() and text.get_text()]
    parts += [child.get_window_extent() for child in ax.child_axes if child.get_visible()]
    own = {ax, *ax.child_axes}
    bad = set()
    for other in fig.axes:
        if other not in own and any(_overlap(other.get_window_extent(), part) for part in parts):
            bad.add("a part on a neighbour")
    return bad


def _overlap(one: Bbox, other: Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    return bool(wide > 1.5 and min(one.y1, other.y1) - max(one.y0, other.y0) > 1.5)


def _seen(axis: Any) -> list[Any]:
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 for tick in axis.get_major_ticks() if low - 1e-9 <= tick.get_loc() <= high + 1e-9]


def _lost_names(ax: Any, kind: str) -> set[str]:
    if kind not in ("matrix", "heatmap", "bars", "summary"):
        return set()
    bad = set()
    for axis in (ax.xaxis, ax.yaxis):
        names = getattr(axis.get_major_formatter(), "names", None)
        if names is not None and len([text for text in _seen(axis) if text.get_text()]) < len(names):
            bad.add("a name is missing")
    return bad


def area(ax: Any) -> float:
    """Return the area of axes in square inches."""
    return float(ax.bbox.width * ax.bbox.height / ax.get_figure(root=True).dpi ** 2)


def slot(ax: Any) -> float:
    """Return the area of the cell that axes have in their figure, in square inches."""
    spec = ax.get_subplotspec()
    grid, figure = spec.get_gridspec(), ax.get_figure(root=False)
    share = len(spec.rowspan) * len(spec.colspan) / grid.nrows / grid.ncols
    return float(share * figure.bbox.width * figure.bbox.height / ax.get_figure(root=True).dpi ** 2)


def too_small(seed: int) -> set[str]:
    """Return which axes of a mosaic are too small: beside the same mosaic with letters of 6 points."""
    found = mosaic(seed)
    kinds = ("axes.titlesize", "axes.labelsize", "legend.fontsize", "xtick.labelsize", "ytick.labelsize")
    with mpl.rc_context({"font.size": 6} | dict.fromkeys(kinds, 6)):
        least = mosaic(seed)
    for one in (found, least):
        for _ in range(2):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                one.fig.draw_without_rendering()
    bad = set()
    for (ax, kind), other in zip(found.kinds.items(), least.kinds, strict=True):
        legend = ax.get_legend()
        few = legend is None or len(legend.get_texts()) <= 3
        share = area(ax) / slot(ax)
        enough = share >= 0.35 and kind not in ("matrix", "heatmap") and few
        if not enough and area(ax) < 0.85 * area(other):
            bad.add(f"small {kind}: {share:.2f} of its slot, {area(ax) / area(other):.2f} of what 6 points leave")
    return bad
