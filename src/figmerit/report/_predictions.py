"""The predictions that a page explores, as codes of labels, scores and groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit.checks._of_labels import one_hot
from figmerit.checks._of_scores import check_range
from figmerit.errors import unknown_option
from figmerit.metrics import catalog
from figmerit.metrics.metric_summary import compute_metric_summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.checks.finding import Finding
    from figmerit.counts._rows import Kind
    from figmerit.report._groups import Group

FIRST = ("validation", "valid", "val", "dev")
"""Names of the subset that is shown first."""

SELECT = "f1", "accuracy", "roc_auc", "average_precision"
"""The metrics that choose a checkpoint, of which more is better."""


def order_of(n: int) -> IntArray:
    """Return the order in which a page keeps so many rows."""
    return np.random.default_rng(0).permutation(n)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """The predictions of a model, or of one of its checkpoints.

    `predicted` are codes of labels, of several labels one column each; `scores` are those of the positive label, or one
    column a label, or None.
    """

    name: str
    predicted: IntArray
    scores: FloatArray | None
    score_dtype: Any

    def scores_of(self, label: int) -> FloatArray:
        """Return the scores of a label."""
        scores = np.asarray(self.scores)
        return scores if scores.ndim == 1 else scores[:, label]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of the caller's own: its key in the page, its name and its values."""

    key: str
    name: str
    values: Array


@dataclass(frozen=True, eq=False)
class Predictions:
    """All that a page explores, one row an example.

    `truth` are codes of labels; of several labels an indicator, one column each, which may be `one_hot` without anybody
    having said that it is one. `thresholds` are those shown first, one a label; `by` is what cells show first.
    `shape` is that of all examples that were given; if some were left out, as a score is missing, `kept` are the places
    of the others among them, and `missing` says how many went.
    """

    kind: Kind
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    pos_label: Label | None
    truth: IntArray
    runs: tuple[Run, ...]
    runs_name: str
    subsets: Group | None
    slices: tuple[Group, ...]
    ids: Array | None
    columns: tuple[Column, ...]
    thresholds: tuple[float, ...]
    by: str
    shape: tuple[int, ...]
    sample_weight: FloatArray | None = None
    kept: IntArray | None = None
    missing: str = ""
    one_hot: bool = False
    n_images: int = 0
    thumbnails: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def order(self) -> IntArray:
        """All rows in the order in which a page keeps them if not all: by chance, but always the same."""
        return order_of(len(self.truth))

    @property
    def positive(self) -> int | None:
        """The code of the positive label, if there is one."""
        return self.labels.index(self.pos_label) if self.kind == "binary" else None

    def has_label(self, label: int) -> BoolArray:
        """Tell which examples have a label."""
        return np.equal(self.truth[:, label], 1) if self.kind == "multilabel" else np.equal(self.truth, label)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The subsets, if there are any, and then the slices."""
        return (*(() if self.subsets is None else (self.subsets,)), *self.slices)

    def findings(self) -> Iterator[Finding]:
        """Yield what would mislead of the whole: what labels are, and where their scores are cut at first."""
        if self.one_hot:
            yield one_hot()
        for run in self.runs if self.kind != "multiclass" else ():
            if run.scores is not None:
                for finding in check_range(run.scores, run.score_dtype, cut=set(self.thresholds) == {0.5}):
                    named = f"{run.name}: {finding.sentence}" if len(self.runs) > 1 else finding.sentence
                    yield replace(finding, sentence=named)

    def weighs(self, rows: BoolArray) -> bool:
        """Tell whether some of the examples that are shown first, and weigh something, are among those."""
        weight = self.sample_weight
        return bool((rows if weight is None else rows & (weight > 0))[self.first_rows].any())

    def first_weight(self) -> FloatArray | None:
        """Return the weights of what is shown first, if there are any."""
        return None if self.sample_weight is None else self.sample_weight[self.first_rows]

    @property
    def first_subset(self) -> int:
        """The code of the subset that is shown first: the validation data if there are any."""
        values = () if self.subsets is None else tuple(value.lower() for value in self.subsets.values)
        return next((values.index(name) for name in FIRST if name in values), 0 if values else -1)

    @property
    def first_rows(self) -> Any:
        """Which examples are shown first."""
        return slice(None) if self.subsets is None else self.subsets.codes.ravel() == self.first_subset

    def best_run(self, select: str) -> int:
        """Return the checkpoint that is best on what is shown first, the earliest of equals; of models the first."""
        name = _selected(select)
        if self.runs_name != "checkpoint":
            return 0
        rows, labels = self.first_rows, np.arange(len(self.labels))
        values = []
        for run in self.runs:
            summary = compute_metric_summary(
                self.truth[rows],
                y_score=np.asarray(run.scores)[rows],
                threshold=list(self.thresholds) if self.kind == "multilabel" else self.thresholds[0],
                labels=labels,
                pos_label=self.positive,
                sample_weight=self.first_weight(),
                confidence_level=None,
                multilabel=True if self.kind == "multilabel" else None,
            ).overall
            known = [one for one in (name, f"macro_{name}", f"subset_{name}") if one in summary]
            values.append(summary[known[0]] if known else np.nan)
        return int(np.nanargmax(values)) if not np.isnan(values).all() else 0

    def best_in(self, select: str) -> str:
        """Return what the metric that chooses a checkpoint is called on the page."""
        metric = catalog.CATALOG[_selected(select)]
        averages = {"binary": "", "multilabel": "subset " if metric.name == "accuracy" else "macro "}
        return averages.get(self.kind, "" if metric.name == "accuracy" else "macro ") + metric.display_name


def _selected(select: Any) -> str:
    """Return the catalog's name of the metric that chooses a checkpoint."""
    metric = catalog.find(select) if isinstance(select, str) else None
    if metric is None or not any(metric is catalog.find(one) for one in SELECT):
        raise unknown_option("select", select, SELECT)
    return metric.name
