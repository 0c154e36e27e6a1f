"""What a summary of metrics says in words: a report as scikit-learn's, a sentence, and the names of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from figmerit._numbers import rounded, within
from figmerit._validate import check_count
from figmerit.metrics._bounds import Bounded
from figmerit.metrics._values import NOT_MULTILABEL, QUANTITIES
from figmerit.metrics.catalog import SUBSET_ACCURACY, display_name, row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from figmerit._validate import Label


class SummaryText(Bounded):
    """Base of summaries, which have these fields, and the precision and recall of each label."""

    __slots__ = ()
    labels: tuple[Label, ...]
    display_labels: tuple[str, ...]
    f1_score: Any
    support: Any
    averages: Mapping[str, Mapping[str, float]]
    values: Mapping[str, float]
    reasons: Mapping[str, str]
    pos_label: Label | None

    def to_text(self, digits: int = 2) -> str:
        """Return a text that reads like scikit-learn's classification report, and goes on.

        Parameters
        ----------
        digits : int, default=2
            Digits after the decimal point.

        Returns
        -------
        str
            Where every class is defined the text starts with what
            :func:`sklearn.metrics.classification_report` returns, but that no number is rounded to a 0 or a 1 that it
            is not; then come the metrics of the whole.
            An undefined number is "n/a", and a last line for each reason says why.

        Raises
        ------
        TypeError, ValueError
            If `digits` is not a positive integer.
        """
        digits = check_count("digits", digits)
        names = {name: self._title_of(name) for name in self._known}
        if self._multilabel:
            names["accuracy"] = SUBSET_ACCURACY
        else:
            del names["accuracy"]  # it is in the table
        width = max(map(len, names.values()))
        lines = [f"{name:>{width}}  {self._honest(key, digits)}" for key, name in names.items()]
        notes = [f"n/a ({reason}): {', '.join(what)}" for reason, what in self._what_is_undefined().items()]
        return "\n".join([*self._table(digits), "", *lines, "", *([*notes, ""] if notes else [])])

    def alt_text(self) -> str:
        """Say in a sentence or two what the summary shows."""
        name = SUBSET_ACCURACY if self._multilabel else "accuracy"
        text = f"Metrics of {self._size}: {name} {rounded(self.values['accuracy'])}, "
        text += f"macro F1 {rounded(self.averages['macro']['f1_score'])}."
        if len(self.labels) > 1 and not np.isnan(self.f1_score).all():
            worst = int(np.nanargmin(self.f1_score))
            text += f" Lowest F1: {self.display_labels[worst]!r} with {rounded(self.f1_score[worst])}."
        return text + (f" {len(self.undefined)} values are undefined." if self.undefined else "")

    @property
    def _multilabel(self) -> bool:
        return "samples" in self.averages

    @property
    def _size(self) -> str:
        return f"{len(self.labels)} {'labels' if self._multilabel else 'classes'}"

    @property
    def _known(self) -> list[str]:
        """The names of the values that targets of this kind have."""
        return [name for name in self.values if self.reasons.get(name) != NOT_MULTILABEL]

    def _name_of(self, name: str) -> str:
        """Return the name among `overall` of one of `values`: it says what is an average over labels."""
        if name == "accuracy" and self._multilabel:
            return "subset_accuracy"
        several = self._multilabel or len(self.labels) > 2
        macro = (several and row(name).one_vs_rest) or (row(name).averaged and self.pos_label is None)
        return f"macro_{name}" if macro else name

    def _title_of(self, name: str) -> str:
        """Return what texts call one of `values`."""
        return display_name(self._name_of(name)) if row(name).averaged else row(name).display_name

    def _honest(self, key: str, digits: int) -> str:
        """Return one of `values`, but none that rounding makes perfect, and how far off it may be."""
        value = self.values[key]
        if key in self.bounds and not np.isnan(value):
            fmt, margin = within(value, self.bounds[key])
            return f"{rounded(value, fmt):>9} ({margin})"
        return f"{'n/a' if np.isnan(value) else rounded(value, f'{{:.{digits}f}}'):>9}"

    def _table(self, digits: int) -> list[str]:
        """Return lines in the layout of scikit-learn's classification report."""
        columns = (getattr(self, name).tolist() for name in (*QUANTITIES, "support"))
        rows = [(name, _cells(numbers, digits)) for name, *numbers in zip(self.display_labels, *columns, strict=True)]
        total = self.support.sum().item()
        below = [
            (name, ["", "", *_cells([row["f1_score"], total], digits)] if name == "accuracy"
             else _cells([*(row[quantity] for quantity in QUANTITIES), total], digits))
            for name, row in self._averages().items()
        ]  # fmt: skip
        width = max(len("weighted avg"), digits, *map(len, self.display_labels))
        head, *lines = [
            f"{name:>{width}}  {' '.join(f'{cell:>9}' for cell in cells)}"
            for name, cells in (("", [*QUANTITIES[:2], "f1-score", "support"]), *rows, *below)
        ]
        return [head, "", *lines[: len(rows)], "", *lines[len(rows) :]]

    def _averages(self) -> dict[str, Mapping[str, float]]:
        """Return the accuracy, which is the micro average of single labels, and each average, by their names."""
        if self._multilabel:
            return {f"{kind} avg": self.averages[kind] for kind in ("micro", "macro", "weighted", "samples")}
        several = {f"{kind} avg": self.averages[kind] for kind in ("macro", "weighted")}
        return {"accuracy": self.averages["micro"]} | several

    def _what_is_undefined(self) -> dict[str, list[str]]:
        """Return what is undefined for each reason, in words."""
        shown = dict(zip(self.labels, self.display_labels, strict=True))
        found: dict[str, list[str]] = {}
        for key, reason in self.undefined.items():
            name, *label = key if isinstance(key, tuple) else (key,)
            if reason == NOT_MULTILABEL or (label and name not in QUANTITIES):  # which no text shows
                continue
            metric = "samples avg" if name == "samples" else row(name).display_name
            found.setdefault(reason, []).append(f"{metric} of {shown[label[0]]}" if label else metric)
        return found


def _cells(numbers: Iterable[float], digits: int) -> list[str]:
    """Return numbers as texts; the last one is of samples, or a sum of weights without digits that rounding adds."""
    *shares, support = numbers
    texts = ["n/a" if np.isnan(share) else rounded(share, f"{{:.{digits}f}}") for share in shares]
    return [*texts, f"{support}" if isinstance(support, int) else f"{support:.10g}"]
