"""The few colours that carry meaning; all others are the user's own."""

from __future__ import annotations

UNDEFINED_FACE = "#e8e8e8"
"""Behind cells without a value."""

UNDEFINED_HATCH = "#b0b0b0"
"""The hatching of cells without a value."""

REFERENCE = "0.5"
"""Lines to compare with: chance, baseline. Readable on white and on black."""
