"""The page of a classifier, in a sensible order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from figmerit._options import named_options
from figmerit.errors import brief, wrong_type
from figmerit.report.report import Report

if TYPE_CHECKING:
    from typing import Unpack

    from figmerit._validate import Label
    from figmerit.counts._rows import NanPolicy


class PredictionOptions(TypedDict, total=False):
    """Options of :meth:`Report.add_predictions`."""

    y_pred: Any
    models: Any
    epochs: Any
    pos_label: Label | None
    labels: Any
    display_labels: Any
    sample_weight: Any
    threshold: Any
    normalize: Literal["true", "pred", "all"] | None
    nan_policy: NanPolicy
    subsets: Any
    slices: Any
    bins: Any
    ids: Any
    images: Any
    columns: Any
    data: Any
    multilabel: bool | None
    select: str
    max_rows: int


@named_options(Report.add_predictions)
def report_classification(
    y_true: Any,
    y_score: Any = None,
    *,
    metrics: Any = None,
    max_mb: float = 50,
    date: Any = None,
    title: str = "Classification report",
    **options: Unpack[PredictionOptions],
) -> Report:
    """Build the page of a classifier: what to explore, then what to know of it.

    Parameters
    ----------
    %(y_true_report)s
    %(y_score_report)s
    metrics : mapping of str to float, optional
        Metrics of your own, shown in a table.
    max_mb : float, default=50
        The size of the page in megabytes, which is kept by leaving things out: see :class:`Report`.
    date : str or date, optional
        When the predictions were made, which the page then says.
    title : str, default="Classification report"
        The title of the page.
    %(options)s

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
    report = Report(title, max_mb=max_mb, date=date).add_predictions(y_true, y_score, **options)
    report.add_findings()
    if metrics is not None:
        report.add(metrics, title="Metrics")
        report._metrics = dict(metrics)  # noqa: SLF001  the page names them where it says what it holds
    return report
