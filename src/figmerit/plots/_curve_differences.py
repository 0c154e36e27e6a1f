"""How much the areas of models differ from that of the first one, in the legend of their curves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import rounded
from figmerit._validate import check_keys
from figmerit.errors import FigmeritError, brief, invalid, listing, wrong_type
from figmerit.metrics.catalog import display_name
from figmerit.metrics.comparison import Comparison, compare_models
from figmerit.plots._format import with_minus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from figmerit.plots._record import PlotRecord

RULE = "a Comparison, a mapping of names to these, or True with one y_true and a mapping of scores"
KNOWN = "data", "pos_label", "labels", "sample_weight", "confidence_level"
"""The options of curves that comparisons have too."""

ALIKE = 1e-9
"""How far the area of a curve may be from that of its comparison."""


def differences_of(
    comparison: Any, y_true: Any, y_score: Any, options: Mapping[str, Any], metric: str, curves: Mapping[Any, Any]
) -> dict[str, Comparison]:
    """Return the comparison of each model with the first one; of results it is the caller's."""
    if comparison is None or comparison is False:
        return {}
    for name in ("folds", "thresholds"):
        if options.get(name) is not None:
            raise invalid("comparison", f"left out with {name}", brief(comparison))
    if comparison is True:
        found: Any = _compared(y_true, y_score, options, metric)
    elif isinstance(comparison, Comparison):
        found = {comparison.names[1]: comparison}
    elif isinstance(comparison, Mapping):
        found = check_keys("comparison", comparison)
    else:
        raise wrong_type("comparison", RULE, brief(comparison))
    known, differences = [str(name) for name in curves], {**found}
    for name, one in differences.items():
        if not isinstance(one, Comparison):
            raise wrong_type(f"comparison[{name!r}]", "a Comparison", brief(one))
        if one.metric != metric:
            raise invalid(
                "comparison", f"one of {metric!r}", repr(one.metric), f"compare_models(..., metric={metric!r})"
            )
        for model in (name, one.names[0]):
            if model not in known:
                raise invalid("comparison", f"of models that are drawn, {listing(known)}", repr(model))
    check_areas(differences, {str(name): getattr(curve, metric) for name, curve in curves.items()})
    return differences


def _compared(y_true: Any, y_score: Any, options: Mapping[str, Any], metric: str) -> Any:
    """Compare the scores of several models for one y_true."""
    if not isinstance(y_score, Mapping) or len(y_score) < 2:
        rule = "given as a Comparison where models do not come as a mapping of two scores or more for one y_true"
        raise invalid("comparison", f"{rule}: samples must be the same", "True")
    (base, first), *others = ((str(name), scores) for name, scores in y_score.items())
    shared = {name: options[name] for name in KNOWN if name in options}
    try:
        return compare_models(y_true, first, dict(others), metric=metric, names=base, **shared)
    except FigmeritError as error:
        rule = "left out where models cannot be compared"
        raise invalid("comparison", rule, f"True: {str(error).splitlines()[0].rstrip('.')}") from None


def check_areas(differences: Mapping[str, Comparison], areas: Mapping[str, float]) -> None:
    """Raise if a comparison is not one of the curves that are drawn."""
    for name, one in differences.items():
        for model, value in zip((one.names[0], name), one.values, strict=True):
            area = areas[model]
            if not (np.isnan(area) and np.isnan(value)) and not abs(area - value) <= ALIKE:
                got = f"{rounded(value)} for {model!r}, whose curve has {rounded(area)}"
                raise invalid("comparison", "of the curves that are drawn", got)


def in_parentheses(difference: Comparison | None) -> list[str]:
    """Return the difference of a model from another with its interval, as its entry in a legend has it."""
    if difference is None or np.isnan(difference.difference):
        return []
    ends = ""
    if difference.interval is not None:
        low, high = map(rounded, difference.interval)
        ends = f" [{low}, {high}]"
    return [with_minus(f"{rounded(difference.difference, '{:+.3f}')}{ends}")]


def said_differences(records: Iterable[PlotRecord]) -> str:
    """Say from what models the areas differ, and how the intervals were found."""
    found = [one for record in records if (one := record.options["difference"]) is not None]
    if not found:
        return ""
    bases = dict.fromkeys(one.names[0] for one in found)
    kinds = dict.fromkeys(
        one.intervals.label for one in found if one.intervals is not None and one.interval is not None
    )
    said = f"in parentheses: difference in {display_name(found[0].metric)} from {', '.join(bases)}"
    said += f", {', '.join(kinds)}" if kinds else ""
    reasons = dict.fromkeys(why for one in found for why in one.undefined.values())
    return f"{said} ({', '.join(reasons)})" if reasons else said
