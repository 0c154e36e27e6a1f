"""A ranking in plain sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

from figmerit._arrays import Result
from figmerit._numbers import measured, quantity
from figmerit.metrics.catalog import display_name


class RankingText(Result):
    """Base of the ranking of models, that says what was found."""

    __slots__ = ()
    names: Any
    metric: Any
    values: Any
    tiers: Any
    p_adjusted: Any
    comparisons: Any
    correction: Any
    n: Any
    tests: Any
    differ: Any

    @property
    def text(self) -> str:
        """The result in plain sentences."""
        sentences = [self._of_tier(tier) for tier in range(1, int(self.tiers.max()) + 1)]
        if self.tiers.max() > 1:
            n_tests = int(np.count_nonzero(~np.isnan(self.p_adjusted))) // 2
            how = " and ".join(self.tests) + (f", {self.correction} over {n_tests} pairs" if n_tests > 1 else "")
            sentences.append(f"Every model of a tier is better than every one below ({how}).")
        if lost := [name for name, tier in zip(self.names, self.tiers, strict=True) if not tier]:
            has = "has" if len(lost) == 1 else "have"
            sentences.append(f"{_listed(lost)} {has} no tier: {display_name(self.metric)} is undefined.")
        doubts = [next(iter(one.intervals.unreliable.values()), "") for one in self.comparisons if one.intervals]
        if any(doubts):
            which = "Tests" if all(doubts) else "Some tests"
            sentences.append(f"{which} are unreliable: {next(filter(None, doubts))}.")
        return " ".join(sentences)

    def _of_tier(self, tier: int) -> str:
        """Say which models share a tier, and why."""
        places = np.flatnonzero(self.tiers == tier)
        members = [f"{self.names[place]} ({measured(self.values[place])})" for place in places]
        said = f"Tier {tier}: {_listed(members)}"
        if len(members) == 1:
            return f"{said}."
        metric = display_name(self.metric)
        if np.isnan(self.p_adjusted[np.ix_(places, places)]).all():
            why = next((reason for key, reason in self.undefined.items() if isinstance(key, tuple)), "")
            return f"{said}, which no test can tell apart by {metric} ({why})."
        rows, cols = np.nonzero(np.triu(self.differ[np.ix_(places, places)]))
        if not len(rows):
            return f"{said}, which cannot be told apart by {metric} with {quantity(self.n, 'sample', 'samples')}."
        far = int(np.argmax(cols - rows))
        better, worse = (self.names[places[side[far]]] for side in (rows, cols))
        n_pairs = len(places) * (len(places) - 1) // 2
        such = f"{better} is better than {worse}"
        such = such if len(rows) == 1 else f"{len(rows)} of its {n_pairs} pairs differ, such as {better} and {worse}"
        return f"{said}; {such}, but {quantity(self.n, 'sample', 'samples')} do not show where to divide the tier."

    def alt_text(self) -> str:
        """Say in a sentence or two what was found."""
        return self.text

    def __repr__(self) -> str:
        """Show the metric, and the models of each tier."""
        tiers = (
            ", ".join(name for name, own in zip(self.names, self.tiers, strict=True) if own == tier)
            for tier in range(1, int(self.tiers.max()) + 1)
        )
        return f"Ranking({self.metric}: {'; '.join(f'{place}. {names}' for place, names in enumerate(tiers, 1))})"


def _listed(words: list[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
