"""Two numbers of the same samples, resampled together: their difference keeps what both models have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit.inference.bootstrap import multinomial, percentile
from figmerit.inference.formulas import Margins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from figmerit._arrays import Array, FloatArray, IntArray


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
    strata: IntArray | None = None,
) -> Resamples:
    """Resample the cells of a joint table; with `groups` of shape (n_groups, n_cells) whole groups.

    `difference` gives the numbers of tables of shape (n_block, n_cells). With `strata` of shape (n_cells,) as many are
    drawn from the cells of each stratum as there are.
    """
    units = counts if groups is None else np.ones(len(groups), dtype=np.int64)
    if strata is None:
        blocks = multinomial(units, n_resamples, random_state)
    else:
        apart = np.where(strata == np.arange(int(strata.max()) + 1)[:, None], units, 0)
        blocks = (block.sum(axis=1) for block in multinomial(apart, n_resamples, random_state, axis=0))
    tables = (drawn if groups is None else drawn @ groups for drawn in blocks)
    return Resamples(np.concatenate([difference(table) for table in tables]))


def of_rows(
    n: int,
    values: Sequence[Callable[[IntArray], float]],
    n_resamples: int,
    random_state: int | None,
    groups: IntArray | None = None,
    strata: Array | None = None,
) -> FloatArray:
    """Return several numbers of the same resamples of rows, or of whole groups of them: shape (n_resamples, n_values).

    Each of the `values` gets how often each row was drawn, shape (n,). With `strata` of that shape as many rows of each
    stratum are drawn as there are.
    """
    rng: Any = np.random.default_rng(random_state)
    n_units = n if groups is None else int(groups.max()) + 1
    found = np.empty((n_resamples, len(values)))
    for place, drawn in enumerate(_draws(rng, n_units, n_resamples, strata)):
        times = drawn if groups is None else drawn[groups]
        found[place] = [value(times) for value in values]
    return found


def _draws(rng: Any, n: int, n_resamples: int, strata: Array | None) -> Iterator[IntArray]:
    """Yield how often each of n units is drawn: counting draws is faster than a multinomial of as many cells."""
    parts = [] if strata is None else [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    for _ in range(n_resamples):
        if strata is None:
            drawn = rng.integers(0, n, n)
        else:
            drawn = np.concatenate([part[rng.integers(0, len(part), len(part))] for part in parts])
        yield np.bincount(drawn, minlength=n)


class CellMargins:
    """What label metrics need of tables of true by predicted labels, which are given by the same cells."""

    def __init__(self, true: IntArray, pred: IntArray, size: int) -> None:
        eye = np.eye(size)
        of_true, of_pred = eye[true], eye[pred]
        self.sides = of_true * of_pred, of_true, of_pred, eye[np.abs(true - pred)]

    def of(self, tables: Array) -> Margins:
        """Return the margins of tables of shape (n, n_cells)."""
        return Margins(*(np.asarray(tables, np.float64) @ side for side in self.sides))
