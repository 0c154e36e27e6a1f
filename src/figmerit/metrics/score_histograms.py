"""How scores are distributed: in each class, or in each slice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result, check_fits, check_numbers
from figmerit._numbers import quantity, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_count, check_number
from figmerit.counts._binning import equal_widths, places_of
from figmerit.counts._input import Slices, slices_by
from figmerit.counts._scores import round_to
from figmerit.counts.evaluate import Asked, Evaluation, check_no_arrays, evaluate
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.inference.formulas import divide

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray
    from figmerit.counts._rows import NanPolicy

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
        The highest score of each bin, if scores were counted in bins; `scores` are then the lowest ones.
    """

    floats = "scores", "reached", "edges", "highest"
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
        at = self._reaching(np.searchsorted(self.scores, ends, side="left"))
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
            For two classes the false and the true positive rate; NaN for a class without samples.

        Raises
        ------
        TypeError, ValueError
            If it is no finite number, or cuts a bin of counts in two.
        """
        cut = check_number("threshold", threshold)
        places = places_of(cut, self.scores, self.highest, self.score_dtype)
        return divide(self._reaching(places)[:, 0], self.n)

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

    def _reaching(self, places: Array) -> FloatArray:
        """Return the samples of each class or slice whose score is at some places, or above; none beyond the last."""
        return np.concatenate([self.reached, np.zeros((len(self.names), 1))], axis=1)[:, places]

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
    data: Any = None,
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
    %(y_true_or_scores)s
    %(y_score_of_class)s
    %(data)s
    by : array-like of shape (n_samples,), optional
        The slice of each sample: there is then one distribution a slice, not one a class. If counts are given, the
        name of a column that they were kept apart by.
    n_bins : int, optional
        Bins of equal width, in [0, 1] if all scores are there, else from the lowest to the highest score. By
        default twice the cube root of the number of samples, from 10 to 50. Scores that stand for infinity, of 1e300
        and more or at the end of their dtype, have a bin of their own at each end.
    bins : array-like of shape (n_bins + 1,), optional
        Their edges, ascending, in place of `n_bins`; all scores must lie between the first and the last.
    %(pos_label)s
        Of several classes it is always needed, and set against the rest.
    %(labels_of_scores)s
    %(display_labels)s
    %(sample_weight)s
    %(nan_policy)s

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
    options: dict[str, Any] = {"pos_label": pos_label, "labels": labels, "display_labels": display_labels}
    arrays: dict[str, Any] = {"sample_weight": sample_weight, "nan_policy": nan_policy, "data": data}
    if by is None:
        found, series_name = evaluate(y_true, None, y_score, scored=True, **options, **arrays), "class"
    else:
        found, series_name = _kept_apart(y_true, y_score, by, options, arrays)
    counts = found.one_score
    series = _of_classes(counts, found.names) if by is None else _of_slices(counts, series_name)
    scores = np.unique(counts.ranked()[0])
    n = int(counts.positives.sum() + counts.negatives.sum())
    return ScoreHistograms(
        scores=scores,
        reached=np.array([_reached(scores, *distribution) for distribution in series.values()]),
        edges=_edges(scores, n, n_bins, bins, counts.score_dtype),
        names=tuple(series),
        series_name=series_name,
        score_dtype=counts.score_dtype,
        weighted=counts.weighted,
        highest=_highest(counts, scores),
    )


def _highest(counts: ScoreCounts, scores: FloatArray) -> FloatArray | None:
    """Return the highest score of each bin, by its lowest."""
    if counts.highest is None:
        return None
    found, known = scores.copy(), np.isin(counts.score, scores)
    np.maximum.at(found, np.searchsorted(scores, counts.score[known]), counts.highest[known])
    return found


def _of_classes(counts: ScoreCounts, names: dict[Any, str]) -> dict[str, tuple[Any, Any]]:
    """Return the scores of the rest and of the positive label, and how many samples have each."""
    score, positives, negatives = counts.ranked()
    others = [name for label, name in names.items() if label != counts.pos_label]
    rest = others[0] if len(others) == 1 else f"not {names[counts.pos_label]}"
    return {rest: (score, negatives), names[counts.pos_label]: (score, positives)}


def _kept_apart(
    y_true: Any, y_score: Any, by: Any, options: dict[str, Any], arrays: dict[str, Any]
) -> tuple[Evaluation, str]:
    """Return counts that are kept apart by one column, and its name."""
    if options["display_labels"] is not None:
        raise invalid("display_labels", "left out with by", brief(options["display_labels"]))
    if isinstance(y_true, ScoreCounts):
        check_no_arrays(y_true, y_score=y_score, sample_weight=arrays["sample_weight"])
        if not isinstance(by, str) or by not in y_true.slices:
            rule = f"one of the columns that the counts were kept apart by, {listing(y_true.slices)}"
            raise invalid("by", rule, brief(by), "count_scores(..., by={...}) keeps slices apart")
        return Asked(**options).of_counts(y_true), by
    if isinstance(by, str) and arrays["data"] is None:
        raise wrong_type("by", "the slice of each sample", brief(by), "by={'site': values}")
    slices = slices_by(by, arrays["data"])
    if len(slices) > 1:
        raise invalid("by", "one column", listing(slices))
    return evaluate(
        y_true, None, y_score, scored=True, by=Slices("by[{!r}]", columns=slices), **options, **arrays
    ), next(iter(slices))


def _of_slices(counts: ScoreCounts, column: str) -> dict[str, tuple[Any, Any]]:
    """Return the scores of each slice, and how many samples have each."""
    found, weight = {}, np.sum(counts.weights(), axis=0)
    for code, label in enumerate(counts.slices[column]):
        there = (counts.codes_of(column) == code) & (weight > 0)
        if there.any():
            found[str(label)] = counts.score[there], weight[there]
    return found


def _reached(scores: FloatArray, score: FloatArray, weight: Any) -> FloatArray:
    """Return how many samples have at least each of `scores`."""
    at = np.bincount(np.searchsorted(scores, score), weight, minlength=len(scores))
    total: FloatArray = np.cumsum(at[::-1])[::-1].astype(np.float64)
    return total


def _edges(scores: FloatArray, n: int, n_bins: Any, bins: Any, score_dtype: str) -> FloatArray:
    """Return the edges of the bins."""
    if bins is None:
        automatic = int(np.clip(np.ceil(2 * n ** (1 / 3)), FEWEST, MOST))
        return equal_widths(scores, automatic if n_bins is None else check_count("n_bins", n_bins), score_dtype)
    if n_bins is not None:
        raise invalid("n_bins", "left out with bins", brief(n_bins))
    edges = check_numbers(bins, "bins").astype(np.float64)
    if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise invalid("bins", "at least two ascending edges", brief(bins))
    (low, high), ends = scores[[0, -1]].tolist(), round_to(edges[[0, -1]], np.dtype(score_dtype))
    if low < ends[0] or high > ends[1]:
        got = f"{edges[0]:g} to {edges[-1]:g}, and scores from {low:g} to {high:g}"
        raise invalid("bins", "such that they hold all scores", got)
    return edges
