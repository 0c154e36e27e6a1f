"""Curves of folds: one each, their vertical mean, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from figmerit._arrays import to_numpy
from figmerit.counts._input import columns_of
from figmerit.counts.evaluate import evaluate
from figmerit.errors import brief, invalid, wrong_type
from figmerit.inference.bands import POINTS, Band
from figmerit.inference.mean_curves import pr_at, roc_at
from figmerit.metrics.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

    from figmerit._arrays import FloatArray
    from figmerit.metrics._curves import Curve

AnyCurve = TypeVar("AnyCurve", bound="Curve")

RULE = "the fold of each sample, pairs (train, test) of places, or True with a list of pairs (y_true, y_score)"
COLUMN = "folds"
MOST = 4001
"""Rates at most at which the deviation of folds is found."""


def curve_of_folds(
    arrays: dict[str, Any],
    folds: Any,
    options: dict[str, Any],
    level: float | None,
    one: Callable[[Outcomes, float | None], AnyCurve],
    mean: Callable[[tuple[AnyCurve, ...]], tuple[FloatArray, FloatArray, list[float]]],
) -> AnyCurve:
    """Return the vertical mean of the curves of folds, with the curve of each and of all samples pooled.

    No interval of the mean is given: folds share rows to train with, so that no estimate of its variance is unbiased:
    Bengio and Grandvalet (2004), https://jmlr.org/papers/v5/grandvalet04a.html.
    """
    rows = _rows(folds=folds, **arrays)
    ids, repeated = rows.pop(COLUMN), rows.pop("repeated", False)
    found = evaluate(**rows, scored=True, by={COLUMN: ids}, **options)
    counts: Any = found.counted_scores
    if counts.per_class:
        hint = f"pos_label={counts.labels[0]!r} sets one class against the rest"
        raise invalid("folds", "left out for several classes", brief(folds), hint)
    codes, known = counts.codes_of(COLUMN), counts.slices[COLUMN]
    if len(known) < 2:
        raise invalid("folds", "of two or more", f"one: {known[0]!r}")
    name = found.names[counts.pos_label]
    parts = [counts.part(np.flatnonzero(codes == place)) for place in range(len(known))]
    curves = tuple(one(Outcomes.of(part, name), None) for part in parts)
    whole = one(Outcomes.of(counts.part(slice(None)), name), None if repeated else level)
    pooled = replace(whole, average="pooled")  # of samples that are in several folds there is no interval
    horizontal, vertical, areas = mean(curves)
    kind = pooled.kind
    points = dict(zip((*kind.axes, kind.area), (horizontal, vertical, float(np.mean(areas))), strict=True))
    names = tuple(str(label) for label in known)
    more: dict[str, Any] = {"average": "folds", "per_class": curves, "micro": pooled, "folds": names}
    return replace(pooled, **points, **more, outcomes=None, bounds=None, confidence_level=level)


def check_whole(**options: Any) -> None:
    """Raise for options that curves of folds do not have."""
    for name, value in options.items():
        if value is not None:
            raise invalid(name, "left out with folds", brief(value))


def spread_of(curve: Curve) -> Band:
    """Return the mean of folds, less and more a standard deviation of the folds' curves, at each rate."""
    x = getattr(curve, curve.kind.axes[0])
    vertices = [tuple(getattr(part, axis) for axis in curve.kind.axes) for part in curve.per_class]
    if curve.kind.area == "roc_auc":
        rates = np.union1d(x, np.linspace(0, 1, POINTS))  # between vertices the deviation is curved
        x = np.repeat(rates if len(rates) <= MOST else np.linspace(0, 1, MOST), 2)
        heights = [roc_at(one, x) for one in vertices]
    else:
        x = x if len(x) <= MOST else x[np.linspace(0, len(x) - 1, MOST).astype(np.int64)]
        steps = [pr_at((precision, recall), x) for recall, precision in vertices]
        x, heights = np.repeat(x, 2)[1:-1], [np.repeat(step, 2) for step in steps]
    mean, apart = np.mean(heights, axis=0), np.std(heights, axis=0, ddof=1)
    order = slice(None) if curve.kind.area == "roc_auc" else slice(None, None, -1)
    edges = (np.column_stack([x, np.clip(side, 0, 1)])[order] for side in (mean + apart, mean - apart))
    return Band(*edges)


def _rows(y_true: Any, y_score: Any, sample_weight: Any, data: Any, folds: Any) -> dict[str, Any]:
    """Return arrays of all folds one after the other, and the fold of each sample."""
    if isinstance(folds, Iterator):  # as splitters return it
        folds = list(folds)
    if folds is True:
        return _of_pairs(y_true, y_score, sample_weight)
    names = {"y_true": y_true, "y_score": y_score, "sample_weight": sample_weight}
    if _are_splits(folds):
        tests = [to_numpy(test, "folds") for _, test in folds]
        if any(test.dtype.kind not in "iu" for test in tests):
            raise wrong_type("folds", RULE, brief(folds))
        places = np.concatenate(tests)
        arrays: Any = {
            name: None if one is None else to_numpy(one, name) for name, one in columns_of(data, **names).items()
        }
        n = len(arrays["y_true"])
        if places.size and not 0 <= places.min() <= places.max() < n:
            wrong = places[(places < 0) | (places >= n)][0]
            raise invalid("folds", f"of places from 0 to {n - 1}", f"the place {wrong}")
        ids = np.repeat(np.arange(1, len(tests) + 1), [len(test) for test in tests])
        found = {name: None if one is None else one[places] for name, one in arrays.items()}
        return found | {COLUMN: ids, "repeated": len(np.unique(places)) < len(places)}
    if isinstance(folds, bool) or (np.ndim(folds) == 0 and not isinstance(folds, str)):
        raise wrong_type("folds", RULE, brief(folds))
    return columns_of(data, **names, folds=folds)


def _of_pairs(pairs: Any, y_score: Any, sample_weight: Any) -> dict[str, Any]:
    """Return the arrays of a list of pairs."""
    whole = isinstance(pairs, list | tuple) and all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs)
    if not whole or not pairs or y_score is not None or sample_weight is not None:
        raise wrong_type("folds", "the fold of each sample, unless y_true is a list of pairs", "True")
    sides = [[to_numpy(pair[side], name) for pair in pairs] for side, name in enumerate(("y_true", "y_score"))]
    ids = np.repeat(np.arange(1, len(pairs) + 1), [len(one) for one in sides[0]])
    for place, (true, score) in enumerate(zip(*sides, strict=True), start=1):
        if score.ndim != 1 or true.ndim != 1:
            got = f"shapes {true.shape} and {score.shape}"
            raise invalid(f"y_true and y_score of fold {place}", "one-dimensional", got)
        if len(true) != len(score):
            raise invalid(f"y_score of fold {place}", f"of length {len(true)}, as its y_true", f"length {len(score)}")
    return {"y_true": np.concatenate(sides[0]), "y_score": np.concatenate(sides[1]), "sample_weight": None, COLUMN: ids}


def _are_splits(folds: Any) -> bool:
    """Tell whether folds are pairs of arrays, as the splitters of scikit-learn give them."""
    return (
        isinstance(folds, list | tuple)
        and len(folds) > 0
        and all(
            isinstance(pair, tuple | list) and len(pair) == 2 and all(np.ndim(part) == 1 for part in pair)
            for pair in folds
        )
    )
