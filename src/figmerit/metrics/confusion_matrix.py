"""The confusion matrix: rows are true labels, columns are predicted labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import FloatArray, IntArray, check_fits
from figmerit._numbers import cut_text, quantity, rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_count, cut_of, predicted_labels
from figmerit.counts._cell_scores import WITH_BINS
from figmerit.counts._columns import labelled_matrix
from figmerit.counts._labels import check_pos_label, display_labels_of, pos_label_of
from figmerit.counts.evaluate import evaluate
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.inference.intervals import Intervals, of_proportions
from figmerit.metrics._matrix import Confusion, SquareMatrix, added_up, check_square, mean_scores_of, shares_of_matrix
from figmerit.metrics.cell_histograms import CellHistograms
from figmerit.metrics.matrix_difference import MatrixDifference

if TYPE_CHECKING:
    from figmerit.counts._rows import NanPolicy
    from figmerit.counts.evaluate import Evaluation


@dataclass(frozen=True, slots=True, eq=False)
class ConfusionMatrix(SquareMatrix):
    """Counts of true against predicted labels.

    Attributes
    ----------
    counts : ndarray of shape (n_labels, n_labels)
        ``counts[i, j]`` samples of ``labels[i]`` were predicted as ``labels[j]``. Integers, or sums
        of weights (float) if the samples were weighted.
    labels : tuple
        The label of each row and column.
    display_labels : tuple of str
        The name of each label in figures.
    pos_label : str, int, bool or None
        The positive label of a binary matrix, if it is known.
    weighted : bool
        Whether `counts` are sums of weights instead of numbers of samples.
    threshold : float or None
        The threshold that scores were cut at (positive means ``score >= threshold``).
    threshold_rule : str
        The rule that chose it, in words, and what one must know about that; "" if it was given.
    mean_score : ndarray of shape (n_labels, n_labels) or None
        Mean score of the samples in each cell, if scores were given: the positive label's score,
        or the predicted class's score for several columns. NaN in empty cells. Counts of scores in bins do not
        know it.
    intervals : Intervals or None
        Of ``accuracy``, ``precision``, ``recall`` and ``specificity``.
    cell_histograms : CellHistograms or None
        How the scores of the samples in each cell are distributed, if `n_bins` were asked for.
    """

    floats = ("mean_score",)
    numbers = ("counts",)
    counts: IntArray | FloatArray
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    pos_label: Label | None = None
    weighted: bool = False
    threshold: float | None = None
    threshold_rule: str = ""
    mean_score: FloatArray | None = None
    intervals: Intervals | None = None
    cell_histograms: CellHistograms | None = None

    def _check(self) -> None:
        size = len(self.labels)
        check_fits(self, {"counts": (size, size), "mean_score": (size, size), "display_labels": (size,)})
        if self.pos_label is not None:
            check_pos_label(self.pos_label, self.labels)
        if self.cell_histograms is not None and self.cell_histograms.labels != self.labels:
            raise invalid("cell_histograms of a ConfusionMatrix", "of its labels", listing(self.cell_histograms.labels))

    @classmethod
    def from_counts(
        cls,
        values: Any,
        *,
        labels: Any = None,
        display_labels: Any = None,
        pos_label: Label | None = None,
        confidence_level: float | None = 0.95,
    ) -> Self:
        """Take a finished matrix.

        Parameters
        ----------
        values : array-like of shape (n_labels, n_labels)
            Counts or weights; rows are true labels. A data frame brings its column names as labels.
        labels : array-like of shape (n_labels,), optional
            The label of each row and column; 0, 1, ... by default. For a data frame with names they are
            new names, or the same in the same order.
        display_labels : sequence of str, optional
            Names for figures, by default the labels.
        pos_label : str, int or bool, optional
            The positive label of a binary matrix; 1 or True need not be given.
        confidence_level : float or None, default=0.95
            Level of the Wilson intervals, in (0, 1); None for no intervals.

        Returns
        -------
        ConfusionMatrix
            With integer counts if all `values` are whole numbers in integer type, else float;
            `weighted` if some are not whole numbers.

        Raises
        ------
        ValueError
            If `values` is not square, negative or not finite, or `labels` disagree with it.
        TypeError
            If `values` or `labels` are of the wrong kind.
        """
        counts, names = labelled_matrix(values, check_square(values), labels)
        known, shown = pos_label_of(names, pos_label), display_labels_of(display_labels, names)
        weighted = bool((counts != np.floor(counts)).any())
        return cls(counts, names, shown, known, weighted).with_intervals(confidence_level)

    @property
    def cut_text(self) -> str:
        """What is called positive, in words; "" if that is unknown."""
        return "" if self.threshold is None else cut_text(self.threshold)

    def with_intervals(self, confidence_level: float | None = 0.95) -> Self:
        """Return the same matrix with Wilson intervals, which take samples for independent.

        Parameters
        ----------
        confidence_level : float or None, default=0.95
            In (0, 1); None for no intervals.

        Returns
        -------
        ConfusionMatrix
            With ``intervals`` of that level; if samples are weighted they are NaN, and say why.

        Raises
        ------
        ValueError, TypeError
            If `confidence_level` is not a number in (0, 1).

        Examples
        --------
        >>> matrix = ConfusionMatrix.from_counts([[8, 2], [1, 9]]).with_intervals(0.9)
        >>> matrix.intervals.label
        '90% Wilson'
        >>> matrix.intervals.ends["accuracy"].round(3).tolist()
        [0.678, 0.938]
        """
        level = check_confidence_level(confidence_level)
        return replace(self, intervals=of_proportions(shares_of_matrix(self.counts), level, weighted=self.weighted))

    def top_confusions(self, n: int = 10) -> tuple[Confusion, ...]:
        """Return the most frequent mistakes.

        Parameters
        ----------
        n : int, default=10
            How many, at most; cells with no sample are never listed.

        Returns
        -------
        tuple of Confusion
            True label, predicted label, count, share of the true label's samples, and the names of both labels; the
            most frequent first, ties in the order of `labels`.
        """
        n = check_count("n", n)
        mistakes = self.counts * ~np.eye(len(self.labels), dtype=bool)
        order = np.argsort(-mistakes, axis=None, kind="stable")[:n]
        cells = zip(*np.unravel_index(order, mistakes.shape), strict=True)
        shares, shown = self.normalized("true"), self.display_labels
        return tuple(
            Confusion(self.labels[i], self.labels[j], mistakes[i, j].item(), shares[i, j].item(), (shown[i], shown[j]))
            for i, j in cells
            if mistakes[i, j] > 0
        )

    def __add__(self, other: object) -> ConfusionMatrix:
        """Add the counts of two matrices over the same labels."""
        if not isinstance(other, ConfusionMatrix):
            return NotImplemented
        total: ConfusionMatrix = added_up(self, other)
        return total

    def __sub__(self, other: object) -> MatrixDifference:
        """Return what is more or less than in another matrix over the same labels."""
        return MatrixDifference(self, other) if isinstance(other, ConfusionMatrix) else NotImplemented

    def __radd__(self, other: object) -> ConfusionMatrix:
        """Let :func:`sum` add matrices up: it starts with 0."""
        return self if other == 0 else NotImplemented

    def alt_text(self) -> str:
        """Say in a sentence or two what the matrix shows."""
        what = ("total weight", "total weight") if self.weighted else ("sample", "samples")
        text = f"Confusion matrix of {quantity(len(self.labels), 'class', 'classes')}, {quantity(self.total, *what)}"
        names: dict[Any, str] = dict(zip(self.labels, self.display_labels, strict=True))
        if (bars := self.cell_histograms) is not None:
            text += f", with a histogram of the {bars.scores_text(names.get(bars.pos_label, ''))}, in each cell"
        if not self.total:
            return f"{text}."
        text += f": {rounded(np.trace(self.counts) / self.total, '{:.1%}')} on the diagonal."
        for worst in self.top_confusions(1):
            true, pred = names[worst.true_label], names[worst.predicted_label]
            times = "once" if worst.count == 1 else f"{worst.count:,.10g} times"
            much = f"weight {worst.count:,.10g}" if self.weighted else times
            text += f" Most frequent mistake: {true!r} predicted as {pred!r}, {much}."
        return f"{text} Threshold: {self.threshold_rule}, {self.cut_text}." if self.threshold_rule else text

    def __repr__(self) -> str:
        """Show labels and counts."""
        shown = np.array2string(self.counts, threshold=100, prefix="ConfusionMatrix(")
        return f"ConfusionMatrix({shown}, labels={listing(self.labels)})"

    def _columns(self) -> dict[str, Any]:
        true, predicted = zip(*product(self.labels, repeat=2), strict=True)
        columns = {"true": list(true), "predicted": list(predicted), "count": self.counts.ravel()}
        return columns if self.mean_score is None else columns | {"mean_score": self.mean_score.ravel()}


@named_options()
def compute_confusion_matrix(
    y_true: Any,
    y_pred: Any = None,
    *,
    data: Any = None,
    y_score: Any = None,
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    other: Label | None = None,
    ignore_label: Label | None = None,
    confidence_level: float | None = 0.95,
    n_bins: int | None = None,
) -> ConfusionMatrix:
    """Count true against predicted labels.

    Parameters
    ----------
    y_true : array-like of any shape, LabelCounts or ScoreCounts
        True labels: strings, integers or booleans. In targets of several axes (masks, sequences,
        multilabel indicators) each element counts as one sample. Or the result of :func:`count_labels`
        or :func:`count_scores`, in place of all arrays.
    %(y_pred_or_scores)s
    %(data)s
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, cut at `threshold`; or one column a class, where
        the highest (the first of equals) wins. With another `threshold` than 0.5, two columns are cut too.
    %(threshold)s
    pos_label : str, int or bool, optional
        The positive label. Needed for scores of one column and for ``tp``, ``fp``, ``fn``, ``tn``,
        unless the labels are {0, 1}, {-1, 1} or booleans.
    %(labels)s
        Rows and columns have this order. An absent label stays visible as an empty row.
    %(display_labels)s
    %(sample_weight_of_elements)s
    %(nan_policy)s
    %(other)s
    %(ignore_label)s
    %(confidence_level)s
        Accuracy, precision, recall and specificity have intervals [1]_.
    n_bins : int, optional
        Bins of a histogram of the scores in each cell, of equal width: in [0, 1] if all scores are there, else from
        the lowest to the highest score. By default there are no histograms.

    Returns
    -------
    ConfusionMatrix
        Exact: equal to :func:`sklearn.metrics.confusion_matrix` on the same rows.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    compute_multilabel_confusion_matrix : One 2 x 2 matrix for each label.
    plot_confusion_matrix : Draws the result.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
       Journal of the American Statistical Association 22, 209-212. https://doi.org/10.1080/01621459.1927.10502953

    Examples
    --------
    >>> matrix = compute_confusion_matrix([1, 1, 0, 0], y_score=[0.9, 0.4, 0.5, 0.1])
    >>> matrix.counts.tolist()
    [[1, 1], [1, 1]]
    >>> matrix.fp
    1
    >>> matrix = compute_confusion_matrix([1, 1, 0, 0], y_score=[0.9, 0.4, 0.5, 0.1], n_bins=2)
    >>> matrix.cell_histograms.counts.tolist()
    [[[1, 0], [0, 1]], [[1, 0], [0, 1]]]
    """
    level = check_confidence_level(confidence_level)
    if not isinstance(y_true, LabelCounts | ScoreCounts) and (y_pred is None) == (y_score is None):
        predicted_labels(y_pred, y_score)  # which says so
    options: dict[str, Any] = {"threshold": cut_of(threshold), "pos_label": pos_label, "nan_policy": nan_policy}
    options |= {"labels": labels, "display_labels": display_labels, "other": other, "ignore_label": ignore_label}
    options["n_bins"] = None if n_bins is None else check_count("n_bins", n_bins)
    arrays = {"sample_weight": sample_weight, "data": data}
    found = evaluate(y_true, y_pred, y_score, labelled=True, elements=True, **options, **arrays)
    if n_bins is not None and found.in_cells is None:
        raise wrong_type("n_bins", "left out without scores", brief(n_bins), WITH_BINS)
    return matrix_of(found, level)


def matrix_of(evaluation: Evaluation, level: float | None) -> ConfusionMatrix:
    """Return the matrix of labels that were counted, with intervals of a level."""
    counts: Any = evaluation.labels
    labels, table = counts.labels, counts.matrix()
    return ConfusionMatrix(
        counts=table,
        labels=labels,
        display_labels=tuple(evaluation.names.get(label, str(label)) for label in labels),
        pos_label=evaluation.pos_label,
        weighted=counts.weighted,
        threshold=evaluation.threshold,
        mean_score=mean_scores_of(counts),
        intervals=of_proportions(shares_of_matrix(table), level, weighted=counts.weighted),
        cell_histograms=CellHistograms.of(evaluation.in_cells),
    )
