"""Intervals of label metrics that have no closed form: the table of labels is drawn again, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.bootstrap import bca, multinomial, percentile
from figmerit.inference.formulas import averaged
from figmerit.inference.paired_resampling import CellMargins
from figmerit.metrics.catalog import ratio_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from figmerit._arrays import Array, FloatArray
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
    for name, formula in formulas.items():
        values = np.concatenate([formula(margins.of(block)) for block in blocks])
        if how.method == "bca":
            without = np.maximum(counts.count - np.eye(len(counts.count), dtype=np.int64), 0)
            value = formula(margins.of(counts.count[None, :]))[0]
            found = bca(value, values, formula(margins.of(without)), counts.count, known.confidence_level)
        else:
            found = percentile(values, known.confidence_level)
        ends[name] = found.ends
        if lost := int(np.max(found.undefined, initial=0)):
            unreliable[name] = f"undefined in {lost} of {how.n_resamples} resamples"
    kinds = {**known.other_kinds, **dict.fromkeys(formulas, how.kind)}
    return replace(known, ends=ends, other_kinds=kinds, unreliable=unreliable)


def _formulas(wanted: Iterable[Metric]) -> dict[str, Callable[[Margins], FloatArray]]:
    """Return what has no closed form, by name: one number a table, or one a label."""
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
