"""What counts of scores can do: be cut, put into bins, taken apart and added up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np

from figmerit._validate import Label, check_number
from figmerit.counts._base import Counts
from figmerit.counts._binning import bins_of, check_resolution, reaching
from figmerit.counts._cells import Groups, union_of_labels
from figmerit.counts._cut import cut
from figmerit.counts._labels import check_pos_label
from figmerit.counts._rows import check_no_pos_label
from figmerit.errors import brief, invalid, listing, unknown_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from figmerit._arrays import Array, BoolArray, FloatArray
    from figmerit.counts._rows import Kind
    from figmerit.counts.label_counts import LabelCounts
    from figmerit.counts.score_counts import ScoreCounts


class CountsOfScores(Counts):
    """Base of :class:`ScoreCounts`, whose fields these are."""

    __slots__ = ()
    weights: Callable[[], tuple[Any, Any]]
    score: FloatArray
    labels: tuple[Label, ...]
    pos_label: Label | None
    score_dtype: str
    predicted: LabelCounts | None
    resolution: int | None
    highest: FloatArray | None

    @property
    def kind(self) -> Kind:
        """What the target is: "binary" (two score columns too), "multiclass" or "multilabel"."""
        if not self.per_class:
            return "binary"
        return "multilabel" if self.predicted is None else "multiclass"

    def _check_content(self) -> None:
        """Raise for what counts cannot hold: unsorted scores, unknown labels and types."""
        Counts._check_content(self)  # noqa: SLF001  super() does not know classes with slots
        if not np.isfinite(self.score).all():
            raise invalid("score in data", "finite", f"{self.score[~np.isfinite(self.score)][0]}")
        groups = Groups.of([*(codes for _, codes in self._keys()), -self.score])
        if groups.order is not None or groups.first is not None:
            raise invalid("score in data", "distinct and descending, slice by slice", brief(self.score.tolist()))
        if self.score_dtype not in FLOATS:
            raise unknown_option("score_dtype in data", self.score_dtype, FLOATS)
        if self.pos_label is not None:
            check_pos_label(self.pos_label, self.labels)

    def binned(self, resolution: int) -> Self:
        """Return the same counts with scores in bins, whose number has a limit.

        Parameters
        ----------
        resolution : int
            The bits to which scores are rounded, from 2 to 24: the scores in one bin differ by a share of
            2 ** -`resolution` or so of their distance to 0, and from 0.5 to 1 of their distance to 1. With 11,
            scores in [0, 1] come to about 130,000 bins at most if they are float32.

        Returns
        -------
        ScoreCounts
            Additive too, with counts of the same resolution. Curves go through points of the exact ones,
            the lowest score of each bin being a threshold. Areas are computed as if all rows of a
            bin had one score, as their order is unknown: results give the `bounds`.
        """
        resolution = check_resolution(resolution)
        if self.resolution is not None:
            if self.resolution != resolution:
                raise invalid("resolution", f"{self.resolution}, as of the counts", str(resolution))
            return self
        codes = [codes for _, codes in self._keys()]
        numbers = self._together(self._numbers() | {"highest": self.score}, codes, resolution)
        parts = self._parts(lambda part: part.binned(resolution) if isinstance(part, CountsOfScores) else part)
        return replace(self, **numbers, **parts, resolution=resolution)

    def cut(self, threshold: Any = 0.5) -> LabelCounts:
        """Return the counts of labels that a threshold predicts.

        Parameters
        ----------
        threshold : float or array-like of shape (n_labels,), default=0.5
            Positive means ``score >= threshold``, with the threshold rounded to the dtype of the scores. Of
            several columns the class of the highest score is predicted instead; two may be cut elsewhere, and
            those of a multilabel target may have a threshold each.

        Returns
        -------
        LabelCounts
            True labels against predicted ones, of the same slices.

        Raises
        ------
        ValueError
            If the threshold cuts a bin in two.
        """
        return cut(cast("ScoreCounts", self), threshold)

    def reaching(self, threshold: float) -> BoolArray:
        """Tell which scores reach a threshold.

        Parameters
        ----------
        threshold : float
            It is rounded to the dtype of the scores.

        Returns
        -------
        ndarray of bool of shape (n_scores,)
            One for each of `score`.

        Raises
        ------
        ValueError, TypeError
            If it cuts a bin in two, or is no finite number.
        """
        return reaching(check_number("threshold", threshold), self.score, self.highest, self.score_dtype)

    def against_rest(self, pos_label: Label | None) -> Self:
        """Return the counts of one class against the rest.

        Parameters
        ----------
        pos_label : str, int, bool or None
            The class; of counts of one score the positive label itself. None for the counts as they are.

        Returns
        -------
        ScoreCounts
            Of one score.
        """
        if pos_label is None:
            return self
        if self.kind == "multilabel":
            check_no_pos_label(pos_label)
        pos_label = check_pos_label(pos_label, self.labels)
        for part, label in zip(self.per_class, self.labels, strict=False):
            if label == pos_label:
                return replace(part, labels=self.labels, pos_label=label)
        if pos_label != self.pos_label:
            hint = f"count_scores(..., pos_label={pos_label!r})"
            raise invalid("pos_label", f"{self.pos_label!r}, as counted", repr(pos_label), hint)
        return self

    def _known_with(self, other: CountsOfScores) -> dict[str, Any]:
        for name, own, theirs in (
            ("the positive label", self.pos_label, other.pos_label),
            ("the number of score columns", self._n_columns, other._n_columns),
            ("the kind of target", self.kind, other.kind),
            ("the resolution", self.resolution, other.resolution),
        ):
            if own != theirs:
                raise invalid(f"{name} of both counts", "the same", f"{own!r} and {theirs!r}")
        labels = union_of_labels(self, other)
        most = len(self.per_class) or 2
        if len(labels) > max(most, len(self.labels)):
            got = f"{listing(self.labels)} and {listing(other.labels)}"
            hint = "Count both with the same labels=[...]"
            raise invalid("the labels of both counts", f"{most} together", got, hint)
        return {"labels": labels, "score_dtype": np.promote_types(self.score_dtype, other.score_dtype).name}

    @property
    def _n_columns(self) -> int:
        return len(self.per_class) or (1 if self.predicted is None else 2)

    def _numbers(self, *, weighted: bool | None = None) -> dict[str, Any]:
        numbers: dict[str, Any] = {name: getattr(self, name) for name in NUMBERS}
        if weighted:
            weights = [np.asarray(part, dtype=np.float64) for part in self.weights()]
            numbers |= dict(zip(("positive_weight", "negative_weight"), weights, strict=True))
        return {name: part for name, part in numbers.items() if part is not None}

    def _together(
        self, numbers: Mapping[str, Array], codes: Sequence[Array], resolution: int | None = None
    ) -> dict[str, Any]:
        bits, score = resolution or self.resolution, numbers["score"]
        groups = Groups.of([*codes, -(score if bits is None else bins_of(score, bits))])
        how: dict[str, np.ufunc] = {"score": np.minimum, "highest": np.maximum}
        found = {name: groups.reduced(how.get(name, np.add), part) for name, part in numbers.items()}
        return found | {"slice_codes": np.array([groups.first_of(column) for column in codes]) if codes else None}


NUMBERS = "score", "positives", "negatives", "positive_weight", "negative_weight", "highest"
"""The fields that hold a number for each score."""

FLOATS = "float16", "float32", "float64"
"""The types of scores."""
