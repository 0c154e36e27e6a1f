"""Rows in the order of their scores, sorted once for all that is found from it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.areas import placements

if TYPE_CHECKING:
    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray


class RankedScores:
    """The order of scores of shape (n_rows,), and which rows are positive."""

    def __init__(self, positive: BoolArray, score: FloatArray) -> None:
        self.order = np.argsort(-score, kind="stable")  # the highest score first
        ranked = score[self.order]
        self.new = np.append(True, ranked[1:] != ranked[:-1])
        self.starts = None if self.new.all() else np.flatnonzero(self.new)
        self.rows = positive
        self.positive = positive[self.order]

    def counts(self, times: Array) -> tuple[Array, Array]:
        """Return the positives and the negatives of each distinct score, as often as their rows were drawn."""
        drawn = times.take(self.order)
        positives = drawn * self.positive
        both = np.subtract(drawn, positives, out=drawn)
        if self.starts is None:
            return positives, both
        return np.add.reduceat(positives, self.starts), np.add.reduceat(both, self.starts)

    @cached_property
    def components(self) -> tuple[IntArray, IntArray]:
        """Twice the structural components of each positive, then of each negative, in the order of rows."""
        parts = placements(*self.counts(np.ones(len(self.rows), np.int64)))
        if self.starts is not None:
            parts = tuple(part[self.new.cumsum() - 1] for part in parts)
        of_ranked = np.where(self.positive, *parts)
        of_rows = np.empty_like(of_ranked)
        of_rows[self.order] = of_ranked
        return of_rows[self.rows], of_rows[~self.rows]
