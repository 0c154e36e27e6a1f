"""What all counts can do: be kept apart by columns, added up, and saved in small files that hold no code."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from figmerit._arrays import Result, label_array
from figmerit._files import write_whole
from figmerit.errors import brief, invalid, unknown_option, wrong_type

if TYPE_CHECKING:
    import os

    from figmerit._arrays import IntArray
    from figmerit._validate import Label

FORMAT, VERSION = "figmerit counts", 1
"""What files say of themselves."""


class Counts(Result):
    """Base of the counts; subclasses have the fields `slices` and `slice_codes`."""

    __slots__ = ()
    slices: Mapping[str, tuple[Label, ...]]
    slice_codes: IntArray | None

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

    def _slice_keys(self) -> list[tuple[tuple[Label, ...], IntArray]]:
        """Return the slices of each column, and the codes into them."""
        return [(labels, self.codes_of(column)) for column, labels in self.slices.items()]

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
            If `data` was written by another class, lacks a field, or holds what no counts can be.
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

    def _keys(self) -> list[tuple[tuple[Label, ...], IntArray]]:
        """Return what cells differ in: labels, and the codes into them."""
        return self._slice_keys()

    def __radd__(self, other: object) -> Self:
        """Let :func:`sum` add counts up: it starts with 0."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

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
            The counts; those of this class.

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
        if header.get("type") != cls.__name__:
            kind = header.get("type")
            raise wrong_type("path", rule, f"a file of {kind}", f"{kind}.load(path)")
        if not isinstance(header.get("fields"), Mapping):
            raise invalid("path", rule, brief(str(path)))
        return cls.from_dict({"type": cls.__name__} | header["fields"] | arrays)
