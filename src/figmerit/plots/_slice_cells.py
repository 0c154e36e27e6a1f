"""What the cells of a slice heatmap show: values, numbers of samples, intervals, and means apart from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

import numpy as np

from figmerit._validate import check_option
from figmerit.errors import invalid
from figmerit.plots._cell_texts import Annotation, texts_of
from figmerit.plots._format import Format, formatter, usual_formats

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from figmerit._arrays import Array, FloatArray, IntArray
    from figmerit.metrics.slice_metrics import SliceMetrics

    Say: TypeAlias = Callable[[float], str]

Means: TypeAlias = Literal["rows", "cols"]
Content: TypeAlias = Literal["value", "n", "both", "interval", False]
Annotate: TypeAlias = Literal["value", "n", "both", "interval"] | bool | None

UNDEFINED = "n/a"
"""What cells without a value say."""

MEAN = "mean"
"""What rows and columns of means are called."""

GAP = 0.25
"""The distance of means from the other cells, as a share of a cell."""


class ShownMeans(NamedTuple):
    """Whether the means of rows and of columns are shown."""

    of_rows: bool
    of_cols: bool

    @classmethod
    def checked(cls, means: Any) -> ShownMeans:
        """Return which means a caller asks for."""
        means = check_option("means", means, (False, True, "rows", "cols"))
        return cls(means in (True, "rows"), means in (True, "cols"))


@dataclass(frozen=True, slots=True)
class Block:
    """Cells: the middle of the first one, their values, and their texts, from long to short."""

    corner: tuple[float, float]
    values: FloatArray
    texts: list[Array]


def blocks_of(
    slices: SliceMetrics, means: ShownMeans, annotation: Annotation, formats: Sequence[Say], *, explained: bool
) -> list[Block]:
    """Return the cells of the slices, and the means of their rows and columns if they are shown."""
    n_rows, n_cols = slices.grid.shape
    shows = annotation.of(slices.grid.size)
    if not shows:
        formats = []
    texts = partial(_texts_of_values, formats=formats, explained=explained)
    own = _with_more(texts(slices.grid), slices, shows, formats, forced=annotation.forced)
    blocks = [Block((0, 0), slices.grid, own)]
    if means.of_rows:
        rows = slices.row_means()[:, None]
        blocks.append(Block((n_cols + GAP, 0), rows, texts(rows)))
    if means.of_cols:
        cols = slices.col_means()[None]
        blocks.append(Block((0, n_rows + GAP), cols, texts(cols)))
    return blocks


def _texts_of_values(values: FloatArray, formats: Sequence[Say], *, explained: bool) -> list[Array]:
    """Return values as texts, from long to short.

    Without formats, cells without a value say so all the same, unless a colour bar has `explained` it.
    """
    if formats or explained:
        return [texts_of(values, say, UNDEFINED) for say in formats]
    return [np.where(np.isnan(values), UNDEFINED, "").astype(object)]


def _with_more(
    values: list[Array], slices: SliceMetrics, shows: Content, formats: Sequence[Say], *, forced: bool
) -> list[Array]:
    """Return what cells say, from long to short: values above what else is known of them, or that alone."""
    if shows == "interval" and slices.intervals is not None:
        low, high = (slices.intervals.ends["value"][..., end] for end in (0, 1))
        more = ["\n[" + texts_of(low, say) + ", " + texts_of(high, say) + "]" for say in formats]
        more = [np.where(np.isnan(low), "", text) for text in more]
    elif shows in ("n", "both"):
        n = texts_of(cast("IntArray", slices.n), "n={}".format)
        if shows == "n":
            return [n]
        more = ["\n" + n] * len(formats)
    else:
        return values
    both = [value + text for value, text in zip(values, more, strict=True)]
    return both if forced else [*both, values[-1]]


def formats_of(annot_fmt: Format | None, values: FloatArray) -> list[Say]:
    """Return how values are written, from long to short; the caller's own format is kept."""
    return [formatter("annot_fmt", fmt) for fmt in (usual_formats(values) if annot_fmt is None else [annot_fmt])]


def check_annotate(annotate: Any, slices: SliceMetrics) -> Annotation:
    """Return what cells say."""
    choices, default = ("value", "n", "both", "interval"), "value" if slices.n is None else "both"
    annotation = Annotation.checked(annotate, choices, default)
    if annotation.shows in ("n", "both") and slices.n is None:
        rule = "'value', True or False where the numbers of samples are unknown"
        raise invalid("annotate", rule, repr(annotate), "compute_slice_metrics(...) counts them")
    if annotation.shows == "interval" and (slices.intervals is None or slices.intervals.reason):
        rule = "'value', 'n' or 'both' where there are no intervals"
        why = "" if slices.intervals is None else f" ({slices.intervals.reason})"
        hint = "Accuracy has them, precision, recall and F1 of the positive label have, without weights"
        raise invalid("annotate", rule + why, repr(annotate), hint)
    return annotation
