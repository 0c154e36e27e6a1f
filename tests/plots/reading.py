"""What a person would read off a figure."""

from __future__ import annotations

import re

import numpy as np

from figmerit.plots._bar_texts import BarTexts
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._record import find_records


def cell_texts(ax):
    """Return the texts in the cells of a heatmap, row by row."""
    (texts,) = (artist for artist in ax.get_children() if isinstance(artist, CellTexts))
    return texts.strings.tolist()


def cell_artist(ax):
    """Return the artist that draws the texts in the cells."""
    (texts,) = (artist for artist in ax.get_children() if isinstance(artist, CellTexts))
    return texts


def texts(ax):
    """Return every free text on the axes."""
    return [text.get_text() for text in ax.texts]


def legend(ax):
    """Return the entries of the legend."""
    return [text.get_text() for text in ax.get_legend().get_texts()]


def x_names(ax):
    """Return the names along the x axis."""
    return [text.get_text() for text in ax.get_xticklabels()]


def y_names(ax):
    """Return the names along the y axis."""
    return [text.get_text() for text in ax.get_yticklabels()]


def bars(ax):
    """Return the heights of the bars, one list a colour."""
    return [[bar.get_height() for bar in container] for container in ax.containers if hasattr(container, "patches")]


def bar_texts(ax):
    """Return the texts at the ends of the bars, colour by colour."""
    (texts,) = (artist for artist in ax.get_children() if isinstance(artist, BarTexts))
    return texts.strings


def drawn_area(line):
    """Return the area under a drawn line, as its drawing style joins the points."""
    x, y = line.get_data()
    if line.get_drawstyle() == "steps-post":
        return float(np.sum(np.abs(np.diff(x)) * y[:-1]))
    assert line.get_drawstyle() == "default"
    return float(np.trapezoid(y, x))


def number_in(text):
    """Return the number that follows "AUC = " or "AP = "."""
    return float(re.search(r"(?:AUC|AP) = ([\d.]+)", text)[1])


def assert_picture_equals_number(fig):
    """Compare each figure's records with what its artists show; fail if there is nothing to compare."""
    records = find_records(fig)
    assert records
    for artist, record in records:
        {
            "roc_curve": _check_curve,
            "pr_curve": _check_curve,
            "confusion_matrix": _check_matrix,
            "slice_metric_heatmap": _check_heatmap,
            "metric_bars": _check_bars,
        }[record.plot](artist, record)


def _check_curve(line, record):
    area = record.result.roc_auc if record.plot == "roc_curve" else record.result.average_precision
    if np.isnan(area):
        assert np.isnan(line.get_ydata()).all()
        assert "undefined" in line.get_label()
        return
    assert abs(drawn_area(line) - area) < 1e-12
    assert abs(number_in(line.get_label()) - area) <= 0.0005 + 1e-12


def _check_matrix(image, record):
    _check_colors(image, record)
    matrix, normalize = record.result, record.options["normalize"]
    shares = matrix.normalized(normalize or "all")
    np.testing.assert_allclose(image.get_array().filled(np.nan), shares if normalize else matrix.counts)
    assert y_names(image.axes) == x_names(image.axes) == list(matrix.display_labels)
    if not record.options["annotate"]:
        return
    for text, count, share in zip(np.ravel(cell_texts(image.axes)), matrix.counts.ravel(), shares.ravel(), strict=True):
        if np.isnan(share) and normalize:
            assert text == ""
            continue
        for line in text.split("\n"):
            if line.endswith("%") and line[0] not in "<>":
                assert abs(float(line[:-1]) / 100 - share) <= 0.0005 + 1e-12
            elif line[0] not in "<>":
                assert abs(float(line) - count) <= 0.005


def _check_colors(image, record):
    options = record.options
    assert (image.get_cmap().name, *image.get_clim()) == (options["cmap"], options["vmin"], options["vmax"])
    assert type(image.norm).__name__ == options.get("norm", "Normalize")


def _check_heatmap(image, record):
    _check_colors(image, record)
    np.testing.assert_array_equal(image.get_array().filled(np.nan), record.result.grid)
    if not record.options["annotate"]:
        return
    for text, value in zip(np.ravel(cell_texts(image.axes)), record.result.grid.ravel(), strict=True):
        assert text == "n/a" if np.isnan(value) else abs(float(text) - value) <= 0.0005 + 1e-12


def _check_bars(bar, record):
    (container,) = (c for c in bar.axes.containers if bar in getattr(c, "patches", ()))
    heights = [patch.get_height() for patch in container.patches]
    values = record.result.values[record.options["series"]]
    assert heights == [0.0 if np.isnan(values.get(tick, np.nan)) else values[tick] for tick in record.result.ticks]
    assert all(patch.get_y() == 0 for patch in container.patches)
