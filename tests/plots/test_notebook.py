"""Each call that makes a figure shows exactly one image, whichever way it is written."""

import nbformat
import pytest
from nbclient import NotebookClient

SETUP = """
import matplotlib.pyplot as plt
import figmerit as fm
curve = fm.compute_roc_curve([0, 1, 1], [0.1, 0.8, 0.4])
def plot(**options):
    return fm.plot_roc_curve(curve, **options)
"""

CELLS = {
    "plot()": 1,
    "fig = plot()": 1,
    "fig = plot()\nfig": 1,
    "plot();": 1,
    "fig = plot(); plt.show()": 1,
    "for _ in range(3):\n    plot()": 3,
    "_, ax = plt.subplots()\nplot(ax=ax)": 1,
    "_, ax = plt.subplots()\nfig = plot(ax=ax)": 1,
    "fm.plot_confusion_matrix_grid({'a': [[1, 2], [3, 4]]})": 1,
    "fig": 1,  # shown in an earlier cell, asked for again
    "plt.ioff()\nquiet = plot()\nplt.close('all')\nplt.ion()\nquiet": 1,
    "from matplotlib.figure import Figure\nown = Figure()\nplot(ax=own.subplots())": 1,
    "import pickle\ntype(pickle.loads(pickle.dumps(own))).__qualname__": 0,
}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """Run all cells once in a kernel with the inline backend."""
    sources = ["%matplotlib inline\n" + SETUP, *CELLS]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    book = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(book, timeout=300, kernel_name="python3").execute(cwd=str(tmp_path_factory.mktemp("notebook")))
    return {cell.source: cell.outputs for cell in book.cells}


@pytest.mark.filterwarnings("default")  # a kernel's own libraries warn about each other
@pytest.mark.parametrize("source", CELLS)
def test_images_of_a_cell(notebook, source):
    kinds = [kind for output in notebook[source] for kind in output.get("data", {})]
    assert kinds.count("image/png") == CELLS[source]


@pytest.mark.filterwarnings("default")
def test_a_callers_figure_pickles_as_a_stock_figure(notebook):
    (output,) = notebook[list(CELLS)[-1]]
    assert output["data"]["text/plain"] == "'Figure'"
