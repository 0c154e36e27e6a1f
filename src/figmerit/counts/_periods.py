"""Dates of samples become periods: days, weeks, months, quarters or years, also those without samples."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._containers import is_missing
from figmerit._validate import check_option
from figmerit.errors import brief, invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array, IntArray

Freq: TypeAlias = Literal["day", "week", "month", "quarter", "year"]

FREQS: tuple[Freq, ...] = "day", "week", "month", "quarter", "year"
"""The periods, from the shortest to the longest."""

OF_PANDAS: dict[str, Freq] = {
    "D": "day",
    **dict.fromkeys(("W", "W-SUN"), "week"),
    **dict.fromkeys(("M", "MS", "ME"), "month"),
    **dict.fromkeys(("Q", "QS", "QE"), "quarter"),
    **dict.fromkeys(("Y", "YS", "YE", "A"), "year"),
}
"""What pandas calls them."""

MOST = 2_000
"""So many periods are told apart at most: no figure shows more."""

MONDAY = 3
"""Days from a Monday to the first day of 1970, which was a Thursday."""

RULE = 'dates: datetimes, or texts such as "2024-03-01"'
HINT = 'time=["2024-03-01", ...], one date a sample'
MONTH = re.compile(r"(\d{4})-(\d{2})")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Periods:
    """The period of each sample: `codes` of shape (n_samples,) into the `names` of all periods, one after the other.

    Days and weeks are named by their first day, "2024-03-04", months "2024-03", quarters "2024-Q1", years "2024".
    """

    freq: Freq
    codes: IntArray
    names: tuple[str, ...]

    @property
    def starts(self) -> Array:
        """The first day of each period, datetime64[D]."""
        return starts_of(self.names)


def check_freq(freq: Any) -> Freq:
    """Return a kind of period, by its name here or in pandas."""
    known: Any = OF_PANDAS.get(freq, freq) if isinstance(freq, str) else freq
    found: Freq = check_option("freq", known, FREQS)
    return found


def periods_of(time: Any, freq: Any) -> Periods:
    """Return the period of each sample, and all periods from the first to the last one.

    Weeks are those of ISO 8601: they begin on Monday. Dates with a time zone keep the date that their own clock shows.
    """
    kind, days = check_freq(freq), days_of(time)
    numbers = _numbered(days, kind)
    first, last = int(numbers.min()), int(numbers.max())
    if last - first >= MOST:
        longer = [one for one in FREQS if np.ptp(_numbered(days, one)) < MOST]
        got = f"{last - first + 1:,} from {days.min()} to {days.max()}"
        hint = f"freq={longer[0]!r}" if longer else "Look for wrong dates: one is centuries from another"
        raise invalid("freq", f"such that there are at most {MOST:,} periods", got, hint)
    return Periods(kind, numbers - first, tuple(_name(number, kind) for number in range(first, last + 1)))


def period_at(date: Any, freq: Freq) -> str | None:
    """Return the name of the period that a date is in; None if that is no date. Names of periods are understood."""
    if isinstance(date, str):
        try:
            day = _day_of_text(date)
        except ValueError:
            return None
    elif isinstance(date, np.datetime64) and not np.isnat(date):
        day = date.astype("datetime64[D]").item()
    elif isinstance(date, dt.date) and not is_missing(date):
        day = date
    else:
        return None
    number = _numbered(np.array([dt.date(day.year, day.month, day.day)], dtype="datetime64[D]"), freq)
    return _name(int(number[0]), freq)


def starts_of(names: tuple[str, ...]) -> Array:
    """Return the first day of each period by its name, datetime64[D]."""
    return np.array([_day_of_text(name) for name in names], dtype="datetime64[D]")


def numbers_of(names: tuple[str, ...], freq: Freq) -> IntArray:
    """Return how many periods come between the first one of 1970, or the week of its first day, and each of these."""
    return _numbered(starts_of(names), freq)


def days_of(time: Any) -> Array:
    """Return the date of each sample as its own clock shows it, datetime64[D]."""
    array = _without_zone(time)
    if array.ndim != 1:
        raise invalid("time", "one-dimensional, one date a sample", f"shape {array.shape}")
    if array.size == 0:
        raise invalid("time", "non-empty", f"shape {array.shape}")
    if array.dtype.kind != "M":
        if array.dtype.kind not in "OU":
            hint = "np.asarray(time, dtype='datetime64[s]'), if they are seconds since 1970"
            raise wrong_type("time", RULE, f"dtype {array.dtype}", hint if array.dtype.kind in "iu" else HINT)
        array = _of_objects(array)
    if n_missing := int(np.isnat(array).sum()):
        hint = "Drop the rows without a date, and the same rows of the other arrays"
        raise invalid("time", "without missing values", f"{n_missing} missing of {array.size}", hint)
    days = array.astype("datetime64[D]")
    if not (np.datetime64("0001-01-01") <= days.min() and days.max() <= np.datetime64("9999-12-31")):
        raise invalid("time", "in the years from 1 to 9999", f"{days.min()} to {days.max()}")
    return days


def _without_zone(time: Any) -> Array:
    """Return dates as an array; of a column with a time zone what the clocks there show."""
    import narwhals as nw

    if type(time).__name__ == "DatetimeIndex":
        time = time.to_series()
    column = nw.from_native(time, series_only=True, pass_through=True)
    if isinstance(column, nw.Series) and getattr(column.dtype, "time_zone", None) is not None:
        return np.asarray(column.dt.replace_time_zone(None).to_numpy())
    return to_numpy(time, "time")


def _of_objects(array: Array) -> Array:
    """Return texts and objects of Python and pandas as dates, NaT where one is missing."""
    known: dict[Any, Any] = {}
    found: list[Any] = []
    aware = set()
    for value in array.tolist():
        if is_missing(value) or (isinstance(value, np.datetime64) and np.isnat(value)):
            found.append(np.datetime64("NaT"))
            continue
        if not isinstance(value, str):
            day = _day_of_object(value)
        elif value in known:
            day = known[value]
        else:
            day = known[value] = _day_of_given(value)
        if isinstance(day, dt.datetime):
            aware.add(day.tzinfo is not None)
        found.append(np.datetime64(dt.date(day.year, day.month, day.day), "D"))
    if len(aware) > 1:
        raise invalid("time", "all with a time zone, or all without one", "both", _without_zones(array))
    return np.array(found, dtype="datetime64[D]")


def _without_zones(array: Array) -> str:
    """Say how to take the zones off."""
    if isinstance(array[0], str):
        return "[text[:10] for text in time] are the dates"
    return "[one.replace(tzinfo=None) for one in time] keeps the hour of each clock"


def _day_of_object(value: Any) -> dt.date:
    value = getattr(value, "start_time", value)  # of a period of pandas
    value = value.item() if isinstance(value, np.datetime64) else value
    if not isinstance(value, dt.date):
        raise wrong_type("time", RULE, f"the value {brief(value)}", HINT)
    return value


def _day_of_given(text: str) -> dt.date:
    try:
        return _day_of_text(text)
    except ValueError:
        hint = "pd.to_datetime(time), which takes other forms" if len(text) > 4 else ""
        raise invalid("time", 'dates such as "2024-03-01"', f"the text {brief(text)}", hint) from None


def _day_of_text(text: str) -> dt.date:
    """Return the date or datetime of an ISO text, or the first day of a period by its name."""
    if found := MONTH.fullmatch(text):
        return dt.date(int(found[1]), int(found[2]), 1)
    if found := QUARTER.fullmatch(text):
        return dt.date(int(found[1]), 3 * int(found[2]) - 2, 1)
    return dt.date(int(text), 1, 1) if YEAR.fullmatch(text) else dt.datetime.fromisoformat(text.strip())


def _numbered(days: Array, freq: Freq) -> IntArray:
    """Return how many periods come between the first one of 1970, or the week of its first day, and each day."""
    if freq == "week":
        return np.asarray((days.astype(np.int64) + MONDAY) // 7)
    unit = {"day": "D", "year": "Y"}.get(freq, "M")
    numbers = days.astype(f"datetime64[{unit}]").astype(np.int64)
    return np.asarray(numbers // 3 if freq == "quarter" else numbers)


def _name(number: int, freq: Freq) -> str:
    if freq == "quarter":
        return f"{1970 + number // 4:04d}-Q{number % 4 + 1}"
    if freq == "week":
        return str(np.datetime64(7 * number - MONDAY, "D"))
    unit: Any = {"day": "D", "month": "M", "year": "Y"}[freq]
    return str(np.datetime64(number, unit))
