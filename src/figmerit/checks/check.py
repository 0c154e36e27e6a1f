"""All checks of data or of a result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from figmerit._arrays import Result, to_numpy
from figmerit._options import named_options
from figmerit._validate import Label, check_names, check_same_shape
from figmerit.checks._of_labels import (
    check_abstention,
    check_matrix,
    check_point,
    check_slices,
    check_summary,
    one_hot,
)
from figmerit.checks._of_scores import (
    check_area,
    check_confidences,
    check_curve,
    check_histograms,
    check_ids,
    check_reliability,
    check_score_counts,
    check_sweep,
)
from figmerit.checks.finding import Finding
from figmerit.counts._columns import indicator, is_indicator, is_one_hot
from figmerit.counts._input import columns_of, in_words
from figmerit.counts._labels import factorized
from figmerit.counts.count import count_scores
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.inference.formulas import roc_points
from figmerit.metrics.abstention import Abstention
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.metric_summary import MetricSummary, compute_metric_summary
from figmerit.metrics.operating_point import OperatingPoint
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.reliability import Reliability
from figmerit.metrics.risk_coverage import RiskCoverage
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.metrics.score_histograms import ScoreHistograms
from figmerit.metrics.slice_metrics import SliceMetrics
from figmerit.metrics.threshold_sweep import ThresholdSweep

IDS = (
    *("one-class", "hard-labels", "few-scores", "below-chance", "swapped", "no-better-than-majority", "recall-zero"),
    *("rare-class", "one-prediction", "tiny-class", "tiny-slice", "repeated-ids", "not-probabilities", "chosen-here"),
    *("logits-at-default-threshold", "one-hot"),
    *("errors-in-a-cell", "errors-in-a-row", "errors-in-a-column", "errors-everywhere"),
)
"""The names of all findings."""

SEVERITIES = "error", "warning", "note"
"""The worst first."""


@named_options()
def check(
    y_true: Any,
    y_score: Any = None,
    *,
    y_pred: Any = None,
    data: Any = None,
    pos_label: Label | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    sample_ids: Any = None,
    ignore: Iterable[str] = (),
) -> list[Finding]:
    """Say where data or a result would mislead.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), counts, or a result
        True labels; or counts, a curve, a sweep, an operating point, a confusion matrix, a summary, slices or what
        else is drawn; or a mapping of such results, as plot functions take them.
    y_score : array-like of shape (n_samples,) or (n_samples, n_labels), optional
        Scores, higher for the positive label, or one column a class.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels, in place of scores or beside them.
    %(data)s
    pos_label : str, int or bool, optional
        The positive label; needed with scores unless the labels are {0, 1}, {-1, 1} or booleans.
    %(labels_of_columns)s
    sample_weight : array-like of shape (n_samples,), optional
        Weights of the samples.
    sample_ids : array-like of shape (n_samples,), optional
        What identifies each sample.
    ignore : iterable of str, default=()
        The ids of findings that are known, and left out.

    Returns
    -------
    list of Finding
        The worst first; empty if nothing was found.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or there is no finding of a name in `ignore`.

    Notes
    -----
    The findings, by their ids. Errors: "one-class" (samples of one class only), "hard-labels" (scores are predicted
    labels), "swapped" (scores given as true labels), "one-prediction" (a threshold, or labels, that send everything to
    one class), "repeated-ids". Warnings: "few-scores" (under 50 distinct ones of 100 samples or more, or 5% share
    one), "below-chance" (ROC AUC under 0.5), "no-better-than-majority" (accuracy not above the share of the largest
    class), "recall-zero", "rare-class" (a ROC curve of a class of under 10 %), "tiny-class" (under 10 samples),
    "tiny-slice" (under 30), "logits-at-default-threshold" (scores below and above 0, outside [0, 1], that would be cut
    at 0.5), "one-hot" (an indicator with exactly one 1 in each row), "chosen-here" (a threshold judged on the data that
    it was chosen on), "errors-in-a-cell", "errors-in-a-row" and "errors-in-a-column" (half of 20 errors or more, and
    twice what chance would put there). Notes: "not-probabilities" (other scores outside [0, 1]), "errors-everywhere"
    (no cell has twice what chance would).

    Examples
    --------
    >>> for finding in check([0, 0, 0, 1], [0, 1, 0, 1]):
    ...     print(finding.id, "-", finding.hint)
    hard-labels - Pass the output of predict_proba or decision_function.
    tiny-class - Show the number of samples beside the metric, or collect more.
    """
    ignored = _checked_ignore(ignore)
    of_result = _of_result(y_true)
    arrays = {"y_score": y_score, "y_pred": y_pred, "sample_weight": sample_weight}
    if of_result is None:
        named = columns_of(data, y_true=y_true, sample_ids=sample_ids, **arrays)
        y_true, sample_ids = named.pop("y_true"), named.pop("sample_ids")
        arrays = named
    if of_result is None:
        found = list(_of_arrays(y_true, **arrays, pos_label=pos_label, labels=labels))
    else:
        for name, value in (arrays | {"pos_label": pos_label, "labels": labels}).items():
            if value is not None:
                raise wrong_type(name, f"left out with a {type(y_true).__name__}", brief(value))
        found = list(of_result)
    if sample_ids is not None:
        ids = factorized(sample_ids, "sample_ids", in_words)
        if of_result is None:
            check_same_shape("y_true", to_numpy(y_true, "y_true").shape[:1], "sample_ids", ids.shape)
        found += check_ids(ids)
    unique = {finding.sentence: finding for finding in without(found, ignored)}
    return worst_first(unique.values())


def worst_first(found: Iterable[Finding]) -> list[Finding]:
    """Return findings by their severity."""
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def without(found: Iterable[Finding], ignore: Any) -> list[Finding]:
    """Return the findings that are not ignored by their names."""
    ignored = _checked_ignore(ignore)
    return [finding for finding in found if finding.id not in ignored]


def _checked_ignore(ignore: Any) -> list[str]:
    """Return the names of findings that are left out."""
    names = [ignore] if isinstance(ignore, str) else check_names(ignore, "ignore")
    for name in names:
        if name not in IDS:
            raise invalid("ignore", "names of findings", brief(name), did_you_mean(name, IDS))
    return names


def _of_result(result: Any) -> Iterator[Finding] | None:
    """Return what is found about a result, or about several; None for what is no result."""
    if isinstance(result, Mapping):
        parts = [(name, part, _of_result(part)) for name, part in result.items()]
        for name, part, found in parts:
            if found is None:
                raise wrong_type("y_true", "arrays, a result or a mapping of results", f"{brief(part)} under {name!r}")
        return _named([(name, part, list(found)) for name, part, found in parts if found is not None])
    for kind, checks in OF_KIND.items():
        if isinstance(result, kind):
            return checks(result)
    if isinstance(result, Result):
        rule = f"arrays, or one of {listing([kind.__name__ for kind in OF_KIND], most=20)}"
        raise wrong_type("y_true", rule, f"a {type(result).__name__}, of which there are no checks")
    return None


def _named(parts: Sequence[tuple[Any, Any, list[Finding]]]) -> Iterator[Finding]:
    """Yield the findings of several results, with the name of the result where they are not about all of them.

    A class is not rare in a ROC curve alone if there is a precision-recall curve of the same data.
    """
    beside = {part.identity for _, part, _ in parts if isinstance(part, PRCurve)} - {""}
    for name, part, found in parts:
        for finding in found:
            if finding.id == "rare-class" and part.identity in beside:
                continue
            of_all = all(any(other.sentence == finding.sentence for other in others) for _, _, others in parts)
            sentence = finding.sentence if of_all or name is None else f"{name}: {finding.sentence}"
            yield replace(finding, sentence=sentence)


def _of_arrays(
    y_true: Any, y_score: Any, y_pred: Any, sample_weight: Any, pos_label: Any, labels: Any
) -> Iterator[Finding]:
    """Yield what is found about arrays."""
    if y_score is None and y_pred is None:
        raise wrong_type("y_score or y_pred", "given", "neither", "check(y_true, y_score), or check(result)")
    options = {"labels": labels, "sample_weight": sample_weight}
    of_scores: dict[str, Any] = {"multilabel": True} if _are_one_hot(y_true, y_score=y_score) else {}
    of_labels: dict[str, Any] = {"multilabel": True} if _are_one_hot(y_true, y_pred=y_pred) else {}
    if of_scores or of_labels:
        yield one_hot()
    if y_score is not None:
        if _swapped(y_true, y_score):
            yield Finding(
                "swapped",
                "error",
                "True labels are fractions, and scores two values: the arguments are swapped.",
                "True labels come first, then scores.",
            )
            return
        yield from _of_score_counts(count_scores(y_true, y_score, pos_label=pos_label, **options, **of_scores))
    if y_pred is not None:
        summary = compute_metric_summary(y_true, y_pred, **options, **of_labels)
        if "subset_accuracy" in summary.overall:
            yield from check_summary(summary)
        else:
            yield from check_matrix(compute_confusion_matrix(y_true, y_pred, **options))


def _are_one_hot(y_true: Any, *, y_score: Any = None, y_pred: Any = None) -> bool:
    """Tell whether true labels beside scores or labels of their shape are taken for an indicator, but are one-hot."""
    name, other = ("y_score", y_score) if y_pred is None else ("y_pred", y_pred)
    shape = to_numpy(y_true, "y_true").shape
    if other is None or len(shape) != 2 or to_numpy(other, name).shape != shape:
        return False
    true = factorized(y_true, "y_true")
    if not (is_indicator(true) and is_one_hot(indicator(true))):
        return False
    return y_pred is None or is_indicator(factorized(y_pred, name))


def _swapped(y_true: Any, y_score: Any) -> bool:
    """Tell whether true labels look like scores, and scores like labels."""
    true, score = to_numpy(y_true, "y_true"), to_numpy(y_score, "y_score")
    fractions = true.dtype.kind == "f" and bool(np.any(true[np.isfinite(true)] % 1))
    return fractions and len(np.unique(score.astype(str) if score.dtype == object else score)) <= 2


def _of_score_counts(counts: ScoreCounts) -> Iterator[Finding]:
    """Yield what is found about scores, and about the labels of highest scores of several columns."""
    counts = counts.overall()
    for part in counts.per_class or (counts,):
        yield from check_score_counts(part, cut=counts.predicted is None)
        _, positives, negatives = part.ranked()
        if positives.sum() and negatives.sum():
            yield from check_area(roc_points(positives, negatives)[2], repr(part.pos_label))
    if counts.per_class and counts.predicted is not None:
        yield from check_matrix(compute_confusion_matrix(counts.predicted))


def _of_label_counts(counts: LabelCounts) -> Iterator[Finding]:
    yield from check_matrix(compute_confusion_matrix(counts))


def _of_point(point: OperatingPoint) -> Iterator[Finding]:
    yield from check_point(point)
    said = "one-prediction", "chosen-here"
    yield from (finding for finding in check_matrix(point.matrix) if finding.id not in said)


OF_KIND: dict[type, Callable[[Any], Iterator[Finding]]] = {
    ROCCurve: check_curve,
    PRCurve: check_curve,
    ThresholdSweep: check_sweep,
    OperatingPoint: _of_point,
    ConfusionMatrix: check_matrix,
    MetricSummary: check_summary,
    SliceMetrics: check_slices,
    Reliability: check_reliability,
    ScoreHistograms: check_histograms,
    RiskCoverage: check_confidences,
    Abstention: check_abstention,
    ScoreCounts: _of_score_counts,
    LabelCounts: _of_label_counts,
}
"""What is checked of each kind of result."""
