"""What a rule is: a function with an id and a severity, whose docstring explains it in sections."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rugctl.diagnostics import Edit, Finding, Severity, Target
from rugctl.index.loading import LoadedFile

FileCheck: TypeAlias = Callable[["Report", LoadedFile], Iterator[Finding]]
GroupCheck: TypeAlias = Callable[["Report", sqlite3.Connection, str], Iterator[Finding]]
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
class GroupRule:
    """A rule between the files of one group, over the index: what it finds hangs on them, on people and on organizations alone.

    It is off while a record of a kind that it `needs` cannot be read.
    """

    report: Report
    check: GroupCheck
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllRule:
    """A rule between all files, over the index; off while a record of a kind that it `needs` cannot be read."""

    report: Report
    check: AllCheck
    needs: tuple[str, ...]


def file_rule(id: str, severity: Severity, check: FileCheck) -> FileRule:
    """Name a rule on one file."""
    return FileRule(Report(id, severity), check)


def vital_rule(id: str, check: FileCheck) -> FileRule:
    """Name a rule on what keeps a record from being used: always an error, whatever comments and settings say."""
    return FileRule(Report(id, "error"), check, vital=True)


def group_rule(id: str, severity: Severity, check: GroupCheck, needs: tuple[str, ...] = ()) -> GroupRule:
    """Name a rule between the files of a group."""
    return GroupRule(Report(id, severity), check, needs)


def all_rule(id: str, severity: Severity, check: AllCheck, needs: tuple[str, ...] = ()) -> AllRule:
    """Name a rule between all files."""
    return AllRule(Report(id, severity), check, needs)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule's docstring says: what is wrong, why it matters, how to mend it, and an example of both.

    The lines of `example` begin with two characters: `- ` where they are wrong, `+ ` where they are right, else spaces. Lines
    such as `# data/people.yaml` name the file that follows. `vital` says that neither comments nor settings silence it.
    """

    rule: str
    severity: Severity
    vital: bool
    what: str
    why: str
    fix: str
    example: str

    @property
    def text(self) -> str:
        """All but the example."""
        return f"{self.what}\n\n{self.why}\n\nFix: {self.fix}"

    def files(self, side: Literal["-", "+"]) -> dict[str, str]:
        """Return the files of the example, by path, as they are wrong or as they are right."""
        found: dict[str, str] = {}
        path = ""
        for line in self.example.split("\n"):
            if line[:1] not in {side, " ", ""}:
                continue
            if line[2:].startswith("# data/"):
                path = line[4:]
                found[path] = ""
            else:
                found[path] += f"{line[2:]}\n"
        return found


def explanation(rule: FileRule | GroupRule | AllRule) -> Explanation:
    """Read a rule's docstring."""
    said, _, example = (inspect.getdoc(rule.check) or "").partition("\n\nExample::\n\n")
    what, *why, fix = said.split("\n\n")
    vital = isinstance(rule, FileRule) and rule.vital
    lines = "\n".join(line[4:] for line in example.split("\n"))
    return Explanation(rule.report.rule, rule.report.severity, vital, what, "\n\n".join(why), fix.removeprefix("Fix: "), lines)
