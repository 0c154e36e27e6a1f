import itertools
import pickle
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from tests.plots.data import HAND, animals
from tests.plots.reading import (
    assert_bars_can_be_read,
    assert_no_texts_overlap,
    assert_picture_equals_number,
    bar_artist,
    bar_texts,
    bars,
    drawn_bar_texts,
    legend,
    x_names,
    y_names,
)

from figmerit import compute_metric_summary, plot_metric_bars
from figmerit.plots._bar_texts import BarTexts
from figmerit.plots._record import find_records

MODELS = {"baseline": 0.712, "tuned": 0.846, "ensemble": 0.868}
GROUPS = {
    "baseline": {"precision": 0.61, "recall": 0.82, "F1": 0.70},
    "tuned": {"precision": 0.74, "recall": 0.80, "F1": 0.77},
}


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_metric_bars(MODELS, ylabel="F1", title="Three models")
    ax = fig.axes[0]
    assert bars(ax) == [[0.712, 0.846, 0.868]]
    assert x_names(ax) == list(MODELS)
    assert bar_texts(ax) == ["0.712", "0.846", "0.868"]
    assert ax.get_legend() is None
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_groups():
    fig = plot_metric_bars(GROUPS)
    assert bars(fig.axes[0]) == [[0.61, 0.82, 0.70], [0.74, 0.80, 0.77]]
    assert x_names(fig.axes[0]) == ["precision", "recall", "F1"]
    assert legend(fig.axes[0]) == ["baseline", "tuned"]
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_intervals():
    intervals = {"baseline": (0.65, 0.76), "tuned": (0.81, 0.88)}
    fig = plot_metric_bars(MODELS, intervals=intervals, interval_label="95% Wilson")
    assert legend(fig.axes[0]) == ["95% Wilson"]
    (errorbar,) = (c for c in fig.axes[0].containers if not hasattr(c, "patches"))
    segments = errorbar.lines[2][0].get_segments()
    np.testing.assert_allclose([segment[:, 1] for segment in segments], [(0.65, 0.76), (0.81, 0.88)])
    assert_bars_can_be_read(fig.axes[0])
    return fig


@pytest.mark.mpl_image_compare
def test_negative_and_undefined():
    values = {"MCC": -0.21, "kappa": 0.08, "AUC": float("nan"), "gain": -0.05}
    fig = plot_metric_bars(values, intervals={"MCC": (-0.4, 0.1)}, interval_label="90% bootstrap")
    assert bar_texts(fig.axes[0]) == ["−0.210", "0.080", "n/a", "−0.050"]
    assert_bars_can_be_read(fig.axes[0])
    low, high = fig.axes[0].get_xlim()
    assert low < -0.4
    assert high > 0.1
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_summary():
    summary = compute_metric_summary(*animals())
    fig = plot_metric_bars(summary)
    assert bars(fig.axes[0]) == [list(summary.overall.values())]
    assert y_names(fig.axes[0])[:2] == ["accuracy", "balanced accuracy"]
    assert y_names(fig.axes[0])[4] == "macro F1"
    assert_bars_can_be_read(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_summaries_by_model():
    y_true, y_score = HAND
    summaries = {
        "at 0.5": compute_metric_summary(y_true, y_score=y_score),
        "at 0.7": compute_metric_summary(y_true, y_score=y_score, threshold=0.7),
    }
    fig = plot_metric_bars(summaries, metrics=["accuracy", "mcc"], label_formatter=str.upper)
    assert x_names(fig.axes[0]) == ["ACCURACY", "MCC"]
    assert legend(fig.axes[0]) == ["AT 0.5", "AT 0.7", "95% Wilson"]
    assert bars(fig.axes[0])[0][0] == summaries["at 0.5"].values["accuracy"]
    return fig


def test_f1_has_a_line_where_precision_and_recall_have_one():
    y_true, y_score = HAND
    summary = compute_metric_summary(y_true, y_score=y_score)
    names = ["precision", "recall", "f1_score"]
    fig = plot_metric_bars(summary, metrics=names, orientation="vertical")
    drawn = [line for line in fig.axes[0].collections if len(line.get_segments()) == 3]
    ends = np.array([np.array(part)[:, 1] for part in drawn[0].get_segments()])
    np.testing.assert_allclose(ends, [summary.overall_intervals[name] for name in names])
    assert legend(fig.axes[0]) == ["95% Wilson"]


def test_intervals_of_summaries_are_of_one_kind():
    levels = {str(level): compute_metric_summary([0, 1, 1], [0, 1, 0], confidence_level=level) for level in (0.9, None)}
    fig = plot_metric_bars(levels, metrics=["accuracy"])
    assert legend(fig.axes[0]) == ["0.9", "None", "90% Wilson"]
    assert_picture_equals_number(fig)
    levels["other"] = compute_metric_summary([0, 1, 1], [0, 1, 0])
    message = (
        r"^the intervals of the summaries must be of one kind; got 90% Wilson and 95% Wilson\.\n"
        r"Hint: compute_metric_summary\(\.\.\., confidence_level=0\.95\) for all\.$"
    )
    with pytest.raises(ValueError, match=message):
        plot_metric_bars(levels)


@pytest.mark.mpl_image_compare
def test_classes_of_a_summary():
    summary = compute_metric_summary(*animals())
    fig = plot_metric_bars(summary.by_class, annot_fmt="{:.2f}", ylabel="score")
    assert x_names(fig.axes[0]) == ["bird", "cat", "dog"]
    assert legend(fig.axes[0]) == ["precision", "recall", "f1_score", "specificity"]
    return fig


@pytest.mark.mpl_image_compare
def test_many_sorted():
    values = {f"site {index:02d}": value for index, value in enumerate(np.random.default_rng(0).random(24))}
    fig = plot_metric_bars(values, sort_key=lambda item: -item[1], annot_fmt="{:.2f}", figsize=(6.4, 4.8))
    assert_bars_can_be_read(fig.axes[0])
    assert bars(fig.axes[0])[0] == sorted(values.values(), reverse=True)
    return fig


@pytest.mark.mpl_image_compare
def test_axes_of_the_caller():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8), layout="constrained")
    assert plot_metric_bars(MODELS, ax=axes[0, 0]) is fig
    plot_metric_bars({"a": -1, "b": 2}, ax=axes[1, 1], annotate=False)
    assert not axes[0, 1].has_data()
    return fig


def test_groups_sort_by_their_values():
    fig = plot_metric_bars(GROUPS, sort_key=lambda item: item[1]["tuned"])
    assert x_names(fig.axes[0]) == ["precision", "F1", "recall"]


def test_names_may_be_numbers():
    fig = plot_metric_bars({2024: 0.5, 2025: 0.6}, intervals={2025: (0.5, 0.7)}, interval_label="95% Wilson")
    assert x_names(fig.axes[0]) == ["2024", "2025"]


def test_order_is_as_given():
    assert x_names(plot_metric_bars({"z": 1, "a": 2, "m": 3}).axes[0]) == ["z", "a", "m"]


def test_bars_start_at_zero():
    low, _ = plot_metric_bars({"a": 0.98, "b": 0.99}).axes[0].get_ylim()
    assert low == 0


def many(n_models=6, n_metrics=6):
    rng = np.random.default_rng(1)
    return {f"model {k}": {f"metric {m}": rng.random() for m in range(n_metrics)} for k in range(n_models)}


@pytest.mark.mpl_image_compare
def test_six_models_by_six_metrics():
    values = many()
    values["model 2"]["metric 4"] = None
    fig = plot_metric_bars(values, annot_fmt="{:.2f}", figsize=(6.4, 4.8))
    assert_bars_can_be_read(fig.axes[0])
    assert len(bar_texts(fig.axes[0])) == 36
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.parametrize(
    ("n_models", "n_metrics", "level", "upright", "readable"),
    [
        pytest.param(1, 3, 0, False, True, id="few"),
        pytest.param(3, 6, 1, False, True, id="two decimals"),
        pytest.param(6, 6, 0, True, True, id="upright"),
        pytest.param(8, 12, 0, True, False, id="none"),
    ],
)
def test_texts_are_as_large_as_their_bars_allow(n_models, n_metrics, level, upright, readable):
    values = many(n_models, n_metrics)
    for group in values.values():
        group["metric 0"] = None
    ax = plot_metric_bars(values, figsize=(6.4, 4.8), orientation="vertical").axes[0]
    assert_bars_can_be_read(ax)
    look = bar_artist(ax).look
    assert (look.level >= 0) == readable
    assert not readable or (look.level, look.angle == 90) == (level, upright)
    assert 6 <= look.size <= 10
    texts = set(drawn_bar_texts(ax)) - {"n/a"}
    assert {len(text) for text in texts} == ({5 - level} if readable else set())


def test_texts_that_are_asked_for_are_drawn_at_any_size():
    ax = plot_metric_bars(many(8, 12), figsize=(6.4, 4.8), annotate=True).axes[0]
    ax.figure.set_dpi(300)  # before matplotlib 3.11 the sizes of letters are whole pixels
    assert_bars_can_be_read(ax)
    assert len(drawn_bar_texts(ax)) == 96
    ax = plot_metric_bars(many(8, 12), figsize=(6.4, 4.8), annotate=False).axes[0]
    assert not ax.findobj(BarTexts)


def test_a_format_of_the_caller_is_kept():
    assert {
        len(entry.strings) for entry in bar_artist(plot_metric_bars(many(), annot_fmt="{:.3f}").axes[0]).entries
    } == {1}


def test_values_never_round_to_a_perfect_one():
    assert bar_texts(plot_metric_bars({"a": 0.99999, "b": 1, "c": 1e-9}).axes[0]) == [">0.999", "1.000", "<0.001"]


def test_series_and_frames_are_mappings():
    ax = plot_metric_bars(pd.Series({"b": 0.2, "a": 0.1})).axes[0]
    assert (x_names(ax), bars(ax)) == (["b", "a"], [[0.2, 0.1]])
    groups = {"tree": {"precision": 0.1, "recall": 0.3}, "bayes": {"precision": 0.2, "recall": np.nan}}
    frame = pd.DataFrame(groups)  # which is what it came from
    ax = plot_metric_bars(frame).axes[0]
    assert (x_names(ax), legend(ax)) == (["precision", "recall"], ["tree", "bayes"])
    assert bars(ax) == [[0.1, 0.3], [0.2, 0.0]]
    assert bar_texts(ax) == ["0.100", "0.300", "0.200", "n/a"]


def test_a_formatter_may_be_a_mapping():
    fig = plot_metric_bars(GROUPS, label_formatter={"tuned": "Tuned (ours)", "F1": "F₁"})
    assert x_names(fig.axes[0]) == ["precision", "recall", "F₁"]
    assert legend(fig.axes[0]) == ["baseline", "Tuned (ours)"]


@pytest.mark.parametrize("nothing", [None, float("nan"), (float("nan"), float("nan"))], ids=["none", "nan", "nans"])
def test_an_interval_may_be_missing(nothing):
    fig = plot_metric_bars(MODELS, intervals={"tuned": nothing}, interval_label="95% Wilson")
    assert fig.axes[0].get_legend() is None
    fig = plot_metric_bars(MODELS, intervals={"tuned": nothing, "ensemble": (0.8, 0.9)}, interval_label="95% Wilson")
    assert legend(fig.axes[0]) == ["95% Wilson"]


def test_the_record_says_what_the_bars_show():
    fig = plot_metric_bars(
        {"a": {"x": 0.2, "y": -0.4}, "b": {"x": float("nan")}}, intervals={"a": {"x": (0.1, 0.3)}}, interval_label="CI"
    )
    (_, record), (_, other) = find_records(fig)
    assert (record.options["series"], other.options["series"]) == ("a", "b")
    assert record.result is other.result
    assert record.result.alt_text() == (
        "Bars of 2 values for each of 2: from -0.400 ('y' of 'a') to 0.200 ('x' of 'a'), with intervals (CI). "
        "Undefined: 'x' of 'b', 'y' of 'b'."
    )
    assert record.options == {
        "series": "a",
        "metrics": None,
        "sort_key": None,
        "annotate": None,
        "annot_fmt": "{:.3f}",
    }


def test_alt_text_of_one_value_and_of_none():
    fig = plot_metric_bars({"a": 0.5}, metrics="a", sort_key=len)
    ((_, record),) = find_records(fig)
    assert record.result.alt_text() == "Bars of 1 value: 0.500 ('a')."
    assert (record.options["metrics"], record.options["sort_key"]) == (("a",), "len")
    ((_, record),) = find_records(plot_metric_bars(dict.fromkeys("abcdefgh")))
    assert record.result.alt_text() == ("Bars of 8 values. Undefined: 'a', 'b', 'c', 'd', 'e', 'f' and 2 more.")


def test_functions_of_the_caller_do_not_keep_a_figure_from_being_pickled():
    fig = plot_metric_bars(
        MODELS,
        sort_key=lambda item: item[1],
        label_formatter=lambda name: name.title(),
        annot_fmt=lambda value: f"{value:.1f}",
    )
    assert pickle.loads(pickle.dumps(fig)).axes


def test_an_error_leaves_the_axes_of_the_caller_as_they_were():
    ax = plt.figure().subplots()
    before = len(ax.get_children())
    for options in ({"annot_fmt": "{:d}"}, {"label_formatter": 3}, {"sort_key": 3}, {"annotate": 3}):
        with pytest.raises((TypeError, ValueError)):
            plot_metric_bars(MODELS, ax=ax, **options)
        assert len(ax.get_children()) == before


@pytest.mark.parametrize("annotate", [None, True, False])
def test_what_is_undefined_always_says_so(annotate):
    assert "n/a" in bar_texts(plot_metric_bars({"a": 0.0, "b": None}, annotate=annotate).axes[0])


@pytest.mark.mpl_image_compare
def test_undefined_among_negative_values():
    fig = plot_metric_bars({"a": -0.3, "b": None, "c": -0.9}, intervals={"c": (-1, -0.7)}, interval_label="95% normal")
    assert_bars_can_be_read(fig.axes[0])
    return fig


@pytest.mark.mpl_image_compare
def test_interval_across_zero():
    fig = plot_metric_bars(
        {"a": 0.05, "b": 0.4}, intervals={"a": (-0.1, 0.2), "b": (0.4, 0.5)}, interval_label="95% normal"
    )
    assert [list(line.get_ydata()) for line in fig.axes[0].lines if len(line.get_xdata()) == 2][-1] == [0, 0]
    assert_bars_can_be_read(fig.axes[0])
    return fig


@pytest.mark.mpl_image_compare
def test_legends_without_a_layout():
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 4.8))
    plot_metric_bars(
        GROUPS | {"large": {"precision": 0.95, "recall": 0.99}}, metrics=["precision", "recall"], ax=axes[0]
    )
    plot_metric_bars(MODELS, intervals={"tuned": (0.8, 1.0)}, interval_label="95% Wilson", ax=axes[1])
    fig.draw_without_rendering()
    for ax in axes:
        assert_bars_can_be_read(ax)
    return fig


def test_values_that_are_masked_are_undefined():
    assert bar_texts(plot_metric_bars({"a": np.ma.masked, "b": pd.NA}).axes[0]) == ["n/a", "n/a"]


def test_undefined_keys_sort_last():
    values = {"a": 0.5, "b": float("nan"), "c": 0.1, "d": 0.7, "e": 0.2}
    assert y_names(plot_metric_bars(values, sort_key=lambda item: item[1]).axes[0]) == ["c", "e", "a", "d", "b"]


def test_intervals_are_named_once_whoever_has_them():
    values = {"a": {"x": 0.5}, "b": {"x": 0.6}}
    for intervals in ({"a": {"x": None}, "b": {"x": (0.5, 0.7)}}, {"a": None, "b": {"x": (0.5, 0.7)}}):
        fig = plot_metric_bars(values, intervals=intervals, interval_label="95% Wilson")
        assert legend(fig.axes[0]) == ["a", "b", "95% Wilson"]


def test_intervals_of_what_is_not_shown_are_not_named():
    fig = plot_metric_bars(MODELS, intervals={"tuned": (0.8, 0.9)}, interval_label="95% Wilson", metrics=["baseline"])
    assert fig.axes[0].get_legend() is None


def test_an_interval_may_end_a_rounding_error_before_its_value():
    fig = plot_metric_bars({"a": 1.0}, intervals={"a": (0.9, np.nextafter(1, 0))}, interval_label="95% Wilson")
    ((_, record),) = find_records(fig)
    assert record.result.intervals == {None: {"a": (0.9, 1.0)}}


def test_names_may_all_be_left_out_of_the_legend():
    assert plot_metric_bars(GROUPS, label_formatter=lambda _: "").axes[0].get_legend() is None


def test_names_in_legends_are_shown_as_they_are():
    fig = plot_metric_bars({"_hidden": {"x": 1}, "$\\frac$": {"x": 2}})
    assert legend(fig.axes[0]) == [" _hidden", "$\\frac$"]
    fig.draw_without_rendering()


def test_names_with_an_underscore_stand_in_the_legend():
    fig = plot_metric_bars({"_old": {"x": 1}, "new": {"x": 2}})
    assert [entry.strip() for entry in legend(fig.axes[0])] == ["_old", "new"]


@pytest.mark.parametrize("orientation", [None, "vertical", "horizontal"])
@pytest.mark.parametrize("size", [1, 2, 7, 24, 60])
@pytest.mark.parametrize("name", ["{}", "site {:02d}", "a classifier of a long name, number {}"])
def test_any_number_of_bars_can_be_read(size, name, orientation):
    values = {name.format(k): k / size for k in range(size)}
    ax = plot_metric_bars(values, orientation=orientation).axes[0]
    assert_bars_can_be_read(ax)
    assert_no_texts_overlap(ax.figure)
    assert len(drawn_bar_texts(ax)) == size
    names = ax.get_yticklabels() if ax.yaxis_inverted() else ax.get_xticklabels()
    assert len(names) == size
    assert names[0].get_fontsize() >= 6
    fitting = 1 if name.startswith("a classifier") else 3
    assert ax.yaxis_inverted() == (orientation == "horizontal" or (orientation is None and size > fitting))


def test_what_was_never_given_says_so():
    ax = plot_metric_bars({"a": {"x": 1}, "b": {"y": 0.5, "x": None}}).axes[0]
    assert bar_texts(ax) == ["1.000", "n/a", "n/a", "0.500"]


@pytest.mark.parametrize("horizontal", [False, True])
def test_one_bar_is_no_huge_block(horizontal):
    ax = plot_metric_bars({"a": 0.9}, orientation="horizontal" if horizontal else "vertical").axes[0]
    ax.figure.draw_without_rendering()
    bar, whole = ax.patches[0].get_window_extent(), ax.bbox
    assert (bar.height / whole.height if horizontal else bar.width / whole.width) < 0.25


def intervals_of(values, half=0.06):
    return {
        name: {metric: (value - half, value + half) for metric, value in group.items()}
        for name, group in values.items()
    }


@pytest.mark.mpl_image_compare
def test_horizontal_groups():
    fig = plot_metric_bars(
        GROUPS,
        intervals=intervals_of(GROUPS),
        interval_label="95% Wilson",
        reference={"chance": 0.5},
        orientation="horizontal",
        ylabel="score",
        figsize=(6.4, 3.6),
    )
    ax = fig.axes[0]
    assert bars(ax) == [[0.61, 0.82, 0.70], [0.74, 0.80, 0.77]]
    assert y_names(ax) == ["precision", "recall", "F1"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("score", "")
    assert legend(ax) == ["baseline", "tuned", "95% Wilson", "chance"]
    assert drawn_bar_texts(ax) == ["0.770", "0.700", "0.800", "0.820", "0.740", "0.610"]
    assert_bars_can_be_read(ax)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_horizontal_negative_and_undefined():
    values = {"Matthews correlation": -0.21, "Cohen's kappa": 0.08, "area under ROC": None, "gain": -0.05}
    fig = plot_metric_bars(
        values, intervals={"Matthews correlation": (-0.4, 0.1)}, interval_label="90% bootstrap", figsize=(6.4, 3.2)
    )
    ax = fig.axes[0]
    assert y_names(ax) == list(values)
    assert set(drawn_bar_texts(ax)) == {"−0.210", "0.080", "n/a", "−0.050"}
    assert_bars_can_be_read(ax)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_references():
    fig = plot_metric_bars(MODELS | {"large": 0.978}, reference={"chance": 0.5, "people": 0.93}, figsize=(6.4, 3.6))
    ax = fig.axes[0]
    assert legend(ax) == ["chance", "people"]
    assert len({str(line._unscaled_dash_pattern) for line in ax.lines}) == 2
    assert_bars_can_be_read(ax)
    assert_picture_equals_number(fig)
    return fig


def test_a_reference_has_a_name_and_a_place():
    ax = plot_metric_bars({"a": 0.2}, reference=np.float32(0.5)).axes[0]
    assert legend(ax) == ["reference"]
    assert ax.get_ylim()[1] > 0.5
    ((_, record),) = find_records(ax.figure)
    assert record.result.alt_text() == "Bars of 1 value: 0.200 ('a'), compared with reference (0.500)."
    ax = plot_metric_bars({"a": 0.2}, reference={"_low": -0.5, "$\\frac$": 2}, orientation="horizontal").axes[0]
    assert legend(ax) == [" _low", "$\\frac$"]
    assert ax.get_xlim()[0] < -0.5
    assert ax.get_xlim()[1] > 2
    assert_picture_equals_number(ax.figure)
    assert plot_metric_bars({"a": 0.2}, reference={}).axes[0].get_legend() is None


@pytest.mark.mpl_image_compare
def test_many_intervals():
    values = many(4, 6)
    values["model 1"]["metric 3"] = None
    values["model 2"]["metric 2"] = 0.03
    ends = intervals_of({name: {m: v for m, v in group.items() if v} for name, group in values.items()}, half=0.02)
    fig = plot_metric_bars(values, intervals=ends, interval_label="95% bootstrap", figsize=(6.4, 4.8))
    assert_bars_can_be_read(fig.axes[0])
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_sixty_sites():
    values = {f"site {k:02d}": value for k, value in enumerate(np.random.default_rng(3).random(60))}
    fig = plot_metric_bars(values, figsize=(6.4, 4.8))
    assert_bars_can_be_read(fig.axes[0])
    assert y_names(fig.axes[0])[:2] == ["site 00", "site 02"]  # of names that would touch each second one stands
    assert_picture_equals_number(fig)
    return fig


def test_a_new_figure_grows_with_its_bars():
    for size, orientation in itertools.product((3, 24, 60), ("vertical", "horizontal")):
        values = {f"site {k:02d}": k / size for k in range(size)}
        width, height = plot_metric_bars(values, orientation=orientation).get_size_inches()
        longer = width if orientation == "vertical" else height
        assert min(width / 6.4, height / 4.8) == 1
        assert longer <= 12
        assert longer > size / 6
    fig = plt.figure(figsize=(3, 2))
    plot_metric_bars({f"site {k:02d}": k for k in range(60)}, ax=fig.subplots())
    assert fig.get_size_inches().tolist() == [3, 2]


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize("values", [{"a": 0.97, "b": 1.0}, {"a": -0.98, "b": 1.0}, {"a": -1.0}, {"a": 0.0}])
def test_no_tick_where_no_value_can_be(values, orientation):
    ax = plot_metric_bars(values, reference={"best": 1.0}, orientation=orientation).axes[0]
    axis = ax.xaxis if orientation == "horizontal" else ax.yaxis
    assert np.abs(axis.get_ticklocs()).max() <= 1 + 1e-9
    assert axis.get_view_interval()[1] >= 1


def test_ticks_beyond_one_where_values_are():
    left, right = plt.subplots(1, 2, sharey=True)[1]
    plot_metric_bars({"a": 0.9}, ax=left)
    plot_metric_bars({"a": 3.0}, ax=right)
    assert max(left.get_yticks()) >= 3
    left.clear()
    plot_metric_bars({"a": 0.9}, ax=left)
    assert left.get_ylim()[1] > 3, "what shares the axis is cut"


def test_limits_of_the_caller_are_kept():
    ax = plt.figure().subplots()
    ax.set_ylim(0, 1)
    plot_metric_bars({"a": 0.995, "b": 0.4, "c": 0.01}, ax=ax)
    assert ax.get_ylim() == (0, 1)
    assert drawn_bar_texts(ax) == ["0.995", "0.400", "0.010"]
    assert_bars_can_be_read(ax)


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize("layout", [None, "constrained", "compressed", "tight"])
@pytest.mark.parametrize("size", [(6.4, 4.8), (4, 3), (8, 2.5)], ids=str)
@pytest.mark.filterwarnings("ignore:(constrained|compressed)_layout not applied")
@pytest.mark.filterwarnings("ignore:Tight layout not applied")
def test_legends_hide_nothing(size, layout, orientation):
    values = many(5, 3) | {"a model whose name is long": {"metric 0": 0.4, "metric 1": 1.0, "metric 2": 0.9}}
    fig, axes = plt.subplots(1, 2, figsize=size, layout=layout)
    options = {"interval_label": "95% bootstrap, 1000 resamples", "reference": {"chance": 0.5}}
    plot_metric_bars(values, intervals=intervals_of(values), ax=axes[0], orientation=orientation, **options)
    plot_metric_bars(values, ax=axes[1], orientation=orientation)
    for ax in axes:
        assert_bars_can_be_read(ax)
    assert_picture_equals_number(fig)


def test_names_that_a_mapping_lacks_are_shown_as_by_default():
    summary = compute_metric_summary(*animals())
    ax = plot_metric_bars(summary, label_formatter={"accuracy": "share of right ones"}).axes[0]
    assert y_names(ax)[:2] == ["share of right ones", "balanced accuracy"]
    assert y_names(ax)[4] == "macro F1"


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
def test_narrow_bars_without_a_value_say_so_together(orientation):
    values = {f"model {k}": {f"metric {m}": None if m in (2, 3) else 0.5 for m in range(12)} for k in range(12)}
    ax = plot_metric_bars(values, figsize=(4, 3), orientation=orientation).axes[0]
    assert_bars_can_be_read(ax)
    assert 2 <= drawn_bar_texts(ax).count("n/a") < 24
    assert bar_texts(ax).count("n/a") == 24


@pytest.mark.parametrize("layout", [None, "constrained"])
def test_horizontal_bars_pickle_and_stay_in_their_axes(layout):
    fig = plt.figure(layout=layout)
    left, right = fig.subfigures(1, 2)
    ax = right.subplots().inset_axes((0.2, 0.1, 0.7, 0.8))
    before = fig.get_size_inches().tolist(), ax.get_position().bounds
    plot_metric_bars(MODELS, ax=ax, orientation="horizontal", intervals={"tuned": (0.8, 0.9)}, interval_label="CI")
    assert (fig.get_size_inches().tolist(), ax.get_position().bounds) == before
    assert not left.axes
    again = pickle.loads(pickle.dumps(fig))
    assert_picture_equals_number(again)


def test_what_is_on_the_axes_already_stays_in_sight():
    ax = plt.figure().subplots()
    ax.plot([-2, 7], [-0.5, 3])
    ax.invert_yaxis()
    plot_metric_bars({"a": 0.5, "b": 0.4}, ax=ax)
    assert ax.get_xlim()[0] <= -2
    assert ax.get_xlim()[1] >= 7
    assert ax.yaxis_inverted()
    assert ax.get_ylim()[0] >= 3
    assert ax.get_ylim()[1] <= -0.5
    assert max(ax.get_yticks()) >= 3
    assert plot_metric_bars({"a": 0.97}, ax=plt.subplots(2, 2, sharey="row")[1][0, 0]).axes[0].get_yticks().max() <= 1


@pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
@pytest.mark.parametrize(
    "values",
    [
        {"x" * 300: 0.5, "y": 0.4},
        {"": 0.5, "b": 0.4},
        {"two\nlines": 0.5, "c": 1e6},
        {"a": 1e-9},
        {"a": None, "b": 0.0},
    ],
    ids=["long", "empty", "lines", "small", "nothing"],
)
@pytest.mark.parametrize("size", [(6.4, 4.8), (2.5, 2)], ids=str)
def test_odd_names_and_values(values, orientation, size):
    ax = plot_metric_bars(values, orientation=orientation, figsize=size, reference=0.0).axes[0]
    assert_bars_can_be_read(ax)
    assert_no_texts_overlap(ax.figure)


def stretch(fig):
    bar = fig.axes[0].patches[0]
    bar.set_width(1.1 * bar.get_width())


def move_line(fig):
    line = next(line for line in fig.axes[0].lines if line.get_label() == "chance")
    line.set_xdata([0.4, 0.4])


def move_intervals(fig):
    lines = fig.axes[0].collections[0]
    lines.set_segments([part + np.array([0.05, 0]) for part in lines.get_segments()])


def shorten_interval(fig):
    lines = fig.axes[0].collections[0]
    lines.set_segments([part * np.array([0.99, 1]) for part in lines.get_segments()])


def another_text(fig):
    entries = bar_artist(fig.axes[0]).entries
    entries[0] = replace(entries[0], strings=("0.601", "0.60"))


LIES = {
    "longer": stretch,
    "reference": move_line,
    "reference unnamed": lambda fig: fig.axes[0].get_legend().get_texts()[-1].set_text("guess"),
    "intervals": move_intervals,
    "ends": shorten_interval,
    "order": lambda fig: fig.axes[0].invert_yaxis(),
    "cut": lambda fig: fig.axes[0].set_xlim(0, 0.5),
    "power": lambda fig: fig.axes[0].set_xscale("symlog"),
    "text": another_text,
    "ticks": lambda fig: fig.axes[0].set_xticks([0, 1, 2]),
}


@pytest.mark.parametrize("lie", LIES)
def test_picture_equals_number_notices_lies_of_horizontal_bars(lie):
    options = {"intervals": intervals_of(GROUPS), "interval_label": "95% Wilson", "reference": {"chance": 0.5}}
    fig = plot_metric_bars(GROUPS, orientation="horizontal", **options)
    assert_picture_equals_number(fig)
    LIES[lie](fig)
    with pytest.raises((AssertionError, KeyError)):
        assert_picture_equals_number(fig)
