"""Whether probabilities agree with what is observed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._arrays import Result, check_fits
from figmerit._numbers import equation, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_count, check_option
from figmerit.counts._scores import as_probabilities
from figmerit.counts.evaluate import evaluate
from figmerit.errors import invalid, wrong_type
from figmerit.inference import calibration
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import Intervals, check_intervals, of_proportions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._rows import NanPolicy
    from figmerit.counts.score_counts import ScoreCounts

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
        The error that a perfectly calibrated classifier with these scores has on average, and the one that 95% of
        such classifiers stay below; NaN for weighted samples.
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
        Whose probabilities they are: one label's, the predicted label's, whichever it is, or each label's.
    per_class : tuple of Reliability
        One for each class against the rest, if class-wise; the other numbers then count all (sample, class) pairs.
    intervals : Intervals or None
        Of "observed".
    """

    floats = "edges", "mean_score", "observed"
    integers = "n", "histogram"
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
        """The calibration error beside the one of perfect calibration, which is not zero."""
        if np.isnan(self.ece_of_chance[0]):
            return equation("ECE", self.ece)
        mean, upper = map(rounded, self.ece_of_chance)
        return f"{equation('ECE', self.ece)}; by chance {mean}, 95% {upper if upper[0] == '<' else f'≤ {upper}'}"

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
    data: Any = None,
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
    %(y_true_or_scores)s
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Probabilities, in [0, 1]: of the positive label, or one column a class.
    %(data)s
    strategy : {"uniform", "quantile", "auto", "isotonic"}, default="uniform"
        Bins of equal width in [0, 1]; with about as many samples each; as many of these as leave the observed
        shares ascending [1]_; or neighbouring scores pooled until they ascend, which needs no number of bins [2]_.
    n_bins : int, optional
        For the first two, by default 10.
    kind : {"top_label", "class_wise"}, optional
        Of several classes: the probability of the predicted class, whichever it is, against how often it is right
        (the default); or that of each class against the rest. Both tell different things.
    %(pos_label_or_class)s
    %(labels_of_scores)s
    %(display_labels)s
    %(sample_weight)s
    %(nan_policy)s
    %(confidence_level)s
        Each bin has one, of its observed share.
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
    given beside the error that such a classifier has at this number of samples. Simulated labels of more than 100,000
    distinct scores are summed as binomial numbers in bins that labels do not choose; in bins that they do (automatic,
    isotonic), so many scores take a while. Intervals of automatic bins do not know that labels chose their number;
    isotonic bins have none, because labels choose each of them.

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
    compute = partial(
        _reliability, strategy=strategy, n_bins=size, level=level, n_resamples=check_count("n_resamples", n_resamples),
        random_state=random_state,
    )  # fmt: skip
    found = evaluate(
        y_true, None, y_score, scored=True, top=None if kind == "class_wise" else 3, pos_label=pos_label, labels=labels,
        display_labels=display_labels, sample_weight=sample_weight, nan_policy=nan_policy, data=data,
    )  # fmt: skip
    counts, names = found.counted_scores, found.names
    if found.is_top:
        return replace(compute(counts, "top label"), kind="top_label")
    if not counts.per_class:
        if kind is not None:
            raise invalid("kind", "left out for the scores of one label", repr(kind))
        return compute(counts, names[counts.pos_label])
    if kind != "class_wise":
        why = "rows of several labels" if found.multilabel else "counts, which do not know the top label of each row"
        raise invalid("kind", f"'class_wise' for {why}", repr(kind), "kind='class_wise'")
    per_class = tuple(compute(part, names[part.pos_label]) for part in counts.per_class)
    return replace(compute(counts.pooled(), "all classes"), kind="class_wise", per_class=per_class)


def _checked_bins(strategy: str, n_bins: Any) -> int:
    """Return the number of bins, which is not asked for where the data decide."""
    if n_bins is None:
        return N_BINS
    if strategy in ("auto", "isotonic"):
        raise invalid("n_bins", f"left out for the strategy {strategy!r}", f"{n_bins!r}")
    return check_count("n_bins", n_bins)


def _reliability(
    counts: ScoreCounts, name: str, *, strategy: str, n_bins: int, level: float | None, n_resamples: int,
    random_state: int | None,
) -> Reliability:  # fmt: skip
    score, positives, negatives = (part[::-1] for part in counts.ranked())
    probabilities = as_probabilities(score, counts.score_dtype)
    if probabilities is None:
        wrong, hint = score[0] if score[0] < 0 else score[-1], "scipy.special.expit turns log-odds into probabilities"
        raise invalid("y_score", "probabilities, in [0, 1]", f"the score {float(wrong)!r}", hint)
    if counts.resolution is not None:
        raise wrong_type("counts", "without resolution=, as bins of both kinds do not fit", repr(counts))
    score, n, rows = probabilities, positives + negatives, (counts.positives + counts.negatives)[::-1]
    if counts.weighted:
        rows = rows[np.sum(counts.weights(), axis=0)[::-1] > 0]
    choose = _chooser(strategy, n_bins, score, n, rows)
    bins, chance = choose(positives), np.array([np.nan])
    if not counts.weighted:
        fixed = strategy in ("uniform", "quantile")
        chance = calibration.calibration_error_of_chance(choose, score, rows, n_resamples, random_state, fixed=fixed)
    in_bin, found = bins.sums(n), bins.sums(positives)
    parts = calibration.brier_parts(bins, score, positives, n)
    why = CHOSEN if strategy == "isotonic" else ""
    return Reliability(
        edges=bins.edges,
        mean_score=divide(bins.sums(score * n), in_bin),
        observed=divide(found, in_bin),
        n=_whole(bins.sums(rows)),
        ece=calibration.calibration_error(bins, score, positives, n),
        ece_of_chance=(float(chance.mean()), float(np.quantile(chance, UPPER))),
        brier=parts.pop("brier"),
        parts=parts,
        histogram=_whole(calibration.uniform_bins(score, HISTOGRAM).sums(rows)),
        strategy=strategy,
        display_label=name,
        intervals=of_proportions({"observed": (found, in_bin)}, level, weighted=counts.weighted, reason=why),
    )


def _whole(numbers: FloatArray) -> IntArray:
    return np.rint(numbers).astype(np.int64)


def _chooser(
    strategy: str, n_bins: int, score: FloatArray, n: Any, rows: IntArray
) -> Callable[[Any], calibration.Bins]:
    """Return the function that chooses bins for positives of each score; weights do not move quantiles."""
    if strategy in ("uniform", "quantile"):
        bins = (
            calibration.uniform_bins(score, n_bins)
            if strategy == "uniform"
            else calibration.quantile_bins(score, rows, n_bins)
        )
        return lambda _: bins
    choose = calibration.sweep_bins if strategy == "auto" else calibration.isotonic_bins
    return lambda positives: choose(score, positives, n)
