"""An axis of periods: dates of matplotlib, with the names of as many periods as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.dates import date2num
from matplotlib.ticker import Locator

from figmerit.counts._periods import MONDAY, numbers_of
from figmerit.plots._names import Strings
from figmerit.plots._unnamed import first_tick, size_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from figmerit._arrays import Array, FloatArray
    from figmerit.counts._periods import Freq

STEPS: dict[Freq, tuple[int, ...]] = {
    "day": (1, 2),
    "week": (1, 2),
    "month": (1, 2, 3, 6, 12, 24, 60, 120),
    "quarter": (1, 2, 4, 8, 20, 40, 80),
    "year": (1, 2, 5, 10, 20, 50, 100, 200),
}
"""Of so many periods one is named, as few as there is room for: quarters begin with each third month.

Of days and weeks the first of months, if there is no room for more.
"""

WIDTHS: dict[Freq, float] = {"day": 7.2, "week": 7.2, "month": 5.4, "quarter": 5.8, "year": 3.6}
"""The room that a name needs, in font sizes."""

FREE = 0.01
"""What is free before the first period and after the last one, as a share of all."""


class PeriodTicks(Locator):
    """The middles of some of the periods, as many as names have room for.

    Parameters
    ----------
    freq : str
        What the periods are.
    numbers : ndarray of shape (n_periods,)
        Which periods they are, counted from 1970.
    middles : ndarray of shape (n_periods,)
        Their places.
    """

    def __init__(self, freq: Freq, numbers: Array, middles: FloatArray) -> None:
        self.freq, self.numbers, self.middles = freq, numbers, middles

    def __call__(self) -> Any:
        """Return the places of ticks within the limits of the axis."""
        axis: Any = self.axis
        return self.tick_values(*axis.get_view_interval())

    def tick_values(self, vmin: float, vmax: float) -> Any:
        """Return the places of ticks between two places."""
        axis: Any = self.axis
        low, high = min(vmin, vmax), max(vmin, vmax)
        seen = (self.middles >= low) & (self.middles <= high)
        middles = self.middles[seen]
        long = axis.axes.bbox.width * 72 / axis.get_figure(root=True).dpi
        most = max(int(long / (WIDTHS[self.freq] * size_of_text(first_tick(axis).label1))), 1)
        for every in self._every():
            named = every[seen]
            if named.any() and named.sum() <= most:
                return middles[named]
        return middles[:1]

    def _every(self) -> Iterator[Array]:
        """Yield which periods are named, from all to few."""
        for step in STEPS[self.freq]:
            yield self.numbers % step == 0
        if self.freq in ("day", "week"):
            days = self.numbers if self.freq == "day" else 7 * self.numbers - MONDAY
            dates = days.astype("datetime64[D]")
            months = dates.astype("datetime64[M]")
            yield (days + MONDAY) % 7 == 0  # Mondays
            first = dates - months < np.timedelta64(1 if self.freq == "day" else 7, "D")
            for step in STEPS["month"]:
                yield first & (months.astype(np.int64) % step == 0)


def name_periods(ax: Axes, names: tuple[str, ...], freq: Freq) -> tuple[FloatArray, FloatArray]:
    """Make the x axis one of dates, with the names of periods; return their middles, and their edges."""
    edges = edges_of(names, freq)
    middles = (edges[:-1] + edges[1:]) / 2
    axis: Any = ax.xaxis
    axis.update_units(np.array(["2000-01-01"], dtype="datetime64[D]"))  # so that lines at dates can be added
    ax.xaxis.set_major_locator(PeriodTicks(freq, numbers_of(names, freq), middles))
    ax.xaxis.set_major_formatter(Strings(dict(zip(middles.tolist(), names, strict=True))))
    ax.xaxis.minorticks_off()
    free = FREE * (edges[-1] - edges[0])
    ax.set_xlim(edges[0] - free, edges[-1] + free)
    return middles, edges


def edges_of(names: tuple[str, ...], freq: Freq) -> FloatArray:
    """Return where each period begins, and where the last one ends, as numbers of matplotlib."""
    numbers = numbers_of(names, freq)
    months = {"month": 1, "quarter": 3, "year": 12}.get(freq)
    numbers = np.append(numbers, numbers[-1] + 1)
    if months is None:
        starts = (7 * numbers - MONDAY if freq == "week" else numbers).astype("datetime64[D]")
    else:
        starts = (numbers * months).astype("datetime64[M]").astype("datetime64[D]")
    number: Any = date2num
    return np.asarray(number(starts), dtype=np.float64)
