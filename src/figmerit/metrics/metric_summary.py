"""The metrics of a classifier: of each class, averaged and overall."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from figmerit._arrays import check_fits
from figmerit._options import named_options
from figmerit._validate import Label, check_confidence_level, check_count, check_option, check_several, cut_of
from figmerit.counts.evaluate import evaluate
from figmerit.errors import brief, listing
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import Intervals, check_unweighted, of_proportions
from figmerit.metrics import _values
from figmerit.metrics._area_intervals import with_areas
from figmerit.metrics._bounds import bounds_of_values
from figmerit.metrics._resampled import METHODS, Resampling, with_resampled
from figmerit.metrics._summary_text import SummaryText
from figmerit.metrics._values import NEEDS_ROWS, QUANTITIES
from figmerit.metrics.catalog import find, metric_of, row, trusting
from figmerit.metrics.confusion_matrix import ConfusionMatrix
from figmerit.metrics.operating_point import OperatingPoint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._rows import NanPolicy
    from figmerit.counts.evaluate import Evaluation
    from figmerit.metrics.catalog import Metric

OF_CLASSES = {
    "precision": "never predicted",
    "recall": "no samples",
    "f1_score": "no samples, never predicted",
    "specificity": "no samples of other classes",
}
"""The numbers of each class, and why one is undefined."""

ENDS = "low", "high"
"""The ends of intervals in tables."""


@dataclass(frozen=True, slots=True, eq=False)
class MetricSummary(SummaryText):
    """Precision, recall and F1 of each class, their averages, and metrics of the whole.

    Attributes
    ----------
    labels : tuple
        The label of each class.
    display_labels : tuple of str
        The name of each class in figures and texts.
    precision, recall, f1_score : ndarray of shape (n_labels,)
        Of each class against the rest, in [0, 1]. NaN where undefined: the precision of a class
        never predicted, the recall of a class without samples, F1 where both hold.
    specificity : ndarray of shape (n_labels,)
        The recall of all other classes together.
    support : ndarray of shape (n_labels,)
        Samples of each true label (integers), or the sums of their weights (float).
    averages : mapping of str to mapping of str to float
        ``averages["macro"]["f1_score"]``: "macro", "micro", "weighted" and for multilabel targets
        "samples", each with precision, recall, f1_score and support. Undefined values count as 0.
    values : mapping of str to float
        accuracy (for multilabel targets the share of samples whose labels are all right),
        balanced_accuracy, mcc and cohen_kappa; if there are scores also roc_auc,
        average_precision, brier and log_loss. NaN where undefined.
    reasons : mapping of str to str
        The reason for each of `values` that is NaN.
    pos_label : str, int, bool or None
        The positive label of two, if it is known.
    bounds : mapping of str to tuple of float
        The numbers between which each of `values` lies that is inexact because scores were counted in bins.
    intervals : Intervals or None
        Of "accuracy", of the "precision", "recall", "f1_score" and "specificity" of each class, and of two classes with
        scores of "roc_auc" and "average_precision"; with a `method` also of "macro_f1_score" and the other macro
        averages, and of "mcc", "cohen_kappa" and "balanced_accuracy".
    """

    floats = ("precision", "recall", "f1_score", "specificity")
    numbers = ("support",)
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    precision: FloatArray
    recall: FloatArray
    f1_score: FloatArray
    specificity: FloatArray
    support: IntArray | FloatArray
    averages: Mapping[str, Mapping[str, float]]
    values: Mapping[str, float]
    reasons: Mapping[str, str] = field(default_factory=dict)
    pos_label: Label | None = None
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    intervals: Intervals | None = None

    def _check(self) -> None:
        check_fits(self, dict.fromkeys(("display_labels", *OF_CLASSES, "support"), (len(self.labels),)))

    def __getitem__(self, metric: str) -> float:
        """Return a number by its name, here or elsewhere: "accuracy", "f1"; of several classes the macro average."""
        known = {"accuracy": next(iter(self.overall.values()))} | dict(self.values) | self.overall
        found = find(str(metric))
        for name in (metric, *((found.name, f"macro_{found.name}") if found else ())):
            if name in known:
                return known[name]
        raise KeyError(f"{brief(metric)} is none of {listing(known, most=20)}")

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each NaN: of a class under ``(quantity, label)``, of `values` or `averages` under its name."""
        of_classes: dict[Any, str] = {
            (quantity, label): reason
            for quantity, reason in OF_CLASSES.items()
            for label, number in zip(self.labels, getattr(self, quantity), strict=True)
            if np.isnan(number)
        }
        samples = {"samples": NEEDS_ROWS} if np.isnan(self.averages.get("samples", {}).get("recall", 0.0)) else {}
        return of_classes | samples | dict(self.reasons)

    @property
    def by_class(self) -> dict[str, dict[str, float]]:
        """Values of each class: ``by_class["recall"]["cat"]``, by display label."""
        return {
            quantity: dict(zip(self.display_labels, getattr(self, quantity).tolist(), strict=True))
            for quantity in OF_CLASSES
        }

    @property
    def overall(self) -> dict[str, float]:
        """One number for each metric where more is better.

        Precision, recall and F1 are the positive label's if it is known, else macro averages; so are
        ROC AUC and average precision of more than two classes, and accuracy is "subset_accuracy" for
        multilabel targets: the names say so. Metrics that such targets do not have are left out.
        """
        whole = {self._name_of(name): self.values[name] for name in self._known if row(name).greater_is_better}
        first = [name for name in ("accuracy", "subset_accuracy", "balanced_accuracy") if name in whole]
        if self.pos_label is None:
            parts = {f"macro_{quantity}": self.averages["macro"][quantity] for quantity in QUANTITIES}
        else:
            code = self.labels.index(self.pos_label)
            parts = {quantity: getattr(self, quantity)[code].item() for quantity in QUANTITIES}
        return {name: whole.pop(name) for name in first} | parts | whole

    @property
    def accuracy(self) -> float:
        """The share of samples whose label is right; of multilabel targets, whose labels are all right."""
        return self["accuracy"]

    @property
    def overall_intervals(self) -> dict[str, tuple[float, float]]:
        """The ends of the interval of each of `overall` that has one."""
        ends = {} if self.intervals is None or self.intervals.reason else self.intervals.ends
        whole = {name: pair for name, pair in ends.items() if np.ndim(pair) == 1}
        found = {name if name.startswith("macro_") else self._name_of(name): pair for name, pair in whole.items()}
        if self.pos_label is not None:
            code = self.labels.index(self.pos_label)
            found |= {name: pairs[code] for name, pairs in ends.items() if np.ndim(pairs) == 2}
        shown = self.overall
        return {name: (low, high) for name, (low, high) in found.items() if name in shown and not np.isnan(low)}

    def __repr__(self) -> str:
        """Show the number of classes and the main numbers."""
        main = f"accuracy={self.values['accuracy']:.6g}, macro F1={self.averages['macro']['f1_score']:.6g}"
        return f"MetricSummary({self._size}: {main})"

    def _columns(self) -> dict[str, Any]:
        """Return a row a class, then one for the accuracy and one for each average."""
        below = self._averages()
        averaged = {quantity: [row.get(quantity, np.nan) for row in below.values()] for quantity in OF_CLASSES}
        numbers = {quantity: np.append(getattr(self, quantity), averaged[quantity]) for quantity in OF_CLASSES}
        known = {} if self.intervals is None else self.intervals.ends
        nothing = np.full((len(below), 2), np.nan)
        ends = {name: np.concatenate([known[name], nothing]).T for name in OF_CLASSES if name in known}
        of_ends = {f"{name}_{end}": part for name, both in ends.items() for end, part in zip(ENDS, both, strict=True)}
        support = np.append(self.support, [self.support.sum()] * len(below))
        names = {"name": [*self.display_labels, *below], "label": [*self.labels, *[None] * len(below)]}
        return names | numbers | {"support": support} | of_ends

    def to_pandas(self) -> Any:
        """Return the result as a tidy :class:`pandas.DataFrame`.

        Returns
        -------
        pandas.DataFrame
            One row a class, then one for the accuracy and one for each average, which have no label.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        table = SummaryText.to_pandas(self)  # super() does not know classes with slots
        labels = np.array([*self.labels, *[None] * (len(table) - len(self.labels))], dtype=object)
        return table.assign(label=labels)  # pandas would turn integers beside None into floats


@named_options()
def compute_metric_summary(
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
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
    other: Label | None = None,
    ignore_label: Label | None = None,
    confidence_level: float | None = 0.95,
    method: Literal["bootstrap", "bca"] | None = None,
    n_resamples: int = 1000,
    random_state: int | None = 0,
    metrics: str | Sequence[str] = (),
) -> MetricSummary:
    """Compute the metrics of a classifier: of each class, averaged and of the whole.

    Parameters
    ----------
    %(y_true_counted)s
    y_pred : array-like of the shape of y_true, optional
        Predicted labels. Given with `y_score`, metrics of labels use these.
    %(data)s
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, one column a label (multilabel) or one column a class. Without
        `y_pred` labels are predicted from them: ``score >= threshold``, or the class of the highest.
        float16 and float32 are cast to float64 first.
    %(threshold)s
    %(pos_label_of_two)s
    %(labels)s
        An absent one counts as 0 in macro averages.
    %(display_labels)s
    %(sample_weight_of_elements)s
    %(multilabel)s
    %(nan_policy)s
    %(other)s
    %(ignore_label)s
    %(confidence_level)s
        Accuracy and each class's precision, recall, F1 and specificity have intervals.
    method : {"bootstrap", "bca"}, optional
        Resamples the table of labels, for intervals of macro averages, MCC, kappa and balanced accuracy too, and for
        others of F1: by percentiles, or corrected for bias and skewness. Left out with weights.
    n_resamples : int, default=1000
        How many resamples there are.
    random_state : int or None, default=0
        Seed of the resampling.
    metrics : str or sequence of str, optional
        Names of metrics to add to ``values``, beside the usual ones: "linear_kappa", "quadratic_kappa"
        and "within_1" (or more) of ordinal labels in their order, "top_3_accuracy" (or another number) of scores.
        Those with one value a label, such as "specificity", are the positive label's if it is known, else macro
        averages.

    Returns
    -------
    MetricSummary
        Exact: equal to :func:`sklearn.metrics.precision_recall_fscore_support` and the other
        functions of :mod:`sklearn.metrics` on the same rows.

    Raises
    ------
    ValueError, TypeError
        If the inputs disagree with each other or with `labels`; the message says what to type.

    See Also
    --------
    compute_slice_metrics : One metric over parts of the data.
    plot_metric_bars : Draws the result.

    Notes
    -----
    ROC AUC, average precision, Brier score and log loss are those of `pos_label` for two classes. For
    more, the first two are macro averages of one class against the rest: an absent class makes ROC AUC
    undefined and counts as 0 in average precision. The last two need probabilities, which are in [0, 1]
    and sum to 1. Of multilabel targets, balanced accuracy, MCC, Cohen's kappa, Brier score and log loss
    are undefined. MCC is 0 where all samples have, or are predicted to have, one label.

    Examples
    --------
    >>> summary = compute_metric_summary([0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 2, 0])
    >>> round(summary.averages["macro"]["f1_score"], 4)
    0.6556
    >>> print(summary.to_text())
                  precision    recall  f1-score   support
    <BLANKLINE>
               0       0.50      0.50      0.50         2
               1       0.67      1.00      0.80         2
               2       1.00      0.50      0.67         2
    <BLANKLINE>
        accuracy                           0.67         6
       macro avg       0.72      0.67      0.66         6
    weighted avg       0.72      0.67      0.66         6
    <BLANKLINE>
    balanced accuracy       0.67
                  MCC       0.52
        Cohen's kappa       0.50
    <BLANKLINE>
    """
    if isinstance(y_true, ConfusionMatrix | OperatingPoint):
        matrix = y_true if isinstance(y_true, ConfusionMatrix) else y_true.matrix
        y_true, shown = matrix.to_counts(), dict(zip(matrix.labels, matrix.display_labels, strict=True))
        display_labels = shown if display_labels is None else display_labels
        pos_label = matrix.pos_label if pos_label is None else pos_label
    level = check_confidence_level(confidence_level)
    hint = 'metrics=["quadratic_kappa"]'
    names = [metrics] if isinstance(metrics, str) else check_several("metrics", metrics, "names of metrics", hint)
    further = [metric_of("metrics", name) for name in names]
    check_option("method", method, METHODS)
    how = None if method is None else Resampling(method, check_count("n_resamples", n_resamples), random_state)
    options: dict[str, Any] = {"threshold": cut_of(threshold), "pos_label": pos_label, "labels": labels, "data": data}
    arrays: dict[str, Any] = {"sample_weight": sample_weight, "multilabel": multilabel, "nan_policy": nan_policy}
    options |= {"other": other, "ignore_label": ignore_label, "display_labels": display_labels}
    found: Any = evaluate(y_true, y_pred, y_score, labelled=True, scored=True, whole=True, **options, **arrays)
    check_unweighted(method, sample_weight, counted=found.labels.weighted)
    with trusting():
        return _summary(found, {metric.name: metric for metric in [*_values.summarized(found), *further]}, level, how)


def _summary(evaluation: Evaluation, wanted: Mapping[str, Metric], level: float | None, how: Any) -> MetricSummary:
    counts: Any = evaluation.labels
    tally = _values.tally_of(counts)
    support = tally.tp + tally.fn
    support = support if counts.weighted else np.rint(support).astype(np.int64)
    found = {name: _values.value_of(metric, evaluation) for name, metric in wanted.items()}
    values = {name: value for name, (value, _) in found.items()}
    shares = _values.shares_of(tally, wanted.values())
    proportions = _values.shares_of_whole(counts, wanted.values(), values) | shares
    averages = _values.averages_of(counts, tally).items()
    bounds = bounds_of_values(values, evaluation.scores)
    shares_have = of_proportions(proportions, level, weighted=counts.weighted)
    intervals = with_resampled(shares_have, counts, wanted.values(), how)
    return MetricSummary(
        labels=tuple(evaluation.names),
        display_labels=tuple(evaluation.names.values()),
        **_values.scores_of_classes(counts, tally),
        specificity=divide(*shares["specificity"][:2]),
        support=support,
        averages={kind: numbers | {"support": support.sum().item()} for kind, numbers in averages},
        values=values,
        reasons={name: reason for name, (_, reason) in found.items() if reason},
        pos_label=evaluation.pos_label,
        bounds=bounds,
        intervals=with_areas(intervals, values, evaluation.scores, bounds),
    )
