"""Bands behind curves, in their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._validate import USUAL_LEVEL, check_option
from figmerit.errors import invalid
from figmerit.metrics._bands import KINDS, why_no_band

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from figmerit.plots._curve_entries import Entry

BandKind: TypeAlias = Literal["simultaneous", "pointwise"] | None

COVER = 0.16
"""How much of what is below it a band covers."""

N_RESAMPLES = 500
"""Resamples of a band."""

FOLDS = "folds"
"""The kind of the band around a mean of folds."""

GID = "band"
"""What bands are called."""


def check_band(band: Any, entries: Sequence[Entry], scale: str) -> BandKind:
    """Return the kind of band, if there is one; some curve must be able to have it."""
    kind: Any = check_option("band", band, (None, *KINDS))
    if kind is None:
        return None
    if scale != "linear":
        raise invalid("band", "left out with fpr_scale='log'", repr(band))
    reasons = [why_no_band(entry.curve) for entry in entries if not entry.faint]
    if all(reasons):
        raise invalid("band", "left out where no curve has one", f"{band!r} for {reasons[0]}")
    found: BandKind = kind
    return found


def draw_band(ax: Axes, line: Line2D, curve: Any, kind: BandKind) -> None:
    """Draw the band of one curve, if it has one; around the mean of folds, how far they lie apart."""
    if curve.folds and not curve.undefined and ax.get_xscale() == "linear":
        found, gid = curve.spread(), f"{GID}:{FOLDS}:{len(curve.folds)}"
    elif kind is None or why_no_band(curve):
        return
    else:
        level = curve.confidence_level or USUAL_LEVEL
        found = curve.band(kind, confidence_level=level, n_resamples=N_RESAMPLES)
        gid = f"{GID}:{kind}:{100 * level:g}"
    corners = np.concatenate([found.upper, found.lower[::-1]])
    style: dict[str, Any] = {"facecolor": line.get_color(), "alpha": COVER, "linewidth": 0, "zorder": 1.3}
    (patch,) = ax.fill(corners[:, 0], corners[:, 1], **style)
    patch.set(gid=gid, label="_band")


def said_bands(ax: Axes) -> str:
    """Say what the bands on axes are, and how they were found."""
    kinds = dict.fromkeys(str(patch.get_gid()) for patch in ax.patches if str(patch.get_gid()).startswith(f"{GID}:"))
    said = []
    for gid in kinds:
        _, kind, number = gid.split(":")
        of_folds = f"± 1 standard deviation of {number} folds"
        said.append(of_folds if kind == FOLDS else f"{number}% {kind} (bootstrap, {N_RESAMPLES} resamples)")
    return f"band: {', '.join(said)}" if said else ""
