"""How the difference of two confusion matrices is drawn: signed, in colours about zero."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import CenteredNorm

from figmerit._numbers import count_text, rounded
from figmerit.errors import invalid
from figmerit.plots._cell_texts import texts_of
from figmerit.plots._format import with_minus
from figmerit.plots._heatmap import DIVERGING, colormap
from figmerit.plots._matrix_style import DENOMINATOR, MANY, PRECISE, MatrixStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize

    from figmerit._arrays import Array

POINTS = " pp"
"""The unit of differences of shares."""


class DifferenceStyle(MatrixStyle):
    """Draws the matrix of one model less that of another, which is called by its name."""

    def __init__(self, *given: Any, baseline: str, **options: Any) -> None:
        super().__init__(*given, **options)
        self.baseline = baseline
        for name, value in {"vmin": self.scale.vmin, "norm": self.scale.given}.items():
            if value is not None:
                raise invalid(name, "left out with a baseline: colours are about zero, up to vmax", repr(value))
        if self.diagonal:
            raise invalid("diagonal", "left out with a baseline", repr(self.diagonal))

    def norm(self, matrices: list[Any]) -> Normalize:
        """Return colours of both signs, equally far from zero."""
        values = np.concatenate([self.values(matrix).ravel() for matrix in matrices])
        most = float(np.nanmax(np.abs(values), initial=0.0))
        return CenteredNorm(0.0, self.scale.vmax or most or 1.0)

    def colors(self, ax: Axes) -> Colormap:  # noqa: ARG002
        """Return the colours of both signs."""
        return colormap(DIVERGING) if self.cmap is None else self.cmap

    def _counts(self, matrix: Any) -> list[Array]:
        says = [self.format or count_text] if self.annotation.shows == "count" else [count_text]
        return [texts_of(matrix.counts, partial(_signed, say=say)) for say in says]

    def _shares(self, matrix: Any) -> list[Array]:
        shares = matrix.normalized(self.denominator)
        if self.format:
            return [texts_of(shares, self.format)]
        fine = min(self._wholes(one).max() for one in (matrix.matrix, matrix.baseline)) >= PRECISE
        unit = "" if len(matrix.labels) >= MANY else POINTS
        says = [partial(_points, fmt=fmt, unit=unit) for fmt in (("{:+.1%}", "{:+.0%}") if fine else ("{:+.0%}",))]
        return [texts_of(shares, say) for say in says]

    def what(self, matrices: list[Any]) -> str:
        """Say what the numbers in the cells are, of what, and whether the samples are the same."""
        shows, (matrix, *_) = self.annotation.shows, matrices
        counted = "weights" if matrix.weighted else "samples"
        said = f"{counted} more (+) or fewer (\N{MINUS SIGN}) than in {self.baseline}"
        if self.normalize or shows in ("percent", "both"):
            share = f"percentage points of {DENOMINATOR[self.denominator]}, less {self.baseline}"
            said = share if shows != "count" else f"{said}; coloured by {share}"
        if not matrix.same_samples:
            sizes = (f"{one.total:,.10g}" for one in (matrix.matrix, matrix.baseline))
            said += f"; not the same {counted}: {' against '.join(sizes)}"
        return said[:1].upper() + said[1:]


def _signed(value: float, say: Any) -> str:
    """Return a number with its sign, zero without one."""
    text = with_minus(say(value))
    return f"+{text}" if value > 0 else text


def _points(share: float, fmt: str, unit: str) -> str:
    """Return a difference of shares in percentage points."""
    return f"{with_minus(rounded(share, fmt)).removesuffix('%') if share else '0'}{unit}"
