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
    %(y_true_report)s
    %(y_score_report)s
    %(y_pred_report)s
    %(models_report)s
    %(epochs_report)s
    %(pos_label_report)s
    %(labels_of_columns)s
    %(display_labels_report)s
    %(subsets_report)s
    %(slices_report)s
    %(ids_report)s
    %(images_report)s
    %(columns_report)s
    %(multilabel_report)s
    metrics : mapping of str to float, optional
        Metrics of your own, shown in a table.
    %(select_report)s
    %(max_rows_report)s
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
