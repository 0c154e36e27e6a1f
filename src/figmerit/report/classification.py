"""The page of a classifier, in a sensible order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from figmerit._options import named_options
from figmerit.errors import brief, wrong_type
from figmerit.report.report import Report

if TYPE_CHECKING:
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
    images: Any = None,
    columns: Any = None,
    multilabel: bool | None = None,
    metrics: Any = None,
    select: str = "f1",
    max_rows: int = 500_000,
    max_mb: float = 50,
    title: str = "Classification report",
) -> Report:
    """Build the page of a classifier: what to explore, then what to know of it.

    Parameters
    ----------
    y_true : array-like
        True labels of any rank: each element is an example. An indicator matrix holds several labels an example.
    y_score : array-like of the shape of y_true, or with one more axis of one column a class
        Scores, higher for the positive label.
    y_pred : array-like of the shape of y_true
        Predicted labels, in place of scores.
    models : mapping of str to array-like, or data frame
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
    images : sequence of path, image or array, optional
        The image of each example, or None: a file, an image of Pillow, or an array of shape (height, width) or
        (height, width, 3 or 4). The table shows thumbnails, which are in the page.
    columns : mapping of str to array-like or data frame, optional
        More columns for the table of predictions.
    multilabel : bool, optional
        Whether `y_true` is an indicator matrix, of one column a label. By default zeros and ones on two axes are.
    metrics : mapping of str to float, optional
        Metrics of your own, shown in a table.
    select : {"f1", "accuracy", "roc_auc", "average_precision"}, default="f1"
        Which metric, on the subset that is shown first, chooses the checkpoint that is; of several classes its macro
        average.
    max_rows : int, default=500,000
        Examples in the table, drawn at random if there are more. Counts are of all; above two million examples scores
        are rounded down to 12 bits, and areas have bounds.
    max_mb : float, default=50
        The size of the page in megabytes, which is kept by leaving things out: see :class:`Report`.
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
    if metrics is not None and not (isinstance(metrics, Mapping) and metrics):
        raise wrong_type("metrics", "a mapping of names to numbers", brief(metrics), "metrics={'iou': 0.5}")
    report = Report(title, max_mb=max_mb).add_predictions(
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
        images=images,
        columns=columns,
        multilabel=multilabel,
        select=select,
        max_rows=max_rows,
    )
    report.add_findings()
    if metrics is not None:
        report.add(metrics, title="Metrics")
    return report
