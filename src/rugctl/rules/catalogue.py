"""What a rule is: a function with an id and a severity; its docstring is what `rugctl explain` prints."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rugctl.diagnostics import Edit, Finding, Severity, Target
from rugctl.index.loading import LoadedFile

FileCheck: TypeAlias = Callable[["Report", LoadedFile], Iterator[Finding]]
AllCheck: TypeAlias = Callable[["Report", sqlite3.Connection], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a rule makes its findings with: it knows the rule's id and severity."""

    rule: str
    severity: Severity

    def at(self, target: Target, message: str, help: str, *related: Target, fix: Edit | None = None) -> Finding:
        """Return one finding of this rule; `fix` only where no other way to mend it makes sense."""
        return Finding(self.rule, self.severity, target, message, help, related, (fix,) if fix else ())


@dataclass(frozen=True, slots=True)
class FileRule:
    """A rule on one file alone; while something `vital` is wrong with it, the record cannot be used."""

    report: Report
    check: FileCheck
    vital: bool = False


@dataclass(frozen=True, slots=True)
class AllRule:
    """A rule between files, over the index; off while a record of a kind that it `needs` cannot be read."""

    report: Report
    check: AllCheck
    needs: tuple[str, ...]


def file_rule(id: str, severity: Severity, check: FileCheck) -> FileRule:
    """Name a rule on one file."""
    return FileRule(Report(id, severity), check)


def vital_rule(id: str, check: FileCheck) -> FileRule:
    """Name a rule on what keeps a record from being used: always an error, whatever comments and settings say."""
    return FileRule(Report(id, "error"), check, vital=True)


def all_rule(id: str, severity: Severity, check: AllCheck, needs: tuple[str, ...] = ()) -> AllRule:
    """Name a rule between files."""
    return AllRule(Report(id, severity), check, needs)
