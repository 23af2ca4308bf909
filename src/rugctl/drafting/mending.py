"""Mending what is certain: the fixes that findings carry, made as edits, round after round until none is left."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rugctl.changes import ChangeSet
from rugctl.diagnostics import Diagnostic, Edit, Pointer
from rugctl.errors import RugctlError
from rugctl.index.examiner import Examiner
from rugctl.index.files import Ahead, Files, bytes_of
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import preview
from rugctl.store import Entry, classify
from rugctl.yamlfile import Document, locate, parse

ROUNDS = 1000
"""More than any repository needs: in each some findings are mended, or tried in vain for good."""


_Place: TypeAlias = tuple[str, int, int]
_Key: TypeAlias = tuple[str, str, Pointer, str]


@dataclass(slots=True)
class Mending:
    """What came of it: the files that change and what was read, the findings mended, and those left alone with the reason."""

    files: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    mended: list[Diagnostic] = field(default_factory=list)
    left: list[tuple[Diagnostic, str]] = field(default_factory=list)
    stays: set[_Key] = field(default_factory=set)

    def mends(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding that carries a fix is gone after it."""
        return bool(diagnostic.fix) and _key(diagnostic) not in self.stays


@dataclass(frozen=True, slots=True)
class _Findings:
    """What is found in the records as they would be."""

    all: list[Diagnostic]
    unread: frozenset[str]

    def errors(self) -> Counter[tuple[str, str, str]]:
        return Counter((d.rule, d.path, d.message) for d in self.all if d.severity == "error")


def mend(index: sqlite3.Connection, files: Files, examiner: Examiner, wanted: Callable[[str], bool]) -> Mending:
    """Make the fixes of all findings in files that are wanted, but for those after which there would be more errors.

    What a file held back while it could not be read counts as brought to light, not as brought.
    """
    mender = _Mender(index, files, examiner)
    found = mender.look({})
    for _ in range(ROUNDS):
        fixes = [d for d in found.all if d.fix and wanted(d.path) and all(wanted(edit.path) for edit in d.fix) and mender.is_new(d)]
        batch = mender.apart([d for d in fixes if d.path in found.unread] or fixes)
        if not batch:
            break
        found = mender.take(batch, found)
    mender.outcome.stays = {_key(d) for d in [*found.all, *(d for d, _ in mender.outcome.left)]}
    return mender.outcome


def _key(diagnostic: Diagnostic) -> _Key:
    return (diagnostic.rule, diagnostic.path, diagnostic.pointer, diagnostic.message)


class _Mender:
    def __init__(self, index: sqlite3.Connection, files: Files, examiner: Examiner) -> None:
        self._index, self._examiner = index, examiner
        self._files = files
        self._tried: set[_Key] = set()
        self.outcome = Mending()

    def is_new(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding has not been tried to mend."""
        return _key(diagnostic) not in self._tried

    def look(self, files: dict[str, bytes]) -> _Findings:
        """Return what is found in the records with some files replaced."""
        if not files:
            return _findings(self._index)
        ahead = Ahead(self._files, {path: Entry(classify(path), data) for path, data in files.items()})
        with preview(self._index, ahead, self._examiner) as index:
            return _findings(index)

    def apart(self, fixes: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return those of the fixes that touch no place which one before them touches."""
        places = self._places(fixes)
        taken: set[_Place] = set()
        kept = []
        for diagnostic in fixes:
            own = {places[edit] for edit in diagnostic.fix}
            if not own & taken:
                kept.append(diagnostic)
                taken |= own
        return kept

    def take(self, fixes: list[Diagnostic], before: _Findings) -> _Findings:
        """Make the fixes if they bring no error, else those of them that do not; return what is found then.

        Half of those that do are left for the next round, when the places are known again.
        """
        files, made = self._edited(fixes)
        after = self.look(files)
        added = after.errors() - before.errors()
        hidden = after.unread < before.unread or any(d.path in before.unread for d in made)
        exchanged = len(made) == 1 and after.errors().total() <= before.errors().total()  # one that hid behind the other
        if not added or hidden or exchanged:
            had, has = (Counter(map(_key, found.all)) for found in (before, after))
            self._tried |= {key for key in map(_key, fixes) if has[key] >= had[key]}  # fewer: the others like it have their turn
            self.outcome.files = files
            self.outcome.mended += made
            return after
        if len(made) == 1:
            self._tried.update(map(_key, fixes))
            self.outcome.left.append((made[0], f"it would bring another error: {next(iter(added))[2]}"))
            return before
        return self.take(made[: len(made) // 2], before)

    def _edited(self, fixes: list[Diagnostic]) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """Make edits from the end of each file to its beginning, so that none moves another."""
        changes = ChangeSet(self._read)
        places = self._places(fixes)
        failed: dict[int, str] = {}
        edits = [(places[edit], n, edit) for n, diagnostic in enumerate(fixes) for edit in diagnostic.fix]
        for _, n, edit in sorted(edits, key=lambda item: item[0], reverse=True):
            try:
                changes.make(edit)
            except RugctlError as error:
                failed[n] = error.message
        if failed:
            return self._without(fixes, failed)
        return self.outcome.files | changes.files(), fixes

    def _without(self, fixes: list[Diagnostic], failed: dict[int, str]) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """Make the fixes but for those of which an edit cannot be made."""
        for n, message in failed.items():
            self._tried.add(_key(fixes[n]))
            self.outcome.left.append((fixes[n], message))
        return self._edited([diagnostic for n, diagnostic in enumerate(fixes) if n not in failed])

    def _places(self, fixes: Sequence[Diagnostic]) -> dict[Edit, _Place]:
        """Return where each edit begins: its file, line and column."""
        documents: dict[str, Document] = {}
        places = {}
        for edit in (edit for diagnostic in fixes for edit in diagnostic.fix):
            if edit.path not in documents:
                documents[edit.path] = parse(self._read(edit.path) or b"")
            span = locate(documents[edit.path], edit.pointer, "key")
            places[edit] = (edit.path, edit.line or span.line, 0 if edit.line else span.column)
        return places

    def _read(self, path: str) -> bytes | None:
        if path not in self.outcome.before:
            self.outcome.before[path] = bytes_of(self._files, path)
        return self.outcome.files.get(path, self.outcome.before[path])


def _findings(index: sqlite3.Connection) -> _Findings:
    unread = index.execute("SELECT path FROM file WHERE state IN ('invalid', 'unreadable')")
    return _Findings(list(read_diagnostics(index)), frozenset(path for (path,) in unread))
