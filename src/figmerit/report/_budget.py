"""What a page leaves out to stay below a size: in a stated order, and never the counts."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from figmerit._numbers import quantity
from figmerit.errors import invalid, listing
from figmerit.report._data import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from figmerit.report._data import Columns
    from figmerit.report._pack import Block

MOST_EXACT = 2_000_000
"""Rows whose scores are counted one by one; those of more are rounded to FEWER_BITS."""

FEWER_BITS = 12

BITS = None, 24, 20, 16, 14, 12, 10, 8, 6

FEWEST_ROWS = 1000
"""Rows that a table keeps for the sake of scores that are not rounded."""

FRACTIONS = 32
"""Thumbnails are left out in so many parts."""

OVERHEAD = 200
"""Bytes of an element that holds a column, beside its text."""


def first_plan(columns: Columns, max_rows: int) -> Plan:
    """Return all that there is, but for rows beyond limits."""
    given = columns.predictions
    bits = FEWER_BITS if columns.n > MOST_EXACT else None
    return Plan(len(given.thumbnails), len(given.columns), min(columns.n, max_rows), bits)


def sacrifices(first: Plan) -> dict[str, list[Any]]:
    """Return what may be left out, in this order, each from little to much."""
    rows = [first.rows]
    while rows[-1] > FEWEST_ROWS:
        rows.append(max(rows[-1] // 2, FEWEST_ROWS))
    return {
        "thumbnails": [first.thumbnails * k // FRACTIONS for k in range(FRACTIONS, -1, -1)],
        "columns": list(range(first.columns, -1, -1)),
        "rows": rows,
        "bits": list(BITS[BITS.index(first.bits) :]),
    }


def size_of(blocks: Mapping[str, Block]) -> int:
    """Return the bytes that columns take in a page."""
    return sum(len(block.text) + OVERHEAD for block in blocks.values())


def fitted(columns: Columns, max_rows: int, room: float, max_mb: float) -> Plan:
    """Return the plan that leaves out the least of those that need no more than so many bytes."""
    plan = first_plan(columns, max_rows)
    sizes = {plan: size_of(columns.blocks(plan))}

    def size(plan: Plan) -> int:
        if plan not in sizes:
            sizes[plan] = size_of(columns.blocks(plan))
        return sizes[plan]

    def gentlest(plan: Plan, name: str, options: Sequence[Any]) -> Plan:
        """Return the plan with the first option that fits; if none does, with the smallest."""
        plans = [replace(plan, **{name: option}) for option in options]
        if size(plans[0]) <= room:
            return plans[0]
        fitting = plans[min(bisect_left(plans, True, key=lambda one: size(one) <= room), len(plans) - 1)]
        return min(plans[0], fitting, key=size)

    options = sacrifices(plan)
    for name in options:
        if size(plan) > room:
            plan = gentlest(plan, name, options[name])
    if size(plan) <= room:  # of what was left out before the last thing some may have room again
        for name in reversed(options):
            plan = gentlest(plan, name, options[name])
    if size(plan) > room:
        needed = math.ceil(100 * max_mb + (size(plan) - room) / 1e4) / 100
        raise invalid("max_mb", f"at least {needed:g} here, for the pictures and the counts", f"{max_mb:g}")
    return plan


def left_out(columns: Columns, plan: Plan) -> list[str]:
    """Return in words what is not in a page."""
    given = columns.predictions
    found = [given.missing] if given.missing else []
    shown = columns.n_shown(plan)
    if shown < given.n_images:
        found.append(f"Only {shown:,} of {given.n_images:,} images are shown.")
    if plan.columns < len(given.columns):
        found.append(f"Left out of the table: {listing([one.name for one in given.columns[plan.columns :]])}.")
    if plan.rows < columns.n:
        table = f"The table holds {quantity(plan.rows, 'example', 'examples')} of {columns.n:,}, drawn at random"
        found.append(f"{table}; counts, curves and metrics are of all.")
    if plan.bits is not None:
        off = 100 * 2.0 ** (1 - plan.bits)
        found.append(
            f"Scores are rounded down by less than {off:.2g}% of their distance from 0, between 0.5 and 1 of that "
            "from 1. Counts are exact at each threshold that can be chosen; areas have bounds."
        )
    return found
