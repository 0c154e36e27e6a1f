"""The confusion matrix: rows are true labels, columns are predicted labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal, Self, TypeAlias

import numpy as np

from figmerit._arrays import FloatArray, IntArray, Result, to_numpy
from figmerit._numbers import cut_text, quantity, rounded
from figmerit._options import named_options
from figmerit._validate import (
    Label,
    check_count,
    check_display_labels,
    check_fits,
    check_option,
    check_pos_label,
    check_scores,
    is_default_threshold,
    matrix_labels,
    pos_label_of,
    predicted_labels,
)
from figmerit.counts._targets import NanPolicy, ScoreTarget, round_to, score_target
from figmerit.counts.count import counted, label_counts
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import invalid, listing
from figmerit.inference.formulas import cell_means, divide, margins_of, proportions
from figmerit.inference.intervals import Intervals, check_confidence_level, of_proportions
from figmerit.metrics._counts import check_no_arrays

Normalize: TypeAlias = Literal["true", "pred", "all"]


@dataclass(frozen=True, slots=True)
class Confusion:
    """One kind of mistake: how often, and in what share of the rows of its true label."""

    true_label: Label
    predicted_label: Label
    count: float
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class ConfusionMatrix(Result):
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
        Whether `counts` are no numbers of samples, but sums of weights.
    threshold : float or None
        The threshold that scores were cut at (positive means ``score >= threshold``).
    threshold_rule : str
        By which rule it was chosen, in words, and what one must know of that; "" if it was given.
    mean_score : ndarray of shape (n_labels, n_labels) or None
        Mean score of the samples in each cell, if scores were given: the positive label's score,
        or the predicted class's score for several columns. NaN in empty cells. Counts of several
        columns, or in bins, do not know it.
    intervals : Intervals or None
        Of ``accuracy``, ``precision``, ``recall`` and ``specificity``.
    """

    counts: IntArray | FloatArray
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    pos_label: Label | None = None
    weighted: bool = False
    threshold: float | None = None
    threshold_rule: str = ""
    mean_score: FloatArray | None = None
    intervals: Intervals | None = None

    def _check(self) -> None:
        size = len(self.labels)
        shapes = {"counts": (size, size), "mean_score": (size, size), "display_labels": (size,)}
        check_fits(self, shapes)
        if self.pos_label is not None:
            check_pos_label(self.pos_label, self.labels)

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
            That of the Wilson intervals, in (0, 1); None for no intervals.

        Returns
        -------
        ConfusionMatrix
            With integer counts if all `values` are whole numbers in integer type, else float;
            `weighted` if some are no whole numbers.

        Raises
        ------
        ValueError
            If `values` is not square, negative or not finite, or `labels` disagree with it.
        TypeError
            If `values` or `labels` are of the wrong kind.
        """
        found = to_numpy(values, "values")
        if found.dtype.kind not in "iu" or (found.size and found.max() >= 2**63):
            found, _ = check_scores(values, "values")
        if found.ndim != 2 or found.shape[0] != found.shape[1] or found.size == 0:
            rule, hint = "a square matrix (rows true, columns predicted)", "compute_confusion_matrix(y_true, y_pred)"
            raise invalid("values", rule, f"shape {found.shape}", f"{hint} counts labels")
        wrong = found[~(found >= 0)]
        if wrong.size:
            raise invalid("values", "without negative or missing counts", f"the value {wrong[0]:g}")
        names = matrix_labels(values, labels, len(found))
        known = pos_label_of(names, pos_label)
        counts: Any = found.astype(np.int64 if found.dtype.kind in "iu" else np.float64)
        weighted = bool((counts != np.floor(counts)).any())
        matrix = cls(counts, names, check_display_labels(display_labels, names), known, weighted)
        return matrix.with_intervals(confidence_level)

    @property
    def tp(self) -> float:
        """True positives of a binary matrix."""
        return self._binary_cell(1, 1)

    @property
    def fp(self) -> float:
        """False positives of a binary matrix."""
        return self._binary_cell(0, 1)

    @property
    def fn(self) -> float:
        """False negatives of a binary matrix."""
        return self._binary_cell(1, 0)

    @property
    def tn(self) -> float:
        """True negatives of a binary matrix."""
        return self._binary_cell(0, 0)

    @property
    def column_labels(self) -> tuple[str, ...]:
        """The name of each column in figures."""
        return self.display_labels

    @property
    def cut_text(self) -> str:
        """What is called positive, in words; "" if that is unknown."""
        return "" if self.threshold is None else cut_text(self.threshold)

    @property
    def total(self) -> float:
        """The number of samples, or the sum of their weights."""
        number: float = self.counts.sum().item()
        return number

    @property
    def support(self) -> IntArray | FloatArray:
        """Samples of each true label, shape (n_labels,)."""
        row_sums: IntArray | FloatArray = self.counts.sum(axis=1)
        return row_sums

    @property
    def accuracy(self) -> float:
        """The share on the diagonal; NaN without samples."""
        return divide(np.trace(self.counts), self.counts.sum()).item()

    @property
    def precision(self) -> FloatArray:
        """Precision of each label, shape (n_labels,); NaN for a label never predicted."""
        return divide(*self._proportions()["precision"])

    @property
    def recall(self) -> FloatArray:
        """Recall of each label, shape (n_labels,); NaN for a label without samples."""
        return divide(*self._proportions()["recall"])

    @property
    def specificity(self) -> FloatArray:
        """Recall of all other labels together, shape (n_labels,); NaN if they have no samples."""
        return divide(*self._proportions()["specificity"])

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each (quantity, label) that is NaN."""
        why = {"precision": "never predicted", "recall": "no samples", "specificity": "no samples of other labels"}
        return {
            (quantity, label): why[quantity]
            for quantity, (_, trials) in self._proportions().items()
            for label, number in zip(self.labels, trials.tolist(), strict=True)
            if number == 0
        }

    def with_intervals(self, confidence_level: float | None = 0.95) -> Self:
        """Return the same matrix with Wilson intervals, which take samples for independent.

        Parameters
        ----------
        confidence_level : float or None, default=0.95
            In (0, 1); None for no intervals.

        Returns
        -------
        ConfusionMatrix
            With ``intervals`` of that level; of weighted samples they are NaN, and give the reason.

        Raises
        ------
        ValueError, TypeError
            If `confidence_level` is no such number.

        Examples
        --------
        >>> matrix = ConfusionMatrix.from_counts([[8, 2], [1, 9]]).with_intervals(0.9)
        >>> matrix.intervals.label
        '90 % Wilson'
        >>> matrix.intervals.ends["accuracy"].round(3).tolist()
        [0.678, 0.938]
        """
        level = check_confidence_level(confidence_level)
        proportions = {"accuracy": (np.trace(self.counts), self.counts.sum())} | self._proportions()
        return replace(self, intervals=of_proportions(proportions, level, weighted=self.weighted))

    def _proportions(self) -> dict[str, tuple[FloatArray, FloatArray]]:
        """Return what is a share of samples for each label."""
        return proportions(margins_of(self.counts), self.counts.sum())

    def normalized(self, normalize: Normalize) -> FloatArray:
        """Return the matrix as shares.

        Parameters
        ----------
        normalize : {"true", "pred", "all"}
            Of each row (true label), of each column (predicted label) or of all samples.

        Returns
        -------
        ndarray of shape (n_labels, n_labels)
            Shares in [0, 1]. A row or column without samples is NaN (scikit-learn shows 0).

        Raises
        ------
        ValueError
            If `normalize` is not one of the three.
        """
        check_option("normalize", normalize, ("true", "pred", "all"))
        axis = {"true": 1, "pred": 0, "all": None}[normalize]
        return divide(self.counts, self.counts.sum(axis=axis, keepdims=True))

    def top_confusions(self, n: int = 10) -> tuple[Confusion, ...]:
        """Return the most frequent mistakes.

        Parameters
        ----------
        n : int, default=10
            How many, at most; cells with no sample are never listed.

        Returns
        -------
        tuple of Confusion
            True label, predicted label, count, share of the true label's samples; the most
            frequent first, ties in the order of `labels`.
        """
        n = check_count("n", n)
        mistakes = self.counts * ~np.eye(len(self.labels), dtype=bool)
        order = np.argsort(-mistakes, axis=None, kind="stable")[:n]
        cells = zip(*np.unravel_index(order, mistakes.shape), strict=True)
        shares = self.normalized("true")
        return tuple(
            Confusion(self.labels[i], self.labels[j], mistakes[i, j].item(), shares[i, j].item())
            for i, j in cells
            if mistakes[i, j] > 0
        )

    def __add__(self, other: object) -> ConfusionMatrix:
        """Add the counts of two matrices over the same labels."""
        if not isinstance(other, ConfusionMatrix):
            return NotImplemented
        if self.labels != other.labels:
            hint = "Compute both with the same labels=[...]"
            got = f"{listing(self.labels)} and {listing(other.labels)}"
            raise invalid("the labels of both matrices", "the same", got, hint)
        counts = self.counts + other.counts
        means: FloatArray | None = None
        if self.mean_score is not None and other.mean_score is not None:
            parts = [(self.counts, self.mean_score), (other.counts, other.mean_score)]
            means = divide(np.sum([np.where(n == 0, 0.0, mean * n) for n, mean in parts], axis=0), counts)
        total = replace(
            self,
            counts=counts,
            mean_score=means,
            weighted=self.weighted or other.weighted,
            threshold=self.threshold if self.threshold == other.threshold else None,
            threshold_rule=self.threshold_rule if self.threshold_rule == other.threshold_rule else "",
            pos_label=self.pos_label if self.pos_label == other.pos_label else None,
        )
        levels = {None if part.intervals is None else part.intervals.confidence_level for part in (self, other)}
        return total.with_intervals(levels.pop() if len(levels) == 1 else None)

    def __radd__(self, other: object) -> ConfusionMatrix:
        """Let :func:`sum` add matrices up: it starts with 0."""
        return self if other == 0 else NotImplemented

    def alt_text(self) -> str:
        """Say in a sentence or two what the matrix shows."""
        what = ("total weight", "total weight") if self.weighted else ("sample", "samples")
        text = f"Confusion matrix of {quantity(len(self.labels), 'class', 'classes')}, {quantity(self.total, *what)}"
        if not self.total:
            return f"{text}."
        text += f": {rounded(np.trace(self.counts) / self.total, '{:.1%}')} on the diagonal."
        for worst in self.top_confusions(1):
            names = dict(zip(self.labels, self.display_labels, strict=True))
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

    def _binary_cell(self, true: int, pred: int) -> float:
        if len(self.labels) != 2:
            raise invalid("labels", "two for tp, fp, fn and tn", f"{len(self.labels)}: {listing(self.labels)}")
        if self.pos_label is None:
            rule, hint = (
                "known for tp, fp, fn and tn",
                f"pos_label={self.labels[1]!r} in the compute function",
            )
            raise invalid("pos_label", rule, f"None and the labels {listing(self.labels)}", hint)
        positive = self.labels.index(self.pos_label)
        place = [1 - positive, positive]
        number: float = self.counts[place[true], place[pred]].item()
        return number


@named_options()
def compute_confusion_matrix(
    y_true: Any,
    y_pred: Any = None,
    *,
    y_score: Any = None,
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> ConfusionMatrix:
    """Count true against predicted labels.

    Parameters
    ----------
    y_true : array-like of any shape, LabelCounts or ScoreCounts
        True labels: strings, integers or booleans. In targets of several axes (masks, sequences,
        multilabel indicators) each element counts as one sample. Or the result of :func:`count_labels`
        or :func:`count_scores`, in place of all arrays.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels. Exactly one of `y_pred` and `y_score` must be given.
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, cut at `threshold`; or one column a class, of which the
        highest (the first of equals) wins. With another `threshold` than 0.5, two columns are cut too.
    threshold : float or array-like of shape (n_labels,), default=0.5
        Positive means ``score >= threshold``, with the threshold rounded to the scores' dtype.
        An array gives each column of a multilabel `y_score` its own.
    pos_label : str, int or bool, optional
        The positive label. Needed for scores of one column and for ``tp``, ``fp``, ``fn``, ``tn``,
        unless the labels are {0, 1}, {-1, 1} or booleans.
    labels : array-like of shape (n_labels,), optional
        All labels, in the order of rows and columns (of score columns too). By default the sorted
        labels seen. An absent label stays visible as an empty row.
    display_labels : sequence of str, optional
        Names for figures, by default the labels.
    sample_weight : array-like of shape (n_samples,) or of the shape of y_true, optional
        Weights; each cell then holds the sum of the weights of its samples.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.
    confidence_level : float or None, default=0.95
        That of the Wilson intervals [1]_ of accuracy, precision, recall and specificity, in (0, 1); None for
        no intervals. They take samples for independent; weighted samples have none.

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
    """
    check_option("nan_policy", nan_policy, ("raise", "drop"))
    check_confidence_level(confidence_level)
    options = {"labels": labels, "display_labels": display_labels}
    if isinstance(y_true, LabelCounts | ScoreCounts):
        dropped = None if nan_policy == "raise" else nan_policy
        check_no_arrays(y_true, y_pred=y_pred, y_score=y_score, sample_weight=sample_weight, nan_policy=dropped)
        matrix = _of_counts(y_true.overall(), threshold, pos_label, **options)
    elif predicted_labels(y_pred, y_score, threshold):
        counts = label_counts(y_true, y_pred, sample_weight=sample_weight, labels=labels)
        matrix = _matrix(counts, pos_label, display_labels)
    else:
        options |= {"sample_weight": sample_weight, "nan_policy": nan_policy}
        scored = score_target(y_true, y_score, pos_label=pos_label, multilabel=False, **options)
        matrix = _of_scores(scored.for_threshold(threshold), threshold, display_labels)
    return matrix.with_intervals(confidence_level)


def _of_scores(scored: ScoreTarget, threshold: Any, display_labels: Any) -> ConfusionMatrix:
    """Return the matrix of scores, cut at a threshold, or of the classes of the highest."""
    predicted = scored.predict(threshold)
    matrix = _matrix(counted(scored.with_predictions(predicted)), scored.pos_label, display_labels)
    score = scored.y_score if scored.kind == "binary" else scored.y_score.max(axis=1)
    size = len(matrix.labels)
    cells = scored.codes.astype(np.int64) * size + predicted
    means = cell_means(score, cells, scored.sample_weight, size * size)
    cut = float(threshold) if scored.kind == "binary" and np.ndim(threshold) == 0 else None
    return replace(matrix, mean_score=means.reshape(size, size), threshold=cut)


def _of_counts(
    counts: LabelCounts | ScoreCounts, threshold: Any, pos_label: Label | None, labels: Any, display_labels: Any
) -> ConfusionMatrix:
    """Return the matrix of counts of labels, or of scores cut at a threshold."""
    if isinstance(counts, ScoreCounts):
        return _cut_counts(counts, threshold, pos_label, labels, display_labels)
    predicted_labels(counts, None, threshold)
    return _matrix(counts.onto(labels), pos_label, display_labels)


def _matrix(counts: LabelCounts, pos_label: Label | None, display_labels: Any) -> ConfusionMatrix:
    labels = counts.labels
    names = check_display_labels(display_labels, labels)
    return ConfusionMatrix(counts.matrix(), labels, names, pos_label_of(labels, pos_label), counts.weighted)


def _cut_counts(
    counts: ScoreCounts, threshold: Any, pos_label: Label | None, labels: Any, display_labels: Any
) -> ConfusionMatrix:
    """Return the matrix of scores that were counted, cut at a threshold."""
    counts = counts.against_rest(pos_label)
    matrix = _matrix(counts.cut(threshold).onto(labels), counts.pos_label, display_labels)
    of_columns = counts.predicted is not None and is_default_threshold(threshold)
    if counts.per_class or of_columns or not counts.tied.all():
        return matrix
    true, score, weight = counts.rows()
    size = len(matrix.labels)
    places = np.array([matrix.labels.index(label) for label in (counts.other_label, counts.pos_label)])
    above = (score >= round_to(threshold, np.dtype(counts.score_dtype))).astype(np.int64)
    means = cell_means(score, places[true] * size + places[above], weight.astype(np.float64), size * size)
    return replace(matrix, mean_score=means.reshape(size, size), threshold=float(threshold))
