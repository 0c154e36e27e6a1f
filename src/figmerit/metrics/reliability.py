"""Whether probabilities are what is observed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import FloatArray, IntArray, Result
from figmerit._numbers import equation, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_count, check_fits, check_option
from figmerit.counts._targets import NanPolicy, score_target
from figmerit.counts.count import count_scores
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import invalid, wrong_type
from figmerit.inference.calibration import (
    Bins,
    brier_parts,
    calibration_error,
    calibration_error_of_chance,
    isotonic_bins,
    quantile_bins,
    sweep_bins,
    uniform_bins,
)
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import Intervals, check_confidence_level, check_intervals, of_proportions
from figmerit.metrics._counts import check_some_weight, counts_of_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Strategy: TypeAlias = Literal["uniform", "quantile", "auto", "isotonic"]
Kind: TypeAlias = Literal["top_label", "class_wise"]

STRATEGIES = "uniform", "quantile", "auto", "isotonic"

N_BINS = 10
"""Bins unless the caller says how many."""

HISTOGRAM = 20
"""Bins of equal width in [0, 1] that say where scores are."""

CHOSEN = "bins were chosen by the labels"
"""Why bins of isotonic regression have no intervals."""

UPPER = 0.95
"""The share of perfectly calibrated classifiers whose calibration error is below the upper value."""


@dataclass(frozen=True, slots=True, eq=False)
class Reliability(Result):
    """Observed shares of positives by score.

    Attributes
    ----------
    edges : ndarray of shape (n_bins + 1,)
        The bins: a score at an edge between two is in the lower one.
    mean_score : ndarray of shape (n_bins,)
        Mean score in each bin; NaN without samples.
    observed : ndarray of shape (n_bins,)
        Share of positives (of weight) in each bin; NaN without samples.
    n : ndarray of shape (n_bins,)
        Samples in each bin, whatever they weigh.
    ece : float
        Expected calibration error: the mean distance of mean score and observed share, in [0, 1].
    ece_of_chance : tuple of float
        What a perfectly calibrated classifier with these scores has on average, and what 95 % of them stay below;
        NaN for weighted samples.
    brier : float
        The Brier score.
    parts : mapping of str to float
        What it consists of: "reliability" - "resolution" + "uncertainty" + "within" (the scores' differences within
        bins).
    histogram : ndarray of shape (20,)
        Samples by score, in bins of equal width in [0, 1].
    strategy : {"uniform", "quantile", "auto", "isotonic"}
        How bins were chosen.
    display_label : str
        The name of the positive label in figures, "top label", or "all classes".
    kind : {"binary", "top_label", "class_wise"}
        Whose probabilities they are: of one label, of the predicted one whichever it is, or of each.
    per_class : tuple of Reliability
        Of each class against the rest, if class-wise; the other numbers are then those of all (sample, class) pairs.
    intervals : Intervals or None
        Of "observed".
    """

    edges: FloatArray
    mean_score: FloatArray
    observed: FloatArray
    n: IntArray
    ece: float
    ece_of_chance: tuple[float, float]
    brier: float
    parts: Mapping[str, float]
    histogram: IntArray
    strategy: str
    display_label: str
    kind: str = "binary"
    per_class: tuple[Reliability, ...] = ()
    intervals: Intervals | None = None

    def _check(self) -> None:
        size = len(self.edges) - 1
        check_fits(self, dict.fromkeys(("mean_score", "observed", "n"), (size,)))
        check_intervals(self.intervals, {"observed": (size, 2)})

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each bin, by its place, whose observed share is NaN."""
        return dict.fromkeys(np.flatnonzero(np.isnan(self.observed)).tolist(), "no samples")

    @property
    def ece_text(self) -> str:
        """The calibration error beside that of perfect calibration, which is not zero."""
        mean, upper = map(rounded, self.ece_of_chance)
        text = equation("ECE", self.ece)
        if np.isnan(self.ece_of_chance[0]):
            return text
        return f"{text}; by chance {mean}, 95 % {upper if upper[0] == '<' else f'≤ {upper}'}"

    @property
    def bins_text(self) -> str:
        """How many bins there are, and how they were chosen."""
        return f"{len(self.n)} {self.strategy} bin{'s' if len(self.n) > 1 else ''}"

    def alt_text(self) -> str:
        """Say in a sentence or two what the bins show."""
        text = f"Reliability of {self.display_label!r} in {self.bins_text}: {self.ece_text.replace(';', ',')}."
        gap = np.nan_to_num(self.mean_score - self.observed)
        worst = int(np.abs(gap).argmax())
        if gap[worst]:
            side = "above" if gap[worst] > 0 else "below"
            near, seen = rounded(self.mean_score[worst]), rounded(self.observed[worst])
            text += f" Farthest off near {near}, where scores are {side} what is observed ({seen})."
        return text

    def __repr__(self) -> str:
        """Show the size and the error."""
        bins = f"{len(self.n)} {self.strategy} bins"
        return f"Reliability({self.display_label}: {bins}, ece={self.ece:.6g}, brier={self.brier:.6g})"

    def _columns(self) -> dict[str, Any]:
        ends = np.full((len(self.n), 2), np.nan) if self.intervals is None else self.intervals.ends["observed"]
        numbers = {"low_edge": self.edges[:-1], "high_edge": self.edges[1:], "mean_score": self.mean_score}
        return numbers | {"observed": self.observed, "n": self.n, "low": ends[:, 0], "high": ends[:, 1]}


@named_options()
def compute_reliability(
    y_true: Any,
    y_score: Any = None,
    *,
    strategy: Strategy = "uniform",
    n_bins: int | None = None,
    kind: Kind | None = None,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
    n_resamples: int = 200,
    random_state: int | None = 0,
) -> Reliability:
    """Compare probabilities with what is observed.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,), or ScoreCounts
        True labels. With more axes each element is a sample. Or the result of :func:`count_scores`.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Probabilities, in [0, 1]: of the positive label, or one column a class.
    strategy : {"uniform", "quantile", "auto", "isotonic"}, default="uniform"
        Bins of equal width in [0, 1]; with about as many samples each; as many of these as leave the observed
        shares ascending [1]_; or neighbouring scores pooled until they ascend, which needs no number of bins [2]_.
    n_bins : int, optional
        For the first two, by default 10.
    kind : {"top_label", "class_wise"}, optional
        Of several classes: the probability of the predicted class, whichever it is, against how often it is right
        (the default); or that of each class against the rest. Both tell different things.
    pos_label : str, int or bool, optional
        The positive label; needed unless the labels are {0, 1}, {-1, 1} or booleans. Of several classes the only
        one to set against the rest.
    labels : array-like of shape (n_labels,), optional
        The class of each score column, needed if `y_true` does not hold all of them.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,), optional
        Weights: means and shares are of weight. Then there are no intervals.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.
    confidence_level : float or None, default=0.95
        That of the Wilson interval of each bin's observed share, in (0, 1); None for no intervals.
    n_resamples : int, default=200
        Draws of labels that a perfectly calibrated classifier would see.
    random_state : int or None, default=0
        Seed of the draws.

    Returns
    -------
    Reliability
        Exact: mean scores and observed shares are those of :func:`sklearn.calibration.calibration_curve`, which
        leaves empty bins out. ``ece_of_chance`` is estimated by simulation.

    Raises
    ------
    ValueError
        If scores are outside [0, 1], or the inputs disagree with each other.
    TypeError
        If they are of the wrong kind.

    See Also
    --------
    plot_reliability_diagram : Draws the result.

    Notes
    -----
    The calibration error of a perfectly calibrated classifier is not zero: in each bin labels vary by chance. It is
    given beside what such a classifier has at this number of samples. Simulated labels of more than 100,000
    distinct scores are summed as binomial numbers in bins that labels do not choose; in bins that they do (automatic,
    isotonic), so many scores take a while. Intervals of automatic bins do not know that labels chose their number;
    bins of isotonic regression, each of which they choose, have none.

    References
    ----------
    .. [1] Roelofs, R. et al. (2022). Mitigating bias in calibration error estimation. AISTATS 151.
       https://arxiv.org/abs/2012.08668
    .. [2] Dimitriadis, T., Gneiting, T. and Jordan, A. I. (2021). Stable reliability diagrams for probabilistic
       classifiers. PNAS 118. https://doi.org/10.1073/pnas.2016191118

    Examples
    --------
    >>> reliability = compute_reliability([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], n_bins=2)
    >>> reliability.observed.round(3).tolist()
    [0.333, 1.0]
    >>> round(reliability.brier, 6)
    0.158125
    """
    level = check_confidence_level(confidence_level)
    size = _checked_bins(check_option("strategy", strategy, STRATEGIES), n_bins)
    check_option("kind", kind, (None, "top_label", "class_wise"))
    options: dict[str, Any] = {"pos_label": pos_label, "labels": labels, "display_labels": display_labels}
    options |= {"sample_weight": sample_weight, "multilabel": None, "nan_policy": nan_policy}
    top = None if isinstance(y_true, ScoreCounts) or kind == "class_wise" else _top_label(y_true, y_score, options)
    compute = partial(
        _reliability, strategy=strategy, n_bins=size, level=level, n_resamples=check_count("n_resamples", n_resamples),
        random_state=random_state,
    )  # fmt: skip
    if top is not None:
        return replace(compute(top, "top label"), kind="top_label")
    counts, names = counts_of_scores(y_true, y_score, **options)
    if not counts.per_class:
        if kind is not None:
            raise invalid("kind", "left out for the scores of one label", repr(kind))
        return compute(counts, names[counts.pos_label])
    if kind != "class_wise":
        raise invalid("kind", "'class_wise' for counts, which do not know the top label of each row", repr(kind))
    per_class = tuple(compute(part, names[part.pos_label]) for part in counts.per_class)
    return replace(compute(counts.pooled(), "all classes"), kind="class_wise", per_class=per_class)


def _checked_bins(strategy: str, n_bins: Any) -> int:
    """Return the number of bins, which is not asked for where the data decide."""
    if n_bins is None:
        return N_BINS
    if strategy in ("auto", "isotonic"):
        raise invalid("n_bins", f"left out for the strategy {strategy!r}", f"{n_bins!r}")
    return check_count("n_bins", n_bins)


def _top_label(y_true: Any, y_score: Any, options: dict[str, Any]) -> ScoreCounts | None:
    """Return how often the predicted class is right by its probability; None where there are no several classes."""
    if y_score is None or options["pos_label"] is not None:
        return None
    target = score_target(y_true, y_score, **options)
    if target.kind != "multiclass" or target.y_score.shape[1] < 3:
        return None
    right = (target.predict() == target.codes).astype(np.int64)
    return count_scores(right, target.y_score.max(axis=1), labels=[0, 1], sample_weight=target.sample_weight)


def _reliability(
    counts: ScoreCounts, name: str, *, strategy: str, n_bins: int, level: float | None, n_resamples: int,
    random_state: int | None,
) -> Reliability:  # fmt: skip
    check_some_weight(counts)
    score, positives, negatives = (part[::-1] for part in counts.ranked())
    if score[0] < 0 or score[-1] > 1:
        wrong, hint = score[0] if score[0] < 0 else score[-1], "scipy.special.expit turns log-odds into probabilities"
        raise invalid("y_score", "probabilities, in [0, 1]", f"the score {wrong:g}", hint)
    if counts.resolution is not None:
        raise wrong_type("counts", "without resolution=, as bins of both kinds do not fit", repr(counts))
    n, rows = positives + negatives, _rows(counts)
    choose = _chooser(strategy, n_bins, score, n, rows)
    bins = choose(positives)
    in_bin, found = bins.sums(n), bins.sums(positives)
    parts = brier_parts(bins, score, positives, n)
    chance = np.array([np.nan])
    if not counts.weighted:
        fixed = strategy in ("uniform", "quantile")
        chance = calibration_error_of_chance(choose, score, rows, n_resamples, random_state, fixed=fixed)
    why = CHOSEN if strategy == "isotonic" else ""
    return Reliability(
        bins.edges,
        divide(bins.sums(score * n), in_bin),
        divide(found, in_bin),
        np.rint(bins.sums(rows)).astype(np.int64),
        calibration_error(bins, score, positives, n),
        (float(chance.mean()), float(np.quantile(chance, UPPER))),
        parts.pop("brier"),
        parts,
        np.rint(uniform_bins(score, HISTOGRAM).sums(rows)).astype(np.int64),
        strategy,
        name,
        intervals=of_proportions({"observed": (found, in_bin)}, level, weighted=counts.weighted, reason=why),
    )


def _rows(counts: ScoreCounts) -> IntArray:
    """Return the rows of each score that has a weight, ascending."""
    rows = counts.positives + counts.negatives
    weight = np.sum(counts.weights(), axis=0)
    ascending: IntArray = rows[weight > 0][::-1] if counts.weighted else rows[::-1]
    return ascending


def _chooser(strategy: str, n_bins: int, score: FloatArray, n: Any, rows: IntArray) -> Callable[[Any], Bins]:
    """Return the function that chooses bins for positives of each score; weights do not move quantiles."""
    if strategy in ("uniform", "quantile"):
        bins = uniform_bins(score, n_bins) if strategy == "uniform" else quantile_bins(score, rows, n_bins)
        return lambda _: bins
    choose = sweep_bins if strategy == "auto" else isotonic_bins
    return lambda positives: choose(score, positives, n)
