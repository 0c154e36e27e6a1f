"""Histograms of scores in the cells of matrices."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.plots import mosaics
from tests.plots.cases import pixels
from tests.plots.data import HAND, binary, multiclass
from tests.plots.reading import (
    assert_no_texts_overlap,
    assert_picture_equals_number,
    caption,
    caption_of_all,
    cell_artist,
    texts,
)

import figmerit as fm
from figmerit.plots._cell_bars import CellBars
from figmerit.plots._cell_texts import grounds_of
from figmerit.plots._record import alt_text, find_records
from figmerit.styles.contrast import contrast_ratio

PREDICTED = "Bars: scores of the predicted class, 0 to 1; heights compare within a cell"


def bars_of(ax):
    """Return what draws the bars on axes."""
    return next(artist for artist in ax.get_children() if isinstance(artist, CellBars))


def drawn_bars(ax):
    """Tell whether axes show bars, by drawing them with these and without."""
    with_bars = pixels(ax.figure)
    bars_of(ax).set_visible(False)
    without = pixels(ax.figure)
    bars_of(ax).set_visible(True)
    return bool((with_bars != without).any())


def said(ax):
    """Return what the caption says as it is drawn, without its line breaks."""
    return " ".join(next(text for text in ax.texts if text.get_gid() == "caption").get_text().split())


def classes(n_classes, n=1200, **options):
    y_true, y_score = multiclass(n_classes, n, skill=2)
    return fm.compute_confusion_matrix(y_true, y_score=y_score, n_bins=10, **options)


@pytest.mark.mpl_image_compare
def test_scores_of_two_classes():
    y_true, y_score = binary(1.2, n=600)
    fig = fm.plot_confusion_matrix(
        y_true, y_score=y_score, display_labels=["healthy", "ill"], show_scores=True, figsize=(4, 3.6)
    )
    ax = fig.axes[0]
    assert caption(ax) == "Samples; score ≥ 0.5\nBars: scores of 'ill', 0 to 1; heights compare within a cell"
    heights = bars_of(ax).heights()
    assert not heights[:, 0, 5:].any()  # what is cut at 0.5 lies below it
    assert not heights[:, 1, :5].any()
    assert heights.max(axis=2).tolist() == [[1, 1], [1, 1]]
    assert ", with a histogram of the scores of 'ill', 0 to 1, in each cell: " in alt_text(fig)
    assert_picture_equals_number(fig)
    assert drawn_bars(ax)
    return fig


@pytest.mark.mpl_image_compare
def test_scores_of_several_classes():
    fig = fm.plot_confusion_matrix(classes(5, labels=range(5)), normalize="true", show_scores=True, figsize=(4.8, 4.4))
    assert caption(fig.axes[0]) == f"% of each true label (row)\n{PREDICTED}"
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_ten_classes():
    fig = fm.plot_confusion_matrix(classes(10), show_scores=True, figsize=(4.8, 4.4))
    assert_no_texts_overlap(fig)
    assert drawn_bars(fig.axes[0])
    return fig


@pytest.mark.mpl_image_compare
def test_classes_without_samples_and_without_numbers():
    fig, axes = plt.subplots(1, 2, figsize=(6, 3.2), layout="constrained")
    y_true, y_score = multiclass(4, 300)
    keep = y_true != 2
    given = {"y_score": y_score[keep], "labels": range(4), "show_scores": True}
    fm.plot_confusion_matrix(y_true[keep], normalize="true", ax=axes[0], **given)
    fm.plot_confusion_matrix(y_true[keep], annotate=False, cmap="viridis", ax=axes[1], **given)
    assert texts(axes[0]) == ["no samples"]
    assert not bars_of(axes[0]).heights()[2].any()
    assert all(map(drawn_bars, axes))
    return fig


@pytest.mark.mpl_image_compare
def test_grid_of_models_on_a_dark_page():
    y_true, y_score = multiclass(3, 600)
    models = {"tuned": y_score, "plain": multiclass(3, 600, skill=0.5)[1]}
    with mpl.style.context("dark_background"):
        fig = fm.plot_confusion_matrix_grid(y_true, y_score=models, show_scores=True, figsize=(5.6, 3.6))
    assert caption_of_all(fig) == f"Samples {PREDICTED}"
    assert_picture_equals_number(fig)
    return fig


def test_small_cells_go_without_and_the_caption_does_not_speak_of_bars():
    matrix = classes(10)
    fig = fm.plot_confusion_matrix(matrix, show_scores=True, figsize=(2.4, 2.4))
    ax = fig.axes[0]
    assert not drawn_bars(ax)
    assert said(ax) == "Samples"
    fig.set_size_inches(6, 6)
    assert drawn_bars(ax)
    assert said(ax) == f"Samples {PREDICTED}"
    fig.set_size_inches(2.4, 2.4)
    assert not drawn_bars(ax)
    assert said(ax) == "Samples"
    fig.set_size_inches(6, 6)
    np.testing.assert_array_equal(
        pixels(fig), pixels(fm.plot_confusion_matrix(matrix, show_scores=True, figsize=(6, 6)))
    )


@pytest.mark.parametrize("scores", [False, True])
def test_grids_are_the_same_again_at_a_size_that_they_had(scores):
    models = {"tuned": classes(4), "plain": classes(4, n=1200)}
    fig = fm.plot_confusion_matrix_grid(models, title="Two", show_scores=scores, figsize=(2.4, 1.9))
    small, captions = pixels(fig), [caption_of_all(fig)]
    fig.set_size_inches(7, 4)
    large = pixels(fig)
    captions.append(caption_of_all(fig))
    for inches, picture in [((2.4, 1.9), small), ((7, 4), large), ((2.4, 1.9), small)]:
        fig.set_size_inches(*inches)
        np.testing.assert_array_equal(pixels(fig), picture)
    assert captions == (["Samples", f"Samples {PREDICTED}"] if scores else ["Samples", "Samples"])


def masks(fig):
    """Return where texts in cells and where bars are inked."""
    parts = [(cell_artist(ax), bars_of(ax)) for ax in fig.axes if ax.images]
    found = []
    for shown in [(False, False), (True, False), (False, True)]:
        for several in parts:
            for artist, visible in zip(several, shown, strict=True):
                artist.set_visible(visible)
        found.append(pixels(fig).astype(int))
    return [(np.abs(part - found[0]) > 8).any(axis=2) for part in found[1:]]


@pytest.mark.parametrize("n_classes", [2, 3, 5, 8, 12])
@pytest.mark.parametrize("annotate", [None, "count", "both"])
def test_bars_never_touch_numbers(n_classes, annotate):
    matrix = classes(n_classes)
    drawn = 0
    for inches in (1.6, 2.2, 2.7, 3.4, 4.5, 6, 9):
        fig = Figure(figsize=(inches, 0.9 * inches))
        fm.plot_confusion_matrix(matrix, annotate=annotate, show_scores=True, ax=fig.subplots())
        in_texts, in_bars = masks(fig)
        drawn += in_bars.any()
        near = in_bars.copy()
        near[:-1] |= in_bars[1:]
        near[1:] |= in_bars[:-1]
        assert not (in_texts & near).any(), inches
        assert in_bars.any() == (PREDICTED in said(fig.axes[0])), inches
    assert drawn >= 2


@pytest.mark.parametrize("seed", range(8))
def test_in_mosaics(seed, monkeypatch):
    matrices = [classes(n, n=400) for n in (2, 3, 5)]

    def draw(rng, **given):
        normalize = [None, "true"][int(rng.integers(2))]
        fm.plot_confusion_matrix(matrices[int(rng.integers(3))], normalize=normalize, show_scores=True, **given)

    monkeypatch.setitem(mosaics.DRAW, "matrix", draw)
    found = mosaics.mosaic(seed, only=("matrix", "roc"))
    assert mosaics.faults(found) == set()
    for ax in found.kinds:
        if ax.images:
            assert drawn_bars(ax) == (PREDICTED in said(ax))


@pytest.mark.parametrize("style", ["default", "dark_background", "grayscale", "classic"])
@pytest.mark.parametrize("cmap", [None, "viridis", "RdYlGn", "gray", "jet", "Pastel1"])
def test_bars_stand_out_from_their_cells(style, cmap):
    with mpl.style.context(style):
        fig = fm.plot_confusion_matrix(classes(6), cmap=cmap, show_scores=True)
        FigureCanvasAgg(fig).draw()
        bars = bars_of(fig.axes[0])
        assert contrast_ratio(bars.colors(), grounds_of(bars.image)).min() >= 3
        plt.close(fig)


def test_heights_are_the_histograms():
    matrix = fm.compute_confusion_matrix(HAND[0], y_score=HAND[1], n_bins=4, sample_weight=[1, 2, 1, 1, 0, 1, 4, 1])
    fig = fm.plot_confusion_matrix(matrix, show_scores=True)
    counts = matrix.cell_histograms.counts
    for row, col in itertools.product(range(2), repeat=2):
        expected = counts[row, col] / (counts[row, col].max() or 1)
        np.testing.assert_allclose(bars_of(fig.axes[0]).heights()[row, col], expected)
    only = fm.plot_confusion_matrix(fm.compute_confusion_matrix([0, 1], y_score=[0.1, 0.2], n_bins=4), show_scores=True)
    assert bars_of(only.axes[0]).heights().tolist() == [[[1, 0, 0, 0], [0] * 4], [[1, 0, 0, 0], [0] * 4]]


def test_panels_with_scores_of_their_own_say_so():
    y_true = [0, 0, 1, 1]
    fig = fm.plot_confusion_matrix_grid(
        y_true, y_score={"a": [0.1, 0.2, 0.8, 0.9], "b": [-3.0, 1.0, 2.0, 5.0]}, threshold=0.7, show_scores=True
    )
    assert caption_of_all(fig).endswith(
        "Bars: scores, in each panel from the lowest to the highest; heights compare within a cell"
    )


def test_histograms_that_are_not_shown_are_not_spoken_of():
    fig = fm.plot_confusion_matrix(classes(3))
    np.testing.assert_array_equal(pixels(fig), pixels(fm.plot_confusion_matrix(classes(3).counts.tolist())))
    assert caption(fig.axes[0]) == "Samples"
    assert "histogram" not in alt_text(fig)
    [(_, record)] = find_records(fig)
    assert (record.result.cell_histograms, record.options["show_scores"]) == (None, False)


def test_bins_are_those_that_were_asked_for():
    y_true, y_score = binary()
    fig = fm.plot_confusion_matrix(y_true, y_score=y_score, show_scores=True, n_bins=4)
    assert bars_of(fig.axes[0]).heights().shape == (2, 2, 4)
    usual = fm.plot_confusion_matrix(y_true, y_score=y_score, show_scores=True, n_bins=None)
    assert bars_of(usual.axes[0]).heights().shape == (2, 2, 10)
    of_counts = fm.plot_confusion_matrix(fm.count_scores(y_true, y_score), show_scores=True)
    np.testing.assert_array_equal(pixels(usual), pixels(of_counts))


@pytest.mark.parametrize("dpi", [72, 100, 137, 200])
def test_the_line_that_bars_stand_on_is_seen_in_each_cell(dpi):
    fig = Figure(figsize=(4.8, 4.4), dpi=dpi)
    ax = fig.subplots()
    fm.plot_confusion_matrix(classes(10), annotate=False, show_scores=True, ax=ax)
    with_bars = pixels(fig).astype(int)
    bars_of(ax).set_visible(False)
    inked = np.abs(with_bars - pixels(fig)).any(axis=2)[::-1]
    for row, col in np.argwhere(bars_of(ax).heights().any(axis=2)):
        (x0, y1), (x1, y0) = (
            ax.transData.transform([(col - 0.5, row - 0.5), (col + 0.5, row + 0.5)]).round().astype(int)
        )
        cell = inked[y0:y1, x0:x1]
        assert cell.sum(axis=1).max() >= 0.7 * (x1 - x0), (row, col)
