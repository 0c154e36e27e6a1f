"""A metric over time."""

import datetime as dt

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.helpers import check_kind
from tests.metrics.test_metric_timeline import stream, two_rates
from tests.plots.reading import assert_no_texts_overlap, assert_picture_equals_number, caption, texts, x_names

from figmerit import compute_metric_timeline, compute_score_shift, plot_metric_timeline
from figmerit.plots._record import alt_text


@pytest.mark.mpl_image_compare
def test_a_change_of_accuracy():
    y, score, time, month = stream(5000, worse_from=8)
    kept = month != 5
    fig = plot_metric_timeline(
        y[kept], y_score=score[kept], time=time[kept], freq="month", baseline="2024-03", title="In production"
    )
    (ax,) = fig.axes
    assert texts(ax) == [f"2024-09: {ax.lines[2].get_ydata()[8]:.3f}"]
    assert np.isnan(ax.lines[2].get_ydata()).tolist() == [k == 5 for k in range(12)]
    assert caption(ax) == (
        "Grey: baseline (2024-01 to 2024-03); band: 95% of timelines without change stay inside (beta-binomial); "
        "lines: 95% Wilson; ring: the first outside"
    )
    assert alt_text(fig).startswith("In production: Accuracy was 0.")
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_weeks_of_an_area_and_a_shift_of_scores():
    y, score, time, month = stream(5000)
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3), layout="constrained")
    options = {"time": time, "freq": "week", "baseline": 8, "n_resamples": 200}
    plot_metric_timeline(y, y_score=score, metric="roc_auc", line_kw={"color": "k"}, ax=axes[0], **options)
    shift = compute_score_shift(np.where(month > 8, score**1.5, score), time=time, freq="quarter", baseline=2)
    plot_metric_timeline(shift, ax=axes[1])
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_every_day_of_a_year():
    y, score, time, _ = stream(20_000, worse_from=9)
    fig = plot_metric_timeline(y, y_score=score, time=time, freq="day", baseline="2024-03-31", figsize=(6.4, 3.2))
    assert x_names(fig.axes[0]) == [
        "2024-01-01",
        "2024-03-01",
        "2024-05-01",
        "2024-07-01",
        "2024-09-01",
        "2024-11-01",
    ] or (x_names(fig.axes[0]) == ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"])
    assert_picture_equals_number(fig)
    return fig


def test_lines_at_dates_can_be_added():
    y, score, time, _ = stream(1200)
    fig = plot_metric_timeline(y, y_score=score, time=time, freq="month")
    (ax,) = fig.axes
    ax.axvline(dt.date(2024, 7, 15))
    ax.axvline(np.datetime64("2024-07-15"))
    assert ax.lines[-1].get_xdata()[0] == np.datetime64("2024-07-15") or ax.lines[-1].get_xdata()[0] == 19919
    fig.draw_without_rendering()
    assert x_names(ax)[0] == "2024-01"


@pytest.mark.parametrize("freq", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("days", [3, 40, 500, 1900])
@pytest.mark.parametrize("width", [1.6, 3.3, 9])
def test_names_of_periods_do_not_touch(freq, days, width):
    time = np.datetime64("2019-12-30") + np.arange(days)
    try:
        found = compute_metric_timeline([1] * days, [1] * days, time=time, freq=freq)
    except ValueError:  # one period
        return
    fig = plot_metric_timeline(found, figsize=(width, 2.4))
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)


def test_without_a_band_or_a_value():
    time = ["2024-01-01", "2024-01-02", "2024-02-01", "2024-03-01"]
    fig = plot_metric_timeline([0, 0, 0, 0], [1, 0, 0, 0], time=time, freq="month", metric="recall", pos_label=1)
    assert "no band: the metric of the baseline is undefined" in caption(fig.axes[0])
    assert_picture_equals_number(fig)
    fig = plot_metric_timeline([0, 1, 0, 1], [1, 1, 0, 0], time=time, freq="month", sample_weight=[1, 2, 3, 4])
    assert "no band: weights are not counts" in caption(fig.axes[0])
    assert_picture_equals_number(fig)


@pytest.mark.parametrize("n_positive", [29, 30])
def test_the_caption_says_that_a_band_is_unreliable(n_positive):
    y, pred, time = two_rates(n_positive, 100)
    fig = plot_metric_timeline(y, pred, time=time, freq="month", metric="f1_score", n_resamples=50)
    few = "band unreliable: fewer than 30 positives in the baseline"
    assert (few in caption(fig.axes[0])) == (n_positive < 30)
    assert ("The band is unreliable: fewer than 30 positives in the baseline." in alt_text(fig)) == (n_positive < 30)
    assert_picture_equals_number(fig)


RESULT = compute_metric_timeline([1, 1, 0, 1], [1, 0, 0, 1], time=["2024-01-01", "2024-02-01"] * 2, freq="month")
ERRORS = {
    "option beside a result": (
        lambda: plot_metric_timeline(RESULT, freq="week"), TypeError,
        "freq must be left out with a MetricTimeline; got 'week'.\n"
        "Hint: plot_metric_timeline(compute_metric_timeline(y_true, y_pred, freq='week')).",
    ),
    "no predictions": (
        lambda: plot_metric_timeline([0, 1]), TypeError,
        "the first argument must be a MetricTimeline, or arrays go in pairs; got [0, 1].\n"
        "Hint: plot_metric_timeline(y_true, y_pred), or plot_metric_timeline(compute_metric_timeline(y_true, y_pred)).",
    ),
    "several": (
        lambda: plot_metric_timeline({"a": RESULT}), TypeError,
        "the first argument must be arrays or one MetricTimeline; got a mapping of 1.\n"
        "Hint: plot_metric_timeline(results['a']).",
    ),
    "line": (
        lambda: plot_metric_timeline(RESULT, line_kw={"colour": "k"}), ValueError,
        "the keys of line_kw must be options of Line2D; got 'colour'.\nHint: Did you mean 'color'?",
    ),
    "twice": (
        lambda: [plot_metric_timeline(RESULT, ax=ax) for ax in [plt.figure().subplots()] * 2], ValueError,
        "ax must be axes without another plot, as cells and bars stand alone; got axes with a plot.\n"
        "Hint: ax.clear() removes that; fig, axes = plt.subplots(1, 2) makes room for both.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    call, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        call()
    check_kind(caught.value, kind)
    assert str(caught.value) == message
