"""Filling the tables: the rows of files that changed are taken out, and those that they hold now put in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from rugctl.diagnostics import Finding, Target, format_fix, format_pointer
from rugctl.index.facts import write_facts
from rugctl.index.files import Files
from rugctl.index.loading import LoadedFile, load_file
from rugctl.index.refresh import Delta, digest_of
from rugctl.index.row_writer import Rows, RowWriter, delete_facts
from rugctl.index.workers import spread
from rugctl.store import classify
from rugctl.yamlfile import Document

if TYPE_CHECKING:
    from rugctl.index.suppress import Ignore

Former: TypeAlias = dict[tuple[str, str], str]
"""By kind and former id, the id in use."""
Registries: TypeAlias = Mapping[str, LoadedFile]
"""Registries that were just read, by their paths."""
_PLURAL = {"person": "people", "organization": "organizations", "topic": "topics"}
_REGISTRIES = {f"data/{kind}.yaml": kind for kind in ("organizations", "people", "topics")}
_FILES_AT_ONCE, _COMPOSED = 100, 2000
_ORDER = {"organizations": 0, "people": 1, "topics": 2, "group": 3, "backlog": 4}


def fill(
    connection: sqlite3.Connection, delta: Delta, files: Files, registries: Registries, examine: Callable[[LoadedFile], Iterable[Finding]]
) -> tuple[dict[str, Document], int]:
    """Take out what came from the files that changed or are gone, and write what the changed ones hold, registries first.

    `registries` are those of them that are read already. Returns what was composed, that of so many files only as memory has room for without a thought, and
    the number from which on those of the files are that were written.
    """
    composed: dict[str, Document] = {}
    delete_facts(connection, [*delta.gone, *delta.changed])
    rows = RowWriter(connection, _former(connection) | _former_of(registries.values()))
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM file").fetchone()[0]
    numbered = list(enumerate(sorted(delta.changed, key=_place), first))
    reading = _Reading(delta, files, registries, examine)
    few = len(numbered) <= _COMPOSED
    for number, path in numbered if few else (one for one in numbered if classify(one[1]).kind != "meeting"):
        composed[path] = reading.read(rows, number, path)
    rows.flush()
    if few:
        return composed, first
    meetings = [one for one in numbered if classify(one[1]).kind == "meeting"]
    pieces = [meetings[n : n + _FILES_AT_ONCE] for n in range(0, len(meetings), _FILES_AT_ONCE)]
    for found in spread(partial(reading.read_apart, rows), pieces):
        rows.adopt(found)
        rows.flush()
    return {}, first


def _place(path: str) -> tuple[int, str]:
    return _ORDER.get(classify(path).kind or "", 9), path


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads files, and adds what they hold, and what is found in each alone, as rows."""

    delta: Delta
    files: Files
    registries: Registries
    examine: Callable[[LoadedFile], Iterable[Finding]]

    def read(self, rows: RowWriter, number: int, path: str) -> Document:
        """Add the rows of a file under a number; return what was composed."""
        entry = self.files.entry(path)
        file, name = self.registries.get(path) or load_file(entry), entry.name
        rows.file = number
        rows.add("file", number, name.path, name.kind, name.group, name.stem, digest_of(entry), file.state, self.delta.changed[path])
        if file.record is not None:
            write_facts(rows, name.group, name.stem, file.record)
        for finding in self.examine(file):
            rows.add("finding", number, None, *finding_row(finding))
        for ignore in _ignores(file):
            span = ignore.span
            rows.add("ignore", number, span.line, span.column, span.end, ignore.about, ignore.rule, ignore.reason, ignore.without)
        return file.document

    def read_apart(self, rows: RowWriter, numbered: Sequence[tuple[int, str]]) -> Rows:
        """Return the rows of some files, for a writer to adopt."""
        apart = rows.apart()
        for number, path in numbered:
            self.read(apart, number, path)
        return apart.take()


def read_registries(delta: Delta, files: Files) -> Registries:
    """Read the registries that came or changed."""
    return {path: load_file(files.entry(path)) for path in _REGISTRIES if path in delta.changed}


def renames(connection: sqlite3.Connection, delta: Delta, registries: Registries) -> bool:
    """Tell whether former ids change, so that files that did not change mean somebody else by the same id."""
    replaced = {kind for path, kind in _REGISTRIES.items() if path in delta.changed or path in delta.gone}
    if not replaced:
        return False
    before = _former(connection)
    kept = {key: id for key, id in before.items() if _PLURAL[key[0]] not in replaced}
    return before != kept | _former_of(registries.values())


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


def finding_row(finding: Finding) -> tuple[object, ...]:
    """Return the columns of a finding after those of its file and its group."""
    target, span = finding.target, finding.target.span
    others = json.dumps([_related(other) for other in finding.related])
    place = (span.line, span.column, span.end) if span else (None, None, None)
    said = (finding.rule, finding.severity, format_pointer(target.pointer), target.part, finding.message, finding.help)
    return (target.path, *said, others, format_fix(finding.fix), *place, False)


def _related(target: Target) -> dict[str, object]:
    span = [target.span.line, target.span.column, target.span.end] if target.span else None
    return {"path": target.path, "pointer": format_pointer(target.pointer), "part": target.part, "label": target.label, "span": span}


def _ignores(file: LoadedFile) -> Sequence[Ignore]:
    if "rugctl:" not in file.document.text:
        return ()
    from rugctl.index.suppress import parse_ignores  # noqa: PLC0415  brings the writer of YAML

    return parse_ignores(file.document)
