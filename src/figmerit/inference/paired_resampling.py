"""Two numbers of the same samples, resampled together: their difference keeps what both models have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit.inference.bootstrap import multinomial, percentile
from figmerit.inference.formulas import Margins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray


class Resamples(NamedTuple):
    """The difference in each resample, NaN where it is undefined."""

    differences: FloatArray

    def ends(self, confidence_level: float) -> FloatArray:
        """Return the percentile interval, shape (2,)."""
        return percentile(self.differences, confidence_level).ends

    @property
    def undefined(self) -> int:
        """In how many resamples the difference is undefined."""
        return int(np.isnan(self.differences).sum())

    @property
    def p_value(self) -> float:
        """Twice the share of resamples on the other side of zero, or at it; never less than one of them.

        https://doi.org/10.1017/CBO9780511802843
        """
        known = self.differences[~np.isnan(self.differences)]
        if not known.size:
            return float("nan")
        beyond = min(np.count_nonzero(known <= 0), np.count_nonzero(known >= 0))
        return float(min(2 * (beyond + 1) / (known.size + 1), 1.0))

    @property
    def standard_error(self) -> float:
        """The standard deviation of the differences."""
        known = self.differences[~np.isnan(self.differences)]
        return float(np.std(known, ddof=1)) if known.size > 1 else float("nan")


def of_tables(
    counts: IntArray,
    difference: Callable[[IntArray], FloatArray],
    n_resamples: int,
    random_state: int | None,
    groups: IntArray | None = None,
) -> Resamples:
    """Resample the cells of a joint table; with `groups` of shape (n_groups, n_cells) whole groups.

    `difference` gives the numbers of tables of shape (n_block, n_cells).
    """
    units = counts if groups is None else np.ones(len(groups), dtype=np.int64)
    blocks = multinomial(units, n_resamples, random_state)
    tables = (drawn if groups is None else drawn @ groups for drawn in blocks)
    return Resamples(np.concatenate([difference(table) for table in tables]))


def of_rows(
    n: int,
    difference: Callable[[IntArray], float],
    n_resamples: int,
    random_state: int | None,
    groups: IntArray | None = None,
) -> Resamples:
    """Resample rows, or whole groups of them; `difference` gets how often each row was drawn, shape (n,)."""
    rng: Any = np.random.default_rng(random_state)
    n_units = n if groups is None else int(groups.max()) + 1
    found = np.empty(n_resamples)
    for place, times in enumerate(_draws(rng, n_units, n_resamples)):
        found[place] = difference(times if groups is None else times[groups])
    return Resamples(found)


def _draws(rng: Any, n: int, n_resamples: int) -> Iterator[IntArray]:
    """Yield how often each of n units is drawn: counting draws is faster than a multinomial of as many cells."""
    for _ in range(n_resamples):
        yield np.bincount(rng.integers(0, n, n), minlength=n)


class CellMargins:
    """What label metrics need of tables of true by predicted labels, which are given by the same cells."""

    def __init__(self, true: IntArray, pred: IntArray, size: int) -> None:
        eye = np.eye(size)
        of_true, of_pred = eye[true], eye[pred]
        self.sides = of_true * of_pred, of_true, of_pred, eye[np.abs(true - pred)]

    def of(self, tables: Array) -> Margins:
        """Return the margins of tables of shape (n, n_cells)."""
        return Margins(*(np.asarray(tables, np.float64) @ side for side in self.sides))


class RankedScores:
    """The order of scores, found once: areas of resamples are then sums."""

    def __init__(self, positive: BoolArray, score: FloatArray) -> None:
        values, place = np.unique(score, return_inverse=True)
        self.size, self.positive = len(values), positive
        self.place = self.size - 1 - place  # the highest score first

    def counts(self, times: Array) -> tuple[FloatArray, FloatArray]:
        """Return the positives and the negatives of each distinct score, as often as their rows were drawn."""
        both = np.bincount(self.place, weights=times, minlength=self.size)
        positives = np.bincount(self.place, weights=times * self.positive, minlength=self.size)
        held = both > 0
        return np.asarray(positives[held], np.float64), np.asarray((both - positives)[held], np.float64)
