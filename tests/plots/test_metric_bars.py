import itertools
import pickle

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from tests.plots.data import HAND, animals
from tests.plots.reading import assert_picture_equals_number, bar_texts, bars, legend, x_names

from figmerit import compute_metric_summary, plot_metric_bars
from figmerit.plots._bar_texts import SMALLEST, BarTexts
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
    fig = plot_metric_bars(MODELS, intervals=intervals, interval_label="95 % Wilson")
    assert legend(fig.axes[0]) == ["95 % Wilson"]
    (errorbar,) = (c for c in fig.axes[0].containers if not hasattr(c, "patches"))
    segments = errorbar.lines[2][0].get_segments()
    np.testing.assert_allclose([segment[:, 1] for segment in segments], [(0.65, 0.76), (0.81, 0.88)])
    return fig


@pytest.mark.mpl_image_compare
def test_negative_and_undefined():
    values = {"MCC": -0.21, "kappa": 0.08, "AUC": float("nan"), "gain": -0.05}
    fig = plot_metric_bars(values, intervals={"MCC": (-0.4, 0.1)}, interval_label="90 % bootstrap")
    assert bar_texts(fig.axes[0]) == ["−0.210", "0.080", "n/a", "−0.050"]
    low, high = fig.axes[0].get_ylim()
    assert low < -0.4
    assert high > 0.1
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_summary():
    summary = compute_metric_summary(*animals())
    fig = plot_metric_bars(summary)
    assert bars(fig.axes[0]) == [list(summary.overall.values())]
    assert x_names(fig.axes[0])[:2] == ["accuracy", "balanced accuracy"]
    assert x_names(fig.axes[0])[4] == "macro F1"
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
    assert legend(fig.axes[0]) == ["AT 0.5", "AT 0.7"]
    assert bars(fig.axes[0])[0][0] == summaries["at 0.5"].values["accuracy"]
    return fig


@pytest.mark.mpl_image_compare
def test_classes_of_a_summary():
    summary = compute_metric_summary(*animals())
    fig = plot_metric_bars(summary.by_class, annot_fmt="{:.2f}", ylabel="score")
    assert x_names(fig.axes[0]) == ["bird", "cat", "dog"]
    assert legend(fig.axes[0]) == ["precision", "recall", "f1_score"]
    return fig


@pytest.mark.mpl_image_compare
def test_many_sorted():
    values = {f"site {index:02d}": value for index, value in enumerate(np.random.default_rng(0).random(24))}
    fig = plot_metric_bars(values, sort_key=lambda item: -item[1], annot_fmt="{:.2f}")
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
    fig = plot_metric_bars({2024: 0.5, 2025: 0.6}, intervals={2025: (0.5, 0.7)}, interval_label="95 % Wilson")
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
    fig = plot_metric_bars(values, annot_fmt="{:.2f}")
    assert len(bar_texts(fig.axes[0])) == 36
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.parametrize(
    ("n_models", "n_metrics", "upright", "readable"),
    [(1, 3, False, True), (1, 24, True, True), (6, 6, True, True), (8, 12, True, False)],
)
def test_texts_are_as_large_as_their_bars_allow(n_models, n_metrics, upright, readable):
    fig = plot_metric_bars(many(n_models, n_metrics))
    fig.canvas.draw()
    (artist,) = (artist for artist in fig.axes[0].get_children() if isinstance(artist, BarTexts))
    size, stands = artist.fitted(fig.canvas.get_renderer())
    assert stands == upright
    assert (size >= SMALLEST) == readable
    assert size <= 10


def test_values_never_round_to_a_perfect_one():
    assert bar_texts(plot_metric_bars({"a": 0.99999, "b": 1, "c": 1e-9}).axes[0]) == [">0.999", "1.000", "<0.001"]


def test_series_and_frames_are_mappings():
    ax = plot_metric_bars(pd.Series({"b": 0.2, "a": 0.1})).axes[0]
    assert (x_names(ax), bars(ax)) == (["b", "a"], [[0.2, 0.1]])
    frame = pd.DataFrame({"precision": [0.1, 0.2], "recall": [0.3, np.nan]}, index=["tree", "bayes"])
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
    fig = plot_metric_bars(MODELS, intervals={"tuned": nothing}, interval_label="95 % Wilson")
    assert fig.axes[0].get_legend() is None
    fig = plot_metric_bars(MODELS, intervals={"tuned": nothing, "ensemble": (0.8, 0.9)}, interval_label="95 % Wilson")
    assert legend(fig.axes[0]) == ["95 % Wilson"]


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
        "annotate": True,
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


@pytest.mark.parametrize("annotate", [True, False])
def test_what_is_undefined_always_says_so(annotate):
    assert "n/a" in bar_texts(plot_metric_bars({"a": 0.0, "b": None}, annotate=annotate).axes[0])


@pytest.mark.mpl_image_compare
def test_undefined_among_negative_values():
    fig = plot_metric_bars({"a": -0.3, "b": None, "c": -0.9}, intervals={"c": (-1, -0.7)}, interval_label="95 % normal")
    fig.draw_without_rendering()
    (artist,) = (artist for artist in fig.axes[0].get_children() if isinstance(artist, BarTexts))
    assert artist._up == [False, False, False]
    return fig


@pytest.mark.mpl_image_compare
def test_interval_across_zero():
    fig = plot_metric_bars(
        {"a": 0.05, "b": 0.4}, intervals={"a": (-0.1, 0.2), "b": (0.4, 0.5)}, interval_label="95 % normal"
    )
    assert [list(line.get_ydata()) for line in fig.axes[0].lines if len(line.get_xdata()) == 2][-1] == [0, 0]
    return fig


@pytest.mark.mpl_image_compare
def test_legends_without_a_layout():
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 4.8))
    plot_metric_bars(
        GROUPS | {"large": {"precision": 0.95, "recall": 0.99}}, metrics=["precision", "recall"], ax=axes[0]
    )
    plot_metric_bars(MODELS, intervals={"tuned": (0.8, 1.0)}, interval_label="95 % Wilson", ax=axes[1])
    fig.draw_without_rendering()
    for ax in axes:
        legend_box = ax.get_legend().get_window_extent()
        assert not any(legend_box.overlaps(bar.get_window_extent()) for bar in ax.patches)
    return fig


def test_values_that_are_masked_are_undefined():
    assert bar_texts(plot_metric_bars({"a": np.ma.masked, "b": pd.NA}).axes[0]) == ["n/a", "n/a"]


def test_undefined_keys_sort_last():
    values = {"a": 0.5, "b": float("nan"), "c": 0.1, "d": 0.7, "e": 0.2}
    assert x_names(plot_metric_bars(values, sort_key=lambda item: item[1]).axes[0]) == ["c", "e", "a", "d", "b"]


def test_intervals_are_named_once_whoever_has_them():
    values = {"a": {"x": 0.5}, "b": {"x": 0.6}}
    for intervals in ({"a": {"x": None}, "b": {"x": (0.5, 0.7)}}, {"a": None, "b": {"x": (0.5, 0.7)}}):
        fig = plot_metric_bars(values, intervals=intervals, interval_label="95 % Wilson")
        assert legend(fig.axes[0]) == ["a", "b", "95 % Wilson"]


def test_intervals_of_what_is_not_shown_are_not_named():
    fig = plot_metric_bars(MODELS, intervals={"tuned": (0.8, 0.9)}, interval_label="95 % Wilson", metrics=["baseline"])
    assert fig.axes[0].get_legend() is None


def test_an_interval_may_end_a_rounding_error_before_its_value():
    fig = plot_metric_bars({"a": 1.0}, intervals={"a": (0.9, np.nextafter(1, 0))}, interval_label="95 % Wilson")
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


def test_names_of_many_bars_do_not_touch():
    fig = plot_metric_bars({f"site {k}": k / 60 for k in range(60)})
    fig.canvas.draw()
    names = fig.axes[0].get_xticklabels()
    assert len(names) == 60
    boxes = [text.get_window_extent() for text in names]
    assert not any(one.overlaps(other) for one, other in itertools.pairwise(boxes))


def test_what_was_never_given_is_not_undefined():
    ax = plot_metric_bars({"a": {"x": 1}, "b": {"y": 0.5, "x": None}}).axes[0]
    assert bar_texts(ax) == ["1.000", "n/a", "0.500"]
