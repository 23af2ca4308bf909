"""What judges the records of a repository: the rules, with what its settings make of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rugctl.index.examiner import Examiner
from rugctl.index.opening import program_version
from rugctl.ruleset import OWN, SHARED, RuleSet, read_rule_set

if TYPE_CHECKING:
    from rugctl.diagnostics import Finding
    from rugctl.index.loading import LoadedFile


def rule_set_of(root: Path) -> RuleSet:
    """Read what a repository makes of the rules; raises RugctlError where that cannot be done as it stands."""
    return read_rule_set({name: (root / name).read_bytes() for name in (OWN, SHARED) if (root / name).is_file()})


def examiner_of(rule_set: RuleSet) -> Examiner:
    """Return what judges records; the rules are imported only where something changed, as the settings may have."""

    def rules() -> Mapping[str, str]:
        from rugctl.rules import silenceable  # noqa: PLC0415

        known = silenceable()
        rule_set.check(known)
        return known

    return Examiner(program_version() + rule_set.key, _examine_file, _examine_between, rules, rule_set.levels)


def _examine_file(file: LoadedFile) -> Iterator[Finding]:
    from rugctl.rules import examine_file  # noqa: PLC0415

    return examine_file(file)


def _examine_between(index: sqlite3.Connection, groups: Collection[str]) -> Iterator[tuple[str | None, Finding]]:
    from rugctl.rules import examine_between  # noqa: PLC0415

    return examine_between(index, groups)


def rules_off(index: sqlite3.Connection) -> list[str]:
    """Return the rules that cannot run while a record that they need cannot be read."""
    if not index.execute("SELECT 1 FROM file WHERE state IN ('invalid', 'unreadable')").fetchone():
        return []
    from rugctl import rules  # noqa: PLC0415

    return rules.rules_off(index)
