"""Repositories of records as tests use them: their findings, and an index of them in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from rugctl.diagnostics import Diagnostic
from rugctl.index.examiner import Examiner
from rugctl.index.files import Held
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import open_index
from rugctl.rules import examine_between, examine_file, silenceable
from rugctl.store import Entry, Store, classify

EXAMINER = Examiner("test", examine_file, examine_between, silenceable)


def entry(path: str, text: str | bytes) -> Entry:
    """Return a file as a store would give it."""
    return Entry(classify(path), text if isinstance(text, bytes) else text.encode())


def index_of(entries: Sequence[Entry]) -> sqlite3.Connection:
    """Return an index of these files in memory."""
    return open_index(None, Held(entries), EXAMINER)


def findings_in(entries: Sequence[Entry]) -> list[Diagnostic]:
    """Return what is wrong with these files, in the order in which it is shown."""
    return list(read_diagnostics(index_of(entries)))


def findings_of(root: Path) -> list[Diagnostic]:
    """Return what is wrong with the records of a repository."""
    return findings_in(list(Store(root).entries()))
