import itertools
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from tests.plots.cases import pixels
from tests.plots.data import ANIMALS, HAND, animals, binary, multiclass
from tests.plots.reading import (
    assert_no_texts_overlap,
    assert_picture_equals_number,
    caption,
    cell_artist,
    cell_texts,
    texts,
    x_names,
    y_names,
)

from figmerit import (
    ConfusionMatrix,
    choose_threshold,
    compute_abstention,
    compute_agreement,
    compute_confusion_matrix,
    compute_threshold_sweep,
    plot_confusion_matrix,
)
from figmerit.plots._cell_texts import CellTexts
from figmerit.plots._record import find_records
from figmerit.plots._span_text import SpanText
from figmerit.styles.contrast import contrast_ratio


def zoo(**options):
    return compute_confusion_matrix(*animals(), labels=ANIMALS, **options)


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_confusion_matrix(*animals())
    ax = fig.axes[0]
    assert cell_texts(ax) == [["0", "5", "7"], ["0", "27", "3"], ["0", "9", "15"]]
    assert y_names(ax) == ["bird", "cat", "dog"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Predicted label", "True label")
    assert caption(ax) == "Samples"
    assert ax.child_axes == []
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_ten_classes():
    y_true, y_score = multiclass(10, 1000, skill=2.5)
    fig = plot_confusion_matrix(compute_confusion_matrix(y_true, y_score=y_score))
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_of_each_true_label():
    fig = plot_confusion_matrix(zoo(), normalize="true")
    ax = fig.axes[0]
    assert cell_texts(ax)[0] == ["0%\n0", "42%\n5", "58%\n7", "0%\n0"]
    assert cell_texts(ax)[3] == ["", "", "", ""]
    assert texts(ax) == ["no samples"]
    assert caption(ax) == "% of each true label (row); hatched: no samples"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_of_each_predicted_label():
    fig = plot_confusion_matrix(zoo(), normalize="pred", annotate="percent")
    assert texts(fig.axes[0]) == ["never predicted", "never predicted"]
    assert caption(fig.axes[0]) == "% of each predicted label (column); hatched: never predicted"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_of_all():
    fig = plot_confusion_matrix(zoo(), normalize="all", annotate="percent", annot_fmt="{:.0%}", cmap="viridis")
    assert cell_texts(fig.axes[0])[1] == ["0%", "41%", "5%", "0%"]
    assert caption(fig.axes[0]) == "% of all samples"
    return fig


@pytest.mark.mpl_image_compare
def test_both_without_normalize():
    fig = plot_confusion_matrix(zoo(), annotate="both")
    assert cell_texts(fig.axes[0])[1] == ["0%\n0", "41%\n27", "5%\n3", "0%\n0"]
    assert caption(fig.axes[0]) == "% of all samples"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_without_texts_and_colorbar():
    fig = plot_confusion_matrix(zoo(), annotate=False, colorbar=False, normalize="true", title="No texts")
    assert caption(fig.axes[0]) == "% of each true label (row); hatched: no samples"
    assert fig.axes[0].child_axes == []
    assert fig.axes[0].get_title() == "No texts"
    return fig


@pytest.mark.mpl_image_compare
def test_threshold_and_names():
    matrix = compute_confusion_matrix(
        HAND[0], y_score=HAND[1], threshold=0.45, display_labels=["healthy", "affected\nby $x$"]
    )
    fig = plot_confusion_matrix(matrix, figsize=(4.5, 3.6))
    assert caption(fig.axes[0]) == "Samples; score ≥ 0.45"
    assert x_names(fig.axes[0]) == ["healthy", "affected\nby $x$"]
    assert cell_texts(fig.axes[0]) == [["2", "2"], ["1", "3"]]
    return fig


def test_the_rule_of_a_chosen_threshold():
    point = choose_threshold(compute_threshold_sweep(*binary(1.2, n=600)))
    fig = plot_confusion_matrix(point)
    assert caption(fig.axes[0]) == "Samples; score ≥ 0.563011; best F1 (chosen on these data)"
    np.testing.assert_array_equal(pixels(fig), pixels(plot_confusion_matrix(point.matrix)))
    assert point.matrix.alt_text().endswith(" Threshold: best F1 (chosen on these data), score ≥ 0.563011.")
    elsewhere = compute_threshold_sweep(*binary(1.2, n=500)).at_threshold(point)
    assert elsewhere.matrix.threshold_rule == "best F1 (chosen on other data)"
    total = point.matrix + elsewhere.matrix
    assert (total.cut_text, total.threshold_rule) == ("score ≥ 0.563011", "")
    with pytest.raises(
        TypeError,
        match=r"^the second argument must be left out with a ConfusionMatrix; got ConfusionMatrix and \[0, 1\]",
    ):
        plot_confusion_matrix(point, [0, 1])


@pytest.mark.mpl_image_compare
def test_the_rule_of_a_chosen_threshold_is_named():
    point = choose_threshold(compute_threshold_sweep(*binary(1.2, n=600)), "recall", target=0.9)
    fig = plot_confusion_matrix(point, normalize="true", figsize=(4.8, 4.4))
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_weights_and_long_names():
    names = ["a rather long name", "another long name", "short", "yet another long name"]
    weight = np.linspace(0.1, 2.0, 66)
    matrix = compute_confusion_matrix(*animals(), labels=ANIMALS, display_labels=names, sample_weight=weight)
    fig = plot_confusion_matrix(matrix, cmap="magma")
    assert caption(fig.axes[0]) == "Samples (weighted)"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_axes_of_the_caller():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8), layout="constrained")
    returned = plot_confusion_matrix(zoo(), ax=axes[0, 1], normalize="true")
    plot_confusion_matrix(*animals(), ax=axes[1, 0], colorbar=axes[1, 1])
    assert returned is fig
    assert not axes[0, 0].has_data()
    return fig


@pytest.mark.mpl_image_compare
def test_twelve_classes_some_without_samples():
    fig, ax = plt.subplots(figsize=(3.2, 3), layout="constrained")
    plot_confusion_matrix(with_empty_rows(12, (4, 7)), normalize="true", annotate="percent", ax=ax, colorbar=False)
    assert texts(ax) == ["no samples", "no samples"]
    return fig


def with_empty_rows(n_classes, rows):
    counts = np.random.default_rng(0).integers(0, 9, (n_classes, n_classes)) + 40 * np.eye(n_classes, dtype=int)
    counts[list(rows)] = 0
    return ConfusionMatrix.from_counts(counts)


@pytest.mark.parametrize(("normalize", "transpose"), [("true", False), ("pred", True)])
@pytest.mark.parametrize("n_classes", [2, 12, 30])
def test_what_an_empty_row_says_fits_into_it(n_classes, normalize, transpose):
    matrix = with_empty_rows(n_classes, (1,))
    counts = matrix.counts.T if transpose else matrix.counts
    _, ax = plt.subplots(figsize=(3, 3))
    fig = plot_confusion_matrix(ConfusionMatrix.from_counts(counts), normalize=normalize, ax=ax)
    fig.draw_without_rendering()
    (text,) = ax.findobj(SpanText)
    cell = np.abs(np.diff(ax.transData.transform([(0, 0), (1, 1)]), axis=0))[0]
    box = text.get_window_extent()
    assert box.width <= cell[0] if transpose else box.height <= cell[1]
    assert (text.get_fontsize() == mpl.rcParams["font.size"]) == (n_classes == 2)


def test_what_an_empty_row_says_may_be_given_another_size():
    fig = plot_confusion_matrix(zoo(), normalize="true")
    (text,) = fig.axes[0].findobj(SpanText)
    for size in (5, 8):
        text.set_fontsize(size)
        fig.draw_without_rendering()
        fig.draw_without_rendering()
        assert text.get_fontsize() == size
        assert not fig.stale


def test_an_empty_row_too_low_for_a_text_has_none_and_is_explained_below():
    fig = plot_confusion_matrix(with_empty_rows(100, range(0, 100, 2)), normalize="true", figsize=(3, 3))
    fig.draw_without_rendering()
    with_texts = np.asarray(fig.canvas.buffer_rgba()).copy()
    for text in fig.axes[0].findobj(SpanText):
        text.set_visible(False)
    fig.draw_without_rendering()
    np.testing.assert_array_equal(fig.canvas.buffer_rgba(), with_texts)
    assert caption(fig.axes[0]).endswith("hatched: no samples")


def test_record_tells_what_the_picture_shows():
    fig = plot_confusion_matrix(
        zoo(), normalize="pred", cmap="magma", colorbar=False, annot_fmt=lambda share: f"{share:.2f}"
    )
    ((_, record),) = find_records(fig)
    assert dict(record.options) == {
        "normalize": "pred",
        "annotate": "both",
        "annot_fmt": "test_record_tells_what_the_picture_shows.<locals>.<lambda>",
        "cmap": "magma",
        "norm": "Normalize",
        "vmin": 0.0,
        "vmax": 1.0,
        "colorbar": False,
        "show_scores": False,
    }


def test_averages_of_counts_are_not_called_samples():
    matrix = ConfusionMatrix.from_counts([[8.5, 1.5], [2.25, 7.75]])
    assert caption(plot_confusion_matrix(matrix).axes[0]) == "Samples (weighted)"


def test_texts_read_well_on_every_colormap():
    y_true, y_score = multiclass(8, 300)
    matrix = compute_confusion_matrix(y_true, y_score=y_score, labels=range(8))
    for name in mpl.colormaps:
        artist = cell_artist(plot_confusion_matrix(matrix, cmap=name, colorbar=False).axes[0])
        assert contrast_ratio(artist.colors(), artist.backgrounds()).min() >= 4.5, name
        plt.close("all")


def drawn_texts(fig):
    """Return the texts that are drawn in the cells, and their font size."""
    fig.draw_without_rendering()
    strings, size = cell_artist(fig.axes[0]).fitted(fig.canvas.get_renderer().points_to_pixels(1))
    return strings.tolist(), size


def test_texts_shrink_with_their_cells_and_vanish():
    sizes = []
    for n_classes in (3, 12, 15):
        matrix = ConfusionMatrix.from_counts(np.full((n_classes, n_classes), 1234))
        strings, size = drawn_texts(plot_confusion_matrix(matrix, figsize=(6.4, 4.8)))
        assert strings[0][0] == "1234"
        sizes.append(size)
    assert sizes[0] == pytest.approx(1.1 * mpl.rcParams["font.size"])
    assert sizes[0] > sizes[1] > sizes[2] > 5
    matrix = ConfusionMatrix.from_counts(np.full((60, 60), 1234))
    assert drawn_texts(plot_confusion_matrix(matrix, figsize=(6.4, 4.8)))[0][0][0] == ""
    strings, size = drawn_texts(plot_confusion_matrix(matrix, figsize=(6.4, 4.8), annotate="count"))
    assert strings[0][0] == "1234"
    assert 0 < size < 5


def test_texts_say_less_before_they_vanish():
    matrix = ConfusionMatrix.from_counts([[845, 155], [334, 666]])
    seen = []
    for inches in np.linspace(1, 0.2, 30):
        fig = Figure(figsize=(3, 3))
        ax = fig.add_axes((0.1, 0.1, inches / 3, inches / 3))
        plot_confusion_matrix(matrix, normalize="true", ax=ax, colorbar=False)
        strings, _ = cell_artist(ax).fitted(FigureCanvasAgg(fig).get_renderer().points_to_pixels(1))
        seen.append(strings[0, 0])
    assert list(dict.fromkeys(seen)) == ["84.5%\n845", "84%\n845", "84%", ""]


def test_weights_shed_their_decimals():
    matrix = ConfusionMatrix.from_counts(np.full((10, 10), 12.34) + 900 * np.eye(10))
    wide, narrow = (drawn_texts(plot_confusion_matrix(matrix, figsize=(side, side)))[0] for side in (8, 4.5))
    assert wide[0][:2] == ["912.34", "12.34"]
    assert narrow[0][:2] == ["912", "12"]


@pytest.mark.parametrize("n_classes", [5, 20, 50, 100])
def test_a_new_figure_grows_with_its_classes(n_classes):
    counts = np.random.default_rng(0).integers(0, 40, (n_classes, n_classes))
    fig = plot_confusion_matrix(ConfusionMatrix.from_counts(counts), normalize="true")
    width, height = fig.get_size_inches()
    assert (width, height) == (6.4, 4.8) if n_classes == 5 else 6.4 < width <= 12
    strings, size = drawn_texts(fig)
    assert size >= 5
    assert (strings[0][0] != "") == (n_classes < 100)


def test_rounding_never_claims_none_or_all():
    matrix = ConfusionMatrix.from_counts([[99_999, 1], [0, 10]])
    fig = plot_confusion_matrix(matrix, normalize="true", annotate="percent")
    assert cell_texts(fig.axes[0]) == [[">99.9%", "<0.1%"], ["0.0%", "100.0%"]]


def test_annot_fmt_of_counts():
    fig = plot_confusion_matrix(zoo(), annot_fmt="{:03d}")
    assert cell_texts(fig.axes[0])[0] == ["000", "005", "007", "000"]


def test_annot_fmt_may_be_a_function():
    fig = plot_confusion_matrix(zoo(), annotate="count", annot_fmt=lambda count: f"n={count}")
    assert cell_texts(fig.axes[0])[0] == ["n=0", "n=5", "n=7", "n=0"]


def test_array_and_result_make_the_same_figure():
    arrays = plot_confusion_matrix(*animals()).axes[0]
    result = plot_confusion_matrix(compute_confusion_matrix(*animals())).axes[0]
    assert cell_texts(arrays) == cell_texts(result)
    assert x_names(arrays) == x_names(result)


@pytest.mark.parametrize("n_classes", [30, 60, 100])
def test_names_of_many_classes_do_not_touch(n_classes):
    fig = plot_confusion_matrix(ConfusionMatrix.from_counts(np.eye(n_classes, dtype=int)))
    fig.canvas.draw()
    for names in (fig.axes[0].get_xticklabels(), fig.axes[0].get_yticklabels()):
        boxes = [text.get_window_extent() for text in names]
        assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))
        assert [text.get_text() for text in names] == [str(round(sum(text.get_position()))) for text in names]


def test_colours_of_counts_have_whole_ticks():
    fig = plot_confusion_matrix(ConfusionMatrix.from_counts([[1, 0], [0, 3]]), colorbar=True)
    fig.canvas.draw()
    (bar,) = fig.axes[0].child_axes
    assert all(float(tick).is_integer() for tick in bar.get_yticks())


def skilled(n_classes, **options):
    """Return a matrix of so many classes, most of whose samples lie on the diagonal."""
    counts = np.random.default_rng(0).integers(0, 9, (n_classes, n_classes)) + 40 * np.eye(n_classes, dtype=int)
    return ConfusionMatrix.from_counts(counts, **options)


@pytest.mark.mpl_image_compare
@pytest.mark.parametrize("n_classes", [2, 5, 30, 50, 100])
def test_classes(n_classes):
    fig = plot_confusion_matrix(skilled(n_classes), figsize=(6.4, 4.8))
    assert_picture_equals_number(fig)
    assert_no_texts_overlap(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_forced_texts():
    fig = plot_confusion_matrix(skilled(50), annotate="count", figsize=(6.4, 4.8))
    assert drawn_texts(fig)[0][0][0] == "47"
    return fig


LONG = [
    f"a name that goes on and on, {end}" for end in ("one", "two", "three", "four", "five", "six", "seven", "eight")
]
HARD_NAMES = [
    "a very long class name that never comes to an end and never will",
    "three\nlines\nof text",
    "",
    "costs $5 or $6",
    "x",
    "_",
    "y^2_0",
]


@pytest.mark.mpl_image_compare
@pytest.mark.parametrize("names", [LONG, HARD_NAMES], ids=["alike_but_for_their_ends", "of_all_kinds"])
def test_names(names):
    fig = plot_confusion_matrix(skilled(len(names), display_labels=names), figsize=(6.4, 4.8))
    assert_picture_equals_number(fig)
    assert_no_texts_overlap(fig)
    shown = y_names(fig.axes[0])
    assert len(set(shown)) == len(names)
    if names is HARD_NAMES:
        assert shown[0].startswith("a very long class")
        assert shown[0].endswith("…")
        assert shown[1:4] == ["three lines of text", "(empty)", "costs $5 or $6"]
    return fig


@pytest.mark.filterwarnings("ignore:no font of this figure has")
@pytest.mark.parametrize(
    "names",
    [["猫と犬の分類", "鳥", "魚"], ["قطة", "كلب", "طائر"], ["😀", "🐈‍⬛ cat", "dog"]],
    ids=["cjk", "arabic", "emoji"],
)
def test_names_of_other_scripts_are_kept_as_they_are(names):
    fig = plot_confusion_matrix(skilled(3, display_labels=names))
    fig.draw_without_rendering()
    assert x_names(fig.axes[0]) == y_names(fig.axes[0]) == names


@pytest.mark.filterwarnings("ignore:no font of this figure has")
def test_wide_scripts_need_more_room():
    _, axes = plt.subplots(1, 2, figsize=(8, 4))
    for ax, letter in zip(axes, "a猫", strict=True):
        plot_confusion_matrix(skilled(4, display_labels=[letter * 6 + str(k) for k in range(4)]), ax=ax, colorbar=False)
    for ax in axes:
        ax.get_axes_locator()(ax, None)
    narrow, wide = (ax.get_xticklabels()[0] for ax in axes)
    assert narrow.get_rotation() == 0
    assert wide.get_rotation() > 0 or wide.get_size() < narrow.get_size()


@pytest.mark.parametrize("figsize", [(2, 1.6), (3, 2.4), (6.4, 4.8), (10, 4), (4, 9)], ids=str)
@pytest.mark.parametrize("n_classes", [2, 5, 10, 30, 50, 100])
@pytest.mark.parametrize("name", ["", "class ", "a name of many words "], ids=["numbers", "short", "long"])
def test_nothing_overlaps_at_any_size(n_classes, figsize, name):
    names = [f"{name}{index}" for index in range(n_classes)]
    with mpl.rc_context({"font.size": 6 if figsize == (2, 1.6) else 10}):
        fig = plot_confusion_matrix(skilled(n_classes, display_labels=names), figsize=figsize, normalize="true")
        assert_picture_equals_number(fig)
        assert_no_texts_overlap(fig)


def test_a_thousand_classes_are_drawn_without_a_million_texts():
    fig = plot_confusion_matrix(ConfusionMatrix.from_counts(np.eye(1000, dtype=int)), normalize="true")
    assert not [artist for artist in fig.axes[0].get_children() if isinstance(artist, CellTexts)]


def test_functions_of_the_caller_never_see_an_undefined_share():
    matrix = ConfusionMatrix.from_counts([[1, 2], [0, 0]])
    fig = plot_confusion_matrix(
        matrix, normalize="true", annotate="percent", annot_fmt=lambda share: f"{int(100 * share)}"
    )
    assert cell_texts(fig.axes[0]) == [["33", "66"], ["", ""]]


def _two_models():
    rng = np.random.default_rng(2)
    true = rng.choice(["bird", "cat", "dog"], 240)
    old, new = (
        np.where(rng.random(240) < right, true, rng.choice(["bird", "cat", "dog"], 240)) for right in (0.6, 0.8)
    )
    return true, old, new


@pytest.mark.mpl_image_compare
def test_less_a_baseline():
    true, old, new = _two_models()
    fig = plot_confusion_matrix(true, new, baseline=old, baseline_label="the old model", title="The new model")
    (ax,) = fig.axes
    difference = compute_confusion_matrix(true, new).counts - compute_confusion_matrix(true, old).counts
    said = [[int(text.replace("\N{MINUS SIGN}", "-")) for text in row] for row in cell_texts(ax)]
    assert said == difference.tolist()
    assert caption(ax) == "Samples more (+) or fewer (\N{MINUS SIGN}) than in the old model"
    image = ax.images[0]
    assert image.norm.vcenter == 0
    assert image.norm.vmax == -image.norm.vmin == np.abs(difference).max()
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_shares_less_those_of_other_samples():
    true, old, new = _two_models()
    fig = plot_confusion_matrix(
        compute_confusion_matrix(true, new), baseline=compute_confusion_matrix(true[:200], old[:200]), normalize="true"
    )
    (ax,) = fig.axes
    assert caption(ax) == (
        "Percentage points of each true label (row), less baseline; not the same samples: 240 against 200"
    )
    assert re.fullmatch(r"\+\d+(\.\d)? pp\n\+\d+", cell_texts(ax)[0][0])
    assert_picture_equals_number(fig)
    return fig


def test_a_difference_of_matrices_is_drawn_as_one_with_a_baseline():
    true, old, new = _two_models()
    difference = compute_confusion_matrix(true, new) - compute_confusion_matrix(true, old)
    shown = cell_texts(plot_confusion_matrix(difference).axes[0])
    assert shown == cell_texts(plot_confusion_matrix(true, new, baseline=old).axes[0])


def test_a_baseline_of_scores_and_of_labels_that_only_it_predicts():
    fig = plot_confusion_matrix([0, 1, 1, 0], y_score=[0.2, 0.9, 0.4, 0.1], baseline=[0.7, 0.8, 0.9, 0.1])
    assert cell_texts(fig.axes[0]) == [["+1", "\N{MINUS SIGN}1"], ["+1", "\N{MINUS SIGN}1"]]
    fig = plot_confusion_matrix(["a", "b"], ["a", "b"], baseline=["c", "b"])
    assert cell_texts(fig.axes[0]) == [["+1", "0", "\N{MINUS SIGN}1"], ["0", "0", "0"], ["0", "0", "0"]]


BASELINES = {
    "an abstention": (
        lambda: plot_confusion_matrix(compute_abstention([0, 1], [0.1, 0.9], low=0.2, high=0.8), baseline=[0, 1]),
        TypeError,
        "baseline must be left out with Abstention; got [0, 1].",
    ),
    "too short": (
        lambda: plot_confusion_matrix([0, 1], [0, 1], baseline=[1]),
        ValueError,
        "baseline must be of the same shape as y_true, (2,); got shape (1,).",
    ),
    "limits": (
        lambda: plot_confusion_matrix([0, 1], [0, 1], baseline=[1, 1], vmin=0),
        ValueError,
        "vmin must be left out with a baseline: colours are about zero, up to vmax; got 0.0.",
    ),
    "a norm": (
        lambda: plot_confusion_matrix([0, 1], [0, 1], baseline=[1, 1], norm="log"),
        ValueError,
        "norm must be left out with a baseline: colours are about zero, up to vmax; got 'log'.",
    ),
    "the diagonal": (
        lambda: plot_confusion_matrix([0, 1], [0, 1], baseline=[1, 1], diagonal="percent"),
        ValueError,
        "diagonal must be left out with a baseline; got 'percent'.",
    ),
}


@pytest.mark.parametrize("name", BASELINES)
def test_whole_message_of_a_baseline(name):
    call, kind, message = BASELINES[name]
    with pytest.raises(kind) as error:
        call()
    assert str(error.value) == message


def test_two_raters_name_the_axes():
    agreement = compute_agreement(["yes", "no", "yes"], ["yes", "yes", "no"], names=["Ann", "the judge"])
    (ax,) = plot_confusion_matrix(agreement, title="Who says what").axes
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("Ann", "the judge")
    assert cell_texts(ax) == [["0", "1"], ["1", "1"]]
