"""Writing rows: ids become symbols, references are noted, names that are no ids are kept as unresolved."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from rugctl.diagnostics import Pointer, format_pointer
from rugctl.model import Attendee, Named
from rugctl.names import fold

FIRST_DAY, LAST_DAY = "0000", "9999"
NO_ORGANIZATION = "none"
_REPLACED = frozenset({"person", "organization", "topic", "grp"})
"""The tables of what has one row an id: where an id and a former one meet, the last one counts."""
Rows: TypeAlias = dict[str, list[tuple[object, ...]]]
"""Rows by their table."""
_APART = -(1 << 40)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@lru_cache(maxsize=1 << 16)
def is_id(text: str) -> bool:
    """Tell whether a reference is an id rather than a name as people write it."""
    return _ID.fullmatch(text) is not None


@dataclass(slots=True)
class RowWriter:
    """Writes the rows of one file after another, many at once; `former` maps ids once used to those in use, by kind.

    What was added is in the tables after `flush`. Rows that others refer to get their numbers here; a meeting has that of its file.
    """

    connection: sqlite3.Connection
    former: Mapping[tuple[str, str], str]
    file: int = 0
    _rows: Rows = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)
    _symbols: dict[tuple[str, str], int] | None = None

    def add(self, table: str, *values: object) -> None:
        """Add a row, with a value for each column."""
        if table not in self._rows:
            self._rows[table] = []
        self._rows[table].append(values)

    def number(self, table: str) -> int:
        """Return the number that the next row of a table gets: those of each file stand together, so that nobody must know of others."""
        self._last[table] = max(self._last.get(table, 0), self.file << 20) + 1  # a file is shorter than that
        return self._last[table]

    def flush(self) -> None:
        """Put the rows into their tables, in the order in which they were added."""
        for table, rows in self._rows.items():
            places = ", ".join("?" * len(rows[0]))
            verb = "INSERT OR REPLACE" if table in _REPLACED else "INSERT"
            self.connection.executemany(f"{verb} INTO {table} VALUES ({places})", rows)
        self._rows.clear()

    def symbol(self, kind: str, text: str) -> int:
        """Return the number of an id, that of the id in use for a former one."""
        return self._number_of((kind, self.former.get((kind, text), text)))

    def apart(self) -> RowWriter:
        """Return one that writes rows without the database, for this one to `adopt`; ids that are new get negative numbers for now."""
        return RowWriter(self.connection, self.former, _symbols=dict(self._known()), _last={"symbol": _APART})

    def take(self) -> Rows:
        """Return the rows that were added, and forget them."""
        rows, self._rows = self._rows, {}
        return rows

    def adopt(self, rows: Rows) -> None:
        """Add the rows that one wrote `apart`."""
        new: dict[object, object] = {number: self._number_of((str(kind), str(text))) for number, kind, text in rows.pop("symbol", ())}
        for table, added in rows.items():
            renumbered = [tuple(new.get(value, value) for value in row) for row in added] if new else added
            self._rows.setdefault(table, []).extend(renumbered)

    def _known(self) -> dict[tuple[str, str], int]:
        if self._symbols is None:
            self._symbols = {(kind, text): id for id, kind, text in self.connection.execute("SELECT id, kind, text FROM symbol")}
            self._last["symbol"] = max(self._symbols.values(), default=0)
        return self._symbols

    def _number_of(self, key: tuple[str, str]) -> int:
        known = self._known()
        if key not in known:
            self._last["symbol"] += 1
            known[key] = self._last["symbol"]
            self.add("symbol", known[key], *key)
        return known[key]

    def use(self, kind: str, text: str, role: str, pointer: Pointer) -> int:
        """Note that a file refers to an id, and return its symbol."""
        symbol = self.symbol(kind, text)
        self.add("use", symbol, role, self.file, format_pointer(pointer))
        return symbol

    def name(self, kind: str, symbol: int, text: str, how: str, pointer: Pointer) -> None:
        """Note one spelling of an entry, in the form in which it is looked up."""
        folded = text.casefold() if how in {"id", "former", "handle"} else fold(text)
        values = (kind, folded, symbol, how, text, self.file, format_pointer(pointer))
        self.add("name", *values)

    def person(self, named: str | Named | Attendee, role: str, pointer: Pointer, meeting: int | None = None) -> tuple[int | None, str]:
        """Return (symbol, text as written) of somebody named; an unresolved name has no symbol."""
        text = named if isinstance(named, str) else named.person
        where = pointer if isinstance(named, str) else (*pointer, "person")
        if not isinstance(named, str) and role != "attendee":
            for organization in said_organizations(named.organization):
                self.use("organization", organization, f"{role}-organization", (*pointer, "organization"))
        if is_id(text):
            return self.use("person", text, role, where), text
        self.add("unresolved", self.file, meeting, role, text, format_pointer(where))
        return None, text


def said_organizations(organization: str | tuple[str, ...] | None) -> list[str]:
    """Return the ids of the organizations that were said; none for `none`."""
    if organization is None or organization == NO_ORGANIZATION:
        return []
    return [organization] if isinstance(organization, str) else list(organization)


_MEETING_TABLES = ("attendance", "belonging", "disagreement", "meeting_occurrence", "regret", "link", "question")
_FILE_TABLES = ("use", "unresolved", "finding", "ignore")
_REGISTRY_TABLES = ("name", "person", "affiliation", "organization", "topic", "grp", "lead", "document", "series", "backlog")


def delete_facts(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Delete all rows that came from files, and theirs in the table of files."""
    for path in paths:
        sql = "SELECT f.id, f.kind, m.id FROM file f LEFT JOIN meeting m ON m.file = f.id WHERE f.path = ?"
        row = connection.execute(sql, (path,)).fetchone()
        if row is None:
            continue
        file, kind, meeting = row
        if meeting is not None:
            _delete_meeting(connection, meeting)
        for table in _FILE_TABLES if kind == "meeting" else (*_FILE_TABLES, *_REGISTRY_TABLES):
            connection.execute(f"DELETE FROM {table} WHERE file = ?", (file,))
        connection.execute("DELETE FROM file WHERE id = ?", (file,))


def _delete_meeting(connection: sqlite3.Connection, meeting: int) -> None:
    for child, parent in (("speaker", "item"), ("item_topic", "item"), ("owner", "action"), ("decision_topic", "decision")):
        connection.execute(f"DELETE FROM {child} WHERE {parent} IN (SELECT id FROM {parent} WHERE meeting = ?)", (meeting,))
    for table in (*_MEETING_TABLES, "item", "action", "decision"):
        connection.execute(f"DELETE FROM {table} WHERE meeting = ?", (meeting,))
    connection.execute("DELETE FROM text WHERE rowid BETWEEN ? AND ?", (first_text(meeting), first_text(meeting + 1) - 1))
    connection.execute("DELETE FROM meeting WHERE id = ?", (meeting,))


def first_text(meeting: int) -> int:
    """Return the number before that of a meeting's first text: those of each stand together, so that they are found."""
    return meeting << 24
