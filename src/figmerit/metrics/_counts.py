"""Counts in place of arrays: the same numbers, without the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from figmerit._validate import check_display_labels
from figmerit.counts._targets import LabelTarget, ScoreTarget, score_target, warn_of_hard_labels
from figmerit.counts.count import counted_scores
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, wrong_type


def check_no_arrays(counts: LabelCounts | ScoreCounts, **options: Any) -> None:
    """Raise for what only arrays can have: counts know it already, or cannot know it any more."""
    for name, value in options.items():
        if value is not None:
            kind = type(counts).__name__
            verb = "count_scores" if isinstance(counts, ScoreCounts) else "count_labels"
            raise wrong_type(name, f"left out with {kind}", brief(value), f"{verb}(...) takes arrays and their options")


def check_some_weight(counts: ScoreCounts) -> None:
    """Raise if all samples weigh nothing."""
    if not any(map(np.any, counts.weights())):
        raise invalid("sample_weight", "positive for some sample", "zeros only")


def counts_of_scores(
    y_true: Any, y_score: Any, *, pos_label: Any, display_labels: Any, nan_policy: Any, **options: Any
) -> tuple[ScoreCounts, dict[Any, str]]:
    """Return the counts of arrays of scores, or those given in their place, and the name of each label."""
    if isinstance(y_true, ScoreCounts):
        dropped = None if nan_policy == "raise" else nan_policy
        check_no_arrays(y_true, y_score=y_score, nan_policy=dropped, **options)
        warn_of_hard_labels(y_true.score)
        counts = y_true.overall().against_rest(pos_label)
        names = check_display_labels(display_labels, counts.labels)
    else:
        if isinstance(y_true, LabelCounts):
            raise wrong_type("the counts", "ScoreCounts, as curves need scores", "LabelCounts", "count_scores(...)")
        if y_score is None:
            raise wrong_type("y_score", "given", "nothing", "Scores come second; or ScoreCounts come alone")
        options |= {"pos_label": pos_label, "display_labels": display_labels, "nan_policy": nan_policy}
        target = score_target(y_true, y_score, **options).for_curves(pos_label)
        counts, names = counted_scores(target), target.display_labels
    return counts, dict(zip(counts.labels, names, strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class LabelsByClass(LabelTarget):
    """Counted labels of indicator matrices: each row has a single label, and only `matched` knows of samples."""

    matched: LabelTarget | None = None


def labels_in_rows(counts: LabelCounts, display_labels: Any) -> LabelTarget:
    """Return a target of one row a cell, which weighs what is in it."""
    if counts.per_class:
        return _indicator_rows(counts, display_labels)
    names = check_display_labels(display_labels, counts.labels)
    weight = np.asarray(counts.rows()[2], dtype=np.float64)
    kind: Literal["binary", "multiclass"] = "binary" if len(counts.labels) <= 2 else "multiclass"
    return LabelTarget(kind, counts.true_codes, counts.pred_codes, counts.labels, names, weight)


def _indicator_rows(counts: LabelCounts, display_labels: Any) -> LabelsByClass:
    """Return a target of rows that have one label at most: as many as its column has cells."""
    names = check_display_labels(display_labels, counts.class_labels)
    sizes = [len(part.count) for part in counts.per_class]
    place = np.arange(sum(sizes)), np.repeat(np.arange(len(sizes)), sizes)
    indicators = np.zeros((2, sum(sizes), len(sizes)), dtype=np.int64)
    for indicator, codes in zip(indicators, ("true_codes", "pred_codes"), strict=True):
        indicator[place] = np.concatenate([getattr(part, codes) for part in counts.per_class])
    weight = np.concatenate([part.rows()[2] for part in counts.per_class]).astype(np.float64)
    matched = None if counts.matched is None else labels_in_rows(counts.matched, None)
    true, pred = indicators
    return LabelsByClass("multilabel", true, pred, counts.class_labels, names, weight, matched)


def scores_in_rows(counts: ScoreCounts) -> ScoreTarget:
    """Return a target of one row a score and label, which weighs what has both."""
    true, score, count = counts.rows()
    positive = counts.labels.index(counts.pos_label) if counts.pos_label in counts.labels else len(counts.labels)
    codes = np.where(true == 1, positive, 1 if positive == 0 else 0)
    names = tuple(map(str, counts.labels))
    weight, dtype = np.asarray(count, dtype=np.float64), np.dtype(counts.score_dtype)
    return ScoreTarget("binary", codes, score, dtype, counts.labels, names, counts.pos_label, weight, true.shape)
