"""Samples drawn again from counts, as if from rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from figmerit._arrays import IntArray


def resampled(
    positives: IntArray, negatives: IntArray, n_resamples: int, random_state: int | None
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield bootstrap samples of the rows behind counts: as many rows, drawn with replacement.

    Rows with one score and label cannot be told apart, so their numbers are drawn at once. A sample without
    positives or without negatives is drawn anew.
    """
    rng = np.random.default_rng(random_state)
    counts = np.concatenate([positives, negatives])
    n, size = int(counts.sum()), len(positives)
    while n_resamples:
        drawn = rng.multinomial(n, counts / n)
        if drawn[:size].any() and drawn[size:].any():
            n_resamples -= 1
            yield drawn[:size], drawn[size:]
