"""Metrics over time are scikit-learn's of each period, and bands hold timelines without change as often as they say."""

from __future__ import annotations

import json
import os

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import sklearn.metrics as skm
from scipy.stats import betabinom, binomtest
from tests.helpers import check_kind

from figmerit import MetricTimeline, compute_metric_timeline, count_labels
from figmerit.metrics.metric_timeline import NEAR

nan = float("nan")
TIMELINES = int(os.environ.get("FIGMERIT_TIMELINES", "300"))
"""How many timelines without change the tests draw."""


def stream(n=2400, months=12, seed=0, worse_from=None):
    """Return true labels, scores, and dates in 2024; from one of the months on scores are worse."""
    rng = np.random.default_rng(seed)
    month = np.sort(rng.integers(0, months, n))
    time = np.datetime64("2024-01", "M") + month
    time = time.astype("datetime64[D]") + rng.integers(0, 28, n)
    y = rng.integers(0, 2, n)
    noise = np.where(month >= (months if worse_from is None else worse_from), 3.0, 1.0)
    return y, 1 / (1 + np.exp(-(2 * y - 1 + noise * rng.normal(0, 0.8, n)))), time, month


OF_LABELS = {
    "accuracy": skm.accuracy_score,
    "recall": skm.recall_score,
    "precision": skm.precision_score,
    "f1_score": skm.f1_score,
    "mcc": skm.matthews_corrcoef,
    "balanced_accuracy": skm.balanced_accuracy_score,
}
OF_SCORES = {
    "roc_auc": skm.roc_auc_score,
    "average_precision": skm.average_precision_score,
    "brier": skm.brier_score_loss,
    "log_loss": skm.log_loss,
}


@pytest.mark.parametrize("metric", OF_LABELS | OF_SCORES)
def test_values_are_those_of_scikit_learn(metric):
    y, score, time, month = stream()
    found = compute_metric_timeline(y, y_score=score, time=time, freq="month", metric=metric, baseline=3)
    own, given = (OF_LABELS[metric], score >= 0.5) if metric in OF_LABELS else (OF_SCORES[metric], score)
    np.testing.assert_allclose(found.values, [own(y[month == k], given[month == k]) for k in range(12)], atol=1e-12)
    assert found.baseline == pytest.approx(own(y[month < 3], given[month < 3]), abs=1e-12)
    assert found.n.tolist() == np.bincount(month).tolist()
    assert found.names == tuple(f"2024-{k:02d}" for k in range(1, 13))
    assert (np.isnan(found.band).all(axis=1) == (np.arange(12) < 3)).all()
    later = found.band[3:]
    assert (later[:, 0] < found.baseline).all()
    assert (later[:, 1] > found.baseline).all()
    assert found.greater_is_better == (metric not in ("brier", "log_loss"))


def test_intervals_and_band_of_shares_are_those_of_scipy():
    y, score, time, month = stream(900)
    pred = (score >= 0.5).astype(int)
    found = compute_metric_timeline(y, pred, time=time, freq="month", metric="recall", baseline=2)
    for k in range(12):
        there = (month == k) & (y == 1)
        own = binomtest(int(pred[there].sum()), int(there.sum())).proportion_ci(method="wilson")
        assert found.intervals["value"][k] == pytest.approx((own.low, own.high), abs=1e-12)
    base = (month < 2) & (y == 1)
    right, wrong = pred[base].sum(), base.sum() - pred[base].sum()
    level = 0.95 ** (1 / 10)
    for k in range(2, 12):
        n = int(((month == k) & (y == 1)).sum())
        own = betabinom(n, right + 0.5, wrong + 0.5).ppf([(1 - level) / 2, (1 + level) / 2]) / n
        assert found.band[k] == pytest.approx(own, abs=1e-12)
    own = binomtest(int(right), int(base.sum())).proportion_ci(method="wilson")
    assert found.intervals["baseline"] == pytest.approx((own.low, own.high), abs=1e-12)
    assert found.band_kind == "beta-binomial"


def test_intervals_of_f1_are_those_of_the_share_that_it_rises_with():
    y, score, time, month = stream(900)
    pred = (score >= 0.5).astype(int)
    found = compute_metric_timeline(y, pred, time=time, freq="month", metric="f1", baseline=2)
    pairs = [(month == k, found.intervals["value"][k]) for k in range(12)]
    for there, ends in [*pairs, (month < 2, found.intervals["baseline"])]:
        both, either = int((y & pred)[there].sum()), int((y | pred)[there].sum())
        own = binomtest(both, either).proportion_ci(method="wilson")
        assert ends == pytest.approx([2 * end / (1 + end) for end in (own.low, own.high)], abs=1e-12)


def held(metric, n, months, baseline, timelines, level=0.95):
    """Return the share of timelines without change whose periods are all in their bands."""
    held = 0
    for seed in range(timelines):
        y, score, time, _ = stream(n, months, seed)
        options = {"metric": metric, "baseline": baseline, "confidence_level": level, "n_resamples": 500}
        held += compute_metric_timeline(y, y_score=score, time=time, freq="month", **options).first_outside is None
    return held / timelines


@pytest.mark.parametrize(
    ("metric", "n", "months", "baseline"),
    [
        ("accuracy", 4800, 12, 1),
        ("accuracy", 1200, 12, 3),
        ("recall", 2400, 8, 2),
        ("f1_score", 2400, 12, 3),
        ("mcc", 2400, 6, 1),
        ("f1_score", 800, 8, 1),
        ("mcc", 800, 8, 1),
        ("roc_auc", 600, 5, 2),
    ],
)
def test_timelines_without_change_stay_inside_as_often_as_said(metric, n, months, baseline):
    timelines = TIMELINES // 3 if metric in OF_SCORES else TIMELINES  # which take their time
    share, slack = held(metric, n, months, baseline, timelines), 2.6 * np.sqrt(0.05 * 0.95 / timelines)
    assert 0.95 - slack < share < 0.975 + slack / 2, share


def two_rates(n_positive, n, months=4, seed=0):
    """Return labels with so many positives in each month, predictions of which a fifth is wrong, and the dates."""
    rng = np.random.default_rng(seed)
    y = np.tile(np.arange(n) < n_positive, months).astype(int)
    time = np.repeat([f"2024-{k:02d}-01" for k in range(1, months + 1)], n)
    return y, np.where(rng.random(n * months) < 0.2, 1 - y, y), time


@pytest.mark.parametrize(
    ("metric", "n_positive", "n", "doubt"),
    [
        ("f1_score", 29, 100, "fewer than 30 positives in the baseline"),
        ("f1_score", 30, 100, ""),
        ("f1_score", 71, 100, "fewer than 30 negatives in the baseline"),
        ("f1_score", 45, 99, "fewer than 100 samples in the baseline"),
        ("mcc", 29, 200, "fewer than 30 positives in the baseline"),
        ("mcc", 30, 200, ""),
        ("roc_auc", 99, 200, "fewer than 100 positives in the baseline"),
        ("roc_auc", 101, 200, "fewer than 100 negatives in the baseline"),
        ("roc_auc", 100, 200, ""),
        ("brier", 30, 200, ""),
        ("brier", 30, 99, "fewer than 100 samples in the baseline"),
        ("average_precision", 999, 1100, "fewer than 1,000 positives in the baseline"),
        ("average_precision", 1000, 1100, ""),
        ("accuracy", 3, 12, ""),  # which is a share, with an exact band
        ("recall", 3, 12, ""),
    ],
)
def test_bands_of_few_samples_say_so(metric, n_positive, n, doubt):
    y, pred, time = two_rates(n_positive, n)
    options = {"time": time, "freq": "month", "metric": metric, "n_resamples": 50}
    scored = {"y_score": np.abs(pred - 0.1)} if metric in OF_SCORES else {"y_pred": pred}
    found = compute_metric_timeline(y, **scored, **options)
    assert found.band_doubt == doubt
    said = f" The band is unreliable: {doubt}."
    for text in (found.text, found.alt_text()):
        assert text.endswith(said) == bool(doubt)
        assert ("unreliable" in text) == bool(doubt)
    assert MetricTimeline.from_dict(json.loads(json.dumps(found.to_dict()))).band_doubt == doubt
    two = compute_metric_timeline(y, **scored, **options, baseline=2)  # has twice as many
    assert two.band_doubt == ""


def test_the_fewest_samples_of_a_class_count_unless_nobody_has_it():
    y, pred, time = two_rates(29, 100)
    names = np.array(["b", "a"])
    options = {"time": time, "freq": "month", "metric": "f1_score", "n_resamples": 50}
    few = "fewer than 30 samples of a class in the baseline"
    assert compute_metric_timeline(names[y], names[pred], **options).band_doubt == few
    y, pred, time = two_rates(30, 100)
    options |= {"time": time, "labels": ["a", "b", "c"]}
    assert compute_metric_timeline(names[y], names[pred], **options).band_doubt == ""
    late = names[y].astype("<U1")
    late[-40:] = "c"  # a class that comes after the baseline
    assert compute_metric_timeline(late, names[pred], **options).band_doubt == few


def test_the_doubt_comes_after_the_periods_outside():
    y, pred, time = two_rates(29, 100)
    pred[200:] = 1 - pred[200:]
    found = compute_metric_timeline(y, pred, time=time, freq="month", metric="f1_score")
    assert found.outside.tolist() == [False, False, True, True]
    assert found.alt_text().endswith(
        " So are 1 of the months after it. The band is unreliable: fewer than 30 positives in the baseline."
    )


def test_scores_of_several_months_of_the_baseline_may_be_equal():
    y, _, time = two_rates(40, 100)
    score = np.round(np.random.default_rng(0).random(400) * 0.6 + 0.3 * y, 1)
    for metric, own in OF_SCORES.items():
        found = compute_metric_timeline(
            y, y_score=score, time=time, freq="month", metric=metric, baseline=3, n_resamples=20
        )
        assert found.baseline == pytest.approx(own(y[:300], score[:300]), abs=1e-12)
        assert found.values == pytest.approx([own(y[k : k + 100], score[k : k + 100]) for k in range(0, 400, 100)])


def test_rows_are_counted_once(monkeypatch):
    import figmerit.metrics._slices as slices

    calls = []
    real = slices.evaluate
    monkeypatch.setattr(slices, "evaluate", lambda *args, **options: calls.append(1) or real(*args, **options))
    y, pred, time = two_rates(40, 100)
    compute_metric_timeline(y, pred, time=time, freq="month", metric="f1_score", n_resamples=20)
    assert calls == [1]


def test_a_change_is_found_and_said():
    y, score, time, _ = stream(6000, worse_from=7)
    found = compute_metric_timeline(y, y_score=score, time=time, freq="MS", baseline="2024-03")
    assert found.freq == "month"
    assert found.n_baseline == 3
    assert found.first_outside == found.first_worse == "2024-08"
    assert found.outside.tolist() == found.worse.tolist() == [False] * 7 + [True] * 5
    low, high = found.band[7]
    said = f"({found.values[7]:.3f}, expected {low:.3f} to {high:.3f})"
    assert found.text == (
        f"Accuracy was {found.baseline:.3f} in 2024-01 to 2024-03; "
        f"2024-08 is the first month outside what chance explains {said}."
    )
    assert found.alt_text() == f"{found.text} So are 4 of the months after it."
    assert repr(found) == "MetricTimeline(accuracy of 12 months from 2024-01 to 2024-12: first_outside='2024-08')"
    better = compute_metric_timeline(
        y, y_score=score, time=np.datetime64("2025-01-01") - (time - time[0]), freq="month", baseline=5
    )
    assert better.first_outside is not None
    assert better.first_worse is None


def test_losses_are_worse_if_they_rise_and_rates_neither_way():
    y, score, time, _ = stream(6000, worse_from=7)
    loss = compute_metric_timeline(y, y_score=score, time=time, freq="month", metric="brier", baseline=3)
    assert loss.first_worse == loss.first_outside == "2024-08"
    rate = compute_metric_timeline(
        y, np.arange(6000) > 3000, time=time, freq="month", metric="predicted_positive_rate", pos_label=1
    )
    assert rate.first_outside is not None
    assert rate.first_worse is None


def test_empty_periods_stand_between_the_others():
    found = compute_metric_timeline(
        [1, 1, 0, 1], [1, 0, 0, 1], time=["2024-01-05", "2024-01-06", "2024-03-01", "2024-05-31"], freq="month"
    )
    assert found.names == ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05")
    assert np.isnan(found.values).tolist() == [False, True, False, True, False]
    assert found.undefined == {"2024-02": "no samples", "2024-04": "no samples"}
    assert found.n.tolist() == [2, 0, 1, 0, 1]
    assert np.isnan(found.band[[0, 1, 3]]).all()
    assert not np.isnan(found.band[[2, 4]]).any()
    recall = compute_metric_timeline(
        [1, 1, 0, 1], [1, 0, 0, 1], time=["2024-01-05", "2024-01-06", "2024-03-01", "2024-05-31"], freq="month",
        metric="recall",
    )  # fmt: skip
    assert recall.undefined["2024-03"] == "no positive samples"
    assert recall.text.startswith("Recall was 0.500 in 2024-01; no later month is outside what chance explains.")


@pytest.mark.parametrize(
    "baseline",
    [3, np.int64(3), "2024-03", "2024-03-17", "2024-Q1", np.datetime64("2024-03-02"), pd.Timestamp("2024-03-31 23:00")],
)
def test_baselines(baseline):
    y, score, time, _ = stream()
    expected = 1 if baseline == "2024-Q1" else 3  # the quarter begins in January
    assert compute_metric_timeline(y, y_score=score, time=time, freq="month", baseline=baseline).n_baseline == expected


def frames():
    y, score, time, _ = stream(300)
    columns = {"y": y, "pred": np.where(score >= 0.5, 1, 0), "day": time}
    return {"pandas": pd.DataFrame(columns), "polars": pl.DataFrame(columns), "arrow": pa.table(columns)}


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_columns_of_frames(kind):
    y, score, time, _ = stream(300)
    own = compute_metric_timeline(y.tolist(), (score >= 0.5).astype(int), time=time, freq="week")
    found = compute_metric_timeline("y", "pred", data=frames()[kind], time="day", freq="week")
    assert str(found.to_dict()) == str(own.to_dict())


def test_classes_averages_functions_and_weights():
    rng = np.random.default_rng(0)
    y, time = rng.choice(["a", "b", "c"], 900), np.datetime64("2024-01-01") + np.arange(900) // 10
    pred, weight = np.where(rng.random(900) < 0.8, y, "b"), rng.random(900)
    options = {"time": time, "freq": "month"}
    macro = compute_metric_timeline(y, pred, metric="f1_score", **options)
    jan, feb = (
        (time < np.datetime64("2024-02-01")),
        (time >= np.datetime64("2024-02-01")) & (time < np.datetime64("2024-03-01")),
    )
    assert macro.metric_name == "macro F1"
    assert macro.values[1] == pytest.approx(skm.f1_score(y[feb], pred[feb], average="macro"), abs=1e-12)
    assert macro.band_kind == "bootstrap, 1,000 resamples"
    assert macro.intervals is None
    shares = compute_metric_timeline(y, pred, metric="recall", average="micro", **options)
    plain = compute_metric_timeline(y, pred, **options)
    np.testing.assert_allclose(shares.band[1:], plain.band[1:], atol=0.03)  # micro recall is accuracy
    own = compute_metric_timeline(y, pred, metric=skm.matthews_corrcoef, **options)
    assert own.values[0] == pytest.approx(skm.matthews_corrcoef(y[jan], pred[jan]))
    assert own.band_reason == "not available for your own functions"
    assert own.text.endswith("; what chance explains is unknown (not available for your own functions).")
    weighted = compute_metric_timeline(y, pred, sample_weight=weight, **options)
    assert weighted.values[0] == pytest.approx(skm.accuracy_score(y[jan], pred[jan], sample_weight=weight[jan]))
    assert weighted.band_reason == weighted.intervals.reason == "weights are not counts"
    assert np.isnan(weighted.band).all()
    assert weighted.first_outside is None
    without = compute_metric_timeline(y, pred, confidence_level=None, **options)
    assert without.intervals is None
    assert without.band_reason == "no confidence level was given"


def test_scores_of_classes_and_indicators():
    rng = np.random.default_rng(0)
    y, score = rng.integers(0, 3, 600), rng.dirichlet(np.ones(3), 600)
    options = {"time": np.datetime64("2024-01-01") + np.arange(600) // 10, "freq": "month"}
    assert compute_metric_timeline(y, y_score=score, metric="roc_auc", **options).band_reason == (
        "not available for scores of several classes"
    )
    top = compute_metric_timeline(y, y_score=score, metric="top_2_accuracy", **options)
    assert top.band_kind == "beta-binomial"
    tags = rng.integers(0, 2, (600, 2))
    subset = compute_metric_timeline(tags, tags[::-1], **options)
    assert subset.metric_name == "subset accuracy"
    assert subset.band_kind == "beta-binomial"
    assert compute_metric_timeline(tags, tags[::-1], metric="f1_score", **options).band_reason == (
        "not available for averages over several labels a sample"
    )


@pytest.mark.parametrize("metric", ["accuracy", "f1_score", "mcc", "roc_auc", "brier", "within_1", "recall"])
def test_a_baseline_without_errors_does_not_forbid_them(metric):
    y = np.tile([0, 1], 200)
    score = np.where(y, 0.9, 0.1)
    score[[250, 351]] = 0.1, 0.9
    score[[251, 350]] = 0.1, 0.9
    time = np.repeat(["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"], 100)
    found = compute_metric_timeline(y, y_score=score, time=time, freq="month", metric=metric)
    assert found.baseline == pytest.approx(0.01 if metric == "brier" else 1)
    assert found.first_outside is None
    low, high = found.band[1]
    assert high - low > 0.01


def test_an_undefined_baseline():
    found = compute_metric_timeline(
        [0, 0, 1, 1], [0, 1, 1, 1], time=["2024-01-01"] * 2 + ["2024-02-01"] * 2, freq="month", metric="recall"
    )
    assert found.text == (
        "Recall is undefined in 2024-01; what chance explains is unknown (the metric of the baseline is undefined)."
    )


def test_the_same_seed_gives_the_same_band():
    y, score, time, _ = stream(600)
    options = {"y_score": score, "time": time, "freq": "month", "metric": "f1_score"}
    first, again, other = (compute_metric_timeline(y, random_state=seed, **options).band for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other, equal_nan=True)
    np.testing.assert_allclose(first, other, atol=0.05)


def test_ends_of_the_band_are_inside():
    y, pred = [1] * 400, [1] * 180 + [0] * 20 + [1] * 180 + [0] * 20
    found = compute_metric_timeline(y, pred, time=["2024-01-01"] * 200 + ["2024-02-01"] * 200, freq="month")
    parts = found.to_dict() | {"values": [0.9, found.band[1, 0]]}
    assert MetricTimeline.from_dict(parts).first_outside is None
    parts = found.to_dict() | {"values": [0.9, found.band[1, 0] - 2 * NEAR]}
    assert MetricTimeline.from_dict(parts).first_worse == "2024-02"


def test_tables_and_dictionaries():
    y, score, time, _ = stream(600, worse_from=8)
    found = compute_metric_timeline(y, y_score=score, time=time, freq="quarter")
    again = MetricTimeline.from_dict(json.loads(json.dumps(found.to_dict())))
    assert str(again.to_dict()) == str(found.to_dict())
    assert again.text == found.text
    table = found.to_pandas()
    columns = ["period", "start", "value", "n", "low", "high", "band_low", "band_high", "in_baseline", "outside"]
    assert list(table) == found.to_polars().columns == columns
    assert table["period"].tolist() == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert table["start"].tolist() == [pd.Timestamp(2024, month, 1) for month in (1, 4, 7, 10)]
    assert table["in_baseline"].tolist() == [True, False, False, False]
    assert table["outside"].tolist() == found.outside.tolist()
    for values in (found.values, found.band, found.n):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1
    with pytest.raises(ValueError, match="values of a MetricTimeline must be of shape"):
        MetricTimeline.from_dict(found.to_dict() | {"values": [1.0]})


Y, P = [1, 0, 1, 0], [1, 0, 0, 0]
TIME = ["2024-01-01", "2024-01-02", "2024-02-01", "2024-04-01"]


def call(y=Y, pred=P, **options):
    return lambda: compute_metric_timeline(y, pred, **({"time": TIME, "freq": "month"} | options))


ERRORS = {
    "no dates": (lambda: compute_metric_timeline(Y, P, freq="month"), TypeError,
                 "time must be given; got nothing.\n"
                 "Hint: compute_metric_timeline(y_true, y_pred, time=..., freq=...)."),
    "freq": (call(freq="hour"), ValueError,
             "freq must be one of 'day', 'week', 'month', 'quarter', 'year'; got 'hour'."),
    "length": (call(time=TIME[:3]), ValueError, "time must be of shape (4,), one date a sample; got shape (3,)."),
    "one period": (call(freq="year"), ValueError,
                   "time must be in two periods at least, as the first is the baseline; got one year, 2024.\n"
                   "Hint: freq='month'."),
    "one month": (call(time=["2024-01-01", "2024-01-09"] * 2), ValueError,
                  "time must be in two periods at least, as the first is the baseline; got one month, 2024-01.\n"
                  "Hint: freq='week'."),
    "one day": (call(time=["2024-01-01"] * 4, freq="day"), ValueError,
                "time must be in two periods at least, as the first is the baseline; got one day, 2024-01-01."),
    "too long": (call(baseline=4), ValueError,
                 "baseline must be from 1 to 3, so that there is a month after it; got 4.\nHint: baseline=3."),
    "zero": (call(baseline=0), ValueError,
             "baseline must be from 1 to 3, so that there is a month after it; got 0.\nHint: baseline=3."),
    "too late": (call(baseline="2024-04-01"), ValueError,
                 "baseline must be from 2024-01 to 2024-03, so that there is a month after it; got '2024-04-01'.\n"
                 "Hint: baseline='2024-01'."),
    "too early": (call(baseline="2023-12"), ValueError,
                  "baseline must be from 2024-01 to 2024-03, so that there is a month after it; got '2023-12'.\n"
                  "Hint: baseline='2024-01'."),
    "no date": (call(baseline="spring"), TypeError,
                "baseline must be a number of periods, a date or the name of a period; got 'spring'.\n"
                "Hint: baseline='2024-01'."),
    "flag": (call(baseline=True), TypeError,
             "baseline must be a number of periods, a date or the name of a period; got True.\n"
             "Hint: baseline='2024-01'."),
    "counts": (call(count_labels(Y, P), None), TypeError,
               "y_true must be labels, as each sample has its date; got LabelCounts."),
    "metric": (call(metric="roc_auc"), TypeError, "y_score must be given for the metric 'roc_auc'; got None."),
    "resamples": (call(n_resamples=0), ValueError, "n_resamples must be a positive integer; got 0."),
    "level": (call(confidence_level=1), ValueError, "confidence_level must be between 0 and 1; got 1.\n"
              "Hint: confidence_level=0.95, or None for no intervals."),
    "missing": (call(time=[*TIME[:3], None]), ValueError, "time must be without missing values; got 1 missing of 4.\n"
                "Hint: Drop the rows without a date, and the same rows of the other arrays."),
    "column": (call("y", "p", data=pd.DataFrame({"y": Y, "p": P, "day": TIME}), time="days"), ValueError,
               "time must be the name of a column of data, one of ['y', 'p', 'day']; got 'days'.\n"
               "Hint: Did you mean 'day'?"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    function, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        function()
    check_kind(caught.value, kind)
    assert str(caught.value) == message
