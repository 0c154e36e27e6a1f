"""Checks of scores and of curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import quantity, rounded
from figmerit.checks.finding import Finding
from figmerit.counts._rows import hard_labels
from figmerit.counts._scores import CUTS_LOGITS, are_logits, as_probabilities
from figmerit.inference.formulas import roc_points
from figmerit.metrics.roc_curve import ROCCurve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from figmerit._arrays import Array
    from figmerit.counts._labels import Codes
    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.metrics.pr_curve import PRCurve
    from figmerit.metrics.reliability import Reliability
    from figmerit.metrics.risk_coverage import RiskCoverage
    from figmerit.metrics.score_histograms import ScoreHistograms
    from figmerit.metrics.threshold_sweep import ThresholdSweep

HARD = [1, 0], [1, -1]
"""Distinct scores that are labels."""

FEW_SCORES = 50
"""Distinct scores below which curves are coarse."""

CROWDED = 0.05
"""The share of rows with one score from which curves have a long straight line."""

ENOUGH = 100
"""Rows from which few distinct scores are suspicious."""

ROUNDING = 1e-12
"""How far an area of a half may be off it."""

RARE = 0.1
"""The share of positives below which a ROC curve alone looks better than it is."""

TINY = 10
"""Samples of a class below which intervals are unreliable."""

SMALL_SLICE = 30
"""Samples of a slice below which it differs from others by chance."""


def check_score_counts(counts: ScoreCounts, *, cut: bool) -> Iterator[Finding]:
    """Yield what is wrong with the scores of one class, which a threshold will `cut` unless the highest one wins."""
    positives, negatives = int(counts.positives.sum()), int(counts.negatives.sum())
    yield from check_sizes(repr(counts.pos_label), positives, negatives)
    if positives and negatives:
        hard = _are_labels(counts.score, counts.labels)
        yield from _hard_labels(counts.score) if hard else _few_scores(counts, positives + negatives)
    if counts.score.size:
        yield from check_range(counts.score, counts.score_dtype, cut=cut)


def check_range(scores: Array, dtype: Any, *, cut: bool) -> Iterator[Finding]:
    """Yield what is wrong with scores outside [0, 1], which a threshold will `cut` or not."""
    if as_probabilities(scores, dtype) is not None:
        return
    low, high = float(scores.min()), float(scores.max())
    if cut and are_logits(scores) and not hard_labels(scores):
        yield Finding(
            "logits-at-default-threshold",
            "warning",
            f"Scores go from {low:g} to {high:g}, as logits do: the default threshold 0.5 is not their boundary.",
            CUTS_LOGITS,
            threshold=0.0,
        )
        return
    yield Finding(
        "not-probabilities",
        "note",
        f"Scores go from {low:g} to {high:g}: they are no probabilities.",
        "Calibrate them before a reliability diagram, the Brier score or a threshold of 0.5.",
    )


def _are_labels(scores: Array, labels: tuple[Any, ...]) -> bool:
    """Tell whether distinct scores, descending, are labels: 0 and 1, or those of the data."""
    found = scores.tolist()
    return found in HARD or (len(found) == 2 and all(any(one == label for label in labels) for one in found))


def _hard_labels(scores: Array) -> Iterator[Finding]:
    yield Finding(
        "hard-labels",
        "error",
        f"The scores are only {scores[1]:g} and {scores[0]:g}: these look like predicted labels.",
        "Pass the output of predict_proba or decision_function.",
    )


def _few_scores(counts: ScoreCounts, n: int) -> Iterator[Finding]:
    distinct, most = len(counts.score), int((counts.positives + counts.negatives).max())
    if counts.resolution is not None:
        return
    if n >= ENOUGH and distinct >= FEW_SCORES and most > CROWDED * n:
        yield _ties(f"{rounded(most / n, '{:.0%}')} of {n:,} samples have the same score.")
    yield from few_distinct(distinct, n)


def few_distinct(distinct: int, n: int) -> Iterator[Finding]:
    """Yield the finding of few distinct scores of many samples, or of a single one."""
    if distinct == 1 < n:
        yield _ties(f"All {n:,} samples have the same score: nothing is ranked.")
    elif n >= ENOUGH and distinct < FEW_SCORES:
        yield _ties(f"{n:,} samples have only {distinct} distinct scores.")


def _ties(sentence: str) -> Finding:
    hint = "Were scores rounded, or are they votes of few trees? Ties make areas coarse."
    return Finding("few-scores", "warning", sentence, hint)


def one_class(name: str, positives: float) -> Finding:
    """Return the finding of data of one class only."""
    there = "All samples have" if positives else "No sample has"
    return Finding(
        "one-class",
        "error",
        f"{there} the label {name}: areas, precision or recall are undefined.",
        "Evaluate on data of both classes, and give labels=[...] if one is absent by chance.",
    )


def few_samples(n_of: dict[str, int], names: Iterable[str] = ()) -> Iterator[Finding]:
    """Yield the finding of classes with few samples; with their `names` it says which rows of a matrix these are."""
    tiny = {name: n for name, n in n_of.items() if 0 < n < TINY}
    if tiny:
        shown = ", ".join(f"{quantity(n, 'sample', 'samples')} {name}" for name, n in list(tiny.items())[:4])
        more = f" and {len(tiny) - 4} more classes" if len(tiny) > 4 else ""
        yield Finding(
            "tiny-class",
            "warning",
            f"There are only {shown}{more}: its metrics change by chance, and intervals of areas are unreliable.",
            "Show the number of samples beside the metric, or collect more.",
            cells=tuple((name, None) for name, n in zip(names, n_of.values(), strict=False) if 0 < n < TINY),
        )


def check_sizes(name: str, n_positive: float, n_negative: float, *, weighted: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with the numbers of samples with and without a label."""
    if not (n_positive and n_negative):
        yield one_class(name, bool(n_positive))
    elif not weighted:
        yield from few_samples({f"with {name}": int(n_positive), f"without {name}": int(n_negative)})


def few_of_slices(n: Array) -> Iterator[Finding]:
    """Yield the finding of slices with few samples."""
    tiny = int(np.count_nonzero((n > 0) & (n < SMALL_SLICE)))
    if tiny:
        verb = "slice has" if tiny == 1 else "slices have"
        yield Finding(
            "tiny-slice",
            "warning",
            f"{tiny} of {n.size} {verb} fewer than {SMALL_SLICE} samples: they differ by chance.",
            'Do not rank them; annotate="interval" shows how uncertain they are.',
        )


def check_curve(curve: ROCCurve | PRCurve) -> Iterator[Finding]:
    """Yield what is wrong with a curve, or with those of its classes."""
    if curve.per_class:
        for part in curve.per_class:
            yield from check_curve(part)
        return
    name = repr(curve.display_label)
    yield from check_sizes(name, curve.n_positive, curve.n_negative, weighted=curve.weighted)
    exact = curve.outcomes is not None and curve.outcomes.highest is None
    if curve.n_positive and curve.n_negative and exact and not (curve.weighted or curve.average):
        scores = np.sort(curve.thresholds[np.isfinite(curve.thresholds)])[::-1]
        yield from _check_distinct(scores, curve.labels, int(curve.n_positive + curve.n_negative))
    if isinstance(curve, ROCCurve) and not curve.undefined:
        yield from check_area(curve.roc_auc, name)
        yield from _rare(curve, name)


def _check_distinct(scores: Array, labels: tuple[Any, ...], n: int) -> Iterator[Finding]:
    """Yield what is wrong with distinct scores, descending, of so many samples."""
    yield from _hard_labels(scores) if _are_labels(scores, labels) else few_distinct(len(scores), n)


def check_sweep(sweep: ThresholdSweep) -> Iterator[Finding]:
    """Yield what is wrong with the data of a sweep."""
    name = repr(sweep.display_label)
    yield from check_sizes(name, sweep.n_positive, sweep.n_negative, weighted=sweep.weighted)
    if sweep.n_positive and sweep.n_negative:
        yield from check_area(roc_points(*(-np.diff(part)[::-1] for part in (sweep.tp, sweep.fp)))[2], name)
        if not sweep.weighted and sweep.highest is None:
            scores = sweep.thresholds[:-1][::-1]
            yield from _check_distinct(scores, sweep.labels, int(sweep.n_positive + sweep.n_negative))


def check_reliability(reliability: Reliability) -> Iterator[Finding]:
    """Yield what is wrong with the classes of a reliability diagram; all predictions may well be right."""
    of_classes = reliability.per_class or (reliability,)
    for part in of_classes if reliability.kind != "top_label" else ():
        n_positive = float(np.round(np.nan_to_num(part.observed) @ part.n, 6))
        weighted = bool(np.isnan(part.ece_of_chance[0]))
        yield from check_sizes(repr(part.display_label), n_positive, part.n.sum() - n_positive, weighted=weighted)


def check_histograms(histograms: ScoreHistograms) -> Iterator[Finding]:
    """Yield what is wrong with the sizes of classes or slices whose scores are drawn."""
    if histograms.series_name == "class":
        (_, name), (negative, positive) = map(repr, histograms.names), histograms.n.tolist()
        yield from check_sizes(name, positive, negative, weighted=histograms.weighted)
    elif not histograms.weighted:
        yield from few_of_slices(histograms.n)


def check_confidences(curve: RiskCoverage) -> Iterator[Finding]:
    """Yield the finding of few distinct confidences."""
    if not curve.weighted:
        yield from few_distinct(len(curve.confidence), int(curve.decided[-1]))


def check_area(area: float, name: str) -> Iterator[Finding]:
    """Yield the finding of scores that rank the wrong way round."""
    if area < 0.5 - ROUNDING:
        yield Finding(
            "below-chance",
            "warning",
            f"The ROC AUC of {name} is {rounded(area)}, below chance: scores rank samples the wrong way round.",
            "Is pos_label the other class, or is it the score of the other column?",
        )


def _rare(curve: Any, name: str) -> Iterator[Finding]:
    share = curve.n_positive / (curve.n_positive + curve.n_negative)
    if share < RARE:
        yield Finding(
            "rare-class",
            "warning",
            f"Only {rounded(share, '{:.1%}')} of the samples have {name}: a ROC curve hides how many alarms are false.",
            "Show plot_pr_curve too.",
        )


def check_ids(ids: Codes) -> Iterator[Finding]:
    """Yield the finding of samples that are there twice."""
    places, n = np.unique(ids.codes, return_counts=True)
    twice = ids.values[places[n > 1] - ids.low]
    if len(twice):
        surplus = int((n - 1).sum())
        yield Finding(
            "repeated-ids",
            "error",
            f"{quantity(surplus, 'row repeats', 'rows repeat')} the id of another one, first {twice[0]!s}.",
            "Drop repeated rows: they count twice, and intervals take samples for independent.",
        )
