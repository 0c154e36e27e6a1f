"""Where a metric of later periods would be if nothing had changed since the baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit.counts._scores import as_probabilities
from figmerit.inference.doubts import FEWEST_RESAMPLED
from figmerit.inference.formulas import margins_of_slices
from figmerit.inference.intervals import WEIGHTED
from figmerit.inference.paired_resampling import CellMargins
from figmerit.inference.predictive import (
    beta_binomial_band,
    of_few,
    resampled_rows,
    sidak_level,
    simultaneous_band,
    two_steps,
)
from figmerit.metrics._slices import values_of_margins
from figmerit.metrics._values import loss_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts.evaluate import Evaluation
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.metrics.catalog import Metric

NO_LEVEL = "no confidence level was given"
OF_FUNCTIONS = "not available for your own functions"
OF_CLASSES = "not available for scores of several classes"
OF_LABELS = "not available for averages over several labels a sample"
UNDEFINED = "the metric of the baseline is undefined"
"""Why there is no band."""

TIME = "time"
"""The column of counts that holds periods."""

FEWEST_OF_AREAS = {"roc_auc": {"positives": 100, "negatives": 100}, "average_precision": {"positives": 1000}}
"""The same for bands of areas: with fewer samples too many simulated timelines leave them."""

FEWEST_ROWS = 100
"""Samples in the baseline below which resampled bands are called unreliable; those of a class have their own limits."""

MOST_LABELS = 40
"""Labels, at most, of which every pair may be drawn again, also a pair that the baseline does not have."""


class Band(NamedTuple):
    """Both ends for each period, shape (n_periods, 2), NaN where there are none.

    With what they are and why they are unreliable, or with the reason why all are NaN.
    """

    ends: FloatArray
    kind: str = ""
    reason: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many of the first periods nothing has changed in, the metric there, and the samples of every period."""

    size: int
    value: float
    n: IntArray

    @property
    def later(self) -> IntArray:
        """The places of later periods with samples."""
        places = np.flatnonzero(self.n > 0)
        return np.asarray(places[places >= self.size])

    def band(self, ends: FloatArray, kind: str, doubt: str = "") -> Band:
        """Return the band whose ends for later periods with samples are known."""
        whole = np.full((len(self.n), 2), np.nan)
        whole[self.later] = ends
        return Band(whole, kind, doubt=doubt)

    def none(self, reason: str) -> Band:
        """Return no band, and why."""
        return Band(np.full((len(self.n), 2), np.nan), "", reason)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How metrics are drawn again, and how often all periods are in the band if nothing has changed."""

    level: float
    n_resamples: int
    random_state: int | None

    @property
    def kind(self) -> str:
        """Its name in figures."""
        return f"bootstrap, {self.n_resamples:,} resamples"


def band_of(
    metric: Metric | None,
    average: str | None,
    base: Baseline,
    how: Drawn | None,
    found: Evaluation | None,
) -> Band:
    """Return the band of a metric, from the counts of all periods, which `TIME` keeps apart; functions have none."""
    if how is None or metric is None or found is None:
        return base.none(NO_LEVEL if how is None else OF_FUNCTIONS)
    if found.weighted:
        return base.none(WEIGHTED)
    if np.isnan(base.value):
        return base.none(UNDEFINED)
    if metric.needs == "ranks" or metric.name == "accuracy" or metric.name.startswith("within_"):  # of all samples
        n = float(base.n[: base.size].sum())
        return _of_share(base, round(base.value * n), n, base.n[base.later], how)
    if metric.needs == "labels":
        return _of_labels(metric, average, base, how, found)
    return _of_scores(metric, base, how, found)


def _of_share(base: Baseline, successes: float, trials: float, new: IntArray, how: Drawn) -> Band:
    level = sidak_level(how.level, int(np.count_nonzero(new)))
    return base.band(beta_binomial_band(successes, trials, new, level), "beta-binomial")


def _periods(counts: LabelCounts | ScoreCounts) -> IntArray:
    """Return the place of the period of each cell of counts."""
    return np.array(counts.slices[TIME], dtype=np.int64)[counts.codes_of(TIME)]


def _of_labels(metric: Metric, average: str | None, base: Baseline, how: Drawn, found: Evaluation) -> Band:
    counts: Any = found.labels
    if counts.per_class:
        return base.none(OF_LABELS)
    positive = 1 if found.pos_label is None and counts.labels in ((0,), (1,), (-1,)) else found.pos_label
    mean = average or ("macro" if positive is None else "binary")
    place = counts.labels.index(positive) if mean == "binary" and positive in counts.labels else 0
    periods, size = _periods(counts), len(counts.labels)
    if metric.is_share and mean == "binary" and metric.averaged:
        shape = len(base.n), size
        margins = margins_of_slices(periods, counts.true_codes, counts.pred_codes, counts.count, shape)
        ratio: Any = metric.ratio
        successes, trials = (part[:, place] for part in ratio.parts(margins.against_rest()))
        known = float(successes[: base.size].sum()), float(trials[: base.size].sum())
        return _of_share(base, *known, trials[base.later].astype(np.int64), how)
    first = counts.part(np.flatnonzero(periods < base.size))
    cells, n = _cells(first.true_codes, first.pred_codes, first.count, size)
    draws = np.empty((how.n_resamples, len(base.later)))
    for column, tables in two_steps(n, base.n[base.later].tolist(), how.n_resamples, how.random_state):
        margins = cells.of(tables)
        draws[:, column] = values_of_margins(metric, mean, place, margins, margins, fixed=counts.fixed)
    if mean != "binary":
        true, seen = (np.bincount(part.true_codes, part.count, minlength=size) for part in (first, counts))
        return _of_draws(
            base, draws, how, {"samples of a class": true[seen > 0].min()}
        )  # a given label may be nobody's
    sizes: dict[str, Any] = {}
    for said, codes in {"": first.true_codes, "predicted ": first.pred_codes}.items():
        positives = first.count[codes == place].sum()
        sizes |= {f"{said}positives": positives, f"{said}negatives": first.count.sum() - positives}
    return _of_draws(base, draws, how, sizes)


def _cells(true: IntArray, pred: IntArray, count: IntArray, size: int) -> tuple[CellMargins, IntArray]:
    """Return the cells of a table with the rows in each: all cells, unless there are too many."""
    if size <= MOST_LABELS:
        count = np.bincount(true * size + pred, count, minlength=size**2).astype(np.int64)
        true, pred = np.divmod(np.arange(size**2), size)
    return CellMargins(true, pred, size), count


def _of_scores(metric: Metric, base: Baseline, how: Drawn, found: Evaluation) -> Band:
    counts = found.counted_scores
    if counts.per_class:
        return base.none(OF_CLASSES)
    first = counts.part(np.flatnonzero(_periods(counts) < base.size))
    size, draws = len(first.score), np.empty((how.n_resamples, len(base.later)))
    both = np.concatenate([first.positives, first.negatives])
    value = _area_of(metric) if metric.curve is not None else _loss_of(metric, first)
    for row, column, drawn in resampled_rows(both, base.n[base.later].tolist(), how.n_resamples, how.random_state):
        draws[row, column] = value(drawn[:size], drawn[size:])
    sizes = {"positives": first.positives.sum(), "negatives": first.negatives.sum()}
    return _of_draws(base, draws, how, sizes, FEWEST_OF_AREAS.get(metric.name))


def _area_of(metric: Metric) -> Callable[[IntArray, IntArray], float]:
    curve: Any = metric.curve

    def value(positives: IntArray, negatives: IntArray) -> float:
        held = positives + negatives > 0
        known = positives.any() and (negatives.any() or metric.zero_if_absent)
        return float(curve(positives[held], negatives[held])) if known else np.nan

    return value


def _loss_of(metric: Metric, first: ScoreCounts) -> Callable[[IntArray, IntArray], float]:
    scores: Any = as_probabilities(first.score, first.score_dtype)
    return lambda positives, negatives: loss_of(metric, scores, scores, positives, negatives)


def _of_draws(
    base: Baseline, draws: FloatArray, how: Drawn, sizes: Mapping[str, Any], limits: Mapping[str, int] | None = None
) -> Band:
    """Return the band of resamples, within the numbers that the metric can be.

    `sizes` are those of classes in the baseline by what they are called, `limits` other ones than `FEWEST_RESAMPLED`.
    """
    wider = of_few(how.level, draws.shape[1], float(min(sizes.values())))
    ends = simultaneous_band(draws, how.level, wider)
    lowest, highest = np.nanmin(draws, initial=0.0), np.nanmax(draws, initial=0.0)
    ends = np.clip(ends, 0 if lowest >= 0 else -1 if lowest >= -1 else -np.inf, 1 if highest <= 1 else np.inf)
    fewest = dict.fromkeys(sizes, FEWEST_RESAMPLED) | dict(limits or {}) | {"samples": FEWEST_ROWS}
    found = {**sizes, "samples": base.n[: base.size].sum()}
    few = (f"fewer than {fewest[name]:,} {name} in the baseline" for name, size in found.items() if size < fewest[name])
    return base.band(ends, how.kind, next(few, ""))
