"""Writing rows: ids become symbols, references are noted, names that are no ids are kept as unresolved."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from rugctl.diagnostics import Pointer, format_pointer
from rugctl.model import Attendee, Named
from rugctl.names import fold

FIRST_DAY, LAST_DAY = "0000", "9999"
NO_ORGANIZATION = "none"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Tell whether a reference is an id rather than a name as people write it."""
    return _ID.fullmatch(text) is not None


@dataclass(slots=True)
class RowWriter:
    """Writes the rows of one file after another; `former` maps ids once used to those in use, by kind."""

    connection: sqlite3.Connection
    former: Mapping[tuple[str, str], str]
    file: int = 0
    _symbols: dict[tuple[str, str], int] = field(default_factory=dict)

    def run(self, sql: str, *values: object) -> int:
        """Run one statement; return the number of the row that it added."""
        return cast("int", self.connection.execute(sql, values).lastrowid)

    def symbol(self, kind: str, text: str) -> int:
        """Return the number of an id, that of the id in use for a former one."""
        text = self.former.get((kind, text), text)
        key = (kind, text)
        if key not in self._symbols:
            row = self.connection.execute("SELECT id FROM symbol WHERE kind = ? AND text = ?", key).fetchone()
            self._symbols[key] = row[0] if row else self.run("INSERT INTO symbol (kind, text) VALUES (?, ?)", *key)
        return self._symbols[key]

    def use(self, kind: str, text: str, role: str, pointer: Pointer) -> int:
        """Note that a file refers to an id, and return its symbol."""
        symbol = self.symbol(kind, text)
        self.run("INSERT INTO use VALUES (?, ?, ?, ?)", symbol, role, self.file, format_pointer(pointer))
        return symbol

    def name(self, kind: str, symbol: int, text: str, how: str, pointer: Pointer) -> None:
        """Note one spelling of an entry, in the form in which it is looked up."""
        folded = text.casefold() if how in {"id", "former", "handle"} else fold(text)
        values = (kind, folded, symbol, how, text, self.file, format_pointer(pointer))
        self.run("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", *values)

    def person(self, named: str | Named | Attendee, role: str, pointer: Pointer, meeting: int | None = None) -> tuple[int | None, str]:
        """Return (symbol, text as written) of somebody named; an unresolved name has no symbol."""
        text = named if isinstance(named, str) else named.person
        where = pointer if isinstance(named, str) else (*pointer, "person")
        if not isinstance(named, str) and role != "attendee":
            for organization in said_organizations(named.organization):
                self.use("organization", organization, f"{role}-organization", (*pointer, "organization"))
        if is_id(text):
            return self.use("person", text, role, where), text
        self.run("INSERT INTO unresolved VALUES (?, ?, ?, ?, ?)", self.file, meeting, role, text, format_pointer(where))
        return None, text

    # registries


def said_organizations(organization: str | tuple[str, ...] | None) -> list[str]:
    """Return the ids of the organizations that were said; none for `none`."""
    if organization is None or organization == NO_ORGANIZATION:
        return []
    return [organization] if isinstance(organization, str) else list(organization)


_MEETING_TABLES = ("attendance", "belonging", "regret", "link", "question", "unresolved")
_FILE_TABLES = (
    "use",
    "name",
    "person",
    "affiliation",
    "organization",
    "topic",
    "grp",
    "lead",
    "document",
    "series",
    "backlog",
    "unresolved",
)


def delete_facts(connection: sqlite3.Connection, file: int) -> None:
    """Delete all rows that came from a file."""
    row = connection.execute("SELECT id FROM meeting WHERE file = ?", (file,)).fetchone()
    if row:
        meeting = row[0]
        for child, parent in (("speaker", "item"), ("item_topic", "item"), ("owner", "action"), ("decision_topic", "decision")):
            connection.execute(f"DELETE FROM {child} WHERE {parent} IN (SELECT id FROM {parent} WHERE meeting = ?)", (meeting,))
        for table in (*_MEETING_TABLES, "item", "action", "decision", "text"):
            connection.execute(f"DELETE FROM {table} WHERE meeting = ?", (meeting,))
        connection.execute("DELETE FROM meeting WHERE id = ?", (meeting,))
    for table in (*_FILE_TABLES, "finding", "ignore"):
        connection.execute(f"DELETE FROM {table} WHERE file = ?", (file,))
