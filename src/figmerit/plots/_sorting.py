"""The order that a caller's sort_key asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figmerit._containers import is_missing
from figmerit.errors import called, invalid

if TYPE_CHECKING:
    from collections.abc import Sequence


def sorted_by(sort_key: Any, items: Sequence[Any], rule: str) -> list[int]:
    """Return the places of the items in the order of a caller's function; those for which it has no value come last."""
    keys = [called("sort_key", rule, sort_key, item) for item in items]
    last = [place for place, key in enumerate(keys) if is_missing(key)]  # comparisons with NaN tell nothing
    try:
        order = sorted(set(range(len(keys))) - set(last), key=keys.__getitem__)
    except Exception as error:
        raise invalid("sort_key", rule, f"{type(error).__name__}: {error}") from error
    return [*order, *last]
