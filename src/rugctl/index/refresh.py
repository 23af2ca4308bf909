"""Keeping the index current: what changed is read again, what follows from it is derived again, in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rugctl.diagnostics import Finding
from rugctl.index.files import Files, bytes_of
from rugctl.index.placing import place_findings
from rugctl.index.schema import create_indexes
from rugctl.store import Entry

if TYPE_CHECKING:
    from rugctl.index.loading import LoadedFile

_LISTING, _PEOPLE = "listing", "data/people.yaml"


@dataclass(frozen=True, slots=True)
class Examiner:
    """What judges the records: rules on one file, rules between files, and the version of both.

    `rules` gives all rules by id, and of each what it looks at, `file` or `all`, nothing where it cannot be silenced; `levels` what a repository's settings
    make of some: `off`, or another severity.
    """

    version: str
    examine_file: Callable[[LoadedFile], Iterable[Finding]]
    examine_all: Callable[[sqlite3.Connection], Iterable[Finding]]
    rules: Callable[[], Mapping[str, str]]
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delta:
    """The paths that came or changed, with their marks, and those that are gone."""

    changed: Mapping[str, bytes]
    gone: Collection[str] = ()


def is_current(connection: sqlite3.Connection, files: Files) -> bool:
    """Tell, at once where nothing changed, whether an index is of these files as they are now."""
    digest = files.digest()
    return bool(digest and connection.execute("SELECT value FROM meta WHERE key = ?", (_LISTING,)).fetchone() == (digest,))


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
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value", (_LISTING, listing)
    )
    if changed or known:
        apply(connection, Delta(changed, known.keys()), files, examiner)


def apply(connection: sqlite3.Connection, delta: Delta, files: Files, examiner: Examiner) -> None:
    """Take what changed into the index, inside the transaction that is open, and derive and judge anew what follows from it."""
    from rugctl.index.filling import fill, read_registries, renames  # noqa: PLC0415  brings pydantic

    registries = read_registries(delta, files)
    if renames(connection, delta, registries):
        delta = Delta({**files.marks, **delta.changed}, delta.gone)
        registries = read_registries(delta, files)
    composed, first = fill(connection, delta, files, registries, examiner.examine_file)
    for statement in create_indexes():
        connection.execute(statement)
    _derive(connection, examiner, 0 if _PEOPLE in delta.changed or _PEOPLE in delta.gone else first)
    _set_levels(connection, examiner.levels)  # what is told beside an error depends on it, too
    place_findings(connection, lambda path: bytes_of(files, path), examiner.rules(), composed)
    _set_levels(connection, examiner.levels)


def _set_levels(connection: sqlite3.Connection, levels: Mapping[str, str]) -> None:
    for rule, level in levels.items():
        change = "ignored = 1" if level == "off" else f"severity = '{level}'"
        connection.execute(f"UPDATE finding SET {change} WHERE rule = ?", (rule,))


def digest_of(entry: Entry) -> bytes:
    """Return what stands for a file's bytes."""
    return hashlib.blake2b(entry.data, digest_size=16).digest() if entry.data is not None else b"link"


def _derive(connection: sqlite3.Connection, examiner: Examiner, first: int) -> None:
    from rugctl.index.derive import derive_belongings, derive_meeting_occurrences, derive_occurrences  # noqa: PLC0415
    from rugctl.index.filling import finding_row  # noqa: PLC0415

    derive_belongings(connection, first)
    derive_occurrences(connection)
    derive_meeting_occurrences(connection)
    connection.execute("DELETE FROM finding WHERE file IS NULL")
    between = [(None, *finding_row(finding)) for finding in examiner.examine_all(connection)]
    connection.executemany(f"INSERT INTO finding VALUES ({', '.join('?' * 14)})", between)
