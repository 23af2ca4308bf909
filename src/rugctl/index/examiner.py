"""What judges the records, as an index is told: the rules, which it knows nothing of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rugctl.diagnostics import Finding
    from rugctl.index.loading import LoadedFile


class Examiner(NamedTuple):
    """What judges the records: rules on one file, rules between files, and the version of both.

    `examine_between` judges again what lies between the files of some groups, and all that is of no one group; it gives
    findings of the former with their group, which hang on the group's files, on people and on organizations alone. `rules`
    gives all rules by id, and of each what it looks at, `file` or `all`, nothing where it cannot be silenced; `levels` what a
    repository's settings make of some: `off`, or another severity.
    """

    version: str
    examine_file: Callable[[LoadedFile], Iterable[Finding]]
    examine_between: Callable[[sqlite3.Connection, Collection[str]], Iterable[tuple[str | None, Finding]]]
    rules: Callable[[], Mapping[str, str]]
    levels: Mapping[str, str] = MappingProxyType({})
