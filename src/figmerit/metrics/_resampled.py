"""Intervals of F1, and of label metrics without a closed form: the table of labels is drawn again, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.bootstrap import ALIKE, bca, multinomial, percentile, without_each
from figmerit.inference.doubts import few_of_classes
from figmerit.inference.formulas import averaged
from figmerit.inference.paired_resampling import CellMargins
from figmerit.metrics.catalog import ratio_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.inference.formulas import Margins
    from figmerit.inference.intervals import Intervals
    from figmerit.metrics.catalog import Metric

METHODS = None, "bootstrap", "bca"
"""Closed forms alone; percentiles of resamples; or corrected for their bias and skewness."""


@dataclass(frozen=True, slots=True)
class Resampling:
    """How metrics are resampled."""

    method: str
    n_resamples: int
    random_state: int | None

    @property
    def kind(self) -> str:
        """Its name in figures."""
        return f"{'BCa' if self.method == 'bca' else 'bootstrap'} ({self.n_resamples:,} resamples)"


def with_resampled(
    known: Intervals | None, counts: LabelCounts, wanted: Iterable[Metric], how: Resampling | None
) -> Intervals | None:
    """Return intervals with those of F1 of each class, of macro averages and of metrics of the whole table."""
    if known is None or known.reason or how is None or counts.per_class:
        return known
    margins = CellMargins(counts.true_codes, counts.pred_codes, len(counts.labels))
    blocks = list(multinomial(counts.count, how.n_resamples, how.random_state))
    ends, unreliable = dict(known.ends), dict(known.unreliable)
    formulas = _formulas(wanted)
    sizes = np.bincount(counts.true_codes, weights=counts.count).astype(int).tolist()
    for name, formula in formulas.items():
        values = np.concatenate([formula(margins.of(block)) for block in blocks])
        if how.method == "bca":
            value = formula(margins.of(counts.count[None, :]))[0]
            without = without_each(counts.count, partial(_of_margins, formula, margins))
            found = bca(value, values, without, counts.count, known.confidence_level)
        else:
            found = percentile(values, known.confidence_level)
        ends[name] = found.ends
        lost = int(np.max(found.undefined, initial=0))
        spread = np.ptp(values[~np.isnan(values).any(axis=tuple(range(1, values.ndim)))], axis=0) if len(values) else 0
        alike = "all resamples are alike" if np.size(spread) and np.all(np.asarray(spread) <= ALIKE) else ""
        doubts = few_of_classes(sizes, name), alike, f"undefined in {lost} of {how.n_resamples} resamples" * bool(lost)
        if any(doubts):
            unreliable[name] = "; ".join(filter(None, doubts))
    kinds = {**known.other_kinds, **dict.fromkeys(formulas, how.kind)}
    return replace(known, ends=ends, other_kinds=kinds, unreliable=unreliable)


def _of_margins(formula: Callable[[Margins], FloatArray], margins: CellMargins, tables: IntArray) -> FloatArray:
    return formula(margins.of(tables))


def _formulas(wanted: Iterable[Metric]) -> dict[str, Callable[[Margins], FloatArray]]:
    """Return F1 of each label and what has no closed form, by name: one number a table, or one a label."""
    found: dict[str, Callable[[Margins], FloatArray]] = {"f1_score": _of_classes("f1_score")}
    found |= {f"macro_{name}": _macro(name) for name in ("precision", "recall", "f1_score")}
    for one in wanted:
        if one.table is not None and not one.is_share:
            found[one.name] = one.table
    return found


def _of_classes(name: str) -> Callable[[Margins], FloatArray]:
    return lambda margins: ratio_of(name).value(margins.against_rest())


def _macro(name: str) -> Callable[[Margins], FloatArray]:
    def of(margins: Margins) -> Array:
        return np.nan_to_num(averaged(ratio_of(name), margins.against_rest(), "macro"))

    return of
