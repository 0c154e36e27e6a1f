"""Checks of scores and of curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import quantity, rounded
from figmerit.checks.finding import Finding
from figmerit.metrics.roc_curve import ROCCurve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from figmerit._codes import Codes
    from figmerit.counts.score_counts import ScoreCounts
    from figmerit.metrics.pr_curve import PRCurve

FEW_SCORES = 50
"""Distinct scores below which curves are coarse."""

CROWDED = 0.05
"""The share of rows with one score from which curves have a long straight line."""

ENOUGH = 100
"""Rows from which few distinct scores are suspicious."""

RARE = 0.1
"""The share of positives below which a ROC curve alone looks better than it is."""

TINY = 10
"""Samples of a class below which intervals are unreliable."""


def check_score_counts(counts: ScoreCounts) -> Iterator[Finding]:
    """Yield what is wrong with the scores of one class."""
    positives, negatives = int(counts.positives.sum()), int(counts.negatives.sum())
    name = repr(counts.pos_label)
    if not (positives and negatives):
        yield one_class(name, positives)
    elif counts.score.tolist() in ([1, 0], [1, -1]):
        yield Finding(
            "hard-labels",
            "error",
            f"The scores are only {counts.score[1]:g} and {counts.score[0]:g}: these look like predicted labels.",
            "Pass the output of predict_proba or decision_function.",
        )
    else:
        yield from _few_scores(counts, positives + negatives)
    if positives and negatives:
        yield from few_samples({f"with {name}": positives, f"without {name}": negatives})
    if counts.score.size and (counts.score.min() < 0 or counts.score.max() > 1):
        ends = f"{counts.score.min():g} to {counts.score.max():g}"
        yield Finding(
            "not-probabilities",
            "note",
            f"Scores go from {ends}: they are no probabilities.",
            "Calibrate them before a reliability diagram, the Brier score or a threshold of 0.5.",
        )


def _few_scores(counts: ScoreCounts, n: int) -> Iterator[Finding]:
    distinct, most = len(counts.score), int((counts.positives + counts.negatives).max())
    if n < ENOUGH or counts.resolution is not None:
        return
    if distinct < FEW_SCORES:
        sentence = f"{n:,} samples have only {distinct} distinct scores."
    elif most > CROWDED * n:
        sentence = f"{rounded(most / n, '{:.0%}')} of {n:,} samples have the same score."
    else:
        return
    hint = "Were scores rounded, or are they votes of few trees? Ties make areas coarse."
    yield Finding("few-scores", "warning", sentence, hint)


def one_class(name: str, positives: int) -> Finding:
    """Return the finding of data of one class only."""
    there = "All samples have" if positives else "No sample has"
    return Finding(
        "one-class",
        "error",
        f"{there} the label {name}: areas, precision or recall are undefined.",
        "Evaluate on data of both classes, and give labels=[...] if one is absent by chance.",
    )


def few_samples(n_of: dict[str, int]) -> Iterator[Finding]:
    """Yield the finding of classes with few samples."""
    tiny = {name: n for name, n in n_of.items() if 0 < n < TINY}
    if tiny:
        shown = ", ".join(f"{quantity(n, 'sample', 'samples')} {name}" for name, n in list(tiny.items())[:4])
        more = f" and {len(tiny) - 4} more classes" if len(tiny) > 4 else ""
        yield Finding(
            "tiny-class",
            "warning",
            f"There are only {shown}{more}: its metrics change by chance, and intervals of areas are unreliable.",
            "Show the number of samples beside the metric, or collect more.",
        )


def check_curve(curve: ROCCurve | PRCurve) -> Iterator[Finding]:
    """Yield what is wrong with a curve, or with those of its classes."""
    if curve.per_class:
        for part in curve.per_class:
            yield from check_curve(part)
        return
    name = repr(curve.display_label)
    if not (curve.n_positive and curve.n_negative):
        yield one_class(name, int(bool(curve.n_positive)))
        return
    if not curve.weighted:
        yield from few_samples({f"with {name}": int(curve.n_positive), f"without {name}": int(curve.n_negative)})
    if isinstance(curve, ROCCurve):
        yield from check_area(curve.roc_auc, name)
        yield from _rare(curve, name)


def check_area(area: float, name: str) -> Iterator[Finding]:
    """Yield the finding of scores that rank the wrong way round."""
    if area < 0.5:
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
