"""The agreement of two raters in plain sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result
from figmerit._numbers import quantity, rounded
from figmerit.inference.agreement import ONE_LABEL
from figmerit.inference.corrections import LEVEL
from figmerit.metrics._comparison_text import p_text

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray

SHARE = "{:.1%}"


def n_tests(p_values: FloatArray) -> int:
    """Return how many different tests the p-values of labels are: one of two, as each gains what the other loses.

    Labels that nobody gives have NaN and are no tests, whether they are listed or not.
    """
    known = int(np.count_nonzero(~np.isnan(p_values)))
    return 1 if known == 2 else known


class AgreementText(Result):
    """Base of the agreement of two raters, that says what was found."""

    __slots__ = ()
    names: Any
    matrix: Any
    weights: Any
    kappa: Any
    observed_agreement: Any
    base_rates: Any
    p_values: Any
    labels: Any
    intervals: Any
    interval: Any
    why_no_interval: Any

    @property
    def text(self) -> str:
        """The result in plain sentences."""
        first, second = self.names
        share, total = rounded(self.observed_agreement, SHARE), self.matrix.total
        of = f"of the weight {total:,.10g}" if self.matrix.weighted else f"of {quantity(total, 'sample', 'samples')}"
        sentences = [f"{first} and {second} agree on {share} {of}; {self._of_kappa()}."]
        sentences += [f"{one}." for one in (self._of_rates(),) if one]
        doubt = "" if self.intervals is None else self.intervals.unreliable.get("kappa", "")
        return " ".join([*sentences, f"The interval of kappa is unreliable: {doubt}."] if doubt else sentences)

    def _of_kappa(self) -> str:
        """Return "kappa 0.62 [0.52, 0.71]", or why there is none."""
        name = f"{self.weights} kappa" if self.weights else "kappa"
        if math.isnan(self.kappa):
            return f"{name} is undefined, as {ONE_LABEL}"
        said = f"{name} {rounded(self.kappa)}".replace("-", "\N{MINUS SIGN}")
        if self.interval is not None:
            low, high = self.interval
            return f"{said} [{rounded(low)}, {rounded(high)}]".replace("-", "\N{MINUS SIGN}")
        why = "" if self.intervals is None else self.intervals.reason or self.why_no_interval
        return f"{said} without an interval, as {why}" if why else said

    def _of_rates(self) -> str:
        """Say which label the raters give differently often, the one that differs most of those that are shown to."""
        apart = self.base_rates[:, 1] - self.base_rates[:, 0]
        shown, several = np.flatnonzero(self.p_values < LEVEL), n_tests(self.p_values) > 1
        if not len(shown):
            return ""
        place = shown[np.argmax(np.abs(apart[shown]) if several else apart[shown])]
        often, seldom = (1, 0) if apart[place] > 0 else (0, 1)
        shares = [rounded(self.base_rates[place, side], SHARE) for side in (often, seldom)]
        tested = f"{p_text(self.p_values[place])}, mid-p McNemar{', holm' if several else ''}"
        return f"{self.names[often]} says {self.labels[place]!r} more often ({shares[0]} against {shares[1]}; {tested})"

    def alt_text(self) -> str:
        """Say in a sentence or two what was found."""
        return self.text

    def __repr__(self) -> str:
        """Show names, kappa and the share of agreement."""
        first, second = self.names
        name = f"{self.weights}_kappa" if self.weights else "kappa"
        shown = f"{name}={self.kappa:.4g}, observed_agreement={self.observed_agreement:.4g}"
        return f"Agreement({first} and {second}: {shown}, n={self.matrix.total:,.10g})"
