"""A threshold that was decided on, and what it does on some data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result, check_scores
from figmerit._numbers import cut_text, equation, not_above, rounded
from figmerit.counts._scores import round_to
from figmerit.errors import invalid
from figmerit.inference.intervals import of_proportions
from figmerit.metrics._matrix import shares_of_matrix
from figmerit.metrics.catalog import CATALOG, known_as
from figmerit.metrics.confusion_matrix import ConfusionMatrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import Array
    from figmerit._validate import Label
    from figmerit.inference.intervals import Intervals
    from figmerit.metrics.outcomes import Outcomes


@dataclass(frozen=True, slots=True, eq=False)
class OperatingPoint(Result):
    """A threshold, and what becomes of it on some data.

    Attributes
    ----------
    threshold : float
        Positive means ``score >= threshold``; infinite if nothing is called positive.
    rule : str
        The rule that chose it, in words; "given" if none did.
    matrix : ConfusionMatrix
        The matrix of the samples as they are, at this threshold; it names the rule.
    metrics : mapping of str to float
        precision, recall, specificity and the others of a :class:`ThresholdSweep`; NaN where undefined.
    intervals : Intervals or None
        Of those metrics that are shares of samples, and of F1.
    identity : str
        A name of the data that all these numbers come from.
    chosen_on : str
        A name of the data that the threshold was chosen on; "" if it was given.
    labels : tuple
        The labels of the data.
    pos_label : str, int, bool or None
        The positive one.
    score_dtype : str
        The dtype of the scores.
    objective : str
        The metric that the rule is about; "" if the threshold was given.
    corrected : float or None
        That metric on other data, as the bootstrap estimates it; None if it was not asked.
    prevalence : float or None
        The share of positives that the metrics assume; None where it is the data's own.
    """

    threshold: float
    rule: str
    matrix: ConfusionMatrix
    metrics: Mapping[str, float]
    intervals: Intervals | None
    identity: str
    chosen_on: str = ""
    labels: tuple[Label, ...] = ()
    pos_label: Label | None = None
    score_dtype: str = "float64"
    objective: str = ""
    corrected: float | None = None
    prevalence: float | None = None

    def _check(self) -> None:
        rule = "" if self.name == "given" else self.name
        matrix = replace(self.matrix, threshold=self.threshold, threshold_rule=rule)
        object.__setattr__(self, "matrix", matrix)  # as often as the point is changed

    @property
    def precision(self) -> float:
        """The precision at the threshold."""
        return self.metrics["precision"]

    @property
    def recall(self) -> float:
        """The recall at the threshold."""
        return self.metrics["recall"]

    @property
    def fpr(self) -> float:
        """The false positive rate at the threshold."""
        return self.metrics["fpr"]

    @property
    def chosen_here(self) -> bool:
        """Whether the threshold was chosen on the data that the numbers come from, which are then too good."""
        return bool(self.chosen_on) and self.chosen_on == self.identity

    @property
    def useless(self) -> str:
        """Why the threshold is no decision: "everything is called positive", or negative; "" if it is one."""
        n_positive, n_negative = self.matrix.counts.sum(axis=0)[[self._place, 1 - self._place]].tolist()
        if not n_negative:
            return "everything is called positive"
        return "" if n_positive else "nothing is called positive"

    @property
    def name(self) -> str:
        """What figures call it: its rule, and what one must know about it."""
        where = f"chosen on {'these' if self.chosen_here else 'other'} data" if self.chosen_on else ""
        said = "; ".join(filter(None, [self.useless and f"useless: {self.useless}", where]))
        return f"{self.rule} ({said})" if said else self.rule

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each of `metrics` that is NaN."""
        lost = [name for name, value in self.metrics.items() if np.isnan(value)]
        rows = {name: CATALOG.get("f1_score" if name == "fbeta_score" else name) for name in lost}
        return {name: row.why_undefined if row else "undefined at this threshold" for name, row in rows.items()}

    @property
    def _place(self) -> int:
        """The place of the positive label in the matrix."""
        return self.matrix.labels.index(self.matrix.pos_label)

    def apply(self, y_score: Any) -> Array:
        """Predict labels from scores.

        Parameters
        ----------
        y_score : array-like of any shape
            Scores of the positive label.

        Returns
        -------
        ndarray of the shape of y_score
            The labels, if there are two; else whether each sample is called positive.

        Raises
        ------
        ValueError, TypeError
            If the scores are not finite numbers, or columns of both labels.
        """
        scores, dtype = check_scores(y_score, "y_score")
        if np.isnan(scores).any():
            raise invalid("y_score", "without missing values", f"NaN in {int(np.isnan(scores).sum())} of {scores.size}")
        if scores.ndim == 2 and scores.shape[1] == 2 and np.allclose(scores.sum(axis=1), 1):
            rule, hint = "the scores of the positive label", f"np.asarray(y_score)[:, {self._place}]"
            raise invalid("y_score", rule, f"two columns of shape {scores.shape}, which sum to 1", hint)
        positive = scores >= round_to(self.threshold, dtype)
        if len(self.labels) != 2:
            return positive
        place = self.labels.index(self.pos_label)
        return np.where(positive, self.labels[place], self.labels[1 - place])

    def alt_text(self) -> str:
        """Say in a sentence or two what the threshold does."""
        text = f"{self.rule[:1].upper()}{self.rule[1:]}: {cut_text(self.threshold)}"
        known = [(name, self.metrics[name]) for name in ("precision", "recall") if not np.isnan(self.metrics[name])]
        text += "".join(f", {equation(name, value)}" for name, value in known) + "."
        if self.prevalence is not None:
            text += f" For a prevalence of {rounded(self.prevalence)}, if nothing else differs."
        if self.useless:
            text += f" Useless: {self.useless}."
        if self.corrected is not None:
            text += f" On other data {self.objective} is expected to be {rounded(self.corrected)}."
        return text + (" Chosen on these data, so that its numbers are too good." if self.chosen_here else "")

    def __getitem__(self, metric: str) -> float:
        """Return one of `metrics` by its name, here or elsewhere: "recall", "sensitivity"."""
        return self.metrics[known_as(metric, tuple(self.metrics))]

    def __repr__(self) -> str:
        """Show rule, threshold and the main numbers."""
        shown = ", ".join(f"{name}={self.metrics[name]:.6g}" for name in ("precision", "recall", "fpr"))
        return f"OperatingPoint({self.name}: score >= {not_above(self.threshold)}, {shown})"

    def _columns(self) -> dict[str, Any]:
        ends = {} if self.intervals is None else self.intervals.ends
        pairs = np.array([ends.get(name, (np.nan, np.nan)) for name in self.metrics])
        numbers = {"low": pairs[:, 0], "high": pairs[:, 1]}
        return {"metric": list(self.metrics), "value": list(self.metrics.values()), **numbers}


def matrix_at(outcomes: Outcomes, place: int, confidence_level: float | None) -> ConfusionMatrix:
    """Return the confusion matrix at one of the thresholds; of several classes, of this one against the rest."""
    tp, fp, fn, tn = (part.item() for part in outcomes.counted(slice(place, place + 1)).values())
    two = len(outcomes.labels) == 2
    labels, pos_label = (outcomes.labels, outcomes.pos_label) if two else ((0, 1), 1)
    names = tuple(map(str, labels)) if two else ("rest", outcomes.display_label)
    counts = np.array([[tn, fp], [fn, tp]])
    if pos_label == labels[0]:
        counts = counts[::-1, ::-1]
    weighted = outcomes.weighted
    return ConfusionMatrix(
        counts=counts,
        labels=labels,
        display_labels=names,
        pos_label=pos_label,
        weighted=weighted,
        intervals=of_proportions(shares_of_matrix(counts), confidence_level, weighted=weighted),
    )
