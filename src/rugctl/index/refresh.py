"""Keeping the index current: what changed is read again, what follows from it is derived again, in one transaction."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from rugctl.diagnostics import Finding, Target, format_fix, format_pointer
from rugctl.index.placing import place_findings
from rugctl.store import Entry

if TYPE_CHECKING:
    from rugctl.index.loading import LoadedFile

Former: TypeAlias = dict[tuple[str, str], str]
"""By kind and former id, the id in use."""
_PLURAL = {"person": "people", "organization": "organizations", "topic": "topics"}
_REGISTRIES = frozenset(_PLURAL.values())
_REGISTRY_PATHS = {f"data/{kind}.yaml": kind for kind in _REGISTRIES}
_ORDER = {"organizations": 0, "people": 1, "topics": 2, "group": 3, "backlog": 4}


@dataclass(frozen=True, slots=True)
class Examiner:
    """What judges the records: rules on one file, rules between files, and the version of both.

    `rules` gives all rules by id, and of each whether its findings may be silenced; `levels` what a repository's settings
    make of some: `off`, or another severity.
    """

    version: str
    examine_file: Callable[[LoadedFile], Iterable[Finding]]
    examine_all: Callable[[sqlite3.Connection], Iterable[Finding]]
    rules: Callable[[], Mapping[str, bool]]
    levels: Mapping[str, str] = field(default_factory=dict)


def refresh(connection: sqlite3.Connection, entries: Sequence[Entry], examiner: Examiner) -> bool:
    """Bring the index up to the entries, inside the transaction that is open; return whether anything changed.

    An index that another version of the rules made must have been thrown away before.
    """
    known = {path: (id, hash) for id, path, hash in connection.execute("SELECT id, path, hash FROM file")}
    changed: list[tuple[Entry, bytes]] = []
    for entry in entries:
        digest = _digest(entry)
        if known.pop(entry.name.path, (0, b""))[1] != digest:
            changed.append((entry, digest))
    if not changed and not known:
        return False
    from rugctl.index.loading import load_file  # noqa: PLC0415  brings pydantic

    load = cache(load_file)
    if _renames(connection, [entry for entry, _ in changed], known, load):
        changed = [(entry, _digest(entry)) for entry in entries]
    _replace(connection, [(load(entry), digest) for entry, digest in changed], [id for id, _ in known.values()], examiner)
    _derive(connection, examiner)
    _set_levels(connection, examiner.levels)  # what is told beside an error depends on it, too
    documents = {entry.name.path: load(entry).document for entry, _ in changed}
    place_findings(connection, {entry.name.path: entry.data or b"" for entry in entries}, examiner.rules(), documents)
    _set_levels(connection, examiner.levels)
    return True


def _set_levels(connection: sqlite3.Connection, levels: Mapping[str, str]) -> None:
    for rule, level in levels.items():
        change = "ignored = 1" if level == "off" else f"severity = '{level}'"
        connection.execute(f"UPDATE finding SET {change} WHERE rule = ?", (rule,))


def _replace(connection: sqlite3.Connection, loaded: list[tuple[LoadedFile, bytes]], gone: list[int], examiner: Examiner) -> None:
    from rugctl.index.facts import write_facts  # noqa: PLC0415  brings pydantic
    from rugctl.index.row_writer import RowWriter, delete_facts  # noqa: PLC0415

    old = {path: id for id, path in connection.execute("SELECT id, path FROM file")}
    gone += [old[file.path] for file, _ in loaded if file.path in old]
    for former_id in gone:
        delete_facts(connection, former_id)
        connection.execute("DELETE FROM file WHERE id = ?", (former_id,))
    rows = RowWriter(connection, _former(connection) | _former_of(file for file, _ in loaded))
    for file, digest in sorted(loaded, key=lambda pair: (_ORDER.get(pair[0].name.kind or "", 9), pair[0].path)):
        name = file.name
        id = connection.execute(
            "INSERT INTO file (path, kind, grp, stem, hash, state) VALUES (?, ?, ?, ?, ?, ?)",
            (name.path, name.kind, name.group, name.stem, digest, file.state),
        ).lastrowid
        assert id is not None
        if file.record is not None:
            rows.file = id
            write_facts(rows, name.group, name.stem, file.record)
        write_findings(connection, id, examiner.examine_file(file))
        _write_ignores(connection, id, file)


def _digest(entry: Entry) -> bytes:
    return hashlib.blake2b(entry.data, digest_size=16).digest() if entry.data is not None else b"link"


def _renames(connection: sqlite3.Connection, changed: Iterable[Entry], gone: Collection[str], load: Callable[[Entry], LoadedFile]) -> bool:
    """Tell whether former ids change, so that files that did not change mean somebody else by the same id."""
    registries = [entry for entry in changed if entry.name.kind in _REGISTRIES]
    if not registries and not any(path in _REGISTRY_PATHS for path in gone):
        return False
    replaced = {entry.name.kind for entry in registries} | {_REGISTRY_PATHS[path] for path in gone if path in _REGISTRY_PATHS}
    before = _former(connection)
    kept = {key: id for key, id in before.items() if _PLURAL[key[0]] not in replaced}
    return before != kept | _former_of(map(load, registries))


def _former(connection: sqlite3.Connection) -> Former:
    """Return the id that each former id of the registries now stands for; one that is in use again stands for itself."""
    sql = """SELECT n.kind, n.text, s.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.how = 'former'
AND NOT EXISTS (SELECT 1 FROM name i WHERE i.kind = n.kind AND i.how = 'id' AND i.text = n.text)"""
    return {(kind, old): new for kind, old, new in connection.execute(sql)}


def _former_of(files: Iterable[LoadedFile]) -> Former:
    """Return the same of registries that were just read."""
    found: Former = {}
    for file in files:
        for kind, registry in _PLURAL.items():
            if file.record is not None and file.name.kind == registry:
                entries = getattr(file.record, registry)
                found |= {(kind, old): id for id, entry in entries.items() for old in entry.formerly if old not in entries}
    return found


def _derive(connection: sqlite3.Connection, examiner: Examiner) -> None:
    from rugctl.index.derive import derive_belongings, derive_meeting_occurrences, derive_occurrences  # noqa: PLC0415

    derive_belongings(connection)
    derive_occurrences(connection)
    derive_meeting_occurrences(connection)
    connection.execute("DELETE FROM finding WHERE file IS NULL")
    write_findings(connection, None, examiner.examine_all(connection))


def write_findings(connection: sqlite3.Connection, file: int | None, findings: Iterable[Finding]) -> None:
    """Keep findings; those of one file go with it, those between files (`file` None) with any change."""
    for finding in findings:
        target, span = finding.target, finding.target.span
        others = json.dumps([_related(other) for other in finding.related])
        place = (span.line, span.column, span.end) if span else (None, None, None)
        connection.execute(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (
                file, target.path, finding.rule, finding.severity, format_pointer(target.pointer), target.part,
                finding.message, finding.help, others, format_fix(finding.fix), *place,
            ),
        )  # fmt: skip


def _related(target: Target) -> dict[str, object]:
    span = [target.span.line, target.span.column, target.span.end] if target.span else None
    return {"path": target.path, "pointer": format_pointer(target.pointer), "part": target.part, "label": target.label, "span": span}


def _write_ignores(connection: sqlite3.Connection, id: int, file: LoadedFile) -> None:
    if "rugctl:" not in file.document.text:
        return
    from rugctl.index.suppress import parse_ignores  # noqa: PLC0415

    for ignore in parse_ignores(file.document):
        span = ignore.span
        values = (id, span.line, span.column, span.end, ignore.about, ignore.rule, ignore.reason, ignore.without)
        connection.execute("INSERT INTO ignore VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
