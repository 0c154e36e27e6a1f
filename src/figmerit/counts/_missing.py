"""Rows without a score: they raise, or are left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._validate import check_option
from figmerit.errors import OptionHint, invalid, warn

if TYPE_CHECKING:
    from figmerit._arrays import BoolArray
    from figmerit.counts._rows import ScoreRows


def check_nan_policy(nan_policy: Any) -> str:
    """Return what is done about missing scores."""
    return str(check_option("nan_policy", nan_policy, ("raise", "drop")))


def missing_rows(rows: ScoreRows) -> BoolArray:
    """Tell which rows lack a score."""
    if not np.isnan(rows.y_score.min()):
        return np.zeros(len(rows.y_score), dtype=bool)
    missing: BoolArray = np.atleast_1d(np.isnan(rows.y_score).reshape(len(rows.y_score), -1).any(axis=1))
    return missing


def without_missing(rows: ScoreRows, missing: BoolArray, nan_policy: str) -> ScoreRows:
    """Return the rows that are not `missing`; raise if some are, unless they may be dropped."""
    n_missing, n = int(missing.sum()), missing.size
    if not n_missing:
        return rows
    if nan_policy == "raise":
        got, option = f"NaN in {n_missing} of {n} rows", OptionHint("nan_policy", "'drop'")
        raise invalid("y_score", "without missing values", got, "Drop those rows", option)
    if n_missing == n:
        raise invalid("y_score", "without missing values in some row", f"NaN in all {n} rows")
    warn(f"Dropped {n_missing} of {n} rows, whose score is missing: {lost(rows, missing)}.")
    return kept_rows(rows, ~missing)


def lost(rows: ScoreRows, missing: BoolArray) -> str:
    """Return in words how many rows of each label are missing."""
    counts = rows.indicator[missing].sum(axis=0)
    if rows.kind == "binary":
        counts = np.bincount(rows.codes[missing], minlength=len(rows.labels))
    names = zip(rows.display_labels, counts.tolist(), strict=True)
    return ", ".join(f"{count} of {name!r}" for name, count in names if count) or "none of a label"


def kept_rows(rows: ScoreRows, kept: BoolArray) -> ScoreRows:
    """Return some of the rows."""
    weight = None if rows.sample_weight is None else rows.sample_weight[kept]
    return replace(rows, codes=rows.codes[kept], y_score=rows.y_score[kept], sample_weight=weight, kept=kept)
