"""Texts that are copied character by character are those of matplotlib."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

from figmerit import plot_confusion_matrix, plot_slice_metric_heatmap
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._glyphs import Glyphs

TEXTS = ["0.857", "1", "97.4%", "<0.1%", "n=1,024", "−0.31", "[0.560, 0.813]", "n/a", "+2e−03"]

copied = pytest.mark.skipif(
    not Glyphs.can(RendererAgg(10, 10, 72)), reason="before matplotlib 3.11 it draws these texts itself"
)


def canvas(dpi, ground):
    renderer = RendererAgg(200, 60, dpi)
    np.asarray(renderer.buffer_rgba())[:] = ground
    return renderer


def context(renderer, color, clip=None):
    gc = renderer.new_gc()
    gc.set_foreground(color, isRGBA=True)
    gc.set_clip_rectangle(clip)
    return gc


@copied
@pytest.mark.parametrize("dpi", [72, 100, 220])
@pytest.mark.parametrize("ground", [(255, 255, 255, 255), (8, 79, 153, 255), (250, 231, 30, 255)], ids=str)
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_copies_are_what_matplotlib_draws(dpi, ground, weight):
    font = FontProperties(size=9.3, weight=weight)
    for text in TEXTS:
        ours, theirs = canvas(dpi, ground), canvas(dpi, ground)
        color = (0.1, 0.3, 0.2, 1.0)
        glyphs = Glyphs(ours, font)
        assert glyphs.length(text) == pytest.approx(
            ours.get_text_width_height_descent(text, font, ismath=False)[0], abs=1.5
        )
        glyphs.draw(context(ours, color), text, 210, 30.3)  # beyond the canvas: the second time the whole is copied
        glyphs.draw(context(ours, color), text, 10.4, 30.3)
        once = canvas(dpi, ground)
        Glyphs(once, font).draw(context(once, color), text, 10.4, 30.3)
        theirs.draw_text(context(theirs, color), 10, 60 - 30, text, font, 0)
        pictures = [np.asarray(one.buffer_rgba()).astype(int) for one in (ours, theirs, once)]
        assert max(np.ptp(pictures[1][..., channel]) for channel in range(3)) > 50
        assert np.abs(pictures[0] - pictures[1]).max() <= 1
        assert np.abs(pictures[2] - pictures[1]).max() <= 1


@copied
def test_copies_are_clipped():
    renderer = canvas(100, (255, 255, 255, 255))
    Glyphs(renderer, FontProperties(size=20)).draw(
        context(renderer, (0, 0, 0, 1), Bbox([[0, 0], [30, 60]])), "0.857", 10, 20
    )
    dark = np.asarray(renderer.buffer_rgba())[..., 0] < 128
    assert dark[:, :30].any()
    assert not dark[:, 31:].any()


@copied
def test_what_is_not_set_letter_by_letter_is_left_to_matplotlib():
    glyphs = Glyphs(canvas(100, (255, 255, 255, 255)), FontProperties(size=20))
    assert glyphs.length("AV") is None  # with kerning
    assert glyphs.length("0\n1") is None
    assert glyphs.length("01") is not None


@pytest.mark.parametrize("setting", [{"text.usetex": True}, {"text.antialiased": False}], ids=str)
def test_settings_that_matplotlib_heeds(setting):
    with mpl.rc_context(setting):
        assert not Glyphs.can(RendererAgg(10, 10, 72))


@copied
@pytest.mark.parametrize("plot", [plot_confusion_matrix, plot_slice_metric_heatmap])
def test_cells_look_as_with_texts_of_matplotlib(plot, monkeypatch):
    values = [[80, 12, 3], [4, 75, 0], [9, 0, 120]] if plot is plot_confusion_matrix else [[0.91, 0.5], [0.123, 0.77]]
    pictures = []
    for can in (True, False):
        monkeypatch.setattr(Glyphs, "can", lambda _, can=can: can)
        fig = Figure(figsize=(4, 3))
        FigureCanvasAgg(fig)
        ax = fig.subplots()
        plot(values, ax=ax)
        fig.canvas.draw()
        pictures.append(np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(float))
    assert ax.findobj(CellTexts)
    off = np.abs(pictures[0] - pictures[1]).mean(axis=2)
    assert 0 < (off > 1).mean() < 0.02  # letters are up to half a pixel away
    ink = [255 - picture.mean() for picture in pictures]
    assert ink[0] == pytest.approx(ink[1], rel=2e-3)
