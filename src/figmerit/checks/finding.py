"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from figmerit._arrays import Result

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, eq=False)
class Finding(Result):
    """Where numbers or their figure would mislead.

    Attributes
    ----------
    id : str
        Its name, by which ``check(..., ignore=[id])`` leaves it out.
    severity : {"error", "warning", "note"}
        Whether numbers are not what they seem ("error"), may mislead ("warning"), or should be known ("note").
    sentence : str
        What was found, with the numbers.
    hint : str
        What to do.
    cells : tuple
        The cells of the confusion matrix that it is about: pairs of the true and the predicted label, as they are
        displayed. None stands for any label.
    threshold : float or None
        The threshold that it proposes, if it does.
    """

    id: str
    severity: Severity
    sentence: str
    hint: str
    cells: tuple[tuple[str | None, str | None], ...] = ()
    threshold: float | None = None

    def alt_text(self) -> str:
        """Say what was found, and what to do."""
        return f"{self.sentence} {self.hint}"

    def __repr__(self) -> str:
        """Show the name and what was found."""
        return f"Finding({self.severity} {self.id!r}: {self.sentence})"

    def _columns(self) -> dict[str, Any]:
        return {name: [getattr(self, name)] for name in ("id", "severity", "sentence", "hint")}
