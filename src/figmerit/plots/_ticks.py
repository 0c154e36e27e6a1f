"""Names along an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes


def label_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Name each row; names are texts, never mathematics."""
    ax.set_yticks(range(len(labels)), labels=list(labels), parse_math=False)
    ax.yaxis.minorticks_off()


def label_columns(ax: Axes, labels: Sequence[str]) -> None:
    """Name each column, slanted where names side by side would touch."""
    ax.set_xticks(range(len(labels)), labels=list(labels), parse_math=False)
    ax.xaxis.minorticks_off()
    if _too_wide(ax, labels):
        ax.tick_params(axis="x", labelrotation=45)
        for text in ax.get_xticklabels():
            text.set(ha="right", rotation_mode="anchor")


def _too_wide(ax: Axes, labels: Sequence[str]) -> bool:
    """Estimate whether horizontal labels would touch, at 0.6 of the font size a character."""
    size = ax.xaxis.get_major_ticks()[0].label1.get_fontproperties().get_size_in_points()
    width = ax.bbox.width / ax.figure.dpi * 72 / len(labels)
    longest = max(len(line) for label in labels for line in (label.splitlines() or [""]))
    return bool(0.6 * size * (longest + 1) > width)
