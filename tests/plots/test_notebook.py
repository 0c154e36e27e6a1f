"""Each call that makes a figure shows exactly one image, whichever way it is written, and says what it shows."""

from __future__ import annotations

import base64
import os
import re
import struct
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient

import figmerit as fm

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("default")  # a kernel's own libraries warn about each other

SETUP = """
import copy
import pickle
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from IPython.display import clear_output, display
import figmerit as fm
curve = fm.compute_roc_curve([0, 1, 1], [0.1, 0.8, 0.4])
def plot(**options):
    return fm.plot_roc_curve(curve, **options)
"""
ALT = (
    "ROC curve of '1': area 1.000, 95% adjusted DeLong interval 0.025 to 1.000, from 2 positive and 1 negative samples."
)

CELLS = {
    "plot()": 1,
    "plot();": 1,
    "fig = plot()": 1,
    "fig": 1,  # shown in an earlier cell, asked for again
    "fig = plot()\nfig": 1,
    "fig = plot(); plt.show()": 1,
    "display(plot())": 1,
    "for _ in range(2):\n    clear_output(wait=True)\n    display(plot())": 1,
    "handle = display(plot(), display_id=True)": 1,
    "plot()\nplt.show()\nfig": 2,  # two figures: a new one, and one of an earlier cell
    "for _ in range(3):\n    plot()": 3,
    "_, ax = plt.subplots()\nplot(ax=ax)": 1,
    "_, ax = plt.subplots()\nfig = plot(ax=ax)": 1,
    "fig.axes[0].set_title('Again')\nfig": 1,
    "_, (a, b) = plt.subplots(1, 2)\nplot(ax=a)\nplot(ax=b)": 1,
    "fm.plot_confusion_matrix_grid({'a': [[1, 2], [3, 4]]})": 1,
    "plt.ioff()\nquiet = plot()": 0,
    "quiet": 1,
    "plt.close('all')\nquiet": 1,
    "plt.ion()\nquiet": 1,
    "own = Figure()\nplot(ax=own.subplots())": 1,
    "own": 1,
    "plot(ax=own.axes[0])": 1,
}
"""What is typed into a cell, and how many images it shows."""

INLINE = CELLS | {
    "%config InlineBackend.close_figures = False\nkept = plot()": 1,
    "kept": 1,
    "plot(ax=kept.axes[0])": 1,
    "fig = plot(); kept": 2,
}
SESSIONS = {
    "inline": ("%matplotlib inline", INLINE),
    "absent": ("", INLINE),
    "widget": ("%matplotlib widget", CELLS),
}
"""What is typed first, and then."""

FORMATS = {
    "['png']": {"image/png"},
    "['retina']": {"image/png"},
    "['jpeg']": {"image/jpeg"},
    "['svg']": {"image/svg+xml"},
    "['retina', 'svg']": {"image/png", "image/svg+xml"},
}
"""What the user may ask for, and the images of each figure."""

SAYS = {
    "plot()": ALT,
    "_ = plot()": ALT,
    "plot(ax=Figure().subplots())": ALT,
    "fm.plot_roc_curve({'old': curve, 'new': curve}, title='Models')": f"Models: old: {ALT} new: {ALT}",
    "_, (a, b) = plt.subplots(1, 2)\nplot(ax=a, label='left')\n_ = fm.plot_metric_bars({'x': 0.5, 'y': 0.25}, ax=b)": (
        f"left: {ALT} Bars of 2 values: from 0.250 ('y') to 0.500 ('x')."
    ),
    "fm.plot_confusion_matrix_grid({'a': [[1, 0], [0, 2]], 'b': [[0, 2], [0, 0]]})": (
        "a: Confusion matrix of 2 classes, 3 samples: 100.0% on the diagonal. b: Confusion matrix of 2 classes, "
        "2 samples: 0.0% on the diagonal. Most frequent mistake: '0' predicted as '1', 2 times."
    ),
    "_ = plt.subplots()": None,  # not ours
}
"""What the image of a cell says to those who cannot see it."""

STOCK = [
    "fig = plot()",
    "fig, ax = plt.subplots(); _ = plot(ax=ax)",
    "fig = Figure(layout='constrained'); _ = plot(ax=fig.subplots())",
]
"""Figures that any environment must be able to read."""

READ = "\nplt.close('all')\n(type(fig), type(pickle.loads(pickle.dumps(fig))), type(copy.deepcopy(fig)))"
OWN = "class Own(Figure): pass\nfig = Own(); _ = plot(ax=fig.subplots())\ntype(fig)"


def images(output: dict[str, Any]) -> set[str]:
    return {kind for kind in output.get("data", {}) if kind.startswith("image/")}


def run(folder: Path, *sources: str) -> dict[str, list[dict[str, Any]]]:
    """Run the cells in a new kernel, which has no settings of ours, and return the outputs of each."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    settings = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    NotebookClient(book, timeout=300, kernel_name="python3").execute(cwd=str(folder), env=settings)
    return {cell.source: cell.outputs for cell in book.cells}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Run the cells that are not about the number of images once."""
    formats = [f"%config InlineBackend.figure_formats = {formats}\nplot()" for formats in FORMATS]
    pickled = [f"{source}{READ}" for source in STOCK]
    return run(tmp_path_factory.mktemp("notebook"), SETUP, *SAYS, *pickled, OWN, *formats)


@pytest.mark.parametrize("session", SESSIONS)
def test_each_figure_is_shown_once(session, tmp_path):
    magic, cells = SESSIONS[session]
    outputs = run(tmp_path, f"{magic}\n{SETUP}", *cells)
    assert {source: sum(map(bool, map(images, outputs[source]))) for source in cells} == cells


@pytest.mark.parametrize("source", SAYS)
def test_an_image_says_what_it_shows(said, source):
    (output,) = filter(images, said[source])
    metadata = output["metadata"].get("image/png", {})
    assert metadata.get("alt") == SAYS[source]


@pytest.mark.parametrize("formats", FORMATS)
def test_images_of_every_format_say_what_they_show(said, formats):
    (output,) = filter(images, said[f"%config InlineBackend.figure_formats = {formats}\nplot()"])
    assert images(output) == FORMATS[formats]
    for kind in FORMATS[formats]:
        metadata = output["metadata"][kind]
        assert metadata["alt"] == ALT
        if kind == "image/png" and "retina" in formats:  # shown at half the size of its pixels
            size = struct.unpack(">II", base64.b64decode(output["data"][kind])[16:24])
            assert (2 * metadata["width"], 2 * metadata["height"]) == pytest.approx(size, abs=1)
        else:
            assert metadata.keys() == {"alt"}


@pytest.mark.parametrize("source", STOCK)
def test_figures_pickle_as_stock_figures(said, source):
    (output,) = [output for output in said[f"{source}{READ}"] if output["output_type"] == "execute_result"]
    shown, *copies = re.findall(r"[\w.]+", output["data"]["text/plain"])
    assert shown == "figmerit.plots._display.OnceFigure"
    assert copies == ["matplotlib.figure.Figure"] * 2


def test_a_figure_of_the_caller_s_own_class_keeps_it(said):
    (output,) = said[OWN]
    assert output["data"]["text/plain"] == "__main__.Own"


def test_outside_of_notebooks_figures_are_stock_figures():
    assert type(fm.plot_metric_bars({"a": 1.0})) is Figure
