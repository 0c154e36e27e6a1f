"""What the four outcomes of a decision cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from figmerit._validate import check_number
from figmerit.errors import brief, did_you_mean, invalid, wrong_type
from figmerit.metrics.outcomes import NAMES

HINT = "cost={'fp': 1, 'fn': 5}"


def check_cost(cost: Any) -> dict[str, float]:
    """Return the cost of each outcome: of those named, or of a matrix in the layout of a confusion matrix."""
    rule = "a mapping of 'tp', 'fp', 'fn' and 'tn' to costs, or a matrix [[tn, fp], [fn, tp]]"
    if isinstance(cost, Mapping):
        for name in cost:
            if name not in NAMES:
                hint = did_you_mean(name, NAMES) or HINT
                raise invalid("the keys of cost", f"some of {', '.join(map(repr, NAMES))}", brief(name), hint)
        given = dict(cost)
    else:
        if isinstance(cost, str | bytes) or np.shape(cost) != (2, 2):
            raise wrong_type("cost", rule, brief(cost), HINT)
        (tn, fp), (fn, tp) = np.asarray(cost).tolist()
        given = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    costs = {name: check_number(f"the cost of {name}", given.get(name, 0.0)) for name in NAMES}
    if costs["fp"] <= costs["tn"] or costs["fn"] <= costs["tp"]:
        got = ", ".join(f"{name}: {value:g}" for name, value in costs.items())
        raise invalid("cost", "higher for a mistake (fp, fn) than for the right answer (tn, tp)", got, HINT)
    return costs


def cost_text(cost: Mapping[str, float]) -> str:
    """Return "cost for FP 1, FN 5": the outcomes that cost something."""
    parts = ", ".join(f"{name.upper()} {cost[name]:g}" for name in ("fp", "fn", "tp", "tn") if cost[name])
    return f"cost for {parts}"


def iso_cost_slope(cost: Mapping[str, float], prevalence: float) -> float:
    """Return the slope of the lines of equal expected cost in a ROC diagram.

    https://doi.org/10.1023/A:1007601015854
    """
    if prevalence == 0:
        return math.inf
    return (cost["fp"] - cost["tn"]) / (cost["fn"] - cost["tp"]) * (1 - prevalence) / prevalence
