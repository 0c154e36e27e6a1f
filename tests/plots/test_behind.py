"""Texts can be read on whatever shines through transparent axes."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from tests.plots.data import binary

from figmerit import compute_confusion_matrix, plot_confusion_matrix, plot_metric_bars, plot_pr_curve
from figmerit.plots._behind import behind
from figmerit.plots._cell_texts import CellTexts
from figmerit.styles.contrast import contrast_ratio

COLORS = ["white", "#1a1a1a", "#777777", "#d0e0ff", "#803030"]


def transparent_axes(color: str, depth: int):
    """Return axes that let the colour of an outer figure through, as deep in subfigures."""
    part = fig = Figure(facecolor=color)
    for _ in range(depth):
        part = part.subfigures()
        part.patch.set_alpha(0)
    ax = part.subplots()
    ax.patch.set_alpha(0)
    return fig, ax


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("color", COLORS)
def test_what_shines_through_is_seen(color: str, depth: int) -> None:
    _, ax = transparent_axes(color, depth)
    np.testing.assert_allclose(behind(ax), to_rgb(color), atol=1e-12)


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("color", COLORS)
def test_names_of_iso_lines_and_texts_of_cells_can_be_read(color: str, depth: int) -> None:
    y_true, y_score = binary()
    _, ax = transparent_axes(color, depth)
    plot_pr_curve(y_true, y_score, iso_f1=True, ax=ax)
    names = [text for text in ax.texts if text.get_text().startswith("F1 = ")]
    assert names
    for name in names:
        assert contrast_ratio(np.array(to_rgb(name.get_color())), np.array(to_rgb(color))) >= 4.5
    fig, ax = transparent_axes(color, depth)
    plot_confusion_matrix(compute_confusion_matrix(y_true, y_score=y_score), ax=ax)
    (texts,) = ax.findobj(CellTexts)
    assert contrast_ratio(texts.colors(), texts.backgrounds()).min() >= 4.5
    fig, ax = transparent_axes(color, depth)
    plot_metric_bars({"one": {"recall": 0.5, "precision": 0.8}}, ax=ax)
    fig.canvas.draw()
