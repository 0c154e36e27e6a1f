"""What `check` finds, below figures that are ours."""

import inspect
import re
import warnings
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.cases import pixels
from tests.plots.data import binary, multiclass
from tests.plots.reading import assert_picture_equals_number

import figmerit
from figmerit import (
    check,
    choose_threshold,
    compute_confusion_matrix,
    compute_metric_summary,
    compute_roc_curve,
    compute_slice_metrics,
    compute_threshold_sweep,
    plot_class_counts,
    plot_confusion_matrix,
    plot_confusion_matrix_grid,
    plot_metric_bars,
    plot_pr_curve,
    plot_reliability_diagram,
    plot_risk_coverage,
    plot_roc_curve,
    plot_score_histograms,
    plot_slice_metric_heatmap,
    plot_threshold_sweep,
)

GOOD = binary(1.6, n=400)
FEW = [part[:12] for part in GOOD]
TIES = GOOD[0], GOOD[1].round(1)
TINY = (
    "Warning: There are only 2 samples with '1': its metrics change by chance, and intervals of areas are unreliable."
)


def labels(scores):
    return (scores > 0.5).astype(int)


def matrices(true, score):
    return {"a": compute_confusion_matrix(true, labels(score)), "b": compute_confusion_matrix(true, labels(score))}


def slices(true, score):
    return compute_slice_metrics(true, y_score=score, row_slices=np.arange(len(true)) % 2)


CASES = {
    "class_counts": lambda true, score, **options: plot_class_counts(true, labels(score), **options),
    "confusion_matrix": lambda true, score, **options: plot_confusion_matrix(true, labels(score), **options),
    "confusion_matrix_grid": lambda *data, **options: plot_confusion_matrix_grid(matrices(*data), **options),
    "metric_bars": lambda true, score, **options: plot_metric_bars(
        compute_metric_summary(true, y_score=score), **options
    ),
    "pr_curve": plot_pr_curve,
    "reliability_diagram": plot_reliability_diagram,
    "risk_coverage": plot_risk_coverage,
    "roc_curve": plot_roc_curve,
    "score_histograms": plot_score_histograms,
    "slice_metric_heatmap": lambda *data, **options: plot_slice_metric_heatmap(slices(*data), **options),
    "threshold_sweep": plot_threshold_sweep,
}


def notes_of(fig):
    """Return the lines below a figure, joined where they were broken."""
    found = [text.get_text() for text in fig.texts if text.get_gid() == "notes"]
    return re.split(r"\n(?=Error|Warning|Note|\d+ more)", found[0]) if found else []


def test_every_figure_of_predictions_has_notes():
    others = {"plot_learning_curve", "plot_forest", "plot_slice_intervals", "plot_metric_timeline"}
    others |= {"plot_bootstrap_distribution"}
    names = {name for name in figmerit.__all__ if name.startswith("plot_")} - others
    assert {f"plot_{name}" for name in CASES} == names
    assert all(inspect.signature(getattr(figmerit, name)).parameters["notes"].default is False for name in names)


@pytest.mark.parametrize("draw", CASES.values(), ids=CASES)
def test_notes_of_each_figure(draw):
    data = TIES if draw is plot_risk_coverage else FEW
    fig = draw(*data, notes=True)
    lines = [line.replace("\n", " ") for line in notes_of(fig)]
    assert lines, "nothing was found"
    assert all(re.match(r"(Error|Warning|Note): .+\.$", line) for line in lines)
    fig.draw_without_rendering()
    text = next(text for text in fig.texts if text.get_gid() == "notes")
    box = text.get_window_extent()
    assert min(box.x0, box.y0) >= 0
    assert box.x1 <= fig.bbox.x1
    for ax in fig.axes:
        assert ax.get_tightbbox().y0 >= box.y1
    assert_picture_equals_number(fig)


@pytest.mark.parametrize("draw", CASES.values(), ids=CASES)
def test_no_notes_where_nothing_is_found(draw):
    fig = draw(*GOOD, notes=True)
    assert notes_of(fig) == []
    np.testing.assert_array_equal(pixels(fig), pixels(draw(*GOOD)))


@pytest.mark.parametrize("draw", CASES.values(), ids=CASES)
def test_no_notes_in_figures_of_the_caller(draw):
    fig = plt.figure()
    where = {"fig": fig} if draw is CASES["confusion_matrix_grid"] else {"ax": fig.subplots()}
    before = pixels(fig)
    message = "notes must be left out on axes or in figures of your own; got True.\nHint: check(result) returns"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        draw(*FEW, notes=True, **where)
    np.testing.assert_array_equal(before, pixels(fig))


@pytest.mark.mpl_image_compare
def test_of_two_models():
    rare = binary(1.2, n=300, prevalence=0.03)
    curves = {"detector": compute_roc_curve(*rare), "other way round": compute_roc_curve(rare[0], 1 - rare[1])}
    fig = plot_roc_curve(curves, notes=True, title="Two models")
    lines = [line.replace("\n", " ") for line in notes_of(fig)]
    assert lines[0].startswith("Warning: There are only 9 samples with '1'")  # of both models alike
    assert [line.split(": ")[1] for line in lines[1:]] == ["Only 3.0% of the samples have '1'", "other way round"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_of_a_chosen_threshold():
    sweep = compute_threshold_sweep(*GOOD)
    fig = plot_threshold_sweep(sweep, threshold=choose_threshold(sweep), notes=True, figsize=(4.8, 3.6))
    (line,) = notes_of(fig)
    assert line.replace("\n", " ").startswith("Warning: best F1 (chosen on these data): The threshold was chosen on")
    assert_picture_equals_number(fig)
    return fig


def test_points_that_were_chosen_elsewhere_have_no_notes():
    sweep, others = compute_threshold_sweep(*GOOD), compute_threshold_sweep(*binary(1.6, n=300))
    point = choose_threshold(others)
    assert notes_of(plot_threshold_sweep(sweep, threshold=[point, 0.5], notes=True)) == []
    assert notes_of(plot_threshold_sweep(sweep, threshold={"a": point, "b": 0.5}, notes=True)) == []
    assert notes_of(plot_roc_curve(*GOOD, threshold=choose_threshold(sweep), notes=True)) != []
    assert notes_of(plot_confusion_matrix(choose_threshold(sweep), notes=True)) != []


def test_only_the_worst_are_printed():
    true, score = multiclass(6, n=40)
    curve = compute_roc_curve(true, 1 - score)
    n = len(check(curve))
    lines = notes_of(plot_roc_curve(curve, notes=True))
    assert len(lines) == 5
    assert lines[-1] == f"{n - 4} more: see check(...)."


def test_findings_of_the_caller():
    curve = compute_roc_curve(*FEW)
    found = check(curve, ignore=["tiny-class"])
    assert notes_of(plot_roc_curve(curve, notes=found)) == [f"Warning: {one.sentence}" for one in found]
    assert notes_of(plot_roc_curve(curve, notes=[])) == []


@pytest.mark.parametrize("notes", ["tiny-class", ["tiny-class"], 1, None])
def test_whole_error(notes):
    rule = f"notes must be True, False or findings; got {notes!r}."
    message = f'{rule}\nHint: notes=check(result, ignore=["tiny-class"]).'
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        plot_roc_curve(*FEW, notes=notes)
    assert not plt.get_fignums()


def test_mathematics_in_names_is_text():
    true = np.array(["$x^2$", "b_$y"])[FEW[0]]
    matrix = compute_confusion_matrix(true, true)
    draw = partial(plot_confusion_matrix, matrix, notes=True)
    assert "'b_$y'" in notes_of(draw())[0].replace("\n", " ")
    draw().draw_without_rendering()


def test_names_in_letters_that_the_font_lacks_warn_once():
    true = np.array(["日本", "b"])[FEW[0]]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fig = plot_confusion_matrix(true, true, notes=True)
        fig.canvas.draw()
    assert [str(one.message).split(" [")[0] for one in caught] == ["no font of this figure has"]
    assert "'日本'" in notes_of(fig)[0].replace("\n", " ")
