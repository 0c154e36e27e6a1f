"""One metric over slices of the data: rows by columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

import numpy as np

from figmerit._arrays import FloatArray, IntArray, column_names, name_of
from figmerit._numbers import rounded
from figmerit._options import named_options
from figmerit._validate import Label, check_fits, check_names, check_numbers, check_unrepeated
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.inference.intervals import Intervals, check_confidence_level, check_intervals, of_proportions
from figmerit.metrics._bounds import Bounded
from figmerit.metrics._catalog import chosen_metric
from figmerit.metrics._counted_slices import metric_of_counts
from figmerit.metrics._slices import metric_of_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit.counts._targets import NanPolicy

Average: TypeAlias = Literal["micro", "macro", "weighted"]


@dataclass(frozen=True, slots=True, eq=False)
class SliceMetrics(Bounded):
    """A metric of each slice.

    Attributes
    ----------
    grid : ndarray of shape (n_rows, n_cols)
        The metric; NaN where it is undefined.
    n : ndarray of shape (n_rows, n_cols) or None
        Samples in each slice (not their weights), if known.
    row_labels, col_labels : tuple
        The slice of each row and column.
    metric_name : str
        Name of the metric in figures.
    reasons : tuple of str
        Why a cell is undefined, row by row; "" where it is not.
    greater_is_better : bool or None
        Whether a higher value is the better one, if known.
    row_name, col_name : str or None
        What the rows and the columns are, if known.
    bounds : ndarray of shape (n_rows, n_cols, 2) or None
        Between which numbers each value lies, if scores were counted in bins; None if all are exact.
    intervals : Intervals or None
        Of each "value", shape (n_rows, n_cols, 2), if the metric is a share of samples: accuracy, or precision
        or recall of the positive label.
    """

    grid: FloatArray
    n: IntArray | None
    row_labels: tuple[Label, ...]
    col_labels: tuple[Label, ...]
    metric_name: str
    reasons: tuple[str, ...]
    greater_is_better: bool | None = None
    row_name: str | None = None
    col_name: str | None = None
    bounds: FloatArray | None = None
    intervals: Intervals | None = None

    def _check(self) -> None:
        shape = (len(self.row_labels), len(self.col_labels))
        check_intervals(self.intervals, {"value": (*shape, 2)})
        check_fits(self, {"grid": shape, "n": shape, "bounds": (*shape, 2), "reasons": (shape[0] * shape[1],)})

    @classmethod
    def from_grid(
        cls, grid: Any, *, row_labels: Any = None, col_labels: Any = None, metric_name: str = "metric"
    ) -> Self:
        """Take a finished grid.

        Parameters
        ----------
        grid : array-like of shape (n_rows, n_cols)
            Values; NaN and None stand for slices without one. A data frame brings its labels, and the
            names of its index and columns.
        row_labels, col_labels : sequence, optional
            The slice of each row and column, by default 0, 1, ....
        metric_name : str, default="metric"
            Name of the metric in figures.

        Returns
        -------
        SliceMetrics
            With ``n`` unknown, and "no value" as the reason of each NaN.

        Raises
        ------
        ValueError
            If `grid` is not two-dimensional, is empty, holds infinities or does not fit the labels.
        TypeError
            If `grid` does not hold numbers.
        """
        values = _grid_values(grid)
        rows = _names(row_labels, _index_names(grid), len(values), "row_labels")
        cols = _names(col_labels, column_names(grid), values.shape[1], "col_labels")
        if (len(rows), len(cols)) != values.shape:
            rule = f"of shape (number of row labels, number of column labels) = ({len(rows)}, {len(cols)})"
            raise invalid("grid", rule, f"shape {values.shape}")
        reasons = tuple(np.where(np.isnan(values), "no value", "").ravel().tolist())
        names = (name_of(getattr(grid, side, None)) for side in ("index", "columns"))
        row_name, col_name = names
        return cls(values, None, rows, cols, metric_name, reasons, None, row_name, col_name)

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each cell (row label, column label) that is NaN."""
        cells = ((row, col) for row in self.row_labels for col in self.col_labels)
        return {cell: reason for cell, reason in zip(cells, self.reasons, strict=True) if reason}

    def renamed(self, metric_name: str) -> Self:
        """Return the same values under another name.

        Parameters
        ----------
        metric_name : str
            Name of the metric in figures.

        Returns
        -------
        SliceMetrics
            With that name.

        Raises
        ------
        TypeError
            If it is no text.
        """
        if not isinstance(metric_name, str):
            raise wrong_type("metric_name", "a text", brief(metric_name))
        return replace(self, metric_name=metric_name)

    def reordered(self, row_labels: Any) -> Self:
        """Return the same rows in another order.

        Parameters
        ----------
        row_labels : sequence
            All of the row labels, in the order wanted.

        Returns
        -------
        SliceMetrics
            With its rows in that order.

        Raises
        ------
        ValueError
            If a label is missing, unknown or there twice.
        """
        wanted = check_names(row_labels, "row_labels")
        if len(wanted) != len(self.row_labels) or {*map(repr, wanted)} != {*map(repr, self.row_labels)}:
            hint = "compute_slice_metrics(..., row_labels=...) leaves slices out"
            raise invalid("row_labels", f"all of {listing(self.row_labels)}, each once", listing(wanted), hint)
        order = [self.row_labels.index(label) for label in wanted]
        reasons = tuple(np.reshape(np.array(self.reasons, dtype=object), self.grid.shape)[order].ravel().tolist())
        n = None if self.n is None else self.n[order]
        bounds = None if self.bounds is None else self.bounds[order]
        intervals = None if self.intervals is None else self.intervals.at(order)
        return replace(
            self,
            grid=self.grid[order],
            n=n,
            row_labels=tuple(wanted),
            reasons=reasons,
            bounds=bounds,
            intervals=intervals,
        )

    def row_means(self) -> FloatArray:
        """Return the mean of each row's defined cells, each counting once, whatever its ``n``.

        Returns
        -------
        ndarray of shape (n_rows,)
            NaN where all cells are undefined. Not the metric of the row as a whole.
        """
        return _means(self.grid, axis=1)

    def col_means(self) -> FloatArray:
        """Return the mean of each column's defined cells, each counting once, whatever its ``n``.

        Returns
        -------
        ndarray of shape (n_cols,)
            NaN where all cells are undefined. Not the metric of the column as a whole.
        """
        return _means(self.grid, axis=0)

    def alt_text(self) -> str:
        """Say in a sentence or two what the grid shows."""
        size = f"{len(self.row_labels)} by {len(self.col_labels)} slices"
        if np.isnan(self.grid).all():
            return f"{self.metric_name} of {size}: undefined in all."
        low, high = int(np.nanargmin(self.grid)), int(np.nanargmax(self.grid))
        lowest, highest = rounded(self.grid.flat[low]), rounded(self.grid.flat[high])
        text = f"{self.metric_name} of {size}: {lowest} wherever it is defined."
        if self.grid.flat[low] < self.grid.flat[high]:
            word = "lowest" if self.greater_is_better is None else "worst"
            row, col = divmod(high if self.greater_is_better is False else low, len(self.col_labels))
            where = f"row {str(self.row_labels[row])!r}, column {str(self.col_labels[col])!r}"
            text = f"{self.metric_name} of {size}: from {lowest} to {highest}, {word} in {where}."
        lost = len(self.undefined)
        return text + (f" Undefined in {lost} of {self.grid.size} slices." if lost else "")

    def __repr__(self) -> str:
        """Show the metric, the size and the range."""
        shown = "all undefined"
        if not np.isnan(self.grid).all():
            shown = f"{np.nanmin(self.grid):.6g} to {np.nanmax(self.grid):.6g}"
            shown += f", {len(self.undefined)} undefined" if self.undefined else ""
        return f"SliceMetrics({self.metric_name} of {len(self.row_labels)} x {len(self.col_labels)} slices: {shown})"

    def _columns(self) -> dict[str, Any]:
        columns = {
            "row": [row for row in self.row_labels for _ in self.col_labels],
            "col": list(self.col_labels) * len(self.row_labels),
            "value": self.grid.ravel(),
        }
        columns |= {} if self.n is None else {"n": self.n.ravel()}
        ends = np.empty((0, 0, 2)) if self.intervals is None else self.intervals.ends["value"]
        return columns | ({"low": ends[..., 0].ravel(), "high": ends[..., 1].ravel()} if ends.size else {})


@named_options()
def compute_slice_metrics(
    y_true: Any,
    y_pred: Any = None,
    *,
    y_score: Any = None,
    row_slices: Any,
    col_slices: Any = None,
    metric: str | Callable[..., float] = "accuracy",
    average: Average | None = None,
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    row_labels: Any = None,
    col_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> SliceMetrics:
    """Compute one metric on each slice of the data.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), LabelCounts or ScoreCounts
        True labels: strings, integers or booleans; or a multilabel indicator matrix. In other targets
        of several axes (masks, sequences) each element is a sample. Or the result of :func:`count_labels`
        or :func:`count_scores` that were kept apart ``by=`` columns, in place of all arrays.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels, for metrics of labels.
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, or one column a class or label. Without `y_pred`, metrics of
        labels cut them at `threshold` or take the class of the highest.
    row_slices : array-like of shape (n_samples,)
        The slice of each sample: strings, integers or booleans; intervals and the like are named by
        their text. A series brings its name. Where elements are samples, the slice of each element
        may be given too. Of counts the name of a column.
    col_slices : array-like of shape (n_samples,), optional
        A second partition. By default there is one column, "all".
    metric : str or callable, default="accuracy"
        One of "accuracy", "balanced_accuracy", "precision", "recall", "f1_score", "mcc",
        "cohen_kappa" (of labels), "roc_auc", "average_precision", "brier" and "log_loss" (of scores);
        or a function of the slice's ``(y_true, y_pred)`` or ``(y_true, y_score)``, as NumPy arrays,
        that returns a number. It gets ``sample_weight=`` too if there are weights.
    average : {"micro", "macro", "weighted"}, optional
        Average of precision, recall or F1. By default they are those of the positive label if there
        are two labels and it is known, else macro averages, which count undefined classes as 0.
    threshold : float or array-like of shape (n_labels,), default=0.5
        Positive means ``score >= threshold``, with the threshold rounded to the scores' dtype.
    pos_label : str, int or bool, optional
        The positive label of two; it need not be given for {0, 1}, {-1, 1} and booleans.
    labels : array-like of shape (n_labels,), optional
        All labels in their order, of score columns too; macro averages then count them in every
        slice. By default averages go over the labels seen in the slice.
    row_labels, col_labels : array-like, optional
        The slices to show, in this order. By default those seen, sorted; those of an ordered
        categorical in its order.
    sample_weight : array-like of shape (n_samples,) or of the shape of y_true, optional
        Weights of the samples.
    multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample.
        By default they are indicators if they hold zeros and ones only.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went.
    confidence_level : float or None, default=0.95
        That of the Wilson interval of each slice, in (0, 1), if the metric is a share of samples: accuracy, or
        precision or recall of the positive label; None for no intervals. They take samples for independent and
        each slice for itself; weighted samples have none.

    Returns
    -------
    SliceMetrics
        Exact: each cell is what :mod:`sklearn.metrics` returns for the rows of its slice. NaN, with
        its reason, for a slice without samples and where the metric is undefined.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other, or the metric does not exist or fit them; the message
        says what to type.

    See Also
    --------
    compute_metric_summary : All metrics of the whole.
    plot_slice_metric_heatmap : Draws the result.

    Notes
    -----
    ROC AUC and average precision of several columns are macro averages of one class against the rest.
    Small slices differ by chance alone: look at ``n`` before you rank them.

    Examples
    --------
    >>> slices = compute_slice_metrics([1, 0, 1, 0], [1, 0, 0, 0], row_slices=["a", "a", "b", "b"])
    >>> slices.grid.tolist()
    [[1.0], [0.5]]
    >>> slices.n.tolist()
    [[2], [2]]
    """
    chosen, level = chosen_metric(metric, average), check_confidence_level(confidence_level)
    if col_slices is None and col_labels is not None:
        raise wrong_type("col_labels", "left out without col_slices", brief(col_labels))
    counted = isinstance(y_true, LabelCounts | ScoreCounts)
    found = (metric_of_counts if counted else metric_of_rows)(
        y_true,
        chosen,
        metric,
        average,
        row_slices=row_slices,
        col_slices=col_slices,
        row_labels=row_labels,
        col_labels=col_labels,
        threshold=threshold,
        pos_label=pos_label,
        labels=labels,
        y_pred=y_pred,
        y_score=y_score,
        sample_weight=sample_weight,
        multilabel=multilabel,
        nan_policy=nan_policy,
    )
    shape = len(found.row_labels), len(found.col_labels)
    values = np.array([value for value, _ in found.values])
    intervals = None
    if found.trials is not None:
        trials = np.reshape(found.trials, shape)
        shares = {"value": (np.nan_to_num(values.reshape(shape)) * trials, trials)}
        intervals = of_proportions(shares, level, weighted=found.weighted)
    return SliceMetrics(
        values.reshape(shape),
        np.array(found.n).reshape(shape),
        found.row_labels,
        found.col_labels,
        found.title,
        tuple(reason for _, reason in found.values),
        None if chosen is None else chosen.greater_is_better,
        row_slices if counted else name_of(row_slices),
        col_slices if counted else name_of(col_slices),
        None if found.bounds is None else found.bounds.reshape(*shape, 2),
        intervals,
    )


def _means(grid: FloatArray, axis: int) -> FloatArray:
    n_defined = np.sum(~np.isnan(grid), axis=axis, keepdims=True)
    shares = grid / np.maximum(n_defined, 1)  # divided first: a sum of large values may overflow
    return np.where(n_defined.squeeze(axis) > 0, np.nansum(shares, axis=axis), np.nan)


def _grid_values(grid: Any) -> FloatArray:
    values = check_numbers(grid, "grid").astype(np.float64)
    if values.ndim != 2:
        raise invalid("grid", "two-dimensional", f"shape {values.shape}")
    n_infinite = int(np.isinf(values).sum())
    if n_infinite:
        raise invalid("grid", "finite, or NaN", f"{n_infinite} infinite values")
    return values


def _index_names(grid: Any) -> tuple[Any, ...] | None:
    index = getattr(grid, "index", None) if hasattr(grid, "iloc") else None
    return None if index is None or type(index).__name__ == "RangeIndex" else tuple(index)


def _names(given: Any, own: tuple[Any, ...] | None, size: int, name: str) -> tuple[Label, ...]:
    """Return the names given, those of a data frame, or 0, 1, ...."""
    values = check_names((range(size) if own is None else own) if given is None else given, name)
    return check_unrepeated(tuple(value if isinstance(value, str | int) else str(value) for value in values), name)
