"""What all counts can do: be kept apart by columns, added up, and saved in small files that hold no code."""

from __future__ import annotations

import io
import json
import operator
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from figmerit._arrays import Result
from figmerit._containers import label_array
from figmerit._files import write_whole
from figmerit.counts._cells import joined
from figmerit.counts._input import union_of_slices
from figmerit.errors import brief, invalid, unknown_option, wrong_type

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from figmerit._arrays import Array, IntArray
    from figmerit._validate import Label
    from figmerit.counts._cells import Key

FORMAT, VERSION = "figmerit counts", 1
"""What files say about themselves."""


class Counts(Result):
    """Base of the counts, with the fields that all have; `wholes` are those that count rows as a whole."""

    __slots__ = ()
    wholes: ClassVar[tuple[str, ...]]
    fixed: bool
    slices: Mapping[str, tuple[Label, ...]]
    slice_codes: IntArray | None
    per_class: tuple[Self, ...]
    weighted: Any

    def codes_of(self, column: str) -> IntArray:
        """Return the places of each cell's value among the slices of a column.

        Parameters
        ----------
        column : str
            One of `slices`.

        Returns
        -------
        ndarray of shape (n_cells,)
            Codes into ``slices[column]``.
        """
        if not self.slices or self.slice_codes is None:
            raise invalid("column", "left out for counts that were not kept apart by columns", brief(column))
        if column not in self.slices:
            raise unknown_option("column", column, self.slices)
        codes: IntArray = self.slice_codes[list(self.slices).index(column)]
        return codes

    def part(self, index: Any) -> Self:
        """Return the counts of some cells, or scores, alone.

        Parameters
        ----------
        index : ndarray of int, or slice
            Their places.

        Returns
        -------
        LabelCounts or ScoreCounts
            Of all slices together, and of all classes.
        """
        numbers = {name: numbers[index] for name, numbers in self._numbers().items()}
        codes = [codes[index] for _, codes in self._own_keys()]
        return replace(self, slices={}, **self._no_classes(), **self._together(numbers, codes))

    def overall(self) -> Self:
        """Return the counts of all slices together.

        Returns
        -------
        LabelCounts or ScoreCounts
            Without slices.
        """
        if not self.slices:
            return self
        numbers = self._together(self._numbers(), [codes for _, codes in self._own_keys()])
        parts = self._parts(lambda part: part.overall())
        return replace(self, slices={}, **numbers, **parts)

    def pooled(self) -> Self:
        """Return the counts of all (row, class) pairs, as if there were one column.

        Returns
        -------
        LabelCounts or ScoreCounts
            Without the classes.
        """
        return replace(self, **self._no_classes())

    def _no_classes(self) -> dict[str, Any]:
        """Return what counts without the classes hold in their places."""
        nothing: dict[str, Any] = {"per_class": ()} | ({"class_labels": ()} if hasattr(self, "class_labels") else {})
        return nothing | dict.fromkeys(self.wholes)

    def __add__(self, other: object) -> Self:
        """Add the counts of other rows; labels, scores and slices that one of both lacks are added too."""
        if not isinstance(other, type(self)):
            return NotImplemented
        known, slices = self._known_with(other), union_of_slices(self.slices, other.slices)
        own = [known["labels"] for _ in self._own_keys()]
        codes = joined(self._keys(), other._keys(), (*own, *slices.values()))
        weighted = any(one.weighted for one in (self, other))
        mine, theirs = self._numbers(weighted=weighted), other._numbers(weighted=weighted)
        numbers = {name: np.concatenate([part, theirs[name]]) for name, part in mine.items() if name in theirs}
        known |= {"fixed": self.fixed or other.fixed, "slices": slices} | self._parts(operator.add, other)
        return replace(self, **self._together(numbers, codes), **known)

    def __radd__(self, other: object) -> Self:
        """Let :func:`sum` add counts up: it starts with 0."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def _parts(self, function: Callable[..., Any], *others: Self) -> dict[str, Any]:
        """Return what a function makes of the counts of each column, and of rows as a whole, if all have them."""
        several = self, *others
        found: dict[str, Any] = {
            "per_class": tuple(function(*parts) for parts in zip(*(one.per_class for one in several), strict=False))
        }
        for name in self.wholes:
            parts = [getattr(one, name) for one in several]
            found[name] = None if None in parts else function(*parts)
        return found

    def _known_with(self, other: Self) -> dict[str, Any]:
        """Return the labels of both counts, and what else is known of both; raise unless they are of one kind."""
        raise NotImplementedError

    def _numbers(self, *, weighted: bool | None = None) -> dict[str, Array]:
        """Return the numbers of each cell by name; with weights if there are any, or if `weighted`."""
        raise NotImplementedError

    def _together(self, numbers: Mapping[str, Array], codes: Sequence[Array]) -> dict[str, Any]:
        """Return the fields of cells, where those with the same keys are one."""
        raise NotImplementedError

    def _own_keys(self) -> list[Key]:
        """Return what tells cells apart beside their slices: labels, and the codes into them."""
        return []

    def _keys(self) -> list[Key]:
        """Return all that tells cells apart."""
        return [*self._own_keys(), *((labels, self.codes_of(column)) for column, labels in self.slices.items())]

    def _table(self, numbers: dict[str, Any]) -> dict[str, Any]:
        """Return the columns of a table: slices first, under another name if a column of numbers has theirs."""
        slices = {}
        for column, labels in self.slices.items():
            name = column
            while name in numbers or name in slices:
                name += " (slice)"
            slices[name] = label_array(labels)[self.codes_of(column)]
        return slices | numbers

    def _by(self) -> str:
        """Name the columns of slices."""
        return f", by {', '.join(self.slices)}" if self.slices else ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the counts that :meth:`to_dict` wrote.

        Parameters
        ----------
        data : mapping
            What :meth:`to_dict` returned.

        Returns
        -------
        LabelCounts or ScoreCounts
            Counts of this class.

        Raises
        ------
        ValueError, TypeError
            If `data` was written by another class, lacks a field, or holds values that counts cannot have.
        """
        counts = super().from_dict(data)
        counts._check_content()  # noqa: SLF001
        return counts

    def _check_content(self) -> None:
        """Raise for what no counts can hold."""
        for labels, codes in self._keys():
            if codes.size and not 0 <= codes.min() <= codes.max() < len(labels):
                raise invalid("the codes in data", f"from 0 to {len(labels) - 1}", f"{codes.min()} to {codes.max()}")
        for name in ("count", "weight", "positives", "negatives", "positive_weight", "negative_weight"):
            numbers = getattr(self, name, None)
            if numbers is not None and numbers.size and not numbers.min() >= 0:
                raise invalid(f"{name} in data", "not negative", f"{numbers.min()}")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the counts into one file.

        Parameters
        ----------
        path : str or Path
            Where to; a file that is there is replaced once the new one is whole.

        Notes
        -----
        The file is a compressed NumPy archive (``.npz``) of plain arrays and a text in JSON, whatever its
        name ends in. Nothing in it is executed when it is read.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        arrays: dict[str, Any] = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
        others = {name: value for name, value in self.to_dict().items() if name in values.keys() - arrays}
        header = {"format": FORMAT, "version": VERSION, "type": type(self).__name__, "fields": others}
        content = io.BytesIO()
        np.savez_compressed(content, header=np.array(json.dumps(header)), **arrays)
        write_whole(Path(path), content.getvalue())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read the counts that :meth:`save` wrote.

        Parameters
        ----------
        path : str or Path
            The file.

        Returns
        -------
        LabelCounts or ScoreCounts
            Counts of this class.

        Raises
        ------
        ValueError
            If the file holds something else, or is of a later version.
        """
        rule = f"a file written by {cls.__name__}.save()"
        with Path(path).open("rb") as file:
            try:
                archive = np.load(file, allow_pickle=False)
                arrays = {name: archive[name] for name in archive.files}
                header = json.loads(str(arrays.pop("header")))
            except Exception as error:  # whatever the file may hold
                raise invalid("path", rule, brief(str(path))) from error
        if not isinstance(header, Mapping) or header.get("format") != FORMAT:
            raise invalid("path", rule, brief(str(path)))
        if header.get("version") != VERSION:
            raise invalid("path", f"of version {VERSION}", f"version {header.get('version')}", "Update figmerit")
        if (kind := header.get("type")) != cls.__name__:
            raise wrong_type("path", rule, f"a file of {kind}", f"{kind}.load(path)")
        if not isinstance(header.get("fields"), Mapping):
            raise invalid("path", rule, brief(str(path)))
        return cls.from_dict({"type": cls.__name__} | header["fields"] | arrays)
