"""Names of labels for figures and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from figmerit._containers import row_names
from figmerit._validate import check_names, check_unrepeated
from figmerit.errors import invalid, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._validate import Label


def check_display_labels(values: Any, labels: Sequence[Label], name: str = "display_labels") -> tuple[str, ...]:
    """Return one name for each label, by default the label itself."""
    if values is None:
        return tuple(str(label) for label in labels)
    if isinstance(values, Mapping):
        values = _names_of(values, labels, name)
    names = tuple(str(value) for value in check_names(values, name))
    index = row_names(values) or ()
    if len(index) == len(names) and set(index) == set(labels):  # a series says which label it names
        names = tuple(names[index.index(label)] for label in labels)
    if len(names) != len(labels):
        rule = f"{len(labels)} names, one for each of the labels {listing(labels)}"
        raise invalid(name, rule, f"{len(names)}: {listing(names)}")
    return check_unrepeated(names, name)


def _names_of(names: Mapping[Any, Any], labels: Sequence[Label], name: str) -> list[Any]:
    """Return the name of each label; keys may be the labels or, as in files, their texts."""
    known = {label: names.get(label, names.get(str(label))) for label in labels}
    if missing := [label for label, text in known.items() if text is None]:
        raise invalid(name, f"a name for each of the labels {listing(labels)}", f"none for {listing(missing)}")
    return [*known.values()]
