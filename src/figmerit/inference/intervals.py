"""Intervals of proportions, and the form in which results hold intervals of any kind."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import Result
from figmerit.errors import OptionHint, invalid
from figmerit.inference.formulas import divide
from figmerit.inference.proportions import Proportion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from figmerit._arrays import Array, FloatArray

WEIGHTED = "weights are not counts"
"""Why proportions of weighted samples have no Wilson interval."""


def check_unweighted(method: str | None, sample_weight: Any, *, counted: bool = False) -> None:
    """Raise if a method of intervals is asked for and samples are weighted, or were when they were `counted`."""
    weights = "sample_weight" if sample_weight is not None else "weighted counts" if counted else ""
    if method is not None and weights:
        option = OptionHint("method", "None", f", which leaves intervals out, as {WEIGHTED}")
        raise invalid("method", f"left out with {weights}", repr(method), option=option)


@dataclass(frozen=True, slots=True, eq=False)
class Intervals(Result):
    """Intervals of the numbers of a result.

    Attributes
    ----------
    kind : str
        How they were found: "Wilson" of shares of samples, and of F1, which rises with one; "adjusted DeLong" of the
        area under the ROC curve, "logit" of the average precision. Of several kinds the one of most numbers.
    confidence_level : float
        How often the interval would hold the true value if it were made from many samples: a share in (0, 1).
    ends : mapping of str to ndarray of shape (..., 2)
        Low and high end by the name of the number: one pair for each of its values, NaN where it is
        undefined.
    reason : str
        Why all ends are NaN; "" if they are not.
    other_kinds : mapping of str to str
        The kind of each number for which it is another one.
    unreliable : mapping of str to str
        Of each number whose interval may hold the true value less often than it says, why.
    """

    floats = ("ends",)
    kind: str
    confidence_level: float
    ends: Mapping[str, FloatArray]
    reason: str = ""
    other_kinds: Mapping[str, str] = field(default_factory=dict)
    unreliable: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The level and the names of the kinds, for figures: "95% Wilson"."""
        return self.label_of(self.ends)

    def label_of(self, names: Iterable[str]) -> str:
        """Return the level, and the names of the kinds of some of the numbers."""
        kinds = dict.fromkeys(self.other_kinds.get(name, self.kind) for name in names) or {self.kind: None}
        return f"{100 * self.confidence_level:g}% {', '.join(kinds)}"

    def known(self, name: str) -> tuple[float, float] | None:
        """Return the ends of a single number, if it has any."""
        if self.reason or name not in self.ends or np.isnan(self.ends[name]).any():
            return None
        low, high = self.ends[name].tolist()
        return low, high

    def at(self, index: Any) -> Self:
        """Return the intervals of some of the values.

        Parameters
        ----------
        index : int or array-like of int
            Their places along the first axis.

        Returns
        -------
        Intervals
            Of the same kind.
        """
        return replace(self, ends={name: pairs[index] for name, pairs in self.ends.items()})

    def __getitem__(self, name: str) -> FloatArray:
        """Return the ends of a number by its name."""
        return self.ends[name]

    def __repr__(self) -> str:
        """Show the kind, the level, the names of the numbers and the ends of single ones."""
        shown = ", ".join(
            f"{name} {pair[0]:.4g} to {pair[1]:.4g}" if np.ndim(pair) == 1 and not self.reason else name
            for name, pair in self.ends.items()
        )
        return f"Intervals({self.label} of {shown}{f': {self.reason}' * bool(self.reason)})"

    def _columns(self) -> dict[str, Any]:
        ends = {name: np.reshape(pairs, (-1, 2)) for name, pairs in self.ends.items()}
        return {
            "number": [name for name, pairs in ends.items() for _ in pairs],
            "low": np.concatenate([pairs[:, 0] for pairs in ends.values()]),
            "high": np.concatenate([pairs[:, 1] for pairs in ends.values()]),
        }


def check_intervals(intervals: Intervals | None, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise unless the ends of a result's intervals have the shapes of its numbers."""
    for name, shape in shapes.items():
        found = shape if intervals is None else np.shape(intervals.ends.get(name, ()))
        if found != shape:
            raise invalid(f"the intervals of {name}", f"of shape {shape}", f"shape {found}")


def wilson(successes: Array, n: Array, confidence_level: float) -> FloatArray:
    """Return the Wilson score interval of each proportion, shape (..., 2); NaN where `n` is zero.

    The same as :meth:`scipy.stats.BinomTestResult.proportion_ci`, for arrays:
    https://doi.org/10.1080/01621459.1927.10502953
    """
    successes, n = np.broadcast_arrays(np.asarray(successes, np.float64), np.asarray(n, np.float64))
    z = -NormalDist().inv_cdf((1 - confidence_level) / 2)  # SciPy's would take longer to import than to draw a figure
    share = divide(successes, n)
    centre = (successes + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * np.sqrt(n * share * (1 - share) + z**2 / 4)
    low = np.where(successes == 0, 0.0, centre - half)  # which rounding would miss
    high = np.where(successes == n, 1.0, centre + half)
    return np.where(np.isnan(share)[..., None], np.nan, np.stack([low, high], axis=-1))


def of_proportions(
    proportions: Mapping[str, Proportion | tuple[Any, Any]],
    confidence_level: float | None,
    *,
    weighted: bool,
    reason: str = "",
) -> Intervals | None:
    """Return the Wilson intervals of proportions, given as successes and numbers of trials; None without a level.

    They are NaN if samples are weighted, or if there is a `reason`. A :class:`Proportion` whose number rises with the
    share, as F1 does, has the ends that belong to those of the share. Intervals of F1 by Wilson's method are compared
    with others in https://doi.org/10.48550/arXiv.2309.14621.
    """
    if confidence_level is None:
        return None
    reason = WEIGHTED if weighted else reason
    shares = {name: Proportion(*pair) for name, pair in proportions.items()}
    shapes = {name: np.broadcast_shapes(*map(np.shape, share[:2])) for name, share in shares.items()}
    ends = np.full((sum(map(math.prod, shapes.values())), 2), np.nan)
    if shapes and not reason:
        pairs = ([np.broadcast_to(side, shapes[name]).ravel() for side in share[:2]] for name, share in shares.items())
        successes, n = map(np.concatenate, zip(*pairs, strict=True))
        ends[:] = wilson(successes, n, confidence_level)
    found, start = {}, 0
    for name, shape in shapes.items():
        stop = start + math.prod(shape)
        found[name], start = shares[name].number(ends[start:stop].reshape(*shape, 2)), stop
    return Intervals("Wilson", confidence_level, found, reason)
