import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.plots.data import HAND, animals, binary, multiclass
from tests.plots.reading import (
    assert_no_texts_overlap,
    assert_picture_equals_number,
    caption,
    caption_of_all,
    cell_texts,
    texts,
    x_names,
    y_names,
)

from figmerit import (
    ConfusionMatrix,
    choose_threshold,
    compute_confusion_matrix,
    compute_multilabel_confusion_matrix,
    compute_threshold_sweep,
    plot_confusion_matrix,
    plot_confusion_matrix_grid,
)


def panels(n):
    found = {}
    for index in range(n):
        y_true, y_score = multiclass(3, 90 + 40 * index, skill=0.5 + index / 2, seed=index)
        found[f"model {index}"] = compute_confusion_matrix(y_true, y_score=y_score)
    return found


def drawn(fig):
    """Return the axes of the panels: those with a title."""
    return [ax for ax in fig.get_axes() if ax.get_title()]


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_confusion_matrix_grid(panels(4), figsize=(6.4, 4.8))
    assert [ax.get_title() for ax in drawn(fig)] == ["model 0", "model 1", "model 2", "model 3"]
    assert len({ax.images[0].norm.vmax for ax in drawn(fig)}) == 1
    assert len(fig.get_axes()) == 4
    assert not any(ax.child_axes for ax in fig.get_axes())  # all cells say their numbers
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_incomplete_last_row_and_title():
    fig = plot_confusion_matrix_grid(panels(5), ncols=3, title="Five models", figsize=(6.4, 4.8))
    assert not any(ax.get_xlabel() or ax.get_ylabel() for ax in drawn(fig))
    assert (fig.get_supxlabel(), fig.get_supylabel()) == ("Predicted label", "True label")
    return fig


@pytest.mark.mpl_image_compare
def test_rules_of_chosen_thresholds():
    sweep = compute_threshold_sweep(*binary(1.2, n=600))
    few_misses = choose_threshold(sweep, "cost", cost={"fp": 1, "fn": 9}, prevalence=0.2)
    points = {"F1": choose_threshold(sweep), "precise": choose_threshold(sweep, "precision", target=0.9)}
    fig = plot_confusion_matrix_grid(points | {"few misses": few_misses, "at 0.5": sweep.at_threshold(0.5)},
                                     figsize=(6.4, 4.8))  # fmt: skip
    assert [caption(ax).split("; ")[1] for ax in drawn(fig)][::3] == ["score ≥ 0.563011", "score ≥ 0.5"]
    assert caption_of_all(fig) == " ".join(
        [
            "Samples",
            "F1: best F1 (chosen on these data)",
            "precise: precision ≥ 0.9 (chosen on these data)",
            "few misses: lowest cost for FP 1, FN 9, prevalence = 0.200 (chosen on these data)",
        ]
    )
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_own_scales():
    fig = plot_confusion_matrix_grid(panels(2), share_scale=False, annotate="both", colorbar=True, figsize=(6.4, 3))
    assert len({ax.images[0].norm.vmax for ax in drawn(fig)}) == 2
    assert [len(ax.child_axes) for ax in drawn(fig)] == [1, 1]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_normalized_plain_matrices_and_class_names():
    matrices = {"matrix": [[8, 2], [3, 7]], "labels": ([0, 0, 1, 1, 1], [0, 1, 1, 1, 0])}
    fig = plot_confusion_matrix_grid(
        matrices, normalize="true", annotate="percent", display_labels=["cat", "dog"], figsize=(6.4, 3), cmap="Greens"
    )
    assert cell_texts(drawn(fig)[0]) == [["80%", "20%"], ["30%", "70%"]]
    assert cell_texts(drawn(fig)[1]) == [["50%", "50%"], ["33%", "67%"]]
    assert x_names(drawn(fig)[1]) == ["cat", "dog"]
    return fig


@pytest.mark.mpl_image_compare
def test_part_of_a_figure():
    fig = plt.figure(figsize=(6.4, 4.8), layout="constrained")
    left, right = fig.subfigures(1, 2, width_ratios=(2, 1))
    returned = plot_confusion_matrix_grid(panels(2), fig=left, ncols=1, title="The grid", colorbar=False)
    right.subplots().plot([0, 1])
    assert returned is fig
    assert fig.get_suptitle() == left.get_suptitle() == ""
    return fig


def test_an_empty_row_of_one_panel_is_explained_above_the_grid():
    fig = plot_confusion_matrix_grid({"a": [[0, 0], [1, 2]], "b": [[1, 2], [3, 4]]}, normalize="true", ncols=1)
    assert fig.get_supxlabel() == "Predicted label"
    assert caption_of_all(fig) == "% of each true label (row); hatched: no samples"


def test_each_panel_with_a_threshold_of_its_own_says_so():
    y_true, y_score = HAND
    cuts = {str(cut): compute_confusion_matrix(y_true, y_score=y_score, threshold=cut) for cut in (0.3, 0.5, 0.7)}
    fig = plot_confusion_matrix_grid({**cuts, "again": cuts["0.5"]}, ncols=2)
    said = [caption(ax).split("; ")[1] for ax in drawn(fig)]
    assert said == [f"score ≥ {cut}" for cut in (0.3, 0.5, 0.7, 0.5)]


def test_a_crosstab_is_a_panel():
    pd = pytest.importorskip("pandas")
    y_true, y_pred = animals()
    y_pred[0] = "bird"
    table = pd.crosstab(pd.Series(y_true, name="true"), pd.Series(y_pred, name="predicted"))
    fig = plot_confusion_matrix_grid({"table": table, "labels": (y_true, y_pred)})
    assert cell_texts(drawn(fig)[0]) == cell_texts(drawn(fig)[1])
    assert x_names(drawn(fig)[0]) == ["bird", "cat", "dog"]


def test_a_tuple_of_lists_arrays_or_more_than_two_is_labels():
    pairs = {
        "lists": ([0, 1], [0, 0]),
        "arrays": (np.array([0, 1]), np.array([0, 0])),
        "tuples": ((0, 1, 1), (0, 0, 0)),
    }
    fig = plot_confusion_matrix_grid(pairs)
    assert [cell_texts(ax) for ax in drawn(fig)] == [[["1", "0"], [n, "0"]] for n in "112"]


def test_multilabel_matrices_fit():
    y_true, y_pred = np.eye(3, dtype=int), np.ones((3, 3), dtype=int)
    matrices = compute_multilabel_confusion_matrix(y_true, y_pred, labels=["a", "b", "c"])
    fig = plot_confusion_matrix_grid(matrices)
    assert [ax.get_title() for ax in drawn(fig)] == ["a", "b", "c"]
    assert_picture_equals_number(fig)


def test_one_panel_shows_what_the_single_plot_shows():
    matrix = compute_confusion_matrix(*animals())
    grid = drawn(plot_confusion_matrix_grid({"zoo": matrix}, normalize="true"))[0]
    single = plot_confusion_matrix(matrix, normalize="true").axes[0]
    assert cell_texts(grid) == cell_texts(single)
    assert grid.images[0].get_clim() == single.images[0].get_clim()


def test_long_names_have_room_in_a_new_figure():
    names = ["a name of about thirty characters", "another name of thirty characters", "short"]
    matrices = {f"model {k}": np.diag([3, 4, 5]) for k in range(5)}
    fig = plot_confusion_matrix_grid(matrices, display_labels=names, share_scale=False)
    fig.draw_without_rendering()  # a layout that collapses warns, and warnings are errors
    assert min(ax.get_window_extent().width for ax in fig.axes[:5]) > 60


def named(ax):
    """Return the names that are seen along rows and columns."""
    return [[text.get_text() for text in axis.get_ticklabels() if text.get_visible()] for axis in (ax.yaxis, ax.xaxis)]


def assert_panels_do_not_touch(fig):
    """Draw the figure and fail if a panel's texts reach into another panel or another one's texts."""
    fig.draw_without_rendering()
    owned = []
    for ax in drawn(fig):
        names = [text for axis in (ax.xaxis, ax.yaxis) for text in [*axis.get_ticklabels(), axis.label]]
        texts = [text for text in [ax.title, *names] if text.get_visible() and text.get_text()]
        owned.append([text.get_window_extent().padded(-1) for text in texts] + [ax.get_window_extent().padded(-1)])
    for one, other in itertools.combinations(owned, 2):
        for first, second in itertools.product(one, other):
            assert not first.overlaps(second)
    for box in itertools.chain.from_iterable(owned):
        assert fig.bbox.padded(2).contains(box.x0, box.y0)
        assert fig.bbox.padded(2).contains(box.x1, box.y1)


def several(n_panels, n_labels, name="model {}"):
    rng = np.random.default_rng(0)
    matrices = rng.integers(0, 60, (n_panels, n_labels, n_labels)) + 200 * np.eye(n_labels, dtype=int)
    labels = [f"class {k}" for k in range(n_labels)]
    return {name.format(k): ConfusionMatrix.from_counts(counts, labels=labels) for k, counts in enumerate(matrices)}


LONG = "a convolutional network of {} layers, trained on augmented images"


@pytest.mark.parametrize(
    ("n_panels", "n_labels", "name"),
    [(1, 3, "model {}"), (3, 2, LONG), (5, 3, LONG), (12, 10, "model {}"), (48, 2, "model {}"), (30, 2, LONG)],
)
@pytest.mark.parametrize("where", ["new", "caller", "constrained", "part"])
def test_any_number_of_panels_can_be_read(n_panels, n_labels, name, where):
    fig = None
    if where != "new":
        fig = plt.figure(figsize=(11, 8), layout="constrained" if where == "constrained" else None)
    part = fig.subfigures(2, 2, width_ratios=(4, 1), height_ratios=(4, 1))[0, 0] if where == "part" else fig
    fig = plot_confusion_matrix_grid(several(n_panels, n_labels, name), fig=part, normalize="true", title="A grid")
    assert len(drawn(fig)) == n_panels
    assert_panels_do_not_touch(fig)
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    assert len({ax.get_title() for ax in drawn(fig)}) == n_panels
    if where == "new":
        assert max(fig.get_size_inches()) < 16
        sizes = [ax.get_window_extent().width for ax in drawn(fig)]
        assert min(sizes) > 100
        assert max(sizes) - min(sizes) < 2


@pytest.mark.mpl_image_compare
def test_long_titles():
    fig = plot_confusion_matrix_grid(several(5, 3, LONG), ncols=3, title="Five networks", figsize=(6.4, 4.8))
    assert [ax.get_title().replace("\n", " ") for ax in drawn(fig)] == list(several(5, 3, LONG))
    assert_panels_do_not_touch(fig)
    boxes = [ax.get_window_extent() for ax in drawn(fig)]
    assert np.ptp([box.width for box in boxes]) < 1  # however many lines their titles take
    assert [round(box.y0) for box in boxes[:3]] == [round(boxes[0].y0)] * 3
    return fig


@pytest.mark.mpl_image_compare
def test_twelve_panels_without_a_layout():
    fig = plt.figure(figsize=(6.4, 4.8))
    plot_confusion_matrix_grid(several(12, 4), fig=fig, normalize="true", title="Twelve models")
    assert_panels_do_not_touch(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_own_scales_without_a_layout():
    fig = plt.figure(figsize=(6.4, 4.8))
    plot_confusion_matrix_grid(several(5, 3), fig=fig, share_scale=False, colorbar=True)
    assert_panels_do_not_touch(fig)
    return fig


def test_labels_are_named_on_the_outer_panels():
    fig = plot_confusion_matrix_grid(several(5, 2), ncols=3)
    fig.draw_without_rendering()
    names = ["class 0", "class 1"]
    assert [named(ax) for ax in drawn(fig)] == [
        [names, []],
        [[], []],
        [[], names],  # above an empty place
        [names, names],
        [[], names],
    ]


def test_labels_whose_names_differ_are_named_on_each_panel():
    a, b = (
        ConfusionMatrix.from_counts([[1, 2], [3, 4]]),
        ConfusionMatrix.from_counts([[1, 2], [3, 4]], display_labels=["no", "yes"]),
    )
    fig = plot_confusion_matrix_grid({"a": a, "b": b})
    fig.draw_without_rendering()
    assert [named(ax)[0] for ax in drawn(fig)] == [["0", "1"], ["no", "yes"]]


ZOO = {
    "old": ConfusionMatrix.from_counts([[3, 1], [1, 2]], labels=["cat", "dog"]),
    "new": ConfusionMatrix.from_counts([[3, 1, 1], [1, 2, 4], [1, 1, 7]], labels=["bird", "cat", "fish"]),
}


@pytest.mark.mpl_image_compare
def test_aligned_labels():
    fig = plot_confusion_matrix_grid(ZOO, align_labels=True, normalize="true", figsize=(6.4, 3.2))
    left, right = drawn(fig)
    assert y_names(left) == x_names(right) == ["bird", "cat", "dog", "fish"]
    assert cell_texts(left)[1] == ["0%\n0", "75%\n3", "25%\n1", "0%\n0"]
    assert cell_texts(left)[0] == [""] * 4
    assert texts(left) == ["no samples", "no samples"]
    assert texts(right) == ["no samples"]
    assert_picture_equals_number(fig)
    return fig


def test_display_labels_are_those_of_the_aligned_labels():
    fig = plot_confusion_matrix_grid(ZOO, align_labels=True, display_labels=["B", "C", "D", "F"])
    assert x_names(drawn(fig)[1]) == ["B", "C", "D", "F"]
    assert [len(matrix.labels) for matrix in ZOO.values()] == [2, 3]


def test_titles_of_panels_are_texts():
    fig = plot_confusion_matrix_grid({"$\\frac$": [[1]], "b": [[2]]})
    fig.draw_without_rendering()
    assert drawn(fig)[0].get_title() == "$\\frac$"
