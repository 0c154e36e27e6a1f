"""A metric over time in plain sentences."""

from __future__ import annotations

import math
from typing import Any

from figmerit._arrays import Result
from figmerit._numbers import measured


class TimelineText(Result):
    """Base of the metrics of periods, that says what was found."""

    __slots__ = ()
    freq: Any
    names: Any
    values: Any
    band: Any
    metric_name: Any
    n_baseline: Any
    baseline: Any
    band_reason: Any
    band_doubt: Any
    reasons: Any
    is_distance: Any
    first_outside: Any
    outside: Any

    @property
    def text(self) -> str:
        """The result in plain sentences."""
        return f"{self._found}{self._doubt}"

    def alt_text(self) -> str:
        """Say in a sentence or two what was found."""
        later = [name for name, is_out in zip(self.names, self.outside.tolist(), strict=True) if is_out][1:]
        more = f" So are {len(later)} of the {self.freq}s after it." if later else ""
        return f"{self._found}{more}{self._doubt}"

    @property
    def baseline_span(self) -> str:
        """The names of the first and the last period of the baseline: "2024-01 to 2024-03"."""
        first, last = self.names[0], self.names[self.n_baseline - 1]
        return str(first) if first == last else f"{first} to {last}"

    @property
    def title(self) -> str:
        """The name of the metric at the beginning of a sentence."""
        return f"{self.metric_name[:1].upper()}{self.metric_name[1:]}"

    @property
    def _found(self) -> str:
        return f"{self._of_baseline()}; {self._of_later()}."

    @property
    def _doubt(self) -> str:
        return f" The band is unreliable: {self.band_doubt}." if self.band_doubt else ""

    def _of_baseline(self) -> str:
        if self.is_distance:
            return f"Scores of {self.baseline_span} are the reference"
        if math.isnan(self.baseline):
            return f"{self.title} is undefined in {self.baseline_span}"
        return f"{self.title} was {measured(self.baseline)} in {self.baseline_span}"

    def _of_later(self) -> str:
        if self.band_reason:
            return f"what chance explains is unknown ({self.band_reason})"
        beyond = "further from them than chance explains" if self.is_distance else "outside what chance explains"
        if self.first_outside is None:
            of = f" (by the {self.metric_name})" if self.is_distance else ""
            return f"no later {self.freq} is {beyond}{of}"
        place = self.names.index(self.first_outside)
        low, high = map(measured, self.band[place].tolist())
        value = measured(self.values[place].item())
        said = f"{self.metric_name} {value}, expected at most {high}" if self.is_distance else ""
        said = said or f"{value}, expected {low} to {high}"
        return f"{self.first_outside} is the first {self.freq} {beyond} ({said})"

    def __repr__(self) -> str:
        """Show the metric, the periods and the first one outside the band."""
        span = f"{len(self.names)} {self.freq}s from {self.names[0]} to {self.names[-1]}"
        return f"MetricTimeline({self.metric_name} of {span}: first_outside={self.first_outside!r})"
