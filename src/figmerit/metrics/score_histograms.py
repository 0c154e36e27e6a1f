"""How scores are distributed: in each class, or in each slice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from figmerit._arrays import FloatArray, Result
from figmerit._numbers import quantity, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_count, check_fits, check_number, check_numbers
from figmerit.counts._targets import NanPolicy, round_to
from figmerit.counts.count import count_scores
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.inference.formulas import divide
from figmerit.metrics._counts import check_no_arrays, check_some_weight, counts_of_scores
from figmerit.metrics._curves import check_no_bin_is_cut

LARGE = 1e307
"""Scores above which there may be no larger number."""

FEWEST, MOST = 10, 50
"""Bins that are chosen automatically."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreHistograms(Result):
    """Distributions of scores over the same bins, one a class or slice.

    Attributes
    ----------
    scores : ndarray of shape (n_scores,)
        Distinct scores, ascending.
    reached : ndarray of shape (n_series, n_scores)
        Samples of each class or slice with at least that score, or the sums of their weights.
    edges : ndarray of shape (n_bins + 1,)
        The bins: a score at an edge is in the bin above it, the highest edge belongs to the last one.
    names : tuple of str
        The class or slice of each distribution.
    series_name : str
        What these are: "class", or the name of the column of slices.
    score_dtype : str
        The dtype of the scores, to which thresholds are rounded.
    weighted : bool
        Whether samples have weights.
    highest : ndarray of shape (n_scores,) or None
        The highest score of each bin, if scores were counted in bins, of which `scores` are the lowest.
    """

    scores: FloatArray
    reached: FloatArray
    edges: FloatArray
    names: tuple[str, ...]
    series_name: str = "class"
    score_dtype: str = "float64"
    weighted: bool = False
    highest: FloatArray | None = None

    def _check(self) -> None:
        check_fits(self, {"reached": (len(self.names), len(self.scores)), "highest": self.scores.shape})

    @property
    def n(self) -> FloatArray:
        """Samples of each class or slice, or the sums of their weights, shape (n_series,)."""
        n: FloatArray = self.reached[:, 0]
        return n

    @property
    def counts(self) -> FloatArray:
        """Samples in each bin, or the sums of their weights, shape (n_series, n_bins)."""
        ends = np.append(round_to(self.edges[:-1], np.dtype(self.score_dtype)), np.inf)
        below = np.concatenate([self.reached, np.zeros((len(self.names), 1))], axis=1)
        at = below[:, np.searchsorted(self.scores, ends, side="left")]
        counts: FloatArray = at[:, :-1] - at[:, 1:]
        return counts

    def share_reaching(self, threshold: float) -> FloatArray:
        """Return the share of each class or slice whose score is at least a threshold.

        Parameters
        ----------
        threshold : float
            It is rounded to the dtype of the scores.

        Returns
        -------
        ndarray of shape (n_series,)
            Of two classes the false and the true positive rate; NaN of a class without samples.

        Raises
        ------
        TypeError, ValueError
            If it is no finite number, or cuts a bin of counts in two.
        """
        cut = round_to(check_number("threshold", threshold), np.dtype(self.score_dtype))
        place = int(np.searchsorted(self.scores, cut, side="left"))
        check_no_bin_is_cut(threshold, float(cut), place, self.scores, self.highest)
        reached = np.zeros(len(self.names)) if place == len(self.scores) else self.reached[:, place]
        return divide(reached, self.n)

    def alt_text(self) -> str:
        """Say in a sentence or two what the distributions show."""
        kinds = quantity(len(self.names), self.series_name, f"{self.series_name} groups")
        kinds = f"{len(self.names)} classes" if self.series_name == "class" and len(self.names) > 1 else kinds
        middle = self.edges[:-1] / 2 + self.edges[1:] / 2
        peaks = [f"{name!r} near {rounded(middle[int(row.argmax())], '{:.3g}')}"
                 for name, row in zip(self.names[:4], self.counts, strict=False)]  # fmt: skip
        return f"Histograms of the scores of {kinds}. Most frequent: {', '.join(peaks)}."

    def __repr__(self) -> str:
        """Show the size."""
        return f"ScoreHistograms({', '.join(self.names)}: {len(self.edges) - 1} bins)"

    def _columns(self) -> dict[str, Any]:
        size = len(self.edges) - 1
        return {
            self.series_name: [name for name in self.names for _ in range(size)],
            "low_edge": np.tile(self.edges[:-1], len(self.names)),
            "high_edge": np.tile(self.edges[1:], len(self.names)),
            "count": self.counts.ravel(),
        }


@named_options()
def compute_score_histograms(
    y_true: Any,
    y_score: Any = None,
    *,
    by: Any = None,
    n_bins: int | None = None,
    bins: Any = None,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
) -> ScoreHistograms:
    """Count scores in bins, class by class or slice by slice.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ScoreCounts
        True labels. With more axes each element is a sample. Or the result of :func:`count_scores`.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, higher for the positive label; or one column a class, of which that of `pos_label` is taken.
    by : array-like of shape (n_samples,), optional
        The slice of each sample: there is then one distribution a slice, not one a class. Of counts the name of a
        column that they were kept apart by.
    n_bins : int, optional
        Bins of equal width, in [0, 1] if all scores are there, else from the lowest to the highest score. By
        default twice the cube root of the number of samples, from 10 to 50.
    bins : array-like of shape (n_bins + 1,), optional
        Their edges, ascending, in place of `n_bins`; all scores must lie between the first and the last.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans, and for several classes.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,), optional
        Weights, of which bins then hold the sums.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.

    Returns
    -------
    ScoreHistograms
        Exact: a score at an edge is in the bin above it, so that an edge at a threshold cuts as
        ``score >= threshold`` does. Counts in bins of their own are taken at the lowest score of each.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or `bins` do not ascend or leave scores out.

    See Also
    --------
    plot_score_histograms : Draws the result.

    Examples
    --------
    >>> histograms = compute_score_histograms([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], n_bins=2)
    >>> histograms.names, histograms.counts.tolist()
    (('0', '1'), [[2.0, 0.0], [1.0, 1.0]])
    """
    options: dict[str, Any] = {"pos_label": pos_label, "labels": labels, "sample_weight": sample_weight}
    if by is None:
        options |= {"display_labels": display_labels, "nan_policy": nan_policy, "multilabel": None}
        counts, names = counts_of_scores(y_true, y_score, **options)
        _check_one_score(counts)
        series = _of_classes(counts, names)
        series_name = "class"
    else:
        counts, series_name = _kept_apart(y_true, y_score, by, display_labels, nan_policy, options)
        series = _of_slices(counts, series_name)
    check_some_weight(counts)
    scores = np.unique(counts.ranked()[0])
    reached = [_reached(scores, *distribution) for distribution in series.values()]
    edges = _edges(scores, int(counts.positives.sum() + counts.negatives.sum()), n_bins, bins, counts.score_dtype)
    return ScoreHistograms(
        scores,
        np.array(reached),
        edges,
        tuple(series),
        series_name,
        counts.score_dtype,
        counts.weighted,
        _highest(counts, scores),
    )


def _highest(counts: ScoreCounts, scores: FloatArray) -> FloatArray | None:
    """Return the highest score of each bin, by its lowest."""
    if counts.highest is None:
        return None
    found, known = scores.copy(), np.isin(counts.score, scores)
    np.maximum.at(found, np.searchsorted(scores, counts.score[known]), counts.highest[known])
    return found


def _check_one_score(counts: ScoreCounts) -> None:
    if counts.per_class:
        rule = f"given for several classes, one of {listing(counts.labels)}"
        raise invalid("pos_label", rule, "None", f"pos_label={counts.labels[0]!r} sets it against the rest")


def _of_classes(counts: ScoreCounts, names: dict[Any, str]) -> dict[str, tuple[Any, Any]]:
    """Return the scores of the rest and of the positive label, and what has each of them."""
    score, positives, negatives = counts.ranked()
    others = [name for label, name in names.items() if label != counts.pos_label]
    rest = others[0] if len(others) == 1 else f"not {names[counts.pos_label]}"
    return {rest: (score, negatives), names[counts.pos_label]: (score, positives)}


def _kept_apart(
    y_true: Any, y_score: Any, by: Any, display_labels: Any, nan_policy: Any, options: dict[str, Any]
) -> tuple[ScoreCounts, str]:
    """Return counts that are kept apart by one column, and its name."""
    if display_labels is not None or nan_policy != "raise":
        given = brief(display_labels if display_labels is not None else nan_policy)
        raise invalid("display_labels and nan_policy", "left out with by", given)
    if isinstance(y_true, ScoreCounts):
        check_no_arrays(y_true, y_score=y_score, labels=options["labels"], sample_weight=options["sample_weight"])
        counts = y_true.against_rest(options["pos_label"])
        if not isinstance(by, str) or by not in counts.slices:
            rule = f"one of the columns that the counts were kept apart by, {listing(counts.slices)}"
            raise invalid("by", rule, brief(by), "count_scores(..., by={...}) keeps slices apart")
    else:
        if y_score is None:
            raise wrong_type("y_score", "given", "nothing", "Scores come second; or ScoreCounts come alone")
        if isinstance(by, str):
            raise wrong_type("by", "the slice of each sample", brief(by), "by={'site': values}")
        counts = count_scores(y_true, y_score, by=by, **options)
    _check_one_score(counts)
    name = by if isinstance(by, str) else next(iter(counts.slices))
    if len(counts.slices) > 1 and not isinstance(by, str):
        raise invalid("by", "one column", listing(counts.slices))
    return counts, name


def _of_slices(counts: ScoreCounts, column: str) -> dict[str, tuple[Any, Any]]:
    """Return the scores of each slice, and what has each of them."""
    found, weight = {}, np.sum(counts.weights(), axis=0)
    for code, label in enumerate(counts.slices[column]):
        there = (counts.codes_of(column) == code) & (weight > 0)
        if there.any():
            found[str(label)] = counts.score[there], weight[there]
    return found


def _reached(scores: FloatArray, score: FloatArray, weight: Any) -> FloatArray:
    """Return what has at least each of `scores`."""
    at = np.bincount(np.searchsorted(scores, score), weight, minlength=len(scores))
    total: FloatArray = np.cumsum(at[::-1])[::-1].astype(np.float64)
    return total


def _edges(scores: FloatArray, n: int, n_bins: Any, bins: Any, score_dtype: str) -> FloatArray:
    """Return the edges of the bins."""
    low, high = scores[[0, -1]].tolist()
    if bins is None:
        automatic = int(np.clip(np.ceil(2 * n ** (1 / 3)), FEWEST, MOST))
        size = automatic if n_bins is None else check_count("n_bins", n_bins)
        if low >= 0 and high <= 1:
            return np.arange(size + 1) / size  # 0.3, not the number after it
        if high == low:  # of one score, however large
            low, high = (low, low + max(1.0, abs(low) / 8)) if low < LARGE else (low - low / 8, low)
        return 2 * np.linspace(low / 2, high / 2, size + 1)  # the width may overflow
    if n_bins is not None:
        raise invalid("n_bins", "left out with bins", brief(n_bins))
    edges = check_numbers(bins, "bins").astype(np.float64)
    if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise invalid("bins", "at least two ascending edges", brief(bins))
    ends = round_to(edges[[0, -1]], np.dtype(score_dtype))
    if low < ends[0] or high > ends[1]:
        got = f"{edges[0]:g} to {edges[-1]:g}, and scores from {low:g} to {high:g}"
        raise invalid("bins", "such that they hold all scores", got)
    return edges
