"""What the metrics of slices say in words: a table, and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import quantity, rounded
from figmerit.metrics._bounds import Bounded

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray, IntArray
    from figmerit._validate import Label


DIFFERS = "all other slices (5%, Benjamini-Hochberg)"
"""What some slices differ from, and how that was found."""


class SliceText(Bounded):
    """Base of the metrics of slices, which have these fields."""

    __slots__ = ()
    grid: FloatArray
    n: IntArray | None
    row_labels: tuple[Label, ...]
    col_labels: tuple[Label, ...]
    metric_name: str
    reasons: tuple[str, ...]
    greater_is_better: bool | None
    row_name: str | None
    col_name: str | None
    differ: Any

    def to_text(self) -> str:
        """Return the value of each slice, and how many samples it has, as lines.

        Returns
        -------
        str
            One line a slice below a line of headings; an undefined value is "n/a", with its reason. Values with a
            star are of slices that differ from all others.
        """
        columns: dict[str, Any] = self._columns()
        several = len(self.col_labels) > 1
        heads = [self.row_name or "row", *([self.col_name or "column"] if several else []), self.metric_name]
        names = [map(str, columns["row"]), *([map(str, columns["col"])] if several else [])]
        stars = np.where(self.differ.ravel(), "*", " " if self.differ.any() else "").tolist()
        of_cells = zip(columns["value"].tolist(), self.reasons, stars, strict=True)
        values = [rounded(value) + star if not reason else f"n/a ({reason})" for value, reason, star in of_cells]
        cells = [*names, values]
        if self.n is not None:
            heads, cells = [*heads, "n"], [*cells, [f"{size:,}" for size in self.n.ravel().tolist()]]
        lines = [heads, *zip(*cells, strict=True)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        found = ["  ".join(map(str.rjust, line, widths)) for line in lines]
        return "\n".join([*found, *([f"* differs from {DIFFERS}"] if self.differ.any() else [])])

    def alt_text(self) -> str:
        """Say in a sentence or two what the grid shows."""
        size = f"{len(self.row_labels)} by {len(self.col_labels)} slices"
        if np.isnan(self.grid).all():
            return f"{self.metric_name} of {size}: undefined in all."
        low, high = int(np.nanargmin(self.grid)), int(np.nanargmax(self.grid))
        lowest, highest = rounded(self.grid.flat[low]), rounded(self.grid.flat[high])
        text = f"{self.metric_name} of {size}: {lowest} wherever it is defined."
        if self.grid.flat[low] < self.grid.flat[high]:
            word = "lowest" if self.greater_is_better is None else "worst"
            row, col = divmod(high if self.greater_is_better is False else low, len(self.col_labels))
            where = f"row {str(self.row_labels[row])!r}, column {str(self.col_labels[col])!r}"
            text = f"{self.metric_name} of {size}: from {lowest} to {highest}, {word} in {where}."
        if n_differ := int(self.differ.sum()):
            text += f" {quantity(n_differ, 'slice differs', 'slices differ')} from all others (5%, Benjamini-Hochberg)."
        return text + (f" Undefined in {len(self.undefined)} of {self.grid.size} slices." if self.undefined else "")

    def __repr__(self) -> str:
        """Show the metric, the size and the range."""
        shown = "all undefined"
        if not np.isnan(self.grid).all():
            shown = f"{np.nanmin(self.grid):.6g} to {np.nanmax(self.grid):.6g}"
            shown += f", {len(self.undefined)} undefined" if self.undefined else ""
        return f"SliceMetrics({self.metric_name} of {len(self.row_labels)} x {len(self.col_labels)} slices: {shown})"
