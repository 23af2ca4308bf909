"""What a run of the check came to, before any format is given to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rugctl.diagnostics import Diagnostic, Severity


class Report(NamedTuple):
    """Findings in the order in which they are shown, and what is to be said beside them.

    `checked` counts the records that were looked at; `touched` are the findings on lines that a change touches.
    """

    diagnostics: Sequence[Diagnostic]
    notes: Sequence[str] = ()
    checked: int = 0
    touched: Collection[Diagnostic] = frozenset()

    def number_of(self, severity: Severity) -> int:
        """Return how many findings are of a severity."""
        return sum(diagnostic.severity == severity for diagnostic in self.diagnostics)
