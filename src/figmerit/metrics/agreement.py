"""Two raters of the same samples: how often they agree, beyond what chance would do, and where they do not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from figmerit._arrays import FloatArray, IntArray, check_fits
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_option
from figmerit.counts._cells import count_cells
from figmerit.counts._input import columns_of
from figmerit.counts._pairs import rater_pairs
from figmerit.errors import OptionHint, invalid, listing
from figmerit.inference.agreement import ONE_LABEL, kappa_ends, weights_of_agreement
from figmerit.inference.corrections import holm
from figmerit.inference.formulas import divide, margins_of, margins_of_slices
from figmerit.inference.intervals import WEIGHTED, Intervals, wilson
from figmerit.inference.paired import mcnemar, paired_difference
from figmerit.metrics._agreement_text import AgreementText, n_tests
from figmerit.metrics.catalog import row
from figmerit.metrics.comparison import two_names
from figmerit.metrics.confusion_matrix import ConfusionMatrix

if TYPE_CHECKING:
    from figmerit._arrays import Array
    from figmerit.counts._pairs import RaterPairs

POWERS = {None: 0, "linear": 1, "quadratic": 2}
"""The power of the distance by which a disagreement counts."""

KAPPAS = {None: "cohen_kappa", "linear": "linear_kappa", "quadratic": "quadratic_kappa"}
"""The metric of the catalog that each kind of weights is."""

NEVER_GIVEN = "never given"
"""Why a label has no specific agreement and no test."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Agreement(AgreementText):
    """Two raters of the same samples.

    Attributes
    ----------
    names : tuple of str
        What the raters are called.
    matrix : ConfusionMatrix
        Who says what: rows are the labels of the first rater, columns those of the second.
    weights : str or None
        How much a disagreement counts in kappa: "linear" or "quadratic" in the distance of both labels; None if
        all count the same.
    kappa : float
        Cohen's kappa: 1 if the raters always agree, 0 if no more often than by chance. NaN if there is one label only.
    observed_agreement, expected_agreement : float
        The share of samples about which they agree, and that which chance alone would give raters who use the labels
        as often.
    base_rates : ndarray of shape (n_labels, 2)
        The share of samples to which each rater gives each label.
    specific_agreement : ndarray of shape (n_labels,)
        Of each label how often one rater gives it where the other does: twice the samples with it from both, by the
        number of times that it is given. NaN for a label that is never given.
    p_values : ndarray of shape (n_labels,)
        Of McNemar's mid-p tests that both raters give the label as often, after Holm's correction for the number of
        labels that are given; NaN of a label that is never given, and if samples are weighted.
    disagreements : ndarray of shape (n_disagreements,)
        The places of the samples about which they disagree, in the order that was given.
    intervals : Intervals or None
        Of "kappa", the "observed_agreement" and the "base_rate_difference" of each label, the second rater's less the
        first one's.
    why_no_interval : str
        Why kappa alone has no interval; "" if it has one, or if nothing has.
    """

    floats = ("base_rates", "specific_agreement", "p_values")
    integers = ("disagreements",)
    names: tuple[str, str]
    matrix: ConfusionMatrix
    weights: str | None
    kappa: float
    observed_agreement: float
    expected_agreement: float
    base_rates: FloatArray
    specific_agreement: FloatArray
    p_values: FloatArray
    disagreements: IntArray
    intervals: Intervals | None = None
    why_no_interval: str = ""

    def _check(self) -> None:
        size = len(self.matrix.labels)
        check_fits(self, {"base_rates": (size, 2), "specific_agreement": (size,), "p_values": (size,)})

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels, in their order."""
        return self.matrix.labels

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of kappa, if there is one."""
        return None if self.intervals is None else self.intervals.known("kappa")

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for kappa, and for each ("specific_agreement", label) and ("p_value", label), that is NaN."""
        found: dict[Any, str] = {"kappa": ONE_LABEL} if math.isnan(self.kappa) else {}
        rows = list(zip(self.labels, self.specific_agreement.tolist(), self.p_values.tolist(), strict=True))
        found |= {("specific_agreement", label): NEVER_GIVEN for label, one, _ in rows if math.isnan(one)}
        why = {label: NEVER_GIVEN if math.isnan(one) else WEIGHTED for label, one, _ in rows}
        return found | {("p_value", label): why[label] for label, _, p_value in rows if math.isnan(p_value)}

    def _columns(self) -> dict[str, Any]:
        first, second = self.base_rates.T
        columns = {"label": list(self.labels), "first_rate": first, "second_rate": second}
        if self.intervals is not None:
            low, high = self.intervals.ends["base_rate_difference"].T
            columns |= {"difference_low": low, "difference_high": high}
        return columns | {"p_value": self.p_values, "specific_agreement": self.specific_agreement}


@named_options()
def compute_agreement(
    first: Any,
    second: Any,
    *,
    data: Any = None,
    weights: Literal["linear", "quadratic"] | None = None,
    labels: Any = None,
    sample_weight: Any = None,
    names: Any = None,
    confidence_level: float | None = 0.95,
) -> Agreement:
    """Compute how two raters of the same samples agree: two people, or a judge and a person.

    Parameters
    ----------
    first, second : array-like of shape (n_samples,)
        The labels that each rater gives: strings, integers or booleans. Neither is taken for the truth.
    %(data)s
    weights : {"linear", "quadratic"}, optional
        How much a disagreement about ordinal labels counts in kappa: as the distance of both labels in their order, or
        as its square. By default all disagreements count the same.
    labels : array-like of shape (n_labels,), optional
        All labels in their order; by default the categories of an ordered categorical, else the sorted labels seen.
        The distance counts places in that list, so that a grade which nobody gives counts only if it is listed.
    sample_weight : array-like of shape (n_samples,), optional
        Weights. There are no intervals and no tests then, as weights are not counts.
    names : sequence of two str, optional
        What the raters are called in texts, by default "A" and "B".
    confidence_level : float or None, default=0.95
        Level of the intervals, in (0, 1); None for none. They take samples for independent.

    Returns
    -------
    Agreement
        Kappa is exact: equal to :func:`sklearn.metrics.cohen_kappa_score`. Its interval is by the standard error in
        large samples [1]_; that of the agreement is Wilson's, that of a difference of base rates Newcombe's.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or `weights` need an order that texts do not have.

    See Also
    --------
    compare_models : Two models against the truth.
    compute_confusion_matrix : One rater is the truth.

    Notes
    -----
    Kappa depends on how often labels are used: of a rare label it is low although the raters nearly always agree. Read
    it beside the base rates and the specific agreement of each label [2]_. No words such as "substantial" are given for
    its size: where these begin is arbitrary.

    References
    ----------
    .. [1] Fleiss, J. L., Cohen, J., and Everitt, B. S. (1969). Large sample standard errors of kappa and weighted
       kappa. Psychological Bulletin, 72(5), 323-327. https://doi.org/10.1037/h0028106
    .. [2] Cicchetti, D. V., and Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving the paradoxes.
       Journal of Clinical Epidemiology, 43(6), 551-558. https://doi.org/10.1016/0895-4356(90)90159-M

    Examples
    --------
    >>> person = ["ham"] * 60 + ["spam"] * 40
    >>> judge = ["ham"] * 45 + ["spam"] * 15 + ["spam"] * 38 + ["ham"] * 2
    >>> agreement = compute_agreement(person, judge, names=["person", "judge"])
    >>> round(agreement.kappa, 3), agreement.specific_agreement.round(3).tolist()
    (0.664, [0.841, 0.817])
    >>> print(agreement.text)
    person and judge agree on 83.0% of 100 samples; kappa 0.664 [0.523, 0.805]. judge says 'spam' more often (53.0%
    against 40.0%; p = 0.001, mid-p McNemar).
    """
    level, names = check_confidence_level(confidence_level), two_names(names)
    check_option("weights", weights, tuple(POWERS))
    given = columns_of(data, first=first, second=second, sample_weight=sample_weight)
    options = {"labels": labels, "sample_weight": given["sample_weight"], "ordinal": weights is not None}
    pairs = rater_pairs(given["first"], given["second"], **options)
    if weights is not None and not pairs.ordered and len(pairs.labels) > 2:
        option = OptionHint("labels", listing(pairs.labels, most=20), ", in their order")
        raise invalid("weights", "left out for texts, whose order is unknown", repr(weights), option=option)
    return _agreement(pairs, weights, level, names)


def _agreement(pairs: RaterPairs, weights: str | None, level: float | None, names: tuple[str, str]) -> Agreement:
    """Return what follows from two raters' labels."""
    size, weighted = len(pairs.labels), pairs.weight is not None
    codes, numbers = count_cells([pairs.first, pairs.second], [size, size], pairs.weight)
    cells = numbers["weight" if weighted else "count"]
    counts = np.zeros((size, size), dtype=cells.dtype)
    counts[codes[0], codes[1]] = cells
    margins = margins_of(counts)
    shares = [divide(part, margins.total) for part in (margins.true, margins.pred)]
    true, pred = codes
    table = margins_of_slices(np.zeros_like(true), true, pred, cells, (1, size), ordinal=weights is not None)
    p_values = np.full(size, np.nan) if weighted else _p_values(counts)
    intervals, why = (None, "") if level is None else _intervals(counts, weights, level, weighted=weighted)
    shown = tuple(map(str, pairs.labels))
    matrix = ConfusionMatrix(counts=counts, labels=pairs.labels, display_labels=shown, weighted=weighted)
    return Agreement(
        names=names,
        matrix=matrix.with_intervals(level),
        weights=weights,
        kappa=float(row(KAPPAS[weights]).table(table)[0]),  # type: ignore[misc]
        observed_agreement=matrix.accuracy,
        expected_agreement=float(shares[0] @ shares[1]),
        base_rates=np.stack(shares, axis=-1),
        specific_agreement=row("f1_score").ratio.value(margins.against_rest()),  # type: ignore[union-attr]
        p_values=p_values,
        disagreements=np.flatnonzero(pairs.first != pairs.second),
        intervals=intervals,
        why_no_interval=why,
    )


def _intervals(counts: Array, weights: str | None, level: float, *, weighted: bool) -> tuple[Intervals, str]:
    """Return all intervals, and why kappa has none."""
    size, kinds = len(counts), {"kappa": "large-sample", "base_rate_difference": "Newcombe"}
    if weighted:
        shapes = {"kappa": (2,), "observed_agreement": (2,), "base_rate_difference": (size, 2)}
        ends = {name: np.full(shape, np.nan) for name, shape in shapes.items()}
        return Intervals("Wilson", level, ends, WEIGHTED, other_kinds=kinds), ""
    found = kappa_ends(counts, weights_of_agreement(size, POWERS[weights]), level)
    both, first_only, second_only, neither = _outcomes(counts)
    ends = {
        "kappa": found.ends,
        "observed_agreement": wilson(np.trace(counts), counts.sum(), level),
        "base_rate_difference": paired_difference(both, second_only, first_only, neither, level)[1],
    }
    doubts = {"kappa": found.unreliable} if found.unreliable else {}
    return Intervals("Wilson", level, ends, other_kinds=kinds, unreliable=doubts), found.reason


def _outcomes(counts: Array) -> tuple[Array, ...]:
    """Return of each label the samples to which both raters give it, the first alone, the second alone, and neither."""
    both, second_only, first_only, neither = margins_of(counts).against_rest()
    return both, first_only, second_only, neither


def _p_values(counts: Array) -> FloatArray:
    """Return the corrected p-value of each label; of two labels, whose tests are one, there is nothing to correct."""
    both, first_only, second_only, _ = _outcomes(counts)
    given = both + first_only + second_only > 0  # no other label is tested: listing more does not cost certainty
    found = np.where(given, mcnemar(first_only, second_only), np.nan)
    return holm(found) if n_tests(found) > 1 else found
