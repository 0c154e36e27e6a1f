"""What a person would read off a figure."""

from __future__ import annotations

import itertools
import re

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import StepPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox
from tests.plots.looking import assert_drawn_as_it_says
from tests.plots.reading_counts import assert_class_counts, assert_risk_coverage, assert_score_histograms
from tests.plots.reading_forest import assert_forest
from tests.plots.reading_learning import assert_learning_curve
from tests.plots.reading_reliability import assert_reliability_diagram
from tests.plots.reading_sweep import assert_threshold_sweep
from tests.plots.reading_timeline import assert_metric_timeline

from figmerit.plots._bar_texts import BarTexts
from figmerit.plots._cell_bars import CellBars
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._curve_bands import FOLDS, N_RESAMPLES
from figmerit.plots._curve_bands import GID as BAND
from figmerit.plots._end_names import GID as END
from figmerit.plots._header import CAPTION
from figmerit.plots._mark_texts import MarkTexts
from figmerit.plots._record import find_records


def cell_texts(ax):
    """Return the texts in the cells of a heatmap, row by row, at their longest."""
    return cell_artist(ax).levels[0].tolist()


def cell_artist(ax):
    """Return the artist that draws the texts in the cells, not those in the means."""
    artists = [artist for artist in ax.get_children() if isinstance(artist, CellTexts)]
    return next(artist for artist in artists if artist._image is ax.images[0])


def texts(ax):
    """Return every free text on the axes, without the caption."""
    return [text.get_text() for text in ax.texts if text.get_gid() != CAPTION]


def caption(ax):
    """Return the caption of the axes as it was given."""
    written = ax.get_axes_locator().around.header.caption
    return written.read()[0] if written else ""


def caption_of_all(fig):
    """Return the caption of all panels of a grid, without its line breaks."""
    return " ".join(" ".join(text.get_text() for text in fig.texts if text.get_gid() == CAPTION).split())


def legend(ax):
    """Return the entries of the legend; none if there is no legend."""
    return [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []


def end_names(ax):
    """Return what stands at the ends of lines."""
    ax.get_figure(root=True).draw_without_rendering()
    return [text.get_text().replace("\n", " ") for text in ax.texts if text.get_gid() == END]


def x_names(ax):
    """Return the names along the x axis."""
    return [text.get_text() for text in ax.get_xticklabels()]


def y_names(ax):
    """Return the names along the y axis."""
    return [text.get_text() for text in ax.get_yticklabels()]


def bars(ax):
    """Return the lengths of the bars, one list a colour."""
    return [bar_lengths(container) for container in ax.containers if hasattr(container, "patches")]


def bar_lengths(container):
    """Return how far the bars of one colour reach from zero."""
    side = "get_width" if container.orientation == "horizontal" else "get_height"
    return [getattr(bar, side)() for bar in container]


def bar_texts(ax):
    """Return the texts at the ends of the bars, colour by colour, at their longest."""
    return bar_artist(ax).strings


def bar_artist(ax):
    """Return the artist that draws the texts of the bars."""
    (texts,) = (artist for artist in ax.get_children() if isinstance(artist, BarTexts))
    return texts


def drawn_bar_texts(ax):
    """Return the texts of the bars that are drawn, from left to right or from below."""
    return [stamp.get_text() for stamp in bar_artist(ax).stamps()]


def assert_bars_can_be_read(ax):
    """Draw the figure; fail if texts of bars meet, leave the figure, lie on the axes, or are covered by the legend."""
    fig = ax.get_figure(root=True)
    fig.draw_without_rendering()
    stamps = [stamp for artist in ax.findobj(BarTexts) for stamp in artist.stamps()]
    boxes = [(stamp.get_text(), _inked(stamp)) for stamp in stamps]
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)
    for string, box in boxes:
        assert all(fig.bbox.padded(1).contains(*corner) for corner in box.corners()), string
        assert not ax.bbox.padded(-1).overlaps(box), string
    if ax.get_legend() is not None:
        legend = ax.get_legend().get_window_extent()
        covered = [patch.get_window_extent() for patch in ax.patches] + [box for _, box in boxes]
        assert not any(legend.overlaps(box) for box in covered if box.width and box.height)


def _inked(stamp):
    """Return the box of a text without the leading of its line."""
    box, size = stamp.get_window_extent(), 0.1 * stamp.get_fontsize() * stamp.get_figure(root=True).dpi / 72
    return box.padded(-size, -0.2 * size) if stamp.get_rotation() else box.padded(-0.2 * size, -size)


def assert_no_texts_overlap(fig):
    """Draw the figure and fail if names along an axis touch each other, or texts in cells leave their cells."""
    fig.draw_without_rendering()
    renderer = fig.canvas.get_renderer()
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            names = [text for text in axis.get_ticklabels() if text.get_visible() and text.get_text()]
            for one, other in itertools.pairwise(names):
                assert not _overlap(one, other, renderer), (one.get_text(), other.get_text())
        for artist in ax.findobj(CellTexts):
            strings, size = artist.fitted(renderer.points_to_pixels(1))
            across, down = np.abs(np.diff(ax.transData.transform([(0, 0), (1, 1)]), axis=0))[0]
            for string in set(strings.ravel()) - {""}:
                font = artist._font.copy()
                font.set_size(size)
                box = TextPath((0, 0), string, prop=font).get_extents() if "\n" not in string else None
                assert box is None or box.width * fig.dpi / 72 <= across
                assert size * fig.dpi / 72 * (1 + string.count("\n")) <= 1.1 * down


def _overlap(one, other, renderer):
    """Tell whether two texts of one direction overlap: compared in that direction, where their boxes are upright."""
    angle, pivot = one.get_rotation(), one.get_window_extent(renderer).get_points()[0]
    boxes = []
    for text in (one, other):
        text.set_rotation(0)
        flat = text.get_window_extent(renderer)
        text.set_rotation(angle)
        corner = np.array(text.get_transform().transform(text.get_unitless_position()))
        turned = Affine2D().rotate_deg(-angle).transform(corner - pivot)
        shift = flat.get_points()[0] - corner
        boxes.append(
            Bbox.from_bounds(*(turned + shift), flat.width, flat.height).expanded(1, 0.75)
        )  # without the leading
    return boxes[0].overlaps(boxes[1])


def drawn_area(line):
    """Return the area under a drawn line, as its drawing style joins the points."""
    x, y = line.get_data()
    if line.get_drawstyle() == "steps-post":
        return float(np.sum(np.abs(np.diff(x)) * y[:-1]))
    assert line.get_drawstyle() == "default"
    return float(np.trapezoid(y, x))


def assert_picture_equals_number(fig):
    """Compare each figure's records with what its artists show; fail if there is nothing to compare."""
    records = find_records(fig)
    assert records
    for artist, record in records:
        {
            "roc_curve": _check_curve,
            "pr_curve": _check_curve,
            "learning_curve": assert_learning_curve,
            "threshold_sweep": assert_threshold_sweep,
            "risk_coverage": assert_risk_coverage,
            "score_histograms": assert_score_histograms,
            "class_counts": assert_class_counts,
            "reliability_diagram": assert_reliability_diagram,
            "confusion_matrix": _check_matrix,
            "slice_metric_heatmap": _check_heatmap,
            "metric_bars": _check_bars,
            "forest": assert_forest,
            "bootstrap_distribution": _check_bootstrap,
            "metric_timeline": assert_metric_timeline,
        }[record.plot](artist, record)
        assert_drawn_as_it_says(artist, record)


def _check_curve(line, record):
    area = record.result.roc_auc if record.plot == "roc_curve" else record.result.average_precision
    name = "AUC" if record.plot == "roc_curve" else "AP"
    if np.isnan(area):
        assert np.isnan(line.get_ydata()).all()
        assert re.match(rf"_?(?:{name} )?undefined", line.get_label())
        return
    assert abs(drawn_area(line) - area) < 1e-12
    whole, said = re.match(rf"_?({name} )?([<>]?[\d.]+)", line.get_label()).groups()
    assert_says(said, area)
    fit = line.axes.get_axes_locator()
    if line.axes.get_legend() is not None and fit.around.has_legend:
        title = line.axes.get_legend().get_title().get_text()
        assert (title.split(" [")[0] == name) == (whole is None)
        brackets = any("[" in text.get_text() for text in line.axes.get_legend().get_texts())
        assert ("[" in title) == (brackets and whole is None)
    max_fpr, text = record.options["max_fpr"], re.search(r"([\d.]+) for FPR ≤ ([\de.-]+)", line.get_label())
    assert (text is None) == (max_fpr is None)
    if text is not None:
        assert float(text[2]) == float(f"{max_fpr:g}")
        assert abs(float(text[1]) - record.result.partial_roc_auc(max_fpr)) <= 0.0005 + 1e-12
    _check_interval(line, record)
    _check_bands(line, record)
    _check_marks(line, record)
    for inset in (child for child in line.axes.child_axes if child.get_label() == "_enlarged"):
        again = [other for other in inset.lines if np.array_equal(other.get_xydata(), line.get_xydata())]
        assert any(_looks(other) == _looks(line) for other in again)


def _check_interval(line, record):
    """The legend has the interval of a curve; the caption says of which kind it is, and where it is not reliable."""
    found = re.search(r"\[(\S+), (\S+)\]", line.get_label())
    known = record.result.interval
    assert (found is None) == (known is None or record.options["faint"])
    if found is not None:
        for said, end in zip(found.groups(), known, strict=True):
            assert_says(said, end)
        captions = caption(line.axes).replace("\n", " ")
        shown = line.axes.get_legend()
        titles = [captions, shown.get_title().get_text()] if shown else [captions]
        if shown and any("[" in text.get_text() for text in shown.get_texts()):
            assert any(record.result.intervals.label in title for title in titles)
        for reason in record.result.intervals.unreliable.values():
            assert re.search(rf"(?i)unreliable[^;]*: {re.escape(reason)}", captions)


def _check_bands(line, record):
    """A band in the colour of a curve is that curve's, and the caption says of which kind it is."""
    for patch in line.axes.patches:
        name, _, about = str(patch.get_gid()).partition(":")
        if name == BAND and to_hex(patch.get_facecolor()) == to_hex(line.get_color()):
            kind, _, level = about.partition(":")
            if kind == FOLDS:
                band, said = record.result.spread(), f"and: ± 1 standard deviation of {level} folds"
            else:
                band = record.result.band(kind, confidence_level=float(level) / 100, n_resamples=N_RESAMPLES)
                said = f"and: {level}% {kind} (bootstrap"
            corners = np.concatenate([band.upper, band.lower[::-1]])
            np.testing.assert_allclose(patch.get_xy()[: len(corners)], corners)
            assert said in caption(line.axes).replace("\n", " ")


def _looks(line):
    return (
        line.get_color(),
        line.get_linestyle(),
        line.get_linewidth(),
        line.get_drawstyle(),
        line.get_alpha(),
        line.get_zorder(),
    )


def _check_marks(line, record):
    """Compare what is said at marked points with where these are."""
    marks = [mark for mark in line.axes.lines if mark.get_linestyle() == "None" and len(mark.get_xdata()) == 1]
    places = {tuple(mark.get_xydata()[0].tolist()) for mark in marks}
    for texts in (strip for strip in line.axes.get_axes_locator().around.strips if isinstance(strip, MarkTexts)):
        for text, _, point in texts.texts:
            assert point in places
            for said, number in zip(re.findall(r"[<>]?\d[\d.e-]*", text.get_text()), point[::-1], strict=True):
                assert_says(said, number)
    if not record.result.per_class and (cuts := record.options["threshold"]) is not None:
        for cut in np.atleast_1d(cuts):
            x, y = record.result.at_threshold(cut)
            assert np.isnan(y) or (x, y) in places


def _check_matrix(image, record):
    _check_colors(image, record)
    matrix, normalize, annotate = record.result, record.options["normalize"], record.options["annotate"]
    shares = matrix.normalized(normalize or "all")
    np.testing.assert_allclose(image.get_array().filled(np.nan), shares if normalize else matrix.counts)
    _check_names(image.axes.yaxis, matrix.display_labels)
    _check_names(image.axes.xaxis, matrix.display_labels)
    _check_bars_in_cells(image, record)
    if not annotate or record.options["annot_fmt"]:
        return
    for level in cell_artist(image.axes).levels:
        for text, count, share in zip(level.ravel(), matrix.counts.ravel(), shares.ravel(), strict=True):
            if np.isnan(share) and normalize:
                assert text == ""
                continue
            numbers = {"count": [count], "percent": [share], "both": [share, count]}[annotate]
            for line, number in zip(text.split("\n"), numbers, strict=False):
                unsigned = number is share and not line.endswith(
                    ("%", " pp")
                )  # of many classes only the caption has the sign
                said = f"{caption_of_all(image.figure)}{caption(image.axes)}"
                assert not unsigned or (len(matrix.labels) >= 6 and said.startswith(("% of", "Percentage points of")))
                assert_says(f"{line}%" if unsigned else line, number)


def _check_bars_in_cells(image, record):
    """Compare the bars of each cell with its histogram, and that with its number."""
    drawn = [artist for artist in image.axes.get_children() if isinstance(artist, CellBars)]
    assert len(drawn) == record.options["show_scores"]
    for artist in drawn:
        histograms, heights = record.result.cell_histograms, artist.heights()
        np.testing.assert_allclose(histograms.counts.sum(axis=2), record.result.counts)
        np.testing.assert_allclose(heights * histograms.counts.max(axis=2, keepdims=True), histograms.counts)


def assert_says(text, number):
    """Compare a text with the number that it stands for, to half of its last digit."""
    plain = text.lstrip("<>").rstrip("%").removesuffix(" pp").replace("−", "-").replace(",", "")
    said, number = float(plain), number * 100 if text.endswith(("%", " pp")) else number
    if text[0] in "<>":
        assert number < said if text[0] == "<" else number > said
    else:
        mantissa, _, power = plain.partition("e")
        unit = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
        assert abs(said - number) <= 0.5 * unit * (1 + 1e-9) + 1e-9


def _check_names(axis, labels):
    """Check that names stand where they belong, whole or shortened; some may be left out, never the first."""
    labels = [str(label) for label in labels]
    shown = [text.get_text() for text in axis.get_ticklabels()]
    named = list(zip(axis.get_ticklocs(), shown or _hidden_names(axis), strict=True))
    assert named[0][0] == 0
    for place, shown in named:
        if place > len(labels) - 1:
            assert shown == "mean"
            continue
        whole = labels[round(place)]
        line = " ".join(whole.split()) if whole.strip() else "(empty)"
        cut = " ".join(shown.split())
        head, *parts = [re.escape(part) for part in cut.split("…")]
        assert re.fullmatch(".*".join([head, *parts]), line), (cut, line)


def _hidden_names(axis):
    """Return the names that an axis leaves to the panel beside it, or below."""
    return axis.get_major_formatter().format_ticks(axis.get_ticklocs())


def _check_colors(image, record):
    options = record.options
    assert (image.get_cmap().name, *image.get_clim()) == (options["cmap"], options["vmin"], options["vmax"])
    assert type(image.norm).__name__ == options.get("norm", "Normalize")


def _check_bootstrap(outline, record):
    result, ax = record.result, outline.axes
    known = np.round(result.samples[~np.isnan(result.samples)], 12)
    heights, edges, _ = outline.get_data()
    np.testing.assert_array_equal(np.histogram(known, edges)[0], heights)
    assert heights.sum() == len(known)
    (line,) = [line for line in ax.lines if line.get_label() == "_value"]
    assert [*line.get_xdata()] == [result.value] * 2
    said = caption(ax).replace("\n", " ")
    assert said.startswith("Line: ")
    assert_says(said.split()[1].rstrip(","), result.value)
    ends = [patch.get_data().edges[[0, -1]] for patch in ax.patches if isinstance(patch, StepPatch)][-1]
    np.testing.assert_allclose(ends, np.clip(result.interval, edges[0], edges[-1]))
    assert result.intervals.label in said
    assert all(reason in said for reason in result.intervals.unreliable.values())


def _check_heatmap(image, record):
    _check_colors(image, record)
    slices, annotate = record.result, record.options["annotate"]
    np.testing.assert_array_equal(image.get_array().filled(np.nan), slices.grid)
    _check_names(image.axes.yaxis, slices.row_labels)
    _check_names(image.axes.xaxis, slices.col_labels)
    others = [other for other in image.axes.images if other is not image]
    means = {"rows": [slices.row_means()], "cols": [slices.col_means()], False: []}
    means[True] = means["rows"] + means["cols"]
    for other, mean in zip(others, means[record.options["means"]], strict=True):
        np.testing.assert_array_equal(other.get_array().filled(np.nan).ravel(), mean)
    if not annotate or record.options["annot_fmt"]:
        return
    counts = [None] * slices.grid.size if slices.n is None else slices.n.ravel().tolist()
    for level in cell_artist(image.axes).levels:
        for text, value, count in zip(level.ravel(), slices.grid.ravel(), counts, strict=True):
            for line in text.split("\n"):
                if line.startswith("n="):
                    assert line == f"n={count}"
                elif np.isnan(value):
                    assert line == "n/a"
                else:
                    assert_says(line, value)


def _check_bars(bar, record):
    (container,) = (c for c in bar.axes.containers if bar in getattr(c, "patches", ()))
    shown, series = record.result, record.options["series"]
    values = shown.groups[series]
    known = [values.get(tick, np.nan) for tick in shown.ticks]
    assert bar_lengths(container) == [0.0 if np.isnan(value) else value for value in known]
    flat = container.orientation == "horizontal"
    assert all((patch.get_x() if flat else patch.get_y()) == 0 for patch in container.patches)
    assert bar.axes.yaxis_inverted() == flat  # the first one is on top
    for axis in (bar.axes.xaxis, bar.axes.yaxis):
        low, high = shown.extent
        if axis is (bar.axes.xaxis if flat else bar.axes.yaxis) and low >= -1 and high <= 1:
            assert all(-1 - 1e-9 <= tick <= 1 + 1e-9 for tick in axis.get_ticklocs())
    lines = {line.get_label().strip(): line for line in bar.axes.lines}
    for name, value in shown.references.items():
        places = lines[name.strip()].get_xdata() if flat else lines[name.strip()].get_ydata()
        assert list(places) == [value, value]
        assert name.strip() in [entry.strip() for entry in legend(bar.axes)]
    for artist in bar.axes.findobj(BarTexts):
        for entry in artist.entries:
            for string in entry.strings:
                if string != "n/a" and record.options["annot_fmt"] == "{:.3f}":
                    assert_says(string, entry.value)
