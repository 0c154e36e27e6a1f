"""The confusion matrix of one model less that of another."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import Result
from figmerit._numbers import rounded
from figmerit.errors import invalid, listing

if TYPE_CHECKING:
    from figmerit._arrays import Array, FloatArray
    from figmerit._validate import Label
    from figmerit.metrics._matrix import Normalize
    from figmerit.metrics.confusion_matrix import ConfusionMatrix


ROUNDING = 1e-9
"""By how much sums of weights may differ, as a share of them, that are the same but for the order of samples."""


@dataclass(frozen=True, slots=True, eq=False)
class MatrixDifference(Result):
    """A confusion matrix less a baseline over the same labels.

    Attributes
    ----------
    matrix, baseline : ConfusionMatrix
        Both.
    """

    matrix: ConfusionMatrix
    baseline: ConfusionMatrix

    def _check(self) -> None:
        if self.matrix.labels != self.baseline.labels:
            hint = "Compute both with the same labels=[...]"
            got = f"{listing(self.matrix.labels)} and {listing(self.baseline.labels)}"
            raise invalid("the labels of both matrices", "the same", got, hint)

    @property
    def counts(self) -> Array:
        """Samples, or weights, more or fewer in each cell; what rounding leaves of sums of weights is zero."""
        found = self.matrix.counts - self.baseline.counts
        return (
            np.where(np.abs(found) <= ROUNDING * self.support.max(initial=0.0), 0.0, found) if self.weighted else found
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        """The label of each row and column."""
        return self.matrix.labels

    @property
    def display_labels(self) -> tuple[str, ...]:
        """The name of each label in figures."""
        return self.matrix.display_labels

    @property
    def column_labels(self) -> tuple[str, ...]:
        """The name of each column in figures."""
        return self.matrix.column_labels

    @property
    def weighted(self) -> bool:
        """Whether `counts` are weights."""
        return self.matrix.weighted or self.baseline.weighted

    @property
    def support(self) -> Array:
        """Samples of each true label, of both together."""
        return self.matrix.support + self.baseline.support

    @property
    def cut_text(self) -> str:
        """What is called positive, in words; of both where they differ, "" if that is unknown."""
        return " against ".join(dict.fromkeys(filter(None, (self.matrix.cut_text, self.baseline.cut_text))))

    @property
    def same_samples(self) -> bool:
        """Whether both may be of the same samples: as many of each label."""
        return bool(np.allclose(self.matrix.support, self.baseline.support, rtol=ROUNDING, atol=0))

    def normalized(self, normalize: Normalize) -> FloatArray:
        """Return the differences of shares.

        Parameters
        ----------
        normalize : {"true", "pred", "all"}
            What they are shares of.

        Returns
        -------
        ndarray of the shape of counts
            In [-1, 1]; NaN where one of both has no samples.
        """
        return self.matrix.normalized(normalize) - self.baseline.normalized(normalize)

    def alt_text(self) -> str:
        """Say in a sentence or two what has changed."""
        said = " against ".join(rounded(one.accuracy) for one in (self.matrix, self.baseline))
        text = f"Confusion matrix of {len(self.labels)} classes less that of a baseline: {said} on the diagonal."
        mistakes = np.where(np.eye(len(self.labels)) > 0, 0, self.counts)
        row, col = divmod(int(np.argmax(np.abs(mistakes))), len(self.labels))
        if size := mistakes[row, col].item():
            true, pred = self.display_labels[row], self.display_labels[col]
            change = f"{abs(size):,.10g} {'more' if size > 0 else 'fewer'}"
            text += f" Largest change of a mistake: {true!r} predicted as {pred!r}, {change}."
        return text if self.same_samples else f"{text} The samples are not the same."

    def __repr__(self) -> str:
        """Show labels and differences."""
        shown = np.array2string(self.counts, threshold=100, prefix="MatrixDifference(")
        return f"MatrixDifference({shown}, labels={listing(self.labels)})"

    def _columns(self) -> dict[str, Any]:
        true, predicted = zip(*product(self.labels, repeat=2), strict=True)
        return {"true": list(true), "predicted": list(predicted), "count": self.counts.ravel()}
