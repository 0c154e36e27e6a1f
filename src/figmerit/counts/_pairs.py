"""The predictions of two models or more for the same rows, lined up; and what two raters say of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from figmerit._arrays import check_scores
from figmerit._containers import ordered_categories
from figmerit._validate import check_same_shape
from figmerit.counts._input import Slices, are_scores
from figmerit.counts._label_rows import label_rows
from figmerit.counts._labels import factorized, label_universe, pos_label_of
from figmerit.counts._rows import check_weights, score_rows
from figmerit.errors import FigmeritError, OptionHint, invalid, listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from figmerit._arrays import BoolArray, FloatArray, IntArray
    from figmerit._validate import Label

KNOWN = "pos_label", "labels", "threshold"
"""The options that a comparison has in common with what counts rows."""


@dataclass(frozen=True, slots=True)
class LabelPairs:
    """True labels and those that each model predicts, as codes into `labels`; all of shape (n_samples,).

    The `own` codes of each model, ascending, are those of the labels over which its averages go.
    """

    true: IntArray
    pred: tuple[IntArray, ...]
    labels: tuple[Label, ...]
    own: tuple[IntArray, ...]
    pos_label: Label | None
    weight: FloatArray | None

    def pair(self, first: int, second: int) -> Self:
        """Return two of the models, over the labels of all."""
        pred, own = ((part[first], part[second]) for part in (self.pred, self.own))
        return replace(self, pred=pred, own=own)


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """Whether samples are positive, and the scores that each model gives them; all of shape (n_samples,).

    The `names` are those of the arguments that held the scores.
    """

    positive: BoolArray
    score: tuple[FloatArray, ...]
    dtypes: tuple[Any, ...]
    weight: FloatArray | None
    names: tuple[str, ...]

    def pair(self, first: int, second: int) -> Self:
        """Return two of the models."""
        both: dict[str, Any] = {
            name: (getattr(self, name)[first], getattr(self, name)[second]) for name in ("score", "dtypes", "names")
        }
        return replace(self, **both)


class _Labelled(NamedTuple):
    """Codes of the true labels and of those of one model, the labels, weights, and whether it gave scores."""

    true: IntArray
    pred: IntArray
    labels: tuple[Label, ...]
    weight: FloatArray | None
    scored: bool


def label_pairs(
    y_true: Any,
    given: Mapping[str, Any],
    *,
    threshold: Any,
    pos_label: Any,
    labels: Any,
    sample_weight: Any,
    of_table: bool = False,
) -> LabelPairs:
    """Line up labels that models predict, or that their scores predict at a threshold, by the names of arguments.

    Metrics `of_table` look at all labels alike; others are those of the positive label of two, or averages.
    """
    found = []
    for name, one in given.items():
        try:
            found.append(_labelled(y_true, one, threshold, pos_label, labels, sample_weight))
        except FigmeritError as error:
            raise _renamed(error, name) from None
    several = {name: part.labels for name, part in zip(given, found, strict=True)}
    universe = found[0].labels if labels is not None else _union(*several.values())
    places = [np.array([universe.index(label) for label in part.labels], dtype=np.int64) for part in found]
    pred = tuple(place[part.pred] for place, part in zip(places, found, strict=True))
    true = places[0][found[0].true]
    seen = universe if labels is not None else tuple(universe[code] for code in np.unique(true))
    scored = any(part.scored for part in found)
    positive = _positive_label(seen, several, universe, pos_label, of_table=of_table, scored=scored)
    ever = np.array([] if positive is None else [universe.index(positive)], dtype=np.int64)
    return LabelPairs(
        true=true,
        pred=pred,
        labels=universe,
        own=tuple(np.arange(len(universe)) if labels is not None else _occurring(true, one, ever) for one in pred),
        pos_label=positive,
        weight=_positive(found[0].weight),
    )


def _positive_label(
    seen: tuple[Label, ...],
    several: Mapping[str, tuple[Label, ...]],
    universe: tuple[Label, ...],
    pos_label: Any,
    *,
    of_table: bool,
    scored: bool,
) -> Label | None:
    """Return the positive label of the two that the truth holds, or else those of a model: others are negative then.

    A third label that a model predicts does not turn the metric of a positive label into an average unasked, of its own
    or of the other models.
    """
    two = next((own for own in (seen, *several.values()) if len(own) == 2), universe)
    found = pos_label_of(two, pos_label)
    if pos_label is None and found is not None and not of_table:
        for name, own in several.items():
            if beyond := [label for label in own if label not in two]:
                then = ", which takes others for negative"
                if not scored:  # scores of one label have no other averages
                    then += f", or labels={listing(universe, most=20)} for macro averages"
                rule = f"without labels beside {listing(two)} for the metric of the label {found!r}"
                raise invalid(name, rule, listing(beyond), option=OptionHint("pos_label", repr(found), then))
    return found


def score_pairs(
    y_true: Any, given: Mapping[str, Any], *, pos_label: Any, labels: Any, sample_weight: Any
) -> ScorePairs:
    """Line up the scores that models give the positive label, by the names of arguments."""
    found = []
    for name, one in given.items():
        try:
            rows = score_rows(y_true, one, pos_label=pos_label, labels=labels, sample_weight=sample_weight)
        except FigmeritError as error:
            raise _renamed(error, name) from None
        rows = rows.for_curves(pos_label)
        if rows.kind != "binary":
            got = f"scores of {len(rows.labels)} classes" if rows.kind == "multiclass" else "a multilabel target"
            option = OptionHint("pos_label", repr(rows.labels[0]), " sets it against the rest")
            raise invalid(name, "one score a sample for this metric", got, option=option)
        found.append(rows)
    return ScorePairs(
        positive=found[0].indicator,
        score=tuple(rows.y_score for rows in found),
        dtypes=tuple(rows.score_dtype for rows in found),
        weight=_positive(found[0].sample_weight),
        names=tuple(given),
    )


@dataclass(frozen=True, slots=True)
class RaterPairs:
    """The labels that two raters give the same samples, as codes into `labels`; `ordered` if these have an order."""

    first: IntArray
    second: IntArray
    labels: tuple[Label, ...]
    ordered: bool
    weight: FloatArray | None


def rater_pairs(first: Any, second: Any, *, labels: Any, sample_weight: Any, ordinal: bool) -> RaterPairs:
    """Line up the labels that two raters give.

    If their order matters, as `ordinal` says, it is that of `labels`, of ordered categories, or of numbers.
    """
    given = {"first": first, "second": second}
    codes = {name: factorized(values, name).in_one_axis() for name, values in given.items()}
    check_same_shape("first", codes["first"].shape, "second", codes["second"].shape)
    if len(codes["first"].shape) != 1:
        raise invalid("first", "of shape (n_samples,)", f"shape {codes['first'].shape}", "np.ravel(first)")
    order = labels if labels is not None or not ordinal else _order_of(given)
    seen = {name: part.seen for name, part in codes.items()}
    universe = label_universe({name: part.values[seen[name]] for name, part in codes.items()}, order)
    return RaterPairs(
        first=codes["first"].among(universe, seen["first"]).astype(np.int64),
        second=codes["second"].among(universe, seen["second"]).astype(np.int64),
        labels=universe,
        ordered=order is not None or not isinstance(universe[0], str),
        weight=_positive(check_weights(sample_weight, codes["first"].shape)),
    )


def _order_of(given: Mapping[str, Any]) -> list[Any] | None:
    """Return the categories of ordered categoricals; None if there are none, or if they hold not all labels."""
    found = [one for one in map(ordered_categories, given.values()) if one is not None]
    if not found:
        return None
    if any(one != found[0] for one in found):
        got = " and ".join(map(listing, found))
        option = OptionHint("labels", listing(dict.fromkeys(chain(*found)), most=20), ", in the order that is meant")
        raise invalid("the categories of first and second", "the same, in one order", got, option=option)
    return found[0]


def groups_of(clusters: Any, n: int) -> IntArray | None:
    """Return the code of each sample's cluster."""
    if clusters is None:
        return None
    places = Slices("{}", columns={"clusters": clusters}).places((n,))
    return np.asarray(places.codes[0], dtype=np.int64)


def _labelled(y_true: Any, given: Any, threshold: Any, pos_label: Any, labels: Any, sample_weight: Any) -> _Labelled:
    """Line up the true labels and those that one model predicts."""
    try:
        rows = label_rows(y_true, given, labels=labels, sample_weight=sample_weight, multilabel=False)
    except FigmeritError:
        scored = are_scores(given, y_true, threshold) or _are_fractions(given)
        if not scored:
            raise
        cut = score_rows(y_true, given, pos_label=pos_label, labels=labels, sample_weight=sample_weight)
        cut = cut.for_threshold(threshold)
        pred = cut.predict(threshold).ravel()
        return _Labelled(cut.codes.ravel(), pred, cut.labels, cut.sample_weight, scored=True)
    return _Labelled(rows.true.ravel(), rows.pred.ravel(), rows.labels, rows.sample_weight, scored=False)


def _are_fractions(values: Any) -> bool:
    """Tell whether values are numbers, and some are fractions."""
    try:
        numbers = check_scores(values, "y_score")[0]
    except FigmeritError:
        return False
    return bool(np.any(numbers != np.floor(numbers)))


def _positive(weight: FloatArray | None) -> FloatArray | None:
    """Return weights; some must be positive."""
    if weight is not None and not weight.any():
        raise invalid("sample_weight", "positive for some sample", "zeros only")
    return weight


def _occurring(*several: IntArray) -> IntArray:
    """Return the codes that occur, ascending."""
    return np.flatnonzero(np.bincount(np.concatenate(several)))


def _union(*several: tuple[Label, ...]) -> tuple[Label, ...]:
    return several[0] if len({*several}) == 1 else tuple(sorted({*chain(*several)}))


def _renamed(error: FigmeritError, name: str) -> FigmeritError:
    """Return an error about predictions as one about the argument that holds them, with hints that this call knows."""
    if error.option is not None and error.option.name not in KNOWN:
        error.change(option=None, hint="")
    return error.change(name=error.name.replace("y_pred", name).replace("y_score", name))
