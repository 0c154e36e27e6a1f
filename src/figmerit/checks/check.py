"""All checks of data or of a result."""

from __future__ import annotations

IDS = (
    *("one-class", "hard-labels", "few-scores", "below-chance", "swapped", "no-better-than-majority", "recall-zero"),
    *("rare-class", "one-prediction", "tiny-class", "tiny-slice", "repeated-ids", "not-probabilities", "chosen-here"),
    *("errors-in-a-cell", "errors-in-a-row", "errors-in-a-column", "errors-everywhere"),
)
"""The names of all findings."""

SEVERITIES = "error", "warning", "note"
"""The worst first."""
