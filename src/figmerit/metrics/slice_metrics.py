"""One metric over slices of the data: rows by columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

import numpy as np

from figmerit._arrays import FloatArray, IntArray, check_fits
from figmerit._containers import column_names, name_of, row_names
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_names, cut_of
from figmerit.counts._input import columns_of
from figmerit.errors import brief, invalid, listing, wrong_type
from figmerit.inference.intervals import Intervals, check_intervals
from figmerit.metrics import _grid, _slices
from figmerit.metrics._against_rest import AgainstRest, intervals_of_slices
from figmerit.metrics.catalog import chosen_metric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from figmerit.counts._periods import Freq
    from figmerit.counts._rows import NanPolicy
    from figmerit.metrics._grid import Grid
    from figmerit.metrics._slices import Found
    from figmerit.metrics.catalog import Metric

Average: TypeAlias = Literal["micro", "macro", "weighted"]

UNNAMED = "metric"
"""The name of the metric, if the caller gives none."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SliceMetrics(AgainstRest):
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
        The numbers between which each value lies, if scores were counted in bins; None if all are exact.
    intervals : Intervals or None
        Of each "value", shape (n_rows, n_cols, 2), if the metric is a share of samples: accuracy, or precision
        or recall of the positive label. Then also of each "difference", by Newcombe. F1 of the positive label has
        those of each "value" only.
    trials : ndarray of shape (n_rows, n_cols) or None
        Samples that each value is a share of, if it is one of unweighted samples: slices can then be compared.
    """

    floats = ("grid", "bounds")
    integers = ("n", "trials")
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
    trials: IntArray | None = None

    def _check(self) -> None:
        shape = (len(self.row_labels), len(self.col_labels))
        check_intervals(self.intervals, {"value": (*shape, 2)})
        alike = dict.fromkeys(("grid", "n", "trials"), shape)
        check_fits(self, alike | {"bounds": (*shape, 2), "reasons": (shape[0] * shape[1],)})

    @classmethod
    def from_grid(
        cls, grid: Any, *, row_labels: Any = None, col_labels: Any = None, metric_name: str = UNNAMED
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
        values = _grid.check_grid(grid)
        rows = _grid.names_of_slices(row_labels, row_names(grid), len(values), "row_labels")
        cols = _grid.names_of_slices(col_labels, column_names(grid), values.shape[1], "col_labels")
        if (len(rows), len(cols)) != values.shape:
            rule = f"of shape (number of row labels, number of column labels) = ({len(rows)}, {len(cols)})"
            raise invalid("grid", rule, f"shape {values.shape}")
        reasons = tuple(np.where(np.isnan(values), "no value", "").ravel().tolist())
        row_name, col_name = (name_of(getattr(grid, side, None)) for side in ("index", "columns"))
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
        reasons = np.reshape(np.array(self.reasons, dtype=object), self.grid.shape)[order].ravel().tolist()
        arrays = {name: getattr(self, name) for name in ("grid", "n", "bounds", "trials")}
        moved: dict[str, Any] = {name: value[order] for name, value in arrays.items() if value is not None}
        intervals = None if self.intervals is None else self.intervals.at(order)
        return replace(self, row_labels=tuple(wanted), reasons=tuple(reasons), intervals=intervals, **moved)

    def row_means(self) -> FloatArray:
        """Return the mean of each row's defined cells, each counting once, whatever its ``n``.

        Returns
        -------
        ndarray of shape (n_rows,)
            NaN where all cells are undefined. Not the metric of the row as a whole.
        """
        return _grid.means_of(self.grid, axis=1)

    def col_means(self) -> FloatArray:
        """Return the mean of each column's defined cells, each counting once, whatever its ``n``.

        Returns
        -------
        ndarray of shape (n_cols,)
            NaN where all cells are undefined. Not the metric of the column as a whole.
        """
        return _grid.means_of(self.grid, axis=0)

    def _columns(self) -> dict[str, Any]:
        columns: dict[str, Any] = {"row": [row for row in self.row_labels for _ in self.col_labels]}
        columns |= {"col": list(self.col_labels) * len(self.row_labels), "value": self.grid.ravel()}
        columns |= {} if self.n is None else {"n": self.n.ravel()}
        if self.intervals is not None and self.grid.size:
            low, high = self.intervals.ends["value"].reshape(-1, 2).T
            columns |= {"low": low, "high": high}
        for name, values in {"difference": self.difference, "p_adjusted": self.p_adjusted}.items():
            columns |= {} if values is None else {name: values.ravel()}
        return columns


@named_options()
def compute_slice_metrics(
    y_true: Any,
    y_pred: Any = None,
    *,
    data: Any = None,
    y_score: Any = None,
    row_slices: Any,
    col_slices: Any = None,
    freq: Freq | None = None,
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
    %(y_true_counted)s
        Counts must have been kept apart ``by=`` columns.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels, for metrics of labels.
    %(data)s
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, or one column a class or label. Without `y_pred`, metrics of
        labels cut them at `threshold` or take the class of the highest.
    row_slices : array-like of shape (n_samples,)
        The slice of each sample: strings, integers or booleans; intervals and the like are named by
        their text. A series brings its name. Where elements are samples, the slice of each element
        may be given too. If counts are given, the name of a column.
    col_slices : array-like of shape (n_samples,), optional
        A second partition. By default there is one column, "all".
    freq : {"day", "week", "month", "quarter", "year"}, optional
        Rows are then periods, from the first to the last, and `row_slices` are dates, as
        :func:`compute_metric_timeline` takes them. Counts have no dates.
    metric : str or callable, default="accuracy"
        One of "accuracy", "balanced_accuracy", "precision", "recall", "f1_score", "mcc",
        "cohen_kappa" (of labels), "roc_auc", "average_precision", "brier" and "log_loss" (of scores);
        or a function of the slice's ``(y_true, y_pred)`` or ``(y_true, y_score)``, as NumPy arrays,
        that returns a number. It gets ``sample_weight=`` too if there are weights.
    average : {"micro", "macro", "weighted"}, optional
        Average of precision, recall or F1. By default they are those of the positive label if there
        are two labels and it is known, else macro averages, which count undefined classes as 0.
    %(threshold)s
    %(pos_label_of_two)s
    %(labels)s
        Macro averages count given labels in every slice, else the labels seen in the slice.
    row_labels, col_labels : array-like, optional
        The slices to show, in this order. By default those seen, sorted; those of an ordered
        categorical in its order.
    %(sample_weight_of_elements)s
    %(multilabel)s
    %(nan_policy)s
    %(confidence_level)s
        Each slice has its own if the metric is accuracy, or precision, recall or F1 of the positive label.

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
    Small slices differ by chance alone: look at ``differ`` before you rank them.

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
    named = {"row_slices": row_slices} | ({} if col_slices is None else {"col_slices": col_slices})
    wanted, shown = columns_of(data, **named), {"row_slices": row_labels, "col_slices": col_labels}
    if freq is not None:
        wanted["row_slices"], names = _slices.as_periods(wanted["row_slices"], freq)
        shown["row_slices"] = names if row_labels is None else row_labels
    options: dict[str, Any] = {"threshold": cut_of(threshold), "pos_label": pos_label, "labels": labels}
    arrays = columns_of(data, y_true=y_true, y_pred=y_pred, y_score=y_score, sample_weight=sample_weight)
    arrays |= {"multilabel": multilabel, "nan_policy": nan_policy}
    if chosen is None:
        values, grid = _slices.function_of_slices(metric, wanted, shown, options | arrays)
        return _slice_metrics(values, grid, named, level, None, weighted=False)
    found, grid = _slices.evaluated(chosen, wanted, shown, options, arrays)
    values = _slices.metric_of_slices(chosen, average, found, grid)
    return _slice_metrics(values, grid, named, level, chosen, weighted=found.weighted)


def _slice_metrics(
    found: Found, grid: Grid, named: Mapping[str, Any], level: float | None, metric: Metric | None, *, weighted: bool
) -> SliceMetrics:
    rows, cols = (*(side.shown for side in grid.sides), ("all",))[:2]
    shape, (numbers, reasons) = (len(rows), len(cols)), zip(*found.values, strict=True)
    values, n = np.reshape(numbers, shape), found.n.reshape(shape)
    share = None if found.share is None else found.share.at(np.arange(values.size).reshape(shape))
    trials = share.trials if share is not None and share.is_share and not weighted else None
    sides = named["row_slices"], named.get("col_slices")
    row_name, col_name = (column if isinstance(column, str) else name_of(column) for column in sides)
    return SliceMetrics(
        grid=values, n=n, row_labels=rows, col_labels=cols, metric_name=found.title, reasons=reasons,
        row_name=row_name, col_name=col_name, trials=trials,
        intervals=None if share is None else intervals_of_slices(share, level, weighted=weighted),
        greater_is_better=metric.greater_is_better if metric else None,
        bounds=None if found.bounds is None else found.bounds.reshape(*shape, 2),
    )  # fmt: skip
