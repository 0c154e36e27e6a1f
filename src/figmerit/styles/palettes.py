"""The few colours that carry meaning; all others are the user's own."""

from __future__ import annotations

REFERENCE = "0.5"
"""Lines to compare with: chance, baseline. Readable on white and on black."""
