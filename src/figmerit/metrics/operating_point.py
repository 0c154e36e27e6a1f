"""A threshold that was decided on, with all that it means on some data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Array, Result
from figmerit._numbers import cut_text, equation, rounded
from figmerit._validate import Label, check_scores
from figmerit.counts._targets import round_to
from figmerit.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit.inference.intervals import Intervals
    from figmerit.metrics.confusion_matrix import ConfusionMatrix


@dataclass(frozen=True, slots=True, eq=False)
class OperatingPoint(Result):
    """A threshold, and what becomes of it on some data.

    Attributes
    ----------
    threshold : float
        Positive means ``score >= threshold``; infinite if nothing is called positive.
    rule : str
        By which rule it was chosen, in words; "given" if it was not.
    matrix : ConfusionMatrix
        Of the samples as they are, at this threshold, whose rule it names.
    metrics : mapping of str to float
        precision, recall, specificity and the others of a :class:`ThresholdSweep`; NaN where undefined.
    intervals : Intervals or None
        Of those metrics that are shares of samples.
    fingerprint : str
        A name of the data that all these numbers are of.
    chosen_on : str
        The same of the data on which the threshold was chosen; "" if it was given.
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
    fingerprint: str
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
    def chosen_here(self) -> bool:
        """Whether the numbers are of the data on which the threshold was chosen, and so too good."""
        return bool(self.chosen_on) and self.chosen_on == self.fingerprint

    @property
    def useless(self) -> str:
        """Why the threshold is no decision: "everything is called positive", or negative; "" if it is one."""
        n_positive, n_negative = self.matrix.counts.sum(axis=0)[[self._place, 1 - self._place]].tolist()
        if not n_negative:
            return "everything is called positive"
        return "" if n_positive else "nothing is called positive"

    @property
    def name(self) -> str:
        """What figures call it: its rule, and what one must know of it."""
        which = "these" if self.chosen_here else "other"
        notes = [self.useless and f"useless: {self.useless}", f"chosen on {which} data" if self.chosen_on else ""]
        said = "; ".join(filter(None, notes))
        return f"{self.rule} ({said})" if said else self.rule

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each of `metrics` that is NaN."""
        lost = [name for name, value in self.metrics.items() if np.isnan(value)]
        n_negative, n_positive = self.matrix.support[[1 - self._place, self._place]].tolist()
        absent = "no samples" if not (n_positive or n_negative) else "no positive samples" if n_negative else ""
        why = dict.fromkeys(("specificity", "fpr"), "no negative samples") | {"recall": "no positive samples"}
        why |= {"precision": "nothing is called positive", "youden": absent or "no negative samples"}
        return {name: why.get(name, "undefined at this threshold") for name in lost}

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
            rule, hint = "the scores of the positive label", f"y_score[:, {self._place}]"
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

    def __repr__(self) -> str:
        """Show rule, threshold and the main numbers."""
        shown = ", ".join(f"{name}={self.metrics[name]:.6g}" for name in ("precision", "recall", "fpr"))
        return f"OperatingPoint({self.name}: score >= {self.threshold:g}, {shown})"

    def _columns(self) -> dict[str, Any]:
        names = list(self.metrics)
        ends = {} if self.intervals is None else self.intervals.ends
        pairs = np.array([ends.get(name, (np.nan, np.nan)) for name in names])
        values = [self.metrics[name] for name in names]
        return {"metric": names, "value": values, "low": pairs[:, 0], "high": pairs[:, 1]}
