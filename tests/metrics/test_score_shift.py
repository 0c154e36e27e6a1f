"""Distances of scores over time are SciPy's, and their limits hold as often as they say."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy.stats import ks_2samp, wasserstein_distance
from tests.helpers import check_kind
from tests.metrics.test_metric_timeline import TIMELINES, stream

from figmerit import MetricTimeline, compute_score_shift


@pytest.mark.parametrize(
    ("distance", "name", "own"),
    [
        ("kolmogorov_smirnov", "Kolmogorov-Smirnov distance", lambda a, b: ks_2samp(a, b, method="asymp").statistic),
        ("wasserstein", "Wasserstein distance", wasserstein_distance),
    ],
)
@pytest.mark.parametrize("digits", [2, 9])
def test_values_are_those_of_scipy(distance, name, own, digits):
    _, score, time, month = stream(1200)
    score = score.round(digits)
    found = compute_score_shift(score, time=time, freq="month", baseline=2, distance=distance, n_resamples=50)
    values = [own(score[month < 2], score[month == k]) for k in range(2, 12)]
    np.testing.assert_allclose(found.values[2:], values, atol=1e-12)
    assert np.isnan(found.values[:2]).all()
    assert found.undefined == dict.fromkeys(("2024-01", "2024-02"), "part of the baseline")
    assert found.metric_name == name
    assert found.band_kind == "permutation, 50 resamples"
    assert (found.band[2:, 0] == 0).all()
    assert found.n.tolist() == np.bincount(month).tolist()


@pytest.mark.parametrize("distance", ["kolmogorov_smirnov", "wasserstein", "psi"])
def test_scores_without_change_stay_within_limits_as_often_as_said(distance):
    held, timelines = 0, TIMELINES // 3 if distance == "psi" else TIMELINES
    for seed in range(timelines):
        _, score, time, _ = stream(900, 7, seed)
        options = {"freq": "month", "baseline": 2, "distance": distance, "n_resamples": 400}
        held += compute_score_shift(score.round(1 + (seed % 2)), time=time, **options).first_outside is None
    slack = 2.6 * np.sqrt(0.05 * 0.95 / timelines)
    assert 0.95 - slack < held / timelines < 0.975 + slack / 2, held / timelines


def test_a_shift_is_found_and_said():
    _, score, time, month = stream(6000)
    found = compute_score_shift(np.where(month >= 7, score**2, score), time=time, freq="month", baseline="2024-03")
    assert found.first_outside == found.first_worse == "2024-08"
    value, limit = found.values[7], found.band[7, 1]
    assert found.text == (
        "Scores of 2024-01 to 2024-03 are the reference; 2024-08 is the first month further from them than chance "
        f"explains (Kolmogorov-Smirnov distance {value:.3f}, expected at most {limit:.3f})."
    )
    same = compute_score_shift(score, time=time, freq="quarter")
    assert same.text == (
        "Scores of 2024-Q1 are the reference; no later quarter is further from them than chance explains "
        "(by the Kolmogorov-Smirnov distance)."
    )
    again = MetricTimeline.from_dict(json.loads(json.dumps(found.to_dict())))
    assert again.alt_text() == found.alt_text()
    assert list(found.to_pandas()) == found.to_polars().columns
    assert "low" not in found.to_pandas()


def test_small_periods_have_wider_limits():
    rng = np.random.default_rng(0)
    time = ["2024-01-01"] * 500 + ["2024-02-01"] * 500 + ["2024-04-01"] * 20
    found = compute_score_shift(rng.random(1020), time=time, freq="month")
    assert found.band[3, 1] > 2 * found.band[1, 1]
    assert found.undefined["2024-03"] == "no samples"
    assert np.isnan(found.band[2]).all()
    without = compute_score_shift(rng.random(1020), time=time, freq="month", confidence_level=None)
    assert np.isnan(without.band).all()
    assert (
        without.text
        == "Scores of 2024-01 are the reference; what chance explains is unknown (no confidence level was given)."
    )


def test_columns_of_frames():
    _, score, time, _ = stream(300)
    own = compute_score_shift(score.tolist(), time=time, freq="month")
    for frame in (pd.DataFrame({"s": score, "t": time}), pl.DataFrame({"s": score, "t": time})):
        found = compute_score_shift("s", data=frame, time="t", freq="month")
        assert str(found.to_dict()) == str(own.to_dict())


S, TIME = [0.1, 0.2, 0.3], ["2024-01-01", "2024-02-01", "2024-02-02"]
ERRORS = {
    "distance": (lambda: compute_score_shift(S, time=TIME, freq="month", distance="ks"), ValueError,
                 "distance must be one of 'kolmogorov_smirnov', 'wasserstein', 'psi'; got 'ks'.\n"
                 "Hint: Did you mean 'kolmogorov_smirnov'?"),
    "missing": (lambda: compute_score_shift([0.1, None, 0.3], time=TIME, freq="month"), ValueError,
                "y_score must be without missing values; got 1 missing of 3.\n"
                "Hint: Drop the rows without a score, and the same rows of time."),
    "columns": (lambda: compute_score_shift(np.zeros((3, 2)), time=TIME, freq="month"), ValueError,
                "y_score must be one-dimensional, one score a sample; got shape (3, 2).\n"
                "Hint: np.asarray(y_score)[:, -1], its last column."),
    "length": (lambda: compute_score_shift(S, time=TIME[:2], freq="month"), ValueError,
               "time must be of the same shape as y_score, (3,); got shape (2,)."),
    "one period": (lambda: compute_score_shift(S, time=TIME, freq="year"), ValueError,
                   "time must be in two periods at least, as the first is the baseline; got one year, 2024.\n"
                   "Hint: freq='month'."),
    "resamples": (lambda: compute_score_shift(S, time=TIME, freq="month", n_resamples=1.5), TypeError,
                  "n_resamples must be a positive integer; got 1.5."),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    function, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        function()
    check_kind(caught.value, kind)
    assert str(caught.value) == message
