"""What attributes of results are called here, where somebody knows them by another library's names."""

from __future__ import annotations

import re
from typing import Any

from figmerit._synonyms import ATTRIBUTES
from figmerit.errors import did_you_mean


def missing_attribute(result: Any, name: str) -> str:
    """Return the message for an attribute that a result does not have."""
    kind = type(result).__name__
    message = f"{kind} has no attribute {name!r}."
    hint = "" if name.startswith("_") else _meant(result, kind, name)
    return f"{message}\nHint: {hint}" if hint else message


def _meant(result: Any, kind: str, name: str) -> str:
    known = [one for one in dir(type(result)) if not one.startswith("_")]
    meant = ATTRIBUTES.get(kind, {}).get(name) or ATTRIBUTES[""].get(name)
    if meant is not None and meant.partition(".")[0].partition("(")[0] in (*known, "choose_threshold"):
        return f"It is .{meant} here."
    of_interval = re.fullmatch(r"(\w+?)_(ci|interval|low|high|lower|upper)", name)
    if of_interval and of_interval[1] in (getattr(getattr(result, "intervals", None), "ends", None) or ()):
        return f"It is .intervals[{of_interval[1]!r}] here."
    try:
        result[name]
    except (KeyError, TypeError):
        return did_you_mean(name, known)
    return f"It is result[{name!r}] here."
