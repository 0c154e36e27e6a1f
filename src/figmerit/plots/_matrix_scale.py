"""How the numbers of a matrix become colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.colors import LogNorm, Normalize, to_rgba

from figmerit._validate import check_number
from figmerit.errors import brief, invalid, wrong_type
from figmerit.plots._heatmap import scaled

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

    from figmerit._arrays import FloatArray

LEAST = float(np.finfo(np.float64).tiny)
"""The least value that is not zero, whose colour is apart."""


class Scale(NamedTuple):
    """The values of the first and the last colour, and how those between are spaced, as far as the user says."""

    vmin: float | None = None
    vmax: float | None = None
    given: Any = None

    @classmethod
    def checked(cls, vmin: Any, vmax: Any, norm: Any) -> Scale:
        """Return what the user gave."""
        if norm is not None and not isinstance(norm, Normalize) and not (isinstance(norm, str) and norm == "log"):
            rule = "'log' or a matplotlib Normalize"
            raise (invalid if isinstance(norm, str) else wrong_type)("norm", rule, brief(norm))
        limits = {"vmin": vmin, "vmax": vmax}
        for name, value in limits.items():
            if value is not None and isinstance(norm, Normalize):
                raise invalid(name, "left out when norm is given", brief(value))
        low, high = (None if value is None else check_number(name, value) for name, value in limits.items())
        if low is not None and high is not None and low >= high:
            raise invalid("vmin", f"less than vmax, {high:g}", f"{low:g}")
        for name, limit in (("vmin", low), ("vmax", high)):
            if isinstance(norm, str) and limit is not None and limit <= 0:
                raise invalid(name, "positive with norm='log'", f"{limit:g}")
        if high is not None and high <= (low or 0.0):
            raise invalid("vmax", f"more than {low or 0.0:g}", f"{high:g}")
        return cls(low, high, norm)

    def norm(self, values: FloatArray, most: float | None, *, apart: bool) -> Normalize:
        """Return how values become colours; `most` is the largest one that there could be.

        A colour of its own is for zero, if that stands `apart`.
        """
        if isinstance(self.given, Normalize):
            return scaled(self.given, values)
        known = values[np.isfinite(values)]
        high = self.vmax if self.vmax is not None else most or float(known.max(initial=0.0)) or 1.0
        if self.given == "log":
            positive = known[known > 0]
            low = self.vmin if self.vmin is not None else float(positive.min(initial=high))
            return LogNorm(low, high if high > low else 10 * low)
        low = self.vmin if self.vmin is not None else LEAST if apart else 0.0
        return Normalize(low, max(high, low))

    def apart(self, colors: Colormap) -> Colormap:
        """Return colours that have one of their own for zero, below all others, as it is with this scale.

        Where colours begin at the user's number, all below it are as pale as that.
        """
        if isinstance(self.given, str):  # a logarithm knows no zero
            return colors.with_extremes(bad=to_rgba(tuple(colors.get_under())))
        return colors if self.vmin is None or self.vmin <= 0 else colors.with_extremes(under=colors(0.0))
