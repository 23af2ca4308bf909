"""What judges the records of a repository: the rules, with what its settings make of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rugctl.diagnostics import Finding
from rugctl.index.opening import program_version
from rugctl.index.refresh import Examiner

if TYPE_CHECKING:
    from rugctl.index.loading import LoadedFile


def make_examiner() -> Examiner:
    """Return what judges records; the rules are imported only where something changed."""
    return Examiner(program_version(), _examine_file, _examine_all, _rules)


def _examine_file(file: LoadedFile) -> Iterator[Finding]:
    from rugctl.rules import examine_file  # noqa: PLC0415

    return examine_file(file)


def _examine_all(index: sqlite3.Connection) -> Iterator[Finding]:
    from rugctl.rules import examine_all  # noqa: PLC0415

    return examine_all(index)


def _rules() -> Mapping[str, bool]:
    from rugctl.rules import silenceable  # noqa: PLC0415

    return silenceable()
