"""Dates of any kind become the same periods as those of pandas."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.helpers import check_kind

from figmerit.counts._periods import MOST, period_at, periods_of, starts_of

DAYS = ["2023-12-31", "2024-01-01", "2024-03-31", "2024-02-29", "2024-03-31"]
OBJECTS = [dt.date.fromisoformat(day) for day in DAYS]
AT_NOON = [dt.datetime.fromisoformat(f"{day}T12:30") for day in DAYS]
BERLIN = [one.replace(tzinfo=ZoneInfo("Europe/Berlin")) for one in AT_NOON]
HELD = {
    "texts": DAYS,
    "texts with hours": [f"{day}T12:30:00" for day in DAYS],
    "array of texts": np.array(DAYS),
    "text series": pd.Series(DAYS),
    "string series": pd.Series(DAYS, dtype="string"),
    "categories": pd.Series(DAYS, dtype="category"),
    "polars texts": pl.Series(DAYS),
    "dates": OBJECTS,
    "dates of polars": pl.Series(OBJECTS),
    "dates of arrow": pa.array(OBJECTS),
    "chunked dates": pa.chunked_array([OBJECTS[:2], OBJECTS[2:]]),
    "datetimes": AT_NOON,
    "datetime64": np.array(AT_NOON, dtype="datetime64[ns]"),
    "datetime64 of days": np.array(DAYS, dtype="datetime64[D]"),
    "series": pd.Series(AT_NOON),
    "moved series": pd.Series(AT_NOON, index=[5, 3, 1, 0, 2]),
    "index": pd.DatetimeIndex(AT_NOON),
    "timestamps": [pd.Timestamp(one) for one in AT_NOON],
    "periods of pandas": pd.Series(pd.PeriodIndex(DAYS, freq="D")),
    "datetimes of polars": pl.Series(AT_NOON),
    "datetimes of arrow": pa.array(AT_NOON),
    "zoned datetimes": BERLIN,
    "zoned series": pd.Series(BERLIN),
    "zoned index": pd.DatetimeIndex(BERLIN),
    "zoned polars": pl.Series(AT_NOON).dt.replace_time_zone("Europe/Berlin"),
    "zoned arrow": pa.array(BERLIN, type=pa.timestamp("us", tz="Europe/Berlin")),
    "zoned chunks": pa.chunked_array([BERLIN], type=pa.timestamp("us", tz="Europe/Berlin")),
    "texts of a zone": [f"{day}T12:30:00+02:00" for day in DAYS],
}


@pytest.mark.parametrize("held", HELD)
def test_all_containers_have_the_same_periods(held):
    found = periods_of(HELD[held], "month")
    assert found.names == ("2023-12", "2024-01", "2024-02", "2024-03")
    assert found.codes.tolist() == [0, 1, 3, 2, 3]
    assert found.starts.tolist() == [dt.date(2023, 12, 1), *(dt.date(2024, month, 1) for month in (1, 2, 3))]


def test_names_of_all_kinds():
    kinds = {"day": "2023-12-31 2024-01-01", "week": "2023-12-25 2024-01-01", "month": "2023-12 2024-01"}
    kinds |= {"quarter": "2023-Q4 2024-Q1", "year": "2023 2024"}
    for freq, names in kinds.items():
        found = periods_of(DAYS[:2], freq)
        assert " ".join(found.names) == names
        assert starts_of(found.names)[0] <= np.datetime64("2023-12-31") < found.starts[1] + 1


@pytest.mark.parametrize(
    ("freq", "of_pandas"), [("day", "D"), ("week", "W"), ("month", "M"), ("quarter", "Q"), ("year", "Y")]
)
@given(days=st.lists(st.integers(-1100, 800), min_size=1, max_size=9))
def test_periods_are_those_of_pandas(freq, of_pandas, days):
    dates = np.datetime64("2020-01-01") + np.array(days)
    found = periods_of(dates, of_pandas)
    assert found.freq == freq
    own = pd.DatetimeIndex(dates).to_period(of_pandas)
    everything = pd.period_range(own.min(), own.max(), freq=of_pandas)
    assert found.starts.tolist() == everything.start_time.date.tolist()
    assert found.starts[found.codes].tolist() == own.start_time.date.tolist()


def test_own_clocks_decide_the_date():
    late = dt.datetime(2024, 1, 31, 23, 30)
    tokyo, new_york = (late.replace(tzinfo=ZoneInfo(zone)) for zone in ("Asia/Tokyo", "America/New_York"))
    assert periods_of([tokyo, new_york], "month").names == ("2024-01",)
    assert periods_of(pd.Series([new_york]), "month").names == ("2024-01",)
    assert periods_of(["2024-01-31T23:30:00-05:00"], "month").names == ("2024-01",)


def test_dates_and_names_of_periods_are_found():
    for date in ("2024-03", "2024-03-09", "2024-03-09T10:00", dt.date(2024, 3, 9), np.datetime64("2024-03-09T10")):
        assert period_at(date, "month") == "2024-03"
        assert period_at(date, "quarter") == "2024-Q1"
    assert period_at(pd.Timestamp("2024-03-09"), "week") == period_at("2024-03-05", "week") == "2024-03-04"
    assert period_at("2024-Q3", "month") == "2024-07"
    assert period_at("2024", "year") == "2024"
    for nonsense in ("march", 3, None, pd.NaT, np.datetime64("NaT")):
        assert period_at(nonsense, "month") is None


FREQS = "freq must be one of 'day', 'week', 'month', 'quarter', 'year'"
NONE_MISSING = "time must be without missing values"
DATES = 'dates: datetimes, or texts such as "2024-03-01"'
DROP = "Hint: Drop the rows without a date, and the same rows of the other arrays."
ONE_A_SAMPLE = 'Hint: time=["2024-03-01", ...], one date a sample.'
ERRORS = {
    "freq": (DAYS, "hour", ValueError, f"{FREQS}; got 'hour'."),
    "freq of another kind": (DAYS, 3, ValueError, f"{FREQS}; got 3."),
    "numbers": ([1, 2], "day", TypeError, f"time must be {DATES}; got dtype int64.\n"
                "Hint: np.asarray(time, dtype='datetime64[s]'), if they are seconds since 1970."),
    "fractions": ([0.5], "day", TypeError, f"time must be {DATES}; got dtype float64.\n{ONE_A_SAMPLE}"),
    "objects": ([dt.date(2024, 1, 1), 3], "day", TypeError, f"time must be {DATES}; got the value 3.\n{ONE_A_SAMPLE}"),
    "text": (["2024-01-01", "1 March 2024"], "day", ValueError,
             'time must be dates such as "2024-03-01"; got the text \'1 March 2024\'.\n'
             "Hint: pd.to_datetime(time), which takes other forms."),
    "no date": (["2024-13-01"], "day", ValueError,
                'time must be dates such as "2024-03-01"; got the text \'2024-13-01\'.\n'
                "Hint: pd.to_datetime(time), which takes other forms."),
    "missing": (["2024-01-01", None], "day", ValueError, f"{NONE_MISSING}; got 1 missing of 2.\n{DROP}"),
    "NaT": (np.array(["NaT", "2024-01-01", "NaT"], "datetime64[D]"), "day", ValueError,
            f"{NONE_MISSING}; got 2 missing of 3.\n{DROP}"),
    "missing in polars": (pl.Series([None, dt.date(2024, 1, 1)]), "day", ValueError,
                          f"{NONE_MISSING}; got 1 missing of 2.\n{DROP}"),
    "two axes": (np.array([DAYS]), "day", ValueError,
                 "time must be one-dimensional, one date a sample; got shape (1, 5)."),
    "none": ([], "day", ValueError, "time must be non-empty; got shape (0,)."),
    "scalar": ("2024-01-01", "day", TypeError,
               "time must be array-like (a list, an array, a series); got '2024-01-01'."),
    "with and without zones": ([AT_NOON[0], BERLIN[0]], "day", ValueError,
                               "time must be all with a time zone, or all without one; got both.\n"
                               "Hint: [one.replace(tzinfo=None) for one in time] keeps the hour of each clock."),
    "texts with and without zones": (["2024-01-01T01:00", "2024-01-01T01:00Z"], "day", ValueError,
                                     "time must be all with a time zone, or all without one; got both.\n"
                                     "Hint: [text[:10] for text in time] are the dates."),
    "too many": (["2000-01-01", "2024-01-01"], "day", ValueError,
                 "freq must be such that there are at most 2,000 periods; got 8,767 from 2000-01-01 to 2024-01-01.\n"
                 "Hint: freq='week'."),
    "far too many": (np.array([0, 1], "datetime64[Y]") + np.array([-1900, 5000]), "day", ValueError,
                     "freq must be such that there are at most 2,000 periods; "
                     "got 2,520,539 from 0070-01-01 to 6971-01-01.\n"
                     "Hint: Look for wrong dates: one is centuries from another."),
    "beyond": (np.array([20000], "datetime64[Y]"), "day", ValueError,
               "time must be in the years from 1 to 9999; got 21970-01-01 to 21970-01-01."),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    time, freq, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        periods_of(time, freq)
    check_kind(caught.value, kind)
    assert str(caught.value).replace("\nHint: data=<a data frame>, if that is a column of it.", "") == message


def test_as_many_periods_as_are_allowed():
    days = np.array([0, MOST - 1], dtype="datetime64[D]")
    assert len(periods_of(days, "day").names) == MOST
