"""Keeping the index current: what changed is read again, what follows from it is derived again, in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rugctl.hashing import hash_of
from rugctl.index.examiner import Examiner
from rugctl.index.files import LISTING, NOTE, Ahead, Files, bytes_of
from rugctl.index.placing import place_findings
from rugctl.index.schema import create_indexes
from rugctl.store import Entry, classify

_PEOPLE, _ORGANIZATIONS = "data/people.yaml", "data/organizations.yaml"


@dataclass(frozen=True, slots=True)
class Delta:
    """The paths that came or changed, with their marks, and those that are gone."""

    changed: Mapping[str, bytes]
    gone: Collection[str] = ()

    def touches(self, *paths: str) -> bool:
        """Tell whether one of these files is another than it was."""
        return any(path in self.changed or path in self.gone for path in paths)


def refresh(connection: sqlite3.Connection, files: Files, examiner: Examiner) -> None:
    """Bring the index up to the files, inside the transaction that is open.

    An index that another version of the rules made must have been thrown away before.
    """
    known = {path: (id, hash, mark) for id, path, hash, mark in connection.execute("SELECT id, path, hash, mark FROM file")}
    changed: dict[str, bytes] = {}
    same: list[tuple[bytes, int]] = []
    for path, mark in files.marks.items():
        id, hash, former = known.pop(path, (None, b"", b""))
        if id is None:
            changed[path] = mark
        elif not mark or mark != former:
            if digest_of(files.entry(path)) != hash:
                changed[path] = mark
            elif mark != former:
                same.append((mark, id))
    connection.executemany("UPDATE file SET mark = ? WHERE id = ?", same)
    listing = files.digest() if all(files.marks.values()) else ""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value", (LISTING, listing)
    )
    if changed or known:
        apply(connection, Delta(changed, known.keys()), files, examiner)


def advance(connection: sqlite3.Connection, ahead: Ahead, examiner: Examiner) -> None:
    """Bring an index of some files up to what they would be, inside the transaction that is open."""
    known = {path: connection.execute("SELECT hash FROM file WHERE path = ?", (path,)).fetchone() for path in ahead.changes}
    changed = {path: b"" for path, entry in ahead.changes.items() if entry is not None and known[path] != (digest_of(entry),)}
    gone = [path for path, entry in ahead.changes.items() if entry is None and known[path]]
    if changed or gone:
        apply(connection, Delta(changed, gone), ahead, examiner)


def apply(connection: sqlite3.Connection, delta: Delta, files: Files, examiner: Examiner) -> None:
    """Take what changed into the index, inside the transaction that is open, and derive and judge anew what follows from it."""
    from rugctl.index.filling import fill, read_registries, renames  # noqa: PLC0415  brings pydantic

    registries = read_registries(delta, files)
    if renames(connection, delta, registries):
        delta = Delta({**files.marks, **delta.changed}, delta.gone)
        registries = read_registries(delta, files)
    connection.execute("DELETE FROM meta WHERE substr(key, 1, ?) = ?", (len(NOTE), NOTE))
    unread = unread_kinds(connection)
    composed, first = fill(connection, delta, files, registries, examiner.examine_file)
    for statement in create_indexes():
        connection.execute(statement)
    groups = _derive(connection, delta, first)
    if unread != unread_kinds(connection):  # it may take other rules now
        groups = _groups(connection) | set(groups)
    _examine(connection, examiner, groups)
    _set_levels(connection, examiner.levels)  # what is told beside an error depends on it, too
    place_findings(connection, lambda path: bytes_of(files, path), examiner.rules(), composed)
    _set_levels(connection, examiner.levels)


def _set_levels(connection: sqlite3.Connection, levels: Mapping[str, str]) -> None:
    for rule, level in levels.items():
        change = "ignored = 1" if level == "off" else f"severity = '{level}'"
        connection.execute(f"UPDATE finding SET {change} WHERE rule = ?", (rule,))


def digest_of(entry: Entry) -> bytes:
    """Return what stands for a file's bytes."""
    return hash_of(entry.data) if entry.data is not None else b"link"


def unread_kinds(connection: sqlite3.Connection) -> set[str]:
    """Return the kinds of records of which one cannot be read."""
    return {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM file WHERE state IN ('invalid', 'unreadable')")}


def _derive(connection: sqlite3.Connection, delta: Delta, first: int) -> Collection[str]:
    """Derive what follows from files with numbers from `first` on; return the groups of which something is another than it was."""
    from rugctl.index.derive import (  # noqa: PLC0415
        derive_belongings,
        derive_disagreements,
        derive_meeting_occurrences,
        derive_occurrences,
    )

    derive_belongings(connection, 0 if delta.touches(_PEOPLE) else first)
    anew = delta.touches(_PEOPLE, _ORGANIZATIONS)
    derive_disagreements(connection, 0 if anew else first)
    changed = {classify(path).group for path in (*delta.changed, *delta.gone)}
    for group in sorted(changed):
        derive_occurrences(connection, group)
        derive_meeting_occurrences(connection, group)
    return _groups(connection) | changed if anew else changed


def _groups(connection: sqlite3.Connection) -> set[str]:
    return {group for (group,) in connection.execute("SELECT DISTINCT grp FROM file")}


def _examine(connection: sqlite3.Connection, examiner: Examiner, groups: Collection[str]) -> None:
    """Judge again what lies between files: of these groups, and what is of no one group."""
    from rugctl.index.filling import finding_row  # noqa: PLC0415

    sql = "DELETE FROM finding WHERE file IS NULL AND (grp IS NULL OR grp IN (SELECT value FROM json_each(?)))"
    connection.execute(sql, (json.dumps(sorted(groups)),))
    between = [(None, group, *finding_row(finding)) for group, finding in examiner.examine_between(connection, sorted(groups))]
    connection.executemany(f"INSERT INTO finding VALUES ({', '.join('?' * 15)})", between)
