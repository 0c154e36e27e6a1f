"""The predictions that a page explores, as codes of labels, scores and groups."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._arrays import to_numpy
from figmerit._containers import column_names, is_missing
from figmerit._validate import check_keys, check_same_shape
from figmerit.checks._of_labels import one_hot
from figmerit.checks._of_scores import check_range
from figmerit.counts._columns import is_one_hot
from figmerit.counts._input import factorized_slices, slice_labels
from figmerit.counts._label_rows import LabelRows, label_rows
from figmerit.counts._labels import display_labels_of
from figmerit.counts._rows import score_rows
from figmerit.errors import FigmeritError, brief, invalid, listing, unknown_option, wrong_type
from figmerit.metrics import catalog
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.report._thumbnails import thumbnails

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from figmerit._arrays import Array, BoolArray, FloatArray, IntArray
    from figmerit._validate import Label
    from figmerit.checks.finding import Finding
    from figmerit.counts._rows import Kind

FIRST = ("validation", "valid", "val", "dev")
"""Names of the subset that is shown first."""

LARGEST = 2**53
"""Whole numbers up to here are exact as numbers of a page."""

SELECT = "f1", "accuracy", "roc_auc", "average_precision"
"""The metrics that choose a checkpoint, of which more is better."""


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
class Group:
    """A column that says in which subset or slice each example is."""

    name: str
    values: tuple[str, ...]
    codes: IntArray


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
    having said that it is one.
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
                for finding in check_range(run.scores, run.score_dtype, cut=True):
                    named = f"{run.name}: {finding.sentence}" if len(self.runs) > 1 else finding.sentence
                    yield replace(finding, sentence=named)

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
                labels=labels,
                pos_label=self.positive,
                confidence_level=None,
                multilabel=True if self.kind == "multilabel" else None,
            ).overall
            known = [one for one in (name, f"macro_{name}", f"subset_{name}") if one in summary]
            values.append(summary[known[0]] if known else np.nan)
        return int(np.nanargmax(values)) if not np.isnan(values).all() else 0


def _selected(select: Any) -> str:
    """Return the catalog's name of the metric that chooses a checkpoint."""
    metric = catalog.find(select) if isinstance(select, str) else None
    if metric is None or not any(metric is catalog.find(one) for one in SELECT):
        raise unknown_option("select", select, SELECT)
    return metric.name


def predictions_of(
    y_true: Any,
    y_score: Any,
    *,
    y_pred: Any,
    models: Any,
    epochs: Any,
    pos_label: Label | None,
    labels: Any,
    display_labels: Any,
    subsets: Any,
    slices: Any,
    ids: Any,
    images: Any,
    columns: Any,
    multilabel: bool | None,
    max_rows: int,
    room: float,
) -> Predictions:
    """Return the predictions of arrays, after everything about them has been checked.

    Thumbnails are made of the rows that a table can have, until they take more bytes than there is `room` for.
    """
    given, runs_name, are_labels = _runs_given(y_score, y_pred, models, epochs)
    options = {"labels": labels, "display_labels": display_labels, "multilabel": multilabel}
    if are_labels and pos_label is not None:
        hint = "The page shows precision and recall of each class"
        raise invalid("pos_label", "left out where labels are predicted", brief(pos_label), hint)
    targets: dict[str, Any] = {}
    for name, run in given.items():
        with _naming(name, len(given)):
            if are_labels:
                targets[name] = label_rows(y_true, run, labels=options["labels"], multilabel=multilabel)
            else:
                targets[name] = _scored(y_true, run, pos_label, options)
        if targets[name].kind == "multilabel":
            options["labels"] = targets[name].labels  # by which the columns of the other models are found
    _check_alike(given, targets)
    first = next(iter(targets.values()))
    kind: Kind = "multiclass" if are_labels and first.kind == "binary" else first.kind
    truth = _flat(first, first.true if are_labels else first.codes)
    shape = to_numpy(y_true, "y_true").shape[: 1 if kind == "multilabel" else None]
    groups = {name: (f"slices[{name!r}]", values) for name, values in _named("slices", slices).items()}
    pictures = (0, {}) if images is None else thumbnails(images, shape, order_of(len(truth)), max_rows, room)
    return Predictions(
        kind=kind,
        labels=first.labels,
        display_labels=tuple(map(clean, display_labels_of(display_labels, first.labels))),
        pos_label=None if are_labels else first.pos_label,
        truth=truth,
        runs=tuple(_run(clean(name), target) for name, target in targets.items()),
        runs_name=runs_name,
        subsets=None if subsets is None else _group("subset", "subsets", subsets, shape),
        slices=tuple(_group(key, name, values, shape) for key, (name, values) in groups.items()),
        ids=None if ids is None else _values(ids, "ids", shape),
        columns=tuple(_columns(columns, shape)),
        one_hot=multilabel is None and kind == "multilabel" and is_one_hot(truth),
        n_images=pictures[0],
        thumbnails=pictures[1],
    )


def _run(name: str, target: Any) -> Run:
    """Return the predictions of a target."""
    if isinstance(target, LabelRows):
        return Run(name, _flat(target, target.pred), None, None)
    return Run(name, _flat(target, target.predict()), target.y_score, target.score_dtype)


def order_of(n: int) -> IntArray:
    """Return the order in which a page keeps so many rows."""
    return np.random.default_rng(0).permutation(n)


def clean(text: Any) -> str:
    """Return a text that pages and figures can hold: control characters and halves of letters become "�"."""
    whole = "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in str(text))
    return whole.encode("utf-8", "replace").decode()


@contextmanager
def _naming(name: str, several: int) -> Iterator[None]:
    """Say of which of several models an error is."""
    try:
        yield
    except FigmeritError as error:
        if several > 1:
            error.change(about=clean(name))
        raise


def _scored(y_true: Any, y_score: Any, pos_label: Any, options: dict[str, Any]) -> Any:
    """Return the target of scores, of which two columns are those of a binary one."""
    target = score_rows(y_true, y_score, pos_label=pos_label, **options)
    return target.for_curves(pos_label) if len(target.labels) == 2 or pos_label is not None else target


def _runs_given(y_score: Any, y_pred: Any, models: Any, epochs: Any) -> tuple[dict[str, Any], str, bool]:
    """Return the predictions of each model or checkpoint, what these are called, and whether they are labels."""
    given = {"y_score": y_score, "y_pred": y_pred, "models": models, "epochs": epochs}
    several = [name for name, value in given.items() if value is not None]
    hint = "report_classification(y_true, y_score), or models={'baseline': y_score, 'tuned': other_score}"
    if len(several) != 1:
        rule = "y_score, y_pred, models and epochs"
        raise wrong_type(rule, "given one at a time", listing(several) if several else "none of them", hint)
    (name,) = several
    if name in ("y_score", "y_pred"):
        return {"model": given[name]}, "model", name == "y_pred"
    columns = column_names(given[name])
    runs = given[name] if columns is None else {str(column): given[name][column] for column in columns}
    if not isinstance(runs, Mapping) or not runs:
        raise wrong_type(name, "a mapping of name to scores, or a data frame", brief(given[name]), hint)
    return check_keys(name, runs), "model" if name == "models" else "checkpoint", False


def _flat(target: Any, codes: IntArray) -> IntArray:
    """Return codes of labels one an example, but those of an indicator as they are."""
    return codes if target.kind == "multilabel" else codes.ravel()


def _check_alike(given: Mapping[str, Any], targets: Mapping[str, Any]) -> None:
    """Raise unless all models predict the same labels in the same way."""
    kinds = {name: target.kind for name, target in targets.items()}
    if len(set(kinds.values())) > 1:
        hint = "Give each one score a sample, or each one column a class"
        raise invalid("the scores of all models", "of the same kind", f"{kinds}", hint)
    names = {frozenset(map(str, columns)) for columns in map(column_names, given.values()) if columns}
    if len(names) > 1:
        got = " and ".join(listing(sorted(columns)) for columns in list(names)[:2])
        raise invalid("the columns of all models", "of the same names", got, "Rename them, or use .to_numpy()")


def _group(key: str, name: str, values: Any, shape: tuple[int, ...]) -> Group:
    """Return the group that a column says, one value an example."""
    found = factorized_slices(values, name, shape)
    seen = found.seen
    labels = slice_labels(values, found.values[seen], name)
    present = set(found.values[seen].tolist())
    labels = tuple(label for label in labels if label in present)
    return Group(clean(key), tuple(map(clean, labels)), found.among(labels, seen))


def _named(name: str, given: Any) -> dict[str, Any]:
    """Return columns by their names: of a mapping, of a frame, or of one array."""
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return check_keys(name, given)
    frame = column_names(given)
    if frame is not None:
        return {str(column): given[column] for column in frame}
    raise wrong_type(name, "a mapping of name to values, or a data frame", brief(given), f"{name}={{'site': values}}")


def _columns(columns: Any, shape: tuple[int, ...]) -> Iterator[Column]:
    """Yield the user's own columns."""
    for k, (name, values) in enumerate(_named("columns", columns).items()):
        yield Column(f"column{k}", clean(name), _values(values, f"columns[{name!r}]", shape))


def _values(values: Any, name: str, shape: tuple[int, ...]) -> Array:
    array = to_numpy(values, name)
    check_same_shape("y_true", shape, name, array.shape)
    return array.ravel()


def texts_of(values: Array) -> Sequence[str]:
    """Return values as texts, "" where they are missing."""
    return ["" if is_missing(value) else clean(value) for value in values.tolist()]


def is_number(values: Array) -> bool:
    """Tell whether a column is one of numbers that 64 bits hold: not one of large whole numbers, such as ids."""
    if values.dtype.kind in "iu":
        return values.size == 0 or (int(values.max()) <= LARGEST and int(values.min()) >= -LARGEST)
    return values.dtype in (np.float16, np.float32, np.float64)
