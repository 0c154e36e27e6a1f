"""The metrics of a classifier: of each class, averaged and overall."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import rounded, within
from figmerit._options import named_options
from figmerit._validate import Label, check_count, check_fits
from figmerit.errors import invalid
from figmerit.inference.formulas import divide
from figmerit.inference.intervals import Intervals, check_confidence_level, of_proportions
from figmerit.metrics._bounds import Bounded, bounds_of_values
from figmerit.metrics._catalog import (
    CATALOG,
    NEEDS_ROWS,
    NOT_MULTILABEL,
    SUBSET_ACCURACY,
    averages_of,
    scores_of,
)
from figmerit.metrics._evaluation import has_no_weight, in_cells, resolve, with_two_columns
from figmerit.metrics._proportions import proportions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import FloatArray, IntArray
    from figmerit.counts._targets import LabelTarget, NanPolicy

QUANTITIES = ("precision", "recall", "f1_score")

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
class MetricSummary(Bounded):
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
        "samples", each with precision, recall, f1_score and support. Undefined values count as 0. Counts
        do not know the "samples" average.
    values : mapping of str to float
        accuracy (of multilabel targets the share of samples whose labels are all right),
        balanced_accuracy, mcc and cohen_kappa; if there are scores also roc_auc,
        average_precision, brier and log_loss. NaN where undefined.
    reasons : mapping of str to str
        The reason for each of `values` that is NaN.
    pos_label : str, int, bool or None
        The positive label of two, if it is known.
    bounds : mapping of str to tuple of float
        Between which numbers each of `values` lies that is inexact, as its scores were counted in bins.
    intervals : Intervals or None
        Of "accuracy", and of the "precision", "recall" and "specificity" of each class.
    """

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
        """One number a metric of which more is better.

        Precision, recall and F1 are the positive label's if it is known, else macro averages; so are
        ROC AUC and average precision of more than two classes, and accuracy is "subset_accuracy" for
        multilabel targets: the names say so. Metrics that such targets do not have are left out.
        """
        whole = {name: self.values[name] for name in self._known if CATALOG[name].greater_is_better}
        if self.pos_label is None:
            parts = {f"macro_{quantity}": self.averages["macro"][quantity] for quantity in QUANTITIES}
        else:
            code = self.labels.index(self.pos_label)
            parts = {quantity: getattr(self, quantity)[code].item() for quantity in QUANTITIES}
        accuracy = {"subset_accuracy" if self._multilabel else "accuracy": whole.pop("accuracy")}
        balanced = {name: whole.pop(name) for name in ("balanced_accuracy",) if name in whole}
        averaged = self._multilabel or len(self.labels) > 2
        rest = {f"macro_{name}" if averaged and CATALOG[name].one_vs_rest else name: whole[name] for name in whole}
        return accuracy | balanced | parts | rest

    @property
    def overall_intervals(self) -> dict[str, tuple[float, float]]:
        """The ends of the interval of each of `overall` that has one."""
        if self.intervals is None or self.intervals.reason:
            return {}
        found = {"subset_accuracy" if self._multilabel else "accuracy": self.intervals.ends["accuracy"]}
        if self.pos_label is not None:
            code = self.labels.index(self.pos_label)
            found |= {name: self.intervals.ends[name][code] for name in ("precision", "recall")}
        return {name: (low, high) for name, (low, high) in found.items() if not np.isnan(low)}

    def to_text(self, digits: int = 2) -> str:
        """Return a text that reads like scikit-learn's classification report, and goes on.

        Parameters
        ----------
        digits : int, default=2
            Digits after the decimal point.

        Returns
        -------
        str
            Where every class is defined the text starts with what
            :func:`sklearn.metrics.classification_report` returns; then come the metrics of the whole.
            An undefined number is "n/a", and a last line for each reason says why.

        Raises
        ------
        TypeError, ValueError
            If `digits` is not a positive integer.
        """
        digits = check_count("digits", digits)
        names = {name: CATALOG[name].display_name for name in self._known}
        if self._multilabel:
            names["accuracy"] = SUBSET_ACCURACY
        else:
            del names["accuracy"]  # it is in the table
        width = max(map(len, names.values()))
        lines = [f"{name:>{width}}  {self._honest(key, digits)}" for key, name in names.items()]
        notes = [f"n/a ({reason}): {', '.join(what)}" for reason, what in self._what_is_undefined().items()]
        text = f"{self._table(digits)}\n" + "\n".join(lines) + "\n"
        return text + "\n" + "\n".join(notes) + "\n" if notes else text

    def _honest(self, key: str, digits: int) -> str:
        """Return one of `values`, but none that rounding makes perfect, and how far off it may be."""
        value = self.values[key]
        if np.isnan(value):
            return _number(value, digits)
        if key in self.bounds:
            fmt, margin = within(value, self.bounds[key])
            return f"{rounded(value, fmt):>9} ({margin})"
        return f"{rounded(value, f'{{:.{digits}f}}'):>9}"

    def alt_text(self) -> str:
        """Say in a sentence or two what the summary shows."""
        text = f"Metrics of {len(self.labels)} {'labels' if self._multilabel else 'classes'}"
        name = SUBSET_ACCURACY if self._multilabel else "accuracy"
        text += f": {name} {rounded(self.values['accuracy'])}, "
        text += f"macro F1 {rounded(self.averages['macro']['f1_score'])}."
        if len(self.labels) > 1 and not np.isnan(self.f1_score).all():
            worst = int(np.nanargmin(self.f1_score))
            text += f" Lowest F1: {self.display_labels[worst]!r} with {rounded(self.f1_score[worst])}."
        return text + (f" {len(self.undefined)} values are undefined." if self.undefined else "")

    def __repr__(self) -> str:
        """Show the number of classes and the main numbers."""
        main = f"accuracy={self.values['accuracy']:.6g}, macro F1={self.averages['macro']['f1_score']:.6g}"
        return f"MetricSummary({len(self.labels)} {'labels' if self._multilabel else 'classes'}: {main})"

    @property
    def _multilabel(self) -> bool:
        return "samples" in self.averages

    @property
    def _known(self) -> list[str]:
        """The names of the values that targets of this kind have."""
        return [name for name in self.values if self.reasons.get(name) != NOT_MULTILABEL]

    def _table(self, digits: int) -> str:
        """Return the layout of scikit-learn's classification report."""
        width = max(len("weighted avg"), digits, *map(len, self.display_labels))
        head = f"{'':>{width}} " + "".join(f" {name:>9}" for name in (*QUANTITIES[:2], "f1-score", "support"))
        per_class = zip(self.precision, self.recall, self.f1_score, self.support.tolist(), strict=True)
        rows = [
            _row(name, numbers, support, width, digits)
            for name, (*numbers, support) in zip(self.display_labels, per_class, strict=True)
        ]
        total = self.support.sum().item()
        order = ("micro", "macro", "weighted", "samples") if self._multilabel else ("macro", "weighted")
        below = [
            _row(f"{average} avg", [self.averages[average][quantity] for quantity in QUANTITIES], total, width, digits)
            for average in order
        ]
        if not self._multilabel:
            accuracy = self.averages["micro"]["f1_score"]
            below.insert(0, f"{'accuracy':>{width}}  {'':>9} {'':>9} {_number(accuracy, digits)} {total:>9}")
        return "\n".join([head, "", *rows, "", *below]) + "\n"

    def _what_is_undefined(self) -> dict[str, list[str]]:
        """Return what is undefined for each reason, in words."""
        shown = dict(zip(self.labels, self.display_labels, strict=True))
        found: dict[str, list[str]] = {}
        for key, reason in self.undefined.items():
            of_class = isinstance(key, tuple)
            if of_class and key[0] not in QUANTITIES:  # which no text shows
                continue
            metric = "samples avg" if key == "samples" else CATALOG[key[0] if of_class else key].display_name
            if reason != NOT_MULTILABEL:
                found.setdefault(reason, []).append(f"{metric} of {shown[key[1]]}" if of_class else metric)
        return found

    def _columns(self) -> dict[str, Any]:
        numbers = {quantity: getattr(self, quantity) for quantity in OF_CLASSES}
        return {"label": list(self.labels)} | numbers | {"support": self.support} | self._ends()

    def _ends(self) -> dict[str, FloatArray]:
        """Return the columns of the ends of intervals."""
        of_classes = {} if self.intervals is None else {k: v for k, v in self.intervals.ends.items() if k in OF_CLASSES}
        return {f"{name}_{end}": pairs[:, k] for name, pairs in of_classes.items() for k, end in enumerate(ENDS)}


def display_name(name: str) -> str:
    """Return the name in figures of one of ``MetricSummary.overall``; another name as it is."""
    metric = name.removeprefix("macro_")
    if metric not in CATALOG:
        return SUBSET_ACCURACY if name == "subset_accuracy" else name
    return CATALOG[metric].display_name if metric == name else f"macro {CATALOG[metric].display_name}"


@named_options()
def compute_metric_summary(
    y_true: Any,
    y_pred: Any = None,
    *,
    y_score: Any = None,
    threshold: Any = 0.5,
    pos_label: Label | None = None,
    labels: Any = None,
    display_labels: Any = None,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: NanPolicy = "raise",
    confidence_level: float | None = 0.95,
) -> MetricSummary:
    """Compute the metrics of a classifier: of each class, averaged and of the whole.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,) or (n_samples, n_labels), LabelCounts or ScoreCounts
        True labels: strings, integers or booleans; or a multilabel indicator matrix. In other targets
        of several axes (masks, sequences) each element is a sample. Or the result of :func:`count_labels`
        or :func:`count_scores`, in place of all arrays.
    y_pred : array-like of the shape of y_true, optional
        Predicted labels. Given with `y_score`, metrics of labels are of these.
    y_score : array-like of the shape of y_true, or with one more axis, optional
        Scores: of the positive label, one column a label (multilabel) or one column a class. Without
        `y_pred` labels are predicted from them: ``score >= threshold``, or the class of the highest.
        float16 and float32 are cast to float64 first.
    threshold : float or array-like of shape (n_labels,), default=0.5
        Rounded to the scores' dtype. An array gives each column of a multilabel `y_score` its own.
    pos_label : str, int or bool, optional
        The positive label of two. Needed with scores unless the labels are {0, 1}, {-1, 1} or booleans.
    labels : array-like of shape (n_labels,), optional
        All labels in their order, of score columns too. By default the sorted labels seen. An absent
        one counts as 0 in macro averages.
    display_labels : sequence of str, optional
        Names for figures and texts, by default the labels.
    sample_weight : array-like of shape (n_samples,) or of the shape of y_true, optional
        Weights: all numbers are shares of weight, and `support` sums it.
    multilabel : bool, optional
        Whether targets of two axes are indicators, one column a label, or each element is a sample.
        By default they are indicators if they hold zeros and ones only.
    nan_policy : {"raise", "drop"}, default="raise"
        What to do about missing scores. "drop" warns how many samples of each class went; they then
        count nowhere.
    confidence_level : float or None, default=0.95
        That of the Wilson intervals of accuracy and of each class's precision, recall and specificity, in
        (0, 1); None for no intervals. They take samples for independent; weighted samples have none.

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
    level = check_confidence_level(confidence_level)
    evaluation = resolve(
        y_true,
        y_pred,
        y_score,
        threshold=threshold,
        pos_label=pos_label,
        labels=labels,
        display_labels=display_labels,
        sample_weight=sample_weight,
        multilabel=multilabel,
        nan_policy=nan_policy,
    )
    rows: LabelTarget = evaluation.target_for("labels")
    if has_no_weight(rows):
        raise invalid("sample_weight", "positive for some sample", "zeros only")
    cells = in_cells(rows)
    precision, recall, f1_score, support = scores_of(cells, None)
    of_rows = scores_of(with_two_columns(rows), None)[3] if evaluation.weighted else support  # to the last bit
    support = np.asarray(of_rows, dtype=np.float64 if evaluation.weighted else np.int64)
    averages = {
        kind: dict(zip(QUANTITIES, numbers, strict=True)) | {"support": support.sum().item()}
        for kind, numbers in averages_of(cells, (precision, recall, f1_score)).items()
    }
    targets = {"labels": cells} | {needs: evaluation.target_for(needs) for needs in ("scores", "probabilities")}
    found = {
        metric.name: metric(targets[metric.needs])
        for metric in CATALOG.values()
        if not metric.averaged and targets[metric.needs] is not None
    }
    values = {name: value for name, (value, _) in found.items()}
    shares = proportions_of(cells)
    return MetricSummary(
        rows.labels,
        rows.display_labels,
        precision,
        recall,
        f1_score,
        divide(*shares["specificity"]),
        support,
        averages,
        values,
        {name: reason for name, (_, reason) in found.items() if reason},
        evaluation.pos_label,
        bounds_of_values(values, evaluation.scored),
        of_proportions(shares, level, weighted=evaluation.weighted),
    )


def _number(value: float, digits: int) -> str:
    return f"{'n/a':>9}" if np.isnan(value) else f"{value:>9.{digits}f}"


def _row(name: str, numbers: list[float], support: float, width: int, digits: int) -> str:
    return f"{name:>{width}}  {' '.join(_number(number, digits) for number in numbers)} {support:>9}"
