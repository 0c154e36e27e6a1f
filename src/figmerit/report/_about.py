"""What a page says about itself: its predictions, its intervals, what it was made with, and what was looked for."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import rounded
from figmerit.report._metrics import metrics_spec
from figmerit.report._values import clean
from figmerit.report._words_of_tabs import ABOUT, LOOKED_FOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from figmerit.checks.finding import Finding
    from figmerit.report._explorer import Explorer
    from figmerit.report._groups import Group
    from figmerit.report._predictions import Predictions

MADE_WITH = "figmerit", "scikit-learn", "numpy"
"""Packages whose numbers a page holds."""

MOST_NAMED = 12
"""Models, slices or classes that are named, at most."""

OF_MATRIX = "one-class", "tiny-class", "one-prediction", "no-better-than-majority", "recall-zero"
OF_ERRORS = "errors-in-a-cell", "errors-in-a-row", "errors-in-a-column", "errors-everywhere"
OF_CURVES = "one-class", "tiny-class", "hard-labels", "few-scores", "below-chance"
OF_SCORES = "logits-at-default-threshold", "not-probabilities"


def keys_of(found: Sequence[Finding], known: Iterable[str]) -> list[str]:
    """Return a name for each finding that no other one has: its id, with a number from the second one on."""
    keys: list[str] = []
    for finding in found:
        taken, key, n = {*known, *keys}, finding.id, 1
        while key in taken:
            n += 1
            key = f"{finding.id}.{n}"
        keys.append(key)
    return keys


def looked_for(explorer: Explorer, ignore: Iterable[str]) -> list[str]:
    """Return in words what was looked for in the predictions that are shown first."""
    given, results = explorer.columns.predictions, explorer.results
    several, has_scores = given.kind == "multilabel", any(run.scores is not None for run in given.runs)
    names = [
        *(OF_MATRIX if "matrix" in results else ()),
        *(OF_ERRORS if "matrix" in results and len(given.labels) > 2 else ()),
        *(OF_CURVES if "roc" in results else ()),
        *(OF_SCORES if has_scores and given.kind != "multiclass" else ()),
        *(["one-hot"] if several else ()),
    ]
    ignored = {ignore} if isinstance(ignore, str) else {*ignore}
    return [LOOKED_FOR[name] for name in dict.fromkeys(names) if name not in ignored]


def facts_of(explorer: Explorer, metrics: Mapping[str, Any], date: str, max_mb: float) -> dict[str, str]:
    """Return what a page says about itself, by the names of the facts; `metrics` are the caller's own."""
    given = explorer.columns.predictions
    n = f"{len(given.truth):,}"
    weighted = given.sample_weight is not None
    classes = ABOUT["labels" if given.kind == "multilabel" else "classes"]
    facts = {
        ABOUT["examples"]: ABOUT["weighted"].format(n=n) if weighted else n,
        ABOUT[given.runs_name]: _runs(explorer),
        ABOUT["subsets"]: "" if given.subsets is None else _subsets(given.subsets, given.first_subset),
        ABOUT["slices"]: _named([f"{one.name} ({len(one.values)})" for one in given.slices]),
        classes: f"{len(given.labels)}: {_named(given.display_labels)}",
        ABOUT["positive"]: _positive(given),
        ABOUT["intervals"]: _intervals(given),
        ABOUT["own"]: ", ".join(f"{clean(str(name))} {_text(value)}" for name, value in metrics.items())
        or ABOUT["noOwn"],
        ABOUT["limits"]: ABOUT["limit"].format(mb=f"{max_mb:g}", rows=f"{explorer.max_rows:,}"),
        ABOUT["date"]: date,
        ABOUT["versions"]: ", ".join(f"{name} {version(name)}" for name in MADE_WITH),
    }
    return {name: text for name, text in facts.items() if text}


def _runs(explorer: Explorer) -> str:
    """Return the names of models or checkpoints, and why one of them is shown first."""
    given = explorer.columns.predictions
    if len(given.runs) == 1:
        return ABOUT["alone"]
    names = f"{len(given.runs)}: {_named([run.name for run in given.runs])}"
    if explorer.select is None:
        return names
    subset = "" if given.subsets is None else f" on {given.subsets.values[given.first_subset]}"
    first = given.runs[explorer.first_run].name
    return ABOUT["opened"].format(names=names, name=first, metric=explorer.select, subset=subset)


def _subsets(subsets: Group, first: int) -> str:
    """Return the names of subsets with their sizes, and which is shown first."""
    sizes = np.bincount(subsets.codes.ravel(), minlength=len(subsets.values)).tolist()
    names = [f"{name} ({n:,})" for name, n in zip(subsets.values, sizes, strict=True)]
    return ABOUT["parts"].format(names=_named(names), first=subsets.values[first]) if names else ""


def _positive(given: Predictions) -> str:
    """Return which class is the positive one, or how labels are predicted."""
    if all(run.scores is None for run in given.runs):
        name = "" if given.positive is None else f"{given.display_labels[given.positive]}; "
        return name + ABOUT["hard"]
    if given.positive is not None:
        return ABOUT["called"].format(name=given.display_labels[given.positive])
    return ABOUT["each" if given.kind == "multilabel" else "highest"]


def _intervals(given: Predictions) -> str:
    """Name the numbers that have intervals, and the method of each interval."""
    spec = metrics_spec(weighted=given.sample_weight is not None)
    if spec["noInterval"]:
        return str(spec["noInterval"])
    names = [one["label"] for one in spec["metrics"] if one["interval"] and one["shown"]]
    auc, ap = spec["areaIntervals"].values()
    kinds = {
        ABOUT["wilson"].format(names=", ".join(names[:-1]) + f" and {names[-1]}"): True,
        ABOUT["areas"].format(auc=auc, ap=ap): any(run.scores is not None for run in given.runs),
        ABOUT["newcombe"]: bool(given.slices),
        ABOUT["paired"]: len(given.runs) > 1,
    }
    return "; ".join(text for text, has in kinds.items() if has)


def _named(names: Sequence[str]) -> str:
    """Return names one after the other, of many the first ones."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _text(value: Any) -> str:
    """Return a number of the caller's as it is shown."""
    return rounded(float(value)) if isinstance(value, int | float | np.number) else clean(str(value))
