"""The page of a classifier, in a sensible order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figmerit._options import named_options
from figmerit.report.report import Report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._validate import Label


@named_options()
def report_classification(
    y_true: Any,
    y_score: Any = None,
    *,
    y_pred: Any = None,
    models: Any = None,
    epochs: Any = None,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    subsets: Any = None,
    slices: Any = None,
    ids: Any = None,
    columns: Any = None,
    metrics: Mapping[str, float] | None = None,
    select: str = "f1",
    title: str = "Classification report",
) -> Report:
    """Build the page of a classifier: what to explore, then what to know of it.

    Parameters
    ----------
    y_true : array-like
        True labels of any rank: each element is an example.
    y_score : array-like of the shape of y_true, or with one more axis of one column a class
        Scores, higher for the positive label.
    y_pred : array-like of the shape of y_true
        Predicted labels, in place of scores.
    models : mapping of str to array-like
        The scores of several models by their names, in place of `y_score`.
    epochs : mapping to array-like
        The scores of several checkpoints of one model, in place of `y_score`.
    pos_label : str, int or bool, optional
        The positive label; needed for scores of one label unless labels are {0, 1}, {-1, 1} or booleans.
    labels : array-like of shape (n_labels,), optional
        All labels, in the order of score columns.
    display_labels : sequence of str, optional
        Their names.
    subsets : array-like of the shape of y_true, optional
        The subset of each example. The validation data are shown first.
    slices : mapping of str to array-like, optional
        Columns of which each says in which slice an example is.
    ids : array-like of the shape of y_true, optional
        What identifies each example.
    columns : mapping of str to array-like or data frame, optional
        More columns for the table of predictions.
    metrics : mapping of str to float, optional
        Metrics of your own, shown in a table.
    select : {"f1", "accuracy", "roc_auc", "average_precision"}, default="f1"
        Which metric, on the subset that is shown first, chooses the checkpoint that is; of several classes its macro
        average.
    title : str, default="Classification report"
        The title of the page.

    Returns
    -------
    Report
        To which more can be added, and which ``save("report.html")`` writes.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other.

    Examples
    --------
    >>> report_classification([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], title="Spam filter")
    Report('Spam filter': 2 sections)
    """
    report = Report(title).add_predictions(
        y_true,
        y_score,
        y_pred=y_pred,
        models=models,
        epochs=epochs,
        pos_label=pos_label,
        labels=labels,
        display_labels=display_labels,
        subsets=subsets,
        slices=slices,
        ids=ids,
        columns=columns,
        select=select,
    )
    report.add_findings()
    if metrics is not None:
        report.add(metrics, title="Metrics")
    return report
