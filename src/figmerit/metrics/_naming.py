"""Other names of classes for results that are there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from figmerit.counts._labels import display_labels_of
from figmerit.metrics.outcomes import View

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_names(result: Any, display_labels: Any) -> Any:
    """Return a result whose classes have other names in figures: one for each label, or a mapping of label to name."""
    if display_labels is None:
        return result
    if isinstance(result, View):
        return _view_with_names(result, display_labels)
    if hasattr(result, "display_labels"):
        return replace(result, display_labels=display_labels_of(display_labels, result.labels))
    if hasattr(result, "names"):  # of distributions
        return replace(result, names=display_labels_of(display_labels, result.names))
    if hasattr(result, "display_label"):  # of the one class that is drawn, and of several
        known = [part.display_label for part in result.per_class] or [result.display_label]
        names = dict(zip(known, display_labels_of(display_labels, known), strict=True))
        parts = tuple(replace(part, display_label=names[part.display_label]) for part in result.per_class)
        return replace(result, display_label=names.get(result.display_label, result.display_label), per_class=parts)
    return result


def _view_with_names(result: Any, display_labels: Any) -> Any:
    parts = getattr(result, "per_class", ())
    folds = getattr(result, "folds", ())
    labels = [part.pos_label for part in parts if not folds] or list(result.labels)
    names = dict(zip(labels, display_labels_of(display_labels, labels), strict=True))
    if not parts:
        return _named(result, names)
    pooled = {"micro": _named(result.micro, names)} if folds else {}
    return replace(result, per_class=tuple(_named(part, names) for part in parts), **pooled)


def _named(part: Any, names: Mapping[Any, str]) -> Any:
    """Return outcomes of one class under its name."""
    return replace(part, outcomes=replace(part.outcomes, display_label=names[part.pos_label]))
