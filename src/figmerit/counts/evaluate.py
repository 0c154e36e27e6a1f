"""What every compute function asks for: the counts of labels and of scores, from arrays or from counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import Label, check_option, is_default_threshold, predicted_labels
from figmerit.counts._cell_scores import CellScores
from figmerit.counts._input import NONE, Slices, are_scores, columns_of, without_label
from figmerit.counts._labels import display_labels_of, pos_label_of
from figmerit.counts._of_rows import counts_of_labels, predictions_of_rows, top_of_rows, with_whole_rows
from figmerit.counts._rows import check_no_pos_label, hard_labels, score_rows
from figmerit.counts._scores import warn_of_hard_labels
from figmerit.counts.label_counts import LabelCounts
from figmerit.counts.score_counts import ScoreCounts, counts_of_one_score
from figmerit.errors import FigmeritError, OptionHint, brief, invalid, listing, wrong_type

if TYPE_CHECKING:
    from figmerit.counts._rows import Kind, ScoreRows


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Predictions, counted: true against predicted labels, true labels by score, or both.

    `names` are the names of labels in figures, `threshold` is where scores were cut, if they were, `is_top` tells that
    scores are the highest of each row, whichever class they are of, and `multilabel` that rows may have several. Scores
    `in_cells` are those of each pair of labels, in bins.
    """

    labels: LabelCounts | None
    scores: ScoreCounts | None
    names: dict[Any, str]
    pos_label: Label | None
    threshold: float | None = None
    is_top: bool = False
    multilabel: bool = False
    in_cells: CellScores | None = None

    @property
    def kind(self) -> Kind:
        """What the target is: "binary", "multiclass" or "multilabel"."""
        if self.multilabel:
            return "multilabel"
        if self.labels is None:
            return "multiclass" if self.scores is not None and self.scores.per_class else "binary"
        return "binary" if len(self.labels.labels) <= 2 else "multiclass"

    @property
    def counted_scores(self) -> ScoreCounts:
        """The counts of scores, where they were wanted."""
        if self.scores is None:
            raise wrong_type("y_score", "given", "nothing")
        return self.scores

    @property
    def one_score(self) -> ScoreCounts:
        """The counts of one score; counts of several classes raise, and say how to choose a class."""
        counts = self.counted_scores
        self.check_one_label()
        if counts.per_class:
            rule = f"given for several classes, one of {listing(counts.labels)}"
            option = OptionHint("pos_label", repr(counts.labels[0]), " sets it against the rest")
            raise invalid("pos_label", rule, "None", option=option)
        return counts

    def check_one_label(self) -> None:
        """Raise for multilabel targets, where the scores of one label are needed."""
        if self.multilabel:
            got = f"{len(self.names)} labels: {listing(self.names)}"
            hint = "y_true[:, 0] and y_score[:, 0] are of the first label; its counts are counts.per_class[0]"
            raise invalid("the target", "of one label", got, hint)

    @property
    def weighted(self) -> bool:
        """Whether samples have weights."""
        return any(part.weighted for part in (self.labels, self.scores) if part is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of rows, or of counts: labels are counted if they are wanted (`labelled`), and scores (`scored`).

    If there are several columns of scores, rows are also counted as a `whole`. If there are at least `top` columns of
    scores, and no positive label is given, each row's highest score is counted. With `elements` each element of any
    target is a sample. With `n_bins` the scores of each pair of labels, where these are known, are counted in so many
    bins.
    """

    labelled: bool = False
    scored: bool = False
    whole: bool = False
    top: int | None = None
    threshold: Any = 0.5
    pos_label: Label | None = None
    labels: Any = None
    display_labels: Any = None
    elements: bool = False
    n_bins: int | None = None

    def of_counts(self, counts: LabelCounts | ScoreCounts) -> Evaluation:
        """Return the evaluation of counts that the caller made."""
        if isinstance(counts, LabelCounts):
            if not self.labelled:
                raise wrong_type("the counts", "ScoreCounts, as curves need scores", "LabelCounts", "count_scores(...)")
            predicted_labels(counts, None, self.threshold)
            return self.evaluation(self._onto_labels(counts), None, self.pos_label)
        if not self.labelled:
            check_no_arrays(counts, labels=self.labels)
            if hard_labels(counts.score):
                warn_of_hard_labels(counts.score)
        if self.top is not None and counts.top is not None and self.pos_label is None:
            return Evaluation(None, _checked(counts.top), {}, None, is_top=True)
        counts = counts.against_rest(self.pos_label)
        if not self.labelled:
            return self.evaluation(None, counts, counts.pos_label, multilabel=counts.kind == "multilabel")
        cut = self._onto_labels(counts.cut(self.threshold))
        whole = counts.per_class or (counts.predicted is not None and is_default_threshold(self.threshold))
        in_cells = None
        if self.n_bins is not None:
            in_cells = CellScores.of_counts(counts, self.threshold, self.n_bins).onto(self.labels)
        return replace(self.evaluation(cut, counts, counts.pos_label, cut_once=not whole), in_cells=in_cells)

    def of_rows(self, rows: ScoreRows, y_true: Any, y_pred: Any, sample_weight: Any, by: Slices | None) -> Evaluation:
        """Count rows of scores, and the labels that were given or that they predict."""
        several = self.top is not None and rows.kind == "multiclass" and len(rows.labels) >= self.top
        if several and self.pos_label is None:
            return Evaluation(None, _checked(top_of_rows(rows)), {}, None, is_top=True)
        scores, places = None, NONE if by is None else rows.places(by)
        if self.scored:
            pairs = self.whole or not places.codes
            scores = counts_of_one_score(rows.for_curves(self.pos_label), places, pairs=pairs)
            scores = with_whole_rows(scores, rows, places) if self.whole else scores
        if not self.labelled:
            return self.evaluation(None, scores, rows.pos_label, multilabel=rows.kind == "multilabel")
        if y_pred is None:
            cut = rows.for_threshold(self.threshold)
            pred, fixed = cut.predict(self.threshold), self.labels is not None
            counts, in_cells = replace(predictions_of_rows(cut, pred, places), fixed=fixed), None
            if self.n_bins is not None:
                in_cells = CellScores.of_rows(cut, pred, self.n_bins, fixed=fixed)
            found = self.evaluation(counts, scores, rows.pos_label, cut_once=cut.kind == "binary")
            return replace(found, in_cells=in_cells)
        if not is_default_threshold(self.threshold):
            hint = "Leave out y_pred to cut y_score"
            raise invalid("threshold", "left out if y_pred is given", brief(self.threshold), hint)
        given: dict[str, Any] = {"labels": rows.labels, "multilabel": rows.kind == "multilabel", "kept": rows.kept}
        given |= {"sample_weight": sample_weight, "slices": by or Slices()}
        try:
            counts = counts_of_labels(y_true, y_pred, **given)
        except FigmeritError as error:
            if error.option is not None:  # y_score has no scores of a predicted label
                error.change(option=None, hint="Leave out y_score")
            raise
        return self.evaluation(counts, scores, rows.pos_label)

    def evaluation(
        self,
        labels: LabelCounts | None,
        scores: ScoreCounts | None,
        pos_label: Label | None,
        *,
        cut_once: bool = False,
        multilabel: bool = False,
    ) -> Evaluation:
        """Return the counts with the names of their labels, and with the threshold that cut all scores (`cut_once`)."""
        classes: tuple[Label, ...] = () if scores is None else scores.labels
        if labels is not None and labels.per_class:
            check_no_pos_label(pos_label)
            classes, multilabel = labels.class_labels, True
        elif labels is not None:
            classes, pos_label = labels.labels, pos_label_of(labels.labels, pos_label)
        names = dict(zip(classes, display_labels_of(self.display_labels, classes), strict=True))
        at = float(self.threshold) if cut_once and np.ndim(self.threshold) == 0 else None
        return Evaluation(_checked(labels), _checked(scores), names, pos_label, at, multilabel=multilabel)

    def _onto_labels(self, counts: LabelCounts) -> LabelCounts:
        """Return the counts over other labels; indicator matrices have theirs, unless their elements are meant."""
        counts = counts.pooled() if self.elements else counts
        if not counts.per_class:
            return counts.onto(self.labels)
        check_no_arrays(counts, labels=self.labels)
        return counts


def evaluate(
    y_true: Any,
    y_pred: Any = None,
    y_score: Any = None,
    *,
    sample_weight: Any = None,
    multilabel: bool | None = None,
    nan_policy: Any = "raise",
    data: Any = None,
    by: Mapping[str, Any] | Slices | None = None,
    other: Label | None = None,
    ignore_label: Label | None = None,
    **wanted: Any,
) -> Evaluation:
    """Count what is `wanted`: see :class:`Asked`. Rows are kept apart `by` arrays of slices.

    Labels that are not given are predicted from the scores. Arrays are columns of `data` if there are any. Elements
    whose true label is to be ignored are left out; labels that are not among those wanted become the `other` one.
    """
    if other is not None:
        labels, names = wanted.pop("labels", None), wanted.pop("display_labels", None)
        pos_label = wanted.pop("pos_label", None)
        options = {"multilabel": multilabel, "nan_policy": nan_policy, "data": data, "ignore_label": ignore_label}
        options |= wanted if y_score is None else {**wanted, "pos_label": pos_label}
        whole = evaluate(y_true, y_pred, y_score, sample_weight=sample_weight, by=by, **options)
        return _with_rest(whole, labels, other, names, pos_label)
    asked, counted = Asked(**wanted), isinstance(y_true, LabelCounts | ScoreCounts)
    if ignore_label is not None:
        if counted:
            check_no_arrays(y_true, ignore_label=ignore_label)
        if multilabel:
            raise invalid("ignore_label", "left out for multilabel targets", brief(ignore_label))
        multilabel = False
    if data is not None or ignore_label is not None:
        given = columns_of(data, y_true=y_true, y_pred=y_pred, y_score=y_score, sample_weight=sample_weight)
        y_true, y_pred, y_score, sample_weight = without_label(ignore_label, **given).values()
    if counted or y_score is None:  # else it is checked with the scores
        check_option("nan_policy", nan_policy, ("raise", "drop"))
    if counted:
        dropped = None if nan_policy == "raise" else nan_policy
        given = {"y_pred": y_pred, "y_score": y_score, "sample_weight": sample_weight, "nan_policy": dropped}
        check_no_arrays(y_true, **given, multilabel=multilabel)
        return asked.of_counts(y_true.overall())
    slices = by if by is None or isinstance(by, Slices) else Slices(columns=by)
    options = {"labels": asked.labels, "multilabel": multilabel, "elements": asked.elements}
    options["sample_weight"] = sample_weight
    if y_score is not None:
        names = {"pos_label": asked.pos_label, "display_labels": asked.display_labels}
        rows = score_rows(y_true, y_score, nan_policy=nan_policy, **options, **names)
        return asked.of_rows(rows, y_true, y_pred, sample_weight, slices)
    if y_pred is None and not asked.labelled:
        raise wrong_type("y_score", "given", "nothing", "Scores come second; or ScoreCounts come alone")
    if y_pred is None:
        raise wrong_type("y_pred or y_score", "given", "neither")
    try:
        predicted_labels(y_pred, y_score, asked.threshold)
        counts = counts_of_labels(y_true, y_pred, slices=slices or Slices(), **options)
    except FigmeritError:
        if not are_scores(y_pred, y_true, asked.threshold):
            raise
        options = {"sample_weight": sample_weight, "multilabel": multilabel, "nan_policy": nan_policy, "by": by}
        return evaluate(y_true, None, y_pred, **options, **wanted)
    return asked.evaluation(counts, None, asked.pos_label)


def _with_rest(found: Evaluation, labels: Any, other: Any, display_labels: Any, pos_label: Label | None) -> Evaluation:
    """Return the evaluation of some labels and one for all others; scores stay those of all labels."""
    if labels is None:
        raise wrong_type("labels", "given with other", "nothing", "labels=[...] are the ones to keep")
    if found.labels is None or found.labels.per_class:
        raise invalid("other", "left out for multilabel targets", brief(other))
    counts = found.labels.onto(labels, other)
    *kept, rest = counts.labels
    if isinstance(display_labels, Mapping):
        display_labels = {rest: other} | dict(display_labels)
    elif hasattr(display_labels, "__len__") and len(display_labels) == len(kept):
        display_labels = [*display_labels, other]
    names = dict(zip(counts.labels, display_labels_of(display_labels, counts.labels), strict=True))
    names |= {rest: str(other)} if display_labels is None else {}
    in_cells = None if found.in_cells is None else found.in_cells.onto(labels, other)
    known = pos_label_of(counts.labels, pos_label)
    return replace(found, labels=counts, names=names, pos_label=known, in_cells=in_cells)


def _checked(counts: Any) -> Any:
    """Return counts; raise if no row weighs anything."""
    if counts is not None and counts.weighted:
        weights = counts.weights() if isinstance(counts, ScoreCounts) else (counts.weight,)
        if not any(map(np.any, weights)):
            raise invalid("sample_weight", "positive for some sample", "zeros only")
    return counts


def check_no_arrays(counts: LabelCounts | ScoreCounts, **options: Any) -> None:
    """Raise for what only arrays can have: counts know it already, or cannot know it any more."""
    for name, value in options.items():
        if value is not None:
            kind = type(counts).__name__
            verb = "count_scores" if isinstance(counts, ScoreCounts) else "count_labels"
            raise wrong_type(name, f"left out with {kind}", brief(value), f"{verb}(...) takes arrays and their options")
