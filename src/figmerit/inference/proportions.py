"""Shares of samples, and the numbers that rise with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray


class Proportion(NamedTuple):
    """Successes and trials of a share x of samples, and the factors (a, b, c) of a number a x / (b + c x).

    The number rises with the share, so the ends of the share's interval give those of the number at the same level.
    """

    successes: Any
    trials: Any
    factors: tuple[float, float, float] = (1.0, 1.0, 0.0)

    @property
    def is_share(self) -> bool:
        """Whether the number is the share itself."""
        return self.factors == (1, 1, 0)

    def number(self, share: Array) -> FloatArray:
        """Return the number that belongs to a share."""
        a, b, c = self.factors
        return np.asarray(a * share / (b + c * share))

    def at(self, index: Any) -> Proportion:
        """Return the proportions of some of the values."""
        return self._replace(successes=self.successes[index], trials=self.trials[index])
