"""Cells that are coloured one by one are those of matplotlib."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure

from figmerit.plots._cells_image import add_cells


def pictures(values, draw, **options):
    found = []
    for ours in (True, False):
        fig = Figure(figsize=(3.3, 2.7))
        FigureCanvasAgg(fig)
        ax = fig.subplots()
        extent = (-0.5, values.shape[1] - 0.5, values.shape[0] - 0.5, -0.5)
        if ours:
            add_cells(ax, values, extent, **options)
        else:
            ax.imshow(values, extent=extent, interpolation="nearest", aspect="auto", **options)
        draw(ax)
        fig.canvas.draw()
        found.append(np.asarray(fig.canvas.buffer_rgba())[..., :3].astype(int))
    return found


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (7, 12), (40, 90)], ids=str)
@pytest.mark.parametrize(
    ("draw", "options"),
    [
        (lambda ax: ax.set(), {}),
        (lambda ax: ax.set(xlim=(0.2, 1.7), ylim=(1.4, -0.3)), {}),
        (lambda ax: ax.invert_yaxis(), {}),
        (lambda ax: ax.invert_xaxis(), {"cmap": "Blues"}),
        (lambda ax: ax.images[0].set_alpha(0.5), {}),
        (lambda ax: ax.set(facecolor="red"), {"norm": LogNorm(0.1, 1)}),
        (lambda ax: ax.images[0].set_interpolation("bilinear"), {"norm": Normalize(0, 1)}),
        (lambda ax: ax.images[0].set_clip_on(True), {"cmap": "gray"}),
    ],
    ids=["plain", "a part", "upwards", "leftwards", "alpha", "log", "interpolated", "clipped"],
)
def test_cells_are_what_imshow_draws(shape, draw, options):
    values = np.ma.masked_less(np.random.default_rng(0).random(shape), 0.05)
    ours, theirs = pictures(values, draw, **options)
    off = np.abs(ours - theirs).max(axis=2) > 3
    edges = sum(shape) * max(theirs.shape) / off.size  # a border of cells may be a pixel elsewhere
    assert off.mean() <= edges
    assert np.abs(ours.mean(axis=(0, 1)) - theirs.mean(axis=(0, 1))).max() < 1


def test_cells_in_vector_files_and_under_the_pointer(tmp_path):
    fig, ax = plt.subplots()
    image = add_cells(ax, np.ma.array([[0.0, 1.0], [2.0, 3.0]]), (-0.5, 1.5, 1.5, -0.5))
    assert (ax.get_xlim(), ax.get_ylim()) == ((-0.5, 1.5), (1.5, -0.5))
    for suffix in ("pdf", "svg", "eps"):
        fig.savefig(tmp_path / f"cells.{suffix}")
        assert (tmp_path / f"cells.{suffix}").stat().st_size > 1000
    x, y = ax.transData.transform((1, 1))
    event = type("Event", (), {"x": x, "y": y})()
    assert image.get_cursor_data(event) == 3
