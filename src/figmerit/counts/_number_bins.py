"""Numbers as slices: cut at their quantiles or at given edges, in bins that are named by what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import check_numbers
from figmerit._validate import check_count
from figmerit.errors import brief, invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray

N_BINS = 4
"""Bins of slices of numbers, if none are given."""

MOST_VALUES = 12
"""Whole numbers that have up to so many distinct values are slices as they are."""

DIGITS = range(3, 18)
"""Significant digits of an edge: the fewest that leave the bins as they are; with the most of them it is a number."""

MOVED = 0.02
"""The share of numbers that may be in other bins as edges are rounded; one number may always be."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberBins:
    """The bin of each number: a place among `names`. A bin holds its lower edge, and not its upper one."""

    names: tuple[str, ...]
    codes: IntArray
    edges: tuple[float, ...]


def needs_bins(numbers: FloatArray) -> bool:
    """Tell whether numbers would make too many slices: fractions, and whole numbers of many values."""
    return bool((numbers != np.floor(numbers)).any()) or len(np.unique(numbers)) > MOST_VALUES


def binned(numbers: FloatArray, bins: Any, name: str, hint: str) -> NumberBins:
    """Return numbers in so many bins of about as many numbers each, or in those between given edges.

    The hint says how edges are typed.
    """
    if np.ndim(bins) == 0 and not isinstance(bins, str):
        return _between(numbers, _quantiles(numbers, check_count(name, bins)))
    return _between(numbers, _check_edges(bins, name, hint))


def _check_edges(bins: Any, name: str, hint: str) -> tuple[float, ...]:
    """Return edges that ascend."""
    if isinstance(bins, str):
        raise wrong_type(name, "a number of bins, or the edges between them", brief(bins), hint)
    edges = check_numbers(bins, name, hint).astype(np.float64)
    if edges.ndim != 1 or not np.isfinite(edges).all() or (np.diff(edges) <= 0).any():
        raise invalid(name, "finite numbers that ascend", brief(bins), hint)
    return tuple(edges.tolist())


def _quantiles(numbers: FloatArray, n_bins: int) -> tuple[float, ...]:
    """Return the edges of bins of about as many numbers, in few digits.

    Each is one of the numbers, and is then rounded down, so that equal numbers stay where they are. There are fewer
    edges where many numbers are equal; at least the lowest number is set apart.
    """
    shares = np.arange(1, n_bins) / n_bins
    exact = np.unique(np.quantile(numbers, shares, method="higher"))
    exact = exact[exact > numbers.min()]
    if n_bins > 1 and not exact.size:
        exact = np.unique(numbers)[1:2]
    size, wanted = len(exact) + 1, _places(numbers, exact)
    allowed = max(1, MOVED * len(numbers))
    for digits in DIGITS:
        down = Context(prec=digits, rounding=ROUND_FLOOR)
        edges = np.array([float(down.create_decimal(repr(edge))) for edge in exact.tolist()])
        if (np.diff(edges) <= 0).any():
            continue
        found = _places(numbers, edges)
        if np.bincount(found, minlength=size).all() and np.count_nonzero(found != wanted) <= allowed:
            return tuple(edges.tolist())
    return tuple(exact.tolist())


def _places(numbers: FloatArray, edges: FloatArray) -> IntArray:
    return np.asarray(np.searchsorted(edges, numbers, side="right"), dtype=np.int64)


def _between(numbers: FloatArray, edges: tuple[float, ...]) -> NumberBins:
    """Return the bins between edges that hold numbers; the first and the last one are open."""
    if not edges:
        low, high = (edge_text(end) for end in (float(numbers.min()), float(numbers.max())))
        name = low if low == high else f"{low} to {high}"
        return NumberBins((name,), np.zeros(len(numbers), dtype=np.int64), ())
    texts = list(map(edge_text, edges))
    names = [f"under {texts[0]}"]
    names += [f"{low} to {high}" for low, high in pairwise(texts)]
    names += [f"{texts[-1]} and over"]
    there, codes = np.unique(_places(numbers, np.array(edges)), return_inverse=True)
    return NumberBins(tuple(names[place] for place in there.tolist()), codes.ravel(), edges)


def edge_text(edge: float) -> str:
    """Return a number with all digits that it has."""
    text = f"{edge:,.10g}"
    return text if float(text.replace(",", "")) == edge else repr(edge)


def edges_text(edges: tuple[float, ...]) -> str:
    """Return edges in words."""
    *others, last = map(edge_text, edges)
    return f"{', '.join(others)} and {last}" if others else last
